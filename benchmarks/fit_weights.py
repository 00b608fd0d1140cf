"""Fit the weights of ``geomap/resolve/weights.json``: a conditional logit over the candidates of known answers.

Usage::

    python benchmarks/fit_weights.py GAZETTEER [GAZETTEER …] --eval EVAL_FOLDER [--write]

Trained on settlements sampled at the front of one reference date and on half of the development headlines, names of
one half only (halves by checksum of the spelling key, so no name is in both). Within the training half, weights are
fitted on one fold and temperatures on the other. Everything printed as "held out" is the other half, at the front of
another date. The labelled sample of reported places is never read here.

Every weight is drawn to the value set by hand (a normal prior); its sign and range are bounded.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from places_tasks import Grounds, Question, front_questions, fronts, half, headline_questions
from scipy.optimize import minimize, minimize_scalar

from geomap.gazetteer.names import normalise
from geomap.gazetteer.scores import FORM_SCORES, LEVEL_SCORES, NAME_KIND_SCORES
from geomap.gazetteer.search import Gazetteer
from geomap.resolve import rank
from geomap.resolve.context import Context
from geomap.resolve.front import Front
from geomap.resolve.fronts import choose
from geomap.resolve.joint import anchor
from geomap.resolve.locate import Resolver
from geomap.resolve.rank import distance_km

FLAGS = ("theatre", "unlocated", "unregistered")
SPELLING = ("level", "form", "name")
WEIGHTS = Path(rank.__file__).with_name("weights.json")
TRAIN_DATE, TEST_DATE = "2024-07-08", "2024-12-28"
SPOTS = 24
#: Groups of event types that share a weight.
GROUPS = {
    "control_change": "control", "ground_fighting": "ground", "shelling": "shelling", "strike": "strike",
    "air_strike": "strike", "drone_strike": "strike", "infrastructure": "strike", "": "unknown",
    "other": "other", "casualties": "other", "evacuation": "other", "deployment": "other",
}  # fmt: skip
#: The evidence given with each question, and how much such questions count.
FRONT_USES = {
    "admin front type": 1.0,
    "front type": 1.5,
    "near front type": 1.0,
    "near": 0.7,
    "admin": 0.5,
    "front": 0.5,
}
HEADLINE_USES = {"front type": 2.0, "type": 1.0, "admin": 1.0, "admin front type": 1.0}

#: Name, hand-set value, spread of the prior, least, most.
PARAMETERS: tuple[tuple[str, float, float, float, float], ...] = (
    ("spelling_weight.level", 1.0, 0.3, 0.3, 3.0),
    ("spelling_weight.form", 1.0, 0.5, 0.2, 4.0),
    ("spelling_weight.name", 2.0, 1.0, 0.5, 8.0),
    ("population_weight", 1.0, 0.5, 0.0, 4.0),
    *((f"importance_weight.{g}", v, 0.3, 0.0, 2.0) for g, v in
      (("control", 0.8), ("ground", 0.8), ("shelling", 0.8), ("strike", 1.2), ("unknown", 1.0), ("other", 1.2))),
    *((f"front_weight.{g}", v, 0.3, 0.0, 3.0) for g, v in
      (("control", 1.3), ("ground", 1.3), ("shelling", 1.0), ("strike", 0.5), ("unknown", 0.9), ("other", 0.5))),
    ("front_scale_km", 8.0, 3.0, 3.0, 25.0),
    ("front_most", 5.0, 1.0, 2.0, 8.0),
    ("border_extra_km", 6.0, 1.5, 2.0, 12.0),
    ("own_side_per_km", -0.3, 0.1, -1.0, 0.0),
    ("comention_scale_km", 12.0, 4.0, 4.0, 40.0),
    ("comention_weight", 1.2, 0.3, 0.3, 2.5),
    ("comention_most", 4.5, 1.0, 2.0, 8.0),
    ("comention_second", 0.5, 0.1, 0.2, 0.6),
    ("theatre", 3.0, 0.5, 1.0, 6.0),
    ("unlocated", -0.3, 0.3, -2.0, 0.0),
    ("unregistered", -1.0, 0.5, -4.0, 0.0),
    ("area_without_cue", -1.0, 0.5, -4.0, 0.0),
)  # fmt: skip
NAMES = [name for name, *_ in PARAMETERS]


@dataclass
class Case:
    """The candidates of one question, as numbers."""

    weight: float
    evidence: str
    right: np.ndarray
    spelling: np.ndarray
    kind: np.ndarray
    population: np.ndarray
    fixed: np.ndarray
    flags: np.ndarray
    front: np.ndarray | None
    behind: np.ndarray
    group: str
    spots: np.ndarray | None
    blur: np.ndarray
    fold: int


def case(resolver: Resolver, question: Question, use: str, weight: float, dated: Sequence[Front]) -> Case | None:
    """Return the numbers of a question, or None when the right place is not among the candidates."""
    wanted = use.split()
    admins = (question.admin,) if "admin" in wanted and question.admin else ()
    front = choose(dated, question.date) if "front" in wanted else None
    kind = question.event_type if "type" in wanted else ""
    side = question.side if "type" in wanted else ""
    anchors = []
    for other in question.near if "near" in wanted else ():
        found = anchor(resolver.locate(other, year=2024, front=front, event_type=kind, detail=0))
        if found:
            anchors.append(found)
    phrase = resolver._parse(question.name)
    if not phrase.names or phrase.relation:
        return None
    regions = resolver._regions(phrase, admins, "")
    context = Context(regions, tuple(anchors), 2024, front, kind, side, (), 0)
    ranked = resolver._rank(phrase.names[0], "", context)
    if len(ranked) < 2 or question.gold is None:
        return None
    store = resolver.gazetteer.store
    right = np.array([
        store.identifier(item.hit.n) == question.gold_id if question.gold_id else (
            item.record.lat is not None and item.record.kind not in rank.AREA_KINDS
            and distance_km(item.record.lat, item.record.lon or 0.0, *question.gold) <= 5.0
        )
        for item in ranked
    ])  # fmt: skip
    if not right.any():
        return None
    flags = np.array([
        [*(name in item.parts for name in FLAGS), item.record.kind in rank.AREA_KINDS]
        for item in ranked
    ], dtype=float)  # fmt: skip
    fixed = np.array([item.parts.get("admin", 0.0) + item.parts.get("country", 0.0) for item in ranked])
    blur = np.array([item.record.accuracy_km if item.record.approximate else 0.0 for item in ranked])
    fronts_ = behind = None
    if front is not None:
        fronts_ = np.array([
            (item.front_km if item.front_km is not None else np.inf, float(item.border)) for item in ranked
        ])  # fmt: skip
    behind = np.array([
        max(0.0, (item.front_km or 0.0) - 2.0 - b) if "side" in item.parts else 0.0
        for item, b in zip(ranked, blur, strict=True)
    ])  # fmt: skip
    spots = None
    if anchors:
        spots = np.full((len(ranked), len(anchors), SPOTS, 2), (0.0, 1e9))
        for row, item in enumerate(ranked):
            if item.record.lat is not None and item.record.kind not in rank.AREA_KINDS:
                for a, other in enumerate(anchors):
                    for s, ((lat, lon), share) in enumerate(other.spots[:SPOTS]):
                        spots[row, a, s] = share, distance_km(item.record.lat, item.record.lon or 0.0, lat, lon) ** 2
    group = GROUPS.get(kind, "other")
    placed = "front_strike" if group in ("strike", "other") else "front"
    evidence = "comention" if anchors else placed if front is not None else "admin" if regions else "name"
    facts = [resolver.gazetteer.facts(item.hit.n) for item in ranked]
    spelling = np.array([
        (LEVEL_SCORES[item.hit.level], FORM_SCORES[item.hit.form_kind], NAME_KIND_SCORES[item.hit.name_kind])
        for item in ranked
    ])  # fmt: skip
    return Case(
        weight, evidence, right, spelling, np.array([fact.kind_prior for fact in facts]),
        np.array([fact.population for fact in facts]), fixed, flags, fronts_, behind, group, spots,
        blur, zlib.crc32(normalise(question.name).encode()) // 2 % 2,
    )  # fmt: skip


def scores(values: dict[str, float], item: Case) -> np.ndarray:
    """Return the scores of the candidates of a case: what ``rank.Scorer`` computes, on arrays."""
    total = item.fixed + item.spelling @ np.array([values[f"spelling_weight.{part}"] for part in SPELLING])
    prior = item.kind + values["population_weight"] * item.population
    total = total + values[f"importance_weight.{item.group}"] * prior
    total = total + item.flags @ np.array(
        [values["theatre"], values["unlocated"], values["unregistered"], values["area_without_cue"]]
    )
    if item.front is not None:
        km = np.hypot(np.hypot(item.front[:, 0], item.blur), item.front[:, 1] * values["border_extra_km"])
        gain = np.maximum(0.0, values["front_most"] - np.log1p((km / values["front_scale_km"]) ** 2))
        total = total + values[f"front_weight.{item.group}"] * gain
        total = total + np.maximum(-3.0, values["own_side_per_km"] * item.behind)
    if item.spots is not None:
        km2 = item.spots[..., 1] + (item.blur**2)[:, None, None]
        near = (item.spots[..., 0] / (1.0 + km2 / values["comention_scale_km"] ** 2)).sum(axis=2)
        most = values["comention_most"]
        found = most + np.log(np.maximum(near, math.exp(-most)))
        found = -np.sort(-found, axis=1)
        share = values["comention_second"]
        nearest, second = found[:, 0], found[:, min(1, found.shape[1] - 1)]
        total = total + values["comention_weight"] * ((1.0 - share) * nearest + share * second)
    return total


def loss(values: dict[str, float], cases: Iterable[Case], temperature: float = 1.0) -> float:
    """Return the mean negative log-likelihood of the right places."""
    lost = weight = 0.0
    for item in cases:
        s = scores(values, item) / temperature
        s = s - s.max()
        e = np.exp(s)
        lost -= item.weight * math.log(e[item.right].sum() / e.sum() + 1e-9)
        weight += item.weight
    return lost / weight


def measure(values: dict[str, float], temperatures: dict[str, float], cases: Sequence[Case]) -> dict[str, float]:
    """Return accuracy, likelihood and expected calibration error (10 bins)."""
    sure, right = [], []
    lost = 0.0
    for item in cases:
        s = scores(values, item) / temperatures[item.evidence]
        e = np.exp(s - s.max())
        p = e / e.sum()
        best = int(np.argmax(p))
        sure.append(p[best])
        right.append(bool(item.right[best]))
        lost -= math.log(p[item.right].sum() + 1e-9)
    bins = np.minimum(9, (np.array(sure) * 10).astype(int))
    ece = sum(abs(np.array(sure)[bins == b].sum() - np.array(right)[bins == b].sum()) for b in range(10)) / max(
        1, len(cases)
    )
    return {"n": len(cases), "right": float(np.mean(right)), "nll": lost / max(1, len(cases)), "ece": float(ece)}


def collect(names: Sequence[str], folder: Path) -> tuple[list[Case], dict[str, list[Case]]]:
    """Return the training cases and, by task, the held-out ones."""
    train: list[Case] = []
    test: dict[str, list[Case]] = {}
    for name in names:
        resolver = Resolver(Gazetteer.open(name))
        grounds = Grounds(resolver.gazetteer)
        dated = fronts(folder, resolver)
        headlines = [q for q in headline_questions(folder / "headlines-dev.csv") if grounds.solvable(q)]
        jobs = [
            (front_questions(resolver.gazetteer.store, folder, TRAIN_DATE), 0, FRONT_USES, 1.0),
            (front_questions(resolver.gazetteer.store, folder, TEST_DATE), 1, FRONT_USES, 1.0),
            (headlines, 0, HEADLINE_USES, 1.5),
            (headlines, 1, HEADLINE_USES, 1.5),
        ]
        for questions, which, uses, share in jobs:
            for question in questions:
                if half(question.name if not question.gold_id else gold_name(resolver, question)) != which:
                    continue
                for use, weight in uses.items():
                    found = case(resolver, question, use, weight * share, dated)
                    if found is None:
                        continue
                    if which == 0:
                        train.append(found)
                    else:
                        task = ("front: " if uses is FRONT_USES else "headlines: ") + use
                        test.setdefault(task, []).append(found)
    return train, test


def gold_name(resolver: Resolver, question: Question) -> str:
    """Return the official name of the gold place: all its spellings belong to one half."""
    place = resolver.gazetteer.place(question.gold_id)
    return place.name_uk or place.name


def fit(cases: Sequence[Case], start: dict[str, float]) -> dict[str, float]:
    """Return the weights of least regularised loss."""
    mean = np.array([value for _, value, *_ in PARAMETERS])
    spread = np.array([sd for _, _, sd, *_ in PARAMETERS])

    def target(x: np.ndarray) -> float:
        values = dict(zip(NAMES, mean + x * spread, strict=True))
        # A prior worth 30 questions: weights that the data do not speak of stay where they were set.
        return loss(values, cases) + float((x**2).sum()) * 15.0 / len(cases)

    bounds = [((low - m) / s, (high - m) / s) for (_, m, s, low, high) in PARAMETERS]
    x0 = (np.array([start[name] for name in NAMES]) - mean) / spread
    found = minimize(target, x0, method="L-BFGS-B", bounds=bounds, options={"maxiter": 25, "eps": 1e-3})
    return dict(zip(NAMES, (mean + found.x * spread).tolist(), strict=True))


def heat(values: dict[str, float], cases: Sequence[Case]) -> dict[str, float]:
    """Return the temperature of each class of evidence, by likelihood; 1 where there is too little."""
    found = {}
    for evidence in ("name", "admin", "front", "front_strike", "comention"):
        own = [item for item in cases if item.evidence == evidence]
        found[evidence] = 1.0
        if len(own) >= 50:
            best = minimize_scalar(lambda t, own=own: loss(values, own, t), bounds=(0.4, 2.5), method="bounded")
            found[evidence] = round(float(best.x), 2)
    return found


def to_table(values: dict[str, float], temperatures: dict[str, float]) -> dict[str, Any]:
    """Return the weights file with the fitted values in it."""
    table = copy.deepcopy(json.loads(WEIGHTS.read_text(encoding="utf-8")))
    for name, value in values.items():
        head, _, group = name.partition(".")
        if group:
            for kind in [kind for kind, own in GROUPS.items() if own == group] or [group]:
                table[head][kind] = round(value, 2)
        else:
            table[head] = round(value, 2)
    table["temperature"] = temperatures
    return table


def main() -> None:
    """Fit, print, and with ``--write`` put the weights in force."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("gazetteers", nargs="+", help="names or folders of gazetteers to train on")
    parser.add_argument("--eval", type=Path, required=True, help="folder with occupied-*.geojson and headlines-dev.csv")
    parser.add_argument("--write", action="store_true", help=f"write {WEIGHTS.name}")
    arguments = parser.parse_args()
    train, test = collect(arguments.gazetteers, arguments.eval)
    hand = {name: value for name, value, *_ in PARAMETERS}
    print(f"{len(train)} training questions, {sum(map(len, test.values()))} held out")
    even = [item for item in train if item.fold == 0]
    odd = [item for item in train if item.fold == 1]
    temperatures = heat(fit(even, hand), odd)
    fitted = fit(train, hand)
    plain = dict.fromkeys(temperatures, 1.0)
    for name, value in fitted.items():
        print(f"{name:32s} {hand[name]:7.2f} → {value:7.2f}")
    print("temperatures", temperatures)
    print(f"{'held out':32s} {'n':>5s} {'by hand: right, nll, ece':>26s} {'fitted: right, nll, ece':>26s}")
    for task, held in {**test, "all": [item for cases in test.values() for item in cases]}.items():
        one, two = measure(hand, plain, held), measure(fitted, temperatures, held)
        print(f"{task:32s} {one['n']:5.0f} {one['right']:10.4f} {one['nll']:7.3f} {one['ece']:7.3f} "
              f"{two['right']:10.4f} {two['nll']:7.3f} {two['ece']:7.3f}")  # fmt: skip
    if arguments.write:
        WEIGHTS.write_text(json.dumps(to_table(fitted, temperatures), indent=1) + "\n", encoding="utf-8")
        print(f"written to {WEIGHTS.name}")


if __name__ == "__main__":
    main()

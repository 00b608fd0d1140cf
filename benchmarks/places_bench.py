"""How often names are put in the right place, how sure that is, and how fast: the figures of docs/resolve.md.

Usage::

    python benchmarks/places_bench.py --gazetteer geonames-ua --eval EVAL_FOLDER [--only forms,front,…] [--misses 10]

``EVAL_FOLDER`` holds ``occupied-YYYY-MM-DD.geojson`` (daily polygons of occupied territory) and
``headlines-dev.csv``. Parts: ``forms front headlines reported calibration speed open peers``. "Solvable": the gazetteer
has a point of the gold place near the gold point, under that identifier or a name of equal consonants or at most two
typos. Peers run where they can be imported; they are never needed. Weights were fitted by ``fit_weights.py`` on one
half of the names of "headlines" and of the front of another date; the other half is "held out". The reported sample was
never fitted on.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import process_time

import pandas as pd
from places_tasks import (
    RIGHT_KM,
    Grounds,
    Question,
    ask,
    at_the_front,
    front_questions,
    fronts,
    generator,
    half,
    headline_questions,
    headline_rows,
    near_enough,
    reported_questions,
    same_place,
    settlements,
    spellings,
    unique_in_oblast,
)  # fmt: skip

from geomap.gazetteer.search import Gazetteer
from geomap.model import Match, Status
from geomap.resolve.front import Front
from geomap.resolve.fronts import choose
from geomap.resolve.geocode import geocode
from geomap.resolve.locate import Resolver
from geomap.resolve.rank import distance_km

FRONT_DATE = "2024-12-28"
REPORTED = Path(__file__).parent / "data" / "reported-places.csv"
Answered = list[tuple[Question, Match, bool]]


class Bench:
    """One gazetteer, the reference fronts, and what has been answered so far."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.folder: Path = arguments.eval
        self.shown: int = arguments.misses
        self.name: str = arguments.gazetteer
        self.sample: int = arguments.sample
        self.gazetteer = Gazetteer.open(self.name)
        self.resolver = Resolver(self.gazetteer)
        self.grounds = Grounds(self.gazetteer)
        self.fronts: list[Front] = fronts(self.folder, self.resolver)

    def run(
        self, label: str, questions: Sequence[Question], use: str, right: Callable[[Match, Question], bool],
        target: str = "",
    ) -> Answered:  # fmt: skip
        """Answer questions, print a line, return the answers."""
        start = process_time()
        answered = [
            (q, match, right(match, q)) for q in questions for match in [ask(q, self.resolver, self.fronts, use=use)]
        ]
        seconds = process_time() - start
        show(f"{label}: {use}", answered, target, seconds)
        self.misses(answered)
        return answered

    def misses(self, answered: Answered) -> None:
        """Print some wrong answers."""
        wrong = [(q, m) for q, m, good in answered if not good]
        for q, m in wrong[:: max(1, len(wrong) // self.shown)][: self.shown] if self.shown else []:
            found = f"{m.place.label} p={m.probability:.2f} {m.status}" if m.place else str(m.status)
            print(
                f"      {q.name!r} ({q.admin or '–'}, {q.date}, {q.event_type or '–'}): {q.gold_id} {q.gold} → {found}"
            )

    def forms(self) -> None:
        """All forms of sampled places: is the right one among the candidates, is it first in its oblast."""
        store = self.gazetteer.store
        records = settlements(store)
        records = generator("forms").sample(records, min(self.sample, len(records)))
        among = first = asked = unique = 0
        lost: list[str] = []
        start = process_time()
        for record in records:
            place = store.place(record.n)
            for form, name in spellings(store, record.n).items():
                asked += 1
                match = self.resolver.locate(form, detail=0)
                found = any(c.place.id == place.id for c in match.candidates)
                among += found
                if not found:
                    lost.append(f"{form!r} for {place.label}: {[c.place.label for c in match.candidates[:2]]}")
                if place.oblast and unique_in_oblast(self.gazetteer, name, record):
                    unique += 1
                    match = self.resolver.locate(form, admin=place.oblast, detail=0)
                    good = match.place is not None and match.place.id == place.id
                    first += good
                    if not good:
                        lost.append(
                            f"{form!r} in {place.oblast} for {place.label}: {match.place and match.place.label}"
                        )
        seconds = process_time() - start
        print(f"  forms of {len(records)} places: n={asked} among candidates {among / asked:.4f} (target 0.99)")
        print(
            f"  unique in its oblast, oblast given: n={unique} first {first / unique:.4f} (target 0.99) {seconds:.0f} s"
        )
        for line in lost[:: max(1, len(lost) // max(1, self.shown))][: self.shown]:
            print("     ", line)

    def front(self) -> None:
        """Settlements at the reference front."""
        questions = front_questions(self.gazetteer.store, self.folder, FRONT_DATE)
        self.bounds(questions)
        for use, target in (
            ("admin front", "0.95"), ("admin front type", ""), ("near front", "0.96"), ("near", ""),
            ("front", "0.88"), ("front type", ""),
        ):  # fmt: skip
            answered = self.run("at the front", questions, use, same_place, target)
            held = [item for item in answered if half(self._official(item[0])) == 1]
            show("    held-out half of the names", held)

    def _official(self, question: Question) -> str:
        place = self.gazetteer.place(question.gold_id)
        return place.name_uk or place.name

    def bounds(self, questions: Sequence[Question]) -> None:
        """Print what knowing exactly which settlements are at the front could give at best: namesakes remain."""
        store = self.gazetteer.store
        zone = {record.n for record in at_the_front(store, self.folder, FRONT_DATE)}
        alone = oblast = nearest = 0.0
        front = choose(self.fronts, FRONT_DATE)
        assert front is not None
        for question in questions:
            found = {hit.n for level in self.gazetteer.cascade(question.name, "exact") for hit in level.hits}
            mine = store.number(question.gold_id)
            there = found & zone | {mine}
            alone += 1 / len(there)
            oblast += 1 / sum(store.record(n).oblast == store.record(mine or 0).oblast for n in there if n is not None)
            located = [
                store.record(n) for n in found if store.record(n).lat is not None and store.record(n).kind in VILLAGES
            ]
            best = min(located, key=lambda r: front.distance(r.lat or 0, r.lon or 0)[0], default=None)
            nearest += best is not None and best.n == mine
        n = len(questions)
        print(f"  n={n}: best possible by zone alone {alone / n:.4f}, zone and oblast {oblast / n:.4f}; "
              f"nearest to the front only {nearest / n:.4f}")  # fmt: skip

    def headlines(self) -> None:
        """Headlines: the gold name and oblast."""
        rows = list(headline_rows(self.folder / "headlines-dev.csv"))
        good = {key: self.grounds.solvable(q) for key, q in {(q.name, q.gold): q for q in rows}.items()}
        solvable = [q for q in rows if good[q.name, q.gold]]
        print(f"  {len(rows)} rows, {len(solvable)} solvable")
        answered = self.run("headlines", solvable, "admin country", near_enough, "0.97")
        show("    held-out half of the names", [item for item in answered if half(item[0].name) == 1])
        distinct = {(q.name, q.admin, q.gold): (q, m, good) for q, m, good in answered}
        show("    each place once", list(distinct.values()))

    def reported(self) -> None:
        """The labelled sample of reported places, with baselines."""
        if not REPORTED.is_file():
            print(f"  {REPORTED.name} is not there")
            return
        rows = reported_questions(REPORTED)
        solvable = [q for q in rows if self.grounds.solvable(q)]
        print(f"  {len(rows)} rows, {len(solvable)} solvable")
        self.baselines(solvable)
        self.run("reported", solvable, "front type", near_enough, "0.88")
        answered = self.run("reported", solvable, "admin front type", near_enough)
        by_number = defaultdict(list)
        for q, m, good in answered:
            count = len({c.place.id for c in m.candidates if not c.place.is_area})
            by_number["1" if count <= 1 else "2–5" if count <= 5 else "6–20" if count <= 20 else ">20"].append(
                (q, m, good)
            )
        for key in sorted(by_number):
            show(f"    {key} candidates", by_number[key])
        self.together(rows)

    def together(self, rows: Sequence[Question]) -> None:
        """The same as a table, the rows of one report together."""
        table = pd.DataFrame(
            [(q.name, q.admin, q.date, q.event_type, q.side, q.group) for q in rows],
            columns=["place", "region", "date_start", "event_type", "claimant_side", "report_id"],
        )
        solvable = [self.grounds.solvable(q) for q in rows]
        for region in (False, True):
            asked = table if region else table.assign(region="")
            located = geocode(asked, front=self.fronts, resolver=self.resolver)
            right = total = 0
            for q, point, use in zip(rows, located.geometry, solvable, strict=True):
                if use and q.gold is not None:
                    total += 1
                    centre = None if point is None or point.is_empty else point.centroid
                    right += centre is not None and distance_km(centre.y, centre.x, *q.gold) <= RIGHT_KM
            with_region = " and region as written" if region else ""
            print(f"  reported, rows of a report together{with_region}: n={total} right {right / total:.4f}")

    def baselines(self, questions: Sequence[Question]) -> None:
        """Random, largest, nearest to the front, and mixes of the two, among the same candidates."""
        mixes = [(a, b) for a in (0.25, 0.5, 1.0, 2.0) for b in (3.0, 5.0, 8.0, 15.0, 30.0)]
        right: dict[object, float] = defaultdict(float)
        for q in questions:
            match = self.resolver.locate(q.name, detail=0)
            inside = self.resolver.locate(q.name, admin=q.admin, detail=0) if q.admin else match
            front = choose(self.fronts, q.date)
            assert front is not None
            for key, answer in (("", match), ("+region ", inside if inside.place else match)):
                places = [c.place for c in answer.candidates if c.place.lat is not None]
                if key and q.admin and inside.place:
                    places = [
                        c.place for c in answer.candidates if c.place.lat is not None and c.probability > 1e-3
                    ] or places
                if not places or q.gold is None:
                    continue
                hits = {p.id: distance_km(p.lat or 0, p.lon or 0, *q.gold) <= RIGHT_KM for p in places}
                km = {p.id: front.distance(p.lat or 0, p.lon or 0)[0] for p in places}
                size = {p.id: math.log10(max(p.population, 100)) for p in places}
                right[key + "random"] += sum(hits.values()) / len(hits)
                right[key + "largest"] += hits[max(places, key=lambda p: (size[p.id], p.id)).id]
                right[key + "nearest front"] += hits[min(places, key=lambda p: (km[p.id], p.id)).id]
                for a, b in mixes:
                    best = max(places, key=lambda p: (a * size[p.id] - math.log1p(km[p.id] / b), p.id))
                    right[key + "mix", a, b] += hits[best.id]
        n = len(questions)
        for key in ("", "+region "):
            mix, value = max((value, k) for k, value in right.items() if isinstance(k, tuple) and k[0] == key + "mix")[
                ::-1
            ]
            plain = ", ".join(f"{name} {right[key + name] / n:.3f}" for name in ("random", "largest", "nearest front"))
            print(
                f"  baselines {key}n={n}: {plain}, best of {len(mixes)} mixes (chosen here) {value / n:.3f} {mix[1:]}"
            )

    def calibration(self) -> None:
        """Calibration and radius on held-out questions of all tasks together."""
        pool: Answered = []
        front = [
            q for q in front_questions(self.gazetteer.store, self.folder, FRONT_DATE) if half(self._official(q)) == 1
        ]
        for use in ("admin front type", "front type", "near front type", "near", "front"):
            pool += self.quiet(front, use, same_place)
        heads = [q for q in headline_questions(self.folder / "headlines-dev.csv") if half(q.name) == 1]
        heads = [q for q in heads if self.grounds.solvable(q)]
        for use in ("admin front type", "front type", "type"):
            pool += self.quiet(heads, use, near_enough)
        show("held out: front and headlines", pool, "0.05, 0.90")
        if REPORTED.is_file():
            rows = [q for q in reported_questions(REPORTED) if self.grounds.solvable(q)]
            show("reported", self.quiet(rows, "admin front type", near_enough), "0.05, 0.90")
        for label, low, high in (
            ("0.0–0.5", 0, 0.5),
            ("0.5–0.8", 0.5, 0.8),
            ("0.8–0.95", 0.8, 0.95),
            ("0.95–1", 0.95, 2),
        ):
            share = [item for item in pool if low <= item[1].probability < high]
            show(f"    said {label}", share)

    def quiet(self, questions: Sequence[Question], use: str, right: Callable[[Match, Question], bool]) -> Answered:
        """Answer questions without printing."""
        return [(q, m, right(m, q)) for q in questions for m in [ask(q, self.resolver, self.fronts, use=use)]]

    def speed(self) -> None:
        """A table of a million rows, and questions of which none repeats; each in a process of its own."""
        for distinct, rows in ((5_000, 5_000), (50_000, 1_000_000)):
            command = [sys.executable, __file__, "--gazetteer", self.name, "--eval", str(self.folder)]
            command += ["--table", f"{distinct},{rows}"]
            print(subprocess.run(command, check=True, capture_output=True, text=True).stdout.rstrip())

    def table(self, distinct: int, rows: int) -> None:
        """Geocode one table and print time and memory."""
        chance = random.Random(7)
        store = self.gazetteer.store
        places = [store.place(record.n) for record in settlements(store)]
        kinds = ("ground_fighting", "shelling", "control_change", "strike", "")
        questions: set[tuple[str, str, str, str]] = set()
        while len(questions) < distinct:
            place = chance.choice(places)
            name = chance.choice([text for text in (place.name, place.name_uk, place.name_ru) if text])
            region = place.oblast if chance.random() < 0.5 else ""
            questions.add((name, region, chance.choice(kinds), chance.choice(("", "UA", "RU"))))
        pool = sorted(questions)
        chance.shuffle(pool)
        picked = pool if rows == distinct else [pool[chance.randrange(distinct)] for _ in range(rows)]
        frame = pd.DataFrame(picked, columns=["place", "region", "event_type", "claimant_side"])
        frame["date_start"] = FRONT_DATE
        start = process_time()
        located = geocode(frame, front=self.fronts, resolver=self.resolver)
        seconds = process_time() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        counts = located["status"].value_counts().to_dict()
        print(
            f"  {rows:,} rows, {distinct:,} distinct: {seconds:.1f} s CPU ({distinct / seconds:,.0f} distinct/s, "
            f"{rows / seconds:,.0f} rows/s), {memory:,.0f} MB; {counts}"
        )

    def open(self) -> None:
        """Open the gazetteer and answer once, in a fresh process."""
        code = (
            f"import time; a=time.process_time(); import geomap; g=geomap.Gazetteer.open({self.name!r});"
            "from geomap.resolve.locate import Resolver; m=Resolver(g).locate('Zahryzove', admin='Kharkiv region');"
            "print(1000*(time.process_time()-a), m.place is not None)"
        )
        taken = []
        cache = tempfile.mkdtemp()
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": cache, "PYTHONDONTWRITEBYTECODE": ""}
        for _ in range(8):  # the first run compiles the modules, as an installation does
            out = subprocess.run(
                [sys.executable, "-c", code], check=True, capture_output=True, text=True, env=environment
            ).stdout.split()
            taken.append(float(out[0]))
        shutil.rmtree(cache)
        size = sum(path.stat().st_size for path in self.gazetteer.store.folder.iterdir())
        print(
            f"  {len(self.gazetteer):,} places: open and first answer {min(taken):.0f} ms CPU (best of {len(taken)}, "
            f"median {sorted(taken)[len(taken) // 2]:.0f}; target 100), index {size / 1e6:.1f} MB (target 40)"
        )

    def peers(self) -> None:
        """The same questions to other tools, each in a process with the interpreter of ``GEOMAP_PEERS_PYTHON``."""
        questions = front_questions(self.gazetteer.store, self.folder, FRONT_DATE)[::3]
        tasks = {
            "front": [(q.name, q.admin, *(q.gold or (0, 0))) for q in questions],
            "reported": [
                (q.name, q.admin, *q.gold) for q in reported_questions(REPORTED) if q.gold and self.grounds.solvable(q)
            ] if REPORTED.is_file() else [],
        }  # fmt: skip
        python = os.environ.get("GEOMAP_PEERS_PYTHON", sys.executable)
        script = Path(__file__).with_name("places_peers.py")
        ours = {
            name: sum(
                near_enough(self.resolver.locate(n, admin=a, detail=0), Question(n, "", (lat, lon)))
                for n, a, lat, lon in rows
            ) / max(1, len(rows))
            for name, rows in tasks.items()
        }  # fmt: skip
        print("  geomap (name and region as written, nothing else): "
              + ", ".join(f"{name} n={len(tasks[name])} {value:.3f}" for name, value in ours.items()))  # fmt: skip
        done = subprocess.run(
            [python, str(script)], input=json.dumps(tasks), capture_output=True, text=True, check=False
        )
        print(done.stdout.rstrip() or f"  peers did not run: {done.stderr.strip()[-300:]}")


VILLAGES = ("city", "town", "settlement", "village")


def show(label: str, answered: Iterable[tuple[Question, Match, bool]], target: str = "", seconds: float = 0.0) -> None:
    """Print accuracy, honesty and radius of some answers in one line."""
    items = list(answered)
    if not items:
        print(f"  {label}: nothing")
        return
    n = len(items)
    wrong = [m for _, m, good in items if not good]
    placed = [
        (q, m, good) for q, m, good in items if m.lat is not None and m.radius_km is not None and q.gold is not None
    ]
    bins: dict[int, list[float]] = defaultdict(list)
    for _, m, good in placed:
        bins[min(9, int(m.probability * 10))].append(m.probability - good)
    ece = sum(abs(sum(values)) for values in bins.values()) / max(1, len(placed))
    hit = sum(distance_km(m.lat or 0, m.lon or 0, *(q.gold or (0, 0))) <= (m.radius_km or 0) for q, m, _ in placed)
    radius = sorted(m.radius_km or 0 for _, m, _ in placed)
    honest = sum(m.status != Status.RESOLVED for m in wrong)
    sure = sum(m.status == Status.AMBIGUOUS for _, m, _ in items) / n
    median = radius[len(radius) // 2] if radius else 0.0
    print(
        f"  {label}: n={n} right {sum(good for *_, good in items) / n:.4f}{f' (target {target})' if target else ''}; "
        f"misses {len(wrong)}, of these not called resolved {honest}; ambiguous {sure:.3f}; "
        f"calibration error {ece:.3f}; in radius {hit / max(1, len(placed)):.3f} (median {median:.1f} km)"
        + (f"; {n / seconds:,.0f}/s" if seconds else "")
    )


PARTS = ("forms", "front", "headlines", "reported", "calibration", "speed", "open", "peers")


def main() -> None:
    """Run the parts asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gazetteer", default="shipped", help="name or folder of a gazetteer")
    parser.add_argument("--eval", type=Path, required=True, help="folder with occupied-*.geojson and headlines-dev.csv")
    parser.add_argument("--only", default=",".join(PARTS), help="parts to run")
    parser.add_argument("--misses", type=int, default=5, help="wrong answers to print a line each, per task")
    parser.add_argument("--sample", type=int, default=2000, help="places sampled for their forms")
    parser.add_argument("--table", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    bench = Bench(arguments)
    if arguments.table:
        distinct, rows = map(int, arguments.table.split(","))
        bench.table(distinct, rows)
        return
    print(f"$ python benchmarks/places_bench.py --gazetteer {arguments.gazetteer} --only {arguments.only}")
    print(f"gazetteer {bench.name}: {len(bench.gazetteer):,} places; fronts {', '.join(f.date for f in bench.fronts)}")
    for part in arguments.only.split(","):
        print(part, flush=True)
        getattr(bench, part)()


if __name__ == "__main__":
    main()

"""Why: the evidence in words, with its weight, the runner-up, and what would have changed the answer."""

from __future__ import annotations

from collections.abc import Sequence

from geomap.gazetteer.search import Gazetteer, describe
from geomap.model import Evidence
from geomap.resolve.context import AREA_KINDS, Context
from geomap.resolve.rank import Scored

#: Names of the evidence as shown, where they differ.
_TITLES = {"comention": "co-mention"}

#: Parts that are too small to be worth a line.
SILENT = 0.05


def evidence(gazetteer: Gazetteer, item: Scored, kind: str, context: Context) -> tuple[Evidence, ...]:
    """Return the evidence of a candidate in words, strongest first."""
    place = gazetteer.store.place(item.hit.n)
    written = "; ".join(repr(region.text) for region in context.regions)
    lines = []
    for feature, value in item.parts.items():
        source = gazetteer.name
        if feature == "spelling":
            text = describe(item.hit, gazetteer.store)
        elif feature == "importance":
            inhabitants = f", {item.record.population:,} inhabitants" if item.record.population else ""
            text = f"{item.record.kind}{inhabitants}"
        elif feature == "admin":
            where = ", ".join(part for part in (place.hromada, place.raion, place.oblast) if part) or place.name
            text = f"lies in {where}; written: {written}" if value > 0 else f"lies in {where}, not in {written}"
            if value > 0 and not item.inside:
                text = f"lies in {where}, its district is not recorded; written: {written}"
        elif feature == "country":
            text = f"lies in {place.country}" + ("" if value > 0 else f", not in {written}")
        elif feature == "kind":
            text = f"is {_a(item.record.kind)}; " + (
                f"{_a(kind)} is meant" if kind else "no cue says that an area is meant"
            )
        elif feature == "comention" and item.nearest is not None:
            text = f"{item.nearest[0]:.0f} km from {item.nearest[1]}, named in the same report"
            source = "co-mention"
        elif feature == "front" and context.front is not None and item.front_km is not None:
            line = "state border, where no front runs" if item.border else "front line"
            text = f"{item.front_km:.0f} km from the {line} ({context.front.label}), on the side of {item.front_side}"
            source = context.front.label
        elif feature == "side" and context.front is not None:
            text = f"lies well behind the line on the side of {item.front_side}, which claims to have gained it"
            source = context.front.label
        elif feature == "date":
            text = f"the name had gone out of use by {context.year}"
        elif feature == "theatre":
            text = "lies in Ukraine or Russia" if item.record.kind != "country" else "is a country"
        elif feature == "unregistered":
            text = "a world gazetteer alone knows it, the country's register does not"
        elif feature == "near":
            text = f"close to {written}"
        elif feature == "unlocated":
            text = "the register knows it, no source has its point; the middle of its hromada or raion stands in"
            if item.record.kind in AREA_KINDS:
                text = "an area has no point of its own"
        else:
            text = feature
        lines.append(Evidence(feature, text, round(value, 3), source))
    return tuple(sorted(lines, key=lambda line: (-abs(line.weight), line.feature)))


def _a(word: str) -> str:
    return f"an {word}" if word[0] in "aeiou" else f"a {word}"


def _share(probability: float) -> str:
    return "p<0.01" if probability < 0.005 else f"p={probability:.2f}"


def in_words(gazetteer: Gazetteer, ranked: Sequence[Scored], kind: str, context: Context) -> list[str]:
    """Return the ``why`` of the best candidate against the rest."""
    best = ranked[0]
    lines = [
        f"{line.weight:+.1f} {_TITLES.get(line.feature, line.feature)}: {line.text}"
        for line in evidence(gazetteer, best, kind, context)
        if abs(line.weight) >= SILENT
    ]
    if len(ranked) == 1:
        lines.append("no other place in the gazetteer has this name")
        return lines
    second = ranked[1]
    other = gazetteer.store.place(second.hit.n)
    distance = f"{second.front_km:.0f} km from the front, " if second.front_km is not None else ""
    what = f"{other.kind} {other.label}" if other.label == gazetteer.store.place(best.hit.n).label else other.label
    lines.append(
        f"runner-up of {len(ranked)}: {what} ({distance}{_share(second.probability)}, "
        f"{best.score - second.score:.1f} behind)"
    )
    lines.append(_flip(gazetteer, ranked))
    return lines


def _flip(gazetteer: Gazetteer, ranked: Sequence[Scored]) -> str:
    """Name the pieces of evidence without which another place would have won."""
    best = ranked[0]
    rivals = ranked[1:50]
    needed = []
    for feature in sorted({feature for item in ranked[:50] for feature in item.parts}):
        lead = best.score - best.parts.get(feature, 0.0)
        winner = best
        for item in rivals:
            score = item.score - item.parts.get(feature, 0.0)
            if score > lead or (score == lead and item.hit.n < winner.hit.n):
                lead, winner = score, item
        if winner is not best:
            needed.append(f"without {_TITLES.get(feature, feature)}: {gazetteer.store.place(winner.hit.n).label}")
    if needed:
        return "what would change it: " + "; ".join(needed)
    return "what would change it: no single piece of evidence; a pin or another region would"

"""Scoring: each candidate place gets log-odds from each piece of evidence; a softmax makes probabilities."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geomap.gazetteer.scores import FORM_SCORES, LEVEL_SCORES, NAME_KIND_SCORES
from geomap.gazetteer.search import Gazetteer, Hit
from geomap.gazetteer.store import Record
from geomap.resolve.context import AREA_KINDS, Context

#: Kinds that a cue word admits: "village of X" may be a settlement in the register, "city" a town.
KIND_CUES: Mapping[str, tuple[str, ...]] = {
    "settlement": ("city", "town", "settlement", "village"),
    "city": ("city", "town"),
    "town": ("town", "settlement", "city"),
    "village": ("village", "settlement"),
    "oblast": ("oblast",), "raion": ("raion",), "hromada": ("hromada",), "country": ("country",),
    "district": ("raion",),
}  # fmt: skip


#: Events whose front weight is at least this happen at the front; the others need not.
AT_THE_FRONT = 0.8


@cache
def weights() -> Mapping[str, Any]:
    """Return the weights in force, from ``weights.json`` beside this module."""
    table: Mapping[str, Any] = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))
    return table


@dataclass(slots=True)
class Scored:
    """A candidate with what each piece of evidence gives it."""

    hit: Hit
    record: Record
    parts: dict[str, float]
    front_km: float | None = None
    front_side: str = ""
    border: bool = False
    complete: bool = True
    nearest: tuple[float, str] | None = None
    inside: bool = True
    score: float = 0.0
    probability: float = 0.0

    @property
    def contradicted(self) -> bool:
        """Whether it lies outside a region or country as written."""
        return self.parts.get("admin", 0.0) < 0 or self.parts.get("country", 0.0) < 0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km (haversine, mean radius 6371.0088 km): scoring needs no ellipsoid."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0176 * math.asin(math.sqrt(min(1.0, half)))


def by_type(table: Mapping[str, float], event_type: str) -> float:
    """Return the weight of ``event_type``, or that of ``other`` types."""
    return table[event_type] if event_type in table else table["other"]


@cache
def _spelling_scores() -> Mapping[tuple[str, str, str], float]:
    """Return the score of each combination of level, form and kind of name."""
    weight = weights()["spelling_weight"]
    return {
        (level, form, kind): weight["level"] * by_level + weight["form"] * by_form + weight["name"] * by_kind
        for level, by_level in LEVEL_SCORES.items()
        for form, by_form in FORM_SCORES.items()
        for kind, by_kind in NAME_KIND_SCORES.items()
    }


class Scorer:
    """Gives candidates of one question the evidence of its context."""

    def __init__(self, gazetteer: Gazetteer, kind: str, context: Context) -> None:
        table = weights()
        self._facts = gazetteer.facts
        self._store = gazetteer.store
        self._table = table
        self._kind = kind
        self._context = context
        self._year = context.year
        self._spelling = _spelling_scores()
        self._population = table["population_weight"]
        self._importance = by_type(table["importance_weight"], context.event_type)
        self._front_weight = by_type(table["front_weight"], context.event_type)
        self._regions = [
            (region, self._around(region.areas) if region.level in ("raion", "hromada") else frozenset())
            for region in context.regions
            if region.areas
        ]
        self._near = [
            [
                (other.lat, other.lon)
                for other in map(gazetteer.store.record, region.places)
                if other.lat is not None and other.lon is not None
            ]
            for region in context.regions
            if region.places and not region.areas
        ]
        self._placed = bool(context.anchors or self._near) or context.front is not None

    def _around(self, areas: Iterable[int]) -> frozenset[int]:
        """Return the first-level units of some raions or hromadas."""
        return frozenset(self._store.record(n).oblast for n in areas) - {-1}

    def __call__(self, hit: Hit) -> Scored:
        """Return ``hit`` with its evidence."""
        table = self._table
        facts = self._facts(hit.n)
        record = facts.record
        parts = {
            "spelling": self._spelling[hit.level, hit.form_kind, hit.name_kind],
            "importance": self._importance * (facts.kind_prior + self._population * facts.population),
        }
        if record.population >= table["renown_from"] and hit.name_kind == "official" and hit.level == "exact":
            parts["importance"] += table["renown"]
        scored = Scored(hit, record, parts, complete=facts.complete)
        if hit.last and self._year > hit.last + 3 and hit.name_kind in ("former", "occupation"):
            parts["date"] = table["former_out_of_date"]
        area = record.kind in AREA_KINDS
        if self._kind in KIND_CUES:
            parts["kind"] = table["kind_match" if record.kind in KIND_CUES[self._kind] else "kind_contradiction"]
            if area and record.kind == self._kind:
                parts["kind"] += table["area_as_written"]
        elif area:
            parts["kind"] = table["area_without_cue"]
        if self._regions:
            scored.inside = self._region_parts(record, parts)
        if facts.theatre:
            parts["theatre"] = table["theatre"]
        if record.approximate or record.lat is None:
            parts["unlocated"] = table["unlocated"]
        if not facts.registered:
            parts["unregistered"] = table["unregistered"]
        if self._placed and record.lat is not None and not area:
            self._distances(scored)
        scored.score = sum(parts.values())
        return scored

    def _region_parts(self, record: Record, parts: dict[str, float]) -> bool:
        """Add agreement with each region as written. Returns False when that rests on a district not recorded."""
        table = self._table
        admin = country = 0.0
        known = True
        parents = (record.n, record.oblast, record.raion, record.hromada, record.country)
        for region, around in self._regions:
            inside = not region.areas.isdisjoint(parents)
            if region.level == "country":
                country += table["country_match" if inside else "country_contradiction"]
            elif record.kind == "country":
                admin += table["admin_contradiction"]
            elif inside:
                admin += table["admin_match"]
            elif (record.raion if region.level == "raion" else record.hromada) < 0 and record.oblast in around:
                # Outside Ukraine the gazetteer does not know the district of every village.
                admin += table["admin_unknown"]
                known = False
            else:
                admin += table["admin_contradiction"]
        if admin:
            parts["admin"] = admin
        if country:
            parts["country"] = country
        return known

    def _distances(self, scored: Scored) -> None:
        record, parts, table, context = scored.record, scored.parts, self._table, self._context
        lat, lon = record.lat, record.lon
        assert lat is not None
        assert lon is not None
        blur = record.accuracy_km if record.approximate else 0.0
        if context.anchors:
            self._comentions(scored, lat, lon, blur)
        front = context.front
        if front is not None:
            km, side, border = front.line(lat, lon)
            scored.front_km, scored.front_side, scored.border = km, side, border
            far = math.hypot(km, blur, table["border_extra_km"]) if border else math.hypot(km, blur)
            gain = table["front_most"] - math.log1p((far / table["front_scale_km"]) ** 2)
            parts["front"] = self._front_weight * max(0.0, gain)
            if context.event_type == "control_change" and context.side == side:
                # Nobody takes what lies well behind his own line.
                behind = km - table["own_side_free_km"] - blur
                if behind > 0:
                    parts["side"] = max(table["own_side_floor"], table["own_side_per_km"] * behind)
        for points in self._near:
            km = min(distance_km(lat, lon, *point) for point in points)
            gain = table["near_most"] - math.log1p((km / table["near_scale_km"]) ** 2)
            parts["near"] = parts.get("near", 0.0) + max(0.0, gain)

    def _comentions(self, scored: Scored, lat: float, lon: float, blur: float) -> None:
        """Add closeness to the other places of the report, each wherever it may lie itself."""
        table = self._table
        scale2 = table["comention_scale_km"] ** 2
        floor = math.exp(-table["comention_most"])
        found = []
        for anchor in self._context.anchors:
            near, closest = 0.0, math.inf
            for at, share in anchor.spots:
                km2 = _squared_km(lat, lon, at[0], at[1]) + blur * blur
                near += share / (1.0 + km2 / scale2)
                closest = min(closest, km2)
            found.append((table["comention_most"] + math.log(max(near, floor)), math.sqrt(closest), anchor.label))
        found.sort(key=lambda item: (-item[0], item[1], item[2]))
        best, second = found[0], found[min(1, len(found) - 1)]
        share = table["comention_second"]
        scored.nearest = best[1], best[2]
        scored.parts["comention"] = table["comention_weight"] * ((1.0 - share) * best[0] + share * second[0])


def _squared_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Squared distance in km² on a plane through the middle latitude: exact enough where it decides anything."""
    dy = lat1 - lat2
    dx = (lon1 - lon2 + 180.0) % 360.0 - 180.0
    dx *= math.cos(math.radians((lat1 + lat2) / 2))
    return 12364.3 * (dx * dx + dy * dy)


def _temperature(context: Context, table: Mapping[str, Any]) -> float:
    """Return the divisor of the scores for the evidence at hand: each kind of it is sure in its own measure."""
    temperature: Mapping[str, float] = table["temperature"]
    if context.anchors:
        return temperature["comention"]
    if context.front is not None:
        near = by_type(table["front_weight"], context.event_type) >= AT_THE_FRONT
        return temperature["front" if near else "front_strike"]
    return temperature["admin" if context.regions else "name"]


def doubt(best: Scored) -> float:
    """Return the probability that the place meant is none of those found, by the best one's spelling.

    Where the gazetteer holds only some of the villages, a name that is merely similar is rather another village; so is
    one that is like a stray further name ("Darino" and the Mar'ino of Pristen). Where it holds them all, but nothing
    written says that the place lies there, the name may be that of a village elsewhere. A village far from all else
    that the report names is rather an unlisted one nearby.
    """
    table: Mapping[str, Any] = weights()["doubt"]
    by_spelling: float = table[_coverage(best)][best.hit.level]
    return max(by_spelling, table["remote"]) if remote(best) else by_spelling


def _coverage(best: Scored) -> str:
    """Name the row of the table of doubts: how well the gazetteer knows where the place lies."""
    hit, parts = best.hit, best.parts
    if not best.complete or (hit.name_kind == "minor" and hit.level != "exact"):
        return "partial"
    bound = parts.get("admin", 0.0) > 0 or parts.get("country", 0.0) > 0 or best.record.kind in AREA_KINDS
    near = best.nearest is not None and best.nearest[0] <= weights()["comention_scale_km"]
    return "complete" if bound or near else "open"


def remote(best: Scored) -> bool:
    """Return True for a village that lies far from every other place of its report, where no region says it does."""
    told = best.parts.get("admin", 0.0) > 0 or best.parts.get("near", 0.0) > 0
    return (
        best.record.kind in ("village", "settlement")
        and best.record.population < weights()["remote_population"]
        and best.nearest is not None
        and best.nearest[0] > weights()["remote_km"]
        and not told
    )


def normalise_scores(candidates: Iterable[Scored], context: Context) -> list[Scored]:
    """Return candidates best first, with probabilities by softmax over their scores.

    The best spelling's doubt, that the place meant is none of these, is taken off first.
    """
    ranked = sorted(candidates, key=lambda item: (-item.score, item.hit.n))
    if ranked:
        temperature = _temperature(context, weights())
        top = ranked[0].score
        shares = [math.exp((item.score - top) / temperature) for item in ranked]
        total = sum(shares) / (1.0 - doubt(ranked[0]))
        for item, share in zip(ranked, shares, strict=True):
            item.probability = share / total
    return ranked


def settled(scored: Sequence[Scored], kind: str) -> bool:
    """Tell whether looser spellings need not be tried: a candidate agrees with all that is written."""
    if kind in AREA_KINDS and not any(item.record.kind == kind for item in scored):
        return False
    return any(not item.contradicted for item in scored)

"""Scoring: each candidate place gets log-odds from each piece of evidence; a softmax makes probabilities."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from geomap.gazetteer.search import Gazetteer, Hit, importance
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

#: The countries of the theatre: a name without a country is looked for here first.
THEATRE = ("UA", "RU")


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
    nearest: tuple[float, str] | None = None
    score: float = 0.0
    probability: float = 0.0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in km (haversine, mean radius 6371.0088 km): scoring needs no ellipsoid."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 12742.0176 * math.asin(math.sqrt(min(1.0, half)))


def _closeness(km: float, scale: float, most: float) -> float:
    """Log-odds gained by lying ``km`` away: ``most`` at no distance, falling logarithmically beyond ``scale`` to 0."""
    return max(0.0, most - math.log1p((km / scale) ** 2))


def _region_part(record: Record, context: Context, table: Mapping[str, Any]) -> tuple[float, float]:
    """Return the (admin, country) parts: agreement with each region as written."""
    admin = country = 0.0
    for region in context.regions:
        if not region.areas:
            continue
        inside = not region.areas.isdisjoint((record.n, record.oblast, record.raion, record.hromada, record.country))
        if region.level == "country":
            country += table["country_match"] if inside else table["country_contradiction"]
        elif record.kind == "country":
            admin += table["admin_contradiction"]
        else:
            admin += table["admin_match"] if inside else table["admin_contradiction"]
    return admin, country


def score(gazetteer: Gazetteer, hit: Hit, kind: str, context: Context) -> Scored:
    """Return ``hit`` with the evidence of ``context``."""
    table = weights()
    store = gazetteer.store
    record = store.record(hit.n)
    parts = {"spelling": hit.score, "importance": importance(record)}
    scored = Scored(hit, record, parts)
    if hit.name_kind in ("former", "occupation") and context.year and hit.last and context.year > hit.last + 3:
        parts["date"] = table["former_out_of_date"]
    if kind in KIND_CUES:
        parts["kind"] = table["kind_match"] if record.kind in KIND_CUES[kind] else table["kind_contradiction"]
        if kind in AREA_KINDS and record.kind == kind:
            parts["kind"] += 2.0
    elif record.kind in AREA_KINDS:
        parts["kind"] = table["area_without_cue"]
    admin, country = _region_part(record, context, table)
    if admin:
        parts["admin"] = admin
    if country:
        parts["country"] = country
    code = store.identifier(record.country if record.country >= 0 else record.n)
    if code in THEATRE or record.kind == "country":
        parts["theatre"] = table["theatre"]
    if record.approximate or record.lat is None:
        parts["unlocated"] = table["unlocated"]
    if record.lat is not None and record.lon is not None and record.kind not in AREA_KINDS:
        _distances(scored, context, gazetteer, table)
    scored.score = sum(parts.values())
    return scored


def _distances(scored: Scored, context: Context, gazetteer: Gazetteer, table: Mapping[str, Any]) -> None:
    record, parts = scored.record, scored.parts
    assert record.lat is not None and record.lon is not None
    blur = record.accuracy_km if record.approximate else 0.0
    if context.anchors:
        found = sorted(
            (distance_km(record.lat, record.lon, anchor.lat, anchor.lon), anchor.label) for anchor in context.anchors
        )
        scored.nearest = found[0]
        scale, most = table["comention_scale_km"], table["comention_most"]
        near = _closeness(math.hypot(found[0][0], blur), scale, most)
        middle = _closeness(math.hypot(found[len(found) // 2][0], blur), scale, most)
        parts["comention"] = table["comention_weight"] * (0.7 * near + 0.3 * middle)
    if context.front is not None:
        km, side = context.front.distance(record.lat, record.lon)
        scored.front_km, scored.front_side = km, side
        by_type = table["front_weight"]
        weight = by_type.get(context.event_type, by_type["other"])
        parts["front"] = weight * _closeness(math.hypot(km, blur), table["front_scale_km"], table["front_most"])
        if context.event_type == "control_change" and context.side == side:
            # Nobody takes what lies well behind his own line.
            behind = max(0.0, km - table["own_side_free_km"] - blur)
            if behind:
                parts["side"] = max(table["own_side_floor"], table["own_side_per_km"] * behind)
    for region in context.regions:
        if region.places and not region.areas:
            km = min(
                distance_km(record.lat, record.lon, other.lat or 0.0, other.lon or 0.0)
                for other in map(gazetteer.store.record, region.places)
            )
            near = _closeness(km, table["near_scale_km"], table["near_most"])
            parts["near"] = parts.get("near", 0.0) + near


def normalise_scores(candidates: Iterable[Scored]) -> list[Scored]:
    """Return candidates best first, with probabilities by softmax over their scores."""
    ranked = sorted(candidates, key=lambda item: (-item.score, item.hit.n))
    if ranked:
        temperature = weights()["temperature"]
        top = ranked[0].score
        shares = [math.exp((item.score - top) / temperature) for item in ranked]
        total = sum(shares)
        for item, share in zip(ranked, shares, strict=True):
            item.probability = share / total
    return ranked

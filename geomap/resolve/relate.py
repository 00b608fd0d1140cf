"""From a resolved place to the ground that a relation speaks of: near it, 12 km north of it, between two places."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from geomap.model import Match
from geomap.resolve.context import Context
from geomap.text.phrase import PlacePhrase

if TYPE_CHECKING:
    from geomap.resolve.locate import Resolver


def with_relation(
    match: Match, phrase: PlacePhrase, others: Sequence[Match], context: Context, resolver: Resolver
) -> Match:
    """Return ``match`` moved to the ground that ``phrase.relation`` speaks of.

    An area stays an area: nothing is near an oblast. A second place that is not found leaves the first, with its
    reason in ``why``.
    """
    place = match.place
    if place is None or place.is_area or match.lat is None or match.lon is None or phrase.relation == "district":
        return match
    from geomap.resolve.geometry import relate

    second = None
    if phrase.relation == "between":
        found = others[0] if others else None
        if found is None or found.lat is None or found.lon is None:
            name = found.query if found else "the second place"
            return replace(match, why=(*match.why, f"between: {name!r} was not found; the first place is given"))
        second = (found.lat, found.lon)
    elif phrase.relation in ("towards", "axis"):
        second = _origin(phrase, context, resolver)
    ground = relate(
        phrase.relation, match.lat, match.lon, kind=place.kind, distance_km=phrase.distance_km, bearing=phrase.bearing,
        other=second, toward=(second,) if second and phrase.relation == "axis" else (),
    )  # fmt: skip
    radius = math.hypot(ground.radius_km, match.radius_km or 0.0)
    return replace(
        match, lat=ground.lat, lon=ground.lon, radius_km=round(radius, 2), precision=ground.precision,
        shape=ground.shape, why=(*match.why, ground.text),
    )  # fmt: skip


def _origin(phrase: PlacePhrase, context: Context, resolver: Resolver) -> tuple[float, float] | None:
    """Return where a movement starts, when the text names it."""
    for qualifier in phrase.qualifiers:
        if qualifier.kind == "origin":
            found = resolver.locate(
                qualifier.name, year=context.year, front=context.front, anchors=context.anchors,
                event_type=context.event_type,
            )  # fmt: skip
            if found.lat is not None and found.lon is not None:
                return found.lat, found.lon
    return None

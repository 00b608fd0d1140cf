"""Relations as geometry: position, radius and outline under the stated models."""

from __future__ import annotations

import math
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from geopy.distance import geodesic
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.model import Precision
from geomap.resolve import geometry
from geomap.resolve.geometry import Point, Relation, destination, inverse, relate

PLACE = (48.98, 37.81)
OTHER = (49.05, 38.2)


def _share(relation: Relation, draw: Callable[[random.Random], Point], count: int = 3000) -> float:
    chance = random.Random(7)
    held = sum(
        geodesic((relation.lat, relation.lon), draw(chance)).kilometers <= relation.radius_km for _ in range(count)
    )
    return held / count


def _polar(start: Point, bearing: float, km: float) -> Point:
    return destination(start, bearing % 360, km) if km >= 0 else destination(start, (bearing + 180) % 360, -km)


def _along(start: Point, end: Point, share: float, across: float) -> Point:
    km, azimuth = inverse(start, end)
    return _polar(_polar(start, azimuth, km * share), azimuth + 90, km * across)


def _hull_point(chance: random.Random, corners: Sequence[Point]) -> Point:
    u, v = chance.random(), chance.random()
    if u + v > 1:
        u, v = 1 - u, 1 - v
    a, b, c = corners
    return tuple(a[i] + u * (b[i] - a[i]) + v * (c[i] - a[i]) for i in (0, 1))  # type: ignore[return-value]


@settings(max_examples=10, deadline=None)
@given(km=st.floats(1, 80), bearing=st.floats(0, 359.9))
def test_sector_radius_holds_nine_in_ten(km: float, bearing: float) -> None:
    relation = relate("direction", *PLACE, distance_km=km, bearing=bearing)
    share = _share(relation, lambda c: _polar(PLACE, c.gauss(bearing, 22.5), c.gauss(km, 0.2 * km)), 1500)
    assert 0.87 <= share <= 0.93


@settings(max_examples=10, deadline=None)
@given(lat=st.floats(44, 60), lon=st.floats(22, 45))
def test_lens_radius_holds_nine_in_ten(lat: float, lon: float) -> None:
    end = destination((lat, lon), 70, 25)
    relation = relate("between", lat, lon, other=end)
    share = _share(relation, lambda c: _along((lat, lon), end, c.gauss(0.5, 1 / 6), c.gauss(0, 1 / 12)), 1500)
    assert 0.87 <= share <= 0.93


@pytest.mark.parametrize(
    ("relation", "draw"),
    [
        (relate("near", *PLACE, kind="town"),
         lambda c: _polar(PLACE, c.uniform(0, 360), 7 / math.sqrt(math.log(100)) * math.hypot(c.gauss(), c.gauss()))),
        (relate("near", *PLACE, distance_km=5), lambda c: _polar(PLACE, c.uniform(0, 360), 5 * math.sqrt(c.random()))),
        (relate("outskirts", *PLACE, kind="city"), lambda c: _polar(PLACE, c.uniform(0, 360), c.gauss(6, 0.35 * 6))),
        (relate("outskirts", *PLACE, kind="city", bearing=90),
         lambda c: _polar(PLACE, c.gauss(90, 22.5), c.gauss(6, 0.35 * 6))),
        (relate("direction", *PLACE, distance_km=12), lambda c: _polar(PLACE, c.uniform(0, 360), c.gauss(12, 2.4))),
        (relate("direction", *PLACE, kind="town", bearing=45),
         lambda c: _polar(PLACE, c.gauss(45, 22.5), abs(c.gauss(6, 3)))),
        (relate("direction", *PLACE, distance_km=12, bearing=200),
         lambda c: _polar(PLACE, c.gauss(200, 22.5), c.gauss(12, 2.4))),
        (relate("between", *PLACE, other=OTHER),
         lambda c: _along(PLACE, OTHER, c.gauss(0.5, 1 / 6), c.gauss(0, 1 / 12))),
        (relate("towards", *PLACE, other=OTHER),
         lambda c: _along(OTHER, PLACE, c.uniform(0, 2 / 3), c.gauss(0, 0.1))),
        (relate("axis", *PLACE, toward=[OTHER]),
         lambda c: _along(OTHER, PLACE, c.random(), c.gauss(0, 1 / 6))),
        (relate("axis", *PLACE, toward=[OTHER, (48.8, 38.1)]),
         lambda c: _hull_point(c, (PLACE, OTHER, (48.8, 38.1)))),
        (relate("district", *PLACE, kind="raion", radius_km=20),
         lambda c: _polar(PLACE, c.uniform(0, 360), 20 * math.sqrt(c.random()))),
    ],
    ids=["near", "within", "edge", "side", "ring", "bearing", "sector", "lens", "towards", "line", "hull", "district"],
)  # fmt: skip
def test_radius_holds_nine_in_ten(relation: Relation, draw: Callable[[random.Random], Point]) -> None:
    assert 0.88 <= _share(relation, draw) <= 0.92


def test_positions() -> None:
    north = relate("direction", *PLACE, distance_km=12, bearing=0)
    assert geodesic(PLACE, (north.lat, north.lon)).kilometers == pytest.approx(12, abs=1e-6)
    assert north.lat > PLACE[0]
    assert north.lon == pytest.approx(PLACE[1])
    middle = relate("between", *PLACE, other=OTHER)
    ends = [geodesic(point, (middle.lat, middle.lon)).kilometers for point in (PLACE, OTHER)]
    assert ends[0] == pytest.approx(ends[1], abs=1e-6)
    way = relate("towards", *PLACE, other=OTHER)
    assert geodesic(OTHER, (way.lat, way.lon)).kilometers < geodesic(PLACE, (way.lat, way.lon)).kilometers
    ground = relate("axis", *PLACE, toward=[OTHER, (48.8, 38.1)])
    assert (ground.lat, ground.lon) != PLACE


def test_near_grows_with_the_place() -> None:
    radii = [relate("near", *PLACE, kind=kind).radius_km for kind in ("village", "town", "city")]
    assert radii == [5, 7, 12]
    assert relate("near", *PLACE).radius_km == 7


@pytest.mark.parametrize(
    ("relation", "precision"),
    [("near", "near"), ("outskirts", "near"), ("direction", "direction"), ("between", "between"), ("towards", "axis"),
     ("axis", "axis"), ("district", "near")],
)  # fmt: skip
def test_each_relation_has_precision_words_and_a_closed_outline(relation: str, precision: str) -> None:
    found = relate(relation, *PLACE, distance_km=None, bearing=30, other=OTHER, toward=[OTHER, (48.8, 38.1)])
    if relation == "direction":
        assert "north-north-east" in found.text
    assert found.precision is Precision(precision)
    assert found.text
    assert found.shape is not None
    assert found.shape["type"] == "Polygon"
    for index, ring in enumerate(found.shape["coordinates"]):
        assert ring[0] == ring[-1]
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))
        assert (area > 0) == (index == 0)


def test_outlines_are_simple_and_hold_the_position() -> None:
    shapely = pytest.importorskip("shapely")
    for relation in ("near", "direction", "between", "towards", "axis", "district"):
        found = relate(relation, *PLACE, bearing=30, other=OTHER, toward=[OTHER, (48.8, 38.1)])
        outline = shapely.geometry.shape(found.shape)
        assert outline.is_valid
        assert outline.contains(shapely.Point(found.lon, found.lat))


@settings(max_examples=100, deadline=None)
@given(
    relation=st.sampled_from(["near", "outskirts", "direction", "between", "towards", "axis", "district"]),
    lat=st.floats(-90, 90), lon=st.floats(-180, 180), km=st.none() | st.floats(0, 5000),
    bearing=st.none() | st.floats(-720, 720), other=st.tuples(st.floats(-90, 90), st.floats(-180, 180)),
)  # fmt: skip
def test_every_place_on_earth_has_a_geometry(
    relation: str, lat: float, lon: float, km: float | None, bearing: float | None, other: Point
) -> None:
    found = relate(relation, lat, lon, distance_km=km, bearing=bearing, other=other)
    assert -90 <= found.lat <= 90
    assert -180 <= found.lon <= 180
    assert found.radius_km >= 0.4


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: relate("between", *PLACE), "needs two places"),
        (lambda: relate("beyond", *PLACE), "'beyond'"),
        (lambda: relate("near", 91, 0), "no point on the earth"),
        (lambda: relate("near", math.nan, 0), "no point on the earth"),
        (lambda: relate("direction", *PLACE, distance_km=-1), "impossible"),
        (lambda: relate("direction", *PLACE, distance_km=1, bearing=math.inf), "no direction"),
    ],
)
def test_impossible_input_is_refused(call: Callable[[], Relation], said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()


def test_compass_names() -> None:
    assert [geometry.compass_name(angle) for angle in (0, 50, 359, -90)] == ["north", "north-east", "north", "west"]


def test_geopy_is_not_loaded_until_needed() -> None:
    code = "import sys, geomap.resolve.geometry; sys.exit('geopy' in sys.modules or 'shapely' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

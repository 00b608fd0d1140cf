"""Events as they are packed: nothing lost, nothing invented."""

from __future__ import annotations

import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box
from unpacking import reasons, texts, unpack

from geomap.errors import InputError
from geomap.render import codec
from geomap.render.safe import as_text, inert
from geomap.render.table import NO_DAY, encode_events


def frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)


def test_points_regions_and_unplaced_are_told_apart() -> None:
    table = frame([
        {"date_start": "2024-12-27", "status": "resolved", "geometry": Point(37.947, 49.114)},
        {"date_start": "2024-12-26", "status": "area", "geometry": box(34, 51, 38, 52)},
        {"date_start": None, "status": "unresolved", "geometry": None},
        {"date_start": "2024-12-25", "status": "area", "geometry": Point(36, 51)},
        {"date_start": "2024-12-24", "status": "resolved", "geometry": Point()},
        {"date_start": "2024-12-23", "status": "resolved", "geometry": Point(36, 95)},
        {"date_start": "2024-12-22", "status": "known_without_coordinates", "geometry": None},
    ])  # fmt: skip
    data = encode_events(table, None)
    assert data.counts == (1, 1, 5)
    decoded = unpack(data.payload)
    assert decoded["columns"]["kind"].tolist() == [2, 2, 2, 2, 2, 1, 0]
    assert reasons(data.payload) == [
        "unresolved", "known_without_coordinates", "out_of_range", "none", "area", "", "",
    ]  # fmt: skip
    assert decoded["columns"]["x"].tolist()[-1] == 3794700
    assert decoded["columns"]["y"].tolist()[-1] == 4911400
    assert decoded["columns"]["start"].tolist()[0] == NO_DAY
    assert data.dates == ("2024-12-22", "2024-12-27")
    assert data.bounds == (34.0, 49.114, 38.0, 52.0)


def test_a_missing_coordinate_is_never_zero_zero() -> None:
    data = encode_events(frame([{"geometry": None}, {"geometry": Point(float("nan"), 1)}]), None)
    assert data.counts == (0, 0, 2)
    assert data.bounds is None


def test_identical_regions_are_stored_once() -> None:
    square = box(34, 51, 38, 52)
    data = encode_events(frame([{"status": "area", "geometry": square}] * 5), None)
    columns = unpack(data.payload)["columns"]
    assert columns["region_of"].tolist() == [0] * 5
    assert len(columns["shape_x"]) == 5


def test_discs_only_where_the_place_is_not_the_spot() -> None:
    rows = [
        ("near", 5.0),
        ("settlement", 5.0),
        ("near", 0.0),
        ("exact", 1.0),
        ("direction", 3.0),
        ("near", float("inf")),
    ]
    data = encode_events(frame([{"precision": p, "radius_km": r, "geometry": Point(36, 49)} for p, r in rows]), None)
    assert (unpack(data.payload)["columns"]["flags"] & 4).tolist() == [4, 0, 0, 0, 4, 0]


def test_columns_outside_the_schema_stay_out_unless_asked_for() -> None:
    table = frame([{"place": "A", "phone": "secret", "geometry": Point(36, 49)}])
    assert set(texts(encode_events(table, None).texts)["columns"]) == {"place"}
    asked = texts(encode_events(table, None, ["phone"]).texts)
    assert asked["columns"]["phone"] == ["secret"]
    assert asked["extra"] == ["phone"]


def test_other_crs_is_turned_into_degrees_and_the_table_is_untouched() -> None:
    table = gpd.GeoDataFrame({"place": ["A"]}, geometry=[Point(37.947, 49.114)], crs=4326).to_crs(3857)
    before = table.copy()
    columns = unpack(encode_events(table, None).payload)["columns"]
    assert (columns["x"].tolist(), columns["y"].tolist()) == ([3794700], [4911400])
    pd.testing.assert_frame_equal(pd.DataFrame(table), pd.DataFrame(before))


def test_two_columns_of_one_name_are_an_error() -> None:
    table = gpd.GeoDataFrame(pd.DataFrame([["a", "b"]], columns=["place", "place"]), geometry=[Point(36, 49)], crs=4326)
    with pytest.raises(InputError, match="two columns named 'place'"):
        encode_events(table, None)


def test_an_empty_table_and_one_without_geometry_are_fine() -> None:
    empty = gpd.GeoDataFrame({"place": []}, geometry=[], crs=4326)
    assert encode_events(empty, "type").counts == (0, 0, 0)
    assert encode_events(gpd.GeoDataFrame({"place": ["A"]}), None).counts == (0, 0, 1)


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=1, max_size=40))
def test_coordinates_survive_to_one_metre(points: list[tuple[float, float]]) -> None:
    columns = unpack(encode_events(frame([{"geometry": Point(p)} for p in points]), None).payload)["columns"]
    assert np.abs(columns["x"] / codec.SCALE - np.asarray([p[0] for p in points])).max() <= 0.6e-5
    assert np.abs(columns["y"] / codec.SCALE - np.asarray([p[1] for p in points])).max() <= 0.6e-5


def test_rings_survive_with_their_holes() -> None:
    holed = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2)]])
    packed = codec.shapes([holed, MultiPolygon([box(5, 5, 6, 6), box(7, 7, 8, 8)])])
    assert packed.rings.tolist() == [0, 5, 9, 14, 19]
    assert packed.features.tolist() == [0, 2, 4]
    decoded = unpack(codec.squeeze(codec.pack({}, packed.columns(), codec.Shapes.deltas())))["columns"]
    assert decoded["shape_x"].tolist() == packed.x.tolist()
    assert decoded["shape_rings"].tolist() == packed.rings.tolist()


@given(st.text())
def test_inert_text_reads_the_same_and_holds_nothing_special(text: str) -> None:
    import html

    safe = inert(text)
    assert not set(safe) & set("{}<>`$\\\"'%()[]=/\u2028\u2029\n\r")
    # HTML itself reads references to control characters, surrogates and non-characters as something else.
    odd = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\ufdd0-\\ufdef]")
    if not odd.search(text) and all(ord(char) & 0xFFFE != 0xFFFE for char in text):
        assert html.unescape(safe) == text


@pytest.mark.parametrize(("value", "text"), [
    (None, ""), (float("nan"), ""), (3.0, "3"), (2.5, "2.5"), (pd.NaT, ""), (pd.NA, ""), (np.nan, ""), (True, "True"),
    (pd.Timestamp("2024-12-27"), "2024-12-27"), (["a", "b"], "a\nb"), (np.int64(7), "7"), (np.float64(7.0), "7"),
])  # fmt: skip
def test_cells_as_text(value: Any, text: str) -> None:
    assert as_text(value) == text

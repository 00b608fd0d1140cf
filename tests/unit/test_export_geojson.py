"""GeoJSON as RFC 7946 wants it, read back by GDAL."""

from __future__ import annotations

import datetime as dt
import itertools
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

from geomap.errors import InputError, OutputError, SchemaError
from geomap.events import read_events
from geomap.export import to_geojson, write
from geomap.model import Precision

CLOCKWISE = Polygon([(30, 50), (30, 51), (31, 51), (31, 50)], holes=[[(30.2, 50.2), (30.4, 50.2), (30.4, 50.4)]])


def table():
    return gpd.GeoDataFrame(
        {
            "event_id": ["a", "b", "c"],
            "place": ["Київ", 'quo"te\nline', None],
            "date": pd.to_datetime(["2024-12-27", None, "2024-12-28"]),
            "seen": pd.to_datetime(["2024-12-27 14:05", None, None]),
            "n": pd.array([1, None, 3], dtype="Int64"),
            "p": [0.5, np.nan, np.inf],
            "yes": pd.array([True, None, False], dtype="boolean"),
            "why": [["one", "two"], None, []],
            "precision": [Precision.EXACT, None, "near"],
            "other": [{"k": np.float64(1)}, dt.date(2024, 1, 2), (1, np.int64(2))],
        },
        geometry=[Point(30.123456789, 50.4), CLOCKWISE, None],
        crs=4326,
    )


def signed_area(ring):
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in itertools.pairwise(ring))


def test_collection_follows_rfc_7946():
    frame = table()
    frame.attrs["licence"] = "CC BY 4.0"
    frame.attrs["attribution"] = "Example"
    document = to_geojson(frame, name="events")
    assert list(document) == ["type", "name", "licence", "attribution", "bbox", "features"]
    assert document["bbox"] == [30.0, 50.0, 31.0, 51.0]
    assert "crs" not in document
    one, two, three = document["features"]
    assert one["geometry"] == {"type": "Point", "coordinates": [30.123457, 50.4]}
    outer, inner = two["geometry"]["coordinates"]
    assert signed_area(outer) > 0 > signed_area(inner)
    assert three["geometry"] is None
    assert [feature["id"] for feature in document["features"]] == ["a", "b", "c"]


def test_properties_are_plain():
    one, two, three = (feature["properties"] for feature in to_geojson(table())["features"])
    assert one == {
        "event_id": "a",
        "place": "Київ",
        "date": "2024-12-27",
        "seen": "2024-12-27T14:05:00",
        "n": 1,
        "p": 0.5,
        "yes": True,
        "why": ["one", "two"],
        "precision": "exact",
        "other": {"k": 1.0},
    }
    assert two["place"] == 'quo"te\nline'
    assert [two[key] for key in ("date", "seen", "n", "p", "yes", "why", "precision")] == [None] * 7
    assert two["other"] == "2024-01-02"
    assert (three["place"], three["p"], three["why"], three["other"]) == (None, None, [], [1, 2])


def test_file_and_dictionary_agree_and_bytes_repeat(tmp_path):
    assert to_geojson(table(), tmp_path / "a.geojson", name="x") is None
    to_geojson(table(), tmp_path / "b.geojson", name="x")
    data = (tmp_path / "a.geojson").read_bytes()
    assert data == (tmp_path / "b.geojson").read_bytes()
    assert json.loads(data) == to_geojson(table(), name="x")
    assert data.count(b"\n") == 6
    assert "Київ".encode() in data


def test_gdal_reads_it(tmp_path):
    path = tmp_path / "a.geojson"
    to_geojson(table().drop(columns="other"), path)
    back = gpd.read_file(path, engine="pyogrio")
    assert back.crs == "EPSG:4326"
    assert back["place"].tolist()[:2] == ["Київ", 'quo"te\nline']
    assert pd.isna(back["place"][2])
    assert back.geometry[0] == Point(30.123457, 50.4)
    assert back.geometry[1].equals(CLOCKWISE)
    assert back.geometry[2] is None
    assert back["date"].dt.strftime("%Y-%m-%d").tolist()[0] == "2024-12-27"
    assert back["n"].tolist()[0] == 1


def test_other_systems_are_reprojected():
    frame = gpd.GeoDataFrame({"place": ["x"]}, geometry=[Point(30.5, 50.4)], crs=4326).to_crs(32636)
    assert to_geojson(frame)["features"][0]["geometry"]["coordinates"] == [30.5, 50.4]


def test_no_system_is_refused():
    frame = gpd.GeoDataFrame({"place": ["x"]}, geometry=[Point(1, 2)])
    with pytest.raises(SchemaError) as caught:
        to_geojson(frame)
    assert str(caught.value) == (
        "the table's geometry has no coordinate system; say which with table.set_crs(4326) or another EPSG code"
    )


def test_a_plain_frame_has_features_without_geometry():
    document = to_geojson(pd.DataFrame({"place": ["Kyiv"]}))
    assert document == {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "geometry": None, "properties": {"place": "Kyiv"}}],
    }


def test_empty_tables(tmp_path):
    empty = table().iloc[:0]
    to_geojson(empty, tmp_path / "e.geojson")
    assert json.loads((tmp_path / "e.geojson").read_text()) == {"type": "FeatureCollection", "features": []}
    assert to_geojson(gpd.GeoDataFrame(geometry=[Point(1, 2)], crs=4326))["features"][0]["properties"] == {}


def test_heights_and_empty_shapes_are_left_out():
    frame = gpd.GeoDataFrame(
        {"n": [1, 2, 3]}, geometry=[Point(1, 2, 3), Point(), LineString([(0, 0), (1, 1)])], crs=4326
    )
    shapes = [feature["geometry"] for feature in to_geojson(frame)["features"]]
    assert shapes[0] == {"type": "Point", "coordinates": [1.0, 2.0]}
    assert shapes[1] is None
    assert shapes[2]["type"] == "LineString"


def test_no_negative_zero_and_decimals():
    frame = gpd.GeoDataFrame({"n": [1]}, geometry=[Point(-0.0000001, 50.123456)], crs=4326)
    assert json.dumps(to_geojson(frame)["features"][0]["geometry"]["coordinates"]) == "[0.0, 50.123456]"
    assert to_geojson(frame, decimals=1)["features"][0]["geometry"]["coordinates"] == [0.0, 50.1]
    with pytest.raises(InputError, match=r"^decimals 16 is outside 0 to 15; 6 are 11 cm$"):
        to_geojson(frame, decimals=16)


def test_parts_of_a_multipolygon_are_oriented():
    document = to_geojson(gpd.GeoDataFrame({"n": [1]}, geometry=[MultiPolygon([CLOCKWISE])], crs=4326))
    assert signed_area(document["features"][0]["geometry"]["coordinates"][0][0]) > 0


def test_infinite_coordinates_are_refused():
    frame = gpd.GeoDataFrame({"n": [1, 2]}, geometry=[Point(1, 2), Point(np.inf, 2)], crs=4326)
    with pytest.raises(SchemaError, match=r"^row 2: the geometry has a coordinate that is no finite number; "):
        to_geojson(frame)


def test_identifiers_shared_by_rows_are_no_feature_ids():
    frame = pd.DataFrame({"event_id": ["a", "a"]})
    assert "id" not in to_geojson(frame)["features"][0]


def test_half_characters_and_hostile_text_stay_data(tmp_path):
    frame = pd.DataFrame({"place": ["\ud83d", "</script><b>{{7*7}}", "\x00\x1f"]})
    to_geojson(frame, tmp_path / "a.geojson")
    back = json.loads((tmp_path / "a.geojson").read_text(encoding="utf-8"))
    assert [feature["properties"]["place"] for feature in back["features"]] == [
        "\ufffd",
        "</script><b>{{7*7}}",
        "\x00\x1f",
    ]


def test_the_table_is_not_changed():
    frame = table()
    before = frame.copy(deep=True)
    to_geojson(frame)
    pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(before))


def test_writing_by_suffix(tmp_path):
    frame = table()
    for suffix in (".geojson", ".json", ".csv", ".gpkg"):
        write(frame, tmp_path / f"t{suffix}")
    assert (tmp_path / "t.json").read_bytes() == (tmp_path / "t.geojson").read_bytes()
    assert len(read_events(tmp_path / "t.csv")) == 3
    layer = gpd.read_file(tmp_path / "t.gpkg", engine="pyogrio")
    assert layer["place"].tolist()[:2] == ["Київ", 'quo"te\nline']
    assert layer["date"].dt.strftime("%Y-%m-%d").tolist()[0] == "2024-12-27"
    assert layer["seen"][0] == pd.Timestamp("2024-12-27 14:05")
    assert layer["why"].tolist()[0] == '["one", "two"]'
    assert layer.geometry[1].equals(CLOCKWISE)
    assert layer.geometry[2] is None
    with pytest.raises(OutputError) as caught:
        write(frame, "x.shp")
    assert caught.value.strerror == (
        "cannot write 'x.shp': the suffix '.shp' names no format; use .geojson, .json, .csv, .gpkg"
    )


def test_geopackage_keeps_its_own_names_free(tmp_path):
    frame = pd.DataFrame({"fid": [7], "Place": ["a"], "place": ["b"], "geom": [1.5]})
    write(frame, tmp_path / "t.gpkg")
    layer = gpd.read_file(tmp_path / "t.gpkg", engine="pyogrio")
    assert [name for name in layer.columns if name != "geometry"] == ["x_fid", "Place", "x_place", "x_geom"]

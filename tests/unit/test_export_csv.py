"""CSV that a spreadsheet opens without running anything, and that reads back the same."""

from __future__ import annotations

import csv
import io

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point, Polygon

from geomap.errors import SchemaError
from geomap.events import read_events
from geomap.export import to_csv
from geomap.export.csv import guard

DANGEROUS = ["=1+1", "+1", "-5", "@SUM(A1)", "\tx", "\rx", "=cmd|' /C calc'!A0", "'=1", "''-2"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_are_guarded(text):
    assert guard(text) == "'" + text


@pytest.mark.parametrize("text", ["Kyiv", "", "'quoted'", " =1", "49.1", "О'Коннор"])
def test_other_text_is_left_alone(text):
    assert guard(text) == text


def test_guard_comes_off_again(tmp_path):
    path = tmp_path / "t.csv"
    to_csv(pd.DataFrame({"place": ["x"] * len(DANGEROUS), "extra": DANGEROUS}), path)
    with path.open(encoding="utf-8", newline="") as stream:
        cells = [row[1] for row in csv.reader(stream)][1:]
    assert all(cell.startswith("'") for cell in cells)
    assert read_events(path)["extra"].tolist() == DANGEROUS


def test_numbers_are_numbers(tmp_path):
    path = tmp_path / "t.csv"
    to_csv(pd.DataFrame({"place": ["x"], "n": [-5], "p": [-0.25]}), path)
    assert path.read_bytes() == b"place,n,p\r\nx,-5,-0.25\r\n"


def test_geometry_only_where_it_says_more(tmp_path):
    path = tmp_path / "t.csv"
    square = Polygon([(30, 50), (31, 50), (31, 51)])
    frame = gpd.GeoDataFrame(
        {"place": ["a", "b", "c"], "latitude": [50.4, None, None], "longitude": [30.5, None, None]},
        geometry=[Point(30.5, 50.4), square, None],
        crs=4326,
    )
    to_csv(frame.iloc[[0, 2]], path)
    assert path.read_text().splitlines()[0] == "place,latitude,longitude"
    to_csv(frame, path)
    assert path.read_text().splitlines()[0] == "place,latitude,longitude,geometry"
    back = read_events(path)
    assert back.geometry[0] == Point(30.5, 50.4)
    assert back.geometry[1].equals(square)
    assert back.geometry[2] is None


def test_lists_dates_and_lines(tmp_path):
    path = tmp_path / "t.csv"
    frame = pd.DataFrame(
        {"place": ["a\nb\r\nc"], "why": [["x", "y"]], "date": pd.to_datetime(["2024-12-27"]), "none": [None]}
    )
    to_csv(frame, path)
    back = read_events(path)
    assert back["place"].tolist() == ["a\nb\r\nc"]
    assert back["why"].tolist() == ['["x", "y"]']
    assert back["date_start"][0] == pd.Timestamp("2024-12-27")


def test_same_table_same_bytes(tmp_path):
    events = read_events(io.BytesIO("place,lat,lon\nКиїв,50.45,30.52\n".encode()))
    to_csv(events, tmp_path / "a.csv")
    to_csv(events, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_names_must_differ(tmp_path):
    frame = pd.DataFrame([[1, 2]], columns=["a", "a"])
    with pytest.raises(SchemaError, match=r"^two columns share a name; rename one before writing CSV$"):
        to_csv(frame, tmp_path / "t.csv")
    assert list(tmp_path.iterdir()) == []

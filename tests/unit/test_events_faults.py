"""Bad input, each with its exact message: what, which row, what to do."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import Point

from geomap.errors import GeomapError, InputError, InputFileError, SchemaError
from geomap.events import read_events
from geomap.events.coordinates import read_degrees, read_pair


def read(text: str | bytes, **options):
    return read_events(io.BytesIO(text.encode() if isinstance(text, str) else text), **options)


def message(source, kind=GeomapError, **options) -> str:
    with pytest.raises(kind) as caught:
        read_events(source, **options)
    return str(caught.value.args[-1])


def faults(text: str, **options):
    events = read(text, **options)
    return events, [
        (entry["row"], entry["column"], entry["value"], entry["reason"]) for entry in events.attrs["rejected"]
    ]


def test_no_such_file(tmp_path):
    path = str(tmp_path / "none.csv")
    assert (
        message(path, InputFileError) == f"cannot read {path!r}: there is no such file; check the name and the folder"
    )


def test_folder(tmp_path):
    path = str(tmp_path)
    assert message(path, InputFileError) == f"cannot read {path!r}: it is a folder; give the name of a file inside it"


def test_unreadable_path():
    expected = "cannot read '/proc/self/mem': Input/output error; give the path of a file"
    assert message("/proc/self/mem", InputFileError) == expected
    assert message("a\0b", InputFileError) == "cannot read 'a\\x00b': this is no file name; give the path of a file"
    assert message("x" * 5000, InputFileError) == (
        f"cannot read '{'x' * 59}…': File name too long; give the path of a file"
    )


def test_network_address():
    assert message("https://example.org/e.csv", InputFileError) == (
        "cannot read 'https://example.org/e.csv': geomap reads no network; download the file and give its path"
    )


@pytest.mark.parametrize("content", [b"", b" \r\n\n"])
def test_empty_file(tmp_path, content):
    path = tmp_path / "e.csv"
    path.write_bytes(content)
    assert message(path, InputError) == f"{str(path)!r} is empty; give a file with a header and at least one row"


def test_wrong_encoding():
    data = "place,region\nКиїв,x\n".encode("cp1251")
    assert message(io.BytesIO(data), InputError, encoding="utf-8") == (
        "the open file is not valid utf-8: byte 0xca in line 2; "
        "save it as UTF-8, or say what it is with encoding='cp1251' or another"
    )
    assert message(io.BytesIO(data), InputError, encoding="klingon") == (
        "'klingon' is no encoding Python knows; write for example encoding='cp1251'"
    )


def test_encoding_that_nothing_tells():
    data = b"place,region\nx,\xeb\xe9\n"
    assert message(io.BytesIO(data), InputError) == (
        "the open file is not UTF-8 (byte 0xeb in line 2) and could be koi8_u or cp1251; "
        "say which with encoding='koi8_u'"
    )


def test_damaged_utf8_is_not_taken_for_another_encoding():
    data = ("place,region\n" + "Київ,Київська область\n" * 20).encode() + b"x,\xff\n"
    assert message(io.BytesIO(data), InputError).startswith("the open file is not valid utf-8: byte 0xff in line 22;")


def test_binary_files():
    assert message(io.BytesIO(b"place\n\0\0\0\1\n"), InputError) == (
        "the open file is not text: line 2 holds a zero byte; save the table as CSV in UTF-8"
    )
    assert message(io.BytesIO(b"\xd0\xcf\x11\xe0...."), InputError) == (
        "the open file is an old Excel file (.xls), which geomap does not read; save it as .xlsx or CSV"
    )
    assert message(io.BytesIO(b"SQLite format 3\0...."), InputError) == (
        "the open file is a GeoPackage or another database, which geomap does not read; "
        "read it with geopandas.read_file and pass the table"
    )
    assert message(io.BytesIO(b"PK\x03\x04...."), InputError) == (
        "the open file is not a workbook geomap can read (BadZipFile); save it again as .xlsx or as CSV"
    )


def test_missing_column():
    assert message(io.BytesIO(b"date,weather\n2024-12-27,fog\n"), SchemaError) == (
        "the open file has no column that says where: a place, a region, or latitude and longitude; "
        "found 'date', 'weather'; name the column with mapping={'place': …}"
    )
    assert message(io.BytesIO(b"place,lat\nKyiv,50\n"), SchemaError) == (
        "the open file has latitude ('lat') but no longitude; found 'place', 'lat'; "
        "name the column with mapping={'longitude': …}, or leave it out with mapping={'latitude': None}"
    )


def test_header_twice():
    assert message(io.BytesIO(b"place,place\na,b\n"), SchemaError) == (
        "the open file has the header 'place' more than once; give each column a name of its own"
    )


def test_mapping_that_does_not_fit():
    assert message(io.BytesIO(b"Ort\nKyiv\n"), SchemaError, mapping={"place": "Stadt"}) == (
        "mapping says that column 'place' is 'Stadt', but the open file has only 'Ort'; "
        "write the header as it stands in the file"
    )
    assert message(io.BytesIO(b"Ort\nKyiv\n"), SchemaError, mapping={"town": "Ort"}).startswith(
        "mapping names the column 'town', which events do not have; known: actor, "
    )


def test_unreadable_date():
    events, found = faults("place,date\nKyiv,2024-12-27\nLviv,soon\n")
    assert found == [(2, "date", "soon", "'soon' is no date geomap can read; write it as 2024-12-27")]
    assert len(events) == 2
    assert pd.isna(events["date_start"][1])
    assert events["date_precision"].tolist() == ["day", "unknown"]


def test_latitude_95():
    events, found = faults("place,lat,lon\nKyiv,95,30.5\nLviv,49.8,24.0\n")
    assert found == [(1, "lat", "95, 30.5", "latitude 95 is outside -90 to 90; correct it")]
    assert events.geometry[0] is None
    assert events.geometry[1] == Point(24, 49.8)


def test_swapped_coordinates():
    events, found = faults("place,lat,lon\nIvanivka,37.947,49.114\nKyiv,50.45,30.52\n")
    assert found == [
        (
            1,
            "lat",
            "37.947, 49.114",
            "latitude 37.947 and longitude 49.114 look swapped: 49.114, 37.947 lies in or near Ukraine; "
            "exchange the two, or name the country if the place is meant",
        )
    ]
    assert events.geometry[0] is None
    assert np.isnan(events["latitude"][0])


def test_swapped_beyond_the_range():
    _, found = faults("place,lat,lon\nVladivostok,131.9,43.1\n")
    assert found[0][3] == (
        "latitude 131.9 is outside -90 to 90; swapped, 43.1, 131.9 would be a possible place: "
        "exchange the two if that is meant"
    )


def test_far_places_are_believed_when_named_or_usual():
    named, found = faults("place,country,lat,lon\nTehran,Iran,35.7,51.4\nKyiv,UA,50.4,30.5\n")
    assert found == []
    assert named.geometry.notna().all()
    world = "place,lat,lon\nTehran,35.7,51.4\nParis,48.9,2.4\nLima,-12,-77\nTokyo,35.7,139.7\n"
    assert faults(world)[1] == []


def test_zero_zero():
    events, found = faults("place,lat,lon\nKyiv,0,0\n")
    assert found == [
        (1, "lat", "0, 0", "0, 0 lies in the Gulf of Guinea and stands for a missing point; leave both empty")
    ]
    assert events.geometry[0] is None


def test_half_a_pair_and_no_number():
    _, found = faults("place,lat,lon\na,50,\nb,north,30\nc,,30\n")
    assert found == [
        (1, "lat", "50", "the row has a latitude but no longitude; give both or neither"),
        (2, "lat", "north", "'north' is no latitude; write degrees such as 49.114"),
        (3, "lon", "30", "the row has a longitude but no latitude; give both or neither"),
    ]


def test_count_not_a_number():
    _, found = faults("place,killed\na,many\nb,-4\nc,9-3\n")
    assert found == [
        (1, "killed", "many", "'many' is no number; write digits only, such as 3000"),
        (2, "killed", "-4", "'-4' is negative; a count starts at 0"),
        (3, "killed", "9-3", "'9-3' runs from high to low; write the lower number first"),
    ]


def test_counts_that_contradict():
    events, found = faults("place,count_low,count_high\na,9,3\n")
    assert found == [(1, "count_high", "3", "the highest count 3 is below the lowest 9; exchange or correct them")]
    assert events["count_low"].isna().all()


def test_fractions_of_people_are_doubted():
    events = read("place,killed\na,1.200\n")
    assert events.attrs["warnings"][0]["reason"] == (
        "1.2 is no whole number; if the point separates thousands, leave it out"
    )


def test_strict_lists_all_faults():
    with pytest.raises(SchemaError) as caught:
        read("place,date,lat,lon\nKyiv,soon,95,1\nLviv,a,b,c,d\n", strict=True)
    assert str(caught.value) == (
        "the open file has 3 values that cannot be used:\n"
        "  row 1, column 'date': 'soon' is no date geomap can read; write it as 2024-12-27\n"
        "  row 1, column 'lat': latitude 95 is outside -90 to 90; correct it\n"
        "  row 2: the row has 5 fields, the header 4; put texts that hold ',' in quotation marks\n"
        "correct the file, or read it without strict to keep the rows and list the values"
    )
    assert len(caught.value.faults) == 3


def test_a_field_of_200_megabytes(tmp_path):
    path = tmp_path / "big.csv"
    with path.open("wb") as stream:
        stream.write(b'place,description\nKyiv,ok\nLviv,"')
        for _ in range(200):
            stream.write(b"x" * 1_000_000)
        stream.write(b'"\n')
    assert message(path, InputError) == (
        f"{str(path)!r}, row 2, column 'description': "
        "the field is longer than the 1,000,000 characters allowed; "
        "look for a quotation mark that is never closed, or shorten the text"
    )


@pytest.mark.parametrize("make", [
    lambda text: json.dumps([{"place": "a"}, {"place": text}]).encode(),
    lambda text: ("place\na\n" + text + "\n").encode(),
    lambda text: pd.DataFrame({"place": ["a", text]}),
])  # fmt: skip
def test_a_long_field_in_other_formats(make):
    source = make("x" * 1_000_001)
    name = "the table" if isinstance(source, pd.DataFrame) else "the open file"
    assert message(source if name == "the table" else io.BytesIO(source), InputError).startswith(
        f"{name}, row 2, column 'place': the field is longer than the 1,000,000 characters allowed; "
    )


def test_a_quote_never_closed_is_named():
    data = b'place,description\nKyiv,"open\n' + b"Lviv,x\n" * 200_000
    assert "row 1, column 'description': the field is longer" in message(io.BytesIO(data), InputError)


def test_json_faults():
    assert message(io.BytesIO(b'[{"place": }]')) == (
        "the open file is not valid JSON: Expecting value in line 1, column 12; correct it there"
    )
    assert message(io.BytesIO(b'{"name": 1}')) == (
        "the open file has no list of events: found 'name'; put the list under 'events'"
    )
    assert message(io.BytesIO(b"[" * 100_000), InputError, format="json") == (
        "the open file nests too deeply to be a table of events; give a list of objects"
    )
    events, found = faults('[{"place": "Kyiv"}, 7]')
    assert found == [(2, None, "7", "the entry is no object with named values; write {…}")]
    assert len(events) == 1


def test_json_lines_faults():
    events, found = faults('{"place": "Kyiv"}\n{"place": "Lviv"}\n{"place": \n')
    assert found == [(3, None, '{"place": ', "the line is not valid JSON (Expecting value); correct it")]
    assert len(events) == 2


def test_geojson_faults():
    bad = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "geometry": {"type": "Blob"}, "properties": {"place": "a"}},
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [30, 95]}, "properties": {"place": "b"}},
            {"type": "Feature", "geometry": None, "properties": 7},
            {
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": [[300, 1], [2, 3]]},
                "properties": {"place": "d"},
            },
        ],
    }
    events, found = faults(json.dumps(bad))
    assert [entry[:2] for entry in found] == [(1, "geometry"), (2, "geometry"), (3, None), (4, "geometry")]
    assert found[0][3] == "the geometry is no valid GeoJSON geometry; correct it"
    assert found[1][3] == "latitude 95 is outside -90 to 90; correct it"
    assert events.geometry.isna().all()
    assert len(events) == 3
    bad["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    assert message(io.BytesIO(json.dumps(bad).encode()), SchemaError).endswith(
        "not WGS 84; reproject it to EPSG:4326 first"
    )


def test_frame_without_crs():
    frame = gpd.GeoDataFrame({"place": ["a"]}, geometry=[Point(1, 2)])
    assert message(frame, SchemaError) == (
        "the table's geometry has no coordinate system; say which with table.set_crs(4326) or another EPSG code"
    )


def test_not_a_source():
    assert message(17, InputError) == (  # type: ignore[arg-type]
        "cannot read events from a int; give a path, '-', an open file, or a DataFrame"
    )


def test_no_file_is_left_open(tmp_path):
    path = Path(tmp_path / "e.csv")
    path.write_text("place\nKyiv\n")
    before = len(os.listdir("/proc/self/fd"))
    read_events(path)
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.parametrize(
    ("text", "axis", "degrees"),
    [
        ("49.114", "latitude", 49.114),
        ("49,114", "latitude", 49.114),
        ("-49,5", "latitude", -49.5),
        ("49.114°", "latitude", 49.114),
        ("49°06′50″N", "latitude", 49 + 6 / 60 + 50 / 3600),
        ("49°06'50\" N", "latitude", 49 + 6 / 60 + 50 / 3600),
        ("37°56′49″E", "longitude", 37 + 56 / 60 + 49 / 3600),
        ("37°56′49″W", "longitude", -(37 + 56 / 60 + 49 / 3600)),
        ("49°06′50″ пн. ш.", "latitude", 49 + 6 / 60 + 50 / 3600),
        ("37°56′49″ сх. д.", "longitude", 37 + 56 / 60 + 49 / 3600),
        ("49°06′50″ с. ш.", "latitude", 49 + 6 / 60 + 50 / 3600),
        ("37°56′49″ в. д.", "longitude", 37 + 56 / 60 + 49 / 3600),
        ("95", "latitude", 95.0),
        ("37°56′49″E", "latitude", None),
        ("49°06′50″N", "longitude", None),
        ("inf", "latitude", None),
        ("north", "latitude", None),
        ("190°E", "longitude", 190.0),
        ("49°75′N", "latitude", None),
        ("4" * 300 + "N", "latitude", None),
    ],
)
def test_degrees(text, axis, degrees):
    assert read_degrees(text, axis) == (degrees if degrees is None else pytest.approx(degrees))


@pytest.mark.parametrize(
    "text", ["49.114, 37.947", "49.114 37.947", "49.114;37.947", "49,114; 37,947", "49,114 37,947", "49.114N 37.947E"]
)
def test_pairs(text):
    assert read_pair(text) == (pytest.approx(49.114), pytest.approx(37.947))
    events = read(f'place\tcoordinates\nx\t"{text}"\n')
    assert events["latitude"][0] == pytest.approx(49.114)

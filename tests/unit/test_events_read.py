"""read_events: every plain format, headers in three languages, values, identifiers."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import pytest
from shapely.geometry import Point, Polygon

from geomap.errors import InputError, SchemaError
from geomap.events import read_events
from geomap.events.importers import IMPORTERS, Importer, formats
from geomap.export import to_geojson
from geomap.schema import EVENTS, names, validate

EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "2024-12-27" / "events.csv"


def read(text: str | bytes, **options):
    return read_events(io.BytesIO(text.encode() if isinstance(text, str) else text), **options)


def test_example_reads_without_a_fault():
    events = read_events(EXAMPLE, strict=True)
    assert len(events) >= 10
    assert events.attrs["rejected"] == []
    assert events.attrs["warnings"] == []
    assert events["place"][0] == "Ivanivka"
    assert events["claim_status"][0] == "claimed"
    assert events["event_id"][0] == "ex-001"


def test_every_column_is_there_with_its_type():
    events = read("place\nKyiv\n")
    assert list(events.columns) == [*names(EVENTS), "geometry"]
    validate(events, EVENTS, required=names(EVENTS))
    kinds = {"text": "str", "number": "float64", "integer": "Int64", "date": "datetime64[s]", "boolean": "boolean"}
    assert {column.name: str(events[column.name].dtype) for column in EVENTS} == {
        column.name: kinds[column.kind] for column in EVENTS
    }
    assert events.crs == "EPSG:4326"
    assert events.geometry.isna().all()


ENGLISH = "Date;Event type;Settlement;Oblast;Country;Lat;Long;Speaker;Status;Source;Link;Notes;Killed"
UKRAINIAN = (
    "Дата;Тип;Населений пункт;Область;Країна;Широта;Довгота;Хто повідомляє;Статус;Джерело;Посилання;Опис;Загинуло"
)
RUSSIAN = "дата;вид;населённый пункт;регион;страна;широта;долгота;кто сообщает;статус;источник;ссылка;описание;погибло"
ROW = "27.12.2024;{kind};Іванівка;Донецька;UA;49,114;37,947;МО;{status};Х;https://x.example;Опис;3"


@pytest.mark.parametrize(
    ("header", "kind", "status"),
    [(ENGLISH, "Shelling", "Claimed"), (UKRAINIAN, "обстріл", "заявлено"), (RUSSIAN, "обстрел", "Заявлено")],
)
def test_headers_and_values_in_three_languages(header, kind, status):
    events = read(f"{header}\n{ROW.format(kind=kind, status=status)}\n", strict=True)
    row = events.iloc[0]
    assert row["date_start"] == row["date_end"] == pd.Timestamp("2024-12-27")
    assert (row["date_precision"], row["event_type"], row["claim_status"]) == ("day", "shelling", "claimed")
    assert (row["place"], row["region"], row["country"], row["claimant"]) == ("Іванівка", "Донецька", "UA", "МО")
    assert (row["latitude"], row["longitude"]) == (49.114, 37.947)
    assert row["geometry"] == Point(37.947, 49.114)
    assert (row["count_low"], row["count_high"], row["count_of"]) == (3, 3, "killed")
    assert (row["source"], row["source_url"], row["description"]) == ("Х", "https://x.example", "Опис")
    assert list(events.columns) == [*names(EVENTS), "geometry"]


def test_mapping_overrides_and_what_it_displaces_is_kept():
    events = read("Ort,place,date\nKyiv,stays,2024-01-02\n", mapping={"place": "Ort"})
    assert events["place"].tolist() == ["Kyiv"]
    assert events["x_place"].tolist() == ["stays"]


def test_mapping_none_leaves_a_column_empty():
    events = read("place,lat\nKyiv,50\n", mapping={"latitude": None})
    assert events["latitude"].isna().all()
    assert events["lat"].tolist() == ["50"]


def test_extra_columns_stay_at_the_end_unchanged():
    events = read("weather,place,ADM\n007,Kyiv, a b \n")
    assert list(events.columns[-3:]) == ["weather", "ADM", "geometry"]
    assert events["weather"].tolist() == ["007"]
    assert events["ADM"].tolist() == [" a b "]


def test_the_column_itself_comes_before_its_synonym():
    events = read("description,title,place\nlong,short,Kyiv\n")
    assert events["description"].tolist() == ["long"]
    assert events["title"].tolist() == ["short"]
    assert events.attrs["notes"] == [
        "column 'description' is filled from 'description'; 'title', which could mean the same, is kept as it is"
    ]


def test_status_of_a_located_table_is_no_claim_status():
    events = read("place,status\nKyiv,resolved\nX,unresolved\n")
    assert events["claim_status"].isna().all()
    assert events["status"].tolist() == ["resolved", "unresolved"]
    claims = read("place,status\nKyiv,claimed\n")
    assert claims["claim_status"].tolist() == ["claimed"]
    assert "status" not in claims


def test_x_and_y_count_as_a_pair_only():
    assert read("x,y\n30.5,50.4\n").geometry[0] == Point(30.5, 50.4)
    alone = read("place,x\nKyiv,5\n")
    assert alone["longitude"].isna().all()
    assert alone["x"].tolist() == ["5"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter):
    text = f'date{delimiter}place{delimiter}description\n2024-12-27{delimiter}"Kyiv"{delimiter}"a, b; c | d ""e"""\n'
    events = read(text)
    assert events["description"].tolist() == ['a, b; c | d "e"']


def test_delimiter_of_unknown_headers_with_mapping():
    events = read("Ort;Tag\nKyiv, Podil;2024-01-02\n", mapping={"place": "Ort", "date_start": "Tag"})
    assert events["place"].tolist() == ["Kyiv, Podil"]


def test_lines_within_quotes_and_other_line_ends():
    events = read('place,description\r\nKyiv,"one\r\ntwo"\r\nLviv,x\r\n')
    assert events["description"].tolist() == ["one\r\ntwo", "x"]
    assert events["source_row"].tolist() == [1, 2]


TEXTS = {
    "uk": "дата;місце;опис\n2024-12-27;Іванівка;Російські війська заявили про захоплення села\n",
    "ru": "дата;место;описание\n2024-12-27;Ивановка;Российские войска заявили о взятии села\n",
    "short": "date;place\n2024-12-27;Київ\n",
    "west": "date;place;text\n2024-12-27;Müllrose;Über die Straße, größer als „vorher“\n",
}


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8_u", "cp1252"]
)
@pytest.mark.parametrize("language", list(TEXTS))
def test_encodings_are_found_and_announced(language, encoding):
    text = TEXTS[language]
    if (language == "west") != (encoding == "cp1252") and encoding in ("cp1251", "koi8_u", "cp1252"):
        with pytest.raises(UnicodeEncodeError):
            text.encode(encoding)
        return
    events = read(text.encode(encoding))
    assert events["place"][0] == text.split("\n")[1].split(";")[1]
    assert events.attrs["encoding"] == encoding
    said = [note for note in events.attrs["notes"] if "not UTF-8" in note]
    assert bool(said) == (encoding in ("cp1251", "koi8_u", "cp1252"))


def test_encoding_asked_for_is_used():
    assert read(TEXTS["short"].encode("cp1251"), encoding="cp1251")["place"][0] == "Київ"


RECORDS = [
    {"date": "2024-12-27", "place": "Київ", "lat": 50.45, "lon": 30.52, "tags": ["a", "b"], "n": 7, "killed": 2},
    {"date": "2024-12-28", "place": None, "lat": None, "lon": None, "tags": None, "n": None, "killed": "3-5"},
]


def check_records(events):
    assert events["date_start"].dt.strftime("%Y-%m-%d").tolist() == ["2024-12-27", "2024-12-28"]
    assert events["place"][0] == "Київ"
    assert events["place"].isna().tolist() == [False, True]
    assert events.geometry[0] == Point(30.52, 50.45)
    assert events.geometry[1] is None
    assert events["count_low"].tolist() == [2, 3]
    assert events["count_high"].tolist() == [2, 5]
    assert events["source_row"].tolist() == [1, 2]
    assert events.attrs["rejected"] == []


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"events": r}, lambda r: {"meta": 1, "data": r}])
def test_json(wrap):
    events = read(json.dumps(wrap(RECORDS)))
    assert events.attrs["format"] == "json"
    check_records(events)
    assert events["tags"].tolist() == [["a", "b"], None]
    assert events["n"].tolist() == [7, pd.NA]


def test_json_lines():
    events = read("\n".join(json.dumps(record) for record in RECORDS))
    assert events.attrs["format"] == "jsonl"
    check_records(events)


def test_data_frame_is_not_changed():
    frame = pd.DataFrame(RECORDS, index=[5, 5])
    before = frame.copy(deep=True)
    events = read_events(frame)
    check_records(events)
    pd.testing.assert_frame_equal(frame, before)
    assert events.attrs["format"] == "dataframe"


def test_geo_data_frame_is_reprojected():
    frame = gpd.GeoDataFrame({"place": ["Kyiv"]}, geometry=[Point(30.52, 50.45)], crs=4326).to_crs(3857)
    frame = frame.rename_geometry("shape")
    events = read_events(frame)
    assert events.geometry[0].distance(Point(30.52, 50.45)) < 1e-9
    assert events["latitude"][0] == pytest.approx(50.45)


def test_typed_columns_of_a_frame():
    frame = pd.DataFrame(
        {
            "date": pd.to_datetime(["2024-12-27T23:30:00+02:00", None], utc=False),
            "place": pd.Categorical(["Kyiv", "Lviv"]),
            "graphic": [True, False],
            "count_low": [1, 2],
        }
    )
    events = read_events(frame)
    assert events["date_start"][0] == pd.Timestamp("2024-12-27")
    assert pd.isna(events["date_start"][1])
    assert events["graphic"].tolist() == [True, False]
    assert events["place"].tolist() == ["Kyiv", "Lviv"]


def feature(geometry, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_geojson_keeps_its_shapes():
    square = {"type": "Polygon", "coordinates": [[[30, 50], [31, 50], [31, 51], [30, 50]]]}
    document = {
        "type": "FeatureCollection",
        "attribution": "Example",
        "features": [
            {**feature({"type": "Point", "coordinates": [30.5, 50.4]}, place="Kyiv"), "id": "a"},
            {**feature(square, place="area"), "id": 2},
            feature(None, place="nowhere"),
        ],
    }
    events = read(json.dumps(document))
    assert events.attrs["format"] == "geojson"
    assert events.attrs["attribution"] == "Example"
    assert events.geometry[0] == Point(30.5, 50.4)
    assert isinstance(events.geometry[1], Polygon)
    assert events.geometry[2] is None
    assert events["latitude"][0] == 50.4
    assert events["latitude"].isna().tolist() == [False, True, True]
    assert events["event_id"][:2].tolist() == ["a", "2"]


def test_geojson_with_columns_of_coordinates_does_not_invent_any():
    document = {
        "type": "FeatureCollection",
        "features": [
            feature({"type": "Point", "coordinates": [30.5, 50.4]}, place="Kyiv", latitude=None, longitude=None)
        ],
    }
    events = read(json.dumps(document))
    assert events["latitude"].isna().all()
    assert events.geometry[0] == Point(30.5, 50.4)


def workbook(*rows, title="Sheet", more=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for name in more:
        book.create_sheet(name)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_xlsx():
    import datetime as dt

    data = workbook(
        ("Дата", "Місце", "lat", "lon", "killed", "extra"),
        (dt.datetime(2024, 12, 27), "Київ", 50.45, 30.52, 3, 1.5),
        (),
        (dt.date(2024, 12, 28), "Львів", None, None, None, None),
    )
    events = read(data, strict=True)
    assert events.attrs["format"] == "xlsx"
    assert events["date_start"].dt.day.tolist() == [27, 28]
    assert events["place"].tolist() == ["Київ", "Львів"]
    assert events["source_row"].tolist() == [1, 3]
    assert events["extra"].tolist()[0] == 1.5
    assert events.geometry[0] == Point(30.52, 50.45)


def test_xlsx_sheet_by_name_and_position():
    data = workbook(("place",), ("Kyiv",), title="one", more=["two"])
    assert len(read(data, sheet="one")) == 1
    assert len(read(data, sheet=0)) == 1
    with pytest.raises(InputError, match=r"^the open file has no sheet 'three'; it has 'one', 'two'$"):
        read(data, sheet="three")
    with pytest.raises(InputError, match=r"^the open file: the sheet 'two' is empty; name another with sheet=$"):
        read(data, sheet="two")


def test_xlsx_error_cells_are_listed():
    events = read(workbook(("place", "region"), ("#N/A", "x")))
    assert events["place"].isna().all()
    assert events.attrs["rejected"][0]["reason"].startswith("#N/A is an error left by a spreadsheet formula")


def test_standard_input(monkeypatch):
    class Standard:
        buffer = io.BytesIO(b"place\nKyiv\n")

    monkeypatch.setattr(sys, "stdin", Standard)
    assert read_events("-")["place"].tolist() == ["Kyiv"]


def test_content_decides_over_the_suffix(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(json.dumps(RECORDS), encoding="utf-8")
    assert read_events(path).attrs["format"] == "json"
    path.write_text("place,note\nKyiv,{}\n", encoding="utf-8")
    assert read_events(path).attrs["format"] == "csv"


def test_format_can_be_said():
    assert read("place\nKyiv\n", format="csv")["place"].tolist() == ["Kyiv"]
    with pytest.raises(InputError, match=r"^format 'kml' is not known; known are xlsx, geojson, jsonl, json, csv$"):
        read("place\n", format="kml")


def test_importers_keep_the_protocol():
    importer: Importer
    for importer in IMPORTERS:
        assert 0 <= importer.sniff(b"") <= 1
        assert importer.name in formats()
        assert all(suffix.startswith(".") for suffix in importer.suffixes)


def test_identifiers_are_stable_and_unique():
    text = "place,date\nKyiv,2024-01-02\nKyiv,2024-01-02\nLviv,2024-01-02\n"
    events = read(text)
    first, again, other = events["event_id"]
    assert len(first) == 12
    assert again == f"{first}-2"
    assert other not in (first, again)
    turned = read("date,more,place\n2024-01-02,x,Lviv\n2024-01-02,y,Kyiv\n")
    assert turned["event_id"].tolist() == [other, first]
    as_json = read(json.dumps([{"place": "Kyiv", "date": "2024-01-02"}]))
    assert as_json["event_id"].tolist() == [first]


def test_given_identifiers_are_kept_and_gaps_filled():
    events = read("id,place\nA1,Kyiv\n,Lviv\n")
    assert events["event_id"][0] == "A1"
    assert len(events["event_id"][1]) == 12


def test_counts():
    events = read('place,count\na,3 000\nb,100–200\nc,"3,000"\nd,-\ne,12\n')
    assert events["count_low"].tolist()[:3] == [3000, 100, 3000]
    assert events["count_high"].tolist()[:3] == [3000, 200, 3000]
    assert np.isnan(events["count_low"][3])
    assert events.attrs["rejected"] == []


def test_yes_and_no():
    events = read("place,graphic\na,yes\nb,ні\nc,\nd,maybe\n")
    assert events["graphic"].tolist() == [True, False, pd.NA, pd.NA]
    assert events.attrs["rejected"] == [
        {"row": 4, "column": "graphic", "value": "maybe", "reason": "'maybe' is neither yes nor no"}
    ]


def test_unknown_words_are_listed_as_warnings():
    events = read("place,type,status,claimant_side\nKyiv,picnic,perhaps,Mars\n")
    assert events["event_type"].tolist() == ["other"]
    assert events["claim_status"].tolist() == ["unknown"]
    assert events["claimant_side"].tolist() == ["unknown"]
    assert [entry["value"] for entry in events.attrs["warnings"]] == ["picnic", "perhaps", "Mars"]
    assert events.attrs["warnings"][0]["reason"].startswith(
        "'picnic' is no event_type geomap knows, read as 'other'; known: "
    )
    assert events.attrs["rejected"] == []


def test_header_only_is_an_empty_table():
    events = read("place,date\n")
    assert len(events) == 0
    assert events.attrs["notes"] == ["the file has headers but no rows"]
    assert len(read("[]")) == 0
    assert len(read(json.dumps(to_geojson(events)))) == 0


def test_short_rows_are_kept_and_reported():
    events = read("place,date,region\nKyiv,2024-01-02,x\nLviv\n")
    assert events["place"].tolist() == ["Kyiv", "Lviv"]
    assert events.attrs["warnings"] == [
        {"row": 2, "column": "date", "value": "", "reason": "the row has only 1 fields of 3; the rest is missing"}
    ]


def test_long_rows_are_rejected_and_counted():
    events = read("place,date\nKyiv,2024-01-02\nLviv, Old Town,2024-01-02\nOdesa,2024-01-03,\n")
    assert events["place"].tolist() == ["Kyiv", "Odesa"]
    assert events["source_row"].tolist() == [1, 3]
    assert events.attrs["rejected"] == [
        {
            "row": 2,
            "column": None,
            "value": "Lviv, Old Town,2024-01-02",
            "reason": "the row has 3 fields, the header 2; put texts that hold ',' in quotation marks",
        }
    ]


def test_faults_are_not_copied_with_every_slice():
    events = read("place,date\n" + "x,no\n" * 50)
    assert events[events["place"] == "x"].attrs["rejected"] is events.attrs["rejected"]


def test_two_headers_for_one_column():
    message = (
        r"^the open file: the headers 'Town' and 'Village' both mean 'place'; "
        r"say which with mapping=\{'place': 'Town'\}$"
    )
    with pytest.raises(SchemaError, match=message):
        read("Town,Village\na,b\n")


def changed(data, part, change):
    """Return a workbook with one part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_xml_bombs_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    data = changed(workbook(("place",), ("Kyiv",)), SHEET, lambda xml: bomb + xml.replace(b"Kyiv", b"&b;"))
    with pytest.raises(InputError, match=r"^the open file: 'xl/worksheets/sheet1.xml' defines entities of its own"):
        read(data)


def test_a_tiny_workbook_that_claims_too_much():
    row = b'<row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData>'
    data = changed(workbook(("place",), ("Kyiv",)), SHEET, lambda xml: xml.replace(b"</sheetData>", row))
    with pytest.raises(InputError) as caught:
        read(data)
    assert str(caught.value) == (
        "the open file: the sheet 'Sheet' claims more than 1,048,576 rows or 50,000,000 cells; save it as CSV"
    )


def test_cells_beside_the_table_are_listed():
    events = read(workbook(("place",), ("Kyiv",), ("Lviv", None, "aside")))
    assert events["place"].tolist() == ["Kyiv"]
    assert events.attrs["rejected"] == [
        {
            "row": 2,
            "column": None,
            "value": "Lviv; None; aside",
            "reason": "the row has 3 cells, the header 1; give every column a header",
        }
    ]


def test_zip_bombs_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 3_000_000)
    with pytest.raises(
        InputError, match=r"'xl/worksheets/sheet1.xml' is compressed [\d,]+ times, more than the 250 allowed"
    ):
        read(stream.getvalue())
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in range(3):
            archive.writestr(f"xl/{part}.xml", b"\0" * 70_000_000)
    with pytest.raises(InputError, match=r"unpacks to 210,000,000 bytes, more than the 200,000,000 allowed"):
        read(stream.getvalue())

"""Tables of ACLED, UCDP GED, VIINA and GeoConfirmed: their columns, dates and the precision of their coordinates."""

from __future__ import annotations

import io

import pandas as pd
import pytest

import geomap
from geomap.events import read_events
from geomap.events.stems import event_type

ACLED = """event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,actor2,iso,region,country,\
admin1,admin2,location,latitude,longitude,geo_precision,source,notes,fatalities
UKR1,27 December 2024,2024,1,Battles,Armed clash,A,B,804,Europe,Ukraine,Donetsk,Pokrovskyi,Pokrovsk,48.2817,37.1758,1,\
ISW,Clash,3
UKR2,28 December 2024,2024,2,Explosions/Remote violence,Shelling/artillery/missile attack,A,,804,Europe,Ukraine,\
Kherson,Khersonskyi,Kherson,46.63,32.61,2,Suspilne,Shelling,0
UKR3,15 June 2024,2024,3,Strategic developments,Agreement,A,,804,Europe,Ukraine,Kherson,,Kherson,46.6,33.5,3,Suspilne,,0
"""

UCDP = """id,year,type_of_violence,conflict_name,dyad_name,side_a,side_b,source_article,source_office,source_headline,\
where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,country,region,date_prec,date_start,date_end,\
deaths_a,best,high,low
5001,2023,1,Russia - Ukraine,A - B,A,B,x,Reuters,Fighting,1,Bakhmut town,,Donetsk oblast,Bakhmut raion,48.5956,37.9997,\
Ukraine,Europe,1,2023-05-01 00:00:00.000,2023-05-01 00:00:00.000,12,12,20,8
5002,2023,1,Russia - Ukraine,A - B,A,B,x,AP,Shelling,2,Bakhmut town,,Donetsk oblast,,48.5956,37.9997,Ukraine,Europe,2,\
2023-05-02 00:00:00.000,2023-05-04 00:00:00.000,5,5,5,5
5003,2023,1,Russia - Ukraine,A - B,A,B,x,AP,Shelling,4,Kherson oblast,,Kherson oblast,,46.6,33.5,Ukraine,Europe,1,\
2023-05-02 00:00:00.000,2023-05-02 00:00:00.000,5,5,5,5
5004,2023,1,Russia - Ukraine,A - B,A,B,x,AP,Shelling,3,Bakhmut raion,,Donetsk oblast,Bakhmut raion,48.6,38.0,Ukraine,\
Europe,1,2023-05-02 00:00:00.000,2023-05-02 00:00:00.000,5,5,5,5
5005,2023,1,Russia - Ukraine,A - B,A,B,x,AP,Shelling,6,Ukraine,,,,49.0,32.0,Ukraine,Europe,1,\
2023-05-02 00:00:00.000,2023-05-02 00:00:00.000,5,5,5,5
"""

VIINA = """viina_version,event_id_1pd,date,geonameid,feature_code,asciiname,ADM1_NAME,ADM2_NAME,longitude,latitude,\
GEO_PRECISION,t_control_b,t_artillery_b,source,url,text
2,7,20240104,706483,PPLA,Kharkiv,Kharkiv,Kharkivs'ka,36.231,49.992,PPLA,0,1,ria,https://ria.example/1,Text
2,8,20240105,706483,ADM1,Kharkiv,Kharkiv,,36.5,49.6,ADM1,1,1,ria,https://ria.example/2,Text
2,9,20240106,706483,PPLA,Kharkiv,Kharkiv,,36.231,49.992,STREET,0,0,ria,https://ria.example/3,Text
"""


def read(text: str) -> pd.DataFrame:
    return read_events(io.BytesIO(text.encode()))


def test_acled() -> None:
    events = read(ACLED)
    assert events.attrs["layout"] == "ACLED"
    assert events.attrs["rejected"] == []
    assert events.attrs["warnings"] == []
    assert events["event_id"].tolist() == ["UKR1", "UKR2", "UKR3"]
    assert events["event_type"].tolist() == ["ground_fighting", "shelling", "other"]
    assert events["region"].tolist() == ["Donetsk", "Kherson", "Kherson"]
    assert events["coordinate_precision"].tolist() == ["settlement", "near", "oblast"]
    assert events["count_low"].tolist() == [3, 0, 0]
    assert events["count_of"][0] == "killed"
    assert events["date_precision"].tolist() == ["day", "week", "month"]
    days = [(f"{a:%m-%d}", f"{b:%m-%d}") for a, b in zip(events["date_start"], events["date_end"], strict=True)]
    assert days == [("12-27", "12-27"), ("12-25", "12-31"), ("05-31", "06-30")]
    assert events["actor"].isna().all(), "actor1 of ACLED is not who attacked"


def test_ucdp() -> None:
    events = read(UCDP)
    assert events.attrs["layout"] == "UCDP GED"
    assert events["place"][0] == "Bakhmut town"
    assert events["region"][0] == "Donetsk oblast"
    assert events["coordinate_precision"].tolist() == ["settlement", "near", "oblast", "raion", "country"]
    assert events["geo_precision"].tolist() == ["1", "2", "4", "3", "6"]
    assert (events["count_low"][0], events["count_high"][0]) == (8, 20)
    assert set(events["event_type"]) == {"casualties"}
    assert f"{events['date_end'][1]:%F}" == "2023-05-04"
    assert events["date_precision"][1] == "interval"
    assert set(events["licence"]) == {"CC BY 4.0"}


def test_viina() -> None:
    events = read(VIINA)
    assert events.attrs["layout"] == "VIINA"
    assert events["event_type"].tolist() == ["shelling", "control_change", "other"]
    assert events["coordinate_precision"].tolist() == ["settlement", "oblast", "exact"]
    assert f"{events['date_start'][0]:%F}" == "2024-01-04"
    assert events["source_url"][2] == "https://ria.example/3"
    without = read(VIINA.replace(",GEO_PRECISION", ",other"))
    assert set(without["coordinate_precision"]) == {"settlement"}, "VIINA places events at settlements"


def test_geoconfirmed() -> None:
    events = read(
        "Date;Name;Faction;Origin;Latitude;Longitude;PlusCode;Description;Source;Geolocation;Equipment;EquipmentItems;"
        "Units;OrbatUnits;Id\n"
        "2024-12-20;20 DEC 2024;Russia;VID;48.1;37.2;8GV9;Strike on a bridge;https://x.example/1;https://x.example/2;;;;;a1\n"
    )
    assert events.attrs["layout"] == "GeoConfirmed"
    assert events["description"][0] == "Strike on a bridge"
    assert events["claim_status"][0] == "confirmed"
    assert events["source"][0] == "GeoConfirmed"
    assert events["source_url"][0] == "https://x.example/1"
    assert (events["latitude"][0], events["longitude"][0]) == (48.1, 37.2)


def test_coordinates_are_as_exact_as_their_source_says() -> None:
    placed = geomap.geocode(read(UCDP))
    assert placed["status"].tolist() == ["resolved", "resolved", "area", "area", "area"]
    assert placed["precision"].tolist() == ["settlement", "near", "oblast", "raion", "country"]
    assert placed["radius_km"].tolist()[:2] == [2, 25]
    assert placed["place_name"].tolist()[2:] == ["Kherson Oblast", "Bakhmut Raion", "Ukraine"]
    assert placed["ucdp_precision"].tolist() == [1, 2, 4, 3, 6]
    assert placed.geometry.geom_type.tolist()[:2] == ["Point", "Point"]
    assert all("Polygon" in kind for kind in placed.geometry.geom_type.tolist()[2:]), (
        "an area is no pin at its centroid"
    )
    assert placed["why"][2] == "coordinates given by the source stand for the whole oblast"
    assert placed["place_id"][0] == "UA14020010010059145"


def test_a_name_far_from_its_coordinates_is_said() -> None:
    table = pd.DataFrame({"place": ["Kharkiv", "Kharkiv"], "latitude": [46.63, 49.99], "longitude": [32.61, 36.23]})
    placed = geomap.geocode(read_events(table))
    assert placed["why"][0].split("\n")[1].startswith("the name alone would be Kharkiv, 46")
    assert placed["place_id"][0] is None
    assert placed["place_id"][1] == "UA63120270010096107"
    assert placed["status"].tolist() == ["resolved", "resolved"]


def test_order_of_rows_changes_nothing() -> None:
    events = read(UCDP)
    forward, backward = geomap.geocode(events), geomap.geocode(events.iloc[::-1]).iloc[::-1]
    assert forward["place_id"].tolist() == backward["place_id"].tolist()
    assert forward.geometry.geom_equals(backward.geometry).all()


def test_a_mapping_comes_before_the_layout() -> None:
    events = read_events(io.BytesIO(ACLED.encode()), mapping={"actor": "actor1", "place": "admin2"})
    assert events["actor"][0] == "A"
    assert events["place"][0] == "Pokrovskyi"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("взят под контроль", "control_change"),
        ("відхід військ", "control_change"),
        ("нічна атака дронів на склад", "drone_strike"),
        ("ракетный обстрел", "shelling"),
        ("glide bombs dropped", "air_strike"),
        ("assault repelled", "ground_fighting"),
        ("ракетная атака", "strike"),
        ("двоє поранених", "casualties"),
        ("пошкоджено енергооб'єкт", "infrastructure"),
        ("переброска резервов", "deployment"),
        ("эвакуация жителей", "evacuation"),
        ("погода", None),
        ("fair weather", None),
    ],
)
def test_event_types_by_the_words_in_a_cell(text: str, kind: str | None) -> None:
    assert event_type(text) == kind


def test_a_type_read_by_its_words_is_said() -> None:
    events = read("place,event type\nKyiv,ракетна атака вночі\nKyiv,погода\n")
    assert events["event_type"].tolist() == ["strike", "other"]
    assert [entry["reason"].split(",")[0] for entry in events.attrs["warnings"]] == [
        "read as 'strike' by the words in it",
        "'погода' is no event_type geomap knows",
    ]

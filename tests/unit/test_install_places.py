"""A user's own places: columns found or mapped, every fault named, their positions win."""

from __future__ import annotations

import json

import pytest
from installing import CRIMEA, DONETSK, base, names_of, rows_of, settlement

from geomap import Gazetteer
from geomap.config import Settings
from geomap.errors import GazetteerError, InputError, InputFileError, SchemaError
from geomap.gazetteer.install import places, prepare, table


def written(tmp_path, text, name="own.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def install(tmp_path, path, extra=(), **options):
    folder = base(tmp_path / "base", extra)
    options = {"name": "mine", "licence": "CC BY 4.0", "source": "Jane Doe", **options}
    return places.install(path, onto=(folder, "small"), settings=Settings(cache_dir=str(tmp_path / "cache")), **options)


def point(lat, lon, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [lon, lat]}}


def geojson(tmp_path, *features, **more):
    document = {"type": "FeatureCollection", "features": list(features), **more}
    return written(tmp_path, json.dumps(document), "own.geojson")


@pytest.mark.parametrize(
    "text",
    [
        "name,lat,lon,population\nBunker,48.61,37.21,12\n",
        "\ufeffName;Breite;Laenge\nBunker;48,61;37,21\n",
        "LAT\tLON\tTITLE\r\n48.61\t37.21\tBunker\r\n",
        'name,lat,lon,aliases\n"Bunker",48.61,37.21,"Стара | Нора"\n\n',
    ],
)
def test_columns_are_found_or_mapped(tmp_path, text):
    mapping = {"lat": "Breite", "lon": "Laenge"} if "Breite" in text else {}
    (own,) = table.read(written(tmp_path, text), mapping)
    assert (own.row, own.name, own.lat, own.lon) == (2, "Bunker", 48.61, 37.21)
    assert own.aliases == (("Стара", "Нора") if "Нора" in text else ())


def test_geojson_points(tmp_path):
    path = geojson(tmp_path, point(48.61, 37.21, Ort="Bunker", name_uk="Бункер"))
    (own,) = table.read(path, {"name": "Ort"})
    assert (own.row, own.name, own.name_uk, own.lat, own.lon) == (1, "Bunker", "Бункер", 48.61, 37.21)


def test_all_faults_at_once_and_nothing_installed(tmp_path):
    text = (
        "name,lat,lon,kind,population,accuracy_km\n"
        "Good,48.6,37.2,village,10,1\n"
        ",48.6,37.2,,,\n"
        "North,91,37.2,,,\n"
        "Comma,48.6,east,,,\n"
        "Odd,48.6,37.2,hamlet,,\n"
        "Null,0,0,,,\n"
        "Short,48.6\n"
        "Many,48.6,37.2,,-4,1e3\n"
        "Good,48.6,37.2,,,\n"
    )
    with pytest.raises(SchemaError) as caught:
        install(tmp_path, written(tmp_path, text))
    faults = "\n".join(caught.value.faults)
    for row, what in [(3, "'name'"), (4, "'lat'"), (5, "'lon'"), (6, "'kind'"), (7, "0, 0"), (8, "2 cells"),
                      (9, "'population'"), (9, "'accuracy_km'")]:  # fmt: skip
        assert any(f"row {row}" in fault and what in fault for fault in caught.value.faults), (row, what)
    assert "rows 2 and 10 are the same place 'Good'" in faults
    assert not (tmp_path / "cache").exists()


def test_faults_of_geojson(tmp_path):
    line = {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "LineString", "coordinates": []}}
    with pytest.raises(SchemaError) as caught:
        table.read(geojson(tmp_path, point(48, 37, name="Good"), line, None, point(True, 37), point(98, 37, name="x")))
    assert [fault[:5] for fault in caught.value.faults] == ["row 2", "row 3", "row 4", "row 5"]
    with pytest.raises(InputError, match="WGS 84"):
        table.read(geojson(tmp_path, point(48, 37, name="x"), crs={"properties": {"name": "EPSG:3857"}}))
    same = {"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert table.read(geojson(tmp_path, point(48, 37, name="x"), crs=same))
    for text in ("[]", "{", '{"type": "Feature"}', "[" * 100_000):
        with pytest.raises(InputError, match="FeatureCollection"):
            table.read(written(tmp_path, text, "x.geojson"))


def test_unusable_files(tmp_path):
    with pytest.raises(InputFileError, match="check the path"):
        table.read(tmp_path / "none.csv")
    with pytest.raises(InputError, match=r"read from \.csv"):
        table.read(written(tmp_path, "x", "own.xlsx"))
    with pytest.raises(InputError, match="holds no place"):
        table.read(written(tmp_path, "name,lat,lon\n"))
    with pytest.raises(InputError, match="--map lat=COLUMN"):
        table.read(written(tmp_path, "name,north,lon\nx,1,2\n"))
    with pytest.raises(InputError, match="no column 'Ort'"):
        table.read(written(tmp_path, "name,lat,lon\nx,1,2\n"), {"name": "Ort"})
    with pytest.raises(InputError, match="there twice"):
        table.read(written(tmp_path, "name,name,lat,lon\nx,y,1,2\n"))
    with pytest.raises(InputError, match="quotation marks"):
        table.read(written(tmp_path, 'name,lat,lon\n"x,1,2\n'))
    (tmp_path / "bytes.csv").write_bytes("name,lat,lon\nБахмут,48,37\n".encode("cp1251"))
    with pytest.raises(InputError, match="not UTF-8"):
        table.read(tmp_path / "bytes.csv")


def test_mappings_are_checked():
    assert table.read_mapping(["name=Ort", "lat = Geo=Breite"]) == {"name": "Ort", "lat": "Geo=Breite"}
    for pairs in (["name"], ["nom=Ort"], ["name="]):
        with pytest.raises(InputError, match="FIELD=COLUMN"):
            table.read_mapping(pairs)
    with pytest.raises(InputError, match="twice"):
        table.read_mapping(["name=a", "name=b"])


def test_the_users_position_wins_and_nothing_is_doubled(tmp_path):
    text = (
        "name,lat,lon,id,admin,aliases,population\n"
        "Vesniane,48.5750,37.1750,,,Frühlingsdorf,77\n"  # known by its name nearby
        "Something,48.0,37.9,UA-H2-1,,,\n"  # by its id
        "Петрівка,48.61,37.21,,,,\n"  # known without a point, once in the oblast
        "Bunker 7,48.61,37.24,,Донецька область,,\n"  # new
    )
    extra = [settlement("UA-N-1", "Петрівка", "R1", "H1", None, None)]
    report = install(tmp_path, written(tmp_path, text), extra)
    found = rows_of(report.folder)
    assert {key: report.counts[key] for key in ("read", "merged", "located", "added")} == {
        "read": 4, "merged": 2, "located": 1, "added": 1,
    }  # fmt: skip
    assert (found["UA-H1-0"]["lat"], found["UA-H1-0"]["source"], found["UA-H1-0"]["population"]) == (
        "48.575", "user:mine", "77",
    )  # fmt: skip
    assert ("Frühlingsdorf", "und-latn") in names_of(report.folder, "UA-H1-0")
    assert found["UA-H2-1"]["lat"] == "48.000"
    assert found["UA-N-1"]["lat"] == "48.610"
    new = found["user:mine:bunker-7:48.6100,37.2400"]
    assert (new["name_en"], new["country"], new["admin1"], new["admin2"]) == ("Bunker 7", "UA", DONETSK, "R1")
    assert len(found) == 26


def test_unit_and_country_come_from_the_row_or_its_position(tmp_path):
    text = (
        "name,lat,lon,admin,country\n"
        "First,48.6,37.2,,\nSecond,45.2,34.2,,\nThird,50.0,36.2,Kharkiv,UA\nFourth,51.4,21.1,,PL\nFifth,10,10,,\n"
    )
    report = install(tmp_path, written(tmp_path, text))
    found = {row["name_en"]: (row["country"], row["admin1"]) for row in rows_of(report.folder).values()}
    assert found["First"] == ("UA", DONETSK)
    assert found["Second"] == ("UA", CRIMEA)
    assert found["Third"][0] == "UA"
    assert found["Fourth"] == ("PL", "")
    assert found["Fifth"] == ("", "")
    with pytest.raises(SchemaError) as caught:
        install(tmp_path, written(tmp_path, "name,lat,lon,admin,country\nA,48.6,37.2,Nowhere,\nB,48.6,37.4,,XX\n"))
    assert len(caught.value.faults) == 2


def test_licence_and_source_are_printed_on_maps(tmp_path):
    report = install(tmp_path, written(tmp_path, "name,lat,lon\nBunker,48.61,37.24\n"), source="Jane\nDoe, field notes")
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    prepare(report, settings)
    opened = Gazetteer.open("mine", settings=settings)
    try:
        assert "Jane Doe, field notes: CC BY 4.0" in opened.attribution
        assert opened.search("Bunker")[0].place.source == "user:mine"
    finally:
        opened.close()
    for wrong in ({"licence": " \n"}, {"source": "x" * 301}):
        with pytest.raises(InputError, match="characters of text"):
            install(tmp_path, written(tmp_path, "name,lat,lon\nBunker,48.61,37.24\n"), **wrong)


def test_the_same_file_gives_the_same_bytes(tmp_path):
    path = written(tmp_path, "name,lat,lon\nBunker,48.61,37.24\nVesniane,48.575,37.175\nБліндаж,48.62,37.24\n")
    first = {p.name: p.read_bytes() for p in install(tmp_path, path).folder.iterdir()}
    assert {p.name: p.read_bytes() for p in install(tmp_path, path).folder.iterdir()} == first


@pytest.mark.parametrize("name", ["", "shipped", "../up", "a/b", ".hidden", "x" * 61, "назва", "a.b", "geonames"])
def test_names_that_cannot_be(tmp_path, name):
    with pytest.raises(GazetteerError, match="cannot be called"):
        install(tmp_path, written(tmp_path, "name,lat,lon\nBunker,48.61,37.24\n"), name=name)

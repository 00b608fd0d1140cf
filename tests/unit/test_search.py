"""The index and its look-ups, on the shipped gazetteer and on a small one."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from geomap import Gazetteer, GazetteerError, InputError, LocalGeocoder, OutputError, QueryTooLong, config
from geomap.gazetteer.compile import compile_index, deletes
from geomap.gazetteer.indexes import index_folder, stamp
from geomap.gazetteer.search import distance_at_most
from geomap.gazetteer.store import Store

ADMIN = """admin_id,level,name_uk,name_ru,name_en,parent_id,country,iso_code,gn_code,lat,lon
UA,0,Україна,Украина,Ukraine,,UA,UA,,,
UA14,1,Донецька область,Донецкая область,Donetsk Oblast,UA,UA,,,48.0,37.8
UA1412,2,Краматорський район,,Kramatorsk Raion,UA14,UA,,,,
UA141201,3,Лиманська громада,,Lyman Hromada,UA1412,UA,,,,
"""
COLUMNS = "place_id,name_uk,name_ru,name_en,kind,country,admin1,admin2,admin3,lat,lon,population,geonameid"
SETTLEMENTS = f"""{COLUMNS},source,accuracy_km
UA1,Лиман,Лиман,Lyman,city,UA,UA14,UA1412,UA141201,48.99,37.80,20000,1,curated,1.0
UA2,Терни,Терны,Terny,village,UA,UA14,UA1412,UA141201,49.09,37.96,,,curated,1.0
UA3,Ямпіль,,Yampil,settlement,UA,UA14,UA1412,UA141201,,,,,register,
"""
ALIASES = """place_id,name,lang,kind,valid_from,valid_to,source
UA1,Красний Лиман,uk,former,1938,2016-02-04,test
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "mini"
    place.mkdir()
    for name, text in (("admin.csv", ADMIN), ("settlements.csv", SETTLEMENTS), ("aliases.csv", ALIASES)):
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def mini(folder: Path, tmp_path: Path) -> Gazetteer:
    compile_index(folder, tmp_path / "index")
    return Gazetteer(Store(tmp_path / "index", "mini"))


def test_a_small_gazetteer(mini: Gazetteer) -> None:
    assert len(mini) == 7
    place = mini.search("Лиману")[0].place
    assert (place.id, place.name, place.hromada, place.raion, place.oblast, place.country) == (
        "UA1", "Lyman", "Lyman Hromada", "Kramatorsk Raion", "Donetsk Oblast", "UA",
    )  # fmt: skip
    assert (place.lat, place.lon, place.population) == (48.99, 37.8, 20000)
    assert place.label == "Lyman (Lyman Hromada, Donetsk Oblast)"


def test_a_place_without_coordinates_has_none(mini: Gazetteer) -> None:
    place = mini.search("Yampil")[0].place
    assert (place.lat, place.lon) == (None, None)
    record = mini.store.record(mini.store.number("UA3") or 0)
    assert record.approximate
    assert record.lat == pytest.approx(49.04, abs=0.06)


@pytest.mark.parametrize(
    ("name", "level"),
    [("Берхивка", "key1"), ("Берхівкa", "exact"), ("Бергівка", "typo1"), ("Berhivka", "exact"), ("Berkhivka", "exact")],
)
def test_another_consonant_in_cyrillic_is_a_typo(name: str, level: str) -> None:
    gazetteer = Gazetteer.open("shipped")
    found = {hit.n: step.level for step in gazetteer.cascade(name) for hit in step.hits}
    assert found[gazetteer.store.number("UA14020010040033862") or -1] == level


def test_former_names_carry_their_years(mini: Gazetteer) -> None:
    hits = next(mini.cascade("Красний Лиман")).hits
    assert [(hit.name_kind, hit.first, hit.last) for hit in hits] == [("former", 1938, 2016)]
    assert mini.store.aliases("UA1")[0]["valid_to"] == "2016-02-04"


def test_the_index_is_the_same_twice(folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        compile_index(folder, tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_a_kill_while_compiling_leaves_nothing_to_open(folder: Path, tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; import geomap.gazetteer.compile as c\n"
        "def boom(*a): os.kill(os.getpid(), signal.SIGKILL)\n"
        "c._write_sqlite = boom\n"
        "c.compile_index(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    target = tmp_path / "killed"
    result = subprocess.run([sys.executable, "-c", script, str(folder), str(target)], check=False)
    assert result.returncode == -9
    assert not target.exists()
    compile_index(folder, target)
    assert len(Store(target, "mini")) == 7


def test_an_index_that_is_there_already_is_kept(folder: Path, tmp_path: Path) -> None:
    compile_index(folder, tmp_path / "index")
    before = (tmp_path / "index" / "meta.json").stat().st_mtime_ns
    compile_index(folder, tmp_path / "index")
    assert (tmp_path / "index" / "meta.json").stat().st_mtime_ns == before
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_damaged_index_is_refused(mini: Gazetteer, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(mini.store.folder, broken)
    (broken / "names.marisa").write_bytes(b"not a trie")
    with pytest.raises(GazetteerError, match="is damaged"):
        Store(broken, "broken")
    meta = json.loads((broken / "meta.json").read_text(encoding="utf-8"))
    (broken / "meta.json").write_text(json.dumps({**meta, "version": 999}), encoding="utf-8")
    with pytest.raises(GazetteerError, match="made by another version"):
        Store(broken, "broken")


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("settlements.csv", "city", "capital", "settlements.csv, line 2, column 'kind': 'capital'"),
        ("settlements.csv", "48.99", "north", "settlements.csv, line 2, column 'lat': 'north' is not a number"),
        ("admin.csv", "UA14,1,", "UA14,9,", "admin.csv, line 3, column 'level': '9'"),
        ("aliases.csv", "former", "nick", "aliases.csv, line 2, column 'kind': 'nick'"),
    ],
)
def test_bad_tables_are_refused(folder: Path, tmp_path: Path, table: str, old: str, new: str, message: str) -> None:
    path = folder / table
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(GazetteerError, match=message.replace("(", r"\(")):
        compile_index(folder, tmp_path / "index")
    assert not (tmp_path / "index").exists()


def test_a_folder_is_a_gazetteer(folder: Path, tmp_path: Path) -> None:
    settings = config.Settings(cache_dir=str(tmp_path / "cache"))
    opened = Gazetteer.open(folder, settings=settings)
    assert opened.name == "mini"
    assert opened.search("Terny")[0].place.id == "UA2"
    first = index_folder(folder, "mini", settings)
    (folder / "settlements.csv").write_text(SETTLEMENTS.replace("Терни", "Тернове"), encoding="utf-8")
    assert index_folder(folder, "mini", settings) != first
    assert stamp(folder) in str(index_folder(folder, "mini", settings))


def test_old_indexes_are_removed(folder: Path, tmp_path: Path) -> None:
    settings = config.Settings(cache_dir=str(tmp_path / "cache"))
    for number in range(7):
        (folder / "aliases.csv").write_text(ALIASES + f"UA2,Name{number},en,alias,,,test\n" * (number + 1), "utf-8")
        newest = index_folder(folder, "mini", settings)
    left = sorted(path.name for path in (tmp_path / "cache" / "index").iterdir())
    assert len(left) == 4
    assert newest.name in left


def test_no_gazetteer_is_named(tmp_path: Path) -> None:
    settings = config.Settings(cache_dir=str(tmp_path))
    with pytest.raises(GazetteerError, match="no gazetteer 'nowhere'; installed: shipped"):
        Gazetteer.open("nowhere", settings=settings)
    with pytest.raises(GazetteerError, match=r"is not a gazetteer folder: admin.csv, settlements.csv missing"):
        Gazetteer.open(tmp_path, settings=settings)


def test_a_cache_that_cannot_be_written_is_said(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        Gazetteer.open(folder, settings=config.Settings(cache_dir=str(file)))


def test_search_in_any_spelling(gazetteer: Gazetteer) -> None:
    for name in (
        "Zahryzove",
        "Zagryzovo",
        "Zagryzove",
        "Загризове",
        "Загрызово",
        "Zahrizove",
        "ЗАГРИЗОВЕ",
        "Загризовому",
    ):
        assert [c.place.id for c in gazetteer.search(name)][:1] == ["UA63040050140089525"], name


def test_search_limits_and_shares(gazetteer: Gazetteer) -> None:
    found = gazetteer.search("Ivanivka", limit=5)
    assert len(found) == 5
    assert found == sorted(found, key=lambda c: -c.probability)
    assert sum(c.probability for c in found) < 1
    assert gazetteer.search("") == []


def test_suggestions_for_an_unknown_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.search("Wxqvplonk") == []
    assert len(gazetteer.suggest("Kramatorskkk")) == 3
    assert any("Kramatorsk" in label for label in gazetteer.suggest("Kramatorskkk"))


def test_a_long_name_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(QueryTooLong):
        gazetteer.search("x" * 10_001)


def test_place_by_identifier(gazetteer: Gazetteer) -> None:
    assert gazetteer.place("UA63040050140089525").name == "Zahryzove"
    with pytest.raises(GazetteerError, match="no place 'nope' in gazetteer 'shipped'"):
        gazetteer.place("nope")


def test_nearest_settlement(gazetteer: Gazetteer) -> None:
    base = gazetteer.place("UA63040050140089525")
    assert base.lat is not None
    assert base.lon is not None
    here = gazetteer.nearest(base.lat, base.lon)
    assert here is not None
    assert here.place.id == base.id
    assert here.distance_km == pytest.approx(0, abs=0.01)
    kyiv = gazetteer.nearest(50.45 + 0.4, 30.52)
    assert kyiv is not None
    assert kyiv.distance_km < 15
    assert gazetteer.nearest(0.0, -30.0) is None
    with pytest.raises(InputError, match="is not a point in degrees"):
        gazetteer.nearest(95.0, 30.0)


def test_nearest_in_words(mini: Gazetteer) -> None:
    found = mini.nearest(48.99 + 0.09, 37.80)
    assert str(found) == "10 km N of Lyman (Lyman Hromada, Donetsk Oblast)"


def test_nearest_for_many_points_equals_one_by_one(gazetteer: Gazetteer) -> None:
    points = [(48.5, 37.9), (49.7, 37.6), (46.6, 32.6), (0.0, -30.0)]
    table = gazetteer.reverse.nearest([p[0] for p in points], [p[1] for p in points])
    for (lat, lon), row in zip(points, table.to_dict("records"), strict=True):
        single = gazetteer.nearest(lat, lon)
        found = row["place_id"] if isinstance(row["place_id"], str) else None
        assert (single.place.id if single else None) == found


def test_geopy_adapter(gazetteer: Gazetteer) -> None:
    from geopy.extra.rate_limiter import RateLimiter

    geocoder = LocalGeocoder(gazetteer)
    location = geocoder.geocode("Загризове")
    assert location.address == "Zahryzove (Borova Hromada, Kharkiv Oblast)"
    assert (location.latitude, location.longitude) == pytest.approx((49.508, 37.724), abs=0.02)
    assert geocoder.geocode("Qwrtzplk") is None
    assert len(geocoder.geocode("Ivanivka", exactly_one=False, limit=4)) == 4
    assert RateLimiter(geocoder.geocode, min_delay_seconds=0)("Sudzha").address.startswith("Sudzha")
    back = geocoder.reverse((49.508, 37.72))
    assert back.raw["place"].name == "Zahryzove"


def test_geopandas_geocode(gazetteer: Gazetteer) -> None:
    from geopandas.tools import geocode

    frame = geocode(["Bakhmut", "Чугуїв"], provider=LocalGeocoder, gazetteer=gazetteer)
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.x.tolist() == pytest.approx([38.0, 36.69], abs=0.08)


@pytest.mark.parametrize(
    ("a", "b", "limit", "expected"),
    [
        ("abc", "abc", 2, 0), ("abc", "abd", 2, 1), ("abcd", "abdc", 2, 1), ("abc", "abcd", 1, 1), ("abc", "xyz", 2, 3),
        ("", "ab", 2, 2), ("kurakhove", "kurakove", 2, 1), ("abcdef", "badcfe", 2, 3),
    ],
)  # fmt: skip
def test_edit_distance(a: str, b: str, limit: int, expected: int) -> None:
    assert distance_at_most(a, b, limit) == expected
    assert distance_at_most(b, a, limit) == expected


def test_deletes_are_the_word_and_each_letter_less() -> None:
    assert list(deletes("abc")) == ["abc", "bc", "ac", "ab"]
    assert list(deletes("aab")) == ["aab", "ab", "aa"]


def test_the_geopy_adapter_heeds_a_region_after_a_comma(gazetteer: Gazetteer) -> None:
    geocoder = LocalGeocoder(gazetteer)
    for query in ("Pokrovsk, Donetsk region", "Покровськ, Донецька область", "Pokrovsk, Ukraine"):
        assert geocoder.geocode(query).address == "Pokrovsk (Pokrovsk Hromada, Donetsk Oblast)", query
    assert geocoder.geocode("Zahryzove, Lviv Oblast") is None

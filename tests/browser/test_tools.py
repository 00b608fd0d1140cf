"""Search, facets, time, table, link, files and language: each asserts the values a reader would see."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from geomap.gazetteer.names import normalise, spelling_key
from geomap.render.map import Map

Visit = Callable[..., Any]
SCENE = "Object.values(window).find(v => v instanceof L.Map)._geomap"


def tab(page: Any, name: str) -> None:
    page.click(f".gm-tabs button >> text={name}")


def seen(page: Any) -> list[str]:
    """Places of the rows that are to be seen, in order of date."""
    return page.evaluate(f"{SCENE}.stores.flatMap(s => [...s.visible()].map(r => s.label(r) || '-'))")


def facets(page: Any) -> dict[str, dict[str, int]]:
    return dict(
        page.eval_on_selector_all(
            ".gm-facets fieldset",
            "all => all.map(f => [f.querySelector('legend').textContent, Object.fromEntries([...f.querySelectorAll("
            "'label')].map(l => [l.querySelector('.gm-toggle-name').textContent, +l.querySelector('.gm-count')"
            ".textContent]))])",
        )
    )


def tick(page: Any, name: str) -> None:
    page.get_by_role("checkbox", name=re.compile(f"^{name} [0-9]+$")).click()
    page.wait_for_timeout(60)


def hits(page: Any, text: str) -> list[str]:
    page.evaluate("document.querySelector('.gm-results').textContent = ''")
    page.fill(".gm-input", text)
    page.wait_for_selector(".gm-results .gm-found", state="attached")
    return page.eval_on_selector_all(".gm-hit .gm-hit-name", "all => all.map(e => e.textContent)")


# ---- find and filter


def test_facets_count_what_the_other_choices_leave(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    tab(page, "Find")
    assert facets(page) == {
        "Type": {"Air strike": 1, "Casualties": 1, "Change of control": 1, "Deployment": 1, "Shelling": 1, "Strike": 1},
        "Whose word": {"Ukraine": 3, "Russia": 2, "Neither side": 1},
        "Source": {"not stated": 4, "Press report": 2},
        "What is known": {"Confirmed": 1, "Reported": 2, "Claimed by a side": 3},
        "Precision of place": {"settlement": 3, "near a settlement": 1, "oblast": 1, "not known": 1},
    }
    tick(page, "Claimed by a side")
    now = facets(page)
    assert now["What is known"] == {"Confirmed": 1, "Reported": 2, "Claimed by a side": 3}
    assert now["Whose word"] == {"Ukraine": 2, "Russia": 1, "Neither side": 0}
    assert now["Source"] == {"Press report": 2, "not stated": 1}
    tick(page, "Russia")
    assert seen(page) == ["Ivanivka"]
    assert page.inner_text(".gm-narrowing span") == "1 of 6 reports"
    assert page.inner_text(".gm-tabs button >> nth=0") == "Reports (1)"
    tab(page, "Layers")
    page.locator("#gm-panel-layers label", has_text="Change of control").locator("input").click()
    page.wait_for_timeout(60)
    tab(page, "Find")
    assert facets(page)["Type"]["Change of control"] == 0
    assert seen(page) == []
    tab(page, "Reports")
    assert page.inner_text("#gm-panel-reports .gm-small") == "No report is left: clear the filters."
    tab(page, "Find")
    page.click(".gm-clear")
    page.wait_for_timeout(60)
    assert len(seen(page)) == 5
    assert page.locator(".gm-narrowing span").count() == 0


@pytest.mark.parametrize("typed", [
    "Ivanivka", "IVANIVKA", "Іванівка", "Ивановка", "Ivanovka", "ivaniv", "Iwaniwka",
])  # fmt: skip
def test_a_place_is_found_in_any_spelling(visit: Visit, example_map: Map, typed: str) -> None:
    page = visit(example_map)
    tab(page, "Find")
    assert hits(page, typed)[0] == "Ivanivka"


def test_search_finds_labels_words_and_nothing(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    tab(page, "Find")
    assert hits(page, "Харьков") == ["Kharkiv", "Kharkiv Oblast", "Kharkiv"]
    assert hits(page, "днепр")[0] == "Dnipro"
    assert hits(page, "grid operator") == ["Kharkiv"]
    assert hits(page, "zzzz") == []
    assert page.inner_text(".gm-results .gm-small") == "Nothing found."
    hits(page, "Ивановка")
    page.click(".gm-results .gm-plain")
    page.wait_for_timeout(60)
    assert set(seen(page)) <= {"Ivanivka", "Novoivanovka"}
    assert "Ivanivka" in seen(page)


def test_search_by_keyboard_opens_the_first_hit(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    tab(page, "Find")
    page.focus(".gm-input")
    page.keyboard.type("mykhailivka")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.className") == "gm-hit"
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert page.inner_text(".leaflet-popup .gm-card-title") == "Mykhailivka"


NAMES = [
    "Іванівка", "Ивановка", "Ivanivka", "Zagryzovo", "Загризове", "Bakhmut", "Бахмут", "Артёмовск", "Kyiv", "Kiev",
    "Щастя", "Schastye", "Красногорівка", "Krasnohorivka", "Новоолексіївка", "Velyka Novosilka", "Волноваха",
    "Mykolaiv", "Николаев", "П'ятихатки", "Пятихатки", "Ямпіль", "Ольгинка", "Stepanivka", "Степне", "Юр'ївка",
    "Żytomierz", "Dnipro", "Днепр", "Слов'янськ", "Sloviansk", "Кам’янка", "Озерне", "Чернівці", "Tschernihiw",
]  # fmt: skip


def test_the_browser_folds_names_as_the_gazetteer_does(visit: Visit) -> None:
    page = visit(Map(base=False))
    for level in (1, 2):
        found = page.evaluate("([names, level]) => names.map(n => geomap.key(geomap.fold(n), level))", [NAMES, level])
        assert found == [spelling_key(normalise(name), level) for name in NAMES]
    assert page.evaluate("names => names.map(geomap.fold)", NAMES) == [normalise(name) for name in NAMES]


# ---- time


def set_day(page: Any, day: str) -> None:
    page.evaluate(
        "day => { const r = document.querySelector('.gm-range'); r.value = geomap.dayOf(day);"
        " r.dispatchEvent(new Event('input')); }",
        day,
    )
    page.wait_for_timeout(150)


def test_the_slider_shows_what_had_happened_by_a_day(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    assert len(seen(page)) == 6
    set_day(page, "2024-12-25")
    assert seen(page) == ["-", "Kursk Oblast", "Mykhailivka", "Kharkiv"]
    assert page.inner_text(".gm-day") == "up to 25 Dec 2024"
    assert page.get_attribute(".gm-range", "aria-valuetext") == "up to 25 Dec 2024"
    page.click(".gm-time-more summary")
    page.select_option(".gm-field select >> nth=0", "day")
    page.wait_for_timeout(150)
    # The interval from 20 to 27 December covers the day.
    assert seen(page) == ["-", "Kursk Oblast", "Kharkiv"]
    page.locator(".gm-field", has_text="Show undated (1)").locator("input").click()
    page.wait_for_timeout(150)
    assert seen(page) == ["Kursk Oblast", "Kharkiv"]
    page.select_option(".gm-field select >> nth=0", "window")
    page.fill(".gm-field input[type=number]", "2")
    page.dispatch_event(".gm-field input[type=number]", "change")
    page.wait_for_timeout(150)
    assert seen(page) == ["Kursk Oblast", "Mykhailivka", "Kharkiv"]
    assert page.inner_text(".gm-day").replace("\u2009", " ") == "24 – 25 Dec 2024"
    assert page.inner_text(".gm-tabs button >> nth=0") == "Reports (3)"


def test_the_slider_steps_by_key_and_plays(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.focus(".gm-range")
    for key, day in (("ArrowLeft", "26"), ("ArrowLeft", "25"), ("ArrowRight", "26"), ("Home", "20")):
        page.keyboard.press(key)
        assert page.inner_text(".gm-day") == f"up to {day} Dec 2024"
    page.keyboard.press("PageUp")
    assert page.evaluate(f"{SCENE}.time.at") is None
    page.click(".gm-play")
    assert page.get_attribute(".gm-play", "aria-label") == "Pause"
    page.wait_for_timeout(1400)
    page.click(".gm-play")
    assert page.evaluate(f"{SCENE}.time.at") > 20077
    assert page.get_attribute(".gm-play", "aria-label") == "Play"


def test_as_known_on_a_day(visit: Visit, events: gpd.GeoDataFrame) -> None:
    table = events.assign(published_at=["2024-12-28", "2024-12-27", "2024-12-28", None, "2025-01-02", "2024-12-27"])
    page = visit(Map(base=False, time="published").add_events(table))
    set_day(page, "2024-12-28")
    assert page.inner_text(".gm-day") == "as known on 28 Dec 2024"
    assert seen(page) == ["-", "Kursk Oblast", "Kharkiv", "Novoivanovka", "Ivanivka"]
    page.click(".gm-time-more summary")
    page.select_option(".gm-field select >> nth=1", "event")
    page.wait_for_timeout(150)
    assert page.inner_text(".gm-day") == "up to 27 Dec 2024"


def test_histogram_counts_an_interval_on_each_of_its_days(visit: Visit, example_map: Map) -> None:
    page = visit(example_map.add_areas(gpd.GeoDataFrame(geometry=[Point(36, 49).buffer(1)], crs=4326)))
    bars = page.evaluate("""() => { const ui = { timed: true, span: [20077, 20084], scene: SCENE, histogram: {} };
      geomap.fillHistogram(ui); return ui.bars; }""".replace("SCENE", SCENE))  # fmt: skip
    assert bars == [1, 1, 1, 1, 2, 2, 2, 2]


def test_no_slider_for_one_day_or_when_not_wanted(visit: Visit, events: gpd.GeoDataFrame) -> None:
    assert visit(Map(base=False).add_events(events.iloc[[0, 5]])).locator(".gm-time").count() == 0
    assert visit(Map(base=False, time=None).add_events(events)).locator(".gm-time").count() == 0
    assert visit(Map(base=False).add_events(events)).locator(".gm-time").count() == 1


def test_cards_tell_their_age(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.click(".gm-report >> text=Mykhailivka")
    assert "Last reported 3 days before the day of the map." in page.inner_text(".leaflet-popup")
    strengths = page.evaluate(f"""() => {{ const s = {SCENE}; s.fading = true;
      return [20084, 20091 + 4, 20120, 20200].map(day => {{ s.time.at = day; return s.stores[0].strength(5); }}); }}""")
    assert strengths == [1, 0.8, 0.42, 0.42]


# ---- table


def rows(page: Any) -> list[list[str]]:
    return page.eval_on_selector_all(
        ".gm-grid-space .gm-row", "all => all.map(r => [...r.querySelectorAll('.gm-cell')].map(c => c.textContent))"
    )


def test_the_table_is_the_twin_of_the_map(visit: Visit, example_map: Map) -> None:
    page = visit(example_map, width=1500)
    tab(page, "Table")
    grid = page.locator("[role=grid]")
    assert grid.get_attribute("aria-rowcount") == "7"
    assert [row[2] for row in rows(page)] == [
        "Ivanivka", "Novoivanovka", "Kharkiv", "Mykhailivka", "Kursk Oblast", "No place given",
    ]  # fmt: skip
    page.click("[role=columnheader] >> text=Place")
    assert [row[2] for row in rows(page)] == [
        "Ivanivka", "Kharkiv", "Kursk Oblast", "Mykhailivka", "No place given", "Novoivanovka",
    ]  # fmt: skip
    assert page.get_attribute("[role=columnheader] >> nth=2", "aria-sort") == "ascending"
    assert rows(page)[0][1:] == [
        "Change of control", "Ivanivka", "Lyman Hromada, Donetsk Oblast", "Russia", "Claimed by a side",
        "Russia's defence ministry", "", "Press report", "settlement",
    ]  # fmt: skip
    assert rows(page)[4][9] == "Not on the map"
    page.click(".gm-grid-space .gm-row >> text=Kharkiv")
    assert page.inner_text(".leaflet-popup .gm-card-title") == "Kharkiv"
    assert page.locator(".gm-row[aria-selected=true]").get_attribute("aria-rowindex") == "3"
    tab(page, "Find")
    tick(page, "Confirmed")
    assert [row[2] for row in rows(page)] == ["Kharkiv"]


def test_a_card_opens_above_the_open_table(visit: Visit, example_map: Map) -> None:
    page = visit(example_map, width=1280, height=720)
    tab(page, "Table")
    for name in ("Kharkiv", "Mykhailivka", "Ivanivka"):
        page.click(f".gm-grid-space .gm-row >> text={name}")
        page.wait_for_timeout(400)
        card, table = page.locator(".gm-popup").bounding_box(), page.locator(".gm-drawer").bounding_box()
        main = page.locator(".gm-main").bounding_box()
        assert card["y"] >= main["y"]
        assert card["y"] + card["height"] <= table["y"]
    page.click(".gm-drawer .gm-close")
    page.evaluate(f"{SCENE}.map.panBy([0, -260], {{ animate: false }})")


def test_the_table_by_keyboard(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    tab(page, "Table")
    page.click("[role=columnheader] >> text=Place")
    page.keyboard.press("Tab")
    for _ in range(7):
        page.keyboard.press("Tab")
    page.focus(".gm-grid-space .gm-row[tabindex='0']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('aria-rowindex')") == "4"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('aria-rowindex')") == "7"
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert page.inner_text(".leaflet-popup .gm-card-title") == "Novoivanovka"
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    assert page.evaluate("document.activeElement.getAttribute('aria-rowindex')") == "7"


def many(n: int) -> gpd.GeoDataFrame:
    days = pd.to_datetime("2024-01-01") + pd.to_timedelta([i % 300 for i in range(n)], unit="D")
    return gpd.GeoDataFrame(
        {"event_type": ["strike", "shelling"] * (n // 2), "place": [f"place {i}" for i in range(n)],
         "date_start": days.strftime("%Y-%m-%d")},
        geometry=gpd.points_from_xy([33 + (i % 97) / 20 for i in range(n)], [47 + (i % 89) / 20 for i in range(n)]),
        crs=4326,
    )  # fmt: skip


def test_a_long_table_keeps_few_elements_and_reaches_its_end(visit: Visit) -> None:
    page = visit(Map(base=False).add_events(many(240_000)))
    page.wait_for_function(f"Boolean({SCENE}.stores[0].texts)")
    tab(page, "Table")
    assert page.get_attribute("[role=grid]", "aria-rowcount") == "240001"
    assert len(rows(page)) < 40
    page.focus(".gm-grid-space .gm-row[tabindex='0']")
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.getAttribute('aria-rowindex')") == "240001"
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowUp")
    assert int(page.evaluate("document.activeElement.getAttribute('aria-rowindex')")) < 240000
    assert len(rows(page)) < 40


# ---- link, files, language


def test_a_link_restores_view_time_layers_filters_search_and_language(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    assert page.evaluate("location.hash") == ""
    set_day(page, "2024-12-26")
    tab(page, "Layers")
    page.locator("#gm-panel-layers label", has_text="Contested").locator("input").click()
    tab(page, "Find")
    tick(page, "settlement")
    page.evaluate(f"{SCENE}.map.setView([49.5, 36.5], 7.5)")
    page.click(".gm-tongue >> text=УКР")
    page.wait_for_timeout(400)
    link = page.evaluate("location.hash")
    assert "t=until,2024-12-26,7" in link
    assert "precision=settlement" in link
    assert "g=uk" in link
    state = f"[{SCENE}.time, [...{SCENE}.picks.precision], geomap.lang, {SCENE}.map.getZoom()]"
    before = (page.evaluate(state), seen(page), page.inner_text(".gm-legend"))
    page.reload()
    page.wait_for_selector("html[data-geomap=ready]", state="attached")
    assert (page.evaluate(state), seen(page), page.inner_text(".gm-legend")) == before
    assert page.get_attribute("html", "lang") == "uk"
    assert page.evaluate("location.hash") == link


@pytest.mark.parametrize("link", [
    "#v=999,0,5&t=until,2024-13-45,7&type=nothing&l=9999.-1.x&g=xx&c=2024-12-25&u=2",
    "#v=1e9,NaN,Infinity&t=day,,&q=%E0%A4%A&status=__proto__~constructor&b=__proto__",
    "#" + "v=49,36,7&" * 3000, "#=&&==&v&t=&q=" + "a" * 200, "#%00%0a<script>",
])  # fmt: skip
def test_a_link_that_is_not_ours_changes_nothing(visit: Visit, example_map: Map, link: str) -> None:
    page = visit(example_map)
    before = page.evaluate("geomap.lang"), seen(page), page.evaluate(f"{SCENE}.time")
    page.evaluate("link => { location.hash = link; }", link)
    page.wait_for_timeout(200)
    assert (page.evaluate("geomap.lang"), seen(page), page.evaluate(f"{SCENE}.time")) == before


def taken(page: Any, kind: str) -> tuple[str, str]:
    with page.expect_download() as started:
        page.click(f".gm-take button >> text={kind}")
    return started.value.suggested_filename, Path(started.value.path()).read_text(encoding="utf-8")


def test_what_is_shown_is_taken_away_as_csv_and_geojson(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    tab(page, "Find")
    tick(page, "Claimed by a side")
    name, text = taken(page, "CSV")
    assert name == "russia-says-it-took-a-village.csv"
    table = list(csv.DictReader(io.StringIO(text)))
    assert [row["place_name"] for row in table] == ["Kursk Oblast", "Novoivanovka", "Ivanivka"]
    assert (table[2]["latitude"], table[2]["longitude"], table[2]["claim_status"]) == ("49.114", "37.947", "claimed")
    assert table[2]["source"] == "Press report"
    name, text = taken(page, "GeoJSON")
    assert name == "russia-says-it-took-a-village.geojson"
    data = json.loads(text)
    areas = data["features"][3:]
    assert [f["geometry"]["type"] for f in data["features"][:3]] == ["Polygon", "Point", "Point"]
    assert [(f["properties"]["state"], f["properties"]["side"], f["geometry"]["type"]) for f in areas] == [
        ("band", "", "Polygon"), ("confirmed", "RU", "Polygon"), ("stale", "UA", "Polygon"),
        ("claimed", "RU", "Polygon"), ("contested", "", "Polygon"), ("front", "", "MultiLineString"),
    ]  # fmt: skip
    assert areas[3]["properties"] == {
        "layer": "Claimed by Russia, not confirmed", "state": "claimed", "side": "RU", "area_km2": 20,
        "as_of": "2024-12-27",
    }  # fmt: skip
    ring = data["features"][0]["geometry"]["coordinates"][0]
    assert {tuple(point) for point in ring} == {(34.1, 50.9), (38.5, 50.9), (38.5, 52.4), (34.1, 52.4)}
    assert sum((b[0] - a[0]) * (b[1] + a[1]) for a, b in itertools.pairwise(ring)) < 0
    assert data["features"][2]["geometry"]["coordinates"] == [37.947, 49.114]
    assert data["sources"][0]["text"] == "Press report"


def test_cells_that_a_spreadsheet_would_run_are_guarded(visit: Visit, events: gpd.GeoDataFrame) -> None:
    bad = ["=1+1", "+1", "-1", "@x", "\tx", "'=1", 'a"b,c\nd']
    table = gpd.GeoDataFrame({"description": bad, "place": bad}, geometry=[Point(36, 49)] * len(bad), crs=4326)
    page = visit(Map("../../../etc/<passwd>\u202e", base=False).add_events(table))
    name, text = taken(page, "CSV")
    assert name == "etc-passwd.csv"
    got = [row["description"] for row in csv.DictReader(io.StringIO(text))]
    assert got == ["'=1+1", "'+1", "'-1", "'@x", "'\tx", "''=1", 'a"b,c\nd']


def test_the_language_changes_interface_and_names(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.click(".gm-tongue >> text=РУС")
    page.wait_for_timeout(100)
    assert page.inner_text(".gm-tabs button >> nth=0").startswith("Сообщения")
    assert "Харьков" in seen(page)
    assert "Удерживает Россия, подтверждено" in page.inner_text(".gm-legend")
    assert page.inner_text(".gm-disclaimer").startswith("Контроль показан приблизительно")
    assert page.inner_text("h1") == "Russia says it took a village"
    assert page.evaluate("document.activeElement.textContent") == "РУС"
    page.click(".gm-tongue >> text=EN")
    page.wait_for_timeout(100)
    assert "Kharkiv" in seen(page)
    assert page.locator(".gm-panel").count() == 7

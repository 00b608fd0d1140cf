"""The page in a browser: what it shows, says and answers to. Silence (no request, no error) is checked by `visit`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

from geomap.render.map import Map

Visit = Callable[..., Any]


def legend(page: Any) -> dict[str, list[str]]:
    return dict(
        page.eval_on_selector_all(
            ".gm-legend-part",
            "parts => parts.map(p => [p.querySelector('h3').textContent,"
            " [...p.querySelectorAll('li')].map(li => li.textContent)])",
        )
    )


def reports(page: Any) -> list[str]:
    return page.eval_on_selector_all("ol.gm-reports .gm-report-place", "items => items.map(i => i.textContent)")


def toggle(page: Any, name: str) -> None:
    page.locator("#gm-panel-layers label", has_text=name).locator("input").click()
    page.wait_for_timeout(80)


def pick(page: Any, name: str) -> None:
    """Tick or untick a value of a facet."""
    page.click(".gm-tabs button >> text=Find")
    page.locator("#gm-panel-find .gm-facets label", has_text=name).locator("input").click()
    page.wait_for_timeout(80)


def pixels(page: Any, storey: str, lat: float, lon: float, half: int = 9) -> int:
    """Count painted pixels of a storey's canvas around a place."""
    return page.evaluate(
        """([storey, lat, lon, half]) => {
          const map = Object.values(window).find(v => v instanceof L.Map);
          const surface = map._geomap.surfaces[storey];
          surface.paint();
          const p = map.latLngToLayerPoint([lat, lon]).subtract(surface._bounds.min);
          const r = surface.ratio;
          const side = 2 * half * r;
          const data = surface.context.getImageData((p.x - half) * r, (p.y - half) * r, side, side).data;
          let n = 0;
          for (let i = 3; i < data.length; i += 4) { if (data[i] > 0) { n++; } }
          return n;
        }""",
        [storey, lat, lon, half],
    )


def test_the_page_says_what_it_must(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    assert page.title() == "Russia says it took a village"
    assert page.inner_text("h1") == "Russia says it took a village"
    assert page.inner_text(".gm-asof") == "As of 27 December 2024"
    foot = page.inner_text(".gm-foot")
    for text in ("Control is approximate; claims are not facts.", "Press report", "Control table", "Local gazetteer",
                 "GeoNames (CC BY 4.0)", "base map: Natural Earth", "maps desk",
                 "UN General Assembly resolution 68/262",
                 "This page contacts no server."):  # fmt: skip
        assert text in foot
    assert page.inner_text(".leaflet-control-attribution") == "Leaflet"
    assert page.locator(".leaflet-control-scale-line").count() == 1
    assert page.locator(".gm-locator").count() == 1
    assert page.get_attribute("html", "lang") == "en"


def test_the_legend_shows_exactly_what_is_drawn(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    assert legend(page) == {
        "Control of territory": [
            "Held by Russia, confirmed", "Held by Ukraine, no recent report", "Claimed by Russia, not confirmed",
            "Contested", "Front line", "Where the line may run (nine in ten)",
            "Blank: no statement near",
        ],
        "Reports by type": ["Air strike", "Casualties", "Change of control", "Shelling", "Strike"],
        "What is known": ["Confirmed", "Reported", "Claimed by a side"],
        "Whose word it is": ["Ukraine", "Russia"],
        "Uncertainty": [
            "Radius within which the true place lies", "Somewhere in this region",
            "Place not certain: several bear the name",
        ],
    }  # fmt: skip
    page.click(".gm-tabs button >> text=Layers")
    toggle(page, "Casualties")
    toggle(page, "Radius within")
    toggle(page, "Contested")
    toggle(page, "Shelling")
    now = legend(page)
    assert now["Reports by type"] == ["Air strike", "Change of control", "Strike"]
    assert now["What is known"] == ["Confirmed", "Claimed by a side"]
    assert "Contested" not in now["Control of territory"]
    assert "Uncertainty" not in now


def test_layers_switch_what_is_painted(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.click(".gm-tabs button >> text=Layers")
    assert pixels(page, "events", 49.114, 37.947) > 100
    toggle(page, "Change of control")
    assert pixels(page, "events", 49.114, 37.947) == 0
    toggle(page, "Change of control")
    for known in ("Confirmed", "Reported"):
        pick(page, known)
    assert pixels(page, "events", 49.114, 37.947) == 0
    assert pixels(page, "events", 49.9935, 36.2304) > 100
    page.click(".gm-tabs button >> text=Reports")
    assert sorted(reports(page)) == ["Kharkiv", "Mykhailivka"]


def test_claimed_and_confirmed_look_different(visit: Visit, events: gpd.GeoDataFrame) -> None:
    claimed = events[events["event_id"] == "a"]
    confirmed = claimed.assign(claim_status="confirmed")
    middles = []
    for table in (claimed, confirmed):
        page = visit(Map(base=False).add_events(table))
        middles.append(page.evaluate(
            """() => { const c = geomap.sprite('control_change', STATUS, '#D55E00', 7, false).canvas;
              const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let n = 0;
              for (let i = 0; i < d.length; i += 4) {
                if (d[i] === 213 && d[i + 1] === 94 && d[i + 2] === 0 && d[i + 3] === 255) { n++; }
              }
              return n; }""".replace("STATUS", "'claimed'" if table is claimed else "'confirmed'")
        ))  # fmt: skip
    assert middles[1] > 2 * middles[0] > 0


def test_popup_tells_who_says_what_and_how_sure_the_place_is(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.click(".gm-report >> text=Ivanivka")
    card = page.inner_text(".leaflet-popup .gm-card")
    for text in ("Change of control", "27 December 2024", "Ivanivka", "Lyman Hromada, Donetsk Oblast",
                 "Russia's defence ministry says:", "Russia says it took the village.",
                 "Claimed by a side. Not independently confirmed.", "Ivanivka, Donetsk region",
                 "settlement; within 1.5 km nine times in ten", "probability 91 %",
                 "6 places bear the name"):  # fmt: skip
        assert text in card
    page.click(".leaflet-popup summary >> text=Why this place")
    assert page.locator(".leaflet-popup .gm-details li").all_inner_texts() == [
        "six places bear the name", "3 km from the front",
    ]  # fmt: skip
    link = page.locator(".leaflet-popup .gm-source a")
    assert link.get_attribute("href") == "https://example.org/report"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert link.get_attribute("target") == "_blank"


def test_an_address_that_is_not_of_the_web_is_text(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.click(".gm-report >> text=Novoivanovka")
    assert page.locator(".leaflet-popup a.gm-link").count() == 0
    assert "javascript:alert(1)" in page.inner_text(".leaflet-popup .gm-source")


def test_ambiguous_places_show_their_candidates(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.click(".gm-report >> text=Mykhailivka")
    assert "Place not certain" in page.inner_text(".leaflet-popup .gm-doubt")
    assert page.locator(".leaflet-popup .gm-details li").all_inner_texts() == [
        "Mykhailivka A (p=0.48)", "Mykhailivka B (p=0.31)",
    ]  # fmt: skip


def test_a_region_is_tinted_and_never_a_pin(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    store = "Object.values(window).find(v => v instanceof L.Map)._geomap.stores[0]"
    assert page.evaluate(f"{store}.spots.length") == 4
    assert page.evaluate(f"{store}.pillsDrawn.map(p => p.name)") == ["Kursk Oblast"]
    assert pixels(page, "areas", 52.0, 34.4) > 300
    page.click(".gm-report >> text=Kursk Oblast")
    card = page.inner_text(".leaflet-popup .gm-card")
    assert re.search(r"20\s?–\s?27 December 2024", card)
    assert "3,000 killed and wounded" in card


def test_the_disc_has_the_radius_in_metres_at_its_latitude(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.click(".gm-report >> text=Novoivanovka")
    page.wait_for_timeout(150)
    drawn, true = page.evaluate(
        """() => {
          const map = Object.values(window).find(v => v instanceof L.Map);
          const store = map._geomap.stores[0];
          const row = [...Array(store.n).keys()].find(i => store.label(i) === 'Novoivanovka');
          const a = map.latLngToLayerPoint([51.32, 35.11]);
          const degrees = 5 / (6371.0088 * Math.cos(51.32 * Math.PI / 180)) * 180 / Math.PI;
          return [store.pixels(row, store.view), map.latLngToLayerPoint([51.32, 35.11 + degrees]).x - a.x];
        }"""
    )
    assert drawn > 20
    assert drawn == pytest.approx(true, abs=1.0)


def test_what_has_no_place_is_listed_with_its_reason(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    assert reports(page) == ["Ivanivka", "Novoivanovka", "Kharkiv", "Mykhailivka", "Kursk Oblast"]
    heading = page.inner_text(".gm-unplaced-title")
    assert heading.split() == ["Not", "on", "the", "map", "1"]
    assert page.inner_text(".gm-unplaced .gm-reason") == "No position given"
    page.click(".gm-unplaced summary")
    assert "10,000 or more" in page.inner_text(".gm-unplaced .gm-card")


def test_keyboard_alone_reaches_every_report(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "gm-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.querySelector('.gm-report-place').textContent") == "Ivanivka"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".leaflet-popup")
    assert page.evaluate("document.activeElement.className") == "gm-popup"
    assert "Novoivanovka" in page.inner_text(".leaflet-popup")
    page.keyboard.press("Escape")
    page.wait_for_timeout(400)
    assert page.locator(".leaflet-popup").count() == 0
    assert page.evaluate("document.activeElement.querySelector('.gm-report-place').textContent") == "Novoivanovka"


def test_a_click_on_the_symbol_opens_it(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    at = page.evaluate(
        "() => { const m = Object.values(window).find(v => v instanceof L.Map);"
        " const r = m.getContainer().getBoundingClientRect();"
        " const p = m.latLngToContainerPoint([49.9935, 36.2304]); return [r.left + p.x, r.top + p.y]; }"
    )
    page.mouse.click(*at)
    page.wait_for_selector(".leaflet-popup")
    assert page.inner_text(".leaflet-popup .gm-card-title") == "Kharkiv"
    assert "Confirmed." in page.inner_text(".leaflet-popup .gm-note")


def test_events_at_one_place_can_be_leafed_through(visit: Visit, events: gpd.GeoDataFrame) -> None:
    table = events.iloc[[3, 3, 3]].assign(description=["first", "second", "third"])
    page = visit(Map(base=False).add_events(table))
    page.evaluate("() => { const s = Object.values(window).find(v => v instanceof L.Map)._geomap.stores[0];"
                  " geomap.open(s.scene, s.place(0), [0, 1, 2].map(row => ({store: s, row})), false); }")  # fmt: skip
    assert page.inner_text(".gm-pager span") == "1 of 3"
    # a click on a card that the map is still moving into view meets nothing
    page.wait_for_function("() => { const m = Object.values(window).find(v => v instanceof L.Map);"
                           " return !(m._panAnim && m._panAnim._inProgress); }")  # fmt: skip
    page.click(".gm-pager button[aria-label='Next report']")
    assert page.inner_text(".gm-pager span") == "2 of 3"
    assert "second" in page.inner_text(".leaflet-popup")
    page.click(".gm-pager button[aria-label='Previous report']")
    page.click(".gm-pager button[aria-label='Previous report']")
    assert "third" in page.inner_text(".leaflet-popup")


def test_phone_has_the_map_in_front_and_panels_on_demand(visit: Visit, example_map: Map) -> None:
    page = visit(example_map, width=360, height=740, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator(".gm-main .folium-map").bounding_box()["height"] > 400
    for name, selector in (("Legend", ".gm-legend"), ("Layers", "#gm-panel-layers"), ("Reports", "#gm-panel-reports"),
                           ("About", "#gm-panel-about")):  # fmt: skip
        panel = page.locator(selector)
        assert not panel.is_visible()
        page.click(f".gm-nav button >> text={name}")
        assert panel.is_visible()
        box = panel.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        page.click(f"{selector} .gm-close")
        assert not panel.is_visible()
    page.click(".gm-nav button >> text=Reports")
    page.click(".gm-report >> text=Ivanivka")
    assert "Russia's defence ministry says:" in page.inner_text("#gm-panel-card")
    page.click("#gm-panel-card .gm-close")
    assert not page.locator("#gm-panel-card").is_visible()


@pytest.mark.parametrize(("lang", "held", "label"), [
    ("uk", "Утримує Росія, підтверджено", "Станом на 27 грудня 2024 р."),
    ("ru", "Удерживает Россия, подтверждено", "По состоянию на 27 декабря 2024 г."),
])  # fmt: skip
def test_the_page_speaks_ukrainian_and_russian(
    visit: Visit, events: gpd.GeoDataFrame, control: Any, lang: str, held: str, label: str
) -> None:
    page = visit(Map("Карта", as_of="2024-12-27", lang=lang, base=False).add_control(control).add_events(events))
    assert held in next(iter(legend(page).values()))
    assert page.inner_text(".gm-asof") == label
    assert page.get_attribute("html", "lang") == lang


def test_an_empty_map_opens(visit: Visit) -> None:
    page = visit(Map())
    assert page.inner_text("#gm-panel-legend .gm-panel-body") == "Nothing to show: every layer is off."
    assert page.title() == "Reports"


def test_on_paper_only_what_paper_can_do(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    page.emulate_media(media="print")
    for part in (".gm-tongues", ".gm-take", ".gm-side", ".gm-nav", ".gm-time-slot", ".leaflet-control-zoom",
                 ".gm-legend .gm-close"):  # fmt: skip
        assert not page.locator(part).first.is_visible(), part
    for part in ("h1", ".gm-asof", ".gm-legend", ".gm-disclaimer", ".gm-locator", ".leaflet-control-scale-line"):
        assert page.locator(part).first.is_visible(), part


def test_dark_mode_repaints(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)
    light = page.evaluate("geomap.theme('land')")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(100)
    assert (light, page.evaluate("geomap.theme('land')")) == ("#faf8f3", "#2f3236")


def test_shown_in_a_notebook_frame(visit: Visit, example_map: Map) -> None:
    frame = f"<!DOCTYPE html><meta charset=utf-8><body>{example_map._repr_html_()}</body>"
    page = visit(frame, ready=False)
    inner = page.frame_locator("iframe")
    inner.locator("html[data-geomap=ready]").wait_for(state="attached", timeout=20_000)
    assert inner.locator("h1").inner_text() == "Russia says it took a village"
    assert page.get_attribute("iframe", "sandbox") == "allow-scripts"
    assert page.get_attribute("iframe", "title") == "geomap map"


def test_many_events_are_counted_not_drawn_one_by_one(visit: Visit) -> None:
    rng = np.random.default_rng(1)
    n = 20_000
    table = gpd.GeoDataFrame(
        {"event_type": rng.choice(["strike", "shelling"], n), "place": [f"place {i}" for i in range(n)]},
        geometry=gpd.points_from_xy(rng.uniform(33, 38, n), rng.uniform(47, 51, n)), crs=4326,
    )  # fmt: skip
    page = visit(Map(base=False).add_events(table))
    counted, circles, milliseconds = page.evaluate(
        """() => { const scene = Object.values(window).find(v => v instanceof L.Map)._geomap;
          const store = scene.stores[0];
          const start = performance.now(); scene.surfaces.events.paint();
          const sum = store.spots.reduce((sum, spot) => sum + spot.n, 0);
          return [sum, store.spots.length, performance.now() - start]; }"""
    )
    assert counted == n
    assert circles < 800
    assert milliseconds < 1000
    assert page.locator("ol.gm-reports button.gm-report").count() == 80
    page.click(".gm-more")
    assert page.locator("ol.gm-reports button.gm-report").count() == 160

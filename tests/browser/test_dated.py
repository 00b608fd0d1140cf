"""Areas with dates: lossless, small, on the slider's day, and two dates side by side."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from geomap.render import runs
from geomap.render.codec import shapes
from geomap.render.map import Map

Visit = Callable[..., Any]
SCENE = "Object.values(window).find(v => v instanceof L.Map)._geomap"


def day(number: int) -> str:
    return str(np.datetime64("2023-01-01") + number)


def drifting(days: int, vertices: int = 400) -> gpd.GeoDataFrame:
    """An area with a hole whose western border moves a little, here and there, every day."""
    rng = np.random.default_rng(3)
    lat = np.linspace(47.0, 51.0, vertices)
    lon = 36 + rng.normal(0, 0.02, vertices).cumsum() * 0.3
    rows = []
    for number in range(days):
        at = int(rng.integers(0, vertices - 12))
        lon = lon.copy()
        lon[at : at + 12] -= rng.uniform(0.001, 0.02)
        edge = list(zip(lon, lat, strict=True))
        whole = Polygon([*edge, (40.0, 51.0), (40.0, 47.0)], [box(38.5, 48, 39, 48.5 + number / 4000).exterior.coords])
        rows.append({"date": day(number), "state": "confirmed", "side": "RU", "geometry": whole})
        rows.append({"date": day(number), "state": "front", "side": "", "geometry": LineString(edge)})
    return gpd.GeoDataFrame(rows, geometry="geometry", crs=4326)


def grid(geometry: Any) -> list[list[list[int]]]:
    """The rings of a geometry in whole multiples of 1e-5 degrees, as the page should hold them."""
    packed = shapes([geometry])
    return [
        np.column_stack([packed.x[a:b], packed.y[a:b]]).tolist()
        for a, b in zip(packed.rings[:-1], packed.rings[1:], strict=True)
    ]


DECODE = """async ([id]) => {
  const data = await geomap.columns(id);
  const folded = geomap.folded(data.columns, 'shape', 0);
  return [...data.columns.day].map((day, k) => {
    const s = geomap.unfold(folded, data.columns.first[k], data.columns.first[k + 1]);
    return [...s.rings.slice(0, -1)].map((from, r) => {
      const ring = [];
      for (let i = from; i < s.rings[r + 1]; i++) { ring.push([s.x[i], s.y[i]]); }
      return ring;
    });
  });
}"""


def test_what_the_browser_decodes_is_what_went_in(visit: Visit) -> None:
    series = drifting(40, 120)
    built = Map(base=False).add_control_series(series)
    page = visit(built)
    for layer, state in zip(built._layers, ("confirmed", "front"), strict=True):
        decoded = page.evaluate(DECODE, [layer.arguments[0]])
        wanted = [grid(geometry) for geometry in series[series["state"] == state].geometry]
        assert decoded == wanted


@pytest.mark.parametrize("seed", range(6))
def test_folding_loses_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cells = [box(x, y, x + 1, y + 1) for x in range(4) for y in range(3)]
    merged = [shapely.union_all([cells[i] for i in rng.choice(12, 5, replace=False)]) for _ in range(8)]
    packed = shapes([*merged, LineString([(0, 0), (1, 0), (2, 0), (1, 0), (0, 0), (1, 1)])])
    again = runs.unfold(runs.fold(packed))
    for name in ("x", "y", "rings", "features"):
        assert getattr(again, name).tolist() == getattr(packed, name).tolist()


def test_770_dates_are_small_and_step_within_a_frame(visit: Visit) -> None:
    built = Map(base=False).add_control_series(drifting(770, 1400))
    size = sum(len(data) for layer in built._layers for _, data, _ in layer.blocks)
    page = visit(built)
    slowest, median = page.evaluate("""() => { const scene = SCENE; const times = [];
      for (let d = scene.shapes[0].days[0]; d < scene.shapes[0].days[0] + 770; d += 7) {
        const from = performance.now(); scene.time.at = d; geomap.turnAll(scene); scene.surfaces.areas.paint();
        times.push(performance.now() - from); }
      times.sort((a, b) => a - b); return [times[times.length - 1], times[times.length >> 1]]; }
    """.replace("SCENE", SCENE))  # fmt: skip
    print(f"\n770 dates x 2 layers: {size / 1e6:.3f} MB in base64, a step {median:.1f} ms (slowest {slowest:.1f})")
    assert size < 400_000
    assert median < 50


def test_the_latest_date_up_to_the_slider_is_shown(visit: Visit) -> None:
    frame = gpd.GeoDataFrame(
        {"as_of": ["2024-01-01", "2024-01-11", "2024-01-11"], "name": ["one", "two", "three"]},
        geometry=[box(34, 48, 35, 49), box(34, 48, 36, 49), box(37, 48, 38, 49)], crs=4326,
    )  # fmt: skip
    page = visit(Map(base=False).add_areas(frame, name="Zone", time="as_of"))
    area = f"{SCENE}.shapes[0]"
    assert page.evaluate(f"[{area}.rings.n, {area}.shown(), {area}.km2(0)]") == [
        2, 19733, page.evaluate(f"{area}.km2(0)"),
    ]  # fmt: skip
    assert float(page.evaluate(f"{area}.km2(0)")) == pytest.approx(2 * 8210, rel=0.02)
    page.focus(".gm-range")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate(f"[{area}.rings.n, {area}.shown()]") == [1, 19723]
    page.evaluate(f"geomap.open({SCENE}, [48.5, 34.5], [{{ area: {area}, f: 0 }}], false)")
    card = page.inner_text(".gm-card")
    assert "one" in card
    assert "1 January 2024" in card


def test_two_dates_side_by_side(visit: Visit) -> None:
    frame = gpd.GeoDataFrame(
        {"date": ["2024-01-01", "2024-01-11"], "state": "confirmed", "side": "RU", "area_km2": [100.0, 250.0]},
        geometry=[box(34, 48, 35, 49), box(34, 48, 36, 49)], crs=4326,
    )  # fmt: skip
    page = visit(Map(base=False).add_control_series(frame))
    page.click(".gm-time-more summary")
    page.fill(".gm-field input[type=date]", "2024-01-01")
    page.dispatch_event(".gm-field input[type=date]", "change")
    page.wait_for_timeout(200)
    cells = page.eval_on_selector_all(".gm-km2 tr", "all => all.map(r => [...r.children].map(c => c.textContent))")
    assert cells == [["km²", "1 Jan 2024", "11 Jan 2024", "±"],
                     ["Held by Russia, confirmed", "100", "250", "+150"]]  # fmt: skip
    assert "Differs between the dates" in page.inner_text(".gm-legend")
    painted = page.evaluate("""() => { const s = SCENE.surfaces.areas; s.paint(); const m = SCENE.map;
      return [34.5, 35.5].map(lon => { const p = m.latLngToLayerPoint([48.5, lon]).subtract(s._bounds.min);
        const d = s.context.getImageData(p.x * s.ratio - 12, p.y * s.ratio - 12, 24, 24).data;
        const set = new Set(); for (let i = 0; i < d.length; i += 4) { set.add(d.slice(i, i + 3).join()); }
        return set.size; }); }""".replace("SCENE", SCENE))  # fmt: skip
    assert painted[0] == 1
    assert painted[1] > 3


def two_days() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {"date": ["2024-01-01", "2024-01-11"], "state": "confirmed", "side": "RU", "area_km2": [100.0, 250.0]},
        geometry=[box(34, 48, 35, 49), box(34, 48, 36, 49)], crs=4326,
    )  # fmt: skip


SHOTS = """lons => { const s = SCENE.surfaces.areas; s.paint(); const m = SCENE.map;
  return lons.map(lon => { const p = m.latLngToLayerPoint([48.5, lon]).subtract(s._bounds.min);
    return s.context.getImageData(p.x * s.ratio, p.y * s.ratio, 1, 1).data[3] > 0; }); }""".replace("SCENE", SCENE)


def test_a_divider_parts_two_dates(visit: Visit) -> None:
    reports = gpd.GeoDataFrame(
        {"event_type": ["strike", "shelling"], "date_start": ["2024-01-01", "2024-01-10"], "place": ["early", "late"]},
        geometry=[Point(34.2, 48.7), Point(34.3, 48.2)], crs=4326,
    )  # fmt: skip
    page = visit(Map(base=False).add_control_series(two_days()).add_events(reports))
    page.click(".gm-time-more summary")
    page.fill(".gm-field input[type=date]", "2024-01-01")
    page.dispatch_event(".gm-field input[type=date]", "change")
    page.select_option(".gm-field select >> nth=-1", "swipe")
    page.wait_for_timeout(150)
    bar = page.locator(".gm-swipe")
    assert bar.get_attribute("role") == "slider"
    assert bar.get_attribute("aria-valuetext") == "1 Jan 2024 | 11 Jan 2024"
    assert bar.locator("span").all_inner_texts() == ["◂ 1 Jan 2024", "11 Jan 2024 ▸"]
    # East of 35° the area is there on the second date only: with the divider at the right end it goes.
    page.evaluate(f"{SCENE}.map.setView([48.5, 35], 8, {{ animate: false }})")
    bar.focus()
    page.keyboard.press("Home")
    assert page.evaluate(SHOTS, [34.5, 35.5]) == [True, True]
    page.keyboard.press("End")
    assert bar.get_attribute("aria-valuenow") == "100"
    assert page.evaluate(SHOTS, [34.5, 35.5]) == [True, False]
    # What was not yet reported on the left date is neither drawn there nor found.
    for place, title in (([48.7, 34.2], "early"), ([48.2, 34.3], "Held by Russia, confirmed")):
        at = page.evaluate(f"""place => {{ const m = {SCENE}.map; m.setView([48.5, 35], 8, {{ animate: false }});
          const r = m.getContainer().getBoundingClientRect(); const q = m.latLngToContainerPoint(place);
          return [r.left + q.x, r.top + q.y]; }}""", place)  # fmt: skip
        page.wait_for_timeout(100)
        page.mouse.click(*at)
        page.wait_for_timeout(400)
        assert page.inner_text(".leaflet-popup .gm-card-title") == title
        page.keyboard.press("Escape")
    page.evaluate(f"{SCENE}.map.setView([48.5, 35], 8, {{ animate: false }})")
    # The time, the list and the legend stay those of the slider.
    assert page.evaluate(f"[{SCENE}.time.at, {SCENE}.stores[0].visible().length]") == [None, 2]
    page.wait_for_timeout(400)
    link = page.evaluate("location.hash")
    assert "c=2024-01-01&s=1.00" in link
    page.reload()
    page.wait_for_selector("html[data-geomap=ready]", state="attached")
    assert page.get_attribute(".gm-swipe", "aria-valuenow") == "100"
    box = page.locator(".gm-swipe").bounding_box()
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(2, box["y"] + 40)
    page.mouse.up()
    assert page.get_attribute(".gm-swipe", "aria-valuenow") == "0"
    assert page.evaluate(SHOTS, [34.5, 35.5]) == [True, True]
    page.click(".gm-tongue >> text=РУС")
    assert page.get_attribute(".gm-swipe", "aria-label") == "Граница между двумя датами"
    page.click(".gm-time-more summary")
    page.select_option(".gm-field select >> nth=-1", "outline")
    assert page.locator(".gm-swipe").count() == 0


def test_a_map_of_areas_only_offers_no_reports(visit: Visit) -> None:
    page = visit(Map("Control", base=False).add_control_series(two_days()))
    assert page.locator(".gm-tabs button").all_inner_texts() == ["Find", "Layers"]
    assert page.locator(".gm-nav button").count() == 4
    assert "Nothing to show" not in page.inner_text("body")
    assert page.locator("#gm-panel-layers").is_visible()
    assert page.locator("#gm-panel-layers label").all_inner_texts() == ["Held by Russia, confirmed\n250 km²"]
    assert page.locator(".gm-take button").all_inner_texts() == ["GeoJSON", "Copy link to this view"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.type") == "checkbox"
    page.focus(".gm-range")
    page.keyboard.press("Home")
    page.wait_for_timeout(200)
    assert page.locator("#gm-panel-layers label").all_inner_texts() == ["Held by Russia, confirmed\n100 km²"]


def test_a_state_of_both_sides_is_one_row_of_the_legend(visit: Visit) -> None:
    frame = gpd.GeoDataFrame(
        {"date": "2024-01-01", "state": ["confirmed", "confirmed", "stale", "contested"],
         "side": ["RU", "UA", "RU", ""]},
        geometry=[box(34, 48, 35, 49), box(35, 48, 36, 49), box(36, 48, 37, 49), box(37, 48, 38, 49)], crs=4326,
    )  # fmt: skip
    page = visit(Map(base=False).add_control_series(frame))
    rows = page.eval_on_selector_all(".gm-legend-item", "all => all.map(r => r.textContent)")
    assert rows == [
        "UARU", "Held, confirmed: Ukraine, Russia", "Held by Russia, no recent report", "Contested",
        "Blank: no statement near",
    ]  # fmt: skip
    assert page.locator(".gm-legend-item >> nth=1").locator("canvas").count() == 2


def test_a_line_of_the_readers_own_stays_a_line(visit: Visit) -> None:
    roads = gpd.GeoDataFrame(geometry=[LineString([(34, 48), (36, 49), (38, 48)])], crs=4326)
    page = visit(Map(base=False).add_areas(roads, name="Road", style={"fill": 1.0}))
    assert page.evaluate(SHOTS.replace("48.5", "48.2"), [36.0]) == [False]
    assert page.evaluate(SHOTS, [35.0]) == [True]


def test_a_change_is_drawn_and_told_with_its_interval(visit: Visit, control: Any) -> None:
    areas = gpd.GeoDataFrame(
        {"change": ["gained", "lost"], "area_km2": [120.0, 30.0]},
        geometry=[box(37, 48, 37.4, 48.4), box(35, 51, 35.2, 51.2)], crs=4326,
    )  # fmt: skip
    change = SimpleNamespace(
        areas=areas, before="2024-11-27", after="2024-12-27", gained_km2=120.0, lost_km2=30.0, net_km2=90.0,
        low_km2=-10.0, high_km2=190.0, coverage=0.9, below_detection=True, claimed_only_km2=15.0,
        gained=("a", "b"), lost=("c",), claimed=(), note="Slivers left out.",
    )  # fmt: skip
    page = visit(Map(base=False).add_change(change, before=control, after=control))
    page.click(".gm-tabs button >> text=Layers")
    cells = page.eval_on_selector_all(".gm-km2 tr", "all => all.map(r => [...r.children].map(c => c.textContent))")
    assert cells == [
        ["Gained by Russia", "120 km²", "2 settlements"], ["Gained by Ukraine", "30 km²", "1 settlements"],
        ["Net", "+90 km²", "90 % interval −10 to +190"], ["Claimed, not confirmed", "15 km²", ""],
    ]  # fmt: skip
    assert "The net change cannot be told from none." in page.inner_text(".gm-change")
    legend = page.eval_on_selector_all(".gm-legend-item", "all => all.map(i => i.textContent)")
    assert legend == [
        "Gained by Russia", "Gained by Ukraine", "Front line of 27 November 2024", "Front line of 27 December 2024",
    ]  # fmt: skip

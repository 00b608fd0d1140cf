"""geomap's layers among other people's: on geomap's own folium map, and on a stock one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import folium
import geopandas as gpd

from geomap.render import bundle
from geomap.render.map import Map

Visit = Callable[..., Any]


def test_other_peoples_layers_work_without_a_network(visit: Visit, example_map: Map) -> None:
    group = folium.FeatureGroup(name="Our bureau")
    folium.Marker([49.0, 33.0], popup="Bureau {{7*7}}", tooltip="here").add_to(group)
    example_map.add_layer(group)
    example_map.add_layer(folium.GeoJson({"type": "Point", "coordinates": [34.0, 48.5]}, name="A point"))
    built = example_map.to_folium()
    folium.LayerControl().add_to(built)
    built.fit_bounds([[46.0, 32.0], [51.0, 38.0]])
    page = visit(built.get_root().render())
    assert page.locator(".leaflet-marker-icon").count() == 2
    assert page.eval_on_selector_all(".leaflet-marker-icon", "all => all.every(i => i.complete && i.naturalWidth > 0)")
    names = page.eval_on_selector_all(
        ".leaflet-control-layers-overlays label", "all => all.map(e => e.textContent.trim())"
    )
    assert {"Change of control", "Front line", "Our bureau", "A point"} <= set(names)
    page.click(".gm-tabs button >> text=Layers")
    page.locator("#gm-panel-layers label", has_text="Our bureau").locator("input").click()
    assert page.locator(".leaflet-marker-icon").count() == 1
    page.locator("#gm-panel-layers label", has_text="Our bureau").locator("input").click()
    page.evaluate("() => { const m = Object.values(window).find(v => v instanceof L.Map);"
                  " m.setView([49, 33], 8, {animate: false});"
                  " m.eachLayer(l => { if (l.getPopup && l.getPopup()) { l.openPopup(); } }); }")  # fmt: skip
    assert page.inner_text(".leaflet-popup-content") == "Bureau {{7*7}}"


def test_folium_layer_control_switches_our_layers(visit: Visit, example_map: Map) -> None:
    built = example_map.to_folium()
    folium.LayerControl(collapsed=False).add_to(built)
    page = visit(built.get_root().render())
    page.locator(".leaflet-control-layers label", has_text="Front line").locator("input").click()
    page.wait_for_timeout(80)
    assert "Front line" not in page.inner_text("#gm-panel-legend")
    assert page.locator("#gm-panel-layers label", has_text="Front line").locator("input").is_checked() is False


def test_our_layers_work_on_a_stock_folium_map(
    browser: Any, tmp_path: Any, events: gpd.GeoDataFrame, control: Any
) -> None:
    stock = folium.Map(location=[49.0, 36.0], zoom_start=6, tiles=None)
    for layer in Map(base=False).add_control(control).add_events(events)._layers:
        layer.add_to(stock)
    folium.LayerControl(collapsed=False).add_to(stock)
    stock.fit_bounds(stock.get_bounds())
    path = tmp_path / "stock.html"
    stock.save(str(path))
    context = browser.new_context(viewport={"width": 900, "height": 700})
    errors: list[str] = []

    def serve(route: Any) -> None:
        script = route.request.url.endswith("leaflet.js")
        style = route.request.url.endswith("leaflet.css")
        body = bundle.leaflet_script() if script else bundle.leaflet_stylesheet() if style else ""
        kind = "text/css" if route.request.url.endswith(".css") else "text/javascript"
        route.fulfill(body=body, content_type=kind)

    context.route(re.compile("^https?://"), serve)
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_function(
        "Object.values(window).some(v => v instanceof L.Map && v._geomap && v._geomap.stores[0].texts)"
    )
    page.wait_for_timeout(200)
    spots = page.evaluate("Object.values(window).find(v => v instanceof L.Map)._geomap.stores[0].spots.length")
    assert spots == 4
    assert page.locator(".leaflet-control-layers-overlays label").count() == 12
    context.close()
    assert errors == []


def test_tiles_only_on_request_and_named(browser: Any, tmp_path: Any, events: gpd.GeoDataFrame) -> None:
    plain = Map(base=False).add_events(events)
    tiled = Map(base=False, tiles="OpenStreetMap.Mapnik").add_events(events)
    assert plain.contents()[-1] == "contacts no server"
    assert tiled.contents()[-1] == "contacts tile.openstreetmap.org when opened"
    assert "tile.openstreetmap.org" not in plain.html()
    policy = re.search(r'Policy" content="([^"]*)"', tiled.html())
    assert policy is not None
    assert "img-src data: blob: https://tile.openstreetmap.org;" in policy[1]
    assert "unsafe" not in policy[1]
    path = tmp_path / "tiles.html"
    tiled.save(path)
    context = browser.new_context(viewport={"width": 900, "height": 700})
    asked: set[str] = set()
    context.route(re.compile("^https?://"), lambda route: (asked.add(route.request.url.split("/")[2]), route.abort()))
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-geomap=ready]", state="attached")
    assert "This page contacts tile.openstreetmap.org." in page.inner_text(".gm-foot")
    assert "OpenStreetMap" in page.inner_text(".leaflet-control-attribution")
    context.close()
    assert asked == {"tile.openstreetmap.org"}


def test_one_ground_at_a_time(browser: Any, tmp_path: Any, events: gpd.GeoDataFrame) -> None:
    path = tmp_path / "tiles.html"
    Map(tiles=["OpenStreetMap.Mapnik", "OpenTopoMap"]).add_events(events).save(path)
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    asked: list[str] = []
    context.route(re.compile("^https?://"), lambda route: (asked.append(route.request.url), route.abort()))
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-geomap=ready]", state="attached")
    assert "Tiles draw borders of their own." in page.inner_text(".gm-foot")
    assert not any("opentopomap" in url for url in asked)
    page.click(".gm-tabs button >> text=Layers")
    chosen = "[...document.querySelectorAll('input[name=gm-ground]')].map(i => [i.parentNode.textContent, i.checked])"
    assert page.evaluate(chosen) == [
        ["OpenStreetMap.Mapnik", True],
        ["OpenTopoMap", False],
        ["Borders and water", False],
    ]
    for name in ("Borders and water", "OpenTopoMap"):
        page.get_by_role("radio", name=name).click()
        assert [text for text, on in page.evaluate(chosen) if on] == [name]
        shown = page.evaluate("[document.querySelectorAll('.leaflet-tile-pane .leaflet-layer').length, "
                              "Object.values(window).find(v => v instanceof L.Map)._geomap.grounded]")  # fmt: skip
        assert shown == ([0, True] if name == "Borders and water" else [1, False])
    page.wait_for_timeout(400)
    assert "l=" in page.evaluate("location.hash")
    context.close()
    assert any("opentopomap" in url for url in asked)

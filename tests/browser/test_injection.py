"""Nothing that comes from outside runs: every payload in every sink, in a real browser, with and without the policy."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import folium
import geopandas as gpd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from geomap.render.map import Map
from geomap.schema import EVENTS, MATCHES

sys.path.insert(0, str(Path(__file__).parent))
from payloads import EVALUATED, HIT, payloads

Visit = Callable[..., Any]

#: Every text column a row can bring, and two the schema does not know.
COLUMNS = [
    column.name for column in (*EVENTS, *MATCHES)
    if column.kind == "text" and column.name not in ("status", "precision")
] + ["published_at", "count_low", "count_high", "candidates", "extra"]  # fmt: skip

#: Texts of which a page has one.
SINGLE = ("title", "subtitle", "as_of", "method", "author", "disclaimer")

#: Texts of which a page has many: per layer, label or source.
MANY = (
    "events heading", "group value", "column name (fields)", "column name (by)", "area layer name", "area label",
    "control side", "control as_of", "place label", "source text", "source address", "attribution text",
    "attribution address", "foreign layer name", "file name", "facet value", "search text", "search result",
    "table cell", "link: facet", "link: search", "link: whole", "file taken away: name", "CSV cell", "GeoJSON value",
    "dated area name", "dated area label", "change note", "change dates",
)  # fmt: skip


@pytest.fixture
def proof(tmp_path: Path) -> Path:
    return tmp_path / "executed"


def table(texts: list[str]) -> gpd.GeoDataFrame:
    """One event per payload, which stands in all of its columns; a third of them without a place."""
    rows = {name: list(texts) for name in COLUMNS}
    n = len(texts)
    rows["status"] = [("resolved", "ambiguous", "unresolved")[i % 3] for i in range(n)]
    rows["precision"] = ["near"] * n
    rows["radius_km"] = [4.0] * n
    geometry = [None if i % 3 == 2 else Point(34 + (i % 9) * 0.5, 47 + (i // 9) * 0.4) for i in range(n)]
    return gpd.GeoDataFrame(rows, geometry=geometry, crs=4326)


def full_map(texts: list[str]) -> Map:
    """Every sink at once: a row, a layer, a label and a source per payload."""
    joined = " ".join(texts)
    built = Map(
        joined, subtitle=joined, as_of=joined, method=joined, author=joined, disclaimer=joined, base=False,
        sources=[(text, text) for text in texts], attribution=[(text, text) for text in texts],
    )  # fmt: skip
    half = len(texts) // 2
    built.add_events(table(texts[:half]), by="event_type", name=joined, fields=["extra"])
    built.add_events(table(texts[half:]), by="event_type", name=joined, fields=["extra"])
    squares = [box(30 + i % 8, 44 + i // 8, 30.8 + i % 8, 44.8 + i // 8) for i in range(len(texts))]
    for text, square in zip(texts, squares, strict=True):
        built.add_areas(gpd.GeoDataFrame({"name": [text], "as_of": [text]}, geometry=[square], crs=4326), name=text)
    sides = gpd.GeoDataFrame(
        {"state": ["claimed"] * len(texts), "side": texts, "as_of": texts}, geometry=squares, crs=4326
    )
    built.add_control(SimpleNamespace(areas=sides, front=None, band=None))
    built.add_labels([(text, text, text, 45 + i % 8, 32 + i % 9, 1 + i % 6) for i, text in enumerate(texts)])
    return built


def poke(page: Any) -> int:
    """Open every report, every area and every unplaced row, switch every layer twice; return the cards seen."""
    return page.evaluate(
        """async () => {
          const wait = () => new Promise(done => setTimeout(done, 0));
          const map = Object.values(window).find(v => v instanceof L.Map);
          let cards = 0;
          for (const button of document.querySelectorAll('.gm-more')) { button.click(); }
          for (const button of document.querySelectorAll('ol.gm-reports button')) {
            button.click(); cards += document.querySelectorAll('.gm-popup .gm-card').length;
            document.querySelectorAll('.gm-popup details').forEach(d => { d.open = true; });
            document.querySelectorAll('.gm-popup *').forEach(e => e.dispatchEvent(new MouseEvent('mouseover')));
          }
          for (const details of document.querySelectorAll('.gm-missing')) { details.open = true; cards++; }
          for (const area of map._geomap.shapes) {
            geomap.open(map._geomap, map.getCenter(), [{ area: area, f: 0 }], false); cards++;
          }
          for (const box of document.querySelectorAll('#gm-panel-layers input')) { box.click(); box.click(); }
          await wait(); await wait();
          return cards;
        }"""
    )


def poke_tools(page: Any, texts: list[str]) -> dict[str, int]:
    """Every payload through search, facets, table, files and link; return how often each was tried."""
    sent = [text.replace("\ud800", "?") for text in texts]
    return page.evaluate(
        """async texts => {
          const wait = (ms) => new Promise(done => setTimeout(done, ms || 0));
          const tab = k => document.querySelectorAll('.gm-tabs button')[k].click();
          const map = Object.values(window).find(v => v instanceof L.Map);
          const done = { facets: 0, searches: 0, hits: 0, cells: 0, links: 0, files: 0 };
          tab(1);
          for (const button of document.querySelectorAll('.gm-facets .gm-plain')) { button.click(); }
          const n = document.querySelectorAll('.gm-facets input').length;
          for (let k = 0; k < n; k += 9) {
            document.querySelectorAll('.gm-facets input')[k].click(); await wait();
            const again = document.querySelectorAll('.gm-facets input')[k];
            if (again && again.checked) { again.click(); await wait(); }
            done.facets++;
          }
          const input = document.querySelector('.gm-input');
          for (const text of texts) {
            input.value = text.slice(0, 100);
            input.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown' })); await wait();
            done.searches++; done.hits += document.querySelectorAll('.gm-hit').length;
            for (const button of document.querySelectorAll('.gm-results .gm-plain')) {
              if (done.searches % 6 === 1) { button.click(); await wait(); }
            }
            const clear = document.querySelector('.gm-clear'); if (clear) { clear.click(); await wait(); }
          }
          tab(3);
          const grid = document.querySelector('.gm-grid');
          for (let y = 0; y < grid.scrollHeight; y += 400) {
            grid.scrollTop = y; await wait(5); done.cells += document.querySelectorAll('.gm-cell').length;
          }
          for (const head of document.querySelectorAll('.gm-sort')) { head.click(); await wait(); }
          tab(3); tab(0);
          const ui = { scene: map._geomap, meta: { title: '', sources: [], attribution: [], disclaimer: null } };
          for (const text of texts) {
            const name = geomap.fileName(text, 'csv');
            if (!/^[a-z0-9-]{1,60}\\.csv$/.test(name)) { throw new Error(name); }
            done.files++;
          }
          JSON.parse(geomap.geojson(ui)); done.files += geomap.csv(ui).length > 100 ? 1 : 0;
          for (const text of texts) {
            const safe = encodeURIComponent(text);
            const keys = ['type', 'source', 'status', 'q', 'v', 't', 'g', 'l', 'b', 'c', 's'];
            const all = keys.map(key => key + '=' + safe).join('&');
            for (const hash of done.links % 4 ? [all] : [all, text]) {
              location.hash = '#' + hash; await wait(); done.links++;
            }
          }
          location.hash = '#'; await wait(50);
          for (const lang of [2, 1, 0]) { document.querySelectorAll('.gm-tongue')[lang].click(); await wait(10); }
          return done;
        }""".replace("\\\\", "\\"),
        sent,
    )  # fmt: skip


def without_policy(page_text: str) -> str:
    """The same page without its content security policy: our own care must be enough."""
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n', "", page_text)


@pytest.mark.parametrize("guarded", [True, False], ids=["with policy", "without policy"])
def test_nothing_runs_from_rows_layers_labels_and_sources(visit: Visit, proof: Path, guarded: bool) -> None:
    texts = payloads(proof)
    text = full_map(texts).html()
    assert not proof.exists()
    page = visit(text if guarded else without_policy(text))
    assert poke(page) >= 3 * len(texts) - 5
    shown = page.inner_text("body")
    assert EVALUATED not in shown
    assert page.evaluate("document.title").startswith(f"<script>{HIT}</script>")
    assert (
        page.evaluate(
            "document.querySelectorAll('iframe, form, base, meta[http-equiv=refresh], svg, math, img').length"
        )
        == 0
    )
    links = page.eval_on_selector_all("a.gm-link", "all => all.map(a => a.protocol)")
    assert set(links) <= {"https:", "http:"}
    sinks = len(COLUMNS) + len(SINGLE) + len(MANY)
    print(f"\n{len(texts)} payloads x {sinks} sinks = {len(texts) * sinks} tried, 0 executed")


def test_nothing_runs_through_search_facets_table_files_and_links(visit: Visit, proof: Path) -> None:
    texts = payloads(proof)
    joined = " ".join(texts)
    half = len(texts) // 2
    built = Map(joined, base=False).add_events(table(texts[:half]), by=None).add_events(table(texts[half:]), by=None)
    squares = [box(30 + i % 8, 44 + i // 8, 30.8 + i % 8, 44.8 + i // 8) for i in range(len(texts))]
    dated = gpd.GeoDataFrame({"name": texts * 2, "as_of": ["2024-12-01"] * len(texts) + ["2024-12-09"] * len(texts)},
                             geometry=squares * 2, crs=4326)  # fmt: skip
    built.add_areas(dated, name=joined, time="as_of")
    one = gpd.GeoDataFrame({"change": ["gained"]}, geometry=squares[:1], crs=4326)
    built.add_change(SimpleNamespace(
        areas=one, before=joined, after=joined, gained_km2=1.0, lost_km2=0.0, net_km2=1.0, low_km2=0.0, high_km2=2.0,
        coverage=0.9, gained=(), lost=(), note=joined,
    ), before=SimpleNamespace(front=one))  # fmt: skip
    built.add_labels([(text, text, text, 45 + i % 8, 32 + i % 9, 1 + i % 6) for i, text in enumerate(texts)])
    html = built.html()
    assert EVALUATED not in html
    page = visit(without_policy(html))
    tried = poke_tools(page, texts)
    assert tried["searches"] == len(texts)
    assert tried["links"] >= len(texts)
    assert tried["files"] == len(texts) + 1
    assert min(tried.values()) > 0
    assert EVALUATED not in page.inner_text("body")
    assert not proof.exists()
    print(f"\n{tried}: 0 executed")


FRAGMENTS = [
    HIT, "<script>", "</script>", "<img src=x onerror=", "<svg onload=", "<a href=", "javascript:", ">", "<", '"', "'",
    "`", "${", "}", "{{1234*4321}}", "{%", "%}",
    "</style>", "</title>", "<!--", "-->", "\u2028", "&lt;", " ", "//", ";",
    "\\",
]  # fmt: skip


TEXT = st.lists(st.sampled_from(FRAGMENTS), min_size=2, max_size=7).map("".join)


@settings(max_examples=3, phases=[Phase.explicit, Phase.generate])
@given(
    texts=st.lists(st.lists(st.sampled_from(FRAGMENTS), min_size=2, max_size=7).map("".join), min_size=40, max_size=40)
)
def test_nothing_runs_from_texts_strung_together_at_random(
    browser: Any, tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    path = tmp_path_factory.mktemp("page") / "map.html"
    path.write_text(without_policy(full_map(texts).html()), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-geomap=ready]", state="attached", timeout=20_000)
    assert poke(page) >= 3 * len(texts) - 5
    assert EVALUATED not in page.inner_text("body")
    assert page.evaluate("[window.__pwned, document.querySelectorAll('img, svg, iframe, form').length]") == [None, 0]
    context.close()
    assert errors == []


def test_nothing_runs_from_each_single_text(visit: Visit, proof: Path) -> None:
    """Texts a page has once: one page per payload, all kept in one tab. Column names too."""
    table_of = gpd.GeoDataFrame({"event_type": ["strike"]}, geometry=[Point(36, 49)], crs=4326)
    page = None
    for text in payloads(proof):
        column = text.replace("\ud800", "?")
        frame = table_of.assign(**{column: text}) if column != "geometry" else table_of
        built = Map(text, subtitle=text, as_of=text, method=text, author=text, disclaimer=text, base=False)
        built.add_events(frame, by=column, name=text, fields=[column])
        html = without_policy(built.html())
        assert EVALUATED not in html
        if page is None:
            page = visit(html)
        else:
            page.set_content(html)
            page.wait_for_selector("html[data-geomap=ready]", state="attached", timeout=20_000)
        page.click("ol.gm-reports button")
        page.wait_for_selector(".gm-popup .gm-card")
        assert page.evaluate("window.__pwned") == 0, text
    assert not proof.exists()


def test_nothing_runs_through_folium(visit: Visit, proof: Path) -> None:
    """Layer names in folium's own control, on geomap's map and on a stock one; names of foreign layers; a file name."""
    texts = payloads(proof)
    built = full_map(texts)
    for text in texts:
        built.add_layer(folium.FeatureGroup(name=text))
    own = built.to_folium()
    folium.LayerControl(collapsed=False).add_to(own)
    html = own.get_root().render()
    stock = folium.Map(tiles=None)
    for layer in full_map(texts)._layers:
        layer.add_to(stock)
    folium.LayerControl().add_to(stock)
    rendered = stock.get_root().render()
    assert not proof.exists()
    assert EVALUATED not in rendered
    for unsafe in (HIT, "evil.example", "{{", "{%", "__globals__"):
        assert unsafe not in html.split("geomap.furnish = ")[-1].split("</script>", 1)[1]
    page = visit(without_policy(html), name="<img src=x onerror=alert(1)>{{7*7}}.html")
    assert poke(page) > 0
    names = page.eval_on_selector_all(
        ".leaflet-control-layers-overlays label span span", "all => all.map(e => e.textContent)"
    )
    assert f" <script>{HIT}</script>" in names
    assert " {{1234*4321}}" in names
    assert EVALUATED not in page.inner_text("body")


def test_misleading_characters_are_spelt_out(visit: Visit) -> None:
    page = visit(Map("safe \u202egnp.exe", sources=["a\u200bb\u2066c"], base=False))
    assert page.inner_text("h1") == "safe [U+202E]gnp.exe"
    assert "a[U+200B]b[U+2066]c" in page.inner_text(".gm-foot")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).unicodeBidi") == "isolate"
    assert page.get_attribute("h1", "dir") == "auto"

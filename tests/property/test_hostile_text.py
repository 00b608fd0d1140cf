"""Any text in any field leaves the page, the folium map and the sheet with the structure a plain text gives them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import folium
import geopandas as gpd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from geomap.render.map import Map
from geomap.render.print.output import save
from geomap.schema import EVENTS, MATCHES

#: What markup, templates, scripts, addresses and eyes stumble over, to be strung together with any other text.
FRAGMENTS = [
    "<", ">", "</", "<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script>", "<script", "</style>", "</title>",
    "<img src=x onerror=", "<svg onload=", "<a href=", "=", '"', "'", "`", "&", "&lt;", "&#60;", "\\", "\\u003c", "${",
    "{{", "}}", "{%", "%}", "{#", "#}", "{{1234*4321}}", "{{cycler.__init__.__globals__}}", "{n}", "{who}", "%s", "%",
    "javascript:", "data:text/html,", "//", "https://example.org/", "*/", "/*",
    "\n", "\r\n", "\t", "\x00", "\x1b", "\u2028",
    "\u2029", "\u202e", "\u2066", "\u200b", "\ufeff", "\ud800", "\U000e0041", "$\\frac{1}{2}$", "$x^$", "_",
    "^", "alert(1)", "27/12/2024",    "window.__pwned=1", ";", "//]]>", "__proto__", "constructor",
]  # fmt: skip

HOSTILE = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=6).map("".join)

COLUMNS = [c.name for c in (*EVENTS, *MATCHES) if c.kind == "text" and c.name not in ("status", "precision")] + [
    "published_at", "date_start", "count_low", "candidates", "extra",
]  # fmt: skip
SINGLE = ("title", "subtitle", "as_of", "method", "author", "disclaimer")
MANY = ("source", "address", "attribution", "layer", "heading", "label", "side", "day", "note", "place")
FIELDS = (*COLUMNS, *SINGLE, *MANY)

TEXTS = st.fixed_dictionaries(dict.fromkeys(FIELDS, HOSTILE))
PLAIN = dict.fromkeys(FIELDS, "plain")


def build(text: dict[str, str]) -> Map:
    """Every field of every sink once."""
    built = Map(
        **{name: text[name] for name in SINGLE}, base=False,
        sources=[(text["source"], text["address"])], attribution=[(text["attribution"], text["address"])],
    )  # fmt: skip
    rows = {name: [text[name]] * 3 for name in COLUMNS}
    rows |= {"status": ["resolved", "area", "unresolved"], "precision": ["near", "oblast", "unknown"], "radius_km": 4.0}
    events = gpd.GeoDataFrame(rows, geometry=[Point(36, 49), box(34, 50, 35, 51), None], crs=4326)
    built.add_events(events, name=text["heading"], fields=["extra"])
    squares = [box(36, 48, 37, 49), box(37, 48, 38, 49)]
    named = gpd.GeoDataFrame({"name": [text["label"]] * 2, "as_of": [text["day"]] * 2}, geometry=squares, crs=4326)
    built.add_areas(named, name=text["layer"])
    sides = gpd.GeoDataFrame(
        {"state": ["claimed"] * 2, "side": [text["side"]] * 2, "as_of": text["day"]}, geometry=squares, crs=4326
    )
    front = gpd.GeoDataFrame(geometry=[LineString([(37, 48), (37, 49)])], crs=4326)
    built.add_control(SimpleNamespace(areas=sides, front=front, band=None))
    change = gpd.GeoDataFrame({"change": ["gained", "lost"]}, geometry=squares, crs=4326)
    built.add_change(
        SimpleNamespace(areas=change, before=text["day"], after=text["day"], note=text["note"], gained=(), lost=()),
        before=SimpleNamespace(front=front),
    )
    return built.add_labels([(text["place"], text["place"], text["place"], 48.5, 36.5, 1)])


class Skeleton(HTMLParser):
    """The elements of a page with the names of their attributes; text, and what changes with it, left aside."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.code: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        # Ids are digests of the content; all other code must be the same whatever the texts say.
        if self._inside == "script" and not re.fullmatch(r"[A-Za-z0-9+/=]*", data):
            names = re.sub(r"\b(gm-[0-9a-f]{20}|[a-z_]+_[0-9a-f]{32})\b", "ID", data)
            self.code.append(re.sub(r'"center": \[[^\]]*\]', "", names))


def skeleton(page: str) -> tuple[list[tuple[str, tuple[str, ...]]], list[str]]:
    parser = Skeleton()
    parser.feed(page)
    parser.close()
    return parser.found, parser.code


@pytest.fixture(scope="module")
def plain_page() -> Any:
    return skeleton(build(PLAIN).html())


@settings(max_examples=60)
@given(text=TEXTS)
def test_a_page_has_the_same_elements_and_code_whatever_its_texts_are(plain_page: Any, text: dict[str, str]) -> None:
    page = build(text).html()
    assert skeleton(page) == plain_page
    assert "5332114" not in page
    assert page.encode("utf-8").decode("utf-8") == page


def in_folium(text: dict[str, str]) -> str:
    stock = folium.Map(tiles=None)
    for layer in build(text)._layers:
        layer.add_to(stock)
    folium.LayerControl().add_to(stock)
    return str(stock.get_root().render())


@settings(max_examples=25)
@given(text=TEXTS)
def test_a_stock_folium_map_has_the_same_elements(text: dict[str, str]) -> None:
    page = in_folium(text)
    assert skeleton(page)[0] == skeleton(in_folium(PLAIN))[0]
    assert "5332114" not in page
    assert "__globals__" not in page


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])  # to shrink a drawing takes minutes
@given(text=TEXTS)
def test_a_sheet_is_drawn_and_holds_no_code_and_no_link(tmp_path_factory: Any, text: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("sheet") / "map.svg"
    save(build(text), path, "A4", 72)
    data = path.read_bytes()
    tags = {str(element.tag).rpartition("}")[2] for _, element in ET.iterparse(BytesIO(data))}
    assert tags <= {"svg", "title", "g", "path", "text", "tspan", "defs", "clipPath", "rect", "use", "style"}
    root = ET.fromstring(data)
    attributes = {str(name).rpartition("}")[2] for element in root.iter() for name in element.attrib}
    assert not [name for name in attributes if name.startswith("on")]
    links = [value for element in root.iter() for name, value in element.attrib.items() if name.endswith("href")]
    assert [link for link in links if not link.startswith("#")] == []

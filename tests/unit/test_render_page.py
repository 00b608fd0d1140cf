"""The page as text: its policy, its sizes, its determinism, its vendored parts."""

from __future__ import annotations

import ast
import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import branca.element
import folium
import geopandas as gpd
import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from geomap.errors import ConfigError, GazetteerError, InputError
from geomap.render import basemap, bundle
from geomap.render.inline import INLINE_LIMIT
from geomap.render.layers import EventLayer, Raw
from geomap.render.map import Map
from geomap.render.page import Slot, scan, tile_origins
from geomap.render.words import WORDS, words

SSTI = "{{1234*4321}}"


def events(n: int = 3, **columns: object) -> gpd.GeoDataFrame:
    table = {"event_type": ["strike"] * n, "claim_status": ["claimed"] * n, "place": [f"place {i}" for i in range(n)]}
    return gpd.GeoDataFrame({**table, **columns}, geometry=[Point(36 + i / 10, 49) for i in range(n)], crs=4326)


class Blocks(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.outside: list[str] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._open = (tag, dict(attrs))
            self.found.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self._open = None

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)
        else:
            self.outside.append(data)


def test_policy_names_the_hash_of_every_inline_script_and_style_and_nothing_else() -> None:
    page = Map("x", base=False).add_events(events()).html()
    policy = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert policy is not None
    directives = {part.split()[0]: part.split()[1:] for part in policy[1].split("; ")}
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for tag, attributes, text in Blocks(page).found:
        if attributes.get("type", "").startswith("application/"):
            assert re.fullmatch(r"[A-Za-z0-9+/=]+", text)
            continue
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        hashes[tag].append(f"'sha256-{digest}'")
    assert directives == {
        "default-src": ["'none'"], "script-src": hashes["script"], "style-src": hashes["style"],
        "img-src": ["data:", "blob:"], "font-src": ["data:"], "base-uri": ["'none'"], "form-action": ["'none'"],
    }  # fmt: skip
    assert page.index("Content-Security-Policy") < page.index("<script")


def test_page_has_no_address_to_fetch_from() -> None:
    page = Map("x", base=False).add_events(events()).html().replace(bundle.leaflet_script(), "")
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page)
    assert "@import" not in page
    assert not re.search(r"url\((?!data:|#)", page)


def test_no_user_text_stands_outside_the_payloads() -> None:
    word = "Zzyzxword"
    table = events(place=[word] * 3, description=[word] * 3, source=[word] * 3, extra=[word] * 3)
    built = Map(word, subtitle=word, method=word, author=word, disclaimer=word, sources=[word], as_of=word, base=False)
    built.add_events(table, by="place", name=word, fields=["extra"])
    built.add_areas(gpd.GeoDataFrame({"name": [word]}, geometry=[box(30, 48, 31, 49)], crs=4326), name=word)
    assert word not in built.html()


def test_same_map_gives_the_same_bytes_and_another_table_gives_others() -> None:
    first, second = (Map("x", base=False).add_events(events()).html() for _ in range(2))
    assert first == second
    assert Map("x", base=False).add_events(events(4)).html() != first


def test_same_map_with_foreign_layers_gives_the_same_bytes() -> None:
    def build() -> str:
        group = folium.FeatureGroup(name="g")
        folium.Marker([49, 36], popup="p").add_to(group)
        return Map("x", base=False).add_events(events()).add_layer(group).html()

    assert build() == build()


def test_sizes_stay_in_their_budgets() -> None:
    assert len(Map("x").html()) <= 350_000
    full = Map("x").add_events(events(1000, description=[f"report number {i} of the day" for i in range(1000)]))
    assert len(full.html()) <= 450_000


def test_vendored_files_are_the_recorded_ones() -> None:
    assert bundle.vendored() == bundle.recorded()
    assert "leaflet-1.9.4/LICENSE" in bundle.recorded()


def test_own_modules_are_short_and_hold_nothing_that_ends_a_script() -> None:
    for path in [*(bundle.ASSETS / "js").glob("*.js"), *(bundle.ASSETS / "css").glob("*.css")]:
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 500, path.name
        assert "</" not in text, path.name
        assert not re.search(r"\.innerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text), path.name
    for path in Path(bundle.__file__).parent.glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 500, path.name


def test_no_python_file_of_the_room_compiles_a_template() -> None:
    for path in Path(bundle.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in node.names
        }
        assert not names & {"Template", "MacroElement", "jinja2", "Environment"}, path.name


def test_slot_keeps_rendered_text_as_text() -> None:
    slot = Slot()
    slot.add_child(branca.element.Element(SSTI), name="a")
    slot.add_child(Raw("{% off"), name="b")
    assert slot.text() == f"{SSTI}\n{{% off"


def test_layer_names_are_inert_in_folium_and_readable_in_a_browser() -> None:
    layer = EventLayer("{{x}} <b>&`${1}\\ Бахмут", "AAAA", "AAAA", 0, {})
    assert not set(layer.layer_name) & set("{}<>`$\\\"'%")
    assert "Бахмут" in layer.layer_name
    import html

    assert html.unescape(layer.layer_name) == layer.title


@pytest.mark.parametrize("text", [SSTI, "{% off", "{#", "50%}", "{{''.__class__}}", "\ud800", "\u202e", "</script>"])
def test_stock_folium_map_with_our_layers_evaluates_nothing(text: str) -> None:
    stock = folium.Map(tiles=None)
    for layer in Map(base=False).add_events(events(event_type=[text] * 3), name=text)._layers:
        layer.add_to(stock)
    folium.LayerControl().add_to(stock)
    assert "5332114" not in stock.get_root().render()


def test_to_folium_is_a_folium_map_with_bounds_and_layers() -> None:
    built = Map(base=False).add_events(events()).to_folium()
    assert isinstance(built, folium.Map)
    assert built.get_bounds() == [[49.0, 36.0], [49.0, 36.2]]
    folium.Marker([50, 37]).add_to(built)
    assert built.get_bounds() == [[49.0, 36.0], [50, 37]]


def test_foreign_plugins_are_named_in_page_policy_and_contents() -> None:
    from folium.plugins import MarkerCluster

    built = Map(base=False).add_events(events()).add_layer(MarkerCluster())
    hosts = built.contents()[-1]
    assert hosts.startswith("contacts ")
    assert "cdnjs.cloudflare.com" in hosts
    policy = re.search(r'Policy" content="([^"]*)"', built.html())
    assert policy is not None
    assert "https://cdnjs.cloudflare.com" in policy[1]
    assert "script-src" in policy[1]
    assert "'unsafe-inline'" not in policy[1].split("style-src")[0]


def test_contents_lists_what_the_page_reveals() -> None:
    table = events(source_url=["https://example.org/1", "javascript:x", ""], note=["private"] * 3, radius_km=[5.0] * 3)
    built = Map("A title", sources=[("S", "https://example.com/s")], base=False).add_events(table)
    assert built.contents() == [
        "title, subtitle, method, author: A title", "links to example.com",
        "events: 3 at points, 0 as regions, 0 listed without a place; columns: place, source_url",
        "links to sources at example.org", "contacts no server",
    ]  # fmt: skip


def test_notebook_frame_is_sandboxed_and_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    built = Map("t", base=False).add_events(events())
    frame = built._repr_html_()
    assert frame.startswith('<iframe sandbox="allow-scripts" title="geomap map" width="100%" height="640"')
    assert frame.count("<") == 2
    bundle_of = built._repr_mimebundle_()
    assert bundle_of["text/plain"] == "<geomap.Map 't': 3 points, 0 regions, 0 unplaced, 1 layers>"
    assert bundle_of["text/html"] == frame
    assert INLINE_LIMIT == 5_000_000
    monkeypatch.setattr("geomap.render.inline.INLINE_LIMIT", 1000)
    assert "Write it to a file" in built._repr_html_()
    assert "<iframe" not in built._repr_html_()


def test_save_writes_the_page_and_leaves_nothing_on_failure(tmp_path: Path) -> None:
    from geomap.errors import OutputError

    built = Map("t", base=False)
    built.save(tmp_path / "sub" / "map.html")
    assert (tmp_path / "sub" / "map.html").read_text(encoding="utf-8") == built.html()
    with pytest.raises(OutputError):
        built.save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sub"]


def test_three_languages_have_the_same_words() -> None:
    for lang, table in WORDS.items():
        assert set(table) == set(WORDS["en"]), lang
        for key, text in table.items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", WORDS["en"][key])), (lang, key)
    with pytest.raises(ConfigError, match="'fr' is not a language of the map; choose from 'en', 'uk', 'ru'"):
        words("fr")


@pytest.mark.parametrize(("options", "message"), [
    ({"lang": "de"}, "lang: 'de' is not a language of the map"),
    ({"worldview": "other"}, "worldview: 'other' is not known"),
    ({"side_colours": {"RU": "red;}"}}, r"side_colours\['RU'\]: 'red;}' is not a colour"),
    ({"side_colours": {"XX": "#000000"}}, "side_colours: unknown side 'XX'"),
    ({"tiles": "No.Such"}, "tiles: xyzservices knows no provider 'No.Such'"),
    ({"tiles": "MapBox"}, "tiles: 'MapBox' asks for a key"),
])  # fmt: skip
def test_settings_that_cannot_be(options: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        Map(**options)  # type: ignore[arg-type]


def test_input_that_cannot_be_drawn() -> None:
    with pytest.raises(InputError, match=r"events must be a GeoDataFrame, not list; geomap\.geocode makes one"):
        Map().add_events([])
    with pytest.raises(InputError, match="the events table has no column 'colour'"):
        Map().add_events(events(), by="colour")
    with pytest.raises(InputError, match="column 'place' has 61 different values, more than the 60 layers"):
        Map().add_events(events(61), by="place")
    wrong = gpd.GeoDataFrame({"state": ["lost"]}, geometry=[box(30, 48, 31, 49)], crs=4326)
    with pytest.raises(InputError, match=r"control\.areas: state 'lost' is not one of 'confirmed'"):
        Map().add_control(SimpleNamespace(areas=wrong, front=None, band=None))
    with pytest.raises(ConfigError, match="style: 'color' is not known"):
        Map().add_areas(wrong, style={"color": "red"})
    with pytest.raises(ConfigError, match=r"style\['colour'\]: 'red' is not a colour"):
        Map().add_areas(wrong, style={"colour": "red"})


def test_base_map_that_is_missing_or_damaged(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no base map in"):
        Map(base=tmp_path).html()
    (tmp_path / "admin1.geojson").write_text("{", encoding="utf-8")
    basemap._read.cache_clear()
    with pytest.raises(GazetteerError, match="cannot be used"):
        Map(base=tmp_path).html()
    basemap._read.cache_clear()


def test_a_country_is_the_union_of_its_units_even_where_they_overlap() -> None:
    apart = [({"country": "UA"}, box(30, 50, 31, 51)), ({"country": "UA"}, box(31, 50, 32, 51))]
    overlapping = [({"country": "UA"}, box(30, 50, 31.2, 51)), apart[1]]
    for units in (apart, overlapping):
        lands, fine = basemap._countries([("UA", box(30, 50, 32, 51))], units, [shape for _, shape in units])
        assert fine == [1]
        assert lands[0].equals(box(30, 50, 32, 51))
        assert lands[0].is_valid


def test_places_of_events_keep_their_names_when_there_is_no_room_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(basemap, "MAX_LABELS", 1)
    labels = [("Other", "", "", 49.5, 37.5, 3), ("Terny", "", "", 49.1144, 37.9466, 6)]
    spoken = basemap.spot_numbers(np.asarray([37.9469, 36.0]), np.asarray([49.1139, 50.0]))
    for told, name in (((), "Other"), (spoken, "Terny")):
        data, n = basemap.encode_labels(labels, [], (37, 49, 38, 50), told)
        assert (n, json.loads(gzip.decompress(base64.b64decode(data)))["en"]) == (1, [name])


def test_what_markup_asks_of_a_policy() -> None:
    needs = scan(
        '<script src="https://a.example/x.js"></script><link rel="stylesheet" href="//b.example/y.css"><p style="x">'
    )
    assert (needs.script_hosts, needs.style_hosts, needs.style_attributes) == (
        {"https://a.example"}, {"https://b.example"}, True,
    )  # fmt: skip
    assert tile_origins("https://{s}.t.example/{z}/{x}/{y}.png", "ab") == {"https://a.t.example", "https://b.t.example"}
    assert tile_origins("javascript:x") == set()


def test_control_layers_keep_claimed_and_confirmed_apart() -> None:
    areas = gpd.GeoDataFrame(
        {"state": ["confirmed", "claimed", "no_data"], "side": ["RU", "RU", ""]},
        geometry=[box(37, 48, 38, 49), box(36, 48, 37, 49), box(35, 48, 36, 49)], crs=4326,
    )  # fmt: skip
    front = gpd.GeoDataFrame(geometry=[LineString([(37, 48), (37, 49)])], crs=4326)
    built = Map(base=False).add_control(SimpleNamespace(areas=areas, front=front, band=None))
    assert [layer.title for layer in built._layers] == [
        "Held by Russia, confirmed", "Claimed by Russia, not confirmed", "Front line",
    ]  # fmt: skip


def test_space_is_taken_out_of_scripts_and_styles_and_nothing_else() -> None:
    script = "var a = 'x  // y'; // gone\n/* gone */\nvar b = a.replace(/ {2}\\/\\/ /g, `  `)\nif (a) {\n  b + +a\n}\n"
    assert bundle.slim_script(script) == "var a='x  // y';var b=a.replace(/ {2}\\/\\/ /g,`  `)\nif(a){b+ +a}\n"
    style = '/* gone */ .a :focus { color: red; }\n@media (min-width: 1px) { .b::after { content: " ; " } }'
    kept = '.a :focus{color:red}@media (min-width:1px){.b::after{content:" ; "}}\n'
    assert bundle.slim_style(style) == kept

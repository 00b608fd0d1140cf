"""The map on paper: what stands on the sheet, in all three formats, without a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pypdfium2
import pytest
from PIL import Image
from shapely.geometry import LineString, Point, box

from geomap.errors import ConfigError, MissingDependency, OutputError
from geomap.render.map import Map
from geomap.render.print import canvas, paint
from geomap.render.print.content import GRID_FROM
from geomap.render.print.output import render, save
from geomap.render.print.plane import Frame, Plane, bar_km
from geomap.render.print.sheet import SIZES, look, parse_size
from geomap.render.print.words import WORDS, day

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parents[1] / "golden" / "print"
SVG = "{http://www.w3.org/2000/svg}"
PAYLOADS = [
    "<script>alert(1)</script>", "$\\frac{1}{2}$ costs $5", "</text></svg><script>x</script>", "{{7*7}}", "${7*7}",
    "]]>", "&lt;b&gt; &amp;", "\"' onload='x'", "\\input{x} %s %(x)s", "<!--", "javascript:alert(1)",
    "\\usepackage{x}", "_^~#&%$", "url(#x);}</style>",
]  # fmt: skip


def table(**columns: object) -> gpd.GeoDataFrame:
    given = {
        "event_type": ["control_change", "control_change", "strike", "strike", "casualties", "shelling", "other"],
        "claim_status": ["claimed", "confirmed", "claimed", "denied", "reported", "disputed", "admitted"],
        "claimant_side": ["RU", "UA", "UA", "RU", "neutral", "RU", "UA"],
        "place_name": ["Ivanivka", "Zahryzove", "Sudzha", "Sudzha", "Kursk Oblast", "", "Lyman"],
        "claimant": ["Russia's ministry", "Ukraine's staff", "GUR", "RIA", "Yonhap", "TASS", "an official"],
        "description": ["says it took the village", "says it holds it", "says it struck", "denies it", "x", "y", "z"],
        "precision": ["settlement", "settlement", "near", "near", "oblast", "unknown", "settlement"],
        "status": ["resolved", "ambiguous", "resolved", "resolved", "area", "unresolved", "resolved"],
        "radius_km": [2.0, 2.0, 25.0, 25.0, 100.0, None, 2.0],
        "date_start": pd.to_datetime(["2024-12-27"] * 7),
        **columns,
    }  # fmt: skip
    shapes = [Point(37.9, 49.0), Point(37.4, 49.6), Point(35.27, 51.2), Point(35.27, 51.2), box(36, 51, 38, 52), None,
              Point(37.8, 48.9)]  # fmt: skip
    return gpd.GeoDataFrame(given, geometry=shapes, crs=4326)


def control() -> SimpleNamespace:
    areas = gpd.GeoDataFrame(
        {"state": ["confirmed", "confirmed", "claimed", "contested", "stale"], "side": ["RU", "UA", "RU", "", "UA"]},
        geometry=[box(38, 48, 39, 50), box(36.5, 48, 38, 50), box(37.8, 48.8, 38, 49.2), box(38, 47.6, 38.4, 48),
                  box(36, 47, 37, 48)],
        crs=4326,
    )  # fmt: skip
    front = gpd.GeoDataFrame({"length_km": [220.0]}, geometry=[LineString([(38, 48), (38.02, 49), (38, 50)])], crs=4326)
    band = gpd.GeoDataFrame({"coverage": [0.9]}, geometry=[box(37.95, 48, 38.05, 50)], crs=4326)
    return SimpleNamespace(areas=areas, front=front, band=band)


LABELS = [
    ("Kharkiv", "Харків", "Харьков", 49.99, 36.23, 1), ("Sloviansk", "Слов'янськ", "Славянск", 48.85, 37.6, 2),
    ("Kramatorsk", "Краматорськ", "Краматорск", 48.72, 37.55, 2), ("Lyman", "Лиман", "Лиман", 48.99, 37.81, 4),
    ("Ivanivka", "Іванівка", "Ивановка", 49.0, 37.9, 6), ("Luhansk", "Луганськ", "Луганск", 48.57, 39.3, 1),
]  # fmt: skip


def make(lang: str = "en", **options: object) -> Map:
    given: dict[str, object] = {
        "title": "Russia says it took a village", "subtitle": "What is reported", "as_of": "2024-12-27",
        "sources": [("A press report", "https://press.example/1")], "method": "By rule", "author": "desk@paper.example",
        **options,
    }  # fmt: skip
    page = Map(lang=lang, **given)  # type: ignore[arg-type]
    return page.add_control(control()).add_events(table()).add_labels(LABELS)


@pytest.fixture(scope="module")
def drawn() -> ET.Element:
    return ET.fromstring(render(make(), "svg"))


def texts(root: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def place_of(text: ET.Element) -> tuple[float, float, float, bool]:
    """Return left end, baseline, size and weight of a text; matplotlib has two ways of placing it."""
    style, moved = text.get("style", ""), re.findall(r"translate\(([-\d.]+) ([-\d.]+)\)", text.get("transform", ""))
    x, y = moved[0] if moved else (text.get("x", "nan"), text.get("y", "nan"))
    points = float(re.findall(r"([\d.]+)px", style)[0])
    return float(x), float(y), points, "bold" in style or "700" in style


def ids(root: ET.Element, start: str) -> list[str]:
    return [name for part in root.iter(f"{SVG}g") if (name := part.get("id", "")).startswith(start)]


def test_the_sheet_says_everything_around_the_map(drawn: ET.Element) -> None:
    said = " ".join(texts(drawn))
    for text in (
        "Russia says it took a village", "What is reported", "As of 27 December 2024", "Sources: A press report "
        "https://press.example/1", "Method: By rule", "Control is approximate; claims are not facts.",
        "Borders as recognised by UN General Assembly resolution 68/262.", "Lambert azimuthal equal-area",
        "base map: Natural Earth", "Contact: desk@paper.example", "Kharkiv", "Ivanivka", "km",
        "Russia's ministry says: says it took the village", "Not on the map: 1",
    ):  # fmt: skip
        assert text in said, text


def test_the_legend_is_of_what_is_drawn(drawn: ET.Element) -> None:
    said = texts(drawn)
    for text in (
        "UA", "RU", "Held, confirmed", "Claimed by Russia, not confirmed", "Contested", "Front line",
        "Blank: no statement near",
        "Held by Ukraine, no recent report", "Change of control", "Strike", "Claimed by a side", "Confirmed", "Denied",
        "Somewhere in this region", "Radius within which the true place lies", "Several reports at one place",
    ):  # fmt: skip
        assert text in said, text
    for text in ("Claimed by Ukraine, not confirmed", "Drone strike", "Shelling", "Disputed", "No data"):
        assert text not in said, text
    bare = ET.fromstring(render(Map("Nothing yet", base=False), "svg"))
    assert "What is known" not in texts(bare)
    assert any("Drawn without a base map" in text for text in texts(bare))


@pytest.mark.parametrize("name", ["$x^$", "a\nb", "$\\frac{$", "27/12/2024/1"])
def test_texts_that_look_like_formulas_or_have_breaks_are_written_as_they_are(name: str) -> None:
    frame = gpd.GeoDataFrame(
        {"place": [name] * 2, "date_start": name, "status": ["resolved", "area"], "precision": ["near", "oblast"]},
        geometry=[Point(36, 49), box(34, 50, 36, 51)], crs=4326,
    )  # fmt: skip
    page = Map(name, base=False).add_events(frame).add_labels([(name, name, name, 49.5, 36.5, 1)])
    assert any(name.replace("\n", " ") in text for text in texts(ET.fromstring(render(page, "svg"))))


def test_reports_come_latest_first_under_a_title_of_even_lines() -> None:
    frame = gpd.GeoDataFrame(
        {"place": ["first", "last", "undated", "also last"],
         "date_start": ["2024-12-01", "2024-12-20", None, "2024-12-20"],
         "date_end": ["2024-12-05", None, None, "2025-01-02"], "claim_status": "reported"},
        geometry=[Point(36 + n, 49) for n in range(4)], crs=4326,
    )  # fmt: skip
    title = "Both sides say they hold the village, and neither says since when or how"
    said = texts(ET.fromstring(render(Map(title, base=False).add_events(frame), "svg")))
    heads = [text for text in said if text in ("first", "last", "undated", "also last")][-4:]
    assert heads == ["last", "also last", "first", "undated"]
    assert "1–5 December 2024" in said
    assert "20 December 2024 – 2 January 2025" in said
    lines = [text for text in said if text and text in title]
    assert " ".join(lines[:2]) == title
    assert min(map(len, lines[:2])) > 0.7 * max(map(len, lines[:2]))


def test_a_region_with_reports_is_named_once(drawn: ET.Element) -> None:
    assert texts(drawn).count("Kursk Oblast") == 1


def test_a_printed_change_keeps_the_colours_of_the_sides() -> None:
    areas = gpd.GeoDataFrame(
        {"change": ["gained", "lost"]}, geometry=[box(37, 48, 37.4, 48.4), box(35, 48, 35.2, 48.2)], crs=4326
    )
    change = SimpleNamespace(areas=areas, before="2024-11-27", after="2024-12-27", gained=(), lost=(), note="")
    built = Map("Change", base=False).add_change(change, before=control(), after=control())
    root = ET.fromstring(render(built, "svg"))
    for kind, colour in (("gained", "#d55e00"), ("lost", "#0072b2")):
        part = next(part for part in root.iter(f"{SVG}g") if part.get("id", "").startswith(f"area-{kind}"))
        assert colour in ET.tostring(part, encoding="unicode")
    assert {"Gained by Russia", "Gained by Ukraine", "Front line of 2024-11-27"} <= set(texts(root))


def test_each_report_has_its_sign_and_claims_are_hatched(drawn: ET.Element) -> None:
    signs = ids(drawn, "sign-")
    assert sorted(re.sub(r"-\d+$", "", name) for name in signs) == [
        "sign-admitted", "sign-claimed", "sign-claimed", "sign-confirmed", "sign-denied", "sign-reported",
    ]  # fmt: skip
    assert len(ids(drawn, "doubt")) == 1
    assert len(ids(drawn, "disc-")) == 2
    areas = {re.sub(r"(-\d+)+$", "", name) for name in ids(drawn, "area-")}
    assert areas == {"area-band", "area-confirmed", "area-claimed", "area-contested", "area-stale", "area-front",
                     "area-region"}  # fmt: skip
    patterns = {re.sub(r"(-\d+)+$", "", name) for name in ids(drawn, "pattern-area-")}
    assert patterns == {f"pattern-area-{kind}" for kind in ("claimed", "contested", "stale", "region")}
    claimed = next(part for part in drawn.iter(f"{SVG}g") if part.get("id", "").startswith("area-claimed"))
    outline = claimed.find(f"{SVG}path")
    assert outline is not None
    assert "stroke-dasharray" in outline.get("style", "")
    assert "fill: none" in outline.get("style", "")


def test_an_svg_refers_to_nothing_outside_itself(drawn: ET.Element) -> None:
    text = render(make(), "svg").decode()
    assert "<!DOCTYPE" not in text
    assert "<metadata" not in text
    assert set(re.findall(r"(?:href|src)=\"([^\"]{0,8})", text)) <= {f"#{name[:7]}" for name in re.findall(
        r'id="([^"]+)"', text)}  # fmt: skip
    assert {address[:9] for address in re.findall(r"url\(([^)]{0,40})", text)} <= {"data:font"} | {
        f"#{name[:8]}" for name in re.findall(r'id="([^"]+)"', text)
    }
    assert set(re.findall(r"https?://[^\s\"'<;]+", text)) == {
        "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "https://press.example/1",
    }  # fmt: skip
    assert not list(drawn.iter(f"{SVG}image"))
    assert not list(drawn.iter(f"{SVG}script"))


@pytest.mark.parametrize("kind", ["svg", "pdf", "png"])
def test_the_same_map_gives_the_same_bytes_and_no_date(kind: str) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_print_map as t; "
        "import hashlib; print(hashlib.sha256(t.render(t.make(), sys.argv[2], 'A5', 72)).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code, str(Path(__file__).parent), kind], capture_output=True, text=True,
                       check=True, cwd=ROOT).stdout
        for _ in range(2)
    ]  # fmt: skip
    assert runs[0] == runs[1]
    data = render(make(), kind, "A5", 72)
    assert b"CreationDate" not in data
    assert b"atplotlib" not in data.replace(b"<!-- ", b"")[:4000]
    assert re.search(rb"20[0-9]{2}-[01][0-9]-[0-3][0-9]T", data) is None


def test_the_users_own_matplotlib_settings_do_not_reach_the_sheet() -> None:
    import matplotlib

    expected = render(make(), "svg", "A5")
    with matplotlib.rc_context({"font.size": 30, "svg.fonttype": "path", "lines.dash_capstyle": "round",
                                "hatch.linewidth": 9, "axes.facecolor": "red"}):  # fmt: skip
        assert render(make(), "svg", "A5") == expected


@pytest.mark.parametrize(("lang", "expected"), [
    ("en", "As of 27 December 2024"), ("uk", "Станом на 27 грудня 2024"), ("ru", "По состоянию на 27 декабря 2024"),
])  # fmt: skip
def test_a_pdf_opens_and_its_text_can_be_found(tmp_path: Path, lang: str, expected: str) -> None:
    path = tmp_path / "map.pdf"
    make(lang).save(path)
    document = pypdfium2.PdfDocument(path)
    try:
        assert len(document) == 1
        assert [round(points) for points in document[0].get_size()] == [842, 595]
        assert document.get_metadata_dict()["Title"] == "Russia says it took a village"
        said = document[0].get_textpage().get_text_range()
        for text in (expected, "Russia says it took a village", {"en": "Ivanivka", "uk": "Іванівка",
                                                                 "ru": "Ивановка"}[lang]):  # fmt: skip
            assert text in said
        picture = np.asarray(document[0].render(scale=1).to_numpy())[:, :, :3]
        ink = (picture < 250).any(axis=2).mean()
        assert 0.3 < ink < 0.95
    finally:
        document.close()


def test_text_stays_text_whatever_it_holds() -> None:
    rows = len(PAYLOADS)
    frame = gpd.GeoDataFrame(
        {"event_type": PAYLOADS, "claim_status": PAYLOADS, "claimant_side": PAYLOADS, "place_name": PAYLOADS,
         "claimant": PAYLOADS, "description": PAYLOADS, "source": PAYLOADS},
        geometry=[Point(30 + i * 0.6, 47 + i * 0.3) for i in range(rows)], crs=4326,
    )  # fmt: skip
    for number, payload in enumerate(PAYLOADS):
        page = Map(payload, subtitle=payload, as_of=payload, method=payload, author=payload, sources=[payload],
                   attribution=[payload], disclaimer=payload)  # fmt: skip
        page.add_events(frame).add_labels([(payload, payload, payload, 48.0, 31.0, 1)])
        page.add_areas(gpd.GeoDataFrame({"name": [payload]}, geometry=[box(33, 48, 34, 49)], crs=4326), payload)
        data = render(page, "svg", "A3")
        root = ET.fromstring(data)
        said = texts(root)
        squeezed = " ".join(payload.split())
        assert squeezed in said, payload
        assert any(squeezed in " ".join(text.split()) and "Sources" in text for text in said)
        assert {part.tag for part in root.iter()} <= {
            f"{SVG}{tag}" for tag in ("svg", "g", "path", "text", "defs", "style", "title", "clipPath", "rect", "use")
        }
        assert not [key for part in root.iter() for key in part.attrib if key.lower().startswith("on")]
        if number == 0:
            assert render(page, "pdf", "A3").startswith(b"%PDF")


def test_odd_characters_are_shown_not_obeyed() -> None:
    assert canvas.clean("a\u202eb\x00c\ud800") == "a[U+202E]b[U+0000]c[U+D800]"
    assert canvas.clean("Їжак ґ Ёж é ß Ω") == "Їжак ґ Ёж é ß Ω"
    assert canvas.clean("地図") == "□□"
    page = Map("one\u202etwo 地", base=False)
    assert "one[U+202E]two □" in texts(ET.fromstring(render(page, "svg")))


def test_lines_are_cut_to_the_room() -> None:
    lines = canvas.wrap("A long sentence of several words and " + "x" * 200, 100, 8)
    assert all(canvas.width(line, 8) <= 100 for line in lines)
    assert "".join(lines).count("x") == 200
    assert canvas.wrap("", 100, 8) == []


@pytest.mark.parametrize("size", [*SIZES, "120x150", "100"])
def test_every_size_is_drawn_and_no_text_leaves_the_sheet(size: str) -> None:
    root = ET.fromstring(render(make("uk"), "svg", size))
    wide, high = parse_size(size)
    assert float(root.get("width", "0").removesuffix("pt")) == pytest.approx(wide * canvas.MM, abs=0.01)
    if high:
        assert float(root.get("height", "0").removesuffix("pt")) == pytest.approx(high * canvas.MM, abs=0.01)
    legend = {"".join(text.itertext()) for group in root.iter(f"{SVG}g") for text in group.iter(f"{SVG}text")
              if group.get("id", "").startswith("legend-")}  # fmt: skip
    for heading in ("Контроль території", "Повідомлення: за видом", "Що відомо", "Чиї це слова", "Невизначеність"):
        assert heading in legend
    sheet_high = float(root.get("height", "0").removesuffix("pt"))
    for text in root.iter(f"{SVG}text"):
        x, y, points, bold = place_of(text)
        said = "".join(text.itertext())
        assert x >= 0, said
        assert x + canvas.width(said, points, bold=bold) <= wide * canvas.MM + 1, said
        assert 0 < y <= sheet_high, said


def test_names_on_the_map_do_not_overlap(drawn: ET.Element) -> None:
    boxes = []
    for group in drawn.iter(f"{SVG}g"):
        if not re.match(r"(town|place|unit|region)-", group.get("id", "")):
            continue
        for text in group.iter(f"{SVG}text"):
            x, y, points, bold = place_of(text)
            boxes.append((x, y - points * 0.7, x + canvas.width("".join(text.itertext()), points, bold=bold), y))
    assert len(boxes) > 10
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_the_scale_bar_is_right_where_the_map_lies() -> None:
    from pyproj import Geod

    for bounds in ((22.0, 44.2, 40.3, 52.5), (35.0, 51.0, 36.0, 51.5), (30.0, 46.0, 31.0, 46.5)):
        plane = Plane(bounds, Frame(10, 10, 500, 400))
        for at in ((50, 50), (250, 200), (400, 350)):
            lon, lat = plane.degrees(np.array([at[0], at[0] + 100]), np.array([at[1], at[1]]))
            metres = Geod(ellps="WGS84").inv(lon[0], lat[0], lon[1], lat[1])[2]
            assert metres * plane.scale == pytest.approx(100, rel=max(0.001, 2 * plane.distortion()))
    assert [bar_km(0.001, room) for room in (72, 150, 499, 501)] == [50, 100, 200, 500]


def test_many_points_become_counts(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    n = GRID_FROM * 5
    frame = gpd.GeoDataFrame(
        {"event_type": rng.choice(["strike", "shelling"], n), "claim_status": "claimed", "claimant_side": "RU"},
        geometry=gpd.points_from_xy(rng.normal(36, 1.5, n), rng.normal(48.5, 1, n)), crs=4326,
    )  # fmt: skip
    root = ET.fromstring(render(Map("Many").add_events(frame), "svg"))
    bubbles = ids(root, "bubble-")
    assert 20 < len(bubbles) < 3000
    numbers = [int(text) for text in texts(root) if text.isdigit() and text != "0"]
    assert sum(numbers) + len(ids(root, "sign-")) == pytest.approx(n, abs=5)


def test_the_signs_are_those_of_the_page() -> None:
    script = (ROOT / "geomap/render/assets/js/20-symbols.js").read_text(encoding="utf-8")
    shapes = script[script.index("var SHAPES") : script.index("geomap.hasShape")]
    names = re.findall(r"^    (\w+):", shapes, re.MULTILINE)
    assert set(names) == {*paint.OUTLINES, "other"}
    for name, listed in re.findall(r"(\w+): polygon\((\[\[.*?\]\])\)", shapes, re.DOTALL):
        values = [float({"a": "0.36", "-a": "-0.36"}.get(v, v)) for v in re.findall(r"-?[\d.]+|-?a\b", listed)]
        assert values == [pytest.approx(v) for pair in paint.OUTLINES[name] for v in pair], name
    css = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "geomap/render/assets/css").glob("*.css"))
    for name, colour in (("ink", paint.INK), ("sea", paint.SEA), ("far", paint.FAR), ("front", paint.FRONT)):
        assert f"--gm-{name}: {colour};" in css


def test_the_languages_have_the_same_words() -> None:
    assert WORDS["en"].keys() == WORDS["uk"].keys() == WORDS["ru"].keys()
    assert day("2024-02-05", "uk") == "5 лютого 2024"
    assert day("winter", "en") == "winter"


def test_a_picture_looks_as_it_did() -> None:
    path = GOLDEN / "a5-uk.png"
    data = render(make("uk"), "png", "A5", 72)
    if os.environ.get("GEOMAP_GOLDEN") == "write":
        path.write_bytes(data)
    with Image.open(path) as golden, Image.open(BytesIO(data)) as image:
        assert image.size == golden.size == (595, 419)
        assert image.info["dpi"] == pytest.approx((72, 72), abs=0.1)
        apart = np.abs(np.asarray(golden.convert("RGB"), int) - np.asarray(image.convert("RGB"), int))
    # Another version of the font engine moves letters by fractions of a pixel; a lost layer changes far more.
    assert (apart.max(axis=2) > 60).mean() < 0.02
    assert apart.mean() < 3


@pytest.mark.parametrize(("size", "message"), [
    ("B7", "size: 'B7' is not known; choose from A3"), ("20x20", "size: '20x20' is not known"),
    ("5000", "width 50 to 1200"), ("60x60", "leaves no room for the"),
])  # fmt: skip
def test_impossible_sizes_are_said(size: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)):
        render(make(), "svg", size)
    assert look("column").wide == pytest.approx(88 * canvas.MM)


def test_impossible_files_and_resolutions_are_said(tmp_path: Path) -> None:
    page = make()
    with pytest.raises(ConfigError, match=re.escape(".png, .svg or .pdf")):
        save(page, tmp_path / "map.gif")
    for dpi in (10, 10_000, True, 150.5):
        with pytest.raises(ConfigError, match="dpi"):
            page.save(tmp_path / "map.png", dpi=dpi)  # type: ignore[arg-type]
    (tmp_path / "map.pdf").mkdir()
    with pytest.raises(OutputError, match="folder"):
        page.save(tmp_path / "map.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.pdf"]


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(MissingDependency, match=r"geomap\[print\]"):
        make().save(tmp_path / "map.png")
    assert list(tmp_path.iterdir()) == []


def test_the_page_needs_no_matplotlib() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "import geomap; geomap.Map('x', base=False).html(); import geomap.render.print"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)

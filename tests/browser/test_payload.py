"""What the browser makes of a payload: every text as it was given, found by a search, and each view looked at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
from shapely.geometry import Point

from geomap.config import Safety
from geomap.render.map import Map

Visit = Callable[..., Any]
SCENE = "Object.values(window).find(v => v instanceof L.Map)._geomap"
STORE = f"{SCENE}.stores[0]"

#: Texts a page could swallow, join, cut or run.
TEXTS = [
    "", "\0", "a\0b", "a\nb", "\ufeffmarked", "</script><img src=x onerror=window.__pwned=1>", "{{7*7}}", "${1}", "`",
    "\u2028", "\u202eleft", "Курськ", "ΟΔΟΣ", "𝟙", "e\u0301", "__proto__", "long " * 5000, "lone \ud800 half",
]  # fmt: skip


def table(n: int) -> gpd.GeoDataFrame:
    """Columns with a text for each row, with texts that repeat, with one text, and with names of their own."""
    return gpd.GeoDataFrame(
        {
            "description": [f"{TEXTS[i % len(TEXTS)]} · {i}" for i in range(n)],
            "claimant": [TEXTS[i % len(TEXTS)] for i in range(n)], "licence": ["CC0"] * n,
            "__proto__": [f"own {i % 3}" for i in range(n)], "constructor": [str(i) for i in range(n)],
        },
        geometry=[Point(33 + i % 50 / 40, 48 + i % 40 / 40) for i in range(n)], crs=4326,
    )  # fmt: skip


def test_every_text_comes_back_as_it_was_given(visit: Visit) -> None:
    frame = table(400)
    fields = ("__proto__", "constructor")
    page = visit(Map(base=False, safety=Safety(allow_units=True)).add_events(frame, by=None, fields=fields))
    page.wait_for_function(f"Boolean({STORE}.texts)")
    for name in ("description", "claimant", "licence", *fields):
        told = page.evaluate(f"name => Array.from({{length: 400}}, (_, row) => {STORE}.text(name, row))", name)
        assert told == [text.encode("utf-8", "replace").decode() for text in frame[name]], name
    assert page.evaluate(f"[{STORE}.text('place', 3), {STORE}.text('toString', 3), Object.keys({{}}).length]") == [
        "", "", 0,
    ]  # fmt: skip


def test_words_are_found_in_texts_of_one_row_and_of_many(visit: Visit) -> None:
    page = visit(Map(base=False).add_events(table(400), by=None))
    page.wait_for_function(f"Boolean({STORE}.texts)")
    found = f"text => geomap.find({SCENE}, text).rows.map(row => row[2]).sort((a, b) => a - b)"
    n = len(TEXTS)
    for word, rows in (
        ("курськ", range(TEXTS.index("Курськ"), 400, n)), ("· 399", [399]), ("· 63", [63]), ("· 64", [64]),
        ("\ufeffMARKED", range(TEXTS.index("\ufeffmarked"), 400, n)), ("nowhere", []),
        ("οδος", range(TEXTS.index("ΟΔΟΣ"), 400, n)),
    ):  # fmt: skip
        assert page.evaluate(found, word) == list(rows), word


def test_a_view_is_looked_at_once_for_all_that_is_painted_of_it(visit: Visit) -> None:
    page = visit(Map(base=False).add_events(table(5000), by=None))
    page.evaluate(f"""() => {{ const store = {STORE}; const lay = store.lay; window.laid = 0;
        store.lay = view => {{ window.laid++; return lay.call(store, view); }}; }}""")
    paint = f"Object.values({SCENE}.surfaces).forEach(surface => surface.paint())"
    page.evaluate(paint)
    for change, more in (
        ("", 0), (f"{SCENE}.map.panBy([60, 20], {{ animate: false }})", 1), ("", 0),
        (f"{SCENE}.map.setZoom(8, {{ animate: false }})", 1), (f"{SCENE}.retime()", 1), (f"{SCENE}.sieve()", 1),
    ):  # fmt: skip
        before = page.evaluate("window.laid")
        page.evaluate(f"() => {{ {change}; {paint}; {paint}; }}")
        assert page.evaluate("window.laid") - before == more, change or "nothing"


def test_counts_follow_the_view_and_the_choice(visit: Visit) -> None:
    page = visit(Map(base=False).add_events(table(5000), by=None))
    counted = f"() => {{ {SCENE}.surface('events').paint(); return {STORE}.spots.reduce((n, s) => n + s.n, 0); }}"
    assert page.evaluate(counted) == 5000
    page.evaluate(f"{SCENE}.only = new Map([[{STORE}, new Uint8Array(5000).fill(1, 0, 4000)]]); {SCENE}.sieve()")
    assert page.evaluate(counted) == 4000
    page.evaluate(f"{SCENE}.map.setView([0, 0], 8, {{ animate: false }})")
    assert page.evaluate(counted) == 0


def test_a_damaged_payload_is_said_once(visit: Visit) -> None:
    html = Map(base=False).html()
    at = html.index('id="gm-meta">') + 60
    page = visit(html[:at] + "AAAAAAAAAAAA" + html[at + 12 :], ready=False)
    page.wait_for_selector("html[data-geomap=failed]", state="attached")
    assert page.locator(".gm-failed").count() == 1

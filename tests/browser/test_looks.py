"""How the page looks, and whether everyone can use it: axe-core, golden pictures, a phone, the keyboard alone."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from geomap.render.map import Map

Visit = Callable[..., Any]
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
GOLDEN = Path(__file__).parent.parent / "golden"
SCENE = "Object.values(window).find(v => v instanceof L.Map)._geomap"

#: Share of pixels that may differ from the golden picture, and by how much a pixel must to count.
MAY_DIFFER, NOTICEABLE = 0.02, 48


def serious(page: Any) -> list[str]:
    """Findings of axe-core that are serious or critical."""
    found = page.evaluate("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations")
    return [
        f"{item['id']}: {node['target']} {node.get('failureSummary', '')}"
        for item in found
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]


@pytest.mark.parametrize(("width", "height", "scheme"), [
    (1440, 900, "light"), (1440, 900, "dark"), (360, 740, "light"),
])  # fmt: skip
def test_axe_finds_nothing_serious(visit: Visit, example_map: Map, width: int, height: int, scheme: str) -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == AXE_SHA256
    page = visit(example_map, width=width, height=height, color_scheme=scheme, bypass_csp=True)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    nav = ".gm-nav" if width < 760 else ".gm-tabs"
    for name in ("Reports", "Find", "Layers", "Table", *(("Legend", "About") if width < 760 else ())):
        page.click(f"{nav} button >> text={name}")
        if name == "Find":
            page.fill(".gm-input", "Ivanivka")
            page.wait_for_timeout(200)
        assert serious(page) == [], name
        if width < 760:
            page.keyboard.press("Escape")
    if width > 760:
        page.click(".gm-drawer .gm-close")
        page.click(".gm-time-more summary")
        page.click(".gm-tabs button >> nth=0")
    else:
        page.click(".gm-nav button >> text=Reports")
    page.click(".gm-report >> text=Ivanivka")
    page.wait_for_timeout(200)
    assert serious(page) == []


def picture(data: bytes) -> np.ndarray[Any, Any]:
    pillow = pytest.importorskip("PIL.Image")
    return np.asarray(pillow.open(io.BytesIO(data)).convert("RGB"), np.int16)


def differing(page: Any) -> tuple[np.ndarray[Any, Any], bytes]:
    data = page.locator(".gm-main").screenshot()
    return picture(data), data


@pytest.mark.parametrize(("name", "width", "height"), [("desktop", 1280, 800), ("phone", 360, 740)])
def test_the_map_looks_as_it_did(visit: Visit, example_map: Map, name: str, width: int, height: int) -> None:
    page = visit(example_map, width=width, height=height)
    page.evaluate(
        "document.querySelectorAll('.gm-legend, .gm-corner').forEach(e => { e.style.visibility = 'hidden'; })"
    )
    page.wait_for_timeout(300)
    now, data = differing(page)
    path = GOLDEN / f"map-{name}.png"
    if os.environ.get("GEOMAP_WRITE_GOLDEN") == "1":
        path.write_bytes(data)
    golden = picture(path.read_bytes())
    assert now.shape == golden.shape

    def share(shot: np.ndarray[Any, Any]) -> float:
        return float((np.abs(shot - golden).max(axis=2) > NOTICEABLE).mean())

    assert share(now) <= MAY_DIFFER
    # The signs, and only they, in a tight box around each: none may go missing.
    boxes = page.evaluate(f"""() => {{ const s = {SCENE}; const m = s.map;
      const r = document.querySelector('.gm-main').getBoundingClientRect();
      const c = m.getContainer().getBoundingClientRect();
      return s.stores[0].spots.map(p => {{
        const q = m.latLngToContainerPoint(s.stores[0].place(p.row));
        return [q.x + c.left - r.left, q.y + c.top - r.top];
      }}).filter(p => p[0] > 8 && p[1] > 8 && p[0] < r.width - 8 && p[1] < r.height - 8); }}""")
    assert len(boxes) >= 3
    page.evaluate(f"{SCENE}.stores[0].scene.picks.type.add('none'); {SCENE}.sieve(); {SCENE}.refresh()")
    page.wait_for_timeout(300)
    bare, _ = differing(page)
    for x, y in boxes:
        near = (slice(round(y) - 6, round(y) + 7), slice(round(x) - 6, round(x) + 7))
        assert (np.abs(now[near] - golden[near]).max(axis=2) > NOTICEABLE).mean() < 0.25
        assert (np.abs(bare[near] - golden[near]).max(axis=2) > NOTICEABLE).mean() > 0.1


def test_phone_tools_fit_and_work(visit: Visit, example_map: Map) -> None:
    page = visit(example_map, width=360, height=740, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for lang in ("УКР", "РУС", "EN"):
        page.click(f".gm-tongue >> text={lang}")
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.evaluate("document.querySelector('.gm-nav').scrollWidth") <= 360
    bar = page.locator(".gm-time").bounding_box()
    assert bar["height"] < 90
    page.click(".gm-nav button >> text=Find")
    page.fill(".gm-input", "Мыколаевка")
    page.fill(".gm-input", "kharkiv")
    page.wait_for_timeout(200)
    page.click(".gm-hit >> nth=-1")
    assert page.inner_text("#gm-panel-card .gm-card-title") == "Kharkiv"
    page.click("#gm-panel-card .gm-close")
    page.click(".gm-nav button >> text=Table")
    assert page.locator(".gm-grid-space .gm-row").count() == 6


def test_keyboard_alone_filters_and_moves_time(visit: Visit, example_map: Map) -> None:
    page = visit(example_map)

    def tab_to(script: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(f"(() => {{ const e = document.activeElement; return Boolean({script}); }})()"):
                return
        raise AssertionError(f"the keyboard does not reach {script}")

    tab_to("e.textContent === 'Find'")
    page.keyboard.press("Enter")
    tab_to("e.type === 'checkbox' && e.closest('label').textContent.includes('Shelling')")
    page.keyboard.press("Space")
    page.wait_for_timeout(100)
    assert page.evaluate(f"{SCENE}.stores[0].visible().length") == 1
    assert page.evaluate("document.activeElement.closest('label').textContent").startswith("Shelling")
    page.keyboard.press("Space")
    page.wait_for_timeout(100)
    tab_to("e.className === 'gm-range'")
    page.keyboard.press("Home")
    assert page.inner_text(".gm-day") == "up to 20 Dec 2024"
    assert page.evaluate(f"{SCENE}.stores[0].visible().length") == 2

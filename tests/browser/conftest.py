"""A real Chromium, offline, that notes everything a page should not do.

Without Chromium this folder is skipped with one line; with GEOMAP_REQUIRE_BROWSER=1 that is a failure instead.
GEOMAP_CHROMIUM names the program when it is not on the path.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import geopandas as gpd
import pytest
from shapely.geometry import LineString, Point, Polygon, box

from geomap.render.map import Map

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

WATCH = """
window.__pwned = 0;
window.__violations = [];
document.addEventListener('securitypolicyviolation', function (event) {
  window.__violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
});
"""


def _is_noise(message: Any) -> bool:
    # Reading pixels back is the tests' own doing.
    return message.type in ("error", "warning") and "willReadFrequently" not in message.text


def _absent() -> str:
    program = os.environ.get("GEOMAP_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if not program or not Path(program).exists():
        return "no Chromium: install it, or name it in GEOMAP_CHROMIUM, to run the browser tests"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "no playwright: install geomap's test extra to run the browser tests"
    return ""


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Report skips for want of a browser at one place, so that pytest folds them into one line."""
    outcome: Any = yield
    report = outcome.get_result()
    if report.skipped and "browser" in getattr(item, "fixturenames", ()):
        report.longrepr = (str(Path(__file__)), 1, f"Skipped: {report.longrepr[2].removeprefix('Skipped: ')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium for the whole session."""
    reason = _absent()
    if reason and os.environ.get("GEOMAP_REQUIRE_BROWSER") == "1":
        pytest.fail(f"GEOMAP_REQUIRE_BROWSER=1 but {reason}", pytrace=False)
    if reason:
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    program = os.environ.get("GEOMAP_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    )
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Open a page (its text, or a map) offline from a file; at the end prove that it was quiet."""
    contexts: list[Any] = []
    noise: list[str] = []
    pages: list[Any] = []

    def open_page(
        source: Any, width: int = 1280, height: int = 800, name: str = "map.html", ready: bool = True, **options: Any
    ) -> Any:
        page_text = source if isinstance(source, str) else source.html()
        path = tmp_path / name
        path.write_text(page_text, encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": height}, offline=True, **options)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else noise.append(r.url))
        page.on("console", lambda m: noise.append(f"console {m.type}: {m.text}") if _is_noise(m) else None)
        page.on("pageerror", lambda error: noise.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (noise.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri())
        if ready:
            page.wait_for_selector("html[data-geomap=ready]", state="attached", timeout=20_000)
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        assert page.evaluate("window.__violations") == []
        assert page.evaluate("window.__pwned") == 0
    for context in contexts:
        context.close()
    assert noise == []


ROWS: list[dict[str, Any]] = [
    {
        "event_id": "a", "date_start": "2024-12-27", "event_type": "control_change", "place": "Ivanivka",
        "region": "Donetsk region", "claimant": "Russia's defence ministry", "claimant_side": "RU",
        "claim_status": "claimed", "description": "Russia says it took the village.", "source": "Press report",
        "source_url": "https://example.org/report", "published_at": "2024-12-27", "place_name": "Ivanivka",
        "place_admin": "Lyman Hromada, Donetsk Oblast", "status": "resolved", "probability": 0.91, "radius_km": 1.5,
        "precision": "settlement", "n_candidates": 6, "why": "six places bear the name\n3 km from the front",
        "geometry": Point(37.947, 49.114),
    },
    {
        "event_id": "b", "date_start": "2024-12-26", "event_type": "strike", "place": "Novoivanovka",
        "region": "Kursk region", "relation": "near", "claimant": "Military intelligence (GUR)", "claimant_side": "UA",
        "claim_status": "claimed", "description": "GUR says its side hit units here.", "source": "Press report",
        "source_url": "javascript:alert(1)", "place_name": "Novoivanovka", "status": "resolved", "probability": 0.83,
        "radius_km": 5.0, "precision": "near", "n_candidates": 3, "geometry": Point(35.11, 51.32),
    },
    {
        "event_id": "c", "date_start": "2024-12-20", "date_end": "2024-12-27", "event_type": "casualties",
        "place": "Kursk region", "claimant": "Ukraine's president", "claimant_side": "UA", "claim_status": "claimed",
        "count_low": 3000.0, "count_high": 3000.0, "count_of": "killed and wounded", "place_name": "Kursk Oblast",
        "status": "area", "precision": "oblast", "geometry": box(34.1, 50.9, 38.5, 52.4),
    },
    {
        "event_id": "d", "date_start": "2024-12-25", "event_type": "air_strike", "place": "Kharkiv",
        "claimant": "Grid operator", "claimant_side": "UA", "claim_status": "confirmed", "place_name": "Kharkiv",
        "status": "resolved", "precision": "settlement", "geometry": Point(36.2304, 49.9935),
    },
    {
        "event_id": "e", "date_start": "2024-12-24", "event_type": "shelling", "place": "Mykhailivka",
        "claimant": "Local administration", "claimant_side": "RU", "claim_status": "reported",
        "place_name": "Mykhailivka", "status": "ambiguous", "probability": 0.48, "n_candidates": 9,
        "candidates": "Mykhailivka A (p=0.48)\nMykhailivka B (p=0.31)", "precision": "settlement",
        "geometry": Point(34.9, 47.27),
    },
    {
        "event_id": "f", "event_type": "deployment", "claimant": "Kyiv and Seoul", "claimant_side": "neutral",
        "claim_status": "reported", "description": "Over ten thousand soldiers sent.", "count_low": 10000.0,
        "status": "unresolved", "precision": "unknown", "geometry": None,
    },
]  # fmt: skip


@pytest.fixture
def events() -> gpd.GeoDataFrame:
    """Six events: a claim, one near a village, a region, a confirmed one, an ambiguous one, one without a place."""
    return gpd.GeoDataFrame(ROWS, geometry="geometry", crs=4326)


@pytest.fixture
def control() -> Any:
    """Areas of every state, a front and a band."""
    line = LineString(
        [(35.1, 51.3), (36.2, 50.3), (37.8, 49.7), (38.0, 49.0), (37.2, 48.0), (34.5, 47.4), (32.0, 46.5)]
    )
    east = Polygon([*line.coords, (33.0, 45.0), (40.0, 47.0), (40.0, 51.0)]).buffer(0)
    areas = gpd.GeoDataFrame(
        {"state": ["confirmed", "claimed", "contested", "stale", "no_data"], "side": ["RU", "RU", "", "UA", ""],
         "area_km2": [1000.0, 20.0, 30.0, 40.0, 50.0], "n_places": [9, 1, 2, 3, 0], "as_of": ["2024-12-27"] * 5},
        geometry=[
            east, Point(37.9, 49.2).buffer(0.2), line.buffer(0.1), box(34.8, 51.0, 35.2, 51.3), box(30, 47, 31, 48),
        ],
        crs=4326,
    )  # fmt: skip
    frame = lambda shape: gpd.GeoDataFrame(geometry=[shape], crs=4326)  # noqa: E731
    return SimpleNamespace(areas=areas, front=frame(line), band=frame(line.buffer(0.05)))


@pytest.fixture
def example_map(events: gpd.GeoDataFrame, control: Any) -> Map:
    """A complete map on the shipped base map."""
    built = Map(
        "Russia says it took a village", as_of="2024-12-27", subtitle="Reported events", method="Local gazetteer",
        sources=[("Press report", "https://example.org/report"), "Control table"], attribution=["GeoNames (CC BY 4.0)"],
        author="maps desk",
    )  # fmt: skip
    built.add_control(control).add_events(events)
    built.add_labels(
        [("Kharkiv", "Харків", "Харьков", 49.99, 36.23, 1), ("Dnipro", "Дніпро", "Днепр", 48.46, 35.04, 1)]
    )
    return built

"""The map page beside its peers, in one run: CPU to write, size, time to open, a zoom step, a time step.

    python benchmarks/map_bench.py [--sizes 10000,100000] [--peers] [--days 770]

Writing is measured in process CPU seconds, the least of ``--repeat`` fresh processes (peers: one), with the memory of
the process at its peak beyond what the table and the libraries took before. Opening is measured in
headless Chromium without a GPU and without a network: from navigation to the page being ready (for peers: the load
event), plus two frames, minus the same for an empty file. A zoom step is a redraw of every canvas one level closer; a
time step is a move of the slider by one day, redraw included; both are medians of nine. Peers that load their
scripts from elsewhere cannot open offline and are measured for writing only. Texts are synthetic. Prints a
table; never part of the tests.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WORDS = "village shelling officials report brigade line river road attack night morning district said claims".split()
#: The most events each peer is given: beyond, it takes minutes or gigabytes.
PEER_LIMITS = {
    "folium MarkerCluster": 10_000, "folium GeoJson": 100_000, "folium FastMarkerCluster": 1_000_000,
    "folium Timeline": 100_000, "geopandas explore": 100_000, "lonboard": 1_000_000,
}  # fmt: skip


def events(n: int) -> Any:
    """A table of ``n`` synthetic events with six texts each, every one at a place of its own."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(7)
    words = np.asarray(WORDS)
    text = [" ".join(row) for row in words[rng.integers(0, len(words), (n, 8))]]
    days = pd.Timestamp("2022-02-24") + pd.to_timedelta(rng.integers(0, 1000, n), unit="D")
    return gpd.GeoDataFrame(
        {
            "event_type": rng.choice(["strike", "shelling", "air_strike", "control_change", "ground_fighting"], n),
            "claim_status": rng.choice(["claimed", "confirmed", "reported"], n),
            "claimant_side": rng.choice(["UA", "RU", "neutral"], n), "date_start": days.strftime("%Y-%m-%d"),
            "place": [f"place {number % 5000}" for number in range(n)], "description": text,
            "source": rng.choice([f"source {k}" for k in range(40)], n),
            "precision": rng.choice(["settlement", "exact"], n),
        },
        geometry=gpd.points_from_xy(rng.uniform(22, 40, n), rng.uniform(44, 52, n)), crs=4326,
    )  # fmt: skip


def dated(days: int) -> Any:
    """Control on ``days`` dates, 1,400 vertices each, of which a dozen move every day."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd
    from shapely.geometry import Polygon

    rng = np.random.default_rng(3)
    lat = np.linspace(46.0, 51.5, 1400)
    lon = 36 + rng.normal(0, 0.02, 1400).cumsum() * 0.3
    shapes = []
    for _ in range(days):
        at = int(rng.integers(0, 1388))
        lon = lon.copy()
        lon[at : at + 12] -= rng.uniform(0.001, 0.02)
        shapes.append(Polygon([*zip(lon, lat, strict=True), (40.0, 51.5), (40.0, 46.0)]))
    dates = (pd.Timestamp("2022-02-24") + pd.to_timedelta(range(days), unit="D")).strftime("%Y-%m-%d")
    return gpd.GeoDataFrame({"date": dates, "state": "confirmed", "side": "RU"}, geometry=shapes, crs=4326)


@contextlib.contextmanager
def measured() -> Iterator[None]:
    """Print CPU seconds and megabytes of memory at the peak beyond those at the start (NaN where that is not told)."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")

    def told(line: str) -> float:
        found = re.search(rf"{line}:\s+(\d+) kB", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else float("nan")

    if reset.exists():
        reset.write_text("5")
    memory = told("VmRSS")
    start = time.process_time()
    yield
    print(time.process_time() - start, told("VmHWM") - memory)


def write(name: str, n: int, path: Path) -> None:
    """Write one page and print what it took; imports and the making of the table are not counted."""
    if name.startswith("geomap"):
        from geomap.render.map import Map

        table = dated(n) if name == "geomap dated areas" else events(n)
        Map("warm", base=False).html()
        with measured():
            if name == "geomap dated areas":
                Map("Dated areas", base=False).add_control_series(table).save(path)
            else:
                Map("Synthetic events").add_events(table).save(path)
        return
    table = events(n)
    if name == "lonboard":
        import lonboard

        with measured():
            lonboard.viz(table).to_html(path)
    elif name == "geopandas explore":
        for library in ("folium.plugins", "matplotlib.pyplot", "mapclassify"):
            importlib.import_module(library)
        with measured():
            table.explore(tiles=None).save(path)
    else:
        importlib.import_module("folium.plugins")
        with measured():
            folium_page(name, table).save(str(path))


def folium_page(name: str, table: Any) -> Any:
    """Return a page of one of folium's ways of showing many points, with texts."""
    import folium
    from folium import plugins

    page = folium.Map(location=[48, 33], zoom_start=6, tiles=None, max_zoom=14)
    texts = table.description.tolist()
    spots = list(zip(table.geometry.y.tolist(), table.geometry.x.tolist(), strict=True))
    if name == "folium MarkerCluster":
        cluster = plugins.MarkerCluster().add_to(page)
        for spot, text in zip(spots, texts, strict=True):
            folium.Marker(spot, popup=text, tooltip=text).add_to(cluster)
    elif name == "folium FastMarkerCluster":
        plugins.FastMarkerCluster([[*spot, text] for spot, text in zip(spots, texts, strict=True)]).add_to(page)
    elif name == "folium GeoJson":
        fields = ["event_type", "date_start", "description", "source"]
        folium.GeoJson(
            table, marker=folium.CircleMarker(), tooltip=folium.GeoJsonTooltip(fields),
            popup=folium.GeoJsonPopup(fields),
        ).add_to(page)  # fmt: skip
    else:
        features = json.loads(table.to_json())
        for feature in features["features"]:
            given = feature["properties"]
            given["start"] = given["end"] = given["date_start"]
        line = plugins.Timeline(features).add_to(page)
        plugins.TimelineSlider().add_timelines(line).add_to(page)
    return page


STEPS = """() => {
  const map = Object.values(window).find(v => v instanceof L.Map);
  const scene = map._geomap;
  const paint = () => ['areas', 'events', 'names'].forEach(s => scene.surfaces[s] && scene.surfaces[s].paint());
  const median = (n, step) => { const t = []; for (let k = 0; k < n; k++) { const a = performance.now(); step(k);
    t.push(performance.now() - a); } return t.sort((a, b) => a - b)[n >> 1]; };
  const zoom = median(9, k => { map.setZoom(6 + (k % 2), { animate: false }); paint(); });
  map.setZoom(6, { animate: false });
  const span = geomap.spanOf(scene, 'event');
  const time = span ? median(9, k => { scene.time.at = span[0] + Math.round((span[1] - span[0]) * (0.4 + k / 40));
    geomap.turnAll(scene); scene.retime(); paint(); }) : null;
  return [zoom, time];
}"""


def chromium() -> str | None:
    """Return the browser's program, if there is one."""
    named = os.environ.get("GEOMAP_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def open_page(browser: Any, path: Path, ours: bool) -> tuple[float, float | None, float | None]:
    """Return milliseconds to open a page, and for ours those of a zoom step and a time step."""
    times: list[float] = []
    steps: list[float | None] = [None, None]
    for attempt in range(2):
        context = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True)
        page = context.new_page()
        page.set_default_timeout(120_000)
        start = time.perf_counter()
        page.goto(path.as_uri())
        if ours:
            page.wait_for_selector("html[data-geomap=ready]", state="attached")
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        times.append((time.perf_counter() - start) * 1000)
        if ours and attempt:
            steps = page.evaluate(STEPS)
        context.close()
    return min(times), steps[0], steps[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--days", type=int, default=770)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peers", action="store_true", help="folium's plugins, geopandas and lonboard where installed")
    parser.add_argument("--write", nargs=3, metavar=("NAME", "N", "PATH"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(given.write[0], int(given.write[1]), Path(given.write[2]))
        return
    sizes = [int(size) for size in given.sizes.split(",") if size]
    jobs = [("geomap", size) for size in sizes]
    if given.days:
        jobs.append(("geomap dated areas", given.days))
    if given.peers:
        for name, limit in PEER_LIMITS.items():
            if importlib.util.find_spec(name.split()[0]):
                jobs += [(name, size) for size in sizes if size <= limit]
            else:
                print(f"{name} is not installed")
    print(
        f"{'method':26} {'n':>9} {'write CPU s':>11} {'extra MB':>8} {'page MB':>8} {'open ms':>8} {'zoom ms':>8} "
        f"{'time ms':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        browser = player = None
        if program := chromium():
            from playwright.sync_api import sync_playwright

            player = sync_playwright().start()
            browser = player.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        empty = Path(folder) / "empty.html"
        empty.write_text("<!DOCTYPE html><title>empty</title>", encoding="utf-8")
        idle = open_page(browser, empty, False)[0] if browser else 0.0
        for name, n in jobs:
            path = Path(folder) / "page.html"
            found = []
            for _ in range(given.repeat if name.startswith("geomap") else 1):
                done = subprocess.run(
                    [sys.executable, __file__, "--write", name, str(n), str(path)], capture_output=True, text=True
                )
                if done.returncode:
                    break
                found.append([float(value) for value in done.stdout.split()[-2:]])
            if done.returncode:
                print(f"{name:26} {n:9,} not written: {done.stderr.strip().splitlines()[-1][:80]}")
                continue
            seconds, memory = (min(values) for values in zip(*found, strict=True))
            size = path.stat().st_size / 1e6
            line = f"{name:26} {n:9,} {seconds:11.2f} {memory:8.0f} {size:8.2f}"
            if browser and name.startswith("geomap"):
                opened, zoom, step = open_page(browser, path, True)
                line += f" {opened - idle:8.0f} {zoom:8.1f} {step or 0:8.1f}"
            else:
                line += "   needs a network to open" if browser else ""
            print(line, flush=True)
        if browser and player:
            browser.close()
            player.stop()


if __name__ == "__main__":
    main()

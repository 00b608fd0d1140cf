"""The map page beside its peers, in one run: CPU to write, size, time to open, a zoom step, a time step.

    python benchmarks/map_bench.py [--sizes 10000,100000] [--peers] [--days 770]

Writing is measured in process CPU seconds, once per row and library, in a fresh process each. Opening is measured in
headless Chromium without a GPU and without a network: from navigation to the page being ready (for peers: the load
event), plus two frames, minus the same for an empty file. A zoom step is a redraw of every canvas one level closer; a
time step is a move of the slider by one day, redraw included; both are medians of nine. Peers that load their
scripts from elsewhere cannot open offline and are measured for writing only. Texts are synthetic. Prints a
table; never part of the tests.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WORDS = "village shelling officials report brigade line river road attack night morning district said claims".split()
PEER_LIMITS = {
    "folium MarkerCluster": 2_000, "folium GeoJson": 10_000, "folium FastMarkerCluster": 100_000,
    "folium Timeline": 10_000, "geopandas explore": 10_000, "lonboard": 100_000,
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


def write(name: str, n: int, path: Path) -> None:
    """Write one page and print its CPU seconds; imports and the making of the table are not counted."""
    if name == "geomap dated areas":
        from geomap.render.map import Map

        series = dated(n)
        Map("warm", base=False).html()
        start = time.process_time()
        Map("Dated areas", base=False).add_control_series(series).save(path)
        print(time.process_time() - start)
        return
    table = events(n)
    if name == "geomap":
        from geomap.render.map import Map

        Map("warm", base=False).html()
        start = time.process_time()
        Map("Synthetic events").add_events(table).save(path)
    elif name == "lonboard":
        import lonboard

        start = time.process_time()
        lonboard.viz(table).to_html(path)
    elif name == "geopandas explore":
        start = time.process_time()
        table.explore(tiles=None).save(path)
    else:
        import folium
        from folium import plugins

        start = time.process_time()
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
        page.save(str(path))
    print(time.process_time() - start)


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
    parser.add_argument("--peers", action="store_true", help="folium's plugins, geopandas and lonboard where installed")
    parser.add_argument("--write", nargs=3, metavar=("NAME", "N", "PATH"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write:
        write(given.write[0], int(given.write[1]), Path(given.write[2]))
        return
    jobs = [("geomap", int(size)) for size in given.sizes.split(",") if size]
    if given.days:
        jobs.append(("geomap dated areas", given.days))
    if given.peers:
        for name, limit in PEER_LIMITS.items():
            if importlib.util.find_spec(name.split()[0]):
                jobs += [(name, limit)]
    print(f"{'method':26} {'n':>9} {'write CPU s':>11} {'MB':>7} {'open ms':>8} {'zoom ms':>8} {'time ms':>8}")
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
            done = subprocess.run(
                [sys.executable, __file__, "--write", name, str(n), str(path)], capture_output=True, text=True
            )
            if done.returncode:
                print(f"{name:26} {n:9,} not written: {done.stderr.strip().splitlines()[-1][:80]}")
                continue
            size = path.stat().st_size / 1e6
            line = f"{name:26} {n:9,} {float(done.stdout.split()[-1]):11.2f} {size:7.2f}"
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

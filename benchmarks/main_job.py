"""The main job measured from outside: start-up, memory, demo time, size of the page, requests it makes.

    python benchmarks/main_job.py [--runs 7] [--chromium /usr/bin/chromium]

Run it with the Python of an environment in which geomap is installed as the README says. Every process is started
fresh; wall and CPU times are of the whole process, memory is its largest resident set.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FIRST = """
import resource, time
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
import geomap
start = cpu()
gaz = geomap.Gazetteer.open()
found = gaz.search("Zahryzove")
print((cpu() - start) * 1000)
assert found[0].place.name == "Zahryzove"
"""


def measure(arguments: list[str], cwd: Path) -> tuple[float, float, float]:
    """Run a command; return wall seconds, CPU seconds and peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(arguments, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"{' '.join(arguments)} failed with status {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def requests_of(page: Path, chromium: str) -> tuple[int, int]:
    """Open the page in Chromium with the network off; return requests made and console errors."""
    from playwright.sync_api import sync_playwright

    made: list[str] = []
    errors: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
        )
        context = browser.new_context(offline=True)
        tab = context.new_page()
        tab.on("request", lambda request: made.append(request.url))
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(page.as_uri())
        tab.wait_for_timeout(1500)
        browser.close()
    outside = [url for url in made if not url.startswith(("file:", "data:", "blob:"))]
    return len(outside), len(errors)


def row(what: str, value: str, target: str) -> None:
    print(f"| {what} | {value} | {target} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--chromium", default=shutil.which("chromium") or "")
    options = parser.parse_args()
    geomap = [sys.executable, "-m", "geomap"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure([*geomap, "locate", "Zahryzove"], folder)  # compiles the index where it is not built in
        cold = [measure([*geomap, "locate", "Zahryzove"], folder) for _ in range(options.runs)]
        first = [
            float(subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True).stdout)
            for _ in range(options.runs)
        ]
        demo = [measure([*geomap, "demo"], folder) for _ in range(3)]
        page = folder / "geomap-demo" / "map.html"
        events = json.loads((folder / "geomap-demo" / "events.geojson").read_text(encoding="utf-8"))
        print("| what | measured | target |\n|---|---|---|")
        walls, cpus, memory = zip(*cold, strict=True)
        row("cold `geomap locate Zahryzove`, whole process", f"{statistics.median(walls):.2f} s wall "
            f"({min(walls):.2f}–{max(walls):.2f}), {statistics.median(cpus):.2f} s CPU", "≤ 0.3 s")  # fmt: skip
        row("its peak memory", f"{max(memory):.0f} MB", "≤ 60 MB")
        row("open and first look-up, CPU", f"{statistics.median(first):.0f} ms", "≤ 100 ms")
        wall, cpu = (statistics.median(run[index] for run in demo) for index in (0, 1))
        peak = max(run[2] for run in demo)
        row("demo, whole process", f"{wall:.1f} s wall, {cpu:.1f} s CPU, {peak:.0f} MB", "≤ 10 s")
        row("map.html", f"{page.stat().st_size / 1e6:.2f} MB", "≤ 1.5 MB")
        row("events written", str(len(events["features"])), "10")
        if options.chromium:
            made, errors = requests_of(page, options.chromium)
            row("requests made by the page (network off)", str(made), "0")
            row("console errors", str(errors), "0")
        else:
            print("no Chromium found: the page's requests were not counted")
    print("\ninjection payloads × sinks: pytest tests/browser -k injection -s -n 0 prints what was tried and what ran")


if __name__ == "__main__":
    main()

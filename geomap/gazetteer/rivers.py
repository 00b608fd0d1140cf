"""Rivers and reservoirs of the base map, from the multi-segment text that ``gmt coast -M`` prints.

Data: GSHHG (shorelines and lakes) and WDBII (rivers), LGPL-3+; see ``data/basemap/SOURCES.md``. The
source carries no names. Where it lacks a river (the Psel near Sudzha, the Vovcha) so does the map.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geomap.files import write_text
from geomap.gazetteer import basemap
from geomap.gazetteer.sources.files import existing

#: Chains shorter than this many degrees (about 25 km) are left out.
SHORTEST = 0.30
#: Lakes and reservoirs smaller than this many square degrees (about 10 square kilometres) are left out.
SMALLEST = 0.0012
TOLERANCE = 0.006


def read_segments(path: str | Path) -> Iterator[list[tuple[float, float]]]:
    """The (lon, lat) lists of a GMT multi-segment file; segments of one point are skipped."""
    points: list[tuple[float, float]] = []
    for line in existing(path).read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", ">")):
            if len(points) > 1:
                yield points
            points = []
        elif line.strip():
            lon, lat = line.split()[:2]
            points.append((float(lon), float(lat)))
    if len(points) > 1:
        yield points


def write_rivers(out_dir: str | Path, rivers: str | Path, lakes: str | Path) -> None:
    """Write ``rivers.geojson``: lines of kind ``river`` and shore lines of kind ``lake``."""
    features = [*_lines(rivers, "river"), *_lines(lakes, "lake")]
    write_text(Path(out_dir) / "rivers.geojson", basemap.geojson_text(features, digits=3))


def _lines(path: str | Path, kind: str) -> list[tuple[dict[str, str], Any]]:
    import shapely
    from shapely.geometry import mapping

    chains = shapely.line_merge(shapely.multilinestrings([shapely.linestrings(s) for s in read_segments(path)]))
    kept = []
    for chain in shapely.get_parts(chains):
        ring = shapely.polygons(shapely.linearrings(chain.coords)).area if chain.is_closed else 0.0
        if chain.length < SHORTEST or (kind == "lake" and chain.is_closed and ring < SMALLEST):
            continue
        kept.append(shapely.simplify(chain, TOLERANCE))
    kept.sort(key=lambda chain: (chain.bounds, chain.length))
    return [({"kind": kind}, mapping(chain)) for chain in kept]

"""First-level polygons for the offline base map, simplified so that shared borders stay shared."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from geomap.gazetteer.sources.files import existing

#: Degrees below which detail is dropped (square root of the smallest triangle kept); 0.009 is about 0.8 km.
TOLERANCE = 0.009


def read_features(path: str | Path) -> list[dict[str, Any]]:
    """The features of a GeoJSON FeatureCollection. Raises :class:`InputFileError`."""
    return list(json.loads(existing(path).read_text(encoding="utf-8"))["features"])


def _round(value: Any, digits: int) -> Any:
    if isinstance(value, (list, tuple)):
        return [_round(item, digits) for item in value]
    return round(float(value), digits)


def geojson_text(features: Iterable[tuple[dict[str, Any], Any]], digits: int = 4) -> str:
    """One feature per line, coordinates rounded: diffs stay readable, bytes stay the same."""
    lines = []
    for properties, geometry in features:
        shape = {"type": geometry["type"], "coordinates": _round(geometry["coordinates"], digits)}
        feature = {"type": "Feature", "properties": properties, "geometry": shape}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def simplify_coverage(geometries: Sequence[Any], tolerance: float = TOLERANCE) -> list[Any]:
    """Simplify polygons that share borders without opening gaps or overlaps; GeoJSON in and out.

    The lowest-area islands (below 4 square kilometres) are dropped with their inlets.
    """
    import shapely
    from shapely.geometry import mapping, shape

    shapes = [shapely.make_valid(shape(geometry)) for geometry in geometries]
    simple = shapely.coverage_simplify(shapes, tolerance, simplify_boundary=True)
    out = []
    for before, polygon in zip(shapes, simple, strict=True):
        polygon = polygon if polygon.is_valid else shapely.make_valid(polygon)
        parts = [p for p in shapely.get_parts(polygon) if p.geom_type == "Polygon"]
        big = [p for p in parts if p.area > 5e-4] or parts or [before]
        big.sort(key=lambda p: p.bounds)
        out.append(mapping(big[0] if len(big) == 1 else shapely.multipolygons(big)))
    return out

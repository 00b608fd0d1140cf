"""Areas of control: from the state of each settlement to one row for each state and side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geomap import schema
from geomap.control.sites import GRID_M, Tessellation, polygons_only

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Mask = npt.NDArray[np.bool_]

#: Rows of the areas table, in drawing order. ``claimed`` lies on top of the others.
ORDER = (
    ("no_data", ""), ("confirmed", "UA"), ("confirmed", "RU"), ("stale", "UA"), ("stale", "RU"),
    ("contested", ""), ("claimed", "UA"), ("claimed", "RU"),
)  # fmt: skip


def geodesic_km2(geometry: BaseGeometry) -> float:
    """Return the area of a geometry in degrees on the WGS84 ellipsoid, km²."""
    import pyproj
    import shapely

    if geometry.is_empty:
        return 0.0
    geod = pyproj.Geod(ellps="WGS84")
    total = 0.0
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            total += abs(geod.geometry_area_perimeter(shapely.orient_polygons(part))[0])
    return total / 1e6


def geodesic_km(geometry: BaseGeometry) -> float:
    """Return the length of lines in degrees on the WGS84 ellipsoid, km."""
    import pyproj

    return 0.0 if geometry.is_empty else float(pyproj.Geod(ellps="WGS84").geometry_length(geometry)) / 1000


def shapes(
    tess: Tessellation, masks: dict[tuple[str, str], Mask], start: dict[tuple[str, str], BaseGeometry] | None = None
) -> dict[tuple[str, str], BaseGeometry]:
    """Return the shape (metres) of every state that has one.

    ``masks`` holds the sites of each state; together those of the base states cover each site once. ``start`` gives
    shapes of a reference: then ``masks`` holds only the sites that left it, and their cells are cut out of it.
    """
    import shapely

    base = {key: tess.union(mask) for key, mask in masks.items() if key[0] not in ("no_data", "claimed")}
    if start is not None:
        moved = shapely.union_all([shape for shape in base.values()], grid_size=GRID_M)
        for key, shape in start.items():
            rest = shapely.difference(shape, moved, grid_size=GRID_M)
            base[key] = polygons_only(shapely.union(rest, base.get(key, shapely.MultiPolygon()), grid_size=GRID_M))
    found = {key: shape for key, shape in base.items() if not shape.is_empty}
    rest = tess.aoi
    if found:
        rest = shapely.difference(tess.aoi, shapely.union_all(list(found.values()), grid_size=GRID_M), grid_size=GRID_M)
    rest = polygons_only(rest)
    if not rest.is_empty:
        found[("no_data", "")] = rest
    for key, mask in masks.items():
        if key[0] == "claimed" and mask.any():
            found[key] = tess.union(mask)
    return found


def table(
    tess: Tessellation,
    found: dict[tuple[str, str], BaseGeometry],
    counts: dict[tuple[str, str], tuple[int, int]],
    as_of: str,
) -> geopandas.GeoDataFrame:
    """Return the areas table (:data:`geomap.schema.AREAS`) of shapes in metres."""
    import geopandas

    rows: list[dict[str, Any]] = []
    for key in ORDER:
        if key not in found:
            continue
        shape = tess.projection.degrees(found[key])
        n_places, n_reported = counts.get(key, (0, 0))
        rows.append({
            "state": key[0], "side": key[1], "area_km2": round(geodesic_km2(shape), 1), "n_places": n_places,
            "n_reported": n_reported, "as_of": as_of, "geometry": shape,
        })  # fmt: skip
    return geopandas.GeoDataFrame(rows, columns=schema.names(schema.AREAS), geometry="geometry", crs="EPSG:4326")

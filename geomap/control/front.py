"""The front line between the sides, and the band that should hold the true one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.control.areas import geodesic_km
from geomap.control.sites import GRID_M, Tessellation, polygons_only

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

#: Columns of the front table.
COLUMNS = ("as_of", "tolerance_m", "length_km", "method", "inputs_hash", "geometry")
#: Columns of the band table.
BAND_COLUMNS = ("as_of", "coverage", "mean_half_width_km", "method", "area_km2", "geometry")
#: A length is measured on the line simplified by this, metres: a line has no length of its own.
TOLERANCE_M = 1000.0
#: Half-width of the band in units of the distance between the reports on either side, by nominal coverage.
BAND_FACTOR = {0.5: 0.25, 0.8: 0.42, 0.9: 0.55, 0.95: 0.7}


def edges(tess: Tessellation, side: Ints) -> Ints:
    """Return the numbers of the neighbour pairs with UA on one side and RU on the other."""
    import numpy as np

    a, b = side[tess.pairs[:, 0]], side[tess.pairs[:, 1]]
    found: Ints = np.flatnonzero(a * b < 0)
    return found


def line(tess: Tessellation, numbers: Ints) -> BaseGeometry:
    """Return the borders with ``numbers`` as merged lines within the frame (metres)."""
    import shapely

    if not len(numbers):
        return shapely.MultiLineString()
    parts = []
    for group, frame in sorted(tess.frames.items()):
        own = numbers[tess.group[tess.pairs[numbers, 0]] == group]
        if len(own):
            pieces = shapely.multilinestrings(shapely.linestrings(tess.segments[own]))
            parts.append(shapely.intersection(pieces, frame))
    return lines_only(shapely.union_all(parts))


def lines_only(geometry: BaseGeometry) -> BaseGeometry:
    """Return the lines of a geometry, merged and normalised."""
    import shapely

    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "LineString"]
    if not parts:
        return shapely.MultiLineString()
    merged = shapely.line_merge(shapely.union_all(parts))
    return shapely.normalize(shapely.MultiLineString(list(shapely.get_parts(merged))))


def table(
    tess: Tessellation, shape: BaseGeometry, *, as_of: str, method: str, inputs_hash: str,
    tolerance_m: float = TOLERANCE_M,
) -> geopandas.GeoDataFrame:  # fmt: skip
    """Return the front table of a line in metres: one row, or none when there is no line."""
    import geopandas

    rows = []
    if not shape.is_empty:
        length = geodesic_km(tess.projection.degrees(shape.simplify(tolerance_m)))
        rows.append({
            "as_of": as_of, "tolerance_m": tolerance_m, "length_km": round(length, 1), "method": method,
            "inputs_hash": inputs_hash, "geometry": tess.projection.degrees(shape),
        })  # fmt: skip
    return geopandas.GeoDataFrame(rows, columns=list(COLUMNS), geometry="geometry", crs="EPSG:4326")


def band_shape(tess: Tessellation, numbers: Ints, half_width: Floats, extra: BaseGeometry) -> BaseGeometry:
    """Return the band (metres): every border widened by its own half-width, and ``extra`` (contested cells)."""
    import numpy as np
    import shapely

    if not len(numbers) and extra.is_empty:
        return shapely.MultiPolygon()
    steps = np.maximum(np.round(half_width / 250.0), 1) * 250.0
    parts = [extra]
    for step in np.unique(steps):
        lines = shapely.multilinestrings(shapely.linestrings(tess.segments[numbers[steps == step]]))
        parts.append(shapely.buffer(lines, step, quad_segs=4))
    whole = shapely.intersection(shapely.union_all(parts, grid_size=GRID_M), tess.aoi, grid_size=GRID_M)
    return polygons_only(whole)


def half_width(gap: Floats, coverage: float) -> Floats:
    """Return the half-width of the band from the distance between the reports on either side, metres."""
    import numpy as np

    levels = sorted(BAND_FACTOR)
    factor = float(np.interp(coverage, levels, [BAND_FACTOR[level] for level in levels]))
    return np.maximum(gap * factor, 250.0)


def band_table(
    tess: Tessellation, shape: BaseGeometry, width: Floats, *, as_of: str, coverage: float
) -> geopandas.GeoDataFrame:
    """Return the band table of a shape in metres: one row, or none when there is no line."""
    import geopandas

    from geomap.control.areas import geodesic_km2

    rows = []
    if not shape.is_empty:
        degrees = tess.projection.degrees(shape)
        mean = float(width.mean()) / 1000 if len(width) else 0.0
        rows.append({
            "as_of": as_of, "coverage": coverage, "mean_half_width_km": round(mean, 2), "method": "report spacing",
            "area_km2": round(geodesic_km2(degrees), 1), "geometry": degrees,
        })  # fmt: skip
    return geopandas.GeoDataFrame(rows, columns=list(BAND_COLUMNS), geometry="geometry", crs="EPSG:4326")

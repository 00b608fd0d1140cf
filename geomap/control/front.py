"""The front line between the sides, and the band that should hold the true one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.control.areas import geodesic_km, geodesic_km2
from geomap.control.cells import GRID_M, Tessellation, polygons_only
from geomap.control.labels import STATES, Labels, gaps

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from geomap.control.areas import Shapes

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

#: Columns of the front table.
COLUMNS = ("as_of", "tolerance_m", "length_km", "method", "inputs_hash", "geometry")
#: Columns of the band table.
BAND_COLUMNS = ("as_of", "coverage", "mean_half_width_km", "method", "area_km2", "geometry")
#: A length is measured on the line simplified by this, metres: a line has no length of its own.
TOLERANCE_M = 1000.0
#: Half-width of the band in units of the distance between the reports on either side, by nominal coverage. Chosen on
#: the reference of 2024-07-08 with all and with a third of the settlements labelled; one factor serves both.
BAND_FACTOR = {0.5: 0.155, 0.8: 0.285, 0.9: 0.36, 0.95: 0.415, 0.99: 0.55}
#: The band is never narrower than this on either side, metres: reports have positions to a few hundred metres.
NARROWEST_M = 250.0
#: The band is never wider than this on either side, metres: beyond it there is no line to speak of.
WIDEST_M = 25_000.0


def crossings(tess: Tessellation, side: Ints) -> Ints:
    """Return the numbers of the triangles a line between the sides runs through."""
    import numpy as np

    found: Ints = np.flatnonzero(crosses(tess, side, np.arange(len(tess.triangles))))
    return found


def crosses(tess: Tessellation, side: Ints, numbers: Ints) -> Mask:
    """Return for each triangle of ``numbers`` whether the line runs through it: all corners have a side, not one."""
    import numpy as np

    a, b, c = np.append(side, 0)[tess.triangles[numbers]].T
    found: Mask = (a * b * c != 0) & (np.abs(a + b + c) == 1)
    return found


def segments(tess: Tessellation, side: Ints, numbers: Ints) -> Floats:
    """Return the piece of the line in each triangle of ``numbers``, (n, 2, 2) metres."""
    import numpy as np

    corners = side[tess.triangles[numbers]]
    lone = np.where(
        corners[:, 1] == corners[:, 2], 0, np.where(corners[:, 0] == corners[:, 2], 1, 2)
    )  # fmt: skip
    rows = np.arange(len(numbers))
    points = tess.corners[numbers]
    apex = points[rows, lone]
    first = (apex + points[rows, (lone + 1) % 3]) / 2
    second = (apex + points[rows, (lone + 2) % 3]) / 2
    return np.stack([first, second], axis=1)


def line(tess: Tessellation, labels: Labels, numbers: Ints, found: Shapes) -> BaseGeometry:
    """Return the line (metres): pieces of the triangles within the frame, and the shores that divide the sides."""
    import shapely

    parts = []
    if len(numbers):
        pieces = shapely.linestrings(segments(tess, labels.side, numbers))
        group = tess.middle_group[numbers]
        for number, frame in sorted(tess.frames.items()):
            own = pieces[group == number]
            if len(own):
                parts.append(shapely.intersection(shapely.multilinestrings(own), frame))
    for water, key in zip(tess.waters, labels.water, strict=True):
        side = STATES[key][1]
        other = "RU" if side == "UA" else "UA"
        parts_held = [found[k] for k in (("confirmed", other), ("inferred", other)) if k in found]
        if side and parts_held:
            shape = shapely.union_all(parts_held)
            parts.append(shapely.intersection(water.shape.boundary, shapely.buffer(shape, 2 * GRID_M)))
    return lines_only(shapely.union_all(parts, grid_size=GRID_M)) if parts else shapely.MultiLineString()


def border(found: Shapes) -> BaseGeometry:
    """Return the border between the areas of the sides as drawn (metres): the line of a reference."""
    import shapely

    held = {
        side: shapely.union_all([found[k, side] for k in ("confirmed", "inferred", "stale") if (k, side) in found])
        for side in ("UA", "RU")
    }
    if held["UA"].is_empty or held["RU"].is_empty:
        return shapely.MultiLineString()
    return lines_only(shapely.intersection(held["RU"].boundary, shapely.buffer(held["UA"], 2 * GRID_M)))


def lines_only(geometry: BaseGeometry) -> BaseGeometry:
    """Return the lines of a geometry, merged and normalised."""
    import shapely

    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "LineString"]
    if not parts:
        return shapely.MultiLineString()
    merged = shapely.line_merge(shapely.union_all(parts))
    whole: BaseGeometry = shapely.normalize(
        shapely.MultiLineString([part for part in shapely.get_parts(merged) if part.length > GRID_M])
    )
    return whole


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


def half_width(gap: Floats, coverage: float) -> Floats:
    """Return the half-width of the band from the distance between the reports on either side, metres."""
    import numpy as np

    levels = sorted(BAND_FACTOR)
    factor = float(np.interp(coverage, levels, [BAND_FACTOR[level] for level in levels]))
    found: Floats = np.clip(gap * factor, NARROWEST_M, WIDEST_M)
    return found


def band_shape(
    tess: Tessellation, labels: Labels, numbers: Ints, shape: BaseGeometry, width: Floats, found: Shapes
) -> BaseGeometry:
    """Return the band (metres): the line widened by the half-width of its triangle, and what is contested."""
    import numpy as np
    import shapely

    parts = [found.get(("contested", ""), shapely.MultiPolygon())]
    if len(numbers):
        steps = np.maximum(np.round(width / 250.0), 1) * 250.0
        pieces = shapely.linestrings(segments(tess, labels.side, numbers))
        parts.extend(
            shapely.buffer(shapely.multilinestrings(pieces[steps == step]), step, quad_segs=4)
            for step in np.unique(steps)
        )
        shore = shapely.difference(shape, shapely.union_all(parts))
        if not shore.is_empty:
            parts.append(shapely.buffer(shore, float(np.median(width)), quad_segs=4))
    elif not shape.is_empty:
        parts.append(shapely.buffer(shape, float(width.max()) if len(width) else NARROWEST_M, quad_segs=4))
    whole = shapely.intersection(shapely.union_all(parts, grid_size=GRID_M), tess.aoi, grid_size=GRID_M)
    return polygons_only(whole)


def band_table(
    tess: Tessellation, shape: BaseGeometry, width: Floats, *, as_of: str, coverage: float, method: str
) -> geopandas.GeoDataFrame:
    """Return the band table of a shape in metres: one row, or none when there is no line."""
    import geopandas

    rows = []
    if not shape.is_empty:
        degrees = tess.projection.degrees(shape)
        mean = float(width.mean()) / 1000 if len(width) else 0.0
        rows.append({
            "as_of": as_of, "coverage": coverage, "mean_half_width_km": round(mean, 2), "method": method,
            "area_km2": round(geodesic_km2(degrees), 1), "geometry": degrees,
        })  # fmt: skip
    return geopandas.GeoDataFrame(rows, columns=list(BAND_COLUMNS), geometry="geometry", crs="EPSG:4326")


def conformal_half_width(
    tess: Tessellation, labels: Labels, numbers: Ints, truth: BaseGeometry, coverage: float
) -> Floats:
    """Return half-widths such that ``coverage`` of a reference line (metres) lies in the band.

    Split conformal: the score of a point of the reference is its distance to the drawn line in units of the local
    report spacing; the factor is the ``ceil((n + 1)·coverage)``-th smallest score.
    """
    import math

    import numpy as np
    import shapely

    gap = gaps(tess, labels, numbers)
    pieces = shapely.linestrings(segments(tess, labels.side, numbers))
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(truth, 500.0)))
    if not len(points):
        return half_width(gap, coverage)
    (_, nearest), distance = shapely.STRtree(pieces).query_nearest(points, return_distance=True, all_matches=False)
    # Only where there is a line to compare with: elsewhere the reports say nothing.
    near = distance < WIDEST_M
    scores = np.sort(distance[near] / np.maximum(gap[nearest[near]], 500.0))
    if not len(scores):
        return half_width(gap, coverage)
    rank = min(math.ceil((len(scores) + 1) * coverage), len(scores)) - 1
    found: Floats = np.clip(gap * scores[rank], NARROWEST_M, WIDEST_M)
    return found

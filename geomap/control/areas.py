"""Areas of control: from the state of each settlement to one row for each state and side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from geomap import schema
from geomap.control.cells import GRID_M, Tessellation, polygons_only
from geomap.control.labels import KEYS, NO_DATA, SIGN, STATES, Labels

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Mask = npt.NDArray[np.bool_]
    Shapes = dict[tuple[str, str], BaseGeometry]

#: Ground farther than this from a settlement that a statement names is inferred, not confirmed, metres. About one and
#: a half times the distance between neighbouring settlements.
CONFIRMED_REACH_M = 7_000.0
#: Open water is drawn this far from a held shore, metres; farther out nobody says anything.
WATER_REACH_M = 12_000.0
#: Rows of the areas table, in drawing order. ``claimed`` lies on top of the others.
ORDER = (
    ("no_data", ""), ("inferred", "UA"), ("inferred", "RU"), ("confirmed", "UA"), ("confirmed", "RU"),
    ("stale", "UA"), ("stale", "RU"),
    ("contested", ""), ("claimed", "UA"), ("claimed", "RU"),
)  # fmt: skip


def geodesic_km2(geometry: BaseGeometry) -> float:
    """Return the area of polygons in degrees on the WGS84 ellipsoid, km²."""
    import pyproj
    import shapely

    geod = pyproj.Geod(ellps="WGS84")
    return sum(
        abs(geod.geometry_area_perimeter(shapely.orient_polygons(part))[0])
        for part in shapely.get_parts(geometry)
        if part.geom_type == "Polygon"
    ) / 1e6  # fmt: skip


def geodesic_km(geometry: BaseGeometry) -> float:
    """Return the length of lines in degrees on the WGS84 ellipsoid, km."""
    import pyproj
    import shapely

    points, part = shapely.get_coordinates(shapely.get_parts(geometry), return_index=True)
    if len(points) < 2:
        return 0.0
    first, second = points[:-1], points[1:]
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(first[:, 0], first[:, 1], second[:, 0], second[:, 1])
    return float(metres[part[:-1] == part[1:]].sum()) / 1000


def shapes(tess: Tessellation, labels: Labels, start: Mapping[int, BaseGeometry] | None = None) -> Shapes:
    """Return the shape (metres) of every state that has one.

    ``start`` gives the shapes of a reference by key: then only the cells of settlements that left it are cut out of
    it and the rest of the reference stays as it is drawn.
    """
    import shapely

    middle = tess.majority(labels.key)
    if start is None or labels.prior is None:
        base = {
            key: tess.union(labels.key == key, middle == key)
            for key in STATES
            if key != NO_DATA and (labels.key == key).any()
        }
        held = shapely.union_all(list(base.values())) if labels.water else shapely.MultiPolygon()
        near = shapely.buffer(held.simplify(500.0), WATER_REACH_M, quad_segs=4)
        for water, key in zip(tess.waters, labels.water, strict=True):
            if key != NO_DATA:
                base[key] = _join(base.get(key), shapely.intersection(water.shape, near, grid_size=GRID_M))
    else:
        moved = labels.key != labels.prior
        middle_moved = middle != tess.majority(labels.prior)
        base = {
            key: tess.union(moved & (labels.key == key), middle_moved & (middle == key))
            for key in STATES
            if key != NO_DATA
        }
        left = shapely.union_all(list(base.values()), grid_size=GRID_M)
        for key, shape in start.items():
            rest = polygons_only(shapely.difference(shape, left, grid_size=GRID_M))
            base[key] = _join(base.get(key), rest)
    found = {STATES[key]: polygons_only(shape) for key, shape in sorted(base.items()) if not shape.is_empty}
    drawn = shapely.union_all(list(found.values()), grid_size=GRID_M)
    rest = polygons_only(shapely.difference(tess.aoi, drawn, grid_size=GRID_M))
    if not rest.is_empty:
        found["no_data", ""] = rest
    if labels.prior is None:
        _part_inferred(tess, labels, found)
    for side in SIGN:
        mask = labels.claimed[side]
        if mask.any():
            found["claimed", side] = tess.union(mask, tess.majority(mask.astype("int64")) == 1)
    return {key: found[key] for key in ORDER if key in found and not found[key].is_empty}


def inferred(tess: Tessellation, labels: Labels) -> dict[str, Mask]:
    """Return, by side, the settlements without a statement of their own or one within :data:`CONFIRMED_REACH_M`."""
    import numpy as np

    xy, origin = tess.xy, labels.origin
    step = np.where(origin >= 0, np.hypot(*(xy - xy[np.maximum(origin, 0)]).T), np.inf)
    far = ~labels.own & (step > CONFIRMED_REACH_M)
    return {side: far & (labels.key == KEYS["confirmed", side]) for side in SIGN}


def _part_inferred(tess: Tessellation, labels: Labels, found: Shapes) -> None:
    """Take the ground that no statement is near out of the confirmed areas, in place."""
    import shapely

    for side, mask in inferred(tess, labels).items():
        whole = found.get(("confirmed", side))
        if whole is None or not mask.any():
            continue
        reach = tess.union(mask, tess.majority(mask.astype("int64")) == 1)
        near = polygons_only(shapely.difference(whole, reach, grid_size=GRID_M))
        far = polygons_only(shapely.intersection(whole, reach, grid_size=GRID_M))
        found["confirmed", side], found["inferred", side] = near, far


def counts(tess: Tessellation, labels: Labels) -> dict[tuple[str, str], tuple[int, int]]:
    """Return (state, side) → settlements, and settlements with a statement of their own."""
    table = labels.counts()
    if labels.prior is None:
        for side, mask in inferred(tess, labels).items():
            many, reported = table["confirmed", side]
            table["confirmed", side] = (many - int(mask.sum()), reported)
            table["inferred", side] = (int(mask.sum()), 0)
    return table


def _join(first: BaseGeometry | None, second: BaseGeometry) -> BaseGeometry:
    import shapely

    return second if first is None or first.is_empty else shapely.union(first, second, grid_size=GRID_M)


def table(
    tess: Tessellation, found: Shapes, counts: Mapping[tuple[str, str], tuple[int, int]], as_of: str
) -> geopandas.GeoDataFrame:
    """Return the areas table (:data:`geomap.schema.AREAS`) of shapes in metres."""
    import geopandas

    rows: list[dict[str, Any]] = []
    for key, flat in found.items():
        shape = tess.projection.degrees(flat)
        n_places, n_reported = counts.get(key, (0, 0))
        rows.append({
            "state": key[0], "side": key[1], "area_km2": round(geodesic_km2(shape), 1), "n_places": n_places,
            "n_reported": n_reported, "as_of": as_of, "geometry": shape,
        })  # fmt: skip
    return geopandas.GeoDataFrame(rows, columns=schema.names(schema.AREAS), geometry="geometry", crs="EPSG:4326")

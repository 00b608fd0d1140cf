"""The cells everything is drawn on: who is whose neighbour, and which ground belongs to which settlement.

A :class:`Tessellation` is made once and reused for every date and source, so that two results differ only where a
settlement changed hands. Settlements of Ukraine and of its neighbours are tessellated apart and clipped to their own
country, so no cell crosses the state border and no front is drawn along it. Lengths are metres in the plane of
:class:`geomap.control.sites.Projection`.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.control.sites import Projection, Sites
from geomap.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

#: Settlements closer than this are one site, metres: two points for one village make slivers.
MERGE_M = 30.0
#: A cell reaches at most so many times the mean spacing of the settlements; beyond lies no data.
REACH_SPACINGS = 3.0
#: Smallest reach of a cell, metres.
SMALLEST_REACH_M = 5_000.0
#: Coordinate step of the frame, metres.
GRID_M = 1.0
#: Smaller lakes are taken as land, m².
SMALLEST_WATER_M2 = 50e6
#: Settlements so far outside the area of interest still shape the cells at its edge, metres.
MARGIN_M = 30_000.0


@dataclass(frozen=True, eq=False)
class Water:
    """A lake or reservoir."""

    shape: BaseGeometry
    """Its polygon, metres."""
    group: int
    """The country it lies in: 0 Ukraine, 1 elsewhere."""
    shore: Ints
    """Numbers of the settlements on its shore."""


@dataclass(frozen=True, eq=False)
class Tessellation:
    """Cells of sites in a frame, with neighbours and their shared borders. Metres.

    The ground is cut along the lines that join the midpoints of the Delaunay triangles' edges. Each settlement
    owns the *star* around it; each triangle's *middle* belongs to the majority of its three corners. A border
    between two sides therefore runs through the midpoints between opposite settlements. Against a reference it lies
    nearer than the zigzag of Voronoi cells (``benchmarks/control_bench.py``), and every settlement stays on its side.
    """

    sites: Sites
    """The sites, in order of their numbers."""
    projection: Projection
    """Between degrees and the plane."""
    xy: Floats
    """Positions in the plane."""
    group: Ints
    """0: in Ukraine, 1: elsewhere. Sites of different groups are no neighbours."""
    stars: npt.NDArray[np.object_]
    """The polygon of each site."""
    triangles: Ints
    """(t, 3) numbers of the corners; the number of sites stands for a far point without a side."""
    corners: Floats
    """(t, 3, 2) positions of the corners."""
    middles: npt.NDArray[np.object_]
    """The middle of each triangle."""
    middle_group: Ints
    """Group of each triangle."""
    frames: dict[int, BaseGeometry]
    """Group → where its cells are drawn: area of interest, own country, no open water, within reach."""
    waters: tuple[Water, ...]
    """Open water; it belongs to no settlement (see :mod:`geomap.control.labels`)."""
    wet: BaseGeometry
    """All open water."""
    rivers: BaseGeometry
    """Rivers, as lines."""
    aoi: BaseGeometry
    """The area of interest."""
    pairs: Ints
    """(m, 2) numbers of neighbouring sites (Voronoi), the smaller first."""
    lengths: Floats
    """Length of the border each pair shares."""
    spacing: float
    """Mean spacing: the root of the ground there is to a site."""
    reach: float
    """How far a cell reaches from its settlement."""
    index: dict[str, int]
    """Identifier → number of the site, also for settlements that share the point of another."""
    digest: str
    """Hash of everything it was made from."""
    source: Sites | None = None
    """The sites it was made from, before those outside the frame fell away."""
    made_with: dict[str, Any] = field(default_factory=dict)
    """``land``, ``reach_m``, ``water`` and ``rivers`` it was made with."""

    @cached_property
    def star_areas(self) -> Floats:
        """Area of each star as drawn, m²."""
        return self._areas(self.stars, self.group)

    @cached_property
    def middle_areas(self) -> Floats:
        """Area of each middle as drawn, m²."""
        return self._areas(self.middles, self.middle_group)

    def _areas(self, shapes: npt.NDArray[np.object_], groups: Ints) -> Floats:
        import numpy as np
        import shapely

        areas = np.zeros(len(shapes))
        for group, frame in self.frames.items():
            numbers = np.flatnonzero(groups == group)
            shapely.prepare(frame)
            own = shapes[numbers]
            inside = shapely.contains_properly(frame, own)
            near = ~inside & shapely.intersects(frame, own)
            areas[numbers[inside]] = shapely.area(own[inside])
            areas[numbers[near]] = shapely.area(shapely.intersection(own[near], frame))
        return areas

    def majority(self, key: Ints) -> Ints:
        """Return the value that two corners of each triangle share; where all three differ, the smallest."""
        return self.majority_of(key, slice(None))

    def majority_of(self, key: Ints, numbers: Ints | slice) -> Ints:
        """Return :meth:`majority` for some triangles only."""
        import numpy as np

        a, b, c = np.append(key, 0)[self.triangles[numbers]].T
        result: Ints = np.where(a == b, a, np.where((b == c) | (a == c), c, np.minimum(np.minimum(a, b), c)))
        return result

    def union(self, stars: npt.NDArray[np.bool_], middles: npt.NDArray[np.bool_]) -> BaseGeometry:
        """Return the area of some stars and middles, clipped to the frame."""
        import numpy as np
        import shapely

        parts = []
        for group, frame in sorted(self.frames.items()):
            pieces = np.concatenate([
                self.stars[stars & (self.group == group)], self.middles[middles & (self.middle_group == group)],
            ])  # fmt: skip
            if len(pieces):
                whole = cover(pieces)
                parts.append(shapely.intersection(whole, frame, grid_size=GRID_M))
        if not parts:
            return shapely.MultiPolygon()
        return polygons_only(shapely.union_all(parts, grid_size=GRID_M) if len(parts) > 1 else parts[0])


def cover(shapes: Sequence[BaseGeometry] | npt.NDArray[Any]) -> BaseGeometry:
    """Return the union of shapes that meet edge to edge, fast.

    Where a cut edge differs in its last digit, they are noded in full.
    """
    import shapely

    try:
        return shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:
        return shapely.union_all(shapes)


def polygons_only(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry as a normalised MultiPolygon; lines and points fall away."""
    import shapely

    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon"]
    result: BaseGeometry = shapely.normalize(shapely.MultiPolygon([part for part in parts if part.area > 0]))
    return result


_CACHE: OrderedDict[str, Tessellation] = OrderedDict()


def tessellate(
    sites: Sites,
    aoi: BaseGeometry | None = None,
    *,
    land: BaseGeometry | None = None,
    reach_m: float | None = None,
    water: Sequence[BaseGeometry] = (),
    rivers: Sequence[BaseGeometry] = (),
) -> Tessellation:
    """Return the tessellation of ``sites`` in ``aoi``; the last four are kept in memory by the hash of their inputs.

    Parameters
    ----------
    aoi
        Area of interest, EPSG:4326; by default the convex hull of the sites with a margin of one reach.
    land
        Ukraine (EPSG:4326): cells of settlements in Ukraine are clipped to it, others to what lies outside.
        None: all sites are one group and nothing is clipped.
    reach_m
        How far a cell reaches; by default :data:`REACH_SPACINGS` times the mean spacing.
    water
        Lakes and reservoirs, EPSG:4326; cut out of all cells.
    rivers
        Rivers as lines, EPSG:4326; reports reach less far across them.
    """
    import shapely

    digest = hashlib.sha256(sites.digest.encode())
    for shape in (aoi, land, *water, *rivers):
        digest.update(b"-" if shape is None else shapely.to_wkb(shapely.normalize(shape)))
    digest.update(repr(reach_m).encode())
    key = digest.hexdigest()
    if key in _CACHE:
        _CACHE.move_to_end(key)
        return _CACHE[key]
    made = _tessellate(sites, aoi, land, reach_m, water, rivers, key[:16])
    given = {"land": land, "reach_m": reach_m, "water": water, "rivers": rivers}
    made = _CACHE[key] = replace(made, source=sites, made_with=given)
    while len(_CACHE) > 4:
        _CACHE.popitem(last=False)
    return made


def _tessellate(
    sites: Sites, aoi: BaseGeometry | None, land: BaseGeometry | None, reach_m: float | None,
    water: Sequence[BaseGeometry], rivers: Sequence[BaseGeometry], digest: str,
) -> Tessellation:  # fmt: skip
    import numpy as np
    import shapely

    if aoi is not None:
        west, south, east, north = aoi.bounds
    else:
        west, south, east, north = sites.lon.min(), sites.lat.min(), sites.lon.max(), sites.lat.max()
    projection = Projection(round(float(west + east) / 2, 1), round(float(south + north) / 2, 1))
    xy = projection.forward(sites.lon, sites.lat)
    flat_aoi = None if aoi is None else shapely.make_valid(projection.flat(shapely.segmentize(aoi, 0.1)))
    if flat_aoi is not None:
        near = shapely.buffer(flat_aoi, MARGIN_M, quad_segs=4)
        shapely.prepare(near)
        inside = np.flatnonzero(shapely.contains_xy(near, xy[:, 0], xy[:, 1]))
        sites, xy = sites.subset(inside), xy[inside]
    if not len(xy):
        raise InputError("no settlement of the gazetteer lies in the area of interest; give a wider one")
    keep, keeper = _merged(xy)
    place = np.searchsorted(keep, keeper)
    index = {identifier: int(number) for identifier, number in zip(sites.ids, place, strict=True)}
    sites, xy = sites.subset(keep), xy[keep]
    spacing = float(np.sqrt(shapely.convex_hull(shapely.MultiPoint(xy)).area / len(xy)))
    reach = float(reach_m if reach_m is not None else max(REACH_SPACINGS * spacing, SMALLEST_REACH_M))
    if flat_aoi is None:
        flat_aoi = shapely.buffer(shapely.convex_hull(shapely.MultiPoint(xy)), reach)
    flat_aoi = shapely.set_precision(flat_aoi, GRID_M)
    group = np.zeros(len(xy), dtype=np.int64)
    flat_land = None
    if land is not None:
        flat_land = shapely.make_valid(projection.flat(land))
        group = np.array([0 if country in ("UA", "") else 1 for country in sites.countries], dtype=np.int64)
    waters = _waters([projection.flat(shape) for shape in water], flat_aoi, flat_land, xy, group)
    wet = shapely.union_all([item.shape for item in waters], grid_size=GRID_M)
    streams = shapely.union_all([projection.flat(shape) for shape in rivers])
    stars = np.empty(len(xy), dtype=object)
    frames: dict[int, BaseGeometry] = {}
    pairs, lengths, triangles, corners, middle_group = [], [], [], [], []
    for number in sorted(set(group.tolist())):
        members = np.flatnonzero(group == number)
        ring = _far_ring(xy[members], flat_aoi.bounds)
        cells, local_pairs, local_lengths = _voronoi(xy[members], ring)
        local_triangles, local_corners, stars[members] = _stars(xy[members], ring)
        pairs.append(members[local_pairs])
        lengths.append(local_lengths)
        triangles.append(np.append(members, len(xy))[local_triangles])
        corners.append(local_corners)
        middle_group.append(np.full(len(local_triangles), number))
        frame = flat_aoi
        if flat_land is not None:
            side = shapely.intersection if number == 0 else shapely.difference
            frame = side(frame, flat_land, grid_size=GRID_M)
        beyond = shapely.union_all([wet, _beyond(cells, xy[members], reach)], grid_size=GRID_M)
        frames[number] = polygons_only(shapely.difference(frame, beyond, grid_size=GRID_M))
    all_pairs, all_corners = np.concatenate(pairs), np.concatenate(corners)
    order = np.lexsort((all_pairs[:, 1], all_pairs[:, 0]))
    halves = (all_corners + np.roll(all_corners, -1, axis=1)) / 2
    return Tessellation(
        sites, projection, xy, group, stars, np.concatenate(triangles), all_corners, shapely.polygons(halves),
        np.concatenate(middle_group), frames, waters, wet, streams, flat_aoi, all_pairs[order],
        np.concatenate(lengths)[order], spacing, reach, index, digest,
    )  # fmt: skip


def _waters(
    shapes: Sequence[BaseGeometry], aoi: BaseGeometry, land: BaseGeometry | None, xy: Floats, group: Ints
) -> tuple[Water, ...]:
    import numpy as np
    import shapely
    from scipy.spatial import cKDTree

    tree = cKDTree(xy)
    found = []
    for shape in shapes:
        inside = polygons_only(shapely.intersection(shapely.make_valid(shape), aoi, grid_size=GRID_M))
        if inside.area < SMALLEST_WATER_M2:
            continue
        country = 0 if land is None or land.contains(inside.representative_point()) else 1
        shore = shapely.get_coordinates(shapely.segmentize(inside.boundary, 2000.0))
        found.append(Water(inside, country, np.unique(tree.query(shore)[1]).astype(np.int64)))
    return tuple(found)


def _merged(xy: Floats) -> tuple[Ints, Ints]:
    """Return the sites to keep when those within :data:`MERGE_M` of an earlier one fall away, and each one's keeper."""
    import numpy as np
    from scipy.spatial import cKDTree

    keeper = np.arange(len(xy))
    for first, second in sorted(cKDTree(xy).query_pairs(MERGE_M)):
        if keeper[first] == first and keeper[second] == second:
            keeper[second] = first
    return np.flatnonzero(keeper == np.arange(len(xy))), keeper


def _far_ring(xy: Floats, bounds: tuple[float, ...]) -> Floats:
    """Return eight points so far away that they close the outer cells and shape no inner one."""
    import numpy as np

    west, south = np.minimum(bounds[:2], xy.min(axis=0))
    east, north = np.maximum(bounds[2:], xy.max(axis=0))
    far = 3 * max(east - west, north - south, 100_000.0)
    turns = np.arange(8) * np.pi / 4
    ring: Floats = np.array([(west + east) / 2, (south + north) / 2]) + far * np.column_stack(
        [np.cos(turns), np.sin(turns)]
    )
    return ring


def _rings(owner: Ints, points: Floats, centres: Floats) -> npt.NDArray[np.object_]:
    """Return one polygon for each owner: its points in the order of their bearing from its centre."""
    import numpy as np
    import shapely

    offset = points - centres[owner]
    order = np.lexsort((np.arctan2(offset[:, 1], offset[:, 0]), owner))
    owner, points = owner[order], points[order]
    sizes = np.bincount(owner, minlength=len(centres))
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    ends = np.append(starts[1:], len(points))
    closed = np.insert(points, ends, points[starts], axis=0)
    rings = shapely.linearrings(closed, indices=np.repeat(np.arange(len(centres)), sizes + 1))
    polygons: npt.NDArray[np.object_] = shapely.polygons(rings)
    return polygons


def _voronoi(xy: Floats, ring: Floats) -> tuple[npt.NDArray[np.object_], Ints, Floats]:
    """Return Voronoi cells, neighbour pairs and the lengths of their shared borders."""
    import numpy as np
    from scipy.spatial import Voronoi

    diagram = Voronoi(np.vstack([xy, ring]))
    count = len(xy)
    regions = [diagram.regions[diagram.point_region[n]] for n in range(count)]
    owner = np.repeat(np.arange(count), [len(region) for region in regions])
    cells = _rings(owner, diagram.vertices[np.concatenate([np.asarray(region) for region in regions])], xy)
    pairs = np.sort(diagram.ridge_points, axis=1)
    ends = np.array(diagram.ridge_vertices, dtype=np.int64)
    real = (pairs[:, 1] < count) & (ends >= 0).all(axis=1)
    step = diagram.vertices[ends[real, 1]] - diagram.vertices[ends[real, 0]]
    return cells, pairs[real].astype(np.int64), np.hypot(step[:, 0], step[:, 1])


def _stars(xy: Floats, ring: Floats) -> tuple[Ints, Floats, npt.NDArray[np.object_]]:
    """Return the Delaunay triangles (far points numbered ``len(xy)``), their corners, and the stars."""
    import numpy as np
    from scipy.spatial import Delaunay

    points = np.vstack([xy, ring])
    count = len(xy)
    triangles = np.sort(Delaunay(points).simplices.astype(np.int64), axis=1)
    triangles = triangles[np.lexsort(triangles.T[::-1])]
    corners = points[triangles]
    ways = np.concatenate([triangles[:, [i, j]] for i, j in ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1))])
    ways = np.unique(ways[ways[:, 0] < count], axis=0)
    stars = _rings(ways[:, 0], (points[ways[:, 0]] + points[ways[:, 1]]) / 2, xy)
    inner = (triangles < count).any(axis=1)
    return np.minimum(triangles[inner], count), corners[inner], stars


def _beyond(cells: npt.NDArray[np.object_], xy: Floats, reach: float) -> BaseGeometry:
    """Return what lies farther than ``reach`` from the site of its cell."""
    import numpy as np
    import shapely

    coordinates, owner = shapely.get_coordinates(cells, return_index=True)
    distance = np.hypot(*(coordinates - xy[owner]).T)
    farthest = np.zeros(len(cells))
    np.maximum.at(farthest, owner, distance)
    large = np.flatnonzero(farthest > reach)
    discs = shapely.buffer(shapely.points(xy[large]), reach, quad_segs=12)
    return shapely.union_all(shapely.difference(cells[large], discs), grid_size=GRID_M)

"""Every day of a range: areas and line, brought forward from the day before.

The verdict on a settlement changes only on days when a statement begins, ends, leaves the window or grows old, so
only those days are judged. Areas are kept as a tree of unions over the cells: when a settlement changes hands only
the unions on its way to the root are made anew. A day on which nothing changes shares its geometry with the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.control import claims as ledger
from geomap.control import rules
from geomap.control.areas import geodesic_km, inferred
from geomap.control.cells import Tessellation, cover
from geomap.control.front import crosses, segments
from geomap.control.labels import NO_DATA, SIGN, STATES, label
from geomap.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from geomap.control.compute import GazetteerLike

    Ints = npt.NDArray[np.int64]
    Shapes = npt.NDArray[np.object_]

#: Most days of a series.
MAX_DAYS = 5000
#: Cells to a leaf of the tree, and children to a node.
_LEAF, _CHILDREN = 32, 64
#: Tolerance of the line's length, metres.
TOLERANCE_M = 1000.0


@dataclass(frozen=True, eq=False)
class Day:
    """One day of a series. Geometry is EPSG:4326."""

    date: str
    """The day (ISO)."""
    areas: Mapping[int, BaseGeometry]
    """Base state key (:data:`geomap.control.labels.STATES`) → area; no data is what remains."""
    km2: Mapping[int, float]
    """Base state key → km²."""
    line: BaseGeometry
    """The line between the sides."""
    length_km: float
    """Its length at :data:`TOLERANCE_M`."""
    key: Ints
    """Base state of every settlement."""


class Touching:
    """Which triangles have a site at a corner."""

    def __init__(self, tess: Tessellation) -> None:
        """Sort the triangles of ``tess`` by their corners."""
        import numpy as np

        corner = tess.triangles.ravel()
        order = np.argsort(corner, kind="stable")
        self._triangles = order // 3
        self._starts = np.searchsorted(corner[order], np.arange(len(tess.sites) + 1))

    def of(self, sites: Ints) -> Ints:
        """Return the numbers of the triangles at ``sites``, sorted."""
        import numpy as np

        spans = [self._triangles[self._starts[n] : self._starts[n + 1]] for n in sites.tolist()]
        found: Ints = np.unique(np.concatenate(spans)) if spans else np.empty(0, dtype=np.int64)
        return found


class Mosaic:
    """Cells in a tree, with the union of each state's cells at every node."""

    def __init__(self, tess: Tessellation, touching: Touching | None = None) -> None:
        """Clip the cells of ``tess`` and grow the tree; no cell has a state yet."""
        import numpy as np
        import shapely

        self.tess = tess
        self.touching = touching or Touching(tess)
        shapes = np.concatenate([tess.stars, tess.middles])
        groups = np.concatenate([tess.group, tess.middle_group])
        self.areas = np.concatenate([tess.star_areas, tess.middle_areas]) / 1e6
        drawn = np.flatnonzero(self.areas > 0)
        centre = shapely.get_coordinates(shapely.centroid(shapes[drawn]))
        blocks = _blocks(centre) if len(drawn) else []
        order = drawn[np.concatenate(blocks)] if blocks else drawn
        self.cells = order
        self.edge = np.zeros(len(shapes), dtype=bool)
        clipped = shapes.copy()
        for group, frame in tess.frames.items():
            shapely.prepare(frame)
            mine = order[groups[order] == group]
            cut = mine[~shapely.contains_properly(frame, shapes[mine])]
            self.edge[cut] = True
            clipped[cut] = shapely.intersection(shapes[cut], frame)
        self.shapes = np.full(len(shapes), None, dtype=object)
        inner = order[~self.edge[order]]
        self.shapes[inner] = _degrees(tess, clipped[inner])
        cut = order[self.edge[order]]
        self.shapes[cut] = _degrees(tess, clipped[cut])
        #: node → first and last position in ``cells`` (leaves), or children (others), by level from the leaves up.
        ends = np.cumsum([len(block) for block in blocks]).tolist()
        self.levels: list[list[tuple[int, int]]] = [list(zip([0, *ends[:-1]], ends, strict=True))]
        while len(self.levels[-1]) > 1:
            below = len(self.levels[-1])
            self.levels.append([(s, min(s + _CHILDREN, below)) for s in range(0, below, _CHILDREN)])
        self.leaf_of = np.full(len(shapes), -1, dtype=np.int64)
        self.leaf_of[order] = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
        self.key = np.full(len(shapes), -1, dtype=np.int64)
        self.unions: list[list[dict[int, BaseGeometry]]] = [[{} for _ in level] for level in self.levels]

    def update(self, star_key: Ints) -> tuple[dict[int, BaseGeometry], dict[int, float]]:
        """Bring the tree to the states ``star_key`` of the sites; return shape and km² of every state."""
        import numpy as np

        count = len(star_key)
        moved = np.flatnonzero(star_key != self.key[:count])
        touched = self.touching.of(moved)
        middles = self.tess.majority_of(star_key, touched)
        changed = np.concatenate([moved, count + touched[middles != self.key[count + touched]]])
        dirty = set(self.leaf_of[changed].tolist()) - {-1}
        self.key[moved] = star_key[moved]
        self.key[count + touched] = middles
        for leaf in sorted(dirty):
            first, last = self.levels[0][leaf]
            self.unions[0][leaf] = self._leaf(self.cells[first:last])
        for depth in range(1, len(self.levels)):
            dirty = {node // _CHILDREN for node in dirty}
            for node in sorted(dirty):
                first, last = self.levels[depth][node]
                self.unions[depth][node] = _merge(self.unions[depth - 1][first:last])
        totals = np.bincount(self.key[self.cells], weights=self.areas[self.cells], minlength=len(STATES))
        found = dict(self.unions[-1][0]) if len(self.cells) else {}
        return found, {k: round(float(totals[k]), 1) for k in STATES if k != NO_DATA and totals[k] > 0}

    def _leaf(self, cells: Ints) -> dict[int, BaseGeometry]:
        import numpy as np
        import shapely

        found = {}
        keys = self.key[cells]
        for key in np.unique(keys).tolist():
            if key == NO_DATA:
                continue
            mine = cells[keys == key]
            whole = cover(self.shapes[mine])
            # Where the frame cuts a border twice, the two cuts may differ in the last digit: then noded in full.
            if self.edge[mine].any() and not shapely.is_valid(whole):
                whole = shapely.union_all(self.shapes[mine])
            found[key] = whole
        return found


def _merge(children: list[dict[int, BaseGeometry]]) -> dict[int, BaseGeometry]:

    found = {}
    for key in sorted({key for child in children for key in child}):
        parts = [child[key] for child in children if key in child]
        found[key] = parts[0] if len(parts) == 1 else cover(parts)
    return found


def _degrees(tess: Tessellation, shapes: Shapes) -> Shapes:
    import numpy as np
    import shapely

    if not len(shapes):
        return shapes

    def back(flat: Any) -> Any:
        lon, lat = tess.projection.inverse(flat)
        return np.column_stack([lon, lat])

    found: Shapes = shapely.transform(shapes, back)
    return found


def _blocks(xy: Any) -> list[Ints]:
    """Return groups of about :data:`_LEAF` points, compact and in an order in which neighbours stay together."""
    import numpy as np

    groups: list[Ints] = [np.arange(len(xy))]
    while max(len(group) for group in groups) > _LEAF:
        halves = []
        for group in groups:
            points = xy[group]
            axis = int(np.ptp(points[:, 1]) > np.ptp(points[:, 0])) if len(group) else 0
            halves.extend(np.array_split(group[np.argsort(points[:, axis], kind="stable")], 2))
        groups = halves
    return groups


class LineDrawer:
    """Draws the line of each day from the triangles it runs through."""

    def __init__(self, tess: Tessellation, touching: Touching | None = None) -> None:
        """Look up which triangles of ``tess`` lie within its frame."""
        import numpy as np
        import shapely

        self.tess = tess
        self.touching = touching or Touching(tess)
        self.side = np.zeros(len(tess.sites), dtype=np.int64)
        self.crossed = np.zeros(len(tess.triangles), dtype=bool)
        self.grounds: dict[int, BaseGeometry] = {}
        self.inside = np.zeros(len(tess.triangles), dtype=bool)
        self.near = np.zeros(len(tess.triangles), dtype=bool)
        for group, frame in tess.frames.items():
            mine = np.flatnonzero(tess.middle_group == group)
            shapely.prepare(frame)
            inside = shapely.contains_properly(frame, tess.middles[mine])
            self.inside[mine] = inside
            self.near[mine] = ~inside & shapely.intersects(frame, tess.middles[mine])

    def _ground(self, number: int) -> BaseGeometry:
        """Return the part of a triangle at the edge that lies within the frame; kept."""
        import shapely

        if number not in self.grounds:
            frame = self.tess.frames[int(self.tess.middle_group[number])]
            self.grounds[number] = shapely.intersection(self.tess.middles[number], frame)
        return self.grounds[number]

    def draw(self, side: Ints) -> tuple[BaseGeometry, float]:
        """Return the line (degrees) and its length in km."""
        import numpy as np
        import shapely

        tess = self.tess
        touched = self.touching.of(np.flatnonzero(side != self.side))
        self.crossed[touched] = crosses(tess, side, touched) & (self.inside[touched] | self.near[touched])
        self.side = side.copy()
        numbers = np.flatnonzero(self.crossed)
        if not len(numbers):
            return shapely.MultiLineString(), 0.0
        pieces = shapely.linestrings(segments(tess, side, numbers))
        near = np.flatnonzero(self.near[numbers])
        if len(near):
            grounds = [self._ground(number) for number in numbers[near].tolist()]
            cut = shapely.get_parts(shapely.intersection(pieces[near], grounds))
            pieces = np.concatenate([np.delete(pieces, near), cut[shapely.get_type_id(cut) == 1]])
        if not len(pieces):
            return shapely.MultiLineString(), 0.0
        flat = shapely.line_merge(shapely.multilinestrings(pieces))
        length = geodesic_km(tess.projection.degrees(shapely.simplify(flat, TOLERANCE_M)))
        return tess.projection.degrees(flat), round(length, 1)


def replay(tess: Tessellation, days: Iterable[tuple[str, Ints, Ints]]) -> Iterator[Day]:
    """Yield the areas and line of each (date, base state of every site, side of every site), incrementally."""
    touching = Touching(tess)
    mosaic, drawer = Mosaic(tess, touching), LineDrawer(tess, touching)
    last: Day | None = None
    side_before: Any = None
    for date, key, side in days:
        if last is not None and (key == last.key).all() and (side == side_before).all():
            last = Day(date, last.areas, last.km2, last.line, last.length_km, last.key)
        else:
            areas, km2 = mosaic.update(key)
            line, length = drawer.draw(side)
            last = Day(date, areas, km2, line, length, key.copy())
            side_before = side.copy()
        yield last


def series(
    claims: Any, start: Any, end: Any, *, step: int = 1, gazetteer: GazetteerLike | None = None, **settings: Any
) -> geopandas.GeoDataFrame:
    """Return who held what on every day of a range: one row a date and state, in the columns of the areas table.

    Rows of state ``front`` hold the line; their ``area_km2`` is empty and ``length_km`` its length at a tolerance of
    one kilometre. Claims without confirmation are rows of state ``claimed`` on top, as in :func:`geomap.control`.
    Parameters are those of :func:`geomap.control.compute.control`; open water is left without a side.

    Parameters
    ----------
    start, end
        First and last day (ISO).
    step
        Days from one to the next.
    """
    import geopandas

    from geomap.control.compute import collect, inputs_hash, prepare_inputs

    first, last = ledger.one_day(start, "start"), ledger.one_day(end, "end")
    if last < first or step < 1 or (last - first) // step >= MAX_DAYS:
        raise InputError(f"the range {start} to {end} with step {step} is empty or longer than {MAX_DAYS} days")
    made = prepare_inputs(claims, gazetteer=gazetteer, **settings)
    frame = made.frame.copy()
    ledger.supersede(frame, 0)
    histories = list(verdict_days(collect(frame), made.sites.ids, first, last, made.options))
    settled: dict[str, rules.Verdict] = {}
    for _, identifier, verdict in histories:
        if verdict.settled or identifier not in settled:
            settled[identifier] = verdict
    tess = made.tessellate(settled)
    prior = None if made.reference is None else made.reference.sample(tess.sites)
    current: dict[str, rules.Verdict] = {}
    by_day: dict[int, list[tuple[str, rules.Verdict]]] = {}
    for day, identifier, verdict in histories:
        by_day.setdefault(day, []).append((identifier, verdict))
    claimed_on: dict[str, dict[str, Any]] = {}
    loose_on: dict[str, dict[str, bool]] = {}

    def days() -> Iterator[tuple[str, Ints, Ints]]:
        labels = None
        loose: dict[str, bool] = {}
        for day in range(first, last + 1):
            fresh = by_day.get(day, [])
            current.update(fresh)
            if (day - first) % step:
                labels = None if fresh else labels
                continue
            if labels is None or fresh:
                labels = label(tess, current, prior, smoothing=made.options.smoothing)
                loose = {side: bool(mask.any()) for side, mask in inferred(tess, labels).items()}
            claimed_on[ledger.iso(day)] = dict(labels.claimed)
            loose_on[ledger.iso(day)] = loose
            yield ledger.iso(day), labels.key, labels.side

    rows: list[dict[str, Any]] = []
    for item in replay(tess, days()):
        for key in sorted(item.areas):
            state, side = STATES[key]
            if state == "confirmed" and prior is None and loose_on[item.date][side]:
                # A series does not part ground near a statement from the rest: the weaker word holds for all.
                state = "inferred"
            mask = item.key == key
            rows.append({
                "date": item.date, "state": state, "side": side, "area_km2": item.km2.get(key, 0.0),
                "n_places": int(mask.sum()), "length_km": None, "geometry": item.areas[key],
            })  # fmt: skip
        for side in SIGN:
            mask = claimed_on[item.date][side]
            if mask.any():
                shape = tess.projection.degrees(tess.union(mask, tess.majority(mask.astype("int64")) == 1))
                rows.append({
                    "date": item.date, "state": "claimed", "side": side,
                    "area_km2": round(float(tess.star_areas[mask].sum()) / 1e6, 1), "n_places": int(mask.sum()),
                    "length_km": None, "geometry": shape,
                })  # fmt: skip
        if not item.line.is_empty:
            rows.append({
                "date": item.date, "state": "front", "side": "", "area_km2": None, "n_places": None,
                "length_km": item.length_km, "geometry": item.line,
            })  # fmt: skip
    columns = ["date", "state", "side", "area_km2", "n_places", "length_km", "geometry"]
    table = geopandas.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")
    digest = inputs_hash(frame, tess, f"{first} {last} {step}", made.options, made.reference)
    table.attrs.update({
        "inputs_hash": digest, "attribution": list(made.sites.attribution), "licences": ledger.licences(frame),
    })  # fmt: skip
    return table


def verdict_days(
    statements: Mapping[int, list[rules.Statement]], ids: tuple[str, ...], first: int, last: int, options: Any
) -> Iterator[tuple[int, str, rules.Verdict]]:
    """Yield (day, site, verdict) for every day in the range on which the verdict on a site may change."""
    for number in sorted(statements):
        turns = {first}
        for item in statements[number]:
            begin, end = item.first or item.day, item.day
            turns.update((begin, end, end + 1))
            for age in (options.window_days, options.claim_days, options.stale_days):
                turns.update((begin + age, end + age, end + age + 1))
        before = None
        for day in sorted(turn for turn in turns if first <= turn <= last):
            live = [item.on(day) for item in statements[number] if (item.first or item.day) <= day]
            if not live:
                continue
            verdict = rules.decide(
                live, day, window=options.window_days, stale=options.stale_days, claim_days=options.claim_days
            )
            if verdict != before:
                before = verdict
                yield day, ids[number], verdict

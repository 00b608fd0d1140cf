"""What a map holds, ready to be laid on the sheet: spots with their reports, regions, discs, areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan, nan
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap.render.basemap import read_ground
from geomap.render.columns import Columns
from geomap.render.print.ground import folder as ground_folder
from geomap.render.print.plane import Plane
from geomap.render.symbols import DISC_PRECISIONS, STATUS_ORDER
from geomap.render.table import POINT, REGION, UNPLACED, degrees_of, in_degrees, kinds_of

if TYPE_CHECKING:
    from geomap.render.map import Map

#: More points than this are first counted on a grid of the size of a sign.
GRID_FROM = 4000

#: More spots than this cannot be read on a sheet; they are drawn together over a wider reach.
MOST_SPOTS = 300

Sign = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Report:
    """One row, in words."""

    place: str
    """Name of the place or region."""
    days: tuple[str, ...]
    """ISO day, the two ends of an interval, or nothing."""
    status: str
    """Claim status."""
    claimant: str
    """Who says so."""
    text: str
    """What is said."""
    source: str
    """Outlet."""
    reason: str = ""
    """Why it is not on the map; empty when it is."""


@dataclass(slots=True)
class Spot:
    """Reports drawn together."""

    x: float
    """Sheet position, points."""
    y: float
    """Sheet position, points."""
    signs: Counter[Sign]
    """(type, status, side) → number of reports."""
    name: str = ""
    """Place, when all are at one."""
    doubt: bool = False
    """One of the places is not certain."""

    @property
    def n(self) -> int:
        """Number of reports."""
        return self.signs.total()


@dataclass(slots=True)
class Area:
    """A region that reports speak of."""

    shape: Any
    """On the sheet."""
    side: str
    """Side of the first report."""
    name: str
    """Name."""
    signs: Counter[Sign]
    """(type, status, side) → number of reports."""


@dataclass(slots=True)
class Content:
    """Everything drawn from events, and what the legend must say of it."""

    spots: list[Spot] = field(default_factory=list)
    """Signs and counts."""
    areas: list[Area] = field(default_factory=list)
    """Regions."""
    discs: list[tuple[Any, str]] = field(default_factory=list)
    """Discs on the sheet, with their side."""
    reports: list[Report] = field(default_factory=list)
    """Reports on the map, and whole countries."""
    unplaced: list[Report] = field(default_factory=list)
    """Reports without a position."""
    outside: int = 0
    """Points beyond the frame."""
    reach: float = 0.0
    """Points nearer to each other than this are drawn together, points."""
    doubts: int = 0
    """Points whose place is not certain."""


def read(page: Map, plane: Plane, reach: float, most_texts: int = 60) -> Content:
    """Return the events of ``page`` on ``plane``; points nearer than ``reach`` are drawn together."""
    content = Content()
    names = _local_names(page)
    found: list[tuple[Any, Any, list[Sign], list[str], Any]] = []
    for frame in page._tables:
        _read_table(frame, plane, page.lang, names, content, found, most_texts, reach / 2)
    if found:
        x, y = np.concatenate([f[0] for f in found]), np.concatenate([f[1] for f in found])
        signs = [sign for f in found for sign in f[2]]
        places = [name for f in found for name in f[3]]
        doubt = np.concatenate([f[4] for f in found])
        content.reach = reach
        content.spots = _join(x, y, signs, places, doubt, reach)
        while len(content.spots) > MOST_SPOTS and content.reach < 60:
            content.reach *= 1.4
            content.spots = _join(x, y, signs, places, doubt, content.reach)
        content.doubts = int(doubt.sum())
    return content


def _read_table(
    frame: Any, plane: Plane, lang: str, names: Mapping[str, list[tuple[float, float, str]]], content: Content,
    found: list[Any], most_texts: int, smallest: float,
) -> None:  # fmt: skip
    table = Columns(in_degrees(frame, "events"))
    geometry = np.asarray(table.frame.geometry.to_numpy(), dtype=object)
    status, precision = table.texts("status").rows(), table.texts("precision").rows()
    kinds, why = kinds_of(table, geometry, *degrees_of(geometry))
    reasons = why.rows()
    types = table.texts("event_type").filled("other").rows()
    claims = table.texts("claim_status").filled("unknown").rows()
    sides = table.texts("claimant_side").filled("unknown").rows()
    signs = list(zip(types, claims, sides, strict=True))
    places = _names(table, lang, geometry, kinds, names)
    points = np.nonzero(kinds == POINT)[0]
    if len(points):
        lon, lat = shapely.get_x(geometry[points]), shapely.get_y(geometry[points])
        west, south, east, north = plane.window
        near = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        content.outside += int((~near).sum())
        points, lon, lat = points[near], lon[near], lat[near]
        x, y = plane.points(lon, lat)
        inside = plane.frame.shrunk(4).holds(x, y)
        content.outside += int((~inside).sum())
        rows = points[inside].tolist()
        doubt = np.asarray([status[row] == "ambiguous" for row in rows], bool)
        found.append((x[inside], y[inside], [signs[row] for row in rows], [places[row] for row in rows], doubt))
        radius = np.nan_to_num(table.numbers("radius_km"), nan=0.0, posinf=0.0).clip(0, 2000)
        _discs(rows, x[inside], y[inside], radius, precision, sides, plane, content, smallest)
    regions: dict[bytes, Area] = {}
    for row in np.nonzero(kinds == REGION)[0].tolist():
        if precision[row] == "country":
            reasons[row] = "country"
            continue
        key = shapely.to_wkb(geometry[row])
        if key not in regions:
            regions[key] = Area(plane.shapes([geometry[row]], 0.2)[0], sides[row], places[row], Counter())
        regions[key].signs[signs[row]] += 1
    content.areas += [area for area in regions.values() if not shapely.is_empty(area.shape)]
    _reports(table, kinds, reasons, places, claims, content, most_texts)


def _discs(
    rows: Sequence[int], x: Any, y: Any, radius: Any, precision: Sequence[str], sides: Sequence[str], plane: Plane,
    content: Content, smallest: float,
) -> None:  # fmt: skip
    seen: set[tuple[Any, ...]] = set()
    for row, px, py in zip(rows, x.tolist(), y.tolist(), strict=True):
        size = float(radius[row]) * 1000 * plane.scale
        key = (round(px, 1), round(py, 1), round(size, 1), sides[row])
        if precision[row] in DISC_PRECISIONS and size > smallest and key not in seen and len(seen) < 2000:
            seen.add(key)
            circle = shapely.Point(px, py).buffer(size, quad_segs=24)
            content.discs.append((shapely.intersection(circle, plane.frame.box), sides[row]))


def _reports(
    table: Columns, kinds: Any, reasons: Sequence[str], places: Sequence[str], claims: Sequence[str], content: Content,
    most: int,
) -> None:  # fmt: skip
    columns = {
        name: table.texts(name).rows()
        for name in ("date_start", "date_end", "claimant", "description", "source", "count_of")
    }
    # The latest first, those of one day as they were given.
    days = np.asarray(columns["date_start"]) if len(table) < 100_000 else np.zeros(len(table))
    order = len(table) - 1 - np.argsort(days[::-1], kind="stable")[::-1]
    for row in order.tolist():
        gone = kinds[row] == UNPLACED or reasons[row] == "country"
        target = content.unplaced if gone else content.reports
        if len(target) >= most:
            target.append(_EMPTY)
            continue
        first, last = columns["date_start"][row], columns["date_end"][row]
        target.append(Report(
            places[row], tuple(dict.fromkeys(filter(None, (first, last)))), claims[row], columns["claimant"][row],
            columns["description"][row], columns["source"][row], reasons[row] or "none" if gone else "",
        ))  # fmt: skip


_EMPTY = Report("", (), "", "", "", "")


def _local_names(page: Map) -> dict[str, list[tuple[float, float, str]]]:
    """Return names in the map's language by English name, each with its place; regions have no place."""
    column = ("en", "uk", "ru").index(page.lang)
    names: dict[str, list[tuple[float, float, str]]] = {}
    where = ground_folder(page)
    if column and where is not None:
        for fields, _ in read_ground(where).units:
            names.setdefault(fields.get("name_en", ""), []).append((nan, nan, fields.get(f"name_{page.lang}", "")))
        names["Ukraine"] = [(nan, nan, page._words["side_UA"])]
    if column:
        for labels in page._labels:
            names.setdefault(str(labels[0]), []).append((float(labels[3]), float(labels[4]), str(labels[column])))
    return names


def _names(
    table: Columns, lang: str, geometry: Any, kinds: Any, names: Mapping[str, list[tuple[float, float, str]]]
) -> list[str]:  # fmt: skip
    """Return the place of each row in the map's language: own column, the gazetteer's name, the name as written."""
    wanted = (f"place_name_{lang}", "place_name", "place", "region")
    own, english, written, region = (table.texts(name).rows() for name in wanted)
    result = []
    for row, name in enumerate(english):
        local = own[row]
        if not local and kinds[row] == POINT and name in names:
            lon, lat = geometry[row].x, geometry[row].y
            near = [found for found in names[name] if abs(found[0] - lat) < 0.2 and abs(found[1] - lon) < 0.3]
            local = min(near, key=lambda found: (found[0] - lat) ** 2 + (found[1] - lon) ** 2)[2] if near else ""
        elif not local and name in names:
            local = next((found[2] for found in names[name] if isnan(found[0])), "")
        result.append(local or name or written[row] or region[row])
    return result


def _join(
    x: Any, y: Any, signs: Sequence[Sign], places: Sequence[str], doubt: Any, reach: float
) -> list[Spot]:  # fmt: skip
    """Return spots: points nearer than ``reach`` together, at the place with most of them; no two are nearer."""
    step = reach if len(x) > GRID_FROM else 0.1
    cells = np.stack([np.floor(x / step), np.floor(y / step)], axis=1).astype(np.int64)
    _, of = np.unique(cells, axis=0, return_inverse=True)
    of = of.ravel()
    size = np.bincount(of)
    middle_x, middle_y = np.bincount(of, x) / size, np.bincount(of, y) / size
    order = np.lexsort((middle_x, middle_y, -size))
    from scipy.spatial import cKDTree

    tree = cKDTree(np.stack([middle_x, middle_y], axis=1))
    spot_of = np.full(len(size), -1)
    seeds: list[int] = []
    count = 0
    for cell in order.tolist():
        if spot_of[cell] >= 0:
            continue
        for other in sorted(tree.query_ball_point((middle_x[cell], middle_y[cell]), reach)):
            if spot_of[other] < 0:
                spot_of[other] = count
        seeds.append(cell)
        count += 1
    owner = spot_of[of]
    counters: list[Counter[Sign]] = [Counter() for _ in range(count)]
    names: list[set[str]] = [set() for _ in range(count)]
    unsure = np.bincount(owner, doubt.astype(float), count) > 0
    for number, sign, place in zip(owner.tolist(), signs, places, strict=True):
        counters[number][sign] += 1
        if len(names[number]) < 3:
            names[number].add(place)
    return [
        Spot(
            float(middle_x[seeds[i]]), float(middle_y[seeds[i]]), counters[i],
            ", ".join(sorted(names[i])) if len(names[i]) < 3 else "", bool(unsure[i]),
        )
        for i in range(count)
    ]  # fmt: skip


def ordered(signs: Counter[Sign]) -> list[tuple[Sign, int]]:
    """Return the signs of a spot, best known first."""
    rank = {status: number for number, status in enumerate(STATUS_ORDER)}
    return sorted(signs.items(), key=lambda item: (rank.get(item[0][1], 99), -item[1], item[0]))

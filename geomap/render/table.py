"""Turns an events table into the payload the browser draws.

Geometry and codes go into one columnar payload, everything a reader only sees on demand into a second one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geomap.errors import InputError
from geomap.render.basemap import spot_numbers
from geomap.render.codec import SCALE, Shapes, pack, pack_texts, shapes, small, squeeze
from geomap.render.columns import Columns, Texts, coded, constant
from geomap.render.safe import web_host
from geomap.render.symbols import DISC_PRECISIONS

#: Columns of the schemas that a reader may see in a popup. Nothing else leaves the table unless asked for.
SHOWN: tuple[str, ...] = (
    "place", "region", "country", "relation", "claimant", "actor", "count_low", "count_high", "count_of",
    "description", "source", "source_url", "published_at", "licence", "place_name", "place_name_uk",
    "place_name_ru", "place_kind", "place_admin",
    "probability", "n_candidates", "why", "candidates", "date_start", "date_end", "date_precision",
)  # fmt: skip

POINT, REGION, UNPLACED = 0, 1, 2
AMBIGUOUS, GRAPHIC, DISC, COUNTRY = 1, 2, 4, 8

#: Day number that stands for a missing date.
NO_DAY = -(2**31)

#: The most distinct sources that are kept as codes, for a list of them to choose from.
MAX_SOURCES = 5_000

#: Why a row is not drawn; empty when it is.
_REASONS = ("", "none", "unresolved", "known_without_coordinates", "area", "country", "out_of_range")

#: Under which name the payload lists the texts that codes stand for.
_LISTS = {
    "type": "types", "status": "statuses", "side": "sides", "precision": "precisions", "group": "groups",
    "source": "sources", "reason": "reasons",
}  # fmt: skip

#: The most places of events that are told to the names of the base map.
MAX_SPOTS = 5_000

#: The most groups one events layer may be split into.
MAX_GROUPS = 60


@dataclass(frozen=True, slots=True)
class EventData:
    """An events table, packed."""

    payload: str
    """Geometry and codes, gzip and base64."""
    texts: str
    """Texts by column, gzip and base64."""
    groups: tuple[str, ...]
    """Values of the column the events are grouped by, in order."""
    group_sizes: tuple[int, ...]
    """Events in each group."""
    by: str
    """The column the events are grouped by; empty when they are not."""
    bounds: tuple[float, float, float, float] | None
    """West, south, east, north of what is placed, radii included."""
    counts: tuple[int, int, int]
    """Points, regions, and events without a place on the map."""
    fields: tuple[str, ...]
    """Columns whose texts are in the page."""
    dates: tuple[str, str]
    """First and last day, ISO, or empty."""
    link_hosts: tuple[str, ...]
    """Hosts the sources link to."""
    spots: frozenset[int] = frozenset()
    """The places of the points, as far as there are not too many; see :func:`geomap.render.basemap.spot_numbers`."""


def in_degrees(frame: Any, what: str) -> gpd.GeoDataFrame:
    """Return ``frame`` in EPSG:4326. Raises :class:`InputError` when it is no GeoDataFrame or has no usable CRS."""
    if not isinstance(frame, gpd.GeoDataFrame):
        raise InputError(
            f"{what} must be a GeoDataFrame, not {type(frame).__name__}; geomap.geocode makes one from a table"
        )
    if "geometry" not in frame.columns and frame.active_geometry_name is None:
        return gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs="EPSG:4326")
    if frame.crs is not None and frame.crs.to_epsg() != 4326:
        return frame.to_crs(4326)
    return frame


def degrees_of(geometry: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return longitudes and latitudes of the points, NaN elsewhere."""
    points = (shapely.get_type_id(geometry) == 0) & ~shapely.is_empty(geometry)
    x, y = np.full(len(geometry), np.nan), np.full(len(geometry), np.nan)
    x[points], y[points] = shapely.get_x(geometry[points]), shapely.get_y(geometry[points])
    return x, y


def kinds_of(
    table: Columns, geometry: npt.NDArray[np.object_], x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.uint8], Texts]:  # fmt: skip
    """Return what each row is drawn as, and the reason where it is not; ``x`` and ``y`` are degrees, NaN off points."""
    ids = shapely.get_type_id(geometry)
    empty = shapely.is_empty(geometry) | (ids < 0)
    kinds = np.full(len(geometry), UNPLACED, np.uint8)
    kinds[(ids >= 1) & ~empty] = REGION
    points = (ids == 0) & ~empty
    kinds[points] = POINT
    beyond = points & ~((np.abs(x) <= 180) & (np.abs(y) <= 85))
    status = table.texts("status")
    area = status.where("area".__eq__)
    kinds[beyond | (points & area)] = UNPLACED
    codes = np.zeros(len(geometry), np.int32)
    codes[kinds == UNPLACED] = _REASONS.index("none")
    for reason in ("area", "known_without_coordinates", "unresolved"):
        codes[(kinds == UNPLACED) & status.where(reason.__eq__)] = _REASONS.index(reason)
    codes[(kinds == UNPLACED) & area & table.texts("precision").where("country".__eq__)] = _REASONS.index("country")
    codes[beyond] = _REASONS.index("out_of_range")
    if "place" in table:
        nameless = table.texts("place").where(lambda text: not text.strip())
        codes[(codes == _REASONS.index("unresolved")) & nameless] = _REASONS.index("none")
    return kinds, coded(codes, _REASONS)


def _unique_shapes(geometry: npt.NDArray[np.object_]) -> tuple[list[Any], npt.NDArray[np.uint32]]:
    """Return the different shapes and which of them each row has."""
    of, _ = pd.factorize(shapely.to_wkb(geometry))
    _, first = np.unique(of, return_index=True)
    return list(shapely.normalize(geometry[first])), of.astype(np.uint32)


def _bounds(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], km: npt.NDArray[np.float64], regions: list[Any]
) -> tuple[float, float, float, float] | None:
    boxes = [np.asarray(shapely.bounds(region)) for region in regions]
    if len(x):
        dy = km / 111.2
        dx = dy / np.maximum(np.cos(np.radians(y)), 0.05)
        boxes.append(np.asarray([(x - dx).min(), (y - dy).min(), (x + dx).max(), (y + dy).max()]))
    if not boxes:
        return None
    stacked = np.vstack(boxes)
    west, south = stacked[:, :2].min(axis=0).tolist()
    east, north = stacked[:, 2:].max(axis=0).tolist()
    return west, south, east, north


def encode_events(frame: gpd.GeoDataFrame | Columns, by: str | None, fields: Sequence[str] = ()) -> EventData:
    """Pack an events table (see :mod:`geomap.schema`; every column but the geometry is optional).

    Parameters
    ----------
    frame
        Events, EPSG:4326 or any CRS that can be turned into it. It is not changed.
    by
        Column to group the events by; ``"type"``, ``"status"`` and ``"side"`` stand for the schema's columns.
    fields
        Further columns to show in popups. Columns outside the schema stay out of the page unless named here.

    Columns ``place_name_uk`` and ``place_name_ru`` give the names for a page in these languages.

    Raises
    ------
    InputError
        No GeoDataFrame, a column that is not there, or more than :data:`MAX_GROUPS` groups.
    """
    table = frame if isinstance(frame, Columns) else Columns(in_degrees(frame, "events"))
    short = {"type": "event_type", "status": "claim_status", "side": "claimant_side"}
    column = short.get(by, by) if by else None
    wanted = [*fields, *([column] if column and by not in short else [])]
    missing = [name for name in wanted if name not in table]
    if missing:
        raise InputError(
            f"the events table has no column {missing[0]!r}; it has "
            f"{', '.join(map(repr, map(str, table.frame.columns)))}"
        )
    start = _day_numbers(table, "date_start")
    order = np.argsort(start, kind="stable")
    start = start[order]
    end = _day_numbers(table, "date_end")[order]
    end = np.where(end == NO_DAY, start, end).astype(np.int32)
    geometry = np.asarray(table.frame.geometry.to_numpy(), dtype=object)
    x, y = degrees_of(geometry)
    kinds, reasons = kinds_of(table, geometry, x, y)
    kinds = kinds[order]
    points = kinds == POINT
    x, y = np.where(points, x[order], 0.0), np.where(points, y[order], 0.0)
    radius = np.nan_to_num(table.numbers("radius_km"), nan=0.0, posinf=0.0, neginf=0.0).clip(0, 2000)
    flags = np.zeros(len(table), np.uint8)
    for flag, marked in (
        (AMBIGUOUS, table.texts("status").where("ambiguous".__eq__)),
        (GRAPHIC, table.texts("graphic").where(is_true)),
        (DISC, table.texts("precision").where(DISC_PRECISIONS.__contains__) & (radius > 0)),
        (COUNTRY, table.texts("precision").where("country".__eq__)),
    ):
        flags[marked] |= flag
    radius, flags = radius[order], flags[order]
    rows = np.nonzero(kinds == REGION)[0]
    regions, region_of = _unique_shapes(geometry[order[rows]])
    packed: Shapes = shapes(regions)
    codes = {
        name: table.texts(source).filled(empty).take(order)
        for name, source, empty in (
            ("type", "event_type", "other"), ("status", "claim_status", "unknown"),
            ("side", "claimant_side", "unknown"), ("precision", "precision", ""),
        )
    }  # fmt: skip
    named = {"event_type": "type", "claim_status": "status", "claimant_side": "side"}
    groups = constant("", len(table))
    if column:
        groups = codes[named[column]] if column in named else table.texts(column).take(order)
    if len(groups.values) > MAX_GROUPS:
        raise InputError(
            f"column {column!r} has {len(groups.values)} different values, more than the {MAX_GROUPS} layers a map can "
            "list; group by another column or by none (by=None)"
        )
    codes |= {"group": groups, "reason": reasons.take(order)}
    if "source" in table and len(table.texts("source").values) <= MAX_SOURCES:
        codes["source"] = table.texts("source").take(order)
    columns: dict[str, npt.NDArray[Any]] = {
        "x": np.round(x * SCALE).astype(np.int32), "y": np.round(y * SCALE).astype(np.int32), "kind": kinds,
        **{name: _categories(texts) for name, texts in codes.items()},
        "flags": flags, "radius": radius.astype(np.float32), "start": start, "end": end,
        "known": _day_numbers(table, "published_at")[order],
        "region_row": rows.astype(np.uint32), "region_of": region_of, **packed.columns(),
    }  # fmt: skip
    header = {"n": len(table), **{_LISTS[name]: texts.values for name, texts in codes.items()}}
    payload = pack(header, columns, ("start", *Shapes.deltas()))
    shown = [name for name in SHOWN if name in table] + [name for name in fields if name not in SHOWN]
    texts = {name: table.texts(name).take(order) for name in shown if name != "source" or "source" not in codes}
    known = start[start != NO_DAY]
    span = (known.min(), end[start != NO_DAY].max()) if len(known) else ()
    days = [str(np.datetime64(int(day), "D")) for day in span]
    drawn = radius * ((flags & DISC) > 0)
    framed = [regions[of] for of in np.unique(region_of[(flags[rows] & COUNTRY) == 0]).tolist()]
    extra = [name for name in fields if name not in SHOWN]
    spots = spot_numbers(x[points], y[points]) if points.sum() <= 4 * MAX_SPOTS else []
    return EventData(
        squeeze(payload, len(table)),
        squeeze(pack_texts({"extra": extra}, texts), len(table)),
        tuple(groups.values),
        tuple(np.bincount(groups.codes, minlength=len(groups.values)).tolist()),
        column or "",
        _bounds(x[points], y[points], drawn[points], framed),
        (int(points.sum()), len(rows), int((kinds == UNPLACED).sum())),
        tuple(shown),
        (days[0], days[1]) if days else ("", ""),
        tuple(sorted({host for url in table.texts("source_url").values if (host := web_host(url))})),
        frozenset(spots if len(spots) <= MAX_SPOTS else ()),
    )


def is_true(text: str) -> bool:
    """Whether a cell says yes."""
    return text in ("True", "true", "1")


def _categories(texts: Texts) -> npt.NDArray[Any]:
    if len(texts.values) > 65_000:
        raise InputError(
            f"a column of categories has {len(texts.values)} distinct values; 65,000 are the most a map can hold"
        )
    return small(texts.codes)


def _day_numbers(table: Columns, name: str) -> npt.NDArray[np.int32]:
    stamps = table.days(name)
    days: npt.NDArray[np.int32] = np.where(np.isnat(stamps), NO_DAY, stamps.astype(np.int64)).astype(np.int32)
    return days

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
from geomap.render.codec import SCALE, Shapes, pack, shapes, squeeze
from geomap.render.safe import as_text, to_json, web_host
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
    spots: frozenset[tuple[float, float]] = frozenset()
    """Latitude and longitude of the points, to three decimals, as far as there are not too many."""


def _column(table: pd.DataFrame, name: str) -> pd.Series[Any] | None:
    if name not in table.columns:
        return None
    found = table[name]
    if isinstance(found, pd.DataFrame):
        raise InputError(f"the events table has two columns named {name!r}; rename one of them")
    return found


def _texts(table: pd.DataFrame, name: str) -> list[str]:
    found = _column(table, name)
    return (
        [""] * len(table)
        if found is None
        else [value if type(value) is str else as_text(value) for value in found.tolist()]
    )


def _codes(values: Sequence[str]) -> tuple[npt.NDArray[np.uint16], list[str]]:
    order = {value: code for code, value in enumerate(dict.fromkeys(values))}
    if len(order) > 65_000:
        raise InputError(f"a column of categories has {len(order)} distinct values; 65,000 are the most a map can hold")
    return np.fromiter(map(order.__getitem__, values), np.uint16, len(values)), list(order)


def _numbers(table: pd.DataFrame, name: str) -> npt.NDArray[np.float64]:
    found = _column(table, name)
    if found is None:
        return np.full(len(table), np.nan)
    return np.asarray(pd.to_numeric(found, errors="coerce"), np.float64)


def _days(table: pd.DataFrame, name: str) -> npt.NDArray[np.int32]:
    found = _column(table, name)
    days = np.full(len(table), NO_DAY, np.int32)
    if found is None:
        return days
    stamps = pd.to_datetime(found, errors="coerce", utc=True, format="mixed").to_numpy("datetime64[D]")
    known = ~np.isnat(stamps)
    days[known] = stamps[known].astype(np.int64).astype(np.int32)
    return days


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


def _kinds(
    geometry: npt.NDArray[np.object_], status: Sequence[str], precision: Sequence[str]
) -> tuple[npt.NDArray[np.uint8], list[str]]:
    """Return what each row is drawn as, and the reason where it is not drawn."""
    ids = shapely.get_type_id(geometry)
    empty = shapely.is_empty(geometry) | shapely.is_missing(geometry)
    kinds = np.full(len(geometry), UNPLACED, np.uint8)
    kinds[(ids >= 1) & ~empty] = REGION
    kinds[(ids == 0) & ~empty] = POINT
    x, y = np.full(len(geometry), np.nan), np.full(len(geometry), np.nan)
    points = kinds == POINT
    x[points], y[points] = shapely.get_x(geometry[points]), shapely.get_y(geometry[points])
    beyond = points & ~((np.abs(x) <= 180) & (np.abs(y) <= 85))
    kinds[beyond] = UNPLACED
    named = np.asarray([value == "area" for value in status], bool)
    kinds[points & named] = UNPLACED
    reasons = [""] * len(geometry)
    for row in np.nonzero(kinds == UNPLACED)[0].tolist():
        given = status[row] if status[row] in ("area", "known_without_coordinates", "unresolved") else "none"
        if given == "area" and precision[row] == "country":
            given = "country"
        reasons[row] = "out_of_range" if beyond[row] else given
    return kinds, reasons


def _unique_shapes(geometry: npt.NDArray[np.object_], rows: npt.NDArray[np.intp]) -> tuple[list[Any], list[int]]:
    seen: dict[bytes, int] = {}
    kept: list[Any] = []
    index: list[int] = []
    for row in rows.tolist():
        key = shapely.to_wkb(geometry[row])
        if key not in seen:
            seen[key] = len(kept)
            kept.append(shapely.normalize(geometry[row]))
        index.append(seen[key])
    return kept, index


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


def encode_events(frame: gpd.GeoDataFrame, by: str | None, fields: Sequence[str] = ()) -> EventData:
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
    table = in_degrees(frame, "events")
    short = {"type": "event_type", "status": "claim_status", "side": "claimant_side"}
    column = short.get(by, by) if by else None
    wanted = [*fields, *([column] if column and by not in short else [])]
    missing = [name for name in wanted if name not in table.columns]
    if missing:
        raise InputError(
            f"the events table has no column {missing[0]!r}; it has {', '.join(map(repr, map(str, table.columns)))}"
        )
    start = _days(table, "date_start")
    order = np.argsort(start, kind="stable")
    table = table.iloc[order]
    start = start[order]
    end = _days(table, "date_end")
    end = np.where(end == NO_DAY, start, end).astype(np.int32)
    geometry = np.asarray(table.geometry.to_numpy(), dtype=object)
    status = _texts(table, "status")
    precision = _texts(table, "precision")
    kinds, reasons = _kinds(geometry, status, precision)
    if "place" in table.columns:
        nameless = [not text.strip() for text in _texts(table, "place")]
        reasons = ["none" if r == "unresolved" and n else r for r, n in zip(reasons, nameless, strict=True)]
    points = kinds == POINT
    x, y = np.zeros(len(table)), np.zeros(len(table))
    x[points], y[points] = shapely.get_x(geometry[points]), shapely.get_y(geometry[points])
    radius = np.nan_to_num(_numbers(table, "radius_km"), nan=0.0, posinf=0.0, neginf=0.0).clip(0, 2000)
    rows = np.nonzero(kinds == REGION)[0]
    regions, region_of = _unique_shapes(geometry, rows)
    packed: Shapes = shapes(regions)
    flags = np.zeros(len(table), np.uint8)
    for flag, marked in (
        (AMBIGUOUS, [value == "ambiguous" for value in status]),
        (GRAPHIC, [value in ("True", "true", "1") for value in _texts(table, "graphic")]),
        (DISC, [p in DISC_PRECISIONS and r > 0 for p, r in zip(precision, radius, strict=True)]),
        (COUNTRY, [value == "country" for value in precision]),
    ):
        flags[np.asarray(marked, bool)] |= flag
    types, type_names = _codes([value or "other" for value in _texts(table, "event_type")])
    statuses, status_names = _codes([value or "unknown" for value in _texts(table, "claim_status")])
    sides, side_names = _codes([value or "unknown" for value in _texts(table, "claimant_side")])
    precisions, precision_names = _codes(precision)
    values = [value or "" for value in _texts(table, column)] if column else [""] * len(table)
    if column in ("event_type", "claim_status", "claimant_side"):
        values = [value or ("other" if column == "event_type" else "unknown") for value in values]
    groups, group_names = _codes(values)
    if len(group_names) > MAX_GROUPS:
        raise InputError(
            f"column {column!r} has {len(group_names)} different values, more than the {MAX_GROUPS} layers a map can "
            "list; group by another column or by none (by=None)"
        )
    columns: dict[str, npt.NDArray[Any]] = {
        "x": np.round(x * SCALE).astype(np.int32), "y": np.round(y * SCALE).astype(np.int32),
        "kind": kinds, "type": types, "status": statuses, "side": sides, "precision": precisions, "group": groups,
        "flags": flags, "radius": radius.astype(np.float32), "start": start, "end": end,
        "known": _days(table, "published_at"),
        "region_row": rows.astype(np.uint32), "region_of": np.asarray(region_of, np.uint32), **packed.columns(),
    }  # fmt: skip
    header = {
        "n": len(table), "types": type_names, "statuses": status_names, "sides": side_names,
        "precisions": precision_names, "groups": group_names,
    }  # fmt: skip
    if "source" in table.columns:
        sources = _texts(table, "source")
        if len(set(sources)) <= MAX_SOURCES:
            columns["source"], header["sources"] = _codes(sources)
    payload = pack(header, columns, ("start", *Shapes.deltas()))
    shown = [name for name in SHOWN if name in table.columns] + [name for name in fields if name not in SHOWN]
    texts = {name: _texts(table, name) for name in shown if name != "source" or "source" not in columns}
    known = start[start != NO_DAY]
    span = (known.min(), end[start != NO_DAY].max()) if len(known) else ()
    days = [str(np.datetime64(int(day), "D")) for day in span]
    drawn = radius * ((flags & DISC) > 0)
    framed = [regions[of] for row, of in zip(rows.tolist(), region_of, strict=True) if not flags[row] & COUNTRY]
    extra = [name for name in fields if name not in SHOWN]
    few = points if points.sum() <= 4 * MAX_SOURCES else np.zeros(len(points), bool)
    spots = {(round(lat, 3), round(lon, 3)) for lon, lat in zip(x[few].tolist(), y[few].tolist(), strict=True)}
    return EventData(
        squeeze(payload, len(table)),
        squeeze(to_json({"columns": texts, "reasons": reasons, "extra": extra}), len(table)),
        tuple(group_names),
        tuple(np.bincount(groups, minlength=len(group_names)).tolist()),
        column or "",
        _bounds(x[points], y[points], drawn[points], framed),
        (int(points.sum()), len(rows), int((kinds == UNPLACED).sum())),
        tuple(shown),
        (days[0], days[1]) if days else ("", ""),
        tuple(sorted({host for url in texts.get("source_url", []) if (host := web_host(url))})),
        frozenset(spots) if len(spots) <= MAX_SOURCES else frozenset(),
    )

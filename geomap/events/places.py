"""Where the source itself says an event was: coordinates and shapes, checked. EPSG:4326."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geomap.events.cells import NO_VALUE, Cells
from geomap.events.coordinates import doubtful, read_degrees, read_pair
from geomap.events.faults import Fault, fault, quote
from geomap.events.headers import Roles, fold
from geomap.events.importers import Raw

#: Countries whose points must lie in or near them, as they are written.
_HERE = frozenset(
    map(fold, ("UA", "UKR", "Ukraine", "Україна", "Украина", "RU", "RUS", "Russia", "Russian Federation", "Росія"))
) | {fold("Россия"), fold("РФ")}


@dataclass(slots=True)
class Placed:
    """Coordinates and shapes of a table."""

    latitude: Any
    """Degrees, NaN where missing."""
    longitude: Any
    """Degrees, NaN where missing."""
    geometry: Any
    """Shapely geometries, None where missing."""
    rejected: list[Fault] = field(default_factory=list)
    """Values that were left out."""
    notes: list[str] = field(default_factory=list)
    """Decisions for the whole table."""


def read_places(raw: Raw, roles: Roles, cells_of: Callable[..., Cells | None]) -> Placed:
    """Read coordinates and shapes; whatever cannot be true is left missing and listed.

    Where the file has shapes but no columns of coordinates, the coordinates are those of its points.
    """
    size = len(raw.frame)
    placed = Placed(np.full(size, np.nan), np.full(size, np.nan), np.full(size, None, dtype=object))
    rows = raw.rows
    elsewhere = _elsewhere(cells_of("country"), size)
    if "latitude" in roles.of and "longitude" in roles.of:
        placed.latitude = _degrees(raw.frame[roles.of["latitude"]], "latitude", roles, cells_of, rows, placed)
        placed.longitude = _degrees(raw.frame[roles.of["longitude"]], "longitude", roles, cells_of, rows, placed)
        _halves(placed, roles, rows, raw.frame)
    elif "coordinates" in roles.of:
        _pairs(cells_of("coordinates", NO_VALUE), placed, rows)
    header = roles.of.get("latitude") or roles.of.get("coordinates") or "latitude"
    _check(placed, header, elsewhere, rows)
    shapes = _shapes(raw, roles, cells_of, placed)
    if shapes is not None:
        _check_shapes(shapes, placed, elsewhere, rows, roles.of.get("geometry", "geometry"))
        placed.geometry = shapes
        if not {"latitude", "coordinates"} & set(roles.of):
            points = shapely.get_type_id(shapes) == 0
            placed.latitude[points] = shapely.get_y(shapes[points])
            placed.longitude[points] = shapely.get_x(shapes[points])
    bare = shapely.is_missing(placed.geometry) & ~np.isnan(placed.latitude)
    placed.geometry[bare] = shapely.points(placed.longitude[bare], placed.latitude[bare])
    return placed


def _elsewhere(country: Cells | None, size: int) -> Any:
    if country is None:
        return np.zeros(size, dtype=bool)
    return country.spread([fold(text) not in _HERE for text in country.values], False, bool)


def _degrees(
    series: pd.Series[Any], axis: str, roles: Roles, cells_of: Callable[..., Cells | None], rows: Any, placed: Placed
) -> Any:
    if pd.api.types.is_numeric_dtype(series.dtype) and not pd.api.types.is_bool_dtype(series.dtype):
        numbers = series.to_numpy(dtype=float, na_value=np.nan).copy()
        for position in _positions(np.isinf(numbers)):
            placed.rejected.append(
                fault(rows[position], roles.of[axis], numbers[position], f"the {axis} is infinite; correct it")
            )
        numbers[np.isinf(numbers)] = np.nan
        return numbers
    cells = cells_of(axis, NO_VALUE)
    assert cells is not None
    read = cells.each(lambda text: read_degrees(text, axis))
    example = "49.114" if axis == "latitude" else "37.947"
    reasons = {
        at: f"{quote(cells.values[at])} is no {axis}; write degrees such as {example}"
        for at, answer in enumerate(read)
        if answer is None
    }
    for position, text, reason in cells.where(reasons):
        placed.rejected.append(fault(rows[position], cells.header, text, reason))
    return cells.spread([np.nan if answer is None else answer for answer in read], np.nan, float)


def _halves(placed: Placed, roles: Roles, rows: Any, frame: pd.DataFrame) -> None:
    """Leave out a latitude without a longitude, and the reverse; an unreadable partner is listed already."""
    already = {(entry["row"], entry["column"]) for entry in placed.rejected}
    for axis, partner in (("latitude", "longitude"), ("longitude", "latitude")):
        mine, other = getattr(placed, axis), getattr(placed, partner)
        for position in _positions(~np.isnan(mine) & np.isnan(other)):
            if (int(rows[position]), roles.of[partner]) not in already:
                placed.rejected.append(
                    fault(rows[position], roles.of[axis], f"{mine[position]:g}", (
                        f"the row has a {axis} but no {partner}; give both or neither"))
                )  # fmt: skip
    half = np.isnan(placed.latitude) | np.isnan(placed.longitude)
    placed.latitude = np.where(half, np.nan, placed.latitude)
    placed.longitude = np.where(half, np.nan, placed.longitude)


def _pairs(cells: Cells | None, placed: Placed, rows: Any) -> None:
    if cells is None:
        return
    read = cells.each(read_pair)
    reasons = {
        at: f"{quote(cells.values[at])} is no pair of coordinates; write latitude, longitude such as 49.114, 37.947"
        for at, answer in enumerate(read)
        if answer is None
    }
    for position, text, reason in cells.where(reasons):
        placed.rejected.append(fault(rows[position], cells.header, text, reason))
    pairs = [(np.nan, np.nan) if answer is None else answer for answer in read]
    placed.latitude = cells.spread([pair[0] for pair in pairs], np.nan, float)
    placed.longitude = cells.spread([pair[1] for pair in pairs], np.nan, float)


def _check(placed: Placed, header: str, elsewhere: Any, rows: Any) -> None:
    for position, reason in doubtful(placed.latitude, placed.longitude, elsewhere).items():
        pair = f"{placed.latitude[position]:.9g}, {placed.longitude[position]:.9g}"
        placed.rejected.append(fault(rows[position], header, pair, reason))
        placed.latitude[position] = placed.longitude[position] = np.nan


def _shapes(raw: Raw, roles: Roles, cells_of: Callable[..., Cells | None], placed: Placed) -> Any:
    """Return the file's own shapes: a geometry of the format, or a column of WKT."""
    shapes = raw.geometry
    cells = cells_of("geometry") if "geometry" in roles.of else None
    if cells is None or not cells.values:
        return shapes
    with np.errstate(all="ignore"):
        made = shapely.from_wkt(np.array(cells.values, dtype=object), on_invalid="ignore")
    finite = np.array(
        [geometry is not None and np.isfinite(shapely.get_coordinates(geometry)).all() for geometry in made]
    )
    reasons = {
        int(at): f"{quote(cells.values[at])} is no WKT geometry; write for example POINT (37.947 49.114)"
        for at in np.flatnonzero(~finite)
    }
    for position, text, reason in cells.where(reasons):
        placed.rejected.append(fault(raw.rows[position], cells.header, text, reason))
    usable = [geometry if good and not geometry.is_empty else None for geometry, good in zip(made, finite, strict=True)]
    from_text = cells.spread(usable, None)
    return from_text if shapes is None else np.where(shapely.is_missing(shapes), from_text, shapes)


def _check_shapes(shapes: Any, placed: Placed, elsewhere: Any, rows: Any, header: str) -> None:
    kinds = shapely.get_type_id(shapes)
    points = kinds == 0
    lat, lon = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    lat[points], lon[points] = shapely.get_y(shapes[points]), shapely.get_x(shapes[points])
    for position, reason in doubtful(lat, lon, elsewhere).items():
        placed.rejected.append(fault(rows[position], header, f"{lat[position]:.9g}, {lon[position]:.9g}", reason))
        shapes[position] = None
    bounds = shapely.bounds(shapes)
    outside = (np.abs(bounds[:, [0, 2]]) > 180).any(axis=1) | (np.abs(bounds[:, [1, 3]]) > 90).any(axis=1)
    for position in _positions(outside & ~points):
        placed.rejected.append(
            fault(rows[position], header, shapes[position].geom_type, (
                "the shape reaches outside longitude -180 to 180 or latitude -90 to 90; "
                "give it in EPSG:4326, longitude first"))
        )  # fmt: skip
        shapes[position] = None


def _positions(mask: Any) -> list[int]:
    """Return where ``mask`` is true."""
    return [int(position) for position in np.flatnonzero(mask)]

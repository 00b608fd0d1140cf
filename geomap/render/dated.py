"""Areas that have dates: one layer that shows the latest of them on any day.

Borders that do not move from one date to the next are stored once (see :mod:`geomap.render.runs`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from geomap.errors import InputError
from geomap.render import runs
from geomap.render.codec import pack, shapes, squeeze
from geomap.render.safe import as_text, to_json

#: An equal-area projection of the region, for areas that bring no figure of their own.
EQUAL_AREA = "+proj=laea +lat_0=49 +lon_0=32 +ellps=WGS84 +units=m"


def days_of(frame: gpd.GeoDataFrame, column: str, what: str) -> npt.NDArray[np.int32]:
    """Return the days since 1970 in ``column``. Raises :class:`InputError` when it is missing or holds no date."""
    if column not in frame.columns:
        listed = ", ".join(map(repr, map(str, frame.columns)))
        raise InputError(f"{what} has no column {column!r} to take dates from; it has {listed}")
    stamps = pd.to_datetime(frame[column], errors="coerce", utc=True, format="mixed").to_numpy("datetime64[D]")
    wrong = np.isnat(stamps)
    if wrong.any():
        bad = frame[column].iloc[int(np.nonzero(wrong)[0][0])]
        raise InputError(f"{what}: {column} {bad!r} is not a date; write it as 2024-12-27")
    days: npt.NDArray[np.int32] = stamps.astype(np.int64).astype(np.int32)
    return days


def encode_dated(
    frame: gpd.GeoDataFrame, days: npt.NDArray[np.int32], style: Mapping[str, Any], every: npt.NDArray[np.int32]
) -> tuple[str, str, int]:
    """Return the payload of dated shapes, that of their texts, and how many vertices they have.

    ``every`` are all the dates of the layer, in order: on one without a row nothing is drawn.
    """
    order = np.argsort(days, kind="stable")
    frame, days = frame.iloc[order], days[order]
    geometry = np.asarray(frame.geometry.to_numpy(), dtype=object)
    good = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    frame, days, geometry = frame[good], days[good], geometry[good]
    packed = shapes(geometry)
    first = np.searchsorted(days, np.append(every, every[-1] + 1 if len(every) else 0)).astype(np.uint32)
    columns = {**runs.fold(packed), "day": every, "first": first, "km2": _km2(frame, geometry)}
    payload = pack({"n": len(frame), "style": dict(style)}, columns, (*runs.deltas(), "day", "first"))
    label = next((name for name in ("name", "label") if name in frame.columns), "")
    labels = [as_text(value) for value in frame[label].tolist()] if label else []
    texts = to_json({"labels": labels if any(labels) else []})
    return squeeze(payload), squeeze(texts), len(packed.x)


def _km2(frame: gpd.GeoDataFrame, geometry: npt.NDArray[np.object_]) -> npt.NDArray[np.float32]:
    if "area_km2" in frame.columns:
        return np.asarray(pd.to_numeric(frame["area_km2"], errors="coerce"), np.float32)
    if not len(geometry) or not (shapely.get_dimensions(geometry) == 2).any():
        return np.full(len(geometry), np.nan, np.float32)
    flat = gpd.GeoSeries(geometry, crs=4326).to_crs(EQUAL_AREA)
    return np.asarray(flat.area.to_numpy() / 1e6, np.float32)

"""Tables that are already in memory: pandas and geopandas frames, taken as they are."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geomap.errors import SchemaError
from geomap.events.importers.base import Raw, check_fields


def from_frame(table: pd.DataFrame) -> Raw:
    """Return ``table`` as if it had been read from a file; the frame itself is not changed.

    A geometry column in another system than WGS 84 is reprojected; one without a system is refused.
    """
    geometry: np.ndarray[Any, Any] | None = None
    drop: str | None = None
    if isinstance(table, gpd.GeoDataFrame) and table.active_geometry_name is not None:
        drop = table.active_geometry_name
        shapes = table.geometry
        if shapes.crs is None and not shapes.isna().all():
            raise SchemaError(
                "the table's geometry has no coordinate system; say which with table.set_crs(4326) or another EPSG code"
            )
        if shapes.crs is not None and not shapes.crs.equals("EPSG:4326", ignore_axis_order=True):
            shapes = shapes.to_crs(4326)
        geometry = np.asarray(shapes.array, dtype=object).copy()
        geometry[shapes.isna().to_numpy()] = None
    frame = pd.DataFrame(table).reset_index(drop=True)
    if drop is not None:
        frame = frame.drop(columns=drop)
    frame.attrs = {}
    frame.columns = pd.Index([str(name).strip() for name in frame.columns], dtype=object)
    rows = np.arange(1, len(frame) + 1)
    if not frame.columns.has_duplicates:
        check_fields(frame, rows, "the table")
    raw = Raw(frame, rows, geometry)
    raw.attrs.update({key: table.attrs[key] for key in ("licence", "attribution") if key in table.attrs})
    return raw

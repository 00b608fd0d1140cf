"""CSV (RFC 4180, UTF-8) that a spreadsheet can open without running anything."""

from __future__ import annotations

import io
import json
import os
import re
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.errors import SchemaError
from geomap.export.geojson import wgs84
from geomap.export.plain import column_values
from geomap.files import atomic_write

#: Text that a spreadsheet would take for a formula, or that looks guarded already.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")

#: Rows written at a time.
_CHUNK = 50_000


def to_csv(table: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write ``table`` as CSV: UTF-8, commas, dates ISO, missing values empty, lists as JSON.

    Geometry becomes a column ``geometry`` of WKT (EPSG:4326, 7 decimals), filled only where it is more than the
    point of ``longitude`` and ``latitude``; it is left out when no row needs it.

    Text that starts with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return gets an apostrophe in front, so that a
    spreadsheet shows it instead of running it; :func:`geomap.read_events` takes exactly that apostrophe away
    again. Numbers are written as numbers.

    Raises :class:`~geomap.errors.OutputError`; what stood at ``path`` before is then untouched.
    """
    if table.columns.has_duplicates:
        raise SchemaError("two columns share a name; rename one before writing CSV")
    geometry = table.active_geometry_name if isinstance(table, gpd.GeoDataFrame) else None
    plain = pd.DataFrame({str(name): _cells(table[name]) for name in table.columns if name != geometry})
    plain.columns = pd.Index([guard(str(name)) for name in plain.columns], dtype=object)
    shapes = _wkt(table)
    if shapes is not None:
        plain["geometry"] = shapes
    with atomic_write(path) as stream:
        for start in range(0, max(len(plain), 1), _CHUNK):
            text = io.StringIO()
            plain.iloc[start : start + _CHUNK].to_csv(text, index=False, header=start == 0, lineterminator="\r\n")
            stream.write(text.getvalue().encode("utf-8"))


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run."""
    return f"'{text}" if _FORMULA.match(text) else text


def _cells(series: pd.Series[Any]) -> pd.Series[Any]:
    return pd.Series(column_values(series, _cell), dtype=object)


def _cell(value: Any) -> Any:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value
    return guard(text.replace("\0", "\ufffd")) if isinstance(text, str) else text


def _wkt(table: pd.DataFrame) -> Any:
    shapes = wgs84(table)
    missing = shapely.is_missing(shapes)
    if missing.all():
        return None
    if "latitude" in table.columns and "longitude" in table.columns:
        lat = pd.to_numeric(table["latitude"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        lon = pd.to_numeric(table["longitude"], errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        missing |= (shapely.get_x(shapes) == lon) & (shapely.get_y(shapes) == lat)
        if missing.all():
            return None
    texts = shapely.to_wkt(shapes, rounding_precision=7, output_dimension=2)
    texts[missing] = None
    return texts

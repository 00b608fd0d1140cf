"""GeoPackage, written by GDAL beside the target and moved into place."""

from __future__ import annotations

import errno
import json
import os
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.errors import OutputError, SchemaError
from geomap.export.geojson import wgs84
from geomap.export.plain import column_values
from geomap.files import atomic_path

#: Column names that a GeoPackage keeps for itself.
_TAKEN = ("fid", "geom", "geometry")


def to_gpkg(table: pd.DataFrame, path: str | os.PathLike[str], *, name: str = "events") -> None:
    """Write ``table`` as one layer of a new GeoPackage (EPSG:4326).

    Days become date fields, lists JSON text. Column names that differ only in case, or that the format keeps for
    itself (``fid``), get the prefix ``x_``. Raises :class:`~geomap.errors.OutputError`; what stood at ``path``
    before is then untouched.
    """
    from pyogrio import errors, raw

    if table.columns.has_duplicates:
        raise SchemaError("two columns share a name; rename one before writing a GeoPackage")
    geometry = table.active_geometry_name if isinstance(table, gpd.GeoDataFrame) else None
    labels: list[str] = []
    data: list[Any] = []
    masks: list[Any] = []
    taken = set(_TAKEN)
    for header in table.columns:
        if header == geometry:
            continue
        label = str(header)
        while label.casefold() in taken:
            label = f"x_{label}"
        taken.add(label.casefold())
        values, mask = _field(table[header])
        labels.append(label)
        data.append(values)
        masks.append(mask)
    shapes = shapely.to_wkb(wgs84(table))
    with atomic_path(path) as temporary:
        try:
            raw.write(
                str(temporary), geometry=shapes, field_data=data, fields=labels, field_mask=masks, layer=name,
                driver="GPKG", geometry_type="Unknown", crs="EPSG:4326",
            )  # fmt: skip
        except (errors.DataSourceError, errors.DataLayerError, errors.FeatureError) as error:
            raise OutputError(
                errno.EIO, f"cannot write {os.fspath(path)!r}: {error}; check the free space, or choose another folder"
            ) from error


def _field(series: pd.Series[Any]) -> tuple[Any, Any]:
    """Return a column as an array of one plain type, and where it is missing."""
    missing = series.isna().to_numpy(dtype=bool)
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        naive = series.dt.tz_convert("UTC").dt.tz_localize(None) if series.dt.tz is not None else series
        values = naive.to_numpy(dtype="datetime64[ms]")
        known = values[~missing]
        whole = bool((known == known.astype("datetime64[D]")).all())
        return (values.astype("datetime64[D]") if whole else values), missing
    if pd.api.types.is_bool_dtype(series.dtype):
        return series.to_numpy(dtype=bool, na_value=False), missing
    if pd.api.types.is_integer_dtype(series.dtype):
        return series.to_numpy(dtype=np.int64, na_value=0), missing
    if pd.api.types.is_float_dtype(series.dtype):
        values = series.to_numpy(dtype=np.float64, na_value=np.nan)
        return values, missing | ~np.isfinite(values)
    plain = [
        value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False)
        for value in column_values(series)
    ]
    return np.array(plain, dtype=object), np.array([value is None for value in plain], dtype=bool)

"""GeoJSON as RFC 7946 wants it: WGS 84, right-hand rule, rounded coordinates, ``bbox``, no ``crs``."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geomap.errors import InputError, SchemaError
from geomap.export.plain import column_values
from geomap.files import atomic_write

#: Decimals of a degree: 6 are 11 cm, more than any report can know (RFC 7946, section 11.2).
DECIMALS = 6

#: Rows written at a time.
_CHUNK = 50_000


def to_geojson(
    table: pd.DataFrame,
    path: str | os.PathLike[str] | None = None,
    *,
    name: str | None = None,
    decimals: int = DECIMALS,
) -> dict[str, Any] | None:
    """Write ``table`` as a GeoJSON FeatureCollection, or return it as a dictionary when ``path`` is None.

    Every row becomes one feature, in the same order; a row without a place has ``"geometry": null``. Coordinates are
    WGS 84, longitude first, rounded; other systems are reprojected; rings follow the right-hand rule. Heights are
    left out. Dates are ISO 8601, missing values null, lists stay lists. ``event_id`` is also the feature's ``id`` where
    no two rows share one. The same table gives the same bytes. Shapes that cross the 180th meridian are
    not cut.

    Parameters
    ----------
    table
        A geopandas frame with a coordinate system, or a frame without geometry (all features then have none).
        ``attrs["licence"]`` and ``attrs["attribution"]`` become members of the collection.
    path
        File to write; None returns the dictionary.
    name
        Member ``name`` of the collection; GIS programs show it as the layer's name.
    decimals
        Decimals of the coordinates, 0 to 15.

    Raises
    ------
    SchemaError
        The geometry has no coordinate system, or two columns share a name.
    OutputError
        The file cannot be written; what stood there before is untouched.
    """
    if not 0 <= decimals <= 15:
        raise InputError(f"decimals {decimals!r} is outside 0 to 15; 6 are 11 cm")
    shapes = _shapes(table, decimals)
    head = _head(table, shapes, name, decimals)
    if path is None:
        return {**head, "features": [json.loads(text) for text in _features(table, shapes, decimals)]}
    with atomic_write(path) as stream:
        opening = json.dumps(head, ensure_ascii=False, allow_nan=False)[:-1] + ',\n"features": ['
        stream.write(opening.encode("utf-8"))
        separator = "\n"
        batch: list[str] = []
        for text in _features(table, shapes, decimals):
            batch.append(separator + text)
            separator = ",\n"
            if len(batch) == 4096:
                stream.write("".join(batch).encode("utf-8"))
                batch.clear()
        stream.write(("".join(batch) + "\n]}\n").encode("utf-8"))
    return None


def wgs84(table: pd.DataFrame) -> Any:
    """Return the geometries of ``table`` in EPSG:4326 as an array, None where missing or empty."""
    if not isinstance(table, gpd.GeoDataFrame) or table.active_geometry_name is None:
        return np.full(len(table), None, dtype=object)
    series = table.geometry
    if series.crs is None and not series.isna().all():
        raise SchemaError(
            "the table's geometry has no coordinate system; say which with table.set_crs(4326) or another EPSG code"
        )
    if series.crs is not None and not series.crs.equals("EPSG:4326", ignore_axis_order=True):
        series = series.to_crs(4326)
    shapes = np.asarray(series.array, dtype=object).copy()
    shapes[shapely.is_missing(shapes) | shapely.is_empty(shapes)] = None
    return shapes


def _shapes(table: pd.DataFrame, decimals: int) -> Any:
    shapes = wgs84(table)
    points = shapely.get_type_id(shapes) == 0
    # Points are made anew, which takes a fifth of the time of changing them.
    shapes[points] = shapely.points(np.round(shapely.get_coordinates(shapes[points]), decimals) + 0.0)
    others = shapely.force_2d(shapes[~points])
    others = shapely.transform(others, lambda pairs: np.round(pairs, decimals) + 0.0)
    shapes[~points] = shapely.orient_polygons(others, exterior_cw=False)
    bad = ~np.isfinite(shapely.bounds(shapes)).all(axis=1) & ~shapely.is_missing(shapes)
    if bad.any():
        row = int(np.flatnonzero(bad)[0]) + 1
        raise SchemaError(f"row {row}: the geometry has a coordinate that is no finite number; correct or remove it")
    return shapes


def _head(table: pd.DataFrame, shapes: Any, name: str | None, decimals: int) -> dict[str, Any]:
    head: dict[str, Any] = {"type": "FeatureCollection"}
    if name is not None:
        head["name"] = str(name)
    for member in ("licence", "attribution"):
        if table.attrs.get(member):
            value = table.attrs[member]
            head[member] = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    if not shapely.is_missing(shapes).all():
        west, south, east, north = shapely.total_bounds(shapes)
        head["bbox"] = [round(float(value), decimals) for value in (west, south, east, north)]
    return head


def _features(table: pd.DataFrame, shapes: Any, decimals: int) -> Iterator[str]:
    """Yield the features as text, one a line."""
    geometry = table.active_geometry_name if isinstance(table, gpd.GeoDataFrame) else None
    headers = [column for column in table.columns if column != geometry]
    if len(set(map(str, table.columns))) < len(table.columns):
        raise SchemaError("two columns share a name; rename one before writing GeoJSON")
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    ids = _ids(table, encode)
    shown = _geometry_texts(shapes)
    for start in range(0, len(table), _CHUNK):
        part = table.iloc[start : start + _CHUNK]
        columns = [_members(part[header], encode(str(header)), encode) for header in headers]
        rows: Iterable[tuple[str, ...]] = zip(*columns, strict=True) if columns else [()] * len(part)
        for row, properties in enumerate(rows, start):
            yield (
                f'{{"type": "Feature", {ids[row]}"geometry": {shown[row]}, "properties": {{{", ".join(properties)}}}}}'
            )


def _members(series: pd.Series[Any], label: str, encode: Callable[[Any], str]) -> list[str]:
    """Return one property as JSON text, row by row."""
    return column_values(series, lambda value: f"{label}: {encode(value)}")


def _ids(table: pd.DataFrame, encode: Callable[[Any], str]) -> list[str]:
    """Return each feature's member ``id`` as JSON text, empty when the rows have no identifier of their own."""
    if "event_id" in table.columns and table["event_id"].notna().all() and table["event_id"].is_unique:
        return column_values(table["event_id"], lambda value: f'"id": {encode(value)}, ')
    return [""] * len(table)


def _geometry_texts(shapes: Any) -> list[str]:
    """Return each geometry as JSON: points in one sweep, the rest through GEOS."""
    texts: Any = np.full(len(shapes), "null", dtype=object)
    points = np.flatnonzero(shapely.get_type_id(shapes) == 0)
    pairs = shapely.get_coordinates(shapes[points]).tolist()
    for position, (lon, lat) in zip(points.tolist(), pairs, strict=True):
        texts[position] = f'{{"type": "Point", "coordinates": [{lon!r}, {lat!r}]}}'
    others = np.flatnonzero(shapely.get_type_id(shapes) > 0)
    for position in others.tolist():
        texts[position] = json.dumps(shapely.geometry.mapping(shapes[position]))
    return list(texts)

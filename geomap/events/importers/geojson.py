"""GeoJSON (RFC 7946): features with their geometries kept."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from geomap.errors import InputError, SchemaError
from geomap.events.faults import Fault, fault
from geomap.events.importers.base import Options, Raw
from geomap.events.importers.json import load, to_raw
from geomap.events.source import Source

_TYPES = rb"FeatureCollection|Feature"


class GeoJSON:
    """A FeatureCollection, or a single Feature."""

    name = "geojson"
    suffixes: tuple[str, ...] = (".geojson",)

    def sniff(self, head: bytes) -> float:
        """An object of the type Feature or FeatureCollection."""
        if not re.match(rb"\s*\{", head):
            return 0.0
        return 0.9 if re.search(rb'"type"\s*:\s*"(' + _TYPES + rb')"', head[:4096]) else 0.0

    def read(self, source: Source, options: Options) -> Raw:
        """Read the whole document; features that are none are rejected, shapes that are none are listed."""
        document = load(source.utf8().decode("utf-8"), source.name)
        if isinstance(document, Mapping) and document.get("type") == "Feature":
            document = {"type": "FeatureCollection", "features": [document]}
        if not isinstance(document, Mapping) or not isinstance(document.get("features"), list):
            raise InputError(f"{source.name} is no GeoJSON FeatureCollection; it needs a list under 'features'")
        _check_crs(document.get("crs"), source.name)
        kept: list[Mapping[str, Any]] = []
        rows: list[int] = []
        shapes: list[Any] = []
        rejected: list[Fault] = []
        headers: dict[str, None] = {}
        ids: list[Any] = []
        for number, feature in enumerate(document["features"], 1):
            properties = feature.get("properties") if isinstance(feature, Mapping) else None
            if not isinstance(feature, Mapping) or not isinstance(properties, (Mapping, type(None))):
                rejected.append(fault(number, None, repr(feature), "the entry is no GeoJSON Feature; correct it"))
                continue
            properties = properties or {}
            kept.append(properties)
            rows.append(number)
            headers.update(dict.fromkeys(properties))
            shapes.append(feature.get("geometry"))
            ids.append(feature.get("id"))
        names = list(headers)
        if "event_id" not in headers and "id" not in headers and any(value is not None for value in ids):
            kept = [{**entry, "event_id": value} for entry, value in zip(kept, ids, strict=True)]
            names.append("event_id")
        raw = to_raw(kept, rows, names, rejected, source)
        raw.geometry, faults = read_shapes(shapes, rows)
        raw.rejected.extend(faults)
        for key in ("licence", "attribution"):
            if isinstance(document.get(key), str):
                raw.attrs[key] = document[key]
        return raw


def _check_crs(crs: Any, name: str) -> None:
    """RFC 7946 knows WGS 84 only; an older file in another system must not be drawn as if it were."""
    if crs is None:
        return
    text = json.dumps(crs)
    if re.search(r"CRS84|EPSG:+4326\b|EPSG::?4979\b", text):
        return
    raise SchemaError(f"{name} is in the coordinate system {text[:80]}, not WGS 84; reproject it to EPSG:4326 first")


def read_shapes(shapes: list[Any], rows: list[int]) -> tuple[np.ndarray[Any, Any], list[Fault]]:
    """Turn GeoJSON geometries into shapely ones; what is no geometry is missing and listed."""
    geometry: np.ndarray[Any, Any] = np.full(len(shapes), None, dtype=object)
    faults: list[Fault] = []
    points: list[int] = []
    pairs: list[list[float]] = []
    for position, shape in enumerate(shapes):
        if shape is None:
            continue
        pair = _point(shape)
        if pair is not None:
            points.append(position)
            pairs.append(pair)
            continue
        try:
            text = json.dumps(shape)
            with np.errstate(all="ignore"):
                made = shapely.from_geojson(text) if isinstance(shape, Mapping) else None
        except (shapely.errors.GEOSException, ValueError, RecursionError, TypeError):
            made = None
        if made is None or not np.isfinite(shapely.get_coordinates(made)).all():
            faults.append(
                fault(
                    rows[position],
                    "geometry",
                    str(shape)[:200],
                    "the geometry is no valid GeoJSON geometry; correct it",
                )
            )
        elif not made.is_empty:
            geometry[position] = made
    if points:
        geometry[points] = shapely.points(np.array(pairs, dtype=float))
    return geometry, faults


def _point(shape: Any) -> list[float] | None:
    if not isinstance(shape, Mapping) or shape.get("type") != "Point":
        return None
    pair = shape.get("coordinates")
    if not isinstance(pair, list) or len(pair) != 2:
        return None
    if not all(type(value) in (int, float) and abs(value) < 1e300 for value in pair):
        return None
    return [float(pair[0]), float(pair[1])]

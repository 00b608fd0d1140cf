"""Points read by hand from a named public source (``data/gazetteer/curated.csv``)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import InputError, SchemaError
from geomap.gazetteer.sources.files import existing

COLUMNS = (
    "name", "name_uk", "name_ru", "country", "admin1", "admin2", "lat", "lon", "feature_code",
    "source", "source_url", "second_source", "second_distance_km", "checked_on", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CuratedPoint:
    """One hand-checked point; ``admin1`` and ``admin2`` are admin_ids (``admin2`` may be empty)."""

    name: str
    name_uk: str
    name_ru: str
    country: str
    admin1: str
    admin2: str
    lat: float
    lon: float
    feature_code: str
    source: str
    source_url: str
    second_source: str
    second_distance_km: float | None
    checked_on: str
    note: str


def read_points(path: str | Path) -> Iterator[CuratedPoint]:
    """Yield the points in file order.

    Raises :class:`InputError` for missing columns and :class:`SchemaError` listing every bad row.
    """
    with existing(path).open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise InputError(f"{str(path)!r}: the columns must be {','.join(COLUMNS)}")
        faults: list[str] = []
        points: list[CuratedPoint] = []
        for number, row in enumerate(reader, start=2):
            text = {column: str(row[column] or "").strip() for column in COLUMNS}
            try:
                lat, lon = float(text["lat"]), float(text["lon"])
                second = float(text["second_distance_km"]) if text["second_distance_km"] else None
            except ValueError as error:
                faults.append(f"line {number}: {error}")
                continue
            if not (-90 <= lat <= 90 and -180 <= lon <= 180):
                faults.append(f"line {number}: {lat}, {lon} is not a position in degrees")
                continue
            needed = ("name", "country", "admin1", "source", "checked_on")
            faults += [f"line {number}: {column} is empty" for column in needed if not text[column]]
            strings = {k: v for k, v in text.items() if k not in ("lat", "lon", "second_distance_km")}
            points.append(CuratedPoint(**strings, lat=lat, lon=lon, second_distance_km=second))
        if faults:
            raise SchemaError(f"{str(path)!r}: {len(faults)} faults: {'; '.join(faults[:5])}", faults)
    yield from points

"""A user's own places: CSV or GeoJSON to checked rows, all faults of the file at once."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import InputError, InputFileError, SchemaError
from geomap.gazetteer.filters import distance_km
from geomap.gazetteer.names import normalise
from geomap.gazetteer.tables import KINDS

#: What a column may hold, and the headings by which it is known without ``--map`` (lower case).
FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("name", "title", "place", "toponym", "назва", "название"),
    "lat": ("lat", "latitude", "y", "широта"),
    "lon": ("lon", "lng", "long", "longitude", "x", "довгота", "долгота"),
    "id": ("id", "place_id", "katottg"),
    "kind": ("kind", "place_kind"),
    "admin": ("admin", "admin1", "oblast", "region", "область"),
    "country": ("country", "country_code", "iso2"),
    "name_uk": ("name_uk", "name:uk"),
    "name_ru": ("name_ru", "name:ru"),
    "name_en": ("name_en", "name:en"),
    "aliases": ("aliases", "alternatenames", "alt_name"),
    "population": ("population",),
    "accuracy_km": ("accuracy_km",),
}
#: Longest name, and most bytes of a file.
LONGEST_NAME, LARGEST = 200, 512 << 20
#: Points of one name this close are one place given twice, km.
SAME_KM = 0.1
_DECIMAL = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Own:
    """One place of the user, checked. ``row`` is its number as a spreadsheet or feature list counts it."""

    row: int
    name: str
    lat: float
    lon: float
    id: str = ""
    kind: str = ""
    admin: str = ""
    country: str = ""
    name_uk: str = ""
    name_ru: str = ""
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    population: int = 0
    accuracy_km: float = 0.5


def read_mapping(pairs: Iterable[str]) -> dict[str, str]:
    """Return field → column of ``name=Ort`` pairs. Raises :class:`~geomap.errors.InputError`."""
    mapping: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = pair.partition("=")
        field = field.strip()
        if not equals or field not in FIELDS or not column.strip():
            raise InputError(f"--map {pair!r}: give FIELD=COLUMN with a field of {', '.join(FIELDS)}")
        if field in mapping:
            raise InputError(f"--map gives the field {field!r} twice: {mapping[field]!r} and {column.strip()!r}")
        mapping[field] = column.strip()
    return mapping


def read(path: Path, mapping: Mapping[str, str] | None = None) -> list[Own]:
    """Return the places of a CSV (``.csv``, ``.tsv``, ``.txt``) or GeoJSON (``.geojson``, ``.json``) file.

    Parameters
    ----------
    path
        The file: UTF-8; a CSV separated by commas, semicolons or tabs with a header.
    mapping
        Field → column (or GeoJSON property) for columns that bear other names than those in :data:`FIELDS`.

    Raises
    ------
    InputFileError, InputError
        A file that cannot be read, is of another layout, or lacks a needed column.
    SchemaError
        Rows that cannot be used; ``faults`` names every one with its row and column.
    """
    text = _text(path)
    geojson = path.suffix.lower() in (".geojson", ".json")
    if not geojson and path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise InputError(f"{str(path)!r}: places are read from .csv, .tsv, .geojson or .json files")
    faults: list[str] = []
    records = list(_features(text, path, faults) if geojson else _records(text, path, faults))
    if not records and not faults:
        raise InputError(f"{str(path)!r} holds no place")
    columns = _columns(records, dict(mapping or {}), path)
    places = []
    for number, record in records:
        own = _own(number, {field: _cell(record.get(column)) for field, column in columns.items()}, faults)
        if own is not None:
            places.append(own)
    _repeated(places, faults)
    if faults:
        shown = "; ".join(faults[:10]) + (f"; … and {len(faults) - 10} more" if len(faults) > 10 else "")
        raise SchemaError(f"{str(path)!r}: {len(faults)} faults, nothing installed: {shown}", faults)
    return places


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{str(path)!r} has more than {LARGEST >> 20} MB; split it")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{str(path)!r} is not UTF-8 (byte {error.start:,}); save it as UTF-8") from None
    except OSError as error:
        raise InputFileError(f"cannot read {str(path)!r}: {error.strerror}; check the path") from None


def _cell(value: Any) -> str:
    if value is None or isinstance(value, (dict, list)):
        return ""
    return " ".join(str(value).split())


Record = tuple[int, Mapping[str, Any]]


def _records(text: str, path: Path, faults: list[str]) -> Iterator[Record]:
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        doubled = sorted({cell for cell in header if cell and header.count(cell) > 1})
        if doubled:
            raise InputError(f"{str(path)!r}: the column {doubled[0]!r} is there twice; rename one")
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                faults.append(f"row {number}: {len(cells)} cells instead of {len(header)}")
                continue
            yield number, dict(zip(header, cells, strict=True))
    except csv.Error as error:
        raise InputError(f"{str(path)!r}, line {reader.line_num}: {error}; check the quotation marks") from None


def _features(text: str, path: Path, faults: list[str]) -> Iterator[Record]:
    try:
        document = json.loads(text)
        features = document["features"]
        if document["type"] != "FeatureCollection" or not isinstance(features, list):
            raise KeyError("features")
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError(f"{str(path)!r} is not a GeoJSON FeatureCollection; export it as one") from None
    crs = json.dumps(document.get("crs") or "")
    if document.get("crs") and not re.search(r"CRS84|4326", crs):
        raise InputError(f"{str(path)!r} has the coordinate system {crs[:80]}; export it in WGS 84 (EPSG:4326)")
    for number, feature in enumerate(features, start=1):
        shape = feature.get("geometry") if isinstance(feature, dict) else None
        point = shape.get("coordinates") if isinstance(shape, dict) and shape.get("type") == "Point" else None
        if not (isinstance(point, list) and len(point) >= 2 and all(_is_number(value) for value in point[:2])):
            faults.append(f"row {number}: not a feature with a Point geometry")
            continue
        properties = feature.get("properties") or {}
        yield number, {**properties, "lat": point[1], "lon": point[0]}


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _columns(records: list[Record], mapping: dict[str, str], path: Path) -> dict[str, str]:
    header: dict[str, None] = {}
    for _, record in records:
        for column in record:
            header.setdefault(str(column))
    if not header:
        return {}
    by_lower = {column.lower(): column for column in reversed(header)}
    for field, column in mapping.items():
        if column not in header:
            raise InputError(f"{str(path)!r} has no column {column!r} for {field!r}; it has {', '.join(header)}")
    taken = set(mapping.values())
    for field, headings in FIELDS.items():
        for heading in headings:
            column = by_lower.get(heading, "")
            if field not in mapping and column and column not in taken:
                mapping[field] = column
                taken.add(column)
                break
    missing = [field for field in ("name", "lat", "lon") if field not in mapping]
    if missing:
        raise InputError(
            f"{str(path)!r} has no column for {', '.join(missing)}; it has {', '.join(header)}. "
            f"Say which it is: --map {missing[0]}=COLUMN"
        )
    return mapping


def _number(row: int, field: str, text: str, low: float, high: float, faults: list[str]) -> float | None:
    if not _DECIMAL.fullmatch(text):
        faults.append(f"row {row}, column {field!r}: {text!r} is not a number in decimal notation")
        return None
    value = float(text.replace(",", "."))
    if not (math.isfinite(value) and low <= value <= high):
        faults.append(f"row {row}, column {field!r}: {text} is not between {low:g} and {high:g}")
        return None
    return value


def _own(row: int, cells: dict[str, str], faults: list[str]) -> Own | None:
    before = len(faults)
    name = cells.get("name", "")
    texts = {field: cells.get(field, "") for field in ("name_uk", "name_ru", "name_en")}
    aliases = tuple(dict.fromkeys(alias.strip() for alias in cells.get("aliases", "").split("|") if alias.strip()))
    for field, text in [("name", name), *texts.items(), *(("aliases", alias) for alias in aliases)]:
        if len(text) > LONGEST_NAME:
            faults.append(f"row {row}, column {field!r}: longer than {LONGEST_NAME} characters")
        elif (text or field == "name") and not normalise(text):
            faults.append(f"row {row}, column {field!r}: {text!r} holds no letter")
    lat = _number(row, "lat", cells.get("lat", ""), -90, 90, faults)
    lon = _number(row, "lon", cells.get("lon", ""), -180, 180, faults)
    if lat == 0 and lon == 0:
        faults.append(f"row {row}: 0, 0 is no position of a place; leave the row out")
    kind = cells.get("kind", "").lower()
    if kind and kind not in KINDS[4:]:
        faults.append(f"row {row}, column 'kind': {kind!r} is not one of {', '.join(KINDS[4:])}")
    population = accuracy = None
    if cells.get("population"):
        population = _number(row, "population", cells["population"].replace(" ", ""), 0, 50_000_000, faults)
    if cells.get("accuracy_km"):
        accuracy = _number(row, "accuracy_km", cells["accuracy_km"], 0, 100, faults)
    if len(faults) > before or lat is None or lon is None:
        return None
    return Own(
        row, name, lat, lon, cells.get("id", ""), kind, cells.get("admin", ""), cells.get("country", "").upper(),
        texts["name_uk"], texts["name_ru"], texts["name_en"], aliases, int(population or 0),
        0.5 if accuracy is None else accuracy,
    )  # fmt: skip


def _repeated(places: list[Own], faults: list[str]) -> None:
    by_name: dict[str, list[Own]] = {}
    by_id: dict[str, Own] = {}
    for own in places:
        faults += [
            f"rows {other.row} and {own.row} are the same place {own.name!r}; keep one"
            for other in by_name.setdefault(normalise(own.name), [])
            if distance_km(own.lat, own.lon, other.lat, other.lon) < SAME_KM
        ]
        by_name[normalise(own.name)].append(own)
        if own.id:
            if own.id in by_id:
                faults.append(f"rows {by_id[own.id].row} and {own.row} have the same id {own.id!r}")
            by_id[own.id] = own

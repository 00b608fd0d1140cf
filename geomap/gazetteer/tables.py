"""Reading the text tables of a gazetteer folder (``admin.csv``, ``settlements.csv``, ``aliases.csv``).

A gazetteer folder is plain CSV in UTF-8, made by ``geomap gazetteer build`` or ``install`` and read by the
compiler of the index. The columns are documented in ``docs/gazetteer.md``.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError

#: Files of a gazetteer folder; only the first two are required.
TABLES = ("admin.csv", "settlements.csv", "aliases.csv")

#: Kinds of place, in the order of their codes in the compiled index.
KINDS = ("country", "oblast", "raion", "hromada", "city", "town", "settlement", "village")

#: How a name belongs to a place, in the order of their codes in the compiled index.
NAME_KINDS = ("official", "alias", "exonym", "former", "occupation", "base", "seat", "minor")

_LEVEL_KINDS = {"0": "country", "1": "oblast", "2": "raion", "3": "hromada"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of ``admin.csv`` or ``settlements.csv``."""

    id: str
    kind: str
    name_uk: str
    name_ru: str
    name_en: str
    country: str
    admin1: str
    admin2: str
    admin3: str
    lat: float | None
    lon: float | None
    population: int
    geonameid: str
    source: str
    accuracy_km: float


@dataclass(frozen=True, slots=True)
class Alias:
    """One row of ``aliases.csv``: a further name of a place, with the years it was in use."""

    place_id: str
    name: str
    lang: str
    kind: str
    valid_from: str
    valid_to: str
    source: str


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from enumerate(csv.DictReader(stream), start=2)


def _number(text: str, path: Path, line: int, column: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise GazetteerError(f"{path.name}, line {line}, column {column!r}: {text!r} is not a number") from None


def require(folder: Path) -> None:
    """Raise :class:`~geomap.errors.GazetteerError` unless ``folder`` holds the tables of a gazetteer."""
    missing = [name for name in TABLES[:2] if not (folder / name).is_file()]
    if missing:
        raise GazetteerError(
            f"{str(folder)!r} is not a gazetteer folder: {', '.join(missing)} missing; "
            "see `geomap gazetteer info` for what is installed"
        )


def read_entries(folder: Path) -> list[Entry]:
    """Return areas and settlements of a gazetteer folder, areas first."""
    require(folder)
    entries: list[Entry] = []
    path = folder / "admin.csv"
    parents: dict[str, tuple[str, str]] = {}
    for line, row in _rows(path):
        identifier = row["admin_id"]
        kind = _LEVEL_KINDS.get(row["level"])
        if kind is None:
            raise GazetteerError(f"{path.name}, line {line}, column 'level': {row['level']!r} is not 0 to 3")
        parents[identifier] = (kind, row["parent_id"])
        chain = {kind: identifier}
        parent = row["parent_id"]
        while parent in parents:
            chain[parents[parent][0]] = parent
            parent = parents[parent][1]
        entries.append(
            Entry(
                identifier, kind, row["name_uk"], row["name_ru"], row["name_en"], row["country"],
                chain.get("oblast", ""), chain.get("raion", ""), chain.get("hromada", ""),
                _number(row["lat"], path, line, "lat"), _number(row["lon"], path, line, "lon"),
                int(row.get("population") or 0), "", row.get("source") or "register", 0.0,
            )
        )  # fmt: skip
    path = folder / "settlements.csv"
    for line, row in _rows(path):
        kind = row["kind"]
        if kind not in KINDS[4:]:
            raise GazetteerError(f"{path.name}, line {line}, column 'kind': {kind!r} is not one of {KINDS[4:]}")
        entries.append(
            Entry(
                row["place_id"], kind, row["name_uk"], row["name_ru"], row["name_en"], row["country"],
                row["admin1"], row["admin2"], row["admin3"],
                _number(row["lat"], path, line, "lat"), _number(row["lon"], path, line, "lon"),
                int(row["population"] or 0), row["geonameid"], row["source"],
                _number(row["accuracy_km"], path, line, "accuracy_km") or 0.0,
            )
        )  # fmt: skip
    return entries


def read_aliases(folder: Path) -> list[Alias]:
    """Return the further names of a gazetteer folder; an empty list when it has none."""
    path = folder / "aliases.csv"
    if not path.is_file():
        return []
    aliases = []
    for line, row in _rows(path):
        if row["kind"] not in NAME_KINDS:
            raise GazetteerError(f"{path.name}, line {line}, column 'kind': {row['kind']!r} is not one of {NAME_KINDS}")
        aliases.append(
            Alias(row["place_id"], row["name"], row["lang"], row["kind"], row["valid_from"], row["valid_to"],
                  row["source"])
        )  # fmt: skip
    return aliases


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the folder's ``manifest.json`` (licence, attribution, counts), or an empty mapping."""
    path = folder / "manifest.json"
    if not path.is_file():
        return {}
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise GazetteerError(f"{str(path)!r} is damaged: {error}; reinstall the gazetteer") from None
    return manifest if isinstance(manifest, dict) else {}


def content_hash(folder: Path) -> str:
    """Return a short hash of the tables: the index made from them carries it in its name."""
    digest = hashlib.sha256()
    for name in TABLES:
        path = folder / name
        if path.is_file():
            digest.update(name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]

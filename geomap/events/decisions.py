"""Decisions of a reviewer, applied to an events table before it is placed.

The review page of ``geomap report`` writes them. One row a draft: ``event_id``; ``decision`` (accept or reject);
``place_id`` with ``lat`` and ``lon``, ``place_name`` and ``place_admin`` where another place was picked; any column of
the events table holds its corrected value, empty where nothing was corrected; ``note``.
"""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import schema
from geomap.errors import InputError, InputFileError, SchemaError

if TYPE_CHECKING:
    import pandas as pd

#: Decisions a row may hold; empty counts as accept.
DECISIONS = ("accept", "reject", "")

_EVENT_COLUMNS = {column.name: column for column in schema.EVENTS}
_NUMBERS = ("count_low", "count_high", "latitude", "longitude")


def read_decisions(path: str | os.PathLike[str]) -> list[dict[str, str]]:
    """Read a decisions file: CSV, UTF-8.

    Raises
    ------
    InputFileError
        The file cannot be read.
    SchemaError
        Columns or values that cannot be used; all faults at once.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise InputFileError(f"cannot read decisions from {str(file)!r}: {error}") from None
    try:
        reader = csv.DictReader(text.splitlines(keepends=True))
        rows = [{key: _plain(value) for key, value in row.items() if key and isinstance(value, str)} for row in reader]
    except csv.Error as error:
        raise InputError(f"decisions file {str(file)!r} is no CSV: {error}") from None
    if "event_id" not in (reader.fieldnames or ()):
        raise SchemaError(
            f"decisions file {str(file)!r} has no column 'event_id'; it has "
            f"{', '.join(map(repr, reader.fieldnames or ()))}"
        )
    faults = [fault for number, row in enumerate(rows, start=2) for fault in _faults(number, row)]
    if faults:
        raise SchemaError(f"decisions file {str(file)!r} cannot be used:\n  " + "\n  ".join(faults[:20]), faults)
    return rows


def _plain(value: str) -> str:
    """Take off the apostrophe that keeps a spreadsheet from reading a text as a formula."""
    stripped = value.strip()
    return stripped[1:] if stripped[:1] == "'" and stripped[1:2] in tuple("=+-@\t\r") else stripped


def _faults(number: int, row: dict[str, str]) -> list[str]:
    faults = []
    if not row.get("event_id"):
        faults.append(f"line {number}: 'event_id' is empty; each decision names its draft")
    if row.get("decision", "") not in DECISIONS:
        faults.append(f"line {number}: decision {row['decision']!r} is not one of 'accept', 'reject'")
    for name, low, high in (("lat", -90.0, 90.0), ("lon", -180.0, 180.0)):
        if row.get(name):
            try:
                right = low <= float(row[name]) <= high
            except ValueError:
                right = False
            if not right:
                faults.append(f"line {number}: {name} {row[name]!r} is not a number from {low:g} to {high:g}")
    if bool(row.get("lat")) != bool(row.get("lon")):
        faults.append(f"line {number}: 'lat' and 'lon' come together")
    for name, column in _EVENT_COLUMNS.items():
        if column.allowed and row.get(name) and row[name] not in column.allowed:
            faults.append(f"line {number}: {name} {row[name]!r} is not one of {', '.join(map(repr, column.allowed))}")
        if name in _NUMBERS and row.get(name):
            try:
                float(row[name])
            except ValueError:
                faults.append(f"line {number}: {name} {row[name]!r} is not a number")
    return faults


def apply_decisions(table: pd.DataFrame, path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return ``table`` as its reviewer decided: rejected rows left out, picked places and corrections put in.

    Rows without a decision stay as they are. ``attrs["decisions"]`` counts what was done: accepted, rejected,
    undecided and unknown (decisions whose ``event_id`` no row has).

    Raises
    ------
    InputFileError
        The file cannot be read.
    SchemaError
        A decision that cannot be used, or a table without ``event_id``.
    InputError
        No decision concerns any row: the file belongs to another table.
    """
    rows = read_decisions(path)
    if "event_id" not in table.columns:
        raise SchemaError("the table has no column 'event_id', by which decisions name its rows")
    by_id = {row["event_id"]: row for row in rows}
    identifiers = table["event_id"].astype(str)
    known = identifiers.isin(list(by_id))
    if rows and not known.any():
        raise InputError(
            f"no decision in {str(path)!r} concerns a row of the table (the first is for {rows[0]['event_id']!r}); "
            "give the decisions made on this table"
        )
    result = table.copy()
    rejected = identifiers.map(lambda identifier: by_id.get(identifier, {}).get("decision") == "reject").astype(bool)
    for index, identifier in identifiers[known & ~rejected].items():
        for name, value in _changes(by_id[identifier]).items():
            if name not in result.columns:
                result[name] = None
            if result[name].dtype != object and isinstance(value, str):
                result[name] = result[name].astype(object)
            result.loc[index, name] = value
    result = result[~rejected]
    result.attrs.update(table.attrs)
    result.attrs["decisions"] = {
        "accepted": int((known & ~rejected).sum()), "rejected": int(rejected.sum()), "undecided": int((~known).sum()),
        "unknown": len(set(by_id) - set(identifiers)),
    }  # fmt: skip
    return result


def _changes(row: dict[str, str]) -> dict[str, Any]:
    """Return what a decision changes in its row."""
    changes: dict[str, Any] = {}
    for name in _EVENT_COLUMNS:
        if row.get(name) and name not in ("event_id", "source_row"):
            changes[name] = float(row[name]) if name in _NUMBERS else row[name]
    if row.get("place_id"):
        if row.get("lat"):
            changes["latitude"], changes["longitude"] = float(row["lat"]), float(row["lon"])
            changes["picked_place_id"] = row["place_id"]
        elif row.get("place_name"):
            changes.setdefault("place", row["place_name"])
            changes.setdefault("region", row.get("place_admin", ""))
    return changes

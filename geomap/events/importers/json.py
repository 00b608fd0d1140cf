"""JSON: a list of objects, an object with a list of events, or one object a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from geomap.errors import InputError
from geomap.events.faults import Fault, fault
from geomap.events.importers.base import COLUMNS, Options, Raw, check_fields
from geomap.events.source import Source

#: Keys under which a list of events is looked for, in this order.
KEYS = ("events", "data", "items", "results", "records", "rows")


def load(text: str, name: str) -> Any:
    """Parse JSON. Raises :class:`~geomap.errors.InputError` with line and column."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"{name} is not valid JSON: {error.msg} in line {error.lineno}, column {error.colno}; correct it there"
        ) from None
    except RecursionError:
        raise InputError(f"{name} nests too deeply to be a table of events; give a list of objects") from None
    except ValueError as error:
        raise InputError(f"{name} holds a number that cannot be read: {error}; correct it") from None


def from_objects(objects: Iterable[Any], source: Source, start: int = 1) -> Raw:
    """Make a table from objects; entries that are none are rejected, with their number."""
    kept: list[Mapping[str, Any]] = []
    rows: list[int] = []
    rejected: list[Fault] = []
    headers: dict[str, None] = {}
    for number, entry in enumerate(objects, start):
        if isinstance(entry, Mapping):
            kept.append(entry)
            rows.append(number)
            headers.update(dict.fromkeys(entry))
        else:
            rejected.append(fault(number, None, repr(entry), "the entry is no object with named values; write {…}"))
    return to_raw(kept, rows, list(headers), rejected, source)


def to_raw(
    kept: list[Mapping[str, Any]], rows: list[int], headers: list[str], rejected: list[Fault], source: Source
) -> Raw:
    """Make the table from sound objects."""
    if len(headers) > COLUMNS:
        raise InputError(
            f"{source.name} has {len(headers):,} different keys, more than the {COLUMNS:,} allowed; "
            "give a list of events"
        )
    columns = {
        position: pd.Series(infer([entry.get(header) for entry in kept])) for position, header in enumerate(headers)
    }
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(kept)))
    frame.columns = pd.Index([header.strip() or f"column {at}" for at, header in enumerate(headers, 1)], dtype=object)
    numbers = np.array(rows, dtype=np.int64)
    check_fields(frame, numbers, source.name)
    return Raw(frame, numbers, rejected=rejected, notes=list(source.notes))


def infer(values: list[Any]) -> pd.Series[Any]:
    """Return a column in the plainest type that holds its values unchanged: numbers, booleans, text, objects."""
    kinds = {type(value) for value in values if value is not None}
    missing = any(value is None for value in values)
    if kinds == {str}:
        return pd.Series(values, dtype=pd.StringDtype(na_value=np.nan))
    if kinds == {bool}:
        return pd.Series(values, dtype="boolean" if missing else "bool")
    if kinds == {int} and all(abs(value) < 2**63 for value in values if value is not None):
        return pd.Series(values, dtype="Int64" if missing else "int64")
    if kinds and kinds <= {int, float} and all(abs(value) < 2**53 for value in values if type(value) is int):
        return pd.Series(values, dtype="float64")
    return pd.Series(values, dtype=object)


class JSON:
    """A list of objects, or an object with the list under ``events`` or a similar key."""

    name = "json"
    suffixes: tuple[str, ...] = (".json",)

    def sniff(self, head: bytes) -> float:
        """An opening bracket."""
        return 0.6 if re.match(rb"\s*(\[\s*(\{|\]|\[|$)|\{\s*[\"}])", head) else 0.0

    def read(self, source: Source, options: Options) -> Raw:
        """Read the whole document."""
        document = load(source.utf8().decode("utf-8"), source.name)
        if isinstance(document, Mapping):
            for key in KEYS:
                if isinstance(document.get(key), list):
                    raw = from_objects(document[key], source)
                    raw.attrs.update({word: document[word] for word in ("licence", "attribution") if word in document})
                    return raw
            found = ", ".join(repr(key[:40]) for key in list(document)[:8]) or "nothing"
            raise InputError(f"{source.name} has no list of events: found {found}; put the list under 'events'")
        if not isinstance(document, list):
            raise InputError(f"{source.name} holds {json.dumps(document)[:40]}, not a list of events; write [{{…}}, …]")
        return from_objects(document, source)


class JSONLines:
    """One object a line."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson", ".jsonlines")

    def sniff(self, head: bytes) -> float:
        """Two lines that are each an object."""
        lines = [line.strip() for line in head.split(b"\n", 2) if line.strip()]
        return 0.7 if len(lines) > 1 and all(line[:1] == b"{" and line[-1:] == b"}" for line in lines[:2]) else 0.0

    def read(self, source: Source, options: Options) -> Raw:
        """Read line by line; a line that is no JSON is rejected, with its number."""
        kept: list[Mapping[str, Any]] = []
        rows: list[int] = []
        rejected: list[Fault] = []
        headers: dict[str, None] = {}
        lines = (line for line in source.utf8().decode("utf-8").split("\n") if line.strip())
        for number, line in enumerate(lines, 1):
            try:
                entry = json.loads(line)
                reason = "the line is no object with named values; write {…}"
            except (ValueError, RecursionError) as error:
                entry, reason = None, f"the line is not valid JSON ({shorten_error(error)}); correct it"
            if isinstance(entry, dict):
                kept.append(entry)
                rows.append(number)
                headers.update(dict.fromkeys(entry))
            else:
                rejected.append(fault(number, None, line, reason))
        if not kept and rejected:
            raise InputError(f"{source.name} has no line that is a JSON object; write one {{…}} a line")
        return to_raw(kept, rows, list(headers), rejected, source)


def shorten_error(error: Exception) -> str:
    """Return what the JSON parser says, in one short line."""
    return error.msg if isinstance(error, json.JSONDecodeError) else type(error).__name__

"""Columns as distinct texts: every parser sees each distinct value once, however long the table is."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

#: Texts that mean "no value" in columns of numbers and dates (in text columns only an empty cell does).
NO_VALUE = frozenset(
    ["-", "–", "—", "?", "n/a", "na", "nan", "nat", "null", "none", "<na>", "unknown", "н/д", "невідомо", "неизвестно"]
)

_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(value: Any) -> str | None:
    """Return one cell of any type as text, None when it is missing.

    Lists are joined with ``; ``, objects become JSON, dates ISO, whole floats lose their ``.0``;
    half surrogate pairs, which no file can hold, become U+FFFD.
    """
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value) if not value.isascii() else value
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, (bool, np.bool_)):
        return "true" if value else "false"
    if isinstance(value, (float, np.floating)):
        if np.isnan(value):
            return None
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, np.datetime64):
        return plain(pd.Timestamp(value))
    if isinstance(value, (list, tuple)):
        return "; ".join(filter(None, map(plain, value)))
    if isinstance(value, Mapping):
        return plain(json.dumps(value, ensure_ascii=False, default=str))
    return plain(str(value))


class Cells:
    """A column as ``codes`` into its distinct, stripped, non-empty ``values``; code -1 is missing."""

    def __init__(self, header: str, series: pd.Series[Any]) -> None:
        """Find the distinct texts of ``series``."""
        self.header = header
        """Header as written in the file."""
        raw: Any = series
        if series.dtype == object:
            raw = pd.Series([plain(value) for value in series.to_list()], dtype=object)
        codes, distinct = pd.factorize(raw)
        stripped = [(plain(value) or "").strip() for value in np.asarray(distinct, dtype=object).tolist()]
        known: dict[str, int] = {}
        remap = np.full(len(stripped) + 1, -1, dtype=np.int64)
        for position, text in enumerate(stripped):
            if text:
                remap[position] = known.setdefault(text, len(known))
        self.values: list[str] = list(known)
        """Distinct texts."""
        self.codes: np.ndarray[Any, Any] = remap[codes]
        """For every row the position of its text in ``values``, -1 when missing."""

    def without(self, no_value: frozenset[str]) -> Cells:
        """Return the same column with the texts that are ``no_value`` in lower case missing."""
        doomed = [at for at, text in enumerate(self.values) if len(text) < 20 and text.casefold() in no_value]
        if not doomed:
            return self
        gone = set(doomed)
        kept = [at for at in range(len(self.values)) if at not in gone]
        remap = np.full(len(self.values) + 1, -1, dtype=np.int64)
        remap[kept] = np.arange(len(kept))
        less = object.__new__(Cells)
        less.header, less.values, less.codes = self.header, [self.values[at] for at in kept], remap[self.codes]
        return less

    @property
    def missing(self) -> np.ndarray[Any, Any]:
        """True where the row has no value."""
        return np.asarray(self.codes < 0)

    def spread(self, distinct: Sequence[Any] | np.ndarray[Any, Any], missing: Any, dtype: Any = object) -> Any:
        """Return an array over the rows from one answer for each distinct text."""
        answers = np.empty(len(self.values) + 1, dtype=dtype)
        answers[:-1] = distinct
        answers[-1] = missing
        return answers[self.codes]

    def texts(self, missing: str = "") -> Any:
        """Return the texts, row by row, as an object array."""
        return self.spread(self.values, missing)

    def where(self, reasons: Mapping[int, str]) -> list[tuple[int, str, str]]:
        """Return (row position, text, reason) of every row whose text has a reason against it."""
        if not reasons:
            return []
        marked = np.zeros(len(self.values) + 1, dtype=bool)
        marked[list(reasons)] = True
        marked[-1] = False
        return [
            (int(position), self.values[self.codes[position]], reasons[int(self.codes[position])])
            for position in np.flatnonzero(marked[self.codes])
        ]

    def each(self, parse: Callable[[str], Any]) -> list[Any]:
        """Return ``parse`` of every distinct text."""
        return [parse(text) for text in self.values]

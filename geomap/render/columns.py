"""Columns of a table as codes and the different texts they stand for: a long table repeats most of what it says.

Nothing here goes through the rows in Python when the type of a column lets it be avoided.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from geomap.errors import InputError
from geomap.render.safe import as_text

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Texts:
    """A text in each of n rows.

    No text that is in no row is kept, so what a gate has taken out of a table cannot reach a page.
    """

    codes: npt.NDArray[np.int32]
    """Number of each row's text in ``values``."""
    values: list[str]
    """The different texts in the order they appear in, none of them twice."""

    def __len__(self) -> int:
        return len(self.codes)

    def rows(self) -> list[str]:
        """Return the text of each row."""
        rows: list[str] = _objects(self.values)[self.codes].tolist()
        return rows

    def where(self, test: Callable[[str], Any]) -> Mask:
        """Return the rows whose text passes ``test``, asked once for each different text."""
        return np.asarray([bool(test(value)) for value in self.values], bool)[self.codes]

    def take(self, rows: npt.NDArray[Any]) -> Texts:
        """Return the rows chosen by a mask or by their numbers, in the order given."""
        return _tidy(self.codes[rows], self.values)

    def mapped(self, change: Callable[[str], str]) -> Texts:
        """Return the column with each different text changed."""
        return coded(self.codes, [change(value) for value in self.values])

    def filled(self, text: str) -> Texts:
        """Return the column with ``text`` where it is empty."""
        return self.mapped(lambda value: value or text) if "" in self.values else self


def constant(text: str, rows: int) -> Texts:
    """Return a column of ``rows`` times the same text."""
    return Texts(np.zeros(rows, np.int32), [text] if rows else [])


def listed(texts: Sequence[str]) -> Texts:
    """Return a column of these texts."""
    codes, values = pd.factorize(_objects(texts))
    return Texts(codes.astype(np.int32), values.tolist())


def coded(codes: npt.NDArray[Any], texts: Sequence[str]) -> Texts:
    """Return a column from codes (-1: missing) of texts that may be the same."""
    order: dict[str, int] = {}
    known = [order.setdefault(text, len(order)) for text in texts]
    if (codes < 0).any():
        known.append(order.setdefault("", len(order)))
    return _tidy(np.asarray(known, np.int32)[codes] if known else codes.astype(np.int32), list(order))


def read(series: pd.Series[Any]) -> Texts:
    """Return a column of a table as texts (see :func:`geomap.render.safe.as_text`); missing is empty."""
    if _is_text(series):
        codes, found = pd.factorize(series)
        values = found.tolist()
        known = bool((codes >= 0).all())
        return Texts(codes.astype(np.int32), values) if known else coded(codes, values)
    if series.dtype == object:
        # Lists cannot be told apart by their hash, and 1, 1.0 and True are one to it.
        return listed([as_text(value) for value in series.tolist()])
    codes, found = pd.factorize(series)
    return coded(codes, [as_text(value) for value in found.tolist()])


def _is_text(series: pd.Series[Any]) -> bool:
    """Whether a column holds nothing but texts and gaps."""
    return isinstance(series.dtype, pd.StringDtype) or (
        series.dtype == object and pd.api.types.infer_dtype(series) == "string"
    )


def _objects(texts: Sequence[str]) -> npt.NDArray[np.object_]:
    objects = np.empty(len(texts), object)
    objects[:] = texts
    return objects


def _tidy(codes: npt.NDArray[np.int32], values: Sequence[str]) -> Texts:
    """Leave out the texts that no row has, and number the others in the order they appear in."""
    rows = np.arange(len(codes), dtype=np.int32)
    first = np.full(len(values), -1, np.int32)
    first[codes[::-1]] = rows[::-1]
    heads = np.zeros(len(codes), bool)
    heads[first[first >= 0]] = True
    order = codes[heads]
    if len(order) == len(values) and bool((order == np.arange(len(order))).all()):
        return Texts(codes, list(values))
    rank = np.zeros(len(values), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return Texts(rank[codes], _objects(values)[order].tolist())


class Columns:
    """A table whose columns are read when they are first asked for, and only once."""

    def __init__(self, frame: Any) -> None:
        """Read from ``frame``, a GeoDataFrame, which is not changed."""
        self.frame = frame
        self._texts: dict[str, Texts] = {}
        self._days: dict[str, npt.NDArray[np.datetime64]] = {}

    def __len__(self) -> int:
        return len(self.frame)

    def __contains__(self, name: str) -> bool:
        return name in self.frame.columns

    def column(self, name: str) -> pd.Series[Any] | None:
        """Return a column, or None. Raises :class:`InputError` when there are two of the name."""
        if name not in self:
            return None
        found: pd.Series[Any] | pd.DataFrame = self.frame[name]
        if isinstance(found, pd.DataFrame):
            raise InputError(f"the events table has two columns named {name!r}; rename one of them")
        return found

    def texts(self, name: str) -> Texts:
        """Return a column as texts, empty where the table has no such column."""
        if name not in self._texts:
            found = self.column(name)
            self._texts[name] = constant("", len(self)) if found is None else read(found)
        return self._texts[name]

    def days(self, name: str) -> npt.NDArray[np.datetime64]:
        """Return a column as days, UTC, NaT where there is none."""
        if name not in self._days:
            found = self.column(name)
            if found is None:
                self._days[name] = np.full(len(self), np.datetime64("NaT", "D"))
            elif _is_text(found):
                texts = self.texts(name)
                self._days[name] = _parsed(pd.Series(texts.values, dtype=object))[texts.codes]
            else:
                self._days[name] = _parsed(found)
        return self._days[name]

    def numbers(self, name: str) -> npt.NDArray[np.float64]:
        """Return a column as numbers, NaN where there is none."""
        found = self.column(name)
        if found is None:
            return np.full(len(self), np.nan)
        return np.asarray(pd.to_numeric(found, errors="coerce"), np.float64)

    def keep(self, rows: Mask) -> Columns:
        """Return the rows marked, with what has been read of them."""
        kept = Columns(self.frame[rows])
        kept._texts = {name: texts.take(rows) for name, texts in self._texts.items()}
        kept._days = {name: days[rows] for name, days in self._days.items()}
        return kept

    def assign(self, changed: Mapping[str, Any]) -> Columns:
        """Return the table with columns replaced or added: :class:`Texts` or anything a DataFrame takes."""
        plain = {name: new.rows() if isinstance(new, Texts) else new for name, new in changed.items()}
        result = Columns(self.frame.assign(**plain))
        result._texts = {name: texts for name, texts in self._texts.items() if name not in changed}
        result._texts |= {name: new for name, new in changed.items() if isinstance(new, Texts)}
        result._days = {name: days for name, days in self._days.items() if name not in changed}
        return result

    def moved(self, geometry: Any) -> Columns:
        """Return the table with its rows elsewhere."""
        result = self.assign({})
        result.frame = result.frame.set_geometry(geometry)
        return result


def _parsed(series: pd.Series[Any]) -> npt.NDArray[np.datetime64]:
    return pd.to_datetime(series, errors="coerce", utc=True, format="mixed").to_numpy("datetime64[D]")

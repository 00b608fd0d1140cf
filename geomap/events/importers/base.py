"""What an importer is, and what it hands on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from geomap.errors import InputError
from geomap.events.faults import Fault
from geomap.events.source import Source

#: Longest single field, in bytes of UTF-8 or characters. Longer ones are an unclosed quote or no table at all.
FIELD = 1_000_000

#: Most columns a table may have.
COLUMNS = 2_000


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller of ``read_events`` said about the file."""

    sheet: str | int | None = None
    """Sheet of a workbook, by name or position from 0."""
    mapping: Mapping[str, str | None] | None = None
    """Column → header as written in the file."""


@dataclass(slots=True)
class Raw:
    """A table as it stands in the file, before its columns are understood."""

    frame: pd.DataFrame
    """One row a row of the file; headers as written; empty cells missing or empty."""
    rows: np.ndarray[Any, Any]
    """Row number in the file of every row of ``frame``, from 1 below the header."""
    geometry: np.ndarray[Any, Any] | None = None
    """Geometries (EPSG:4326 as far as the file tells), None where missing; None when the format has none."""
    rejected: list[Fault] = field(default_factory=list)
    """Rows that could not be read, and shapes that could not."""
    warnings: list[Fault] = field(default_factory=list)
    """Rows that were read with a doubt."""
    notes: list[str] = field(default_factory=list)
    """Decisions that concern the whole file."""
    attrs: dict[str, Any] = field(default_factory=dict)
    """What the file says of itself, such as its licence and attribution."""


class Importer(Protocol):
    """One file format."""

    name: str
    """Name that ``format=`` takes."""
    suffixes: tuple[str, ...]
    """File suffixes, lower case, with the dot."""

    def sniff(self, head: bytes) -> float:
        """Return how sure this importer is, 0 to 1, that a file starting with ``head`` is its own."""
        ...

    def read(self, source: Source, options: Options) -> Raw:
        """Read the whole source. Raises :class:`~geomap.errors.InputError` when it cannot be read at all."""
        ...


def check_fields(frame: pd.DataFrame, rows: Sequence[int] | np.ndarray[Any, Any], name: str) -> None:
    """Raise :class:`~geomap.errors.InputError` for a field over :data:`FIELD` characters."""
    for position, column in enumerate(frame.columns):
        series = frame.iloc[:, position]
        if isinstance(series.dtype, pd.StringDtype):
            lengths = series.str.len().fillna(0).to_numpy(dtype=np.int64)
        elif series.dtype == object:
            lengths = np.fromiter(
                (len(value) if isinstance(value, str) else 0 for value in series), np.int64, len(series)
            )
        else:
            continue
        if len(lengths) and lengths.max() > FIELD:
            raise too_long(name, int(rows[int(lengths.argmax())]), str(column))


def too_long(name: str, row: int, column: str) -> InputError:
    """Make the error for a field over the limit."""
    return InputError(
        f"{name}, row {row}, column {column[:60]!r}: "
        f"the field is longer than the {FIELD:,} characters allowed; "
        "look for a quotation mark that is never closed, or shorten the text"
    )


def text_frame(columns: Sequence[str], values: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """Make a frame of text columns from a list of columns."""
    dtype = pd.StringDtype(na_value=np.nan)
    series = {position: pd.Series(list(column), dtype=dtype) for position, column in enumerate(values)}
    frame = pd.DataFrame(series)
    frame.columns = pd.Index(list(columns), dtype=object)
    return frame

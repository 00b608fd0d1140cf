"""CSV, TSV and other delimited text."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from geomap.errors import InputError
from geomap.events.faults import Fault, fault
from geomap.events.headers import known
from geomap.events.importers.base import COLUMNS, FIELD, Options, Raw, check_fields, text_frame, too_long
from geomap.events.source import Source

#: Delimiters looked for.
DELIMITERS = ",;\t|"

#: Characters that the dialect is found from; csv.Sniffer is slow on more.
SAMPLE = 8_192


#: Text guarded against being taken for a formula by a spreadsheet, as :mod:`geomap.export.csv` writes it.
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class Delimited:
    """Comma, semicolon, tab or bar; quotes doubled; the first line holds the headers."""

    name = "csv"
    suffixes: tuple[str, ...] = (".csv", ".tsv", ".tab", ".txt")

    def sniff(self, head: bytes) -> float:
        """Any text may be a table: sure of nothing, ready for everything."""
        return 0.1

    def read(self, source: Source, options: Options) -> Raw:
        """Read with pandas; a file whose rows differ in length is read again, row by row, to say which."""
        data = source.utf8()
        wanted = {header for header in (options.mapping or {}).values() if header}
        delimiter = find_delimiter(data[: 4 * SAMPLE].decode("utf-8", "ignore")[:SAMPLE], wanted)
        if _has_long_line(data):
            return _by_rows(data, delimiter, source)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                table = pd.read_csv(
                    io.BytesIO(data), sep=delimiter, header=None, dtype=str, na_filter=False, encoding="utf-8",
                    skip_blank_lines=True, quotechar='"', doublequote=True,
                )  # fmt: skip
            even = not (table.iloc[:, -1] == "").any() or not _has_short_rows(data, delimiter, table.shape)
        except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError, ValueError, IndexError):
            even = False
        if not even:
            return _by_rows(data, delimiter, source)
        headers = _headers([str(value) for value in table.iloc[0]], source.name)
        frame = table.iloc[1:].reset_index(drop=True)
        frame.columns = pd.Index(headers, dtype=object)
        rows = np.arange(1, len(frame) + 1)
        check_fields(frame, rows, source.name)
        return Raw(_unguard(frame, data), rows, notes=list(source.notes))


def _has_long_line(data: bytes) -> bool:
    """True when a line is longer than a field may be: then the rows are read one by one, to name the field."""
    start = 0
    while len(data) - start > FIELD:
        end = data.rfind(b"\n", start, start + FIELD + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _unguard(frame: pd.DataFrame, data: bytes) -> pd.DataFrame:
    """Take away the apostrophe that keeps a spreadsheet from running ``= + - @`` as a formula."""
    if not re.search(rb"'[=+\-@\t\r]", data):
        return frame
    for position in range(frame.shape[1]):
        column = frame.iloc[:, position]
        marked = column.str.match(_GUARDED).fillna(False).to_numpy(dtype=bool)
        if marked.any():
            frame.isetitem(position, column.where(~marked, column.str[1:]).array)
    return frame


def _has_short_rows(data: bytes, delimiter: str, shape: tuple[int, int]) -> bool:
    """True when some row ends early; pandas fills it up without a word."""
    rows, columns = shape
    if b'"' not in data:
        return data.count(delimiter.encode()) != rows * (columns - 1)
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""), delimiter=delimiter)
    try:
        return any(len(record) < columns for record in lines if record)
    except csv.Error:
        return True


def _headers(names: list[str], name: str) -> list[str]:
    if len(names) > COLUMNS:
        raise InputError(
            f"{name} has {len(names):,} columns, more than the {COLUMNS:,} allowed; give a table of events"
        )
    headers = [header.strip() for header in names]
    return [header or f"column {position}" for position, header in enumerate(headers, 1)]


def find_delimiter(sample: str, wanted: set[str]) -> str:
    """Return the delimiter under which most headers are known; then csv.Sniffer; then the commonest.

    The header decides, because the rows below it may be full of commas.
    """
    first = sample.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")
    best = (0, 0, 0, "")
    for order, delimiter in enumerate(DELIMITERS):
        try:
            fields = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        hits = sum(1 for field in fields[:COLUMNS] if known(field) or field.strip() in wanted)
        best = max(best, (hits, len(fields), -order, delimiter))
    if best[0] > 1 or (best[0] == 1 and best[1] == 1):
        return best[3]
    try:
        return csv.Sniffer().sniff(sample, delimiters=DELIMITERS).delimiter
    except csv.Error:
        return best[3] or ","


def _by_rows(data: bytes, delimiter: str, source: Source) -> Raw:
    """Read an uneven file: rows with too many fields are rejected, short ones are filled and reported."""
    text = data.decode("utf-8")
    limit = csv.field_size_limit(FIELD)
    headers: list[str] = []
    kept: list[list[str]] = []
    rows: list[int] = []
    rejected: list[Fault] = []
    doubts: list[Fault] = []
    number = 0
    lines = _Lines(text)
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            lines.record = lines.read
            if not record or (len(headers) > 1 and len(record) == 1 and not record[0].strip()):
                continue
            if not headers:
                headers = _headers(record, source.name)
                continue
            number += 1
            if len(record) > len(headers) and not any(field.strip() for field in record[len(headers) :]):
                record = record[: len(headers)]
            if len(record) > len(headers):
                rejected.append(
                    fault(number, None, delimiter.join(record), (
                        f"the row has {len(record)} fields, the header {len(headers)}; "
                        f"put texts that hold {delimiter!r} in quotation marks"))
                )  # fmt: skip
                continue
            if len(record) < len(headers):
                missing = headers[len(record)]
                doubts.append(
                    fault(
                        number,
                        missing,
                        "",
                        f"the row has only {len(record)} fields of {len(headers)}; the rest is missing",
                    )
                )
                record = record + [""] * (len(headers) - len(record))
            kept.append(record)
            rows.append(number)
    except csv.Error as error:
        if "field larger" in str(error):
            column = _long_column(text[lines.record : lines.record + 4 * FIELD], delimiter, headers)
            raise too_long(source.name, number + bool(headers), column) from None
        raise InputError(f"{source.name}, row {number + 1}: {error}; save the table as CSV again") from None
    finally:
        csv.field_size_limit(limit)
    columns: list[Any] = list(zip(*kept, strict=True)) if kept else [[] for _ in headers]
    frame = _unguard(text_frame(headers, columns), data)
    return Raw(frame, np.array(rows, dtype=np.int64), None, rejected, doubts, list(source.notes))


class _Lines:
    """The lines of a text, with the place reached."""

    def __init__(self, text: str) -> None:
        """Start at the beginning of ``text``."""
        self.text = text
        self.read = 0
        """Characters handed out."""
        self.record = 0
        """Where the record being read began; set by the reader."""

    def __iter__(self) -> Iterator[str]:
        """Yield line by line."""
        if re.search(r"\r(?!\n)", self.text):
            for line in io.StringIO(self.text, newline=""):
                self.read += len(line)
                yield line
            return
        while self.read < len(self.text):
            start = self.read
            self.read = self.text.find("\n", start) + 1 or len(self.text)
            yield self.text[start : self.read]


def _long_column(piece: str, delimiter: str, headers: list[str]) -> str:
    """Return the header of the first field of ``piece`` that is over the limit."""
    limit = csv.field_size_limit(len(piece) + 1)
    try:
        record = next(csv.reader(io.StringIO(piece, newline=""), delimiter=delimiter), [])
    except csv.Error:
        record = []
    finally:
        csv.field_size_limit(limit)
    for position, field in enumerate(record):
        if len(field) > FIELD:
            return headers[position] if position < len(headers) else f"column {position + 1}"
    return headers[0] if headers else "column 1"

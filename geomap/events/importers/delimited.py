"""CSV, TSV and other delimited text."""

from __future__ import annotations

import csv
import io
import re
import warnings
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
        longest = max(map(len, data.split(b"\n"))) if len(data) > FIELD else 0
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", pd.errors.ParserWarning)
                table = pd.read_csv(
                    io.BytesIO(data), sep=delimiter, header=None, dtype=str, na_filter=False, encoding="utf-8",
                    skip_blank_lines=True, quotechar='"', doublequote=True,
                )  # fmt: skip
            even = not table.iloc[:, -1].isna().any()
        except (pd.errors.ParserError, pd.errors.ParserWarning, pd.errors.EmptyDataError, ValueError, IndexError):
            even = False
        if not even or longest > FIELD:
            return _by_rows(data, delimiter, source)
        headers = _headers([str(value) for value in table.iloc[0]], source.name)
        frame = table.iloc[1:].reset_index(drop=True)
        frame.columns = pd.Index(headers, dtype=object)
        rows = np.arange(1, len(frame) + 1)
        check_fields(frame, rows, source.name)
        return Raw(_unguard(frame, data), rows, notes=list(source.notes))


def _unguard(frame: pd.DataFrame, data: bytes) -> pd.DataFrame:
    """Take away the apostrophe that keeps a spreadsheet from running ``= + - @`` as a formula."""
    if not re.search(rb"'[=+\-@\t\r]", data):
        return frame
    for position, column in enumerate(frame.columns):
        marked = frame[column].str.match(_GUARDED).fillna(False).to_numpy(dtype=bool)
        if marked.any():
            frame.isetitem(position, frame[column].where(~marked, frame[column].str[1:]).array)
    return frame


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
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if not record or record == [""]:
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
            raise _find_long(text, delimiter, headers, number + 1, source.name) from None
        raise InputError(f"{source.name}, row {number + 1}: {error}; save the table as CSV again") from None
    finally:
        csv.field_size_limit(limit)
    columns: list[Any] = list(zip(*kept, strict=True)) if kept else [[] for _ in headers]
    frame = _unguard(text_frame(headers, columns), data)
    return Raw(frame, np.array(rows, dtype=np.int64), None, rejected, doubts, list(source.notes))


def _find_long(text: str, delimiter: str, headers: list[str], row: int, name: str) -> InputError:
    """Measure the field that is over the limit, to name it."""
    limit = csv.field_size_limit(len(text) + 1)
    try:
        number = -1
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            number += bool(record) and record != [""]
            for position, field in enumerate(record):
                if len(field) > FIELD:
                    column = headers[position] if position < len(headers) else f"column {position + 1}"
                    return too_long(name, number, column, len(field))
    except csv.Error:
        pass
    finally:
        csv.field_size_limit(limit)
    return too_long(name, row, headers[0] if headers else "column 1", FIELD + 1)

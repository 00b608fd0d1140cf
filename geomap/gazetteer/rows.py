"""The text tables of the gazetteer: their columns, and reading and writing them the same way twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from geomap.errors import InputError
from geomap.files import write_text
from geomap.gazetteer.sources.files import existing

COLUMNS: dict[str, tuple[str, ...]] = {
    "admin.csv": (
        "admin_id", "level", "name_uk", "name_ru", "name_en", "parent_id", "country", "iso_code", "gn_code", "lat",
        "lon",
    ),
    "settlements.csv": (
        "place_id", "name_uk", "name_ru", "name_en", "kind", "country", "admin1", "admin2", "admin3", "lat", "lon",
        "population", "geonameid", "source", "accuracy_km",
    ),
    "aliases.csv": ("place_id", "name", "lang", "kind", "valid_from", "valid_to", "source"),
    "renamings.csv": (
        "place_id", "old_name_uk", "old_name_ru", "old_name_en", "new_name_uk", "valid_to", "act", "source",
    ),
    "first_level.csv": ("admin_id", "country", "gn_code", "name_uk", "name_ru", "name_en"),
    "raion_names.csv": ("admin_id", "name_uk", "name_ru"),
    "districts.csv": ("admin_id", "name_uk", "name_ru", "name_en", "seat_en", "seat_ru"),
    "country_names.csv": ("country", "name_uk", "name_ru", "name_en", "aliases"),
}  # fmt: skip

Row = Mapping[str, str]


def read_rows(path: str | Path) -> list[dict[str, str]]:
    """The rows of one table. Raises :class:`InputError` when the columns are not those of :data:`COLUMNS`."""
    source = existing(path)
    expected = COLUMNS[source.name]
    with source.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != expected:
            raise InputError(f"{str(source)!r}: the columns must be {','.join(expected)}")
        return [{column: row[column] or "" for column in expected} for row in reader]


def table_text(name: str, rows: Iterable[Row]) -> str:
    """One table as CSV text with ``\\n`` line ends, columns in the documented order, rows as given."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns: Sequence[str] = COLUMNS[name]
    writer.writerow(columns)
    writer.writerows([row.get(column, "") for column in columns] for row in rows)
    return out.getvalue()


def write_rows(folder: Path, name: str, rows: Iterable[Row]) -> None:
    """Write one table, all or nothing. Raises :class:`OutputError`."""
    write_text(folder / name, table_text(name, rows))


def degrees(value: float, digits: int = 5) -> str:
    """A coordinate without superfluous zeros, three to five decimals."""
    text = f"{value:.{digits}f}".rstrip("0")
    head, _, tail = text.partition(".")
    return f"{head}.{tail:0<3}"

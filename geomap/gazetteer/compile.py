"""Text tables → compiled index: made once per gazetteer, opened in milliseconds.

The index is a folder of read-only files, put in place in one step:

``names.marisa``   every form that finds a name by exact look-up → (name number, form kind)
``keys.marisa``    spelling keys of three levels → name number
``typos.marisa``   symmetric-delete forms of level-1 keys → name number (Garbe 2012, SymSpell)
``postings.bin``   name number → places that bear it, with the years
``places.bin``     one fixed-size record a place: position, parents, kind, population
``gazetteer.sqlite`` names, identifiers and sources, for display, explanation and ad-hoc SQL
``meta.json``      version, counts, licence and attribution
"""

from __future__ import annotations

import json
import math
import os
import shutil
import sqlite3
import statistics
import struct
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from geomap import files
from geomap.errors import OutputError
from geomap.gazetteer import tables
from geomap.gazetteer.names import forms, normalise, spelling_key
from geomap.gazetteer.tables import KINDS, NAME_KINDS, Alias, Entry

#: Version of the index layout; an index of another version is made anew.
VERSION = 3

#: One place: lat, lon (1e-5°), oblast, raion, hromada, country (number + 1, 0 none), kind, flags, population,
#: accuracy (0.1 km).
PLACE = struct.Struct("<iiHHHHBBIH")
#: One bearer of a name: place, name kind, first and last year (0: open).
POSTING = struct.Struct("<IBHH")
#: Record of names.marisa and of keys.marisa.
FORM_FORMAT = "<IB"
KEY_FORMAT = "<I"

#: ``lat`` of a place without any position.
NOWHERE = -(2**31)
#: Flag: the position is only that of the hromada or raion, not of the place.
APPROXIMATE = 1

#: How a form came about, in the order of their codes; the search lowers the score by kind.
FORM_KINDS = ("exact", "case_uk", "case_ru", "latin", "russian", "russian_latin", "case")

#: Forms whose spelling keys are kept.
KEYED_KINDS = ("exact", "russian")

#: Countries whose official names outrank other places' further names.
OFFICIAL_COUNTRIES = ("UA", "RU", "BY")

#: Letters of a key that the symmetric-delete index looks at: later letters decide less and cost space.
TYPO_PREFIX = 9
#: Shortest key that may hold a typo; shorter ones would turn into anything.
TYPO_MINIMUM = 4


def deletes(key: str) -> Iterator[str]:
    """Yield ``key``'s prefix and each form of it with one letter deleted."""
    head = key[:TYPO_PREFIX]
    yield head
    for index in range(len(head)):
        if index and head[index] == head[index - 1]:
            continue
        yield head[:index] + head[index + 1 :]


def is_european(text: str) -> bool:
    """Tell whether all letters are Latin or Cyrillic: spelling keys are made for these scripts."""
    return all(letter < "\u0530" or "\u1e00" <= letter < "\u1f00" for letter in text)


def _year(text: str) -> int:
    return int(text[:4]) if text[:4].isdigit() else 0


class _Names:
    """Distinct (name, language) pairs and who bears them."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, str], int] = {}
        self.bearers: list[dict[tuple[int, int], tuple[int, int]]] = []

    def add(self, name: str, lang: str, place: int, kind: str, first: int = 0, last: int = 0) -> None:
        name = " ".join(name.split())
        if not name or not normalise(name):
            return
        number = self.ids.setdefault((name, lang), len(self.ids))
        if number == len(self.bearers):
            self.bearers.append({})
        self.bearers[number].setdefault((place, NAME_KINDS.index(kind)), (first, last))


_AREA_WORDS = (
    " oblast", " raion", " hromada", " district", " krai", " kray", " urban okrug", " municipal okrug", " region",
)  # fmt: skip


def _base(name_en: str) -> str:
    """``Donetsk Oblast`` → ``Donetsk``; ``Republic of Adygea`` → ``Adygea``."""
    lowered = name_en.lower()
    for word in _AREA_WORDS:
        if lowered.endswith(word):
            return name_en[: -len(word)]
    for start in ("Autonomous Republic of ", "Republic of "):
        if name_en.startswith(start):
            return name_en[len(start) :]
    return ""


def _collect_names(entries: Sequence[Entry], aliases: Iterable[Alias]) -> _Names:
    names = _Names()
    numbers = {entry.id: number for number, entry in enumerate(entries)}
    seats: dict[tuple[str, str], Entry] = {}
    for entry in sorted(entries, key=lambda entry: (-entry.population, KINDS.index(entry.kind), entry.id)):
        if entry.kind in KINDS[4:]:
            for area in (entry.admin1, entry.admin2, entry.admin3):
                if area:
                    seats.setdefault((area, entry.name_en.casefold()), entry)
    for number, entry in enumerate(entries):
        for name, lang in ((entry.name_uk, "uk"), (entry.name_ru, "ru"), (entry.name_en, "en")):
            names.add(name, lang, number, "official")
        if entry.kind in ("oblast", "raion", "hromada") and (base := _base(entry.name_en)):
            names.add(base, "en", number, "base")
            seat = seats.get((entry.id, base.casefold()))
            if seat is not None:
                names.add(seat.name_uk, "uk", number, "seat")
                names.add(seat.name_ru, "ru", number, "seat")
    official: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        if entry.kind in KINDS[4:] and entry.country in OFFICIAL_COUNTRIES:
            for name in (entry.name_uk, entry.name_ru, entry.name_en):
                if name:
                    official[normalise(name)].add(entry.id)
    for alias in aliases:
        if alias.place_id not in numbers:
            continue
        number, kind = numbers[alias.place_id], alias.kind
        # A stray further name must not stand beside places that officially bear it.
        if kind == "alias" and official.get(normalise(alias.name), set()) - {alias.place_id}:
            kind = "minor"
        names.add(alias.name, alias.lang, number, kind, _year(alias.valid_from), _year(alias.valid_to))
    return names


def _approximate(entries: Sequence[Entry]) -> dict[str, tuple[float, float, float]]:
    """Return for each hromada and raion the median position of its located settlements and their spread in km."""
    members: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for entry in entries:
        if entry.kind in KINDS[4:] and entry.lat is not None and entry.lon is not None:
            for area in (entry.admin3, entry.admin2):
                if area:
                    members[area].append((entry.lat, entry.lon))
    centres = {}
    for area, points in members.items():
        lat = statistics.median(point[0] for point in points)
        lon = statistics.median(point[1] for point in points)
        scale = math.cos(math.radians(lat))
        distances = sorted(111.2 * math.hypot(p[0] - lat, (p[1] - lon) * scale) for p in points)
        centres[area] = (lat, lon, max(3.0, distances[int(0.9 * (len(distances) - 1))]))
    return centres


def _pack_places(entries: Sequence[Entry]) -> bytes:
    numbers = {entry.id: number + 1 for number, entry in enumerate(entries) if entry.kind in KINDS[:4]}
    centres = _approximate(entries)
    packed = bytearray()
    for entry in entries:
        lat, lon, accuracy, flags = entry.lat, entry.lon, entry.accuracy_km, 0
        if (lat is None or lon is None) and entry.kind != "country":
            for area in (entry.admin3, entry.admin2):
                if area in centres:
                    lat, lon, accuracy = centres[area]
                    flags = APPROXIMATE
                    break
        packed += PLACE.pack(
            NOWHERE if lat is None or lon is None else round(lat * 1e5),
            NOWHERE if lat is None or lon is None else round(lon * 1e5),
            numbers.get(entry.admin1, 0), numbers.get(entry.admin2, 0), numbers.get(entry.admin3, 0),
            numbers.get(entry.country, 0), KINDS.index(entry.kind), flags, entry.population,
            min(65535, round(accuracy * 10)),
        )  # fmt: skip
    return bytes(packed)


def _write_tries(names: _Names, folder: Path) -> dict[str, int]:
    import marisa_trie

    form_pairs: list[tuple[str, tuple[int, int]]] = []
    keyed: dict[str, set[int]] = defaultdict(set)
    code = {kind: number for number, kind in enumerate(FORM_KINDS)}
    for (name, lang), number in names.ids.items():
        for form in forms(name, lang):
            form_pairs.append((form.text, (number, code[form.kind])))
            # Keys are the same for both scripts and fold endings: the nominative's key serves all its forms.
            if form.kind in KEYED_KINDS and is_european(form.text):
                keyed[form.text].add(number)
    keys: dict[str, set[int]] = defaultdict(set)
    typos: dict[str, set[int]] = defaultdict(set)
    for text, numbers in keyed.items():
        first = spelling_key(text, 1)
        keys["1" + first] |= numbers
        for level in (2, 3):
            keys[f"{level}{spelling_key(text, level)}"] |= numbers
        if len(first) >= TYPO_MINIMUM:
            for item in deletes(first):
                typos[item] |= numbers
    marisa_trie.RecordTrie(FORM_FORMAT, form_pairs).save(str(folder / "names.marisa"))
    for file, table in (("keys.marisa", keys), ("typos.marisa", typos)):
        pairs = [(key, (number,)) for key, found in table.items() if len(key) > 1 for number in sorted(found)]
        marisa_trie.RecordTrie(KEY_FORMAT, pairs).save(str(folder / file))
    return {"forms": len(form_pairs), "keys": len(keys), "typos": len(typos)}


def _write_postings(names: _Names, folder: Path) -> None:
    offsets = [0]
    body = bytearray()
    for bearers in names.bearers:
        for (place, kind), (first, last) in sorted(bearers.items()):
            body += POSTING.pack(place, kind, first, last)
        offsets.append(len(body) // POSTING.size)
    head = struct.pack("<I", len(names.bearers)) + struct.pack(f"<{len(offsets)}I", *offsets)
    files.write_bytes(folder / "postings.bin", head + bytes(body))


def _write_sqlite(entries: Sequence[Entry], aliases: Sequence[Alias], names: _Names, folder: Path) -> None:
    connection = sqlite3.connect(folder / "gazetteer.sqlite")
    try:
        connection.executescript(
            """
            PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;
            CREATE TABLE place (n INTEGER PRIMARY KEY, id TEXT, name TEXT, name_uk TEXT, name_ru TEXT,
                                geonameid TEXT, source TEXT);
            CREATE TABLE alias (place_id TEXT, name TEXT, lang TEXT, kind TEXT, valid_from TEXT, valid_to TEXT,
                                source TEXT);
            CREATE TABLE name (n INTEGER PRIMARY KEY, text TEXT, lang TEXT);
            """
        )
        connection.executemany(
            "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (n, e.id, e.name_en or e.name_uk or e.name_ru, e.name_uk, e.name_ru, e.geonameid, e.source)
                for n, e in enumerate(entries)
            ),
        )
        connection.executemany(
            "INSERT INTO alias VALUES (?, ?, ?, ?, ?, ?, ?)",
            ((a.place_id, a.name, a.lang, a.kind, a.valid_from, a.valid_to, a.source) for a in aliases),
        )
        connection.executemany(
            "INSERT INTO name VALUES (?, ?, ?)", ((n, text, lang) for (text, lang), n in names.ids.items())
        )
        connection.execute("CREATE INDEX place_id ON place (id)")
        connection.execute("CREATE INDEX alias_place ON alias (place_id)")
        connection.commit()
    finally:
        connection.close()


def compile_index(source: Path, target: Path) -> None:
    """Compile the gazetteer folder ``source`` into the index folder ``target``, all or nothing.

    Raises
    ------
    GazetteerError
        The tables are missing or damaged.
    OutputError
        The index cannot be written; nothing partial is left.
    """
    entries = tables.read_entries(source)
    aliases = tables.read_aliases(source)
    names = _collect_names(entries, aliases)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise files.write_error(target, error) from error
    try:
        counts = _write_tries(names, folder)
        _write_postings(names, folder)
        files.write_bytes(folder / "places.bin", _pack_places(entries))
        _write_sqlite(entries, aliases, names, folder)
        manifest = tables.read_manifest(source)
        meta = {
            "version": VERSION,
            "content": tables.content_hash(source),
            "places": len(entries),
            "names": len(names.ids),
            **counts,
            "attribution": manifest.get("attribution", []),
            "licence": manifest.get("licence", ""),
        }
        files.write_text(folder / "meta.json", json.dumps(meta, ensure_ascii=False, sort_keys=True, indent=1))
        os.chmod(folder, 0o755)  # noqa: S103  # mkdtemp makes it private; other users may read the index
        try:
            os.rename(folder, target)
        except OSError:
            if not (target / "meta.json").is_file():
                raise
            # Another process put the same index in place first: theirs is as good.
            shutil.rmtree(folder, ignore_errors=True)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise files.write_error(target, error) from error
    finally:
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)

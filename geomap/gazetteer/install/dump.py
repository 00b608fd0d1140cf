"""GeoNames country dumps: the zip archive looked at with suspicion, the rows with care.

Layout: https://download.geonames.org/export/dump/readme.txt, 19 columns separated by tabs, UTF-8, no header.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from geomap.errors import InputError, InputFileError, SchemaError
from geomap.gazetteer.names.normalise import repair_scripts

#: Columns of a country dump.
COLUMNS = 19
#: Most bytes a dump may unfold to, and how often its packed size: text packs to a third, seldom to a tenth.
LARGEST = 2 << 30
RATIO = 100
#: Longest row, bytes; alternate names have up to 10,000 characters.
LONGEST_ROW = 1 << 17
#: Faults listed before reading stops.
MOST_FAULTS = 20
#: Populated places left out unless asked for: parts of towns, and places that are no more under a name of their own.
LEFT_OUT = frozenset({"PPLX", "PPLH", "PPLCH"})
#: Populated places that are kept though nobody may live there: reports name ruins too. What is said of them.
NOTES = {"PPLQ": "abandoned", "PPLW": "destroyed", "PPLH": "historical", "PPLCH": "historical"}
#: Codes of administrative units, whose names become aliases of the gazetteer's own units.
UNITS = ("ADM1", "ADM2", "ADM3")
_EXTRA = frozenset({"readme.txt"})
_COUNTRY = re.compile("[A-Z]{2}")
_FEATURE = re.compile("[A-Z][A-Z0-9]{0,9}")


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of a dump; the position is in WGS 84 degrees."""

    id: int
    name: str
    names: tuple[str, ...]
    """All spellings, ``name`` first; Latin letters inside Cyrillic words are put right."""
    lat: float
    lon: float
    code: str
    """Feature code (``PPL``, ``PPLA``, ``RSTN``, …)."""
    feature_class: str
    country: str
    admin1: str
    population: int
    changed: str
    """Date of the last change of the row, ISO."""


def check_country(code: str) -> str:
    """Return the ISO code in capitals. Raises :class:`~geomap.errors.InputError`."""
    if not _COUNTRY.fullmatch(code.upper()):
        raise InputError(f"{code!r} is not a country; give its two-letter ISO code, such as UA")
    return code.upper()


def check_features(extra: Iterable[str]) -> tuple[str, ...]:
    """Return feature classes (one letter) and codes in capitals, sorted. Raises ``InputError``."""
    found = sorted({item.strip().upper() for item in extra if item.strip()})
    for item in found:
        if not _FEATURE.fullmatch(item):
            raise InputError(f"{item!r} is not a GeoNames feature; give classes such as S or codes such as PPLX")
    return tuple(found)


def find(folder: Path, country: str) -> Path:
    """Return ``XX.zip`` or ``XX.txt`` in ``folder``. Raises :class:`~geomap.errors.InputFileError`."""
    for name in (f"{country}.zip", f"{country}.txt"):
        if (folder / name).is_file():
            return folder / name
    raise InputFileError(
        f"no {country}.zip or {country}.txt in {str(folder)!r}; get one from download.geonames.org/export/dump/"
    )


def _member(archive: zipfile.ZipFile, path: Path, country: str) -> zipfile.ZipInfo:
    """Return the one table of an archive that gives no reason for doubt."""
    texts = []
    for info in archive.infolist():
        name = info.filename
        if name.startswith(("/", "\\")) or ":" in name or ".." in re.split(r"[/\\]", name):
            raise InputError(f"{str(path)!r} holds the path {name!r}, which leads out of a folder; not a GeoNames dump")
        if info.is_dir() or name.lower() in _EXTRA:
            continue
        texts.append(info)
    wanted = f"{country}.txt"
    if [info.filename for info in texts] != [wanted]:
        names = ", ".join(repr(info.filename[:60]) for info in texts[:5]) or "nothing"
        raise InputError(f"{str(path)!r} must hold {wanted} and nothing else, but holds {names}")
    info = texts[0]
    if info.flag_bits & 1:
        raise InputError(f"{str(path)!r} is encrypted; get the dump anew")
    if info.file_size > LARGEST or info.file_size > RATIO * max(info.compress_size, 1024):
        raise InputError(
            f"{str(path)!r} would unfold from {info.compress_size:,} to {info.file_size:,} bytes, which no dump does; "
            "get it anew"
        )
    return info


@contextmanager
def _open(path: Path, country: str) -> Iterator[IO[bytes]]:
    try:
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path, country)) as stream:
                yield stream
        else:
            with path.open("rb") as stream:
                yield stream
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise InputError(f"{str(path)!r} is damaged ({error}); get it anew") from None
    except InputFileError:
        raise
    except OSError as error:
        raise InputFileError(f"cannot read {str(path)!r}: {error.strerror or error}") from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise InputError(f"{str(path)!r} is damaged ({error}); get it anew") from None
        raise


def _lines(stream: IO[bytes], path: Path) -> Iterator[tuple[int, bytes]]:
    number = total = 0
    while line := stream.readline(LONGEST_ROW):
        number += 1
        total += len(line)
        if len(line) >= LONGEST_ROW or total > LARGEST:
            raise InputError(f"{path.name}, line {number}: too long for a row of a dump; get the file anew")
        line = line.rstrip(b"\r\n")
        if line:
            yield number, line


def _wanted(cells: list[str], extra: frozenset[str]) -> bool:
    feature_class, code = cells[6], cells[7]
    if feature_class in extra or code in extra:
        return True
    return (feature_class == "P" and code not in LEFT_OUT) or code in UNITS


def _feature(cells: list[str]) -> Feature:
    names: dict[str, None] = {}
    for text in (cells[1], cells[2], *cells[3].split(",")):
        name = repair_scripts(" ".join(text.split()))
        if name and len(name) <= 200:
            names.setdefault(name)
    if not names:
        raise ValueError("the row has no name")
    lat, lon = float(cells[4]), float(cells[5])
    if not -90 <= lat <= 90:
        raise ValueError(f"latitude {cells[4]!r} is not between -90 and 90")
    if not -180 <= lon <= 180:
        raise ValueError(f"longitude {cells[5]!r} is not between -180 and 180")
    return Feature(
        int(cells[0]), next(iter(names)), tuple(names), lat, lon, cells[7], cells[6], cells[8], cells[10],
        max(0, int(cells[14] or 0)), cells[18],
    )  # fmt: skip


def read(path: Path, country: str, extra: Iterable[str] = ()) -> list[Feature]:
    """Return the wanted features of a dump and its administrative units, by id; a repeated id once.

    Parameters
    ----------
    path
        ``XX.zip`` or ``XX.txt``.
    country
        Its ISO code.
    extra
        Feature classes and codes beside populated places (see :data:`LEFT_OUT`).

    Raises
    ------
    InputError
        An archive that is damaged, too large or not what it should be.
    SchemaError
        Rows that cannot be used, with their line numbers; ``faults`` lists up to 20.
    """
    faults: list[str] = []
    features: dict[int, Feature] = {}
    asked = frozenset(extra)
    with _open(path, country) as stream:
        for number, line in _lines(stream, path):
            try:
                cells = line.decode("utf-8").split("\t")
                if len(cells) != COLUMNS:
                    raise ValueError(f"{len(cells)} columns instead of {COLUMNS}")
                if _wanted(cells, asked):
                    feature = _feature(cells)
                    features.setdefault(feature.id, feature)
            except UnicodeDecodeError:
                faults.append(f"line {number}: not UTF-8")
            except ValueError as error:
                faults.append(f"line {number}: {error}")
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise SchemaError(f"{str(path)!r} is not a GeoNames dump, or a damaged one: {'; '.join(faults[:5])}", faults)
    if not features:
        raise InputError(f"{str(path)!r} holds no place; is it the dump of {country}?")
    return [features[key] for key in sorted(features)]


def read_units(path: Path) -> dict[str, str]:
    """Return code (``UA.05``) → English name of ``admin1CodesASCII.txt``. Raises ``InputError``, ``InputFileError``."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{str(path)!r} is not UTF-8; get it anew") from None
    except OSError as error:
        raise InputFileError(
            f"cannot read {str(path)!r}: {error.strerror}; it lies beside the country dumps on download.geonames.org"
        ) from None
    units = {}
    for number, line in enumerate(text.split("\n"), start=1):
        cells = line.rstrip("\r").split("\t")
        if line.strip():
            if len(cells) < 3 or not re.fullmatch(r"[A-Z]{2}\.\w+", cells[0]):
                raise InputError(f"{path.name}, line {number}: not a row of admin1CodesASCII.txt: {line[:60]!r}")
            units[cells[0]] = cells[2] or cells[1]
    return units

"""Installed gazetteers as folders: put in place in one step, listed, removed.

::

    <cache>/gazetteers/NAME/      admin.csv settlements.csv aliases.csv manifest.json
    <cache>/gazetteers/.NAME.….part   being written; never read
    <cache>/gazetteers/.NAME.….old    the version before, for the moment of the exchange
    <cache>/index/NAME-<stamp>/   the compiled index
    <cache>/downloads/            what was downloaded, and what is not complete yet
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap import config
from geomap.errors import GazetteerError, OutputError
from geomap.files import write_error
from geomap.gazetteer import tables
from geomap.gazetteer.rows import read_rows

#: Age after which a folder being written is taken for what a killed process left behind.
STALE_SECONDS = 86_400
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
#: Names that mean something else on the command line or on some file system.
_RESERVED = frozenset({"shipped", "geonames", "con", "prn", "aux", "nul"})


@dataclass(frozen=True, slots=True)
class Installed:
    """One gazetteer on this machine."""

    name: str
    """What ``--gazetteer`` takes."""
    folder: Path
    """Where its tables lie."""
    manifest: dict[str, Any]
    """Its ``manifest.json``: counts, inputs with their hashes, licences, attribution."""
    size: int
    """Bytes of its tables and of its compiled index."""

    def counts(self) -> tuple[int, int]:
        """Return the numbers of settlements and of those with a position."""
        counts = self.manifest.get("counts", {})
        if "settlements" in counts and "located" in counts:
            return int(counts["settlements"]), int(counts["located"])
        rows = read_rows(self.folder / "settlements.csv")
        return len(rows), sum(1 for row in rows if row["lat"])


def root(settings: config.Settings | None = None) -> Path:
    """Return the folder of installed gazetteers (not created here)."""
    return config.cache_dir(settings) / "gazetteers"


def downloads(settings: config.Settings | None = None) -> Path:
    """Return the folder of downloaded dumps (not created here)."""
    return config.cache_dir(settings) / "downloads" / "geonames"


def check_name(name: str) -> str:
    """Return ``name`` if a gazetteer may be called so. Raises :class:`~geomap.errors.GazetteerError`."""
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise GazetteerError(
            f"a gazetteer cannot be called {name!r}; give up to 60 Latin letters, digits, - or _, "
            f"starting with a letter or digit, and none of {', '.join(sorted(_RESERVED))}"
        )
    return name


@contextlib.contextmanager
def staged(name: str, settings: config.Settings | None = None) -> Iterator[Path]:
    """Give an empty folder to write to; on success it becomes the gazetteer ``name``, in one step.

    An earlier version is replaced and its index removed. After any error nothing has changed.
    Raises :class:`~geomap.errors.OutputError` when the folder cannot be written.
    """
    target = root(settings) / check_name(name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        heal(settings)
        folder = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=".part", dir=target.parent))
    except OSError as error:
        raise write_error(target, error) from error
    try:
        yield folder
        os.chmod(folder, 0o755)  # noqa: S103 (mkdtemp's 0o700 would lock out other users of a shared cache)
        _exchange(folder, target)
    except OutputError:
        raise
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        if folder.is_dir():
            shutil.rmtree(folder, ignore_errors=True)
    _remove_indexes(name, settings)


def _exchange(folder: Path, target: Path) -> None:
    previous = folder.with_name(f"{folder.name.removesuffix('.part')}.old")
    if target.exists():
        os.rename(target, previous)
    try:
        os.rename(folder, target)
    except OSError:
        if previous.exists():
            os.rename(previous, target)
        raise
    if previous.exists():
        shutil.rmtree(previous, ignore_errors=True)


def heal(settings: config.Settings | None = None) -> None:
    """Put back a version that a kill between the two renames of an exchange left aside; sweep what kills left."""
    for part in root(settings).glob(".*.part"):
        with contextlib.suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE_SECONDS:
                shutil.rmtree(part, ignore_errors=True)
    for old in sorted(root(settings).glob(".*.old")):
        target = old.with_name(old.name[1:].split(".")[0])
        with contextlib.suppress(OSError):
            if target.exists():
                shutil.rmtree(old, ignore_errors=True)
            else:
                os.rename(old, target)


def _indexes(name: str, settings: config.Settings | None) -> list[Path]:
    pattern = re.compile(re.escape(name) + "-[0-9a-f]{16}")
    folder = config.cache_dir(settings) / "index"
    return sorted(path for path in folder.glob(f"{name}-*") if pattern.fullmatch(path.name))


def _remove_indexes(name: str, settings: config.Settings | None) -> None:
    for path in _indexes(name, settings):
        shutil.rmtree(path, ignore_errors=True)


def _size(*folders: Path) -> int:
    return sum(path.stat().st_size for folder in folders for path in folder.iterdir() if path.is_file())


def installed(settings: config.Settings | None = None) -> list[Installed]:
    """Return the shipped gazetteer, then the installed ones by name."""
    settings = settings or config.load()
    shipped = config.data_dir() / "gazetteer"
    compiled = config.data_dir() / "index"
    indexes = [compiled] if compiled.is_dir() else _indexes("shipped", settings)
    found = [Installed("shipped", shipped, tables.read_manifest(shipped), _size(shipped, *indexes[:1]))]
    heal(settings)
    for path in sorted(root(settings).glob(f"*/{tables.TABLES[0]}")):
        folder = path.parent
        if _NAME.fullmatch(folder.name):
            size = _size(folder, *_indexes(folder.name, settings))
            found.append(Installed(folder.name, folder, tables.read_manifest(folder), size))
    return found


def remove(name: str, settings: config.Settings | None = None) -> None:
    """Remove an installed gazetteer and its index. Raises ``GazetteerError`` when there is none of that name."""
    settings = settings or config.load()
    if name == "shipped":
        raise GazetteerError("the shipped gazetteer is part of geomap and cannot be removed")
    heal(settings)
    target = root(settings) / name
    if not _NAME.fullmatch(name) or not target.is_dir():
        names = [entry.name for entry in installed(settings)[1:]]
        raise GazetteerError(f"no gazetteer {name!r} is installed; installed: {', '.join(names) or 'none'}")
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{name}.", suffix=".part", dir=target.parent))
        os.rename(target, aside / name)
        shutil.rmtree(aside)
    except OSError as error:
        raise write_error(target, error) from error
    _remove_indexes(name, settings)

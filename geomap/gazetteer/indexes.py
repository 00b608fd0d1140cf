"""Where compiled indexes live, and when they are made.

The index of the shipped gazetteer is compiled when the wheel is built, so that an installed geomap answers at
once. Any other gazetteer, and the shipped one in a checkout, is compiled at first use into the cache folder.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from pathlib import Path

from geomap import __version__, config
from geomap.gazetteer import tables
from geomap.gazetteer.compile import VERSION

#: So many indexes of one gazetteer stay in the cache: other versions and checkouts may use theirs.
KEPT = 4


def stamp(folder: Path) -> str:
    """Return a short stamp of the tables' sizes and times: cheap enough to take at every start."""
    digest = hashlib.sha256(f"{VERSION} {__version__} {folder.resolve()}".encode())
    for name in tables.TABLES:
        path = folder / name
        if path.is_file():
            status = path.stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]


def index_folder(folder: Path, name: str, settings: config.Settings) -> Path:
    """Return the index of the gazetteer ``folder``, compiled now if need be (some seconds, once).

    Raises :class:`~geomap.errors.OutputError` when the cache folder cannot be written.
    """
    built = folder.parent / "index" / "meta.json"
    if name == "shipped" and built.is_file():
        return built.parent
    safe = re.sub(r"[^\w.-]", "_", name)
    target = config.cache_dir(settings) / "index" / f"{safe}-{stamp(folder)}"
    if not (target / "meta.json").is_file():
        from geomap.gazetteer.compile import compile_index

        if sys.stderr.isatty():
            print(f"preparing the index of gazetteer {name!r}, once …", file=sys.stderr)
        compile_index(folder, target)
        _prune(target, safe)
    return target


def _prune(target: Path, name: str) -> None:
    """Remove indexes of the same gazetteer but the newest few: each change of the tables leaves one behind."""
    others = [path for path in target.parent.glob(f"{name}-*") if len(path.name) == len(target.name) and path != target]
    for path in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT - 1 :]:
        # An index in use stays readable until it is closed.
        shutil.rmtree(path, ignore_errors=True)

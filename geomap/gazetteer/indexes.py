"""Where compiled indexes live, and when they are made."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from geomap import config
from geomap.gazetteer import tables

#: Layout version of the index files; a change makes every index anew.
LAYOUT = "1"


def stamp(folder: Path) -> str:
    """Return a short stamp of the tables' sizes and times: cheap enough to take at every start."""
    from geomap import __version__

    digest = hashlib.sha256(f"{LAYOUT} {__version__} {folder.resolve()}".encode())
    for name in tables.TABLES:
        path = folder / name
        if path.is_file():
            status = path.stat()
            digest.update(f"{name} {status.st_size} {status.st_mtime_ns}".encode())
    return digest.hexdigest()[:16]


def index_folder(folder: Path, name: str, settings: config.Settings) -> Path:
    """Return the index of the gazetteer ``folder``, compiled now if need be (some seconds, once)."""
    target = config.cache_dir(settings) / "index" / f"{re.sub(r'[^\w.-]', '_', name)}-{stamp(folder)}"
    if not (target / "meta.json").is_file():
        from geomap.gazetteer.compile import compile_index

        compile_index(folder, target)
    return target

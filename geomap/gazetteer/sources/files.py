"""Where the data files of the source packages lie, found without importing those packages."""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path

from geomap.errors import InputFileError, MissingDependency


def package_file(package: str, *parts: str) -> Path:
    """Path of a data file inside an installed package.

    Raises
    ------
    MissingDependency
        When ``package`` is not installed; the message names the extra that brings it.
    InputFileError
        When the package is there but the file is not.
    """
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise MissingDependency(
            f"the gazetteer build reads data files of the package {package!r}, which is not installed: "
            'run `pip install "geomap[build]"` or pass the path of the file'
        )
    path = Path(next(iter(spec.submodule_search_locations))).joinpath(*parts)
    return existing(path)


def existing(path: str | Path) -> Path:
    """``path`` if it is a file; raises :class:`InputFileError` otherwise."""
    found = Path(path)
    if not found.is_file():
        raise InputFileError(f"cannot read {str(found)!r}: no such file; check the path or the package version")
    return found


def sha256(path: str | Path) -> str:
    """SHA-256 of a file's bytes as lower-case hexadecimal."""
    with existing(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""Write by suffix."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from geomap.errors import OutputError
from geomap.export.csv import to_csv
from geomap.export.geojson import to_geojson
from geomap.export.gpkg import to_gpkg
from geomap.files import check_target

#: Suffix → writer.
SUFFIXES: Mapping[str, Callable[[pd.DataFrame, Path], Any]] = {
    ".geojson": to_geojson,
    ".json": to_geojson,
    ".csv": to_csv,
    ".gpkg": to_gpkg,
}


def write(table: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write ``table`` in the format that the suffix of ``path`` names: .geojson, .json, .csv or .gpkg.

    Raises :class:`~geomap.errors.OutputError` for another suffix or a file that cannot be written.
    """
    target = check_target(path)
    writer = SUFFIXES.get(target.suffix.lower())
    if writer is None:
        raise OutputError(
            errno.EINVAL,
            f"cannot write {str(target)!r}: the suffix {target.suffix!r} names no format; use {', '.join(SUFFIXES)}",
        )
    writer(table, target)

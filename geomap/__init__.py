"""geomap: public reports go in, a map you can defend comes out.

The public names are loaded when first used: ``import geomap`` itself imports no table, geometry or map library.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from geomap.errors import (
    ConfigError,
    GazetteerError,
    GeomapError,
    InputError,
    InputFileError,
    MissingDependency,
    OutputError,
    QueryTooLong,
    SchemaError,
)
from geomap.model import Candidate, Evidence, Match, Place, Precision, Status

__version__ = "0.1.0"

#: Where each lazily loaded name lives.
_LAZY = {
    "Front": "geomap.resolve.front",
    "Gazetteer": "geomap.gazetteer.search",
    "LocalGeocoder": "geomap.gazetteer.geopy",
    "Map": "geomap.render.map",
    "geocode": "geomap.resolve.geocode",
    "locate": "geomap.resolve.geocode",
    "read_events": "geomap.events.table",
    "read_report": "geomap.resolve.report",
    "to_geojson": "geomap.export.geojson",
}

if TYPE_CHECKING:
    import geomap.control as control
    from geomap.events.table import read_events
    from geomap.export.geojson import to_geojson
    from geomap.gazetteer.geopy import LocalGeocoder
    from geomap.gazetteer.search import Gazetteer
    from geomap.render.map import Map
    from geomap.resolve.front import Front
    from geomap.resolve.geocode import geocode, locate
    from geomap.resolve.report import read_report

__all__ = [
    "Candidate",
    "ConfigError",
    "Evidence",
    "Front",
    "Gazetteer",
    "GazetteerError",
    "GeomapError",
    "InputError",
    "InputFileError",
    "LocalGeocoder",
    "Map",
    "Match",
    "MissingDependency",
    "OutputError",
    "Place",
    "Precision",
    "QueryTooLong",
    "SchemaError",
    "Status",
    "__version__",
    "control",
    "geocode",
    "locate",
    "read_events",
    "read_report",
    "to_geojson",
]


def __getattr__(name: str) -> Any:
    if name == "control":
        return importlib.import_module("geomap.control")
    module = _LAZY.get(name)
    if module is None:
        raise AttributeError(f"module 'geomap' has no attribute {name!r}")
    return getattr(importlib.import_module(module), name)


def __dir__() -> list[str]:
    return sorted(__all__)

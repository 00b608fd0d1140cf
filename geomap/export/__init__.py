"""Tables out: GeoJSON, CSV, GeoPackage. All or nothing: a failed write leaves the old file as it was."""

from __future__ import annotations

from geomap.export.csv import to_csv
from geomap.export.geojson import to_geojson
from geomap.export.gpkg import to_gpkg
from geomap.export.write import SUFFIXES, write

__all__ = ["SUFFIXES", "to_csv", "to_geojson", "to_gpkg", "write"]

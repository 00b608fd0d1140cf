"""A user's reference: areas drawn by others, as the starting state, as labels, or to be compared with.

Reads GeoJSON, KML, KMZ, GeoPackage and shapefiles through pyogrio. Geometry is flattened to two dimensions and made
valid. Archives that unpack to far more than they hold, files too large, and XML with document types or entities are
refused before any parser sees them. geomap ships no such areas: most public ones may not be passed on.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError, InputFileError

if TYPE_CHECKING:
    import geopandas
    from shapely.geometry.base import BaseGeometry

    from geomap.control.sites import Sites

#: Largest file read, bytes, packed or unpacked.
MAX_BYTES = 200_000_000
#: An archive may unpack to at most so many times its size, once it is over :data:`SMALL_BYTES`.
MAX_RATIO = 100
#: Archives that unpack to less than this are never taken for bombs, bytes.
SMALL_BYTES = 5_000_000
#: Most members an archive may have.
MAX_MEMBERS = 1000
#: Most vertices of a reference.
MAX_VERTICES = 5_000_000

#: A settlement this near outside an area, with so many of its settlements nearest to it, lies in it (about 2 km).
DIGITISED_DEGREES, DIGITISED_NEIGHBOURS = 0.02, 5

#: Suffixes that are read.
SUFFIXES = (".geojson", ".json", ".kml", ".kmz", ".gpkg", ".shp", ".zip", ".parquet", ".fgb")

#: Words in a class or name that mark the areas of a side, tried in order; lower case. ``none``: not an area of control.
CLASS_WORDS = (
    ("contested", ("contested", "gray zone", "grey zone", "unknown status", "сіра", "невизначен")),
    ("UA", ("liberated", "de-occupied", "deoccupied", "звільн", "counteroffensive", "ukrainian")),
    ("RU", ("occupied", "ordlo", "russian", "crimea", "окупован", "ордло", "assessed", "claimed advances")),
)  # fmt: skip

_UNSAFE_XML = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Reference:
    """Areas of a date, by side. EPSG:4326."""

    name: str
    """Where it comes from."""
    date: str
    """The day it speaks of (ISO), or empty."""
    ru: BaseGeometry
    """Area held by Russia."""
    ua: BaseGeometry | None
    """Area held by Ukraine; None: all of Ukraine that is not ``ru``."""
    contested: BaseGeometry
    """Area nobody holds alone; may be empty."""
    licence: str = ""
    """Its licence, as told by the user."""

    @property
    def digest(self) -> str:
        """Hash of the geometry."""
        import shapely

        shapes = [self.ru, self.contested, *([self.ua] if self.ua is not None else [])]
        return hashlib.sha256(b"".join(shapely.to_wkb(shapely.normalize(s)) for s in shapes)).hexdigest()[:16]

    def sample(self, sites: Sites) -> dict[str, int]:
        """Return settlement → +1 (RU), -1 (UA); settlements of which the reference says nothing are left out.

        Without areas of Ukraine's own, settlements of Ukraine outside the rest are Ukraine's; those of other
        countries are nobody's.
        """
        import numpy as np
        import shapely

        points = shapely.points(sites.lon, sites.lat)
        side = np.zeros(len(sites), dtype=np.int64)
        if self.ua is None:
            side[np.array([country in ("UA", "") for country in sites.countries])] = -1
        else:
            shapely.prepare(self.ua)
            side[shapely.intersects(self.ua, points)] = -1
        shapely.prepare(self.ru)
        side[shapely.intersects(self.ru, points)] = 1
        self._digitised(sites, side, points)
        if not self.contested.is_empty:
            shapely.prepare(self.contested)
            side[shapely.intersects(self.contested, points)] = 0
        return {sites.ids[n]: int(side[n]) for n in np.flatnonzero(side)}

    def _digitised(self, sites: Sites, side: Any, points: Any) -> None:
        """Take settlements a hair outside the areas of Russia, with only its settlements around, as inside.

        Coasts and state borders are drawn coarsely: a harbour may lie in the sea and belong to nobody.
        """
        import numpy as np
        import shapely
        from scipy.spatial import cKDTree

        scale = np.array([np.cos(np.radians(float(np.median(sites.lat)))), 1.0])
        xy = np.column_stack([sites.lon, sites.lat]) * scale
        outside = np.flatnonzero(side < 0)
        if len(outside) and len(xy) > DIGITISED_NEIGHBOURS:
            near = cKDTree(xy).query(xy[outside], k=DIGITISED_NEIGHBOURS + 1)[1][:, 1:]
            inner = outside[(side[near] > 0).all(axis=1)]
            side[inner[shapely.dwithin(self.ru, points[inner], DIGITISED_DEGREES)]] = 1

    def statements(self, sites: Sites, date: str = "") -> list[dict[str, str]]:
        """Return ledger rows: the reference sampled at the settlements, one root for all of them."""
        day = date or self.date
        if not day:
            raise InputError(f"reference {self.name!r} has no date; give one")
        return [
            {
                "place_id": identifier, "holder": "RU" if sign > 0 else "UA", "date": day, "published_at": day,
                "claimant": self.name, "claimant_side": "neutral", "evidence": "third_party_assessment",
                "source": self.name, "root": self.name, "licence": self.licence,
            }
            for identifier, sign in sorted(self.sample(sites).items())
        ]  # fmt: skip


def read_reference(
    source: str | os.PathLike[str] | geopandas.GeoDataFrame | Reference,
    *,
    classes: Mapping[str, str] | None = None,
    column: str = "",
    date: str = "",
    name: str = "",
    licence: str = "",
) -> Reference:
    """Read a reference.

    Parameters
    ----------
    source
        A file or a GeoDataFrame of polygons.
    classes
        Value of ``column`` → ``RU``, ``UA``, ``contested`` or ``none``. Without it classes are told by the words
        in the columns (:data:`CLASS_WORDS`), and polygons without any class are Russia's: the usual layout of
        occupied territory.
    column
        Column of the classes; by default ``side``, ``status``, ``class``, ``type``, ``name`` or ``Name``.
    date
        The day it speaks of; by default the first ISO day in the file name.

    Raises
    ------
    InputFileError
        A file that cannot be read or is refused.
    InputError
        No polygon, or a class that is not mapped.
    """
    import geopandas

    if isinstance(source, Reference):
        return source
    if isinstance(source, geopandas.GeoDataFrame):
        table, label = source, name or str(source.attrs.get("name", "reference"))
    else:
        path = Path(source)
        table, label = _read(path), name or path.name
        if not date and (match := re.search(r"(20\d\d)-?(\d\d)-?(\d\d)", path.name)):
            date = "-".join(match.groups())
    return _classed(table, dict(classes or {}), column, label, date, licence)


def _read(path: Path) -> geopandas.GeoDataFrame:
    suffix = path.suffix.lower()
    if not path.is_file():
        raise InputFileError(f"no reference file {str(path)!r}")
    if suffix not in SUFFIXES:
        raise InputFileError(f"{str(path)!r} is no reference: its suffix is not one of {', '.join(SUFFIXES)}")
    if path.stat().st_size > MAX_BYTES:
        raise InputFileError(f"{str(path)!r} is larger than {MAX_BYTES // 10**6} MB; simplify it first")
    if suffix == ".kmz":
        with tempfile.TemporaryDirectory() as folder:
            unpacked = Path(folder) / "doc.kml"
            unpacked.write_bytes(_kml_of(path))
            return _layers(unpacked, path)
    if suffix == ".kml":
        _safe_xml(path.read_bytes(), path)
    elif suffix == ".zip":
        _check_archive(path).close()
        return _layers(f"zip://{path}", path)
    return _layers(path, path)


def _layers(data: Path | str, path: Path) -> geopandas.GeoDataFrame:
    """Read every layer of polygons; ``path`` is the file the user named."""
    import geopandas
    import pandas as pd
    import pyogrio

    try:
        if path.suffix.lower() == ".parquet":
            return geopandas.read_parquet(path)
        usable = ("Polygon", "Geom", "Unknown")
        layers = [
            name for name, kind in pyogrio.list_layers(data) if kind is None or any(word in kind for word in usable)
        ]  # fmt: skip
        frames = [geopandas.read_file(data, layer=layer).assign(_layer=layer) for layer in layers]
        if not frames:
            raise InputFileError(f"{str(path)!r} holds no layer of polygons")
        frames = [frame.to_crs("EPSG:4326") if frame.crs is not None else frame for frame in frames]
        return geopandas.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs="EPSG:4326")
    except (InputFileError, MemoryError):
        raise
    except Exception as error:  # GDAL and its drivers raise trees of their own
        raise InputFileError(f"cannot read the reference {str(path)!r}: {error}") from None


def _check_archive(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError) as error:
        raise InputFileError(f"{str(path)!r} is not an archive: {error}") from None
    unpacked = sum(member.file_size for member in members)
    packed = max(1, path.stat().st_size)
    if len(members) > MAX_MEMBERS:
        raise InputFileError(f"{str(path)!r} has {len(members)} members; a reference has at most {MAX_MEMBERS}")
    if unpacked > MAX_BYTES or (unpacked > SMALL_BYTES and unpacked / packed > MAX_RATIO):
        raise InputFileError(
            f"{str(path)!r} would unpack to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.2f} MB: refused as a bomb"
        )
    return archive


def _kml_of(path: Path) -> bytes:
    with _check_archive(path) as archive:
        names = sorted(name for name in archive.namelist() if name.lower().endswith(".kml"))
        if not names:
            raise InputFileError(f"{str(path)!r} holds no KML")
        first = next((name for name in names if name.lower() == "doc.kml"), names[0])
        with archive.open(first) as stream:
            data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputFileError(f"{first!r} in {str(path)!r} is larger than it says: refused")
    return _safe_xml(data, path)


def _safe_xml(data: bytes, path: Path) -> bytes:
    plain = data.decode("utf-16", "ignore").encode() if data[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    if _UNSAFE_XML.search(plain):
        raise InputFileError(f"{str(path)!r} declares a document type or entities: refused; save it without them")
    return data


def _classed(
    table: geopandas.GeoDataFrame, classes: dict[str, str], column: str, name: str, date: str, licence: str
) -> Reference:
    import shapely

    allowed = ("RU", "UA", "contested", "none")
    wrong = sorted({value for value in classes.values() if value not in allowed})
    if wrong:
        raise InputError(f"class {wrong[0]!r} is not one of {', '.join(allowed)}")
    if column and column not in table.columns:
        raise InputError(f"reference {name!r} has no column {column!r}; it has {', '.join(map(repr, table.columns))}")
    if not column:
        likely = ("side", "status", "class", "type", "name", "Name")
        column = next((c for c in likely if c in table.columns and table[c].notna().any()), "")
    parts: dict[str, list[BaseGeometry]] = {value: [] for value in allowed}
    for geometry, value in zip(table.geometry, table[column] if column else [""] * len(table), strict=True):
        if geometry is None or geometry.is_empty:
            continue
        text = "" if value is None or value != value else str(value)
        kind = _kind(text, classes, name, column)
        flat = shapely.make_valid(shapely.force_2d(geometry))
        parts[kind].extend(part for part in shapely.get_parts(shapely.get_parts(flat)) if part.geom_type == "Polygon")
    held = {kind: shapely.union_all(shapes) for kind, shapes in parts.items()}
    if held["RU"].is_empty and held["UA"].is_empty:
        raise InputError(f"reference {name!r} has no polygon of a side")
    if sum(shapely.get_num_coordinates(shape) for shape in held.values()) > MAX_VERTICES:
        raise InputError(f"reference {name!r} has more than {MAX_VERTICES:,} vertices; simplify it first")
    west, south, east, north = held["RU"].bounds if not held["RU"].is_empty else held["UA"].bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise InputError(f"reference {name!r} is not in degrees; save it in EPSG:4326")
    ru = shapely.difference(held["RU"], held["contested"])
    ua = None if held["UA"].is_empty else shapely.difference(held["UA"], shapely.union(ru, held["contested"]))
    return Reference(name, date, ru, ua, held["contested"], licence)


def _kind(text: str, classes: Mapping[str, str], name: str, column: str) -> str:
    if classes:
        if text not in classes:
            raise InputError(
                f"class {text!r} (column {column!r}) of reference {name!r} is not mapped; map it or say 'none'"
            )
        return classes[text]
    if text in ("RU", "UA", "contested"):
        return text
    lower = text.casefold()
    for kind, words in CLASS_WORDS:
        if any(word in lower for word in words):
            return kind
    return "RU"

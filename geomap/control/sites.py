"""What everything is drawn on: a gazetteer's settlements, the land and waters of the base map, the plane.

Coordinates going in and out are WGS84 degrees; lengths are metres in a Lambert azimuthal equal-area projection
centred on the frame.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import config
from geomap.errors import GazetteerError, InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Sites:
    """Settlements as sites of the tessellation, sorted by identifier."""

    ids: tuple[str, ...]
    """Identifiers of the gazetteer."""
    labels: tuple[str, ...]
    """Names with their parents, for explanations."""
    lon: Floats
    """Longitudes, degrees."""
    lat: Floats
    """Latitudes, degrees."""
    countries: tuple[str, ...]
    """ISO alpha-2 codes; empty where unknown."""
    name: str = "sites"
    """Name of the gazetteer."""
    attribution: tuple[str, ...] = ()
    """Lines a map made with these sites has to show."""

    def __len__(self) -> int:
        """Return the number of sites."""
        return len(self.ids)

    @cached_property
    def digest(self) -> str:
        """Hash of identifiers and positions."""
        digest = hashlib.sha256("\n".join(self.ids).encode())
        digest.update(self.lon.round(6).tobytes())
        digest.update(self.lat.round(6).tobytes())
        return digest.hexdigest()[:16]

    @cached_property
    def index(self) -> dict[str, int]:
        """Identifier → number."""
        return {identifier: number for number, identifier in enumerate(self.ids)}

    @classmethod
    def from_table(cls, table: pd.DataFrame, name: str = "table") -> Sites:
        """Make sites of a table with ``place_id``, ``lat``, ``lon`` and optionally ``name`` and ``country``.

        Rows without coordinates are left out. Raises :class:`~geomap.errors.InputError` when nothing remains.
        """
        import numpy as np
        import pandas as pd

        missing = [column for column in ("place_id", "lat", "lon") if column not in table.columns]
        if missing:
            raise InputError(f"the table of settlements has no column {missing[0]!r}; it has {list(table.columns)!r}")
        lat = pd.to_numeric(table["lat"], errors="coerce").to_numpy(dtype=float)
        lon = pd.to_numeric(table["lon"], errors="coerce").to_numpy(dtype=float)
        keep = np.flatnonzero(np.isfinite(lat) & np.isfinite(lon) & (np.abs(lat) <= 90) & (np.abs(lon) <= 180))
        if not len(keep):
            raise InputError("no settlement in the table has coordinates in degrees")
        ids = table["place_id"].astype(str).to_numpy(dtype=object)
        names = table["name"].astype(str).to_numpy(dtype=object) if "name" in table.columns else ids
        lands = (
            table["country"].fillna("").astype(str).to_numpy(dtype=object)
            if "country" in table.columns
            else np.full(len(ids), "", dtype=object)
        )
        order = keep[np.argsort(ids[keep].astype(str), kind="stable")]
        _, first = np.unique(ids[order].astype(str), return_index=True)
        order = order[np.sort(first)]
        return cls(
            tuple(str(value) for value in ids[order]), tuple(str(value) for value in names[order]),
            lon[order], lat[order], tuple(str(value) for value in lands[order]), name,
        )  # fmt: skip

    def subset(self, numbers: Ints) -> Sites:
        """Return the sites with ``numbers`` (sorted)."""
        return Sites(
            tuple(self.ids[n] for n in numbers), tuple(self.labels[n] for n in numbers),
            self.lon[numbers], self.lat[numbers], tuple(self.countries[n] for n in numbers),
            self.name, self.attribution,
        )  # fmt: skip


@lru_cache(maxsize=4)
def _gazetteer_sites(gazetteer: Any) -> Sites:
    import numpy as np

    store = gazetteer.store
    names = {
        n: (identifier, title)
        for n, identifier, title in store.sql.execute("SELECT n, id, name FROM place")
    }  # fmt: skip
    rows = []
    for n in range(len(store)):
        record = store.record(n)
        if record.lat is None or record.approximate or record.kind not in ("city", "town", "settlement", "village"):
            continue
        identifier, title = names[n]
        units = (record.hromada if record.hromada >= 0 else record.raion, record.oblast)
        parents = [names[unit][1] for unit in units if unit >= 0 and names[unit][1] != title]
        label = f"{title} ({', '.join(parents)})" if parents else title
        country = names[record.country][0] if record.country >= 0 else ""
        rows.append((identifier, label, record.lon, record.lat, country))
    if not rows:
        raise GazetteerError(f"gazetteer {gazetteer.name!r} has no settlement with coordinates")
    rows.sort()
    return Sites(
        tuple(row[0] for row in rows), tuple(row[1] for row in rows),
        np.array([row[2] for row in rows]), np.array([row[3] for row in rows]),
        tuple(row[4] for row in rows), gazetteer.name, tuple(gazetteer.attribution),
    )  # fmt: skip


def gazetteer_sites(gazetteer: Any) -> Sites:
    """Return the located settlements of a :class:`~geomap.gazetteer.search.Gazetteer`; kept in memory."""
    return _gazetteer_sites(gazetteer)


@lru_cache(maxsize=1)
def land_of_ukraine() -> BaseGeometry | None:
    """Return Ukraine as internationally recognised, from the shipped base map (EPSG:4326); None without one."""
    import shapely

    try:
        path: Path = config.data_dir() / "basemap" / "admin1.geojson"
    except GazetteerError:
        return None
    if not path.is_file():
        return None
    parts = [
        shapely.make_valid(shapely.geometry.shape(feature["geometry"]))
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]
        if feature["properties"].get("country") == "UA"
    ]
    whole = shapely.union_all(parts) if parts else None
    # Inland water must not cut a country in two: only outer rings count.
    return None if whole is None else shapely.union_all([shapely.Polygon(p.exterior) for p in shapely.get_parts(whole)])


@lru_cache(maxsize=1)
def shipped_waters() -> tuple[tuple[BaseGeometry, ...], tuple[BaseGeometry, ...]]:
    """Return lakes (polygons) and rivers (lines) of the shipped base map (EPSG:4326); empty without one."""
    import shapely

    lakes: list[BaseGeometry] = []
    rivers: list[BaseGeometry] = []
    try:
        path: Path = config.data_dir() / "basemap" / "rivers.geojson"
    except GazetteerError:
        return (), ()
    if path.is_file():
        for feature in json.loads(path.read_text(encoding="utf-8"))["features"]:
            for part in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
                if feature["properties"].get("kind") != "lake":
                    rivers.append(part)
                    continue
                ring = part.exterior if part.geom_type == "Polygon" else part
                if ring.is_closed and len(ring.coords) > 3:
                    lakes.append(shapely.make_valid(shapely.Polygon(ring.coords)))
    return tuple(lakes), tuple(rivers)


@dataclass(frozen=True, eq=False)
class Projection:
    """Lambert azimuthal equal-area around a point, metres."""

    lon0: float
    lat0: float

    @cached_property
    def _transformers(self) -> tuple[Any, Any]:
        import pyproj

        flat = pyproj.CRS.from_proj4(f"+proj=laea +lat_0={self.lat0:.2f} +lon_0={self.lon0:.2f} +datum=WGS84 +units=m")
        return (
            pyproj.Transformer.from_crs("EPSG:4326", flat, always_xy=True),
            pyproj.Transformer.from_crs(flat, "EPSG:4326", always_xy=True),
        )

    def forward(self, lon: Floats, lat: Floats) -> Floats:
        """Degrees → (n, 2) metres."""
        import numpy as np

        x, y = self._transformers[0].transform(lon, lat)
        return np.column_stack([x, y])

    def inverse(self, xy: Floats) -> tuple[Floats, Floats]:
        """Metres → longitudes and latitudes, rounded to 1e-6 degrees."""
        lon, lat = self._transformers[1].transform(xy[:, 0], xy[:, 1])
        return lon.round(6), lat.round(6)

    def flat(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in metres."""
        import shapely

        result: BaseGeometry = shapely.transform(geometry, lambda a: self.forward(a[:, 0], a[:, 1]))
        return result

    def degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """Return a geometry in degrees, rounded to 1e-6 (0.1 m)."""
        import numpy as np
        import shapely

        def back(a: Floats) -> Floats:
            return np.column_stack(self.inverse(a))

        result: BaseGeometry = shapely.transform(geometry, back)
        if not shapely.is_valid(result):
            result = shapely.make_valid(result)
        return result

"""From a point to the nearest settlement, with distance and bearing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.gazetteer.store import Store
from geomap.gazetteer.tables import KINDS
from geomap.model import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

#: Farther than this from any settlement, a point has none, km.
REACH_KM = 50.0

_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


@dataclass(frozen=True, slots=True)
class Nearest:
    """The settlement nearest to a point."""

    place: Place
    """The settlement."""
    distance_km: float
    """Distance from the settlement to the point, km on the ellipsoid."""
    bearing: float
    """Bearing of the point as seen from the settlement, degrees clockwise from north."""

    def __str__(self) -> str:
        if self.distance_km < self.place.radius_km:
            return self.place.label
        return f"{self.distance_km:.0f} km {compass(self.bearing)} of {self.place.label}"


def compass(bearing: float) -> str:
    """Return the eight-point compass name of a bearing in degrees."""
    return _COMPASS[round(bearing / 45) % 8]


def check_point(lat: float, lon: float) -> None:
    """Raise :class:`~geomap.errors.InputError` unless the point lies on the earth."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise InputError(f"({lat!r}, {lon!r}) is not a point in degrees: latitude -90 to 90, longitude -180 to 180")


class Reverse:
    """Nearest settlements of one store, by a k-d tree on the unit sphere; built at first use."""

    def __init__(self, store: Store) -> None:
        import numpy as np
        from scipy.spatial import cKDTree

        self._store = store
        kinds = [KINDS.index(kind) for kind in KINDS[4:]]
        lat, lon, kind, flags = store.arrays()
        usable = np.isin(kind, kinds) & (flags == 0) & ~np.isnan(lat)
        self._numbers = np.flatnonzero(usable)
        self._tree = cKDTree(_sphere(lat[usable], lon[usable]))

    def nearest(
        self, lats: Sequence[float] | npt.NDArray[np.float64], lons: Sequence[float] | npt.NDArray[np.float64]
    ) -> pd.DataFrame:
        """Return for each point its nearest settlement.

        Returns
        -------
        pandas.DataFrame
            ``place_id``, ``place_name``, ``place_admin``, ``place_country``, ``distance_km`` (on the sphere, within
            0.6 % of the ellipsoid) and ``bearing``; missing where nothing lies within :data:`REACH_KM`.
        """
        import numpy as np
        import pandas as pd

        lat = np.asarray(lats, dtype=float)
        lon = np.asarray(lons, dtype=float)
        bad = np.flatnonzero(~((np.abs(lat) <= 90) & (np.abs(lon) <= 180)))
        if len(bad):
            check_point(float(lat[bad[0]]), float(lon[bad[0]]))
        chord, index = self._tree.query(_sphere(lat, lon))
        km = 2 * 6371.0088 * np.arcsin(np.minimum(1.0, chord / 2))
        numbers = self._numbers[index]
        distinct, inverse = np.unique(numbers, return_inverse=True)
        places = [self._store.place(int(n)) for n in distinct]
        near = km <= REACH_KM
        out = pd.DataFrame(
            {
                "place_id": np.array([p.id for p in places], dtype=object)[inverse],
                "place_name": np.array([p.name for p in places], dtype=object)[inverse],
                "place_admin": np.array(
                    [", ".join(x for x in (p.hromada, p.raion, p.oblast) if x) for p in places], dtype=object
                )[inverse],
                "place_country": np.array([p.country for p in places], dtype=object)[inverse],
                "distance_km": km,
                "bearing": _bearings(
                    np.array([p.lat for p in places])[inverse], np.array([p.lon for p in places])[inverse], lat, lon
                ),
            }
        )
        out.loc[~near, ["place_id", "place_name", "place_admin", "place_country"]] = None
        out.loc[~near, ["distance_km", "bearing"]] = np.nan
        return out

    def one(self, lat: float, lon: float) -> Nearest | None:
        """Return the settlement nearest to one point, None when none lies within :data:`REACH_KM`."""
        check_point(lat, lon)
        row = self.nearest([lat], [lon]).iloc[0]
        if not isinstance(row["place_id"], str):
            return None
        number = self._store.number(row["place_id"])
        assert number is not None
        place = self._store.place(number)
        from geopy.distance import geodesic

        return Nearest(place, geodesic((place.lat, place.lon), (lat, lon)).km, float(row["bearing"]))


def _sphere(lat: npt.NDArray[np.float64], lon: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    import numpy as np

    a, b = np.radians(lat), np.radians(lon)
    return np.column_stack((np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)))


def _bearings(
    lat1: npt.NDArray[np.float64], lon1: npt.NDArray[np.float64],
    lat2: npt.NDArray[np.float64], lon2: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:  # fmt: skip
    """Initial bearings from the first points to the second, degrees."""
    import numpy as np

    a, b = np.radians(lat1), np.radians(lat2)
    d = np.radians(lon2 - lon1)
    y = np.sin(d) * np.cos(b)
    x = np.cos(a) * np.sin(b) - np.sin(a) * np.cos(b) * np.cos(d)
    result: npt.NDArray[np.float64] = np.degrees(np.arctan2(y, x)) % 360
    return result


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Initial bearing from the first point to the second, degrees clockwise from north (great circle)."""
    a, b = math.radians(lat1), math.radians(lat2)
    d = math.radians(lon2 - lon1)
    y = math.sin(d) * math.cos(b)
    x = math.cos(a) * math.sin(b) - math.sin(a) * math.cos(b) * math.cos(d)
    return math.degrees(math.atan2(y, x)) % 360

"""The dated front line as evidence for places: how far, and on whose side.

A front is kept as labelled sites: points with the side that holds them on a date. With d the distances of a place
to the nearest sites of either side, the line between those two sites lies |d₁ − d₂| / 2 away; where the nearer site
is itself far off, nobody has said where the line runs, so half its distance is added in quadrature. Areas are turned
into sites by sampling a gazetteer's settlements.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Kilometres in a degree of latitude (mean).
KM_PER_DEGREE = 111.195


@dataclass(frozen=True, eq=False)
class Front:
    """Who held which sites on a date.

    Parameters
    ----------
    sites
        ``(lat, lon, side)`` with side ``"UA"`` or ``"RU"``, degrees WGS84.
    name
        Where the front comes from; shown in every ``why`` that used it.
    date
        The day it speaks of (ISO), or empty.
    """

    sites: tuple[tuple[float, float, str], ...]
    name: str
    date: str = ""
    _cache: dict[tuple[float, float], tuple[float, str]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        sides = {side for _, _, side in self.sites}
        if not {"UA", "RU"} <= sides:
            raise InputError(
                f"front {self.name!r} has sites of {', '.join(sorted(sides)) or 'no side'} only; "
                "a front line needs places held by both sides"
            )

    @cached_property
    def _arrays(self) -> dict[str, npt.NDArray[np.float64]]:
        import numpy as np

        return {
            side: np.array(sorted({(lat, lon) for lat, lon, held in self.sites if held == side}), dtype=float)
            for side in ("UA", "RU")
        }

    def distance(self, lat: float, lon: float) -> tuple[float, str]:
        """Return the distance of a point to the front in km, and the side it lies on."""
        known = self._cache.get((lat, lon))
        if known is None:
            import numpy as np

            near = {}
            scale = math.cos(math.radians(lat))
            for side, points in self._arrays.items():
                squares = (points[:, 0] - lat) ** 2 + ((points[:, 1] - lon) * scale) ** 2
                near[side] = KM_PER_DEGREE * math.sqrt(float(np.min(squares)))
            side = "UA" if near["UA"] <= near["RU"] else "RU"
            known = (math.hypot(near["UA"] - near["RU"], min(near.values())) / 2, side)
            self._cache[(lat, lon)] = known
        return known

    def prepare(self, lats: Iterable[float], lons: Iterable[float]) -> None:
        """Compute many distances at once, for a table; :meth:`distance` then answers from memory."""
        import numpy as np
        import shapely

        points = np.array(sorted(set(zip(lats, lons, strict=True)) - self._cache.keys()), dtype=float)
        if not len(points):
            return
        scale = math.cos(math.radians(float(np.median(points[:, 0]))))
        flat = shapely.points(points[:, 1] * scale, points[:, 0])
        near = {}
        for side, held in self._arrays.items():
            tree = shapely.STRtree(shapely.points(held[:, 1] * scale, held[:, 0]))
            nearest = tree.nearest(flat)
            own = np.cos(np.radians(points[:, 0]))
            near[side] = KM_PER_DEGREE * np.hypot(
                held[nearest, 0] - points[:, 0], (held[nearest, 1] - points[:, 1]) * own
            )
        for (lat, lon), ua, ru in zip(points.tolist(), near["UA"].tolist(), near["RU"].tolist(), strict=True):
            self._cache[(lat, lon)] = (math.hypot(ua - ru, min(ua, ru)) / 2, "UA" if ua <= ru else "RU")

    @property
    def label(self) -> str:
        """Name and date, for explanations."""
        return f"{self.name}, {self.date}" if self.date else self.name


def front_from_sites(rows: Iterable[Mapping[str, Any]], name: str, date: str = "") -> Front:
    """Make a front of rows with ``lat``, ``lon`` and ``holder``; rows of other holders or places are passed over."""
    sites = tuple(
        (float(row["lat"]), float(row["lon"]), str(row["holder"]))
        for row in rows
        if row.get("holder") in ("UA", "RU") and row.get("lat") is not None and row.get("lon") is not None
    )
    return Front(sites, name, date)

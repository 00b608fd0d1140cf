"""The dated front line as evidence for places: how far, and on whose side.

A front is kept as labelled sites: points with the side that holds them on a date. With d the distances of a place
to the nearest sites of either side, the line between those two sites lies |d₁ − d₂| / 2 away; where the nearer site
is itself far off, nobody has said where the line runs, so half its distance is added in quadrature. Areas are turned
into sites by sampling a gazetteer's settlements.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

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
    home
        ``(lat, lon)`` of the sites that their holder's own country contains. Between two of these the line is the
        state border, no front.
    """

    sites: tuple[tuple[float, float, str], ...]
    name: str
    date: str = ""
    home: frozenset[tuple[float, float]] = frozenset()
    _cache: dict[tuple[float, float], tuple[float, str, bool]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        sides = {side for _, _, side in self.sites}
        if not {"UA", "RU"} <= sides:
            raise InputError(
                f"front {self.name!r} has sites of {', '.join(sorted(sides)) or 'no side'} only; "
                "a front line needs places held by both sides"
            )

    @cached_property
    def _arrays(self) -> dict[str, npt.NDArray[np.float64]]:
        """Sites of each side, and of each side those outside its own country."""
        import numpy as np

        sets: dict[str, set[tuple[float, float]]] = {"UA": set(), "RU": set(), "UA abroad": set(), "RU abroad": set()}
        for lat, lon, held in self.sites:
            if held in ("UA", "RU"):
                sets[held].add((lat, lon))
                if (lat, lon) not in self.home:
                    sets[f"{held} abroad"].add((lat, lon))
        return {key: np.array(sorted(points), dtype=float).reshape(-1, 2) for key, points in sets.items()}

    def distance(self, lat: float, lon: float) -> tuple[float, str]:
        """Return the distance of a point to the line in km, and the side it lies on."""
        km, side, _ = self.line(lat, lon)
        return km, side

    def line(self, lat: float, lon: float) -> tuple[float, str, bool]:
        """Return the distance to the line in km, the side, and whether the nearest line is only the state border.

        The front is taken before the border unless the border is less than half as far.
        """
        known = self._cache.get((lat, lon))
        if known is None:
            import numpy as np

            near = {}
            scale = math.cos(math.radians(lat))
            for key, points in self._arrays.items():
                squares = (points[:, 0] - lat) ** 2 + ((points[:, 1] - lon) * scale) ** 2
                near[key] = KM_PER_DEGREE * math.sqrt(float(np.min(squares))) if len(points) else math.inf
            known = self._cache[(lat, lon)] = _line(near["UA"], near["RU"], near["UA abroad"], near["RU abroad"])
        return known

    def prepare(self, lats: Iterable[float], lons: Iterable[float]) -> None:
        """Compute many distances at once, for a table; :meth:`line` then answers from memory."""
        import numpy as np
        import shapely

        points = np.array(sorted(set(zip(lats, lons, strict=True)) - self._cache.keys()), dtype=float)
        if not len(points):
            return
        own = np.cos(np.radians(points[:, 0]))
        scale = math.cos(math.radians(float(np.median(points[:, 0]))))
        flat = shapely.points(points[:, 1] * scale, points[:, 0])
        near = []
        for key in ("UA", "RU", "UA abroad", "RU abroad"):
            held = self._arrays[key]
            if not len(held):
                near.append([math.inf] * len(points))
                continue
            nearest = shapely.STRtree(shapely.points(held[:, 1] * scale, held[:, 0])).nearest(flat)
            away = np.hypot(held[nearest, 0] - points[:, 0], (held[nearest, 1] - points[:, 1]) * own)
            near.append((KM_PER_DEGREE * away).tolist())
        for (lat, lon), *distances in zip(points.tolist(), *near, strict=True):
            self._cache[(lat, lon)] = _line(*distances)

    @property
    def label(self) -> str:
        """Name and date, for explanations."""
        return f"{self.name}, {self.date}" if self.date else self.name


def _line(ua: float, ru: float, ua_abroad: float, ru_abroad: float) -> tuple[float, str, bool]:
    """Return distance, side and whether it is the border, from the distances to the nearest sites of each kind."""
    side = "UA" if ua <= ru else "RU"
    border = math.hypot(ua - ru, min(ua, ru)) / 2
    pairs = [(one, other) for one, other in ((ua, ru_abroad), (ua_abroad, ru)) if math.isfinite(one + other)]
    front = min((math.hypot(one - other, min(one, other)) / 2 for one, other in pairs), default=border)
    return (border, side, True) if 2 * border < front else (front, side, False)

"""Where a point lies: inside which first-level unit, how far from what."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

EARTH_KM = 6371.0088  # mean Earth radius, IUGG


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance of two WGS 84 positions in kilometres (sphere; error below 0.6 %)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    a = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(a)))


def centre(points: Sequence[tuple[float, float]], rounds: int = 24) -> tuple[float, float]:
    """Geometric median of (lat, lon) pairs: one far-off point hardly moves it. Needs one point at least."""
    lat = sorted(p[0] for p in points)[len(points) // 2]
    lon = sorted(p[1] for p in points)[len(points) // 2]
    for _ in range(rounds):
        weight = total_lat = total_lon = 0.0
        for p in points:
            w = 1.0 / max(distance_km(lat, lon, p[0], p[1]), 0.05)
            weight, total_lat, total_lon = weight + w, total_lat + w * p[0], total_lon + w * p[1]
        lat, lon = total_lat / weight, total_lon / weight
    return lat, lon


class UnitPolygons:
    """First-level polygons that answer which units a point may belong to.

    ``units`` are (admin_id, GeoJSON geometry) pairs. Natural Earth generalises borders by a few
    kilometres, so a point within ``tolerance_km`` of a unit may belong to it.
    """

    def __init__(self, units: Sequence[tuple[str, Any]], tolerance_km: float) -> None:
        """Prepare the polygons; ``tolerance_km`` is what :meth:`loose` allows outside them."""
        import shapely
        from shapely.affinity import scale
        from shapely.geometry import shape

        self.ids = [admin_id for admin_id, _ in units]
        self._squeeze = math.cos(math.radians(48.5))
        self._strict = []
        self._loose = []
        for _, geometry in units:
            polygon = scale(shape(geometry), xfact=self._squeeze, yfact=1.0, origin=(0, 0))
            loose = shapely.simplify(polygon, 0.002).buffer(tolerance_km / 111.2, quad_segs=4)
            shapely.prepare(polygon)
            shapely.prepare(loose)
            self._strict.append(polygon)
            self._loose.append(loose)

    def strict(self, points: Sequence[tuple[float, float]]) -> list[set[str]]:
        """For each (lat, lon) the units it lies in (none at sea or abroad)."""
        return self._ask(self._strict, points)

    def loose(self, points: Sequence[tuple[float, float]]) -> list[set[str]]:
        """For each (lat, lon) the units it lies in or within the tolerance of."""
        return self._ask(self._loose, points)

    def _ask(self, polygons: list[Any], points: Sequence[tuple[float, float]]) -> list[set[str]]:
        import numpy as np
        import shapely

        answer: list[set[str]] = [set() for _ in points]
        x = np.array([p[1] for p in points], dtype=float) * self._squeeze
        y = np.array([p[0] for p in points], dtype=float)
        for admin_id, polygon in zip(self.ids, polygons, strict=True):
            for i in np.flatnonzero(shapely.contains_xy(polygon, x, y)):
                answer[int(i)].add(admin_id)
        return answer

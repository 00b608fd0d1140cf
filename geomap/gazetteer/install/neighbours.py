"""What the settlements around a point belong to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

Located = tuple[float, float, Mapping[str, str]]

#: Neighbours asked, and farthest that one may lie, km.
ASKED, REACH_KM = 5, 12.0
#: Farthest neighbour whose hromada a new place may share, km.
HROMADA_KM = 5.0


class Neighbours:
    """The located settlements of the Ukrainian register, for nearest-neighbour questions."""

    def __init__(self, places: Iterable[Located]) -> None:
        """Take (lat, lon, row) of settlements in their order; those outside the register are left out."""
        import numpy as np
        from scipy.spatial import cKDTree

        known = [item for item in places if item[2]["country"] == "UA" and item[2]["admin2"] and item[2]["admin3"]]
        self._rows = [row for _, _, row in known]
        self._tree = cKDTree(np.array([_xyz(lat, lon) for lat, lon, _ in known])) if known else None

    def _near(self, lat: float, lon: float) -> list[tuple[float, Mapping[str, str]]]:
        if self._tree is None:
            return []
        far, numbers = self._tree.query(_xyz(lat, lon), k=ASKED, distance_upper_bound=REACH_KM)
        return [(float(km), self._rows[int(n)]) for km, n in zip(far, numbers, strict=True) if math.isfinite(km)]

    def region(self, lat: float, lon: float) -> str:
        """Return the oblast that most of the neighbours lie in, '' when they are undecided."""
        near = [row["admin1"] for _, row in self._near(lat, lon)]
        best = max(sorted(set(near)), key=near.count, default="")
        return best if near.count(best) * 2 > len(near) else ""

    def raions(self, lat: float, lon: float) -> list[str]:
        """Return the raion of each neighbour, nearest first."""
        return [row["admin2"] for _, row in self._near(lat, lon)]

    def units(self, lat: float, lon: float, oblast: str) -> tuple[str, str]:
        """Return raion and hromada where all neighbours agree on the one and the three nearest on the other."""
        near = [(km, row) for km, row in self._near(lat, lon) if row["admin1"] == oblast]
        if len(near) < 3:
            return "", ""
        raions = {row["admin2"] for _, row in near}
        if len(raions) != 1:
            return "", ""
        hromadas = {row["admin3"] for _, row in near[:3]}
        hromada = hromadas.pop() if len(hromadas) == 1 and near[0][0] <= HROMADA_KM else ""
        return raions.pop(), hromada


def _xyz(lat: float, lon: float) -> tuple[float, float, float]:
    """Return a point of the sphere in kilometres: chords stand for distances at this reach."""
    y, x = math.radians(lat), math.radians(lon)
    return 6371.0 * math.cos(y) * math.cos(x), 6371.0 * math.cos(y) * math.sin(x), 6371.0 * math.sin(y)

"""From degrees to the sheet: Lambert's azimuthal equal-area projection, centred on the map.

Areas of control keep their true proportions, and within 500 km of the centre lengths are right to 0.1 % (the scale
error at distance d is d²/8R²), so one scale bar serves the whole map. Web Mercator would stretch a kilometre in the
north of Ukraine 10 % more than one in the south.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Frame:
    """A rectangle on the sheet, points."""

    left: float
    """Left edge."""
    bottom: float
    """Lower edge."""
    wide: float
    """Width."""
    high: float
    """Height."""

    @property
    def right(self) -> float:
        """Right edge."""
        return self.left + self.wide

    @property
    def top(self) -> float:
        """Upper edge."""
        return self.bottom + self.high

    @property
    def box(self) -> Any:
        """The rectangle as a polygon."""
        return shapely.box(self.left, self.bottom, self.right, self.top)

    def shrunk(self, by: float) -> Frame:
        """Return the frame with ``by`` points less on each side."""
        return Frame(self.left + by, self.bottom + by, self.wide - 2 * by, self.high - 2 * by)

    def holds(self, x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
        """Return which points lie within."""
        inside: npt.NDArray[np.bool_] = (x >= self.left) & (x <= self.right) & (y >= self.bottom) & (y <= self.top)
        return inside


class Plane:
    """Turns degrees (EPSG:4326) into points of a frame.

    ``bounds`` (west, south, east, north) are shown whole; the frame's other direction shows more.
    """

    def __init__(self, bounds: tuple[float, float, float, float], frame: Frame) -> None:
        """Fit ``bounds`` into ``frame``."""
        import pyproj

        west, south, east, north = bounds
        self.frame = frame
        self.lon, self.lat = round((west + east) / 2, 1), round((south + north) / 2, 1)
        self._to = pyproj.Transformer.from_crs(
            "EPSG:4326", f"+proj=laea +lat_0={self.lat} +lon_0={self.lon} +datum=WGS84 +units=m", always_xy=True
        )
        edge = shapely.get_coordinates(shapely.segmentize(shapely.box(*bounds).exterior, 0.5))
        x, y = self._to.transform(edge[:, 0], edge[:, 1])
        span_x, span_y = float(x.max() - x.min()), float(y.max() - y.min())
        #: Points per metre.
        self.scale = min(frame.wide / max(span_x, 1000.0), frame.high / max(span_y, 1000.0))
        self._x = frame.left + frame.wide / 2 - self.scale * float(x.max() + x.min()) / 2
        self._y = frame.bottom + frame.high / 2 - self.scale * float(y.max() + y.min()) / 2
        outer = shapely.get_coordinates(shapely.segmentize(frame.box.exterior, 20.0))
        lon, lat = self.degrees(outer[:, 0], outer[:, 1])
        #: What of the world the frame shows, with a margin: west, south, east, north.
        self.window = (
            float(lon.min()) - 1.5, float(lat.min()) - 1.5, float(lon.max()) + 1.5, float(lat.max()) + 1.5
        )  # fmt: skip

    @staticmethod
    def aspect(bounds: tuple[float, float, float, float]) -> float:
        """Return width over height of ``bounds`` on the ground."""
        west, south, east, north = bounds
        return (east - west) * float(np.cos(np.radians((south + north) / 2))) / max(north - south, 1e-6)

    def points(self, lon: Any, lat: Any) -> tuple[Floats, Floats]:
        """Return the sheet positions of coordinates."""
        x, y = self._to.transform(np.asarray(lon, float), np.asarray(lat, float))
        return np.asarray(x) * self.scale + self._x, np.asarray(y) * self.scale + self._y

    def degrees(self, x: Any, y: Any) -> tuple[Floats, Floats]:
        """Return the coordinates of sheet positions."""
        lon, lat = self._to.transform(
            (np.asarray(x) - self._x) / self.scale, (np.asarray(y) - self._y) / self.scale, direction="INVERSE"
        )
        return np.asarray(lon), np.asarray(lat)

    def shapes(self, geometries: Any, smooth: float = 0.0) -> Any:
        """Return geometries (degrees) on the sheet, cut at the frame; ``smooth``: tolerance in points."""
        near = shapely.clip_by_rect(np.asarray(geometries, dtype=object), *self.window)
        flat = shapely.transform(near, lambda pairs: np.column_stack(self.points(pairs[:, 0], pairs[:, 1])))
        if smooth:
            flat = shapely.simplify(flat, smooth)
        wrong = ~shapely.is_valid(flat)
        flat[wrong] = shapely.make_valid(flat[wrong])
        frame = self.frame
        return shapely.clip_by_rect(flat, frame.left, frame.bottom, frame.right, frame.top)

    def words(self) -> str:
        """Return the centre of the projection as text."""
        north, east = "N" if self.lat >= 0 else "S", "E" if self.lon >= 0 else "W"
        return f"{abs(self.lat):g}° {north} {abs(self.lon):g}° {east}"

    def distortion(self) -> float:
        """Return the largest error of a length within the frame, as a share (0.001: one metre in a kilometre)."""
        corner = float(np.hypot(self.frame.wide, self.frame.high)) / 2 / self.scale
        return corner**2 / (8 * 6_371_000.0**2)


def bar_km(per_metre: float, room: float) -> float:
    """Return the round length (1, 2 or 5 times a power of ten), km, that a scale bar of at most ``room`` points has."""
    longest = room / per_metre / 1000
    power = 10.0 ** np.floor(np.log10(longest))
    return float(max(step * power for step in (1, 2, 5) if step * power <= longest))

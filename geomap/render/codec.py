"""Packs tables into columnar payloads that a browser turns into typed arrays without parsing.

A payload is a 4-byte little-endian length, a JSON header padded so that the data starts at a multiple of 8, and the
columns one after another, each padded to 8 bytes. It is gzipped with a fixed level and no timestamp, so the
same input always gives the same bytes. Texts are columns too (:func:`pack_texts`): bytes that a browser only turns
into strings where they are shown.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from geomap.render.columns import Texts
from geomap.render.safe import to_base64, to_json

#: Coordinates are stored as whole multiples of 1e-5 degrees, about 1 m.
SCALE = 100_000

_DTYPES = {"uint8": "u1", "uint16": "u2", "uint32": "u4", "int16": "i2", "int32": "i4", "float32": "f4"}


def pack(header: Mapping[str, Any], columns: Mapping[str, npt.NDArray[Any]], delta: Iterable[str] = ()) -> bytes:
    """Return one payload of ``columns``; those named in ``delta`` (32-bit) are stored as differences."""
    differences = set(delta)
    described: dict[str, list[Any]] = {}
    buffers: list[bytes | memoryview] = []
    offset = 0
    for name, column in columns.items():
        values = np.ascontiguousarray(column)
        kind = _DTYPES[values.dtype.name]
        stored = _differences(values) if name in differences else values.astype("<" + kind, copy=False)
        described[name] = [kind, offset, len(values), int(name in differences)]
        buffers += [stored.data.cast("B") if stored.size else b"", b"\0" * (-stored.nbytes % 8)]
        offset += stored.nbytes + -stored.nbytes % 8
    head = to_json({**header, "columns": described})
    head += b" " * (-(len(head) + 4) % 8)
    return len(head).to_bytes(4, "little") + head + b"".join(buffers)


def pack_texts(header: Mapping[str, Any], texts: Mapping[str, Texts]) -> bytes:
    """Return one payload of text columns; the header lists their names as ``texts``.

    Column number k is ``bytes`` k, its different texts in UTF-8 with a line feed between each two, ``lengths`` k, the
    bytes of each, and ``codes`` k, which of them each row has; without codes each row has its own. Lone surrogates
    become question marks.
    """
    columns: dict[str, npt.NDArray[Any]] = {}
    wide: list[str] = []
    for number, column in enumerate(texts.values()):
        data, lengths = _utf8(column.values)
        columns[f"lengths{number}"] = small(lengths)
        if len(column.values) < len(column):
            columns[f"codes{number}"] = codes = small(column.codes)
            if codes.itemsize == 4:
                wide.append(f"codes{number}")
        columns[f"bytes{number}"] = np.frombuffer(data, np.uint8)
    return pack({**header, "texts": list(texts)}, columns, wide)


def _utf8(values: Sequence[str]) -> tuple[bytes, npt.NDArray[np.int64]]:
    joined = "\n".join(values)
    if joined.isascii():
        return joined.encode("ascii"), np.fromiter(map(len, values), np.int64, len(values))
    try:
        lengths = np.fromiter(map(len, map(str.encode, values)), np.int64, len(values))
    except UnicodeEncodeError:
        lengths = np.fromiter((len(value.encode("utf-8", "replace")) for value in values), np.int64, len(values))
    return joined.encode("utf-8", "replace"), lengths


def small(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return whole numbers from 0 on in the smallest type that holds them."""
    most = int(numbers.max()) if len(numbers) else 0
    return numbers.astype(np.uint8 if most < 1 << 8 else np.uint16 if most < 1 << 16 else np.uint32)


def _differences(values: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Differences with their sign in the lowest bit, all lowest bytes first: small numbers that gzip packs well."""
    steps = np.diff(values.astype(np.int64), prepend=np.int64(0)).astype(np.int32)
    folded = ((steps << 1) ^ (steps >> 31)).astype("<i4")
    return np.ascontiguousarray(folded.view(np.uint8).reshape(-1, 4).T)


def squeeze(data: bytes, rows: int = 0) -> str:
    """Return ``data`` gzipped and in base64: level 8 for small payloads, 4 for middling ones, 1 above 50,000 rows."""
    level = 1 if rows > 50_000 else 4 if rows > 5_000 else 8
    return to_base64(gzip.compress(data, level, mtime=0))


@dataclass(slots=True)
class Shapes:
    """Polygons and lines as flat integer coordinates. Features own rings, rings own vertices."""

    x: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    """Longitudes times :data:`SCALE`."""
    y: npt.NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    """Latitudes times :data:`SCALE`."""
    rings: npt.NDArray[np.uint32] = field(default_factory=lambda: np.zeros(1, np.uint32))
    """First vertex of each ring, and the number of vertices."""
    features: npt.NDArray[np.uint32] = field(default_factory=lambda: np.zeros(1, np.uint32))
    """First ring of each feature, and the number of rings."""

    def columns(self, prefix: str = "shape") -> dict[str, npt.NDArray[Any]]:
        """Return the arrays under names a payload can hold."""
        return {
            f"{prefix}_x": self.x,
            f"{prefix}_y": self.y,
            f"{prefix}_rings": self.rings,
            f"{prefix}_features": self.features,
        }

    @staticmethod
    def deltas(prefix: str = "shape") -> tuple[str, ...]:
        """Return the names of the columns worth storing as differences."""
        return tuple(f"{prefix}_{name}" for name in ("x", "y", "rings", "features"))


def shapes(geometries: Iterable[Any], scale: int = SCALE) -> Shapes:
    """Return ``geometries`` (polygons, lines, their multiples; degrees) as :class:`Shapes`.

    Repeated vertices that fall on the same grid point are dropped.
    """
    xs: list[npt.NDArray[np.int32]] = []
    ys: list[npt.NDArray[np.int32]] = []
    rings = [0]
    features = [0]
    total = 0
    for geometry in geometries:
        for line in _lines(geometry):
            points = np.round(shapely.get_coordinates(line) * scale).astype(np.int32)
            if len(points) > 1:
                keep = np.ones(len(points), bool)
                keep[1:] = np.any(points[1:] != points[:-1], axis=1)
                points = points[keep]
            if len(points) < 2:
                continue
            xs.append(points[:, 0])
            ys.append(points[:, 1])
            total += len(points)
            rings.append(total)
        features.append(len(rings) - 1)
    empty = np.zeros(0, np.int32)
    return Shapes(
        np.concatenate(xs) if xs else empty,
        np.concatenate(ys) if ys else empty,
        np.asarray(rings, np.uint32),
        np.asarray(features, np.uint32),
    )


def _lines(geometry: Any) -> list[Any]:
    if geometry is None or geometry.is_empty:
        return []
    kind = geometry.geom_type
    if kind == "Polygon":
        return [geometry.exterior, *geometry.interiors]
    if kind in ("LineString", "LinearRing"):
        return [geometry]
    if kind.startswith("Multi") or kind == "GeometryCollection":
        return [line for part in geometry.geoms for line in _lines(part)]
    return []

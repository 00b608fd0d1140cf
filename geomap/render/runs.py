"""Shapes that share borders, between neighbours or between dates, stored once.

Every distinct vertex goes into a pool, in the order of first appearance. A ring is then a list of runs through the
pool, forwards or backwards; a border that two shapes share, or that stays the same from one date to the next, is
one run. Nothing is lost: unfolded again, every coordinate is what it was.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from geomap.render.codec import Shapes

_SPAN = np.int64(1) << 32


def fold(shapes: Shapes, prefix: str = "shape") -> dict[str, npt.NDArray[Any]]:
    """Return ``shapes`` as a pool of vertices and runs through it, under names a payload can hold.

    ``pool_x`` and ``pool_y`` are the distinct vertices; ``run`` the first vertex of each run, ``length`` the number of
    its vertices, negative where it goes backwards; ``runs`` the number of runs of each ring; ``features`` the
    first ring of each feature, and the number of rings.
    """
    keys = shapes.x.astype(np.int64) * _SPAN + shapes.y.astype(np.int64)
    starts = shapes.rings.astype(np.int64)
    distinct, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    vertices = rank[inverse.reshape(-1)]
    pool = distinct[order]
    step = np.zeros(len(vertices), np.int64)
    if len(vertices):
        step[1:] = np.diff(vertices)
        step[np.abs(step) != 1] = 0
        step[starts[:-1][starts[:-1] < len(vertices)]] = 0
    before = np.concatenate([[0], step[:-1]]) if len(step) else step
    begins = (step == 0) | ((before != 0) & (step != before))
    at = np.nonzero(begins)[0]
    lengths = np.diff(np.append(at, len(vertices)))
    backwards = np.zeros(len(at), bool)
    several = lengths > 1
    backwards[several] = step[at[several] + 1] < 0
    owners = np.searchsorted(starts, at, side="right") - 1
    y = (pool << 32 >> 32).astype(np.int32)
    return {
        f"{prefix}_pool_x": ((pool - y) // _SPAN).astype(np.int32),
        f"{prefix}_pool_y": y,
        f"{prefix}_run": vertices[at].astype(np.uint32),
        f"{prefix}_length": np.where(backwards, -lengths, lengths).astype(np.int32),
        f"{prefix}_runs": np.bincount(owners, minlength=max(len(starts) - 1, 0)).astype(np.uint32),
        f"{prefix}_features": shapes.features,
    }


def deltas(prefix: str = "shape") -> tuple[str, ...]:
    """Return the names of the columns worth storing as differences."""
    return tuple(f"{prefix}_{name}" for name in ("pool_x", "pool_y", "run", "length", "runs", "features"))


def unfold(columns: dict[str, npt.NDArray[Any]], prefix: str = "shape") -> Shapes:
    """Return the shapes that :func:`fold` was given."""
    lengths = columns[f"{prefix}_length"].astype(np.int64)
    sizes = np.abs(lengths)
    total = int(sizes.sum())
    begin = np.concatenate([[0], np.cumsum(sizes)])
    within = np.arange(total) - np.repeat(begin[:-1], sizes)
    vertices = np.repeat(columns[f"{prefix}_run"].astype(np.int64), sizes) + within * np.repeat(np.sign(lengths), sizes)
    last_run = np.concatenate([[0], np.cumsum(columns[f"{prefix}_runs"].astype(np.int64))])
    return Shapes(
        columns[f"{prefix}_pool_x"][vertices],
        columns[f"{prefix}_pool_y"][vertices],
        begin[last_run].astype(np.uint32),
        columns[f"{prefix}_features"],
    )

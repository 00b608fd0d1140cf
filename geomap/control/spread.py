"""From settlements with a state of their own to all settlements: whose neighbourhood is this?

Reports name few of the settlements there are. The others take the side of the reported settlements around them, each
weighed by the inverse cube of its distance, as long as they lie within those settlements' reach; beyond every reach
there is no data, which is not a side.
The reach follows the density of the reports: :data:`REACH_FACTOR` times the distance to the third-nearest reported
settlement, at most :data:`MAX_REACH_M`. Where reports stand close the reach is short, and one old report far behind
the line does not colour an oblast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

#: Reach of a report in units of the distance to its third-nearest reported neighbour.
REACH_FACTOR = 1.6
#: Every report reaches at least so far, metres.
SMALLEST_REACH_M = 12_000.0
#: No report reaches farther, metres.
MAX_REACH_M = 40_000.0
#: Reports looked at for a settlement.
NEAREST = 8
#: Power of the inverse distance that weighs them.
POWER = 3
#: A river between a settlement and a report makes the way so many times as long.
RIVER_FACTOR = 2.0
#: Nearer reports weigh the same, metres.
NEAR_M = 50.0


def reaches(xy: Floats, smallest: float, largest: float = MAX_REACH_M) -> Floats:
    """Return how far each reported settlement reaches, metres."""
    import numpy as np
    from scipy.spatial import cKDTree

    k = min(4, len(xy))
    if k < 2:
        return np.full(len(xy), smallest)
    third = cKDTree(xy).query(xy, k=k)[0][:, -1]
    found: Floats = np.clip(REACH_FACTOR * third, smallest, largest)
    return found


def spread(
    xy: Floats, group: Ints, side: Ints, reach: Floats,
    water: BaseGeometry | None = None, rivers: BaseGeometry | None = None,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Spread within each group: reports do not reach across the state border. See :func:`spread_one`."""
    import numpy as np

    result, origin = side.copy(), np.where(side != 0, np.arange(len(side)), -1)
    for number in np.unique(group):
        members = np.flatnonzero(group == number)
        own, source = spread_one(xy[members], side[members], reach[members], water, rivers)
        result[members] = own
        origin[members] = np.where(source >= 0, members[source], -1)
    return result, origin


def spread_one(
    xy: Floats, side: Ints, reach: Floats, water: BaseGeometry | None = None, rivers: BaseGeometry | None = None
) -> tuple[Ints, Ints]:
    """Give settlements without a side the side of the nearest reported one within its reach.

    Parameters
    ----------
    side
        +1 RU, -1 UA, 0 without a side of their own.
    reach
        Reach of each reported settlement; read where ``side`` is not 0.
    water, rivers
        No report reaches across open water; a river makes the way :data:`RIVER_FACTOR` times as long.

    Returns
    -------
    The side of every settlement (0: no data) and the number of the settlement it comes from (-1: none).
    """
    import numpy as np
    import shapely
    from scipy.spatial import cKDTree

    result = side.copy()
    origin = np.where(side != 0, np.arange(len(side)), -1)
    reported = np.flatnonzero(side)
    asked = np.flatnonzero(side == 0)
    if not len(reported) or not len(asked):
        return result, origin
    k = min(NEAREST, len(reported))
    distance, found = cKDTree(xy[reported]).query(xy[asked], k=list(range(1, k + 1)))
    ways = _ways(xy[asked], xy[reported[found]], distance <= reach[reported[found]])
    for barrier, factor in ((water, np.inf), (rivers, RIVER_FACTOR)):
        if barrier is not None and not barrier.is_empty:
            shapely.prepare(barrier)
            distance = np.where(shapely.intersects(ways, barrier), distance * factor, distance)
    within = distance <= reach[reported[found]]
    weight = np.where(within, np.maximum(distance, NEAR_M) ** -POWER, 0.0) * side[reported[found]]
    chosen_side = np.sign(weight.sum(axis=1)).astype(np.int64)
    hit = chosen_side != 0
    agrees = within & (side[reported[found]] == chosen_side[:, None])
    first = agrees.argmax(axis=1)
    chosen = reported[found[np.arange(len(asked)), first]]
    result[asked[hit]] = chosen_side[hit]
    origin[asked[hit]] = chosen[hit]
    return result, origin


def _ways(asked: Floats, reported: Floats, within: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    """Return the straight way from each settlement to each of its reports within reach; None elsewhere."""
    import numpy as np
    import shapely

    ways = np.full(within.shape, None, dtype=object)
    rows, columns = np.nonzero(within)
    if len(rows):
        ends = np.stack([asked[rows], reported[rows, columns]], axis=1)
        ways[rows, columns] = shapely.linestrings(ends)
    return ways

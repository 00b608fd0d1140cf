"""From settlements with a state of their own to all settlements: whose neighbourhood is this?

Reports name few of the settlements there are. The others take the side of the nearest settlement whose side is
confirmed, as long as it is within that settlement's reach; beyond every reach there is no data, which is not a side.
The reach follows the density of the reports: :data:`REACH_FACTOR` times the distance to the third-nearest reported
settlement, at most :data:`MAX_REACH_M`. Where reports stand close the reach is short, and one old report far behind
the line does not colour an oblast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

#: Reach of a report in units of the distance to its third-nearest reported neighbour.
REACH_FACTOR = 1.2
#: No report reaches farther, metres.
MAX_REACH_M = 40_000.0
#: Reports looked at for a settlement.
NEAREST = 8


def reaches(xy: Floats, smallest: float, largest: float = MAX_REACH_M) -> Floats:
    """Return how far each reported settlement reaches, metres."""
    import numpy as np
    from scipy.spatial import cKDTree

    k = min(4, len(xy))
    if k < 2:
        return np.full(len(xy), smallest)
    third = cKDTree(xy).query(xy, k=k)[0][:, -1]
    return np.clip(REACH_FACTOR * third, smallest, largest)


def spread(xy: Floats, group: Ints, side: Ints, reach: Floats) -> tuple[Ints, Ints]:
    """Give settlements without a side the side of the nearest reported one within its reach.

    Parameters
    ----------
    side
        +1 RU, -1 UA, 0 without a side of their own.
    reach
        Reach of each reported settlement; read where ``side`` is not 0.

    Returns
    -------
    The side of every settlement (0: no data) and the number of the settlement it comes from (-1: none).
    """
    import numpy as np
    from scipy.spatial import cKDTree

    result = side.copy()
    origin = np.where(side != 0, np.arange(len(side)), -1)
    reported = np.flatnonzero(side)
    asked = np.flatnonzero(side == 0)
    if not len(reported) or not len(asked):
        return result, origin
    k = min(NEAREST, len(reported))
    distance, found = cKDTree(xy[reported]).query(xy[asked], k=list(range(1, k + 1)))
    within = distance <= reach[reported[found]]
    hit = within.any(axis=1)
    first = within.argmax(axis=1)
    chosen = reported[found[np.arange(len(asked)), first]]
    result[asked[hit]] = side[chosen[hit]]
    origin[asked[hit]] = chosen[hit]
    return result, origin

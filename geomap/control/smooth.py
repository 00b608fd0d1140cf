"""Single wrong reports: smoothing on the neighbour graph, only as much as the reports' quality asks.

The labels that cost least are found exactly, by a minimum cut (Greig, Porteous & Seheult 1989): a settlement pays
for leaving its report as much as the report weighs (log-odds), neighbours on different sides pay for the border they
share. Two wrong neighbours that back each other up, which fool a settlement-by-settlement vote, do not survive it.

How often reports are wrong is estimated from the reports themselves (:func:`error_rate`): a settlement that differs
from at least seven of its eight nearest reported neighbours is rare along a true line and common among errors. Below
:data:`QUIET` nothing is smoothed, because smoothing clean reports only rounds true bends.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

#: Estimated error rate below which nothing is smoothed.
QUIET = 0.005
#: Price of a border as long as the median one, log-odds. Chosen on the reference of 2024-07-08 with its own seeds.
BORDER_PRICE = 1.2
#: Where reports are this noisy, smaller groups of settlements within the other side are taken for errors too, unless
#: one of them has a second independent root.
SMALLEST_ISLAND = 7
#: Weight of one confirming vote, log-odds (see :data:`geomap.control.rules.WEIGHTS`).
SINGLE_VOTE = 3.9
#: Neighbours looked at by :func:`error_rate`.
NEIGHBOURS = 8
#: Capacities of the cut are integers: this many units to one log-odd.
_UNITS = 1000


def error_rate(xy: Floats, side: Ints) -> float:
    """Estimate the share of wrong reports among settlements with ``side`` ±1."""
    import numpy as np
    from scipy.spatial import cKDTree

    reported = np.flatnonzero(side)
    if len(reported) < 20 * NEIGHBOURS:
        return 0.0
    near = cKDTree(xy[reported]).query(xy[reported], k=NEIGHBOURS + 1)[1][:, 1:]
    own = side[reported]
    differing = (own[near] != own[:, None]).sum(axis=1)
    alone = float((differing >= NEIGHBOURS - 1).mean())
    # An error is seen when at most one of its neighbours is wrong too: solve alone = e·((1-e)^8 + 8e(1-e)^7).
    rate = alone
    for _ in range(20):
        rate = min(alone / ((1 - rate) ** NEIGHBOURS + NEIGHBOURS * rate * (1 - rate) ** (NEIGHBOURS - 1)), 0.3)
    return rate


def minimum_cut(pairs: Ints, price: Floats, odds: Floats) -> Mask:
    """Return the labels (True where positive) of least cost, exactly.

    Parameters
    ----------
    pairs, price
        Neighbours, and the price of their being on different sides.
    odds
        Price of leaving the report of each node; the sign is the report, 0 none.
    """
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    count = len(odds)
    source, sink = count, count + 1
    borders = np.round(price * _UNITS).astype(np.int32)
    weights = np.minimum(np.round(np.abs(odds) * _UNITS), 1e8).astype(np.int32)
    positive, negative = np.flatnonzero(odds > 0), np.flatnonzero(odds < 0)
    rows = np.concatenate([pairs[:, 0], pairs[:, 1], np.full(len(positive), source), negative])
    columns = np.concatenate([pairs[:, 1], pairs[:, 0], positive, np.full(len(negative), sink)])
    values = np.concatenate([borders, borders, weights[positive], weights[negative]])
    graph = csr_matrix((values, (rows, columns)), shape=(count + 2, count + 2), dtype=np.int32)
    rest = graph - maximum_flow(graph, source, sink).flow
    rest.data = np.maximum(rest.data, 0)
    rest.eliminate_zeros()
    label = np.zeros(count + 2, dtype=bool)
    label[breadth_first_order(rest, source, return_predecessors=False)] = True
    found: Mask = label[:count]
    return found


def islands(pairs: Ints, side: Ints, smallest: int = SMALLEST_ISLAND) -> Mask:
    """Return the sites of groups with fewer than ``smallest`` sites that touch the other side."""
    import numpy as np
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    a, b = side[pairs[:, 0]], side[pairs[:, 1]]
    same = pairs[(a == b) & (a != 0)]
    count = len(side)
    joined = coo_matrix((np.ones(len(same), dtype=np.int8), (same[:, 0], same[:, 1])), shape=(count, count))
    group = connected_components(joined, directed=False)[1]
    touching = np.zeros(count, dtype=bool)
    touching[np.unique(group[pairs[a * b < 0]])] = True
    found: Mask = (side != 0) & (np.bincount(group)[group] < smallest) & touching[group]
    return found


def smooth(pairs: Ints, lengths: Floats, side: Ints, weight: Floats, rate: float) -> Ints:
    """Return the sides after smoothing; sites without a side keep none.

    Parameters
    ----------
    lengths
        Length of the border each pair shares.
    side
        +1, -1 or 0.
    weight
        Weight of each site's report, log-odds (0: unknown). One report weighs what ``rate`` allows; what exceeds one
        confirming vote (:data:`SINGLE_VOTE`), that is a second independent root, is added.
    rate
        Estimated share of wrong reports.
    """
    import numpy as np

    if rate < QUIET or not (side > 0).any() or not (side < 0).any():
        return side
    known = (side[pairs[:, 0]] != 0) & (side[pairs[:, 1]] != 0)
    own, border = pairs[known], lengths[known]
    mean = float(np.median(border))
    price = BORDER_PRICE * np.clip(border, 0.0, 3 * mean) / mean
    backed = np.maximum(weight - SINGLE_VOTE, 0.0)
    odds = side * (math.log((1 - rate) / rate) + backed)
    label = minimum_cut(own, price, odds)
    result = np.where(side == 0, 0, np.where(label, 1, -1)).astype(np.int64)
    lonely = islands(pairs, result) & (backed == 0)
    result[lonely] = -result[lonely]
    return result

"""The state of every settlement of a tessellation: own verdicts, a reference, the neighbourhood, open water."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.control.cells import Tessellation
from geomap.control.rules import SIDES, Verdict
from geomap.control.smooth import NEIGHBOURS, error_rate, smooth
from geomap.control.spread import SMALLEST_REACH_M, reaches, spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

#: Keys of the base states, as stored for each site. The smaller wins where three neighbours all differ.
NO_DATA, CONTESTED, STALE_UA, STALE_RU, CONFIRMED_UA, CONFIRMED_RU = range(6)
#: Key → (state, side).
STATES = {
    NO_DATA: ("no_data", ""), CONTESTED: ("contested", ""), STALE_UA: ("stale", "UA"), STALE_RU: ("stale", "RU"),
    CONFIRMED_UA: ("confirmed", "UA"), CONFIRMED_RU: ("confirmed", "RU"),
}  # fmt: skip
KEYS = {value: key for key, value in STATES.items()}
SIGN = {"RU": 1, "UA": -1}
SIDE_OF = {1: "RU", -1: "UA", 0: ""}
#: A report that differs from this many nearest reported ones, and rests on one root, stands alone.
ALONE = 8


@dataclass(frozen=True, eq=False)
class Labels:
    """One state for each site of a tessellation."""

    key: Ints
    """Base state of each site (:data:`STATES`)."""
    side: Ints
    """+1 RU, -1 UA, 0 none; contested sites carry the side around them, for the line only."""
    origin: Ints
    """Number of the reported site the state comes from (its own, or a neighbour's); -1 none."""
    reach: Floats
    """Reach of reported sites, metres; 0 elsewhere."""
    own: Mask
    """Sites with a confirming statement of their own, or a value of the reference."""
    claimed: dict[str, Mask]
    """Side → sites it claims, on top of the base state."""
    isolated: Mask
    """Sites whose own report stands alone against all around it: shown as a point, not as area."""
    water: tuple[int, ...]
    """Base state of each open water."""
    rate: float
    """Estimated share of wrong reports; nothing was smoothed below :data:`geomap.control.smooth.QUIET`."""
    prior: Ints | None = None
    """Key of each site in the reference; None without one."""

    def counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (state, side) → sites, and sites with a statement of their own."""
        found = {name: self.key == key for key, name in STATES.items()}
        table = {name: (int(mask.sum()), int((mask & self.own).sum())) for name, mask in found.items()}
        for side, mask in self.claimed.items():
            table["claimed", side] = (int(mask.sum()), int(mask.sum()))
        return table


def label(
    tess: Tessellation, verdicts: Mapping[str, Verdict], prior: Mapping[str, int] | None = None,
    *, smoothing: bool = True,
) -> Labels:  # fmt: skip
    """Give every site of ``tess`` its state.

    Parameters
    ----------
    verdicts
        Site identifier → verdict.
    prior
        Site identifier → side (+1, -1) in a reference; verdicts lie on top of it.
    smoothing
        Whether wrong reports are looked for.
    """
    import numpy as np

    count = len(tess.sites)
    index = tess.index
    key = np.zeros(count, dtype=np.int64)
    weight = np.zeros(count)
    roots = np.zeros(count, dtype=np.int64)
    told = np.zeros(count, dtype=bool)
    claimed = {name: np.zeros(count, dtype=bool) for name in SIDES}
    for identifier, sign in (prior or {}).items():
        number = index.get(identifier, -1)
        if number >= 0:
            key[number] = CONFIRMED_RU if sign > 0 else CONFIRMED_UA
    before = key.copy() if prior is not None else None
    for identifier in sorted(verdicts):
        number = index.get(identifier, -1)
        if number < 0:
            continue
        verdict = verdicts[identifier]
        for name in verdict.claimed_by:
            claimed[name][number] = True
        if verdict.settled:
            found = KEYS[verdict.state, verdict.side]
            # Two settlements on one point that differ: neither side alone.
            key[number] = found if not told[number] or key[number] == found else CONTESTED
            told[number] = True
            weight[number] = abs(verdict.log_odds)
            roots[number] = len(verdict.roots)
    own = key != NO_DATA
    side = _sides(key)
    isolated = np.zeros(count, dtype=bool)
    rate = 0.0
    if prior is None:
        isolated = _alone(tess, side, roots)
        side[isolated] = 0
        rate = error_rate(tess.xy, side) if smoothing else 0.0
    reported = np.flatnonzero(side)
    reach = np.zeros(count)
    if len(reported):
        reach[reported] = reaches(tess.xy[reported], min(tess.reach, SMALLEST_REACH_M))
    around, origin = spread(tess.xy, tess.group, side, reach, tess.wet, tess.rivers)
    smoothed = smooth(tess.pairs, tess.lengths, around, weight, rate)
    turned = smoothed != around
    if turned.any():
        # Reports that were overruled lend their side to nobody.
        side = np.where(turned, 0, side)
        around, origin = spread(tess.xy, tess.group, side, reach, tess.wet, tess.rivers)
        around = np.where(smoothed != 0, smoothed, around)
        isolated |= turned & own
    stale = np.isin(key, (STALE_UA, STALE_RU))
    follows = (around != 0) & (~own | isolated)
    old = np.zeros(count, dtype=bool)
    old[follows] = stale[origin[follows]]
    key[isolated] = NO_DATA
    russian, late = around[follows] > 0, old[follows]
    key[follows] = np.where(russian, np.where(late, STALE_RU, CONFIRMED_RU), np.where(late, STALE_UA, CONFIRMED_UA))
    return Labels(
        key, around, origin, reach, own & ~isolated, claimed, isolated, _water(tess, around, key), rate, before
    )


def _sides(key: Ints) -> Ints:
    import numpy as np

    lookup = np.array([SIGN.get(STATES[k][1], 0) for k in range(len(STATES))], dtype=np.int64)
    found: Ints = lookup[key]
    return found


def _alone(tess: Tessellation, side: Ints, roots: Ints) -> Mask:
    """Return reported sites on one root whose nearest reported neighbours all say otherwise."""
    import numpy as np
    from scipy.spatial import cKDTree

    alone = np.zeros(len(side), dtype=bool)
    reported = np.flatnonzero(side)
    if len(reported) <= NEIGHBOURS or (roots[reported] == 0).all():
        return alone
    near = reported[cKDTree(tess.xy[reported]).query(tess.xy[reported], k=ALONE + 1)[1][:, 1:]]
    differs = (side[near] == -side[reported][:, None]).all(axis=1)
    alone[reported[differs & (roots[reported] == 1)]] = True
    return alone


def _water(tess: Tessellation, side: Ints, key: Ints) -> tuple[int, ...]:
    """Open water stays with the country it lies in, unless the other side holds its whole shore.

    Territory is occupied where authority is established and can be exercised (Hague Regulations 1907, art. 42);
    that is a shore, not the water between two hostile ones.
    """
    import numpy as np

    found = []
    for water in tess.waters:
        shore = side[water.shore]
        country = -1 if water.group == 0 else 1
        holder = country if (shore == country).any() else int(np.sign(shore.sum()))
        holders = key[water.shore][shore == holder]
        confirmed = KEYS["confirmed", SIDE_OF[holder]] if holder else NO_DATA
        stale = holder and not (holders == confirmed).any()
        found.append(KEYS["stale", SIDE_OF[holder]] if stale else confirmed)
    return tuple(found)


def gaps(tess: Tessellation, labels: Labels, numbers: Ints) -> Floats:
    """Return for each triangle the distance between the reports that put its corners on different sides, metres."""
    import numpy as np

    corners = tess.triangles[numbers]
    side, origin = labels.side[corners], labels.origin[corners]
    total, many = np.zeros(len(numbers)), np.zeros(len(numbers))
    for i, j in ((0, 1), (1, 2), (0, 2)):
        cross = (side[:, i] * side[:, j] < 0) & (origin[:, i] >= 0) & (origin[:, j] >= 0)
        step = tess.xy[origin[:, i]] - tess.xy[origin[:, j]]
        total += np.where(cross, np.hypot(step[:, 0], step[:, 1]), 0.0)
        many += cross
    found: Floats = total / np.maximum(many, 1)
    return found

"""The state of every settlement of a tessellation: own verdicts, the reference, the neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.control.rules import Verdict
from geomap.control.sites import Tessellation
from geomap.control.spread import reaches, spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Mask = npt.NDArray[np.bool_]

#: Codes of the base states.
NO_DATA, CONFIRMED, STALE, CONTESTED = 0, 1, 2, 3
_CODES = {"confirmed": CONFIRMED, "stale": STALE, "contested": CONTESTED}
_NAMES = {CONFIRMED: "confirmed", STALE: "stale", CONTESTED: "contested", NO_DATA: "no_data"}
SIGN = {"RU": 1, "UA": -1}
SIDE_OF = {1: "RU", -1: "UA", 0: ""}


@dataclass(frozen=True, eq=False)
class Labels:
    """One state for each site of a tessellation."""

    state: Ints
    """Base state code."""
    side: Ints
    """+1 RU, -1 UA, 0 none; contested sites carry the side around them, for the line only."""
    origin: Ints
    """Number of the reported site the state comes from (its own, or a neighbour's); -1 none."""
    reach: Floats
    """Reach of reported sites, metres; 0 elsewhere."""
    own: Mask
    """Sites with a confirming statement of their own (or a value of the reference)."""
    claimed: dict[str, Mask]
    """Side → sites it claims, on top of the base state."""
    isolated: Mask
    """Sites whose own report stands alone against all around it: shown as a point, not as area."""

    def masks(self) -> dict[tuple[str, str], Mask]:
        """Return (state, side) → sites, for all states but no data."""
        found: dict[tuple[str, str], Mask] = {}
        for code in (CONFIRMED, STALE):
            for sign, side in ((-1, "UA"), (1, "RU")):
                found[_NAMES[code], side] = (self.state == code) & (self.side == sign)
        found["contested", ""] = self.state == CONTESTED
        for side, mask in self.claimed.items():
            found["claimed", side] = mask
        return found

    def counts(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Return (state, side) → sites, and sites with a statement of their own."""
        found = {}
        for key, mask in self.masks().items():
            own = mask if key[0] == "claimed" else mask & self.own
            found[key] = (int(mask.sum()), int(own.sum()))
        found["no_data", ""] = (int((self.state == NO_DATA).sum()), 0)
        return found

    def named(self, number: int) -> tuple[str, str]:
        """Return state and side of a site in words of the schema."""
        state = int(self.state[number])
        return _NAMES[state], "" if state in (CONTESTED, NO_DATA) else SIDE_OF[int(self.side[number])]


def label(
    tess: Tessellation, verdicts: Mapping[str, Verdict], prior: Mapping[str, int] | None = None
) -> Labels:
    """Give every site of ``tess`` its state.

    Parameters
    ----------
    verdicts
        Site identifier → verdict.
    prior
        Site identifier → side (+1, -1) of a reference; sites it does not name have no data.
    """
    import numpy as np

    count = len(tess.sites)
    index = tess.sites.index
    state = np.zeros(count, dtype=np.int64)
    side = np.zeros(count, dtype=np.int64)
    claimed = {name: np.zeros(count, dtype=bool) for name in SIGN}
    if prior is not None:
        for identifier, sign in prior.items():
            number = index.get(identifier, -1)
            if number >= 0:
                side[number], state[number] = sign, CONFIRMED
    for identifier in sorted(verdicts):
        verdict = verdicts[identifier]
        number = index.get(identifier, -1)
        if number < 0:
            continue
        for name in verdict.claimed_by:
            claimed[name][number] = True
        if verdict.rule.startswith("claimed by both sides"):
            continue
        if verdict.state in _CODES:
            state[number] = _CODES[verdict.state]
            side[number] = SIGN.get(verdict.side, 0)
    own = state != NO_DATA
    contested = state == CONTESTED
    side[contested] = 0
    reported = np.flatnonzero(side)
    reach = np.zeros(count)
    reach[reported] = reaches(tess.xy[reported], tess.reach) if len(reported) else 0.0
    isolated = np.zeros(count, dtype=bool)
    spread_side, origin = spread(tess.xy, tess.group, side, reach)
    inherited = (spread_side != 0) & ~own
    state[inherited] = state[origin[inherited]]
    return Labels(state, spread_side, origin, reach, own, claimed, isolated)


def half_widths(tess: Tessellation, labels: Labels, numbers: Ints) -> Floats:
    """Return for each border the distance between the reports that put a side on either side of it, metres."""
    import numpy as np

    first, second = labels.origin[tess.pairs[numbers, 0]], labels.origin[tess.pairs[numbers, 1]]
    gap = tess.xy[first] - tess.xy[second]
    return np.hypot(gap[:, 0], gap[:, 1])

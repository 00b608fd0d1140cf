"""What changed between two dates or two sources, paired on one tessellation, with an interval.

Two maps made apart differ by more than a week's news. Both results are therefore put on the same cells, and only
settlements that changed hands count. A figure always comes with an interval: a bootstrap over settlements and roots,
widened by what remains when any one source is left out. A change of less than two settlements' worth of ground, or
one whose interval holds zero, is *below detection*.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.control.areas import geodesic_km2, inferred
from geomap.control.cells import Tessellation, polygons_only, tessellate
from geomap.control.labels import CONFIRMED_RU, CONFIRMED_UA, CONTESTED, NO_DATA, STALE_RU, STALE_UA, Labels, label
from geomap.control.sites import Projection
from geomap.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import numpy as np
    import numpy.typing as npt

    from geomap.control.compute import Control
    from geomap.control.reference import Reference
    from geomap.control.rules import Verdict

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

#: Figures for fewer days are refused unless asked for: two professional maps agree on a month, not on a day.
FEWEST_DAYS = 7
#: A net change below so many settlements' worth of ground is below detection.
DETECTABLE_QUANTA = 2.0
#: Bootstrap samples.
SAMPLES = 1000
#: Fewest roots that are drawn from in the bootstrap.
FEWEST_ROOTS = 3
#: Roots left out one at a time: those behind most settlements that changed.
LEFT_OUT = 12
#: A root behind more than this share of a result is not left out: nothing to compare would remain.
PILLAR = 0.5
#: Differences of two polygons narrower than this are re-digitised borders, not change, metres.
SLIVER_M = 300.0


@dataclass(frozen=True, eq=False)
class Change:
    """Change of the area held by Russia from the first to the second result; the losses are Ukraine's gains."""

    before: str
    """Date (or name) of the first."""
    after: str
    """Date (or name) of the second."""
    gained_km2: float
    """Ground that was Ukraine's or contested and is Russia's."""
    lost_km2: float
    """Ground that was Russia's and is Ukraine's or contested."""
    net_km2: float
    """``gained_km2 - lost_km2``."""
    low_km2: float
    """Lower end of the interval of the net change."""
    high_km2: float
    """Upper end."""
    coverage: float
    """Nominal coverage of the interval."""
    below_detection: bool
    """The net change cannot be told from none."""
    claimed_only_km2: float
    """Ground that Russia claims in the second and not in the first, and that nobody confirms: in no other figure."""
    gained: tuple[str, ...]
    """Settlements gained (identifiers)."""
    lost: tuple[str, ...]
    """Settlements lost."""
    claimed: tuple[str, ...]
    """Settlements newly claimed by Russia and not confirmed."""
    left_out: Mapping[str, float]
    """Root → net change when nothing it says is used, km²."""
    areas: geopandas.GeoDataFrame
    """Rows ``gained`` and ``lost`` with their shapes, EPSG:4326."""
    note: str = ""
    """What was filtered or could not be compared."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Settings used."""

    def __str__(self) -> str:
        """Return the figures as one paragraph."""
        text = (
            f"{self.before} → {self.after}: Russia gained {self.gained_km2:,.0f} km² ({len(self.gained)} settlements), "
            f"lost {self.lost_km2:,.0f} km² ({len(self.lost)}); net {self.net_km2:+,.0f} km², "
            f"{self.coverage:.0%} interval {self.low_km2:+,.0f} to {self.high_km2:+,.0f}"
        )
        if self.below_detection:
            text += "; below detection"
        if self.claimed:
            text += f". Claimed and not confirmed: {self.claimed_only_km2:,.0f} km² ({len(self.claimed)} settlements)"
        return text + (f". {self.note}" if self.note else ".")


def check_span(before: str, after: str, daily: bool) -> None:
    """Raise :class:`~geomap.errors.InputError` for a span of under a week that was not asked for by name."""
    if daily or not before or not after or before == after:
        return
    days = abs((datetime.date.fromisoformat(after) - datetime.date.fromisoformat(before)).days)
    if days < FEWEST_DAYS:
        raise InputError(
            f"{before} to {after} is {days} days: no map supports a figure for so short a time (two professional maps "
            f"differ by more). Take at least {FEWEST_DAYS} days, better a month, or ask for it with daily=True"
        )


def change(
    before: Control, after: Control, *, daily: bool = False, coverage: float = 0.9, leave_out: bool = True,
    seed: int = 0,
) -> Change:  # fmt: skip
    """Return the change from ``before`` to ``after`` on one tessellation.

    Parameters
    ----------
    daily
        Give a figure for less than a week too.
    coverage
        Nominal coverage of the interval.
    leave_out
        Whether every important root is left out in turn.
    seed
        Seed of the bootstrap; the same inputs give the same interval.

    Raises
    ------
    InputError
        The results rest on different gazetteers, or the span is too short.
    """
    check_span(before.date, after.date, daily)
    tess = _joint(before, after)
    first = _labels(before, tess, before.verdicts)
    second = _labels(after, tess, after.verdicts)
    figures = _Figures(tess, first, second)
    pairs = ((before, first), (after, second))
    low, high = _interval(tess, figures, pairs, coverage, seed)
    left, note = _left_out(before, after, tess, figures, pairs) if leave_out else ({}, "")
    low, high = min([low, *left.values()]), max([high, *left.values()])
    quantum = _quantum(tess)
    net = figures.net
    claimed = second.claimed["RU"] & ~first.claimed["RU"] & ~(figures.held(second.key) > 0)
    ids = tess.sites.ids
    return Change(
        before.date, after.date, figures.gained, figures.lost, net, low, high, coverage,
        bool(abs(net) < DETECTABLE_QUANTA * quantum or low <= 0 <= high),
        float(tess.star_areas[claimed].sum() / 1e6),
        tuple(ids[n] for n in figures.site_change.nonzero()[0] if figures.site_change[n] > 0),
        tuple(ids[n] for n in figures.site_change.nonzero()[0] if figures.site_change[n] < 0),
        tuple(ids[n] for n in claimed.nonzero()[0]), left, _shapes(tess, figures), note,
        options={"daily": daily, "seed": seed, "quantum_km2": round(quantum, 1)},
    )  # fmt: skip


def _joint(before: Control, after: Control) -> Tessellation:
    import shapely

    if before.tessellation.digest == after.tessellation.digest:
        return before.tessellation
    if before.sites.digest != after.sites.digest:
        known = set(before.sites.ids) & set(after.sites.ids)
        plain = {i for i in (*before.sites.ids, *after.sites.ids) if not i.startswith("point:")}
        if plain - known:
            raise InputError("the two results rest on different gazetteers; make both with the same one")
    wide = before if len(before.sites) >= len(after.sites) else after
    regions = [item.tessellation.projection.degrees(item.tessellation.aoi) for item in (before, after)]
    aoi = shapely.convex_hull(shapely.union_all(regions))
    return tessellate(wide.tessellation.source or wide.sites, aoi, **wide.tessellation.made_with)


def _labels(control: Control, tess: Tessellation, verdicts: Mapping[str, Verdict]) -> Labels:
    prior = None if control.reference is None else control.reference.sample(tess.sites)
    return label(tess, verdicts, prior, smoothing=control.options.smoothing)


def _told(tess: Tessellation, labels: Labels) -> Ints:
    """Return the keys without inferred ground: what nobody said before is no change when somebody says it."""
    import numpy as np

    key = labels.key
    if labels.prior is None:
        for mask in inferred(tess, labels).values():
            key = np.where(mask, NO_DATA, key)
    return key


class _Figures:
    """Change of stars and middles between two labellings."""

    def __init__(self, tess: Tessellation, first: Labels, second: Labels) -> None:
        import numpy as np

        before, after = _told(tess, first), _told(tess, second)
        self.star = self.step(self.held(before), self.held(after))
        self.middle = self.step(self.held(tess.majority(before)), self.held(tess.majority(after)))
        self.gained = float((tess.star_areas[self.star > 0].sum() + tess.middle_areas[self.middle > 0].sum()) / 1e6)
        self.lost = float((tess.star_areas[self.star < 0].sum() + tess.middle_areas[self.middle < 0].sum()) / 1e6)
        self.net = self.gained - self.lost
        self.site_change = self.star
        count = len(tess.sites)
        share = np.append(self.star != 0, False)[tess.triangles]
        many = np.maximum(share.sum(axis=1), 1)
        self.contribution = self.star * tess.star_areas
        signed = self.middle * tess.middle_areas / many
        for corner in range(3):
            numbers = tess.triangles[:, corner]
            mine = share[:, corner] & (numbers < count)
            np.add.at(self.contribution, numbers[mine], signed[mine])

    @staticmethod
    def held(key: Ints) -> Ints:
        """Return +1 where Russia holds, -1 where Ukraine does or it is contested, 0 without data."""
        import numpy as np

        lookup = np.zeros(6, dtype=np.int64)
        lookup[[CONFIRMED_RU, STALE_RU]] = 1
        lookup[[CONFIRMED_UA, STALE_UA, CONTESTED]] = -1
        found: Ints = lookup[key]
        return found

    @staticmethod
    def step(first: Ints, second: Ints) -> Ints:
        """Return +1 where ground became Russia's, -1 the other way; 0 where either has no data."""
        import numpy as np

        found: Ints = np.where(first * second < 0, second, 0).astype(np.int64)
        return found


def _quantum(tess: Tessellation) -> float:
    """Return the ground one settlement stands for, km²."""
    import numpy as np

    whole = tess.star_areas.sum() + tess.middle_areas.sum()
    return float(whole / max(1, int(np.count_nonzero(tess.star_areas))) / 1e6)


def _backers(
    tess: Tessellation, numbers: Ints, pairs: Sequence[tuple[Control, Labels]]
) -> tuple[Ints, list[list[str]]]:
    """Return for each changed site the report it follows, and the roots behind its state before and after."""
    import numpy as np

    follows = pairs[-1][1].origin[numbers]
    follows = np.where(follows >= 0, follows, pairs[0][1].origin[numbers])
    backers = []
    for number in numbers:
        roots: set[str] = set()
        for control, labels in pairs:
            source = int(labels.origin[number])
            verdict = control.verdicts.get(tess.sites.ids[source]) if source >= 0 else None
            roots.update(verdict.roots if verdict is not None else ())
        backers.append(sorted(roots))
    return np.where(follows >= 0, follows, numbers), backers


def _interval(
    tess: Tessellation, figures: _Figures, pairs: Sequence[tuple[Control, Labels]], coverage: float, seed: int
) -> tuple[float, float]:
    """Bootstrap of the net change over reports (with all that follow them) and roots, km²."""
    import numpy as np

    # Ground between settlements is known to half a cell at either end of the change.
    slack = _quantum(tess)
    numbers = np.flatnonzero(figures.contribution)
    if not len(numbers):
        return -slack, slack
    follows, backers = _backers(tess, numbers, pairs)
    values = figures.contribution[numbers] / 1e6
    rng = np.random.default_rng(seed)
    reports, cluster = np.unique(follows, return_inverse=True)
    weights = rng.poisson(1.0, size=(SAMPLES, len(reports)))[:, cluster].astype(float)
    names = sorted({root for backing in backers for root in backing})
    if len(names) >= FEWEST_ROOTS:
        place = {root: n for n, root in enumerate(names)}
        drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=SAMPLES) > 0
        for column, backing in enumerate(backers):
            if backing:
                kept = drawn[:, [place[root] for root in backing]].any(axis=1)
                weights[:, column] *= kept / (1 - (1 - len(backing) / len(names)) ** len(names))
    tail = (1 - coverage) / 2
    low, high = np.quantile(weights @ values, [tail, 1 - tail])
    return float(low - slack), float(high + slack)


def _left_out(
    before: Control, after: Control, tess: Tessellation, figures: _Figures, pairs: Sequence[tuple[Control, Labels]]
) -> tuple[dict[str, float], str]:
    """Return the net change without each important root, and a note on those that cannot be left out."""
    from geomap.control.audit import verdicts_without

    behind: dict[str, int] = {}
    for backing in _backers(tess, figures.site_change.nonzero()[0], pairs)[1]:
        for root in backing:
            behind[root] = behind.get(root, 0) + 1
    roots = sorted(behind, key=lambda root: (-behind[root], root))[:LEFT_OUT]
    found: dict[str, float] = {}
    pillars = []
    for root in roots:
        if any(_share(control, root) > PILLAR for control in (before, after)):
            pillars.append(root)
            continue
        first = _labels(before, tess, verdicts_without(before, root))
        second = _labels(after, tess, verdicts_without(after, root))
        found[root] = _Figures(tess, first, second).net
    note = f"Rests mainly on {' and '.join(pillars)}: the interval cannot tell how wrong that is" if pillars else ""
    return found, note


def _share(control: Control, root: str) -> float:
    """Return the share of a result's settled places that rest on ``root`` alone."""
    settled = [verdict for verdict in control.verdicts.values() if verdict.settled]
    return sum(verdict.roots == (root,) for verdict in settled) / max(1, len(settled))


def _shapes(tess: Tessellation, figures: _Figures) -> geopandas.GeoDataFrame:
    import geopandas

    rows = []
    for name, sign in (("gained", 1), ("lost", -1)):
        shape = tess.projection.degrees(tess.union(figures.star == sign, figures.middle == sign))
        if not shape.is_empty:
            rows.append({"change": name, "area_km2": round(geodesic_km2(shape), 1), "geometry": shape})
    columns = ["change", "area_km2", "geometry"]
    return geopandas.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")


def compare_references(before: Reference, after: Reference, *, daily: bool = False) -> Change:
    """Return the change between two drawn references, without the slivers of re-digitised borders.

    A difference that vanishes when it is narrowed by half of :data:`SLIVER_M` on each side is filtered; the note
    tells how much that was, and the interval is widened by it.
    """
    import geopandas
    import shapely

    check_span(before.date, after.date, daily)
    west, south, east, north = shapely.union(before.ru, after.ru).bounds
    projection = Projection(round((west + east) / 2, 1), round((south + north) / 2, 1))
    first = shapely.make_valid(projection.flat(before.ru))
    second = shapely.make_valid(projection.flat(after.ru))
    rows, totals, slivers = [], {}, 0.0
    for name, shape in (("gained", shapely.difference(second, first)), ("lost", shapely.difference(first, second))):
        kept = []
        for part in shapely.get_parts(polygons_only(shape)):
            core = shapely.buffer(part, -SLIVER_M / 2)
            if core.is_empty:
                slivers += part.area / 1e6
            else:
                kept.append(shapely.intersection(shapely.buffer(core, SLIVER_M / 2, join_style="mitre"), part))
                slivers += (part.area - kept[-1].area) / 1e6
        whole = projection.degrees(polygons_only(shapely.union_all(kept)))
        totals[name] = geodesic_km2(whole)
        if not whole.is_empty:
            rows.append({"change": name, "area_km2": round(totals[name], 1), "geometry": whole})
    areas = geopandas.GeoDataFrame(
        rows, columns=["change", "area_km2", "geometry"], geometry="geometry", crs="EPSG:4326"
    )
    net = totals["gained"] - totals["lost"]
    low, high = net - slivers, net + slivers
    return Change(
        before.date or before.name, after.date or after.name, totals["gained"], totals["lost"], net, low, high, 1.0,
        bool(low <= 0 <= high), 0.0, (), (), (), {}, areas,
        f"Slivers of {slivers:,.0f} km² were filtered and widen the interval; a single map's own error is not in it",
    )  # fmt: skip

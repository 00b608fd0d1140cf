"""Which point belongs to which settlement of the register.

A name alone does not settle it: a tenth of all names occurs more than once in its oblast, and one
matched point in twelve lies with a namesake. So a point is only given to a settlement whose own
hromada surrounds it: among the nearest settlements already placed, enough must belong to the same
hromada. Unmistakable names go first, the rest follow in rounds, and every placed point is asked
again in every round with itself left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from geomap.gazetteer.filters import centre, distance_km
from geomap.gazetteer.pool import Point

NEIGHBOURS = 10
#: A neighbour farther off than this says nothing: no hromada is that wide.
REACH_KM = 40.0
ROUNDS = 5
#: Inhabitants below which a point is not taken for a city of the register (the smallest have a few hundred).
CITY_LEAST = 400
#: Similarity of two keys (difflib ratio) from which they may be one name misspelt.
ALIKE = 0.86
#: Of two namesakes in one hromada a single point is taken to be the larger's.
KIND_RANK = {"city": 3, "town": 2, "settlement": 1, "village": 0}


@dataclass(slots=True)
class Settlement:
    """One register settlement while it is being placed."""

    code: str
    name: str
    kind: str
    oblast: str
    raion: str
    hromada: str
    keys: tuple[frozenset[str], ...] = ()
    fixed: Point | None = None


@dataclass(slots=True)
class Placed:
    """A settlement's point and how it was won."""

    point: Point
    support: float
    accuracy_km: float
    how: str = ""


@dataclass(slots=True)
class _Anchors:
    """Placed settlements of one oblast, as arrays."""

    lat: list[float] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    code: list[str] = field(default_factory=list)
    hromada: list[str] = field(default_factory=list)
    raion: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Support:
    """How a candidate point sits among the placed settlements around it."""

    same_hromada: int
    same_raion: int
    asked: int
    nearest_km: float
    known: int

    def score(self) -> float:
        """Higher is better; hromada members among the neighbours count most, then their nearness."""
        return self.same_hromada + 0.15 * self.same_raion + 2.0 / (1.0 + self.nearest_km / 3.0)

    def enough(self) -> bool:
        """Whether the point may be believed to lie in the settlement's own hromada."""
        if self.asked == 0:
            return False
        if self.known == 0:
            return self.same_raion >= 0.7 * self.asked
        if self.known <= 3:
            return self.same_hromada >= 1 and self.same_raion >= 0.4 * self.asked
        return self.same_hromada >= 2 or (self.same_hromada == 1 and self.nearest_km <= 4.0)

    def likely(self) -> bool:
        """Enough for a name that occurs once in the oblast and has one point there."""
        if self.enough():
            return True
        if self.known <= 3:
            return self.same_raion >= 0.5 * max(self.asked, 1)
        return self.same_raion >= 0.7 * self.asked and self.nearest_km <= 6.0


def _supports(anchors: _Anchors, asks: Sequence[tuple[Settlement, Point]]) -> list[Support]:
    import numpy as np

    if not asks:
        return []
    if not anchors.lat:
        return [Support(0, 0, 0, 999.0, 0) for _ in asks]
    lat, lon = np.radians(anchors.lat), np.radians(anchors.lon)
    hromada, raion, code = np.array(anchors.hromada), np.array(anchors.raion), np.array(anchors.code)
    members: dict[str, int] = defaultdict(int)
    for h in anchors.hromada:
        members[h] += 1
    out: list[Support] = []
    squeeze = float(np.cos(np.mean(lat)))
    for settlement, point in asks:
        far = np.hypot(lat - np.radians(point.lat), (lon - np.radians(point.lon)) * squeeze) * 6371.0
        own = code == settlement.code
        far = np.where(own, np.inf, far)
        count = min(NEIGHBOURS, len(far) - int(own.any()))
        near = np.argpartition(far, count)[:count] if count < len(far) else np.arange(len(far))
        same = (hromada[near] == settlement.hromada) & (far[near] <= REACH_KM)
        mine = far[(hromada == settlement.hromada) & ~own]
        out.append(
            Support(
                same_hromada=int(same.sum()),
                same_raion=int((raion[near] == settlement.raion).sum()),
                asked=count,
                nearest_km=float(mine.min()) if mine.size else 999.0,
                known=members[settlement.hromada] - int(own.any()),
            )
        )
    return out


def _anchors(settlements: Sequence[Settlement], placed: Mapping[str, Placed]) -> _Anchors:
    anchors = _Anchors()
    for s in settlements:
        if s.code in placed:
            anchors.lat.append(placed[s.code].point.lat)
            anchors.lon.append(placed[s.code].point.lon)
            anchors.code.append(s.code)
            anchors.hromada.append(s.hromada)
            anchors.raion.append(s.raion)
    return anchors


def _candidates(settlements: Sequence[Settlement], points: Sequence[Point], tier: int) -> dict[str, list[Point]]:
    by_key: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        for key in point.keys:
            by_key[key].append(point)
    out: dict[str, list[Point]] = {}
    for s in settlements:
        seen: dict[int, Point] = {}
        for level in range(tier + 1):
            for key in s.keys[level] if level < len(s.keys) else ():
                for point in by_key.get(key, ()):
                    seen.setdefault(id(point), point)
            if seen:
                break
        out[s.code] = sorted(seen.values(), key=lambda p: (p.lat, p.lon))
    return out


def fix_cities(settlements: Sequence[Settlement], points: Sequence[Point]) -> None:
    """Put every city of the oblast on the most populous point of its name, before all else.

    A city's name may be that of villages too, but of the points bearing it the largest is the city.
    """
    for settlement in settlements:
        if settlement.kind != "city" or settlement.fixed is not None:
            continue
        for keys in settlement.keys:
            same = [p for p in points if p.keys & keys and p.population >= CITY_LEAST]
            if same:
                settlement.fixed = max(same, key=lambda p: (p.population, p.lat))
                break


def fix_curated(
    settlements: Sequence[Settlement], points: Sequence[Point], placed: Mapping[str, Placed]
) -> list[Point]:
    """Give every hand-checked point to the settlement of its name and raion; returns those left over.

    Of namesakes in one raion the one is meant whose hromada, as placed so far, has its middle nearest.
    """
    inside: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for s in settlements:
        if s.code in placed:
            inside[s.hromada].append((placed[s.code].point.lat, placed[s.code].point.lon))
    left: list[Point] = []
    for point in points:
        options = [s for s in settlements if s.raion == point.raion and s.name == point.register_name]
        options = [s for s in options if s.fixed is None or s.fixed.source != "curated"]
        if not options:
            left.append(point)
            continue
        middles = {s.code: centre(inside[s.hromada]) for s in options if inside[s.hromada]}
        best = min(
            options,
            key=lambda s: (distance_km(*middles[s.code], point.lat, point.lon) if s.code in middles else 999.0, s.code),
        )
        best.fixed = point
    return left


def place_oblast(settlements: Sequence[Settlement], points: Sequence[Point], rounds: int = ROUNDS) -> dict[str, Placed]:
    """Place the settlements of one oblast on the points that may lie in it."""
    fixed = {s.code: Placed(s.fixed, 99.0, 1.0, "curated") for s in settlements if s.fixed is not None}
    tiers = max((len(s.keys) for s in settlements), default=1)
    candidates = _candidates(settlements, points, tiers - 1)
    wanted: dict[int, int] = defaultdict(int)
    for found in candidates.values():
        for point in found:
            wanted[id(point)] += 1
    placed: dict[str, Placed] = dict(fixed)
    for s in settlements:
        found = candidates[s.code]
        if s.code not in placed and len(found) == 1 and wanted[id(found[0])] == 1:
            placed[s.code] = Placed(found[0], 0.0, 0.0, "unique")
    by_code = {s.code: s for s in settlements}
    alone = {s.code for s in settlements if len(candidates[s.code]) == 1 and wanted[id(candidates[s.code][0])] == 1}
    for turn in range(rounds):
        anchors = _anchors(settlements, placed)
        if turn == 0:  # throw out unique names that stand alone among strangers, before anything is built on them
            asks = [(by_code[code], hit.point) for code, hit in placed.items() if code not in fixed]
            good = _supports(anchors, asks)
            keep = {s.code for (s, _), support in zip(asks, good, strict=True) if support.enough()}
            placed = {code: hit for code, hit in placed.items() if code in fixed or code in keep}
            continue
        placed = _assign(settlements, candidates, anchors, fixed, alone if turn >= 2 else frozenset())
    return placed


def place_misspelt(
    settlements: Sequence[Settlement], points: Sequence[Point], placed: Mapping[str, Placed]
) -> dict[str, Placed]:
    """Further settlements whose name a source spells a letter or two apart: Свідовок for Свидівок.

    Only points nobody claimed, only settlements of a hromada that makes up much of the point's
    neighbourhood, and only when no second settlement of the neighbourhood is nearly as alike.
    """
    from difflib import SequenceMatcher

    taken = {id(hit.point) for hit in placed.values()}
    known = {key for s in settlements for keys in s.keys for key in keys}
    free = [p for p in points if id(p) not in taken and p.keys and not p.keys & known]
    waiting: dict[str, list[Settlement]] = defaultdict(list)
    for s in settlements:
        if s.code not in placed:
            waiting[s.hromada].append(s)
    anchors = _anchors(settlements, placed)
    asks = [(s, p) for p in free for h in _hromadas_near(anchors, p) for s in waiting[h]]
    found: dict[int, list[tuple[float, Settlement, Point]]] = defaultdict(list)
    matcher = SequenceMatcher(autojunk=False)
    for s, p in asks:
        (own,) = s.keys[0]
        matcher.set_seq2(own)
        best = 0.0
        for key in p.keys:
            if key[:1] == own[:1] and key[-1:] == own[-1:] and abs(len(key) - len(own)) <= 2:
                matcher.set_seq1(key)
                best = max(best, matcher.ratio())
        if best >= ALIKE:
            found[id(p)].append((best, s, p))
    options = []
    for hits in found.values():
        hits.sort(key=lambda hit: (-hit[0], hit[1].code))
        if len(hits) == 1 or hits[0][0] - hits[1][0] > 0.06:
            options.append(hits[0])
    out: dict[str, Placed] = {}
    strong = _supports(anchors, [(s, p) for _, s, p in options])
    for (alike, s, p), support in sorted(
        zip(options, strong, strict=True), key=lambda pair: (-pair[0][0], pair[0][1].code)
    ):
        if s.code not in out and support.same_hromada >= 3 and support.nearest_km <= 8.0:
            out[s.code] = Placed(p, alike, 1.5, "misspelt")
    return out


def one_owner_each(placed: Mapping[str, Placed], oblast_of: Mapping[str, str]) -> dict[str, Placed]:
    """Settle points near an oblast border that a settlement on either side was given.

    The oblast the point lies in keeps it; when that decides nothing, the better supported settlement.
    """
    owners: dict[int, list[str]] = defaultdict(list)
    for code, hit in placed.items():
        owners[id(hit.point)].append(code)
    out = dict(placed)
    for codes in owners.values():
        codes.sort(
            key=lambda c: (
                placed[c].how != "curated",
                oblast_of[c] not in placed[c].point.inside,
                -placed[c].support,
                c,
            )
        )
        for code in codes[1:]:
            del out[code]
    return out


def _hromadas_near(anchors: _Anchors, point: Point) -> list[str]:
    import numpy as np

    if not anchors.lat:
        return []
    far = np.hypot(np.array(anchors.lat) - point.lat, (np.array(anchors.lon) - point.lon) * 0.66)
    near = np.argsort(far, kind="stable")[:NEIGHBOURS]
    return sorted({anchors.hromada[int(i)] for i in near})


def _assign(
    settlements: Sequence[Settlement],
    candidates: Mapping[str, list[Point]],
    anchors: _Anchors,
    fixed: Mapping[str, Placed],
    alone: Set[str],
) -> dict[str, Placed]:
    taken = {id(hit.point) for hit in fixed.values()}
    asks = [(s, p) for s in settlements if s.code not in fixed for p in candidates[s.code] if id(p) not in taken]
    options = [
        (support.score(), s, p)
        for (s, p), support in zip(asks, _supports(anchors, asks), strict=True)
        if (support.enough() or (s.code in alone and support.likely()))
        and (s.oblast in p.inside or not p.inside or (support.same_hromada >= 3 and support.nearest_km <= 8.0))
    ]
    options.sort(
        key=lambda option: (-option[0], -KIND_RANK.get(option[1].kind, 0), option[1].code, option[2].lat, option[2].lon)
    )
    by_point: dict[int, list[tuple[float, str]]] = defaultdict(list)
    by_settlement: dict[str, list[tuple[float, Point]]] = defaultdict(list)
    for score, s, p in options:
        by_point[id(p)].append((score, s.code))
        by_settlement[s.code].append((score, p))
    hromada = {s.code: s.hromada for s in settlements}
    rank = {s.code: KIND_RANK.get(s.kind, 0) for s in settlements}
    placed = dict(fixed)
    for score, s, p in options:
        if s.code in placed or id(p) in taken:
            continue
        rivals = [(other, code) for other, code in by_point[id(p)] if code not in placed and code != s.code]
        near_rival = any(score - other < 1.5 and hromada[code] != s.hromada for other, code in rivals)
        others = [(other, q) for other, q in by_settlement[s.code] if q is not p and id(q) not in taken]
        apart = max(
            (distance_km(p.lat, p.lon, q.lat, q.lon) for other, q in others if score - other < 1.5), default=0.0
        )
        if near_rival:
            continue
        namesakes = [code for _, code in rivals if hromada[code] == s.hromada and rank[code] >= rank[s.code]]
        if apart > 5.0 and len(others) > len(namesakes):
            continue
        if namesakes and len(others) < len(namesakes):
            continue  # one point, two namesakes in one hromada: it cannot be told whose it is
        taken.add(id(p))
        placed[s.code] = Placed(p, score, max(1.0, apart) if namesakes or apart else 1.0, "assigned")
    return placed

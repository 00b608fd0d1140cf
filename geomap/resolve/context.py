"""What is known around a name: regions named with it, other places of the report, the date, the front, pins."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from geomap.errors import InputError, InputFileError
from geomap.gazetteer.names import normalise, spelling_key
from geomap.gazetteer.search import Gazetteer
from geomap.resolve.front import Front
from geomap.text.phrase import AdminHint, admin_hint

#: Kinds of place that are areas.
AREA_KINDS = ("country", "oblast", "raion", "hromada")


class Anchor(NamedTuple):
    """Another place of the same report: where it may lie."""

    label: str
    """Name of its likeliest place."""
    spots: tuple[tuple[tuple[float, float], float], ...]
    """Possible positions (latitude, longitude) with their probabilities, likeliest first."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A decision of the user: this name, with this region as written, is that place."""

    name: str
    admin: str
    place_id: str
    lat: float | None
    lon: float | None
    note: str


class Region(NamedTuple):
    """A region as written, with the areas of the gazetteer it may mean."""

    text: str
    """As written."""
    areas: frozenset[int]
    """Numbers of the areas in the store; empty when the gazetteer knows none."""
    level: str
    """country, oblast, raion, hromada, or empty when mixed."""
    places: tuple[int, ...] = ()
    """Settlements it may mean when it is no area: they work as anchors."""
    note: str = ""
    """What was interpreted in reading it."""


@dataclass(frozen=True, slots=True)
class Context:
    """The context of one question."""

    regions: tuple[Region, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    year: int = 0
    front: Front | None = None
    event_type: str = ""
    side: str = ""
    pins: tuple[Pin, ...] = field(default=())
    detail: int = 2


class Regions:
    """Turns regions as written into areas of one gazetteer; answers are remembered."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self.find = lru_cache(maxsize=1 << 12)(self._find)

    def _find(self, text: str) -> tuple[Region, ...]:
        """Return the region ``text`` names, followed by the wider ones named with it."""
        hint = admin_hint(text)
        return tuple(self._one(part) for part in (hint, *hint.within) if part.names)

    def _one(self, hint: AdminHint) -> Region:
        for loosest in ("key2", "typo1"):
            region = self._at(hint, loosest)
            if region.areas or region.places:
                break
        return region

    def _at(self, hint: AdminHint, loosest: str) -> Region:
        """Read a region with spellings no looser than ``loosest``."""
        store = self._gazetteer.store
        wanted = (hint.level,) if hint.level in AREA_KINDS else AREA_KINDS
        areas: set[int] = set()
        level = ""
        places: list[int] = []
        for name in hint.names:
            for found in self._gazetteer.cascade(name, loosest):
                if areas and found.level != "exact":
                    break
                records = [store.record(hit.n) for hit in found.hits]
                kinds = [record.kind for record in records if record.kind in wanted]
                if kinds:
                    # A bare "Donetsk" as a region is the oblast before the raion before the hromada.
                    top = min(kinds, key=AREA_KINDS.index)
                    if not level or level == top:
                        level = top
                        areas.update(record.n for record in records if record.kind == top)
                    break
                if found.level == "exact" and not places:
                    places = [record.n for record in records if record.lat is not None]
            if areas and hint.level not in AREA_KINDS:
                break
        return Region(hint.text, frozenset(areas), level, () if areas else tuple(places[:20]), hint.note)

    def places(self, text: str, names: Iterable[str]) -> Region:
        """Return settlements of any of ``names``, to be near to; no areas."""
        store = self._gazetteer.store
        for name in names:
            for found in self._gazetteer.cascade(name):
                numbers = [hit.n for hit in found.hits if store.record(hit.n).lat is not None]
                if numbers:
                    return Region(text, frozenset(), "", tuple(numbers[:50]))
        return Region(text, frozenset(), "")


def read_pins(path: str | Path) -> tuple[Pin, ...]:
    """Read the user's own decisions: a CSV with ``name`` and either ``place_id`` or ``lat`` and ``lon``.

    Further columns: ``admin`` (the region as written; empty: any), ``note``.

    Raises
    ------
    InputFileError
        The file cannot be read.
    InputError
        A row names neither a place nor a point, or a coordinate is impossible.
    """
    file = Path(path)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(f"cannot read pins from {str(file)!r}: {error}") from None
    rows = csv.DictReader(text.splitlines())
    if "name" not in (rows.fieldnames or ()):
        raise InputError(f"pins file {str(file)!r} has no column 'name'; it has {rows.fieldnames}")
    pins = []
    for line, row in enumerate(rows, start=2):
        name = (row.get("name") or "").strip()
        place_id = (row.get("place_id") or "").strip()
        lat, lon = (row.get("lat") or "").strip(), (row.get("lon") or "").strip()
        if not name or not (place_id or (lat and lon)):
            raise InputError(
                f"pins file {str(file)!r}, line {line}: a pin needs 'name' and either 'place_id' or 'lat' and 'lon'"
            )
        try:
            point = (float(lat), float(lon)) if lat and lon else None
        except ValueError:
            raise InputError(f"pins file {str(file)!r}, line {line}: {lat!r}, {lon!r} are not degrees") from None
        if point and not (-90 <= point[0] <= 90 and -180 <= point[1] <= 180):
            raise InputError(f"pins file {str(file)!r}, line {line}: {point[0]}, {point[1]} lies outside the earth")
        pins.append(
            Pin(name, (row.get("admin") or "").strip(), place_id, point and point[0], point and point[1],
                (row.get("note") or "").strip())
        )  # fmt: skip
    return tuple(pins)


@lru_cache(maxsize=1 << 12)
def _same(name: str) -> str:
    return spelling_key(normalise(name), 1)


def matching_pin(pins: Iterable[Pin], name: str, spoken: Sequence[Region], regions: Regions) -> Pin | None:
    """Return the first pin for ``name`` whose region is left open or among those ``spoken`` of.

    Regions are compared by what they mean: a pin for "Donetsk Oblast" serves "Donetsk region" and «Донеччина» too;
    names by their spelling key: a pin for "Stepove" serves «Степове».
    """
    wanted = _same(name)
    texts = {normalise(region.text) for region in spoken}
    areas = frozenset(number for region in spoken for number in region.areas)
    for pin in pins:
        if _same(pin.name) != wanted:
            continue
        if not pin.admin or normalise(pin.admin) in texts:
            return pin
        if any(not areas.isdisjoint(region.areas) for region in regions.find(pin.admin)):
            return pin
    return None

"""Questions with known answers, shared by ``places_bench.py`` and ``fit_weights.py``.

Sampling is by checksum of names, so runs agree with each other, and training and held-out halves never share a name.
"""

from __future__ import annotations

import csv
import json
import math
import random
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from geomap.gazetteer.names import forms, latin_spellings, normalise, spelling_key
from geomap.gazetteer.search import Gazetteer, distance_at_most
from geomap.gazetteer.store import Record, Store
from geomap.model import Match
from geomap.resolve.context import AREA_KINDS
from geomap.resolve.front import Front
from geomap.resolve.fronts import as_front, choose
from geomap.resolve.geocode import locate
from geomap.resolve.locate import Resolver
from geomap.resolve.rank import distance_km

#: Answers this close to the true point count as right where points are compared, km.
RIGHT_KM = 5.0
#: Settlements this close to the line of the reference are "at the front", km.
FRONT_KM = 15.0
#: Both sides must be inhabited this near: elsewhere the edge of the reference is the state border or the coast.
OTHER_SIDE_KM = 20.0
#: Co-mentioned places are drawn within this distance, km.
COMENTION_KM = 30.0

#: Mix of what is reported from the front, for sampled settlements.
FRONT_TYPES = ("control_change",) * 4 + ("ground_fighting",) * 8 + ("shelling",) * 5 + ("drone_strike", "strike", "")

_TYPE_WORDS = (
    ("control_change", r"звільн|освобо|зайня|взял|захопи|захват|контрол|liberat|captur"),
    ("ground_fighting", r"штурм|наступ|боїв|бої |бои|бой |атакував|прорв|clash"),
    ("drone_strike", r"дрон|бпла|шахед|беспилот|безпілот|drone"),
    ("shelling", r"обстр|артилер|артиллер|shell"),
    ("strike", r"удар|ракет|вибух|взрыв|прилет|приліт|strike|missile|хаймарс|himars|бавовн"),
)


@dataclass(frozen=True, slots=True)
class Question:
    """A name in its context, and the place that it means."""

    name: str
    gold_id: str
    gold: tuple[float, float] | None
    admin: str = ""
    country: str = ""
    date: str = ""
    near: tuple[str, ...] = ()
    event_type: str = ""
    side: str = ""
    group: str = ""


def half(name: str) -> int:
    """Return 0 or 1 by the spelling-key of a name: the same for all spellings of it."""
    return zlib.crc32(spelling_key(normalise(name), 2).encode()) % 2


def generator(text: str) -> random.Random:
    """Return a random generator seeded by ``text``."""
    return random.Random(zlib.crc32(text.encode()))


def settlements(store: Store, country: str = "UA") -> list[Record]:
    """Return the located settlements of a country that the register knows under a code."""
    wanted = store.number(country)
    prefix = f"{country}"
    return [
        record
        for n in range(len(store))
        if (record := store.record(n)).country == wanted
        and record.kind in ("city", "town", "settlement", "village")
        and record.lat is not None
        and not record.approximate
        and store.identifier(n).startswith(prefix)
    ]


def fronts(folder: Path, resolver: Resolver) -> list[Front]:
    """Return the reference fronts ``occupied-*.geojson``, oldest first."""
    return [
        as_front(path, resolver, date=path.stem.removeprefix("occupied-"))
        for path in sorted(folder.glob("occupied-*.geojson"))
    ]


def outline(folder: Path, date: str) -> shapely.Geometry:
    """Return the occupied territory of a date."""
    table = json.loads((folder / f"occupied-{date}.geojson").read_text(encoding="utf-8"))
    return shapely.make_valid(shapely.union_all([shapely.geometry.shape(f["geometry"]) for f in table["features"]]))


def spellings(store: Store, number: int) -> dict[str, str]:
    """Return all forms by which the gazetteer's names of a place are looked up, each with the name it comes from."""
    place = store.place(number)
    names = [(place.name_uk, "uk"), (place.name_ru, "ru"), (place.name, "en")]
    names += [(alias["name"], alias["lang"]) for alias in store.aliases(place.id)]
    found: dict[str, str] = {}
    for name, lang in names:
        texts = [name, *(form.text for form in forms(name, lang))] if name else []
        if name and lang in ("uk", "ru"):
            texts += [text for text, _ in latin_spellings(name, lang)]
        for text in texts:
            found.setdefault(text, name)
    for name in (place.name_uk, place.name_ru, place.name):
        if name:
            found.setdefault(name.upper(), name)
            found.setdefault(name.replace("'", ""), name)
    return found


def aliases(store: Store, number: int) -> list[str]:
    """Return names a report may use: the official ones, recorded aliases, their romanisations."""
    place = store.place(number)
    names = [name for name in (place.name, place.name_uk, place.name_ru) if name]
    names += [a["name"] for a in store.aliases(place.id) if a["kind"] in ("alias", "exonym", "official")]
    names += [text for text, _ in latin_spellings(place.name_uk, "uk")] if place.name_uk else []
    return sorted(set(names))


def at_the_front(store: Store, folder: Path, date: str) -> list[Record]:
    """Return the settlements within :data:`FRONT_KM` of the line between inhabited sides."""
    area = outline(folder, date)
    records = settlements(store)
    points = np.array([(record.lon, record.lat) for record in records], dtype=float)
    scale = math.cos(math.radians(48.5))
    flat = shapely.points(points[:, 0] * scale, points[:, 1])
    inside = shapely.contains_xy(area, points[:, 0], points[:, 1])
    edge = shapely.transform(shapely.boundary(area), lambda xy: xy * (scale, 1.0))
    shapely.prepare(edge)
    to_edge = shapely.distance(flat, edge) * 111.2
    other = np.full(len(records), np.inf)
    for side in (True, False):
        tree = shapely.STRtree(flat[inside != side])
        mine = np.flatnonzero(inside == side)
        _, distances = tree.query_nearest(flat[mine], return_distance=True, all_matches=False)
        other[mine] = distances * 111.2
    chosen = (to_edge <= FRONT_KM) & (other <= OTHER_SIDE_KM)
    return [record for record, take in zip(records, chosen, strict=True) if take]


def front_questions(store: Store, folder: Path, date: str) -> list[Question]:
    """Return a question for every settlement at the front: a random alias, a type, an oblast, two co-mentions."""
    records = at_the_front(store, folder, date)
    everyone = settlements(store)
    lat = np.array([record.lat for record in everyone])
    lon = np.array([record.lon for record in everyone])
    area = outline(folder, date)
    questions = []
    for record in records:
        place = store.place(record.n)
        chance = generator(f"{date} {place.id}")
        away = 111.2 * np.hypot(lat - record.lat, (lon - record.lon) * math.cos(math.radians(record.lat or 0)))
        near = [int(i) for i in np.flatnonzero((away <= COMENTION_KM) & (away > 0.1))]
        others = tuple(chance.choice(aliases(store, everyone[i].n)) for i in chance.sample(near, min(2, len(near))))
        kind = chance.choice(FRONT_TYPES)
        # Who gains a place holds the other bank of the line: a claim on 2024-12-28 is by the side not there yet.
        side = ""
        if kind == "control_change":
            side = "UA" if area.contains(shapely.Point(record.lon, record.lat)) else "RU"
        oblast = store.place(record.oblast) if record.oblast >= 0 else None
        names = [name for name in (oblast.name, oblast.name_uk, oblast.name_ru) if name] if oblast else [""]
        admin = chance.choice(names)
        questions.append(
            Question(
                chance.choice(aliases(store, record.n)), place.id, (record.lat or 0.0, record.lon or 0.0), admin, "",
                date, others, kind, side, "front",
            )
        )  # fmt: skip
    return questions


#: First-level units as the headline file spells them, where the gazetteer needs help.
_ADMIN = {"Kiev City": "Kyiv", "Sevastopol'": "Sevastopol", "Kiev": "Kyiv Oblast", "Crimea": "Crimea"}


def headline_questions(path: Path) -> list[Question]:
    """Return the distinct (name, region, point) of the headline file, with a type guessed from the words."""
    found: dict[tuple[str, str, str, str, str], Question] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text = row["headline"].lower()
            kind = next((kind for kind, words in _TYPE_WORDS if re.search(words, text)), "other")
            admin = _ADMIN.get(row["admin1"], f"{row['admin1']} Oblast" if row["admin1"] else "")
            key = (row["name"], admin, row["lat"], row["lon"], kind)
            found.setdefault(
                key,
                Question(row["name"], "", (float(row["lat"]), float(row["lon"])), admin, "UA", row["date"],
                         event_type=kind, group="headline"),
            )  # fmt: skip
    return list(found.values())


def headline_rows(path: Path) -> Iterator[Question]:
    """Yield every row of the headline file, repeated ones too."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            admin = _ADMIN.get(row["admin1"], f"{row['admin1']} Oblast" if row["admin1"] else "")
            yield Question(row["name"], "", (float(row["lat"]), float(row["lon"])), admin, "UA", row["date"])


def reported_questions(path: Path) -> list[Question]:
    """Return the labelled sample of reported places."""
    with path.open(encoding="utf-8", newline="") as stream:
        return [
            Question(
                row["text"], row["gold_id"],
                (float(row["gold_lat"]), float(row["gold_lon"])) if row["gold_lat"] else None,
                row["admin_written"], "", row["date"], (), row["event_type"],
                row["claimant_side"] if row["claimant_side"] in ("UA", "RU") else "", row["report_id"],
            )
            for row in csv.DictReader(stream)
        ]  # fmt: skip


class Grounds:
    """Finds whether a gazetteer can answer a question at all: the place stands in it, located."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.store = gazetteer.store
        lats, lons, kinds, flags = self.store.arrays()
        self.numbers = np.flatnonzero(~np.isnan(lats) & (kinds >= 4) & (flags == 0))
        self.lats, self.lons = lats[self.numbers], lons[self.numbers]

    def around(self, point: tuple[float, float], km: float = RIGHT_KM) -> list[int]:
        """Return the numbers of the settlements within ``km`` of a point."""
        away = 111.2 * np.hypot(self.lats - point[0], (self.lons - point[1]) * math.cos(math.radians(point[0])))
        return [int(n) for n in self.numbers[away <= km]]

    def solvable(self, question: Question) -> bool:
        """Tell whether the gold place is in the gazetteer with a point near the gold point.

        Known by its identifier, or by one of its names: equal consonants or at most two typos.
        """
        if question.gold is None:
            return False
        key1, key3 = (spelling_key(normalise(question.name), level) for level in (1, 3))
        for number in self.around(question.gold):
            place = self.store.place(number)
            if question.gold_id and place.id == question.gold_id:
                return True
            names = {place.name, place.name_uk, place.name_ru, *(a["name"] for a in self.store.aliases(place.id))}
            for name in names:
                form = normalise(name)
                if form and (spelling_key(form, 3) == key3 or distance_at_most(spelling_key(form, 1), key1, 2) <= 2):
                    return True
        return False


def ask(question: Question, resolver: Resolver, dated: Sequence[Front], *, use: str) -> Match:
    """Answer a question with the named evidence only: any of ``admin country front near type``."""
    wanted = use.split()
    return locate(
        question.name,
        admin=question.admin if "admin" in wanted else (),
        country=question.country if "country" in wanted else "",
        date=question.date or None,
        front=choose(dated, question.date) if "front" in wanted else None,
        near=question.near if "near" in wanted else (),
        event_type=question.event_type if "type" in wanted else "",
        side=question.side if "type" in wanted else "",
        resolver=resolver,
    )


def near_enough(match: Match, question: Question, km: float = RIGHT_KM) -> bool:
    """Tell whether the answer lies within ``km`` of the gold point."""
    return (
        question.gold is not None
        and match.lat is not None
        and match.lon is not None
        and distance_km(match.lat, match.lon, *question.gold) <= km
    )


def same_place(match: Match, question: Question) -> bool:
    """Tell whether the answer is the gold place, by identifier."""
    return match.place is not None and match.place.id == question.gold_id


def unique_in_oblast(gazetteer: Gazetteer, name: str, record: Record) -> bool:
    """Tell whether no other settlement of the oblast bears ``name``, as its present, former or further name."""
    store = gazetteer.store
    bearers = {hit.n for level in gazetteer.cascade(name, "exact") for hit in level.hits if hit.form_kind == "exact"}
    others = [store.record(n) for n in bearers - {record.n}]
    return not any(other.oblast == record.oblast and other.kind not in AREA_KINDS for other in others)

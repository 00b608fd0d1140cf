"""One name in its context → one :class:`~geomap.model.Match`. A table asks the same function, each question once."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geomap.errors import InputError
from geomap.gazetteer.search import Gazetteer
from geomap.gazetteer.tables import KINDS
from geomap.model import Candidate, Evidence, Match, Place, Precision, Status
from geomap.resolve import explain
from geomap.resolve.context import AREA_KINDS, Anchor, Context, Pin, Region, Regions, matching_pin
from geomap.resolve.joint import refine
from geomap.resolve.rank import KIND_CUES, Scored, Scorer, distance_km, doubt, normalise_scores, remote, settled
from geomap.resolve.relate import with_relation
from geomap.text.phrase import PlacePhrase, adjective_bases, admin_hint, parse_place

if TYPE_CHECKING:
    from geomap.resolve.front import Front

#: A region as written that nobody knows leaves at most this probability: the place may lie in it, and be another.
UNKNOWN_REGION = 0.5

#: Below this probability of the best place the answer is ambiguous.
AMBIGUOUS_BELOW = 0.8

#: From this probability that the place meant is none of those found, ``why`` says so.
SAID_DOUBT = 0.15

#: A word this short names a place only with a capital: "Or" is Perekop in Crimean Tatar, "or" is not.
SMALL_WORD = 2

#: So many candidates carry their evidence in words.
EXPLAINED = 3

#: Kinds of qualifier that name a place close by instead of an area around.
_NEARBY = ("near", "outskirts", "direction", "between", "towards", "axis")

_AREA_PRECISION = {
    "country": Precision.COUNTRY, "oblast": Precision.OBLAST, "raion": Precision.RAION, "hromada": Precision.HROMADA,
}  # fmt: skip


class Resolver:
    """Answers questions about names with one gazetteer. Holds no state but caches; safe to share between threads."""

    def __init__(
        self, gazetteer: Gazetteer, *, pins: Iterable[Pin] = (), ambiguous_below: float = AMBIGUOUS_BELOW
    ) -> None:
        self.gazetteer = gazetteer
        self.pins = tuple(pins)
        self.ambiguous_below = ambiguous_below
        self.regions = Regions(gazetteer)
        self._parse = lru_cache(maxsize=1 << 15)(parse_place)

    def locate(
        self,
        name: str,
        *,
        admin: str | Sequence[str] = (),
        country: str = "",
        year: int = 0,
        front: Front | None = None,
        anchors: Sequence[Anchor] = (),
        event_type: str = "",
        side: str = "",
        relation: str = "",
        detail: int = 2,
    ) -> Match:
        """Return the answer for ``name``; parameters as in :func:`geomap.locate`.

        ``detail`` 1 leaves out the evidence of single candidates, 0 the words of ``why`` too: for tables and first
        passes. It changes nothing else.
        """
        phrase = self._parse(name)
        if relation and not phrase.relation:
            phrase = replace(phrase, relation=relation)
        if not phrase.names or (len(phrase.names[0]) <= SMALL_WORD and phrase.names[0].islower()):
            return _unplaced(name, ("no place name in the text",))
        admins = (admin,) if isinstance(admin, str) else tuple(admin or ())
        regions = self._regions(phrase, admins, country)
        context = Context(regions, tuple(anchors), year, front, event_type, side, self.pins, detail)
        kind = phrase.kind if phrase.kind in KIND_CUES else ""
        # "Iriga City" is a name in whole, its last word no mere cue.
        whole = name if phrase.kind and not (phrase.relation or phrase.qualifiers or phrase.joined) else ""
        names = phrase.names[: 2 if phrase.relation == "between" else 1]
        parts = [self._one(part, kind, context, whole) for part in names]
        if not phrase.relation and (kind in AREA_KINDS or parts[0].place is None):
            parts[0] = self._area(name, phrase, parts[0], context)
        if len(parts) == 2:
            parts = self._pair(phrase.names, parts, kind, context)
        match = parts[0]
        if match.place is None:
            for qualifier in phrase.qualifiers:
                if qualifier.kind == "alias" and match.place is None:
                    match = self._one(qualifier.name, kind, context)
        if phrase.joined and len(phrase.names) > 1:
            others = ", ".join(repr(other) for other in phrase.names[1:])
            why = (*match.why, f"the text also names {others}: give each its own row")
            status = Status.AMBIGUOUS if match.status == Status.RESOLVED else match.status
            match = replace(match, why=why, status=status)
        if phrase.relation and match.place is not None:
            match = with_relation(match, phrase, parts[1:], context, self)
        return match if match.query == name else replace(match, query=name)

    def _pair(self, names: Sequence[str], parts: list[Match], kind: str, context: Context) -> list[Match]:
        """Let two places named together help each other: both ends of "between" lie in one landscape."""

        def ask(number: int, anchors: Sequence[Anchor]) -> Match:
            return self._one(names[number], kind, replace(context, anchors=(*context.anchors, *anchors)))

        return refine(parts, ask)

    def _regions(self, phrase: PlacePhrase, admins: Iterable[str], country: str) -> tuple[Region, ...]:
        """Return everything that narrows the place: qualifiers in the text, the regions given, the country."""
        found: dict[Region, None] = {}
        for qualifier in phrase.qualifiers:
            if qualifier.kind in _NEARBY:
                inner = parse_place(qualifier.text)
                found.setdefault(self.regions.places(qualifier.text, inner.names or (qualifier.name,)))
            elif qualifier.kind not in ("alias", "origin"):
                found.update(dict.fromkeys(self.regions.find(qualifier.text)))
        for text in (*admins, country):
            if text.strip():
                found.update(dict.fromkeys(self.regions.find(text.strip())))
        return tuple(found)

    def _one(self, name: str, kind: str, context: Context, whole: str = "") -> Match:
        if context.pins:
            pin = matching_pin(context.pins, name, context.regions, self.regions)
            if pin is not None:
                return self._pinned(name, pin)
        ranked = self._rank(name, kind, context, whole=whole)
        if not ranked:
            # «Покровський напрямок», «Суджанский район»: the adjective stands for its town.
            for base in adjective_bases(name):
                ranked = self._rank(base, kind, context, loosest="key1")
                if ranked:
                    break
        if not ranked:
            suggestions = self.gazetteer.suggest(name)
            hint = f"; nearest names: {'; '.join(suggestions)}" if suggestions else ""
            return _unplaced(name, (f"no place is called {name!r} in gazetteer {self.gazetteer.name!r}{hint}",))
        return self._answer(name, ranked, kind, context)

    def _area(self, text: str, phrase: PlacePhrase, found: Match, context: Context) -> Match:
        """Answer for an area by any of the names it may have: «Донеччина», "DPR", «Лиманська громада»."""
        hint = admin_hint(text)
        if hint.level not in AREA_KINDS:
            return found
        ranked: dict[int, Scored] = {}
        for loosest in ("key2", "typo1"):
            for spelling in () if ranked else hint.names:
                for item in self._rank(spelling, hint.level, context, loosest):
                    known = ranked.get(item.hit.n)
                    if item.record.kind == hint.level and (known is None or known.score < item.score):
                        ranked[item.hit.n] = item
        if not ranked:
            return found
        answer = self._answer(phrase.names[0], normalise_scores(ranked.values(), context), hint.level, context)
        return replace(answer, why=(*answer.why, hint.note)) if hint.note else answer

    def _rank(self, name: str, kind: str, context: Context, loosest: str = "key3", whole: str = "") -> list[Scored]:
        """Score candidates level by level; looser spellings are only tried while no region as written is met.

        Places that bear the name exactly with its cue, as it stands in ``whole``, are among them.
        """
        scored: list[Scored] = []
        scorer = Scorer(self.gazetteer, kind, context)
        with_cue = (
            {hit.n: hit for found in self.gazetteer.cascade(whole, "exact") for hit in found.hits} if whole else {}
        )
        scored.extend(map(scorer, with_cue.values()))
        for found in self.gazetteer.cascade(name, loosest):
            scored.extend(scorer(hit) for hit in found.hits if hit.n not in with_cue)
            if settled(scored, kind):
                break
        return normalise_scores(scored, context)

    def _answer(self, name: str, ranked: list[Scored], kind: str, context: Context) -> Match:
        store = self.gazetteer.store
        best = ranked[0]
        place = store.place(best.hit.n)
        explained = EXPLAINED if context.detail > 1 else 0
        candidates = tuple(
            Candidate(
                store.place(item.hit.n), item.score, item.probability, name, item.hit.level,
                explain.evidence(self.gazetteer, item, kind, context) if index < explained else (),
            )
            for index, item in enumerate(ranked)
        )  # fmt: skip
        why = explain.in_words(self.gazetteer, ranked, kind, context) if context.detail else []
        clear = best.probability >= self.ambiguous_below
        missing = doubt(best)
        if remote(best):
            assert best.nearest is not None
            why.append(
                f"{place.label} lies {best.nearest[0]:,.0f} km from the nearest other place of the report, and "
                f"no region says so: a village that the gazetteer lacks is likelier, p={missing:.2f}"
            )
        elif missing >= SAID_DOUBT:
            where = place.oblast or place.country or place.name
            lack = f"; it holds only some villages of {where}" if not best.complete else ""
            why.append(
                f"no place of the gazetteer is called {name!r} to the letter{lack}: "
                f"the place meant is none of these with p={missing:.2f}"
            )
        if missing > best.probability:
            return Match(
                name, None, Status.UNRESOLVED, 0.0, None, None, None, Precision.UNKNOWN, candidates, tuple(why)
            )
        if best.contradicted or not (best.inside or best.hit.level in ("exact", "key1")):
            written = "; ".join(repr(region.text) for region in context.regions)
            why.append(f"no place of this name lies in {written}: not moved to a namesake elsewhere")
            return Match(
                name, None, Status.UNRESOLVED, 0.0, None, None, None, Precision.UNKNOWN, candidates, tuple(why)
            )
        share = best.probability
        if not best.inside:
            clear = False
            why.append("the gazetteer does not record its district, so that the district as written is not met")
        for region in context.regions:
            if region.note:
                why.append(region.note)
            if not region.areas and not region.places:
                clear, share = False, min(share, UNKNOWN_REGION)
                why.append(
                    f"the region {region.text!r} is not in gazetteer {self.gazetteer.name!r} and was not used: "
                    "check its spelling"
                )
        if place.is_area:
            status = Status.AREA if clear else Status.AMBIGUOUS
            return Match(name, place, status, share, None, None, None, _AREA_PRECISION[place.kind],
                         candidates, tuple(why))  # fmt: skip
        if place.lat is None or place.lon is None:
            return Match(name, place, Status.KNOWN_WITHOUT_COORDINATES, share, None, None, None,
                         Precision.UNKNOWN, candidates, tuple(why))  # fmt: skip
        status = Status.RESOLVED if clear else Status.AMBIGUOUS
        radius = math.hypot(place.radius_km, 0.0 if clear else _spread(place, ranked))
        return Match(name, place, status, share, place.lat, place.lon, round(radius, 2),
                     Precision.SETTLEMENT, candidates, tuple(why))  # fmt: skip

    def _pinned(self, name: str, pin: Pin) -> Match:
        note = f" ({pin.note})" if pin.note else ""
        why = (f"pinned by the user: {name!r} is {pin.place_id or f'{pin.lat}, {pin.lon}'}{note}",)
        if pin.place_id:
            place = self.gazetteer.place(pin.place_id)
        else:
            place = Place(
                id=f"pin:{pin.lat},{pin.lon}", name=name, name_uk="", name_ru="", kind="village", country="",
                oblast=pin.admin, raion="", hromada="", lat=pin.lat, lon=pin.lon, radius_km=1.0, population=0,
                source="pin", gazetteer="pins",
            )  # fmt: skip
        evidence = (Evidence("pin", why[0], 100.0, "pins"),)
        candidates = (Candidate(place, 100.0, 1.0, name, "pin", evidence),)
        if place.is_area:
            return Match(name, place, Status.AREA, 1.0, None, None, None, _AREA_PRECISION[place.kind], candidates, why)
        status = Status.RESOLVED if place.lat is not None else Status.KNOWN_WITHOUT_COORDINATES
        precision = Precision.SETTLEMENT if place.lat is not None else Precision.UNKNOWN
        radius = place.radius_km if place.lat is not None else None
        return Match(name, place, status, 1.0, place.lat, place.lon, radius, precision, candidates, why)


def _unplaced(name: str, why: tuple[str, ...]) -> Match:
    return Match(name, None, Status.UNRESOLVED, 0.0, None, None, None, Precision.UNKNOWN, (), why)


def _spread(place: Place, ranked: Sequence[Scored]) -> float:
    """Return the radius around ``place`` that covers nine tenths of the candidates' probability, km."""
    assert place.lat is not None
    assert place.lon is not None
    shares = sorted(
        (distance_km(place.lat, place.lon, item.record.lat, item.record.lon), item.probability)
        for item in ranked
        if item.record.lat is not None and item.record.lon is not None and item.record.kind in KINDS[4:]
    )
    target = 0.9 * sum(share for _, share in shares)
    total = 0.0
    for distance, share in shares:
        total += share
        if total >= target:
            return distance
    return 0.0


def year_of(date: Any) -> int:
    """Return the year of a date given as ISO text, date or datetime; 0 when there is none.

    Raises :class:`~geomap.errors.InputError` for text that starts with no year.
    """
    if date is None or date == "":
        return 0
    text = str(date)
    if len(text) >= 4 and text[:4].isdigit():
        return int(text[:4])
    if text in ("NaT", "nan", "<NA>"):
        return 0
    raise InputError(f"date {text!r} is not understood; write it as YYYY-MM-DD")

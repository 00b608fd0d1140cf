"""A place expression as an analyst's table cell or a report has it, taken apart without a gazetteer.

``parse_place("12 km north of the village of Ivanivka, Donetsk region")`` gives the name ``Ivanivka``, the relation
``direction`` with 12 km and 0°, the kind ``village`` and the qualifier ``Donetsk region``. English, Ukrainian and
Russian cue words are known in all cases; names stay as written, so «під Покровськом» keeps ``Покровськом``.

The parser rewrites: a rule takes a cue from the words and parses what is left the same way, until no rule applies.
A core name is therefore its own parse. Rules look at the words alone, never at a gazetteer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.text import regions, rules
from geomap.text.adjectives import adjective_bases, nominative
from geomap.text.lexicon import ALIAS, FUNCTION, LINE, STATUS, longest
from geomap.text.rules import Parsed, Qualifier
from geomap.text.tokens import Segment, join, segments

__all__ = ["MAX_WORDS", "AdminHint", "PlacePhrase", "Qualifier", "adjective_bases", "admin_hint", "parse_place"]

#: A longer text is no place expression and is returned whole, as one name.
MAX_WORDS = 60

#: How narrow a kind is; the narrowest part of "Donetsk region, Kramatorsk raion, Ivanivka" is the place meant.
_RANK = {"country": 0, "oblast": 1, "raion": 2, "hromada": 3}


@dataclass(frozen=True, slots=True)
class PlacePhrase:
    """A place expression, parsed."""

    text: str
    """As given."""
    names: tuple[str, ...]
    """Core names as written, without cue words: one as a rule, two for ``between``, several when ``joined``; empty when
    the text holds no name."""
    relation: str = ""
    """How the thing reported lies to the place: one of :data:`geomap.schema.RELATIONS`; empty: at it."""
    distance_km: float | None = None
    """Distance from the place, km."""
    bearing: float | None = None
    """Direction from the place (``direction``) or part of it (``outskirts``), degrees clockwise from north."""
    kind: str = ""
    """What the words say the place is: settlement, city, town, village, oblast, raion, hromada, country, district
    (of a city), axis; empty when they do not say."""
    qualifiers: tuple[Qualifier, ...] = ()
    """Everything that narrows: regions, districts, countries, other names, nearby places."""
    cues: tuple[str, ...] = ()
    """Cue words recognised, in order of recognition."""
    joined: bool = False
    """True for a list such as "X, Y and Z": each name is meant, the rest of the parse holds for all."""


@dataclass(frozen=True, slots=True)
class AdminHint:
    """A region cell or qualifier, read without a gazetteer."""

    text: str
    """As given."""
    level: str
    """country, oblast, raion, hromada, or unknown when the words do not say (``Kursk``)."""
    names: tuple[str, ...]
    """Names the unit may have, likeliest first: what is written, its full nominative, the bases of its adjective."""
    note: str = ""
    """What was interpreted, in words: that occupation wording was mapped to its oblast."""
    within: tuple[AdminHint, ...] = ()
    """Wider or further units named in the same text (``Lyman hromada, Donetsk Oblast``)."""


def parse_place(text: str) -> PlacePhrase:
    """Parse a place expression. Never fails on content; linear in the length of ``text``.

    Raises :class:`~geomap.errors.QueryTooLong` over 10,000 characters.
    """
    found = segments(text)
    count = sum(len(segment.words) for segment in found)
    if count > MAX_WORDS:
        return PlacePhrase(text, (join([word for segment in found for word in segment.words]),))
    parsed = _combine(found)
    unique = tuple(dict.fromkeys(parsed.qualifiers))
    cues = tuple(dict.fromkeys(parsed.cues))
    return PlacePhrase(
        text, tuple(parsed.names), parsed.relation, parsed.distance_km, parsed.bearing, parsed.kind, unique, cues,
        parsed.joined,
    )  # fmt: skip


def admin_hint(text: str) -> AdminHint:
    """Read a region as written in a cell: ``Donetsk region``, «обл. Харківська», ``DPR``, «Лиманської громади», ``UA``.

    A list ("Donetsk and Luhansk regions") gives the names of all its units.

    Raises :class:`~geomap.errors.QueryTooLong` over 10,000 characters.
    """
    phrase = parse_place(text)
    level = phrase.kind
    names: dict[str, None] = {}
    note = ""
    for written in phrase.names:
        units = segments(written)
        known = regions.whole(units[0].words) if units else None
        if known:
            level = level if level in _RANK else known[0]
            names.setdefault(known[1])
            if known[2] == "occupation":
                note = f"{written!r} is the wording of an occupation authority; read as {known[1]} Oblast"
                continue
        full = nominative(written, level)
        bases = adjective_bases(written)
        region = regions.REGIONS.get(bases[0].lower()) if bases and level == "oblast" else None
        if region:
            bases = (*(base for base in bases if base.lower() in regions.REGIONS), region)
        order = (full, *bases, written) if full or (bases and level in _RANK) else (written, *bases)
        names.update(dict.fromkeys(name for name in order if name))
    within = tuple(
        AdminHint(inner.text, inner.level, inner.names, inner.note)
        for inner in (admin_hint(qualifier.text) for qualifier in phrase.qualifiers if len(qualifier.text) < len(text))
    )
    return AdminHint(text, level if level in _RANK else "unknown", tuple(names), note, within)


def _combine(found: Sequence[Segment]) -> Parsed:
    """Parse the segments, choose the one that names the place, make the others qualifiers."""
    line = _line(found)
    if line:
        return line
    items = [(segment, rules.parse(segment.words)) for segment in found]
    named = [item for item in items if item[1].names]
    if not named:
        return Parsed()
    head_at = 0
    if len(named) > 1 and rules.only_kinds(named[0][0].words):
        head_at = 1
    named, skipped = named[head_at:], named[:head_at]
    named = _lists(named)
    head_at = _head(named)
    head = named[head_at][1]
    for segment, _ in skipped:
        head.cues.append(join(segment.words))
    for index, (segment, parsed) in enumerate(named):
        if index != head_at:
            _qualify(head, segment, parsed)
    return head


def _line(found: Sequence[Segment]) -> Parsed | None:
    """Read "Svatove – Kreminna line" and «траса Покровськ – Мирноград» as between."""
    if len(found) < 2 or found[1].separator != "-":
        return None
    first, second = found[0].words, found[1].words
    skip = 0
    while skip < len(first) and first[skip].key in FUNCTION:
        skip += 1
    if len(second) > 1 and second[-1].key in LINE:
        cue, first, second = second[-1], first[skip:], second[:-1]
    elif skip + 1 < len(first) and first[skip].key in LINE:
        cue, first = first[skip], first[skip + 1 :]
    else:
        return None
    ends = rules.parse(first), rules.parse(second)
    if not (ends[0].names and ends[1].names):
        return None
    parsed = Parsed([ends[0].names[0], ends[1].names[0]], "between", kind=ends[0].kind or ends[1].kind)
    parsed.qualifiers = [*ends[0].qualifiers, *ends[1].qualifiers]
    parsed.cues = [cue.text, *ends[0].cues, *ends[1].cues]
    for segment in found[2:]:
        _qualify(parsed, segment, rules.parse(segment.words))
    return parsed


def _lists(named: list[tuple[Segment, Parsed]]) -> list[tuple[Segment, Parsed]]:
    """Fold "X, Y and Z" into one entry with all names."""
    first = named[0][1]
    for index in range(1, len(named)):
        segment, parsed = named[index]
        if segment.separator != "," or parsed.relation or parsed.kind in _RANK:
            return named
        leading = rules.conjunction(segment.words[0])
        if not (parsed.joined or leading):
            if parsed.kind or parsed.qualifiers:
                return named
            continue
        if index == 1 and (first.joined or not leading) and first.kind in _RANK:
            return named
        for _, part in named[1 : index + 1]:
            first.names.extend(part.names)
            first.qualifiers.extend(part.qualifiers)
            first.cues.extend(part.cues)
            first.kind = first.kind or part.kind
        first.joined = first.relation != "between"
        return [named[0], *named[index + 1 :]]
    return named


def _head(named: Sequence[tuple[Segment, Parsed]]) -> int:
    """Return the index of the segment that names the place: the first, or a narrower one after an explicit area."""
    ranks = [_RANK.get(parsed.kind, 4) for _, parsed in named]
    first = named[0][1]
    if first.relation or ranks[0] == 4:
        return 0
    usable = [
        rank if not parsed.relation and segment.separator in (",", "-", "") else -1
        for rank, (segment, parsed) in zip(ranks, named, strict=True)
    ]
    return usable.index(max(usable))


def _qualify(head: Parsed, segment: Segment, parsed: Parsed) -> None:
    """Add a segment to the qualifiers of ``head``."""
    words = segment.words
    if all(word.key in STATUS for word in words):
        head.cues.append(join(words))
        return
    alias = longest(ALIAS, words, 0)
    if alias and alias[1] < len(words):
        rest = rules.parse(words[alias[1] :])
        if rest.names and not (rest.relation or rest.kind in _RANK):
            head.cues.append(join(words[: alias[1]]))
            head.qualifiers.extend(Qualifier(join(words[alias[1] :]), "alias", name) for name in rest.names)
            return
    bearing = rules.only_compass(words)
    if bearing is not None and not head.relation:
        head.relation, head.bearing = "outskirts", bearing
        head.cues.append(join(words))
        return
    plain = not (parsed.relation or parsed.kind or parsed.qualifiers) and not regions.whole(words)
    if segment.separator == "/" and plain and len(parsed.names) == 1:
        head.qualifiers.append(Qualifier(join(words), "alias", parsed.names[0]))
        return
    rules.qualify(head, words, parsed)

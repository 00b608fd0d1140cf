"""The rewriting rules of :mod:`geomap.text.phrase`: each takes a cue from the words and parses what is left.

``parse`` applies the first rule that fits. Every rule depends on the words alone and gives fewer words to the next,
so a name that comes out is left as it is when it goes in again. The number of words is capped by the caller; the
work is bounded by that cap, not by the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from geomap.text import regions
from geomap.text.compass import compass
from geomap.text.lexicon import (
    ADMIN,
    ADMIN_MODIFIERS,
    AND_NAMES,
    APPROXIMATELY,
    AREA,
    AXIS,
    CENTRES,
    CITY_NAMES,
    CONJUNCTIONS,
    FILLERS,
    FUNCTION,
    INSIDE,
    KIND_SUFFIXES,
    KINDS,
    LETTER_KINDS,
    LINE,
    ORIGINS,
    PAIRS,
    PARTS,
    RELATIONS,
    THINGS,
    longest,
)
from geomap.text.relations import Found, adjectival, relation_at
from geomap.text.tokens import Token, join

_Words = tuple[Token, ...]
_CUES = frozenset(word for table in (RELATIONS, KINDS, FILLERS, CENTRES) for phrase in table for word in phrase) | (
    FUNCTION | APPROXIMATELY | frozenset(PARTS) | ADMIN_MODIFIERS
)
_KIND_WORDS = frozenset(word for phrase in KINDS for word in phrase)
_RIVERS = frozenset({"дону", "амуре", "амурі"})
_LINE_NAME = re.compile(r"([^\W\d_][^\s–—-]*)[-–—]([^\W\d_][^\s–—-]*)\Z")


@dataclass(frozen=True, slots=True)
class Qualifier:
    """A part of an expression that narrows where the place is."""

    text: str
    """As written, without leading prepositions: ``Лиманської громади``."""
    kind: str
    """country, oblast, raion, hromada, city, town, village, settlement, district; ``alias`` for another name of the
    same place; ``origin`` for where a movement starts; a relation (``near``, ``direction`` …) for a place nearby, whose
    ``text`` is then a place expression itself; empty when the words do not say."""
    name: str
    """Its core name as written: ``Лиманської``."""


@dataclass(slots=True)
class Parsed:
    """What the rules have found so far."""

    names: list[str] = field(default_factory=list)
    relation: str = ""
    distance_km: float | None = None
    bearing: float | None = None
    kind: str = ""
    qualifiers: list[Qualifier] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    joined: bool = False


def conjunction(word: Token) -> bool:
    """Return True for and, та, и …"""
    return word.key in CONJUNCTIONS


def only_kinds(words: Sequence[Token]) -> bool:
    """Return True when the words only say what kind of place it is."""
    return all(word.key in _KIND_WORDS or word.key in FUNCTION for word in words)


def only_compass(words: Sequence[Token]) -> float | None:
    """Return the bearing when the words are nothing but a compass word with its fillers (north, на півночі)."""
    kept = tuple(word for word in words if word.key not in FUNCTION and word.key not in PARTS)
    found = compass(kept, 0) if kept else None
    return found.degrees if found and found.end == len(kept) else None


def qualify(head: Parsed, words: Sequence[Token], parsed: Parsed) -> None:
    """Add ``parsed``, which stands for ``words``, to the qualifiers of ``head``."""
    start = 0
    while (filler := longest(FILLERS, words, start)) and filler[1] < len(words) and not relation_at(words, start):
        start = filler[1]
    kind = parsed.relation if parsed.relation not in ("", "axis", "district") else parsed.kind
    text = join(words[start:])
    own = [qualifier.text for qualifier in parsed.qualifiers]
    if kind == parsed.kind and own and text.endswith(own[-1]):
        text = text[: text.index(own[0])].rstrip() if own[0] in text else text
        last = text.rsplit(" ", 1)[-1].lower()
        if " " in text and last in FUNCTION:
            text = text.rsplit(" ", 1)[0]
    head.qualifiers.extend(Qualifier(text, kind, name) for name in parsed.names)
    head.qualifiers.extend(parsed.qualifiers)
    head.cues.extend(parsed.cues)


def parse(words: _Words) -> Parsed:
    """Apply the first rule that fits, until none does."""
    found = _parse(words)
    return replace(found, names=found.names[:], qualifiers=found.qualifiers[:], cues=found.cues[:])


# Rules try the same run of words again and again: without its memory "in the in the in the …" costs exponential time.
@lru_cache(maxsize=8_192)
def _parse(words: _Words) -> Parsed:
    if not words:
        return Parsed()
    known = regions.whole(words)
    if known:
        return Parsed([join(words)], kind=known[0])
    if len(words) > 1:
        for rule in (_relation, _pair, _inner, _of, _after_admin, _joined, _suffix, _prefix):
            parsed = rule(words)
            if parsed is not None:
                return parsed
    if all(word.key in FUNCTION for word in words):
        return Parsed(cues=[join(words)])
    return Parsed([join(words)])


def _shouted(words: _Words) -> bool:
    """True for text without any small letter: capitals then tell nothing."""
    return not any(character.islower() for word in words for character in word.text)


def _small(words: _Words, at: int) -> bool:
    """True when the word cannot be the beginning of a name by its capital."""
    return not words[at].capital or _shouted(words)


def _no_name(left: _Words, right: _Words) -> bool:
    """True when ``left`` holds cue words or a description (bridge, villages), not a name."""
    if all(_cue(left, index) or word.key in THINGS for index, word in enumerate(left)):
        return True
    return not any(w.capital for w in left) and any(w.capital for w in right) and not _shouted(left + right)


def _cue(words: _Words, at: int) -> bool:
    word = words[at]
    if word.key in _CUES or word.text[:1].isdigit() or (word.key in LETTER_KINDS and word.dot):
        return True
    found = compass(words, at)
    return bool(found) and (not word.capital or (found is not None and found.part == "noun"))


def _take(parsed: Parsed, cue: Sequence[Token], found: Found | None = None, kind: str = "") -> Parsed:
    """Add what a rule took to the parse of what it left; the outer cue wins over an inner one."""
    if cue:
        parsed.cues.insert(0, join(cue))
    if found:
        if found.relation == "direction" or not parsed.relation or parsed.bearing is None:
            parsed.bearing = found.bearing if found.bearing is not None else parsed.bearing
        parsed.distance_km = found.distance_km if found.distance_km is not None else parsed.distance_km
        parsed.relation = found.relation
    if kind:
        parsed.kind = kind
    return parsed


def _relation(words: _Words) -> Parsed | None:
    found = relation_at(words, 0)
    if not found:
        return None
    rest, cue = words[found.end :], words[: found.end]
    if found.relation == "between":
        parsed = _between(rest)
        return _take(parsed, cue, found) if parsed.names else None
    origin = _origin(rest) if found.relation in ("towards", "axis") else 0
    parsed = parse(rest[:origin] if origin else rest)
    if not parsed.names:
        return None
    if origin:
        parsed.qualifiers.extend(_from(rest[origin + 1 :]))
    kind = "axis" if found.relation == "axis" else ""
    return _take(parsed, cue, found, kind)


def _origin(words: _Words) -> int:
    """Return the index of "from" in "Oboyan from Sudzha", 0 without one."""
    return next((i for i in range(1, len(words) - 1) if words[i].key in ORIGINS and _small(words, i)), 0)


def _from(words: _Words) -> list[Qualifier]:
    """Where a movement starts, with what narrows it."""
    source = parse(words)
    return [*(Qualifier(join(words), "origin", name) for name in source.names[:1]), *source.qualifiers]


def _between(words: _Words, links: frozenset[str] = CONJUNCTIONS) -> Parsed:
    at = next((i for i in range(1, len(words) - 1) if words[i].key in links), 0)
    if not at:
        line = _LINE_NAME.match(words[0].text) if len(words) == 1 else None
        if line and words[0].text.count("-") <= 1:
            return Parsed([line[1], line[2]])
        return parse(words)
    first, second = parse(words[:at]), parse(words[at + 1 :])
    parsed = Parsed([*first.names, *second.names], kind=first.kind or second.kind)
    parsed.qualifiers = [*first.qualifiers, *second.qualifiers]
    parsed.cues = [*first.cues, *second.cues]
    return parsed


def _pair(words: _Words) -> Parsed | None:
    """From X to Y."""
    links = PAIRS.get(words[0].key)
    if links is None or len(words) < 4:
        return None
    at = next((i for i in range(2, len(words) - 1) if words[i].key in links and _small(words, i)), 0)
    if not at:
        return None
    parsed = _between(words[1:], links)
    return _take(parsed, (words[0], words[at]), Found("between", 0)) if len(parsed.names) > 1 else None


def _inner(words: _Words) -> Parsed | None:
    """X near Y, X in Y, X 12 km north of Y: the first such cue parts the words."""
    for at in range(1, len(words) - 1):
        if not _small(words, at):
            continue
        left, right = words[:at], words[at:]
        found = relation_at(words, at)
        if found:
            return _beside(left, right, found)
        key = words[at].key
        if key in INSIDE and words[at + 1].key not in _RIVERS:
            if _skippable(left):
                continue
            inside = parse(right[1:])
            if not inside.names:
                continue
            if _no_name(left, right):
                return _take(inside, left)
            parsed = parse(left)
            if parsed.names:
                _hold(parsed, right[1:], inside)
                return parsed
    return None


def _skippable(left: _Words) -> bool:
    """True when ``left`` is prepositions only: the filler rule takes them."""
    return all(word.key in FUNCTION for word in left)


def _beside(left: _Words, right: _Words, found: Found) -> Parsed | None:
    if _skippable(left):
        return None
    near = parse(right)
    if not near.names:
        return None
    if found.relation == "towards" and left[0].key in ORIGINS and len(left) > 1:
        near.qualifiers.extend(_from(left[1:]))
        return _take(near, left[:1])
    if _no_name(left, right):
        return _take(near, left)
    parsed = parse(left)
    if not parsed.names:
        return None
    qualify(parsed, right, near)
    return parsed


def _hold(parsed: Parsed, words: _Words, holder: Parsed) -> None:
    """``parsed`` lies in ``holder``; a district in a city is part of it."""
    if parsed.kind == "raion" and holder.kind in ("", "city", "town") and not holder.relation:
        parsed.kind, parsed.relation = "district", parsed.relation or "district"
    elif parsed.kind == "district":
        parsed.relation = parsed.relation or "district"
    qualify(parsed, words, holder)


def _of(words: _Words) -> Parsed | None:
    """The X district of Y; village X of Y district."""
    for at in range(1, len(words) - 1):
        if words[at].key != "of" or not _small(words, at):
            continue
        left, right = words[:at], words[at + 1 :]
        if all(_cue(left, i) or w.key in ADMIN or w.key in AXIS or w.key == "republic" for i, w in enumerate(left)):
            continue
        last = left[-1].key
        ends = last in ADMIN or last in AREA or last in AXIS or last in KIND_SUFFIXES
        if ends or right[-1].key in ADMIN or regions.whole(right):
            parsed, holder = parse(left), parse(right)
            if parsed.names and holder.names:
                _hold(parsed, right, holder)
                return parsed
    return None


def _after_admin(words: _Words) -> Parsed | None:
    """Sudzha district Kursk region; Донецька область с. Іванівка; Київський район Харкова."""
    for at in range(1, len(words) - 1):
        if words[at].key not in ADMIN or words[at + 1].key in CONJUNCTIONS:
            continue
        left, right = words[: at + 1], words[at + 1 :]
        if all(_cue(words, i) for i in range(at)) or _tail(right):
            continue
        if not words[at].key.isascii() and not adjectival(_named(words[:at])[-1].key):
            continue
        first, second = parse(left), parse(right)
        if not (first.names and second.names):
            continue
        wider = first.kind in ("oblast", "hromada") or second.kind in ("village", "settlement", "town")
        if first.kind in ("oblast", "raion", "hromada") and wider and second.kind not in ("oblast", "country"):
            qualify(second, left, first)
            return second
        _hold(first, right, second)
        return first
    return None


def _tail(right: _Words) -> bool:
    """True when ``right`` is cue words only."""
    return all(_cue(right, i) or w.key in AXIS or w.key in AREA or w.key in ADMIN for i, w in enumerate(right))


def _named(words: _Words) -> _Words:
    """Drop modifiers such as міська територіальна from the end."""
    end = len(words)
    while end > 1 and words[end - 1].key in ADMIN_MODIFIERS:
        end -= 1
    return words[:end]


def _joined(words: _Words) -> Parsed | None:
    if conjunction(words[0]):
        return _take(parse(words[1:]), words[:1])
    for at in range(1, len(words) - 1):
        if not conjunction(words[at]) or not _small(words, at):
            continue
        if (words[at - 1].key, words[at + 1].key) in AND_NAMES:
            continue
        first, second = parse(words[:at]), parse(words[at + 1 :])
        if not (first.names and second.names):
            continue
        merged = Parsed([*first.names, *second.names], first.relation or second.relation, joined=True)
        merged.distance_km, merged.bearing, merged.kind = first.distance_km, first.bearing, first.kind or second.kind
        merged.qualifiers = [*first.qualifiers, *second.qualifiers]
        merged.cues = [*first.cues, *second.cues]
        return merged
    return None


def _suffix(words: _Words) -> Parsed | None:
    last, body = words[-1], words[:-1]
    latin = last.key.isascii()
    if last.key in ADMIN:
        return _admin_suffix(words, ADMIN[last.key])
    if last.key in AXIS:
        if not latin and last.capital and not _shouted(words) and not adjectival(body[-1].key):
            return None
        if body[-1].key in ("operational", "front", "оперативний", "оперативному") and len(body) > 1:
            body = body[:-1]
        parsed = parse(body)
        return _take(parsed, words[len(body) :], Found("axis", 0), "axis") if parsed.names else None
    if last.key in LINE and len(body) == 1 and (line := _LINE_NAME.match(body[0].text)):
        parsed = Parsed([line[1], line[2]]) if body[0].text.count("-") <= 1 else Parsed()
        return _take(parsed, (last,), Found("between", 0)) if parsed.names else None
    if last.key in AREA:
        return _area_suffix(words)
    kind = KIND_SUFFIXES.get(last.key)
    if kind and body[-1].key not in FUNCTION and " ".join(w.key for w in body[-2:]) not in CITY_NAMES:
        if body[-1].key in CITY_NAMES or _tail(body):
            return None
        parsed = parse(body)
        return _take(parsed, (last,), kind=parsed.kind or kind) if parsed.names else None
    if last.key in FUNCTION and _small(words, len(body)):
        parsed = parse(body)
        return parsed if parsed.names else None
    return None


def _admin_suffix(words: _Words, kind: str) -> Parsed | None:
    body = _named(words[:-1])
    name, latin = body[-1], words[-1].key.isascii()
    named = kind == "oblast" and name.key in regions.REGIONS
    if not latin and words[-1].key != "обл" and not adjectival(name.key) and not named:
        return None
    split = adjectival(name.key) or (latin and named) or not latin
    left = body[:-1] if split else ()
    if left and not conjunction(left[-1]) and not all(_cue(left, i) for i in range(len(left))):
        parsed = parse(left)
        if parsed.names:
            parsed.qualifiers.append(Qualifier(join(words[len(left) :]), kind, name.text))
            parsed.cues.append(words[-1].text)
            return parsed
    parsed = parse(body)
    if not parsed.names or _tail(body):
        return None
    return _take(parsed, words[len(body) :], kind=kind)


def _area_suffix(words: _Words) -> Parsed | None:
    body, relation, bearing = words[:-1], AREA[words[-1].key], None
    if len(body) > 1:
        found = compass(words, len(body) - 1)
        if found and found.end == len(words) - 1 and found.part == "adjective":
            body, bearing, relation = body[:-1], found.degrees, "outskirts"
    if _tail(body):
        return None
    if body[-1].key.endswith("'s") and len(body[-1].text) > 2:
        text = body[-1].text.rstrip(".")[:-2]
        body = (*body[:-1], Token(text, body[-1].key[:-2]))
    parsed = parse(body)
    if not parsed.names:
        return None
    return _take(parsed, words[len(body) :], Found(relation, 0, None, bearing))


def _prefix(words: _Words) -> Parsed | None:
    first = words[0]
    kind = longest(KINDS, words, 0)
    if kind and kind[1] < len(words):
        end = kind[1]
        while end < len(words) - 1 and words[end].key in ("of", "named", "called"):
            end += 1
        parsed = parse(words[end:])
        if parsed.names:
            return _take(parsed, words[:end], kind=parsed.kind if parsed.kind in ADMIN.values() else kind[0])
    letter = LETTER_KINDS.get(first.key)
    if letter and (len(first.key) > 1 or not first.key.isascii() or not first.capital):
        bare = len(first.key) == 1 and first.key in "мгпдх" and not first.capital and words[1].capital
        if first.dot or bare:
            parsed = parse(words[1:])
            if parsed.names:
                return _take(parsed, words[:1], kind=parsed.kind or letter)
    if first.key in ADMIN:
        start = 2 if words[1].key == "of" and len(words) > 2 else 1
        cyrillic = not first.key.isascii() and adjectival(words[1].key) and len(words) == 2
        if start == 2 or cyrillic:
            parsed = parse(words[start:])
            if parsed.names:
                return _take(parsed, words[:start], kind=ADMIN[first.key])
    centre = longest(CENTRES, words, 0)
    if centre and centre[1] < len(words) and (centre[1] > 1 or not first.capital):
        parsed = parse(words[centre[1] :])
        if parsed.names:
            return _take(parsed, words[: centre[1]])
    filler = longest(FILLERS, words, 0)
    if filler and filler[1] < len(words):
        parsed = parse(words[filler[1] :])
        return _take(parsed, words[: filler[1]])
    return None

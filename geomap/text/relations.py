"""Relations that stand before a name: near, 12 km north of, on the outskirts of, between, towards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.text import regions
from geomap.text.compass import DEGREES, Compass, compass
from geomap.text.lexicon import (
    ADMIN,
    APPROXIMATELY,
    AXIS,
    LINKS,
    NUMBER_WORDS,
    PARTS,
    RELATIONS,
    TO,
    UNITS,
    VAGUE,
    WITHIN,
    longest,
)
from geomap.text.tokens import Token

_NUMBER = re.compile(r"[~≈]?([0-9]{1,9}(?:[.,][0-9]{1,9})?)(?:[-–—]([0-9]{1,9}(?:[.,][0-9]{1,9})?))?\Z")
_NUMBER_UNIT = re.compile(r"[~≈]?([0-9]{1,9}(?:[.,][0-9]{1,9})?)[-‐‑–]([^\W\d_]{1,12})\Z")
_BEFORE_NUMBER = frozenset(("за", "в", "у", "на", "at", "a", "the", "distance", "of", "відстані", "расстоянии", "in"))
_ADJECTIVAL = re.compile(r"(?:ськ|цьк|зьк|ск|цк)(?:ий|ого|ому|им|ім|ом|а|ої|ій|у|ою|е|і|их|ими|ая|ой|ую|ое|ие)\Z")
_MASCULINE = re.compile(r"(?:ськ|цьк|зьк|ск|цк)(?:ий|ого|ому|им|ім|ом)\Z")
_ADJECTIVAL_LATIN = re.compile(r"(?:s'?k|ts'?k|z'?k)(?:y|yi|yy|yj|iy|ij|i|a|aya|oi|oho|ogo|omu|oy|oye|ykh)\Z")


@dataclass(frozen=True, slots=True)
class Found:
    """A relation found in front of a name."""

    relation: str
    """One of :data:`geomap.schema.RELATIONS`."""
    end: int
    """Index of the first word of the name."""
    distance_km: float | None = None
    """Distance, km."""
    bearing: float | None = None
    """Degrees clockwise from north."""


def adjectival(key: str) -> bool:
    """Return True when ``key`` ends like an adjective in -ський, -ский or -skyi, in any case."""
    tail = key[-16:]
    return bool(_ADJECTIVAL.search(tail) or (len(key) > 5 and _ADJECTIVAL_LATIN.search(tail)))


def relation_at(words: Sequence[Token], start: int) -> Found | None:
    """Return the relation whose cue begins at ``start`` and is followed by at least one word, or None."""
    found = _distance(words, start) or _bearing(words, start) or _phrase(words, start)
    return found if found and found.end < len(words) else None


def _number(token: Token) -> float | None:
    match = _NUMBER.match(token.text)
    if not match:
        return NUMBER_WORDS.get(token.key)
    low = float(match[1].replace(",", "."))
    return low if match[2] is None else (low + float(match[2].replace(",", "."))) / 2


def _measure(words: Sequence[Token], at: int) -> tuple[float | None, int] | None:
    """Return (km, end) of a distance at ``at``; km is None for "a few kilometres"."""
    if at >= len(words):
        return None
    glued = _NUMBER_UNIT.match(words[at].text)
    if glued and glued[2].lower() in UNITS:
        return float(glued[1].replace(",", ".")) * UNITS[glued[2].lower()], at + 1
    if at + 1 >= len(words):
        return None
    unit = UNITS.get(words[at + 1].key)
    if unit is not None:
        if words[at].key in VAGUE:
            return None, at + 2
        number = _number(words[at])
        return None if number is None else (number * unit, at + 2)
    unit = UNITS.get(words[at].key)
    if unit is not None and at + 2 < len(words) and words[at + 1].key in ("за", "в", "у", "на"):
        number = _number(words[at + 2])
        return None if number is None else (number * unit, at + 3)
    return None


def _skip(words: Sequence[Token], at: int, allowed: frozenset[str], most: int) -> int:
    end = at
    while end < len(words) and end - at < most and words[end].key in allowed:
        end += 1
    return end


def _distance(words: Sequence[Token], start: int) -> Found | None:
    at, within = start, False
    measure = None
    for _ in range(8):
        measure = _measure(words, at)
        if measure or at >= len(words):
            break
        bound = longest(WITHIN, words, at)
        if bound:
            within, at = True, bound[1]
        elif words[at].key in _BEFORE_NUMBER or words[at].key in APPROXIMATELY:
            at += 1
        else:
            return None
    if not measure:
        return None
    km, at = measure
    if at < len(words) and words[at].key in ("away", "deep", "radius", "inland"):
        at += 1
    towards = _skip(words, at, TO, 3)
    found = _loose(words, towards)
    if found:
        end = _skip(words, found.end, frozenset({"direction", "side", "напрямку", "направлении"}), 1)
        end = _skip(words, end, LINKS, 1)
        return Found("near" if within else "direction", end, km, found.degrees)
    around = frozenset({"навколо", "довкола", "вокруг", "around"})
    linked = _skip(words, at, LINKS | around, 1)
    if linked == at:
        return None
    if within or km is None or words[at].key in around:
        return Found("near", linked, km)
    return Found("direction", linked, km)


def _loose(words: Sequence[Token], at: int) -> Compass | None:
    """A compass word after a distance, where small letters (12 km ne of) are safe too."""
    found = compass(words, at)
    if found is None and at + 1 < len(words) and words[at].key in DEGREES and words[at + 1].key in LINKS:
        return Compass(words[at].key, "letter", at + 1)
    return found


def _bearing(words: Sequence[Token], start: int) -> Found | None:
    at = _skip(words, start, APPROXIMATELY, 2)
    begun = at
    at = _skip(words, at, TO, 3)
    skipped = [word.key for word in words[begun:at]]
    found = compass(words, at)
    if found is None or found.end >= len(words):
        return None
    following, first = words[found.end], words[at]
    linked = following.key in LINKS
    latin = first.key[:1].isascii()
    if found.part == "comparative":
        return Found("direction", found.end + linked, None, found.degrees)
    if found.part in ("letter", "abbreviation"):
        if linked:
            return Found("direction", found.end + 1, None, found.degrees)
        if found.part == "abbreviation" and following.capital and len(first.key) > 1 and start == 0:
            return Found("outskirts", found.end, None, found.degrees)
        return None
    if following.key in PARTS and found.part in ("adjective", "noun"):
        end = _skip(words, found.end + 1, frozenset({"of", "в", "у"}), 1)
        return Found("outskirts", end, None, found.degrees) if end < len(words) else None
    if found.part == "noun":
        if linked:
            inside = latin and following.key == "of" and skipped[-1:] == ["the"] and "to" not in skipped
            return Found("outskirts" if inside else "direction", found.end + 1, None, found.degrees)
        if start:
            return Found("outskirts", found.end, None, found.degrees) if skipped and not latin else None
        if latin:
            named = not first.capital and following.capital and following.key not in AXIS
            return Found("outskirts", found.end, None, found.degrees) if named else None
        area = _area(words[found.end :])
        return Found("outskirts", found.end, None, found.degrees) if skipped or area else None
    if start or following.key in AXIS or following.key in ADMIN:
        return None
    agrees = latin or not first.capital or first.key.endswith(("а", "я", "ої", "ій", "у", "ою", "ой", "ую"))
    if (not first.capital and following.capital) or (agrees and _area(words[found.end :])):
        return Found("outskirts", found.end, None, found.degrees)
    return None


def _area(words: Sequence[Token]) -> bool:
    """True when ``words`` are a known region with its noun, or a country or nickname."""
    if regions.whole(words):
        return True
    if len(words) < 2 or words[-1].key not in ADMIN:
        return False
    return words[0].key in regions.REGIONS or (adjectival(words[0].key) and len(words) == 2)


def _phrase(words: Sequence[Token], start: int) -> Found | None:
    found = longest(RELATIONS, words, start)
    if found is None:
        return _russian_at(words, start)
    relation, end = found
    if end >= len(words):
        return None
    unit = words[end - 1].key
    if unit in ("район", "районі", "районе") and end == start + 1:
        following = words[end:]
        if (len(following) == 1 and _MASCULINE.search(following[0].key[-16:])) or following[0].key in ADMIN:
            return None
        if start and adjectival(words[start - 1].key):
            return None
    if relation == "axis" and start:
        return None
    return Found(relation, end)


def _russian_at(words: Sequence[Token], start: int) -> Found | None:
    """Russian «у» with a genitive is near; Ukrainian «у» with a locative is in."""
    if words[start].key != "у" or start + 1 >= len(words):
        return None
    word = words[start + 1].key
    if word in ("села", "деревни", "посёлка", "поселка", "города", "посёлков", "сёл"):
        return Found("near", start + 1)
    ukrainian = any(letter in "іїєґ'" for letter in word)
    genitive = word.endswith(("а", "я", "ы", "ой", "ого", "ово", "его", "ки", "ги", "хи", "жи", "ши", "чи"))
    return Found("near", start + 1) if genitive and not ukrainian else None

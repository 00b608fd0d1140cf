"""Areas named by a noun (Kursk region, «Покровському напрямку»), and what stands before a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from geomap.text import blockers, regions
from geomap.text.adjectives import adjective_bases
from geomap.text.cue_bits import (
    AREA_NOUN,
    AXIS_NOUN,
    BODY,
    CONTROL,
    EXPLAIN,
    FREED,
    LOCAL,
    SHELL,
    STRIKE,
    THING,
    WITHDRAW,
)
from geomap.text.lexicon import ADMIN, ADMIN_MODIFIERS, AXIS, CONJUNCTIONS, KINDS, LETTER_KINDS
from geomap.text.mentions import Mention
from geomap.text.nameindex import NOTHING, NameIndex
from geomap.text.placing import MAY_RELATE, relation_before
from geomap.text.relations import adjectival
from geomap.text.sentences import Reading, Sentence

_KIND_ENDS: Final = frozenset(phrase[-1] for phrase in KINDS) | {
    "of",
    "named",
    "called",
    "під",
    "назвою",
    "названием",
    "під назвою",
}
#: Words between a cue and its name.
_ATTRIBUTES: Final = frozenset(("the", "of", "occupied", "named", "called", "тимчасово", "окупованому", "окупованій"))
_KIND_SIZES: Final = max(len(phrase) for phrase in KINDS)
_MODIFIERS: Final = ADMIN_MODIFIERS | {"міської", "військової", "військова", "військовій"}
_AXIS_WORDS: Final = AXIS - {"front", "fronts", "frontline", "direction", "directions", "sectors"} | {
    "front",
    "direction",
    "directions",
}
_BARE_AREA: Final = frozenset(("край", "краю", "краем", "края", "крае"))


@lru_cache(maxsize=1 << 16)
def is_adjective(word: str) -> bool:
    """Return True for an adjective in -ський, -ский, in any case; remembered."""
    return adjectival(word)


@lru_cache(maxsize=1 << 15)
def _nickname(word: str) -> bool:
    return bool(regions.nickname(word))


@lru_cache(maxsize=1 << 15)
def _of_region(word: str) -> bool:
    """True for the adjective of a first-level unit: Харьковской, Донецькій."""
    return any(base in regions.REGIONS for base in adjective_bases(word)[:8])


class Areas:
    """Finds areas in the sentences of one text; remembers which kinds it has met."""

    def __init__(self, reading: Reading, index: NameIndex) -> None:
        self.reading = reading
        self.index = index
        self.seen: set[str] = set()

    def _areas(self, number: int, sentence: Sentence, likely: Sequence[int]) -> dict[int, Mention]:
        """Return the areas named by a noun (Kursk region, «Покровському напрямку»), by their first word.

        ``likely`` are the words with a capital and the nouns of areas.
        """
        reading = self.reading
        keys, flags, capital = reading.keys, reading.flags, reading.capital
        found: dict[int, Mention] = {}
        for at in likely:
            key = keys[at]
            flag = flags[at]
            if flag & AREA_NOUN:
                kind = ADMIN[key]
            else:
                if flag & AXIS_NOUN and key in _AXIS_WORDS:
                    kind = "axis"
                elif not capital[at] or len(key) < 6:
                    continue
                elif _nickname(key):
                    found[at] = self._make(at, at, "oblast", number)
                    continue
                elif key[0] > "z" and self.seen and is_adjective(key) and at > sentence.first:
                    elided = self._elided(at, sentence, number)
                    if elided is not None:
                        found[at] = elided
                    continue
                else:
                    continue
            if at == sentence.first:
                continue
            for mention in self._area(at, kind, sentence, number):
                self.seen.add(mention.kind)
                found[mention.first] = mention
        return found

    def _elided(self, at: int, sentence: Sentence, number: int) -> Mention | None:
        """Read "в Днепропетровской", «на Краматорському» where the noun was said before."""
        reading = self.reading
        word, before = reading.keys[at], reading.keys[at - 1]
        if before not in ("в", "у", "на", "и", "та", "і") or reading.gaps[at - 1] != " ":
            return None
        if (
            at + 1 < sentence.last
            and reading.gaps[at] == " "
            and (
                reading.capital[at + 1] or is_adjective(reading.keys[at + 1]) or blockers.is_body(reading.keys[at + 1])
            )
        ):
            return None
        feminine = word.endswith(("ой", "ій", "ую", "у"))
        if "oblast" in self.seen and feminine and _of_region(word) and self.index.known(word) is NOTHING:
            mention = self._make(at, at, "oblast", number)
            mention.name = mention.expression = (
                f"{mention.text} {'области' if word.endswith(('ой', 'ую')) else 'області'}"
            )
            return mention
        if (
            "axis" in self.seen
            and before in ("на", "и", "та", "і")
            and word.endswith(("ому", "ом"))
            and self._adjective_base(word)
            and self.index.known(word) is NOTHING
        ):
            mention = self._make(at, at, "axis", number)
            mention.name = mention.expression = f"{mention.text} {'направлении' if word.endswith('ом') else 'напрямку'}"
            mention.relation = "axis"
            return mention
        return None

    def _area(self, noun: int, kind: str, sentence: Sentence, number: int) -> Iterator[Mention]:
        reading = self.reading
        keys, capital = reading.keys, reading.capital
        latin = keys[noun][0] < "\x7f"
        at = noun - 1
        while at > sentence.first and keys[at] in _MODIFIERS and not (latin and capital[at]):
            at -= 1
        if reading.gaps[at].strip() or (latin and not capital[at]) or keys[at] in regions.COUNTRIES:
            return
        first = at
        if latin:
            while first > sentence.first and capital[first - 1] and reading.gaps[first - 1] == " " and at - first < 3:
                first -= 1
            while first < at and not self._base(" ".join(keys[first : at + 1])):
                first += 1
            if not self._base(" ".join(keys[first : at + 1])) and not self._cued(first, sentence.first):
                return
        elif keys[noun] in _BARE_AREA:
            if not is_adjective(keys[at]) or not capital[at]:
                return
        elif not is_adjective(keys[at]) or not (self._adjective_base(keys[at]) or capital[at]):
            if keys[at] not in regions.REGIONS or kind == "axis":
                return
        elif not capital[at] and kind != "axis" and not sentence.shouted and not self._adjective_base(keys[at]):
            return
        if kind == "axis" and not latin and not self._adjective_base(keys[at]):
            return
        if latin and keys[first] in ("eastern", "western", "southern", "northern", "central"):
            return
        # Донецька та Луганська області: one mention each.
        earlier = first - 1
        if earlier - 1 >= sentence.first and (keys[earlier] in CONJUNCTIONS or reading.gaps[earlier].strip() == ","):
            other = earlier - 1 if keys[earlier] in CONJUNCTIONS else earlier
            for _ in range(6):
                good = capital[other] and (
                    self._base(keys[other])
                    if latin
                    else is_adjective(keys[other]) and self._adjective_base(keys[other])
                )
                if not good or (latin and not keys[noun].endswith("s")):
                    break
                mention = self._make(other, other, kind, number)
                mention.name = f"{mention.text} {reading.text[reading.starts[noun] : reading.ends[noun]]}"
                mention.expression = mention.name
                mention.relation = "axis" if kind == "axis" else ""
                yield mention
                if other - 1 < sentence.first or reading.gaps[other - 1].strip() != ",":
                    break
                other -= 1
        mention = self._make(first, noun, kind, number)
        if kind == "axis":
            mention.relation = "axis"
        elif (
            kind == "raion"
            and noun + 1 < sentence.last
            and capital[noun + 1]
            and reading.gaps[noun] == " "
            and not latin
        ):
            following = self.index.known(self._text(noun + 1, noun + 1))
            if following.settlement and "city" in following.kinds and not is_adjective(keys[noun + 1]):
                mention.kind = "other"
        yield mention

    def _base(self, name: str) -> bool:
        return name in regions.REGIONS or self.index.known(name) is not NOTHING or self.index.loose(name) is not NOTHING

    def _adjective_base(self, word: str) -> bool:
        return self.index.has_base(word)

    def _text(self, first: int, last: int) -> str:
        return self.reading.text[self.reading.starts[first] : self.reading.ends[last]]

    def _make(self, first: int, last: int, kind: str, number: int) -> Mention:
        text = self._text(first, last)
        end = self.reading.ends[last]
        if self.reading.low[end - 2 : end] == "'s":
            text, end = text[:-2], end - 2
        mention = Mention(self.reading.starts[first], end, text, kind, text, number, first, last)
        mention.expression = text
        return mention

    def _cue(self, at: int, first: int) -> tuple[str, str]:
        """Return (what stands before: relation, ``in`` or nothing; kind of settlement said) of word ``at``."""
        reading = self.reading
        keys = reading.keys
        end, kind = at, ""
        while end > first and keys[end - 1] in _ATTRIBUTES:
            end -= 1
        if end > first and keys[end - 1] in _KIND_ENDS and not (reading.gaps[end - 1].strip(' «"“')):
            for size in range(min(_KIND_SIZES, end - first), 0, -1):
                said = KINDS.get(tuple(keys[end - size : end]))
                if said:
                    kind, end = said, end - size
                    break
        elif end == at and end > first and keys[end - 1] in LETTER_KINDS and len(keys[end - 1]) <= 3:
            written = reading.text[reading.starts[end - 1]]
            if written.islower() and (reading.gaps[end - 1].startswith(".") or keys[end - 1] in "мгп"):
                kind, end = LETTER_KINDS[keys[end - 1]], end - 1
        if kind and kind not in ("village", "town", "city", "settlement"):
            kind = ""
        return relation_before(self.reading, end, first) if end > first and keys[end - 1] in MAY_RELATE else "", kind

    def _object(self, at: int, first: int) -> str:
        """Return what a verb or its noun just before word ``at`` makes of it: ``taken``, or struck (``in``)."""
        if at == first or self.reading.gaps[at - 1] not in (" ", "\u00a0"):
            return ""
        if self.reading.keys[at - 1].startswith(("мешкан", "жител")):
            return "in"
        flags = self.reading.flags[at - 1]
        taken = flags & (CONTROL | FREED | WITHDRAW) and not flags & (AREA_NOUN | EXPLAIN)
        if taken and not self.reading.capital[at - 1]:
            return "taken"
        return "in" if flags & (SHELL | STRIKE) and not flags & (THING | BODY | LOCAL) else ""

    def _cued(self, at: int, first: int) -> bool:
        return bool(self._cue(at, first)[0])

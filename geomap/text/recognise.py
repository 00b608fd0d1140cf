"""Place mentions of a report: names of the gazetteer in any case form, areas by their nouns, unknown names by cues.

One walk over the words of each sentence. Capitalised runs are looked up, the longest known run wins; in headlines in
capitals every word is a candidate. What a cue word calls a place (*the village of* Xyz, «с. X», «під X») is a mention
even when no gazetteer has it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from geomap.text import blockers, regions, self_named
from geomap.text.areas import Areas, is_adjective
from geomap.text.compounds import attributive
from geomap.text.cue_bits import (
    AREA_NOUN,
    AT,
    AXIS_NOUN,
    BODY,
    EXPLAIN,
    FIRST,
    RUSSIAN,
    SPEECH,
    THING,
    TITLE,
    TROOPS,
    UKRAINIAN,
    WATER,
)
from geomap.text.lexicon import ADMIN
from geomap.text.mentions import CAPITALS, Mention
from geomap.text.nameindex import NOTHING, Known, NameIndex
from geomap.text.sentences import Reading, Sentence
from geomap.text.spans import Span, merge

#: Most words of a name.
_MOST_WORDS: Final = 4

_NOUNS: Final = AREA_NOUN | AXIS_NOUN

#: Words before a name that make it a place even when nobody knows it.
_STRONG: Final = frozenset({"near", "outskirts", "direction", "between", "towards", "taken"})
_IN: Final = frozenset("in at on across throughout inside within into over against outside в у на во по над".split())
_LATIN_ADMIN: Final = frozenset(word for word in ADMIN if word.isascii())


def recognise(reading: Reading, index: NameIndex, spans: Iterable[Span] = ()) -> list[Mention]:
    """Return the place mentions of ``reading`` in order, without roles.

    ``spans`` are the findings of another recogniser.
    """
    foreign = [span for span in spans if 0 <= span.start < span.end <= len(reading.text)]
    walker = _Walker(reading, index, blockers.persons(reading), foreign)
    mentions: list[Mention] = []
    for number, sentence in enumerate(reading.sentences):
        mentions.extend(walker.sentence(number, sentence))
    mentions = walker.again(mentions)
    if foreign:
        mentions = merge(mentions, foreign, reading)
    return mentions


class _Walker(Areas):
    """Walks over sentences; holds what one text needs."""

    def __init__(self, reading: Reading, index: NameIndex, persons: set[str], spans: list[Span]) -> None:
        super().__init__(reading, index)
        self.persons = persons
        self.spans = spans
        self.places: set[str] = set()
        self.current: dict[int, Mention] = {}
        self.doubtful: list[tuple[int, int]] = []
        self.lowered = {
            key for key, capital in zip(reading.keys, reading.capital, strict=True) if not capital
        }  # fmt: skip

    def sentence(self, number: int, sentence: Sentence) -> Iterator[Mention]:
        """Yield the mentions of one sentence."""
        reading = self.reading
        capital, flags = reading.capital, reading.flags
        before: Mention | None = None
        likely = [n for n in range(sentence.first, sentence.last) if capital[n] or flags[n] & _NOUNS]
        areas = self.current = self._areas(number, sentence, likely) if likely else {}
        inside = {n for area in areas.values() for n in range(area.first, area.last + 1)}
        done = sentence.first
        for at in sorted({*likely, *areas}) if areas else likely:
            if at < done:
                continue
            area = areas.get(at)
            if area is not None:
                yield area
                done, before = area.last + 1, area
                continue
            if not capital[at]:
                continue
            found = self._name(at, sentence, before)
            if found is None:
                continue
            mention, done = found
            if mention is not None and inside.isdisjoint(range(mention.first, mention.last + 1)):
                mention.sentence = number
                before = mention
                self.places.add(blockers.stem(reading.keys[mention.first]))
                yield mention

    def again(self, mentions: list[Mention]) -> list[Mention]:
        """Take up names at the head of a sentence that the text names as places further on."""
        reading = self.reading
        taken = {mention.first for mention in mentions}
        begins = [sentence.first for sentence in reading.sentences]
        added = []
        for at, end in self.doubtful:
            if at not in taken and blockers.stem(reading.keys[at]) in self.places:
                number = bisect_right(begins, at) - 1
                added.append(self._make(at, end, "settlement", number))
                taken.add(at)
        return sorted([*mentions, *added], key=lambda mention: mention.start) if added else mentions

    def _name(self, at: int, sentence: Sentence, before: Mention | None) -> tuple[Mention | None, int] | None:
        """Return (mention or None, next word) of the name at ``at``; None when nothing begins here."""
        reading = self.reading
        keys, capital = reading.keys, reading.capital
        last = at
        while (
            last + 1 < sentence.last
            and last - at < _MOST_WORDS - 1
            and (capital[last + 1] or keys[last + 1][0].isdigit())
            and reading.gaps[last] in (" ", "-", "\u00a0", "–")
        ):
            last += 1
        cued, kind = self._cue(at, sentence.first)
        cued = cued or self._object(at, sentence.first)
        if cued and keys[at] == "azov" and keys[at - 1] == "of":
            return None
        for end in range(last, at - 1, -1):
            mention = self._try(at, end, last, sentence, cued, kind, before)
            if mention is not None:
                return mention, end + 1
        if self._compound(at, last):
            told = cued or kind or self._listed(at, at + 1, before, sentence)
            if not told and at > sentence.first and not sentence.shouted and self._part_known(at):
                end = reading.ends[at + 1]
                if not _LIST_END.match(reading.text[end : end + 6]):
                    return None, at + 2
                told = "listed"
            if told:
                mention = self._make(at, at + 1, "settlement", 0)
                mention.known, mention.cue = False, told != "listed"
                return mention, at + 2
        area = self.current.get(at + 1)
        if (
            area is not None
            and area.kind in ("oblast", "raion", "hromada")
            and reading.gaps[at] in (" ", " (", ", ")
            and self._nameable(at, "")
        ):
            mention = self._make(at, at, "settlement", 0)
            mention.known = self.index.loose(mention.text) is not NOTHING
            mention.cue = True
            return mention, at + 1
        explained = None
        if sentence.bits & EXPLAIN:
            explained = _EXPLAINED.match(reading.low, reading.ends[at])
        if sentence.bits & EXPLAIN and not explained and last > at:
            explained = _EXPLAINED.match(reading.low, reading.ends[last])
            kind = kind or ("village" if explained else "")
        if (cued in _STRONG or kind or (explained and not reading.flags[at])) and self._nameable(at, kind):
            end = at
            if (
                last > at
                and not reading.flags[at + 1]
                and keys[at + 1] not in blockers.COMMON
                and (kind or sentence.shouted is False)
            ):
                end = min(last, at + 1)
            mention = self._make(at, end, "settlement", 0)
            mention.known = self.index.loose(mention.text) is not NOTHING
            mention.cue = True
            return mention, end + 1
        return None

    def _compound(self, at: int, last: int) -> bool:
        """True when word ``at`` is the adjective of a two-word name that goes on with an unknown word."""
        reading = self.reading
        if last <= at or reading.gaps[at] not in (" ", "\u00a0") or not attributive(reading.keys[at]):
            return False
        key = reading.keys[at + 1]
        return (
            key[0].isalpha()
            and len(key) > 2
            and not reading.flags[at + 1] & ~AT
            and not (reading.flags[at] & FIRST)
            and key not in blockers.COMMON
            and key not in ADMIN
            and not self._text(at + 1, at + 1).isupper()
            and blockers.stem(key) not in self.persons
        )

    def _part_known(self, at: int) -> bool:
        """True when word ``at`` or the next would alone be taken for a settlement."""
        alone = (self.index.known(self._text(n, n)) for n in (at, at + 1))
        return any(known is not NOTHING and known.settlement for known in alone)

    def _nameable(self, at: int, kind: str) -> bool:
        """True when an unknown capitalised word after a cue can be the name of a place."""
        reading = self.reading
        key = reading.keys[at]
        if len(key) < 3 or not key[0].isalpha():
            return False
        if key in blockers.COMMON or key in regions.COUNTRIES or key in blockers.WORLD:
            return False
        if reading.flags[at] & ~AT and not kind:
            return False
        if self._text(at, at).isupper() and len(key) < 6:
            return False
        if at + 1 < len(reading.keys) and reading.gaps[at] == " " and blockers.is_body(reading.keys[at + 1]):
            return False
        return blockers.stem(key) not in self.persons or bool(kind)

    def _try(
        self, at: int, end: int, run: int, sentence: Sentence, cued: str, kind: str, before: Mention | None
    ) -> Mention | None:
        """Return a mention of words ``at`` to ``end``, when they are a known name and nothing speaks against it."""
        reading = self.reading
        keys, flags = reading.keys, reading.flags
        text = self._text(at, end)
        low = reading.low[reading.starts[at] : reading.ends[end]]
        plain = low.removesuffix("'s")
        if plain != low:
            text = text[:-2]
        single = at == end
        begins = at == sentence.first or (not cued and self._after_mark(at))
        if self_named.special(plain):
            mention, decided = self._named(at, end, sentence, plain, text, cued, kind)
            if decided:
                return mention
        if single and self._compound(at, run):
            return None
        water = end + 1 < sentence.last and plain[0] < "\x7f" and flags[end + 1] & WATER
        if (
            (water and not flags[end])
            or (at > sentence.first and plain[0] > "z" and flags[at - 1] & WATER and reading.gaps[at - 1] == " ")
            or (plain in self_named.FEATURES)
            or (single and self_named.is_river(reading, at, sentence.first, plain))
        ):
            mention = self._make(at, end + 1 if water else end, "other", 0)
            mention.cue = bool(cued)
            return mention
        if not single and keys[end] in ADMIN:
            return None
        known = self.index.known(text)
        if known is NOTHING and len(plain) > 4 and not flags[at] & ~AT and keys[at] not in blockers.COMMON:
            listed = self._listed(at, end, before, sentence)
            known = self.index.loose(text) if single or listed or cued or kind else NOTHING
            if known is not NOTHING and not (known.theatre and known.settlement):
                known = NOTHING
            if known is not NOTHING and not (cued or kind or listed) and (known.weight < 1.2 or len(plain) < 7):
                known = NOTHING
            if known is not NOTHING and listed and not (begins or cued or kind):
                cued = "in"
            if known is NOTHING and listed == "both" and end == run and not flags[at]:
                mention = self._make(at, end, "settlement", 0)
                mention.known = False
                mention.cue = True
                return mention
        if known is NOTHING:
            return None
        if not self._plausible(at, end, run, sentence, known, cued, kind, begins, text, before):
            return None
        mention = self._make(at, end, "settlement", 0)
        if not known.settlement:
            if "country" in known.kinds:
                mention.kind = "country"
            elif "oblast" in known.kinds:
                mention.kind = "oblast"
            elif not (cued or kind):
                return None
        mention.cue = bool(cued or kind)
        if kind in ("village", "town", "settlement", "city"):
            mention.name = f"{_CUE_WORDS[kind]} {mention.text}"
            mention.expression = mention.name
        return mention

    def _named(
        self, at: int, end: int, sentence: Sentence, plain: str, text: str, cued: str, kind: str
    ) -> tuple[Mention | None, bool]:
        """Return (mention or None, decided) of a country, a capital, a continent, Crimea."""
        reading = self.reading
        keys, flags = reading.keys, reading.flags
        if plain in blockers.WORLD:
            return None, True
        country = self_named.country(plain, text)
        if country and plain == "рф" and at > sentence.first and reading.gaps[at - 1] == " ":
            before_it = self._text(at - 1, at - 1)
            if flags[at - 1] & (BODY | TITLE) or (before_it.isupper() and 1 < len(before_it) < 6):
                return None, True
        if country:
            mention = self._make(at, end, "country", 0)
            mention.name = country if len(plain) <= 4 or plain in self_named.SHORT_COUNTRIES else mention.text
            mention.expression = mention.name
            mention.cue = bool(cued)
            return mention, True
        if (
            at == end
            and plain in CAPITALS
            and not (reading.gaps[at].startswith(" ") and at + 1 < sentence.last and blockers.is_body(keys[at + 1]))
        ):
            mention = self._make(at, end, "settlement", 0)
            mention.cue = bool(cued or kind)
            if plain[0] > "z" or kind:
                mention.name = mention.expression = CAPITALS[plain]
            return mention, True
        if self_named.occupied(plain):
            if plain.isascii() and len(plain) == 3 and not text.isupper():
                return None, True
            mention = self._make(at, end, "oblast", 0)
            mention.cue = bool(cued)
            return mention, True
        return None, False

    def _listed(self, at: int, end: int, before: Mention | None, sentence: Sentence) -> str:
        """Say whether words ``at`` to ``end`` stand in a list of places: after one, or between two."""
        reading = self.reading
        if before is None or before.kind not in ("settlement", "oblast", "raion") or before.last < sentence.first:
            return ""
        gap = reading.text[before.end : reading.starts[at]]
        if not _LIST_GAP.match(gap):
            return ""
        after = reading.text[reading.ends[end] : reading.ends[end] + 6]
        return "both" if _LIST_END.match(after) else "after"

    def _opens_list(self, end: int, sentence: Sentence) -> bool:
        """True when the name that ends with word ``end`` is the first of a list of names: "five villages — A, B"."""
        reading = self.reading
        return (
            end + 1 < sentence.last
            and reading.capital[end + 1]
            and _LIST_GAP.match(reading.text[reading.ends[end] : reading.starts[end + 1]]) is not None
        )

    def _is_unit(self, at: int) -> bool:
        """True for a body or unit before its name in quotation marks: ОТУ «Харків», бригада «Азов»."""
        written = self._text(at, at)
        return bool(self.reading.flags[at] & (BODY | TROOPS)) or (len(written) > 1 and written.isupper())

    def _after_mark(self, at: int) -> bool:
        """True when a colon, quotation mark or dash opens a new sentence before word ``at``."""
        gap = self.reading.gaps[at - 1] if at else " "
        return gap != " " and not _MARKS.isdisjoint(gap) and not gap.endswith(", ")

    def _plausible(
        self,
        at: int,
        end: int,
        run: int,
        sentence: Sentence,
        known: Known,
        cued: str,
        kind: str,
        begins: bool,
        text: str,
        before: Mention | None,
    ) -> bool:
        """Weigh what speaks for and against a known name being a place here."""
        reading = self.reading
        keys, flags = reading.keys, reading.flags
        strong = known.weight >= 1.2 or "country" in known.kinds
        listed = bool(before) and bool(self._listed(at, end, before, sentence))
        if (len(text) < 3 or (len(text) < 6 and text.isupper() and not sentence.shouted)) and not kind:
            return False
        if at > sentence.first and reading.gaps[at - 1].strip() in _OPENING and self._is_unit(at - 1):
            return False
        if (
            sentence.shouted
            and at == end
            and (keys[at] in self.lowered or keys[at] in blockers.COMMON or flags[at] & ~(RUSSIAN | UKRAINIAN))
        ):
            return False
        if kind or (listed and not flags[at] & ~FIRST and keys[at] not in blockers.COMMON):
            return not (flags[at] & FIRST and run > end)
        if at == end and keys[at] in self.lowered and (begins or not strong):
            return False
        capital_like = strong and bool(
            flags[at] & (RUSSIAN | UKRAINIAN) or (cued and run == end and flags[at] == FIRST)
        )
        if not capital_like and blockers.blocked(reading, at, end, begins or sentence.shouted, self.persons):
            return False
        if sentence.shouted and not (strong or cued) and known.weight < 1.0:
            return False
        if at == end and blockers.COMMON and keys[at] in blockers.COMMON:
            return False
        following = end + 1 < sentence.last and reading.gaps[end] in (" ", "\u00a0")
        if following and is_adjective(keys[at]) and at == end and blockers.is_body(keys[end + 1]):
            return False
        if following and run > end and reading.capital[end + 1] and not sentence.shouted:
            after = flags[end + 1]
            neutral = (
                after
                or keys[end + 1] in blockers.COMMON
                or keys[end + 1] in ADMIN
                or self.index.known(self._text(end + 1, end + 1)) is not NOTHING
            )
            if not neutral and not (strong and cued):
                return False
            if after & THING:
                return False
        if following and flags[end + 1] & SPEECH and not strong:
            return False
        if (
            at > sentence.first
            and reading.gaps[at - 1] == " "
            and reading.capital[at - 1]
            and not cued
            and not sentence.shouted
        ):
            left, word = flags[at - 1], keys[at - 1]
            opens = at - 1 == sentence.first and (at < end or known.weight >= 1.9)
            if (
                not left
                and not opens
                and word not in blockers.COMMON
                and word not in _IN
                and not known_before(self, at - 1)
            ):
                return False
            if left & THING or (left & (BODY | TITLE) and not strong and not begins):
                return False
        if begins and at > sentence.first and known.theatre and not flags[at] and self._opens_list(end, sentence):
            return True
        if begins and not cued and (not strong or len(text) < 4):
            if blockers.stem(keys[at]) in self.places or _EXPLAINED.match(reading.low, reading.ends[end]):
                return known.exact
            if known.exact and not flags[at] and keys[at] not in self.lowered:
                self.doubtful.append((at, end))
            return (
                known.exact
                and not flags[at]
                and known.weight >= -0.5
                and ((at == end and following_place(reading, end, sentence)) or at < end)
            )
        return strong or bool(cued) or (known.theatre and (known.exact or known.weight > -1) and len(text) > 3)


#: Opens a name in quotation marks.
_OPENING: Final = frozenset(("«", '"', "“", "„"))
_MARKS: Final = frozenset(':«“"„—–')
_LIST_GAP: Final = re.compile(
    r"\s*(?:,|;|,? (?:and|та|і|й|и|або|or)|, а також|, а также|, (?:and|та|і|й|и))\s+(?:(?:in|near|у|в|біля|під|под|"
    r"возле|поблизу) )?\Z"
)
_LIST_END: Final = re.compile(r"\s*(?:,|;|\.|\)|$| and | та | і | й | и | in | в | у | на )")

#: After a name: says that it is a settlement.
_EXPLAINED: Final = re.compile(
    r"(?:,| \(| [–—]| is| was| are) (?:(?!the city)\S+ ){0,2}(?:village|hamlet|town|settlement|село|селище|хутір|"
    r"посёлок|поселок|деревня|містечко|місто|город)(?![^\W\d_])"
)

_CUE_WORDS: Final = {"village": "village", "town": "town", "settlement": "settlement", "city": "city"}


def known_before(walker: _Walker, at: int) -> bool:
    """True when the word is itself a known name (Харків Київ: a list without commas)."""
    return walker.index.known(walker._text(at, at)) is not NOTHING


def following_place(reading: Reading, end: int, sentence: Sentence) -> bool:
    """True when what follows a name at the head of a sentence shows that it is a place: a comma, a bracket, a "
    "colon."""
    if end + 1 >= sentence.last:
        return end == sentence.first
    gap = reading.gaps[end]
    return gap[:1] in ",(:" or gap[:2] == " (" or reading.keys[end + 1] in ("and", "та", "і", "й", "и", "in", "у", "в")

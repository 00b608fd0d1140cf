"""Sentences and words of a long text, with character offsets. One pass, linear in the length of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Final

from geomap.text.cues import TAGS

#: Words, with inner hyphens, apostrophes and dots between letters (U.S., п.г.т); numbers keep their separators.
WORD: Final = re.compile(
    r"[0-9]+(?:[.,][0-9]+)*(?:[-‐‑–][^\W\d_]+)?|[^\W\d_]\.(?:[^\W\d_]\.)+|[^\W_]+(?:[-‐‑'’ʼ`´][^\W_]+)*"
)
#: Typed for an apostrophe or a hyphen.
_SAME: Final = (*((mark, "'") for mark in "’ʼ‘`´ʹ′"), ("‐", "-"), ("‑", "-"))

#: Where a sentence may end: closing marks, with what closes after them, then space; or a line end.
_END: Final = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)|\n+|\|\||;(?=\s)")

#: Longest sentence, in characters; anything longer is no prose and is cut.
LONGEST: Final = 2000

#: Before a full stop, these do not end a sentence.
_ABBREVIATIONS: Final = frozenset(
    """
    с м смт сел х хут г гр д дер п пос пгт н обл р-н рн вул ул пл просп бул ст ім им тис тыс млн млрд руб грн кол
    кв см напр див т о ред рр гг стор род коп вид gen col lt maj capt sgt cpl brig adm cmdr mr mrs ms dr prof st
    jr sr gov sen rep pres vs etc no vol inc ltd dept approx jan feb mar apr aug sept oct nov dec u.s u.k e.g i.e
    a.m p.m mon tue wed thu fri sat sun
    """.split()
)
#: Of these, the ones after which a capital may also begin a new sentence; the next word decides nothing: they end it
#: when the line breaks there.
_AREA_ENDS: Final = frozenset(
    ("обл", "р-н", "рн", "тис", "тыс", "млн", "млрд", "р", "рр", "гг", "a.m", "p.m", "грн", "руб", "г")
)


@dataclass(slots=True)
class Sentence:
    """One sentence: characters ``start`` to ``end``, words ``first`` to ``last`` (exclusive)."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int = 0
    """Number of the line it stands in."""
    shouted: bool = False
    """Written in capitals, as headlines are."""
    bits: int = 0
    """All cues of its words together."""


@dataclass(slots=True)
class Reading:
    """A text with its words and sentences."""

    text: str
    """As given."""
    low: str
    """In small letters with plain apostrophes, character for character."""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    """Words in small letters."""
    flags: list[int] = field(default_factory=list)
    """:mod:`geomap.text.cues` of each word."""
    capital: list[bool] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    """What stands between a word and the next, or the end of the text; an empty one more for "before the first"."""
    sentences: list[Sentence] = field(default_factory=list)

    def words_in(self, start: int, end: int) -> range:
        """Return the numbers of the words that begin within the characters."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))


def lower(text: str) -> str:
    """Small letters and plain apostrophes without changing the length."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    for mark, plain in _SAME:
        if mark in low:
            low = low.replace(mark, plain)
    return low


def read(text: str) -> Reading:
    """Split ``text`` into words and sentences. Takes any text; linear in its length."""
    low = lower(text)
    reading = Reading(text, low)
    found = list(WORD.finditer(low))
    starts = reading.starts = [match.start() for match in found]
    ends = reading.ends = [match.end() for match in found]
    keys = reading.keys = [match[0] for match in found]
    reading.flags = list(map(TAGS.__getitem__, keys))
    reading.capital = [text[start] != low[start] for start in starts]
    reading.gaps = [text[end:start] for end, start in zip(ends, [*starts[1:], len(text)], strict=False)] + [""]
    reading.sentences = list(_sentences(reading))
    return reading


def split(text: str) -> list[tuple[int, int]]:
    """Return start and end of every sentence of ``text``, without surrounding space.

    >>> split("He left с. Іванівка. Gen. Smith stayed.")
    [(0, 20), (21, 39)]
    """
    return [(sentence.start, sentence.end) for sentence in read(text).sentences]


def _sentences(reading: Reading) -> Iterator[Sentence]:
    text = reading.text
    begin, paragraph = 0, 0
    for match in _END.finditer(text):
        mark, at = match[0], match.start()
        breaks = mark[0] == "\n"
        if mark == "." and not breaks and not _ends_here(reading, at):
            continue
        if mark == ";" and match.end() - begin < 40:
            continue
        yield from _pieces(reading, begin, at if breaks else match.end(), paragraph)
        begin = match.end()
        paragraph += breaks
    yield from _pieces(reading, begin, len(text), paragraph)


def _pieces(reading: Reading, begin: int, end: int, paragraph: int) -> Iterator[Sentence]:
    """Make a sentence; one of over :data:`LONGEST` characters is cut at spaces, so that its cost stays bounded."""
    while end - begin > LONGEST:
        cut = reading.text.rfind(" ", begin + LONGEST // 2, begin + LONGEST)
        cut = begin + LONGEST if cut < 0 else cut
        sentence = _make(reading, begin, cut, paragraph)
        if sentence:
            yield sentence
        begin = cut
    sentence = _make(reading, begin, end, paragraph)
    if sentence:
        yield sentence


def _ends_here(reading: Reading, dot: int) -> bool:
    """True when the full stop at ``dot`` ends a sentence rather than an abbreviation."""
    low, text = reading.low, reading.text
    at = dot
    while at and (low[at - 1].isalnum() or low[at - 1] in "-'."):
        at -= 1
        if dot - at > 12:
            return True
    word = low[at:dot]
    after = dot + 1
    while after < len(text) and text[after].isspace():
        if text[after] == "\n":
            return True
        after += 1
    following = text[after : after + 1]
    if following and following.islower():
        return False
    if word in _ABBREVIATIONS:
        return bool(
            word in _AREA_ENDS and following.isupper() and not (word == "г" and not low[:at].rstrip()[-1:].isdigit())
        )
    # A single capital is an initial: Дж. Байден, V. Zelensky.
    return not (len(word) == 1 and text[at].isupper() and word.isalpha())


def _make(reading: Reading, begin: int, end: int, paragraph: int) -> Sentence | None:
    text = reading.text
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin >= end:
        return None
    span = reading.words_in(begin, end)
    sentence = Sentence(begin, end, span.start, span.stop, paragraph)
    sentence.bits = reduce(or_, reading.flags[span.start : span.stop], 0)
    if len(span) >= 3 and 2 * sum(reading.capital[span.start : span.stop]) > len(span):
        part = text[begin : min(end, begin + 400)]
        upper = sum(map(str.isupper, part))
        sentence.shouted = upper > 0.7 * sum(map(str.isalpha, part))
    return sentence

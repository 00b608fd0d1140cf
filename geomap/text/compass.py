"""Compass words in English, Ukrainian and Russian, as letters (``ne``) and degrees (45)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geomap.text.tokens import Token

_POINTS = ("n", "nne", "ne", "ene", "e", "ese", "se", "sse", "s", "ssw", "sw", "wsw", "w", "wnw", "nw", "nnw")

#: Degrees clockwise from north for each of the sixteen points.
DEGREES: Mapping[str, float] = {point: index * 22.5 for index, point in enumerate(_POINTS)}


def _table(rows: Mapping[str, str]) -> dict[str, str]:
    return {word: letter for letter, words in rows.items() for word in words.split()}


def _adjectives(stems: Mapping[str, str], endings: str) -> dict[str, str]:
    return {stem + ending: letter for stem, letter in stems.items() for ending in endings.split()}


_NOUNS = _table({
    "n": "north північ півночі північчю север севера северу севером севере",
    "e": "east схід сходу сходом сході восток востока востоку востоком востоке",
    "s": "south південь півдня півдню півднем півдні юг юга югу югом юге",
    "w": "west захід заходу заходом заході запад запада западу западом западе",
})  # fmt: skip

_ADJECTIVES = {
    **_adjectives({"північн": "n", "східн": "e", "південн": "s", "західн": "w"},
                  "ий ій ого ього ому ьому им ім а ої ою у е і их ими"),
    **_adjectives({"северн": "n", "восточн": "e", "южн": "s", "западн": "w"},
                  "ый ого ому ым ом ая ой ую ою ое ые ых ыми"),
    **_table({"n": "northern northerly", "e": "eastern easterly", "s": "southern southerly", "w": "western westerly"}),
}  # fmt: skip

_COMPARATIVES = _table({
    "n": "північніше севернее", "e": "східніше восточнее", "s": "південніше южнее", "w": "західніше западнее",
})  # fmt: skip

#: First halves of compounds such as північно-східний, юго-запад.
_COMBINING = _table({
    "n": "північно північний північного північному північним північ северо север", "e": "східно востоко схід восток",
    "s": "південно південний південного південному південним південь юго юг", "w": "західно западо захід запад",
})  # fmt: skip

_ABBREVIATIONS = _table({
    "n": "пн півн", "e": "сх", "s": "пд півд", "w": "зх зах", "ne": "св пнсх", "nw": "сз пнзх", "se": "юв пдсх",
    "sw": "юз пдзх", "nne": "ссв", "nnw": "ссз", "sse": "ююв", "ssw": "ююз", "ene": "всв", "ese": "вюв",
    "wnw": "зсз", "wsw": "зюз",
})  # fmt: skip

#: Abbreviations that are other words in small letters.
_CAPITALS = frozenset(("св", "сз", "юв", "юз", "ссв", "ссз", "ююв", "ююз", "всв", "вюв", "зсз", "зюз"))

_SINGLE = {"n": "n", "e": "e", "s": "s", "w": "w", "с": "n", "в": "e", "ю": "s", "з": "w"}

_GLUED = ("north", "south", "east", "west")


@dataclass(frozen=True, slots=True)
class Compass:
    """A compass word found in a text."""

    letters: str
    """Point, such as ``ne``."""
    part: str
    """noun, adjective, comparative, abbreviation or letter (a single capital)."""
    end: int
    """Index of the first word after it."""

    @property
    def degrees(self) -> float:
        """Bearing, degrees clockwise from north."""
        return DEGREES[self.letters]


def _english(key: str) -> tuple[str, str] | None:
    """Read north, north-east, northeastern, north-north-easterly; ``key`` has at most 40 letters."""
    rest = key.replace("-", "")
    letters = ""
    while rest:
        word = next((word for word in _GLUED if rest.startswith(word)), None)
        if word is None:
            break
        letters += word[0]
        rest = rest[len(word) :]
    if not letters:
        return None
    part = {"": "noun", "ern": "adjective", "erly": "adjective", "ward": "noun", "wards": "noun"}.get(rest)
    return (letters, part) if part else None


def _word(token: Token) -> tuple[str, str] | None:
    """Return (letters, part of speech) of one word, or None."""
    key = token.key
    if len(key) > 40:
        return None
    for table, part in ((_NOUNS, "noun"), (_ADJECTIVES, "adjective"), (_COMPARATIVES, "comparative")):
        if key in table:
            return table[key], part
    plain = token.text.rstrip(".")
    if key in _SINGLE and plain.isupper():
        return _SINGLE[key], "letter"
    if key in DEGREES and 2 <= len(key) <= 3 and (plain.isupper() or token.dot):
        return key, "abbreviation"
    abbreviation = key.replace("-", "").replace(".", "")
    shown = plain.replace("-", "").isupper() or abbreviation not in _CAPITALS
    if abbreviation in _ABBREVIATIONS and shown:
        return _ABBREVIATIONS[abbreviation], "abbreviation"
    english = _english(key)
    if english:
        return english if english[0] in DEGREES else None
    parts = key.replace(".", "").split("-")
    if not 2 <= len(parts) <= 3:
        return None
    last = next((pair for table, pair in (
        (_NOUNS, "noun"), (_ADJECTIVES, "adjective"), (_COMPARATIVES, "comparative"), (_ABBREVIATIONS, "abbreviation"))
        if parts[-1] in table), None)  # fmt: skip
    if last is None:
        return None
    letters = ""
    for part in parts[:-1]:
        letter = _COMBINING.get(part) or (_ABBREVIATIONS.get(part) if last == "abbreviation" else None)
        if letter is None:
            return None
        letters += letter
    tables = {"noun": _NOUNS, "adjective": _ADJECTIVES, "comparative": _COMPARATIVES, "abbreviation": _ABBREVIATIONS}
    letters += tables[last][parts[-1]]
    return (letters, last) if letters in DEGREES else None


def compass(words: Sequence[Token], start: int) -> Compass | None:
    """Return the compass word at ``start``, taking two words where they belong together (північний схід)."""
    if start >= len(words):
        return None
    first = _word(words[start])
    if first is None:
        return None
    second = _word(words[start + 1]) if start + 1 < len(words) else None
    if second and first[0] in ("n", "s", "nn", "ss") and second[0] in ("e", "w"):
        joins = {("adjective", "noun"), ("noun", "noun"), ("noun", "adjective"), ("abbreviation", "abbreviation")}
        if (first[1], second[1]) in joins:
            return Compass(first[0] + second[0], second[1], start + 2)
    return Compass(first[0], first[1], start + 1)

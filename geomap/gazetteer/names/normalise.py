"""The canonical form of a place name: one spelling for every way the same letters can be typed.

``normalise`` is what the index stores and what every query passes through, so two names are equal
for geomap exactly when their canonical forms are.  It is idempotent, works for any Unicode text and
takes time linear in its length.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from geomap.errors import QueryTooLong

MAX_LENGTH: Final = 10_000
"""Longest accepted text, in characters, before and after folding (a few folded characters expand)."""

_BREVE, _DIAERESIS = "\u0306", "\u0308"

# Letters that no decomposition takes apart.  Cyrillic: letters that writers replace by their neighbour.
_LETTERS: Final = {
    "ł": "l", "đ": "d", "ı": "i", "ø": "o", "ħ": "h", "ŧ": "t", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
    "ə": "e", "ґ": "г", "ғ": "г", "ѣ": "е", "ѳ": "ф", "ѵ": "и", "ѕ": "з", "ј": "й",
}  # fmt: skip
# Everything typed for an apostrophe, a soft or hard sign in Latin script, or a quotation mark.
_DROPPED: Final = "'\"`´‘’‚‛“”„‟′″‴‵‶«»‹›ʹʺʻʼʽʾʿˈˊˋ˝՚՛׳״＇＂·•\u02b0"
# Fillers that have the category of a letter but show nothing.
_FILLERS: Final = "\u115f\u1160\u3164\uffa0"
# Blocks of marks that sit on any letter; marks of other scripts are parts of their letters and stay.
_MARKS: Final = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xE0100, 0xE01EF),
)  # fmt: skip
_KEPT_CYRILLIC: Final = {"и" + _BREVE: "й", "і" + _DIAERESIS: "ї"}


class _Fold(dict[int, str]):
    """A translation table that classifies each character the first time it is met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        if char in _LETTERS:
            folded = _LETTERS[char]
        elif (
            char in _DROPPED
            or char in _FILLERS
            or category in ("Cf", "Cn", "Co", "Cs")
            or any(low <= code <= high for low, high in _MARKS)
        ):
            folded = ""
        elif category[0] in "PSZ" or category == "Cc":
            folded = " "
        else:
            folded = char
        self[code] = folded
        return folded


_FOLD: Final = _Fold()

# Two fast lanes for what almost every name is made of.  They give what the full path gives.
_PLAIN_CYRILLIC: Final = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ0-9 \-.,()'’ʼ]*")
_PLAIN_FOLD: Final = {
    code: _FOLD[code] for code in (*map(ord, " -.,()'’ʼґ0123456789"), *range(ord("а"), ord("я") + 1), *map(ord, "іїє"))
} | {ord("ё"): "е"}

_TO_CYRILLIC: Final = dict(zip("AaBCcEeHIiÏïKMOoPpTXxJjYyËë", "АаВСсЕеНІіЇїКМОоРрТХхЈјУуЕе", strict=True))
_TO_LATIN: Final = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items() if latin not in "Ëë"}
_LATIN_TWINS: Final = frozenset(_TO_CYRILLIC)
_CYRILLIC_TWINS: Final = frozenset(_TO_LATIN)
_TO_CYRILLIC_TABLE: Final = str.maketrans(_TO_CYRILLIC)
_TO_LATIN_TABLE: Final = str.maketrans(_TO_LATIN)
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD: Final = re.compile(r"[^\W\d_]+")


def normalise(text: str) -> str:
    """The canonical form of a name for lookup.

    Case, compatibility forms, accents, apostrophes, soft-sign marks, invisible characters, the kind
    and number of spaces and hyphens, punctuation, and Latin letters typed inside a Cyrillic word (or
    the reverse) make no difference to the result; ё counts as е and ґ as г, while й and ї stay.
    Words are separated by one space.  The result can be empty.

    Raises `geomap.errors.QueryTooLong` beyond 10,000 characters.
    """
    if len(text) > MAX_LENGTH:
        raise QueryTooLong(
            f"a name of {len(text):,} characters ({text[:40]!r}…) is over the limit of {MAX_LENGTH:,}: "
            "pass one place name, and use geomap.read_report for prose"
        )
    if text.isascii():
        return " ".join(text.casefold().translate(_FOLD).split())
    if _PLAIN_CYRILLIC.fullmatch(text):
        return " ".join(text.lower().translate(_PLAIN_FOLD).split())
    folded = _fold_once(text)
    while True:  # ends: a second pass settles case and marks, later ones can only repair fewer letters
        again = _fold_once(folded)
        if again == folded:
            break
        folded = again
    if len(folded) > MAX_LENGTH:
        raise QueryTooLong(
            f"the name {text[:40]!r}… unfolds to {len(folded):,} characters, over the limit of {MAX_LENGTH:,}: "
            "pass one place name"
        )
    return folded


def repair_scripts(text: str) -> str:
    """Give each word that mixes Latin and Cyrillic look-alikes the script of its unmistakable letters."""
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return text
    return _WORD.sub(_repair_word, text)


def _repair_word(match: re.Match[str]) -> str:
    word = match.group()
    latin = cyrillic = sure_latin = sure_cyrillic = 0
    for char in word:
        if _CYRILLIC.match(char):
            cyrillic += 1
            sure_cyrillic += char not in _CYRILLIC_TWINS
        elif _LATIN.match(char):
            latin += 1
            sure_latin += char not in _LATIN_TWINS
    if not latin or not cyrillic:
        return word
    if (sure_cyrillic, cyrillic) >= (sure_latin, latin):
        return word.translate(_TO_CYRILLIC_TABLE)
    return word.translate(_TO_LATIN_TABLE)


def _fold_once(text: str) -> str:
    """One pass of the full path: compatibility form, script repair, case, marks, punctuation."""
    for char in "´¨¯¸":  # these spacing accents would become a space and a mark, and split the word
        if char in text:
            text = text.replace(char, "")
    text = repair_scripts(unicodedata.normalize("NFKC", text))
    text = unicodedata.normalize("NFKD", text.casefold())
    for pair, letter in _KEPT_CYRILLIC.items():
        text = text.replace(pair, letter)
    text = unicodedata.normalize("NFC", text.translate(_FOLD))
    return " ".join(text.split())

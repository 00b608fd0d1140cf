"""Words and separators of a place expression, in one linear pass.

Letters, digits, apostrophes, hyphens and dots inside a word belong to it; quotation marks fall away; commas,
brackets, slashes and dashes with spaces around them separate. Joining the words of a token list with single
spaces and splitting again gives the same list, so parts of an expression can be parsed like whole ones.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from geomap.errors import QueryTooLong

#: Longest text taken, in characters.
MAX_CHARS = 10_000

#: Characters that all stand for an apostrophe (also the soft sign of scholarly transliteration).
APOSTROPHES = "'’ʼ‘`´ʹ′"

_QUOTES = str.maketrans(dict.fromkeys('"«»“”„‟‹›', " "))
_KEY = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), **dict.fromkeys(APOSTROPHES, "'")})
_SEPARATORS = frozenset(",;()[]{}/\\|•\n\r\t")
_DASHES = frozenset("-‐‑‒–—−")
_UNIT = re.compile(
    r"([~≈]?[0-9]{1,9}(?:[.,][0-9]{1,9})?(?:[-–—][0-9]{1,9}(?:[.,][0-9]{1,9})?)?)([^\W\d_]{1,12})(\.?)\Z"
)
_ABBREVIATION = re.compile(
    r"((?:с|м|г|п|д|х|смт|пгт|пос|сел|дер|хут|обл|s|v|m)\.)([^\W\d_].*)\Z", re.IGNORECASE | re.DOTALL
)
_DECIMAL_COMMA = re.compile(r"(?<![0-9])([0-9]{1,4}),([0-9]{1,2})(?![0-9])|(?<![0-9])([0-9]{1,3}),([0-9]{3})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Token:
    """One word."""

    text: str
    """As written, with a trailing dot where one was."""
    key: str
    """Lower case, apostrophes and hyphens unified, no trailing dots: what the lexicon is asked for."""

    @property
    def dot(self) -> bool:
        """True when the word ends in a dot, as abbreviations do."""
        return self.text.endswith(".")

    @property
    def capital(self) -> bool:
        """True when the word begins with a capital letter."""
        return self.text[:1].isupper() or self.text[:1].istitle()


@dataclass(frozen=True, slots=True)
class Segment:
    """Words between two separators."""

    separator: str
    """What stands before: empty at the start, else ``,`` ``(`` ``/`` or ``-``."""
    words: tuple[Token, ...]
    """The words, never empty."""


def check_length(text: str) -> None:
    """Raise :class:`~geomap.errors.QueryTooLong` when ``text`` has over :data:`MAX_CHARS` characters."""
    if len(text) > MAX_CHARS:
        raise QueryTooLong(
            f"the text has {len(text)} characters, the limit is {MAX_CHARS} ({text[:40]!r}…); give one place at a time"
        )


def join(words: Sequence[Token]) -> str:
    """Return the words as text with single spaces; a full stop at the very end falls away unless it abbreviates."""
    text = " ".join(word.text for word in words)
    return text.rstrip(".") if text.endswith(".") and "." not in words[-1].text.rstrip(".") else text


def segments(text: str) -> tuple[Segment, ...]:
    """Split ``text`` into segments of words. Linear in its length.

    Raises :class:`~geomap.errors.QueryTooLong`.
    """
    check_length(text)
    clean = unicodedata.normalize("NFC", text).translate(_QUOTES)
    clean = _DECIMAL_COMMA.sub(lambda m: f"{m[1]}.{m[2]}" if m[1] else f"{m[3]}{m[4]}", clean)
    found: list[Segment] = []
    words: list[Token] = []
    separator = ""

    def close(following: str) -> None:
        nonlocal words, separator
        if words:
            found.append(Segment(separator if found else "", tuple(words)))
            words = []
            separator = following
        elif following == "(" or separator != "(":
            separator = following

    for chunk, mark in _chunks(clean):
        if mark:
            close(mark)
            continue
        if all(character in _DASHES for character in chunk):
            close("-")
            continue
        words.extend(_words(chunk))
    close("")
    return tuple(found)


def _chunks(text: str) -> list[tuple[str, str]]:
    """Return (word, "") and ("", separator) in order."""
    chunks: list[tuple[str, str]] = []
    current: list[str] = []
    open_quotes = 0
    for position, character in enumerate(text):
        if character in APOSTROPHES:
            before = text[position - 1] if position else " "
            after = text[position + 1] if position + 1 < len(text) else " "
            if not before.isalnum() and before not in "." and after.isalnum() and not current:
                open_quotes += 1
                continue
            if open_quotes and not after.isalnum():
                open_quotes -= 1
                continue
        separates = character in _SEPARATORS
        if separates or character.isspace():
            if current:
                chunks.append(("".join(current), ""))
                current = []
            if separates:
                chunks.append(("", {"(": "(", "[": "(", "{": "(", "/": "/", "\\": "/", "|": "/"}.get(character, ",")))
            continue
        current.append(character)
    if current:
        chunks.append(("".join(current), ""))
    return chunks


def _inner(character: str) -> bool:
    return character.isalnum() or character in "№" or unicodedata.category(character)[0] == "M"


def _words(chunk: str) -> list[Token]:
    """Trim a chunk and part an abbreviation or a number from what is glued to it."""
    start, end = 0, len(chunk)
    while start < end and not _inner(chunk[start]):
        if chunk[start] in "~≈" and chunk[start + 1 : start + 2].isdigit():
            break
        start += 1
    while end > start and not (_inner(chunk[end - 1]) or chunk[end - 1] in APOSTROPHES):
        end -= 1
    if start >= end:
        return []
    dot = "." if chunk[end : end + 1] == "." else ""
    body = chunk[start:end]
    tokens: list[Token] = []
    unit = _UNIT.match(body)
    if unit:
        return [_token(unit[1]), _token(unit[2] + dot)]
    for _ in range(2):
        abbreviation = _ABBREVIATION.match(body)
        if not abbreviation:
            break
        tokens.append(_token(abbreviation[1]))
        body = abbreviation[2]
    tokens.append(_token(body + dot))
    return tokens


def _token(text: str) -> Token:
    return Token(text, text.lower().translate(_KEY).rstrip("."))

"""Case forms of a whole name from the forms of its words: agreement, hyphens, capitals."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

Table = dict[str, tuple[str, ...]]
"""Case -> forms of one word, the likeliest first.  A case that equals the nominative is left out."""

CASES: Final = ("gen", "dat", "acc", "ins", "loc")
_SPLIT: Final = re.compile(r"([ \-\u2010-\u2015]+)")
_CYRILLIC: Final = re.compile(r"[0-9а-яёіїєґ'’ʼ \-\u2010-\u2015]+")
_MOST_WORDS: Final = 5
_MOST_PER_CASE: Final = 4


def words(text: str) -> frozenset[str]:
    """The words of a text, as a set: a readable way to write a long list down."""
    return frozenset(text.split())


def declined(stem: str, gen: str, dat: str, ins: str, loc: str, acc: str = "") -> Table:
    """A table from a stem and its endings; alternatives are separated by a space, "_" is no ending."""
    return {case: tuple([stem + ending for ending in endings]) for case, endings in _endings(gen, dat, ins, loc, acc)}


@lru_cache(maxsize=1024)
def _endings(gen: str, dat: str, ins: str, loc: str, acc: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    given = (("gen", gen), ("dat", dat), ("acc", acc), ("ins", ins), ("loc", loc))
    return tuple((case, tuple(endings.replace("_", "").split(" "))) for case, endings in given if endings)


def merged(first: Table, second: Table) -> Table:
    """Both tables, the forms of the first before those of the second."""
    return {case: tuple(dict.fromkeys(first.get(case, ()) + second.get(case, ()))) for case in first | second}


def phrase_forms(
    name: str, head: Callable[[str], Table], modifier: Callable[[str, str, bool], Table]
) -> list[tuple[str, str]]:
    """Pairs of form and case for a lower-case name; none where it is not all in Cyrillic.

    ``head(word)`` declines the word that carries the name, ``modifier(word, next_word)`` one that agrees
    with or stands before it.  An empty table means that the word does not change.  The first part of
    a hyphenated pair stays as it is unless it declines as an adjective.
    """
    if not _CYRILLIC.fullmatch(name):
        return []
    pieces = _SPLIT.split(name)
    words = pieces[::2]
    if len(words) == 1:
        table = head(name)
        return _distinct([(form, case) for case in CASES if case in table for form in table[case]], name)
    if len(words) > _MOST_WORDS:
        return []
    tables = [
        modifier(word, words[index + 1], pieces[2 * index + 1] != " ") if index + 1 < len(words) else head(word)
        for index, word in enumerate(words)
    ]
    found: list[tuple[str, str]] = []
    for case in CASES:
        options = [table.get(case) or (word,) for table, word in zip(tables, words, strict=True)]
        partial = [""]
        for index, option in enumerate(options):
            gap = pieces[2 * index - 1] if index else ""
            partial = [before + gap + form for before in partial for form in option][:_MOST_PER_CASE]
        found.extend((form, case) for form in partial)
    return _distinct(found, name)


def recase(form: str, name: str) -> str:
    """Give a lower-case form the capitals of the name it comes from."""
    if name == name.lower():
        return form
    if name == name.upper():
        return form.upper()
    capital = [word[:1].isupper() for word in _SPLIT.split(name)[::2]]
    pieces = _SPLIT.split(form)
    for index, upper in enumerate(capital):
        if upper and 2 * index < len(pieces):
            word = pieces[2 * index]
            pieces[2 * index] = word[:1].upper() + word[1:]
    return "".join(pieces)


def _distinct(pairs: list[tuple[str, str]], name: str) -> list[tuple[str, str]]:
    """Each form once, with the first case it serves, and without the name itself."""
    kept: dict[str, str] = {}
    for form, case in pairs:
        if form not in kept and form != name:
            kept[form] = case
    return list(kept.items())

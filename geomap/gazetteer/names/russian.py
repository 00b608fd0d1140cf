"""Russian equivalents of Ukrainian settlement names, made by rule.

Names travel between the two languages by sound law (ліс and лес, підвисоке and подвысокое), by their
suffixes (-івка and -овка, -ове and -ово), by the Russian form of a first name in the stem (Миколаївка
and Николаевка) and by translation of the commonest adjectives (Великий and Большой).  What the rules
cannot decide they give both ways, the likelier first.  Dated renamings (Бахмут, Артёмовск) are facts,
not spellings, and live in the gazetteer's tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from geomap.gazetteer.names.phrase import recase
from geomap.gazetteer.names.russian_tables import ADJECTIVES, ENDINGS, ORDINALS, ROOTS, WORDS, YERY

_MOST_PER_WORD: Final = 6
_MOST: Final = 6
_SPLIT: Final = re.compile(r"([ \-]+)")

_LINKS: Final = "оеуєьйю"


def _pattern(roots: Iterable[str]) -> re.Pattern[str]:
    bare = sorted((root.lstrip("^") for root in roots), key=lambda root: (-len(root), root))
    return re.compile("|".join(bare))


_ROOT: Final = _pattern(ROOTS)
_FREE: Final = {root: spelling for root, spelling in ROOTS.items() if root[0] != "^"}
_BOUND: Final = {root[1:]: spelling for root, spelling in ROOTS.items() if root[0] == "^"}
_YERY_ROOT: Final = re.compile("|".join(f"(?<![^{_LINKS}]){y[1:]}" if y[0] == "^" else y for y in YERY))
_LONGEST_ENDING: Final = max(map(len, ENDINGS))
_APOSTROPHES: Final = str.maketrans("’ʼ`", "'''")
_LETTERS: Final = str.maketrans({"і": "и", "ї": "и", "є": "е", "ґ": "г", "'": "ь"})
_MASCULINE: Final = {"ий": "ий", "ій": "ій", "а": "ий", "я": "ій", "е": "ий", "є": "ій", "і": "ий"}
_NOT_VELAR: Final = re.compile("(?<=[бвдзлмнпрст])и")


def russian_names(name_uk: str) -> tuple[str, ...]:
    """Russian equivalents of a Ukrainian settlement name, the likeliest first; at most six.

    Capitals follow the name.  The tuple is never empty for a name in Cyrillic.
    """
    lower = name_uk.lower().translate(_APOSTROPHES)
    pieces = _SPLIT.split(lower)
    words = pieces[::2]
    partial = [""]
    for index, word in enumerate(words):
        gap = pieces[2 * index - 1] if index else ""
        options = _russian_word(word, index + 1 < len(words) and not _qualifies(words[index + 1]))
        if len(words) > 1:
            options = options[:3]
        partial = [before + gap + option for before in partial for option in options][: 2 * _MOST]
    return tuple(recase(form, name_uk) for form in dict.fromkeys(partial))[:_MOST]


def _qualifies(word: str) -> bool:
    """Whether a word is an adjective that follows its noun: Новоселівка Перша, Гута Боровенська."""
    return word.endswith(("ська", "цька", "ський", "цький", "ське", "цьке")) or word in ORDINALS


@lru_cache(maxsize=1 << 14)
def _russian_word(word: str, before_other: bool) -> tuple[str, ...]:
    if word in WORDS:
        return WORDS[word]
    if not word:
        return ("",)
    found: list[str] = []
    for ending in (word[-2:], word[-1:]):
        masculine = _MASCULINE.get(ending)
        if ending == "і" and word[:-1] + "ій" in ADJECTIVES:
            masculine = "ій"
        stem = word[: len(word) - len(ending)]
        if len(stem) < 2:
            continue
        if masculine and stem + masculine in ADJECTIVES:
            found = [_agree(adjective, ending) for adjective in ADJECTIVES[stem + masculine]]
            break
        if masculine and before_other and not word.endswith(("ще", "ця", "ля", "ка")):
            tail = "ий" if masculine == "ій" or stem[-1] in "кгх" else "ый"
            if stem.endswith(("ськ", "цьк", "зьк")):
                stem = stem[:-2] + "к"
            found = [_agree(russian + tail, ending) for russian in _stems(stem)[:2]]
            break
    if before_other and found:
        return tuple(dict.fromkeys(found))[:3]
    endings: tuple[str, ...]
    for length in range(min(_LONGEST_ENDING, len(word) - 1), 0, -1):
        if word[-length:] in ENDINGS:
            endings = ENDINGS[word[-length:]]
            word = word[:-length]
            break
    else:
        endings = (word[-1:].translate(_LETTERS) if word[-1] in "аяоуюї" else "",)
        word = word[:-1] if word[-1] in "аяоуюї" else word
    stems = _stems(word)
    ranked = sorted((i + j, j, stem + ending) for i, stem in enumerate(stems) for j, ending in enumerate(endings))
    found += [form for _, _, form in ranked]
    return tuple(dict.fromkeys(found))[:_MOST_PER_WORD]


def _agree(adjective: str, ending: str) -> str:
    """A Russian masculine adjective in the gender or number of a Ukrainian ending."""
    if ending in ("ий", "ій"):
        return adjective
    stem, soft = adjective[:-2], adjective.endswith("ний")
    if ending in "ая":
        return stem + ("яя" if soft else "ая")
    if ending in "еє":
        return stem + ("ее" if soft else "ое")
    return stem + ("ие" if soft or stem[-1] in "кгхшж" else "ые")


def _stems(stem: str) -> list[str]:
    """Russian shapes of a Ukrainian stem, the likeliest first."""
    variants = [_ROOT.sub(_likelier, stem)]
    if variants[0] != stem:
        other = _ROOT.sub(_other, stem)
        if other != variants[0]:
            variants.append(other)
    base = _YERY_ROOT.sub(lambda match: match.group().replace("и", "ы"), variants[0])
    if base != variants[0]:
        variants = [base, *variants]
    first = variants[0]
    if "'" in first:
        variants.append(first.replace("'", ""))
    if "і" in first[1:]:
        at = first.rindex("і")
        variants += [first[:at] + "о" + first[at + 1 :], first[:at] + "е" + first[at + 1 :]]
    if first == stem:  # no root spoke for its letters
        yery = _NOT_VELAR.sub("ы", first)
        if yery != first:
            variants.append(yery)
    out = [v[:1] + v[1:].replace("йо", "ё").replace("ьо", "ё") for v in variants]
    out = [v.translate(_LETTERS) for v in out]
    return list(dict.fromkeys(out))


def _spellings(match: re.Match[str]) -> tuple[str, ...]:
    """Russian spellings of a matched root, or the root itself where it stands inside another one."""
    root, start = match.group(), match.start()
    if root in _BOUND and (start == 0 or match.string[start - 1] in _LINKS):
        return _BOUND[root]
    return _FREE.get(root, (root,))


def _likelier(match: re.Match[str]) -> str:
    return _spellings(match)[0]


def _other(match: re.Match[str]) -> str:
    return _spellings(match)[-1]

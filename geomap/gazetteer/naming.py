"""What the pool's spellings tell about a place: its Russian name and its aliases."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

from geomap.gazetteer.compare import clean, skeleton
from geomap.gazetteer.names.russian import russian_names

_UK_ONLY = re.compile("[іїєґІЇЄҐ]")
_RU_ONLY = re.compile("[ыэъёЫЭЪЁ]")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ' ʼ’\-.0-9]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'ʹ’ʼ‘`. \-0-9]+")
_STRESS = re.compile("[\u0300\u0301]")


def spelling(name: str) -> str:
    """The name without stress marks and with one kind of apostrophe and space."""
    return re.sub(r"\s+", " ", re.sub("[’ʼ‘`´]", "'", _STRESS.sub("", name))).strip()


def script(name: str) -> str:
    """Language tag a spelling can be given by its letters alone: uk, ru, und-cyrl, und-latn or ''."""
    if _CYRILLIC.fullmatch(name) and re.search("[А-Яа-яІіЇїЄєҐґ]", name):
        if _UK_ONLY.search(name):
            return "uk" if not _RU_ONLY.search(name) else ""
        if "'" in name:
            return "uk"
        return "ru" if _RU_ONLY.search(name) else "und-cyrl"
    if _LATIN.fullmatch(name) and re.search("[A-Za-z]", name):
        return "und-latn"
    return ""


def russian_name(name_uk: str, names: Iterable[str]) -> str:
    """The attested Russian name of a Ukrainian place among its alternates, '' when none is safe.

    Alternates mix languages and former names, so a spelling counts only if it could be Russian and
    its key resembles that of the Ukrainian name.
    """
    key = skeleton(name_uk)
    usable = [n for n in map(spelling, names) if script(n) in ("ru", "und-cyrl") and not n.isupper()]
    for expected in russian_names(name_uk):
        for name in sorted(usable):
            if _plain(name) == _plain(expected):
                return name
    best = (0.0, "")
    for name in usable:
        score = difflib.SequenceMatcher(None, key, skeleton(name)).ratio()
        if script(name) == "ru":
            score += 0.06
        elif clean(name) == clean(name_uk):
            score -= 0.15  # may be the Ukrainian spelling itself
        if score > best[0] + 1e-9:
            best = (score, name)
    return best[1] if best[0] >= 0.72 else ""


def _plain(name: str) -> str:
    return clean(name).replace("ё", "е")


def aliases(names: Iterable[str], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(spelling, language tag) of every usable alternate that is not one of the names already known."""
    seen = {name.casefold() for name in known}
    for name in sorted(set(map(spelling, names))):
        tag = script(name)
        if not tag or len(name) < 2 or len(name) > 60 or name.casefold() in seen:
            continue
        if tag == "und-latn" and re.fullmatch("[A-Z]{3}", name):
            continue  # an airport code
        seen.add(name.casefold())
        yield name, tag

"""Finds what a map should not say by default: designations of units, names that stand with an age, addresses.

Rules by pattern, in English, Ukrainian and Russian, made to err on the side of withholding. They cannot know every
way of writing: a unit known by a name alone ("Azov"), a private person named without an age, a house described in
words pass. ``docs/safety.md`` says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

import numpy as np

#: What stands in place of what was withheld, by gate and language.
MARKS = {
    "units": {"en": "[unit withheld]", "uk": "[підрозділ приховано]", "ru": "[подразделение скрыто]"},
    "persons": {"en": "[name withheld]", "uk": "[ім’я приховано]", "ru": "[имя скрыто]"},
}

_ORDINAL = r"\d{1,4}(?:st|nd|rd|th)?"
_KIND_EN = (
    r"(?:brigade|regiment|battalion|division|corps|army|company|platoon|squadron|flotilla|brigade tactical group|"
    r"battalion tactical group)\b(?!\s+general)"
)
_WORD_EN = (
    r"(?:separate|independent|guards?|motor(?:i[sz]ed)?|mechani[sz]ed|rifle|airborne|air|assault|naval|marine|infantry|"
    r"tank|armou?red|artillery|rocket|missile|mountain|light|heavy|territorial|defen[cs]e|jaeger|ranger|special|forces|"
    r"purpose|operations|reconnaissance|engineer|sapper|drone|unmanned|systems|anti-aircraft|air-?mobile|combined|arms|"
    r"coastal|border|national|landing|storm|military|police|presidential|[A-Z][\w'’-]+)"
)
_END = r"(?![\w’'-])"
_ORDINAL_CY = r"\d{1,4}(?:[-–]?(?:та|тя|ша|га|ма|ва|ту|тю|шу|гу|му|ої|ої|ій|ого|го|ий|й|я|ая|ую|ой|ю|ый|ым|ї|а|у))?"
_WORD_CY = (
    r"(?:[А-ЯІЇЄҐа-яіїєґёЁ’'-]+(?:а|я|ої|ої|ій|ою|у|ю|ая|ой|ую|ий|ый|ого|ому|им|ым|ья|ьей|ьої|окр)|"
    r"окремої|окрема|\([^)]{1,40}\)|«[^»]{1,40}»|імені|ім\.|имени|им\.|морської|піхоти|морской|пехоты)"
)
_KIND_CY = (
    r"(?:бригад(?:а|и|у|ою|і|е|ой)|полк(?:у|ом|а|е|ові)?|батал?ь?йон(?:у|ом|а|і)?|батальон(?:у|ом|а|е)?|"
    r"дивізі(?:я|ї|ю|єю)|дивизи(?:я|и|ю|ей)|корпус(?:у|ом|а|і|е)?|армі(?:я|ї|ю|єю)|арми(?:я|и|ю|ей)|рот(?:а|и|у|ою|ой|ы)|"
    r"взвод(?:у|ом|а)?|ескадрон(?:у|а)?|[оО]?(?:[сС])?(?:[мМ]|[сС]|[дД]|[тТ]|[гГ])?(?:[мМ][сСхХ]?|[дД][шШ]|[шШ]|[тТ]|[аА]|"
    r"[еЕ]|[лЛ]|[гГ][шШ]|[гГ][пП]?)?[бБ][рР](?:[мМ][пП]|[тТ][рР][оО])?|[оО][шШ][бБ]|[оО][мМ][сС]?[бБ]|[мМ][сС][пП]|"
    r"[мМ][сС][дД]|[пП][дД][пП]|[дД][шШ][пП]|[тТ][пП])"
)
_UNITS = re.compile(
    rf"(?<![\w.,-])(?:{_ORDINAL}\s+(?:{_WORD_EN}\s+){{0,6}}?(?i:{_KIND_EN})"
    rf"|{_ORDINAL_CY}\s+(?:{_WORD_CY}\s+){{0,5}}?{_KIND_CY}{_END}"
    r"(?:\s+(?:«[^»]{1,40}»|“[^”]{1,40}”|\"[^\"]{1,40}\"|морської піхоти|морской пехоты|імені [\w ]{1,40}))?"
    r"|(?i:в/ч|військов\w+\s+частин\w+|войсков\w+\s+част\w+|military\s+unit)\s*(?:№\s*|no\.?\s*)?[A-ZА-Я]?\d{4,5})"
)
_UNIT_STEMS = (
    "rigade", "egiment", "attalion", "ivision", "orps", "rmy", "ompany", "latoon", "quadron", "lotilla",
    "ригад", "РИГАД", "олк", "атальйон", "аталь", "ивізі", "ивизи", "орпус", "рмі", "рми", "рот", "звод", "скадрон",
    "бр", "Бр", "БР", "бР", "ошб", "ОШБ", "омб", "ОМБ", "омсб", "ОМСБ", "мсп", "МСП", "мсд", "МСД", "пдп", "ПДП",
    "дшп", "ДШП", "тп", "ТП", "в/ч", "В/Ч", "В/ч", "частин", "част", "ilitary unit", "ilitary Unit",
)  # fmt: skip

_NAME = r"[A-ZА-ЯІЇЄҐЁ][a-zа-яіїєґё’'-]+"
_AGE_WORDS = r"(?:years?(?:\s+old)?|y\.?o\.?|р(?:ік|оки|оків)\.?|р\.|год(?:а)?|лет|г\.)"
_PERSONS = re.compile(
    rf"{_NAME}(?:\s+(?:{_NAME}|[A-ZА-ЯІЇЄҐЁ]\.)){{1,3}}"
    rf"(?=,\s+(?:aged?\s+)?\d{{1,3}}(?:\s+{_AGE_WORDS}|\s*[,.;:)—–]|\s*$))"
    rf"|(?<=-year-old )(?:(?:[a-z]+\s+){{0,2}})?{_NAME}(?:\s+{_NAME}){{1,2}}"
    rf"|(?<=річн)(?:ий|а|ого|ої|ому|ій|у)\s+{_NAME}(?:\s+{_NAME}){{1,2}}"
    rf"|(?<=летн)(?:ий|яя|его|ей|ему|юю)\s+{_NAME}(?:\s+{_NAME}){{1,2}}"
    rf"|{_NAME}(?:\s+{_NAME}){{1,2}}(?=\s+\((?:aged?\s+)?\d{{1,3}}(?:\s+{_AGE_WORDS})?\))"
)
_PERSON_STEMS = (", age", "(age", "-year-old", "річн", "летн")

#: Words of place names and dates that only look like a person with an age.
_NOT_NAMES = re.compile(
    r"\b(?:Oblast|Region|District|Raion|Street|Ministry|Army|Forces|Staff|област\w*|район\w*|вулиц\w*|улиц\w*|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)  # fmt: skip

_ADDRESS = re.compile(
    r"(?:\b(?:вул|просп|пров|бульв|ул|пр-т|пер)\.\s*|\b(?:вулиц|проспект|провул|улиц|переул)\w*\s+)"
    r"[\w .’'-]{2,40},?\s*(?:буд\.?\s*|д\.?\s*|№\s*)?\d{1,4}"
    r"|\b\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|St\.|Avenue|Ave\.|Lane|Boulevard)\b"
    r"|\b(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|Avenue|Lane|Boulevard),?\s+\d{1,4}\b"
)
_ADDRESS_STEMS = (
    "вул", "просп", "пров", "бульв", "ул.", "лиц", "пр-т", "пер", "Street", "St.", "Ave", "Lane", "Boulev"
)  # fmt: skip

#: Headings of columns that hold names of persons.
PERSON_HEADING = re.compile(
    r"(?:^|[_ .-])(?:person|persons|full_?name|first_?name|surname|last_?name|patronymic|victim|victims|casualty_?name|"
    r"witness|піб|фио|прізвище|фамилия|ім.?я|имя|по_?батькові|отчество|постраждал\w*|загибл\w*|погибш\w*|свід\w*|свидетел\w*)"
    r"(?:$|[_ .-])",
    re.IGNORECASE,
)


def _rows(texts: Sequence[str], stems: Sequence[str]) -> list[int]:
    """Return the rows that hold any of ``stems``: one pass of a plain search over everything for each stem."""
    joined = "\0".join(texts)
    starts = [0, *accumulate(len(text) + 1 for text in texts)]
    found: set[int] = set()
    for stem in stems:
        at = joined.find(stem)
        while at >= 0:
            row = bisect_right(starts, at) - 1
            found.add(row)
            at = joined.find(stem, starts[row + 1])
    return sorted(found)


def _numbered(texts: Sequence[str]) -> list[int]:
    """Return the rows in which a digit follows ``(`` or a comma and a blank, as an age does."""
    data = np.frombuffer("\0".join(texts).encode("utf-8", "replace"), np.uint8)
    if len(data) < 3:
        return []
    digit = (data >= 48) & (data <= 57)
    after = ((data[:-2] == 44) & (data[1:-1] == 32) & digit[2:]) | ((data[1:-1] == 40) & digit[2:])
    found: list[int] = np.unique(np.searchsorted(np.flatnonzero(data == 0), np.flatnonzero(after))).tolist()
    return found


def _replace(texts: Sequence[str], rows: Iterable[int], change: Callable[[str], str]) -> dict[int, str]:
    """Return the rows whose text changes, with the new text."""
    known: dict[str, str] = {}
    changed = {}
    for row in rows:
        text = texts[row]
        if text not in known:
            known[text] = change(text)
        if known[text] != text:
            changed[row] = known[text]
    return changed


def units(texts: Sequence[str], lang: str = "en") -> dict[int, str]:
    """Return row → text with designations of numbered units withheld, for the rows that hold any."""
    return _replace(texts, _rows(texts, _UNIT_STEMS), lambda text: _UNITS.sub(MARKS["units"][lang], text))


def persons(texts: Sequence[str], lang: str = "en") -> dict[int, str]:
    """Return row → text with names that stand with an age withheld, for the rows that hold any."""

    def mark(found: re.Match[str]) -> str:
        said = found[0]
        if _NOT_NAMES.search(said):
            return said
        # After "34-річний" the match begins with the adjective's ending, which stays.
        ending = re.match(r"(?:ий|а|ого|ої|ому|ій|у|яя|его|ей|ему|юю)\s+", said)
        return (ending[0] if ending else "") + MARKS["persons"][lang]

    rows = sorted({*_rows(texts, _PERSON_STEMS), *_numbered(texts)})
    return _replace(texts, rows, lambda text: _PERSONS.sub(mark, text))


def addresses(texts: Sequence[str]) -> list[int]:
    """Return the rows that seem to name a street with a house number."""
    return [row for row in _rows(texts, _ADDRESS_STEMS) if _ADDRESS.search(texts[row])]

"""Finds what a map should not say by default: designations of units, names that stand with an age, addresses.

Rules by pattern, in English, Ukrainian and Russian, made to err on the side of withholding. They cannot know every
way of writing: a unit known by a name alone ("Azov"), a private person named without an age, a house described in
words pass. ``docs/safety.md`` says so.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

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
#: What a name may stand behind where its age may be in words.
_PERSON_STEMS = ("-year-old ", "річн", "летн")

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
#: Headings of columns that hold names of persons.
PERSON_HEADING = re.compile(
    r"(?:^|[_ .-])(?:person|persons|full_?name|first_?name|surname|last_?name|patronymic|victim|victims|casualty_?name|"
    r"witness|піб|фио|прізвище|фамилия|ім.?я|имя|по_?батькові|отчество|постраждал\w*|загибл\w*|погибш\w*|свід\w*|свидетел\w*)"
    r"(?:$|[_ .-])",
    re.IGNORECASE,
)


#: Texts looked at together.
_CHUNK = 1 << 14

#: What a character is to the rules.
_DIGIT, _SPACE, _AGE, _OPEN, _COMMA = 1, 2, 4, 8, 16


@functools.cache
def _classes() -> npt.NDArray[np.uint8]:
    """Return the class of each character; digits and spaces are those of the regular expressions above."""
    classes = np.zeros(sys.maxunicode + 1, np.uint8)
    known = np.arange(0x20000, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for found in re.finditer(r"\d|(\s)", known):
        classes[found.start()] = _SPACE if found[1] else _DIGIT
    # Nothing but ideographs and the unassigned lies beyond; should digits ever, they are not missed.
    classes[0x20000:] = _DIGIT
    classes[[ord("d"), ord("e")]] = _AGE
    classes[ord("(")] = _OPEN
    classes[ord(",")] = _COMMA
    return classes


def _numbered(texts: Sequence[str], ages: bool = False) -> list[int]:
    """Return the rows that hold a digit; of ``ages``, one after a comma or "age(d)" and a space, or after a bracket."""
    found = np.zeros(len(texts), bool)
    for start in range(0, len(texts), _CHUNK):
        part = texts[start : start + _CHUNK]
        joined = "\0".join([*part, ""])
        if joined.isascii():
            classes = np.frombuffer(joined.encode("ascii").translate(_classes()[:256].tobytes()), np.uint8)
        else:
            classes = _classes()[np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), "<u4")]
        marks = classes == _DIGIT
        if not marks.any():
            continue
        if ages:
            before, further = np.zeros_like(classes), np.zeros_like(classes)
            before[1:], further[2:] = classes[:-1], classes[:-2]
            marks &= (before == _OPEN) | ((before == _SPACE) & (further >= _SPACE))
        ends = np.cumsum(np.fromiter(map(len, part), np.int64, len(part)) + 1)
        found[start : start + len(part)] = np.logical_or.reduceat(marks, np.append(0, ends[:-1]))
    rows: list[int] = np.flatnonzero(found).tolist()
    return rows


def _spelt(texts: Sequence[str], stems: Sequence[str]) -> set[int]:
    """Return the rows that hold any of ``stems``."""
    found: set[int] = set()
    for start in range(0, len(texts), _CHUNK):
        part = texts[start : start + _CHUNK]
        joined = "\0".join(part)
        for stem in stems:
            if stem in joined:
                found.update(row for row, text in enumerate(part, start) if stem in text)
    return found


def _replace(texts: Sequence[str], rows: Iterable[int], change: Callable[[str], str]) -> dict[int, str]:
    """Return the rows whose text changes, with the new text."""
    return {row: said for row in rows if (said := change(texts[row])) != texts[row]}


def units(texts: Sequence[str], lang: str = "en") -> dict[int, str]:
    """Return row → text with designations of numbered units withheld, for the rows that hold any."""
    return _replace(texts, _numbered(texts), lambda text: _UNITS.sub(MARKS["units"][lang], text))


def persons(texts: Sequence[str], lang: str = "en") -> dict[int, str]:
    """Return row → text with names that stand with an age withheld, for the rows that hold any."""

    def mark(found: re.Match[str]) -> str:
        said = found[0]
        if _NOT_NAMES.search(said):
            return said
        # After "34-річний" the match begins with the adjective's ending, which stays.
        ending = re.match(r"(?:ий|а|ого|ої|ому|ій|у|яя|его|ей|ему|юю)\s+", said)
        return (ending[0] if ending else "") + MARKS["persons"][lang]

    rows = sorted({*_spelt(texts, _PERSON_STEMS), *_numbered(texts, ages=True)})
    return _replace(texts, rows, lambda text: _PERSONS.sub(mark, text))


def addresses(texts: Sequence[str]) -> list[int]:
    """Return the rows that seem to name a street with a house number."""
    return [row for row in _numbered(texts) if _ADDRESS.search(texts[row])]

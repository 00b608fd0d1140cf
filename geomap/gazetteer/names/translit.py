"""Latin spellings of Ukrainian and Russian names, system by system.

Most tables repeat, letter for letter and rule for rule, those of the libraries ``translitua``
(Ukrainian) and ``iuliia`` (Russian); a test holds each equal to its library over the names of a
hand-written corpus.  They are tables here because an index is compiled from a million spellings and a
translation table is many times faster than those calls.  The systems marked "own" are how English,
German, French and Polish media write, which neither library covers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from geomap.gazetteer.names.normalise import normalise

_UK: Final = "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"
_RU: Final = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_APOSTROPHES: Final = "'’ʼ"

Rules = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class System:
    """One romanisation: a table of letters, and rules for letters that depend on their neighbours."""

    name: str
    """Stable identifier, the second member of what `latin_spellings` returns."""
    letters: dict[int, str]
    """Lower-case letter to its usual spelling."""
    pattern: re.Pattern[str] | None
    """One alternative group per rule; the first that matches at a place wins, on the original letters."""
    replacements: tuple[str, ...]

    def romanise(self, lower: str) -> str:
        """Romanise lower-case text; what is not a letter of the language stays."""
        if self.pattern is not None:
            lower = self.pattern.sub(self._replace, lower)
        return lower.translate(self.letters)

    def _replace(self, match: re.Match[str]) -> str:
        return self.replacements[(match.lastindex or 1) - 1]


def _system(name: str, alphabet: str, spellings: str, rules: Rules = (), apostrophe: str | None = "") -> System:
    """A system from a row of spellings in the order of the alphabet ("_" is an empty spelling)."""
    letters = dict(zip(map(ord, alphabet), (s.replace("_", "") for s in spellings.split()), strict=True))
    if apostrophe is not None:
        letters |= {ord(mark): apostrophe for mark in _APOSTROPHES}
    pattern = re.compile("|".join(f"({rule})" for rule, _ in rules)) if rules else None
    return System(name, letters, pattern, tuple(spelling for _, spelling in rules))


def _plain(system: System) -> System:
    """The same system, writing what `normalise` would make of its spellings."""
    letters = {code: normalise(spelling) for code, spelling in system.letters.items()}
    return System(system.name, letters, system.pattern, tuple(normalise(r) for r in system.replacements))


_START: Final = r"(?<![\w'’ʼ])"  # an apostrophe inside a word does not begin a new one
_KMU_RULES: Final = (
    (f"з[ь{''.join(_APOSTROPHES)}]*г", "zgh"), (_START + "є", "ye"), (_START + "ї", "yi"), (_START + "й", "y"),
    (_START + "ю", "yu"), (_START + "я", "ya"),
)  # fmt: skip
_VOWELS: Final = "аеёиоуыэюя"
_BETWEEN_S: Final = (("(?<=[аеєиіїоуюяёыэ])с(?=[аеєиіїоуюяёыэ])", "ss"),)

UKRAINIAN: Final = (
    _system("kmu2010", _UK, "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia", _KMU_RULES),
    _system("bgn_pcgn", _UK, "a b v h g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch ' yu ya",
            apostrophe=None),
    _system("scholarly", _UK, "a b v h g d e je ž z y i ji j k l m n o p r s t u f x c č š šč ʹ ju ja"),
    _system("iso9", _UK, "a b v g g̀ d e ê ž z i ì ï j k l m n o p r s t u f h c č š ŝ ′ û â", apostrophe=None),
    _system("gost1971", _UK, "a b v g g d e je zh z i i ji j k l m n o p r s t u f kh c ch sh shh ' ju ja",
            apostrophe=None),
    _system("gost1986", _UK, "a b v g g d e je ž z i i i j k l m n o p r s t u f h c č š šč ' ju ja"),
    _system("passport2007", _UK, "a b v g g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch _ iu ia"),
    _system("french", _UK, "a b v h g d e ie j z y i ï y k l m n o p r s t ou f kh ts tch ch chtch _ iou ia"),
    # own: г as g in the style of English-language media, and the usual German, French and Polish letters
    _system("media", _UK, "a b v g g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch _ yu ya"),
    _system("media_i", _UK, "a b v h g d e ye zh z i i i i k l m n o p r s t u f kh ts ch sh shch _ yu ya"),
    _system("media_ch", _UK, "a b v h g d e je zh z y i ji j k l m n o p r s t u f ch c č š šč _ ju ja"),
    _system("german_press", _UK, "a b w h g d e je sch s y i ji j k l m n o p r s t u f ch z tsch sch schtsch _ ju ja",
            _BETWEEN_S),
    _system("french_press", _UK, "a b v h g d e ie j z y i ï ï k l m n o p r s t ou f kh ts tch ch chtch _ iou ia",
            _BETWEEN_S),
    _system("polish", _UK, "a b w h g d e je ż z y i ji j k ł m n o p r s t u f ch c cz sz szcz _ ju ja",
            (("ьо", "io"), ("(?<=[бвгґдзкмнпрст])я", "ia"), ("(?<=[бвгґдзкмнпрст])ю", "iu"),
             ("(?<=[бвгґдзкмнпрст])є", "ie"), ("ль", "l"), ("нь", "ń"), ("сь", "ś"), ("ць", "ć"), ("зь", "ź"))),
)  # fmt: skip

_YE: Final = ((f"(?:(?<=[{_VOWELS}йъь])|{_START})е", "ye"), (f"(?:(?<=[{_VOWELS}йъь])|{_START})ё", "yë"))
_END_IY: Final = (r"(?<=\w)[иы]й(?!\w)", "y")

RUSSIAN: Final = (
    _system("ru_bgn_pcgn", _RU, "a b v g d e ë zh z i y k l m n o p r s t u f kh ts ch sh shch ” y ’ e yu ya",
            (*_YE, ("(?<=[аеёиоыуэюя])ы", "·y"), ("(?<=[бвгдзжклмнпрстфхцчшщ])э", "·e"), ("й(?=[ауыэ])", "y·"),
             ("ы(?=[ауыэ])", "y·"), ("т(?=с)", "t·"), ("ш(?=ч)", "sh·"))),
    _system("ru_wikipedia", _RU, "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya",
            ((f"(?:(?<=[аиоуэюяьъ])|{_START})е", "ye"), ("[ъь](?=[аиоуыэ])", "y"), (r"(?<=\w)[иы]й(?!\w)", "y"))),
    _system("ru_icao", _RU, "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y _ e iu ia"),
    _system("ru_scholarly", _RU, "a b v g d e ë ž z i j k l m n o p r s t u f x c č š šč ʺ y ʹ è ju ja"),
    _system("ru_iso9", _RU, "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â"),
    _system("ru_gost1971", _RU, 'a b v g d e jo zh z i jj k l m n o p r s t u f kh c ch sh shh " y \' eh ju ja'),
    _system("ru_french_passport", _RU, "a b v g d e e j z i i k l m n o p r s t ou f kh ts tch ch chtch _ y _ e iou ia",
            (("(?<=г)е", "ue"), ("(?<=г)и", "ui"), ("(?<=г)ы", "uy"), ("(?<=ь)е", "ie"), ("к(?=с)", ""),
             ("(?<=к)с", "x"), (r"(?<=\w)ин(?!\w)", "ine"))),
    # own
    _system("ru_media", _RU, "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"),
    _system("ru_media_j", _RU, "a b v g d e jo zh z i j k l m n o p r s t u f kh ts ch sh shch _ y _ e ju ja"),
    _system("ru_german", _RU, "a b w g d e jo sch s i j k l m n o p r s t u f ch z tsch sch schtsch _ y _ e ju ja",
            ((f"(?:(?<=[аеёиоуыэюяъь])|{_START})е", "je"), *_BETWEEN_S)),
    _system("ru_french", _RU, "a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch _ y _ e iou ia",
            (("(?<=[аеёиоуыэюя])е", "ïe"), *_BETWEEN_S)),
    _system("ru_polish", _RU, "a b w g d ie io ż z i j k ł m n o p r s t u f ch c cz sz szcz _ y _ e ju ja",
            ((f"(?:(?<=[аеёиоуыэюяъь])|{_START})е", "je"), ("(?<=[жшчщцл])е", "e"), ("(?<=[жшц])и", "y"), ("ль", "l"),
             ("л(?=[еёиюя])", "l"))),
)  # fmt: skip

SYSTEMS: Final = {"uk": UKRAINIAN, "ru": RUSSIAN}
"""All systems of a language, the one most used for it first."""

# Without accents iso9 writes я as a, which nobody does; the others add next to nothing to their neighbours.
_LEFT_OUT: Final = ("iso9", "ru_iso9", "french", "passport2007", "ru_french_passport", "ru_media")
_SHORT: Final = ("ru_bgn_pcgn", "ru_wikipedia", "ru_icao", "ru_gost1971")
_PLAIN: Final = {
    language: tuple(_plain(system) for system in systems if system.name not in _LEFT_OUT)
    for language, systems in SYSTEMS.items()
}
_SHORT_RUSSIAN: Final = tuple(system for system in _PLAIN["ru"] if system.name in _SHORT)
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ](?=[^\W\d_]))*")


def latin_spellings(name: str, lang: str) -> tuple[tuple[str, str], ...]:
    """How a Cyrillic name is written in Latin letters: pairs of spelling and system, most used first.

    ``lang`` is ``"uk"`` or ``"ru"`` (``ValueError`` otherwise).  A spelling that several systems share
    is given once, for the first of them.  Capitals follow the name, word by word.
    """
    if lang not in SYSTEMS:
        raise ValueError(f"no romanisation for language {lang!r}: use one of {', '.join(SYSTEMS)}")
    found: dict[str, str] = {}
    for system in SYSTEMS[lang]:
        found.setdefault(spell(name, system), system.name)
    return tuple(found.items())


def spell(name: str, system: System) -> str:
    """One name in one system, with the capitals of the original."""
    lower = name.lower()
    romanised = system.romanise(lower)
    if lower == name:
        return romanised
    parts, position = [], 0
    for word in _WORD.finditer(name):
        parts.append(system.romanise(lower[position : word.start()]))
        # a word is romanised with the letter before it out of sight: rules look no further than a word
        parts.append(_recase(word.group(), system.romanise(word.group().lower())))
        position = word.end()
    parts.append(system.romanise(lower[position:]))
    return "".join(parts)


def _recase(original: str, romanised: str) -> str:
    if original.isupper() and len(original) > 1:
        return romanised.upper()
    if original[0].isupper():
        return romanised[:1].upper() + romanised[1:]
    return romanised


def plain_latin(canonical: str, lang: str, *, short: bool = False) -> list[str]:
    """`latin_spellings` of a canonical name, as canonical forms; ``short`` keeps the most used systems.

    Systems that would add noise or nothing are left out.
    """
    systems = _SHORT_RUSSIAN if short else _PLAIN[lang]
    return [latin for latin in dict.fromkeys([s.romanise(canonical) for s in systems]) if latin.isascii()]

"""Russian case forms of place names, by the endings of their words.

Names in -ово, -ево, -ино and -ыно are given both ways: unchanged, as older style guides and the
military write, and declined.  ё counts as е, so forms are correct up to that letter.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from geomap.gazetteer.names.phrase import Table, declined, merged, phrase_forms, words

_VOWELS: Final = "аеёиоуыэюя"
_SIBILANT: Final = "жшчщ"
_AFTER_HUSHING: Final = "гкхжшчщ"
_INVARIABLE: Final = words("на над под у при в во до за и имени им км де")
_FEMININE_NOUNS: Final = words(
    "балка гута рудня слобода воля дача лука гора долина вода поляна криница буда вишня слободка колония гребля лоза "
    "нива коса стенка весна заря могила застава рада звезда волна дорога роща правда линия локня руда липа верба "
    "речка мельница станица деревня"
)
_ADJECTIVE_ENDINGS: Final = ("ый", "ой", "ий", "ое", "ее", "ая", "яя")
_FLEETING: Final = {"орел": "орл", "козел": "козл", "котел": "котл", "угол": "угл", "узел": "узл", "овес": "овс"}
_SOFT_MASCULINE: Final = ("поль", "тель", "арь", "ырь", "иль", "онь", "мень", "пень", "ень", "оль", "ель")
_IRREGULAR: Final[dict[str, Table]] = {
    "ромны": {"gen": ("ромен", "ромнов")} | declined("ромн", "", "ам", "ами", "ах"),
    "лубны": {"gen": ("лубен", "лубнов")} | declined("лубн", "", "ам", "ами", "ах"),
    "сумы": declined("сум", "_", "ам", "ами", "ах"),
    "керчь": declined("керч", "и", "и", "ью", "и"),
    "третья": declined("треть", "ей", "ей", "ей", "ей", "ю"),
    "третий": declined("треть", "его", "ему", "им", "ем"),
}


def case_forms_ru(lower: str) -> list[tuple[str, str]]:
    """Pairs of form and case of a lower-case Russian name, nominative excluded."""
    return phrase_forms(lower, head, modifier)


@lru_cache(maxsize=1 << 14)
def modifier(word: str, following: str, hyphen: bool = False) -> Table:
    """Forms of a word before another one: an agreeing adjective, a possessive, or a noun."""
    if len(word) < 3 or word in _INVARIABLE or word[-1] == "о":
        return {}
    if word.endswith(("ов", "ев", "ин", "ын")) and following[-1] not in _VOWELS + "й":
        return declined(word, "а", "у", "ым", "ом е")
    if word.endswith(("ые", "ие")) and following[-1] in "ыией":
        return _plural_adjective(word)
    if hyphen and word[-2:] not in _ADJECTIVE_ENDINGS and word not in _FEMININE_NOUNS:
        return {}
    return head(word)


@lru_cache(maxsize=1 << 14)
def head(word: str) -> Table:
    """Forms of the word that carries a name."""
    if len(word) < 2 or word in _INVARIABLE or not word[-1].isalpha():
        return {}
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    last = word[-1]
    ending = word[-2:]
    if ending in _ADJECTIVE_ENDINGS and len(word) > 3:
        return _adjective(word)
    if last == "о":
        return declined(word[:-1], "а", "у", "ом", "е")
    if last == "е":
        return _on_e(word)
    if last in "ыи":
        return _plural(word)
    if last == "а":
        return _on_a(word)
    if last == "я":
        stem = word[:-1]
        dative = "и" if stem[-1] == "и" else "е"
        return declined(stem, "и", dative, "ей", dative, "ю")
    if last in "уюэё":
        return {}
    return _masculine(word)


def _adjective(word: str) -> Table:
    stem, ending = word[:-2], word[-2:]
    soft = ending in ("ее", "яя") or (ending == "ий" and stem[-1] == "н")
    hushing = stem[-1] in _SIBILANT
    if ending in ("ая", "яя"):
        if word in ("гая", "стая"):
            return {}
        one = "ей" if soft or (hushing and stem not in ("больш", "чуж")) else "ой"
        return declined(stem, one, one, one, one, "юю" if soft else "ую")
    vowel = "е" if soft or (hushing and ending != "ой") else "о"
    narrow = "и" if soft or stem[-1] in _AFTER_HUSHING else "ы"
    return declined(stem, vowel + "го", vowel + "му", narrow + "м", vowel + "м")


def _plural_adjective(word: str) -> Table:
    return declined(word[:-1], "х", "м", "ми", "х")


def _on_a(word: str) -> Table:
    stem = word[:-1]
    genitive = "и" if stem[-1] in _AFTER_HUSHING else "ы"
    return declined(stem, genitive, "е", "ей" if stem[-1] in _SIBILANT + "ц" else "ой", "е", "у")


def _on_e(word: str) -> Table:
    stem = word[:-1]
    if len(word) > 5 and word.endswith(("ые", "кие", "хие", "ние")):
        return _plural_adjective(word)
    if word.endswith(("ье", "ие")):
        return declined(stem, "я", "ю", "ем", "и")
    if word.endswith(("ще", "це", "че", "ше", "же")):
        return declined(stem, "а", "у", "ем", "")
    if word.endswith(("поле", "море", "горе")):
        return declined(stem, "я", "ю", "ем", "")
    if stem[-1] in "внк":  # a Ukrainian neuter that Russian text takes over: Роботине
        return declined(stem, "а", "у", "ом", "")
    return {}


def _plural(word: str) -> Table:
    stem, last = word[:-1], word[-1]
    soft = last == "и" and stem[-1] not in _AFTER_HUSHING
    table = declined(stem, "", "ям", "ями", "ях") if soft else declined(stem, "", "ам", "ами", "ах")
    if len(stem) > 2 and stem[-1] == "к" and stem[-2] not in _VOWELS:
        if stem[-2] in "ьй":
            zero: tuple[str, ...] = (stem[:-2] + "ек",)
        else:
            zero = (stem[:-1] + ("ек" if stem[-2] in _SIBILANT else "ок"),)
        table["gen"] = (*zero, stem + "ов")
    elif stem[-1] == "ц":
        table["gen"] = ((stem[:-1] + "ец",) if stem[-2:-1] not in _VOWELS else (stem,)) + (stem + "ев", stem + "ов")
    elif stem[-1] in _SIBILANT:
        table["gen"] = (stem + "ей", stem)
    elif soft and stem[-1] in _VOWELS:
        table["gen"] = (stem + "ев", stem + "й")
    elif soft:
        table["gen"] = (stem + "ей", stem + "ь")
    elif len(stem) > 2 and stem[-1] in "нлр" and stem[-2] not in _VOWELS:
        table["gen"] = (stem[:-1] + "е" + stem[-1], stem + "ов")
    else:
        table["gen"] = (stem, stem + "ов")
    return table


def _masculine(word: str) -> Table:
    last = word[-1]
    if word.endswith("ец") and len(word) > 4:
        stem = word[:-2]
        if stem[-1] == "л":
            stem += "ь"
        elif stem[-1] in _VOWELS:
            stem += "й"
        stem += "ц"
        return declined(stem, "а", "у", "ом ем", "е")
    if word.endswith("ок") and len(word) > 4 and word[-3] not in _VOWELS:
        short = _hard(word[:-2] + "к")
        if word.endswith(("ток", "рок")):
            return merged(short, _hard(word))
        return short
    if word in _FLEETING:
        return _hard(_FLEETING[word])
    if last == "ь":
        return _soft_sign(word)
    if last == "й":
        return declined(word[:-1], "я ю", "ю", "ем", "е")
    if last in _SIBILANT or last == "ц":
        return declined(word, "а", "у", "ем", "е")
    return _hard(word)


def _hard(stem: str) -> Table:
    return declined(stem, "а", "у", "ом", "е")


def _soft_sign(word: str) -> Table:
    stem = word[:-1]
    masculine = declined(stem, "я", "ю", "ем", "е")
    if word.endswith("поль"):
        return masculine
    if word.endswith(("ань", "сть")):
        return declined(stem, "и", "и", "ью", "и")
    feminine = declined(stem, "и", "", "ью", "")
    if word.endswith(_SOFT_MASCULINE):
        return merged(masculine, feminine)
    return merged(feminine, merged(masculine, declined(stem, "", "", "", "и")))

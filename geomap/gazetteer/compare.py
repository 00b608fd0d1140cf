"""Comparison keys and transliteration used while the gazetteer is built.

These decide whether two sources mean the same settlement *inside one oblast*, so they may be coarse;
what a user may type is decided by :mod:`geomap.gazetteer.names`.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_APOSTROPHES = re.compile("['’ʼ`´‘ʹ′\"]")
_SPACES = re.compile(r"[\s\-‐‑–—.,/()]+")

#: KMU-2010 (Cabinet of Ministers of Ukraine, resolution 55 of 2010-01-27): letter, form at a word start.
_KMU = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh", "з": "z", "и": "y",
    "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ь": "", "ю": "iu",
    "я": "ia",
}  # fmt: skip
_KMU_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

#: BGN/PCGN 1947 for Russian with the usual spelling of feminine and neuter endings, no diacritics.
_RU = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
    "я": "ya",
}  # fmt: skip
_RU_VOWELS = "аеёиоуыэюяъь"

#: Any Cyrillic letter to the coarse Latin of :func:`skeleton`.
_COARSE = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "h", "д": "d", "е": "e", "є": "ie", "ё": "e", "э": "e", "ж": "j",
    "з": "z", "и": "i", "і": "i", "ї": "i", "й": "i", "ы": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
    "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "x", "ц": "c", "ч": "q", "ш": "w", "щ": "wq",
    "ь": "", "ъ": "", "ю": "iu", "я": "ia", "ў": "u",
}  # fmt: skip
_LATIN = (("shch", "wq"), ("sch", "wq"), ("zh", "j"), ("kh", "x"), ("ts", "c"), ("ch", "q"), ("sh", "w"),
          ("g", "h"), ("y", "i"), ("w", "w"))  # fmt: skip
_REPEATED = re.compile(r"(.)\1+")
_SOFT = re.compile(r"i(?=[aeou])")


def clean(name: str) -> str:
    """Lower case, NFC, no apostrophes and accents marks, single spaces. Keeps the letters й, ї, ё."""
    text = unicodedata.normalize("NFC", name.replace("\u0301", "")).casefold()
    return _SPACES.sub(" ", _APOSTROPHES.sub("", text)).strip()


@functools.lru_cache(maxsize=200_000)
def skeleton(name: str) -> str:
    """A key equal for the usual Ukrainian, Russian and Latin spellings of one name ('' for other scripts)."""
    text = clean(name)
    if not text:
        return ""
    if any("а" <= letter <= "ґ" for letter in text):
        text = "".join(_COARSE.get(letter, letter) for letter in text)
    else:
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
        for old, new in _LATIN:
            text = text.replace(old, new)
    if not all(letter == " " or letter.isdigit() or "a" <= letter <= "z" for letter in text):
        return ""
    text = _SOFT.sub("", _REPEATED.sub(r"\1", text))
    text = text.replace("sq", "q").replace("wq", "q")
    return _REPEATED.sub(r"\1", text.replace(" ", ""))


def kmu2010(name: str) -> str:
    """Ukrainian to Latin after the official table of 2010: ``Згурівка`` to ``Zghurivka``."""
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFC", name.replace("\u0301", "")))
    return _by_words(text, lambda word, i: _kmu_letter(word, i))


def russian_latin(name: str) -> str:
    """Russian to plain Latin: ``Новоивановка`` to ``Novoivanovka``, ``Ельня`` to ``Yelnya``."""
    return _by_words(unicodedata.normalize("NFC", name.replace("\u0301", "")), lambda word, i: _ru_letter(word, i))


def _by_words(text: str, letter_at: object) -> str:
    assert callable(letter_at)
    out: list[str] = []
    for word in re.split(r"([\s\-()/.,]+)", text):
        lower = word.lower()
        for i, original in enumerate(word):
            form: str = letter_at(lower, i)
            if not original.isupper() or not form:
                out.append(form)
            else:
                whole = len(word) > 1 and word.isupper()
                out.append(form.upper() if whole else form[0].upper() + form[1:])
    return "".join(out)


def _kmu_letter(word: str, i: int) -> str:
    letter = word[i]
    if letter == "г" and i and word[i - 1] == "з":
        return "gh"
    if i == 0 and letter in _KMU_START:
        return _KMU_START[letter]
    return _KMU.get(letter, letter)


def _ru_letter(word: str, i: int) -> str:
    letter = word[i]
    if letter in "её" and (i == 0 or word[i - 1] in _RU_VOWELS):
        return "ye" if letter == "е" else "yo"
    if letter in "иы" and word[i:] in ("ий", "ый"):
        return "y" if letter == "ы" else "i"
    if letter == "й" and word[i - 1 : i] in ("и", "ы") and i == len(word) - 1:
        return "y" if word[i - 1] == "и" else ""
    return _RU.get(letter, letter)

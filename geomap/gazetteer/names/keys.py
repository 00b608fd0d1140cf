"""Spelling keys: one string for all the ways a name is written in any script or system.

A key throws away what spellings disagree about.  Level 1 folds letters: г, g, h, kh and х are one;
ш, sh, š and s are one; i, y, j and й before a vowel vanish.  Level 2 also folds the endings, link
vowels and stems by which Ukrainian and Russian forms of one name differ (-ivka and -ovka, -e and
-oye).  Level 3 keeps the consonants only.  Names that share a key are candidates, not equals: use
the levels as a cascade and let each one cost.

Level 1 folds what Latin letters cannot tell apart (h is г or х, z is з or ж). Between two names in
Cyrillic that is no spelling but another letter: `letters_apart` counts those.
"""

from __future__ import annotations

import re
from typing import Final

# Cyrillic letter -> key letters.  "j" stands for any i-sound until the vowels are settled.
_CYRILLIC: Final = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "h", "д": "d", "е": "e", "є": "je", "э": "e", "ж": "z", "з": "z",
        "и": "j", "і": "j", "ї": "j", "й": "j", "ы": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o",
        "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "c", "ш": "s",
        "щ": "s", "ь": None, "ъ": None, "ю": "ju", "я": "ja",
    }
)  # fmt: skip

# Latin groups that stand for one Slavic letter; accents are already gone, so š is s and č is c.
_GROUPS: Final = {
    "schtsch": "s", "chtch": "s", "shtsh": "s", "shch": "s", "szcz": "s", "stsj": "s", "shh": "s", "sch": "s",
    "tsch": "c", "tch": "c", "tsh": "c", "zgh": "zh", "sz": "s", "sh": "s", "sc": "s", "cz": "c", "ch": "c",
    "ts": "c", "tz": "c", "tc": "c", "tx": "c", "zh": "z", "kh": "h", "gh": "h", "ou": "u", "ph": "f", "lex": "leks",
}  # fmt: skip
_GROUP: Final = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_SINGLE: Final = str.maketrans("wgiyqx", "vhjjkh")

# Level 2: stems that differ by sound law (ѣ, pleophony, і from о or е) or by the form of a first name.
_STEMS: Final = {
    "mjkol": "njkol", "mjkjt": "njkjt", "kamjan": "kamen", "vovc": "volc", "dovh": "dolh", "zovt": "zelt",
    "corn": "cern", "bjl": "bel", "pjd": "pod", "ljs": "les", "rjc": "rec", "rjh": "roh", "brjd": "brod",
    "mjst": "most", "dvjr": "dvor", "snjh": "sneh", "dnjpr": "dnepr", "svjt": "svet", "hnat": "jhnat",
    "vjln": "voln", "konstant": "kostjant", "dnjst": "dnest", "zvjr": "zver", "horjh": "oreh",
    "stepn": "stepov", "znamjan": "znamen", "slovjan": "slavjan", "hannjv": "annov", "hann": "ann",
    "olen": "elen",
}  # fmt: skip
_STEM: Final = re.compile(r"\b(?:" + "|".join(sorted(_STEMS, key=len, reverse=True)) + ")")
_LINKED: Final = re.compile(
    r"\b(nov|star|mal|veljk|verhn|njzn|krasn|cervon|bel|cern|dolh|petr|pavl|jvan|aleksandr|mjhajl|mjkol|njkol|sredn)"
    r"[oej](?=\w{3})"
)
_GLIDE: Final = re.compile(r"j+(?=[aeou])")
_REPEATED: Final = re.compile(r"(.)\1+")
_FINAL_VOWELS: Final = re.compile(r"(?<=\w\w)[aeouj]+\b")
_FINAL_LINK: Final = re.compile(r"(?<=\w\w)[oeju]+(?=v(?:k|c|sk)?\b)")
_FINAL_ZK: Final = re.compile(r"[cz]k\b")
_VOWELS: Final = re.compile("[aeou]")

# Cyrillic consonants that keys fold, though Ukrainian and Russian spell them alike.
_FOLDED: Final = str.maketrans("хжщшч", "гзссц")
_NOT_FOLDED: Final = re.compile("[^гхзжсшщцч]+")


def spelling_key(normalised: str, level: int) -> str:
    """The spelling key of a canonical name (see `normalise`) at level 1, 2 or 3.

    Level 1 is conservative, level 2 folds suffixes and stems, level 3 is free of vowels.  Two names
    with equal keys at one level also have equal keys at the next.  Raises ``ValueError`` for any
    other level.
    """
    if normalised.isascii():
        letters = _GROUP.sub(_group, normalised).translate(_SINGLE)
    else:
        letters = normalised.replace("ьо", "йо").translate(_CYRILLIC)
        if "ts" in letters:
            letters = letters.replace("ts", "c")
    if level == 1:
        return _REPEATED.sub(r"\1", _GLIDE.sub("", letters)).replace(" ", "")
    if level not in (2, 3):
        raise ValueError(f"spelling key level {level!r} does not exist: use 1, 2 or 3")
    key = _level_two(letters)
    if level == 2:
        return key
    return _REPEATED.sub(r"\1", key[:1] + _VOWELS.sub("", key[1:].replace("j", "")))


def letters_apart(one: str, two: str) -> int:
    """How many consonants differ between two canonical names in Cyrillic that share a spelling key.

    Ольговка and Ольховка are two names; Загризове and Загрызово, Ґаньківка and Ганьковка are one. Returns 0 for names
    in Latin letters, and where the consonants cannot be laid side by side.
    """
    first, second = (_NOT_FOLDED.sub("", _REPEATED.sub(r"\1", name)) for name in (one, two))
    if len(first) != len(second) or first.translate(_FOLDED) != second.translate(_FOLDED):
        return 0
    return sum(a != b for a, b in zip(first, second, strict=True))


def _group(match: re.Match[str]) -> str:
    return _GROUPS[match.group()]


def _stem(match: re.Match[str]) -> str:
    return _STEMS[match.group()]


def _level_two(letters: str) -> str:
    key = _STEM.sub(_stem, _LINKED.sub(r"\1 ", letters))
    key = _REPEATED.sub(r"\1", _GLIDE.sub("", key.replace("jo", "e")))
    key = _FINAL_LINK.sub("", _FINAL_VOWELS.sub("", key))
    key = _FINAL_ZK.sub("k", key)
    if key.startswith("o"):
        key = "a" + key[1:]
    return _REPEATED.sub(r"\1", key.replace(" ", ""))

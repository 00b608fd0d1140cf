"""Base names behind the adjectives and nicknames of regions: Лиманської → Лиман, Суджанский → Суджа, Курщина → Курськ.

The rules are generous on purpose: they give every base the adjective could come from, likeliest first, and the
gazetteer decides which of them exists. Ukrainian, Russian and Latin spellings, all cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from geomap.text.regions import REGIONS

_ADJECTIVE: Final = re.compile(
    r"(.{2,40}?)(ськ|цьк|зьк|ск|цк)(?:ий|ого|ому|им|ім|ом|а|ої|ій|у|ою|е|і|их|ими|ая|ой|ую|ое|ие)\Z"
)
_LATIN: Final = re.compile(
    r"(.{2,40}?)(ts'?k|c'?k|z'?k|s'?k)(?:yi|yy|yj|iy|ij|y|i|aya|a|oyi|oii|oi|oy|oho|ogo|omu|om|ym|im|oyu|oye|oe|e|ykh|ii)\Z"
)
_NICKNAME: Final = re.compile(r"(.{2,40}?)(ччин|щин|тчин|чин)(?:а|и|і|у|ою|ы|е|ой)\Z")
_NICKNAME_LATIN: Final = re.compile(r"(.{2,40}?)(chchyn|shchyn|shchin|chchin|chyn|shyn)(?:a|y|i|u|oiu|oyu)\Z")

#: Adjectives whose base no rule gives: stem before -ськ/-ск, with the bases.
_IRREGULAR: Final[Mapping[str, tuple[str, ...]]] = {
    "криворізьк": ("кривий ріг",), "криворожск": ("кривой рог",),
    "часовоярськ": ("часів яр",), "часовоярск": ("часов яр",),
    "московск": ("москва",), "московськ": ("москва",), "орловск": ("орёл", "орел"), "орловськ": ("орел",),
    "ровенск": ("ровно",), "рівненськ": ("рівне",), "черновицк": ("черновцы",), "чернівецьк": ("чернівці",),
    "закарпатськ": ("закарпаття",), "закарпатск": ("закарпатье",), "запорізьк": ("запоріжжя",),
    "запорожск": ("запорожье",),
    "волинськ": ("волинь",), "волынск": ("волынь",), "тульськ": ("тула",), "тульск": ("тула",), "крымск": ("крым",),
    "кримськ": ("крим",), "новогродівськ": ("новогродівка",), "краснояружск": ("красная яруга",),
    "краснояружськ": ("красна яруга",), "крівск": ("кривой рог",), "білоцерківськ": ("біла церква",),
    "білопільськ": ("білопілля",), "белопольск": ("белополье",), "гуляйпільськ": ("гуляйполе",),
    "гуляйпольск": ("гуляйполе",), "кам'янець-подільськ": ("кам'янець-подільський",), "звягельськ": ("звягель",),
    "житомирськ": ("житомир",), "новомосковськ": ("новомосковськ", "самар"), "самарівськ": ("самар",),
    "великоновосілківськ": ("велика новосілка",), "великоновоселковск": ("великая новосёлка", "великая новоселка"),
    "большесолдатск": ("большое солдатское",), "краснолиманск": ("красный лиман",), "шептицьк": ("шептицький",),
    "харківськ": ("харків",), "киевск": ("киев",), "київськ": ("київ",),
}  # fmt: skip

#: First halves of compound adjectives (великоновосілківський), with the separate adjective: feminine, neuter,
#: masculine, plural.
_COMPOUND: Final[Mapping[str, tuple[tuple[str, str, str, str], ...]]] = {
    "велико": (("велика", "велике", "великий", "великі"), ("великая", "великое", "великий", "великие")),
    "больше": (("большая", "большое", "большой", "большие"),),
    "ново": (("нова", "нове", "новий", "нові"), ("новая", "новое", "новый", "новые")),
    "мало": (("мала", "мале", "малий", "малі"), ("малая", "малое", "малый", "малые")),
    "старо": (("стара", "старе", "старий", "старі"), ("старая", "старое", "старый", "старые")),
    "красно": (("красная", "красное", "красный", "красные"), ("красна", "красне", "красний", "красні")),
    "біло": (("біла", "біле", "білий", "білі"),), "бело": (("белая", "белое", "белый", "белые"),),
    "верхньо": (("верхня", "верхнє", "верхній", "верхні"),), "верхне": (("верхняя", "верхнее", "верхний", "верхние"),),
    "нижньо": (("нижня", "нижнє", "нижній", "нижні"),), "нижне": (("нижняя", "нижнее", "нижний", "нижние"),),
}  # fmt: skip

_VOWELS: Final = frozenset("аеєиіїоуюяыэё")

#: Most bases given for one word.
MAX_BASES = 24


def adjective_bases(word: str) -> tuple[str, ...]:
    """Return the names ``word`` may be derived from, likeliest first; empty when it is no such adjective or nickname.

    ``word`` is one word in any case form, Ukrainian, Russian or Latin: ``Лиманської``, ``Суджанский``, ``Kurshchyna``.
    Capitals follow the word. Words over 48 letters have no bases.
    """
    key = word.strip().strip(".").translate({ord(c): "'" for c in "’ʼ‘`´ʹ′"})
    low = key.lower()
    if not 4 <= len(low) <= 48:
        return ()
    found = dict.fromkeys(base for base in _bases(low) if len(base) > 2 and base != low)
    ordered = [base for base in found if base in REGIONS] + [base for base in found if base not in REGIONS]
    return tuple(_capital(base) if key[:1].isupper() else base for base in ordered[:MAX_BASES])


def nominative(word: str, kind: str) -> str:
    """Return the full Ukrainian or Russian name of a unit from its adjective: Лиманської, hromada → Лиманська громада.

    ``kind`` is oblast, raion or hromada; empty when ``word`` is no such adjective.
    """
    match = _ADJECTIVE.match(word.lower().strip(".")) if len(word) <= 48 else None
    nouns = {"oblast": ("а область", "ая область"), "raion": ("ий район", "ий район")}
    nouns["hromada"] = ("а громада", "ая община")
    if not match or kind not in nouns:
        return ""
    return _capital(match[1]) + match[2] + nouns[kind][0 if match[2].endswith("ьк") else 1]


def _capital(base: str) -> str:
    return " ".join("-".join(part[:1].upper() + part[1:] for part in word.split("-")) for word in base.split(" "))


def _bases(low: str) -> Iterator[str]:
    for pattern, reader in (
        (_NICKNAME, _from_nickname), (_NICKNAME_LATIN, _from_latin_nickname), (_ADJECTIVE, _from_adjective),
        (_LATIN, _from_latin),
    ):  # fmt: skip
        match = pattern.match(low)
        if match:
            plain = tuple(reader(match[1], match[2]))
            yield from plain
            for base in plain:
                yield from _parted(base)
            return


def _parted(base: str) -> Iterator[str]:
    """великоновосілка → велика новосілка, the adjective agreeing with the noun."""
    for first, languages in _COMPOUND.items():
        rest = base[len(first) :]
        if base.startswith(first) and len(rest) >= 4:
            gender = 0 if rest[-1] in "ая" else 1 if rest[-1] in "оеє" else 3 if rest[-1] in "иіы" else 2
            yield from (f"{adjectives[gender]} {rest}" for adjectives in languages)


def _from_adjective(stem: str, suffix: str) -> Iterator[str]:
    ukrainian = suffix.endswith("ьк")
    whole = stem + suffix
    yield from _IRREGULAR.get(whole, ())
    if suffix in ("цьк", "цк"):
        yield whole
        yield whole + "ий"
        yield from (stem + end for end in ("ки", "к", "ця" if ukrainian else "ца", "ч", "ць" if ukrainian else "ц"))
        yield stem[:-1] + ("ці" if ukrainian else "цы")
    elif suffix == "зьк":
        yield from (stem + end for end in ("жжя", "г", "га", "ж", "з", "зьк"))
    else:
        yield from (_ukrainian(stem, whole) if ukrainian else _russian(stem, whole))
    yield whole + ("е" if ukrainian else "ое")
    yield whole + "ий"
    if not ukrainian:
        yield stem + ("ськ" if suffix == "ск" else "цьк")


def _ukrainian(stem: str, whole: str) -> Iterator[str]:
    root = stem[:-2]
    if stem.endswith(("ан", "ян")):
        yield from (whole, stem, root + "а", stem[:-1], root + "и", root + "ки", stem + "ка", stem + "и", stem + "е")
    elif stem.endswith(("ів", "їв")):
        yield from (stem, stem + "ка", root + "ове", root + "и", root + "ова", root + "ка", root + "а", root + "і")
        yield from (whole, root + "еве")
    elif stem.endswith("ов"):
        yield from (whole, stem, stem + "ка", stem + "е", stem + "а")
    elif stem.endswith("ин"):
        yield from (stem + "е", root + "а", stem, stem + "ка", root + "я", root + "і", stem + "и", whole)
    elif stem.endswith(("ен", "єн")):
        yield from (stem[:-1], whole, stem, root + "о", root + "а", stem + "е")
    elif stem[-1] in _VOWELS:
        # с or х of the base has merged with the suffix: Одеса → одеський, Волноваха → волноваський.
        yield from (stem + end for end in ("са", "си", "ха", "хи", "с", "х"))
        yield whole
    elif stem.endswith("й"):
        yield from (stem, stem[:-1] + "я", stem + "ка", stem + "ки", stem[:-1] + "ї", whole)
    elif stem.endswith("ь"):
        bare = stem[:-1]
        yield from (stem, whole, bare + "я", bare + "ля", bare + "а", bare + "не", bare + "ки", bare + "е")
        if "і" in bare:
            before, after = bare.rsplit("і", 1)
            yield f"{before}о{after}е"
    else:
        yield from (stem, whole, stem + "а", stem + "и", stem + "ка", stem + "е", stem + "ки", stem + "і", stem + "не")
        if stem[-1] in "нрл":
            yield stem + "ь"


def _russian(stem: str, whole: str) -> Iterator[str]:
    root = stem[:-2]
    if stem.endswith(("ан", "ян")):
        yield from (whole, stem, root + "а", stem[:-1], root + "ы", root + "ки", stem + "ка", stem + "ь", stem + "ы")
    elif stem.endswith(("ов", "ев")):
        yield from (stem, whole, stem + "о", stem + "ка", root + "ка", root + "а", root + "ы", root + "и", stem + "а")
        yield from (root + "ёво", root + "ів", root + "ове")
    elif stem.endswith("ин"):
        yield from (stem + "о", root + "а", stem, stem + "ка", stem + "ое", root + "ы", whole)
    elif stem.endswith("ен"):
        yield from (whole, stem[:-1] + "ое", root + "о", root + "а", root + "е", stem, stem + "ое")
    elif stem.endswith("с"):
        yield from (stem + end for end in ("а", "ы", "са", "сы", "", "ка", "ово"))
        yield whole
    elif stem.endswith("й"):
        yield from (whole, stem, stem[:-1] + "я", stem + "ки", stem + "ка")
    elif stem.endswith("ь"):
        bare = stem[:-1]
        yield from (stem, whole, bare + "я", bare + "а", bare + "ье", bare + "ное", bare + "ки", bare + "е")
    elif stem.endswith("ж"):
        yield from (stem, stem[:-1] + "га", stem[:-1] + "г", stem + "ье", stem + "а", whole)
    else:
        yield from (stem, whole, stem + "а", stem + "ы", stem + "ь", stem + "ка", stem + "о", stem + "ки", stem + "и")


def _from_nickname(stem: str, suffix: str) -> Iterator[str]:
    ends = {
        "ччин": ("цьк", "ця", "цький", "цк", "ч"), "тчин": ("цк", "цьк"), "чин": ("", "ьк", "жжя", "жье", "г", "ж"),
        "щин": ("", "ськ", "ск", "а", "и", "ы", "са", "си", "сса", "ссы", "сы", "ь"),
    }[suffix]  # fmt: skip
    if suffix == "щин" and stem.endswith(("ен", "єн")):
        yield from (stem[:-2] + "е", stem[:-1], stem[:-2] + "о")
    preferred = ends
    if suffix == "щин" and stem[-1] in "рнт" and not stem.endswith(("он", "ер")):
        preferred = ("ськ", "ск", *(end for end in ends if end not in ("ськ", "ск")))
    yield from (stem + end for end in preferred)
    if suffix == "чин" and stem.endswith("ж"):
        yield from (stem[:-1] + end for end in ("жжя", "жье", "жя"))


def _from_latin(stem: str, suffix: str) -> Iterator[str]:
    plain = suffix.replace("'", "").replace("ck", "tsk")
    whole, root = stem + plain, stem[:-2]
    if plain == "tsk":
        yield from (whole, whole + "yi", whole + "y", stem + "ky", stem + "k", stem + "tsia", stem + "tsya")
    elif plain == "zk":
        yield from (stem + end for end in ("zhzhia", "zhia", "h", "zk"))
    elif stem.endswith(("an", "yn", "in", "en")):
        yield from (whole, stem, root + "a", stem[:-1], stem + "e", stem + "o", root + "ia", root + "y", stem + "ka")
    elif stem.endswith(("iv", "ov", "ev")):
        yield from (whole, stem) if stem.endswith("ov") else (stem, stem + "ka")
        yield from (root + "ove", stem + "o", stem + "ka", root + "y", root + "ova", root + "ka", root + "a")
        yield from (root + "i", whole)
    elif stem[-1] in "aeiouy":
        yield from (stem + end for end in ("sa", "sy", "kha", "s", "ssa"))
        yield whole
    else:
        yield from (stem, whole, stem + "a", stem + "y", stem + "ka", stem + "e", stem + "ia", stem + "ky", stem + "o")
    yield from (whole + "e", whole + "yi", whole + "oe")


def _from_latin_nickname(stem: str, suffix: str) -> Iterator[str]:
    if suffix.startswith("ch"):
        yield from (stem + end for end in ("tsk", "tsia", "tskyi", "zhzhia", "zhia"))
        return
    ends: tuple[str, ...] = ("", "sk", "a", "y", "sa", "sy")
    if stem[-1] in "rnt" and not stem.endswith(("on", "er")):
        ends = ("sk", "", "a", "y", "sa", "sy")
    yield from (stem + end for end in ends)

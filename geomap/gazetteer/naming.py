"""What the pool's spellings tell about a place: its Russian name and its aliases."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from geomap.gazetteer.compare import clean, skeleton
from geomap.gazetteer.names.russian import russian_names

_UK_ONLY = re.compile("[іїєґІЇЄҐ]")
_RU_ONLY = re.compile("[ыэъёЫЭЪЁ]")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґ' ʼ’\-.0-9]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'ʹ’ʼ‘`. \-0-9]+")
_STRESS = re.compile("[\u0300\u0301]")

#: Ukrainian stems of the soft adjectives that Russian has too: Верхний, Средний.
_SOFT = "".join(f"(?<!{stem})" for stem in "верх ниж ред аль рай рев лет зим сен сед син зад ран озд".split())
#: What no Russian place name holds: the old orthography (Томьскъ), Ukrainian endings and signs (Заболоття, Шахтарське,
#: Красний Кут, Поштове), э after a consonant (Садовэ), abbreviations (Верх.Токмак).
_NOT_RUSSIAN = re.compile(
    r"ъ(?![еёюя])|[сцз]ьк(?:ий|а|е)?\b|ц[ьюя]|(?:тт|нн|лл|дд|чч|жж|зз|сс|шш)я\b|[бвгджзклмнпрстфхцчшщ]э|\."
    rf"|[бвдзлмпрст]ий\b|{_SOFT}ний\b|(?<!пол)(?<!мор)(?<!гор)(?<!ан)(?<!ян)(?<=[бвгджзклмнпрстфхш])е\b"
)
#: The old orthography, and spellings of other languages in Cyrillic letters (Ярославъл, Къазан).
_OLD_OR_FOREIGN = re.compile(r"ъ(?![еёюя])|[ѣѵѳҐґ]|\.")
#: An attested spelling that no rule foresees must be so like the expected name, 0 to 1.
_LIKE = 0.84


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


def is_russian(name: str) -> bool:
    """Whether a Cyrillic spelling can be a Russian place name by its letters and endings."""
    return _NOT_RUSSIAN.search(name.lower()) is None and re.search("[а-яё][А-ЯЁ]", name) is None


def russian_name(name_uk: str, names: Iterable[str]) -> str:
    """The attested Russian name of a Ukrainian place among its alternates, '' when none is safe.

    Alternates mix languages and former names, so a spelling counts only if the rules of
    :func:`~geomap.gazetteer.names.russian_names` give it, or if it can be Russian and its key resembles that of the
    Ukrainian name.
    """
    usable = [n for n in map(spelling, names) if script(n) in ("ru", "und-cyrl") and not n.isupper()]
    for expected in russian_names(name_uk):
        for name in sorted(usable):
            if plain(name) == plain(expected):
                return name
    return _most_like(name_uk, [n for n in usable if is_russian(n) and (clean(n) != clean(name_uk) or _alike(n))])


def _alike(name: str) -> bool:
    """Whether a Ukrainian name can be the Russian one as it stands: one word, no plural that Russian ends in ы."""
    return " " not in name and "-" not in name and re.search(r"[бвдзлмнпрст]и$", name) is None


def russian_by_rule(name_uk: str, *, sure: bool) -> str:
    """The likeliest Russian name by rule, '' where the rules leave a choice and it must be ``sure``."""
    names = russian_names(name_uk)
    return "" if sure and len(names) > 1 else names[0]


class PostNames:
    """What the Russian post calls places: the spelling to trust where alternates mix languages and orthographies."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """``rows``: (region, place) of every post office; numbers of offices after the place are taken off."""
        self._spelt: dict[tuple[str, str], str] = {}
        self._count: Counter[tuple[str, str]] = Counter()
        self._alike: dict[tuple[str, str], str] = {}
        for region, place in rows:
            name = re.sub(r"\s+\d+$", "", spelling(place))
            for where in (_region(region), ""):
                key = where, plain(name)
                self._count[key] += 1
                self._spelt.setdefault(key, name)
                if where and is_russian(name):
                    self._alike.setdefault((where, skeleton(name)), name)

    def choose(self, name: str, region: str, names: Sequence[str]) -> str:
        """The one of ``names`` that the post uses, in ``region`` (its Russian name) if any is used there; '' if none.

        Spellings like ``name`` come first, then those of more post offices, unless only another alternate is like it
        (Петергоф was Петродворец). Where no alternate is used, a place of the region with the same key counts.
        """
        key = skeleton(name)
        for where in dict.fromkeys((_region(region), "")):
            known = []
            for other in names:
                count = self._count[where, plain(other)]
                like = difflib.SequenceMatcher(None, key, skeleton(other)).ratio()
                if count and (where or like >= _LIKE):
                    same = other.count("-") == self._spelt[where, plain(other)].count("-")
                    known.append((like >= _LIKE, count, like, same, other))
            if known and (max(known)[0] or not _most_like(name, filter(is_russian, names))):
                return max(known)[-1]
        found = self._alike.get((_region(region), key), "") if key else ""
        return re.sub("-(На|Над|Под)-", lambda match: match.group().lower(), found)


def _region(name: str) -> str:
    """One key for the two orders of words: «Республика Коми», «Коми Республика»."""
    return " ".join(sorted(plain(name).split()))


def russian_name_abroad(name: str, names: Iterable[str], post: PostNames | None = None, region: str = "") -> str:
    """The Russian name of a place outside Ukraine among its alternates, '' when none is safe.

    With ``post``, in Russia, what the post calls it; else the spelling most like ``name`` that is not of the old
    orthography or another language.
    """
    usable = [n for n in map(spelling, names) if script(n) in ("ru", "und-cyrl") and not n.isupper()]
    return (post.choose(name, region, usable) if post else "") or _most_like(
        name, [n for n in usable if _OLD_OR_FOREIGN.search(n) is None]
    )


def _most_like(name: str, attested: Iterable[str]) -> str:
    """The spelling with the key most like that of ``name``, '' when none is like enough."""
    key = skeleton(name)
    best = (0.0, "")
    for other in sorted(attested):
        if skeleton(other)[:1] == key[:1]:
            score = difflib.SequenceMatcher(None, key, skeleton(other)).ratio() + 0.03 * (script(other) == "ru")
            if score > best[0] + 1e-9:
                best = (score, other)
    return best[1] if best[0] >= _LIKE else ""


def plain(name: str) -> str:
    """A Cyrillic name in small letters, ё as е, hyphens as spaces: how names of two lists are compared."""
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

"""Ukrainian case forms of place names, by the endings of their words.

The rules follow the noun classes of the 2019 orthography as far as settlement names use them.  They
prefer one form too many over one too few where the class of a name cannot be told from its letters.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from geomap.gazetteer.names.phrase import Table, declined, merged, phrase_forms, words
from geomap.gazetteer.names.russian_tables import ORDINALS

_VELAR: Final = {"к": "ц", "г": "з", "х": "с"}
_SIBILANT: Final = "жчшщ"
_VOWELS: Final = "аеєиіїоуюя"

# і of a closed syllable that opens to о (or е) as soon as an ending follows.
_OPENING: Final = {
    "ріг": "рог", "брід": "брод", "поріг": "порог", "міст": "мост", "двір": "двор", "бір": "бор", "хутір": "хутор",
    "явір": "явор", "схід": "сход", "захід": "заход", "ніс": "нос", "острів": "остров", "стіл": "стол", "лід": "льод",
    "город": "город", "горід": "город", "гір": "гор", "розділ": "роздол", "рів": "ров", "кіт": "кот", "віз": "воз",
    "самбір": "самбор", "збір": "збор", "потік": "поток", "тік": "ток", "камінь": "камен", "кремінь": "кремен",
    "ірпінь": "ірпен", "ячмінь": "ячмен", "кінь": "кон", "кіл": "кол", "дзвін": "дзвон", "поділ": "подол",
    "плід": "плод",
}  # fmt: skip
_IRREGULAR: Final[dict[str, Table]] = {
    "ромни": {"gen": ("ромен",)} | declined("ромн", "", "ам", "ами", "ах"),
    "лубни": {"gen": ("лубен",)} | declined("лубн", "", "ам", "ами", "ах"),
    "суми": declined("сум", "_", "ам", "ами", "ах"),
    "керч": declined("керч", "і", "і", "ю", "і"),
    "орел": declined("орл", "а", "у", "ом", "і"),
}
_FLEETING: Final = ("козел", "котел", "вузол", "угол", "осел", "дупел")
_NEUTER_NOUNS: Final = ("поле", "море", "сонце", "серце", "місце")
_FEMININE_NOUNS: Final = words(
    "балка гута рудня слобода воля дача лука гора долина вода поляна криниця буда воля вишня слобідка колонія гребля "
    "лоза нива коса стінка весна зоря могила застава рада зірка хвиля дорога праця роща правда лінія ділянка "
    "вулька волиця руда корчма липа верба пустка піща яруга глинка яблунька річка мельниця хата"
)
_SOFT_FEMININE: Final = frozenset(
    ["верхня", "нижня", "середня", "синя", "третя", "остання", "дальня", "ближня", "рання", "західня", "східня"]
)
_INVARIABLE: Final = words("на над під біля при в у до за і та імені км де ім")


def case_forms_uk(lower: str) -> list[tuple[str, str]]:
    """Pairs of form and case of a lower-case Ukrainian name, nominative excluded."""
    return phrase_forms(lower, head, modifier)


def adjective(stem: str, ending: str) -> Table:
    """Forms of an adjective with this nominative ending (ий, ій, е, є, а, я, і)."""
    if ending in ("ий", "е"):
        return declined(stem, "ого", "ому", "им", "ому")
    if ending in ("ій", "є"):
        return declined(stem, "ього", "ьому", "ім", "ьому")
    if ending == "а":
        return declined(stem, "ої", "ій", "ою", "ій", "у")
    if ending == "я":
        return declined(stem, "ьої", "ій", "ьою", "ій", "ю")
    return declined(stem, "их", "им", "ими", "их")


@lru_cache(maxsize=1 << 14)
def modifier(word: str, following: str, hyphen: bool = False) -> Table:
    """Forms of a word before another one: an agreeing adjective, a possessive, or a noun."""
    if len(word) < 3 or word in _INVARIABLE or word[-1] == "о":
        return {}
    if word.endswith(("ий", "ій")):
        return adjective(word[:-2], word[-2:])
    if word.endswith("їв"):
        return _possessive(word[:-2] + "єв")
    if word.endswith("ів") and not following.endswith("ий"):
        return _possessive(word[:-2] + "ов")
    if word.endswith(("ин", "їн")) and following[-1] not in _VOWELS + "й":
        return _possessive(word)
    if following in ORDINALS or following.endswith(("ська", "цька")):
        return head(word)
    if word[-1] == "а" and word not in _FEMININE_NOUNS and following[-1] in "аяьі":
        return head(word) if word[-2] == "к" and not _may_be_adjective(word[:-1]) else adjective(word[:-1], "а")
    if word[-1] == "я" and word[-2] == "н" and word not in _FEMININE_NOUNS and following[-1] in "ая":
        return adjective(word[:-1], "я")
    if word[-1] in "еє" and following[-1] in "еєояй":
        return adjective(word[:-1], word[-1])
    if word[-1] == "і" and following[-1] in "иіїй":
        return adjective(word[:-1], "і")
    return {} if hyphen and word not in _FEMININE_NOUNS else head(word)


def _possessive(stem: str) -> Table:
    return declined(stem, "ого а", "ому у", "им", "ому і")


@lru_cache(maxsize=1 << 14)
def head(word: str) -> Table:
    """Forms of the word that carries a name."""
    if len(word) < 2 or word in _INVARIABLE or not word[-1].isalpha():
        return {}
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    last = word[-1]
    if last == "а":
        return _on_a(word)
    if last == "я":
        return _on_ya(word)
    if last in "еє":
        return _on_e(word)
    if last == "о":
        return declined(word[:-1], "а", "у", "ом", "") | {"loc": (_soften(word[:-1]) + "і",)}
    if last in "иії":
        return _plural(word)
    if last in "ую":
        return {}
    return _masculine(word)


def _soften(stem: str) -> str:
    return stem[:-1] + _VELAR.get(stem[-1], stem[-1])


def _on_a(word: str) -> Table:
    stem = word[:-1]
    if word.endswith(("ська", "цька", "зька")) and len(word) > 5:
        return adjective(stem, "а")
    hushing = stem[-1] in _SIBILANT
    softened = _soften(stem) + "і"
    noun = declined(stem, "і" if hushing else "и", "", "ею" if hushing else "ою", "", "у")
    noun |= {"dat": (softened,), "loc": (softened,)}
    if word in ORDINALS:
        return adjective(stem, "а")
    if stem.endswith(("ов", "ев", "єв", "ин", "н", "л", "р", "т", "к")) and _may_be_adjective(stem):
        return merged(adjective(stem, "а"), noun)
    return noun


def _may_be_adjective(stem: str) -> bool:
    """Whether a feminine name in -а may decline as an adjective (Лозова, Просяна, Біла, Широка)."""
    if stem.endswith(
        ("івк", "ївк", "инк", "ськ", "янк", "анк", "енк", "лк", "чк", "шк", "жк", "йк", "бк", "дк", "щин")
    ):
        return False
    if stem.endswith(("ок", "ик", "ьк", "ак", "ук")):
        return stem in ("широк", "глибок", "висок", "велик", "далек", "легк", "гірк", "дик", "близьк", "низьк")
    if stem[-1] in "лтр":
        return stem in ("біл", "мал", "світл", "кругл", "тепл", "гнил", "золот", "крут", "густ", "чист", "пуст", "стар",
                        "добр", "мокр", "бур", "сір", "хитр", "щир", "остр", "гостр")  # fmt: skip
    return stem.endswith(("ов", "ев", "єв", "н"))


def _on_ya(word: str) -> Table:
    stem = word[:-1]
    previous = stem[-1]
    if len(stem) > 2 and previous == stem[-2] and previous not in _VOWELS:
        return declined(stem, "", "ю", "ям", "і")
    if previous in _VOWELS or previous == "й":
        return declined(stem, "ї", "ї", "єю", "ї", "ю")
    if previous in "'’ʼ":
        return declined(stem, "я ї", "ю ї", "ям єю", "ї", "ю")
    if previous in "бпвмфр":  # an apostrophe that normalise took away: Зазим'я, Межигір'я
        return declined(stem, "ї і", "ю ї", "ям єю", "ї і", "ю")
    if word in _SOFT_FEMININE:
        return adjective(stem, "я")
    return declined(stem, "і", "і", "ею", "і", "ю")


def _on_e(word: str) -> Table:
    stem = word[:-1]
    if word[-1] == "є":
        return adjective(stem, "є") if stem[-1] in "нт" else {}
    if word.endswith(("ще", "це", "че", *_NEUTER_NOUNS)):
        noun = declined(stem, *(("а", "у") if stem[-1] in _SIBILANT else ("я", "ю")), "ем", "і")
        return merged(noun, adjective(stem, "е")) if word.endswith("че") else noun
    table = adjective(stem, "е")
    if stem.endswith(("ин", "їн", "ов", "ев", "єв")):
        return merged(table, {"loc": (stem + "і",)})
    return table


def _plural(word: str) -> Table:
    stem, last = word[:-1], word[-1]
    if last == "ї":
        return declined(stem, "їв", "ям", "ями", "ях")
    soft = last == "і" and stem[-1] not in _SIBILANT
    table = declined(stem, "", "ям", "ями", "ях") if soft else declined(stem, "", "ам", "ами", "ах")
    zero: tuple[str, ...]
    if last == "і":
        zero = (stem[:-1] + "ець",) if stem.endswith(("нц", "вц", "лц", "рц")) else ()
        if stem.endswith(("ич", "ищ")):
            zero = (stem,)
        table["gen"] = (stem + "ів", *zero)
        if stem[-1] in "нвл" and len(stem) > 3 and not stem.endswith(("ін", "ан", "ен", "ол", "ал")):
            table = merged(table, adjective(stem, "і"))
        return table
    if len(stem) > 2 and stem[-1] == "к" and stem[-2] not in _VOWELS:
        base = stem[:-2] if stem[-2] == "ь" else stem[:-1]
        zero = (base + ("ьок" if stem[-2] == "ь" else "ок"),)
    elif len(stem) > 2 and stem[-1] in "нлр" and stem[-2] not in _VOWELS:
        zero = (stem[:-1] + "е" + stem[-1], stem)
    else:
        zero = (stem,)
    table["gen"] = (*zero, stem + "ів")
    return table


def _masculine(word: str) -> Table:
    last = word[-1]
    if word.endswith("ий"):
        return adjective(word[:-2], "ий")
    if word.endswith("ній"):
        return adjective(word[:-2], "ій")
    if last == "й":
        return _soft(word[:-1])
    if word.endswith("ець") and len(word) > 4:
        stem = word[:-3]
        if stem[-1] in "лс":
            stem += "ь"
        elif stem[-1] in _VOWELS:
            stem += "й"
        return declined(stem + "ц", "я", "ю", "ем", "і")
    if word.endswith("єць"):
        return declined(word[:-3] + "йц", "я", "ю", "ем", "і")
    if last == "ь":
        return _soft_sign(word)
    if word.endswith("ок") and len(word) > 4 and word[-3] not in _VOWELS:
        stem = word[:-2]
        if word.endswith(("оток", "аток", "рок")):
            return merged(_hard(word), _hard(stem + "к"))
        return _hard(stem + "к")
    if word.endswith("їв"):
        return _hard(word[:-2] + "єв")
    if word.endswith("ів") and len(word) > 3:
        return _in_iv(word)
    for closed, opened in _OPENING.items():
        if word.endswith(closed):
            return _hard(word[: -len(closed)] + opened)
    if word in _FLEETING:
        return _hard(word[:-2] + word[-1])
    if last in _SIBILANT:
        return declined(word, "а", "у", "ем", "і")
    return _hard(word)


def _hard(stem: str) -> Table:
    last = stem[-1]
    if last == "к" and not stem.endswith("чук"):  # but: у Кременчуці
        return declined(stem, "а у", "у", "ом", "у")
    if last in _VELAR:
        return declined(stem, "а у", "у", "ом", "у") | {"loc": (stem + "у", _soften(stem) + "і")}
    return declined(stem, "а у", "у", "ом", "і у")


def _in_iv(word: str) -> Table:
    base = word[:-2]
    if word.endswith("острів"):
        return _hard(base + "ов")
    if base[-1] in _SIBILANT or word in ("канів", "василів", "ярослaв"):
        return _hard(base + "ев")
    if base[-1] in "нлрт" and len(word) < 8 and word not in ("харків", "львів", "фастів"):
        return merged(_hard(base + "ов"), declined(base, "ева", "еву", "евом", "еві"))
    return _hard(base + "ов")


def _soft(stem: str) -> Table:
    return declined(stem, "я ю", "ю", "єм", "ї ю")


def _soft_sign(word: str) -> Table:
    stem = word[:-1]
    for closed, opened in _OPENING.items():
        if closed[-1] == "ь" and word.endswith(closed):
            return declined(word[: -len(closed)] + opened, "я", "ю", "ем", "і")
    if stem.endswith("піль"[:-1]) and len(stem) > 4:
        stem = stem[:-2] + "ол"
    masculine = declined(stem, "я", "ю", "ем", "і")
    if stem.endswith(("ан", "ст")):
        return declined(stem, "і", "і", stem[-1] * (stem[-2:-1] in _VOWELS) + "ю", "і")
    if stem.endswith(("пол", "тел", "ец", "ар", "ил")):
        return masculine
    doubled = stem + stem[-1] if stem[-2:-1] in _VOWELS else stem
    return merged(masculine, {"gen": (stem + "і",), "ins": (doubled + "ю",)})

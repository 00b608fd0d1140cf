"""Words that say what happened, who speaks and whose they are, in English, Ukrainian and Russian.

Every word of a text gets a set of :class:`Cue` flags, once, and is then only compared by them. A stem covers all
words that begin with it; a whole word stands for itself. The tables are lists of words, to be read and mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from geomap.text.cue_bits import (
    AIR,
    AREA_NOUN,
    AT,
    AXIS_NOUN,
    BODY,
    CLAIM,
    DIGITS,
    DRONE,
    FIRST,
    HAPPENING,
    INFRA,
    LAUNCH,
    LOCAL,
    RUSSIAN,
    SAY,
    SPEECH,
    STRIKE,
    THING,
    TITLE,
    TROOPS,
    UKRAINIAN,
    WATER,
    WHEN,
)
from geomap.text.event_words import EVENT_STEMS, EVENT_WORDS
from geomap.text.lexicon import ADMIN, AXIS
from geomap.text.speech_words import FIRST_NAMES, NAME_ENDINGS, SPEECH_STEMS, SPEECH_WORDS, THINGS


def _split(*tables: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for table in tables:
        for bit, words in table.items():
            for word in words.split():
                found[word] = found.get(word, 0) | bit
    return found


_STEM_BITS: Final = _split(EVENT_STEMS, SPEECH_STEMS)
_WORD_BITS: Final = _split(EVENT_WORDS, SPEECH_WORDS)
_NAMES: Final = frozenset(FIRST_NAMES.split())
_THING_WORDS: Final = frozenset(THINGS.split())
_LONGEST: Final = max(map(len, _STEM_BITS))
_SHORT: Final = 3
#: Most words remembered; far more than a language has in its news.
_MEMORY: Final = 200_000

#: Words that begin like a stem and mean something else.
_EXCEPT: Final[Mapping[str, int]] = dict.fromkeys(
    """
    state states united statement's statesman strikers battlefield kills-switch reporter reporters targeted
    targets silence силу сила силі сильн силиконов ударник общая украсть украла украли главн главный главная
    главное главные главной главным головн головний головна головне головні головного головною головной головним
    головному мери мера-ціна станції ситуація силуети storms пороть заняття занятия контрольний заняли-ся заявка
    заявки counterpart fire-fighter firefighters firefighter generals-election generally reported-ly localised
    localized мертвий generation generations generator generators generate мережа мережі мережу мерзлот генератор
    генератори генераторы складно складає складу-2 складний складна сложно складати складала складатиме складання
    міста місто містом містах сходу сила-тяжіння заяву-1 ударів-1 меру мере мерою мережею мерседес главе-1 силовик
    призначен призначено призначив призначили признаки признак признаков officially властивість властиво власник
    власника власники властивості потерпел стало станом контролер контролёр контролер стрічка statistics stateless
    status statute statue stations station static stated-1 деловой говоря-1 осіб особи особисто основн основний
    основные основной освоєння освоение освіта освіти освіту освіті осветил оскільки оскіл оскол осколком осколки
    killer-app batteries battery command-line fired-up downtown наступного наступний наступна наступному наступну
    наступної наступне наступні наступних наступним наступними наступила наступило наступил наступят наступит
    здавалося здавалось здається здаются залишається залишаються залишалася залишалося залишались залишалися
    залишився залишилася залишилося залишились залишилися умеренно умеренный умеренного остановка
    остановки зупинка зупинки зупинці зупинку остановке остановку improvise improvised
    reserved reservoir companion accompanied communities community
    прибуток прибутки скинулися ударник-труда reformed reform informal информация информации информацией інформація
    інформації інформацію інформацією армянск армянске армянска портал порталу порталі
    лікарня лікарні лікарню лікарень лікарнею лікарнях больница середина середини середині середину среднем средний
    средства средств среди средняя серединна контролерів воєнторг
    передасть передаст передадуть передадут передать передавати передаст передача
    передачу передаче передаче переданы оцінка оцінку оцінці оцінки
    передових передовой передовые передовій передовую передової
    marinated marin submarine submarines останній останню останні
    останнього останньому останнім останніх advertiser advised fields field
    """.split(),
    0,
)  # fmt: skip
_KEPT: Final[Mapping[str, int]] = {
    "state": BODY, "statement": SAY, "stated": SAY, "states": 0, "targeted": STRIKE, "targeting": STRIKE, "target": 0,
    "силами": TROOPS, "сил": BODY | TROOPS, "сили": BODY | TROOPS, "силы": BODY | TROOPS, "сила": 0, "станом": 0,
    "власти": BODY, "влада": BODY,
    "генерал": BODY | TITLE, "remains": 0, "fires": STRIKE | LOCAL, "fired": STRIKE | LAUNCH, "battery": 0,
    "складі": INFRA | LOCAL, "складу": 0, "local": BODY, "офіційно": 0,
    **dict.fromkeys(("подоляка", "подоляки", "подоляке", "подоляку", "подолякой", "podolyaka"), RUSSIAN),
    "attackers": TROOPS, "attacker": TROOPS, "reportedly": CLAIM, "за": AT, "reporter": BODY, "reporters": BODY,
    "general": BODY | TITLE, "statements": SAY,
    "сторони": BODY, "claims": CLAIM, "head": BODY | TITLE, "украинской": UKRAINIAN, "голова": BODY | TITLE,
    "глава": BODY | TITLE, "мер": BODY | TITLE, "мэр": BODY | TITLE, "силах": BODY, "air": AIR, "air-raid": LOCAL,
}  # fmt: skip


_WATER: Final = re.compile(r"(?:river|sea|bay|gulf|strait|reservoir|canal|lake|spit|island|peninsula|морі|море|моря|"
    r"мор[яею]м?|затоці|"
    r"річк[аиоюіу]+|рік[аи]|річці|рек[аиеуо]й?|водохранилищ\w+|водосховищ\w+|коса|косі|косе|остров\w*|острів|протока|"
    r"протоці|пролив\w*)\Z")  # fmt: skip


def _is_first_name(word: str) -> bool:
    for size in range(len(word), max(2, len(word) - 4), -1):
        if word[:size] in _NAMES and word[size:] in NAME_ENDINGS:
            return True
    return False


#: Ends of nouns made from verbs of speech: повідомлення, сообщений.
_NOUNS: Final = (
    "ення", "енню", "енням", "еннях", "ень", "ения", "ений", "ение", "ению", "ением", "ениях", "ениями", "ания",
    "ание", "аний",
)  # fmt: skip


class _Tags(dict[str, int]):
    """Word (small letters) → flags, worked out at first sight and remembered."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MEMORY:
            self.clear()
        bits = self[word] = _flags(word)
        return bits


def _flags(word: str) -> int:
    if len(word) > 40:
        return 0
    return _meaning(word) | (WATER if _WATER.match(word) else 0) | (DIGITS if word[0].isdigit() else 0)


def _meaning(word: str) -> int:
    if word in _KEPT:
        return _KEPT[word] | (AREA_NOUN if word in ADMIN else AXIS_NOUN if word in AXIS else 0)
    bare = word[:-2] if word.endswith("'s") else word.rstrip("'")
    bits = _WORD_BITS.get(bare, 0)
    if word not in _EXCEPT:
        for size in range(min(len(bare), _LONGEST), _SHORT - 1, -1):
            found = _STEM_BITS.get(bare[:size])
            # a stem of three letters stands for short words only: сил, гур, мер
            if found:
                bits |= found if size > _SHORT or len(bare) <= size + 2 else found & WHEN
    if word in ADMIN:
        bits |= AREA_NOUN
    elif word in AXIS:
        bits |= AXIS_NOUN
    if bits & SPEECH and bare.endswith(_NOUNS):
        bits &= ~SPEECH
    if "-" in bare:
        bits &= ~WHEN
        for part in bare.split("-"):
            bits |= TAGS[part] & HAPPENING if part != word else 0
    if _is_first_name(bare):
        bits |= FIRST
    if bare in _THING_WORDS or (bits & DRONE and bare[:4] in ("шахе", "гера")):
        bits |= THING
    return bits


#: Flags of every word seen so far.
TAGS: Final = _Tags()

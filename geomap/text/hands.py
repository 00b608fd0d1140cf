"""A place changes hands: taken, left, lost, held, or told to be so by a flag."""

from __future__ import annotations

import re
from typing import Final

from geomap.text.cue_bits import (
    ADMIT,
    AIR,
    ALLY,
    CASUALTY,
    DOWN,
    DRONE,
    ENEMY,
    EXPEL,
    GROUND,
    HOLD,
    MOVE,
    RUSSIAN,
    SHELL,
    STRIKE,
    TAKE,
    THING,
    TROOPS,
    UKRAINIAN,
    WITHDRAW,
)
from geomap.text.sentences import Reading, Sentence

#: What is taken when a place is: a noun for a place, not for a thing.
_PLACE_NOUNS: Final = frozenset(
    "village villages town towns settlement settlements hamlet city control position positions heights area areas "
    "ground territory district outskirts stronghold suburb half centre center "
    "село села сіл селом місто міста позиції висоту пункт пункту пунктом територію територію околиці околиць половину "
    "центр район контроль контролем позиции высоту деревню деревни город города посёлок поселок посёлком поселком "
    "территорию территории окраины окраин половину населений населеного населений населённый населенный населений "
    "населених населённых населенных flag прапор флаг".split()
)  # fmt: skip

#: Words for a loss, of places or of men.
LOST: Final = ("падін", "паден", "loss", "lost", "lose", "втрат", "потер", "потеря", "утрат")

_SKIPPED: Final = frozenset("of the over control village town city села села міста місто город города посёлка "
    "селища контролю контроля над "
                            "за населеного населённого пункту пункта".split())  # fmt: skip

_FLAG: Final = re.compile(
    r"\b(?:rais|hoist|plant|unfurl|flew|fly|flies|hung|hang|show|see|wav|display)\w*\b[^.]{0,50}\b(?:flag|banner)|"
    r"\bflag\b[^.]{0,40}\b(?:rais|hoist|fl[eyi]|seen|visible|over|above)|"
    r"\b(?:підн|встанов|вивіс|розгорн|замайор|видно|показ|майорит|постав)\w*\b[^.]{0,50}\bпрапор|"
    r"прапор\w*[^.]{0,30}\bнад\b|"
    r"\b(?:подн|установ|водру|вывес|разверн|вид[ен]|показ|развева|постав)\w*\b[^.]{0,50}\bфлаг|"
    r"флаг\w*[^.]{0,30}\bнад\b"
)


def changes_hands(reading: Reading, sentence: Sentence, low: str) -> bool:
    """True when a place is said to be taken, left or held."""
    flags, keys, bits = reading.flags, reading.keys, sentence.bits
    first, last = sentence.first, sentence.last
    span = range(first, last)
    if bits & HOLD and not bits & (DRONE | AIR | SHELL | STRIKE) and (_HOLDS.search(low) or _FLAG.search(low)):
        return True
    for n in span:
        flag = flags[n]
        if flag & EXPEL and _expels(reading, n, first, last):
            return True
        if flag & TAKE and not bits & (DRONE | SHELL) and _takes(reading, n, first, last):
            return True
        if flag & WITHDRAW and not flag & GROUND and _leaves(reading, n, first, last):
            return True
        if (keys[n].startswith(LOST) or keys[n] == "fall") and _names_a_place(reading, n, last):
            return True
    return bool(
        bits & ADMIT
        and not bits & (GROUND | CASUALTY | STRIKE | DRONE | SHELL | MOVE)
        and any(flags[n] & ADMIT and n + 1 < last and (reading.capital[n + 1] or keys[n + 1] == "the") for n in span)
    )


def _names_a_place(reading: Reading, at: int, last: int) -> bool:
    """True when a name follows "the loss of", past what kind of place it is."""
    n = at + 1
    while n < last and n - at < 5 and reading.keys[n] in _SKIPPED:
        n += 1
    return n < last and reading.capital[n] and not reading.flags[n] & (RUSSIAN | UKRAINIAN | THING | ALLY)


def _expels(reading: Reading, at: int, first: int, last: int) -> bool:
    """True when troops are driven from somewhere, or a place is cleared of them."""
    flags, keys = reading.flags, reading.keys
    if keys[at] in _DRIVES and not {"out", "from", "off"} & set(keys[at + 1 : at + 6]):
        return False
    near = range(max(first, at - 5), min(at + 7, last))
    return any(flags[n] & (TROOPS | ENEMY | RUSSIAN | UKRAINIAN) for n in near) or (
        at + 1 < last and reading.capital[at + 1] and not flags[at + 1] & THING
    )


_DRIVES: Final = frozenset("driven drove swept ejected pushed thrown forced kicked".split())


def _takes(reading: Reading, at: int, first: int, last: int) -> bool:
    """True when what is taken at word ``at`` is a place."""
    flags, keys, capital = reading.flags, reading.keys, reading.capital
    key = keys[at]
    if is_attribute(reading, at, last):
        return False
    near, before = keys[at + 1 : min(at + 7, last)], keys[max(first, at - 5) : at]
    if key.startswith(("control", "контрол")):
        return any(word in _TAKEN for word in before + near[:1])
    settled = any(word in _PLACE_NOUNS for word in near)
    named = (
        at + 1 < last
        and capital[at + 1]
        and reading.gaps[at] == " "
        and not flags[at + 1] & (RUSSIAN | UKRAINIAN | THING)
    )
    if key in _LOSES:
        passive = any(word in ("was", "were", "been", "being") for word in before[-2:])
        if passive and any(capital[n] and not flags[n] & (RUSSIAN | UKRAINIAN) for n in range(max(first, at - 6), at)):
            return True
        return (settled and not any(word.startswith(MEN) for word in near)) or _names_a_place(reading, at, last)
    if key in ("fell", "fallen", "falls"):
        return not any(flags[n] & (DRONE | STRIKE | DOWN | AIR) for n in range(first, last))
    if key in ("entered", "entering", "secured", "secure") or settled or named:
        return True
    return key.startswith(_WENT) and at + 2 < last and keys[at + 1] in _INTO and capital[at + 2]


_LOSES: Final = frozenset("lose lost losing losses втратили потеряли втратила".split())

MEN: Final = (
    "soldier",
    "troop",
    "men",
    "people",
    "солдат",
    "бійц",
    "бойц",
    "воен",
    "війсь",
    "людей",
    "особ",
    "техн",
    "танк",
)


def _leaves(reading: Reading, at: int, first: int, last: int) -> bool:
    """True when troops leave, or a place is given up."""
    flags, keys = reading.flags, reading.keys
    if any(flags[n] & TROOPS for n in range(max(first, at - 8), min(at + 6, last))):
        return not (keys[at] == "left" and at + 1 < last and keys[at + 1] in _NOT_LEFT)
    return keys[at].startswith(_GIVES_UP) and _names_a_place(reading, at, last)


_NOT_LEFT: Final = frozenset("bank a two three four five several many dead at least more some people one an".split())

_GIVES_UP: Final = ("abandon", "surrender", "relinquish", "сдач", "здач", "сдал", "здал", "остав", "залиш", "retreat",
    "withdr", "відход",
                    "отход", "відступ", "отступ", "выход", "вихід")  # fmt: skip

#: Says in whose hands a place is.
_HOLDS: Final = re.compile(
    r"\b(?:is|are|was|were) (?:now )?(?:ours|russian|ukrainian)(?:[ ,.\"”]|$)|in (?:its|their|russian|ukrainian|our) "
    r"hands|\bin control of\b|\bas (?:lost|russian|taken|captured)\b|the return of|raised (?:the|a|its|their) flag|"
    r"flags? (?:\w+ ){0,3}over|прапор\w* (?:\w+ ){0,2}над|флаг\w* (?:\w+ ){0,2}над|"
    r"взяти[еяию]\b|взяття\b|объявил\w* своими|свои[мх] войскам|на свой сч[её]т|\bприписал\w*|\bприписан\w*|"
    r"оголосил\w* своїми|отчитал\w+ [^.]{0,30}о (?:двух|трёх|трех|четырёх|пяти|нескольких) с[её]лах|"
    r"\bthey hold\b|\bwho (?:controls|holds) it\b|\b(?:no longer|not|don't|doesn't) (?:hold|control)|\bбільше "
    r"не (?:трим|контрол)|\bне тримаємо\b|\bне держим\b|\b(?:у|в) (?:\w+ )?руках (?:рос|ворог|противн|україн|"
    r"украин|окуп|оккуп|зсу|всу)|\bbelong(?:s|ed)? to the (?:attack|enem|russ|ukrain|invad|defend)|\b(?:знову|"
    r"снова|теперь|тепер|уже|вже) наш[еаі]?\b|\bнаш[еаі]?(?=[,.!»]| — )|\b(?:are|is|were|was) back in\b|had "
    r"claimed [^a-z]*[a-z]+,? |\bcoloured\b|\bcontrolled (?:about|all|half|most|the)|перейш\w* під контроль|під "
    r"контролем (?:росі|ворог|рф)|переш\w* под контроль|под контролем (?:росс|вс рф)"
)

_TAKEN: Final = frozenset(
    "in now took take taken takes taking under gained gain gains regained established lost loses взяли взяв взял "
    "взято взяла взята взяты узяли встановили установили "
    "перейшло перейшов перешло перешел перешёл перейшла перешла под під втратили потеряли full complete повний "
    "полный взяти взять установлен встановлено".split()
)

#: "Entered" in Ukrainian and Russian, with what stands before the place.
_WENT: Final = ("увійшл", "ввійшл", "вошл", "зайшл", "зашл", "заход")

_INTO: Final = frozenset("до в у во".split())


def is_attribute(reading: Reading, at: int, last: int) -> bool:
    """True when the word describes a noun that follows: "occupied Crimea", «захопленого міста», "captured soldier"."""
    key = reading.keys[at]
    if key in ("occupied", "окуповано", "окупована"):
        before = reading.keys[at - 1] if at else ""
        return before not in (
            "has",
            "have",
            "had",
            "was",
            "were",
            "been",
            "fully",
            "completely",
            "forces",
            "troops",
            "повністю",
        )
    if key.endswith(
        (
            "еного",
            "еної",
            "еному",
            "еній",
            "ений",
            "ена",
            "еним",
            "ених",
            "ених",
            "енной",
            "енного",
            "енном",
            "енный",
            "ённый",
            "ённой",
            "енных",
            "ённых",
            "аний",
            "аного",
            "аному",
            "аній",
            "аної",
            "анной",
            "анного",
            "анном",
        )
    ):
        # "liberated and secured: …": what stands after its noun describes nothing that follows
        return at + 1 < last and reading.gaps[at] == " " and reading.keys[at + 1] not in ("і", "й", "та", "и")
    if key == "captured" and at + 1 < last:
        before = reading.keys[at - 1] if at else ""
        if before in ("soldier", "soldiers", "prisoners", "men", "troops") and reading.keys[at + 1] in (
            "by",
            "in",
            "alive",
        ):
            return True
        return before in ("a", "the") or reading.keys[at + 1].startswith(
            ("soldier", "troop", "russian", "north", "ukrainian", "equip")
        )
    return False

"""What happened: the type of a happening, from the words of its sentence.

===================  =============================================================================================
type                 cue words
===================  =============================================================================================
``control_change``   captured, took control of, withdrew from, liberated; захопили, зайняли, відійшли; освободили
``ground_fighting``  clashes, assaults, advances, repelled attacks; бої, штурм, просунулися; столкновения
``air_strike``       air strikes, guided bombs; авіаудар, КАБ; авиаудар, авиабомба
``drone_strike``     drones that attack; дрони, безпілотники, шахеди; беспилотники
``shelling``         artillery, mortars; обстріл; обстрел
``strike``           missiles, strikes, explosions of unnamed weapons; ракети, удар, вибух; взрыв
``casualties``       losses and victims without a stroke named in the same sentence
``infrastructure``   outages, damage to power, bridges, depots without a stroke named
``deployment``       troops sent, moved or massed
``evacuation``       people moved out of danger
``other``            anything else that happened; drones and missiles shot down (ACLED: disrupted weapons use)
===================  =============================================================================================

Each maps to ACLED sub-events in :data:`geomap.schema.ACLED_SUB_EVENTS`.
"""

from __future__ import annotations

import re
from typing import Final

from geomap.text.cue_bits import (
    AIR,
    ALLY,
    CASUALTY,
    CONTROL,
    DEPLOY,
    DOWN,
    DRONE,
    EVACUATE,
    EXPEL,
    EXPLAIN,
    FREED,
    GROUND,
    HAPPENING,
    HELD,
    HOLD,
    INFRA,
    LOCAL,
    MOVE,
    OUTAGE,
    PLAN,
    RUSSIAN,
    SHELL,
    STRIKE,
    THING,
    TROOPS,
    UKRAINIAN,
)
from geomap.text.hands import LOST, MEN, changes_hands, is_attribute
from geomap.text.sentences import Reading, Sentence

_STROKES: Final = ((DRONE, "drone_strike"), (AIR, "air_strike"), (SHELL, "shelling"), (STRIKE, "strike"))
_STROKE: Final = DRONE | AIR | SHELL | STRIKE
#: Ground fighting that a drone or shell cannot do.
_PLAIN_ATTACK: Final = ("attack", "атак")
_MISSILES: Final = (
    "missil", "rocket", "ракет", "balli", "балі", "балли", "кинж", "кинд", "іскан", "искан", "iskan", "kalib", "калиб",
    "калібр", "kinzh",
)  # fmt: skip
_FIRE: Final = re.compile(
    r"\b(?:under (?:[a-z'-]+ ){0,2}fire|(?:open|opened|opens|return|returned) fire|fired? (?:on|at|upon)|"
    r"exchange of fire|gunfire|під (?:\w+ )?(?:вогнем|обстрілом|обстріл)|под (?:\w+ )?(?:огн[её]м|обстрелом|"
    r"обстрел))\b"
)
_ALERT: Final = re.compile(
    r"\bair[- ](?:raid |defence )?(?:alert|siren|alarm|warning)|\bsirens?\b|повітрян\w+ тривог|воздушн\w+ тревог|"
    r"\bсирен\w*"
)
_LEAVE: Final = re.compile(
    r"\b(?:brought|bring|bringing|carried|drove) (?:[^\s.;]+ ){0,4}out of\b|"
    r"\b(?:told|ordered|urged|asked|advised|forced|must|have) to leave\b|\btaken (?:out|away|to safety)\b|"
    r"\b(?:taking|took) (?:\w+ )?(?:residents|people|children|families) (?:away|out)\b|\bmoved to safety\b|"
    r"\b(?:прос\w+|заклик\w+|ма(?:ють|є)|повинні|змушені|наказ\w+) (?:\w+ )?(?:виїхати|виїзд\w*|залишити "
    r"(?:домівк|будин|місто|село))|"
    r"\b(?:прос\w+|призва\w+|должны|вынуждены|приказ\w+) (?:\w+ )?(?:выехать|уехать|покинуть (?:дом|город|сел))"
)
#: Air defence that destroys what flies.
_SHOT: Final = re.compile(
    r"\b(?:destroy\w*|eliminat\w*|brought down|took down|took out|lost|downing|знищ\w*|уничтож\w*|ліквід\w*|"
    r"ликвид\w*|знешкод\w*|"
    r"обезвре\w*|нейтрал\w*|neutrali\w*) (?:[^\s.;]+ ){0,5}?[«\"“]?(?:drones?|uavs?|missiles?|shaheds?|rockets?|"
    r"дрон\w*|безпілотник\w*|шахед\w*|ракет\w*|"
    r"бпла|беспилотник\w*|цілей|целей)|\b(?:drones?|missiles?|дрони|безпілотники|беспилотники|бпла|ракети|"
    r"ракеты|дроны|шахеди) "
    r"(?:[^\s.;]+ ){0,3}?(?:were destroyed|was destroyed|знищен\w*|знищили|уничтожен\w*|уничтожили)"
)


def is_planned(reading: Reading, sentence: Sentence) -> bool:
    """True when what a sentence tells is meant, feared or supposed, not done: "plans to attack", "if X falls".

    Every sign of a happening then stands after such a word in the same clause.
    """
    flags, gaps = reading.flags, reading.gaps
    meant, since, plain = False, 99, False
    for n in range(sentence.first, sentence.last):
        if n > sentence.first and ("," in gaps[n - 1] or ";" in gaps[n - 1] or "—" in gaps[n - 1]):
            since = 99
        if (
            flags[n] & PLAN
            and not _month_of_may(reading, n)
            and not (
                n + 2 < sentence.last and "have" in reading.keys[n + 1 : n + 3] and reading.keys[n] not in _ONLY_PLANS
            )
        ):
            since, meant = 0, True
        elif flags[n] & HAPPENING and not reading.capital[n]:
            if since > 9 and flags[n] & ~(THING | TROOPS | UKRAINIAN | RUSSIAN):
                plain = True
            since += 1
        else:
            since += 1
    return meant and not plain


def _month_of_may(reading: Reading, n: int) -> bool:
    return reading.keys[n] == "may" and (reading.capital[n] or (n > 0 and reading.keys[n - 1][-1].isdigit()))


_ONLY_PLANS: Final = frozenset("will would plans planned plan want wants hopes intends".split())


def classify(reading: Reading, sentence: Sentence, has_place: bool = True) -> str:
    """Return the event type of ``sentence``, or empty when nothing is reported to happen."""
    first, last, bits = sentence.first, sentence.last, sentence.bits
    if not bits & (HAPPENING | EXPLAIN | HOLD) or last <= first or reading.text[sentence.end - 1] == "?":
        return ""
    low = reading.low[reading.starts[first] : reading.ends[last - 1]]
    if bits & EXPLAIN and _EXPLAINS.search(low):
        return ""
    if bits & PLAN and is_planned(reading, sentence):
        return ""
    if has_place and changes_hands(reading, sentence, low):
        return "control_change"
    taken = CONTROL if bits & INFRA else CONTROL | FREED
    if bits & taken and any(
        reading.flags[n] & taken and not is_attribute(reading, n, last) for n in range(first, last)
    ):
        return "control_change"
    if bits & EVACUATE or _LEAVE.search(low):
        return "evacuation"
    return _fight(reading, sentence, low)


def shot_down(reading: Reading, sentence: Sentence) -> int:
    """Return the word by which something is said to be shot down, -1 when none is."""
    if sentence.bits & DOWN:
        return next(n for n in range(sentence.first, sentence.last) if reading.flags[n] & DOWN)
    if sentence.bits & _STROKE and (found := _SHOT.search(reading.low, sentence.start, sentence.end)):
        return reading.words_in(found.start(), found.end()).start
    return -1


def _fight(reading: Reading, sentence: Sentence, low: str) -> str:
    """Return the type of a sentence in which no place changes hands."""
    flags, keys, bits = reading.flags, reading.keys, sentence.bits
    first, last = sentence.first, sentence.last
    span = range(first, last)
    if bits & LOCAL and _ALERT.search(low) and not bits & (DRONE | SHELL | CASUALTY):
        return "other"
    if _THROUGH.search(low):
        return "ground_fighting"
    if _FOR_LIFE.search(low):
        return "casualties"
    order = [
        (n, kind)
        for n in span
        if flags[n] & _STROKE and not _air_force(keys, n, last)
        for bit, kind in _STROKES
        if flags[n] & bit
    ]
    kinds = {kind for _, kind in order}
    shot = shot_down(reading, sentence) >= 0
    if shot and not bits & (CASUALTY | INFRA | MOVE) and _only_shot_down(reading, sentence, order):
        return "other"
    if kinds and bits & CASUALTY and not shot:
        hurt = next((n for n in span if flags[n] & CASUALTY and not keys[n].startswith(("loss", "втрат", "потер"))), -1)
        stroke = order[0][0]
        caused = any(keys[n] in _CAUSED for n in range(max(first, stroke - 4), stroke))
        mined = kinds == {"strike"} and any(keys[n] in _MINES for n in span)
        if hurt >= 0 and (hurt < stroke or caused or mined):
            return "casualties"
    plain = kinds == {"strike"} and all(keys[n].startswith(_PLAIN_ATTACK) for n, _ in order)
    if plain and not bits & (LOCAL | INFRA) and not shot:
        return "ground_fighting"
    ground = [
        n for n in span
        if flags[n] & (GROUND | MOVE | HELD) and not (flags[n] & STRIKE and kinds - {"strike"})
        and not (flags[n] & THING and reading.capital[n])
    ]  # fmt: skip
    if ground and bits & CASUALTY and all(keys[n] in _FIGHTING for n in ground):
        hurt = next(n for n in span if flags[n] & CASUALTY)
        if not kinds or (kinds == {"strike"} and hurt < order[0][0]):
            return "casualties"
    if ground and not _only_attack(keys, ground, bits) and not shot:
        strokes = kinds & {"drone_strike", "air_strike", "shelling"}
        if not strokes or ground[0] < order[0][0]:
            return "ground_fighting"
    if kinds:
        return _stroke(keys[first:last], order, kinds)
    if ground:
        return "ground_fighting"
    if shot:
        return "strike"
    if _FIRE.search(low):
        return "shelling"
    if bits & EXPEL:
        return "ground_fighting"
    if bits & DEPLOY and bits & (TROOPS | ALLY):
        return "deployment"
    if bits & CASUALTY or any(keys[n].startswith(LOST) and _men_follow(keys, n, last) for n in span):
        return "casualties"
    if (bits & INFRA and (bits & (LOCAL | OUTAGE | FREED) or _NO_SUPPLY.search(low))) or any(
        keys[n].startswith(_OUTAGES) for n in span
    ):
        return "infrastructure"
    return "other" if bits & LOCAL else ""


#: Fights for somebody's life.
_FOR_LIFE: Final = re.compile(
    r"\bfight\w* for (?:the |his |her |their )?li[fv]es?\b|бор\w+ за (?:його |її |їхн[єі] |жизнь|життя|его |её |их )"
)
#: What is not there.
_NO_SUPPLY: Final = re.compile(
    r"\bno (?:running )?(?:water|power|electricity|heating|gas|light)\b|"
    r"\b(?:немає|нема|нет|без) (?:\w+ )?(?:води|воды|світла|света|струму|електр\w+|электр\w+|газу|газа|"
    r"опаленн\w+|отоплени\w+|"
    r"зв'язку|связи)\b"
)
#: Breaks through a line.
_THROUGH: Final = re.compile(r"\b(?:break|breaks|broke|broken|breaking|punched|punch) through\b")


def _men_follow(keys: list[str], n: int, last: int) -> bool:
    return any(key.startswith(MEN) for key in keys[n + 1 : min(n + 5, last)])


def _air_force(keys: list[str], n: int, last: int) -> bool:
    """True for "air" in "air force" and "air defence": no aircraft strikes there."""
    return keys[n] == "air" and n + 1 < last and keys[n + 1].startswith(("force", "defen"))


def _only_shot_down(reading: Reading, sentence: Sentence, order: list[tuple[int, str]]) -> bool:
    """True when air defence is all a sentence tells of: nothing was hit, nothing fell on anything."""
    flags, keys = reading.flags, reading.keys
    if not all(flags[n] & DRONE or keys[n].startswith(_FLYING) for n, _ in order):
        return False
    return not any(
        flags[n] & LOCAL and not keys[n].startswith(_DESTROYED) for n in range(sentence.first, sentence.last)
    )


#: What air defence shoots at, among the words of strikes, and what becomes of it.
_FLYING: Final = (
    "missil", "rocket", "air", "повітрян", "воздушн", "warplane", "plane", "jet", "bomb", "ракет", "літак", "самол",
    "балі",
    "балли", "balli", "kalib", "калиб", "калібр", "iskand", "искан", "іскан", "kinzh", "кинж", "бомб", "target",
    "aerial",
    "ціл", "цел", "attack", "атак", "снаряд",
)  # fmt: skip
_DESTROYED: Final = (
    "destr",
    "знищ",
    "уничтож",
    "ліквід",
    "ликвид",
    "heard",
    "fell",
    "впа",
    "упа",
    "обломк",
    "уламк",
    "debris",
)


def _stroke(keys: list[str], order: list[tuple[int, str]], kinds: set[str]) -> str:
    """Return which stroke a sentence tells of when it names several weapons."""
    if order[0][1] == "shelling":
        return "shelling"
    if "drone_strike" in kinds:
        return "strike" if any(key.startswith(_MISSILES) for key in keys) else "drone_strike"
    return next(kind for kind in ("air_strike", "shelling", "strike") if kind in kinds)


_MINES: Final = frozenset("mine mines landmine landmines міні міну міною мін мина мине миной мину мін".split())
#: Supply that fails says so by one word.
_OUTAGES: Final = ("outage", "blackout", "знеструм", "обесточ")


#: Says what a place is or is called, not what happened there.
_EXPLAINS: Final = re.compile(
    r"[–—] (?:\S+ ){0,3}(?:село|селище|місто|містечко|хутір|посёлок|поселок|деревня|город|village|town)(?:[ ,.;]|$)|"
    r"\bnot (?:named|mentioned|listed) in\b|\bnever reached\b|\bне (?:згадан\w+|значиться|значится|упомянут\w*)\b|"
    r"\bесть и в\b|\bє (?:й|і) [ву]\b|\b(?:есть|є) (?:ещё |ще |также |також )?(?:село|селище|місто|город|деревня|"
    r"пос[её]лок)\b|\bлеж(?:ить|ать|ит|ат)\b|"
    r"не (?:слід|варто|треба) плутати|не (?:стоит|следует) путать|"
    r"to be confused|named after|назван\w* (?:за|на честь|в честь)|\bзвуть\b|заголовки пишуть|не означає|не означает|"
    r"several places|of the same name|з такою назвою|с таким названием|"
    r"\blies? (?:on|in|at|some|about|north|south|east|west|near|between)|\blay (?:on|in|at)\b|\b(?:лежить|лежать|"
    r"розташован\w*|знаходиться|находится|расположен\w*) (?:на|в|у|за|дорогою|біля)|\bbelongs to\b"
)
#: Names where people were hurt rather than what happened.
_FIGHTING: Final = frozenset(
    "fighting battle battles combat боях бою боями бої боев боёв боїв зіткненнях столкновениях".split()
)
_CAUSED: Final = frozenset(
    "унаслідок внаслідок через вследствие результаті результате after when result due because из-за після после від "
    "от".split()
)


def _only_attack(keys: list[str], ground: list[int], bits: int) -> bool:
    """True when the only sign of ground fighting is "attack", which strikes do too."""
    return bool(bits & (DRONE | STRIKE | SHELL | AIR)) and all(keys[n].startswith(_PLAIN_ATTACK) for n in ground)

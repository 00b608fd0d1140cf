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
    ADMIT,
    AIR,
    ALLY,
    CASUALTY,
    CONTROL,
    DEPLOY,
    DOWN,
    DRONE,
    ENEMY,
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
    TAKE,
    THING,
    TROOPS,
    UKRAINIAN,
    WITHDRAW,
)
from geomap.text.sentences import Reading, Sentence

_STROKES: Final = ((DRONE, "drone_strike"), (AIR, "air_strike"), (SHELL, "shelling"), (STRIKE, "strike"))
_STROKE: Final = DRONE | AIR | SHELL | STRIKE
#: What is taken when a place is: a noun for a place, not for a thing.
_PLACE_NOUNS: Final = frozenset(
    "village villages town towns settlement settlements hamlet city control position positions heights area areas "
    "ground territory district outskirts stronghold suburb half centre center "
    "село села сіл селом місто міста позиції висоту пункт пункту пунктом територію територію околиці околиць половину "
    "центр район контроль контролем позиции высоту деревню деревни город города посёлок поселок посёлком поселком "
    "территорию территории окраины окраин половину населений населеного населений населённый населенный населений "
    "населених населённых населенных flag прапор флаг".split()
)  # fmt: skip
#: Ground fighting that a drone or shell cannot do.
_PLAIN_ATTACK: Final = ("attack", "атак")
#: Words for a loss, of places or of men.
LOST: Final = ("падін", "паден", "loss", "lost", "lose", "втрат", "потер", "потеря", "утрат")
_SKIPPED: Final = frozenset("of the over control village town city села села міста місто город города посёлка "
    "селища контролю контроля над "
                            "за населеного населённого пункту пункта".split())  # fmt: skip
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
_FLAG: Final = re.compile(
    r"\b(?:rais|hoist|plant|unfurl|flew|fly|flies|hung|hang|show|see|wav|display)\w*\b[^.]{0,50}\b(?:flag|banner)|"
    r"\bflag\b[^.]{0,40}\b(?:rais|hoist|fl[eyi]|seen|visible|over|above)|"
    r"\b(?:підн|встанов|вивіс|розгорн|замайор|видно|показ|майорит|постав)\w*\b[^.]{0,50}\bпрапор|"
    r"прапор\w*[^.]{0,30}\bнад\b|"
    r"\b(?:подн|установ|водру|вывес|разверн|вид[ен]|показ|развева|постав)\w*\b[^.]{0,50}\bфлаг|"
    r"флаг\w*[^.]{0,30}\bнад\b"
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
        if flags[n] & PLAN and not _month_of_may(reading, n) and not (
            n + 2 < sentence.last and "have" in reading.keys[n + 1 : n + 3] and reading.keys[n] not in _ONLY_PLANS
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
    if has_place and _changes_hands(reading, sentence, low):
        return "control_change"
    taken = CONTROL if bits & INFRA else CONTROL | FREED
    if bits & taken and any(
        reading.flags[n] & taken and not _attribute(reading, n, last) for n in range(first, last)
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


def _changes_hands(reading: Reading, sentence: Sentence, low: str) -> bool:
    """True when a place is said to be taken, left or held."""
    flags, keys, bits = reading.flags, reading.keys, sentence.bits
    first, last = sentence.first, sentence.last
    span = range(first, last)
    if bits & HOLD and not bits & _STROKE and (_HOLDS.search(low) or _FLAG.search(low)):
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
    if _attribute(reading, at, last):
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
        return (settled and not any(word.startswith(_MEN) for word in near)) or _names_a_place(reading, at, last)
    if key in ("fell", "fallen", "falls"):
        return not any(flags[n] & (DRONE | STRIKE | DOWN | AIR) for n in range(first, last))
    if key in ("entered", "entering", "secured", "secure") or settled or named:
        return True
    return key.startswith(_WENT) and at + 2 < last and keys[at + 1] in _INTO and capital[at + 2]


_LOSES: Final = frozenset("lose lost losing losses втратили потеряли втратила".split())
_MEN: Final = (
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
    order = [(n, kind) for n in span if flags[n] & _STROKE and not _air_force(keys, n, last) for bit, kind in _STROKES if flags[n] & bit]
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
    if bits & CASUALTY:
        return "casualties"
    if (bits & INFRA and (bits & (LOCAL | OUTAGE) or _NO_SUPPLY.search(low))) or any(keys[n].startswith(_OUTAGES) for n in span):
        return "infrastructure"
    return "other" if bits & LOCAL else ""


#: Fights for somebody's life.
_FOR_LIFE: Final = re.compile(
    r"\bfight\w* for (?:the |his |her |their )?li[fv]es?\b|бор\w+ за (?:його |її |їхн[єі] |жизнь|життя|его |её |их )"
)
#: What is not there.
_NO_SUPPLY: Final = re.compile(
    r"\bno (?:running )?(?:water|power|electricity|heating|gas|light)\b|"
    r"\b(?:немає|нема|нет|без) (?:\w+ )?(?:води|воды|світла|света|струму|електр\w+|электр\w+|газу|газа|опаленн\w+|отоплени\w+|"
    r"зв'язку|связи)\b"
)
#: Breaks through a line.
_THROUGH: Final = re.compile(r"\b(?:break|breaks|broke|broken|breaking|punched|punch) through\b")


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
#: Says in whose hands a place is.
_HOLDS: Final = re.compile(
    r"\b(?:is|are|was|were) (?:now )?(?:ours|russian|ukrainian)(?:[ ,.\"”]|$)|in (?:its|their|russian|ukrainian|our) "
    r"hands|\bin control of\b|\bas (?:lost|russian|taken|captured)\b|the return of|raised (?:the|a|its|their) flag|"
    r"flags? (?:\w+ ){0,3}over|прапор\w* (?:\w+ ){0,2}над|флаг\w* (?:\w+ ){0,2}над|"
    r"взяти[еяию]\b|взяття\b|объявил\w* своими|свои[мх] войскам|на свой сч[её]т|\bприписал\w*|\bприписан\w*|"
    r"оголосил\w* своїми|отчитал\w+ [^.]{0,30}о (?:двух|трёх|трех|четырёх|пяти|нескольких) с[её]лах|"
    r"\bthey hold\b|\bwho (?:controls|holds) it\b|\b(?:no longer|not|don't|doesn't) (?:hold|control)|\bбільше не (?:трим|контрол)|\bне тримаємо\b|\bне держим\b|\b(?:у|в) (?:\w+ )?руках (?:рос|ворог|противн|україн|украин|окуп|оккуп|зсу|всу)|\bbelong(?:s|ed)? to the (?:attack|enem|russ|ukrain|invad|defend)|\b(?:знову|снова|теперь|тепер|уже|вже) наш[еаі]?\b|\bнаш[еаі]?(?=[,.!»]| — )|had claimed [^a-z]*[a-z]+,? |\bcoloured\b|\bcontrolled (?:about|all|half|most|the)|перейш\w* під контроль|під "
    r"контролем (?:росі|ворог|рф)|переш\w* под контроль|под контролем (?:росс|вс рф)"
)
#: Names where people were hurt rather than what happened.
_FIGHTING: Final = frozenset(
    "fighting battle battles combat боях бою боями бої боев боёв боїв зіткненнях столкновениях".split()
)
_CAUSED: Final = frozenset(
    "унаслідок внаслідок через вследствие результаті результате after when result due because из-за після после від "
    "от".split()
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


def _attribute(reading: Reading, at: int, last: int) -> bool:
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


def _only_attack(keys: list[str], ground: list[int], bits: int) -> bool:
    """True when the only sign of ground fighting is "attack", which strikes do too."""
    return bool(bits & (DRONE | STRIKE | SHELL | AIR)) and all(keys[n].startswith(_PLAIN_ATTACK) for n in ground)

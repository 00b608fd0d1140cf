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

from geomap.text.cues import (
    ADMIT,
    AIR,
    CASUALTY,
    CONTROL,
    DEPLOY,
    DOWN,
    DRONE,
    EVACUATE,
    EXPLAIN,
    FREED,
    GROUND,
    HAPPENING,
    HOLD,
    INFRA,
    LOCAL,
    MOVE,
    SHELL,
    STRIKE,
    TAKE,
    THING,
    WITHDRAW,
)
from geomap.text.sentences import Reading, Sentence

_MILITARY: Final = CONTROL | GROUND | MOVE | WITHDRAW | TAKE
_STROKES: Final = ((DRONE, "drone_strike"), (AIR, "air_strike"), (SHELL, "shelling"), (STRIKE, "strike"))
_SETTLED: Final = frozenset(
    "village villages town towns settlement settlements city control position positions heights area ground "
    "території село села сіл місто позиції "
    "контроль контролем позиции деревню деревни селом город посёлок поселок посёлком территории пункт пункту пунктом "
    "населений населённый населенный населених "
    "населенных населённых flag прапор флаг stronghold".split()
)  # fmt: skip
#: What air defence shoots at, among the words of strikes.
_FLYING: Final = (
    "missil", "rocket", "air", "повітрян", "воздушн",
    "warplane", "plane", "jet", "bomb", "ракет", "літак", "самол", "балі",
    "балли", "balli", "kalib", "калиб", "калібр", "iskand", "искан", "іскан", "kinzh", "кинж", "бомб", "target",
    "aerial", "ціл", "цел",
)  # fmt: skip
_TROOPS: Final = (
    "troop", "forc", "unit", "army", "soldier", "brigade", "defender", "військ", "підрозд", "сил", "оборон", "войск",
    "подраздел", "част", "арми", "армі",
    "бійц", "захисник", "бойц", "всу", "зсу",
)  # fmt: skip
#: Ground fighting that a drone or shell cannot do.
_PLAIN_ATTACK: Final = ("attack", "атак")


def classify(reading: Reading, sentence: Sentence, has_place: bool = True) -> str:
    """Return the event type of ``sentence``, or empty when nothing is reported to happen."""
    flags, keys = reading.flags, reading.keys
    first, last, bits = sentence.first, sentence.last, sentence.bits
    span = range(first, last)
    if not bits & (HAPPENING | FREED | EXPLAIN | HOLD):
        return ""
    low = reading.low[reading.starts[first] : reading.ends[last - 1]] if last > first else ""
    if reading.text[sentence.end - 1] == "?":
        return ""
    if bits & EXPLAIN and _EXPLAINS.search(low):
        return ""
    if has_place and bits & HOLD and _HOLDS.search(low) and not bits & (DRONE | SHELL | AIR | STRIKE):
        return "control_change"
    # "occupied Crimea", "captured soldiers" are attributes
    if bits & (CONTROL | FREED) and any(
        flags[n] & (CONTROL | FREED) and not _attribute(reading, n, last) for n in span
    ):
        return "control_change"
    if bits & TAKE and has_place and not bits & (DRONE | SHELL):
        for n in span:
            if flags[n] & TAKE and not _attribute(reading, n, last):
                near = keys[n + 1 : min(n + 7, last)]
                before = keys[max(first, n - 5) : n]
                if keys[n].startswith(("control", "контрол")):
                    if any(key in _TAKEN for key in before + near[:1]):
                        return "control_change"
                    continue
                if (
                    keys[n]
                    in ("entered", "entering", "secured", "secure", "lose", "lost", "losing", "fell", "fallen", "falls")
                    or any(key in _SETTLED for key in near)
                    or (n + 1 < last and reading.capital[n + 1] and reading.gaps[n] == " ")
                    or (keys[n].startswith(_WENT) and n + 2 < last and keys[n + 1] in _INTO and reading.capital[n + 2])
                ):
                    if (
                        keys[n] in ("lost", "lose", "losing", "потеряли", "втратили")
                        and not any(key in _SETTLED for key in near)
                        and not (n + 1 < last and reading.capital[n + 1])
                    ):
                        continue
                    if keys[n] in ("fell", "fallen", "falls") and bits & (DRONE | STRIKE | DOWN):
                        continue
                    return "control_change"
    if (
        bits & ADMIT
        and has_place
        and not bits & (GROUND | CASUALTY | STRIKE | DRONE | SHELL | MOVE)
        and any(
            flags[n] & ADMIT
            and n + 1 < last
            and (reading.capital[n + 1] or keys[n + 1] in ("the", "втрату", "потерю", "loss"))
            for n in span
        )
    ):
        return "control_change"
    if (
        bits & WITHDRAW
        and has_place
        and any(
            flags[n] & WITHDRAW
            and any(key.startswith(_TROOPS) for key in keys[max(first, n - 8) : min(n + 6, last)])
            and not (flags[n] & GROUND)
            for n in span
        )
    ):
        return "control_change"
    if bits & EVACUATE:
        return "evacuation"
    order = [
        (n, kind) for n in span if flags[n] & (DRONE | AIR | SHELL | STRIKE) for bit, kind in _STROKES if flags[n] & bit
    ]  # fmt: skip
    kinds = {kind for _, kind in order}
    if (
        bits & DOWN
        and not bits & (CASUALTY | INFRA | LOCAL | MOVE)
        and all(flags[n] & DRONE or keys[n].startswith(_FLYING) for n, _ in order)
    ):
        return "other"
    if kinds and bits & CASUALTY and not bits & DOWN:
        hurt = next((n for n in span if flags[n] & CASUALTY and not keys[n].startswith(("loss", "втрат", "потер"))), -1)
        stroke = order[0][0]
        caused = any(keys[n] in _CAUSED for n in range(max(first, stroke - 4), stroke))
        if hurt >= 0 and (hurt < stroke or caused):
            return "casualties"
    if (
        kinds == {"strike"}
        and all(keys[n].startswith(_PLAIN_ATTACK) for n, _ in order)
        and not bits & (LOCAL | INFRA | DOWN)
    ):
        return "ground_fighting"
    ground = [
        n for n in span
        if flags[n] & (GROUND | MOVE) and not (flags[n] & STRIKE and kinds - {"strike"}) and not (flags[n] & THING
            and reading.capital[n])
    ]  # fmt: skip
    if ground and bits & CASUALTY and all(keys[n] in _FIGHTING for n in ground):
        hurt = next(n for n in span if flags[n] & CASUALTY)
        if not kinds or (kinds == {"strike"} and hurt < order[0][0]):
            return "casualties"
    if ground and not _only_attack(keys, ground, bits):
        strokes = kinds & {"drone_strike", "air_strike", "shelling"}
        if not strokes or ground[0] < order[0][0]:
            return "ground_fighting"
    if kinds:
        if order[0][1] == "shelling":
            return "shelling"
        if "drone_strike" in kinds:
            missiles = any(
                keys[n].startswith(
                    (
                        "missil",
                        "rocket",
                        "ракет",
                        "balli",
                        "балі",
                        "балли",
                        "кинж",
                        "іскан",
                        "искан",
                        "iskan",
                        "kalib",
                        "калиб",
                        "калібр",
                    )
                )
                for n in span
            )
            if missiles:
                return "strike"
            return "drone_strike"
        if "air_strike" in kinds:
            return "air_strike"
        if "shelling" in kinds:
            return "shelling"
        return "strike"
    if ground:
        return "ground_fighting"
    if bits & DOWN:
        return "strike"
    if bits & DEPLOY:
        return "deployment"
    if bits & CASUALTY:
        return "casualties"
    if bits & INFRA and (bits & LOCAL or any(keys[n].startswith(_OUTAGE) for n in span)):
        return "infrastructure"
    if bits & LOCAL:
        return "other"
    return ""


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
    r"hands|\bin control of\b|as (?:lost|russian|taken|captured)\b|the return of|raised (?:the|a|its|their) flag|"
    r"flags? (?:\w+ ){0,3}over|прапор\w* (?:\w+ ){0,2}над|флаг\w* (?:\w+ ){0,2}над|"
    r"взяти[еяию]\b|взяття\b|объявил\w* своими|свои[мх] войскам|на свой сч[её]т|\bприписал\w*|\bприписан\w*|"
    r"оголосил\w* своїми|отчитал\w+ [^.]{0,30}о (?:двух|трёх|трех|четырёх|пяти|нескольких) с[её]лах|"
    r"had claimed [^a-z]*[a-z]+,? |\bcoloured\b|\bcontrolled (?:about|all|half|most|the)|перейш\w* під контроль|під "
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
_WENT: Final = ("увійшл", "ввійшл", "вошл")
_INTO: Final = frozenset("до в у во".split())
_OUTAGE: Final = (
    "outage",
    "blackout",
    "знеструм",
    "обесточ",
    "without",
    "без",
    "restor",
    "віднов",
    "восстанов",
    "damag",
    "пошкод",
    "поврежд",
)


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

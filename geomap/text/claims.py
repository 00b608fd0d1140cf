"""Whom a happening favours, and what that makes of the word of the one who tells it.

A side that says what favours it claims; a side that says what speaks against it admits; a side that contests what the
other says denies; what an outsider says is reported, and confirmed when footage bears it out. What a side's authorities
say of damage and victims on their own ground is a report, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from geomap.text.cue_bits import (
    AIR,
    ALLY,
    AT,
    CASUALTY,
    CONTROL,
    DEPLOY,
    DRONE,
    ENEMY,
    EVIDENCE,
    EXPEL,
    FREED,
    GROUND,
    HELD,
    MOVE,
    NOT,
    RUSSIAN,
    SHELL,
    STRIKE,
    TAKE,
    TROOPS,
    UKRAINIAN,
    WITHDRAW,
)
from geomap.text.event_types import shot_down
from geomap.text.hands import LOST
from geomap.text.sentences import Reading, Sentence
from geomap.text.sides import Statement, region_side

_OTHER: Final = {"RU": "UA", "UA": "RU"}
_STROKE: Final = AIR | DRONE | SHELL | STRIKE
_FOOTAGE: Final = re.compile(
    r"geolocat|footage|satellite (?:image|photo|pic)|videos? (?:show|since|verif|confirm)|visually|geoconfirm|"
    r"геолок|геолоц|геоприв|"
    r"супутников|спутников|кадри|кадрах|кадры|кадрам|на відео (?:видно|зафікс)|на видео (?:видно|запечатл)|"
    r"фото(?:графі[ії])? (?:підтвер|показ|свідч)|фото(?:графии)? (?:подтвер|показ|свидет)|"
    r"photo(?:graph)?s? show|images? show|verified by|відеозапис|видеозапис"
)
_DISPUTED: Final = re.compile(
    r"disputed|in dispute|contested|conflicting|both (?:sides|armies) (?:claim|say)|спірн|оспорюєт|спорн|оспарива|"
    r"суперечлив|противоречив"
)
#: Gives both sides in one sentence.
_OPEN: Final = re.compile(
    r"\bboth (?:sides|armies) (?:claim|say|hold)|\b(?:is|remains|are) (?:disputed|contested|in dispute)\b"
)
_TRIES: Final = re.compile(r"намага|спроб|\bпыта|попыт|\btr(?:y|ied|ying)\b|attempt")
_OWN: Final = frozenset("its their our own наші наши нашими його его свої свои своїх своих it they we".split())
#: Words for the forces of the one who speaks.
_OURS: Final = frozenset("its our their наші нашими наших наши нашими своїми своими".split())
#: Forms in which those who are acted upon stand.
_ACTED_ON: Final = frozenset(
    "росіян россиян русских окупантів оккупантов загарбників ворога противника enemy неприятеля украинцев "
    "українців".split()
)
_BY_THEM: Final = frozenset(
    "росіянами россиянами окупантами оккупантами ворогом противником загарбниками українцями украинцами".split()
)
_PASSIVE: Final = frozenset("by силами військами войсками з боку со стороны".split())
_WERE: Final = frozenset("was were been being are is getting got".split())


def _side_at(reading: Reading, n: int, speaker: str) -> str:
    """Return the side that word ``n`` names, as ``speaker`` would mean it."""
    flag, key = reading.flags[n], reading.keys[n]
    if flag & (RUSSIAN | ALLY):
        return "RU"
    if flag & UKRAINIAN:
        return "UA"
    if flag & ENEMY:
        return _OTHER.get(speaker, "RU")
    if key in ("оборони", "обороны") and n and reading.keys[n - 1].startswith("сил"):
        return "UA"
    return ""


def actor(reading: Reading, sentence: Sentence, at: int, statement: Statement) -> str:
    """Return the side of the one who does what word ``at`` says.

    Named after "by", in the instrumental or the genitive of a noun of action, else nearest before, else the speaker's.
    """
    keys, side_of = reading.keys, statement.side
    for n in range(at + 1, min(at + 10, sentence.last)):
        if keys[n] in _BY_THEM:
            return _side_at(reading, n, side_of)
        if keys[n] in _PASSIVE:
            for m in range(n + 1, min(n + 5, sentence.last)):
                side = _side_at(reading, m, side_of)
                if side:
                    return side
    inside = range(statement.first, statement.last + 1) if statement.first >= 0 else range(0)
    for n in range(at - 1, sentence.first - 1, -1):
        if n in inside:
            continue
        side = _side_at(reading, n, side_of)
        if side:
            return side
        if keys[n] in _OWN:
            break
    return side_of if side_of in _OTHER else ""


def favours(reading: Reading, sentence: Sentence, kind: str, statement: Statement) -> str:
    """Return the side that gains by the happening: UA, RU or empty. What a side denies, it denies to its own good."""
    if statement.kind == "deny" and statement.side in _OTHER:
        return statement.side
    if kind == "control_change":
        return _gains_ground(reading, sentence, statement)
    if kind == "ground_fighting":
        return _gains_fight(reading, sentence, statement)
    if kind == "casualties":
        return _OTHER.get(_victims(reading, sentence, statement), "")
    if kind == "deployment":
        for n in range(sentence.first, sentence.last):
            if reading.flags[n] & DEPLOY:
                return actor(reading, sentence, n, statement)
        return ""
    if kind in ("evacuation", "infrastructure") or (kind == "other" and shot_down(reading, sentence) < 0):
        return ""
    return _gains_strike(reading, sentence, kind, statement)


def _gains_ground(reading: Reading, sentence: Sentence, statement: Statement) -> str:
    flags, keys = reading.flags, reading.keys
    span = range(sentence.first, sentence.last)
    for n in span:
        if keys[n].startswith(("контрол", "control")):
            for m in range(n + 1, min(n + 4, sentence.last)):
                if side := _side_at(reading, m, statement.side):
                    return side
    for n in span:
        if flags[n] & EXPEL and not flags[n] & CONTROL:
            loser = _acted_on(reading, sentence, n, statement)
            return _OTHER[loser] if loser else actor(reading, sentence, n, statement)
    for n in span:
        if flags[n] & WITHDRAW and not flags[n] & (CONTROL | FREED):
            return _OTHER.get(actor(reading, sentence, n, statement), "")
    low = reading.low[sentence.start : sentence.end]
    if _NO_LONGER.search(low) and statement.side in _OTHER:
        return _OTHER[statement.side]
    if hands := _IN_HANDS.search(low):
        return next((side for n in reading.words_in(sentence.start + hands.end(), sentence.start + hands.end() + 30)
                     if (side := _side_at(reading, n, statement.side))), "")  # fmt: skip
    for n in span:
        if keys[n].startswith(LOST):
            side = actor(reading, sentence, n, statement)
            if side:
                return _OTHER[side]
    for n in span:
        if flags[n] & (CONTROL | FREED | TAKE):
            side = actor(reading, sentence, n, statement)
            if statement.kind == "admit" and side == statement.side:
                return _OTHER.get(side, "")
            return side
    for n in span:
        if keys[n] in _FLAGS:
            return next((side for m in range(max(sentence.first, n - 3), min(n + 4, sentence.last))
                         if (side := _side_at(reading, m, statement.side))), "")  # fmt: skip
    if statement.kind == "admit":
        return _OTHER.get(statement.side, "")
    return statement.side if statement.side in _OTHER else ""


_NO_LONGER: Final = re.compile(r"no longer (?:hold|control)|не тримаємо|не держим|більше не (?:трим|контрол)")
_IN_HANDS: Final = re.compile(r"\b(?:[ув] руках|belong\w* to(?: the)?|in the hands of) ")
_FLAGS: Final = frozenset("flag flags прапор прапора прапором флаг флага флагом banner".split())


def _acted_on(reading: Reading, sentence: Sentence, at: int, statement: Statement) -> str:
    """Return the side that is driven out at word ``at``, when the sentence says so."""
    keys = reading.keys
    for n in range(max(sentence.first, at - 6), min(at + 9, sentence.last)):
        if keys[n] in _ACTED_ON:
            return _side_at(reading, n, statement.side)
        if keys[n] in ("of", "from", "від", "от") and n > at:
            for m in range(n + 1, min(n + 4, sentence.last)):
                if side := _side_at(reading, m, statement.side):
                    return side
    if keys[at - 1] in _WERE and at > sentence.first:
        return actor(reading, sentence, at, statement)
    return ""


def _gains_fight(reading: Reading, sentence: Sentence, statement: Statement) -> str:
    flags = reading.flags
    low = reading.low[sentence.start : sentence.end]
    if statement.side in _OTHER and _GROUP_KILLED.search(low):
        return statement.side
    held = [n for n in range(sentence.first, sentence.last) if flags[n] & HELD or reading.keys[n] in _BACK]
    if held:
        if statement.side in _OTHER and not reading.keys[held[0]].startswith(_HOLDING):
            return statement.side
        near = actor(reading, sentence, held[0], statement)
        return near if near and flags[held[0]] & HELD else ""
    if _TRIES.search(low):
        return ""
    for n in range(sentence.first, sentence.last):
        if (flags[n] & MOVE and not flags[n] & (GROUND | STRIKE)) or reading.keys[n].startswith(_BREAKS):
            return actor(reading, sentence, n, statement)
    return ""


#: A group of the other side is killed or taken.
_GROUP_KILLED: Final = re.compile(
    r"(?:знищ|ліквід|уничтож|ликвид|обезвре|знешкод|нейтрал)\w* (?:\w+ )?(?:диверс|дрг|груп)|"
    r"(?:destroy|eliminat|killed|neutrali[sz])\w* (?:an? |the )?(?:\w+ ){0,2}(?:sabot|group|drg)"
)
#: Holds a line: whoever is said to.
_HOLDING: Final = ("трима", "утрим", "удержив", "defend", "hold")
_BACK: Final = frozenset(("back", "назад"))
_BREAKS: Final = (
    "reached", "broken", "broke", "breakthrough", "crossed", "invaded", "прорва", "прорив", "прорыв", "закріп",
    "закреп",
    "вторг", "вклин", "просоч", "infiltrat", "увійш", "вошл", "зайшл",
)  # fmt: skip


def _victims(reading: Reading, sentence: Sentence, statement: Statement) -> str:
    """Return the side whose soldiers were killed or hurt."""
    for n in range(sentence.first, sentence.last):
        if reading.flags[n] & CASUALTY or reading.keys[n].startswith(LOST):
            for m in [*range(n + 1, min(n + 8, sentence.last)), *range(n - 1, max(sentence.first, n - 10) - 1, -1)]:
                if statement.first <= m <= statement.last:
                    continue
                side = _side_at(reading, m, statement.side)
                if side and any(reading.flags[k] & TROOPS for k in range(m, min(m + 6, sentence.last))):
                    return side
    return ""


def _is_downed_thing(reading: Reading, at: int, last: int) -> bool:
    """True for "debris of a downed drone", «уламки збитого дрона»: said of what fell, not of who shot."""
    key = reading.keys[at]
    following = at + 1 < last and bool(reading.flags[at + 1] & _STROKE)
    return following and (key in ("downed", "intercepted") or key.endswith(("ого", "их", "ої", "ой")))


def _gains_strike(reading: Reading, sentence: Sentence, kind: str, statement: Statement) -> str:
    flags = reading.flags
    span = range(sentence.first, sentence.last)
    inside = range(statement.first, statement.last + 1) if statement.first >= 0 else range(0)
    down = shot_down(reading, sentence)
    if down >= 0 and (kind == "other" or not _is_downed_thing(reading, down, sentence.last)):
        own = statement.side if statement.side in _OTHER else ""
        after = (_side_at(reading, n, statement.side) for n in range(down + 1, min(down + 9, sentence.last))
                 if n not in inside and (flags[n + 1 if n + 1 < sentence.last else n] & _STROKE))  # fmt: skip
        if target := next((side for side in after if side), ""):
            return _OTHER[target]
        before = (_side_at(reading, n, statement.side) for n in range(down - 1, sentence.first - 1, -1))
        return own or next((side for side in before if side), "")
    named = next((side for n in span if n not in inside and (side := _side_at(reading, n, statement.side))
                  and not _LAND.match(reading.keys[n]) and not (n and flags[n - 1] & AT)), "")  # fmt: skip
    if not named and statement.side in _OTHER:
        # who strikes is not said: a speaker who tells of strikes behind the other's line tells of its own
        outside = [reading.keys[n] for n in span if n not in inside]
        lands = {land for key in outside if (land := region_side(key.removesuffix("'s")))}
        if not _OURS.isdisjoint(outside) or lands == {_OTHER[statement.side]}:
            return statement.side
        low = reading.low[sentence.start : sentence.end]
        behind = _HELD_BY_RUSSIA.search(low) is not None
        if statement.side == "UA" and behind:
            return "UA"
        if statement.side == "RU" and not behind and _MILITARY.search(statement.claimant.lower()):
            return "RU"
    return named if named and named == statement.side else ""


#: Names of the country itself say where, not who.
_LAND: Final = re.compile(
    r"(?:russia|росії|росію|росією|россии|россию|ukraine|україні|україну|україною|украине|украину)\Z"
)
#: Regions of Russia, and cities that Russia has held since 2022 or before.
_HELD_BY_RUSSIA: Final = re.compile(
    r"\b(?:(?:kursk|belgorod|bryansk|voronezh|rostov|krasnodar|tver|ryazan|smolensk|oryol|tula|saratov|pskov|"
    r"leningrad|samara|"
    r"volgograd|tatarstan|moscow|lipetsk|kaluga|nizhny) (?:region|oblast|province|krai|district)|crimea|"
    r"sevastopol|melitopol|"
    r"berd[iy]ansk|tokmak|mariupol|skadovsk|henichesk|enerhodar|energodar|luhansk|feodosi[iy]a|simferopol|kerch|"
    r"dzhankoi|donetsk(?! (?:region|"
    r"oblast|axis|direction))|крим|крым|севастопол|мелітопол|мелитопол|бердянськ|бердянск|токмак|маріупол|"
    r"мариупол|скадовськ|"
    r"геническ|генічеськ|енергодар|энергодар|феодосі|феодоси|сімферопол|симферопол|керч|джанко)|"
    r"\b(?:курськ|білгородськ|бєлгородськ|брянськ|воронезьк|ростовськ|краснодарськ|тверськ|рязанськ|смоленськ|"
    r"орловськ|тульськ|"
    r"саратовськ|псковськ|ленінградськ|самарськ|волгоградськ|липецьк|калузьк|курск|белгородск|брянск|воронежск|"
    r"ростовск|"
    r"краснодарск|тверск|рязанск|смоленск|орловск|тульск|саратовск|псковск|ленинградск|самарск|волгоградск|"
    r"липецк|калужск)\w* "
    r"(?:обл|край|кра[юя]|район)|\b(?:курщин|брянщин|бєлгородщин|білгородщин)"
)
_MILITARY: Final = re.compile(r"минобор|міноборон|defen[cs]e|ministry|министерств|міністерств|генштаб|general "
    r"staff|мо рф|military|"
                              r"военн|військ|конашенк|konashenk|группиров|угрупован")  # fmt: skip


def status(reading: Reading, sentence: Sentence, kind: str, statement: Statement, side: str) -> str:
    """Return the claim status of a happening that favours ``side`` as told in ``statement``."""
    low = reading.low[sentence.start : sentence.end] if sentence.bits & EVIDENCE else ""
    if low and _OPEN.search(low):
        return "disputed"
    if statement.kind == "deny":
        return "denied"
    if low:
        if _DISPUTED.search(low):
            return "disputed"
        if _FOOTAGE.search(low):
            return "confirmed"
    if kind == "control_change" and statement.side in _OTHER and _negated(reading, sentence, statement):
        return "denied"
    if statement.kind == "admit":
        return "admitted"
    if statement.side == "neutral":
        return "confirmed" if statement.kind == "confirm" and not statement.negated else "reported"
    if statement.side not in _OTHER:
        return "claimed" if statement.kind == "claim" else "reported"
    if side == statement.side:
        return "claimed"
    if side == _OTHER[statement.side] and kind in ("control_change", "ground_fighting"):
        return "admitted"
    return "reported"


def _negated(reading: Reading, sentence: Sentence, statement: Statement) -> bool:
    """True when the change of hands is said not to have been: "has not been captured", «не захопили»."""
    flags = reading.flags
    taken: Iterable[int] = (
        n for n in range(sentence.first, sentence.last) if flags[n] & (CONTROL | TAKE) and n != statement.at
    )
    return any(any(flags[m] & NOT for m in range(max(sentence.first, n - 3), n)) for n in taken)

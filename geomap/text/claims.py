"""Whom a happening favours, and what that makes of the word of the one who tells it.

A side that says what favours it claims; a side that says what speaks against it admits; a side that contests what the
other says denies; what an outsider says is reported, and confirmed when footage bears it out. What a side's authorities
say of damage and victims on their own ground is a report, too.
"""

from __future__ import annotations

import re
from typing import Final

from geomap.text.cues import (
    ALLY,
    CASUALTY,
    CONTROL,
    DEPLOY,
    DOWN,
    ENEMY,
    EVIDENCE,
    FREED,
    GROUND,
    MOVE,
    RUSSIAN,
    TAKE,
    UKRAINIAN,
    WITHDRAW,
)
from geomap.text.sentences import Reading, Sentence
from geomap.text.speech import Statement, region_side

_OTHER: Final = {"RU": "UA", "UA": "RU"}
_FOOTAGE: Final = re.compile(
    r"geolocat|footage|satellite image|video shows|videos show|visually|geoconfirm|геолок|геоприв|супутников|"
    r"спутников|кадри|кадры|на відео видно|фотографі[ії] підтвер|"
    r"photographs? show|images? show|відеозапис"
)
_DISPUTED: Final = re.compile(
    r"disputed|in dispute|contested|conflicting|спірн|оспорюєт|спорн|оспарива|суперечлив|противоречив"
)
_HELD: Final = re.compile(
    r"repel|repul|beaten off|beat off|зупиня|beat off|thwart|failed|held (?:their|its|the|on|along)|holding|pushed "
    r"back|відби|відбито|стрима|зупин|отби|отраж|сдерж|останов|пресек|сорва|зірва|безуспіш|безуспеш|unsuccess|"
    r"without success"
)
_TRIES: Final = re.compile(r"намага|спроб|\bпыта|попыт|\btr(?:y|ied|ying)\b|attempt")
_PASSIVE: Final = frozenset("by силами військами войсками".split())


def _side_at(flag: int, speaker: str) -> str:
    if flag & (RUSSIAN | ALLY):
        return "RU"
    if flag & UKRAINIAN:
        return "UA"
    if flag & ENEMY:
        return _OTHER.get(speaker, "")
    return ""


def actor(reading: Reading, sentence: Sentence, at: int, statement: Statement) -> str:
    """Return the side of the one who does what word ``at`` says.

    Named after "by", else nearest before, else the speaker's.
    """
    flags, keys = reading.flags, reading.keys
    for n in range(at + 1, min(at + 10, sentence.last)):
        if keys[n] in _PASSIVE:
            for m in range(n + 1, min(n + 5, sentence.last)):
                side = _side_at(flags[m], statement.side)
                if side:
                    return side
    inside = range(statement.first, statement.last + 1)
    for n in range(at - 1, sentence.first - 1, -1):
        if n in inside and statement.first >= 0:
            continue
        side = _side_at(flags[n], statement.side)
        if side:
            return side
        if keys[n] in ("its", "their", "our", "наші", "наши", "його", "его", "его", "свої", "свои", "it", "they", "we"):
            break
    return statement.side if statement.side in _OTHER else ""


def favours(reading: Reading, sentence: Sentence, kind: str, statement: Statement) -> str:
    """Return the side that gains by the happening: UA, RU or empty."""
    flags = reading.flags
    low = reading.low[sentence.start : sentence.end]
    span = range(sentence.first, sentence.last)
    if kind == "control_change":
        for n in span:
            if flags[n] & WITHDRAW and not flags[n] & CONTROL:
                side = actor(reading, sentence, n, statement)
                return _OTHER.get(side, "")
        for n in span:
            if flags[n] & (CONTROL | FREED | TAKE):
                side = actor(reading, sentence, n, statement)
                if statement.kind == "admit" and side == statement.side:
                    return _OTHER.get(side, "")
                if reading.keys[n] in ("lost", "lose", "losing", "втратили", "потеряли"):
                    return _OTHER.get(side, "")
                return side
        return (
            _OTHER.get(statement.side, "")
            if statement.kind == "admit"
            else statement.side.replace("unknown", "").replace("neutral", "")
        )
    if kind == "ground_fighting":
        if _HELD.search(low):
            if statement.side in _OTHER:
                return statement.side
            return ""
        if _TRIES.search(low):
            return ""
        for n in span:
            if (flags[n] & MOVE and not flags[n] & GROUND) or reading.keys[n] in ("reached", "broken"):
                return actor(reading, sentence, n, statement)
        return ""
    if kind == "casualties":
        victims = ""
        for n in span:
            if flags[n] & (CASUALTY):
                for m in [*range(n + 1, min(n + 8, sentence.last)), *range(n - 1, max(sentence.first, n - 10) - 1, -1)]:
                    if statement.first <= m <= statement.last:
                        continue
                    side = _side_at(flags[m], statement.side)
                    if side and any(key.startswith(_TROOPS) for key in reading.keys[m : m + 4]):
                        victims = side
                        break
                if victims:
                    break
        return _OTHER.get(victims, "") if victims else ""
    if kind == "deployment":
        for n in span:
            if flags[n] & DEPLOY:
                return actor(reading, sentence, n, statement)
        return ""
    down = [n for n in span if flags[n] & DOWN]
    if kind in ("evacuation", "infrastructure") or (kind == "other" and not down):
        return ""
    if down:
        side = ""
        for n in range(down[0] - 1, sentence.first - 1, -1):
            side = _side_at(flags[n], statement.side)
            if side:
                break
        low_after = [_side_at(flags[n], statement.side) for n in range(down[0] + 1, min(down[0] + 9, sentence.last))]
        target = next((found for found in low_after if found), "")
        if target:
            return _OTHER[target]
        return side or (statement.side if statement.side in _OTHER else "")
    attacker = ""
    for n in span:
        if statement.first <= n <= statement.last and statement.first >= 0:
            continue
        attacker = _side_at(flags[n], statement.side)
        if attacker:
            break
    if not attacker and statement.side in _OTHER:
        outside = [reading.keys[n] for n in span if not statement.first <= n <= statement.last]
        lands = {land for key in outside if (land := region_side(key.removesuffix("'s")))}
        if not _OWN.isdisjoint(outside) or lands == {_OTHER[statement.side]}:
            # "its forces had struck"; or a strike on the other side's ground, told by the one who gains by it
            attacker = statement.side
    return attacker if attacker and attacker == statement.side else ""


#: Words for the forces of the one who speaks.
_OWN: Final = frozenset("its our their наші нашими наших наши нашими своїми своими".split())


_TROOPS: Final = (
    "troop", "soldier", "forc", "army", "unit", "servic", "personnel", "fighter", "військ", "солдат", "особов",
    "окуп", "росіян", "войск", "военн", "бой", "бій",
    "корей", "korean", "losses", "russians",
)  # fmt: skip


def status(reading: Reading, sentence: Sentence, kind: str, statement: Statement, side: str) -> str:
    """Return the claim status of a happening that favours ``side`` as told in ``statement``."""
    if statement.kind == "deny":
        return "denied"
    if sentence.bits & EVIDENCE:
        low = reading.low[sentence.start : sentence.end]
        if _FOOTAGE.search(low):
            return "confirmed"
        if _DISPUTED.search(low):
            return "disputed"
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

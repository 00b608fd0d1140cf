"""The part each place plays: where it happened, towards where, from where, who speaks, or background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geomap.text.cues import (
    AT,
    BODY,
    DRONE,
    EVACUATE,
    HAPPENING,
    LAUNCH,
    LOCAL,
    MOVE,
    SPEECH,
    STRIKE,
    TITLE,
    WITHDRAW,
)
from geomap.text.event_types import sentence_bits
from geomap.text.mentions import Mention
from geomap.text.sentences import Reading
from geomap.text.speech import Statement

#: Capitals that stand for their governments.
CAPITALS: Final = frozenset(
    """kyiv kiev moscow seoul pyongyang washington beijing london brussels berlin paris ankara minsk warsaw tehran budapest prague vilnius riga tallinn
    київ києва києву києві києвом киев киева киеву киеве киевом москва москви москві москву москвою москвы москве москвой сеул сеула сеулу сеулі сеуле пхеньян
    пхеньяну пхеньяна пхеньяне пхеньяні вашингтон вашингтона вашингтону вашингтоні вашингтоне пекін пекин пекіна пекина лондон лондона лондоні лондоне
    брюссель брюсселя берлін берлин берліна париж парижа анкара минск мінськ минска варшава тегеран тегерана будапешт""".split()
)
_FROM: Final = frozenset("from з із зі из со от від".split())
_TO: Final = frozenset("to toward towards до к ко".split())
_OBJECT: Final = HAPPENING & ~LOCAL
_SMALL: Final = frozenset("the a an of село селище місто город посёлок деревню city town village region area території районі району района".split())


def assign_roles(
    reading: Reading, mentions: Sequence[Mention], statements: Sequence[Statement], happened: Sequence[bool]
) -> list[Mention]:
    """Set the role of every mention; return those that are mentions at all.

    A name that only tells which body speaks (Donetsk governor) is none. ``happened`` says for each sentence whether it
    reports a happening.
    """
    kept: list[Mention] = []
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        if _of_body(reading, mention):
            continue
        kept.append(mention)
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for number, found in by_sentence.items():
        bits = sentence_bits(reading, reading.sentences[number].first, reading.sentences[number].last)
        for index, mention in enumerate(found):
            mention.role = _role(reading, mention, found[:index], statements[number], happened[number], bits)
        _holders(found)
    return kept


def _of_body(reading: Reading, mention: Mention) -> bool:
    """True for "Donetsk governor" and "Kharkiv mayor": the name belongs to the one who speaks."""
    after = mention.last + 1
    if mention.kind not in ("settlement", "country", "oblast") or after >= len(reading.keys) or mention.text[0] > "z":
        return False
    if reading.gap(mention.last).strip() or reading.low[mention.end : mention.end + 2] == "'s":
        return False
    key = reading.keys[after]
    return key.startswith(("governor", "mayor", "military administration", "tactical", "group of", "front command", "garrison", "regional", "city council", "city military", "prosecutor")) or (
        key in ("regional", "operational") and bool(reading.flags[after + 1 if after + 1 < len(reading.keys) else after] & (BODY | TITLE))
    )


def _inside(mention: Mention, statement: Statement) -> bool:
    return statement.first >= 0 and statement.first <= mention.first <= statement.last


def _role(
    reading: Reading, mention: Mention, earlier: Sequence[Mention], statement: Statement, happened: bool, bits: int
) -> str:
    flags, keys = reading.flags, reading.keys
    sentence = reading.sentences[mention.sentence]
    state = mention.kind == "country" or mention.text.lower() in CAPITALS
    at = mention.first - 1
    while at > sentence.first and keys[at] in _SMALL and not reading.gap(at).strip():
        at -= 1
    word = keys[at] if at >= sentence.first and not reading.gap(at).strip(' «"“') else ""
    possessive = reading.low[mention.end : mention.end + 2] == "'s"
    if mention.relation == "towards":
        return "towards"
    if _inside(mention, statement) and (state or mention.kind in ("oblast", "settlement")) and (state or not mention.cue):
        return "speaker" if state or not happened or mention.kind == "settlement" else "background"
    if word in _FROM and mention.relation not in ("direction", "near"):
        if bits & (WITHDRAW | EVACUATE) and not bits & LAUNCH:
            return "event" if happened else "background"
        if bits & (LAUNCH | MOVE | DRONE | STRIKE) or happened:
            return "origin"
    if word in _TO and happened and bits & (MOVE | EVACUATE) and not state:
        return "towards"
    if happened and at > sentence.first and word in ("on", "на", "into") and flags[at - 1] & MOVE and mention.kind != "axis":
        return "towards"
    if state:
        return _state_role(reading, mention, statement, happened, word, possessive, at)
    if not happened:
        return "background"
    if mention.relation in ("direction", "near", "outskirts") and earlier:
        previous = earlier[-1]
        gap = reading.text[previous.end : mention.start]
        words = reading.words_in(previous.end, mention.start)
        linked = len(gap) < 60 and not any(flags[n] & (HAPPENING | SPEECH) and not flags[n] & AT for n in words)
        if linked and previous.kind == "settlement" and previous.role == "event" and previous.relation != mention.relation and not _joined(gap):
            return "background"
    return "event"


def _joined(gap: str) -> bool:
    words = gap.lower().split()
    return bool(words) and words[0].strip(",") in ("and", "та", "і", "й", "и", "as", "а")


def _state_role(
    reading: Reading, mention: Mention, statement: Statement, happened: bool, word: str, possessive: bool, at: int
) -> str:
    """Role of a country or capital: where, who, or the wider war."""
    flags, keys = reading.flags, reading.keys
    sentence = reading.sentences[mention.sentence]
    after = mention.last + 1
    located = word in ("in", "over", "on", "across", "at", "near", "into", "against", "у", "в", "по", "над", "на", "під", "под", "inside", "throughout") or bool(mention.relation)
    if located:
        return "event" if happened else "background"
    if happened and at >= sentence.first and flags[at] & _OBJECT and not flags[at] & (DRONE | BODY) and word:
        return "event"
    if possessive:
        return "background"
    if word in ("to", "of", "with", "for", "against", "from", "by", "than", "between", "до", "з", "із", "для", "от", "с", "до", "про", "о"):
        return "background"
    if after < sentence.last and not reading.gap(mention.last).strip():
        for n in range(after, min(after + 5, sentence.last)):
            if flags[n] & SPEECH or keys[n].startswith(("has", "have", "had", "is", "was", "will", "would", "launch", "attack", "fired", "sent", "wants", "may", "must", "should")):
                return "speaker"
            if reading.gap(n - 1).strip(" "):
                break
    if statement.first >= 0 and abs(mention.first - statement.last) <= 2:
        return "speaker"
    if after < sentence.last and mention.text[0] > "z" and mention.first == sentence.first:
        return "speaker"
    return "background"


def _holders(found: Sequence[Mention]) -> None:
    """An area that says in which region something happened plays the part of what it holds."""
    for mention in found:
        if mention.kind in ("oblast", "raion", "hromada", "country") and mention.role in ("background", "event", "origin", "towards"):
            held = [
                other for other in found
                if other is not mention and mention.name in other.region and other.role in ("event", "towards", "origin")
            ]  # fmt: skip
            if held and mention.kind != "country":
                mention.role = "event" if any(other.role == "event" for other in held) else held[0].role
            elif held:
                mention.role = held[0].role

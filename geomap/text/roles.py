"""The part each place plays: where it happened, towards where, from where, who speaks, or background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from geomap.text.cue_bits import (
    AT,
    BODY,
    DRONE,
    EVACUATE,
    GROUND,
    HAPPENING,
    LAUNCH,
    LOCAL,
    MOVE,
    SPEECH,
    STRIKE,
    TAKE,
    TITLE,
    WITHDRAW,
)
from geomap.text.lexicon import LINE
from geomap.text.mentions import CAPITALS, Mention
from geomap.text.sentences import Reading
from geomap.text.speech import Statement

_NOMINATIVE: Final = frozenset(
    "київ киев москва росія россия україна украина сеул вашингтон пхеньян мінськ минск лондон пекін пекин брюссель "
    "берлін берлин париж анкара варшава рф сша".split()
)
_FROM: Final = frozenset("from з із зі из со от від".split())
_TO: Final = frozenset("to toward towards до к ко".split())
_OBJECT: Final = HAPPENING & ~LOCAL
_WORDS_OF: Final = (
    "comment", "reaction", "statement", "repl", "response", "заяв", "позиці", "позици", "реакці", "реакц", "комента",
    "коммента", "підтвердж", "подтвержд", "відповід", "ответ", "confirmation", "neither",
)  # fmt: skip
_WAR: Final = ("war", "conflict", "invasion", "війн", "войн", "вторгн", "конфлікт", "конфликт", "операц")
_SMALL: Final = frozenset(
    "the a an of село селище місто город посёлок деревню city town village region area території районі району".split()
)


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
        bits = reading.sentences[number].bits
        for index, mention in enumerate(found):
            mention.role = _role(reading, mention, found[:index], statements[number], happened[number], bits)
            if index and mention.role == "background" and not mention.cue:
                # "Seoul and Washington": the second is what the first is
                previous = found[index - 1]
                both = previous.kind == mention.kind or {previous.text.lower(), mention.text.lower()} <= CAPITALS.keys()
                gap = reading.low[previous.end : mention.start]
                if (
                    both
                    and previous.role == "speaker"
                    and gap in (" and ", " та ", " і ", " й ", " и ", ", ", " чи ", " или ", " or ", " nor ")
                ):
                    mention.role = "speaker"
        _holders(found)
    return kept


def _of_body(reading: Reading, mention: Mention) -> bool:
    """True for "Donetsk governor" and "Kharkiv mayor": the name belongs to the one who speaks."""
    after = mention.last + 1
    if mention.kind == "country" and reading.low[mention.end : mention.end + 2] == "'s":
        return True
    return _names_a_body(reading, mention, after)


def _names_a_body(reading: Reading, mention: Mention, after: int) -> bool:
    if mention.kind not in ("settlement", "country", "oblast") or after >= len(reading.keys) or mention.text[0] > "z":
        return False
    if reading.gaps[mention.last].strip() or reading.low[mention.end : mention.end + 2] == "'s":
        return False
    key = reading.keys[after]
    return key.startswith(
        (
            "governor",
            "mayor",
            "military administration",
            "tactical",
            "group",
            "front command",
            "garrison",
            "regional",
            "city council",
            "city military",
            "prosecutor",
        )
    ) or (
        key in ("regional", "operational")
        and bool(reading.flags[after + 1 if after + 1 < len(reading.keys) else after] & (BODY | TITLE))
    )


_SIDE_OF: Final = frozenset((("direction", "of"), ("side", "of")))
_EXCLUDED: Final = ("not", "не", "а не", "rather", "unlike", "плутати", "путать", "confused")


def _excluded(reading: Reading, mention: Mention) -> bool:
    """True for "not the city of Poltava", «не місто Харків»."""
    sentence = reading.sentences[mention.sentence]
    for n in range(max(sentence.first, mention.first - 5), mention.first):
        if reading.keys[n] in ("not", "не", "rather", "unlike", "плутати", "путать"):
            between = [reading.keys[k] for k in range(n + 1, mention.first)]
            if all(key in _PLAIN for key in between):
                return True
    return False


_PLAIN: Final = frozenset(
    "the a big city town village of in at than місто містом село селом селище город городом посёлок слід варто "
    "плутати з із со с следует стоит путать зовсім те про то the steel large".split()
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
    while at > sentence.first and keys[at] in _SMALL and not reading.gaps[at].strip():
        at -= 1
    word = keys[at] if at >= sentence.first and not reading.gaps[at].strip(' «"“') else ""
    possessive = reading.low[mention.end : mention.end + 2] == "'s"
    if mention.relation == "towards":
        return "towards"
    if state and _inside(mention, statement):
        return "speaker"
    if (
        mention.kind == "oblast"
        and mention.text[0] > "z"
        and at >= sentence.first
        and flags[at] & (BODY | TITLE)
        and not flags[at] & AT
        and not reading.gaps[at].strip()
        and _inside(mention, statement)
    ):
        # губернатор Белгородской области: the region is that of the one who speaks
        return "speaker"
    if _excluded(reading, mention):
        return "background"
    road = not LINE.isdisjoint(keys[max(sentence.first, mention.first - 7) : mention.first])
    if mention.relation == "between" and road and not happened:
        return "background"
    if road and word in _FROM and not state:
        return "origin"
    if word in _TO and not state and (road or (earlier and earlier[-1].role == "origin")):
        return "towards"
    if (at > sentence.first and (keys[at - 1], word) in _SIDE_OF) or (
        at > sentence.first and word in ("боку", "стороны", "сторони") and keys[at - 1] in ("з", "со", "зі", "із")
    ):
        return "origin" if happened else "background"
    if word in _FROM and mention.relation not in ("direction", "near"):
        if bits & (WITHDRAW | EVACUATE) and not bits & LAUNCH:
            return "event" if happened else "background"
        if bits & (LAUNCH | MOVE | DRONE | STRIKE) or happened:
            return "origin"
    if word in _TO and happened and not state and bits & (MOVE | EVACUATE | GROUND) and not bits & TAKE:
        return "towards"
    if (
        happened
        and at > sentence.first
        and word in ("on", "на", "into")
        and flags[at - 1] & MOVE
        and mention.kind != "axis"
    ):
        return "towards"
    if (
        state
        and mention.text.lower() in _NOMINATIVE
        and (
            not word
            or word
            in (
                "а",
                "але",
                "но",
                "що",
                "что",
                "и",
                "і",
                "та",
                "й",
                "чи",
                "или",
                "як",
                "как",
                "де",
                "где",
                "котрі",
                "яку",
                "которую",
            )
        )
        and at >= sentence.first - 1
    ):
        before = flags[at] if at >= sentence.first else 0
        if not before & _OBJECT and mention.text[0] > "z":
            return "speaker"
    if state:
        return _state_role(reading, mention, statement, happened, word, possessive, at)
    if not happened:
        return "background"
    if mention.relation in ("direction", "near", "outskirts") and earlier:
        previous = earlier[-1]
        gap = reading.text[previous.end : mention.start]
        words = reading.words_in(previous.end, mention.start)
        linked = len(gap) < 45 and not any(flags[n] & (HAPPENING | SPEECH) and not flags[n] & AT for n in words)
        if (
            linked
            and mention.relation != "outskirts"
            and previous.kind == "settlement"
            and previous.role == "event"
            and previous.relation != mention.relation
            and not _joined(gap)
        ):
            return "background"
    return "event"


def _joined(gap: str) -> bool:
    return any(
        word.strip(",") in ("and", "та", "і", "й", "и", "as", "а", "also", "also,") for word in gap.lower().split()[:3]
    )


def _state_role(
    reading: Reading, mention: Mention, statement: Statement, happened: bool, word: str, possessive: bool, at: int
) -> str:
    """Role of a country or capital: where, who, or the wider war."""
    flags, keys = reading.flags, reading.keys
    sentence = reading.sentences[mention.sentence]
    after = mention.last + 1
    if word in ("in", "у", "в") and at > sentence.first and mention.kind == "settlement" and flags[at - 1] & BODY:
        return "speaker"
    if word and at > sentence.first and keys[at - 1].startswith(_WAR):
        return "background"
    if word == "by" and not happened:
        return "speaker"
    located = word in (
        "in",
        "over",
        "on",
        "across",
        "at",
        "near",
        "into",
        "against",
        "у",
        "в",
        "по",
        "над",
        "на",
        "під",
        "под",
        "inside",
        "throughout",
    ) or bool(mention.relation)
    if located:
        return "event" if happened else "background"
    if happened and at >= sentence.first and flags[at] & _OBJECT and not flags[at] & (DRONE | BODY) and word:
        return "event"
    if any(keys[n].startswith(_WORDS_OF) for n in range(max(sentence.first, mention.first - 4), mention.first)):
        return "speaker"
    if possessive:
        return "background"
    if word in (
        "to",
        "of",
        "with",
        "for",
        "against",
        "from",
        "by",
        "than",
        "between",
        "до",
        "з",
        "із",
        "для",
        "от",
        "с",
        "до",
        "про",
        "о",
    ):
        return "background"
    if after < sentence.last and not reading.gaps[mention.last].strip():
        for n in range(after, min(after + 8, sentence.last)):
            if reading.gaps[n - 1].strip(" "):
                break
            if flags[n] & SPEECH or keys[n].startswith(
                (
                    "has",
                    "have",
                    "had",
                    "is",
                    "was",
                    "will",
                    "would",
                    "launch",
                    "attack",
                    "fired",
                    "sent",
                    "wants",
                    "may",
                    "must",
                    "should",
                )
            ):
                return "speaker"
    if any(keys[n].startswith(_WORDS_OF) for n in range(max(sentence.first, mention.first - 5), mention.first)):
        return "speaker"
    if statement.first >= 0 and abs(mention.first - statement.last) <= 2:
        return "speaker"
    if (
        after < sentence.last
        and mention.text[0] < "\x7f"
        and not reading.gaps[mention.last].strip()
        and word not in ("the", "a")
    ):
        verb = keys[after]
        if (
            verb.endswith(("s", "ed"))
            and not reading.capital[after]
            and verb not in ("as", "s", "is", "its", "this", "was", "has")
        ):
            return "speaker"
        if verb in ("made", "also", "kept", "put", "does", "did", "and", "itself"):
            return "speaker" if verb != "and" or mention.first == sentence.first else "background"
    return "background"


def _holders(found: Sequence[Mention]) -> None:
    """An area that says in which region something happened plays the part of what it holds."""
    for mention in found:
        if mention.kind in ("oblast", "raion", "hromada", "country") and mention.role in (
            "background",
            "event",
            "origin",
            "towards",
        ):
            held = [
                other for other in found
                if other is not mention and mention.name in other.region and other.role in ("event", "towards",
                    "origin")
            ]  # fmt: skip
            if held and mention.kind != "country":
                mention.role = "event" if any(other.role == "event" for other in held) else held[0].role
            elif held:
                mention.role = held[0].role

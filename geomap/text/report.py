"""A report in prose → its mentions with roles and its draft happenings with quote, speaker, status, date, numbers.

Everything here looks at the words and at the names of a gazetteer, never at coordinates: placing the drafts is the
resolver's work (:func:`geomap.read_report`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from geomap.text.claims import favours, status
from geomap.text.cue_bits import (
    CASUALTY,
    CONTROL,
    DOWN,
    ENEMY,
    EVACUATE,
    FREED,
    HAPPENING,
    INFRA,
    LOCAL,
    PRONOUN,
    RUSSIAN,
    TAKE,
    UKRAINIAN,
    WHEN,
)
from geomap.text.date_spans import When
from geomap.text.event_types import classify
from geomap.text.going_on import asks, continue_lists, continue_story
from geomap.text.mentions import Mention
from geomap.text.nameindex import NameIndex
from geomap.text.numbers import NUMBER_WORDS, Count, find_counts
from geomap.text.placing import place_mentions
from geomap.text.recognise import recognise
from geomap.text.roles import assign_roles
from geomap.text.sentences import Reading, read
from geomap.text.sides import Statement
from geomap.text.spans import Recogniser
from geomap.text.speech import find_statement, title_speaker
from geomap.text.timing import Timeline, long_ago


@dataclass(slots=True)
class Draft:
    """One reported happening."""

    kind: str
    """One of :data:`geomap.schema.EVENT_TYPES`."""
    sentence: int
    """Number of the sentence that tells it."""
    start: int
    """First character of the quote."""
    end: int
    """Character after its last."""
    mentions: tuple[int, ...]
    """Numbers of the mentions where it happened; empty when the report gives no place."""
    statement: Statement
    """Who says so."""
    status: str
    """One of :data:`geomap.schema.CLAIM_STATUSES`."""
    favours: str
    """Side that gains by it, or empty."""
    when: When | None
    """When it happened; None when the report does not say and its day of publication is not known."""
    counts: tuple[Count, ...]
    """Numbers, with positions in the sentence."""
    country: str = ""
    """Country meant when no place is named."""


@dataclass(slots=True)
class Report:
    """A report, read."""

    reading: Reading
    mentions: list[Mention] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


#: What happened earlier than this before publication is no part of the day's word of a speaker.
_LATELY: Final = timedelta(days=2)
_DIGIT: Final = re.compile(r"\d")


def read_text(
    text: str, index: NameIndex, *, published: date | None = None, recogniser: Recogniser | None = None
) -> Report:
    """Read a report. Takes any text; cost linear in its length.

    Parameters
    ----------
    text
        The report in English, Ukrainian or Russian.
    index
        The names of a gazetteer.
    published
        Day of publication, against which "yesterday" and "on Friday" are read.
    recogniser
        A further recogniser of names; see :mod:`geomap.text.spans`.
    """
    reading = read(text)
    report = Report(reading)
    spans = list(recogniser.predict(text)) if recogniser is not None else ()
    mentions = recognise(reading, index, spans)
    place_mentions(reading, mentions)
    report.statements = _statements(reading)
    kinds = ["" if asks(reading, sentence) else classify(reading, sentence) for sentence in reading.sentences]
    continue_lists(reading, kinds)
    continue_story(reading, kinds, mentions)
    if published is not None:
        kinds = [
            "" if kind and long_ago(reading, sentence, published) else kind
            for kind, sentence in zip(kinds, reading.sentences, strict=True)
        ]
    happened = [bool(kind) for kind in kinds]
    for number, sentence in enumerate(reading.sentences[:-1]):
        # "Odesa. Drones hit the port": a name by itself belongs to what follows
        if not kinds[number] and sentence.last - sentence.first <= 2 and reading.text[sentence.end - 1] in ".:":
            happened[number] = happened[number + 1]
    report.mentions = assign_roles(reading, mentions, report.statements, happened)
    _headline(report)
    report.drafts = _drafts(report, kinds, published)
    return report


def _headline(report: Report) -> None:
    """What a headline names is told again below: there its places are background.

    Only a place that nothing below names again stays where the headline puts it.
    """
    reading = report.reading
    if len(reading.sentences) < 3 or not _is_headline(reading):
        return
    below = [mention for mention in report.mentions if mention.sentence > 0]
    stems = {stem for mention in below for stem in _stems(mention.text)}
    sharper = any(mention.role == "event" and mention.kind == "settlement" for mention in below)
    for mention in report.mentions:
        again = not stems.isdisjoint(_stems(mention.text)) or (sharper and mention.kind != "settlement")
        if mention.sentence == 0 and mention.role in ("event", "origin", "towards") and again:
            mention.role = "background"


def _stems(name: str) -> set[str]:
    """Beginnings of the words of a name, by which a case form or an adjective of it is told."""
    return {word[:4] for word in re.split(r"[\s\-]+", name.lower().replace("ё", "е")) if len(word) > 3}


def _statements(reading: Reading) -> list[Statement]:
    """Return who stands behind each sentence; a sentence without a speaker goes on with the one before it."""
    found: list[Statement] = []
    last = Statement()
    paragraph, begin = -1, 0
    for sentence in reading.sentences:
        if sentence.paragraph != paragraph:
            here, before = (
                _lands(reading, *span) for span in ((sentence.start, sentence.end), (begin, sentence.start))
            )
            if here and before and here.isdisjoint(before):
                last = Statement()  # another country: nobody spoke of it yet
            paragraph, begin = sentence.paragraph, sentence.start
        own = find_statement(reading, sentence, last)
        if not found and not own.claimant and _is_title(reading):
            own = title_speaker(reading, sentence)
        if own.claimant:
            if own.claimant.lower() in _HE and last.claimant:
                own.claimant = last.claimant
            if own.side == "unknown" and last.side != "unknown" and _refers_back(reading, own):
                own.side = last.side
            if _refers_back(reading, own) and last.claimant and own.first >= 0 and own.last - own.first <= 1:
                own.claimant = last.claimant
            last, told = own, sentence.paragraph
        elif last.claimant:
            own = replace(last, kind=own.kind or ("claim" if last.kind == "claim" else "say"),
                verb=own.verb or last.verb,
                          first=-1, last=-1, at=own.at, carried=sentence.paragraph != told)  # fmt: skip
        found.append(own)
    for statement, number in _first_of_each(found, "local"):
        side = _home(reading, number)
        for other in found:
            if other is statement or (other.side == "local" and other.claimant == statement.claimant):
                other.side = side
    leading = next((statement for statement in found[:6] if statement.claimant), None)
    if leading is not None:
        paragraph = reading.sentences[found.index(leading)].paragraph
        for number, statement in enumerate(found):
            if statement.claimant:
                break
            if reading.sentences[number].paragraph != paragraph:
                continue
            found[number] = replace(leading, first=-1, last=-1, at=statement.at, verb=statement.verb or leading.verb)
    return found


def _lands(reading: Reading, start: int, end: int) -> set[str]:
    """Return the sides on whose land the regions named in a stretch of text lie."""
    low = reading.low[start:end]
    return {side for side, land in (("UA", _UKRAINIAN_LAND), ("RU", _RUSSIAN_LAND)) if land.search(low)}


_HE: Final = frozenset("he she it they він вона воно вони он она оно они".split())


def _first_of_each(found: Sequence[Statement], side: str) -> list[tuple[Statement, int]]:
    """Return the first statement of every claimant whose side is ``side``, with the number of its sentence."""
    first: dict[str, tuple[Statement, int]] = {}
    for number, statement in enumerate(found):
        if statement.side == side:
            first.setdefault(statement.claimant, (statement, number))
    return list(first.values())


def _home(reading: Reading, number: int) -> str:
    """Return the side of an official of whom the text says no more: that of the regions named around a sentence.

    The sentence itself counts first, then its paragraph, then the whole text.
    """
    sentence = reading.sentences[number]
    paragraph = [other for other in reading.sentences if other.paragraph == sentence.paragraph]
    for start, end in (
        (sentence.start, sentence.end), (paragraph[0].start, paragraph[-1].end), (0, len(reading.low)),
    ):  # fmt: skip
        low = reading.low[start:end]
        ukrainian, russian = len(_UKRAINIAN_LAND.findall(low)), len(_RUSSIAN_LAND.findall(low))
        if ukrainian != russian:
            return "UA" if ukrainian > russian else "RU"
    # a report in Ukrainian that names no region speaks of its own officials
    return "UA" if _UKRAINIAN_LETTERS.search(reading.low) else "unknown"


_UKRAINIAN_LETTERS: Final = re.compile("[іїєґ]")
_UKRAINIAN_LAND: Final = re.compile(
    r"ukraine\b|kharkiv|kherson|donetsk|zaporizh|dnipro|sumy|odes|kyiv|mykolaiv|luhansk|chernihiv|poltava|харків|херсон|"
    r"донец|донеч|запоріж|дніпр|сум[сищ]|одес|миколаїв|луган|черніг|"
    r"полтав|україн[аиіу]\b|украин[аыеу]\b|харьков|запорож|днепр|николаев|черниг|киев|київ|львів|львов"
)
_RUSSIAN_LAND: Final = re.compile(
    r"kursk|belgorod|bryansk|voronezh|rostov|krasnodar|smolensk|moscow region|ryazan|\btula\b|\btver\b|pskov|lipetsk|"
    r"saratov|volgograd|samara region|\boryol\b|kaluga|tambov|tatarstan|курс[кьщ]|белгород|бєлгород|брянс|брянщ|"
    r"воронеж|воронєж|ростов|краснодар|смоленс|подмосков|підмосков|рязан|тульск|твер(?:ск|ськ|и)|псков|липец|"
    r"саратов|волгоград|"
    r"орловск|орловськ|калуж|калузьк|тамбов|татарст"
)


def _refers_back(reading: Reading, statement: Statement) -> bool:
    return statement.first >= 0 and bool(reading.flags[statement.first] & PRONOUN)


def _drafts(report: Report, kinds: Sequence[str], published: date | None) -> list[Draft]:
    reading = report.reading
    by_sentence: dict[int, list[int]] = {}
    for number, mention in enumerate(report.mentions):
        if mention.role == "event":
            by_sentence.setdefault(mention.sentence, []).append(number)
    named = {mention.sentence for mention in report.mentions}
    towards = {mention.sentence for mention in report.mentions if mention.role == "towards"}
    drafts: list[Draft] = []
    timeline = Timeline(reading, kinds, report.statements, published)
    headline = bool(report.mentions) and len(reading.sentences) >= 3
    for number, sentence in enumerate(reading.sentences):
        kind = kinds[number]
        low = reading.low[sentence.start : sentence.end]
        bits = sentence.bits
        told = kind or report.statements[number].at >= 0
        if not told:
            continue
        keys = reading.keys[sentence.first : sentence.last]
        figures = _DIGIT.search(low) is not None and any(key[0].isdigit() for key in keys)
        own = timeline.read(number, low, keys) if figures or bits & WHEN else None
        if not kind:
            continue
        if headline and number == 0 and not by_sentence.get(0) and _is_headline(reading):
            continue
        places = _sharpest(report, by_sentence.get(number, []))
        text = reading.text[sentence.start : sentence.end]
        numbered = figures or not NUMBER_WORDS.isdisjoint(keys)
        counts = (
            tuple(
                find_counts(
                    text,
                    low,
                    [
                        (reading.starts[n] - sentence.start, reading.keys[n])
                        for n in range(sentence.first, sentence.last)
                    ],
                )
            )
            if numbered
            else ()
        )
        statement = report.statements[number]
        aimed = kind in ("ground_fighting", "deployment", "drone_strike", "strike") and number in towards
        if (
            not places
            and not aimed
            and number not in named
            and drafts
            and _same_story(report, drafts[-1], number, bits)
        ):
            # "… hit Nikopol. Two houses were destroyed": a further happening at the place told of last
            places = list(drafts[-1].mentions)
        if not places and not aimed and not _tells(kind, bits, counts, statement):
            continue
        if kind == "control_change" and not places and not counts:
            kind = "ground_fighting" if bits & ~(CONTROL | TAKE | FREED) & HAPPENING & ~LOCAL else "other"
            if kind == "other":
                continue
        when = timeline.when(number, low, own)
        if statement.carried and own is not None and published is not None and own.end < published - _LATELY:
            # what lies further back, in a paragraph of its own, the writer tells
            statement = Statement(verb=statement.verb)
        side = favours(reading, sentence, kind, statement)
        if (
            kinds[number] == "ground_fighting"
            and drafts
            and not bits & (RUSSIAN | UKRAINIAN | ENEMY)
            and side == statement.side
            and drafts[-1].statement.claimant == statement.claimant
        ):
            side = drafts[-1].favours or side
        drafts.append(
            Draft(kind, number, sentence.start, sentence.end, tuple(places), statement,
                  status(reading, sentence, kind, statement, side), side, when, counts,
                  "" if places else _country(kind, bits, side))
        )  # fmt: skip
    return drafts


def _is_title(reading: Reading) -> bool:
    return len(reading.sentences) > 1 and _is_headline(reading)


def _is_headline(reading: Reading) -> bool:
    first = reading.sentences[0]
    return (
        (reading.text[first.end - 1] not in ".!…:" or first.shouted)
        and reading.sentences[1].paragraph != first.paragraph
        and first.last - first.first <= 22
    )


def _sharpest(report: Report, numbers: Sequence[int]) -> list[int]:
    """Leave out areas that only say in which region a sharper place lies."""
    mentions = report.mentions
    sharp = [n for n in numbers if mentions[n].kind in ("settlement", "axis", "other")]
    if sharp:
        kept = [n for n in sharp if mentions[n].kind != "other"]
        if kept:
            beside = [n for n in numbers if mentions[n].kind == "oblast" and _beside(report, n, kept)]
            return sorted([*kept, *beside])
        numbers = [n for n in numbers if mentions[n].kind != "other"]
    ranks = {"hromada": 3, "raion": 2, "oblast": 1, "country": 0}
    best = max((ranks[mentions[n].kind] for n in numbers), default=0)
    return [n for n in numbers if ranks[mentions[n].kind] == best]


_JOINED: Final = re.compile(r"\s*(?:,|,? (?:and|та|і|й|и))\s+(?:(?:on|in|at|по|на|у|в) )?(?:the )?\Z")


def _beside(report: Report, number: int, kept: Sequence[int]) -> bool:
    """True when an oblast stands beside a sharper place, not around it: "Ryazan and the Bryansk region"."""
    area = report.mentions[number]
    before = [report.mentions[n] for n in kept if report.mentions[n].end <= area.start]
    return bool(
        before
        and area.name not in before[-1].region
        and "," not in report.reading.text[before[-1].end : area.start]
        and _JOINED.match(report.reading.text, before[-1].end, area.start)
    )


def _same_story(report: Report, before: Draft, number: int, bits: int) -> bool:
    """True when a sentence that names no place goes on, in the same paragraph, with victims and damage at the last."""
    sentences = report.reading.sentences
    return (
        bool(bits & (CASUALTY | INFRA | LOCAL | EVACUATE))
        and number - before.sentence <= 2
        and sentences[number].paragraph == sentences[before.sentence].paragraph
    )


def _tells(kind: str, bits: int, counts: Sequence[Count], statement: Statement) -> bool:
    """True when a sentence without a place still reports something to be checked."""
    if kind in ("infrastructure", "deployment", "evacuation"):
        return bool(counts) and bool(statement.claimant)
    if kind == "other":
        return bool(counts) and bool(bits & DOWN)
    return bool(counts) and bool(bits & (CASUALTY | DOWN | HAPPENING & ~LOCAL))


def _country(kind: str, bits: int, side: str) -> str:
    """Return the country that a sentence without a place speaks of: whose sky, in air defence."""
    if kind in ("drone_strike", "strike", "air_strike", "other") and bits & DOWN and side:
        return {"UA": "Ukraine", "RU": "Russia"}[side]
    return ""

"""Who says it: the speaker of a sentence, the verb, the side, and what kind of statement that makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from geomap.text.cue_bits import (
    ACCORD,
    ADMIT,
    BODY,
    BY_WORD,
    CLAIM,
    CONFIRM,
    DENY,
    ENEMY,
    FIRST,
    HAPPENING,
    LOCAL,
    NEUTRAL,
    NOT,
    PRONOUN,
    RUSSIAN,
    SAY,
    SPEECH,
    TITLE,
    UKRAINIAN,
)
from geomap.text.date_words import DAY_NAMES, MONTH_NAMES
from geomap.text.relations import adjectival
from geomap.text.sentences import Reading, Sentence
from geomap.text.sides import Statement, side_of

_SPEAKER: Final = BODY | RUSSIAN | UKRAINIAN | NEUTRAL | TITLE | ENEMY
_KINDS: Final = (
    (DENY, "deny"),
    (ADMIT, "admit"),
    (CLAIM, "claim"),
    (CONFIRM, "confirm"),
    (SAY, "say"),
    (ACCORD, "say"),
)

_BREAK: Final = re.compile(r"[;:—–\"“”«»()\n]|\s-\s|,")
_STOP_WORDS: Final = frozenset(
    "that що что and but а але но та while as in on at як как which who який которая который які которые".split()
)
_DAY_WORDS: Final = (
    "серед",
    "сред",
    "неділ",
    "субот",
    "четвер",
    "понед",
    "вівтор",
    "вторн",
    "п'ятн",
    "пятн",
    "воскр",
    "субб",
)
_PRONOUNS: Final = frozenset("їхніми його її їх их его ее её ним нею ihr their his her its".split())


def find_statement(reading: Reading, sentence: Sentence, before: Statement) -> Statement:
    """Return who stands behind ``sentence``; ``before`` is the statement of the sentence before it."""
    flags, keys = reading.flags, reading.keys
    found: list[tuple[int, int, str]] = []
    pronoun = -1
    if not sentence.bits & (SPEECH | ACCORD | BY_WORD):
        return _colon(reading, sentence, before)
    for at in [n for n in range(sentence.first, sentence.last) if flags[n] & (SPEECH | ACCORD | BY_WORD)]:
        flag = flags[at]
        if flag & (SPEECH | ACCORD):
            for rank, (bit, kind) in enumerate(_KINDS):
                if flag & bit:
                    found.append((rank, at, kind))
                    break
        elif at > sentence.first:
            if keys[at - 1] in ("за", "по", "зі", "з", "у", "в") or (
                at + 1 < sentence.last
                and keys[at + 1] == "of"
                and keys[max(sentence.first, at - 2)] in ("by", "in", "on")
            ):
                found.append((5, at, "say"))
            elif keys[at - 1] in _PRONOUNS and before.claimant:
                pronoun = at
    if pronoun >= 0 and not any(rank < 3 for rank, _, _ in found):
        verb = reading.text[reading.starts[pronoun - 2 if pronoun >= 2 else pronoun] : reading.ends[pronoun]]
        return Statement(before.claimant, before.side, verb, "say", pronoun - 1, pronoun - 1, pronoun)
    if not found:
        return _colon(reading, sentence, before)
    best: Statement | None = None
    for rank, at, kind in sorted(found):
        span = _speaker(reading, sentence, at, rank == 5 or bool(flags[at] & ACCORD))
        if span is None:
            continue
        first, last = span
        statement = Statement(
            _text(reading, first, last),
            "unknown",
            reading.text[reading.starts[at] : reading.ends[at]],
            kind,
            first,
            last,
            at,
        )
        statement.negated = any(flags[n] & NOT for n in range(max(sentence.first, at - 3), at)) and kind in (
            "confirm",
            "admit",
            "deny",
            "say",
        )
        statement.side = side_of(reading, first, last, before)
        if all(keys[n] in _ANYONE for n in range(first, last + 1)):
            armed = any(keys[n].startswith(_ARMED) for n in range(first, last + 1))
            statement.side = (armed and _nearest_side(reading, sentence, first, last)) or "local"
        if best is None or (best.side == "unknown" and statement.side != "unknown"):
            best = statement
        if best.side != "unknown" and rank < 4:
            break
        if best.side != "unknown":
            # a plain verb decides only when no stronger one has a speaker
            break
    if best is not None and best.kind == "say" and sentence.bits & DENY and _denies(reading, sentence, best):
        best.kind = "deny"
    if best is None:
        rank, at, kind = min(found)
        if kind in ("deny", "admit", "confirm", "claim") or flags[at] & SAY:
            return Statement(
                "", "unknown", reading.text[reading.starts[at] : reading.ends[at]], kind if rank < 4 else "", at=at
            )
        return Statement()
    return best


_UNTRUE: Final = ("nonsense", "untrue", "disinform", "fake", "неправд", "брехн", "фейк", "вигадк", "дезінформ",
    "дезинформ",
                  "ложь", "вымысл", "выдум", "вран")  # fmt: skip


def _denies(reading: Reading, sentence: Sentence, statement: Statement) -> bool:
    """True when what is said is called untrue: "talk of its fall is nonsense, said X"."""
    return any(
        reading.keys[n].startswith(_UNTRUE)
        and not statement.first <= n <= statement.last
        and not any(reading.flags[m] & NOT for m in range(max(sentence.first, n - 2), n))
        for n in range(sentence.first, sentence.last)
    )


def _colon(reading: Reading, sentence: Sentence, before: Statement) -> Statement:
    """Read "Kyiv: …" and a trailing "— Генштаб" as speakers."""
    text = reading.text[sentence.start : sentence.end]
    if "—" not in text and "–" not in text and " - " not in text:
        return Statement()
    dash = re.search(r"\s[—–-]\s(?=[^—–]{3,60}$)", text)
    if dash:
        words = reading.words_in(sentence.start + dash.end(), sentence.end)
        speaks = any(reading.flags[n] & (BODY | RUSSIAN | UKRAINIAN | NEUTRAL) for n in words)
        acts = any(reading.flags[n] & HAPPENING and not reading.flags[n] & BODY for n in words)
        if words and len(words) <= 6 and speaks and not acts:
            first, last = words.start, words.stop - 1
            return Statement(_text(reading, first, last), side_of(reading, first, last, before), "", "say", first, last)
    return Statement()


#: What stands before a speaker without being part of the phrase: days, linking words, articles.
_BEFORE: Final = re.compile(
    rf"\A(?:(?:a|an|as|but|and|earlier|later|meanwhile|ранее|раніше|позже|пізніше|однако|проте|the|in|at|в|во|у|"
    rf"ув)\s+|"
    rf"(?:(?:on|in|у|в|во)\s+)?(?:{DAY_NAMES}|{MONTH_NAMES})\s+)+",
    re.IGNORECASE,
)
#: And after it: days, reports, subjects, the verb that follows.
_AFTER: Final = re.compile(
    rf"\s+(?:(?:on|in|у|в|во)\s+(?:{DAY_NAMES}|{MONTH_NAMES})\b.*|[ув]\s+\w+\s+(?:зведенн|сводк)\w*|(?:за|про)\s.*|"
    rf"\d{{1,2}}\s+(?:{MONTH_NAMES}).*|"
    r"(?:это|этого|эту|це|цього|цю|it|this)|(?:з посиланням|со ссылкой)\s.*|(?:found|did|has|have|had|was|is)\b.*)\Z",
    re.IGNORECASE,
)


def _text(reading: Reading, first: int, last: int) -> str:
    text = reading.text[reading.starts[first] : reading.ends[last]]
    return _AFTER.sub("", _BEFORE.sub("", text)) or text


def _breaks(reading: Reading, n: int) -> bool:
    """True when what stands after word ``n`` parts phrases; not the marks of a short name, nor a time of day."""
    gap = reading.gaps[n]
    if not _BREAK.search(gap):
        return False
    if gap == ":" and reading.keys[n][-1:].isdigit():
        return False
    mark = gap.strip()
    if mark in ("«", "“", "„"):
        return not any(
            "»" in reading.gaps[m] or "”" in reading.gaps[m] for m in range(n + 1, min(n + 5, len(reading.gaps)))
        )
    if mark in ("»", "”"):
        return not any("«" in reading.gaps[m] or "“" in reading.gaps[m] for m in range(max(0, n - 4), n))
    return True


def _chunk_left(reading: Reading, at: int, floor: int) -> tuple[int, int] | None:
    """Return the words before ``at`` up to a break, at most fourteen."""
    end = at - 1
    first = end
    while (
        first > floor
        and at - first < 14
        and not _breaks(reading, first - 1)
        and reading.keys[first - 1] not in ("that", "що", "что")
    ):
        first -= 1
    return (first, end) if end >= floor else None


def _speaker(reading: Reading, sentence: Sentence, at: int, accord: bool) -> tuple[int, int] | None:
    """Return the words of the speaker of the verb at ``at``."""
    flags, keys = reading.flags, reading.keys
    floor, ceiling = sentence.first, sentence.last
    if accord:
        return _right(reading, at, ceiling)
    broken = at == floor or _breaks(reading, at - 1)
    leads = keys[at - 1] in ("як", "как", "as", "це", "этом") if at > floor else False
    if at > floor and reading.gaps[at - 1].strip() == "," and keys[at][0] < "\x7f":
        around = _apposition(reading, at, floor)
        if (
            around
            and around[0] <= floor + 2
            and around[1] - around[0] < 8
            and any(flags[n] & (BODY | NEUTRAL) for n in range(around[0], around[1] + 1))
        ):
            return around
    if broken or leads:
        right = _right(reading, at, ceiling)
        if right:
            return right
        if at > floor and reading.gaps[at - 1].strip() == ",":
            # "The agency, known as GUR, said": step over the insertion.
            return _apposition(reading, at, floor)
        return None
    chunk = _chunk_left(reading, at, floor)
    if chunk:
        first, end = chunk
        named = [n for n in range(first, end + 1) if flags[n] & (_SPEAKER | PRONOUN | FIRST)]
        if named:
            begin, stop = _phrase_start(reading, named, first, end), end
            for n in range(begin, end + 1):
                if n > begin and (
                    keys[n]
                    in (
                        "that",
                        "has",
                        "have",
                        "had",
                        "also",
                        "later",
                        "already",
                        "earlier",
                        "also",
                        "вже",
                        "также",
                        "також",
                        "раніше",
                        "ранее",
                        "meanwhile",
                        "on",
                        "не",
                        "not",
                    )
                ):
                    stop = n - 1
                    break
            while (
                begin > first
                and (reading.capital[begin - 1] or flags[begin - 1] & (BODY | TITLE))
                and not reading.gaps[begin - 1].strip()
                and keys[begin - 1] not in ("on", "in", "the", "у", "в", "at")
            ):
                begin -= 1
            return begin, max(begin, min(stop, begin + 11))
        if keys[at] in _PLAIN_VERBS and keys[first] in _DETERMINERS and end - first <= _SHORT_PHRASE:
            return first, end
        capital = [n for n in range(first, end + 1) if reading.capital[n] and n > floor]
        if capital and end - capital[-1] <= 1:
            return capital[0], end
    return _right(reading, at, ceiling) if keys[at][0] > "z" else None


#: Nouns that belong to the body after them: the air force, the defence ministry.
_KINDS_OF_BODY: Final = frozenset("air defence defense foreign state local regional interior emergency".split())
#: "The plant said", "a nearby school wrote": a short phrase with an article, right before its verb.
_DETERMINERS: Final = frozenset("the a an".split())
_SHORT_PHRASE: Final = 3
_PLAIN_VERBS: Final = frozenset("said says wrote writes reported told stated added announced".split())


def _phrase_start(reading: Reading, named: Sequence[int], first: int, end: int) -> int:
    """Return where the noun phrase of the speaker begins: "It comes as *Ukraine's military intelligence* said"."""
    flags, keys = reading.flags, reading.keys
    at = named[-1]
    while at > first:
        word = keys[at - 1]
        joins = word in (
            "of",
            "for",
            "the",
            "and",
            "та",
            "і",
            "и",
            "at",
            "in",
            "installed",
            "by",
            "a",
            "local",
            "regional",
            "defence",
            "defense",
            "foreign",
            "state",
            "air",
        )
        fits = flags[at - 1] & (_SPEAKER | FIRST) or reading.capital[at - 1] or joins or adjectival(word)
        if not fits or (flags[at - 1] & SPEECH and not flags[at - 1] & BODY):
            break
        at -= 1
    while at < named[-1] and not (
        flags[at] & (_SPEAKER | FIRST) or reading.capital[at] or adjectival(keys[at]) or keys[at] in _KINDS_OF_BODY
    ):
        at += 1
    return at


def _apposition(reading: Reading, at: int, floor: int) -> tuple[int, int] | None:
    insertion = _chunk_left(reading, at, floor)
    if insertion is None or insertion[0] <= floor:
        return insertion
    outer = _chunk_left(reading, insertion[0], floor)
    flags = reading.flags
    for chunk in (outer, insertion):
        if chunk and any(flags[n] & (_SPEAKER | PRONOUN) for n in range(chunk[0], chunk[1] + 1)):
            first = next(n for n in range(chunk[0], chunk[1] + 1) if flags[n] & (_SPEAKER | PRONOUN))
            return (first, chunk[1])
    return None


def _right(reading: Reading, at: int, ceiling: int) -> tuple[int, int] | None:
    """Return the speaker after ``at``: "said governor X", «повідомили в Генштабі», "according to X"."""
    flags, keys = reading.flags, reading.keys
    first = at + 1
    if first >= ceiling or reading.gaps[at].strip(' «"“'):
        return None
    while first < ceiling and first - at < 8:
        if flags[first] & (_SPEAKER | PRONOUN | FIRST) and not keys[first].startswith(_DAY_WORDS):
            break
        if first > at + 1 and _breaks(reading, first - 1):
            return None
        if keys[first] in ("that", "що", "что", "about", "про", "о", "об"):
            return None
        first += 1
    if first >= ceiling or first - at >= 8 or (first > at + 1 and _breaks(reading, first - 1)):
        return None
    # adjectives before the body belong to it: «місцева влада», «Харківська ОВА»
    while first - 1 > at and adjectival(keys[first - 1]) and not reading.gaps[first - 1].strip():
        first -= 1
    end = first
    while end + 1 < ceiling and end - first < 11 and not _breaks(reading, end):
        word = keys[end + 1]
        if word in _STOP_WORDS and not (
            word in ("and", "та", "и", "і") and flags[end + 2 if end + 2 < ceiling else end] & _SPEAKER
        ):
            break
        if flags[end + 1] & SPEECH and not flags[end + 1] & BODY:
            break
        if word in ("had", "have", "has", "were", "was", "are", "is"):
            break
        end += 1
    return first, end


#: Speakers that say nothing of their side: that of the one who acts in the sentence is taken.
_ANYONE: Final = frozenset(
    "officials official authorities authority the military army officers local regional city municipal чиновники "
    "посадовці влада місцева обласна міська власти местные областные городские military's военные військові".split()
)
_ARMED: Final = ("military", "army", "officers", "воен", "війс")


def _nearest_side(reading: Reading, sentence: Sentence, first: int, last: int) -> str:
    for n in range(sentence.first, sentence.last):
        if not first <= n <= last and reading.flags[n] & (RUSSIAN | UKRAINIAN):
            return "RU" if reading.flags[n] & RUSSIAN else "UA"
    return ""


def title_speaker(reading: Reading, sentence: Sentence) -> Statement:
    """Return who is named in a title that only says whose report follows: "Sumy regional administration, Tuesday"."""
    flags = reading.flags
    bodies = [n for n in range(sentence.first, sentence.last) if flags[n] & (BODY | TITLE)]
    if not bodies or sentence.bits & SPEECH or sentence.last - sentence.first > 14:
        return Statement()
    if any(
        flags[n] & HAPPENING and not flags[n] & (BODY | TITLE | LOCAL) for n in range(sentence.first, sentence.last)
    ):
        return Statement()
    first = last = bodies[0]
    while first > sentence.first and not _breaks(reading, first - 1):
        first -= 1
    while last + 1 < sentence.last and not _breaks(reading, last):
        last += 1
    blank = Statement()
    side = side_of(reading, first, last, blank)
    if side in ("unknown", "local"):
        whole = side_of(reading, sentence.first, sentence.last - 1, blank)
        side = whole if whole != "unknown" else side
    return Statement(_text(reading, first, last), side, "", "say", first, last)

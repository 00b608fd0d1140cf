"""Dates of a report, in words or figures, against the day it was published. None is invented.

"Overnight" is the night that ends on the day of publication, "on Friday" the last Friday not after it, "the past day"
the day before and the day itself. :mod:`geomap.text.date_words` lists the forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from geomap.errors import InputError
from geomap.text.date_spans import When, span_of
from geomap.text.date_words import EXPRESSIONS, possible

_ONE: Final = timedelta(days=1)
#: A day that is said with these is the last of the week that is told of.
_WEEKLY: Final = re.compile(r"\bweekly\b|\bнедельн(?:ой|ую|ая|ом|ый|ые)\b|\bтижнев(?:ому|ого|ий|ій|ої|е|у)\b")


def parse_published(published: Any) -> date | None:
    """Return the day of publication from ISO text, a date or a datetime; None when there is none.

    Raises :class:`~geomap.errors.InputError` for anything else.
    """
    if published is None or published == "":
        return None
    try:
        return date.fromisoformat(str(published)[:10])
    except ValueError:
        raise InputError(f"day of publication {published!r} is not understood; write it as YYYY-MM-DD") from None


def find_dates(low: str, published: date | None, words: Iterable[str] | None = None) -> list[tuple[int, When]]:
    """Return the dates of a sentence (small letters, plain apostrophes) with where each begins, in order.

    Relative dates need ``published``; without it only full dates are found. ``words`` are the words of
    the sentence where the caller has them.
    """
    mask = possible(low, words)
    if not mask:
        return []
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, int, When]] = []
    while mask:
        lowest = mask & -mask
        mask ^= lowest
        name, expression = EXPRESSIONS[lowest.bit_length() - 1]
        for match in expression.finditer(low):
            start, end = match.span()
            if any(begin < end and start < stop for begin, stop in taken):
                continue
            when = span_of(name, match, published)
            if when is not None or name == "to_come":
                taken.append((start, end))
            if when is not None:
                found.append((start, end, when))
    if len(found) > 1:
        firm = [item for item in found if not item[2].weak]
        found = sorted(firm or found, key=lambda item: item[0])
        if published is not None and len(found) > 1:
            found = _joined(found, low)
    if found and _WEEKLY.search(low):
        return [(start, _week_to(when) if when.precision == "day" else when) for start, _, when in found]
    return [(start, when) for start, _, when in found]


def _week_to(when: When) -> When:
    """Return the seven days that end on a day: "the weekly report of 30 May"."""
    return replace(when, start=when.end - 6 * _ONE, precision="week")


#: The day that was told of.
SAME_DAY: Final = re.compile(
    r"\b(?:the same|that) (?:day|night|morning|evening)\b|"
    r"\bт(?:ого|ієї) (?:ж|самого|самої|же) (?:дня|доби|ночі|вечора|ранку)\b|"
    r"\bby (?:then|that time)\b|\bat (?:that|the same) time\b|\bтоді ж\b|\bтогда же\b|\b(?:на|до) той час\b|"
    r"\b(?:к|в) (?:тому|этому|то же) врем|"
    r"\bтого же дня\b|\bв (?:тот|этот) же день\b|\bв ту же ночь\b|\bтієї ж ночі\b|\bтой (?:самої|же) ноч"
)
#: At some time before: no day is said.
UNDATED: Final = re.compile(r"\b(?:had|has|have|was|were) earlier\b|\bearlier[,;]|\bраніше\b|\bранее\b")
#: Months or weeks of an action: none of them is its day.
LASTING: Final = re.compile(
    r"\b(?:over|in|during|for) (?:the )?(?:past|recent|last) (?:few |several )?(?:months|weeks|years)\b|"
    r"\bостанніми (?:місяцями|тижнями)\b|\bв последние (?:месяцы|недели)\b|"
    r"\bза (?:останні|последние) (?:кілька |несколько )?(?:місяці|тижні|місяців|тижнів|месяцы|недели|месяцев|недель)\b"
)


def anchored(when: When, told: When | None) -> When:
    """Return ``when``, with "the day before" and "in the morning" read against the day ``told`` of last, if any."""
    if when.anchor is None or told is None or told.precision not in ("day", "night"):
        return when
    if told.precision == "day" and told.start != told.end:
        return when
    day = told.end + when.anchor * _ONE
    return When(day, day, "day", when.text)


#: A night that is told by the day that follows it, whatever else the sentence says.
_NAMED_NIGHT: Final = re.compile(r" (?:на|проти|into|to|of) ")


def _joined(found: list[tuple[int, int, When]], low: str) -> list[tuple[int, int, When]]:
    """Read "overnight on Friday" as one night."""
    for index, (start, _, when) in enumerate(found):
        if when.precision != "night" or _NAMED_NIGHT.search(when.text):
            continue
        for other in (index - 1, index + 1):
            if not 0 <= other < len(found):
                continue
            at, _, day = found[other]
            if day.precision == "day" and day.start == day.end and abs(at - start) <= 45:
                joined = When(day.end - _ONE, day.end, "night", low[start : start + len(when.text)])
                kept = [item for item in found if item[2] is not when and item[2] is not day]
                return sorted([*kept, (start, start + 1, joined)], key=lambda item: item[0])
    return found

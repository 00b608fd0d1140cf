"""Dates as reports write them, each with its first day, last day and precision. Nothing is guessed.

Read are ISO dates and times (``2024-12-27``, ``20241227``, ``2024-12-27T14:05:00Z``: the day as written, never
shifted to another time zone), ``27.12.2024``, ``27 December 2024`` and ``December 27, 2024`` in English,
Ukrainian and Russian, months (``2024-12``, ``December 2024``), years, and two of these as an interval
(``2024-12-23/2024-12-27``, ``23.12.2024 – 27.12.2024``).

A date with dots has the day first, as everywhere in Ukraine and Russia. ``03/04/2024`` and ``03-04-2024`` can
mean two days: they are read only when the caller says so (``dayfirst``) or another row of the column settles it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

#: Years that a report of this war can speak of; anything else is a slip or another number in the wrong column.
YEARS = (1900, 2100)

#: Longest text looked at.
LONGEST = 64

_MONTH_WORDS = (
    "january jan січень січня січ янв январь января",
    "february feb лютий лютого лют февраль февраля фев",
    "march mar березень березня бер март марта мар",
    "april apr квітень квітня квіт апрель апреля апр",
    "may травень травня трав май мая",
    "june jun червень червня черв июнь июня июн",
    "july jul липень липня лип июль июля июл",
    "august aug серпень серпня серп август августа авг",
    "september sep sept вересень вересня вер сентябрь сентября сен сент",
    "october oct жовтень жовтня жовт октябрь октября окт",
    "november nov листопад листопада лист ноябрь ноября ноя нояб",
    "december dec грудень грудня груд декабрь декабря дек",
)
MONTHS: Mapping[str, int] = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}

_TIME = re.compile(r"[T ,]\s*\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE)
_YEAR_WORD = re.compile(r"\s*(року|рік|р\.|р|года|год|г\.|г)$", re.IGNORECASE)
_DMY = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YMD = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_DAY_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([^\W\d_]+)\.?,?\s+(\d{4})")
_NAME_DAY = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_NAME = re.compile(r"([^\W\d_]+)\.?,?\s+(\d{4})")
_ISO_INTERVAL = re.compile(r"(\d{4}[\d-]*)\s*/\s*(\d{4}[\d-]*)")
_INTERVAL = re.compile(r"(.{4,30}?)\s*(?:\s[-–—]\s|[–—]|\.\.|\s(?:to|до|по)\s)\s*(.{4,30})")
_FROM = re.compile(r"^(?:from|between|з|із|с)\s+", re.IGNORECASE)

_FORMS = "write it as 2024-12-27"


class UnreadableDateError(ValueError):
    """A text that is no date; the message says why."""


@dataclass(slots=True)
class Dates:
    """The distinct dates of a column, read."""

    start: list[dt.date | None] = field(default_factory=list)
    """First possible day."""
    end: list[dt.date | None] = field(default_factory=list)
    """Last possible day."""
    precision: list[str | None] = field(default_factory=list)
    """day, month, year or interval."""
    reasons: dict[int, str] = field(default_factory=dict)
    """Position of an unreadable text → why."""
    notes: list[str] = field(default_factory=list)
    """What was decided for the whole column."""


def read_dates(texts: Sequence[str], dayfirst: bool | None = None, column: str = "date") -> Dates:
    """Read the distinct texts of one column."""
    dates = Dates()
    order = dayfirst
    if dayfirst is None:
        order = _settle(texts, column, dates.notes)
    for position, text in enumerate(texts):
        try:
            if len(text) == 10 and text[4] == "-" == text[7]:
                start = end = _day(int(text[:4]), int(text[5:7]), int(text[8:]), text)
                precision = "day"
            else:
                start, end, precision = _read(text, order, dayfirst)
        except UnreadableDateError as error:
            dates.reasons[position] = str(error)
            start, end, precision = None, None, None
        except ValueError:
            dates.reasons[position] = f"{text[:LONGEST]!r} is no date geomap can read; {_FORMS}"
            start, end, precision = None, None, None
        dates.start.append(start)
        dates.end.append(end)
        dates.precision.append(precision)
    return dates


def _settle(texts: Sequence[str], column: str, notes: list[str]) -> bool | None:
    """Find out from the column itself whether 03/04/2024 has the day first; None when it does not say."""
    first = second = ""
    open_question = dots = False
    for text in texts:
        if len(text) > LONGEST or not (found := _DMY.match(text)):
            continue
        if found[2] == ".":
            dots = True
            continue
        one, two = int(found[1]), int(found[3])
        open_question |= one <= 12 and two <= 12 and one != two
        first = text if one > 12 >= two else first
        second = text if two > 12 >= one else second
    if dots:
        notes.append(f"column {column!r}: dates with dots are read day first")
    if bool(first) == bool(second):
        return None
    if open_question:
        notes.append(
            f"column {column!r}: dates such as 03/04/2024 are read {'day' if first else 'month'} first, "
            f"because {first or second!r} can only be read so"
        )
    return bool(first)


def _day(year: int, month: int, day: int, text: str) -> dt.date:
    if not YEARS[0] <= year <= YEARS[1]:
        raise UnreadableDateError(f"{text!r} has the year {year}, outside {YEARS[0]} to {YEARS[1]}; correct it")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise UnreadableDateError(f"{text!r} is not in the calendar; correct it") from None


def _read(text: str, order: bool | None, asked: bool | None) -> tuple[dt.date, dt.date, str]:
    if len(text) > LONGEST:
        raise UnreadableDateError(f"a date of {len(text)} characters cannot be read; {_FORMS}")
    parts = _ISO_INTERVAL.fullmatch(text) or _INTERVAL.fullmatch(_FROM.sub("", text))
    if parts:
        start, _, _ = _single(parts[1].strip(), order, asked)
        _, end, _ = _single(parts[2].strip(), order, asked)
        if end < start:
            raise UnreadableDateError(f"{text!r} ends before it starts; write the earlier date first")
        return start, end, "day" if start == end else "interval"
    return _single(text, order, asked)


def _single(text: str, order: bool | None, asked: bool | None) -> tuple[dt.date, dt.date, str]:
    bare = _TIME.sub("", text).strip().rstrip(",")
    if found := _YMD.fullmatch(bare) or _BASIC.fullmatch(bare):
        groups = found.groups()
        day = _day(int(groups[0]), int(groups[-2]), int(groups[-1]), text)
        return day, day, "day"
    if found := _DMY.fullmatch(bare):
        day = _numbers(text, found, order, asked)
        return day, day, "day"
    bare = _YEAR_WORD.sub("", bare)
    if _YEAR.fullmatch(bare):
        return _day(int(bare), 1, 1, text), _day(int(bare), 12, 31, text), "year"
    if found := _MONTH.fullmatch(bare):
        return _whole_month(int(found[1]), int(found[2]), text)
    bare = bare.casefold()
    if (found := _DAY_NAME.fullmatch(bare)) and found[2] in MONTHS:
        day = _day(int(found[3]), MONTHS[found[2]], int(found[1]), text)
        return day, day, "day"
    if (found := _NAME_DAY.fullmatch(bare)) and found[1] in MONTHS:
        day = _day(int(found[3]), MONTHS[found[1]], int(found[2]), text)
        return day, day, "day"
    if (found := _NAME.fullmatch(bare)) and found[1] in MONTHS:
        return _whole_month(int(found[2]), MONTHS[found[1]], text)
    raise UnreadableDateError(f"{text!r} is no date geomap can read; {_FORMS}")


def _whole_month(year: int, month: int, text: str) -> tuple[dt.date, dt.date, str]:
    first = _day(year, month, 1, text)
    return first, first.replace(day=calendar.monthrange(year, month)[1]), "month"


def _numbers(text: str, found: re.Match[str], order: bool | None, asked: bool | None) -> dt.date:
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    if found[2] == ".":
        if asked is None:
            order = True
    elif asked is None and max(one, two) > 12:
        order = one > 12
    elif one == two:
        order = True
    if order is None:
        raise UnreadableDateError(
            f"{text!r} can mean {_name(one, two, year)} or {_name(two, one, year)}; "
            "pass dayfirst=True or dayfirst=False, or write it as 2024-12-27"
        )
    day, month = (one, two) if order else (two, one)
    if month > 12 >= day:
        advice = (
            "pass dayfirst=False if the month comes first" if order else "pass dayfirst=True if the day comes first"
        )
        way = "day" if order else "month"
        raise UnreadableDateError(f"{text!r} has no month {month} when read {way} first; {advice}")
    return _day(year, month, day, text)


def _name(day: int, month: int, year: int) -> str:
    return f"{day} {calendar.month_name[month]} {year}"

"""Which days an expression of :mod:`geomap.text.date_words` stands for, against the day of publication."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days with how exactly it is known."""

    start: date
    """First possible day."""
    end: date
    """Last possible day."""
    precision: str
    """One of :data:`geomap.schema.DATE_PRECISIONS`."""
    text: str
    """The words it was read from."""
    anchor: int | None = None
    """Days from the day told of last, where the words count from it: "the next day" is 1."""
    weak: bool = False
    """Gives way to any other date of its sentence: "in the morning", "since May"."""


_MONTHS: Final = {
    prefix: number
    for number, prefixes in enumerate((
        "jan січ янв", "feb лют фев", "mar бер мар", "apr кві апр", "may тра май мая мае", "jun чер июн",
        "jul лип июл", "aug сер авг",
        "sep вер сен", "oct жов окт", "nov лис ноя", "dec гру дек"), start=1)
    for prefix in prefixes.split()
}  # fmt: skip
_DAYS: Final = {
    prefix: number
    for number, prefixes in enumerate((
        "monday понеділ понедел", "tuesday вівтор вторник", "wednesday серед сред", "thursday четвер четвр",
        "friday п'ятниц пятниц п'ятнич пятнич",
        "saturday субот суббот", "sunday неділ воскрес недільн"))
    for prefix in prefixes.split()
}  # fmt: skip
_NUMBERS: Final = {
    word: number
    for number, words in {
        1: "a an one один одну", 2: "two два дві двоє двох двома две двое двух двумя пару", 3: "three три трьох "
            "трьома трёх "
        "трех тремя кілька декілька кількох несколько нескольких several few", 4: "four чотири чотирьох четыре "
            "четырёх четырех",
        5: "five п'ять п'яти пять пяти", 6: "six шість шесть шести", 7: "seven сім семи семь", 8: "eight вісім восемь",
        9: "nine дев'ять девять", 10: "ten десять десяти",
    }.items()
    for word in words.split()
} | {"a few": 3, "a couple of": 2, "couple of": 2}  # fmt: skip
_ORDINALS: Final = {
    stem: number
    for number, stems in enumerate((
        "перш перв", "друг втор", "трет", "четверт четвёрт", "п'ят пят",
        "шост шест", "сьом седьм", "восьм", "дев'ят девят",
        "десят", "одинадцят одиннадцат", "дванадцят двенадцат", "тринадцят тринадцат", "чотирнадцят четырнадцат",
        "п'ятнадцят пятнадцат", "шістнадцят шестнадцат", "сімнадцят семнадцат", "вісімнадцят восемнадцат",
        "дев'ятнадцят девятнадцат", "двадцят двадцат"), start=1)
    for stem in stems.split()
}  # fmt: skip
#: The first letters of "second", "third", "fourth" in three languages; anything else is the first.
_NTH: Final = {"se": 1, "др": 1, "вт": 1, "th": 2, "тр": 2, "fo": 3, "че": 3}
_ONE: Final = timedelta(days=1)
_Match = re.Match[str]


def month_of(word: str) -> int:
    """Return the number of a month's name in any of its forms."""
    return _MONTHS[word[:3]]


def _group(match: _Match, *names: str) -> str:
    """Return the first of the groups that matched, "" when none did or the expression has none such."""
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), "")


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS.get(word, 1)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(match: _Match, month: int, day: int, published: date | None) -> date | None:
    """Return the day: with its year, or the latest one not well after publication."""
    year = _group(match, "y")
    if year:
        return _make(int(year), month, day)
    if published is None:
        return None
    if _group(match, "ly"):
        return _make(published.year - 1, month, day)
    found = _make(published.year, month, day)
    if found is not None and found > published + 2 * _ONE:
        found = _make(published.year - 1, month, day)
    return found


def _weekday(word: str, published: date) -> date:
    number = next(value for prefix, value in _DAYS.items() if word.startswith(prefix))
    return published - timedelta(days=(published.weekday() - number) % 7)


def _day(match: _Match, published: date | None) -> When | None:
    month = _group(match, "m2")
    day = _dated(match, int(month) if month else month_of(match["m"]), int(match["d"]), published)
    return When(day, day, "day", match[0]) if day else None


def _night_of(match: _Match, published: date | None) -> When | None:
    found = _day(match, published)
    return When(found.start - _ONE, found.start, "night", match[0]) if found else None


def _range(match: _Match, published: date | None) -> When | None:
    day = _dated(match, month_of(match["m"]), int(match["d"]), published)
    last = _make(day.year, day.month, int(match["d2"])) if day else None
    return When(day, last, "interval", match[0]) if day and last and last >= day else None


def _cross(match: _Match, published: date | None) -> When | None:
    last = _dated(match, month_of(match["m2"]), int(match["d2"]), published)
    month = month_of(match["m"])
    first = _make(last.year - (month > last.month), month, int(match["d"])) if last else None
    return When(first, last, "interval", match[0]) if first and last and first <= last else None


def _ordinal(match: _Match, published: date | None) -> When | None:
    word = match["o"]
    number = next((_ORDINALS[word[:size]] for size in range(len(word), 2, -1) if word[:size] in _ORDINALS), 0)
    day = _dated(match, month_of(match["m"]), number, published) if number else None
    return When(day, day, "day", match[0]) if day else None


def _whole_month(match: _Match, published: date | None) -> When | None:
    month = month_of(match["m"])
    if year := _group(match, "y"):
        number = int(year)
    elif published is not None:
        number = published.year - bool(_group(match, "ly") or month > published.month)
    else:
        return None
    last = date(number, month, calendar.monthrange(number, month)[1])
    return When(date(number, month, 1), last, "month", match[0])


def _so_far(match: _Match, published: date | None) -> When | None:
    """Return a month, up to publication when it is that of publication."""
    whole = _whole_month(match, published)
    if whole is None or published is None or not whole.start <= published < whole.end:
        return whole
    return When(whole.start, published, "month", match[0])


def _last_day(match: _Match, published: date | None) -> When | None:
    year = _group(match, "y", "y3", "y4")
    if not year and published is None:
        return None
    month = month_of(_group(match, "m", "m3", "m4"))
    number = int(year) if year else published.year if published else 0
    day = date(number, month, calendar.monthrange(number, month)[1])
    if not year and published is not None and (day > published or _group(match, "ly", "ly3", "ly4")):
        day = date(number - 1, month, calendar.monthrange(number - 1, month)[1])
    return When(day, day, "day", match[0])


#: First month of a season, by the beginning of its name in three languages.
_SEASON_MONTHS: Final = {"wi": 12, "sp": 3, "su": 6, "au": 9, "fa": 9, "зи": 12, "вз": 12, "ве": 3, "на": 3, "лі": 6,
    "вл": 6, "ле": 6,
                         "ос": 9, "во": 9}  # fmt: skip


def _season(match: _Match, published: date | None) -> When | None:
    """Return three months: of the year that is said, of the last such season, or of the one before it for "last"."""
    month = _SEASON_MONTHS[_group(match, "s", "s2", "s3")[:2]]
    year = _group(match, "y", "y3")
    if year:
        number = int(year)
    elif published is not None:
        number = published.year - (date(published.year, month, 1) > published)
        which = _group(match, "which")
        if which.startswith(("last", "минул", "торіш", "прошл")) and (published - date(number, month, 1)).days < 90:
            number -= 1
    else:
        return None
    after = date(number + (month + 3 > 12), (month + 2) % 12 + 1, 1)
    end = after - _ONE
    return When(date(number, month, 1), min(end, published) if published else end, "month", match[0])


def _part(match: _Match, published: date | None) -> When | None:
    """Return a third of a month: its first ten days, the ten in the middle, the rest."""
    whole = _whole_month(match, published)
    if whole is None:
        return None
    nth = _NTH.get(_group(match, "part")[:2], 0)
    first, last = whole.start, whole.end
    if _group(match, "middle") or nth == 1:
        return When(first.replace(day=11), first.replace(day=20), "week", match[0])
    if _group(match, "late") or nth == 2:
        return When(first.replace(day=21), last, "week", match[0])
    return When(first, first.replace(day=10), "week", match[0])


def _half(match: _Match, published: date | None) -> When | None:
    whole = _whole_month(match, published)
    if whole is None:
        return None
    if _NTH.get(match["half"][:2], 0):
        return When(whole.start.replace(day=16), whole.end, "month", match[0])
    return When(whole.start, whole.start.replace(day=15), "month", match[0])


def _week_of(match: _Match, published: date | None) -> When | None:
    """Return the n-th week of a month, Monday to Sunday, of those that begin in it."""
    whole = _whole_month(match, published)
    if whole is None:
        return None
    monday = whole.start + timedelta(days=-whole.start.weekday() % 7 + 7 * _NTH.get(match["nth"][:2], 0))
    return When(monday, monday + 6 * _ONE, "week", match[0])


def _since_start(match: _Match, published: date | None) -> When | None:
    whole = _whole_month(match, published)
    return When(whole.start, min(whole.end, published or whole.end), "month", match[0]) if whole else None


def _since_month(match: _Match, published: date | None) -> When | None:
    whole = _whole_month(match, published)
    return When(whole.start, whole.end, "month", match[0], weak=True) if whole else None


def _since_day(match: _Match, published: date | None) -> When | None:
    day = _dated(match, month_of(match["m"]), int(match["d"]), published)
    return When(day, max(day, published or day), "interval", match[0], weak=True) if day else None


def _easter(year: int) -> date:
    """Return Easter Sunday of the western churches (Anonymous Gregorian algorithm)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    x = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + x - 7 * ((a + 11 * h + 22 * x) // 451) + 114, 31)
    return date(year, month, day + 1)


def _pascha(year: int) -> date:
    """Return Easter Sunday of the eastern churches, in the calendar of today (Meeus, 1900-2099)."""
    d = (19 * (year % 19) + 15) % 30
    month, day = divmod(d + (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7 + 114, 31)
    return date(year, month, day + 1) + 13 * _ONE


def _feast(match: _Match, published: date | None) -> When | None:
    if published is None:
        return None
    cyrillic = match[0][0] > "z"
    count = _pascha if cyrillic or match["orthodox"] or match["palm"] else _easter
    offset = -7 if match["palm"] else -2 if match["good"] else 0
    days = [count(year) + offset * _ONE for year in (published.year, published.year - 1)]
    day = days[0] if days[0] <= published + _ONE else days[1]
    return When(day, day, "day", match[0])


def _holiday(match: _Match, published: date | None) -> When | None:
    name = match.lastgroup
    if published is None or name is None:
        return None
    day = _dated(match, int(name[1:3]), int(name[3:5]), published)
    return When(day, day, "day", match[0]) if day else None


_Relative = Callable[[_Match, date], When | None]


def _fixed(first: int, last: int, precision: str, weak: bool = False) -> _Relative:
    """Days counted from publication."""
    return lambda match, published: When(
        published + first * _ONE, published + last * _ONE, precision, match[0], weak=weak
    )


def _of_week(first: int, last: int | None, precision: str) -> _Relative:
    """Days counted from the Monday of the week of publication; up to publication when ``last`` is None."""

    def read(match: _Match, published: date) -> When:
        monday = published - published.weekday() * _ONE
        end = published if last is None else min(published, monday + last * _ONE)
        return When(monday + first * _ONE, max(end, monday + first * _ONE), precision, match[0])

    return read


def _weekend(match: _Match, published: date) -> When:
    monday = published - published.weekday() * _ONE
    if published.weekday() < 5:
        return When(monday - 2 * _ONE, monday - _ONE, "interval", match[0])
    return When(monday + 5 * _ONE, published, "interval", match[0])


def _weekday_said(match: _Match, published: date) -> When:
    day = _weekday(match["w"], published)
    if match["last"] and day == published:
        day -= 7 * _ONE
    if match["night"]:
        return When(day, day + _ONE, "night", match[0])
    return When(day, day, "day", match[0])


def _weekdays(match: _Match, published: date) -> When:
    last = _weekday(match["w2"], published)
    first = _weekday(match["w"], last)
    return When(first, last, "interval", match[0])


def _nth(match: _Match, published: date) -> When | None:
    number = int(_group(match, "d", "d2", "d3"))
    day = _make(published.year, published.month, number)
    if day is None or day > published + 2 * _ONE:
        before = published.replace(day=1) - _ONE
        day = _make(before.year, before.month, number)
    return When(day, day, "day", match[0]) if day else None


def _night_nth(match: _Match, published: date) -> When | None:
    found = _nth(match, published)
    return When(found.start - _ONE, found.start, "night", match[0]) if found else None


def _unit_days(unit: str) -> int:
    """Return the days of a unit: 0 for hours, 30 for months."""
    if unit.startswith(("hour", "год", "час")):
        return 0
    if unit.startswith(("week", "тиж", "недел", "неділ")):
        return 7
    if unit.startswith("fortnight"):
        return 14
    return 30 if unit.startswith(("month", "міся", "меся")) else 1


def _ago(match: _Match, published: date) -> When:
    unit = _group(match, "u", "u2", "u3")
    count, days = _number(_group(match, "n", "n2") or "1"), _unit_days(unit)
    if days == 0:
        return When(published, published, "day", match[0])
    if days == 30:
        year, month = divmod(published.year * 12 + published.month - 1 - min(count, 600), 12)
        last = calendar.monthrange(year, month + 1)[1]
        return When(date(year, month + 1, 1), date(year, month + 1, last), "month", match[0])
    day = published - count * days * _ONE
    if days == 1:
        return When(day, day, "day", match[0])
    monday = day - day.weekday() * _ONE
    return When(monday, monday + 6 * _ONE, "week", match[0])


def _before(match: _Match, published: date) -> When:
    unit = _group(match, "u", "u2", "u3") or "day"
    count, days = _number(_group(match, "n", "n2") or "1"), _unit_days(unit)
    if days == 0:
        return When(published, published, "day", match[0], anchor=0)
    if days != 1:
        return _ago(match, published)
    day = published - count * _ONE
    return When(day, day, "day", match[0], anchor=-count)


def _after(match: _Match, published: date) -> When | None:
    count = _number(_group(match, "n", "n2", "n3") or "1") * _unit_days(_group(match, "u", "u2", "u3"))
    return When(published, published, "day", match[0], anchor=count, weak=True) if count else None


def _recent_units(match: _Match, published: date) -> When | None:
    count, days = _number(_group(match, "n", "n2", "n3")), _unit_days(_group(match, "u", "u2", "u3"))
    if days == 30 or count > 100:
        return None
    if days == 0:
        return When(
            published - max(1, -(-count // 24)) * _ONE, published, "day" if count <= 24 else "interval", match[0]
        )
    length = count * days
    if length == 1:
        return When(published - _ONE, published, "day", match[0])
    return When(published - (length if length < 7 else length - 1) * _ONE, published,
                "week" if length == 7 else "interval", match[0])  # fmt: skip


def _month_before(match: _Match, published: date) -> When:
    last = published.replace(day=1) - _ONE
    return When(last.replace(day=1), last, "month", match[0])


_TODAY: Final = re.compile(r"today|tonight|this|сьогодні|сегодня|цього|этим")
_BEFORE_TOLD: Final = re.compile(r"the (?:previous day|day before)|накануне|напередодні|попереднього|предыдущ")

#: Expressions that may hold their own year; they need no day of publication then.
_CALENDAR: Final[dict[str, Callable[[_Match, date | None], When | None]]] = {
    "iso": _day, "dotted": _day, "day": _day, "night_of": _night_of, "range": _range, "cross": _cross,
    "ordinal": _ordinal, "month_year": _whole_month, "month_adjective": _whole_month, "month_in": _so_far,
    "last_day": _last_day, "season": _season,
    "part": _part, "third": _part, "first_days": _part, "half": _half, "week_of": _week_of, "since_start": _since_start,
    "since_month": _since_month, "since_day": _since_day, "feast": _feast, "holiday": _holiday,
}  # fmt: skip
_RELATIVE: Final[dict[str, _Relative]] = {
    "night_nth": _night_nth, "nth": _nth, "ago": _ago, "before": _before, "after": _after,
    "recent_units": _recent_units,
    "night_day": lambda match, published: When(
        _weekday(match["w"], published) - _ONE, _weekday(match["w"], published), "night", match[0]),
    "new_year_night": lambda match, published: When(
        date(published.year - 1, 12, 31), date(published.year, 1, 1), "night", match[0]),
    "next_day": lambda match, published: When(published, published, "day", match[0], anchor=1, weak=True),
    "recent_days": _fixed(-6, 0, "week"), "evening_before": _fixed(-1, -1, "day"), "overnight": _fixed(-1, 0, "night"),
    "before_yesterday": _fixed(-2, -2, "day"), "past_day": _fixed(-1, 0, "day"), "start_of_day": _fixed(0, 0, "day"),
    "yesterday": lambda match, published: When(
        published - _ONE, published - _ONE, "day", match[0], anchor=-1 if _BEFORE_TOLD.match(match[0]) else None),
    "part_of_day": lambda match, published: When(
        published, published, "day", match[0], anchor=None if _TODAY.search(match[0]) else 0,
        weak=not _TODAY.search(match[0])),
    "past_week": _fixed(-6, 0, "week"), "week_before_last": lambda match, published: When(
        published - (published.weekday() + 14) * _ONE, published - (published.weekday() + 8) * _ONE, "week", match[0]),
    "week_start": _of_week(0, 1, "week"), "this_week": _of_week(0, None, "week"), "last_week": _of_week(-7, -1, "week"),
    "last_week_start": _of_week(-7, -6, "week"), "week_end": _of_week(-2, -1, "interval"), "weekend": _weekend,
    "weekday": _weekday_said, "weekdays": _weekdays,
    "since_weekday": lambda match, published: When(
        _weekday(match["w"], published), published, "interval", match[0], weak=True),
    "last_month": _month_before,
    "this_month": lambda match, published: When(published.replace(day=1), published, "month", match[0]),
    "last_year": lambda match, published: When(
        date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), "year", match[0], weak=True),
}  # fmt: skip


def span_of(name: str, match: _Match, published: date | None) -> When | None:
    """Return the days of a match of the expression ``name``; None when they lie ahead or cannot be known.

    Raises nothing: days that no calendar has, and days before the first year, give None.
    """
    try:
        if name in _CALENDAR:
            return _CALENDAR[name](match, published)
        if published is None or name not in _RELATIVE:
            return None
        return _RELATIVE[name](match, published)
    except (ValueError, OverflowError):
        return None

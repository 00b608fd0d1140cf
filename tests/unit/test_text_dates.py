"""Relative dates against the day of publication."""

from __future__ import annotations

from datetime import date

import pytest

from geomap.errors import InputError
from geomap.text.dates import find_dates, parse_published
from geomap.text.sentences import lower

FRIDAY = date(2024, 12, 27)


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("launched in an overnight attack on Friday", "2024-12-26", "2024-12-27", "night"),
        ("overnight", "2024-12-26", "2024-12-27", "night"),
        ("on Friday", "2024-12-27", "2024-12-27", "day"),
        ("on Monday", "2024-12-23", "2024-12-23", "day"),
        ("on Thursday night", "2024-12-26", "2024-12-27", "night"),
        ("earlier this week", "2024-12-23", "2024-12-27", "week"),
        ("in the past week", "2024-12-21", "2024-12-27", "week"),
        ("last week", "2024-12-16", "2024-12-22", "week"),
        ("over the past day", "2024-12-26", "2024-12-27", "day"),
        ("three days ago", "2024-12-24", "2024-12-24", "day"),
        ("on 24 and 25 December", "2024-12-24", "2024-12-25", "interval"),
        ("on December 24, 2023", "2023-12-24", "2023-12-24", "day"),
        ("last month", "2024-11-01", "2024-11-30", "month"),
        ("in October", "2024-10-01", "2024-10-31", "month"),
        ("у ніч на 26 грудня", "2024-12-25", "2024-12-26", "night"),
        ("уночі проти п'ятниці дрони; вночі", "2024-12-26", "2024-12-27", "night"),
        ("минулої доби", "2024-12-26", "2024-12-27", "day"),
        ("у п’ятницю", "2024-12-27", "2024-12-27", "day"),
        ("учора", "2024-12-26", "2024-12-26", "day"),
        ("за сутки", "2024-12-26", "2024-12-27", "day"),
        ("в ночь на пятницу", "2024-12-26", "2024-12-27", "night"),
        ("26 декабря", "2024-12-26", "2024-12-26", "day"),
        ("с 16 по 22 ноября", "2024-11-16", "2024-11-22", "interval"),
        ("на прошлой неделе", "2024-12-16", "2024-12-22", "week"),
        ("30 грудня", "2023-12-30", "2023-12-30", "day"),
    ],
)  # fmt: skip
def test_dates(text: str, start: str, end: str, precision: str) -> None:
    when = find_dates(lower(text), FRIDAY)[0][1]
    assert (when.start.isoformat(), when.end.isoformat(), when.precision) == (start, end, precision)


@pytest.mark.parametrize(
    "text", ["", "12 km from the front", "13 of 24 drones", "the 47th brigade", "на 99 грудня", "в мае районе"]
)
def test_no_date_is_invented(text: str) -> None:
    assert [w for _, w in find_dates(lower(text), FRIDAY) if w.precision != "month"] == []


def test_relative_dates_need_the_day_of_publication() -> None:
    assert find_dates("on friday, yesterday and overnight", None) == []
    assert find_dates("on 24 december 2024", None)[0][1].start == date(2024, 12, 24)


def test_published() -> None:
    assert parse_published("2024-12-27T10:00:00Z") == FRIDAY
    assert parse_published(None) is None
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        parse_published("27.12.2024")


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("in the weekly report of 27 December", "2024-12-21", "2024-12-27", "week"),
        ("следует из недельной сводки от 27 декабря", "2024-12-21", "2024-12-27", "week"),
        ("на воскресном брифинге", "2024-12-22", "2024-12-22", "day"),
        ("на суботньому чи недільному брифінгу", "2024-12-22", "2024-12-22", "day"),
        ("at the end of last week", "2024-12-21", "2024-12-22", "interval"),
        ("has been in its hands since the weekend", "2024-12-21", "2024-12-22", "interval"),
        ("in the third week of November", "2024-11-18", "2024-11-24", "week"),
        ("другого тижня листопада", "2024-11-11", "2024-11-17", "week"),
        ("вересень 2022-го: підсумки", "2022-09-01", "2022-09-30", "month"),
    ],
)  # fmt: skip
def test_weeks_and_briefings(text: str, start: str, end: str, precision: str) -> None:
    when = find_dates(lower(text), FRIDAY)[0][1]
    assert (when.start.isoformat(), when.end.isoformat(), when.precision) == (start, end, precision)

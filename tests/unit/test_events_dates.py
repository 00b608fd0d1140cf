"""Dates as reports write them; an order of day and month that nothing settles is never guessed."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from geomap.events import read_events
from geomap.events.dates import read_dates


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2024-12-27", "2024-12-27", "2024-12-27", "day"),
        ("20241227", "2024-12-27", "2024-12-27", "day"),
        ("2024/12/27", "2024-12-27", "2024-12-27", "day"),
        ("2024-12-27T23:30:00Z", "2024-12-27", "2024-12-27", "day"),
        ("2024-12-27T01:30:00.123+02:00", "2024-12-27", "2024-12-27", "day"),
        ("2024-12-27 14:05", "2024-12-27", "2024-12-27", "day"),
        ("27.12.2024", "2024-12-27", "2024-12-27", "day"),
        ("3.4.2024", "2024-04-03", "2024-04-03", "day"),
        ("27.12.2024 08:15", "2024-12-27", "2024-12-27", "day"),
        ("27/12/2024", "2024-12-27", "2024-12-27", "day"),
        ("05/05/2024", "2024-05-05", "2024-05-05", "day"),
        ("27 December 2024", "2024-12-27", "2024-12-27", "day"),
        ("27th Dec. 2024", "2024-12-27", "2024-12-27", "day"),
        ("December 27, 2024", "2024-12-27", "2024-12-27", "day"),
        ("27 грудня 2024", "2024-12-27", "2024-12-27", "day"),
        ("27 грудня 2024 року", "2024-12-27", "2024-12-27", "day"),
        ("27 декабря 2024 г.", "2024-12-27", "2024-12-27", "day"),
        ("1 ТРАВНЯ 2023", "2023-05-01", "2023-05-01", "day"),
        ("2024-12", "2024-12-01", "2024-12-31", "month"),
        ("February 2024", "2024-02-01", "2024-02-29", "month"),
        ("лютий 2023", "2023-02-01", "2023-02-28", "month"),
        ("2024", "2024-01-01", "2024-12-31", "year"),
        ("2024-12-23/2024-12-27", "2024-12-23", "2024-12-27", "interval"),
        ("2024-11/2024-12", "2024-11-01", "2024-12-31", "interval"),
        ("23.12.2024 – 27.12.2024", "2024-12-23", "2024-12-27", "interval"),
        ("2024-12-23 - 2024-12-27", "2024-12-23", "2024-12-27", "interval"),
        ("from 23 December 2024 to 27 December 2024", "2024-12-23", "2024-12-27", "interval"),
        ("з 23 грудня 2024 до 27 грудня 2024", "2024-12-23", "2024-12-27", "interval"),
    ],
)
def test_forms(text, start, end, precision):
    dates = read_dates([text])
    assert dates.reasons == {}
    assert (str(dates.start[0]), str(dates.end[0]), dates.precision[0]) == (start, end, precision)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("yesterday", "'yesterday' is no date geomap can read; write it as 2024-12-27"),
        ("2024-02-30", "'2024-02-30' is not in the calendar; correct it"),
        ("1527-02-04", "'1527-02-04' has the year 1527, outside 1900 to 2100; correct it"),
        ("27.12.24", "'27.12.24' is no date geomap can read; write it as 2024-12-27"),
        ("45653", "'45653' is no date geomap can read; write it as 2024-12-27"),
        ("2024-12-27/2024-12-23", "'2024-12-27/2024-12-23' ends before it starts; write the earlier date first"),
        (
            "03/04/2024",
            "'03/04/2024' can mean 3 April 2024 or 4 March 2024; "
            "pass dayfirst=True or dayfirst=False, or write it as 2024-12-27",
        ),
        (
            "12.27.2024",
            "'12.27.2024' has no month 27 when read day first; pass dayfirst=False if the month comes first",
        ),
        ("1" * 80, "a date of 80 characters cannot be read; write it as 2024-12-27"),
    ],
)
def test_unreadable(text, reason):
    dates = read_dates([text])
    assert dates.reasons == {0: reason}
    assert dates.start == [None]


def test_dayfirst_decides():
    assert str(read_dates(["03/04/2024"], True).start[0]) == "2024-04-03"
    assert str(read_dates(["03/04/2024"], False).start[0]) == "2024-03-04"
    assert read_dates(["12/27/2024"], True).reasons == {
        0: "'12/27/2024' has no month 27 when read day first; pass dayfirst=False if the month comes first"
    }


def test_the_column_settles_the_order_and_says_so():
    dates = read_dates(["03/04/2024", "27/12/2024"], column="date")
    assert str(dates.start[0]) == "2024-04-03"
    assert dates.notes == [
        "column 'date': dates such as 03/04/2024 are read day first, because '27/12/2024' can only be read so"
    ]
    assert str(read_dates(["03/04/2024", "12/27/2024"]).start[0]) == "2024-03-04"


def test_a_column_that_contradicts_itself_settles_nothing():
    dates = read_dates(["03/04/2024", "27/12/2024", "12/27/2024"])
    assert list(dates.reasons) == [0]
    assert str(dates.start[1]) == str(dates.start[2]) == "2024-12-27"


def read(text: str, **options):
    return read_events(io.BytesIO(text.encode()), **options)


def test_start_and_end_columns():
    events = read(
        "place,date_start,date_end\na,2024-12-23,2024-12-27\nb,2024-12-27,2024-12-27\nc,2024-12-27,\nd,,2024-12\ne,,\n"
    )
    assert events["date_precision"].tolist() == ["interval", "day", "day", "unknown", "unknown"]
    assert events["date_end"].dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        "2024-12-27",
        "2024-12-27",
        "",
        "2024-12-31",
        "",
    ]


def test_end_before_start_is_listed():
    events = read("place,start,end\na,2024-12-27,2024-12-23\n")
    assert pd.isna(events["date_end"][0])
    assert events["date_start"][0] == pd.Timestamp("2024-12-27")
    assert events.attrs["rejected"] == [
        {
            "row": 1,
            "column": "end",
            "value": "2024-12-23",
            "reason": "the event ends on 2024-12-23, before it starts on 2024-12-27; correct one of them",
        }
    ]


def test_given_precision_is_kept_but_never_without_a_date():
    events = read("place,date,date_precision\na,2024-12-23/2024-12-27,week\nb,,day\nc,2024-12-27,точно\n")
    assert events["date_precision"].tolist() == ["week", "unknown", "day"]

"""Any text can be read; offsets hold; cost is linear; a part does not change the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from effort import calls, ends_within
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.resolve.report_regions import name_index
from geomap.text.nameindex import NameIndex
from geomap.text.report import read_text

WORDS = st.sampled_from(
    "Russia Ukraine's Kyiv Moscow said denied captured near towards from in the village of Ivanivka Donetsk region "
    "Харків Харкові обстріл Генштаб повідомив під "
    "Покровськом напрямку і та , . \n « » “ ” – 13 of 24 drones понад 50 дронів on Friday overnight у ніч на 27 "
    "грудня взяли Суджу Курской области с. м. обл. "
    "ВИБУХИ X Y-Z 12 km north of Storm Shadow Kim Jong Un РФ U.S.".split(" ")
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@pytest.fixture(scope="module")
def index(gazetteer: Any) -> NameIndex:
    return name_index(gazetteer)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_is_read(text: str, index: NameIndex) -> None:
    report = read_text(text, index, published=date(2024, 12, 27))
    last = 0
    for mention in report.mentions:
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= last
        last = mention.end
    for draft in report.drafts:
        assert 0 <= draft.start < draft.end <= len(text)
        assert all(draft.start <= report.mentions[n].start < draft.end for n in draft.mentions)
        for count in draft.counts:
            assert count.low is None or count.high is None or count.low <= count.high or count.text
        assert draft.when is None or draft.when.start <= draft.when.end


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_reading_is_deterministic(text: str, index: NameIndex) -> None:
    first, second = (read_text(text, index, published=date(2024, 12, 27)) for _ in range(2))
    assert first.mentions == second.mentions
    assert first.drafts == second.drafts


#: What the expressions begin with, over and over: none may go back and forth over a long sentence.
PIECES = [
    "destroyed the ", "raised a ", "24, ", "between Monday and ", "over the past ", "знищено ", "brought a ", "флаг ",
    "вбито і ", "під ", "24 грудня та ", "the first half of ", "governor of the ", "за словами ", "у ніч на 24 ",
    "(the ",
    "за останні ", "became as ", "were the ", "не з ",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_no_phrase_explodes(piece: str, index: NameIndex) -> None:
    with ends_within(60):
        for end in ("", ".", " Kharkiv.", " Харків", "\n"):
            read_text(piece * 2_000 + end, index, published=date(2024, 12, 27))


@pytest.mark.parametrize("piece", ["«", "Kyiv, ", "near ", "Kyiv said ", "12 km ", "а.", "у ніч на ", "–", "Харків і "])
def test_long_texts_are_linear(piece: str, index: NameIndex) -> None:
    def read(times: int) -> object:
        return read_text(piece * times, index, published=date(2024, 12, 27))

    read(100)
    assert calls(lambda: read(4_000)) <= 4.5 * calls(lambda: read(1_000)) + 500
    with ends_within(120):
        read(50_000)

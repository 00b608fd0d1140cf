"""Sentences and words of reports."""

from __future__ import annotations

import pytest

from geomap.text.sentences import read, split


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Shelling hit с. Іванівка. Gen. Smith left.", ["Shelling hit с. Іванівка.", "Gen. Smith left."]),
        ("Обстріляно м. Харків та смт. Печеніги. Поранено 3 ос. людей.",
         ["Обстріляно м. Харків та смт. Печеніги.", "Поранено 3 ос. людей."]),
        ("Удар у Донецькій обл. Загинули двоє.", ["Удар у Донецькій обл.", "Загинули двоє."]),
        ("Headline without a stop\nFirst sentence. Second!", ["Headline without a stop", "First sentence.", "Second!"]),
        ("The U.S. said so. V. Zelensky left.", ["The U.S. said so.", "V. Zelensky left."]),
        ("«Взято», – сказав він. Далі тиша…", ["«Взято», – сказав він.", "Далі тиша…"]),
        ("", []),
        (" \n\n ", []),
    ],
)  # fmt: skip
def test_split(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in split(text)] == parts


def test_offsets_survive_letters_that_grow() -> None:
    text = "İİ ıß Харків. Київ."
    reading = read(text)
    assert [text[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)] == [
        "İİ",
        "ıß",
        "Харків",
        "Київ",
    ]


def test_capitals() -> None:
    sentences = read("ВИБУХИ У ХАРКОВІ ВНОЧІ\nУ Харкові лунали вибухи.").sentences
    assert [sentence.shouted for sentence in sentences] == [True, False]


def test_endless_sentence_is_cut() -> None:
    assert max(end - start for start, end in split("слово " * 5000)) <= 2000

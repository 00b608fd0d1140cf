"""Numbers with their bounds."""

from __future__ import annotations

import pytest

from geomap.text.numbers import find_counts
from geomap.text.sentences import lower


@pytest.mark.parametrize(
    ("text", "low", "high", "of"),
    [
        ("more than 10,000 soldiers", 10000, None, "soldiers"),
        ("3,000 North Korean troops have been killed and wounded", 3000, 3000,
            "North Korean troops killed and wounded"),
        ("13 out of 24 Russian drones", 13, 13, "Russian drones"),
        ("понад 50 дронів", 50, None, "дронів"),
        ("десятки людей", 20, None, "людей"),
        ("At least three people", 3, None, "people"),
        ("up to 200 settlements", None, 200, "settlements"),
        ("from 5 to 7 tanks", 5, 7, "tanks"),
        ("уничтожено более 1 200 военнослужащих", 1200, None, "военнослужащих"),
        ("3 тис. людей", 3000, 3000, "людей"),
        ("двоє людей", 2, 2, "людей"),
    ],
)  # fmt: skip
def test_counts(text: str, low: int | None, high: int | None, of: str) -> None:
    count = find_counts(text, lower(text))[0]
    assert (count.low, count.high, count.of) == (low, high, of)


@pytest.mark.parametrize(
    "text",
    [
        "on 24 December",
        "12 km from the town",
        "a 34-year-old man",
        "40 percent of the town",
        "in 2024",
        "о 17:20",
        "24 hours",
        "6 місяців",
    ],
)
def test_not_counts(text: str) -> None:
    assert find_counts(text, lower(text)) == []

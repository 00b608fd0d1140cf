"""Dates as the news write them, made before the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geomap.text.dates import find_dates
from geomap.text.sentences import lower
from geomap.text.timing import main_date

FRIDAY = date(2024, 12, 27)
FOLDER = Path(__file__).parents[1] / "golden" / "reading"


def rows(name: str, cells: int) -> list[Any]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [
        pytest.param(*(cell.strip() for cell in line.split("|", cells - 1)), id=f"{name}-{number}")
        for number, line in enumerate(lines, start=1) if line and not line.startswith("#")
    ]  # fmt: skip


@pytest.mark.parametrize(("first", "last", "precision", "text"), rows("dates", 4))
def test_date(first: str, last: str, precision: str, text: str) -> None:
    low = lower(text)
    found = find_dates(low, FRIDAY)
    when = main_date(found, low) if found else None
    expected = None if first == "-" else (first, first if last == "=" else last, precision)
    assert (when and (when.start.isoformat(), when.end.isoformat(), when.precision)) == expected

"""Sentences as the news write them, made before the rules: places with their parts, kind, status, gain."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geomap.resolve.report_regions import name_index
from geomap.text.nameindex import NameIndex
from geomap.text.report import read_text

FRIDAY = date(2024, 12, 27)
FOLDER = Path(__file__).parents[1] / "golden" / "reading"
ROLES = {"e": "event", "t": "towards", "o": "origin", "s": "speaker", "b": "background"}
PLACE = re.compile(r"\[([^\]:]+):([etosb])\]")


def rows(name: str) -> list[Any]:
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [
        pytest.param(*(cell.strip() for cell in line.split("|", 3)), id=f"{name}-{number}")
        for number, line in enumerate(lines, start=1) if line and not line.startswith("#")
    ]  # fmt: skip


@pytest.fixture(scope="module")
def index(gazetteer: Any) -> NameIndex:
    return name_index(gazetteer)


@pytest.mark.parametrize(
    ("kind", "status", "favours", "marked"), [row for language in ("en", "uk", "ru") for row in rows(language)]
)
def test_sentence(kind: str, status: str, favours: str, marked: str, index: NameIndex) -> None:
    report = read_text(PLACE.sub(r"\1", marked), index, published=FRIDAY)
    assert [(m.text, m.role) for m in report.mentions] == [(name, ROLES[role]) for name, role in PLACE.findall(marked)]
    found = [(draft.kind, draft.status, draft.favours or "-") for draft in report.drafts]
    assert found == ([] if kind == "-" else [(kind, status, favours)])

"""``geomap report`` from file and standard input to every output."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = "Russia says it took Ivanivka in the Donetsk region.\nShelling hit Kupiansk on Friday, the governor said.\n"


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "geomap", "report", *arguments], input=stdin, capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_csv(report: Path, tmp_path: Path, gazetteer: object) -> None:
    target = tmp_path / "drafts.csv"
    result = run(str(report), "--published", "2024-12-27", "--source", "Press", "-o", str(target))
    assert result.returncode == 0, result.stderr
    assert result.stdout == b""
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert [row["place"] for row in rows] == ["Ivanivka", "Kupiansk"]
    assert rows[0]["claim_status"] == "claimed"
    assert rows[1]["date_start"] == "2024-12-27"
    assert "2 drafts from" in result.stderr.decode()


def test_standard_input_to_geojson(gazetteer: object) -> None:
    result = run("-", "--published", "2024-12-27", stdin=TEXT.encode())
    assert result.returncode == 0, result.stderr
    features = json.loads(result.stdout)["features"]
    assert [feature["properties"]["event_type"] for feature in features] == ["control_change", "shelling"]


def test_review_page(report: Path, tmp_path: Path, gazetteer: object) -> None:
    target = tmp_path / "drafts.html"
    assert run(str(report), "-o", str(target)).returncode == 0
    page = target.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Ivanivka" not in page  # texts travel encoded
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    ("content", "arguments", "message"),
    [
        (None, (), "cannot read the report"), (b"\xff\xfe\x00bad", (), "not UTF-8"),
        (b"text", ("--published", "yesterday"), "YYYY-MM-DD"), (b"text", ("-o", "x.docx"), "names no format"),
    ],
)  # fmt: skip
def test_errors(
    content: bytes | None, arguments: tuple[str, ...], message: str, tmp_path: Path, gazetteer: object
) -> None:
    path = tmp_path / "report.txt"
    if content is not None:
        path.write_bytes(content)
    result = run(str(path), *arguments)
    assert result.returncode == 1
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr

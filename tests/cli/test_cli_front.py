"""`geomap front`: a day, a range, a comparison."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

LEDGER = """place,region,country,holder,date,published_at,claimant,claimant_side,evidence,source,root
Lyman,Donetsk Oblast,UA,UA,2024-10-01,2024-10-01,ISW,neutral,third_party_assessment,ISW,isw
Kreminna,Luhansk Oblast,UA,RU,2024-10-01,2024-10-01,ISW,neutral,third_party_assessment,ISW,isw
Kupiansk,Kharkiv Oblast,UA,UA,2024-10-01,2024-10-01,ISW,neutral,third_party_assessment,ISW,isw
Svatove,Luhansk Oblast,UA,RU,2024-10-01,2024-10-01,ISW,neutral,third_party_assessment,ISW,isw
Sloviansk,Donetsk Oblast,UA,UA,2024-10-01,2024-10-01,ISW,neutral,third_party_assessment,ISW,isw
Zahryzove,Kharkiv Oblast,UA,RU,2024-12-27,2024-12-27,Russia,RU,claim,press,mod_ru
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geomap", "front", *arguments],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path, gazetteer: object) -> Path:
    path = tmp_path / "claims.csv"
    path.write_text(LEDGER, encoding="utf-8")
    return path


def test_a_day(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "front.geojson"
    result = run(str(ledger), "--date", "2024-12-27", "-o", str(out))
    assert result.returncode == 0, result.stderr
    (line,) = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert line["geometry"]["type"] in ("LineString", "MultiLineString")
    assert line["properties"]["as_of"][:10] == "2024-12-27"
    assert line["properties"]["tolerance_m"] == 1000
    assert "claimed RU" in result.stderr


def test_areas_and_a_page(ledger: Path, tmp_path: Path) -> None:
    assert run(str(ledger), "--date", "2024-12-27", "-o", str(tmp_path / "areas.geojson")).returncode == 0
    features = json.loads((tmp_path / "areas.geojson").read_text(encoding="utf-8"))["features"]
    states = {(f["properties"]["state"], f["properties"]["side"] or "") for f in features}
    assert {("confirmed", "UA"), ("confirmed", "RU"), ("claimed", "RU"), ("front", "")} <= states
    assert run(str(ledger), "--date", "2024-12-27", "-o", str(tmp_path / "map.html")).returncode == 0
    assert (tmp_path / "map.html").stat().st_size > 100_000


def test_explain_alone_writes_no_file(ledger: Path, tmp_path: Path) -> None:
    result = run(str(ledger), "--date", "2024-12-27", "--explain", "Zahryzove")
    assert result.returncode == 0, result.stderr
    assert "claimed by Russia, confirmed by nobody" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.csv"]


def test_a_range(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "days.geojson"
    result = run(str(ledger), "--from", "2024-12-26", "--to", "2024-12-28", "-o", str(out))
    assert result.returncode == 0, result.stderr
    rows = [f["properties"] for f in json.loads(out.read_text(encoding="utf-8"))["features"]]
    assert {row["date"][:10] for row in rows} == {"2024-12-26", "2024-12-27", "2024-12-28"}
    claimed = {row["date"][:10] for row in rows if row["state"] == "claimed" and row["side"] == "RU"}
    assert claimed == {"2024-12-27", "2024-12-28"}


def test_a_range_on_a_page_has_a_slider(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "days.html"
    result = run(str(ledger), "--from", "2024-12-26", "--to", "2024-12-28", "--lang", "uk", "-o", str(out))
    assert result.returncode == 0, result.stderr
    assert "3 days on the slider" in result.stderr
    page = out.read_text(encoding="utf-8")
    meta = json.loads(gzip.decompress(base64.b64decode(re.search(r'id="gm-meta">([^<]+)<', page)[1])))
    assert meta["title"] == "Контроль із 26 грудня 2024 до 28 грудня 2024 за публічними заявами"
    assert meta["as_of"] == "2024-12-28"
    assert meta["sources"][0]["text"].startswith("Контроль: використано 6 із 6 заяв про населені пункти")
    assert {(layer["key"], layer["dated"]) for layer in meta["layers"] if layer["group"] == "control"} == {
        ("inferred", True), ("claimed", True), ("front", True),
    }  # fmt: skip
    wrong = run(str(ledger), "--from", "2024-12-26", "--to", "2024-12-28", "-o", str(tmp_path / "days.pdf"))
    assert wrong.returncode == 2
    assert "a page with a slider (.html)" in wrong.stderr


def test_a_day_for_print(ledger: Path, tmp_path: Path) -> None:
    out = tmp_path / "day.svg"
    assert run(str(ledger), "--date", "2024-12-27", "--title", "Who holds what", "-o", str(out)).returncode == 0
    assert "Who holds what" in out.read_text(encoding="utf-8")


def test_compare_two_days(ledger: Path) -> None:
    result = run("compare", str(ledger), "--from", "2024-10-15", "--to", "2024-12-27")
    assert result.returncode == 0, result.stderr
    assert "net +0 km²" in result.stdout
    assert "below detection" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--from", "2024-12-26"], 2, "--from and --to belong together"),
        (["--from", "2024-12-26", "--to", "2024-12-27", "--date", "2024-12-27"], 2, "not both"),
        (["--from", "2024-12-28", "--to", "2024-12-26"], 1, "is empty or longer than"),
        (["--date", "soon"], 2, "'soon' is no day"),
    ],
)
def test_wrong_dates_are_told(ledger: Path, arguments: list[str], code: int, message: str) -> None:
    result = run(str(ledger), *arguments)
    assert result.returncode == code, result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_few_days_are_no_figure(ledger: Path) -> None:
    result = run("compare", str(ledger), "--from", "2024-12-25", "--to", "2024-12-27")
    assert result.returncode == 1
    assert "no map supports a figure for so short a time" in result.stderr


def test_the_texts_of_all_languages_have_the_same_keys_and_holes() -> None:
    from geomap.cli.texts import TEXTS

    holes = {lang: {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in TEXTS[lang].items()} for lang in TEXTS}
    assert holes["uk"] == holes["en"] == holes["ru"]

"""The command line: output, exit codes, messages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments: str, stdin: str | None = None, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "geomap", *arguments],
        input=stdin, capture_output=True, text=True, cwd=cwd, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, gazetteer: object) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("demo")
    result = run("demo", cwd=folder)
    assert result.returncode == 0, result.stderr
    return folder / "geomap-demo", result.stdout + result.stderr


def features(path: Path) -> list[dict[str, object]]:
    collection = json.loads(path.read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    found: list[dict[str, object]] = collection["features"]
    return found


def by_id(path: Path) -> dict[str, dict[str, object]]:
    return {str(f["properties"]["event_id"]): f for f in features(path)}  # type: ignore[index]


def distance(feature: dict[str, object], lat: float, lon: float) -> float:
    from geomap.resolve.rank import distance_km

    x, y = feature["geometry"]["coordinates"]  # type: ignore[index]
    return distance_km(y, x, lat, lon)


def test_the_demo_places_the_example(demo: tuple[Path, str]) -> None:
    events = by_id(demo[0] / "events.geojson")
    assert len(events) == 10
    ivanivka, zahryzove, near, kursk = (events[f"ex-00{n}"] for n in (1, 2, 3, 4))
    assert distance(ivanivka, 49.114, 37.947) <= 3
    assert ivanivka["properties"]["claim_status"] == "claimed"  # type: ignore[index]
    assert "front" in ivanivka["properties"]["why"]  # type: ignore[index]
    assert distance(zahryzove, 49.508, 37.724) <= 3
    assert zahryzove["properties"]["claim_status"] == "claimed"  # type: ignore[index]
    assert distance(near, 51.32, 35.11) <= 5
    assert near["properties"]["precision"] == "near"  # type: ignore[index]
    assert 3 <= near["properties"]["radius_km"] <= 10  # type: ignore[index,operator]
    assert kursk["properties"]["status"] == "area"  # type: ignore[index]
    assert kursk["geometry"]["type"] in ("Polygon", "MultiPolygon")  # type: ignore[index]
    unplaced = [event for event in events.values() if event["geometry"] is None]
    assert len(unplaced) == 4


def test_the_demo_says_why_and_how_to_open_the_map(demo: tuple[Path, str]) -> None:
    folder, text = demo
    assert "open the map: " in text
    assert "runner-up of" in text
    assert (folder / "map.html").stat().st_size <= 1_500_000
    lines = features(folder / "front.geojson")
    assert {f["geometry"]["type"] for f in lines} <= {"LineString", "MultiLineString"}  # type: ignore[index]


def test_the_demo_is_the_same_twice(demo: tuple[Path, str], tmp_path: Path) -> None:
    assert run("demo", cwd=tmp_path).returncode == 0
    for name in ("events.geojson", "front.geojson", "map.html"):
        assert (tmp_path / "geomap-demo" / name).read_bytes() == (demo[0] / name).read_bytes(), name


def test_locate_prints_json(gazetteer: object) -> None:
    result = run("locate", "near Novoivanovka, Kursk region", "--json")
    answer = json.loads(result.stdout)
    assert answer["status"] == "resolved"
    assert answer["oblast"] == "Kursk Oblast"
    assert answer["precision"] == "near"


def test_strict_fails_on_an_unresolved_name(gazetteer: object) -> None:
    assert run("locate", "Qwrtzplk").returncode == 0
    assert run("locate", "Qwrtzplk", "--strict").returncode == 1


def test_geocode_reads_standard_input(gazetteer: object) -> None:
    result = run("geocode", "-", stdin="place,region\nZahryzove,Kharkiv region\nQwrtzplk,\n")
    assert result.returncode == 0, result.stderr
    collection = json.loads(result.stdout)
    assert [f["properties"]["status"] for f in collection["features"]] == ["resolved", "unresolved"]
    assert "2 rows: " in result.stderr


def test_map_from_the_terminal(gazetteer: object, example: Path, tmp_path: Path) -> None:
    out = tmp_path / "map.html"
    result = run("map", str(example / "events.csv"), "--control", str(example / "control.csv"), "--as-of", "2024-12-27",
                 "--title", "A title", "-o", str(out))  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert "no network is needed" in result.stderr
    assert out.stat().st_size > 100_000


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["geocode", "nothing.csv"], 1, "nothing.csv"),
        (["locate", "x", "--gazetteer", "nowhere"], 1, "no gazetteer 'nowhere'; installed: shipped"),
        (["locate", "x", "--front", "nothing.csv"], 1, "no front file 'nothing.csv'"),
        (["locate", "x", "--pins", "nothing.csv"], 1, "cannot read pins from 'nothing.csv'"),
        (["locate"], 2, "Missing argument 'NAMES...'"),
        (["unknown"], 2, "No such command 'unknown'"),
        (["gazetteer", "search", "Qwrtzplk"], 1, "no place is called 'Qwrtzplk'"),
    ],
)
def test_errors_are_one_clear_line(
    gazetteer: object, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    result = run(*arguments, cwd=tmp_path)
    assert result.returncode == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_folder_as_output_is_refused(gazetteer: object, example: Path, tmp_path: Path) -> None:
    result = run("geocode", str(example / "events.csv"), "-o", str(tmp_path))
    assert result.returncode == 1
    assert "it is a folder" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_help_lists_every_command() -> None:
    result = run("--help")
    for name in ("convert", "demo", "front", "gazetteer", "geocode", "locate", "map"):
        assert f"  {name}" in result.stdout

"""Rules of the house that a machine can check."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import geomap

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "geomap"
ORDER = {
    "errors": 0, "model": 0, "schema": 1, "config": 1, "files": 1, "gazetteer": 2, "text": 3, "events": 3,
    "resolve": 4, "control": 5, "render": 6, "export": 6, "cli": 7,
}  # fmt: skip
ONLY = {"folium": "render", "branca": "render", "click": "cli"}


def _tracked(*patterns: str) -> list[Path]:
    try:
        names = subprocess.run(
            ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        found = [path for path in ROOT.rglob("*") if path.is_file() and ".venv" not in path.parts]
        names = [str(path.relative_to(ROOT)) for path in found]
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def _imports(path: Path) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.append(node.module)
    return found


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down_only(path: Path) -> None:
    room = _room(path)
    for name in _imports(path):
        top = name.split(".")[0]
        assert ONLY.get(top, room) == room, f"{top} is imported in {room}/, it belongs to {ONLY[top]}/"
        if top == "geomap" and "." in name and room in ORDER:
            other = name.split(".")[1]
            assert ORDER.get(other, 0) <= ORDER[room], f"{room}/ imports {other}/, which lies above it"


def test_no_registry_host_and_no_machine_path_in_tracked_files() -> None:
    hosts = re.compile(r"https?://[a-z.]*(pyp" r"i|pythonhoste" r"d|npmj" r"s|debia" r"n)[.]", re.IGNORECASE)
    paths = re.compile(r"(^|[^A-Za-z0-9_.])/(wor" r"k|roo" r"t|hom" r"e)/")
    faults = []
    for path in _tracked():
        if "vendor" in path.parts:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        faults += [
            f"{path.relative_to(ROOT)}:{number}"
            for number, line in enumerate(text.splitlines(), start=1)
            if hosts.search(line) or paths.search(line)
        ]
    assert faults == []


def test_no_lock_file_with_addresses() -> None:
    names = {path.name for path in _tracked()}
    assert names.isdisjoint({"uv.lock", "pylock.toml", "poetry.lock", "package-lock.json"})


def test_constraints_pin_every_line_exactly() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert len(pins) > 30
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", line) for line in pins)


def test_files_stay_under_500_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in _tracked("*.py", "*.js", "*.css")
        if "vendor" not in path.parts and (count := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}


def test_public_names_are_sorted_and_all_there() -> None:
    assert geomap.__all__ == sorted(geomap.__all__)
    for name in geomap.__all__:
        assert getattr(geomap, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = geomap.nothing


@pytest.mark.parametrize(
    "code",
    [
        "import geomap",
        "import geomap.cli.main",
        "from geomap.cli.locate import command",
        "import geomap.resolve.locate",
    ],
)
def test_start_up_imports_no_heavy_library(code: str) -> None:
    heavy = "['numpy', 'pandas', 'shapely', 'geopandas', 'folium', 'scipy', 'geopy']"
    script = f"{code}\nimport sys\nprint([name for name in {heavy} if name in sys.modules])"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_every_error_is_a_builtin_too() -> None:
    from geomap import errors

    for name in ("InputError", "InputFileError", "OutputError", "GazetteerError", "MissingDependency", "ConfigError"):
        error = getattr(errors, name)
        assert issubclass(error, errors.GeomapError)
        assert issubclass(error, (ValueError, OSError, LookupError, ImportError))

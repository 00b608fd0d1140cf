"""A write that fails leaves the old file or the new one, never a part; and says what to do."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import pytest
from shapely.geometry import Point

from geomap import files
from geomap.errors import OutputError
from geomap.export import SUFFIXES, write
from geomap.files import atomic_path, atomic_write, write_bytes, write_text

KILLER = Path(__file__).with_name("killer.py")
FORMATS = [".geojson", ".csv", ".gpkg"]
OLD = b"the old file\n"


def table(rows=3):
    return gpd.GeoDataFrame(
        {"event_id": [str(row) for row in range(rows)], "place": ["Kyiv" * 50] * rows},
        geometry=[Point(30.5, 50.4)] * rows,
        crs=4326,
    )


@pytest.fixture
def target(tmp_path):
    """Return a function that makes an old file with a suffix in an otherwise empty folder."""

    def make(suffix):
        path = tmp_path / f"events{suffix}"
        path.write_bytes(OLD)
        return path

    return make


def refused(path, work=None) -> str:
    with pytest.raises(OutputError) as caught:
        work() if work else write(table(), path)
    assert isinstance(caught.value, OSError)
    return caught.value.strerror


def untouched(path):
    assert path.read_bytes() == OLD
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def run(code: str, *arguments) -> subprocess.CompletedProcess[str]:
    root = Path(files.__file__).parents[1]
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


@pytest.mark.parametrize("suffix", FORMATS)
def test_killed_at_any_moment(tmp_path, suffix):
    root = Path(files.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, str(KILLER), str(tmp_path), suffix, "24"],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    result = json.loads(done.stdout)
    assert result["broken"] == 0
    assert result["whole"] == result["kills"] >= 24
    assert result["interrupted"] >= 12, "too few kills came in the middle of a write"


# Streams make no folder; GDAL writes through calls of its own, and its full disk is tested below.
CALLS = [(suffix, call) for suffix in (".geojson", ".csv") for call in ("open", "write", "fsync", "chmod", "replace")]
CALLS += [(".gpkg", call) for call in ("mkdir", "open", "fsync", "chmod", "replace")]


@pytest.mark.parametrize(("suffix", "call"), CALLS)
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.ENOSPC, "no space is left on the device; free some space or choose another folder"),
        (errno.EACCES, "permission denied; choose a folder you may write to"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_an_error_at_every_call(monkeypatch, target, suffix, call, code, reason):
    path = target(suffix)
    real_open, real_fdopen, real_mkdir = os.open, os.fdopen, os.mkdir

    def fail(*arguments, **options):
        raise OSError(code, os.strerror(code))

    if call == "open":
        monkeypatch.setattr(
            os, "open", lambda name, *a, **k: fail() if ".part" in str(name) else real_open(name, *a, **k)
        )
    elif call == "mkdir":
        monkeypatch.setattr(
            os, "mkdir", lambda name, *a, **k: fail() if ".part" in str(name) else real_mkdir(name, *a, **k)
        )
    elif call == "write":

        def opened(*arguments, **options):
            made = real_fdopen(*arguments, **options)
            return type("Full", (), {
                "__enter__": lambda self: self,
                "__exit__": lambda self, *error: made.close(),
                "write": fail,
            })()  # fmt: skip

        monkeypatch.setattr(os, "fdopen", opened)
    else:
        monkeypatch.setattr(os, call, fail)
    message = refused(path)
    monkeypatch.undo()
    assert message == f"cannot write {str(path)!r}: {reason}"
    untouched(path)


def test_a_folder_that_cannot_be_synced_is_no_failure(monkeypatch, target):
    path = target(".csv")
    real = os.fsync

    def fsync(handle):
        if os.path.isdir(f"/proc/self/fd/{handle}"):
            raise OSError(errno.EINVAL, "Invalid argument")
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    write(table(), path)
    assert path.read_bytes().startswith(b"event_id,place,geometry\r\n")


@pytest.mark.parametrize("suffix", [".geojson", ".csv"])
def test_full_disk_for_real(tmp_path, suffix):
    link = tmp_path / f"full{suffix}"
    link.symlink_to("/dev/full")
    assert refused(link) == (
        f"cannot write {str(link)!r}: no space is left on the device; free some space or choose another folder"
    )
    assert Path("/dev/full").is_char_device()


LIMITED = """
import resource, sys
from geomap.errors import OutputError
from geomap.export import write
sys.path.insert(0, sys.argv[2])
from test_writes import table
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
try:
    write(table(3000), sys.argv[1])
except OutputError as error:
    print(error.strerror, end="")
"""


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_limit_reached_in_the_middle(target, suffix):
    path = target(suffix)
    done = run(LIMITED, path, Path(__file__).parent)
    assert done.returncode == 0, done.stderr
    start = f"cannot write {str(path)!r}: "
    assert done.stdout.startswith(start)
    if suffix == ".gpkg":
        assert done.stdout.endswith("; check the free space, or choose another folder")
    else:
        reason = "the file is larger than this system lets you write; write fewer rows or raise the limit"
        assert done.stdout == start + reason
    untouched(path)


DENIED = """
import os, sys
from geomap.errors import OutputError
from geomap.export import write
sys.path.insert(0, sys.argv[2])
from test_writes import table
import pyogrio.raw
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    write(table(), sys.argv[1])
except OutputError as error:
    print(error.strerror, end="")
"""


@pytest.mark.parametrize("suffix", FORMATS)
def test_permission_denied_for_real(target, suffix):
    path = target(suffix)
    path.parent.chmod(0o500)
    try:
        done = run(DENIED, path, Path(__file__).parent)
    finally:
        path.parent.chmod(0o700)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"cannot write {str(path)!r}: permission denied; choose a folder you may write to"
    untouched(path)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_folder_that_takes_no_files(suffix):
    path = f"/proc/events{suffix}"
    assert refused(path) == f"cannot write {path!r}: no file can be made in that folder; choose another folder"


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_folder_as_output(tmp_path, suffix):
    folder = tmp_path / f"out{suffix}"
    folder.mkdir()
    assert refused(folder) == f"cannot write {str(folder)!r}: it is a folder; give the name of a file inside it"
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_parent_is_a_file(tmp_path, suffix):
    (tmp_path / "file").write_bytes(OLD)
    path = tmp_path / "file" / f"events{suffix}"
    assert refused(path) == f"cannot write {str(path)!r}: {str(path.parent)!r} is a file, not a folder"
    assert (tmp_path / "file").read_bytes() == OLD


def test_names_that_cannot_be(tmp_path):
    path = tmp_path / ("x" * 300 + ".csv")
    assert refused(path) == f"cannot write {str(path)!r}: the name is too long; choose a shorter one"
    assert refused("a\0b.csv") == "cannot write 'a\\x00b.csv': this is no file name; choose another"
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_table_leaves_the_old_file(target):
    for suffix in FORMATS:
        path = target(suffix)
        with pytest.raises(ValueError, match="no coordinate system"):
            write(gpd.GeoDataFrame(geometry=[Point(1, 2)]), path)
        untouched(path)
        path.unlink()


def test_an_interrupt_leaves_the_old_file(target):
    path = target(".csv")

    def interrupted(writer):
        with writer(path) as given:
            if isinstance(given, Path):
                given.write_bytes(b"half")
            raise KeyboardInterrupt

    for writer in (atomic_write, atomic_path):
        with pytest.raises(KeyboardInterrupt):
            interrupted(writer)
        untouched(path)


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_success_replaces_and_leaves_nothing_else(target, suffix):
    path = target(suffix)
    path.chmod(0o640)
    write(table(), path)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    deep = path.parent / "a" / "b" / path.name
    write(table(), deep)
    mask = os.umask(0)
    os.umask(mask)
    assert deep.stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("suffix", FORMATS)
def test_links_are_followed(tmp_path, suffix):
    real = tmp_path / "real" / f"events{suffix}"
    real.parent.mkdir()
    link = tmp_path / f"link{suffix}"
    link.symlink_to(real)
    write(table(), link)
    assert link.is_symlink()
    assert real.stat().st_size > 0


def test_devices_stay_devices(tmp_path):
    link = tmp_path / "null.geojson"
    link.symlink_to("/dev/null")
    write(table(), link)
    assert Path("/dev/null").is_char_device()
    other = tmp_path / "null.gpkg"
    other.symlink_to("/dev/null")
    assert refused(other) == f"cannot write {str(other)!r}: this format needs a file, not a device or pipe; name a file"


def test_text_and_bytes(tmp_path):
    write_text(tmp_path / "a.txt", "Київ\n")
    write_bytes(tmp_path / "b.bin", b"\0\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "Київ\n".encode()
    assert (tmp_path / "b.bin").read_bytes() == b"\0\r\n"
    with atomic_write(tmp_path / "c.txt", "w") as stream:
        stream.write("a\nb\n")
    assert (tmp_path / "c.txt").read_bytes() == b"a\nb\n"

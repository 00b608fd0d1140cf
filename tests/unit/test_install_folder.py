"""Installed gazetteers side by side: listed, replaced, removed."""

from __future__ import annotations

import os

import pytest
from installing import base

from geomap import Gazetteer
from geomap.config import Settings
from geomap.errors import GazetteerError
from geomap.gazetteer.install import folder


@pytest.fixture
def settings(tmp_path):
    return Settings(cache_dir=str(tmp_path / "cache"))


def put(name, settings):
    with folder.staged(name, settings) as target:
        base(target)
    return folder.root(settings) / name


def test_several_stand_side_by_side(settings):
    for name in ("two", "one", "one-more"):
        put(name, settings)
    found = folder.installed(settings)
    assert [item.name for item in found] == ["shipped", "one", "one-more", "two"]
    assert found[1].counts() == (24, 24)
    assert found[0].counts()[0] > 30_000


def test_removing_takes_the_index_of_that_name_only(settings, tmp_path):
    for name in ("one", "one-more"):
        put(name, settings)
        Gazetteer.open(name, settings=settings).close()
    assert len(list((tmp_path / "cache" / "index").iterdir())) == 2
    folder.remove("one", settings)
    (left,) = (tmp_path / "cache" / "index").iterdir()
    assert left.name.startswith("one-more-")
    assert [path.name for path in folder.root(settings).iterdir()] == ["one-more"]
    with pytest.raises(GazetteerError, match="no gazetteer 'one' is installed; installed: one-more"):
        folder.remove("one", settings)
    for name in ("shipped", "../gazetteers", ""):
        with pytest.raises(GazetteerError):
            folder.remove(name, settings)


def test_replacing_removes_the_old_index(settings, tmp_path):
    put("one", settings)
    Gazetteer.open("one", settings=settings).close()
    put("one", settings)
    assert list((tmp_path / "cache" / "index").iterdir()) == []


def test_an_error_leaves_the_old_version(settings):
    target = put("one", settings)
    before = {path.name: path.read_bytes() for path in target.iterdir()}

    def interrupted():
        with folder.staged("one", settings) as new:
            (new / "admin.csv").write_text("half", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    assert [path.name for path in target.parent.iterdir()] == ["one"]


def test_a_failing_exchange_puts_the_old_version_back(settings, monkeypatch):
    target = put("one", settings)
    real = os.rename

    def rename(old, new):
        if str(old).endswith(".part"):
            raise OSError(28, "No space left on device")
        real(old, new)

    monkeypatch.setattr(os, "rename", rename)
    with pytest.raises(folder.OutputError, match="no space is left"):
        put("one", settings)
    assert (target / "admin.csv").is_file()
    assert [path.name for path in target.parent.iterdir()] == ["one"]


def test_a_kill_between_the_two_renames_is_healed(settings):
    target = put("one", settings)
    os.rename(target, target.with_name(".one.abc123.old"))
    assert [item.name for item in folder.installed(settings)] == ["shipped", "one"]
    assert (target / "settlements.csv").is_file()


def test_what_a_killed_process_left_is_swept_after_a_day(settings):
    put("one", settings)
    for name, age in ((".one.old.part", 100_000), (".one.new.part", 10)):
        path = folder.root(settings) / name
        path.mkdir()
        os.utime(path, (path.stat().st_mtime - age,) * 2)
    folder.installed(settings)
    assert sorted(path.name for path in folder.root(settings).iterdir()) == [".one.new.part", "one"]


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(folder.OutputError, match="cannot write"):
        put("one", Settings(cache_dir=str(tmp_path / "cache")))

"""``geomap gazetteer install``, ``list``, ``remove``: what they print, how they end."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))
from installing import base, dump, feature, rows_of, settlement  # noqa: E402

ROWS = [
    feature(11, "Vesniane", 48.573, 37.172, names="Весняне,Vesennoye"),
    feature(31, "Ivanivka", 48.605, 37.21, names="Іванівка,Ивановка"),
    feature(41, "Novosillia", 48.60, 37.22, names="Новосілля"),
]


@pytest.fixture
def work(tmp_path):
    base(tmp_path / "small", [settlement("UA-N-1", "Іванівка", "R1", "H1", None, None)])
    dump(tmp_path / "dumps", ROWS)
    (tmp_path / "own.csv").write_text("Ort,lat,lon\nBunker 7,48.61,37.24\n", encoding="utf-8")
    return tmp_path


def run(work, *arguments, stdin=""):
    return subprocess.run(
        [sys.executable, "-m", "geomap", "gazetteer", *arguments],
        input=stdin, capture_output=True, text=True, cwd=work, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "GEOMAP_CACHE_DIR": str(work / "cache"), "no_proxy": "127.0.0.1"},
    )  # fmt: skip


GEONAMES = ("install", "geonames", "--country", "ua", "--onto", "small")


def test_install_list_use_remove(work):
    done = run(work, *GEONAMES, "--from", "dumps", "--json")
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    assert {key: counts[key] for key in ("read", "merged", "located", "added", "left_out")} == {
        "read": 3, "merged": 1, "located": 1, "added": 1, "left_out": 0,
    }  # fmt: skip
    assert counts["index_bytes"] > 0
    assert "give a position to places known without one" in done.stderr
    assert "--gazetteer geonames-ua" in done.stderr
    assert Path(counts["folder"]).parent == work / "cache" / "gazetteers"

    listed = run(work, "list", "--json")
    assert [item["name"] for item in json.loads(listed.stdout)] == ["shipped", "geonames-ua"]
    assert "CC BY 4.0" in run(work, "list").stdout

    found = run(work, "search", "Ивановка", "--gazetteer", "geonames-ua", "--json")
    assert json.loads(found.stdout.splitlines()[0])["place_id"] == "UA-N-1"
    info = run(work, "info", "--gazetteer", "geonames-ua")
    assert "GeoNames (geonames.org) country dumps UA of 2024-11-05, CC BY 4.0" in info.stdout

    removed = run(work, "remove", "geonames-ua")
    assert (removed.returncode, removed.stderr) == (0, "removed 'geonames-ua'\n")
    assert list((work / "cache" / "index").iterdir()) == []
    again = run(work, "remove", "geonames-ua")
    assert again.returncode == 1
    assert "no gazetteer 'geonames-ua' is installed" in again.stderr


def test_a_download_from_a_mirror_and_a_second_gazetteer_on_top(work):
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(work / "dumps"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        done = run(work, *GEONAMES, "--url", url, "--name", "full")
        missing = run(work, "install", "geonames", "--country", "PL", "--onto", "small", "--url", url)
        server.shutdown()
    assert done.returncode == 0, done.stderr
    assert "downloading UA.zip" in done.stderr
    assert missing.returncode == 1
    assert "there is no such file on the server (404); check the country code" in missing.stderr

    mine = run(work, "install", "own.csv", "--name", "mine", "--map", "name=Ort", "--licence", "CC0", "--source", "Me",
               "--onto", "full")  # fmt: skip
    assert mine.returncode == 0, mine.stderr
    found = rows_of(work / "cache" / "gazetteers" / "mine")
    assert {"gn:41", "user:mine:bunker-7:48.6100,37.2400"} <= set(found)
    info = run(work, "info", "--gazetteer", "mine").stdout
    assert "Me: CC0" in info
    assert "GeoNames" in info


def test_offline(work):
    done = run(work, *GEONAMES, "--url", "http://127.0.0.1:9/")
    assert done.returncode == 1
    assert "--from DIR" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("install",), "say what to install"),
        (("install", "geonames"), "--country UA"),
        (("install", "geonames", "--country", "UA", "--licence", "x"), "your own places"),
        (("install", "geonames", "--country", "UA", "--from", "dumps", "--url", "http://x"), "not both"),
        (("install", "own.csv"), "--name is needed"),
        (("install", "own.csv", "--name", "mine", "--source", "Me"), "--licence is needed"),
        (("install", "own.csv", "--name", "mine", "--licence", "CC0"), "--source is needed"),
        (("install", "own.csv", "--name", "mine", "--country", "UA"), "are for `install geonames`"),
    ],
)
def test_wrong_usage(work, arguments, message):
    done = run(work, *arguments)
    assert done.returncode == 2, done.stderr
    assert message in " ".join(done.stderr.replace("│", " ").split())
    assert not (work / "cache" / "gazetteers").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("install", "geonames", "--country", "UKR"), "two-letter ISO code"),
        (("install", "geonames", "--country", "UA", "--from", "nowhere"), "is not a folder"),
        (("install", "geonames", "--country", "PL", "--from", "dumps"), "no PL.zip or PL.txt"),
        (("install", "geonames", "--country", "UA", "--from", "dumps", "--name", "../x"), "cannot be called"),
        (("install", "geonames", "--country", "UA", "--from", "dumps", "--onto", "nothing"), "no gazetteer 'nothing'"),
        (("install", "own.csv", "--name", "mine", "--licence", "x", "--source", "x"), "--map name=COLUMN"),
        (("install", "none.csv", "--name", "mine", "--licence", "x", "--source", "x"), "none.csv"),
        (("remove", "shipped"), "part of geomap"),
    ],
)
def test_failures(work, arguments, message):
    done = run(work, *arguments)
    assert done.returncode == 1, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert not (work / "cache" / "gazetteers").exists()


def test_bad_rows_are_all_named_and_nothing_is_installed(work):
    (work / "own.csv").write_text("name,lat,lon\nA,95,37\nB,48,x\n,48,37\n", encoding="utf-8")
    done = run(work, "install", "--from", "own.csv", "--name", "mine", "--licence", "CC0", "--source", "Me")
    assert done.returncode == 1
    for row in ("row 2", "row 3", "row 4"):
        assert row in done.stderr
    assert not (work / "cache" / "gazetteers").exists()

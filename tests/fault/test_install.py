"""Downloads over a bad line, and installs that are killed: what was there stays, what has come is kept."""

from __future__ import annotations

import hashlib
import http.server
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from installing import base, dump, feature

from geomap.config import Settings
from geomap.errors import GazetteerError, OutputError
from geomap.gazetteer.install import geonames
from geomap.gazetteer.install.download import fetch

ROOT = Path(__file__).parents[2]
DATA = bytes(range(256)) * 4000  # 1 MB


@dataclass
class Site:
    """What the server does: each entry of ``acts`` governs one request, then all goes well."""

    files: dict[str, bytes] = field(default_factory=lambda: {"/UA.zip": DATA})
    acts: list[str] = field(default_factory=list)
    etag: str = '"v1"'
    ranges: list[str] = field(default_factory=list)
    url: str = ""


class Handler(http.server.BaseHTTPRequestHandler):
    site: Site

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        site = self.site
        asked = self.headers.get("Range", "")
        site.ranges.append(asked)
        act = site.acts.pop(0) if site.acts else ""
        data = site.files.get(self.path)
        if act.isdigit() or data is None:
            self.send_error(int(act) if act.isdigit() else 404)
            return
        start = 0
        found = re.fullmatch(r"bytes=(\d+)-", asked)
        if found and act != "no range" and self.headers.get("If-Range", site.etag) == site.etag:
            start = int(found[1])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start + (act == 'shifted')}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        if act != "no length":
            length = len(data) - start
            self.send_header("Content-Length", str(length + 10 if act == "too little" else length))
        if act != "no mark":
            self.send_header("ETag", site.etag)
        self.end_headers()
        body = data[start:]
        if act == "cut":
            body = body[: max(1, len(body) // 3)]
        try:
            if act == "slow":
                for at in range(0, len(body), 20_000):
                    self.wfile.write(body[at : at + 20_000])
                    time.sleep(0.03)
            elif act == "silent":
                self.wfile.write(body[:1000])
                time.sleep(2)
            else:
                self.wfile.write(body)
        except OSError:
            pass
        self.close_connection = True


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"site": found}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}/"
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


def get(site: Site, tmp_path: Path, **options):
    return fetch(site.url + "UA.zip", tmp_path / "d" / "UA.zip", pause=0, timeout=5, **options)


def whole(tmp_path: Path, data: bytes = DATA) -> None:
    assert (tmp_path / "d" / "UA.zip").read_bytes() == data
    assert [path.name for path in (tmp_path / "d").iterdir()] == ["UA.zip"]


def test_a_download(site, tmp_path):
    steps: list[tuple[int, int]] = []
    found = get(site, tmp_path, progress=lambda have, total: steps.append((have, total)))
    assert (found.size, found.sha256) == (len(DATA), hashlib.sha256(DATA).hexdigest())
    assert steps[0] == (0, len(DATA))
    assert steps[-1] == (len(DATA), len(DATA))
    assert steps == sorted(steps)
    whole(tmp_path)
    site.files["/UA.zip"] = b"newer"
    get(site, tmp_path)
    whole(tmp_path, b"newer")


def test_cut_connections_are_resumed(site, tmp_path):
    site.acts = ["cut", "503", "cut"]
    get(site, tmp_path)
    assert site.ranges[0] == ""
    assert site.ranges[1] == site.ranges[2] == f"bytes={len(DATA) // 3}-"
    assert int(site.ranges[3][6:-1]) > len(DATA) // 3
    whole(tmp_path)


def test_what_was_left_is_gone_on_with(site, tmp_path):
    site.acts = ["cut"]
    with pytest.raises(GazetteerError, match=r"341,333 bytes are kept: the same command goes on from there"):
        get(site, tmp_path, tries=1)
    get(site, tmp_path)
    assert site.ranges == ["", f"bytes={len(DATA) // 3}-"]
    whole(tmp_path)


@pytest.mark.parametrize("act", ["", "no range", "shifted", "416"])
def test_a_file_that_has_changed_is_fetched_anew(site, tmp_path, act):
    site.acts = ["cut"]
    with pytest.raises(GazetteerError):
        get(site, tmp_path, tries=1)
    if act == "":
        site.files["/UA.zip"], site.etag = DATA[::-1], '"v2"'
    site.acts = [act] if act else []
    get(site, tmp_path)
    whole(tmp_path, site.files["/UA.zip"])


def test_without_a_mark_of_the_version_nothing_is_glued(site, tmp_path):
    site.acts = ["cut"]
    site.etag = "W/weak"
    with pytest.raises(GazetteerError):
        get(site, tmp_path, tries=1)
    get(site, tmp_path)
    assert site.ranges == ["", ""]
    whole(tmp_path)


def test_a_wrong_size_is_no_success(site, tmp_path):
    site.acts = ["too little"] * 5
    with pytest.raises(GazetteerError, match=r"cannot download .*--from DIR"):
        get(site, tmp_path, tries=3)
    assert not (tmp_path / "d" / "UA.zip").exists()


def test_no_length_announced(site, tmp_path):
    site.acts = ["no length"]
    get(site, tmp_path)
    whole(tmp_path)


def test_a_missing_file_is_said_at_once(site, tmp_path):
    with pytest.raises(GazetteerError, match=r"no such file on the server \(404\); check the country code"):
        fetch(site.url + "XX.zip", tmp_path / "XX.zip", pause=0)
    assert len(site.ranges) == 1
    site.acts = ["403"]
    with pytest.raises(GazetteerError, match=r"answers 403 .*--from DIR"):
        get(site, tmp_path)


def test_a_silent_server(site, tmp_path):
    site.acts = ["silent"]
    with pytest.raises(GazetteerError, match=r"does not answer|timed out"):
        fetch(site.url + "UA.zip", tmp_path / "UA.zip", pause=0, timeout=0.3, tries=1)


def test_offline(tmp_path):
    begun = time.monotonic()
    with pytest.raises(GazetteerError, match=r"cannot download 'http://127.0.0.1:9/UA.zip'.*--from DIR"):
        fetch("http://127.0.0.1:9/UA.zip", tmp_path / "UA.zip", pause=0, tries=2)
    assert time.monotonic() - begun < 5
    for url in ("file:///etc/passwd", "ftp://x/UA.zip", "UA.zip"):
        with pytest.raises(GazetteerError, match="https://"):
            fetch(url, tmp_path / "UA.zip")


def test_too_large_a_file(site, tmp_path, monkeypatch):
    monkeypatch.setattr("geomap.gazetteer.install.download.LARGEST", 1000)
    with pytest.raises(GazetteerError, match="more than any country dump"):
        get(site, tmp_path)
    site.acts = ["no length"]
    with pytest.raises(GazetteerError, match="more bytes came"):
        get(site, tmp_path)
    assert not (tmp_path / "d" / "UA.zip").exists()


def test_a_folder_that_cannot_be_written(site, tmp_path):
    (tmp_path / "d").write_text("a file", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        get(site, tmp_path)


FETCH = """
import sys
from pathlib import Path
from geomap.gazetteer.install.download import fetch
print("begun", flush=True)
fetch(sys.argv[1], Path(sys.argv[2]))
"""


def test_killed_half_way_then_resumed(site, tmp_path):
    site.acts = ["slow"]
    target = tmp_path / "d" / "UA.zip"
    child = subprocess.Popen(
        [sys.executable, "-c", FETCH, site.url + "UA.zip", str(target)],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE,
    )  # fmt: skip
    part = target.with_name("UA.zip.part")
    until = time.monotonic() + 30
    while time.monotonic() < until and not (part.exists() and part.stat().st_size > 200_000):
        time.sleep(0.01)
    with pytest.raises(GazetteerError, match="another process is downloading"):
        get(site, tmp_path)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert not target.exists()
    left = part.stat().st_size
    assert 200_000 < left < len(DATA)
    get(site, tmp_path)
    assert site.ranges[-1] == f"bytes={left}-"
    whole(tmp_path)


def test_download_then_install(site, tmp_path):
    dumps = dump(tmp_path / "dumps", [feature(11, "Vesniane", 48.573, 37.172)])
    site.files = {f"/{path.name}": path.read_bytes() for path in dumps.iterdir()}
    seen: list[str] = []
    source = geonames.download(["UA"], tmp_path / "d", address=site.url[:-1], pause=0,
                               progress=lambda name, have, total: seen.append(name))  # fmt: skip
    assert set(seen) == {"admin1CodesASCII.txt", "UA.zip"}
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    report = geonames.install(["UA"], source, onto=(base(tmp_path / "base"), "small"), settings=settings)
    assert report.counts["merged"] == 1


INSTALL = """
import os, signal, sys
from pathlib import Path
from geomap.config import Settings
from geomap.gazetteer.install import folder, geonames
step, real, count = int(sys.argv[4]), os.rename, 0
def killing(call):
    def run(*arguments, **options):
        global count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **options)
    return run
os.rename, os.replace, os.fsync = killing(os.rename), killing(os.replace), killing(os.fsync)
geonames.install(["UA"], Path(sys.argv[1]), name="one", onto=(Path(sys.argv[2]), "small"),
                 settings=Settings(cache_dir=sys.argv[3]))
"""


def test_killed_at_every_step_of_writing(tmp_path):
    first = dump(tmp_path / "first", [feature(11, "Vesniane", 48.573, 37.172)])
    second = dump(tmp_path / "second", [feature(12, "Novosillia", 48.60, 37.22)])
    folder = base(tmp_path / "base")
    cache = tmp_path / "cache"
    settings = Settings(cache_dir=str(cache))

    def state() -> dict[str, bytes]:
        from geomap.gazetteer.install.folder import installed

        (_, found) = installed(settings)
        return {path.name: path.read_bytes() for path in sorted(found.folder.iterdir())}

    geonames.install(["UA"], second, name="one", onto=(folder, "small"), settings=settings)
    new = state()
    geonames.install(["UA"], first, name="one", onto=(folder, "small"), settings=settings)
    old = state()
    assert old != new
    outcomes = []
    for step in range(1, 40):
        done = subprocess.run(
            [sys.executable, "-c", INSTALL, str(second), str(folder), str(cache), str(step)],
            env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
        )  # fmt: skip
        now = state()
        assert now in (old, new), step
        outcomes.append(now == new)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
        geonames.install(["UA"], first, name="one", onto=(folder, "small"), settings=settings)
    assert outcomes[-1]
    assert outcomes.count(False) >= 8

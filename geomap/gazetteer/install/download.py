"""One file from the network, in as many pieces as the line allows.

What has arrived stays in ``FILE.part`` with the server's mark of the version (``FILE.part.json``), so that a cut
line, a kill or a full disk costs nothing but the rest: the next try asks for the bytes that are missing, and
starts over when the file on the server has changed in between. The complete file is moved into place in one step.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import os
import re
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from geomap import __version__
from geomap.errors import GazetteerError
from geomap.files import write_error, write_text

#: Seconds without any byte after which a connection counts as dead.
TIMEOUT = 30.0
#: Connections made for one file before giving up; each goes on where the one before stopped.
TRIES = 5
#: Largest file taken, bytes: the largest country dump is below 100 MB.
LARGEST = 1 << 30
_BLOCK = 1 << 16
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete download: where it is, its bytes and their SHA-256."""

    path: Path
    size: int
    sha256: str


class _CutError(Exception):
    """The connection ended early or never came to be: worth another try, or one only when there is no network."""

    def __init__(self, reason: str, offline: bool = False) -> None:
        super().__init__(reason)
        self.offline = offline


@dataclass(slots=True)
class _Part:
    """What is known of an incomplete file."""

    path: Path
    have: int
    total: int
    mark: str


def fetch(
    url: str, target: Path, *, progress: Progress | None = None, timeout: float = TIMEOUT, tries: int = TRIES,
    pause: float = 1.0,
) -> Fetched:  # fmt: skip
    """Download ``url`` to ``target``, resuming what an earlier call left.

    ``progress`` is called with the bytes so far and in all (0: unknown). ``pause`` is the time in seconds before
    the second try; it doubles with each further one.

    Raises
    ------
    GazetteerError
        No connection, no such file, a size other than the one announced; the message says what to do.
    OutputError
        The file cannot be written.
    """
    if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
        raise GazetteerError(f"cannot download {url!r}: give an address that starts with https:// or http://")
    part_path = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part_path.open("ab") as stream:
            _lock(stream, url)
            part = _known(part_path, url)
            for attempt in range(1, tries + 1):
                try:
                    _receive(url, part, stream, progress, timeout)
                    break
                except _CutError as cut:
                    if attempt == tries or (cut.offline and attempt > 1):
                        raise GazetteerError(_offline(url, str(cut), part, target)) from None
                    time.sleep(pause * 2 ** (attempt - 1))
            stream.flush()
            os.fsync(stream.fileno())
            with part_path.open("rb") as again:
                digest = hashlib.file_digest(again, "sha256").hexdigest()
            os.replace(part_path, target)
        with contextlib.suppress(OSError):
            _note(part_path).unlink()
    except urllib.error.URLError:
        raise
    except GazetteerError:
        raise
    except OSError as error:
        raise write_error(target, error) from error
    return Fetched(target, part.have, digest)


def _offline(url: str, reason: str, part: _Part, target: Path) -> str:
    kept = f"{part.have:,} bytes are kept: the same command goes on from there. " if part.have else ""
    return (
        f"cannot download {url!r}: {reason}. {kept}Without a network, get {target.name} and admin1CodesASCII.txt "
        "on another machine and name their folder with --from DIR"
    )


def _lock(stream: IO[bytes], url: str) -> None:
    try:
        import fcntl
    except ImportError:  # no such locks on Windows
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise GazetteerError(f"another process is downloading {url!r}; wait for it to end") from None


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _known(path: Path, url: str) -> _Part:
    """Return what an earlier call left, or a fresh start when it cannot be continued."""
    have = path.stat().st_size
    try:
        note: Any = json.loads(_note(path).read_text(encoding="utf-8"))
        if have and note["url"] == url and note["mark"]:
            return _Part(path, have, int(note["total"]), str(note["mark"]))
    except (OSError, ValueError, KeyError, TypeError):
        pass
    os.truncate(path, 0)
    return _Part(path, 0, 0, "")


def _receive(url: str, part: _Part, stream: IO[bytes], progress: Progress | None, timeout: float) -> None:
    if part.total and part.have == part.total:
        return
    headers = {"User-Agent": f"geomap/{__version__}", "Accept-Encoding": "identity"}
    if part.have:
        headers |= {"Range": f"bytes={part.have}-", "If-Range": part.mark}
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 (the scheme is checked in fetch)
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:  # noqa: S310
            _begin(url, part, stream, response)
            if progress:
                progress(part.have, part.total)
            while block := response.read(_BLOCK):
                stream.write(block)
                part.have += len(block)
                if part.have > LARGEST or (part.total and part.have > part.total):
                    _restart(part, stream)
                    raise GazetteerError(f"cannot download {url!r}: more bytes came than announced; try again later")
                if progress:
                    progress(part.have, part.total)
    except urllib.error.HTTPError as error:
        _refused(url, part, stream, error)
    except http.client.IncompleteRead as error:
        stream.write(error.partial)
        part.have += len(error.partial)
        stream.flush()
        raise _CutError("the connection was cut") from None
    except urllib.error.URLError as error:
        offline = isinstance(error.reason, (socket.gaierror, ConnectionRefusedError))
        raise _CutError(_reason(error), offline) from None
    except (TimeoutError, ConnectionError, http.client.HTTPException) as error:
        stream.flush()
        raise _CutError(_reason(error)) from None
    stream.flush()
    if part.total and part.have < part.total:
        raise _CutError(f"the connection was cut after {part.have:,} of {part.total:,} bytes")


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return "the server does not answer"
    return str(getattr(cause, "strerror", None) or cause or type(cause).__name__)


def _refused(url: str, part: _Part, stream: IO[bytes], error: urllib.error.HTTPError) -> None:
    error.close()
    if error.code == 416:  # our part is not of this version of the file
        _restart(part, stream)
        raise _CutError("the file on the server has changed") from None
    if error.code in (404, 410):
        raise GazetteerError(
            f"cannot download {url!r}: there is no such file on the server ({error.code}); check the country code"
        ) from None
    if error.code in (408, 429) or error.code >= 500:
        raise _CutError(f"the server answers {error.code} {error.reason}") from None
    raise GazetteerError(
        f"cannot download {url!r}: the server answers {error.code} {error.reason}; get the file by other means and "
        "name its folder with --from DIR"
    ) from None


def _restart(part: _Part, stream: IO[bytes]) -> None:
    stream.flush()
    os.truncate(part.path, 0)
    part.have = part.total = 0
    part.mark = ""


def _begin(url: str, part: _Part, stream: IO[bytes], response: Any) -> None:
    """Read the head of an answer: where its bytes belong and how many there will be."""
    headers = response.headers
    length = headers.get("Content-Length", "")
    announced = int(length) if length.isdigit() else 0
    if response.status == 206:
        found = _CONTENT_RANGE.fullmatch(headers.get("Content-Range", "").strip())
        if found is None or int(found[1]) != part.have:
            _restart(part, stream)
            raise _CutError("the server sent another part than asked for")
        total = int(found[3]) if found[3] != "*" else part.have + announced
        if part.total and total != part.total:
            _restart(part, stream)
            raise _CutError("the file on the server has changed")
        part.total = total
        return
    if part.have:
        _restart(part, stream)
    part.total = announced
    if announced > LARGEST:
        raise GazetteerError(f"cannot download {url!r}: {announced:,} bytes are more than any country dump has")
    # Only a strong mark proves that two parts are of one version (RFC 9110, 13.1.5).
    etag = headers.get("ETag", "")
    part.mark = etag if etag.startswith('"') else headers.get("Last-Modified", "")
    write_text(_note(part.path), json.dumps({"url": url, "total": part.total, "mark": part.mark}))

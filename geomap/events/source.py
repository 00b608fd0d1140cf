"""Opening what the user names: a path, ``-``, an open file. Bytes in, UTF-8 out, with the encoding announced."""

from __future__ import annotations

import codecs
import errno
import os
import sys
from pathlib import Path
from typing import IO, Any

from geomap.errors import InputError, InputFileError
from geomap.events.faults import quote

#: Bytes looked at to find out what a file is.
HEAD = 65_536

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: Encodings other than Unicode in which tables about Ukraine are met.
CANDIDATES = ("cp1251", "koi8_u", "cp1252")

#: Letters of Ukrainian and Russian and the marks of their typesetters: what a right guess turns bytes into.
_CYRILLIC = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёъыэ")
_UPPER = frozenset(letter.upper() for letter in _CYRILLIC)
_LATIN = frozenset("àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšž")
_MARKS = frozenset("«»„“”’‘–—…№°′″·§\u00a0")

#: How much better the best guess must be than the next one, in shares of the letters beyond ASCII.
MARGIN = 0.15


class Source:
    """Something to read from: its name for messages, its suffix, its bytes."""

    def __init__(self, source: Any, encoding: str | None = None) -> None:
        """Open and read ``source``. Raises :class:`~geomap.errors.InputFileError` when that cannot be done."""
        self.name, self.suffix, self.data = _open(source)
        """Name for messages (quoted), suffix in lower case, and all bytes."""
        self.asked = encoding
        """Encoding asked for, or None."""
        self.encoding: str | None = None
        """Encoding found; set by :meth:`utf8`."""
        self.notes: list[str] = []
        """What was decided about the encoding."""
        if not self.data or self.data.isspace():
            raise InputError(f"{self.name} is empty; give a file with a header and at least one row")

    def head(self) -> bytes:
        """Return the first bytes, as UTF-8 where they are text in a Unicode encoding, without a byte order mark."""
        head = self.data[:HEAD]
        for mark, encoding in _BOMS:
            if head.startswith(mark):
                return head.decode(encoding, "ignore").encode("utf-8", "replace")
        if wide := _wide(head):
            return head.decode(wide, "ignore").encode("utf-8", "replace")
        return head

    def utf8(self) -> bytes:
        """Return the text as UTF-8 without a byte order mark.

        Raises :class:`~geomap.errors.InputError` when it does not decode, or when nothing tells which encoding it is.
        """
        data = self.data
        self.encoding = self.asked or self._detect()
        try:
            name = codecs.lookup(self.encoding).name
        except (LookupError, ValueError):
            raise InputError(
                f"{self.encoding!r} is no encoding Python knows; write for example encoding='cp1251'"
            ) from None
        if name == "utf-8" and not data.startswith(codecs.BOM_UTF8):
            fault = _first_bad(data)
            if fault is not None:
                raise self._undecodable(fault, name)
            text = data
        else:
            try:
                decoded = data.decode("utf-8-sig" if name == "utf-8" else name)
                text = decoded.encode("utf-8")
            except UnicodeDecodeError as error:
                raise self._undecodable(error.start, name) from None
            except (UnicodeError, LookupError, ValueError, AttributeError):
                raise InputError(f"{self.name} is not text in {self.encoding!r}; pass another encoding=") from None
            text = text.removeprefix(codecs.BOM_UTF8)
        if b"\0" in text:
            line = text.count(b"\n", 0, text.index(b"\0")) + 1
            raise InputError(f"{self.name} is not text: line {line} holds a zero byte; save the table as CSV in UTF-8")
        return text

    def _detect(self) -> str:
        for mark, encoding in _BOMS:
            if self.data.startswith(mark):
                return encoding
        wide = _wide(self.data[:HEAD])
        if wide:
            return wide
        bad = _first_bad(self.data)
        if bad is None:
            return "utf-8"
        return self._guess(bad)

    def _guess(self, bad: int) -> str:
        """Choose between the one-byte encodings by what the bytes beyond ASCII turn into."""
        from charset_normalizer import from_bytes

        sample = _telling_lines(self.data, bad)
        if _mostly_utf8(self.data[max(0, bad - HEAD) : bad + HEAD]):
            raise self._undecodable(bad, "utf-8")
        scores = sorted(((_likeness(sample, encoding), encoding) for encoding in CANDIDATES), reverse=True)
        best, runner_up = scores[0], scores[1]
        found = from_bytes(sample, cp_isolation=list(CANDIDATES)).best()
        if sample.decode(best[1], "replace") == sample.decode(runner_up[1], "replace"):
            self.notes.append(f"the file is not UTF-8; it was read as {best[1]}, which {runner_up[1]} would read alike")
            return best[1]
        agrees = found is not None and found.encoding == best[1]
        if best[0] < 0.5 or best[0] - runner_up[0] < (MARGIN / 3 if agrees else MARGIN):
            raise InputError(
                f"{self.name} is not UTF-8 (byte 0x{self.data[bad]:02x} in line {_line(self.data, bad)}) and could be "
                f"{best[1]} or {runner_up[1]}; say which with encoding={best[1]!r}"
            )
        self.notes.append(f"the file is not UTF-8; it was read as {best[1]}")
        return best[1]

    def _undecodable(self, position: int, encoding: str) -> InputError:
        return InputError(
            f"{self.name} is not valid {encoding}: byte 0x{self.data[position]:02x} "
            f"in line {_line(self.data, position)}; "
            "save it as UTF-8, or say what it is with encoding='cp1251' or another"
        )


def _open(source: Any) -> tuple[str, str, bytes]:
    if hasattr(source, "read"):
        return _read_stream(source)
    if not isinstance(source, (str, os.PathLike)):
        raise InputError(
            f"cannot read events from a {type(source).__name__}; give a path, '-', an open file, or a DataFrame"
        )
    if source == "-":
        return "standard input", "", sys.stdin.buffer.read()
    text = os.fspath(source)
    if isinstance(text, str) and text.startswith(("http://", "https://", "ftp://")):
        raise InputFileError(
            errno.EINVAL, f"cannot read {quote(text)}: geomap reads no network; download the file and give its path"
        )
    try:
        path = Path(text)
        if path.is_dir():
            raise InputFileError(
                errno.EISDIR, f"cannot read {str(path)!r}: it is a folder; give the name of a file inside it"
            )
        data = path.read_bytes()
    except InputFileError:
        raise
    except FileNotFoundError:
        raise InputFileError(
            errno.ENOENT, f"cannot read {text!r}: there is no such file; check the name and the folder"
        ) from None
    except PermissionError:
        raise InputFileError(
            errno.EACCES, f"cannot read {text!r}: permission denied; ask its owner for access"
        ) from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise InputFileError(
            error.errno or 0, f"cannot read {quote(text)}: {reason}; give the path of a file"
        ) from None
    except (ValueError, TypeError):
        raise InputFileError(
            errno.EINVAL, f"cannot read {quote(text)}: this is no file name; give the path of a file"
        ) from None
    return repr(str(path)), path.suffix.lower(), data


def _read_stream(stream: IO[Any]) -> tuple[str, str, bytes]:
    name = getattr(stream, "name", None)
    label = repr(name) if isinstance(name, str) else "the open file"
    try:
        data = stream.read()
    except UnicodeDecodeError:
        raise InputError(f"{label} cannot be read as text; open it in binary mode ('rb')") from None
    except OSError as error:
        raise InputFileError(error.errno or 0, f"cannot read {label}: {os.strerror(error.errno or 0)}") from None
    if isinstance(data, str):
        data = data.encode("utf-8", "replace")
    if not isinstance(data, (bytes, bytearray)):
        raise InputError(f"{label} gives {type(data).__name__} when read; open it in binary mode ('rb')")
    return label, Path(name).suffix.lower() if isinstance(name, str) else "", bytes(data)


def _wide(head: bytes) -> str | None:
    """Recognise UTF-16 without a byte order mark.

    In Latin and Cyrillic writing every other byte is 0 or 4, and the delimiters among them are 0.
    """
    sample = head[:400]
    if len(sample) < 4 or sample.startswith((b"PK", b"SQLite")):
        return None
    even, odd = sample[0::2], sample[1::2]
    for encoding, high, low in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if 0 in high and 0 not in low and high.count(0) + high.count(4) > 0.9 * len(high):
            return encoding
    return None


def _first_bad(data: bytes) -> int | None:
    """Return where UTF-8 breaks, None when it does not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return None


def _line(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _telling_lines(data: bytes, bad: int) -> bytes:
    """Return up to :data:`HEAD` bytes around and after the first byte that is not UTF-8."""
    start = data.rfind(b"\n", max(0, bad - 2000), bad) + 1
    return data[start : start + HEAD]


def _mostly_utf8(sample: bytes) -> bool:
    """True when most sequences beyond ASCII are sound UTF-8: then the file is UTF-8 with a damaged place."""
    text = sample.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    return sum(1 for char in text if ord(char) > 127) - lost > 3 * lost


def _likeness(sample: bytes, encoding: str) -> float:
    """Return how much the decoded sample looks like writing, from -1 to 1.

    A wrong one-byte encoding leaves signs instead of letters, capitals after small letters (KOI8-U and CP1251 keep
    their two cases in each other's places) and words that mix Latin and Cyrillic.
    """
    text = sample.decode(encoding, "replace")
    good = bad = 0
    previous = ""
    for char in text:
        if ord(char) > 127:
            lower = char.lower()
            if char in _MARKS:
                good += 0
            elif char in _CYRILLIC or char in _UPPER:
                mixed = previous.isascii() and previous.isalpha()
                turned = char in _UPPER and previous in _CYRILLIC
                shouted = char in _UPPER and previous in _UPPER
                bad += 1 if mixed or turned else 0
                good += 0 if mixed or turned or shouted else 1
            elif lower in _LATIN:
                alone = previous.isalpha() and not previous.isascii()
                bad += 1 if alone or (char != lower and previous.isalpha()) else 0
                good += 0 if alone else 1
            else:
                bad += 1
        elif char.isalpha() and (previous in _CYRILLIC or previous in _UPPER) and previous:
            bad += 1
        previous = char
    total = good + bad
    return (good - bad) / total if total else 0.0

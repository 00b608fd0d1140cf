"""The one place that writes files: all or nothing.

A file is written beside its target, flushed to disk and moved over the target in one step. A crash,
a full disk or a kill therefore leaves either the old file or the new one, never a part of it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from geomap.errors import GeomapError, OutputError

_REASONS = {
    errno.ENOSPC: "no space is left on the device; free some space or choose another folder",
    errno.EDQUOT: "the disk quota is used up; free some space or choose another folder",
    errno.EACCES: "permission denied; choose a folder you may write to",
    errno.EPERM: "permission denied; choose a folder you may write to",
    errno.EROFS: "the file system is read-only; choose another folder",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
    errno.EFBIG: "the file is larger than this system lets you write; write fewer rows or raise the limit",
    errno.ENOENT: "no file can be made in that folder; choose another folder",
}


def write_error(path: Path, error: OSError) -> OutputError:
    """Turn an OS error met while writing ``path`` into an :class:`OutputError` with a way out."""
    code = error.errno or 0
    reason = _REASONS.get(code) or os.strerror(code)
    return OutputError(code, f"cannot write {str(path)!r}: {reason}")


def check_target(path: str | os.PathLike[str]) -> Path:
    """Return ``path`` as a :class:`~pathlib.Path` that a file may be written to.

    Parent folders are made. Raises :class:`OutputError` for a folder or an impossible parent.
    """
    target = Path(path)
    if "\0" in str(target):
        raise OutputError(errno.EINVAL, f"cannot write {str(target)!r}: this is no file name; choose another")
    try:
        if target.is_dir():
            raise OutputError(
                errno.EISDIR, f"cannot write {str(target)!r}: it is a folder; give the name of a file inside it"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(
            errno.ENOTDIR, f"cannot write {str(target)!r}: {str(target.parent)!r} is a file, not a folder"
        ) from None
    except OutputError:
        raise
    except OSError as error:
        raise write_error(target, error) from error
    return target


def _sync_folder(folder: Path) -> None:
    """Make the move itself survive a power cut, where the file system can; the new file is in place either way."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def atomic_write(path: str | os.PathLike[str], mode: str = "wb", encoding: str | None = None) -> Iterator[IO[Any]]:
    """Open a temporary file beside ``path``; on success it replaces ``path`` in one step.

    A symbolic link is followed: the file it names is replaced, the link stays. A device or pipe such as
    ``/dev/stdout`` is written to directly, as there is nothing to replace.

    Parameters
    ----------
    path
        The file to write. Parent folders are made.
    mode
        ``"wb"`` or ``"w"`` (text is UTF-8 with ``\\n`` unless ``encoding`` says otherwise).

    Raises
    ------
    OutputError
        When the file cannot be written. Whatever stood at ``path`` is untouched and no temporary
        file stays behind.
    """
    target = check_target(path)
    text = "b" not in mode
    temporary: Path | None = None
    try:
        if _is_special(target):
            with open(target, mode, encoding=(encoding or "utf-8") if text else None) as stream:
                yield stream
            return
        final = Path(os.path.realpath(target))
        handle, name = tempfile.mkstemp(prefix=f".{final.name[:60]}.", suffix=".part", dir=final.parent)
        temporary = Path(name)
        stream = os.fdopen(
            handle, mode, encoding=(encoding or "utf-8") if text else None, newline="\n" if text else None
        )
        with stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _move(temporary, final)
        temporary = None
    except GeomapError:
        raise
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


@contextlib.contextmanager
def atomic_path(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a path to write to; on success the file written there replaces ``path`` in one step.

    For libraries that want a path, not a stream. The path has the same name and suffix and lies in a folder of its
    own beside the target; whatever else the library leaves there, such as a journal, goes with the folder.
    Raises :class:`OutputError` when the file cannot be written or the target is a device or pipe.
    """
    target = check_target(path)
    if _is_special(target):
        raise OutputError(
            errno.EINVAL, f"cannot write {str(target)!r}: this format needs a file, not a device or pipe; name a file"
        )
    folder: Path | None = None
    try:
        final = Path(os.path.realpath(target))
        folder = Path(tempfile.mkdtemp(prefix=f".{final.name[:60]}.", suffix=".part", dir=final.parent))
        temporary = folder / final.name
        yield temporary
        handle = os.open(temporary, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        _move(temporary, final)
    except GeomapError:
        raise
    except OSError as error:
        raise write_error(target, error) from error
    finally:
        if folder is not None:
            _remove(folder)


def _remove(folder: Path) -> None:
    """Remove a folder of plain files, as far as it can be done."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            with contextlib.suppress(OSError):
                os.unlink(folder / name)
        os.rmdir(folder)


def _is_special(target: Path) -> bool:
    return target.exists() and not target.is_file()


def _move(temporary: Path, final: Path) -> None:
    """Give ``temporary`` the rights of the file it replaces, or the usual ones, and move it over it."""
    if final.exists():
        os.chmod(temporary, final.stat().st_mode & 0o777)
    else:
        os.chmod(temporary, 0o666 & ~_umask())
    os.replace(temporary, final)
    _sync_folder(final.parent)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_bytes(path: str | os.PathLike[str], data: bytes) -> None:
    """Write ``data`` to ``path``, all or nothing. Raises :class:`OutputError`."""
    with atomic_write(path) as stream:
        stream.write(data)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write ``text`` as UTF-8 with ``\\n`` line ends, all or nothing. Raises :class:`OutputError`."""
    write_bytes(path, text.encode("utf-8"))

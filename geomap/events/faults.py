"""What could not be read, and why: the lists behind ``events.attrs["rejected"]`` and ``["warnings"]``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict

from geomap.errors import SchemaError

#: Longest piece of a value quoted in a message.
SHOWN = 60


class Fault(TypedDict):
    """One value, or one whole row, that was not taken over as written."""

    row: int
    """Row in the file, counted from 1 below the header."""
    column: str | None
    """Header as written in the file; None when the whole row could not be read."""
    value: str
    """The value as written, shortened."""
    reason: str
    """What is wrong and what to do."""


class Faults(list[Fault]):
    """A list of faults that pandas need not copy again with every slice of the table.

    pandas deep-copies ``attrs`` at almost every step; a hundred thousand faults would make that
    the slowest part of the work. The list is not changed once the table is read.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Faults:
        """Return the list itself."""
        return self


def shorten(value: object) -> str:
    """Return ``value`` as text of at most :data:`SHOWN` characters."""
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def quote(value: object) -> str:
    """Return ``value`` shortened and quoted, for a message."""
    return repr(shorten(value))


def fault(row: int, column: str | None, value: object, reason: str) -> Fault:
    """Make one entry."""
    return {"row": int(row), "column": column, "value": shorten(value), "reason": reason}


def in_order(found: Iterable[Fault]) -> Faults:
    """Return the faults by row, those of one row in the order they were found."""
    return Faults(sorted(found, key=lambda entry: entry["row"]))


def refuse(name: str, found: Faults) -> SchemaError:
    """Make the error that ``strict=True`` raises: every fault, twenty of them in the message."""
    lines = [
        f"row {entry['row']}: {entry['reason']}"
        if entry["column"] is None
        else f"row {entry['row']}, column {entry['column']!r}: {entry['reason']}"
        for entry in found
    ]
    shown = "\n  ".join(lines[:20])
    more = f"\n  and {len(lines) - 20} more" if len(lines) > 20 else ""
    plural = "s" if len(lines) > 1 else ""
    return SchemaError(
        f"{name} has {len(lines)} value{plural} that cannot be used:\n  {shown}{more}\n"
        "correct the file, or read it without strict to keep the rows and list the values",
        lines,
    )

"""Options and printing that several commands share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def gazetteer_option(function: F) -> F:
    """``--gazetteer NAME``."""
    return click.option(
        "--gazetteer", metavar="NAME", help="Gazetteer: shipped, the name of an installed one, or a folder."
    )(function)


def front_option(function: F) -> F:
    """``--front FILE``, several times for several dates."""
    return click.option(
        "--front", "fronts", multiple=True, metavar="FILE",
        help="Front of the day: a control table (CSV) or areas (GeoJSON); may be given several times.",
    )(function)  # fmt: skip


def pins_option(function: F) -> F:
    """``--pins FILE``."""
    return click.option("--pins", metavar="FILE", help="CSV of your own decisions; they always win.")(function)


def say(message: str = "") -> None:
    """Write a line to standard error: everything that is not data."""
    click.echo(message, err=True)


def table(rows: Iterable[Sequence[str]], header: Sequence[str]) -> str:
    """Return rows as an aligned text table."""
    body = [tuple(str(cell) for cell in row) for row in rows]
    widths = [max(len(row[index]) for row in [tuple(header), *body]) for index in range(len(header))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
             for row in [tuple(header), tuple("─" * width for width in widths), *body]]  # fmt: skip
    return "\n".join(lines)


def read_source(source: str) -> Any:
    """Return the path as it is, or standard input for ``-``."""
    return sys.stdin.buffer if source == "-" else source


def report_rejected(rejected: Sequence[dict[str, Any]], limit: int = 10) -> None:
    """Say which values of a file were not used, and why."""
    for fault in rejected[:limit]:
        say(f"row {fault['row']}, column {fault['column']!r}: {fault['reason']}")
    if len(rejected) > limit:
        say(f"… and {len(rejected) - limit} more values not used")

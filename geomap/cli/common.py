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


def reading_options(function: F) -> F:
    """``--encoding``, ``--map``, ``--day-first``/``--month-first``: how to read an events table."""
    for option in (
        click.option("--encoding", metavar="NAME", help="Encoding of the file, such as cp1251, where it is not told."),
        click.option("--map", "mapping", multiple=True, metavar="COLUMN=HEADER",
                     help='Which header holds a column, such as --map place=Ort; several times.'),
        click.option("--day-first/--month-first", "dayfirst", default=None,
                     help="How to read 03/04/2024 where the file does not settle it."),
    ):  # fmt: skip
        function = option(function)
    return function


def read_table(
    source: str, encoding: str | None, mapping: Sequence[str], dayfirst: bool | None, strict: bool = False
) -> Any:
    """Read an events table as asked for, and say which of its values were not used."""
    from geomap.events.table import read_events

    pairs = {}
    for text in mapping:
        column, equals, header = text.partition("=")
        if not equals:
            raise click.UsageError(f"--map {text!r}: write it as place=Ort")
        pairs[column.strip()] = header.strip()
    table = read_events(read_source(source), encoding=encoding, mapping=pairs or None, dayfirst=dayfirst, strict=strict)
    report_rejected(table.attrs.get("rejected", []))
    return table


def day(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Check that an option is a day; for ``callback=``."""
    import datetime

    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day; write it as YYYY-MM-DD") from None


def say_statuses(statuses: Iterable[str]) -> None:
    """Say what became of the rows of a table."""
    from collections import Counter

    counts = Counter(str(status) for status in statuses)
    say(f"{counts.total()} rows: " + ", ".join(f"{count} {status}" for status, count in counts.most_common()))


def say_control(control: Any) -> None:
    """Say how many statements of a ledger were used, and that the others are listed with their reasons."""
    status = control.claims["status"]
    used, unplaced = int((status == "used").sum()), int((status == "unplaced").sum())
    say(
        f"control on {control.date}: {used} of {len(status)} statements used, {unplaced} not placed "
        "(`geomap front` lists them with their reasons)"
    )


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

"""``geomap geocode``."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from geomap.cli.common import front_option, gazetteer_option, pins_option, read_source, report_rejected, say
from geomap.model import Status


@click.command("geocode")
@click.argument("events", metavar="EVENTS")
@click.option("-o", "--output", metavar="FILE", help="Where to write: .geojson, .csv or .gpkg. Default: GeoJSON to "
              "standard output.")  # fmt: skip
@front_option
@gazetteer_option
@pins_option
@click.option(
    "--decisions", metavar="FILE", help="Decisions from the review page of `geomap report`, applied before placing."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when a row stays unresolved or ambiguous.")
def command(
    events: str, output: str | None, fronts: tuple[str, ...], gazetteer: str | None, pins: str | None,
    decisions: str | None, strict: bool,
) -> None:  # fmt: skip
    """Place every row of EVENTS (CSV, JSON, GeoJSON, XLSX; - for standard input).

    The same rows come out in the same order; a row that cannot be placed stays, and says why.
    """
    from geomap.events.table import read_events
    from geomap.resolve.geocode import geocode, make_resolver

    table = read_events(read_source(events))
    report_rejected(table.attrs.get("rejected", []))
    if decisions is not None:
        from geomap.events.decisions import apply_decisions

        before = len(table)
        table = apply_decisions(table, decisions)
        say(f"decisions applied: {before - len(table)} of {before} rows rejected")
    located = geocode(table, front=list(fronts) or None, resolver=make_resolver(gazetteer, pins))
    write(located, output)
    counts = Counter(located["status"])
    say(f"{len(located)} rows: " + ", ".join(f"{count} {status}" for status, count in counts.most_common()))
    if strict and counts[str(Status.UNRESOLVED)] + counts[str(Status.AMBIGUOUS)]:
        raise SystemExit(1)


def write(table: Any, output: str | None) -> None:
    """Write a table by the suffix of its target, or as GeoJSON to standard output."""
    if output is None or output == "-":
        import json

        from geomap.export.geojson import to_geojson

        click.echo(json.dumps(to_geojson(table), ensure_ascii=False))
        return
    from geomap.export import write as write_file

    write_file(table, output)

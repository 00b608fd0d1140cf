"""``geomap geocode``."""

from __future__ import annotations

from typing import Any

import click

from geomap.cli.common import (
    front_option,
    gazetteer_option,
    pins_option,
    read_table,
    reading_options,
    say,
    say_statuses,
)
from geomap.model import Status


@click.command("geocode")
@click.argument("events", metavar="EVENTS")
@click.option("-o", "--output", metavar="FILE", help="Where to write: .geojson, .csv or .gpkg. Default: GeoJSON to "
              "standard output.")  # fmt: skip
@reading_options
@front_option
@gazetteer_option
@pins_option
@click.option(
    "--decisions", metavar="FILE", help="Decisions from the review page of `geomap report`, applied before placing."
)
@click.option("--strict", is_flag=True, help="Exit with 1 when a row stays unresolved or ambiguous.")
def command(
    events: str, output: str | None, fronts: tuple[str, ...], gazetteer: str | None, pins: str | None,
    decisions: str | None, strict: bool, encoding: str | None, mapping: tuple[str, ...], dayfirst: bool | None,
) -> None:  # fmt: skip
    """Place every row of EVENTS (CSV, JSON, GeoJSON, XLSX; - for standard input).

    The same rows come out in the same order; a row that cannot be placed stays, and says why.
    """
    from geomap.resolve.geocode import geocode, make_resolver

    table = read_table(events, encoding, mapping, dayfirst)
    if decisions is not None:
        from geomap.events.decisions import apply_decisions

        before = len(table)
        table = apply_decisions(table, decisions)
        say(f"decisions applied: {before - len(table)} of {before} rows rejected")
    located = geocode(table, front=list(fronts) or None, resolver=make_resolver(gazetteer, pins))
    write(located, output)
    say_statuses(located["status"])
    if strict and located["status"].isin([str(Status.UNRESOLVED), str(Status.AMBIGUOUS)]).any():
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

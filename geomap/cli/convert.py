"""``geomap convert``."""

from __future__ import annotations

import click

from geomap.cli.common import read_table, reading_options, say
from geomap.cli.geocode import write


@click.command("convert")
@click.argument("events", metavar="EVENTS")
@click.option("-o", "--output", metavar="FILE", help="Where to write: .geojson, .csv or .gpkg. Default: GeoJSON to "
              "standard output.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Refuse the file when a value in it cannot be read.")
@reading_options
def command(
    events: str, output: str | None, strict: bool, encoding: str | None, mapping: tuple[str, ...],
    dayfirst: bool | None,
) -> None:  # fmt: skip
    """Read EVENTS in any known format and write them in geomap's columns; no place is looked up."""
    table = read_table(events, encoding, mapping, dayfirst, strict)
    write(table, output)
    say(f"{len(table)} rows")

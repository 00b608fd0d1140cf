"""``geomap convert``."""

from __future__ import annotations

import click

from geomap.cli.common import read_source, report_rejected, say
from geomap.cli.geocode import write


@click.command("convert")
@click.argument("events", metavar="EVENTS")
@click.option("-o", "--output", metavar="FILE", help="Where to write: .geojson, .csv or .gpkg. Default: GeoJSON to "
              "standard output.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Refuse the file when a value in it cannot be read.")
def command(events: str, output: str | None, strict: bool) -> None:
    """Read EVENTS in any known format and write them in geomap's columns; no place is looked up."""
    from geomap.events.table import read_events

    table = read_events(read_source(events), strict=strict)
    report_rejected(table.attrs.get("rejected", []))
    write(table, output)
    say(f"{len(table)} rows")

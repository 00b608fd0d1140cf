"""``geomap map``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geomap.cli.common import front_option, gazetteer_option, pins_option, read_source, report_rejected, say


@click.command("map")
@click.argument("events", metavar="EVENTS")
@click.option("-o", "--output", metavar="FILE", default="map.html", show_default=True, help="The page to write; .png, .svg or .pdf for print.")
@click.option("--title", default="", help="Title; state the finding.")
@click.option("--as-of", help="The day the map speaks of, YYYY-MM-DD.")
@click.option("--source", "sources", multiple=True, help="A source line; may be given several times.")
@click.option("--control", metavar="FILE", help="Control table or claims (CSV): draws areas and the front line.")
@click.option("--lang", type=click.Choice(["en", "uk", "ru"]), default="en", show_default=True, help="Language.")
@click.option("--tiles", multiple=True, metavar="NAME",
              help="Add a base map by its xyzservices name, several to choose from; the page then needs a network.")
@click.option("--size", default="A4", show_default=True, metavar="SIZE",
              help="Sheet for print: A3, A4, A5, A4-portrait, column, two-columns, or millimetres such as 120x90.")
@click.option("--dpi", type=click.IntRange(72, 1200), default=300, show_default=True, help="Resolution of a .png.")
@front_option
@gazetteer_option
@pins_option
def command(
    events: str, output: str, title: str, as_of: str | None, sources: tuple[str, ...], control: str | None, lang: str,
    tiles: tuple[str, ...], size: str, dpi: int, fronts: tuple[str, ...], gazetteer: str | None, pins: str | None,
) -> None:  # fmt: skip
    """Draw EVENTS (CSV, JSON, GeoJSON, XLSX; - for standard input) on one self-contained page, or on a sheet.

    Rows without coordinates are placed first. The page opens anywhere, with no network.
    """
    from geomap.events.table import read_events
    from geomap.resolve.geocode import geocode, make_resolver

    resolver = make_resolver(gazetteer, pins)
    table = read_events(read_source(events))
    report_rejected(table.attrs.get("rejected", []))
    derived = None
    if control:
        from geomap.control import control as derive

        derived = derive(control, date=as_of, gazetteer=resolver)
    evidence: list[Any] | None = list(fronts) or ([derived] if derived is not None else None)
    located = geocode(table, front=evidence, resolver=resolver)
    page = make_map(located, derived, resolver, title=title, as_of=as_of, sources=sources, lang=lang, tiles=tiles or None)
    page.save(output, size=size, dpi=dpi)
    if Path(output).suffix.lower() in (".png", ".svg", ".pdf"):
        say(f"wrote {output}, size {size}")
    else:
        say(f"wrote {output}; open it in any browser, no network is needed" + (" but for the tiles" if tiles else ""))


def make_map(located: Any, control: Any, resolver: Any, **options: Any) -> Any:
    """Return a map of located events and, where given, control, with the gazetteer's names as labels."""
    from geomap.render.map import Map

    page = Map(
        attribution=resolver.gazetteer.attribution,
        **{name: value for name, value in options.items() if value is not None},
    )
    page.add_labels(resolver.gazetteer.labels())
    if control is not None:
        page.add_control(control)
    page.add_events(located, by="type")
    return page

"""``geomap front``."""

from __future__ import annotations

from pathlib import Path

import click

from geomap.cli.common import gazetteer_option, say


@click.command("front")
@click.argument("claims", metavar="CLAIMS")
@click.option("--date", required=True, help="The day asked for, YYYY-MM-DD.")
@click.option("-o", "--output", metavar="FILE", default="front.geojson", show_default=True,
              help="front.geojson for the line, or map.html for a page.")  # fmt: skip
@gazetteer_option
def command(claims: str, date: str, output: str, gazetteer: str | None) -> None:
    """Derive control areas and a front line from CLAIMS (CSV, one row a statement)."""
    from geomap.control import control
    from geomap.resolve.geocode import make_resolver

    resolver = make_resolver(gazetteer)
    derived = control(claims, date=date, gazetteer=resolver)
    if Path(output).suffix.lower() in (".html", ".htm"):
        from geomap.render.map import Map

        page = Map(title=f"Control on {date}", as_of=date, attribution=resolver.gazetteer.attribution)
        page.add_control(derived)
        page.save(output)
    else:
        from geomap.export import write

        write(derived.front, output)
    say(f"wrote {output}")

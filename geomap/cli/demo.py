"""``geomap demo``: the main job on a real example, from names to a map."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from geomap import config
from geomap.cli.common import say, table

EXAMPLE = "2024-12-27"


@click.command("demo")
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), default=Path("geomap-demo"),
              show_default=True, help="Where the files go.")  # fmt: skip
def command(output: Path) -> None:
    """Write the example of 27 December 2024: map.html, events.geojson and front.geojson."""
    from geomap.control import control
    from geomap.events.table import read_events
    from geomap.export.geojson import to_geojson
    from geomap.resolve.geocode import geocode, make_resolver

    started = time.monotonic()
    folder = config.data_dir() / "examples" / EXAMPLE
    resolver = make_resolver("shipped")
    claims = folder / "control.csv"
    located = geocode(read_events(folder / "events.csv"), front=claims, resolver=resolver)
    derived = control(claims, date=EXAMPLE, gazetteer=resolver)
    page = example_map(located, derived, resolver)
    to_geojson(located, output / "events.geojson")
    to_geojson(derived.front, output / "front.geojson")
    page.save(output / "map.html")
    click.echo(table(_rows(located), ("as written", "placed at", "lat, lon ± km", "status", "who says so")))
    click.echo()
    for row in located.to_dict("records"):
        if row["status"] != "unresolved":
            click.echo(f"{row['place']}{', ' + row['region'] if row['region'] else ''}")
            for line in str(row["why"]).splitlines():
                click.echo(f"    {line}")
    say(f"\nwrote {output / 'map.html'}, events.geojson and front.geojson in {time.monotonic() - started:.1f} s")
    say(f"open the map: double-click {output / 'map.html'}, or run  python3 -m webbrowser {output / 'map.html'}")


def example_map(located: Any, derived: Any, resolver: Any) -> Any:
    """Return the map of the example."""
    from geomap.cli.map import make_map

    return make_map(
        located, derived, resolver,
        title="Russia says it took two more villages; Ukraine reports strikes on North Korean troops near Sudzha",
        subtitle="Reported events of 20–27 December 2024",
        as_of=EXAMPLE,
        sources=("Press report of 27 December 2024; each event and claim names its own source",),
        method="Places from a local gazetteer; control from public statements on settlements, by rule; "
               "a side's claim of its own gain moves no confirmed area",
    )  # fmt: skip


def _rows(located: Any) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for row in located.to_dict("records"):
        geometry = row["geometry"]
        where = ""
        if geometry is not None and geometry.geom_type == "Point":
            where = f"{geometry.y:.3f}, {geometry.x:.3f} ± {row['radius_km']:.1f}"
        elif geometry is not None:
            where = "area"
        relation = f"{row['relation']} " if row["relation"] else ""
        written = ", ".join(part for part in (row["place"], row["region"]) if part)
        admin = f" ({row['place_admin']})" if row["place_admin"] else ""
        rows.append((
            f"{relation}{written}" or "(no place)", f"{row['place_name'] or '–'}{admin}", where,
            f"{row['status']}, {row['claim_status'] or ''}", str(row["claimant"] or ""),
        ))  # fmt: skip
    return rows

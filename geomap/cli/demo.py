"""``geomap demo``: the main job on a real example, from names to a map."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from geomap import config
from geomap.cli.common import say, say_control, table

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
    derived = control(claims, date=EXAMPLE, gazetteer=resolver)
    located = geocode(read_events(folder / "events.csv"), front=derived, resolver=resolver)
    page = example_map(located, derived, resolver)
    to_geojson(located, output / "events.geojson")
    to_geojson(derived.front, output / "front.geojson")
    page.save(output / "map.html")
    click.echo(table(_rows(located), ("as written", "placed at", "lat, lon ± km", "status", "who says so")))
    click.echo()
    for row in _texts(located):
        if row["status"] != "unresolved":
            click.echo(", ".join(part for part in (row["place"], row["region"]) if part))
            for line in row["why"].splitlines():
                click.echo(f"    {line}")
    say()
    say_control(derived)
    say(f"wrote {output / 'map.html'}, events.geojson and front.geojson in {time.monotonic() - started:.1f} s")
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


def _texts(located: Any) -> list[dict[str, str]]:
    """Return the rows as texts, missing values empty."""
    texts = located.drop(columns="geometry").astype(object)
    rows: list[dict[str, str]] = texts.where(texts.notna(), "").astype(str).to_dict("records")
    return rows


def _rows(located: Any) -> list[tuple[str, str, str, str, str]]:
    rows = []
    for row, geometry in zip(_texts(located), located.geometry, strict=True):
        where = ""
        if geometry is not None and geometry.geom_type == "Point":
            where = f"{geometry.y:.3f}, {geometry.x:.3f} ± {float(row['radius_km']):.1f}"
        elif geometry is not None:
            where = "area"
        written = ", ".join(part for part in (row["place"], row["region"]) if part)
        admin = f" ({row['place_admin']})" if row["place_admin"] else ""
        rows.append((
            f"{row['relation']} {written}".strip() or "(no place)", f"{row['place_name'] or '–'}{admin}", where,
            ", ".join(part for part in (row["status"], row["claim_status"]) if part), row["claimant"],
        ))  # fmt: skip
    return rows

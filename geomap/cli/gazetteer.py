"""``geomap gazetteer``: info, search, build, check; install, list and remove are in :mod:`geomap.cli.install`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from geomap.cli import install
from geomap.cli.common import gazetteer_option, say, table
from geomap.errors import GazetteerError


@click.group("gazetteer")
def command() -> None:
    """Look into, search, install, build and check gazetteers."""


install.add_to(command)


@command.command("info")
@gazetteer_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def info(gazetteer: str | None, as_json: bool) -> None:
    """Show what a gazetteer holds, where its index lies, and its licence and attribution."""
    from geomap.gazetteer.search import Gazetteer

    opened = Gazetteer.open(gazetteer)
    facts = {"gazetteer": opened.name, "index": str(opened.store.folder), **opened.store.meta}
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for name, value in facts.items():
        for line in value if isinstance(value, list) else [value]:
            click.echo(f"{name:12} {line}")


@command.command("search")
@click.argument("name")
@click.option("--limit", default=10, show_default=True, help="How many places to show.")
@gazetteer_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a place.")
def search(name: str, limit: int, gazetteer: str | None, as_json: bool) -> None:
    """List the places NAME may mean, in any spelling, in English, Ukrainian or Russian."""
    from geomap.gazetteer.search import Gazetteer

    opened = Gazetteer.open(gazetteer)
    found = opened.search(name, limit)
    if as_json:
        for candidate in found:
            place = candidate.place
            click.echo(json.dumps({
                "place_id": place.id, "name": place.name, "name_uk": place.name_uk, "name_ru": place.name_ru,
                "kind": place.kind, "hromada": place.hromada, "raion": place.raion, "oblast": place.oblast,
                "country": place.country, "lat": place.lat, "lon": place.lon, "match": candidate.match,
                "probability": round(candidate.probability, 4),
            }, ensure_ascii=False))  # fmt: skip
        return
    if not found:
        say(f"no place is called {name!r}; nearest names: {'; '.join(opened.suggest(name)) or 'none'}")
        raise SystemExit(1)
    rows = [
        (c.place.id, c.place.label, c.place.kind, c.place.name_uk, c.match,
         "" if c.place.lat is None else f"{c.place.lat:.3f}", "" if c.place.lon is None else f"{c.place.lon:.3f}")
        for c in found
    ]  # fmt: skip
    click.echo(table(rows, ("place_id", "place", "kind", "Ukrainian", "match", "lat", "lon")))


@command.command("build")
@click.option("-o", "--output", metavar="FOLDER", type=click.Path(path_type=Path), default=Path("data/gazetteer"),
              show_default=True, help="Where the tables go.")  # fmt: skip
@click.option("--hand", metavar="FOLDER", type=click.Path(path_type=Path),
              help="Folder of the hand-written tables (curated.csv, …); default: the shipped ones.")  # fmt: skip
def build(output: Path, hand: Path | None) -> None:
    """Build the shipped gazetteer from its sources (needs `pip install geomap[build]`)."""
    from geomap import config
    from geomap.gazetteer.build import Inputs
    from geomap.gazetteer.build import build as run

    data = config.data_dir()
    counts = run(output, Inputs(hand=hand or data / "gazetteer", units=data / "basemap" / "admin1.geojson"))
    for name, count in counts.items():
        say(f"{name}: {count}")
    say(f"wrote the tables of the gazetteer to {str(output)!r}")


@command.command("check")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
def check(folder: Path | None) -> None:
    """Prove counts, duplicates, bounds and licences of a gazetteer folder (default: the shipped one)."""
    from geomap import config
    from geomap.gazetteer.check import check as run

    faults = run(folder or config.data_dir() / "gazetteer")
    for fault in faults:
        click.echo(fault)
    if faults:
        raise GazetteerError(f"{len(faults)} faults found")
    say("no faults found")

"""``geomap gazetteer install``, ``list`` and ``remove``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.common import say, table

if TYPE_CHECKING:
    from geomap.gazetteer.install.geonames import Report


class _Bars:
    """One progress bar a file on a terminal, one line a file elsewhere."""

    def __init__(self) -> None:
        self._name = ""
        self._bar: Any = None
        self._at = 0

    def step(self, name: str, have: int, total: int) -> None:
        """Show that ``have`` of ``total`` bytes of the file ``name`` are here."""
        if name != self._name:
            self.close()
            self._name, self._at = name, 0
            if not sys.stderr.isatty():
                say(f"downloading {name}" + (f" ({total / 1e6:.1f} MB)" if total else ""))
            elif total:
                self._bar = click.progressbar(length=total, label=name, file=sys.stderr)
                self._bar.render_progress()
        if self._bar is not None and have > self._at:
            self._bar.update(have - self._at)
        self._at = have

    def close(self) -> None:
        """End the bar."""
        if self._bar is not None:
            self._bar.render_finish()
            self._bar = None


def _asked(value: str | None, option: str, question: str) -> str:
    if value is not None:
        return value
    if sys.stdin.isatty():
        answer: str = click.prompt(question, err=True)
        return answer
    raise click.UsageError(f"{option} is needed: {question[0].lower()}{question[1:]}")


@click.command("install")
@click.argument("what", metavar="geonames|FILE", required=False)
@click.option(
    "--country",
    "countries",
    multiple=True,
    metavar="XX",
    help="Country of a GeoNames dump (ISO code); may be repeated.",
)
@click.option(
    "--from",
    "source",
    metavar="DIR|FILE",
    type=click.Path(path_type=Path),
    help="Folder with XX.zip or XX.txt and admin1CodesASCII.txt instead of a download; or a file of places.",
)
@click.option("--name", metavar="NAME", default="", help="Name of the new gazetteer [default: geonames-xx].")
@click.option(
    "--features",
    default="",
    metavar="S,PPLX,…",
    help="GeoNames feature classes or codes to take beside populated places.",
)
@click.option("--url", default="", metavar="ADDRESS", help="Where the dumps are downloaded from, if not from GeoNames.")
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="FIELD=COLUMN",
    help="Which column of FILE holds what, e.g. name=Ort; may be repeated.",
)
@click.option("--licence", metavar="TEXT", help="Licence of your places; printed on maps.")
@click.option("--source", "origin", metavar="TEXT", help="Who your places come from; printed on maps.")
@click.option("--onto", metavar="NAME", default="shipped", show_default=True, help="Gazetteer to merge with.")
@click.option("--json", "as_json", is_flag=True, help="What was done, as JSON on standard output.")  # fmt: skip
def install(
    what: str | None, countries: tuple[str, ...], source: Path | None, name: str, features: str, url: str,
    pairs: tuple[str, ...], licence: str | None, origin: str | None, onto: str, as_json: bool,
) -> None:  # fmt: skip
    """Install a gazetteer: GeoNames country dumps, or a CSV or GeoJSON FILE of your own places.

    \b
    geomap gazetteer install geonames --country UA
    geomap gazetteer install geonames --country UA --country RU --from ~/dumps
    geomap gazetteer install places.csv --name mine --map name=Ort --licence "CC BY 4.0" --source "Jane Doe"

    Only `install geonames` without --from uses the network. The result is merged with the shipped gazetteer and is
    used with --gazetteer NAME.
    """
    from geomap import config
    from geomap.gazetteer.search import locate_folder

    if what is None and source is not None and source.is_file():
        what, source = str(source), None
    if what is None:
        raise click.UsageError("say what to install: geonames --country XX, or a file of places")
    base = locate_folder(onto, config.load())
    run = _geonames if what == "geonames" else _places
    report = run(what, countries, source, name, features, url, pairs, licence, origin, base)
    _tell(report, as_json)


def _geonames(
    what: str, countries: tuple[str, ...], source: Path | None, name: str, features: str, url: str,
    pairs: tuple[str, ...], licence: str | None, origin: str | None, base: tuple[Path, str],
) -> Report:  # fmt: skip
    if not countries:
        raise click.UsageError("install geonames needs a country, such as --country UA")
    if pairs or licence is not None or origin is not None:
        raise click.UsageError("--map, --licence and --source are for files of your own places")
    from geomap.gazetteer.install import dump, folder, geonames

    codes = [dump.check_country(code) for code in countries]
    extra = dump.check_features(features.split(","))
    folder.check_name(name or geonames.default_name(codes))
    if source is None:
        bars = _Bars()
        try:
            source = geonames.download(codes, folder.downloads(), address=url or geonames.ADDRESS, progress=bars.step)
        finally:
            bars.close()
    elif url:
        raise click.UsageError("give --from or --url, not both")
    say(f"reading and merging {', '.join(codes)} …")
    return geonames.install(codes, source, name=name, features=extra, onto=base)


def _places(
    what: str, countries: tuple[str, ...], source: Path | None, name: str, features: str, url: str,
    pairs: tuple[str, ...], licence: str | None, origin: str | None, base: tuple[Path, str],
) -> Report:  # fmt: skip
    if countries or features or url or source is not None:
        raise click.UsageError("--country, --features, --from and --url are for `install geonames`")
    if not name:
        raise click.UsageError("--name is needed: the name your gazetteer is to have")
    from geomap.gazetteer.install import folder, places, table

    folder.check_name(name)
    mapping = table.read_mapping(pairs)
    licence = _asked(licence, "--licence", "Under which licence may the places be used? It is printed on maps")
    origin = _asked(origin, "--source", "Who do the places come from? It is printed on maps")
    return places.install(Path(what), name=name, licence=licence, source=origin, mapping=mapping, onto=base)


_LINES = (
    ("read", "places read"),
    ("merged", "are places that were already located"),
    ("located", "give a position to places known without one"),
    ("added", "are new places"),
    ("repeated", "repeat another of the same name beside them"),
    ("left_out", "left out: their position contradicts their oblast, or their id another place"),
    ("aliases_added", "further names"),
)


def _tell(report: Report, as_json: bool) -> None:
    from geomap.gazetteer.install import prepare

    say("preparing the index …")
    report = prepare(report)
    if as_json:
        facts = {"name": report.name, "folder": str(report.folder), "index_bytes": report.index_bytes, **report.counts}
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    for key, text in _LINES:
        if key in report.counts:
            say(f"{report.counts[key]:9,} {text}")
    say(
        f"installed {report.name!r}: {report.counts['places']:,} settlements, "
        f"{report.counts['located_in_all']:,} with a position; index {report.index_bytes / 1e6:.1f} MB"
    )
    say(f'use it with --gazetteer {report.name}, or with gazetteer = "{report.name}" in geomap.toml')


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def listing(as_json: bool) -> None:
    """List the gazetteers on this machine."""
    from geomap.gazetteer.install import folder

    found = folder.installed()
    rows = []
    facts = []
    for item in found:
        settlements, located = item.counts()
        texts = {str(entry.get("licence", "")) for entry in item.manifest.get("licences", {}).values()}
        licence = "; ".join(sorted({term.strip() for text in texts for term in text.split(";")}))
        facts.append({
            "name": item.name, "folder": str(item.folder), "bytes": item.size, "settlements": settlements,
            "located": located, "licence": licence, "attribution": item.manifest.get("attribution", []),
            "base": item.manifest.get("base", {}).get("gazetteer", ""),
        })  # fmt: skip
        short = licence if len(licence) <= 60 else f"{licence[:59]}…"
        rows.append((item.name, f"{settlements:,}", f"{located:,}", f"{item.size / 1e6:.1f} MB", short))
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        click.echo(table(rows, ("name", "settlements", "located", "size", "licence")))


@click.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Remove the installed gazetteer NAME and its index."""
    from geomap.gazetteer.install import folder

    folder.remove(name)
    say(f"removed {name!r}")


def add_to(group: click.Group) -> None:
    """Add the commands to ``geomap gazetteer``."""
    for command in (install, listing, remove):
        group.add_command(command)

"""``geomap map``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from geomap import config
from geomap.cli.common import (
    day,
    front_option,
    gazetteer_option,
    pins_option,
    read_table,
    reading_options,
    say,
    say_control,
    say_statuses,
)
from geomap.cli.texts import TEXTS


@click.command("map")
@click.argument("events", metavar="EVENTS")
@click.option("-o", "--output", metavar="FILE", default="map.html", show_default=True,
              help="The page to write; .png, .svg or .pdf for print.")  # fmt: skip
@click.option("--title", default="", help="Title; state the finding.")
@click.option("--as-of", callback=day, help="The day the map speaks of, YYYY-MM-DD.")
@click.option("--source", "sources", multiple=True, help="A source line; may be given several times.")
@click.option("--control", metavar="FILE", help="Control table or claims (CSV): draws areas and the front line.")
@click.option("--lang", type=click.Choice(["en", "uk", "ru"]), default="en", show_default=True, help="Language.")
@click.option(
    "--tiles",
    multiple=True,
    metavar="NAME",
    help="Add a base map by its xyzservices name, several to choose from; the page then needs a network.",
)
@click.option(
    "--size",
    default="A4",
    show_default=True,
    metavar="SIZE",
    help="Sheet for print: A3, A4, A5, A4-portrait, column, two-columns, or millimetres such as 120x150.",
)
@click.option("--dpi", type=click.IntRange(72, 1200), default=300, show_default=True, help="Resolution of a .png.")
@click.option("--check", is_flag=True, help="List what the map would reveal and hold back; write nothing.")
@click.option(
    "--delay-days", type=click.IntRange(0, 3650), metavar="N", help="Hold back events and claims newer than N days."
)
@click.option(
    "--coarsen",
    "coarsened",
    multiple=True,
    metavar="[WHAT=]KM",
    help="Round positions to a grid of KM; WHAT is an event type, side, status or precision.",
)
@click.option(
    "--allow",
    "allowed",
    multiple=True,
    type=click.Choice(["units", "persons", "graphic-links"]),
    help="Show what is withheld by default.",
)
@click.option(
    "--refuse", multiple=True, type=click.Choice(config.GATES), help="Write no map when this gate finds anything."
)
@click.option("--side-colour", "side_colours", multiple=True, metavar="SIDE=#RRGGBB", help="Colour of a side: UA, RU.")
@reading_options
@front_option
@gazetteer_option
@pins_option
def command(
    events: str, output: str, title: str, as_of: str | None, sources: tuple[str, ...], control: str | None, lang: str,
    tiles: tuple[str, ...], size: str, dpi: int, check: bool, delay_days: int | None, coarsened: tuple[str, ...],
    allowed: tuple[str, ...], refuse: tuple[str, ...], side_colours: tuple[str, ...], fronts: tuple[str, ...],
    gazetteer: str | None, pins: str | None, encoding: str | None, mapping: tuple[str, ...], dayfirst: bool | None,
) -> None:  # fmt: skip
    """Draw EVENTS (CSV, JSON, GeoJSON, XLSX; - for standard input) on one self-contained page, or on a sheet.

    Rows without coordinates are placed first. The page opens anywhere, with no network.
    """
    from geomap.render import safety
    from geomap.resolve.geocode import geocode, make_resolver

    settings = config.load()
    gates = _gates(settings.safety, delay_days, coarsened, allowed, refuse)
    colours = {**settings.side_colours, **_pairs(side_colours, "--side-colour")}
    resolver = make_resolver(gazetteer, pins)
    table = read_table(events, encoding, mapping, dayfirst)
    derived = None
    if control:
        from geomap.control import control as derive

        last = safety.cutoff(gates, as_of)
        derived = derive(control, date=last.isoformat() if last else as_of, known_by=last, gazetteer=resolver)
        as_of = as_of or derived.date
        say_control(derived)
    evidence: list[Any] | None = list(fronts) or ([derived] if derived is not None else None)
    located = geocode(table, front=evidence, resolver=resolver)
    say_statuses(located["status"])
    if check:
        click.echo(str(safety.check(located, derived, gates, as_of=as_of)))
        return
    page = make_map(
        located,
        derived,
        resolver,
        title=title,
        as_of=as_of,
        sources=sources,
        lang=lang,
        tiles=tiles or None,
        safety=gates,
        side_colours=colours or None,
    )
    page.save(output, size=size, dpi=dpi)
    if Path(output).suffix.lower() in (".png", ".svg", ".pdf"):
        say(f"wrote {output}, size {size}")
    else:
        say(f"wrote {output}; open it in any browser, no network is needed" + (" but for the tiles" if tiles else ""))


def _gates(
    base: config.Safety, delay_days: int | None, coarsened: tuple[str, ...], allowed: tuple[str, ...],
    refuse: tuple[str, ...],
) -> config.Safety:  # fmt: skip
    """Return the settings of the file with what was asked for on the command line."""
    table: dict[str, Any] = {f"allow_{name.replace('-', '_')}": True for name in allowed}
    if delay_days is not None:
        table["delay_days"] = delay_days
    table["refuse"] = (*base.refuse, *refuse)
    table["coarsen"] = dict(base.coarsen)
    for text in coarsened:
        what, _, km = text.rpartition("=")
        try:
            value = float(km)
        except ValueError:
            raise click.UsageError(f"--coarsen {text!r}: give kilometres such as 10 or deployment=10") from None
        table.update({"coarsen": {**table["coarsen"], what: value}} if what else {"coarsen_km": value})
    return config.safety(table, base=base)


def _pairs(texts: tuple[str, ...], option: str) -> dict[str, str]:
    for text in texts:
        if "=" not in text:
            raise click.UsageError(f"{option} {text!r}: write it as UA=#0072B2")
    return dict(text.split("=", 1) for text in texts)


def make_map(located: Any, control: Any, resolver: Any, **options: Any) -> Any:
    """Return a map of located events and, where given, control, with the gazetteer's names as labels."""
    from geomap.render.map import Map

    if control is not None:
        lang = options.get("lang", "en")
        options["sources"] = (*options.get("sources", ()), control_source(control, lang))
        options.setdefault("method", TEXTS[lang]["method_front"])
    page = Map(
        attribution=resolver.gazetteer.attribution,
        **{name: value for name, value in options.items() if value is not None},
    )
    page.add_labels(resolver.gazetteer.labels())
    if control is not None:
        page.add_control(control)
    page.add_events(located, by="type")
    return page


def control_source(control: Any, lang: str = "en") -> str:
    """Return a line on what the areas of control rest on: statements, roots, the days on which they were said."""
    text = TEXTS[lang]
    used = control.claims[control.claims["status"] == "used"]
    said = sorted(str(value) for value in used["published_at"] if str(value) not in ("", "nan", "None", "NaT"))
    voices = used["claimant"].where(used["claimant"] != "", used["source"]).value_counts()
    first = ", ".join(f"{name} ({count})" for name, count in list(voices.items())[:6])
    span = text["rests_span"].format(first=said[0][:10], last=said[-1][:10]) if said else ""
    later = sum(day[: len(control.date)] > control.date[: len(day)] for day in said)
    if later:
        span += text["rests_later"].format(n=later, date=control.date)
    return text["rests_on"].format(
        n=len(used), all=len(control.claims), roots=used["root"].nunique(), span=span, most=first
    )

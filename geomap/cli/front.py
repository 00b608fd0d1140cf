"""``geomap front``: control areas and a front line from claims, for a day, a range of days, or two to compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geomap.cli.common import day, gazetteer_option, say
from geomap.cli.texts import TEXTS
from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.resolve.locate import Resolver

HTML = (".html", ".htm")
PAGES = (*HTML, ".png", ".svg", ".pdf")


@click.command("front")
@click.argument("claims", metavar="CLAIMS | compare A B", nargs=-1, required=True)
@click.option("--reference", metavar="FILE", help="Areas drawn by others, as the starting state (GeoJSON, KML, KMZ, "
              "GPKG); claims since then lie on top.")  # fmt: skip
@click.option("--date", callback=day, help="The day asked for, YYYY-MM-DD.")
@click.option("--from", "first", callback=day, help="First day of a range.")
@click.option("--to", "last", callback=day, help="Last day of a range.")
@click.option("--step", default=1, show_default=True, help="Days from one to the next in a range.")
@click.option(
    "--known-by", callback=day, help="Leave out what was said after this day: the map as it could be known then."
)
@click.option("--explain", "explained", metavar="PLACE", multiple=True, help="Say why a settlement has its state.")
@click.option("--daily", is_flag=True, help="compare: give a figure for less than a week too.")
@click.option("-o", "--output", metavar="FILE", help="front.geojson for the line (or .gpkg, .csv), areas.geojson for "
              "areas and line, map.html for a page (a range goes into its slider), map.pdf, .svg or .png for print. "
              "Default: front.geojson.")  # fmt: skip
@click.option("--title", default="", metavar="TEXT", help="Title of a page; state the finding.")
@click.option("--lang", type=click.Choice(["en", "uk", "ru"]), default="en", help="Language of a page.")
@gazetteer_option
def command(
    claims: tuple[str, ...], reference: str | None, date: str | None, first: str | None, last: str | None, step: int,
    known_by: str | None, explained: tuple[str, ...], daily: bool, output: str | None, title: str, lang: str,
    gazetteer: str | None,
) -> None:  # fmt: skip
    """Derive control areas and a front line from CLAIMS (CSV, one row a statement).

    "geomap front compare A B" compares two days of one ledger (--from, --to), two ledgers, or two reference polygons.
    """
    from geomap.resolve.geocode import make_resolver

    resolver = make_resolver(gazetteer)
    if claims[0] == "compare":
        _compare(claims[1:], date, first, last, daily, output, resolver)
        return
    if len(claims) != 1:
        raise click.UsageError(f"one file of claims is needed, not {len(claims)}")
    if (first is None) != (last is None):
        raise click.UsageError("--from and --to belong together")
    if first is not None and date is not None:
        raise click.UsageError("give --date or --from and --to, not both")
    if first is not None:
        if known_by is not None:
            raise click.UsageError("--known-by goes with --date: a range tells each day as it is known now")
        _series(claims[0], first, last or first, step, reference, output or "front.geojson", resolver, title, lang)
        return
    from geomap.control import control

    derived = control(claims[0], date=date, known_by=known_by, reference=reference, gazetteer=resolver)
    say(str(derived))
    left = derived.claims[derived.claims["status"] != "used"]
    for row in left.to_dict("records")[:10]:
        say(f"  not used: {row['place']} ({row['region']}): {row['reason']}")
    if len(left) > 10:
        say(f"  … and {len(left) - 10} more; the claims table lists all with their reasons")
    for place in explained:
        click.echo(str(derived.explain(place)))
    if output is None and explained:
        return
    if not len(derived.front):
        raise InputError(
            f"no front line on {derived.date}: the statements confirm no places of both sides near each other; "
            "give another --date or more statements"
        )
    _write(derived, output or "front.geojson", resolver, title, lang)


def _page(derived: Any, resolver: Resolver, title: str, lang: str, first: str = "") -> Any:
    """Return a map without layers yet, with what control rests on; ``first`` is the first day of a range."""
    from geomap.cli.map import control_source
    from geomap.render.map import Map
    from geomap.render.print.words import day as written

    text = TEXTS[lang]
    days = {"date": written(derived.date, lang), "first": written(first, lang), "last": written(derived.date, lang)}
    page = Map(
        title=title or text["title_days" if first else "title_day"].format(**days), as_of=derived.date, lang=lang,
        sources=[control_source(derived, lang)], method=text["method_front"],
        attribution=resolver.gazetteer.attribution,
    )  # fmt: skip
    return page.add_labels(resolver.gazetteer.labels())


def _write(derived: Any, output: str, resolver: Resolver, title: str, lang: str) -> None:
    import pandas as pd

    path = Path(output)
    if path.suffix.lower() in PAGES:
        _page(derived, resolver, title, lang).add_control(derived).save(path)
    else:
        from geomap.export import write

        table = derived.front
        if "area" in path.stem.lower():
            table = pd.concat([derived.areas, derived.front.assign(state="front", side="")], ignore_index=True)
        table.attrs.update(derived.attrs)
        write(table, path)
    say(f"wrote {output}")


def _series(
    claims: str, first: str, last: str, step: int, reference: str | None, output: str, resolver: Resolver, title: str,
    lang: str,
) -> None:  # fmt: skip
    from geomap.control import control
    from geomap.control.series import series
    from geomap.export import write

    suffix = Path(output).suffix.lower()
    if suffix in PAGES and suffix not in HTML:
        raise click.UsageError("a range of days is written as a page with a slider (.html) or a table (.geojson, .csv)")
    table = series(claims, first, last, step=step, gazetteer=resolver, reference=reference)
    if suffix not in HTML:
        write(table, output)
        say(f"wrote {output}: {len(table)} rows, one a date and state")
        return
    if not len(table):
        raise InputError(f"no side holds anything from {first} to {last} by these statements; give other days")
    derived = control(claims, date=last, reference=reference, gazetteer=resolver)
    _page(derived, resolver, title, lang, first).add_control_series(table).save(output)
    days = table["date"].nunique()
    say(f"wrote {output}: {days} day{'' if days == 1 else 's'} on the slider")


def _compare(
    names: tuple[str, ...], date: str | None, first: str | None, last: str | None, daily: bool, output: str | None,
    resolver: Resolver,
) -> None:  # fmt: skip
    from geomap.control import control
    from geomap.control.change import change, compare_references
    from geomap.control.reference import read_reference

    if len(names) == 1 and first and last:
        before, after = (control(names[0], date=day, gazetteer=resolver) for day in (first, last))
        found = change(before, after, daily=daily)
    elif len(names) == 2 and all(Path(name).suffix.lower() == ".csv" for name in names):
        before, after = (
            control(name, date=day, gazetteer=resolver)
            for name, day in zip(names, (first or date, last or date), strict=True)
        )
        found = change(before, after, daily=daily)
    elif len(names) == 2:
        found = compare_references(read_reference(names[0]), read_reference(names[1]), daily=daily)
    else:
        raise click.UsageError("compare needs two files, or one ledger with --from and --to")
    click.echo(str(found))
    if output is not None:
        from geomap.export import write

        write(found.areas, output)
        say(f"wrote {output}")

"""``geomap locate``."""

from __future__ import annotations

import json
from typing import Any

import click

from geomap.cli.common import day, front_option, gazetteer_option, pins_option
from geomap.model import Match, Status


@click.command("locate")
@click.argument("names", nargs=-1, required=True)
@click.option("--admin", multiple=True, help="Region as written; may be given several times.")
@click.option("--country", default="", help="Country, name or ISO code.")
@click.option("--date", callback=day, help="Day of the event, YYYY-MM-DD.")
@front_option
@click.option("--near", multiple=True, help="Another place named in the same report.")
@click.option("--event-type", default="", help="What is reported, such as control_change or strike.")
@click.option("--side", type=click.Choice(["UA", "RU"]), default=None, help="Side of the one who says so.")
@gazetteer_option
@pins_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object a name.")
@click.option("--strict", is_flag=True, help="Exit with 1 when a name is not resolved.")
def command(
    names: tuple[str, ...], admin: tuple[str, ...], country: str, date: str | None, fronts: tuple[str, ...],
    near: tuple[str, ...], event_type: str, side: str | None, gazetteer: str | None, pins: str | None,
    as_json: bool, strict: bool,
) -> None:  # fmt: skip
    """Find the place that each of NAMES means, and say why.

    A name may carry its own context: "near Novoivanovka, Kursk region".
    """
    from geomap.resolve.geocode import locate, make_resolver

    resolver = make_resolver(gazetteer, pins)
    unresolved = 0
    for name in names:
        match = locate(
            name, admin=admin, country=country, date=date, front=fronts[-1] if fronts else None, near=near,
            event_type=event_type, side=side or "", resolver=resolver,
        )  # fmt: skip
        unresolved += match.status in (Status.UNRESOLVED, Status.AMBIGUOUS)
        click.echo(json.dumps(as_dict(match), ensure_ascii=False) if as_json else in_words(match))
    if strict and unresolved:
        raise SystemExit(1)


def as_dict(match: Match) -> dict[str, Any]:
    """Return a match as plain JSON values."""
    place = match.place
    return {
        "query": match.query, "status": str(match.status), "probability": round(match.probability, 4),
        "place_id": place.id if place else None, "name": place.name if place else None,
        "name_uk": place.name_uk if place else None, "name_ru": place.name_ru if place else None,
        "kind": place.kind if place else None, "hromada": place.hromada if place else None,
        "raion": place.raion if place else None, "oblast": place.oblast if place else None,
        "country": place.country if place else None, "lat": match.lat, "lon": match.lon,
        "radius_km": match.radius_km, "precision": str(match.precision),
        "acled_precision": match.acled_precision, "ucdp_precision": match.ucdp_precision,
        "candidates": [
            {"place_id": c.place.id, "label": c.place.label, "lat": c.place.lat, "lon": c.place.lon,
             "probability": round(c.probability, 4)} for c in match.candidates
        ],
        "why": list(match.why),
    }  # fmt: skip


def in_words(match: Match) -> str:
    """Return a match as a few lines for a terminal."""
    place = match.place
    head = f"{match.query}: {place.label if place else 'no place'}"
    if match.lat is not None and match.lon is not None:
        head += f"  {match.lat:.4f} N {match.lon:.4f} E ±{match.radius_km:.1f} km"
    lines = [head, f"  {match.status}, probability {match.probability:.2f}, precision {match.precision}"]
    lines.extend(f"  {line}" for line in match.why)
    if match.status == Status.AMBIGUOUS:
        lines.append("  candidates:")
        lines.extend(f"    {c.probability:.2f}  {c.place.label}" for c in match.candidates[:5])
    return "\n".join(lines)

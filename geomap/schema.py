"""The tables that walk through geomap: their columns, types, units and allowed values.

Tables are pandas or geopandas frames; this module describes them without importing either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.errors import SchemaError
from geomap.model import Precision, Status

if TYPE_CHECKING:
    import pandas as pd

#: What can be reported. Each maps to ACLED sub-event types in :data:`ACLED_SUB_EVENTS`.
EVENT_TYPES: tuple[str, ...] = (
    "control_change", "ground_fighting", "air_strike", "drone_strike", "shelling", "strike",
    "casualties", "infrastructure", "deployment", "evacuation", "other",
)  # fmt: skip

#: Nearest ACLED sub-event type of each event type (ACLED codebook 2024).
ACLED_SUB_EVENTS: Mapping[str, str] = {
    "control_change": "Non-state actor overtakes territory / Government regains territory",
    "ground_fighting": "Armed clash",
    "air_strike": "Air/drone strike",
    "drone_strike": "Air/drone strike",
    "shelling": "Shelling/artillery/missile attack",
    "strike": "Shelling/artillery/missile attack",
    "casualties": "Other",
    "infrastructure": "Disrupted weapons use",
    "deployment": "Change to group/activity",
    "evacuation": "Other",
    "other": "Other",
}

#: What is known of a statement. ``claimed``: a side says so of itself; ``admitted``: a side says so against its
#: own interest; ``reported``: an independent report; ``confirmed``: officially or visually confirmed.
CLAIM_STATUSES: tuple[str, ...] = ("claimed", "denied", "admitted", "reported", "confirmed", "disputed", "unknown")

#: Whose word it is.
SIDES: tuple[str, ...] = ("UA", "RU", "neutral", "unknown")

#: How exactly the date is known. ``night``: the night before; ``publication``: only the day of the report is known.
DATE_PRECISIONS: tuple[str, ...] = (
    "day", "night", "publication", "week", "month", "year", "interval", "unknown",
)  # fmt: skip

#: How an event lies to its place. Empty: at it.
RELATIONS: tuple[str, ...] = ("", "near", "outskirts", "direction", "between", "towards", "axis", "district")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    """Name."""
    kind: str
    """text, number, integer, date, boolean or geometry."""
    meaning: str
    """What it holds, with its unit."""
    allowed: tuple[str, ...] = ()
    """The only values it may hold (besides missing); empty: any."""
    minimum: float | None = None
    """Smallest value allowed."""
    maximum: float | None = None
    """Largest value allowed."""


#: An event as reported, before its place is looked up.
EVENTS: tuple[Column, ...] = (
    Column("event_id", "text", "stable identifier; made from the row's content when the file has none"),
    Column("date_start", "date", "first possible day of the event"),
    Column("date_end", "date", "last possible day of the event"),
    Column("date_precision", "text", "how exactly the date is known", DATE_PRECISIONS),
    Column("event_type", "text", "what is reported", EVENT_TYPES),
    Column("place", "text", "place as written in the report"),
    Column("region", "text", "region as written in the report"),
    Column("country", "text", "country as written, name or ISO code"),
    Column("relation", "text", "how the event lies to the place"),
    Column("latitude", "number", "latitude given by the source, degrees WGS84", (), -90, 90),
    Column("longitude", "number", "longitude given by the source, degrees WGS84", (), -180, 180),
    Column("geo_precision", "text", "precision code as given by the source"),
    Column("coordinate_precision", "text", "how exact the source's coordinates are; empty: exact", tuple(Precision)),
    Column("claimant", "text", "who says so"),
    Column("claimant_side", "text", "side of the one who says so", SIDES),
    Column("claim_status", "text", "claimed, confirmed, …", CLAIM_STATUSES),
    Column("actor", "text", "who acted, as reported"),
    Column("count_low", "number", "lowest number reported", (), 0),
    Column("count_high", "number", "highest number reported", (), 0),
    Column("count_of", "text", "what the numbers count"),
    Column("description", "text", "the event in words"),
    Column("source", "text", "outlet or report"),
    Column("source_url", "text", "address of the source"),
    Column("published_at", "date", "day of publication"),
    Column("licence", "text", "licence of the row's data"),
    Column("graphic", "boolean", "the source shows graphic content"),
    Column("report_id", "text", "rows of one report share it; they help each other's places"),
    Column("source_row", "integer", "row in the file read, counted from 1 below the header", (), 1),
)

#: What :func:`geomap.geocode` adds to an events table.
MATCHES: tuple[Column, ...] = (
    Column("place_id", "text", "identifier of the place in the gazetteer"),
    Column("place_name", "text", "English name of the place"),
    Column("place_kind", "text", "country, oblast, raion, hromada, city, town, settlement or village"),
    Column("place_admin", "text", "hromada, raion and oblast of the place"),
    Column("place_country", "text", "ISO 3166-1 alpha-2 code"),
    Column("status", "text", "what became of the name", tuple(Status)),
    Column("probability", "number", "probability that the place is right", (), 0, 1),
    Column("radius_km", "number", "radius that should hold the true position nine times in ten, km", (), 0),
    Column("precision", "text", "how precisely the position is known", tuple(Precision)),
    Column("n_candidates", "integer", "places that the name may mean", (), 0),
    Column("why", "text", "the evidence in words, one reason a line"),
    Column("acled_precision", "integer", "ACLED geo_precision", (), 1, 3),
    Column("ucdp_precision", "integer", "UCDP GED where_prec", (), 1, 7),
    Column("geometry", "geometry", "point, or polygon of an area or relation; EPSG:4326"),
)

#: A statement of who holds a place. One row a statement.
CLAIMS: tuple[Column, ...] = (
    Column("place", "text", "place as written"),
    Column("region", "text", "region as written"),
    Column("country", "text", "country, ISO code"),
    Column("lat_hint", "number", "rough latitude, to tell namesakes apart", (), -90, 90),
    Column("lon_hint", "number", "rough longitude", (), -180, 180),
    Column("holder", "text", "who is said to hold it", ("UA", "RU", "contested", "none")),
    Column("date", "date", "day on which it is said to hold"),
    Column("published_at", "date", "day on which it was said"),
    Column("claimant", "text", "who says so"),
    Column("claimant_side", "text", "side of the one who says so", SIDES),
    Column("evidence", "text", "kind of evidence", (
        "claim", "denial", "admission", "independent_report", "geolocated_visual", "third_party_assessment")),
    Column("source", "text", "outlet or report"),
    Column("root", "text", "root source: wires quoting one ministry share it"),
    Column("source_url", "text", "address of the source"),
    Column("note", "text", "remarks"),
    Column("claim_id", "text", "stable identifier; made from the row's content when empty"),
    Column("place_id", "text", "identifier of the place in the gazetteer, when it is known"),
    Column("lat", "number", "latitude given by the source, degrees WGS84", (), -90, 90),
    Column("lon", "number", "longitude given by the source, degrees WGS84", (), -180, 180),
    Column("t_min", "date", "first day on which it is said to hold; empty: ``date``"),
    Column("t_max", "date", "last day on which it is said to hold; empty: ``t_min`` or ``date``"),
    Column("retrieved_at", "date", "day on which the source was read"),
    Column("quote", "text", "the statement in the source's words"),
    Column("licence", "text", "licence of the row's data"),
    Column("supersedes", "text", "claim_id of the row (or rows) this one replaces"),
    Column("geocode_p", "number", "probability that the place is right", (), 0, 1),
)  # fmt: skip

#: Areas of control, one row a state and side. The rows of state ``claimed`` lie on top of the others; those cover
#: the area of interest without overlap.
AREAS: tuple[Column, ...] = (
    Column(
        "state", "text", "how well it is known", ("confirmed", "inferred", "claimed", "contested", "stale", "no_data")
    ),
    Column("side", "text", "whose area", ("UA", "RU", "")),
    Column("area_km2", "number", "geodesic area, km²", (), 0),
    Column("n_places", "integer", "settlements in the area", (), 0),
    Column("n_reported", "integer", "of these, settlements with a statement of their own", (), 0),
    Column("as_of", "date", "the day the area speaks of"),
    Column("geometry", "geometry", "polygon, EPSG:4326"),
)


def names(columns: Iterable[Column]) -> list[str]:
    """Return the column names in order."""
    return [column.name for column in columns]


def faults(table: pd.DataFrame, columns: Iterable[Column], required: Iterable[str] = ()) -> list[str]:
    """Return every way in which ``table`` breaks ``columns``; an empty list when it is sound.

    Only columns that are present are checked, besides ``required`` ones. Rows are counted from 1.
    """
    import pandas as pd

    found = [
        f"column {name!r} is missing; the table has {', '.join(map(repr, table.columns)) or 'no columns'}"
        for name in required
        if name not in table.columns
    ]
    for column in columns:
        if column.name not in table.columns:
            continue
        values: Any = table[column.name]
        bad = None
        expected = ""
        if column.allowed:
            bad = ~(values.isna() | values.isin(list(column.allowed)) | (values == ""))
            expected = "one of " + ", ".join(map(repr, column.allowed))
        elif column.minimum is not None or column.maximum is not None:
            numbers = pd.to_numeric(values, errors="coerce")
            bad = values.notna() & (values.astype(str) != "") & numbers.isna()
            if column.minimum is not None:
                bad |= numbers < column.minimum
            if column.maximum is not None:
                bad |= numbers > column.maximum
            low = "" if column.minimum is None else f"{column.minimum:g}"
            high = "" if column.maximum is None else f"{column.maximum:g}"
            expected = f"a number from {low} to {high}" if low and high else f"a number of at least {low}"
        if bad is not None and bad.any():
            rows = [int(position) + 1 for position in bad.to_numpy().nonzero()[0]]
            first = values.iloc[rows[0] - 1]
            more = f" (and {len(rows) - 1} more rows)" if len(rows) > 1 else ""
            found.append(f"row {rows[0]}, column {column.name!r}: {first!r} is not {expected}{more}")
    return found


def validate(table: pd.DataFrame, columns: Iterable[Column], required: Iterable[str] = ()) -> None:
    """Raise :class:`~geomap.errors.SchemaError` with all faults at once when ``table`` breaks ``columns``."""
    found = faults(table, columns, required)
    if found:
        shown = "\n  ".join(found[:20])
        raise SchemaError(f"the table has {len(found)} fault{'s' if len(found) > 1 else ''}:\n  {shown}", found)

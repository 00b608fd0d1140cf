"""A report in prose → a table of draft events, placed: :func:`read_report`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from geomap import schema
from geomap.gazetteer.search import Gazetteer
from geomap.model import Precision, Status
from geomap.resolve.geocode import geocode, make_resolver
from geomap.resolve.locate import Resolver
from geomap.resolve.report_regions import confirm_regions, name_index
from geomap.text.dates import parse_published
from geomap.text.mentions import Mention
from geomap.text.report import Draft, Report, read_text
from geomap.text.spans import Recogniser

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

    from geomap.resolve.fronts import FrontLike

#: Columns of a draft besides those of the events and matches tables.
DRAFT_COLUMNS: tuple[schema.Column, ...] = (
    schema.Column("quote", "text", "the sentence that reports it, as written"),
    schema.Column("quote_start", "integer", "first character of the quote in the report", (), 0),
    schema.Column("quote_end", "integer", "character after the last of the quote", (), 0),
    schema.Column("verb", "text", "verb of the one who says so, as written"),
    schema.Column("favours", "text", "side that gains by what is said", ("UA", "RU", "")),
    schema.Column("role", "text", "part the place plays: always event in a draft", ("event", "")),
    schema.Column("mention", "text", "the place name as written"),
    schema.Column("mention_start", "integer", "first character of the place name", (), 0),
    schema.Column("mention_end", "integer", "character after the last of the place name", (), 0),
    schema.Column("count_text", "text", "the numbers as written, separated by '; '"),
    schema.Column("happening", "integer", "drafts of one happening share it", (), 0),
)

_KIND_PLACES = ("settlement", "axis", "other")


def read_report(
    text: str,
    *,
    published: Any = None,
    source: str = "",
    url: str = "",
    front: FrontLike | Sequence[FrontLike] | None = None,
    gazetteer: Gazetteer | str | os.PathLike[str] | None = None,
    resolver: Resolver | None = None,
    recogniser: Recogniser | None = None,
) -> geopandas.GeoDataFrame:
    """Read a report in English, Ukrainian or Russian into draft events, each with its quote, speaker and status.

    Parameters
    ----------
    text
        The report, plain text.
    published
        Day of publication (ISO text, date or datetime). Relative dates ("on Friday") are read against it; without it
        only full dates are.
    source, url
        Outlet and address, copied to every draft.
    front
        One front or several dated ones; see :func:`geomap.locate`.
    gazetteer, resolver
        Where names are looked up; see :func:`geomap.geocode`.
    recogniser
        A further recogniser of names, such as a named-entity model; see :mod:`geomap.text.spans`.

    Returns
    -------
    geopandas.GeoDataFrame
        One row a happening and place, in the order of the text, with the columns of :data:`geomap.schema.EVENTS`,
        :data:`DRAFT_COLUMNS` and :data:`geomap.schema.MATCHES`; EPSG:4326. A happening without a place has one row
        without a position. ``attrs["mentions"]`` lists every place name of the text with its role, also those that
        are not drawn; ``attrs["text"]`` is the text.

    Raises
    ------
    InputError
        ``published`` is no date.
    """
    resolver = resolver or make_resolver(gazetteer)
    day = parse_published(published)
    report = read_text(text, name_index(resolver.gazetteer), published=day, recogniser=recogniser)
    confirm_regions(report, resolver)
    table = drafts_table(report, published=day, source=source, url=url)
    others = _others(report, table)
    located = _geocode(report, table, others, front, resolver)
    located.attrs["mentions"] = _mention_rows(report, located)
    located.attrs["text"] = text
    located.attrs["published"] = "" if day is None else day.isoformat()
    return located


def drafts_table(report: Report, *, published: Any = None, source: str = "", url: str = "") -> pd.DataFrame:
    """Return the drafts of a report as an events table, not placed yet: one row a happening and place."""
    import pandas as pd

    text = report.reading.text
    identifier = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    rows: list[dict[str, Any]] = []
    for number, draft in enumerate(report.drafts):
        places: Sequence[Mention | None] = [report.mentions[n] for n in draft.mentions] or [None]
        drawn: set[str] = set()
        for mention in places:
            if mention is not None and mention.pair >= 0 and mention.relation == "between":
                # one row for the ground between two places
                if mention.expression in drawn:
                    continue
                drawn.add(mention.expression)
            rows.append(_row(draft, mention, number, text, identifier, published, source, url))
    columns = [column.name for column in (*schema.EVENTS, *DRAFT_COLUMNS)]
    table = pd.DataFrame(rows, columns=columns)
    for name in ("quote_start", "quote_end", "mention_start", "mention_end", "happening", "source_row"):
        table[name] = table[name].astype("Int64")
    for name in ("count_low", "count_high", "latitude", "longitude"):
        table[name] = table[name].astype("Float64").astype("float64")
    return table


def _row(
    draft: Draft,
    mention: Mention | None,
    number: int,
    text: str,
    identifier: str,
    published: Any,
    source: str,
    url: str,
) -> dict[str, Any]:
    area = mention is not None and mention.kind not in _KIND_PLACES
    country = draft.country
    place = region = ""
    if mention is not None:
        place = mention.expression or mention.name
        region = mention.region
        if mention.kind == "country":
            country = mention.name
        elif area and not region:
            region = ""
    first = draft.counts[0] if draft.counts else None
    quote = text[draft.start : draft.end]
    start = mention.start if mention is not None else -1
    return {
        "event_id": f"{identifier}-{number + 1}-{start if start >= 0 else 0}",
        "date_start": draft.when.start.isoformat() if draft.when else None,
        "date_end": draft.when.end.isoformat() if draft.when else None,
        "date_precision": draft.when.precision if draft.when else "unknown",
        "event_type": draft.kind, "place": place, "region": region, "country": country,
        "relation": mention.relation if mention is not None else "",
        "latitude": None, "longitude": None, "geo_precision": None,
        "claimant": draft.statement.claimant, "claimant_side": draft.statement.side, "claim_status": draft.status,
        "actor": "", "count_low": first.low if first else None, "count_high": first.high if first else None,
        "count_of": first.of if first else "",
        "description": quote, "source": source, "source_url": url,
        "published_at": published.isoformat() if published else None, "licence": "", "graphic": None,
        "report_id": identifier, "source_row": None,
        "quote": quote, "quote_start": draft.start, "quote_end": draft.end, "verb": draft.statement.verb,
        "favours": draft.favours, "role": "event" if mention is not None else "",
        "mention": mention.text if mention is not None else "", "mention_start": start if start >= 0 else None,
        "mention_end": mention.end if mention is not None else None,
        "count_text": "; ".join(f"{count.text} {count.of}".strip() for count in draft.counts), "happening": number,
    }  # fmt: skip


def _others(report: Report, table: pd.DataFrame) -> pd.DataFrame:
    """Return the mentions that no draft draws, as rows to be placed with them: they help each other."""
    import pandas as pd

    drawn = set(table["mention_start"].dropna())
    year = next(iter(table["date_start"].dropna()), None)
    identifier = table["report_id"].iloc[0] if len(table) else ""
    rows = [
        {
            "place": mention.expression if mention.relation not in ("towards",) else mention.name,
            "region": mention.region, "country": "", "relation": mention.relation if mention.relation in ("axis",
            ) else "",
            "event_type": "other", "claimant_side": "unknown", "date_start": year, "report_id": identifier or "report",
            "mention_start": mention.start,
        }
        for mention in report.mentions
        if mention.start not in drawn and mention.kind != "other"
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["place", "region", "country", "relation", "event_type", "claimant_side",
                                       "date_start", "report_id", "mention_start"])  # fmt: skip


#: Levels of the look-up too loose to place a name that a report only shows to be a place.
TOO_LOOSE = ("typo1", "typo2", "key3")


def _keep_unknown(placed: Any, report: Report, resolver: Resolver) -> None:
    """A name that the gazetteer does not have stays unresolved: a report's unknown village is no misspelt other one."""
    levels = {
        mention.start: next((found.level for found in resolver.gazetteer.cascade(mention.text)), "")
        for mention in report.mentions
        if mention.kind == "settlement" and mention.relation != "between"
    }  # fmt: skip
    loose = [start for start, level in levels.items() if level in TOO_LOOSE]
    rows = placed["mention_start"].isin(loose) & placed["place_id"].notna()
    if not rows.any():
        return
    for index in placed.index[rows]:
        name = placed.at[index, "place_name"]
        placed.at[index, "why"] = (
            f"no place of this name is known; {name} ({placed.at[index, 'place_admin']}) is spelt alike and was not "
            f"taken"
        )
    for column in ("place_id", "place_name", "place_kind", "place_admin", "place_country"):
        placed.loc[rows, column] = None
    placed.loc[rows, "status"], placed.loc[rows, "precision"] = str(Status.UNRESOLVED), str(Precision.UNKNOWN)
    placed.loc[rows, "probability"] = 0.0
    placed.loc[rows, "radius_km"] = float("nan")
    placed.loc[rows, ["acled_precision", "ucdp_precision"]] = pd_na()
    placed.loc[rows, "geometry"] = None


def pd_na() -> Any:
    """Return pandas' missing value, imported late."""
    import pandas as pd

    return pd.NA


def _geocode(
    report: Report, table: pd.DataFrame, others: pd.DataFrame, front: Any, resolver: Resolver
) -> geopandas.GeoDataFrame:
    """Place drafts and other mentions in one go, keep the drafts; a country stands in where no place is given."""
    import pandas as pd

    asked = table.copy()
    bare = (asked["place"] == "") & (asked["country"] != "")
    asked.loc[bare, "place"] = asked.loc[bare, "country"]
    asked.loc[asked["country"] == asked["place"], "country"] = ""
    both = pd.concat([asked, others], ignore_index=True) if len(others) else asked
    placed = geocode(both, front=front, resolver=resolver)
    _keep_unknown(placed, report, resolver)
    _doubt_unheld(placed, report, resolver)
    located = placed.iloc[: len(table)].copy()
    for name in ("place", "country"):
        located[name] = table[name].to_numpy()
    for name in ("date_start", "date_end"):
        # a missing day is None, whatever the days around it
        located[name] = located[name].astype(object).where(located[name].notna(), None)
    located.attrs.update(placed.attrs)
    located.attrs["others"] = placed.iloc[len(table) :]
    return located


#: What remains of a probability where the report speaks of a region of which the gazetteer lacks half of the villages.
UNHELD_SHARE = 0.5


def _doubt_unheld(placed: Any, report: Report, resolver: Resolver) -> None:
    """A place found outside the region that the report speaks of is doubtful where many villages of it are missing."""
    unheld = {mention.start: mention.unheld for mention in report.mentions if mention.unheld}
    rows = placed["mention_start"].isin(list(unheld)) & placed["place_id"].notna()
    for index in placed.index[rows]:
        region = unheld[int(placed.at[index, "mention_start"])]
        areas = [resolver.gazetteer.store.place(n) for found in resolver.regions.find(region) for n in found.areas]
        inside = {area.name for area in areas}
        if inside & {part.strip() for part in str(placed.at[index, "place_admin"]).split(",")}:
            continue
        placed.at[index, "probability"] = round(float(placed.at[index, "probability"]) * UNHELD_SHARE, 4)
        if placed.at[index, "status"] == Status.RESOLVED:
            placed.at[index, "status"] = str(Status.AMBIGUOUS)
        placed.at[index, "why"] += (
            f"\nthe report speaks of {region!r}, of whose villages the gazetteer holds only some and none of this "
            "name: it may lie there"
        )


def _mention_rows(report: Report, located: Any) -> list[dict[str, Any]]:
    """Return every mention as a dictionary, with what became of it."""
    others = located.attrs.pop("others")
    found: dict[int, Any] = {}
    keep = (
        "place_id",
        "place_name",
        "place_kind",
        "place_admin",
        "place_country",
        "status",
        "probability",
        "radius_km",
        "precision",
    )
    for part in (others, located):
        for row, geometry in zip(part.to_dict("records"), part.geometry, strict=True):
            if row["mention_start"] == row["mention_start"] and row["mention_start"] is not None:
                point = geometry is not None and geometry.geom_type == "Point"
                values = {name: row[name] for name in keep}
                values["lat"] = geometry.y if point else None
                values["lon"] = geometry.x if point else None
                found[int(row["mention_start"])] = values
    rows = []
    for mention in report.mentions:
        listed: dict[str, Any] = {
            "start": mention.start, "end": mention.end, "text": mention.text, "kind": mention.kind,
            "role": mention.role,
            "relation": mention.relation, "region": mention.region, "sentence": mention.sentence,
            "drawn": mention.role == "event" and mention.kind != "other",
        }  # fmt: skip
        listed.update(found.get(mention.start, {"status": "unresolved", "place_id": None, "lat": None, "lon": None}))
        rows.append(listed)
    return rows


#: Most candidates listed for a draft: as many as there are digit keys.
MAX_CANDIDATES = 9


def candidates(drafts: Any, resolver: Resolver) -> list[list[dict[str, Any]]]:
    """Return for each draft the places it may mean, the chosen one first.

    Each is a dictionary: id, name, admin, label, lat, lon, probability.
    """
    found: list[list[dict[str, Any]]] = []
    known: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in drafts.drop(columns="geometry").to_dict("records"):
        key = tuple(
            str(row[name] or "") for name in ("place", "region", "country", "event_type", "claimant_side", "place_id")
        )
        if key not in known:
            known[key] = _places(row, resolver)
        found.append(known[key])
    return found


def _places(row: dict[str, Any], resolver: Resolver) -> list[dict[str, Any]]:
    if not row["place"]:
        return []
    match = resolver.locate(
        row["place"], admin=row["region"] or (), country=row["country"] if row["country"] != row["place"] else "",
        event_type=row["event_type"], side=row["claimant_side"], relation=row["relation"] or "",
    )  # fmt: skip
    places = [
        {
            "id": one.place.id, "name": one.place.name, "label": one.place.label, "lat": one.place.lat,
            "lon": one.place.lon,
            "admin": ", ".join(part for part in (one.place.hromada, one.place.oblast) if part),
            "probability": round(one.probability, 3),
        }
        for one in match.candidates
    ]  # fmt: skip
    places.sort(key=lambda place: place["id"] != row["place_id"])
    return places[:MAX_CANDIDATES]

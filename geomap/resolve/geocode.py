"""A whole table of names: each distinct question once, the answers joined back to the rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from geomap import config
from geomap.errors import SchemaError
from geomap.gazetteer.names import normalise
from geomap.gazetteer.search import Gazetteer
from geomap.model import ACLED_PRECISION, UCDP_PRECISION, Match, Precision, Status
from geomap.resolve.areas import area_outline
from geomap.resolve.context import Anchor, read_pins
from geomap.resolve.front import Front
from geomap.resolve.fronts import as_front, choose
from geomap.resolve.given import place_given
from geomap.resolve.joint import MAX_ANCHORS, anchor, nearest, refine
from geomap.resolve.locate import Resolver, year_of

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

    from geomap.resolve.fronts import FrontLike

#: Columns of the events table that make up a question, besides the date.
QUESTION = ("place", "region", "country", "relation", "event_type", "claimant_side")


def open_gazetteer(gazetteer: Gazetteer | str | os.PathLike[str] | None) -> Gazetteer:
    """Return ``gazetteer`` itself, or the one of that name or path."""
    return gazetteer if isinstance(gazetteer, Gazetteer) else Gazetteer.open(gazetteer)


def make_resolver(
    gazetteer: Gazetteer | str | os.PathLike[str] | None = None,
    pins: str | os.PathLike[str] | None = None,
    settings: config.Settings | None = None,
) -> Resolver:
    """Return a resolver with the gazetteer, pins and thresholds of the settings, where not given."""
    settings = settings or config.load()
    wanted = gazetteer if gazetteer is not None else settings.gazetteer
    path = pins if pins is not None else settings.pins
    return Resolver(
        open_gazetteer(wanted),
        pins=read_pins(os.fspath(path)) if path else (),
        ambiguous_below=settings.ambiguous_margin,
    )


def locate(
    name: str,
    *,
    admin: str | Sequence[str] = (),
    country: str = "",
    date: Any = None,
    front: FrontLike | None = None,
    near: Sequence[str] = (),
    event_type: str = "",
    side: str = "",
    gazetteer: Gazetteer | str | os.PathLike[str] | None = None,
    pins: str | os.PathLike[str] | None = None,
    resolver: Resolver | None = None,
) -> Match:
    """Find the place that ``name`` means in its context.

    Parameters
    ----------
    name
        A place as written, in English, Ukrainian or Russian, in any spelling or case form; it may carry its own
        context ("near Novoivanovka, Kursk region", "с. Іванівка Лиманської громади").
    admin
        Region or regions as written; they bind: a namesake elsewhere is never taken instead.
    country
        Country, name or ISO code.
    date
        Day of the event (ISO text, date or datetime): decides which names were in use.
    front
        The front line of the day: a :class:`~geomap.resolve.front.Front`, areas, a control table, or a path.
    near
        Other places named in the same report.
    event_type
        What is reported (:data:`geomap.schema.EVENT_TYPES`): ground fighting lies at the front, strikes need not.
    side
        Side of the one who says so, ``"UA"`` or ``"RU"``.
    gazetteer
        A gazetteer, the name of an installed one, or a path; by default the one of the settings.
    pins
        CSV of the user's own decisions, which always win.
    resolver
        Reuses an opened gazetteer and pins; then ``gazetteer`` and ``pins`` are not looked at.

    Returns
    -------
    Match
        Never None; ``status`` says what became of the name, ``why`` the evidence.
    """
    resolver = resolver or make_resolver(gazetteer, pins)
    found = None if front is None else as_front(front, resolver)
    year = year_of(date)
    regions = (admin,) if isinstance(admin, str) else tuple(admin or ())

    def alone(other: str, anchors: Sequence[Anchor] = ()) -> Match:
        match = resolver.locate(other, admin=regions, country=country, year=year, front=found, anchors=anchors,
                                event_type=event_type, detail=0)  # fmt: skip
        if regions and match.place is None:
            match = resolver.locate(other, year=year, front=found, anchors=anchors, event_type=event_type, detail=0)
        return match

    others = sorted({other for other in near if other.strip() and normalise(other) != normalise(name)})
    firsts = refine([alone(other) for other in others], lambda number, anchors: alone(others[number], anchors), 1)
    anchors = sorted({item for item in map(anchor, firsts) if item is not None})
    if len(anchors) > MAX_ANCHORS:
        bare = resolver.locate(name, admin=regions, country=country, year=year, front=found, event_type=event_type,
                               side=side, detail=0)  # fmt: skip
        anchors = list(nearest(anchors, bare))
    return resolver.locate(
        name, admin=regions, country=country, year=year, front=found, anchors=anchors, event_type=event_type, side=side
    )


def geocode(
    events: pd.DataFrame,
    *,
    front: FrontLike | Sequence[FrontLike] | None = None,
    gazetteer: Gazetteer | str | os.PathLike[str] | None = None,
    pins: str | os.PathLike[str] | None = None,
    resolver: Resolver | None = None,
    comentions: bool = True,
) -> geopandas.GeoDataFrame:
    """Place every row of an events table.

    Parameters
    ----------
    events
        A table with a ``place`` column, or ``latitude`` and ``longitude``; the further columns of
        :data:`geomap.schema.EVENTS` help where present.
    front
        One front or several dated ones (the latest not after a row's date is used); see :func:`locate`.
    comentions
        Whether rows of one report (``report_id``) help each other's places.

    Returns
    -------
    geopandas.GeoDataFrame
        The same rows in the same order, with the columns of :data:`geomap.schema.MATCHES`; EPSG:4326. The order of
        the rows changes no answer.

    Raises
    ------
    SchemaError
        The table has neither a ``place`` nor coordinates.
    """
    import geopandas
    import pandas as pd
    from geopandas.array import from_shapely

    if "place" not in events.columns and not {"latitude", "longitude"} <= set(events.columns):
        raise SchemaError(
            "the table has no column 'place' (and no 'latitude' and 'longitude'); "
            f"it has {', '.join(map(repr, events.columns)) or 'no columns'}"
        )
    resolver = resolver or make_resolver(gazetteer, pins)
    fronts = _fronts(front, resolver)
    questions, codes = _questions(events, fronts, comentions)
    answers = _answers(questions, resolver, fronts)
    columns = _columns(answers)
    geometries = _geometries(answers, resolver.gazetteer)
    table = pd.DataFrame(index=events.index)
    for name, values in columns.items():
        table[name] = pd.Series(values, dtype=object).take(codes).set_axis(events.index)
    shapes = pd.Series(geometries, dtype=object).take(codes).set_axis(events.index)
    shapes = place_given(events, table, shapes, resolver.gazetteer)
    for name in ("probability", "radius_km"):
        table[name] = table[name].astype("float64")
    for name in ("n_candidates", "acled_precision", "ucdp_precision"):
        table[name] = table[name].astype("Int64")
    kept = events.drop(columns=[name for name in (*table.columns, "geometry") if name in events.columns])
    result = geopandas.GeoDataFrame(
        pd.concat([pd.DataFrame(kept), table], axis=1), geometry=from_shapely(shapes.to_numpy()), crs="EPSG:4326"
    )
    result.index = events.index
    result.attrs.update(events.attrs)
    result.attrs["gazetteer"] = resolver.gazetteer.name
    result.attrs["attribution"] = list(resolver.gazetteer.attribution)
    result.attrs["fronts"] = [item.label for item in fronts]
    return result


def _fronts(front: Any, resolver: Resolver) -> list[Front]:
    if front is None:
        return []
    many = front if isinstance(front, (list, tuple)) else [front]
    return [as_front(item, resolver) for item in many]


def _questions(events: pd.DataFrame, fronts: Sequence[Front], comentions: bool) -> tuple[pd.DataFrame, Any]:
    """Return the distinct questions, sorted, and for each row the number of its question."""
    import numpy as np
    import pandas as pd

    columns: dict[str, tuple[Any, list[Any]]] = {}
    for name in QUESTION:
        columns[name] = _coded(events[name] if name in events.columns else None, len(events), str.strip)
    dates = events["date_start"] if "date_start" in events.columns else events.get("date")
    codes, texts = _coded(dates, len(events), lambda text: text[:10])
    default = 0 if fronts else -1
    chosen = [fronts.index(item) if (item := choose(fronts, text)) else default for text in texts]
    for name, values in (("year", [year_of(t) if t[:4].isdigit() else 0 for t in texts]), ("front", chosen)):
        order = sorted(set(values))
        columns[name] = np.array([order.index(value) for value in values], dtype=np.int64)[codes], order
    report = events["report_id"] if comentions and "report_id" in events.columns else None
    columns["report"] = _coded(report, len(events), str)
    key, size = np.zeros(len(events), dtype=np.int64), 1
    for codes, values in columns.values():
        if size * len(values) >= 1 << 62:
            known, key = np.unique(key, return_inverse=True)
            size = len(known)
        key, size = key * len(values) + codes, size * len(values)
    _, first, numbers = np.unique(key, return_index=True, return_inverse=True)
    distinct = {name: [values[code] for code in codes[first]] for name, (codes, values) in columns.items()}
    return pd.DataFrame(distinct), numbers


def _coded(values: pd.Series[Any] | None, length: int, clean: Callable[[str], str]) -> tuple[Any, list[Any]]:
    """Return for each row the number of its text, and the distinct texts, sorted; missing is the empty text."""
    import numpy as np
    import pandas as pd

    if values is None:
        return np.zeros(length, dtype=np.int64), [""]
    try:
        codes, distinct = pd.factorize(values)
    except TypeError:  # cells that cannot be hashed
        codes, distinct = pd.factorize(values.astype(str))
    texts = [*(clean(str(value)) for value in distinct), ""]
    order = {text: number for number, text in enumerate(sorted(set(texts)))}
    return np.array([order[text] for text in texts], dtype=np.int64)[codes], list(order)


def _answers(questions: pd.DataFrame, resolver: Resolver, fronts: Sequence[Front]) -> list[Match]:
    """Answer every question: first alone, then with the other places of its report as anchors."""
    rows = list(zip(*(questions[name].tolist() for name in (*QUESTION, "year", "front")), strict=True))
    reports: dict[str, list[int]] = {}
    for number, report in enumerate(questions["report"].tolist()):
        if report:
            reports.setdefault(report, []).append(number)

    def ask(row: tuple[Any, ...], anchors: Sequence[Anchor] = (), detail: int = 1) -> Match:
        place, region, country, relation, event_type, side, year, front = row
        return resolver.locate(
            place or region, admin=region if place else (), country=country, year=year,
            front=fronts[front] if front >= 0 else None, anchors=anchors, event_type=event_type, side=side,
            relation=relation, detail=detail,
        )  # fmt: skip

    cache: dict[tuple[Any, ...], Match] = {}
    answers: list[Match] = []
    for row in rows:
        if row not in cache:
            cache[row] = ask(row)
        answers.append(cache[row])
    for members in reports.values():
        if len(members) > 1:
            asked = [rows[number] for number in members]
            found = refine([answers[number] for number in members], partial(_again, ask, asked))
            for number, match in zip(members, found, strict=True):
                answers[number] = match
    return answers


def _again(
    ask: Callable[[tuple[Any, ...], Sequence[Anchor]], Match],
    rows: Sequence[tuple[Any, ...]],
    number: int,
    anchors: Sequence[Anchor],
) -> Match:
    return ask(rows[number], anchors)


def _columns(matches: Sequence[Match]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        name: []
        for name in (
            "place_id", "place_name", "place_kind", "place_admin", "place_country", "status", "probability",
            "radius_km", "precision", "n_candidates", "why", "candidates", "acled_precision", "ucdp_precision",
        )
    }  # fmt: skip
    for match in matches:
        place = match.place
        columns["place_id"].append(place.id if place else None)
        columns["place_name"].append(place.name if place else None)
        columns["place_kind"].append(place.kind if place else None)
        columns["place_admin"].append(
            ", ".join(part for part in (place.hromada, place.raion, place.oblast) if part) if place else None
        )
        columns["place_country"].append(place.country if place else None)
        columns["status"].append(str(match.status))
        columns["probability"].append(round(match.probability, 4))
        columns["radius_km"].append(match.radius_km)
        columns["precision"].append(str(match.precision))
        columns["n_candidates"].append(len(match.candidates))
        columns["why"].append("\n".join(match.why))
        columns["candidates"].append(
            "; ".join(f"{c.place.label} p={c.probability:.2f}" for c in match.candidates[:5])
            if len(match.candidates) > 1
            else None
        )
        columns["acled_precision"].append(ACLED_PRECISION[match.precision])
        columns["ucdp_precision"].append(UCDP_PRECISION[match.precision])
    return columns


def _geometries(answers: Sequence[Match], gazetteer: Gazetteer) -> list[Any]:
    import shapely
    from shapely.geometry import shape

    geometries: list[Any] = []
    for match in answers:
        if match.shape is not None and match.precision != Precision.NEAR:
            geometries.append(shape(match.shape))
        elif match.lat is not None and match.lon is not None:
            geometries.append(shapely.Point(match.lon, match.lat))
        elif match.status == Status.AREA and match.place is not None:
            geometries.append(area_outline(gazetteer, match.place))
        else:
            geometries.append(None)
    return geometries

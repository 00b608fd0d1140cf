"""Making fronts of what users have: a control table, areas, a front-line result, or a file of either."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from geomap.errors import InputError, InputFileError, SchemaError
from geomap.model import Status
from geomap.resolve.front import Front
from geomap.resolve.locate import Resolver
from geomap.resolve.rank import distance_km

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

    FrontLike: TypeAlias = Front | str | os.PathLike[str] | pd.DataFrame | geopandas.GeoDataFrame | Any

#: Sides that a front tells apart.
SIDES = ("UA", "RU")

#: A hint of a control table tells namesakes apart when it lies this close, km.
HINT_KM = 25.0

#: Rows of these kinds of evidence say where a line runs; a side's claim of its own gain does not move it.
SETTLING = ("admission", "independent_report", "geolocated_visual", "third_party_assessment")


def as_front(source: FrontLike, resolver: Resolver, *, name: str = "", date: str = "") -> Front:
    """Return a :class:`Front` made of ``source``.

    Parameters
    ----------
    source
        A front; the result of :func:`geomap.control`; a control table (columns ``place`` or ``lat``/``lon``, and
        ``holder``); areas with a ``side`` column, or without one: then they are taken as held by Russia; or a path of
        a CSV or GeoJSON of these.
    resolver
        Places the names of a control table, and gives the settlements at which areas are sampled.

    Raises
    ------
    InputError
        The source has no usable columns, or only one side.
    InputFileError
        The file cannot be read.
    """
    if isinstance(source, Front):
        return source
    if isinstance(source, (str, os.PathLike)):
        path = Path(source)
        name = name or path.name
        source = _read(path)
    areas = getattr(source, "areas", None)
    if areas is not None:
        name, source = name or "control derived from claims", areas
    name = name or str(source.attrs.get("name", "front"))
    if "geometry" in source.columns and "holder" not in source.columns:
        return _from_areas(source, resolver, name, date)
    if "holder" not in source.columns:
        raise SchemaError(
            f"front {name!r} has no column 'holder' and no areas; it has {', '.join(map(repr, source.columns))}"
        )
    return _from_control(source, resolver, name, date)


def _read(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise InputFileError(f"no front file {str(path)!r}")
    if path.suffix.lower() == ".csv":
        import pandas as pd

        try:
            return pd.read_csv(path, dtype=str, keep_default_na=False)
        except (ValueError, UnicodeDecodeError) as error:
            raise InputFileError(f"cannot read the front {str(path)!r}: {error}") from None
    import geopandas

    try:
        table: pd.DataFrame = geopandas.read_file(path)
        return table
    except Exception as error:  # pyogrio raises its own tree of errors
        raise InputFileError(f"cannot read the front {str(path)!r}: {error}") from None


def control_sites(table: pd.DataFrame, resolver: Resolver) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Place the rows of a control table.

    Returns the placed rows and the rest, each a mapping of the row with ``lat``, ``lon``, ``place_id``, ``label``
    and ``reason`` (why a row was not placed). Rows that say where a place lies (``lat``/``lon``) are taken as they are.
    """
    placed: list[dict[str, Any]] = []
    left: list[dict[str, Any]] = []
    known: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in table.to_dict("records"):
        key = tuple(str(row.get(column, "") or "") for column in ("place", "region", "country", "lat_hint", "lon_hint"))
        lat, lon = _float(row.get("lat")), _float(row.get("lon"))
        if lat is not None and lon is not None:
            answer = {"lat": lat, "lon": lon, "place_id": "", "label": key[0], "reason": ""}
        elif key in known:
            answer = known[key]
        else:
            answer = known[key] = _place_site(key, resolver)
        (placed if not answer["reason"] else left).append(
            {**{str(name): value for name, value in row.items()}, **answer}
        )
    return placed, left


def _place_site(key: tuple[str, ...], resolver: Resolver) -> dict[str, Any]:
    place, region, country, lat_hint, lon_hint = key
    match = resolver.locate(place, admin=region, country=country)
    hint = (_float(lat_hint), _float(lon_hint))
    if hint[0] is not None and hint[1] is not None:
        near = [
            (distance_km(hint[0], hint[1], c.place.lat, c.place.lon), c.place)
            for c in match.candidates
            if c.place.lat is not None and c.place.lon is not None
        ]
        near = sorted((item for item in near if item[0] <= HINT_KM), key=lambda item: (item[0], item[1].id))
        if near:
            chosen = near[0][1]
            return {"lat": chosen.lat, "lon": chosen.lon, "place_id": chosen.id, "label": chosen.label, "reason": ""}
    if match.place is not None and match.status == Status.RESOLVED:
        return {
            "lat": match.lat,
            "lon": match.lon,
            "place_id": match.place.id,
            "label": match.place.label,
            "reason": "",
        }
    reason = match.why[-1] if match.place is None else f"{match.status}: {match.place.label}"
    return {"lat": None, "lon": None, "place_id": "", "label": "", "reason": reason}


def _from_control(table: pd.DataFrame, resolver: Resolver, name: str, date: str) -> Front:
    if "evidence" in table.columns:
        table = table[table["evidence"].isin(SETTLING) | (table["evidence"] == "")]
    placed, _ = control_sites(table, resolver)
    if not date and "date" in table.columns:
        dates = sorted({str(value)[:10] for value in table["date"] if str(value)})
        date = dates[-1] if dates else ""
    sites = tuple((row["lat"], row["lon"], row["holder"]) for row in placed if row["holder"] in SIDES)
    return Front(sites, name, date)


def _from_areas(areas: pd.DataFrame, resolver: Resolver, name: str, date: str) -> Front:
    import numpy as np
    import shapely

    store = resolver.gazetteer.store
    records = [
        record
        for n in range(len(store))
        if (record := store.record(n)).lat is not None
        and record.kind in ("city", "town", "settlement", "village")
        and not record.approximate
    ]
    lats = np.array([record.lat for record in records], dtype=float)
    lons = np.array([record.lon for record in records], dtype=float)
    countries = np.array([store.identifier(record.country) for record in records])
    points = shapely.points(lons, lats)
    # Areas of one side only (occupied territory) leave the rest to its own country; areas that name their sides
    # say nothing of what lies outside them.
    named = "side" in areas.columns
    sides = np.full(len(records), "") if named else np.where(np.isin(countries, SIDES), countries, "")
    sides = sides.astype("U2")
    held = areas["side"] if named else ["RU"] * len(areas)
    if not date and "as_of" in areas.columns and len(areas):
        date = str(areas["as_of"].max())[:10]
    confirmed = areas["state"] if "state" in areas.columns else ["confirmed"] * len(areas)
    for geometry, side, state in zip(areas["geometry"], held, confirmed, strict=True):
        if geometry is None or side not in SIDES or state not in ("confirmed", "inferred", ""):
            continue
        shapely.prepare(geometry)
        sides[shapely.contains(geometry, points)] = side
    sites = tuple(
        (lat, lon, side) for lat, lon, side in zip(lats.tolist(), lons.tolist(), sides.tolist(), strict=True) if side
    )
    home = frozenset(zip(lats[sides == countries].tolist(), lons[sides == countries].tolist(), strict=True))
    front = Front(sites, name, date, home)
    front.prepare(lats.tolist(), lons.tolist())
    return front


def choose(fronts: Sequence[Front], date: str) -> Front | None:
    """Return the latest front not after ``date`` (ISO), else the earliest; None when there is none."""
    if not fronts:
        return None
    ordered = sorted(fronts, key=lambda front: front.date)
    before = [front for front in ordered if front.date and date and front.date <= date]
    return before[-1] if before else ordered[0]


def _float(value: Any) -> float | None:
    if value is None or value == "":
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise InputError(f"{value!r} is not a coordinate in degrees") from None
    return None if math.isnan(number) else number

"""Rows that bring their own coordinates: points as exact as their source says, areas where they stand for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from geomap.gazetteer.search import Gazetteer
from geomap.model import ACLED_PRECISION, UCDP_PRECISION, Place, Precision, Status
from geomap.resolve.areas import area_outline

if TYPE_CHECKING:
    import pandas as pd

#: Radius of a position given by its source, by the precision it states, km. Without one it is exact.
GIVEN_RADIUS_KM: Final = {Precision.EXACT: 1.0, Precision.SETTLEMENT: 2.0, Precision.UNKNOWN: 50.0}

#: Radius where the precision states no distance of its own, km.
NEAR_KM: Final = 15.0

#: A place found by name within this distance of the given coordinates and their radius is the same place, km.
SAME_PLACE_KM: Final = 10.0

#: Length of a degree of latitude, km.
KM_PER_DEGREE: Final = 111.2

#: Radius of an area that no gazetteer holds, km: the size of the unit, roughly.
AREA_KM: Final = {Precision.HROMADA: 15.0, Precision.RAION: 30.0, Precision.OBLAST: 60.0, Precision.COUNTRY: 300.0}


def place_given(events: pd.DataFrame, table: pd.DataFrame, shapes: pd.Series[Any], gazetteer: Gazetteer) -> Any:
    """Fill the match columns of the rows with coordinates in ``table``, in place; return the geometries of all rows.

    ``coordinate_precision`` and ``radius_km`` of ``events`` count where present. Coordinates that stand for a hromada,
    raion, oblast or country (the centroids of UCDP GED) become that area: that of the nearest settlement.
    """
    import pandas as pd
    import shapely

    if not {"latitude", "longitude"} <= set(events.columns):
        return shapes
    lat = pd.to_numeric(events["latitude"], errors="coerce").astype("float64")
    lon = pd.to_numeric(events["longitude"], errors="coerce").astype("float64")
    mask = lat.between(-90, 90) & lon.between(-180, 180)
    if not mask.any():
        return shapes
    points = pd.Series(shapely.points(lon.where(mask), lat.where(mask)), index=events.index, dtype=object)
    apart = _apart(shapes, lat, lon)
    shapes = shapes.where(~mask, points)
    precision = pd.Series(str(Precision.EXACT), index=events.index, dtype=object)
    if "coordinate_precision" in events.columns:
        stated = events["coordinate_precision"].astype(object)
        precision = stated.where(stated.isin([str(level) for level in Precision]), precision)
    radius = precision.map({str(level): _radius(level) for level in Precision}).astype("float64")
    if "radius_km" in events.columns:
        radius = pd.to_numeric(events["radius_km"], errors="coerce").fillna(radius)
    table.loc[mask, "status"] = str(Status.RESOLVED)
    table.loc[mask, "probability"] = 1.0
    table.loc[mask, "why"] = "coordinates given by the source"
    far = mask & (apart > radius + SAME_PLACE_KM)
    if far.any():
        there, away = table.loc[far, "place_name"].astype(str), apart[far].round().astype(int).astype(str)
        table.loc[far, "why"] += "\nthe name alone would be " + there + ", " + away + " km away"
        for name in ("place_id", "place_name", "place_kind", "place_admin", "place_country", "candidates"):
            table.loc[far, name] = None
        table.loc[far, "n_candidates"] = 0
    table.loc[mask, "precision"] = precision[mask]
    table.loc[mask, "radius_km"] = radius[mask]
    for name, codes in (("acled_precision", ACLED_PRECISION), ("ucdp_precision", UCDP_PRECISION)):
        table.loc[mask, name] = precision[mask].map({str(level): codes[level] for level in Precision})
    coarse = mask & precision.isin([str(level) for level in AREA_KM])
    if coarse.any():
        shapes = _areas(lat[coarse], lon[coarse], precision[coarse], table, shapes, gazetteer)
    _picked(events, table, gazetteer)
    return shapes


def _apart(shapes: pd.Series[Any], lat: pd.Series[Any], lon: pd.Series[Any]) -> pd.Series[Any]:
    """Return how far the places found by name lie from the given coordinates, km; missing where there is no point."""
    import numpy as np
    import pandas as pd
    import shapely

    found = shapes.to_numpy(dtype=object)
    is_point = shapely.get_type_id(found) == 0
    x, y = np.full(len(found), np.nan), np.full(len(found), np.nan)
    x[is_point], y[is_point] = shapely.get_x(found[is_point]), shapely.get_y(found[is_point])
    width = np.cos(np.radians(lat.to_numpy()))
    return pd.Series(np.hypot(lat.to_numpy() - y, (lon.to_numpy() - x) * width) * KM_PER_DEGREE, index=shapes.index)


def _radius(level: Precision) -> float:
    return GIVEN_RADIUS_KM.get(level, AREA_KM.get(level, NEAR_KM))


def _areas(
    lat: pd.Series[Any], lon: pd.Series[Any], level: pd.Series[Any], table: pd.DataFrame, shapes: pd.Series[Any],
    gazetteer: Gazetteer,
) -> pd.Series[Any]:  # fmt: skip
    """Turn coordinates that stand for an area into that area; those far from every settlement stay points."""
    import pandas as pd

    asked = pd.DataFrame({"lat": lat, "lon": lon, "level": level})
    codes = asked.groupby(["lat", "lon", "level"], sort=False).ngroup().to_numpy()
    distinct = asked.loc[~pd.Series(codes).duplicated().to_numpy()]
    nearest = gazetteer.reverse.nearest(distinct["lat"].to_numpy(), distinct["lon"].to_numpy())["place_id"].tolist()
    areas = [
        None if identifier is None else _area(gazetteer, str(identifier), Precision(wanted))
        for identifier, wanted in zip(nearest, distinct["level"], strict=True)
    ]
    outlines = pd.Series([None if area is None else area_outline(gazetteer, area) for area in areas], dtype=object)
    columns = {
        "place_id": [area and area.id for area in areas],
        "place_name": [area and area.name for area in areas],
        "place_kind": [area and area.kind for area in areas],
        "place_admin": [
            area and ", ".join(p for p in (area.raion, area.oblast) if p and p != area.name) for area in areas
        ],
        "place_country": [area and area.country for area in areas],
    }
    found = outlines.notna().take(codes).set_axis(asked.index)
    rows: Any = asked.index[found]
    for name, values in columns.items():
        table.loc[rows, name] = pd.Series(values, dtype=object).take(codes).set_axis(asked.index)[found]
    table.loc[rows, "status"] = str(Status.AREA)
    table.loc[rows, "n_candidates"] = 1
    table.loc[rows, "why"] = "coordinates given by the source stand for the whole " + level[found]
    shapes = shapes.copy()
    shapes.loc[rows] = outlines.take(codes).set_axis(asked.index)[found]
    return shapes


def _area(gazetteer: Gazetteer, identifier: str, level: Precision) -> Place | None:
    """Return the area of ``level`` around a settlement."""
    store = gazetteer.store
    number = store.number(identifier)
    if number is None:
        return None
    record = store.record(number)
    area = {
        Precision.HROMADA: record.hromada, Precision.RAION: record.raion,
        Precision.OBLAST: record.oblast, Precision.COUNTRY: record.country,
    }[level]  # fmt: skip
    return None if area < 0 else store.place(area)


def _picked(events: pd.DataFrame, table: pd.DataFrame, gazetteer: Gazetteer) -> None:
    """Give rows whose place a reviewer picked that place's names, in place."""
    if "picked_place_id" not in events.columns:
        return
    picked = events["picked_place_id"]
    for index, identifier in picked[picked.notna() & (picked.astype(str) != "")].items():
        place = gazetteer.place(str(identifier))
        values: dict[str, Any] = {
            "place_id": place.id, "place_name": place.name, "place_kind": place.kind,
            "place_admin": ", ".join(part for part in (place.hromada, place.raion, place.oblast) if part),
            "place_country": place.country, "radius_km": round(place.radius_km, 2), "n_candidates": 1,
            "precision": str(Precision.SETTLEMENT), "why": "picked by the reviewer", "candidates": None,
        }  # fmt: skip
        where: Any = index
        for name, value in values.items():
            table.at[where, name] = value

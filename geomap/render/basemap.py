"""The ground of the map, drawn from shipped data: countries, first-level units, rivers, names.

Reads ``admin1.geojson`` and, where present, ``countries.geojson`` and ``rivers.geojson`` from the ``basemap`` folder of
the shipped data. Polygons are thinned as a coverage, so neighbours keep their common border, as far as the extent of
the content allows.
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry import shape

from geomap.errors import GazetteerError
from geomap.render import runs
from geomap.render.codec import pack, shapes, squeeze
from geomap.render.safe import to_json

#: Tolerances in degrees far from the content (0.05° of latitude is 5.6 km), and of the locator.
FAR, OUTLINE = 0.05, 0.14

#: Whose work the shipped base map is.
CREDIT = "base map: Natural Earth (public domain), rivers by GMT and GSHHG (LGPL-3.0-or-later)"

#: A country whose units cover this share of it is drawn as their union, so that its border fits theirs.
COVERED = 0.9

#: How far around the content, in degrees, villages are named, first-level units are drawn, and countries are drawn.
NAME_MARGIN, UNIT_MARGIN, KEPT_MARGIN = 1.5, 4.0, 12.0

#: The most names a page carries.
MAX_LABELS = 2500

#: Most of the shipped gazetteer's names a map shows that was given none.
SHIPPED_LABELS = 800

#: Coordinates of the ground are stored as multiples of a twentieth of its tolerance: 20 m near the content of a small
#: map, 100 m on one of the whole country.
GROUND_STEPS = 20

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """Shipped shapes with their names, as read."""

    countries: tuple[tuple[str, Any], ...]
    """Country code and polygon."""
    units: tuple[tuple[Mapping[str, str], Any], ...]
    """Properties of first-level units and their polygons."""
    rivers: tuple[Any, ...]
    """Rivers, as lines."""


def _shape(found: dict[str, Any]) -> Any:
    """Return the shape a geometry of GeoJSON stands for, and anything else as it is."""
    return shape(found) if "coordinates" in found else found


def _features(path: Path) -> list[tuple[dict[str, Any], Any]]:
    try:
        # Each shape is made as it is read: the lists of its vertices are gone before those of the next one are made,
        # so that Python's collector of garbage, which would walk the whole process, is not called for them.
        data = json.loads(path.read_text(encoding="utf-8"), object_hook=_shape)
        return [(feature["properties"], feature["geometry"]) for feature in data["features"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GazetteerError(f"the base map file {str(path)!r} cannot be used: {error}; reinstall geomap") from error


@functools.lru_cache(maxsize=2)
def _read(folder: str) -> Ground:
    root = Path(folder)
    if not (root / "admin1.geojson").is_file():
        raise GazetteerError(
            f"no base map in {folder!r}: it should hold admin1.geojson; reinstall geomap, or draw without it "
            "(base=False)"
        )
    units = _features(root / "admin1.geojson")
    countries = _features(root / "countries.geojson") if (root / "countries.geojson").is_file() else []
    rivers = _features(root / "rivers.geojson") if (root / "rivers.geojson").is_file() else []
    return Ground(
        tuple((str(fields.get("country") or fields.get("admin_id") or ""), geometry) for fields, geometry in countries),
        tuple(({key: str(value or "") for key, value in fields.items()}, geometry) for fields, geometry in units),
        tuple(geometry for _, geometry in rivers),
    )


def read_ground(folder: str | os.PathLike[str]) -> Ground:
    """Return the shipped ground. Raises :class:`GazetteerError` when it is missing or damaged."""
    return _read(str(Path(folder).resolve()))


def _thin(geometries: Sequence[Any], degrees: float) -> list[Any]:
    """Return the polygons thinned together, common borders kept common."""
    return list(shapely.coverage_simplify(np.asarray(geometries, dtype=object), degrees)) if geometries else []


def tolerance(bounds: Bounds) -> float:
    """Return the tolerance near the content, degrees: about a pixel when the content fills a screen."""
    return max(0.004, min(0.02, (bounds[2] - bounds[0]) / 900))


def _countries(
    countries: Sequence[tuple[str, Any]],
    units: Sequence[tuple[Mapping[str, str], Any]],
    thinned: Sequence[Any],
) -> tuple[list[Any], list[int]]:
    """Return the countries' polygons, and for each 1 where it is the union of its units."""
    coarse = _thin([polygon for _, polygon in countries], FAR)
    fine = [0] * len(coarse)
    for number, (code, polygon) in enumerate(countries):
        own = [part for (fields, _), part in zip(units, thinned, strict=True) if fields.get("country") == code]
        if own and sum(part.area for part in own) >= COVERED * polygon.area:
            # Units that overlap, as in a folder of the user's own, are no coverage.
            join = shapely.coverage_union_all if shapely.coverage_is_valid(own) else shapely.union_all
            coarse[number] = join(own)
            fine[number] = 1
    return coarse, fine


def grow(bounds: Bounds, margin: float) -> Bounds:
    """Return ``bounds`` with ``margin`` degrees added on each side."""
    west, south, east, north = bounds
    return west - margin, max(south - margin, -85.0), east + margin, min(north + margin, 85.0)


@functools.lru_cache(maxsize=8)
def encode_ground(folder: str, bounds: Bounds) -> tuple[str, tuple[Mapping[str, Any], ...]]:
    """Return the payload of the ground around ``bounds`` and the name labels of its first-level units."""
    ground = read_ground(folder)
    kept = shapely.box(*grow(bounds, KEPT_MARGIN))
    fringe = shapely.box(*grow(bounds, UNIT_MARGIN))
    units = [(f, polygon) for f, polygon in ground.units if f.get("country") == "UA" or polygon.intersects(fringe)]
    countries = [(code, polygon) for code, polygon in ground.countries if polygon.intersects(kept)]
    inner = _thin([polygon for _, polygon in units], tolerance(bounds))
    whole, fine = _countries(countries, units, inner)
    lands = [shapely.clip_by_rect(polygon, *kept.bounds) for polygon in whole]
    rivers = [
        shapely.simplify(shapely.clip_by_rect(line, *kept.bounds), tolerance(bounds))
        for line in ground.rivers
        if line.intersects(kept)
    ]
    home = [polygon for code, polygon in ground.countries if code == "UA"]
    if not home:
        home = [shapely.union_all([polygon for fields, polygon in ground.units if fields.get("country") == "UA"])]
    nearby = home[0].envelope.buffer(3)
    around = [polygon for code, polygon in ground.countries if code != "UA" and polygon.intersects(nearby)]
    locator = [shapely.simplify(polygon, OUTLINE) for polygon in (*home, *around)]
    frame = grow(tuple(home[0].bounds), 1.5) if home and not home[0].is_empty else bounds
    locator = [shapely.clip_by_rect(polygon, *frame) for polygon in locator]
    parts = (lands, inner, rivers, locator)
    scale = round(GROUND_STEPS / tolerance(bounds))
    folded = runs.fold(shapes([geometry for part in parts for geometry in part], scale))
    header = {
        "scale": scale, "countries": [code for code, _ in countries], "fine": fine,
        "units": [fields.get("country", "") for fields, _ in units], "parts": [len(part) for part in parts],
        "frame": [round(float(edge), 3) for edge in frame],
    }  # fmt: skip
    names = tuple(_unit_label(fields, polygon) for fields, polygon in units)
    return squeeze(pack(header, folded, runs.deltas())), names


def _unit_label(fields: Mapping[str, str], polygon: Any) -> Mapping[str, Any]:
    biggest = max(getattr(polygon, "geoms", [polygon]), key=lambda part: part.area)
    point = shapely.maximum_inscribed_circle(biggest, tolerance=0.1)
    lon, lat = shapely.get_coordinates(point)[0].tolist()
    reach = shapely.length(point)
    return {
        "en": fields.get("name_en", ""), "uk": fields.get("name_uk", ""), "ru": fields.get("name_ru", ""),
        "lat": round(lat, 4), "lon": round(lon, 4), "reach": round(reach, 3), "country": fields.get("country", ""),
    }  # fmt: skip


def spot_numbers(lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64]) -> list[int]:
    """Return places as numbers that are the same where they agree to a thousandth of a degree."""
    numbers = np.rint(lat * 1000).astype(np.int64) * 1_000_000 + np.rint(lon * 1000).astype(np.int64)
    spots: list[int] = np.unique(numbers).tolist()
    return spots


Label = tuple[str, str, str, float, float, int]


@functools.lru_cache(maxsize=8)
def shipped_names(bounds: Bounds) -> tuple[tuple[Sequence[Any], ...], tuple[str, ...]]:
    """Return the names that :func:`encode_labels` takes from the shipped gazetteer, and whose data they are."""
    from geomap.gazetteer.search import Gazetteer

    gazetteer = Gazetteer.open("shipped")
    try:
        return tuple(gazetteer.labels(grow(bounds, UNIT_MARGIN), SHIPPED_LABELS)), gazetteer.attribution
    finally:
        gazetteer.close()


def encode_labels(
    labels: Iterable[Sequence[Any]],
    units: Iterable[Mapping[str, Any]],
    bounds: Bounds,
    spoken: Container[int] = (),
) -> tuple[str, int]:
    """Return the payload of the names around ``bounds`` in three languages, and how many settlements it holds.

    ``labels`` are ``(name_en, name_uk, name_ru, lat, lon, rank)``; rank 1 is shown first (largest cities), 6 last
    (villages). Of those near the content the places events are at (``spoken``: see
    :func:`spot_numbers`) and then the most important are kept, at most :data:`MAX_LABELS`.
    """
    west, south, east, north = grow(bounds, NAME_MARGIN)
    far_west, far_south, far_east, far_north = grow(bounds, KEPT_MARGIN)
    rows: list[tuple[bool, int, float, float, str, str, str]] = []
    for label in labels:
        lat, lon, rank = float(label[3]), float(label[4]), int(label[5])
        english = str(label[0] or label[1])
        inside = west <= lon <= east and south <= lat <= north
        if english and (inside or (rank <= 2 and far_west <= lon <= far_east and far_south <= lat <= far_north)):
            place = round(lat * 1000) * 1_000_000 + round(lon * 1000)
            names = (english, str(label[1] or english), str(label[2] or english))
            rows.append((place not in spoken, rank, round(lat, 4), round(lon, 4), *names))
    rows.sort(key=lambda row: row[:2])
    rows = sorted(rows[:MAX_LABELS], key=lambda row: row[1])
    data = {
        "en": [row[4] for row in rows], "uk": [row[5] for row in rows], "ru": [row[6] for row in rows],
        "lat": [row[2] for row in rows], "lon": [row[3] for row in rows], "rank": [row[1] for row in rows],
        "units": [
            [*(str(unit.get(lang) or unit.get("en") or "") for lang in ("en", "uk", "ru")),
             unit["lat"], unit["lon"], unit["reach"]]
            for unit in units
        ],
    }  # fmt: skip
    return squeeze(to_json(data)), len(rows)

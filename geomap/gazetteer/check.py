"""Proof that a gazetteer folder is whole and consistent; no build package is needed for it."""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from geomap.errors import GeomapError
from geomap.gazetteer import basemap
from geomap.gazetteer.compare import skeleton
from geomap.gazetteer.filters import UnitPolygons, distance_km
from geomap.gazetteer.rows import read_rows
from geomap.gazetteer.sources import curated
from geomap.gazetteer.sources.files import sha256
from geomap.gazetteer.units import UKRAINE

#: Settlements of the register edition the tables are built from.
REGISTER_COUNT = 29_703
#: Kilometres a point may lie outside its first-level unit as drawn (Natural Earth, simplified).
BORDER_KM = 6.0
#: Two located settlements of one name closer than this are one place counted twice.
TWIN_KM = 0.3
CRIMEA = ("UA01000000000013043", "UA85000000000065278")
KINDS = ("city", "town", "settlement", "village")
ALIAS_KINDS = ("official", "alias", "exonym", "former", "occupation", "seat")

_Rows = list[dict[str, str]]


def check(
    folder: str | Path, basemap_folder: str | Path | None = None, register_count: int = REGISTER_COUNT
) -> list[str]:
    """Every fault of a gazetteer folder, in words; an empty list means none.

    ``basemap_folder`` (default: ``basemap`` beside the folder) gives the polygons for the bounds check.
    Missing or unreadable files are faults too, not exceptions.
    """
    root = Path(folder)
    polygons = Path(basemap_folder) if basemap_folder is not None else root.parent / "basemap"
    try:
        admin, places = read_rows(root / "admin.csv"), read_rows(root / "settlements.csv")
        aliases, renamings = read_rows(root / "aliases.csv"), read_rows(root / "renamings.csv")
        points = list(curated.read_points(root / "curated.csv"))
        features = basemap.read_features(polygons / "admin1.geojson")
        manifest = json.loads((root / "manifest.json").read_text(encoding="utf-8"))
    except (GeomapError, OSError, ValueError) as error:
        return [str(error)]
    ids = {row["admin_id"] for row in admin}
    faults = _identities(admin, places, aliases)
    faults += _references(ids, admin, places, aliases, renamings)
    faults += _values(places, aliases)
    faults += _register(places, register_count)
    faults += _positions(places, features)
    faults += _crimea(admin, places, features)
    faults += _curated(points, ids, places)
    faults += _manifest(root, manifest)
    return faults


def _identities(admin: _Rows, places: _Rows, aliases: _Rows) -> list[str]:
    faults = []
    for name, keys in (
        ("admin.csv", [row["admin_id"] for row in admin]),
        ("settlements.csv", [row["place_id"] for row in places]),
        ("aliases.csv", [(row["place_id"], row["name"], row["lang"]) for row in aliases]),
    ):
        faults += [f"{name}: {key!r} occurs {n} times" for key, n in Counter(keys).items() if n > 1]
        order: list[Any] = [(row["level"], row["admin_id"]) for row in admin] if name == "admin.csv" else list(keys)
        if any(a > b for a, b in itertools.pairwise(order)):
            faults.append(f"{name}: the rows are not sorted")
    return faults


def _references(ids: set[str], admin: _Rows, places: _Rows, aliases: _Rows, renamings: _Rows) -> list[str]:
    faults = []
    level = {row["admin_id"]: row["level"] for row in admin}
    for row in admin:
        if row["level"] not in ("0", "1", "2", "3"):
            faults.append(f"admin.csv: {row['admin_id']} has level {row['level']!r}")
        elif row["level"] != "0" and level.get(row["parent_id"], "9") >= row["level"]:
            faults.append(f"admin.csv: {row['admin_id']} has parent {row['parent_id']!r}, which is not above it")
    for row in places:
        for n in "123":
            unit = row[f"admin{n}"]
            if unit and level.get(unit) != n:
                faults.append(f"settlements.csv: {row['place_id']} has admin{n} {unit!r}, not a unit of level {n}")
        if level.get(row["country"]) != "0":
            faults.append(f"settlements.csv: {row['place_id']} has country {row['country']!r}")
    known = ids | {row["place_id"] for row in places}
    for name, rows in (("aliases.csv", aliases), ("renamings.csv", renamings)):
        faults += [f"{name}: no place {row['place_id']!r}" for row in rows if row["place_id"] not in known]
    current = {row["place_id"]: row["name_uk"] for row in places}
    for row in renamings:
        if current.get(row["place_id"]) != row["new_name_uk"]:
            faults.append(f"renamings.csv: {row['place_id']} is not called {row['new_name_uk']!r} in the register")
        if not (
            row["valid_to"][:4].isdigit() and "2014" <= row["valid_to"][:4] <= "2100" and row["act"] and row["source"]
        ):
            faults.append(f"renamings.csv: {row['place_id']} lacks a date since 2014, an act or a source")
    return faults


def _values(places: _Rows, aliases: _Rows) -> list[str]:
    faults = []
    for row in places:
        located = bool(row["lat"])
        if located != bool(row["lon"]) or located != bool(row["source"]) or located != bool(row["accuracy_km"]):
            faults.append(f"settlements.csv: {row['place_id']} has only part of lat, lon, source, accuracy_km")
        if located:
            position = _position(row)
            if position is None:
                faults.append(f"settlements.csv: {row['place_id']} has no position {row['lat']!r}, {row['lon']!r}")
                continue
            lat, lon = position
            if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0) or math.isnan(lat + lon):
                faults.append(f"settlements.csv: {row['place_id']} lies at {lat}, {lon}")
            if not 0 < _number(row["accuracy_km"]) <= 50:
                faults.append(f"settlements.csv: {row['place_id']} has accuracy_km {row['accuracy_km']!r}")
        if row["kind"] not in KINDS:
            faults.append(f"settlements.csv: {row['place_id']} has kind {row['kind']!r}")
        if not (row["name_en"] and (row["name_uk"] or row["name_ru"] or row["country"] not in ("UA",))):
            faults.append(f"settlements.csv: {row['place_id']} lacks a name")
    faults += [
        f"aliases.csv: {row['place_id']} {row['name']!r} has kind {row['kind']!r}"
        for row in aliases if row["kind"] not in ALIAS_KINDS or not row["name"].strip()
    ]  # fmt: skip
    return faults


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _position(row: dict[str, str]) -> tuple[float, float] | None:
    lat, lon = _number(row["lat"]), _number(row["lon"])
    return None if math.isnan(lat + lon) else (lat, lon)


def _register(places: _Rows, expected: int) -> list[str]:
    found = [row for row in places if row["country"] == "UA"]
    faults = []
    if len(found) != expected:
        faults.append(f"settlements.csv: {len(found)} Ukrainian settlements, the register has {expected}")
    faults += [
        f"settlements.csv: {row['place_id']!r} is not a register code"
        for row in found if not (row["place_id"].startswith("UA") and len(row["place_id"]) == 19)
    ]  # fmt: skip
    return faults


def _positions(places: _Rows, features: list[dict[str, Any]]) -> list[str]:
    """Inside the own first-level unit, and no place twice."""
    faults = []
    drawn = {f["properties"]["admin_id"] for f in features if len(f["properties"]["admin_id"]) > 2}
    polygons = UnitPolygons(
        [(f["properties"]["admin_id"], f["geometry"]) for f in features if f["properties"]["admin_id"] in drawn],
        BORDER_KM,
    )
    local = [
        (row, position)
        for row in places
        if (row["country"] == "UA" or (row["place_id"].startswith("RU-") and row["admin1"] in drawn))
        and (position := _position(row)) is not None
    ]
    where = [position for _, position in local]
    for (row, _), units in zip(local, polygons.loose(where), strict=True):
        if row["admin1"] not in units:
            faults.append(f"settlements.csv: {row['place_id']} lies outside {row['admin1']}")
    near: dict[tuple[str, int, int], list[dict[str, str]]] = defaultdict(list)
    for row, (lat, lon) in local:
        cell = (skeleton(row["name_uk"] or row["name_ru"]), round(lat * 50), round(lon * 50))
        faults += [
            f"settlements.csv: {row['place_id']} and {other['place_id']} share name and position"
            for other in near[cell]
            if distance_km(lat, lon, float(other["lat"]), float(other["lon"])) < TWIN_KM
        ]
        near[cell].append(row)
    return faults


def _crimea(admin: _Rows, places: _Rows, features: list[dict[str, Any]]) -> list[str]:
    """Crimea and Sevastopol belong to Ukraine in every table and polygon."""
    faults = []
    units = {row["admin_id"]: row for row in admin}
    for unit in CRIMEA:
        row = units.get(unit)
        if row is None or row["country"] != "UA" or row["parent_id"] != "UA":
            faults.append(f"admin.csv: {unit} must be a unit of UA")
    countries = {row["country"] for row in places if row["admin1"] in CRIMEA}
    if countries - {"UA"}:
        faults.append(f"settlements.csv: settlements of Crimea have country {sorted(countries)}")
    faults += [
        f"settlements.csv: {row['place_id']} lies in Crimea with country RU"
        for row in places
        if row["country"] == "RU" and 44.2 < _number(row["lat"]) < 46.1 and 32.3 < _number(row["lon"]) < 36.55
    ]
    drawn = {f["properties"]["admin_id"]: f["properties"]["country"] for f in features}
    faults += [
        f"admin1.geojson: {unit.admin_id} is missing or not of UA"
        for unit in UKRAINE
        if drawn.get(unit.admin_id) != "UA"
    ]
    return faults


def _curated(points: list[curated.CuratedPoint], ids: set[str], places: _Rows) -> list[str]:
    faults = []
    located = {(row["admin2"], row["name_uk"], row["source"]) for row in places if row["country"] == "UA"}
    for point in points:
        where = f"curated.csv: {point.name} ({point.lat}, {point.lon})"
        if point.admin1 not in ids:
            faults.append(f"{where}: no unit {point.admin1!r}")
        if not point.second_source or point.second_distance_km is None:
            faults.append(f"{where}: not checked against a second source")
        if point.country == "UA" and (point.admin2, point.name_uk, "curated") not in located:
            faults.append(f"{where}: the register settlement does not carry it")
    return faults


def _manifest(root: Path, manifest: dict[str, Any]) -> list[str]:
    faults = []
    for name, digest in sorted(manifest.get("outputs", {}).items()):
        try:
            if sha256(root / name) != digest:
                faults.append(f"manifest.json: {name} has changed since the build")
        except GeomapError as error:
            faults.append(str(error))
    if set(manifest.get("outputs", {})) != {"admin.csv", "aliases.csv", "settlements.csv"}:
        faults.append("manifest.json: the outputs must be admin.csv, aliases.csv and settlements.csv")
    licensed = manifest.get("licences", {})
    for name in manifest.get("inputs", {}):
        if name.split("/")[0] not in licensed:
            faults.append(f"manifest.json: no licence given for the input {name!r}")  # noqa: PERF401
    for name, entry in sorted(licensed.items()):
        own = str(entry.get("licence", "")).startswith("own work")
        if not (entry.get("licence") and (own or entry.get("attribution"))):
            faults.append(f"manifest.json: {name} lacks its licence or attribution")
    return faults

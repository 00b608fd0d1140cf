"""``geomap gazetteer install geonames``: country dumps merged with the shipped gazetteer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from geomap import config
from geomap.errors import InputError, InputFileError
from geomap.gazetteer.compare import clean, kmu2010, russian_latin, skeleton
from geomap.gazetteer.filters import UnitPolygons
from geomap.gazetteer.install import dump, folder
from geomap.gazetteer.install.base import Tables, unit_shapes
from geomap.gazetteer.install.download import fetch
from geomap.gazetteer.install.dump import NOTES, Feature
from geomap.gazetteer.install.match import ACCURACY_KM, Matches, Spot, match
from geomap.gazetteer.install.neighbours import Neighbours
from geomap.gazetteer.naming import russian_name, script, spelling
from geomap.gazetteer.rows import degrees
from geomap.gazetteer.sources.files import sha256
from geomap.gazetteer.units import BY_GN_CODE

#: Where GeoNames publishes its dumps.
ADDRESS = "https://download.geonames.org/export/dump/"
UNITS_FILE = "admin1CodesASCII.txt"
#: A row farther than this outside the oblast it claims is left out: its point or its oblast is wrong.
OUTSIDE_KM = 15.0
#: A row this far outside its oblast may still lie in it: the base map is generalised.
BORDER_KM = 4.0
CRIMEA = frozenset({"UA01000000000013043", "UA85000000000065278"})


@dataclass(frozen=True, slots=True)
class Report:
    """What an installation did."""

    name: str
    folder: Path
    counts: Mapping[str, int]
    """``read`` rows of dumps or the user's file; ``merged`` with places already located; ``located``: places known
    without a point that now have one; ``added`` new places; ``repeated`` rows that repeat another; ``left_out``
    rows with an inconsistent point; ``aliases_added``; ``places`` in all; ``located_in_all``."""
    index_bytes: int = 0
    """Size of the compiled index."""


def default_name(countries: Sequence[str]) -> str:
    """``geonames-ua-ru`` for UA and RU."""
    return "-".join(["geonames", *(code.lower() for code in countries)])


def download(
    countries: Sequence[str], target: Path, *, address: str = ADDRESS,
    progress: Callable[[str, int, int], None] | None = None, **options: Any,
) -> Path:  # fmt: skip
    """Download the dumps of ``countries`` and the list of units to the folder ``target``.

    ``progress`` is called with the file's name, bytes so far and in all. Raises what
    :func:`geomap.gazetteer.install.download.fetch` raises.
    """
    base = address if address.endswith("/") else f"{address}/"
    for name in (UNITS_FILE, *(f"{code}.zip" for code in countries)):
        step = None if progress is None else (lambda have, total, name=name: progress(name, have, total))
        fetch(base + name, target / name, progress=step, **options)
    return target


def install(
    countries: Sequence[str], source: Path, *, name: str = "", features: Iterable[str] = (),
    onto: tuple[Path, str] | None = None, settings: config.Settings | None = None,
) -> Report:  # fmt: skip
    """Install the dumps of ``countries`` in the folder ``source`` as a gazetteer of its own.

    Parameters
    ----------
    countries
        ISO codes.
    source
        Folder with ``XX.zip`` or ``XX.txt`` for each country, and ``admin1CodesASCII.txt``.
    name
        Name of the new gazetteer; default ``geonames-ua`` and the like.
    features
        Feature classes and codes beside populated places; see :data:`geomap.gazetteer.install.dump.LEFT_OUT`.
    onto
        Folder and name of the gazetteer that the rows are merged with; default the shipped one.

    Raises
    ------
    InputError, InputFileError
        A dump that is missing, damaged or of another layout; nothing is installed.
    OutputError
        The folder cannot be written; an earlier version stays.
    """
    codes = list(dict.fromkeys(dump.check_country(code) for code in countries))
    if not codes:
        raise InputError("no country given; name at least one, such as UA")
    extra = dump.check_features(features)
    name = folder.check_name(name or default_name(codes))
    if not source.is_dir():
        raise InputFileError(f"{str(source)!r} is not a folder; it must hold XX.zip or XX.txt and {UNITS_FILE}")
    paths = {code: dump.find(source, code) for code in codes}
    units = dump.read_units(source / UNITS_FILE)
    base = Tables.read(*(onto or (config.data_dir() / "gazetteer", "shipped")))
    rows: dict[int, Feature] = {}
    for code, path in paths.items():
        for feature in dump.read(path, code, extra):
            rows.setdefault(feature.id, feature)
    areas = [feature for feature in rows.values() if feature.code in dump.UNITS and feature.feature_class == "A"]
    places = [rows[key] for key in sorted(rows) if rows[key].code not in dump.UNITS]
    region = _regions(base, places, units)
    spots, left_out = _spots(places, region)
    before = len(base.aliases)
    found = match(base, spots)
    counts = Counter(
        read=len(places), merged=0, located=0, added=0, repeated=found.repeated, left_out=left_out
    )  # fmt: skip
    _enter(base, found, {spot.feature.id: spot for spot in spots}, region, counts)
    _unit_names(base, areas, region)
    counts["aliases_added"] = len(base.aliases) - before
    changed = max((feature.changed for feature in rows.values()), default="")
    facts = {
        "inputs": {f"geonames/{path.name}": sha256(path) for path in [*paths.values(), source / UNITS_FILE]},
        "counts": {key: counts[key] for key in sorted(counts)},
        "licences": {
            "geonames": {
                "version": f"{', '.join(codes)}; last change {changed or 'unknown'}",
                "licence": "CC BY 4.0",
                "attribution": f"Place names and positions: GeoNames (geonames.org) country dumps {', '.join(codes)}"
                f"{f' of {changed}' if changed else ''}, CC BY 4.0, changed: filtered and matched to the register",
            }
        },
    }  # fmt: skip
    with folder.staged(name, settings) as target:
        base.write(target, facts)
    counts["places"] = len(base.settlements)
    counts["located_in_all"] = len(base.located())
    return Report(name, folder.root(settings) / name, dict(counts))


def _regions(base: Tables, places: Sequence[Feature], units: Mapping[str, str]) -> dict[str, str]:
    """Return GeoNames code → admin_id of first-level units; units the base does not know are entered."""
    known = {row["gn_code"]: row["admin_id"] for row in base.admin if row["level"] == "1" and row["gn_code"]}
    countries = {row["admin_id"] for row in base.admin if row["level"] == "0"}
    for code in sorted({f"{f.country}.{f.admin1}" for f in places if f.admin1}):
        if code in known or code not in units or code in BY_GN_CODE or code[:2] not in countries:
            continue
        known[code] = code
        base.admin.append({
            "admin_id": code, "level": "1", "name_en": units[code], "parent_id": code[:2], "country": code[:2],
            "iso_code": "", "gn_code": code, "name_uk": "", "name_ru": "", "lat": "", "lon": "",
        })  # fmt: skip
    return known


def _spots(places: Sequence[Feature], region: Mapping[str, str]) -> tuple[list[Spot], int]:
    """Return the rows with the units they may belong to, and how many are left out."""
    shapes = unit_shapes(config.data_dir())
    drawn = {admin_id for admin_id, _ in shapes}
    country_of = {admin_id: code[:2] for code, admin_id in region.items()}
    points = [(feature.lat, feature.lon) for feature in places]
    wide = UnitPolygons(shapes, OUTSIDE_KM)
    near = UnitPolygons(shapes, BORDER_KM).loose(points)
    spots, left_out = [], 0
    for feature, far, close, inside in zip(places, wide.loose(points), near, wide.strict(points), strict=True):
        inside = {unit for unit in inside if unit in country_of}
        if inside & CRIMEA and feature.country != "UA":
            feature = replace(feature, country="UA", admin1="")
        claimed = region.get(f"{feature.country}.{feature.admin1}", "")
        if claimed in drawn and claimed not in far:
            left_out += 1
            continue
        units = {unit for unit in close if country_of.get(unit) == feature.country}
        units |= {claimed} - {""}
        if feature.country == "UA" and not units:
            left_out += 1  # neither says where it is nor lies in any oblast
            continue
        spots.append(Spot(feature, units, inside & units))
    return spots, left_out


def _region(spot: Spot, region: Mapping[str, str], neighbours: Neighbours) -> str:
    """Return the first-level unit of a new place: the claimed one, unless it lies well inside another."""
    claimed = region.get(f"{spot.feature.country}.{spot.feature.admin1}", "")
    if claimed and (claimed in spot.inside or not spot.inside):
        return claimed
    around = neighbours.region(spot.feature.lat, spot.feature.lon)
    if around and (around in spot.units):
        return around
    return claimed or min(spot.inside | spot.units, default="")


def _enter(
    base: Tables, found: Matches, spots: Mapping[int, Spot], region: Mapping[str, str], counts: Counter[str]
) -> None:
    taken = {str(number) for number in spots}
    for row in base.settlements.values():
        if row["geonameid"] in taken:
            row["geonameid"] = ""  # given anew below, to the place that the row of this id is
    for place_id, features in sorted(found.same.items()):
        base.settlements[place_id]["geonameid"] = str(features[0].id)
        _complete(base, place_id, [*features])
        counts["merged"] += 1
    for place_id, hit in sorted(found.located.items()):
        row, feature = base.settlements[place_id], hit.feature
        row["lat"], row["lon"] = degrees(feature.lat), degrees(feature.lon)
        row["geonameid"], row["source"] = str(feature.id), _source(feature)
        row["accuracy_km"] = f"{hit.accuracy_km:.1f}"
        _complete(base, place_id, [feature, *found.twins.get(feature.id, ())])
        counts["located"] += 1
    neighbours = Neighbours(base.located())
    for feature in found.new:
        place_id = f"gn:{feature.id}"
        if place_id in base.settlements:  # the same id far away, or under another name: one of the two is wrong
            counts["left_out"] += 1
            continue
        base.settlements[place_id] = _new_row(place_id, spots[feature.id], region, neighbours)
        _complete(base, place_id, [feature, *found.twins.get(feature.id, ())])
        counts["added"] += 1


def _source(feature: Feature) -> str:
    note = NOTES.get(feature.code, "")
    if feature.feature_class != "P":
        note = f"{feature.feature_class}.{feature.code}"
    return f"geonames ({note})" if note else "geonames"


def _complete(base: Tables, place_id: str, features: Sequence[Feature]) -> None:
    """Fill in what a row lacks, and add the further names."""
    row = base.settlements[place_id]
    names = [name for feature in features for name in feature.names]
    if not row["name_ru"] and row["name_uk"]:
        row["name_ru"] = russian_name(row["name_uk"], names)
    if not row["population"]:
        row["population"] = str(features[0].population or "")
    official = [(row[f"name_{lang}"], lang) for lang in ("uk", "ru", "en") if row[f"name_{lang}"]]
    base.add_names(place_id, official, names, "geonames")


def _new_row(place_id: str, spot: Spot, region: Mapping[str, str], neighbours: Neighbours) -> dict[str, str]:
    feature = spot.feature
    unit = _region(spot, region, neighbours)
    raion, hromada = neighbours.units(feature.lat, feature.lon, unit) if feature.country == "UA" else ("", "")
    uk, ru, en = names_of(feature)
    return {
        "place_id": place_id, "name_uk": uk, "name_ru": ru, "name_en": en, "kind": kind_of(feature),
        "country": feature.country, "admin1": unit, "admin2": raion, "admin3": hromada,
        "lat": degrees(feature.lat), "lon": degrees(feature.lon), "population": str(feature.population or ""),
        "geonameid": str(feature.id), "source": _source(feature), "accuracy_km": f"{ACCURACY_KM:.1f}",
    }  # fmt: skip


def names_of(feature: Feature) -> tuple[str, str, str]:
    """Return the Ukrainian, Russian and English name of a row, '' where its spellings do not tell."""
    names = [spelling(name) for name in feature.names]
    cyrillic = [name for name in names if script(name) in ("uk", "ru", "und-cyrl") and not name.isupper()]
    main = names[0]
    latin = main if script(main) == "und-latn" else next((n for n in names if script(n) == "und-latn"), "")
    if feature.country == "UA":
        wanted = clean(latin)
        uk = next((name for name in cyrillic if script(name) != "ru" and clean(kmu2010(name)) == wanted), "")
        uk = uk or next((name for name in cyrillic if script(name) == "uk"), "")
        uk = uk or next((n for n in cyrillic if script(n) != "ru" and skeleton(n) == skeleton(latin)), "")
        uk = uk or next((n for n in cyrillic[:1] if not latin and script(n) != "ru"), "")
        ru = russian_name(uk, cyrillic) if uk else next((name for name in cyrillic if script(name) == "ru"), "")
        return uk, ru, latin.replace("'", "") or kmu2010(uk or ru) or main
    ru = russian_name(latin or main, [name for name in cyrillic if script(name) != "uk"])
    uk = "" if ru else next((name for name in cyrillic if script(name) == "uk"), "")
    return uk, ru, latin.replace("'", "") or (russian_latin(ru) if ru else kmu2010(uk)) or main


def kind_of(feature: Feature) -> str:
    """Return city, town, settlement or village, by what the place is a seat of and by its inhabitants."""
    if feature.code in ("PPLC", "PPLA") or feature.population >= 12_000:
        return "city"
    if feature.population >= 5_000 or feature.code == "PPLA2":
        return "town"
    return "settlement" if feature.population >= 1_500 else "village"


_LEVELS = {"ADM1": "1", "ADM2": "2", "ADM3": "3"}


def _unit_names(base: Tables, areas: Sequence[Feature], region: Mapping[str, str]) -> None:
    """Give the units of the base the further names that the dump knows; the dump adds no unit."""
    by_name: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    unit = {row["admin_id"]: row for row in base.admin}
    for row in base.admin:
        for column in ("name_uk", "name_ru", "name_en"):
            by_name[row["level"], row["parent_id"], skeleton(row[column])].add(row["admin_id"])
    for feature in areas:
        first = region.get(f"{feature.country}.{feature.admin1}", "")
        if feature.code == "ADM1":
            owners = {first} - {""}
        else:
            keys = sorted({skeleton(name) for name in feature.names} - {""})
            below = sorted(i for i, row in unit.items() if row["parent_id"] == first)
            parents = [first] if feature.code == "ADM2" else below
            owners = {i for p in parents for key in keys for i in by_name.get((_LEVELS[feature.code], p, key), ())}
        if len(owners) == 1:
            (owner,) = owners
            row = unit[owner]
            official = [(row[f"name_{lang}"], lang) for lang in ("uk", "ru", "en") if row[f"name_{lang}"]]
            base.add_names(owner, official, feature.names, "geonames")

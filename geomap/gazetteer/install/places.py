"""``geomap gazetteer install FILE``: a user's own places on top of a gazetteer; their positions win."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from geomap import config
from geomap.errors import InputError, SchemaError
from geomap.gazetteer.compare import kmu2010, russian_latin
from geomap.gazetteer.filters import UnitPolygons, distance_km
from geomap.gazetteer.install import folder, table
from geomap.gazetteer.install.base import Tables, unit_shapes
from geomap.gazetteer.install.geonames import BORDER_KM, Report
from geomap.gazetteer.install.match import SAME_NAME_KM, name_keys
from geomap.gazetteer.install.neighbours import Neighbours
from geomap.gazetteer.install.table import Own
from geomap.gazetteer.names import normalise
from geomap.gazetteer.naming import script
from geomap.gazetteer.rows import degrees
from geomap.gazetteer.sources.files import sha256

#: Longest licence or source text: it is printed on maps.
LONGEST_TEXT = 300
_AREA_WORDS = (" область", " oblast", " region", " край", " krai", " kray")


def check_text(text: str, what: str) -> str:
    """Return a licence or source as one line. Raises :class:`~geomap.errors.InputError` when it says nothing."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if not line or len(line) > LONGEST_TEXT:
        raise InputError(f"the {what} of your places is {text[:40]!r}; give up to {LONGEST_TEXT} characters of text")
    return line


def install(
    path: Path, *, name: str, licence: str, source: str, mapping: Mapping[str, str] | None = None,
    onto: tuple[Path, str] | None = None, settings: config.Settings | None = None,
) -> Report:  # fmt: skip
    """Install the places of a CSV or GeoJSON file, merged with a gazetteer.

    Parameters
    ----------
    path
        The file; see :func:`geomap.gazetteer.install.table.read`.
    name
        Name of the new gazetteer.
    licence, source
        Under which terms and from whom the places come; both are printed on maps.
    mapping
        Field → column for columns with other names.
    onto
        Folder and name of the gazetteer to build on; default the shipped one.

    Raises
    ------
    InputError, InputFileError, SchemaError
        The file cannot be used; nothing is installed.
    OutputError
        The folder cannot be written; an earlier version stays.
    """
    name = folder.check_name(name)
    licence, source = check_text(licence, "licence"), check_text(source, "source")
    places = table.read(path, mapping)
    base = Tables.read(*(onto or (config.data_dir() / "gazetteer", "shipped")))
    before = len(base.aliases)
    units = _units(base, places, path)
    counts: Counter[str] = Counter(read=len(places), merged=0, located=0, added=0)
    label = f"user:{name}"
    owners = _owners(base, places, units)
    neighbours = Neighbours(base.located())
    for own, (country, unit), owner in zip(places, units, owners, strict=True):
        row = base.settlements.get(owner)
        if row is None:
            row = _new_row(base, own, label, country, unit, neighbours)
            counts["added"] += 1
        else:
            counts["merged" if row["lat"] else "located"] += 1
        _enter(base, row, own, label)
    counts["aliases_added"] = len(base.aliases) - before
    facts = {
        "inputs": {f"user/{path.name}": sha256(path)},
        "counts": {key: counts[key] for key in sorted(counts)},
        "licences": {label: {"licence": licence, "attribution": f"{source}: {licence}", "version": ""}},
    }
    with folder.staged(name, settings) as target:
        base.write(target, facts)
    counts["places"] = len(base.settlements)
    counts["located_in_all"] = len(base.located())
    return Report(name, folder.root(settings) / name, dict(counts))


def _areas(base: Tables) -> dict[str, set[str]]:
    """Return the normalised names of countries' first-level units → admin_ids."""
    areas: dict[str, set[str]] = {}
    for row in base.admin:
        if row["level"] != "1":
            continue
        names = [row["name_uk"], row["name_ru"], row["name_en"], row["iso_code"], row["gn_code"], row["admin_id"]]
        names += [name for name, _ in base.names.get(row["admin_id"], ())]
        for text in names:
            for word in ("", *_AREA_WORDS):
                if text.lower().endswith(word):
                    areas.setdefault(normalise(text[: len(text) - len(word)]), set()).add(row["admin_id"])
    return areas


def _units(base: Tables, places: Sequence[Own], path: Path) -> list[tuple[str, str]]:
    """Return (country, first-level unit) of each place: as said, else by its position."""
    areas = _areas(base)
    countries = {row["admin_id"] for row in base.admin if row["level"] == "0"}
    country_of = {row["admin_id"]: row["country"] for row in base.admin if row["level"] == "1"}
    polygons = UnitPolygons(unit_shapes(config.data_dir()), BORDER_KM)
    points = [(own.lat, own.lon) for own in places]
    faults: list[str] = []
    found = []
    for own, inside, near in zip(places, polygons.strict(points), polygons.loose(points), strict=True):
        around = sorted(inside) or sorted(near)
        said = areas.get(normalise(own.admin), set()) if own.admin else set()
        said = {unit for unit in said if not own.country or country_of[unit] == own.country}
        if own.admin and len(said) != 1:
            said &= set(around)
        if own.admin and len(said) != 1:
            faults.append(f"row {own.row}, column 'admin': {own.admin!r} is not a known first-level unit")
        if own.country and own.country not in countries:
            faults.append(f"row {own.row}, column 'country': {own.country!r} is not a two-letter country code")
        unit = min(said) if said else next((u for u in around if own.country in ("", country_of.get(u, ""))), "")
        found.append((own.country or country_of.get(unit, ""), unit))
    if faults:
        raise SchemaError(f"{str(path)!r}: {len(faults)} faults, nothing installed: {'; '.join(faults[:10])}", faults)
    return found


def _spellings(own: Own) -> list[str]:
    return [text for text in (own.name, own.name_uk, own.name_ru, own.name_en, *own.aliases) if text]


def _owners(base: Tables, places: Sequence[Own], units: Sequence[tuple[str, str]]) -> list[str]:
    """Return for each place the id of the known one it is, '' for a new one; nobody is named twice."""
    keys = {id(own): name_keys(_spellings(own)) for own in places}
    wanted = frozenset().union(*keys.values())
    bearers: dict[str, list[str]] = {}
    for place_id in sorted(base.settlements):
        for key in name_keys(base.spellings(place_id)) & wanted:
            bearers.setdefault(key, []).append(place_id)
    owners = [own.id if own.id in base.settlements else "" for own in places]
    taken = set(owners) - {""}
    pairs = []
    for number, (own, (_, unit)) in enumerate(zip(places, units, strict=True)):
        if owners[number]:
            continue
        known = {place_id for key in keys[id(own)] for place_id in bearers.get(key, ())} - taken
        near = []
        for place_id in sorted(known):
            row = base.settlements[place_id]
            if row["lat"]:
                km = distance_km(own.lat, own.lon, float(row["lat"]), float(row["lon"]))
                if km <= SAME_NAME_KM:
                    near.append((km, place_id))
        pairs += [(km, number, place_id) for km, place_id in near]
        same = [p for p in known if unit and base.settlements[p]["admin1"] == unit]
        if not near and len(same) == 1 and not base.settlements[same[0]]["lat"]:
            pairs.append((SAME_NAME_KM, number, same[0]))  # known without a point, the only one of its name there
    for _, number, place_id in sorted(pairs):
        if not owners[number] and place_id not in taken:
            owners[number] = place_id
            taken.add(place_id)
    return owners


def _names(own: Own, country: str) -> dict[str, str]:
    """Return the names by language; ``name`` goes where its letters belong."""
    names = {"uk": own.name_uk, "ru": own.name_ru, "en": own.name_en}
    tag = script(own.name)
    if tag == "und-cyrl":
        tag = "uk" if country in ("UA", "") else "ru"
    lang = tag if tag in ("uk", "ru") else "en"
    names[lang] = names[lang] or own.name
    return names


def _new_row(
    base: Tables, own: Own, label: str, country: str, unit: str, neighbours: Neighbours
) -> dict[str, str]:  # fmt: skip
    names = _names(own, country)
    english = names["en"] or (kmu2010(names["uk"]) if names["uk"] else russian_latin(names["ru"]))
    slug = re.sub(r"[^a-z0-9]+", "-", normalise(english)).strip("-")[:40] or "place"
    place_id = f"{label}:{own.id or slug}" + ("" if own.id else f":{own.lat:.4f},{own.lon:.4f}")
    place_id = " ".join(place_id.split())
    while place_id in base.settlements:
        place_id += "'"
    raion, hromada = neighbours.units(own.lat, own.lon, unit) if country == "UA" else ("", "")
    base.settlements[place_id] = row = {
        "place_id": place_id, "name_uk": names["uk"], "name_ru": names["ru"], "name_en": english,
        "kind": own.kind or "village", "country": country, "admin1": unit, "admin2": raion, "admin3": hromada,
        "lat": "", "lon": "", "population": "", "geonameid": "", "source": "", "accuracy_km": "",
    }  # fmt: skip
    return row


def _enter(base: Tables, row: dict[str, str], own: Own, label: str) -> None:
    row["lat"], row["lon"] = degrees(own.lat), degrees(own.lon)
    row["source"], row["accuracy_km"] = label, f"{own.accuracy_km:.1f}"
    row["kind"] = own.kind or row["kind"]
    row["population"] = str(own.population or row["population"])
    for lang, text in (("uk", own.name_uk), ("ru", own.name_ru), ("en", own.name_en)):
        row[f"name_{lang}"] = row[f"name_{lang}"] or text
    official = [(row[f"name_{lang}"], lang) for lang in ("uk", "ru", "en") if row[f"name_{lang}"]]
    base.add_names(row["place_id"], official, _spellings(own), label)

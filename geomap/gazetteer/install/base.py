"""The tables an installed gazetteer starts from, and how it is written: the same inputs give the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.errors import GazetteerError
from geomap.files import write_text
from geomap.gazetteer import basemap, tables
from geomap.gazetteer.names import normalise
from geomap.gazetteer.names.translit import plain_latin
from geomap.gazetteer.naming import aliases as usable
from geomap.gazetteer.rows import read_rows, write_rows
from geomap.gazetteer.sources.files import sha256

Row = dict[str, str]

#: Further Latin spellings kept of one place: beyond these they are transcriptions for other languages.
MOST_LATIN = 12


@dataclass(slots=True)
class Tables:
    """The tables of a gazetteer while places are added. Rows are those of :data:`geomap.gazetteer.rows.COLUMNS`."""

    name: str
    """Name of the gazetteer they come from."""
    content: str
    """Short hash of its tables."""
    manifest: dict[str, Any]
    admin: list[Row]
    settlements: dict[str, Row]
    aliases: dict[tuple[str, str, str], Row]
    names: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """Aliases by place: (name, language)."""

    @classmethod
    def read(cls, folder: Path, name: str) -> Tables:
        """Read the tables in ``folder``. Raises ``GazetteerError``, ``InputError``."""
        tables.require(folder)
        found = cls(
            name, tables.content_hash(folder), tables.read_manifest(folder), read_rows(folder / "admin.csv"),
            {row["place_id"]: row for row in read_rows(folder / "settlements.csv")}, {},
        )  # fmt: skip
        if (folder / "aliases.csv").is_file():
            for row in read_rows(folder / "aliases.csv"):
                found.aliases[row["place_id"], row["name"], row["lang"]] = row
                found.names.setdefault(row["place_id"], []).append((row["name"], row["lang"]))
        return found

    def spellings(self, place_id: str) -> list[str]:
        """Return all names of a settlement, official ones first."""
        row = self.settlements[place_id]
        own = [row[column] for column in ("name_uk", "name_ru", "name_en") if row[column]]
        return own + [name for name, _ in self.names.get(place_id, ())]

    def located(self) -> list[tuple[float, float, Row]]:
        """Return (lat, lon, row) of all settlements with a point, by id."""
        rows = (row for _, row in sorted(self.settlements.items()))
        return [(float(row["lat"]), float(row["lon"]), row) for row in rows if row["lat"]]

    def add_names(self, place_id: str, official: Iterable[tuple[str, str]], names: Iterable[str], source: str) -> int:
        """Add the spellings of a place that nothing known of it already finds exactly; returns how many."""
        known = {normalise(name) for name, _ in self.names.get(place_id, ())}
        for name, lang in official:
            form = normalise(name)
            known.add(form)
            if lang in ("uk", "ru"):
                known.update(text.replace("-", " ") for text in plain_latin(form, lang))
        count = latin = 0
        for name, lang in usable(names, ()):
            form = normalise(name)
            if not form or form in known or (latin == MOST_LATIN and lang == "und-latn"):
                continue
            known.add(form)
            latin += lang == "und-latn"
            self.alias(place_id, name, lang, source)
            count += 1
        return count

    def alias(self, place_id: str, name: str, lang: str, source: str) -> None:
        """Add one alias."""
        key = (place_id, name, lang)
        if key not in self.aliases:
            self.aliases[key] = {"place_id": place_id, "name": name, "lang": lang, "kind": "alias", "source": source}
            self.names.setdefault(place_id, []).append((name, lang))

    def write(self, folder: Path, facts: Mapping[str, Any]) -> None:
        """Write tables and manifest; ``facts`` are the manifest's own entries: inputs, licences, counts."""
        write_rows(folder, "admin.csv", sorted(self.admin, key=lambda row: (row["level"], row["admin_id"])))
        write_rows(folder, "settlements.csv", (self.settlements[key] for key in sorted(self.settlements)))
        write_rows(folder, "aliases.csv", (self.aliases[key] for key in sorted(self.aliases)))
        licences = {**self.manifest.get("licences", {}), **facts["licences"]}
        lines = {*self.manifest.get("attribution", ()), *(entry["attribution"] for entry in facts["licences"].values())}
        manifest = {
            "format": 1,
            "base": {"gazetteer": self.name, "content": self.content},
            "inputs": {**self.manifest.get("inputs", {}), **facts["inputs"]},
            "outputs": {name: sha256(folder / name) for name in ("admin.csv", "aliases.csv", "settlements.csv")},
            "counts": {
                "admin_units": len(self.admin),
                "aliases": len(self.aliases),
                "settlements": len(self.settlements),
                "located": len(self.located()),
            },
            "installed": facts["counts"],
            "licences": licences,
            "licence": "; ".join(sorted({str(entry["licence"]) for entry in licences.values()})),
            "attribution": sorted(lines),
        }
        write_text(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2, sort_keys=True) + "\n")


def unit_shapes(data: Path) -> list[tuple[str, Any]]:
    """Return (admin_id, GeoJSON geometry) of the first-level units on the shipped base map."""
    path = data / "basemap" / "admin1.geojson"
    if not path.is_file():
        raise GazetteerError(f"the shipped base map {str(path)!r} is missing; reinstall geomap")
    return [
        (str(feature["properties"]["admin_id"]), feature["geometry"])
        for feature in basemap.read_features(path)
        if feature["properties"]["admin_id"]
    ]

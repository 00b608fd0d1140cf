from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from control_world import claim, held, row, villages

import geomap.control
from geomap.control.reference import read_reference
from geomap.errors import InputError, InputFileError

control: Any = geomap.control
KML = """<?xml version="1.0" encoding="UTF-8"?>{doctype}
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Occupied</name><Polygon><outerBoundaryIs>
<LinearRing><coordinates>37,47,5 38.5,47,5 38.5,49,5 37,49,5 37,47,5</coordinates></LinearRing></outerBoundaryIs>
</Polygon></Placemark></Document></kml>"""


def frame() -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {"status": ["Occupied", "Liberated", "Contested"]},
        geometry=[shapely.box(37, 47, 38.5, 49), shapely.box(36, 47, 36.6, 49), shapely.box(36.95, 48.1, 37.05, 48.2)],
        crs="EPSG:4326",
    )


@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_reads_files(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"areas-2024-12-01.{suffix}"
    frame().to_file(path)
    reference = read_reference(path)
    assert reference.date == "2024-12-01"
    assert reference.ua is not None
    assert not reference.contested.is_empty
    assert not shapely.intersects(reference.ru, shapely.Point(37.02, 48.15))


@pytest.mark.parametrize("packed", [False, True])
def test_reads_kml_and_kmz_in_two_dimensions(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("a.kmz" if packed else "a.kml")
    if packed:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("doc.kml", KML.format(doctype=""))
    else:
        path.write_text(KML.format(doctype=""), encoding="utf-8")
    reference = read_reference(path, date="2024-12-01")
    assert not shapely.has_z(reference.ru)
    assert reference.ru.bounds == (37, 47, 38.5, 49)


def test_refuses_bombs(tmp_path: Path) -> None:
    entities = tmp_path / "e.kml"
    entities.write_text(KML.format(doctype='<!DOCTYPE k [<!ENTITY a "aaaa">]>'), encoding="utf-8")
    with pytest.raises(InputFileError, match="entities"):
        read_reference(entities)
    wide = tmp_path / "w.kml"
    wide.write_bytes(KML.format(doctype='<!DOCTYPE k [<!ENTITY a "aaaa">]>').encode("utf-16"))
    with pytest.raises(InputFileError, match="entities"):
        read_reference(wide)
    bomb = tmp_path / "b.kmz"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", b" " * 30_000_000)
    with pytest.raises(InputFileError, match="bomb"):
        read_reference(bomb)
    many = tmp_path / "m.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for n in range(1100):
            archive.writestr(f"{n}.txt", "")
    with pytest.raises(InputFileError, match="members"):
        read_reference(many)
    for name, data in (("x.kmz", b"no zip"), ("x.geojson", b"{"), ("x.txt", b"")):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(InputFileError):
            read_reference(path)
    with pytest.raises(InputFileError):
        read_reference(tmp_path / "absent.geojson")


def test_classes_are_mapped_or_refused() -> None:
    table = frame().assign(status=["A", "B", "C"])
    with pytest.raises(InputError, match="not mapped"):
        read_reference(table, classes={"A": "RU"})
    reference = read_reference(table, classes={"A": "RU", "B": "none", "C": "none"}, column="status")
    assert reference.ua is None
    with pytest.raises(InputError, match="is not one of"):
        read_reference(table, classes={"A": "red"})
    with pytest.raises(InputError, match="no column"):
        read_reference(table, column="klass")
    classes = {"A": "RU", "B": "none", "C": "none"}
    with pytest.raises(InputError, match="degrees"):
        read_reference(table.set_geometry(table.geometry.scale(1e5, 1e5)), classes=classes)


def test_claims_since_then_lie_on_the_reference() -> None:
    sites = villages()
    shape = shapely.box(37.0, 47.5, 38.5, 49)
    reference = read_reference(
        geopandas.GeoDataFrame(geometry=[shape], crs="EPSG:4326"), date="2024-12-01", name="drawn"
    )
    aoi = shapely.box(36.5, 48.0, 37.5, 48.5)
    world: dict[str, Any] = {"land": None, "water": (), "aoi": aoi, "gazetteer": sites, "reference": reference}
    alone = control(None, **world)
    ru = alone.areas.set_index(["state", "side"]).loc[("confirmed", "RU"), "geometry"]
    assert shapely.symmetric_difference(ru, shapely.intersection(shape, aoi)).area < 1e-4
    west = [sites.ids[n] for n in (held(sites) < 0).nonzero()[0]]
    nearest = max(west, key=lambda i: sites.lon[sites.index[i]])
    rows = [
        row(nearest, "RU", date="2024-12-20"), claim(west[0], date="2024-12-20"),
        row(west[1], "RU", date="2024-11-01"),
    ]  # fmt: skip
    later = control(rows, date="2024-12-27", **world)
    grown = later.areas.set_index(["state", "side"]).loc[("confirmed", "RU")]
    assert grown["geometry"].contains(shapely.Point(sites.lon[sites.index[nearest]], sites.lat[sites.index[nearest]]))
    assert 2 < grown["area_km2"] - alone.areas.set_index(["state", "side"]).loc[("confirmed", "RU"), "area_km2"] < 60
    assert "before the reference" in later.claims.set_index("place_id").loc[west[1], "reason"]
    assert later.areas.geometry.is_valid.all()
    assert alone.change(later).gained == (nearest,)


def test_statements_sampled_from_a_reference() -> None:
    sites = villages()
    reference = read_reference(frame().iloc[:1], date="2024-12-01", name="drawn")
    rows = reference.statements(sites)
    assert len(rows) == len(sites)
    assert {r["root"] for r in rows} == {"drawn"}
    with pytest.raises(InputError, match="no date"):
        read_reference(frame().iloc[:1]).statements(sites)

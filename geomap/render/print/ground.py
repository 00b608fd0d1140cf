"""The ground under the map: land, water, borders, rivers, names; and the locator."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geomap import config
from geomap.render import basemap
from geomap.render.print.canvas import Canvas, clean, width
from geomap.render.print.labels import Boxes, place
from geomap.render.print.paint import BORDER, FAR, HALO, INK, LAND, REGION, RIVER, SEA, SOFT, UNIT
from geomap.render.print.plane import Frame, Plane

if TYPE_CHECKING:
    from geomap.render.map import Map


def folder(page: Map) -> Path | None:
    """Return the folder of the map's ground, or None when it is drawn without."""
    if page._base is False:
        return None
    return config.data_dir() / "basemap" if page._base is True else Path(page._base)


def draw(canvas: Canvas, page: Map, plane: Plane) -> tuple[Any, ...]:
    """Draw the ground and return the first-level units in the frame: (properties, shape on the sheet)."""
    frame = plane.frame
    where = folder(page)
    if where is None:
        canvas.shape(frame.box, fill=LAND)
        return ()
    ground = basemap.read_ground(where)
    window = shapely.box(*plane.window)
    tolerance = 0.3 / plane.scale / 111_200
    units = [(fields, shape) for fields, shape in ground.units if shape.intersects(window)]
    inner = basemap._thin([shape for _, shape in units], tolerance)
    countries = [(code, shape) for code, shape in ground.countries if shape.intersects(window)]
    whole, fine = basemap._countries(countries, units, inner)
    for number, (_, shape) in enumerate(countries):
        if not fine[number]:
            whole[number] = shapely.simplify(shape, tolerance)
    canvas.shape(frame.box, fill=FAR)
    if ground.countries:
        known = shapely.box(*shapely.total_bounds([shape for _, shape in ground.countries]).tolist())
        canvas.shape(plane.shapes([shapely.segmentize(known, 1.0)])[0], fill=SEA)
    land, flat = plane.shapes(whole) if whole else [], plane.shapes(inner) if inner else []
    edge = shapely.buffer(frame.box.exterior, 0.2)

    def borders(shapes: Sequence[Any], colour: str, stroke: float) -> None:
        lines = [shapely.boundary(shape) for shape in shapes if not shapely.is_empty(shape)]
        if lines:
            canvas.shape(shapely.difference(shapely.union_all(lines), edge), line=colour, stroke=stroke, cap="round")

    for (code, _), shape in zip(countries, land, strict=True):
        canvas.shape(shape, fill=LAND if code == "UA" else FAR, line=LAND if code == "UA" else FAR, stroke=0.3)
    borders([shape for shape, own in zip(land, fine, strict=True) if not own], BORDER, 0.6)
    for (fields, _), shape in zip(units, flat, strict=True):
        tone = LAND if fields.get("country") == "UA" else FAR
        canvas.shape(shape, fill=tone, line=tone, stroke=0.3)
    rivers = [line for line in ground.rivers if line.intersects(window)]
    if rivers:
        for line in plane.shapes(rivers, 0.15):
            canvas.shape(line, line=RIVER, stroke=0.8, cap="round")
    borders(flat, UNIT, 0.5)
    borders([shape for shape, own in zip(land, fine, strict=True) if own], BORDER, 0.9)
    return tuple((fields, shape) for (fields, _), shape in zip(units, flat, strict=True))


def names(
    canvas: Canvas, page: Map, plane: Plane, boxes: Boxes, units: Sequence[Any], size: float,
    told: Container[str] = (),
) -> int:  # fmt: skip
    """Write names of settlements and regions where they touch nothing; return how many settlements are named.

    ``told`` are regions whose name stands on the map already.
    """
    rows: list[tuple[int, float, float, str]] = []
    column = ("en", "uk", "ru").index(page.lang)
    west, south, east, north = plane.window
    span = plane.frame.wide / plane.scale / 1000
    deepest = 6 if span < 120 else 5 if span < 220 else 4 if span < 420 else 3 if span < 800 else 2
    for labels in page._labels:
        lat, lon, rank = float(labels[3]), float(labels[4]), int(labels[5])
        if rank <= deepest and west <= lon <= east and south <= lat <= north:
            rows.append((rank, lon, lat, str(labels[column] or labels[0] or labels[1])))
    rows.sort(key=lambda row: row[0])
    rows = rows[:1500]
    written, most = 0, max(12, int(plane.frame.wide * plane.frame.high / 5500))
    if rows:
        xs, ys = plane.points([row[1] for row in rows], [row[2] for row in rows])
        inside = plane.frame.shrunk(4).holds(xs, ys)
        for (rank, _, _, name), x, y, shown in zip(rows, xs.tolist(), ys.tolist(), inside.tolist(), strict=True):
            if not shown or written >= most:
                continue
            dot = {1: 1.5, 2: 1.25}.get(rank, 1.0) * size / 6.5
            letters = {1: size * 1.12, 2: size}.get(rank, size * 0.92)
            text = clean(name)
            if not boxes.free((x - dot, y - dot, x + dot, y + dot)):
                continue
            at = place(boxes, x, y, text, letters, dot + 1.6)
            if at is None:
                continue
            boxes.take((x - dot - 0.5, y - dot - 0.5, x + dot + 0.5, y + dot + 0.5))
            canvas.shape(shapely.Point(x, y).buffer(dot), fill=INK if rank == 1 else SOFT, line=HALO, stroke=0.5)
            canvas.text(*at, text, letters, colour=INK if rank <= 2 else "#3b4148", halo=HALO, name="town")
            written += 1
    for fields, shape in units:
        if shapely.is_empty(shape) or shapely.area(shape) < (size * 6) ** 2:
            continue
        if fields.get(f"name_{page.lang}") in told or fields.get("name_en") in told:
            continue
        biggest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
        if biggest.geom_type != "Polygon":
            continue
        x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(biggest, tolerance=2.0))[0].tolist()
        text = clean(str(fields.get(f"name_{page.lang}") or fields.get("name_en") or ""), italic=True)
        wide = width(text, size * 0.92, italic=True)
        for dy in (0.0, 1.6 * size, -1.6 * size, 3.4 * size, -3.4 * size):
            if not biggest.contains(shapely.Point(x, y + dy)) or wide > biggest.bounds[2] - biggest.bounds[0]:
                continue
            at = place(boxes, x, y + dy, text, size * 0.92, 0, italic=True, centred=True, pad=2.0)
            if at is not None:
                canvas.text(*at, text, size * 0.92, colour=REGION, italic=True, halo=HALO, name="unit")
                break
    return written


def locator(canvas: Canvas, page: Map, plane: Plane, frame: Frame) -> bool:
    """Draw where the map lies in Ukraine; return False, drawing nothing, when the map shows most of it anyway."""
    where = folder(page)
    if where is None:
        return False
    ground = basemap.read_ground(where)
    home = [shape for code, shape in ground.countries if code == "UA"] or [
        shapely.union_all([shape for fields, shape in ground.units if fields.get("country") == "UA"])
    ]
    corners = plane.frame.box.exterior
    lon, lat = plane.degrees(*shapely.get_coordinates(shapely.segmentize(corners, 20)).T)
    seen = shapely.Polygon(np.column_stack([lon, lat]))
    if home[0].is_empty or seen.intersection(home[0]).area > 0.55 * home[0].area:
        return False
    bounds = basemap.grow(tuple(shapely.total_bounds([home[0], seen]).tolist()), 0.6)
    small = Plane(bounds, frame)
    canvas.shape(frame.box, fill=FAR)
    for code, shape in sorted(ground.countries, key=lambda pair: pair[0] == "UA"):
        if shape.intersects(shapely.box(*small.window)):
            drawn = small.shapes([shape], 0.3)[0]
            own = code == "UA"
            canvas.shape(drawn, fill=LAND if own else FAR, line=BORDER, stroke=0.7 if own else 0.35)
    box = small.shapes([seen])[0]
    canvas.shape(box, fill="#0b57d0", alpha=0.14)
    canvas.shape(box, line="#0b57d0", stroke=1.0, name="locator")
    canvas.shape(frame.box, line=BORDER, stroke=0.6)
    return True

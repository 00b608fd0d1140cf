"""Composes a sheet: title, map, legend, reports in words, locator, scale, sources; in a size for print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import shapely

from geomap.errors import ConfigError
from geomap.render.print import content as contents
from geomap.render.print import ground, legend, paint
from geomap.render.print.canvas import MM, SERIF, Canvas, balanced, clean, width, wrap
from geomap.render.print.labels import Boxes, corner, place
from geomap.render.print.paint import BORDER, HALO, INK, PAPER, RULE, SOFT
from geomap.render.print.plane import Frame, Plane, bar_km
from geomap.render.print.words import WORDS, day, decimal

if TYPE_CHECKING:
    from geomap.render.map import Map

#: Sheets, mm; the height 0 follows the content. A column is 88 mm, a usual width of journals and broadsheets.
SIZES: dict[str, tuple[float, float]] = {
    "A3": (420, 297), "A4": (297, 210), "A5": (210, 148), "A3-portrait": (297, 420), "A4-portrait": (210, 297),
    "A5-portrait": (148, 210), "column": (88, 0), "two-columns": (180, 0),
}  # fmt: skip


#: The smallest text of a legend, points; newspapers do not print smaller.
SMALLEST = 4.2


@dataclass(frozen=True, slots=True)
class Look:
    """Measures that follow from the width of the sheet."""

    wide: float
    """Width, points."""
    high: float
    """Height, points; 0: as the content needs."""
    margin: float
    """Margin, points."""
    text: float
    """Size of the legend's text."""
    title: float
    """Size of the title."""
    sign: float
    """Radius of a sign."""
    side: float
    """Width of a panel beside the map; 0: the legend stands below."""
    columns: int
    """Columns of the legend below the map."""
    notes: bool
    """Whether the reports are printed in words."""


def parse_size(size: str) -> tuple[float, float]:
    """Return width and height, mm, of ``A4``, ``A5-portrait``, ``column``, ``120x150``; height 0 follows the content.

    Raises :class:`ConfigError` for anything else.
    """
    if size in SIZES:
        return SIZES[size]
    found = re.fullmatch(r"(\d{2,4}(?:\.\d+)?)(?:x(\d{2,4}(?:\.\d+)?))?", str(size))
    if found:
        wide, high = float(found[1]), float(found[2] or 0)
        if 50 <= wide <= 1200 and (high == 0 or 60 <= high <= 1200):
            return wide, high
    raise ConfigError(
        f"size: {size!r} is not known; choose from {', '.join(SIZES)}, or give millimetres such as '120x150' "
        "(width 50 to 1200, height 60 to 1200) or '120' for a height that follows the content"
    )


def look(size: str) -> Look:
    """Return the measures for a size. Raises :class:`ConfigError` when it is not known."""
    wide, high = parse_size(size)
    if wide < 130:
        return Look(wide * MM, high * MM, 2 * MM, 5.6, 10, 3.3, 0, 2, False)
    if wide < 200:
        return Look(wide * MM, high * MM, (5 if high else 2) * MM, 6.2, 12.5, 3.7, 0, 3, high > 0)
    if wide < 250:
        side = 52 * MM if high and wide >= 1.2 * high else 0
        return Look(wide * MM, high * MM, 7 * MM, 5.6 if side else 6.6, 13 if side else 16, 3.9, side, 3, True)
    side = 70 * MM if high and wide >= 1.2 * high else 0
    scale = 1.0 if wide < 350 else 1.3
    return Look(wide * MM, high * MM, 9 * MM, 6.6 * scale, 16 * scale, 4.2 * scale, side * scale, 3, True)


def compose(page: Map, size: str) -> Canvas:
    """Return the drawn sheet of a map. The same map gives the same sheet."""
    form = look(size)
    given = furniture(page)
    inner = form.wide - 2 * form.margin
    header = _header(given, page.lang, inner, form)
    header_high = sum(leading for _, _, leading, _ in header) + (form.text * 0.8 if header else 0)
    map_wide = inner - (form.side + 4 * MM if form.side else 0)
    bounds = page.bounds
    # A first plane tells what will be drawn and with it how much room legend and texts need.
    aspect = min(max(Plane.aspect(bounds), 0.75), 1.9)
    trial = Plane(bounds, Frame(0, 0, map_wide, map_wide / aspect))
    footer_size = form.text * 0.86
    footer = _footer(given, page, trial, inner, footer_size)
    footer_high = len(footer) * footer_size * 1.3 + form.text
    draft = contents.read(page, trial, form.sign * 2.3)
    areas = [(title, entry) for title, entry, frame in page._figures if _seen(trial, frame)]
    room = form.side if form.side else (inner - (form.columns - 1) * 4 * MM) / form.columns
    below = 0.0
    if not form.side:
        most = 0.5 * (form.high - 2 * form.margin - header_high - footer_high) if form.high else 1e6
        blocks, text = _panel(page, draft, areas, room, form, form.columns, most)
        below = legend.balance(blocks, form.columns) + text * 1.5 if blocks else 0.0
    high = form.high or 2 * form.margin + header_high + map_wide / aspect + below + footer_high
    bottom = form.margin + footer_high + below
    frame = Frame(form.margin, bottom, map_wide, high - form.margin - header_high - bottom)
    if frame.high < 30 * MM:
        raise ConfigError(f"size: {size!r} leaves no room for the map; choose a larger one")
    canvas = Canvas(form.wide, high)
    y = high - form.margin
    for line, points, leading, style in header:
        canvas.text(form.margin, y - points * 0.95, line, points, **style)
        y -= leading
    plane = Plane(bounds, frame)
    content = _map(canvas, page, plane, form)
    # Once more, for what is really in the frame.
    areas = [(title, entry) for title, entry, shape in page._figures if _seen(plane, shape)]
    columns, space = (1, frame.high) if form.side else (form.columns, max(below - form.text * 1.5, 0) + 0.1)
    blocks, _ = _panel(page, content, areas, room, form, columns, space)
    flowed = legend.flow(blocks, columns, space) or []
    x, top = (frame.right + 4 * MM, frame.top) if form.side else (form.margin, frame.bottom - form.text * 1.5)
    legend.draw(canvas, flowed, x, top, room, 4 * MM, page._colours)
    rule = form.margin + len(footer) * footer_size * 1.3 + form.text * 0.35
    canvas.shape(shapely.LineString([(form.margin, rule), (form.wide - form.margin, rule)]), line=RULE, stroke=0.6)
    canvas.lines(form.margin, rule - form.text * 0.35, footer, footer_size, leading=1.3, colour=SOFT, name="footer")
    return canvas


def furniture(page: Map) -> dict[str, Any]:
    """Return the texts around a map."""
    words = page._words
    return {
        "words": words, "title": page.title, "as_of": page._as_of, **page._texts,
        "method": page._guard.method(page._texts["method"]), "sources": page._sources,
        "disclaimer": words["disclaimer"] if page._disclaimer is None else page._disclaimer,
        "attribution": page._credits(),
        "worldview": words[f"worldview_{page._worldview}"] if page._base is not False else "",
    }  # fmt: skip


def _seen(plane: Plane, geometry: Any) -> bool:
    return not all(shapely.is_empty(shape) for shape in plane.shapes(geometry, 0.3))


def _panel(
    page: Map, content: contents.Content, areas: Sequence[Any], room: float, form: Look, columns: int, space: float
) -> tuple[list[legend.Block], float]:  # fmt: skip
    """Return the legend and as many reports as fit below it, and the size of its text.

    The legend is whole or there is no map: its text shrinks until it fits.
    """
    words, own, size = page._words, WORDS[page.lang], form.text
    found = legend.groups(page, words, content, areas)
    while True:
        fixed = [*legend.legend_blocks(found, room, size), *_counts(content, page, room, size)]
        if legend.flow(fixed, columns, space) is not None:
            break
        size *= 0.95
        if size < SMALLEST:
            raise ConfigError("size: the sheet leaves no room for the legend; choose a larger one")
    notes = legend.report_blocks(content, words, page.lang, room, size) if form.notes else []
    total = len(content.reports) + len(content.unplaced) if form.notes else 0
    return legend.fit(fixed, notes, total, space, columns, own["more"], size), size


def _counts(content: contents.Content, page: Map, room: float, size: float) -> list[legend.Block]:
    """Return lines that count what is not on the map."""
    lines = []
    if content.unplaced:
        lines += wrap(f"{page._words['not_on_map']}: {len(content.unplaced)}", room, size, bold=True)
    if content.outside:
        lines += wrap(WORDS[page.lang]["outside"].replace("{n}", str(content.outside)), room, size, bold=True)
    rows = [legend.Line(line, size, True, before=size * 0.9, height=size * 1.5) for line in lines]
    return [legend.Block(rows)] if rows else []


def _header(given: Any, lang: str, room: float, form: Look) -> list[tuple[str, float, float, dict[str, Any]]]:
    big: dict[str, Any] = {"family": SERIF, "bold": True, "name": "title"}
    title = balanced(given["title"], room, form.title, SERIF, True)
    lines = [(line, form.title, form.title * 1.2, big) for line in title]
    small = form.text * 1.25
    as_of = given["words"]["as_of"].replace("{date}", day(given["as_of"], lang)) if given["as_of"] else ""
    if lines and (given["subtitle"] or as_of):
        line, points, leading, style = lines[-1]
        lines[-1] = (line, points, leading + small * 0.3, style)
    for text, style in ((given["subtitle"], {"colour": SOFT}), (as_of, {"bold": True})):
        bold = bool(style.get("bold"))
        lines += [(line, small, small * 1.4, {**style, "name": "head"}) for line in wrap(text, room, small, bold=bold)]
    return lines


def _footer(given: Any, page: Map, plane: Plane, room: float, size: float) -> list[str]:
    words, own = given["words"], WORDS[page.lang]

    def listed(label: str, entries: Sequence[dict[str, str]]) -> str:
        texts = [" ".join(part for part in (entry["text"], entry["url"]) if part) for entry in entries]
        return f"{label}: {'; '.join(filter(None, texts))}" if any(texts) else ""

    error = max(0.01, round(plane.distortion() * 100, 2))
    projection = own["projection"].replace("{centre}", plane.words()).replace("{error}", decimal(error, page.lang))
    parts = [
        listed(words["sources"], given["sources"]),
        f"{words['method']}: {given['method']}" if given["method"] else "",
        given["disclaimer"],
        " ".join(filter(None, [given["worldview"] or own["no_base"], projection])),
        listed(words["data"], given["attribution"]),
        f"{words['author']}: {given['author']}" if given["author"] else "",
    ]
    return [line for part in parts if part for line in wrap(part, room, size)]


def _map(canvas: Canvas, page: Map, plane: Plane, form: Look) -> contents.Content:
    frame = plane.frame
    units = ground.draw(canvas, page, plane)
    colours = page._colours
    edge = shapely.buffer(frame.box.exterior, 0.3)
    order = {
        "band": 0, "confirmed": 1, "inferred": 1, "stale": 2, "contested": 3, "gained": 3, "lost": 3, "plain": 4,
        "claimed": 5, "front_before": 6, "front": 7, "front_after": 7,
    }  # fmt: skip
    for number, (_, entry, geometry) in enumerate(
        sorted(page._figures, key=lambda figure: order.get(figure[1]["style"]["kind"], 4))
    ):
        style = paint.area_style(entry["style"], colours)
        style = replace(style, stroke=style.stroke * form.sign / 4.2)
        kind = str(entry["style"]["kind"])
        shapes = [shape for shape in plane.shapes(geometry, 0.15) if not shapely.is_empty(shape)]
        if shapes:
            whole = shapely.union_all(shapes)
            paint.area(canvas, whole, style, f"area-{kind}-{number}", edge=edge)
    content = contents.read(page, plane, form.sign * 2.3)
    for region in content.areas:
        style = paint.area_style({"kind": "region", "side": region.side}, colours)
        paint.area(canvas, region.shape, style, "area-region", edge=edge)
    for shape, side in content.discs:
        paint.disc(canvas, shape, colours.get(side, colours["unknown"]))
    boxes = Boxes(frame.shrunk(2))
    xs, ys = [spot.x for spot in content.spots], [spot.y for spot in content.spots]
    _scale(canvas, page.lang, plane, boxes, form)
    small = min(frame.wide, frame.high) * 0.23
    wide, high = small * 1.35, small
    left, bottom = corner(frame, wide, high, xs, ys)
    inset = Frame(left, bottom, wide, high)
    reserved = ground.locator(_Nothing(), page, plane, inset)  # type: ignore[arg-type]
    if reserved:
        boxes.take((inset.left - 2, inset.bottom - 2, inset.right + 2, inset.top + 2))
    _spots(canvas, page, content, boxes, form)
    told = {region.name for region in content.areas}
    ground.names(canvas, page, plane, boxes, units, form.text, told)
    if reserved:
        ground.locator(canvas, page, plane, inset)
    canvas.shape(frame.box, line=BORDER, stroke=0.7, name="frame")
    return content


class _Nothing:
    """Takes drawing orders and does nothing: to learn whether something would be drawn."""

    def shape(self, *args: Any, **kwargs: Any) -> None:
        """Draw nothing."""


def _spots(canvas: Canvas, page: Map, content: contents.Content, boxes: Boxes, form: Look) -> None:
    r, size, colours = form.sign, form.text, page._colours
    most_kinds = 4 if form.wide > 130 * MM else 3
    few = len(content.spots) <= 60
    plans = []
    for spot in content.spots:
        signs = contents.ordered(spot.signs)
        single = spot.n == 1
        pilled = not single and few and len(signs) <= most_kinds
        if single:
            half, up = r + 1.2, r + 1.2
        elif pilled:
            half, up = legend.pill_width(signs, r, "", 0) / 2, r * 1.5
        else:
            half = up = min(r * (1.15 + 0.28 * len(str(spot.n))), r * 2.2, max(content.reach * 0.48, r))
        plans.append((spot, signs, single, pilled, half, up))
        boxes.take((spot.x - half, spot.y - up, spot.x + half, spot.y + up))
    regions = []
    for region in content.areas:
        signs = contents.ordered(region.signs)[:most_kinds]
        label = clean(region.name, italic=True)
        wide = legend.pill_width(signs, r * 0.85, label, size)
        spot_at = _room(boxes, region.shape, wide, r * 2.6)
        if spot_at:
            regions.append((region, signs, label, spot_at))
    for spot, signs, single, pilled, half, _ in plans:
        colour = colours.get(signs[0][0][2], colours["unknown"])
        if single:
            (kind, status, _), _ = signs[0]
            paint.sign(canvas, spot.x, spot.y, kind, status, colour, r, f"sign-{_plain(status)}")
        elif pilled:
            legend.pill(canvas, spot.x, spot.y, signs, r, colours)
        else:
            paint.bubble(canvas, spot.x, spot.y, half, str(spot.n))
        if spot.doubt:
            paint.doubt(canvas, spot.x, spot.y, max(half - 1.2, r) if single else half)
    for region, signs, label, (x, y) in regions:
        edge = colours.get(region.side, colours["unknown"])
        legend.pill(canvas, x, y, signs, r * 0.85, colours, label, size, edge)
    for spot, _, _, _, half, _ in plans[:80]:
        if spot.name:
            name = clean(spot.name, bold=True)
            at = place(boxes, spot.x, spot.y, name, size * 1.08, half + 3, bold=True)
            if at:
                canvas.text(*at, name, size * 1.08, bold=True, colour=INK, halo=HALO, name="place")


def _room(boxes: Boxes, shape: Any, wide: float, high: float) -> tuple[float, float] | None:
    """Return a free place for a box on a region, the middle first."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    if not parts:
        return None
    biggest = max(parts, key=lambda part: part.area)
    x, y = shapely.get_coordinates(shapely.maximum_inscribed_circle(biggest, tolerance=1.0))[0].tolist()
    frame = boxes.frame
    for dy in (0.0, high, -high, 2 * high, -2 * high, 3 * high, -3 * high):
        for dx in (0.0, wide * 0.6, -wide * 0.6):
            middle = min(max(x + dx, frame.left + wide / 2), frame.right - wide / 2)
            level = min(max(y + dy, frame.bottom + high / 2), frame.top - high / 2)
            near = biggest.distance(shapely.Point(middle, level)) < high
            box = (middle - wide / 2, level - high / 2, middle + wide / 2, level + high / 2)
            if near and boxes.claim(box):
                return middle, level
    return None


def _plain(status: str) -> str:
    return status if status.isalpha() and status.isascii() else "other"


def _scale(canvas: Canvas, lang: str, plane: Plane, boxes: Boxes, form: Look) -> None:
    frame, size = plane.frame, form.text * 0.95
    km = bar_km(plane.scale, min(frame.wide * 0.28, 50 * MM))
    long = km * 1000 * plane.scale
    text = f"{decimal(km, lang)} {WORDS[lang]['km']}"
    wide = max(long + width(text, size) / 2 + width("0", size), long) + 12
    left, bottom = frame.left + 4, frame.bottom + 4
    plate = shapely.box(left, bottom, left + wide, bottom + size * 2.5)
    canvas.shape(plate, fill=PAPER, alpha=0.85)
    x, y = left + 6, bottom + size * 0.75
    for part in range(2):
        half = shapely.box(x + part * long / 2, y, x + (part + 1) * long / 2, y + size * 0.32)
        canvas.shape(half, fill=INK if part == 0 else PAPER, line=INK, stroke=0.5, name="scale")
    canvas.text(x, y + size * 0.7, "0", size, align="center", name="scale-text")
    canvas.text(x + long, y + size * 0.7, text, size, align="center", name="scale-text")
    boxes.take((left, bottom, left + wide, bottom + size * 2.5))

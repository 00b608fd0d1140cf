"""The signs of the page, as vectors: shape by type, fill by what is known, colour by whose word it is.

The outlines are those of ``assets/js/20-symbols.js``; a test compares them.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import affinity

from geomap.render.print.canvas import Canvas
from geomap.render.symbols import CONTESTED

#: Colours of the light page (assets/css).
INK, SOFT, PAPER, SEA, LAND, FAR = "#1d2227", "#5a626b", "#ffffff", "#d3e0e8", "#fffdf8", "#eceae4"
UNIT, BORDER, RIVER, REGION, HALO = "#d0cabd", "#8d8779", "#b5cfdf", "#8a8479", "#fcfaf5"
BAND, FRONT, SAMPLE, RULE = "#8a8f96", "#26292d", "#1d2227", "#d9dce0"


def _star(spikes: int, inner: float, reach: float = 1.12) -> list[tuple[float, float]]:
    points = []
    for i in range(spikes * 2):
        angle = math.pi * i / spikes - math.pi / 2
        length = inner if i % 2 else reach
        points.append((math.cos(angle) * length, math.sin(angle) * length))
    return points


_A = 0.36

#: Outlines in units of the sign's radius, y downwards as on the page. ``other`` is a circle.
OUTLINES: Mapping[str, list[tuple[float, float]]] = {
    "control_change": [(-0.92, -0.92), (0.92, -0.92), (0.92, 0.92), (-0.92, 0.92)],
    "ground_fighting": _star(4, 0.46),
    "air_strike": [(0, 1.1), (1.08, -0.82), (-1.08, -0.82)],
    "drone_strike": [(0, -1.1), (1.08, 0.82), (-1.08, 0.82)],
    "shelling": _star(3, 1.12),
    "strike": _star(8, 0.66),
    "casualties": [(-_A, -1.05), (_A, -1.05), (_A, -_A), (1.05, -_A), (1.05, _A), (_A, _A), (_A, 1.05), (-_A, 1.05),
                   (-_A, _A), (-1.05, _A), (-1.05, -_A), (-_A, -_A)],
    "infrastructure": [(0, -1.1), (1.05, -0.2), (0.7, 0.95), (-0.7, 0.95), (-1.05, -0.2)],
    "deployment": [(0, -1.18), (1.18, 0), (0, 1.18), (-1.18, 0)],
    "evacuation": [(-1.05, -0.45), (0.1, -0.45), (0.1, -1.05), (1.15, 0), (0.1, 1.05), (0.1, 0.45), (-1.05, 0.45)],
}  # fmt: skip


@functools.lru_cache(maxsize=64)
def outline(kind: str) -> Any:
    """Return the outline of a type around the origin, radius 1, y upwards."""
    if kind not in OUTLINES:
        return shapely.Point(0, 0).buffer(1, quad_segs=12)
    return shapely.Polygon([(x, -y) for x, y in OUTLINES[kind]])


def _stripes(area: Any, step: float, slope: int = 1) -> Any:
    """Return lines at 45° across ``area``, ``step`` points apart; their place depends on the sheet, not on the area."""
    west, south, east, north = shapely.bounds(area).tolist()
    if math.isnan(west):
        return shapely.MultiLineString()
    along = step * math.sqrt(2)
    if slope > 0:
        first, last = math.floor((south - east) / along), math.ceil((north - west) / along)
        lines = [((west, west + k * along), (east, east + k * along)) for k in range(first, last + 1)]
    else:
        first, last = math.floor((south + west) / along), math.ceil((north + east) / along)
        lines = [((west, k * along - west), (east, k * along - east)) for k in range(first, last + 1)]
    cut = shapely.intersection(shapely.linestrings(np.asarray(lines)), area)
    parts = [part for part in shapely.get_parts(shapely.get_parts(cut)) if part.geom_type == "LineString"]
    return shapely.MultiLineString([part for part in parts if part.length > 0.05])


def _dots(area: Any, step: float, radius: float) -> Any:
    west, south, east, north = shapely.bounds(area).tolist()
    if math.isnan(west):
        return shapely.MultiPolygon()
    rows = np.arange(math.floor(south / step), math.ceil(north / step) + 1)
    columns = np.arange(math.floor(west / step), math.ceil(east / step) + 1)
    grid = np.array([((c + 0.5 * (r % 2)) * step, r * step) for r in rows for c in columns])
    shapely.prepare(area)
    inside = grid[shapely.contains_xy(area, grid[:, 0], grid[:, 1])]
    dot = shapely.get_coordinates(shapely.Point(0, 0).buffer(radius, quad_segs=2))
    return shapely.MultiPolygon([shapely.Polygon(dot + centre) for centre in inside])


def sign(canvas: Canvas, x: float, y: float, kind: str, status: str, colour: str, r: float, name: str = "") -> None:
    """Draw one sign centred at ``x``, ``y``. Hollow or hatched means: not confirmed."""
    body = affinity.translate(affinity.scale(outline(kind), r, r, origin=(0, 0)), x, y)
    unit = r / 6
    canvas.shape(body, fill=PAPER, line=PAPER, stroke=3.6 * unit)
    solid = status in ("confirmed", "admitted")
    if solid:
        canvas.shape(body, fill=colour)
    if status == "claimed":
        canvas.shape(_stripes(body, 2.1 * unit), line=colour, stroke=0.85 * unit, stroke_alpha=0.85)
    elif status == "reported":
        canvas.shape(body, fill=colour, alpha=0.42)
    elif status == "disputed":
        west, south, _, north = body.bounds
        canvas.shape(shapely.intersection(body, shapely.box(west, south, x, north)), fill=colour)
    if status == "admitted":
        canvas.shape(shapely.Point(x, y).buffer(r * 0.36), fill=PAPER)
    dash = {"claimed": (2.6, 1.5), "denied": (1.2, 1.4)}.get(status, ())
    stroke = (0.9 if status == "unknown" else 1.5) * unit
    canvas.shape(body, line=colour, stroke=stroke, dash=dash, name=name)
    if status == "denied":
        slash = shapely.LineString([(x - 1.25 * r, y - 1.25 * r), (x + 1.25 * r, y + 1.25 * r)])
        canvas.shape(slash, line=colour, stroke=stroke)


def doubt(canvas: Canvas, x: float, y: float, r: float, name: str = "doubt") -> None:
    """Draw the mark of an uncertain place around a sign."""
    unit = r / 6
    ring = shapely.Point(x, y).buffer(r + 3 * unit)
    canvas.shape(ring, line=INK, stroke=0.9 * unit, dash=(2, 2.2), name=name)
    at = (x + r + 2 * unit, y + r + 2 * unit)
    canvas.shape(shapely.Point(at).buffer(4.6 * unit), fill=INK)
    canvas.text(at[0], at[1] - 2.5 * unit, "?", 7 * unit, colour=PAPER, bold=True, align="center")


def bubble(canvas: Canvas, x: float, y: float, r: float, number: str, name: str = "bubble") -> None:
    """Draw a count of several reports at one place."""
    canvas.shape(shapely.Point(x, y).buffer(r), fill=INK, alpha=0.86, line=PAPER, stroke=0.8, name=name)
    size = min(r * 0.95, 1.7 * r / max(len(number) * 0.66, 1))
    canvas.text(x, y - size * 0.36, number, size, colour=PAPER, bold=True, align="center")


def disc(canvas: Canvas, shape: Any, colour: str, name: str = "disc") -> None:
    """Draw the radius within which a place lies."""
    canvas.shape(shape, fill=colour, alpha=0.09)
    canvas.shape(shape, line=colour, stroke=0.8, dash=(3.4, 3), stroke_alpha=0.9, name=name)


@dataclass(frozen=True, slots=True)
class Style:
    """How an area is drawn."""

    fill: str = ""
    """Fill colour or empty."""
    alpha: float = 0.0
    """Opacity of the fill."""
    pattern: str = ""
    """hatch, back, cross, dots or none."""
    pattern_alpha: float = 1.0
    """Opacity of the pattern."""
    line: str = ""
    """Colour of outline and pattern."""
    stroke: float = 0.0
    """Width of the outline, points."""
    dash: tuple[float, ...] = ()
    """Dash pattern in units of the width."""
    open: bool = False
    """A line, not an area."""


def area_style(style: Mapping[str, Any], colours: Mapping[str, str]) -> Style:
    """Return how an entry's style (as in :mod:`geomap.render.map`) is drawn on paper."""
    colour = str(style.get("colour") or colours.get(str(style.get("side")), colours["unknown"]))
    match style["kind"]:
        case "confirmed":
            return Style(colour, 0.28, line=colour, stroke=0.8)
        case "inferred":
            return Style(colour, 0.13, line=colour, stroke=0.4, dash=(1, 2.4))
        case "stale":
            return Style(colour, 0.12, "dots", 0.5, colour, 0.7, (1.5, 2.4))
        case "claimed":
            return Style("", 0, "hatch", 0.85, colour, 1.1, (4, 2.4))
        case "contested":
            return Style("", 0, "cross", 0.5, CONTESTED, 0.8, (1.6, 2))
        case "band":
            return Style(BAND, 0.3)
        case "front" | "front_after":
            return Style(line=FRONT, stroke=1.7, open=True)
        case "front_before":
            return Style(line=FRONT, stroke=1.2, dash=(1.6, 2.6), open=True)
        case "gained":
            return Style(colours["RU"], 0.5, "dots", 0.7, colours["RU"], 0.8)
        case "lost":
            return Style(colours["UA"], 0.45, "back", 0.7, colours["UA"], 0.8)
        case "region":
            # Grey: a report from somewhere in a region is nobody's claim to its ground.
            colour = colours["unknown"]
            return Style(colour, 0.07, "back", 0.25, colour, 0.8, (6, 3, 1.2, 3))
        case _:
            hatch = bool(style.get("hatch"))
            return Style(
                "" if hatch else colour, float(style.get("fill", 0.15)), "hatch" if hatch else "", 0.6, colour,
                0.7 * float(style.get("width", 1.2)), (4, 2.4) if style.get("dash") else (),
                open=bool(style.get("open")),
            )  # fmt: skip


def area(canvas: Canvas, shape: Any, style: Style, name: str = "", step: float = 3.6, edge: Any = None) -> None:
    """Draw an area or line in a style; ``step`` is the distance of hatch lines, points.

    ``edge``: where the outline comes from cutting at the frame and is not drawn.
    """
    if shapely.is_empty(shape):
        return
    ground = shape if shapely.get_dimensions(shape) == 2 else None
    if style.fill and not style.open and ground is not None:
        canvas.shape(ground, fill=style.fill, alpha=style.alpha, name="" if style.line else name)
    if style.pattern and ground is not None:
        kinds = {"hatch": (1,), "back": (-1,), "cross": (1, -1)}.get(style.pattern, ())
        for slope in kinds:
            canvas.shape(
                _stripes(ground, step, slope), line=style.line, stroke=0.75, stroke_alpha=style.pattern_alpha,
                name=f"pattern-{name}" if name else "",
            )  # fmt: skip
        if style.pattern == "dots":
            canvas.shape(
                _dots(ground, step, 0.45), fill=style.line, alpha=style.pattern_alpha,
                name=f"pattern-{name}" if name else "",
            )  # fmt: skip
    if style.open:
        canvas.shape(shape, line=HALO, stroke=style.stroke + 2, cap="round")
    if style.line:
        outer = shape if edge is None or ground is None else shapely.difference(shapely.boundary(shape), edge)
        canvas.shape(outer, line=style.line, stroke=style.stroke, dash=style.dash, cap="round", name=name)

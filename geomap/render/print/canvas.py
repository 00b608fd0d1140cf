"""A sheet of paper to draw on: points (1/72 inch) from the lower left corner, vectors only, drawn by matplotlib.

Text is never read as mathematics or markup: ``$x$`` stays ``$x$``. Characters that turn text around or that the font
has no sign for are made visible. The user's matplotlib settings do not reach the sheet.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geomap.errors import MissingDependency

#: Points in a millimetre.
MM = 72 / 25.4

SANS, SERIF = "DejaVu Sans", "DejaVu Serif"

#: Fonts shipped with matplotlib, by family, weight and slant. They hold Latin, Cyrillic and Greek.
_FILES = {
    (SANS, False, False): "DejaVuSans.ttf", (SANS, True, False): "DejaVuSans-Bold.ttf",
    (SANS, False, True): "DejaVuSans-Oblique.ttf", (SANS, True, True): "DejaVuSans-BoldOblique.ttf",
    (SERIF, False, False): "DejaVuSerif.ttf", (SERIF, True, False): "DejaVuSerif-Bold.ttf",
}  # fmt: skip

#: Characters with no sign of their own or with power over their neighbours: spelt out, not obeyed.
_ODD = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


def library() -> Any:
    """Return matplotlib. Raises :class:`MissingDependency` when it is not installed."""
    try:
        import matplotlib
    except ImportError:
        raise MissingDependency(
            "PNG, SVG and PDF maps are drawn with matplotlib, which is not installed; "
            "install it with  pip install 'geomap[print]'"
        ) from None
    return matplotlib


@functools.lru_cache(maxsize=16)
def font(family: str = SANS, bold: bool = False, italic: bool = False) -> Any:
    """Return the font properties of one of matplotlib's own fonts."""
    library()
    from matplotlib import get_data_path
    from matplotlib.font_manager import FontProperties

    return FontProperties(
        family=family, weight="bold" if bold else "normal", style="italic" if italic else "normal",
        fname=str(Path(get_data_path()) / "fonts" / "ttf" / _FILES[family, bold, italic]),
    )  # fmt: skip


@functools.lru_cache(maxsize=16)
def _known(family: str, bold: bool, italic: bool) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(font(family, bold, italic).get_file()).get_charmap())


def clean(text: str, family: str = SANS, bold: bool = False, italic: bool = False) -> str:
    """Return ``text`` as it can be printed: odd characters as ``[U+202E]``, those the font lacks as ``□``."""
    spelt = _ODD.sub(lambda found: f"[U+{ord(found[0]):04X}]", text.replace("\r\n", "\n").replace("\r", "\n"))
    known = _known(family, bold, italic)
    return "".join(char if ord(char) in known or char == "\n" else "□" for char in spelt.replace("\t", " "))


@functools.lru_cache(maxsize=50_000)
def width(text: str, size: float, family: str = SANS, bold: bool = False, italic: bool = False) -> float:
    """Return the width of cleaned text on one line, points; a line break counts as the space it is written as."""
    if not text:
        return 0.0
    from matplotlib.textpath import text_to_path

    # Measured at 100 points: the measure is unhinted and scales.
    properties = font(family, bold, italic).copy()
    properties.set_size(100)
    line = text.replace("\n", " ")
    return float(text_to_path.get_text_width_height_descent(line, properties, ismath=False)[0]) * size / 100


def wrap(
    text: str, room: float, size: float, family: str = SANS, bold: bool = False, italic: bool = False
) -> list[str]:  # fmt: skip
    """Return cleaned ``text`` in lines no wider than ``room`` points; a word that is too long is cut."""
    style = (family, bold, italic)
    lines: list[str] = []
    for paragraph in clean(text, *style).split("\n"):
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width(longer, size, *style) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            while len(word) > 1 and width(word, size, *style) > room:
                keep = max(1, int(len(word) * room / width(word, size, *style)))
                while keep > 1 and width(word[:keep], size, *style) > room:
                    keep -= 1
                lines.append(word[:keep])
                word = word[keep:]
            line = word
        lines.append(line)
    return [line for line in lines if line]


def balanced(text: str, room: float, size: float, family: str = SANS, bold: bool = False) -> list[str]:
    """Return ``text`` in as few lines as ``room`` points allow, no line much shorter than the others."""
    lines = wrap(text, room, size, family, bold)
    low, high = room / 3, room
    while len(lines) > 1 and high - low > 2:
        middle = (low + high) / 2
        narrower = wrap(text, middle, size, family, bold)
        if len(narrower) == len(lines):
            lines, high = narrower, middle
        else:
            low = middle
    return lines


class Canvas:
    """A sheet; what is drawn later lies on top."""

    def __init__(self, wide: float, high: float) -> None:
        """Make an empty sheet, sizes in points."""
        library()
        from matplotlib.figure import Figure

        self.wide, self.high = wide, high
        self.figure = Figure(figsize=(wide / 72, high / 72), facecolor="white")
        self.axes = self.figure.add_axes((0.0, 0.0, 1.0, 1.0))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, wide)
        self.axes.set_ylim(0, high)
        self.used: dict[tuple[str, bool, bool], set[str]] = {}
        self._order = 0
        self._names: dict[str, int] = {}

    def _place(self, artist: Any, name: str) -> None:
        self._order += 1
        artist.set_zorder(self._order)
        if name:
            self._names[name] = self._names.get(name, 0) + 1
            artist.set_gid(f"{name}-{self._names[name]}")
        self.axes.add_artist(artist)

    def shape(
        self, geometry: Any, *, fill: str | None = None, alpha: float = 1.0, line: str | None = None,
        stroke: float = 1.0, dash: Sequence[float] = (), stroke_alpha: float = 1.0, cap: str = "butt", name: str = "",
    ) -> None:  # fmt: skip
        """Draw a shapely geometry in points: filled, outlined or both. Empty geometries draw nothing."""
        from matplotlib.colors import to_rgba
        from matplotlib.patches import PathPatch

        path = _path(geometry)
        if path is None:
            return
        patch = PathPatch(
            path,
            facecolor=to_rgba(fill, alpha) if fill else "none",
            edgecolor=to_rgba(line, stroke_alpha) if line else "none",
            linewidth=stroke if line else 0,
            linestyle=(0, tuple(dash)) if dash else "solid",
            joinstyle="round", capstyle="butt" if dash else cap, fill=bool(fill),
        )  # fmt: skip
        self._place(patch, name)

    def text(
        self, x: float, y: float, text: str, size: float, *, colour: str = "#1d2227", family: str = SANS,
        bold: bool = False, italic: bool = False, align: str = "left", halo: str | None = None, name: str = "",
    ) -> float:  # fmt: skip
        """Write one line with its baseline at ``y``; return its width. ``halo`` is a colour that keeps it readable."""
        from matplotlib.text import Text

        said = clean(text, family, bold, italic).replace("\n", " ")
        if not said.strip():
            return 0.0
        wide = width(said, size, family, bold, italic)
        left = x - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        style = font(family, bold, italic).copy()
        style.set_size(size)
        if halo:
            self._halo(left, y, said, style, size, halo)
        written = Text(
            left, y, said, color=colour, fontproperties=style, ha="left", va="baseline", parse_math=False,
            usetex=False,
        )  # fmt: skip
        self.used.setdefault((family, bold, italic), set()).update(said)
        self._place(written, name)
        return wide

    def _halo(self, x: float, y: float, text: str, style: Any, size: float, colour: str) -> None:
        # A path of its own under the text: an effect on the text would turn the text itself into outlines.
        from matplotlib.patches import PathPatch
        from matplotlib.textpath import TextPath
        from matplotlib.transforms import Affine2D

        path = TextPath((0, 0), text, prop=style, size=size, usetex=False)
        moved = path.transformed(Affine2D().translate(x, y))
        self._place(
            PathPatch(moved, facecolor=colour, edgecolor=colour, linewidth=size * 0.3, joinstyle="round", alpha=0.85),
            "halo",
        )

    def lines(
        self, x: float, top: float, lines: Sequence[str], size: float, *, leading: float = 1.32, **style: Any
    ) -> float:  # fmt: skip
        """Write lines downwards from ``top``; return the height they took."""
        for number, line in enumerate(lines):
            self.text(x, top - size * (0.95 + leading * number), line, size, **style)
        return len(lines) * size * leading


def _path(geometry: Any) -> Any:
    from matplotlib.path import Path as Outline

    vertices: list[Any] = []
    codes: list[Any] = []
    for part in _simple(geometry):
        coords = shapely.get_coordinates(part)
        if len(coords) < 2 or not np.isfinite(coords).all():
            continue
        closed = part.geom_type == "LinearRing"
        vertices.append(coords)
        last = Outline.CLOSEPOLY if closed else Outline.LINETO
        codes += [Outline.MOVETO, *[Outline.LINETO] * (len(coords) - 2), last]
    return Outline(np.vstack(vertices), codes) if vertices else None


def _simple(geometry: Any) -> Any:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            if not part.is_empty:
                turned = shapely.normalize(part)
                yield turned.exterior
                yield from turned.interiors
        elif part.geom_type in ("LineString", "LinearRing"):
            yield part
        elif part.geom_type.startswith(("Multi", "Geometry")):
            yield from _simple(part)

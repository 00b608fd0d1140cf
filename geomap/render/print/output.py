"""Writes a sheet as PNG, SVG or PDF: the same map gives the same bytes, with no date and no machine in them.

PDF and SVG hold text as text: it can be searched, copied and edited. A PDF embeds the part of the fonts it uses; an
SVG embeds it too, for browsers, and names fallbacks for programs that read only installed fonts. The fallbacks are
narrower than DejaVu Sans, so nothing overlaps there either.
"""

from __future__ import annotations

import base64
import io
import os
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from geomap import files
from geomap.errors import ConfigError
from geomap.render.print.canvas import Canvas, clean, font, library
from geomap.render.print.sheet import compose

if TYPE_CHECKING:
    from geomap.render.map import Map

#: Formats by suffix.
FORMATS = {".png": "png", ".svg": "svg", ".pdf": "pdf"}

#: Dots per inch that may be asked for; more than the upper limit would not fit into memory at A3.
DPI = (72, 1200)

_NUMBER = re.compile(r"-?\d+\.\d+")

_FALLBACK = "Verdana, Arial, Helvetica, sans-serif"


def save(page: Map, path: str | os.PathLike[str], size: str = "A4", dpi: int = 300) -> None:
    """Write the map as a sheet to ``path``, all or nothing; the suffix says the format.

    Parameters
    ----------
    size
        ``A3``, ``A4``, ``A5`` (landscape), each with ``-portrait``, ``column`` (88 mm), ``two-columns`` (180 mm), or
        millimetres such as ``120x150``.
    dpi
        Dots per inch of a PNG; the other formats have none.

    Raises
    ------
    ConfigError
        A suffix, size or resolution that does not exist.
    MissingDependency
        matplotlib is not installed.
    OutputError
        The file cannot be written.
    """
    kind = FORMATS.get(Path(path).suffix.lower())
    if kind is None:
        raise ConfigError(f"{str(path)!r}: a printed map is a .png, .svg or .pdf file; rename it")
    files.check_target(path)
    files.write_bytes(path, render(page, kind, size, dpi))


def render(page: Map, kind: str, size: str = "A4", dpi: int = 300) -> bytes:
    """Return the bytes of a sheet; ``kind`` is png, svg or pdf."""
    if isinstance(dpi, bool) or not isinstance(dpi, int) or not DPI[0] <= dpi <= DPI[1]:
        raise ConfigError(f"dpi: {dpi!r} is not possible; give a whole number from {DPI[0]} to {DPI[1]}")
    matplotlib = library()
    # matplotlib's own defaults, not the user's: the sheet is the same everywhere.
    settings = {name: value for name, value in matplotlib.rcParamsDefault.items() if "backend" not in name}
    settings |= {
        "svg.fonttype": "none", "svg.hashsalt": "geomap", "pdf.fonttype": 42, "pdf.compression": 6,
        "path.simplify": False, "text.usetex": False, "text.parse_math": False, "text.hinting": "none",
    }  # fmt: skip
    with matplotlib.rc_context():
        with warnings.catch_warnings():
            # Among the defaults are settings on their way out.
            warnings.simplefilter("ignore")
            matplotlib.rcParams.update(settings)
        canvas = compose(page, size)
        return _bytes(canvas, kind, dpi, clean(page.title))


def _bytes(canvas: Canvas, kind: str, dpi: int, title: str) -> bytes:
    stream = io.BytesIO()
    facts: dict[str, Any]
    if kind == "png":
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        canvas.figure.set_dpi(dpi)
        facts = {"Software": None, "Title": title}
        FigureCanvasAgg(canvas.figure).print_png(stream, metadata=facts, pil_kwargs={"dpi": (dpi, dpi)})
    elif kind == "pdf":
        from matplotlib.backends.backend_pdf import FigureCanvasPdf

        facts = {"Title": title, "Creator": "geomap", "Producer": None, "CreationDate": None}
        FigureCanvasPdf(canvas.figure).print_pdf(stream, metadata=facts)
    else:
        from matplotlib.backends.backend_svg import FigureCanvasSVG

        none = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        FigureCanvasSVG(canvas.figure).print_svg(stream, metadata=none)
        return _tidy(stream.getvalue().decode("utf-8"), canvas, title).encode("utf-8")
    return stream.getvalue()


def _tidy(svg: str, canvas: Canvas, title: str) -> str:
    """Take the outside document type away, add title and fonts."""
    svg = re.sub(r"<!DOCTYPE[^>]*>\s*", "", svg, count=1)
    svg = re.sub(r'(?<= d=")[^"]*', lambda path: _NUMBER.sub(_shorter, path[0]), svg)
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, count=1, flags=re.DOTALL)
    svg = svg.replace("'DejaVu Sans'", f"'DejaVu Sans', {_FALLBACK}")
    svg = svg.replace("'DejaVu Serif'", "'DejaVu Serif', Georgia, 'Times New Roman', serif")
    faces = "".join(
        f"@font-face{{font-family:'{family}';font-weight:{'bold' if bold else 'normal'};"
        f"font-style:{'italic' if italic else 'normal'};"
        f"src:url(data:font/ttf;base64,{_subset(font(family, bold, italic).get_file(), letters)})}}"
        for (family, bold, italic), letters in sorted(canvas.used.items())
    )
    head = f"<title>{escape(title)}</title>\n <style>{faces}</style>\n"
    return re.sub(r"(<svg\b[^>]*>\n)", lambda found: found[1] + " " + head, svg, count=1)


def _shorter(number: re.Match[str]) -> str:
    """Return a coordinate to a hundredth of a point, 3.5 micrometres."""
    short = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _subset(path: str, letters: set[str]) -> str:
    from fontTools import subset
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, layout_features=["kern"], notdef_outline=True, name_IDs=[])
    options.drop_tables = [*options.drop_tables, "FFTM"]
    options.recalc_timestamp = False
    with TTFont(path, recalcTimestamp=False) as whole:
        chosen = subset.Subsetter(options)
        chosen.populate(unicodes=sorted(ord(letter) for letter in letters))
        chosen.subset(whole)
        stream = io.BytesIO()
        whole.save(stream)
    return base64.b64encode(stream.getvalue()).decode("ascii")

"""The scripts and styles a page carries: vendored Leaflet as published, and geomap's own modules joined in order."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from pathlib import Path

from geomap.errors import GazetteerError

ASSETS = Path(__file__).resolve().parent / "assets"
LEAFLET = ASSETS / "vendor" / "leaflet-1.9.4"
MANIFEST = ASSETS / "vendor" / "manifest.json"

_URL = re.compile(r"url\(images/([a-z0-9-]+\.png)\)")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{path.name!r}, a part of the map page, cannot be read ({error}); reinstall geomap"
        raise GazetteerError(message) from error


def _image(name: str) -> str:
    data = (LEAFLET / "images" / name).read_bytes()
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")


@functools.cache
def leaflet_script() -> str:
    """Return Leaflet's script without the pointer to its source map, which a page on its own could not follow."""
    return _read(LEAFLET / "leaflet.js").replace("\n//# sourceMappingURL=leaflet.js.map", "\n")


@functools.cache
def leaflet_stylesheet(pictures: bool = True) -> str:
    """Return Leaflet's style sheet with its pictures inside, or without: geomap's own page shows none of them."""
    tight = slim_style(_read(LEAFLET / "leaflet.css"))
    return _URL.sub(lambda found: f"url({_image(found[1])})" if pictures else "none", tight)


@functools.cache
def foreign_script() -> str:
    """Return what other people's layers expect of a page: pictures of Leaflet's default marker, and the two uses
    folium's popups make of jQuery, so that a popup needs no library from elsewhere."""
    options = {
        "iconUrl": _image("marker-icon.png"),
        "iconRetinaUrl": _image("marker-icon-2x.png"),
        "shadowUrl": _image("marker-shadow.png"),
        "imagePath": "",
    }
    icons = f"L.Icon.Default.imagePath = ''; L.Icon.Default.mergeOptions({json.dumps(options)});\n"
    return icons + slim_script(_read(ASSETS / "foreign.js"))


_SCRIPT_TOKEN = re.compile(
    r"(?P<comment>/\*.*?\*/|//[^\n]*)"
    r"|(?P<text>'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`)"
    r"|(?P<pattern>(?<=[=>(,:!&|?;{}\[]) ?/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)"
    r"|(?P<space>\s+)",
    re.S,
)
_STYLE_TOKEN = re.compile(r"/\*.*?\*/|(\"[^\"]*\"|'[^']*')|\s+", re.S)
#: The modules' own name for ``window.geomap``, written out in them and shortened in the page.
_OWN_NAME = re.compile(r"(?<![.\w$'-])geomap(?=[.=;])")
_DOCUMENT = re.compile(r"(?<![.\w$'-])document\.")
_WORD_END = re.compile(r"[\w$]")


def slim_script(text: str) -> str:
    """Return JavaScript without comments and without the space it does not need.

    Texts, templates and regular expressions stay as they are. A line break is kept wherever a statement may end
    at it, so nothing depends on semicolons being inserted.
    """
    kept: list[str] = []
    position = 0
    gap = ""

    def add(piece: str) -> None:
        nonlocal gap
        if gap and kept:
            before, after = kept[-1][-1], piece[0]
            wordy = _WORD_END.match(before) and _WORD_END.match(after)
            if "\n" in gap and before not in "{;,([=&|?:<>*!" and after not in "})],;.&|?:":
                kept.append("\n")
            elif wordy or (before in "+-" and after in "+-"):
                kept.append(" ")
        gap = ""
        kept.append(piece)

    for found in _SCRIPT_TOKEN.finditer(text):
        if found.start() > position:
            add(text[position : found.start()])
        position = found.end()
        if found["space"] or found["comment"]:
            gap += "\n" if "\n" in found[0] else " "
        else:
            add(found[0].strip() if found["pattern"] else found[0])
    if position < len(text):
        add(text[position:])
    return "".join(kept) + "\n"


def slim_style(text: str) -> str:
    """Return CSS without comments and without the space around punctuation."""
    plain = _STYLE_TOKEN.sub(lambda found: found[1] or (" " if found[0].isspace() else ""), text)
    tight = re.sub(
        r"""("[^"]*"|'[^']*')| *([{};,>]) *|(:) | (!)""",
        lambda found: found[1] or found[2] or found[3] or found[4],
        plain,
    )
    return tight.replace(";}", "}").strip() + "\n"


@functools.cache
def script() -> str:
    """Return geomap's JavaScript modules, joined in the order of their names, within one scope that they share.

    What each module says of itself at its head is said once.
    """
    modules = [slim_script(_read(path)) for path in sorted((ASSETS / "js").glob("*.js"))]
    strict, own, page = "'use strict';", "var geomap=window.geomap;", "window.geomap=window.geomap||{}"
    inner = "".join(module.replace(strict, "", 1).replace(own, "", 1) for module in modules)
    joined = f"(()=>{{{strict}var geomap={page},DOC=document;{inner.replace(f'var geomap={page};', '', 1)}}})();\n"
    return _OWN_NAME.sub("G", _DOCUMENT.sub("DOC.", joined))


@functools.cache
def stylesheet() -> str:
    """Return geomap's style sheets, joined in the order of their names."""
    return "".join(slim_style(_read(path)) for path in sorted((ASSETS / "css").glob("*.css")))


def vendored() -> dict[str, str]:
    """Return the SHA-256 of every vendored file by its path below ``vendor``, as found on disk."""
    root = MANIFEST.parent
    files = sorted(path for path in root.rglob("*") if path.is_file() and path != MANIFEST)
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def recorded() -> dict[str, str]:
    """Return the SHA-256 of every vendored file as recorded when it was taken in."""
    found: dict[str, str] = json.loads(_read(MANIFEST))["files"]
    return found

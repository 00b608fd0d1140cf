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
def leaflet_stylesheet() -> str:
    """Return Leaflet's style sheet with its pictures inside."""
    return _URL.sub(lambda found: f"url({_image(found[1])})", _read(LEAFLET / "leaflet.css"))


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
    return icons + _read(ASSETS / "foreign.js")


def _slim(text: str) -> str:
    """Drop indentation and comments that stand on lines of their own; no module has a string over several lines."""
    kept: list[str] = []
    inside = False
    for line in map(str.strip, text.splitlines()):
        if inside or line.startswith("/*"):
            inside = "*/" not in line
        elif line and not line.startswith("//"):
            kept.append(line)
    return "\n".join(kept) + "\n"


@functools.cache
def script() -> str:
    """Return geomap's JavaScript modules, joined in the order of their names."""
    return "".join(_slim(_read(path)) for path in sorted((ASSETS / "js").glob("*.js")))


@functools.cache
def stylesheet() -> str:
    """Return geomap's style sheets, joined in the order of their names."""
    return "".join(_slim(_read(path)) for path in sorted((ASSETS / "css").glob("*.css")))


def vendored() -> dict[str, str]:
    """Return the SHA-256 of every vendored file by its path below ``vendor``, as found on disk."""
    root = MANIFEST.parent
    files = sorted(path for path in root.rglob("*") if path.is_file() and path != MANIFEST)
    return {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def recorded() -> dict[str, str]:
    """Return the SHA-256 of every vendored file as recorded when it was taken in."""
    found: dict[str, str] = json.loads(_read(MANIFEST))["files"]
    return found

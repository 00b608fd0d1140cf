"""geomap's folium layers: LayerControl, ``add_to``, ``fit_bounds`` and ``save`` of any ``folium.Map`` know them.

They differ from folium's own in one thing: nothing they add to a page is compiled as a template. folium and branca
compile what they have rendered a second time, so a text such as ``{{…}}`` in an event would be *executed* in Python.
Here data travels as base64 in inert ``<script type="application/…">`` blocks, and every element is a :class:`Raw`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from branca.element import Element, Figure
from folium.map import Layer

from geomap.render import bundle
from geomap.render.safe import inert, to_base64, to_json

#: MIME types of data blocks: gzipped and plain base64. Browsers do not run either.
GZIP_BLOCK = "application/gzip;base64"
PLAIN_BLOCK = "application/json;base64"


class Raw(Element):
    """An element whose text reaches the page as it is, through no template."""

    def __init__(self, text: str) -> None:
        """Hold ``text``."""
        super().__init__()
        self._name = "Raw"
        self._text = text

    def render(self, **kwargs: Any) -> str:
        """Return the text untouched."""
        return self._text


def block_id(data: str) -> str:
    """Return the DOM id of a data block: a digest of its content."""
    return "gm-" + hashlib.sha256(data.encode("ascii")).hexdigest()[:20]


def block(identity: str, data: str, kind: str) -> str:
    """Return the markup of a data block. ``data`` must be base64."""
    return f'<script type="{kind}" id="{identity}">{data}</script>'


def require_assets(figure: Figure) -> None:
    """Add geomap's scripts and styles to a page that is not geomap's own, once."""
    if getattr(figure, "brings_assets", False):
        return
    figure.header.add_child(Raw(f"<style>{bundle.stylesheet()}</style>"), name="geomap_css")
    figure.header.add_child(Raw(f"<script>{bundle.script()}</script>"), name="geomap_js")


class DataLayer(Layer):
    """Base of geomap's layers.

    Parameters
    ----------
    title
        Name as people read it, any text. ``layer_name``, which folium puts into scripts, is an inert form of it.
    entry
        What the map's own panel and legend need: group, swatch, count.
    show
        Whether the layer is on at first.
    """

    #: Function of the browser's ``geomap`` object that makes the layer.
    maker = ""

    def __init__(self, title: str, entry: Mapping[str, Any], *, control: bool = True, show: bool = True) -> None:
        """Make a layer; see the class for its parameters."""
        super().__init__(name=inert(title), overlay=True, control=control, show=show)
        self._name = type(self).__name__
        self.title = title
        self.entry = dict(entry)
        self.blocks: list[tuple[str, str, str]] = []
        self.arguments: list[str | int] = []
        self.extent: tuple[float, float, float, float] | None = None
        self.identify(0)

    def identify(self, number: int) -> None:
        """Give the layer an id that depends on its content and ``number`` only, so that pages are reproducible."""
        key = "\0".join([self._name, str(number), self.title, *map(str, self.arguments)])
        self._id = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:32]

    def attach(self, data: str, kind: str = GZIP_BLOCK) -> str:
        """Add a data block (base64) to the page with this layer and return its id."""
        identity = block_id(data)
        self.blocks.append((identity, data, kind))
        return identity

    def _get_self_bounds(self) -> list[list[float | None]]:
        if self.extent is None:
            return [[None, None], [None, None]]
        west, south, east, north = self.extent
        return [[south, west], [north, east]]

    def render(self, **kwargs: Any) -> str:
        """Add the layer to the page it stands in; like folium's layers it has no text of its own."""
        figure = self.get_root()
        if not isinstance(figure, Figure) or self._parent is None:
            raise ValueError(f"layer {self.title!r} is on no map; call add_to(map) first")
        require_assets(figure)
        for identity, data, kind in self.blocks:
            figure.html.add_child(Raw(block(identity, data, kind)), name=identity)
        values = ", ".join(str(value) if isinstance(value, int) else f'"{value}"' for value in self.arguments)
        name = self.get_name()
        figure.script.add_child(Raw(f"var {name} = geomap.{self.maker}({values});"), name=name)
        if self.show:
            figure.script.add_child(Raw(f"{name}.addTo({self._parent.get_name()});"), name=f"{name}_add")
        for child in self._children.values():
            child.render(**kwargs)
        return ""


class EventLayer(DataLayer):
    """One group of an events table: a type, a status, a source. All groups of a table share one payload and canvas."""

    maker = "eventGroup"

    def __init__(self, title: str, payload: str, texts: str, group: int, entry: Mapping[str, Any]) -> None:
        """Make a layer of group number ``group`` of a packed table."""
        super().__init__(title, entry)
        self.arguments = [self.attach(payload), self.attach(texts), group]


class AreaLayer(DataLayer):
    """Polygons and lines with one style: a state of control, a front line, any area."""

    maker = "areas"

    def __init__(self, title: str, payload: str, texts: str, entry: Mapping[str, Any], *, show: bool = True) -> None:
        """Make a layer of packed shapes and their texts."""
        super().__init__(title, entry, show=show)
        self.arguments = [self.attach(payload), self.attach(texts)]


class DatedLayer(AreaLayer):
    """Polygons or lines of one style, a set of them for each of several dates."""

    maker = "dated"


class UncertaintyLayer(DataLayer):
    """The discs within which the true places lie."""

    maker = "uncertainty"


class BaseLayer(DataLayer):
    """The ground: land, water, borders; drawn from shipped data."""

    maker = "base"

    def __init__(self, title: str, payload: str, entry: Mapping[str, Any], *, show: bool = True) -> None:
        """Make a layer of the packed ground."""
        super().__init__(title, entry, control=False, show=show)
        self.arguments = [self.attach(payload)]


class LabelLayer(DataLayer):
    """Names of settlements and regions, as many as the zoom has room for."""

    maker = "labels"

    def __init__(self, title: str, payload: str, entry: Mapping[str, Any]) -> None:
        """Make a layer of packed names."""
        super().__init__(title, entry, control=False)
        self.arguments = [self.attach(payload)]


class TilesLayer(DataLayer):
    """Tiles from a server: only on request, and the page says which hosts it contacts."""

    maker = "tiles"

    def __init__(
        self, title: str, url: str, options: Mapping[str, Any], hosts: Sequence[str], entry: Mapping[str, Any]
    ) -> None:
        """Make a layer of the tiles at ``url``, an address with ``{z}/{x}/{y}``."""
        super().__init__(title, entry)
        self.hosts = tuple(hosts)
        data = to_base64(to_json({"url": url, "options": dict(options)}))
        self.arguments = [self.attach(data, PLAIN_BLOCK)]

"""geomap's ``folium.Map``: Leaflet inside, furniture around, other people's layers welcome."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.map import FitBounds, FitOverlays, Layer, LayerControl
from folium.template import tojavascript

from geomap.render.layers import DataLayer, Raw, TilesLayer, require_assets
from geomap.render.page import PageFigure, tile_origins
from geomap.render.safe import inert

#: Classes that need nothing but Leaflet.
_PLAIN = frozenset({
    "FeatureGroup", "LayerControl", "FitBounds", "FitOverlays", "ElementAddToElement", "TileLayer", "GeoJson",
    "GeoJsonTooltip", "GeoJsonPopup", "Popup", "Html", "PolyLine", "Polygon", "Rectangle", "Circle",
    "CircleMarker", "Marker", "Tooltip", "DivIcon",
    "CustomIcon", "ImageOverlay", "WmsTileLayer", "ClickForMarker", "LatLngPopup", "Element", "Raw", "Pane",
    "CustomPane", "EventHandler", "MethodCall", "ColorLine",
})  # fmt: skip

#: folium's own links each class needs besides Leaflet.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "Icon": (
        "awesome_markers", "bootstrap_css", "glyphicons_css", "awesome_markers_font_css", "awesome_markers_css",
        "awesome_rotate_css",
    ),
}  # fmt: skip


def _descendants(element: Element) -> Iterator[Element]:
    for child in element._children.values():
        yield child
        yield from _descendants(child)


class FoliumMap(folium.Map):
    """A ``folium.Map`` whose page is one self-contained file.

    Everything folium offers works: ``add_child``, ``fit_bounds``, ``LayerControl``, ``FeatureGroup``, ``save``. What
    other people's layers load from elsewhere is named in the page and in its content security policy.
    """

    default_js: list[tuple[str, str]] = []  # noqa: RUF012 (declared so by folium)
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(self, lang: str = "en", furniture: Callable[[], dict[str, Any]] | None = None, **options: Any) -> None:
        """Make a map without tiles; ``options`` are those of ``folium.Map``."""
        super().__init__(tiles=None, **options)
        self._id = "1".zfill(32)
        self.lang = lang
        self._furniture = furniture
        PageFigure().add_child(self)

    @property
    def foreign(self) -> list[Element]:
        """Elements on the map that are not geomap's, and not folium's own helpers."""
        helpers = (FitBounds, FitOverlays, LayerControl)
        found = [child for child in _descendants(self) if not type(child).__module__.startswith("geomap.")]
        return [child for child in found if not isinstance(child, helpers)]

    @property
    def has_foreign(self) -> bool:
        """True when somebody else's code is part of the page."""
        return any(not type(child).__module__.startswith("geomap.") for child in _descendants(self))

    @property
    def tile_origins(self) -> set[str]:
        """Origins of the pictures that layers on this map fetch."""
        origins: set[str] = set()
        for child in _descendants(self):
            if isinstance(child, TilesLayer):
                origins |= set(child.hosts)
            for name in ("tiles", "url"):
                address = getattr(child, name, None)
                if isinstance(address, str):
                    options = getattr(child, "options", None) or {}
                    origins |= tile_origins(address, options.get("subdomains", "abc"))
        return origins

    def furniture(self) -> dict[str, Any]:
        """Return what surrounds the map: texts, layers of the panel, the bounds to show."""
        entries: list[dict[str, Any]] = []
        variables: list[str] = []
        for child in self._children.values():
            if isinstance(child, DataLayer):
                entries.append({**child.entry, "title": child.title, "layer": f"l{len(variables)}"})
                variables.append(child.get_name())
            elif isinstance(child, Layer) and child.control:
                entries.append({"group": "other", "title": str(child.layer_name), "layer": f"l{len(variables)}"})
                variables.append(child.get_name())
        given = self._furniture() if self._furniture else {}
        return {**given, "layers": entries, "variables": variables}

    def _links(self) -> Iterator[tuple[str, str]]:
        wanted: set[str] = set()
        for child in self.foreign:
            name = type(child).__name__
            module = type(child).__module__
            core = module.startswith(("folium.", "branca.")) and ".plugins" not in module
            if core and name in _NEEDS:
                wanted.update(_NEEDS[name])
            elif not core or name not in _PLAIN:
                wanted.update(name for name, _ in (*folium.Map.default_js, *folium.Map.default_css))
        wanted -= {"leaflet", "leaflet_css"}
        yield from ((name, url) for name, url in (*folium.Map.default_js, *folium.Map.default_css) if name in wanted)

    def render(self, **kwargs: Any) -> str:
        """Add the map and its layers to the figure it stands in; the text is the figure's."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise ValueError("the map stands in no figure; use get_root() as folium does")
        require_assets(figure)
        styles = {name for name, _ in folium.Map.default_css}
        for name, url in self._links():
            link = CssLink(url) if name in styles else JavascriptLink(url)
            figure.header.add_child(link, name=name)
        name = self.get_name()
        options = {"center": list(self.location), **self.options}
        code = tojavascript(options).replace("{%", "{ %").replace("{#", "{ #")
        figure.html.add_child(Raw(f'<div class="folium-map" id="{name}"></div>'), name=name)
        figure.script.add_child(Raw(f'var {name} = geomap.map("{name}", {code});'), name=name)
        renamed = [
            child for child in self._children.values() if isinstance(child, Layer) and not isinstance(child, DataLayer)
        ]
        names = [str(layer.layer_name) for layer in renamed]
        for layer, text in zip(renamed, names, strict=True):
            layer.layer_name = inert(text)
        try:
            for child in list(self._children.values()):
                child.render(**kwargs)
        finally:
            for layer, text in zip(renamed, names, strict=True):
                layer.layer_name = text
        return ""

"""Tiles from a server, by their name in xyzservices. Nothing is contacted unless the user asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from geomap.errors import ConfigError
from geomap.render.layers import TilesLayer
from geomap.render.page import tile_origins


def tiles_layers(names: str | Sequence[str] | None) -> list[TilesLayer]:
    """Return a layer for each name of an xyzservices provider, such as ``"OpenStreetMap.Mapnik"``.

    Raises
    ------
    ConfigError
        A name xyzservices does not know, or a provider that asks for a key.
    """
    if names is None:
        return []
    listed = [names] if isinstance(names, str) else list(names)
    return [_layer(name, first=number == 0) for number, name in enumerate(listed)]


def _layer(name: str, first: bool) -> TilesLayer:
    import xyzservices.providers as known

    try:
        provider: Any = known.query_name(name)
    except ValueError:
        raise ConfigError(
            f"tiles: xyzservices knows no provider {name!r}; a name that works is 'OpenStreetMap.Mapnik'"
        ) from None
    if provider.requires_token():
        raise ConfigError(f"tiles: {name!r} asks for a key, which a shared page must not hold; choose another one")
    url = provider.build_url(scale_factor="", fill_subdomain=False)
    subdomains = provider.get("subdomains", "abc")
    origins = tile_origins(url, subdomains)
    options = {
        "maxZoom": int(provider.get("max_zoom", 18)),
        "minZoom": int(provider.get("min_zoom", 0)),
        "subdomains": list(subdomains),
        "attribution": provider.get("html_attribution") or provider.get("attribution", ""),
    }
    layer = TilesLayer(provider.name, url, options, sorted(origins), {"group": "base", "tiles": True})
    layer.show = first
    return layer

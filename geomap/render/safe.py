"""Text that came from outside, made harmless for the few places where it cannot travel in a payload."""

from __future__ import annotations

import base64
import json
import math
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from geomap.errors import ConfigError

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ")


def inert(text: str) -> str:
    """Return ``text`` as HTML character references, safe even where a template is compiled from it twice.

    Everything except ASCII letters, digits, spaces and non-ASCII characters becomes ``&#…;``: the result has no
    brace, percent sign, quote, angle bracket, backtick or backslash, so it opens no Jinja block, no tag, no attribute
    and no string. A browser shows the original text.
    """
    return "".join(
        char if char in _PLAIN or (ord(char) > 0xA0 and not _is_odd(char)) else f"&#{ord(char)};" for char in text
    )


def _is_odd(char: str) -> bool:
    code = ord(char)
    return 0x2028 <= code <= 0x202E or 0xD800 <= code <= 0xDFFF or code == 0xFEFF


def as_text(value: Any) -> str:
    """Return a cell as text: missing is empty, dates are ISO, whole floats lose their ``.0``."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, (list, tuple)):
        return "\n".join(as_text(part) for part in value)
    isoformat = getattr(value, "isoformat", None)
    if isoformat is not None:
        try:
            text = str(isoformat())
        except ValueError:
            return ""
        return "" if text == "NaT" else text.removesuffix("T00:00:00")
    text = str(value)
    return "" if text in ("NaT", "<NA>", "nan") else text


def to_json(data: Any) -> bytes:
    """Return ``data`` as compact UTF-8 JSON; lone surrogates become question marks."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=as_text)
    return text.encode("utf-8", "replace")


def to_base64(data: bytes) -> str:
    """Return ``data`` in the base64 alphabet, which holds no character special to HTML, JavaScript or Jinja."""
    return base64.b64encode(data).decode("ascii")


def source_lines(sources: Any) -> list[dict[str, str]]:
    """Return sources as ``text`` and ``url``: of texts, pairs of text and address, mappings, or one of these."""
    return [_source(source) for source in ([sources] if isinstance(sources, (str, Mapping)) else sources)]


def _source(source: Any) -> dict[str, str]:
    if isinstance(source, Mapping):
        return {"text": as_text(source.get("text", "")), "url": as_text(source.get("url", ""))}
    if isinstance(source, (tuple, list)) and len(source) == 2:
        return {"text": as_text(source[0]), "url": as_text(source[1])}
    return {"text": as_text(source), "url": ""}


def check_colour(value: str, what: str) -> str:
    """Return ``value`` when it is a ``#rrggbb`` colour. Raises :class:`ConfigError` otherwise."""
    if not isinstance(value, str) or not _COLOUR.match(value):
        raise ConfigError(f"{what}: {value!r} is not a colour; write it as six hexadecimal digits, such as '#0072B2'")
    return value


def check_colours(colours: Mapping[str, str] | None, defaults: Mapping[str, str]) -> dict[str, str]:
    """Return ``defaults`` overridden by ``colours``, whose keys must be among the defaults."""
    merged = dict(defaults)
    for side, value in (colours or {}).items():
        if side not in merged:
            raise ConfigError(f"side_colours: unknown side {side!r}; sides are {', '.join(map(repr, merged))}")
        merged[side] = check_colour(value, f"side_colours[{side!r}]")
    return merged


def web_host(url: str) -> str | None:
    """Return the host of an ``http`` or ``https`` address, or None for anything else."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    return host if parts.scheme.lower() in ("http", "https") and host else None

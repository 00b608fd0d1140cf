"""Puts a page together: one file, no request, a content security policy of hashes.

:class:`PageFigure` is the branca figure of geomap's folium maps. Layers of other people may stand in it. Their
rendered code is taken as it is instead of being compiled as a template a second time, and the policy is
widened by exactly what their code names.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from branca.element import Element, Figure

from geomap.render import bundle
from geomap.render.codec import squeeze
from geomap.render.layers import GZIP_BLOCK, Raw, block
from geomap.render.safe import to_json, web_host

_SCRIPT_TYPES = frozenset({"", "text/javascript", "application/javascript", "module"})


class Slot(Element):
    """A part of a page. Rendered text added to it stays text: it is not compiled as a template again."""

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Element:
        """Add ``child``; a plain :class:`branca.element.Element` made of rendered text becomes :class:`Raw`."""
        text = getattr(child, "_template_str", None)
        if type(child) is Element and text is not None:
            name = name or child.get_name()
            child = Raw(text)
        added: Element = super().add_child(child, name=name, index=index)
        return added

    def text(self, leave_out: Iterable[str] = ()) -> str:
        """Return the children's text, in order."""
        skipped = set(leave_out)
        return "\n".join(child.render() for name, child in self._children.items() if name not in skipped)


@dataclass(slots=True)
class Needs:
    """What a page's markup asks of its content security policy."""

    scripts: list[str] = field(default_factory=list)
    """Inline scripts."""
    styles: list[str] = field(default_factory=list)
    """Inline style sheets."""
    script_hosts: set[str] = field(default_factory=set)
    """Origins of external scripts."""
    style_hosts: set[str] = field(default_factory=set)
    """Origins of external style sheets."""
    image_hosts: set[str] = field(default_factory=set)
    """Origins of pictures and tiles."""
    style_attributes: bool = False
    """Whether foreign code sets style attributes in markup."""

    def hosts(self) -> list[str]:
        """Return the hosts the page contacts, sorted, without their schemes."""
        origins = self.script_hosts | self.style_hosts | self.image_hosts
        return sorted({origin.split("://", 1)[-1] for origin in origins})

    def policy(self) -> str:
        """Return the content security policy."""
        style_hosts = sorted(self.style_hosts)
        parts = [
            "default-src 'none'",
            "script-src " + " ".join([*_hashes(self.scripts), *sorted(self.script_hosts)]),
            "style-src " + " ".join([*_hashes(self.styles), *style_hosts]),
            "img-src " + " ".join(["data:", "blob:", *sorted(self.image_hosts | self.style_hosts)]),
            "font-src " + " ".join(["data:", *style_hosts]),
            "base-uri 'none'",
            "form-action 'none'",
        ]
        if self.style_attributes:
            parts.insert(3, "style-src-attr 'unsafe-inline'")
        return "; ".join(parts)


def _hashes(texts: Iterable[str]) -> list[str]:
    digests = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
    return [f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in digests]


class _Scanner(HTMLParser):
    def __init__(self, needs: Needs) -> None:
        super().__init__(convert_charrefs=True)
        self.needs = needs
        self._open = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "script" and found.get("src"):
            _add_origin(self.needs.script_hosts, found["src"])
        elif (tag == "script" and found.get("type", "").lower() in _SCRIPT_TYPES) or tag == "style":
            self._open = tag
        elif tag == "link" and "stylesheet" in found.get("rel", ""):
            _add_origin(self.needs.style_hosts, found.get("href", ""))
        elif tag == "img":
            _add_origin(self.needs.image_hosts, found.get("src", ""))
        if "style" in found:
            self.needs.style_attributes = True
        self._text = []

    def handle_data(self, data: str) -> None:
        if self._open:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            (self.needs.scripts if tag == "script" else self.needs.styles).append("".join(self._text))
            self._open = ""


def _add_origin(origins: set[str], url: str) -> None:
    if url.startswith("//"):
        url = "https:" + url
    host = web_host(url)
    if host:
        origins.add(f"{url.strip().split(':', 1)[0].lower()}://{url.strip().split('://', 1)[1].split('/', 1)[0]}")


def tile_origins(template: str, subdomains: Iterable[str] = "abc") -> set[str]:
    """Return the origins a tile address such as ``https://{s}.example.org/{z}/{x}/{y}.png`` stands for."""
    origins: set[str] = set()
    for letter in subdomains if "{s}" in template else [""]:
        _add_origin(origins, re.sub(r"\{[^}]*\}", "0", template.replace("{s}", letter)))
    return origins


def scan(markup: str) -> Needs:
    """Return what ``markup`` asks of a content security policy."""
    needs = Needs()
    scanner = _Scanner(needs)
    scanner.feed(markup)
    scanner.close()
    return needs


class PageFigure(Figure):
    """The figure of a geomap map: renders to one self-contained HTML file."""

    #: The page itself carries geomap's scripts; layers need not add them.
    brings_assets = True

    def __init__(self) -> None:
        """Make an empty page."""
        super().__init__()
        self.slots = (Slot(), Slot(), Slot())
        self.header, self.html, self.script = self.slots
        for slot in self.slots:
            slot._parent = self
        self._id = "0" * 32

    def render(self, **kwargs: Any) -> str:
        """Return the page. The same map gives the same bytes."""
        return self.assemble()[0]

    def assemble(self) -> tuple[str, Needs]:
        """Return the page and what it asks of its policy."""
        for child in list(self._children.values()):
            child.render()
        foreign = any(getattr(child, "has_foreign", False) for child in self._children.values())
        head, body, code = (slot.text(("meta_http",)) for slot in self.slots)
        origins: set[str] = set()
        furniture: dict[str, Any] = {}
        language = "en"
        name = ""
        for child in self._children.values():
            origins |= getattr(child, "tile_origins", set())
            if hasattr(child, "furniture"):
                furniture, language, name = child.furniture(), getattr(child, "lang", "en"), child.get_name()
        foreign_needs = scan(head + body)
        foreign_needs.image_hosts |= origins
        furniture["hosts"] = foreign_needs.hosts()
        furnish = ""
        if name:
            variables = furniture.pop("variables", [])
            listed = ", ".join(f"l{number}: {variable}" for number, variable in enumerate(variables))
            furnish = f'geomap.furnish({name}, "gm-meta", {{{listed}}});'
        if foreign:
            head, body, code, furnish = _steady_ids((head, body, code, furnish), _own_ids(self._children.values()))
        meta = block("gm-meta", squeeze(to_json(furniture)), GZIP_BLOCK)
        icons = bundle.foreign_script() if foreign else ""
        inner = "\n".join([
            "<title>Map</title>",
            f"<style>{bundle.leaflet_stylesheet(foreign)}</style>",
            f"<style>{bundle.stylesheet()}</style>",
            f"<script>{bundle.leaflet_script()}</script>",
            f"<script>{icons}{bundle.script()}</script>",
            head,
            "</head>",
            '<body class="gm-body">',
            "<noscript>This map needs JavaScript; it sends nothing anywhere.</noscript>",
            f'<div class="gm-page"><main class="gm-main">{body}</main></div>',
            meta,
            f"<script>\n{code}\n</script>",
            f"<script>\n{furnish}\n</script>",
            "</body>",
            "</html>",
            "",
        ])  # fmt: skip
        needs = scan(inner)
        needs.image_hosts |= origins
        needs.style_attributes |= foreign and "style=" in head + body + code
        top = "\n".join([
            "<!DOCTYPE html>",
            f'<html lang="{language}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{needs.policy()}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            '<meta name="color-scheme" content="light dark">',
            '<meta name="generator" content="geomap">',
            "",
        ])  # fmt: skip
        return top + inner, needs


def _own_ids(roots: Iterable[Element]) -> Iterable[str]:
    for root in roots:
        if type(root).__module__.startswith("geomap."):
            yield root._id
        yield from _own_ids(root._children.values())


def _steady_ids(texts: Sequence[str], own: Iterable[str]) -> list[str]:
    """Replace the random ids in other people's code by their order of appearance; ``own`` ids stay."""
    keep = set(own)
    order: dict[str, str] = {}

    def number(found: re.Match[str]) -> str:
        identity = found[0]
        if identity in keep:
            return identity
        return order.setdefault(identity, f"{len(order) + 1:032x}")

    return re.sub(r"(?<=[a-z]_)[0-9a-f]{32}(?![0-9a-f])", number, "\0".join(texts)).split("\0")

"""The review page of a report: its text with mentions, each draft beside its candidates, decisions as a CSV.

One self-contained file under the same rule as the map: everything from outside travels in a base64 payload and reaches
the page through text nodes alone, under a content security policy of hashes that allows no request.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from geomap import config, schema
from geomap.errors import GazetteerError, InputError
from geomap.files import write_text
from geomap.render.bundle import ASSETS, slim_script, slim_style
from geomap.render.page import scan
from geomap.render.safe import as_text, to_base64, to_json

#: Outlines on the small maps are thinned to this many degrees (about 2 km).
OUTLINE_DEGREES = 0.02

#: Columns of a draft that the page shows or lets edit.
SHOWN = (
    "event_id", "event_type", "place", "region", "claimant", "claimant_side", "verb", "claim_status", "favours",
    "date_start",
    "date_end", "date_precision", "count_text", "count_low", "count_high", "count_of", "quote", "status", "why",
)  # fmt: skip


def review_page(drafts: Any, candidates: Sequence[Sequence[Mapping[str, Any]]], *, title: str = "") -> str:
    """Return the page as HTML.

    Parameters
    ----------
    drafts
        What :func:`geomap.read_report` returned.
    candidates
        For each draft its candidate places, best first; see :func:`geomap.resolve.report.candidates`.
    title
        Heading; by default the outlet, or "Report".

    Raises
    ------
    InputError
        ``drafts`` does not come from :func:`geomap.read_report`.
    """
    if "mentions" not in drafts.attrs or "text" not in drafts.attrs:
        raise InputError("the table has no report attached; pass what geomap.read_report returned")
    payload = to_base64(to_json(_payload(drafts, candidates, title)))
    style = slim_style(_asset("review.css"))
    script = slim_script(_asset("review.js"))
    inner = "\n".join([
        "<title>Review</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        "<noscript>This page needs JavaScript; it sends nothing anywhere.</noscript>",
        '<div id="gm-root"></div>',
        f'<script type="text/plain" id="gm-review">{payload}</script>',
        f"<script>{script}</script>",
        "</body>",
        "</html>",
        "",
    ])  # fmt: skip
    top = "\n".join([
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{scan(inner).policy()}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="generator" content="geomap">',
        "",
    ])  # fmt: skip
    return top + inner


def save_review(
    drafts: Any, candidates: Sequence[Sequence[Mapping[str, Any]]], path: str | os.PathLike[str], *, title: str = ""
) -> None:
    """Write :func:`review_page` to ``path``, all or nothing. Raises ``InputError`` and ``OutputError``."""
    write_text(path, review_page(drafts, candidates, title=title))


def _asset(name: str) -> str:
    path = Path(ASSETS) / "review" / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise GazetteerError(f"the page's part {str(path)!r} cannot be read ({error}); reinstall geomap") from None


def _payload(drafts: Any, candidates: Sequence[Sequence[Mapping[str, Any]]], title: str) -> dict[str, Any]:
    rows = drafts.drop(columns="geometry").to_dict("records")
    shown = []
    for row, places in zip(rows, candidates, strict=True):
        draft: dict[str, Any] = {name: as_text(row.get(name)) for name in SHOWN}
        draft["quote_start"], draft["quote_end"] = int(row["quote_start"]), int(row["quote_end"])
        start = as_text(row.get("mention_start"))
        draft["mention_start"] = int(start) if start else -1
        radius = row.get("radius_km")
        draft["radius_km"] = "" if radius is None or radius != radius else f"{radius:.1f}"
        draft["candidates"] = [dict(place) for place in places]
        shown.append(draft)
    text = drafts.attrs["text"]
    published = drafts.attrs.get("published", "")
    source = next((as_text(row["source"]) for row in rows if as_text(row["source"])), "")
    points = [(c["lon"], c["lat"]) for places in candidates for c in places if c["lat"] is not None]
    return {
        "title": title or source or "Report",
        "subtitle": " · ".join(part for part in (source if title else "", published, f"{len(rows)} drafts to check")
        if part),
        "text": text,
        "mentions": [
            {
                "start": m["start"], "end": m["end"], "role": m["role"], "drawn": bool(m["drawn"]),
                "place": as_text(m.get("place_name")),
            }
            for m in drafts.attrs["mentions"]
        ],
        "drafts": shown,
        "choices": {
            "event_type": list(schema.EVENT_TYPES), "claimant_side": list(schema.SIDES),
            "claim_status": list(schema.CLAIM_STATUSES),
        },
        "outlines": _outlines(points),
    }  # fmt: skip


@functools.cache
def _units() -> tuple[tuple[tuple[float, float, float, float], tuple[int, ...]], ...]:
    """Return the rings of all first-level units: bounds and coordinates in thousandths of a degree."""
    import shapely

    from geomap.render.basemap import read_ground

    rings = []
    ground = read_ground(config.data_dir() / "basemap")
    polygons = [polygon for _, polygon in ground.countries] + [polygon for _, polygon in ground.units]
    for polygon in polygons:
        for part in shapely.get_parts(polygon.simplify(OUTLINE_DEGREES)):
            if part.is_empty or part.geom_type != "Polygon":
                continue
            flat = tuple(round(value * 1000) for point in part.exterior.coords for value in point[:2])
            rings.append((part.bounds, flat))
    return tuple(rings)


def _outlines(points: Sequence[tuple[float, float]]) -> list[tuple[int, ...]]:
    """Return the outlines around the candidates."""
    if not points:
        return []
    west, east = min(p[0] for p in points) - 2, max(p[0] for p in points) + 2
    south, north = min(p[1] for p in points) - 2, max(p[1] for p in points) + 2
    return [
        flat for (x0, y0, x1, y1), flat in _units() if x0 <= east and x1 >= west and y0 <= north and y1 >= south
    ]  # fmt: skip

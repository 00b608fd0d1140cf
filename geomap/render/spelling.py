"""The gazetteer's spelling keys for the page's search box.

The browser folds what is typed and what is on the map with the tables of :mod:`geomap.gazetteer.names.keys`, so that
a name is found in any spelling, Latin or Cyrillic, as the gazetteer would find it.
"""

from __future__ import annotations

from typing import Any

from geomap.gazetteer.names import keys


def tables() -> dict[str, Any]:
    """Return the tables the browser needs: letters, groups, stems, and stems that take a link vowel."""
    return {
        "cyrillic": {chr(code): text or "" for code, text in keys._CYRILLIC.items()},
        "groups": dict(keys._GROUPS),
        "single": {chr(code): chr(other) for code, other in keys._SINGLE.items()},
        "stems": dict(keys._STEMS),
        "linked": keys._LINKED.pattern,
    }

"""What the signs of the map mean: colours of the sides, states of areas, order of types and statuses.

The shapes themselves are drawn in the browser (assets/js/20-symbols.js) under the same names.
"""

from __future__ import annotations

from collections.abc import Mapping

#: Colours of the sides: Okabe and Ito's colour-blind safe set (vermillion and blue), greys for everyone else.
#: Source: Okabe & Ito, Color Universal Design, 2008.
SIDE_COLOURS: Mapping[str, str] = {"UA": "#0072B2", "RU": "#D55E00", "neutral": "#4D4D4D", "unknown": "#767676"}

#: Colour of contested ground (Okabe–Ito reddish purple, darkened for contrast on a light map).
CONTESTED = "#A0527F"

#: Order of claim statuses in legends.
STATUS_ORDER: tuple[str, ...] = ("confirmed", "admitted", "reported", "claimed", "disputed", "denied", "unknown")

#: Order of states of control in legends.
STATE_ORDER: tuple[str, ...] = ("confirmed", "inferred", "stale", "claimed", "contested", "no_data")

#: Precisions drawn with a disc of ``radius_km``: the place is not the event's exact spot.
DISC_PRECISIONS: frozenset[str] = frozenset({"near", "direction", "between", "axis", "hromada", "raion"})

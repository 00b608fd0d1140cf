"""Latitudes and longitudes as written, and the checks that keep a wrong one off the map. EPSG:4326, degrees."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

#: Longest coordinate looked at.
LONGEST = 256

#: Ukraine and Russia: latitude 41 to 82 N, longitude 19 to 180 E. A point in here is plausible as it stands.
PLAUSIBLE = (41.0, 82.0, 19.0, 180.0)

#: The theatre: Ukraine with the Russian oblasts along its border; where a pair must lie when swapped back.
THEATRE = (43.0, 57.0, 22.0, 45.0)

#: Share of a table's points that must lie in the theatre, as written or swapped, before single points are doubted.
SHARE = 0.9

_WORDS = (
    (re.compile(r"(?:пн|північн)\w*\.?\s*(?:ш\w*\.?)?|с(?:ев\w*)?\.?\s*ш\w*\.?", re.IGNORECASE), "N"),
    (re.compile(r"(?:пд|півд)\w*\.?\s*(?:ш\w*\.?)?|ю\w*\.?\s*ш\w*\.?", re.IGNORECASE), "S"),
    (re.compile(r"сх\w*\.?\s*(?:д\w*\.?)?|в(?:ост\w*)?\.?\s*д\w*\.?", re.IGNORECASE), "E"),
    (re.compile(r"(?:зх|зах)\w*\.?\s*(?:д\w*\.?)?|з(?:ап\w*)?\.?\s*д\w*\.?", re.IGNORECASE), "W"),
)
_COMMA = re.compile(r"[+-]?\d{1,3},\d+")
_PAIR = re.compile(r"([+-]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)")
_COMMA_PAIR = re.compile(r"([+-]?\d{1,3},\d+)\s*(?:[;\s]|,\s)\s*([+-]?\d{1,3},\d+)")
_NUMBER = r"\d{1,3}(?:\.\d{1,12})?"
_DMS = rf"([+-]?{_NUMBER})\s*[°º˚d\s]\s*(?:({_NUMBER})\s*[’'′m\s]\s*(?:({_NUMBER})\s*(?:[”\"″s]|''|′′)?\s*)?)?"
_ONE = re.compile(rf"{_DMS}([NSEW])?", re.IGNORECASE)
_TWO = re.compile(rf"({_DMS}([NS]))\s*[,;]?\s*({_DMS}([EW]))", re.IGNORECASE)


def read_degrees(text: str, axis: str) -> float | None:
    """Return one coordinate in degrees, None when ``text`` is none.

    ``49.114``, ``49,114``, ``49°06′50″N``, ``49 6 50 N``, ``49°06'50" пн. ш.``; ``axis`` is ``latitude`` or
    ``longitude``. Values out of range are returned as they are, for the caller to judge (geopy's parser, which was
    tried first, turns 190° E into 170° W).
    """
    try:
        return _finite(float(text))
    except ValueError:
        pass
    if len(text) > LONGEST:
        return None
    if _COMMA.fullmatch(text):
        return _finite(float(text.replace(",", ".")))
    bare = _latin(text)
    try:
        return _finite(float(bare.rstrip("° ")))
    except ValueError:
        pass
    found = _ONE.fullmatch(bare) or _ONE.fullmatch(re.sub(r"(?<=\d)(?=[NSEW]$)", " ", bare, flags=re.IGNORECASE))
    if not found or (found[4] or "").upper() not in ("", *("NS" if axis == "latitude" else "EW")):
        return None
    return _sexagesimal(found[1], found[2], found[3], found[4])


def read_pair(text: str) -> tuple[float, float] | None:
    """Return (latitude, longitude) from one cell that holds both, None when it does not."""
    if len(text) > LONGEST:
        return None
    bare = text.strip()
    if found := _PAIR.fullmatch(bare):
        return float(found[1]), float(found[2])
    if found := _COMMA_PAIR.fullmatch(bare):
        return float(found[1].replace(",", ".")), float(found[2].replace(",", "."))
    bare = re.sub(r"(?<=\d)(?=[NSEW])", " ", _latin(bare), flags=re.IGNORECASE)
    if not (found := _TWO.fullmatch(bare)):
        return None
    lat, lon = _sexagesimal(*found.groups()[1:5]), _sexagesimal(*found.groups()[6:10])
    return None if lat is None or lon is None else (lat, lon)


def _latin(text: str) -> str:
    """Put Latin letters for north, south, east and west, and points for decimal commas."""
    for pattern, letter in _WORDS:
        text = pattern.sub(letter, text)
    return re.sub(r"(?<=\d),(?=\d)", ".", text).strip()


def _sexagesimal(degrees: str, minutes: str | None, seconds: str | None, letter: str | None) -> float | None:
    if float(minutes or 0) >= 60 or float(seconds or 0) >= 60:
        return None
    value = abs(float(degrees)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    return -value if degrees.startswith("-") or (letter or "").upper() in ("S", "W") else value


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


def doubtful(lat: Any, lon: Any, elsewhere: Any) -> dict[int, str]:
    """Return position → reason for every pair that must not be drawn; the pairs stay as they are.

    ``lat`` and ``lon`` are float arrays, NaN where missing; ``elsewhere`` is True where the row names another
    country than Ukraine or Russia, whose points are then not doubted for lying far away.
    """
    reasons: dict[int, str] = {}
    both = ~(np.isnan(lat) | np.isnan(lon))
    outside = both & ((np.abs(lat) > 90) | (np.abs(lon) > 180))
    for position in np.flatnonzero(outside):
        one, two = float(lat[position]), float(lon[position])
        wrong = (
            f"latitude {one:g} is outside -90 to 90" if abs(one) > 90 else f"longitude {two:g} is outside -180 to 180"
        )
        if _inside(two, one, PLAUSIBLE):
            wrong += f"; swapped, {two:g}, {one:g} would be a possible place: exchange the two if that is meant"
        else:
            wrong += "; correct it"
        reasons[int(position)] = wrong
    nowhere = both & (lat == 0) & (lon == 0)
    for position in np.flatnonzero(nowhere):
        reasons[int(position)] = "0, 0 lies in the Gulf of Guinea and stands for a missing point; leave both empty"
    sound = both & ~outside & ~nowhere
    swapped_in = sound & ~elsewhere & _inside(lon, lat, THEATRE) & ~_inside(lat, lon, PLAUSIBLE)
    if swapped_in.any():
        about = int((sound & _inside(lat, lon, PLAUSIBLE)).sum() + swapped_in.sum())
        if about >= SHARE * int(sound.sum()):
            for position in np.flatnonzero(swapped_in):
                one, two = float(lat[position]), float(lon[position])
                reasons[int(position)] = (
                    f"latitude {one:g} and longitude {two:g} look swapped: {two:g}, {one:g} lies in or near Ukraine; "
                    "exchange the two, or name the country if the place is meant"
                )
    return reasons


def _inside(lat: Any, lon: Any, box: tuple[float, float, float, float]) -> Any:
    return (lat >= box[0]) & (lat <= box[1]) & (lon >= box[2]) & (lon <= box[3])

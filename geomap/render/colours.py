"""Can the colours of the sides be told apart by everyone? Simulated, measured, and warned of.

Deuteranopia and protanopia together are nearly all colour blindness (about 8 % of men). They are simulated with the
matrices of Machado, Oliveira and Fernandes (IEEE TVCG 15(6), 2009, severity 1.0) on linear RGB; the difference is the
distance in CIELAB (CIE 1976, D65).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

#: Simulation of each vision on linear RGB.
VISIONS: Mapping[str, Floats] = {
    "usual vision": np.eye(3),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
    ]),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
    ]),
}  # fmt: skip

#: Below this distance in CIELAB two signs of a few millimetres are taken for the same colour. Okabe and Ito's blue
#: and vermillion keep more than 60 in every vision.
LEAST = 25.0

#: Contrast with the paper below which a thin outline gets lost (WCAG 2.1, 1.4.11).
LEAST_CONTRAST = 3.0

_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.9505, 1.0, 1.0890])


def _linear(colour: str) -> Floats:
    values = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _lab(linear: Floats) -> Floats:
    ratio = _XYZ @ np.clip(linear, 0, 1) / _WHITE
    root = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


def difference(first: str, second: str, vision: str = "usual vision") -> float:
    """Return the distance of two ``#rrggbb`` colours in CIELAB as seen with ``vision``."""
    matrix = VISIONS[vision]
    return float(np.linalg.norm(_lab(matrix @ _linear(first)) - _lab(matrix @ _linear(second))))


def contrast(colour: str, paper: str = "#ffffff") -> float:
    """Return the WCAG contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((float(_XYZ[1] @ _linear(c)) for c in (colour, paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faults(colours: Mapping[str, str], sides: tuple[str, ...] = ("UA", "RU")) -> list[str]:
    """Return in words which colours of ``sides`` cannot be told apart, or are lost on paper."""
    found = []
    for first, second in combinations([side for side in sides if side in colours], 2):
        for vision in VISIONS:
            distance = difference(colours[first], colours[second], vision)
            if distance < LEAST:
                found.append(
                    f"the colours of {first} ({colours[first]}) and {second} ({colours[second]}) are hard to tell "
                    f"apart with {vision}: distance {distance:.0f} in CIELAB, {LEAST:.0f} is the least"
                )
    found += [
        f"the colour of {side} ({colours[side]}) is faint on white: contrast {contrast(colours[side]):.1f}, "
        f"{LEAST_CONTRAST:g} is the least"
        for side in sides
        if side in colours and contrast(colours[side]) < LEAST_CONTRAST
    ]
    return found


def warn(colours: Mapping[str, str]) -> None:
    """Warn of colours that cannot be told apart; the map is drawn all the same, with patterns as second cue."""
    for fault in faults(colours):
        warnings.warn(f"side_colours: {fault}; the defaults are safe", UserWarning, stacklevel=3)

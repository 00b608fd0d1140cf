"""What changed between two results, paired on one tessellation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from geomap.control.compute import Control


@dataclass(frozen=True, slots=True)
class Change:
    """Difference of two results on the same settlements."""

    gained: tuple[str, ...]
    """Settlements (identifiers) that Russia holds in the second and did not in the first."""
    lost: tuple[str, ...]
    """The other way round."""


def change(before: Control, after: Control) -> Change:
    """Compare two results at the settlements both know."""
    first, second = _sides(before), _sides(after)
    both = sorted(first.keys() & second.keys())
    return Change(
        tuple(i for i in both if first[i] < 0 < second[i]), tuple(i for i in both if second[i] < 0 < first[i])
    )


def _sides(control: Control) -> dict[str, int]:
    held = control.labels.key > 1
    return {
        identifier: int(side)
        for identifier, side, known in zip(control.tessellation.sites.ids, control.labels.side, held, strict=True)
        if known and side
    }

"""A small made-up country for the tests of control: villages on a jittered grid, RU in the east."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from geomap.control.sites import Sites

#: West of this longitude UA holds, east of it RU.
LINE = 37.0


def villages(rows: int = 14, columns: int = 18, seed: int = 1) -> Sites:
    rng = np.random.default_rng(seed)
    lat, lon = np.meshgrid(48.0 + 0.04 * np.arange(rows), 36.5 + 0.06 * np.arange(columns), indexing="ij")
    count = rows * columns
    return Sites.from_table(
        pd.DataFrame({
            "place_id": [f"v{n:04d}" for n in range(count)], "name": [f"Village {n}" for n in range(count)],
            "lat": lat.ravel() + rng.uniform(-0.012, 0.012, count),
            "lon": lon.ravel() + rng.uniform(-0.018, 0.018, count), "country": "UA",
        })
    )  # fmt: skip


def held(sites: Sites) -> np.ndarray:
    return np.where(sites.lon > LINE, 1, -1)


def row(place_id: str, holder: str, **more: Any) -> dict[str, Any]:
    base = {
        "place_id": place_id, "holder": holder, "date": "2024-12-01", "published_at": "2024-12-01",
        "claimant": "Observer", "claimant_side": "neutral", "evidence": "third_party_assessment", "source": "Paper",
        "root": "observer",
    }  # fmt: skip
    return {**base, **more}


def survey(sites: Sites, **more: Any) -> list[dict[str, Any]]:
    """One assessment of every village."""
    return [
        row(identifier, "RU" if side > 0 else "UA", **more)
        for identifier, side in zip(sites.ids, held(sites), strict=True)
    ]


def claim(place_id: str, side: str = "RU", **more: Any) -> dict[str, Any]:
    """A side's claim of its own gain."""
    return row(
        place_id, side, **{"claimant": side, "claimant_side": side, "evidence": "claim", "root": f"mod_{side}", **more}
    )

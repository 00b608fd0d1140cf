"""Layouts of well-known event data sets: which of their columns mean what, and how exact their coordinates are.

A table is read as one of these layouts when it has the headers that only that data set has. A mapping given by the
caller comes before the layout. Sources of the codes: ACLED codebook (``geo_precision``, ``time_precision``), UCDP GED
codebook (``where_prec``), README of VIINA 2.0 (``GEO_PRECISION``), the export of geoconfirmed.org. The radius of a code
is what the codebook says (UCDP: "within 25 km"), where it gives none our own choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd

from geomap.events.cells import Cells
from geomap.events.headers import fold
from geomap.model import Precision


@dataclass(frozen=True, slots=True)
class Layout:
    """How one data set writes its tables."""

    name: str
    """Name for notes and ``attrs["layout"]``."""
    needs: tuple[str, ...]
    """Headers that together tell the data set; case and punctuation make no difference."""
    columns: Mapping[str, tuple[str, ...]]
    """Our column → its headers, the first one present is taken. No header: the column stays empty."""
    always: Mapping[str, str] = field(default_factory=dict)
    """Our column → what it holds in every row that has no value of its own."""
    precision: Mapping[str, tuple[Precision, float | None]] = field(default_factory=dict)
    """Code of ``geo_precision`` → how exact the coordinates are, and their radius in km; None: an area's own. The empty
    code: rows without one."""
    time: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """Code of the date → our date precision, and the days that it reaches to either side."""
    time_header: str = ""
    """Header of that code."""
    flags: tuple[tuple[str, str], ...] = ()
    """Headers of yes-no columns and the event type that each stands for; the first that is set decides."""


_TEXT: Final[Any] = pd.StringDtype(na_value=np.nan)
_NO_POINT: Final = (Precision.COUNTRY, None)

LAYOUTS: Final[tuple[Layout, ...]] = (
    Layout(
        "ACLED",
        ("event_id_cnty", "sub_event_type", "admin1", "location", "geo_precision"),
        {
            "event_id": ("event_id_cnty",), "date_start": ("event_date",), "event_type": ("sub_event_type",),
            "place": ("location",), "region": ("admin1",), "description": ("notes",), "killed": ("fatalities",),
            # The codebook: actor1 and actor2 are no attacker and defender.
            "actor": (),
        },
        precision={
            "1": (Precision.SETTLEMENT, 2.0), "2": (Precision.NEAR, 15.0), "3": (Precision.OBLAST, None),
        },
        time={"1": ("day", 0), "2": ("week", 3), "3": ("month", 15)}, time_header="time_precision",
    ),
    Layout(
        "UCDP GED",
        ("where_prec", "date_prec", "type_of_violence", "side_a", "best", "high", "low"),
        {
            "event_id": ("id",), "date_start": ("date_start",), "date_end": ("date_end",),
            "place": ("where_coordinates",), "region": ("adm_1",), "geo_precision": ("where_prec",),
            "actor": ("dyad_name",), "description": ("source_headline", "where_description"),
            "source": ("source_office", "source_article"), "count_low": ("low",), "count_high": ("high",),
            "report_id": (),
        },
        # Every event of the data set is an incident of lethal violence.
        always={"event_type": "casualties", "count_of": "killed", "licence": "CC BY 4.0"},
        precision={
            "1": (Precision.SETTLEMENT, 2.0), "2": (Precision.NEAR, 25.0), "3": (Precision.RAION, None),
            "4": (Precision.OBLAST, None), "5": (Precision.NEAR, 50.0), "6": _NO_POINT, "7": _NO_POINT,
        },
    ),
    Layout(
        "VIINA",
        ("event_id_1pd", "geonameid", "asciiname", "adm1_name"),
        {
            "event_id": ("event_id", "event_id_1pd"), "date_start": ("date",),
            "place": ("location", "asciiname"), "region": ("adm1_name",), "geo_precision": ("geo_precision",),
            "description": ("text", "representative_text"), "source": ("source", "sources", "sources_matching"),
            "source_url": ("url", "source_urls"), "report_id": ("report_id",),
        },
        always={"licence": "ODbL 1.0"},
        precision={
            "STREET": (Precision.EXACT, 1.0), "PPL": (Precision.SETTLEMENT, 2.0), "ADM4": (Precision.SETTLEMENT, 2.0),
            "ADM3": (Precision.HROMADA, None), "ADM2": (Precision.RAION, None), "ADM1": (Precision.OBLAST, None),
            "ADM0": _NO_POINT, "": (Precision.SETTLEMENT, 2.0),
        },
        flags=(
            ("t_control_b", "control_change"), ("t_retreat_b", "control_change"), ("t_occupy_b", "control_change"),
            ("t_firefight_b", "ground_fighting"), ("t_raid_b", "ground_fighting"), ("t_uav_b", "drone_strike"),
            ("t_airstrike_b", "air_strike"), ("t_artillery_b", "shelling"), ("t_ied_b", "strike"),
            ("t_milcas_b", "casualties"), ("t_civcas_b", "casualties"), ("t_property_b", "infrastructure"),
            ("t_hospital_b", "infrastructure"), ("t_armor_b", "deployment"),
        ),
    ),
    Layout(
        "GeoConfirmed",
        ("faction", "pluscode", "geolocation", "latitude", "longitude"),
        {
            "event_id": ("id",), "date_start": ("date",), "place": (), "actor": ("faction",),
            "description": ("description", "name"), "source_url": ("source",), "source": (), "coordinates": (),
        },
        always={"source": "GeoConfirmed", "claim_status": "confirmed"},
    ),
)  # fmt: skip


def recognise(headers: Iterable[str]) -> tuple[Layout, dict[str, str | None]] | None:
    """Return the layout of a table with these headers, and its mapping (column → header as written), or None."""
    present = {fold(header): header for header in reversed(list(headers))}
    for layout in LAYOUTS:
        if all(fold(header) in present for header in layout.needs):
            return layout, {
                column: next((present[fold(header)] for header in wanted if fold(header) in present), None)
                for column, wanted in layout.columns.items()
            }
    return None


def level(layout: Layout, code: str) -> tuple[Precision, float | None] | None:
    """Return how exact coordinates with the code ``code`` are; None when the layout does not know the code.

    ``2.0`` is ``2``, and GeoNames' feature codes (``PPLA2``) count by their class.
    """
    text = code.strip().upper().removesuffix(".0")
    return layout.precision.get(text) or (layout.precision.get("PPL") if text.startswith("PPL") else None)


def fill(layout: Layout, columns: dict[str, Any], frame: pd.DataFrame, cells_of: Callable[[str], Cells | None]) -> None:
    """Fill what the layout knows into ``columns`` (name → array over the rows), in place.

    Adds ``radius_km`` where the layout's precision codes have radii. What the file itself gives stays.
    """
    _coordinates(layout, columns, cells_of("geo_precision"))
    headers = {fold(str(header)): header for header in frame.columns}
    if layout.flags:
        set_flags = [(kind, _truth(frame[headers[fold(name)]])) for name, kind in layout.flags if fold(name) in headers]
        if set_flags:
            kinds = np.select([flag for _, flag in set_flags], [kind for kind, _ in set_flags], "other")
            columns["event_type"] = _or(columns["event_type"], kinds)
    if layout.time and fold(layout.time_header) in headers:
        _widen(layout, columns, Cells(layout.time_header, frame[headers[fold(layout.time_header)]]))
    for name, value in layout.always.items():
        columns[name] = _or(columns[name], np.full(len(frame), value, dtype=object))


def _coordinates(layout: Layout, columns: dict[str, Any], codes: Cells | None) -> None:
    """Say how exact the coordinates are, by their codes."""
    if not layout.precision:
        return
    bare = layout.precision.get("", (None, None))
    levels, at = [bare], np.zeros(len(columns["latitude"]), dtype=np.int64)
    if codes is not None:
        levels = [level(layout, code) or (None, None) for code in codes.values] + levels
        at = codes.spread(range(len(codes.values)), len(codes.values), np.int64)
    names = np.array([None if found[0] is None else str(found[0]) for found in levels], dtype=object)
    radii = np.array([np.nan if found[1] is None else found[1] for found in levels])
    columns["coordinate_precision"] = _or(columns["coordinate_precision"], names[at])
    columns["radius_km"] = radii[at]


def _widen(layout: Layout, columns: dict[str, Any], codes: Cells) -> None:
    """Let dates reach as far as their code says."""
    known = codes.each(lambda code: layout.time.get(code.strip().removesuffix(".0")))
    days = codes.spread([0 if found is None else found[1] for found in known], 0, np.int64).astype("timedelta64[D]")
    columns["date_start"] = columns["date_start"] - days
    columns["date_end"] = columns["date_end"] + days
    dated = ~np.isnat(columns["date_start"])
    precision = codes.spread([None if found is None else found[0] for found in known], None)
    columns["date_precision"] = _or(np.where(dated, precision, None), columns["date_precision"])


def _truth(series: pd.Series[Any]) -> Any:
    numbers: Any = pd.to_numeric(series.astype(object).replace({True: 1, False: 0}), errors="coerce")
    return (numbers.fillna(0) > 0).to_numpy()


def _or(values: Any, otherwise: Any) -> Any:
    """Return ``values``, and ``otherwise`` where they are missing, as a text column."""
    given = pd.Series(values, dtype=object)
    whole: Any = given.where(given.notna(), pd.Series(otherwise, dtype=object))
    return whole.astype(_TEXT).array

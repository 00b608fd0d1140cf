"""The things geomap speaks of: places, candidates, evidence, matches. Standard library only.

Coordinates are WGS84 degrees (EPSG:4326), distances kilometres.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """What became of a name."""

    RESOLVED = "resolved"
    """One place, with enough evidence."""
    AMBIGUOUS = "ambiguous"
    """Several places remain; the best is given, the others are in ``candidates``."""
    AREA = "area"
    """A region or country: an area, never a pin at its centroid."""
    KNOWN_WITHOUT_COORDINATES = "known_without_coordinates"
    """The register knows the place, no source has a trustworthy point for it."""
    UNRESOLVED = "unresolved"
    """No place has this name; ``candidates`` then holds the nearest suggestions."""


class Precision(StrEnum):
    """How precisely a position is known; from sharpest to none."""

    EXACT = "exact"
    """Coordinates given by the source."""
    SETTLEMENT = "settlement"
    """A named settlement."""
    NEAR = "near"
    """Near, or on the outskirts of, a settlement: a disc."""
    DIRECTION = "direction"
    """A distance and a bearing from a settlement: a sector."""
    BETWEEN = "between"
    """Between two settlements: a lens."""
    AXIS = "axis"
    """A named axis or direction of fighting: a stretch of ground, not a point."""
    HROMADA = "hromada"
    """A hromada (municipality)."""
    RAION = "raion"
    """A raion or district."""
    OBLAST = "oblast"
    """An oblast, republic or other first-level unit."""
    COUNTRY = "country"
    """A whole country."""
    UNKNOWN = "unknown"
    """No position."""


#: ACLED ``geo_precision`` for each precision (codebook: 1 town, 2 part of a region, 3 region); None: no point.
ACLED_PRECISION: Mapping[Precision, int | None] = {
    Precision.EXACT: 1, Precision.SETTLEMENT: 1, Precision.NEAR: 2, Precision.DIRECTION: 2,
    Precision.BETWEEN: 2, Precision.AXIS: 2, Precision.HROMADA: 2, Precision.RAION: 2,
    Precision.OBLAST: 3, Precision.COUNTRY: None, Precision.UNKNOWN: None,
}  # fmt: skip

#: UCDP GED ``where_prec`` (codebook: 1 exact, 2 within about 25 km, 3 ADM2, 4 ADM1, 5 line or fuzzy area, 6 country).
UCDP_PRECISION: Mapping[Precision, int | None] = {
    Precision.EXACT: 1, Precision.SETTLEMENT: 1, Precision.NEAR: 2, Precision.DIRECTION: 2,
    Precision.BETWEEN: 5, Precision.AXIS: 5, Precision.HROMADA: 3, Precision.RAION: 3,
    Precision.OBLAST: 4, Precision.COUNTRY: 6, Precision.UNKNOWN: None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer: a settlement or an administrative area."""

    id: str
    """Stable identifier: KATOTTG code in Ukraine, ``gn:`` and the GeoNames id, or ISO code and slug."""
    name: str
    """Name in English spelling."""
    name_uk: str
    """Ukrainian name, or empty."""
    name_ru: str
    """Russian name, or empty."""
    kind: str
    """country, oblast, raion, hromada, city, town, settlement or village."""
    country: str
    """ISO 3166-1 alpha-2 code; Crimea and Sevastopol are ``UA``."""
    oblast: str
    """English name of the first-level unit, or empty."""
    raion: str
    """English name of the second-level unit, or empty."""
    hromada: str
    """English name of the hromada, or empty."""
    lat: float | None
    """Latitude, or None when no source has a trustworthy point."""
    lon: float | None
    """Longitude, or None."""
    radius_km: float
    """Radius of the feature itself: built-up area plus the error of its point."""
    population: int
    """Inhabitants, 0 when unknown."""
    source: str
    """Where the point comes from."""
    gazetteer: str = ""
    """Name of the gazetteer that holds the entry."""

    @property
    def is_area(self) -> bool:
        """True for countries, oblasts, raions and hromadas."""
        return self.kind in ("country", "oblast", "raion", "hromada")

    @property
    def label(self) -> str:
        """Name with its parents, as a reader would look for it: ``Ivanivka (Lyman Hromada, Donetsk Oblast)``."""
        parents = ", ".join(part for part in (self.hromada or self.raion, self.oblast) if part and part != self.name)
        return f"{self.name} ({parents})" if parents else self.name


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for or against a candidate."""

    feature: str
    """Short name of the evidence, such as ``admin`` or ``front``."""
    text: str
    """The evidence in words."""
    weight: float
    """Contribution in log-odds; positive speaks for the candidate."""
    source: str = ""
    """Where the evidence comes from (a gazetteer, a front with its date, a user's pin)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean, with its score."""

    place: Place
    """The place."""
    score: float
    """Sum of the evidence, log-odds."""
    probability: float
    """Share among all candidates of the question, 0 to 1."""
    form: str
    """The form of the name that matched."""
    match: str
    """How it matched: exact, key1, key2, key3, typo1, typo2, pin."""
    evidence: tuple[Evidence, ...] = ()
    """All evidence, strongest first."""


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to one place name in its context."""

    query: str
    """The name as written."""
    place: Place | None
    """The chosen place, or None."""
    status: Status
    """What became of the name."""
    probability: float
    """Probability that ``place`` is right, 0 to 1."""
    lat: float | None
    """Latitude of the position, None for areas and unplaced names."""
    lon: float | None
    """Longitude of the position, or None."""
    radius_km: float | None
    """Radius around the position that should hold the true one nine times in ten; None without a position."""
    precision: Precision
    """How precisely the position is known."""
    candidates: tuple[Candidate, ...]
    """All candidates, best first; nearest spellings when unresolved."""
    why: tuple[str, ...]
    """The evidence in words, in order, ending with the runner-up and what would change the answer."""
    shape: Mapping[str, Any] | None = field(default=None, compare=False)
    """GeoJSON geometry of a relation (sector, lens, axis), or None."""

    @property
    def acled_precision(self) -> int | None:
        """ACLED ``geo_precision`` of the answer."""
        return ACLED_PRECISION[self.precision]

    @property
    def ucdp_precision(self) -> int | None:
        """UCDP GED ``where_prec`` of the answer."""
        return UCDP_PRECISION[self.precision]

    def __str__(self) -> str:
        name = self.place.label if self.place else "no place"
        return f"{self.query!r} → {name} [{self.status}, p={self.probability:.2f}]\n  " + "\n  ".join(self.why)

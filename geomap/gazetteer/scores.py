"""What the spelling of a name and the kind of a place count for, before any context (log-odds)."""

from __future__ import annotations

#: Score of each step of the cascade, log-odds. An exact form costs nothing, each looser step more.
LEVEL_SCORES = {"exact": 0.0, "key1": -0.8, "key2": -1.4, "typo1": -2.2, "key3": -3.0, "typo2": -3.6}

#: Score of how the matching form came about.
FORM_SCORES = {
    "exact": 0.0, "latin": 0.0, "case_uk": -0.3, "case_ru": -0.3, "case": -0.3, "russian": -0.4, "russian_latin": -0.4,
}  # fmt: skip

#: Score of how the name belongs to the place. Former names are judged by date in the resolver.
NAME_KIND_SCORES = {
    "official": 0.0, "alias": -0.2, "exonym": -0.2, "former": -0.3, "occupation": -0.3, "base": -0.1, "seat": -0.1,
    "minor": -2.0,
}  # fmt: skip

#: Weak prior by kind of place (log-odds).
KIND_PRIOR = {
    "city": 2.0, "town": 1.2, "settlement": 0.5, "village": 0.0,
    "country": 4.0, "oblast": 1.0, "raion": -2.5, "hromada": -3.0,
}  # fmt: skip

#: Log-odds gained with each tenfold of inhabitants beyond what is usual for the kind.
POPULATION_SLOPE = 0.8
#: Inhabitants usual for the kind (median of the register's located places, rounded).
USUAL_POPULATION = {"city": 30_000, "town": 7_000, "settlement": 2_000, "village": 600}
#: Population moves the prior by no more than this, log-odds.
POPULATION_MOST = 2.0

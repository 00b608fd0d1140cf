"""From a name as written to the places that may bear it: the look-up cascade and the public ``Gazetteer``."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from geomap import config
from geomap.errors import GazetteerError
from geomap.gazetteer import tables
from geomap.gazetteer.compile import APPROXIMATE
from geomap.gazetteer.names import letters_apart, normalise, russian_names, spelling_key
from geomap.gazetteer.scores import (
    FORM_SCORES,
    KIND_PRIOR,
    LEVEL_SCORES,
    NAME_KIND_SCORES,
    POPULATION_MOST,
    POPULATION_SLOPE,
    USUAL_POPULATION,
)
from geomap.gazetteer.store import Record, Store
from geomap.model import Candidate, Evidence, Place

if TYPE_CHECKING:
    from geomap.gazetteer.reverse import Nearest, Reverse

#: The countries of the theatre: a name without a country is looked for here first.
THEATRE = ("UA", "RU")

#: Outside the register's country, places of so many inhabitants and more are all in the gazetteer (cities500 has them).
COMPLETE_FROM = 3_000
#: Importance of a name on a map by kind; large cities come before.
LABEL_RANK = {"city": 3, "town": 4, "settlement": 5, "village": 6}

#: Shortest form that spelling keys of each level are tried for: "or", "USA" would turn into anything.
KEY_MINIMUM = {1: 4, 2: 5, 3: 5}

_UKRAINIAN = re.compile("[іїє]")

#: Step names of the cascade in order; typos and consonants alone are tried only when the steps before find nothing.
_STEPS = ("exact", "key1", "key2", "typo1", "typo2", "key3")


class Hit(NamedTuple):
    """A place found for a name, with how it was found."""

    n: int
    """Number of the place in the store."""
    level: str
    """exact, key1, key2, key3, typo1 or typo2."""
    form_kind: str
    """How the matching form came about."""
    name_kind: str
    """How the name belongs to the place."""
    first: int
    """First year in which the name was in use, 0 open."""
    last: int
    """Last year, 0 open."""
    name: int = -1
    """Number of the name that matched, -1 unknown."""

    @property
    def score(self) -> float:
        """Score of the spelling alone."""
        return _SPELLING[self.level, self.form_kind, self.name_kind]


#: Score of each combination of level, form and kind of name.
_SPELLING = {
    (level, form, kind): LEVEL_SCORES[level] + FORM_SCORES[form] + NAME_KIND_SCORES[kind]
    for level in LEVEL_SCORES
    for form in FORM_SCORES
    for kind in NAME_KIND_SCORES
}


class Facts(NamedTuple):
    """What scoring needs to know of a place whatever the question."""

    record: Record
    """The place."""
    kind_prior: float
    """Weak prior by its kind, log-odds."""
    population: float
    """Log-odds gained or lost by its inhabitants beside what is usual for the kind; 0 when unknown."""
    theatre: bool
    """It is a country, or lies in one of the theatre."""
    registered: bool
    """A register or a reviewed source knows it, not only a world gazetteer."""
    complete: bool
    """Places of its kind are all in the gazetteer: the register's settlements, areas, larger towns of other countries.
    Elsewhere a village of the same or a similar name may well be missing."""


def importance(record: Record) -> float:
    """Weak prior: kind of place, and inhabitants where they are known (log-odds)."""
    prior = KIND_PRIOR[record.kind]
    usual = USUAL_POPULATION.get(record.kind)
    if record.population and usual:
        gain = POPULATION_SLOPE * math.log10(record.population / usual)
        prior += max(-POPULATION_MOST, min(POPULATION_MOST, gain))
    return prior


def is_cyrillic(text: str) -> bool:
    """Tell whether a name is written in Cyrillic, by its first letter."""
    return next(("\u0400" <= letter < "\u0530" for letter in text if letter.isalpha()), False)


def distance_at_most(a: str, b: str, limit: int) -> int:
    """Optimal string alignment distance of ``a`` and ``b``, or ``limit + 1`` when it is larger.

    Counts insertions, deletions, substitutions and swaps of neighbours (Damerau 1964, restricted form).
    """
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        current = [i]
        for j, y in enumerate(b, start=1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return limit + 1
        before, previous = previous, current
    return previous[-1]


@dataclass(frozen=True, slots=True)
class Found:
    """All places found for a name at one level of the cascade."""

    level: str
    hits: tuple[Hit, ...]


class Gazetteer:
    """A local gazetteer: names in any spelling to places. Open one with :meth:`open`.

    Examples
    --------
    >>> gaz = Gazetteer.open()                                        # doctest: +SKIP
    >>> gaz.search("Zagryzovo")[0].place.name                         # doctest: +SKIP
    'Zahryzove'
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.facts = lru_cache(maxsize=1 << 17)(self._facts)
        self._step = lru_cache(maxsize=1 << 16)(self._find)

    @classmethod
    def open(cls, name: str | os.PathLike[str] | None = None, *, settings: config.Settings | None = None) -> Gazetteer:
        """Open a gazetteer, compiling its index at first use.

        Parameters
        ----------
        name
            ``"shipped"``, the name of an installed gazetteer, or the path of a gazetteer folder.
            By default the one of the settings.

        Raises
        ------
        GazetteerError
            No such gazetteer, or a damaged one.
        OutputError
            The index cannot be written to the cache folder.
        """
        settings = settings or config.load()
        wanted = os.fspath(name if name is not None else settings.gazetteer)
        folder, title = locate_folder(wanted, settings)
        from geomap.gazetteer.indexes import index_folder

        return cls(Store(index_folder(folder, title, settings), title))

    @property
    def name(self) -> str:
        """Name of the gazetteer, as shown in evidence and on maps."""
        return self.store.name

    @property
    def attribution(self) -> tuple[str, ...]:
        """Lines that a map made with this gazetteer has to show."""
        return tuple(self.store.meta.get("attribution", ()))

    def __len__(self) -> int:
        return len(self.store)

    def place(self, identifier: str) -> Place:
        """Return the place with ``identifier``. Raises :class:`~geomap.errors.GazetteerError` if there is none."""
        n = self.store.number(identifier)
        if n is None:
            raise GazetteerError(f"no place {identifier!r} in gazetteer {self.name!r}; search by name instead")
        return self.store.place(n)

    @cached_property
    def _theatre(self) -> frozenset[int]:
        numbers = (self.store.number(code) for code in THEATRE)
        return frozenset(n for n in numbers if n is not None)

    def _facts(self, n: int) -> Facts:
        record = self.store.record(n)
        theatre = record.kind == "country" or record.country in self._theatre or n in self._theatre
        known = record.kind in tables.KINDS[:4] or not self.store.identifier(n).startswith("gn:")
        in_ukraine = self.store.identifier(record.country) == "UA"
        complete = in_ukraine or record.kind in tables.KINDS[:4] or (record.population or 0) >= COMPLETE_FROM
        prior = KIND_PRIOR[record.kind]
        return Facts(record, prior, importance(record) - prior, theatre, known or not in_ukraine, complete)

    def _hits(self, numbers: Iterable[tuple[int, str]], level: str) -> tuple[Hit, ...]:
        best: dict[int, Hit] = {}
        for number, form_kind in numbers:
            for bearer in self.store.bearers(number):
                hit = Hit(bearer.place, level, form_kind, bearer.kind, bearer.first, bearer.last, number)
                known = best.get(hit.n)
                if known is None or hit.score > known.score:
                    best[hit.n] = hit
        return tuple(best[n] for n in sorted(best))

    def cascade(self, name: str, loosest: str = "key3") -> Iterator[Found]:
        """Yield the places found for ``name``, level by level from exact to loose, levels without a place left out.

        A place is yielded once, at its best level; no level looser than ``loosest`` is tried.
        Raises :class:`~geomap.errors.QueryTooLong`.
        """
        form = normalise(name)
        seen: set[int] = set()
        for level in _STEPS[: _STEPS.index(loosest) + 1] if form else ():
            if seen and level in ("typo1", "key3"):
                return
            hits = self._step(form, level)
            if seen:
                hits = tuple(hit for hit in hits if hit.n not in seen)
            if hits:
                seen.update(hit.n for hit in hits)
                yield Found(level, hits)

    def _find(self, form: str, level: str) -> tuple[Hit, ...]:
        """Return the places found for a normalised form at one level."""
        if level == "exact":
            return self._hits(self.store.by_form(form), level)
        if level.startswith("key"):
            step = int(level[3])
            if len(form) < KEY_MINIMUM[step]:
                return ()
            return self._by_key(form, step)
        errors = int(level[4])
        return self._hits(((number, "exact") for number, found in self._typed(form) if found == errors), level)

    def _by_key(self, form: str, step: int) -> tuple[Hit, ...]:
        """Return the places that bear a name with the spelling key of ``form``, other letters in Cyrillic left out."""
        level = f"key{step}"
        numbers: set[int] = set()
        others: set[int] = set()
        for text in (form, *self._nominatives(form)):
            key = spelling_key(text, step)
            for number in self.store.by_key(step, key):
                (others if self._apart(text, key, step, number) else numbers).add(number)
        pairs = [(number, "exact") for number in sorted(numbers)]
        if step == 1 and is_cyrillic(form):
            # Ukrainian reports write Russian names their own way: Новоіванівка is Новоивановка.
            for text in dict.fromkeys(map(normalise, russian_names(form))):
                pairs += [(number, "russian") for number, kind in self.store.by_form(text) if kind == "exact"]
            numbers.update(number for number, _ in pairs)
        hits = self._hits(pairs, level)
        others -= numbers
        if not others:
            return hits
        # The place of another name in Cyrillic is not let in by its Latin letters, which leave open what they mean.
        apart = {bearer.place for number in others for bearer in self.store.bearers(number)}
        for number in numbers:
            if is_cyrillic(self.store.name_text(number)[0]):
                apart.difference_update(bearer.place for bearer in self.store.bearers(number))
        return tuple(hit for hit in hits if hit.n not in apart)

    def _apart(self, text: str, key: str, step: int, number: int) -> int:
        """Return how many Cyrillic consonants set ``text`` apart from the spelling of a name that shares its key.

        Endings that level 2 folds tell two Russian names apart (Рогов and Рогово): they count as one.
        """
        if not is_cyrillic(text):
            return 0
        if step > 1 and not _UKRAINIAN.search(text) and self.store.name_text(number)[1] == "ru":
            return 1
        spellings = [normalise(spelling) for spelling in self._spellings(number)]
        if not is_cyrillic(spellings[0]):
            return 0
        return min((letters_apart(text, other) for other in spellings if spelling_key(other, step) == key), default=0)

    def _nominatives(self, form: str) -> list[str]:
        """Return the names of which ``form`` is a case form: keys are made of nominatives only."""
        inflected = dict.fromkeys(number for number, kind in self.store.by_form(form) if kind.startswith("case"))
        return [normalise(self.store.name_text(number)[0]) for number in list(inflected)[:4]]

    @cached_property
    def _typed(self) -> Callable[[str], list[tuple[int, int]]]:
        return lru_cache(maxsize=1 << 12)(self._typos)

    def _typos(self, form: str, limit: int = 2) -> list[tuple[int, int]]:
        """Return (name number, errors) of names within ``limit`` typos of ``form``, by their level-1 keys."""
        from geomap.gazetteer.compile import TYPO_MINIMUM, deletes

        key = spelling_key(form, 1)
        if len(key) < TYPO_MINIMUM or len(key) > 60:
            return []
        allowed = limit if len(key) >= 8 else 1
        numbers = {number for item in deletes(key) for number in self.store.by_delete(item)}
        found = []
        for number in sorted(numbers):
            errors = min(
                distance_at_most(key, spelling_key(normalise(spelling), 1), allowed)
                for spelling in self._spellings(number)
            ) or self._apart(form, key, 1, number)
            if 0 < errors <= allowed:
                found.append((number, errors))
        return found

    def _spellings(self, number: int) -> tuple[str, ...]:
        text, lang = self.store.name_text(number)
        return (text, *russian_names(text)) if lang == "uk" else (text,)

    def search(self, name: str, limit: int = 10) -> list[Candidate]:
        """Return the places ``name`` may mean, best first, in any spelling, with no context but importance.

        Looser spellings are looked at only when closer ones find nothing.

        Probabilities are shares among all places found, not only those returned. An unknown name gives an
        empty list; :meth:`suggest` then gives the nearest names.
        """
        scored: list[tuple[float, Hit, Record]] = []
        for found in self.cascade(name):
            if scored and found.level not in ("exact", "key1"):
                break
            for hit in found.hits:
                record = self.store.record(hit.n)
                scored.append((hit.score + importance(record), hit, record))
        if not scored:
            return []
        scored.sort(key=lambda item: (-item[0], item[1].n))
        top = scored[0][0]
        total = sum(math.exp(score - top) for score, _, _ in scored)
        return [
            Candidate(
                self.store.place(hit.n), score, math.exp(score - top) / total, name, hit.level,
                (
                    Evidence("spelling", describe(hit, self.store), hit.score, self.name),
                    Evidence("importance", f"{record.kind}", importance(record), self.name),
                ),
            )
            for score, hit, record in scored[:limit]
        ]  # fmt: skip

    @cached_property
    def reverse(self) -> Reverse:
        """The index for nearest settlements; built at first use."""
        from geomap.gazetteer.reverse import Reverse

        return Reverse(self.store)

    def nearest(self, lat: float, lon: float) -> Nearest | None:
        """Return the settlement nearest to a point with distance and bearing, None beyond 50 km of any."""
        return self.reverse.one(lat, lon)

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Return up to ``limit`` known names that look most like ``name``."""
        from geomap.gazetteer.compile import deletes

        key = spelling_key(normalise(name), 1)
        pool: dict[int, None] = {}
        for item in deletes(key[:30]):
            for cut in (item, item[:-1], item[:-2], item[:-3]):
                if len(cut) >= 2:
                    for number in self.store.by_delete(cut)[:50]:
                        pool.setdefault(number)
            if len(pool) > 2000:
                break
        ranked = []
        for number in pool:
            text, _ = self.store.name_text(number)
            ranked.append((distance_at_most(key[:60], spelling_key(normalise(text), 1), 6), text, number))
        ranked.sort()
        labels: dict[str, None] = {}
        for distance, _, number in ranked:
            if distance > 6:
                break
            for bearer in self.store.bearers(number):
                labels.setdefault(self.store.place(bearer.place).label)
                break
            if len(labels) == limit:
                break
        return list(labels)

    def labels(
        self, bounds: tuple[float, float, float, float] | None = None, most: int | None = None
    ) -> list[tuple[str, str, str, float, float, int]]:
        """Return the settlements a map may label: names in English, Ukrainian, Russian, lat, lon, rank.

        Rank 1 is for the largest cities, 6 for villages. Places without coordinates are left out.

        Parameters
        ----------
        bounds
            West, south, east, north in degrees: only what lies within.
        most
            Only so many, the most important.
        """
        import numpy as np

        lat, lon, kind, flags = self.store.arrays()
        population = self.store.populations()
        rank = np.asarray([LABEL_RANK.get(name, 0) for name in tables.KINDS], np.uint8)[kind]
        rank = np.where(population >= 250_000, 1, np.where(population >= 50_000, 2, rank)) * (rank > 0)
        wanted = (rank > 0) & ~np.isnan(lat) & (flags & APPROXIMATE == 0)
        if bounds is not None:
            west, south, east, north = bounds
            wanted &= (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
        rows = np.nonzero(wanted)[0]
        rows = rows[np.lexsort((rows, -population[rows].astype(np.int64), rank[rows]))][:most]
        names = self.store.names(rows.tolist())
        return [
            (name, name_uk or name, name_ru or name_uk or name, *spot)
            for (name, name_uk, name_ru), spot in zip(
                names, zip(lat[rows].tolist(), lon[rows].tolist(), rank[rows].tolist(), strict=True), strict=True
            )
        ]

    def close(self) -> None:
        """Close the gazetteer."""
        self.store.close()

    def __repr__(self) -> str:
        return f"<Gazetteer {self.name!r}: {len(self)} places>"


def describe(hit: Hit, store: Store) -> str:
    """Say in words how the spelling matched, and which name where it is not the place's own as written."""
    words = _describe(hit)
    own = hit.name_kind in ("official", "base", "seat") and hit.level == "exact" and hit.form_kind == "exact"
    if own or hit.name < 0:
        return words
    return f"{words}: {store.name_text(hit.name)[0]!r}"


def _describe(hit: Hit) -> str:
    level = {
        "exact": "the name matches exactly",
        "key1": "the name matches in another spelling",
        "key2": "the name matches in another spelling or language",
        "key3": "the name matches by its consonants only",
        "typo1": "the name matches with one typo",
        "typo2": "the name matches with two typos",
    }[hit.level]
    if hit.level == "exact":
        level = {
            "case_uk": "the name matches in a Ukrainian case form",
            "case_ru": "the name matches in a Russian case form",
            "case": "the name matches in a case form", "latin": "the name matches in Latin letters",
            "russian": "the name matches in Russian", "russian_latin": "the name matches in Latin letters from Russian",
        }.get(hit.form_kind, level)  # fmt: skip
    if hit.name_kind in ("former", "occupation"):
        years = f" ({hit.first or '…'}–{hit.last or '…'})" if hit.first or hit.last else ""
        word = "a former name" if hit.name_kind == "former" else "a name used under occupation"
        return f"{level}, as {word}{years}"
    if hit.name_kind == "minor":
        return f"{level}, as a further name that another place bears officially"
    return level


def locate_folder(wanted: str, settings: config.Settings) -> tuple[Path, str]:
    """Return the folder with the tables of a gazetteer, and its name. Raises ``GazetteerError``."""
    if wanted == "shipped":
        return config.data_dir() / "gazetteer", "shipped"
    installed = config.cache_dir(settings) / "gazetteers" / wanted
    if os.sep not in wanted and (installed / tables.TABLES[0]).is_file():
        return installed, wanted
    folder = Path(wanted).expanduser()
    if folder.is_dir():
        tables.require(folder)
        return folder, folder.name
    root = config.cache_dir(settings) / "gazetteers"
    names = ["shipped", *sorted(path.parent.name for path in root.glob(f"*/{tables.TABLES[0]}"))]
    raise GazetteerError(
        f"no gazetteer {wanted!r}; installed: {', '.join(names)}. Or give the path of a gazetteer folder"
    )

"""What the gazetteer knows of a name, asked for millions of times: is it a place, how weighty, an area?"""

from __future__ import annotations

from typing import Final, NamedTuple

from geomap.errors import QueryTooLong
from geomap.gazetteer.names import normalise, spelling_key
from geomap.gazetteer.search import Gazetteer, importance
from geomap.text.adjectives import adjective_bases
from geomap.text.regions import REGIONS

#: Names looked at per form and bearers per name: the weightiest stand first or among these.
_MOST: Final = 40
_MEMORY: Final = 100_000


class Known(NamedTuple):
    """What a form may be."""

    weight: float
    """Importance of the weightiest settlement (log-odds), -9 when no settlement bears the form."""
    kinds: frozenset[str]
    """Kinds of place that bear it."""
    exact: bool
    """Met as written by official or usual names, not only in a case form or looser spelling."""
    theatre: bool
    """Borne by a settlement or area of Ukraine or Russia."""

    @property
    def settlement(self) -> bool:
        """True when a settlement bears the form."""
        return self.weight > -9


NOTHING: Final = Known(-9.0, frozenset(), False, False)


class NameIndex:
    """Remembers what a gazetteer says of forms of names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._forms: dict[str, Known] = {}
        self._loose: dict[str, Known] = {}
        self._bases: dict[str, bool] = {}
        self._theatre: dict[int, bool] = {}

    def known(self, name: str) -> Known:
        """Return what ``name`` as written may be, by exact forms (case forms and transliterations among them)."""
        found = self._forms.get(name)
        if found is None:
            if len(self._forms) > _MEMORY:
                self._forms.clear()
            found = self._forms[name] = self._look(name)
        return found

    def loose(self, name: str) -> Known:
        """Return what ``name`` may be in another spelling (levels 1 and 2 of the spelling keys)."""
        found = self._loose.get(name)
        if found is None:
            if len(self._loose) > _MEMORY:
                self._loose.clear()
            found = self._loose[name] = self._look_loosely(name)
        return found

    def has_base(self, word: str) -> bool:
        """Return True when the adjective ``word`` may come from a known name or region."""
        found = self._bases.get(word)
        if found is None:
            if len(self._bases) > _MEMORY:
                self._bases.clear()
            bases = adjective_bases(word)[:8]
            found = any(base in REGIONS or self.known(base) is not NOTHING for base in bases)
            self._bases[word] = found
        return found

    def _look(self, name: str) -> Known:
        if not 2 <= len(name) <= 80:
            return NOTHING
        try:
            numbers = self.gazetteer.store.by_form(normalise(name))
        except QueryTooLong:
            return NOTHING
        return self._sum(numbers) if numbers else NOTHING

    def _look_loosely(self, name: str) -> Known:
        if not 5 <= len(name) <= 80:
            return NOTHING
        store = self.gazetteer.store
        form = normalise(name)
        for level in (1, 2):
            key = spelling_key(form, level)
            numbers = store.by_key(level, key) if len(key) > 3 else []
            if numbers:
                return self._sum([(number, "loose") for number in numbers])
        return NOTHING

    def _sum(self, numbers: list[tuple[int, str]]) -> Known:
        store = self.gazetteer.store
        weight, kinds, exact, theatre = -9.0, set(), False, False
        for number, form_kind in numbers[:_MOST]:
            for count, bearer in enumerate(store.bearers(number)):
                if count == _MOST:
                    break
                record = store.record(bearer.place)
                kinds.add(record.kind)
                home = self._home(record.country if record.country >= 0 else record.n)
                theatre = theatre or home
                if record.kind not in ("country", "oblast", "raion", "hromada"):
                    weight = max(weight, importance(record) + (0.0 if home else -1.0))
                if form_kind in ("exact", "latin", "russian", "russian_latin") and bearer.kind != "base":
                    exact = True
        return Known(weight, frozenset(kinds), exact, theatre)

    def _home(self, country: int) -> bool:
        known = self._theatre.get(country)
        if known is None:
            known = self._theatre[country] = self.gazetteer.store.identifier(country) in ("UA", "RU")
        return known

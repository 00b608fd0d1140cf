"""Which region a name of a report lies in, where only other sentences or other names of the report say so."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from geomap.gazetteer.search import Gazetteer
from geomap.resolve.locate import Resolver
from geomap.text.adjectives import adjective_bases
from geomap.text.nameindex import NameIndex
from geomap.text.report import Report

#: A name this weighty (a city of some 60,000) is not moved to a namesake in the region that the report speaks of.
WELL_KNOWN = 2.0


@lru_cache(maxsize=4)
def name_index(gazetteer: Gazetteer) -> NameIndex:
    """Return the name index of a gazetteer, kept for the next report."""
    return NameIndex(gazetteer)


def confirm_regions(report: Report, resolver: Resolver) -> None:
    """Give a place the region named elsewhere in its sentence or just before, when a place of its name lies there.

    A region of another sentence does not reach a sentence that is about elsewhere: with an axis or a city outside it.
    Nor does it reach another paragraph when the report speaks of several regions.
    """
    current, latest, paragraph = "", "", -1
    index = name_index(resolver.gazetteer)
    _axes(report, resolver)
    elsewhere = _Elsewhere(report, resolver)
    areas = {mention.name for mention in report.mentions if mention.kind == "oblast"}
    several = elsewhere.several(areas)
    for mention in report.mentions:
        here = report.reading.sentences[mention.sentence].paragraph
        if here != paragraph:
            current, paragraph = "" if several else current, here
        # "the governor of Kursk region" speaks of Kursk region, too
        if mention.kind in ("oblast", "raion"):
            current = latest = mention.name
        if mention.kind != "settlement" or mention.region:
            continue
        if index.known(mention.text).weight >= WELL_KNOWN:
            continue
        if mention.likely_region and _holds(resolver, mention.likely_region, mention.text):
            mention.region = mention.likely_region
        elif current and not elsewhere.speaks(mention.sentence, current) and _holds(resolver, current, mention.text):
            mention.region = current
        elif latest and not elsewhere.speaks(mention.sentence, latest) and _partly_known(resolver, latest):
            mention.unheld = latest
    _same_names(report, resolver)
    if not several:
        _widely(report, resolver, elsewhere)


class _Elsewhere:
    """Says whether a sentence is about somewhere else than a region: its axes and well-known towns lie outside it."""

    def __init__(self, report: Report, resolver: Resolver) -> None:
        self.resolver = resolver
        index = name_index(resolver.gazetteer)
        self._anchors: dict[int, list[str]] = {}
        self._towns: list[str] = []
        for mention in report.mentions:
            if mention.kind == "axis":
                self._anchors.setdefault(mention.sentence, []).append(mention.expression or mention.name)
                self._towns.append(mention.expression or mention.name)
            elif mention.kind == "settlement" and index.known(mention.text).weight >= WELL_KNOWN:
                if mention.role in ("event", "towards"):
                    self._anchors.setdefault(mention.sentence, []).append(mention.text)
                if mention.role != "speaker":
                    self._towns.append(mention.text)
        self._areas = cache(self._find)

    def speaks(self, sentence: int, region: str) -> bool:
        """True when sentence number ``sentence`` has axes or well-known towns, all of them outside ``region``."""
        anchors = self._anchors.get(sentence)
        if not anchors:
            return False
        wanted = _areas_of(self.resolver, region)
        return bool(wanted) and all(not wanted & self._areas(name) for name in anchors)

    def several(self, regions: Iterable[str]) -> bool:
        """True when the report speaks of more than one first-level unit: by its regions, axes and well-known towns."""
        store = self.resolver.gazetteer.store
        oblasts = {
            record.oblast if record.oblast >= 0 else area
            for region in regions for area in _areas_of(self.resolver, region) for record in (store.record(area),)
        }  # fmt: skip
        for name in self._towns:
            oblasts |= {n for n in self._areas(name) if n >= 0 and store.record(n).kind == "oblast"}
        return len(oblasts) > 1

    def _find(self, name: str) -> frozenset[int]:
        place = self.resolver.locate(name, detail=0).place
        number = None if place is None else self.resolver.gazetteer.store.number(place.id)
        if number is None:
            return frozenset()
        record = self.resolver.gazetteer.store.record(number)
        return frozenset((record.oblast, record.raion, record.hromada))


def _axes(report: Report, resolver: Resolver) -> None:
    """Ask for the weightiest town that the adjective of an axis may come from."""
    index = name_index(resolver.gazetteer)
    for mention in report.mentions:
        if mention.kind != "axis":
            continue
        words = mention.name.split()
        bases = adjective_bases(words[0]) if len(words) == 2 else ()
        best = max(bases, key=lambda base: index.known(base).weight, default="")
        if best and index.known(best).settlement:
            mention.expression = f"{best[:1].upper()}{best[1:]} {words[1].lower()}"


def _bearers(resolver: Resolver, name: str) -> frozenset[int]:
    """Return the settlements that bear ``name`` as written or in another spelling."""
    for found in resolver.gazetteer.cascade(name):
        return frozenset(hit.n for hit in found.hits)
    return frozenset()


def _same_names(report: Report, resolver: Resolver) -> None:
    """A name without a region means the place that the same name with a region means elsewhere in the report."""
    placed = [
        (_bearers(resolver, mention.text), mention.region)
        for mention in report.mentions
        if mention.kind == "settlement" and mention.region
    ]
    if not placed:
        return
    for mention in report.mentions:
        if mention.kind == "settlement" and not mention.region:
            own = _bearers(resolver, mention.text)
            for others, region in placed:
                if own & others and _holds(resolver, region.split(", ")[-1], mention.text):
                    mention.region = region
                    break


def _widely(report: Report, resolver: Resolver, elsewhere: _Elsewhere) -> None:
    """Little-known names lie in the region that the report speaks of, when one of the name lies there."""
    index = name_index(resolver.gazetteer)
    areas = [m for m in report.mentions if m.kind == "oblast" and m.role in ("event", "background")]
    if not areas:
        return
    for mention in report.mentions:
        if mention.kind != "settlement" or mention.region or index.known(mention.text).weight >= WELL_KNOWN:
            continue
        near = sorted(areas, key=lambda area: (area.role != "event", abs(area.start - mention.start)))
        for name in list(dict.fromkeys(area.name for area in near))[:4]:
            if not elsewhere.speaks(mention.sentence, name) and _holds(resolver, name, mention.text):
                mention.region = name
                break


def _partly_known(resolver: Resolver, region: str) -> bool:
    """True when the gazetteer has only some of the villages of a region: those of Russia."""
    store = resolver.gazetteer.store
    areas = _areas_of(resolver, region)
    return bool(areas) and all(store.place(area).country != "UA" for area in areas)


def _areas_of(resolver: Resolver, region: str) -> frozenset[int]:
    return frozenset(area for found in resolver.regions.find(region) for area in found.areas)


def _holds(resolver: Resolver, region: str, name: str) -> bool:
    areas = _areas_of(resolver, region)
    if not areas:
        return False
    store = resolver.gazetteer.store
    well_known = False
    for found in resolver.gazetteer.cascade(name):
        if found.level not in ("exact", "key1", "key2"):
            return False
        if found.level != "exact" and well_known:
            return False
        well_known = well_known or any(store.record(hit.n).kind == "city" for hit in found.hits)
        for hit in found.hits:
            record = store.record(hit.n)
            if record.kind in ("city", "town", "settlement", "village") and not areas.isdisjoint(
                (record.oblast, record.raion, record.hromada)
            ):
                return True
    return False

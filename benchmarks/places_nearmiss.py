"""How often a village that the gazetteer lacks is taken for another one: the price of forgiving spellings.

Usage::

    python benchmarks/places_nearmiss.py --gazetteer shipped [--dump UA.zip] [--misses 10]

Three sets of real names, each asked with its oblast as written:

``left out``  every village of Russia's border oblasts in turn, taken out of the gazetteer before it is asked for, in
              Russian and in Latin letters
``dump``      (with ``--dump``) the populated places of a GeoNames country dump that the gazetteer has no place for:
              none within 5 km that bears the name or one of equal consonants or at most two typos
``letter``    every village of those oblasts and of Ukraine's border oblasts with one consonant changed for one that
              spelling keys fold (г and х, ж and з, ш and с, ч and ц), where no place of the oblast is called so: the
              share that is answered without a doubt; such a name may be a slip or another village

"Wrong" is an answer called resolved more than 5 km from the place meant.
"""

from __future__ import annotations

import argparse
import csv
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from places_tasks import RIGHT_KM, Grounds, Question

from geomap.gazetteer.names import normalise
from geomap.gazetteer.search import Gazetteer, Hit
from geomap.model import Match, Status
from geomap.resolve.locate import Resolver
from geomap.resolve.rank import distance_km

#: Russian oblasts at the border, Ukrainian ones at the border or the front.
RUSSIAN = ("RU-KRS", "RU-BEL", "RU-BRY", "RU-VOR", "RU-ROS")
UKRAINIAN = ("Sumy Oblast", "Kharkiv Oblast", "Luhansk Oblast", "Donetsk Oblast", "Zaporizhzhia Oblast")
#: Letters that spelling keys take for each other.
FOLDED = {"г": "х", "х": "г", "ж": "з", "з": "ж", "ш": "с", "с": "ш", "ч": "ц", "ц": "ч"}


class LeavingOut(Gazetteer):
    """A gazetteer that can be made to lack one place."""

    missing = -1

    def _find(self, form: str, level: str) -> tuple[Hit, ...]:
        return tuple(hit for hit in super()._find(form, level) if hit.n != self.missing)

    def without(self, n: int) -> None:
        """Lack place ``n`` from now on (-1: none)."""
        self.missing = n
        self._step.cache_clear()


def villages(gazetteer: Gazetteer, wanted: Callable[[str, str], bool]) -> Iterator[int]:
    """Yield the numbers of the settlements whose first-level unit, by identifier and name, is wanted."""
    store = gazetteer.store
    for n in range(len(store)):
        record = store.record(n)
        if record.kind != "village" or record.oblast < 0 or record.lat is None:
            continue
        if wanted(store.identifier(record.oblast), store.title(record.oblast)):
            yield n


def left_out(gazetteer: LeavingOut, resolver: Resolver) -> Iterator[tuple[str, Question, Match]]:
    """Ask for every Russian border village without it."""
    store = gazetteer.store
    for n in list(villages(gazetteer, lambda code, _: code in RUSSIAN)):
        place = store.place(n)
        if place.lat is None or place.lon is None:
            continue
        oblast = store.place(store.record(n).oblast)
        gazetteer.without(n)
        for label, name, admin in (("Russian", place.name_ru, oblast.name_ru), ("Latin", place.name, oblast.name)):
            if name:
                question = Question(name, place.id, (place.lat, place.lon), admin)
                yield f"left out, {label}", question, resolver.locate(name, admin=admin)
    gazetteer.without(-1)


def dump_rows(path: Path) -> Iterator[list[str]]:
    """Yield the populated places of a GeoNames country dump."""
    with zipfile.ZipFile(path) as archive:
        member = next(name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name)
        with archive.open(member) as stream:
            for row in csv.reader(io.TextIOWrapper(stream, "utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
                if row[6] == "P" and row[7] not in ("PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"):
                    yield row


def dump(gazetteer: Gazetteer, resolver: Resolver, path: Path) -> Iterator[tuple[str, Question, Match]]:
    """Ask for every place of a dump that the gazetteer lacks."""
    grounds = Grounds(gazetteer)
    oblasts = {
        code: store.title(n)
        for store in (gazetteer.store,)
        for n in range(len(store))
        if store.record(n).kind == "oblast" and store.identifier(n).startswith("UA")
        for code in gn_codes(store.identifier(n))
    }
    for row in dump_rows(path):
        admin = oblasts.get(row[10], "")
        question = Question(row[1], f"gn:{row[0]}", (float(row[4]), float(row[5])), admin)
        if admin and not grounds.solvable(question):
            yield "dump", question, resolver.locate(row[1], admin=admin)


def gn_codes(identifier: str) -> list[str]:
    """Return the GeoNames code of a Ukrainian first-level unit."""
    from geomap.gazetteer.units import UKRAINE

    return [unit.gn_code.split(".")[-1] for unit in UKRAINE if unit.admin_id == identifier]


def letters(gazetteer: Gazetteer, resolver: Resolver) -> Iterator[tuple[str, Question, Match]]:
    """Ask for villages with one consonant changed for another that keys fold."""
    store = gazetteer.store
    for label, lang, chosen in (
        ("Russia", "ru", lambda code, _: code in RUSSIAN),
        ("Ukraine", "uk", lambda _, title: title in UKRAINIAN),
    ):  # fmt: skip
        for n in list(villages(gazetteer, chosen)):
            place = store.place(n)
            name = place.name_ru if lang == "ru" else place.name_uk
            oblast = store.place(store.record(n).oblast)
            at = next((i for i, letter in enumerate(name) if i and letter in FOLDED), None)
            if not name or at is None or place.lat is None or place.lon is None:
                continue
            other = name[:at] + FOLDED[name[at]] + name[at + 1 :]
            if any(
                store.record(hit.n).oblast == oblast_number(gazetteer, n)
                for found in gazetteer.cascade(other, "exact")
                for hit in found.hits
            ):
                continue
            admin = oblast.name_ru if lang == "ru" else oblast.name_uk
            # The point of nothing: whatever is called resolved is counted.
            yield f"letter, {label}", Question(other, "", None, admin), resolver.locate(other, admin=admin)


def oblast_number(gazetteer: Gazetteer, n: int) -> int:
    """Return the number of a place's first-level unit."""
    return gazetteer.store.record(n).oblast


def wrong(question: Question, match: Match) -> bool:
    """Tell whether the answer is called resolved and lies elsewhere."""
    if match.status != Status.RESOLVED or match.lat is None or match.lon is None:
        return False
    return question.gold is None or distance_km(match.lat, match.lon, *question.gold) > RIGHT_KM


def report(asked: Iterable[tuple[str, Question, Match]], shown: int) -> None:
    """Print for each set how many were wrongly called resolved, by level of spelling."""
    count: Counter[str] = Counter()
    bad: dict[str, list[tuple[Question, Match]]] = {}
    for label, question, match in asked:
        count[label] += 1
        if wrong(question, match):
            bad.setdefault(label, []).append((question, match))
    for label, n in count.items():
        found = bad.get(label, [])
        levels = Counter(match.candidates[0].match for _, match in found)
        plain = ", ".join(f"{level} {number}" for level, number in sorted(levels.items()))
        print(f"  {label}: n={n} called resolved wrongly {len(found)} ({len(found) / n:.1%}); {plain}")
        loose = [item for item in found if item[1].candidates[0].match != "exact"] or found
        for question, match in loose[:: max(1, len(loose) // shown)][:shown] if shown else []:
            label_ = match.place.label if match.place else ""
            print(f"      {question.name!r} ({question.admin}) → {label_} p={match.probability:.2f} "
                  f"{match.candidates[0].match}: {normalise(match.why[0]) if match.why else ''}")  # fmt: skip


def main() -> None:
    """Run the sets."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--gazetteer", default="shipped", help="name or folder of a gazetteer")
    parser.add_argument("--dump", type=Path, help="GeoNames country dump, UA.zip")
    parser.add_argument("--misses", type=int, default=5, help="wrong answers to print, per set")
    arguments = parser.parse_args()
    gazetteer = LeavingOut(Gazetteer.open(arguments.gazetteer).store)
    resolver = Resolver(gazetteer)
    print(f"$ python benchmarks/places_nearmiss.py --gazetteer {arguments.gazetteer}")
    report(left_out(gazetteer, resolver), arguments.misses)
    if arguments.dump:
        report(dump(gazetteer, resolver, arguments.dump), arguments.misses)
    report(letters(gazetteer, resolver), arguments.misses)


if __name__ == "__main__":
    main()

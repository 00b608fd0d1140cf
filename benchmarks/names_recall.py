"""How many attested spellings of a Ukrainian place are found from its Ukrainian name alone.

Usage: ``python benchmarks/names_recall.py UA.txt`` with a country file in the layout of the GeoNames
dump, plain or zipped (alternate names in the fourth column).

The Ukrainian name of a place is the Cyrillic alternate that the national romanisation turns into its
main name.  Every other alternate in Latin or Cyrillic letters counts, except renamings: those whose
letters are less than two thirds alike.  A spelling is found exactly when it is one of ``forms(name)``,
else by an equal spelling key of level 1, 2 or 3.  Names are split in halves by a checksum: rules were
tuned on the first half only, the second is held out.
"""

from __future__ import annotations

import argparse
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from time import process_time

from geomap.gazetteer.names import forms, normalise, russian_names, spelling_key
from geomap.gazetteer.names.translit import plain_latin

CYRILLIC = re.compile(r"[а-яёіїєґ' ]+")
UKRAINIAN = re.compile("[іїєґ]|[цснлрт]ь")
FOREIGN_LETTER = re.compile("[ыэъў]")
FOREIGN = re.compile(  # Belarusian, Bulgarian, Ossetian and other letters or endings
    "[бвгджзклмнпрстфхцчшщ]э|[жшчщкгх]ы|[іїєґў]|дз[еі]|сьц|ць|[аеиоуы][уи]к"
    "|[ыи]у$|ае$|ни$|скай$|^горад|раен$| (?:ош|хот)|аи"
)
PINYIN = re.compile(r"(?:[a-z]{1,5} ){2,}[a-z]{1,5}")
SAME_NAME = 0.66
OUTCOMES = ("exact", "key 1", "key 2", "key 3", "missed")


def rows(path: Path) -> Iterator[list[str]]:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open(path.stem + ".txt") as stream:
            for line in io.TextIOWrapper(stream, encoding="utf-8"):
                yield line.rstrip("\n").split("\t")
    else:
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                yield line.rstrip("\n").split("\t")


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Ukrainian name and another attested spelling of the same place, each pair once."""
    seen: set[tuple[str, str]] = set()
    for row in rows(path):
        main = normalise(row[1])
        alternates = dict.fromkeys(normalise(name) for name in [row[1], *row[3].split(",")])
        matching = [
            name for name in alternates if CYRILLIC.fullmatch(name) and main in (name, *plain_latin(name, "uk")[:1])
        ]
        if not matching:
            continue
        # romanisation drops ь, so a Russian or Belarusian spelling can match too: take the most Ukrainian one
        name = max(matching, key=lambda name: (len(UKRAINIAN.findall(name)), not FOREIGN_LETTER.search(name)))
        for other in alternates:
            if PINYIN.fullmatch(other):
                continue
            if other and other != name and (other.isascii() or CYRILLIC.fullmatch(other)) and (name, other) not in seen:
                seen.add((name, other))
                if SequenceMatcher(None, spelling_key(name, 1), spelling_key(other, 1)).ratio() >= SAME_NAME:
                    yield name, other


def script(other: str) -> str:
    if other.isascii():
        return "Latin"
    return "other Cyrillic" if FOREIGN.search(other) else "Russian letters"


def outcome(name: str, other: str, found: frozenset[str]) -> str:
    if other in found:
        return "exact"
    for level in (1, 2, 3):
        if spelling_key(name, level) == spelling_key(other, level):
            return f"key {level}"
    return "missed"


def half(name: str) -> str:
    return "held out" if zlib.crc32(name.encode()) % 2 else "tuned on"


def main() -> None:
    parser = argparse.ArgumentParser(description="Recall of attested spellings, from Ukrainian names alone.")
    parser.add_argument("path", type=Path, help="country file of the GeoNames dump, .txt or .zip")
    parser.add_argument("--misses", type=int, default=0, help="print this many misses of the tuning half")
    parser.add_argument("--kind", default="", help="only misses of spellings whose kind contains this text")
    arguments = parser.parse_args()

    known: dict[str, frozenset[str]] = {}
    counts: Counter[tuple[str, str, str]] = Counter()
    russian: Counter[tuple[str, str]] = Counter()
    missed: list[tuple[str, str, str]] = []
    for name, other in pairs(arguments.path):
        if name not in known:
            known[name] = frozenset(form.text for form in forms(name, "uk"))
        result = outcome(name, other, known[name])
        counts[script(other), half(name), result] += 1
        if script(other) == "Russian letters":
            generated = [normalise(candidate) for candidate in russian_names(name)]
            russian[half(name), "pairs"] += 1
            russian[half(name), "all"] += other in generated
            russian[half(name), "first"] += bool(generated) and other == generated[0]
        if result not in ("exact", "key 1") and arguments.kind in script(other) and half(name) == "tuned on":
            missed.append((result, name, other))

    print(f"{'spelling':16}{'half':10}{'pairs':>8}" + "".join(f"{title:>9}" for title in OUTCOMES))
    for kind in ("Russian letters", "Latin", "other Cyrillic"):
        for part in ("tuned on", "held out"):
            total = sum(counts[kind, part, title] for title in OUTCOMES)
            shares = "".join(f"{counts[kind, part, title] / max(total, 1):9.1%}" for title in OUTCOMES)
            print(f"{kind:16}{part:10}{total:8,}{shares}")
    for part in ("tuned on", "held out"):
        total = max(russian[part, "pairs"], 1)
        print(
            f"russian_names, {part}: any {russian[part, 'all'] / total:.1%}, first {russian[part, 'first'] / total:.1%}"
        )

    names = list(known)
    for title, call in (
        ("forms", lambda name: forms(name, "uk")),
        ("normalise", normalise),
        ("spelling_key level 2", lambda name: spelling_key(name, 2)),
    ):
        start = process_time()
        for name in names:
            call(name)
        print(f"{title}: {len(names) / (process_time() - start):,.0f} names per CPU second")
    print(f"forms per name: {sum(map(len, known.values())) / len(known):.1f}")
    print(f"names that share a key: {', '.join(collisions(names))}")
    for result, name, other in sorted(missed, key=lambda miss: zlib.crc32(repr(miss).encode()))[: arguments.misses]:
        print(f"  {result:8}{name} | {other} | {', '.join(russian_names(name))}")


def collisions(names: list[str]) -> Iterator[str]:
    for level in (1, 2, 3):
        keys = Counter(spelling_key(name, level) for name in names)
        yield f"level {level} {sum(n for n in keys.values() if n > 1) / len(names):.1%}"


if __name__ == "__main__":
    main()

"""How many Ukrainian settlements are located, and how far off, against an independent dump.

Usage::

    python benchmarks/gazetteer_quality.py path/to/UA.zip [data/gazetteer]

The dump is a GeoNames country file (19 tab-separated columns, zipped or not). It is read here and
nowhere else: none of its rows enters the gazetteer.

How a settlement is matched to the dump
---------------------------------------
*Same name, same oblast*: a populated place of the dump is a namesake when it has the same GeoNames
first-level code as the settlement's oblast and one of its names (name, ASCII name, alternates) has
the same comparison key as the settlement's Ukrainian or Russian name or a dated former name.

1. ``nearest``: distance to the nearest namesake. A lower bound of the error: taking the wrong one of
   two namesakes goes unseen.
2. ``own``: distance to the one namesake that is the settlement's. Groups of one settlement and one
   reference point are taken as they are. From them the centre (geometric median) of every hromada is
   computed *from the reference alone*; then in every group of namesakes settlements and reference
   points are paired one to one so that the sum of distances to these centres is least. A pair whose
   point lies farther than 25 km from the centre, or that is not nearer to it by 8 km than to the centre of
   every namesake's hromada, is not used.

A located settlement without any namesake in the dump is not evaluated. Coordinates that agree with
the dump to 100 m are counted as ``identical``: both descend from GeoNames, so they test which
namesake was taken rather than the survey.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import statistics
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from geomap.gazetteer.compare import skeleton
from geomap.gazetteer.filters import centre, distance_km

WRONG_KM = 5.0
MAX_FROM_CENTRE_KM = 25.0
CLEAR_KM = 8.0


@dataclass(slots=True)
class Subject:
    """A register settlement and where we put it (None: nowhere)."""

    code: str
    keys: frozenset[str]
    gn_code: str
    hromada: str
    point: tuple[float, float] | None
    source: str = ""
    nearest: float | None = None
    own: float | None = None


@dataclass(slots=True)
class Tally:
    """Counts of one oblast."""

    register: int = 0
    located: int = 0
    nearest: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)


def read_reference(path: Path) -> list[tuple[str, frozenset[str], tuple[float, float]]]:
    """The populated places of a GeoNames dump: first-level code, comparison keys, position."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower())
            text = archive.read(name).decode("utf-8")
    else:
        text = path.read_text(encoding="utf-8")
    places = []
    for line in text.splitlines():
        cells = line.split("\t")
        if len(cells) < 11 or cells[6] != "P":
            continue
        keys = frozenset(filter(None, map(skeleton, [cells[1], cells[2], *cells[3].split(",")])))
        places.append((f"{cells[8]}.{cells[10]}", keys, (float(cells[4]), float(cells[5]))))
    return places


def read_tables(folder: Path) -> list[Subject]:
    """The register settlements of the text tables."""

    def table(name: str) -> list[dict[str, str]]:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    gn = {row["admin_id"]: row["gn_code"] for row in table("admin.csv") if row["level"] == "1"}
    former: dict[str, set[str]] = defaultdict(set)
    if (folder / "renamings.csv").exists():
        for row in table("renamings.csv"):
            former[row["place_id"]] |= {row["old_name_uk"], row["old_name_ru"]}
    subjects = []
    for row in table("settlements.csv"):
        if row["country"] == "UA" and row["place_id"].startswith("UA"):
            names = {row["name_uk"], row["name_ru"], *former[row["place_id"]]}
            point = (float(row["lat"]), float(row["lon"])) if row["lat"] else None
            keys = frozenset(filter(None, map(skeleton, names)))
            subjects.append(
                Subject(row["place_id"], keys, gn[row["admin1"]], row["admin3"] or row["admin1"], point, row["source"])
            )
    return subjects


def _pair(costs: list[list[float]]) -> list[tuple[int, int]]:
    """Cheapest one-to-one pairing; exact up to seven on the shorter side, greedy above."""
    rows, columns = len(costs), len(costs[0])
    if min(rows, columns) <= 6 and max(rows, columns) <= 8:
        if rows <= columns:
            best = min(
                itertools.permutations(range(columns), rows), key=lambda p: sum(costs[i][j] for i, j in enumerate(p))
            )
            return list(enumerate(best))
        turned = [[costs[i][j] for i in range(rows)] for j in range(columns)]
        return [(i, j) for j, i in _pair(turned)]
    pairs, used_rows, used_columns = [], set(), set()
    for _, i, j in sorted((costs[i][j], i, j) for i in range(rows) for j in range(columns)):
        if i not in used_rows and j not in used_columns:
            pairs.append((i, j))
            used_rows.add(i)
            used_columns.add(j)
    return pairs


def evaluate(subjects: list[Subject], reference: list[tuple[str, frozenset[str], tuple[float, float]]]) -> None:
    """Fill ``nearest`` and ``own`` of every located subject that has a namesake in the reference."""
    by_key: dict[tuple[str, str], set[int]] = defaultdict(set)
    for i, (gn_code, keys, _) in enumerate(reference):
        for key in keys:
            by_key[gn_code, key].add(i)
    found = [sorted({i for key in s.keys for i in by_key.get((s.gn_code, key), ())}) for s in subjects]
    claimed: dict[int, list[int]] = defaultdict(list)
    for n, hits in enumerate(found):
        for i in hits:
            claimed[i].append(n)
    own: dict[int, int] = {}
    for n, hits in enumerate(found):
        if len(hits) == 1 and len(claimed[hits[0]]) == 1:
            own[n] = hits[0]
    by_hromada: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for n, i in own.items():
        by_hromada[subjects[n].hromada].append(reference[i][2])
    centres = {h: centre(points) for h, points in by_hromada.items() if len(points) >= 3}
    own = {
        n: i for n, i in own.items()
        if (c := centres.get(subjects[n].hromada)) is None
        or distance_km(*c, *reference[i][2]) <= 2 * MAX_FROM_CENTRE_KM
    }  # fmt: skip
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for n, hits in enumerate(found):
        if n not in own and hits and subjects[n].hromada in centres:
            groups[tuple(hits)].append(n)
    for hits_key, members in groups.items():
        costs = [[distance_km(*centres[subjects[n].hromada], *reference[i][2]) for i in hits_key] for n in members]
        for row, column in _pair(costs):
            n, cost = members[row], costs[row][column]
            rivals = [
                costs[other][column] for other in range(len(members))
                if other != row and subjects[members[other]].hromada != subjects[n].hromada
            ]  # fmt: skip
            if cost <= MAX_FROM_CENTRE_KM and (not rivals or min(rivals) - cost >= CLEAR_KM):
                own[n] = hits_key[column]
    for n, subject in enumerate(subjects):
        if subject.point is None:
            continue
        if found[n]:
            subject.nearest = min(distance_km(*subject.point, *reference[i][2]) for i in found[n])
        if n in own:
            subject.own = distance_km(*subject.point, *reference[own[n]][2])
    # two namesakes of one hromada may be paired crosswise: the pairing with the smaller error counts
    twins: dict[tuple[str, tuple[int, ...]], list[int]] = defaultdict(list)
    for n in own:
        if subjects[n].point is not None and len(found[n]) > 1:
            twins[subjects[n].hromada, tuple(found[n])].append(n)
    for members in twins.values():
        if len(members) == 2:
            a, b = members
            pa, pb = subjects[a].point, subjects[b].point
            assert pa is not None
            assert pb is not None
            cross = distance_km(*pa, *reference[own[b]][2]), distance_km(*pb, *reference[own[a]][2])
            straight = subjects[a].own or 0.0, subjects[b].own or 0.0
            if sum(cross) < sum(straight):
                subjects[a].own, subjects[b].own = cross


def report(subjects: list[Subject], names: dict[str, str]) -> str:
    """The per-oblast table as Markdown."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for s in subjects:
        for key in (s.gn_code, "all"):
            tally = tallies[key]
            tally.register += 1
            tally.located += s.point is not None
            if s.nearest is not None:
                tally.nearest.append(s.nearest)
            if s.own is not None:
                tally.own.append(s.own)
    lines = [
        "| oblast | register | located | % | evaluated (nearest) | > 5 km | % | evaluated (own) | > 5 km | % |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for key in sorted(tallies, key=lambda k: (k == "all", names.get(k, k))):
        t = tallies[key]
        cells = [names.get(key, "**Ukraine**"), t.register, t.located, f"{100 * t.located / t.register:.1f}"]
        for errors in (t.nearest, t.own):
            wrong = sum(error > WRONG_KM for error in errors)
            cells += [len(errors), wrong, f"{100 * wrong / len(errors):.2f}" if errors else ""]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("dump", type=Path, help="GeoNames UA.zip or UA.txt")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("data/gazetteer"))
    parser.add_argument("--worst", type=int, default=0, help="also list the N largest errors")
    options = parser.parse_args()
    subjects = read_tables(options.folder)
    evaluate(subjects, read_reference(options.dump))
    with (options.folder / "admin.csv").open(encoding="utf-8", newline="") as stream:
        names = {r["gn_code"]: r["name_en"] for r in csv.DictReader(stream) if r["level"] == "1" and r["gn_code"]}
    print(report(subjects, names))
    by_source: dict[str, list[Subject]] = defaultdict(list)
    for s in subjects:
        if s.point is not None:
            by_source[s.source].append(s)
    print("\n| source | located | evaluated (own) | > 5 km | % | median km | 90th percentile km | identical to 100 m |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for source, members in sorted(by_source.items()):
        errors = sorted(s.own for s in members if s.own is not None)
        if errors:
            wrong = sum(e > WRONG_KM for e in errors)
            print(
                f"| {source} | {len(members)} | {len(errors)} | {wrong} | {100 * wrong / len(errors):.2f} "
                f"| {statistics.median(errors):.2f} | {errors[int(0.9 * len(errors))]:.2f} "
                f"| {sum(e <= 0.1 for e in errors)} |"
            )
    for s in sorted((s for s in subjects if s.own), key=lambda s: -(s.own or 0))[: options.worst]:
        print(s.code, sorted(s.keys), s.gn_code, s.point, s.source, round(s.own or 0, 1), round(s.nearest or 0, 1))


if __name__ == "__main__":
    main()

"""Areas, front line, band, change and series against a reference, with baselines in the same run.

Usage::

    python benchmarks/control_bench.py SETTLEMENTS occupied-2024-07-08.geojson occupied-2024-12-28.geojson \
        occupied-2025-01-31.geojson [--seeds 5] [--quick]

SETTLEMENTS is a GeoNames country file (19 tab-separated columns, zipped or not) or a gazetteer folder. The references
are polygons of occupied territory with their date in the file name. Nothing of either enters the repository.

How it is measured
------------------
Settlements are labelled by the reference they lie in. The reference line is its boundary without what lies within
8 km of the state border and coast, and without pieces shorter than 25 km; the zone is what lies within 60 km of it.
Distances are means over points every 500 m: *drawn* from the drawn line to the reference, *reference* the other way.
IoU is of the area held by Russia within the zone. The constants of the method were chosen on the first reference with
seeds of their own (100, 101); the tables show every reference, the first one marked ``*``.
"""

from __future__ import annotations

import argparse
import io
import itertools
import math
import resource
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from scipy.spatial import Voronoi, cKDTree

import geomap.control
from geomap.control import areas, front, series
from geomap.control.cells import Tessellation, polygons_only, tessellate
from geomap.control.labels import CONFIRMED_RU, CONFIRMED_UA, Labels, gaps, label
from geomap.control.reference import Reference, read_reference
from geomap.control.rules import Verdict
from geomap.control.sites import Sites, land_of_ukraine, shipped_waters

BORDER_M, PIECE_M, ZONE_M, STEP_M = 8_000.0, 25_000.0, 60_000.0, 500.0


def raion_centres(sites: Sites) -> set[str]:
    """Return the settlements nearest to the most populous one of each raion in the repository's gazetteer."""
    folder = Path(__file__).parents[1] / "data" / "gazetteer"
    table = pd.read_csv(folder / "settlements.csv", dtype=str, keep_default_na=False)
    table = table[(table["country"] == "UA") & (table["lat"] != "") & (table["admin2"] != "")]
    table = table.assign(people=pd.to_numeric(table["population"]).fillna(0)).sort_values("people")
    largest = table.groupby("admin2").tail(1)
    points = largest[["lon", "lat"]].astype(float).to_numpy() * [0.66, 1]
    near = cKDTree(np.column_stack([sites.lon * 0.66, sites.lat])).query(points)[1]
    return {sites.ids[n] for n in near}


def read_settlements(path: Path) -> tuple[Sites, set[str]]:
    """Return the settlements and the identifiers of the raion centres."""
    if path.is_dir():
        table = pd.read_csv(path / "settlements.csv", dtype=str, keep_default_na=False)
        sites = Sites.from_table(table.rename(columns={"name_en": "name"}), path.name)
        return sites, raion_centres(sites)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            name = next(name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower())
            data = io.StringIO(archive.read(name).decode("utf-8"))
    else:
        data = io.StringIO(path.read_text(encoding="utf-8"))
    rows = [line.rstrip("\n").split("\t") for line in data]
    rows = [row for row in rows if row[6] == "P"]
    table = pd.DataFrame({
        "place_id": ["gn:" + row[0] for row in rows], "name": [row[1] for row in rows],
        "lat": [row[4] for row in rows], "lon": [row[5] for row in rows], "country": [row[8] for row in rows],
    })  # fmt: skip
    sites = Sites.from_table(table, path.name)
    return sites, raion_centres(sites)


@dataclass
class Case:
    """One reference with its zone."""

    reference: Reference
    tess: Tessellation
    truth: shapely.Geometry
    area: shapely.Geometry
    zone: shapely.Geometry
    edge: shapely.Geometry
    side: np.ndarray


def make_case(path: Path, sites: Sites, aoi: shapely.Geometry | None = None) -> Case:
    reference = read_reference(path)
    land = land_of_ukraine()
    lakes, rivers = shipped_waters()
    aoi = aoi if aoi is not None else zone_of(reference)
    tess = tessellate(sites, aoi, land=land, water=lakes, rivers=rivers)
    flat = tess.projection.flat
    ru, border = shapely.make_valid(flat(reference.ru)), shapely.boundary(flat(land))
    edge = shapely.buffer(border, BORDER_M)
    truth = main_line(ru, edge)
    zone = shapely.intersection(shapely.buffer(truth, ZONE_M), polygons_only(flat(land)), grid_size=1)
    zone = polygons_only(shapely.intersection(zone, tess.aoi, grid_size=1))
    sample = reference.sample(tess.sites)
    side = np.array([sample.get(identifier, 0) for identifier in tess.sites.ids])
    return Case(reference, tess, truth, polygons_only(shapely.intersection(ru, zone)), zone, edge, side)


def main_line(ru: shapely.Geometry, edge: shapely.Geometry) -> shapely.Geometry:
    line = shapely.line_merge(shapely.difference(shapely.boundary(ru), edge))
    return shapely.MultiLineString([part for part in shapely.get_parts(line) if part.length > PIECE_M])


def zone_of(reference: Reference) -> shapely.Geometry:
    from geomap.control.sites import Projection

    west, south, east, north = reference.ru.bounds
    projection = Projection(round((west + east) / 2, 1), round((south + north) / 2, 1))
    land = projection.flat(land_of_ukraine())
    edge = shapely.buffer(shapely.boundary(land), BORDER_M)
    line = main_line(shapely.make_valid(projection.flat(reference.ru)), edge)
    return projection.degrees(shapely.buffer(line, ZONE_M).simplify(500))


def verdicts(case: Case, side: np.ndarray) -> dict[str, Verdict]:
    made = {
        sign: Verdict("confirmed", name, (), "benchmark", 3.9 * sign, 1, ("one",), ())
        for sign, name in ((1, "RU"), (-1, "UA"))
    }
    return {case.tess.sites.ids[n]: made[int(side[n])] for n in np.flatnonzero(side)}


def even_points(line: shapely.Geometry) -> np.ndarray:
    parts = [part for part in shapely.get_parts(line) if part.length > 0]
    points = []
    for part in parts:
        count = max(1, round(part.length / STEP_M))
        points.append(shapely.line_interpolate_point(part, (np.arange(count) + 0.5) / count, normalized=True))
    return np.concatenate(points) if points else np.array([])


def distances(points: np.ndarray, line: shapely.Geometry) -> np.ndarray:
    tree = shapely.STRtree(shapely.get_parts(line))
    return tree.query_nearest(points, return_distance=True, all_matches=False)[1] / 1000


def score(case: Case, area: shapely.Geometry, line: shapely.Geometry) -> dict[str, float]:
    inner = shapely.buffer(case.zone, -3000)
    line = shapely.intersection(shapely.difference(line, case.edge), inner)
    drawn, truth = even_points(line), even_points(case.truth)
    area = polygons_only(shapely.intersection(polygons_only(area), case.zone, grid_size=1))
    both = shapely.intersection(area, case.area, grid_size=1).area
    either = area.area + case.area.area - both
    if not len(drawn):
        return {"iou": both / either, "drawn": math.nan, "reference": math.nan, "p95": math.nan}
    there = distances(drawn, case.truth)
    return {
        "iou": both / either, "drawn": float(there.mean()), "reference": float(distances(truth, line).mean()),
        "p95": float(np.percentile(there, 95)),
    }  # fmt: skip


def geomap_result(case: Case, side: np.ndarray) -> tuple[Labels, dict, np.ndarray, shapely.Geometry]:
    labels = label(case.tess, verdicts(case, side))
    found = areas.shapes(case.tess, labels)
    numbers = front.crossings(case.tess, labels.side)
    return labels, found, numbers, front.line(case.tess, labels, numbers, found)


def voronoi(case: Case, side: np.ndarray) -> tuple[shapely.Geometry, shapely.Geometry]:
    known = np.flatnonzero(side)
    xy, mine = case.tess.xy[known], side[known] > 0
    from geomap.control.cells import _far_ring, _voronoi

    cells, _, _ = _voronoi(xy, _far_ring(xy, case.zone.bounds))
    # Closing by 20 m heals slits between cells of near-duplicate points, which would count as line.
    whole = shapely.buffer(shapely.buffer(shapely.union_all(cells[mine], grid_size=1), 20), -20)
    area = polygons_only(shapely.intersection(whole, case.zone, grid_size=1))
    return area, shapely.boundary(area)


def idw(case: Case, side: np.ndarray, k: int = 5, cell: float = 500.0) -> tuple[shapely.Geometry, shapely.Geometry]:
    known = np.flatnonzero(side)
    tree = cKDTree(case.tess.xy[known])
    west, south, east, north = case.zone.bounds
    xs, ys = np.arange(west, east, cell) + cell / 2, np.arange(south, north, cell) + cell / 2
    rows = []
    for y in ys:
        distance, near = tree.query(np.column_stack([xs, np.full(len(xs), y)]), k=k)
        value = (side[known][near] / np.maximum(distance, 50.0) ** 2).sum(axis=1) > 0
        step = np.diff(np.concatenate([[0], value.astype(int), [0]]))
        rows += [
            shapely.box(west + a * cell, y - cell / 2, west + b * cell, y + cell / 2)
            for a, b in zip(np.flatnonzero(step == 1), np.flatnonzero(step == -1), strict=True)
        ]
    area = shapely.intersection(shapely.union_all(rows, grid_size=1), case.zone, grid_size=1)
    return area, shapely.boundary(area)


def show(name: str, values: list[dict[str, float]]) -> None:
    text = []
    for key in ("iou", "drawn", "reference", "p95"):
        numbers = [value[key] for value in values]
        low, high = min(numbers), max(numbers)
        form = "{:.3f}" if key == "iou" else "{:.2f}"
        text.append(form.format(low) if len(values) == 1 else f"{form.format(low)}–{form.format(high)}")
    print(f"  {name:<34} IoU {text[0]:<13} drawn {text[1]:<12} reference {text[2]:<12} p95 {text[3]} km", flush=True)


def labels_table(case: Case, seeds: int, seats: set[str], earlier: Case | None, quick: bool) -> None:
    side = case.side
    _, found, _, line = geomap_result(case, side)
    empty = shapely.MultiPolygon()
    print(f" correct labels ({int((side != 0).sum())} settlements)")
    show("geomap", [score(case, found.get(("confirmed", "RU"), empty), line)])
    show("1-NN Voronoi", [score(case, *voronoi(case, side))])
    if not quick:
        show("IDW k=5", [score(case, *idw(case, side))])
    if seats:
        seat = np.array([identifier in seats for identifier in case.tess.sites.ids])
        show(f"1-NN of {int((seat & (side != 0)).sum())} raion centres", [score(case, *voronoi(case, side * seat))])
    if earlier is not None:
        old = shapely.intersection(case.tess.projection.flat(earlier.reference.ru), case.zone, grid_size=1)
        show(f"reference of {earlier.reference.date} unchanged", [score(case, old, shapely.boundary(old))])
    for share in (0.05, 0.1):
        ours, theirs = [], []
        for seed in range(seeds):
            wrong = np.where(np.random.default_rng(seed).random(len(side)) < share, -side, side)
            _, found, _, line = geomap_result(case, wrong)
            ours.append(score(case, found.get(("confirmed", "RU"), empty), line))
            if seed == 0 or not quick:
                theirs.append(score(case, *voronoi(case, wrong)))
        print(f" {share:.0%} wrong labels, {seeds} seeds")
        show("geomap", ours)
        show("1-NN Voronoi", theirs)
    ours, theirs, coverage = [], [], []
    for seed in range(seeds):
        third = third_of(side, seed)
        labels, found, numbers, line = geomap_result(case, third)
        ours.append(score(case, found.get(("confirmed", "RU"), empty), line))
        theirs.append(score(case, *voronoi(case, third)))
        coverage.append(band(case, labels, found, numbers, line))
    print(f" a third of the settlements labelled, {seeds} seeds")
    show("geomap", ours)
    show("1-NN Voronoi", theirs)
    labels, found, numbers, line = geomap_result(case, side)
    share, width = band(case, labels, found, numbers, line)
    low, high = min(c[0] for c in coverage), max(c[0] for c in coverage)
    print(" band of nominal 90 %: share of the reference line within it")
    print(f"  full density {share:.1%} (mean half-width {width:.1f} km)")
    print(f"  a third {low:.1%}–{high:.1%} (mean half-width {np.mean([c[1] for c in coverage]):.1f} km)", flush=True)


def third_of(side: np.ndarray, seed: int) -> np.ndarray:
    return np.where(np.random.default_rng(seed).random(len(side)) < 1 / 3, side, 0)


def band(case: Case, labels: Labels, found: dict, numbers: np.ndarray, line: shapely.Geometry) -> tuple[float, float]:
    width = front.half_width(gaps(case.tess, labels, numbers), 0.9)
    shape = front.band_shape(case.tess, labels, numbers, line, width, found)
    shapely.prepare(shape)
    return float(shapely.intersects(shape, even_points(case.truth)).mean()), float(width.mean() / 1000)


def change_table(first: Case, second: Case, sites: Sites) -> None:
    aoi = shapely.union(zone_of(first.reference), zone_of(second.reference))
    start = time.perf_counter()
    made = [
        geomap.control(pd.DataFrame(case.reference.statements(case.tess.sites)), gazetteer=sites, aoi=aoi,
                       date=case.reference.date)
        for case in (first, second)
    ]  # fmt: skip
    change = made[0].change(made[1])
    zone = shapely.buffer(made[0].tessellation.aoi, 0)
    flat = made[0].tessellation.projection.flat
    ru = [shapely.intersection(shapely.make_valid(flat(case.reference.ru)), zone) for case in (first, second)]
    truth = (ru[1].area - ru[0].area) / 1e6
    print(f"change {first.reference.date} → {second.reference.date} ({time.perf_counter() - start:.1f} s)")
    print(f"  the reference's own figure {truth:+,.0f} km²; {change}")
    print(f"  interval holds it: {'yes' if change.low_km2 <= truth <= change.high_km2 else 'NO'}", flush=True)


def series_table(sites: Sites, days: int, places: int) -> None:
    chosen = sites.subset(np.arange(min(places, len(sites))))
    tess = tessellate(chosen, land=land_of_ukraine())
    # A straight front east of 36°E; each day one settlement in a thousand at the line changes hands.
    side = np.where(tess.sites.lon > 36.0, 1, -1)
    pairs = tess.pairs
    rng = np.random.default_rng(0)
    flips = max(1, len(side) // 1000)

    def walk(kind: str, days: int):
        now = side.copy()
        for day in range(days):
            if kind == "anywhere":
                at = np.arange(len(now))
            else:
                differs = now[pairs[:, 0]] != now[pairs[:, 1]]
                at = np.unique(pairs[differs])
            if kind == "advance":
                # A settlement changes hands when most of its neighbours already are on the other side.
                other, all_ = np.bincount(pairs[differs].ravel(), minlength=len(now)), np.bincount(pairs.ravel())
                share = other / np.maximum(all_, 1)
                at = at[np.argsort(-share[at] + 0.2 * rng.random(len(at)))[: 4 * flips]]
            moved = rng.choice(at, min(flips, len(at)), replace=False)
            now[moved] = -now[moved]
            yield f"day {day}", np.where(now > 0, CONFIRMED_RU, CONFIRMED_UA), now

    kinds = (
        ("advance", "flips along a moving line", days), ("line", "random flips at the line", min(days, 100)),
        ("anywhere", "random flips anywhere", min(days, 100)),
    )  # fmt: skip
    print(f"series: {len(tess.sites)} places, {flips} flips a day, areas and line for every day")
    for kind, name, many in kinds:
        start, used = time.perf_counter(), time.process_time()
        kept = [(item.areas, item.line, item.length_km) for item in series.replay(tess, walk(kind, many))]
        seconds, cpu = time.perf_counter() - start, time.process_time() - used
        valid = all(shapely.is_valid(shape) for shape in kept[-1][0].values())
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"  {name}, {many} days: {seconds:.1f} s ({cpu:.1f} s of processor), peak {peak:.2f} GB, last line "
            f"{kept[-1][2]:,.0f} km, valid: {valid}", flush=True,
        )  # fmt: skip
        del kept
    import geopandas

    cells, start, count = None, time.perf_counter(), 3
    diagram = Voronoi(np.vstack([tess.xy, tess.xy.mean(axis=0) + 5e6 * np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]])]))
    cells = [shapely.Polygon(diagram.vertices[diagram.regions[diagram.point_region[n]]]) for n in range(len(tess.xy))]
    frame = geopandas.GeoDataFrame({"side": side}, geometry=cells)
    start = time.perf_counter()
    for _ in range(count):
        frame.dissolve("side")
    each = (time.perf_counter() - start) / count
    print(f"  geopandas dissolve: {each:.2f} s a day, areas only, not clipped: {each * days:.0f} s for {days} days")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("settlements", type=Path)
    parser.add_argument("references", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--days", type=int, default=1000)
    parser.add_argument("--places", type=int, default=30_000)
    parser.add_argument("--quick", action="store_true", help="leave out IDW and most seeds of the baseline")
    parser.add_argument("--only", choices=("labels", "change", "series"))
    args = parser.parse_args()
    sites, seats = read_settlements(args.settlements)
    cases = [make_case(path, sites) for path in args.references]
    if args.only in (None, "labels"):
        for number, case in enumerate(cases):
            length = case.truth.length / 1000
            star, size = "*" if number == 0 else "", case.zone.area / 1e6
            print(f"{case.reference.date}{star}: line {length:,.0f} km, zone {size:,.0f} km²")
            labels_table(case, args.seeds, seats, cases[number - 1] if number else None, args.quick)
    if args.only in (None, "change") and len(cases) > 1:
        change_table(cases[0], cases[-1], sites)
        for first, second in itertools.pairwise(cases):
            if len(cases) > 2:
                change_table(first, second, sites)
    if args.only in (None, "series"):
        series_table(sites, args.days, args.places)


if __name__ == "__main__":
    main()

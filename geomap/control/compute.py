"""``geomap.control(claims, …)``: statements in, areas, front line, band and explanations out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.control import areas as areas_
from geomap.control import claims as ledger
from geomap.control import front as front_
from geomap.control import rules
from geomap.control.cells import GRID_M, Tessellation, polygons_only, tessellate
from geomap.control.labels import CONFIRMED_RU, CONFIRMED_UA, CONTESTED, STATES, Labels, gaps, label
from geomap.control.reference import Reference, read_reference
from geomap.control.sites import Projection, Sites, gazetteer_sites, land_of_ukraine, shipped_waters
from geomap.errors import InputError

if TYPE_CHECKING:
    import geopandas
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from geomap.control.audit import Explanation
    from geomap.control.change import Change
    from geomap.gazetteer.search import Gazetteer
    from geomap.resolve.locate import Resolver

    GazetteerLike = Gazetteer | Resolver | Sites | pd.DataFrame | str | os.PathLike[str]

#: Margin of the area of interest around the reported settlements, km: no report reaches farther.
MARGIN_KM = 45.0
#: Strips between a reference and the country's outline narrower than twice this are drawn by nobody, metres.
SLIVER_M = 2_500.0


@dataclass(frozen=True, slots=True)
class Options:
    """Every setting of :func:`control` that changes its result; part of the inputs' hash."""

    window_days: int = rules.WINDOW_DAYS
    """Statements so many days apart speak of one situation."""
    stale_days: int = rules.STALE_DAYS
    """Confirming evidence older than this is stale."""
    claim_days: int = rules.CLAIM_DAYS
    """Claims nobody confirmed are dropped after so many days."""
    coverage: float = 0.9
    """Share of the true line that the band should hold."""
    tolerance_m: float = front_.TOLERANCE_M
    """Tolerance at which the length of the line is measured, metres."""
    smoothing: bool = True
    """Look for wrong reports and overrule them by their neighbours."""


@dataclass(frozen=True, eq=False)
class Control:
    """Who held what on a day, as far as the statements tell. Tables are EPSG:4326."""

    date: str
    """The day (ISO)."""
    areas: geopandas.GeoDataFrame
    """One row a state and side (:data:`geomap.schema.AREAS`). ``claimed`` rows lie on top of the others."""
    front: geopandas.GeoDataFrame
    """The line between the sides: at most one row (:data:`geomap.control.front.COLUMNS`)."""
    band: geopandas.GeoDataFrame
    """The band that should hold the true line: at most one row (:data:`geomap.control.front.BAND_COLUMNS`)."""
    claims: pd.DataFrame
    """Every row of the ledger, with ``status`` and ``reason``; nothing is left out."""
    places: geopandas.GeoDataFrame
    """Settlements with statements of their own, as points, with state, rule and roots. ``isolated``: the report stands
    alone against all around it, or lies at no settlement, and is shown as a point only."""
    attrs: dict[str, Any]
    """``inputs_hash``, ``licences``, ``sources``, ``attribution``, ``gazetteer``, options."""
    verdicts: Mapping[str, rules.Verdict] = field(repr=False)
    """Settlement identifier → verdict."""
    labels: Labels = field(repr=False)
    """State of every settlement of the tessellation."""
    tessellation: Tessellation = field(repr=False)
    """The cells."""
    sites: Sites = field(repr=False)
    """All settlements of the gazetteer."""
    options: Options = field(repr=False)
    """The settings."""
    reference: Reference | None = field(default=None, repr=False)
    """The starting state, if one was given."""

    def explain(self, place: str) -> Explanation:
        """Say why a settlement has its state: statements, votes, rule, neighbours. See :mod:`geomap.control.audit`."""
        from geomap.control.audit import explain

        return explain(self, place)

    def change(self, other: Control, **options: Any) -> Change:
        """Return what changed from this to ``other``, paired on one tessellation. See :mod:`geomap.control.change`."""
        from geomap.control.change import change

        return change(self, other, **options)

    def __str__(self) -> str:
        """Return areas and length in a few lines."""
        lines = [f"control on {self.date}, inputs {self.attrs['inputs_hash']}"]
        lines += [
            f"  {' '.join(filter(None, (row['state'], row['side'])))}: {row['area_km2']:,.0f} km², "
            f"{row['n_places']} places ({row['n_reported']} reported)"
            for row in self.areas.to_dict("records")
        ]
        lines += [
            f"  front: {row['length_km']:,.0f} km at a tolerance of {row['tolerance_m']:g} m"
            for row in self.front.to_dict("records")
        ]
        return "\n".join(lines)


def open_sites(gazetteer: GazetteerLike | None) -> tuple[Sites, Resolver | None]:
    """Return the settlements of a gazetteer and, where it has names, a resolver over it."""
    import pandas as pd

    if isinstance(gazetteer, Sites):
        return gazetteer, None
    if isinstance(gazetteer, pd.DataFrame):
        return Sites.from_table(gazetteer), None
    from geomap.resolve.geocode import make_resolver
    from geomap.resolve.locate import Resolver as ResolverClass

    resolver = gazetteer if isinstance(gazetteer, ResolverClass) else make_resolver(gazetteer)
    return gazetteer_sites(resolver.gazetteer), resolver


def control(
    claims: Any,
    *,
    date: Any = None,
    known_by: Any = None,
    gazetteer: GazetteerLike | None = None,
    reference: Any = None,
    aoi: BaseGeometry | geopandas.GeoDataFrame | None = None,
    land: BaseGeometry | str | None = "shipped",
    water: Sequence[BaseGeometry] | str = "shipped",
    calibration: Any = None,
    options: Options | None = None,
    **settings: Any,
) -> Control:
    """Work out who held what on a day from statements.

    Parameters
    ----------
    claims
        A ledger, events with control changes, a VIINA control table; a path, table, rows, or a list of these.
        See :func:`geomap.control.claims.read`. None with a reference: the reference alone.
    date
        The day; by default the last day any statement speaks of.
    known_by
        Leave out statements said after this day: the map as it could be known then.
    gazetteer
        A gazetteer, resolver, name or path; or a table of settlements (``place_id, lat, lon, name, country``).
    reference
        Areas drawn by others, as the starting state: a :class:`~geomap.control.reference.Reference`, a
        GeoDataFrame or a path. Statements of days after its date lie on top of it.
    aoi
        Area of interest; by default the hull of the settlements with confirming statements (and of the
        reference) with a margin.
    land
        Ukraine's outline, so that no cell crosses the state border; ``"shipped"``: the base map's; None: none.
    water
        Lakes and reservoirs; ``"shipped"``: the base map's, with its rivers.
    calibration
        A reference (as ``reference``) that sets the width of the band by split conformal calibration: the stated
        share of its line lies in the band. Without it the width follows the spacing of the reports.
    options, settings
        :class:`Options`, whole or by name.

    Raises
    ------
    InputError
        No statement can be used; the message tells why the first ones could not.
    """
    made = prepare_inputs(
        claims, gazetteer=gazetteer, reference=reference, aoi=aoi, land=land, water=water, options=options, **settings
    )
    start, frame = made.reference, made.frame
    if date is not None:
        day = ledger.one_day(date)
    elif (frame["status"] == "ready").any():
        day = int(frame.loc[frame["status"] == "ready", "last"].max())
    else:
        day = ledger.one_day(start.date if start else "", "the reference's date")
    known = 0 if known_by is None else ledger.one_day(known_by, "known_by")
    frame, verdicts = judge(frame, made.sites, day, known, made.options)
    tess = made.tessellate(verdicts)
    digest = inputs_hash(frame, tess, f"{day} {known}", made.options, start)
    truth = None if calibration is None else read_reference(calibration)
    return draw(frame, verdicts, tess, made.sites, day, digest, made.options, start, truth)


@dataclass(frozen=True, eq=False)
class Inputs:
    """A ledger read, placed and ready to be judged."""

    frame: pd.DataFrame
    """The ledger (:func:`geomap.control.claims.prepare`)."""
    sites: Sites
    """Settlements, and points of the ledger that lie at none."""
    reference: Reference | None
    """The starting state."""
    options: Options
    """The settings."""
    aoi: Any
    """Area of interest as given."""
    surroundings: Mapping[str, Any]
    """``land``, ``water`` and ``rivers``."""

    def tessellate(self, verdicts: Mapping[str, rules.Verdict]) -> Tessellation:
        """Return the cells that hold the settled verdicts."""
        region = _region(self.aoi, self.sites, verdicts, self.reference)
        return tessellate(_confirming(self.sites, verdicts), region, **self.surroundings)


def prepare_inputs(
    claims: Any, *, gazetteer: GazetteerLike | None = None, reference: Any = None, aoi: Any = None,
    land: Any = "shipped", water: Any = "shipped", options: Options | None = None, **settings: Any,
) -> Inputs:  # fmt: skip
    """Read and place a ledger; parameters as in :func:`control`."""
    chosen = options or Options(**settings)
    sites, resolver = open_sites(gazetteer)
    start = None if reference is None else read_reference(reference)
    rows = ledger.empty() if claims is None and start is not None else ledger.read(claims)
    frame = ledger.prepare(rows, sites, resolver)
    ready = frame["status"] == "ready"
    if start is None and not ready.any():
        reasons = "; ".join(dict.fromkeys(str(reason) for reason in frame["reason"].head(3)))
        raise InputError(f"none of the {len(frame)} claims can be used: {reasons or 'the table is empty'}")
    if start is not None and start.date:
        answered = ready & (frame["last"] <= ledger.one_day(start.date))
        told = f"from before the reference {start.name!r}, {start.date}"
        frame.loc[answered, ["status", "reason"]] = ["not used", told]
    lakes, rivers = shipped_waters() if isinstance(water, str) else (tuple(water), ())
    around = {"land": land_of_ukraine() if isinstance(land, str) else land, "water": lakes, "rivers": rivers}
    return Inputs(frame, _with_points(frame, sites), start, chosen, aoi, around)


def _with_points(frame: pd.DataFrame, sites: Sites) -> Sites:
    """Return the sites, and the points of the ledger that lie at no settlement as sites of their own."""
    import numpy as np

    points = sorted({
        (f"point:{lat:.5f},{lon:.5f}", label, lat, lon)
        for site, label, lat, lon in zip(frame["site"], frame["label"], frame["lat"], frame["lon"], strict=True)
        if site == ledger.POINT
    })  # fmt: skip
    if not points:
        return sites
    first: dict[str, tuple[str, str, float, float]] = {}
    for point in points:
        first.setdefault(point[0], point)
    extra = list(first.values())
    wide = Sites(
        (*sites.ids, *(point[0] for point in extra)), (*sites.labels, *(point[1] for point in extra)),
        np.append(sites.lon, [point[3] for point in extra]), np.append(sites.lat, [point[2] for point in extra]),
        (*sites.countries, *("" for _ in extra)), sites.name, sites.attribution,
    )  # fmt: skip
    mine = (frame["site"] == ledger.POINT).to_numpy()
    places = zip(frame.loc[mine, "lat"], frame.loc[mine, "lon"], strict=True)
    frame.loc[mine, "site"] = [wide.index[f"point:{lat:.5f},{lon:.5f}"] for lat, lon in places]
    return wide


def _confirming(sites: Sites, verdicts: Mapping[str, rules.Verdict]) -> Sites:
    """Return the sites that get a cell: all settlements, and points of their own only where something confirms.

    A claim at a point of its own would otherwise move its neighbours' borders.
    """
    import numpy as np

    keep = [
        n for n, identifier in enumerate(sites.ids)
        if not identifier.startswith("point:") or (identifier in verdicts and verdicts[identifier].settled)
    ]  # fmt: skip
    return sites if len(keep) == len(sites) else sites.subset(np.array(keep, dtype=np.int64))


def judge(
    frame: pd.DataFrame, sites: Sites, day: int, known: int, options: Options
) -> tuple[pd.DataFrame, dict[str, rules.Verdict]]:
    """Return the ledger with the fate of every row on ``day``, and the verdict on every settlement."""
    frame = frame.copy()
    ready = frame["status"] == "ready"
    future = ready & (frame["first"] > day)
    frame.loc[future, ["status", "reason"]] = ["future", f"speaks of days after {ledger.iso(day)}"]
    if known:
        unknown = ready & ~future & (frame["said"] > known)
        frame.loc[unknown, ["status", "reason"]] = ["future", f"was said after {ledger.iso(known)}"]
    ledger.supersede(frame, known)
    statements = collect(frame)
    verdicts = {}
    status = frame["status"].tolist()
    reason = frame["reason"].tolist()
    for number in sorted(statements):
        verdict = rules.decide(
            [item.on(day) for item in statements[number]], day,
            window=options.window_days, stale=options.stale_days, claim_days=options.claim_days,
        )  # fmt: skip
        verdicts[sites.ids[number]] = verdict
        for position in verdict.used:
            status[position] = "used"
            reason[position] = verdict.rule if not reason[position] else f"{verdict.rule}; {reason[position]}"
        for position, why in verdict.unused.items():
            status[position] = "not used"
            reason[position] = why if not reason[position] else f"{why}; {reason[position]}"
    frame["status"], frame["reason"] = status, reason
    return frame, verdicts


def collect(frame: pd.DataFrame) -> dict[int, list[rules.Statement]]:
    """Return the statements of the rows that are ready, by site."""
    statements: dict[int, list[rules.Statement]] = {}
    ready = frame[frame["status"] == "ready"]
    columns = (
        "site", "root", "holder", "evidence", "claimant_side", "last", "said_last", "geocode_p", "first",
    )  # fmt: skip
    positions = (frame["status"] == "ready").to_numpy().nonzero()[0].tolist()
    for position, values in zip(positions, zip(*(ready[c].tolist() for c in columns), strict=True), strict=True):
        site, root, holder, evidence, side, last, said, probability, first = values
        statements.setdefault(int(site), []).append(
            rules.Statement(position, root, holder, evidence, side, last, said, float(probability or 1.0), first)
        )
    return statements


def _region(aoi: Any, sites: Sites, verdicts: Mapping[str, rules.Verdict], start: Reference | None) -> BaseGeometry:
    """Return the area of interest in degrees. Claims do not stretch it, so they change nothing else either."""
    import numpy as np
    import shapely

    if aoi is not None:
        shape = aoi.to_crs("EPSG:4326").union_all() if hasattr(aoi, "to_crs") else aoi
        if not shapely.is_valid(shape):
            shape = shapely.make_valid(shape)
        if shape.is_empty or not shape.area:
            raise InputError("the area of interest is empty; give a polygon in degrees (EPSG:4326)")
        return shape
    settled = [identifier for identifier, verdict in verdicts.items() if verdict.settled]
    numbers = np.array([sites.index[identifier] for identifier in sorted(settled or verdicts)], dtype=np.int64)
    points = np.column_stack([sites.lon[numbers], sites.lat[numbers]])
    if start is not None:
        points = np.vstack([points, shapely.get_coordinates(shapely.convex_hull(start.ru))])
    if not len(points):
        raise InputError("no claim lies at a settlement of the gazetteer; give aoi, or claims with place names")
    middle = Projection(float(points[:, 0].mean().round(1)), float(points[:, 1].mean().round(1)))
    hull = shapely.convex_hull(shapely.MultiPoint(middle.forward(points[:, 0], points[:, 1])))
    region: BaseGeometry = middle.degrees(shapely.buffer(hull, MARGIN_KM * 1000, quad_segs=4))
    return region


def inputs_hash(frame: pd.DataFrame, tess: Tessellation, days: str, options: Options, start: Reference | None) -> str:
    """Return a hash of everything a result rests on: rows, cells, reference, days, options, weights."""
    digest = hashlib.sha256()
    for row in sorted(ledger.identity(row) for row in frame.to_dict("records")):
        digest.update(row.encode())
    digest.update(tess.digest.encode())
    digest.update(repr((days, options, sorted(rules.WEIGHTS.items()))).encode())
    if start is not None:
        digest.update(start.digest.encode())
    return digest.hexdigest()[:16]


def draw(
    frame: pd.DataFrame, verdicts: Mapping[str, rules.Verdict], tess: Tessellation, sites: Sites, day: int,
    digest: str, options: Options, start: Reference | None = None, truth: Reference | None = None,
) -> Control:  # fmt: skip
    """Draw areas, line and band of verdicts on a tessellation."""
    prior = None if start is None else start.sample(tess.sites)
    labels = label(tess, verdicts, prior, smoothing=options.smoothing)
    as_of = ledger.iso(day)
    shapes = areas_.shapes(tess, labels, None if start is None else _start_shapes(start, tess))
    areas = areas_.table(tess, shapes, areas_.counts(tess, labels), as_of)
    numbers = front_.crossings(tess, labels.side)
    shape = front_.line(tess, labels, numbers, shapes) if start is None else front_.border(shapes)
    method = "midpoints between settlements" if start is None else f"reference {start.name} with claims since"
    front = front_.table(tess, shape, as_of=as_of, method=method, inputs_hash=digest, tolerance_m=options.tolerance_m)
    width, how = front_.half_width(gaps(tess, labels, numbers), options.coverage), "spacing of the reports"
    if truth is not None and len(numbers):
        drawn = _start_shapes(truth, tess)
        known = front_.border({STATES[key]: shape for key, shape in drawn.items()})
        width = front_.conformal_half_width(tess, labels, numbers, known, options.coverage)
        how = f"conformal on {truth.name}"
    band_shape = front_.band_shape(tess, labels, numbers, shape, width, shapes)
    band = front_.band_table(tess, band_shape, width, as_of=as_of, coverage=options.coverage, method=how)
    places = _places(verdicts, sites, labels, tess)
    attrs = {
        "inputs_hash": digest,
        "gazetteer": sites.name,
        "attribution": [*sites.attribution, *([f"Reference: {start.name}"] if start else [])],
        "licences": sorted({*ledger.licences(frame), *([start.licence] if start and start.licence else [])}),
        "sources": sorted({value for value in frame.loc[frame["status"] == "used", "source"] if value}),
        "error_rate": round(labels.rate, 4),
        "options": {name: getattr(options, name) for name in Options.__slots__},
    }
    for item in (areas, front, band, places):
        item.attrs.update({key: attrs[key] for key in ("inputs_hash", "attribution", "licences")})
    return Control(as_of, areas, front, band, frame, places, attrs, verdicts, labels, tess, sites, options, start)


def _start_shapes(start: Reference, tess: Tessellation) -> dict[int, BaseGeometry]:
    """Return the reference's areas within the area of interest, by key, metres."""
    import shapely

    def cut(shape: BaseGeometry) -> BaseGeometry:
        flat = polygons_only(shapely.make_valid(tess.projection.flat(shape)))
        return polygons_only(shapely.intersection(flat, tess.aoi, grid_size=GRID_M))

    ru, contested = cut(start.ru), cut(start.contested)
    taken = shapely.union(ru, contested, grid_size=GRID_M)
    if start.ua is not None:
        ua = polygons_only(shapely.difference(cut(start.ua), taken, grid_size=GRID_M))
    else:
        land = land_of_ukraine()
        country = cut(land) if land is not None else shapely.MultiPolygon()
        # Outside Ukraine (a made-up country in a test, or a window elsewhere) all that is not Russia's is Ukraine's.
        country = tess.aoi if country.is_empty else country
        ua = _without_slivers(shapely.difference(country, taken, grid_size=GRID_M), shapely.boundary(country))
    shapes = {CONFIRMED_RU: ru, CONFIRMED_UA: ua, CONTESTED: contested}
    return {key: polygons_only(shape) for key, shape in shapes.items() if not shape.is_empty}


def _without_slivers(shape: BaseGeometry, outline: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` without narrow strips along the country's outline.

    A reference and the base map draw coast and border differently. What is left between the two belongs to neither
    side, and would make a front of every coast.
    """
    import shapely

    whole = polygons_only(shape)
    opened = shapely.buffer(shapely.buffer(whole, -SLIVER_M, quad_segs=2), SLIVER_M * 1.05, quad_segs=2)
    strips = polygons_only(shapely.difference(whole, opened, grid_size=GRID_M))
    along = shapely.buffer(outline.simplify(200.0), 4 * SLIVER_M, quad_segs=2)
    cut = polygons_only(shapely.intersection(strips, along, grid_size=GRID_M))
    return polygons_only(shapely.difference(whole, cut, grid_size=GRID_M))


def _places(
    verdicts: Mapping[str, rules.Verdict], sites: Sites, labels: Labels, tess: Tessellation
) -> geopandas.GeoDataFrame:
    import geopandas
    import shapely

    rows = []
    for identifier in sorted(verdicts):
        verdict = verdicts[identifier]
        number = sites.index[identifier]
        local = tess.index.get(identifier, -1)
        alone = local < 0 or bool(labels.isolated[local])
        rows.append({
            "place_id": identifier, "name": sites.labels[number], "state": verdict.state, "side": verdict.side,
            "claimed_by": ", ".join(verdict.claimed_by), "isolated": alone, "rule": verdict.rule,
            "roots": ", ".join(verdict.roots), "geometry": shapely.Point(sites.lon[number], sites.lat[number]),
        })  # fmt: skip
    columns = ["place_id", "name", "state", "side", "claimed_by", "isolated", "rule", "roots", "geometry"]
    return geopandas.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")

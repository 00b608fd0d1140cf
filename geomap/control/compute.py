"""``geomap.control(claims, …)``: statements in, areas, front line, band and explanations out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geomap.control import areas as areas_
from geomap.control import claims as ledger
from geomap.control import front as front_
from geomap.control import rules
from geomap.control.labels import Labels, half_widths, label
from geomap.control.sites import Sites, Tessellation, gazetteer_sites, land_of_ukraine, tessellate
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
    """Settlements with statements of their own, as points, with state, rule and roots."""
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

    def explain(self, place: str) -> Explanation:
        """Say why a settlement has its state: statements, votes, rule, neighbours. See :mod:`geomap.control.audit`."""
        from geomap.control.audit import explain

        return explain(self, place)

    def change(self, other: Control, **options: Any) -> Change:
        """Return what changed from this to ``other``, paired on one tessellation. See :mod:`geomap.control.change`."""
        from geomap.control.change import change

        return change(self, other, **options)

    def __str__(self) -> str:
        lines = [f"control on {self.date}, inputs {self.attrs['inputs_hash']}"]
        for row in self.areas.to_dict("records"):
            side = f" {row['side']}" if row["side"] else ""
            lines.append(f"  {row['state']}{side}: {row['area_km2']:,.0f} km², {row['n_places']} places")
        for row in self.front.to_dict("records"):
            lines.append(f"  front: {row['length_km']:,.0f} km at a tolerance of {row['tolerance_m']:g} m")
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
    aoi: BaseGeometry | geopandas.GeoDataFrame | None = None,
    land: BaseGeometry | str | None = "shipped",
    options: Options | None = None,
    **settings: Any,
) -> Control:
    """Work out who held what on a day from statements.

    Parameters
    ----------
    claims
        A ledger, events with control changes, a VIINA control table; a path, table, rows, or a list of these.
        See :func:`geomap.control.claims.read`.
    date
        The day; by default the last day any statement speaks of.
    known_by
        Leave out statements said after this day: the map as it could be known then.
    gazetteer
        A gazetteer, resolver, name or path; or a table of settlements (``place_id, lat, lon, name, country``).
    aoi
        Area of interest; by default the hull of the settlements with confirming statements and a margin.
    land
        Ukraine's outline, so that no cell crosses the state border; ``"shipped"``: the base map's; None: none.
    options, settings
        :class:`Options`, whole or by name.

    Raises
    ------
    InputError
        No statement can be used; the message tells why the first ones could not.
    """
    import pandas as pd

    chosen = options or Options(**settings)
    sites, resolver = open_sites(gazetteer)
    frame = ledger.prepare(ledger.read(claims), sites, resolver)
    ready = frame["status"] == "ready"
    if not ready.any():
        reasons = "; ".join(dict.fromkeys(f"{r}" for r in frame["reason"].head(3)))
        raise InputError(f"none of the {len(frame)} claims can be used: {reasons or 'the table is empty'}")
    day = int(frame.loc[ready, "last"].max()) if date is None else ledger.one_day(date)
    known = 0 if known_by is None else ledger.one_day(known_by, "known_by")
    frame, verdicts = judge(frame, sites, day, known, chosen)
    outline = land_of_ukraine() if isinstance(land, str) else land
    region = _region(aoi, sites, verdicts)
    tess = tessellate(sites, region, land=outline)
    digest = _hash(frame, tess, day, known, chosen)
    return draw(frame, verdicts, tess, sites, day, digest, chosen, pd.Timestamp)


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
    statements: dict[int, list[rules.Statement]] = {}
    for position in (frame["status"] == "ready").to_numpy().nonzero()[0].tolist():
        row = frame.iloc[position]
        statements.setdefault(int(row["site"]), []).append(
            rules.Statement(
                position, row["root"], row["holder"], row["evidence"], row["claimant_side"],
                min(int(row["last"]), day), int(row["said_last"]), float(row["geocode_p"] or 1.0),
            )
        )  # fmt: skip
    verdicts = {}
    status = frame["status"].tolist()
    reason = frame["reason"].tolist()
    for number in sorted(statements):
        verdict = rules.decide(
            statements[number], day, window=options.window_days, stale=options.stale_days, claim_days=options.claim_days
        )
        if number >= 0:
            verdicts[sites.ids[number]] = verdict
        for position in verdict.used:
            status[position] = "used" if number >= 0 else "point"
            reason[position] = verdict.rule if not reason[position] else f"{verdict.rule}; {reason[position]}"
        for position, why in verdict.unused.items():
            status[position] = "not used"
            reason[position] = why
    frame["status"], frame["reason"] = status, reason
    return frame, verdicts


def _region(aoi: Any, sites: Sites, verdicts: Mapping[str, rules.Verdict]) -> BaseGeometry:
    """Return the area of interest in degrees. Claims do not stretch it, so they change nothing else either."""
    import shapely

    if aoi is not None:
        shape = aoi.to_crs("EPSG:4326").union_all() if hasattr(aoi, "to_crs") else aoi
        if not shapely.is_valid(shape):
            shape = shapely.make_valid(shape)
        if shape.is_empty or not shape.area:
            raise InputError("the area of interest is empty; give a polygon in degrees (EPSG:4326)")
        return shape
    settled = [v for v, verdict in verdicts.items() if verdict.state in ("confirmed", "stale", "contested")]
    numbers = [sites.index[identifier] for identifier in (settled or list(verdicts))]
    if not numbers:
        raise InputError("no claim lies at a settlement of the gazetteer; give aoi, or claims with place names")
    points = shapely.multipoints([(sites.lon[n], sites.lat[n]) for n in numbers])
    margin = MARGIN_KM / 111.2
    hull = shapely.convex_hull(points)
    scale = 1 / max(0.2, float(shapely.get_coordinates(hull)[:, 1].mean() * 0 + 0.66))
    wide: BaseGeometry = shapely.union_all([
        shapely.transform(hull, lambda a: a + [dx * margin * scale, dy * margin])
        for dx, dy in ((1, 0.4), (-1, 0.4), (1, -0.4), (-1, -0.4), (0.4, 1), (-0.4, 1), (0.4, -1), (-0.4, -1))
    ])  # fmt: skip
    return shapely.convex_hull(wide).normalize()


def _hash(frame: pd.DataFrame, tess: Tessellation, day: int, known: int, options: Options) -> str:
    import shapely

    from geomap.control.claims import _identity

    digest = hashlib.sha256()
    for row in sorted(_identity(row) for row in frame.to_dict("records")):
        digest.update(row.encode())
    digest.update(tess.sites.digest.encode())
    digest.update(shapely.to_wkb(shapely.normalize(tess.aoi)))
    digest.update(repr((day, known, options, rules.WEIGHTS)).encode())
    return digest.hexdigest()[:16]


def draw(
    frame: pd.DataFrame, verdicts: dict[str, rules.Verdict], tess: Tessellation, sites: Sites, day: int,
    digest: str, options: Options, _: Any = None,
) -> Control:  # fmt: skip
    """Draw areas, line and band of verdicts on a tessellation."""
    import geopandas
    import shapely

    labels = label(tess, verdicts)
    as_of = ledger.iso(day)
    found = areas_.shapes(tess, labels.masks())
    areas = areas_.table(tess, found, labels.counts(), as_of)
    numbers = front_.edges(tess, labels.side)
    shape = front_.line(tess, numbers)
    front = front_.table(
        tess, shape, as_of=as_of, method="voronoi", inputs_hash=digest, tolerance_m=options.tolerance_m
    )
    width = front_.half_width(half_widths(tess, labels, numbers), options.coverage)
    band_shape = front_.band_shape(tess, numbers, width, found.get(("contested", ""), shapely.MultiPolygon()))
    band = front_.band_table(tess, band_shape, width, as_of=as_of, coverage=options.coverage)
    places = _places(frame, verdicts, sites, geopandas)
    attrs = {
        "inputs_hash": digest,
        "gazetteer": sites.name,
        "attribution": list(sites.attribution),
        "licences": ledger.licences(frame),
        "sources": sorted({value for value in frame.loc[frame["status"] == "used", "source"] if value}),
        "options": {name: getattr(options, name) for name in options.__slots__},
    }
    for item in (areas, front, band, places):
        item.attrs.update({key: attrs[key] for key in ("inputs_hash", "attribution", "licences")})
    return Control(
        as_of, areas, front, band, frame, places, attrs, verdicts, labels, tess, sites, options
    )


def _places(
    frame: pd.DataFrame, verdicts: Mapping[str, rules.Verdict], sites: Sites, geopandas: Any
) -> geopandas.GeoDataFrame:
    import shapely

    rows = []
    for identifier in sorted(verdicts):
        verdict = verdicts[identifier]
        number = sites.index[identifier]
        rows.append({
            "place_id": identifier, "name": sites.labels[number], "state": verdict.state, "side": verdict.side,
            "claimed_by": ", ".join(verdict.claimed_by), "rule": verdict.rule, "roots": ", ".join(verdict.roots),
            "geometry": shapely.Point(sites.lon[number], sites.lat[number]),
        })  # fmt: skip
    columns = ["place_id", "name", "state", "side", "claimed_by", "rule", "roots", "geometry"]
    return geopandas.GeoDataFrame(rows, columns=columns, geometry="geometry", crs="EPSG:4326")

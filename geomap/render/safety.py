"""Safety gates: what a map would reveal, and what it holds back by default or on request.

:func:`check` tells what a map of a table would show, before anything is written. :func:`screen` is what
:class:`geomap.Map` does with every table it is given. The gates are set in the table ``[safety]`` of ``geomap.toml``;
docs/safety.md says what each one does and cannot do.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from geomap import config
from geomap.errors import InputError
from geomap.render import redact
from geomap.render.columns import Columns, Texts, coded, constant, listed
from geomap.render.safe import as_text, web_host
from geomap.render.table import SHOWN, in_degrees, is_true

if TYPE_CHECKING:
    import geopandas

#: Kilometres in a degree of latitude (mean).
DEGREE_KM = 111.2

#: Texts that would give a coarsened position away again.
_TELLING = (
    "place", "place_name", "place_name_uk", "place_name_ru", "place_id", "relation", "why", "candidates",
    "place_kind", "latitude", "longitude", "n_candidates", "probability",
)  # fmt: skip

#: Columns whose words are searched for designations and names.
_WORDY = ("claimant", "actor", "count_of", "description", "source", "place")

#: The most rows a message names.
_NAMED = 8

_NOTES = {
    "en": {
        "delay": "Publication delay: events after {day} are held back ({n}).",
        "coarse": "Positions of {n} events are rounded on purpose to a grid of {km} km; their places are not named.",
        "units": "Designations of units are withheld.", "persons": "Names of private persons are withheld.",
        "graphic": "Sources with graphic content are named, not linked.",
        "row": "Position rounded on purpose to a grid of {km} km.",
    },
    "uk": {
        "delay": "Затримка публікації: події після {day} притримано ({n}).",
        "coarse": "Положення подій ({n}) навмисно округлено до сітки {km} км; назв місць не подано.",
        "units": "Назви підрозділів приховано.", "persons": "Імена приватних осіб приховано.",
        "graphic": "Джерела з тяжкими кадрами названо без посилань.",
        "row": "Положення навмисно округлено до сітки {km} км.",
    },
    "ru": {
        "delay": "Задержка публикации: события после {day} придержаны ({n}).",
        "coarse": "Положения событий ({n}) намеренно округлены до сетки {km} км; названия мест не приведены.",
        "units": "Названия подразделений скрыты.", "persons": "Имена частных лиц скрыты.",
        "graphic": "Источники с тяжёлыми кадрами названы без ссылок.",
        "row": "Положение намеренно округлено до сетки {km} км.",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that a gate concerns."""

    row: int
    """Row of the table, counted from 1 (of the file read, where it is known)."""
    gate: str
    """One of :data:`geomap.config.GATES`."""
    what: str
    """What was found and what became of it."""

    def __str__(self) -> str:
        return f"row {self.row}: {self.what}"


@dataclass(slots=True)
class Report:
    """What a map would reveal, and what was held back."""

    layers: list[dict[str, Any]] = field(default_factory=list)
    """Counts for each layer: name, points, exact, coarsened, regions, unplaced, addresses, dates, hosts, columns."""
    findings: list[Finding] = field(default_factory=list)
    """Rows held back, coarsened or cut, with reasons."""
    violations: list[Finding] = field(default_factory=list)
    """Findings of gates that are set to refuse: the map is not written."""
    notes: list[str] = field(default_factory=list)
    """What the map itself says of it, in its language."""

    @property
    def ok(self) -> bool:
        """True when the map may be written."""
        return not self.violations

    def lines(self) -> list[str]:
        """Return the report as lines of text."""
        found = []
        for layer in self.layers:
            found.append(
                f"{layer['name']}: {layer['points']} points ({layer['exact']} at exact positions of the source, "
                f"{layer['coarsened']} rounded), {layer['regions']} areas, {layer['unplaced']} without a place"
            )
            details = (
                ("dates", layer["dates"]), ("columns", ", ".join(layer["columns"])),
                ("links to", ", ".join(layer["hosts"])),
                ("rows that seem to hold a street address", ", ".join(map(str, layer["addresses"][:_NAMED]))),
            )  # fmt: skip
            found += [f"  {name}: {value}" for name, value in details if value]
        for gate in config.GATES:
            rows = [finding for finding in self.findings if finding.gate == gate]
            if rows:
                found.append(f"gate {gate!r}: {len(rows)} row{'s' if len(rows) > 1 else ''}")
                found += [f"  {finding}" for finding in rows[:_NAMED]]
                if len(rows) > _NAMED:
                    found.append(f"  … and {len(rows) - _NAMED} more")
        found.append("refused: " + _named(self.violations) if self.violations else "may be written")
        return found

    def __str__(self) -> str:
        return "\n".join(self.lines())


def _named(findings: Sequence[Finding]) -> str:
    shown = "; ".join(f"{finding} [{finding.gate}]" for finding in findings[:_NAMED])
    return shown + (f"; and {len(findings) - _NAMED} more" if len(findings) > _NAMED else "")


def cutoff(settings: config.Safety, as_of: Any = None) -> datetime.date | None:
    """Return the last day whose events may be shown, or None when there is no delay.

    The delay counts from ``as_of``, but never from a day that has not come yet.
    """
    if not settings.delay_days:
        return None
    today = datetime.datetime.now(datetime.UTC).date()
    try:
        day = datetime.date.fromisoformat(as_text(as_of)[:10]) if as_text(as_of) else today
    except ValueError:
        day = today
    return min(day, today) - datetime.timedelta(days=settings.delay_days)


def screen(
    table: Any, settings: config.Safety, *, as_of: Any = None, lang: str = "en", fields: Sequence[str] = (),
    full: bool = False,
) -> tuple[geopandas.GeoDataFrame, tuple[str, ...], Report]:  # fmt: skip
    """Apply the gates to an events table; with ``full``, street addresses are looked for too.

    Returns
    -------
    tuple
        The table as it may be shown (the given one is not changed), the columns of ``fields`` that may be shown, and
        the report.
    """
    shown, allowed, report = _screen(table, settings, as_of, lang, fields, full)
    return shown.frame, allowed, report


def _screen(
    table: Any, settings: config.Safety, as_of: Any, lang: str, fields: Sequence[str], full: bool = False
) -> tuple[Columns, tuple[str, ...], Report]:  # fmt: skip
    shown = Columns(in_degrees(table, "events"))
    report = Report()
    gates = _Gates(settings, report, _numbers(shown), lang)
    shown = gates.delay(shown, cutoff(settings, as_of))
    shown, allowed = gates.persons(shown, fields)
    shown = gates.units(shown, allowed)
    shown = gates.coarsen(shown)
    shown = gates.graphic(shown)
    gates.exact(shown)
    report.layers.append(gates.layer(shown, allowed, full))
    report.violations = [finding for finding in report.findings if finding.gate in settings.refuse]
    return shown, allowed, report


def check(
    table: Any, control: Any = None, settings: config.Safety | None = None, *, as_of: Any = None,
    fields: Sequence[str] = (),
) -> Report:  # fmt: skip
    """Return what a map of ``table`` and ``control`` would reveal and what would be held back; nothing is written.

    ``settings`` are those of ``geomap.toml`` by default.
    """
    chosen = config.load().safety if settings is None else settings
    report = Report()
    if table is not None:
        report = _screen(table, chosen, as_of, "en", fields, full=True)[2]
    if control is not None:
        see_control(control, chosen, report, as_of)
    return report


def see_control(control: Any, settings: config.Safety, report: Report, as_of: Any = None) -> None:
    """Add areas of control to a report. Areas that rest on claims newer than the delay allows are a violation."""
    areas = getattr(control, "areas", None)
    day = as_text(getattr(control, "date", ""))[:10]
    count = 0 if areas is None else len(areas)
    report.layers.append({
        "name": "control", "points": 0, "exact": 0, "coarsened": 0, "regions": count, "unplaced": 0, "addresses": [],
        "dates": day, "hosts": (), "columns": (),
    })  # fmt: skip
    last = cutoff(settings, as_of)
    if last is None:
        return
    if day and day > last.isoformat():
        what = f"control speaks of {day}, the delay allows {last.isoformat()}; derive it for that day"
        report.violations.append(Finding(0, "delay", what))
        return
    claims = getattr(control, "claims", None)
    if claims is None or "status" not in getattr(claims, "columns", ()):
        return
    days = _days(Columns(claims), ("t_max", "date", "published_at"))
    used = claims["status"].astype(str).to_numpy() == "used"
    late = np.flatnonzero(used & (days > np.datetime64(last, "D")))
    report.violations += [
        Finding(int(row) + 1, "delay", f"control rests on a claim of {days[row]}, the delay allows {last.isoformat()}")
        for row in late.tolist()
    ]


class Guard:
    """The gates of one map: what they found, and whether it may be written."""

    def __init__(self, settings: config.Safety | None, as_of: Any, lang: str) -> None:
        """Take ``settings``, or those of ``geomap.toml`` when None."""
        self.settings = config.load().safety if settings is None else settings
        self.as_of, self.lang = as_of, lang
        self.report = Report()

    def screen(self, table: Any, fields: Sequence[str]) -> tuple[Columns, tuple[str, ...]]:
        """Return a table and the further columns as they may be shown."""
        columns, shown, report = _screen(table, self.settings, self.as_of, self.lang, fields)
        self.report.layers += report.layers
        self.report.findings += report.findings
        self.report.violations += report.violations
        self.report.notes += [note for note in report.notes if note not in self.report.notes]
        return columns, shown

    def see_control(self, control: Any) -> None:
        """Take note of areas of control."""
        see_control(control, self.settings, self.report, self.as_of)

    def method(self, text: str) -> str:
        """Return the map's line on its method, with what the gates did to it."""
        return " ".join(filter(None, [text, *self.report.notes]))

    def enforce(self, hosts: Iterable[str] = ()) -> None:
        """Raise :class:`InputError` naming rows when the map may not be written."""
        violations = list(self.report.violations)
        if "network" in self.settings.refuse:
            violations += [Finding(0, "network", f"the page would contact {host}") for host in hosts]
        if violations:
            raise InputError(
                f"the map is not written, a safety gate refuses it: {_named(violations)}. Change the rows, or the "
                "settings of [safety] in geomap.toml; `geomap map --check` lists everything"
            )


class _Gates:
    def __init__(
        self, settings: config.Safety, report: Report, numbers: npt.NDArray[np.int64], lang: str
    ) -> None:  # fmt: skip
        self.settings, self.report, self.numbers, self.lang = settings, report, numbers, lang
        self.coarsened: npt.NDArray[np.bool_] = np.zeros(len(numbers), bool)

    def _find(self, row: int, gate: str, what: str) -> None:
        self.report.findings.append(Finding(int(self.numbers[row]), gate, what))

    def _note(self, key: str, **values: Any) -> None:
        self.report.notes.append(_NOTES[self.lang][key].format(**values))

    def _keep(self, table: Columns, keep: npt.NDArray[np.bool_]) -> Columns:
        self.numbers, self.coarsened = self.numbers[keep], self.coarsened[keep]
        return table.keep(keep)

    def delay(self, table: Columns, last: datetime.date | None) -> Columns:
        if last is None or not len(table):
            return table
        days = _days(table, ("date_end", "date_start", "published_at"))
        unknown = np.isnat(days)
        late = unknown | (days > np.datetime64(last, "D"))
        for row in np.flatnonzero(late).tolist():
            said = "has no date" if unknown[row] else f"is of {days[row]}"
            self._find(row, "delay", f"{said}; held back, the delay allows {last.isoformat()}")
        if late.any():
            self._note("delay", day=last.isoformat(), n=int(late.sum()))
        return self._keep(table, ~late)

    def persons(self, table: Columns, fields: Sequence[str]) -> tuple[Columns, tuple[str, ...]]:
        if self.settings.allow_persons:
            return table, tuple(fields)
        columns = set(self.settings.person_columns)
        held = [name for name in table.frame.columns if name in columns or redact.PERSON_HEADING.search(str(name))]
        shown = tuple(name for name in fields if name not in held)
        named = [name for name in held if name in fields or name in SHOWN]
        for name in named:
            for row in np.flatnonzero(table.texts(name).where(bool)).tolist():
                self._find(row, "persons", f"column {name!r} holds a person; left out")
        blank = {name: constant("", len(table)) for name in named if name not in fields}
        changed = self._words(table, shown, redact.persons, "persons", "names a person with an age; the name is cut")
        if named or changed:
            self._note("persons")
        return (table.assign({**changed, **blank}) if changed or blank else table), shown

    def units(self, table: Columns, fields: Sequence[str]) -> Columns:
        if self.settings.allow_units or not len(table):
            return table
        before = len(self.report.findings)
        changed = self._words(table, fields, redact.units, "units", "names a unit; the designation is cut")
        if not changed:
            return table
        self._note("units")
        rows = {finding.row for finding in self.report.findings[before:]}
        table = table.assign(changed)
        moved = table.texts("event_type").where("deployment".__eq__) & np.isin(self.numbers, list(rows))
        for row in np.flatnonzero(moved).tolist():
            self._find(row, "units", "is the position of a unit; held back")
        return self._keep(table, ~moved)

    def _words(
        self, table: Columns, fields: Sequence[str], rule: Any, gate: str, what: str
    ) -> dict[str, Texts]:  # fmt: skip
        changed: dict[str, Texts] = {}
        for name in dict.fromkeys([*_WORDY, *fields]):
            if name not in table or table.frame[name].dtype.kind in "iufbM":
                continue
            said = table.texts(name)
            cut = rule(said.values, self.lang)
            if not cut:
                continue
            for row in np.flatnonzero(np.isin(said.codes, list(cut))).tolist():
                self._find(row, gate, f"column {name!r} {what}")
            changed[name] = coded(said.codes, [cut.get(code, text) for code, text in enumerate(said.values)])
        return changed

    def coarsen(self, table: Columns) -> Columns:
        wanted = self.settings.coarsen
        if not len(table) or not (self.settings.coarsen_km or any(wanted.values())):
            return table
        km = np.full(len(table), self.settings.coarsen_km)
        for name in ("event_type", "claimant_side", "claim_status", "precision") if wanted else ():
            texts = table.texts(name).filled("other" if name == "event_type" else "unknown")
            km = np.maximum(km, np.asarray([wanted.get(text, 0.0) for text in texts.values])[texts.codes])
        import shapely

        frame = table.frame
        geometry = np.asarray(frame.geometry.to_numpy(), dtype=object).copy()
        there = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
        reach = np.zeros(len(frame))
        flat = there & (shapely.get_dimensions(geometry) == 2)
        south_north = shapely.get_y(shapely.centroid(geometry[flat]))
        reach[flat] = np.sqrt(shapely.area(geometry[flat]) * np.cos(np.radians(south_north)) / math.pi) * DEGREE_KM
        rough = there & (km > 0) & (reach < km)
        rows = np.flatnonzero(rough)
        if not len(rows):
            return table
        middle = shapely.centroid(geometry[rows])
        lon, lat = snap(shapely.get_x(middle), shapely.get_y(middle), km[rows])
        geometry[rows] = shapely.points(lon, lat)
        radius = table.numbers("radius_km")
        radius = np.where(np.isnan(radius), 0.0, radius)
        radius[rows] = np.maximum(radius[rows], reach[rows]) + km[rows] * math.sqrt(0.5)
        table = table.assign({**self._vague(table, rows, km), "radius_km": radius})
        moved = type(frame.geometry)(geometry, index=frame.index, crs=frame.crs)
        self.coarsened[rows] = True
        self._note("coarse", n=len(rows), km=", ".join(f"{value:g}" for value in sorted(set(km[rows].tolist()))))
        return table.moved(moved)

    def _vague(self, table: Columns, rows: npt.NDArray[np.intp], km: npt.NDArray[np.float64]) -> dict[str, Any]:
        """Return the columns that would tell the place, emptied in ``rows``; the oblast stays."""
        changed: dict[str, Any] = {}
        for name in (name for name in _TELLING if name in table):
            column = table.frame[name].astype(object).copy()
            column.iloc[rows] = None
            changed[name] = column
        told = ("place_admin", "why", "precision", "status")
        admin, why, precision, status = (table.texts(name).rows() for name in told)
        for row in rows.tolist():
            admin[row] = admin[row].rsplit(", ", 1)[-1]
            why[row] = _NOTES[self.lang]["row"].format(km=f"{km[row]:g}")
            precision[row] = "near"
            status[row] = status[row] if status[row] == "ambiguous" else "resolved"
        rewritten = zip(told, (admin, why, precision, status), strict=True)
        return {**changed, **{name: listed(texts) for name, texts in rewritten}}

    def graphic(self, table: Columns) -> Columns:
        if self.settings.allow_graphic_links or "graphic" not in table or "source_url" not in table:
            return table
        hidden = table.texts("graphic").where(is_true) & table.texts("source_url").where(bool)
        if not hidden.any():
            return table
        links = table.texts("source_url").rows()
        for row in np.flatnonzero(hidden).tolist():
            self._find(row, "graphic", f"links to graphic content at {web_host(links[row]) or 'a page'}; link left out")
            links[row] = ""
        self._note("graphic")
        return table.assign({"source_url": listed(links)})

    def exact(self, table: Columns) -> None:
        if "exact" in self.settings.refuse:
            for row in np.flatnonzero(self._exact(table)).tolist():
                self._find(row, "exact", "stands at an exact position of its source; coarsen it")

    def _exact(self, table: Columns) -> npt.NDArray[np.bool_]:
        import shapely

        geometry = np.asarray(table.frame.geometry.to_numpy(), dtype=object)
        point = (shapely.get_type_id(geometry) == 0) & ~shapely.is_empty(geometry)
        sharp = table.texts("precision").where(lambda text: text in ("exact", ""))
        found: npt.NDArray[np.bool_] = point & sharp & ~self.coarsened
        return found

    def layer(self, table: Columns, fields: Sequence[str], full: bool) -> dict[str, Any]:
        import shapely

        geometry = np.asarray(table.frame.geometry.to_numpy(), dtype=object)
        ids = shapely.get_type_id(geometry)
        there = ~((ids < 0) | shapely.is_empty(geometry))
        points = there & (ids == 0)
        days = _days(table, ("date_end", "date_start", "published_at"))
        known = days[~np.isnat(days)]
        street = np.zeros(len(table), bool)
        for texts in (table.texts(name) for name in ("description", "place") if full):
            street |= np.isin(texts.codes, redact.addresses(texts.values))
        hosts = {host for url in table.texts("source_url").values if (host := web_host(url))}
        return {
            "name": "events", "points": int(points.sum()), "exact": int(self._exact(table).sum()),
            "coarsened": int(self.coarsened.sum()), "regions": int((there & ~points).sum()),
            "unplaced": int((~there).sum()), "addresses": np.unique(self.numbers[street]).tolist(),
            "dates": f"{known.min()} to {known.max()}" if len(known) else "", "hosts": tuple(sorted(hosts)),
            "columns": tuple(name for name in (*SHOWN, *fields) if name in table),
        }  # fmt: skip


def snap(
    lon: npt.NDArray[np.float64], lat: npt.NDArray[np.float64], km: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:  # fmt: skip
    """Return positions rounded to the middle of the cells of a grid of ``km``.

    The grid is fixed to the globe: one place always lands on one point, so many reports of it tell no more than one.
    A position moves by at most half the diagonal of a cell, 0.71 ``km``.
    """
    step = km / DEGREE_KM
    rounded = np.round(lat / step) * step
    wide = step / np.maximum(np.cos(np.radians(rounded)), 0.05)
    return np.round(np.round(lon / wide) * wide, 4), np.round(rounded, 4)


def _days(table: Columns, names: Sequence[str]) -> npt.NDArray[np.datetime64]:
    """Return the first known day of ``names`` in each row."""
    found = np.full(len(table), np.datetime64("NaT", "D"))
    for name in names:
        if name in table:
            found = np.where(np.isnat(found), table.days(name), found)
    return found


def _numbers(table: Columns) -> npt.NDArray[np.int64]:
    own = np.arange(1, len(table) + 1)
    given = table.numbers("source_row")
    numbers: npt.NDArray[np.int64] = np.where(np.isnan(given), own, np.nan_to_num(given)).astype(np.int64)
    return numbers

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
from geomap.render.safe import as_text, web_host
from geomap.render.table import SHOWN, in_degrees

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
    frame = in_degrees(table, "events")
    report = Report()
    numbers = _numbers(frame)
    gates = _Gates(settings, report, numbers, lang)
    frame = gates.delay(frame, cutoff(settings, as_of))
    frame, shown = gates.persons(frame, fields)
    frame = gates.units(frame, shown)
    frame = gates.coarsen(frame)
    frame = gates.graphic(frame)
    gates.exact(frame)
    report.layers.append(gates.layer(frame, shown, full))
    report.violations = [finding for finding in report.findings if finding.gate in settings.refuse]
    return frame, shown, report


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
        report = screen(table, chosen, as_of=as_of, fields=fields, full=True)[2]
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
    days = _days(claims, ("t_max", "date", "published_at"))
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

    def screen(self, table: Any, fields: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
        """Return a table and the further columns as they may be shown."""
        frame, shown, report = screen(table, self.settings, as_of=self.as_of, lang=self.lang, fields=fields)
        self.report.layers += report.layers
        self.report.findings += report.findings
        self.report.violations += report.violations
        self.report.notes += [note for note in report.notes if note not in self.report.notes]
        return frame, shown

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
        self._said: dict[str, list[str]] = {}

    def _find(self, row: int, gate: str, what: str) -> None:
        self.report.findings.append(Finding(int(self.numbers[row]), gate, what))

    def _note(self, key: str, **values: Any) -> None:
        self.report.notes.append(_NOTES[self.lang][key].format(**values))

    def _keep(self, frame: Any, keep: npt.NDArray[np.bool_]) -> Any:
        self.numbers, self.coarsened = self.numbers[keep], self.coarsened[keep]
        return frame[keep]

    def delay(self, frame: Any, last: datetime.date | None) -> Any:
        if last is None or not len(frame):
            return frame
        days = _days(frame, ("date_end", "date_start", "published_at"))
        unknown = np.isnat(days)
        late = unknown | (days > np.datetime64(last, "D"))
        for row in np.flatnonzero(late).tolist():
            said = "has no date" if unknown[row] else f"is of {days[row]}"
            self._find(row, "delay", f"{said}; held back, the delay allows {last.isoformat()}")
        if late.any():
            self._note("delay", day=last.isoformat(), n=int(late.sum()))
        return self._keep(frame, ~late)

    def persons(self, frame: Any, fields: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
        if self.settings.allow_persons:
            return frame, tuple(fields)
        columns = set(self.settings.person_columns)
        held = [name for name in frame.columns if name in columns or redact.PERSON_HEADING.search(str(name))]
        shown = tuple(name for name in fields if name not in held)
        named = [name for name in held if name in fields or name in SHOWN]
        for name in named:
            for row, value in enumerate(_texts(frame, name)):
                if value:
                    self._find(row, "persons", f"column {name!r} holds a person; left out")
        blank = {name: [""] * len(frame) for name in named if name not in fields}
        changed = self._words(frame, shown, redact.persons, "persons", "names a person with an age; the name is cut")
        if named or changed:
            self._note("persons")
        return (frame.assign(**{**changed, **blank}) if changed or blank else frame), shown

    def units(self, frame: Any, fields: Sequence[str]) -> Any:
        if self.settings.allow_units or not len(frame):
            return frame
        before = len(self.report.findings)
        changed = self._words(frame, fields, redact.units, "units", "names a unit; the designation is cut")
        if not changed:
            return frame
        self._note("units")
        rows = {finding.row for finding in self.report.findings[before:] if finding.gate == "units"}
        frame = frame.assign(**changed)
        moved = np.asarray([
            kind == "deployment" and int(number) in rows
            for kind, number in zip(_texts(frame, "event_type"), self.numbers, strict=True)
        ], bool)  # fmt: skip
        for row in np.flatnonzero(moved).tolist():
            self._find(row, "units", "is the position of a unit; held back")
        return self._keep(frame, ~moved)

    def _words(
        self, frame: Any, fields: Sequence[str], rule: Any, gate: str, what: str
    ) -> dict[str, Any]:  # fmt: skip
        changed: dict[str, Any] = {}
        for name in dict.fromkeys([*_WORDY, *fields]):
            if name not in frame.columns or frame[name].dtype.kind in "iufbM":
                continue
            if name not in self._said:
                self._said[name] = _distinct(frame, name)
            if not rule(self._said[name], self.lang):
                continue
            texts = _texts(frame, name)
            cut = rule(texts, self.lang)
            for row, text in cut.items():
                texts[row] = text
                self._find(row, gate, f"column {name!r} {what}")
            changed[name] = texts
            del self._said[name]
        return changed

    def coarsen(self, frame: Any) -> Any:
        wanted = self.settings.coarsen
        if not len(frame) or not (self.settings.coarsen_km or any(wanted.values())):
            return frame
        km = np.full(len(frame), self.settings.coarsen_km)
        for name in ("event_type", "claimant_side", "claim_status", "precision") if wanted else ():
            default = "other" if name == "event_type" else "unknown"
            known = {value: wanted.get(value or default, 0.0) for value in {*_distinct(frame, name), ""}}
            km = np.maximum(km, [known[value] for value in _texts(frame, name)])
        import shapely

        geometry = np.asarray(frame.geometry.to_numpy(), dtype=object).copy()
        there = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
        reach = np.zeros(len(frame))
        flat = there & (shapely.get_dimensions(geometry) == 2)
        south_north = shapely.get_y(shapely.centroid(geometry[flat]))
        reach[flat] = np.sqrt(shapely.area(geometry[flat]) * np.cos(np.radians(south_north)) / math.pi) * DEGREE_KM
        rough = there & (km > 0) & (reach < km)
        rows = np.flatnonzero(rough)
        if not len(rows):
            return frame
        middle = shapely.centroid(geometry[rows])
        lon, lat = snap(shapely.get_x(middle), shapely.get_y(middle), km[rows])
        geometry[rows] = shapely.points(lon, lat)
        changed = self._vague(frame, rows, km)
        radius = _radius(frame)
        radius[rows] = np.maximum(radius[rows], reach[rows]) + km[rows] * math.sqrt(0.5)
        frame = frame.assign(**changed, radius_km=radius)
        frame = frame.set_geometry(type(frame.geometry)(geometry, index=frame.index, crs=frame.crs))
        self.coarsened[rows] = True
        self._note("coarse", n=len(rows), km=", ".join(f"{value:g}" for value in sorted(set(km[rows].tolist()))))
        return frame

    def _vague(self, frame: Any, rows: npt.NDArray[np.intp], km: npt.NDArray[np.float64]) -> dict[str, Any]:
        """Return the columns that would tell the place, emptied in ``rows``; the oblast stays."""
        changed: dict[str, Any] = {}
        for name in (name for name in _TELLING if name in frame.columns):
            column = frame[name].astype(object).copy()
            column.iloc[rows] = None
            changed[name] = column
        admin, why, precision, status = (_texts(frame, name) for name in ("place_admin", "why", "precision", "status"))
        for row in rows.tolist():
            admin[row] = admin[row].rsplit(", ", 1)[-1]
            why[row] = _NOTES[self.lang]["row"].format(km=f"{km[row]:g}")
            precision[row] = "near"
            status[row] = status[row] if status[row] == "ambiguous" else "resolved"
        return {**changed, "place_admin": admin, "why": why, "precision": precision, "status": status}

    def graphic(self, frame: Any) -> Any:
        if self.settings.allow_graphic_links or "graphic" not in frame.columns or "source_url" not in frame.columns:
            return frame
        marked = [value in ("True", "true", "1") for value in _texts(frame, "graphic")]
        links = _texts(frame, "source_url")
        hidden = [row for row, graphic in enumerate(marked) if graphic and links[row]]
        for row in hidden:
            self._find(row, "graphic", f"links to graphic content at {web_host(links[row]) or 'a page'}; link left out")
            links[row] = ""
        if hidden:
            self._note("graphic")
        return frame.assign(source_url=links) if hidden else frame

    def exact(self, frame: Any) -> None:
        if "exact" in self.settings.refuse:
            for row in np.flatnonzero(self._exact(frame)).tolist():
                self._find(row, "exact", "stands at an exact position of its source; coarsen it")

    def _exact(self, frame: Any) -> npt.NDArray[np.bool_]:
        import shapely

        geometry = np.asarray(frame.geometry.to_numpy(), dtype=object)
        point = (shapely.get_type_id(geometry) == 0) & ~shapely.is_empty(geometry)
        sharp = np.ones(len(frame), bool)
        if "precision" in frame.columns:
            sharp = (frame["precision"].isna() | frame["precision"].isin(["exact", ""])).to_numpy(bool)
        found: npt.NDArray[np.bool_] = point & sharp & ~self.coarsened
        return found

    def layer(self, frame: Any, fields: Sequence[str], full: bool) -> dict[str, Any]:
        import shapely

        geometry = np.asarray(frame.geometry.to_numpy(), dtype=object)
        there = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
        points = there & (shapely.get_type_id(geometry) == 0)
        days = _days(frame, ("date_end", "date_start", "published_at"))
        known = days[~np.isnat(days)]
        street = [row for name in ("description", "place") if full for row in redact.addresses(_texts(frame, name))]
        return {
            "name": "events", "points": int(points.sum()), "exact": int(self._exact(frame).sum()),
            "coarsened": int(self.coarsened.sum()), "regions": int((there & ~points).sum()),
            "unplaced": int((~there).sum()), "addresses": sorted({int(self.numbers[row]) for row in street}),
            "dates": f"{known.min()} to {known.max()}" if len(known) else "",
            "hosts": tuple(sorted({host for url in _distinct(frame, "source_url") if (host := web_host(url))})),
            "columns": tuple(name for name in (*SHOWN, *fields) if name in frame.columns),
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


def _texts(frame: Any, name: str) -> list[str]:
    return [as_text(value) for value in frame[name].tolist()] if name in frame.columns else [""] * len(frame)


def _distinct(frame: Any, name: str) -> list[str]:
    """Return the different texts of a column: a long table repeats most of them."""
    return [as_text(value) for value in frame[name].dropna().unique().tolist()] if name in frame.columns else []


def _radius(frame: Any) -> npt.NDArray[np.float64]:
    import pandas as pd

    if "radius_km" not in frame.columns:
        return np.zeros(len(frame))
    radius = pd.to_numeric(frame["radius_km"], errors="coerce").to_numpy(float)
    known: npt.NDArray[np.float64] = np.where(np.isnan(radius), 0.0, radius)
    return known


def _days(frame: Any, names: Sequence[str]) -> npt.NDArray[np.datetime64]:
    """Return the first known day of ``names`` in each row."""
    import pandas as pd

    found = np.full(len(frame), np.datetime64("NaT", "D"))
    for name in names:
        if name in frame.columns:
            days = pd.to_datetime(frame[name], errors="coerce", utc=True, format="mixed").to_numpy("datetime64[D]")
            found = np.where(np.isnat(found), days, found)
    return found


def _numbers(frame: Any) -> npt.NDArray[np.int64]:
    import pandas as pd

    own = np.arange(1, len(frame) + 1)
    if "source_row" not in frame.columns:
        return own
    given = pd.to_numeric(frame["source_row"], errors="coerce").to_numpy(float)
    numbers: npt.NDArray[np.int64] = np.where(np.isnan(given), own, np.nan_to_num(given)).astype(np.int64)
    return numbers

"""``read_events``: any event table in, one schema out.

Faults are of two kinds. What makes the whole file unusable (no such file, empty, undecodable, no column that says
where, a field over a megabyte) raises. What spoils one value (an unreadable date, latitude 95, swapped coordinates, a
count that is no number) leaves that value missing, keeps the row and is listed in ``attrs["rejected"]``; ``strict``
turns the list into one error.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import IO, TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geomap.events import layouts, places, stems, values
from geomap.events.cells import NO_VALUE, Cells
from geomap.events.dates import Dates, read_dates
from geomap.events.faults import Fault, fault, in_order, quote, refuse
from geomap.events.frames import from_frame
from geomap.events.headers import Roles, assign, fold, require
from geomap.events.importers import Options, Raw, choose
from geomap.events.source import Source
from geomap.model import Status
from geomap.schema import EVENTS, MATCHES, names

if TYPE_CHECKING:
    import os

#: Text columns: pandas' own text type with NaN for missing.
TEXT = pd.StringDtype(na_value=np.nan)

#: Calendar days.
DAY = "datetime64[s]"

#: What Excel leaves in a cell whose formula failed.
_CELL_ERRORS = frozenset(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"])

#: Text columns taken over as written.
_TEXTS = (
    "place", "region", "country", "geo_precision", "claimant", "actor", "count_of", "description", "source",
    "source_url", "licence", "report_id",
)  # fmt: skip


def read_events(
    source: str | os.PathLike[str] | IO[Any] | pd.DataFrame,
    *,
    format: str | None = None,
    mapping: Mapping[str, str | None] | None = None,
    dayfirst: bool | None = None,
    encoding: str | None = None,
    sheet: str | int | None = None,
    strict: bool = False,
) -> gpd.GeoDataFrame:
    """Read reported events into the table of :data:`geomap.schema.EVENTS`.

    Headers are understood in English, Ukrainian and Russian. Every row of the file is a row of the result, in the
    same order, unless it cannot be split into columns at all. Columns that are not understood stay at the end,
    unchanged (a name that clashes gets the prefix ``x_``). Geometry is EPSG:4326: a point where the source gives
    coordinates, the source's own shape, or None.

    Parameters
    ----------
    source
        Path of a CSV, TSV, JSON, JSON Lines, GeoJSON or XLSX file, ``"-"`` for standard input, an open file, or a
        pandas or geopandas frame.
    format
        ``csv``, ``json``, ``jsonl``, ``geojson`` or ``xlsx``; found from content and suffix otherwise.
    mapping
        Column → header as written in the file, such as ``{"place": "Ort"}``; None leaves a column empty.
    dayfirst
        How to read ``03/04/2024``. Without it such a date is read only if its column settles the question.
    encoding
        Encoding of a text file; UTF-8, UTF-16 and, where the text tells, CP1251, KOI8-U and CP1252 are found.
    sheet
        Sheet of a workbook, by name or position from 0; the first otherwise.
    strict
        Raise on the first table with a rejected value, with all of them in the message.

    Returns
    -------
    geopandas.GeoDataFrame
        With ``attrs["rejected"]`` (rows that could not be read: ``column`` None; values left missing otherwise),
        ``attrs["warnings"]`` (values read with a doubt), both lists of ``{row, column, value, reason}``,
        ``attrs["notes"]``, ``attrs["encoding"]`` and ``attrs["format"]``.

    Raises
    ------
    InputFileError
        The file does not exist, is a folder or may not be read.
    InputError
        The file is empty, is of another kind, or does not decode.
    SchemaError
        No column says where; two headers mean the same; with ``strict``, any rejected value.
    """
    if isinstance(source, pd.DataFrame):
        name, kind, found = "the table", "dataframe", None
        raw = from_frame(source)
    else:
        opened = Source(source, encoding)
        importer = choose(opened, format)
        raw = importer.read(opened, Options(sheet, mapping))
        name, kind, found = opened.name, importer.name, opened.encoding
    table = _Reading(raw, name, mapping, dayfirst).table()
    table.attrs["encoding"] = found
    table.attrs["format"] = kind
    rejected = table.attrs["rejected"]
    if strict and rejected:
        raise refuse(name, rejected)
    return table


class _Reading:
    """One table being read: its columns are understood one after the other."""

    def __init__(self, raw: Raw, name: str, mapping: Mapping[str, str | None] | None, dayfirst: bool | None) -> None:
        self.raw = raw
        self.frame = raw.frame
        self.name = name
        self.dayfirst = dayfirst
        self.rejected: list[Fault] = list(raw.rejected)
        self.warnings: list[Fault] = list(raw.warnings)
        self.columns: dict[str, Any] = {}
        self._cells: dict[str, Cells] = {}
        headers = [str(header) for header in self.frame.columns]
        found = layouts.recognise(headers)
        self.layout = None if found is None else found[0]
        if found is not None:
            mapping = {**found[1], **(mapping or {})}
        has_geometry = raw.geometry is not None
        wanted = set((mapping or {}).values())
        own = [header for header in headers if header in wanted or not self._is_match_status(header)]
        self.roles: Roles = assign(own, mapping, name) if headers or not has_geometry else Roles()
        if len(self.frame) or headers:
            require(self.roles, headers, has_geometry, name)
        self.notes: list[str] = [*raw.notes, *self.roles.notes]
        if self.layout is not None:
            self.notes.insert(
                0, f"read as a table of {self.layout.name}; mapping={{column: header}} reads it otherwise"
            )

    def _is_match_status(self, header: str) -> bool:
        """True for the column ``status`` that geocoding adds, which is no claim status."""
        if header != "status" or list(self.frame.columns).count(header) > 1:
            return False
        distinct = set(Cells(header, self.frame[header]).values)
        return bool(distinct) and distinct <= {status.value for status in Status}

    def table(self) -> gpd.GeoDataFrame:
        """Return the finished table."""
        if not len(self.frame) and not self.rejected:
            self.notes.append(
                "the file has headers but no rows" if len(self.frame.columns) else "the file has no events"
            )
        for column in _TEXTS:
            self._text(column)
        for column in values.WORDS:
            if column != "date_precision":
                self._words(column)
        self._dates()
        self._counts()
        self._graphic()
        placed = places.read_places(self.raw, self.roles, self.cells)
        self.rejected.extend(placed.rejected)
        self.notes.extend(placed.notes)
        self.columns["latitude"], self.columns["longitude"] = placed.latitude, placed.longitude
        if self.layout is not None:
            layouts.fill(self.layout, self.columns, self.frame, self.cells)
        self.columns["source_row"] = pd.array(self.raw.rows, dtype="Int64")
        self._ids()
        return self._frame(placed.geometry)

    def cells(self, role: str, no_value: frozenset[str] = frozenset()) -> Cells | None:
        """Return the column that fills ``role``, or None."""
        header = self.roles.of.get(role)
        if header is None:
            return None
        if role not in self._cells:
            self._cells[role] = Cells(header, self.frame[header])
        return self._cells[role].without(no_value) if no_value else self._cells[role]

    def _reject(self, cells: Cells, reasons: Mapping[int, str], to: list[Fault] | None = None) -> None:
        entries = self.rejected if to is None else to
        for position, text, reason in cells.where(reasons):
            entries.append(fault(int(self.raw.rows[position]), cells.header, text, reason))

    def _empty(self, dtype: Any) -> Any:
        return pd.Series([None] * len(self.frame), dtype=dtype).array

    def _text(self, column: str) -> None:
        cells = self.cells(column)
        if cells is None:
            self.columns[column] = self._empty(TEXT)
            return
        broken = {
            position: f"{text} is an error left by a spreadsheet formula; correct the formula or clear the cell"
            for position, text in enumerate(cells.values)
            if text in _CELL_ERRORS
        }
        self._reject(cells, broken)
        kept = [None if position in broken else text for position, text in enumerate(cells.values)]
        self.columns[column] = pd.array(cells.spread(kept, None), dtype=TEXT)

    def _words(self, column: str) -> Cells | None:
        cells = self.cells(column)
        if cells is None:
            self.columns[column] = self._empty(TEXT)
            return None
        read = cells.each(lambda text: values.word(column, text))
        if column == "event_type":
            read = self._by_stem(cells, read)
        instead = {"event_type": "other", "claim_status": "unknown", "claimant_side": "unknown"}.get(column)
        kept_as = f"read as {instead!r}" if instead else "left empty"
        allowed = ", ".join(dict.fromkeys(filter(None, values.WORDS[column].values())))
        self._reject(
            cells,
            {
                at: f"{quote(cells.values[at])} is no {column} geomap knows, {kept_as}; known: {allowed}"
                for at, answer in enumerate(read)
                if answer is None
            },
            self.warnings,
        )
        self.columns[column] = pd.array(
            cells.spread([instead if answer is None else answer for answer in read], None), dtype=TEXT
        )
        return cells

    def _by_stem(self, cells: Cells, read: list[str | None]) -> list[str | None]:
        """Read event types that are no known word by the words in them, and say so."""
        found = [
            stems.event_type(text) if answer is None else None for text, answer in zip(cells.values, read, strict=True)
        ]
        reasons = {at: f"read as {kind!r} by the words in it" for at, kind in enumerate(found) if kind}
        self._reject(cells, reasons, self.warnings)
        return [kind or answer for kind, answer in zip(found, read, strict=True)]

    def _read_dates(self, role: str) -> tuple[Cells, Dates] | None:
        cells = self.cells(role, NO_VALUE)
        if cells is None:
            return None
        dates = read_dates(cells.values, self.dayfirst, cells.header)
        self._reject(cells, dates.reasons)
        self.notes.extend(dates.notes)
        return cells, dates

    def _dates(self) -> None:
        size = len(self.frame)
        nothing = np.full(size, "NaT", dtype="datetime64[D]")
        start, end, precision = nothing, nothing, np.full(size, None, dtype=object)
        if read := self._read_dates("date_start"):
            cells, dates = read
            start = cells.spread(dates.start, None, "datetime64[D]")
            end = cells.spread(dates.end, None, "datetime64[D]")
            precision = cells.spread(dates.precision, None)
        if read := self._read_dates("date_end"):
            cells, dates = read
            until = cells.spread(dates.end, None, "datetime64[D]")
            backwards = until < start
            for position in np.flatnonzero(backwards):
                self.rejected.append(
                    fault(int(self.raw.rows[position]), cells.header, cells.values[cells.codes[position]],
                          f"the event ends on {until[position]}, before it starts on {start[position]}; "
                          "correct one of them")
                )  # fmt: skip
            until = np.where(backwards, np.datetime64("NaT"), until)
            precision = np.where(until == start, "day", np.where(until == end, precision, "interval"))
            end = until
            precision = np.where(np.isnat(start) & ~np.isnat(end), "unknown", precision)
            if "date_start" in self.roles.of:
                alone = ~np.isnat(start) & np.isnat(end)
                first = self.cells("date_start", NO_VALUE)
                if first is not None and alone.any():
                    own = read_dates(first.values, self.dayfirst)
                    precision = np.where(alone, first.spread(own.precision, None), precision)
        given = self._words("date_precision")
        if given is not None:
            written = np.asarray(self.columns["date_precision"].astype(object))
            precision = np.where(pd.isna(written), precision, written)
        precision = np.where(np.isnat(start) & np.isnat(end), "unknown", precision)
        self.columns["date_start"] = start.astype(DAY)
        self.columns["date_end"] = end.astype(DAY)
        self.columns["date_precision"] = pd.array(precision, dtype=TEXT)
        published = self._read_dates("published_at")
        day = nothing if published is None else published[0].spread(published[1].start, None, "datetime64[D]")
        self.columns["published_at"] = day.astype(DAY)

    def _counts(self) -> None:
        size = len(self.frame)
        low, high = np.full(size, np.nan), np.full(size, np.nan)
        for role, pick in (("killed", None), ("count", None), ("count_low", 0), ("count_high", 1)):
            cells = self.cells(role, NO_VALUE)
            if cells is None:
                continue
            read = cells.each(values.count)
            reasons = {}
            for at, answer in enumerate(read):
                if answer is None:
                    reasons[at] = f"{quote(cells.values[at])} is no number; write digits only, such as 3000"
                elif answer[0] < 0:
                    reasons[at] = f"{quote(cells.values[at])} is negative; a count starts at 0"
                elif answer[1] < answer[0]:
                    reasons[at] = f"{quote(cells.values[at])} runs from high to low; write the lower number first"
            self._reject(cells, reasons)
            broken = {
                at: f"{answer[0]:g} is no whole number; if the point separates thousands, leave it out"
                for at, answer in enumerate(read)
                if answer is not None and at not in reasons and not answer[0].is_integer()
            }
            self._reject(cells, broken, self.warnings)
            pairs = [(np.nan, np.nan) if at in reasons or answer is None else answer for at, answer in enumerate(read)]
            lower = cells.spread([pair[0] for pair in pairs], np.nan, float)
            upper = cells.spread([pair[1] for pair in pairs], np.nan, float)
            if pick != 1:
                low = np.where(cells.missing & np.isnan(lower), low, lower)
            if pick != 0:
                high = np.where(cells.missing & np.isnan(upper), high, upper)
            if role == "killed":
                of = np.asarray(self.columns["count_of"].astype(object))
                self.columns["count_of"] = pd.array(np.where(pd.isna(of) & ~np.isnan(lower), "killed", of), dtype=TEXT)
        for position in np.flatnonzero(low > high):
            header = self.roles.of.get("count_high") or self.roles.of.get("count_low")
            self.rejected.append(
                fault(int(self.raw.rows[position]), header, f"{high[position]:g}",
                      f"the highest count {high[position]:g} is below the lowest {low[position]:g}; "
                      "exchange or correct them")
            )  # fmt: skip
        wrong = low > high
        self.columns["count_low"] = np.where(wrong, np.nan, low)
        self.columns["count_high"] = np.where(wrong, np.nan, high)

    def _graphic(self) -> None:
        cells = self.cells("graphic", NO_VALUE)
        if cells is None:
            self.columns["graphic"] = self._empty("boolean")
            return
        read = cells.each(values.yes_no)
        self._reject(
            cells,
            {
                at: f"{quote(cells.values[at])} is neither yes nor no"
                for at, answer in enumerate(read)
                if answer is None
            },
        )
        self.columns["graphic"] = pd.array(cells.spread(read, None), dtype="boolean")

    def _ids(self) -> None:
        cells = self.cells("event_id")
        size = len(self.frame)
        ids = np.full(size, "", dtype=object) if cells is None else cells.texts()
        missing = np.flatnonzero(ids == "")
        if len(missing):
            ids[missing] = self._hashes()[missing]
        self.columns["event_id"] = pd.array(ids, dtype=TEXT)

    def _hashes(self) -> Any:
        """Return an identifier made from each row's content; equal rows get ``-2``, ``-3``, …

        Only columns that are understood count, by name, so that their order and further columns do not matter.
        """
        parts = []
        for role in [*names(EVENTS), "count", "killed", "coordinates", "geometry"]:
            if role in ("event_id", "source_row") or role not in self.roles.of:
                continue
            cells = self.cells(role)
            if cells is not None and cells.values:
                parts.append(cells.spread([f"{role}={text}" for text in cells.values], "").tolist())
        if self.raw.geometry is not None:
            import shapely

            parts.append([text or "" for text in shapely.to_wkt(self.raw.geometry, rounding_precision=6)])
        rows = map("\x1f".join, zip(*parts, strict=True)) if parts else [""] * len(self.frame)
        sha1 = hashlib.sha1
        made = pd.Series(
            [sha1(row.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:12] for row in rows], dtype=object
        )
        again = made.groupby(made, sort=False).cumcount() + 1 if len(made) else made
        repeated: Any = np.flatnonzero(np.asarray(again) > 1) if len(made) else []
        ids = made.to_numpy(dtype=object, copy=True)
        for position in repeated:
            ids[position] = f"{ids[position]}-{again.iloc[position]}"
        return ids

    def _frame(self, geometry: Any) -> gpd.GeoDataFrame:
        ordered = {name: self.columns[name] for name in names(EVENTS)}
        if "radius_km" in self.columns and "radius_km" not in self.frame.columns:
            ordered["radius_km"] = self.columns["radius_km"]
        used = {*self.roles.of.values()}
        kinds = {column.name: column.kind for column in MATCHES}
        for header in map(str, self.frame.columns):
            if header in used or fold(header) == "sourcerow":
                continue
            name = header
            while name in ordered or name == "geometry":
                name = f"x_{name}"
            ordered[name] = _extra(self.frame[header], kinds.get(header, ""))
        table = gpd.GeoDataFrame(ordered, geometry=gpd.GeoSeries(geometry, crs=4326), crs=4326)
        table.attrs.update(self.raw.attrs)
        table.attrs["rejected"] = in_order(self.rejected)
        table.attrs["warnings"] = in_order(self.warnings)
        if self.layout is not None:
            table.attrs["layout"] = self.layout.name
        table.attrs["notes"] = list(dict.fromkeys(self.notes))
        return table


def _extra(series: pd.Series[Any], kind: str) -> Any:
    """Return a column that is kept as it is; empty text is missing, match columns get their own type back."""
    kept: Any = series
    if isinstance(series.dtype, pd.StringDtype):
        kept = series.where(series != "", np.nan)
    if kind in ("number", "integer"):
        try:
            numbers = pd.to_numeric(kept)
            return (numbers.astype("float64") if kind == "number" else numbers.astype("Int64")).array
        except (ValueError, TypeError):
            return kept.array
    return kept.array

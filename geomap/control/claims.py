"""The claim ledger: who is said to hold what, when, by whom. Append-only and bitemporal.

A ledger is a table with the columns of :data:`geomap.schema.CLAIMS`; only ``holder`` and a place (``place``,
``place_id`` or ``lat``/``lon``) are needed. ``date`` or ``t_min``/``t_max`` say when the statement is said to hold,
``published_at`` when it was said, ``retrieved_at`` when it was read. Nothing is ever edited: a later row may name
an earlier one in ``supersedes``. :func:`read` takes the ledger itself, events tables (``event_type``
``control_change``), and the VIINA control layout; :func:`prepare` places the rows and gives each a ``status`` and,
when it does not count, a ``reason``. No row is ever dropped.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import schema
from geomap.control.sites import Sites
from geomap.errors import InputError, InputFileError, SchemaError

if TYPE_CHECKING:
    import pandas as pd

    from geomap.resolve.locate import Resolver

#: Largest ledger file read, bytes.
MAX_BYTES = 2_000_000_000
#: A statement that gives coordinates belongs to the settlement this near, km; otherwise to a point of its own.
SNAP_KM = 1.5
#: ``site`` of a row that lies at no settlement but has a point.
POINT = -2

#: Evidence for each claim status of an events table. The rules then weigh it by interest.
EVENT_EVIDENCE = {
    "claimed": "claim", "denied": "denial", "admitted": "admission", "reported": "independent_report",
    "confirmed": "third_party_assessment", "disputed": "denial", "unknown": "claim", "": "claim",
}  # fmt: skip

#: VIINA status column → (source, root, side). ``boost`` is Wikipedia carried forward with VIINA's event reports, so
#: it shares Wikipedia's root: counted apart it would outvote the others with one voice (VIINA 2.0, README).
VIINA_SOURCES = {
    "status_wiki": ("Wikipedia", "wikipedia", "neutral"),
    "status_boost": ("Wikipedia with VIINA event reports", "wikipedia", "neutral"),
    "status_dsm": ("DeepState", "deepstate", "UA"),
    "status_isw": ("Institute for the Study of War", "isw", "neutral"),
}
#: Licence of VIINA's rows.
VIINA_LICENCE = "ODbL-1.0"

_DATE = re.compile(r"^\s*(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?(?:[T ].*)?\s*$")


def day_span(value: Any) -> tuple[int, int] | None:
    """Return the first and last day (ordinals) of an ISO day, month, year or interval ``a/b``; None when empty.

    Raises :class:`~geomap.errors.InputError` for text that is no date.

    >>> day_span("2024-02"), day_span("20240102") == day_span("2024-01-02")
    ((738917, 738945), True)
    """
    if value is None or value != value or value == "":
        return None
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return value.toordinal(), value.toordinal()
    text = str(value).strip()
    if text in ("", "NaT", "<NA>", "nan", "None"):
        return None
    if text.count("/") == 1:
        first, last = (day_span(part) for part in text.split("/"))
        if first is None or last is None or first[0] > last[1]:
            raise InputError(f"{text!r} is not an interval of days; write it as 2024-12-01/2024-12-31")
        return first[0], last[1]
    match = _DATE.match(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) if part else 0 for part in match.groups())
        if day:
            ordinal = datetime.date(year, month, day).toordinal()
            return ordinal, ordinal
        if month:
            following = datetime.date(year + month // 12, month % 12 + 1, 1)
            return datetime.date(year, month, 1).toordinal(), following.toordinal() - 1
        return datetime.date(year, 1, 1).toordinal(), datetime.date(year, 12, 31).toordinal()
    except ValueError:
        raise InputError(f"{text!r} is not a date; write it as YYYY-MM-DD") from None


def one_day(value: Any, name: str = "date") -> int:
    """Return the ordinal of a single day. Raises :class:`~geomap.errors.InputError`."""
    span = day_span(value)
    if span is None or span[0] != span[1]:
        raise InputError(f"{name} {value!r} is not a day; write it as YYYY-MM-DD")
    return span[0]


def iso(day: int) -> str:
    """Return an ordinal as ISO text, empty for 0."""
    return datetime.date.fromordinal(day).isoformat() if day else ""


def read(source: Any) -> pd.DataFrame:
    """Return the ledger held by ``source``: a path (CSV or Parquet), a table, rows, or a list of any of these.

    The layout is told by the columns. Raises :class:`~geomap.errors.SchemaError` with all faults at once and
    :class:`~geomap.errors.InputFileError` for a file that cannot be read.
    """
    import pandas as pd

    if isinstance(source, (str, os.PathLike)):
        return _known_layout(_read_file(Path(source)), Path(source).name)
    if isinstance(source, pd.DataFrame):
        return _known_layout(source, str(source.attrs.get("name", "table")))
    if isinstance(source, Iterable) and not isinstance(source, Mapping):
        items = list(source)
        if items and all(isinstance(item, Mapping) for item in items):
            return _known_layout(pd.DataFrame(items), "rows")
        if items:
            return pd.concat([read(item) for item in items], ignore_index=True).fillna("")
        raise InputError("the list of claims is empty")
    raise InputError(f"claims are a path, a table or rows, not {type(source).__name__}")


def _read_file(path: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputFileError(f"{str(path)!r} is larger than {MAX_BYTES // 10**9} GB; split it by date")
        if path.suffix.lower() in (".parquet", ".geoparquet"):
            return pd.read_parquet(path)
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError as error:
        raise InputFileError(f"cannot read the claims {str(path)!r}: {error.strerror or error}") from None
    except (ValueError, ImportError) as error:
        raise InputFileError(f"cannot read the claims {str(path)!r}: {error}") from None


def empty() -> pd.DataFrame:
    """Return a ledger without rows."""
    import pandas as pd

    return pd.DataFrame({column: pd.Series(dtype=str) for column in schema.names(schema.CLAIMS)})


def _known_layout(table: pd.DataFrame, name: str) -> pd.DataFrame:
    columns = set(table.columns)
    if "holder" in columns:
        return _own(table, name)
    if "event_type" in columns:
        return from_events(table)
    if "geonameid" in columns and any(column.startswith("status") for column in columns):
        return from_viina(table)
    raise SchemaError(
        f"{name!r} holds no claims: it has neither 'holder' (a ledger), nor 'event_type' (events), nor 'geonameid' "
        f"and 'status_…' (VIINA); it has {', '.join(map(repr, table.columns)) or 'no columns'}"
    )


def _own(table: pd.DataFrame, name: str) -> pd.DataFrame:
    if not {"place", "place_id"} & set(table.columns) and not {"lat", "lon"} <= set(table.columns):
        raise SchemaError(f"{name!r} has a holder but no 'place', 'place_id' or 'lat' and 'lon'")
    columns = {column: _text(table[column]) for column in table.columns if column != "geometry"}
    import pandas as pd

    frame = pd.DataFrame(columns, index=range(len(table)))
    for column in schema.names(schema.CLAIMS):
        if column not in frame.columns:
            frame[column] = ""
    found = schema.faults(frame, schema.CLAIMS)
    for column in ("date", "published_at", "t_min", "t_max", "retrieved_at"):
        for row, value in enumerate(frame[column], start=1):
            try:
                day_span(value)
            except InputError as error:
                found.append(f"row {row}, column {column!r}: {error}")
    if found:
        shown = "\n  ".join(found[:20])
        raise SchemaError(f"the claims {name!r} have {len(found)} fault{'s' * (len(found) > 1)}:\n  {shown}", found)
    return frame


def _text(values: pd.Series[Any]) -> list[str]:
    return ["" if value is None or value != value else str(value).strip() for value in values]


def from_events(events: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger rows told by an events table: its ``control_change`` events.

    The holder is the side of the actor, or else of the claimant; a denial or dispute says *contested*. Rows of
    other event types say nothing on who holds a place and are not taken.
    """
    import pandas as pd

    rows = []
    for record in events[events["event_type"] == "control_change"].to_dict("records"):
        row = {key: ("" if value is None or value != value else str(value)) for key, value in record.items()
               if key != "geometry"}  # fmt: skip
        side = row.get("claimant_side", "") or "unknown"
        status = row.get("claim_status", "")
        holder = _side_of(row.get("actor", "")) or (side if side in ("UA", "RU") else "contested")
        point = record.get("geometry")
        has_point = point is not None and getattr(point, "geom_type", "") == "Point"
        dates = [row.get("date_start", "") or row.get("date", ""), row.get("date_end", "")]
        rows.append({
            "claim_id": row.get("event_id", ""), "place": row.get("place", ""), "region": row.get("region", ""),
            "country": row.get("country", ""), "place_id": row.get("place_id", ""),
            "lat": row.get("latitude", "") or (str(point.y) if has_point else ""),  # type: ignore[union-attr]
            "lon": row.get("longitude", "") or (str(point.x) if has_point else ""),  # type: ignore[union-attr]
            "holder": "contested" if status in ("denied", "disputed") else holder,
            "date": dates[1] or dates[0] or row.get("published_at", ""),
            "published_at": row.get("published_at", ""), "claimant": row.get("claimant", ""), "claimant_side": side,
            "evidence": EVENT_EVIDENCE.get(status, "claim"), "source": row.get("source", ""),
            "root": row.get("root", "") or row.get("claimant", "") or row.get("source", ""),
            "source_url": row.get("source_url", ""), "quote": row.get("quote", "") or row.get("description", ""),
            "licence": row.get("licence", ""), "geocode_p": row.get("probability", ""),
        })  # fmt: skip
    return _own(pd.DataFrame(rows, columns=schema.names(schema.CLAIMS)), "events")


def _side_of(actor: str) -> str:
    text = actor.casefold()
    russian, ukrainian = "russia" in text or "росі" in text or "росси" in text, "ukrain" in text or "україн" in text
    return "RU" if russian and not ukrainian else "UA" if ukrainian and not russian else ""


def from_viina(table: pd.DataFrame) -> pd.DataFrame:
    """Return the ledger rows of a VIINA control table (``geonameid, date, status_wiki, status_boost, …``).

    Every source column becomes a statement of its own with its root; the voted ``status`` is used only when no
    source column is there. Places are taken by ``gn:<geonameid>``.
    """
    import pandas as pd

    sources = [column for column in VIINA_SOURCES if column in table.columns]
    frames = []
    for column in sources or ["status"]:
        if column not in table.columns:
            raise SchemaError(f"the VIINA table has no status column; it has {', '.join(map(repr, table.columns))}")
        source, root, side = VIINA_SOURCES.get(column, ("VIINA", "viina", "neutral"))
        values = pd.Series(_text(table[column])).str.upper()
        holder = values.map({"UA": "UA", "RU": "RU", "CONTESTED": "contested"})
        keep = holder.notna().to_numpy()
        part = pd.DataFrame({
            "place_id": ["gn:" + value.removesuffix(".0") for value in _text(table["geonameid"][keep])],
            "lat": _text(table["latitude"][keep]) if "latitude" in table.columns else "",
            "lon": _text(table["longitude"][keep]) if "longitude" in table.columns else "",
            "place": _text(table["asciiname"][keep]) if "asciiname" in table.columns else "",
            "country": "UA",
            "holder": holder[keep].to_numpy(),
            "date": _text(table["date"][keep]) if "date" in table.columns else "",
        })  # fmt: skip
        frames.append(
            part.assign(
                claimant=source, claimant_side=side, evidence="third_party_assessment", source=f"VIINA: {source}",
                root=root, licence=VIINA_LICENCE,
            )
        )  # fmt: skip
    return _own(pd.concat(frames, ignore_index=True), "VIINA control")


def prepare(table: pd.DataFrame, sites: Sites, resolver: Resolver | None = None) -> pd.DataFrame:
    """Place the rows of a ledger and judge them one by one.

    Adds ``site`` (number in ``sites``, -1 none), ``label``, ``first``, ``last``, ``said`` (ordinals of the days),
    ``claim_id`` where it was empty, and ``status`` with ``reason``: ``ready``, ``unplaced``, ``undated``,
    ``duplicate``; the rules later change ``ready`` to ``used`` or ``not used``. The rows come back in a canonical
    order, whatever order they came in.
    """
    frame = table.copy()
    frame["lat_given"], frame["lon_given"] = frame["lat"], frame["lon"]
    hashed = [identity(row) for row in frame.to_dict("records")]
    frame["claim_id"] = [given or made for given, made in zip(frame["claim_id"], hashed, strict=True)]
    frame["_hash"] = hashed
    frame = frame.sort_values(["_hash", "claim_id"], kind="stable").reset_index(drop=True)
    spans = [
        (day_span(a) or day_span(c), day_span(b) or day_span(a) or day_span(c))
        for a, b, c in zip(frame["t_min"], frame["t_max"], frame["date"], strict=True)
    ]
    said = [day_span(value) for value in frame["published_at"].tolist()]
    whole = list(zip(spans, said, strict=True))
    frame["first"] = [begin[0] if begin else (day[0] if day else 0) for (begin, _), day in whole]
    frame["last"] = [end[1] if end else (day[1] if day else 0) for (_, end), day in whole]
    frame["said"] = [day[0] if day else 0 for day in said]
    frame["said_last"] = [day[1] if day else 0 for day in said]
    frame["status"], frame["reason"] = "ready", ""
    _place(frame, sites, resolver)
    undated = (frame["last"] == 0) & (frame["status"] == "ready")
    frame.loc[undated, ["status", "reason"]] = ["undated", "the row gives no date on which it holds or was said"]
    backwards = (frame["last"] < frame["first"]) & (frame["status"] == "ready")
    frame.loc[backwards, ["status", "reason"]] = ["undated", "t_max lies before t_min"]
    repeated = frame["_hash"].duplicated() & (frame["status"] == "ready")
    frame.loc[repeated, "status"] = "duplicate"
    first = dict(zip(frame["_hash"][::-1], frame["claim_id"][::-1], strict=True))
    frame.loc[repeated, "reason"] = [f"says the same as claim {first[h]}" for h in frame.loc[repeated, "_hash"]]
    frame["root"] = [root or claimant or source or "unknown" for root, claimant, source in
                     zip(frame["root"], frame["claimant"], frame["source"], strict=True)]  # fmt: skip
    return frame.drop(columns="_hash")


def identity(row: Mapping[Any, Any]) -> str:
    """Return a hash of what a row says."""
    columns = (
        "place", "region", "country", "place_id", "lat_given", "lon_given", "lat_hint", "lon_hint", "holder", "date",
        "t_min", "t_max", "published_at", "claimant", "claimant_side", "evidence", "source", "root", "source_url",
        "note", "quote", "supersedes", "geocode_p",
    )  # fmt: skip
    text = "\x1f".join(str(row.get(column, "")) for column in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _place(frame: pd.DataFrame, sites: Sites, resolver: Resolver | None) -> None:
    numbers, labels, status, reasons, lats, lons = [], [], [], [], [], []
    placer = _Placer(sites, resolver)
    for row in frame.to_dict("records"):
        number, label, reason, lat, lon = placer.place(row)
        numbers.append(number)
        labels.append(label)
        status.append("unplaced" if reason else "ready")
        reasons.append(reason)
        lats.append(lat)
        lons.append(lon)
    frame["site"], frame["label"], frame["status"], frame["reason"] = numbers, labels, status, reasons
    frame["lat"], frame["lon"] = lats, lons


class _Placer:
    """Places ledger rows at sites; each distinct question once."""

    def __init__(self, sites: Sites, resolver: Resolver | None) -> None:
        self.sites = sites
        self.resolver = resolver
        self.known: dict[tuple[str, ...], tuple[int, str, str, float | None, float | None]] = {}
        self.tree: Any = None

    def place(self, row: Mapping[Any, Any]) -> tuple[int, str, str, float | None, float | None]:
        columns = ("place_id", "lat", "lon", "place", "region", "country", "lat_hint", "lon_hint")
        key: tuple[str, ...] = tuple(str(row.get(column, "")) for column in columns)
        if key not in self.known:
            self.known[key] = self._place(dict(zip(columns, key, strict=True)))
        return self.known[key]

    def _site(self, number: int) -> tuple[int, str, str, float | None, float | None]:
        return number, self.sites.labels[number], "", float(self.sites.lat[number]), float(self.sites.lon[number])

    def _place(self, row: dict[str, str]) -> tuple[int, str, str, float | None, float | None]:
        identifier = row["place_id"]
        if identifier in self.sites.index:
            return self._site(self.sites.index[identifier])
        if row["lat"] and row["lon"]:
            return self._point(float(row["lat"]), float(row["lon"]), row["place"])
        if not row["place"]:
            unknown = f"no settlement {identifier!r} with coordinates in the gazetteer"
            return -1, "", unknown if identifier else "no place is given", None, None
        if self.resolver is None:
            return self._by_name(row["place"])
        import pandas as pd

        from geomap.resolve.fronts import control_sites

        question = {column: row[column] for column in ("place", "region", "country", "lat_hint", "lon_hint")}
        placed, left = control_sites(pd.DataFrame([question]), self.resolver)
        if left and row["lat_hint"] and row["lon_hint"]:
            return self._point(float(row["lat_hint"]), float(row["lon_hint"]), f"{row['place']} (by the row's hint)")
        if left:
            return -1, "", f"not placed: {left[0]['reason']}", None, None
        found = placed[0]
        if found["place_id"] in self.sites.index:
            return self._site(self.sites.index[found["place_id"]])
        return self._point(float(found["lat"]), float(found["lon"]), found["label"])

    def _by_name(self, place: str) -> tuple[int, str, str, float | None, float | None]:
        wanted = place.casefold()
        hits = [n for n, label in enumerate(self.sites.labels) if label.split(" (")[0].casefold() == wanted]
        if len(hits) == 1:
            return self._site(hits[0])
        many = f"{len(hits)} settlements are called {place!r}; give place_id or coordinates"
        return -1, "", many if hits else f"no settlement is called {place!r}", None, None

    def _point(self, lat: float, lon: float, name: str) -> tuple[int, str, str, float | None, float | None]:
        import math

        import numpy as np

        label = name or f"{lat:.4f}, {lon:.4f}"
        scale = math.cos(math.radians(lat))
        east, north = (self.sites.lon - lon) * scale * 111.32, (self.sites.lat - lat) * 111.195
        squares = east**2 + north**2
        nearest = int(np.argmin(squares))
        if squares[nearest] <= SNAP_KM**2:
            number, text, reason, *_ = self._site(nearest)
            return number, text, reason, lat, lon
        return POINT, label, "", lat, lon


def supersede(frame: pd.DataFrame, known: int) -> None:
    """Mark rows that a later row of the ledger supersedes, in place.

    ``known`` is the day of knowledge (ordinal, 0 all): a row said after it supersedes nothing. Rows that supersede
    each other in a circle, and the names of claims that are not in the ledger, are told in ``reason``.
    """
    by_id: dict[str, list[int]] = {}
    for position, identifier in enumerate(frame["claim_id"]):
        by_id.setdefault(identifier, []).append(position)
    targets: dict[int, list[int]] = {}
    said: list[int] = frame["said"].tolist()
    ids: list[str] = frame["claim_id"].tolist()
    for position, text in enumerate(frame["supersedes"]):
        names = [name for name in re.split(r"[;,\s]+", text) if name]
        if not names or (known and said[position] > known):
            continue
        lost = [name for name in names if name not in by_id]
        if lost:
            _note(frame, position, f"supersedes {', '.join(lost)}, which the ledger does not hold")
        targets[position] = [other for name in names for other in by_id.get(name, ())]
    for position, others in sorted(targets.items()):
        for other in others:
            if _reaches(targets, other, position):
                _note(frame, position, "supersedes in a circle; both rows are kept")
            elif frame["status"].iat[other] == "ready":
                frame.loc[frame.index[other], ["status", "reason"]] = [
                    "superseded", f"superseded by claim {ids[position]}",
                ]  # fmt: skip


def _reaches(targets: Mapping[int, Sequence[int]], start: int, goal: int) -> bool:
    seen, queue = {start}, [start]
    while queue:
        here = queue.pop()
        if here == goal:
            return True
        for following in targets.get(here, ()):
            if following not in seen:
                seen.add(following)
                queue.append(following)
    return False


def _note(frame: pd.DataFrame, position: int, text: str) -> None:
    index = frame.index[position]
    before = str(frame.at[index, "reason"])
    frame.at[index, "reason"] = f"{before}; {text}" if before else text


def licences(frame: pd.DataFrame) -> list[str]:
    """Return the licences the rows carry, sorted."""
    return sorted({value for value in frame["licence"] if value})

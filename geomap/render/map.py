"""The map: events, control and areas on one self-contained page."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geomap import config, files
from geomap.errors import ConfigError, InputError
from geomap.render import basemap, inline, spelling
from geomap.render.codec import Shapes, pack, shapes, squeeze
from geomap.render.colours import warn
from geomap.render.dated import days_of, encode_dated
from geomap.render.folium_map import FoliumMap
from geomap.render.layers import AreaLayer, BaseLayer, DataLayer, DatedLayer, EventLayer, LabelLayer, UncertaintyLayer
from geomap.render.page import PageFigure
from geomap.render.safe import as_text, check_colour, check_colours, source_lines, to_json, web_host
from geomap.render.safety import Guard
from geomap.render.symbols import CONTESTED, SIDE_COLOURS, STATE_ORDER
from geomap.render.table import EventData, encode_events, in_degrees
from geomap.render.tiles import tiles_layers
from geomap.render.words import WORDS, words

#: What a map without content shows: Ukraine and its surroundings.
HOME: basemap.Bounds = (22.0, 44.2, 40.3, 52.5)

#: Columns of an area a reader may see, besides its label.
_AREA_TEXTS = ("state", "side", "area_km2", "n_places", "n_reported", "as_of")

_STYLE_KEYS = {"colour": str, "fill": float, "hatch": bool, "dash": bool, "width": float}

Bounds = basemap.Bounds
Source = str | tuple[str, str] | Mapping[str, str]


class Map:
    """A map of published reports, claims kept apart from what is confirmed.

    Parameters
    ----------
    title
        The finding, in a sentence.
    as_of
        Day the map speaks of.
    sources
        Texts, or pairs of text and address, or mappings with ``text`` and ``url``.
    subtitle, method, author, attribution, disclaimer
        Further lines of the page. ``disclaimer=None`` gives the standard one.
    lang
        Language of interface and names: en, uk or ru.
    worldview
        Whose borders are drawn. The shipped base map has one: ``"international"``, UN GA resolution 68/262.
    side_colours
        ``#rrggbb`` for any of UA, RU, neutral, unknown.
    tiles
        xyzservices provider or providers to load tiles from. By default the page contacts nobody.
    time
        What the time slider goes by at first: ``"event"`` (when it happened) or ``"published"`` (as known on a day).
        None: no slider. It only shows when the data spans two days or more.
    safety
        What the map holds back; by default the table ``[safety]`` of ``geomap.toml``. See docs/safety.md.
    base
        True: the shipped base map. False: none. A path: a folder with ``admin1.geojson`` and its companions.

    Raises
    ------
    ConfigError
        A language, colour, worldview or tile provider that does not exist.
    """

    def __init__(
        self, title: str = "", *, as_of: Any = None, sources: Iterable[Source] = (), subtitle: str = "",
        method: str = "", lang: str = "en", disclaimer: str | None = None, attribution: Iterable[Source] = (),
        worldview: str = "international", side_colours: Mapping[str, str] | None = None,
        tiles: str | Sequence[str] | None = None, base: bool | str | os.PathLike[str] = True, author: str = "",
        time: str | None = "event",
        safety: config.Safety | None = None,
    ) -> None:  # fmt: skip
        """Make an empty map; see the class for its parameters."""
        self._words = words(lang)
        if worldview != "international":
            raise ConfigError(
                f"worldview: {worldview!r} is not known; the shipped borders are 'international' "
                "(UN GA resolution 68/262)"
            )
        self.title, self.lang, self._as_of = as_text(title), lang, as_text(as_of)
        self._texts = {"subtitle": as_text(subtitle), "method": as_text(method), "author": as_text(author)}
        if time not in ("event", "published", None):
            raise ConfigError(f"time: {time!r} is not known; choose 'event', 'published' or None")
        self._time = time or ""
        self._disclaimer = None if disclaimer is None else as_text(disclaimer)
        self._sources, self._attribution = source_lines(sources), source_lines(attribution)
        self._worldview = worldview
        chosen = config.load().side_colours if side_colours is None else side_colours
        self._colours = check_colours(chosen, SIDE_COLOURS)
        warn(self._colours)
        self._guard = Guard(safety, self._as_of, lang)
        self._tiles = tiles
        tiles_layers(tiles)
        self._base = base
        self._layers: list[DataLayer] = []
        self._foreign: list[Any] = []
        self._given_labels: list[Sequence[Any]] | None = None
        self._extents: list[Bounds] = []
        self._revealed: list[str] = []
        self._events: list[EventData] = []
        self._tables: list[Any] = []
        self._figures: list[tuple[str, Mapping[str, Any], Any]] = []
        self._changes: list[dict[str, Any]] = []

    def add_events(
        self, events: Any, by: str | None = "type", name: str | None = None, *, fields: Sequence[str] = ()
    ) -> Map:
        """Add an events table, as :func:`geomap.geocode` gives it, and return the map.

        Parameters
        ----------
        events
            GeoDataFrame with the columns of :data:`geomap.schema.EVENTS` and :data:`geomap.schema.MATCHES`; each is
            optional besides the geometry. Events without a place are listed beside the map.
        by
            What the layers of the panel are split by: ``"type"``, ``"status"``, ``"side"``, any column, or None.
        name
            Heading of these events in the panel.
        fields
            Columns outside the schema to show in popups. No other column leaves the table.
        """
        table, fields = self._guard.screen(events, fields)
        data = encode_events(table, by, fields)
        self._events.append(data)
        self._tables.append(table.frame)
        number = len(self._events) - 1
        for group, (value, size) in enumerate(zip(data.groups, data.group_sizes, strict=True)):
            label = self._group_title(data.by, value) if data.by else (as_text(name) or self._words["reports"])
            entry = {
                "group": "events", "dataset": number, "by": data.by, "value": value, "index": group, "n": size,
                "heading": as_text(name),
            }  # fmt: skip
            layer = EventLayer(label, data.payload, data.texts, group, entry)
            layer.extent = data.bounds
            self._add(layer)
        if data.bounds:
            self._extents.append(data.bounds)
        points, regions, unplaced = data.counts
        dates = f"; dates {data.dates[0]} to {data.dates[1]}" if data.dates[0] else ""
        self._revealed.append(
            f"events: {points} at points, {regions} as regions, {unplaced} listed without a place{dates}; "
            f"columns: {', '.join(data.fields) or 'none'}"
        )
        if data.link_hosts:
            self._revealed.append(f"links to sources at {', '.join(data.link_hosts)}")
        return self

    def _group_title(self, by: str, value: str) -> str:
        prefix = {"event_type": "type_", "claim_status": "status_", "claimant_side": "side_"}.get(by, "")
        return self._words.get(prefix + value, value) if prefix else value or self._words["none"]

    def add_control(self, control: Any) -> Map:
        """Add areas of control, front line and band, as :func:`geomap.control` gives them, and return the map.

        ``control`` has ``areas``, ``front`` and ``band``: GeoDataFrames, or None.
        """
        self._guard.see_control(control)
        band = getattr(control, "band", None)
        areas = getattr(control, "areas", None)
        front = getattr(control, "front", None)
        if band is not None and len(band):
            entry = {"group": "control", "style": {"kind": "band"}, "sort": 8, "key": "band"}
            self._add_shapes(in_degrees(band, "control.band"), self._words["band"], entry)
        if areas is not None and len(areas):
            self._add_states(in_degrees(areas, "control.areas"))
        if front is not None and len(front):
            entry = {"group": "control", "style": {"kind": "front"}, "sort": 7, "key": "front"}
            self._add_shapes(in_degrees(front, "control.front"), self._words["front"], entry)
        return self

    def _add_states(self, areas: Any) -> None:
        if "state" not in areas.columns:
            raise InputError("control.areas has no column 'state'; geomap.control makes it")
        states = [as_text(value) for value in areas["state"].tolist()]
        sides = [as_text(value) for value in areas["side"].tolist()] if "side" in areas.columns else [""] * len(areas)
        wrong = [state for state in states if state not in STATE_ORDER]
        if wrong:
            raise InputError(f"control.areas: state {wrong[0]!r} is not one of {', '.join(map(repr, STATE_ORDER))}")
        kinds = set(zip(states, sides, strict=True))
        for state, side in sorted(kinds, key=lambda kind: (STATE_ORDER.index(kind[0]), kind[1])):
            if state == "no_data":
                continue
            rows = [pair == (state, side) for pair in zip(states, sides, strict=True)]
            title = self._state_title(state, side)
            style = {"kind": state, "side": side if side in self._colours else "unknown"}
            entry = {"group": "control", "style": style, "sort": STATE_ORDER.index(state), "key": state, "said": side}
            self._add_shapes(areas[rows], title, entry)

    def _state_title(self, state: str, side: str) -> str:
        said = self._words.get(f"side_{side}", side) or self._words["side_unknown"]
        return self._words[f"state_{state}"].replace("{side}", said)

    def add_control_series(self, series: Any, time: str = "date") -> Map:
        """Add control day by day, as :func:`geomap.control.series.series` gives it, and return the map.

        ``series`` is a GeoDataFrame with ``state`` (one of the states of control, or ``front``) and ``side``; the
        column ``time`` holds the day of each row. The slider shows the latest day up to its own.
        """
        frame = in_degrees(series, "series")
        if "state" not in frame.columns:
            raise InputError("series has no column 'state'; geomap.control.series makes it")
        days = days_of(frame, time, "series")
        every = np.unique(days)
        states = [as_text(value) for value in frame["state"].tolist()]
        sides = [as_text(value) for value in frame["side"].tolist()] if "side" in frame.columns else [""] * len(frame)
        order = (*STATE_ORDER, "band", "front")
        wrong = [state for state in states if state not in order]
        if wrong:
            raise InputError(f"series: state {wrong[0]!r} is not one of {', '.join(map(repr, order))}")
        kinds = set(zip(states, sides, strict=True))
        for state, side in sorted(kinds, key=lambda kind: (order.index(kind[0]), kind[1])):
            if state == "no_data":
                continue
            rows = np.asarray([pair == (state, side) for pair in zip(states, sides, strict=True)], bool)
            line = state in ("band", "front")
            title = self._words[state] if line else self._state_title(state, side)
            style = {"kind": state} if line else {"kind": state, "side": side if side in self._colours else "unknown"}
            sort = {"front": 7, "band": 8}.get(state, order.index(state))
            entry = {"group": "control", "style": style, "sort": sort, "key": state, "said": side}
            self._add_dated(frame[rows], days[rows], every, title, entry)
        return self

    def _add_dated(self, frame: Any, days: Any, every: Any, title: str, entry: Mapping[str, Any]) -> None:
        if len(frame):
            self._figures.append((title, entry, frame.geometry.to_numpy()[days == days.max()]))
        payload, texts, vertices = encode_dated(frame, days, entry["style"], every)
        layer = DatedLayer(title, payload, texts, {**entry, "dated": True})
        if len(frame):
            west, south, east, north = np.asarray(frame.total_bounds).tolist()
            layer.extent = (west, south, east, north)
            if not entry["key"].startswith(("stale", "confirmed", "inferred")):
                self._extents.append(layer.extent)
        self._add(layer)
        self._revealed.append(f"layer {title!r}: {len(frame)} shapes on {len(every)} dates, {vertices} vertices")

    def add_change(self, change: Any, before: Any = None, after: Any = None) -> Map:
        """Add ground gained and lost between two dates, as :func:`geomap.control.change` gives it; return the map.

        ``before`` and ``after`` are the two results compared; where given, both front lines are drawn. The figures
        stand in a table beside the map, with their interval.
        """
        areas = in_degrees(change.areas, "change.areas")
        column = next((name for name in ("change", "state", "kind") if name in areas.columns), None)
        if column is None:
            raise InputError("change.areas has no column 'change'; geomap.control makes it")
        words = [as_text(value) for value in areas[column].tolist()]
        figures: dict[str, Any] = {
            name: getattr(change, name, None)
            for name in ("gained_km2", "lost_km2", "net_km2", "low_km2", "high_km2", "coverage", "claimed_only_km2")
        }
        figures |= {
            "below_detection": bool(getattr(change, "below_detection", False)),
            "before": as_text(change.before), "after": as_text(change.after), "note": as_text(change.note),
            "gained": len(change.gained), "lost": len(change.lost),
        }  # fmt: skip
        self._changes.append(figures)
        for sort, kind in enumerate(("gained", "lost")):
            rows = [word == kind for word in words]
            if any(rows):
                entry = {"group": "change", "style": {"kind": kind}, "sort": sort, "key": kind}
                self._add_shapes(areas[rows], self._words[f"change_{kind}"], entry)
        for sort, (kind, control) in enumerate((("front_before", before), ("front_after", after)), start=2):
            front = getattr(control, "front", None)
            if front is not None and len(front):
                date = figures[kind[6:]]
                entry = {"group": "change", "style": {"kind": kind}, "sort": sort, "key": kind, "date": date}
                title = self._words[kind].replace("{date}", date)
                self._add_shapes(in_degrees(front, kind), title, entry)
        return self

    def add_areas(
        self, areas: Any, name: str = "", style: Mapping[str, Any] | None = None, *, time: str | None = None
    ) -> Map:
        """Add polygons or lines of any meaning and return the map.

        Parameters
        ----------
        areas
            GeoDataFrame; a column ``name`` or ``label`` gives each its label.
        name
            Name of the layer.
        style
            ``colour`` (``#rrggbb``), ``fill`` (opacity 0 to 1), ``hatch``, ``dash`` (booleans), ``width`` (pixels).
        time
            Column with the date of each row, such as ``"as_of"``: the layer then shows the latest date up to the
            slider's.
        """
        checked: dict[str, Any] = {
            "kind": "plain", "colour": "#5B6770", "fill": 0.15, "hatch": False, "dash": False, "width": 1.2,
        }  # fmt: skip
        for key, value in (style or {}).items():
            if key not in _STYLE_KEYS:
                raise ConfigError(f"style: {key!r} is not known; use {', '.join(map(repr, _STYLE_KEYS))}")
            if key == "colour":
                checked[key] = check_colour(value, "style['colour']")
            elif isinstance(value, bool) != (_STYLE_KEYS[key] is bool) or not isinstance(value, (bool, int, float)):
                raise ConfigError(f"style: {key!r} is {value!r}; give a {_STYLE_KEYS[key].__name__}")
            else:
                checked[key] = value if isinstance(value, bool) else max(0.0, min(float(value), 20.0))
        entry = {"group": "areas", "style": checked, "sort": 0, "key": "plain", "named": bool(as_text(name))}
        title = as_text(name) or self._words["areas"]
        frame = in_degrees(areas, "areas")
        checked["open"] = len(frame) > 0 and int(shapely.get_dimensions(frame.geometry.to_numpy()).max()) == 1
        if time is None:
            self._add_shapes(frame, title, entry)
        else:
            days = days_of(frame, time, "areas")
            self._add_dated(frame, days, np.unique(days), title, entry)
        return self

    def _add_shapes(self, frame: Any, title: str, entry: Mapping[str, Any]) -> None:
        geometry = np.asarray(frame.geometry.to_numpy(), dtype=object)
        good = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
        frame, geometry = frame[good], geometry[good]
        self._figures.append((title, entry, geometry))
        packed = shapes(geometry)
        column = next((name for name in ("name", "label") if name in frame.columns), "")
        known = [name for name in _AREA_TEXTS if name in frame.columns]
        texts = {name: [as_text(value) for value in frame[name].tolist()] for name in known}
        labels = [as_text(value) for value in frame[column].tolist()] if column else []
        header = {"n": len(frame), "style": entry["style"]}
        rows = len(packed.x)
        layer = AreaLayer(
            title,
            squeeze(pack(header, packed.columns(), Shapes.deltas()), rows),
            squeeze(to_json({"columns": texts, "labels": labels}), rows),
            {**entry, "n": len(frame)},
        )
        if len(geometry):
            west, south, east, north = np.asarray(shapely.total_bounds(geometry)).tolist()
            layer.extent = (west, south, east, north)
            if entry["key"] in ("front", "plain") or not entry["key"].startswith(("stale", "confirmed", "inferred")):
                self._extents.append(layer.extent)
        self._add(layer)
        self._revealed.append(f"layer {title!r}: {len(frame)} shapes, {rows} vertices")

    def add_labels(self, labels: Iterable[Sequence[Any]]) -> Map:
        """Add settlement names ``(name_en, name_uk, name_ru, lat, lon, rank)`` and return the map.

        Rank 1 is shown first (largest cities), 6 last (villages). Only those near the content go into the page.
        A map on the shipped base map to which no names are added shows those of the shipped gazetteer; an empty
        list leaves it without any.
        """
        self._given_labels = [*(self._given_labels or ()), *labels]
        return self

    @property
    def _labels(self) -> Sequence[Sequence[Any]]:
        if self._given_labels is not None:
            return self._given_labels
        return basemap.shipped_names(self.bounds)[0] if self._base is True and self._extents else ()

    def add_layer(self, layer: Any) -> Map:
        """Add anybody's folium layer and return the map. What it loads from elsewhere is stated on the page."""
        self._foreign.append(layer)
        return self

    def _add(self, layer: DataLayer) -> None:
        layer.identify(len(self._layers) + 1)
        self._layers.append(layer)

    @property
    def bounds(self) -> Bounds:
        """West, south, east, north of the content in degrees; Ukraine when there is none."""
        if not self._extents:
            return HOME
        stacked = np.asarray(self._extents)
        west, south = stacked[:, :2].min(axis=0).tolist()
        east, north = stacked[:, 2:].max(axis=0).tolist()
        pad = max(0.15, 0.02 * (east - west))
        return round(west - pad, 3), round(south - pad, 3), round(east + pad, 3), round(north + pad, 3)

    def _ground(self) -> list[DataLayer]:
        folder: Path | None = None
        units: Sequence[Mapping[str, Any]] = ()
        if self._base is not False:
            folder = config.data_dir() / "basemap" if self._base is True else Path(self._base)
        layers: list[DataLayer] = []
        if folder is not None:
            payload, units = basemap.encode_ground(str(folder.resolve()), self.bounds)
            entry = {"group": "base", "key": "ground"}
            layers.append(BaseLayer(self._words["ground"], payload, entry, show=not self._tiles))
        if units or self._labels:
            spots = frozenset[int]().union(*(data.spots for data in self._events))
            data, _ = basemap.encode_labels(self._labels, units, self.bounds, spots)
            layers.append(LabelLayer(self._words["names"], data, {"group": "base", "key": "names"}))
        return layers

    def to_folium(self) -> FoliumMap:
        """Return a new ``folium.Map`` with everything on it; other people's layers and controls can be added to it."""
        west, south, east, north = self.bounds
        result = FoliumMap(
            self.lang, self._furniture, location=[(south + north) / 2, (west + east) / 2], zoom_start=6,
            zoom_control=True, max_zoom=14, min_zoom=4,
        )  # fmt: skip
        placed: list[DataLayer] = [*tiles_layers(self._tiles), *self._ground(), *self._layers]
        if self._events:
            placed.append(UncertaintyLayer(self._words["discs"], {"group": "uncertainty", "key": "discs"}))
        for number, layer in enumerate(placed):
            layer.identify(number + 1)
            result.add_child(layer)
        for foreign in self._foreign:
            result.add_child(foreign)
        return result

    def _furniture(self) -> dict[str, Any]:
        west, south, east, north = self.bounds
        return {
            "lang": self.lang, "words": {name: dict(texts) for name, texts in WORDS.items()}, "title": self.title,
            "as_of": self._as_of, **self._texts,
            "method": self._guard.method(self._texts["method"]),
            "disclaimer": self._disclaimer, "sources": self._sources, "attribution": self._credits(),
            "worldview": f"worldview_{self._worldview}" if self._base is not False else "",
            "time": self._time, "changes": self._changes, "keys": spelling.tables(),
            "colours": {**self._colours, "contested": CONTESTED}, "bounds": [[south, west], [north, east]],
        }  # fmt: skip

    def _credits(self) -> list[dict[str, str]]:
        """Return whose data is on the map, the base map's and its names' included."""
        lines = list(self._attribution)
        if self._base is True:
            named = self._given_labels is None and self._extents
            shipped = [*(basemap.shipped_names(self.bounds)[1] if named else ()), basemap.CREDIT]
            lines += source_lines(line for line in shipped if all(line != known["text"] for known in lines))
        return lines

    def html(self) -> str:
        """Return the page: one HTML file with everything inside. The same map gives the same text."""
        return self._page()[0]

    def _page(self) -> tuple[str, list[str]]:
        figure = self.to_folium().get_root()
        if not isinstance(figure, PageFigure):
            raise InputError("the map was moved into another figure while it was rendered; render that figure instead")
        page, needs = figure.assemble()
        return page, needs.hosts()

    def save(self, path: str | os.PathLike[str], *, size: str = "A4", dpi: int = 300) -> None:
        """Write the map to ``path``, all or nothing: a page, or a sheet when the name ends in .png, .svg or .pdf.

        ``size`` and ``dpi`` are those of a sheet: :func:`geomap.render.print.output.save`. Raises
        :class:`~geomap.errors.OutputError`, and InputError naming rows when a safety gate refuses.
        """
        printed = Path(path).suffix.lower() in (".png", ".svg", ".pdf")
        self._guard.enforce(self._page()[1] if self._tiles and not printed else ())
        if printed:
            from geomap.render.print.output import save

            save(self, path, size, dpi)
        else:
            files.write_text(path, self.html())

    def contents(self) -> list[str]:
        """Return what the page would reveal to whoever receives it, one line each."""
        names = [f"title, subtitle, method, author: {', '.join(filter(None, [self.title, *self._texts.values()]))}"]
        linked = sorted({host for source in (*self._sources, *self._attribution) if (host := web_host(source["url"]))})
        if linked:
            names.append(f"links to {', '.join(linked)}")
        hosts = self._page()[1] if self._foreign or self._tiles else []
        contact = f"contacts {', '.join(hosts)} when opened" if hosts else "contacts no server"
        others = [f"layer of another library: {type(layer).__name__}" for layer in self._foreign]
        return [*names, *self._revealed, *others, contact]

    def __repr__(self) -> str:
        """Say in a line what the map holds."""
        counts = [(0, 0, 0), *(data.counts for data in self._events)]
        points, regions, unplaced = (sum(part) for part in zip(*counts, strict=True))
        held = f"{points} points, {regions} regions, {unplaced} unplaced, {len(self._layers)} layers"
        return f"<geomap.Map {self.title!r}: {held}>"

    def _repr_html_(self) -> str:
        return inline.frame(self.html())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

"""Properties of reading and writing events, over generated tables and generated rubbish."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.errors import GeomapError
from geomap.events import read_events
from geomap.events.coordinates import read_degrees, read_pair
from geomap.events.dates import read_dates
from geomap.events.importers import formats
from geomap.export import to_csv, to_geojson, write
from geomap.schema import CLAIM_STATUSES, EVENT_TYPES, EVENTS, names, validate

SETTINGS = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).map(str.strip)
DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
# Points in and around Ukraine: far ones are doubted when they would fit swapped.
PLACES = st.tuples(st.floats(44, 56), st.floats(22, 60))
COUNTS = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)).map(sorted)

EVENT = st.fixed_dictionaries(
    {
        "place": WORDS,
        "description": WORDS,
        "source": WORDS,
        "note": WORDS,
        "day": st.none() | DAYS,
        "point": st.none() | PLACES,
        "counts": st.none() | COUNTS,
        "event_type": st.sampled_from(["", *EVENT_TYPES]),
        "claim_status": st.sampled_from(["", *CLAIM_STATUSES]),
    }
)


def table_of(entries):
    frame = pd.DataFrame(
        {
            "place": [entry["place"] for entry in entries],
            "description": [entry["description"] for entry in entries],
            "source": [entry["source"] for entry in entries],
            "note": [entry["note"] or None for entry in entries],
            "date": [entry["day"] for entry in entries],
            "latitude": [None if entry["point"] is None else entry["point"][0] for entry in entries],
            "longitude": [None if entry["point"] is None else entry["point"][1] for entry in entries],
            "count_low": [None if entry["counts"] is None else entry["counts"][0] for entry in entries],
            "count_high": [None if entry["counts"] is None else entry["counts"][1] for entry in entries],
            "event_type": [entry["event_type"] for entry in entries],
            "claim_status": [entry["claim_status"] for entry in entries],
        }
    )
    return read_events(frame)


def same(events, back):
    assert back.attrs["rejected"] == []
    assert len(back) == len(events)
    columns = [name for name in names(EVENTS) if name != "source_row"]
    pd.testing.assert_frame_equal(pd.DataFrame(back[columns]), pd.DataFrame(events[columns]), check_exact=True)
    assert [None if pd.isna(value) else value for value in back["note"]] == [
        None if pd.isna(value) else value for value in events["note"]
    ]
    here, there = events.geometry.get_coordinates(), back.geometry.get_coordinates()
    np.testing.assert_allclose(there.to_numpy(), here.to_numpy(), atol=6e-7, rtol=0)
    assert back.geometry.isna().tolist() == events.geometry.isna().tolist()


@SETTINGS
@given(st.lists(EVENT, min_size=1, max_size=6))
@pytest.mark.parametrize("suffix", [".geojson", ".csv"])
def test_what_is_written_reads_back_the_same(suffix, entries):
    events = table_of(entries)
    assert events.attrs["rejected"] == []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"events{suffix}"
        write(events, path)
        first = path.read_bytes()
        back = read_events(path)
        same(events, back)
        write(back.drop(columns="source_row"), path)
        write(events.drop(columns="source_row"), Path(folder) / f"again{suffix}")
        assert path.read_bytes() == (Path(folder) / f"again{suffix}").read_bytes()
        assert first


def sound(data: bytes, **options):
    """Read rubbish: a sound table or a GeomapError."""
    try:
        events = read_events(io.BytesIO(data), **options)
    except GeomapError:
        return None
    validate(events, EVENTS, required=names(EVENTS))
    inside = events.geometry.bounds.dropna()
    assert ((inside["minx"] >= -180) & (inside["maxx"] <= 180)).all()
    assert ((inside["miny"] >= -90) & (inside["maxy"] <= 90)).all()
    to_geojson(events)
    return events


@SETTINGS
@given(st.binary(max_size=2000))
def test_any_bytes_give_a_table_or_an_error(data):
    sound(data)


@SETTINGS
@given(st.binary(max_size=2000), st.sampled_from(formats()))
def test_any_bytes_in_any_format(data, kind):
    sound(data, format=kind)


HEADERS = st.lists(
    st.sampled_from(
        ["place", "date", "lat", "lon", "killed", "type", "status", "geometry", "coordinates", "graphic", "end", "id"]
    ),
    min_size=1,
    max_size=8,
    unique=True,
)
ODD_CELLS = ["2024-12-27", "03/04/2024", "95", "37.9", "49,1", "0", "nan", "1e400", "49°N", '"', "'=1", "-"]
ODD_CELLS += ["POINT (1 2)", "POINT Z"]
CELLS = st.text(max_size=20) | st.sampled_from(ODD_CELLS)


@SETTINGS
@given(HEADERS, st.lists(st.lists(CELLS, min_size=1, max_size=9), max_size=8), st.sampled_from(",;\t"))
def test_tables_of_rubbish_lose_no_row(headers, rows, delimiter):
    import csv

    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(["place", *[header for header in headers if header != "place"]])
    if set(headers) <= {"place"}:  # nothing in a header of one column tells what separates further cells
        rows = [row[:1] for row in rows]
    for row in rows:
        writer.writerow([cell.replace("\0", "") for cell in row])
    events = sound(stream.getvalue().encode("utf-8", "replace"))
    if events is not None:
        lost = sum(1 for entry in events.attrs["rejected"] if entry["column"] is None)
        # A single empty cell is a blank line, unless the table has but one column.
        columns = len({"place", *headers})
        blank = [len(row) == 1 and columns > 1 and not row[0].replace("\0", "").strip() for row in rows]
        assert len(events) + lost == len(rows) - sum(blank)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@SETTINGS
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["place", "date", "lat", "lon", "killed", "id", "x"]), JSON_VALUES)
        | JSON_VALUES,
        max_size=5,
    )
)
def test_json_of_rubbish_loses_no_entry(entries):
    import json

    events = sound(json.dumps(entries).encode(), format="json")
    if events is not None:
        assert len(events) + sum(1 for entry in events.attrs["rejected"] if entry["column"] is None) == len(entries)


@SETTINGS
@given(st.lists(st.tuples(JSON_VALUES, JSON_VALUES), max_size=4))
def test_geojson_of_rubbish_loses_no_feature(entries):
    import json

    features = [
        {"type": "Feature", "geometry": shape, "properties": {"place": "x", "p": value}} for shape, value in entries
    ]
    events = sound(json.dumps({"type": "FeatureCollection", "features": features}).encode())
    if events is not None:
        assert len(events) == len(entries)


@SETTINGS
@given(st.lists(st.tuples(*[JSON_VALUES] * 4), max_size=5))
def test_frames_of_anything_are_read_and_written(rows):
    frame = pd.DataFrame(rows, columns=["place", "date", "killed", "extra"], dtype=object)
    try:
        events = read_events(frame)
    except GeomapError:
        return
    assert len(events) == len(rows)
    assert len(to_geojson(events)["features"]) == len(rows)
    with tempfile.TemporaryDirectory() as folder:
        to_csv(events, Path(folder) / "t.csv")


@SETTINGS
@given(st.lists(st.text(max_size=40), max_size=10), st.none() | st.booleans())
def test_dates_are_read_or_refused(texts, dayfirst):
    dates = read_dates(texts, dayfirst)
    for at, (start, end) in enumerate(zip(dates.start, dates.end, strict=True)):
        assert (start is None) == (end is None) == (at in dates.reasons)
        assert start is None or start <= end


@SETTINGS
@given(
    DAYS, st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S"])
)
def test_every_day_in_every_form(day, form):
    text = day.strftime(form)
    assert read_dates([text]).start == [day]


@SETTINGS
@given(st.text(max_size=300))
def test_coordinates_are_read_or_refused(text):
    for axis in ("latitude", "longitude"):
        value = read_degrees(text, axis)
        assert value is None or np.isfinite(value)
    pair = read_pair(text)
    assert pair is None or np.isfinite(pair).all()


@SETTINGS
@given(st.permutations(list(range(5))), st.lists(EVENT, min_size=5, max_size=5, unique_by=lambda entry: repr(entry)))
def test_order_of_rows_does_not_matter(order, entries):
    there = table_of([entries[at] for at in order])
    here = table_of(entries).iloc[order].reset_index(drop=True)
    columns = [name for name in names(EVENTS) if name not in ("source_row", "event_id")]
    pd.testing.assert_frame_equal(pd.DataFrame(there[columns]), pd.DataFrame(here[columns]))
    assert {text.split("-")[0] for text in there["event_id"]} == {text.split("-")[0] for text in here["event_id"]}

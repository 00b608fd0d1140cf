"""Text columns: read once, packed by their different texts, nothing lost and nothing kept that no row holds."""

from __future__ import annotations

import base64
import gzip
import zlib
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point
from unpacking import reasons, texts, unpack

from geomap.render import codec, columns, redact
from geomap.render.columns import Columns, Texts, constant, listed, read
from geomap.render.safe import as_text
from geomap.render.table import SHOWN, encode_events

#: Texts that one writing or another could swallow, join or mistake.
HOSTILE = [
    "", "\0", "a\0b", "\n", "a\nb", "\ufeffBOM", "\ud800", "x\udfffy", "</script>", "{{7*7}}", "\u2028", "\u202e",
    "Курськ", "Σ", "𝟙", "é", "e\u0301", "'=1+1", "__proto__", "x" * 70_000,
]  # fmt: skip

CELLS = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=5), st.none(), st.floats(), st.integers(-5, 5), st.booleans(),
    st.just(pd.NaT), st.just(pd.NA), st.dates().map(pd.Timestamp), st.lists(st.text(max_size=2), max_size=2),
)  # fmt: skip


def plain(series: pd.Series[Any]) -> list[str]:
    """What a column says, row by row."""
    return [as_text(value) for value in series.tolist()]


def sound(found: Texts) -> None:
    """Every text is there once, is in some row, and they are numbered in the order they appear in."""
    assert len(set(found.values)) == len(found.values)
    seen = list(dict.fromkeys(found.codes.tolist()))
    assert seen == list(range(len(found.values)))


@given(st.lists(CELLS, max_size=30))
def test_any_column_reads_as_its_cells_do(cells: list[Any]) -> None:
    series = pd.Series(cells, dtype=object)
    found = read(series)
    assert found.rows() == plain(series)
    sound(found)


@pytest.mark.parametrize("series", [
    pd.Series(["a", None, "b", "a"]), pd.Series(["a", pd.NA, "", "a"], dtype="string"), pd.Series([1.0, np.nan, 2.5]),
    pd.Series(["b", "a", None, "b"], dtype="category"), pd.Series([1, 2, 1]), pd.Series([True, False, True]),
    pd.Series([1, None, 3], dtype="Int64"), pd.Series(pd.to_datetime(["2024-12-27 00:00", None, "2024-12-27 10:30"])),
    pd.Series(pd.to_datetime(["2024-12-27", None]).tz_localize("Europe/Kyiv")), pd.Series([1, 1.0, True, "1"]),
    pd.Series([None, "", None]), pd.Series([], dtype=object), pd.Series([], dtype=float), pd.Series([[1], [1], None]),
    pd.Series(pd.Categorical([1, "1", None])), pd.Series([pd.Timedelta("1h"), None]), pd.Series([0.0, -0.0]),
], ids=lambda series: str(series.dtype))  # fmt: skip
def test_columns_of_every_type_read_as_their_cells_do(series: pd.Series[Any]) -> None:
    found = read(series)
    assert found.rows() == plain(series)
    sound(found)


def test_what_no_row_holds_any_more_is_forgotten() -> None:
    table = Columns(pd.DataFrame({"place": ["secret", "b", "c", "b"], "day": ["2024-12-27", "x", None, "2024-12-28"]}))
    table.texts("place"), table.days("day")
    kept = table.keep(np.asarray([False, True, True, True]))
    assert kept.texts("place").values == ["b", "c"]
    assert kept.texts("place").rows() == ["b", "c", "b"]
    assert [str(day) for day in kept.days("day")] == ["NaT", "NaT", "2024-12-28"]
    changed = kept.assign({"place": constant("", 3), "day": ["2024-01-01"] * 3})
    assert changed.texts("place").rows() == ["", "", ""]
    assert changed.frame["place"].tolist() == ["", "", ""]
    assert {str(day) for day in changed.days("day")} == {"2024-01-01"}
    assert kept.frame["place"].tolist() == ["b", "c", "b"]
    assert table.texts("nothing").rows() == [""] * 4


@given(st.lists(st.text(max_size=3), min_size=1, max_size=40), st.data())
def test_rows_can_be_taken_in_any_order(cells: list[str], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=40))
    found = listed(cells).take(np.asarray(rows, np.intp))
    assert found.rows() == [cells[row] for row in rows]
    sound(found)
    assert found.mapped(lambda text: text[:1]).rows() == [cells[row][:1] for row in rows]
    assert found.filled("none").rows() == [cells[row] or "none" for row in rows]
    assert found.where(lambda text: "a" in text).tolist() == ["a" in cells[row] for row in rows]


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@settings(deadline=None)
@given(st.lists(st.tuples(*[CELLS] * 4, st.sampled_from([None, "2024-12-27", "2024-12-26", "x"])), min_size=1))
def test_the_packed_table_says_what_its_rows_say(rows: list[tuple[Any, ...]]) -> None:
    names = ["description", "claimant", "source", "event_type"]
    frame = gpd.GeoDataFrame(
        {name: pd.Series([row[at] for row in rows], dtype=object) for at, name in enumerate(names)}
        | {"date_start": [row[-1] for row in rows]},
        geometry=[Point(30, 50)] * len(rows), crs=4326,
    )  # fmt: skip
    data = encode_events(frame, "type")
    start = pd.to_datetime(frame["date_start"], errors="coerce", format="ISO8601").to_numpy()
    order = np.argsort(np.where(np.isnat(start), np.datetime64("0001-01-01"), start), kind="stable")
    header, told = unpack(data.payload), texts(data.texts)
    for name in ("description", "claimant", "date_start"):
        assert told["columns"][name] == [_clean(text) for text in plain(frame[name].iloc[order])], name
    for code, listing, empty, name in (("source", "sources", "", "source"), ("type", "types", "other", "event_type")):
        found = [header[listing][at] for at in header["columns"][code].tolist()]
        assert found == [_clean(text) or empty for text in plain(frame[name].iloc[order])], name
    assert encode_events(frame, "type") == data


def test_hostile_texts_come_back_whole_whatever_stands_beside_them() -> None:
    for rows in (HOSTILE, HOSTILE * 3, [*HOSTILE, *"abc"] * 100):
        frame = gpd.GeoDataFrame({"place": rows}, geometry=[Point(30, 50)] * len(rows), crs=4326)
        assert texts(encode_events(frame, None).texts)["columns"]["place"] == [_clean(text) for text in rows]


def test_many_texts_that_repeat_are_coded_by_difference() -> None:
    rows = [f"text {number}" for number in range(70_000)] * 2
    payload = codec.pack_texts({}, {"why": listed(rows)})
    assert texts(codec.squeeze(payload))["columns"]["why"] == rows
    assert unpack(codec.squeeze(payload))["columns"]["codes0"].max() == 69_999


def test_codes_take_the_smallest_type() -> None:
    for most, kind in ((0, np.uint8), (255, np.uint8), (256, np.uint16), (65_535, np.uint16), (65_536, np.uint32)):
        assert codec.small(np.asarray([0, most])).dtype == kind
    assert codec.small(np.zeros(0, np.int64)).dtype == np.uint8


def test_the_same_table_gives_the_same_bytes_and_no_time_stamp() -> None:
    frame = gpd.GeoDataFrame({"place": ["a", "b"] * 50}, geometry=[Point(30, 50)] * 100, crs=4326)
    first = encode_events(frame, None)
    assert encode_events(frame.copy(), None) == first
    head = base64.b64decode(first.texts)[:10]
    assert head[4:8] == b"\0\0\0\0"
    assert zlib.decompress(base64.b64decode(first.texts), 31) == gzip.decompress(base64.b64decode(first.texts))


def test_reasons_are_given_for_rows_off_the_map_only() -> None:
    frame = gpd.GeoDataFrame(
        {"status": ["area", "unresolved", "unresolved", "x", "area"], "precision": ["country", "", "", "", "oblast"],
         "place": ["A", " ", "B", "C", "D"]},
        geometry=[None, None, None, Point(30, 50), None], crs=4326,
    )  # fmt: skip
    assert reasons(encode_events(frame, None).payload) == ["country", "none", "unresolved", "", "area"]


def test_columns_with_texts_are_all_in_the_page() -> None:
    frame = gpd.GeoDataFrame({name: [f"{name} 1", f"{name} 2"] for name in SHOWN}, geometry=[Point(30, 50)] * 2)
    told = texts(encode_events(frame.set_crs(4326), None).texts)["columns"]
    assert set(told) == set(SHOWN) - {"source"}
    assert all(told[name] == [f"{name} 1", f"{name} 2"] for name in told)


# Rules of the gates read the same texts.


@pytest.mark.parametrize(("text", "found"), [
    ("47 BRIGADE moved", True), ("the 93RD Mechanized BRIGADE", False), ("47 Brigade", True), ("٤٧ brigade", True),
])  # fmt: skip
def test_units_are_found_however_they_are_written(text: str, found: bool) -> None:
    assert bool(redact.units(["x", text])) == found


@pytest.mark.parametrize("before", ["", "a\0b", "\0", "Курськ", "\ud800", "𝟙"])
@pytest.mark.parametrize("text", [
    "Ivan Petrenko, 34, died", "Ivan Petrenko,  34, died", "Ivan Petrenko,\u00a034, died", "Ivan Petrenko (34) died",
    "Ivan Petrenko, aged  34, died", "Ivan Petrenko (aged 34) died", "Іван Петренко, ３４, загинув",
    "34-year-old Ivan Petrenko",
])  # fmt: skip
def test_ages_are_found_beside_any_text(before: str, text: str) -> None:
    for rows in ([text], [before, text], [before, before, text, "x"]):
        assert list(redact.persons(rows)) == [rows.index(text)]


def test_digits_and_spaces_are_those_of_the_rules() -> None:
    import re

    classes = redact._classes()
    for code in [*range(0x3100), *range(0xA600, 0xB000), *range(0xFE00, 0x20000)]:
        char = chr(code)
        assert (classes[code] == redact._DIGIT) == bool(re.match(r"\d", char)), code
        assert (classes[code] == redact._SPACE) == bool(re.match(r"\s", char)), code


def test_a_table_longer_than_one_look_is_read_to_its_end() -> None:
    rows = ["nothing"] * (2 * redact._CHUNK + 5)
    for at in (0, redact._CHUNK - 1, redact._CHUNK, len(rows) - 1):
        rows[at] = f"{at % 90 + 1}th Brigade; Ivan Petrenko, 34, said; 12 Shevchenko Street"
    wanted = [at for at, text in enumerate(rows) if text != "nothing"]
    assert sorted(redact.units(rows)) == sorted(redact.persons(rows)) == redact.addresses(rows) == wanted


def test_readers_of_one_name_twice_say_so() -> None:
    from geomap.errors import InputError

    table = columns.Columns(pd.DataFrame([["a", "b"]], columns=["x", "x"]))
    with pytest.raises(InputError, match="two columns named 'x'"):
        table.texts("x")

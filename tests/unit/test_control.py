from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from control_world import claim, held, row, survey, villages

import geomap.control
from geomap import schema
from geomap.control import audit, change, front, smooth
from geomap.control import claims as ledger
from geomap.control.series import series
from geomap.errors import InputError, InputFileError, SchemaError

WORLD: dict[str, Any] = {"land": None, "water": ()}
EXAMPLE = Path(__file__).parents[2] / "data/examples/2024-12-27"
control: Any = geomap.control


def base(result: Any) -> bytes:
    """The confirmed areas and the line, to the byte."""
    rows = result.areas[result.areas["state"].isin(["confirmed", "stale", "contested", "no_data"])]
    return b"".join(shapely.to_wkb(g) for g in [*rows.geometry, *result.front.geometry])


def test_the_package_is_also_its_function() -> None:
    import geomap.control.claims as module

    assert callable(geomap.control)
    assert geomap.control.claims is module
    assert geomap.control.Control.__name__ == "Control"
    with pytest.raises(AttributeError):
        _ = control.nothing


def test_importing_is_light() -> None:
    import subprocess

    code = "import sys, geomap.control; print([m for m in ('numpy','scipy','shapely','pandas') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "[]"


def test_areas_front_and_band_of_a_survey() -> None:
    sites = villages()
    result = control(survey(sites), gazetteer=sites, **WORLD)
    states = {(r["state"], r["side"]): r for r in result.areas.to_dict("records")}
    assert states["confirmed", "RU"]["n_reported"] == int((held(sites) > 0).sum())
    assert list(result.areas.columns) == schema.names(schema.AREAS)
    assert list(result.front.columns) == list(front.COLUMNS)
    line = result.front.geometry.iloc[0]
    assert abs(shapely.get_coordinates(line)[:, 0].mean() - 37.0) < 0.05
    assert result.front["tolerance_m"].iloc[0] == 1000
    assert 40 < result.front["length_km"].iloc[0] < 110
    assert result.band.geometry.iloc[0].buffer(0.001).contains(line)
    assert result.areas.crs == result.front.crs == "EPSG:4326"
    assert "confirmed RU" in str(result)
    for side, sign in (("RU", 1), ("UA", -1)):
        area = states["confirmed", side]["geometry"]
        own = held(sites) == sign
        assert shapely.contains_xy(area, sites.lon[own], sites.lat[own]).all()


def test_band_calibrated_on_a_reference() -> None:
    import geopandas

    sites = villages()
    drawn = geopandas.GeoDataFrame(geometry=[shapely.box(37.03, 47, 39, 49)], crs="EPSG:4326")
    wide = control(survey(sites), gazetteer=sites, calibration=drawn, **WORLD).band
    assert wide["method"].iloc[0].startswith("conformal on")
    truth = shapely.points(37.03, np.linspace(48.05, 48.45, 200))
    share = shapely.intersects(wide.geometry.iloc[0], truth).mean()
    assert 0.85 <= share <= 1


def test_a_claim_moves_nothing() -> None:
    sites = villages()
    rows = survey(sites)
    western = [i for i, side in zip(sites.ids, held(sites), strict=True) if side < 0]
    without = control(rows, gazetteer=sites, **WORLD)
    far = claim("", place="Nowhere", lat="48.3", lon="36.35")
    claimed = control([*rows, claim(western[5]), claim(western[9]), far], gazetteer=sites, **WORLD)
    assert base(without) == base(claimed)
    layer = claimed.areas[claimed.areas["state"] == "claimed"]
    assert list(layer["side"]) == ["RU"]
    assert layer["n_places"].iloc[0] == 2
    assert claimed.places.set_index("place_id").loc[western[5], "claimed_by"] == "RU"
    assert without.attrs["inputs_hash"] != claimed.attrs["inputs_hash"]


def test_no_data_is_not_a_side() -> None:
    sites = villages(5, 40)
    rows = [r for r in survey(sites) if r["place_id"] in (sites.ids[0], sites.ids[39])]
    result = control(rows, gazetteer=sites, **WORLD)
    states = set(result.areas["state"])
    assert "no_data" in states
    assert result.front.empty


@pytest.mark.parametrize(
    ("lat", "lon"),
    [([48.0], [37.0]), ([48.0, 48.1], [37.0, 37.1]), ([48.0] * 4, [37.0, 37.1, 37.2, 37.3]), ([48.0] * 3, [37.0] * 3)],
)
def test_few_settlements_in_any_arrangement(lat: list[float], lon: list[float]) -> None:
    sites = geomap.control.sites.Sites.from_table(
        pd.DataFrame({"place_id": [f"p{n}" for n in range(len(lat))], "lat": lat, "lon": lon})
    )
    result = control([row(sites.ids[0], "RU"), row(sites.ids[-1], "UA")], gazetteer=sites, **WORLD)
    assert result.areas.geometry.is_valid.all()
    expected = {"contested"} if len(set(lon)) == 1 else {"confirmed"}
    assert set(result.areas["state"]) - {"inferred"} == {"no_data"} | expected


def test_nothing_to_read_is_said() -> None:
    for nothing in ([], None, 5):
        with pytest.raises(InputError):
            control(nothing, gazetteer=villages(), **WORLD)


def test_isolated_report_is_a_point_not_an_area() -> None:
    sites = villages()
    lone = sites.ids[int(np.argmin(np.hypot(sites.lon - 36.7, sites.lat - 48.2)))]
    rows = [r if r["place_id"] != lone else row(lone, "RU") for r in survey(sites)]
    result = control(rows, gazetteer=sites, **WORLD)
    assert bool(result.places.set_index("place_id").loc[lone, "isolated"])
    assert len(shapely.get_parts(result.front.geometry.iloc[0])) == 1
    assert "stands against all around it" in str(result.explain(lone))


def test_every_row_keeps_its_reason() -> None:
    sites = villages()
    a, b, c, d = sites.ids[:4]
    rows = [
        row(a, "UA"), row(a, "UA"),
        row(b, "UA", claim_id="one", supersedes="two"), row(b, "RU", claim_id="two", supersedes="one"),
        row(c, "RU", claim_id="old"), row(c, "UA", claim_id="new", supersedes="old"),
        row(d, "UA", date="2025-06-01"), row("gone", "UA"), row(d, "UA", date="", published_at="", root="other"),
        row(d, "RU", supersedes="absent", root="third"),
    ]  # fmt: skip
    result = control(rows, date="2024-12-01", gazetteer=sites, **WORLD)
    table = result.claims
    assert len(table) == len(rows)
    counts = table["status"].value_counts()
    for status in ("duplicate", "superseded", "future", "unplaced", "undated"):
        assert counts[status] == 1, status
    assert (table["reason"] != "").all()
    circle = table[table["claim_id"].isin(["one", "two"])]
    assert circle["reason"].str.contains("circle").all()
    assert table["reason"].str.contains("which the ledger does not hold").sum() == 1


def test_known_by_leaves_out_hindsight() -> None:
    sites = villages()
    late = row(sites.ids[3], "RU", published_at="2025-01-05", root="late", evidence="geolocated_visual")
    seen = control([*survey(sites), late], date="2024-12-01", gazetteer=sites, **WORLD)
    then = control([*survey(sites), late], date="2024-12-01", known_by="2024-12-02", gazetteer=sites, **WORLD)
    assert seen.verdicts[sites.ids[3]].state == "contested"
    assert then.verdicts[sites.ids[3]].state == "confirmed"
    assert "was said after" in then.claims.loc[then.claims["root"] == "late", "reason"].iloc[0]


def test_smoothing_overrules_scattered_errors_only() -> None:
    sites = villages(24, 30)
    side = held(sites)
    wrong = np.random.default_rng(3).random(len(sites)) < 0.06
    tangled = np.where(wrong, -side, side)
    from geomap.control.cells import tessellate

    tess = tessellate(sites)
    rate = smooth.error_rate(tess.xy, tangled)
    assert 0.03 < rate < 0.1
    assert smooth.error_rate(tess.xy, side) < smooth.QUIET
    result = smooth.smooth(tess.pairs, tess.lengths, tangled, np.zeros(len(side)), rate)
    assert (result != side).sum() <= 6
    same = smooth.smooth(tess.pairs, tess.lengths, side, np.zeros(len(side)), 0.0)
    assert (same == side).all()


def test_minimum_cut_is_exact() -> None:
    rng = np.random.default_rng(0)
    pairs = np.array([[i, j] for i in range(8) for j in range(i + 1, 8) if rng.random() < 0.5])
    price, odds = rng.random(len(pairs)).round(3), rng.normal(size=8).round(3)

    def cost(label: np.ndarray) -> float:
        leaving = np.abs(odds)[label != (odds > 0)].sum()
        return float(leaving + price[label[pairs[:, 0]] != label[pairs[:, 1]]].sum())

    best = min(cost(np.array([bool(n >> k & 1) for k in range(8)])) for n in range(256))
    assert cost(smooth.minimum_cut(pairs, price, odds)) == pytest.approx(best, abs=0.01)


def test_change_is_paired_and_carries_an_interval() -> None:
    sites = villages()
    west = sorted(np.flatnonzero(held(sites) < 0), key=lambda n: -sites.lon[n])[:10]
    moved = {sites.ids[n] for n in west}
    later = survey(sites, date="2025-02-01")
    later = [{**r, "holder": "RU"} if r["place_id"] in moved else r for r in later]
    first = control(survey(sites), gazetteer=sites, **WORLD)
    second = control(later, gazetteer=sites, **WORLD)
    result = first.change(second)
    assert set(result.gained) == moved
    assert result.lost == ()
    assert result.low_km2 < result.net_km2 < result.high_km2
    assert not result.below_detection
    assert result.net_km2 == pytest.approx(result.areas["area_km2"].sum(), rel=0.01)
    back = second.change(first)
    assert back.net_km2 == pytest.approx(-result.net_km2)
    assert "gained" in str(result)
    none = first.change(first)
    assert (none.gained_km2, none.lost_km2, none.areas.empty, none.below_detection) == (0, 0, True, True)


def test_results_of_different_frames_are_put_on_one() -> None:
    sites = villages()
    half = survey(sites)[: len(sites) // 2]
    later = survey(sites, date="2025-02-01")
    first, second = control(half, gazetteer=sites, **WORLD), control(later, gazetteer=sites, **WORLD)
    assert first.tessellation.digest != second.tessellation.digest
    assert first.change(second).gained == ()
    other = control(survey(villages(seed=2)), gazetteer=villages(8, 9, seed=2), **WORLD)
    with pytest.raises(InputError, match="different gazetteers"):
        second.change(other, daily=True)


def test_a_daily_figure_is_refused_unless_asked_for() -> None:
    sites = villages()
    first = control(survey(sites), gazetteer=sites, **WORLD)
    second = control(survey(sites, date="2024-12-03"), gazetteer=sites, **WORLD)
    with pytest.raises(InputError, match="daily=True"):
        first.change(second)
    assert first.change(second, daily=True).below_detection


def test_claimed_ground_is_in_no_other_figure() -> None:
    sites = villages()
    target = sites.ids[int(np.argmin(np.abs(sites.lon - 36.6)))]
    first = control(survey(sites), gazetteer=sites, **WORLD)
    second = control([*survey(sites, date="2025-02-01"), claim(target, date="2025-02-01")], gazetteer=sites, **WORLD)
    result = first.change(second)
    assert (result.gained_km2, result.claimed) == (0, (target,))
    assert result.claimed_only_km2 > 1


def test_audit() -> None:
    sites = villages()
    rows = survey(sites)
    extra = survey(sites, root="second")[:40]
    result = control([*rows, *extra], gazetteer=sites, **WORLD)
    table = audit.independence(result)
    assert (table[table["root"] == "second"]["sole"] == 0).all()
    assert table[table["root"] == "observer"]["share"].eq(1).all()
    without = audit.leave_one_out(result).set_index("root")
    assert without.loc["second", "places"] == 0
    assert without.loc["observer", "places"] > 50


def test_series_agrees_with_single_days() -> None:
    sites = villages()
    west = sorted(np.flatnonzero(held(sites) < 0), key=lambda n: -sites.lon[n])[:6]
    later = [row(sites.ids[n], "RU", date=f"2025-01-{10 + k:02d}", root="b") for k, n in enumerate(west)]
    rows = [*survey(sites), *later, claim(sites.ids[0], date="2025-01-12")]
    table = series(rows, "2025-01-08", "2025-01-18", gazetteer=sites, **WORLD)
    assert table.geometry.is_valid.all()
    assert table["date"].nunique() == 11
    for day in ("2025-01-09", "2025-01-12", "2025-01-18"):
        alone = control(rows, date=day, gazetteer=sites, **WORLD)
        mine = table[(table["date"] == day) & (table["state"] != "front")].set_index(["state", "side"])["area_km2"]
        theirs = alone.areas[alone.areas["state"] != "no_data"].set_index(["state", "side"])["area_km2"]
        assert set(mine.index) == set(theirs.index)
        assert (mine - theirs).abs().max() < 1.0


def test_faults_are_all_reported_at_once() -> None:
    bad = pd.DataFrame([{"place": "A", "holder": "XX", "date": "yesterday"}, {"place": "B", "holder": "RU", "lat": 99}])
    with pytest.raises(SchemaError) as caught:
        ledger.read(bad)
    assert len(caught.value.faults) == 3
    with pytest.raises(SchemaError, match="holds no claims"):
        ledger.read(pd.DataFrame({"x": [1]}))
    with pytest.raises(InputFileError):
        ledger.read("no/such/file.csv")
    with pytest.raises(InputError, match="can be used"):
        control([row("gone", "RU")], gazetteer=villages(), **WORLD)


def test_viina_layout_counts_wikipedia_once() -> None:
    table = pd.DataFrame({
        "geonameid": [1, 1], "date": ["20241201", "20241202"], "status_wiki": ["RU", "RU"],
        "status_boost": ["RU", "RU"], "status_dsm": ["UA", "CONTESTED"], "status_isw": ["", "UA"],
    })  # fmt: skip
    rows = ledger.read(table)
    assert set(rows["root"]) == {"wikipedia", "deepstate", "isw"}
    assert len(rows) == 7
    assert set(rows["licence"]) == {"ODbL-1.0"}
    sites = villages()
    placed = ledger.prepare(rows.assign(place_id=sites.ids[0]), sites)
    from geomap.control.compute import Options, judge

    _, verdicts = judge(placed, sites, ledger.one_day("2024-12-02"), 0, Options())
    assert verdicts[sites.ids[0]].state == "contested"


def test_events_become_claims() -> None:
    events = pd.DataFrame([
        {"event_type": "control_change", "place": "Village 3", "date_start": "2024-12-01", "actor": "Russian forces",
         "claimant": "Russia", "claimant_side": "RU", "claim_status": "claimed"},
        {"event_type": "shelling", "place": "Village 4", "date_start": "2024-12-01"},
    ])  # fmt: skip
    result = control(events, gazetteer=villages(), **WORLD)
    assert list(result.claims["holder"]) == ["RU"]
    assert result.places["state"].tolist() == ["claimed"]


@pytest.mark.parametrize("text", ["2024-13-01", "soon", "2024-02-30", "1/2/3"])
def test_bad_dates(text: str) -> None:
    with pytest.raises(InputError):
        ledger.day_span(text)


def test_compare_references_filters_slivers() -> None:
    import geopandas

    from geomap.control.reference import read_reference

    def areas(*shapes: Any) -> Any:
        return geopandas.GeoDataFrame(geometry=list(shapes), crs="EPSG:4326")

    square = shapely.box(37, 48, 38, 49)
    first = read_reference(areas(square), date="2024-01-01")
    second = read_reference(areas(shapely.union(shapely.box(36.999, 48, 38, 49), shapely.box(36.8, 48.2, 37, 48.4))),
                            date="2024-03-01")  # fmt: skip
    result = change.compare_references(first, second)
    assert 300 < result.gained_km2 < 340
    assert result.lost_km2 == 0
    assert "Slivers" in result.note


def test_example_of_december_2024(gazetteer: Any) -> None:
    rows = pd.read_csv(EXAMPLE / "control.csv", dtype=str, keep_default_na=False)
    result = control(rows, date="2024-12-27", gazetteer=gazetteer)
    taken = rows["place"].isin(["Ivanivka", "Zahryzove"])
    assert taken.sum() == 2
    assert base(result) == base(control(rows[~taken], date="2024-12-27", gazetteer=gazetteer))
    assert len(result.claims) == len(rows)
    placed = result.claims[result.claims["place"].isin(["Ivanivka", "Zahryzove"])]
    assert (placed["status"] == "used").all()
    for name in ("Ivanivka", "Zahryzove"):
        found = result.explain(name)
        assert (found.state, found.claimed_by) == ("claimed", ("RU",))
        text = str(found)
        assert text.splitlines()[0].endswith("2024-12-27: claimed by Russia, confirmed by nobody")
        assert "only claimed as held by RU: mod_ru" in text
        assert "Press report of 27 Dec 2024" in text
    assert result.explain("Kurakhove").state == "contested"
    with pytest.raises(InputError, match="no settlement is called"):
        result.explain("Xyzzyx")
    assert result.areas.geometry.is_valid.all()


def test_ground_that_no_statement_is_near_is_inferred_not_confirmed() -> None:
    lon = [37.0 + 0.05 * step for step in range(8)]
    sites = geomap.control.sites.Sites.from_table(
        pd.DataFrame({"place_id": [f"p{n}" for n in range(8)], "lat": [48.0] * 8, "lon": lon})
    )
    result = control([row("p0", "RU"), row("p7", "UA")], gazetteer=sites, **WORLD)
    places = {(r["state"], r["side"]): (r["n_places"], r["n_reported"]) for r in result.areas.to_dict("records")}
    # 3.7 km from one to the next: two of each side lie within 7 km of a statement, the others do not.
    assert places["confirmed", "RU"] == (2, 1)
    assert places["confirmed", "UA"] == (2, 1)
    assert places["inferred", "RU"][0] + places["inferred", "UA"][0] == 4
    assert places["inferred", "RU"][1] == 0
    shapes = dict(
        zip(zip(result.areas["state"], result.areas["side"], strict=True), result.areas.geometry, strict=True)
    )
    assert not shapes["confirmed", "RU"].intersects(shapes["inferred", "RU"].buffer(-1e-6))
    assert "inferred as held by" in str(result.explain("p3"))


def test_ground_that_was_only_inferred_is_no_change() -> None:
    lon = [37.0 + 0.05 * step for step in range(8)]
    sites = geomap.control.sites.Sites.from_table(
        pd.DataFrame({"place_id": [f"p{n}" for n in range(8)], "lat": [48.0] * 8, "lon": lon})
    )
    first = [row("p0", "RU", date="2025-01-01"), row("p7", "UA", date="2025-01-01")]
    before = control(first, date="2025-01-01", gazetteer=sites, **WORLD)
    assert "inferred as held by Russia" in str(before.explain("p3"))
    said = [*first, row("p3", "UA", date="2025-02-01", root="later")]
    after = control(said, date="2025-02-01", gazetteer=sites, **WORLD)
    assert after.areas.set_index(["state", "side"]).loc[("confirmed", "UA"), "n_reported"] == 2
    assert before.change(after).lost_km2 == 0


def test_cells_whose_cut_edges_differ_in_the_last_digit_are_joined_all_the_same() -> None:
    """A series of the example stopped with "CoverageUnion cannot process incorrectly noded inputs"."""
    from geomap.control.cells import cover

    crossing = [shapely.box(0, 0, 2, 1), shapely.Polygon([(0, 1), (1, 0.5), (2, 1), (2, 2), (0, 2)])]
    assert cover(crossing).area == pytest.approx(4.0)
    assert cover([shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]).equals(shapely.box(0, 0, 2, 1))


def test_the_example_is_drawn_day_by_day(example: Path) -> None:
    table = series(example / "control.csv", "2024-12-26", "2024-12-27")
    assert table["date"].nunique() >= 1
    assert table.geometry.is_valid.all()

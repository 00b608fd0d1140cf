"""Whatever the statements: valid areas that cover the area of interest, the same bytes in any order, nothing lost."""

from __future__ import annotations

from typing import Any

import shapely
from control_world import claim, row, villages
from hypothesis import given, settings
from hypothesis import strategies as st

import geomap.control

control: Any = geomap.control
SITES = villages(7, 9)
WORLD: dict[str, Any] = {"gazetteer": SITES, "land": None, "water": (), "date": "2024-12-15"}
STATEMENTS = st.lists(
    st.builds(
        row,
        st.sampled_from(SITES.ids),
        st.sampled_from(["RU", "UA", "contested", "none"]),
        evidence=st.sampled_from(
            ["claim", "denial", "admission", "independent_report", "geolocated_visual", "third_party_assessment"]
        ),
        claimant_side=st.sampled_from(["RU", "UA", "neutral", "unknown"]),
        root=st.sampled_from(["a", "b", "c"]),
        date=st.sampled_from(["2024-12-01", "2024-11", "2023", "2024-12-14", "2025-01-01"]),
        claim_id=st.sampled_from(["", "x", "y"]),
        supersedes=st.sampled_from(["", "", "", "x", "y"]),
    ),
    max_size=14,
)
#: Two that settle the area of interest whatever else is said.
GROUND = [row(SITES.ids[0], "UA", root="g"), row(SITES.ids[-1], "RU", root="g")]


def run(rows: list[dict[str, Any]]) -> Any:
    return control([*GROUND, *rows], **WORLD)


def bytes_of(result: Any, states: tuple[str, ...]) -> bytes:
    shapes = result.areas[result.areas["state"].isin(states)].geometry
    return b"".join(shapely.to_wkb(shape) for shape in [*shapes, *result.front.geometry])


ALL = ("confirmed", "stale", "contested", "no_data", "claimed")


@settings(max_examples=60, deadline=None)
@given(STATEMENTS)
def test_areas_are_valid_and_cover_without_overlap(rows: list[dict[str, Any]]) -> None:
    result = run(rows)
    assert len(result.claims) == len(rows) + 2
    assert (result.claims["reason"] != "").all()
    assert result.areas.geometry.is_valid.all()
    assert (result.areas["area_km2"] > 0).all()
    under = result.areas[result.areas["state"] != "claimed"].geometry
    flat = [result.tessellation.projection.flat(shape) for shape in under]
    whole = shapely.union_all(flat)
    aoi = result.tessellation.aoi
    assert shapely.symmetric_difference(whole, aoi).area < 2e-5 * aoi.area
    assert abs(sum(shape.area for shape in flat) - whole.area) < 2e-5 * aoi.area
    assert result.front.geometry.is_valid.all()
    assert result.band.geometry.is_valid.all()


@settings(max_examples=30, deadline=None)
@given(STATEMENTS, st.randoms(use_true_random=False))
def test_order_changes_no_byte(rows: list[dict[str, Any]], random: Any) -> None:
    mixed = [*GROUND, *rows]
    random.shuffle(mixed)
    first, second = run(rows), control(mixed, **WORLD)
    assert bytes_of(first, ALL) == bytes_of(second, ALL)
    assert first.attrs["inputs_hash"] == second.attrs["inputs_hash"]
    assert first.claims.equals(second.claims)


@settings(max_examples=30, deadline=None)
@given(STATEMENTS, st.lists(st.tuples(st.sampled_from(SITES.ids), st.sampled_from(["a", "z"])), min_size=1, max_size=4))
def test_claims_of_a_side_move_no_confirmed_area(rows: list[dict[str, Any]], places: list[tuple[str, str]]) -> None:
    rows = [{**item, "claim_id": "", "supersedes": ""} for item in rows]
    claims = [claim(place, "RU", root=root, date="2024-12-15") for place, root in places]
    assert bytes_of(run(rows), ALL[:4]) == bytes_of(run([*rows, *claims]), ALL[:4])


@settings(max_examples=20, deadline=None)
@given(STATEMENTS)
def test_no_change_between_a_day_and_itself(rows: list[dict[str, Any]]) -> None:
    result = run(rows)
    change = result.change(result)
    assert (change.gained, change.lost, change.net_km2) == ((), (), 0)
    assert change.areas.empty
    assert change.below_detection

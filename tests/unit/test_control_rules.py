from __future__ import annotations

import pytest

from geomap.control.rules import Statement, decide, effective_kind


def said(
    holder: str, evidence: str = "third_party_assessment", side: str = "neutral", root: str = "a",
    day: int = 1000, row: int = 0,
) -> Statement:  # fmt: skip
    return Statement(row, root, holder, evidence, side, day, day)


@pytest.mark.parametrize(
    ("evidence", "side", "holder", "kind"),
    [
        ("claim", "RU", "RU", "claim"),
        ("admission", "RU", "RU", "claim"),
        ("claim", "RU", "UA", "admission"),
        ("independent_report", "UA", "RU", "admission"),
        ("third_party_assessment", "UA", "UA", "claim"),
        ("geolocated_visual", "RU", "RU", "geolocated_visual"),
        ("admission", "neutral", "RU", "independent_report"),
        ("admission", "unknown", "RU", "claim"),
        ("denial", "UA", "contested", "denial"),
    ],
)
def test_interest_decides_the_kind(evidence: str, side: str, holder: str, kind: str) -> None:
    assert effective_kind(evidence, side, holder) == kind


@pytest.mark.parametrize("evidence", ["geolocated_visual", "third_party_assessment"])
def test_one_strong_vote_confirms(evidence: str) -> None:
    verdict = decide([said("RU", evidence)], 1000)
    assert (verdict.state, verdict.side, verdict.settled) == ("confirmed", "RU", True)


def test_two_neutral_reports_confirm_and_one_does_not() -> None:
    one = [said("RU", "independent_report", root="a")]
    assert decide(one, 1000).state == "claimed"
    assert decide([*one, said("RU", "independent_report", root="b", row=1)], 1000).state == "confirmed"


def test_three_wires_of_one_ministry_are_one_vote() -> None:
    wires = [said("RU", "independent_report", root="ministry", row=n) for n in range(3)]
    verdict = decide(wires, 1000)
    assert verdict.state == "claimed"
    assert verdict.used == (0,)
    assert all("counts once" in verdict.unused[n] for n in (1, 2))


def test_own_claim_only_claims_whatever_its_number() -> None:
    claims = [said("RU", "claim", "RU", root=f"r{n}", row=n) for n in range(5)]
    verdict = decide(claims, 1000)
    assert (verdict.state, verdict.claimed_by, verdict.settled) == ("claimed", ("RU",), False)


def test_a_claim_does_not_take_back_an_admission_of_its_own_side() -> None:
    admitted = said("UA", "admission", "RU", root="mod_ru", day=990)
    verdict = decide([admitted, said("RU", "claim", "RU", root="mod_ru", day=1000, row=1)], 1000)
    assert (verdict.state, verdict.side, verdict.claimed_by) == ("confirmed", "UA", ("RU",))


def test_conflict_in_the_window_is_contested_and_outside_it_the_later_wins() -> None:
    near = [said("RU", root="a", day=995), said("UA", root="b", day=1000, row=1)]
    assert decide(near, 1000).state == "contested"
    far = [said("RU", root="a", day=900), said("UA", root="b", day=1000, row=1)]
    assert decide(far, 1000).side == "UA"


def test_denial_of_an_assessment_is_contested() -> None:
    verdict = decide([said("RU"), said("contested", "denial", "UA", root="b", row=1)], 1000)
    assert (verdict.state, verdict.settled) == ("contested", True)


def test_both_sides_claiming_is_contested_but_settles_nothing() -> None:
    verdict = decide([said("RU", "claim", "RU"), said("UA", "claim", "UA", root="b", row=1)], 1000)
    assert (verdict.state, verdict.claimed_by, verdict.settled) == ("contested", ("RU", "UA"), False)


def test_a_root_that_says_two_things_at_once_says_contested() -> None:
    assert decide([said("RU"), said("UA", row=1)], 1000).state == "contested"


def test_ageing() -> None:
    assert decide([said("RU", day=600)], 1000).state == "stale"
    verdict = decide([said("RU", "claim", "RU", day=600)], 1000)
    assert verdict.state == "no_data"
    assert "nobody confirmed" in verdict.unused[0]


def test_a_claim_before_the_evidence_is_answered() -> None:
    verdict = decide([said("RU", "claim", "RU", day=960), said("UA", root="b", day=1000, row=1)], 1000)
    assert verdict.claimed_by == ()
    assert "before the evidence" in verdict.unused[0]

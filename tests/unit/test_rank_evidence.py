"""Scoring: signs and ranges of the weights, single pieces of evidence, probabilities, and their words."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest

from geomap import Gazetteer, Status
from geomap.gazetteer.scores import FORM_SCORES, LEVEL_SCORES, NAME_KIND_SCORES
from geomap.gazetteer.search import Hit
from geomap.model import Match
from geomap.resolve.context import Anchor, Context, Region
from geomap.resolve.front import Front
from geomap.resolve.geocode import locate
from geomap.resolve.joint import MAX_ANCHORS, anchor, nearest, refine
from geomap.resolve.locate import Resolver
from geomap.resolve.rank import Scored, Scorer, by_type, distance_km, normalise_scores, weights
from geomap.schema import EVENT_TYPES

FRONT = Front(
    ((48.99, 37.80, "UA"), (49.71, 37.60, "UA"), (48.28, 37.18, "UA"), (49.05, 38.21, "RU"), (48.02, 37.80, "RU")),
    "test front",
    "2024-12-27",
)


def part(match: Match, feature: str) -> float:
    return next((line.weight for line in match.candidates[0].evidence if line.feature == feature), 0.0)


def test_weights_have_the_signs_they_must_have() -> None:
    table = weights()
    for name in (
        "admin_match",
        "country_match",
        "kind_match",
        "theatre",
        "comention_weight",
        "front_most",
        "near_most",
    ):
        assert table[name] > 0, name
    for name in (
        "admin_contradiction", "country_contradiction", "kind_contradiction", "unlocated", "unregistered",
        "own_side_per_km", "own_side_floor", "former_out_of_date", "area_without_cue",
    ):  # fmt: skip
        assert table[name] < 0, name
    for name in ("front_scale_km", "comention_scale_km", "near_scale_km"):
        assert 1 <= table[name] <= 50, name
    for group in ("front_weight", "importance_weight"):
        assert all(0 <= value <= 3 for value in table[group].values())
        assert by_type(table[group], "no such type") == table[group]["other"]
    front = table["front_weight"]
    assert front["ground_fighting"] > front["strike"]
    assert front["control_change"] > front["air_strike"]
    assert 0 < table["admin_unknown"] < table["admin_match"] < -table["admin_contradiction"]
    assert all(0.3 <= value <= 2.5 for value in table["temperature"].values())
    for level in LEVEL_SCORES:
        assert 0 < table["doubt"]["complete"][level] < 0.5
        assert table["doubt"]["complete"][level] < table["doubt"]["partial"][level] < 1
        assert table["doubt"]["complete"][level] <= table["doubt"]["open"][level] <= table["doubt"]["partial"][level]
    assert set(front) <= {*EVENT_TYPES, ""}


def test_looser_spellings_score_less() -> None:
    order = ["exact", "key1", "key2", "typo1", "key3", "typo2"]
    scores = [LEVEL_SCORES[level] for level in order]
    assert scores == sorted(scores, reverse=True)
    assert max(FORM_SCORES.values()) == max(NAME_KIND_SCORES.values()) == 0.0


def test_the_closer_to_the_front_the_better_and_more_so_for_ground_fighting(resolver: Resolver) -> None:
    gains = {}
    for event_type in ("ground_fighting", "strike"):
        near = locate("Lyman", admin="Donetsk region", front=FRONT, event_type=event_type, resolver=resolver)
        far = locate("Lviv", front=FRONT, event_type=event_type, resolver=resolver)
        assert part(near, "front") > part(far, "front") >= 0
        gains[event_type] = part(near, "front") - part(far, "front")
    assert gains["ground_fighting"] > gains["strike"]


def test_nobody_gains_what_lies_behind_his_own_line(resolver: Resolver) -> None:
    own = locate("Lviv", front=FRONT, event_type="control_change", side="UA", resolver=resolver)
    other = locate("Lviv", front=FRONT, event_type="control_change", side="RU", resolver=resolver)
    assert part(own, "side") == weights()["own_side_floor"]
    assert part(other, "side") == 0.0


def test_the_state_border_is_no_front() -> None:
    sites = (
        (50.00, 36.00, "UA"), (50.10, 36.00, "RU"),  # at home on both sides: the border
        (48.00, 37.00, "UA"), (48.00, 37.14, "RU"),  # the front: Russia holds ground abroad
    )  # fmt: skip
    home = frozenset({(50.00, 36.00), (50.10, 36.00), (48.00, 37.00)})
    front = Front(sites, "x", home=home)
    assert front.line(50.0, 36.0) == (pytest.approx(5.56, abs=0.05), "UA", True)
    km, side, border = front.line(48.0, 37.0)
    assert (side, border) == ("UA", False)
    assert km == pytest.approx(5.2, abs=0.1)
    without = Front(sites, "x")
    assert without.line(50.0, 36.0)[2] is False
    prepared = Front(sites, "x", home=home)
    points = [(50.02, 36.3), (48.1, 37.1), (49.0, 36.5)]
    prepared.prepare([lat for lat, _ in points], [lon for _, lon in points])
    for lat, lon in points:
        one, two = prepared.line(lat, lon), front.line(lat, lon)
        assert one[0] == pytest.approx(two[0], rel=0.02)
        assert one[1:] == two[1:]


def test_an_anchor_is_all_its_name_may_mean(resolver: Resolver) -> None:
    sure = Anchor("Terny", (((49.10, 37.96), 1.0),))
    torn = Anchor("Terny", (((49.10, 37.96), 0.5), ((50.9, 33.9), 0.5)))
    gains = [
        part(resolver.locate("Ivanivka", admin="Donetsk Oblast", anchors=[item]), "comention") for item in (sure, torn)
    ]
    most = weights()["comention_weight"] * weights()["comention_most"]
    assert gains[0] <= most + 1e-9
    assert gains[0] - gains[1] == pytest.approx(weights()["comention_weight"] * math.log(2), abs=0.05)


def test_two_doubtful_names_settle_each_other(resolver: Resolver) -> None:
    alone = [resolver.locate(name, detail=0) for name in ("Ivanivka", "Kolodiazi")]
    assert alone[0].status == Status.AMBIGUOUS

    def ask(number: int, anchors: Sequence[Anchor]) -> Match:
        return resolver.locate(("Ivanivka", "Kolodiazi")[number], anchors=anchors)

    forward = refine(alone, ask)
    assert forward[0].probability > alone[0].probability
    backward = refine(alone[::-1], lambda number, anchors: ask(1 - number, anchors))
    assert backward[::-1] == forward


def test_a_long_report_keeps_the_nearest_anchors(resolver: Resolver) -> None:
    anchors = [Anchor(f"a{i:02d}", (((45.0 + i * 0.5, 30.0), 1.0),)) for i in range(20)]
    kept = nearest(anchors, resolver.locate("Kyiv", detail=0))
    assert len(kept) == MAX_ANCHORS
    assert set(kept) == set(nearest(anchors[::-1], resolver.locate("Kyiv", detail=0)))
    assert anchor(resolver.locate("Ukraine")) is None


def test_an_unrecorded_district_is_no_contradiction(resolver: Resolver, gazetteer: Gazetteer) -> None:
    """Outside Ukraine many places have no district in the tables; places of another oblast still contradict."""
    store = gazetteer.store
    raion = next(n for n in range(len(store)) if store.record(n).kind == "raion" and store.record(n).hromada < 0)
    oblast = store.record(raion).oblast
    lacking = next(
        n for n in range(len(store)) if (r := store.record(n)).raion < 0 and r.kind == "village" and r.oblast >= 0
    )
    districts = [n for n in range(len(store)) if store.record(n).kind == "raion"]
    mine = next((n for n in districts if store.record(n).oblast == store.record(lacking).oblast), None)
    hit = Hit(lacking, "exact", "exact", "official", 0, 0)

    def admin(area: int) -> float:
        region = Region("a district", frozenset({area}), "raion")
        return Scorer(gazetteer, "", Context((region,)))(hit).parts["admin"]

    if oblast != store.record(lacking).oblast:
        assert admin(raion) == weights()["admin_contradiction"]
    if mine is not None:
        assert admin(mine) == weights()["admin_unknown"]


def test_probabilities_share_out_what_doubt_leaves(resolver: Resolver) -> None:
    match = resolver.locate("Ivanivka")
    total = sum(candidate.probability for candidate in match.candidates)
    assert total == pytest.approx(1.0 - weights()["doubt"]["complete"]["exact"])
    single = resolver.locate("Zahryzove")
    assert single.probability < 1.0
    assert len(match.candidates) > 50


def test_softmax_keeps_order_and_breaks_ties_by_number(gazetteer: Gazetteer) -> None:
    store = gazetteer.store
    items = [
        Scored(Hit(n, "exact", "exact", "official", 0, 0), store.record(n), {}, score=1.0 if n != 3 else 2.0)
        for n in (5, 3, 4)
    ]
    ranked = normalise_scores(items, Context())
    assert [item.hit.n for item in ranked] == [3, 4, 5]
    assert ranked[1].probability == ranked[2].probability < ranked[0].probability


def test_why_names_evidence_with_its_weight_and_it_adds_up(resolver: Resolver) -> None:
    match = locate(
        "Ivanivka", admin="Donetsk region", near=["Lyman"], front=FRONT, date="2024-12-27", event_type="control_change",
        side="RU", resolver=resolver,
    )  # fmt: skip
    best = match.candidates[0]
    assert sum(line.weight for line in best.evidence) == pytest.approx(best.score, abs=0.01)
    assert [abs(line.weight) for line in best.evidence] == sorted(
        (abs(line.weight) for line in best.evidence), reverse=True
    )
    features = {line.feature for line in best.evidence}
    assert {"admin", "front", "comention", "importance", "spelling"} <= features
    assert any("from Lyman, named in the same report" in line for line in match.why)
    assert match.why[-1].startswith("what would change it")


@pytest.mark.parametrize("name", ["Ivanivka", "Lyman", "Novoselivka", "Mykolaivka", "Terny"])
def test_what_would_change_it_is_true(resolver: Resolver, name: str) -> None:
    from geomap.resolve import explain

    context = Context(resolver.regions.find("Donetsk region"), (), 2024, FRONT, "ground_fighting")
    ranked = resolver._rank(name, "", context)
    said = explain.in_words(resolver.gazetteer, ranked, "", context)[-1]
    for feature in {feature for item in ranked for feature in item.parts}:
        winner = max(ranked, key=lambda item: (item.score - item.parts.get(feature, 0.0), -item.hit.n))
        label = f"without {feature}: {resolver.gazetteer.store.place(winner.hit.n).label}"
        assert (label in said) == (winner is not ranked[0]), (feature, said)


def test_a_scorer_gives_an_area_no_distance(resolver: Resolver, gazetteer: Gazetteer) -> None:
    number = gazetteer.store.number("UA14000000000091971")
    assert number is not None
    scored = Scorer(gazetteer, "", Context(front=FRONT))(Hit(number, "exact", "exact", "official", 0, 0))
    assert "front" not in scored.parts
    assert scored.parts["kind"] == weights()["area_without_cue"]


def test_distances_across_the_date_line() -> None:
    assert distance_km(0, 179.9, 0, -179.9) == pytest.approx(22.24, abs=0.05)
    assert distance_km(50, 30, 50, 30) == 0

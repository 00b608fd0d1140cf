"""What must hold for any name, any table, any order; and peers' known bugs as cases."""

from __future__ import annotations

import random
from contextlib import suppress

import pandas as pd
import pytest
from effort import calls, ends_within
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import geomap
from geomap import QueryTooLong, Status
from geomap.gazetteer.names import normalise
from geomap.resolve.front import Front
from geomap.resolve.geocode import geocode, locate
from geomap.resolve.locate import Resolver

FRONT = Front(
    ((48.99, 37.80, "UA"), (48.73, 37.56, "UA"), (49.71, 37.60, "UA"), (48.28, 37.18, "UA"), (47.66, 36.26, "UA"),
     (49.05, 38.21, "RU"), (49.41, 38.15, "RU"), (48.59, 38.00, "RU"), (48.02, 37.80, "RU"), (47.10, 37.55, "RU")),
    "test front", "2024-12-27",
)  # fmt: skip

NAMES = (
    "Ivanivka", "Іванівці", "Zagryzovo", "Lyman", "Terny", "near Torske", "Покровськ", "Kupiansk", "Novoselivka",
    "12 km north of Lyman", "Kursk", "Kursk region", "Ukraine", "Qwrtzplk", "", "between Lyman and Kupiansk", "ДНР",
)  # fmt: skip
WORDS = (
    "in", "the", "near", "km", "north", "of", "12", "с.", "під", "область", "region", "raion", "Kursk", "Лиман", ",",
    "(", ")", "\u202e", "́", "Ivanivka", "\n", "'", "ДНР", "між", "та", "between", "and", "0", "\x00", "𝕊", "ß", "İ",
)  # fmt: skip

texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=30).map("".join),
)
quiet = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def check(match: geomap.Match) -> None:
    """Whatever the question, an answer keeps its promises."""
    assert match.status in Status
    assert 0.0 <= match.probability <= 1.0
    assert (match.lat is None) == (match.lon is None)
    if match.lat is not None and match.lon is not None:
        assert -90 <= match.lat <= 90
        assert -180 <= match.lon <= 180
        assert match.radius_km is not None
        assert match.radius_km > 0
        assert (match.lat, match.lon) != (0, 0)
    if match.status in (Status.AREA, Status.UNRESOLVED, Status.KNOWN_WITHOUT_COORDINATES):
        assert match.lat is None
    assert (match.status == Status.UNRESOLVED) == (match.place is None)
    assert match.why
    assert sum(candidate.probability for candidate in match.candidates) <= 1.0 + 1e-6


@quiet
@given(texts, texts)
def test_any_text_gives_an_answer(resolver: Resolver, name: str, admin: str) -> None:
    match = locate(name, admin=admin, front=FRONT, event_type="shelling", resolver=resolver)
    assert match.query == name
    check(match)


@pytest.mark.parametrize(
    "piece", ["a", "Іванівка ", "in the ", "(", "near ", "12 km north of ", "\u0301", "ж-", "x, ", "𝕊"]
)
@pytest.mark.parametrize("length", [60, 100, 240, 480])
def test_repeated_cues_cost_no_more_than_others(resolver: Resolver, piece: str, length: int) -> None:
    # Rules that try each run of words anew once took 32 s for 100 characters of "in the".
    with ends_within(30):
        made = calls(lambda: locate((piece * length)[:length], resolver=Resolver(resolver.gazetteer)))
    assert made < 300_000


@pytest.mark.parametrize(
    "piece", ["a", "Іванівка ", "in the ", "(", "near ", "12 km north of ", "\u0301", "ж-", "x, ", "𝕊"]
)
def test_long_text_takes_linear_time(resolver: Resolver, piece: str) -> None:
    def ask(length: int) -> None:
        text = (piece * length)[:length]
        with suppress(QueryTooLong):
            check(locate(text, resolver=Resolver(resolver.gazetteer)))

    ask(100)
    assert calls(lambda: ask(10_000)) <= 5.5 * calls(lambda: ask(2_000)) + 1_000
    with ends_within(60):
        ask(10_000)
    with pytest.raises(QueryTooLong):
        locate("a" * 10_001, resolver=resolver)


def test_every_stored_name_finds_its_own_place(resolver: Resolver) -> None:
    store = resolver.gazetteer.store
    chance = random.Random(20241227)
    settled = [n for n in range(len(store)) if store.record(n).kind in ("city", "town", "settlement", "village")]
    lost = []
    for n in chance.sample(settled, 500):
        place = store.place(n)
        for name in {place.name, place.name_uk, place.name_ru, place.name_uk.upper()} - {""}:
            for admin in ("", place.oblast):
                match = resolver.locate(name, admin=admin, detail=0)
                if place.id not in {candidate.place.id for candidate in match.candidates}:
                    lost.append((name, admin, place.label))
    assert lost == []


ROWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from(("", "Donetsk region", "Харківська область", "Kursk Oblast")),
        st.sampled_from(("2024-12-27", "2022", None)), st.sampled_from(("", "shelling", "control_change")),
        st.sampled_from(("", "RU", "UA")), st.sampled_from(("", "r1", "r2")),
    ),
    min_size=1, max_size=12,
)  # fmt: skip
COLUMNS = ["place", "region", "date_start", "event_type", "claimant_side", "report_id"]
ANSWER = ["place_id", "status", "probability", "radius_km", "precision", "n_candidates", "why", "candidates"]


def answers(rows: list[tuple[object, ...]], resolver: Resolver, *, comentions: bool = True) -> list[tuple[object, ...]]:
    table = geocode(pd.DataFrame(rows, columns=COLUMNS), front=FRONT, resolver=resolver, comentions=comentions)
    assert len(table) == len(rows)
    geometry = [None if shape is None else shape.wkt for shape in table.geometry]
    columns = [table[name].astype(object).where(table[name].notna(), None).tolist() for name in ANSWER]
    return list(zip(*columns, geometry, strict=True))


@settings(quiet, max_examples=60)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    resolver: Resolver, rows: list[tuple[object, ...]], chance: random.Random
) -> None:
    order = list(range(len(rows)))
    chance.shuffle(order)
    shuffled = answers([rows[number] for number in order], resolver)
    straight = answers(rows, Resolver(resolver.gazetteer))
    assert [shuffled[order.index(number)] for number in range(len(rows))] == straight


@settings(quiet, max_examples=60)
@given(ROWS)
def test_a_table_answers_as_single_questions_do(resolver: Resolver, rows: list[tuple[object, ...]]) -> None:
    table = answers(rows, resolver, comentions=False)
    for row, answer in zip(rows, table, strict=True):
        name, admin, date, event_type, side, _ = row
        single = locate(
            str(name or admin), admin=str(admin) if name else (), date=date, front=FRONT, event_type=str(event_type),
            side=str(side), resolver=resolver,
        )  # fmt: skip
        assert answer[0] == (single.place.id if single.place else None)
        assert answer[1:3] == (str(single.status), round(single.probability, 4))
        assert answer[3:7] == (
            single.radius_km, str(single.precision), len(single.candidates), "\n".join(single.why)
        )  # fmt: skip


def test_one_unresolvable_name_never_empties_a_report(resolver: Resolver) -> None:
    rows = [(name, "Donetsk region", "2024-12-27", "", "", "r1") for name in ("Ivanivka", "Soviet Onion", "Lyman", "")]
    found = answers(rows, resolver)
    assert found[0][0] is not None
    assert found[2][1] == "resolved"
    assert found[1][1] == "unresolved"


@pytest.mark.parametrize("name", ["Ukraine", "Russia", "Росія", "China", "France", "USA", "Україною", "North Korea"])
def test_a_country_never_becomes_a_village(resolver: Resolver, name: str) -> None:
    match = locate(name, front=FRONT, event_type="shelling", resolver=resolver)
    assert match.lat is None
    assert match.place is None or match.place.kind == "country"


@pytest.mark.parametrize("name", ["in", "In", "on", "or", "at", "de", "в", "на", "та", "і", "the", "а"])
def test_small_words_are_no_places(resolver: Resolver, name: str) -> None:
    match = locate(name, resolver=resolver)
    assert match.place is None, match


def test_what_is_written_wins_over_a_bigger_homonym(resolver: Resolver) -> None:
    """For sampled names that several countries or oblasts share, the region as written decides, near or far."""
    store = resolver.gazetteer.store
    chance = random.Random(7)
    by_name: dict[str, list[int]] = {}
    for n in range(len(store)):
        record = store.record(n)
        if record.kind == "city" and record.lat is not None:
            by_name.setdefault(normalise(store.place(n).name), []).append(n)
    shared = sorted(name for name, numbers in by_name.items() if len(numbers) > 1)
    asked = 0
    for name in chance.sample(shared, min(60, len(shared))):
        for n in by_name[name]:
            place = store.place(n)
            region = place.oblast or store.title(store.record(n).country)
            if not region:
                continue
            match = resolver.locate(place.name, admin=region, detail=0)
            asked += 1
            assert match.place is None or match.place.oblast == place.oblast, (place.label, match.place.label)
    assert asked > 20


def test_the_qualifier_in_the_text_wins(resolver: Resolver) -> None:
    kursk = locate("Novoivanovka, Kursk region", resolver=resolver)
    sumy = locate("Novoivanivka, Sumy Oblast", resolver=resolver)
    assert kursk.place is not None
    assert sumy.place is not None
    assert (kursk.place.oblast, sumy.place.oblast) == ("Kursk Oblast", "Sumy Oblast")
    # A qualifier that fits no place of the name is no reason to take the famous one.
    for text in ("Odesa, Texas", "Moscow, Idaho", "Kyiv, Kursk region"):
        match = locate(text, resolver=resolver)
        if match.place is not None:
            assert any("is not in gazetteer" in line and "was not used" in line for line in match.why), match
            assert match.status == Status.AMBIGUOUS


def test_the_same_question_gives_the_same_bytes(resolver: Resolver) -> None:
    rows: list[tuple[object, ...]] = [(name, "", "2024-12-27", "shelling", "", "r1") for name in NAMES]
    assert repr(answers(rows, resolver)) == repr(answers(rows, Resolver(resolver.gazetteer)))

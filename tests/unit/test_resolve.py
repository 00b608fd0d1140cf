"""Names in context to places, on the shipped gazetteer."""

from __future__ import annotations

import pytest

import geomap
from geomap import InputError, Status
from geomap.resolve.front import Front
from geomap.resolve.geocode import locate
from geomap.resolve.locate import Resolver
from geomap.resolve.rank import distance_km


def at(match: geomap.Match, lat: float, lon: float, km: float) -> bool:
    assert match.lat is not None, match
    assert match.lon is not None
    return distance_km(match.lat, match.lon, lat, lon) <= km


#: A coarse front of December 2024 from well-known towns: held by Ukraine, held by Russia.
FRONT = Front(
    (
        (48.99, 37.80, "UA"), (48.73, 37.56, "UA"), (48.85, 37.60, "UA"), (49.71, 37.60, "UA"), (48.28, 37.18, "UA"),
        (49.05, 37.99, "UA"), (49.38, 37.62, "UA"), (48.05, 36.80, "UA"), (47.66, 36.26, "UA"), (48.53, 37.70, "UA"),
        (49.05, 38.21, "RU"), (49.41, 38.15, "RU"), (48.59, 38.00, "RU"), (48.02, 37.80, "RU"), (48.14, 37.74, "RU"),
        (47.78, 37.25, "RU"), (49.20, 38.10, "RU"), (49.55, 38.00, "RU"), (48.24, 37.50, "RU"), (47.10, 37.55, "RU"),
    ),
    "test front",
    "2024-12-27",
)  # fmt: skip


def test_the_front_and_the_claim_decide_between_six_ivanivkas(resolver: Resolver) -> None:
    match = locate(
        "Ivanivka", admin="Donetsk region", date="2024-12-27", front=FRONT, event_type="control_change", side="RU",
        resolver=resolver,
    )  # fmt: skip
    assert match.place is not None
    assert (match.place.hromada, match.place.oblast) == ("Lyman Hromada", "Donetsk Oblast")
    assert at(match, 49.114, 37.947, 3)
    donetsk = [c for c in match.candidates if c.place.oblast == "Donetsk Oblast" and c.place.kind == "village"]
    assert len(donetsk) == 6
    assert any("test front, 2024-12-27" in line for line in match.why)
    assert any(line.startswith("runner-up") for line in match.why)


@pytest.mark.parametrize(
    ("name", "admin", "lat", "lon", "km"),
    [
        ("Zahryzove", "Kharkiv region", 49.508, 37.724, 3),
        ("Zagryzovo", "Kharkiv region", 49.508, 37.724, 3),
        ("Загризового", "Харківська область", 49.508, 37.724, 3),
        ("Загрызово", "Харьковской области", 49.508, 37.724, 3),
        ("Novoivanovka", "Kursk region", 51.32, 35.11, 5),
        ("Новоивановка", "Курская область", 51.32, 35.11, 5),
        ("Новоіванівка", "Курщина", 51.32, 35.11, 5),
        ("Chasiv Yar", "", 48.59, 37.84, 5),
        ("Часовом Яре", "", 48.59, 37.84, 5),
        ("Часового Яру", "", 48.59, 37.84, 5),
        ("Bakhmut", "", 48.595, 38.0, 6),
        ("Sudzha", "", 51.19, 35.27, 4),
        ("Kherson", "", 46.64, 32.61, 6),
        ("Sevastopol", "", 44.6, 33.53, 10),
        ("Київ", "", 50.45, 30.52, 10),
        ("KHARKIV", "", 49.99, 36.23, 10),
    ],
)
def test_places_in_three_languages(
    resolver: Resolver, name: str, admin: str, lat: float, lon: float, km: float
) -> None:
    match = locate(name, admin=admin, resolver=resolver)
    assert match.status == Status.RESOLVED, match
    assert at(match, lat, lon, km), match


@pytest.mark.parametrize(
    ("name", "kind", "place"),
    [
        ("Kursk region", "oblast", "Kursk Oblast"),
        ("Курская область", "oblast", "Kursk Oblast"),
        ("Донеччина", "oblast", "Donetsk Oblast"),
        ("Donetsk Oblast", "oblast", "Donetsk Oblast"),
        ("ДНР", "oblast", "Donetsk Oblast"),
        ("Ukraine", "country", "Ukraine"),
        ("Росія", "country", "Russia"),
        ("South Korea", "country", "South Korea"),
        ("Pokrovsk Raion", "raion", "Pokrovsk Raion"),
        ("Лиманська громада", "hromada", "Lyman Hromada"),
    ],
)
def test_regions_and_countries_are_areas_without_a_point(resolver: Resolver, name: str, kind: str, place: str) -> None:
    match = locate(name, resolver=resolver)
    assert match.place is not None, match
    assert (match.place.kind, match.place.name) == (kind, place)
    assert match.status in (Status.AREA, Status.AMBIGUOUS)
    assert match.lat is None
    assert match.lon is None


def test_a_city_is_not_its_region(resolver: Resolver) -> None:
    match = locate("Kursk", resolver=resolver)
    assert match.place is not None
    assert match.place.kind == "city"
    assert at(match, 51.73, 36.19, 8)


def test_a_region_as_written_binds(resolver: Resolver) -> None:
    match = locate("Zahryzove", admin="Lviv region", resolver=resolver)
    assert match.status == Status.UNRESOLVED
    assert match.place is None
    assert "not moved to a namesake elsewhere" in match.why[-1]
    assert [c.place.name for c in match.candidates] == ["Zahryzove"]


def test_a_qualifier_wins_over_a_bigger_homonym(resolver: Resolver) -> None:
    match = locate("Novoivanivka, Sumy Oblast", resolver=resolver)
    assert match.place is not None
    assert match.place.oblast == "Sumy Oblast"


def test_a_namesake_without_coordinates_is_not_replaced(resolver: Resolver) -> None:
    match = locate("Vremivka", admin="Donetsk Oblast", resolver=resolver)
    assert match.place is not None
    assert match.place.oblast == "Donetsk Oblast"
    if match.place.lat is None:
        assert match.status == Status.KNOWN_WITHOUT_COORDINATES
        assert match.lat is None


def test_several_remain_is_said(resolver: Resolver) -> None:
    match = locate("Ivanivka", resolver=resolver)
    assert match.status == Status.AMBIGUOUS
    assert len(match.candidates) >= 20
    assert match.radius_km is not None
    assert match.radius_km > 50
    assert match.probability < 0.2


def test_other_places_of_the_report_help(resolver: Resolver) -> None:
    match = locate("Ivanivka", near=["Lyman", "Terny"], admin="Donetsk Oblast", resolver=resolver)
    assert at(match, 49.114, 37.947, 3)
    assert any("named in the same report" in line for line in match.why)


def test_near_is_a_disc_around_the_place(resolver: Resolver) -> None:
    match = locate("near Novoivanovka", admin="Kursk region", resolver=resolver)
    assert match.precision == "near"
    assert at(match, 51.32, 35.11, 5)
    assert match.radius_km is not None
    assert 3 <= match.radius_km <= 10
    assert (match.acled_precision, match.ucdp_precision) == (2, 2)


def test_a_direction_moves_the_point(resolver: Resolver) -> None:
    base = locate("Pokrovsk", admin="Donetsk Oblast", resolver=resolver)
    match = locate("12 km north of Pokrovsk, Donetsk Oblast", resolver=resolver)
    assert match.lat is not None
    assert base.lat is not None
    assert (match.lat - base.lat) * 111.2 == pytest.approx(12, abs=2.5)
    assert match.precision == "direction"


def test_between_two_places(resolver: Resolver) -> None:
    match = locate("between Lyman and Kupiansk", resolver=resolver)
    assert match.precision == "between"
    assert at(match, 49.35, 37.71, 20)


def test_unknown_names_get_suggestions(resolver: Resolver) -> None:
    match = locate("Qwrtzplk", resolver=resolver)
    assert match.status == Status.UNRESOLVED
    assert match.probability == 0
    assert "no place is called 'Qwrtzplk' in gazetteer 'shipped'" in match.why[0]


def test_a_typo_is_forgiven_and_said(resolver: Resolver) -> None:
    match = locate("Kurakhovve", admin="Donetsk Oblast", resolver=resolver)
    assert match.place is not None
    assert match.place.name == "Kurakhove"


def test_former_names_find_the_place(resolver: Resolver) -> None:
    match = locate("Artemivsk", admin="Donetsk Oblast", resolver=resolver)
    assert match.place is not None
    assert match.place.name == "Bakhmut"


def test_pins_always_win(tmp_path: object, resolver: Resolver) -> None:
    from pathlib import Path

    from geomap.resolve.context import read_pins

    file = Path(str(tmp_path)) / "pins.csv"
    file.write_text("name,admin,lat,lon,place_id,note\nIvanivka,,49.5,37.5,,seen on video\n", encoding="utf-8")
    pinned = Resolver(resolver.gazetteer, pins=read_pins(file))
    match = locate("Ivanivka", admin="Donetsk region", front=FRONT, resolver=pinned)
    assert (match.lat, match.lon, match.probability) == (49.5, 37.5, 1.0)
    assert match.why == ("pinned by the user: 'Ivanivka' is 49.5, 37.5 (seen on video)",)


@pytest.mark.parametrize("written", ["Donetsk region", "Донецька область", "Донеччина", "Donetsk"])
def test_a_pin_serves_its_region_in_any_wording(tmp_path: object, resolver: Resolver, written: str) -> None:
    from pathlib import Path

    from geomap.resolve.context import read_pins

    file = Path(str(tmp_path)) / "pins.csv"
    file.write_text("name,admin,lat,lon\nStepove,Donetsk Oblast,48.2,37.6\n", encoding="utf-8")
    pinned = Resolver(resolver.gazetteer, pins=read_pins(file))
    assert locate("Степове", admin=written, resolver=pinned).lat == 48.2
    assert locate("Stepove", admin=written, resolver=pinned).lat == 48.2
    assert locate("Stepove", admin="Kharkiv region", resolver=pinned).lat != 48.2


def test_a_district_that_is_not_recorded_is_not_met(resolver: Resolver) -> None:
    match = locate("Mikhaylovka", admin="Sudzhansky District, Kursk Oblast", resolver=resolver)
    assert match.status in (Status.AMBIGUOUS, Status.UNRESOLVED)
    assert any("the district as written is not met" in line for line in match.why)
    known = locate("Daryino", admin="Sudzhansky District, Kursk Oblast", resolver=resolver)
    assert known.place is not None
    assert (known.place.name_ru, known.status) == ("Дарьино", Status.KNOWN_WITHOUT_COORDINATES)


def test_an_official_name_beats_a_stray_further_name(resolver: Resolver) -> None:
    match = locate("Hrodivka", resolver=resolver)
    assert match.place is not None
    assert (match.place.name, match.status) == ("Hrodivka", Status.RESOLVED)
    pokrovsk = locate("Pokrovsk", resolver=resolver)
    assert pokrovsk.place is not None
    assert pokrovsk.place.oblast == "Donetsk Oblast"


def test_both_ends_of_between_help_each_other(resolver: Resolver) -> None:
    match = locate("between Pokrovsk and Kurakhove", resolver=resolver)
    assert match.precision == "between"
    assert at(match, 48.13, 37.23, 12)
    assert match.radius_km is not None
    assert match.radius_km < 25


def test_a_region_nobody_knows_leaves_doubt(resolver: Resolver) -> None:
    match = locate("Kyiv", admin="Narnia", resolver=resolver)
    assert match.status == Status.AMBIGUOUS
    assert any("'Narnia' is not in gazetteer" in line for line in match.why)


def test_no_admin_may_be_none(resolver: Resolver) -> None:
    assert locate("Zahryzove", admin=None, resolver=resolver).status == Status.RESOLVED  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("admin,lat\nx,1\n", "has no column 'name'"),
        ("name,lat,lon\nIvanivka,,\n", "line 2: a pin needs 'name' and either 'place_id' or 'lat' and 'lon'"),
        ("name,lat,lon\nIvanivka,95,37\n", "line 2: 95.0, 37.0 lies outside the earth"),
        ("name,lat,lon\nIvanivka,x,37\n", "line 2: 'x', '37' are not degrees"),
    ],
)
def test_bad_pins_are_refused(tmp_path: object, text: str, message: str) -> None:
    from pathlib import Path

    from geomap.resolve.context import read_pins

    file = Path(str(tmp_path)) / "pins.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read_pins(file)


def test_a_front_needs_both_sides() -> None:
    with pytest.raises(InputError, match="front 'x' has sites of UA only"):
        Front(((50.0, 30.0, "UA"),), "x")


def test_front_distance_and_side() -> None:
    front = Front(((50.0, 30.0, "UA"), (50.0, 30.28, "RU")), "x")
    km, side = front.distance(50.0, 30.0)
    assert side == "UA"
    assert km == pytest.approx(10.0, abs=0.1)
    front.prepare([50.1], [30.3])
    assert front.distance(50.1, 30.3)[1] == "RU"


def test_same_question_same_answer(resolver: Resolver) -> None:
    first = locate("Ivanivka", admin="Donetsk region", front=FRONT, resolver=resolver)
    again = locate("Ivanivka", admin="Donetsk region", front=FRONT, resolver=Resolver(resolver.gazetteer))
    assert first == again


@pytest.mark.parametrize("name", ["", "   ", "!!!", "in", "\u202e", "в"])
def test_no_name_is_no_place(resolver: Resolver, name: str) -> None:
    match = locate(name, resolver=resolver)
    assert match.status == Status.UNRESOLVED
    assert match.place is None


def test_crimea_is_ukraine(resolver: Resolver) -> None:
    for name in ("Simferopol", "Sevastopol", "Yalta, Crimea", "Crimea", "Dzhankoi"):
        match = locate(name, resolver=resolver)
        assert match.place is not None
        assert match.place.country == "UA", name


def test_a_picked_place_keeps_its_names(resolver: Resolver) -> None:
    import pandas as pd

    picked = "UA63040050140089525"
    events = pd.DataFrame(
        {"place": ["Ivanivka", "Ivanivka"], "latitude": [49.505, None], "longitude": [37.712, None],
         "picked_place_id": [picked, None]}
    )  # fmt: skip
    located = geomap.geocode(events, resolver=resolver)
    first = located.iloc[0]
    assert (first["place_id"], first["place_name"]) == (picked, "Zahryzove")
    assert first["place_admin"].startswith("Borova Hromada")
    assert first["why"] == "picked by the reviewer"
    assert located.iloc[1]["place_id"] != picked


def test_a_region_nobody_knows_halves_the_certainty(resolver: Resolver) -> None:
    match = locate("Odesa, Texas", resolver=resolver)
    assert match.status == Status.AMBIGUOUS
    assert match.probability == 0.5


def test_a_village_that_is_missing_is_not_moved_to_a_similar_name(resolver: Resolver) -> None:
    match = locate("Фанасеевка", admin="Курская область", resolver=resolver)  # Afanasyevka is another village
    assert match.status == Status.UNRESOLVED, match
    assert "holds only some villages of Kursk Oblast" in " ".join(match.why)


@pytest.mark.parametrize("name", ["Darino", "Ольговка", "Olgovka", "Горналь"])
def test_a_russian_village_known_without_a_point_is_said_to_be_known(resolver: Resolver, name: str) -> None:
    # Darino near Sudzha became Pristen, 110 km off, which bears Mar'ino as a stray further name.
    match = locate(name, admin="Kursk region", resolver=resolver)
    assert match.status == Status.KNOWN_WITHOUT_COORDINATES, match


def test_a_similar_name_is_not_sure_where_nothing_says_that_it_lies_there(resolver: Resolver) -> None:
    bound = locate("Кураховне", admin="Донецька область", resolver=resolver)
    free = locate("Спальное", resolver=resolver)
    assert bound.status == Status.RESOLVED, bound
    assert free.status != Status.RESOLVED, free
    assert free.probability < 0.8


@pytest.mark.parametrize(
    ("name", "found"),
    [("Новоіванівка", "Novoivanovka"), ("Мала Локня", "Malaya Loknya"), ("Мартинівка", "Martynovka")],
)
def test_russian_villages_as_ukrainian_reports_write_them(resolver: Resolver, name: str, found: str) -> None:
    match = locate(name, admin="Курська область", resolver=resolver)
    assert match.status == Status.RESOLVED, match
    assert match.place is not None
    assert match.place.name == found


def test_a_typo_in_a_known_town_abroad_still_finds_it(resolver: Resolver) -> None:
    match = locate("Koronevo", admin="Kursk region", resolver=resolver)
    assert match.status == Status.RESOLVED, match
    assert match.place is not None
    assert match.place.name == "Korenevo"


@pytest.mark.parametrize("name", ["Iriga City", "Polyana village"])
def test_a_cue_may_be_part_of_the_name(resolver: Resolver, name: str) -> None:
    match = locate(name, resolver=resolver)
    assert name in {candidate.place.name for candidate in match.candidates}


def test_areas_are_not_said_to_lack_a_point(resolver: Resolver) -> None:
    match = locate("Ukraine", resolver=resolver)
    assert match.status == Status.AREA
    assert not any("stands in" in line for line in match.why), match.why


def test_a_village_far_from_all_else_in_the_report_is_rather_an_unlisted_one(resolver: Resolver) -> None:
    """*Agronom* of a report on Kursk Oblast was placed in Krasnodar Krai, *Leonidovo* in Sakhalin Oblast."""
    alone = geomap.locate("Леонидово", resolver=resolver)
    assert (alone.status, alone.place and alone.place.oblast) == ("resolved", "Sakhalin Oblast")
    match = geomap.locate("Леонидово", near=["Суджа", "Малая Локня"], resolver=resolver)
    assert match.status == "unresolved"
    assert match.candidates[0].place.oblast == "Sakhalin Oblast"
    assert "km from the nearest other place of the report, and no region says so" in match.why[-1]
    told = geomap.locate("Леонидово", admin="Sakhalin Oblast", near=["Суджа", "Малая Локня"], resolver=resolver)
    assert told.status == "resolved"
    city = geomap.locate("Хабаровск", near=["Суджа", "Малая Локня"], resolver=resolver)
    assert city.status == "resolved"

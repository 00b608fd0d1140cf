"""Reports in three languages become mentions, roles, claims and placed drafts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from geomap.errors import InputError, InputFileError, SchemaError
from geomap.events.decisions import apply_decisions
from geomap.resolve.report import candidates, read_report
from geomap.schema import EVENTS, MATCHES, validate
from geomap.text.spans import Span


def read(text: str, resolver: Any, **options: Any) -> Any:
    return read_report(text, published=options.pop("published", "2024-12-27"), resolver=resolver, **options)


def mentions(text: str, resolver: Any, **options: Any) -> list[tuple[str, str]]:
    return [(m["text"], m["role"]) for m in read(text, resolver, **options).attrs["mentions"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russia claimed its forces had taken control of Ivanivka in the Donetsk region.",
         [("Russia", "speaker"), ("Ivanivka", "event"), ("Donetsk region", "event")]),
        ("Kyiv and Seoul said Storm Shadow missiles hit Kursk on Friday.",
         [("Kyiv", "speaker"), ("Seoul", "speaker"), ("Kursk", "event")]),
        ("Volodymyr Zelensky and Sergei Ryabkov spoke of the Comprehensive Nuclear Test Ban Treaty.", []),
        ("Assault groups are advancing towards Pokrovsk.", [("Pokrovsk", "towards")]),
        ("Drones launched from Kursk struck Kharkiv.", [("Kursk", "origin"), ("Kharkiv", "event")]),
        ("Clashes took place on the Pokrovsk axis.", [("Pokrovsk axis", "event")]),
        ("Shelling wounded a woman in the village of Qwertivka.", [("Qwertivka", "event")]),
        ("Ukraine's military intelligence spoke about the war in Ukraine.", [("Ukraine", "background")]),
        ("Російські війська обстріляли Куп'янськ і Вовчанськ Харківської області.",
         [("Куп'янськ", "event"), ("Вовчанськ", "event"), ("Харківської області", "event")]),
        ("Бої тривають під Покровськом, на Лиманському напрямку.", [("Покровськом", "event"), ("Лиманському напрямку",
            "event")]),
        ("Речник Шевченко розповів про обстріл Херсона.", [("Херсона", "event")]),
        ("Москва заявила про взятие Ивановки в Донецкой области.",
         [("Москва", "speaker"), ("Ивановки", "event"), ("Донецкой области", "event")]),
        ("Минобороны РФ сообщило об ударе по Сумам.", [("Сумам", "event")]),
        ("ВИБУХИ У ХАРКОВІ ТА ОДЕСІ", [("ХАРКОВІ", "event"), ("ОДЕСІ", "event")]),
    ],
)  # fmt: skip
def test_mentions_and_roles(text: str, expected: list[tuple[str, str]], resolver: Any) -> None:
    assert mentions(text, resolver) == expected


@pytest.mark.parametrize(
    ("text", "kind", "side", "status", "favours"),
    [
        ("Russia's defence ministry said its troops captured Ivanivka.", "control_change", "RU", "claimed", "RU"),
        ("Ukraine's General Staff denied that Russia had captured Toretsk.", "control_change", "UA", "denied", "UA"),
        ("Ukraine's army said its troops had withdrawn from Vuhledar.", "control_change", "UA", "admitted", "RU"),
        ("Geolocated footage shows Russian troops advanced in Toretsk, the Institute for the Study of War said.",
         "ground_fighting", "neutral", "confirmed", "RU"),
        ("Shelling wounded two people in Kherson, the governor of the Kherson region said.", "shelling", "UA",
            "reported", ""),
        ("Генштаб ЗСУ повідомив: відбито 12 атак під Покровськом.", "ground_fighting", "UA", "claimed", "UA"),
        ("Ночью беспилотники атаковали Белгород, сообщил губернатор Белгородской области.", "drone_strike", "RU",
            "reported", ""),
    ],
)  # fmt: skip
def test_claims(text: str, kind: str, side: str, status: str, favours: str, resolver: Any) -> None:
    row = read(text, resolver).iloc[0]
    assert (row["event_type"], row["claimant_side"], row["claim_status"], row["favours"]) == (
        kind,
        side,
        status,
        favours,
    )


def test_drafts_are_placed_and_quoted(resolver: Any) -> None:
    text = (
        "It was quiet. Ukraine's military intelligence said strikes near Novoivanovka in the Kursk region hit a "
        "depot on Friday."
    )
    drafts = read(text, resolver, source="Press", url="https://example.org")
    row = drafts.iloc[0]
    assert len(drafts) == 1
    assert text[row["quote_start"] : row["quote_end"]] == row["quote"] == text[14:]
    assert text[row["mention_start"] : row["mention_end"]] == "Novoivanovka"
    assert (row["relation"], row["precision"], row["place_name"], row["place_country"]) == (
        "near",
        "near",
        "Novoivanovka",
        "RU",
    )
    assert row["radius_km"] > 3
    assert (row["date_start"], row["date_precision"], row["source"]) == ("2024-12-27", "day", "Press")
    assert drafts.crs == "EPSG:4326"
    validate(drafts, (*EVENTS, *MATCHES), required=[column.name for column in (*EVENTS, *MATCHES)])


def test_unknown_place_stays_unresolved(resolver: Any) -> None:
    row = read("Clashes continued near the village of Qwertivka.", resolver).iloc[0]
    assert (row["mention"], row["status"]) == ("Qwertivka", "unresolved")
    assert row["geometry"] is None


def test_air_defence_without_a_place_is_the_country(resolver: Any) -> None:
    drafts = read(
        "Ukrainian air defence shot down 13 out of 24 Russian drones launched overnight on Friday, officials said.",
        resolver,
    )
    row = drafts.iloc[0]
    assert (row["place"], row["country"], row["status"], row["precision"]) == ("", "Ukraine", "area", "country")
    assert (row["count_low"], row["count_high"], row["count_text"]) == (13, 13, "13 out of 24 Russian drones")
    assert (row["date_start"], row["date_end"], row["date_precision"]) == ("2024-12-26", "2024-12-27", "night")


def test_rivers_and_seas_are_not_drawn(resolver: Any) -> None:
    drafts = read("Ships were hit in the Black Sea. Fighting goes on in the Donbas.", resolver)
    assert [m for m in drafts.attrs["mentions"] if m["drawn"]] == []
    assert drafts["geometry"].isna().all()


def test_without_a_date_of_publication_nothing_is_invented(resolver: Any) -> None:
    row = read("Shelling hit Kupiansk on Friday.", resolver, published=None).iloc[0]
    assert row["date_start"] is None
    assert row["date_precision"] == "unknown"


def test_bad_date_of_publication(resolver: Any) -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        read("x", resolver, published="Friday")


def test_one_region_helps_the_other_sentence(resolver: Any) -> None:
    drafts = read("Russian troops captured Myrne in the Kharkiv region. On Friday shelling hit Myrne again.", resolver)
    assert drafts["place_id"].nunique() == 1
    assert set(drafts["region"]) == {"Kharkiv region"}


def test_a_region_of_another_paragraph_does_not_reach_an_axis_elsewhere(resolver: Any) -> None:
    """Promin on the Pokrovsk axis was put into the Kherson Oblast that the paragraph before had spoken of."""
    drafts = read(
        "Уранці авіація скинула дві бомби на селище Білозерка на Херсонщині.\n\n"
        "Генштаб заявив, що на Покровському напрямку відбито атаки у районах Єлизаветівки, Промені та Лисівки.",
        resolver,
    )
    found = drafts.set_index("mention")["place_admin"]
    assert found["Промені"] == "Hrodivka Hromada, Pokrovsk Raion, Donetsk Oblast"
    assert found["Лисівки"] == "Pokrovsk Hromada, Pokrovsk Raion, Donetsk Oblast"


def test_little_known_names_take_no_region_where_the_report_speaks_of_several(resolver: Any) -> None:
    drafts = read(
        "На Херсонщині обстріляли Білозерку. На Сумщині горить ліс.\n\nПоблизу Андріївки тривають бої.", resolver
    )
    (row,) = [row for row in drafts.itertuples() if row.mention == "Андріївки"]
    assert row.region == ""
    assert row.status == "ambiguous"


def test_a_place_outside_a_partly_known_region_is_doubtful(resolver: Any) -> None:
    """*Журавли* of a report on Kursk Oblast, half of whose villages the gazetteer lacks, was Zhuravli near Kharkiv."""
    drafts = read(
        "Губернатор Курской области сообщил об ударе по Курску.\n\n"
        "Минобороны заявило, что отражены атаки в районах населённых пунктов Толпино и Журавли.\n\n"
        "В Белгородской области дрон атаковал Щебекино.",
        resolver,
    ).set_index("mention")
    assert drafts.loc["Журавли", "status"] == "unresolved"
    assert "a village that the gazetteer lacks is likelier" in drafts.loc["Журавли", "why"]
    assert drafts.loc["Толпино", "place_admin"].endswith("Kursk Oblast")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Troops moved to the left bank of the Dnipro.", "other"),
        ("Дрони атакували лівий берег Дніпра.", "other"),
        ("Войска отошли за Днепр.", "other"),
        ("Drones struck Dnipro overnight.", "settlement"),
        ("Вибухи пролунали у Дніпрі.", "settlement"),
        ("Ночью обстреляли город Днепр.", "settlement"),
    ],
)
def test_a_river_is_not_the_city_of_its_name(text: str, expected: str, resolver: Any) -> None:
    (mention,) = read(text, resolver).attrs["mentions"]
    assert mention["kind"] == expected


@pytest.mark.parametrize(
    ("text", "claimant", "side", "status"),
    [
        ("A fire broke out in Russia's Voronezh region after a drone was downed, regional governor Gusev wrote.\n\n"
         "Shelling killed a man in Kherson, Kharkiv and Odesa.", "regional governor Gusev", "RU", "claimed"),
        ("A Russian attack on a farm in Odesa region damaged a granary, according to regional officials.",
         "officials", "UA", "reported"),
        ("Ukraine's General Staff said its forces had struck a depot in Voronezh.", "Ukraine's General Staff", "UA",
         "claimed"),
        ("Генштаб ВСУ заявил об ударе по складу в Брянской области.", "Генштаб ВСУ", "UA", "claimed"),
        ("В Минобороны РФ заявили, что войска заняли Угледар.", "Минобороны РФ", "RU", "claimed"),
        ("Аналітики ISW оцінюють, що російські сили просунулися до Липців.", "Аналітики ISW", "neutral", "reported"),
        ("Міноборони РФ 11 травня заявило про захоплення Стрілечої.", "Міноборони РФ", "RU", "claimed"),
    ],
)  # fmt: skip
def test_speakers_their_sides_and_what_they_gain(
    text: str, claimant: str, side: str, status: str, resolver: Any
) -> None:
    row = read(text, resolver).iloc[0]
    assert (row.claimant, row.claimant_side, row.claim_status) == (claimant, side, status)


def test_a_speaker_does_not_carry_over_into_another_country(resolver: Any) -> None:
    drafts = read(
        "В Генштабе ВСУ сообщили о боях у Угледара в Донецкой области.\n\n"
        "Беспилотники атаковали Рязань и Брянскую область.", resolver
    ).set_index("mention")  # fmt: skip
    assert drafts.loc["Рязань", "claimant"] == ""
    assert drafts.loc["Брянскую область", "status"] == "area"


def test_the_first_of_a_list_after_a_dash_is_a_place(resolver: Any) -> None:
    drafts = read("Міноборони РФ заявило про захоплення сіл у Харківській області — Борисівки, Пильної.", resolver)
    assert drafts["mention"].tolist() == ["Борисівки", "Пильної"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Российские войска заняли Старую Сорочину, Казачью Локню и Первый Княжий в Курской области.",
         ["Старую Сорочину", "Казачью Локню", "Первый Княжий", "Курской области"]),
        ("Troops left Russkaya Konopelka and Spalnoye in Kursk region.",
         ["Russkaya Konopelka", "Spalnoye", "Kursk region"]),
        ("The village of Nova Illinka was shelled.", ["Nova Illinka"]),
        ("Бої тривають біля Верхньої Кропивівки.", ["Верхньої Кропивівки"]),
        ("Силы отошли за Северский Донец.", ["Северский Донец"]),
        ("Fighting goes on near Velyka Novosilka.", ["Velyka Novosilka"]),
        ("Посилки з відділення Нової Пошти згоріли у Харкові.", ["Харкові"]),
    ],
)  # fmt: skip
def test_a_two_word_name_is_not_cut_to_a_known_word(text: str, expected: list[str], resolver: Any) -> None:
    """*Старую* was placed in Leningrad Oblast, *Russkaya* in Mykolaiv Oblast, *Nova* in Chernihiv Oblast."""
    found = read(text, resolver).attrs["mentions"]
    assert [mention["text"] for mention in found] == expected
    unknown = {"Старую Сорочину", "Russkaya Konopelka", "Nova Illinka", "Верхньої Кропивівки"}
    assert {mention["place_id"] for mention in found if mention["text"] in unknown} <= {None}


def test_plugged_in_recogniser(resolver: Any) -> None:
    """The smallest recogniser: what a model would find, as spans."""

    class Model:
        def predict(self, text: str) -> Iterable[Span]:
            yield Span(text.index("Zzyzx"), text.index("Zzyzx") + 5, "LOC")
            yield Span(text.index("Odesa"), text.index("Odesa") + 5, "ORG")

    text = "Shelling hit Zzyzx; Odesa newspaper reports shelling in Kherson."
    assert [m["text"] for m in read(text, resolver, recogniser=Model()).attrs["mentions"]] == ["Zzyzx", "Kherson"]


def test_candidates_begin_with_the_choice(resolver: Any) -> None:
    drafts = read("Shelling hit Ivanivka in the Donetsk region.", resolver)
    found = candidates(drafts, resolver)[0]
    assert found[0]["id"] == drafts.iloc[0]["place_id"]
    assert len(found) > 1
    assert {"id", "name", "label", "lat", "lon", "admin", "probability"} == set(found[0])


def test_decisions(resolver: Any, tmp_path: Any) -> None:
    drafts = read("Shelling hit Kupiansk. Drones hit Odesa. Clashes near Toretsk.", resolver)
    first, second, _ = drafts["event_id"]
    path = tmp_path / "decisions.csv"
    path.write_text(
        "event_id,decision,place_id,lat,lon,place_name,place,count_low\n"
        f"{first},accept,X1,49.7,37.6,Kupiansk-Vuzlovyi,'=cmd,2\n{second},reject,,,,,,\nnobody,reject,,,,,,\n",
        encoding="utf-8",
    )
    decided = apply_decisions(drafts, path)
    assert decided.attrs["decisions"] == {"accepted": 1, "rejected": 1, "undecided": 1, "unknown": 1}
    row = decided.iloc[0]
    assert (row["latitude"], row["longitude"], row["place"], row["count_low"]) == (49.7, 37.6, "=cmd", 2.0)
    assert list(decided["mention"]) == ["Kupiansk", "Toretsk"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("name\nx\n", SchemaError), ("event_id,decision\na,maybe\n", SchemaError), ("event_id,lat\na,95\n",
            SchemaError),
        ("event_id,decision\nother,accept\n", InputError), ("event_id,event_type\na,party\n", SchemaError),
    ],
)  # fmt: skip
def test_bad_decisions(content: str, error: type[Exception], resolver: Any, tmp_path: Any) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error):
        apply_decisions(read("Shelling hit Kupiansk.", resolver), path)


def test_missing_decisions(resolver: Any, tmp_path: Any) -> None:
    with pytest.raises(InputFileError, match="cannot read decisions"):
        apply_decisions(read("Shelling hit Kupiansk.", resolver), tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        # the day before the day told of, not before publication
        ("Shelling hit Kupiansk on Monday. The day before, drones struck Odesa.", "2024-12-22", "2024-12-22"),
        # another teller in another paragraph does not inherit the week
        ("Zelensky said shelling hit Kupiansk earlier this week.\n\nIt is cold.\n\nRussia said it captured Ivanivka.",
         "2024-12-27", "2024-12-27"),
        # one word for the body named before
        ("Генеральний штаб повідомив про бої під Бахмутом 24 грудня.\n\nЗа даними штабу, обстріляно Соледар.",
         "2024-12-24", "2024-12-24"),
        ("Shelling hit Kupiansk on Monday.\n\nThat day, drones struck Odesa.", "2024-12-23", "2024-12-23"),
        ("Shelling hit Kupiansk on Monday. Earlier, Seoul said troops had suffered losses in Kursk.", None, None),
        ("Troops have attacked Kupiansk over the past months.", None, None),
    ],
)  # fmt: skip
def test_dates_hold_for_what_is_told_with_them(text: str, start: str | None, end: str | None, resolver: Any) -> None:
    row = read(text, resolver).iloc[-1]
    assert (row["date_start"], row["date_end"]) == (start, end)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # continents and regions of the world are no places of the map
        ("Shelling raised concerns across Asia, in Europe and in Latin America; near Asia too.", []),
        # history, not news: an earlier year, a season, a month well before publication
        ("Лиман российская армия уже занимала в 2022 году.", [("Лиман", "background")]),
        ("Мелітополь і Бердянськ захоплені з весни.", [("Мелітополь", "background"), ("Бердянськ", "background")]),
        ("Russian forces captured Avdiivka in February.", [("Avdiivka", "background")]),
        # what was announced then is told now; the year of a name is not that of a happening
        ("In June the ministry announced the capture of Staromaiorske.", [("Staromaiorske", "event")]),
        ("Attacks were seen inside Niu York, Novhorodske until 2021.", [("Niu York", "event"),
            ("Novhorodske", "event")]),
        # questions and lists that leave a place out tell of nothing
        ("Who captured Kupiansk?", [("Kupiansk", "background")]),
        ("Сам Харків у переліку руйнувань не значиться.", [("Харків", "background")]),
        ("Українські військові ввійшли до Снігурівки.", [("Снігурівки", "event")]),
        ("Ранены шесть жителей Горловки, сообщил глава ДНР Денис Пушилин.", [("Горловки", "event"),
            ("ДНР", "speaker")]),
    ],
)  # fmt: skip
def test_what_is_no_news_is_background(text: str, expected: list[tuple[str, str]], resolver: Any) -> None:
    assert mentions(text, resolver) == expected


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("On Friday the General Staff said shelling hit Kupiansk.", "General Staff"),
        ("It comes as Ukraine's military intelligence said drones hit Kupiansk.", "Ukraine's military intelligence"),
        ("A spokesman of the Institute for the Study of War said shelling hit Kupiansk.",
         "spokesman of the Institute for the Study of War"),
        ("Ранее Сеул сообщил об обстреле Суджи.", "Сеул"),
        ("Аналітики DeepState у п'ятницю повідомили про бої під Бахмутом.", "Аналітики DeepState"),
        ("Ukraine's General Staff spoke. As it said, shelling hit Kupiansk.", "Ukraine's General Staff"),
    ],
)  # fmt: skip
def test_claimants_are_noun_phrases(text: str, claimant: str, resolver: Any) -> None:
    assert read(text, resolver).iloc[-1]["claimant"] == claimant

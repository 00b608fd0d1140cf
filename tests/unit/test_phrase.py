"""Place expressions in three languages, as cells and reports have them."""

from __future__ import annotations

import pytest

from geomap.errors import QueryTooLong
from geomap.text.phrase import MAX_WORDS, AdminHint, Qualifier, adjective_bases, admin_hint, parse_place

# text | names (/) | relation | km | bearing | kind | qualifiers (kind:name; …)
PARSES = """
Kursk | Kursk | | | | |
Lyman | Lyman | | | | |
New York | New York | | | | |
Blyzhnie | Blyzhnie | | | | |
Underhill | Underhill | | | | |
Підгородне | Підгородне | | | | |
Городище | Городище | | | | |
Сєверодонецьк | Сєверодонецьк | | | | |
Siverskodonetsk | Siverskodonetsk | | | | |
Новий Район | Новий Район | | | | |
Красный Лиман | Красный Лиман | | | | |
Red Lyman | Red Lyman | | | | |
North Ossetia | North Ossetia | | | | |
Західне | Західне | | | | |
Північне | Північне | | | | |
Велика Новосілка | Велика Новосілка | | | | |
Час | Час | | | | |
Часів Яр | Часів Яр | | | | |
Центральне | Центральне | | | | |
Southern Donetsk No.1 mine | Southern Donetsk No.1 mine | | | | |
Rostov-on-Don | Rostov-on-Don | | | | |
Ростов на Дону | Ростов на Дону | | | | |
Bosnia and Herzegovina | Bosnia and Herzegovina | | | | |
Mexico City | Mexico City | | | | |
Kazan' | Kazan' | | | | |
«Лиман» | Лиман | | | | |
'New York' | New York | | | | |
#Toretsk | Toretsk | | | | |
in Kursk | Kursk | | | | |
у Лимані | Лимані | | | | |
в Курске | Курске | | | | |
Kursk region | Kursk | | | | oblast |
the Kursk region | Kursk | | | | oblast |
Kursk Oblast | Kursk | | | | oblast |
Курская область | Курская | | | | oblast |
в Курской области | Курской | | | | oblast |
Донецька обл. | Донецька | | | | oblast |
обл. Харківська | Харківська | | | | oblast |
Краснодарский край | Краснодарский | | | | oblast |
Курщина | Курщина | | | | oblast |
на Харківщині | Харківщині | | | | oblast |
Kurshchyna | Kurshchyna | | | | oblast |
ДНР | ДНР | | | | oblast |
Donetsk People's Republic | Donetsk People's Republic | | | | oblast |
АР Крим | АР Крим | | | | oblast |
Ukraine | Ukraine | | | | country |
Україна | Україна | | | | country |
Veselyi District | Veselyi | | | | raion |
в Куп'янському районі | Куп'янському | | | | raion |
Суджанский район | Суджанский | | | | raion |
Суджанский р-н | Суджанский | | | | raion |
Lyman hromada | Lyman | | | | hromada |
Лиманської громади | Лиманської | | | | hromada |
Лиманська міська територіальна громада | Лиманська | | | | hromada |
village of Ivanivka | Ivanivka | | | | village |
Ivanivka village | Ivanivka | | | | village |
с. Іванівка | Іванівка | | | | village |
с.Іванівка | Іванівка | | | | village |
у селі Іванівка | Іванівка | | | | village |
деревня Новоивановка | Новоивановка | | | | village |
town of Toretsk | Toretsk | | | | town |
Kyiv city | Kyiv | | | | city |
the city of New York | New York | | | | city |
м. Харків | Харків | | | | city |
г.Курск | Курск | | | | city |
г Курск | Курск | | | | city |
в городе Курске | Курске | | | | city |
смт Велика Новосілка | Велика Новосілка | | | | settlement |
пгт Глушково | Глушково | | | | settlement |
селище міського типу Гродівка | Гродівка | | | | settlement |
посёлок Коренево | Коренево | | | | settlement |
в населённом пункте Лиман | Лиман | | | | settlement |
Donetsk and Luhansk regions | Donetsk/Luhansk | | | | oblast |
Донецької та Луганської областей | Донецької/Луганської | | | | oblast |
near Lyman | Lyman | near | | | |
Near Lyman | Lyman | near | | | |
close to the village of Ivanivka | Ivanivka | near | | | village |
in the vicinity of Lyman | Lyman | near | | | |
around Pokrovsk | Pokrovsk | near | | | |
outside Pokrovsk | Pokrovsk | near | | | |
Kupiansk area | Kupiansk | near | | | |
in the area of Kupiansk | Kupiansk | near | | | |
біля Лимана | Лимана | near | | | |
поблизу Лимана | Лимана | near | | | |
неподалік від Лимана | Лимана | near | | | |
під Покровськом | Покровськом | near | | | |
в районі Куп'янська | Куп'янська | near | | | |
в районі с. Іванівка | Іванівка | near | | | village |
возле Лимана | Лимана | near | | | |
у Лимана | Лимана | near | | | |
под Покровском | Покровском | near | | | |
вблизи Покровска | Покровска | near | | | |
недалеко от Покровска | Покровска | near | | | |
в районе Купянска | Купянска | near | | | |
в районе населённого пункта Лиман | Лиман | near | | | settlement |
около Купянска | Купянска | near | | | |
within 5 km of Lyman | Lyman | near | 5 | | |
в радиусе 5 км от Лимана | Лимана | near | 5 | | |
у радіусі 5 кілометрів від Лимана | Лимана | near | 5 | | |
a few kilometres from Lyman | Lyman | near | | | |
on the outskirts of Toretsk | Toretsk | outskirts | | | |
in the northern outskirts of Toretsk | Toretsk | outskirts | | 0 | |
Toretsk's western outskirts | Toretsk | outskirts | | 270 | |
north-eastern part of Chasiv Yar | Chasiv Yar | outskirts | | 45 | |
in the north of Kharkiv region | Kharkiv | outskirts | | 0 | oblast |
eastern Kursk region | Kursk | outskirts | | 90 | oblast |
Northern Kharkiv Oblast | Kharkiv | outskirts | | 0 | oblast |
southern Ukraine | Ukraine | outskirts | | 180 | country |
northern Lyman | Lyman | outskirts | | 0 | |
околиці Покровська | Покровська | outskirts | | | |
на північній околиці Лимана | Лимана | outskirts | | 0 | |
у південно-східній частині Торецька | Торецька | outskirts | | 135 | |
на півночі Харківської області | Харківської | outskirts | | 0 | oblast |
на окраине Торецка | Торецка | outskirts | | | |
на северо-восточной окраине Часова Яра | Часова Яра | outskirts | | 45 | |
северная часть Торецка | Торецка | outskirts | | 0 | |
север Харьковской области | Харьковской | outskirts | | 0 | oblast |
Lyman (north) | Lyman | outskirts | | 0 | |
12 km north of Lyman | Lyman | direction | 12 | 0 | |
12km NE of Lyman | Lyman | direction | 12 | 45 | |
12 km N of Lyman | Lyman | direction | 12 | 0 | |
12 km ne of lyman | lyman | direction | 12 | 45 | |
12-km west of Lyman | Lyman | direction | 12 | 270 | |
about 10-12 km south-west of Pokrovsk | Pokrovsk | direction | 11 | 225 | |
12 km to the north-north-east of Lyman | Lyman | direction | 12 | 22.5 | |
5 miles WSW of Lyman | Lyman | direction | 8.04672 | 247.5 | |
1,500 m east of Bakhmut | Bakhmut | direction | 1.5 | 90 | |
2.5 kilometers from Lyman | Lyman | direction | 2.5 | | |
north of Lyman | Lyman | direction | | 0 | |
just northeast of Lyman | Lyman | direction | | 45 | |
за 12 км на північ від Лимана | Лимана | direction | 12 | 0 | |
за 12,5 кілометра на північний схід від Лимана | Лимана | direction | 12.5 | 45 | |
12 км пн-сх від Лимана | Лимана | direction | 12 | 45 | |
кілометрів за 12 від Лимана | Лимана | direction | 12 | | |
п'ять кілометрів від Лимана | Лимана | direction | 5 | | |
на південь від Лимана | Лимана | direction | | 180 | |
північніше Лимана | Лимана | direction | | 0 | |
південно-західніше від Лимана | Лимана | direction | | 225 | |
в 12 км к северо-востоку от Лимана | Лимана | direction | 12 | 45 | |
12 км СВ Лимана | Лимана | direction | 12 | 45 | |
в 12 километрах севернее Лимана | Лимана | direction | 12 | 0 | |
около 12 км юго-западнее Лимана | Лимана | direction | 12 | 225 | |
к востоку от Лимана | Лимана | direction | | 90 | |
севернее Лимана | Лимана | direction | | 0 | |
12 км от Суджи | Суджи | direction | 12 | | |
between Lyman and Torske | Lyman/Torske | between | | | |
between the villages of Lyman and Torske | Lyman/Torske | between | | | village |
між Лиманом та Торським | Лиманом/Торським | between | | | |
між Лиманом і Торським | Лиманом/Торським | between | | | |
между Лиманом и Торским | Лиманом/Торским | between | | | |
from Lyman to Torske | Lyman/Torske | between | | | |
Svatove – Kreminna line | Svatove/Kreminna | between | | | |
Svatove-Kreminna line | Svatove/Kreminna | between | | | |
траса Покровськ – Мирноград | Покровськ/Мирноград | between | | | |
towards Pokrovsk | Pokrovsk | towards | | | |
in the direction of Pokrovsk | Pokrovsk | towards | | | |
у напрямку Покровська | Покровська | towards | | | |
у бік Покровська | Покровська | towards | | | |
в направлении Покровска | Покровска | towards | | | |
в сторону Покровска | Покровска | towards | | | |
towards Oboyan from Sudzha | Oboyan | towards | | | | origin:Sudzha
from Sudzha towards Oboyan | Oboyan | towards | | | | origin:Sudzha
Pokrovsk axis | Pokrovsk | axis | | | axis |
in the Kupiansk direction | Kupiansk | axis | | | axis |
Kursk front | Kursk | axis | | | axis |
the Toretsk sector | Toretsk | axis | | | axis |
Покровський напрямок | Покровський | axis | | | axis |
на Покровському напрямку | Покровському | axis | | | axis |
на Покровском направлении | Покровском | axis | | | axis |
Shevchenkivskyi district of Kharkiv | Shevchenkivskyi | district | | | district | :Kharkiv
Київський район Харкова | Київський | district | | | district | :Харкова
Sudzha district of the Kursk region | Sudzha | | | | raion | oblast:Kursk
Ivanivka, Donetsk region | Ivanivka | | | | | oblast:Donetsk
Ivanivka (Lyman hromada) | Ivanivka | | | | | hromada:Lyman
Ivanivka in Donetsk Oblast, Ukraine | Ivanivka | | | | | oblast:Donetsk; country:Ukraine
Ivanivka Donetsk Oblast | Ivanivka | | | | | oblast:Donetsk
Ivanivka, Lyman raion, Donetsk oblast | Ivanivka | | | | | raion:Lyman; oblast:Donetsk
Іванівка на Донеччині | Іванівка | | | | | oblast:Донеччині
село Іванівка Лиманської громади Донецької області | Іванівка | | | | village | hromada:Лиманської; oblast:Донецької
с. Новоивановка Суджанского района Курской области | Новоивановка | | | | village | raion:Суджанского; oblast:Курской
Західне Донецької області | Західне | | | | | oblast:Донецької
Novoivanovka Sudzhansky District Kursk Oblast | Novoivanovka | | | | | raion:Sudzhansky; oblast:Kursk
Донецька область, Краматорський район, с. Іванівка | Іванівка | | | | village | oblast:Донецька; raion:Краматорський
Україна, Харківська обл., Куп'янськ | Куп'янськ | | | | | country:Україна; oblast:Харківська
Kursk region, Russia | Kursk | | | | oblast | country:Russia
near Novoivanovka in the Kursk region | Novoivanovka | near | | | | oblast:Kursk
біля Лимана Донецької області | Лимана | near | | | | oblast:Донецької
Toretsk (formerly Dzerzhynsk), DPR | Toretsk | | | | | alias:Dzerzhynsk; oblast:DPR
Bakhmut/Artemivsk | Bakhmut | | | | | alias:Artemivsk
Торецк, ДНР | Торецк | | | | | oblast:ДНР
Zahryzove near Kupiansk | Zahryzove | | | | | near:Kupiansk
Zahryzove, 12 km north of Kupiansk | Zahryzove | | | | | direction:Kupiansk
Загрызово под Купянском | Загрызово | | | | | near:Купянском
Donetsk Oblast (occupied) | Donetsk | | | | oblast |
western outskirts of the town of Toretsk, Donetsk Oblast | Toretsk | outskirts | | 270 | town | oblast:Donetsk
oil depot in Kursk | Kursk | | | | |
bridge near Lyman | Lyman | near | | | |
a village in Donetsk region | Donetsk | | | | oblast |
LYMAN NEAR KUPIANSK | LYMAN | | | | | near:KUPIANSK
ivanivka near lyman, donetsk region | ivanivka | | | | | near:lyman; oblast:donetsk
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in PARSES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_expressions_are_taken_apart(row: tuple[str, ...]) -> None:
    text, names, relation, km, bearing, kind, *rest = (*row, "")
    phrase = parse_place(text)
    assert phrase.text == text
    assert phrase.names == tuple(names.split("/"))
    assert phrase.relation == relation
    assert phrase.distance_km == (pytest.approx(float(km)) if km else None)
    assert phrase.bearing == (float(bearing) if bearing else None)
    assert phrase.kind == kind
    assert [f"{q.kind}:{q.name}" for q in phrase.qualifiers] == [q for q in rest[0].split("; ") if q]


def test_there_are_enough_examples_of_each_language() -> None:
    assert len(ROWS) >= 150
    assert sum(any("а" <= c <= "я" or c in "іїєґ" for c in row[0].lower()) for row in ROWS) >= 70


@pytest.mark.parametrize("text", ["", "  ", "in", "In", "near", "in the", "…", "()", ", ,", "-", "у", "в районі", "of"])
def test_prepositions_and_marks_are_never_names(text: str) -> None:
    assert "in" not in [name.lower() for name in parse_place(text).names]
    if text != "в районі":
        assert parse_place(text).names == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lyman and Sloviansk", ("Lyman", "Sloviansk")),
        ("Lyman, Kramatorsk and Sloviansk", ("Lyman", "Kramatorsk", "Sloviansk")),
        ("Lyman, Kramatorsk, and Sloviansk", ("Lyman", "Kramatorsk", "Sloviansk")),
        ("Лиман та Іванівка", ("Лиман", "Іванівка")),
        ("the settlements of Lyman, Torske and Zarichne in Donetsk region", ("Lyman", "Torske", "Zarichne")),
    ],
)
def test_lists_keep_every_name(text: str, names: tuple[str, ...]) -> None:
    phrase = parse_place(text)
    assert phrase.joined
    assert phrase.names == names
    assert phrase.relation == ""


def test_qualifiers_keep_the_words_as_written_without_prepositions() -> None:
    phrase = parse_place("Zahryzove near Kupiansk in the Kharkiv region")
    assert phrase.qualifiers[-1] == Qualifier("Kharkiv region", "oblast", "Kharkiv")
    assert phrase.qualifiers[0].kind == "near"
    nearby = parse_place("12 km north of Kupiansk, Ukraine")
    assert nearby.qualifiers == (Qualifier("Ukraine", "country", "Ukraine"),)
    beside = parse_place("Zahryzove, 12 km north of Kupiansk").qualifiers[0]
    assert parse_place(beside.text).distance_km == 12


def test_cues_say_what_was_recognised() -> None:
    assert parse_place("12 km north of the village of Ivanivka").cues == ("12 km north of", "the", "village of")


def test_long_texts_are_names_whole_and_too_long_ones_refused() -> None:
    text = "word " * (MAX_WORDS + 1)
    assert parse_place(text).names == (text.strip(),)
    assert parse_place("x" * 10_000).names == ("x" * 10_000,)
    with pytest.raises(QueryTooLong, match="10001 characters"):
        parse_place("x" * 10_001)
    with pytest.raises(QueryTooLong):
        admin_hint("x" * 10_001)


BASES = """
Лиманської Лиман|Суджанский Суджа|Покровський Покровськ|Покровському Покровськ|Курської Курськ|Курской Курск
Донецької Донецьк|Харківщина Харків|Харківщині Харків|Донеччина Донецьк|Курщина Курськ|Kurshchyna Kursk|Сумський Суми
Черкаської Черкаси|Запорізької Запоріжжя|Одеської Одеса|Полтавська Полтава|Вінницька Вінниця|Волинська Волинь
Рівненської Рівне|Чернівецька Чернівці|Хмельницької Хмельницький|Волноваський Волноваха|Кам'янський Кам'янське
Криворізький Кривий Ріг|Великоновосілківська Велика Новосілка|Краматорський Краматорськ|Пологівський Пологи
Василівський Василівка|Шосткинський Шостка|Лозівський Лозова|Балаклійська Балаклія|Очеретинська Очеретине
Курахівська Курахове|Щастинський Щастя|Добропільська Добропілля|Токмацька Токмак|Липецька Липці|Глушковский Глушково
Большесолдатский Большое Солдатское|Валуйский Валуйки|Краснояружский Красная Яруга|Краснолиманский Красный Лиман
Московская Москва|Калужская Калуга|Тверская Тверь|Sudzhansky Sudzha|Pokrovskyi Pokrovsk|Lymanska Lyman
Donechchyna Donetsk|Луганщина Луганськ|Запоріжчина Запоріжжя|Одещина Одеса|Рівненщина Рівне|Киевщина Киев
"""


@pytest.mark.parametrize("pair", BASES.strip().replace("\n", "|").split("|"))
def test_adjectives_lead_back_to_their_base(pair: str) -> None:
    word, base = pair.split(" ", 1)
    assert base in adjective_bases(word)


@pytest.mark.parametrize("word", ["Лиман", "Іванівка", "Kursk", "", "x" * 50])
def test_other_words_have_no_bases(word: str) -> None:
    assert adjective_bases(word) == ()


@pytest.mark.parametrize(
    ("text", "level", "name"),
    [
        ("Donetsk region", "oblast", "Donetsk"), ("Kursk", "unknown", "Kursk"),
        ("обл. Харківська", "oblast", "Харків"), ("Харківська обл.", "oblast", "Харківська область"),
        ("ДНР", "oblast", "Donetsk"), ("DPR", "oblast", "Donetsk"), ("LNR", "oblast", "Luhansk"),
        ("so-called Luhansk People's Republic", "oblast", "Luhansk"), ("ЛНР", "oblast", "Luhansk"),
        ("Донецкая Народная Республика", "oblast", "Donetsk"), ("АР Крим", "oblast", "Crimea"),
        ("Republic of Crimea", "oblast", "Crimea"), ("Lyman hromada", "hromada", "Lyman"),
        ("Лиманської громади", "hromada", "Лиман"), ("Лиманської громади", "hromada", "Лиманська громада"),
        ("Sudzhansky District", "raion", "Sudzha"), ("Ukraine", "country", "Ukraine"), ("UA", "country", "Ukraine"),
        ("Russia", "country", "Russia"), ("РФ", "country", "Russia"), ("country of Poland", "country", "Poland"),
        ("Киевщина", "oblast", "Киев"), ("в Курской области", "oblast", "Курск"),
    ],
)  # fmt: skip
def test_region_cells(text: str, level: str, name: str) -> None:
    hint = admin_hint(text)
    assert hint.level == level
    assert name in hint.names


def test_occupation_wording_is_mapped_and_noted() -> None:
    assert "occupation" in admin_hint("ДНР").note
    assert admin_hint("Donetsk region").note == ""


def test_region_cells_with_parents_and_without_content() -> None:
    hint = admin_hint("Lyman hromada, Kramatorsk raion, Donetsk oblast")
    assert [(part.level, part.names) for part in hint.within] == [("raion", ("Kramatorsk",)), ("oblast", ("Donetsk",))]
    assert admin_hint("Donetsk and Luhansk regions").names == ("Donetsk", "Luhansk")
    assert admin_hint("") == AdminHint("", "unknown", ())

from __future__ import annotations

import unicodedata

import iuliia
import pytest
import translitua

from geomap.gazetteer.names import latin_spellings, normalise
from geomap.gazetteer.names.translit import RUSSIAN, SYSTEMS, UKRAINIAN, plain_latin, spell

UKRAINIAN_NAMES = """
Загризове|Часів Яр|Велика Новосілка|Запоріжжя|Київ|Єнакієве|Їжаківка|Йосипівка|Юр'ївка|Ямпіль|Знам'янка|Згурівка
Розгірче|Слов’янськ|Куп'янськ|Івано-Франківськ|Щастя|Хмельницький|Цюрупинськ|Чугуїв|Ґрунь|Нью-Йорк|Мар’їнка|Бучач
Верхньокам'янське|Гуляйполе|Дзвенигород|Зимогір'я|Львів|Олександро-Шультине|Сєвєродонецьк|Трьохізбенка|Яр|Жовті Води
Біла Церква|Під'ярків|Солов'ївка|Об'їзне|Стара Вижівка|Рожище|Шахтарськ|Пʼятихатки|Мелітополь|Ялта|Союз|Південний Буг
"""
RUSSIAN_NAMES = """
Часов Яр|Новосёловка|Николаевка|Ёлкино|Елизаветовка|Юрьевка|Объездное|Съездовское|Красный Лиман|Нижний Бурлук|Энергодар
Щёкино|Хрещатик|Цюрупинск|Большая Новосёлка|Подъячево|Воробьёво|Змеиногорск|Братск|Суджа|Малая Локня|Гуево|Курск
Ксаверовка|Елец|Мейеровка|Йошкар-Ола|Верхнекаменское|Алексеево-Дружковка|Ильинка|Выезд|Беэлит|Соловьи|Гинзбург|Суык
"""
UKRAINIAN_LIBRARY = {
    "kmu2010": "UkrainianKMU",
    "bgn_pcgn": "UkrainianBGN",
    "scholarly": "UkrainianWWS",
    "iso9": "UkrainianISO9",
    "gost1971": "UkrainianGOST1971",
    "gost1986": "UkrainianGOST1986",
    "passport2007": "UkrainianPassport2007",
    "french": "UkrainianFrench",
}
RUSSIAN_LIBRARY = {
    "ru_bgn_pcgn": "BGN_PCGN",
    "ru_wikipedia": "WIKIPEDIA",
    "ru_icao": "ICAO_DOC_9303",
    "ru_scholarly": "SCIENTIFIC",
    "ru_iso9": "GOST_779",
    "ru_gost1971": "GOST_16876_ALT",
    "ru_french_passport": "MVD_310_FR",
}


def split(names: str) -> list[str]:
    return [name for line in names.split("\n") for name in line.split("|") if name]


@pytest.mark.parametrize("system", UKRAINIAN_LIBRARY)
def test_ukrainian_tables_are_those_of_translitua(system: str) -> None:
    ours = next(table for table in UKRAINIAN if table.name == system)
    table = getattr(translitua, UKRAINIAN_LIBRARY[system])
    for name in split(UKRAINIAN_NAMES):
        assert spell(name, ours) == translitua.translit(name, table), name


@pytest.mark.parametrize("system", RUSSIAN_LIBRARY)
def test_russian_tables_are_those_of_iuliia(system: str) -> None:
    ours = next(table for table in RUSSIAN if table.name == system)
    table = getattr(iuliia, RUSSIAN_LIBRARY[system])
    for name in split(RUSSIAN_NAMES):
        # the library writes the Latin ё with the Cyrillic letter, and accents as separate marks
        expected = unicodedata.normalize("NFC", table.translate(name).replace("ё", "ë").replace("Ё", "Ë"))
        assert unicodedata.normalize("NFC", spell(name, ours)).lower() == expected.lower(), name


@pytest.mark.parametrize(("lang", "names"), [("uk", UKRAINIAN_NAMES), ("ru", RUSSIAN_NAMES)])
def test_plain_spellings_are_the_canonical_forms_of_the_presentable_ones(lang: str, names: str) -> None:
    for name in split(names):
        bare = name.translate(dict.fromkeys(map(ord, "'’ʼ")))
        presentable = {normalise(spelling) for spelling, _ in latin_spellings(name, lang) + latin_spellings(bare, lang)}
        if not set("ёґ") & set(name.lower()):
            assert set(plain_latin(normalise(name), lang)) <= presentable, name


@pytest.mark.parametrize(
    ("name", "lang", "system", "spelling"),
    [
        ("Загризове", "uk", "kmu2010", "Zahryzove"),
        ("Часів Яр", "uk", "kmu2010", "Chasiv Yar"),
        ("Часів Яр", "uk", "scholarly", "Časiv Jar"),
        ("Часів Яр", "uk", "german_press", "Tschassiw Jar"),
        ("Часів Яр", "uk", "french_press", "Tchassiv Iar"),
        ("Велика Новосілка", "uk", "kmu2010", "Velyka Novosilka"),
        ("Запоріжжя", "uk", "kmu2010", "Zaporizhzhia"),
        ("Запоріжжя", "uk", "bgn_pcgn", "Zaporizhzhya"),
        ("ЗАПОРІЖЖЯ", "uk", "kmu2010", "ZAPORIZHZHIA"),
        ("Часов Яр", "ru", "ru_bgn_pcgn", "Chasov Yar"),
        ("Красный Лиман", "ru", "ru_wikipedia", "Krasny Liman"),
        ("Николаевка", "ru", "ru_bgn_pcgn", "Nikolayevka"),
        ("Харьков", "ru", "ru_polish", "Charkow"),
    ],
)
def test_known_spellings(name: str, lang: str, system: str, spelling: str) -> None:
    table = next(table for table in SYSTEMS[lang] if table.name == system)
    assert spell(name, table) == spelling


def test_the_most_used_system_comes_first_and_no_spelling_twice() -> None:
    spellings = latin_spellings("Лиман", "uk")
    assert spellings[0] == ("Lyman", "kmu2010")
    assert len({spelling for spelling, _ in spellings}) == len(spellings)


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(ValueError, match="'be'"):
        latin_spellings("Мінск", "be")

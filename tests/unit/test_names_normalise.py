from __future__ import annotations

import pytest

from geomap.errors import GeomapError, QueryTooLong
from geomap.gazetteer.names import MAX_LENGTH, normalise, spelling_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kharkiv", "kharkiv"),
        ("  Часів\u00a0Яр ", "часів яр"),
        ("Кам’янка", "камянка"),
        ("Кам'янка", "камянка"),
        ("Камʼянка", "камянка"),
        ("Кам`янка", "камянка"),
        ("Кам″янка", "камянка"),
        ('Кам"янка', "камянка"),
        ("Kam´yanka", "kamyanka"),
        ("Donets'k", "donetsk"),
        ("Donetsʹk", "donetsk"),
        ("Івано-Франківськ", "івано франківськ"),
        ("Івано–Франківськ", "івано франківськ"),
        ("Івано — Франківськ", "івано франківськ"),
        ("Новосёлка", "новоселка"),
        ("Новосе\u0308лка", "новоселка"),
        ("Ґрунь", "грунь"),
        ("Київ", "київ"),
        ("Киі\u0308в", "київ"),
        ("Бии\u0306ськ", "бийськ"),
        ("Харкiв", "харків"),  # Latin i
        ("Hrybіvkа", "hrybivka"),  # Cyrillic і and а
        ("Tоrkіv", "torkiv"),
        ("Tšоmоnyn", "tsomonyn"),
        ("Беки\u0301-Эли\u0301", "беки эли"),
        ("Наўлі", "наулі"),
        ("Łódź", "lodz"),
        ("Charków", "charkow"),
        ("Časiv Jar", "casiv jar"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Ivan\u200bkiv\u200f", "ivankiv"),
        ("\u202aЛиман\u202c", "лиман"),
        ("Нов.Парафиевка", "нов парафиевка"),
        ("«Лиман»,", "лиман"),
        ("Лиман.", "лиман"),
        ("ＫＹＩＶ", "kyiv"),
        ("№ 5", "no 5"),
        ("", ""),
        ("—", ""),
        ("Υ", "υ"),
        ("東京", "東京"),
    ],
)
def test_canonical_form(text: str, expected: str) -> None:
    assert normalise(text) == expected


def test_a_long_text_is_refused_with_the_limit_in_the_message() -> None:
    assert normalise("я" * MAX_LENGTH)
    with pytest.raises(QueryTooLong, match="10,000"):
        normalise("я" * (MAX_LENGTH + 1))
    with pytest.raises(GeomapError):
        normalise("a" * (MAX_LENGTH + 1))


def test_a_text_that_unfolds_beyond_the_limit_is_refused_too() -> None:
    with pytest.raises(QueryTooLong, match="unfolds"):
        normalise("ﷺ" * 1_000)


SAME = [
    (1, "Загризове Zahryzove Zahrizove Zagryzove"),
    (2, "Zahryzove Zagryzove Zagryzovo Загризове Загрызово Zahrizove Zagrizovo"),
    (2, "Харків Харьков Kharkiv Harkiv Kharkov Xarkiv"),
    (1, "Часів_Яр Chasiv_Yar Tschassiw_Jar Tchassiv_Iar Časiv_Jar Chasiv_Iar Czasiw_Jar"),
    (2, "Часів_Яр Часов_Яр Chasov_Yar Tschassow_Jar"),
    (2, "Новоселівка Новосёловка Novosyolovka Novoselivka Novoselovka"),
    (2, "Миколаївка Николаевка Nikolayevka Mykolayivka Mykolaivka Nikolaevka"),
    (2, "Олексіївка Алексеевка Oleksiivka Alekseyevka Alexeyevka"),
    (2, "Донецьк Донецк Donetsk Donec'k Doneck Donezk"),
    (2, "Кам'янка Каменка Kamianka Kamyanka Kamjanka Kamenka"),
    (1, "Запоріжжя Zaporizhzhia Zaporizhzhya Zaporižžja Zaporizzja"),
    (2, "Покровське Покровское Pokrovske Pokrovskoye Pokrovskoje Pokrovs'ke Pokrovskoe"),
    (2, "Вишневий Вишневый Vyshnevyi Vyshnevyy Vishnevy Vyšnevyj"),
    (2, "Степне Степное Stepne Stepnoye Stepnoe"),
    (2, "Новомиколаївка Нова_Миколаївка Novo-Mykolaivka Novonikolayevka"),
    (1, "Марія Mariia Maria Mariya Marija"),
    (1, "Щурове Shchurove Ščurove Schurove Schtschurowe Szczurowe Chtchourove"),
    (1, "Луцьк Lutsk Luck Luts'k"),
]


@pytest.mark.parametrize(("level", "spellings"), SAME)
def test_spellings_of_one_name_share_a_key(level: int, spellings: str) -> None:
    names = [normalise(name.replace("_", " ")) for name in spellings.split()]
    assert len({spelling_key(name, level) for name in names}) == 1
    assert len({spelling_key(name, 3) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Лиман", "Лимани"), ("Іванівка", "Іваньків"), ("Покровськ", "Покровка"), ("Суми", "Сміла"), ("Kyiv", "Kharkiv")],
)
def test_level_one_keeps_different_names_apart(one: str, other: str) -> None:
    assert spelling_key(normalise(one), 1) != spelling_key(normalise(other), 1)


def test_an_unknown_level_is_an_error() -> None:
    with pytest.raises(ValueError, match="use 1, 2 or 3"):
        spelling_key("lyman", 4)

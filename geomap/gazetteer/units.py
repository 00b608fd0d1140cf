"""First-level units: the codes and names by which the sources and the tables know them."""

from __future__ import annotations

from typing import NamedTuple


class FirstLevel(NamedTuple):
    """One first-level unit: admin_id, ISO 3166-2, GeoNames code, names."""

    admin_id: str
    iso_code: str
    gn_code: str
    name_uk: str
    name_ru: str
    name_en: str


def _oblast(code: str, iso: str, gn: str, uk: str, ru: str, en: str) -> FirstLevel:
    return FirstLevel(code, f"UA-{iso}", f"UA.{gn}", f"{uk} область", f"{ru} область", f"{en} Oblast")


UKRAINE: tuple[FirstLevel, ...] = (
    FirstLevel("UA01000000000013043", "UA-43", "UA.11", "Автономна Республіка Крим",
               "Автономная Республика Крым", "Autonomous Republic of Crimea"),
    _oblast("UA05000000000010236", "05", "23", "Вінницька", "Винницкая", "Vinnytsia"),
    _oblast("UA07000000000024379", "07", "24", "Волинська", "Волынская", "Volyn"),
    _oblast("UA12000000000090473", "12", "04", "Дніпропетровська", "Днепропетровская", "Dnipropetrovsk"),
    _oblast("UA14000000000091971", "14", "05", "Донецька", "Донецкая", "Donetsk"),
    _oblast("UA18000000000041385", "18", "27", "Житомирська", "Житомирская", "Zhytomyr"),
    _oblast("UA21000000000011690", "21", "25", "Закарпатська", "Закарпатская", "Zakarpattia"),
    _oblast("UA23000000000064947", "23", "26", "Запорізька", "Запорожская", "Zaporizhzhia"),
    _oblast("UA26000000000069363", "26", "06", "Івано-Франківська", "Ивано-Франковская", "Ivano-Frankivsk"),
    _oblast("UA32000000000030281", "32", "13", "Київська", "Киевская", "Kyiv"),
    _oblast("UA35000000000016081", "35", "10", "Кіровоградська", "Кировоградская", "Kirovohrad"),
    _oblast("UA44000000000018893", "09", "14", "Луганська", "Луганская", "Luhansk"),
    _oblast("UA46000000000026241", "46", "15", "Львівська", "Львовская", "Lviv"),
    _oblast("UA48000000000039575", "48", "16", "Миколаївська", "Николаевская", "Mykolaiv"),
    _oblast("UA51000000000030770", "51", "17", "Одеська", "Одесская", "Odesa"),
    _oblast("UA53000000000028050", "53", "18", "Полтавська", "Полтавская", "Poltava"),
    _oblast("UA56000000000066151", "56", "19", "Рівненська", "Ровенская", "Rivne"),
    _oblast("UA59000000000057109", "59", "21", "Сумська", "Сумская", "Sumy"),
    _oblast("UA61000000000060328", "61", "22", "Тернопільська", "Тернопольская", "Ternopil"),
    _oblast("UA63000000000041885", "63", "07", "Харківська", "Харьковская", "Kharkiv"),
    _oblast("UA65000000000030969", "65", "08", "Херсонська", "Херсонская", "Kherson"),
    _oblast("UA68000000000099709", "68", "09", "Хмельницька", "Хмельницкая", "Khmelnytskyi"),
    _oblast("UA71000000000010357", "71", "01", "Черкаська", "Черкасская", "Cherkasy"),
    _oblast("UA73000000000044923", "77", "03", "Чернівецька", "Черновицкая", "Chernivtsi"),
    _oblast("UA74000000000025378", "74", "02", "Чернігівська", "Черниговская", "Chernihiv"),
    FirstLevel("UA80000000000093317", "UA-30", "UA.12", "Київ", "Киев", "Kyiv"),
    FirstLevel("UA85000000000065278", "UA-40", "UA.20", "Севастополь", "Севастополь", "Sevastopol"),
)  # fmt: skip

BY_GN_CODE: dict[str, FirstLevel] = {unit.gn_code: unit for unit in UKRAINE}

"""First-level regions and countries as reports write them: names, adjectives, nicknames, occupation wording.

The tables only tell cue words from names; which unit is meant, the gazetteer decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from geomap.text.tokens import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: English name, then every base spelling of first-level units near the war.
_REGIONS: Final = """
Donetsk|donetsk donetska donets'k донецьк донецк
Luhansk|luhansk lugansk luhans'k луганськ луганск
Kharkiv|kharkiv kharkov харків харьков
Kherson|kherson херсон
Zaporizhzhia|zaporizhzhia zaporizhia zaporizhzhya zaporozhye zaporizhya zaporozhe zaporizhzhe запоріжжя запорожье
Dnipropetrovsk|dnipropetrovsk dnepropetrovsk дніпропетровськ днепропетровск
Mykolaiv|mykolaiv mykolayiv nikolaev nikolayev миколаїв николаев
Odesa|odesa odessa одеса одесса
Sumy|sumy суми сумы
Chernihiv|chernihiv chernigov чернігів чернигов
Kyiv|kyiv kiev київ киев
Zhytomyr|zhytomyr zhitomir житомир
Poltava|poltava полтава
Cherkasy|cherkasy cherkassy черкаси черкассы
Kirovohrad|kirovohrad kirovograd кіровоград кировоград
Vinnytsia|vinnytsia vinnytsya vinnitsa вінниця винница
Khmelnytskyi|khmelnytskyi khmelnytsky khmelnitsky хмельницький хмельницкий
Ternopil|ternopil ternopol тернопіль тернополь
Lviv|lviv lvov l'viv львів львов
Volyn|volyn волинь волынь
Rivne|rivne rovno рівне ровно
Ivano-Frankivsk|ivano-frankivsk івано-франківськ ивано-франковск
Zakarpattia|zakarpattia zakarpattya transcarpathia закарпаття закарпатье
Chernivtsi|chernivtsi чернівці черновцы
Crimea|crimea крим крым
Kursk|kursk курськ курск
Belgorod|belgorod bilhorod бєлгород белгород
Bryansk|bryansk briansk брянськ брянск
Voronezh|voronezh воронеж
Rostov|rostov ростов
Krasnodar|krasnodar краснодар
Smolensk|smolensk смоленськ смоленск
Oryol|oryol orel орел орёл
Kaluga|kaluga калуга
Tula|tula тула
Moscow|moscow москва
Lipetsk|lipetsk липецьк липецк
Tambov|tambov тамбов
Saratov|saratov саратов
Volgograd|volgograd волгоград
Samara|samara самара
Ryazan|ryazan рязань
Tver|tver твер тверь
Leningrad|leningrad ленінград ленинград
Pskov|pskov псков
Gomel|gomel homel гомель
Brest|brest брест
"""

#: Base spellings (keys) of known regions, each with its English name.
REGIONS: Final[Mapping[str, str]] = {
    spelling: line.split("|")[0] for line in _REGIONS.strip().splitlines() for spelling in line.split("|")[1].split()
}

#: Stem of a nickname in -щина (Харківщина, Донеччина), with its region.
NICKNAME_STEMS: Final[Mapping[str, str]] = {
    stem: line.split("|")[0]
    for line in """
Donetsk|донеч донет донец donech
Luhansk|луган luhan lugan
Kharkiv|харків харьков kharkiv
Kherson|херсон kherson
Zaporizhzhia|запоріж запорож zaporizh
Dnipropetrovsk|дніпропетров днепропетров дніпров січеслав dnipropetrov
Mykolaiv|миколаїв николаев mykolaiv
Odesa|оде одес ode
Sumy|сум sum
Chernihiv|черніг чернігів чернигов chernihiv
Kyiv|київ киев kyiv
Zhytomyr|житомир zhytomyr
Poltava|полтав poltav
Cherkasy|черка черкас cherka
Kirovohrad|кіровоград кировоград kirovohrad
Vinnytsia|вінни винни vinny vinnych vinnyt
Khmelnytskyi|хмельни khmelny khmelnych
Ternopil|тернопіль тернополь ternopil
Lviv|львів львов lviv
Rivne|рівнен ровен rivnen
Kursk|кур kur
Belgorod|бєлгород белгород bilhorod belhorod belgorod
Bryansk|брян brian bryan
Voronezh|воронеж воронеч voronez
Smolensk|смолен smolen
""".strip().splitlines()
    for stem in line.split("|")[1].split()
}

_NICKNAME_ENDINGS: Final = tuple(
    consonant + vowel
    for consonant in ("щин", "ччин", "чин", "shchyn", "chchyn", "chyn", "shchin", "shyn")
    for vowel in ("а", "и", "і", "у", "ою", "ы", "е", "ой", "a", "y", "i", "u", "oiu", "oyu")
)

#: Names of Russian-run bodies for occupied parts of an oblast, each with the oblast meant.
OCCUPATION: Final[Mapping[str, str]] = {
    **dict.fromkeys(["днр", "dnr", "dpr"], "Donetsk"),
    **dict.fromkeys(["лнр", "lnr", "lpr"], "Luhansk"),
}

_PEOPLES_REPUBLIC: Final = {
    **dict.fromkeys(_words("donetsk донецька донецької донецькій донецьку донецкая донецкой донецкую"), "Donetsk"),
    **dict.fromkeys(_words("luhansk lugansk луганська луганської луганській луганську луганская луганской луганскую"),
                    "Luhansk"),
}  # fmt: skip
_PEOPLES: Final = _words("people's peoples народна народної народній народну народная народной народную")
_REPUBLIC: Final = _words(
    "republic республіка республіки республіці республіку республика республики республике республику"
)

#: Countries by the words reports use, each with its English name.
COUNTRIES: Final[Mapping[str, str]] = {
    word: line.split("|")[0]
    for line in """
Ukraine|ukraine ukraina ua ukr україна україни україні україну україною украина украины украине украину украиной
Russia|russia ru rus rf rossiya russian_federation росія росії росію росією россия россии россию россией рф
Russia|російська_федерація російської_федерації російській_федерації российская_федерация российской_федерации
Belarus|belarus by білорусь білорусі білоруссю беларусь беларуси белоруссия белоруссии
Moldova|moldova md молдова молдови молдові молдовы молдове молдавия молдавии
Poland|poland pl польща польщі польщу польша польши польше
Romania|romania ro румунія румунії румыния румынии
Hungary|hungary hu угорщина угорщини угорщині венгрия венгрии
Slovakia|slovakia sk словаччина словаччини словаччині словакия словакии
Georgia|georgia ge грузія грузії грузия грузии
Turkey|turkey türkiye tr туреччина туреччини туреччині турция турции
""".strip().splitlines()
    for word in line.split("|")[1].split()
}

#: Crimea by its names: always a first-level unit of Ukraine.
CRIMEA: Final = _words(
    "crimea крим криму кримі кримом крым крыма крыму крыме крымом ар_крим арк ар_криму ар_крым арк "
    "autonomous_republic_of_crimea republic_of_crimea автономна_республіка_крим автономної_республіки_крим "
    "автономній_республіці_крим автономная_республика_крым автономной_республики_крым автономной_республике_крым "
    "республика_крым республики_крым республике_крым республіка_крим республіки_крим республіці_крим "
    "crimean_peninsula"
)


def nickname(key: str) -> str | None:
    """Return the English region name of a nickname in -щина (key), in any case, or None."""
    if not key.endswith(_NICKNAME_ENDINGS):
        return None
    for ending in _NICKNAME_ENDINGS:
        if key.endswith(ending) and key[: -len(ending)] in NICKNAME_STEMS:
            return NICKNAME_STEMS[key[: -len(ending)]]
        if ending[0] in "чc" and key.endswith(ending) and key[: -len(ending)] + ending[0] in NICKNAME_STEMS:
            return NICKNAME_STEMS[key[: -len(ending)] + ending[0]]
    return None


def whole(words: Sequence[Token]) -> tuple[str, str, str] | None:
    """Return (kind, English name, how) when all ``words`` together name a country or region on their own.

    ``how`` is country, nickname, crimea or occupation. A bare oblast name (Kursk) gives None: it may be the city.
    """
    if not 1 <= len(words) <= 4:
        return None
    joined = "_".join(word.key for word in words)
    if joined in COUNTRIES:
        two_letters = len(joined) == 2
        return None if two_letters and not words[0].text.isupper() else ("country", COUNTRIES[joined], "country")
    if joined in CRIMEA:
        return "oblast", "Crimea", "crimea"
    plain = joined.replace(".", "")
    if plain in OCCUPATION:
        return "oblast", OCCUPATION[plain], "occupation"
    keys = [word.key for word in words]
    if len(keys) == 3 and keys[0] in _PEOPLES_REPUBLIC and keys[1] in _PEOPLES and keys[2] in _REPUBLIC:
        return "oblast", _PEOPLES_REPUBLIC[words[0].key], "occupation"
    if len(words) == 1:
        region = nickname(words[0].key)
        if region:
            return "oblast", region, "nickname"
    return None

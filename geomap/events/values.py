"""Words for event types, claim statuses, sides and precisions in three languages; numbers; yes and no."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from geomap.events.headers import fold

_EVENT_TYPES: Mapping[str, tuple[str, ...]] = {
    "control_change": ("capture", "captured", "seizure", "liberation", "territorial change", "advance", "withdrawal",
                       "government regains territory", "non-state actor overtakes territory",
                       "non-violent transfer of territory", "зміна контролю", "захоплення", "звільнення", "просування",
                       "смена контроля", "захват", "взятие", "освобождение", "продвижение"),
    "ground_fighting": ("battle", "battles", "armed clash", "fighting", "clash", "clashes", "assault", "ground assault",
                        "бій", "бої", "бойове зіткнення", "штурм", "бой", "бои", "боестолкновение", "столкновение"),
    "air_strike": ("airstrike", "air raid", "air/drone strike", "авіаудар", "авіаційний удар", "авиаудар",
                   "авиационный удар"),
    "drone_strike": ("drone", "drone attack", "uav", "uav strike", "удар дрона", "атака дронів", "бпла", "удар бпла",
                     "дрон", "атака дронов", "удар беспилотника"),
    "shelling": ("artillery", "artillery strike", "mortar", "shelling/artillery/missile attack", "обстріл",
                 "артобстріл", "обстрел", "артобстрел", "артиллерия", "артилерія"),
    "strike": ("missile", "missile strike", "rocket", "rocket strike", "attack", "explosions/remote violence",
               "explosion", "remote explosive/landmine/ied", "suicide bomb", "grenade",
               "chemical weapon", "удар", "ракетний удар", "ракетный удар", "вибух", "взрыв"),
    "casualties": ("casualty", "losses", "killed", "wounded", "втрати", "загиблі", "поранені", "потери", "погибшие",
                   "раненые"),
    "infrastructure": ("infrastructure damage", "damage", "energy", "power outage", "інфраструктура", "пошкодження",
                       "инфраструктура", "повреждение"),
    "deployment": ("troop movement", "movement", "redeployment", "reinforcement", "розгортання", "переміщення",
                   "перекидання", "развёртывание", "переброска", "перемещение"),
    "evacuation": ("evacuated", "евакуація", "эвакуация"),
    "other": ("інше", "другое", "иное", "прочее", "misc", "protests", "peaceful protest", "protest with intervention",
              "excessive force against protesters", "riots", "violent demonstration", "mob violence",
              "violence against civilians", "sexual violence", "abduction/forced disappearance", "agreement", "arrests",
              "strategic developments", "change to group/activity", "disrupted weapons use",
              "headquarters or base established", "looting/property destruction"),
}  # fmt: skip

_CLAIM_STATUSES: Mapping[str, tuple[str, ...]] = {
    "claimed": ("claim", "claims", "alleged", "заявлено", "заявляє", "стверджується", "заявляет", "утверждается",
                "заява", "заявление"),
    "denied": ("denial", "denies", "refuted", "спростовано", "заперечено", "заперечується", "опровергнуто",
               "опровержение", "отрицается"),
    "admitted": ("admission", "admits", "acknowledged", "визнано", "визнає", "признано", "признаёт"),
    "reported": ("report", "reports", "повідомлено", "повідомляється", "сообщено", "сообщается"),
    "confirmed": ("verified", "confirmation", "geolocated", "підтверджено", "перевірено", "подтверждено", "проверено"),
    "disputed": ("contested", "спірно", "оскаржується", "спорно", "оспаривается"),
    "unknown": ("невідомо", "неизвестно", "n/a", "?"),
}  # fmt: skip

_SIDES: Mapping[str, tuple[str, ...]] = {
    "UA": ("ukr", "ukraine", "ukrainian", "україна", "украина", "українська", "украинская", "afu", "зсу", "всу"),
    "RU": ("rus", "russia", "russian", "russian federation", "росія", "рф", "россия", "російська", "российская"),
    "neutral": ("none", "third party", "independent", "нейтральна", "нейтральний", "незалежна", "нейтральная",
                "нейтральный", "независимая"),
    "unknown": ("невідомо", "неизвестно", "n/a", "?"),
}  # fmt: skip

_DATE_PRECISIONS: Mapping[str, tuple[str, ...]] = {
    "day": ("exact", "date", "день", "точно", "доба", "сутки"),
    "week": ("weekend", "тиждень", "неделя"),
    "month": ("місяць", "месяц"),
    "year": ("рік", "год"),
    "interval": ("range", "period", "проміжок", "період", "інтервал", "промежуток", "период", "интервал"),
    "night": ("overnight", "ніч", "вночі", "ночь", "ночью"),
    "publication": ("published", "публікація", "публикация"),
    "unknown": ("approximate", "невідомо", "неизвестно", "?"),
}  # fmt: skip

_RELATIONS: Mapping[str, tuple[str, ...]] = {
    "": ("at", "in", "в", "у", "на"),
    "near": ("close to", "vicinity", "around", "біля", "поблизу", "коло", "возле", "вблизи", "около", "у района"),
    "outskirts": ("on the outskirts", "околиці", "на околиці", "окраина", "на окраине"),
    "direction": ("напрям", "напрямок"),
    "between": ("між", "между"),
    "towards": ("toward", "у бік", "в сторону", "к"),
    "axis": ("вісь", "ось", "направление", "напрямі"),
    "district": ("area of", "район", "в районе", "у районі"),
}


_PRECISIONS: Mapping[str, tuple[str, ...]] = {
    "exact": ("street", "address", "точно"),
    "settlement": ("town", "city", "village", "населений пункт", "населённый пункт"),
    "near": ("approximate", "приблизно", "приблизительно"),
    "direction": (), "between": (), "axis": (), "hromada": ("adm3", "громада"),
    "raion": ("district", "adm2", "район"), "oblast": ("region", "adm1", "область"),
    "country": ("adm0", "країна", "страна"), "unknown": ("невідомо", "неизвестно", "?"),
}  # fmt: skip


def _table(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    table = {_fold(value): value for value in words}
    table.update({_fold(word): value for value, group in words.items() for word in group})
    return table


def _fold(word: str) -> str:
    return fold(word) or word.strip()


#: Column → folded word → the value it stands for.
WORDS: Mapping[str, Mapping[str, str]] = {
    "event_type": _table(_EVENT_TYPES),
    "claim_status": _table(_CLAIM_STATUSES),
    "claimant_side": _table(_SIDES),
    "date_precision": _table(_DATE_PRECISIONS),
    "relation": _table(_RELATIONS),
    "coordinate_precision": _table(_PRECISIONS),
}

_YES = frozenset(["true", "yes", "y", "1", "так", "т", "да", "д"])
_NO = frozenset(["false", "no", "n", "0", "ні", "н", "нет"])


def word(column: str, text: str) -> str | None:
    """Return the value of ``column`` that ``text`` stands for, None when it is not known."""
    return WORDS[column].get(_fold(text))


def yes_no(text: str) -> bool | None:
    """Read yes and no in three languages; None when it is neither."""
    folded = text.casefold()
    return True if folded in _YES else False if folded in _NO else None


_SPACES = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f'’](?=\d{3}(?!\d))")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_RANGE = re.compile(r"([^–—-]+?)\s*[–—-]\s*([^–—-]+)")

#: Longest number looked at.
LONGEST = 64


def number(text: str) -> float | None:
    """Read a number: ``3000``, ``3 000``, ``3,000`` (groups of three are thousands), ``1,5``; None when it is none."""
    try:
        value = float(text)
    except ValueError:
        if len(text) > LONGEST:
            return None
        bare = _SPACES.sub("", text)
        bare = bare.replace(",", "") if _THOUSANDS.fullmatch(bare) else bare.replace(",", ".")
        try:
            value = float(bare)
        except ValueError:
            return None
    return value if np.isfinite(value) else None


def count(text: str) -> tuple[float, float] | None:
    """Read a count or a range of counts (``100–200``) as (low, high); None when it is neither."""
    value = number(text)
    if value is not None:
        return value, value
    if len(text) <= LONGEST and (found := _RANGE.fullmatch(text)):
        low, high = number(found[1]), number(found[2])
        if low is not None and high is not None:
            return low, high
    return None

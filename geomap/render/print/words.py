"""What only the printed map says, in English, Ukrainian and Russian."""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Texts by language; the three have the same keys.
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "projection": "Projection: Lambert azimuthal equal-area, centre {centre}; lengths right to {error} %.",
        "km": "km", "what": "What is reported", "not_on_map": "Not on the map",
        "more": "… and {n} more reports", "outside": "{n} reports lie outside the frame",
        "no_base": "Drawn without a base map: no borders are shown.",
        "whole_country": "concerns the whole country",
    },
    "uk": {
        "projection": "Проєкція: рівновелика азимутальна Ламберта, центр {centre}; довжини точні до {error} %.",
        "km": "км", "what": "Що повідомляють", "not_on_map": "Не на мапі",
        "more": "… і ще повідомлень: {n}", "outside": "Поза межами мапи повідомлень: {n}",
        "no_base": "Накреслено без основи: кордонів не показано.",
        "whole_country": "стосується цілої країни",
    },
    "ru": {
        "projection": "Проекция: равновеликая азимутальная Ламберта, центр {centre}; длины верны до {error} %.",
        "km": "км", "what": "Что сообщают", "not_on_map": "Не на карте",
        "more": "… и ещё сообщений: {n}", "outside": "За пределами карты сообщений: {n}",
        "no_base": "Начерчено без основы: границы не показаны.",
        "whole_country": "касается целой страны",
    },
}  # fmt: skip

_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "uk": ("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
           "листопада", "грудня"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"),
}  # fmt: skip


def day(text: str, lang: str) -> str:
    """Return an ISO day as a reader writes it, such as ``27 December 2024``; any other text as it is."""
    found = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:[T ]00:00(?::00)?)?", text.strip())
    if not found or not 1 <= int(found[2]) <= 12:
        return text
    return f"{int(found[3])} {_MONTHS[lang][int(found[2]) - 1]} {found[1]}"


def days(first: str, last: str = "", *, lang: str) -> str:
    """Return one or two ISO days as a reader writes them, such as ``23–27 December 2024``."""
    begin, end = day(first, lang), day(last or first, lang)
    if begin == end:
        return begin
    if begin.split(" ")[1:] == end.split(" ")[1:]:
        begin = begin.split(" ")[0]
        return f"{begin}–{end}"
    return f"{begin} – {end}"


def decimal(value: float, lang: str) -> str:
    """Return a number with the language's decimal sign, no more digits than it needs."""
    text = f"{value:g}"
    return text if lang == "en" else text.replace(".", ",")

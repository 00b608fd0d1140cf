"""The interface in English, Ukrainian and Russian.

Wording stays neutral: a statement is what somebody *says*, never what happened. ``{who}``, ``{n}`` and the like are
filled in by the browser. The three dictionaries have the same keys; a test holds them to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from geomap.errors import ConfigError

_EN: Mapping[str, str] = {
    "reports": "Reports", "card": "Report", "legend": "Legend", "layers": "Layers", "about": "About", "close": "Close",
    "map_label": "Map. Arrow keys move it, plus and minus zoom. The list of reports holds the same content.",
    "as_of": "As of {date}", "sources": "Sources", "method": "Method", "author": "Contact", "data": "Data",
    "worldview_international": "Borders as recognised by UN General Assembly resolution 68/262.",
    "disclaimer": "Control is approximate; claims are not facts. A symbol stands where a report places an event, "
    "within its stated precision.",
    "hosts": "This page contacts {hosts}.", "no_hosts": "This page contacts no server.",
    "ready": "{n} reports on the map", "nothing": "Nothing to show: every layer is off.",
    "not_on_map": "Not on the map", "show_more": "Show {n} more", "next": "Next report", "previous": "Previous report",
    "of": "{i} of {n}", "skip": "Skip to the list of reports",
    "by_type": "Reports by {what}", "col_type": "type", "by_status": "What is known", "by_side": "Whose word it is",
    "areas": "Areas", "control": "Control of territory", "base": "Base map", "other": "Other layers",
    "uncertainty": "Uncertainty", "discs": "Radius within which the true place lies",
    "names": "Place names", "ground": "Borders and water", "region": "Somewhere in this region",
    "ambiguous": "Place not certain: several bear the name", "none": "not stated",
    "no_place": "No place given", "front": "Front line",
    "band": "Width of what is not known", "tiles": "Tiles: {name}", "several": "Several reports at one place",
    "type_control_change": "Change of control", "type_ground_fighting": "Ground fighting",
    "type_air_strike": "Air strike", "type_drone_strike": "Drone strike", "type_shelling": "Shelling",
    "type_strike": "Strike", "type_casualties": "Casualties", "type_infrastructure": "Infrastructure",
    "type_deployment": "Deployment", "type_evacuation": "Evacuation", "type_other": "Other",
    "status_claimed": "Claimed by a side", "status_denied": "Denied", "status_admitted": "Acknowledged by the side",
    "status_reported": "Reported independently", "status_confirmed": "Confirmed", "status_disputed": "Disputed",
    "status_unknown": "Status not stated",
    "note_claimed": "Not independently confirmed.", "note_denied": "Denied by the other side.",
    "note_admitted": "Acknowledged by the side it speaks against.",
    "note_reported": "Reported by a party outside the fighting; not confirmed.",
    "note_confirmed": "By officials, or by images.", "note_disputed": "The sides contradict each other.",
    "note_unknown": "It is not stated how well this is known.",
    "say_claimed": "{who} says:", "say_denied": "{who} denies:", "say_admitted": "{who} acknowledges:",
    "say_reported": "{who} reports:", "say_confirmed": "{who} confirms:", "say_disputed": "{who} says, others "
    "dispute:", "say_unknown": "{who}:", "say_nobody": "No speaker is named.",
    "side_UA": "Ukraine", "side_RU": "Russia", "side_neutral": "Neither side", "side_unknown": "Not stated",
    "state_confirmed": "Held by {side}, confirmed", "state_claimed": "Claimed by {side}, not confirmed",
    "state_contested": "Contested", "state_stale": "Held by {side}, no recent report", "state_no_data": "No data",
    "area_km2": "Area", "n_places": "Settlements it rests on", "as_of_row": "As of",
    "date": "Date", "published": "Published", "place_written": "Place as written", "precision": "Precision",
    "within": "within {km} km nine times in ten", "match": "Match", "probability": "probability {p} %",
    "why": "Why this place", "candidates": "Places that bear the name", "n_candidates": "{n} places bear the name",
    "source": "Source", "licence": "Licence", "actor": "Actor", "number": "Number", "by_source": "{low} to {high}",
    "at_least": "{low} or more", "graphic": "The source shows graphic content.", "host": "opens {host}",
    "week_of": "week of {date}", "date_unknown": "date not stated", "coords": "Position",
    "precision_exact": "exact position given by the source", "precision_settlement": "settlement",
    "precision_near": "near a settlement", "precision_direction": "distance and bearing from a settlement",
    "precision_between": "between two settlements", "precision_axis": "axis of fighting",
    "precision_hromada": "municipality (hromada)", "precision_raion": "district", "precision_oblast": "oblast",
    "precision_country": "country", "precision_unknown": "not known",
    "reason_area": "An area without a drawn shape", "reason_known_without_coordinates": "The register knows the "
    "place, no source has a trustworthy point", "reason_unresolved": "No place of this name was found",
    "reason_out_of_range": "The coordinates are outside the world", "reason_none": "No position given",
    "reason_country": "Concerns a whole country", "locator": "Where this map lies", "loading": "Loading the map",
    "old_browser": "This browser is too old to open the map. Any browser of 2023 or later can.",
}  # fmt: skip

_UK: Mapping[str, str] = {
    "reports": "Повідомлення", "card": "Повідомлення", "legend": "Легенда", "layers": "Шари",
    "about": "Про мапу", "close": "Закрити",
    "map_label": "Мапа. Стрілки рухають її, плюс і мінус змінюють масштаб. Список повідомлень містить те саме.",
    "as_of": "Станом на {date}", "sources": "Джерела", "method": "Метод", "author": "Контакт", "data": "Дані",
    "worldview_international": "Кордони міжнародно визнані: резолюція Генеральної Асамблеї ООН 68/262.",
    "disclaimer": "Контроль показано приблизно; заяви не є фактами. Знак стоїть там, де подію розміщує повідомлення, "
    "у межах зазначеної точності.",
    "hosts": "Ця сторінка звертається до {hosts}.", "no_hosts": "Ця сторінка не звертається до жодного сервера.",
    "ready": "Повідомлень на мапі: {n}", "nothing": "Нічого показати: усі шари вимкнено.",
    "not_on_map": "Не на мапі", "show_more": "Показати ще {n}", "next": "Наступне повідомлення",
    "previous": "Попереднє повідомлення", "of": "{i} з {n}", "skip": "Перейти до списку повідомлень",
    "by_type": "Повідомлення: {what}", "col_type": "за видом", "by_status": "Що відомо", "by_side": "Чиї це слова",
    "areas": "Території", "control": "Контроль території", "base": "Основа", "other": "Інші шари",
    "uncertainty": "Невизначеність", "discs": "Радіус, у межах якого лежить справжнє місце",
    "names": "Назви місць", "ground": "Кордони й води", "region": "Десь у цьому регіоні",
    "ambiguous": "Місце непевне: назву мають кілька", "none": "не зазначено",
    "no_place": "Місце не зазначено", "front": "Лінія фронту",
    "band": "Ширина невідомого", "tiles": "Тайли: {name}", "several": "Кілька повідомлень в одному місці",
    "type_control_change": "Зміна контролю", "type_ground_fighting": "Наземні бої",
    "type_air_strike": "Авіаудар", "type_drone_strike": "Удар дроном", "type_shelling": "Обстріл",
    "type_strike": "Удар", "type_casualties": "Втрати", "type_infrastructure": "Інфраструктура",
    "type_deployment": "Розгортання", "type_evacuation": "Евакуація", "type_other": "Інше",
    "status_claimed": "Заява сторони", "status_denied": "Заперечено", "status_admitted": "Визнано самою стороною",
    "status_reported": "Незалежне повідомлення", "status_confirmed": "Підтверджено",
    "status_disputed": "Спірне", "status_unknown": "Статус не зазначено",
    "note_claimed": "Незалежного підтвердження немає.", "note_denied": "Інша сторона заперечує.",
    "note_admitted": "Визнано стороною, проти якої це свідчить.",
    "note_reported": "Повідомляє той, хто не воює; не підтверджено.",
    "note_confirmed": "Підтверджено офіційно або зображеннями.", "note_disputed": "Сторони суперечать одна одній.",
    "note_unknown": "Не зазначено, наскільки це відомо.",
    "say_claimed": "Заявляє {who}:", "say_denied": "Заперечує {who}:", "say_admitted": "Визнає {who}:",
    "say_reported": "Повідомляє {who}:", "say_confirmed": "Підтверджує {who}:",
    "say_disputed": "Заявляє {who}, інші заперечують:", "say_unknown": "{who}:", "say_nobody": "Мовця не названо.",
    "side_UA": "Україна", "side_RU": "Росія", "side_neutral": "Жодна сторона", "side_unknown": "Не зазначено",
    "state_confirmed": "Утримує {side}, підтверджено", "state_claimed": "Заявляє {side}, не підтверджено",
    "state_contested": "Спірна територія", "state_stale": "Утримує {side}, свіжих повідомлень немає",
    "state_no_data": "Немає даних", "area_km2": "Площа", "n_places": "Спирається на населених пунктів",
    "as_of_row": "Станом на", "date": "Дата", "published": "Опубліковано", "place_written": "Місце, як написано",
    "precision": "Точність", "within": "у межах {km} км у дев'яти випадках із десяти", "match": "Збіг",
    "probability": "імовірність {p} %", "why": "Чому саме це місце", "candidates": "Місця з такою назвою",
    "n_candidates": "Місць із такою назвою: {n}", "source": "Джерело", "licence": "Ліцензія", "actor": "Хто діяв",
    "number": "Кількість", "by_source": "від {low} до {high}", "at_least": "{low} або більше",
    "graphic": "Джерело показує тяжкі кадри.", "host": "відкриває {host}",
    "week_of": "тиждень від {date}", "date_unknown": "дату не зазначено", "coords": "Положення",
    "precision_exact": "точне положення з джерела", "precision_settlement": "населений пункт",
    "precision_near": "поблизу населеного пункту", "precision_direction": "відстань і напрямок від населеного пункту",
    "precision_between": "між двома населеними пунктами", "precision_axis": "напрямок боїв",
    "precision_hromada": "громада", "precision_raion": "район", "precision_oblast": "область",
    "precision_country": "країна", "precision_unknown": "невідомо",
    "reason_area": "Територія без накресленого обрису", "reason_known_without_coordinates": "Реєстр знає це місце, "
    "надійної точки немає", "reason_unresolved": "Місця з такою назвою не знайдено",
    "reason_out_of_range": "Координати поза межами світу", "reason_none": "Положення не зазначено",
    "reason_country": "Стосується цілої країни", "locator": "Де лежить ця мапа", "loading": "Мапа відкривається",
    "old_browser": "Цей браузер застарий для мапи. Підійде будь-який від 2023 року.",
}  # fmt: skip

_RU: Mapping[str, str] = {
    "reports": "Сообщения", "card": "Сообщение", "legend": "Легенда", "layers": "Слои",
    "about": "О карте", "close": "Закрыть",
    "map_label": "Карта. Стрелки двигают её, плюс и минус меняют масштаб. Список сообщений содержит то же самое.",
    "as_of": "По состоянию на {date}", "sources": "Источники", "method": "Метод", "author": "Контакт",
    "data": "Данные",
    "worldview_international": "Границы международно признанные: резолюция Генеральной Ассамблеи ООН 68/262.",
    "disclaimer": "Контроль показан приблизительно; заявления не являются фактами. Знак стоит там, куда событие "
    "помещает сообщение, в пределах указанной точности.",
    "hosts": "Эта страница обращается к {hosts}.", "no_hosts": "Эта страница не обращается ни к одному серверу.",
    "ready": "Сообщений на карте: {n}", "nothing": "Показывать нечего: все слои выключены.",
    "not_on_map": "Не на карте", "show_more": "Показать ещё {n}", "next": "Следующее сообщение",
    "previous": "Предыдущее сообщение", "of": "{i} из {n}", "skip": "Перейти к списку сообщений",
    "by_type": "Сообщения: {what}", "col_type": "по виду", "by_status": "Что известно", "by_side": "Чьи это слова",
    "areas": "Территории", "control": "Контроль территории", "base": "Основа", "other": "Другие слои",
    "uncertainty": "Неопределённость", "discs": "Радиус, в пределах которого лежит настоящее место",
    "names": "Названия мест", "ground": "Границы и воды", "region": "Где-то в этом регионе",
    "ambiguous": "Место не определено: название носят несколько", "none": "не указано",
    "no_place": "Место не указано", "front": "Линия фронта",
    "band": "Ширина неизвестного", "tiles": "Тайлы: {name}", "several": "Несколько сообщений в одном месте",
    "type_control_change": "Смена контроля", "type_ground_fighting": "Наземные бои",
    "type_air_strike": "Авиаудар", "type_drone_strike": "Удар дроном", "type_shelling": "Обстрел",
    "type_strike": "Удар", "type_casualties": "Потери", "type_infrastructure": "Инфраструктура",
    "type_deployment": "Развёртывание", "type_evacuation": "Эвакуация", "type_other": "Другое",
    "status_claimed": "Заявление стороны", "status_denied": "Отрицается", "status_admitted": "Признано самой стороной",
    "status_reported": "Независимое сообщение", "status_confirmed": "Подтверждено",
    "status_disputed": "Спорно", "status_unknown": "Статус не указан",
    "note_claimed": "Независимого подтверждения нет.", "note_denied": "Другая сторона отрицает.",
    "note_admitted": "Признано стороной, против которой это говорит.",
    "note_reported": "Сообщает тот, кто не воюет; не подтверждено.",
    "note_confirmed": "Подтверждено официально или снимками.", "note_disputed": "Стороны противоречат друг другу.",
    "note_unknown": "Не указано, насколько это известно.",
    "say_claimed": "Заявляет {who}:", "say_denied": "Отрицает {who}:", "say_admitted": "Признаёт {who}:",
    "say_reported": "Сообщает {who}:", "say_confirmed": "Подтверждает {who}:",
    "say_disputed": "Заявляет {who}, другие отрицают:", "say_unknown": "{who}:", "say_nobody": "Говорящий не назван.",
    "side_UA": "Украина", "side_RU": "Россия", "side_neutral": "Ни одна сторона", "side_unknown": "Не указано",
    "state_confirmed": "Удерживает {side}, подтверждено", "state_claimed": "Заявляет {side}, не подтверждено",
    "state_contested": "Спорная территория", "state_stale": "Удерживает {side}, свежих сообщений нет",
    "state_no_data": "Нет данных", "area_km2": "Площадь", "n_places": "Опирается на населённых пунктов",
    "as_of_row": "По состоянию на", "date": "Дата", "published": "Опубликовано",
    "place_written": "Место, как написано", "precision": "Точность",
    "within": "в пределах {km} км в девяти случаях из десяти", "match": "Совпадение",
    "probability": "вероятность {p} %", "why": "Почему это место", "candidates": "Места с таким названием",
    "n_candidates": "Мест с таким названием: {n}", "source": "Источник", "licence": "Лицензия",
    "actor": "Кто действовал", "number": "Количество", "by_source": "от {low} до {high}",
    "at_least": "{low} или больше", "graphic": "Источник показывает тяжёлые кадры.", "host": "открывает {host}",
    "week_of": "неделя с {date}", "date_unknown": "дата не указана", "coords": "Положение",
    "precision_exact": "точное положение из источника", "precision_settlement": "населённый пункт",
    "precision_near": "вблизи населённого пункта", "precision_direction": "расстояние и направление от населённого "
    "пункта", "precision_between": "между двумя населёнными пунктами", "precision_axis": "направление боёв",
    "precision_hromada": "громада", "precision_raion": "район", "precision_oblast": "область",
    "precision_country": "страна", "precision_unknown": "неизвестно",
    "reason_area": "Территория без начерченного контура", "reason_known_without_coordinates": "Реестр знает это "
    "место, надёжной точки нет", "reason_unresolved": "Места с таким названием не найдено",
    "reason_out_of_range": "Координаты за пределами мира", "reason_none": "Положение не указано",
    "reason_country": "Касается целой страны", "locator": "Где лежит эта карта", "loading": "Карта открывается",
    "old_browser": "Этот браузер слишком стар для карты. Подойдёт любой с 2023 года.",
}  # fmt: skip

#: Interface texts by language.
WORDS: Mapping[str, Mapping[str, str]] = {"en": _EN, "uk": _UK, "ru": _RU}


def words(lang: str) -> Mapping[str, str]:
    """Return the interface texts in ``lang`` (en, uk or ru). Raises :class:`ConfigError` for any other."""
    if lang not in WORDS:
        raise ConfigError(f"lang: {lang!r} is not a language of the map; choose from {', '.join(map(repr, WORDS))}")
    return WORDS[lang]

"""What the commands write onto a map of control, in English, Ukrainian and Russian. It does not travel in the page."""

from __future__ import annotations

from collections.abc import Mapping

#: Texts by language; the three have the same keys.
TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "rests_on": "Control: {n} of {all} statements on settlements, from {roots} roots{span}; most from {most}",
        "rests_span": ", said between {first} and {last}", "rests_later": " ({n} of them after {date}, looking back)",
        "title_day": "Control on {date}, as public statements tell it",
        "title_days": "Control from {first} to {last}, as public statements tell it",
        "method_front": "Areas follow by rule from dated public statements on settlements; a side's claim of its "
        "own gain moves no confirmed area and stands hatched.",
    },
    "uk": {
        "rests_on": "Контроль: використано {n} із {all} заяв про населені пункти, першоджерел {roots}{span}; "
        "найбільше від {most}",
        "rests_span": ", заяви від {first} до {last}", "rests_later": " ({n} з них після {date}, заднім числом)",
        "title_day": "Контроль на {date} за публічними заявами",
        "title_days": "Контроль із {first} до {last} за публічними заявами",
        "method_front": "Території виведено за правилами з датованих публічних заяв про населені пункти; заява "
        "сторони про власний здобуток не змінює підтвердженої території й показана штрихуванням.",
    },
    "ru": {
        "rests_on": "Контроль: использовано {n} из {all} заявлений о населённых пунктах, первоисточников "
        "{roots}{span}; больше всего от {most}",
        "rests_span": ", заявления с {first} по {last}", "rests_later": " ({n} из них после {date}, задним числом)",
        "title_day": "Контроль на {date} по публичным заявлениям",
        "title_days": "Контроль с {first} по {last} по публичным заявлениям",
        "method_front": "Территории выведены по правилам из датированных публичных заявлений о населённых пунктах; "
        "заявление стороны о собственном приросте не меняет подтверждённой территории и показано штриховкой.",
    },
}  # fmt: skip

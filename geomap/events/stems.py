"""Event types told by the words in a cell, where the cell as a whole is no known word: ``"взят под контроль"``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

#: Event type → beginnings of words that tell it, in three languages. The first type with one of its words decides.
_BEGINNINGS: Final[Mapping[str, str]] = {
    "evacuation": "evacuat евакуа эвакуа",
    "control_change": """
        captur recaptur seiz liberat took taken taking gain lost withdr retreat advanc control occupied
        захоп захват взят зайня заня звільн освобо деокуп окупова оккупирова контрол відійш відход відхід відвед відступ
        отош отход отвод отступ оставл залиш сдач здач просув просун продви""",
    "drone_strike": "drone uav fpv shahed geran дрон бпла бпл безпілот беспилот шахед герань",
    "air_strike": "air-?(?:strike|raid) air glide bomb авіа авиа бомб каб(?!\\w)",
    "shelling": "shell artiller mortar mlrs обстр артил миномет миномёт міномет рсзв рсзо",
    "ground_fighting": """
        assault clash fight battle combat offensive storm
        штурм бій бої боі бой бои боє боестолк зіткн столкн наступ""",
    "strike": """
        strike missile rocket attack explo blast hit
        удар ракет вибух взрыв атак приліт прилет прилёт влуч попад""",
    "casualties": "kill wound injur casualt death dead fatal загиб поран погиб гибел ранен убит вбит жертв",
    "infrastructure": """
        infrastr power blackout damage fire
        інфраст инфраст енерг энерг пошкодж поврежд пожеж пожар руйн разруш""",
    "deployment": """
        deploy reinforc build-?up перекид переброс розгорт развертыв развёртыв скупч скопл""",
}

_PATTERNS: Final = {
    kind: re.compile(rf"(?<![^\W\d_])(?:{'|'.join(words.split())})") for kind, words in _BEGINNINGS.items()
}

#: Longest text looked at.
LONGEST: Final = 200


def event_type(text: str) -> str | None:
    """Return the event type that the words of a short text tell, None when they tell none."""
    if len(text) > LONGEST:
        return None
    low = text.casefold()
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(low)), None)

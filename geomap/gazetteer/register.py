"""The Ukrainian register as administrative rows and settlements waiting for a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from geomap.gazetteer.compare import clean, kmu2010, skeleton
from geomap.gazetteer.merge import Settlement
from geomap.gazetteer.sources.katottg import HROMADA, RAION, SETTLEMENTS, RegisterUnit

_SUFFIXES = ("ський", "ська", "ький", "ька", "ий", "а")
#: Units whose seat bears a name the adjective does not show.
_SEAT_EN = {
    "Дністровський": "Dnistrovskyi", "Гірська": "Hora", "Петрівсько-Роменська": "Petrivka-Romenska",
    "Перекопський": "Perekop", "Курманський": "Kurman", "Криворізький": "Kryvyi Rih", "Криворізька": "Kryvyi Rih",
    "Білоцерківський": "Bila Tserkva", "Білоцерківська": "Bila Tserkva", "Луцький": "Lutsk", "Луцька": "Lutsk",
    "Гостомельська": "Hostomel", "Гуляйпільська": "Huliaipole", "Часовоярська": "Chasiv Yar",
    "Великоновосілківська": "Velyka Novosilka", "Криворожська": "Kryvorizhzhia",
}  # fmt: skip


def settlements(units: Iterable[RegisterUnit]) -> list[Settlement]:
    """Every settlement of the register, sorted by code; keys hold the own name only."""
    rows = []
    for unit in units:
        if unit.category in SETTLEMENTS:
            parents = tuple(dict.fromkeys(unit.parents))
            rows.append(
                Settlement(
                    code=unit.code,
                    name=unit.name,
                    kind=SETTLEMENTS[unit.category],
                    oblast=parents[0] if parents else unit.code,
                    raion=parents[1] if len(parents) > 1 else "",
                    hromada=parents[2] if len(parents) > 2 else "",
                    keys=(frozenset({skeleton(unit.name)}),),
                )
            )
    return sorted(rows, key=lambda s: s.code)


def seat(adjective: str, members: Sequence[Settlement]) -> Settlement | None:
    """The settlement a raion or hromada is named after: the longest common beginning, cities first."""
    word = clean(adjective)
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    for ending, plural in (("овец", "івц"), ("євец", "ївц")):  # Чемеровецька of Чемерівці
        if word.endswith(ending):
            word = word[: -len(ending)] + plural
    best: tuple[float, Settlement] | None = None
    for member in members:
        name, common = max(((form, _common(word, form)) for form in _forms(member.name)), key=lambda pair: pair[1])
        if common < 3 or common < len(word) - 3 or (common < len(name) - 4 and not name.startswith(word)):
            continue
        rank = {"city": 0.6, "town": 0.4, "settlement": 0.3}.get(member.kind, 0.0)
        score = common - 0.5 * abs(len(name) - common) + 2 * rank
        if best is None or score > best[0]:
            best = (score, member)
    return best[1] if best else None


def _forms(name: str) -> list[str]:
    """The name, and for two words the beginning of its compound: ``мала данилівка``, ``малоданилівка``."""
    first, _, second = clean(name).partition(" ")
    if not second:
        return [first]
    stem = first.rstrip("аеиіїйоуюяь")
    return [f"{first} {second}", f"{stem}о{second}", f"{stem}ьо{second}"]


def _common(a: str, b: str) -> int:
    """Length of the common beginning."""
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def english_name(unit: RegisterUnit, members: Sequence[Settlement]) -> str:
    """``Краматорський`` raion to ``Kramatorsk Raion``, ``Лиманська`` hromada to ``Lyman Hromada``."""
    kind = "Raion" if unit.category == RAION else "Hromada"
    if unit.name in _SEAT_EN:
        return f"{_SEAT_EN[unit.name]} {kind}"
    if unit.category == RAION:
        members = [m for m in members if m.kind != "village"]
    found = seat(unit.name, members)
    return f"{kmu2010(found.name if found else unit.name)} {kind}"


def members_by_unit(rows: Iterable[Settlement]) -> Mapping[str, list[Settlement]]:
    """Settlements of each raion and hromada."""
    members: dict[str, list[Settlement]] = defaultdict(list)
    for row in rows:
        members[row.raion].append(row)
        members[row.hromada].append(row)
    return members


def ukrainian_name(unit: RegisterUnit) -> str:
    """The full official form: ``Краматорський район``, ``Лиманська громада``."""
    return f"{unit.name} {'район' if unit.category == RAION else 'громада'}"


def is_admin(unit: RegisterUnit) -> bool:
    """Whether the unit is a raion or a hromada (first-level units come from a fixed list)."""
    return unit.category in (RAION, HROMADA)

"""Which header means which column, in English, Ukrainian and Russian."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from geomap.errors import SchemaError
from geomap.events.faults import quote
from geomap.schema import EVENTS, names

#: Roles that are no column of their own: one number for low and high, both coordinates in a cell, a WKT shape.
PSEUDO: tuple[str, ...] = ("count", "killed", "coordinates", "geometry")

#: Other headers for each column. Case, spaces, punctuation and accents make no difference.
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "event_id": ("id", "event id", "ідентифікатор", "идентификатор"),
    "date_start": ("date", "start", "event date", "start date", "date from", "from date", "дата", "початок",
                   "дата початку", "начало", "дата начала", "дата події", "дата события"),
    "date_end": ("end", "end date", "date to", "to date", "кінець", "дата кінця", "дата закінчення", "конец",
                 "дата окончания", "окончание"),
    "date_precision": ("precision of date", "точність дати", "точность даты"),
    "event_type": ("type", "event", "category", "kind", "тип", "вид", "тип події", "тип события", "подія",
                   "событие", "категорія", "категория"),
    "place": ("location", "settlement", "town", "village", "city", "locality", "place as written", "місце",
              "населений пункт", "місто", "село", "селище", "место", "населенный пункт", "город", "посёлок"),
    "region": ("oblast", "admin1", "province", "state", "область", "регіон", "регион", "адмін1"),
    "country": ("країна", "страна", "держава"),
    "relation": ("відношення до місця", "отношение к месту"),
    "latitude": ("lat", "широта"),
    "longitude": ("lon", "lng", "long", "довгота", "долгота"),
    "geo_precision": ("geoprecision",),
    "coordinate_precision": ("position precision", "точність координат", "точность координат"),
    "claimant": ("speaker", "who says", "who says so", "claimed by", "according to", "хто повідомляє",
                 "хто заявляє", "за даними", "кто сообщает", "кто заявляет", "по данным"),
    "claimant_side": ("side of claimant", "speaker side", "сторона джерела", "сторона источника"),
    "claim_status": ("status", "статус", "статус твердження", "статус утверждения"),
    "actor": ("actor1", "who", "хто", "виконавець", "кто", "исполнитель"),
    "count_low": ("low", "minimum", "min count", "щонайменше", "мінімум", "не менее", "минимум"),
    "count_high": ("high", "maximum", "max count", "щонайбільше", "максимум", "не более"),
    "count_of": ("count what", "unit of count", "що рахують", "что считают"),
    "count": ("number", "quantity", "кількість", "число", "количество"),
    "killed": ("dead", "deaths", "fatalities", "загиблі", "загинуло", "вбито", "погибшие", "погибло", "убито"),
    "description": ("title", "headline", "notes", "text", "summary", "опис", "заголовок", "текст", "примітки",
                    "описание", "примечания"),
    "source": ("outlet", "source name", "джерело", "источник"),
    "source_url": ("url", "link", "href", "посилання", "ссылка"),
    "published_at": ("published", "publication date", "pub date", "дата публікації", "опубліковано",
                     "дата публикации", "опубликовано"),
    "licence": ("license", "ліцензія", "лицензия"),
    "graphic": ("graphic content", "шокуючий вміст", "шокирующее содержание"),
    "report_id": ("report", "ідентифікатор звіту", "идентификатор отчёта"),
    "coordinates": ("coords", "latlon", "lat lon", "gps", "координати", "координаты"),
    "geometry": ("wkt", "geom wkt", "geom"),
}  # fmt: skip

#: Headers so short that they count only as a pair and only where nothing clearer is there.
_WEAK = {"y": "latitude", "x": "longitude"}

#: Columns that say where; a table needs one of them (latitude and longitude together).
WHERE = ("place", "region", "country", "coordinates", "geometry")


def fold(header: str) -> str:
    """Return a header without case, accents, spaces and punctuation: ``"Населений пункт"`` → ``"населениипункт"``."""
    decomposed = unicodedata.normalize("NFKD", header[:256]).casefold()
    return "".join(char for char in unicodedata.normalize("NFKD", decomposed) if char.isalnum())


_OWN = {fold(name): name for name in [*names(EVENTS), *PSEUDO]}
_OTHER = {fold(word): role for role, words in SYNONYMS.items() for word in words}


def known(header: str) -> bool:
    """True when ``header`` is the name of a column or a synonym."""
    folded = fold(header)
    return folded in _OWN or folded in _OTHER or folded in _WEAK


@dataclass(slots=True)
class Roles:
    """Which header fills which column."""

    of: dict[str, str] = field(default_factory=dict)
    """Column (or one of :data:`PSEUDO`) → header."""
    notes: list[str] = field(default_factory=list)
    """What was decided where two headers could have filled one column."""


def assign(headers: Iterable[str], mapping: Mapping[str, str | None] | None, name: str) -> Roles:
    """Decide which header fills which column.

    ``mapping`` (column → header) comes first; ``None`` as header keeps a column from being filled. Then
    headers spelled like the column itself, then synonyms. Two synonyms of one column are an error.
    """
    present = list(headers)
    twice = (
        sorted({header for header in present if present.count(header) > 1}) if len(set(present)) < len(present) else []
    )
    if twice:
        raise SchemaError(
            f"{name} has the header {quote(twice[0])} more than once; give each column a name of its own",
            tuple(f"header {quote(header)} occurs more than once" for header in twice),
        )
    roles = Roles()
    own = set(names(EVENTS)) | set(PSEUDO)
    refused: set[str] = set()
    for role, wanted in (mapping or {}).items():
        if role not in own:
            raise SchemaError(
                f"mapping names the column {role!r}, which events do not have; known: {', '.join(sorted(own))}"
            )
        if wanted is None:
            refused.add(role)
        elif wanted not in present:
            raise SchemaError(
                f"mapping says that column {role!r} is {wanted!r}, but {name} has only {_listed(present)}; "
                "write the header as it stands in the file"
            )
        else:
            roles.of[role] = wanted
    taken = set(roles.of.values())
    _claim(roles, [(header, _OWN.get(fold(header))) for header in present if header not in taken], refused, name)
    taken = set(roles.of.values())
    _claim(roles, [(header, _OTHER.get(fold(header))) for header in present if header not in taken], refused, name)
    if not {"latitude", "longitude"} & set(roles.of):
        weak = {_WEAK[fold(header)]: header for header in present if fold(header) in _WEAK}
        if len(weak) == 2 and not refused & set(weak):
            roles.of.update(weak)
    return roles


def _claim(roles: Roles, wishes: list[tuple[str, str | None]], refused: set[str], name: str) -> None:
    before = dict(roles.of)
    for header, role in wishes:
        if role is None or role in refused:
            continue
        if role in before:
            roles.notes.append(
                f"column {role!r} is filled from {before[role]!r}; "
                f"{header!r}, which could mean the same, is kept as it is"
            )
        elif role in roles.of:
            first = roles.of[role]
            raise SchemaError(
                f"{name}: the headers {quote(first)} and {quote(header)} both mean {role!r}; "
                f"say which with mapping={{{role!r}: {quote(first)}}}",
                (f"headers {quote(first)} and {quote(header)} both mean {role!r}",),
            )
        else:
            roles.of[role] = header


def require(roles: Roles, headers: Iterable[str], has_geometry: bool, name: str) -> None:
    """Raise :class:`~geomap.errors.SchemaError` when no column says where the events were."""
    for role, partner in (("latitude", "longitude"), ("longitude", "latitude")):
        if role in roles.of and partner not in roles.of:
            raise SchemaError(
                f"{name} has {role} ({quote(roles.of[role])}) but no {partner}; found {_listed(headers)}; "
                f"name the column with mapping={{{partner!r}: …}}, or leave it out with mapping={{{role!r}: None}}",
                (f"column {partner!r} is missing",),
            )
    if has_geometry or "latitude" in roles.of or any(role in roles.of for role in WHERE):
        return
    raise SchemaError(
        f"{name} has no column that says where: a place, a region, or latitude and longitude; "
        f"found {_listed(headers)}; "
        "name the column with mapping={'place': …}",
        ("column 'place' is missing",),
    )


def _listed(headers: Iterable[str]) -> str:
    shown = [quote(header) for header in headers]
    return (
        ", ".join(shown[:12]) + (f" and {len(shown) - 12} more" if len(shown) > 12 else "") if shown else "no headers"
    )

"""Everything that should find a name by exact lookup: its spellings, equivalents and case forms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from geomap.gazetteer.names.inflect_ru import case_forms_ru
from geomap.gazetteer.names.inflect_uk import case_forms_uk
from geomap.gazetteer.names.normalise import normalise
from geomap.gazetteer.names.phrase import recase
from geomap.gazetteer.names.russian import russian_names
from geomap.gazetteer.names.translit import latin_spellings, plain_latin

_CYRILLIC: Final = re.compile("(?=.*[а-яіїє])[0-9а-яіїє ]+")
_HYPHEN: Final = re.compile(r"[\-\u2010-\u2015]")
_CASES: Final = {"uk": case_forms_uk, "ru": case_forms_ru}
_INFLECTED_RUSSIAN: Final = 2
"""How many of the generated Russian names are declined and romanised too."""


class Form(NamedTuple):
    """One way a name appears in text."""

    text: str
    """The canonical form (see `normalise`)."""
    kind: str
    """exact, latin, russian, russian_latin, case_uk or case_ru."""
    lang: str
    """Language of the name this form was made from (uk, ru, en …): ``uk`` also for the romanised name."""


def case_forms(name: str, lang: str) -> tuple[tuple[str, str], ...]:
    """Case forms of a Ukrainian (``"uk"``) or Russian (``"ru"``) name: pairs of form and case.

    Cases are gen, dat, acc, ins and loc; the nominative is not repeated, and a form that serves
    several cases is given once, for the first.  Capitals, apostrophes and hyphens follow the name.
    Raises ``ValueError`` for any other language.
    """
    if lang not in _CASES:
        raise ValueError(f"no case forms for language {lang!r}: use one of {', '.join(_CASES)}")
    return tuple((recase(form, name), case) for form, case in _CASES[lang](name.lower()))


def forms(name: str, lang: str) -> tuple[Form, ...]:
    """Every form by which exact lookup should find a name, each canonical text once, best kind first.

    Ukrainian names give themselves, their case forms, romanisations, generated Russian names and
    the case forms and romanisations of those; Russian names themselves, case forms and romanisations;
    names in other languages themselves only.
    """
    canonical = normalise(name)
    if not canonical:
        return ()
    found = {canonical: Form(canonical, "exact", lang)}
    if lang in _CASES and _CYRILLIC.fullmatch(canonical):
        inflectable = _inflectable(name, canonical)
        _add(found, [form for form, _ in _CASES[lang](inflectable)], f"case_{lang}", lang)
        lower = name.lower()
        if "ё" in lower or "ґ" in lower:  # the canonical form gives these up, romanisation tells them apart
            _add(found, [normalise(spelling) for spelling, _ in latin_spellings(lower, lang)], "latin", lang)
        _add(found, plain_latin(canonical, lang), "latin", lang)
        if lang == "uk":
            _add_russian(found, _apostrophes(lower, inflectable))
    return tuple(found.values())


def _inflectable(name: str, canonical: str) -> str:
    """The canonical name with the hyphens of the original, which decide how its parts decline."""
    if not _HYPHEN.search(name):
        return canonical
    return "-".join(part for part in map(normalise, _HYPHEN.split(name)) if part)


def _apostrophes(lower: str, inflectable: str) -> str:
    """The name with its apostrophes, which decide between я and ья, where these are all that is missing."""
    marked = lower.replace("’", "'").replace("ʼ", "'")
    return marked if "'" in marked and marked.replace("'", "").replace("ґ", "г") == inflectable else inflectable


def _add(found: dict[str, Form], texts: Iterable[str], kind: str, lang: str) -> None:
    for text in texts:
        if "-" in text:
            text = text.replace("-", " ")
        if text not in found:
            found[text] = Form(text, kind, lang)


def _add_russian(found: dict[str, Form], name: str) -> None:
    names = [russian.replace("ё", "е") for russian in russian_names(name)]
    _add(found, names, "russian", "ru")
    for russian in names[:_INFLECTED_RUSSIAN]:
        _add(found, [form for form, _ in case_forms_ru(russian)], "case_ru", "ru")
        _add(found, plain_latin(russian.replace("-", " "), "ru", short=True), "russian_latin", "ru")

"""Everything that should find a name by exact lookup: its spellings, equivalents and case forms."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from geomap.gazetteer.names.inflect_ru import case_forms_ru
from geomap.gazetteer.names.inflect_uk import case_forms_uk
from geomap.gazetteer.names.normalise import normalise
from geomap.gazetteer.names.phrase import recase
from geomap.gazetteer.names.russian import russian_names
from geomap.gazetteer.names.translit import latin_spellings, plain_latin

_HYPHEN: Final = re.compile(r"[\-\u2010-\u2015]")
_CASES: Final = {"uk": case_forms_uk, "ru": case_forms_ru}
_INFLECTED_RUSSIAN: Final = 3
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
    found: dict[str, Form] = {canonical: Form(canonical, "exact", lang)}
    if lang in _CASES and not canonical.isascii():
        inflectable = _inflectable(name, canonical)
        for form, _ in _CASES[lang](inflectable):
            _add(found, form, f"case_{lang}", lang)
        _add_latin(found, name, canonical, lang, "latin")
        if lang == "uk":
            _add_russian(found, inflectable)
    return tuple(found.values())


def _inflectable(name: str, canonical: str) -> str:
    """The canonical name with the hyphens of the original, which decide how its parts decline."""
    if not _HYPHEN.search(name):
        return canonical
    return "-".join(part for part in map(normalise, _HYPHEN.split(name)) if part)


def _add(found: dict[str, Form], form: str, kind: str, lang: str) -> None:
    text = form.replace("-", " ").replace("ё", "е")
    if text not in found:
        found[text] = Form(text, kind, lang)


def _add_latin(found: dict[str, Form], name: str, canonical: str, lang: str, kind: str, short: bool = False) -> None:
    lower = name.lower()
    if "ё" in lower or "ґ" in lower:  # letters that the canonical form gives up but romanisation tells apart
        for spelling, _ in latin_spellings(lower, lang):
            _add(found, normalise(spelling), kind, lang)
    for spelling, _ in plain_latin(canonical, lang, short=short):
        if spelling not in found:
            found[spelling] = Form(spelling, kind, lang)


def _add_russian(found: dict[str, Form], inflectable: str) -> None:
    names = russian_names(inflectable)
    for russian in names:
        _add(found, russian, "russian", "ru")
    for russian in names[:_INFLECTED_RUSSIAN]:
        plain = russian.replace("ё", "е")
        for form, _ in case_forms_ru(plain):
            _add(found, form, "case_ru", "ru")
        for spelling, _ in plain_latin(plain.replace("-", " "), "ru", short=True):
            if spelling not in found:
                found[spelling] = Form(spelling, "russian_latin", "ru")

"""Place names: one canonical form, spelling keys, romanisation, Russian equivalents and case forms."""

from __future__ import annotations

from geomap.gazetteer.names.forms import Form, case_forms, forms
from geomap.gazetteer.names.keys import letters_apart, spelling_key
from geomap.gazetteer.names.normalise import MAX_LENGTH, normalise
from geomap.gazetteer.names.russian import russian_names
from geomap.gazetteer.names.translit import latin_spellings

__all__ = [
    "MAX_LENGTH",
    "Form",
    "case_forms",
    "forms",
    "latin_spellings",
    "letters_apart",
    "normalise",
    "russian_names",
    "spelling_key",
]

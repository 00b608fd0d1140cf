from __future__ import annotations

import iuliia
import translitua
from hypothesis import example, given
from hypothesis import strategies as st

from geomap.gazetteer.names import case_forms, forms, latin_spellings, normalise, russian_names, spelling_key
from geomap.gazetteer.names.normalise import _fold_once
from geomap.gazetteer.names.translit import RUSSIAN, UKRAINIAN, spell

UKRAINIAN_LETTERS = "абвгдеєжзиіїйклмнопрстуфхцчшщьюя"
RUSSIAN_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
TRICKY = list("aаiіїïйи\u0306\u0308\u0301еёoоxхBВбжSѕѵyу -'’.ґıİßﬁﷺ\u200b\u00ad\u0345ŉʼn")


def names(letters: str) -> st.SearchStrategy[str]:
    word = st.text(alphabet=letters, min_size=1, max_size=12).map(lambda text: text.lstrip("ьъ").capitalize() or "Я")
    return st.lists(word, min_size=1, max_size=3).flatmap(
        lambda words: st.sampled_from([" ".join(words), "-".join(words)])
    )


any_text = st.one_of(
    st.text(), st.text(alphabet=TRICKY), st.text(alphabet=st.characters(categories=["L", "M", "Cf", "Cs"]))
)


@given(any_text)
def test_normalise_is_idempotent(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(any_text)
def test_case_and_width_do_not_matter(text: str) -> None:
    assert normalise(f" {text}\t") == normalise(text)


@given(st.text(alphabet="АБВабвЁёІіЇїЄєҐґЙй0 -.,()'’ʼabcXYZ"))
def test_the_fast_lanes_agree_with_the_full_path(text: str) -> None:
    full = text
    for _ in range(4):
        full = _fold_once(full)
    assert normalise(text) == full


@given(any_text)
def test_the_canonical_form_is_not_longer_than_compatibility_folding_makes_it(text: str) -> None:
    assert len(normalise(text)) <= 18 * len(text)  # the longest compatibility form has 18 characters


@given(any_text, st.sampled_from([1, 2, 3]))
def test_keys_depend_on_the_canonical_form_only(text: str, level: int) -> None:
    key = spelling_key(normalise(text), level)
    assert key == spelling_key(normalise(normalise(text)), level)
    assert " " not in key
    assert len(key) <= 2 * len(normalise(text)) + 8


@given(st.one_of(names(UKRAINIAN_LETTERS), names(RUSSIAN_LETTERS), any_text), st.sampled_from(["uk", "ru", "en"]))
def test_every_form_is_canonical_and_given_once(name: str, lang: str) -> None:
    found = forms(name, lang)
    texts = [form.text for form in found]
    assert len(set(texts)) == len(texts)
    assert len(texts) <= 150
    for text in texts:
        assert normalise(text) == text
    if normalise(name):
        assert found[0].text == normalise(name)


@given(st.one_of(names(UKRAINIAN_LETTERS), any_text))
def test_generated_names_and_cases_never_fail_and_stay_few(name: str) -> None:
    assert len(russian_names(name)) <= 6
    for lang in ("uk", "ru"):
        assert len(case_forms(name, lang)) <= 20
        assert len(latin_spellings(name, lang)) <= 14


@given(st.sampled_from(["а", "і ", "к-", "'я", "a", "ß", "й\u0301"]), st.integers(min_value=1, max_value=9_000))
def test_work_is_bounded_for_long_names(unit: str, length: int) -> None:
    name = (unit * length)[:4_900]
    assert len(forms(name, "uk")) <= 150
    assert len(spelling_key(normalise(name), 3)) <= 2 * len(name) + 8


@given(names(UKRAINIAN_LETTERS))
@example("Зьг")
@example("Розьььгон")
def test_ukrainian_romanisation_equals_the_library(name: str) -> None:
    systems = {system.name: system for system in UKRAINIAN}
    assert spell(name, systems["kmu2010"]).lower() == translitua.translit(name, translitua.UkrainianKMU).lower()
    assert spell(name, systems["bgn_pcgn"]).lower() == translitua.translit(name, translitua.UkrainianBGN).lower()
    assert spell(name, systems["scholarly"]).lower() == translitua.translit(name, translitua.UkrainianWWS).lower()


@given(names(RUSSIAN_LETTERS))
def test_russian_romanisation_equals_the_library(name: str) -> None:
    systems = {system.name: system for system in RUSSIAN}
    assert spell(name, systems["ru_bgn_pcgn"]).lower() == iuliia.BGN_PCGN.translate(name).lower()
    assert spell(name, systems["ru_icao"]).lower() == iuliia.ICAO_DOC_9303.translate(name).lower()

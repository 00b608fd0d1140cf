"""What holds for every text that goes into the place parser."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.schema import RELATIONS
from geomap.text import lexicon, rules
from geomap.text.phrase import adjective_bases, admin_hint, parse_place
from geomap.text.tokens import join, segments

_TABLES = (lexicon.KINDS, lexicon.RELATIONS, lexicon.FILLERS, lexicon.ALIAS)
_CUES = sorted(
    {" ".join(phrase) for table in _TABLES for phrase in table}
    | set(lexicon.ADMIN) | lexicon.AXIS | lexicon.CONJUNCTIONS | set(lexicon.AREA) | lexicon.LINE | lexicon.FUNCTION
    | {"12", "km", "~5", "10-12", "NE", "northern", "північний", "схід", "північніше", "12 km", "с.", "г.", "обл.", "№"}
)  # fmt: skip
_NAMES = ["Lyman", "Kursk", "Лиман", "Донецької", "Суджанский", "New York", "ДНР", "Україна", "lyman", "LYMAN",
          "X–Y", "Lyman's"]  # fmt: skip
_MARKS = [",", "(", ")", " - ", "/", "'", "’", ".", "\n", "«"]
expressions = st.lists(st.sampled_from([*_CUES, *_NAMES, *_NAMES, *_NAMES, *_MARKS]), max_size=14).map(" ".join)
texts = st.one_of(st.text(max_size=80), expressions)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_every_text_gives_a_sound_phrase(text: str) -> None:
    phrase = parse_place(text)
    assert phrase.relation in RELATIONS
    assert all(phrase.names)
    assert all(name == " ".join(name.split()) for name in phrase.names)
    assert phrase.bearing is None or 0 <= phrase.bearing < 360
    assert phrase.distance_km is None or phrase.distance_km >= 0
    assert not any(name.lower() in ("in", "of", "the") for name in phrase.names)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_a_core_name_is_its_own_parse(text: str) -> None:
    for name in parse_place(text).names:
        assert parse_place(name).names == (name,)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_splitting_joined_words_gives_the_same_words(text: str) -> None:
    for segment in segments(text):
        again = segments(join(segment.words))
        assert [word.key for part in again for word in part.words] == [word.key for word in segment.words]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_region_cells_and_adjectives_never_fail(text: str) -> None:
    hint = admin_hint(text)
    assert hint.level in ("country", "oblast", "raion", "hromada", "unknown")
    assert all(len(adjective_bases(word)) <= 24 for word in text.split())


def _steps(text: str) -> int:
    """Calls of the rewriting core for ``text``."""
    calls = 0
    plain = rules.parse

    def counted(words: tuple[rules.Token, ...]) -> rules.Parsed:
        nonlocal calls
        calls += 1
        return plain(words)

    rules.parse = counted  # type: ignore[assignment]
    try:
        parse_place(text)
    finally:
        rules.parse = plain
    return calls


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from([*_CUES, *_NAMES]), min_size=1, max_size=60).map(" ".join))
def test_work_is_bounded_however_cues_are_nested(text: str) -> None:
    assert _steps(text) <= 20 * 60


def test_nested_cues_do_not_explode() -> None:
    for word in ("near", "in", "and", "of", "village", "district", "область", "X in", "X and", "X of"):
        assert _steps((word + " ") * 30 + "Lyman") <= 20 * 60

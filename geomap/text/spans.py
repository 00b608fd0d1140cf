"""Another recogniser beside the one here.

Another recogniser can be plugged in: any object with ``predict(text)`` that yields :class:`Span` objects, such as a
named-entity model. Its places are added to those found here, its persons and organisations are taken from them::

    class Mine:
        def predict(self, text):
            for entity in model(text).entities:
                yield Span(entity.start, entity.end, entity.label)
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from geomap.text.mentions import Mention
from geomap.text.sentences import Reading


class Span(NamedTuple):
    """What another recogniser found: characters ``start`` to ``end`` and a label."""

    start: int
    end: int
    label: str
    """LOC, GPE or FAC: a place; PER, PERSON, ORG, NORP, PRODUCT …: not a place."""


class Recogniser(Protocol):
    """Anything that finds named entities in a text."""

    def predict(self, text: str) -> Iterable[Span]:
        """Yield the entities of ``text`` in any order; spans outside the text are ignored."""
        ...


#: Labels of a place in the usual schemes.
PLACE_LABELS: Final = frozenset(("LOC", "GPE", "FAC", "LOCATION", "PLACE"))


def merge(mentions: list[Mention], spans: list[Span], reading: Reading) -> list[Mention]:
    """Add the places of another recogniser; drop what it calls something else."""
    others = [span for span in spans if span.label.upper() not in PLACE_LABELS]
    kept = [
        mention for mention in mentions
        if mention.cue or not any(span.start <= mention.start and mention.end <= span.end for span in others)
    ]  # fmt: skip
    for span in spans:
        if span.label.upper() in PLACE_LABELS and not any(
            mention.start < span.end and span.start < mention.end for mention in kept
        ):
            words = reading.words_in(span.start, span.end)
            number = next((n for n, s in enumerate(reading.sentences) if s.start <= span.start < s.end), None)
            if words and number is not None:
                text = reading.text[span.start : span.end]
                kept.append(
                    Mention(
                        span.start, span.end, text, "settlement", text, number, words.start, words.stop - 1, known=False
                    )
                )
    return sorted(kept, key=lambda mention: mention.start)

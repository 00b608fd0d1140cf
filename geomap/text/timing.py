"""When each happening of a report took place: dates are said once and hold for what is told with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from geomap.text.cue_bits import SPEECH, WHEN
from geomap.text.date_spans import When
from geomap.text.date_words import MONTH_NAMES
from geomap.text.dates import LASTING, SAME_DAY, UNDATED, anchored, find_dates
from geomap.text.sentences import Reading, Sentence
from geomap.text.sides import Statement


class Timeline:
    """Goes through the sentences of one report in order and remembers the last date told."""

    def __init__(
        self, reading: Reading, kinds: Sequence[str], statements: Sequence[Statement], published: date | None
    ) -> None:
        self.reading = reading
        self.kinds = kinds
        self.statements = statements
        self.published = published
        self.recent: When | None = None
        self.teller = ""
        self.paragraph = -1

    def read(self, number: int, low: str, words: Iterable[str]) -> When | None:
        """Return the date that sentence ``number`` gives by itself, and remember it."""
        dates = [
            (at, when) for at, when in find_dates(low, self.published, words)
            if not (when.anchor and when.anchor > 0 and self.recent is None) and not self._is_a_name(number, at, when)
        ]  # fmt: skip
        if len(dates) > 1 and self.published is not None and _DATELINE.match(low):
            # "KYIV, July 1 –" says when it was written
            dates = dates[1:] if dates[0][1].end == self.published else dates
        if not dates:
            return None
        own = main_date([(at, anchored(when, self.recent)) for at, when in dates], low)
        self.recent = own
        self.teller = self.statements[number].claimant
        self.paragraph = self.reading.sentences[number].paragraph
        return own

    def _is_a_name(self, number: int, at: int, when: When) -> bool:
        """True for «Красный Октябрь» and «Октябрьский»: months have small letters in Ukrainian and Russian."""
        sentence = self.reading.sentences[number]
        name = when.text.split()[-1] if when.precision == "month" else ""
        begin = self.reading.low.find(name, sentence.start + at) if name else -1
        return bool(name) and name[0] > "z" and begin > sentence.start and self.reading.text[begin].isupper()

    def when(self, number: int, low: str, own: When | None) -> When | None:
        """Return when the happening of sentence ``number`` was: its own date, else that of what it goes on from.

        None when the sentence says that it was some time before, or when nothing is known.
        """
        told = self.reading.sentences[number].bits & WHEN
        if told and LASTING.search(low):
            return None
        if own is not None:
            return own
        paragraph = self.reading.sentences[number].paragraph
        if told and self.recent is not None and SAME_DAY.search(low):
            self.paragraph = paragraph
            return self.recent
        if ("earlier" in low or "ран" in low) and UNDATED.search(low):
            return None
        if self.recent is not None and (
            paragraph == self.paragraph or _same_teller(self.statements[number].claimant, self.teller)
        ):
            return self.recent
        if self.published is None:
            return None
        return self._ahead(number, self.published) or When(self.published, self.published, "publication", "")

    def _ahead(self, number: int, published: date) -> When | None:
        """Return the date given a little later: "At least four were killed. … The missiles came overnight"."""
        reading, kinds = self.reading, self.kinds
        for later in range(number + 1, min(number + 4, len(kinds))):
            sentence = reading.sentences[later]
            teller = self.statements[later].claimant
            if teller and teller != self.statements[number].claimant:
                continue
            dates = (
                find_dates(
                    reading.low[sentence.start : sentence.end],
                    published,
                    reading.keys[sentence.first : sentence.last],
                )
                if kinds[later] and sentence.bits & WHEN
                else ()
            )
            if dates:
                when = main_date(dates, "")
                near = (published - when.start).days <= 3 or (when.precision == "month" and published <= when.end)
                return when if near and (when.end <= published or when.precision == "month") else None
        return None


#: A month that ended this many days before publication is history, not news.
_HISTORY: Final = timedelta(days=30)
_YEAR: Final = re.compile(r"(?<![\d.,-])(?<!until )(?<!до )20\d\d(?![\d.,-]\d)")
_MONTHLY: Final = re.compile(rf"{MONTH_NAMES}|month|місяц|месяц|[цч]нев|ьск|товск")
_NAMED: Final = re.compile(r"renam|called|named|known as|назв|назыв|наз[иы]ва|звал|звав|переймен|переимен")
_SEASONS: Final = frozenset(
    "winter spring summer autumn взимку навесні влітку восени зимой весной летом осенью весни весны осені осени "
    "зими зимы літа лета war invasion вторгнення вторжения війни войны".split()
)
_SEASON: Final = re.compile(
    r"\b(?:in|since|last|the (?:previous|past))(?: the)? (?:winter|spring|summer|autumn)\b|\b(?:взимку|навесні|"
    r"влітку|восени)\b|"
    r"\b(?:since|in) the (?:start|beginning|first \w+) of the (?:full-scale |russian )*(?:war|invasion)|"
    r"(?:перш|початк|час|перв|начал|врем)\w* (?:(?:дн|тижн|місяц|недел|месяц)\w* )?(?:повномасштабн\w+ |"
    r"полномасштабн\w+ )?"
    r"(?:вторгнення|вторжения|війни|войны)|"
    r"\b(?:зимой|весной|летом|осенью)\b|\b[зс] (?:весни|весны|осені|осени|зими|зимы|літа|лета)\b"
)


def long_ago(reading: Reading, sentence: Sentence, published: date) -> bool:
    """True when a sentence looks back: at an earlier year, a season, or a month well before publication.

    A sentence that also gives a day is about that day; what somebody announced then is still told, and the year in
    which a place was renamed says nothing of what happened there.
    """
    if sentence.bits & SPEECH:
        return False
    low = reading.low[sentence.start : sentence.end]
    keys = reading.keys[sentence.first : sentence.last]
    year = _YEAR.search(low) if "20" in low else None
    season = not _SEASONS.isdisjoint(keys) and _SEASON.search(low) is not None
    if not (year or season or (sentence.bits & WHEN and _MONTHLY.search(low))):
        return False
    dates = find_dates(low, published, keys)
    if dates:
        return all(when.precision == "month" and when.end < published - _HISTORY for _, when in dates)
    if year and _NAMED.search(low):
        return False
    return int(year[0]) < published.year if year else season


def _same_teller(one: str, other: str) -> bool:
    """True for the same words, and for one word that stands for several: "the ministry", «за даними штабу»."""
    if one == other:
        return True
    word = one.lower()
    return len(word) > 3 and " " not in word and word[: max(4, len(word) - 2)] in other.lower()


_DATELINE: Final = re.compile(r"[^\W\d_][^,.–—]{1,30},[^.–—]{3,25} [–—] ")
_SAID: Final = re.compile(
    r"\b(?:said|wrote|reported|announced|told|повідом\w*|заяви\w*|сообщи\w*)\s+(?:(?:on|in|у|в)\s+)?$"
)


def main_date(dates: Sequence[tuple[int, When]], low: str) -> When:
    """Choose the date of the happening: a night or past day before the day on which it was said."""
    if len(dates) > 1:
        for _, when in dates:
            if when.precision in ("night", "week", "month") or when.start != when.end:
                return when
        said = low and _SAID.search(low[: dates[0][0]])
        if said:
            return dates[1][1]
    return dates[0][1]

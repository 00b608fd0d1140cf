"""Dates of a report, in words or figures, against the day it was published. None is invented.

"Overnight" is the night that ends on the day of publication, "on Friday" the last Friday not after it, "the past day"
the day before and the day itself.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any, Final

from geomap.errors import InputError
from geomap.text.sentences import WORD


@dataclass(frozen=True, slots=True)
class When:
    """An interval of days with how exactly it is known."""

    start: date
    """First possible day."""
    end: date
    """Last possible day."""
    precision: str
    """One of :data:`geomap.schema.DATE_PRECISIONS`."""
    text: str
    """The words it was read from."""


_MONTHS: Final = {
    prefix: number
    for number, prefixes in enumerate((
        "jan січ янв", "feb лют фев", "mar бер мар", "apr кві апр", "may тра май мая мае", "jun чер июн",
        "jul лип июл", "aug сер авг",
        "sep вер сен", "oct жов окт", "nov лис ноя", "dec гру дек"), start=1)
    for prefix in prefixes.split()
}  # fmt: skip
MONTH_NAMES: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
    r"|січ(?:ень|ня|ні)|лют(?:ий|ого|ому)|берез(?:ень|ня|ні)|квіт(?:ень|ня|ні)|трав(?:ень|ня|ні)|черв(?:ень|ня|ні)|"
    r"лип(?:ень|ня|ні)"
    r"|серп(?:ень|ня|ні)|верес(?:ень|ня|ні)|жовт(?:ень|ня|ні)|листопад[аі]?|груд(?:ень|ня|ні)"
    r"|январ[яьеь]|феврал[яье]|март[ае]?|апрел[яье]|ма[йяе]|июн[яье]|июл[яье]|август[ае]?|сентябр[яье]|октябр[яье]|"
    r"ноябр[яье]|декабр[яье])"
)
_DAYS: Final = {
    prefix: number
    for number, prefixes in enumerate((
        "monday понеділ понедел", "tuesday вівтор вторник", "wednesday серед сред", "thursday четвер четвр",
        "friday п'ятниц пятниц п'ятнич пятнич",
        "saturday субот суббот", "sunday неділ воскрес"))
    for prefix in prefixes.split()
}  # fmt: skip
DAY_NAMES: Final = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понеділ(?:ок|ка|ку)|понедельник[ау]?|вівтор(?:ок|ка|ку)|"
    r"вторник[ау]?|серед[ауи]|сред[ауы]"
    r"|четвер(?:га|гу|г)?|п'ятниц[юіея]|пятниц[уые]|субот[ауи]|суббот[ауы]|неділ[юія]|воскресенье|воскресенья"
    r"|(?:понеділков|п'ятничн|суботн|недільн|пятничн|субботн|воскресн)(?:ий|ого|ому|ім|ій|ої|а|ый|ом|ой|ая))"
)

_PATTERNS: Final = [(name, re.compile(pattern)) for name, pattern in (
    ("night_of", rf"(?:on the night of|in the night of|(?:в|у|уночі|вночі) ніч (?:на|проти|з \d{{1,2}} на)|(?:в|у) "
        rf"ночі? (?:на|проти)|в ночь (?:на|с \d{{1,2}} на)"
     rf"|ніч (?:на|проти)|ночь на) (?:\d{{1,2}}(?: ?[-–/]| to | and ))?(?P<d>\d{{1,2}}) (?P<m>{MONTH_NAMES})(?:,? "
     rf"(?P<y>20\d\d))?"),
    ("night_of", rf"(?:on the )?night of (?P<m>{MONTH_NAMES}) (?:\d{{1,2}} ?(?:[-–/]|to|and) ?)?(?P<d>\d{{1,2}})(?:,? "
        rf"(?P<y>20\d\d))?"),
    ("night_day", rf"(?:(?:в|у) ніч (?:на|проти)|в ночь на|ніч на|ночь на) (?P<w>{DAY_NAMES})"),
    ("month_year", rf"(?<!\d )\b(?P<m>{MONTH_NAMES}),? (?P<y>20\d\d)(?!-?\d)"),
    ("iso", r"\b(?P<y>20\d\d)-(?P<m2>\d\d)-(?P<d>\d\d)\b"),
    ("dotted", r"\b(?P<d>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y>20\d\d)\b"),
    ("range", rf"\b(?P<d>\d{{1,2}}) ?(?:[-–—]|to|and|і|та|и) ?(?P<d2>\d{{1,2}}) (?P<m>{MONTH_NAMES})\b(?:,? "
        rf"(?P<y>20\d\d))?"),
    ("range", rf"\b(?P<m>{MONTH_NAMES})\.? (?P<d>\d{{1,2}}) ?(?:[-–—]|to|and) ?(?P<d2>\d{{1,2}})\b"
        rf"(?:,? (?P<y>20\d\d))?"),
    ("range", rf"(?:с|з|із|from|between|від|від) (?P<d>\d{{1,2}}) (?:по|до|to|and|till|until) (?P<d2>\d{{1,2}}) "
        rf"(?P<m>{MONTH_NAMES})(?:,? (?P<y>20\d\d))?"),
    ("first_days", rf"\b(?:first days of|на початку|початок|перші дні|в начале|начало|в первые дни|early in|early) "
        rf"(?P<m>{MONTH_NAMES})(?:,? (?P<y>20\d\d))?"),
    ("day", rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|-го|-е)?(?: of)? (?P<m>{MONTH_NAMES})\b(?:,? (?P<y>20\d\d))?"),
    ("day", rf"\b(?P<m>{MONTH_NAMES})\.? (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?(?:%|km|people|troops|drones|"
        rf"[,.]\d))(?:,? (?P<y>20\d\d))?"),
    ("overnight", r"\bovernight\b|\blast night\b|\bduring the night\b|\bin the early hours\b|\bcієї ночі\b|\bцієї "
        r"ночі\b|\bминулої ночі\b|\bпрошлой ночью\b"
     r"|\bэтой ночью\b|\bминувшей ночью\b|\bпротягом ночі\b|\bвпродовж ночі\b|\bупродовж ночі\b|\bза ніч\b|\bза "
     r"ночь\b|\bвночі\b|\bуночі\b|\bночью\b|\bв течение ночи\b"
     r"|\bнічн(?:а|ої|ій|у|ий|ого|их|і) (?:атак|удар|обстріл)|\bночн(?:ая|ой|ую|ого|ые|ых|ом) (?:атак|удар|обстрел|"
     r"налет|налёт)"),
    ("before_yesterday", r"\bпозавчора\b|\bпозавчера\b|\bthe day before yesterday\b"),
    ("yesterday", r"\byesterday\b|\bвчора\b|\bучора\b|\bвчера\b|\bнакануне\b|\bнапередодні\b|\bthe previous day\b|"
        r"\bthe day before\b|\ba day earlier\b|\bднем раніше\b"
     r"|\bднём ранее\b|\bднем ранее\b|\bвчорашн\w+\b|\bвчерашн\w+\b"
     r"|\bза день до (?:того|цього|этого)\b"),
    ("past_day", r"\b(?:over|in|during|for|within)? ?(?:the )?(?:past|last|previous) (?:day|24 hours|twenty-four "
        r"hours)\b|\bin 24 hours\b|\bза (?:минулу |останню |попередню |цю )?добу\b"
     r"|\b(?:протягом|упродовж|впродовж) (?:минулої |останньої |попередньої )?доби\b|\bминулої доби\b|\bза "
     r"(?:прошедшие |минувшие |последние |прошлые |эти )?сутки\b"
     r"|\bв течение (?:прошедших |минувших |последних )?суток\b|\bза минулий день\b|\bза прошедший день\b|\bза "
     r"попередній день\b|\bза останні 24 години\b|\bза последние 24 часа\b"
     r"|\bминулої і поточної доби\b|\bминулими добами\b|\bза последний день\b|\bдобою раніше\b"),
    ("today", r"\btoday\b|\bthis (?:morning|afternoon|evening)\b|\bearly on the day\b|\bсьогодні\b|\bсегодня\b|"
        r"\btonight\b|\bцього ранку\b|\bсьогоднішн\w+\b|\bсегодняшн\w+\b"
     r"|\bз початку доби\b|\bс начала суток\b|\bвід початку доби\b|\bцього дня\b|\bв этот день\b"),
    ("past_week", r"\b(?:in|over|during|for) the (?:past|last) (?:week|seven days|7 days)\b|\bза (?:минулий |"
        r"останній |цей )?тиждень\b|\bза (?:прошедшую |минувшую |последнюю |эту )?неделю\b"
     r"|\b(?:протягом|упродовж|впродовж) (?:минулого |останнього )?тижня\b|\bв течение (?:прошедшей |последней "
     r")?недели\b|\bthe past week\b"),
    ("this_week", r"\b(?:earlier |later )?this week\b|\bцього тижня\b|\bна цьому тижні\b|\bна этой неделе\b|\bраніше "
        r"цього тижня\b"),
    ("week_end", r"\b(?:at the |late )?end of last week\b|\b(?:наприкінці|у кінці|в кінці) минулого тижня\b|"
        r"\bв конце (?:прошлой|минувшей) недели\b|\blate last week\b"),
    ("last_week", r"\blast week\b|\bthe previous week\b|\bминулого тижня\b|\bторік тижнем\b|\bна прошлой неделе\b|"
        r"\bна минувшей неделе\b|\bна минулому тижні\b"),
    ("weekend", r"\b(?:over|at|during|since) the weekend\b|\bз вихідних\b"
        r"|\bс выходных\b|\bна вихідних\b|\bу вихідні\b|\bв выходные\b|\bна выходных\b|"
        r"\blast weekend\b|\bминулими вихідними\b"),
    ("last_month", r"\blast month\b|\bминулого місяця\b|\bв прошлом месяце\b|\bу минулому місяці\b"),
    ("this_month", r"\b(?:earlier )?this month\b|\bцього місяця\b|\bв этом месяце\b|\bthe past month\b|\bза місяць\b|"
        r"\bза месяц\b"),
    ("week_of", rf"\b(?P<nth>first|second|third|fourth|перш|друг|трет|четверт|перв|втор|четв[её]рт)\w* "
        rf"(?:week|тижд?\w+|недел\w+)(?: of|,)? (?P<m>{MONTH_NAMES})(?:,? (?P<y>20\d\d))?"),
    ("since_start", rf"\b(?:since the (?:start|beginning) of|з початку|с начала|від початку) (?P<m>{MONTH_NAMES})(?:,? "
        rf"(?P<y>20\d\d))?"),
    ("ago", r"\b(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|два|дві|три|чотири|пять|п'ять|"
        r"четыре|две|кілька) (?P<u>days?|weeks?|months?|дні|днів|день|дня|дней|тижні|тижнів|тиждень"
     r"|недели|недель|неделю|місяці|місяців|месяца|месяцев) (?:ago|earlier|before|тому|назад)\b|\b(?P<u2>тиждень|"
     r"неделю|місяць|месяц) (?:тому|назад)\b"),
    ("weekday", rf"\b(?:(?P<last>last|минулої|минулого|прошлый|прошлую|минулу) )?(?P<w>{DAY_NAMES})\b"
        rf"(?P<night> night)?"),
    ("month_adjective", r"\b(?P<m>(?:січн|лютн|березн|квітн|травн|червн|липн|серпн|вересн|жовтн|грудн)ев"
        r"(?:ий|ого|ому|ім|е|а|ої|ій|у)|листопадов(?:ий|ого|ому)|"
     r"(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)ьск(?:ий|ого|ом|ой|ая|ое)|августовск\w+|"
     r"мартовск\w+)\b(?P<y>)"),
    ("month_in", rf"\b(?:in|since|during|у|в|за|of|протягом) (?P<part>early |mid-|late |the beginning of |середині |"
        rf"кінці |начале |конце |середине |початку )?(?P<m>{MONTH_NAMES})\b(?:,? (?P<y>20\d\d))?(?! \d)"),
)]  # fmt: skip
_MONTH_WORD: Final = rf"{MONTH_NAMES}(?![^\W\d_])"
_DAY_WORD: Final = DAY_NAMES
_WEEK_WORD: Final = r"week|тиж|недел|неділ"
_NIGHT_WORD: Final = r"(?:over)?night|hours|ніч|ноч|вноч|уноч"
_SPAN_WORD: Final = r"(?:past|last|previous|in|за|протягом|упродовж|впродовж|в|минул\w+|добою)\Z"
#: Words (as expressions for their beginnings) without which a pattern cannot match: one of each is needed.
_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "night_of": (_MONTH_WORD, _NIGHT_WORD), "night_day": (_DAY_WORD, r"ніч|ночь"),
    "month_adjective": (r"\w{4,9}(?:ев|ов|ьск|вск)",),
    "month_in": (_MONTH_WORD, r"(?:in|since|during|у|в|за|of|протягом)\Z"),
    "month_year": (_MONTH_WORD, r"20\d\d"),
    "iso": (r"20\d\d\Z", r"\d\d\Z"), "dotted": (r"\d{1,2}\.\d{1,2}\.",), "range": (_MONTH_WORD, r"\d"),
    "first_days": (_MONTH_WORD, r"first|поча|перші|нача|первые|early"),
    "since_start": (_MONTH_WORD, r"start|beginning|початку|начала"), "day": (_MONTH_WORD, r"\d"),
    "overnight": (_NIGHT_WORD + r"|нічн",), "before_yesterday": (r"позавч|day", r"позавч|before"),
    "yesterday": (r"yester|вчор|учор|вчер|накан|напередодні|previous|before|earlier|день|днем|днём",
                  r"yester|вчор|учор|вчер|накан|напередодні|day|день|днем|днём"),
    "past_day": (r"day|hours|доб|сут|день|годин|час", _SPAN_WORD),
    "today": (r"today|morning|afternoon|evening|day|tonight|сьогодн|сегодн|ранк|доби|суток|дня|день",
              r"this|today|early|tonight|сьогодн|сегодн|цього|поча|нача|этот"),
    "past_week": (_WEEK_WORD + "|seven|7|days", _WEEK_WORD + "|days"), "this_week": (_WEEK_WORD,),
    "week_end": (_WEEK_WORD,), "last_week": (_WEEK_WORD,), "weekend": (r"weekend|вихідн|выходн",),
    "last_month": (r"month|місяц|месяц",), "this_month": (r"month|місяц|месяц",),
    "week_of": (_MONTH_WORD, _WEEK_WORD),
    "ago": (r"ago|earlier|before|тому|назад", r"day|week|month|дн|ден|тиж|недел|міся|меся"),
    "weekday": (_DAY_WORD,),
}  # fmt: skip


#: Most words remembered.
_MEMORY: Final = 1 << 16
_PARTS: Final = 2


class _Possible(dict[str, int]):
    """Word → which patterns it may belong to, one bit each for the first thing a pattern needs and one for the second;
    worked out at first sight."""

    def __init__(self) -> None:
        super().__init__()
        self.size = len(_PATTERNS)
        needs = [_NEEDS[name] for name, _ in _PATTERNS]
        self.tests = [
            (1 << (part * self.size + number), re.compile(need[part]))
            for part in range(_PARTS) for number, need in enumerate(needs) if part < len(need)
        ]  # fmt: skip
        #: Patterns that need one thing only.
        self.single = sum(1 << (self.size + number) for number, need in enumerate(needs) if len(need) == 1)

    def __missing__(self, word: str) -> int:
        if len(self) > _MEMORY:
            self.clear()
        mask = self.single
        for bit, need in self.tests:
            if need.match(word):
                mask |= bit
        self[word] = mask
        return mask


_POSSIBLE: Final = _Possible()


_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "eight": 8, "nine": 9, "five": 5,
    "six": 6, "seven": 7, "ten": 10, "два": 2, "дві": 2,
                   "две": 2, "три": 3, "чотири": 4, "четыре": 4, "п'ять": 5, "пять": 5, "кілька": 3}  # fmt: skip
#: A day that is said with these is the last of the week that is told of.
_WEEKLY: Final = re.compile(r"\bweekly\b|\bнедельн(?:ой|ую|ая|ом|ый|ые)\b|\bтижнев(?:ому|ого|ий|ій|ої|е|у)\b")


def parse_published(published: Any) -> date | None:
    """Return the day of publication from ISO text, a date or a datetime; None when there is none.

    Raises :class:`~geomap.errors.InputError` for anything else.
    """
    if published is None or published == "":
        return None
    try:
        return date.fromisoformat(str(published)[:10])
    except ValueError:
        raise InputError(f"day of publication {published!r} is not understood; write it as YYYY-MM-DD") from None


def find_dates(low: str, published: date | None, words: Iterable[str] | None = None) -> list[tuple[int, When]]:
    """Return the dates of a sentence (small letters, plain apostrophes) with where each begins, in order.

    Relative dates need ``published``; without it only full dates are found. ``words`` are the words of
    the sentence where the caller has them.
    """
    possible = reduce(or_, map(_POSSIBLE.__getitem__, WORD.findall(low) if words is None else words), 0)
    possible &= possible >> _POSSIBLE.size
    if not possible:
        return []
    found: list[tuple[int, int, When]] = []
    while possible:
        lowest = possible & -possible
        possible ^= lowest
        name, pattern = _PATTERNS[lowest.bit_length() - 1]
        for match in pattern.finditer(low):
            if any(start < match.end() and match.start() < end for start, end, _ in found):
                continue
            when = _when(name, match, published)
            if when is not None:
                found.append((match.start(), match.end(), when))
    found.sort(key=lambda item: item[0])
    if published is not None and len(found) > 1:
        found = _joined(found, low)
    if found and _WEEKLY.search(low):
        return [(start, _week_to(when) if when.precision == "day" else when) for start, _, when in found]
    return [(start, when) for start, _, when in found]


def _week_to(when: When) -> When:
    """Return the seven days that end on a day: "the weekly report of 30 May"."""
    return When(when.end - timedelta(days=6), when.end, "week", when.text)


#: The day before the one that was told of, rather than the day before publication.
_DAY_BEFORE: Final = re.compile(
    r"the (?:previous day|day before)|a day earlier|дн[её]м (?:раніше|ранее)|за день до|напередодні|накануне"
)
#: The day that was told of.
SAME_DAY: Final = re.compile(
    r"\b(?:the same|that) (?:day|night)\b|\bт(?:ого|ієї) (?:ж|самого|самої|же) (?:дня|доби|ночі|вечора)\b|"
    r"\bтого же дня\b|\bв тот же день\b|\bв ту же ночь\b|\bтієї ж ночі\b"
)
#: At some time before: no day is said.
UNDATED: Final = re.compile(r"\b(?:had|has|have|was|were) earlier\b|\bearlier[,;]|\bраніше\b|\bранее\b")
#: Months or weeks of an action: none of them is its day.
LASTING: Final = re.compile(
    r"\b(?:over|in|during|for) (?:the )?(?:past|recent|last) (?:few |several )?(?:months|weeks|years)\b|"
    r"\bостанніми (?:місяцями|тижнями)\b|\bв последние (?:месяцы|недели)\b|"
    r"\bза (?:останні|последние) (?:кілька |несколько )?(?:місяці|тижні|місяців|тижнів|месяцы|недели|месяцев|недель)\b"
)


def anchored(when: When, told: When | None) -> When:
    """Return ``when``, with "the day before" read against the day ``told`` of last where there is one."""
    if told is None or told.precision != "day" or told.start != told.end or not _DAY_BEFORE.match(when.text):
        return when
    day = told.start - timedelta(days=1)
    return When(day, day, "day", when.text)


def _joined(found: list[tuple[int, int, When]], low: str) -> list[tuple[int, int, When]]:
    """Read "overnight on Friday" as one night."""
    kept = list(found)
    for index, (start, _, when) in enumerate(found):
        if when.precision != "night" or " на " in when.text or "проти" in when.text:
            continue
        for other in (index - 1, index + 1):
            if (
                0 <= other < len(found)
                and found[other][2].precision == "day"
                and found[other][2].start == found[other][2].end
            ):
                if abs(found[other][0] - start) > 45:
                    continue
                day = found[other][2].end
                joined = When(day - timedelta(days=1), day, "night", low[start : start + len(when.text)])
                kept = [item for item in kept if item[2] is not when and item[2] is not found[other][2]]
                kept.append((start, start + 1, joined))
                return sorted(kept, key=lambda item: item[0])
    return kept


def _month(word: str) -> int:
    return _MONTHS[word[:3]]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _dated(match: re.Match[str], month: int, day: int, published: date | None) -> date | None:
    """Return the day: with its year, or the latest one not after publication."""
    year = match.groupdict().get("y")
    if year:
        return _day(int(year), month, day)
    if published is None:
        return None
    found = _day(published.year, month, day)
    if found is not None and found > published + timedelta(days=2):
        found = _day(published.year - 1, month, day)
    return found


def _weekday(word: str, published: date) -> date:
    number = next(value for prefix, value in _DAYS.items() if word.startswith(prefix))
    return published - timedelta(days=(published.weekday() - number) % 7)


def _when(name: str, match: re.Match[str], published: date | None) -> When | None:
    text = match[0]
    one = timedelta(days=1)
    if name in ("iso", "dotted", "day", "night_of", "range"):
        groups = match.groupdict()
        month = int(groups["m2"]) if groups.get("m2") else _month(match["m"])
        if not 1 <= month <= 12:
            return None
        day = _dated(match, month, int(match["d"]), published)
        if day is None:
            return None
        if name == "night_of":
            return When(day - one, day, "night", text)
        if name == "range":
            last = _day(day.year, month, int(match["d2"]))
            if last is None or last < day:
                return None
            return When(day, last, "interval", text)
        return When(day, day, "day", text)
    if name in ("month_year", "month_adjective", "month_in"):
        return _whole_month(match, published)
    if name == "week_of":
        return _week_of(match, published)
    if name == "since_start":
        whole = _whole_month(match, published)
        return When(whole.start, min(whole.end, published or whole.end), "month", text) if whole else None
    if name == "first_days":
        whole = _whole_month(match, published)
        return When(whole.start, whole.start.replace(day=10), "week", text) if whole else None
    if published is None:
        return None
    return _relative(name, match, published, text)


def _whole_month(match: re.Match[str], published: date | None) -> When | None:
    month = _month(match["m"])
    if match["y"]:
        year = int(match["y"])
    elif published is not None:
        year = published.year if month <= published.month else published.year - 1
    else:
        return None
    last = calendar.monthrange(year, month)[1]
    return When(date(year, month, 1), date(year, month, last), "month", match[0])


#: The first letters of "second", "third", "fourth" in three languages; anything else is the first.
_NTH: Final = {"se": 1, "др": 1, "вт": 1, "th": 2, "тр": 2, "fo": 3, "че": 3}


def _week_of(match: re.Match[str], published: date | None) -> When | None:
    """Return the n-th week of a month, Monday to Sunday, of those that begin in it."""
    whole = _whole_month(match, published)
    if whole is None:
        return None
    monday = whole.start + timedelta(days=-whole.start.weekday() % 7 + 7 * _NTH.get(match["nth"][:2], 0))
    return When(monday, monday + timedelta(days=6), "week", match[0])


def _relative(name: str, match: re.Match[str], published: date, text: str) -> When | None:
    one = timedelta(days=1)
    monday = published - timedelta(days=published.weekday())
    if name == "weekday":
        day = _weekday(match["w"], published)
        if match["last"] and day == published:
            day -= timedelta(days=7)
        if match["night"]:
            return When(day, day + one, "night", text)
        return When(day, day, "day", text)
    if name == "night_day":
        day = _weekday(match["w"], published)
        return When(day - one, day, "night", text)
    if name == "ago":
        unit = match["u"] or match["u2"]
        count = 1 if match["u2"] else _NUMBERS.get(match["n"], 0) or int(match["n"])
        if unit.startswith(("day", "дні", "ден", "дня", "дне")):
            day = published - timedelta(days=count)
            return When(day, day, "day", text)
        if unit.startswith(("week", "тиж", "недел")):
            day = published - timedelta(days=7 * count)
            return When(
                day - timedelta(days=day.weekday()),
                day - timedelta(days=day.weekday()) + timedelta(days=6),
                "week",
                text,
            )
        months = published.year * 12 + published.month - 1 - count
        year, month = divmod(months, 12)
        return When(
            date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1]), "month", text
        )
    first = published.replace(day=1)
    before = first - one
    spans: dict[str, tuple[date, date, str]] = {
        "overnight": (published - one, published, "night"),
        "yesterday": (published - one, published - one, "day"),
        "before_yesterday": (published - 2 * one, published - 2 * one, "day"),
        "past_day": (published - one, published, "day"),
        "today": (published, published, "day"),
        "past_week": (published - 6 * one, published, "week"),
        "this_week": (monday, published, "week"),
        "last_week": (monday - 7 * one, monday - one, "week"),
        "weekend": (monday - 2 * one, monday - one, "interval")
        if published.weekday() < 5 else (monday + 5 * one, published, "interval"),
        "week_end": (monday - 2 * one, monday - one, "interval"),
        "last_month": (before.replace(day=1), before, "month"),
        "this_month": (first, published, "month"),
    }  # fmt: skip
    start, end, precision = spans[name]
    return When(start, end, precision, text)

"""Numbers of a report with their bounds and what they count: "more than 10,000 soldiers", «понад 50 дронів»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geomap.text.sentences import WORD


@dataclass(frozen=True, slots=True)
class Count:
    """One number."""

    start: int
    """First character in the sentence."""
    end: int
    """Character after the last."""
    text: str
    """As written, with its bound."""
    low: int | None
    """Lowest value; None: open."""
    high: int | None
    """Highest value; None: open."""
    of: str
    """What it counts, as written."""


_WORDS: Final = {
    word: value
    for value, words in {
        1: "one один одна одне одну одного одной одно одному", 2: "two два дві две двоє двое двох двух двома двумя "
            "обидва", 3:
            "three три троє трое трьох трёх трех",
        4: "four чотири четверо четыре чотирьох четырёх четырех", 5: "five п'ять пять п'ятеро пятеро п'яти пяти "
            "п'ятьох", 6:
            "six шість шесть шестеро шести",
        7: "seven сім семь семеро семи", 8: "eight вісім восемь восьмеро восьми", 9:
            "nine дев'ять девять дев'ятеро девятеро дев'яти девяти",
        10: "ten десять десятеро десяти", 11: "eleven одинадцять одиннадцать", 12:
            "twelve dozen дванадцять двенадцать", 13:
            "thirteen тринадцять тринадцать",
        14: "fourteen чотирнадцять четырнадцать", 15: "fifteen п'ятнадцять пятнадцать", 16:
            "sixteen шістнадцять шестнадцать", 17:
            "seventeen сімнадцять семнадцать",
        18: "eighteen вісімнадцять восемнадцать", 19: "nineteen дев'ятнадцять девятнадцать",
        20: "twenty двадцять двадцать", 30: "thirty тридцять тридцать", 40: "forty сорок",
        50: "fifty п'ятдесят пятьдесят", 100: "сто",
    }.items()
    for word in words.split()
}  # fmt: skip
_SOME: Final = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "десятки": 20, "десятків": 20, "десятками": 20,
    "десятков": 20, "сотні": 200, "сотни": 200,
    "тисячі": 2000, "тысячи": 2000,
}  # fmt: skip
_THOUSANDS: Final = (
    r"(?:\s?(?P<k>thousand|million|тис\.?|тисяч[іа]?|тыс\.?|тысяч[иа]?|млн\.?|мільйон\w*|миллион\w*)(?![^\W\d_]))?"
)
_NUM: Final = r"(?:\d{1,3}(?:[,  \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
_WORD_NUMBER: Final = "|".join(sorted((*_WORDS, *_SOME), key=len, reverse=True))
_BOUND: Final = (
    r"(?:(?P<more>more than|over|at least|not less than|no fewer than|no less than|above|upwards of|exceeding|понад|"
    r"більше ніж|більше|більш як|щонайменше|не менше ніж|"
    r"не менше|не менш як|принаймні|более чем|более|больше|свыше|не менее чем|не менее|как минимум|минимум|мінімум)"
    r"|(?P<less>less than|fewer than|up to|at most|no more than|not more than|almost|nearly|close to|under|до|менше "
    r"ніж|менше|не більше|майже|менее чем|менее|меньше|не более|почти)"
    r"|(?P<about>about|around|some|approximately|roughly|an estimated|estimated|близько|приблизно|орієнтовно|біля|"
    r"около|примерно|порядка|ориентировочно))\s+"
)
_COUNT: Final = re.compile(
    rf"(?<![\w.,-])(?:{_BOUND})?(?:(?:from |between |від |от )?(?P<n>{_NUM})(?:\s?(?:-|–|—|to|and|"
    rf"до)\s?(?P<n2>{_NUM}))?{_THOUSANDS}|(?P<w>{_WORD_NUMBER})(?![^\W_]))"
    rf"(?:\s+(?:out of|of|із|зі|з|из|со)\s+(?:the |some |запущених |запущенных )?(?P<total>{_NUM}|"
    rf"{_WORD_NUMBER})(?![^\W_]))?"
)
#: Words that are numbers.
NUMBER_WORDS: Final = frozenset((*_WORDS, *_SOME))

#: Words that may open a count: numbers, and the first words of bounds and ranges.
_OPENING: Final = NUMBER_WORDS | frozenset(
    "more over at not no above upwards exceeding понад більше більш щонайменше не принаймні более больше свыше как "
    "минимум мінімум less fewer up almost nearly close under до менше майже менее меньше почти about around some "
    "approximately roughly an estimated близько приблизно орієнтовно біля около примерно порядка ориентировочно from "
    "between від от".split()
)

#: Stems of what may be counted, in three languages. The first group that follows a number decides.
_COUNTED: Final = re.compile(
    r"(?:people|person|civilian|soldier|troop|servic|fighter|personnel|casualt|resident|child|women|woman|men\b|"
    r"man\b|worker|drone|uavs?\b|missile|rocket|bomb|shell|tank|vehicle|"
    r"attack|strike|assault|clash|engagement|settlement|village|town|house|home|building|apartment|facilit|aircraft|"
    r"plane|helicopter|ship|boat|vessel|system|depot|prisoner|pow|"
    r"injur|wound|kill|dead|death|victim|others|square|km²|explosion|air|combat|rescuer|teenager|employee|targets?\b|"
    r"shahed|region|houses|households|customers|consumers|hit|"
    r"artillery|glide|guided|brigade|battalion|refugees|inhabitants|patients|elderly|boy|girl|volunteer|police|medic|"
    r"cars?\b|units?\b|times\b|разів\b|раз\b|раза\b|north korean|russian|ukrainian|"
    r"люд|особ|осіб|чолов|цивіл|мирн|військов|солдат|бійц|поран|загин|вбит|постражд|дит|діт|жін|мешкан|жител|дрон|"
    r"безпіл|бпла|ракет|бомб|каб|танк|машин|атак|удар|штурм|обстріл|бо[їйє]|"
    r"зіткнен|населен|сел[аоищ]|буд|квартир|літак|гелікоптер|корабл|систем|полонен|шахед|вибух|кілометр|км|цілей|"
    r"ціл[іи]|боєзіткн|окупант|росіян|рятувальник|поліцейськ|область|районів|"
    r"челов|лиц|граждан|мирн|военнослуж|боец|бойц|ранен|погиб|убит|пострад|дет|ребен|ребён|женщ|мужчин|беспилот|боев|"
    r"боё|столкнов|дом|зда|самол|вертол|плен|взрыв|жертв|"
    r"украинск|российск|северокор|прилет|прилёт|объект|снаряд|боеприпас|українськ|російськ|північнокор|керован|"
    r"управляем|авиа|авіа|артилер|миномет|дом|хат|родин|семей|абонент|спожив|потребит|сотрудник|працівник)"
)
_FILLER: Final = re.compile(
    r"\s*(?:of\s+(?:the\s+|its\s+|his\s+|them\b\s*)?|other\s+|more\s+|new\s+|different\s+|enemy\s+|ворож\w+\s+|"
    r"вражеск\w+\s+|further\s+|additional\s+|another\s+)*"
)
_NOT: Final = re.compile(
    r"\s*(?:%|percent|per cent|відсот|процент|km\b|kilomet|км\b|кілометр|километр|met(?:re|er)|метр|miles?\b|"
    r"hours?\b|minutes?\b|days?\b|weeks?\b|months?\b|years?\b|"
    r"годин|хвилин|дні|днів|день|доб|тиж|місяц|рок|рік|роц|часов|часа|час\b|минут|дней|дня|сут|недел|месяц|год|лет|"
    r"years?-old|-year|-річн|-летн|:\d|\.\d|млрд|billion|dollars?|\$|€|гривен|рубл|mm\b|мм\b|"
    r"st\b|nd\b|rd\b|th\b|-й\b|-та\b|-ї\b|-я\b|-ю\b|-му\b|-го\b|o'clock|am\b|pm\b|a\.m|p\.m|ranked|of december)"
)
_MONTH_AFTER: Final = re.compile(
    r"\s*(?:jan|feb|mar(?:ch)?\b|apr|may\b|june?\b|july?\b|aug|sep|oct|nov|dec|січ|лют|берез|квіт|трав|черв|лип|серп|"
    r"верес|жовт|листоп|груд|янв|фев|марта|апр|мая|июн|июл|авг|сен|окт|нояб|дек)"
)
_PREDICATE: Final = re.compile(
    r"[^.;]{0,20}?\b(?:killed|wounded|injured|dead|were|was|have been|has been|died|shot|downed|destroyed|"
    r"intercepted|hurt|загинул|загинув|поранен|вбит|збит|знищен|постражда|травмован|погибл|погиб|ранен|убит|"
    r"сбит|уничтож|пострадал|перехвач|поражен|уражен)"
)


#: What became of those counted.
_FATE: Final = re.compile(
    r"\s+(?:(?:were|was|are|have been|has been|had been|have|has)\s+)?(killed (?:and|or) (?:wounded|injured)|killed|"
    r"wounded|injured|dead|died|hurt|captured|загинули|загинуло|загинув|поранені|поранено|"
    r"вбиті|вбито|постраждали|погибли|погиб|ранены|убиты|пострадали)(?![^\W\d_])"
)


def _value(text: str, scale: str | None) -> int | None:
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", plain):
        plain = plain.replace(",", "")
    plain = plain.replace(",", ".")
    if len(plain) > 12:
        return None
    number = float(plain)
    if scale:
        number *= 1_000_000 if scale.startswith(("mill", "млн", "міль", "милл")) else 1000
    return int(number) if number == int(number) else None


def find_counts(sentence: str, low: str, words: Sequence[tuple[int, str]] | None = None) -> list[Count]:
    """Return the counts of a sentence; ``low`` is the sentence in small letters, character for character.

    Dates, distances, shares, ages and times are left out. ``words`` are the words of the sentence with their
    beginnings, where the caller has them.
    """
    found: list[Count] = []
    if words is None:
        words = [(word.start(), word[0]) for word in WORD.finditer(low)]
    done = 0
    for number, (start, word) in enumerate(words):
        if not (word[0].isdigit() or word in NUMBER_WORDS) or start < done:
            continue
        # a bound such as "not less than" takes up to three words
        for begin, opening in words[max(0, number - 3) : number + 1]:
            if begin < done or not (opening in _OPENING or opening[0].isdigit() or "-" in opening or "'" in opening):
                continue
            match = _COUNT.match(low, begin)
            if match is not None and match.end() > start:
                done = match.end()
                count = _count(match, sentence, low)
                if count is not None:
                    found.append(count)
                break
    return found


def _count(match: re.Match[str], sentence: str, low: str) -> Count | None:
    offset, end = match.span()
    number, scale = match["n"], match["k"]
    if _NOT.match(low, end) or (number is not None and _MONTH_AFTER.match(low, end)):
        return None
    low_value: int | None
    high_value: int | None
    if number is not None:
        low_value = _value(number, scale)
        high_value = _value(match["n2"], scale) if match["n2"] else low_value
        if low_value is None or high_value is None:
            return None
        if not scale and 2013 <= low_value <= 2035 and len(number) == 4 and not match["more"]:
            return None
    else:
        low_value = high_value = _WORDS.get(match["w"])
        if low_value is None:
            low_value, high_value = _SOME[match["w"]], None
    of = _of(low, end)
    if not of and not (_PREDICATE.match(low, end) and (number is not None or (low_value or 0) > 1)):
        return None
    lowest: int | None = low_value
    highest: int | None = high_value
    if match["more"]:
        highest = None
    elif match["less"]:
        lowest = None
    noun = sentence[of[0] : of[1]] if of else ""
    after = of[1] if of else end
    fate = _FATE.match(low, after)
    if fate:
        noun = f"{noun} {fate[1]}".strip()
    return Count(offset, after, sentence[offset:end].strip(), lowest, highest, noun.strip())


#: Adjectives of people and weapons: the noun comes after them.
_ADJECTIVE: Final = re.compile(
    r"(?:russian|ukrainian|north|korean|українськ|російськ|украинск|российск|мирн|civilian|цивільн|північнокор|"
    r"северокор|керован|управляем|авіа|авиа|military|військов|guided|glide|artillery|combat|боев|бойов|air)"
)
_FOLLOWING: Final = re.compile(r"\s(?:korean\s)?([^\W\d_]+(?:-[^\W\d_]+)*)")
_NO_NOUN: Final = frozenset("were was and in have had are near on launched".split())
_NOUN_WORD: Final = re.compile(r"[ \u00a0\"“«-]*([^\W\d_]+(?:[-'][^\W\d_]+)*)")


@lru_cache(maxsize=1 << 15)
def _counted(word: str) -> int:
    """Say whether ``word`` may be counted: 0 no, 1 yes, 2 yes as an adjective whose noun comes after it."""
    return (2 if _ADJECTIVE.match(word) else 1) if _COUNTED.match(word) else 0


def _of(low: str, start: int) -> tuple[int, int] | None:
    """Return where in ``low`` the counted thing stands, within the four words from ``start``."""
    filler = _FILLER.match(low, start)
    begin = at = filler.end() if filler else start
    for _ in range(4):
        word = _NOUN_WORD.match(low, at)
        if word is None:
            return None
        at = word.end()
        counted = _counted(word[1])
        if counted == 2:
            # Russian soldiers: the noun after an adjective of people.
            following = _FOLLOWING.match(low, at)
            if following and following[1] not in _NO_NOUN:
                at = following.end()
        if counted:
            return begin, at
    return None

"""The part each place plays: where it happened, towards where, from where, who speaks, or background.

:data:`_RULES` is a table of named pieces of evidence, asked in order; the first that decides gives the role. A place of
which none decides is where it happened when its sentence reports a happening, else background.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from geomap.text.cue_bits import (
    AREA_NOUN,
    AT,
    BODY,
    DEPLOY,
    DRONE,
    EVACUATE,
    GROUND,
    HAPPENING,
    LAUNCH,
    LOCAL,
    MOVE,
    PLAN,
    SPEECH,
    STRIKE,
    TAKE,
    TITLE,
    TROOPS,
    WITHDRAW,
)
from geomap.text.lexicon import LINE
from geomap.text.mentions import CAPITALS, Mention
from geomap.text.sentences import Reading, Sentence
from geomap.text.sides import Statement

#: Forms of states and capitals that can only be subjects, and those that may also be objects.
_SUBJECTS: Final = frozenset("москва росія россия україна украина варшава анкара прага великобританія".split())
_NOMINATIVE: Final = _SUBJECTS | frozenset(
    "київ киев сеул вашингтон пхеньян мінськ минск лондон пекін пекин брюссель берлін берлин париж рф сша кндр".split()
)
_FROM: Final = frozenset("from з із зі из со от від с".split())
_TO: Final = frozenset("to toward towards до к ко".split())
_OBJECT: Final = HAPPENING & ~LOCAL
_WORDS_OF: Final = (
    "comment", "reaction", "statement", "repl", "response", "заяв", "позиці", "позици", "реакці", "реакц", "комента",
    "коммента", "підтвердж", "подтвержд", "відповід", "ответ", "confirmation", "neither", "версі", "верси", "account",
)  # fmt: skip
_WAR: Final = ("conflict", "invasion", "війн", "войн", "вторгн", "вторж", "конфлікт", "конфликт", "операц", "aggress",
               "агрес")  # fmt: skip
#: Between a preposition and the name.
_WAYS: Final = LINE | frozenset(
    "залізниця залізниці залізницю железная железной шлях шляху шляхи путь пути way ways train trains traffic "
    "потяг потяги поїзд поїзди поезд поезда".split()
)
_SMALL: Final = frozenset(
    "the a an of село селище селища села місто міста город города посёлок поселок посёлка поселка деревню "
    "деревни деревня city town "
    "village villages region area territory території территории територію территорию район районі району "
    "північ південь схід захід "
    "бік сторону".split()
)
#: Words after a name that make the two of them a body.
_BODY_NOUNS: Final = (
    "governor", "mayor", "military administration", "tactical", "group", "front command", "garrison", "regional",
    "city council", "city military", "prosecutor", "police", "district administration", "authorities", "officials",
)  # fmt: skip
_SIDE_OF: Final = frozenset((("direction", "of"), ("side", "of")))
_PLAIN: Final = frozenset(
    "the a big city town village of in at than місто містом село селом селище город городом посёлок слід варто "
    "плутати з із со с следует стоит путать зовсім те про то the steel large на".split()
)
_LOCATED: Final = frozenset(
    "in over on across at near into against у в по над на під под inside throughout around outside".split()
)
_OTHER_LINKS: Final = frozenset("to of with for against from by than between до з із для от с про о об через".split())
#: Before the place a way or a movement leads to, with the place in a form that is no locative.
_ONTO: Final = frozenset("в у на во into onto".split())
_LOCATIVE: Final = re.compile(r"(?:[іїеєи]|ій|ах|ях|ому|ім|ові|еві|ой|ою|ом|ем|ым|им)\Z")
_TOWARDS_VERBS: Final = (
    "aim", "target", "head", "bound", "цілит", "націл", "целит", "нацел", "прям", "рвут", "рвет", "рвёт", "направл",
    "спрям",
    "довез", "доставл", "відправ", "отправ", "way", "шлях", "путь", "дорог", "ведёт", "веде", "ведет", "leads",
    "ціль", "ціллю",
    "цель", "целью", "threat", "загрож", "угрож",
)  # fmt: skip
_FINITE: Final = frozenset(
    "may might has have had is was will would wants may must should could can does did made also kept put left "
    "said took "
    "told sent held "
    "saw got gave began went ran itself never still now fired says means lost won built drew chose spoke".split()
)
_NOT_VERBS: Final = frozenset("as s is its this was has less across towards always perhaps afterwards".split())
_LISTS: Final = (" and ", " та ", " і ", " й ", " и ", ", ", " чи ", " или ", " or ", " nor ")


@dataclass(slots=True)
class _Spot:
    """A mention with what the rules ask of its surroundings."""

    reading: Reading
    mention: Mention
    sentence: Sentence
    earlier: Sequence[Mention]
    statement: Statement
    happened: bool
    at: int
    """Word in front, past kinds of place and articles."""
    word: str
    """The same in small letters; empty when a mark or nothing stands there."""
    state: bool
    """A country or a capital."""

    @property
    def flag(self) -> int:
        return self.reading.flags[self.at] if self.at >= self.sentence.first else 0

    @property
    def before(self) -> str:
        """The word before :attr:`word`, empty at the head of the sentence."""
        return self.reading.keys[self.at - 1] if self.at > self.sentence.first else ""

    def window(self, size: int) -> list[str]:
        """Up to ``size`` words in front of the name."""
        first = max(self.sentence.first, self.mention.first - size)
        return self.reading.keys[first : self.mention.first]


def assign_roles(
    reading: Reading, mentions: Sequence[Mention], statements: Sequence[Statement], happened: Sequence[bool]
) -> list[Mention]:
    """Set the role of every mention; return those that are mentions at all.

    A name that only tells which body speaks (Donetsk governor) is none. ``happened`` says for each sentence whether it
    reports a happening.
    """
    kept: list[Mention] = []
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        if _of_body(reading, mention):
            continue
        kept.append(mention)
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for number, found in by_sentence.items():
        for index, mention in enumerate(found):
            mention.role = _role(reading, mention, found[:index], statements[number], happened[number])
            if index and not mention.cue:
                _like_the_one_before(reading, found[index - 1], mention)
                _like_the_one_after(reading, found[index - 1], mention)
        _holders(found)
    return kept


def _like_the_one_before(reading: Reading, before: Mention, mention: Mention) -> None:
    """Give the second of "Seoul and Washington" the role of the first."""
    both = before.kind == mention.kind or {before.text.lower(), mention.text.lower()} <= CAPITALS.keys()
    if both and reading.low[before.end : mention.start] in _LISTS and (
        (before.role == "speaker" and mention.role == "background")
        or (before.role == "towards" and mention.role != "towards")
    ):  # fmt: skip
        mention.role = before.role


def _like_the_one_after(reading: Reading, before: Mention, mention: Mention) -> None:
    """Give the first of "Kyiv and Moscow have traded accusations" the role of the second."""
    both = {before.text.lower(), mention.text.lower()} <= CAPITALS.keys() or before.kind == mention.kind == "country"
    if (
        both
        and mention.role == "speaker"
        and before.role == "background"
        and reading.low[before.end : mention.start] in _LISTS
    ):
        before.role = "speaker"


def _of_body(reading: Reading, mention: Mention) -> bool:
    """True for "Donetsk governor", "Russia's army", «армія Росії»: the name belongs to the one who speaks or acts."""
    first, after = mention.first, mention.last + 1
    possessive = reading.low[mention.end : mention.end + 2] == "'s"
    if mention.kind == "country" and (possessive or mention.text[0] > "z"):
        n = first - 1
        while n > 0 and reading.keys[n] in _MINISTRY_WORDS and reading.gaps[n] == " ":
            n -= 1
        owner = first > 0 and reading.gaps[first - 1] == " " and reading.flags[n] & (BODY | TITLE | TROOPS)
        return possessive or bool(owner and not reading.flags[n] & (AT | AREA_NOUN))
    if mention.kind not in ("settlement", "country", "oblast") or after >= len(reading.keys) or mention.text[0] > "z":
        return False
    if possessive or reading.gaps[mention.last].strip():
        return False
    key = reading.keys[after]
    if key in ("regional", "operational"):
        return bool(reading.flags[min(after + 1, len(reading.keys) - 1)] & (BODY | TITLE))
    return key.startswith(_BODY_NOUNS)


#: Between a body and the state it belongs to: министр *обороны* Украины.
_MINISTRY_WORDS: Final = frozenset(
    "оборони обороны внутрішніх справ внутренних дел закордонних иностранных збройних вооруженных вооружённых "
    "сил безпеки "
    "безопасности".split()
)


def _role(reading: Reading, mention: Mention, earlier: Sequence[Mention], statement: Statement, happened: bool) -> str:
    sentence = reading.sentences[mention.sentence]
    at = mention.first - 1
    while at > sentence.first and reading.keys[at] in _SMALL and not reading.gaps[at].strip():
        at -= 1
    word = reading.keys[at] if at >= sentence.first and not reading.gaps[at].strip(' «"“') else ""
    state = mention.kind == "country" or mention.text.lower() in CAPITALS
    spot = _Spot(reading, mention, sentence, earlier, statement, happened, at, word, state)
    for rule in _RULES:
        role = rule(spot)
        if role:
            return role
    return "event" if happened else "background"


def _said_towards(spot: _Spot) -> str:
    return "towards" if spot.mention.relation == "towards" else ""


def _state_speaks(spot: _Spot) -> str:
    inside = spot.statement.first >= 0 and spot.statement.first <= spot.mention.first <= spot.statement.last
    return "speaker" if inside and spot.state else ""


def _office_of(spot: _Spot) -> str:
    """Decide "the governor of the Odesa region", «влада Харківської області», "the ministry in Bucharest"."""
    mention, reading = spot.mention, spot.reading
    if mention.kind not in ("oblast", "raion", "hromada") and not spot.state and spot.word not in ("in", "у", "в"):
        return ""
    n = mention.first - 1
    while n > spot.sentence.first and mention.first - n < 5 and (reading.keys[n] in _OFFICE_LINKS):
        n -= 1
    if n < spot.sentence.first or not reading.flags[n] & (BODY | TITLE) or reading.flags[n] & (AT | TROOPS):
        return ""
    if any(reading.gaps[k].strip() for k in range(n, mention.first)):
        return ""
    near = spot.statement.at >= 0 or spot.statement.first >= 0
    inside = spot.statement.first >= 0 and spot.statement.first - 2 <= n <= spot.statement.last + 2
    if spot.state and spot.word in ("in", "у", "в") and n == mention.first - 2 and reading.flags[n] & BODY:
        return "speaker"
    near = near or not spot.happened
    return "speaker" if inside or (near and mention.kind != "settlement" and reading.flags[n] & TITLE) else ""


_OFFICE_LINKS: Final = frozenset(
    "of the in for military regional administration у в адміністрації администрации обласної".split()
)


def _area_speaks(spot: _Spot) -> str:
    """Decide «Покровська громада оголосила»: an area at the head of its sentence with a verb of speech behind."""
    mention, reading = spot.mention, spot.reading
    if mention.kind not in ("hromada", "raion", "oblast") or mention.first > spot.sentence.first + 1:
        return ""
    last = min(mention.last + 6, spot.sentence.last)
    for n in range(mention.last + 1, last):
        if reading.gaps[n - 1].strip():
            return ""
        if reading.flags[n] & SPEECH:
            return "speaker"
        if reading.flags[n] & HAPPENING:
            return ""
    return ""


def _excluded(spot: _Spot) -> str:
    """Decide "not the city of Poltava", «не місто Харків»."""
    reading, mention = spot.reading, spot.mention
    for n in range(max(spot.sentence.first, mention.first - 5), mention.first):
        if reading.keys[n] in ("not", "не", "rather", "unlike", "плутати", "путать") and all(
            key in _PLAIN for key in reading.keys[n + 1 : mention.first]
        ):
            return "background"
    return ""


def _on_a_road(spot: _Spot) -> str:
    """Decide the ends of a road, a railway, a line."""
    ahead = (
        ()
        if spot.happened
        else spot.reading.keys[spot.mention.last + 1 : min(spot.mention.last + 6, spot.sentence.last)]
    )
    if _WAYS.isdisjoint(spot.window(12)) and _WAYS.isdisjoint(ahead):
        return ""
    if spot.mention.relation == "between" and not spot.happened:
        return "background"
    if spot.word in _FROM and not spot.state:
        return "origin"
    if spot.word in _TO and not spot.state:
        return "towards"
    onto = spot.word in _ONTO and not _LOCATIVE.search(spot.mention.text.lower()) and spot.mention.text[0] > "z"
    return "towards" if onto and spot.mention.kind == "settlement" and not spot.happened else ""


def _after_an_origin(spot: _Spot) -> str:
    linked = bool(spot.earlier) and spot.earlier[-1].role == "origin"
    if not linked or spot.state or spot.mention.start - spot.earlier[-1].end > 40:
        return ""
    return (
        "towards"
        if spot.word in _TO or (spot.word in _ONTO and not _LOCATIVE.search(spot.mention.text.lower()))
        else ""
    )


def _side_of(spot: _Spot) -> str:
    if (spot.before, spot.word) in _SIDE_OF or (
        spot.word in ("боку", "стороны", "сторони") and spot.before in ("з", "со", "зі", "із")
    ):
        return "origin" if spot.happened else "background"
    return ""


def _started_from(spot: _Spot) -> str:
    if spot.word not in _FROM or spot.mention.relation in ("direction", "near"):
        return ""
    bits = spot.sentence.bits
    if bits & (WITHDRAW | EVACUATE) and not bits & (LAUNCH | DEPLOY):
        return "event" if spot.happened else "background"
    if spot.word == "с" and not bits & (LAUNCH | MOVE | DRONE | STRIKE | DEPLOY):
        return ""
    return "origin" if bits & (LAUNCH | MOVE | DRONE | STRIKE | DEPLOY) or spot.happened else ""


def _moved_to(spot: _Spot) -> str:
    """Decide the aim of a movement: "sent to", «перекинули на», «рвуться до»."""
    reading, bits, mention = spot.reading, spot.sentence.bits, spot.mention
    if spot.state or mention.kind == "axis":
        return ""
    if (
        mention.relation in ("near", "outskirts")
        and spot.word in _TO
        and not (bits & MOVE and spot.before in ("closer", "nearer"))
    ):
        return ""
    if spot.word in _TO and bits & (MOVE | EVACUATE | GROUND | DEPLOY | LAUNCH) and not bits & TAKE:
        return "towards" if spot.happened or bits & (MOVE | GROUND) else ""
    if spot.word in ("on", "на", "into") and spot.at > spot.sentence.first and reading.flags[spot.at - 1] & MOVE:
        return "towards"
    if spot.word in _ONTO and mention.text[0] > "z" and not _LOCATIVE.search(mention.text.lower().split()[0]):
        moved = bits & DEPLOY and bits & TROOPS and not bits & (STRIKE | GROUND)
        aimed = any(key.startswith(_TOWARDS_VERBS) for key in spot.window(6)) and not bits & STRIKE
        return "towards" if moved or aimed else ""
    if (
        spot.word in ("on", "at", "for")
        and any(key.startswith(_TOWARDS_VERBS[:4]) for key in spot.window(4))
        and bits & PLAN
    ):
        return "towards"
    if spot.word == "for" and any(
        key in ("headed", "heading", "heads", "bound", "made", "making") for key in spot.window(3)
    ):
        return "towards"
    return ""


def _state_acts(spot: _Spot) -> str:
    """Decide «Київ», «Росія» in the nominative: who speaks, decides or acts."""
    low = spot.mention.text.lower()
    if not spot.state or low not in _NOMINATIVE or spot.mention.relation:
        return ""
    if low in _SUBJECTS and not (spot.word in _LOCATED or spot.word in _OTHER_LINKS):
        return "speaker"
    if spot.word in _LOCATED or spot.word in _OTHER_LINKS or (spot.flag & _OBJECT and spot.word):
        return ""
    return "speaker" if not spot.word or spot.word in _JOINS else ""


_JOINS: Final = frozenset(
    "а але но що что и і та й чи или як как де где котрі яку которую ні ни сам саме однак тоді тогда".split()
)


def _state_at_large(spot: _Spot) -> str:
    """Decide a country or capital that is not the subject: where, who, or the wider war."""
    if not spot.state:
        return ""
    reading, mention = spot.reading, spot.mention
    if spot.word and spot.at > spot.sentence.first and (spot.before == "war" or spot.before.startswith(_WAR)):
        return "background"
    if spot.word == "by" and not spot.happened:
        return "speaker"
    if spot.word in _LOCATED or mention.relation:
        return "event" if spot.happened else "background"
    if spot.happened and spot.word and spot.flag & _OBJECT and not spot.flag & (DRONE | BODY):
        return "event"
    if any(key.startswith(_WORDS_OF) for key in spot.window(5)):
        return "speaker"
    if reading.low[mention.end : mention.end + 2] == "'s" or spot.word in _OTHER_LINKS:
        return "background"
    if _has_a_verb(spot) or (spot.statement.first >= 0 and abs(mention.first - spot.statement.last) <= 2):
        return "speaker"
    return "background"


def _has_a_verb(spot: _Spot) -> bool:
    """True when a verb follows the name that the name can be the subject of."""
    reading, after, last = spot.reading, spot.mention.last + 1, spot.sentence.last
    if after >= last or reading.gaps[spot.mention.last].strip():
        return False
    for n in range(after, min(after + 8, last)):
        if reading.gaps[n - 1].strip():
            break
        if reading.flags[n] & SPEECH or (n < after + 2 and reading.keys[n] in _FINITE):
            return True
    if spot.mention.text[0] > "\x7f" or spot.word in ("the", "a"):
        return False
    verb = reading.keys[after]
    if verb.endswith(("s", "ed")) and not reading.capital[after] and verb not in _NOT_VERBS:
        return True
    return spot.sentence.shouted and verb.endswith(("s", "ed"))


def _only_locates(spot: _Spot) -> str:
    """Decide a place that only tells where the one before it lies: "Sokil, northwest of Donetsk"."""
    mention, reading = spot.mention, spot.reading
    if not spot.happened or mention.relation not in ("direction", "near") or not spot.earlier:
        return ""
    previous = spot.earlier[-1]
    gap = reading.low[previous.end : mention.start]
    acts = any(
        reading.flags[n] & (HAPPENING | SPEECH) and not reading.flags[n] & AT
        for n in reading.words_in(previous.end, mention.start)
    )
    joined = any(word.strip(",") in _AND_ALSO for word in gap.split()[:3])
    return "background" if (
        len(gap) < 45 and not acts and not joined and previous.kind == "settlement" and previous.role == "event"
        and previous.relation != mention.relation
    ) else ""  # fmt: skip


_AND_ALSO: Final = frozenset("and та і й и as а also".split())

_RULES: Final[tuple[Callable[[_Spot], str], ...]] = (
    _said_towards, _office_of, _state_speaks, _area_speaks, _excluded, _on_a_road, _after_an_origin, _side_of,
    _started_from,
    _moved_to, _state_acts, _state_at_large, _only_locates,
)  # fmt: skip


def _holders(found: Sequence[Mention]) -> None:
    """An area that says in which region something happened plays the part of what it holds."""
    for mention in found:
        if mention.kind in ("oblast", "raion", "hromada", "country") and mention.role != "speaker":
            held = [
                other for other in found
                if other is not mention and mention.name in other.region
                and other.role in ("event", "towards", "origin")
            ]  # fmt: skip
            if held and mention.kind != "country":
                mention.role = "event" if any(other.role == "event" for other in held) else held[0].role
            elif held:
                mention.role = held[0].role

"""How a mention lies to what is reported: near it, 12 km north of it, between two, towards; and in which region."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from geomap.text.lexicon import KINDS, RELATIONS, UNITS
from geomap.text.mentions import Mention
from geomap.text.phrase import parse_place
from geomap.text.sentences import Reading

_ENDS: Final[dict[str, list[tuple[int, list[str], str]]]] = {}
for _phrase in sorted(RELATIONS, key=len, reverse=True):
    _ENDS.setdefault(_phrase[-1], []).append((len(_phrase), list(_phrase), RELATIONS[_phrase]))
_IN: Final = frozenset("in at on across throughout inside within into over against outside в у на во по над at".split())
_OF: Final = frozenset("of from від от".split())
#: Every word that may end a relation.
MAY_RELATE: Final = frozenset(_ENDS) | _IN | _OF | {"the"}
_KIND_WORDS: Final = frozenset(word for phrase in KINDS for word in phrase) | frozenset(
    "the a an of two three four several eastern western northern southern russian ukrainian border frontline".split()
)
_COMPASS: Final = re.compile(
    r"(?:north|south|east|west|північ|півден|півдн|схід|сход|захід|заход|север|юг|южн|восто|запад|юго|схо|пн|пд)"
)
#: Between a place and the region that holds it.
_HELD: Final = re.compile(
    r"\s*(?:,|\(|—|–|-)?\s*(?:(?:in|of|at|inside|within|в|у|на|во|з|со|із|across)\s+)?"
    r"(?:(?:the|a|russia's|russia’s|ukraine's|ukraine’s|russian|ukrainian|neighbouring|neighboring|southern|northern|"
    r"eastern|western|central|"
    r"north-eastern|northeastern|south-eastern|southeastern|northwestern|southwestern|occupied|partially|temporarily|"
    r"російської|сусідній|"
    r"російській|тимчасово|окупованій|окупованої|частині|російського|российской|соседней|оккупированной|временно|"
    r"border|прикордонній|"
    r"приграничной|north|south|east|west|півночі|півдні|сході|заході|севере|юге|востоке|западе)\s+){0,3}\Z",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(
    r"\s*(?:,|;|/)?\s*(?:and|та|і|й|и|а також|а также|as well as|&|or)?\s*"
    r"(?:(?:the|in|near|у|в|біля|возле|with|neighbouring|nearby|with|village|villages|of|села|село|сел|біля|під|под|"
    r"поблизу|міста|город)\s+){0,3}\Z",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 15)
def _compass(word: str) -> bool:
    return _COMPASS.match(word) is not None


def relation_before(reading: Reading, end: int, first: int) -> str:
    """Return the relation whose words end just before word ``end``: near, towards, between …, ``in`` or nothing."""
    keys = reading.keys
    word = keys[end - 1]
    if end <= first or word not in MAY_RELATE or reading.gaps[end - 1].strip(' «"“„\u00a0'):
        return ""
    for size, phrase, found in _ENDS.get(word, ()):
        if (
            size <= end - first
            and keys[end - size : end] == phrase
            and not (size == 1 and word in ("район", "районі", "районе"))
        ):
            return "" if found == "axis" else found
    if word in _IN:
        return "in"
    if word in _OF and end - 2 >= first:
        for key in keys[max(first, end - 5) : end - 1]:
            if key in UNITS or _compass(key):
                return "direction"
    if word == "the" and end - 1 > first and keys[end - 2] in _IN:
        return "in"
    return ""


def place_mentions(reading: Reading, mentions: Sequence[Mention]) -> None:
    """Set relation, expression and region of every mention from the words around it."""
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    for number, found in by_sentence.items():
        sentence = reading.sentences[number]
        floor = sentence.first
        for index, mention in enumerate(found):
            if mention.relation != "axis":
                _relate(reading, mention, floor)
                before = found[index - 1] if index else None
                if (
                    before is not None
                    and before.relation == "between"
                    and before.pair < 0
                    and mention.kind == before.kind
                ):
                    if _LISTED.match(reading.text, before.end, mention.start):
                        mention.relation = "between"
                        before.pair, mention.pair = index, index - 1
                        both = f"between {before.name} and {mention.name}"
                        before.expression = mention.expression = both
                elif (
                    before is not None and not mention.relation and before.relation in ("near", "outskirts", "towards")
                ) and (
                    re.fullmatch(r"(?:,| and| та| і| й| и|, and) ", reading.text[before.end : mention.start])
                    and mention.kind == before.kind
                ):
                    mention.relation = before.relation
                    mention.expression = mention.name
            floor = mention.last + 1
        _hold(reading, found)


def _relate(reading: Reading, mention: Mention, floor: int) -> None:
    """Read the relation in front of a mention."""
    keys = reading.keys
    at = mention.first
    while (
        at > floor
        and keys[at - 1] in _KIND_WORDS
        and not reading.gaps[at - 1].strip(' .«"“„\u00a0')
        and mention.first - at < 5
    ):
        if keys[at - 1] in _ENDS and relation_before(reading, at, floor):
            break
        at -= 1
    relation = ""
    for end in range(mention.first, at - 1, -1):
        if end > floor and keys[end - 1] in MAY_RELATE and (relation := relation_before(reading, end, floor)):
            at = end
            break
    if relation == "in":
        mention.cue = True
        relation = ""
    window = keys[max(floor, at - 8) : at]
    if relation == "direction" or not UNITS.keys().isdisjoint(window) or any(map(_compass, window[-4:])):
        found = _measured(reading, mention, floor, at)
        if found:
            mention.cue = True
            return
        if relation == "direction":
            relation = ""
    if relation and mention.kind in ("settlement", "axis", "other", "raion", "oblast", "hromada"):
        mention.relation = relation
        mention.cue = True
        if relation == "between":
            mention.expression = mention.name
    elif relation:
        mention.cue = True
        mention.relation = relation if relation in ("towards", "near", "between") else ""


def _measured(reading: Reading, mention: Mention, floor: int, at: int) -> bool:
    """Read a distance or bearing before a mention with the parser of place expressions."""
    gaps = 0
    first = at
    while first > floor and at - first < 9 and gaps < 1:
        if reading.gaps[first - 1].strip(' .,~«"“') or "," in reading.gaps[first - 1]:
            break
        first -= 1
    for start in range(first, at):
        key = reading.keys[start]
        if not (key[0].isdigit() or _compass(key) or key in _OPENERS):
            continue
        text = reading.text[reading.starts[start] : mention.start]
        phrase = parse_place(text + mention.name)
        if (
            phrase.relation in ("direction", "outskirts", "near")
            and len(phrase.names) == 1
            and mention.text in phrase.names[0] + " " + mention.name
        ):
            if phrase.names[0] not in mention.name and mention.text != phrase.names[0]:
                continue
            if phrase.distance_km is None and phrase.bearing is None:
                continue
            if phrase.relation == "direction" and phrase.distance_km is not None and phrase.distance_km > 400:
                continue
            mention.relation = phrase.relation
            mention.expression = f"{' '.join(text.split())} {mention.name}"
            return True
    return False


_OPENERS: Final = frozenset(
    "about some around to the на в у за к several few more over just nearly almost приблизно близько майже примерно "
    "около more".split()
)


def _hold(reading: Reading, found: Sequence[Mention]) -> None:
    """Attach regions to the places they hold: after it, before it, for a whole list."""
    text = reading.text
    for index, mention in enumerate(found):
        if mention.kind not in ("oblast", "raion", "hromada", "country"):
            continue
        at = index - 1
        end = mention.start
        while at >= 0:
            place = found[at]
            between = text[place.end : end]
            if len(between) > 90:
                break
            narrower = place.kind in ("settlement", "axis") or (
                place.kind in ("raion", "hromada") and mention.kind in ("oblast", "country")
            )
            if at == index - 1:
                if not _HELD.match(between) or not (narrower or (place.kind == "oblast" and mention.kind == "country")):
                    break
                if mention.kind == "country" and between.strip() in ("", "—", "–", "-"):
                    break
                _add(place, mention)
                if place.kind in ("raion", "hromada", "oblast") and not narrower:
                    break
            else:
                if not narrower or place.kind != found[index - 1].kind or not _LISTED.match(between) or place.region:
                    break
                place.likely_region = mention.name
            end = place.start
            at -= 1
    regions = [mention for mention in found if mention.kind in ("oblast", "raion", "hromada")]
    for mention in found:
        if mention.kind != "settlement" or mention.region or mention.likely_region:
            continue
        earlier = [region for region in regions if region.start < mention.start]
        if earlier:
            nearest = earlier[-1]
            mention.likely_region = nearest.name
        elif regions:
            mention.likely_region = regions[0].name
    for index, mention in enumerate(found):
        # Chain: Ivanivka, Lyman hromada, Donetsk region.
        if mention.kind == "settlement" and mention.region and index + 2 < len(found):
            middle = found[index + 1]
            if middle.name in mention.region and middle.region and middle.region not in mention.region:
                mention.region = f"{mention.region}, {middle.region}"


def _add(place: Mention, region: Mention) -> None:
    place.region = f"{place.region}, {region.name}" if place.region else region.name

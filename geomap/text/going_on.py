"""Sentences that report a happening without a word for it: entries of lists, and what goes on with a story.

Reports say once what happened and then name further places in many ways ("the turn came for Berdiansk, too"). A place
in such a sentence is where it went on, unless the sentence tells where a place lies, what it is called, or looks
elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from geomap.text.cue_bits import ENEMY, EVIDENCE, NOT, PLAN, SPEECH, TITLE, TROOPS, WHEN
from geomap.text.event_types import is_planned
from geomap.text.mentions import CAPITALS, Mention
from geomap.text.sentences import Reading, Sentence

BULLET: Final = re.compile(r"\s*(?:[-–—•*·▪●▪️⚡️🔹]|\d{1,2}[.)]|\d{1,2}:\d\d)\s?")
_ALSO: Final = re.compile(
    r"также (?:назв|упом)|(?:ведомство|министерство|міністерство|відомство|минобороны) (?:назвал|упомян|перечисл|"
    r"назва)|названы|also (?:named|listed|mentioned)|similar (?:statement|claim)|had (?:earlier )?(?:named|announced|"
    r"listed|put)|там само|там же|також (?:назв|згад)|также (?:назв|упом)|названо|згадано|упомянут|"
    r"таке саме|под огн[её]м|під вогнем|під ударом|під ударами|под ударом|дісталося|досталось"
)
#: Goes on with what was told: too, also, another, then.
_MORE: Final = re.compile(
    r"\b(?:too|also|as well|next came|followed|another|further|likewise|similarly|the same|again|then|turn)\b|"
    r"\b(?:теж|також|тоже|также|знову|снова|вновь|далі|кроме того|крім того|окрім того|черга|очередь|ще|ещё|еще|"
    r"зокрема|"
    r"в частности|потім|затем|потом|згодом|невдовзі|вскоре|тут же|тоді ж|тогда же)\b"
)
#: Tells where a place lies, what it is or was called, who lived there, where a way leads.
_TELLS_OF_PLACES: Final = re.compile(
    r"\b(?:lies?|lay|stands?|sits?|situated|located|kilomet\w+|km|miles?|metres|confus\w+|namesakes?|(?:same|"
    r"its|a|the) name|"
    r"named|renamed|called|calls|spell\w*|spelt|known as|written|belongs?|part of|there (?:are|is|were)|born|"
    r"birthplace|"
    r"population|before the war|roads?|railways?|highway|route|leads?|runs?|ran|links?|connects?|junction|"
    r"halfway|neighbours?|"
    r"neighbouring|maps?|capital|means|meant|district centre|inhabitants|lived|alphabet|gazetteer|rather than|"
    r"of its kind|"
    r"historic|century|founded|tsar|soviet|border with|festival|university|museum|coal|steel|treaty|sanctions|"
    r"election|budget|"
    r"visit\w*|talks?|summit|allies|urged|condemn\w*|comment\w*|silence|answer|follows?|bears?|carries|seems?|"
    r"declared its own|"
    r"out of ukrainian hands|partners|pressure|worry|story)\b|"
    r"кілометр|километр|\bкм\b|\b(?:лежить|лежать|лежит|лежат|розташован\w*|расположен\w*|знаходи\w+|находи\w+|"
    r"тягн\w+|тян\w+|"
    r"стоїть|стоять|стоит|стоят|тече|течёт|течет|сплута\w*|плута\w*|спутать|путать|путают|тезк\w+|тёзк\w+|"
    r"однойменн\w+|"
    r"одноимённ\w+|одноименн\w+|назв\w+|ім'я|имя|имени|именем|прізвищ\w*|фамили\w*|звуть|зовут|називал\w*|"
    r"називається|называется|называют|"
    r"перейменован\w*|переименован\w*|належить|принадлежит|відноситься|относ\w+|роднит|сросш\w*|вход\w+|є|есть|"
    r"народи\w+|"
    r"родил\w+|населення|населени[ея]|до війни|до войны|дорог\w*|шлях\w*|трас\w*|шоссе|шосе|залізниц\w*|"
    r"железн\w*|веде|ведёт|"
    r"ведет|проходить|проходит|з'єдну\w+|соединя\w+|карт\w*|мап\w*|столиц\w*|слід|варто|стоит|следует|ідеться|"
    r"идет|идёт|мова|"
    r"йдеться|інш(?:ий|а|е)|друг(?:ой|ая|ое)|жило|жили|мешкало|проживал\w*|війн[аи]|войн[аы]|знімок|снимок|"
    r"українською|"
    r"по-русски|пишуть|пишут|пишется|пишеться|літер\w*|букв\w*|закон\w*|виставк\w*|переговор\w*|зустріч\w*|"
    r"встреч\w*|санкц\w*|"
    r"союзник\w*|партнер\w*|партнёр\w*|річк\w+|озер\w*|вугіл\w+|угол\w+|столітт\w*|імпер\w*|импер\w*|"
    r"радянськ\w+|советск\w+|таких|різні|"
    r"разные|сама|саме|сам|самий|коментува\w+|комментир\w+|відповід\w*|ответ\w*|значить\w*|значит\w*|відсутн\w*|"
    r"отсутств\w*|переліку|"
    r"перечне|вважає\w*|вважала|считает|вимагає|требует|границ\w*|кордон\w*|берег\w*|район\w* україни|"
    r"документах|справочник\w*|"
    r"довіднику|цель|мета|контролирует|контролює|обвин\w*|звинува\w*)\b|\bсело (?:під|под|на|в|у)\b|\bгород\b|"
    r"\bмісто\b|"
    r"[–—] (?:село|місто|город|деревня|посёлок|селище|большой|куда|a|the|одна|один|одне)\b"
)
#: At the head of a line without a full stop: asks, or tells what the text is about.
_TITLE: Final = re.compile(
    r"(?:\A|[:—–-] )(?:що|хто|чи|де|як|чому|коли|кто|что|где|как|чем|чья|чьё|почему|когда|what|who|where|how|"
    r"why|when|which|"
    r"whose|is|are|did|does)\b"
)


def asks(reading: Reading, sentence: Sentence) -> bool:
    """True for a title that asks, directly or not: "Who holds X: the versions"."""
    if reading.text[sentence.end - 1] in ".!…;:,":
        return False
    return _TITLE.search(reading.low, sentence.start, sentence.end) is not None


def continue_lists(reading: Reading, kinds: list[str]) -> None:
    """Give a list entry without words of its own the kind of the sentence that opens the list."""
    opening = latest = ""
    for number, sentence in enumerate(reading.sentences):
        listed = BULLET.match(reading.text[sentence.start : sentence.start + 6]) or (
            opening and sentence.start and reading.text[sentence.start - 2 : sentence.start - 1] == ";"
        )
        if listed and not kinds[number] and opening:
            kinds[number] = opening
        elif (
            not kinds[number]
            and latest
            and not sentence.bits & NOT
            and _ALSO.search(reading.low, sentence.start, min(sentence.end, sentence.start + 60))
        ):
            kinds[number] = latest
        elif not listed:
            latest = kinds[number] or latest
            opening = kinds[number] if reading.text[sentence.end - 1] in ":;" else ""


def continue_story(reading: Reading, kinds: list[str], mentions: Sequence[Mention]) -> None:
    """Give sentences that name a settlement and go on with what was told the kind of what was told."""
    named = {
        mention.sentence for mention in mentions
        if mention.kind == "settlement" and mention.text.lower() not in CAPITALS
    }  # fmt: skip
    latest, told = "", -2
    for number, sentence in enumerate(reading.sentences):
        if kinds[number]:
            latest, told = kinds[number], number
        elif number in named and _goes_on(reading, sentence, bool(latest) and number - told <= 2):
            kinds[number] = latest or "other"
            told = number


def _goes_on(reading: Reading, sentence: Sentence, near: bool) -> bool:
    """True when a sentence without a word for a happening still reports one."""
    bits = sentence.bits
    if reading.text[sentence.end - 1] in "?:" or sentence.last - sentence.first < 3:
        return False
    low = reading.low[sentence.start : sentence.end]
    if _TELLS_OF_PLACES.search(low) or bits & NOT or asks(reading, sentence):
        return False
    if bits & PLAN and is_planned(reading, sentence):
        return False
    title = reading.text[sentence.end - 1] not in '.!…;)"”»'
    if title:
        return False
    same = sentence.first and reading.sentences and near
    dated = bool(bits & WHEN)
    said = bool(bits & SPEECH) and not bits & TITLE
    at_war = bool(bits & (TROOPS | ENEMY))
    return (
        bool(same and (dated or said or bits & EVIDENCE or _MORE.search(low)))
        or ((dated or at_war) and bool(bits & SPEECH))
        or at_war
    )

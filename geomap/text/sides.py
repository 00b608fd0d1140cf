"""Whose side a speaker is on: by names, regions, kinds of body, and by whom the one before was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from geomap.text import regions
from geomap.text.adjectives import adjective_bases
from geomap.text.cue_bits import ALLY, BODY, FIRST, NEUTRAL, PRONOUN, RUSSIAN, UKRAINIAN
from geomap.text.relations import adjectival
from geomap.text.sentences import Reading


@dataclass(slots=True)
class Statement:
    """Who stands behind a sentence."""

    claimant: str = ""
    """As written; empty when the sentence names nobody."""
    side: str = "unknown"
    """UA, RU, neutral or unknown."""
    verb: str = ""
    """The verb of speech, as written."""
    kind: str = ""
    """say, claim, deny, admit, confirm, or empty without a speaker."""
    first: int = -1
    """First word of the speaker, -1 without one."""
    last: int = -1
    """Last word of the speaker."""
    at: int = -1
    """Word of the verb, -1 without one."""
    negated: bool = False
    """The verb is negated: "has not confirmed"."""
    carried: bool = False
    """The speaker is that of an earlier paragraph; this one names none."""


#: First-level units of Russia and of Ukraine among :data:`geomap.text.regions.REGIONS`.
_RUSSIAN_REGIONS: Final = frozenset((
    "Kursk", "Belgorod", "Bryansk", "Voronezh", "Rostov", "Krasnodar", "Smolensk", "Oryol", "Kaluga", "Tula", "Moscow",
    "Lipetsk", "Tambov", "Saratov", "Volgograd", "Samara", "Ryazan", "Tver", "Leningrad", "Pskov",
))  # fmt: skip
_HOME_BODIES: Final = re.compile(
    r"генштаб|генеральн\w* штаб|штаб|повітрян|воздушн|ова\b|ода\b|дснс|гур\b|gur\b|hur\b|сбу|sbu|air force|genshtab|"
    r"general staff|сил оборони|сил обороны|укрзал|мва|ombud|brigade|battalion|regiment|national guard|ground forces|"
    r"defenders|бригад[іиу]|батальйон|осув|отув|\bоту\b|\bотг\b|\bок\b|нацгвард|прикордон|держприкор|захисник|"
    r"кмва|мвц|"
    r"укренерго|укрзаліз|сухопутн|дшв|\bтро\b|\bзсу\b|\bвсу\b"
)
_RUSSIAN_BODIES: Final = re.compile(r"минобороны|мо рф|росгвард|фсб|\bfsb|оперштаб|сво\b|мчс")


@lru_cache(maxsize=1 << 15)
def region_side(word: str) -> str:
    """Return the side on whose land the region that ``word`` names lies, "" when it names none."""
    if word in regions.REGIONS:
        return "RU" if regions.REGIONS[word] in _RUSSIAN_REGIONS else "UA"
    region = regions.nickname(word)
    if not region and adjectival(word):
        for base in adjective_bases(word)[:8]:
            if base in regions.REGIONS:
                region = regions.REGIONS[base]
                break
    if not region:
        return ""
    return "RU" if region in _RUSSIAN_REGIONS else "UA"


#: Russians who fight for Ukraine.
_AGAINST_THEIR_STATE: Final = re.compile(
    r"russian volunteer|volunteer corps|freedom of russia|siberian battalion|російськ\w+ добровольч|русск\w+ "
    r"добровольч|"
    r"рдк|свобода росії|свобода россии|сибирск\w+ батальон|сибірськ\w+ батальйон"
)


def side_of(reading: Reading, first: int, last: int, before: Statement) -> str:
    """Return the side of the speaker in words ``first`` to ``last``."""
    flags, keys = reading.flags, reading.keys
    sides = [n for n in range(first, last + 1) if flags[n] & (RUSSIAN | UKRAINIAN)]
    low = " ".join(keys[first : last + 1])
    if _AGAINST_THEIR_STATE.search(low):
        return "UA"
    if any(
        keys[n]
        in ("installed", "backed", "appointed", "occupation", "окупаційн", "подконтрольн", "призначений", "назначенный")
        or keys[n].startswith(
            (
                "russian-installed",
                "russia-installed",
                "moscow-",
                "russian-backed",
                "окупацій",
                "оккупацион",
                "гауляйтер",
                "proxy",
            )
        )
        for n in range(first, last + 1)
    ):
        return "RU"
    if sides:
        head = flags[sides[0]]
        if "russian service" in low or "bbc" in low:
            return "neutral"
        if head & RUSSIAN and head & UKRAINIAN:
            return "UA"
        return "RU" if head & RUSSIAN else "UA"
    if any(flags[n] & NEUTRAL for n in range(first, last + 1)):
        return "neutral"
    for n in range(first, last + 1):
        if reading.capital[n] or adjectival(keys[n]):
            side = region_side(keys[n].removesuffix("'s"))
            if side:
                return side
    if _HOME_BODIES.search(low):
        return "UA"
    if _RUSSIAN_BODIES.search(low):
        return "RU"
    if any(flags[n] & ALLY for n in range(first, last + 1)):
        return "neutral"
    body = any(flags[n] & BODY for n in range(first, last + 1))
    if body or any(flags[n] & PRONOUN for n in range(first, last + 1)):
        if body and before.side in ("unknown", "neutral"):
            return "local"
        return before.side
    if any(flags[n] & FIRST for n in range(first, last + 1)):
        return before.side if before.side not in ("unknown", "neutral") else "local"
    if before.claimant and reading.capital[first] and _same_name(reading, first, last, before):
        return before.side
    return "unknown"


def _same_name(reading: Reading, first: int, last: int, before: Statement) -> bool:
    name = reading.text[reading.starts[last] : reading.ends[last]]
    return len(name) > 3 and name[:-2] in before.claimant

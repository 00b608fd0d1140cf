"""Names that need no look-up to be what they are: countries by their short names, seas, regions, occupied areas."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from geomap.text import blockers, regions
from geomap.text.mentions import CAPITALS
from geomap.text.sentences import Reading

#: Countries and unions by the short names that no gazetteer spells.
SHORT_COUNTRIES: Final = {
    **dict.fromkeys(("us", "u.s.", "u.s", "usa", "сша", "united states"), "United States"),
    **dict.fromkeys(
        ("uk", "u.k.", "britain", "великобританія", "великобританії", "великобритания", "великобритании",
         "британія", "британії", "британия", "британии"), "United Kingdom"),
    **dict.fromkeys(("кндр", "dprk"), "North Korea"),
    **dict.fromkeys(("рф",), "Russia"),
    **dict.fromkeys(("фрн", "фрг"), "Germany"),
    **dict.fromkeys(("кнр",), "China"),
    **dict.fromkeys(("оае", "uae", "оаэ"), "United Arab Emirates"),
}  # fmt: skip

#: Seas, rivers and historical regions: named like places, not placed.
FEATURES: Final = frozenset(
    """
    donbas donbass донбас донбасі донбасу донбасом донбасс донбассе донбасса донбассу новороссия
    новоросія arctic baltic oskil
    осколу осколі осколом slobozhanshchyna слобожанщина слобожанщині слобожанщины polissia полісся приазов'я
    приазовье transnistria приднестровье придністров'я
    """.split()
) | {
    f"{first} {second}"
    for first, second in (
        *((first, "sea") for first in ("black", "azov", "caspian", "baltic", "mediterranean")),
        ("sea", "of azov"),
        ("snake", "island"),
        ("kerch", "strait"),
        *(
            (f"{stem}{end}", noun)
            for stem in ("сіверськ", "северск")
            for end, noun in (
                ("ий", "донець"),
                ("ого", "дінця"),
                ("ому", "дінцю"),
                ("им", "дінцем"),
                ("ім", "дінці"),
                ("ому", "дінці"),
                ("ий", "донец"),
                ("ого", "донца"),
                ("ому", "донцу"),
                ("им", "донцом"),
                ("ом", "донце"),
            )
        ),
        *(
            (first, second)
            for first in ("siverskyi", "siverskyy", "siverskiy", "siversky", "seversky", "severskiy")
            for second in ("donets", "donetsk")[:1]
        ),
    )
}


#: Rivers that bear the name of a city, in the case forms of reports.
RIVERS: Final = frozenset(
    """
    dnipro dnieper dnepr дніпро дніпра дніпру дніпром дніпрі дніпрові днепр днепра днепру днепром днепре oskil oskol
    оскіл осколу осколом осколі оскол оскола осколе inhulets ingulets
    інгулець інгульця інгульцю ингулец ингульца ингульцу
    samara самара самари самару самарі самары самаре don дон дону доном доні дона доне psel псел псла bakhmutka vovcha
    вовча вовчу вовчі волчья волчью volchya
    """.split()
)
#: Words that show a river: its banks, what lies across it or along it.
_BANKS: Final = re.compile(
    r"(?:banks?|riverbanks?|shores?|sides?|upstream|downstream|mouth|crossings?|берег\w*|лівобереж\w*|левобереж\w*|"
    r"правобереж\w*|русл\w+|гирл\w+|усть\w+|переправ\w*|форсу\w+|форсир\w+)\Z"
)
_ACROSS: Final = frozenset("across over along через уздовж вздовж вдоль за".split())


def is_river(reading: Reading, at: int, first: int, name: str) -> bool:
    """Return True when the city's name at word ``at`` of a sentence that begins at ``first`` means the river."""
    if name not in RIVERS or at == first or reading.gaps[at - 1].strip(' «"'):
        return False
    before = reading.keys[max(first, at - 4) : at]
    if before[-1] == "the" or any(_BANKS.match(word) for word in before):
        return True
    return before[-1] in _ACROSS and (before[-1] != "over" or "the" in before)


def occupied(name: str) -> bool:
    """True for Crimea and what the occupation calls its republics."""
    return (
        name in regions.CRIMEA
        or name.replace(".", "") in regions.OCCUPATION
        or name.replace(" ", "_") in regions.CRIMEA
    )


@lru_cache(maxsize=1 << 16)
def special(name: str) -> bool:
    """True for what is told by its name alone: continents, countries, capitals, Crimea."""
    return (
        name in blockers.WORLD
        or name in SHORT_COUNTRIES
        or name.replace(" ", "_") in regions.COUNTRIES
        or name in CAPITALS
        or occupied(name)
    )


def country(plain: str, text: str) -> str:
    """Return the English name of the country written ``text`` (``plain`` in small letters), "" when it is none."""
    if plain in SHORT_COUNTRIES:
        return "" if len(plain) <= 4 and "." not in plain and not text.isupper() else SHORT_COUNTRIES[plain]
    if len(plain) <= 3:
        return ""
    return regions.COUNTRIES.get(plain.replace(" ", "_")) or ""

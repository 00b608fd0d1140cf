"""First words of two-word village names: Nova …, Stara …, «Русское …», «Казачья …».

Thousands of settlements have a name of an adjective and a noun. Where the gazetteer lacks the whole name, neither word
alone is the place: *Stara Sorochyna* is no place called *Stara*.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from geomap.text.relations import adjectival

_CYRILLIC: Final = """
нов стар велик больш мал верхн нижн нижч вищ вышн середн средн крайн дальн ближн передн перш перв друг втор трет
червон красн біл бел чорн черн зелен жовт желт рус черкас козач казач татар польс німец немец волос
свят сух мокр глибок глубок широк вузьк узк висок высок довг долг крив прям кругл гостр остр кам.?ян каменн?
піщан песчан лісов лесн полев польов степ степн лугов озерн солон солён добр гарн весел тих швидк быстр холодн
тепл горяч гаряч золот
"""
_LATIN: Final = """
nov star velyk velik bolsh mal verkhn nyzhn nizhn vyshn seredn sredn dal.?n blyzhn blizhn persh perv druh drug vtor tret
chervon krasn bil bel chorn chern zelen zhovt zhelt rus russk cherkas
cherkassk kozach kazach tatar pol.?sk nimets nemets
sviat svyat sukh mokr hlybok glubok shyrok shirok vuzk vysok dovh dolg kryv kriv priam pryam kruhl krugl hostr ostr
kam.?ian kamenn? pishchan peschan lisov lesn polov polev step stepn luhov lugov ozern solon dobr harn vesel tykh tikh
shvydk bystr kholodn tepl zolot
"""
_CYRILLIC_ENDS: Final = (
    "а|я|у|ю|е|є|і|ї|и|ы|о|ья|ье|ью|ьи|ьо|ьего|ьей|ий|ій|ый|ой|ая|яя|ую|юю|ое|ее|ої|ьої|ей|им|ым|ім|их|ых|ого|его|ому|ему|"
    "ом|ем|ою|ею|ські?й|ского|ской|ская|ское|ському|ській|ська|ське"
)
_LATIN_ENDS: Final = "a|ya|ia|aya|aia|e|ye|ie|oye|oe|i|yi|iy|y|yy|ii|oi|oy|o|oho|ogo|oyi|oi|ii"

_FIRST: Final = re.compile(
    rf"(?:{'|'.join(_CYRILLIC.split())})(?:{_CYRILLIC_ENDS})\Z|(?:{'|'.join(_LATIN.split())})(?:{_LATIN_ENDS})\Z"
)


@lru_cache(maxsize=1 << 16)
def attributive(key: str) -> bool:
    """Return True when ``key`` (a word in small letters) may be the adjective of a two-word village name."""
    return _FIRST.match(key) is not None or adjectival(key)

"""The cue words of place expressions in English, Ukrainian and Russian, with their case forms.

Every table maps keys (lower case, apostrophes as ``'``, hyphens as ``-``, no trailing dot) to what they say.
Case forms are written out: a cue list is read by people first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from geomap.text.tokens import Token


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _table(rows: Mapping[str, str]) -> dict[str, str]:
    return {word: value for value, words in rows.items() for word in words.split()}


def _phrases(rows: Mapping[str, str]) -> dict[tuple[str, ...], str]:
    return {tuple(phrase.split()): value for value, lines in rows.items() for phrase in lines.split("; ")}


def longest(table: Mapping[tuple[str, ...], str], words: Sequence[Token], start: int) -> tuple[str, int] | None:
    """Return (value, end) of the longest phrase of ``table`` at ``start``; phrases have at most six words."""
    for size in range(min(6, len(words) - start), 0, -1):
        value = table.get(tuple(word.key for word in words[start : start + size]))
        if value is not None:
            return value, start + size
    return None


#: Kinds of settlement, standing before the name (село Лиман) or, in English, after it (Lyman town).
KINDS: Final = _phrases({
    "village": "village; villages; hamlet; hamlets; khutor; selo; село; села; селу; селом; селі; сіл; селам; селами; "
    "селах; селе; сёла; сел; сёл; хутір; хутора; хутору; хуторі; хутором; хутор; хуторе; деревня; деревни; деревне; "
    "деревню; деревней; деревень; деревнях; станица; станицы; станице; станицу; frontline village; frontline "
    "villages; border village; border villages; small village; прикордонне село; прифронтове село; приграничное село",
    "town": "town; towns; small town; містечко; містечка; містечку; frontline town; border town",
    "city": "city; cities; frontline city; port city; місто; міста; місту; містом; місті; містах; містами; город; "
    "города; городу; городом; городе; городов; городах; городами; gorod; misto",
    "settlement": "settlement; settlements; urban-type settlement; urban settlement; rural settlement; populated "
    "area; urban type settlement; smt; pgt; смт; пгт; селище; селища; селищу; селищем; селищі; селищ; селищах; "
    "селище міського типу; селища міського типу; селищі міського типу; посёлок; поселок; посёлка; поселка; посёлку; "
    "поселку; посёлком; поселком; посёлке; поселке; посёлки; поселки; посёлков; поселков; посёлках; поселках; "
    "посёлок городского типа; поселок городского типа; посёлка городского типа; поселка городского типа; посёлке "
    "городского типа; поселке городского типа; населений пункт; населеного пункту; населеному пункті; населених "
    "пунктів; населених пунктах; населённый пункт; населенный пункт; населённого пункта; населенного пункта; "
    "населённом пункте; населенном пункте; населённых пунктов; населенных пунктов; населённых пунктах; населенных "
    "пунктах; населені пункти; населённые пункты; населенные пункты; нп; н.п; пос; с-ще; сщ",
    "country": "country of; the country of; country; країна; страна",
    "district": "microdistrict; мікрорайон; мікрорайону; мікрорайоні; микрорайон; микрорайона; микрорайоне; мкр; "
    "мкрн; мкр-н; м-н",
})  # fmt: skip

#: One-letter abbreviations of kinds: need their dot, or small letter before a capitalised name.
LETTER_KINDS: Final[Mapping[str, str]] = {
    "с": "village", "х": "village", "д": "village", "v": "village", "м": "city", "г": "city", "п": "settlement",
    "сел": "village", "дер": "village", "хут": "village",
}  # fmt: skip

#: English kinds that may stand after the name.
KIND_SUFFIXES: Final[Mapping[str, str]] = _table({
    "village": "village villages hamlet", "town": "town", "city": "city cities", "settlement": "settlement settlements",
    "district": "microdistrict neighborhood neighbourhood quarter",
})  # fmt: skip

#: Names of which "City" is a part.
CITY_NAMES: Final = frozenset({
    "mexico", "new york", "kansas", "quezon", "vatican", "kuwait", "panama", "guatemala", "ho chi minh", "salt lake",
    "oklahoma", "atlantic", "quebec", "cape",
})  # fmt: skip

#: Nouns of administrative units.
ADMIN: Final = _table({
    "oblast": "region regions oblast oblasts province provinces область області областю областей областях областям "
    "области областью областями обл krai kray край края краю краем крае",
    "raion": "raion raions rayon rayons rajon district districts район району районі районом районів райони районах "
    "района районе районов районы р-н р-ну р-ні р-на р-не р-ном rn",
    "hromada": "hromada hromadas gromada community communities municipality municipalities громада громади громаді "
    "громаду громадою громад громадах громады громаде громадой отг тг община общины общине общину сільрада сільради "
    "сельсовет сельсовета сельсовете",
})  # fmt: skip

#: Words between an adjective and its administrative noun (Лиманська *міська територіальна* громада).
ADMIN_MODIFIERS: Final = _words(
    "міська міської міській міську міською сільська сільської сільській сільську сільською селищна селищної селищній "
    "селищну селищною територіальна територіальної територіальній територіальну територіальною об'єднана об'єднаної "
    "об'єднаній об'єднану муниципальный муниципального муниципальном городской городского городском городская "
    "сельская сельской сельский сельского сельском территориальная территориальной объединенная объединённая "
    "автономна автономної автономная автономной urban rural settlement territorial city village amalgamated "
    "municipal administrative"
)

#: Axes of fighting: after the name (Pokrovsk axis, Покровський напрямок).
AXIS: Final = _words(
    "axis axes direction directions sector sectors front fronts frontline напрямок напрямку напрямком напрямки "
    "напрямках напрям напряму напрямі направление направления направлении направлению направлением направлений "
    "направлениях сектор сектора секторі секторе секторі фронт фронту фронті фронта фронте вісь осі ось оси"
)

#: Words for a line between two places (Svatove–Kreminna line).
LINE: Final = _words(
    "line road highway route railway motorway траса траси трасі трасу трасса трассы трассе трассу дорога дороги "
    "дорозі дорозі дороге дорогу лінія лінії лінію линия линии линию шосе шоссе рубіж рубежі рубеж рубеже відрізок "
    "ділянка ділянці ділянки участок участке участка"
)

#: After a name: about it rather than at it.
AREA: Final[Mapping[str, str]] = _table({
    "near": "area areas vicinity environs surroundings pocket salient bridgehead плацдарм плацдармі плацдарме",
    "outskirts": "outskirts outskirt suburbs suburb fringe fringes",
})  # fmt: skip

#: Parts of a place named before it; with a compass adjective they give a bearing (northern outskirts of).
PARTS: Final[Mapping[str, str]] = _table({
    "outskirts": "outskirts outskirt suburbs suburb edge edges fringe fringes approaches околиця околиці околицю "
    "околицею околиць околицях околицями передмістя передмісті передмістях окраина окраины окраине окраину окраиной "
    "окраин окраинах окраинами окрестность окрестностей предместье предместья пригород пригорода пригороде пригороды "
    "пригородах пригородов",
    "part": "part parts half end side corner districts частина частини частині частину частинах часть части частях "
    "сторона сторони стороні стороны стороне район районі районе районах кварталы кварталах квартали",
})  # fmt: skip

#: Centre of a place: at it.
CENTRES: Final = _phrases({
    "centre": "centre of; center of; central; central part of; the centre of; the center of; downtown; the heart of; "
    "центр; в центр; центрі; центре; центральна частина; центральній частині; центральная часть; центральной части; "
    "downtown of; city centre of; city center of",
})  # fmt: skip

#: Relations that stand before the name.
RELATIONS: Final = _phrases({
    "near": "near; nearby; near to; close to; closer to; next to; in the vicinity of; the vicinity of; vicinity of; "
    "in vicinity of; in the immediate vicinity of; around; outside; outside of; just outside; just outside of; not "
    "far from; adjacent to; beside; in the area of; the area of; area of; in the area around; the area around; in "
    "areas around; in the area near; areas near; the area near; areas around; the areas around; on the approaches "
    "to; approaches to; the approaches to; at the approaches to; in the surroundings of; in the environs of; in the "
    "neighbourhood of; in the neighborhood of; not far off; in proximity to; in the outskirts area of; "
    "flank of; flanks of; on the flank of; on the flanks of; біля; коло; "
    "поблизу; поблизу від; неподалік; неподалік від; недалеко від; недалеко; під; поруч з; поруч із; поряд з; поряд "
    "із; поруч; поряд; близько; в районі; у районі; район; в околицях; в околиці; довкола; навколо; на підступах до; "
    "підступи до; в околиці міста; у околицях; побіля; возле; около; под; подле; близ; вблизи; вблизи от; неподалёку "
    "от; неподалеку от; недалеко от; невдалеке от; рядом с; рядом со; поблизости от; в районе; районе; районі; в "
    "окрестностях; окрестности; вокруг; на подступах к; на подступах ко; подступы к; в районах; у районах; у околиці",
    "outskirts": "outskirts of; the outskirts of; on the outskirts of; in the outskirts of; at the outskirts of; "
    "suburb of; a suburb of; suburbs of; the suburbs of; in the suburbs of; in the suburb of; on the edge of; the "
    "edge of; edge of; on the edges of; on the fringes of; on the fringe of; suburban; околиця; околиці; околицю; "
    "околицею; на околиці; на околицях; околицях; передмістя; у передмісті; в передмісті; передмісті; окраина; "
    "окраине; окраины; на окраине; на окраинах; в пригороде; пригород; пригороды; в пригородах; пригороде; в "
    "предместье; предместье; предместья",
    "towards": "towards; toward; in the direction of; in direction of; the direction of; direction of; in the "
    "direction to; heading to; heading for; heading towards; heading toward; en route to; on the way to; у напрямку; "
    "в напрямку; у напрямку до; в напрямку до; у напрямку на; в напрямку на; у напрямі; в напрямі; напрямку; у бік; "
    "в бік; убік; на шляху до; в направлении; в направлении на; по направлению к; по направлению на; в направлении "
    "к; в сторону; на пути к; на пути в",
    "axis": "напрямок; напрям; направление; on the axis of; the axis of; axis of",
    "between": "between; in between; in the area between; the area between; area between; on the line between; the "
    "line between; on the road between; the road between; road between; somewhere between; halfway between; midway "
    "between; між; поміж; межи; на ділянці між; на трасі між; на дорозі між; между; меж; на участке между; на трассе "
    "между; на дороге между; в районе между; у районі між",
})  # fmt: skip

#: First word of a pair written "from X to Y", with the word between.
PAIRS: Final[Mapping[str, frozenset[str]]] = {
    "from": frozenset({"to"}), "від": frozenset({"до"}), "від-": frozenset({"до"}), "от": frozenset({"до"}),
}  # fmt: skip

#: Where a movement starts (towards X *from Y*).
ORIGINS: Final = frozenset({"from", "від", "из", "із", "зі", "з", "со", "от"})

#: Joins two names.
CONJUNCTIONS: Final = frozenset({"and", "та", "і", "й", "и", "&", "und", "или", "або", "or"})

#: Names of which "and" is a part.
AND_NAMES: Final = frozenset({
    ("bosnia", "herzegovina"), ("trinidad", "tobago"), ("antigua", "barbuda"), ("saint", "nevis"),
    ("newfoundland", "labrador"), ("босния", "герцеговина"), ("боснія", "герцеговина"), ("sao", "principe"),
    ("turks", "caicos"), ("wallis", "futuna"),
})  # fmt: skip

#: Distance units in kilometres. A mile is 1.609344 km, a nautical mile 1.852 km, a yard 0.9144 m, a verst 1.0668 km.
UNITS: Final[Mapping[str, float]] = {
    **dict.fromkeys(_words("km kms kilometer kilometers kilometre kilometres км кілометр кілометра кілометри "
    "кілометрів кілометрах кілометрі километр километра километре километры километров километрах klm"), 1.0),
    **dict.fromkeys(_words("mile miles mi миля мили миль милях милі миль"), 1.609344),
    **dict.fromkeys(_words("m meter meters metre metres м метр метра метри метрів метрах метров метры"), 0.001),
    **dict.fromkeys(("nm", "nmi"), 1.852),
    **dict.fromkeys(("yard", "yards", "yd"), 0.0009144),
    **dict.fromkeys(("верста", "верст", "версты", "верстах"), 1.0668),
}  # fmt: skip

#: Number words before a unit.
NUMBER_WORDS: Final[Mapping[str, float]] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "half": 0.5,
    "один": 1, "одного": 1, "два": 2, "двох": 2, "двух": 2, "три": 3, "трьох": 3, "трёх": 3, "трех": 3, "чотири": 4,
    "чотирьох": 4, "четыре": 4, "четырёх": 4, "четырех": 4, "п'ять": 5, "п'яти": 5, "пять": 5, "пяти": 5, "шість": 6,
    "шести": 6, "шесть": 6, "сім": 7, "семи": 7, "семь": 7, "вісім": 8, "восьми": 8, "восемь": 8,
    "десять": 10, "десяти": 10,
    "півтора": 1.5, "полтора": 1.5, "полутора": 1.5,
}  # fmt: skip

#: Units meaning one, without a number: "a kilometre from".
VAGUE: Final = _words("few several couple кілька декілька кількох декількох несколько нескольких пару")

#: Words that blur a distance; they say nothing more.
APPROXIMATELY: Final = _words(
    "about approximately approx roughly some around nearly almost circa ca over just only c. immediately directly "
    "slightly приблизно близько орієнтовно майже десь понад трохи одразу відразу безпосередньо лише примерно около "
    "приблизительно ориентировочно почти свыше чуть немного сразу непосредственно всего far further"
)

#: Between a distance or bearing and the name.
LINKS: Final = frozenset({"of", "from", "off", "outside", "від", "од", "от", "ото", "до"})

#: Before a bearing: to the north of, на північ від, к северу от.
TO: Final = frozenset({"to", "the", "on", "in", "at", "на", "к", "ко", "у", "в", "с", "з", "зі", "со", "по", "a"})

#: Says that a distance bounds, rather than gives, how far it is.
WITHIN: Final = _phrases({
    "within": "within; within a radius of; in a radius of; within a; up to; less than; no more than; в радіусі; у "
    "радіусі; радіусі; в радиусе; радиусе; менше; менш як за; менее; менее чем в; не більше; не более; в межах; у "
    "межах; в пределах; closer than",
})  # fmt: skip

#: Words that carry no place: articles and prepositions of being somewhere. Never a name by themselves.
FUNCTION: Final = _words(
    "in at on of the a an inside within across throughout into onto over by to from off via through near towards "
    "toward between around outside в у на во із з зі со из до від от од к ко по для біля поблизу під неподалік коло "
    "між возле около под вблизи близ между недалеко and та і й и"
)

#: Fillers skipped at the start of an expression.
FILLERS: Final = _phrases({
    "in": "in; at; on; the; a; an; inside; within; across; throughout; into; over; by; of; of the; in the; at the; "
    "on the; from; to; all of; parts of; part of; some parts of; most of; the whole of; elsewhere in; somewhere in; "
    "through; в; у; на; во; з; із; зі; из; со; по; над; по всій; по всей; та; территория; території; території; "
    "територію; территории; на території; на территории; територія; self-proclaimed; the self-proclaimed; the "
    "so-called; so-called; самопроголошена; самопроголошеної; самопроголошеній; самопровозглашенная; "
    "самопровозглашённая; самопровозглашенной; самопровозглашённой; так звана; так званої; так званій; так звану; "
    "так называемая; так называемой; так называемую; the territory of; territory of; on the territory of; in the "
    "territory of; occupied; temporarily occupied; тимчасово окупована; тимчасово окупованій; тимчасово окупованої; "
    "окупована; окупованій; окупованої; the outskirts area of; named; call sign",
})  # fmt: skip

#: Interior words that part a name from what holds it (Ivanivka *in* Donetsk Oblast).
INSIDE: Final = frozenset({"in", "inside", "within", "at", "в", "у", "во", "на"})

#: Things reports name beside a place; alone before a relation they are no name (bridge near Lyman).
THINGS: Final = _words(
    "forest forests field fields position positions bridge bridges airfield airport depot depots oil fuel plant "
    "plants power station stations refinery mine mines treeline treelines fighting battle battles clashes clash "
    "strike strikes attack attacks shelling explosion explosions assault assaults advance advances outpost outposts "
    "base bases camp warehouse warehouses border river reservoir dam highway road railway heights hill stronghold "
    "strongholds troops forces ammunition air military train drone missile coast school hospital ліс лісі лісу "
    "лісосмуга лісосмузі поле полі міст мосту мості позиції позиція позицій аеродром аеродромі нафтобаза нафтобазі "
    "завод заводі бої бій боїв удар удари обстріл вибух вибухи штурм склад склади висота водосховище дамба шахта "
    "військовий військова об'єкт об'єкти лес лесу лесополоса лесополосе мост мосту мосте позиции позиций аэродром "
    "аэродроме нефтебаза нефтебазе заводе бои бой боёв боев удары обстрел взрыв взрывы склады водохранилище плотина "
    "военный военная объект объекты"
)

#: Says that what follows is another name of the same place.
ALIAS: Final = _phrases({
    "alias": "formerly; former; previously; also; also known as; also called; aka; a.k.a; known as; now; currently; "
    "ex; or; колишній; колишня; колишнє; колишні; кол; раніше; також; нині; тепер; зараз; або; до перейменування; "
    "бывший; бывшая; бывшее; быв; ранее; прежде; также; ныне; теперь; сейчас; или; укр; рус; рос; ukr; rus; ua; ru",
})  # fmt: skip

#: Remarks in brackets that narrow nothing: Donetsk Oblast (occupied).
STATUS: Final = _words(
    "temporarily occupied partially part liberated under russian ukrainian control contested captured recaptured "
    "тимчасово окупована окупований окуповане окуповано частково звільнено звільнене звільнений временно "
    "оккупирована оккупирован оккупировано частично освобождено освобождён"
)

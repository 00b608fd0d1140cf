"""Capitalised words that are no places here: persons, bodies, common words at the head of a sentence."""

from __future__ import annotations

from typing import Final

from geomap.text.cue_bits import BODY, FIRST, THING, TITLE
from geomap.text.sentences import Reading

#: Common words that are also names of settlements in some form; never a place at the head of a sentence, and in the
#: middle of one only after a cue word (село Мирне).
COMMON: Final = frozenset(
    """
    in the a an on at of to for and but or as by from with after before over under near this that these those it
    its he she they we you his her their our there here what when where who why how all any both each few more
    most some such no not only own same so than too very can will just now new old first last one two three four
    five six seven eight nine ten police army navy air force forces troops general staff defence defense ministry
    president minister governor mayor king prime secretary state council union monday tuesday wednesday thursday
    friday saturday sunday january february march april may june july august september october november december
    moscow-time breaking news update live video photo map war peace victory liberty hope man men woman women
    people children civilians soldiers officials authorities sources source local residents media russian
    ukrainian korean earlier later meanwhile however although while since because if then also still yet even
    according during about between against across around along among within without through christmas easter
    orthodox day night morning evening today yesterday tomorrow overnight week month year north south east west
    northern southern eastern western central upper lower great big little long young military-administration
    region oblast district city town village settlement axis sector front direction line под над при про без для
    або але так там тут все всі усі уже вже ще ось цей ця це ці той та те ті хто що як де коли куди чому тому нові
    новий нова нове новини головне головна військові військовий сили сила силы атака атаки атак атаку пожежа
    пожежі пожар вибух вибухи взрыв взрывы удар удари удары під час серед через після перед біля поблизу понад
    поки доки якщо також отже однак проте тим зокрема партизани партизаны українці украинцы росіяни россияне ворог
    противник військо армія армия флот авіація авиация война війна мир перемога победа велика велике великий мала
    мале малий стара старе старий нові новые новая новое червона красная красный білий белый чорний черный
    понеділок вівторок середа середу четвер п'ятниця субота неділя понедельник вторник среда среду четверг пятница
    суббота воскресенье січень лютий березень квітень травень червень липень серпень вересень жовтень листопад
    грудень січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня января февраля
    марта апреля мая июня июля августа сентября октября ноября декабря ранок вечір ніч день ранку вечора ночі дня
    утро вечер ночь утром вечером ночью вночі вранці увечері сьогодні вчора завтра сегодня вчера північ південь
    схід захід север юг восток запад півночі півдні сході заході севере юге востоке западе голова глава міністр
    министр президент генерал губернатор мер мэр джерело джерела источник источники радник советник місцеві
    местные жителі жители слава свобода воля надія надежда віра вера любов любовь дружба дружбі правда зоря заря
    зірка звезда сонячна сонячне сонце солнце рада совет штаб центр міст мост порт завод заводу станція станция
    вокзал дорога лінія линия кордон граница берег річка река поле ліс лес гора гори горы озеро острів остров
    колона колону колонна колонну республіка республика область район громада місто город село селище поселок
    посёлок хутор деревня перший перша перше первый первая первое другий другой третій третий разом вместе буде
    будет стало були было були наш наша наші ваш наши вони она они він она його её їх их мы ми ви вы начало
    початок кінець конец итог підсумок підсумки итоги число люди діти дети жінка женщина чоловік мужчина мужчины
    жінки воїни воины бійці бойцы боец боєць захисники защитники герої герои козак козаки окоп окоп шахта шахти
    хвиля волна сіль соль камінь камень дуб дубы сад сади сады луг степ гай українська українське український
    украинская украинское украинский російська російське російський русская русское русский русские російські
    росія-1 отрада утіха відрада весела веселе весёлая веселий мирне мирная мирное мирный тиха тихе червоне зелена
    зелене зелений рассвет світанок прогрес прогресс знамя прапор перемоги победы першого первого спільне общее
    пісок пески приліт прилет оборона обороны росіянам хлопці слід след сліди следы ясен кара тури став волі
    рівне-1 ранковий прямо пряме полтавщина-1 сюрприз кан роти рота роты деталі детали фото відео видео обстріл
    обстріли обстрел обстрелы партизан союз союзу мережа чергова черговий очередной очередная очередные потужний
    мощный мощные вогонь огонь окупанти оккупанты загалом всього всего близько около упродовж протягом впродовж
    більше меньше больше менше наразі поруч внаслідок внаслiдок вследствие унаслідок кілька декілька несколько
    десятки десятка сотні сотни зранку минулої напередодні накануне водночас тоді тогда потом потім пізніше позже
    раніше ранее ранее-1 саме именно родина родини сім'я семья family soviet bloc кремль рф ссср срср
    """.split()
)

#: Continents and regions of the world: no places of a map of the war.
WORLD: Final = frozenset(
    """
    asia asian europe africa america oceania antarctica eurasia australasia americas mideast scandinavia eurozone
    schengen азія азії азію азією азия азии азию азией європа європи європі європу європою европа европы европе европу
    европой африка африки африці африку африкою африке африкой америка америки америці америку америкою америке
    америкой євразія євразії євразію евразия евразии евразию океанія океанія антарктида антарктиди скандинавія
    скандинавії скандинавия скандинавии
    """.split()
) | {
    "middle east", "far east", "latin america", "north america", "south america", "central america", "western europe",
    "eastern europe", "central europe", "northern europe", "southern europe", "central asia", "south asia", "east asia",
    "southeast asia", "global south", "близький схід", "близькому сході", "близького сходу", "ближний восток",
    "ближнем востоке", "ближнего востока", "далекий схід", "далекому сході", "дальний восток", "дальнем востоке",
}  # fmt: skip

#: What a region-like adjective stands before when a body is meant: Харківська ОВА, Курський губернатор.
_BODIES: Final = (
    "ова", "ода", "мва", "обласна", "обласної", "обласній", "обласною", "обласную", "областная", "областной",
    "військова", "військової",
    "прокурат", "міськ", "городск", "губернатор", "адмін", "админ", "держадмін", "госадмин", "рада", "ради", "раді",
    "гарнізон", "гарнизон",
    "тро", "тцк", "облэнерго", "обленерго", "нпз", "тец", "тэц", "аес", "аэс", "тес", "тэс", "гес", "гэс",
)  # fmt: skip


def is_body(word: str) -> bool:
    """True when an adjective before ``word`` (small letters) makes a body or a plant of it."""
    return word.startswith(_BODIES)


def persons(reading: Reading) -> set[str]:
    """Return the surnames (small letters, less case endings) of persons named with a first name or title."""
    found: set[str] = set()
    flags, keys, capital = reading.flags, reading.keys, reading.capital
    last = len(keys) - 1
    for index, flag in enumerate(flags):
        if flag & FIRST and capital[index] and index < last and capital[index + 1] and reading.gaps[index] == " ":
            found.add(stem(keys[index + 1]))
            if index + 1 < last and capital[index + 2] and reading.gaps[index + 1] == " ":
                found.add(stem(keys[index + 2]))
    return found


def stem(word: str) -> str:
    """Return ``word`` without what cases change at its end."""
    word = word.removesuffix("'s")
    return word[: max(4, len(word) - 2)] if word[0] > "z" else word


def blocked(reading: Reading, first: int, last: int, begins: bool, known_persons: set[str]) -> bool:
    """True when the capitalised words ``first`` to ``last`` (inclusive) are likelier something else than a place.

    ``begins``: the run stands at the head of its sentence.
    """
    flags, keys, capital = reading.flags, reading.keys, reading.capital
    key = keys[first]
    if first == last:
        if key in COMMON or key.startswith(("україн", "украин", "російськ", "русск", "российск", "росіян", "россиян")):
            return True
        if flags[first] & (THING | FIRST | BODY | TITLE):
            return True
        if begins and flags[first]:
            return True
    if stem(keys[last]) in known_persons or stem(key) in known_persons:
        return True
    if first and reading.gaps[first - 1] in (" ", ". "):
        before = flags[first - 1]
        initial = len(keys[first - 1]) == 1 and capital[first - 1] and reading.gaps[first - 1] == ". " and key[0] > "z"
        if initial and not _kind_letter(keys[first - 1], reading.text[reading.starts[first - 1]]):
            return True
        if (before & FIRST and capital[first - 1]) or (before & TITLE and reading.gaps[first - 1] == " "):
            return True
    return False


def _kind_letter(key: str, written: str) -> bool:
    return written in "смгхдп" and key in "смгхдп"

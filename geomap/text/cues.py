"""Words that say what happened, who speaks and whose they are, in English, Ukrainian and Russian.

Every word of a text gets a set of :class:`Cue` flags, once, and is then only compared by them. A stem covers all
words that begin with it; a whole word stands for itself. The tables are lists of words, to be read and mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from geomap.text.lexicon import ADMIN, AXIS

#: One bit a meaning. Plain integers: sets of them are tested millions of times.
CONTROL: Final = 1 << 0  #: a place changes hands, said by itself (captured)
TAKE: Final = 1 << 1  #: takes, but maybe no place (took, зайняли)
WITHDRAW: Final = 1 << 2  #: leaves a place to the other side
GROUND: Final = 1 << 3  #: fighting on the ground
AIR: Final = 1 << 4  #: bombs and aircraft
DRONE: Final = 1 << 5  #: drones
SHELL: Final = 1 << 6  #: artillery
STRIKE: Final = 1 << 7  #: strikes, missiles, explosions
CASUALTY: Final = 1 << 8  #: people killed or hurt
INFRA: Final = 1 << 9  #: power, water, bridges, heating
DEPLOY: Final = 1 << 10  #: troops are sent or moved
EVACUATE: Final = 1 << 11  #: people are moved out of danger
SAY: Final = 1 << 12  #: says, reports, announces
CLAIM: Final = 1 << 13  #: says with doubt: claims, alleges
DENY: Final = 1 << 14  #: denies, refutes
ADMIT: Final = 1 << 15  #: admits, acknowledges
CONFIRM: Final = 1 << 16  #: confirms, verifies
ACCORD: Final = 1 << 17  #: according to; the speaker follows
RUSSIAN: Final = 1 << 18  #: of Russia's side
UKRAINIAN: Final = 1 << 19  #: of Ukraine's side
NEUTRAL: Final = 1 << 20  #: of neither side
BODY: Final = 1 << 21  #: a body or person that speaks: ministry, staff, governor
TITLE: Final = 1 << 22  #: stands before a person's name
FIRST: Final = 1 << 23  #: a first name
NOT: Final = 1 << 24  #: negation
FROM: Final = 1 << 25  #: from
AT: Final = 1 << 26  #: in, at, near: something is there
DOWN: Final = 1 << 27  #: air defence shoots down
MOVE: Final = 1 << 28  #: advances, pushes forward
LOCAL: Final = 1 << 29  #: weak sign of a happening: fire, damage, alert
PRONOUN: Final = 1 << 30  #: it, he, they, the ministry: the speaker of before
LAUNCH: Final = 1 << 31  #: launched, fired, took off: what follows "from" is where it came from
ALLY: Final = 1 << 32  #: North Korean: on Russia's side
ENEMY: Final = 1 << 33  #: the other side of the one who speaks
THING: Final = 1 << 34  #: weapons, ships, treaties, products: no place though capitalised
FREED: Final = 1 << 35  #: liberated: each side says so of its own
WHEN: Final = 1 << 37  #: part of a date: months, days of the week, nights
EXPLAIN: Final = 1 << 38  #: may say what a place is or is called
HOLD: Final = 1 << 39  #: may say in whose hands a place is
EVIDENCE: Final = 1 << 40  #: footage, satellite images; disputes
AREA_NOUN: Final = 1 << 41  #: oblast, raion, hromada
AXIS_NOUN: Final = 1 << 42  #: axis, direction, front
BY_WORD: Final = 1 << 43  #: by the data, in the words of; the speaker follows
WATER: Final = 1 << 44  #: rivers, seas, islands: named, not placed
DIGITS: Final = 1 << 45  #: begins with a digit

#: Any sign that something happened.
HAPPENING: Final = (
    CONTROL
    | TAKE
    | WITHDRAW
    | GROUND
    | AIR
    | DRONE
    | SHELL
    | STRIKE
    | CASUALTY
    | INFRA
    | DEPLOY
    | EVACUATE
    | DOWN
    | MOVE
    | LOCAL
)
#: Any verb of speech.
SPEECH: Final = SAY | CLAIM | DENY | ADMIT | CONFIRM

_STEMS: Final[Mapping[int, str]] = {
    CONTROL: "взяти взятт взятие захоплен captur recaptur seiz liberat retak retook overran overrun захопи захопл "
        "захоплю відвоюва деокупу деокупова "
    "захват завлад оккупировал окупувал окупував овладе",
    FREED: "liberat звільни звільня звільнен освобо освобожд деокуп recaptur retook retak regain повернул вернул",
    TAKE: "зайшл зашл увійшл ввійшл вошл осво зайня заня взяли взяла взял взято взяті перейшл перешл встанови "
        "установи контрол",
    WITHDRAW: "withdr pull-out retreat relinquish surrender відступ відійш відвели відведен вийшли залишил отступ "
        "отош отвел "
    "отвод оставил покинул сдали здали",
    GROUND: "утриму удержива найгаряч зупин стрим broken beaten pressed bridgehead сутичк street-fight намагал "
        "намага пытал пыта остановл "
        "сдержив стриму сповільн тиснут тисн давит давят плацдарм закріп закреп clash fighting fought battl assault "
        "storm repel repul offensive counteroffensive counterattack engagement "
    "прорва прорыв прорив прорвал breakthrough "
    "foothold вибит выбит вибили выбили зачист зачищ infiltrat incursion skirmish firefight encircl боєзіткн "
        "зіткнен штурм наступ контрнаступ контратак бойов "
    "столкнов боестолкн отбит отбива отраз отраж відбива відбил відбит окруж оточен просоч диверс боїв бої боях "
    "боями боям "
    "сраж сутич вклин",
    MOVE: "наближа приближ approach advanc pushed pushing просун просува продвин продвиж продвиг вклин наступа",
    AIR: "airstrike air-strike aerial glide warplane airplane aircraft aviation bombard авіауда авіабомб авіаційн "
        "авіаці авіанал "
    "авиауд авиабомб авиацион авиаци авианал бомбард керован управляем літак самолет самолёт бомби бомба бомбу "
        "бомбами "
    "бомбы бомбой бомб",
    DRONE: "drone uav shahed unmanned kamikaze безпілот дрон шахед шахід мопед коптер квадрокоптер беспилот герань "
        "герані герани",
    SHELL: "накри вогонь вогнем огнем огнём вогню gunfire shell artiller mortar howitzer обстріл обстреля обстрел "
        "артилер артиллер мінометн мінометів миномет миномёт ствольн рсзв "
    "рсзо",
    STRIKE: "blown strike struck airstrik missil rocket explo blast bomb ballistic hitting attack target влуч вразил "
        "вражен уразил ураж "
    "ракет вибух прильот приліт бавовн детонац детонув сдетонир атак обстріля удар поразил поражен пораж попадан "
    "взрыв взорва прилет прилёт хлопок хлопк підірва підрив подорва подрыв iskander kalibr kinzhal іскандер калібр "
    "кинжал искандер калибр балістик баллист бомбл гатил",
    CASUALTY: "hospitali госпітал госпитал загибел гибел kill dead died wound injur casualt fatalit losses victim "
        "загин поран вбит убит жертв втрат постражда "
    "погиб ранен ранил убил вбил потер пострада поранен травмов смерт скончал",
    INFRA: "відключен отключен infrastruct outage blackout substation electricit heating power-grid електро "
        "энергетик енергети электро "
    "знеструм обесточ інфраструктур инфраструктур теплопост водопост подстанц підстанц нафтобаз нефтебаз "
    "refinery refineries нпз depot аеродром аэродром склад теплоцентрал дамб плотин",
    DEPLOY: "regroup перегруп перегрупп reinforc trench fortif digging окоп укріпл укрепл deploy redeploy relocat "
        "transferr concentrat mobiliz mobilis stationed rotat перекин розгорн перебаз "
        "розмісти "
    "розміщ переброс разверн размест размещ передислок передислоц сосредоточ зосеред ротац скупчен скоплен",
    EVACUATE: "вивез вывез вивозят evacuat евакуа эвакуа відселен отселен",
    LAUNCH: "launch fired запуск запусти пущен випущ выпущ злетіл взлет вылет",
    DOWN: "intercept downed shot-down збил збит збив перехоп сбил сбит перехват подавил подавлен",
    LOCAL: "гримі греме wreckage debris crash crater collaps derail обруш впав впал упал рухнул обвал задымл "
        "задимл загорі "
        "загоре спалахн вибуха explod fire burn damag destroy blaze alert siren пожеж горит "
        "горіл горять пошкод зруйн знищ пожар гори повреж поврежд "
    "разруш уничтож тривог тревог руйн палає палав",
    SAY: "оцінює оцінюют оценива констат припуска предполага полага сповіст наголош резюм "
        "отчита отчёт передаёт припис зафікс оприлюдн опублік опублик "
        "conclude judge note describ announc report "
        "stat повідом заяв сказа розпов зазнач наголос каже кажуть говорит говорят уточн поінформ "
    "написал напис додав додала інформу сообщ рассказ отмет отмеч подчерк добави доложи информир объяви оголоси "
    "пишет пише пишут зафікс зафиксир прокоментув прокоммент поясн закликал предупре попередж",
    CLAIM: "claim alleg boast assert purport стверджу твердж нібито утвержд якобы похвал хвали",
    DENY: "denied denies deny denying denial refut reject dismiss debunk заперечу заперечи спросту спростов відкида "
        "опроверг опроверж "
    "отрица отверг отвергл disput",
    ADMIT: "admit acknowledg conced визнал визнав визнає визнают признал признан призна",
    CONFIRM: "confirm verif підтверд верифік подтвер верифиц corroborat",
    RUSSIAN: "russia moscow kremlin росі російськ москв кремл кремль росси российск русск оккупант окупант окупацій "
        "оккупацион "
    "загарбн рашист путін путин putin lavrov peskov shoigu belousov gerasimov zakharova konashenkov шойгу белоусов "
    "бєлоусов лавров песков пєсков герасимов захаров конашенков tass тасс rybar рыбар рибар wagner вагнер "
    "мінобороны-рф ахмат medvedev медведев медведєв gladkov гладков khinshtein хинштейн hinshtein bogomaz богомаз "
    "starovoit aksyonov аксьонов аксёнов аксенов saldo сальдо pushilin пушилин пушилін balitsky балицк razvozhaev "
    "развожаев "
    "слюсар kadyrov кадыров pasechnik пасечник",
    UKRAINIAN: "ukrain kyiv kiev україн укра украин київ киев зсу всу afu zelensk зеленськ зеленск syrsk сирськ "
        "сырск budanov буданов "
    "генштаб ukrinform укрінформ укринформ suspilne суспільн deepstate гур sbu сбу сзр ова umerov умєров умеров "
    "yermak єрмак "
    "ермак синєгуб синегуб syniehub syniegub kim-vitali сухопутн оперативно-тактичн оск енергоатом укренерго "
        "ukrenergo "
    "energoatom podolyak подоляк zaluzh залужн kovalenko коваленко плетенчук братчук юсов ihnat ігнат игнат храпчинс "
    "filashkin філашкін филашкин lysak лисак prokudin прокудін прокудин fedorov лисогор tavria таврі хортиц khortyts "
    "бабель",
    ALLY: "korean корейс корейц кндр кндрівс белорус білорус belarus",
    NEUTRAL: "сеул пхеньян вашингтон лондон брюссел analyst observ reuters isw bbc afp yonhap estonia оон osce обсє "
        "обсе магате iaea аналітик аналитик експерт эксперт "
    "експерт рейтер оон незалежн независим independen pentagon пентагон british британ nato нато seoul pyongyang "
    "osint institut bellingcat",
    BODY: "brigad бригад ministr intelligen spokes governor mayor offici authorit president command general genshtab "
        "commissio milita "
    "army agenc service analyst observ institut bloggers blogger milblogg channel staff ombuds headquart міністер "
    "міноборон минобор "
    "министер генштаб розвід развед речни пресс-служб прес-служб губернатор мер мэр голов глав командув командов "
    "адмініст админист очільн начальн влад власт агенц агент експерт эксперт аналіт аналит президент полковник "
    "угрупов группиров сил зсу всу оон гур сбу ова оск дснс мчс мнс поліц полиц прокур спецслуж источник джерел "
    "воєнкор военкор телеграм telegram police prosecut rescuer resident witness local сайт видання изданн "
    "штаб омбудсм чиновник посад медиа змі сми мзс мид ведомств відомств blog officer source expert prosecutors "
    "council survey mission monitor journalist журналіст журналист reporter lawmaker депутат sergei-",
    TITLE: "minist president general colonel lieutenant major captain admiral governor mayor spokes secretary chief "
        "commander "
    "mr mrs ms dr senator ambassador chancellor king prime-minist president-elect міністр президент генерал "
    "полковник підполковник майор капітан капитан адмірал адмирал губернатор мер мэр речни пресс-секретар "
    "прес-секретар "
    "секретар голов глав командув командир министр посол депутат начальн очільни канцлер прем'єр премьер омбудсмен "
    "керівни "
    "руковод спікер спикер воєнкор военкор журналіст журналист эксперт експерт аналітик аналитик советник радни "
    "лідер лидер leader "
    "analyst adviser advisor head director блогер blogger",
    ENEMY: "ворог ворож противник enemy неприятел супротивник",
    WHEN: "вноч уноч night overnight day week month hour ніч ноч нічн ночн доб сут дня день днём днем дні дней тиж "
        "тижн недел меся міся вчор вчер учор сьогод сегод накан "
    "напередодні вихідн выходн п'ятн пятн серед сред четв вівт вторн субот суббот воскр понед неділ годин час "
    "morning evening year today yesterday tonight weekend ago earlier monday "
    "tuesday wednesday thursday friday saturday sunday jan feb mar apr may june july aug sep oct nov dec січ лют "
    "берез квіт трав черв липн липен липень серп верес жовт листоп груд янв "
    "фев март апрел мая май июн июл авг сент окт нояб декаб ранк тому назад місяц",
    EXPLAIN: "hamlet settlement село селище місто містечк хутір посёлок поселок деревня город village town lies lie "
        "lay лежить лежат розташован знаходит находит расположен belongs назван назв named "
    "значиться значится згадан згадано упомянут mentioned listed reached лежит "
    "звуть плутати путать confused заголовки означа означает places name такою таким",
    HOLD: "ours hands control контрол lost return flag claimed coloured взяти взятт своими своїми своих своїх свой "
        "войскам приписа приписал отчитал now marked as перейш переш",
    EVIDENCE: "geolocat footage satellite video visual geoconfirm геолок геоприв супутник спутник кадри кадры відео "
        "фотогр photograph image відеозап disput contested conflicting "
    "спірн оспор спорн оспарив суперечл противореч",
}  # fmt: skip

_WORDS: Final[Mapping[int, str]] = {
    TAKE: "ground took taken take takes taking control controls controlled fell fallen falls lost lose losing "
        "regained regain secured secure entered "
    "flag взяв взяти взять занял заняв контроль контролем контролю контроля контроль втратили потеряли втратила "
    "прапор флаг "
    "entering cleared gained gains holds occupied",
    WITHDRAW: "left leave abandoned pulled pullout pull",
    FREED: "regained regain freed",
    EXPLAIN: "є есть",
    GROUND: "reached moving forward бій бою бои боев боёв боях бой боям боями attacked attacking pushed combat melee",
    AIR: "каб кабів кабы каби кабов кабами фаб kab kabs bombs jets bombers",
    DRONE: "бпла fpv дрг-бпла бпак",
    SHELL: "grad градів граду мінами mlrs himars-fire rszv градами shells гради грады",
    STRIKE: "hit hits fires бив били бє б'є hitting raid raids вдарив вдарила вдарили вдарили б'ють бьет бьют ударил "
    "ударила ударили прилетіло прилетело влетіло",
    CASUALTY: "toll deaths death loss вбито убито загинув загинула survivor losses lives dead hurt",
    DEPLOY: "sent sends sending reinforcements підкріплення подкрепление подкрепления moved amassing massed",
    INFRA: "power grid dam bridge bridges pipeline railway energy water світла світло света свет мост мосту міст "
        "мости",
    EVACUATE: "виїхати виїзду выехать",
    DOWN: "downed shot intercepted",
    SAY: "ідеться йдеться conclude concluded concludes judges judged judge reckons spoke speaks maintains maintain "
        "insists credited put marked conceded said says say saying told tells tell wrote writes write added adds "
        "noted notes according stated states state-1 warned warns "
    "reported reports report reporting announced announces posted posts posted described estimated estimates "
        "estimate "
    "считает считают вважає вважають йдеться говорится сказано передає передает передают дані показали показало "
    "recorded counted documented assessed assesses assess believe believes think thinks thought published shows "
        "showed",
    CLAIM: "claims claimed claim claiming",
    ADMIT: "concede conceded concedes визнали признали признала признал визнала визнав",
    ACCORD: "according згідно згiдно согласно",
    RUSSIAN: "рф ria dpr lpr dnr lnr днр лнр рія риа рвв vgtrk rt interfax інтерфакс интерфакс мід-рф",
    UKRAINIAN: "гу гур hur gur mod-ua дснс тсоу",
    NEUTRAL: "un ap cnn bbc un's нато",
    BODY: "force navy army gur hur isw un staff mod she he зсу всу мо",
    NOT: "not no never neither nor without n't не ні ни нет немає без жодн hasn't haven't didn't isn't wasn't",
    FROM: "from з із зі зо из со від от",
    AT: "in at on near inside within around outside across over off by through throughout into onto against toward "
        "towards "
    "в у во на під над біля поблизу неподалік коло між по через за около возле под вблизи близ между над outside "
        "along "
    "between beyond of",
    PRONOUN: "it he she they he's ведомство відомство agency ministry він вона вони он она они там staff",
    LAUNCH: "launched launch launching fired firing запущені запущен took-off flew",
    BY_WORD: "даними даним данным словами словам інформацією информации повідомленням повідомленнями сообщению "
        "сообщениям оцінками оценкам оценке "
    "оцінкою версією версии утверждению утверждениям",
}  # fmt: skip

#: First names met in reports of the war, with their case stems; what follows one is a person.
_FIRST_NAMES: Final = """
volodymyr vladimir donald joe joseph sergei sergey serhii serhiy oleksandr alexander aleksandr oleksii alexei alexey
aleksei dmytro dmitry dmitri mykola nikolai mykhailo mikhail ivan petro pyotr peter pavlo pavel andrii andriy andrei
andrey oleh oleg ihor igor viktor victor yurii yuriy yuri vitalii vitaliy vitaly roman denys denis maksym maxim vadym
vadim vasyl yevhen yevgeny evgeny kyrylo kirill valerii valeriy valery rustem ruslan anton artem artyom bohdan taras
ostap oleksiy hanna iryna irina olena elena yelena olha olga natalia nataliia natalya maria mariia tetiana tatiana
tatyana svitlana svetlana yulia yuliia kateryna ekaterina anna lloyd antony boris emmanuel olaf ursula jens mark rishi
keir john james david michael robert william thomas richard george kim xi recep viktoria viktoriia liudmyla lyudmila
filip vyacheslav viacheslav stanislav hennadii gennady leonid ramzan yaroslav arsen kostiantyn konstantin daria oksana
charles marco pete justin giorgia mette kaja alla inna mariana stepan anatolii anatoly hryhorii grigory semen arkady
matvei timur володимир владимир дональд джо сергій сергей сергі серге олександр александр олексі алексе алексей
олексій дмитро дмитри дмитр микол никола николай микола михайл михаил михайло іван иван петр пётр петро павл павло
андрі андре андрій андрей олег ігор игор ігоря віктор виктор юрій юрия юри юрія віталі вітал витал роман денис максим
вадим васил васили євген євгені евгени евгений кирил кирилл валері валери валерій рустем руслан антон артем артём
богдан тарас остап ірин ирин ірина олен елен олена елена ольг ольга наталі наталь наталя наталья марі мари мария марія
тетян татьян світлан светлан юлі юли юлия юлія катерин екатерин анн ганн лариса лариси ллойд ентоні борис еммануель
кім ким рамзан станіслав станислав вячеслав в'ячеслав геннаді геннади леонід леонид ярослав арсен костянтин константин
валентин валентина вікторі виктори людмил філіп филипп дени кирило степан анатолі анатоли григорі григори тимур айдер
рефат ахтем оксан дарь дар'я никит нікіт єгор егор глеб гліб марк
"""

#: Case endings that may follow a first name's stem.
_NAME_ENDINGS: Final = frozenset((
    "", "a", "s", "'s", "а", "у", "ом", "ем", "е", "я", "ю", "й", "ія", "ію", "ієм", "ия", "ию", "ием", "ій", "ий",
    "ей", "еем",
    "єм", "і", "ы", "и", "ой", "ою", "ії", "ии", "єві", "ові", "о", "ь", "ем", "ей", "єю", "єм", "ля", "ьє", "ье",
    "ай", "ая", "ая",
    "аем", "аю", "єві", "еві", "ша", "иа", "ій",
))  # fmt: skip

#: Capitalised words that are no places: weapons, ships, treaties, outlets, festivals.
_THINGS: Final = """
shadow storm himars patriot atacms javelin leopard abrams bradley iskander kalibr kinzhal shahed geran lancet
bayraktar nasams iris-t gepard stinger caesar krab oreshnik tomahawk taurus scalp tornado grad smerch uragan tos buk
tor pantsir neptune zircon onyx onix flamingo palianytsia sarmat f-16 f-16s mig su- t-72 t-90 minsk-2 telegram
facebook twitter whatsapp youtube treaty convention agreement memorandum charter accord amendment doctrine resolution
operation brigade regiment division battalion corps guards fleet olympic cup league times post herald guardian
independent pravda gazeta shipyard шторм шедоу шадоу тень хаймарс хімарс патріот пэтриот леопард абрамс бредлі брэдли
іскандер искандер калібр калибр кинжал шахед герань ланцет байрактар орешник орєшнік томагавк ураган смерч град бук
тор панцир панцирь нептун циркон циркон онікс оникс телеграм фейсбук ютуб операція операция бригад полк дивізія
дивизия батальйон батальон корпус флот олімп чемпіонат азов-бригад договір договор конвенці конвенци меморандум
гвардия гвардія вишки вышки
"""


def _split(table: Mapping[int, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for bit, words in table.items():
        for word in words.split():
            found[word] = found.get(word, 0) | bit
    return found


_STEM_BITS: Final = _split(_STEMS)
_WORD_BITS: Final = _split(_WORDS)
_NAMES: Final = frozenset(_FIRST_NAMES.split())
_THING_WORDS: Final = frozenset(_THINGS.split())
_LONGEST: Final = max(map(len, _STEM_BITS))
_SHORT: Final = 3
#: Most words remembered; far more than a language has in its news.
_MEMORY: Final = 200_000

#: Words that begin like a stem and mean something else.
_EXCEPT: Final[Mapping[str, int]] = dict.fromkeys(
    """
    state states united statement's statesman strikers battlefield kills-switch reporter reporters targeted
    targets silence силу сила силі сильн силиконов ударник общая украсть украла украли главн главный главная
    главное главные главной главным головн головний головна головне головні головного головною головной головним
    головному мери мера-ціна станції ситуація силуети storms пороть заняття занятия контрольний заняли-ся заявка
    заявки counterpart fire-fighter firefighters firefighter generals-election generally reported-ly localised
    localized мертвий generation generations generator generators generate мережа мережі мережу мерзлот генератор
    генератори генераторы складно складає складу-2 складний складна сложно складати складала складатиме складання
    міста місто містом містах сходу сила-тяжіння заяву-1 ударів-1 меру мере мерою мережею мерседес главе-1 силовик
    призначен призначено призначив призначили признаки признак признаков officially властивість властиво власник
    власника власники властивості потерпел стало станом контролер контролёр контролер стрічка statistics stateless
    status statute statue stations station static stated-1 деловой говоря-1 осіб особи особисто основн основний
    основные основной освоєння освоение освіта освіти освіту освіті осветил оскільки оскіл оскол осколком осколки
    уламки killer-app batteries battery command-line fired-up downtown
    """.split(),
    0,
)  # fmt: skip
_KEPT: Final[Mapping[str, int]] = {
    "state": BODY, "statement": SAY, "stated": SAY, "states": 0, "targeted": STRIKE, "targeting": STRIKE, "target": 0,
    "силами": 0, "сил": BODY, "сили": BODY, "силы": BODY, "сила": 0, "станом": 0, "власти": BODY, "влада": BODY,
    "генерал": BODY | TITLE, "remains": 0, "fires": STRIKE | LOCAL, "fired": STRIKE | LAUNCH, "battery": 0,
    "складі": INFRA | LOCAL, "складу": 0, "local": BODY, "офіційно": 0,
    "reportedly": CLAIM, "за": AT, "reporter": BODY, "reporters": BODY, "general": BODY | TITLE, "statements": SAY,
    "сторони": BODY, "claims": CLAIM, "head": BODY | TITLE, "украинской": UKRAINIAN, "голова": BODY | TITLE,
    "глава": BODY | TITLE, "мер": BODY | TITLE, "мэр": BODY | TITLE, "силах": BODY, "air": AIR, "air-raid": LOCAL,
}  # fmt: skip


_WATER: Final = re.compile(r"(?:river|sea|bay|gulf|strait|reservoir|canal|lake|spit|island|peninsula|морі|море|моря|"
    r"мор[яею]м?|затоці|"
    r"річк[аиоюіу]+|рік[аи]|річці|рек[аиеуо]й?|водохранилищ\w+|водосховищ\w+|коса|косі|косе|остров\w*|острів|протока|"
    r"протоці|пролив\w*)\Z")  # fmt: skip


def _is_first_name(word: str) -> bool:
    for size in range(len(word), max(2, len(word) - 4), -1):
        if word[:size] in _NAMES and word[size:] in _NAME_ENDINGS:
            return True
    return False


#: Ends of nouns made from verbs of speech: повідомлення, сообщений.
_NOUNS: Final = (
    "ення", "енню", "енням", "еннях", "ень", "ения", "ений", "ение", "ению", "ением", "ениях", "ениями", "ания",
    "ание", "аний",
)  # fmt: skip


class _Tags(dict[str, int]):
    """Word (small letters) → flags, worked out at first sight and remembered."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MEMORY:
            self.clear()
        bits = self[word] = _flags(word)
        return bits


def _flags(word: str) -> int:
    if len(word) > 40:
        return 0
    return _meaning(word) | (WATER if _WATER.match(word) else 0) | (DIGITS if word[0].isdigit() else 0)


def _meaning(word: str) -> int:
    if word in _KEPT:
        return _KEPT[word] | (AREA_NOUN if word in ADMIN else AXIS_NOUN if word in AXIS else 0)
    bare = word[:-2] if word.endswith("'s") else word.rstrip("'")
    bits = _WORD_BITS.get(bare, 0)
    if word not in _EXCEPT:
        for size in range(min(len(bare), _LONGEST), _SHORT - 1, -1):
            found = _STEM_BITS.get(bare[:size])
            # a stem of three letters stands for short words only: сил, гур, мер
            if found:
                bits |= found if size > _SHORT or len(bare) <= size + 2 else found & WHEN
    if word in ADMIN:
        bits |= AREA_NOUN
    elif word in AXIS:
        bits |= AXIS_NOUN
    if bits & SPEECH and bare.endswith(_NOUNS):
        bits &= ~SPEECH
    if "-" in bare:
        for part in bare.split("-"):
            bits |= TAGS[part] & HAPPENING if part != word else 0
    if _is_first_name(bare):
        bits |= FIRST
    if bare in _THING_WORDS or (bits & DRONE and bare[:4] in ("шахе", "гера")):
        bits |= THING
    return bits


#: Flags of every word seen so far.
TAGS: Final = _Tags()

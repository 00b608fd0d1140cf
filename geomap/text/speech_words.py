"""Words that say who speaks, how, and whose they are, in English, Ukrainian and Russian; first names; things.

Beginnings of words, and whole words; :mod:`geomap.text.cue_bits` says what each list means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geomap.text.cue_bits import (
    ACCORD,
    ADMIT,
    ALLY,
    AT,
    BODY,
    BY_WORD,
    CLAIM,
    CONFIRM,
    DENY,
    ENEMY,
    FROM,
    NEUTRAL,
    NOT,
    PRONOUN,
    RUSSIAN,
    SAY,
    TITLE,
    UKRAINIAN,
    WHEN,
)

SPEECH_STEMS: Final[Mapping[int, str]] = {
    SAY:
        "acclaim announc answer brief cite cited cites comment conclude declar describ disclos emphasi enumerat "
        "explain inform insist judge note notif phras predict quot recount reiterat remark repli report respond "
        "reveal stat stress tweet underlin voic вислов вказал вказую вказує выраз відзнач відповіда говори "
        "говорит говорят делит добави додав додала додаю додає доложи дописав допові дізна заверил зазнач "
        "зазначил закликал запевн зауваж зафиксир зафікс заяв звіту информир каже кажуть коментує комментиру "
        "констат нагад наголос наголош напис написал наполяг напомн настаив насчит объяви объясн оголоси оприлюдн "
        "опублик опублік отвеча отмет отмеч отчита отчёт оценива оценил оцін оцінюют оцінює переда передаёт "
        "пересказыв писав писал пише пишет пишут повідом поделил подчерк подчёрк поділив поділил полага пообещ "
        "пообіц попередж порахув поясн поясни поінформ предполага предполож предупре припис припуска припуст "
        "прозвіту прокоментув прокоммент підкресл підсумув рассказ рассказыв резюм розпов розпові розповіда сказа "
        "сообщ сповіст уверя узна указал указыва уточн інформу",
    CLAIM:
        "alleg assert boast claim purport stverd будто буцім мовляв начебто ніби нібито похвал стверджу твердж "
        "утвержд хвали якоби якобы",
    DENY:
        "contradict debunk denial denied denies deny denying dismiss disput rebut refus refut reject repudiat "
        "брехл брехн вигадк вран выдум вымысл відкида дезинформ дезінформ заперечен заперечи заперечу не-відповід "
        "неправд опроверг опроверж отверг отвергл отрица спростов спросту фейк",
    ADMIT:
        "acknowledg admit conced concess визнав визнал визнают визнає зізна призна признал признан созна",
    CONFIRM:
        "authenticat confirm corroborat substantiat verif верифиц верифік засвідч подтвер підтверд удостовер",
    RUSSIAN:
        "aksyonov anokhin artamonov balitsky beglov belousov bocharov bogomaz busargin drozdenko dyumin fsb gagin "
        "gerasimov gladkov golubev gusev hinshtein kadyrov khinshtein khinstein kimakovsk klychkov konashenkov "
        "kondratyev kotenok kremlin lavrov malkov marochko medvedev milblog milyaev moscow pasechnik peskov "
        "poddubn podolyaka pushilin putin razvozhaev rogov rudenya russi russia rybar saldo scvo shapsha shoigu "
        "sladkov smirnov-alexei sobyanin starovoit tass vorobyov wagner wargonzo zakharova аксенов аксьонов "
        "аксёнов анохин анохін артамонов ахмат балицк беглов белоусов богомаз бочаров бусаргин бусаргін бєлоусов "
        "вагнер военкор воробйов воробьев воєнкор гагин герасимов гладков голубев гусев гусєв дрозденко дюмин "
        "дюмін загарбн захаров кадыров кимаковск клычков конашенков кондратьев кондратьєв королев-виталий "
        "корольов котенок кремл кремль лавров малков марочко медведев медведєв миляев москв міляєв мінобороны-рф "
        "оккупант оккупацион окупант окупацій пасечник песков поддубн подоляк-юрий подоляка путин путін пушилин "
        "пушилін пєсков развожаев рашист рибар рогов росавиац росавіац росгвард роспотреб росси российск росі "
        "російськ руденя русск рыбар рыбарь сальдо сво сладков слюсар собянин собянін тасс фсб хинштейн шапша "
        "шойгу",
    UKRAINIAN:
        "afu artiukh biletsk bratchuk brovdi budanov butusov chaus cherniak chernyshov deepstate defenders "
        "demchenko drapat dtek energoatom fedorov filashkin filatov haidai honcharenko hryhorov humeniuk ihnat "
        "khortyts kiev kim-vitali klitschko klymenko kovalenko kozytsk kravchenko-ruslan kuleba kyiv lykhov lysak "
        "magyar maliuk marchenko-іван mashovets mrochko nayev podolyak prokudin pronin sadov sbu senkevych "
        "shmyhal suspilne svyryden sybiha synehub syniegub syniehub syrsk tarnavsk tavria terekhov tiurin trehub "
        "trukhin tykhyi ukrain ukrenergo ukrinform ukrzaliznyts umerov vilkul volosh yermak zaluzh zelensk "
        "zhyvytsk артюх бабель билецк братчук бровді буданов бутусов білецьк вилкул волошин всу вілкул гайдай "
        "генштаб гончаренко госпогран григоров гуменюк гур демченк держприкорд драпат дтек енергоатом ермак "
        "живицк живицьк жорін залужн захисник захисниц зеленск зеленськ зсу игнат калашник киев київ клименк "
        "кличко коваленк коваленко козицк козицьк кулеба лисак лисогор лиховий лиховій мадяр малюк марченк "
        "машовець мрочко наев наєв оборонц ова оперативно-тактичн оск плетенчук подоляк прокудин прокудін пронин "
        "пронін садови сбу свириденк сенкевич сзр сибиг сибіг синегуб синєгуб сирськ суспільн сухопутн сырск "
        "сєнкевич таврі тарнавск тарнавськ терехов ткаченко-тимур трегуб трухан труханов тюрин тюрін укра украин "
        "україн укренерго укрзализн укрзалізн укринформ укрінформ умеров умєров федоров филатов филашкин філатов "
        "філашкін хортиц хортиця храпчинс чаус черняк шмигал шмыгал юсов єрмак ігнат",
    NEUTRAL:
        "afp analyst astra austin bbc bellingcat biden bild blinken borrell british duda erdogan estonia "
        "eyewitness fico finnish germany hegseth iaea independen institut isw kallas kastehel kofman macron "
        "meduza merz moldov nato nauseda nawrocki observ orban osce osint pentagon polish pyongyang reuters "
        "roepcke romania rubio rutte röpcke sandu scholz seoul spiegel starmer stoltenberg sunak trump tusk vance "
        "yonhap аналитик аналітик байден блинкен блінкен боррел британ брюссел вашингтон венс вэнс гегсет дуда "
        "експерт ердоган каллас кастегел кофман лондон магате макрон медиазон медуза мерц молдов нато науседа "
        "независим незалежн обсе обсє оон орбан остін пентагон польш польщ пхеньян рейтер ропке рубио рубіо румун "
        "рютте санду сеул стармер столтенберг сунак трамп туск финл фицо фіцо хегсет шольц эксперт эрдоган",
    BODY:
        "agenc analyst army authorit battalion blog blogger bloggers brigad brigade channel command commissio "
        "council doctor envoy expert general genshtab governor headquart hospital institut intelligen investig "
        "journalist lawmaker lawyer local marine mayor medic milblogg milita ministr mission monitor observ "
        "officer offici ombuds police president prosecut prosecutors regiment reporter rescuer rescuers resident "
        "sergei- service source spokes staff survey telegram witness агент агенц админист адмініст аналит аналіт "
        "бригад ведомств видання влад власт военкор волонтер волонтёр воєнкор врач всу відомств військкор "
        "генпрокур генштаб глав голов горсовет группиров губернатор гур депутат джерел дослідник дснс експерт "
        "жител журналист журналіст замест заместител замминистр замміністр заступник змі зсу изданн исследовател "
        "источник командов командув комендант компани компані лікар медиа медик мер мерии мерія мешкан мзс мид "
        "министер минобор мнс мониторинг монітор моніторинг мчс мэр мэри міноборон міністер місцев міськрад "
        "начальн облрад ова омбудсм оон оператор оск очевид очільн паблик паблік погранич полиц полковник поліц "
        "посад посольств представител представник президент прес-служб прес-центр пресс-служб пресс-центр "
        "пресслужб прессслужб пресцентр прикордон прокур радник развед речни речниц рибар розвід рятувал сайт сбу "
        "свидетел свідк сенатор сил следовател следств слідч сми советник спасател спецслуж старост староста "
        "телеграм угрупов чат чиновник штаб эксперт",
    TITLE:
        "admiral adviser advisor ambassador analyst blogger captain chancellor chief colonel commander director "
        "dr general governor head king leader lieutenant major mayor minist mr mrs ms president president-elect "
        "prime-minist secretary senator spokes адмирал адмірал аналитик аналітик блогер военкор воєнкор генерал "
        "глав голов губернатор депутат експерт журналист журналіст замминистр замміністр канцлер капитан капітан "
        "керівни командир командув лидер лідер майор мер министр мэр міністр начальн омбудсмен очільни полковник "
        "посол президент прем'єр премьер прес-секретар пресс-секретар підполковник радни речни руковод секретар "
        "советник спикер спікер эксперт",
    ALLY:
        "belarus korean белорус білорус кндр кндрівс корейс корейц",
    ENEMY:
        "enemy ворог ворож неприятел противник супротивник",
    WHEN:
        "ago apr aug autumn christmas dawn day daybreak dec earlier easter evening feb friday holiday hour "
        "independ jan july june mar may midday midnight monday month morning night noon nov oct overnight predawn "
        "recent saturday sep spring summer sunday sunrise then thursday today tomorrow tonight tuesday victory "
        "wednesday week weekend winter year yesterday авг апрел берез ввечер велик великд вербн верес весн вечер "
        "вечор взимк вихідн вліт вноч восен воскр вранц врем вторн вчер вчор выходн вівт годин груд декаб день "
        "дней днем дня днями днях днём дні доб жовт завтр зим зранк июл июн квіт лета летом липен липень липн "
        "листоп лют літ май март мая меся минул міся місяц навесн назад накан напередодні недел неділ новий новог "
        "новор новый ноч ночн нояб ніч нічн окт опівд опівн осен останн осін п'ятн пасх перших першого полдень "
        "полноч полуноч понед последн прошл пятн ранк рассвет рождеств різдв святв світан сегод сент серед серп "
        "сред суббот субот сут сьогод січ тиж тижн тогда тоді тому торік торіш трав увечер уноч уранц утр учор "
        "фев час часу черв четв янв",
}  # fmt: skip

SPEECH_WORDS: Final[Mapping[int, str]] = {
    SAY:
        "according added adds announced announces assess assessed assesses believe believes briefed conceded "
        "conclude concluded concludes counted credited described documented estimate estimated estimates "
        "explained insisted insists judge judged judges list listed lists maintain maintains marked mentioned "
        "noted notes pointed posted posts published put recalled recalls reckons recorded report reported "
        "reporting reports said say saying says showed shows speaks spoke state-1 stated states tell tells think "
        "thinks thought told warned warns write writes wrote вважають вважає випливає відповів відповіла "
        "говорится дані допис дописі згадав згадала згадали йдеться йшлося каже кажуть мова мовиться назвав "
        "назвал назвала назвали називает називають називає написала написали ответил ответила передает передают "
        "передає пишуть подав подає показали показало показують показує рассказали речь свидетельствуют свідчать "
        "сказал сказала сказали сказано следует стверджували считает считают читаємо ідеться",
    CLAIM:
        "allegedly claim claimed claiming claims contends purportedly supposedly",
    ADMIT:
        "concede conceded concedes визнав визнала визнали признал признала признали",
    ACCORD:
        "according згiдно згідно согласно",
    RUSSIAN:
        "dnr dpr interfax lnr lpr ria rt vgtrk днр интерфакс лнр мід-рф рвв риа рф рія інтерфакс",
    UKRAINIAN:
        "azov gur hur mod-ua ssu аfu азов гпсу гу гур дпсу дснс сбс сбу тсоу",
    NEUTRAL:
        "afp ap bbc cnn dpa nyt rmf sky un un's wsj нато",
    BODY:
        "army brigade company force group gur he hur isw mapping mod navy operator she staff un utility villager "
        "villagers всу зсу карта карте карті мапа мапі мо ок осув отг оту оув прокуратурі",
    NOT:
        "can't cannot didn't hasn't haven't isn't n't neither never no nobody nor not nothing wasn't weren't "
        "without без жодн жодного жодної не немає нет ни никого никто ничего ні нікого ніхто нічого",
    FROM:
        "from від з зо зі из от со із",
    AT:
        "across against along around at between beyond by in inside into near of off on onto outside over through "
        "throughout toward towards within близ біля в вблизи во возле за коло между між на над неподалік около по "
        "поблизу под під у через",
    PRONOUN:
        "agency he he's it ministry she staff they ведомство вона вони відомство він он она они там",
    BY_WORD:
        "account count estimate logic reckoning tally version words версии версією версії даним даними данным "
        "дописом допису зведення зведенням информации логике оценкам оценке оцінками оцінкою повідомленням "
        "повідомленнями подсчетам подсчётам посту підрахунками сведениям сводкам сводке сводки словам словами "
        "сообщению сообщениям утверждению утверждениям інформацією",
    DENY:
        "baseless denials disinformation dismissing fake fakes false groundless lie lies nonsense untrue ложь "
        "ложью нет-так",
}  # fmt: skip

#: First names met in reports of the war, with their case stems; what follows one is a person.
FIRST_NAMES: Final = """
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
NAME_ENDINGS: Final = frozenset((
    "", "a", "s", "'s", "а", "у", "ом", "ем", "е", "я", "ю", "й", "ія", "ію", "ієм", "ия", "ию", "ием", "ій", "ий",
    "ей", "еем",
    "єм", "і", "ы", "и", "ой", "ою", "ії", "ии", "єві", "ові", "о", "ь", "ем", "ей", "єю", "єм", "ля", "ьє", "ье",
    "ай", "ая", "ая",
    "аем", "аю", "єві", "еві", "ша", "иа", "ій",
))  # fmt: skip

#: Capitalised words that are no places: weapons, ships, treaties, outlets, festivals.
THINGS: Final = """
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

"""Forms of dates in English, Ukrainian and Russian: a table of expressions, each with the words it cannot do without.

Expressions are tried in the order of the table; what an earlier one has read, a later one does not read again. So the
longer forms come first. :mod:`geomap.text.date_spans` says which days each name stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Final

from geomap.text.sentences import WORD

MONTH_NAMES: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?"
    r"|січ(?:ень|ня|ні|нем|ню)|лют(?:ий|ого|ому|им)|берез(?:ень|ня|ні|нем)|квіт(?:ень|ня|ні|нем)|"
    r"трав(?:ень|ня|ні|нем)|черв(?:ень|ня|ні|нем)|лип(?:ень|ня|ні|нем)"
    r"|серп(?:ень|ня|ні|нем)|верес(?:ень|ня|ні|нем)|жовт(?:ень|ня|ні|нем)|листопад(?:[аі]|ом)?|груд(?:ень|ня|ні|нем)"
    r"|январ(?:[яье]|ем)|феврал(?:[яье]|ем)|март(?:[ае]|ом)?|апрел(?:[яье]|ем)|ма(?:[йяе]|ем)|июн(?:[яье]|ем)|"
    r"июл(?:[яье]|ем)|август(?:[ае]|ом)?|сентябр(?:[яье]|ем)|октябр(?:[яье]|ем)|ноябр(?:[яье]|ем)|декабр(?:[яье]|ем))"
)
DAY_NAMES: Final = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понеділ(?:ок|ка|ку|ком)|понедельник(?:[ау]|ом)?|"
    r"вівтор(?:ок|ка|ку|ком)|вторник(?:[ау]|ом)?|серед(?:[ауи]|ою)|сред(?:[ауы]|ой)"
    r"|четверг(?:[ауо]|ом)?|четвер|п'ятниц(?:[юіея]|ею)|пятниц(?:[уые]|ей)|субот(?:[ауи]|ою)|суббот(?:[ауы]|ой)|"
    r"неділ(?:[юія]|ею)|воскресень(?:[еяю]|ем)"
    r"|(?:понеділков|вівторков|четвергов|п'ятничн|суботн|недільн|пятничн|субботн|воскресн)(?:ий|ого|ому|ім|ій|ої|а|у|"
    r"ый|ом|ой|ая|ую))"
)
_YEAR: Final = r"(?:,? (?P<y>20\d\d)(?!\d))?"
#: "last year" and "this year" after a day or month.
_SAID_YEAR: Final = r"(?:,? (?:of )?(?P<ly>last year|минулого року|торік|прошлого года|минувшего года)|"
_SAID_YEAR_END: Final = r",? (?:this year|цього року|цьогоріч|поточного року|этого года|текущего года))?"
_WHICH: Final = _YEAR + _SAID_YEAR + _SAID_YEAR_END
_COUNT: Final = (
    r"(?P<n>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|several|a few|few|a couple of|couple of|"
    r"один|одну|два|дві|двоє|двох|трьох|три|чотири|чотирьох|п'ять|п'яти|шість|сім|семи|вісім|дев'ять|десять|десяти|"
    r"кілька|декілька|кількох|"
    r"две|двое|двух|трёх|трех|четыре|четырёх|четырех|пять|пяти|шесть|шести|семь|восемь|девять|десять|несколько|"
    r"нескольких|пару)"
)
_UNIT: Final = (
    r"(?P<u>hours?|days?|weeks?|fortnights?|months?|годин[аиу]?|час(?:а|ов)?|днів|днями|дні|день|доби|діб|добу|дня|"
    r"дней|суток|сутки|тижнів|тижнями|тижні|тиждень|недел[июь]|недель|місяців|місяці|місяць|месяцев|месяца|месяц)"
)
_LAST: Final = (
    r"(?:past|last|previous|preceding|recent|останн\w+|минул\w+|попередн\w+|последн\w+|прошедш\w+|минувш\w+|прошл\w+|"
    r"истекш\w+)"
)
_OVER: Final = (
    r"(?:over|in|during|for|within|throughout|за|протягом|упродовж|впродовж|в течение|на протяжении|в|у|across)"
)
_OF_MONTH: Final = rf"(?:of |in |місяця |месяца )?(?P<m>{MONTH_NAMES})\b{_WHICH}"
_MORNING: Final = (
    r"(?:(?:in the |this |early in the |by )?(?:morning|afternoon)|(?:at|by|before|around) (?:dawn|daybreak|sunrise|"
    r"noon|midday)|вранці|уранці|зранку|ранком|цього ранку|на світанку|опівдні|удень|вдень|пополудні|"
    r"утром|с утра|этим утром|под утро|на рассвете|днём|днем|в полдень|"
    r"this evening|tonight|сьогодні|сегодня|today)"
)

#: name, expression, and beginnings of words of which a sentence must have one (of each group).
_TABLE: Final[tuple[tuple[str, str, tuple[str, ...]], ...]] = (
    ("next_day", r"\bthe (?:next|following) (?:day|morning)\b|\bthe day after\b|\bнаступного (?:дня|ранку)\b|"
        r"\bна (?:наступний|следующий|другой) день\b|\bследующ(?:им утром|его дня)\b|\bназавтра\b",
        ("next|following|after|наступн|след|друг|назавтра",)),
    ("to_come", rf"\b(?:next|coming|upcoming|наступн\w+|следующ\w+|будущ\w+|ближайш\w+|найближч\w+) "
        rf"(?:few |several |кілька |несколько |{_COUNT} )?(?:{DAY_NAMES}|weeks?|months?|years?|weekends?|days?|hours?|"
        rf"тиж\w+|неділ\w+|недел\w+|місяц\w+|месяц\w+|рок\w+|рік|год\w*|дн[іея]\w*|ден\w*|{MONTH_NAMES})\b|"
        r"\btomorrow\b|\bзавтра\w*\b|\bпіслязавтра\b|\bпослезавтра\b",
     (r"next|coming|upcoming|наступн|следующ|будущ|ближайш|найближч|tomorrow|завтра|післязавтра|послезавтра",)),
    ("after", rf"\b{_COUNT} {_UNIT} (?:later|потому|по тому|після того|спустя)\b|\b(?:через|за|спустя) "
        rf"{_COUNT.replace('<n>', '<n2>')} "
        rf"{_UNIT.replace('<u>', '<u2>')}\b(?= (?:після|потому|по тому|після того|после))|\bспустя "
        rf"{_COUNT.replace('<n>', '<n3>')} {_UNIT.replace('<u>', '<u3>')}\b",
     (r"later|потому|тому|після|спустя|після|после",)),
    # Nights.
    ("night_of", rf"(?:\b(?:on|in|during|over|into) )?(?:the )?night (?:of|to|from|between) (?:the )?"
        rf"(?:\d{{1,2}}(?: {MONTH_NAMES})?(?: ?[-–/] ?| to | into | and ))?(?P<d>\d{{1,2}}) "
        rf"(?P<m>{MONTH_NAMES}){_WHICH}",
     (MONTH_NAMES, "night")),
    ("night_of", rf"(?:ніч|ночі|ночь|ночи) (?:на|проти|(?:з|із|зі|с|со) \d{{1,2}}(?: {MONTH_NAMES})? на) "
        rf"(?:\d{{1,2}}[-–/])?(?P<d>\d{{1,2}}) (?P<m>{MONTH_NAMES}){_WHICH}", (MONTH_NAMES, "ніч|ночі|ноч")),
    ("night_of", rf"(?:on the |in the |during the )?night of (?P<m>{MONTH_NAMES}) (?:\d{{1,2}} ?(?:[-–/]|to|and|"
        rf"into) ?"
        rf"(?:{MONTH_NAMES} )?)?(?P<d>\d{{1,2}}){_YEAR}", (MONTH_NAMES, "night")),
    ("night_nth", r"(?:ніч|ночі|ночь) (?:на|проти|(?:з|із|зі|с|со) \d{1,2}(?:-\w{1,3})? на) "
        r"(?P<d>\d{1,2})-(?:те|ге|е|го|ше)\b",
     ("ніч|ночі|ноч", r"\d")),
    ("night_day", rf"(?:ніч|ночі|ночь) (?:на|проти|(?:з|із|зі|с|со) {DAY_NAMES} на) (?P<w>{DAY_NAMES})\b",
     (DAY_NAMES, "ніч|ночі|ноч")),
    ("night_day", rf"\b(?:overnight|(?:on |in |during )?the night) (?:from {DAY_NAMES} )?(?:in)?to "
        rf"(?P<w>{DAY_NAMES})\b",
     (DAY_NAMES, "overnight|night")),
    ("new_year_night", r"\bноворічн\w+ ніч|\bновогодн\w+ ноч\w|\bnew year's night", ("новор|новог|new",
        "ніч|ноч|night")),
    # Holidays.
    ("feast", r"\b(?:(?P<palm>palm sunday|вербн\w+ неділ\w+|вербно\w+ воскресень\w)|(?P<good>good friday|страсн\w+ "
        r"п'ятниц\w|страстн\w+ пятниц\w)|(?P<orthodox>orthodox easter|велик(?:день|одня|дня|одні|день)|пасх[аиуеы]|"
        r"світл\w+ воскресіння)|(?P<west>easter(?: sunday)?))\b",
     ("palm|вербн|good|страс|orthodox|велик|пасх|easter|світл",)),
    ("holiday", r"\b(?:(?P<h1224>christmas eve|святвеч\w+|святий вечір|святвечір)|(?P<h0106>сочельник\w*)|"
        r"(?P<h0107>рождеств[оау]|orthodox christmas)|"
        r"(?P<h1225>christmas(?: day)?|різдв[оау])|(?P<h1231>new year's eve)|"
        r"(?P<h0101>new year's day|на нов(?:ий рік|ый год))(?! \d)|"
        r"(?P<h0824>(?:ukraine's )?independence day|д(?:ень|ня) незалежності|д(?:ень|ня) независимости(?: украины)?)|"
        r"(?P<h0509>victory day|день перемоги|день победы)|(?P<h0628>день конституції|constitution day)|"
        r"(?P<h0612>russia day|день росії|день россии)|(?P<h0823>flag day|день прапора)|(?P<h0308>women's day|"
        r"8-ме березня))\b",
     ("christmas|свят|різдв|сочельн|рожд|new|нов|independ|victory|constitution|день|дня|russia|flag|women|8",)),
    # Calendar.
    ("iso", r"\b(?P<y>20\d\d)-(?P<m2>\d\d)-(?P<d>\d\d)\b", (r"20\d\d\Z", r"\d\d\Z")),
    ("dotted", r"\b(?P<d>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y>20\d\d)\b", (r"\d{1,2}\.\d{1,2}\.?",)),
    ("cross", rf"\b(?:(?:from|between|since|з|із|від|с|со|от) )?(?P<d>\d{{1,2}}) (?P<m>{MONTH_NAMES}) ?"
        rf"(?:[-–—]|to|and|until|till|through|до|по|та|і|и) ?(?P<d2>\d{{1,2}}) (?P<m2>{MONTH_NAMES})\b{_WHICH}",
     (MONTH_NAMES, r"\d")),
    ("range", rf"\b(?:(?:from|between|з|із|від|с|со|от) )?(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?"
        rf"(?:, \d{{1,2}})*,? ?(?:[-–—]|to|and|until|till|through|до|по|та|і|й|и) ?(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? "
        rf"(?:of )?(?P<m>{MONTH_NAMES})\b{_WHICH}", (MONTH_NAMES, r"\d")),
    ("range", rf"\b(?P<m>{MONTH_NAMES})\.? (?P<d>\d{{1,2}}) ?(?:[-–—]|to|and|through) ?(?P<d2>\d{{1,2}})\b{_YEAR}",
     (MONTH_NAMES, r"\d")),
    ("first_days", rf"\b(?:(?:the )?(?:first|opening) days|перш(?:і|их) дн\w+|перв(?:ые|ых) дн\w+) {_OF_MONTH}",
     (MONTH_NAMES, "first|opening|перш|перв")),
    ("week_of", rf"\b(?P<nth>first|second|third|fourth|перш|друг|трет|четверт|перв|втор|четв[её]рт)\w* "
        rf"(?:week|тижд?\w+|недел\w+)(?: of|,)? (?P<m>{MONTH_NAMES})\b{_WHICH}", (MONTH_NAMES, "week|тиж|недел")),
    ("half", rf"\b(?P<half>first|second|перш\w+|друг\w+|перв\w+|втор\w+) (?:half|половин\w+) {_OF_MONTH}",
     (MONTH_NAMES, "half|половин")),
    ("third", rf"\b(?P<part>перш\w+|друг\w+|трет\w+|перв\w+|втор\w+) декад\w+ {_OF_MONTH}", (MONTH_NAMES, "декад")),
    ("since_start", rf"\b(?:since (?:the )?(?:start|beginning|early|turn)|з початку|від початку|с начала) {_OF_MONTH}",
     (MONTH_NAMES, "since|початку|начала")),
    ("last_day", rf"\b(?:the )?(?:last|final) day {_OF_MONTH}|\bостанн\w+ д(?:ень|ня) "
        rf"{_OF_MONTH.replace('<m>', '<m3>').replace('<y>', '<y3>').replace('<ly>', '<ly3>')}|"
        rf"\bпоследн\w+ д(?:ень|ня) {_OF_MONTH.replace('<m>', '<m4>').replace('<y>', '<y4>').replace('<ly>', '<ly4>')}",
     (MONTH_NAMES, "last|final|останн|последн")),
    ("part", rf"\b(?:(?P<early>early(?: in)?|(?:the )?(?:start|beginning)|на початку|(?:з|із|від) початк\w+|"
        rf"початок|поч\.|"
        rf"в начале|начало|с начала)|(?P<middle>mid|(?:the )?middle|(?:у|в|до|з|на)? ?середин[іиу]|посеред|"
        rf"(?:в|к|с|на)? ?середин[еыу])|(?P<late>late(?: in)?|(?:the )?(?:end|close|last days|final days)|наприкінці|"
        rf"(?:у|в|під|до) кін(?:ці|ець|ця)|(?:в|у)? ?останн(?:і|іх|іми) дн\w+|(?:в|под|к|до) конц?е?(?:ец|у|а)?|"
        rf"(?:в )?последн(?:ие|их) дн\w+))[- ]{_OF_MONTH}",
     (MONTH_NAMES + "|mid-", "early|start|begin|поч|нач|mid|сер|посер|late|end|close|last|final|кін|кон|наприк|"
         "останн|посл")),
    ("ordinal", rf"\b(?P<o>перш|друг|треть|четверт|п'ят|шост|сьом|восьм|дев'ят|десят|одинадцят|дванадцят|тринадцят|"
        rf"чотирнадцят|п'ятнадцят|шістнадцят|сімнадцят|вісімнадцят|дев'ятнадцят|двадцят|перв|втор|третьего|"
        rf"четв[её]рт|пят|шест|седьм|девят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат|шестнадцат|семнадцат|"
        rf"восемнадцат|девятнадцат|двадцат)(?:ого|ього|его)? (?P<m>{MONTH_NAMES})\b{_WHICH}",
     (MONTH_NAMES, r"\w+(?:ого|ього|его)\Z")),
    ("since_day", rf"\b(?:since|starting from|starting on|начиная с|починаючи (?:з|із|від)|з|із|від|с|со) (?:the )?"
        rf"(?P<d>\d{{1,2}}) (?P<m>{MONTH_NAMES})\b{_WHICH}", (MONTH_NAMES, r"\d")),
    ("since_day", rf"\bsince (?P<m>{MONTH_NAMES}) (?P<d>\d{{1,2}})\b{_YEAR}", (MONTH_NAMES, "since")),
    ("day", rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th|-го|-е|-те)?(?: of)? (?P<m>{MONTH_NAMES})\b{_WHICH}", (MONTH_NAMES,
        r"\d")),
    ("day", rf"\b(?P<m>{MONTH_NAMES})\.? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s?(?:%|km|people|troops|"
        rf"drones|"
        rf"missiles|[,.]\d)){_YEAR}", (MONTH_NAMES, r"\d")),
    ("month_year", rf"(?<!\d )\b(?P<m>{MONTH_NAMES}),? (?P<y>20\d\d)(?!-?\d)", (MONTH_NAMES, r"20\d\d")),
    ("nth", r"\bon the (?P<d>\d{1,2})(?:st|nd|rd|th)(?=\Z|[,.;:]| (?:at|in|and|after|near)\b)|"
        r"\b(?P<d2>\d{1,2})-(?:го|те|ге|е)(?: числа)?(?=\Z|[,.;:])|\b(?P<d3>\d{1,2})(?:-го)? числа\b",
     (r"\d",)),
    ("since_month", rf"\bsince (?P<m>{MONTH_NAMES})\b(?! \d)", (MONTH_NAMES, "since")),
    # Relative days.
    ("ago", rf"\b{_COUNT} {_UNIT} (?:ago|тому|назад)\b|\b(?P<u2>тиждень|неделю|місяць|месяц|добу|годину|час|"
        rf"сутки|день) "
        r"(?:тому|назад)\b", ("ago|тому|назад",)),
    ("before", rf"\b{_COUNT} {_UNIT} (?:earlier|before|previously|раніше|ранее|до того|до этого|до цього)\b|"
        rf"\b(?P<u2>днём|днем|добою|сутками|тижнем|неделей) (?:раніше|ранее)\b|\b(?P<n2>двома|трьома|кількома|"
        rf"двумя|тремя|несколькими) "
        r"(?P<u3>днями|тижнями|неделями|годинами|часами) (?:раніше|ранее)\b|\bза день до (?:того|цього|этого)\b",
     ("earlier|before|previously|раніше|ранее|до",)),
    ("recent_units", rf"\b{_OVER} (?:the |ці |эти )?{_LAST} {_COUNT} {_UNIT}\b|\b(?:the )?(?:past|last) "
        rf"{_COUNT.replace('<n>', '<n2>')} "
        rf"{_UNIT.replace('<u>', '<u2>')}\b|\bза {_COUNT.replace('<n>', '<n3>')} (?:{_LAST} )?"
        rf"{_UNIT.replace('<u>', '<u3>')}\b(?! (?:на|від|от|до|west|north|east|south))",
     (r"hour|day|week|fortnight|month|год|час|дн|ден|доб|діб|сут|тиж|недел|міся|меся",)),
    ("recent_days", rf"\b{_OVER} {_LAST} (?:few |several |кілька |несколько )?(?:days|дні|днів|дни|дней)\b|"
        rf"\bостанніми днями\b|"
        r"\b(?:these|recent|the other|the past few) days?\b|\bцими днями\b|\bна днях\b|(?<!\w )\bднями\b",
     ("day|дні|днів|дни|дней|днями|днях",)),
    ("evening_before", r"\b(?:last|yesterday) evening\b|\bминулого вечора\b|\bпрошл\w+ вечером\b|\b(?:вчора|"
        r"учора|вчера) "
        r"(?:ввечері|увечері|вечером)\b|\b(?:minulo|вчорашн\w+ веч\w+|вчерашн\w+ веч\w+)\b", ("evening|вечор|"
        "вечер|ввечері|увечері",)),
    ("overnight", rf"\bovernight\b|\blast night\b|\b(?:during|in|through|throughout|over) the (?:past |last )?night\b|"
        rf"\bthis past night\b|\bin the (?:early|small|predawn|pre-dawn) hours\b|"
        rf"\b(?:at|after|past|before|around|till|until) midnight\b|\b(?:цієї|сієї|минулої|минувшої|прошлой|этой|"
        rf"минувшей|"
        rf"прошедшей) (?:ночі|ночью)\b|\b(?:протягом|впродовж|упродовж|в течение|посеред|серед) (?:{_LAST} "
        rf")?(?:ночі|ночи)\b|"
        rf"\bза (?:{_LAST} |цю |эту )?(?:ніч|ночь)\b|\bвночі\b|\bуночі\b|\bночью\b|\b(?:після|о|об|до|близько) "
        rf"?опівночі\b|"
        rf"\bопівночі\b|\b(?:после|до|около|в) полу?ночи?\b|\bв полночь\b|\bщойно минулої ночі\b|\bпосеред "
        rf"ночі\b|\b(?:час(?:а|ов)?|годин[аиіу]?) ноч[иі]\b|"
        rf"\b(?:к|до|під|под) (?:ранку|утру)\b(?! \d)"
        r"|\bнічн(?:а|ої|ій|у|ий|ого|их|і|ою|им|ими) (?:\w+ )?(?:атак|удар|обстріл|наліт|нальот)|\bночн(?:ая|ой|"
        r"ую|ого|"
        r"ые|ых|ом|ым|ыми) (?:\w+ )?(?:атак|удар|обстрел|налет|налёт)",
     (r"(?:over|mid)?night|hours|ніч|ноч|вноч|уноч|нічн|ночн|опівноч|полноч|полуноч|ранку|утру",)),
    ("before_yesterday", r"\bпозавчора\w*\b|\bпозавчера\w*\b|\bthe day before yesterday\b", (r"позавч|day",
        r"позавч|before")),
    ("yesterday", r"\byesterday\b|\bвчора\b|\bучора\b|\bвчера\b|\bнакануне\b|\bнапередодні\b|\bthe previous day\b|"
        r"\bthe day before\b|\bпопереднього дня\b|\bпредыдущим днём\b|\bвчорашн\w+\b|\bвчерашн\w+\b",
     (r"yester|вчор|учор|вчер|накан|напередодні|previous|before|попередн|предыд",)),
    ("past_day", rf"\b(?:{_OVER} )?(?:the )?(?:past|last|previous) (?:day|24 hours|twenty-four hours)\b|\bin 24 "
        rf"hours\b|"
        rf"\b(?:за|о|про) (?:{_LAST} |цю |эти |одну |одни )?(?:добу|сутки|сутках)\b|\b(?:протягом|упродовж|"
        rf"впродовж|в течение|на протяжении) "
        rf"(?:{_LAST} |всієї |всех |цієї )?(?:доби|суток)\b|\bминулої (?:і поточної )?доби\b|\bминулими добами\b|"
        rf"\bза (?:{_LAST} )день\b|\bза (?:останні |последние )?24 (?:години|часа|годин)\b|\bupродовж доби\b|"
        rf"\bдобою раніше\b",
     (r"day|hours|доб|сут|день|годин|час",)),
    ("start_of_day", r"\b(?:з|від|із) початку (?:цієї |нової )?доби\b|\bс начала (?:этих )?суток\b|\bhours "
        r"(?:ago|earlier)\b|"
        r"\bearlier today\b|\bсьогоднішн\w+\b|\bсегодняшн\w+\b|\bцього дня\b|\bв этот день\b|\bearly on the day\b|"
        r"\bкілька годин тому\b|\bгодину тому\b", ("доби|суток|hours|today|сьог|сегод|дня|день|day|годин",)),
    # Weeks.
    ("week_before_last", r"\bthe week before last\b|\bпозаминул\w+ тиж\w+|\bпозапрошл\w+ недел\w+",
        ("week|тиж|недел",)),
    ("week_start", r"\b(?:at |since |from )?(?:the )?(?:start|beginning) of (?:the|this) week\b|\bearly (?:in "
        r")?(?:this|the) week\b|"
        r"\bна початку (?:цього |поточного )?тижня\b|\bв начале (?:этой |текущей )?недели\b", ("week|тиж|недел",)),
    ("last_week_start", r"\b(?:(?:start|beginning) of|early) last week\b|\bна початку минулого тижня\b|"
        r"\bв начале (?:прошлой|минувшей) недели\b", ("week|тиж|недел",)),
    ("week_end", r"\b(?:at the |late )?end of last week\b|\b(?:наприкінці|у кінці|в кінці) минулого тижня\b|"
        r"\bв конце (?:прошлой|минувшей) недели\b|\blate last week\b", ("week|тиж|недел",)),
    ("past_week", rf"\b{_OVER} (?:the )?(?:past|last) (?:week|seven days|7 days)\b|\bза (?:{_LAST} |цей |эту "
        rf")?(?:тиждень|неделю)\b(?! до)|"
        rf"\b(?:протягом|упродовж|впродовж|в течение|на протяжении) {_LAST} (?:тижня|недели)\b|\bthe past week\b|"
        r"\bза (?:сім|7|семь) (?:днів|дней)\b", ("week|seven|7|days|тиж|недел|сім|семь",)),
    ("this_week", r"\b(?:earlier |later |over |during )?(?:this|in the|during the|the current) week\b|"
        r"\b(?:цього|поточного) тижня\b|"
        r"\bна (?:цьому|поточному) тижні\b|\bна (?:этой|текущей) неделе\b|\b(?:протягом|упродовж|впродовж) тижня\b|"
        r"\bв течение недели\b|\bin the course of the week\b", ("week|тиж|недел",)),
    ("last_week", r"\b(?:last|the previous|the preceding) week\b|\bминулого тижня\b|\bна (?:прошлой|минувшей|"
        r"предыдущей) неделе\b|"
        r"\bна (?:минулому|попередньому) тижні\b|\bпопереднього тижня\b|\b(?:прошлая|прошедшая) неделя\b",
        ("week|тиж|недел",)),
    ("weekend", r"\b(?:over|at|during|since|on|this|last|through) (?:the )?(?:past |last )?weekend\b|\b(?:з|за|"
        r"у|в|на|ці|минулі) "
        r"(?:минул\w+ |останн\w+ )?вихідн\w+\b|\b(?:с|за|в|на|эти) (?:прошедш\w+ |минувш\w+ |прошл\w+ )?выходн\w+\b|"
        r"\b(?:минулими|цими) вихідними\b|\bпрошедшими выходными\b|\blast weekend\b|\bweekend's\b",
        ("weekend|вихідн|выходн",)),
    # Days of the week.
    ("weekdays", rf"\b(?:(?:from|between|з|із|від|с|со) )?(?P<w>{DAY_NAMES})(?: (?:to|and|through|until|till|до|"
        rf"по|та|і|й|и|на) |"
        rf"[-–—])(?:(?:on|в|во|у) )?(?P<w2>{DAY_NAMES})\b(?! {MONTH_NAMES}| \d)", (DAY_NAMES, DAY_NAMES)),
    ("since_weekday", rf"\b(?:since|начиная с|починаючи з|з|із|від|с|со) (?:минулої |минулого |прошлой |"
        rf"прошлого |вечора |ранку |вечера |утра |ночи |ночі )?(?P<w>{DAY_NAMES})\b(?!\w|'s)",
     (DAY_NAMES, "since|з|із|від|с|со")),
    ("weekday", rf"\b(?:(?P<last>last|минулої|минулого|минулий|прошлый|прошлую|прошлой|прошлого|минулу|"
        rf"минувш\w+) )?(?P<w>{DAY_NAMES})\b"
        rf"(?P<night> night)?", (DAY_NAMES,)),
    # Months and years.
    ("last_month", r"\b(?:last|the previous) month\b|\bминулого місяця\b|\bв прошлом месяце\b|\bу минулому місяці\b|"
        r"\b(?:у|в) попередньому місяці\b", ("month|місяц|меся",)),
    ("this_month", r"\b(?:earlier |later )?this month\b|\bцього місяця\b|\b(?:в|у) (?:этом|цьому) (?:месяце|місяці)\b|"
        rf"\bthe past month\b|\bза (?:{_LAST} )?(?:місяць|месяц)\b|\b(?:від|з) початку місяця\b|\bс начала месяца\b|"
        r"\bsince the (?:start|beginning) of the month\b", ("month|місяц|меся",)),
    ("month_adjective", r"\b(?P<m>(?:січн|лютн|березн|квітн|травн|червн|липн|серпн|вересн|жовтн|грудн)ев"
        r"(?:ий|ого|ому|ім|е|а|ої|ій|у)|листопадов(?:ий|ого|ому)|"
        r"(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)ьск(?:ий|ого|ом|ой|ая|ое)|августовск\w+|"
        r"мартовск\w+)\b(?P<y>)", (r"\w{4,9}(?:ев|ов|ьск|вск)",)),
    ("month_in", rf"\b(?:in|during|throughout|for|from|у|в|за|of|протягом|впродовж|упродовж|весь|увесь|till|"
        rf"until|all) "
        rf"(?P<m>{MONTH_NAMES})\b{_WHICH}(?! \d)",
     (MONTH_NAMES, r"(?:in|during|throughout|for|from|у|в|за|of|протягом|впродовж|упродовж|весь|увесь|till|"
         r"until|all)\Z")),
    ("season", r"\b(?P<which>this|last|the past|цієї|цього|минулої|минулого|торішньої|этой|этим|прошлой|прошлым|"
        r"прошлого) "
        r"(?P<s>winter|spring|summer|autumn|fall|зими|зимою|весни|весною|літа|осені|осінню|зимой|весной|летом|"
        r"лета|осенью)\b|"
        r"\b(?P<s2>winter|spring|summer|autumn|fall) (?:of )?(?P<y>20\d\d)\b|"
        r"\b(?P<s3>взимку|навесні|влітку|восени|зимой|весной|летом|осенью) (?P<y3>20\d\d)\b",
     ("winter|spring|summer|autumn|fall|зим|весн|літ|осен|осін|взим|навесн|вліт|восен|лет",)),
    ("last_year", r"\blast year(?:'s)?\b|\bторік\b|\bминулого року\b|\bв прошлом году\b|\bу минулому році\b|"
        r"\bторішн\w+\b|"
        r"\bпрошлогодн\w+\b|\bпрошлого года\b", ("year|торі|року|году|року|році|прошлог|года",)),
    # Parts of the day, when nothing else is said.
    ("part_of_day", rf"\b{_MORNING}\b(?! (?:of|on))", ("morning|afternoon|dawn|daybreak|sunrise|noon|midday|"
        "вранці|уранці|зранку|ранк|"
        "світанку|опівдні|удень|вдень|пополудні|утр|рассвет|днём|днем|полдень|evening|tonight|сьогодні|сегодня|"
        "today",)),
)  # fmt: skip

#: (name, compiled expression), in order.
EXPRESSIONS: Final = tuple((name, re.compile(expression)) for name, expression, _ in _TABLE)
#: Most words remembered.
_MEMORY: Final = 1 << 16
_PARTS: Final = 2


class _Possible(dict[str, int]):
    """Word → which expressions it may belong to, one bit each for the first thing an expression needs and one for the
    second; worked out at first sight."""

    def __init__(self) -> None:
        super().__init__()
        self.size = len(_TABLE)
        self.tests = [
            (1 << (part * self.size + number), re.compile(f"(?:{need[part]})"))
            for part in range(_PARTS) for number, (_, _, need) in enumerate(_TABLE) if part < len(need)
        ]  # fmt: skip
        #: Expressions that need one thing only.
        self.single = sum(1 << (self.size + number) for number, (_, _, need) in enumerate(_TABLE) if len(need) == 1)

    def __missing__(self, word: str) -> int:
        if len(self) > _MEMORY:
            self.clear()
        mask = self.single
        for bit, need in self.tests:
            if need.match(word):
                mask |= bit
        self[word] = mask
        return mask


_POSSIBLE: Final = _Possible()


def possible(low: str, words: Iterable[str] | None) -> int:
    """Return which of :data:`EXPRESSIONS` a sentence may hold, one bit each."""
    mask = reduce(or_, map(_POSSIBLE.__getitem__, WORD.findall(low) if words is None else words), 0)
    return mask & mask >> _POSSIBLE.size & ((1 << _POSSIBLE.size) - 1)

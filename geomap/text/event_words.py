"""Words that say what happened, in English, Ukrainian and Russian: beginnings of words, and whole words.

Meant to be read and mended: :mod:`geomap.text.cue_bits` says what each list means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from geomap.text.cue_bits import (
    AIR,
    CASUALTY,
    CONTROL,
    DEPLOY,
    DOWN,
    DRONE,
    EVACUATE,
    EVIDENCE,
    EXPEL,
    EXPLAIN,
    FREED,
    GROUND,
    HELD,
    HOLD,
    INFRA,
    LAUNCH,
    LOCAL,
    MOVE,
    OUTAGE,
    PLAN,
    SHELL,
    STRIKE,
    TAKE,
    TROOPS,
    WITHDRAW,
)

EVENT_STEMS: Final[Mapping[int, str]] = {
    CONTROL:
        "captur conquer liberat overran overrun recaptur reconquer retak retook seiz wrest взяти взятие взятт "
        "відвоюва вільний деокупова деокупу завлад завоев завойов захват захватыва захопи захопл захоплен захоплю "
        "овладе оккупировал оккупиру окупував окупувал окупую окупує стабилизирован стабілізован",
    FREED:
        "liberat recaptur regain retak retook вернул відвойов деокуп звільнен звільни звільня освобо освобожд "
        "отвоев повернул",
    TAKE:
        "ввійшл взял взяла взяли взято взяті вошл встанови зайня зайшл заня зашл контрол осво перейшл перешл "
        "увійшл установи",
    WITHDRAW:
        "abandon evacuated-positions pull-out relinquish retreat surrender withdr вийшли відведен відвели відвод "
        "відступ відход відійш залиша залишил здав здали здач здача здаю оставил оставл оставля отвел отвод отош "
        "отступ отход покида покину покинул сдав сдали сдач",
    GROUND:
        "ambush assault battl beaten besieg breach breakthrough bridgehead broken clash counter-attack "
        "counterattack counteroffensive counterstrike encircl encroach engagement entrench fighting firefight "
        "flank foothold foray fought frontal gunbattle gunfight incursion infiltr infiltrat mop-up offensive "
        "pressed probing repel repul sabot siege skirmish storm street-fight surround атаковув боестолкн бойов "
        "боролися боям боями боях боєзіткн бої боїв вибили вибит вклин вторгал вторгл вторглис вторгнув вторгся "
        "выбили выбит відбива відбил відбит давит давят диверс диверсант закреп закріп засад засідк затяжн зачист "
        "зачищ зупин зіткнен контратак контрнаступ контрудар найгаряч найгарячіш намага намагал напір наступ "
        "натиса натиск облог обороня обороняю обороняє окруж осад осажд остановл отбива отбит оточ оточен отраж "
        "отраз перестрел перестріл плацдарм позиційн прорв прорва прорвал прорив прорыв просоч пыта пытал рукопаш "
        "сдержив сповільн сраж столкнов стрим стриму сутич сутичк тисн тиснут удержива утриму штурм штурмуют-и",
    MOVE:
        "advanc approach creep crept edg improv inch pushed pushing вклин вклинил двига двину заглиб наближа "
        "наступа перейшли-в-наступ покращ поліпш поліпшил приближ продвиг продвиж продвин просува просун просунул "
        "рухаю рушил углуб улучш",
    AIR:
        "aerial air-strike aircraft airplane airstrike aviation bombard glide helicopter jdam sortie warplan "
        "warplane авиабомб авианал авиаракет авиауд авиаци авиацион авіабомб авіанал авіауда авіаці авіаційн бомб "
        "бомба бомбами бомбард бомби бомбой бомбу бомбы вертол гелікоптер керован літак самолет самолёт сброс "
        "скину скинул скинут управляем",
    DRONE:
        "drone fpv kamikaze lancet mavic quadcopter shahed uas uav unmanned баражую барраж безекіпаж безпілот "
        "безэкипаж беспилот герани герань герані дрон камикадз камікадз квадрокоптер коптер ланцет мопед шахед "
        "шахід",
    SHELL:
        "artiller cannon gunfire howitzer launcher mlrs mortar shell артилер артиллер вогнем вогню вогонь гармат "
        "гаубиц миномет миномёт мінометн мінометів накри обстрел обстреля обстріл огнем огнём орудий орудия пушк "
        "рсзв рсзо самоход ствольн",
    STRIKE:
        "airstrik attack ballistic barrag barrage blast blown bomb detonat explo hitting iskander kalibr kinzhal "
        "missil projectil pummel rocket salvo slam strike struck target ushel volley warhead атак бавовн баллист "
        "балістик бахну бомбл взорва взрыв вибух влуч вражен вразил вреза вріза вціл гатил гатя гепну детонац "
        "детонув искандер калибр калібр кинжал лупи лупцю обстріля подорва подрыв попадан пораж поражен поразил "
        "поціл прилет прильот прилёт приліт прогрем прогрим підрив підірва ракет сдетонир угод удар ураж уразил "
        "хлопк хлопок іскандер",
    CASUALTY:
        "casualt concuss dead died fatalit hospitali injur kill losses maim mutilat perish slain trapped victim "
        "wound вбил вбит вмер втрат гибел госпитал госпитализ госпітал госпіталіз жертв загибел загибл загин "
        "контужен контуз погиб помер помира поран поранен пострада постражда потер похова похован похорон ранен "
        "ранил скончал смерт травмов убил убит умер умира",
    INFRA:
        "blackout depot electricit heating infrastruct outage power-grid refineries refinery substation transform "
        "аеродром аэродром водопост водопостач водоснаб відключ газопостач газоснаб дамб електро електропостач "
        "енергети енергооб железнодор залізнич знестру знеструм инфраструктур котельн нафтобаз нефтебаз нпз "
        "обесточ опален отключ отоплен плотин подстанц підстанц склад теплопост теплоснаб теплоцентрал трансформ "
        "электро электроснаб энергетик энергооб інфраструктур",
    DEPLOY:
        "amass build-up buildup concentrat deploy digging fortif mass mobilis mobiliz muster redeploy regroup "
        "reinforc relocat rotat stationed transferr trench дислок дислоц зосеред нагромадж накаплив накопич "
        "накоплен наращ нарощ окоп перебаз перебрас переброс перегруп перегрупп передислок передислоц перекид "
        "перекин перекину подкрепл подтяг подтян прибув прибул прибыва прибыл підкріпл підтягн підтягу разверн "
        "размест размещ розгорн розмісти розміщ ротац скоплен скупчен сосредотач сосредоточ стягив стягн стягу "
        "стянул укрепл укріпл",
    EVACUATE:
        "displac evacuat вивез вивезл вивоз вивозят виїжд виїзд виїхат вывез вывезл вывоз выезж выехат відселен "
        "відселя евакуа евакую отселен отселя переселен расселен эвакуа эвакуир",
    LAUNCH:
        "fired launch взлет випущ вылет выпущ запуск запусти злет злетіл пущен стартова стартув",
    DOWN:
        "downed intercept neutrali shot-down suppress збив збил збит знешкодж обезвреж перехват перехоп подави "
        "подавил подавлен сбил сбит",
    LOCAL:
        "ablaze alert blaze burn collaps crash crater damag debris demolish derail destroy explod fire flame "
        "flatten gutted ignit raze rubble ruin shatter siren smoke smolder smoulder torch wreck wreckage вибит "
        "вибуха вигор возгор впав впал вспых выгор гори горит горять горіл греме гримі дим дым завал загорал "
        "загоре загорел загорі задимл задымл займан зайнявс зайнял знес знищ зруйн обвал облом обруш палав палає "
        "плам повреж поврежд пожар пожеж полум понівеч посеч пострадал посіч потрощ пошкод прогрем прогрим пролун "
        "разбит раздал разруш розбит руин руйн рухнул руїн сожж спалахн спален сплюндр тревог тривог уламк "
        "уничтож упал шибк",
    HOLD:
        "as back banner belong belonged claimed coloured contest control flag hands held hold lost marked now "
        "ours return взяти взятт войскам держим контрол контролирует контролю наша наше наши нашим отчитал перейш "
        "переш прапор приписа приписал руках руки своими своих свой своїми своїх тримаємо флаг",
    EVIDENCE:
        "conflicting contested disput footage geoconfirm geolocat image photograph satellite video visual відео "
        "відеозап геолок геолоц геоприв кадра кадри кадры оспарив оспор противореч спорн спутник спірн суперечл "
        "супутник фотогр",
    EXPLAIN:
        "belongs confused hamlet lay lie lies listed mentioned name named places reached settlement town village "
        "город деревня заголовки звуть згадан згадано знаходит значится значиться лежат лежит лежить містечк "
        "місто назв назван находит означа означает плутати поселок посёлок путать расположен розташован селище "
        "село таким такою упомянут хутір",
    EXPEL:
        "dislodg expel oust виби вибив вибил вибит викину витесн витісн выбив выбил выбит вытесн вышвырн зачист "
        "зачищ",
    HELD:
        "beaten-off foil parr rebuf repel repul thwart unsuccess безуспеш безуспіш відби відбив відбил відкину "
        "знешкодж зрив зупин зірва зірван обезвре останов остановл отбив отбил отбит отброс отраж отраз пресек "
        "пресеч сдерж сдержив сорва стрим стриму",
    OUTAGE:
        "blackout burst outage reconnect restor восстанов відключ віднов заживи запит знестру знеструм обесточ "
        "отключ подключ підключ",
    TROOPS:
        "army battalion brigad column convoy defender division fighter forc garrison infantr marine militar "
        "paratroop regiment reinforc reserve servicem soldier troop unit арми армі батальйон батальон бойц бригад "
        "бійц военнослуж войск ворог військ військовослужб гарнизон гарнізон десант загарбник захисник захисниц "
        "защитник колон корейц морпех морпіх оборонц оккупант окупант особов погранич подкрепл подраздел полк "
        "прикордонник противник підкріпл підрозд резерв россиян росіян солдат украинц українц",
    PLAN:
        "could expected expects forecast intend likely might plan possibl predict prepares preparing threaten "
        "would вероятн возможн готовит готовят готу готую готує если загрож збира ймовірн могут може можливо "
        "можут намер намерен намеч намір ожида очіку планиру планува планую планує прогноз собира угрож хотят "
        "хоче хочут якби якщо",
}  # fmt: skip

EVENT_WORDS: Final[Mapping[int, str]] = {
    FREED:
        "freed regain regained",
    TAKE:
        "cleared control controlled controls entered entering fall fallen falls fell flag gained gains ground "
        "holds lose losing lost occupied regain regained secure secured take taken takes taking took взяв взяти "
        "взять втратила втратили зайшла зайшли заняв занял заходили зашли зашёл контролем контроль контролю "
        "контроля падение падении падения падіння падінні потеряли прапор флаг",
    WITHDRAW:
        "abandoned ceded forfeited leave left pull pulled pullout quit quits withdrew yielded вихід выход "
        "залишила покинула покинули пішли уход ушли",
    GROUND:
        "assaulting attacked attacking breakthrough combat crossed defended defending defends duel duels forward "
        "held holding infantry invaded invading melee moving pushed raging reached resisted resisting skirmishing "
        "боев бои бой бою боям боями боях боёв бій дрг оборона перетнула перетнули перетнути прорвати "
        "просачиваются просочуються тримають тримає удерживает удерживают утримують",
    AIR:
        "bombers bombs dropped dropping jet jets kab kabs каб кабами каби кабов кабы кабів миг-31 міг-31 су-24 "
        "су-34 су-35 фаб",
    DRONE:
        "fpv бпак бпла дрг-бпла",
    SHELL:
        "cannon grad guns himars-fire launchers mlrs rszv shells вогню вогні градами гради градов граду грады "
        "градів миномёты мінами міномети смерчей смерчів ураганов ураганів",
    STRIKE:
        "bang bangs battered blew fires hammered hit hits hitting ploughed plowed plunged pound pounded pounding "
        "pounds raid raids ripped rocked shaken shook smashed struck tore б'ють б'є бахнуло бив бил била били "
        "било бьет бьют бьёт бє вдарив вдарила вдарили влетіло гримнуло гриміло грохнуло лупили луплять прилетает "
        "прилетали прилетают прилетело прилетіло прилёты прилітали прилітають прилітає рвануло снаряд снаряди "
        "снарядов снаряды снарядів ударил ударила ударили",
    CASUALTY:
        "bodies body corpse corpses dead death deaths hospital hurt landmine landmines lives loss losses mine "
        "mines shrapnel survivor toll victim wounds вбито загинув загинула зник зникли мине миной мину міну міні "
        "пропали тел тела тело тіл тіла тіло убито",
    INFRA:
        "airport airports bridge bridges church clinic dam dark darkness energy factory grid harbor harbour homes "
        "houses lights pipeline plant port power rail railway railways roof school schools supplies supply "
        "tank-farm terminal tracks trains warehouse warehouses water аеропорт аэропорт води водой водою воды "
        "завод заводе заводі мост мости мосту міст погас порт порта порту свет света світла світло склад складе "
        "складі струм струму току",
    DEPLOY:
        "amassing appeared arrive arrived assembled based gathered massed moved moving posted reinforcements "
        "reserves sending sends sent stationed transferred turned з'явилась з'явились з'явилися находятся "
        "перебувають перебуває подкрепление подкрепления появилась появились прибула прибыли підкріплення "
        "укрепления укріплення",
    LAUNCH:
        "fired firing flew flown launch launched launching took-off запущен запущені",
    DOWN:
        "brought-down downed intercepted jammed shot",
    EXPLAIN:
        "есть є",
    EXPEL:
        "cleared clearing driven drove ejected forced kicked mopped pushed routed swept thrown",
    HELD:
        "beaten blunted checked contained defend defended defending fend fended halt halted held holding holds "
        "stopped stymied відбили відбито відкотились відкотилися отбили откатились тримають тримає удерживает "
        "удерживают утримують",
    MOVE:
        "advanced closer crept edged forward gained gaining headed heading inched march marched marching nearer "
        "pressing push pushes pushing trekking движется движутся прямуют рухаються рухається",
    OUTAGE:
        "closed cut halted restored severed suspended without без",
    EVACUATE:
        "evacuees fled flee fleeing relocated rescued resettled вивозити виїзд виїхати вывозили вывозить выезд "
        "выехать опустеть",
    LOCAL:
        "broke burst crashed falling fell heard impact impacts landed landing shook sounded впав впала впали "
        "впало горел горела горели горів горіла горіли гримнуло гриміло грохнуло грохотало гул долетело долетіло "
        "досталось дістались дісталося задело зачепило прилетает прилетали прилетают прилітали прилітають "
        "прилітає рухнул рухнула рухнули слышали слышно упав упал упала упали упало чули чутно",
    TROOPS:
        "enemy fighters men russians ukrainians units вс всу зс зсу сил сили силы",
    PLAN:
        "aims could hope hopes if may might shall should unless want wants will would б буде будет будут будуть "
        "бы если ли плануе хоче хочуть чи якби якщо",
}  # fmt: skip

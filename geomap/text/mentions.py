"""A place mention in a report."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Mention:
    """One place-like name of a report, as written."""

    start: int
    """First character."""
    end: int
    """Character after the last."""
    text: str
    """As written, with the word that makes it an area (``Kursk region``), without relations."""
    kind: str
    """settlement, oblast, raion, hromada, country, axis or other (rivers, seas, city districts, historical regions)."""
    name: str
    """What to look up: ``text`` with the kind of settlement where the report says it."""
    sentence: int
    """Number of its sentence."""
    first: int
    """Number of its first word."""
    last: int
    """Number of its last word."""
    known: bool = True
    """The gazetteer has the name in some spelling; False: only a cue word says that this is a place."""
    relation: str = ""
    """How what is reported lies to it: :data:`geomap.schema.RELATIONS`."""
    expression: str = ""
    """The place expression to resolve: the name, or "12 km north of" it, or "between" it and another."""
    region: str = ""
    """Regions the report names with it, as written."""
    likely_region: str = ""
    """A region named nearby that may hold it; to be used only when a place of the name lies there."""
    unheld: str = ""
    """A region the report speaks of that may hold it, though the gazetteer, which has only some of its villages, lists
    none of the name there."""
    role: str = "background"
    """event, towards, origin, speaker or background."""
    cue: bool = False
    """A word before it says that something is there (in, near, village of)."""
    pair: int = -1
    """For ``between``: number of the other mention."""
    place: dict[str, object] = field(default_factory=dict)
    """Match columns, once resolved."""


#: Capitals that stand for their governments, in the case forms of reports, with their English names.
CAPITALS: dict[str, str] = {
    form: line.split("|")[0]
    for line in """
Kyiv|kyiv kiev київ києва києву києві києвом киев киева киеву киеве киевом
Moscow|moscow москва москви москві москву москвою москвы москве москвой
Seoul|seoul сеул сеула сеулу сеулі сеуле сеулом
Pyongyang|pyongyang пхеньян пхеньяна пхеньяну пхеньяні пхеньяне пхеньяном
Washington|washington вашингтон вашингтона вашингтону вашингтоні вашингтоне вашингтоном
Beijing|beijing пекін пекіна пекіну пекіні пекин пекина пекину пекине
London|london лондон лондона лондону лондоні лондоне
Brussels|brussels брюссель брюсселя брюсселю брюсселі брюсселе
Berlin|berlin берлін берліна берліну берлін берлин берлина берлину берлине берліні
Paris|paris париж парижа парижу парижі париже
Ankara|ankara анкара анкари анкарі анкару анкары анкаре
Minsk|minsk мінськ мінська мінську минск минска минску минске
Warsaw|warsaw варшава варшави варшаві варшаву варшавы варшаве
Tehran|tehran тегеран тегерана тегерану тегерані тегеране
Budapest|budapest будапешт будапешта будапешту будапешті будапеште
Prague|prague прага праги празі праге
Vilnius|vilnius вільнюс вільнюса вильнюс вильнюса
""".strip().splitlines()
    for form in line.split("|")[1].split()
}

"""Who holds a place: the rules by which statements become a state. All of them are in this file.

1. **One vote a root.** Of each root source only the latest statement of each class counts: three wires that quote
   one ministry are one vote. A root that says two things at once says "contested".
2. **Interest.** A side's word for its own gain is a *claim*, whatever the row calls it. A side's word for its own
   loss is an *admission*. Footage tied to a place counts as such whoever shows it.
3. **Confirmed** takes one admission, one geolocated visual or one assessment by a third party, or
   :data:`NEUTRAL_REPORTS` independent neutral reports. The latest such evidence decides, with all that lies within
   :data:`WINDOW_DAYS` before it.
4. **Contested**: confirming evidence for two holders in one window, evidence that says "contested", a later neutral
   report or a denial against it from another root.
5. **Claims move nothing.** A claim, or a single neutral report, makes a place *claimed* on top of whatever is
   confirmed there; it never changes the confirmed state. Claims from before the confirming evidence are answered.
6. **Stale**: confirming evidence older than :data:`STALE_DAYS` says who held the place, not who holds it. A claim
   older than :data:`CLAIM_DAYS` is dropped.

The numbers are documented conventions, not measurements; each is an argument of :func:`decide`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

#: Statements so many days apart speak of one situation.
WINDOW_DAYS = 14
#: Confirming evidence older than this is stale. The line moved about 5 km in the fastest quarter of 2024.
STALE_DAYS = 365
#: A claim nobody confirmed is dropped after so many days.
CLAIM_DAYS = 90
#: So many independent neutral reports confirm.
NEUTRAL_REPORTS = 2

#: Weight of one vote in log-odds, by effective kind. An error rate of one in a hundred is 4.6, one in ten 2.2.
WEIGHTS = {
    "geolocated_visual": 3.9, "admission": 3.9, "third_party_assessment": 3.0, "independent_report": 1.5,
    "denial": 0.7, "claim": 0.3,
}  # fmt: skip

#: Kinds that confirm by themselves.
CONFIRMING = ("admission", "geolocated_visual", "third_party_assessment")

SIDES = ("UA", "RU")


@dataclass(frozen=True, slots=True)
class Statement:
    """What the rules see of one row of the ledger. Days are proleptic ordinals (``date.toordinal``)."""

    row: int
    """Row of the claims table, from 0."""
    root: str
    """Root source."""
    holder: str
    """UA, RU, contested or none."""
    evidence: str
    """Kind of evidence as written."""
    claimant_side: str
    """Side of the one who says so."""
    day: int
    """Last day on which it is said to hold."""
    published: int
    """Day on which it was said; 0 unknown."""
    probability: float = 1.0
    """Probability that the row is about this place."""
    first: int = 0
    """First day on which it is said to hold; 0: ``day``."""

    def on(self, day: int) -> Statement:
        """Return the statement as it stands on ``day``: a span that still lasts ends on that day."""
        return self if self.day <= day else replace(self, day=day)

    @property
    def kind(self) -> str:
        """The kind of evidence by interest (rule 2)."""
        return effective_kind(self.evidence, self.claimant_side, self.holder)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of one place on one day."""

    state: str
    """confirmed, contested, stale, claimed or no_data."""
    side: str
    """UA or RU for confirmed and stale; empty otherwise."""
    claimed_by: tuple[str, ...]
    """Sides said to hold it by claims that nobody confirmed, other than ``side``."""
    rule: str
    """The rule that decided, in words."""
    log_odds: float
    """Sum of the confirming votes, RU positive."""
    day: int
    """Day of the deciding evidence; 0 none."""
    roots: tuple[str, ...]
    """Roots behind the state."""
    used: tuple[int, ...]
    """Rows that decided."""
    unused: dict[int, str] = field(default_factory=dict, compare=False, hash=False)
    """Rows that did not count, each with the reason."""
    confirming: bool = True
    """Whether evidence that confirms decided; claims alone never change what an area shows."""

    @property
    def settled(self) -> bool:
        """True when the state is one an area can rest on."""
        return self.confirming and self.state in ("confirmed", "stale", "contested")


def effective_kind(evidence: str, claimant_side: str, holder: str) -> str:
    """Return the kind of evidence by interest: what a side says of its own gain is a claim, of its loss an admission.

    >>> effective_kind("independent_report", "UA", "RU"), effective_kind("admission", "RU", "RU")
    ('admission', 'claim')
    """
    if evidence in ("geolocated_visual", "denial"):
        return evidence
    if claimant_side in SIDES:
        if holder in SIDES:
            return "claim" if holder == claimant_side else "admission"
        return "denial" if evidence == "claim" else "admission"
    if claimant_side == "neutral" and evidence in ("claim", "admission", ""):
        return "independent_report"
    return evidence if evidence in WEIGHTS and evidence != "admission" else "claim"


def _one_vote_a_root(statements: Sequence[Statement], unused: dict[int, str]) -> list[Statement]:
    groups: dict[tuple[str, str], list[Statement]] = {}
    for item in statements:
        kind = item.kind
        group = kind if kind in ("claim", "denial") else "settling"
        groups.setdefault((item.root, group), []).append(item)
    votes = []
    for key in sorted(groups):
        members = sorted(groups[key], key=lambda item: (item.day, item.published, item.row))
        latest = [item for item in members if (item.day, item.published) == (members[-1].day, members[-1].published)]
        for item in members[: -len(latest)]:
            unused[item.row] = f"older word of the root {item.root!r}, which counts once"
        holders = sorted({item.holder for item in latest})
        first = min(latest, key=lambda item: (-WEIGHTS.get(item.kind, 0.0), item.row))
        for item in latest:
            if item.row != first.row:
                unused[item.row] = f"same root as row {first.row + 1} ({item.root!r}), which counts once"
        if len(holders) > 1:
            first = replace(first, holder="contested")
        votes.append(first)
    return votes


def _confirmed(votes: Sequence[Statement], neutral_reports: int) -> dict[str, list[Statement]]:
    """Return holder → the votes that confirm it."""
    found: dict[str, list[Statement]] = {}
    for holder in sorted({vote.holder for vote in votes}):
        own = [vote for vote in votes if vote.holder == holder]
        strong = [vote for vote in own if vote.kind in CONFIRMING]
        reports = [vote for vote in own if vote.kind == "independent_report" and vote.claimant_side == "neutral"]
        if strong or len(reports) >= neutral_reports:
            found[holder] = own
    return found


def decide(
    statements: Sequence[Statement],
    day: int,
    *,
    window: int = WINDOW_DAYS,
    stale: int = STALE_DAYS,
    claim_days: int = CLAIM_DAYS,
    neutral_reports: int = NEUTRAL_REPORTS,
) -> Verdict:
    """Apply the rules to all statements on one place that speak of ``day`` or before."""
    unused: dict[int, str] = {}
    votes = _one_vote_a_root(statements, unused)
    settling = sorted((v for v in votes if v.kind not in ("claim", "denial")), key=lambda v: (-v.day, v.row))
    claims = [v for v in votes if v.kind == "claim"]
    denials = [v for v in votes if v.kind == "denial"]
    confirmed: dict[str, list[Statement]] = {}
    latest = 0
    for latest in sorted({vote.day for vote in settling}, reverse=True):
        inside = [vote for vote in settling if latest - window < vote.day <= latest]
        confirmed = _confirmed(inside, neutral_reports)
        if confirmed:
            break
    if not confirmed:
        return _only_claimed(claims, denials, settling, day, claim_days, unused)
    inside = [vote for members in confirmed.values() for vote in members]
    against = [v for v in settling if v.day >= latest and v.holder not in confirmed and v not in inside]
    roots = {vote.root for vote in inside}
    denied = [
        v for v in denials
        if v.day > latest - window and v.holder not in confirmed and v.root not in roots
    ]  # fmt: skip
    used = sorted({vote.row for vote in (*inside, *against, *denied)})
    for vote in (*settling, *denials):
        if vote.row not in used and vote.row not in unused:
            unused[vote.row] = "older than the evidence that decides, or without weight against it"
    holders = sorted({vote.holder for vote in (*inside, *against, *denied)})
    odds = sum(
        WEIGHTS.get(v.kind, 0.0) * v.probability * {"RU": 1, "UA": -1}.get(v.holder, 0) for v in (*inside, *against)
    )
    by = ", ".join(sorted({f"{v.root} ({v.kind.replace('_', ' ')})" for v in inside}))
    if len(holders) > 1 or holders[0] not in SIDES:
        state, side = "contested", ""
        if len(confirmed) > 1:
            rule = f"contested: confirming evidence for {' and '.join(sorted(confirmed))} within {window} days ({by})"
        elif holders == ["contested"]:
            rule = f"contested: said to be so by {by}"
        elif denied and not against:
            rule = f"contested: {by} is denied by {', '.join(sorted({v.root for v in denied}))}"
        elif holders == ["none"]:
            state, rule = "no_data", f"said to be held by nobody by {by}"
        else:
            rule = f"contested: {by} and, against it, {', '.join(sorted({v.root for v in (*against, *denied)}))}"
    else:
        state, side = "confirmed", holders[0]
        rule = f"confirmed as held by {side}: {by}"
        if day - latest > stale:
            state, rule = "stale", f"last confirmed as held by {side} {day - latest} days before: {by}"
    claimed = _live_claims(claims, day, claim_days, latest - window, side, unused)
    return Verdict(
        state, side, tuple(sorted({v.holder for v in claimed})), rule, odds, latest, tuple(sorted(roots)),
        tuple(sorted({*used, *(v.row for v in claimed)})), unused,
    )  # fmt: skip


def _live_claims(
    claims: Sequence[Statement], day: int, claim_days: int, after: int, side: str, unused: dict[int, str]
) -> list[Statement]:
    live = []
    for vote in claims:
        if vote.holder not in SIDES:
            unused[vote.row] = "a claim that names no side"
        elif day - vote.day > claim_days:
            unused[vote.row] = f"a claim of {day - vote.day} days before that nobody confirmed"
        elif vote.day <= after:
            unused[vote.row] = "a claim from before the evidence that decides"
        elif vote.holder == side:
            unused[vote.row] = "says what is confirmed"
        else:
            live.append(vote)
    return live


def _only_claimed(
    claims: Sequence[Statement], denials: Sequence[Statement], reports: Sequence[Statement],
    day: int, claim_days: int, unused: dict[int, str],
) -> Verdict:  # fmt: skip
    live = _live_claims([*claims, *reports], day, claim_days, -1, "", unused)
    latest = max((vote.day for vote in live), default=0)
    for vote in denials:
        unused[vote.row] = "denies what nobody confirmed"
    if not live:
        return Verdict("no_data", "", (), "no statement that counts", 0.0, 0, (), (), unused, confirming=False)
    holders = tuple(sorted({vote.holder for vote in live}))
    roots = tuple(sorted({vote.root for vote in live}))
    who = ", ".join(sorted({f"{v.root} ({v.kind.replace('_', ' ')})" for v in live}))
    if len(holders) > 1:
        state, rule = "contested", f"claimed by both sides and confirmed by nobody: {who}"
    else:
        rule = f"only claimed as held by {holders[0]}: {who}; nobody else confirms it"
        state = "claimed"
    used = tuple(sorted(vote.row for vote in live))
    return Verdict(state, "", holders, rule, 0.0, latest, roots, used, unused, confirming=False)

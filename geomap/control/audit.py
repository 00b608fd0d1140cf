"""Why is this red? Explanations, and how much rests on whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geomap.control.areas import CONFIRMED_REACH_M
from geomap.control.claims import iso, one_day
from geomap.control.labels import STATES
from geomap.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from geomap.control.cells import Tessellation
    from geomap.control.compute import Control
    from geomap.control.labels import Labels
    from geomap.control.rules import Verdict

_SIDE_NAMES = {"RU": "Russia", "UA": "Ukraine", "contested": "neither side alone", "none": "nobody"}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one settlement has its state. ``str()`` gives the text."""

    place: str
    """Name with its parents."""
    place_id: str
    """Identifier in the gazetteer."""
    date: str
    """The day (ISO)."""
    state: str
    """State of the place itself: confirmed, claimed, contested, stale or no_data."""
    side: str
    """Side of a confirmed or stale state."""
    claimed_by: tuple[str, ...]
    """Sides that claim it without confirmation."""
    rule: str
    """The rule that decided."""
    area: str
    """What the area around it shows, and from which report."""
    statements: tuple[dict[str, Any], ...]
    """All statements on it, with ``status`` and ``reason``."""
    neighbours: tuple[str, ...]
    """The nearest reported settlements and their states."""

    def __str__(self) -> str:
        """Return the explanation as text."""
        lines = [f"{self.place}, {self.date}: {_headline(self)}", f"  Why: {self.rule}.", f"  Area: {self.area}"]
        if self.statements:
            lines.append("  Statements:")
        for row in self.statements:
            said = f", said {row['published_at']}" if row["published_at"] else ", day of saying unknown"
            lines.append(
                f"    {row['claimant'] or row['source'] or 'unnamed'} [{row['root']}]: held by "
                f"{_SIDE_NAMES.get(row['holder'], row['holder'])} on {row['date'] or iso(row['last'])}{said} "
                f"({row['evidence'].replace('_', ' ')}; {row['source'] or 'no source'}). "
                + ("Counts." if row["status"] == "used" else f"Does not count: {row['reason']}.")
            )
        if self.neighbours:
            lines.append("  Nearest reported places:")
            lines.extend(f"    {text}" for text in self.neighbours)
        return "\n".join(lines)


def _headline(item: Explanation) -> str:
    claimed = " and ".join(_SIDE_NAMES[side] for side in item.claimed_by)
    if item.state == "claimed":
        return f"claimed by {claimed}, confirmed by nobody"
    text = {
        "inferred": f"inferred as held by {_SIDE_NAMES.get(item.side, '')}",
        "confirmed": f"confirmed as held by {_SIDE_NAMES.get(item.side, '')}",
        "stale": f"last known as held by {_SIDE_NAMES.get(item.side, '')}; the evidence is old",
        "contested": "contested",
        "no_data": "no data",
    }[item.state]
    return f"{text}; {claimed} claims it" if claimed else text


def find(control: Control, place: str) -> list[int]:
    """Return the numbers (in ``control.sites``) of the settlements that ``place`` names; reported ones first.

    ``place`` is an identifier, a name, a name with its parents, or the name as a claim writes it. A settlement
    without statements is only taken when no reported one has the name.
    """
    sites = control.sites
    if place in sites.index:
        return [sites.index[place]]
    wanted = place.casefold().strip()
    written = control.claims[(control.claims["place"].str.casefold() == wanted) & (control.claims["site"] >= 0)]
    reported = sorted(set(written["site"].tolist()))
    if reported:
        return [int(number) for number in reported]
    hits = [
        n for n, text in enumerate(sites.labels)
        if text.casefold() == wanted or text.split(" (")[0].casefold() == wanted
    ]  # fmt: skip
    return [n for n in hits if sites.ids[n] in control.verdicts] or hits


def explain(control: Control, place: str) -> Explanation:
    """Say why a settlement has its state.

    Raises
    ------
    InputError
        No settlement has the name, or several have it; then they are listed with their identifiers.
    """
    hits = find(control, place)
    if not hits:
        unplaced = control.claims[control.claims["place"].str.casefold() == place.casefold().strip()]
        if len(unplaced):
            raise InputError(f"{place!r} is in the claims but has no place: {unplaced['reason'].iat[0]}")
        raise InputError(f"no settlement is called {place!r} in gazetteer {control.sites.name!r}")
    if len(hits) > 1:
        many = "; ".join(f"{control.sites.ids[n]} {control.sites.labels[n]}" for n in hits[:8])
        raise InputError(f"{len(hits)} settlements are called {place!r}; give one of the identifiers: {many}")
    return explain_site(control, hits[0])


def explain_site(control: Control, number: int) -> Explanation:
    """Say why the settlement with ``number`` (in ``control.sites``) has its state."""
    identifier = control.sites.ids[number]
    verdict = control.verdicts.get(identifier)
    rows = control.claims[control.claims["site"] == number].to_dict("records")
    local = control.tessellation.index.get(identifier, -1)
    state, side = STATES[int(control.labels.key[local])] if local >= 0 else ("no_data", "")
    if verdict is not None:
        state, side = verdict.state, verdict.side
    elif state == "confirmed" and control.labels.prior is None:
        state = "inferred"
    rule = verdict.rule if verdict is not None else "no statement names it"
    return Explanation(
        control.sites.labels[number], identifier, control.date, state, side,
        verdict.claimed_by if verdict else (), rule, _area(control, local, verdict is not None and verdict.state),
        tuple({str(key): value for key, value in row.items()} for row in rows), _neighbours(control, number, local),
    )  # fmt: skip


def _area(control: Control, local: int, state: Any) -> str:
    if local < 0:
        return "it has no cell of its own (outside the area of interest, or a point without confirming evidence)."
    labels, tess = control.labels, control.tessellation
    kind, side = STATES[int(labels.key[local])]
    origin = int(labels.origin[local])
    if kind == "contested":
        return "its surroundings are drawn as contested."
    if kind == "no_data":
        return "no confirmed place is near enough: the ground around it is drawn as no data."
    held = f"{'confirmed' if kind == 'confirmed' else 'last known'} as held by {_SIDE_NAMES[side]}"
    if labels.prior is not None and labels.key[local] == labels.prior[local] and origin == local:
        return f"the ground around it is drawn as {held}, as in the reference."
    if labels.isolated[local]:
        return (
            f"its own report rests on one root and stands against all around it: it is shown as a point, and the "
            f"ground around it is drawn as {held}, after its neighbours."
        )
    if origin == local:
        return f"the ground around it is drawn as {held}, by its own statements."
    away = float(((tess.xy[origin] - tess.xy[local]) ** 2).sum() ** 0.5) / 1000
    nearest = f"nearest: {tess.sites.labels[origin]}, {away:.0f} km away"
    if kind == "confirmed" and away * 1000 > CONFIRMED_REACH_M:
        held = f"inferred as held by {_SIDE_NAMES[side]}"
    text = f"the ground around it is drawn as {held}, after the confirmed places around it ({nearest})."
    return f"{text} The claim lies on top of that and changes none of it." if state == "claimed" else text


def _neighbours(control: Control, number: int, local: int) -> tuple[str, ...]:
    import numpy as np

    from geomap.resolve.rank import distance_km

    sites = control.sites
    others = [sites.index[i] for i in sorted(control.verdicts) if sites.index[i] != number]
    if not others:
        return ()
    away = np.array([distance_km(sites.lat[number], sites.lon[number], sites.lat[n], sites.lon[n]) for n in others])
    lines = []
    for k in np.argsort(away, kind="stable")[:4]:
        verdict = control.verdicts[sites.ids[others[k]]]
        state = f"{verdict.state} {verdict.side}".strip()
        claimed = f", claimed by {' and '.join(verdict.claimed_by)}" if verdict.claimed_by else ""
        lines.append(f"{sites.labels[others[k]]}, {away[k]:.0f} km: {state}{claimed}")
    return tuple(lines)


def verdicts_without(control: Control, root: str) -> dict[str, Verdict]:
    """Return the verdicts when nothing the root source ``root`` says is used."""
    from geomap.control.compute import judge

    frame = control.claims.copy()
    answered = frame["reason"].str.startswith("from before the reference")
    back = frame["status"].isin(["used", "not used", "superseded"]) & ~answered
    frame.loc[back, ["status", "reason"]] = ["ready", ""]
    frame.loc[frame["root"] == root, "status"] = "left out"
    return judge(frame, control.sites, one_day(control.date), 0, control.options)[1]


def independence(control: Control) -> pd.DataFrame:
    """Say how much of each layer rests on whom.

    One row a state, side and root: ``n_places`` with that root among their deciding ones, ``share`` of the layer's
    reported places, ``sole`` places that rest on that root alone, and ``sole_share``.
    """
    import pandas as pd

    layers: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for verdict in control.verdicts.values():
        if verdict.roots:
            side = verdict.side or ",".join(verdict.claimed_by if verdict.state == "claimed" else ())
            layers.setdefault((verdict.state, side), []).append(verdict.roots)
    rows = []
    for (state, side), places in sorted(layers.items()):
        for root in sorted({root for roots in places for root in roots}):
            with_root = sum(root in roots for roots in places)
            sole = sum(roots == (root,) for roots in places)
            rows.append({
                "state": state, "side": side, "root": root, "n_places": with_root,
                "share": round(with_root / len(places), 3), "sole": sole, "sole_share": round(sole / len(places), 3),
            })  # fmt: skip
    columns = ["state", "side", "root", "n_places", "share", "sole", "sole_share"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(
        ["state", "side", "n_places", "root"], ascending=[True, True, False, True], ignore_index=True
    )


def leave_one_out(control: Control, roots: Sequence[str] | None = None) -> pd.DataFrame:
    """Return what remains when each root source is left out: one row a root.

    ``ru_km2`` and ``ua_km2`` are the areas (confirmed and stale) without it, ``ru_change_km2`` and ``ua_change_km2``
    the differences; ``places`` counts the settlements whose drawn state changes.
    """
    import pandas as pd

    from geomap.control.labels import label

    tess = control.tessellation
    prior = None if control.reference is None else control.reference.sample(tess.sites)
    names = roots if roots is not None else sorted({r for v in control.verdicts.values() for r in v.roots})
    whole = _held(control.labels, tess)
    rows = []
    for root in names:
        labels = label(tess, verdicts_without(control, root), prior, smoothing=control.options.smoothing)
        held = _held(labels, tess)
        rows.append({
            "root": root, "ru_km2": held["RU"], "ua_km2": held["UA"],
            "ru_change_km2": round(held["RU"] - whole["RU"], 1), "ua_change_km2": round(held["UA"] - whole["UA"], 1),
            "places": int((labels.key != control.labels.key).sum()),
        })  # fmt: skip
    columns = ["root", "ru_km2", "ua_km2", "ru_change_km2", "ua_change_km2", "places"]
    table = pd.DataFrame(rows, columns=columns)
    return table.sort_values(["places", "root"], ascending=[False, True], ignore_index=True)


def _held(labels: Labels, tess: Tessellation) -> dict[str, float]:
    import numpy as np

    middle = tess.majority(labels.key)
    found = {}
    for side in ("RU", "UA"):
        keys = [key for key, name in STATES.items() if name[1] == side]
        stars = tess.star_areas[np.isin(labels.key, keys)].sum()
        found[side] = round(float(stars + tess.middle_areas[np.isin(middle, keys)].sum()) / 1e6, 1)
    return found

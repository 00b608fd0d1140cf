"""Places of one report help each other: each is first answered alone, then with the others as anchors.

An anchor is not one point but all places that the other name may mean, with their probabilities; two doubtful names
whose candidates lie together settle each other. The order in which names are given changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from geomap.gazetteer.names import normalise
from geomap.model import Match
from geomap.resolve.context import Anchor
from geomap.resolve.rank import distance_km

#: At most so many anchors a name: more say nothing new.
MAX_ANCHORS = 12
#: At most so many possible positions an anchor, none less probable than this.
MAX_SPOTS = 24
LEAST_SHARE = 0.01
#: Rounds in which names are asked again with what became of the others.
ROUNDS = 2


def anchor(match: Match) -> Anchor | None:
    """Return the places that ``match`` may mean, or None when it has no position."""
    if match.place is None or match.place.is_area:
        return None
    if match.candidates and match.candidates[0].match == "pin" and match.lat is not None and match.lon is not None:
        return Anchor(match.place.name, (((match.lat, match.lon), 1.0),))
    spots = [
        ((candidate.place.lat, candidate.place.lon), candidate.probability)
        for candidate in match.candidates[:MAX_SPOTS]
        if candidate.probability >= LEAST_SHARE and candidate.place.lat is not None and candidate.place.lon is not None
    ]
    return Anchor(match.place.name, tuple(spots)) if spots else None


def refine(
    matches: Sequence[Match], ask: Callable[[int, Sequence[Anchor]], Match], rounds: int = ROUNDS
) -> list[Match]:
    """Ask each question again, ``rounds`` times, with the answers to the others as anchors.

    ``ask(i, anchors)`` answers question ``i``. A question that nothing can change is not asked again.
    """
    current = list(matches)
    names = [normalise(match.query) for match in matches]
    for _ in range(rounds):
        anchors = [anchor(match) for match in current]
        following = list(current)
        for number, match in enumerate(current):
            if not matches[number].candidates or matches[number].place is None:
                continue
            place = match.place
            others = {
                other: None
                for index, other in enumerate(anchors)
                if other is not None
                and names[index] != names[number]
                and not (place and (found := current[index].place) and found.id == place.id)
            }
            if others:
                following[number] = ask(number, nearest(tuple(others), match))
        if following == current:
            break
        current = following
    return current


def nearest(anchors: Sequence[Anchor], match: Match) -> Sequence[Anchor]:
    """Keep the anchors nearest to any candidate: a long report holds more places than one name needs."""
    if len(anchors) <= MAX_ANCHORS:
        return sorted(anchors)
    points = [
        (candidate.place.lat, candidate.place.lon)
        for candidate in match.candidates[:10]
        if candidate.place.lat is not None and candidate.place.lon is not None
    ]
    ranked = sorted(
        anchors,
        key=lambda item: (min((distance_km(*point, *item.spots[0][0]) for point in points), default=0.0), item),
    )
    return ranked[:MAX_ANCHORS]

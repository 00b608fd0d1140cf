"""What a word may mean to a reader of reports: one bit a meaning, so that many are compared at once."""

from __future__ import annotations

from typing import Final

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
HELD: Final = 1 << 36  #: a defence that holds: repelled, thwarted, stopped
EXPEL: Final = 1 << 46  #: drives the other side out of a place: cleared, ousted
PLAN: Final = 1 << 47  #: meant, possible or to come, not done: plans, might, if
OUTAGE: Final = 1 << 48  #: supply fails or is restored
TROOPS: Final = 1 << 49  #: soldiers, units, armies

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
    | HELD
    | EXPEL
    | FREED
    | OUTAGE
)
#: Any verb of speech.
SPEECH: Final = SAY | CLAIM | DENY | ADMIT | CONFIRM

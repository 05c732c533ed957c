"""The stage: all that is around a migrant in one tick, and the small things everybody does on it: counting, paying, drawing."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.rows import Row, Rows
from sim.basis.rule import rule
from sim.basis.words import Contract, State
from sim.books.ledger import Purpose
from sim.books.tally import Tally
from sim.guards.detection import Checks
from sim.migrants.assisted_return import Queues
from sim.migrants.rules.search import Search
from sim.routes.beliefs import Beliefs
from sim.routes.classes import Routes
from sim.routes.costs import Worth
from sim.smugglers.organisers import Ways
from sim.smugglers.package import asked
from sim.world.conditions import Conditions
from sim.world.geography import Geography
from sim.world.traits import Traits


class Stage(NamedTuple):
    """All that is around a migrant in one tick.

    ``month`` is 0 for January; ``fee_cents`` has shape (moves,): what smugglers ask on average, 0 where none works; ``search`` is room to look
    for a way, ``worth`` what time and giving up are worth; ``gates`` are records :data:`sim.guards.gates.GATE`.
    ``hour`` is the first of the tick, and ``free_seats``, shape (transports, hours of a day), are those of departures by hour of the tick.
    """

    seed: np.uint64
    month: int
    due: NDArray[np.int32]
    geography: Geography
    conditions: Conditions
    traits: Traits
    routes: Routes
    beliefs: Beliefs
    checks: Checks
    fee_cents: NDArray[np.int64]
    tally: Tally
    search: Search
    worth: Worth
    organisers: Rows
    ways: Ways
    offices: Queues
    gates: Rows
    hour: int
    free_seats: NDArray[np.int64]


NOBODY = -1
"""No row, no move."""


@rule
def note(s: Stage, p: Row, i: int, hour: int, event: int, place: int, move: int, cents: int) -> None:
    """Count an event for everybody of a record, and write it down if their community is followed."""
    note_for(s, p, i, hour, event, place, move, cents, p.people)


@rule
def note_for(s: Stage, p: Row, i: int, hour: int, event: int, place: int, move: int, cents: int, people: int) -> None:
    """Count an event for so many people of a record, and write it down if their community is followed."""
    s.tally.counts[place, p.community, event] += people
    if s.traits.communities.followed[p.community]:
        row = s.tally.logged[0]
        if row < len(s.tally.log):
            log = s.tally.log[row]
            log[0] = hour
            log[1] = i
            log[2] = event
            log[3] = place
            log[4] = move
            log[5] = cents
            log[6] = people
        s.tally.logged[0] = row + 1


@rule
def stand(s: Stage, p: Row, number: int) -> None:
    """Count the people of so many more records like this among those who stand where it does: before something happens one less, and one more after it."""
    country = country_of(s, p.place)
    s.tally.stocks[country, p.community, p.state] += number * p.people
    if p.state == State.ASSISTED:
        s.offices.asked[country, is_settled(p)] += number * p.people


@rule
def is_settled(p: Row) -> int:
    """Whether somebody lives at a destination, 1, or is on the way or at home, 0: also while they wait for help home."""
    return int(p.until > 0)


@rule
def post(s: Stage, p: Row, purpose: int, cents: int) -> None:
    """Enter a posting for everybody that the record stands for."""
    post_for(s, p, purpose, cents, p.people)


@rule
def post_for(s: Stage, p: Row, purpose: int, cents: int, people: int) -> None:
    """Enter a posting of so many cents each for so many people of a record."""
    s.tally.books[p.community, purpose] += cents * people


@rule
def pay(s: Stage, p: Row, own: int, package: int, cents: int) -> None:
    """Pay for a service. Who is led pays the organiser, out of what was paid before as far as it goes, and the organiser pays for the service.

    What was paid in advance counts as spent then; with a third party it counts when it is used.
    """
    price = asked(cents, p.guided != 0, p.margin)
    held = min(p.prepaid, price)
    p.prepaid -= held
    p.funds -= price - held
    p.spent += price - held if p.contract == Contract.ADVANCE else price
    if p.guided:
        if p.organiser >= 0:
            s.organisers[p.organiser].earned += (price - cents) * p.people
        post(s, p, Purpose.PACKAGE_STAGE, price - held)
        post(s, p, package, cents)
    else:
        post(s, p, own, cents)


@rule
def leave_queue(s: Stage, p: Row) -> None:
    """Wait for an organiser to send one off no more."""
    if p.organiser >= 0 and not p.sent:
        s.organisers[p.organiser].waiting -= p.people
        p.sent = 1


@rule
def own_draw(s: Stage, p: Row, purpose: np.uint64, hour: int) -> float:
    """A uniform draw of the person's own for an hour."""
    return draws.uniform(s.seed, purpose, p.key, np.uint64(hour))


@rule
def country_of(s: Stage, place: int) -> int:
    """Country of a place."""
    country: int = s.geography.places.country[place]
    return country


@rule
def is_own(s: Stage, p: Row, country: int) -> bool:
    """Whether a country is the person's own."""
    own: bool = s.traits.communities.nationality[p.community] == country
    return own

"""Choose an organiser: which of those who serve one's people somebody follows."""

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.clock import DAY
from sim.basis.rows import Row, Rows
from sim.basis.rule import rule
from sim.migrants.rules.plan import perceived
from sim.routes.classes import Routes
from sim.routes.values import UNREACHABLE
from sim.smugglers.organisers import Ways, days_to_wait, margin_of
from sim.world.conditions import Conditions

NOBODY = -1


@rule
def sum_by(way: int, klass: int, place: int, table: NDArray[np.int64], ways: Ways) -> int:
    """Sum from a place by the stops of a way to the destination of a class (cents), :data:`UNREACHABLE` if there is no way.

    ``table``, shape (classes, places), is what is summed: the least cost of the way on, or the least money.
    """
    total = 0
    here = place
    for stop in range(ways.stops[way]):
        total += table[ways.klass[way, stop], here]
        if total >= UNREACHABLE:
            return int(UNREACHABLE)
        here = ways.places[way, stop]
    return int(min(total + table[klass, here], UNREACHABLE))


@rule
def next_known(seed: np.uint64, p: Row, heard: float, ways: Ways, organisers: Rows) -> tuple[int, float]:
    """The organiser whom somebody heard of next after those with draws up to ``heard``: one draw for life a person and organiser; and that draw."""
    found = NOBODY
    least = 2.0
    for o in range(ways.first[p.community], ways.first[p.community + 1]):
        u = draws.uniform(seed, draws.KNOWN, p.key, organisers[o].key)
        if heard < u < least:
            found = o
            least = u
    return found, least


@rule
def choose_organiser(
    seed: np.uint64,
    p: Row,
    klass: int,
    trip: int,
    funds: int,
    patience_hours: int,
    conditions: Conditions,
    routes: Routes,
    ways: Ways,
    organisers: Rows,
    waiting_cents_a_day: float,
) -> int:
    """The organiser whose offer seems to cost least of those whom somebody has heard of, :data:`NOBODY` if none has one.

    An offer costs what the way by his hub does, more or less by what he asks above the usual margin, and the days that one waits there for one's turn; all
    of it is perceived with an error, one draw a trip and organiser. Nobody joins a queue that is longer than the time they would bear to be stranded, nor
    follows whom they cannot pay.

    Parameters
    ----------
    p, klass, trip
        Who chooses, at home, the row of the route tables of where they are bound, and the number of the trip.
    funds
        What they would depart with (cents).
    patience_hours
        How long they would bear to be stranded.
    waiting_cents_a_day
        What a day of waiting costs (cents).
    """
    best = o = NOBODY
    heard = -1.0
    least = int(UNREACHABLE)
    usual = 1.0 + conditions.habits.organiser_margin
    optimism = conditions.communities.optimism[p.community]
    for _ in range(conditions.habits.organisers_known):
        o, heard = next_known(seed, p, heard, ways, organisers)
        if o < 0:
            break
        me = organisers[o]
        cost = sum_by(me.way, klass, p.place, routes.cheapest, ways)
        money = sum_by(me.way, klass, p.place, routes.least, ways)
        days = days_to_wait(me, ways.stops[me.way])
        ratio = (1.0 + margin_of(me)) / usual
        if cost >= UNREACHABLE or days * DAY > patience_hours or funds < optimism * money * ratio:
            continue
        whole = int(cost * ratio + days * waiting_cents_a_day)
        seems = perceived(whole, conditions.habits.perception_error, draws.uniform(seed, draws.ORGANISER, p.key, draws.join_number(me.key, trip)))
        if seems < least:
            least = seems
            best = o
    return best

"""Route choice: what a move is believed to cost, and how eager that makes people to leave.

Costs are kept class by class, move by move, and joined into hops, of which :mod:`sim.value_tables` makes what every place is worth.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.migrants import Traits, come_from
from sim.clock import HOURS_A_MONTH, MONTHS_A_YEAR
from sim.conditions import Conditions
from sim.geography import Geography
from sim.prospects import News
from sim.rows import Row, Rows
from sim.rule import rule
from sim.rules.choose_move import CLOSED
from sim.rules.depart import worth
from sim.rules.organise import asked
from sim.values import UNREACHABLE, value_of

CLASS = np.dtype(
    [
        ("pull", "f8"),
        ("mu", "f8"),
        ("scale", "f8"),
        ("reference", "i8"),
        ("turning", "i8"),
        ("wage", "i8"),
        ("community", "i2"),
        ("destination", "i2"),
        ("target", "i2"),
        ("guided", "i1"),
        ("permit", "i1"),
        ("used", "i1"),
        ("turns", "i1"),
    ],
    align=True,
)
"""A class of people who share a value table: community x led by an organiser or not x with a permit for the destination or without x destination.

``destination`` is a place, ``target`` its row in ``Geography.rank``; ``mu`` (scale of the route choice),
``scale`` (of the choice to leave), ``reference`` and ``turning`` (what turning away counts as) are in cents, and so is ``wage``, the one at the destination
by which costs were last reckoned (:data:`UNKNOWN`: they have not been). ``turns`` is how many turns of direction a journey may hold; ``used`` is whether
anybody has been in the class (:func:`has_anybody`): it is not solved before.
"""


UNKNOWN = -1
"""Wage by which nothing has been reckoned yet."""

HOP = np.dtype([("cost", "i8"), ("ways", "f8"), ("sure", "i8")], align=True)
"""A hop as one class sees it: ``cost`` of its cheapest move (cents, :data:`UNREACHABLE` if all are closed), ``sure``, the least outlay
of those open to most people, and ``ways``, the sum over its moves of ``exp(-(cost - cheapest) / mu)``: 1 for the cheapest, less for each dearer one."""


class Routes(NamedTuple):
    """Value tables.

    ``classes`` are records :data:`CLASS`, ``hops``, shape (classes, hops), records :data:`HOP`. ``cost`` (cents) has shape (classes, moves). ``outlay`` (cents)
    and ``caught``, shape (communities, moves), are what a try costs and the chance that guards stop it; ``sure``, shape (communities, hops, 2, 2), is the least
    outlay of those moves of a hop that are open to most people, by whether one is led and whether one's permit counts ahead.

    ``cheapest`` (cents), ``ways`` and ``least`` (cents), shape (classes, turns left + 1, places) for as many turns as anybody may take, are the tables
    (:class:`sim.value_tables.Table`), of which :func:`~sim.values.value_of` makes a value. ``start`` and ``now`` have shape (classes, homes): value of the way
    from a home when the simulation starts, and now; ``eagerness`` shape (communities, 2, 2, 2, homes): the sum of ``exp(worth)`` over all destinations, by
    whether one is led, held a permit at the start and holds one now. These are known for homes that anybody of the community comes from.
    ``elsewhere``, shape (classes,), is room for what the ways are worth to somebody who must choose again.

    ``first`` has shape (communities, 2, 2) and ``last`` likewise: the classes of a community, not led and led, without a permit and with one, in the order of
    its destinations. ``permit_draws`` has shape (communities, 2, 2): least and greatest draw for a permit among those not led and those led.
    """

    classes: Rows
    cost: NDArray[np.int64]
    outlay: NDArray[np.int64]
    caught: NDArray[np.float64]
    sure: NDArray[np.int64]
    hops: Rows
    start: NDArray[np.float64]
    now: NDArray[np.float64]
    eagerness: NDArray[np.float64]
    elsewhere: NDArray[np.float64]
    cheapest: NDArray[np.int64]
    ways: NDArray[np.float64]
    least: NDArray[np.int64]
    first: NDArray[np.int16]
    last: NDArray[np.int16]
    permit_draws: NDArray[np.float64]


@rule
def has_anybody(permit: int, share: float, permit_draws: NDArray[np.float64]) -> bool:
    """Whether anybody holds a permit, or lacks it (``permit`` 0), when a share of all holds one.

    ``permit_draws``, shape (2,), are the least and the greatest draw of those who may: who draws less than the share holds one.
    """
    return bool(permit_draws[0] < share if permit else permit_draws[1] >= share)


class Worth(NamedTuple):
    """What time, life and giving up are worth in the choice: the figures ``choice.time_share``, ``choice.life_years``, ``choice.giving_up_share``."""

    time_share: float
    life_years: float
    giving_up_share: float


NEGLIGIBLE = 20.0
"""Logits behind the best at which a move is left out of a value: it would add two billionths of mu, far less than the cent to which costs are rounded."""


@rule
def expected_cost(
    outlay: int,
    hours: float,
    hour_cents: float,
    death: float,
    life_cents: float,
    failures: float,
    arrests: float,
    caught_cents: float,
    for_good: float,
    giving_up_cents: float,
    scarce: float,
    mu: float,
) -> int:
    """Expected cost of a move in whole cents, :data:`~sim.rules.choose_move.CLOSED` if it is closed.

    Every attempt costs the outlay, the hours and the hazard; it is repeated after each of the ``failures`` expected, of which the ``arrests`` cost besides what
    custody does (``caught_cents``); failing ``for_good`` costs ``giving_up_cents``. That only some can use the move, or that it shares its
    worth with others beside it, enters the choice as ``mu scarce``.
    """
    if scarce == math.inf:
        return CLOSED
    total = float(outlay) + hours * hour_cents + death * life_cents
    total = (1.0 + failures) * total + arrests * caught_cents + for_good * giving_up_cents + mu * scarce
    return math.floor(total + 0.5)


@rule
def reckon(k: int, geography: Geography, conditions: Conditions, routes: Routes, prospects: Rows, worth: Worth, news: News, everything: News) -> bool:
    """Bring pull, expected cost of moves, and hops up to date for class ``k``; true if any hop changed.

    What is expected of a move decides its cost for good, unless the wage changes: so only the ``news`` of the community are reckoned, or else ``everything``.
    """
    classes = routes.classes
    community = classes.community[k]
    classes.pull[k] = conditions.pull[community, classes.target[k]]
    country = geography.places.country[classes.destination[k]]
    wage = conditions.countries.wage_cents[country]
    hour_cents = worth.time_share * wage / HOURS_A_MONTH
    life_cents = worth.life_years * MONTHS_A_YEAR * wage
    giving_up_cents = worth.giving_up_share * classes.reference[k]
    guided, permit, mu = classes.guided[k], classes.permit[k], classes.mu[k]
    new = news if wage == classes.wage[k] else everything
    classes.wage[k] = wage
    cost = routes.cost[k]
    changed = False
    for n in range(len(new.hops)):
        h = new.hops[n]
        hop = routes.hops[k][h]
        first, last = geography.first_of_hop[h], geography.first_of_hop[h + 1]
        counts = permit != 0 and prospects[first].ahead == country
        is_other = False
        for i in range(new.first[n], new.first[n + 1]):
            m = new.moves[i]
            p = prospects[m]
            scarce = p.with_permit if counts else p.scarcity
            if guided and p.alone:
                scarce = math.inf
            outlay = asked(routes.outlay[community, m], guided != 0, conditions.habits.organiser_margin)
            caught_cents = p.custody_hours * hour_cents + p.fine
            scarce += geography.moves.beside[m]
            now = expected_cost(outlay, p.hours, hour_cents, p.death, life_cents, p.failures, p.arrests, caught_cents, p.for_good, giving_up_cents, scarce, mu)
            is_other |= now != cost[m] and (is_of_weight(cost[m], hop, mu) or is_of_weight(now, hop, mu))
            cost[m] = now
        if is_other:
            join_side_by_side(first, last, cost, mu, hop)
        sure = routes.sure[community, h, int(guided), int(counts)]
        changed |= is_other or sure != hop.sure
        hop.sure = sure
    return changed


@rule
def is_of_weight(cost: int, hop: Row, mu: float) -> bool:
    """Whether a move that costs so much is the cheapest of its hop, or counts beside that: what others cost does not change the hop."""
    return cost >= 0 and cost - hop.cost <= NEGLIGIBLE * mu


@rule
def faded(x: float) -> float:
    """``exp(-x)`` from 0 to :data:`NEGLIGIBLE`, to one part in a thousand million: the series of ``exp(-x / 256)``, squared eight times.

    Made of products and sums alone it is the same on every machine, and the compiler can work on several hops at once.
    """
    y = x * (1 / 256)
    power = 1.0 - y * (1.0 - y * (1 / 2 - y * (1 / 6 - y * (1 / 24 - y * (1 / 120 - y * (1 / 720))))))
    for _ in range(8):
        power *= power
    return power


@rule
def weight_of(dearer: int, mu: float) -> float:
    """``exp(-dearer / mu)`` for so many cents, 0 where it is negligible."""
    return faded(dearer / mu) if dearer < NEGLIGIBLE * mu else 0.0


@rule
def join_side_by_side(first: int, last: int, cost: NDArray[np.int64], mu: float, hop: Row) -> None:
    """Fill cost and ways of a record :data:`HOP`, made by the moves from ``first`` up to ``last``; ``cost`` is that of one class, ``mu`` its scale (cents)."""
    cheapest = UNREACHABLE
    for m in range(first, last):
        if cost[m] >= 0:
            cheapest = min(cheapest, cost[m])
    ways = 0.0
    for m in range(first, last):
        if cost[m] >= 0:
            ways += weight_of(cost[m] - cheapest, mu) if cost[m] > cheapest else 1.0
    hop.cost = cheapest
    hop.ways = ways


def empty_hops(*shape: int) -> Rows:
    """Hops that are all closed; the shape ends with the number of hops."""
    hops = np.zeros(shape, HOP).view(np.recarray)
    hops.cost = hops.sure = UNREACHABLE
    return hops


@rule
def least_cost(hops: Rows, geography: Geography, destination: int, origin: int, far: NDArray[np.int64]) -> int:
    """Least cost of the way with every turn allowed, 0 if there is none: by Bellman and Ford, over all hops until nothing changes.

    ``hops`` are those of one class, shape (hops,); ``far``, shape (places,), is filled with the cost from each place (cents).
    """
    moves = geography.moves
    far[:] = UNREACHABLE
    far[destination] = 0
    changed = True
    while changed:
        changed = False
        for h in range(len(hops)):
            m = geography.first_of_hop[h]
            cost = hops[h].cost + far[moves.target[m]]
            if cost < far[moves.origin[m]]:
                far[moves.origin[m]] = cost
                changed = True
    return far[origin] if far[origin] < UNREACHABLE else 0


@rule
def gauge_eagerness(routes: Routes, traits: Traits) -> None:
    """Value the ways from every home that people come from, and sum ``exp(worth)`` over the destinations of every community, for each kind of people."""
    for c in range(routes.first.shape[0]):
        for h in range(len(traits.home_place)):
            if come_from(traits.origins[c], h):
                for k in range(routes.first[c, 0, 0], routes.last[c, 1, 1]):
                    routes.now[k, h] = value_at(routes, k, traits.home_place[h], routes.classes.turns[k])
                for guided in range(2):
                    for held in range(2):
                        for holds in range(2):
                            if routes.classes.used[routes.first[c, guided, held]] and routes.classes.used[routes.first[c, guided, holds]]:
                                routes.eagerness[c, guided, held, holds, h] = eagerness_of(routes, c, guided, held, holds, h)


@rule
def value_at(routes: Routes, k: int, place: int, turns: int) -> float:
    """Value of a place to a class with some turns left (cents)."""
    return value_of(routes.cheapest[k], routes.ways[k], routes.classes.mu[k], place, turns)


@rule
def eagerness_of(routes: Routes, community: int, guided: int, held: int, holds: int, home: int) -> float:
    """Sum of ``exp(worth)`` over the destinations of people of one kind from one home: ways as they are now, relative to those they had at the start."""
    before = routes.first[community, guided, held]
    now = routes.first[community, guided, holds]
    total = 0.0
    for d in range(routes.last[community, guided, holds] - now):
        total += math.exp(worth(routes.classes.pull[now + d], routes.now[now + d, home], routes.start[before + d, home], routes.classes.scale[now + d]))
    return total

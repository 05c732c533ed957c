"""Route choice: what a move is believed to cost, and value tables over moves.

The recursive logit of Fosgerau, Frejinger and Karlstrom (2013, "A link based network route choice model with unrestricted
choice set"). On a network with cycles its value equation need not have a solution, so moves are ordered by the distance to the
destination and the state carries how many backward moves are left: that is acyclic, and one backward pass is exact.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import HOURS_A_MONTH, MONTHS_A_YEAR
from sim.conditions import Conditions
from sim.geography import Geography
from sim.prospects import Prospects
from sim.rows import Rows
from sim.rule import rule
from sim.rules.choose_move import CLOSED
from sim.rules.depart import worth
from sim.rules.organise import asked

CLASS = np.dtype(
    [
        ("pull", "f8"),
        ("mu", "f8"),
        ("scale", "f8"),
        ("reference", "i8"),
        ("community", "i2"),
        ("destination", "i2"),
        ("target", "i2"),
        ("guided", "i1"),
        ("permit", "i1"),
        ("used", "i1"),
    ],
    align=True,
)
"""A class of people who share a value table: community x led by an organiser or not x with a permit for the destination or without x destination.

``destination`` is a place, ``target`` its row in ``Geography.rank``; ``mu`` (scale of the route choice),
``scale`` (of the choice to leave) and ``reference`` are in cents. ``used`` is whether anybody can be in it: a class of permit holders is not solved
before there is a permit.
"""


class Routes(NamedTuple):
    """Value tables.

    ``classes`` are records :data:`CLASS`. ``cost`` and ``sure`` (cents) have shape (classes, moves), ``outlay`` (communities, moves); ``sure`` is the
    outlay of moves open to most people, and :data:`UNREACHABLE` for others. ``start`` has shape (classes, homes): the value of the way from a home
    when the simulation starts;
    ``eagerness`` shape (communities, 2, 2, 2, homes): the sum of ``exp(worth)`` over all destinations, by whether one is led, held a permit at the start
    and holds one now; ``value`` (cents) and ``least`` (cents) shape (classes, places, backward moves left + 1). ``first`` has shape (communities, 2, 2)
    and ``last`` likewise: the classes of a community, not led and led, without a permit and with one, in the order of its destinations.
    """

    classes: Rows
    cost: NDArray[np.int64]
    outlay: NDArray[np.int64]
    sure: NDArray[np.int64]
    start: NDArray[np.float64]
    eagerness: NDArray[np.float64]
    value: NDArray[np.float64]
    least: NDArray[np.int64]
    first: NDArray[np.int16]
    last: NDArray[np.int16]


class Worth(NamedTuple):
    """What time, life and giving up are worth in the choice: the figures ``choice.time_share``, ``choice.life_years``, ``choice.giving_up_share``."""

    time_share: float
    life_years: float
    giving_up_share: float


NEGLIGIBLE = 20.0
"""Logits behind the best at which a move is left out of a value: it would add two billionths of mu, far less than the cent to which costs are rounded."""

RARE = math.log(2.0)
"""Scarcity beyond which a move is open to fewer than half of a community: nobody counts on its price."""

UNREACHABLE = np.int64(1) << np.int64(60)
"""Least money from a place without a way: more than anybody holds."""


@rule
def expected_cost(
    outlay: int,
    hours: float,
    hour_cents: float,
    death: float,
    life_cents: float,
    failures: float,
    caught_cents: float,
    for_good: float,
    giving_up_cents: float,
    scarce: float,
    mu: float,
) -> int:
    """Expected cost of a move in whole cents, :data:`~sim.rules.choose_move.CLOSED` if it is closed.

    Every attempt costs the outlay, the hours and the hazard; it is repeated after each of the ``failures`` expected, which costs besides what custody
    does (``caught_cents``); failing ``for_good`` costs ``giving_up_cents``. That only some can use the move enters the choice as ``mu scarce``.
    """
    if scarce == math.inf:
        return CLOSED
    total = float(outlay) + hours * hour_cents + death * life_cents
    total = (1.0 + failures) * total + failures * caught_cents + for_good * giving_up_cents + mu * scarce
    return math.floor(total + 0.5)


@rule
def reckon(k: int, geography: Geography, conditions: Conditions, routes: Routes, prospects: Prospects, worth: Worth) -> bool:
    """Pull, and expected cost and sure outlay of every move, for class ``k``, from its community's prospects; true if any cost or outlay changed."""
    community = routes.classes.community[k]
    routes.classes.pull[k] = conditions.pull[community, routes.classes.target[k]]
    country = geography.places.country[routes.classes.destination[k]]
    wage = conditions.countries.wage_cents[country]
    hour_cents = worth.time_share * wage / HOURS_A_MONTH
    life_cents = worth.life_years * MONTHS_A_YEAR * wage
    giving_up_cents = worth.giving_up_share * routes.classes.reference[k]
    guided, permit, mu = routes.classes.guided[k], routes.classes.permit[k], routes.classes.mu[k]
    changed = False
    for m in range(len(prospects.hours)):
        scarce = prospects.with_permit[m] if permit and prospects.ahead[m] == country else prospects.scarcity[m]
        if guided and prospects.alone[m]:
            scarce = math.inf
        outlay = asked(routes.outlay[community, m], guided != 0, conditions.habits.organiser_margin)
        cost = expected_cost(
            outlay, prospects.hours[m], hour_cents, prospects.death[m], life_cents, prospects.failures[m],
            prospects.custody_hours[m] * hour_cents + prospects.fine[m], prospects.for_good[m], giving_up_cents, scarce, mu,
        )  # fmt: skip
        sure = outlay if scarce <= RARE else UNREACHABLE
        if cost != routes.cost[k, m] or sure != routes.sure[k, m]:
            changed = True
            routes.cost[k, m] = cost
            routes.sure[k, m] = sure
    return changed


@rule
def least_cost(cost: NDArray[np.int64], moves: Rows, destination: int, origin: int, far: NDArray[np.int64]) -> int:
    """Least cost of the way with every backward move allowed, 0 if there is none: by Bellman and Ford, over all moves until nothing changes.

    ``cost`` is that of one class, shape (moves,), in cents; ``far``, shape (places,), is filled with the cost from each place.
    """
    far[:] = UNREACHABLE
    far[destination] = 0
    changed = True
    while changed:
        changed = False
        for m in range(len(cost)):
            if cost[m] >= 0 and cost[m] + far[moves.target[m]] < far[moves.origin[m]]:
                far[moves.origin[m]] = cost[m] + far[moves.target[m]]
                changed = True
    return far[origin] if far[origin] < UNREACHABLE else 0


class Room(NamedTuple):
    """What one class's solution needs on the way.

    By hop, shape (hops,): ``hop_cost`` of its cheapest move (cents, :data:`UNREACHABLE` if all are closed), ``hop_ways`` and ``hop_sure``, the least sure
    outlay. By backward moves left and place, shape ((backward moves + 2) x places,): ``cheapest``, cost of the cheapest way, ``ways`` and ``money``, the
    least; the first ``places`` entries stand for somebody who has turned back once too often, and stay unreachable. Ways are the sum over moves,
    or over whole ways, of ``exp(-(cost - cheapest) / mu)``: 1 for the cheapest, less for each dearer one.
    """

    hop_cost: NDArray[np.int64]
    hop_ways: NDArray[np.float64]
    hop_sure: NDArray[np.int64]
    cheapest: NDArray[np.int64]
    ways: NDArray[np.float64]
    money: NDArray[np.int64]


def empty_room(hops: int, places: int, levels: int) -> Room:
    """Room for one class at a time."""
    size = (levels + 1) * places
    return Room(np.zeros(hops, np.int64), np.zeros(hops), np.zeros(hops, np.int64), np.zeros(size, np.int64), np.zeros(size), np.zeros(size, np.int64))


@rule
def weight_of(dearer: int, mu: float) -> float:
    """``exp(-dearer / mu)`` for so many cents, 0 where it is negligible."""
    if dearer == 0:
        return 1.0
    return math.exp(-dearer / mu) if dearer < NEGLIGIBLE * mu else 0.0


@rule
def join_side_by_side(first_of_hop: NDArray[np.uint32], cost: NDArray[np.int64], sure: NDArray[np.int64], mu: float, room: Room) -> None:
    """Fill what :class:`Room` holds by hop; ``cost`` and ``sure`` are those of one class, shape (moves,), and ``mu`` is its scale (cents)."""
    for h in range(len(room.hop_cost)):
        cheapest = UNREACHABLE
        money = UNREACHABLE
        for m in range(first_of_hop[h], first_of_hop[h + 1]):
            if cost[m] >= 0:
                cheapest = min(cheapest, cost[m])
                money = min(money, sure[m])
        ways = 0.0
        for m in range(first_of_hop[h], first_of_hop[h + 1]):
            if cost[m] >= 0:
                ways += weight_of(cost[m] - cheapest, mu)
        room.hop_cost[h] = cheapest
        room.hop_ways[h] = ways
        room.hop_sure[h] = money


@rule
def solve(
    destination: int,
    order: NDArray[np.int16],
    first: NDArray[np.uint32],
    hops: NDArray[np.uint32],
    ahead: NDArray[np.uint32],
    mu: float,
    room: Room,
    value: NDArray[np.float64],
    least: NDArray[np.int64],
) -> None:
    """Fill one class's value and least-money tables in one backward pass.

    The value of a place is ``mu ln(sum of exp(-cost / mu))`` over all ways from it: minus the cost of the cheapest, plus ``mu ln(ways)``.

    Parameters
    ----------
    destination
        The place where the trip ends: its value is 0.
    order
        Places that can reach it, nearest first; shape (places that can,).
    first, hops, ahead
        The plan of the pass (:func:`sim.geography.plan_of`): what leaves the ``j``-th place of that order.
    mu
        Scale of the choice (cents).
    room
        Filled by hop; by place it is filled here.
    value, least
        Filled in place (cents); shape (places, backward moves left + 1).
    """
    places, levels = value.shape
    cheapest, ways, money = room.cheapest, room.ways, room.money
    value[:, :] = -math.inf
    least[:, :] = UNREACHABLE
    cheapest[:] = UNREACHABLE
    money[:] = UNREACHABLE
    for k in range(levels):
        here = (k + 1) * places
        below = np.uint64(k * places)  # ahead of a hop that comes nearer lies in this level, of any other in the one below
        value[destination, k] = 0.0
        least[destination, k] = 0
        cheapest[here + destination] = 0
        money[here + destination] = 0
        ways[here + destination] = 1.0
        for j in range(len(order)):
            best = UNREACHABLE
            enough = UNREACHABLE
            for n in range(first[j], first[j + 1]):
                best = min(best, cheapest[below + ahead[n]] + room.hop_cost[hops[n]])
                enough = min(enough, money[below + ahead[n]] + room.hop_sure[hops[n]])
            if best >= UNREACHABLE:
                continue
            total = 0.0
            for n in range(first[j], first[j + 1]):
                weight = weight_of(cheapest[below + ahead[n]] + room.hop_cost[hops[n]] - best, mu)
                if weight > 0.0:
                    total += weight * ways[below + ahead[n]] * room.hop_ways[hops[n]]
            place = order[j]
            value[place, k] = mu * math.log(total) - best
            least[place, k] = enough
            cheapest[here + place] = best
            money[here + place] = enough
            ways[here + place] = total


@rule
def gauge_eagerness(routes: Routes, home_place: NDArray[np.int16]) -> None:
    """Sum ``exp(worth)`` over the destinations of every community from every home, for each kind of people."""
    for c in range(routes.first.shape[0]):
        for guided in range(2):
            for held in range(2):
                for holds in range(2):
                    if routes.classes.used[routes.first[c, guided, held]] and routes.classes.used[routes.first[c, guided, holds]]:
                        for h in range(len(home_place)):
                            routes.eagerness[c, guided, held, holds, h] = eagerness_of(routes, c, guided, held, holds, h, home_place[h])


@rule
def eagerness_of(routes: Routes, community: int, guided: int, held: int, holds: int, home: int, place: int) -> float:
    """Sum of ``exp(worth)`` over the destinations of people of one kind from one home: ways as they are now, relative to those they had at the start."""
    top = routes.value.shape[2] - 1
    before = routes.first[community, guided, held]
    now = routes.first[community, guided, holds]
    total = 0.0
    for d in range(routes.last[community, guided, holds] - now):
        total += math.exp(worth(routes.classes.pull[now + d], routes.value[now + d, place, top], routes.start[before + d, home], routes.classes.scale[now + d]))
    return total

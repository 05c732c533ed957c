"""Route choice: what a move is believed to cost, and value tables over moves.

The recursive logit of Fosgerau, Frejinger and Karlstrom (2013, "A link based network route choice model with unrestricted
choice set"). On a network with cycles its value equation need not have a solution, so moves are ordered by the distance to the
destination and the state carries how many backward moves are left: that is acyclic, and one backward pass is exact.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.agents.migrants import Traits, come_from
from sim.clock import HOURS_A_MONTH, MONTHS_A_YEAR
from sim.conditions import Conditions
from sim.geography import Geography
from sim.rows import Row, Rows
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
        ("wage", "i8"),
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
``scale`` (of the choice to leave) and ``reference`` are in cents, and so is ``wage``, the one at the destination by which costs were last reckoned
(:data:`UNKNOWN`: they have not been). ``used`` is whether anybody has been in it (:func:`has_anybody`): a class is not solved before.
"""


UNKNOWN = -1
"""Wage by which nothing has been reckoned yet."""

HOP = np.dtype([("cost", "i8"), ("ways", "f8"), ("sure", "i8")], align=True)
"""A hop as one class sees it: ``cost`` of its cheapest move (cents, :data:`UNREACHABLE` if all are closed), ``sure``, the least outlay
of those open to most people, and ``ways``, the sum over its moves of ``exp(-(cost - cheapest) / mu)``: 1 for the cheapest, less for each dearer one."""


class Routes(NamedTuple):
    """Value tables.

    ``classes`` are records :data:`CLASS`. ``cost`` (cents) has shape (classes, moves), ``outlay`` (communities, moves). ``hops``, shape (classes, hops),
    are records :data:`HOP`. ``start`` has shape (classes, homes): the value of the way from a home when the simulation starts; ``eagerness`` shape
    (communities, 2, 2, 2, homes): the sum of ``exp(worth)`` over all destinations, by whether one is led, held a permit at the start and holds one now, from
    homes that anybody of the community comes from; ``value`` (cents) and ``least`` (cents) shape (classes, places, backward moves left + 1). ``first`` has
    shape (communities, 2, 2) and ``last`` likewise: the classes of a community, not led and led, without a permit and with one, in the order of its
    destinations.
    ``permit_draws`` has shape (communities, 2, 2): least and greatest draw for a permit among those not led and those led.
    """

    classes: Rows
    cost: NDArray[np.int64]
    outlay: NDArray[np.int64]
    hops: Rows
    start: NDArray[np.float64]
    eagerness: NDArray[np.float64]
    value: NDArray[np.float64]
    least: NDArray[np.int64]
    first: NDArray[np.int16]
    last: NDArray[np.int16]
    permit_draws: NDArray[np.float64]


@rule
def has_anybody(permit: int, share: float, permit_draws: NDArray[np.float64]) -> bool:
    """Whether any of those whose draws lie between a least and a greatest one holds a permit, or lacks it (``permit`` 0), when a share of all holds one."""
    return bool(permit_draws[0] < share if permit else permit_draws[1] >= share)


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
def reckon(
    k: int, geography: Geography, conditions: Conditions, routes: Routes, prospects: Rows, worth: Worth, news: NDArray[np.int64], number: int
) -> bool:
    """Bring pull, expected cost of moves, and hops up to date for class ``k``; true if any cost or outlay changed.

    What is expected of a move decides its cost for good, unless the wage changes: so only the hops are reckoned of which the community expects anything
    new, the first ``number`` of ``news`` (:func:`sim.prospects.expect`), and of them the cost of moves that are new.
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
    all_anew = wage != classes.wage[k]
    classes.wage[k] = wage
    changed = False
    for n in range(len(geography.first_of_hop) - 1 if all_anew else number):
        h = n if all_anew else news[n]
        first, last = geography.first_of_hop[h], geography.first_of_hop[h + 1]
        is_new = False
        enough = UNREACHABLE
        for m in range(first, last):
            p = prospects[m]
            scarce = p.with_permit if permit and p.ahead == country else p.scarcity
            if guided and p.alone:
                scarce = math.inf
            outlay = asked(routes.outlay[community, m], guided != 0, conditions.habits.organiser_margin)
            if scarce <= RARE:
                enough = min(enough, np.int64(outlay))
            if all_anew or p.is_new:
                caught_cents = p.custody_hours * hour_cents + p.fine
                cost = expected_cost(
                    outlay, p.hours, hour_cents, p.death, life_cents, p.failures, caught_cents, p.for_good, giving_up_cents, scarce, mu
                )  # fmt: skip
                if cost != routes.cost[k, m]:
                    is_new = True
                    routes.cost[k, m] = cost
        hop = routes.hops[k][h]
        if is_new:
            join_side_by_side(first, last, routes.cost[k], mu, hop)
        if is_new or enough != hop.sure:
            changed = True
            hop.sure = enough
    return changed


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
            ways += weight_of(cost[m] - cheapest, mu)
    hop.cost = cheapest
    hop.ways = ways


def empty_hops(*shape: int) -> Rows:
    """Hops that are all closed; the shape ends with the number of hops."""
    hops = np.zeros(shape, HOP).view(np.recarray)
    hops.cost = hops.sure = UNREACHABLE
    return hops


@rule
def least_cost(hops: Rows, geography: Geography, destination: int, origin: int, far: NDArray[np.int64]) -> int:
    """Least cost of the way with every backward move allowed, 0 if there is none: by Bellman and Ford, over all hops until nothing changes.

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


class Room(NamedTuple):
    """What one class's solution needs on the way.

    By hop in the order of the plan, shape (hops,): ``dearer``, how much the cheapest way by it costs more than the cheapest of all (cents), and its
    ``weight`` beside that one. By backward moves left and place, shape ((backward moves + 2) x places,): ``cheapest``, cost of the cheapest way, ``ways``
    and ``money``, the least; the first ``places`` entries stand for somebody who has turned back once too often, and stay unreachable. Ways are the sum
    over whole ways of ``exp(-(cost - cheapest) / mu)``.
    """

    dearer: NDArray[np.int64]
    weight: NDArray[np.float64]
    cheapest: NDArray[np.int64]
    ways: NDArray[np.float64]
    money: NDArray[np.int64]


def empty_room(hops: int, places: int, levels: int) -> Room:
    """Room for one class at a time."""
    size = (levels + 1) * places
    return Room(np.zeros(hops, np.int64), np.zeros(hops), np.zeros(size, np.int64), np.zeros(size), np.zeros(size, np.int64))


class Pass(NamedTuple):
    """The hops of a backward pass (:func:`sim.geography.passes_of`), those that leave the nearest place first; shape (hops of use,).

    Which of a class's ``hops`` each is, the place that it ``leaves``, and what it has ``ahead``.
    """

    hops: NDArray[np.uint32]
    leaves: NDArray[np.uint32]
    ahead: NDArray[np.uint32]


class Plan(NamedTuple):
    """How to solve for one destination.

    ``order`` lists the places that can reach it, nearest first, shape (places that can,). The pass ``nearer`` is for somebody who must come nearer by every
    move, ``every`` for those who may turn back.
    """

    order: NDArray[np.uint32]
    nearer: Pass
    every: Pass


@rule
def plan_to(geography: Geography, target: int) -> Plan:
    """The plan to a destination, a row of ``Geography.rank``."""
    g = geography
    n, e = g.pass_length[target]
    return Plan(
        g.order[target, : g.reaching[target]],
        Pass(g.pass_hops[target, 0, :n], g.pass_leaves[target, 0, :n], g.pass_ahead[target, 0, :n]),
        Pass(g.pass_hops[target, 1, :e], g.pass_leaves[target, 1, :e], g.pass_ahead[target, 1, :e]),
    )


@rule
def solve(destination: int, plan: Plan, hops: Rows, mu: float, room: Room, value: NDArray[np.float64], least: NDArray[np.int64]) -> None:
    """Fill one class's value and least-money tables in one backward pass.

    The value of a place is ``mu ln(sum of exp(-cost / mu))`` over all ways from it: minus the cost of the cheapest, plus ``mu ln(ways)``. Cheapest ways are
    found first, then all weights, then the ways counted: as one loop it took a quarter longer.

    Parameters
    ----------
    destination
        The place where the trip ends: its value is 0.
    plan
        In which order places are looked at, and what leaves them.
    hops
        Records :data:`HOP` of the class, shape (hops,).
    mu
        Scale of the choice (cents).
    room
        Filled here.
    value, least
        Filled in place (cents); shape (places, backward moves left + 1).
    """
    places, levels = value.shape
    value[:, :] = -math.inf
    least[:, :] = UNREACHABLE
    room.cheapest[:] = UNREACHABLE
    room.money[:] = UNREACHABLE
    goal = np.uint64(destination)
    for k in range(levels):
        here = np.uint64((k + 1) * places)
        below = np.uint64(k * places)  # ahead of a hop that comes nearer lies in this level, of any other in the one below
        room.cheapest[here + goal] = 0
        room.money[here + goal] = 0
        room.ways[here + goal] = 1.0
        way = plan.every if k > 0 else plan.nearer
        find_cheapest(here, below, destination, way, hops, room)
        weigh(here, way, mu, room)
        count_ways(here, below, destination, way, hops, room)
        for place in plan.order:
            if room.cheapest[here + place] < UNREACHABLE:
                value[place, k] = mu * math.log(room.ways[here + place]) - room.cheapest[here + place]
                least[place, k] = room.money[here + place]


@rule
def find_cheapest(here: np.uint64, below: np.uint64, destination: int, way: Pass, hops: Rows, room: Room) -> None:
    """Cheapest way and least money from every place but the destination, which no hop leaves, and what the cheapest way by each hop costs."""
    best = UNREACHABLE
    enough = UNREACHABLE
    last = destination
    for n in range(len(way.hops)):
        hop = hops[way.hops[n]]
        place = way.leaves[n]
        cost = room.cheapest[below + way.ahead[n]] + hop.cost
        money = room.money[below + way.ahead[n]] + hop.sure
        best = min(best if place == last else UNREACHABLE, cost)
        enough = min(enough if place == last else UNREACHABLE, money)
        last = place
        room.dearer[n] = cost
        room.cheapest[here + place] = best  # written over by the next hop of the place: to ask whether there is one takes longer
        room.money[here + place] = enough


@rule
def weigh(here: np.uint64, way: Pass, mu: float, room: Room) -> None:
    """How much dearer than the cheapest way from its place each hop is, and its weight. Two loops: the compiler works the second off several hops at once."""
    for n in range(len(way.leaves)):
        room.dearer[n] -= room.cheapest[here + way.leaves[n]]
    for n in range(len(way.leaves)):
        room.weight[n] = weight_of(room.dearer[n], mu)


@rule
def count_ways(here: np.uint64, below: np.uint64, destination: int, way: Pass, hops: Rows, room: Room) -> None:
    """The sum of weights over all ways from every place but the destination."""
    total = 0.0
    last = destination
    for n in range(len(way.hops)):
        place = way.leaves[n]
        ways = room.weight[n] * room.ways[below + way.ahead[n]] * hops[way.hops[n]].ways
        total = (total if place == last else 0.0) + ways
        last = place
        room.ways[here + place] = total


@rule
def gauge_eagerness(routes: Routes, traits: Traits) -> None:
    """Sum ``exp(worth)`` over the destinations of every community from every home that its people come from, for each kind of people."""
    for c in range(routes.first.shape[0]):
        for guided in range(2):
            for held in range(2):
                for holds in range(2):
                    if routes.classes.used[routes.first[c, guided, held]] and routes.classes.used[routes.first[c, guided, holds]]:
                        for h in range(len(traits.home_place)):
                            if come_from(traits.origins[c], h):
                                routes.eagerness[c, guided, held, holds, h] = eagerness_of(routes, c, guided, held, holds, h, traits.home_place[h])


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

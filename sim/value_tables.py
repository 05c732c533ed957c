"""Value tables: what each place is worth to those who are bound for a destination, over all ways there.

The recursive logit of Fosgerau, Frejinger and Karlstrom (2013, "A link based network route choice model with unrestricted
choice set"). On a network with cycles its value equation need not have a solution, so moves are ordered by the distance to the
destination and the state carries how many backward moves are left: that is acyclic, and one backward pass is exact.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.geography import Geography
from sim.route_choice import UNREACHABLE, weight_of
from sim.rows import Rows
from sim.rule import rule


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

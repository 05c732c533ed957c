"""Value tables: what each place is worth to those who are bound for a destination, over all ways there.

The recursive logit of Fosgerau, Frejinger and Karlstrom (2013, "A link based network route choice model with unrestricted
choice set"). On a network with cycles its value equation need not have a solution, so moves are ordered by the distance to the
destination, and the state carries how often one may still turn from coming nearer to going away and back: that is acyclic, and one backward pass a
number of turns is exact. Turns are counted and not moves, because how many moves a road has is a matter of how many places of it are drawn.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.routes.costs import weight_of
from sim.routes.values import UNREACHABLE
from sim.world.geography import Geography


class Room(NamedTuple):
    """What one class's solution needs on the way, by hop in the order of the plan; shape (hops,).

    ``extra`` is how much the cheapest way by a hop costs more than the cheapest of all (cents), ``weight`` its weight beside that one.
    """

    extra: NDArray[np.int64]
    weight: NDArray[np.float64]


def empty_room(hops: int) -> Room:
    """Room for one class at a time."""
    return Room(np.zeros(hops, np.int64), np.zeros(hops))


class Plan(NamedTuple):
    """How to solve for one destination: records :data:`~sim.world.geography.STEP` of its three passes (:class:`~sim.world.geography.Passes`)."""

    nearer: Rows
    towards: Rows
    away: Rows


@rule
def plan_to(geography: Geography, target: int) -> Plan:
    """The plan to a destination, a row of ``Geography.rank``."""
    nearer, towards, away = geography.pass_length[target]
    return Plan(geography.passes[target, 0, :nearer], geography.passes[target, 1, :towards], geography.passes[target, 2, :away])


class Table(NamedTuple):
    """One class's table by state, first the places with no turn left, then those with one, and so on; shape (states,).

    With an even number of turns left one is coming nearer, with an odd one going away (:func:`~sim.migrants.rules.choose_move.turns_after`).

    ``cheapest`` is the cost of the cheapest way, ``least`` the least money (cents); ``ways`` is the sum over whole ways of ``exp(-(cost - cheapest) / mu)``.
    """

    cheapest: NDArray[np.int64]
    ways: NDArray[np.float64]
    least: NDArray[np.int64]


@rule
def table_of(cheapest: NDArray[np.int64], ways: NDArray[np.float64], least: NDArray[np.int64]) -> Table:
    """A table by turns left and place, shape (turns left + 1, places), state after state."""
    size = cheapest.size
    return Table(cheapest.reshape(size), ways.reshape(size), least.reshape(size))


@rule
def solve(destination: int, places: int, most: int, plan: Plan, hops: Rows, mu: float, turning: int, room: Room, table: Table) -> None:
    """Fill one class's table in one backward pass a number of turns left.

    Cheapest ways are found first, then all weights, then the ways counted: as one loop it took a quarter longer. States that no hop of the plan leaves stay
    as they are, unreachable from the beginning.

    Parameters
    ----------
    destination
        The place where the trip ends: its value is 0.
    places
        How many there are.
    most
        Turns of direction that a journey may hold; states with more stay as they are.
    plan
        In which order places are looked at, and what leaves them.
    hops
        Records :data:`HOP` of the class, shape (hops,).
    mu
        Scale of the choice (cents).
    turning
        What turning away counts as (cents).
    room, table
        Filled here.
    """
    for turns in range(most + 1):
        here = np.uint64(turns * places)
        ahead = np.uint64(max(turns - 1, 0) * places)  # from where the passes count what is ahead
        comes_nearer = turns % 2 == 0
        way = (plan.towards if turns > 0 else plan.nearer) if comes_nearer else plan.away
        turn_ends = np.uint64(places if comes_nearer and turns > 0 else 0)  # states ahead up to here are those of somebody who has turned away
        goal = here + np.uint64(destination)
        table.cheapest[goal] = 0
        table.least[goal] = 0
        table.ways[goal] = 1.0
        find_cheapest(here, ahead, turn_ends, turning, destination, way, hops, room, table)
        weigh(here, way, mu, room, table)
        count_ways(here, ahead, destination, way, hops, room, table)


@rule
def find_cheapest(
    here: np.uint64, ahead: np.uint64, turn_ends: np.uint64, turning: int, destination: int, way: Rows, hops: Rows, room: Room, table: Table
) -> None:
    """Cheapest way and least money from every place but the destination, which no hop leaves, and what the cheapest way by each hop costs.

    A hop whose state ahead is below ``turn_ends`` turns away, for ``turning`` cents of reluctance.
    """
    best = UNREACHABLE
    enough = UNREACHABLE
    last = destination
    for n in range(len(way)):
        step = way[n]
        hop, place, beyond = hops[step.hop], step.leaves, ahead + step.ahead
        cost = table.cheapest[beyond] + hop.cost + (turning if step.ahead < turn_ends else 0)
        money = table.least[beyond] + hop.sure
        best = min(best if place == last else UNREACHABLE, cost)
        enough = min(enough if place == last else UNREACHABLE, money)
        last = place
        room.extra[n] = cost
        table.cheapest[here + place] = best  # written over by the next hop of the place: to ask whether there is one takes longer
        table.least[here + place] = enough


@rule
def weigh(here: np.uint64, way: Rows, mu: float, room: Room, table: Table) -> None:
    """How much more each hop costs than the cheapest way from its place, and its weight. Two loops: the compiler works the second off several hops at once."""
    for n in range(len(way)):
        room.extra[n] -= table.cheapest[here + way[n].leaves]
    for n in range(len(way)):
        room.weight[n] = weight_of(room.extra[n], mu)


@rule
def count_ways(here: np.uint64, ahead: np.uint64, destination: int, way: Rows, hops: Rows, room: Room, table: Table) -> None:
    """The sum of weights over all ways from every place but the destination."""
    total = 0.0
    last = destination
    for n in range(len(way)):
        step = way[n]
        place = step.leaves
        ways = room.weight[n] * table.ways[ahead + step.ahead] * hops[step.hop].ways
        total = (total if place == last else 0.0) + ways
        last = place
        table.ways[here + place] = total

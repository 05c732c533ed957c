"""The classes of people who share tables of least costs, and the tables themselves."""

import math
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.routes.values import UNREACHABLE
from sim.smugglers.organisers import stops_of, ways_of
from sim.world.conditions import Conditions
from sim.world.geography import Atlas
from sim.world.parameters import Parameters
from sim.world.world import World

CLOSED = -1
"""Cost of a move that is closed."""


CLASS = np.dtype(
    [
        ("pull", "f8"),
        ("scale", "f8"),
        ("reference", "i8"),
        ("wage", "i8"),
        ("community", "i2"),
        ("destination", "i2"),
        ("target", "i2"),
        ("valued", "i2"),
        ("guided", "i1"),
        ("permit", "i1"),
        ("used", "i1"),
        ("shut", "i1"),
    ],
    align=True,
)
"""A class of people who share tables: community x led by an organiser or not x with a permit for the destination or without x destination.

``destination`` is a place, ``target`` its row among the destinations; to a hub of an organiser the led of a community have a class of their own, which has no
target (:data:`NO_TARGET`). ``valued`` is the country whose wage time and life are measured by: that of the destination, or of the community's first.
``reference`` is what the community brings for a journey, in the median, when the simulation starts: the money of one's own by which ``scale``, that of the
choice to leave, and the loss of giving up are measured (cents). ``wage`` is the one there by which costs were last computed (cents; :data:`UNKNOWN`: they have
not been). ``used`` is whether anybody has been in the class (:func:`has_anybody`): it is not solved before;
``shut`` whether its destination is a camp that takes in nobody: then there is no way.
"""


NO_TARGET = -1
"""Target of the way to a hub."""

UNKNOWN = -1
"""Wage by which nothing has been computed yet."""


HOP = np.dtype([("cost", "i8"), ("counted", "i8"), ("sure", "i8")], align=True)
"""A hop as one class sees it, by its moves (cents, :data:`UNREACHABLE` if all are closed).

``cost`` is that of its cheapest move; ``counted`` the least of what its moves cost when it counts that only some can use them; ``sure`` the least outlay of
those open to most people.
"""


class Routes(NamedTuple):
    """What is believed of moves, and the tables of least costs.

    ``classes`` are records :data:`CLASS`, ``hops``, shape (classes, hops), records :data:`HOP`. ``cost`` (cents) has shape (classes, moves). ``outlay`` (cents)
    and ``caught``, shape (communities, moves), are what a try costs and the chance that guards stop it; ``sure``, shape (communities, hops, 2, 2), is the least
    outlay of those moves of a hop that are open to most people, by whether one is led and whether one's permit counts ahead.

    ``cheapest``, ``counted`` and ``least`` (cents), shape (classes, places), are the least cost of a way on from a place, the least when it counts that only
    some can use a move, and the least money; ``order``, shape (classes, 3, places), is that of places by each of them (:mod:`sim.routes.least_costs`).
    ``start`` and ``now`` have shape (classes, homes): value of the way from a home when the simulation starts, and now; ``eagerness`` shape (communities, 2, 2,
    2, homes): the sum of ``exp(worth)`` over all destinations, by whether one is led, held a permit at the start and holds one now. These are known for homes
    that anybody of the community comes from. ``elsewhere``, shape (classes,), is room for what the ways are worth to somebody who must choose again.

    ``first`` has shape (communities, 2, 2) and ``last`` likewise: the classes of a community, not led and led, without a permit and with one, in the order of
    its destinations; behind them, up to ``end``, shape (communities,), those of the hubs of its organisers. ``permit_draws`` has shape (communities, 2, 2):
    least and greatest draw for a permit among those not led and those led.
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
    counted: NDArray[np.int64]
    least: NDArray[np.int64]
    order: NDArray[np.int16]
    first: NDArray[np.int16]
    last: NDArray[np.int16]
    end: NDArray[np.int16]
    permit_draws: NDArray[np.float64]


@rule
def has_anybody(guided: int, permit: int, share: float, permit_draws: NDArray[np.float64]) -> bool:
    """Whether anybody holds a permit, or lacks it (``permit`` 0), when a share of all holds one.

    ``permit_draws``, shape (2,), are the least and the greatest draw of those who may: who draws less than the share holds one. Organisers ask for the costs of
    the led without a permit whether these are anybody's or not.
    """
    if guided and not permit:
        return bool(permit_draws[1] >= permit_draws[0])
    return bool(permit_draws[0] < share if permit else permit_draws[1] >= share)


def empty_hops(*shape: int) -> Rows:
    """Hops that are all closed; the shape ends with the number of hops."""
    hops = np.zeros(shape, HOP).view(np.recarray)
    hops.cost = hops.counted = hops.sure = UNREACHABLE
    return hops


def empty_routes(world: World, atlas: Atlas, conditions: Conditions, parameters: Parameters, permit_draws: NDArray[np.float64]) -> Routes:
    """One class for each community, led or not, with a permit or without, and destination; tables not yet solved.

    The money of one's own is frozen: a scale that moved with a lever would change everybody's taste.
    """
    place = {name: i for i, name in enumerate(atlas.places)}
    target = {name: i for i, name in enumerate(atlas.destinations)}
    rows: list[tuple[int, int, int, str, int]] = []
    first, last = np.zeros((len(world.communities), 2, 2), np.int16), np.zeros((len(world.communities), 2, 2), np.int16)
    end = np.zeros(len(world.communities), np.int16)
    for c, community in enumerate(world.communities):
        for guided, permit in product((0, 1), (0, 1)):
            first[c, guided, permit] = len(rows)
            rows += [(c, guided, permit, d, target[d]) for d in community.destinations]
            last[c, guided, permit] = len(rows)
        hubs = sorted({stop for way in ways_of(world, community.name) for stop in stops_of(way)})
        rows += [(c, 1, 0, hub, NO_TARGET) for hub in hubs]
        end[c] = len(rows)
    n, moves, places = len(rows), len(atlas.moves), len(atlas.places)
    classes = np.zeros(n, CLASS).view(np.recarray)
    classes.wage = UNKNOWN
    country = atlas.geography.places.country
    for row, (c, guided, permit, d, t) in zip(classes, rows, strict=True):
        row.community, row.guided, row.permit, row.destination, row.target = c, guided, permit, place[d], t
        row.pull = -math.inf if t == NO_TARGET else conditions.pull[c, t]
        row.valued = country[place[world.communities[c].destinations[0] if t == NO_TARGET else d]]
        row.reference = max(1, conditions.communities.funds_cents[c])
    classes.scale = parameters.number("choice.departure_share") * classes.reference
    return Routes(
        classes=classes,
        cost=np.full((n, moves), -1, np.int64),
        outlay=np.zeros((len(world.communities), moves), np.int64),
        caught=np.zeros((len(world.communities), moves)),
        sure=np.full((len(world.communities), len(atlas.geography.first_of_hop) - 1, 2, 2), UNREACHABLE, np.int64),
        hops=empty_hops(n, len(atlas.geography.first_of_hop) - 1),
        eagerness=np.zeros((len(world.communities), 2, 2, 2, len(atlas.homes))),
        start=np.full((n, len(atlas.homes)), -math.inf),
        now=np.full((n, len(atlas.homes)), -math.inf),
        elsewhere=np.zeros(n),
        cheapest=np.full((n, places), UNREACHABLE, np.int64),
        counted=np.full((n, places), UNREACHABLE, np.int64),
        least=np.full((n, places), UNREACHABLE, np.int64),
        order=np.tile(np.arange(places, dtype=np.int16), (n, 3, 1)),
        first=first,
        last=last,
        end=end,
        permit_draws=permit_draws,
    )


def hub_rows(routes: Routes, places: tuple[str, ...]) -> dict[tuple[int, str], int]:
    """The class in which the led of a community are on their way to a hub, by community and name of the place."""
    classes = routes.classes
    return {(int(classes.community[k]), places[classes.destination[k]]): k for k in np.flatnonzero(classes.target == NO_TARGET).tolist()}

"""The classes of people who share a value table, the tables themselves, and the scale of each class's choice."""

import math
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.routes.values import UNREACHABLE
from sim.world.conditions import Conditions
from sim.world.geography import Atlas
from sim.world.parameters import Parameters
from sim.world.world import Community, World

CLOSED = -1
"""Cost of a move that is closed."""


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
by which costs were last computed (:data:`UNKNOWN`: they have not been). ``turns`` is how many turns of direction a journey may hold; ``used`` is whether
anybody has been in the class (:func:`has_anybody`): it is not solved before.
"""


UNKNOWN = -1
"""Wage by which nothing has been computed yet."""


HOP = np.dtype([("cost", "i8"), ("ways", "f8"), ("sure", "i8")], align=True)
"""A hop as one class sees it: ``cost`` of its cheapest move (cents, :data:`UNREACHABLE` if all are closed), ``sure``, the least outlay
of those open to most people, and ``ways``, the sum over its moves of ``exp(-(cost - cheapest) / mu)``: 1 for the cheapest, less for each that costs more."""


class Routes(NamedTuple):
    """Value tables.

    ``classes`` are records :data:`CLASS`, ``hops``, shape (classes, hops), records :data:`HOP`. ``cost`` (cents) has shape (classes, moves). ``outlay`` (cents)
    and ``caught``, shape (communities, moves), are what a try costs and the chance that guards stop it; ``sure``, shape (communities, hops, 2, 2), is the least
    outlay of those moves of a hop that are open to most people, by whether one is led and whether one's permit counts ahead.

    ``cheapest`` (cents), ``ways`` and ``least`` (cents), shape (classes, turns left + 1, places) for as many turns as anybody may take, are the tables
    (:class:`sim.routes.value_tables.Table`), of which :func:`~sim.routes.values.value_of` makes a value. ``start`` and ``now`` have shape (classes,
    homes): value of the way from a home when the simulation starts, and now; ``eagerness`` shape (communities, 2, 2, 2, homes): the sum of ``exp(worth)`` over
    all destinations, by whether one is led, held a permit at the start and holds one now. These are known for homes that anybody of the community comes from.
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


def empty_hops(*shape: int) -> Rows:
    """Hops that are all closed; the shape ends with the number of hops."""
    hops = np.zeros(shape, HOP).view(np.recarray)
    hops.cost = hops.sure = UNREACHABLE
    return hops


def empty_routes(world: World, atlas: Atlas, conditions: Conditions, parameters: Parameters, permit_draws: NDArray[np.float64]) -> Routes:
    """One class for each community, led or not, with a permit or without, and destination; tables not yet solved."""
    place = {name: i for i, name in enumerate(atlas.places)}
    target = {name: i for i, name in enumerate(atlas.destinations)}
    rows: list[tuple[int, int, int, str]] = []
    first, last = np.zeros((len(world.communities), 2, 2), np.int16), np.zeros((len(world.communities), 2, 2), np.int16)
    for c, community in enumerate(world.communities):
        for guided, permit in product((0, 1), (0, 1)):
            first[c, guided, permit] = len(rows)
            rows += [(c, guided, permit, d) for d in community.destinations]
            last[c, guided, permit] = len(rows)
    n, moves, places = len(rows), len(atlas.moves), len(atlas.places)
    turns = np.array([2 * round(parameters.number(f"community.{community.name}.detours")) for community in world.communities], np.int64)
    levels = int(turns.max(initial=0)) + 1
    classes = np.zeros(n, CLASS).view(np.recarray)
    classes.wage = UNKNOWN
    for row, (c, guided, permit, d) in zip(classes, rows, strict=True):
        row.community, row.guided, row.permit, row.destination, row.target = c, guided, permit, place[d], target[d]
        row.pull, row.turns = conditions.pull[c, target[d]], turns[c]
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
        cheapest=np.full((n, levels, places), UNREACHABLE, np.int64),
        ways=np.zeros((n, levels, places)),
        least=np.full((n, levels, places), UNREACHABLE, np.int64),
        first=first,
        last=last,
        permit_draws=permit_draws,
    )


def main_origins(world: World, atlas: Atlas) -> NDArray[np.int16]:
    """The place that most of each community come from; of several, the first by name; shape (communities,)."""

    def main(community: Community) -> int:
        share = {name: world.parameters.number(f"community.{community.name}.origin.{name}") for name in sorted(community.origins)}
        return atlas.places.index(max(share, key=share.__getitem__))

    return np.array([main(community) for community in world.communities], np.int16)


def set_scales(routes: Routes, costs: NDArray[np.int64], parameters: Parameters) -> None:
    """Set the scales of every class's choices, relative to its reference cost, and forget the costs from which that was found.

    The reference is the least expected cost of the way from the community's main origin at the start. It is found without mu and the loss of giving up, which
    follow from it, and is frozen: a scale that moved with fees would change everybody's taste. A permit does not change taste either: its holders have the
    scale of those without one, who can go wherever they can, if only with a forged paper.

    Parameters
    ----------
    routes
        Whose classes are filled.
    costs
        Least expected cost of every class's way (cents), shape (classes,); of classes without a permit only they count.
    parameters
        ``choice.noise_share``, ``choice.departure_share``, ``choice.reluctance``.
    """
    classes = routes.classes
    first = routes.first[classes.community, classes.guided]
    without = np.arange(len(classes)) - np.where(classes.permit, first[:, 1] - first[:, 0], 0)
    # Where there is no way the scale is never asked for, but it divides.
    classes.reference = np.maximum(1, costs[without])
    classes.mu = parameters.number("choice.noise_share") * classes.reference
    classes.scale = parameters.number("choice.departure_share") * classes.reference
    classes.turning = np.floor(parameters.number("choice.reluctance") * classes.mu + 0.5)
    classes.used = False
    routes.cost[:] = CLOSED
    routes.hops[:] = empty_hops(1)
    classes.wage = UNKNOWN

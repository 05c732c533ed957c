"""The classes of people who share a value table, and the scale of their choice."""

import math
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim import compiled
from sim.conditions import Conditions
from sim.figures import Figures
from sim.geography import Atlas
from sim.route_choice import CLASS, UNKNOWN, Routes, empty_hops
from sim.rules.choose_move import CLOSED
from sim.values import UNREACHABLE
from sim.world import World

if TYPE_CHECKING:
    from sim.model import RouteModel


def empty_routes(world: World, atlas: Atlas, conditions: Conditions, figures: Figures, permit_draws: NDArray[np.float64]) -> Routes:
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
    turns = np.array([2 * round(figures.number(f"community.{community.name}.detours")) for community in world.communities], np.int64)
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


def set_references(model: "RouteModel") -> None:
    """Set the reference cost of every class, the least expected cost of the way from its community's main origin at the start, and mu relative to it.

    It is found without mu and the loss of giving up, which follow from it, and is frozen: a scale that moved with fees would change everybody's taste. A permit
    does not change taste either: its holders have the scale of those without one, who can go wherever they can, if only with a forged paper.
    """
    figures, routes = model.world.figures, model.routes
    classes = routes.classes
    share, departure = figures.number("choice.noise_share"), figures.number("choice.departure_share")
    classes.used = classes.permit == 0
    model.reckon_routes()
    origins = np.array([_main_origin(model, c) for c in range(len(model.world.communities))], np.int16)[classes.community]
    costs = np.zeros(len(classes), np.int64)
    compiled.least_costs(model.atlas.geography, routes, origins, costs, np.zeros(len(model.atlas.places), np.int64))
    first = routes.first[classes.community, classes.guided]
    without = np.arange(len(classes)) - np.where(classes.permit, first[:, 1] - first[:, 0], 0)
    # Where there is no way the scale is never asked for, but it divides.
    classes.reference = np.maximum(1, costs[without])
    classes.mu = share * classes.reference
    classes.scale = departure * classes.reference
    classes.turning = np.floor(figures.number("choice.reluctance") * classes.mu + 0.5)
    classes.used = False
    routes.cost[:] = CLOSED
    routes.hops[:] = empty_hops(1)
    classes.wage = UNKNOWN


def _main_origin(model: "RouteModel", community: int) -> int:
    """The place that most of a community come from; of several, the first by name."""
    people = model.world.communities[community]
    return model.atlas.places.index(max(sorted(people.origins), key=lambda name: model.world.figures.number(f"community.{people.name}.origin.{name}")))


def set_starts(model: "RouteModel") -> None:
    """Keep the values of the ways from every home as they are at the start, once solved: what pulls are relative to."""
    model.routes.start[:] = model.routes.now

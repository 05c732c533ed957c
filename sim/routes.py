"""The classes of people who share a value table, and the scale of their choice."""

import math
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from sim.conditions import Conditions
from sim.figures import Figures
from sim.geography import Atlas
from sim.route_choice import CLASS, UNREACHABLE, Routes
from sim.rules.choose_move import CLOSED
from sim.world import World

if TYPE_CHECKING:
    from sim.model import RouteModel


def empty_routes(world: World, atlas: Atlas, conditions: Conditions, figures: Figures) -> Routes:
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
    levels = round(figures.number("choice.backward_moves")) + 1
    classes = np.zeros(n, CLASS).view(np.recarray)
    for row, (c, guided, permit, d) in zip(classes, rows, strict=True):
        row.community, row.guided, row.permit, row.destination, row.target = c, guided, permit, place[d], target[d]
        row.pull = conditions.pull[c, target[d]]
    return Routes(
        classes=classes,
        cost=np.full((n, moves), -1, np.int64),
        outlay=np.zeros((len(world.communities), moves), np.int64),
        sure=np.full((n, moves), UNREACHABLE, np.int64),
        eagerness=np.zeros((len(world.communities), 2, 2, 2, len(atlas.homes))),
        start=np.full((n, len(atlas.homes)), -math.inf),
        value=np.full((n, places, levels), -math.inf),
        least=np.full((n, places, levels), UNREACHABLE, np.int64),
        first=first,
        last=last,
    )


def set_references(model: "RouteModel") -> None:
    """Set the reference cost of every class, the least expected cost of the way from its community's main origin at the start, and mu relative to it.

    It is found without mu and the loss of giving up, which follow from it, and is frozen: a scale that moved with fees would change everybody's taste. A permit
    does not change taste either: its holders have the scale of those without one, wherever those have a way.
    """
    figures, routes = model.world.figures, model.routes
    share, departure = figures.number("choice.noise_share"), figures.number("choice.departure_share")
    place = {name: i for i, name in enumerate(model.atlas.places)}
    routes.classes.used = True
    model.reckon_routes()
    for k, row in enumerate(routes.classes):
        community = model.world.communities[row.community]
        shares = {name: figures.number(f"community.{community.name}.origin.{name}") for name in community.origins}
        origin = max(sorted(community.origins), key=shares.__getitem__)
        cost = _least_cost(model, k, place[origin])
        if row.permit:
            cost = routes.classes.reference[k - len(community.destinations)] or cost
        routes.classes.reference[k] = cost
    # Where there is no way the scale is never asked for, but it divides.
    routes.classes.reference = np.maximum(1, routes.classes.reference)
    routes.classes.mu = share * routes.classes.reference
    routes.classes.scale = departure * routes.classes.reference
    routes.classes.used = (routes.classes.permit == 0) | (model.traits.communities.permit[routes.classes.community] > 0.0)
    routes.cost[:] = CLOSED


def _least_cost(model: "RouteModel", k: int, origin: int) -> int:
    """Least cost of the way with every backward move allowed, by Bellman-Ford over all moves; 0 if there is none."""
    g, routes = model.atlas.geography, model.routes
    cost = routes.cost[k]
    usable = cost >= 0
    far = np.full(len(model.atlas.places), np.inf)
    far[routes.classes.destination[k]] = 0.0
    for _ in range(len(far)):
        before = far.copy()
        np.minimum.at(far, g.moves.origin[usable], cost[usable] + before[g.moves.target[usable]])
        if (far == before).all():
            break
    return int(far[origin]) if np.isfinite(far[origin]) else 0


def set_starts(model: "RouteModel") -> None:
    """Keep the values of the ways from every home as they are at the start, once solved: what pulls are relative to."""
    model.routes.start[:] = model.routes.value[:, model.traits.home_place, -1]

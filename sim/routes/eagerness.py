"""Eagerness: how much people want to leave, from what the ways to their destinations are worth now and were at the start."""

import math

import numpy as np

from sim.basis.rule import rule
from sim.routes.classes import Routes
from sim.routes.values import value_of
from sim.world.traits import Traits, come_from

CERTAIN = math.log(np.finfo(np.float64).max) / 2
"""Logits beyond which nothing is more attractive: ``exp`` of it, and the sum of some, is still a number."""


@rule
def worth(pull: float, value: float, start: float, scale: float) -> float:
    """Worth of a destination in logits, minus infinity where there is no way or was none."""
    if value == -math.inf or start == -math.inf:
        return -math.inf
    return min(pull + (value - start) / scale, CERTAIN)


@rule
def gauge_eagerness(routes: Routes, traits: Traits) -> None:
    """Value the ways from every home that people come from, and sum ``exp(worth)`` over the destinations of every community, for each kind of people."""
    for c in range(routes.first.shape[0]):
        for h in range(len(traits.home_place)):
            if come_from(traits.origins[c], h):
                for k in range(routes.first[c, 0, 0], routes.last[c, 1, 1]):
                    routes.now[k, h] = value_of(routes.counted[k, traits.home_place[h]])
                for guided in range(2):
                    for held in range(2):
                        for holds in range(2):
                            if routes.classes.used[routes.first[c, guided, held]] and routes.classes.used[routes.first[c, guided, holds]]:
                                routes.eagerness[c, guided, held, holds, h] = eagerness_of(routes, c, guided, held, holds, h)


@rule
def eagerness_of(routes: Routes, community: int, guided: int, held: int, holds: int, home: int) -> float:
    """Sum of ``exp(worth)`` over the destinations of people of one kind from one home: ways as they are now, relative to those they had at the start."""
    before = routes.first[community, guided, held]
    now = routes.first[community, guided, holds]
    total = 0.0
    for d in range(routes.last[community, guided, holds] - now):
        total += math.exp(worth(routes.classes.pull[now + d], routes.now[now + d, home], routes.start[before + d, home], routes.classes.scale[now + d]))
    return total

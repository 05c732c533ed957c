"""Communities added up by how they are recorded: transit ones, followed person by person, and labour ones, which are far larger."""

from dataclasses import replace

import numpy as np

from experiments.runs.arms import Arms
from sim.world.world import World

TRANSIT, LABOUR = "transit communities", "labour communities"
GROUPS = (TRANSIT, LABOUR)


def members(world: World, group: str) -> tuple[str, ...]:
    """The communities of a group."""
    return tuple(c.name for c in world.communities if c.followed == (group == TRANSIT))


def grouped(arms: Arms, world: World) -> Arms:
    """The same outcomes with those groups that are not empty after the communities, before all together."""
    sides = {group: [name in members(world, group) for name in arms.communities[:-1]] for group in GROUPS if members(world, group)}
    sums = [arms.values[:, :-1][:, np.array(rows)].sum(axis=1, keepdims=True) for rows in sides.values()]
    names = (*arms.communities[:-1], *sides, arms.communities[-1])
    return replace(arms, communities=names, values=np.concatenate([arms.values[:, :-1], *sums, arms.values[:, -1:]], axis=1))

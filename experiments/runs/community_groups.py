"""Communities added up by how they are recorded: transit ones, followed person by person, and labour ones, which are far larger."""

from dataclasses import replace

import numpy as np

from experiments.runs.policy_outcomes import PolicyOutcomes
from sim.world.world import World

TRANSIT, LABOUR = "transit communities", "labour communities"
GROUPS = (TRANSIT, LABOUR)


def members(world: World, group: str) -> tuple[str, ...]:
    """The communities of a group."""
    return tuple(c.name for c in world.communities if c.followed == (group == TRANSIT))


def grouped(by_policy: PolicyOutcomes, world: World) -> PolicyOutcomes:
    """The same outcomes with those groups that are not empty after the communities, before all together."""
    sides = {group: [name in members(world, group) for name in by_policy.communities[:-1]] for group in GROUPS if members(world, group)}
    sums = [by_policy.values[:, :-1][:, np.array(rows)].sum(axis=1, keepdims=True) for rows in sides.values()]
    names = (*by_policy.communities[:-1], *sides, by_policy.communities[-1])
    return replace(by_policy, communities=names, values=np.concatenate([by_policy.values[:, :-1], *sums, by_policy.values[:, -1:]], axis=1))

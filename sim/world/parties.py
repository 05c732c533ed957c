"""Parties: how many compatriots travel together, and how many parties an agent stands for.

An agent is one party, or in a large community several parties alike that do the same at the same hour. In a world below scale 1 it stands for fewer of them:
else a small world, which has few seats, would have agents for whom there are never seats enough at once.
"""

import numpy as np

from sim.basis import draws
from sim.basis.rule import rule
from sim.world.parameters import Parameters


@rule
def party_size(seed: np.uint64, key: np.uint64, mean: int) -> int:
    """People in a party: one draw for life, uniform from one up to twice the ``mean`` less one.

    Reports give a range and no shape; a uniform one has the mean in its middle and nobody in a party of none.
    """
    return 1 + int(draws.uniform(seed, draws.PARTY, key, np.uint64(0)) * (2 * mean - 1))


@rule
def people_of_agent(seed: np.uint64, key: np.uint64, mean: int, parties: int, left: int) -> int:
    """How many people an agent of so many ``parties`` stands for, of a community of whom so many are ``left``: the last agent is as small as these."""
    return min(left, parties * party_size(seed, key, mean))


@rule
def count_agents(seed: np.uint64, community: np.uint64, mean: int, parties: int, people: int) -> int:
    """How many agents stand for the ``people`` of a community whose key is ``community``: agents in their order until all people are in one."""
    number = 0
    left = people
    while left > 0:
        left -= people_of_agent(seed, draws.join_number(community, number), mean, parties, left)
        number += 1
    return number


def parties_of_agent(weight: float, scale: float) -> int:
    """How many parties an agent stands for, of ``weight`` in the full world: as many from scale 1 up, and below in proportion, but one at least."""
    return max(1, round(weight * min(1.0, scale)))


def agents_to_expect(parameters: Parameters, community: str, scale: float) -> float:
    """How many agents stand for a community, on average over seeds and but for the last of them, which may be smaller."""
    people, party, weight = (parameters.number(f"community.{community}.{what}") for what in ("people", "party", "weight"))
    return people * scale / (party * parties_of_agent(weight, scale))

"""What is asked of the study, and the runs that answer it, one after the other in this process."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

import sim
from scenarios import load
from scenarios.posteriors import BEST
from sim.books.results import Results
from sim.world.parties import agents_to_expect, parties_of_agent
from sim.world.world import World

KEPT = 4
"""Runs that are kept for the next measure; one of a large scenario takes two hundred megabytes."""
CROWD = 20_000
"""Agents that a world has at least where a measure counts few of them: so many that chance is small, and so few that a year takes a second."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: seeds of every run, scale and posterior of the worlds, and which countries, crossing, border or closure measures change.

    Names left empty are chosen by each measure from a run without any change.
    """

    seeds: tuple[int, ...] = (1, 2, 3)
    scale: float = 1.0
    posterior: str = BEST
    countries: tuple[str, ...] = ()
    crossing: str = ""
    border: str = ""
    closed: str = ""
    _worlds: dict[tuple[str, float], World] = field(default_factory=dict, init=False, repr=False, compare=False)

    def crowded(self, scenario: str, crowd: float = CROWD) -> float:
        """A scale at which a scenario has at least so many agents, a whole number of times that which is asked for."""
        return self.scale * max(1, round(crowd / (self.scale * agents(self.world(scenario)))))

    def more(self, times: int) -> tuple[int, ...]:
        """Several times as many seeds, for a measure of differences that are small beside chance."""
        return tuple(range(self.seeds[0], self.seeds[0] + times * len(self.seeds)))

    def world(self, scenario: str, scale: float | None = None) -> World:
        """The world of a scenario, at the scale that is asked for or at another; read once."""
        key = scenario, self.scale if scale is None else scale
        if key not in self._worlds:
            self._worlds[key] = load(scenario, scale=key[1], posterior=self.posterior)
        return self._worlds[key]


def agents(world: World) -> float:
    """How many agents a world has at scale 1, on average."""
    return sum(agents_to_expect(world.parameters, c.name, 1.0) for c in world.communities)


def parties(world: World, communities: Sequence[str]) -> NDArray[np.int64]:
    """How many parties an agent of each of some communities stands for."""
    return np.array([parties_of_agent(world.parameters.number(f"community.{name}.weight"), world.scale) for name in communities], np.int64)


class Runs:
    """Simulates worlds with ``simulate``, and keeps the latest :data:`KEPT` runs."""

    def __init__(self, simulate: Callable[[World, int], Results] = sim.run) -> None:
        """Begin with no run."""
        self._simulate = simulate
        self._kept: OrderedDict[tuple[int, int], tuple[World, Results]] = OrderedDict()

    def of(self, world: World, seed: int) -> Results:
        """The run of a world with a seed; a world is known by identity."""
        key = id(world), seed
        if key not in self._kept:
            self._kept[key] = world, self._simulate(world, seed)  # who keeps a world keeps its number from others
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key][1]

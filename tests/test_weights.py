"""One agent that stands for several people gives the same totals as one agent a person, but for more noise."""

import math
from collections.abc import Callable
from dataclasses import replace
from statistics import fmean, variance

import pytest

from scenarios import load
from sim import run
from sim.books.results import Results
from sim.outcomes import Only, apprehensions, arrivals, attempts, crossings, departures, extortion, stranded
from sim.world.parameters import Parameter, Status
from sim.world.world import World

WORKERS = "bremark-workers"
SEEDS = range(1, 9)
COUNTED: tuple[Callable[[Results, World, Only], float], ...] = (departures, attempts, crossings, apprehensions, arrivals, extortion, stranded)


def totals(weight: int) -> dict[str, list[float]]:
    """What happened to the workers of the small territory in a year, seed by seed."""
    world = load("two-valleys", scale=4, days=365)
    stands_for = Parameter(weight, "count", Status.ASSUMED, "by hand", 1, weight)
    world = replace(world, parameters=world.parameters.replace({f"community.{WORKERS}.weight": stands_for}))
    only = Only(communities=(WORKERS,))
    runs = [run(world, seed) for seed in SEEDS]
    return {count.__name__: [float(count(results, world, only)) for results in runs] for count in COUNTED}


@pytest.fixture(scope="module")
def one_each() -> dict[str, list[float]]:
    return totals(1)


def test_eight_people_an_agent_agree_with_one_within_noise(one_each: dict[str, list[float]]) -> None:
    many = totals(8)
    for what, plain in one_each.items():
        noise = math.sqrt((variance(plain) + variance(many[what])) / len(SEEDS))
        assert abs(fmean(plain) - fmean(many[what])) < 4 * noise, what
    assert fmean(many["attempts"]) == pytest.approx(fmean(one_each["attempts"]), rel=0.05)

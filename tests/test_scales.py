"""Rates do not move with the scale of a world: it decides how many people stand for the full world, and so only the noise."""

import math
from collections.abc import Iterator, Mapping
from functools import cache
from statistics import fmean, variance

import pytest
from _pytest.mark import ParameterSet
from scipy.stats import ttest_ind

from scenarios import load
from sim import run
from sim.outcomes import apprehensions, attempts, departures, guide_fee
from sim.outcomes.reading import Only

SEEDS = {"two-valleys": {0.1: 24, 0.25: 14, 1.0: 10, 4.0: 5}, "central-asia-2004": {0.1: 6, 1.0: 5, 4.0: 3}}
DAYS = {"two-valleys": None, "central-asia-2004": 200}
GUIDED = Only(channels=("guided",))


@cache
def rates(name: str, scale: float) -> Mapping[str, list[float]]:
    """Seed by seed."""
    world = load(name, scale=scale, days=DAYS[name])
    found: dict[str, list[float]] = {"apprehended": [], "fee": [], "guided": [], "departed": []}
    for seed in range(1, SEEDS[name][scale] + 1):
        results = run(world, seed)
        tried = attempts(results, world)
        found["apprehended"].append(apprehensions(results, world) / tried)
        found["fee"].append(guide_fee(results, world))
        found["guided"].append(attempts(results, world, GUIDED) / tried)
        found["departed"].append(departures(results, world) / scale)
    return found


def cases() -> Iterator[ParameterSet]:
    """Every rate at every scale but that of the full world."""
    for name, scales in SEEDS.items():
        for scale in scales:
            for what in ("apprehended", "fee", "guided", "departed") if scale != 1.0 else ():
                yield pytest.param(name, scale, what, id=f"{what} at {scale:g} in {name}")


@pytest.mark.parametrize(("name", "scale", "what"), list(cases()))
def test_a_rate_is_that_of_the_full_world(name: str, scale: float, what: str) -> None:
    """Within four per cent, or by Welch's test, which knows how little few seeds say of their spread; one chance in twenty over all that are looked at.

    What a small world makes of chance is two or three per cent more departures (docs/decisions/2026-11-30-scale-decides-noise-alone.md).
    """
    here, full = rates(name, scale)[what], rates(name, 1.0)[what]
    alike = ttest_ind(here, full, equal_var=False).pvalue > 0.05 / len(list(cases()))
    assert alike or abs(fmean(here) / fmean(full) - 1.0) < 0.04, (fmean(here), fmean(full))


@pytest.mark.parametrize(("name", "scale"), [(name, scale) for name, scales in SEEDS.items() for scale in scales if scale != 1.0])
def test_the_apprehension_rate_is_within_two_standard_errors(name: str, scale: float) -> None:
    here, full = rates(name, scale)["apprehended"], rates(name, 1.0)["apprehended"]
    assert abs(fmean(here) - fmean(full)) < 2 * math.sqrt(variance(here) / len(here) + variance(full) / len(full)), (fmean(here), fmean(full))

"""The runs of a study of sensitivity: what is asked, and outcomes at points of what is varied."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from calibration.fit.free import Free, settings
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.progress import SweepListener
from experiments.runs.simulator import JOINED, Outcomes, simulator
from experiments.store.indicators import EVERYWHERE
from scenarios.policies.lever_keys import Setting
from scenarios.posteriors import BEST
from sim.world.world import UNCALIBRATED

Numbers = NDArray[np.float64]
Simulate = Callable[[Numbers], Mapping[str, Numbers]]

DISPLACEMENT = "displacement"
"""Half the sum of absolute differences of the crossings' shares of all attempts, with the policy and without: the share of attempts that are made elsewhere."""


@dataclass(frozen=True, slots=True)
class Study:
    """What is asked: which free parameters drive which outcomes of a scenario, or, with a policy, what the policy changes of them.

    Parameters that are not varied are those of ``posterior``, as in :func:`scenarios.load`; ``calibration`` says so in words.
    """

    scenario: str
    frees: tuple[Free, ...]
    outcomes: tuple[str, ...]
    policy: str = ""
    seeds: tuple[int, ...] = (1, 2)
    days: int | None = None
    scale: float = 1.0
    settings: Mapping[str, Setting] | None = None
    posterior: str = BEST
    calibration: str = UNCALIBRATED


def simulate_with(study: Study, folder: Path, *, workers: int = 1, cluster: str = "", listener: SweepListener | None = None) -> Simulate:
    """A function from points of the unit cube, shape (points, parameters), to outcomes by name, shape (points,): means over seeds, with kept runs."""
    policies = ("", study.policy) if study.policy else ("",)
    runs = {
        policy: simulator(
            study.scenario, policy=policy, outcomes="indicators", settings=study.settings, seeds=study.seeds, days=study.days, scale=study.scale,
            posterior=study.posterior,            workers=workers, cluster=cluster, folder=folder / ("with" if policy else "without"), listener=listener,
        )
        for policy in policies
    }  # fmt: skip

    def simulate(shares: Numbers) -> Mapping[str, Numbers]:
        answers = [runs[policy](settings(study.frees, shares)) for policy in policies]
        found = {}
        for name in study.outcomes:
            if name == DISPLACEMENT:
                found[name] = _mean(_displaced(*answers))
            elif study.policy:
                found[name] = _mean(_sum(answers[1], name) - _sum(answers[0], name))
            else:
                found[name] = _mean(_sum(answers[0], name))
        return found

    return simulate


def _sum(outcomes: Outcomes, name: str) -> Numbers:
    """An outcome of the whole territory, all communities together; shape (draws, seeds)."""
    parts = OUTCOMES[name].parts
    total = np.zeros(outcomes.values.shape[:2])
    for number, column in enumerate(outcomes.names):
        place, _, indicator = column.split(JOINED, 2)
        if place == EVERYWHERE and parts.get(indicator):
            total += parts[indicator] * outcomes.values[:, :, number]
    return total


def _displaced(without: Outcomes, under: Outcomes) -> Numbers:
    """:data:`DISPLACEMENT`, shape (draws, seeds); not a number where nobody attempts anything."""
    parts = {name: name.split(JOINED, 2) for outcomes in (without, under) for name in outcomes.names}
    places = {name: place for name, (place, _, indicator) in parts.items() if place != EVERYWHERE and indicator == "attempts"}
    crossings = sorted(set(places.values()))

    def by_crossing(outcomes: Outcomes) -> Numbers:
        found = np.zeros((*outcomes.values.shape[:2], len(crossings)))
        for number, name in enumerate(outcomes.names):
            if name in places:
                found[:, :, crossings.index(places[name])] += outcomes.values[:, :, number]
        with np.errstate(invalid="ignore", divide="ignore"):
            shares: Numbers = found / found.sum(axis=2, keepdims=True)
        return shares

    moved: Numbers = 0.5 * np.abs(by_crossing(under) - by_crossing(without)).sum(axis=2)
    return moved


def _mean(values: Numbers) -> Numbers:
    """Mean over the seeds with a value, shape (draws,)."""
    known = np.isfinite(values)
    count = known.sum(axis=1)
    found: Numbers = np.divide(np.where(known, values, 0.0).sum(axis=1), count, out=np.full(len(values), math.nan), where=count > 0)
    return found

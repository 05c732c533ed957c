"""The fit from beginning to end: waves of runs, a surrogate, a posterior, and runs at draws of it.

It starts no process: it is handed ``simulate``, which takes values of parameters by key and whether every draw has a seed of its own, and gives the names of
outcomes and their values, shape (draws, outcomes), not a number where a run gives nothing or failed. Chance comes from the seed of the plan alone, so the
same plan gives the same posterior, also when it is resumed after an interruption.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.evidence.uses import FITTED
from calibration.fit.emulator import Numbers
from calibration.fit.free import Free, Shares, settings
from calibration.fit.likelihood_tables import LikelihoodTables
from calibration.fit.matching import next_points, out_of_reach
from calibration.fit.posterior import Chains, sample
from calibration.fit.surrogate import Surrogate, running, train
from calibration.fit.targets import Target
from calibration.fit.waves import first_points

Simulate = Callable[[Mapping[str, Numbers], bool], tuple[Sequence[str], Numbers]]
Tell = Callable[[str], None]
PARTS = (0.5, 0.2)
"""Shares of the budget for the first and the second wave; the rest are runs at draws of the posterior."""
LEAST_BUDGET = 40
BUDGET, SEED = 200, 1


@dataclass(frozen=True, slots=True)
class Plan:
    """How many runs in all, the seed of all chance, and the length of the chains."""

    budget: int = BUDGET
    seed: int = SEED
    steps: int = 1500
    burn: int = 800
    thin: int = 3
    walkers: int = 64

    @property
    def waves(self) -> tuple[int, int]:
        """Runs of the two waves."""
        return round(self.budget * PARTS[0]), round(self.budget * PARTS[1])

    @property
    def last(self) -> int:
        """Runs at draws of the posterior."""
        return self.budget - sum(self.waves)


@dataclass(frozen=True)
class Fit:
    """A fit.

    ``shares`` and ``wave_values`` are those of the waves, shapes (runs, parameters) and (runs, targets). ``draws`` are of the posterior, the maximum a
    posteriori draw first and then so that the first few stand for all (:func:`in_turn`); ``values`` are the outcomes of runs at them, shape (draws,
    ``names``). ``targets`` are all that are fitted or held out, ``surrogate`` knows the fitted alone.
    """

    plan: Plan
    frees: tuple[Free, ...]
    targets: tuple[Target, ...]
    shares: Shares
    wave_values: Numbers
    plausible: float
    surrogate: Surrogate
    chains: Chains
    draws: Shares
    names: tuple[str, ...]
    values: Numbers
    failed: int
    unreachable: tuple[str, ...] = ()

    @property
    def reachable(self) -> Surrogate:
        """The surrogate of the targets that the posterior rests on: those that the model can come near somewhere."""
        return self.surrogate.among([target for target in self.surrogate.targets if target.name not in self.unreachable])

    @property
    def simulated(self) -> Numbers:
        """The outcomes of the runs at the draws for the targets, shape (draws, targets)."""
        return columns_of(self.names, self.values, self.targets)


def fit(simulate: Simulate, frees: tuple[Free, ...], targets: tuple[Target, ...], plan: Plan, tell: Tell) -> Fit:
    """Fit the free parameters to the targets that are fitted; the others are only looked at, at the end."""
    fitted = tuple(target for target in targets if target.use == FITTED)
    first, second = plan.waves
    tell(f"first wave: {first} runs spread over {len(frees)} free parameters")
    shares = first_points(first, len(frees), plan.seed)
    wave_values = _run(simulate, frees, fitted, shares)
    surrogate = train(frees, fitted, shares, wave_values)
    tell(f"second wave: {second} runs where the first leaves the documents possible")
    more, plausible = next_points(surrogate, second, plan.seed + 1)
    shares, wave_values = np.vstack((shares, more)), np.vstack((wave_values, _run(simulate, frees, fitted, more)))
    surrogate = train(frees, fitted, shares, wave_values)
    unreachable = out_of_reach(surrogate, plan.seed + 2)
    for name in unreachable:
        tell(f"out of reach wherever the free parameters are: {name.partition('|')[0]}; a misfit, left out of the likelihood")
    within = surrogate.among([target for target in fitted if target.name not in unreachable])
    tell("posterior: sampling on the emulator")
    chains = posterior(within, plan, tell)
    draws = chains.thinned(plan.last)
    draws = draws[np.argsort(-within.log_likelihood(draws), kind="stable")]
    tell(f"check: {plan.last} runs at draws of the posterior, each with a seed of its own")
    names, values = simulate(settings(frees, draws), True)
    failed = int((~np.isfinite(wave_values)).all(axis=1).sum() + (~np.isfinite(values)).all(axis=1).sum())
    turn = in_turn(len(draws))
    draws, values = draws[turn], values[turn]
    return Fit(plan, frees, targets, shares, wave_values, plausible, surrogate, chains, draws, tuple(names), values, failed, unreachable)


def in_turn(count: int) -> NDArray[np.int64]:
    """The numbers from 0 to ``count - 1``, so that the first of them, however many, are spread over all: van der Corput's sequence, bits turned round.

    Draws that stand in this order by their likelihood can be taken from the top without taking the likely ones only.
    """
    bits = max(1, (count - 1).bit_length())
    turned = (int(f"{number:0{bits}b}"[::-1], 2) for number in range(1 << bits))
    return np.array([number for number in turned if number < count], np.int64)


def posterior(surrogate: Surrogate, plan: Plan, tell: Tell) -> Chains:
    """The chains of a plan on a surrogate."""

    def progress(step: int, steps: int) -> None:
        if step % 1000 == 0:
            tell(f"posterior: {step:,} of {steps:,} steps")

    tables = LikelihoodTables(surrogate)
    sizes = {"steps": plan.steps, "burn": plan.burn, "walkers": plan.walkers, "thin": plan.thin}
    return sample(tables.log_likelihood, len(surrogate.frees), seed=plan.seed, tell=progress, **sizes)


def _run(simulate: Simulate, frees: tuple[Free, ...], targets: tuple[Target, ...], shares: Shares) -> Numbers:
    """The outcomes of runs for the targets; parameters of registers stay at their defaults, because they only multiply."""
    kept = running(frees)
    names, values = simulate(settings([frees[place] for place in kept], shares[:, kept]), False)
    return columns_of(names, values, targets)


def columns_of(names: Sequence[str], values: Numbers, targets: Sequence[Target]) -> Numbers:
    """The values of targets, shape (draws, targets), of all that was simulated; not a number where there is none."""
    place = {name: number for number, name in enumerate(names)}
    gone = np.full(len(values), np.nan)
    return np.column_stack([values[:, place[target.name]] if target.name in place else gone for target in targets])

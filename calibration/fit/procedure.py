"""The fit from beginning to end: waves of runs, a surrogate, a posterior, and runs at draws of it.

It starts no process: it is handed ``simulate``, which takes values of parameters by key and the number of the first run, and gives the names of outcomes and
their values, shape (draws, outcomes), not a number where a run gives nothing or failed. Every run of a fit has a number, and with it a random seed of its own,
so that emulators do not take the chance of one seed for what parameters do. Chance comes from the seed of the plan alone, so the same plan gives the same
posterior, also when it is resumed after an interruption.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.evidence.uses import FITTED
from calibration.fit.emulator import Numbers
from calibration.fit.free import Free, Shares, settings
from calibration.fit.likelihood_tables import LikelihoodTables
from calibration.fit.matching import next_points, out_of_reach, standing
from calibration.fit.posterior import Chains, sample
from calibration.fit.surrogate import Surrogate, running, train
from calibration.fit.targets import Target
from calibration.fit.waves import GAIN, MOST_WAVES, Wave, first_points, gained

Simulate = Callable[[Mapping[str, Numbers], int], tuple[Sequence[str], Numbers]]
Tell = Callable[[str], None]
PARTS = (0.4, 0.12)
"""Shares of the budget for the first wave and for each one after it; what waves leave are runs at draws of the posterior."""
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
    def first(self) -> int:
        """Runs of the first wave."""
        return round(self.budget * PARTS[0])

    @property
    def further(self) -> int:
        """Runs of each wave after it."""
        return round(self.budget * PARTS[1])


@dataclass(frozen=True)
class Fit:
    """A fit.

    ``shares`` and ``wave_values`` are those of the ``waves`` in turn, shapes (runs, parameters) and (runs, targets). ``draws`` are of the posterior, the
    maximum a posteriori draw first and then so that the first few stand for all (:func:`in_turn`); ``values`` are the outcomes of runs at them, shape
    (draws, ``names``). ``targets`` are all that are fitted or held out, ``surrogate`` knows the fitted alone.
    """

    plan: Plan
    frees: tuple[Free, ...]
    targets: tuple[Target, ...]
    shares: Shares
    wave_values: Numbers
    waves: tuple[Wave, ...]
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
    tell(f"first wave: {plan.first} runs spread over {len(frees)} free parameters")
    shares = first_points(plan.first, len(frees), plan.seed)
    wave_values = _run(simulate, frees, fitted, shares, 0)
    surrogate = train(frees, fitted, shares, wave_values)
    waves = [Wave(plan.first, *standing(surrogate, plan.seed))]
    while len(waves) < MOST_WAVES:
        tell(f"wave {len(waves) + 1}: {plan.further} runs where documents are still possible, {waves[-1].plausible:.0%} of the space")
        more, _ = next_points(surrogate, plan.further, plan.seed + len(waves))
        wave_values = np.vstack((wave_values, _run(simulate, frees, fitted, more, len(shares))))
        shares = np.vstack((shares, more))
        surrogate = train(frees, fitted, shares, wave_values)
        waves.append(Wave(plan.further, *standing(surrogate, plan.seed)))
        if not gained(waves[-2], waves[-1]):
            tell(f"wave {len(waves)} gained less than {GAIN:.0%}: no further one")
            break
    unreachable = out_of_reach(surrogate, plan.seed + 2)
    for name in unreachable:
        tell(f"out of reach wherever the free parameters are: {name.partition('|')[0]}; a misfit, left out of the likelihood")
    within = surrogate.among([target for target in fitted if target.name not in unreachable])
    tell("posterior: sampling on the emulator")
    chains = posterior(within, plan, tell)
    last = plan.budget - len(shares)
    draws = chains.thinned(last)
    draws = draws[np.argsort(-within.log_likelihood(draws), kind="stable")]
    tell(f"check: {last} runs at draws of the posterior")
    names, values = simulate(settings(frees, draws), len(shares))
    failed = int((~np.isfinite(wave_values)).all(axis=1).sum() + (~np.isfinite(values)).all(axis=1).sum())
    turn = in_turn(len(draws))
    draws, values = draws[turn], values[turn]
    return Fit(plan, frees, targets, shares, wave_values, tuple(waves), surrogate, chains, draws, tuple(names), values, failed, unreachable)


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


def _run(simulate: Simulate, frees: tuple[Free, ...], targets: tuple[Target, ...], shares: Shares, first: int) -> Numbers:
    """The outcomes of runs, numbered from ``first``, for the targets; parameters of registers stay at their defaults, because they only multiply."""
    kept = running(frees)
    names, values = simulate(settings([frees[place] for place in kept], shares[:, kept]), first)
    return columns_of(names, values, targets)


def columns_of(names: Sequence[str], values: Numbers, targets: Sequence[Target]) -> Numbers:
    """The values of targets, shape (draws, targets), of all that was simulated; not a number where there is none."""
    place = {name: number for number, name in enumerate(names)}
    gone = np.full(len(values), np.nan)
    return np.column_stack([values[:, place[target.name]] if target.name in place else gone for target in targets])

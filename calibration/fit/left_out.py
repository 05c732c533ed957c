"""Leave one quantity out: fit without it, run the model at draws of that posterior, and compare what the runs give with the document that nobody asked.

The fit without it is on the emulators, which were trained on runs and not on documents; the prediction is that of the model. Which quantities matter is
read off the likelihood: those that hold most of what is known of the parameters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.checks import information
from calibration.fit.emulator import Numbers
from calibration.fit.free import Shares, settings
from calibration.fit.likelihood_tables import LikelihoodTables
from calibration.fit.posterior import sample
from calibration.fit.predictive import Check, check
from calibration.fit.procedure import Fit, Simulate, Tell, columns_of
from calibration.fit.targets import Target

RUNS = 16
"""Runs for each quantity: the ends of a 90 per cent interval lie within their range."""
PRIOR_PRECISION = 12.0
"""Of a share that is equally likely anywhere from 0 to 1: one divided by its variance."""


@dataclass(frozen=True)
class LeftOut:
    """A quantity that was left out: its ``targets``, ``draws`` of the posterior without it, what runs there give (draws, targets), and how they compare.

    ``without`` are the checks of these runs, ``within`` those of the posterior that was fitted to it too, ``before`` those of the first wave.
    """

    quantity: str
    weight: float
    targets: tuple[Target, ...]
    draws: Shares
    values: Numbers
    without: tuple[Check, ...]
    within: tuple[Check, ...]
    before: tuple[Check, ...]


def weights(fit: Fit) -> tuple[tuple[str, ...], Numbers]:
    """The quantities that were fitted, and how much of what is known each holds, in parameters: the sum over parameters of its share of the precision."""
    names, found = information(fit.reachable, fit.chains.thinned(100))
    shares = found / (PRIOR_PRECISION + found.sum(axis=0))
    return names, shares.sum(axis=1)


def leave_out(simulate: Simulate, fit: Fit, count: int, runs: int, lengths: tuple[int, int], tell: Tell) -> tuple[LeftOut, ...]:
    """Leave the ``count`` quantities out that hold most, one at a time, the weightiest first.

    Parameters
    ----------
    runs
        Runs for each; they are numbered on from those of the fit, so that each has a seed of its own.
    lengths
        Steps of the chains, and steps before them.
    """
    names, held = weights(fit)
    chosen = np.argsort(-held, kind="stable")[:count]
    found = []
    for turn, place in enumerate(chosen):
        tell(f"left out, {turn + 1} of {len(chosen)}: {names[place]}, {runs} runs at draws of the posterior without it")
        found.append(_without(simulate, fit, (names[place], float(held[place])), (runs, fit.plan.budget + turn * runs), lengths))
    return tuple(found)


def _without(simulate: Simulate, fit: Fit, quantity: tuple[str, float], runs: tuple[int, int], lengths: tuple[int, int]) -> LeftOut:
    (name, weight), (count, first), (steps, burn) = quantity, runs, lengths
    rest = fit.reachable.among([target for target in fit.reachable.targets if target.cluster != name])
    size, seed = len(fit.frees), fit.plan.seed
    chains = sample(LikelihoodTables(rest).log_likelihood, size, steps=steps, burn=burn, seed=seed, ensembles=1, walkers=2 * size + 4)
    draws = chains.thinned(count)
    targets = tuple(target for target in fit.surrogate.targets if target.cluster == name)
    names, outcomes = simulate(settings(fit.frees, draws), first)
    values = columns_of(names, outcomes, targets)
    place = {target.name: number for number, target in enumerate(fit.surrogate.targets)}
    before = fit.wave_values[: fit.plan.first, [place[target.name] for target in targets]]
    within = columns_of(fit.names, fit.values, targets)
    return LeftOut(name, weight, targets, draws, values, *(_checks(targets, some, seed) for some in (values, within, before)))


def _checks(targets: Sequence[Target], values: Numbers, seed: int) -> tuple[Check, ...]:
    return tuple(check(target, values[:, number], seed) for number, target in enumerate(targets))


def score(checks: Sequence[Check]) -> float:
    """Mean interval score in units of the discrepancy; not a number where no document of the quantity has two ends and a prediction."""
    scores = [one.score / one.target.spread for one in checks if one.score is not None]
    return float(np.mean(scores)) if scores else float("nan")

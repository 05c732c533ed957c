"""Checks of the whole procedure on truths that are known, and of what each part of the evidence adds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chisquare

from calibration.fit.emulator import Numbers
from calibration.fit.free import Shares
from calibration.fit.likelihood_tables import LikelihoodTables
from calibration.fit.observation import SCALES
from calibration.fit.posterior import Chains, sample
from calibration.fit.predictive import ENDS, chance_of
from calibration.fit.surrogate import Surrogate, joined
from calibration.fit.synthetic import documents, planted, proper
from calibration.fit.targets import Target, by_cluster

BINS = 5


@dataclass(frozen=True, slots=True)
class Recovery:
    """Truths and what was found of them, each of shape (truths, parameters).

    ``ranks`` of the truth among the draws, from 0 to 1; ``distances`` of the mean from the truth in posterior standard deviations; ``covered``: whether the
    90 per cent interval holds it.
    """

    ranks: Numbers
    distances: Numbers
    covered: Numbers

    def uniform(self) -> Numbers:
        """Probability of ranks at least as uneven if they are uniform (chi-square on :data:`BINS` bins), of each parameter."""
        return np.array([chisquare(np.histogram(ranks, BINS, (0.0, 1.0))[0]).pvalue for ranks in self.ranks.T])


def simulation_based(surrogate: Surrogate, truths: int, *, steps: int, burn: int, seed: int) -> Recovery:
    """Simulation-based calibration on the surrogate: truths from the prior, documents from the model at them, each fitted again.

    Rows are taken as independent here, as they are made; clusters count alike only where real documents are fitted.
    """
    targets = proper([target for target, emulator in zip(surrogate.targets, surrogate.emulators, strict=True) if emulator is not None])
    alone = surrogate.among(targets)
    parameters = len(surrogate.frees)
    found = []
    for number in range(truths):
        truth = np.random.default_rng((seed, number)).random(parameters)
        mean, spread = alone.predict(truth[None, :])
        made = alone.among(documents(targets, mean[0], spread[0], seed * 1000 + number))
        found.append((truth, sample(_apart(LikelihoodTables(made)), parameters, steps=steps, burn=burn, seed=number, ensembles=1, walkers=2 * parameters + 4)))
    return _recovery(found)


def _apart(made: LikelihoodTables) -> Callable[[Shares], Numbers]:
    """The log-likelihood of rows that are independent."""

    def log_likelihood(shares: Shares) -> Numbers:
        found: Numbers = made.by_target(shares).sum(axis=1)
        return found

    return log_likelihood


def from_runs(retrain: Callable[[int], Surrogate], shares: Shares, values: Numbers, which: Sequence[int], *, steps: int, burn: int) -> Recovery:
    """Recovery of planted parameters from real runs: the outcomes of a run stand for the documents, and the emulator is trained without that run.

    Parameters
    ----------
    retrain
        A surrogate without the run of that number.
    shares, values
        Parameters and outcomes of the runs, shapes (runs, parameters) and (runs, targets).
    which
        The runs that are planted.
    """
    found = []
    for number in which:
        surrogate = retrain(number)
        kept = [place for place in range(values.shape[1]) if np.isfinite(values[number, place]) and surrogate.emulators[place] is not None]
        targets = [surrogate.targets[place] for place in kept]
        made = surrogate.among(planted(targets, values[number, kept]))
        size = shares.shape[1]
        chains = sample(LikelihoodTables(made).log_likelihood, size, steps=steps, burn=burn, seed=number, ensembles=1, walkers=2 * size + 4)
        found.append((shares[number], chains))
    return _recovery(found)


def _recovery(found: Sequence[tuple[Numbers, Chains]]) -> Recovery:
    ranks, distances, covered = [], [], []
    for truth, chains in found:
        draws = chains.flat
        ranks.append((draws < truth).mean(axis=0))
        distances.append((draws.mean(axis=0) - truth) / draws.std(axis=0))
        low, high = np.quantile(draws, ENDS, axis=0)
        covered.append((low <= truth) & (truth <= high))
    return Recovery(np.array(ranks), np.array(distances), np.array(covered))


def contraction(draws: Shares) -> Numbers:
    """Posterior contraction: one less the posterior variance relative to the prior's; 0 as uncertain as the prior, 1 known exactly."""
    found: Numbers = 1.0 - draws.var(axis=0) * 12.0
    return found


def information(surrogate: Surrogate, draws: Shares, step: float = 0.02) -> tuple[tuple[str, ...], Numbers]:
    """Which documents inform which parameter: clusters, and how strongly each pulls at every free parameter, shape (clusters, parameters).

    The squared slope of a cluster's log-likelihood along a parameter, averaged over draws. Where the cluster fits, it is one divided by the variance with which
    it alone would fix the parameter if all others were known; where it does not fit, it is larger. The prior's own would be 12.
    """
    tables = LikelihoodTables(surrogate)
    places = by_cluster(tables.targets)
    found = np.zeros((len(places), draws.shape[1]))
    for parameter in range(draws.shape[1]):
        up, down = draws.copy(), draws.copy()
        up[:, parameter], down[:, parameter] = np.minimum(draws[:, parameter] + step, 1.0), np.maximum(draws[:, parameter] - step, 0.0)
        change = (tables.by_target(up) - tables.by_target(down)) / (up - down)[:, parameter, None]
        for number, rows in enumerate(places.values()):
            some = list(rows)
            found[number, parameter] = (joined(change[:, some], [tables.targets[place] for place in some]) ** 2).mean()
    return tuple(places), found


def without(surrogate: Surrogate, families: Sequence[str]) -> Surrogate:
    """The surrogate without the targets of some families."""
    return surrogate.among([target for target in surrogate.targets if target.family not in families])


def emulated(surrogate: Surrogate, target: Target, draws: Shares, seed: int) -> Numbers:
    """What runs at draws would give for a target, variance between seeds and uncertainty of the emulator included, in its own units."""
    mean, spread = surrogate.among([target]).predict(draws)
    drawn = mean[:, 0] + spread[:, 0] * chance_of(target.name, seed).standard_normal(len(draws))
    found: Numbers = SCALES[target.scale][1](drawn)
    return found

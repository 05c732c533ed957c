"""How much runs at the same parameters differ by the random seed alone, and how that changes over the space of the parameters.

The logarithm of the variance between seeds is a straight line in the free parameters and in the mean outcome: smooth, and shrunk towards one variance
everywhere. It is learned from squared left-out errors, each of which is the variance there times a chi-square of one degree of freedom. How far slopes are
shrunk is averaged over, each amount by how probable it makes these errors (the evidence, by Laplace's approximation; MacKay 1992), so that a few odd runs
make no slope.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

LEAST = 1e-4
"""Least variance between seeds, in units of the variance of the outputs."""
BY_PARAMETERS = (0.0, 0.1, 0.2, 0.4)
"""Prior standard deviations of the slope of the log-variance along a parameter, a standard deviation of the parameter; 0.2 doubles it from end to end."""
BY_LEVEL = (0.0, 0.3, 0.9)
"""The same along the mean outcome, a standard deviation of the outputs: counts have a spread that falls with their size."""
INTERCEPT = 3.0
"""Prior standard deviation of the log-variance itself, about the mean squared error."""
STEPS = 60
UNIFORM_SD = 1.0 / math.sqrt(12.0)


@dataclass(frozen=True, slots=True)
class SeedSpread:
    """Log-variance between seeds: ``base``, slopes along parameters and along the mean, and the ends beyond which it does not go (those at the runs)."""

    base: float
    slopes: Numbers
    level: float
    low: float
    high: float

    def variance(self, shares: Numbers, level: Numbers) -> Numbers:
        """Variance at points of the unit cube where the mean outcome is ``level``, both outcome and variance standardised; shape (points,)."""
        found: Numbers = np.exp(np.clip(self.base + (shares - 0.5) @ self.slopes + self.level * level, self.low, self.high))
        return found


def steady(variance: float, parameters: int) -> SeedSpread:
    """The same variance everywhere."""
    log = math.log(max(variance, LEAST))
    return SeedSpread(log, np.zeros(parameters), 0.0, log, log)


def spread_between_seeds(points: Numbers, level: Numbers, squares: Numbers, known: Numbers) -> SeedSpread:
    """The spread between seeds by squared left-out errors.

    Parameters
    ----------
    points
        Shares of the free parameters, shape (n, parameters).
    level, squares
        Mean outcome where each point is left out, and its squared error, standardised; shape (n,).
    known
        The part of the expected square that is the emulator's own uncertainty, shape (n,).
    """
    parameters = points.shape[1]
    features = np.column_stack((np.ones(len(points)), (points - 0.5) / UNIFORM_SD, level))
    start = math.log(max(float((squares - known).mean()), 0.05 * float(squares.mean()), LEAST))
    evidences, found = [], []
    for along in BY_PARAMETERS:
        for by in BY_LEVEL:
            priors = np.array([INTERCEPT, *[along] * parameters, by])
            full = np.zeros(parameters + 2)
            evidence, full[priors > 0] = _most_probable(features[:, priors > 0], priors[priors > 0], start, squares, known)
            evidences.append(evidence)
            found.append(full)
    odds = np.exp(np.array(evidences) - max(evidences))
    weights = odds @ np.array(found) / odds.sum()
    logs = np.maximum(start + features @ weights, math.log(LEAST))
    return SeedSpread(start + float(weights[0]), weights[1:-1] / UNIFORM_SD, float(weights[-1]), float(logs.min()), float(logs.max()))


def _most_probable(features: Numbers, priors: Numbers, start: float, squares: Numbers, known: Numbers) -> tuple[float, Numbers]:
    """Log-evidence and most probable weights, by Fisher scoring with halved steps."""

    def misfit(weights: Numbers) -> float:
        whole = known + np.exp(start + features @ weights)
        return float(0.5 * (squares / whole + np.log(whole)).sum() + 0.5 * ((weights / priors) ** 2).sum())

    weights = np.zeros(len(priors))
    now = misfit(weights)
    curve = np.diag(priors**-2.0)
    for _ in range(STEPS):
        seeds = np.exp(start + features @ weights)
        part = seeds / (known + seeds)
        slope = features.T @ (0.5 * part * (1.0 - squares / (known + seeds))) + weights / priors**2
        curve = (features.T * (0.5 * part**2)) @ features + np.diag(priors**-2.0)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while size > 1e-3 and misfit(weights - size * step) > now:
            size /= 2
        after = misfit(weights - size * step)
        if not after < now - 1e-9:
            break
        weights, now = weights - size * step, after
    return -now - 0.5 * float(np.linalg.slogdet(curve)[1]) - float(np.log(priors).sum()), weights

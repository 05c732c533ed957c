"""History matching: where the model cannot be right within all uncertainties, no further run is spent (Craig and others 1997).

The implausibility of a target at a point is its distance from what the document allows, in standard deviations of all uncertainties together: emulator, seed
and discrepancy. A cluster is as implausible as the mean of its targets' squares; a point as its third worst cluster, so that one parameter which the model
cannot reach at all does not empty the space.
"""

import math

import numpy as np

from calibration.fit.emulator import Numbers
from calibration.fit.free import Shares
from calibration.fit.observation import GROUP, SCALES
from calibration.fit.surrogate import Surrogate
from calibration.fit.targets import MORE, ORDER, REGISTER, SIGNED, Target, by_cluster

CUT = 3.0
"""Beyond three standard deviations a point is implausible (Pukelsheim 1994: 95 per cent of any one-humped distribution lie within)."""
WORST = 3
LOOKED_AT = 250
"""Plausible points at which the emulators' uncertainty is looked at."""


def bounds(target: Target) -> tuple[float, float]:
    """What a document allows on the target's scale, its slack included."""
    there = SCALES[target.scale][0]
    low, high = target.low, target.high
    if target.kind == ORDER:
        return -math.inf, (high or 1.0) + 0.5
    if target.kind == SIGNED:
        value = low or 0.0
        return float(there(np.asarray(value - 2 * target.noise))), float(there(np.asarray(value + 2 * target.noise)))
    if target.kind == REGISTER:
        spare = 2 * math.sqrt(GROUP * max(low or 0.0, 1.0))
        ends = max((low or 0.0) - spare, 0.0) / target.slack, ((low or 0.0) + spare) * target.slack
        return float(there(np.asarray(ends[0]))), float(there(np.asarray(ends[1])))
    error = 0.0 if target.sample is None else 2 * math.sqrt(max((low or 0.0) * (1 - (low or 0.0)), 0.05) / target.sample)
    least = -math.inf if low is None else float(there(np.asarray(max(low - error, 0.0) / target.slack)))
    top = low * 4 if target.kind == MORE and low is not None and target.scale == "log" else high
    most = math.inf if top is None else float(there(np.asarray((top + error) * target.slack)))
    return least, most


def by_row(surrogate: Surrogate, shares: Shares) -> Numbers:
    """Squared implausibility of each target, shape (points, targets); not a number without emulator."""
    mean, spread = surrogate.predict(shares)
    squares = np.full_like(mean, np.nan)
    for number, target in enumerate(surrogate.targets):
        low, high = bounds(target)
        away = np.maximum(low - mean[:, number], 0.0) + np.maximum(mean[:, number] - high, 0.0)
        squares[:, number] = away**2 / (spread[:, number] ** 2 + target.spread**2)
    return squares


def out_of_reach(surrogate: Surrogate, seed: int, tries: int = 5_000) -> tuple[str, ...]:
    """Names of the targets that are implausible wherever the free parameters are looked at: no value of theirs is better than another.

    They show what is wrong with the model, not which parameters are right. In a likelihood their long tails would outweigh all others.
    """
    from scipy.stats import qmc

    points = qmc.LatinHypercube(len(surrogate.frees), rng=np.random.default_rng(seed)).random(tries)
    nearest = by_row(surrogate, points).min(axis=0)
    return tuple(target.name for target, least in zip(surrogate.targets, nearest, strict=True) if least > CUT**2)


def implausibility(surrogate: Surrogate, shares: Shares) -> Numbers:
    """Of each cluster with an emulator, shape (points, clusters)."""
    squares = by_row(surrogate, shares)
    known = [[place for place in places if surrogate.emulators[place] is not None] for places in by_cluster(surrogate.targets).values()]
    return np.column_stack([np.sqrt(squares[:, places].mean(axis=1)) for places in known if places])


def next_points(surrogate: Surrogate, count: int, seed: int, tries: int = 20_000) -> tuple[Shares, float]:
    """Points for the next wave, a sample of what is plausible, and the share of the space that is.

    Where little is left, the least implausible points are taken in place of those within the cut.
    """
    candidates, measure = _measured(surrogate, seed, tries)
    share = float((measure <= CUT).mean())
    kept = candidates[measure <= CUT] if (measure <= CUT).sum() >= count else candidates[np.argsort(measure, kind="stable")]
    return kept[:count], share


def standing(surrogate: Surrogate, seed: int, tries: int = 5_000) -> tuple[float, float]:
    """The plausible share of the space, and how uncertain emulators are there: what a wave is judged by (:class:`calibration.fit.waves.Wave`)."""
    points, share = next_points(surrogate, LOOKED_AT, seed, tries)
    own, seeds = surrogate.uncertainty(points)
    relative = own / np.sqrt(seeds**2 + np.array([target.spread for target in surrogate.targets]) ** 2)
    return share, float(np.nanmean(relative))


def _measured(surrogate: Surrogate, seed: int, tries: int) -> tuple[Shares, Numbers]:
    """Points spread evenly, and how implausible each is."""
    from scipy.stats import qmc

    candidates = qmc.LatinHypercube(len(surrogate.frees), rng=np.random.default_rng(seed)).random(tries)
    worst = np.sort(implausibility(surrogate, candidates), axis=1)
    return candidates, worst[:, -min(WORST, worst.shape[1])]

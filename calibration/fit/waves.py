"""Where the model is run: points of the unit cube that are spread evenly, the same ones whenever asked; and whether another wave of runs is worth it."""

from dataclasses import dataclass

import numpy as np

from calibration.fit.free import Shares

GAIN = 0.1
"""A wave gains if less than nine tenths remain of the plausible share of the space, or of the emulators' own uncertainty there."""
MOST_WAVES = 4
"""Waves at most, the first included: each of the later ones has an eighth of the budget, and the runs at draws of the posterior need a quarter."""


@dataclass(frozen=True, slots=True)
class Wave:
    """A wave, and how things stand with its runs and all before.

    ``plausible`` is the share of the prior space that documents leave possible; ``doubt`` the standard deviation that emulators have of their own at such
    points, relative to that of seed and discrepancy together, in the mean over points and targets.
    """

    runs: int
    plausible: float
    doubt: float


def gained(before: Wave, after: Wave) -> bool:
    """Whether a wave has gained: see :data:`GAIN`."""
    return after.plausible < (1 - GAIN) * before.plausible or after.doubt < (1 - GAIN) * before.doubt


def first_points(count: int, parameters: int, seed: int) -> Shares:
    """A Latin hypercube of ``count`` points."""
    from scipy.stats import qmc

    found: Shares = qmc.LatinHypercube(parameters, rng=np.random.default_rng(seed)).random(count)
    return found

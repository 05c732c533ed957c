"""Weekly series: running sums and means, and mean and bounds over runs."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Weekly = NDArray[np.float64]
WITHIN = (0.05, 0.95)
"""Quantiles over runs that bound a band."""


def running_sum(values: NDArray[Any], weeks: int) -> Weekly:
    """Sum over so many weeks about each, fewer at both ends; ``values`` has shape (weeks in all,)."""
    return np.asarray(np.convolve(values, np.ones(weeks), "same")[: len(values)], float)


def running_mean(values: NDArray[Any], weeks: int) -> Weekly:
    """Mean over so many weeks about each, fewer at both ends; ``values`` has shape (weeks in all,)."""
    return running_sum(values, weeks) / running_sum(np.ones(len(values)), weeks)


def over_runs(values: Weekly) -> tuple[Weekly, Weekly, Weekly]:
    """Mean, low and high over runs by week, of shape (runs, weeks); not a number in weeks in which no run has one."""
    found = np.full((3, values.shape[1]), np.nan)
    some = np.isfinite(values).any(axis=0)
    if some.any():
        found[0, some] = np.nanmean(values[:, some], axis=0)
        found[1:, some] = np.nanquantile(values[:, some], WITHIN, axis=0)
    return found[0], found[1], found[2]

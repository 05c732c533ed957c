"""Values: what a place is worth to somebody who is bound for a destination."""

import math

import numpy as np

from sim.basis.money import BEYOND_ALL_MEANS
from sim.basis.rule import rule

UNREACHABLE = np.int64(BEYOND_ALL_MEANS)
"""Least cost, and least money, from where there is no way."""


@rule
def value_of(counted: int) -> float:
    """Value in cents of a place from where the way on costs so many cents: what it costs, minus infinity where there is no way."""
    return -float(counted) if counted < UNREACHABLE else -math.inf

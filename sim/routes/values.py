"""Values: what a place is worth to somebody who is bound for a destination."""

import math

import numpy as np

from sim.basis.rule import rule

UNREACHABLE = np.int64(1) << np.int64(60)
"""Least cost, and least money, from where there is no way: more than anybody holds."""


@rule
def value_of(counted: int) -> float:
    """Value in cents of a place from where the way on costs so many cents: what it costs, minus infinity where there is no way."""
    return -float(counted) if counted < UNREACHABLE else -math.inf

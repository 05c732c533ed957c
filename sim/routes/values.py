"""Values: what a place is worth to somebody who is bound for a destination."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis.rule import rule

UNREACHABLE = np.int64(1) << np.int64(60)
"""Cost of the cheapest way, and least money, from where there is no way: more than anybody holds."""


@rule
def value_of(cheapest: NDArray[np.int64], ways: NDArray[np.float64], mu: float, place: int, left: int) -> float:
    """Value in cents of a place with so many turns of direction left: ``mu ln(sum of exp(-cost / mu))`` over all ways, minus infinity if there is none.

    ``cheapest`` is the cost of the cheapest way (cents), ``ways`` the sum of ``exp(-(cost - cheapest) / mu)``; both by turns left and place. The value
    is computed for whoever asks: about most places nobody asks in a week.
    """
    if left < 0 or cheapest[left, place] >= UNREACHABLE:
        return -math.inf
    return float(mu * math.log(ways[left, place]) - cheapest[left, place])

"""Depart: whether somebody at home departs, and where to.

A nested logit. Going is worth the log of the sum of ``exp(worth)`` over the destinations within one's means, staying is worth ``stay``.
The worth of a destination is its pull, plus what the value of the way there (negative expected cost) has changed since the start, in units
of the choice's scale. One uniform draw decides
between going and staying, so that who leaves when it is expensive also leaves when it is cheap; one keyed Gumbel draw a destination decides where to.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.rule import rule
from sim.routes.eagerness import worth


@rule
def leaves(u: float, eagerness: float, season: float, stay: float) -> bool:
    """Whether a uniform draw falls among those who go: ``eagerness`` is the sum of ``exp(worth)``, ``season`` the readiness of the month."""
    go = season * eagerness
    return u * (go + math.exp(stay)) < go


@rule
def eagerness_within_means(
    pulls: NDArray[np.float64],
    values: NDArray[np.float64],
    starts: NDArray[np.float64],
    scales: NDArray[np.float64],
    least: NDArray[np.int64],
    funds: int,
    optimism: float,
) -> float:
    """Sum of ``exp(worth)`` over the destinations within one's means; parameters as in :func:`best_destination`."""
    eagerness = 0.0
    for d in range(len(pulls)):
        if funds >= optimism * least[d]:
            eagerness += math.exp(worth(pulls[d], values[d], starts[d], scales[d]))
    return eagerness


@rule
def best_destination(
    seed: np.uint64,
    person: np.uint64,
    occasion: np.uint64,
    pulls: NDArray[np.float64],
    values: NDArray[np.float64],
    starts: NDArray[np.float64],
    scales: NDArray[np.float64],
    least: NDArray[np.int64],
    destinations: NDArray[np.int16],
    place_keys: NDArray[np.uint64],
    funds: int,
    optimism: float,
) -> int:
    """Position of the best destination within one's means, -1 if there is none.

    Parameters
    ----------
    seed, person, occasion
        Keys of the draws: the run, the person, why and when they choose.
    pulls
        Logits, shape (destinations,).
    values, starts, scales
        Value of the way from where one is now, and from home when the simulation started (cents, negative; minus infinity where there is none), and the
        scale of this choice (cents); shape (destinations,).
    least
        Least money believed needed for the way (cents), shape (destinations,).
    destinations, place_keys
        Places, shape (destinations,), and the keys of all places.
    funds
        What the person has, or would depart with (cents).
    optimism
        Share of the least money that one wants to hold.
    """
    best = -1
    most = -math.inf
    for d in range(len(pulls)):
        if funds < optimism * least[d]:
            continue
        here = worth(pulls[d], values[d], starts[d], scales[d])
        here += draws.gumbel(draws.uniform(seed, draws.DEPART, person, draws.join(occasion, place_keys[destinations[d]])))
        if here > most:
            most = here
            best = d
    return best


@rule
def funds_at_departure(seed: np.uint64, person: np.uint64, trip: int, median_cents: int, spread: float) -> int:
    """Money in cents that somebody can raise for a trip, log-logistic, one draw a trip."""
    u = draws.uniform(seed, draws.FUNDS, person, np.uint64(trip))
    return int(draws.log_logistic(float(median_cents), spread, u))

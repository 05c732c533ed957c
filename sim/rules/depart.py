"""Depart: whether somebody at home sets out, and where to.

A logit over staying and every destination: staying is worth ``stay``; a destination its pull, plus what the value of the
way there (negative expected cost) has changed since the start, in units of the choice's scale, plus the log of the season's readiness. One
keyed Gumbel draw an alternative. Who could not pay the way that is believed cheapest stays.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim import draws
from sim.rule import rule


@rule
def depart(
    seed: np.uint64,
    person: np.uint64,
    now: int,
    stay: float,
    season: float,
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
    """Position of the destination chosen, or -1 for staying.

    Parameters
    ----------
    seed, person, now
        Keys of the draw: the run, the person, the hour.
    stay, pulls
        Logits; ``pulls`` has shape (destinations,).
    season
        Readiness to leave this month, relative to an average one; 0 keeps everybody at home.
    values, starts, scales
        Value of the way from home now and when the simulation started (cents, negative; minus infinity where there is none), and the scale of this choice
        (cents); shape (destinations,).
    least
        Least money believed needed for the way (cents), shape (destinations,).
    destinations, place_keys
        Places, shape (destinations,), and the keys of all places.
    funds
        What the person would set out with (cents).
    optimism
        Share of the least money that one wants to hold.
    """
    home = draws.join_number(draws.CONSIDER, now)
    best = -1
    most = stay + draws.gumbel(draws.uniform(seed, draws.DEPART, person, home))
    if season <= 0.0:
        return best
    for d in range(len(pulls)):
        if values[d] == -math.inf or starts[d] == -math.inf or funds < optimism * least[d]:
            continue
        luck = draws.gumbel(draws.uniform(seed, draws.DEPART, person, draws.join(home, place_keys[destinations[d]])))
        worth = pulls[d] + (values[d] - starts[d]) / scales[d] + math.log(season) + luck
        if worth > most:
            most = worth
            best = d
    return best


@rule
def funds_at_departure(seed: np.uint64, person: np.uint64, trip: int, median_cents: int, spread: float) -> int:
    """Money in cents that somebody can raise for a trip, log-logistic, one draw a trip."""
    u = draws.uniform(seed, draws.FUNDS, person, np.uint64(trip))
    return int(draws.log_logistic(float(median_cents), spread, u))

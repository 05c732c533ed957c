"""Return home: when somebody ends a trip by their own will."""

import numpy as np

from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.rule import rule
from sim.basis.words import Event

LONGEST = FOR_EVER / 2.0
"""Longest stay in hours: it still fits the clock when added to an hour."""


@rule
def departs_again(returned: int) -> int:
    """The event of a departure after the return that began with the event ``returned``; -1 if there was no return."""
    if returned == Event.RETURNED:
        return Event.AGAIN_AFTER_STAY.value
    if returned == Event.GAVE_UP:
        return Event.AGAIN_AFTER_GIVING_UP.value
    if returned == Event.ASSISTED:
        return Event.AGAIN_AFTER_HELP.value
    if returned == Event.DEPORTED:
        return Event.AGAIN_AFTER_DEPORTATION.value
    return -1


@rule
def gives_up(failures: int, failures_limit: int) -> bool:
    """Whether so many failures end the trip."""
    return failures >= failures_limit


@rule
def patience(seed: np.uint64, person: np.uint64, trip: int, median_hours: int, spread: float) -> int:
    """Hours that somebody bears being stranded, one draw a trip."""
    u = draws.uniform(seed, draws.PATIENCE, person, np.uint64(trip))
    return int(min(draws.log_logistic(float(median_hours), spread, u), LONGEST))


@rule
def length_of_stay(seed: np.uint64, person: np.uint64, trip: int, median_hours: int, spread: float) -> int:
    """Hours that somebody means to stay at the destination, one draw a trip, at most for ever."""
    u = draws.uniform(seed, draws.STAY, person, np.uint64(trip))
    return int(min(draws.log_logistic(float(median_hours), spread, u), LONGEST))

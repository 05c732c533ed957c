"""Return home: when somebody ends a trip by their own will."""

import numpy as np

from sim.basis import draws
from sim.basis.clock import DAY, FOR_EVER, HOURS_A_MONTH
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
def waiting_cents(living_cents: int, work_cents: int, time_share: float, home_wage_cents: int) -> float:
    """What a day of waiting costs (cents): living beyond what is earned meanwhile, and the share of the wage that one would earn at home instead."""
    return max(0, living_cents - work_cents) + time_share * home_wage_cents * DAY / HOURS_A_MONTH


@rule
def patience(lost_cents: float, waiting_cents_a_day: float) -> int:
    """Hours that somebody bears being stranded: until waiting has cost as much as giving up would.

    How long it will last is not known. Who waits just so long never loses more than twice what would have been best, and no other rule promises less: the
    break-even rule of renting or buying (Karlin, Manasse, Rudolph and Sleator 1988).
    """
    if lost_cents * DAY >= waiting_cents_a_day * LONGEST:
        return int(LONGEST)
    return int(lost_cents * DAY / waiting_cents_a_day)


@rule
def length_of_stay(seed: np.uint64, person: np.uint64, trip: int, median_hours: int, spread: float) -> int:
    """Hours that somebody means to stay at the destination, one draw a trip, at most for ever."""
    u = draws.uniform(seed, draws.STAY, person, np.uint64(trip))
    return int(min(draws.log_logistic(float(median_hours), spread, u), LONGEST))

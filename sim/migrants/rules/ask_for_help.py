"""Ask for help: whether somebody abroad stays, goes home alone, or asks an office of assisted voluntary return to be helped home.

The stranded weigh that, and those who live at the destination without a right to. The three are compared in the person's own money, relative to being home at
once and for nothing. Staying brings what an hour there is worth until the end that the person has in mind, and then costs the fare; going home alone costs
the fare now; help costs no fare, but its turn must be waited for: up to that end one stays anyway, beyond it every hour is a loss. The queue of an office is
known. What one hopes for on the way keeps the stranded where they are as long as they bear it: that time costs them nothing here.
"""

import math

import numpy as np

from sim.basis import draws
from sim.basis.clock import DAY, FOR_EVER, HOURS_A_MONTH, MONTHS_A_YEAR
from sim.basis.rule import rule
from sim.routes.values import UNREACHABLE

STAY = 0
GO_ALONE = 1
BE_HELPED = 2


@rule
def dares_to_ask(seed: np.uint64, person: np.uint64, trip: int, share: float) -> bool:
    """Whether somebody is among the share who know of an office and dare to ask it: one draw a person and trip."""
    return draws.uniform(seed, draws.APPLICATION, person, np.uint64(trip)) < share


@rule
def expected_wait(ahead: int, unused: float, people: int, a_month: float) -> int:
    """Hours until it is the turn of so many people at an office with ``a_month`` places a month, of which some are ``unused``, behind those ``ahead``.

    For ever where even the places of a year, the most that is kept, do not hold them.
    """
    if a_month * MONTHS_A_YEAR < people:
        return FOR_EVER
    return int(min(max(0.0, ahead + people - unused) / a_month * HOURS_A_MONTH, FOR_EVER))


@rule
def hour_of_staying(wage_cents: int, hazard: float, found_cents: float) -> float:
    """What an hour at the destination brings somebody without a right to be there (cents).

    It brings the wage (a month), less the ``hazard`` a day of being found times what that costs. One must live here and at home.
    """
    return wage_cents / HOURS_A_MONTH - hazard * found_cents / DAY


@rule
def cost_of_help(wait: int, rest: int, hour_stays: float, hour_waits: float) -> int:
    """What it costs to wait for help (cents): up to the end of the stay an hour brings ``hour_stays``, beyond it it costs ``hour_waits``."""
    return math.floor(max(0, wait - rest) * hour_waits - min(wait, rest) * hour_stays + 0.5)


@rule
def weigh_return(wait: int, bears: int, rest: int, hour_stays: float, hour_waits: float, fare: int, purse: int) -> int:
    """What somebody decides: :data:`STAY`, :data:`GO_ALONE` or :data:`BE_HELPED`.

    Parameters
    ----------
    wait
        Hours until it would be their turn at the office; :data:`~sim.basis.clock.FOR_EVER` for whom it has no place, or who does not ask.
    bears
        Hours that they would bear to wait: nobody joins a longer queue.
    rest
        Hours until the end that they have in mind.
    hour_stays, hour_waits
        What an hour brings until then, and what an hour of waiting costs after it (cents).
    fare, purse
        What the way home costs, and what they have (cents).
    """
    alone = fare if purse >= fare else UNREACHABLE
    stay = fare - math.floor(rest * hour_stays + 0.5) if rest > 0 or purse >= fare else UNREACHABLE
    if wait <= bears and cost_of_help(wait, rest, hour_stays, hour_waits) < min(alone, stay):
        return BE_HELPED
    if alone < UNREACHABLE and (rest == 0 or alone < stay):
        return GO_ALONE
    return STAY

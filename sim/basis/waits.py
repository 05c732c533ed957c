"""Waits: how long people wait for a guide's seat, or at a crossing that lets in only so many, as it is known beside fees and fares."""

from sim.basis.clock import WEEK
from sim.basis.rule import rule


@rule
def wait_of_week(waiting: float, seats: float, longest: int) -> float:
    """Hours that a seat, or a turn, took in a week: the people who were ``waiting`` for one at a time, by the ``seats`` that came in it (Little's law).

    Nobody waits longer than ``longest``.
    """
    if waiting == 0.0:
        return 0.0
    return min(float(longest), waiting * WEEK / seats) if seats > 0.0 else float(longest)


@rule
def heard_wait(heard: float, of_week: float, kept: float) -> float:
    """Hours that are said to pass before a seat is found, or a turn comes: as other rumours, of which so much is ``kept`` for a week."""
    return of_week + kept * (heard - of_week)

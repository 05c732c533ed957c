"""Waits: how long people wait for a guide's seat, as it is known beside the fee."""

from sim.basis.rule import rule


@rule
def wait_of_week(waited_hours: int, seats: float, longest: int) -> float:
    """Hours that a seat took in a week: the hours that people waited without one, by the seats there were; no more than the ``longest`` that anybody waits.

    By Little's law: the people who wait at a time, over the seats in that time.
    """
    if waited_hours == 0:
        return 0.0
    return min(float(longest), waited_hours / seats) if seats > 0.0 else float(longest)


@rule
def heard_wait(heard: float, of_week: float, kept: float) -> float:
    """Hours that are said to pass before a seat is found: as other rumours, of which so much is ``kept`` for a week."""
    return of_week + kept * (heard - of_week)

"""Indicators of change: a count beside the same count in earlier days."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sim.books.results import Results
from sim.outcomes.reading import ALL, Only, ratio
from sim.world.world import World

MONTHS = 12
"""Months of a year."""


def growth(results: Results, world: World, only: Only = ALL, count: Callable[..., float | None] | None = None, months: int = MONTHS) -> float | None:
    """A count in the period over the same count in as many days that began ``months`` earlier, ratio.

    1 is no change, 2 twice as many. ``None`` without a period, where the earlier days are not all simulated, and where nothing was counted in them.
    """
    if only.period is None or count is None:
        return None
    first, last = only.period
    before = _earlier(first, months)
    if before is None or before < results.start:
        return None
    earlier = count(results, world, replace(only, period=(before, before + (last - first))))
    return ratio(count(results, world, only) or 0.0, earlier or 0.0)


def _earlier(day: date, months: int) -> date | None:
    """The day so many months before, or the last of that month where it is shorter; nothing before the calendar begins."""
    number = day.year * MONTHS + day.month - 1 - months
    if number < MONTHS:
        return None
    start = date(number // MONTHS, number % MONTHS + 1, 1)
    return min(start + timedelta(day.day - 1), date((number + 1) // MONTHS, (number + 1) % MONTHS + 1, 1) - timedelta(1))

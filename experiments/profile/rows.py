"""Rows of a profile, and how they are computed year by year."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from experiments.profile.years import Year
from sim.outcomes import ALL, Only

PEOPLE, SHARE, DOLLARS = "people", "share", "USD"
"""Units."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """One number by year, ``None`` where there is nothing to divide by; ``group`` is a heading within the section."""

    what: str
    unit: str
    values: tuple[float | None, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """One crossing in the reported days: people who passed it inward and outward, share of them guided, interceptions and harm in either direction."""

    title: str
    kind: str
    border: str
    inward: int
    outward: int
    guided: float | None
    apprehended: int
    injured: int
    died: int


def by_year(years: Sequence[Year], compute: Callable[[Only], float | None], only: Only = ALL) -> tuple[float | None, ...]:
    """A function of what to count, in the days of each year."""
    return tuple(compute(replace(only, period=year.period)) for year in years)

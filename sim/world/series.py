"""Series by date: what stands on a day in place of a parameter, or what it is multiplied by, and how many people depart."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property


class Between(Enum):
    """How the values of a series go from one row to the next: each for its own days, on a line from day to day, or by the week."""

    STEPS = "steps"
    LINEAR = "linear"
    WEEKLY = "weekly"


WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A value for the days from ``first`` to ``last``, both included; without ``last`` it has no end. ``source`` says where it comes from."""

    first: date
    last: date | None
    value: float
    source: str = ""


@dataclass(frozen=True)
class Series:
    """Values by date of one thing.

    ``what`` is a word of :data:`sim.levers.series.KINDS`, ``where`` and ``who`` name what it speaks of, empty for all; ``ratio`` tells whether values multiply
    what holds without the series, or stand in its place. ``rows`` stand by their days, none of which is in two of them. On days that are in none the series
    says nothing. A line goes from one row to the next, each of one day; by the week, every seven days from the first have the mean of the line on them.
    """

    what: str
    where: str
    who: str
    rows: tuple[SeriesRow, ...]
    ratio: bool = False
    between: Between = Between.STEPS

    @cached_property
    def name(self) -> str:
        """What it is about, in words: ``effort at goat-path of BRE``."""
        return f"{self.what}{f' at {self.where}' if self.where else ''}{f' of {self.who}' if self.who else ''}"

    @cached_property
    def _firsts(self) -> list[date]:
        return [row.first for row in self.rows]

    def value_on(self, day: date) -> float | None:
        """The value of a day, ``None`` where the series says nothing."""
        if self.between is not Between.WEEKLY:
            return self._line(day)
        if not self.rows or not self._firsts[0] <= day <= self._firsts[-1]:
            return None
        first = day.toordinal() - (day - self._firsts[0]).days % WEEK_DAYS
        last = min(first + WEEK_DAYS - 1, self._firsts[-1].toordinal())
        total = 0.0
        for ordinal in range(first, last + 1):
            total += self._line(date.fromordinal(ordinal)) or 0.0
        return total / (last - first + 1)

    def _line(self, day: date) -> float | None:
        at = bisect_right(self._firsts, day) - 1
        if at < 0:
            return None
        row = self.rows[at]
        if self.between is Between.STEPS:
            return row.value if row.last is None or day <= row.last else None
        if day == row.first:
            return row.value
        if at + 1 == len(self.rows):
            return None
        ahead = self.rows[at + 1]
        return row.value + (ahead.value - row.value) * ((day - row.first).days / (ahead.first - row.first).days)

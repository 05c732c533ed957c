"""Results cut to some days once for all comparisons of them, so that a long series by month takes no longer than a few values."""

from dataclasses import replace
from datetime import date

import numpy as np

from sim.books.results import Results, Table
from sim.outcomes import in_period
from sim.outcomes.reading import numbers

BY_DAY = ("flows", "counts", "papers")
"""Tables by day that counts add up from; no count of :mod:`sim.outcomes` that adds up over days reads another table."""


class DayCuts:
    """A run, ``whole``, and what of it lies in some days."""

    def __init__(self, whole: Results) -> None:
        """Of a whole run."""
        self.whole = whole
        self._in_order = {name: bool((np.diff(numbers(whole.tables[name], "day")) >= 0).all()) for name in BY_DAY if name in whole.tables}
        self._kept: dict[tuple[date, date], Results] = {}

    def of(self, days: tuple[date, date]) -> Results:
        """The run with nothing but some days in the tables that counts add up from."""
        if days not in self._kept:
            cut = {name: self._cut(name, table, days) if name in self._in_order else table for name, table in self.whole.tables.items()}
            self._kept[days] = replace(self.whole, tables=cut)
        return self._kept[days]

    def _cut(self, name: str, table: Table, days: tuple[date, date]) -> Table:
        if not self._in_order[name]:
            rows = in_period(table, self.whole.start, days)
            return {column: values[rows] for column, values in table.items()}
        day, (first, last) = numbers(table, "day"), ((one - self.whole.start).days for one in days)
        part = slice(*np.searchsorted(day, [first, last + 1]).tolist())
        return {column: values[part] for column, values in table.items()}

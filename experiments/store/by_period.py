"""What happened by day, week or month in every community: numbers that add up, so that periods that adjoin make the longer one."""

from collections.abc import Mapping
from datetime import date, timedelta
from itertools import chain, groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.store.sums import at_borders, by_channel, happened, paid, queued, spent_nights, stayed
from experiments.store.tables import DAYS
from sim.books.results import Labelled, Results, Table
from sim.outcomes.reading import Rows, in_period, numbers
from sim.world.world import World

BY: Mapping[str, str] = {
    "day": "every simulated day",
    "week": "seven days, from the first simulated day on",
    "month": "calendar months; the first and the last may be cut by the ends of the run",
}
"""Periods that a table can have, and what each is."""


class Counted(NamedTuple):
    """What happened in one community from ``first`` to ``last``, both in ISO dates and included."""

    first: str
    last: str
    community: str
    indicator: str
    value: float
    unit: str


def by_period(results: Results, world: World, by: str) -> list[Counted]:
    """The indicators of the whole territory that add up, by period, community and indicator; no row means zero.

    Periods cover all simulated days, those before the reporting period too.

    Parameters
    ----------
    results, world
        A run and the world that it was given.
    by
        One of :data:`BY`.

    Returns
    -------
    list of Counted
        Sorted by period, community and indicator. Money is in dollars; people in custody, stranded or in queues are in person-days, and where they stay in
        person-nights.
    """
    days = [results.start + timedelta(days=day) for day in range(results.days)]
    periods = [list(group) for _, group in groupby(days, key=lambda day: _period_of(day, results.start, by))]
    labels = tuple(period[0].isoformat() for period in periods)
    last = {period[0].isoformat(): period[-1].isoformat() for period in periods}
    number = np.repeat(np.arange(len(periods)), [len(period) for period in periods])
    tables = (results.tables[name] for name in ("counts", "flows", "stocks", "queues", "books"))
    counts, flows, stocks, queues, books = (_with_periods(table, number, labels) for table in tables)
    rows = chain(happened(*counts), at_borders(*flows, world), by_channel(*flows, world), stayed(*stocks), queued(*queues), paid(*books))
    if "stays" in results.tables:
        rows = chain(rows, spent_nights(*_with_periods(results.tables["stays"], number, labels)))
    found = {(period, community, name): (value, unit) for period, community, name, value, unit in rows}
    return [Counted(period, last[period], community, name, *found[period, community, name]) for period, community, name in sorted(found)]


def file_name(by: str) -> str:
    """Name of the file of such a table in the folder of its run."""
    return f"by-{by}.csv"


def _period_of(day: date, start: date, by: str) -> tuple[int, ...]:
    since = (day - start).days
    return {"day": (since,), "week": (since // DAYS,), "month": (day.year, day.month)}[by]


def _with_periods(table: Table, number: NDArray[np.int64], labels: tuple[str, ...]) -> tuple[Table, Labelled, Rows]:
    """A table by day, the period of every row, and all rows; ``number`` is the period of every day."""
    return table, Labelled(number[numbers(table, "day")], labels), in_period(table, date.min, None)

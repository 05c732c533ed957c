"""What happened by day, week or month in every community: numbers that add up, so that periods that adjoin make the longer one."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain, groupby
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from experiments.store.indicators import AT_CROSSINGS, BY_CHANNEL, DAYS_IN
from experiments.store.tables import DAYS, sum_by
from sim.basis.words import Event
from sim.books.results import Labelled, Results, Table
from sim.outcomes.reading import CENTS, numbers, over_borders, passages
from sim.world.world import World

BY: Mapping[str, str] = {
    "day": "every simulated day",
    "week": "seven days, from the first simulated day on",
    "month": "calendar months; the first and the last may be cut by the ends of the run",
}
"""Periods that a table can have, and what each is."""

Rows = Iterator[tuple[str, str, str, float, str]]
"""First day of the period, community, indicator, value and unit."""


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
        Sorted by period, community and indicator. Money is in dollars, people in custody or stranded in person-days.
    """
    days = [results.start + timedelta(days=day) for day in range(results.days)]
    periods = [list(group) for _, group in groupby(days, key=lambda day: _period_of(day, results.start, by))]
    labels = tuple(period[0].isoformat() for period in periods)
    last = {period[0].isoformat(): period[-1].isoformat() for period in periods}
    number = np.repeat(np.arange(len(periods)), [len(period) for period in periods])
    counts, flows, stocks, books = (_with_period(results.tables[name], number, labels) for name in ("counts", "flows", "stocks", "books"))
    rows = chain(_counts(counts), _flows(flows, world), _stocks(stocks), _books(books))
    found = {(period, community, name): (value, unit) for period, community, name, value, unit in rows}
    return [Counted(period, last[period], community, name, *found[period, community, name]) for period, community, name in sorted(found)]


def file_name(by: str) -> str:
    """Name of the file of such a table in the folder of its run."""
    return f"by-{by}.csv"


def _period_of(day: date, start: date, by: str) -> tuple[int, ...]:
    since = (day - start).days
    return {"day": (since,), "week": (since // DAYS,), "month": (day.year, day.month)}[by]


def _with_period(table: Table, number: NDArray[np.int64], labels: tuple[str, ...]) -> Table:
    """A table by day with the period of every row; ``number`` is the period of every day."""
    return {**table, "period": Labelled(number[numbers(table, "day")], labels)}


def _counts(table: Table) -> Rows:
    for (period, community, event), people in _sums(table, "event", "people"):
        if event != Event.ATTEMPTED.word:  # comes from the flows, over borders alone
            yield period, community, event.replace("_", " "), people, "people"


def _flows(table: Table, world: World) -> Rows:
    over = passages(world)
    moves = table["move"]
    assert isinstance(moves, Labelled)  # noqa: S101 - moves are named
    channel = [BY_CHANNEL[over[name].move.channel] if name in over else "" for name in moves.labels]
    kinds = tuple(sorted(set(channel)))
    position = np.array([kinds.index(word) for word in channel], np.int64)
    border = over_borders(table, world)
    table = {**table, "channel": Labelled(position[moves.codes], kinds), "all": Labelled(np.zeros(len(moves), np.int64), ("",))}
    for column, name in AT_CROSSINGS.items():
        for (period, community, _), people in _sums(table, "all", column, border):
            yield period, community, name, people, "people"
    for (period, community, name), people in _sums(table, "channel", "crossed", border):
        yield period, community, name, people, "people"


def _stocks(table: Table) -> Rows:
    for (period, community, state), people in _sums(table, "state", "people"):
        if state in DAYS_IN:
            yield period, community, DAYS_IN[state], people, "person-days"


def _books(table: Table) -> Rows:
    parties = sum_by(table, ("period", "community", "payer", "payee"), "cents", np.ones(len(numbers(table, "day")), bool))
    for (period, community, payer, payee), cents in parties.items():
        yield period, community, f"paid by {payer} to {payee}".replace("_", " "), cents / CENTS, "USD"


def _sums(table: Table, key: str, value: str, where: NDArray[np.bool_] | None = None) -> Iterator[tuple[tuple[str, ...], int]]:
    rows = np.ones(len(numbers(table, "day")), bool) if where is None else where
    return ((words, number) for words, number in sum_by(table, ("period", "community", key), value, rows).items() if number)

"""Small readings of result tables: which days are reported, and sums over columns."""

import math
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from sim.basis.clock import DAY, WEEK
from sim.books.results import Table
from sim.outcomes.reading import Rows, numbers, words
from sim.world.world import World

DAYS = WEEK // DAY
"""Days in a week of pictures and of weekly tables; week 0 starts on the first simulated day."""


def sum_by(table: Table, keys: Sequence[str], value: str, where: Rows) -> dict[tuple[str, ...], int]:
    """Sums of a whole-number column by the words in other columns.

    Parameters
    ----------
    table
        Columns by name.
    keys
        The columns to group by.
    value
        The column to add up.
    where
        Rows to count, shape (rows,).

    Returns
    -------
    dict
        Sum by the tuple of words in ``keys``, sorted.
    """
    rows, columns = np.flatnonzero(where), [words(table, key) for key in keys]
    sizes = [len(column.labels) for column in columns]
    group = np.ravel_multi_index([column.codes[rows] for column in columns], sizes)
    sums, there = np.zeros(math.prod(sizes), np.int64), np.zeros(math.prod(sizes), bool)
    np.add.at(sums, group, numbers(table, value)[rows])
    there[group] = True
    found = np.flatnonzero(there)
    parts = zip(columns, np.unravel_index(found, sizes), strict=True)
    spelt = zip(*([column.labels[code] for code in codes.tolist()] for column, codes in parts), strict=True)
    return dict(sorted(zip(spelt, sums[found].tolist(), strict=True)))


def reported(world: World) -> tuple[date, date]:
    """The days that results speak of (first, last): the reporting period, or all days where the run ends before it begins."""
    end = world.start + timedelta(days=world.days - 1)
    first, last = world.report
    return (first, min(last, end)) if first <= end else (world.start, end)

"""Small readings of result tables: which weeks a period covers, and sums over columns."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAY, WEEK
from sim.outcomes.reading import numbers
from sim.results import Labelled, Table
from sim.world import World

DAYS = WEEK // DAY
"""Days in a week of the tables; week 0 starts on the first simulated day."""


def sum_by(table: Table, keys: Sequence[str], value: str, where: NDArray[np.bool_] | None = None) -> dict[tuple[str, ...], int]:
    """Sums of a whole-number column by the words (or numbers, as text) in other columns.

    Parameters
    ----------
    table
        Columns by name.
    keys
        The columns to group by.
    value
        The column to add up.
    where
        Rows to count, shape (rows,); all without it.

    Returns
    -------
    dict
        Sum by the tuple of words in ``keys``, sorted.
    """
    rows = np.ones(len(table[value]), bool) if where is None else where
    if not rows.any():
        return {}
    labels, sizes = [], []
    group = np.zeros(int(rows.sum()), np.int64)
    for key in keys:
        column = table[key]
        if isinstance(column, Labelled):
            codes, names = column.codes[rows].astype(np.int64), list(column.labels)
        else:
            distinct, codes = np.unique(column[rows], return_inverse=True)
            names = [str(item) for item in distinct]
        group = group * len(names) + codes
        labels.append(names)
        sizes.append(len(names))
    found, inverse = np.unique(group, return_inverse=True)
    sums = np.zeros(len(found), np.int64)
    np.add.at(sums, inverse, numbers(table, value)[rows])
    parts = np.unravel_index(found, sizes)
    spelt = zip(*([names[code] for code in codes] for names, codes in zip(labels, parts, strict=True)), strict=True)
    return dict(sorted(zip(spelt, sums.tolist(), strict=True)))


def reported(world: World) -> tuple[date, date]:
    """The days that results speak of (first, last): the reporting period, or all days where the run ends before it begins."""
    end = world.start + timedelta(days=world.days - 1)
    first, last = world.report
    return (first, min(last, end)) if first <= end else (world.start, end)

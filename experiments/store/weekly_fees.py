"""What guides ask and what they are paid, week by week and by border: a table small enough to be kept of thousands of runs."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.books.results import Labelled, Table
from sim.outcomes.reading import numbers, passages, weeks_of, words
from sim.world.world import World

FEES = "fees"
"""Name of the table."""


def weekly_fees(tables: Mapping[str, Table], world: World) -> Table:
    """One row a week and directed border with a working smuggler or an attempt that was paid for, in order of weeks.

    Parameters
    ----------
    tables
        The tables ``smugglers`` and ``flows`` of a run.
    world
        The world of that run.

    Returns
    -------
    Table
        ``week``; ``border`` (directed, such as ``AAA-BBB``); ``smugglers``; ``asked_cents``, the median of what they ask of one person, in whole
        cents; ``sold`` seats; ``attempts`` over that border for which a smuggler was paid, and ``paid_cents`` for all of them together.
    """
    offers, flows = tables["smugglers"], tables["flows"]
    asking, over = words(offers, "border"), _borders(flows, world)
    paid = (over.codes >= 0) & (numbers(flows, "fee_cents") > 0)
    names = tuple(sorted({asking.labels[k] for k in set(asking.codes.tolist())} | {over.labels[k] for k in set(over.codes[paid].tolist())}))
    ask, pay = _cells(asking, names, numbers(offers, "week")), _cells(over, names, weeks_of(flows))[paid]
    size = 1 + max(int(ask.max(initial=-1)), int(pay.max(initial=-1)))
    smugglers, attempts = np.bincount(ask, minlength=size), _sums(pay, (numbers(flows, "attempts") - numbers(flows, "covered"))[paid], size)
    kept = np.flatnonzero((smugglers > 0) | (attempts > 0))
    return {
        "week": kept // max(1, len(names)),
        "border": Labelled((kept % max(1, len(names))).astype(np.int32), names),
        "smugglers": smugglers[kept],
        "asked_cents": _medians(ask, numbers(offers, "fee_cents"), size)[kept],
        "sold": _sums(ask, numbers(offers, "sold"), size)[kept],
        "attempts": attempts[kept],
        "paid_cents": _sums(pay, numbers(flows, "fee_cents")[paid], size)[kept],
    }


def _borders(flows: Table, world: World) -> Labelled:
    """The directed border of every row, in the spelling of smugglers; below zero for a move that meets none."""
    known, move = passages(world), words(flows, "move")
    names = [f"{known[name].origin_country}-{known[name].target_country}" if name in known else "" for name in move.labels]
    labels = tuple(sorted({name for name in names if name}))
    place = {name: k for k, name in enumerate(labels)} | {"": -1}
    codes = np.array([place[name] for name in names], np.int32)
    return Labelled(codes[move.codes] if names else np.zeros(0, np.int32), labels)


def _cells(border: Labelled, names: tuple[str, ...], week: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for the week and border of every row, in that order."""
    place = {name: k for k, name in enumerate(names)}
    codes = np.array([place.get(name, -1) for name in border.labels], np.int64)
    return week * len(names) + (codes[border.codes] if len(codes) else np.zeros(0, np.int64))


def _sums(cell: NDArray[np.int64], value: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    found = np.zeros(size, np.int64)
    np.add.at(found, cell, value)
    return found


def _medians(cell: NDArray[np.int64], value: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """The lower median of the values of every cell; zero where there is none."""
    found = np.zeros(size, np.int64)
    order = np.lexsort((value, cell))
    where, first, count = np.unique(cell[order], return_index=True, return_counts=True)
    found[where] = value[order][first + (count - 1) // 2]
    return found

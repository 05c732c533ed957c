"""Displacement: the same people under two policies, counted by what became of them under one and under the other.

Attempts cannot balance between two policies; people can. ``moved[j, k]`` is how many have outcome ``j`` under the first policy and ``k`` under the second, so
that rows add up to the first, columns to the second, and changes to zero. These are pure functions of integer arrays.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


def matrix(before: Numbers, after: Numbers, weight: Numbers, outcomes: int) -> Numbers:
    """People by outcome under the first policy (rows) and under the second (columns), shape (outcomes, outcomes).

    ``before`` and ``after`` are everybody's outcomes, ``weight`` how many people each stands for, shape (people,).
    """
    found = np.zeros(outcomes * outcomes, np.int64)
    np.add.at(found, before * outcomes + after, weight)
    return found.reshape(outcomes, outcomes)


def diversion(moved: NDArray[np.number]) -> Floats:
    """Of those who leave an outcome: the share that goes to each other; not a number on the diagonal and where nobody leaves."""
    off = moved.astype(np.float64)
    np.fill_diagonal(off, 0.0)
    leaving = off.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(off, leaving, out=np.full(off.shape, np.nan), where=leaving > 0)
    np.fill_diagonal(shares, np.nan)
    return shares


class Bounds(NamedTuple):
    """The least and the most that every cell can be, whatever the coupling, shape (outcomes, outcomes) each."""

    low: Numbers
    high: Numbers


def bounds(before: Numbers, after: Numbers) -> Bounds:
    """What the margins alone say of the matrix (Fréchet 1951, Hoeffding 1940); ``before`` and ``after`` are people by outcome, shape (outcomes,).

    Raises
    ------
    ValueError
        If the two do not count as many people.
    """
    if before.sum() != after.sum():
        msg = f"{before.sum()} people under one policy and {after.sum()} under the other"
        raise ValueError(msg)
    low = np.maximum(0, before[:, None] + after[None, :] - before.sum())
    return Bounds(low, np.minimum(before[:, None], after[None, :]))


def least_moved(before: Numbers, after: Numbers) -> int:
    """How many must change their outcome at least, whatever the coupling: what the margins alone say."""
    return int(np.maximum(0, before - after).sum())


def net_moved(moved: Numbers) -> int:
    """Net reallocation: those who change their outcome, less two for every pair that changes places: the sum of ``|moved[j, k] - moved[k, j]|`` over pairs."""
    return int(np.abs(np.triu(moved - moved.T)).sum())


class Waterfall(NamedTuple):
    """From one policy's count of an outcome to the other's: ``begins`` and ``ends`` by outcome, who ``leaves`` it and who ``joins`` it."""

    begins: Numbers
    leaves: Numbers
    joins: Numbers
    ends: Numbers


def waterfall(moved: Numbers) -> Waterfall:
    """The steps from row sums to column sums: ``ends = begins - leaves + joins``."""
    stay = np.diag(moved)
    return Waterfall(moved.sum(axis=1), moved.sum(axis=1) - stay, moved.sum(axis=0) - stay, moved.sum(axis=0))

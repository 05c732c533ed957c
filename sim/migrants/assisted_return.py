"""Assisted return: the offices that help people home, month by month."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import MONTHS_A_YEAR
from sim.basis.words import State


class Queues(NamedTuple):
    """What is known of every country's office, shape (countries,): places that are ``unused``, and people ``waiting`` for one as a tick begins."""

    unused: NDArray[np.float64]
    waiting: NDArray[np.int64]


class ReturnOffices:
    """Every country's office helps as many home as it has places, those who applied first, then by keyed rank. Unused places last a year."""

    def __init__(self, countries: int) -> None:
        """Start with no places and nobody who waits."""
        self.queues = Queues(np.zeros(countries), np.zeros(countries, np.int64))

    def open_places(self, a_month: NDArray[np.float64]) -> None:
        """Take in a month's places, shape (countries,)."""
        unused = self.queues.unused
        unused[:] = np.minimum(unused + a_month, a_month * MONTHS_A_YEAR)

    def post_queues(self, stocks: NDArray[np.int64], weights: NDArray[np.int64]) -> None:
        """Let everybody know who waits; ``stocks`` as in the tally, shape (countries, communities, states), ``weights`` people a record by community."""
        self.queues.waiting[:] = (stocks[:, :, State.ASSISTED] * weights).sum(axis=1)

    def choose(self, countries: NDArray[np.int16], weights: NDArray[np.int64]) -> list[int]:
        """Positions of those who are helped, among applicants in the order of their turn.

        ``countries`` and ``weights``, shape (applicants,), are where each applied and how many people each stands for: all of them need a place.
        """
        unused = self.queues.unused
        helped = []
        for turn, (country, weight) in enumerate(zip(countries.tolist(), weights.tolist(), strict=True)):
            if unused[country] >= weight:
                unused[country] -= weight
                helped.append(turn)
        return helped

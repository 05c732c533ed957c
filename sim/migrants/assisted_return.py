"""Assisted return: the offices that help people home, month by month.

They are for those who are stranded on the way first, and then for those who live at a destination without a right to: two queues, one behind the other.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import MONTHS_A_YEAR


class Queues(NamedTuple):
    """Every country's office: places that are ``unused``, shape (countries,), and people who wait for one, shape (countries, 2): on the way, and settled.

    ``asked`` is how many do now, ``waiting`` how many did as the tick began, which everybody knows.
    """

    unused: NDArray[np.float64]
    asked: NDArray[np.int64]
    waiting: NDArray[np.int64]


class ReturnOffices:
    """Every country's office helps as many home as it has places: those on the way before the settled, then who applied first, then by keyed rank.

    Unused places last a year.
    """

    def __init__(self, countries: int) -> None:
        """Start with no places and nobody who waits."""
        self.queues = Queues(np.zeros(countries), np.zeros((countries, 2), np.int64), np.zeros((countries, 2), np.int64))

    def open_places(self, a_month: NDArray[np.float64]) -> None:
        """Take in a month's places, shape (countries,)."""
        unused = self.queues.unused
        unused[:] = np.minimum(unused + a_month, a_month * MONTHS_A_YEAR)

    def post_queues(self) -> None:
        """Let everybody know how many wait, as a tick begins."""
        self.queues.waiting[:] = self.queues.asked

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

"""Assisted return: the offices that help people home, month by month."""

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import MONTHS_A_YEAR


class ReturnOffices:
    """Every country's office helps as many home as it has places, those who applied first, then by keyed rank. Unused places last a year.

    ``places`` has shape (countries,).
    """

    def __init__(self, countries: int) -> None:
        """Start with no places."""
        self.places: NDArray[np.float64] = np.zeros(countries)

    def open_places(self, a_month: NDArray[np.float64]) -> None:
        """Take in a month's places, shape (countries,)."""
        self.places[:] = np.minimum(self.places + a_month, a_month * MONTHS_A_YEAR)

    def choose(self, countries: NDArray[np.int16], weights: NDArray[np.int64]) -> list[int]:
        """Positions of those who are helped, among applicants in the order of their turn.

        ``countries`` and ``weights``, shape (applicants,), are where each applied and how many people each stands for: all of them need a place.
        """
        helped = []
        for turn, (country, weight) in enumerate(zip(countries.tolist(), weights.tolist(), strict=True)):
            if self.places[country] >= weight:
                self.places[country] -= weight
                helped.append(turn)
        return helped

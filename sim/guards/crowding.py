"""Crowding: more detections than a post can process are let go, as recent traffic lets expect."""

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY
from sim.basis.rule import rule

MILLION = 1_000_000


@rule
def expected_millionths(chance_of_notice: float, people: int) -> int:
    """Detections to expect of some people, in millionths: whole numbers add up alike in any order."""
    return int(chance_of_notice * MILLION) * people


@rule
def crowding(capacity: float, expected: float) -> float:
    """Share of the expected detections that can be processed."""
    return 1.0 if expected <= capacity else capacity / expected


class Crowding:
    """Detections that each post has to expect a day, from the traffic of the past days.

    ``expected_a_day`` has shape (posts,).

    Parameters
    ----------
    posts
        How many there are.
    half_life_days
        How long traffic is remembered (``guard.crowding_half_life_days``).
    """

    def __init__(self, posts: int, half_life_days: float) -> None:
        """Expect nobody."""
        self.expected_a_day: NDArray[np.float64] = np.zeros(posts)
        self._half_life_days = half_life_days

    def expect(self, seen: NDArray[np.int64], tick_hours: int, capacity: NDArray[np.float64], share: NDArray[np.float64]) -> None:
        """Before anybody moves: take in the detections of the last tick and fill ``share``, what of them can be processed in this one.

        ``seen`` (millionths, set back to zero), ``capacity`` (detections a day) and ``share`` have shape (posts,).
        """
        days = tick_hours / DAY
        kept = 0.5 ** (days / self._half_life_days)
        self.expected_a_day = kept * self.expected_a_day + (1.0 - kept) * (seen / MILLION) / days
        share[:] = np.divide(capacity, self.expected_a_day, out=np.ones(len(capacity)), where=self.expected_a_day > capacity)
        seen[:] = 0

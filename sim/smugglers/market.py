"""The market: fees that are posted, guides at work, and what smugglers look at when they review.

Where is the rule by which a guide sets a fee? In :mod:`sim.smugglers.review`, by the formulae of :mod:`sim.smugglers.fee`. What may it read?
A :class:`MarketNow`.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import WEEK
from sim.basis.money import CENTS_A_DOLLAR
from sim.basis.rows import Rows
from sim.basis.waits import heard_wait, wait_of_week
from sim.world.conditions import Conditions
from sim.world.geography import Geography
from sim.world.parameters import Parameters


class Trade(NamedTuple):
    """Constants of the market, named after their parameters ``market.*``."""

    fee_adjustment: float
    fee_response: float
    sold_target: float
    margin: float
    review_share: float
    noise_share: float
    entry_rate: float


def trade_of(parameters: Parameters) -> Trade:
    """The constants of a world's market."""
    return Trade(*(parameters.number(f"market.{name}") for name in Trade._fields))


class MarketNow(NamedTuple):
    """What a smuggler looks at.

    By move, shape (moves,): ``caught`` (the chance smugglers believe in), ``posted_fee`` (cents, 0 where nobody works), ``sold_share`` of last week, and
    ``unserved``: how many people waited for a seat at a time, for each that came together in the week. By border, shape (borders,): ``arrested`` guides and,
    to be filled by :func:`sim.smugglers.review.note_gain`, ``guides`` at work and what they ``gained`` and ``aimed`` at; ``repertoire`` lists the moves of
    border ``b`` from ``first[b]`` to ``first[b + 1]``. Of what weeks before showed, the share ``before`` still counts.
    """

    geography: Geography
    conditions: Conditions
    caught: NDArray[np.float64]
    posted_fee: NDArray[np.int64]
    sold_share: NDArray[np.float64]
    unserved: NDArray[np.float64]
    arrested: NDArray[np.float64]
    guides: NDArray[np.float64]
    gained: NDArray[np.float64]
    aimed: NDArray[np.float64]
    before: float
    first: NDArray[np.int64]
    repertoire: NDArray[np.int64]


class Market:
    """The smugglers' side of the market, week by week.

    ``posted_fee`` has shape (moves,): the mean fee of those who work a move, in cents, 0 where nobody does. ``posted_wait``, shape (moves,), is how many hours
    one is said to wait for a seat; ``turned_away``, shape (moves,), are people who found none, tick by tick of the week. ``guides`` are rows of smugglers, the
    cheapest first; those of move ``m`` stand from ``first_guide[m]`` up to ``first_guide[m + 1]``. ``lost``, shape (borders,), are groups that were caught in
    the week.

    Parameters
    ----------
    smugglers
        Records :data:`sim.smugglers.record.SMUGGLER`.
    geography
        The moves.
    borders
        How many directed borders there are.
    sold_target
        The share of seats that is taken to be sold where nobody has worked yet (``market.sold_target``).
    """

    posted_fee: NDArray[np.int64]
    posted_wait: NDArray[np.int64]
    guides: NDArray[np.int64]
    first_guide: NDArray[np.int64]

    def __init__(self, smugglers: Rows, geography: Geography, borders: int, sold_target: float) -> None:
        """Post the first fees; nothing has been sold."""
        self._smugglers, self._geography, self._sold_target = smugglers, geography, sold_target
        self._moves = len(geography.moves)
        border = geography.moves.border
        self._repertoire = np.argsort(border, kind="stable")[np.sum(border < 0) :]
        self._first_of_border = np.searchsorted(border[self._repertoire], np.arange(borders + 1))
        self._sold_share: NDArray[np.float64] = np.full(self._moves, sold_target)
        self._wait: NDArray[np.float64] = np.zeros(self._moves)
        self.turned_away, self.posted_wait = (np.zeros(self._moves, np.int64) for _ in range(2))
        self.lost: NDArray[np.int64] = np.zeros(borders, np.int64)
        self._sought, self._arrested = np.zeros(borders), np.zeros(borders)
        self._gained, self._aimed = np.zeros(borders), np.zeros(borders)
        self._sold, self._come, self._waited = np.zeros(self._moves), np.zeros(self._moves), np.zeros(self._moves)
        self._before = 0.0
        self._unserved: NDArray[np.float64] = np.zeros(self._moves)
        self.post_fees()

    @property
    def mean_fee_usd(self) -> float:
        """Mean over the moves that are worked, in dollars; 0 if none is."""
        worked = self.posted_fee[self.posted_fee > 0]
        return float(np.mean(worked)) / CENTS_A_DOLLAR if len(worked) > 0 else 0.0

    def now(self, conditions: Conditions, caught: NDArray[np.float64]) -> MarketNow:
        """What smugglers look at when they review; ``caught``, shape (moves,), is the chance of being caught that they believe in."""
        return MarketNow(
            self._geography, conditions, caught, self.posted_fee, self._sold_share, self._unserved, self._arrested,
            np.zeros(len(self.lost)), self._gained, self._aimed, self._before, self._first_of_border, self._repertoire,
        )  # fmt: skip

    def note_sales(self, borders: Rows, tick_hours: int, scale: float) -> None:
        """The week is over: share of seats sold and people unserved by move, guides arrested by border; where nobody worked, the target stands for the share.

        A group that is lost stands for ``1 / scale`` groups of the full world, each with its chance of an arrest. Below scale 1 these would not all have been
        lost in one week: part is taken in now, of the rest as much next week, and what was sold, sought and earned in weeks before
        counts beside this one's. ``borders`` are the conditions (:data:`sim.world.conditions.BORDER`).
        """
        told = min(1.0, scale)
        self._before = 1.0 - told
        s = self._smugglers
        self._sold = self._before * self._sold + np.bincount(s["move"], s["sold"], self._moves)
        self._come = self._before * self._come + np.bincount(s["move"], s["come"], self._moves)
        self._waited = self._before * self._waited + self.turned_away / (WEEK / tick_hours)
        came = self._come > 0.0
        self._sold_share = np.divide(self._sold, self._come, out=np.full(self._moves, self._sold_target), where=came)
        self._unserved = np.divide(self._waited, self._come, out=np.zeros(self._moves), where=came)
        self._sought += borders["arrest"] * self.lost / scale
        self._arrested = told * self._sought
        self._sought -= self._arrested
        self._gained, self._aimed = (self._before * earned for earned in (self._gained, self._aimed))
        self.turned_away[:] = self.lost[:] = 0

    def post_waits(self, kept: float, longest: int) -> None:
        """Post how long one waits for a seat, by what :meth:`note_sales` made of the week.

        ``kept`` is what is left of rumours after a week, ``longest`` the most that anybody waits (hours).
        """
        for m in range(self._moves):
            self._wait[m] = heard_wait(self._wait[m], wait_of_week(self._waited[m], self._come[m], longest), kept)
            self.posted_wait[m] = math.floor(self._wait[m] + 0.5)

    def post_fees(self) -> None:
        """Post the fees that are asked now."""
        s = self._smugglers
        order = np.lexsort((s["key"], s["fee"], s["move"]))
        self.guides = order
        self.first_guide = np.searchsorted(s["move"][order], np.arange(self._moves + 1))
        number = np.bincount(s["move"][order], minlength=self._moves)
        total = np.zeros(self._moves, np.int64)
        np.add.at(total, s["move"][order], s["fee"][order])
        self.posted_fee = np.where(number > 0, total // np.maximum(number, 1), 0).astype(np.int64)

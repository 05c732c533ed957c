"""Offers: what smugglers ask, the seats they have, and what they look at when they reconsider."""

from typing import TYPE_CHECKING

import numpy as np

from sim import compiled
from sim.clock import DAY
from sim.rules.review import MarketNow
from sim.words import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.model import RouteModel


class Offers:
    """The smugglers' side of the market, tick by tick and week by week.

    ``posted_fee`` has shape (moves,): the mean fee of those who work a move, in cents, 0 where nobody does. ``guides`` are rows of smugglers at work, the
    cheapest first; those of move ``m`` stand from ``first_guide[m]`` up to ``first_guide[m + 1]``.
    """

    posted_fee: "NDArray[np.int64]"
    guides: "NDArray[np.int64]"
    first_guide: "NDArray[np.int64]"

    def __init__(self, model: "RouteModel") -> None:
        """Post the first fees; nothing has been sold."""
        self._model = model
        self._moves = len(model.atlas.moves)
        border = model.atlas.geography.moves.border
        self._repertoire = np.argsort(border, kind="stable")[np.sum(border < 0) :]
        self._first_of_border = np.searchsorted(border[self._repertoire], np.arange(len(model.atlas.borders) + 1))
        self._sold_share: NDArray[np.float64] = np.full(self._moves, model.trade.sold_target)
        self._profit: NDArray[np.float64] = np.ones(len(model.atlas.borders))
        self._post_fees()

    @property
    def mean_fee_usd(self) -> float:
        """Mean over the moves that are worked, in dollars; 0 if none is."""
        worked = self.posted_fee[self.posted_fee > 0]
        return float(np.mean(worked)) / 100 if len(worked) > 0 else 0.0

    def offer_seats(self) -> None:
        """Every smuggler offers the seats of this tick."""
        compiled.offer_all(self._model.smugglers, self._model.conditions, self._model.world.tick_hours / DAY)

    def market_now(self) -> MarketNow:
        """What smugglers look at when they reconsider."""
        model = self._model
        caught, passed = model.beliefs.caught[-1], model.beliefs.passed[-1]
        return MarketNow(
            model.atlas.geography, model.conditions, caught / (caught + passed), self.posted_fee, self._sold_share, self._profit,
            self._first_of_border, self._repertoire,
        )  # fmt: skip

    def reconsider(self) -> None:
        """The week is over: everybody looks at what was sold, takes a new fee and perhaps another crossing, and fees are posted anew."""
        model = self._model
        self._note_sales()
        compiled.review_all(model.smugglers, model.seed_key, model.hour, model.week, self.market_now(), model.trade)
        self._post_fees()

    def _post_fees(self) -> None:
        s = self._model.smugglers
        at_work = np.flatnonzero(s["status"] == Status.WORKING)
        order = at_work[np.lexsort((s["key"][at_work], s["fee"][at_work], s["move"][at_work]))]
        self.guides = order
        self.first_guide = np.searchsorted(s["move"][order], np.arange(self._moves + 1))
        number = np.bincount(s["move"][order], minlength=self._moves)
        total = np.zeros(self._moves, np.int64)
        np.add.at(total, s["move"][order], s["fee"][order])
        self.posted_fee = np.where(number > 0, total // np.maximum(number, 1), 0).astype(np.int64)

    def _note_sales(self) -> None:
        """Share of seats sold by move and profit by border in the past week; where nobody worked, the target stands for the share."""
        s = self._model.smugglers
        sold = np.bincount(s["move"], s["sold"], self._moves)
        offered = np.bincount(s["move"], s["offered"], self._moves)
        self._sold_share = np.where(offered > 0, sold / np.maximum(offered, 1.0), self._model.trade.sold_target)
        earned = (s["purse"] - s["week_start_purse"]).astype(np.float64)
        self._profit = np.bincount(s["border"], earned, len(self._profit)).astype(np.float64)

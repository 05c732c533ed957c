"""Smugglers: one record each, and the agent that reconsiders fee and crossing once a week.

A smuggler works one directed border; the moves over it that a guide can lead are the repertoire. The agent is a handle on a row of the
model's records: it holds nothing itself.
"""

import math
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim import draws, market
from sim.words import Word

if TYPE_CHECKING:
    from sim.model import RouteModel


class Status(Word):
    """Whether a smuggler works."""

    WORKING = 0
    PRISON = 1
    GONE = 2


SMUGGLER = np.dtype(
    [
        ("key", "u8"),
        ("purse", "i8"),
        ("week_start_purse", "i8"),
        ("fee", "i8"),
        ("log_fee", "f8"),
        ("credit", "f8"),
        ("out_until", "i4"),
        ("border", "i4"),
        ("move", "i4"),
        ("group_size", "i4"),
        ("seats", "i4"),
        ("used", "i4"),
        ("group", "i4"),
        ("group_caught", "i4"),
        ("sold", "i4"),
        ("offered", "i4"),
        ("losing_weeks", "i4"),
        ("status", "i4"),
    ],
    align=True,
)
"""Money in cents. ``credit`` is the fraction of a group carried to the next tick; ``seats`` and ``used`` are of this tick,
``group`` the last group begun in it (-1: none) and ``group_caught`` whether it was; ``sold`` and ``offered`` are seats of this week."""


class Smuggler(mesa.Agent):  # type: ignore[misc]  # mesa carries no types
    """Leads groups over one border; adapts fee and crossing to what is sold, earned and lost."""

    model: "RouteModel"

    def __init__(self, model: "RouteModel", row: int) -> None:
        """Handle on ``model.smugglers[row]``."""
        super().__init__(model)
        self.row = row

    @property
    def record(self) -> np.void:
        """This smuggler's record."""
        return self.model.smugglers[self.row]

    @property
    def border(self) -> str:
        """The directed border worked, such as ``AAA-BBB``."""
        return self.model.atlas.borders[self.record["border"]]

    @property
    def fee_usd(self) -> float:
        """Present fee in dollars."""
        return float(self.record["fee"]) / 100

    def review(self) -> None:
        """One week's reconsidering: leave, return, take a new fee, perhaps another crossing."""
        me, trade, hour = self.record, self.model.trade, self.model.hour
        if me["status"] == Status.PRISON and hour >= me["out_until"]:
            me["status"] = Status.WORKING
        if me["status"] == Status.GONE:
            self._enter_if_profitable()
        if me["status"] == Status.WORKING:
            lost = me["purse"] < me["week_start_purse"]
            me["losing_weeks"] = me["losing_weeks"] + 1 if lost else 0
            if me["losing_weeks"] > trade.loss_weeks:
                me["status"] = Status.GONE
            else:
                self._set_fee()
                if self._luck(draws.REVIEW) < trade.review_share:
                    self._choose_crossing()
        me["week_start_purse"], me["sold"], me["offered"] = me["purse"], 0, 0

    def _luck(self, purpose: np.uint64, number: int = 0) -> float:
        """A draw of this smuggler's for this week."""
        return draws.uniform(self.model.seed_key, purpose, self.record["key"], draws.join_number(np.uint64(number), self.model.week))

    def _cost(self, move: int) -> float:
        conditions, border = self.model.conditions.borders, self.record["border"]
        return market.unit_cost(
            conditions.running_cents[border], self.model.caught_believed_by_smugglers(move), conditions.loss_cents[border], self.record["group_size"]
        )

    def _set_fee(self) -> None:
        me, trade = self.record, self.model.trade
        anchor = (1.0 + trade.margin) * self._cost(me["move"])
        sold = me["sold"] / me["offered"] if me["offered"] > 0 else trade.sold_target
        me["log_fee"] = market.next_log_fee(me["log_fee"], max(anchor, 1.0), sold, trade.fee_adjustment, trade.fee_response, trade.sold_target)
        me["fee"] = market.fee_cents(me["log_fee"])

    def _choose_crossing(self) -> None:
        """Softmax of expected profit over the open moves of the repertoire, by one keyed Gumbel draw a move."""
        me, model = self.record, self.model
        best, most = -1, -math.inf
        for move in model.repertoire[me["border"]]:
            if not model.conditions.moves.open[move]:
                continue
            fee = model.posted_fee[move] if model.posted_fee[move] > 0 else me["fee"]
            worth = market.profit(fee, self._cost(move), model.sold_share[move], 1.0) / (model.trade.noise_share * me["fee"])
            worth += draws.gumbel(self._luck(draws.CROSSING, int(model.atlas.geography.moves.key[move] >> draws.ELEVEN)))
            if worth > most:
                best, most = move, worth
        if best >= 0:
            me["move"] = best

    def _enter_if_profitable(self) -> None:
        """An empty place is filled by a newcomer where those who work the border earn something."""
        me, model = self.record, self.model
        earning = model.profit_of_border[me["border"]] > 0
        if earning and self._luck(draws.ENTRY) < model.trade.entry_share:
            me["status"], me["purse"], me["losing_weeks"], me["week_start_purse"] = Status.WORKING, 0, 0, 0
            me["log_fee"] = math.log(max(1.0, (1.0 + model.trade.margin) * self._cost(me["move"])))
            me["fee"] = market.fee_cents(me["log_fee"])

"""Smugglers: one record each, and the agent that reconsiders fee and crossing once a week.

A smuggler works one directed border; the moves over it that a guide can lead are the repertoire. The agent is a handle on a row of the
model's records: it holds nothing itself.
"""

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.rows import Row
from sim.rules.review import review

if TYPE_CHECKING:
    from sim.model import RouteModel


SMUGGLER = np.dtype(
    [
        ("key", "u8"),
        ("purse", "i8"),
        ("taken_home", "i8"),
        ("week_start_purse", "i8"),
        ("fee", "i8"),
        ("log_fee", "f8"),
        ("credit", "f8"),
        ("groups_per_day", "f8"),
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
"""Money in cents; ``taken_home`` is what those earned who worked this place in the trade before.

``credit`` is the fraction of a group carried to the next tick; ``seats`` and ``used`` are of this tick, ``group`` the last group begun in it (-1: none)
and ``group_caught`` whether it was; ``sold`` and ``offered`` are seats of this week.
"""


class Smuggler(mesa.Agent):
    """Leads groups over one border; adapts fee and crossing to what is sold, earned and lost."""

    model: "RouteModel"

    def __init__(self, model: "RouteModel", row: int) -> None:
        """Handle on ``model.smugglers[row]``."""
        super().__init__(model)
        self.row = row

    @property
    def record(self) -> Row:
        """The record this agent stands for."""
        return self.model.smugglers[self.row]

    @property
    def border(self) -> str:
        """The directed border worked, such as ``AAA-BBB``."""
        return str(self.model.atlas.borders[self.record["border"]])

    @property
    def fee_usd(self) -> float:
        """Present fee in dollars."""
        return float(self.record["fee"]) / 100

    def review(self) -> None:
        """One week's reconsidering, as the model does for all at once."""
        model = self.model
        review(self.record, model.seed_key, model.hour, model.week, model.offers.market_now(), model.trade)

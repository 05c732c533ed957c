"""The smugglers' trade at the start: its constants, and who is in it."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from sim import draws, market
from sim.agents.smugglers import SMUGGLER, Status
from sim.figures import Figures

if TYPE_CHECKING:
    from sim.model import RouteModel


@dataclass(slots=True)
class Trade:
    """Constants of the market and of news; ``groups_per_day`` and ``group_size`` have shape (borders,) and are set with the first smugglers."""

    fee_adjustment: float
    fee_response: float
    sold_target: float
    margin: float
    review_share: float
    noise_share: float
    loss_weeks: float
    entry_share: float
    belief_half_life_weeks: float
    belief_prior_weight: float
    belief_count_limit: float
    crowding_half_life_days: float
    groups_per_day: NDArray[np.float64]
    group_size: NDArray[np.int64]

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """The constants of a world."""
        market_names = ("fee_adjustment", "fee_response", "sold_target", "margin", "review_share", "noise_share", "loss_weeks", "entry_share")
        return cls(
            *(figures.number(f"market.{name}") for name in market_names),
            *(figures.number(f"belief.{name}") for name in ("half_life_weeks", "prior_weight", "count_limit")),
            figures.number("guard.crowding_half_life_days"),
            np.zeros(0),
            np.zeros(0, np.int64),
        )


def first_smugglers(model: "RouteModel") -> NDArray[np.void]:
    """The smugglers of every border, spread over its moves in turn, asking unit cost plus margin.

    Scale multiplies their number; what rounding takes or adds goes to the groups that each can lead.
    """
    figures, atlas, trade = model.world.figures, model.atlas, model.trade
    rates, sizes, rows = [], [], []
    for b, border in enumerate(atlas.borders):
        wanted = figures.number(f"smuggler.{border}.number") * model.world.scale
        number = max(1, round(wanted)) if wanted > 0 else 0
        rates.append(figures.number(f"smuggler.{border}.groups_per_day") * (wanted / number if number else 0.0))
        sizes.append(max(1, round(figures.number(f"smuggler.{border}.group_size"))))
        moves = np.flatnonzero(atlas.geography.moves.border == b)
        rows += [(b, n, int(moves[n % len(moves)])) for n in range(number)]
    trade.groups_per_day, trade.group_size = np.array(rates), np.array(sizes, np.int64)
    smugglers = np.zeros(len(rows), SMUGGLER).view(np.recarray)
    for row, (b, n, move) in zip(smugglers, rows, strict=True):
        borders = model.conditions.borders
        cost = market.unit_cost(borders.running_cents[b], model.caught_believed_by_smugglers(move), borders.loss_cents[b], sizes[b])
        row["key"] = draws.name_key(f"smuggler {atlas.borders[b]} {n}")
        row["border"], row["move"], row["group_size"], row["status"], row["group"] = b, move, sizes[b], Status.WORKING, -1
        row["log_fee"] = math.log(max(1.0, (1.0 + trade.margin) * cost))
        row["fee"] = market.fee_cents(row["log_fee"])
        # Half a group of credit on average: guides with slow trade must not all set out on one day.
        row["credit"] = draws.uniform(model.seed_key, draws.REVIEW, row["key"], np.uint64(0))
    return smugglers

"""The smugglers' trade at the start: its constants, and who is in it."""

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim import draws, market
from sim.agents.smugglers import SMUGGLER
from sim.beliefs import believed
from sim.figures import Figures
from sim.rows import Rows
from sim.words import Status

if TYPE_CHECKING:
    from sim.model import RouteModel


class Trade(NamedTuple):
    """Constants of the market and of news, named after their figures."""

    fee_adjustment: float
    fee_response: float
    sold_target: float
    margin: float
    review_share: float
    noise_share: float
    loss_weeks: float
    entry_share: float


def trade_of(figures: Figures) -> Trade:
    """The constants of a world's market."""
    return Trade(*(figures.number(f"market.{name}") for name in Trade._fields))


def first_smugglers(model: "RouteModel") -> Rows:
    """The smugglers of every border, spread over its moves in turn, asking unit cost plus margin.

    Scale multiplies their number; what rounding takes or adds goes to the groups that each can lead.
    """
    figures, atlas, trade = model.world.figures, model.atlas, model.trade
    sizes, rows = [], []
    for b, border in enumerate(atlas.borders):
        wanted = figures.number(f"smuggler.{border}.number") * model.world.scale
        number = max(1, round(wanted)) if wanted > 0 else 0
        rate = figures.number(f"smuggler.{border}.groups_per_day") * (wanted / number if number else 0.0)
        sizes.append(max(1, round(figures.number(f"smuggler.{border}.group_size"))))
        moves = np.flatnonzero(atlas.geography.moves.border == b)
        rows += [(b, n, int(moves[n % len(moves)]), rate) for n in range(number)]
    smugglers = np.zeros(len(rows), SMUGGLER).view(np.recarray)
    borders = model.conditions.borders
    for row, (b, n, move, rate) in zip(smugglers, rows, strict=True):
        caught = believed(model.beliefs.caught[-1, move], model.beliefs.passed[-1, move])
        cost = market.unit_cost(borders.running_cents[b], caught, borders.loss_cents[b], sizes[b])
        row["key"] = draws.name_key(f"smuggler {atlas.borders[b]} {n}")
        row["border"], row["move"], row["group_size"], row["status"], row["group"] = b, move, sizes[b], Status.WORKING, -1
        row["groups_per_day"] = rate
        row["log_fee"] = math.log(max(1.0, (1.0 + trade.margin) * cost))
        row["fee"] = market.fee_cents(row["log_fee"])
        # Half a group of credit on average: guides with slow trade must not all set out on one day.
        row["credit"] = draws.uniform(model.seed_key, draws.REVIEW, row["key"], np.uint64(0))
    return smugglers

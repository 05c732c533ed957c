"""Review: how a smuggler reconsiders fee, crossing and the business itself, once a week."""

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import draws, market
from sim.conditions import Conditions
from sim.geography import Geography
from sim.rows import Row
from sim.rule import rule
from sim.words import Status

if TYPE_CHECKING:
    from sim.trade import Trade


class MarketNow(NamedTuple):
    """What a smuggler looks at.

    By move, shape (moves,): ``caught`` (the chance smugglers believe in), ``posted_fee`` (cents, 0 where nobody works), ``sold_share`` of
    last week. By border: ``profit`` of last week (cents), shape (borders,); ``repertoire`` lists the moves of border ``b`` from
    ``first[b]`` to ``first[b + 1]``.
    """

    geography: Geography
    conditions: Conditions
    caught: NDArray[np.float64]
    posted_fee: NDArray[np.int64]
    sold_share: NDArray[np.float64]
    profit: NDArray[np.float64]
    first: NDArray[np.int64]
    repertoire: NDArray[np.int64]


@rule
def luck(seed: np.uint64, me: Row, purpose: np.uint64, week: int) -> float:
    """A draw of the smuggler's own for a week."""
    return draws.uniform(seed, purpose, me.key, np.uint64(week))


@rule
def cost(me: Row, now: MarketNow, move: int) -> float:
    """What taking one person across by a move costs, in cents."""
    borders = now.conditions.borders
    return market.unit_cost(borders.running_cents[me.border], now.caught[move], borders.loss_cents[me.border], me.group_size)


@rule
def ask(me: Row, log_fee: float) -> None:
    """Ask a fee from now on."""
    me.log_fee = log_fee
    me.fee = market.fee_cents(log_fee)


@rule
def best_crossing(me: Row, seed: np.uint64, week: int, now: MarketNow, noise_share: float) -> int:
    """Softmax of expected profit over the open moves of the repertoire, by one keyed Gumbel draw a move; the present move if none is open."""
    best: int = me.move
    most = -math.inf
    for r in range(now.first[me.border], now.first[me.border + 1]):
        move = now.repertoire[r]
        if not now.conditions.moves.open[move]:
            continue
        fee = now.posted_fee[move] if now.posted_fee[move] > 0 else me.fee
        gain = market.profit(float(fee), cost(me, now, move), now.sold_share[move])
        occasion = draws.join_number(now.geography.moves.key[move], week)
        worth = gain / (noise_share * me.fee) + draws.gumbel(draws.uniform(seed, draws.CROSSING, me.key, occasion))
        if worth > most:
            most = worth
            best = move
    return best


@rule
def review(me: Row, seed: np.uint64, hour: int, week: int, now: MarketNow, trade: "Trade") -> None:
    """Come out of prison, enter or leave the business, take a new fee, perhaps another crossing; then a new week begins.

    Who lost money for too many weeks running leaves; an empty place is filled by a newcomer, who asks unit cost plus margin, where those
    who work the border earned something.
    """
    if me.status == Status.PRISON and hour >= me.out_until:
        me.status = Status.WORKING
    anchor = max(1.0, (1.0 + trade.margin) * cost(me, now, me.move))
    if me.status == Status.GONE and now.profit[me.border] > 0.0 and luck(seed, me, draws.ENTRY, week) < trade.entry_share:
        me.status = Status.WORKING
        me.taken_home += me.purse
        me.purse = 0
        me.losing_weeks = 0
        ask(me, math.log(anchor))
    elif me.status == Status.WORKING:
        me.losing_weeks = me.losing_weeks + 1 if me.purse < me.week_start_purse else 0
        sold = me.sold / me.offered if me.offered > 0 else trade.sold_target
        ask(me, market.next_log_fee(me.log_fee, anchor, sold, trade.fee_adjustment, trade.fee_response, trade.sold_target))
        if luck(seed, me, draws.REVIEW, week) < trade.review_share:
            me.move = best_crossing(me, seed, week, now, trade.noise_share)
        if me.losing_weeks > trade.loss_weeks:
            me.status = Status.GONE
    me.week_start_purse = me.purse
    me.sold = 0
    me.offered = 0

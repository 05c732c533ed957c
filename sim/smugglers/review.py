"""Review: how a smuggler sets the fee, chooses the crossing, and enters or leaves the business, once a week."""

import math

import numpy as np

from sim.basis import draws
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Status
from sim.smugglers.fee import fee_cents, next_log_fee, profit, unit_cost
from sim.smugglers.market import MarketNow, Trade


@rule
def own_draw(seed: np.uint64, me: Row, purpose: np.uint64, week: int) -> float:
    """A draw of the smuggler's own for a week."""
    return draws.uniform(seed, purpose, me.key, np.uint64(week))


@rule
def cost(me: Row, now: MarketNow, move: int) -> float:
    """What taking one person across by a move costs, in cents."""
    borders = now.conditions.borders
    return unit_cost(borders.running_cents[me.border], now.caught[move], borders.loss_cents[me.border], me.group_size)


@rule
def ask(me: Row, log_fee: float) -> None:
    """Ask a fee from now on."""
    me.log_fee = log_fee
    me.fee = fee_cents(log_fee)


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
        gain = profit(float(fee), cost(me, now, move), now.sold_share[move])
        occasion = draws.join_number(now.geography.moves.key[move], week)
        worth = gain / (noise_share * me.fee) + draws.gumbel(draws.uniform(seed, draws.CROSSING, me.key, occasion))
        if worth > most:
            most = worth
            best = move
    return best


@rule
def review(me: Row, seed: np.uint64, hour: int, week: int, now: MarketNow, trade: Trade) -> None:
    """Come out of prison, enter or leave the business, take a new fee, perhaps another crossing; then a new week begins.

    Who lost money for too many weeks running leaves; an empty place is filled by a newcomer, who asks unit cost plus margin, where those
    who work the border earned something.
    """
    if me.status == Status.PRISON and hour >= me.out_until:
        me.status = Status.WORKING
    anchor = max(1.0, (1.0 + trade.margin) * cost(me, now, me.move))
    if me.status == Status.GONE and now.profit[me.border] > 0.0 and own_draw(seed, me, draws.ENTRY, week) < trade.entry_share:
        me.status = Status.WORKING
        me.taken_home += me.purse
        me.purse = 0
        me.losing_weeks = 0
        ask(me, math.log(anchor))
    elif me.status == Status.WORKING:
        me.losing_weeks = me.losing_weeks + 1 if me.purse < me.week_start_purse else 0
        sold = me.sold / me.come if me.come > 0.0 else trade.sold_target
        ask(me, next_log_fee(me.log_fee, anchor, sold, trade.fee_adjustment, trade.fee_response, trade.sold_target))
        if own_draw(seed, me, draws.REVIEW, week) < trade.review_share:
            move = best_crossing(me, seed, week, now, trade.noise_share)
            me.aboard = me.aboard if move == me.move else 0  # a group stays where it is
            me.move = move
        if me.losing_weeks > trade.loss_weeks:
            me.status = Status.GONE
    me.week_start_purse = me.purse
    me.sold = 0
    me.offered = 0
    me.come = 0.0

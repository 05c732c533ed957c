"""Review: how a smuggler sets the fee, chooses the crossing, and finds more guides or loses some, once a week."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.smugglers.entry import growth, released, still_free
from sim.smugglers.fee import fee_cents, next_log_fee, pressure, profit, tries_led, unit_cost
from sim.smugglers.market import MarketNow, Trade
from sim.world.by_crossing import put_back_share, running_cents
from sim.world.conditions import Conditions
from sim.world.geography import Geography


@rule
def own_draw(seed: np.uint64, me: Row, purpose: np.uint64, week: int) -> float:
    """A draw of the smuggler's own for a week."""
    return draws.uniform(seed, purpose, me.key, np.uint64(week))


@rule
def tries_by(move: int, geography: Geography, conditions: Conditions, caught: NDArray[np.float64]) -> float:
    """How often somebody is led by a move for one fee, as guides expect: whom the country ahead puts back comes again."""
    ahead = geography.places.country[geography.moves.target[move]]
    return tries_led(caught[move], put_back_share(conditions, ahead, geography.moves.entry[move]), conditions.habits.tries_covered)


@rule
def cost(me: Row, move: int, geography: Geography, conditions: Conditions, caught: NDArray[np.float64]) -> float:
    """What taking one client across by a move costs, in cents; ``caught``, shape (moves,), is the chance of being caught that smugglers believe in."""
    tries = tries_by(move, geography, conditions, caught)
    return unit_cost(running_cents(conditions, move, me.border), caught[move], conditions.borders.loss_cents[me.border], me.group_size, tries)


@rule
def best_crossing(me: Row, seed: np.uint64, week: int, now: MarketNow, trade: Trade) -> int:
    """Softmax of expected profit over the open moves of the repertoire, by one keyed Gumbel draw a move; the present move if none is open."""
    best: int = me.move
    most = -math.inf
    for r in range(now.first[me.border], now.first[me.border + 1]):
        move = now.repertoire[r]
        if not now.conditions.moves.open[move]:
            continue
        fee = now.posted_fee[move] if now.posted_fee[move] > 0 else me.fee
        gain = profit(float(fee), cost(me, move, now.geography, now.conditions, now.caught), now.sold_share[move])
        occasion = draws.join_number(now.geography.moves.key[move], week)
        worth = gain / (trade.noise_share * me.fee) + draws.gumbel(draws.uniform(seed, draws.CROSSING, me.key, occasion))
        if worth > most:
            most = worth
            best = move
    return best


@rule
def note_gain(me: Row, now: MarketNow, trade: Trade) -> None:
    """Add to the guides of the border, to what they earned above cost, and to what the seats cost that they meant to sell.

    By the loss that guides expect and not by what chance brought: so it says the same at any scale. Seats are counted try by try, of which one fee pays
    for several.
    """
    each = cost(me, me.move, now.geography, now.conditions, now.caught)
    tries = tries_by(me.move, now.geography, now.conditions, now.caught)
    now.guides[me.border] += me.guides
    now.gained[me.border] += profit(float(me.fee), each, me.sold / tries)
    now.aimed[me.border] += trade.sold_target * me.come * each / tries


@rule
def review(me: Row, seed: np.uint64, week: int, now: MarketNow, trade: Trade) -> None:
    """Find guides or lose some, take a new fee, perhaps another crossing; then a new week begins. What all earned is noted before (:func:`note_gain`)."""
    out = released(me.jailed, now.conditions.borders.prison_hours[me.border])
    free = still_free(now.arrested[me.border], now.guides[me.border])
    me.jailed += me.guides * (1.0 - free) - out
    me.guides = max(me.least, me.guides * free * growth(now.gained[me.border], now.aimed[me.border], trade.margin, trade.entry_rate) + out)
    each = max(1.0, cost(me, me.move, now.geography, now.conditions, now.caught))
    me.sold_lately = now.before * me.sold_lately + me.sold
    me.come_lately = now.before * me.come_lately + me.come
    pressed = pressure(me.sold_lately / me.come_lately, now.unserved[me.move], trade.sold_target) if me.come_lately > 0.0 else 0.0
    me.log_fee = next_log_fee(me.log_fee, (1.0 + trade.margin) * each, each, pressed, trade.fee_adjustment, trade.fee_response)
    me.fee = fee_cents(me.log_fee)
    if own_draw(seed, me, draws.REVIEW, week) < trade.review_share:
        move = best_crossing(me, seed, week, now, trade)
        me.aboard = me.aboard if move == me.move else 0  # a group stays where it is
        me.move = move
    me.sold = 0
    me.offered = 0
    me.come = 0.0

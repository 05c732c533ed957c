"""The loops over guides and organisers who offer seats and review their business, compiled as :mod:`sim.engine.compiled` says."""

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Rows
from sim.engine.compiled import loop
from sim.migrants.rules.choose_organiser import sum_by
from sim.routes.classes import Routes
from sim.smugglers.market import MarketNow, Trade
from sim.smugglers.organisers import Ways, close_week, know_ones_way, look_round, open_for_the_day
from sim.smugglers.review import note_gain, review
from sim.smugglers.seats import offer
from sim.world.conditions import Conditions


@loop
def offer_all(smugglers: Rows, conditions: Conditions, days: float) -> None:
    """:func:`sim.smugglers.seats.offer` for every smuggler."""
    for row in range(len(smugglers)):
        offer(smugglers[row], conditions.moves.open[smugglers[row].move], days, conditions.habits.scale)


@loop
def open_organisers(organisers: Rows, days: float) -> None:
    """:func:`sim.smugglers.organisers.open_for_the_day` for every organiser."""
    for row in range(len(organisers)):
        open_for_the_day(organisers[row], days)


@loop
def cost_ways(routes: Routes, ways: Ways, costs: NDArray[np.int64]) -> None:
    """What every way costs those whom it leads, from where most of them come to the first of their destinations; fills ``costs``, shape (ways,)."""
    for c in range(len(ways.home)):
        for way in range(ways.first_way[c], ways.first_way[c + 1]):
            costs[way] = sum_by(way, routes.first[c, 1, 0], ways.home[c], routes.cheapest, ways)


@loop
def know_ways(organisers: Rows, ways: Ways, costs: NDArray[np.int64], seed: np.uint64, error: float) -> None:
    """:func:`sim.smugglers.organisers.know_ones_way` for every organiser."""
    for row in range(len(organisers)):
        know_ones_way(organisers[row], costs, ways, seed, error)


@loop
def review_organisers(
    organisers: Rows, ways: Ways, costs: NDArray[np.int64], seed: np.uint64, week: int, trade: Trade, anchor: float, error: float, scale: float
) -> None:
    """Close the week of every organiser, and let all look round."""
    for row in range(len(organisers)):
        close_week(organisers[row], trade, anchor, scale)
        look_round(organisers[row], costs, ways, seed, week, trade, error)


@loop
def review_all(smugglers: Rows, seed: np.uint64, week: int, now: MarketNow, trade: Trade) -> None:
    """:func:`sim.smugglers.review.review` for every smuggler, once it is known what all of a border earned."""
    for row in range(len(smugglers)):
        note_gain(smugglers[row], now, trade)
    for row in range(len(smugglers)):
        review(smugglers[row], seed, week, now, trade)

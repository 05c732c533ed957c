"""Choose a move: which leg and channel somebody at a hub takes next.

The recursive logit of Fosgerau, Frejinger and Karlstrom (2013): argmax of (value of where the move leads - its cost) / mu plus
a Gumbel draw keyed to person, trip, place, visit and move. With one draw a move, closing a move changes the choice of those who
would have taken it and of nobody else.
"""

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.basis.words import Channel, Entry
from sim.routes.values import value_of
from sim.smugglers.package import asked
from sim.world.fares import fare_of
from sim.world.papers import may_use, visa_refused

NO_MOVE = -1
NO_MONEY = -2


@rule
def visa_granted(seed: np.uint64, person: np.uint64, trip: int, country: np.uint64, refusal: float) -> bool:
    """Whether somebody is given a country's visa on this trip: one draw a person, trip and country."""
    return draws.uniform(seed, draws.VISA, person, draws.join_number(country, trip)) >= refusal


@rule
def affordable(purse: int, outlay: int, further: int, optimism: float) -> bool:
    """Whether a move can be paid, and what then remains covers ``optimism`` times the least further money believed needed."""
    return purse >= outlay and purse - outlay >= optimism * further


@rule
def turns_after(turns: int, comes_nearer: bool) -> int:
    """Turns of direction left after a move.

    Who may turn an even number of times is coming nearer, who may turn an odd one is going away, and a move in the other direction is a turn.
    """
    return turns if (turns % 2 == 0) == comes_nearer else turns - 1


@rule
def reluctance(turns: int, left: int, turning: int) -> int:
    """What a move counts as beside its cost (cents): ``turning`` if it turns away, nothing if it goes on or turns back."""
    return turning if left < turns and left % 2 == 1 else 0


@rule
def choose_move(
    seed: np.uint64,
    person: np.uint64,
    occasion: np.uint64,
    trip: int,
    first: int,
    last: int,
    moves: Rows,
    checked: NDArray[np.bool_],
    entries: NDArray[np.int8],
    refusals: NDArray[np.float64],
    elsewhere_shares: NDArray[np.float64],
    countries: NDArray[np.int16],
    country_keys: NDArray[np.uint64],
    forged: NDArray[np.int64],
    costs: NDArray[np.int64],
    outlays: NDArray[np.int64],
    fares: NDArray[np.int64],
    ride_ratio: float,
    cheapest: NDArray[np.int64],
    ways: NDArray[np.float64],
    least: NDArray[np.int64],
    ranks: NDArray[np.int16],
    mu: float,
    turning: int,
    place: int,
    at_home: bool,
    turns: int,
    purse: int,
    document_worth: int,
    optimism: float,
    passport: bool,
    permit: bool,
    permit_country: int,
    exit_permit: bool,
    employer: bool,
    paid_border: int,
    led: bool,
    margin: float,
) -> int:
    """The move chosen, :data:`NO_MONEY` if money alone closes every move, else :data:`NO_MOVE`.

    Parameters
    ----------
    occasion
        Key of (trip, place, visit).
    first, last
        The moves that leave ``place`` are those from ``first`` up to, not including, ``last``.
    moves, checked
        By move: its record (:data:`sim.world.geography.MOVE`), and whether its crossing is checked; shape (moves,).
    entries, refusals, elsewhere_shares
        By country, for the person's nationality: what it asks, chance that a visa is refused, share of the others who get it away from home too;
        shape (countries,).
    countries, country_keys
        Country of a place, shape (places,); key of a country, shape (countries,).
    forged
        By country: what a forged document for it costs (cents), shape (countries,).
    costs, outlays, fares
        By move: expected cost (:data:`CLOSED` if closed), money to pay, and the part of it that goes to a carrier; cents, shape (moves,).
    ride_ratio
        What rides by road cost the person here, relative to the fare.
    cheapest, ways, least
        Cost of the cheapest way (cents), ways (:func:`~sim.routes.values.value_of`) and least money (cents) with a number of turns left, from a place; shape
        (turns + 1, places).
    ranks
        Order of places by distance to the destination; a move to a higher rank leads away; shape (places,).
    turning
        What turning away counts as, beside what it costs (cents).
    at_home
        Whether the place lies in the person's own country.
    turns
        Turns of direction left (:func:`turns_after`).
    purse
        Funds and prepaid money (cents).
    document_worth
        What was paid for a bought document that is still valid (cents), 0 without one.
    passport, permit, permit_country, exit_permit
        Papers held; a permit counts in one country.
    employer
        Whether an employer pays the smuggler.
    paid_border
        The border over which a fee paid before covers another try (:func:`sim.smugglers.contract.border_paid`).
    led, margin
        Whether an organiser leads the person, and the margin he takes on whatever has to be paid.
    """
    best = NO_MOVE
    most = -np.inf
    lacking = False
    beyond = NO_MOVE
    left = 0
    value = -np.inf
    for m in range(first, last):
        if costs[m] < 0:
            continue
        ahead = moves.target[m]
        if ahead != beyond:  # moves side by side lead to one value
            beyond = ahead
            left = turns_after(turns, ranks[ahead] < ranks[place])
            value = value_of(cheapest, ways, mu, ahead, left) - reluctance(turns, left, turning)
        channel = moves.channel[m]
        outlay = outlays[m]
        paid = channel == Channel.GUIDED and moves.border[m] == paid_border
        if channel == Channel.GUIDED and (paid or employer):
            outlay = fare_of(fares[m], moves.mode[m], ride_ratio)
        worth = (value - costs[m] + (asked(outlays[m] - outlay, led, margin) if paid else 0)) / mu
        # Most moves are too far behind the best for any draw, or for all but the largest: then papers and purse need not be looked into. So are moves
        # to where there is no way on: they are worth minus infinity.
        if worth + draws.LARGEST_GUMBEL <= most:
            continue
        u = draws.uniform(seed, draws.MOVE, person, draws.join(occasion, moves.key[m]))
        if u <= draws.ORDINARY and worth + draws.ORDINARY_GUMBEL <= most:
            continue
        country = countries[ahead]
        if not may_use(channel, entries[country], passport, permit and country == permit_country, exit_permit or not at_home, checked[m]):
            continue
        if channel == Channel.VISA and entries[country] == Entry.VISA:
            refusal = visa_refused(refusals[country], elsewhere_shares[country], at_home)
            if not visa_granted(seed, person, trip, country_keys[country], refusal):
                continue
        if channel == Channel.FORGED:
            outlay -= min(document_worth, forged[country])
        if not affordable(purse, asked(outlay, led, margin), least[left, ahead], optimism):
            lacking = True
            continue
        worth += draws.gumbel(u)
        if worth > most:
            most = worth
            best = m
    if best == NO_MOVE and lacking:
        return NO_MONEY
    return best

"""Route choice: what a move is believed to cost, and value tables over moves.

The recursive logit of Fosgerau, Frejinger and Karlstrom (2013, "A link based network route choice model with unrestricted
choice set"). On a network with cycles its value equation need not have a solution, so moves are ordered by the distance to the
destination and the state carries how many backward moves are left: that is acyclic, and one backward pass is exact.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.beliefs import Beliefs, believed
from sim.clock import DAY, MONTHS_A_YEAR
from sim.conditions import Conditions
from sim.geography import Geography
from sim.rows import Rows
from sim.rule import rule
from sim.rules.choose_move import CLOSED
from sim.rules.depart import worth
from sim.words import Channel, Entry

HOURS_A_MONTH = 30 * DAY
"""Hours in a month of wages."""


CLASS = np.dtype(
    [
        ("pull", "f8"),
        ("mu", "f8"),
        ("scale", "f8"),
        ("reference", "i8"),
        ("community", "i2"),
        ("destination", "i2"),
        ("target", "i2"),
        ("guided", "i1"),
    ],
    align=True,
)
"""A class of people who share a value table: community x led by an organiser or not x destination.

``destination`` is a place, ``target`` its row in ``Geography.rank``; ``mu`` (scale of the route choice),
``scale`` (of the choice to leave) and ``reference`` are in cents.
"""


class Routes(NamedTuple):
    """Value tables.

    ``classes`` are records :data:`CLASS`. ``cost``, ``outlay`` and ``sure`` (cents) have shape (classes, moves); ``sure`` is the outlay of
    moves open to most people, and :data:`UNREACHABLE` for others. ``start`` has shape (classes, homes): the value of the way from a home
    when the simulation starts;
    ``eagerness`` shape (communities, 2, homes): the sum of ``exp(worth)`` over all destinations; ``value`` (cents) and ``least`` (cents) shape
    (classes, places, backward moves left + 1). ``first`` has shape (communities, 2) and ``last`` likewise: the classes of a community, not led and
    led, in the order of its destinations.
    """

    classes: Rows
    cost: NDArray[np.int64]
    outlay: NDArray[np.int64]
    sure: NDArray[np.int64]
    start: NDArray[np.float64]
    eagerness: NDArray[np.float64]
    value: NDArray[np.float64]
    least: NDArray[np.int64]
    first: NDArray[np.int16]
    last: NDArray[np.int16]


class Worth(NamedTuple):
    """What time, life and giving up are worth in the choice: the figures ``choice.time_share``, ``choice.life_years``, ``choice.giving_up_share``."""

    time_share: float
    life_years: float
    giving_up_share: float


NEGLIGIBLE = -20.0
"""Logits behind the best at which a move is left out of a value: it would add two billionths of mu, far less than the cent to which costs are rounded."""

UNREACHABLE = np.int64(1) << np.int64(60)
"""Least money from a place without a way: more than anybody holds."""


@rule
def expected_failures(p: float, tries: int) -> float:
    """Failures expected before success or giving up after ``tries`` failures: ``p (1 - p^N) / (1 - p)``, the sum of ``p^k`` for k from 1 to N."""
    total = 0.0
    power = 1.0
    for _ in range(tries):
        power *= p
        total += power
    return total


@rule
def failing_for_good(p: float, tries: int) -> float:
    """Probability that every one of ``tries`` attempts fails: ``p^N``."""
    power = 1.0
    for _ in range(tries):
        power *= p
    return power


@rule
def expected_cost(
    outlay: int,
    hours: int,
    hour_cents: float,
    death: float,
    life_cents: float,
    caught: float,
    tries: int,
    caught_cents: float,
    giving_up_cents: float,
    availability: float,
    mu: float,
) -> int:
    """Expected cost of a move in whole cents, :data:`~sim.rules.choose_move.CLOSED` if its papers are out of reach.

    Every attempt costs the outlay, the hours and the hazard; failures are repeated up to ``tries`` times, each with what custody costs besides
    (``caught_cents``); failing for good costs ``giving_up_cents``. ``availability`` is the share of people to whom the move is open at all
    (papers, visa granted): it enters the choice as ``-mu ln(availability)``.
    """
    if availability <= 0.0:
        return CLOSED
    total = float(outlay) + hours * hour_cents + death * life_cents
    # Most moves cannot fail and are open to all: two shortcuts that change no bit of the result.
    if caught > 0.0:
        failures = expected_failures(caught, tries)
        total = (1.0 + failures) * total + failures * caught_cents + failing_for_good(caught, tries) * giving_up_cents
    if availability < 1.0:
        total -= mu * math.log(availability)
    return math.floor(total + 0.5)


@rule
def availability(
    channel: int, entry: int, checked: bool, leaves_own: bool, permit_counts: bool, passport: float, permit: float, exit_permit: float, refusal: float
) -> float:
    """Share of a community's people whose papers open a channel (:func:`sim.papers.may_use`, on average)."""
    if channel == Channel.LEGAL:
        if not checked:
            return 1.0
        share = exit_permit if leaves_own else 1.0
        if entry == Entry.FREE:
            return share * passport
        if entry == Entry.OWN:
            return share
        return share * passport * permit if permit_counts else 0.0
    if channel == Channel.VISA:
        if not checked or entry != Entry.VISA:
            return 0.0
        return passport * (1.0 - refusal) * (exit_permit if leaves_own else 1.0)
    return 1.0


@rule
def price(channel: int, fee: int, visa: int, forged: int) -> int:
    """What a channel costs besides the fare, in cents."""
    if channel == Channel.GUIDED:
        return fee
    if channel == Channel.VISA:
        return visa
    if channel == Channel.FORGED:
        return forged
    return 0


@rule
def reckon(
    k: int,
    geography: Geography,
    conditions: Conditions,
    routes: Routes,
    beliefs: Beliefs,
    nationality: NDArray[np.int16],
    fee_cents: NDArray[np.int64],
    worth: Worth,
) -> bool:
    """Expected cost and outlay of every move for class ``k``; true if any changed."""
    moves = geography.moves
    community = routes.classes.community[k]
    people, visas, countries = conditions.communities, conditions.visas, conditions.countries
    own = nationality[community]
    destination_country = geography.places.country[routes.classes.destination[k]]
    wage = countries.wage_cents[destination_country]
    hour_cents = worth.time_share * wage / HOURS_A_MONTH
    life_cents = worth.life_years * MONTHS_A_YEAR * wage
    giving_up_cents = worth.giving_up_share * routes.classes.reference[k]
    smugglers = len(conditions.communities)
    changed = False
    for m in range(len(moves)):
        channel = moves.channel[m]
        ahead = geography.places.country[moves.target[m]]
        entry = visas.entry[community, ahead]
        available = availability(
            channel, entry, conditions.moves.checked[m], geography.places.country[moves.origin[m]] == own, ahead == destination_country,
            people.passport[community], people.permit[community], countries.exit_permit_share[own], visas.refusal[community, ahead],
        )  # fmt: skip
        if not conditions.moves.open[m] or (channel == Channel.GUIDED and fee_cents[m] <= 0) or (channel == Channel.ALONE and routes.classes.guided[k]):
            available = 0.0
        outlay = 0
        cost = CLOSED
        if available > 0.0:
            outlay = conditions.moves.fare_cents[m] + price(channel, fee_cents[m], visas.price_cents[community, ahead], countries.forged_cents[ahead])
            # Of what guides can do, guides tell; of all else one's own people.
            row = smugglers if channel == Channel.GUIDED else community
            caught = believed(beliefs.caught[row, m], beliefs.passed[row, m]) if channel >= Channel.VISA else 0.0
            custody = countries.detention_hours[ahead] * hour_cents + countries.fine_cents[ahead]
            cost = expected_cost(
                outlay, moves.hours[m], hour_cents, conditions.moves.death_hazard[m], life_cents, caught, people.failures[community], custody,
                giving_up_cents, available, routes.classes.mu[k],
            )  # fmt: skip
        sure = outlay if available >= 0.5 else UNREACHABLE
        if cost != routes.cost[k, m] or outlay != routes.outlay[k, m] or sure != routes.sure[k, m]:
            changed = True
            routes.cost[k, m] = cost
            routes.outlay[k, m] = outlay
            routes.sure[k, m] = sure
    return changed


@rule
def solve(
    destination: int,
    order: NDArray[np.int16],
    rank: NDArray[np.int16],
    first_move: NDArray[np.int32],
    target: NDArray[np.int16],
    cost: NDArray[np.int64],
    sure: NDArray[np.int64],
    mu: float,
    value: NDArray[np.float64],
    least: NDArray[np.int64],
    scratch: NDArray[np.float64],
) -> None:
    """Fill one class's value and least-money tables in one backward pass.

    Parameters
    ----------
    destination
        The place where the trip ends: its value is 0.
    order
        Places that can reach it, nearest first; shape (places that can,).
    rank
        Position of a place in that order; shape (places,).
    first_move, target, cost, sure
        The network by move: its costs (cents, negative if closed), and the outlay of moves open to most people (cents, else :data:`UNREACHABLE`).
    mu
        Scale of the choice (cents).
    value, least
        Filled in place; shape (places, backward moves left + 1).
    scratch
        Room for the worth of the moves that leave one place; shape (at least so many,).
    """
    levels = value.shape[1]
    value[:, :] = -math.inf
    least[:, :] = UNREACHABLE
    for k in range(levels):
        value[destination, k] = 0.0
        least[destination, k] = 0
        for j in range(len(order)):
            place = order[j]
            if place == destination:
                continue
            best = -math.inf
            money = UNREACHABLE
            usable = 0
            for m in range(first_move[place], first_move[place + 1]):
                left = k if rank[target[m]] < rank[place] else k - 1
                if cost[m] < 0 or left < 0 or value[target[m], left] == -math.inf:
                    continue
                here = value[target[m], left] - cost[m]
                scratch[usable] = here
                usable += 1
                best = max(best, here)
                money = min(money, sure[m] + least[target[m], left])
            if usable == 0:
                continue
            total = 0.0
            for n in range(usable):
                behind = scratch[n] - best
                if behind > NEGLIGIBLE * mu:
                    total += math.exp(behind / mu)
            value[place, k] = best + mu * math.log(total) if total > 1.0 else best
            least[place, k] = min(money, UNREACHABLE)


@rule
def gauge_eagerness(routes: Routes, home_place: NDArray[np.int16]) -> None:
    """Sum ``exp(worth)`` over the destinations of every community, led or not, from every home."""
    top = routes.value.shape[2] - 1
    for c in range(routes.first.shape[0]):
        for guided in range(2):
            for h in range(len(home_place)):
                total = 0.0
                for k in range(routes.first[c, guided], routes.last[c, guided]):
                    total += math.exp(worth(routes.classes.pull[k], routes.value[k, home_place[h], top], routes.start[k, h], routes.classes.scale[k]))
                routes.eagerness[c, guided, h] = total

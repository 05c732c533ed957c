"""Prospects: what a community expects of a move, wherever it is bound: the money, the hours, the failures, and whether its papers open it."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.beliefs import Beliefs, believed
from sim.conditions import Conditions
from sim.geography import Geography
from sim.papers import visa_refused
from sim.rule import rule
from sim.words import Channel, Entry


class Prospects(NamedTuple):
    """What one community expects of every move; shape (moves,).

    ``hours`` and ``death`` are the time and the hazard of a try; ``failures`` are expected before passing or giving up, ``for_good`` is the chance that
    every try fails, ``custody_hours`` and ``fine`` (cents) are what being caught costs besides. ``scarcity`` is ``-ln`` of the share of people to
    whom the move is open at all, infinite where it is closed; ``with_permit`` is the same among those who hold a permit that counts in the country ``ahead``.
    ``alone`` marks moves made without anybody's help.
    """

    hours: NDArray[np.float64]
    death: NDArray[np.float64]
    failures: NDArray[np.float64]
    for_good: NDArray[np.float64]
    custody_hours: NDArray[np.float64]
    fine: NDArray[np.float64]
    scarcity: NDArray[np.float64]
    with_permit: NDArray[np.float64]
    ahead: NDArray[np.int16]
    alone: NDArray[np.bool_]


def empty_prospects(moves: int) -> Prospects:
    """Room for one community at a time."""
    hours, death, failures, for_good, custody_hours, fine, scarcity, with_permit = (np.zeros(moves) for _ in range(8))
    return Prospects(
        hours, death, failures, for_good, custody_hours, fine, scarcity, with_permit, ahead=np.zeros(moves, np.int16), alone=np.zeros(moves, np.bool_)
    )


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
def availability(
    channel: int, entry: int, checked: bool, leaves_own: bool, permit_counts: bool, passport: float, exit_permit: float, refusal: float
) -> float:
    """Share of people, with a permit that counts or without one, whose other papers open a channel (:func:`sim.papers.may_use`, on average)."""
    if channel == Channel.LEGAL:
        if not checked:
            return 1.0
        share = exit_permit if leaves_own else 1.0
        if entry == Entry.FREE:
            return share * passport
        if entry == Entry.OWN:
            return share
        return share * passport if permit_counts else 0.0
    if channel == Channel.VISA:
        if not checked or entry != Entry.VISA:
            return 0.0
        return passport * (1.0 - refusal) * (exit_permit if leaves_own else 1.0)
    return 1.0


@rule
def scarcity(share: float) -> float:
    """``-ln`` of a share: what it adds to the cost of a move, in units of mu, that only so many can use it."""
    if share <= 0.0:
        return math.inf
    return -math.log(share) if share < 1.0 else 0.0


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
def expect(
    community: int,
    own: int,
    geography: Geography,
    conditions: Conditions,
    beliefs: Beliefs,
    fee_cents: NDArray[np.int64],
    outlay: NDArray[np.int64],
    prospects: Prospects,
) -> None:
    """Fill ``prospects``, and ``outlay``, the money to pay for a try (cents): what a community of ``own`` nationality expects; shape (moves,) each."""
    moves = geography.moves
    people, visas, countries = conditions.communities, conditions.visas, conditions.countries
    smugglers = len(people)
    tries = people.failures[community]
    for m in range(len(moves)):
        channel = moves.channel[m]
        ahead = geography.places.country[moves.target[m]]
        outlay[m] = conditions.moves.fare_cents[m] + price(channel, fee_cents[m], visas.price_cents[community, ahead], countries.forged_cents[ahead])
        prospects.hours[m] = moves.hours[m]
        prospects.death[m] = min(1.0, people.risk_ratio[community] * conditions.moves.death_hazard[m])
        # Of what guides can do, guides tell; of all else one's own people.
        row = smugglers if channel == Channel.GUIDED else community
        heard = believed(beliefs.caught[row, m], beliefs.passed[row, m]) if channel >= Channel.VISA else 0.0
        caught = min(1.0, people.risk_ratio[community] * heard)
        prospects.failures[m] = expected_failures(caught, tries)
        prospects.for_good[m] = failing_for_good(caught, tries)
        prospects.custody_hours[m] = countries.detention_hours[ahead]
        prospects.fine[m] = countries.fine_cents[ahead]
        prospects.ahead[m] = ahead
        prospects.alone[m] = channel == Channel.ALONE
        shut = not conditions.moves.open[m] or (channel == Channel.GUIDED and fee_cents[m] <= 0)
        leaves_own = geography.places.country[moves.origin[m]] == own
        for counts in (False, True):
            share = availability(
                channel, visas.entry[community, ahead], conditions.moves.checked[m], leaves_own, counts, people.passport[community],
                countries.exit_permit_share[own], visa_refused(visas.refusal[community, ahead], visas.elsewhere_share[community, ahead], leaves_own),
            )  # fmt: skip
            scarce = math.inf if shut else scarcity(share)
            if counts:
                prospects.with_permit[m] = scarce
            else:
                prospects.scarcity[m] = scarce

"""Prospects: what a community expects of a move, wherever it is bound: the money, the hours, the failures, and whether its papers open it."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.basis.words import Channel, Decision, Entry
from sim.routes.beliefs import Beliefs, believed
from sim.routes.values import UNREACHABLE
from sim.smugglers.contract import tries_unpaid
from sim.smugglers.fee import fee_of
from sim.smugglers.package import asked
from sim.world.by_crossing import custody_hours as custody_hours_at
from sim.world.conditions import Conditions
from sim.world.geography import Geography
from sim.world.network import MINUTES
from sim.world.papers import visa_refused
from sim.world.rules_of_entry import NO_RULE, decided, has_rules, open_share

PROSPECT = np.dtype(
    [
        ("hours", "f8"),
        ("stay_hours", "f8"),
        ("death", "f8"),
        ("refused", "f8"),
        ("failures", "f8"),
        ("arrests", "f8"),
        ("for_good", "f8"),
        ("custody_hours", "f8"),
        ("fine", "f8"),
        ("scarcity", "f8"),
        ("with_permit", "f8"),
        ("saved", "i8"),
        ("tries", "i4"),
        ("ahead", "i2"),
        ("alone", "i1"),
    ],
    align=True,
)
"""What one community expects of one move.

``hours`` are the time of a try, with the wait for a guide's seat or for one's turn at the crossing, ``stay_hours`` those of a stay at the place
ahead, if one has to go on from there, and ``death`` is its hazard; ``refused`` is the chance that
a carrier does not take people aboard, ``tries`` how many there would be; ``failures`` are expected before passing or giving up, ``arrests`` are those of them
that guards make, ``for_good`` is the chance that every try fails, ``custody_hours`` and ``fine`` (cents) are what an arrest costs besides. ``scarcity`` is
``-ln`` of the share of people to whom the move is open at all, infinite where it is closed; ``with_permit`` is the same among those who hold a permit that
counts in the country ``ahead``. ``saved`` is what need not be paid again, in tries that an earlier fee covers (cents). ``alone`` marks moves made
without anybody's help.
"""

UNKNOWN = -1
"""Tries expected of a move of which nothing has been expected yet."""

RARE = math.log(2.0)
"""Scarcity beyond which a move is open to fewer than half of a community: nobody counts on its price."""


class News(NamedTuple):
    """The moves of which anything new is expected, by hop, both in their order.

    ``hops`` are those with any such move, shape (hops with news,); the moves of hop ``n`` of them are ``moves`` from ``first[n]`` up to ``first[n + 1]``.
    """

    hops: NDArray[np.int64]
    first: NDArray[np.int64]
    moves: NDArray[np.int64]


def all_news(geography: Geography) -> News:
    """All moves of all hops: as news, or as room for them."""
    hops, moves = len(geography.first_of_hop) - 1, len(geography.moves)
    return News(np.arange(hops), geography.first_of_hop.astype(np.int64), np.arange(moves))


@rule
def first_news(news: News, hops: int) -> News:
    """The news of so many hops, the first."""
    return News(news.hops[:hops], news.first[: hops + 1], news.moves)


def empty_prospects(*shape: int) -> Rows:
    """Nothing expected yet of any move; the shape ends with the number of moves."""
    prospects = np.zeros(shape, PROSPECT).view(np.recarray)
    prospects.tries = UNKNOWN
    return prospects


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
    """Share of people, with a permit that counts or without one, whose other papers open a channel (:func:`sim.world.papers.may_use`, on average)."""
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
    wait_hours: NDArray[np.int64],
    stay_hours: NDArray[np.float64],
    outlay: NDArray[np.int64],
    caught: NDArray[np.float64],
    sure: NDArray[np.int64],
    prospects: Rows,
    room: News,
    announced: bool,
) -> News:
    """What a community of ``own`` nationality expects of every move now; returns the moves of which that is new, in most weeks one of twenty.

    ``prospects``, records :data:`PROSPECT`, ``outlay``, the money to pay for a try (cents), and ``caught``, the chance that guards stop it, have shape
    (moves,), ``sure`` shape (hops, 2, 2): all are brought up to date (:class:`~sim.routes.classes.Routes`). ``room`` is for the news. ``announced`` is whether
    conditions may have changed since the last time; where they have not, only a fee, a wait or what is heard can be new, and nothing else is looked at.
    ``fee_cents`` and ``wait_hours``, shape (moves,), are what guides ask, 0 where none works, and how long one is said to wait
    for a seat or for one's turn; ``stay_hours``, shape (places,), by how many hours a stay at a place is longer than the usual rest and transfer.
    """
    moves = geography.moves
    people, visas, countries = conditions.communities, conditions.visas, conditions.countries
    smugglers = len(people)
    tries = people.failures[community]
    from_afar = people.stranger[community] > 0
    hops = number = 0
    for h in range(len(geography.first_of_hop) - 1):
        room.first[hops] = number
        first, last = geography.first_of_hop[h], geography.first_of_hop[h + 1]
        for m in range(first, last):
            channel = moves.channel[m]
            ahead = geography.places.country[moves.target[m]]
            fee = fee_of(fee_cents[m], conditions.borders.stranger_cents[moves.border[m]], from_afar) if channel == Channel.GUIDED else 0
            money = conditions.moves.fare_cents[m] + price(channel, fee, visas.price_cents[community, ahead], countries.forged_cents[ahead])
            # Of what guides can do, guides tell; of all else one's own people.
            row = smugglers if channel == Channel.GUIDED else community
            heard = believed(beliefs.caught[row, m], beliefs.passed[row, m], beliefs.standing[row, m], beliefs.weight) if channel >= Channel.VISA else 0.0
            stopped = min(1.0, people.risk_ratio[community] * heard)
            hours = moves.hours[m] + moves.minutes[m] / MINUTES + wait_hours[m]
            stays = stay_hours[moves.target[m]]
            p = prospects[m]
            if not announced and money == outlay[m] and stopped == caught[m] and hours == p.hours and stays == p.stay_hours:
                continue
            death = min(1.0, people.risk_ratio[community] * conditions.moves.death_hazard[m])
            refused = conditions.moves.boarding_refusal[m]
            checked = conditions.moves.checked[m]
            ruled = NO_RULE if not checked or channel < Channel.FORGED else decided(conditions.rules, community, m, 0)
            custody_hours = custody_hours_at(conditions, ahead, moves.entry[m], ruled)
            fine = 0 if ruled == Decision.PUSH_BACK else countries.fine_cents[ahead]
            scarce = with_permit = math.inf
            if conditions.moves.open[m] and (channel != Channel.GUIDED or fee_cents[m] > 0):
                leaves_own = geography.places.country[moves.origin[m]] == own
                for counts in (False, True):
                    share = availability(
                        channel, visas.entry[community, ahead], checked, leaves_own, counts, people.passport[community],
                        countries.exit_permit_share[own], visa_refused(visas.refusal[community, ahead], visas.elsewhere_share[community, ahead], leaves_own),
                    )  # fmt: skip
                    if moves.transport[m] >= 0 and geography.transports.admits[moves.transport[m]]:
                        share = 1.0
                    elif checked and channel in (Channel.LEGAL, Channel.VISA) and has_rules(conditions.rules, community, m):
                        leaves = countries.exit_permit_share[own] if leaves_own else 1.0
                        share = open_share(conditions.rules, community, m, channel, people.passport[community], counts, leaves, share)
                    if counts:
                        with_permit = scarcity(share)
                    else:
                        scarce = scarcity(share)
            if (
                tries == p.tries
                and money == outlay[m]
                and hours == p.hours
                and stays == p.stay_hours
                and death == p.death
                and stopped == caught[m]
                and refused == p.refused
                and custody_hours == p.custody_hours
                and fine == p.fine
                and scarce == p.scarcity
                and with_permit == p.with_permit
            ):
                continue
            room.moves[number] = m
            number += 1
            outlay[m] = money
            caught[m] = stopped
            p.hours = hours
            p.stay_hours = stays
            p.death = death
            p.refused = refused
            p.tries = tries
            fails = refused + (1.0 - refused) * stopped  # a carrier looks first
            p.failures = expected_failures(fails, tries)
            p.arrests = p.failures - p.failures * refused / fails if refused > 0.0 else p.failures
            p.for_good = failing_for_good(fails, tries)
            p.saved = int(fee * tries_unpaid(fails, tries, conditions.habits.tries_covered))
            p.custody_hours = custody_hours
            p.fine = fine
            p.scarcity = scarce
            p.with_permit = with_permit
            p.ahead = ahead
            p.alone = channel == Channel.ALONE
        if number > room.first[hops]:
            find_sure(first, last, conditions.habits.organiser_margin, outlay, prospects, sure[h])
            room.hops[hops] = h
            hops += 1
    room.first[hops] = number
    return first_news(room, hops)


@rule
def find_sure(first: int, last: int, margin: float, outlay: NDArray[np.int64], prospects: Rows, sure: NDArray[np.int64]) -> None:
    """Fill the least outlay of a hop's moves that are open to most people, by whether one is led and whether one's permit counts ahead; shape (2, 2)."""
    sure[:, :] = UNREACHABLE
    for m in range(first, last):
        p = prospects[m]
        for led in range(2):
            for counts in range(2):
                scarce = p.with_permit if counts else p.scarcity
                if scarce <= RARE and not (led and p.alone):
                    sure[led, counts] = min(sure[led, counts], asked(outlay[m], led != 0, margin))

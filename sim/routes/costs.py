"""Route choice: what a move is believed to cost, and how eager that makes people to leave.

Costs are kept class by class, move by move, and joined into hops, of which :mod:`sim.routes.value_tables` makes what every place is worth.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import HOURS_A_MONTH, MONTHS_A_YEAR
from sim.basis.rows import Row, Rows
from sim.basis.rule import rule
from sim.routes.classes import CLOSED, Routes
from sim.routes.prospects import News
from sim.routes.values import UNREACHABLE
from sim.smugglers.package import asked
from sim.world.conditions import Conditions
from sim.world.geography import Geography


class Worth(NamedTuple):
    """What time, life and giving up are worth in the choice: the parameters ``choice.time_share``, ``choice.life_years``, ``choice.giving_up_share``."""

    time_share: float
    life_years: float
    giving_up_share: float


NEGLIGIBLE = 20.0
"""Logits behind the best at which a move is left out of a value: it would add two billionths of mu, far less than the cent to which costs are rounded."""


@rule
def expected_cost(
    outlay: int,
    hours: float,
    hour_cents: float,
    death: float,
    life_cents: float,
    failures: float,
    arrests: float,
    caught_cents: float,
    for_good: float,
    giving_up_cents: float,
    saved: int,
    scarce: float,
    mu: float,
) -> int:
    """Expected cost of a move in whole cents, :data:`~sim.routes.classes.CLOSED` if it is closed.

    Every attempt costs the outlay, the hours and the hazard; it is repeated after each of the ``failures`` expected, of which the ``arrests`` cost besides what
    custody does (``caught_cents``); failing ``for_good`` costs ``giving_up_cents``; ``saved``
    is what an earlier fee covers of the repeated outlay. That only some can use the move, or that it shares its
    worth with others beside it, enters the choice as ``mu scarce``.
    """
    if scarce == math.inf:
        return CLOSED
    total = float(outlay) + hours * hour_cents + death * life_cents
    total = (1.0 + failures) * total + arrests * caught_cents + for_good * giving_up_cents - saved + mu * scarce
    return math.floor(total + 0.5)


@rule
def compute_costs(k: int, geography: Geography, conditions: Conditions, routes: Routes, prospects: Rows, worth: Worth, news: News, everything: News) -> bool:
    """Bring pull, expected cost of moves, and hops up to date for class ``k``; true if any hop changed.

    What is expected of a move decides its cost for good, unless the wage changes: so only the ``news`` of the community are computed, or else ``everything``.
    """
    classes = routes.classes
    community = classes.community[k]
    classes.pull[k] = conditions.pull[community, classes.target[k]]
    country = geography.places.country[classes.destination[k]]
    wage = conditions.countries.wage_cents[country]
    hour_cents = worth.time_share * wage / HOURS_A_MONTH
    life_cents = worth.life_years * MONTHS_A_YEAR * wage
    giving_up_cents = worth.giving_up_share * classes.reference[k]
    guided, permit, mu = classes.guided[k], classes.permit[k], classes.mu[k]
    new = news if wage == classes.wage[k] else everything
    classes.wage[k] = wage
    cost = routes.cost[k]
    changed = False
    for n in range(len(new.hops)):
        h = new.hops[n]
        hop = routes.hops[k][h]
        first, last = geography.first_of_hop[h], geography.first_of_hop[h + 1]
        counts = permit != 0 and prospects[first].ahead == country
        is_other = False
        for i in range(new.first[n], new.first[n + 1]):
            m = new.moves[i]
            p = prospects[m]
            scarce = p.with_permit if counts else p.scarcity
            if guided and p.alone:
                scarce = math.inf
            outlay = asked(routes.outlay[community, m], guided != 0, conditions.habits.organiser_margin)
            saved = asked(p.saved, guided != 0, conditions.habits.organiser_margin)
            caught_cents = p.custody_hours * hour_cents + p.fine
            scarce += geography.moves.beside[m]
            now = expected_cost(
                outlay, p.hours, hour_cents, p.death, life_cents, p.failures, p.arrests, caught_cents, p.for_good, giving_up_cents, saved, scarce, mu
            )
            is_other |= now != cost[m] and (is_of_weight(cost[m], hop, mu) or is_of_weight(now, hop, mu))
            cost[m] = now
        if is_other:
            join_side_by_side(first, last, cost, mu, hop)
        sure = routes.sure[community, h, int(guided), int(counts)]
        changed |= is_other or sure != hop.sure
        hop.sure = sure
    return changed


@rule
def is_of_weight(cost: int, hop: Row, mu: float) -> bool:
    """Whether a move that costs so much is the cheapest of its hop, or counts beside that: what others cost does not change the hop."""
    return cost >= 0 and cost - hop.cost <= NEGLIGIBLE * mu


@rule
def faded(x: float) -> float:
    """``exp(-x)`` from 0 to :data:`NEGLIGIBLE`, to one part in a thousand million: the series of ``exp(-x / 256)``, squared eight times.

    Made of products and sums alone it is the same on every machine, and the compiler can work on several hops at once.
    """
    y = x * (1 / 256)
    power = 1.0 - y * (1.0 - y * (1 / 2 - y * (1 / 6 - y * (1 / 24 - y * (1 / 120 - y * (1 / 720))))))
    for _ in range(8):
        power *= power
    return power


@rule
def weight_of(extra: int, mu: float) -> float:
    """``exp(-extra / mu)`` for so many cents, 0 where it is negligible."""
    return faded(extra / mu) if extra < NEGLIGIBLE * mu else 0.0


@rule
def join_side_by_side(first: int, last: int, cost: NDArray[np.int64], mu: float, hop: Row) -> None:
    """Fill cost and ways of a record :data:`HOP`, made by the moves from ``first`` up to ``last``; ``cost`` is that of one class, ``mu`` its scale (cents)."""
    cheapest = UNREACHABLE
    for m in range(first, last):
        if cost[m] >= 0:
            cheapest = min(cheapest, cost[m])
    ways = 0.0
    for m in range(first, last):
        if cost[m] >= 0:
            ways += weight_of(cost[m] - cheapest, mu) if cost[m] > cheapest else 1.0
    hop.cost = cheapest
    hop.ways = ways


@rule
def least_cost(hops: Rows, geography: Geography, destination: int, origin: int, far: NDArray[np.int64]) -> int:
    """Least cost of the way with every turn allowed, 0 if there is none: by Bellman and Ford, over all hops until nothing changes.

    ``hops`` are those of one class, shape (hops,); ``far``, shape (places,), is filled with the cost from each place (cents).
    """
    moves = geography.moves
    far[:] = UNREACHABLE
    far[destination] = 0
    changed = True
    while changed:
        changed = False
        for h in range(len(hops)):
            m = geography.first_of_hop[h]
            cost = hops[h].cost + far[moves.target[m]]
            if cost < far[moves.origin[m]]:
                far[moves.origin[m]] = cost
                changed = True
    return far[origin] if far[origin] < UNREACHABLE else 0




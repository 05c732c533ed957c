"""What a move is believed to cost.

Costs are kept class by class, move by move, and joined into hops, of which :mod:`sim.routes.least_costs` makes what the way on from every place costs.
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
) -> int:
    """Expected cost of a move in whole cents.

    Every attempt costs the outlay, the hours and the hazard; it is repeated after each of the ``failures`` expected, of which the ``arrests`` cost besides what
    custody does (``caught_cents``); failing ``for_good`` costs ``giving_up_cents``; ``saved`` is what an earlier fee covers of the repeated outlay.
    """
    total = float(outlay) + hours * hour_cents + death * life_cents
    total = (1.0 + failures) * total + arrests * caught_cents + for_good * giving_up_cents - saved
    return math.floor(total + 0.5)


@rule
def compute_costs(k: int, geography: Geography, conditions: Conditions, routes: Routes, prospects: Rows, worth: Worth, news: News, everything: News) -> bool:
    """Bring pull, expected cost of moves, and hops up to date for class ``k``; true if any hop changed.

    What is expected of a move decides its cost for good, unless the wage changes: so only the ``news`` of the community are computed, or else ``everything``.
    """
    classes = routes.classes
    community = classes.community[k]
    if classes.target[k] >= 0:
        classes.pull[k] = conditions.pull[community, classes.target[k]]
    country = geography.places.country[classes.destination[k]]
    wage = conditions.countries.wage_cents[classes.valued[k]]
    hour_cents = worth.time_share * wage / HOURS_A_MONTH
    life_cents = worth.life_years * MONTHS_A_YEAR * wage
    giving_up_cents = worth.giving_up_share * classes.reference[k]
    guided, permit = classes.guided[k], classes.permit[k]
    stays_at_end = classes.target[k] < 0  # at a hub one stays like everywhere on the way
    new = news if wage == classes.wage[k] else everything
    classes.wage[k] = wage
    cost = routes.cost[k]
    changed = False
    for n in range(len(new.hops)):
        h = new.hops[n]
        hop = routes.hops[k][h]
        first, last = geography.first_of_hop[h], geography.first_of_hop[h + 1]
        counts = permit != 0 and prospects[first].ahead == country
        for i in range(new.first[n], new.first[n + 1]):
            m = new.moves[i]
            p = prospects[m]
            if scarcity_of(p, counts, guided != 0) == math.inf:
                cost[m] = CLOSED
                continue
            outlay = asked(routes.outlay[community, m], guided != 0, conditions.habits.organiser_margin)
            saved = asked(p.saved, guided != 0, conditions.habits.organiser_margin)
            caught_cents = p.custody_hours * hour_cents + p.fine
            cost[m] = expected_cost(outlay, p.hours, hour_cents, p.death, life_cents, p.failures, p.arrests, caught_cents, p.for_good, giving_up_cents, saved)
            if stays_at_end or geography.moves.target[m] != classes.destination[k]:
                cost[m] += math.floor(p.stay_hours * hour_cents + 0.5)
        sure = routes.sure[community, h, int(guided), int(counts)]
        changed |= join_side_by_side(first, last, cost, prospects, counts, guided != 0, classes.scale[k], sure, hop)
    return changed


@rule
def scarcity_of(p: Row, counts: bool, guided: bool) -> float:
    """What is expected of how scarce a move is (:data:`~sim.routes.prospects.PROSPECT`), infinite where it is closed: to the led also where nobody leads."""
    if guided and p.alone:
        return math.inf
    scarcity: float = p.with_permit if counts else p.scarcity
    return scarcity


@rule
def join_side_by_side(
    first: int, last: int, cost: NDArray[np.int64], prospects: Rows, counts: bool, guided: bool, scale: float, sure: int, hop: Row
) -> bool:
    """Fill a record :data:`~sim.routes.classes.HOP`, made by the moves from ``first`` up to ``last``; true if that is new.

    That a move is open to a share of people only counts as ``scale`` times ``-ln`` of it (cents): of those who weigh going, so many can.
    """
    cheapest = counted = UNREACHABLE
    for m in range(first, last):
        if cost[m] >= 0:
            cheapest = min(cheapest, cost[m])
            counted = min(counted, cost[m] + math.floor(scale * scarcity_of(prospects[m], counts, guided) + 0.5))
    is_new: bool = hop.cost != cheapest or hop.counted != counted or hop.sure != sure
    hop.cost = cheapest
    hop.counted = counted
    hop.sure = sure
    return is_new

"""The search for a way: what it needs by place, how it begins, and how what it found is written down. :mod:`sim.migrants.rules.plan` searches."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.migrants.itinerary import ITINERARY_LENGTH
from sim.routes.classes import Routes
from sim.routes.values import UNREACHABLE
from sim.world.conditions import Conditions
from sim.world.geography import Geography
from sim.world.rules_of_entry import RulesOfEntry

NO_PLAN = -1


class Search(NamedTuple):
    """What the search for a way needs by place, shape (2 x places,): by place for those without the registration paper of its country, then for those with it.

    Where no rule of entry asks for such papers, nobody has any, and the second half is not looked at. To these numbers all others below refer.

    ``cost`` is the least cost found from here, as perceived (cents), ``spent`` the money that goes with it, ``move`` the last move of it; ``done`` whether a
    place is out of the question, ``shown`` whether one would be there with leave, as far as anybody can see. ``found`` lists places that are found and not
    done. ``stood``, shape (1,), is what the time is worth that somebody has stood in the queue for the move they want (cents): so much less is still to be
    waited. ``papers`` are the registration papers that one would hold there, ``before`` is where one would come from.
    """

    cost: NDArray[np.int64]
    spent: NDArray[np.int64]
    move: NDArray[np.int32]
    done: NDArray[np.bool_]
    shown: NDArray[np.bool_]
    found: NDArray[np.int32]
    stood: NDArray[np.int64]
    papers: NDArray[np.int64]
    before: NDArray[np.int32]


def empty_search(places: int) -> Search:
    """Room for one search at a time."""
    cost, spent, papers = np.zeros(2 * places, np.int64), np.zeros(2 * places, np.int64), np.zeros(2 * places, np.int64)
    move, found, before = np.zeros(2 * places, np.int32), np.zeros(2 * places, np.int32), np.zeros(2 * places, np.int32)
    done, shown = np.zeros(2 * places, np.bool_), np.zeros(2 * places, np.bool_)
    return Search(cost, spent, move, done, shown, found, np.zeros(1, np.int64), papers, before)


@rule
def begin(
    p: Row, geography: Geography, conditions: Conditions, routes: Routes, search: Search, origin: int, destination: int, papers: int, passed_again: bool
) -> int:
    """Clear the room, and stand at ``origin`` with such registration ``papers``; the number of that. Parameters as in :func:`find_way`."""
    places = len(geography.places)
    for q in range(2 * places if conditions.rules.registrations > 0 else places):
        search.cost[q] = UNREACHABLE
        search.done[q] = False
    for n in range(p.steps if passed_again else 0, p.planned):
        search.done[geography.moves.origin[p.itinerary[n]]] = True
    search.done[routes.classes.destination[p.klass]] = routes.classes.destination[p.klass] != destination  # who gets there stays
    search.done[origin] = False
    if conditions.rules.registrations > 0:
        for q in range(places):
            search.done[places + q] = search.done[q]
    first = with_papers(conditions.rules, origin, papers, geography)
    search.cost[first] = 0
    search.papers[first] = papers
    search.before[first] = NO_PLAN
    search.found[0] = first
    return first


@rule
def with_papers(rules: RulesOfEntry, place: int, papers: int, geography: Geography) -> int:
    """The number of a place in :class:`Search` for somebody who holds such registration papers."""
    return place + len(geography.places) if rules.given[geography.places.country[place]] & papers else place


@rule
def passes(search: Search, here: int, place: int, places: int) -> bool:
    """Whether the way found to a number of :class:`Search` passes a place, with papers or without."""
    while here >= 0:
        if here % places == place:
            return True
        here = search.before[here]
    return False


@rule
def write_plan(p: Row, origin: int, there: int, geography: Geography, search: Search) -> None:
    """Write the way found to a number of :class:`Search` behind the plan so far, as much of it as the itinerary can hold."""
    length = 0
    q = there
    while q % len(geography.places) != origin:
        length += 1
        q = search.before[q]
    q = there
    for n in range(p.planned + length - 1, p.planned - 1, -1):
        if n < ITINERARY_LENGTH:
            p.itinerary[n] = search.move[q]
        q = search.before[q]
    p.planned = min(ITINERARY_LENGTH, p.planned + length)

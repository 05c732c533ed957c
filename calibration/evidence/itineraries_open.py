"""Whether a documented itinerary is open in the model, and not merely made of legs that could be walked.

Somebody departs, in the month in which the model starts, from a home of the community towards one of its destinations. A move is open to them as in
:mod:`sim.migrants.rules.plan`: its cost is not closed (so that some people of the community have the papers for it), and from the place ahead there is a
way on, and money that is enough for it. Nobody means to pass a place twice; where a document has somebody there
again, they were put back. The points of the itinerary must be passed in their order; between two of them
any moves may lie, and before the first and after the last too. The moves may not be more than one trip can hold. The money needed is given with the share of
people who depart with so much. How many of those who could go this way do, is another question (:mod:`calibration.evidence.itineraries_followed`).
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import product

import numpy as np

from calibration.evidence.itinerary_network import Network
from calibration.evidence.itinerary_words import ABROAD, RETURN, Part, Point
from sim.migrants.itinerary import ITINERARY_LENGTH
from sim.routes.values import UNREACHABLE

Way = tuple[int, ...]
"""Moves in their order."""

WAYS_TO_A_PLACE = 5
"""Ways to one place, with the same points passed, that are gone on with: with fewer than three a documented itinerary is missed."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain of open moves: who makes it, towards where, the names of its moves, the money needed at departure (USD) and the share of people who have it."""

    community: str
    guided: bool
    destination: str
    moves: tuple[str, ...]
    funds_usd: float
    share: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found for one itinerary.

    ``chains`` holds one chain for each way of reading it that was needed; ``closed`` the alternatives that no community can take in this world, and
    ``outside`` those that lie outside it.
    """

    chains: tuple[Chain, ...]
    closed: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether every alternative that lies in the world can be taken, by somebody who has the money."""
        return bool(self.chains) and not self.closed and all(chain.share > 0 for chain in self.chains)


def verdict(network: Network, parts: Sequence[Part], communities: Sequence[str]) -> Verdict:
    """Look for open chains along an itinerary until every alternative that lies in the world is part of one."""
    inside = [[a for a in part if a.points and all(network.knows(point) for point in a.points)] for part in parts]
    outside = tuple(dict.fromkeys(a.words for part, kept in zip(parts, inside, strict=True) for a in part if a not in kept))
    if not all(inside):
        return Verdict((), (), outside)
    wanted = {(i, a) for i, part in enumerate(inside) for a in part}
    chains: list[Chain] = []
    for way in sorted(product(*inside), key=lambda way: [part.index(a) for part, a in zip(inside, way, strict=True)]):
        if not wanted & set(enumerate(way)):
            continue
        chain = _first_chain(network, [point for a in way for point in a.points], communities)
        if chain:
            chains.append(chain)
            wanted -= set(enumerate(way))
    return Verdict(tuple(chains), tuple(a.words for _, a in sorted(wanted, key=lambda pair: (pair[0], pair[1].words))), outside)


def _first_chain(network: Network, points: Sequence[Point], communities: Sequence[str]) -> Chain | None:
    """The cheapest open chain of the first class that has one."""
    for community, klass, homes in _classes(network, communities):
        found = [chain for home in homes if (chain := _cheapest(network, klass, home, points, community))]
        if found:
            return min(found, key=lambda chain: chain.funds_usd)
    return None


def _classes(network: Network, communities: Sequence[str]) -> Iterator[tuple[str, int, list[int]]]:
    """Classes of communities from which somebody departs, with their homes."""
    model = network.model
    routes = model.routes
    for number, community in enumerate(model.world.communities):
        if community.name not in communities:
            continue
        for k in np.flatnonzero((routes.classes.community == number) & (routes.classes.used != 0)).tolist():
            homes = [
                network.places[name]
                for name in community.origins
                if model.world.parameters.number(f"community.{community.name}.origin.{name}") > 0
                and routes.classes.pull[k] > -math.inf
                and model.conditions.season[number, model.world.start.month - 1] > 0
                and routes.start[k, model.atlas.geography.places.home[network.places[name]]] > -math.inf
                and routes.least[k, network.places[name]] < UNREACHABLE
            ]
            yield community.name, k, homes


def _cheapest(network: Network, klass: int, home: int, points: Sequence[Point], community: str) -> Chain | None:
    """The chain along some points for which least is paid on the way, no place twice but where a point is met there.

    By Dijkstra's algorithm over (place, points passed); of the ways to each the cheapest :data:`WAYS_TO_A_PLACE` are gone on with, since the cheapest of all
    may have passed a place that is still to come.
    """
    edges, country, target = network.edges(klass), network.country, network.target
    met = [network.met_at(point, home) for point in points]
    over = [network.over(point) for point in points]

    def stand(place: int, passed: int) -> int:
        """Points passed by merely being at a place."""
        while passed < len(points) and points[passed].how in ("", RETURN) and place in met[passed]:
            passed += 1
        return passed

    def go(m: int, passed: int) -> int:
        """Points passed after a move."""
        place = target[m]
        if passed < len(points):
            point = points[passed]
            if point.names == (ABROAD,):
                hit = country[network.origin[m]] != country[place]
            else:
                hit = m in over[passed] or (point.how != RETURN and place in met[passed])
            if hit and network.suits(m, point.how):
                passed += 1
        return stand(place, passed)

    heap: list[tuple[int, Way, int, int]] = [(0, (), home, stand(home, 0))]
    looked_at: Counter[tuple[int, int]] = Counter()
    while heap:
        paid, way, place, passed = heappop(heap)
        if passed == len(points):
            return _chain(network, klass, community, way, place)
        looked_at[place, passed] += 1
        if len(way) == ITINERARY_LENGTH or looked_at[place, passed] > WAYS_TO_A_PLACE:
            continue
        been = {network.origin[m] for m in way} | {place}
        for m, outlay in edges[place]:
            after = go(m, passed)
            if target[m] not in been or after > passed:
                heappush(heap, (paid + outlay, (*way, m), target[m], after))
    return None


def _chain(network: Network, klass: int, community: str, way: Way, end: int) -> Chain:
    """The chain made by the moves of a way to a place, and the money with which somebody must depart for it."""
    model = network.model
    routes = model.routes
    row = next(i for i, c in enumerate(model.world.communities) if c.name == community)
    people = model.conditions.communities
    optimism, median, spread = (float(people[name][row]) for name in ("optimism", "funds_cents", "funds_spread"))
    needed = optimism * int(routes.least[klass, end])
    paid = 0
    for m in way:
        paid += int(routes.outlay[routes.classes.community[klass], m])
        needed = max(needed, paid + optimism * int(routes.least[klass, network.target[m]]))
    has_it = 1.0 if needed <= median else 0.0
    share = 1.0 / (1.0 + (needed / median) ** (1.0 / spread)) if needed > 0 and spread > 0 else has_it
    return Chain(
        community, bool(routes.classes.guided[klass]), model.atlas.places[routes.classes.destination[klass]],
        tuple(model.atlas.moves[m].name for m in way), needed / 100, share,
    )  # fmt: skip

"""Ways: what every move is believed to cost, and what each place is therefore worth to those who are bound for a destination."""

import heapq
import math
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from sim.routes import prospects
from sim.routes.classes import UNKNOWN
from sim.routes.costs import Worth, compute_costs
from sim.routes.value_tables import Plan, empty_room, solve, table_of
from sim.routes.values import UNREACHABLE, value_of
from sim.world.geography import passes_of

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class Routes:
    """One value table for each class of people: a community, led by an organiser or not, with a permit or without, and a destination.

    ``of[community, guided, permit]`` lists the classes in the order of the community's destinations. ``classes`` holds their traits as columns; ``cost``
    has shape (classes, moves), ``outlay`` (communities, moves), ``cheapest``, ``ways`` and ``least`` are one table a class, shape (turns
    left + 1, places). The shared rules :func:`~sim.routes.prospects.expect`, :func:`~sim.routes.costs.compute_costs` and
    :func:`~sim.routes.value_tables.solve` fill them.
    """

    def __init__(self, model: "PlainModel") -> None:
        """Number the classes, set the scale of their choices, and solve their tables for the first time."""
        self.model = model
        parameters, atlas = model.world.parameters, model.atlas
        self.worth = Worth(*(parameters.number(f"choice.{name}") for name in Worth._fields))
        self.of: dict[tuple[int, bool, bool], list[int]] = {}
        rows = []
        for c, community in enumerate(model.world.communities):
            for guided, permit in product((False, True), (False, True)):
                self.of[c, guided, permit] = list(range(len(rows), len(rows) + len(community.destinations)))
                rows += [(c, guided, permit, atlas.places.index(d), atlas.destinations.index(d)) for d in community.destinations]
        n, moves, places = len(rows), len(atlas.moves), len(atlas.places)
        self.classes = SimpleNamespace(
            community=[row[0] for row in rows],
            guided=[row[1] for row in rows],
            permit=[row[2] for row in rows],
            destination=[row[3] for row in rows],
            target=[row[4] for row in rows],
            turns=[2 * round(parameters.number(f"community.{model.world.communities[row[0]].name}.detours")) for row in rows],
            pull=[float(model.conditions.pull[row[0], row[4]]) for row in rows],
            reference=[0] * n,
            mu=[0.0] * n,
            scale=[0.0] * n,
            turning=[0] * n,
            wage=[UNKNOWN] * n,
        )
        self.cost = np.full((n, moves), -1, np.int64)
        self.outlay = np.zeros((len(model.world.communities), moves), np.int64)
        self.caught = np.zeros((len(model.world.communities), moves))
        self.sure = np.zeros((len(model.world.communities), len(model.geography.first_of_hop) - 1, 2, 2), np.int64)
        self.hops = [self._closed_hops() for _ in rows]
        self.cheapest, self.least = ([np.full((turns + 1, places), UNREACHABLE, np.int64) for turns in self.classes.turns] for _ in range(2))
        self.ways = [np.zeros((turns + 1, places)) for turns in self.classes.turns]
        self.rank = [model.geography.rank[row[4]].tolist() for row in rows]
        self._expect()
        references = [self._reference(k) for k in range(n)]
        for (c, guided, _), ways in self.of.items():
            for k, plain in zip(ways, self.of[c, guided, False], strict=True):
                # a permit does not change taste: its holders have the scale of those without one
                reference = max(1, references[plain])
                self.classes.reference[k] = reference
                self.classes.mu[k] = parameters.number("choice.noise_share") * reference
                self.classes.scale[k] = parameters.number("choice.departure_share") * reference
                self.classes.turning[k] = math.floor(parameters.number("choice.reluctance") * self.classes.mu[k] + 0.5)
        self.solve()
        self.start = [[self.value(k, home, self.classes.turns[k]) for home in model.traits.home_place] for k in range(n)]

    def value(self, k: int, place: int, turns: int) -> float:
        """What a place is worth to a class with some turns of direction left, in cents."""
        return value_of(self.cheapest[k], self.ways[k], self.classes.mu[k], place, turns)

    def _expect(self) -> None:
        """What every community expects of every move, from nothing."""
        m = self.model
        self.expected = [[SimpleNamespace(tries=prospects.UNKNOWN) for _ in m.atlas.moves] for _ in m.world.communities]
        for c, expected in enumerate(self.expected):
            prospects.expect(
                community=c,
                own=m.traits.communities.nationality[c],
                geography=m.geography,
                conditions=m.conditions,
                beliefs=m.news,
                fee_cents=m.market.posted_fee,
                wait_hours=m.market.posted_wait,
                outlay=self.outlay[c],
                caught=self.caught[c],
                sure=self.sure[c],
                prospects=expected,
                room=self._all_moves(),
                announced=True,
            )

    def _all_moves(self) -> prospects.News:
        first = self.model.geography.first_of_hop
        return prospects.News(list(range(len(first) - 1)), list(first), list(range(len(self.model.atlas.moves))))

    def _compute(self, k: int) -> bool:
        everything = self._all_moves()
        return compute_costs(k, self.model.geography, self.model.conditions, self, self.expected[self.classes.community[k]], self.worth, everything, everything)

    def _closed_hops(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(cost=UNREACHABLE, ways=0.0, sure=UNREACHABLE) for _ in self.model.geography.first_of_hop[1:]]

    def _reference(self, k: int) -> int:
        """Least expected cost of the whole way at the start, from the origin of most people; 0 if there is no way."""
        world, parameters = self.model.world, self.model.world.parameters
        community = world.communities[self.classes.community[k]]
        origin = max(sorted(community.origins), key=lambda name: parameters.number(f"community.{community.name}.origin.{name}"))
        self._compute(k)
        reference = self._least_cost(k, self.model.atlas.places.index(origin))
        self.cost[k] = -1
        self.hops[k] = self._closed_hops()
        return reference

    def _least_cost(self, k: int, origin: int) -> int:
        """Dijkstra's way from an origin to the destination; 0 where there is none."""
        moves, first = self.model.geography.moves, self.model.geography.first_move
        done: set[int] = set()
        queue = [(0, origin)]
        while queue:
            cost, place = heapq.heappop(queue)
            if place == self.classes.destination[k]:
                return cost
            if place not in done:
                done.add(place)
                for m in range(first[place], first[place + 1]):
                    if self.cost[k, m] >= 0:
                        heapq.heappush(queue, (cost + int(self.cost[k, m]), moves.target[m]))
        return 0

    def solve(self) -> None:
        """Compute all costs again, and the tables that follow from them, also of classes that nobody is in."""
        g = self.model.geography
        hops = sorted(set(zip(g.moves.origin, g.moves.target, strict=True)))
        room = empty_room(len(hops))
        self._expect()
        for k, rank in enumerate(self.rank):
            if self._compute(k):
                solve(
                    destination=self.classes.destination[k],
                    places=len(rank),
                    most=self.classes.turns[k],
                    plan=Plan(*passes_of(rank, hops)),
                    hops=self.hops[k],
                    mu=self.classes.mu[k],
                    turning=self.classes.turning[k],
                    room=room,
                    table=table_of(self.cheapest[k], self.ways[k], self.least[k]),
                )

"""Ways: what every move is believed to cost, and what each place is therefore worth to those who are bound for a destination."""

import heapq
import math
from itertools import product
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from sim.routes import prospects
from sim.routes.classes import NO_TARGET, UNKNOWN
from sim.routes.costs import Worth, compute_costs
from sim.routes.values import UNREACHABLE, value_of
from sim.smugglers.organisers import stops_of, ways_of

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class Routes:
    """One table of least costs for each class of people: a community, led by an organiser or not, with a permit or without, and a destination.

    ``of[community, guided, permit]`` lists the classes in the order of the community's destinations, ``hub[community, place]`` is that of the led on their way
    to a hub. ``classes`` holds their traits as columns; ``cost`` has shape (classes, moves), ``outlay`` (communities, moves), ``cheapest``, ``counted`` and
    ``least`` shape (classes, places). The shared rules :func:`~sim.routes.prospects.expect` and :func:`~sim.routes.costs.compute_costs` say what moves cost;
    Dijkstra's algorithm adds them up.
    """

    def __init__(self, model: "PlainModel") -> None:
        """Number the classes, and solve their tables for the first time."""
        self.model = model
        parameters, atlas = model.world.parameters, model.atlas
        self.worth = Worth(*(parameters.number(f"choice.{name}") for name in Worth._fields))
        self.of: dict[tuple[int, bool, bool], list[int]] = {}
        self.hub: dict[tuple[int, int], int] = {}
        rows = []
        for c, community in enumerate(model.world.communities):
            for guided, permit in product((False, True), (False, True)):
                self.of[c, guided, permit] = list(range(len(rows), len(rows) + len(community.destinations)))
                rows += [(c, guided, permit, atlas.places.index(d), atlas.destinations.index(d)) for d in community.destinations]
            for hub in sorted({stop for way in ways_of(model.world, community.name) for stop in stops_of(way)}):
                self.hub[c, atlas.places.index(hub)] = len(rows)
                rows.append((c, True, False, atlas.places.index(hub), NO_TARGET))
        n, moves, places = len(rows), len(atlas.moves), len(atlas.places)
        self.classes = SimpleNamespace(
            community=[row[0] for row in rows],
            guided=[row[1] for row in rows],
            permit=[row[2] for row in rows],
            destination=[row[3] for row in rows],
            target=[row[4] for row in rows],
            valued=[self._valued(*row) for row in rows],
            pull=[-math.inf if row[4] == NO_TARGET else float(model.conditions.pull[row[0], row[4]]) for row in rows],
            reference=[max(1, int(model.conditions.communities[row[0]].funds_cents)) for row in rows],
            wage=[UNKNOWN] * n,
            shut=[False] * n,
        )
        self.cost = np.full((n, moves), -1, np.int64)
        self.outlay = np.zeros((len(model.world.communities), moves), np.int64)
        self.caught = np.zeros((len(model.world.communities), moves))
        self.sure = np.zeros((len(model.world.communities), len(model.geography.first_of_hop) - 1, 2, 2), np.int64)
        self.hops = [self._closed_hops() for _ in rows]
        self.classes.scale = [parameters.number("choice.departure_share") * reference for reference in self.classes.reference]
        self.cheapest, self.counted, self.least = (np.full((n, places), UNREACHABLE, np.int64) for _ in range(3))
        self.expected = [[SimpleNamespace(tries=prospects.UNKNOWN) for _ in model.atlas.moves] for _ in model.world.communities]
        self.solve()
        self.start = [[self.value(k, home) for home in model.traits.home_place] for k in range(n)]

    def _valued(self, c: int, _guided: bool, _permit: bool, place: int, target: int) -> int:
        """The country whose wage time is measured by: on the way to a hub, that of the first destination."""
        atlas = self.model.atlas
        first = atlas.places.index(self.model.world.communities[c].destinations[0])
        return self.model.geography.places[first if target == NO_TARGET else place].country

    def value(self, k: int, place: int) -> float:
        """What a place is worth to a class, in cents."""
        return value_of(int(self.counted[k, place]))

    def _expect(self) -> None:
        """What every community expects of every move."""
        m = self.model
        for c, expected in enumerate(self.expected):
            prospects.expect(
                community=c,
                own=m.traits.communities.nationality[c],
                geography=m.geography,
                conditions=m.conditions,
                beliefs=m.news,
                fee_cents=m.market.posted_fee,
                wait_hours=[seat + m.gates.wait(move) for move, seat in enumerate(m.market.posted_wait)],
                stay_hours=m.sites.hours(c),
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
        return [SimpleNamespace(cost=UNREACHABLE, counted=UNREACHABLE, sure=UNREACHABLE) for _ in self.model.geography.first_of_hop[1:]]

    def solve(self) -> None:
        """Compute all costs again, and the tables that follow from them, also of classes that nobody is in."""
        self._expect()
        for k in range(len(self.hops)):
            if self._compute(k):
                self.join(k)

    def join(self, k: int) -> None:
        """Add up the costs of moves to those of ways for one class; to a camp that takes in nobody there is no way."""
        hops = self.hops[k]
        if self.classes.shut[k]:
            self.cheapest[k] = self.counted[k] = self.least[k] = UNREACHABLE
            return
        self.cheapest[k] = self._least_costs(k, [hop.cost for hop in hops])
        self.counted[k] = self._least_costs(k, [hop.counted for hop in hops])
        self.least[k] = self._least_costs(k, [hop.sure for hop in hops])

    def _least_costs(self, k: int, costs: list[int]) -> list[int]:
        """Dijkstra's least costs from every place to the destination."""
        g, costs = self.model.geography, [int(cost) for cost in costs]
        ends = [(g.moves.origin[m], g.moves.target[m]) for m in g.first_of_hop[:-1]]
        far = [int(UNREACHABLE)] * len(self.model.atlas.places)
        queue = [(0, self.classes.destination[k])]
        while queue:
            cost, place = heapq.heappop(queue)
            if cost < far[place]:
                far[place] = cost
                for (origin, target), more in zip(ends, costs, strict=True):
                    if target == place and more < UNREACHABLE:
                        heapq.heappush(queue, (cost + more, origin))
        return far

"""Organisers: they take clients on, send them off from a hub, and reconsider price and way once a week."""

import math
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.basis import draws
from sim.basis.clock import DAY, HOURS_A_MONTH
from sim.migrants.rules.choose_organiser import sum_by
from sim.smugglers.organisers import JOINT, close_week, know_ones_way, look_round, main_origin, open_for_the_day, sends_off, stops_of, ways_of

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class Organiser(mesa.Agent):
    """Sells whole journeys to one people, by one way at a time.

    What the fields mean stands at :data:`sim.smugglers.organisers.ORGANISER`. Money in cents.
    """

    model: "PlainModel"

    def __init__(self, model: "PlainModel", name: str, community: int, way: int) -> None:
        """Set up business, at the usual margin."""
        super().__init__(model)
        parameters = model.world.parameters
        self.key = draws.name_key(f"organiser {name}")
        self.community, self.way = community, way
        self.log_price = math.log1p(parameters.number("organiser.margin"))
        self.per_day = parameters.number("organiser.clients_per_month") * DAY / HOURS_A_MONTH * max(1.0, model.world.scale)
        self.credit = self.queue_lately = 0.0
        self.sold_lately = parameters.number("market.sold_target")
        self.worse = self.earned = self.waiting = self.posted = self.came = self.sent = 0

    def open(self) -> None:
        """Begin a tick: more clients can be sent off, and the queue is posted."""
        open_for_the_day(self, self.model.world.tick_hours / DAY)

    def sends_off(self, people: int) -> bool:
        """Send so many clients off, if that can be."""
        return bool(sends_off(self, people))


def square(lists: list[list[int]]) -> np.ndarray:
    """Lists as the rows of a table, -1 where one has no more."""
    longest = max((len(row) for row in lists), default=0)
    return np.array([row + [-1] * (longest - len(row)) for row in lists], np.int64).reshape(len(lists), longest)


class Trade:
    """All organisers, and the ways by which they lead.

    ``places`` and ``klass`` list, way by way, the places that are passed and the class of route tables by which each is found; ``stops`` how many they are. The
    organisers of community ``c`` stand from ``first[c]`` up to ``first[c + 1]``, its ways from ``first_way[c]`` up to ``first_way[c + 1]``; ``home`` is where
    most of each community come from.
    """

    def __init__(self, model: "PlainModel") -> None:
        """Let in the organisers whom the parameters name, way by way."""
        self.model = model
        self.organisers: list[Organiser] = []
        self.places: list[list[int]] = []
        self.klass: list[list[int]] = []
        self.key: list[np.uint64] = []
        self.first, self.first_way, self.home = [0], [0], []
        for c, community in enumerate(model.world.communities):
            for way in ways_of(model.world, community.name):
                number = round(model.world.parameters.number(f"community.{community.name}.organisers.{way}"))
                self.organisers += [Organiser(model, f"{community.name} by {way} {n + 1}", c, len(self.places)) for n in range(number)]
                self.key.append(draws.name_key(f"way {JOINT.join(stops_of(way))}"))
                self.places.append([model.atlas.places.index(stop) for stop in stops_of(way)])
                self.klass.append([model.routes.hub[c, place] for place in self.places[-1]])
            self.first.append(len(self.organisers))
            self.first_way.append(len(self.places))
            self.home.append(model.atlas.places.index(main_origin(model.world, community)))
        self.stops = [len(places) for places in self.places]
        # the shared rules index them as tables
        self.places, self.klass = square(self.places), square(self.klass)

    def open(self) -> None:
        """Have every organiser know how his way stands beside the others at the start."""
        for organiser in self.organisers:
            know_ones_way(organiser, self.costs(), self, self.model.seed_key, self.model.conditions.habits.perception_error)

    def costs(self) -> list[int]:
        """What every way costs those whom it leads, from where most of them come to the first of their destinations."""
        routes = self.model.routes
        return [
            int(sum_by(way, routes.of[c, True, False][0], self.home[c], routes.cheapest, self))
            for c in range(len(self.home))
            for way in range(self.first_way[c], self.first_way[c + 1])
        ]

    def close_week(self) -> None:
        """All set a price, and some look round for a better way."""
        model, costs = self.model, self.costs()
        constants, habits = model.market.constants, model.conditions.habits
        for organiser in self.organisers:
            close_week(organiser, constants, math.log1p(habits.organiser_margin), model.world.scale)
            look_round(organiser, costs, self, model.seed_key, model.week, constants, habits.perception_error)

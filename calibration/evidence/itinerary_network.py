"""The network of a model that has been set up, asked about itineraries: where a point is met, and which moves are open to a class of people."""

from typing import TYPE_CHECKING

import numpy as np

from calibration.evidence.itinerary_words import ABROAD, HOME, KINDS, MODES, RETURN, Point
from sim.basis.clock import FOR_EVER
from sim.routes.values import UNREACHABLE

if TYPE_CHECKING:
    from sim.engine.model import RouteModel

Edges = list[list[tuple[int, int]]]
"""Open moves by place: (move, outlay in cents)."""


class Network:
    """The tables of a model that has been set up, made ready for questions about ways."""

    def __init__(self, model: "RouteModel") -> None:
        """Number names, and note by class which moves are open."""
        self.model = model
        atlas = model.atlas
        self.places = {name: i for i, name in enumerate(atlas.places)}
        self.countries = {name: i for i, name in enumerate(atlas.countries)}
        self.there = {atlas.countries[c] for c in atlas.geography.places.country}
        self.crossings = set(atlas.crossings)
        self.kind = {crossing.name: crossing.kind for crossing in model.world.crossings}
        g = atlas.geography
        self.origin, self.target, self.country = g.moves.origin.tolist(), g.moves.target.tolist(), g.places.country.tolist()
        self._edges: dict[int, Edges] = {}

    def knows(self, point: Point) -> bool:
        """Whether any of the names of a point is in the world."""
        return any(name in (HOME, ABROAD) or name in self.places or name in self.there or name in self.crossings for name in point.names)

    def met_at(self, point: Point, home: int) -> frozenset[int]:
        """Places at which a point is met, for somebody from ``home``; for :data:`ABROAD` none, since it depends on the point before."""
        g = self.model.atlas.geography
        if point.names == (HOME,):
            return frozenset((home,))
        named = {self.places[name] for name in point.names if name in self.places}
        countries = {self.countries[name] for name in point.names if name in self.countries}
        met = frozenset(named | {p for p in range(len(self.places)) if g.places.country[p] in countries})
        if point.how == RETURN:
            row = g.places.home[home]
            back = g.places.country[home] in countries
            return frozenset(p for p in range(len(self.places)) if back and p not in met and g.home_hours[row, p] < FOR_EVER)
        return met

    def over(self, point: Point) -> frozenset[int]:
        """Moves by which a point is passed if it is a crossing."""
        return frozenset(m for m, move in enumerate(self.model.atlas.moves) if {move.leg.exit, move.leg.entry} & set(point.names) & self.crossings)

    def suits(self, move: int, how: str) -> bool:
        """Whether a move is made in a way: a mode, or over a kind of crossing."""
        leg = self.model.atlas.moves[move].leg
        return how == "" or (how in MODES and leg.mode is MODES[how]) or (how in KINDS and leg.entry is not None and self.kind[leg.entry] is KINDS[how])

    def edges(self, klass: int) -> Edges:
        """Open moves of a class, computed once."""
        if klass not in self._edges:
            self._edges[klass] = self._open(klass)
        return self._edges[klass]

    def _open(self, klass: int) -> Edges:
        routes = self.model.routes
        end = int(routes.classes.destination[klass])
        goes_on = ((routes.cheapest[klass] < UNREACHABLE) & (routes.least[klass] < UNREACHABLE)).tolist()
        outlay = routes.outlay[routes.classes.community[klass]].tolist()
        found: Edges = [[] for _ in self.places]
        for m in np.flatnonzero(routes.cost[klass] >= 0).tolist():
            if self.origin[m] != end and goes_on[self.target[m]]:
                found[self.origin[m]].append((m, outlay[m]))
        return found

"""Gates: what lets people in at a checkpoint, so many a day by each channel, first come first served."""

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sim.basis.clock import DAY, WEEK
from sim.basis.words import Channel
from sim.guards.gates import NO_DEPARTURE, lets_in, open_gate, post_wait, until_departure
from sim.guards.transports import open_departures, take_seats

if TYPE_CHECKING:
    from examples.plain_mesa.migrant import Migrant
    from examples.plain_mesa.model import PlainModel

NEW = {"part": 0.0, "come": 0.0, "wait": 0.0, "places": 0, "wanted": 0, "turned_away": 0}
"""What a gate has at first."""


class Gates:
    """The gates that let in only so many today, by post of the country entered and channel; what each has is told at :data:`sim.guards.gates.GATE`.

    Transports of governments are gates behind all posts; ``free`` are their seats by hour of the tick.
    """

    def __init__(self, model: "PlainModel") -> None:
        """Begin without any."""
        self.model = model
        self.transports = model.geography.transports
        self.free = [[NO_DEPARTURE] * DAY for _ in range(len(self.transports))]
        self.of = {(len(model.atlas.posts), row): SimpleNamespace(**NEW) for row in range(len(self.transports))}

    def take_in(self) -> None:
        """Bounds may begin or end today; a gate that has none any more forgets its queue."""
        bounds = self.model.conditions.throughput
        bounded = [(post, channel) for post in range(len(bounds)) for channel in range(len(Channel)) if bounds[post, channel] < math.inf]
        seats = self.model.conditions.seats
        rides = [(len(bounds), row) for row in range(len(seats))]
        self.of = {key: self.of.get(key, SimpleNamespace(**NEW)) for key in bounded + rides}
        for post, row in rides:
            if seats[row] <= 0.0:  # it does not run
                self.of[post, row] = SimpleNamespace(**NEW)

    def open(self) -> None:
        """A tick begins: have its places."""
        model = self.model
        hours = model.world.tick_hours
        for (post, channel), gate in self.of.items():
            if post == len(model.atlas.posts):
                ride, seats = self.transports[channel], model.conditions.seats[channel]
                open_departures(gate, self.free[channel], seats, ride.every, ride.first, model.hour, hours, model.world.scale)
                continue
            per_day = float(model.conditions.throughput[post, channel])
            open_gate(gate, per_day, model.world.tick_hours / DAY, model.world.scale, model.hour % DAY == 0)
        model.ledger.forget_waiting()

    def passed_by(self, move: int) -> SimpleNamespace | None:
        """The gate that a move has to pass, ``None`` if as many pass as come."""
        legs = self.model.geography.moves[move]
        if legs.transport >= 0:
            return self.of[len(self.model.atlas.posts), legs.transport]
        return self.of.get((legs.entry, legs.channel)) if self.model.conditions.moves[move].checked else None

    def wait(self, move: int) -> int:
        """How long one is said to wait for one's turn, in hours."""
        gate, transport = self.passed_by(move), self.model.geography.moves[move].transport
        timetable = until_departure(self.transports[transport].every) if transport >= 0 else 0.0
        return 0 if gate is None else math.floor(gate.wait + timetable + 0.5)

    def let_in(self, person: "Migrant", end: int) -> None:
        """Let in who is next, or have them wait for the next tick."""
        legs = self.model.geography.moves[person.move]
        if legs.transport >= 0:
            self.give_seats(person, end)
            return
        if lets_in(self.of[legs.entry, legs.channel], person.people):
            person.attempt(person.move)
            return
        self.model.ledger.wait(person.move, person.community, person.people)
        person.due = end

    def give_seats(self, person: "Migrant", end: int) -> None:
        """Have somebody leave with the next departure that has seats, or wait for the next tick; until then they stay where they are."""
        begins = self.model.hour
        gate, transport = self.of[person.gate(person.move)], self.model.geography.moves[person.move].transport
        departs = take_seats(gate, self.free[transport], person.due - begins, person.people)
        if departs == NO_DEPARTURE:
            self.model.ledger.wait(person.move, person.community, person.people)
            person.due = end
            return
        person.hour = begins + departs
        if not person.stay():
            person.attempt(person.move)

    def post_waits(self) -> None:
        """A week is over: have it said how long one waits."""
        for gate in self.of.values():
            post_wait(gate, WEEK // self.model.world.tick_hours, self.model.news.memory.kept)

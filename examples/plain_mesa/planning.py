"""Planning: the next move that one means to make, and how long one would bear to wait for it."""

import math

from examples.plain_mesa.person import NOTHING, Person
from sim.basis.clock import HOURS_A_MONTH
from sim.basis.words import Channel, State
from sim.migrants.rules.depart import funds_at_departure
from sim.migrants.rules.plan import make_plan, stands
from sim.migrants.rules.return_home import patience, waiting_cents


class Planning(Person):
    """Having a way in mind."""

    def next_move(self) -> int:
        """The next move of the plan, made again where it no longer stands; negative if there is no way."""
        model, trade = self.model, self.model.trade
        around = (self.nationality, model.geography, model.conditions, model.routes)
        if stands(model.seed_key, self, *around, self.hour):
            return int(self.itinerary[self.steps])
        model.search.stood[0] = self.worth_of_turn()
        if not make_plan(model.seed_key, self, *around, trade, self.hour, model.search):
            return NOTHING
        if self.organiser >= 0 and self.state != State.HOME and self.stop >= trade.stops[self.way]:
            at_hub = trade.stops[self.way] > 0 and self.place == trade.places[self.way, trade.stops[self.way] - 1]
            if not at_hub:  # there is no way by the hub any more
                self.leave_queue()
        return int(self.itinerary[self.steps])

    def stands_at_gate(self) -> bool:
        """Whether one stands in the queue of a crossing that lets in only so many."""
        return self.queued >= 0 and self.move >= 0 and self.model.geography.moves[self.move].channel != Channel.GUIDED

    def gate(self, move: int) -> tuple[int, int]:
        """The post and channel that a move passes, or the transport that makes it, behind all posts."""
        legs = self.model.geography.moves[move]
        return (legs.entry, legs.channel) if legs.transport < 0 else (len(self.model.atlas.posts), legs.transport)

    def queue(self) -> tuple[int, ...]:
        """What one waits for, and with whom."""
        return (1, *self.gate(self.move)) if self.stands_at_gate() else (0, self.move)

    def worth_of_turn(self) -> int:
        """What the time is worth that one has stood in such a queue, as far as it was said to take."""
        if not self.stands_at_gate():
            return 0
        model = self.model
        gate = model.gates.of.get(self.gate(self.move))  # none where as many pass as come by now
        hours = 0.0 if gate is None else min(float(self.hour - self.queued), gate.wait)
        wage = model.conditions.countries[model.routes.classes.valued[self.klass]].wage_cents
        return math.floor(hours * model.routes.worth.time_share * wage / HOURS_A_MONTH)

    def look_round(self, hours: int) -> None:
        """Plan again every so often while one stands there, ``hours`` after one last thought of it; who is led, or finds no way at all, stays."""
        wait, waited = self.model.conditions.habits.wait_hours, self.hour - self.queued
        if self.organiser >= 0 or waited // wait == (waited - hours) // wait:
            return
        planned = self.planned
        self.planned = self.steps
        if self.next_move() < 0:
            self.planned = planned

    def a_day_of_waiting(self) -> float:
        """What a day of waiting costs here, in cents."""
        wage = self.model.conditions.countries[self.nationality].wage_cents
        return float(waiting_cents(self.here.living_cents, self.here.work_cents, self.model.routes.worth.time_share, wage))

    def bears(self, trip: int) -> int:
        """Hours that one bears to wait here: until they have cost as much as giving up would."""
        brought = funds_at_departure(self.model.seed_key, self.key, trip, self.mine.funds_cents, self.mine.funds_spread)
        return int(patience(self.model.routes.worth.giving_up_share * brought, self.a_day_of_waiting()))

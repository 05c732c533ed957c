"""Planning: the next move that one means to make, and how long one would bear to wait for it."""

from examples.plain_mesa.person import NOTHING, Person
from sim.basis.words import State
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
        if not make_plan(model.seed_key, self, *around, trade, self.hour, model.search):
            return NOTHING
        if self.organiser >= 0 and self.state != State.HOME and self.stop >= trade.stops[self.way]:
            at_hub = trade.stops[self.way] > 0 and self.place == trade.places[self.way, trade.stops[self.way] - 1]
            if not at_hub:  # there is no way by the hub any more
                self.leave_queue()
        return int(self.itinerary[self.steps])

    def a_day_of_waiting(self) -> float:
        """What a day of waiting costs here, in cents."""
        wage = self.model.conditions.countries[self.nationality].wage_cents
        return float(waiting_cents(self.here.living_cents, self.here.work_cents, self.model.routes.worth.time_share, wage))

    def bears(self, trip: int) -> int:
        """Hours that one bears to wait here: until they have cost as much as giving up would."""
        brought = funds_at_departure(self.model.seed_key, self.key, trip, self.mine.funds_cents, self.mine.funds_spread)
        return int(patience(self.model.routes.worth.giving_up_share * brought, self.a_day_of_waiting()))

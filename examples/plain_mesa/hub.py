"""At a hub: looking for the next move, and what becomes of those who find none."""

import math

from examples.plain_mesa.journey import Journey
from examples.plain_mesa.person import NOTHING
from sim.basis import draws
from sim.basis.words import Channel, Event, State
from sim.migrants.record import ITINERARY_LENGTH
from sim.migrants.rules.choose_move import choose_move
from sim.migrants.rules.onward import finds_way_on, needs_way_on
from sim.migrants.rules.return_home import can_apply, gives_up, patience
from sim.migrants.rules.stay import stranded
from sim.smugglers.contract import border_paid
from sim.world.fares import ride_ratio_of


class Hub(Journey):
    """Being somewhere on the way."""

    def decide(self) -> bool:
        """Look for the next move and make it; true if it needs a guide, who is asked when everybody has decided."""
        if self.state == State.STRANDED and self.leave_limbo():
            return False
        if gives_up(self.failures, self.mine.failures) or len(self.itinerary) >= ITINERARY_LENGTH:
            self.give_up()
            return False
        if self.model.routes.value(self.klass, self.place, self.turns) == -math.inf and self.look_elsewhere():
            return False
        move = self.best_move()
        if move >= 0 and self.gets_on(move):
            self.move = move
            if self.model.geography.moves[move].channel != Channel.GUIDED:
                self.attempt(move)
                return False
            if self.queued == NOTHING:
                self.queued = self.hour
            if self.hour - self.queued < max(1, self.model.conditions.habits.stranded_hours):
                return True  # a guide who has had no seat for longer is no way on
        self.queued = NOTHING
        self.find_no_move()
        return False

    def look_elsewhere(self) -> bool:
        """Choose another destination once nobody can get to the present one any more; true if that is where one is already."""
        routes = self.model.routes
        ways = routes.of[self.community, bool(routes.classes.guided[self.klass]), bool(self.permit)]
        chosen = self.choose_destination(ways, self.turns, self.funds + self.prepaid, draws.ELSEWHERE)
        if chosen < 0:
            return False
        self.klass = ways[chosen]
        self.note(Event.REDIRECTED, self.destination)
        if self.place != self.destination:
            return False
        self.note(Event.ARRIVED, move=self.move, cents=self.spent)
        self.settle()
        return True

    def best_move(self) -> int:
        """The move chosen from here, negative if there is none."""
        model, k, place = self.model, self.klass, self.place
        g, routes, visas = model.geography, model.routes, model.conditions.visas
        visit = sum(1 for move in self.itinerary if g.moves[move].origin == place)
        occasion = draws.join_number(draws.join_number(g.places[place].key, self.trip), visit)
        return choose_move(
            seed=model.seed_key,
            person=self.key,
            occasion=occasion,
            trip=self.trip,
            first=g.first_move[place],
            last=g.first_move[place + 1],
            moves=g.moves,
            checked=model.conditions.moves.checked,
            entries=visas.entry[self.community],
            refusals=visas.refusal[self.community],
            elsewhere_shares=visas.elsewhere_share[self.community],
            countries=g.places.country,
            country_keys=g.country_key,
            forged=model.conditions.countries.forged_cents,
            costs=routes.cost[k],
            outlays=routes.outlay[self.community],
            fares=model.conditions.moves.fare_cents,
            ride_ratio=ride_ratio_of(self.mine.stranger > 0, self.here.taxi_ratio),
            cheapest=routes.cheapest[k],
            ways=routes.ways[k],
            least=routes.least[k],
            ranks=routes.rank[k],
            mu=routes.classes.mu[k],
            turning=routes.classes.turning[k],
            place=place,
            at_home=self.country == self.nationality,
            turns=self.turns,
            purse=self.funds + self.prepaid,
            document_worth=self.document_worth if self.hour <= self.valid_until else 0,
            optimism=self.mine.optimism,
            passport=self.passport,
            permit=self.permit,
            permit_country=self.country_of(self.destination),
            exit_permit=self.exit_permit,
            employer=self.employer,
            paid_border=border_paid(self.paid_border, self.tries_left),
            led=self.guided,
            margin=model.conditions.habits.organiser_margin,
        )

    def gets_on(self, move: int) -> bool:
        """Tell whether the move chosen can be made: who is from afar must first find who takes them on over a border."""
        over_border = self.model.geography.moves[move].entry != NOTHING
        if not needs_way_on(self.mine.stranger > 0, self.country == self.nationality, over_border, self.queued != NOTHING):
            return True
        return finds_way_on(self.own_draw(draws.ONWARD), self.here.onward, self.model.conditions.habits.wait_hours)

    def find_no_move(self) -> None:
        """Wait; after long enough, count as stranded, and be left behind or denounced by an organiser who is owed more."""
        habits = self.model.conditions.habits
        self.due = self.hour + habits.wait_hours
        self.note(Event.WAITED)
        if not stranded(self.state, self.hour - self.since, habits.stranded_hours):
            return
        self.become(State.STRANDED)
        self.note(Event.STRANDED)
        if not self.guided:
            return
        self.lose_organiser()
        if self.own_draw(draws.DENOUNCED) < habits.denounce_share and self.hour > self.lawful_until:
            self.note(Event.DENOUNCED)
            self.enter_custody(self.place, self.place, inland=True)
        else:
            self.note(Event.ABANDONED)

    def leave_limbo(self) -> bool:
        """What can end being stranded, besides a move: going missing, patience running out, or help to return."""
        if self.go_missing():
            return True
        waited, mine, here = self.hour - self.since, self.mine, self.here
        if waited >= patience(self.model.seed_key, self.key, self.trip, mine.patience_hours, mine.stay_spread):
            return self.go_home(Event.GAVE_UP)
        wait_hours = self.model.conditions.habits.wait_hours
        if (
            self.country != self.nationality
            and can_apply(self.state, waited, here.avr_after_hours, here.avr_per_month)
            and self.own_draw(draws.APPLICATION) < draws.within(here.avr_apply, wait_hours)
        ):
            self.become(State.ASSISTED)
            self.note(Event.APPLIED_AVR)
            self.due = self.hour + wait_hours
            return True
        return False

    def give_up(self) -> None:
        """End the trip after too many failures: go home, or be stranded for want of the fare."""
        if self.go_home(Event.GAVE_UP):
            return
        self.failures = 0
        self.itinerary.clear()
        if self.state != State.STRANDED:
            self.become(State.STRANDED)
            self.note(Event.STRANDED)
        self.due = self.hour + self.model.conditions.habits.wait_hours

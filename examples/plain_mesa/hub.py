"""At a hub: looking for the next move, and what becomes of those who find none."""

from examples.plain_mesa.journey import Journey
from examples.plain_mesa.person import NOTHING
from sim.basis import draws
from sim.basis.words import Channel, Event, State
from sim.migrants.itinerary import ITINERARY_LENGTH
from sim.migrants.rules.ask_for_help import BE_HELPED, GO_ALONE
from sim.migrants.rules.return_home import gives_up
from sim.migrants.rules.stay import stranded
from sim.routes.values import UNREACHABLE
from sim.smugglers.organisers import wish_to_be_sent


class Hub(Journey):
    """Being somewhere on the way."""

    def decide(self, hours: int) -> bool:
        """Look for the next move and make it; true if it needs a guide, or a turn at a crossing, which are given when everybody has decided.

        ``hours`` is since one was last looked at.
        """
        at_gate = self.stands_at_gate()
        if self.state == State.STRANDED and self.leave_limbo(hours):
            return False
        if gives_up(self.failures, self.mine.failures) or self.steps >= ITINERARY_LENGTH:
            self.give_up()
            return False
        if self.model.routes.cheapest[self.klass, self.place] >= UNREACHABLE and self.look_elsewhere():
            return False
        if self.place == self.destination:
            self.wait_before_camp()
            return False
        if at_gate:
            self.look_round(hours)
        move = self.next_move()
        if move >= 0:
            if self.waits_for_organiser():
                self.wait_to_be_sent()
                return True
            if self.model.gates.passed_by(move) is not None:
                self.wait_at_gate(move)
                return True
            if at_gate:
                self.queued = NOTHING
            self.move = move
            if self.model.geography.moves[move].channel != Channel.GUIDED:
                self.attempt(move)
                return False
            if self.queued == NOTHING:
                self.queued = self.hour
            if self.hour - self.queued < max(1, self.model.conditions.habits.stranded_hours):
                return True  # a guide who has had no seat for longer is no way on
            self.planned = self.steps
        self.queued = NOTHING
        self.find_no_move()
        return False

    def waits_for_organiser(self) -> bool:
        """Whether one is at the organiser's hub and has still to be sent off."""
        return self.organiser >= 0 and not self.sent and self.stop >= self.model.trade.stops[self.way]

    def wait_to_be_sent(self) -> None:
        """Stand in an organiser's queue; after long enough count as stranded, without losing one's turn."""
        self.move = wish_to_be_sent(self.organiser)
        if self.queued == NOTHING:
            self.queued = self.hour
            return
        self.note(Event.WAITED)
        if stranded(self.state, self.hour - self.since, self.model.conditions.habits.stranded_hours):
            self.become(State.STRANDED)
            self.note(Event.STRANDED)

    def wait_at_gate(self, move: int) -> None:
        """Stand in the queue of a crossing; after long enough count as stranded, without losing one's turn."""
        if not self.stands_at_gate() or self.gate(move) != self.gate(self.move):
            self.queued = self.hour
        self.move = move
        if stranded(self.state, self.hour - self.since, self.model.conditions.habits.stranded_hours):
            self.become(State.STRANDED)
            self.note(Event.STRANDED)

    def look_elsewhere(self) -> bool:
        """Choose another destination once nobody can get to the present one any more; true if that is where one is already."""
        routes = self.model.routes
        ways = routes.of[self.community, bool(routes.classes.guided[self.klass]), bool(self.permit)]
        chosen = self.choose_destination(ways, self.funds + self.prepaid, draws.ELSEWHERE)
        if chosen < 0:
            return False
        self.klass = ways[chosen]
        self.planned = self.steps
        self.note(Event.REDIRECTED, self.destination)
        if self.place != self.destination:
            return False
        self.come_to_destination()
        return True

    def wait_before_camp(self) -> None:
        """Be taken in at last at a camp before which one stands, or wait on."""
        self.queued = NOTHING
        if self.model.routes.classes.shut[self.klass]:
            self.find_no_move()
        else:
            self.come_to_destination()

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
            self.enter_custody(self.place, self.place)
        else:
            self.note(Event.ABANDONED)

    def leave_limbo(self, hours: int) -> bool:
        """What can end being stranded, besides a move: going missing within so many hours, help to return, or patience running out."""
        if self.go_missing(hours):
            return True
        decided = self.weigh_as_stranded()
        if decided == BE_HELPED:
            self.apply_for_help()
            return True
        return decided == GO_ALONE and self.go_home(Event.GAVE_UP)

    def give_up(self) -> None:
        """End the trip after too many failures: go home, or be stranded for want of the fare."""
        if self.go_home(Event.GAVE_UP):
            return
        self.failures = 0
        self.steps = self.planned = 0
        if self.state != State.STRANDED:
            self.become(State.STRANDED)
            self.note(Event.STRANDED)
        self.due = self.hour + self.model.conditions.habits.wait_hours

"""Asking an office to be helped home: what it is weighed against, and waiting for one's turn."""

from examples.plain_mesa.endings import Endings
from examples.plain_mesa.person import NOTHING
from sim.basis import draws
from sim.basis.clock import DAY, FOR_EVER
from sim.basis.words import Event, State
from sim.migrants.rules.ask_for_help import dares_to_ask, hour_of_staying, weigh_return
from sim.migrants.rules.return_home import waiting_cents


class Asking(Endings):
    """Going home with help."""

    def apply_for_help(self) -> None:
        """Ask, and wait for one's turn."""
        self.become(State.ASSISTED)
        self.queued = NOTHING
        self.note(Event.APPLIED_AVR)
        self.due = self.hour + self.model.conditions.habits.wait_hours

    def wait_if_asked(self) -> int:
        """Hours until it would be one's turn; for ever for who does not dare to ask, and in one's own country."""
        if self.country == self.nationality or not dares_to_ask(self.model.seed_key, self.key, self.trip, self.here.avr_known):
            return FOR_EVER
        return self.model.offices.wait(self.country, self.people, settled=self.until > 0)

    def weigh_as_stranded(self) -> int:
        """Stay, go home alone, or ask for help, where one is stranded: hope keeps people for as long as they bear it."""
        bears = self.bears(self.trip)
        rest = max(0, bears - (self.hour - self.since))
        return weigh_return(self.wait_if_asked(), bears, rest, 0.0, self.a_day_of_waiting() / DAY, self.fare_home, self.funds)

    def weigh_as_settled(self) -> int:
        """Stay, go home alone, or ask for help, where one lives without a right to."""
        here = self.here
        bears, wage = self.bears(self.trip), self.model.conditions.countries[self.nationality].wage_cents
        idle = waiting_cents(0, 0, self.model.routes.worth.time_share, wage) / DAY
        brings = hour_of_staying(here.wage_cents, here.inland_detection, here.fine_cents + here.detention_hours * idle)
        return weigh_return(self.wait_if_asked(), bears, max(0, self.until - self.hour), brings, idle, self.fare_home, self.funds)

    def is_referred(self) -> bool:
        """Whether one who is to be deported is handed to the office instead, which has a place within the time of custody."""
        wait = self.model.offices.wait(self.country, self.people, settled=self.until > 0)
        return self.own_draw(draws.REFERRAL) < self.here.avr_referral and wait <= max(1, self.here.detention_hours)

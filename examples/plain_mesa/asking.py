"""Asking an office to be helped home: what it is weighed against, and waiting for one's turn."""

from examples.plain_mesa.endings import Endings
from examples.plain_mesa.person import NOTHING
from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import Event, State
from sim.migrants.rules.ask_for_help import dares_to_ask, hour_of_staying, hour_of_waiting, weigh_return
from sim.migrants.rules.return_home import patience


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
        return self.model.offices.wait(self.country, self.weight, settled=self.until > 0)

    def weigh_as_stranded(self) -> int:
        """Stay, go home alone, or ask for help, where one is stranded: hope keeps people for as long as they bear it."""
        bears = patience(self.model.seed_key, self.key, self.trip, self.mine.patience_hours, self.mine.stay_spread)
        rest = max(0, bears - (self.hour - self.since))
        wage = self.model.conditions.countries[self.model.routes.classes.valued[self.klass]].wage_cents
        an_hour = hour_of_waiting(self.model.routes.worth.time_share, wage, self.here.living_cents, self.here.work_cents)
        return weigh_return(self.wait_if_asked(), bears, rest, 0.0, an_hour, self.fare_home, self.funds)

    def weigh_as_settled(self) -> int:
        """Stay, go home alone, or ask for help, where one lives without a right to."""
        here = self.here
        bears = patience(self.model.seed_key, self.key, self.trip, self.mine.patience_hours, self.mine.stay_spread)
        idle = hour_of_waiting(self.model.routes.worth.time_share, here.wage_cents, 0, 0)
        brings = hour_of_staying(here.wage_cents, here.inland_detection, here.fine_cents + here.detention_hours * idle)
        return weigh_return(self.wait_if_asked(), bears, max(0, self.until - self.hour), brings, idle, self.fare_home, self.funds)

    def is_referred(self) -> bool:
        """Whether one who is to be deported is handed to the office instead, which has a place within the time of custody."""
        wait = self.model.offices.wait(self.country, self.weight, settled=self.until > 0)
        return self.own_draw(draws.REFERRAL) < self.here.avr_referral and wait <= max(1, self.here.detention_hours)

"""Custody: how it begins, how it is escaped by a fine, and how it ends."""

from examples.plain_mesa.asking import Asking
from examples.plain_mesa.person import NOTHING
from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import After, Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Stays
from sim.migrants.rules.aftermath import after_custody, expelled_unpaid, fined_at_once
from sim.migrants.rules.stay import earned
from sim.world.by_crossing import after_decision, custody_hours, put_back_share
from sim.world.rules_of_entry import NO_RULE
from sim.world.stays import site_at


class Custody(Asking):
    """Being held by police or border guards."""

    def face_police(self) -> bool:
        """Be found inside a country without a right to be there: fined and let go, or taken into custody (true)."""
        here = self.here
        if not fined_at_once(self.own_draw(draws.FINED), here.fined_share, bool(self.passport), self.funds, here.fine_cents):
            self.enter_custody(self.place, self.place)
            return True
        self.funds -= here.fine_cents
        self.post(Purpose.FINE, here.fine_cents)
        self.note(Event.FINED_AT_ONCE, cents=here.fine_cents)
        return False

    def enter_custody(self, place: int, back: int, at: int = NOTHING, decision: int = NO_RULE) -> None:
        """Be held at a place; what follows is drawn now and takes effect at the end. ``back`` is where one would be put back to.

        ``at`` is the post that caught one, none inside a country; ``decision`` what a rule of entry says of whom it catches.
        """
        self.leave_site(Stays.GONE)
        self.place = place
        self.back = back
        self.become(State.DETAINED)
        self.queued = NOTHING
        self.planned = self.steps
        at_home = self.country == self.nationality
        conditions = self.model.conditions
        shares = after_decision(decision, self.here.release_share, put_back_share(conditions, self.country, at))
        self.after = after_custody(self.own_draw(draws.AFTERMATH), *shares, at_home, at == NOTHING)
        hours = max(1, custody_hours(conditions, self.country, at, decision))
        self.note(Event.DETAINED, cents=hours)
        self.post(Purpose.CUSTODY, earned(self.here.custody_cents, hours))
        self.due = self.hour + hours

    def leave_custody(self) -> None:
        """Be fined and set free, put back across the border, handed to the office of assisted return, or deported."""
        fine = 0 if self.country == self.nationality else self.here.fine_cents
        if self.country != self.nationality and expelled_unpaid(self.after, self.funds, fine):
            self.after = After.DEPORTED
        self.failures += 1
        self.checked = self.hour
        if self.after == After.DEPORTED and self.is_referred():
            self.lawful_until = min(self.lawful_until, self.hour)
            self.apply_for_help()
            return
        if self.after == After.DEPORTED:
            self.post(Purpose.DEPORTATION, self.here.deport_cents)
            self.note(Event.DEPORTED)
            self.head_home(Event.DEPORTED)
            return
        if self.after == After.PUSHED_BACK:
            self.note(Event.PUSHED_BACK)
            self.place = self.back
        else:
            self.note(Event.RELEASED)
            if fine > 0:
                self.funds -= fine
                self.post(Purpose.FINE, fine)
                self.note(Event.FINED, cents=fine)
        self.lawful_until = FOR_EVER if self.country == self.nationality else min(self.lawful_until, self.hour)
        self.since = self.hour
        self.take_up_life_again()

    def take_up_life_again(self) -> None:
        """Be under way again, or settled again, or settle for the first time if one was caught at the very end of the way."""
        if self.klass != NOTHING and self.place != self.destination:
            self.state = State.HUB  # and look for a move at once: ``due`` is this hour
        elif self.until > 0:
            self.state = State.SETTLED
            self.due = self.hour + self.model.conditions.habits.settled_review_hours
            camp = site_at(self.model.conditions, self.place, self.community, camp=True)
            if camp >= 0:
                self.enter_site(camp)
        else:
            self.come_to_destination()

"""Staying: the hours spent at a place, and life at the destination."""

from examples.plain_mesa.custody import Custody
from examples.plain_mesa.person import NOTHING
from sim.basis import draws
from sim.basis.clock import DAY
from sim.basis.words import Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Stays
from sim.migrants.rules.ask_for_help import BE_HELPED, GO_ALONE, STAY
from sim.migrants.rules.stay import detected, earned, extorted
from sim.world.papers import lapses, unlawful_hours


class Staying(Custody):
    """Living somewhere on the way or at its end."""

    def stay(self) -> bool:
        """Live through the hours since last looked at; true if they ended in custody."""
        hours = self.hour - self.checked
        if hours <= 0:
            return False
        self.earn_and_spend(hours)
        if lapses(self.lawful_until, self.checked, self.hour):
            self.note(Event.LAPSED)
        unlawful = unlawful_hours(self.lawful_until, self.checked, self.hour)
        unlawful_before = max(0, self.checked - self.lawful_until)
        self.checked = self.hour
        return unlawful > 0 and self.meet_police(unlawful, unlawful_before)

    def earn_and_spend(self, hours: int) -> None:
        """Work, eat, and pay back what is owed or be sent money."""
        here = self.here
        settled = self.state == State.SETTLED or (self.state == State.ASSISTED and self.until > 0)  # at the destination one works while one waits for help
        wages = earned(here.wage_cents, hours) // 30 if settled else earned(here.work_cents, hours)  # a wage is given per month of thirty days
        self.funds += wages
        self.post(Purpose.WAGES, wages)
        living = min(self.funds, earned(here.living_cents, hours))
        self.funds -= living
        self.post(Purpose.LODGING, living)
        if settled:
            back = min(self.funds, self.debt)
            self.funds -= back
            self.debt -= back
            self.post(Purpose.REPAYMENT, back)
        elif self.own_draw(draws.SENT) < draws.within(self.mine.sent, hours):
            self.funds += self.mine.sent_cents
            self.post(Purpose.SENT, self.mine.sent_cents)

    def meet_police(self, unlawful: int, unlawful_before: int) -> bool:
        """Hours without papers: police may take money, and may take into custody (true)."""
        here = self.here
        if extorted(self.own_draw(draws.EXTORTION), here.extortion, unlawful, unlawful_before, here.extortion_after_hours):
            taken = min(self.funds, here.extortion_cents)
            self.funds -= taken
            self.post(Purpose.EXTORTION, taken)
            self.note(Event.EXTORTED, cents=taken)
        if detected(self.own_draw(draws.INLAND), here.inland_detection, unlawful):
            self.note(Event.DETECTED_INLAND)
            return self.face_police()
        return False

    def settle_on(self) -> None:
        """Go on living at the destination, or go home when the stay is over and the fare is there; without a right to be there, weigh it at every look."""
        decided = GO_ALONE if self.hour >= self.until else STAY
        if self.hour > self.lawful_until:
            decided = self.weigh_as_settled()
        if decided == BE_HELPED:
            self.apply_for_help()
            return
        if decided == GO_ALONE and self.go_home(Event.RETURNED):
            return
        if self.hour >= self.until:
            self.until = self.hour + self.model.conditions.habits.settled_review_hours
        self.look_again_as_settled()

    def spend_night(self) -> bool:
        """Spend the night at one's site, with a bed or without one; true if one was turned away for want of one."""
        model, site = self.model, self.site
        stays = model.conditions.stays
        if self.bed:
            if self.state == State.HUB and model.conditions.sites[site].camp:
                self.note(Event.ARRIVED, move=self.move, cents=self.spent)
                self.settle()
        elif stays.turns_away[site, self.community]:
            self.be_sent_out(Stays.TURNED_AWAY, due=self.hour + 1)
            return True
        else:
            cents = min(self.funds, int(stays.no_bed_cents[site, self.community]))
            self.funds -= cents
            self.post(Purpose.LODGING, cents)
            if self.go_missing(DAY):
                return False
        model.sites.count(self, Stays.IN_BEDS if self.bed else Stays.WITHOUT_BED)
        return False

    def be_sent_out(self, how: Stays, due: int) -> None:
        """Have to leave a site: who is on the way plans again, who lived there looks for another destination."""
        if self.state == State.SETTLED:
            if self.stay():
                return
            self.until = 0
            if self.klass == NOTHING:
                routes = self.model.routes
                ways = routes.of[self.community, self.guided, bool(self.permit)]
                self.klass = next(k for k in ways if routes.classes.destination[k] == self.place)
        self.leave_site(how)
        if self.state == State.ASSISTED:  # they wait for help home elsewhere in the place
            return
        self.become(State.HUB)
        self.planned = self.steps
        self.due = due

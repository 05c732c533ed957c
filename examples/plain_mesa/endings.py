"""Endings: how a trip ends: at the destination, by one's own will or not: the way home, death, going missing."""

import math

from examples.plain_mesa.person import NOTHING
from examples.plain_mesa.planning import Planning
from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import Contract, Entry, Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Stays
from sim.migrants.rules.return_home import length_of_stay
from sim.world.stays import site_at


class Endings(Planning):
    """The ways in which a trip ends."""

    def enter_site(self, site: int) -> None:
        """Be taken in at a site; who has a bed is seen in the evening."""
        self.site, self.bed = site, False
        self.model.sites.count(self, Stays.CAME)

    def leave_site(self, how: Stays) -> None:
        """Stay at no site any more, if one did."""
        if self.site >= 0:
            self.model.sites.count(self, how)
            self.site, self.bed = NOTHING, False

    def come_to_destination(self) -> None:
        """Arrive and settle, in a camp if that is where one lives; who comes to one that turns people away knows in the evening whether there is a bed."""
        model = self.model
        if model.routes.classes.shut[self.klass]:
            self.state = State.HUB
            self.due = self.hour + model.conditions.habits.transfer_hours
            return
        camp = site_at(model.conditions, self.place, self.community, camp=True)
        if camp >= 0:
            self.enter_site(camp)
            self.since = self.hour
            if model.conditions.stays.turns_away[camp, self.community] and model.conditions.sites[camp].beds < math.inf:
                self.state, self.queued, self.due = State.HUB, NOTHING, FOR_EVER
                return
        self.note(Event.ARRIVED, move=self.move, cents=self.spent)
        self.settle()

    def settle(self) -> None:
        """Settle at the destination: the third party pays the organiser, some claim asylum, and the length of the stay is drawn."""
        model, mine = self.model, self.mine
        self.end_package(arrived=True)
        self.state = State.SETTLED
        self.until = self.hour + length_of_stay(model.seed_key, self.key, self.trip, mine.stay_hours, mine.stay_spread)
        if model.conditions.visas.entry[self.community, self.country] != Entry.OWN and self.own_draw(draws.ASYLUM) < mine.asylum:
            self.note(Event.CLAIMED_ASYLUM)
            granted = self.own_draw(draws.GRANTED) < self.here.asylum_granted
            self.lawful_until = FOR_EVER if granted else max(self.lawful_until, self.hour + self.here.asylum_hours)
        self.look_again_as_settled()

    def look_again_as_settled(self) -> None:
        """The next look at a settled life: soon, and not after its end."""
        self.due = max(self.hour + 1, min(self.until, self.hour + self.model.conditions.habits.settled_review_hours))

    def end_package(self, *, arrived: bool) -> None:
        """Close an organiser's account: a third party pays out on arrival and pays back otherwise; what was paid in advance stays with the organiser."""
        self.close_package(self.people, arrived=arrived)
        self.package = self.prepaid = 0
        self.organiser = NOTHING

    def close_package(self, people: int, *, arrived: bool) -> None:
        """Settle what is between an organiser and so many of the party."""
        if self.package > 0 and self.contract == Contract.ESCROW:
            self.post(Purpose.ESCROW_RELEASED if arrived else Purpose.ESCROW_RETURNED, self.package, people)
        if self.organiser >= 0 and not self.sent:
            self.model.trade.organisers[self.organiser].waiting -= people

    def lose_organiser(self) -> None:
        """Be without an organiser from now on, and without what he was paid in advance; the way is not known any better until the trip ends."""
        self.guided = False
        self.planned = self.steps
        self.end_package(arrived=False)

    def lose_members(self, state: State, lost: int) -> bool:
        """So many of the party die or disappear, and their purses go to their families; true if nobody is left to go on."""
        if lost == self.people:
            self.leave_for_good(state)
            return True
        self.close_package(lost, arrived=False)
        self.post(Purpose.INHERITANCE, self.funds, lost)
        if self.site >= 0:
            self.model.sites.count(self, Stays.GONE, lost)
        self.people -= lost
        self.model.gone[self.country, self.community, state] += lost
        return False

    def leave_for_good(self, state: State) -> None:
        """All die or disappear."""
        self.end_package(arrived=False)
        self.leave_site(Stays.GONE)
        self.post(Purpose.INHERITANCE, self.funds)
        self.funds = 0
        self.state = state
        self.queued = NOTHING
        self.due = FOR_EVER

    def go_missing(self, hours: int) -> bool:
        """Whether all of a party that has waited so many hours go missing for good; some may, and the others wait on."""
        chance = draws.within(self.here.disappearance, hours)
        lost = draws.struck(self.own_draw(draws.DISAPPEARANCE), chance, self.people)
        if lost == 0:
            return False
        self.note(Event.DISAPPEARED, people=lost)
        return self.lose_members(State.DISAPPEARED, lost)

    @property
    def fare_home(self) -> int:
        """What the way home costs."""
        return int(self.model.conditions.home_cents[self.home, self.place])

    def go_home(self, event: Event) -> bool:
        """Depart for home at one's own cost; false if the fare cannot be paid."""
        fare = self.fare_home
        if self.funds < fare:
            return False
        self.funds -= fare
        self.spent += fare
        self.post(Purpose.FARE, fare)
        self.note(event, cents=fare)
        self.head_home(event)
        return True

    def head_home(self, event: Event) -> None:
        """Be under way home, whoever pays; ``event`` is what began it."""
        self.returned = event
        self.end_package(arrived=False)
        self.leave_site(Stays.GONE)
        self.become(State.RETURNING)
        self.queued = NOTHING
        self.due = self.hour + max(1, int(self.model.geography.home_hours[self.home, self.place]))

    def come_home(self) -> None:
        """Arrive at home; what is left in the purse goes to the household."""
        left, self.funds = self.funds, 0
        self.post(Purpose.REMITTANCE, left)
        self.place = self.model.traits.home_place[self.home]
        self.become(State.HOME)
        self.klass = NOTHING
        self.lawful_until = FOR_EVER
        self.note(Event.HOME_AGAIN, cents=left)
        self.due = self.hour + max(1, self.mine.home_hours)

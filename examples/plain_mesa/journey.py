"""The journey: trying a move, being checked at its crossing, arriving at its end."""

from typing import TYPE_CHECKING

import numpy as np

from examples.plain_mesa.custody import Custody
from examples.plain_mesa.person import NOTHING
from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import Channel, Document, Entry, Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Flow
from sim.guards.crowding import expected_millionths
from sim.guards.detection import stands_out
from sim.migrants.rules.attempt import NOTICED_LEAVING, PASSED, bought_off, check, is_perilous, noticed_entering, noticed_leaving
from sim.migrants.rules.plan import decision_on
from sim.migrants.rules.stay import detected
from sim.smugglers.contract import border_paid, tries_left_after
from sim.smugglers.package import keeps_the_money, must_deliver
from sim.world.network import MINUTES
from sim.world.papers import asked_at_entry, document_price, lapses, lawful_on_open_road, lawful_until, unlawful_hours
from sim.world.rules_of_entry import NO_RULE, lawful_by_rule, lets_in, registered
from sim.world.stays import hours_of_stay, site_at

if TYPE_CHECKING:
    from examples.plain_mesa.smuggler import Smuggler


class Journey(Custody):
    """Being under way."""

    def count(self, column: Flow, people: int | None = None) -> None:
        """Count the party, or so many of it, among the traffic over the present move."""
        self.model.ledger.flow(self.move, self.community, column, self.people if people is None else people)

    def attempt(self, move: int, guide: "Smuggler | None" = None, fee: int = 0) -> bool:
        """Try a move, alone or with a guide, who is paid a fee; true if border guards stopped it."""
        legs, now = self.model.geography.moves[move], self.model.conditions.moves[move]
        origin = self.place
        try_number = np.uint64(self.attempts)
        self.attempts += 1
        self.itinerary[self.steps] = move
        self.steps += 1
        self.move = move
        self.queued = NOTHING
        self.let_in = self.decision_on(move) if legs.channel == Channel.LEGAL else NO_RULE
        outlay = self.pay_the_way(guide, fee)
        self.count(Flow.ATTEMPTS)
        self.model.ledger.flow(move, self.community, Flow.FEE_CENTS, fee * self.people)
        meets_border = legs.entry >= 0
        self.note(Event.ATTEMPTED if meets_border else Event.TRAVELLED, origin, move, outlay)
        if now.boarding_refusal > 0.0 and self.luck_of_try(draws.BOARDING, try_number) < now.boarding_refusal:
            self.count(Flow.REFUSED)
            self.note(Event.REFUSED_BOARDING, origin, move)
            self.failures += 1
            self.planned = self.steps
            self.due = self.hour + self.model.conditions.habits.wait_hours
            return False
        if is_perilous(legs.channel):
            died = draws.struck(self.luck_of_try(draws.DEATH, try_number), now.death_hazard, self.people)
            if died:
                self.count(Flow.DIED, died)
                self.note(Event.DIED, origin, move, people=died)
                if self.lose_members(State.DEAD, died):
                    return False
            injured = draws.struck(self.luck_of_try(draws.INJURY, try_number), now.injury_hazard, self.people)
            if injured:
                self.count(Flow.INJURED, injured)
                self.note(Event.INJURED, origin, move, people=injured)
        if now.checked and self.stopped_at_crossing(legs, guide, try_number):
            return True
        self.count(Flow.CROSSED)
        if meets_border:
            self.tries_left = 0
            self.note(Event.CROSSED, legs.target, move)
        self.become(State.MOVING)
        minutes = legs.minutes + (0 if legs.transport >= 0 else self.minutes)
        self.minutes = minutes % MINUTES
        self.due = self.hour + legs.hours + minutes // MINUTES
        return False

    def luck_of_try(self, purpose: np.uint64, try_number: np.uint64) -> float:
        """A draw of one's own for an attempt, whenever it is made."""
        return draws.uniform(self.model.seed_key, purpose, self.key, try_number)

    def is_covered(self, move: int) -> bool:
        """Whether a fee paid before covers another try with a guide."""
        return border_paid(self.paid_border, self.tries_left) == self.model.geography.moves[move].border

    def pay_the_way(self, guide: "Smuggler | None", fee: int) -> int:
        """Pay carrier, papers and guide; the whole outlay, also where an employer pays the guide."""
        conditions = self.model.conditions
        legs = self.model.geography.moves[self.move]
        ahead = self.country_of(legs.target)
        outlay = int(self.model.conditions.moves[self.move].fare_cents)
        self.pay(Purpose.FARE, Purpose.FARE_PACKAGE, outlay)
        if legs.channel == Channel.FORGED:
            price = self.hold_a_document_for(ahead)
        elif legs.channel == Channel.VISA:
            price = int(conditions.visas.price_cents[self.community, ahead])
            self.pay(Purpose.VISA, Purpose.VISA_PACKAGE, price)
        elif guide is not None:
            price = fee
            covered = self.is_covered(self.move)
            if covered:
                self.count(Flow.COVERED)
            self.tries_left = tries_left_after(self.tries_left, covered, conditions.habits.tries_covered)
            self.paid_border = legs.border
            if self.employer:
                self.post(Purpose.FEE_EMPLOYER, price)
            else:
                self.pay(Purpose.FEE, Purpose.FEE_PACKAGE, price)
        else:
            price = 0
        return outlay + price

    def hold_a_document_for(self, ahead: int) -> int:
        """Buy a forged document that serves for the country ahead, or a better one, unless one is held; what it costs."""
        habits, bought = self.model.conditions.habits, self.document == Document.ALTERED
        price = document_price(self.model.conditions.countries[ahead].forged_cents, self.document_worth, self.valid_until, self.hour)
        serves = bought and self.hour <= self.valid_until
        if serves and price == 0:
            return 0
        try_number = np.uint64(self.attempts - 1)
        self.pay(Purpose.DOCUMENT, Purpose.DOCUMENT_PACKAGE, price)
        self.document = Document.ALTERED
        of_the_country = self.luck_of_try(draws.SHOWN, try_number) < self.here.own_passports_share
        self.shown = self.country if of_the_country else self.nationality
        self.document_worth = price + (self.document_worth if serves else 0)
        self.valid_until = self.hour + habits.document_hours
        return price

    def lose_document(self, post: int) -> None:
        """Have a forged document taken away by those who noticed it; they write down whose it seemed."""
        if self.shown != self.nationality:
            self.model.ledger.paper(post, self.community, self.shown, self.people)
        self.document, self.shown = Document.GENUINE if self.passport else Document.NONE, self.nationality
        self.document_worth, self.valid_until = 0, FOR_EVER

    def stopped_at_crossing(self, legs: object, guide: "Smuggler | None", try_number: np.uint64) -> bool:
        """Pass the two services of a crossing, or buy them off; true if apprehended. A group shares its draw."""
        model, move = self.model, self.move
        p_leaving = p_entering = 0.0
        if noticed_leaving(legs.channel, self.hour > self.lawful_until and not self.is_admitted(legs)):
            p_leaving = self.be_expected(legs.exit, min(1.0, self.stands_out_to(self.country) * model.noticed_leaving[move]))
        if noticed_entering(legs.channel):
            p_entering = self.be_expected(legs.entry, min(1.0, self.stands_out_to(self.country_of(legs.target)) * model.noticed_entering[move]))
        if guide is None:
            model.news.tries[self.community, move] += self.people
        who, occasion = (self.key, try_number) if guide is None else (guide.key, guide.occasion)
        side = check(draws.uniform(model.seed_key, draws.DETECTION, who, occasion), p_leaving, p_entering)
        if side == PASSED:
            return False
        left = side == NOTICED_LEAVING
        post, where = (legs.exit, self.place) if left else (legs.entry, legs.target)
        self.count(Flow.DETECTED_LEAVING if left else Flow.DETECTED_ENTERING)
        self.note(Event.DETECTED_LEAVING if left else Event.DETECTED_ENTERING, where, move)
        guards = model.conditions.posts[post]
        decision = NO_RULE if left else self.decision_on(move)
        if lets_in(decision):
            self.let_in = decision
            if legs.channel == Channel.FORGED:
                self.lose_document(post)
            return False
        purse = self.funds if guide is None else guards.bribe_cents  # a guide always has the money
        if bought_off(draws.uniform(model.seed_key, draws.INTEGRITY, who, occasion), guards.corrupt_share, purse, guards.bribe_cents):
            self.count(Flow.BRIBED)
            self.note(Event.BRIBED, where, move, guards.bribe_cents)
            self.pay_bribe(guards.bribe_cents, guide)
            return False
        if guide is None:
            model.news.failures[self.community, move] += self.people
        self.count(Flow.APPREHENDED)
        model.guards[post].stopped += self.people
        self.note(Event.APPREHENDED, where, move)
        if legs.channel == Channel.FORGED:
            self.lose_document(post)
        self.enter_custody(where, self.place, post, decision)
        return True

    def decision_on(self, move: int) -> int:
        """What the rules of entry say of somebody with one's papers."""
        model = self.model
        return int(decision_on(self, move, model.geography, model.conditions, model.routes, self.papers))

    def stands_out_to(self, country: int) -> float:
        """How much more a country's guards notice one than they would a neighbour."""
        legs = self.model.geography.moves[self.move]
        return stands_out(legs.channel, self.mine.stranger > 0, self.model.conditions.countries[country].stranger_ratio)

    def be_expected(self, post: int, noticed: float) -> float:
        """Add to the traffic that a post will expect next; the chance to be noticed there, crowded as it is."""
        guard = self.model.guards[post]
        guard.seen += expected_millionths(noticed, self.people)
        return noticed * guard.crowding

    def pay_bribe(self, bribe: int, guide: "Smuggler | None") -> None:
        """Buy off a guard; a guide pays for the client."""
        if guide is None:
            self.funds -= bribe
            self.spent += bribe
            self.post(Purpose.BRIBE, bribe)
        else:
            guide.purse -= bribe * self.people
            self.post(Purpose.BRIBE_GUIDE, bribe)

    def arrive(self) -> None:
        """Reach the end of a leg: a new country's law applies, police may have boarded on the way, the destination may be reached."""
        legs, trade = self.model.geography.moves[self.move], self.model.trade
        self.place = legs.target
        stops = trade.stops[self.way] if self.organiser >= 0 else 0
        comes_to_stop = self.stop < stops and self.place == trade.places[self.way, self.stop]
        self.stop += comes_to_stop
        own = self.country == self.nationality
        if legs.entry >= 0:
            if self.model.conditions.moves[self.move].checked:
                self.lawful_until = self.lawful_after_entry(legs)
                if self.let_in != NO_RULE:
                    self.papers = registered(self.model.conditions.rules, self.let_in, self.country, self.papers)
                self.failures = 0
            else:
                from_home = self.country_of(legs.origin) == self.nationality
                free = self.model.conditions.visas.entry[self.community, self.country] == Entry.FREE
                self.lawful_until = lawful_on_open_road(own, from_home, self.lawful_until, self.hour, free, self.here.stay_hours)
        elif lapses(self.lawful_until, self.checked, self.hour):
            self.note(Event.LAPSED, move=self.move)
        departed, self.since, self.checked = self.since, self.hour, self.hour
        if legs.entry < 0 and self.found_on_board(legs, departed):
            self.note(Event.DETECTED_INLAND, move=self.move)
            if self.face_police():
                return
        if self.place != self.destination:
            self.note(Event.REACHED, move=self.move, cents=self.spent)
            self.state = State.HUB
            self.due = self.hour + self.model.conditions.habits.transfer_hours
            self.stay_on_the_way()
            leaves_home = legs.entry >= 0 and self.country_of(legs.origin) == self.nationality
            if self.guided and must_deliver(comes_to_stop and self.stop == stops, stops > 0, leaves_home):
                self.trust()
        else:
            self.come_to_destination()
            if self.state == State.HUB:
                self.note(Event.REACHED, move=self.move, cents=self.spent)

    def stay_on_the_way(self) -> None:
        """Be taken in where one has just come to, and go on when the stay is over, or when one would have without it."""
        site = site_at(self.model.conditions, self.place, self.community, camp=False)
        if site >= 0:
            stays = self.model.conditions.stays
            self.enter_site(site)
            low, high = int(stays.low[site, self.community]), int(stays.high[site, self.community])
            self.due = max(self.due, self.hour + hours_of_stay(low, high, self.own_draw(draws.DWELL)))

    def trust(self) -> None:
        """Where an organiser who was paid in advance must do his own part, find out whether he keeps his word."""
        u = draws.uniform(self.model.seed_key, draws.CHEATED, self.key, np.uint64(self.trip))
        if keeps_the_money(u, self.contract, self.package, self.model.conditions.habits.keeps_share):
            self.lose_organiser()
            self.note(Event.ABANDONED)

    def is_admitted(self, legs: object) -> bool:
        """Whether one comes with a transport of a government that takes people over a border whatever their papers."""
        return legs.transport >= 0 and bool(self.model.geography.transports[legs.transport].admits)

    def lawful_after_entry(self, legs: object) -> int:
        """Hour up to which the country just entered lets one stay."""
        visas = self.model.conditions.visas
        registers = self.own_draw(draws.REGISTRATION) < self.here.registration_share
        permit = bool(self.permit) and self.country == self.country_of(self.destination)
        entry, visa_hours = int(visas.entry[self.community, self.country]), int(visas.hours[self.community, self.country])
        if self.let_in != NO_RULE:
            return int(lawful_by_rule(self.let_in, self.hour, registers, self.here.registration_hours, self.here.stay_hours, permit))
        entry = asked_at_entry(entry, self.is_admitted(legs))
        return lawful_until(legs.channel, entry, self.hour, registers, self.here.registration_hours, self.here.stay_hours, visa_hours, permit)

    def found_on_board(self, legs: object, departed: int) -> bool:
        """Whether police found somebody unlawful on a leg inside a country; on a transport of a government they look only where it says so."""
        if legs.transport >= 0 and not self.model.geography.transports[legs.transport].checks:
            return False
        unlawful = unlawful_hours(self.lawful_until, departed, self.hour)
        hazard = self.here.inland_detection * self.model.conditions.inland_ratio[legs.mode]
        return unlawful > 0 and detected(self.own_draw(draws.INLAND), hazard, unlawful)

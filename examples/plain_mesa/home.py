"""At home: thinking of leaving, and departing."""

import numpy as np

from examples.plain_mesa.person import NOTHING
from examples.plain_mesa.planning import Planning
from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import Contract, Event, State
from sim.books.ledger import Purpose
from sim.migrants.enrol import holds_permit, take_papers
from sim.migrants.rules.choose_organiser import choose_organiser, sum_by
from sim.migrants.rules.depart import best_destination, eagerness_within_means, funds_at_departure, leaves
from sim.migrants.rules.return_home import departs_again
from sim.routes.values import UNREACHABLE
from sim.smugglers.organisers import margin_of, take_on
from sim.smugglers.package import package_price

NOBODY_FREE = -2
"""No organiser has a queue that one would bear, for a price that one can pay."""


class Home(Planning):
    """Being at home."""

    def consider(self) -> None:
        """Think of leaving home; leave, or think again later."""
        model, mine, routes = self.model, self.mine, self.model.routes
        if self.traits.sent_out:
            self.depart_as_sent()
            return
        ways = routes.of[self.community, self.guided, self.holds_permit(mine.permit)]
        funds = funds_at_departure(model.seed_key, self.key, self.trip + 1, mine.funds_cents, mine.funds_spread)
        eagerness = eagerness_within_means(funds=funds, **self.outlook(ways))
        if leaves(self.own_draw(draws.DEPART), eagerness, float(model.conditions.season[self.community, model.month]), mine.stay):
            klass = ways[self.choose_destination(ways, funds, draws.CONSIDER)]
            organiser = self.choose_organiser(klass, funds)
            if organiser != NOBODY_FREE:
                self.prepare(klass, funds, organiser)
                if self.next_move() >= 0:
                    self.depart()
                    return
                self.unpack()
        self.due = self.hour + max(1, mine.consider_hours)

    def depart_as_sent(self) -> None:
        """Depart because a series says so, once: who has come home again stays."""
        if self.trip > 0 or self.returned != NOTHING:
            self.due = FOR_EVER
            return
        mine, routes = self.mine, self.model.routes
        holds = self.holds_permit(mine.permit)
        ways = routes.of[self.community, self.guided, holds]
        funds = funds_at_departure(self.model.seed_key, self.key, self.trip + 1, mine.funds_cents, mine.funds_spread)
        chosen = self.choose_destination(ways, funds, draws.CONSIDER)
        if chosen < 0:
            chosen = max(0, self.choose_destination(ways, funds, draws.CONSIDER, optimism=0.0))
        organiser = self.choose_organiser(ways[chosen], funds)
        if organiser == NOBODY_FREE or routes.least[ways[chosen], self.place] >= UNREACHABLE:
            organiser, self.guided = NOTHING, False
        self.prepare(routes.of[self.community, self.guided, holds][chosen], funds, organiser)
        self.next_move()
        self.depart()

    def choose_organiser(self, klass: int, funds: int) -> int:
        """Whom one follows on this trip: :data:`NOTHING` if nobody leads one or nobody in particular, :data:`NOBODY_FREE` if none can be had."""
        trade, model = self.model.trade, self.model
        if not self.guided or trade.first[self.community] == trade.first[self.community + 1]:
            return NOTHING
        around = (model.conditions, model.routes, trade, trade.organisers, self.a_day_of_waiting())
        chosen = choose_organiser(model.seed_key, self, klass, self.trip + 1, funds, self.bears(self.trip + 1), *around)
        return int(chosen) if chosen >= 0 else NOBODY_FREE

    def holds_permit(self, share: float) -> bool:
        """Whether one is among the share of a community that holds a permit."""
        return bool(holds_permit(self.model.seed_key, self.key, share))

    def choose_destination(self, ways: list[int], funds: int, purpose: np.uint64, **outlook: float) -> int:
        """Which of some destinations is best from here, by its place in the list; -1 if money reaches to none. ``outlook`` is what is seen otherwise."""
        return best_destination(
            seed=self.model.seed_key,
            person=self.key,
            occasion=draws.join_number(purpose, self.hour),
            destinations=[self.model.routes.classes.destination[k] for k in ways],
            place_keys=self.model.geography.places.key,
            funds=funds,
            **self.outlook(ways) | outlook,
        )

    def outlook(self, ways: list[int]) -> dict[str, object]:
        """What each of some destinations is worth from here, relative to the ways open to one at the start, and what the way there takes."""
        routes = self.model.routes
        then = routes.of[self.community, bool(routes.classes.guided[ways[0]]), self.holds_permit(self.model.traits.communities[self.community].permit)]
        return {
            "pulls": [routes.classes.pull[k] for k in ways],
            "values": [routes.value(k, self.place) for k in ways],
            "starts": [routes.start[k][self.home] for k in then],
            "scales": [routes.classes.scale[k] for k in ways],
            "least": [routes.least[k, self.place] for k in ways],
            "optimism": self.mine.optimism,
        }

    def prepare(self, klass: int, funds: int, organiser: int) -> None:
        """Take one's papers and the money that can be raised, and turn to an organiser or to none."""
        take_papers(self, self.model.seed_key, self.nationality, self.model.conditions)
        self.trip += 1
        self.klass, self.funds = klass, funds
        self.lawful_until = FOR_EVER
        self.failures = self.attempts = self.spent = self.until = self.tries_left = 0
        self.steps = self.planned = self.package = self.prepaid = 0
        self.organiser, self.way, self.stop, self.sent, self.papers = organiser, NOTHING, 0, False, 0
        self.margin = self.model.conditions.habits.organiser_margin
        if organiser != NOTHING:
            me = self.model.trade.organisers[organiser]
            self.way, self.margin = me.way, margin_of(me)

    def unpack(self) -> None:
        """Stay at home after all: no way can be begun."""
        self.trip -= 1
        self.klass = self.organiser = self.way = NOTHING
        self.funds = self.planned = 0

    def depart(self) -> None:
        """Leave home, part of the money borrowed, and begin the way at once."""
        self.become(State.HUB)
        self.checked = self.hour
        funds = self.funds
        loan = int(self.mine.loan_share * funds)
        self.debt += loan
        self.post(Purpose.LOAN, loan)
        self.post(Purpose.SAVINGS, funds - loan)
        self.note(Event.DEPARTED, cents=funds)
        again = departs_again(self.returned)
        if again != NOTHING:
            self.note(Event(again))
        self.sign()
        if self.guided:
            self.buy_package()

    def sign(self) -> None:
        """Become the client of one's organiser."""
        if self.organiser == NOTHING:
            return
        take_on(self.model.trade.organisers[self.organiser], self.people)
        if self.model.trade.stops[self.way] == 0:  # without a hub there is no queue
            self.leave_queue()

    def buy_package(self) -> None:
        """Pay an organiser before departure, if the contract says so: in advance, or into the hands of a third party."""
        usual = 1.0 + self.model.conditions.habits.organiser_margin
        routes, trade = self.model.routes, self.model.trade
        by_way = sum_by(self.way, self.klass, self.place, routes.least, trade) if self.organiser != NOTHING else routes.least[self.klass, self.place]
        whole = int(by_way * ((1.0 + self.margin) / usual))
        price = package_price(whole, self.funds, self.contract)
        self.funds -= price
        self.package = self.prepaid = price
        if self.contract == Contract.ADVANCE:
            self.spent = price
        if price > 0:
            self.post(Purpose.PACKAGE_ADVANCE if self.contract == Contract.ADVANCE else Purpose.PACKAGE_ESCROW, price)

"""At home: thinking of leaving, and departing."""

import numpy as np

from examples.plain_mesa.person import Person
from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import Contract, Event, State
from sim.books.ledger import Purpose
from sim.migrants.enrol import holds_permit, take_papers
from sim.migrants.rules.depart import best_destination, eagerness_within_means, funds_at_departure, leaves
from sim.smugglers.package import package_price


class Home(Person):
    """Being at home."""

    def consider(self) -> None:
        """Think of leaving home; leave, or think again later."""
        model, mine, routes = self.model, self.mine, self.model.routes
        ways = routes.of[self.community, self.guided, self.holds_permit(mine.permit)]
        turns = routes.classes.turns[ways[0]]
        funds = funds_at_departure(model.seed_key, self.key, self.trip + 1, mine.funds_cents, mine.funds_spread)
        eagerness = eagerness_within_means(funds=funds, **self.outlook(ways, turns))
        if leaves(self.own_draw(draws.DEPART), eagerness, float(model.conditions.season[self.community, model.month]), mine.stay):
            self.depart(ways[self.choose_destination(ways, turns, funds, draws.CONSIDER)], funds)
        else:
            self.due = self.hour + max(1, mine.consider_hours)

    def holds_permit(self, share: float) -> bool:
        """Whether one is among the share of a community that holds a permit."""
        return bool(holds_permit(self.model.seed_key, self.key, share))

    def choose_destination(self, ways: list[int], turns: int, funds: int, purpose: np.uint64) -> int:
        """Which of some destinations is best from here, by its place in the list; -1 if money reaches to none."""
        return best_destination(
            seed=self.model.seed_key,
            person=self.key,
            occasion=draws.join_number(purpose, self.hour),
            destinations=[self.model.routes.classes.destination[k] for k in ways],
            place_keys=self.model.geography.places.key,
            funds=funds,
            **self.outlook(ways, turns),
        )

    def outlook(self, ways: list[int], turns: int) -> dict[str, object]:
        """What each of some destinations is worth from here, relative to the ways open to one at the start, and what the way there takes."""
        routes = self.model.routes
        then = routes.of[self.community, bool(routes.classes.guided[ways[0]]), self.holds_permit(self.model.traits.communities[self.community].permit)]
        return {
            "pulls": [routes.classes.pull[k] for k in ways],
            "values": [routes.value(k, self.place, turns) for k in ways],
            "starts": [routes.start[k][self.home] for k in then],
            "scales": [routes.classes.scale[k] for k in ways],
            "least": [routes.least[k][turns, self.place] for k in ways],
            "optimism": self.mine.optimism,
        }

    def depart(self, klass: int, funds: int) -> None:
        """Leave home with one's papers and some money, part of it borrowed, and look for a move at once."""
        take_papers(self, self.model.seed_key, self.nationality, self.model.conditions)
        self.trip += 1
        self.klass = klass
        self.become(State.HUB)
        self.checked = self.hour
        self.lawful_until = FOR_EVER
        self.failures = self.attempts = self.spent = self.until = self.tries_left = 0
        self.itinerary.clear()
        self.turns = self.model.routes.classes.turns[klass]
        loan = int(self.mine.loan_share * funds)
        self.funds = funds
        self.debt += loan
        self.post(Purpose.LOAN, loan)
        self.post(Purpose.SAVINGS, funds - loan)
        self.note(Event.DEPARTED, cents=funds)
        if self.guided:
            self.buy_package()

    def buy_package(self) -> None:
        """Pay an organiser before departure, if the contract says so: in advance, or into the hands of a third party."""
        price = package_price(int(self.model.routes.least[self.klass][self.turns, self.place]), self.funds, self.contract)
        self.funds -= price
        self.package = self.prepaid = price
        if self.contract == Contract.ADVANCE:
            self.spent = price
        if price > 0:
            self.post(Purpose.PACKAGE_ADVANCE if self.contract == Contract.ADVANCE else Purpose.PACKAGE_ESCROW, price)

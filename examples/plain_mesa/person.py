"""A person: who they are, and the small things that everybody does: noting, paying, drawing."""

from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.basis import draws
from sim.basis.words import Contract, Event, State
from sim.books.ledger import Purpose
from sim.migrants.enrol import enrol
from sim.migrants.itinerary import ITINERARY_LENGTH
from sim.smugglers.package import asked

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel

NOTHING = -1
"""No move, no class, no hour."""


class Person(mesa.Agent):
    """One migrant: a party of ``people`` who travel together, or several parties alike.

    The shared rule :func:`~sim.migrants.enrol.enrol` sets who they are: key, community, how many, home, place, age, papers, contract and, for some, a
    stay abroad that is under way. All else begins at nothing. Money is in cents, time in hours of the run.
    """

    model: "PlainModel"

    def __init__(self, model: "PlainModel", row: int, community: int, ordinal: int, left: int) -> None:
        """Come into being, at home or already abroad, of a community of whom so many are ``left``."""
        super().__init__(model)
        self.row = row
        self.hour = 0  # what is lived through now
        # the purse: own money, what an organiser was paid, what is left of that for the way, what is owed, what this trip has cost
        self.funds = self.package = self.prepaid = self.debt = self.spent = 0
        # the clock: start of the present state, end of a stay, hour up to which a stay has been lived
        self.since = self.until = self.checked = 0
        # the trip: which one, attempts made, moves made, failures in a row, where to be put back to
        self.trip = self.attempts = self.failures = self.back = 0
        # moves tried, and behind them those meant to come
        self.itinerary = [NOTHING] * ITINERARY_LENGTH
        self.steps = self.planned = 0
        self.paid_border = self.tries_left = 0  # where, and for how many tries more, a fee that was paid covers a guide
        self.after = 0
        self.minutes = 0  # of legs, that have not made a whole hour yet
        self.papers, self.let_in = 0, NOTHING  # registration papers received on the trip, and what a rule of entry decided at the crossing passed last
        # the organiser: places of his way passed, whether he has sent one off, what he takes
        self.stop, self.sent, self.margin = 0, False, 0.0
        self.due = enrol(self, model.seed_key, community, ordinal, left, model.traits, model.geography, model.at_start)
        self.guided = bool(self.guided)
        self.nationality = model.traits.communities[community].nationality

    def leave_queue(self) -> None:
        """Wait for an organiser to send one off no more."""
        if self.organiser >= 0 and not self.sent:
            self.model.trade.organisers[self.organiser].waiting -= self.people
            self.sent = True

    # --- what is around -------------------------------------------------------------------------------------------------

    @property
    def country(self) -> int:
        """The country that one is in."""
        return self.country_of(self.place)

    @property
    def here(self) -> object:
        """What holds in that country today."""
        return self.model.conditions.countries[self.country]

    @property
    def mine(self) -> object:
        """What holds for one's community today."""
        return self.model.conditions.communities[self.community]

    @property
    def traits(self) -> object:
        """What one's community was like at the start."""
        return self.model.traits.communities[self.community]

    @property
    def destination(self) -> int:
        """Where the trip is meant to end."""
        return self.model.routes.classes.destination[self.klass]

    def country_of(self, place: int) -> int:
        """Country of a place."""
        return self.model.geography.places.country[place]

    # --- small things ---------------------------------------------------------------------------------------------------

    def own_draw(self, purpose: np.uint64) -> float:
        """A draw of one's own for this hour: nobody else's draws depend on it."""
        return draws.uniform(self.model.seed_key, purpose, self.key, np.uint64(self.hour))

    def lot(self) -> float:
        """Rank among those who have waited as long, drawn again each tick."""
        return draws.uniform(self.model.seed_key, draws.RANK, self.key, np.uint64(self.model.tick))

    def note(self, event: Event, place: int | None = None, move: int = NOTHING, cents: int = 0, people: int | None = None) -> None:
        """Have it written down what happened to the party, or to so many of it."""
        where = self.place if place is None else place
        self.model.ledger.tell(self.hour, self.row, event, where, move, cents, community=self.community, people=self.people if people is None else people)

    def post(self, purpose: Purpose, cents: int, people: int | None = None) -> None:
        """Enter a payment of so much each for the party, or for so many of it."""
        self.model.ledger.post(self.community, purpose, cents * (self.people if people is None else people))

    def pay(self, own: Purpose, package: Purpose, cents: int) -> None:
        """Pay for a service, or have an organiser pay for it, who takes more and was paid some of it before."""
        if not self.guided:
            self.funds -= cents
            self.spent += cents
            self.post(own, cents)
            return
        price = self.asked(cents)
        held = min(self.prepaid, price)
        self.prepaid -= held
        self.funds -= price - held
        self.spent += price - held if self.contract == Contract.ADVANCE else price
        if self.organiser >= 0:
            self.model.trade.organisers[self.organiser].earned += (price - cents) * self.people
        self.post(Purpose.PACKAGE_STAGE, price - held)
        self.post(package, cents)

    def asked(self, cents: int) -> int:
        """What a service costs oneself."""
        return asked(cents, self.guided, self.margin)

    def become(self, state: State) -> None:
        """Change state, from this hour on."""
        self.state = state
        self.since = self.hour

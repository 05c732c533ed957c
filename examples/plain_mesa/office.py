"""The offices for assisted voluntary return: every country's helps some people home each month."""

from typing import TYPE_CHECKING

import numpy as np

from sim.basis import draws
from sim.basis.clock import MONTHS_A_YEAR
from sim.basis.words import Event, State
from sim.books.ledger import Purpose

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class Offices:
    """Places for assisted return by country; places that nobody took last a year."""

    def __init__(self, model: "PlainModel") -> None:
        """Open, with no places yet."""
        self.model = model
        self.places = [0.0] * len(model.atlas.countries)

    def assist_returns(self) -> None:
        """Help as many as there are places, those who applied first, then by lot; an agent that stands for several people takes several places."""
        model = self.model
        for country, number in enumerate(model.conditions.countries.avr_per_month):
            a_month = number * model.world.scale
            self.places[country] = min(self.places[country] + a_month, a_month * MONTHS_A_YEAR)
        applicants = [person for person in model.migrants if person.state == State.ASSISTED]
        applicants.sort(key=lambda person: (person.since, draws.uniform(model.seed_key, draws.RANK, person.key, np.uint64(model.hour))))
        for person in applicants:
            country = person.country
            if self.places[country] >= person.people:
                self.places[country] -= person.people
                person.hour = model.hour
                person.post(Purpose.ASSISTANCE, person.here.avr_cents)
                person.note(Event.ASSISTED)
                person.head_home()

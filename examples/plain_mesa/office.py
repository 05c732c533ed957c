"""The offices for assisted voluntary return: every country's helps some people home each month, and everybody knows how long its queue is."""

from typing import TYPE_CHECKING

import numpy as np

from sim.basis import draws
from sim.basis.clock import MONTHS_A_YEAR
from sim.basis.words import Event, State
from sim.books.ledger import Purpose
from sim.migrants.rules.ask_for_help import expected_wait

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class Offices:
    """Places for assisted return by country; places that nobody took last a year."""

    def __init__(self, model: "PlainModel") -> None:
        """Open, with no places yet and nobody who waits."""
        self.model = model
        self.places = [0.0] * len(model.atlas.countries)
        self.waiting = [[0, 0] for _ in self.places]

    def post_queues(self) -> None:
        """Let everybody know how many people wait, as a tick begins."""
        self.waiting = [[0, 0] for _ in self.places]
        for person in self.model.migrants:
            if person.state == State.ASSISTED:
                self.waiting[person.country][person.until > 0] += person.people

    def wait(self, country: int, people: int, *, settled: bool) -> int:
        """Hours until it would be the turn of so many people who asked now: the settled come after all others."""
        a_month = self.model.conditions.countries[country].avr_per_month * self.model.world.scale
        return expected_wait(self.waiting[country][0] + settled * self.waiting[country][1], self.places[country], people, a_month)

    def assist_returns(self) -> None:
        """Help as many as there are places, those on the way before the settled, then who applied first, then by lot.

        An agent that stands for several people takes several places.
        """
        model = self.model
        for country, number in enumerate(model.conditions.countries.avr_per_month):
            a_month = number * model.world.scale
            self.places[country] = min(self.places[country] + a_month, a_month * MONTHS_A_YEAR)
        applicants = [person for person in model.migrants if person.state == State.ASSISTED]
        applicants.sort(key=lambda person: (person.until > 0, person.since, draws.uniform(model.seed_key, draws.RANK, person.key, np.uint64(model.hour))))
        for person in applicants:
            country = person.country
            if self.places[country] >= person.people:
                self.places[country] -= person.people
                person.hour = model.hour
                person.post(Purpose.ASSISTANCE, person.here.avr_cents)
                person.note(Event.ASSISTED)
                person.head_home(Event.ASSISTED)

"""Sent out: people of whom a series says how many depart on a day."""

from collections import Counter
from typing import TYPE_CHECKING

from sim.basis.clock import FOR_EVER
from sim.basis.words import State
from sim.migrants.sent_out import SLACK, hour_of_departure

if TYPE_CHECKING:
    from examples.plain_mesa.migrant import Migrant
    from examples.plain_mesa.model import PlainModel


class SentOut:
    """Who has still to go, and how many people are owed by community and home; the last home is wherever one is at home."""

    def __init__(self, model: "PlainModel") -> None:
        """Nobody of these communities thinks of leaving by themselves."""
        self.model = model
        self.owed: Counter[tuple[int, int]] = Counter()
        self.waiting: dict[int, list[Migrant]] = {c: [] for c, traits in enumerate(model.traits.communities) if traits.sent_out}
        for person in model.migrants:
            if person.traits.sent_out and person.state == State.HOME:
                person.due = FOR_EVER
                self.waiting[person.community].append(person)

    def send_out(self) -> None:
        """As many depart today as the series says, with who was left over before: the next in their order, whole parties."""
        for c, waiting in self.waiting.items():
            for home, people in enumerate(self.model.conditions.departures[c]):
                self.owed[c, home] += float(people) * self.model.world.scale
                while waiting and waiting[0].people <= self.owed[c, home] + SLACK:
                    person = waiting.pop(0)
                    self.owed[c, home] -= person.people
                    if home < len(self.model.traits.home_place):
                        person.home, person.place = home, self.model.traits.home_place[home]
                    person.due = hour_of_departure(self.model.seed_key, person.key, self.model.day)

"""Sites: where people stay on the way or at its end, and how they spend their nights there."""

from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from sim.basis import draws
from sim.books.tally import Stays
from sim.routes.classes import NO_TARGET
from sim.world.stays import heard_share

if TYPE_CHECKING:
    from examples.plain_mesa.migrant import Migrant
    from examples.plain_mesa.model import PlainModel


class Sites:
    """The sites of the world by number; what each is today is told at :data:`sim.world.stays.SITE` and :data:`sim.world.stays.STAY`.

    ``full`` are those that had no bed left in the evening, or none for somebody; ``share[n]`` is what share of those who come is said to be taken in,
    ``week[n]`` how many came and how many of them were turned away since that was said.
    """

    def __init__(self, model: "PlainModel") -> None:
        """Nobody has come yet."""
        self.model = model
        self.full: set[int] = set()
        self.share = [1.0] * len(model.conditions.sites)
        self.week = [[0, 0] for _ in self.share]

    def count(self, person: "Migrant", column: Stays, people: int | None = None) -> None:
        """Count a party, or so many of it, at its site."""
        number = person.people if people is None else people
        self.model.ledger.stays[self.model.ledger.day, person.site, person.community, column] += number
        if column in (Stays.CAME, Stays.TURNED_AWAY):
            self.week[person.site][column == Stays.TURNED_AWAY] += number

    def hours(self, community: int) -> list[float]:
        """By how many hours a community expects to stay longer at each place than people usually do."""
        found = [0.0] * len(self.model.atlas.places)
        sites, stays = self.model.conditions.sites, self.model.conditions.stays
        for n, share in enumerate(self.share):
            if not sites[n].camp:
                found[sites[n].place] += float(stays.more_hours[n, community]) * share
        return found

    def close_camps(self) -> list[int]:
        """Note which classes are bound for a camp that takes in nobody; returns those for which that is new."""
        routes, sites, stays = self.model.routes, self.model.conditions.sites, self.model.conditions.stays
        changed = []
        for k, (community, place, target) in enumerate(zip(routes.classes.community, routes.classes.destination, routes.classes.target, strict=True)):
            camps = [n for n in range(len(sites)) if sites[n].camp and sites[n].place == place and stays.ever[n, community]]
            if target == NO_TARGET or not camps:
                continue
            open_now, crowded = stays.open[camps[0], community], stays.turns_away[camps[0], community] and camps[0] in self.full
            shut = not open_now or bool(crowded)
            if shut != routes.classes.shut[k]:
                routes.classes.shut[k] = shut
                changed.append(k)
        return changed

    def staying(self) -> "list[Migrant]":
        """Everybody who stays at a site."""
        return [person for person in self.model.migrants if person.site >= 0]

    def send_out(self) -> None:
        """Who stays where nobody of theirs is taken in any more has to go."""
        for person in self.staying():
            if not self.model.conditions.stays.open[person.site, person.community]:
                person.hour = self.model.hour
                person.be_sent_out(Stays.SENT_OUT, due=person.hour)

    def spend_nights(self) -> None:
        """In the last hour of the day, who had a bed keeps it, and the others have one if there is one for all of a party, who came first before the others."""
        self.full = {n for n, site in enumerate(self.model.conditions.sites) if site.beds < 1.0}
        everybody = sorted(self.staying(), key=lambda person: (person.site, not person.bed, person.since, self._lot(person)))
        for n, people in groupby(everybody, key=lambda person: person.site):
            free = self.model.conditions.sites[n].beds
            here = list(people)
            for person in here:
                person.bed = person.people <= free
                if person.bed:
                    free -= person.people
            if free < 1.0:
                self.full.add(n)
            for person in here:
                person.hour = self.model.hour - 1
                if person.spend_night():
                    self.full.add(n)
        for k in self.close_camps():
            self.model.routes.join(k)

    def _lot(self, person: "Migrant") -> float:
        return draws.uniform(self.model.seed_key, draws.BED, person.key, np.uint64(person.since))

    def post_shares(self) -> None:
        """A week is over: have it said who is taken in."""
        kept = self.model.news.memory.kept
        self.share = [heard_share(share, came, away, kept) for share, (came, away) in zip(self.share, self.week, strict=True)]
        self.week = [[0, 0] for _ in self.share]

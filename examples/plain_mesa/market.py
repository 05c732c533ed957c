"""The market for guides: who is asked first, what is asked on average, and what sold last week."""

import math
from itertools import groupby
from typing import TYPE_CHECKING

from examples.plain_mesa.person import NOTHING
from examples.plain_mesa.smuggler import Smuggler
from sim.basis.clock import WEEK
from sim.basis.waits import heard_wait, wait_of_week
from sim.smugglers.market import MarketNow, trade_of

if TYPE_CHECKING:
    from examples.plain_mesa.migrant import Migrant
    from examples.plain_mesa.model import PlainModel


class Market:
    """Where migrants who wait for a guide meet smugglers who have seats.

    ``guides[move]`` are those who work a move this week, the cheapest first; ``posted_fee[move]`` is their mean fee in cents, 0 where nobody works.
    ``posted_wait[move]`` is how many hours one is said to wait for a seat, ``turned_away[move]`` counts people who found none, tick by tick of the week, and
    ``lost[border]`` groups that were caught in it.
    """

    def __init__(self, model: "PlainModel") -> None:
        """An empty market: no smuggler yet."""
        self.model = model
        self.constants = trade_of(model.world.parameters)
        self.smugglers: list[Smuggler] = []
        borders = [move.border for move in model.geography.moves]
        self.repertoire = [[m for m, b in enumerate(borders) if b == border] for border in range(len(model.atlas.borders))]
        self.guides: list[list[Smuggler]] = [[] for _ in borders]
        self.posted_fee = [0] * len(borders)
        self.turned_away = [0] * len(borders)
        self.sold, self.come, self.waited = ([0.0] * len(borders) for _ in range(3))
        self.wait = [0.0] * len(borders)
        self.posted_wait = [0] * len(borders)
        self.lost = [0] * len(self.repertoire)
        self.sought, self.gained, self.aimed = ([0.0] * len(self.repertoire) for _ in range(3))
        self.now: MarketNow | None = None

    def open(self) -> None:
        """Let the first smugglers in, spread over the moves of their border in turn.

        What rounding takes from their number or adds to it goes to the groups that each guide can lead.
        """
        parameters = self.model.world.parameters
        for b, border in enumerate(self.model.atlas.borders):
            wanted = parameters.number(f"smuggler.{border}.number")
            number = max(1, round(wanted)) if wanted > 0 else 0
            size = max(1, round(parameters.number(f"smuggler.{border}.group_size")))
            moves = self.repertoire[b]
            for n in range(number):
                rate = parameters.number(f"smuggler.{border}.groups_per_day") * (wanted / number)
                self.smugglers.append(Smuggler(self.model, b, n, moves[n % len(moves)], size, rate, 1.0 / number))
        self.post_fees()

    def post_fees(self) -> None:
        """Post the mean fee of every move, and the order in which its guides are asked."""
        for move in range(len(self.guides)):
            guides = [s for s in self.smugglers if s.move == move]
            self.guides[move] = sorted(guides, key=lambda s: (s.fee, s.key))
            self.posted_fee[move] = sum(s.fee for s in guides) // len(guides) if guides else 0

    def lead_groups(self, waiting: "list[Migrant]", end: int) -> None:
        """Seat those who wait, the longest first and then by lot, with the cheapest guide who has a seat left.

        Who finds none, or cannot pay, waits for the next tick; who is not sent off by an organiser asks again later. In the same order those are let in who
        wait for their turn at a crossing: there the moves that pass the same gate have one queue.
        """
        waiting.sort(key=lambda person: (person.queue(), person.queued, person.lot()))
        for _, group in groupby(waiting, key=lambda person: person.queue()):
            queue = list(group)
            move = queue[0].move
            if queue[0].stands_at_gate():
                for person in queue:
                    self.model.gates.let_in(person, end)
                continue
            if move < NOTHING:
                for person in queue:
                    person.sent = self.model.trade.organisers[person.organiser].sends_off(person.people)
                    if person.sent:
                        person.queued = NOTHING
                    else:
                        person.due += self.model.conditions.habits.wait_hours
                continue
            people = sum(person.people for person in queue)
            for person in queue:
                guide = next((guide for guide in self.guides[move] if guide.has_room_for(person)), None)
                if guide is None:
                    self.turned_away[move] += person.people
                if guide is None or not guide.lead(person, people):
                    person.due = end

    def post_waits(self) -> None:
        """Post how long one waits for a seat."""
        kept, longest = self.model.news.memory.kept, self.model.conditions.habits.stranded_hours
        for move, (waiting, seats) in enumerate(zip(self.waited, self.come, strict=True)):
            self.wait[move] = heard_wait(self.wait[move], wait_of_week(waiting, seats, longest), kept)
            self.posted_wait[move] = math.floor(self.wait[move] + 0.5)

    def close_week(self) -> None:
        """A week ends: look at what sold, who waited and what was earned, post the waits, let every smuggler reconsider, and post the new fees."""
        told = min(1.0, self.model.world.scale)
        before = 1.0 - told
        ticks = WEEK / self.model.world.tick_hours
        workers: list[list[Smuggler]] = [[] for _ in self.guides]
        for s in self.smugglers:
            workers[s.move].append(s)
        self.sold = [before * sold + sum(s.sold for s in here) for sold, here in zip(self.sold, workers, strict=True)]
        self.come = [before * come + sum((s.come for s in here), 0.0) for come, here in zip(self.come, workers, strict=True)]
        self.waited = [before * waited + away / ticks for waited, away in zip(self.waited, self.turned_away, strict=True)]
        self.turned_away = [0] * len(self.guides)
        share = [sold / come if come > 0.0 else self.constants.sold_target for sold, come in zip(self.sold, self.come, strict=True)]
        unserved = [waited / come if come > 0.0 else 0.0 for waited, come in zip(self.waited, self.come, strict=True)]
        self.post_waits()
        first, flat = [0], []
        for moves in self.repertoire:
            flat += moves
            first.append(len(flat))
        caught = self.model.news.of_smugglers()
        guides = [0.0] * len(self.lost)
        arrested = [told * groups for groups in self.seek()]
        self.sought = [groups - found for groups, found in zip(self.sought, arrested, strict=True)]
        self.gained, self.aimed = ([before * earned for earned in kept] for kept in (self.gained, self.aimed))
        self.now = MarketNow(
            self.model.geography, self.model.conditions, caught, self.posted_fee, share, unserved, arrested, guides, self.gained, self.aimed, before, first,
            flat,
        )  # fmt: skip
        for s in self.smugglers:
            s.note_gain()
        for s in self.smugglers:
            s.review()
        self.post_fees()

    def seek(self) -> list[float]:
        """Guides of each border who are sought for lost groups, each of which stands for several of the full world."""
        chances = [border.arrest for border in self.model.conditions.borders]
        self.sought = [found + chance * lost / self.model.world.scale for found, chance, lost in zip(self.sought, chances, self.lost, strict=True)]
        self.lost = [0] * len(self.lost)
        return self.sought

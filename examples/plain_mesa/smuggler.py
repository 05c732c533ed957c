"""Smugglers: they offer seats, lead groups over one border, and reconsider once a week."""

import math
from typing import TYPE_CHECKING

import mesa
import numpy as np

from sim.basis import draws
from sim.basis.clock import DAY
from sim.books.ledger import Purpose
from sim.smugglers.fee import fee_cents, fee_of
from sim.smugglers.review import cost, note_gain, review
from sim.smugglers.seats import board, group_fill, group_number, groups_lost, has_room, joins_group, offer, part_gathered
from sim.world.by_crossing import running_cents

if TYPE_CHECKING:
    from examples.plain_mesa.migrant import Migrant
    from examples.plain_mesa.model import PlainModel


class Smuggler(mesa.Agent):
    """Somebody for whom guides work over one directed border, one move at a time.

    What the fields of guides, seats and groups mean stands at :data:`sim.smugglers.record.SMUGGLER`. Money in cents.
    """

    model: "PlainModel"

    def __init__(self, model: "PlainModel", border: int, number: int, move: int, group_size: int, groups_per_day: float, least: float) -> None:
        """Set up business on a move with one guide, asking unit cost plus margin."""
        super().__init__(model)
        self.key = draws.name_key(f"smuggler {model.atlas.borders[border]} {number}")
        self.border = border
        self.move = move
        self.group_size = group_size
        self.groups_per_day = groups_per_day
        self.guides, self.jailed, self.least = 1.0, 0.0, least
        self.purse = 0
        self.seats = self.used = self.sold = self.offered = self.most = self.aboard = self.group_caught = 0
        self.come = self.sold_lately = self.come_lately = 0.0
        self.occasion = np.uint64(0)
        each = max(1.0, cost(self, move, model.geography, model.conditions, model.news.of_smugglers()))
        self.log_fee = math.log((1.0 + model.market.constants.margin) * each)
        self.fee = fee_cents(self.log_fee)
        # Half a group of credit on average: guides with slow trade must not all depart on one day.
        self.credit = draws.uniform(model.seed_key, draws.REVIEW, self.key, np.uint64(0))
        part_gathered(self, model.world.scale, draws.uniform(model.seed_key, draws.GATHERED, self.key, np.uint64(0)))

    def offer_seats(self) -> None:
        """Offer the seats of this tick: whole groups, as many as have come together."""
        offer(self, self.model.conditions.moves[self.move].open, self.model.world.tick_hours / DAY, self.model.world.scale)

    def has_room_for(self, client: "Migrant") -> bool:
        """Whether there are seats for everybody whom the client stands for."""
        return bool(has_room(self, client.people, self.model.world.scale))

    def lead(self, client: "Migrant", waiting: int) -> bool:
        """Take somebody of so many people ``waiting`` into the present group or a fresh one, and go; false if they cannot pay."""
        model, move, scale = self.model, self.move, self.model.world.scale
        fee = self.fee_of(client)
        price = int(model.conditions.moves[move].fare_cents) + (0 if client.employer else fee)
        if client.funds + client.prepaid < client.asked(price):
            return False
        fill = group_fill(self.group_size, waiting, scale)
        joined = joins_group(self, fill)
        if not joined:
            self.occasion = draws.join_number(draws.join_number(model.geography.moves[move].key, model.tick), group_number(self, scale))
        begun = board(self, client.people, fill, scale)
        model.news.tries[model.news.smugglers, move] += begun
        running = running_cents(model.conditions, move, self.border)
        self.purse += (fee - running) * client.people
        client.post(Purpose.RUNNING, running)
        stopped = client.attempt(move, guide=self, fee=fee)
        lost = groups_lost(self, joined, begun, stopped)
        if lost > 0:
            self.lose_groups(client, lost)
        return True

    def fee_of(self, client: "Migrant") -> int:
        """What is asked of a client: nothing if an earlier fee covers another try."""
        if client.is_covered(self.move):
            return 0
        return int(fee_of(self.fee, self.model.conditions.borders[self.border].stranger_cents, client.mine.stranger > 0))

    def lose_groups(self, client: "Migrant", lost: int) -> None:
        """The first of a group is caught: the group counts as caught, what it carried is seized, and guides of the border will be arrested."""
        border = self.model.conditions.borders[self.border]
        self.model.news.failures[self.model.news.smugglers, self.move] += lost
        loss = border.loss_cents * lost
        self.purse -= loss
        self.model.ledger.post(client.community, Purpose.SEIZURE, loss)
        self.model.market.lost[self.border] += lost

    def note_gain(self) -> None:
        """A week ends: say what was earned."""
        note_gain(self, self.model.market.now, self.model.market.constants)

    def review(self) -> None:
        """Find guides or lose some, take a new fee, perhaps another crossing."""
        review(self, self.model.seed_key, self.model.week, self.model.market.now, self.model.market.constants)

"""News: what communities and smugglers hear of moves, and the chance to be caught that they believe in."""

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sim.basis.words import Channel
from sim.routes.beliefs import announce, believed, heeded, learn, memory_of, settle

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class News:
    """Beliefs of every audience: the communities, and one more for all smugglers.

    By (audience, move) ``caught`` and ``passed`` are what was heard of late, and ``standing`` is the chance that stands, worth ``weight`` groups heard of.
    ``tries`` and ``failures`` were heard this week: groups, or people who went alone.
    """

    def __init__(self, model: "PlainModel") -> None:
        """Before any news everybody believes the mean of the border, by channel."""
        self.model = model
        self.memory = memory_of(model.world.parameters)
        self.weight = model.world.parameters.number("belief.prior_weight")
        self.smugglers = len(model.world.communities)
        self.tries: Counter[tuple[int, int]] = Counter()
        self.failures: Counter[tuple[int, int]] = Counter()
        means = self._means_of_borders()
        self.standing = {(audience, move): mean for audience in range(self.smugglers + 1) for move, mean in enumerate(means)}
        self.caught = dict.fromkeys(self.standing, 0.0)
        self.passed = dict.fromkeys(self.standing, 0.0)

    def _means_of_borders(self) -> list[float]:
        moves, country = self.model.geography.moves, self.model.geography.places.country
        alike = defaultdict(list)
        chance = []
        for m, move in enumerate(moves):
            leaving = 0.0 if move.channel == Channel.VISA else self.model.noticed_leaving[m]
            chance.append(leaving + (1.0 - leaving) * self.model.noticed_entering[m])
            if move.channel >= Channel.VISA:
                alike[country[move.origin], country[move.target], move.channel].append(m)
        prior = [0.0] * len(moves)
        for group in alike.values():
            mean = math.fsum(chance[m] for m in group) / len(group)
            for m in group:
                prior[m] = mean
        return prior

    def of_smugglers(self) -> list[float]:
        """The chance to be caught that smugglers believe in, by move."""
        return [self._believed((self.smugglers, move)) for move in range(len(self.model.atlas.moves))]

    def _believed(self, key: tuple[int, int]) -> float:
        return believed(self.caught[key], self.passed[key], self.standing[key], self.weight)

    def hear_announcement(self, before: list[float], after: list[float], share: float) -> None:
        """Everybody hears how the chance of being noticed changes, by move, and believes a share of it."""
        for (audience, move), stands in self.standing.items():
            key, change = (audience, move), (before[move], after[move], share)
            if before[move] == after[move]:
                continue
            self.standing[key] = announce(stands, *change)
            heard = self.caught[key] + self.passed[key]
            if heard > 0.0:
                self.caught[key] = heard * announce(self.caught[key] / heard, *change)
                self.passed[key] = heard - self.caught[key]

    def spread(self) -> None:
        """A week ends: rumours fade, what was heard is taken in, and what stands takes a step toward what is believed."""
        memory, scale = self.memory, self.model.world.scale
        for key in self.caught:
            tries, failures = self.tries[key], self.failures[key]
            share = heeded(tries / scale, self.weight) / scale
            self.caught[key] = learn(self.caught[key], memory.kept, share * failures)
            self.passed[key] = learn(self.passed[key], memory.kept, share * (tries - failures))
            self.standing[key] = settle(self.standing[key], self._believed(key), memory.lasting)
        self.tries.clear()
        self.failures.clear()

"""News: what communities and smugglers hear of moves, and the chance to be caught that they believe in."""

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from sim.basis.words import Channel
from sim.routes.beliefs import believed, learn, news_of, weight_limit

if TYPE_CHECKING:
    from examples.plain_mesa.model import PlainModel


class News:
    """Beliefs of every audience: the communities, and one more for all smugglers.

    ``caught`` and ``passed`` are Beta counts by (audience, move); ``tries`` and ``failures`` what was heard this week: groups, or people who went alone;
    ``untold_tries`` and ``untold_failures`` what is still to be told of the weeks before.
    """

    def __init__(self, model: "PlainModel") -> None:
        """Before any news everybody believes the mean of the border, by channel."""
        self.model = model
        self.constants = news_of(model.world.parameters)
        self.smugglers = len(model.world.communities)
        self.tries: Counter[tuple[int, int]] = Counter()
        self.failures: Counter[tuple[int, int]] = Counter()
        self.untold_tries: defaultdict[tuple[int, int], float] = defaultdict(float)
        self.untold_failures: defaultdict[tuple[int, int], float] = defaultdict(float)
        weight = self.constants.prior_weight
        self.prior = self._means_of_borders()
        everybody = [(audience, move) for audience in range(self.smugglers + 1) for move in range(len(self.prior))]
        self.caught = {(audience, move): self.prior[move] * weight for audience, move in everybody}
        self.passed = {(audience, move): weight - self.prior[move] * weight for audience, move in everybody}

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
        me = self.smugglers
        return [believed(self.caught[me, m], self.passed[me, m]) for m in range(len(self.prior))]

    def spread(self) -> None:
        """A week ends: what is old fades toward the mean of the border, what was heard is taken in."""
        n, scale = self.constants, self.model.world.scale
        told = min(1.0, scale)
        kept = 0.5 ** (1.0 / n.half_life_weeks)
        for key in self.caught:
            self.untold_tries[key] += self.tries[key]
            self.untold_failures[key] += self.failures[key]
            tries, failures = told * self.untold_tries[key], told * self.untold_failures[key]
            self.untold_tries[key] -= tries
            self.untold_failures[key] -= failures
            prior = self.prior[key[1]] * n.prior_weight
            caught = learn(self.caught[key], prior, kept, failures / scale)
            passed = learn(self.passed[key], n.prior_weight - prior, kept, (tries - failures) / scale)
            factor = weight_limit(caught, passed, n.count_limit)
            self.caught[key], self.passed[key] = caught * factor, passed * factor
        self.tries.clear()
        self.failures.clear()

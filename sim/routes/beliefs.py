"""Beliefs: what communities and smugglers think of the chance to be caught on a move.

Beta counts, learnt from groups and forgotten toward the border's mean, which reopens abandoned crossings.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.rule import rule
from sim.basis.words import Channel
from sim.guards.detection import Checks
from sim.world.geography import Geography
from sim.world.parameters import Parameters


class Beliefs(NamedTuple):
    """Rows are communities and, last, the smugglers; columns are moves.

    ``caught`` and ``passed`` are Beta counts, ``prior`` the border's mean; ``news_tries`` and ``news_caught`` what was heard this week, in
    groups (people, for those alone); ``untold_tries`` and ``untold_caught`` what is still to be told of the weeks before.
    """

    caught: NDArray[np.float64]
    passed: NDArray[np.float64]
    prior: NDArray[np.float64]
    news_tries: NDArray[np.int64]
    news_caught: NDArray[np.int64]
    untold_tries: NDArray[np.float64]
    untold_caught: NDArray[np.float64]


class News(NamedTuple):
    """Constants of beliefs and of what posts expect, named after their parameters."""

    half_life_weeks: float
    prior_weight: float
    count_limit: float


def news_of(parameters: Parameters) -> News:
    """The constants of a world's beliefs."""
    return News(*(parameters.number(f"belief.{name}") for name in News._fields))


def first_beliefs(geography: Geography, checks: Checks, communities: int, weight: float) -> Beliefs:
    """Before any news everybody believes the mean of the border, by channel, as if it had been seen ``weight`` times."""
    moves, country = geography.moves, geography.places.country
    leaving = np.where(moves.channel == Channel.VISA, 0.0, checks.leaving)
    true = leaving + (1.0 - leaving) * checks.entering
    prior = np.zeros(len(true))
    groups: dict[tuple[int, int, int], list[int]] = {}
    for m, alike in enumerate(zip(country[moves.origin].tolist(), country[moves.target].tolist(), moves.channel.tolist(), strict=True)):
        if alike[2] >= Channel.VISA:
            groups.setdefault(alike, []).append(m)
    for alike_moves in groups.values():
        prior[alike_moves] = math.fsum(true[alike_moves]) / len(alike_moves)
    shape = (communities + 1, len(true))
    return Beliefs(
        caught=np.tile(prior * weight, (shape[0], 1)),
        passed=np.tile(weight - prior * weight, (shape[0], 1)),
        prior=prior,
        news_tries=np.zeros(shape, np.int64),
        news_caught=np.zeros(shape, np.int64),
        untold_tries=np.zeros(shape),
        untold_caught=np.zeros(shape),
    )


@rule
def learn(count: float, prior: float, kept: float, news: float) -> float:
    """A Beta count after a week: it decays toward its prior, and news adds to it: ``a0 + l (a - a0) + news``."""
    return prior + kept * (count - prior) + news


@rule
def weight_limit(caught: float, passed: float, limit: float) -> float:
    """Factor that keeps the sum of two counts within ``limit``."""
    total = caught + passed
    return 1.0 if total <= limit else limit / total


@rule
def believed(caught: float, passed: float) -> float:
    """The chance believed: the mean of the Beta distribution."""
    return caught / (caught + passed)


def guides_believe(beliefs: Beliefs) -> NDArray[np.float64]:
    """The chance of being caught that smugglers believe in, by move; shape (moves,)."""
    caught, passed = beliefs.caught[-1], beliefs.passed[-1]
    chance: NDArray[np.float64] = caught / (caught + passed)
    return chance


@rule
def hear_news(beliefs: Beliefs, kept: float, limit: float, weight: float, scale: float) -> None:
    """A week's news: every count decays toward its prior and takes in what is told.

    Below scale 1 a group stands for several, which would not all have gone in one week: part of what happened is told now, and of the rest as much next week.
    """
    told = min(1.0, scale)
    for c in range(beliefs.caught.shape[0]):
        for m in range(beliefs.caught.shape[1]):
            beliefs.untold_tries[c, m] += beliefs.news_tries[c, m]
            beliefs.untold_caught[c, m] += beliefs.news_caught[c, m]
            tries, caught = told * beliefs.untold_tries[c, m], told * beliefs.untold_caught[c, m]
            beliefs.untold_tries[c, m] -= tries
            beliefs.untold_caught[c, m] -= caught
            prior = beliefs.prior[m] * weight
            beliefs.caught[c, m] = learn(beliefs.caught[c, m], prior, kept, caught / scale)
            beliefs.passed[c, m] = learn(beliefs.passed[c, m], weight - prior, kept, (tries - caught) / scale)
            factor = weight_limit(beliefs.caught[c, m], beliefs.passed[c, m], limit)
            beliefs.caught[c, m] *= factor
            beliefs.passed[c, m] *= factor
            beliefs.news_tries[c, m] = 0
            beliefs.news_caught[c, m] = 0

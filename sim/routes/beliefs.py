"""Beliefs: what communities and smugglers think of the chance to be caught on a move.

Two memories learn from the same news. Rumours are counts of what was heard, forgotten within weeks. What stands is what was believed on average, over years:
it is believed where nothing was heard of late. So who stays away from a crossing that is watched more closely does not forget why within a season.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import WEEKS_A_YEAR
from sim.basis.rule import rule
from sim.basis.words import Channel
from sim.guards.detection import Checks
from sim.world.geography import Geography
from sim.world.parameters import Parameters


class Beliefs(NamedTuple):
    """Rows are communities and, last, the smugglers; columns are moves.

    ``caught`` and ``passed`` are what was heard of late, in groups of the full world (people, for those alone). ``standing`` is the chance that stands: it
    counts as ``weight`` groups heard of, and so much counts the news of a week at most. ``news_tries`` and ``news_caught`` were heard this week, in groups of
    this world.
    """

    caught: NDArray[np.float64]
    passed: NDArray[np.float64]
    standing: NDArray[np.float64]
    weight: float
    news_tries: NDArray[np.int64]
    news_caught: NDArray[np.int64]


class Memory(NamedTuple):
    """How news is remembered: ``kept`` is the share of rumours left after a week, ``lasting`` that of what stands."""

    kept: float
    lasting: float


def memory_of(parameters: Parameters) -> Memory:
    """How news is remembered in a world."""
    weeks = parameters.number("belief.half_life_weeks"), WEEKS_A_YEAR * parameters.number("belief.standing_years")
    return Memory(*(0.5 ** (1.0 / half_life) for half_life in weeks))


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
        caught=np.zeros(shape),
        passed=np.zeros(shape),
        standing=np.tile(prior, (shape[0], 1)),
        weight=weight,
        news_tries=np.zeros(shape, np.int64),
        news_caught=np.zeros(shape, np.int64),
    )


@rule
def learn(count: float, kept: float, news: float) -> float:
    """A count after a week: what is left of it and what was heard."""
    return kept * count + news


@rule
def heeded(tries: float, most: float) -> float:
    """Share of a week's news that is taken in: a thousand groups count no more than ``most``, so that beliefs turn in weeks however many pass."""
    return 1.0 if tries <= most else most / tries


@rule
def believed(caught: float, passed: float, standing: float, weight: float) -> float:
    """The chance believed: the mean of a Beta distribution whose prior is what stands, ``weight`` groups of it."""
    return (weight * standing + caught) / (weight + caught + passed)


@rule
def announce(believed_chance: float, before: float, after: float, share: float) -> float:
    """The chance believed once a change of the true one from ``before`` to ``after`` is announced and believed to a ``share``."""
    return min(1.0, max(0.0, believed_chance + share * (after - before)))


def hear_announcement(beliefs: Beliefs, before: NDArray[np.float64], after: NDArray[np.float64], share: float) -> None:
    """Everybody hears how the chance of being noticed changes, shape (moves,): what stands moves by a ``share`` of it, and so does what was heard of late."""
    b = beliefs
    for m in np.flatnonzero(before != after) if share > 0.0 else ():
        for c in range(len(b.standing)):
            b.standing[c, m] = announce(b.standing[c, m], before[m], after[m], share)
            heard = b.caught[c, m] + b.passed[c, m]
            if heard > 0.0:
                b.caught[c, m] = heard * announce(b.caught[c, m] / heard, before[m], after[m], share)
                b.passed[c, m] = heard - b.caught[c, m]


@rule
def settle(standing: float, belief: float, lasting: float) -> float:
    """What stands after a week: a step toward what is believed."""
    return standing + (1.0 - lasting) * (belief - standing)


def all_believed(beliefs: Beliefs) -> NDArray[np.float64]:
    """:func:`believed` by everybody of every move; shape (communities + 1, moves)."""
    chance: NDArray[np.float64] = (beliefs.weight * beliefs.standing + beliefs.caught) / (beliefs.weight + beliefs.caught + beliefs.passed)
    return chance


def guides_believe(beliefs: Beliefs) -> NDArray[np.float64]:
    """The chance of being caught that smugglers believe in, by move; shape (moves,)."""
    chance: NDArray[np.float64] = all_believed(beliefs)[-1]
    return chance


@rule
def hear_news(beliefs: Beliefs, memory: Memory, scale: float) -> None:
    """A week's news: rumours fade, what was heard is taken in, and what stands follows. A group stands for ``1 / scale`` of the full world."""
    b = beliefs
    for c in range(b.caught.shape[0]):
        for m in range(b.caught.shape[1]):
            tries, caught = b.news_tries[c, m], b.news_caught[c, m]
            share = heeded(tries / scale, b.weight) / scale
            b.caught[c, m] = learn(b.caught[c, m], memory.kept, share * caught)
            b.passed[c, m] = learn(b.passed[c, m], memory.kept, share * (tries - caught))
            belief = believed(b.caught[c, m], b.passed[c, m], b.standing[c, m], b.weight)
            b.standing[c, m] = settle(b.standing[c, m], belief, memory.lasting)
            b.news_tries[c, m] = 0
            b.news_caught[c, m] = 0

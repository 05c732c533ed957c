"""Sent out: people of whom a series says how many set out on a day, one after the other in the order of their numbers.

Agents stand for parties of many: whoever is next goes once as many people are owed. What is left over is kept for the days after, so that over some days as
many set out as the series says.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.clock import DAY, FOR_EVER
from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.basis.words import State
from sim.migrants.life.stage import Stage, stand
from sim.world.traits import Traits

SLACK = 1e-6
"""People who may be missing for a party to go: sums of decimal fractions fall short of whole numbers by less than this."""


@rule
def hour_of_departure(seed: np.uint64, key: np.uint64, day: int) -> int:
    """The hour of a day at which somebody sets out: one draw for life."""
    return day * DAY + math.floor(draws.uniform(seed, draws.CONSIDER, key, np.uint64(0)) * DAY)


@rule
def send_out(s: Stage, people: Rows, community: int, home: int, day: int, owed: float, row: int, end: int) -> tuple[float, int]:
    """Have the next of a community set out today, as far as people are ``owed``; returns how many are owed still, and who is next.

    They are the records from ``row`` up to ``end``, without those who live abroad already. With a ``home`` of 0 or more they are at home there from now on.
    """
    while row < end:
        p = people[row]
        if p.state != State.HOME or p.trip > 0 or p.returned >= 0:
            row += 1
            continue
        if p.people > owed + SLACK:
            break
        owed -= p.people
        if home >= 0:
            stand(s, p, -1)
            p.home = home
            p.place = s.traits.home_place[home]
            stand(s, p, 1)
        s.due[row] = hour_of_departure(s.seed, p.key, day)
        row += 1
    return owed, row


class SentOut:
    """The communities that series send out.

    ``next_row`` is who of each is next, up to ``end``; ``owed``, shape (communities, homes + 1), are people still to go.
    ``given`` tells whether there are any.
    """

    def __init__(self, people: Rows, due: NDArray[np.int32], traits: Traits) -> None:
        """Nobody is owed, and nobody of these communities thinks of leaving by themselves: fills ``due``, shape (people,)."""
        sent_out = traits.communities.sent_out
        self.given: bool = bool(sent_out.any())
        numbers = np.arange(len(sent_out))
        self.next_row: NDArray[np.int64] = np.searchsorted(people["community"], numbers).astype(np.int64)
        self.end: NDArray[np.int64] = np.searchsorted(people["community"], numbers, "right").astype(np.int64)
        self.owed: NDArray[np.float64] = np.zeros((len(sent_out), len(traits.home_place) + 1))
        if self.given:
            due[sent_out[people["community"]] & (people["state"] == State.HOME)] = FOR_EVER

"""Sent out: people of whom a series says how many depart on a day, one after the other in the order of their numbers.

Agents stand for parties of many: whoever is next goes once as many people are owed. What is left over is kept for the days after, so that over some days as
many depart as the series says.
"""

import math
from typing import NamedTuple

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
    """The hour of a day at which somebody departs: one draw for life."""
    return day * DAY + math.floor(draws.uniform(seed, draws.CONSIDER, key, np.uint64(0)) * DAY)


class Still(NamedTuple):
    """Who has still to go: ``next_row`` is who of each community is next, up to ``end``; ``owed``, shape (communities, homes + 1), are people owed."""

    next_row: NDArray[np.int64]
    end: NDArray[np.int64]
    owed: NDArray[np.float64]


@rule
def send_all(s: Stage, people: Rows, day: int, still: Still) -> None:
    """Have as many of every community depart today, from every home and last from wherever theirs is, as conditions say and as are owed from before."""
    homes = len(s.traits.home_place)
    for c in range(len(still.owed)):
        if s.traits.communities[c].sent_out:
            for h in range(homes + 1):
                still.owed[c, h] += s.conditions.departures[c, h] * s.conditions.habits.scale
                send_out(s, people, c, h, day, still)


@rule
def send_out(s: Stage, people: Rows, c: int, h: int, day: int, still: Still) -> None:
    """Have the next of a community depart, as far as people are owed from home ``h``, where they are at home from now on; behind the last home, from theirs.

    Who lives abroad already is passed over.
    """
    row, owed = still.next_row[c], still.owed[c, h]
    while row < still.end[c]:
        p = people[row]
        if p.state != State.HOME or p.trip > 0 or p.returned >= 0:
            row += 1
            continue
        if p.people > owed + SLACK:
            break
        owed -= p.people
        if h < len(s.traits.home_place):
            stand(s, p, -1)
            p.home = h
            p.place = s.traits.home_place[h]
            stand(s, p, 1)
        s.due[row] = hour_of_departure(s.seed, p.key, day)
        row += 1
    still.next_row[c], still.owed[c, h] = row, owed


class SentOut:
    """The communities that series send out: ``still`` says who has to go, ``given`` whether there are any."""

    def __init__(self, people: Rows, due: NDArray[np.int32], traits: Traits) -> None:
        """Nobody is owed, and nobody of these communities thinks of leaving by themselves: fills ``due``, shape (people,)."""
        sent_out = traits.communities.sent_out
        self.given: bool = bool(sent_out.any())
        bounds = [np.searchsorted(people["community"], np.arange(len(sent_out)), side).astype(np.int64) for side in ("left", "right")]
        self.still = Still(bounds[0], bounds[1], np.zeros((len(sent_out), len(traits.home_place) + 1)))
        if self.given:
            due[sent_out[people["community"]] & (people["state"] == State.HOME)] = FOR_EVER

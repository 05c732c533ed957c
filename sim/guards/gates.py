"""Gates: what lets people in at a checkpoint, so many a day by each channel, first come first served.

A gate is a post of the country entered and a channel on papers, or a transport of a government (:mod:`sim.guards.transports`). Places of a day that nobody
takes are lost, but for what a party of many at the head of the queue needs. Below scale 1, where somebody stands for several who would come on as many days,
places last until as many are kept as a day of the full world has: so that fewer queues come of few people alone.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY, FOR_EVER, WEEK
from sim.basis.rows import Row, Rows
from sim.basis.rule import rule
from sim.basis.waits import heard_wait, wait_of_week
from sim.basis.words import Channel
from sim.world.geography import Geography

CHANNELS = len(Channel)

GATE = np.dtype([("part", "f8"), ("come", "f8"), ("wait", "f8"), ("places", "i8"), ("wanted", "i8"), ("turned_away", "i8")], align=True)
"""What one gate has: ``places`` left, and a ``part`` of one that is still to come; ``wanted`` is how many the party at the head of the queue is, if its
places are not there yet (0: nobody waits). In the week, ``come`` are places that came and ``turned_away`` people who had to wait, tick by tick. ``wait`` is how
long one is said to wait (hours)."""

NO_DEPARTURE = -1
"""Seats of a transport in an hour in which it does not depart; the answer to who finds no seat."""


@rule
def until_departure(every: int) -> float:
    """Hours until the next of departures every so many hours, on average over the whole hours in which somebody can come."""
    return (every - 1) / 2.0


@rule
def outlast(per_day: float, wanted: int, scale: float) -> int:
    """How many places may outlast a day."""
    if per_day <= 0.0:
        return 0
    return max(wanted - 1, math.floor(per_day * max(0.0, 1.0 - scale)))


@rule
def open_gate(me: Row, per_day: float, days: float, scale: float, begins_day: bool) -> None:
    """Have the places of a tick of so many days, where people are let in ``per_day``; ``begins_day`` is whether it is the first of a day."""
    if begins_day:
        me.places = min(me.places, outlast(per_day, me.wanted, scale))
    me.wanted = 0
    new = per_day * days * scale
    me.come += new
    me.part += new
    whole = math.floor(me.part)
    me.part -= whole
    me.places += whole


@rule
def lets_in(me: Row, people: int) -> bool:
    """Whether the next in the queue, so many people, are let in now: all of them or none. Nobody overtakes a party that places are kept for."""
    if me.wanted == 0 and me.places >= people:
        me.places -= people
        return True
    if me.wanted == 0:
        me.wanted = people
    me.turned_away += people
    return False


@rule
def post_wait(me: Row, ticks: int, kept: float) -> None:
    """A week of so many ticks is over: have it said how long one waits, of which so much is ``kept`` for a week.

    Where nobody was let in, the wait is a week longer than was said.
    """
    longest = FOR_EVER if me.come > 0.0 else math.ceil(me.wait) + WEEK
    me.wait = heard_wait(me.wait, wait_of_week(me.turned_away / ticks, me.come, longest), kept)
    me.come = 0.0
    me.turned_away = 0


@rule
def gate_row(geography: Geography, move: int) -> int:
    """The number of the gate that a move passes, over all posts and channels; behind them stand those of transports."""
    transport = geography.moves.transport[move]
    if transport >= 0:
        of_transport: int = geography.transports.gate[transport]
        return of_transport
    row: int = geography.moves.entry[move] * CHANNELS + geography.moves.channel[move]
    return row


class Gates:
    """All gates. ``rows`` are records :data:`GATE`, by post and channel, then by transport.

    ``posted_wait``, shape (moves,), is how long one is said to wait (hours), with the mean wait for a departure where there is a timetable. ``bounded`` are
    the rows of those that let in only so many, as of today; ``free``, shape (transports, hours of a day), seats by hour of the tick.
    """

    def __init__(self, posts: int, geography: Geography) -> None:
        """Nobody has come yet."""
        self._posts = posts * CHANNELS
        self._transports = geography.transports
        self.rows: Rows = np.zeros(self._posts + len(self._transports), GATE).view(np.recarray)
        self.free = np.full((len(self._transports), DAY), NO_DEPARTURE, np.int64)
        self.posted_wait: NDArray[np.int64] = np.zeros(len(geography.moves), np.int64)
        self.bounded: NDArray[np.int64] = np.zeros(0, np.int64)
        entries = geography.moves.entry.astype(np.int64)
        self._moves = np.flatnonzero((entries >= 0) & (geography.moves.transport < 0))
        self._gate = (entries * CHANNELS + geography.moves.channel)[self._moves]
        self._checked: NDArray[np.bool_] = np.ones(len(self._moves), np.bool_)
        self._post()

    def take_in(self, throughput: NDArray[np.float64], checked: NDArray[np.bool_], seats: NDArray[np.float64]) -> None:
        """Take in what holds from today: ``throughput``, shape (posts, channels), whether moves are ``checked``, and ``seats``, shape (transports,).

        A gate that lets in all who come forgets its queue, and so does a transport that does not run.
        """
        bounds = throughput.reshape(-1)
        self.bounded = np.flatnonzero(bounds < np.inf)
        self.rows[: self._posts][bounds == np.inf] = np.zeros((), GATE)
        self.rows[self._posts :][seats <= 0.0] = np.zeros((), GATE)
        self._checked = checked[self._moves]
        self._post()

    def post_waits(self, ticks: int, kept: float) -> None:
        """A week of so many ticks is over: post how long one waits."""
        for row in [*self.bounded.tolist(), *range(self._posts, len(self.rows))]:
            post_wait(self.rows[row], ticks, kept)
        self._post()

    def _post(self) -> None:
        self.posted_wait[self._moves] = np.where(self._checked, np.floor(self.rows.wait[self._gate] + 0.5), 0)
        for transport in self._transports:
            self.posted_wait[transport.move] = math.floor(self.rows[transport.gate].wait + until_departure(transport.every) + 0.5)

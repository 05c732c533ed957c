"""Transports of governments: who gets a seat, on which departure, first come first served.

Who comes within a tick leaves with its next departure that has a seat for everybody of the party, or waits for the next tick: in a queue like that before a
checkpoint (:mod:`sim.guards.gates`), whose record keeps it. Seats that nobody takes leave empty, but for what a party of many at the head of the queue needs,
and below scale 1 as many as one departure of the full world has.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.guards.gates import NO_DEPARTURE, outlast


@rule
def open_departures(me: Row, free: NDArray[np.int64], seats: float, every: int, first: int, hour: int, hours: int, scale: float) -> None:
    """Have the departures of a tick of so many ``hours`` that begins at ``hour``: every so many hours, in hour ``first`` too, with so many seats each.

    ``free``, shape (24,), is filled: free seats by hour of the tick.
    """
    kept = -1
    for h in range(len(free)):
        free[h] = NO_DEPARTURE
        if h < hours and seats > 0.0 and (hour + h - first) % every == 0:
            if kept < 0:
                kept = min(me.places, outlast(seats, me.wanted, scale))
                me.places = kept
                me.wanted = 0
                free[h] = kept
            else:
                free[h] = 0
            new = seats * scale
            me.come += new
            me.part += new
            whole = math.floor(me.part)
            me.part -= whole
            me.places += whole
            free[h] += whole


@rule
def take_seats(me: Row, free: NDArray[np.int64], since: int, people: int) -> int:
    """Give a party its seats, all of them or none; the hour of the tick in which it leaves, :data:`NO_DEPARTURE` if it waits.

    ``since`` is the hour of the tick in which it comes. Of a party too large for what is left on one departure some ride ahead, and it counts as gone with the
    last of them. Nobody overtakes a party that seats are kept for. Who finds no departure any more does not lack a seat.
    """
    found = 0
    departs = False
    for h in range(since, len(free)):
        if free[h] != NO_DEPARTURE:
            departs = True
            found += free[h]
            if found >= people and me.wanted == 0:
                left = people
                for taken in range(since, h + 1):
                    if free[taken] > 0:
                        seats = min(left, free[taken])
                        free[taken] -= seats
                        left -= seats
                me.places -= people
                return h
    if me.wanted == 0 and found > 0:
        me.wanted = people
    if departs:
        me.turned_away += people
    return NO_DEPARTURE

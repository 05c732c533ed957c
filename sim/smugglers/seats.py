"""Seats: what a smuggler has to offer in a tick, and who takes how many of them, in groups.

How many guides there are and how often each departs does not depend on the scale of a world, and so neither does how many crossings they serve nor how long
people wait for one: scale multiplies the groups that depart together. Below 1 they are parts of a group, and those who come one by one share the group, and
its draws, until the next whole one has come together. An agent that stands for twenty people takes twenty seats, over as many groups as these fill.
"""

import math

from sim.basis.rows import Row
from sim.basis.rule import rule


@rule
def spare_seats(group_size: int, most: int, scale: float) -> int:
    """How many seats outlast a tick, all others are lost: of a part of a group what makes it whole, and what ``most`` people asked for at once.

    One person at the scale of the full world never needs a seat of yesterday: none is kept.
    """
    return max(0, math.floor(group_size * (1.0 - scale)), most - 1)


@rule
def offer(me: Row, is_open: bool, days: float, scale: float) -> None:
    """Depart with the groups that have come together in a tick of so many days, by the guides at work; who works a move that is closed has no seats.

    What is certain to be sold or lost in this tick counts as offered, what may be kept only when it is sold: so no more are ever sold than offered.
    """
    spare = spare_seats(me.group_size, me.most, scale)
    me.kept = min(me.kept + me.seats - me.used, spare)
    me.seats = 0
    me.used = 0
    me.credit += me.groups_per_day * me.guides * days
    groups = math.floor(me.credit)
    me.credit -= groups
    if groups == 0 or not is_open:
        return
    before = math.floor(me.part * me.group_size)
    me.part += groups * scale
    me.seats = me.kept + math.floor(me.part * me.group_size) - before
    me.kept = 0
    me.come += groups * scale * me.group_size
    me.offered += max(0, me.seats - spare)
    if me.part >= 1.0:
        me.part -= math.floor(me.part)
        me.aboard = 0


@rule
def has_room(me: Row, people: int) -> bool:
    """Whether there are seats for so many people; who has some remembers for how many he was asked."""
    left = me.seats - me.used
    if left > 0:
        me.most = max(me.most, people)
    return bool(left >= people)


@rule
def group_fill(group_size: int, waiting: int, scale: float) -> int:
    """How many make up a group: above scale 1 the people ``waiting`` for a move share the groups out, as those who wait in the full world fill fewer."""
    return group_size if scale <= 1.0 else min(group_size, math.ceil(waiting / scale))


@rule
def group_number(me: Row, scale: float) -> int:
    """The number in its tick of a group that the next client begins."""
    number: int = me.used // me.group_size if scale <= 1.0 else me.used
    return number


@rule
def joins_group(me: Row, fill: int) -> bool:
    """Whether the next client joins a group that has begun, and does not begin another, given how many make up a group."""
    return bool(0 < me.aboard < fill)


@rule
def board(me: Row, people: int, fill: int, scale: float) -> int:
    """Give seats to so many people; returns how many groups these begin."""
    counted = max(me.used, me.seats - spare_seats(me.group_size, me.most, scale))
    me.used += people
    me.sold += people
    me.offered += max(0, me.used - counted)
    beyond = people - (fill - me.aboard if joins_group(me, fill) else 0)
    if beyond <= 0:
        me.aboard += people
        return 0
    begun: int = (beyond - 1) // fill + 1
    me.aboard = beyond - (begun - 1) * fill
    return begun


@rule
def groups_lost(me: Row, joined: bool, begun: int, stopped: bool) -> int:
    """How many groups are caught with somebody who ``joined`` one or not and began others: each group once, with the first of it who is stopped."""
    lost = begun + (1 if joined and not me.group_caught else 0) if stopped else 0
    if stopped or begun > 0:
        me.group_caught = 1 if stopped else 0
    return lost

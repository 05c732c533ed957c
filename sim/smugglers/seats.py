"""Seats: what a smuggler has to offer in a tick, and who takes how many of them, in groups.

How many guides there are and how often each departs does not depend on the scale of a world, and so neither does how many crossings they serve nor how long
people wait for one: scale decides how many groups a departure stands for. Below 1 several departures are of one group: whoever comes meanwhile shares it, and
its draws, and the seats that nobody took are lost when the next group begins, as they are at every departure of the full world. An agent that stands for twenty
people takes twenty seats, over as many groups as these fill.
"""

import math

from sim.basis.rows import Row
from sim.basis.rule import rule


@rule
def held_back(most: int) -> int:
    """How many seats at most are kept for the next group, since ``most`` people asked for seats at once: one person never needs a seat of yesterday."""
    return max(0, most - 1)


@rule
def may_outlast(group_size: int, most: int, scale: float) -> int:
    """How many of the seats on offer may outlast a tick: those of a group that still comes together, and those that are held back."""
    return max(group_size if scale < 1.0 else 0, held_back(most))


@rule
def part_gathered(me: Row, scale: float, u: float) -> None:
    """Begin with part of a group come together, from one uniform draw, and its other seats still free; in the full world every departure is a group."""
    me.part = u if scale < 1.0 else 0.0
    me.kept = math.ceil(me.group_size * (1.0 - u)) if scale < 1.0 else 0


@rule
def offer(me: Row, is_open: bool, days: float, scale: float) -> None:
    """Depart with the groups that have come together in a tick of so many days, by the guides at work; who works a move that is closed has no seats.

    What is certain to be sold or lost in this tick counts as offered, what may be kept only when it is sold or lost: so no more are ever sold than offered.
    """
    left = min(me.kept + me.seats - me.used, may_outlast(me.group_size, me.most, scale))
    me.kept = left
    me.seats = 0
    me.used = 0
    me.credit += me.groups_per_day * me.guides * days
    departures = math.floor(me.credit)
    me.credit -= departures
    if departures == 0 or not is_open:
        return
    me.part += departures * scale
    groups = math.floor(me.part)
    me.part -= groups
    me.come += departures * scale * me.group_size
    me.kept = 0
    if groups > 0:
        held = min(left, held_back(me.most))
        me.offered += left - held
        left = held
        me.aboard = 0
    me.seats = left + groups * me.group_size
    me.offered += max(0, me.seats - may_outlast(me.group_size, me.most, scale))


@rule
def has_room(me: Row, people: int, scale: float) -> bool:
    """Whether there are seats for so many people; who has some remembers for how many he was asked.

    Below scale 1, where the next group is long in coming, people who are more than are left take seats of the groups to come: in the full world these would
    depart within days.
    """
    left = me.seats - me.used
    if left > 0:
        me.most = max(me.most, people)
    return bool(left >= people or (left > 0 and scale < 1.0))


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
    counted = max(me.used, me.seats - may_outlast(me.group_size, me.most, scale))
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

"""Seats: what a smuggler has to offer in a tick, and who takes how many of them, in groups.

An agent that stands for twenty people takes twenty seats, over as many groups as these fill. The number of guides does not depend on the scale of a world, and
so neither does how many crossings they serve: scale multiplies the groups that each leads, and each group stands for so many of the full world.
"""

import math

from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Status


@rule
def offer(me: Row, is_open: bool, days: float) -> None:
    """Offer whole groups, as many as have come together in a tick of so many days; who is out of work, or works a move that is closed, has no seats.

    Seats that were too few for somebody who asked for more are kept for the next tick; all others are lost.
    """
    works = me.status == Status.WORKING
    kept = me.seats - me.used if works and is_open and me.short else 0
    if works:
        me.credit += me.groups_per_day * days
    groups = math.floor(me.credit)
    me.credit -= groups
    fresh = groups * me.group_size if works and is_open else 0
    me.seats = kept + fresh
    me.offered += fresh
    me.used = 0
    me.short = 0
    me.group = -1


@rule
def has_room(me: Row, people: int) -> bool:
    """Whether there are seats for so many people; if some are left, but too few, they are kept."""
    left = me.seats - me.used
    if 0 < left < people:
        me.short = 1
    return bool(left >= people)


@rule
def joins_group(me: Row) -> bool:
    """Whether the next client joins a group that has begun, and does not begin another."""
    return bool(me.used // me.group_size == me.group)


@rule
def board(me: Row, people: int) -> int:
    """Give seats to so many people; returns how many groups these begin."""
    last = (me.used + people - 1) // me.group_size
    begun: int = last - me.group
    me.group = last
    me.used += people
    me.sold += people
    return begun


@rule
def groups_lost(me: Row, joined: bool, begun: int, stopped: bool) -> int:
    """How many groups are caught with somebody who ``joined`` one or not and began others: each group once, with the first of it who is stopped."""
    lost = begun + (1 if joined and not me.group_caught else 0) if stopped else 0
    if stopped or begun > 0:
        me.group_caught = 1 if stopped else 0
    return lost


@rule
def arrest_chance(chance: float, lost: int, scale: float) -> float:
    """Chance that a guide is arrested who lost so many groups: each stands for ``1 / scale`` of the full world, with a ``chance`` of its own."""
    groups = lost / scale
    if groups == 1.0 or chance <= 0.0:
        return chance
    if chance >= 1.0:
        return 1.0
    return -math.expm1(math.log1p(-chance) * groups)

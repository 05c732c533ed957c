"""Offer: the seats that a smuggler has in a tick."""

import math

from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Status


@rule
def offer(me: Row, is_open: bool, days: float) -> None:
    """Offer whole groups, as many as have come together in a tick of so many days; who is out of work, or works a move that is closed, has no seats."""
    works = me.status == Status.WORKING
    if works:
        me.credit += me.groups_per_day * days
    groups = math.floor(me.credit)
    me.credit -= groups
    me.seats = groups * me.group_size if works and is_open else 0
    me.offered += me.seats
    me.used = 0
    me.group = -1

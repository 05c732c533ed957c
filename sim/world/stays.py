"""Stays: where people stay on the way or at its end, for how long, and what beds there are.

A site is a place and a kind of stay: its rows share their beds. Those on the way stay at a place of registration, rest or reception; a camp is where people
live who have come to their destination.
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.basis.clock import DAY
from sim.basis.rows import Rows
from sim.basis.rule import rule
from sim.basis.words import StayKind
from sim.world.geography import Names
from sim.world.world import World

if TYPE_CHECKING:
    from sim.world.conditions import Conditions

SITE = np.dtype([("beds", "f8"), ("place", "i2"), ("camp", "i1")], align=True)
"""A site: its beds on a day (infinite: as many as are wanted), its place, and whether it is a camp."""

STAY = np.dtype(
    [("more_hours", "f8"), ("no_bed_cents", "i8"), ("low", "i4"), ("high", "i4"), ("ever", "i1"), ("open", "i1"), ("turns_away", "i1")], align=True
)
"""What a site is to a community: whether it takes them in on some day (``ever``) and on this one (``open``), the least and the most hours of a stay, and by how
many these are expected to be longer than the usual rest and transfer; whether who finds no bed is sent on, and what a night without one costs."""


def sites_of(world: World) -> tuple[tuple[str, StayKind], ...]:
    """The sites of a world in their order: place and kind."""
    return tuple(sorted({(stay.place, stay.kind) for stay in world.stays}))


def changes_on(world: World, today: date) -> bool:
    """Whether a row of the world begins or ends on a date."""
    return any(today in (stay.first, stay.end) for stay in world.stays)


def stays_on(world: World, atlas: Names, day: int, transfer_hours: int) -> tuple[Rows, Rows]:
    """The sites on a day of the run, records :data:`SITE`, and what they are to communities, records :data:`STAY`, shape (sites, communities)."""
    names, today = sites_of(world), world.start + timedelta(days=day)
    community = {one.name: c for c, one in enumerate(world.communities)}
    sites, stays = np.zeros(len(names), SITE).view(np.recarray), np.zeros((len(names), len(community)), STAY).view(np.recarray)
    for n, (place, kind) in enumerate(names):
        here = [stay for stay in world.stays if (stay.place, stay.kind) == (place, kind)]
        beds = [stay.beds * world.scale for stay in here if stay.beds is not None and stay.open_on(today)]
        total = 0.0
        for number in beds:
            total += number
        sites["beds"][n], sites["place"][n], sites["camp"][n] = total if beds else np.inf, atlas.places.index(place), kind is StayKind.CAMP
        for stay in here:
            for c in (community[name] for name in stay.communities):
                stays["ever"][n, c] = True
                if stay.open_on(today):
                    low, high = round(stay.days * DAY), round(max(stay.days, stay.days_most) * DAY)
                    more = expected_beyond(low, high, transfer_hours)
                    stays[n, c] = (more, round(stay.no_bed_usd * 100), low, high, True, True, stay.turns_away)
    return sites, stays


def expected_beyond(low: int, high: int, usual: int) -> float:
    """Hours by which a stay of ``low`` to ``high`` whole hours, all as likely, is expected to be longer than the ``usual`` ones."""
    beyond = 0
    for hours in range(low, high + 1):
        beyond += max(0, hours - usual)
    return beyond / (high - low + 1)


@rule
def hours_of_stay(low: int, high: int, u: float) -> int:
    """Hours of a stay by a uniform draw: whole ones from ``low`` to ``high``, all as likely."""
    return low + int(u * (high - low + 1))


@rule
def site_at(conditions: "Conditions", place: int, community: int, camp: bool) -> int:
    """The site at a place that takes in people of a community today, -1 if none does: a camp, or one for those on the way."""
    for n in range(len(conditions.sites)):
        if conditions.sites.place[n] == place and (conditions.sites.camp[n] != 0) == camp and conditions.stays.open[n, community]:
            return n
    return -1


@rule
def heard_share(share: float, came: int, turned_away: int, kept: float) -> float:
    """The share of those who come that is said to be taken in: that of the week and, of which so much is ``kept``, what was said before."""
    if came == 0:
        return share
    of_week = 1.0 - turned_away / came
    return of_week + kept * (share - of_week)

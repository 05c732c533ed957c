"""Lodging: coming to a site and leaving it (:mod:`sim.world.stays`)."""

from sim.basis import draws
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.books.tally import Stays
from sim.migrants.life.stage import NOBODY, Stage, own_draw
from sim.world.stays import hours_of_stay, site_at


@rule
def enter_site(s: Stage, p: Row, site: int) -> None:
    """Be taken in at a site; who has a bed is seen in the evening."""
    p.site = site
    p.bed = 0
    s.tally.stays[site, p.community, Stays.CAME] += p.people


@rule
def leave_site(s: Stage, p: Row, how: int) -> None:
    """Stay at no site any more, if one did; ``how`` is one of :class:`~sim.books.tally.Stays`."""
    if p.site >= 0:
        s.tally.stays[p.site, p.community, how] += p.people
        p.site = NOBODY
        p.bed = 0


@rule
def stay_on_the_way(s: Stage, p: Row, i: int, now: int) -> None:
    """Be taken in where one has just come to, if those on the way stay there, and go on when the stay is over, or when one would have without it."""
    site = site_at(s.conditions, p.place, p.community, False)
    if site < 0:
        return
    enter_site(s, p, site)
    stays = s.conditions.stays
    hours = hours_of_stay(stays.low[site, p.community], stays.high[site, p.community], own_draw(s, p, draws.DWELL, now))
    s.due[i] = max(s.due[i], now + hours)

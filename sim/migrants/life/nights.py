"""Nights at sites: who has a bed, what a night without one is like, and who has to go."""

from sim.basis.clock import DAY
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Stays
from sim.migrants.life.endings import go_missing, settle
from sim.migrants.life.lodging import leave_site
from sim.migrants.life.stage import NOBODY, Stage, note, post
from sim.migrants.life.staying import stay


@rule
def spend_night(s: Stage, p: Row, i: int, now: int) -> bool:
    """Spend the night at one's site, now that it is known who has a bed; true if one was turned away for want of one.

    Who has waited to be taken in at a camp is at the destination with a bed. Without one, some have to go; the others pay what such a night costs, as far as
    they can, and may go missing as those do who are stranded.
    """
    site, community = p.site, p.community
    stays = s.conditions.stays
    if p.bed:
        if p.state == State.HUB and s.conditions.sites.camp[site]:
            note(s, p, i, now, Event.ARRIVED, p.place, p.move, p.spent)
            settle(s, p, i, now)
    elif stays.turns_away[site, community]:
        send_out(s, p, i, now, Stays.TURNED_AWAY, now + 1)
        return True
    else:
        cents = min(p.funds, stays.no_bed_cents[site, community])
        p.funds -= cents
        post(s, p, Purpose.LODGING, cents)
        if go_missing(s, p, i, now, DAY):
            return False
    s.tally.stays[site, community, Stays.IN_BEDS if p.bed else Stays.WITHOUT_BED] += p.people
    return False


@rule
def send_out(s: Stage, p: Row, i: int, now: int, how: int, due: int) -> None:
    """Have to leave a site: who is on the way plans again, who lived there looks for another destination, at the hour ``due``."""
    if p.state == State.ASSISTED:  # they wait for help home elsewhere in the place
        leave_site(s, p, how)
        return
    if p.state == State.SETTLED:
        if stay(s, p, i, now):
            return
        p.until = 0
        if p.klass < 0:
            p.klass = class_here(s, p)
    leave_site(s, p, how)
    p.state = State.HUB
    p.since = now
    p.planned = p.steps
    s.due[i] = due


@rule
def class_here(s: Stage, p: Row) -> int:
    """The class of those like somebody who are bound for where they are: for who lived there when the run began."""
    classes = s.routes.classes
    a, b = s.routes.first[p.community, p.guided, p.permit], s.routes.last[p.community, p.guided, p.permit]
    for k in range(a, b):
        if classes.destination[k] == p.place:
            return int(k)
    return NOBODY

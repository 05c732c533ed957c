"""One migrant's life, hour by hour: which rule is asked when, and what its answer changes.

Every function of this package takes the stage (all that is around), the person's record ``p`` and its row ``i``, and the hour. Decisions are the
rules' of :mod:`sim.migrants.rules`; here they are applied, paid for and counted, and the hour is set at which the person is next due.
"""

from sim.basis.clock import FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import State
from sim.books.tally import Stays
from sim.migrants.life.custody import leave_custody
from sim.migrants.life.endings import come_home, go_missing
from sim.migrants.life.home import consider
from sim.migrants.life.hub import decide
from sim.migrants.life.journey import arrive
from sim.migrants.life.lodging import leave_site
from sim.migrants.life.stage import Stage
from sim.migrants.life.staying import settle_on, stay


@rule
def live(s: Stage, p: Row, i: int, end: int) -> bool:
    """Live through a tick that ends at hour ``end``; true if the person now waits for a guide, or for their turn at a crossing."""
    while s.due[i] < end:
        now = s.due[i]
        state = p.state
        if state == State.HOME:
            consider(s, p, i, now)
        elif state == State.MOVING:
            arrive(s, p, i, now)
        elif state in (State.HUB, State.STRANDED):
            hours = now - p.checked
            if not stay(s, p, i, now):
                if p.site >= 0:
                    leave_site(s, p, Stays.LEFT)
                    p.since = now
                if decide(s, p, i, now, hours):
                    return True
        elif state == State.DETAINED:
            leave_custody(s, p, i, now)
        elif state == State.SETTLED:
            if not stay(s, p, i, now):
                settle_on(s, p, i, now)
        elif state == State.RETURNING:
            come_home(s, p, i, now)
        elif state == State.ASSISTED:
            if not stay(s, p, i, now) and not go_missing(s, p, i, now, s.conditions.habits.wait_hours):
                s.due[i] = now + s.conditions.habits.wait_hours
        else:
            s.due[i] = FOR_EVER
    return False

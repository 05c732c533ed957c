"""Custody: how it begins, how it is escaped by a fine, and how it ends."""


from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import After, Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Stays
from sim.migrants.life.endings import come_to_destination, head_home
from sim.migrants.life.lodging import enter_site, leave_site
from sim.migrants.life.office import apply_for_help, is_referred
from sim.migrants.life.stage import NOBODY, Stage, country_of, is_own, note, own_draw, post
from sim.migrants.rules.aftermath import after_custody, expelled_unpaid, fined_at_once
from sim.migrants.rules.stay import earned
from sim.world.by_crossing import after_decision, custody_hours, put_back_share
from sim.world.rules_of_entry import NO_RULE
from sim.world.stays import site_at


@rule
def face_police(s: Stage, p: Row, i: int, now: int, place: int) -> bool:
    """Be found inside a country without a right to be there: fined and let go, or taken into custody (true)."""
    c = s.conditions.countries
    country = country_of(s, place)
    fine = c.fine_cents[country]
    if not fined_at_once(own_draw(s, p, draws.FINED, now), c.fined_share[country], p.passport != 0, p.funds, fine):
        enter_custody(s, p, i, now, place, place, NOBODY, NO_RULE)
        return True
    p.funds -= fine
    post(s, p, Purpose.FINE, fine)
    note(s, p, i, now, Event.FINED_AT_ONCE, place, NOBODY, fine)
    return False


@rule
def enter_custody(s: Stage, p: Row, i: int, now: int, place: int, back: int, at: int, decision: int) -> None:
    """Be held at a place; what follows is drawn now and takes effect at the end.

    ``at`` is the post that caught one (:data:`NOBODY`: inside the country), and ``decision`` what a rule of entry says of whom it catches.
    """
    country = country_of(s, place)
    c = s.conditions.countries
    leave_site(s, p, Stays.GONE)
    p.place = place
    p.back = back
    p.state = State.DETAINED
    p.since = now
    p.queued = NOBODY
    p.planned = p.steps
    released, put_back = after_decision(decision, c.release_share[country], put_back_share(s.conditions, country, at))
    p.after = after_custody(own_draw(s, p, draws.AFTERMATH, now), released, put_back, is_own(s, p, country), at < 0)
    hours = max(1, custody_hours(s.conditions, country, at, decision))
    note(s, p, i, now, Event.DETAINED, place, NOBODY, hours)
    post(s, p, Purpose.CUSTODY, earned(c.custody_cents[country], hours))
    s.due[i] = now + hours


@rule
def leave_custody(s: Stage, p: Row, i: int, now: int) -> None:
    """Be fined and set free, put back across the border, handed to the office of assisted return, or deported."""
    place = p.place
    country = country_of(s, place)
    c = s.conditions.countries
    own = is_own(s, p, country)
    if not own and expelled_unpaid(p.after, p.funds, c.fine_cents[country]):
        p.after = After.DEPORTED
    p.failures += 1
    p.checked = now
    if p.after == After.DEPORTED and is_referred(s, p, now):
        p.lawful_until = min(p.lawful_until, now)
        apply_for_help(s, p, i, now)
        return
    if p.after == After.DEPORTED:
        post(s, p, Purpose.DEPORTATION, c.deport_cents[country])
        note(s, p, i, now, Event.DEPORTED, place, NOBODY, 0)
        head_home(s, p, i, now, Event.DEPORTED)
        return
    if p.after == After.PUSHED_BACK:
        note(s, p, i, now, Event.PUSHED_BACK, place, NOBODY, 0)
        p.place = p.back
    else:
        note(s, p, i, now, Event.RELEASED, place, NOBODY, 0)
        if not own and c.fine_cents[country] > 0:
            p.funds -= c.fine_cents[country]
            post(s, p, Purpose.FINE, c.fine_cents[country])
            note(s, p, i, now, Event.FINED, place, NOBODY, c.fine_cents[country])
    p.since = now
    if is_own(s, p, country_of(s, p.place)):
        p.lawful_until = FOR_EVER
    else:
        p.lawful_until = min(p.lawful_until, now)
    if p.klass >= 0 and p.place != s.routes.classes.destination[p.klass]:
        p.state = State.HUB
    elif p.until > 0:
        p.state = State.SETTLED
        s.due[i] = now + s.conditions.habits.settled_review_hours
        camp = site_at(s.conditions, p.place, p.community, True)
        if camp >= 0:
            enter_site(s, p, camp)
    else:
        come_to_destination(s, p, i, now)

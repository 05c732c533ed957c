"""Endings: how a trip ends: at the destination, by one's own will or not: the way home, death, going missing."""

import numpy as np

from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Contract, Entry, Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Stays
from sim.migrants.life.lodging import enter_site, leave_site
from sim.migrants.life.stage import NOBODY, Stage, country_of, note, note_for, own_draw, post, post_for
from sim.migrants.rules.return_home import length_of_stay
from sim.world.stays import site_at


@rule
def end_package(s: Stage, p: Row, arrived: bool) -> None:
    """Be no organiser's client any more: a third party pays out on arrival and pays back otherwise; what was paid in advance stays with the organiser."""
    close_package(s, p, arrived, p.people)
    p.package = 0
    p.prepaid = 0
    p.organiser = NOBODY


@rule
def close_package(s: Stage, p: Row, arrived: bool, people: int) -> None:
    """Settle what is between an organiser and so many people of a record: what a third party holds of theirs, and their places in his queue."""
    if p.package > 0 and p.contract == Contract.ESCROW:
        post_for(s, p, Purpose.ESCROW_RELEASED if arrived else Purpose.ESCROW_RETURNED, p.package, people)
    if p.organiser >= 0 and not p.sent:
        s.organisers[p.organiser].waiting -= people


@rule
def lose_organiser(s: Stage, p: Row) -> None:
    """Be without an organiser from now on, and without what he was paid in advance.

    Who was led does not know the way: until the trip ends, people pass hidden only with a guide of their own choice.
    """
    p.guided = False
    p.planned = p.steps
    end_package(s, p, False)


@rule
def come_to_destination(s: Stage, p: Row, i: int, now: int) -> None:
    """Be at the destination: arrive and settle; where one lives in a camp, be taken in, or stand before it if it is closed or full.

    A camp that turns people away decides in the evening whether there is a bed.
    """
    if s.routes.classes.shut[p.klass]:
        p.state = State.HUB
        s.due[i] = now + s.conditions.habits.transfer_hours
        return
    camp = site_at(s.conditions, p.place, p.community, True)
    if camp >= 0:
        enter_site(s, p, camp)
        p.since = now
        if s.conditions.stays.turns_away[camp, p.community] and s.conditions.sites.beds[camp] < np.inf:
            p.state = State.HUB
            p.queued = NOBODY
            s.due[i] = FOR_EVER
            return
    note(s, p, i, now, Event.ARRIVED, p.place, p.move, p.spent)
    settle(s, p, i, now)


@rule
def settle(s: Stage, p: Row, i: int, now: int) -> None:
    """Settle at the destination: the third party pays the organiser, some claim asylum, and the length of the stay is drawn."""
    c = s.conditions
    k = c.communities
    country = country_of(s, p.place)
    end_package(s, p, True)
    p.state = State.SETTLED
    p.until = now + length_of_stay(s.seed, p.key, p.trip, k.stay_hours[p.community], k.stay_spread[p.community])
    if c.visas.entry[p.community, country] != Entry.OWN and own_draw(s, p, draws.ASYLUM, now) < k.asylum[p.community]:
        note(s, p, i, now, Event.CLAIMED_ASYLUM, p.place, NOBODY, 0)
        granted = own_draw(s, p, draws.GRANTED, now) < c.countries.asylum_granted[country]
        p.lawful_until = FOR_EVER if granted else max(p.lawful_until, now + c.countries.asylum_hours[country])
    s.due[i] = max(now + 1, min(p.until, now + c.habits.settled_review_hours))


@rule
def lose_members(s: Stage, p: Row, i: int, state: int, lost: int) -> bool:
    """So many of a party die or disappear: their purses go to their families, the organiser's account is closed for them; whether that was everybody.

    The others go on: it is for them that the record stands from now on.
    """
    if lost >= p.people:
        leave_for_good(s, p, i, state)
        return True
    close_package(s, p, False, lost)
    if p.site >= 0:
        s.tally.stays[p.site, p.community, Stays.GONE] += lost
    post_for(s, p, Purpose.INHERITANCE, p.funds, lost)
    s.tally.stocks[country_of(s, p.place), p.community, state] += lost
    p.people -= lost
    return False


@rule
def leave_for_good(s: Stage, p: Row, i: int, state: int) -> None:
    """The last of a party die or disappear: the purse goes to the family, the organiser's account is closed."""
    end_package(s, p, False)
    leave_site(s, p, Stays.GONE)
    left = p.funds
    p.funds = 0
    post(s, p, Purpose.INHERITANCE, left)
    p.state = state
    p.queued = NOBODY
    s.due[i] = FOR_EVER


@rule
def go_missing(s: Stage, p: Row, i: int, now: int, hours: int) -> bool:
    """Whether all who are left of a party that has waited so many hours go missing for good; some of them may, and the others wait on."""
    hazard = s.conditions.countries.disappearance[country_of(s, p.place)]
    lost = draws.struck_within(own_draw(s, p, draws.DISAPPEARANCE, now), hazard, hours, p.people)
    if lost == 0:
        return False
    note_for(s, p, i, now, Event.DISAPPEARED, p.place, NOBODY, 0, lost)
    return lose_members(s, p, i, State.DISAPPEARED, lost)


@rule
def go_home(s: Stage, p: Row, i: int, now: int, event: int) -> bool:
    """Depart for home at one's own cost; false if the fare cannot be paid."""
    fare = s.conditions.home_cents[p.home, p.place]
    if p.funds < fare:
        return False
    p.funds -= fare
    p.spent += fare
    post(s, p, Purpose.FARE, fare)
    note(s, p, i, now, event, p.place, NOBODY, fare)
    head_home(s, p, i, now, event)
    return True


@rule
def head_home(s: Stage, p: Row, i: int, now: int, event: int) -> None:
    """Be under way home, whoever pays; ``event`` is what began it."""
    p.returned = event
    end_package(s, p, False)
    leave_site(s, p, Stays.GONE)
    p.state = State.RETURNING
    p.since = now
    p.queued = NOBODY
    s.due[i] = now + max(1, s.geography.home_hours[p.home, p.place])


@rule
def come_home(s: Stage, p: Row, i: int, now: int) -> None:
    """Arrive at home; what is left in the purse goes to the household."""
    left = p.funds
    p.funds = 0
    post(s, p, Purpose.REMITTANCE, left)
    p.place = s.traits.home_place[p.home]
    p.state = State.HOME
    p.klass = NOBODY
    p.since = now
    p.lawful_until = FOR_EVER
    note(s, p, i, now, Event.HOME_AGAIN, p.place, NOBODY, left)
    s.due[i] = now + max(1, s.conditions.communities.home_hours[p.community])

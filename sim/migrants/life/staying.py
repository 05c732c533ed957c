"""Staying: the hours spent at a place, and life at the destination."""


from sim.basis import draws
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Event, State
from sim.books.ledger import Purpose
from sim.migrants.life.custody import face_police
from sim.migrants.life.endings import go_home
from sim.migrants.life.office import apply_for_help, weigh_as_settled
from sim.migrants.life.stage import NOBODY, Stage, country_of, is_settled, note, own_draw, post
from sim.migrants.rules.ask_for_help import BE_HELPED, GO_ALONE, STAY
from sim.migrants.rules.stay import detected, earned, extorted
from sim.world.papers import lapses, unlawful_hours


@rule
def stay(s: Stage, p: Row, i: int, now: int) -> bool:
    """Live through the hours since last looked at; true if they ended in custody."""
    hours = now - p.checked
    if hours <= 0:
        return False
    place = p.place
    country = country_of(s, place)
    c = s.conditions.countries
    k = s.conditions.communities
    settled = p.state == State.SETTLED or (p.state == State.ASSISTED and is_settled(p) != 0)  # who asked for help at the destination still lives there
    # A wage is given per month of thirty days.
    pay_cents = earned(c.wage_cents[country], hours) // 30 if settled else earned(c.work_cents[country], hours)
    p.funds += pay_cents
    post(s, p, Purpose.WAGES, pay_cents)
    lodging = min(p.funds, earned(c.living_cents[country], hours))
    p.funds -= lodging
    post(s, p, Purpose.LODGING, lodging)
    if settled:
        back = min(p.funds, p.debt)
        p.funds -= back
        p.debt -= back
        post(s, p, Purpose.REPAYMENT, back)
    elif draws.befalls(own_draw(s, p, draws.SENT, now), k.sent[p.community], hours):
        p.funds += k.sent_cents[p.community]
        post(s, p, Purpose.SENT, k.sent_cents[p.community])
    if lapses(p.lawful_until, p.checked, now):
        note(s, p, i, now, Event.LAPSED, place, NOBODY, 0)
    unlawful = unlawful_hours(p.lawful_until, p.checked, now)
    before = max(0, p.checked - p.lawful_until)
    p.checked = now
    if unlawful <= 0:
        return False
    if extorted(own_draw(s, p, draws.EXTORTION, now), c.extortion[country], unlawful, before, c.extortion_after_hours[country]):
        taken = min(p.funds, c.extortion_cents[country])
        p.funds -= taken
        post(s, p, Purpose.EXTORTION, taken)
        note(s, p, i, now, Event.EXTORTED, place, NOBODY, taken)
    if detected(own_draw(s, p, draws.INLAND, now), c.inland_detection[country], unlawful):
        note(s, p, i, now, Event.DETECTED_INLAND, place, NOBODY, 0)
        return face_police(s, p, i, now, place)
    return False


@rule
def settle_on(s: Stage, p: Row, i: int, now: int) -> None:
    """Go on living at the destination, or go home when the stay is over; who has no right to be there weighs it at every look."""
    over = now >= p.until
    decided = weigh_as_settled(s, p, now) if now > p.lawful_until else GO_ALONE if over else STAY
    if decided == BE_HELPED:
        apply_for_help(s, p, i, now)
        return
    if decided == GO_ALONE and go_home(s, p, i, now, Event.RETURNED):
        return
    if over:
        p.until = now + s.conditions.habits.settled_review_hours
    s.due[i] = max(now + 1, min(p.until, now + s.conditions.habits.settled_review_hours))

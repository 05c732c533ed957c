"""The office: asking to be helped home, and waiting for one's turn."""

from sim.basis import draws
from sim.basis.clock import DAY, FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Event, State
from sim.migrants.life.planning import a_day_of_waiting, bears
from sim.migrants.life.stage import NOBODY, Stage, country_of, is_own, is_settled, note, own_draw
from sim.migrants.rules.ask_for_help import dares_to_ask, expected_wait, hour_of_staying, weigh_return
from sim.migrants.rules.return_home import waiting_cents


@rule
def wait_at_office(s: Stage, p: Row) -> int:
    """Hours until it would be somebody's turn at the office of the country where they are, as the queue is known."""
    country = country_of(s, p.place)
    a_month = s.conditions.countries.avr_per_month[country] * s.conditions.habits.scale
    ahead = s.offices.waiting[country, 0] + is_settled(p) * s.offices.waiting[country, 1]
    return int(expected_wait(ahead, s.offices.unused[country], p.people, a_month))


@rule
def apply_for_help(s: Stage, p: Row, i: int, now: int) -> None:
    """Ask to be helped home, and wait for one's turn."""
    p.state = State.ASSISTED
    p.since = now
    p.queued = NOBODY
    note(s, p, i, now, Event.APPLIED_AVR, p.place, NOBODY, 0)
    s.due[i] = now + s.conditions.habits.wait_hours


@rule
def wait_if_asked(s: Stage, p: Row) -> int:
    """Hours until it would be the turn of somebody who dares to ask; for ever for everybody else, and for everybody in their own country."""
    country = country_of(s, p.place)
    if is_own(s, p, country) or not dares_to_ask(s.seed, p.key, p.trip, s.conditions.countries.avr_known[country]):
        return FOR_EVER
    return wait_at_office(s, p)


@rule
def weigh_as_stranded(s: Stage, p: Row, now: int) -> int:
    """What somebody stranded decides (as :func:`~sim.migrants.rules.ask_for_help.weigh_return`)."""
    patient = bears(s, p, p.trip)
    rest = max(0, patient - (now - p.since))
    return weigh_return(wait_if_asked(s, p), patient, rest, 0.0, a_day_of_waiting(s, p) / DAY, s.conditions.home_cents[p.home, p.place], p.funds)


@rule
def weigh_as_settled(s: Stage, p: Row, now: int) -> int:
    """What somebody decides who lives at the destination without a right to (as :func:`~sim.migrants.rules.ask_for_help.weigh_return`)."""
    c = s.conditions.countries
    country = country_of(s, p.place)
    home = s.traits.communities.nationality[p.community]
    idle = waiting_cents(0, 0, s.worth.time_share, c.wage_cents[home]) / DAY
    found = c.fine_cents[country] + c.detention_hours[country] * idle
    stays = hour_of_staying(c.wage_cents[country], c.inland_detection[country], found)
    rest = max(0, p.until - now)
    return weigh_return(wait_if_asked(s, p), bears(s, p, p.trip), rest, stays, idle, s.conditions.home_cents[p.home, p.place], p.funds)


@rule
def is_referred(s: Stage, p: Row, now: int) -> bool:
    """Whether somebody who is to be deported is handed to the office instead: one of a share, and while a place comes free within the time of custody."""
    c = s.conditions.countries
    country = country_of(s, p.place)
    return bool(own_draw(s, p, draws.REFERRAL, now) < c.avr_referral[country] and wait_at_office(s, p) <= max(1, c.detention_hours[country]))

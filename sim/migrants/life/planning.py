"""Planning on the stage: the next move that somebody means to make, and how long they would bear to wait for one."""

import math

from sim.basis.clock import HOURS_A_MONTH
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Channel, State
from sim.guards.gates import gate_row
from sim.migrants.life.stage import NOBODY, Stage, country_of, leave_queue
from sim.migrants.rules.depart import funds_at_departure
from sim.migrants.rules.plan import make_plan, stands
from sim.migrants.rules.return_home import patience, waiting_cents


@rule
def next_move(s: Stage, p: Row, now: int) -> int:
    """The next move of the plan, made again where it no longer stands; :data:`NOBODY` if there is no way.

    Who takes another way than their organiser's, because there is none by his hub any more, does not wait there for their turn.
    """
    own = s.traits.communities.nationality[p.community]
    if stands(s.seed, p, own, s.geography, s.conditions, s.routes, now):
        return int(p.itinerary[p.steps])
    s.search.stood[0] = worth_of_turn(s, p, now)
    if not make_plan(s.seed, p, own, s.geography, s.conditions, s.routes, s.ways, now, s.search):
        return NOBODY
    if p.organiser >= 0 and p.state != State.HOME and p.stop >= s.ways.stops[p.way] and not at_hub(s, p):
        leave_queue(s, p)
    return int(p.itinerary[p.steps])


@rule
def stands_at_gate(s: Stage, p: Row) -> bool:
    """Whether somebody stands in the queue of a crossing that lets in only so many."""
    return bool(p.queued >= 0 and p.move >= 0 and s.geography.moves.channel[p.move] != Channel.GUIDED)


@rule
def worth_of_turn(s: Stage, p: Row, now: int) -> int:
    """What the time is worth that somebody has stood in such a queue, as far as it was said to take (cents)."""
    if not stands_at_gate(s, p):
        return 0
    hours = min(float(now - p.queued), s.gates[gate_row(s.geography, p.move)].wait)
    wage = s.conditions.countries.wage_cents[s.routes.classes.valued[p.klass]]
    cents: int = math.floor(hours * s.worth.time_share * wage / HOURS_A_MONTH)
    return cents


@rule
def look_round(s: Stage, p: Row, now: int, hours: int) -> None:
    """Plan again every so often while one stands in the queue of a crossing: another way may be better by now. ``hours`` is since one last thought of it.

    Who is led stays where their organiser sends them; who finds no way at all stays too.
    """
    wait = s.conditions.habits.wait_hours
    waited = now - p.queued
    if p.organiser >= 0 or waited // wait == (waited - hours) // wait:
        return
    planned = p.planned
    p.planned = p.steps
    if next_move(s, p, now) < 0:
        p.planned = planned


@rule
def at_hub(s: Stage, p: Row) -> bool:
    """Whether somebody is at the last place of their organiser's way, from which he sends people off."""
    stops = s.ways.stops[p.way]
    return bool(stops > 0 and p.place == s.ways.places[p.way, stops - 1])


@rule
def a_day_of_waiting(s: Stage, p: Row) -> float:
    """What a day of waiting costs somebody where they are (cents)."""
    c = s.conditions.countries
    country = country_of(s, p.place)
    home = s.traits.communities.nationality[p.community]
    return waiting_cents(c.living_cents[country], c.work_cents[country], s.worth.time_share, c.wage_cents[home])


@rule
def bears(s: Stage, p: Row, trip: int) -> int:
    """Hours that somebody bears to wait where they are on a trip: to give it up costs a share of what was brought."""
    k = s.conditions.communities
    brought = funds_at_departure(s.seed, p.key, trip, k.funds_cents[p.community], k.funds_spread[p.community])
    return patience(s.worth.giving_up_share * brought, a_day_of_waiting(s, p))

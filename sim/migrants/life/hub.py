"""At a hub: looking for the next move, and what becomes of those who find none."""

import numpy as np

from sim.basis import draws
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Channel, Event, State
from sim.migrants.enrol import holds_permit
from sim.migrants.life.custody import enter_custody
from sim.migrants.life.endings import go_home, go_missing, lose_organiser, settle
from sim.migrants.life.journey import attempt
from sim.migrants.life.stage import NOBODY, Stage, country_of, is_own, note, own_draw
from sim.migrants.record import ITINERARY_LENGTH
from sim.migrants.rules.choose_move import choose_move
from sim.migrants.rules.depart import best_destination
from sim.migrants.rules.onward import finds_way_on, needs_way_on
from sim.migrants.rules.return_home import can_apply, gives_up, patience
from sim.migrants.rules.stay import stranded
from sim.routes.eagerness import value_at
from sim.routes.values import UNREACHABLE
from sim.smugglers.contract import border_paid
from sim.world.fares import ride_ratio_of


@rule
def decide(s: Stage, p: Row, i: int, now: int) -> bool:
    """Look for the next move and make it; true if it needs a guide. A guide who has had no seat for long enough is no way on."""
    if p.state == State.STRANDED and leave_limbo(s, p, i, now):
        return False
    c = s.conditions
    if gives_up(p.failures, c.communities.failures[p.community]) or p.steps >= ITINERARY_LENGTH:
        give_up(s, p, i, now)
        return False
    if s.routes.cheapest[p.klass, p.turns, p.place] >= UNREACHABLE and look_elsewhere(s, p, i, now):
        return False
    move = best_move(s, p, now)
    if move >= 0 and gets_on(s, p, move, now):
        p.move = move
        if s.geography.moves.channel[move] != Channel.GUIDED:
            attempt(s, p, i, now, move, p.key, np.uint64(p.attempts), 0)
            return False
        if p.queued < 0:
            p.queued = now
        if now - p.queued < max(1, c.habits.stranded_hours):
            return True
    p.queued = NOBODY
    find_no_move(s, p, i, now)
    return False


@rule
def look_elsewhere(s: Stage, p: Row, i: int, now: int) -> bool:
    """Choose another destination within one's means once nobody can get to the present one any more; true if that is where one is already.

    No weaker news turns people round.
    """
    led = s.routes.classes.guided[p.klass]
    a, b = s.routes.first[p.community, led, p.permit], s.routes.last[p.community, led, p.permit]
    then = s.routes.first[p.community, led, holds_permit(s.seed, p.key, s.traits.communities.permit[p.community])]
    classes = s.routes.classes
    for k in range(a, b):
        s.routes.elsewhere[k] = value_at(s.routes, k, p.place, p.turns)
    values, starts = s.routes.elsewhere[a:b], s.routes.start[then : then + b - a, p.home]
    chosen = best_destination(
        s.seed, p.key, draws.join_number(draws.ELSEWHERE, now), classes.pull[a:b], values, starts, classes.scale[a:b],
        s.routes.least[a:b, p.turns, p.place], classes.destination[a:b], s.geography.places.key,
        p.funds + p.prepaid, s.conditions.communities.optimism[p.community],
    )  # fmt: skip
    if chosen < 0:
        return False
    p.klass = a + chosen
    destination = classes.destination[p.klass]
    note(s, p, i, now, Event.REDIRECTED, destination, NOBODY, 0)
    if p.place != destination:
        return False
    note(s, p, i, now, Event.ARRIVED, p.place, p.move, p.spent)
    settle(s, p, i, now)
    return True


@rule
def best_move(s: Stage, p: Row, now: int) -> int:
    """The move chosen from where the person is, negative if there is none."""
    g = s.geography
    routes = s.routes
    visas = s.conditions.visas
    community = p.community
    place = p.place
    visit = 0
    for step in range(p.steps):
        if g.moves.origin[p.itinerary[step]] == place:
            visit += 1
    occasion = draws.join_number(draws.join_number(g.places.key[place], p.trip), visit)
    own = s.traits.communities.nationality[community]
    document_worth = p.document_worth if now <= p.valid_until else 0
    permit_country = country_of(s, routes.classes.destination[p.klass])
    ride_ratio = ride_ratio_of(s.conditions.communities.stranger[community] > 0, s.conditions.countries.taxi_ratio[country_of(s, place)])
    return choose_move(
        s.seed, p.key, occasion, p.trip, g.first_move[place], g.first_move[place + 1], g.moves, s.conditions.moves.checked,
        visas.entry[community], visas.refusal[community], visas.elsewhere_share[community], g.places.country, g.country_key,
        s.conditions.countries.forged_cents,
        routes.cost[p.klass], routes.outlay[community], s.conditions.moves.fare_cents, ride_ratio, routes.cheapest[p.klass], routes.ways[p.klass],
        routes.least[p.klass], g.rank[routes.classes.target[p.klass]], routes.classes.mu[p.klass], routes.classes.turning[p.klass], place,
        country_of(s, place) == own, p.turns,
        p.funds + p.prepaid, document_worth, s.conditions.communities.optimism[community],
        p.passport != 0, p.permit != 0, permit_country, p.exit_permit != 0, p.employer != 0, border_paid(p.paid_border, p.tries_left), p.guided != 0,
        s.conditions.habits.organiser_margin,
    )  # fmt: skip


@rule
def gets_on(s: Stage, p: Row, move: int, now: int) -> bool:
    """Whether somebody can make the move chosen: who is from afar must first find who takes them on over a border."""
    country = country_of(s, p.place)
    stranger = s.conditions.communities.stranger[p.community] > 0
    if not needs_way_on(stranger, is_own(s, p, country), s.geography.moves.entry[move] >= 0, p.queued >= 0):
        return True
    return finds_way_on(own_draw(s, p, draws.ONWARD, now), s.conditions.countries.onward[country], s.conditions.habits.wait_hours)


@rule
def find_no_move(s: Stage, p: Row, i: int, now: int) -> None:
    """Wait; after long enough, count as stranded, and be left behind or denounced by an organiser who is owed more."""
    s.due[i] = now + s.conditions.habits.wait_hours
    note(s, p, i, now, Event.WAITED, p.place, NOBODY, 0)
    if not stranded(p.state, now - p.since, s.conditions.habits.stranded_hours):
        return
    p.state = State.STRANDED
    p.since = now
    note(s, p, i, now, Event.STRANDED, p.place, NOBODY, 0)
    if not p.guided:
        return
    lose_organiser(s, p)
    if own_draw(s, p, draws.DENOUNCED, now) < s.conditions.habits.denounce_share and now > p.lawful_until:
        note(s, p, i, now, Event.DENOUNCED, p.place, NOBODY, 0)
        enter_custody(s, p, i, now, p.place, p.place, True)
    else:
        note(s, p, i, now, Event.ABANDONED, p.place, NOBODY, 0)


@rule
def leave_limbo(s: Stage, p: Row, i: int, now: int) -> bool:
    """What can end being stranded, besides a move: going missing, help to return, or patience running out."""
    c = s.conditions.countries
    country = country_of(s, p.place)
    if go_missing(s, p, i, now):
        return True
    k = s.conditions.communities
    if now - p.since >= patience(s.seed, p.key, p.trip, k.patience_hours[p.community], k.stay_spread[p.community]):
        return go_home(s, p, i, now, Event.GAVE_UP)
    if (
        not is_own(s, p, country)
        and can_apply(p.state, now - p.since, c.avr_after_hours[country], c.avr_per_month[country])
        and draws.befalls(own_draw(s, p, draws.APPLICATION, now), c.avr_apply[country], s.conditions.habits.wait_hours)
    ):
        p.state = State.ASSISTED
        p.since = now
        note(s, p, i, now, Event.APPLIED_AVR, p.place, NOBODY, 0)
        s.due[i] = now + s.conditions.habits.wait_hours
        return True
    return False


@rule
def give_up(s: Stage, p: Row, i: int, now: int) -> None:
    """End the trip after too many failures: go home, or be stranded for want of the fare."""
    if go_home(s, p, i, now, Event.GAVE_UP):
        return
    p.failures = 0
    p.steps = 0
    if p.state != State.STRANDED:
        p.state = State.STRANDED
        p.since = now
        note(s, p, i, now, Event.STRANDED, p.place, NOBODY, 0)
    s.due[i] = now + s.conditions.habits.wait_hours

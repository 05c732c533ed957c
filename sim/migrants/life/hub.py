"""At a hub: looking for the next move, and what becomes of those who find none."""

import numpy as np

from sim.basis import draws
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Channel, Event, State
from sim.guards.gates import NO_DEPARTURE, gate_row, lets_in
from sim.guards.transports import take_seats
from sim.migrants.enrol import holds_permit
from sim.migrants.itinerary import ITINERARY_LENGTH
from sim.migrants.life.custody import enter_custody
from sim.migrants.life.endings import come_to_destination, go_home, go_missing, lose_organiser
from sim.migrants.life.journey import attempt, rides_with
from sim.migrants.life.office import apply_for_help, weigh_as_stranded
from sim.migrants.life.planning import look_round, next_move, stands_at_gate
from sim.migrants.life.stage import NOBODY, Stage, note, own_draw, stand
from sim.migrants.life.staying import stay
from sim.migrants.rules.ask_for_help import BE_HELPED, GO_ALONE
from sim.migrants.rules.depart import best_destination
from sim.migrants.rules.return_home import gives_up
from sim.migrants.rules.stay import stranded
from sim.routes.values import UNREACHABLE, value_of
from sim.smugglers.organisers import wish_to_be_sent
from sim.world.rules_of_entry import NO_RULE


@rule
def decide(s: Stage, p: Row, i: int, now: int, hours: int) -> bool:
    """Look for the next move and make it; true if it needs a guide, an organiser who sends one off, or a turn at a crossing.

    A guide who has had no seat for long enough is no way on. An organiser's clients stay at his hub until he sends them off or they have had enough of it, and
    who stands before a crossing until it is their turn, another way seems better, or they have had enough. ``hours`` is since they were last looked at.
    """
    c = s.conditions
    at_gate = stands_at_gate(s, p)
    if p.state == State.STRANDED and leave_limbo(s, p, i, now, hours):
        return False
    if gives_up(p.failures, c.communities.failures[p.community]) or p.steps >= ITINERARY_LENGTH:
        give_up(s, p, i, now)
        return False
    if s.routes.cheapest[p.klass, p.place] >= UNREACHABLE and look_elsewhere(s, p, i, now):
        return False
    if p.place == s.routes.classes.destination[p.klass]:
        wait_before_camp(s, p, i, now)
        return False
    if at_gate:
        look_round(s, p, now, hours)
    move = next_move(s, p, now)
    if move >= 0:
        if waits_for_organiser(s, p):
            wait_to_be_sent(s, p, i, now)
            return True
        if lets_in_so_many(s, move):
            wait_at_gate(s, p, i, now, move, at_gate)
            return True
        if at_gate:
            p.queued = NOBODY
        p.move = move
        if s.geography.moves.channel[move] != Channel.GUIDED:
            attempt(s, p, i, now, move, p.key, np.uint64(p.attempts), 0)
            return False
        if p.queued < 0:
            p.queued = now
        if now - p.queued < max(1, c.habits.stranded_hours):
            return True
        p.planned = p.steps
    p.queued = NOBODY
    find_no_move(s, p, i, now)
    return False


@rule
def wait_before_camp(s: Stage, p: Row, i: int, now: int) -> None:
    """Be taken in at last at a camp before which one stands, or wait on."""
    p.queued = NOBODY
    if s.routes.classes.shut[p.klass]:
        find_no_move(s, p, i, now)
    else:
        come_to_destination(s, p, i, now)


@rule
def waits_for_organiser(s: Stage, p: Row) -> bool:
    """Whether somebody is at their organiser's hub and has still to be sent off."""
    if p.organiser < 0 or p.sent:
        return False
    return bool(p.stop >= s.ways.stops[p.way])


@rule
def wait_to_be_sent(s: Stage, p: Row, i: int, now: int) -> None:
    """Stand in an organiser's queue; after long enough count as stranded, without losing one's turn."""
    p.move = wish_to_be_sent(p.organiser)
    if p.queued < 0:
        p.queued = now
        return
    note(s, p, i, now, Event.WAITED, p.place, NOBODY, 0)
    if stranded(p.state, now - p.since, s.conditions.habits.stranded_hours):
        p.state = State.STRANDED
        p.since = now
        note(s, p, i, now, Event.STRANDED, p.place, NOBODY, 0)


@rule
def lets_in_so_many(s: Stage, move: int) -> bool:
    """Whether a move passes a checkpoint that lets in only so many a day, or is made with a transport, which has only so many seats."""
    if rides_with(s, move):
        return True
    entry = s.geography.moves.entry[move]
    return bool(entry >= 0 and s.conditions.throughput[entry, s.geography.moves.channel[move]] < np.inf and s.conditions.moves.checked[move])


@rule
def wait_at_gate(s: Stage, p: Row, i: int, now: int, move: int, at_gate: bool) -> None:
    """Stand in the queue of a crossing; after long enough count as stranded, without losing one's turn."""
    if not at_gate or gate_row(s.geography, move) != gate_row(s.geography, p.move):
        p.queued = now
    p.move = move
    if stranded(p.state, now - p.since, s.conditions.habits.stranded_hours):
        p.state = State.STRANDED
        p.since = now
        note(s, p, i, now, Event.STRANDED, p.place, NOBODY, 0)


@rule
def pass_gate(s: Stage, p: Row, i: int, end: int) -> None:
    """Be let in at a crossing by whose queue one stands, or wait for the next tick, which begins at hour ``end``."""
    if rides_with(s, p.move):
        take_ride(s, p, i, end)
        return
    if lets_in(s.gates[gate_row(s.geography, p.move)], p.people):
        stand(s, p, -1)
        attempt(s, p, i, s.due[i], p.move, p.key, np.uint64(p.attempts), 0)
        stand(s, p, 1)
        return
    s.tally.waiting[p.move, p.community] += p.people
    s.due[i] = end


@rule
def take_ride(s: Stage, p: Row, i: int, end: int) -> None:
    """Leave with the next departure of a transport that has seats, or wait for the next tick; until it departs one stays where one is."""
    transport = s.geography.moves.transport[p.move]
    free = s.free_seats[transport]
    begins = s.hour
    departs = take_seats(s.gates[gate_row(s.geography, p.move)], free, s.due[i] - begins, p.people)
    if departs == NO_DEPARTURE:
        s.tally.waiting[p.move, p.community] += p.people
        s.due[i] = end
        return
    stand(s, p, -1)
    if not stay(s, p, i, begins + departs):
        attempt(s, p, i, begins + departs, p.move, p.key, np.uint64(p.attempts), 0)
    stand(s, p, 1)


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
        s.routes.elsewhere[k] = value_of(s.routes.counted[k, p.place])
    values, starts = s.routes.elsewhere[a:b], s.routes.start[then : then + b - a, p.home]
    chosen = best_destination(
        s.seed, p.key, draws.join_number(draws.ELSEWHERE, now), classes.pull[a:b], values, starts, classes.scale[a:b],
        s.routes.least[a:b, p.place], classes.destination[a:b], s.geography.places.key,
        p.funds + p.prepaid, s.conditions.communities.optimism[p.community],
    )  # fmt: skip
    if chosen < 0:
        return False
    p.klass = a + chosen
    p.planned = p.steps
    destination = classes.destination[p.klass]
    note(s, p, i, now, Event.REDIRECTED, destination, NOBODY, 0)
    if p.place != destination:
        return False
    come_to_destination(s, p, i, now)
    return True


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
        enter_custody(s, p, i, now, p.place, p.place, NOBODY, NO_RULE)
    else:
        note(s, p, i, now, Event.ABANDONED, p.place, NOBODY, 0)


@rule
def leave_limbo(s: Stage, p: Row, i: int, now: int, hours: int) -> bool:
    """What can end being stranded, besides a move: going missing within so many hours, help to return, or patience running out."""
    if go_missing(s, p, i, now, hours):
        return True
    decided = weigh_as_stranded(s, p, now)
    if decided == BE_HELPED:
        apply_for_help(s, p, i, now)
        return True
    return bool(decided == GO_ALONE and go_home(s, p, i, now, Event.GAVE_UP))


@rule
def give_up(s: Stage, p: Row, i: int, now: int) -> None:
    """End the trip after too many failures: go home, or be stranded for want of the fare."""
    if go_home(s, p, i, now, Event.GAVE_UP):
        return
    p.failures = 0
    p.steps = p.planned = 0
    if p.state != State.STRANDED:
        p.state = State.STRANDED
        p.since = now
        note(s, p, i, now, Event.STRANDED, p.place, NOBODY, 0)
    s.due[i] = now + s.conditions.habits.wait_hours

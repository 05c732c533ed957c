"""Plan: the whole way that somebody means to take, and when it is given up.

Everybody perceives the cost of every move with an error of their own, and takes the way that costs least as they see it: the stochastic assignment of
Burrell (1968) and of Daganzo and Sheffi (1977), one traveller at a time. Errors are in proportion to costs, so that a way's error does not depend on how many
places it is drawn with; they are keyed to person, trip and move, so that closing a move changes the way of those who would have taken it and of nobody else.
The least cost of all ways on, less the largest error, bounds what a way can cost, so that few places are looked at (A*; Hart, Nilsson and Raphael 1968).
"""

import math

import numpy as np

from sim.basis import draws
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Channel, Entry, Mode, State
from sim.migrants.rules.search import NO_PLAN, Search, begin, passes, with_papers, write_plan
from sim.routes.classes import Routes
from sim.routes.values import UNREACHABLE
from sim.smugglers.contract import border_paid
from sim.smugglers.organisers import Ways
from sim.smugglers.package import asked
from sim.world.conditions import Conditions
from sim.world.geography import Geography
from sim.world.papers import may_use, visa_refused
from sim.world.rules_of_entry import NO_RULE, decided, holding, lets_in, registered


@rule
def perceived(cost: int, error: float, u: float) -> int:
    """What a move seems to cost (cents): uniform between ``cost`` less and ``cost`` plus the share ``error`` of it, from one uniform draw."""
    return math.floor(cost * (1.0 + error * (2.0 * u - 1.0)) + 0.5)


@rule
def bound(cost: int, error: float) -> int:
    """The least that something can seem to cost (cents)."""
    return math.floor(cost * (1.0 - error))


@rule
def visa_granted(seed: np.uint64, person: np.uint64, trip: int, country: np.uint64, refusal: float) -> bool:
    """Whether somebody is given a country's visa on this trip: one draw a person, trip and country."""
    return draws.uniform(seed, draws.VISA, person, draws.join_number(country, trip)) >= refusal


@rule
def affordable(purse: int, outlay: int, whole: int, optimism: float) -> bool:
    """Whether what somebody holds pays for a move, and for ``optimism`` times what the whole way takes: the rest they hope to come by under way."""
    return purse >= outlay and purse >= optimism * whole


@rule
def decision_on(p: Row, move: int, geography: Geography, conditions: Conditions, routes: Routes, papers: int) -> int:
    """What the rules of entry say of somebody on a move that is checked, if they hold such registration ``papers`` then: a decision, or ``NO_RULE``.

    They say nothing of whom a transport of a government takes over the border whatever their papers.
    """
    transport = geography.moves.transport[move]
    if not conditions.moves.checked[move] or (transport >= 0 and geography.transports.admits[transport]):
        return NO_RULE
    country = geography.places.country[geography.moves.target[move]]
    counts = p.permit != 0 and country == geography.places.country[routes.classes.destination[p.klass]]
    return decided(conditions.rules, p.community, move, holding(papers, p.passport != 0, counts))


@rule
def papers_allow(seed: np.uint64, p: Row, own: int, move: int, geography: Geography, conditions: Conditions, routes: Routes, papers: int) -> bool:
    """Whether somebody's papers, with such registration ``papers``, open a move, given that it is open to some of their community."""
    m = geography.moves
    country = geography.places.country[m.target[move]]
    at_home = geography.places.country[m.origin[move]] == own
    channel = m.channel[move]
    if m.transport[move] >= 0 and geography.transports.admits[m.transport[move]]:
        return True
    entry = conditions.visas.entry[p.community, country]
    if channel in (Channel.LEGAL, Channel.VISA):
        decision = decision_on(p, move, geography, conditions, routes, papers)
        if decision != NO_RULE:
            return bool(channel == Channel.LEGAL and lets_in(decision) and (p.exit_permit != 0 or not at_home))
    counts = p.permit != 0 and country == geography.places.country[routes.classes.destination[p.klass]]
    if not may_use(channel, entry, p.passport != 0, counts, p.exit_permit != 0 or not at_home, conditions.moves.checked[move]):
        return False
    if channel == Channel.VISA and entry == Entry.VISA:
        refusal = visa_refused(conditions.visas.refusal[p.community, country], conditions.visas.elsewhere_share[p.community, country], at_home)
        return visa_granted(seed, p.key, p.trip, geography.country_key[country], refusal)
    return True


@rule
def may_board(channel: int, mode: int, shown: bool) -> bool:
    """Whether somebody is let on board inside a country: airlines see passports, so that nobody flies on who came hidden or whose stay has lapsed."""
    return shown or channel != Channel.INLAND or mode != Mode.AIR


@rule
def shown_beyond(channel: int, checked: bool, own: bool, shown: bool) -> bool:
    """Whether one is in a country with leave, as far as anybody can see, after a move into it; inside a country that stays as it was."""
    if own:
        return True
    return channel not in (Channel.GUIDED, Channel.ALONE) if checked else shown


@rule
def document_worth_of(p: Row, now: int) -> int:
    """What was paid for a bought document that is still valid (cents), 0 without one."""
    worth: int = p.document_worth
    return worth if now <= p.valid_until else 0


@rule
def outlay_of(p: Row, move: int, geography: Geography, conditions: Conditions, routes: Routes, document_worth: int) -> int:
    """Money that a move takes from somebody (cents): whose employer pays the guide, or who has paid him for this try, pays the fare alone.

    Who holds a forged document pays the difference to a better one.
    """
    m = geography.moves
    channel = m.channel[move]
    outlay = routes.outlay[p.community, move]
    if channel == Channel.GUIDED and (p.employer != 0 or border_paid(p.paid_border, p.tries_left) == m.border[move]):
        outlay = conditions.moves.fare_cents[move]
    elif channel == Channel.FORGED:
        outlay -= min(document_worth, conditions.countries.forged_cents[geography.places.country[m.target[move]]])
    return asked(outlay, p.guided != 0, p.margin)


@rule
def covered_cents(p: Row, move: int, geography: Geography, conditions: Conditions, routes: Routes) -> int:
    """What another try with a guide costs less because a fee that was paid covers it (cents)."""
    m = geography.moves
    if p.tries_left <= 0 or m.channel[move] != Channel.GUIDED or p.paid_border != m.border[move]:
        return 0
    return asked(routes.outlay[p.community, move], p.guided != 0, p.margin) - outlay_of(p, move, geography, conditions, routes, 0)


@rule
def times_tried(p: Row, move: int) -> int:
    """How often a move has been tried on this trip: whoever was stopped there sees it with other eyes."""
    times = 0
    for n in range(p.steps):
        times += p.itinerary[n] == move
    return times


@rule
def stands(seed: np.uint64, p: Row, own: int, geography: Geography, conditions: Conditions, routes: Routes, now: int) -> bool:
    """Whether somebody's plan still stands: no move of it is closed, and they have the papers and the money for the next one.

    That what is left then may not do for the rest is no reason to turn round: they hope to come by it under way.
    """
    if p.steps >= p.planned:
        return False
    for n in range(p.steps, p.planned):
        if routes.cost[p.klass, p.itinerary[n]] < 0:
            return False
    move = p.itinerary[p.steps]
    if geography.moves.origin[move] != p.place or not papers_allow(seed, p, own, move, geography, conditions, routes, p.papers):
        return False
    if not may_board(geography.moves.channel[move], geography.moves.mode[move], now <= p.lawful_until):
        return False
    return bool(p.funds + p.prepaid >= outlay_of(p, move, geography, conditions, routes, document_worth_of(p, now)))


@rule
def make_plan(
    seed: np.uint64, p: Row, own: int, geography: Geography, conditions: Conditions, routes: Routes, ways: Ways, now: int, search: Search
) -> bool:
    """Plan a whole way from where somebody is to the destination, written behind the moves tried; false if there is none within papers and means.

    Who is led passes the places of their organiser's way that are still to come, unless there is no such way any more. Nobody means to come back to where they
    have been on this trip, unless there is no other way. Who cannot pay for the way that seems best takes the one that takes the least money.

    Parameters
    ----------
    seed
        Key of the run.
    p
        The person's record; ``itinerary``, ``planned`` and ``stop`` are written.
    own
        Their own country.
    geography, conditions, routes, ways
        The network, what holds today, what is believed of every move, and the ways of organisers.
    now
        Hour of the run.
    search
        Room.
    """
    stops = ways.stops[p.way] if p.organiser >= 0 else 0
    p.stop = min(p.stop, stops)
    for direct in range(2):
        if direct:
            if p.stop >= stops:
                break
            p.stop = stops
        for passed_again in range(2 if p.state == State.STRANDED else 1):
            for thrifty in range(2):
                if plan_by_stops(seed, p, own, geography, conditions, routes, ways, stops, now, search, passed_again != 0, thrifty != 0):
                    return True
    p.planned = p.steps
    return False


@rule
def plan_by_stops(
    seed: np.uint64,
    p: Row,
    own: int,
    geography: Geography,
    conditions: Conditions,
    routes: Routes,
    ways: Ways,
    stops: int,
    now: int,
    search: Search,
    passed_again: bool,
    thrifty: bool,
) -> bool:
    """Plan from stop to stop and on to the destination; parameters as in :func:`make_plan` and :func:`find_way`."""
    p.planned = p.steps
    here = p.place
    spent = 0
    shown = bool(now <= p.lawful_until)
    papers = p.papers
    document_worth = document_worth_of(p, now)
    for stop in range(p.stop, stops + 1):
        klass = ways.klass[p.way, stop] if stop < stops else p.klass
        there = find_way(seed, p, own, geography, conditions, routes, klass, here, spent, shown, papers, document_worth, search, passed_again, thrifty)
        if there < 0:
            return False
        write_plan(p, here, there, geography, search)
        spent = search.spent[there]
        shown = search.shown[there]
        papers = search.papers[there]
        here = routes.classes.destination[klass]
    return True


@rule
def find_way(
    seed: np.uint64,
    p: Row,
    own: int,
    geography: Geography,
    conditions: Conditions,
    routes: Routes,
    klass: int,
    origin: int,
    spent: int,
    shown: bool,
    papers: int,
    document_worth: int,
    search: Search,
    passed_again: bool,
    thrifty: bool,
) -> int:
    """Find the way that seems to cost least, or takes the least money if ``thrifty``; the last moves stand in ``search`` then, at the number returned.

    -1 if there is none.

    It leads from ``origin`` to the destination of ``klass``, a row of the route tables, for somebody who means to have spent so much until then (cents)
    and to be there with leave, or hidden, with such registration ``papers``.
    ``passed_again`` is whether places may be passed again where one has been on this trip; nobody plans to pass one twice.
    """
    m = geography.moves
    destination = routes.classes.destination[klass]
    error = conditions.habits.perception_error
    optimism = conditions.communities.optimism[p.community]
    purse = p.funds + p.prepaid
    places = len(geography.places)
    asked = conditions.rules.registrations > 0
    first = begin(p, geography, conditions, routes, search, origin, destination, papers, passed_again)
    search.spent[first] = spent
    search.shown[first] = shown
    waiting = 1
    while waiting > 0:
        nearest = nearest_of(waiting, klass, geography, routes, search, 1.0 if thrifty else error)
        here = search.found[nearest]
        place = here % places
        if place == destination:
            return int(here)
        waiting -= 1
        search.found[nearest] = search.found[waiting]
        search.done[here] = True
        for move in range(geography.first_move[place], geography.first_move[place + 1]):
            cost = routes.cost[klass, move]
            target = m.target[move]
            held = search.papers[here]
            if asked and m.channel[move] == Channel.LEGAL:
                held = registered(conditions.rules, decision_on(p, move, geography, conditions, routes, held), geography.places.country[target], held)
            ahead = with_papers(conditions.rules, target, held, geography)
            if cost < 0 or search.done[ahead] or routes.cheapest[klass, target] >= UNREACHABLE:
                continue
            cost = max(0, cost - covered_cents(p, move, geography, conditions, routes) - (search.stood[0] if move == p.move else 0))
            if not thrifty and search.cost[here] + bound(cost, error) >= search.cost[ahead]:
                continue
            if not may_board(m.channel[move], m.mode[move], search.shown[here]) or not papers_allow(
                seed, p, own, move, geography, conditions, routes, search.papers[here]
            ):
                continue
            outlay = outlay_of(p, move, geography, conditions, routes, document_worth)
            if not affordable(purse, outlay, search.spent[here] + outlay + routes.least[p.klass, target], optimism):
                continue
            cost = search.cost[here] + (outlay if thrifty else cost_as_seen(seed, p, move, cost, error, geography))
            if cost < search.cost[ahead] and not (asked and passes(search, here, target, places)):
                if search.cost[ahead] >= UNREACHABLE:
                    search.found[waiting] = ahead
                    waiting += 1
                search.cost[ahead] = cost
                search.spent[ahead] = search.spent[here] + outlay
                search.move[ahead] = move
                search.papers[ahead] = held
                search.before[ahead] = here
                at_home = geography.places.country[target] == own
                search.shown[ahead] = shown_beyond(m.channel[move], m.entry[move] >= 0 and conditions.moves.checked[move], at_home, search.shown[here])
    return NO_PLAN


@rule
def nearest_of(waiting: int, klass: int, geography: Geography, routes: Routes, search: Search, error: float) -> int:
    """Which of so many places found is the nearest: what it costs to get there, and the least that the way on can seem to cost. Ties go by name.

    Few places wait at a time, so that to look at each is the quickest way.
    """
    nearest = 0
    least = UNREACHABLE
    for w in range(waiting):
        q = search.found[w]
        place = q % len(geography.places)
        far = search.cost[q] + bound(routes.cheapest[klass, place], error)
        if far < least or (far == least and geography.places.key[place] < geography.places.key[search.found[nearest] % len(geography.places)]):
            nearest = w
            least = far
    return nearest


@rule
def cost_as_seen(seed: np.uint64, p: Row, move: int, cost: int, error: float, geography: Geography) -> int:
    """What a move seems to cost somebody on this trip (cents)."""
    occasion = draws.join_number(draws.join_number(geography.moves.key[move], p.trip), times_tried(p, move))
    return perceived(cost, error, draws.uniform(seed, draws.MOVE, p.key, occasion))

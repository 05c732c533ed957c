"""The loops over people, moves and posts: the only module that compiles. Where compiled code is kept stands in :mod:`sim.engine.cache`."""

from collections.abc import Callable
from typing import TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.clock import DAY
from sim.basis.rows import Rows
from sim.basis.words import Channel, Event
from sim.books.ledger import Purpose
from sim.engine.cache import BASE, cache_folder
from sim.guards.detection import Checks, set_checks
from sim.guards.gates import CHANNELS, gate_row, open_gate
from sim.guards.transports import open_departures
from sim.migrants.enrol import enrol, widen
from sim.migrants.life import live
from sim.migrants.life.endings import head_home
from sim.migrants.life.hub import pass_gate
from sim.migrants.life.journey import OUTCOME_STOPPED, attempt, is_covered
from sim.migrants.life.stage import NOBODY, Stage, note, post, stand
from sim.migrants.sent_out import Still, send_all
from sim.routes.beliefs import Beliefs, Memory, hear_news
from sim.routes.classes import Routes, has_anybody
from sim.routes.costs import Worth, compute_costs
from sim.routes.eagerness import gauge_eagerness
from sim.routes.least_costs import solve
from sim.routes.prospects import News, expect
from sim.routes.values import UNREACHABLE
from sim.smugglers.fee import fee_of
from sim.smugglers.organisers import sends_off, wish_to_be_sent
from sim.smugglers.package import asked
from sim.smugglers.seats import board, group_fill, group_number, groups_lost, has_room, joins_group
from sim.world.by_crossing import running_cents
from sim.world.conditions import Conditions
from sim.world.geography import Geography
from sim.world.parties import count_agents
from sim.world.traits import Traits

F = TypeVar("F", bound=Callable[..., object])

BLOCK = 64
"""Numbers that are looked at together where few of many are sought."""


# Where the compiler keeps what it makes. It reads this when a loop is declared, so it is set before and left alone after.
if BASE is not None:
    numba.config.CACHE_DIR = str(cache_folder(BASE))  # type: ignore[attr-defined]

# Loops make no arrays: without reference counts (an option that the compiler keeps to itself) they run four times as fast.
loop: Callable[[F], F] = numba.njit(cache=BASE is not None, error_model="numpy", _nrt=False)  # type: ignore[call-overload]


@loop
def count_all(numbers: NDArray[np.int64], seed: np.uint64, traits: Traits) -> None:
    """How many agents stand for each community; fills ``numbers``, shape (communities,)."""
    for c in range(len(numbers)):
        t = traits.communities[c]
        numbers[c] = count_agents(seed, t.key, t.party, t.parties, t.people)


@loop
def enrol_all(
    people: Rows,
    due: NDArray[np.int32],
    seed: np.uint64,
    numbers: NDArray[np.int64],
    traits: Traits,
    geography: Geography,
    conditions: Conditions,
    permit_draws: NDArray[np.float64],
) -> None:
    """Fill the records of everybody, community by community, and what bounds their draws for a permit; ``numbers`` has shape (communities,)."""
    row = 0
    for c in range(len(numbers)):
        left = traits.communities[c].people
        for ordinal in range(numbers[c]):
            due[row] = enrol(people[row], seed, c, ordinal, left, traits, geography, conditions)
            left -= people[row].people
            widen(permit_draws, people[row], seed)
            row += 1


@loop
def send_all_out(people: Rows, stage: Stage, day: int, still: Still) -> None:
    """:func:`sim.migrants.sent_out.send_all`, compiled."""
    send_all(stage, people, day, still)


@loop
def find_due(due: NDArray[np.int32], end: int, rows: NDArray[np.int64]) -> int:
    """Find who is due before ``end``: the first of ``rows``, shape (people,), are filled, ascending; returns how many."""
    found = 0
    for i in range(len(due)):
        rows[np.uint64(found)] = i  # written over if it is not kept: to ask first takes four times as long
        found += due[i] < end
    return found


@loop
def find_filled(table: NDArray[np.int64], places: NDArray[np.int64]) -> int:
    """Find where a flat table is not zero: the first of ``places`` are filled, ascending; returns how many. Most blocks are empty and passed over whole."""
    found = 0
    for start in range(0, len(table), BLOCK):
        block = table[start : start + BLOCK]
        filled = 0
        for count in block:
            filled |= count
        if filled != 0:
            for i in range(len(block)):
                if block[i] != 0:
                    places[found] = start + i
                    found += 1
    return found


@loop
def live_through(people: Rows, stage: Stage, end: int, rows: NDArray[np.int64], queue: NDArray[np.int64]) -> int:
    """Let those of ``rows`` who are due before ``end`` live on; returns how many wait for a guide or for their turn.

    Their rows are the first of ``queue`` (which may be ``rows``).
    """
    waiting = 0
    for start in range(0, len(rows), BLOCK):
        block = rows[start : start + BLOCK]
        for i in block:  # fetches their records side by side: one after the other, each when its turn comes, takes up to half as long again
            stand(stage, people[i], -1)
        for i in block:
            if stage.due[i] < end and live(stage, people[i], i, end):
                queue[waiting] = i
                waiting += 1
            stand(stage, people[i], 1)
    return waiting


@loop
def rank_queue(
    people: Rows,
    seed: np.uint64,
    geography: Geography,
    queue: NDArray[np.int64],
    tick: int,
    wanted: NDArray[np.int64],
    since: NDArray[np.int64],
    ranks: NDArray[np.float64],
) -> None:
    """For everybody in the queue: what is wanted, since when, and a keyed rank among those who wait as long.

    That is a move by its number or, behind all of these, a gate: moves that pass the same one have one queue.
    """
    for q in range(len(queue)):
        p = people[queue[q]]
        wanted[q] = p.move
        if p.move >= 0 and geography.moves.channel[p.move] != Channel.GUIDED:
            wanted[q] = len(geography.moves) + gate_row(geography, p.move)
        since[q] = p.queued
        ranks[q] = draws.uniform(seed, draws.RANK, p.key, np.uint64(tick))


@loop
def people_waiting(people: Rows, stage: Stage, queue: NDArray[np.int64], move: int) -> int:
    """How many people wait for a move: those whom the first of the ``queue`` stand for, up to whoever wants another."""
    waiting = 0
    for i in queue:
        if people[i].move != move:
            break
        waiting += people[i].people
    return waiting


@loop
def lead_groups(
    people: Rows,
    stage: Stage,
    end: int,
    tick: int,
    queue: NDArray[np.int64],
    smugglers: Rows,
    first: NDArray[np.int64],
    guides: NDArray[np.int64],
    turned_away: NDArray[np.int64],
    lost_groups: NDArray[np.int64],
) -> None:
    """Give people their seats and lead them, or let them in where it is their turn; ``queue`` is sorted by what is wanted, waiting time and rank.

    Guides are asked in the order of their fees (``guides``, from ``first[m]`` to ``first[m + 1]`` for move ``m``). Who finds no seat, or cannot pay
    the guide that is left, waits for the next tick; who is not sent off by an organiser asks again later. ``turned_away``, shape (moves,), takes up those
    without a seat, ``lost_groups``, shape (borders,), groups that are caught.
    """
    geography = stage.geography
    borders = stage.conditions.borders
    scale = stage.conditions.habits.scale
    source = len(stage.beliefs.news_tries) - 1
    last_move = -1
    g = waiting = 0
    for q in range(len(queue)):
        i = queue[q]
        p = people[i]
        move = p.move
        if move < NOBODY:
            sent_off = sends_off(stage.organisers[wish_to_be_sent(move)], p.people)
            p.sent = sent_off
            if sent_off:
                p.queued = NOBODY
            else:
                stage.due[i] += stage.conditions.habits.wait_hours
            continue
        if geography.moves.channel[move] != Channel.GUIDED:
            pass_gate(stage, p, i, end)
            continue
        if move != last_move:
            g = first[move]
            last_move = move
            waiting = people_waiting(people, stage, queue[q:], move)
        while g < first[move + 1] and smugglers[guides[g]].used >= smugglers[guides[g]].seats:
            g += 1
        with_room = g
        while with_room < first[move + 1] and not has_room(smugglers[guides[with_room]], p.people, scale):
            with_room += 1
        if with_room >= first[move + 1]:
            turned_away[move] += p.people
            stage.due[i] = end
            continue
        guide = smugglers[guides[with_room]]
        border = geography.moves.border[move]
        from_afar = stage.conditions.communities.stranger[p.community] > 0
        fee = 0 if is_covered(stage, p, move) else fee_of(guide.fee, borders.stranger_cents[border], from_afar)
        price = stage.conditions.moves.fare_cents[move] + (0 if p.employer else fee)
        if p.funds + p.prepaid < asked(price, p.guided != 0, p.margin):
            stage.due[i] = end
            continue
        now = stage.due[i]
        fill = group_fill(guide.group_size, waiting, scale)
        joined = joins_group(guide, fill)
        if not joined:
            guide.occasion = draws.join_number(draws.join_number(geography.moves.key[move], tick), group_number(guide, scale))
        begun = board(guide, p.people, fill, scale)
        stage.beliefs.news_tries[source, move] += begun
        running = running_cents(stage.conditions, move, border)
        guide.purse += (fee - running) * p.people
        post(stage, p, Purpose.RUNNING, running)
        bribes = stage.tally.books[p.community, Purpose.BRIBE_GUIDE]
        stand(stage, p, -1)
        outcome = attempt(stage, p, i, now, move, guide.key, guide.occasion, fee)
        stand(stage, p, 1)
        guide.purse -= stage.tally.books[p.community, Purpose.BRIBE_GUIDE] - bribes
        lost = groups_lost(guide, joined, begun, outcome == OUTCOME_STOPPED)
        if lost > 0:
            loss = borders.loss_cents[border] * lost
            stage.beliefs.news_caught[source, move] += lost
            guide.purse -= loss
            stage.tally.books[p.community, Purpose.SEIZURE] += loss
            lost_groups[border] += lost


@loop
def assist(people: Rows, stage: Stage, now: int, rows: NDArray[np.int64]) -> None:
    """Help people home, those in ``rows``."""
    for i in rows:
        p = people[i]
        post(stage, p, Purpose.ASSISTANCE, stage.conditions.countries.avr_cents[stage.geography.places.country[p.place]])
        note(stage, p, i, now, Event.ASSISTED, p.place, -1, 0)
        stand(stage, p, -1)
        head_home(stage, p, i, now, Event.ASSISTED)
        stand(stage, p, 1)


@loop
def rank_people(people: Rows, seed: np.uint64, rows: NDArray[np.int64], now: int, ranks: NDArray[np.float64]) -> None:
    """A keyed rank for each of some people; fills ``ranks``, shape (rows,)."""
    for j in range(len(rows)):
        ranks[j] = draws.uniform(seed, draws.RANK, people[rows[j]].key, np.uint64(now))


@loop
def count_stocks(people: Rows, country: NDArray[np.int16], stocks: NDArray[np.int64]) -> None:
    """Count people by country, community and state into ``stocks``; ``country`` has shape (places,)."""
    for i in range(len(people)):
        p = people[i]
        stocks[country[p.place], p.community, p.state] += p.people


@loop
def set_all_checks(geography: Geography, conditions: Conditions, effort: NDArray[np.float64], checks: Checks) -> None:
    """:func:`sim.guards.detection.set_checks`, compiled."""
    set_checks(geography, conditions, effort, checks)


@loop
def hear_all_news(beliefs: Beliefs, memory: Memory, scale: float) -> None:
    """:func:`sim.routes.beliefs.hear_news`, compiled."""
    hear_news(beliefs, memory, scale)


@loop
def compute_routes(
    geography: Geography,
    conditions: Conditions,
    routes: Routes,
    beliefs: Beliefs,
    traits: Traits,
    fee_cents: NDArray[np.int64],
    wait_hours: NDArray[np.int64],
    stay_hours: NDArray[np.float64],
    worth: Worth,
    prospects: Rows,
    everything: News,
    room: News,
    announced: bool,
    changed: NDArray[np.bool_],
) -> None:
    """Compute what every community expects, and with it every class's costs; ``changed``, shape (classes,), is set where a hop did.

    ``prospects``, shape (communities, moves), are what was expected before; ``everything`` is all there can be news of, and there is as much ``room``.
    ``stay_hours`` has shape (communities, places). ``announced`` is whether conditions may have changed since.
    """
    classes = routes.classes
    for c in range(len(traits.communities)):
        kept = routes.outlay[c], routes.caught[c], routes.sure[c], prospects[c]
        news = expect(c, traits.communities.nationality[c], geography, conditions, beliefs, fee_cents, wait_hours, stay_hours[c], *kept, room, announced)
        for k in range(routes.first[c, 0, 0], routes.end[c]):
            classes.used[k] |= has_anybody(classes.guided[k], classes.permit[k], conditions.communities.permit[c], routes.permit_draws[c, classes.guided[k]])
            changed[k] = classes.used[k] and compute_costs(k, geography, conditions, routes, prospects[c], worth, news, everything)


@loop
def solve_routes(geography: Geography, routes: Routes, traits: Traits, changed: NDArray[np.bool_]) -> None:
    """Solve the tables of the classes whose costs changed: exact, without tolerance."""
    for k in range(len(changed)):
        if changed[k]:
            destination, hops = routes.classes.destination[k], routes.hops[k]
            if routes.classes.shut[k]:
                routes.cheapest[k, :] = UNREACHABLE
                routes.counted[k, :] = UNREACHABLE
                routes.least[k, :] = UNREACHABLE
                continue
            solve(destination, geography, hops.cost, routes.cheapest[k], routes.order[k, 0])
            solve(destination, geography, hops.counted, routes.counted[k], routes.order[k, 1])
            solve(destination, geography, hops.sure, routes.least[k], routes.order[k, 2])
    gauge_eagerness(routes, traits)


@loop
def open_gates(stage: Stage, bounded: NDArray[np.int64], hours: int) -> None:
    """:func:`sim.guards.gates.open_gate` for those of the gates that let in only so many, and the departures of transports, for a tick of so many hours.

    Who stands there is counted from zero in every tick.
    """
    throughput, scale = stage.conditions.throughput, stage.conditions.habits.scale
    for row in bounded:
        open_gate(stage.gates[row], throughput[row // CHANNELS, row % CHANNELS], hours / DAY, scale, stage.hour % DAY == 0)
    transports = stage.geography.transports
    for row in range(len(transports)):
        t = transports[row]
        open_departures(stage.gates[t.gate], stage.free_seats[row], stage.conditions.seats[row], t.every, t.first, stage.hour, hours, scale)
    if len(bounded) + len(transports) > 0:
        stage.tally.waiting[:, :] = 0

"""One migrant's life, hour by hour: which rule is asked when, and what its answer changes.

Every function here takes the stage (all that is around), the person's record ``p`` and its row ``i``, and the hour. Decisions are the rules' of :mod:`sim.rules`;
this file applies them, pays, counts and sets when the person is next due.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import draws
from sim.agents.migrants import ITINERARY_LENGTH, Traits
from sim.beliefs import Beliefs
from sim.books import Purpose
from sim.conditions import Conditions
from sim.geography import Geography
from sim.guarding import Checks
from sim.papers import FOR_EVER, lawful_until, unlawful_hours
from sim.route_choice import Routes
from sim.rule import rule
from sim.rules.aftermath import after_custody, expelled_unpaid
from sim.rules.attempt import NOTICED_LEAVING, PASSED, bought_off, check, is_perilous, noticed_entering, noticed_leaving
from sim.rules.choose_move import choose_move
from sim.rules.depart import depart, funds_at_departure
from sim.rules.return_home import can_apply, gives_up, length_of_stay, patience
from sim.rules.stay import detected, earned, extorted, stranded
from sim.tally import Flow, Tally
from sim.words import After, Channel, Contract, Entry, Event, State


class Stage(NamedTuple):
    """All that is around a migrant in one tick.

    ``month`` is 0 for January; ``fee_cents`` has shape (moves,): what smugglers ask on average, 0 where none works.
    """

    seed: np.uint64
    month: int
    due: NDArray[np.int32]
    geography: Geography
    conditions: Conditions
    traits: Traits
    routes: Routes
    beliefs: Beliefs
    checks: Checks
    fee_cents: NDArray[np.int64]
    tally: Tally


OUTCOME_PASSED = 0
OUTCOME_BRIBED = 1
OUTCOME_STOPPED = 2
OUTCOME_DIED = 3
OUTCOME_REFUSED = 4

NOBODY = -1


@rule
def note(s: Stage, p: np.void, i: int, hour: int, event: int, place: int, move: int, cents: int) -> None:
    """Count an event, and write it down if the person's community is followed."""
    s.tally.counts[place, p.community, event] += s.conditions.communities.weight[p.community]
    if s.traits.communities.followed[p.community]:
        row = s.tally.logged[0]
        if row < len(s.tally.log):
            log = s.tally.log[row]
            log[0] = hour
            log[1] = i
            log[2] = event
            log[3] = place
            log[4] = move
            log[5] = cents
        s.tally.logged[0] = row + 1


@rule
def post(s: Stage, p: np.void, purpose: int, cents: int) -> None:
    """Enter a posting for everybody that the record stands for."""
    s.tally.books[p.community, purpose] += cents * s.conditions.communities.weight[p.community]


@rule
def pay(s: Stage, p: np.void, own: int, package: int, cents: int) -> None:
    """Pay for a service: from what an organiser holds for the person as far as it goes, then from own funds."""
    held = min(p.prepaid, cents)
    p.prepaid -= held
    p.funds -= cents - held
    p.spent += cents
    post(s, p, package, held)
    post(s, p, own, cents - held)


@rule
def luck(s: Stage, p: np.void, purpose: np.uint64, hour: int) -> float:
    """A uniform draw of the person's own for an hour."""
    return draws.uniform(s.seed, purpose, p.key, np.uint64(hour))


@rule
def country_of(s: Stage, place: int) -> int:
    """Country of a place."""
    return s.geography.places.country[place]


@rule
def is_own(s: Stage, p: np.void, country: int) -> bool:
    """Whether a country is the person's own."""
    return s.traits.communities.nationality[p.community] == country


@rule
def live(s: Stage, p: np.void, i: int, end: int) -> bool:
    """Live through a tick that ends at hour ``end``; true if the person now waits for a guide."""
    while s.due[i] < end:
        now = s.due[i]
        state = p.state
        if state == State.HOME:
            consider(s, p, i, now)
        elif state == State.MOVING:
            arrive(s, p, i, now)
        elif state == State.HUB or state == State.STRANDED:
            if not stay(s, p, i, now) and decide(s, p, i, now):
                return True
        elif state == State.DETAINED:
            leave_custody(s, p, i, now)
        elif state == State.SETTLED:
            if not stay(s, p, i, now):
                settle_on(s, p, i, now)
        elif state == State.RETURNING:
            come_home(s, p, i, now)
        elif state == State.ASSISTED:
            if not stay(s, p, i, now) and not lose_sight(s, p, i, now):
                s.due[i] = now + s.conditions.habits.wait_hours
        else:
            s.due[i] = FOR_EVER
    return False


@rule
def consider(s: Stage, p: np.void, i: int, now: int) -> None:
    """Think of leaving home; leave, or think again later."""
    c = s.conditions.communities
    community = p.community
    routes = s.routes
    a, b = routes.first[community, p.guided], routes.last[community, p.guided]
    funds = funds_at_departure(s.seed, p.key, p.trip + 1, c.funds_cents[community], c.funds_spread[community])
    top = routes.value.shape[2] - 1
    chosen = depart(
        s.seed, p.key, now, c.stay[community], s.conditions.season[community, s.month], routes.classes.pull[a:b], routes.value[a:b, p.place, top], routes.start[a:b, p.home],
        routes.classes.scale[a:b],
        routes.least[a:b, p.place, top], routes.classes.destination[a:b], s.geography.places.key, funds, c.optimism[community],
    )  # fmt: skip
    if chosen < 0:
        s.due[i] = now + max(1, c.consider_hours[community])
        return
    set_out(s, p, i, now, a + chosen, funds)


@rule
def set_out(s: Stage, p: np.void, i: int, now: int, klass: int, funds: int) -> None:
    """Leave home: raise the money, pay an organiser if the contract says so, and look for a move at once."""
    p.trip += 1
    p.klass = klass
    p.state = State.HUB
    p.departed = p.since = p.checked = now
    p.lawful_until = FOR_EVER
    p.failures = p.steps = p.attempts = 0
    p.spent = 0
    p.until = 0
    p.backward = s.routes.value.shape[2] - 1
    p.funds = funds
    loan = int(s.conditions.communities.loan_share[p.community] * funds)
    p.debt += loan
    post(s, p, Purpose.LOAN, loan)
    post(s, p, Purpose.SAVINGS, funds - loan)
    note(s, p, i, now, Event.DEPARTED, p.place, NOBODY, funds)
    if p.guided and p.contract != Contract.STAGES:
        outlay = s.routes.least[klass, p.place, p.backward]
        price = int((1.0 + s.conditions.habits.organiser_margin) * outlay)
        if price <= p.funds:
            p.funds -= price
            p.package = price
            p.prepaid = outlay
            post(s, p, Purpose.PACKAGE_ADVANCE if p.contract == Contract.ADVANCE else Purpose.PACKAGE_ESCROW, price)


@rule
def end_package(s: Stage, p: np.void, arrived: bool) -> None:
    """Close an organiser's account: a third party pays out on arrival and pays back otherwise; what was paid in advance stays with the organiser."""
    if p.package > 0 and p.contract == Contract.ESCROW:
        post(s, p, Purpose.ESCROW_RELEASED if arrived else Purpose.ESCROW_RETURNED, p.package)
    p.package = 0
    p.prepaid = 0


@rule
def stay(s: Stage, p: np.void, i: int, now: int) -> bool:
    """Live through the hours since last looked at; true if they ended in custody."""
    hours = now - p.checked
    if hours <= 0:
        return False
    place = p.place
    country = country_of(s, place)
    c = s.conditions.countries
    k = s.conditions.communities
    settled = p.state == State.SETTLED
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
    elif luck(s, p, draws.SENT, now) < draws.within(k.sent[p.community], hours):
        p.funds += k.sent_cents[p.community]
        post(s, p, Purpose.SENT, k.sent_cents[p.community])
    if p.checked < p.lawful_until <= now:
        note(s, p, i, now, Event.LAPSED, place, NOBODY, 0)
    unlawful = unlawful_hours(p.lawful_until, p.checked, now)
    before = max(0, p.checked - p.lawful_until)
    p.checked = now
    if unlawful <= 0:
        return False
    if extorted(luck(s, p, draws.EXTORTION, now), c.extortion[country], unlawful, before, c.extortion_after_hours[country]):
        taken = min(p.funds, c.extortion_cents[country])
        p.funds -= taken
        post(s, p, Purpose.EXTORTION, taken)
        note(s, p, i, now, Event.EXTORTED, place, NOBODY, taken)
    if detected(luck(s, p, draws.INLAND, now), c.inland_detection[country], unlawful):
        note(s, p, i, now, Event.DETECTED_INLAND, place, NOBODY, 0)
        enter_custody(s, p, i, now, place, place, True)
        return True
    return False


@rule
def settle_on(s: Stage, p: np.void, i: int, now: int) -> None:
    """Go on living at the destination, or go home when the stay is over."""
    if now >= p.until:
        if go_home(s, p, i, now, Event.RETURNED):
            return
        p.until = now + s.conditions.habits.settled_review_hours
    s.due[i] = max(now + 1, min(p.until, now + s.conditions.habits.settled_review_hours))


@rule
def decide(s: Stage, p: np.void, i: int, now: int) -> bool:
    """Look for the next move and make it; true if it needs a guide."""
    if p.state == State.STRANDED and leave_limbo(s, p, i, now):
        return False
    c = s.conditions
    if gives_up(p.failures, c.communities.failures[p.community]) or p.steps >= ITINERARY_LENGTH:
        give_up(s, p, i, now)
        return False
    move = best_move(s, p)
    if move >= 0:
        p.move = move
        if s.geography.moves.channel[move] == Channel.GUIDED:
            if p.queued < 0:
                p.queued = now
            return True
        who = p.key
        attempt(s, p, i, now, move, who, np.uint64(p.attempts), 0)
        return False
    p.queued = NOBODY
    find_no_move(s, p, i, now)
    return False


@rule
def best_move(s: Stage, p: np.void) -> int:
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
    return choose_move(
        s.seed, p.key, occasion, p.trip, g.first_move[place], g.first_move[place + 1], g.moves, s.conditions.moves.checked,
        visas.entry[community], visas.refusal[community], g.places.country, g.country_key, routes.cost[p.klass], routes.outlay[p.klass],
        s.fee_cents, routes.value[p.klass], routes.least[p.klass], g.rank[routes.classes.target[p.klass]], routes.classes.mu[p.klass], place, country_of(s, place) == own, p.backward, p.funds + p.prepaid,
        s.conditions.communities.optimism[community], p.passport != 0, p.permit != 0, country_of(s, routes.classes.destination[p.klass]), p.exit_permit != 0, p.employer != 0,
    )  # fmt: skip


@rule
def find_no_move(s: Stage, p: np.void, i: int, now: int) -> None:
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
    p.guided = False
    p.klass = s.routes.first[p.community, 0] + p.klass - s.routes.first[p.community, 1]
    end_package(s, p, False)
    if luck(s, p, draws.DENOUNCED, now) < s.conditions.habits.denounce_share and now > p.lawful_until:
        note(s, p, i, now, Event.DENOUNCED, p.place, NOBODY, 0)
        enter_custody(s, p, i, now, p.place, p.place, True)
    else:
        note(s, p, i, now, Event.ABANDONED, p.place, NOBODY, 0)


@rule
def leave_limbo(s: Stage, p: np.void, i: int, now: int) -> bool:
    """What can end being stranded, besides a move: being lost from sight, help to return, or patience running out."""
    c = s.conditions.countries
    country = country_of(s, p.place)
    if lose_sight(s, p, i, now):
        return True
    k = s.conditions.communities
    if now - p.since >= patience(s.seed, p.key, p.trip, k.patience_hours[p.community], k.stay_spread[p.community]):
        return go_home(s, p, i, now, Event.GAVE_UP)
    if (
        not is_own(s, p, country)
        and can_apply(p.state, now - p.since, c.avr_after_hours[country], c.avr_per_month[country])
        and luck(s, p, draws.APPLICATION, now) < draws.within(c.avr_apply[country], s.conditions.habits.wait_hours)
    ):
        p.state = State.ASSISTED
        p.since = now
        note(s, p, i, now, Event.APPLIED_AVR, p.place, NOBODY, 0)
        s.due[i] = now + s.conditions.habits.wait_hours
        return True
    return False


@rule
def lose_sight(s: Stage, p: np.void, i: int, now: int) -> bool:
    """Whether somebody who waits is lost from sight for good."""
    hazard = s.conditions.countries.disappearance[country_of(s, p.place)]
    if luck(s, p, draws.DISAPPEARANCE, now) >= draws.within(hazard, s.conditions.habits.wait_hours):
        return False
    leave_for_good(s, p, i, State.DISAPPEARED)
    note(s, p, i, now, Event.DISAPPEARED, p.place, NOBODY, 0)
    return True


@rule
def leave_for_good(s: Stage, p: np.void, i: int, state: int) -> None:
    """Die or disappear: the purse goes to the family, the organiser's account is closed."""
    end_package(s, p, False)
    left = p.funds
    p.funds = 0
    post(s, p, Purpose.INHERITANCE, left)
    p.state = state
    p.queued = NOBODY
    s.due[i] = FOR_EVER


@rule
def give_up(s: Stage, p: np.void, i: int, now: int) -> None:
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


@rule
def go_home(s: Stage, p: np.void, i: int, now: int, event: int) -> bool:
    """Set out for home at one's own cost; false if the fare cannot be paid."""
    fare = s.conditions.home_cents[p.home, p.place]
    if p.funds < fare:
        return False
    p.funds -= fare
    p.spent += fare
    post(s, p, Purpose.FARE, fare)
    note(s, p, i, now, event, p.place, NOBODY, fare)
    head_home(s, p, i, now)
    return True


@rule
def head_home(s: Stage, p: np.void, i: int, now: int) -> None:
    """Be under way home, whoever pays."""
    end_package(s, p, False)
    p.state = State.RETURNING
    p.since = now
    p.queued = NOBODY
    s.due[i] = now + max(1, s.geography.home_hours[p.home, p.place])


@rule
def come_home(s: Stage, p: np.void, i: int, now: int) -> None:
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


@rule
def enter_custody(s: Stage, p: np.void, i: int, now: int, place: int, back: int, inland: bool) -> None:
    """Be held at a place; what follows is drawn now and takes effect at the end."""
    country = country_of(s, place)
    c = s.conditions.countries
    p.place = place
    p.back = back
    p.state = State.DETAINED
    p.since = now
    p.queued = NOBODY
    p.after = after_custody(luck(s, p, draws.AFTERMATH, now), c.release_share[country], c.push_back_share[country], is_own(s, p, country), inland)
    hours = max(1, c.detention_hours[country])
    note(s, p, i, now, Event.DETAINED, place, NOBODY, hours)
    post(s, p, Purpose.CUSTODY, earned(c.custody_cents[country], hours))
    s.due[i] = now + hours


@rule
def leave_custody(s: Stage, p: np.void, i: int, now: int) -> None:
    """Be fined and set free, put back across the border, or deported."""
    place = p.place
    country = country_of(s, place)
    c = s.conditions.countries
    own = is_own(s, p, country)
    if not own and expelled_unpaid(p.after, p.funds, c.fine_cents[country]):
        p.after = After.DEPORTED
    p.failures += 1
    p.checked = now
    if p.after == After.DEPORTED:
        post(s, p, Purpose.DEPORTATION, c.deport_cents[country])
        note(s, p, i, now, Event.DEPORTED, place, NOBODY, 0)
        head_home(s, p, i, now)
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
    else:
        note(s, p, i, now, Event.ARRIVED, p.place, p.move, p.spent)
        settle(s, p, i, now)


@rule
def attempt(s: Stage, p: np.void, i: int, now: int, move: int, who: np.uint64, occasion: np.uint64, fee: int) -> int:
    """Try a move. ``who`` and ``occasion`` key what the checks notice: the person's own, or a group's. Returns an ``OUTCOME_``."""
    g = s.geography
    c = s.conditions
    community = p.community
    weight = c.communities.weight[community]
    channel = g.moves.channel[move]
    origin = p.place
    ahead = country_of(s, g.moves.target[move])
    flows = s.tally.flows[move, community]
    try_number = np.uint64(p.attempts)
    p.attempts += 1
    p.itinerary[p.steps] = move
    p.steps += 1
    p.move = move
    p.queued = NOBODY
    outlay = c.moves.fare_cents[move]
    pay(s, p, Purpose.FARE, Purpose.FARE_PACKAGE, outlay)
    if channel == Channel.FORGED:
        price = c.countries.forged_cents[ahead]
        outlay += price
        pay(s, p, Purpose.DOCUMENT, Purpose.DOCUMENT_PACKAGE, price)
    elif channel == Channel.VISA:
        price = c.visas.price_cents[community, ahead]
        outlay += price
        pay(s, p, Purpose.VISA, Purpose.VISA_PACKAGE, price)
    elif channel == Channel.GUIDED:
        outlay += fee
        if p.employer:
            post(s, p, Purpose.FEE_EMPLOYER, fee)
        else:
            pay(s, p, Purpose.FEE, Purpose.FEE_PACKAGE, fee)
    meets_border = g.moves.entry[move] >= 0
    flows[Flow.ATTEMPTS] += weight
    flows[Flow.FEE_CENTS] += fee * weight
    note(s, p, i, now, Event.ATTEMPTED if meets_border else Event.TRAVELLED, origin, move, outlay)
    if c.moves.boarding_refusal[move] > 0.0 and draws.uniform(s.seed, draws.BOARDING, p.key, try_number) < c.moves.boarding_refusal[move]:
        flows[Flow.REFUSED] += weight
        note(s, p, i, now, Event.REFUSED_BOARDING, origin, move, 0)
        p.failures += 1
        s.due[i] = now + c.habits.wait_hours
        return OUTCOME_REFUSED
    if is_perilous(channel):
        if draws.uniform(s.seed, draws.DEATH, p.key, try_number) < c.moves.death_hazard[move]:
            flows[Flow.DIED] += weight
            note(s, p, i, now, Event.DIED, origin, move, 0)
            leave_for_good(s, p, i, State.DEAD)
            return OUTCOME_DIED
        if draws.uniform(s.seed, draws.INJURY, p.key, try_number) < c.moves.injury_hazard[move]:
            flows[Flow.INJURED] += weight
            note(s, p, i, now, Event.INJURED, origin, move, 0)
    outcome = OUTCOME_PASSED
    if c.moves.checked[move]:
        outcome = be_checked(s, p, i, now, move, who, occasion)
        if outcome == OUTCOME_STOPPED:
            return outcome
    flows[Flow.CROSSED] += weight
    if meets_border:
        note(s, p, i, now, Event.CROSSED, g.moves.target[move], move, 0)
    if g.rank[s.routes.classes.target[p.klass], g.moves.target[move]] >= g.rank[s.routes.classes.target[p.klass], origin]:
        p.backward -= 1
    p.state = State.MOVING
    p.since = now
    s.due[i] = now + g.moves.hours[move]
    return outcome


@rule
def be_checked(s: Stage, p: np.void, i: int, now: int, move: int, who: np.uint64, occasion: np.uint64) -> int:
    """Pass the two services of a crossing, buy them off, or be apprehended."""
    g = s.geography
    c = s.conditions
    community = p.community
    weight = c.communities.weight[community]
    channel = g.moves.channel[move]
    flows = s.tally.flows[move, community]
    leaving, entering = g.moves.exit[move], g.moves.entry[move]
    p_leaving = 0.0
    p_entering = 0.0
    if noticed_leaving(channel, now > p.lawful_until):
        s.tally.seen[leaving] += s.checks.leaving[move] * weight
        p_leaving = s.checks.leaving[move] * s.checks.crowding[leaving]
    if noticed_entering(channel):
        s.tally.seen[entering] += s.checks.entering[move] * weight
        p_entering = s.checks.entering[move] * s.checks.crowding[entering]
    alone = channel != Channel.GUIDED
    if alone:
        s.beliefs.news_tries[community, move] += weight
    side = check(draws.uniform(s.seed, draws.DETECTION, who, occasion), p_leaving, p_entering)
    if side == PASSED:
        return OUTCOME_PASSED
    origin, target = p.place, g.moves.target[move]
    post_row = leaving if side == NOTICED_LEAVING else entering
    where = origin if side == NOTICED_LEAVING else target
    flows[Flow.DETECTED_LEAVING if side == NOTICED_LEAVING else Flow.DETECTED_ENTERING] += weight
    note(s, p, i, now, Event.DETECTED_LEAVING if side == NOTICED_LEAVING else Event.DETECTED_ENTERING, where, move, 0)
    bribe = c.posts.bribe_cents[post_row]
    purse = p.funds if alone else bribe
    if bought_off(draws.uniform(s.seed, draws.INTEGRITY, who, occasion), c.posts.corrupt_share[post_row], purse, bribe):
        flows[Flow.BRIBED] += weight
        note(s, p, i, now, Event.BRIBED, where, move, bribe)
        if alone:
            p.funds -= bribe
            p.spent += bribe
            post(s, p, Purpose.BRIBE, bribe)
        else:
            post(s, p, Purpose.BRIBE_GUIDE, bribe)
        return OUTCOME_BRIBED
    if alone:
        s.beliefs.news_caught[community, move] += weight
    flows[Flow.APPREHENDED] += weight
    s.tally.stopped[post_row] += weight
    note(s, p, i, now, Event.APPREHENDED, where, move, 0)
    enter_custody(s, p, i, now, where, origin, False)
    return OUTCOME_STOPPED


@rule
def arrive(s: Stage, p: np.void, i: int, now: int) -> None:
    """Reach the end of a leg: a new country's law applies, police may have boarded on the way, the destination may be reached."""
    g = s.geography
    c = s.conditions
    move = p.move
    place = g.moves.target[move]
    country = country_of(s, place)
    channel = g.moves.channel[move]
    p.place = place
    entry = g.moves.entry[move]
    if entry >= 0 and c.moves.checked[move]:
        community = p.community
        registers = luck(s, p, draws.REGISTRATION, now) < c.countries.registration_share[country]
        p.lawful_until = lawful_until(
            channel, c.visas.entry[community, country], now, registers, c.countries.registration_hours[country], c.countries.stay_hours[country],
            c.visas.hours[community, country], p.permit != 0 and country == country_of(s, s.routes.classes.destination[p.klass]),
        )  # fmt: skip
        p.failures = 0
    elif entry >= 0 and is_own(s, p, country):
        p.lawful_until = FOR_EVER
    p.since = now
    p.checked = now
    if entry < 0:
        hours = g.moves.hours[move]
        unlawful = unlawful_hours(p.lawful_until, now - hours, now)
        if unlawful > 0 and detected(luck(s, p, draws.INLAND, now), c.countries.inland_detection[country] * c.inland_ratio[g.moves.mode[move]], unlawful):
            note(s, p, i, now, Event.DETECTED_INLAND, place, move, 0)
            enter_custody(s, p, i, now, place, place, True)
            return
    if place != s.routes.classes.destination[p.klass]:
        note(s, p, i, now, Event.REACHED, place, move, p.spent)
        p.state = State.HUB
        s.due[i] = now + c.habits.transfer_hours
        return
    note(s, p, i, now, Event.ARRIVED, place, move, p.spent)
    settle(s, p, i, now)


@rule
def settle(s: Stage, p: np.void, i: int, now: int) -> None:
    """Settle at the destination: the third party pays the organiser, some claim asylum, and the length of the stay is drawn."""
    c = s.conditions
    k = c.communities
    country = country_of(s, p.place)
    end_package(s, p, True)
    p.state = State.SETTLED
    p.until = now + length_of_stay(s.seed, p.key, p.trip, k.stay_hours[p.community], k.stay_spread[p.community])
    if c.visas.entry[p.community, country] != Entry.OWN and luck(s, p, draws.ASYLUM, now) < k.asylum[p.community]:
        note(s, p, i, now, Event.CLAIMED_ASYLUM, p.place, NOBODY, 0)
        granted = luck(s, p, draws.GRANTED, now) < c.countries.asylum_granted[country]
        p.lawful_until = FOR_EVER if granted else max(p.lawful_until, now + c.countries.asylum_hours[country])
    s.due[i] = max(now + 1, min(p.until, now + c.habits.settled_review_hours))

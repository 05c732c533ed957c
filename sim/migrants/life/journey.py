"""The journey: trying a move, being checked at its crossing, arriving at its end."""

import numpy as np

from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Channel, Document, Entry, Event, State
from sim.books.ledger import Purpose
from sim.books.tally import Flow
from sim.guards.crowding import expected_millionths
from sim.guards.detection import stands_out
from sim.migrants.life.custody import enter_custody, face_police
from sim.migrants.life.endings import come_to_destination, lose_members, lose_organiser
from sim.migrants.life.lodging import stay_on_the_way
from sim.migrants.life.stage import NOBODY, Stage, country_of, is_own, note, note_for, own_draw, pay, post
from sim.migrants.rules.attempt import NOTICED_LEAVING, PASSED, bought_off, check, is_perilous, noticed_entering, noticed_leaving
from sim.migrants.rules.plan import decision_on
from sim.migrants.rules.stay import detected
from sim.smugglers.contract import border_paid, tries_left_after
from sim.smugglers.package import keeps_the_money, must_deliver
from sim.world.network import MINUTES
from sim.world.papers import asked_at_entry, document_price, lapses, lawful_on_open_road, lawful_until, unlawful_hours
from sim.world.rules_of_entry import NO_RULE, lawful_by_rule, lets_in, registered

OUTCOME_PASSED = 0
OUTCOME_BRIBED = 1
OUTCOME_STOPPED = 2
OUTCOME_DIED = 3
OUTCOME_REFUSED = 4


@rule
def attempt(s: Stage, p: Row, i: int, now: int, move: int, who: np.uint64, occasion: np.uint64, fee: int) -> int:
    """Try a move. ``who`` and ``occasion`` key what the checks notice: the person's own, or a group's. Returns an ``OUTCOME_``.

    ``fee`` is what a guide is paid for this try: nothing if an earlier fee covers it.
    """
    g = s.geography
    c = s.conditions
    community = p.community
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
    p.let_in = decision_on(p, move, g, c, s.routes, p.papers) if channel == Channel.LEGAL else NO_RULE
    outlay = c.moves.fare_cents[move]
    pay(s, p, Purpose.FARE, Purpose.FARE_PACKAGE, outlay)
    if channel == Channel.FORGED:
        outlay += show_document(s, p, now, ahead, origin, try_number)
    elif channel == Channel.VISA:
        price = c.visas.price_cents[community, ahead]
        outlay += price
        pay(s, p, Purpose.VISA, Purpose.VISA_PACKAGE, price)
    elif channel == Channel.GUIDED:
        outlay += fee
        covered = is_covered(s, p, move)
        if covered:
            flows[Flow.COVERED] += p.people
        p.tries_left = tries_left_after(p.tries_left, covered, c.habits.tries_covered)
        p.paid_border = g.moves.border[move]
        if p.employer:
            post(s, p, Purpose.FEE_EMPLOYER, fee)
        else:
            pay(s, p, Purpose.FEE, Purpose.FEE_PACKAGE, fee)
    meets_border = g.moves.entry[move] >= 0
    s.tally.tried[move, community] = True
    flows[Flow.ATTEMPTS] += p.people
    flows[Flow.FEE_CENTS] += fee * p.people
    note(s, p, i, now, Event.ATTEMPTED if meets_border else Event.TRAVELLED, origin, move, outlay)
    if c.moves.boarding_refusal[move] > 0.0 and draws.uniform(s.seed, draws.BOARDING, p.key, try_number) < c.moves.boarding_refusal[move]:
        flows[Flow.REFUSED] += p.people
        note(s, p, i, now, Event.REFUSED_BOARDING, origin, move, 0)
        p.failures += 1
        p.planned = p.steps
        s.due[i] = now + c.habits.wait_hours
        return OUTCOME_REFUSED
    if is_perilous(channel):
        died = draws.struck(draws.uniform(s.seed, draws.DEATH, p.key, try_number), c.moves.death_hazard[move], p.people)
        if died > 0:
            flows[Flow.DIED] += died
            note_for(s, p, i, now, Event.DIED, origin, move, 0, died)
            if lose_members(s, p, i, State.DEAD, died):
                return OUTCOME_DIED
        injured = draws.struck(draws.uniform(s.seed, draws.INJURY, p.key, try_number), c.moves.injury_hazard[move], p.people)
        if injured > 0:
            flows[Flow.INJURED] += injured
            note_for(s, p, i, now, Event.INJURED, origin, move, 0, injured)
    outcome = OUTCOME_PASSED
    if c.moves.checked[move]:
        outcome = be_checked(s, p, i, now, move, who, occasion)
        if outcome == OUTCOME_STOPPED:
            return outcome
    flows[Flow.CROSSED] += p.people
    if meets_border:
        p.tries_left = 0
        note(s, p, i, now, Event.CROSSED, g.moves.target[move], move, 0)
    p.state = State.MOVING
    p.since = now
    s.due[i] = now + hours_under_way(s, p, move)
    return outcome


@rule
def hours_under_way(s: Stage, p: Row, move: int) -> int:
    """Whole hours that a move takes somebody: minutes beyond them are kept for the next one. A transport departs at the full hour."""
    moves = s.geography.moves
    minutes = moves.minutes[move] + (0 if moves.transport[move] >= 0 else p.minutes)
    p.minutes = minutes % MINUTES
    hours: int = moves.hours[move] + minutes // MINUTES
    return hours


@rule
def rides_with(s: Stage, move: int) -> bool:
    """Whether a move is made with a transport of a government."""
    return bool(s.geography.moves.transport[move] >= 0)


@rule
def is_admitted(s: Stage, move: int) -> bool:
    """Whether a transport of a government takes people over a border whatever their papers."""
    transport = s.geography.moves.transport[move]
    return bool(transport >= 0 and s.geography.transports.admits[transport])


@rule
def is_seen(s: Stage, move: int) -> bool:
    """Whether police look for papers under way: on board of a transport only of one that says so."""
    transport = s.geography.moves.transport[move]
    return bool(transport < 0 or s.geography.transports.checks[transport])


@rule
def is_covered(s: Stage, p: Row, move: int) -> bool:
    """Whether a fee paid before covers another try with a guide."""
    covered: bool = border_paid(p.paid_border, p.tries_left) == s.geography.moves.border[move]
    return covered


@rule
def show_document(s: Stage, p: Row, now: int, ahead: int, origin: int, try_number: np.uint64) -> int:
    """Hold a forged document that serves for the country ahead, buying one or a better one if need be; what it costs."""
    price = document_price(s.conditions.countries.forged_cents[ahead], p.document_worth, p.valid_until, now)
    held = p.document == Document.ALTERED and now <= p.valid_until
    if held and price == 0:
        return 0
    pay(s, p, Purpose.DOCUMENT, Purpose.DOCUMENT_PACKAGE, price)
    country = country_of(s, origin)
    own = s.traits.communities.nationality[p.community]
    p.document_worth = price + (p.document_worth if held else 0)
    p.document = Document.ALTERED
    p.shown = country if draws.uniform(s.seed, draws.SHOWN, p.key, try_number) < s.conditions.countries.own_passports_share[country] else own
    p.valid_until = now + s.conditions.habits.document_hours
    return price


@rule
def lose_document(s: Stage, p: Row, post_row: int) -> None:
    """Have a forged document taken away by those who noticed it; they write down whose it seemed."""
    own = s.traits.communities.nationality[p.community]
    if p.shown != own:
        s.tally.papers[post_row, p.community, p.shown] += p.people
    p.document = Document.GENUINE if p.passport else Document.NONE
    p.shown = own
    p.document_worth = 0
    p.valid_until = FOR_EVER


@rule
def be_checked(s: Stage, p: Row, i: int, now: int, move: int, who: np.uint64, occasion: np.uint64) -> int:
    """Pass the two services of a crossing, buy them off, or be apprehended."""
    g = s.geography
    c = s.conditions
    community = p.community
    channel = g.moves.channel[move]
    flows = s.tally.flows[move, community]
    leaving, entering = g.moves.exit[move], g.moves.entry[move]
    p_leaving = 0.0
    p_entering = 0.0
    from_afar = c.communities.stranger[community] > 0
    if noticed_leaving(channel, now > p.lawful_until and not is_admitted(s, move)):
        chance = min(1.0, stands_out(channel, from_afar, c.countries.stranger_ratio[country_of(s, p.place)]) * s.checks.leaving[move])
        s.tally.seen[leaving] += expected_millionths(chance, p.people)
        p_leaving = chance * s.checks.crowding[leaving]
    if noticed_entering(channel):
        chance = min(1.0, stands_out(channel, from_afar, c.countries.stranger_ratio[country_of(s, g.moves.target[move])]) * s.checks.entering[move])
        s.tally.seen[entering] += expected_millionths(chance, p.people)
        p_entering = chance * s.checks.crowding[entering]
    alone = channel != Channel.GUIDED
    if alone:
        s.beliefs.news_tries[community, move] += p.people
    side = check(draws.uniform(s.seed, draws.DETECTION, who, occasion), p_leaving, p_entering)
    if side == PASSED:
        return OUTCOME_PASSED
    origin, target = p.place, g.moves.target[move]
    post_row = leaving if side == NOTICED_LEAVING else entering
    where = origin if side == NOTICED_LEAVING else target
    flows[Flow.DETECTED_LEAVING if side == NOTICED_LEAVING else Flow.DETECTED_ENTERING] += p.people
    note(s, p, i, now, Event.DETECTED_LEAVING if side == NOTICED_LEAVING else Event.DETECTED_ENTERING, where, move, 0)
    decision = decision_on(p, move, g, c, s.routes, p.papers) if side != NOTICED_LEAVING else NO_RULE
    if lets_in(decision):
        p.let_in = decision
        if channel == Channel.FORGED:
            lose_document(s, p, post_row)
        return OUTCOME_PASSED
    bribe = c.posts.bribe_cents[post_row]
    purse = p.funds if alone else bribe
    if bought_off(draws.uniform(s.seed, draws.INTEGRITY, who, occasion), c.posts.corrupt_share[post_row], purse, bribe):
        flows[Flow.BRIBED] += p.people
        note(s, p, i, now, Event.BRIBED, where, move, bribe)
        if alone:
            p.funds -= bribe
            p.spent += bribe
            post(s, p, Purpose.BRIBE, bribe)
        else:
            post(s, p, Purpose.BRIBE_GUIDE, bribe)
        return OUTCOME_BRIBED
    if alone:
        s.beliefs.news_caught[community, move] += p.people
    flows[Flow.APPREHENDED] += p.people
    s.tally.stopped[post_row] += p.people
    note(s, p, i, now, Event.APPREHENDED, where, move, 0)
    if channel == Channel.FORGED:
        lose_document(s, p, post_row)
    enter_custody(s, p, i, now, where, origin, post_row, decision)
    return OUTCOME_STOPPED


@rule
def arrive(s: Stage, p: Row, i: int, now: int) -> None:
    """Reach the end of a leg: a new country's law applies, police may have boarded on the way, the destination may be reached."""
    g = s.geography
    c = s.conditions
    move = p.move
    place = g.moves.target[move]
    country = country_of(s, place)
    channel = g.moves.channel[move]
    from_home = is_own(s, p, country_of(s, g.moves.origin[move]))
    since = p.since
    p.place = place
    stops = s.ways.stops[p.way] if p.organiser >= 0 else 0
    comes_to_stop = p.stop < stops and place == s.ways.places[p.way, p.stop]
    p.stop += comes_to_stop
    entry = g.moves.entry[move]
    if entry >= 0 and c.moves.checked[move]:
        community = p.community
        registers = own_draw(s, p, draws.REGISTRATION, now) < c.countries.registration_share[country]
        permit = p.permit != 0 and country == country_of(s, s.routes.classes.destination[p.klass])
        if p.let_in == NO_RULE:
            p.lawful_until = lawful_until(
                channel, asked_at_entry(c.visas.entry[community, country], is_admitted(s, move)), now, registers,
                c.countries.registration_hours[country], c.countries.stay_hours[country], c.visas.hours[community, country], permit,
            )  # fmt: skip
        else:
            p.lawful_until = lawful_by_rule(p.let_in, now, registers, c.countries.registration_hours[country], c.countries.stay_hours[country], permit)
            p.papers = registered(c.rules, p.let_in, country, p.papers)
        p.failures = 0
    elif entry >= 0:
        free = c.visas.entry[p.community, country] == Entry.FREE
        p.lawful_until = lawful_on_open_road(is_own(s, p, country), from_home, p.lawful_until, now, free, c.countries.stay_hours[country])
    elif lapses(p.lawful_until, p.checked, now):
        note(s, p, i, now, Event.LAPSED, place, move, 0)
    p.since = now
    p.checked = now
    if entry < 0 and is_seen(s, move):
        unlawful = unlawful_hours(p.lawful_until, since, now)
        if unlawful > 0 and detected(own_draw(s, p, draws.INLAND, now), c.countries.inland_detection[country] * c.inland_ratio[g.moves.mode[move]], unlawful):
            note(s, p, i, now, Event.DETECTED_INLAND, place, move, 0)
            if face_police(s, p, i, now, place):
                return
    if place != s.routes.classes.destination[p.klass]:
        note(s, p, i, now, Event.REACHED, place, move, p.spent)
        p.state = State.HUB
        s.due[i] = now + c.habits.transfer_hours
        stay_on_the_way(s, p, i, now)
        if p.guided and must_deliver(comes_to_stop and p.stop == stops, stops > 0, entry >= 0 and from_home):
            u = draws.uniform(s.seed, draws.CHEATED, p.key, np.uint64(p.trip))
            if keeps_the_money(u, p.contract, p.package, c.habits.keeps_share):
                lose_organiser(s, p)
                note(s, p, i, now, Event.ABANDONED, place, NOBODY, 0)
        return
    come_to_destination(s, p, i, now)
    if p.state == State.HUB:
        note(s, p, i, now, Event.REACHED, place, move, p.spent)

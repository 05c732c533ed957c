"""At home: thinking of leaving, departing, and being sent out by a series."""


from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Contract, Event, State
from sim.books.ledger import Purpose
from sim.migrants.enrol import holds_permit, take_papers
from sim.migrants.life.planning import a_day_of_waiting, bears, next_move
from sim.migrants.life.stage import NOBODY, Stage, leave_queue, note, own_draw, post
from sim.migrants.rules.choose_organiser import choose_organiser, sum_by
from sim.migrants.rules.depart import best_destination, eagerness_within_means, funds_at_departure, leaves
from sim.migrants.rules.return_home import departs_again
from sim.routes.values import UNREACHABLE
from sim.smugglers.organisers import margin_of, take_on
from sim.smugglers.package import package_price


@rule
def consider(s: Stage, p: Row, i: int, now: int) -> None:
    """Think of leaving home; leave, or think again later.

    The draw that keeps somebody at home though every destination were within their means keeps them whatever they have: most are done with that.
    """
    c = s.conditions.communities
    community = p.community
    if s.traits.communities.sent_out[community]:
        depart_as_sent(s, p, i, now)
        return
    routes = s.routes
    held, holds = holds_permit(s.seed, p.key, s.traits.communities.permit[community]), holds_permit(s.seed, p.key, c.permit[community])
    u = own_draw(s, p, draws.DEPART, now)
    season = s.conditions.season[community, s.month]
    if not leaves(u, routes.eagerness[community, p.guided, held, holds, p.home], season, c.stay[community]):
        s.due[i] = now + max(1, c.consider_hours[community])
        return
    funds = funds_at_departure(s.seed, p.key, p.trip + 1, c.funds_cents[community], c.funds_spread[community])
    a, b = routes.first[community, p.guided, holds], routes.last[community, p.guided, holds]
    then = routes.first[community, p.guided, held]
    pulls, scales, destinations = routes.classes.pull[a:b], routes.classes.scale[a:b], routes.classes.destination[a:b]
    values, starts, least = routes.now[a:b, p.home], routes.start[then : then + b - a, p.home], routes.least[a:b, p.place]
    within = eagerness_within_means(pulls, values, starts, scales, least, funds, c.optimism[community])
    if not leaves(u, within, season, c.stay[community]):
        s.due[i] = now + max(1, c.consider_hours[community])
        return
    chosen = best_destination(
        s.seed, p.key, draws.join_number(draws.CONSIDER, now), pulls, values, starts, scales, least, destinations, s.geography.places.key, funds,
        c.optimism[community],
    )  # fmt: skip
    organiser = NOBODY
    if p.guided and s.ways.first[community] < s.ways.first[community + 1]:
        would_wait, a_day = bears(s, p, p.trip + 1), a_day_of_waiting(s, p)
        organiser = choose_organiser(s.seed, p, a + chosen, p.trip + 1, funds, would_wait, s.conditions, routes, s.ways, s.organisers, a_day)
        if organiser < 0:
            s.due[i] = now + max(1, c.consider_hours[community])
            return
    prepare(s, p, a + chosen, funds, organiser)
    if next_move(s, p, now) < 0:
        unpack(p)
        s.due[i] = now + max(1, c.consider_hours[community])
        return
    depart(s, p, i, now)


@rule
def depart_as_sent(s: Stage, p: Row, i: int, now: int) -> None:
    """Depart because a series says so, whatever the way costs; who has come home again stays.

    Where to is chosen as others do: within one's means or, if nothing is, whatever they are. Without an organiser to be had one goes alone, and waits at home,
    which one has left, where no way is open.
    """
    if p.trip > 0 or p.returned >= 0:
        s.due[i] = FOR_EVER
        return
    c = s.conditions.communities
    community = p.community
    funds = funds_at_departure(s.seed, p.key, p.trip + 1, c.funds_cents[community], c.funds_spread[community])
    chosen = where_to(s, p, now, funds, c.optimism[community])
    if chosen < 0:
        chosen = max(0, where_to(s, p, now, funds, 0.0))
    holds = holds_permit(s.seed, p.key, c.permit[community])
    klass = s.routes.first[community, p.guided, holds] + chosen
    organiser = NOBODY
    if p.guided and s.ways.first[community] < s.ways.first[community + 1]:
        would_wait, a_day = bears(s, p, p.trip + 1), a_day_of_waiting(s, p)
        organiser = choose_organiser(s.seed, p, klass, p.trip + 1, funds, would_wait, s.conditions, s.routes, s.ways, s.organisers, a_day)
        p.guided = organiser >= 0
    if p.guided and s.routes.least[klass, p.place] >= UNREACHABLE:
        p.guided = False
        organiser = NOBODY
    prepare(s, p, s.routes.first[community, p.guided, holds] + chosen, funds, organiser)
    next_move(s, p, now)
    depart(s, p, i, now)


@rule
def where_to(s: Stage, p: Row, now: int, funds: int, optimism: float) -> int:
    """Where somebody who departs wants to go, by position among the destinations of their people; -1 where nothing is within their means."""
    community, routes = p.community, s.routes
    held = holds_permit(s.seed, p.key, s.traits.communities.permit[community])
    holds = holds_permit(s.seed, p.key, s.conditions.communities.permit[community])
    a, b, then = routes.first[community, p.guided, holds], routes.last[community, p.guided, holds], routes.first[community, p.guided, held]
    return best_destination(
        s.seed, p.key, draws.join_number(draws.CONSIDER, now), routes.classes.pull[a:b], routes.now[a:b, p.home], routes.start[then : then + b - a, p.home],
        routes.classes.scale[a:b], routes.least[a:b, p.place], routes.classes.destination[a:b], s.geography.places.key, funds, optimism,
    )  # fmt: skip


@rule
def prepare(s: Stage, p: Row, klass: int, funds: int, organiser: int) -> None:
    """Take one's papers and the money that can be raised, and turn to an organiser or to none."""
    take_papers(p, s.seed, s.traits.communities.nationality[p.community], s.conditions)
    p.trip += 1
    p.klass = klass
    p.led = p.guided
    p.lawful_until = FOR_EVER
    p.failures = p.steps = p.planned = p.attempts = p.tries_left = 0
    p.package = p.prepaid = p.spent = p.until = 0
    p.funds = funds
    p.organiser = organiser
    p.way = s.organisers[organiser].way if organiser >= 0 else NOBODY
    p.margin = margin_of(s.organisers[organiser]) if organiser >= 0 else s.conditions.habits.organiser_margin
    p.stop = p.sent = p.papers = 0


@rule
def unpack(p: Row) -> None:
    """Stay at home after all: no way can be begun with the papers and the money that one has."""
    p.trip -= 1
    p.klass = p.organiser = p.way = NOBODY
    p.funds = p.planned = 0


@rule
def depart(s: Stage, p: Row, i: int, now: int) -> None:
    """Leave home: borrow part of the money, sign with the organiser and pay him if the contract says so, and begin the way at once."""
    p.state = State.HUB
    p.since = p.checked = now
    funds = p.funds
    loan = int(s.conditions.communities.loan_share[p.community] * funds)
    p.debt += loan
    post(s, p, Purpose.LOAN, loan)
    post(s, p, Purpose.SAVINGS, funds - loan)
    note(s, p, i, now, Event.DEPARTED, p.place, NOBODY, funds)
    again = departs_again(p.returned)
    if again >= 0:
        note(s, p, i, now, again, p.place, NOBODY, 0)
    sign(s, p)
    usual = 1.0 + s.conditions.habits.organiser_margin
    least = sum_by(p.way, p.klass, p.place, s.routes.least, s.ways) if p.organiser >= 0 else s.routes.least[p.klass, p.place]
    whole = int(least * ((1.0 + p.margin) / usual))
    p.package = p.prepaid = package_price(whole, p.funds, p.contract) if p.guided else 0
    p.funds -= p.package
    p.spent = p.package if p.contract == Contract.ADVANCE else 0
    if p.package > 0:
        post(s, p, Purpose.PACKAGE_ADVANCE if p.contract == Contract.ADVANCE else Purpose.PACKAGE_ESCROW, p.package)


@rule
def sign(s: Stage, p: Row) -> None:
    """Become the client of one's organiser, at the margin that he asks now and by the way that he knows now; with none in particular, at the usual margin."""
    if p.organiser < 0:
        return
    take_on(s.organisers[p.organiser], p.people)
    if s.ways.stops[p.way] == 0:
        leave_queue(s, p)

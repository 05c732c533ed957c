"""At home: thinking of leaving, and departing."""


from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Contract, Event, State
from sim.books.ledger import Purpose
from sim.migrants.enrol import holds_permit, take_papers
from sim.migrants.life.stage import NOBODY, Stage, note, own_draw, post
from sim.migrants.rules.depart import best_destination, eagerness_within_means, funds_at_departure, leaves
from sim.smugglers.package import package_price


@rule
def consider(s: Stage, p: Row, i: int, now: int) -> None:
    """Think of leaving home; leave, or think again later.

    The draw that keeps somebody at home though every destination were within their means keeps them whatever they have: most are done with that.
    """
    c = s.conditions.communities
    community = p.community
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
    top = routes.classes.turns[a]
    pulls, scales, destinations = routes.classes.pull[a:b], routes.classes.scale[a:b], routes.classes.destination[a:b]
    values, starts, least = routes.now[a:b, p.home], routes.start[then : then + b - a, p.home], routes.least[a:b, top, p.place]
    within = eagerness_within_means(pulls, values, starts, scales, least, funds, c.optimism[community])
    if not leaves(u, within, season, c.stay[community]):
        s.due[i] = now + max(1, c.consider_hours[community])
        return
    chosen = best_destination(
        s.seed, p.key, draws.join_number(draws.CONSIDER, now), pulls, values, starts, scales, least, destinations, s.geography.places.key, funds,
        c.optimism[community],
    )  # fmt: skip
    depart(s, p, i, now, a + chosen, funds)


@rule
def depart(s: Stage, p: Row, i: int, now: int, klass: int, funds: int) -> None:
    """Leave home: take one's papers, raise the money, pay an organiser if the contract says so, and look for a move at once."""
    take_papers(p, s.seed, s.traits.communities.nationality[p.community], s.conditions)
    p.trip += 1
    p.klass = klass
    p.led = p.guided
    p.state = State.HUB
    p.departed = p.since = p.checked = now
    p.lawful_until = FOR_EVER
    p.failures = p.steps = p.attempts = p.tries_left = 0
    p.until = 0
    p.turns = s.routes.classes.turns[klass]
    p.funds = funds
    loan = int(s.conditions.communities.loan_share[p.community] * funds)
    p.debt += loan
    post(s, p, Purpose.LOAN, loan)
    post(s, p, Purpose.SAVINGS, funds - loan)
    note(s, p, i, now, Event.DEPARTED, p.place, NOBODY, funds)
    p.package = p.prepaid = package_price(s.routes.least[klass, p.turns, p.place], p.funds, p.contract) if p.guided else 0
    p.funds -= p.package
    p.spent = p.package if p.contract == Contract.ADVANCE else 0
    if p.package > 0:
        post(s, p, Purpose.PACKAGE_ADVANCE if p.contract == Contract.ADVANCE else Purpose.PACKAGE_ESCROW, p.package)

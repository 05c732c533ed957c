"""Enrolment: how a person's record is filled from keyed draws before the run begins."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.rows import Row
from sim.basis.rule import rule
from sim.basis.words import Contract, Document, Entry, State
from sim.migrants.rules.return_home import length_of_stay
from sim.world.conditions import Conditions
from sim.world.geography import Geography
from sim.world.parties import people_of_agent
from sim.world.stays import site_at
from sim.world.traits import Traits


@rule
def permit_draw(seed: np.uint64, person: np.uint64) -> float:
    """What decides for life whether somebody holds a permit: a draw."""
    return draws.uniform(seed, draws.PERMIT, person, np.uint64(0))


@rule
def holds_permit(seed: np.uint64, person: np.uint64, share: float) -> int:
    """Whether somebody is among the share of a community that holds a permit, 1 or 0."""
    return int(permit_draw(seed, person) < share)


def nobodys_draws(communities: int) -> NDArray[np.float64]:
    """Least and greatest :func:`permit_draw` of nobody yet, by community, not led and led; shape (communities, 2, 2)."""
    return np.tile((1.0, -1.0), (communities, 2, 1))


@rule
def widen(permit_draws: NDArray[np.float64], p: Row, seed: np.uint64) -> None:
    """Take somebody into the least and the greatest draw of their community: among those not led too, for who loses the organiser has none on the next trip.

    ``permit_draws`` has shape (communities, 2, 2): by community, not led and led, the least and the greatest.
    """
    u = permit_draw(seed, p.key)
    for guided in range(p.guided + 1):
        permit_draws[p.community, guided, 0] = min(permit_draws[p.community, guided, 0], u)
        permit_draws[p.community, guided, 1] = max(permit_draws[p.community, guided, 1], u)


@rule
def take_papers(p: Row, seed: np.uint64, nationality: int, conditions: Conditions) -> None:
    """Hold the papers of one's own that go with what is asked and given now: one draw each for life, so that a rule that ends takes nothing along."""
    first = np.uint64(0)
    p.passport = draws.uniform(seed, draws.PASSPORT, p.key, first) < conditions.communities.passport[p.community]
    p.permit = holds_permit(seed, p.key, conditions.communities.permit[p.community])
    p.exit_permit = draws.uniform(seed, draws.EXIT_PERMIT, p.key, first) < conditions.countries.exit_permit_share[nationality]
    if p.document in (Document.GENUINE, Document.NONE):
        p.document = Document.GENUINE if p.passport else Document.NONE


@rule
def enrol(
    p: Row,
    seed: np.uint64,
    community: int,
    ordinal: int,
    left: int,
    traits: Traits,
    geography: Geography,
    conditions: Conditions,
) -> int:
    """Fill an agent's record from keyed draws, and return the hour at which something first happens to them; ``left`` people of theirs are in no record yet.

    Some are already settled abroad when the run begins, some way through their stay; the others are at home and think of leaving at an hour of their own.
    """
    c = community
    traits_here, communities, countries = traits.communities, conditions.communities, conditions.countries
    p.key = draws.join_number(traits_here.key[c], ordinal)
    p.community = c
    p.ordinal = ordinal
    p.people = people_of_agent(seed, p.key, traits_here.party[c], traits_here.parties[c], left)
    first = np.uint64(0)
    u = draws.uniform(seed, draws.ORIGIN, p.key, first)
    h = 0
    while h < len(traits.home_place) - 1 and u >= traits.origins[c, h]:
        h += 1
    p.home = h
    p.place = traits.home_place[h]
    p.woman = draws.uniform(seed, draws.WOMAN, p.key, first) < traits_here.women[c]
    low, high = traits_here.age_low[c], traits_here.age_high[c]
    p.age = int(low + (high - low + 1.0) * draws.uniform(seed, draws.AGE, p.key, first))
    p.document = Document.NONE
    take_papers(p, seed, traits_here.nationality[c], conditions)
    p.shown = traits_here.nationality[c]
    p.document_worth = 0
    p.valid_until = FOR_EVER
    p.guided = draws.uniform(seed, draws.GUIDE, p.key, first) < traits_here.guided[c]
    u = draws.uniform(seed, draws.CONTRACT, p.key, first)
    p.contract = Contract.STAGES
    if u < traits_here.advance[c]:
        p.contract = Contract.ADVANCE
    elif u < traits_here.advance[c] + traits_here.escrow[c]:
        p.contract = Contract.ESCROW
    p.employer = draws.uniform(seed, draws.EMPLOYER, p.key, first) < traits_here.employer_pays[c]
    p.klass = -1
    p.queued = -1
    p.organiser = -1
    p.way = -1
    p.returned = -1
    p.move = -1
    p.site = -1
    p.bed = 0
    p.lawful_until = FOR_EVER
    p.state = State.HOME
    start = draws.uniform(seed, draws.CONSIDER, p.key, first)
    if draws.uniform(seed, draws.ABROAD, p.key, first) >= traits_here.abroad_share[c]:
        return int(start * communities.consider_hours[c])
    best = -1
    most = -math.inf
    for d in range(conditions.pull.shape[1]):
        if conditions.pull[c, d] == -math.inf:
            continue
        worth = conditions.pull[c, d] + draws.gumbel(draws.uniform(seed, draws.ABROAD, p.key, geography.places.key[traits.destination_place[d]]))
        if worth > most:
            most = worth
            best = d
    place = traits.destination_place[best]
    country = geography.places.country[place]
    p.place = place
    p.state = State.SETTLED
    p.site = site_at(conditions, place, c, True)
    p.until = 1 + int(start * length_of_stay(seed, p.key, 0, communities.stay_hours[c], communities.stay_spread[c]))
    p.lawful_until = 0
    registered = draws.uniform(seed, draws.REGISTRATION, p.key, first) < countries.registration_share[country]
    if conditions.visas.entry[c, country] == Entry.OWN or p.permit:
        p.lawful_until = FOR_EVER
    elif registered:
        p.lawful_until = int(start * countries.stay_hours[country])
    first_look: int = min(p.until, int(start * communities.consider_hours[c]))
    return first_look

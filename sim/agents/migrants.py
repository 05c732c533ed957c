"""Migrants: one record a person, and how a person comes to be.

All that a run knows of a person stands in one record of :data:`MIGRANT`; the hour at which something next happens to them stands in a
column of its own, so that a tick can find who is due without touching the rest.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import draws
from sim.conditions import Conditions
from sim.figures import Figures
from sim.geography import Atlas, Geography
from sim.papers import FOR_EVER
from sim.rows import Row, Rows
from sim.rule import rule
from sim.rules.return_home import length_of_stay
from sim.words import Contract, Document, Entry, State
from sim.world import World

ITINERARY_LENGTH = 32
"""Moves that one trip can hold, tries included; who has used them up gives up."""

MIGRANT = np.dtype(
    [
        # Looked at whenever somebody is due: one line of the machine's memory.
        ("key", "u8"),
        ("funds", "i8"),
        ("since", "i4"),
        ("until", "i4"),
        ("checked", "i4"),
        ("lawful_until", "i4"),
        ("move", "i4"),
        ("community", "i2"),
        ("home", "i2"),
        ("place", "i2"),
        ("klass", "i2"),
        ("trip", "i2"),
        ("failures", "i2"),
        ("state", "i1"),
        ("guided", "i1"),
        ("passport", "i1"),
        ("permit", "i1"),
        ("exit_permit", "i1"),
        ("employer", "i1"),
        ("turns", "i1"),
        ("steps", "i1"),
        ("attempts", "i2"),
        # Looked at on the way.
        ("itinerary", "i2", (ITINERARY_LENGTH,)),
        ("back", "i2"),
        ("shown", "i2"),
        ("led", "i1"),
        ("after", "i1"),
        # Looked at now and then.
        ("prepaid", "i8"),
        ("package", "i8"),
        ("debt", "i8"),
        ("spent", "i8"),
        ("document_worth", "i8"),
        ("departed", "i4"),
        ("valid_until", "i4"),
        ("queued", "i4"),
        ("ordinal", "i4"),
        ("contract", "i1"),
        ("woman", "i1"),
        ("age", "i1"),
        ("document", "i1"),
    ],
    align=True,
)
"""Money in cents, times in hours of the run, places and moves by number, ``klass`` a row of the route tables (-1: none).

``since`` is the start of the present state; ``until`` the end of a stay; ``checked`` the hour up to which a stay has been lived;
``queued`` since when a guide is waited for (-1: not); ``led`` whether an organiser led the trip at its start, ``guided`` whether one still does;
``package`` what was paid an organiser, ``prepaid`` what is left of it for the way;
``back`` where somebody in custody would be put back to. ``document`` is what would be shown at a border (:class:`~sim.words.Document`), ``shown`` the
country whose paper it seems; of one that was bought, ``document_worth`` is what was paid for it and ``valid_until`` the last hour at which it serves.
"""


def empty_people(number: int) -> Rows:
    """Records of so many people, each at the start of a line of the machine's memory."""
    line = 64
    room = np.zeros(number * MIGRANT.itemsize + line, np.uint8)
    first = -room.ctypes.data % line
    return room[first : first + number * MIGRANT.itemsize].view(MIGRANT).view(np.recarray)


TRAIT_FIGURES = ("abroad_share", "women", "age_low", "age_high", "guided", "advance", "escrow", "employer_pays", "permit")

TRAITS = np.dtype(
    [("key", "u8")]
    + [(name, "f8") for name in TRAIT_FIGURES]
    + [("nationality", "i2"), ("followed", "?")],
    align=True,
)
"""What a community's people are like at the start: shares (of permit holders too) and ages, nationality (a country) and whether their journeys are
written down."""


class Traits(NamedTuple):
    """Who the people are.

    ``communities`` are records :data:`TRAITS`; ``origins`` has shape (communities, homes): shares, summed up; ``home_place`` shape
    (homes,) and ``destination_place`` shape (destinations,): places.
    """

    communities: Rows
    origins: NDArray[np.float64]
    home_place: NDArray[np.int16]
    destination_place: NDArray[np.int16]


def traits_of(world: World, atlas: Atlas) -> Traits:
    """The traits of a world's communities."""
    figures, communities = world.figures, world.communities
    country = {name: i for i, name in enumerate(atlas.countries)}
    place = {name: i for i, name in enumerate(atlas.places)}
    rows = np.zeros(len(communities), TRAITS).view(np.recarray)
    for row, community in zip(rows, communities, strict=True):
        row.key = draws.name_key(f"community {community.name}")
        row.nationality = country[community.nationality]
        row.followed = community.followed
        for name in TRAIT_FIGURES:
            row[name] = figures.number(f"community.{community.name}.{name}")
    shares = [[figures.number(f"community.{c.name}.origin.{h}") if h in c.origins else 0.0 for h in atlas.homes] for c in communities]
    return Traits(
        communities=rows,
        origins=np.cumsum(np.array(shares, np.float64).reshape(len(communities), len(atlas.homes)), axis=1),
        home_place=np.array([place[h] for h in atlas.homes], np.int16),
        destination_place=np.array([place[d] for d in atlas.destinations], np.int16),
    )


def agents_of(world: World, community: str, figures: Figures) -> int:
    """How many agents stand for a community: its people times the scale over the weight, rounded."""
    return round(figures.number(f"community.{community}.people") * world.scale / figures.number(f"community.{community}.weight"))


@rule
def come_from(origins: NDArray[np.float64], home: int) -> bool:
    """Whether any of a community can come from a home, by its shares summed up; :func:`enrol` takes the last for who is left over by rounding."""
    before = origins[home - 1] if home > 0 else 0.0
    return home == len(origins) - 1 or origins[home] > before


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
    traits: Traits,
    geography: Geography,
    conditions: Conditions,
) -> int:
    """Fill a person's record from keyed draws, and return the hour at which something first happens to them.

    Some are already settled abroad when the run begins, some way through their stay; the others are at home and think of leaving at an hour of their own.
    """
    c = community
    traits_here, communities, countries = traits.communities, conditions.communities, conditions.countries
    p.key = draws.join_number(traits_here.key[c], ordinal)
    p.community = c
    p.ordinal = ordinal
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
    p.move = -1
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
    p.until = 1 + int(start * length_of_stay(seed, p.key, 0, communities.stay_hours[c], communities.stay_spread[c]))
    p.lawful_until = 0
    registered = draws.uniform(seed, draws.REGISTRATION, p.key, first) < countries.registration_share[country]
    if conditions.visas.entry[c, country] == Entry.OWN or p.permit:
        p.lawful_until = FOR_EVER
    elif registered:
        p.lawful_until = int(start * countries.stay_hours[country])
    first_look: int = min(p.until, int(start * communities.consider_hours[c]))
    return first_look

"""What small worlds may hold beside what all have: places where people stay, and rules of entry."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sim.basis.words import Decision, Kind, StayKind
from sim.world.entry_rule import EntryRule
from sim.world.network import Crossing, Place
from sim.world.stay import Stay
from sim.world.world import Community


def stays_of(rng: random.Random, communities: Sequence[Community], places: Sequence[Place], days: int, start: date) -> Iterator[Stay]:
    """Places where people stay: in half of the worlds none, else some on the way and in camps, each with few beds, many, or one for everybody."""
    for _ in range(rng.choice((0, 0, 0, 1, 2, 4))):
        camp = rng.random() < 0.4
        chosen = rng.sample(list(communities), rng.randint(1, len(communities)))
        place = rng.choice([d for c in chosen for d in c.destinations] if camp else [place.name for place in places])
        kind = StayKind.CAMP if camp else rng.choice((StayKind.REGISTRATION, StayKind.REST, StayKind.RECEPTION))
        first = rng.choice((None, start + timedelta(rng.randrange(days))))
        end = rng.choice((None, (first or start) + timedelta(rng.randrange(1, 50))))
        least, beds = rng.choice((0.3, 1, 4)), rng.choice((None, 0, 3, 12))
        names = tuple(community.name for community in chosen)
        yield Stay(place, kind, names, least, least * rng.choice((1, 3)), beds, rng.random() < 0.5, rng.choice((0, 2.5)), first, end)


def entry_rules_of(
    rng: random.Random, countries: Sequence[str], communities: Sequence[Community], crossings: Sequence[Crossing], days: int, first: date
) -> tuple[EntryRule, ...]:
    """Some rules of entry, of which now and then one asks for a paper that another gives."""

    def some(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(rng.sample(names, rng.choice((0, 0, 1))))

    who = [*countries, *(community.name for community in communities)]
    via = [*countries, *(crossing.name for crossing in crossings), *(kind.word for kind in Kind)]
    rules = []
    for _ in range(rng.choice((0, 0, 1, 3, 6))):
        start = rng.choice((None, first + timedelta(rng.randrange(days))))
        end = rng.choice((None, (start or first) + timedelta(rng.randrange(1, 40))))
        papers = some(("passport", "permit", *countries, *countries))
        rules.append(EntryRule(rng.choice((Decision.REGISTER, *Decision)), some(countries), some(via), some(who), papers, start, end))
    return tuple(rules)

"""Flows in, from and through a country: who enters and leaves, in what form, and over which borders."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from experiments.plots.titles import country as title_of
from experiments.profile.rows import PEOPLE, YearRow, by_year
from sim.basis.words import Channel
from sim.outcomes import Only, arrivals, departures, irregular_entries
from sim.outcomes import crossings as crossed

if TYPE_CHECKING:
    from experiments.profile.profile import Subject

MOST_CORRIDORS = 8
"""Corridors that are listed."""
IN, FROM, THROUGH = "In", "From", "Through"
ENTRIES, EXITS = "entries", "exits"


def rows(s: "Subject") -> Iterator[YearRow]:
    """Entries and arrivals of those bound here, departures and exits of those who live here, entries and exits of those who pass through."""
    world, here = s.run.world, Only(countries=(s.country,))
    places = {place.name: place.country for place in world.places}
    labour = [c for c in world.communities if not c.followed and c.name not in s.lives]
    bound = tuple(c.name for c in labour if any(places.get(name) == s.country for name in c.destinations))
    passing = tuple(c.name for c in labour if c.name not in bound)
    foreign = tuple(c.name for c in world.communities if c.name not in s.lives)
    yield _sum("enter: followed people bound here", _followed(s, inward=True, bound=True), IN)
    yield YearRow("enter: labour communities with destinations here", PEOPLE, _crossed(s, bound, inward=True), IN)
    arrived = _counted(s, lambda only: arrivals(s.run.results, world, only), replace(here, communities=foreign))
    yield YearRow("arrive at a destination here", PEOPLE, arrived, IN)
    yield YearRow("depart from home", PEOPLE, by_year(s.years, lambda only: departures(s.run.results, world, only), here), FROM)
    yield YearRow("leave over a border, of those who live here", PEOPLE, _crossed(s, tuple(sorted(s.lives)), inward=False), FROM)
    yield _sum("enter: followed people bound elsewhere", _followed(s, inward=True, bound=False), THROUGH)
    yield _sum("leave: followed people bound elsewhere", _followed(s, inward=False, bound=False), THROUGH)
    yield YearRow("enter: labour communities without destinations here", PEOPLE, _crossed(s, passing, inward=True), THROUGH)
    yield YearRow("leave: labour communities who live elsewhere", PEOPLE, _crossed(s, (*bound, *passing), inward=False), THROUGH)


def entry(s: "Subject") -> Iterator[YearRow]:
    """Entries by channel, and the irregular ones."""
    here, world = Only(countries=(s.country,)), s.run.world
    for channel in Channel:
        if channel is not Channel.INLAND:
            only = replace(here, channels=(channel.word,))
            yield YearRow(channel.word, PEOPLE, by_year(s.years, lambda one: crossed(s.run.results, world, one), only))
    foreign = tuple(c.name for c in world.communities if c.name not in s.lives)
    only = replace(here, communities=foreign)
    yield YearRow("irregular, of foreigners", PEOPLE, _counted(s, lambda one: irregular_entries(s.run.results, world, one), only))


def ways(s: "Subject") -> Iterator[YearRow]:
    """Entries and exits by border, then corridors."""
    pairs = sorted({_pair(s, leg.origin, leg.target) for leg in s.run.world.legs if leg.entry is not None} - {("", "")})
    for inward, group in ((True, ENTRIES), (False, EXITS)):
        found = []
        for origin, target in pairs:
            other = origin if target == s.country else target
            if (target == s.country) is inward and s.country in (origin, target):
                only = Only(borders=(f"{origin}-{target}",))
                values = by_year(s.years, lambda one: crossed(s.run.results, s.run.world, one), only)
                found.append(YearRow(f"{'from' if inward else 'to'} {title_of(other, s.run.world)}", PEOPLE, values, group))
        yield from sorted((row for row in found if any(row.values)), key=lambda row: -sum(value or 0 for value in row.values))
    yield from _corridors(s)


def _pair(s: "Subject", origin: str, target: str) -> tuple[str, str]:
    country = {place.name: place.country for place in s.run.world.places}
    return country[origin], country[target]


def _corridors(s: "Subject") -> Iterator[YearRow]:
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0] * len(s.years))
    for k, year in enumerate(s.years):
        for ends, people in s.passing.corridors(year).items():
            sums[ends][k] += people
    for (first, last), values in sorted(sums.items(), key=lambda item: (-sum(item[1]), item[0]))[:MOST_CORRIDORS]:
        names = (title_of(first, s.run.world), title_of(last, s.run.world))
        yield YearRow(" – here – ".join(names), PEOPLE, tuple(values), "corridors, followed people")


def _followed(s: "Subject", *, inward: bool, bound: bool) -> tuple[float, ...]:
    """Passages of followed people who do not live here."""
    p = s.passing
    some = (p.inward == inward) & (p.bound == bound) & ~p.lives
    return tuple(float(p.people[some & p.within(year)].sum()) if len(p.person) else 0.0 for year in s.years)


def _sum(what: str, values: tuple[float, ...], group: str) -> YearRow:
    return YearRow(what, PEOPLE, tuple(float(np.round(value, 6)) for value in values), group)


def _crossed(s: "Subject", communities: tuple[str, ...], *, inward: bool) -> tuple[float | None, ...]:
    """Passages of some communities over all borders of the country in one direction; nobody where there is no community."""
    codes = sorted({place.country for place in s.run.world.places} - {s.country})
    borders = tuple(f"{code}-{s.country}" if inward else f"{s.country}-{code}" for code in codes)
    return _counted(s, lambda only: crossed(s.run.results, s.run.world, only), Only(communities=communities, borders=borders))


def _counted(s: "Subject", compute: Callable[[Only], float | None], only: Only) -> tuple[float | None, ...]:
    """By year; zero where no community is meant, since an empty field of ``Only`` lets all through."""
    return by_year(s.years, compute, only) if only.communities else (0.0,) * len(s.years)

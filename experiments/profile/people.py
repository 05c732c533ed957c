"""How migration through a country is organised, and who the people are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.profile.rows import PEOPLE, SHARE, YearRow, by_year
from experiments.profile.years import Year
from sim.basis.clock import DAY, WEEK
from sim.basis.words import Channel
from sim.outcomes import Only, group_size, share_by_channel, share_with
from sim.outcomes import crossings as crossed
from sim.outcomes.reading import is_word, numbers

if TYPE_CHECKING:
    from experiments.profile.profile import Subject

MOST_COMMUNITIES = 12
MILLI = 1000
"""Communities that are listed."""
HIDDEN = (Channel.FORGED.word, Channel.GUIDED.word, Channel.ALONE.word)
AGES = (0.1, 0.5, 0.9)
"""Quantiles of age that are given."""


def organisation(s: "Subject") -> Iterator[YearRow]:
    """Guided shares of hidden passages, people led by an organiser, guides and the size of their groups."""
    world, results = s.run.world, s.run.results
    codes = sorted({place.country for place in world.places} - {s.country})
    sides = (("enter", tuple(f"{code}-{s.country}" for code in codes)), ("leave", tuple(f"{s.country}-{code}" for code in codes)))
    for word, borders in sides:
        only = Only(borders=borders, channels=HIDDEN)
        yield YearRow(f"guided, of those who {word} hidden or with forged papers", SHARE,
                      by_year(s.years, lambda one: share_by_channel(results, world, one, by=(Channel.GUIDED.word,)), only))  # fmt: skip
    here = Only(countries=(s.country,))
    yield YearRow("led by an organiser, of followed people who come here", SHARE, by_year(s.years, lambda one: share_with(results, world, one), here))
    for word, borders in sides:
        yield YearRow(f"guides at work on ways that {word}", "guides", tuple(_guides(s, frozenset(borders), year) for year in s.years))
    yield YearRow("group with a guide on the way here, followed people", PEOPLE, by_year(s.years, lambda one: group_size(results, world, one), here))


def _guides(s: "Subject", borders: frozenset[str], year: Year) -> float | None:
    """Guides at work over some borders, mean over the weeks that begin in a year."""
    table = s.run.results.tables["smugglers"]
    first = [s.run.results.start + timedelta(days=7 * week) for week in range(-(-s.run.results.days // (WEEK // DAY)))]
    weeks = [week for week, day in enumerate(first) if year.first <= day <= year.last]
    if not weeks:
        return None
    there = is_word(table, "border", *borders) & np.isin(numbers(table, "week"), weeks)
    return float(numbers(table, "guides_milli")[there].sum()) / MILLI / len(weeks)


def rows(s: "Subject") -> Iterator[YearRow]:
    """Entries by community, then women and ages of followed people."""
    world, results = s.run.world, s.run.results
    found = []
    for community in world.communities:
        only = Only(countries=(s.country,), communities=(community.name,))
        values = by_year(s.years, lambda one: crossed(results, world, one), only)
        if any(values):
            role = ", live here" if community.name in s.lives else ""
            stratum = "" if community.followed else " (labour)"
            found.append(YearRow(f"{community.title}{stratum}{role}", PEOPLE, values, "enter, by community"))
    yield from sorted(found, key=lambda row: -sum(value or 0 for value in row.values))[:MOST_COMMUNITIES]
    if not any(c.followed for c in world.communities):
        return
    seen = [_entered(s, year) for year in s.years]
    people = results.tables["people"]
    woman, age = is_word(people, "sex", "woman"), numbers(people, "age")
    number = numbers(people, "people")
    group = "followed people who enter"
    yield YearRow("people, each once", PEOPLE, tuple(float(number[some].sum()) for some in seen), group)
    yield YearRow("women", SHARE, tuple(float(number[some & woman].sum() / number[some].sum()) if some.any() else None for some in seen), group)
    for quantile in AGES:
        ages = tuple(float(np.quantile(age[some], quantile, method="lower")) if some.any() else None for some in seen)
        yield YearRow(f"age, {quantile * 100:.0f}th percentile", "years", ages, group)


def _entered(s: "Subject", year: Year) -> NDArray[np.bool_]:
    """Which rows of the people table entered in a year and do not live here."""
    p = s.passing
    person = numbers(s.run.results.tables["people"], "person")
    if not len(p.person):
        return np.zeros(len(person), bool)
    return np.isin(person, p.person[p.inward & ~p.lives & p.within(year)])


def coming(s: "Subject") -> tuple[str, ...]:
    """The followed communities that enter the country at all and do not live there."""
    world = s.run.world
    return tuple(
        c.name for c in world.communities
        if c.followed and c.name not in s.lives and crossed(s.run.results, world, replace(Only(countries=(s.country,)), communities=(c.name,)))
    )  # fmt: skip

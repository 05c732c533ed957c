"""Harm in a country beside interceptions, how many are in it, claims and returns."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from experiments.profile.passing import present_irregularly
from experiments.profile.rows import PEOPLE, YearRow, by_year
from sim.basis.words import Event, State
from sim.outcomes import GOING_HOME, Only, apprehensions, avr_applications, deaths, injuries, present
from sim.outcomes import returns as went_home
from sim.outcomes.reading import counts_sum

if TYPE_CHECKING:
    from experiments.profile.profile import Subject

INTERCEPTED = {"found inland": Event.DETECTED_INLAND, "taken into custody": Event.DETAINED, "pushed back": Event.PUSHED_BACK, "deported": Event.DEPORTED}
HARMED = {"extorted": Event.EXTORTED, "stranded": Event.STRANDED, "abandoned by an organiser": Event.ABANDONED, "denounced by an organiser": Event.DENOUNCED,
          "missing": Event.DISAPPEARED}  # fmt: skip
STATES = {"under way, at a hub": State.HUB, "stranded": State.STRANDED, "in custody": State.DETAINED, "settled": State.SETTLED,
          "awaiting assisted return": State.ASSISTED}  # fmt: skip
KINDS = {"settled": "after a stay", "gave_up": "trip given up", "assisted": "assisted", "deported": "deported"}
INTERCEPTIONS, HARM = "interceptions", "harm"


def rows(s: "Subject") -> Iterator[YearRow]:
    """Interceptions, then harm."""
    world, results = s.run.world, s.run.results
    codes = sorted({place.country for place in world.places} - {s.country})
    sides = {"entering": tuple(f"{code}-{s.country}" for code in codes), "leaving": tuple(f"{s.country}-{code}" for code in codes)}
    for word, borders in sides.items():
        values = by_year(s.years, lambda one: apprehensions(results, world, one), Only(borders=borders))
        yield YearRow(f"apprehended {word}", PEOPLE, values, INTERCEPTIONS)
    yield from (YearRow(what, PEOPLE, _happened(s, event), INTERCEPTIONS) for what, event in INTERCEPTED.items())
    for what, compute in (("died", deaths), ("injured", injuries)):
        for word, borders in sides.items():
            yield YearRow(f"{what} {word}", PEOPLE, by_year(s.years, partial(compute, results, world), Only(borders=borders)), HARM)
    yield from (YearRow(what, PEOPLE, _happened(s, event), HARM) for what, event in HARMED.items())


def stocks(s: "Subject") -> Iterator[YearRow]:
    """People in the country by state, and those of the followed who are there irregularly."""
    foreign = tuple(c.name for c in s.run.world.communities if c.name not in s.lives)
    only = Only(countries=(s.country,), communities=foreign)
    for what, state in STATES.items():
        values = by_year(s.years, partial(present, s.run.results, s.run.world, state=state.word), only) if foreign else (0.0,) * len(s.years)
        yield YearRow(what, PEOPLE, values)
    yield YearRow("irregularly present, followed people", PEOPLE, present_irregularly(s.run.results, s.run.world, s.country, s.years))


def returns(s: "Subject") -> Iterator[YearRow]:
    """Claims for asylum, applications for assisted return, and returns by kind."""
    world, results = s.run.world, s.run.results
    here = Only(countries=(s.country,))
    yield YearRow("claims for asylum", PEOPLE, _happened(s, Event.CLAIMED_ASYLUM))
    yield YearRow("applications for assisted return", PEOPLE, by_year(s.years, lambda one: avr_applications(results, world, one), here))
    for kind in GOING_HOME:
        yield YearRow(f"returns: {KINDS[kind]}", PEOPLE, by_year(s.years, partial(went_home, results, world, kind=kind), here))


def _happened(s: "Subject", event: Event) -> tuple[float | None, ...]:
    """How often something happened at places of the country, by year."""
    return by_year(s.years, lambda one: counts_sum(s.run.results, s.run.world, one, event), Only(countries=(s.country,)))

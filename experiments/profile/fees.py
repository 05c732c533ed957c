"""What people pay on the way into and out of a country: guides, papers, bribes, extortion."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from experiments.profile.people import coming
from experiments.profile.rows import PEOPLE, YearRow, by_year
from experiments.profile.years import Year
from experiments.store.tables import sum_by
from sim.basis.words import Event
from sim.books.ledger import Purpose
from sim.outcomes import Only, bribes, departures, extortion, guide_fee, median_outlay
from sim.outcomes.reading import CENTS, in_period, is_word, numbers

if TYPE_CHECKING:
    from experiments.profile.profile import Subject

PURPOSES: Mapping[str, tuple[Purpose, ...]] = {
    "to guides and organisers": (Purpose.FEE, Purpose.FEE_EMPLOYER, Purpose.PACKAGE_ADVANCE, Purpose.PACKAGE_STAGE, Purpose.ESCROW_RELEASED),
    "papers and visas": (Purpose.DOCUMENT, Purpose.VISA),
    "fares": (Purpose.FARE,),
    "bribes": (Purpose.BRIBE,),
    "extortion": (Purpose.EXTORTION,),
}
"""What migrants, and employers for them, pay for on a whole journey; what an organiser pays for them is part of what he is paid."""
PER_PERSON = "USD/person"


def rows(s: "Subject") -> Iterator[YearRow]:
    """Prices at the borders, the outlay until here, bribes and extortion here, and sums of the whole journey."""
    world, results = s.run.world, s.run.results
    codes = sorted({place.country for place in world.places} - {s.country})
    into, out = tuple(f"{code}-{s.country}" for code in codes), tuple(f"{s.country}-{code}" for code in codes)
    here = Only(countries=(s.country,))
    for word, borders in (("guide's fee into the country", into), ("guide's fee out of the country", out)):
        yield YearRow(word, PER_PERSON, by_year(s.years, lambda one: guide_fee(results, world, one), Only(borders=borders)), "at the border")
    for word, borders in (("bribes when entering", into), ("bribes when leaving", out)):
        yield YearRow(word, PEOPLE, by_year(s.years, lambda one: bribes(results, world, one), Only(borders=borders)), "at the border")
    yield YearRow("extorted by police", PEOPLE, by_year(s.years, lambda one: extortion(results, world, one), here), "in the country")
    yield YearRow("extortion, each time", PER_PERSON, tuple(_extorted(s, year) for year in s.years), "in the country")
    yield YearRow("outlay until first here", PER_PERSON, by_year(s.years, lambda one: median_outlay(results, world, one), here), "followed people")
    whose = coming(s)
    for word, purposes in PURPOSES.items() if whose else ():
        yield YearRow(word, PER_PERSON, tuple(_paid(s, whose, purposes, year) for year in s.years), "whole journey, per departure")


def _extorted(s: "Subject", year: Year) -> float | None:
    """What police take from followed people in a place of the country at a time, mean."""
    events, world = s.run.results.tables["events"], s.run.world
    first, end = ((day - s.run.results.start).days for day in year.period)
    day = numbers(events, "hour") // 24
    places = [place.name for place in world.places if place.country == s.country]
    some = is_word(events, "event", Event.EXTORTED.word) & is_word(events, "place", *places) & (day >= first) & (day <= end)
    return float(np.average(numbers(events, "cents")[some], weights=numbers(events, "people")[some])) / CENTS if some.any() else None


def _paid(s: "Subject", whose: Sequence[str], purposes: Sequence[Purpose], year: Year) -> float | None:
    """What some communities pay for some purposes per departure, both in a year."""
    books, world = s.run.results.tables["books"], s.run.world
    where = in_period(books, world.start, year.period) & is_word(books, "community", *whose) & is_word(books, "purpose", *(p.word for p in purposes))
    cents = sum(sum_by(books, ("purpose",), "cents", where).values())
    gone = departures(s.run.results, world, Only(period=year.period, communities=tuple(whose)))
    return cents / CENTS / gone if gone else None

"""The profile of a country: sections of numbers by year, each with the documented values of its questions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from experiments.plots.titles import country as title_of
from experiments.profile import crossings, fees, flows, harm, people
from experiments.profile.documents import Documented, documented
from experiments.profile.passing import Passing, communities_living_in, passing
from experiments.profile.rows import CrossingRow, YearRow
from experiments.profile.years import Year, years_of
from experiments.store import Run

__all__ = ["CountryProfile", "Section", "YearRow", "country_profile"]


@dataclass(frozen=True, slots=True)
class Section:
    """One subject: ``rows`` by year, ``note`` with units and cautions, and what is ``documented`` on it."""

    name: str
    title: str
    note: str
    rows: tuple[YearRow, ...]
    documented: tuple[Documented, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class CountryProfile:
    """What a run says of one country."""

    run: Run
    country: str
    title: str
    years: tuple[Year, ...]
    sections: tuple[Section, ...]
    crossings: tuple[CrossingRow, ...]

    def section(self, name: str) -> Section:
        """A section by its name."""
        return next(one for one in self.sections if one.name == name)


@dataclass(frozen=True, slots=True)
class Subject:
    """What the rows of all sections are made of."""

    run: Run
    country: str
    years: tuple[Year, ...]
    passing: Passing
    lives: frozenset[str]


PAID = (
    "The outlay is all that was paid from departure until the country was first reached, median. Sums of the whole journey are what migrants pay, mean"
    " per departure of the followed communities that come here; papers and fares in an organiser's package are part of what he is paid."
)
SECTIONS: dict[str, tuple[str, str, tuple[str, ...], Any]] = {
    "flows": (
        "In, from and through",
        "People, each time. Followed people by their own destination; labour communities by what they are: those with a destination here may go further.",
        ("enter", "transit", "leave"), flows.rows,
    ),
    "entry": (
        "Forms of entry",
        "People who passed a border into the country, by channel. Irregular: hidden, with forged papers, or in transit on a visa. Own citizens included.",
        (), flows.entry,
    ),
    "ways": (
        "Ways: borders and corridors",
        "People by border, all communities; corridors are those of followed people, from where they came to where they went on.",
        ("ways",), flows.ways,
    ),
    "organisation": (
        "Organisation",
        "Shares from 0 to 1. Guides: working ones who serve a border of the country, mean over weeks.",
        ("organisation",), people.organisation,
    ),
    "fees": (
        "Fees, papers, bribes, extortion",
        PAID,
        ("fees",), fees.rows,
    ),
    "profile": ("Profile", "Of all who enter, by community; sex and age of followed people, each person once a year.", ("who",), people.rows),
    "harm": (
        "Harm beside interceptions",
        "People, each time; at borders when entering and when leaving the country, all communities.",
        ("harm",), harm.rows,
    ),
    "stocks": ("Stocks", "People in the country who do not live there, mean over days.", (), harm.stocks),
    "returns": ("Claims and returns", "People, each time, where the return begins.", ("returns",), harm.returns),
}  # fmt: skip
"""Title, note, questions of the documents, and the function that makes the rows, by name."""


def country_profile(run: Run, country: str) -> CountryProfile:
    """The profile of a country, given by its code."""
    results, world = run.results, run.world
    years = years_of(world)
    subject = Subject(run, country, years, passing(results, world, country), communities_living_in(world, country))
    by_question = documented(run, country)
    sections = tuple(
        Section(name, title, note, tuple(make(subject)), tuple(one for question in questions for one in by_question.get(question, ())))
        for name, (title, note, questions, make) in SECTIONS.items()
    )
    return CountryProfile(run, country, title_of(country, world), years, sections, crossings.rows(subject))


def cells(profile: CountryProfile) -> Iterator[dict[str, Any]]:
    """Every number as a row: section, what, unit, year, value."""
    for section in profile.sections:
        for row in section.rows:
            for year, value in zip(profile.years, row.values, strict=True):
                yield {"section": section.name, "what": row.what, "unit": row.unit, "year": year.label, "reported": year.reported, "value": value}

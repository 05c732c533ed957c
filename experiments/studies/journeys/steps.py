"""The steps of journeys: what happened to followed people from each departure to the first arrival after it."""

from typing import NamedTuple

import numpy as np

from sim.basis.words import Event
from sim.books.results import Results, Table
from sim.outcomes.reading import Numbers, Rows, holds, numbers, words

LEGS = (Event.ATTEMPTED, Event.TRAVELLED)
"""A leg begins: over a border, or inland."""


class Steps(NamedTuple):
    """Rows of the events table, in order of person and time, and the row of the departure with which the journey of each began; both shape (steps,)."""

    row: Numbers
    journey: Numbers


def steps_of(events: Table, *kinds: Event) -> Steps:
    """Every event of some kinds, departures and arrivals with them, that belongs to a journey which began within the run; none after its first arrival."""
    row = words(events, "event").rows(event.word for event in {Event.DEPARTED, Event.ARRIVED, *kinds})
    hour, person = numbers(events, "hour")[row], numbers(events, "person")[row]
    order = np.lexsort((row, hour, person))
    row, person = row[order], person[order]
    first = _latest(holds(row, events, "event", [Event.DEPARTED.word]))
    known = first >= 0
    known[known] = person[first[known]] == person[known]  # who was abroad when the run began has no start
    arrived = holds(row, events, "event", [Event.ARRIVED.word])
    before: Numbers = np.cumsum(arrived) - arrived  # arrivals before a row
    known[known] = before[known] == before[first[known]]
    return Steps(row[known], row[first[known]])


def communities_of(results: Results, rows: Numbers) -> list[str]:
    """The community of the person of each of some rows of the events table."""
    events, people = results.tables["events"], results.tables["people"]
    community = words(people, "community")
    return list(community[np.searchsorted(numbers(people, "person"), numbers(events, "person")[rows])])


def _latest(marked: Rows) -> Numbers:
    """The latest marked row up to every row, -1 before the first."""
    found: Numbers = np.maximum.accumulate(np.where(marked, np.arange(len(marked)), -1)) if len(marked) else np.zeros(0, np.int64)
    return found

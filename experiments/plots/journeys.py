"""Journeys, read from the log: the borders passed, the channels, and the outcome of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.basis.words import Event
from sim.books.results import Table
from sim.outcomes.reading import goes_on, numbers, passages, words
from sim.world.world import World

UNDER_WAY, ARRIVED, RETURNED, DEPORTED, DEAD, MISSING = "under way", "arrived", "returned", "deported", "dead", "missing"
STRANDED, DETAINED = "stranded", "detained"
ENDS = {
    Event.ARRIVED: ARRIVED,
    Event.RETURNED: RETURNED,
    Event.GAVE_UP: RETURNED,
    Event.ASSISTED: RETURNED,
    Event.DEPORTED: DEPORTED,
    Event.DIED: DEAD,
    Event.DISAPPEARED: MISSING,
}
"""Events that end a journey."""
PAUSES = {Event.STRANDED: STRANDED, Event.DETAINED: DETAINED, Event.RELEASED: UNDER_WAY, Event.CROSSED: UNDER_WAY, Event.TRAVELLED: UNDER_WAY}
"""Events that give the state of a journey that has not ended."""


@dataclass(slots=True)
class Journey:
    """A journey of ``people`` who travel together, or what those made of it who died or went missing while the others went on.

    ``begins`` and ``ends`` are hours of the run, ``home`` the country left, ``steps`` each border passed (country entered, channel).
    """

    community: str
    people: int
    begins: int
    ends: int
    outcome: str
    home: str
    steps: tuple[tuple[str, str], ...]


def journeys(events: Table, people: Table, world: World, last_hour: int) -> Iterator[Journey]:
    """Every journey that begins in the log, in the order of persons and hours; one under way at the last hour ends there.

    Members of a party who die or go missing while others go on have a journey of their own that ends there.
    """
    logged, who = words(events, "event"), words(people, "community")
    kinds = {event.word: event for event in Event}
    relevant = {Event.DEPARTED, *ENDS, *PAUSES}
    rows = np.flatnonzero(np.array([kinds[label] in relevant for label in logged.labels], bool)[logged.codes]) if len(logged) else np.zeros(0, np.int64)
    person, hour = numbers(events, "person")[rows], numbers(events, "hour")[rows]
    order = np.lexsort((np.arange(len(rows)), person))
    country = {place.name: place.country for place in world.places}
    known = passages(world)
    place, move = words(events, "place"), words(events, "move")
    entered = [(known[name].target_country, known[name].move.channel.word) if name in known else None for name in move.labels]
    community = dict(zip(numbers(people, "person").tolist(), who.words().tolist(), strict=True)) if len(who) else {}
    number, parts = numbers(events, "people")[rows], goes_on(events)[rows]
    journey: Journey | None = None
    current = -1
    codes = np.array([kinds[label] for label in logged.labels], np.int64)[logged.codes[rows]] if len(logged) else rows
    for k in order.tolist():
        if person[k] != current:
            if journey is not None:
                yield journey
            journey, current = None, int(person[k])
        event = int(codes[k])
        if event == Event.DEPARTED:
            if journey is not None:
                yield journey
            name, home = community[current], country[place.labels[int(place.codes[rows[k]])]]
            journey = Journey(name, int(number[k]), int(hour[k]), last_hour, UNDER_WAY, home, ())
        elif journey is None:
            continue
        elif parts[k]:
            yield replace(journey, people=int(number[k]), outcome=ENDS[Event(event)], ends=int(hour[k]))
            journey.people -= int(number[k])
        elif event in ENDS:
            journey.outcome, journey.ends = ENDS[Event(event)], int(hour[k])
            yield journey
            journey = None
        else:
            journey.outcome = PAUSES[Event(event)]
            step = entered[int(move.codes[rows[k]])] if event == Event.CROSSED else None
            if step is not None:
                journey.steps = (*journey.steps, step)
    if journey is not None:
        yield journey

"""Indicators of single journeys: what they cost and how long they take, which way they go, whether they go on.

Only followed communities are recorded person by person; a journey lasts from one departure to the next. A journey *reaches* ``places``
or ``countries`` with the first leg that ends there, whether that is its destination or not.
"""

from collections import Counter
from dataclasses import replace
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY
from sim.basis.words import Channel, Event
from sim.books.results import Labelled, Results, Table
from sim.outcomes.reading import ALL, CENTS, Numbers, Only, Rows, allows, among, fits_way, goes_on, holds, is_word, numbers, passages, places_of, ratio, words
from sim.world.world import World


class Steps(NamedTuple):
    """Starts and ends of legs of all followed people, in order of person and time, shape (steps,).

    ``row`` is a row of the events table, ``people`` how many the party then are, ``journey`` grows from journey to journey, ``start`` is the step with which
    the journey starts; ``hour`` and ``place`` say when and where; ``ends`` says that a leg ends with it, ``settles`` that it ends at the destination.
    """

    row: Numbers
    people: Numbers
    journey: Numbers
    start: Numbers
    hour: Numbers
    person: Numbers
    place: Labelled
    ends: Rows
    settles: Rows


def outlays(
    results: Results, world: World, only: Only = ALL, via: str = "", *, settled: bool = False, led: bool = False, stopped: bool = False
) -> NDArray[np.float64]:
    """Fares, fees, documents and bribes of each person up to where their journey reaches ``only``, USD/person, shape (people,).

    ``via`` keeps the journeys that were in that country before; ``settled`` counts only reaching a place as one's destination; ``led`` keeps people whose
    latest journey an organiser led at its start; ``stopped`` keeps journeys that are held or stranded later on in the country of that place. An
    organiser's margin is part of what they paid.
    """
    steps = _steps(results)
    reached = _reached(results, world, only, steps, via, settled=settled)
    if stopped:
        reached = reached[_last_stops(results, world, only, steps)[steps.journey[reached]] >= reached]
    if led:
        people = results.tables["people"]
        reached = reached[np.isin(steps.person[reached], numbers(people, "person")[is_word(people, "guided", "yes")])]
    return np.repeat(numbers(results.tables["events"], "cents")[steps.row[reached]] / CENTS, steps.people[reached])


def median_outlay(
    results: Results, world: World, only: Only = ALL, via: str = "", *, settled: bool = False, led: bool = False, stopped: bool = False
) -> float | None:
    """Median of :func:`outlays`, USD/person."""
    found = outlays(results, world, only, via, settled=settled, led=led, stopped=stopped)
    return float(np.median(found)) if len(found) else None


def outlay_share(
    results: Results, world: World, only: Only = ALL, low: float = 0.0, high: float = np.inf, mix: tuple[str, ...] = (), *, stopped: bool = False
) -> float | None:
    """Share of people whose :func:`outlays` are from ``low`` up to, not including, ``high`` dollars.

    ``mix`` are communities, each named as often as it weighs: the mean of their shares, of those that have any journey.
    """
    if mix:
        each = {name: _outlay_share(outlays(results, world, replace(only, communities=(name,)), stopped=stopped), low, high) for name in set(mix)}
        found = [share for name in mix if (share := each[name]) is not None]
        return sum(found) / len(found) if found else None
    return _outlay_share(outlays(results, world, only, stopped=stopped), low, high)


def _outlay_share(found: NDArray[np.float64], low: float, high: float) -> float | None:
    return ratio(int(((found >= low) & (found < high)).sum()), len(found))


def journey_days(results: Results, world: World, only: Only = ALL, *, settled: bool = False) -> float | None:
    """Median time from departure until a journey reaches ``only``, days."""
    steps = _steps(results)
    reached = _reached(results, world, only, steps, settled=settled)
    hours = np.repeat(steps.hour[reached] - steps.hour[steps.start[reached]], steps.people[reached])
    return float(np.median(hours)) / DAY if len(hours) else None


def route_share(results: Results, world: World, only: Only = ALL, via: str = "") -> float | None:
    """Of the people who reach ``only``: share that was in the country ``via`` before."""
    steps = _steps(results)
    came, all_came = _reached(results, world, only, steps, via), _reached(results, world, only, steps)
    return ratio(int(steps.people[came].sum()), int(steps.people[all_came].sum()))


def onward_share(results: Results, world: World, only: Only = ALL, days: int = 180) -> float | None:
    """Of the people who reach ``places`` on the way elsewhere: share that reaches another country within ``days``.

    Those who reach it less than ``days`` before the end of the run are left out.
    """
    steps = _steps(results)
    cohort = _reached(results, world, only, steps)
    cohort = cohort[~steps.settles[cohort] & (steps.hour[cohort] + days * DAY <= results.days * DAY)]
    home = {place.country for place in world.places if allows(only.places, place.name) and allows(only.countries, place.country)}
    elsewhere = _ends_in(world, steps, Only(countries=tuple({p.country for p in world.places} - home)))
    if len(cohort) == 0 or len(elsewhere) == 0:
        return ratio(0, int(steps.people[cohort].sum()))
    following = np.searchsorted(elsewhere, cohort)
    step = elsewhere[np.minimum(following, len(elsewhere) - 1)]
    gone_on = (following < len(elsewhere)) & (steps.journey[step] == steps.journey[cohort]) & (steps.hour[step] <= steps.hour[cohort] + days * DAY)
    return ratio(int(steps.people[step[gone_on]].sum()), int(steps.people[cohort].sum()))


def share_with(results: Results, world: World, only: Only = ALL, trait: str = "guided", word: str = "yes") -> float | None:
    """Of the people with a journey that reaches ``only``: share with a word in a column of the people table, as it stands at the end of the run."""
    steps, people = _steps(results), results.tables["people"]
    there = np.isin(numbers(people, "person"), steps.person[_reached(results, world, only, steps)]) * numbers(people, "people")
    return ratio(int(there[is_word(people, trait, word)].sum()), int(there.sum()))


def hurt_share(results: Results, world: World, only: Only = ALL) -> float | None:
    """Of the people with a journey that reaches ``only``: share ever injured in an attempt before.

    Of a party it is as many as were injured, one time with another, and all of it at most.
    """
    events, steps = results.tables["events"], _steps(results)
    reached = _reached(results, world, only, steps)
    latest = dict(zip(steps.person[reached].tolist(), zip(steps.hour[reached].tolist(), steps.people[reached].tolist(), strict=True), strict=True))
    person, hour, people = (numbers(events, name) for name in ("person", "hour", "people"))
    injured = words(events, "event").rows([Event.INJURED.word])
    hurt: Counter[int] = Counter()
    for who, when, number in zip(*(column[injured].tolist() for column in (person, hour, people)), strict=True):
        hurt[who] += number if when <= latest.get(who, (-1, 0))[0] else 0
    return ratio(sum(min(number, latest[who][1]) for who, number in hurt.items() if number), sum(number for _, number in latest.values()))


def group_size(results: Results, world: World, only: Only = ALL) -> float | None:
    """People of the followed communities who try one move with a guide on one day, in groups no larger than a guide takes: mean, people.

    A lower bound where people who are not followed go along.
    """
    events = results.tables["events"]
    sizes = {
        name: world.parameters.find(f"smuggler.{p.border}.group_size")
        for name, p in passages(world).items()
        if p.move.channel is Channel.GUIDED and fits_way(p, only) and allows(only.countries, p.target_country) and allows(only.kinds, p.entry_kind.word)
    }
    fitting = {name: parameter.value for name, parameter in sizes.items() if parameter is not None}
    moves = words(events, "move")
    rows = those_of(results, only, among(words(events, "event").rows([Event.ATTEMPTED.word]), events, "move", fitting))
    together, at = np.unique(moves.codes[rows].astype(np.int64) * results.days + numbers(events, "hour")[rows] // DAY, return_inverse=True)
    number = np.bincount(at, numbers(events, "people")[rows], len(together))
    largest = np.array([fitting[moves.labels[code]] for code in (together // results.days).tolist()])
    return ratio(float(number.sum()), float(np.ceil(number / largest).sum())) if len(number) else None


APPLICATION_ENDS = (Event.ASSISTED, Event.DISAPPEARED, Event.DEPORTED)
"""How an application for assisted return can end."""


def applicant_share(results: Results, world: World, only: Only = ALL, end: str = "assisted") -> float | None:
    """Of the applications for assisted return that came to an end: share with this one of :data:`APPLICATION_ENDS`."""
    events = results.tables["events"]
    kinds = words(events, "event")
    applied = those_of(results, only, among(kinds.rows([Event.APPLIED_AVR.word]), events, "place", places_of(world, only)))
    steps = np.concatenate((applied, kinds.rows(event.word for event in APPLICATION_ENDS)))
    steps = steps[np.lexsort((steps, numbers(events, "hour")[steps], numbers(events, "person")[steps]))]
    person, asked = numbers(events, "person")[steps], holds(steps, events, "event", [Event.APPLIED_AVR.word])
    # An application stands until an end that leaves nobody of the party waiting.
    closes = ~asked & ~goes_on(events)[steps]
    before: Numbers = np.cumsum(closes) - closes
    latest = np.maximum.accumulate(np.where(asked, np.arange(len(steps)), 0)) if len(steps) else steps
    row = np.flatnonzero(~asked & asked[latest] & (person[latest] == person) & (before == before[latest]))
    people = numbers(events, "people")[steps]
    return ratio(int(people[row[holds(steps[row], events, "event", [end])]].sum()), int(people[row].sum()))


_KEPT: WeakKeyDictionary[Results, Steps] = WeakKeyDictionary()
"""The steps of results, for as long as somebody holds these."""


def _steps(results: Results) -> Steps:
    if results not in _KEPT:
        _KEPT[results] = _read_steps(results.tables["events"])
    return _KEPT[results]


def _read_steps(events: Table) -> Steps:
    row = words(events, "event").rows(event.word for event in (Event.DEPARTED, Event.REACHED, Event.ARRIVED))
    hour, person = numbers(events, "hour")[row], numbers(events, "person")[row]
    order = np.lexsort((hour, person))  # rows of one hour stay in their order
    row, hour, person = row[order], hour[order], person[order]
    starts, settles = (holds(row, events, "event", [event.word]) for event in (Event.DEPARTED, Event.ARRIVED))
    start = np.maximum.accumulate(np.where(starts, np.arange(len(row)), -1)) if len(row) else np.zeros(0, np.int64)
    known = (start >= 0) & (person[start] == person)  # who was abroad when the run began has no start
    kept, place = np.cumsum(known) - 1, words(events, "place")
    where = Labelled(place.codes[row[known]], place.labels)
    row, people = row[known], numbers(events, "people")[row[known]]
    return Steps(row, people, start[known], kept[start[known]], hour[known], person[known], where, ~starts[known], settles[known])


def those_of(results: Results, only: Only, rows: Numbers) -> Numbers:
    """Those of some events that fit in time and community."""
    events = results.tables["events"]
    rows = rows[_within(results, only, numbers(events, "hour")[rows])]
    return rows[_members(results, only)[numbers(events, "person")[rows]]] if only.communities else rows


def _within(results: Results, only: Only, hour: Numbers) -> Rows:
    """Which hours lie in the period, shape (hours,)."""
    if only.period is None:
        return np.ones(len(hour), bool)
    first, last = ((day - results.start).days for day in only.period)
    return (hour >= first * DAY) & (hour < (last + 1) * DAY)


def _members(results: Results, only: Only) -> Rows:
    """Who belongs to the communities, by the number of the person."""
    people = results.tables["people"]
    person = numbers(people, "person")
    found = np.zeros(int(person.max(initial=-1)) + 1, bool)
    found[person[words(people, "community").rows(only.communities)]] = True
    return found


def _ends_in(world: World, steps: Steps, only: Only) -> Numbers:
    """The steps that end a leg at the places that fit, ascending."""
    there = steps.place.rows(places_of(world, only))
    return there[steps.ends[there]]


def _reached(results: Results, world: World, only: Only, steps: Steps, via: str = "", *, settled: bool = False) -> Numbers:
    """The steps with which journeys first reach ``only`` in its period, one a journey, ascending."""
    there = _ends_in(world, steps, only)
    if settled:
        there = there[steps.settles[there]]
    if only.communities:
        there = there[_members(results, only)[steps.person[there]]]
    reached = _first(steps, there)
    if via:
        before = _first(steps, _ends_in(world, steps, Only(countries=(via,))))
        been = np.searchsorted(before, reached) - 1  # the last that was there before; journeys follow each other
        reached, been = reached[been >= 0], before[been[been >= 0]]
        reached = reached[steps.journey[been] == steps.journey[reached]]
    return reached[_within(results, only, steps.hour[reached])]


def _last_stops(results: Results, world: World, only: Only, steps: Steps) -> Numbers:
    """Of each journey the latest step after which somebody was held or stranded in the countries of ``only``, -1 for none, shape (journeys,)."""
    home = {place.country for place in world.places if allows(only.places, place.name) and allows(only.countries, place.country)}
    events, found = results.tables["events"], np.full(int(steps.journey.max(initial=-1)) + 1, -1)
    stopped = words(events, "event").rows([Event.STRANDED.word, Event.DETAINED.word])
    stopped = among(stopped, events, "place", places_of(world, Only(countries=tuple(home))))
    person, hour = numbers(events, "person")[stopped], numbers(events, "hour")[stopped]
    hours = max(int(hour.max(initial=0)), int(steps.hour.max(initial=0))) + 1
    before = np.searchsorted(steps.person * hours + steps.hour, person * hours + hour, side="right") - 1
    before, person = before[before >= 0], person[before >= 0]
    before = before[steps.person[before] == person]
    np.maximum.at(found, steps.journey[before], before)
    return found


def _first(steps: Steps, rows: Numbers) -> Numbers:
    """The first of some steps in each journey."""
    journey = steps.journey[rows]
    return rows[np.concatenate(([True], journey[1:] != journey[:-1]))] if len(rows) else rows

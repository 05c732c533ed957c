"""Indicators of single journeys: what they cost and how long they take, which way they go, whether they go on.

Only followed communities are recorded person by person; a journey lasts from setting out to the next setting out. A journey *reaches* ``places``
or ``countries`` with the first leg that ends there, whether that is its destination or not.
"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAY
from sim.outcomes.reading import ALL, CENTS, Only, Rows, allows, fits_way, is_word, numbers, of_communities, passages, ratio, words
from sim.results import Results, Table
from sim.words import Channel, Event
from sim.world import World

Numbers = NDArray[np.int64]


class Steps(NamedTuple):
    """Starts and ends of legs, in order of person and time: ``row`` in the events table, journey, and for each journey its start (row of this table)."""

    row: Numbers
    journey: Numbers
    start: Numbers
    hour: Numbers


def outlays(results: Results, world: World, only: Only = ALL, via: str = "", *, settled: bool = False) -> NDArray[np.float64]:
    """Fares, fees, documents and bribes of each journey up to where it reaches ``only``, USD/person, shape (journeys,).

    ``via`` keeps the journeys that were in that country before; ``settled`` counts only reaching a place as one's destination. An organiser's margin is
    not part of it: it stands in the books.
    """
    steps = _steps(results, only)
    reached = _reached(results, world, only, steps, via, settled=settled)
    return numbers(results.tables["events"], "cents")[steps.row[reached]] / CENTS


def median_outlay(results: Results, world: World, only: Only = ALL, via: str = "", *, settled: bool = False) -> float | None:
    """Median of :func:`outlays`, USD/person."""
    found = outlays(results, world, only, via, settled=settled)
    return float(np.median(found)) if len(found) else None


def outlay_share(results: Results, world: World, only: Only = ALL, low: float = 0.0, high: float = np.inf, mix: tuple[str, ...] = ()) -> float | None:
    """Share of journeys whose :func:`outlays` are from ``low`` up to, not including, ``high`` dollars.

    ``mix`` are communities, each named as often as it weighs: the mean of their shares, of those that have any journey.
    """
    if mix:
        each = {name: _outlay_share(outlays(results, world, replace(only, communities=(name,))), low, high) for name in set(mix)}
        found = [share for name in mix if (share := each[name]) is not None]
        return sum(found) / len(found) if found else None
    return _outlay_share(outlays(results, world, only), low, high)


def _outlay_share(found: NDArray[np.float64], low: float, high: float) -> float | None:
    return ratio(int(((found >= low) & (found < high)).sum()), len(found))


def journey_days(results: Results, world: World, only: Only = ALL, *, settled: bool = False) -> float | None:
    """Median time from setting out until a journey reaches ``only``, days."""
    steps = _steps(results, only)
    reached = _reached(results, world, only, steps, settled=settled)
    return float(np.median(steps.hour[reached] - steps.hour[steps.start[reached]])) / DAY if len(reached) else None


def route_share(results: Results, world: World, only: Only = ALL, via: str = "") -> float | None:
    """Of the journeys that reach ``only``: share that was in the country ``via`` before."""
    steps = _steps(results, only)
    return ratio(len(_reached(results, world, only, steps, via)), len(_reached(results, world, only, steps)))


def onward_share(results: Results, world: World, only: Only = ALL, days: int = 180) -> float | None:
    """Of the journeys that reach ``places`` on the way elsewhere: share that reaches another country within ``days``.

    Those who reach it less than ``days`` before the end of the run are left out.
    """
    events, steps = results.tables["events"], _steps(results, only)
    cohort = _reached(results, world, only, steps)
    cohort = cohort[is_word(events, "event", Event.REACHED.word)[steps.row[cohort]] & (steps.hour[cohort] + days * DAY <= results.days * DAY)]
    home = {place.country for place in world.places if allows(only.places, place.name) and allows(only.countries, place.country)}
    elsewhere = np.flatnonzero(_legs_end(events, steps) & _at(world, events, steps, Only(countries=tuple({p.country for p in world.places} - home))))
    if len(cohort) == 0 or len(elsewhere) == 0:
        return ratio(0, len(cohort))
    following = np.searchsorted(elsewhere, cohort)
    step = elsewhere[np.minimum(following, len(elsewhere) - 1)]
    gone_on = (following < len(elsewhere)) & (steps.journey[step] == steps.journey[cohort]) & (steps.hour[step] <= steps.hour[cohort] + days * DAY)
    return ratio(int(gone_on.sum()), len(cohort))


def share_with(results: Results, world: World, only: Only = ALL, trait: str = "guided", word: str = "yes") -> float | None:
    """Of the people with a journey that reaches ``only``: share with a word in a column of the people table, as it stands at the end of the run."""
    steps, people = _steps(results, only), results.tables["people"]
    reached = np.unique(numbers(results.tables["events"], "person")[steps.row[_reached(results, world, only, steps)]])
    among = np.isin(numbers(people, "person"), reached)
    return ratio(int((among & is_word(people, trait, word)).sum()), int(among.sum()))


def hurt_share(results: Results, world: World, only: Only = ALL) -> float | None:
    """Of the people with a journey that reaches ``only``: share ever injured in an attempt before."""
    events, steps = results.tables["events"], _steps(results, only)
    reached = steps.row[_reached(results, world, only, steps)]
    person, hour = numbers(events, "person"), numbers(events, "hour")
    latest = dict(zip(person[reached].tolist(), hour[reached].tolist(), strict=True))
    injured = np.flatnonzero(is_word(events, "event", Event.INJURED.word))
    hurt = {who for who, when in zip(person[injured].tolist(), hour[injured].tolist(), strict=True) if when <= latest.get(who, -1)}
    return ratio(len(hurt), len(latest))


def group_size(results: Results, world: World, only: Only = ALL) -> float | None:
    """People of the followed communities who try one move with a guide on one day, in groups no larger than a guide takes: mean, people.

    A lower bound where people who are not followed go along.
    """
    events = results.tables["events"]
    sizes = {
        name: world.figures.find(f"smuggler.{p.origin_country}-{p.target_country}.group_size")
        for name, p in passages(world).items()
        if p.move.channel is Channel.GUIDED and fits_way(p, only) and allows(only.countries, p.target_country) and allows(only.kinds, p.entry_kind.word)
    }
    fitting = {name: figure.value for name, figure in sizes.items() if figure is not None}
    rows = _rows(results, only) & is_word(events, "event", Event.ATTEMPTED.word) & is_word(events, "move", *fitting)
    moves = words(events, "move")
    together, number = np.unique(np.stack((moves.codes[rows].astype(np.int64), numbers(events, "hour")[rows] // DAY)), axis=1, return_counts=True)
    largest = np.array([fitting[moves.labels[code]] for code in together[0]])
    return ratio(int(number.sum()), float(np.ceil(number / largest).sum())) if len(number) else None


APPLICATION_ENDS = (Event.ASSISTED, Event.DISAPPEARED, Event.DEPORTED)
"""How an application for assisted return can end."""


def applicant_share(results: Results, world: World, only: Only = ALL, end: str = "assisted") -> float | None:
    """Of the applications for assisted return that came to an end: share with this one of :data:`APPLICATION_ENDS`."""
    events = results.tables["events"]
    here = (place.name for place in world.places if allows(only.places, place.name) and allows(only.countries, place.country))
    applied = _rows(results, only) & is_word(events, "event", Event.APPLIED_AVR.word) & is_word(events, "place", *here)
    told = np.flatnonzero(applied | is_word(events, "event", *(event.word for event in APPLICATION_ENDS)))
    told = told[np.lexsort((told, numbers(events, "hour")[told], numbers(events, "person")[told]))]
    asking, person = np.flatnonzero(applied[told]), numbers(events, "person")[told]
    ended = np.flatnonzero(~applied[told])
    first = np.searchsorted(ended, asking)
    asking, row = asking[first < len(ended)], ended[first[first < len(ended)]]
    row = row[person[row] == person[asking]]
    return ratio(int(is_word(events, "event", end)[told[row]].sum()), len(row))


def _steps(results: Results, only: Only) -> Steps:
    events = results.tables["events"]
    told = is_word(events, "event", Event.DEPARTED.word, Event.REACHED.word, Event.ARRIVED.word) & _rows(results, Only(communities=only.communities))
    row = np.flatnonzero(told)
    hour, person = numbers(events, "hour")[row], numbers(events, "person")[row]
    order = np.lexsort((row, hour, person))
    row, hour, person = row[order], hour[order], person[order]
    starts = is_word(events, "event", Event.DEPARTED.word)[row]
    start = np.maximum.accumulate(np.where(starts, np.arange(len(row)), -1)) if len(row) else np.zeros(0, np.int64)
    known = (start >= 0) & (person[start] == person)  # who was abroad when the run began has no start
    kept = np.cumsum(known) - 1
    return Steps(row[known], start[known], kept[start[known]], hour[known])


def _rows(results: Results, only: Only) -> Rows:
    """Which events fit in time and community, shape (rows,)."""
    events, people = results.tables["events"], results.tables["people"]
    rows = np.ones(len(events["hour"]), bool)
    if only.communities:
        rows &= np.isin(numbers(events, "person"), numbers(people, "person")[of_communities(people, only)])
    if only.period:
        first, last = ((day - results.start).days for day in only.period)
        rows &= (numbers(events, "hour") >= first * DAY) & (numbers(events, "hour") < (last + 1) * DAY)
    return rows


def _at(world: World, events: Table, steps: Steps, only: Only) -> Rows:
    here = (place.name for place in world.places if allows(only.places, place.name) and allows(only.countries, place.country))
    return is_word(events, "place", *here)[steps.row]


def _legs_end(events: Table, steps: Steps) -> Rows:
    return is_word(events, "event", Event.REACHED.word, Event.ARRIVED.word)[steps.row]


def _reached(results: Results, world: World, only: Only, steps: Steps, via: str = "", *, settled: bool = False) -> Numbers:
    """The steps with which journeys first reach ``only`` in its period, one a journey, ascending."""
    events = results.tables["events"]
    ends = _legs_end(events, steps)
    there = ends & _at(world, events, steps, only)
    if settled:
        there &= is_word(events, "event", Event.ARRIVED.word)[steps.row]
    reached = _first(steps, there)
    if via:
        before = _first(steps, ends & _at(world, events, steps, Only(countries=(via,))))
        been = dict(zip(steps.journey[before].tolist(), before.tolist(), strict=True))
        reached = np.array([step for step in reached.tolist() if been.get(int(steps.journey[step]), step) < step], np.int64)
    return reached[_rows(results, Only(period=only.period))[steps.row[reached]]]


def _first(steps: Steps, rows: Rows) -> Numbers:
    found = np.flatnonzero(rows)
    return np.sort(found[np.unique(steps.journey[found], return_index=True)[1]])

"""What happened is kept by day: a period counts exactly its days, and what is printed of a month is what happened in it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from experiments.store.indicators import EVERYWHERE, indicators
from scenarios import load
from sim import World, run
from sim.basis.clock import DAY
from sim.basis.words import Event
from sim.books.results import Results
from sim.outcomes.reading import Only, counts_sum, in_period, numbers, weeks_of, words

APRIL = (date(2010, 4, 1), date(2010, 4, 30))
"""It begins and ends within a week of the run, whose weeks begin on Fridays."""


@pytest.fixture(scope="module")
def valleys() -> tuple[World, Results]:
    """The teaching scenario with everybody followed, so that the log of events has the truth."""
    world = load("two-valleys")
    world = replace(world, communities=tuple(replace(community, followed=True) for community in world.communities))
    return world, run(world, 1)


def logged(results: Results, event: Event, first: date, last: date) -> int:
    """What the log of events has of some days, by the hour of each event."""
    events = results.tables["events"]
    day = numbers(events, "hour") // DAY
    inside = (day >= (first - results.start).days) & (day <= (last - results.start).days)
    return int((inside & (words(events, "event").words() == event.word)).sum())


@pytest.mark.parametrize(
    ("period", "apprehended", "departed"),
    [
        (APRIL, 76, 357),
        ((date(2010, 3, 1), date(2010, 3, 31)), 77, None),
        ((date(2010, 5, 1), date(2010, 5, 31)), 75, None),
        ((date(2010, 3, 5), date(2010, 3, 5)), 1, None),
        ((date(2010, 3, 3), date(2010, 3, 3)), 2, 2),
    ],
)
def test_a_period_counts_exactly_its_days(valleys: tuple[World, Results], period: tuple[date, date], apprehended: int, departed: int | None) -> None:
    world, results = valleys
    assert counts_sum(results, world, Only(period=period), Event.APPREHENDED) == apprehended == logged(results, Event.APPREHENDED, *period)
    found = counts_sum(results, world, Only(period=period), Event.DEPARTED)
    assert found == logged(results, Event.DEPARTED, *period)
    assert departed in (None, found)


def test_what_is_printed_of_a_month_is_what_happened_in_it(valleys: tuple[World, Results]) -> None:
    world, results = valleys
    rows = indicators(results, replace(world, report=APRIL))
    assert {row.period for row in rows} == {"2010-04-01/2010-04-30"}
    assert sum(row.value for row in rows if row.place_or_crossing == EVERYWHERE and row.indicator == "apprehended") == 76


def test_days_add_up_to_weeks_and_adjoining_periods_to_their_whole(valleys: tuple[World, Results]) -> None:
    world, results = valleys
    events = (Event.APPREHENDED, Event.ARRIVED, Event.EXTORTED)
    periods = [(world.start + timedelta(first), world.start + timedelta(last)) for first, last in ((0, 9), (10, 10), (11, 400))]
    parts = [counts_sum(results, world, Only(period=period), *events) for period in periods]
    assert sum(parts) == counts_sum(results, world, Only(), *events)
    assert min(parts) > 0
    flows = results.tables["flows"]
    attempts = numbers(flows, "attempts")
    first_week = in_period(flows, world.start, (world.start, world.start + timedelta(6)))
    assert attempts[first_week].sum() == np.bincount(weeks_of(flows), attempts)[0] > 0


def test_person_days_in_custody_are_those_of_the_log() -> None:
    """Everybody who is held is held for whole days: the ends of days on which somebody is detained are the days between the events."""
    world = load("two-valleys", days=200)
    world = replace(world, communities=tuple(replace(community, followed=True) for community in world.communities))
    results = run(world, 3)
    stocks = results.tables["stocks"]
    held = int(numbers(stocks, "people")[words(stocks, "state").rows(["detained"])].sum())
    events = results.tables["events"]
    since: dict[int, int] = {}
    total = 0
    out = {event.word for event in (Event.RELEASED, Event.PUSHED_BACK, Event.DEPORTED)}
    for hour, person, event in zip(numbers(events, "hour").tolist(), numbers(events, "person").tolist(), words(events, "event").words(), strict=True):
        if event == Event.DETAINED.word:
            since[person] = hour // DAY
        elif event in out and person in since:
            total += hour // DAY - since.pop(person)
    total += sum(results.days - day for day in since.values())
    assert held == total > 0

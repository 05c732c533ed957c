"""What happened is kept by day: a period counts exactly its days, and what is printed of a month is what happened in it."""

import csv
import json
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import experiments
from experiments.cli.app import app
from experiments.store.by_period import BY, by_period
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
    ("first", "last"),
    [
        APRIL,
        (date(2010, 3, 1), date(2010, 3, 31)),
        (date(2010, 5, 1), date(2010, 5, 31)),
        (date(2010, 3, 5), date(2010, 3, 5)),
        (date(2010, 3, 3), date(2010, 3, 3)),
    ],
)
def test_a_period_counts_exactly_its_days(valleys: tuple[World, Results], first: date, last: date) -> None:
    world, results = valleys
    day = timedelta(1)
    for event in (Event.APPREHENDED, Event.DEPARTED):
        assert counts_sum(results, world, Only(period=(first, last)), event) == logged(results, event, first, last)
    departed = [logged(results, Event.DEPARTED, *period) for period in ((first - day, first - day), (first, last), (last + day, last + day))]
    assert min(departed) > 0, "a day more at either end would be seen"


def test_what_is_printed_of_a_month_is_what_happened_in_it(valleys: tuple[World, Results]) -> None:
    world, results = valleys
    rows = indicators(results, replace(world, report=APRIL))
    assert {row.period for row in rows} == {"2010-04-01/2010-04-30"}
    printed = sum(row.value for row in rows if row.place_or_crossing == EVERYWHERE and row.indicator == "apprehended")
    assert printed == logged(results, Event.APPREHENDED, *APRIL) > 0


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


def test_days_of_a_table_add_up_to_weeks_months_and_the_reported_period(valleys: tuple[World, Results]) -> None:
    world, results = valleys
    sums = {by: defaultdict[tuple[str, str], float](float) for by in BY}
    for by in BY:
        for row in by_period(results, world, by):
            sums[by][row.community, row.indicator] += row.value
    assert sums["day"].keys() == sums["week"].keys() == sums["month"].keys()
    assert {len({(row.first, row.last) for row in by_period(results, world, "day")}), results.days} == {results.days}
    for key, value in sums["day"].items():
        assert value == pytest.approx(sums["week"][key]) == pytest.approx(sums["month"][key]), key
    april = [row for row in by_period(results, world, "month") if (row.first, row.last) == ("2010-04-01", "2010-04-30")]
    for event in (Event.APPREHENDED, Event.DEPARTED):
        assert sum(row.value for row in april if row.indicator == event.word) == logged(results, event, *APRIL) > 0


def test_a_table_by_month_has_every_additive_indicator_of_that_month(valleys: tuple[World, Results]) -> None:
    world, results = valleys
    whole = {
        (row.community, row.indicator): row.value
        for row in indicators(results, replace(world, report=APRIL))
        if row.place_or_crossing == EVERYWHERE and row.unit in {"people", "person-days", "USD"} and "per 1000" not in row.indicator
    }
    month = {(row.community, row.indicator): row.value for row in by_period(results, world, "month") if row.first == "2010-04-01"}
    assert month == pytest.approx(whole)


def test_what_both_tables_give_is_what_the_tables_of_the_run_hold(valleys: tuple[World, Results]) -> None:
    world, results = valleys
    april = [row for row in by_period(results, world, "month") if row.first == "2010-04-01"]
    flows, stocks, books = (results.tables[name] for name in ("flows", "stocks", "books"))
    inside = {name: in_period(results.tables[name], world.start, APRIL) for name in ("flows", "stocks", "books")}
    guided = np.char.endswith(words(flows, "move").words().astype(str), ", guided") & inside["flows"]
    held = (words(stocks, "state").words() == "detained") & inside["stocks"]
    for name, table, column, rows in (("crossed by guided", flows, "crossed", guided), ("days detained", stocks, "people", held)):
        assert sum(row.value for row in april if row.indicator == name) == numbers(table, column)[rows].sum() > 0
    paid = sum(row.value for row in april if row.indicator.startswith("paid by "))
    assert round(100 * paid) == numbers(books, "cents")[inside["books"]].sum() > 0


def test_a_run_cut_short_has_periods_cut_short(valleys: tuple[World, Results]) -> None:
    world, _ = valleys
    results = run(replace(world, days=40), 3)
    weeks = sorted({(row.first, row.last) for row in by_period(results, world, "week")})
    assert weeks[-1] == ((world.start + timedelta(days=35)).isoformat(), (world.start + timedelta(days=39)).isoformat())


def test_the_command_writes_the_table_that_python_gives(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    done = CliRunner().invoke(app, ["run", "two-valleys", "--days", "40", "--scale", "0.3", "--no-pictures", "--by", "day", "--quiet", "--out", str(folder)])
    assert done.exit_code == 0, done.output
    with (folder / "by-day.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = experiments.open_run(folder).by_period("day").to_pylist()
    assert [(row["first"], row["community"], row["indicator"], float(row["value"])) for row in rows] == [
        (row["first"], row["community"], row["indicator"], row["value"]) for row in found
    ]
    assert "by-day.csv" in json.loads((folder / "digests.json").read_text(encoding="utf-8"))["files"]
    again = CliRunner().invoke(app, ["run", "two-valleys", "--days", "40", "--scale", "0.3", "--no-pictures", "--quiet", "--out", str(folder)])
    assert again.exit_code == 0, again.output
    assert not (folder / "by-day.csv").exists()


@pytest.mark.parametrize(("words", "said"), [(["--by", "dya"], "day"), (["--by", "day", "--replicates", "2"], "one run at a time")])
def test_periods_that_no_table_has_are_findings(words: list[str], said: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["run", "two-valleys", *words, "--out", str(tmp_path / "r")])
    assert done.exit_code == 2
    assert "--by" in done.output
    assert said in done.output
    assert not (tmp_path / "r").exists()

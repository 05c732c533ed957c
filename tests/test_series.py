"""Series by date: what they are worth on a day, in which order they and levers act, and who is sent out; all numbers are computed by hand."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from arena import FAR, GATE, GREENS, HERE, NEAR, START, THERE, arena, numbers, words
from experiments.store.scenario_text import in_order, scenario_text, scenario_world
from sim import RouteModel, run
from sim.basis.words import Channel, Entry
from sim.levers.calendar import changes_on, conditions_on
from sim.levers.scope import Scope
from sim.routes.seen import looks_alike
from sim.world.conditions import Conditions, conditions_at_start
from sim.world.geography import draw_atlas
from sim.world.series import Between, Series, SeriesRow
from sim.world.world import DatedLever, World

EAST = GREENS[0]


def day(number: int) -> date:
    return START + timedelta(number)


def steps(what: str, where: str, who: str, *rows: tuple[int, int | None, float], ratio: bool = False) -> Series:
    """A series of rows from a day up to a day, both included."""
    return Series(what, where, who, tuple(SeriesRow(day(a), None if b is None else day(b), value) for a, b, value in rows), ratio)


def line(between: Between, *points: tuple[int, float]) -> Series:
    return Series("effort", EAST, NEAR, tuple(SeriesRow(day(at), day(at), value) for at, value in points), between=between)


def values(series: Series, days: Sequence[int]) -> list[float | None]:
    return [series.value_on(day(number)) for number in days]


def test_steps_hold_on_their_days_and_the_last_may_have_no_end() -> None:
    series = steps("effort", EAST, NEAR, (2, 3, 5.0), (4, 4, 7.0), (5, None, 0.0))
    assert values(series, [1, 2, 3, 4, 5, 400]) == [None, 5.0, 5.0, 7.0, 0.0, 0.0]


def test_a_line_goes_from_day_to_day() -> None:
    series = line(Between.LINEAR, (1, 10.0), (5, 30.0), (7, 0.0))
    assert values(series, [0, 1, 2, 4, 5, 6, 7, 8]) == [None, 10.0, 15.0, 25.0, 30.0, 15.0, 0.0, None]


def test_by_weeks_seven_days_have_the_mean_of_the_line() -> None:
    series = line(Between.WEEKLY, (0, 0.0), (15, 150.0))  # ten more a day: 0 to 60, 70 to 130, then 140 and 150
    assert values(series, [-1, 0, 6, 7, 13, 14, 15, 16]) == [None, 30.0, 30.0, 100.0, 100.0, 145.0, 145.0, None]


def on(world: World, number: int) -> Conditions:
    atlas = draw_atlas(world)
    return conditions_on(Scope(world, atlas), conditions_at_start(world, atlas), number)


def post(world: World, crossing: str, country: str) -> int:
    return draw_atlas(world).posts.index((crossing, country))


def lever(name: str, first: int, **settings: str | float) -> DatedLever:
    return DatedLever(name, day(first), None, settings)


def test_series_come_first_then_events_then_the_policy() -> None:
    row = (EAST, NEAR)
    at_start = arena()
    absolute = replace(at_start, series=(steps("effort", *row, (3, 9, 4.0)),))
    event, policy = lever("enforcement", 5, crossing=EAST, factor=3.0), lever("enforcement", 8, crossing=EAST, factor=0.25)
    under = replace(absolute, events=(event, policy))
    efforts = [float(on(under, number).posts.effort[post(under, *row)]) for number in (2, 3, 5, 8, 10)]
    assert efforts == [1.5, 4.0, 12.0, 3.0, 1.5 * 0.75]  # the parameter is 1.5; from day 10 on the series says nothing
    relative = replace(under, series=(steps("effort", *row, (3, 9, 2.0), ratio=True),))
    assert float(on(relative, 8).posts.effort[post(under, *row)]) == 1.5 * 2.0 * 3.0 * 0.25


def test_a_lever_that_sets_a_number_sets_it_whatever_the_series_says() -> None:
    world = replace(arena(), series=(steps("throughput.legal", GATE, FAR, (0, None, 9.0)),))
    legal = Channel.LEGAL
    assert on(world, 0).throughput[post(world, GATE, FAR), legal] == 9.0
    world = replace(world, events=(lever("throughput", 2, crossing=GATE, channel="legal", people_per_day=7.0),))
    assert [float(on(world, number).throughput[post(world, GATE, FAR), legal]) for number in (1, 2)] == [9.0, 7.0]


def test_every_kind_reaches_its_number_and_no_other() -> None:
    world = replace(arena(), scale=0.5)
    everywhere = replace(world, series=(steps("capacity_per_day", EAST, "", (0, None, 30.0)), steps("fare_usd", f"{HERE}>{THERE}", "foot", (0, None, 12.34))))
    now, before = on(everywhere, 0), on(world, 0)
    rows = [post(world, EAST, NEAR), post(world, EAST, FAR)]
    assert now.posts.capacity_per_day[rows].tolist() == [15.0, 15.0], "of a world at half scale"
    moves = draw_atlas(world).moves
    on_foot = [move.leg.origin == HERE and move.leg.mode.word == "foot" for move in moves]
    assert set(now.moves.fare_cents[on_foot].tolist()) == {1234}
    others = [not chosen for chosen in on_foot]
    assert now.moves.fare_cents[others].tolist() == before.moves.fare_cents[others].tolist()
    wages = replace(world, series=(steps("wage_usd", FAR, "", (0, None, 1.5), ratio=True), steps("funds_usd", "", "*", (0, None, 700.0))))
    assert on(wages, 0).countries.wage_cents[draw_atlas(world).countries.index(FAR)] == 45_000  # 300 dollars, half as much again
    assert on(wages, 0).communities.funds_cents.tolist() == [70_000]
    ready = replace(world, series=(steps("readiness", "", "walkers-1", (0, None, 0.25), ratio=True),))
    assert on(ready, 0).season.tolist() == [[0.25] * 12]
    priced = replace(arena(entry=Entry.VISA, parameters={"visa.*.*.price_usd": 50, "visa.*.*.refusal": 0, "visa.*.*.elsewhere_share": 0, "visa.*.*.days": 9}))
    priced = replace(priced, series=(steps("price_usd", FAR, NEAR, (0, None, 81.0)),))
    assert on(priced, 0).visas["price_cents"][0, draw_atlas(priced).countries.index(FAR)] == 8100


def departed(world: World, community: str = "walkers-1") -> dict[int, int]:
    """People of a community who departed, by day."""
    table = run(world, 1).tables["counts"]
    chosen = (words(table, "event") == "departed") & (words(table, "community") == community)
    found: Counter[int] = Counter()
    for number, people in zip(numbers(table, "day")[chosen].tolist(), numbers(table, "people")[chosen].tolist(), strict=True):
        found[number] += people
    return dict(found)


AT_HOME = {"community.*.abroad_share": 0.0, "community.*.home_days": 2.0, "community.*.stay_days": 5.0}


@pytest.mark.parametrize("tick_hours", [24, 6])
def test_as_many_set_out_as_the_series_says_and_nobody_else(tick_hours: int) -> None:
    world = arena(people=200, days=40, tick_hours=tick_hours, parameters=AT_HOME)
    given = steps("departures", "", "walkers-1", (3, 4, 7.0), (5, 8, 2.5))
    assert departed(replace(world, series=(given,))) == {3: 7, 4: 7, 5: 2, 6: 3, 7: 2, 8: 3}, "and who comes home stays there"
    assert departed(replace(world, series=(given,), scale=2.0)) == {3: 14, 4: 14, 5: 5, 6: 5, 7: 5, 8: 5}


def test_they_set_out_though_every_way_is_closed_and_nobody_has_money() -> None:
    world = arena(people=200, days=12, parameters=AT_HOME | {"community.*.funds_usd": 1.0, "community.*.optimism": 1.0})
    shut = tuple(lever("closure", 0, crossing=crossing) for crossing in (*GREENS, GATE))
    given = (steps("departures", "", "walkers-1", (1, 10, 4.0)),)
    for events in ((), shut):
        assert departed(replace(world, events=events, series=given)) == dict.fromkeys(range(1, 11), 4)


def test_parties_go_whole_once_as_many_are_owed() -> None:
    world = arena(people=200, days=9, parameters=AT_HOME | {"community.*.weight": 5.0})
    assert departed(replace(world, series=(steps("departures", "", "walkers-1", (0, 8, 2.0)),))) == {2: 5, 4: 5, 7: 5}


def test_others_decide_beside_them_and_a_shock_at_the_origin_reaches_both() -> None:
    world = replace(arena(people=600, days=28, communities=2, parameters=AT_HOME), series=(steps("departures", "", "walkers-1", (0, 27, 6.0)),))
    shock = replace(world, events=(lever("origin_shock", 14, community="*", factor=0.5),))
    assert departed(shock) == dict.fromkeys(range(14), 6) | dict.fromkeys(range(14, 28), 3)
    of_others = departed(world, "walkers-2")
    assert sum(of_others.values()) not in (0, 28 * 6)
    assert sum(departed(shock, "walkers-2").values()) < sum(of_others.values())


def test_tables_are_solved_again_only_for_what_they_see(monkeypatch: pytest.MonkeyPatch) -> None:
    solved: list[int] = []
    solve = RouteModel._solve_routes
    monkeypatch.setattr(RouteModel, "_solve_routes", lambda self, **how: (solved.append(self.day), solve(self, **how))[1])
    world = arena(people=60, days=28, parameters=AT_HOME)
    daily = [(number, number, 1.0 + number) for number in range(28)]

    def times(*series: Series) -> int:
        solved.clear()
        run(replace(world, series=series), 1)
        return len(solved)

    weekly = 1 + 1 + 4  # at first, on the first day, and at the ends of four weeks
    unseen = [("departures", "", "walkers-1"), ("effort", EAST, NEAR), ("capacity_per_day", EAST, NEAR), ("throughput.visa", GATE, FAR)]
    assert times() == times(*(steps(*what, *daily) for what in unseen)) == weekly
    assert times(steps("fare_usd", f"{HERE}>{THERE}", "", *daily)) == weekly + 27
    by_week = Series("fare_usd", f"{HERE}>{THERE}", "", (SeriesRow(day(0), day(0), 1.0), SeriesRow(day(27), day(27), 28.0)), between=Between.WEEKLY)
    assert times(by_week) == weekly + 3, "once a week, beside the end of the week"


def test_what_tables_see_is_told_from_what_they_do_not() -> None:
    one = on(arena(), 0)
    assert looks_alike(one, one._replace(season=one.season * 2, departures=one.departures + 1, throughput=one.throughput * 2))
    assert not looks_alike(one, one._replace(pull=one.pull + 1))
    assert not looks_alike(one, one._replace(habits=one.habits._replace(wait_hours=5)))


def test_conditions_change_when_a_value_does() -> None:
    world = replace(arena(days=20), series=(steps("effort", EAST, NEAR, (2, 4, 5.0), (5, 6, 5.0), (7, 8, 6.0)),))
    assert [number for number in range(1, 20) if changes_on(world, number)] == [2, 7, 9]


def test_the_stored_scenario_holds_series_and_gives_them_back() -> None:
    world = arena(days=30)
    assert "series" not in scenario_text(world)
    rows = (SeriesRow(day(1), day(1), 3.25, "the ministry"), SeriesRow(day(9), day(9), 4.0))
    series = (Series("effort", EAST, NEAR, rows, ratio=True, between=Between.WEEKLY), steps("departures", "", "walkers-1", (0, 3, 5.0), (4, None, 6.0)))
    stored = replace(world, series=series)
    again = scenario_world(scenario_text(stored))
    assert again == in_order(stored)
    assert again.series == series[::-1]

"""The measures of what must hold, on tables written by hand: effort, lasting changes, turning as one, closures, booms, two ways, scales and groups."""

import math
from dataclasses import replace

import numpy as np
import pytest

import hand
from experiments.studies.journeys import boom, closure, effort, free_way, groups, inspectors, lasting, scales, smuggler_use, turning
from experiments.studies.journeys.changes import effort_as_parameter, effort_as_policy, lengthened, peopled, posts_of, roomier, unchanged
from experiments.studies.journeys.finding import standard_error
from experiments.studies.journeys.measures import MEASURES
from experiments.studies.journeys.runs import Ask, Runs
from scenarios import load
from sim.basis.words import Channel
from sim.books.results import Results
from sim.world.world import World
from synthetic import FLOW_COLUMNS, _table, small_world

AIR = "alpha>beta by air over beta-air, visa"
RIVER = "beta>gamma by road over river, guided"
FORGED = "beta>gamma by road over river, forged"
LED, ALONE = "beta>gamma by road over river-green, guided", "beta>gamma by road over river-green, alone"
INLAND, STEPPE = "gamma>delta by rail, inland", "delta>epsilon by road over steppe, alone"
US = "pakistani"
STOCKS = ("day", "country", "community", "state", "people")
FLOWS, COUNTS = ("day", "move", "community", *FLOW_COLUMNS), ("day", "place", "community", "event", "people")
EVENTS, PEOPLE = ("hour", "person", "event", "place", "move", "cents"), ("person", "community")
GUARDS = ("month", "post", "effort_milli", "apprehended")
TRADE = ("week", "smuggler", "border", "crossing", "fee_cents", "sold", "seats", "purse_cents", "guides_milli")
DAY = 24


@pytest.fixture(scope="module")
def world() -> World:
    return small_world(days=90)


def flow(day: int, move: str, attempts: int, *, crossed: int = 0, leaving: int = 0, entering: int = 0, caught: int = 0, fee: int = 0, who: str = US) -> tuple:
    return day, move, who, attempts, crossed, 0, leaving, entering, 0, caught, 0, 0, 0, fee


def results_of(world: World, **tables: list) -> Results:
    heads = {"flows": FLOWS, "counts": COUNTS, "stocks": STOCKS, "events": EVENTS, "people": PEOPLE, "guards": GUARDS, "smugglers": TRADE}
    rows = {"flows": [flow(0, AIR, 0)], "counts": [(0, "alpha", US, "departed", 0)], "stocks": [(0, "KAZ", US, "home", 0)]}
    rows |= {"events": [(0, 0, "departed", "alpha", "", 0)], "people": [(0, US)]} | tables
    return Results(world.name, 1, world.start, world.days, {name: _table(heads[name], row) for name, row in rows.items()}, {})


# Worlds with one change.


def test_effort_is_multiplied_the_same_in_both_writings() -> None:
    base = load("two-valleys")
    ours = posts_of(base, ["CYR"])
    assert ("reed-ford", "CYR") in ours
    assert ("cyrstead-airport", "CYR") in ours
    assert not [post for post in ours if post[1] != "CYR"]
    written = hand.stage(effort_as_parameter(base, ours, 2.0))
    decided = hand.stage(effort_as_policy(base, ["CYR"], 2.0))
    before = hand.stage(base).deployment.on_duty
    country = np.array([post[1] for post in written.atlas.posts])
    assert written.deployment.on_duty.tolist() == decided.deployment.on_duty.tolist() == np.where(country == "CYR", 2.0 * before, before).tolist()
    assert written.world.parameters.number("post.reed-ford.CYR.effort") == 6
    assert decided.world.parameters.number("post.reed-ford.CYR.effort") == 3


def test_an_unchanged_world_has_neither_events_nor_seasons() -> None:
    calm = unchanged(load("two-valleys"))
    assert calm.events == ()
    assert all(crossing.closed_months == crossing.hard_months == () for crossing in calm.crossings)


def test_a_larger_pool_sends_as_many() -> None:
    base = load("two-valleys")
    large = roomier(base, 10.0)
    key = "community.aldmark-transit"
    assert large.parameters.number(f"{key}.people") == 6000
    assert large.parameters.number(f"{key}.stay") == pytest.approx(3 + math.log(10))
    assert large.parameters.number(f"{key}.abroad_share") == pytest.approx(0.005)
    assert lengthened(base, 400).days == 400
    assert lengthened(base, 300) is base


def test_a_crowd_has_more_guides_and_not_larger_groups() -> None:
    crowd = peopled(load("two-valleys"), 4.0).parameters
    assert [crowd.number(key) for key in ("community.bremark-workers.people", "smuggler.BRE-CYR.number", "smuggler.ALD-BRE.number")] == [8000, 32, 20]
    assert [crowd.number(key) for key in ("smuggler.ALD-BRE.group_size", "crossing.reed-ford.capacity_per_day")] == [5, 40]


# Effort.


def test_settled_outcomes_are_those_of_the_last_third(world: World) -> None:
    assert effort.last_third(world) == (60, 89)
    results = results_of(
        world,
        flows=[
            flow(59, LED, 100, fee=900, caught=50), flow(60, LED, 30, fee=60_000, caught=7), flow(89, AIR, 6), flow(70, INLAND, 40),
            flow(61, AIR, 9, who="x"),
        ],
        counts=[(59, "epsilon", US, "arrived", 70), (60, "epsilon", US, "arrived", 8), (89, "epsilon", US, "arrived", 4), (80, "epsilon", "x", "arrived", 5)],
        stocks=[
            (59, "KAZ", US, "hub", 70), (60, "KAZ", US, "hub", 30), (89, "RUS", US, "stranded", 36), (70, "RUS", US, "settled", 500),
            (61, "KAZ", "x", "moving", 9),
        ],
    )  # fmt: skip
    # 30 + 6 tries, 600 dollars, 66 days under way and 12 arrivals; inland legs are no tries, and others do not count
    assert effort.settled(results, world, (US,)) == effort.Settled(12, 3.0, 50.0, pytest.approx(5.5), 7)


def test_the_busiest_services_are_those_that_apprehend_most(world: World) -> None:
    guards = [(0, "river/KAZ", 1000, 5), (0, "river/KGZ", 1000, 3), (1, "river/KGZ", 1000, 4), (1, "steppe/RUS", 1000, 6), (1, "beta-air/KGZ", 1000, 2)]
    assert effort.busiest_services(results_of(world, guards=guards)) == ("KGZ", "RUS")


def test_ways_of_writing_are_alike_within_two_points_or_two_standard_errors() -> None:
    assert effort.moved_alike([0.018, 0.021, 0.019])
    assert not effort.moved_alike([0.029, 0.031, 0.030])
    assert effort.moved_alike([0.30, -0.20, 0.05])  # chance
    assert effort.does_not_rise([-0.2, -0.1])
    assert effort.does_not_rise([0.3, -0.2, 0.0])
    assert not effort.does_not_rise([0.08, 0.09, 0.07])


def test_changes_are_relative_to_the_run_without_them() -> None:
    change = effort.Change((50.0, 80.0, None), (40.0, 100.0, 3.0), (45.0, 60.0, 3.0))
    assert change.relative(change.parameter) == pytest.approx([-0.2, 0.25])
    assert change.between == pytest.approx([-0.1, 0.5])


def test_passages_on_papers_are_those_of_the_last_third(world: World) -> None:
    flows = [flow(59, FORGED, 9, crossed=8), flow(60, FORGED, 7, crossed=5), flow(61, LED, 4, crossed=4), flow(80, AIR, 3, crossed=3)]
    results = results_of(world, flows=flows)
    assert [inspectors.passed(results, world, channel) for channel in (Channel.FORGED, Channel.VISA)] == [5, 3]


# A lasting reinforcement.


def test_months_are_counted_from_the_day_of_the_change(world: World) -> None:
    workers = flow(20, LED, 500, who="kyrgyz-workers")  # of whom nothing is asked
    flows = [workers, flow(4, LED, 1), flow(5, LED, 2), flow(34, ALONE, 4), flow(35, ALONE, 8), flow(64, LED, 16), flow(65, LED, 32), flow(88, RIVER, 64)]
    # 90 days, changed on day 35: one whole month before (days 5 to 34) and one after (35 to 64)
    assert lasting.monthly_attempts(results_of(world, flows=flows), world, "river-green", 35) == ([6], [24])


def test_swings_and_what_stays() -> None:
    assert lasting.largest_swing([1.0, 0.5, 0.8, 0.6]) == 2.0
    assert lasting.largest_swing([0.5]) == 1.0
    assert lasting.largest_swing([0.5, None, 0.1, 0.12, None]) == pytest.approx(1.2)  # a month of few attempts is set beside none
    assert lasting.largest_swing([0.2, 0.0]) == pytest.approx(20.0)
    assert lasting.part_left([30, 20], [50, 75]) == 0.4
    assert lasting.stays(0.6, 0.79, 2.0) is True
    assert lasting.stays(0.6, 0.81, 2.0) is False  # half of 40 per cent is 20
    assert lasting.stays(0.6, 0.5, 2.1) is False
    assert lasting.stays(0.97, 0.9, 1.1) is False  # 3 per cent is no effect
    assert lasting.stays(None, 0.9, 1.1) is None


def test_the_busiest_green_crossing_is_that_of_recorded_communities(world: World) -> None:
    flows = [flow(1, ALONE, 5), flow(1, LED, 3), flow(2, RIVER, 90), flow(2, STEPPE, 7), flow(2, STEPPE, 70, who="kyrgyz-workers")]
    assert lasting.busiest_green_crossing(results_of(world, flows=flows), world) == "river-green"


# Smuggler use.


def test_guided_shares_of_attempts_and_of_journeys(world: World) -> None:
    flows = [flow(59, LED, 90), flow(60, LED, 6), flow(61, RIVER, 3), flow(62, ALONE, 31), flow(63, AIR, 50)]
    story = [(0, who, "departed", "alpha", "", 0) for who in range(4)]
    tries = [(61, 0, ALONE), (62, 0, LED), (63, 1, ALONE), (64, 1, ALONE), (65, 2, AIR), (10, 3, LED), (66, 3, ALONE)]
    events = sorted([*story, *((day * DAY, who, "attempted", "beta", move, 0) for day, who, move in tries)])
    results = results_of(world, flows=flows, events=events, people=[(who, US) for who in range(4)])
    assert smuggler_use.guided_attempts(results, world) == 9 / 40
    assert smuggler_use.guided_journeys(results, world) == 1 / 3  # of 0, 1 and 3, who tried hidden from day 60 on


# Turning as one.


def test_the_largest_turn_is_that_of_two_days_with_enough_departures(world: World) -> None:
    flows = [
        flow(3, LED, 150), flow(3, ALONE, 50), flow(4, LED, 120), flow(4, ALONE, 80),  # 75 to 60 per cent led
        flow(5, LED, 250), flow(5, ALONE, 0), flow(6, ALONE, 199),  # 100 per cent; then one too few
        flow(9, INLAND, 300), flow(10, INLAND, 300),
    ]  # fmt: skip
    found = turning.departures(results_of(world, flows=flows), world)
    beta = found.hubs.index("beta")
    assert found.count[beta, 4].tolist() == [0, 0, 0, 0, 120, 80]
    assert turning.largest_turn(found) == turning.Turn(pytest.approx(0.4), "beta", "guided", 5, 3, 1)
    assert turning.largest_turn(found, slice(2, 5)) == turning.Turn(pytest.approx(0.15), "beta", "guided", 4, 1, 0)
    assert turning.largest_turn(found, slice(6, 9)) is None


def test_departures_are_counted_in_records(world: World) -> None:
    forty = replace(world, parameters=hand.parameters({f"community.{US}.weight": 40}))
    assert turning.departures(results_of(world, flows=[flow(0, LED, 120)]), forty).count.sum() == 3


def test_half_of_a_change_is_found_in_weekly_means(world: World) -> None:
    share = [0.8] * 40 + [0.8 - 0.01 * k for k in range(1, 31)] + [0.5] * 40  # falls by 30 points over a month
    count = np.zeros((1, len(share), 6))
    count[0, :, 4], count[0, :, 5] = 1000 * np.array(share), 1000 * (1 - np.array(share))
    found = turning.Departures(("beta",), count)
    # Afterwards, days 68 to 95 begin with .51 and go on with .50: .50036, and half of the way is .15 less .0002. The mean of a week that begins k days after
    # day 40 lies k + 4 points below .8: k = 11.
    assert turning.most_moved(found, 40) == ("beta", "guided", pytest.approx(0.8), pytest.approx((0.51 + 0.5 * 27) / 28))
    assert turning.days_to_half(found, "beta", "guided", 40) == 11
    assert turning.most_moved(turning.Departures(("beta",), count / 10), 40) is None


# A closure.


def test_what_became_of_those_who_could_not_get_on(world: World) -> None:
    closed, there = 20, "beta"
    stories = {
        "waits": [(1, "departed", "alpha"), (19, "reached", "beta"), (22, "waited", "beta")],
        "is held": [(1, "departed", "alpha"), (21, "reached", "beta"), (30, "apprehended", "gamma"), (31, "detained", "gamma")],
        "came late": [(75, "departed", "alpha"), (79, "reached", "beta")],
        "came too late": [(75, "departed", "alpha"), (82, "reached", "beta")],
        "went home": [(1, "departed", "alpha"), (10, "reached", "beta"), (40, "gave_up", "beta"), (43, "home_again", "alpha")],
        "went home after two months": [(1, "departed", "alpha"), (10, "reached", "beta"), (81, "gave_up", "beta")],
        "was sent home": [(1, "departed", "alpha"), (10, "reached", "beta"), (45, "deported", "beta"), (47, "home_again", "alpha")],
        "took another way": [(1, "departed", "alpha"), (10, "reached", "beta"), (24, "attempted", "beta"), (28, "pushed_back", "gamma")],
        "is missing": [(1, "departed", "alpha"), (10, "reached", "beta"), (50, "disappeared", "beta")],
        "got on": [(1, "departed", "alpha"), (10, "reached", "beta"), (25, "attempted", "beta"), (26, "reached", "gamma")],
        "arrived": [(1, "departed", "alpha"), (10, "reached", "beta"), (25, "attempted", "beta"), (26, "arrived", "gamma")],
        "had passed": [(1, "departed", "alpha"), (10, "reached", "beta"), (18, "attempted", "beta"), (19, "reached", "gamma")],
        "had gone home": [(1, "departed", "alpha"), (10, "reached", "beta"), (18, "gave_up", "beta"), (19, "home_again", "alpha")],
        "lives there": [(25, "departed", "beta"), (30, "waited", "beta")],
    }
    rows = sorted((day * DAY, number, event, place, "", 0) for number, story in enumerate(stories.values()) for day, event, place in story)
    results = results_of(world, events=rows, people=[(number, US) for number in range(len(stories))])
    expected = {closure.WAITS: 4, closure.WENT_HOME: 1, closure.SENT_HOME: 1, closure.LOST: 1, closure.GOT_ON: 3}
    assert closure.after_closure(results, {there}, closed) == expected


def test_the_places_before_a_closure_are_those_from_which_its_legs_begin(world: World) -> None:
    assert closure.closed_legs(world, "KGZ-KAZ") == ("beta",)
    assert closure.closed_legs(world, "river") == ("beta", "gamma")


def test_the_busiest_transit_border_is_between_two_other_countries(world: World) -> None:
    flows = [flow(1, AIR, 90), flow(1, LED, 3), flow(2, RIVER, 4), flow(2, STEPPE, 5), flow(3, LED, 80, who="kyrgyz-workers")]
    assert closure.busiest_transit_border(results_of(world, flows=flows), world) == "KGZ-KAZ"


# A boom.


def guide(week: int, name: str, fee: int, sold: int, seats: int, guides: int = 1000, border: str = "KGZ-KAZ") -> tuple:
    return week, name, border, "river", fee, sold, seats, 0, guides


def test_the_trade_of_a_border_by_week(world: World) -> None:
    rows = [guide(0, "a", 10_000, 3, 5), guide(0, "b", 14_000, 2, 4), guide(1, "a", 9_000, 6, 5), guide(1, "b", 90_000, 0, 0, 0)]
    results = results_of(world, smugglers=[*rows, guide(1, "c", 7, 9, 8, border="x")])
    found = boom.together([boom.trade(results, "KGZ-KAZ")] * 2)
    assert {name: series.tolist() for name, series in found.items()} == {boom.FEES: [120, 90], boom.OFFERED: [9, 5], boom.SOLD: [5, 6]}
    assert boom.oversold(results) == 2


def test_a_boom_is_met_if_fee_and_seats_rise_in_time_and_are_back() -> None:
    fee, seats = np.ones(68), np.ones(68)
    fee[30], seats[32] = 1.21, 3.1  # the sixth review, at the end of week 31, is seen in week 32
    assert boom.meets(fee, seats)
    late, short, stuck = seats.copy(), fee.copy(), fee.copy()
    late[32], late[33], short[30], stuck[60:] = 1.0, 3.1, 1.19, 1.15
    assert not boom.meets(fee, late)
    assert not boom.meets(short, seats)
    assert not boom.meets(stuck, seats)
    assert not boom.meets(np.full(68, np.nan), seats)


def test_who_takes_part_in_a_boom(world: World) -> None:
    flows = [flow(0, LED, 95), flow(0, RIVER, 5, who="kyrgyz-workers"), flow(0, ALONE, 900, who="kyrgyz-workers")]
    assert boom.clients(results_of(world, flows=flows), world, "KGZ-KAZ") == (US, "kyrgyz-workers")
    assert boom.clients(results_of(world, flows=[*flows, flow(1, LED, 1)]), world, "KGZ-KAZ") == (US,)


# Two ways.


def test_shares_of_a_free_way() -> None:
    weeks = free_way.WEEKS
    free, every = np.full(weeks, 9.0), np.full(weeks, 10.0)
    free[free_way.WATCHED : free_way.WATCHED + 3] = 7.0
    free[free_way.WATCHED + 3 :] = 4.0
    assert free_way.share_of((free, every), 0, 4) == 0.9
    assert free_way.share_of((free, every * 0), 0, 4) is None
    assert free_way.weeks_to_half((free, every)) == 3  # half of the way from .9 to .4 is .65
    assert free_way.both_used(0.9, 0.4, 3)
    for before, after, half in ((0.89, 0.4, 3), (0.9, 0.91, 3), (0.9, 0.09, 3), (0.9, 0.4, 0), (0.9, 0.4, 13), (0.9, 0.4, None), (0.9, None, 3)):
        assert not free_way.both_used(before, after, half)


def test_the_world_of_two_ways_is_walked_freely() -> None:
    world = replace(free_way.two_ways(load("two-valleys")), days=35)
    free, every = free_way.weekly_attempts(Runs().of(world, 1), world)
    assert every.sum() > 20
    assert free.sum() >= free_way.FREE * every.sum()


# Scales.


def test_rates_apart_in_standard_errors() -> None:
    assert standard_error([1.0, 3.0, 5.0, 7.0]) == pytest.approx(math.sqrt(20 / 3) / 2)
    # means 4 and 8, standard errors 1 each: 4 / sqrt(2)
    assert scales.errors_apart([3.0, 5.0], [7.0, 9.0]) == pytest.approx(4 / math.sqrt(2))
    assert scales.errors_apart([2.0], [2.0]) == 0.0
    assert scales.errors_apart([2.0], [3.0]) == math.inf


def test_rates_are_those_of_the_reported_days(world: World) -> None:
    # reported from day 22 on
    flows = [flow(21, LED, 50, caught=50, fee=1), flow(22, LED, 8, caught=1, fee=80_000), flow(23, RIVER, 2, fee=40_000), flow(24, ALONE, 10, caught=4)]
    results = results_of(world, flows=flows)
    assert scales.rate(results, world) == 5 / 20
    assert scales.fee_usd(results, world) == 120


# Groups.


def test_dispersion_of_detections_given_those_who_tried(world: World) -> None:
    # Days of 10 and of 20, a half noticed: expected 5, 5 and 10. (2^2 + 3^2) / 2.5 + 1^2 / 5 = 5.4 over two degrees of freedom.
    flows = [flow(0, LED, 10, entering=3), flow(1, LED, 10, leaving=2, entering=6), flow(2, LED, 20, entering=9), flow(30, LED, 10, entering=10)]
    assert groups.overdispersion(results_of(world, flows=flows), world, Channel.GUIDED) == pytest.approx(2.7)
    assert groups.overdispersion(results_of(world, flows=flows), world, Channel.ALONE) is None


# All of them.


def test_every_measure_can_be_taken_in_the_smallest_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    """One seed of a quarter of the people: that each says something, not what."""
    short = replace(load("two-valleys", scale=0.25), days=180)
    monkeypatch.setattr(Ask, "world", lambda *_: short)
    monkeypatch.setattr(Ask, "crowded", lambda ask, *_: ask.scale)
    runs = Runs()
    for name, measure in MEASURES.items():
        for found in measure.take(Ask((1,), scale=0.25), "two-valleys", runs):
            assert found.must, name
            assert found.measured, name
            assert all(len(row) == len(found.head) for row in found.rows), name

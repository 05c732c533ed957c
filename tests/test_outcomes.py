"""Every indicator on a handful of rows, with numbers that can be checked by hand.

Alpha (PAK) - by air - Beta (KGZ) - river post or river banks - Gamma (KAZ) - inland - Delta (KAZ) - steppe - Epsilon (RUS).
"""

import re
from dataclasses import replace
from datetime import date
from types import FunctionType

import numpy as np
import pytest

from sim import outcomes
from sim.books.results import Column, Labelled, Results
from sim.outcomes import Only
from sim.world.parameters import Parameter, Parameters, Status
from sim.world.world import World
from synthetic import FLOW_COLUMNS, _table, small_world

AIR = "alpha>beta by air over beta-air, visa"
FORGED = "alpha>beta by air over beta-air, forged"
RIVER = "beta>gamma by road over river, guided"
BANKS = "beta>gamma by road over river-green, guided"
BANKS_ALONE = "beta>gamma by road over river-green, alone"
POST = "beta>gamma by road over river, legal"
BACK = "gamma>beta by road over river, legal"
INLAND = "gamma>delta by rail, inland"
STEPPE = "delta>epsilon by road over steppe, alone"

FLOWS = [
    # day, move, community, then as FLOW_COLUMNS: attempts crossed refused leaving entering bribed apprehended died injured covered fee
    (0, AIR, "pakistani", 10, 9, 0, 0, 1, 0, 1, 0, 0, 0, 0),
    (0, FORGED, "pakistani", 8, 4, 1, 1, 2, 0, 3, 0, 0, 0, 0),
    (0, BANKS, "pakistani", 10, 6, 0, 2, 2, 1, 3, 1, 2, 0, 150_000),
    (0, BANKS_ALONE, "kyrgyz-workers", 20, 18, 0, 0, 4, 2, 2, 0, 1, 0, 0),
    (0, INLAND, "pakistani", 6, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    (1, RIVER, "pakistani", 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 100_000),
    (1, BACK, "pakistani", 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    (9, STEPPE, "pakistani", 4, 2, 0, 0, 2, 0, 2, 0, 0, 0, 0),
]
COUNTS = [
    (0, "alpha", "pakistani", "departed", 50),
    (0, "beta", "kyrgyz-workers", "departed", 30),
    (1, "delta", "pakistani", "stranded", 2),
    (2, "epsilon", "pakistani", "arrived", 4),
    (2, "gamma", "kyrgyz-workers", "arrived", 12),
    (2, "beta", "pakistani", "detected_inland", 6),
    (2, "gamma", "pakistani", "detected_inland", 10),
    (2, "gamma", "pakistani", "fined_at_once", 4),
    (3, "gamma", "pakistani", "extorted", 7),
    (3, "beta", "pakistani", "returned", 1),
    (3, "beta", "pakistani", "assisted", 2),
    (3, "gamma", "pakistani", "deported", 3),
    (3, "gamma", "pakistani", "gave_up", 5),
    (4, "beta", "pakistani", "applied_avr", 3),
    (5, "gamma", "pakistani", "claimed_asylum", 8),
    (29, "gamma", "pakistani", "claimed_asylum", 5),
    (40, "gamma", "pakistani", "claimed_asylum", 20),
    (41, "beta", "pakistani", "claimed_asylum", 1),
]
PAPERS = [
    (0, "alpha-air/PAK", "pakistani", "KGZ", 4),
    (1, "river-banks/KAZ", "pakistani", "KGZ", 1),
    (1, "river-banks/KAZ", "kyrgyz-workers", "RUS", 2),
]
PEOPLE = [(person, community, person, sex, 30, guided) for person, community, sex, guided in (
    (0, "pakistani", "man", "yes"), (1, "pakistani", "man", "no"), (2, "pakistani", "woman", "no"), (3, "pakistani", "man", "no"), (4, "hill", "man", "yes"),
)]  # fmt: skip
DAY = 24
EVENTS = [
    # Person 0: Beta after 2 days for 500 dollars, on to Gamma after 10 more, at the destination on day 20 for 900.
    (0, 0, "departed", "alpha", "", 100_000),
    (2 * DAY, 0, "reached", "beta", AIR, 50_000),
    (3 * DAY, 0, "injured", "beta", BANKS, 0),
    (11 * DAY, 0, "attempted", "beta", BANKS, 0),
    (12 * DAY, 0, "reached", "gamma", BANKS, 70_000),
    (20 * DAY, 0, "arrived", "epsilon", STEPPE, 90_000),
    # Person 1: Beta after 4 days for 1,500; goes home; a second journey straight to Beta on day 40 for 100.
    (DAY, 1, "departed", "alpha", "", 0),
    (5 * DAY, 1, "reached", "beta", AIR, 150_000),
    (11 * DAY, 1, "attempted", "beta", BANKS, 0),
    (13 * DAY, 1, "applied_avr", "beta", "", 0),
    (14 * DAY, 1, "assisted", "beta", "", 0),
    (30 * DAY, 1, "departed", "alpha", "", 0),
    (40 * DAY, 1, "reached", "beta", AIR, 10_000),
    # Person 2 was abroad when the run began: no journey of theirs has a start.
    (DAY, 2, "reached", "gamma", BANKS, 0),
    (3 * DAY, 2, "applied_avr", "gamma", "", 0),
    (4 * DAY, 2, "disappeared", "gamma", "", 0),
    # Person 3: Beta is the destination, on day 8 for 300; asks for help, and nothing has come of it.
    (6 * DAY, 3, "departed", "alpha", "", 0),
    (8 * DAY, 3, "arrived", "beta", AIR, 30_000),
    (9 * DAY, 3, "applied_avr", "beta", "", 0),
    # Person 4, of another community: 4 are under way with a guide on one day, with those above.
    (11 * DAY, 4, "attempted", "beta", BANKS, 0),
    (12 * DAY, 4, "attempted", "beta", BANKS, 0),
]
STOCKS = [
    (0, "KAZ", "kyrgyz-workers", "settled", 100),
    (0, "KAZ", "kyrgyz-workers", "hub", 9),
    (1, "KAZ", "kyrgyz-workers", "settled", 140),
    (1, "RUS", "kyrgyz-workers", "settled", 7),
]
QUEUES = [(0, POST, "pakistani", 30), (1, POST, "pakistani", 26), (1, POST, "kyrgyz-workers", 5), (9, AIR, "pakistani", 8)]


def parameter(value: float, unit: str) -> Parameter:
    return Parameter(value, unit, Status.ASSUMED, "for the test", value, value)


@pytest.fixture(scope="module")
def world() -> World:
    parameters = {
        "country.*.border_reporting": parameter(0.5, "share"),
        "country.KAZ.border_reporting": parameter(0.8, "share"),
        "country.*.inland_reporting": parameter(0.5, "share"),
        "country.KAZ.inland_reporting": parameter(0.4, "share"),
        "smuggler.*.group_size": parameter(2, "persons"),
        "country.KGZ.avr_per_month": parameter(0.5, "persons/month"),
        "country.KAZ.avr_per_month": parameter(1.5, "persons/month"),
    }
    base = small_world()
    return replace(base, parameters=Parameters({**base.parameters.table, **parameters}, base.parameters.groups))


@pytest.fixture(scope="module")
def results(world: World) -> Results:
    tables = {
        "flows": _table(("day", "move", "community", *FLOW_COLUMNS), FLOWS),
        "counts": _table(("day", "place", "community", "event", "people"), COUNTS),
        "papers": _table(("day", "post", "community", "shown", "apprehended"), PAPERS),
        "people": _table(("person", "community", "ordinal", "sex", "age", "guided"), PEOPLE),
        "events": _table(("hour", "person", "event", "place", "move", "cents"), EVENTS),
        "stocks": _table(("day", "country", "community", "state", "people"), STOCKS),
        "queues": _table(("day", "move", "community", "people"), QUEUES),
    }
    return Results(world.name, 1, world.start, world.days, tables, {})


WEEK_0 = (date(2004, 1, 1), date(2004, 1, 7))
TWO_DAYS = (date(2004, 1, 1), date(2004, 1, 2))
PAK, KGZ, KAZ = (Only(countries=(country,)) for country in ("PAK", "KGZ", "KAZ"))


@pytest.mark.parametrize(
    ("name", "only", "expected"),
    [
        ("attempts", Only(), 58),  # the inland move does not count
        # Exactly the days of the period count, and periods that adjoin add up: 48 on the first day, 6 on the second, 4 on the tenth.
        ("attempts", Only(period=(date(2004, 1, 1), date(2004, 1, 1))), 48),
        ("attempts", Only(period=(date(2004, 1, 2), date(2004, 1, 9))), 6),
        ("attempts", Only(period=(date(2004, 1, 2), date(2004, 1, 10))), 10),
        ("attempts", Only(period=WEEK_0), 54),
        ("attempts", Only(communities=("kyrgyz-workers",)), 20),
        ("attempts", Only(countries=("KGZ",)), 19),
        ("attempts", Only(places=("gamma",), channels=("guided",)), 15),
        ("attempts", Only(borders=("KGZ-KAZ",)), 35),
        ("attempts", Only(borders=("KAZ-KGZ",)), 1),
        ("attempts", Only(crossings=("river",)), 6),
        ("attempts", Only(kinds=("green",)), 34),
        ("attempts", Only(communities=("nobody",)), 0),
        ("crossings", Only(kinds=("airport",)), 13),
        # Into Beta with a forged paper 4, and with a visa 9, none of whom is bound for it; from there on hidden 6 + 18 + 5.
        ("irregular_entries", KGZ, 4 + 9),
        ("irregular_entries", KAZ, 6 + 18 + 5),
        ("irregular_entries", Only(countries=("KGZ",), communities=("kyrgyz-workers",)), 0),
        ("detections", Only(crossings=("river-green",)), 8),
        ("bribes", Only(), 3),
        ("apprehensions", Only(channels=("forged",)), 3),
        ("deaths", Only(), 1),
        ("injuries", Only(), 3),
        ("departures", Only(), 80),
        ("arrivals", KAZ, 12),
        ("stranded", Only(communities=("pakistani",)), 2),
        ("extortion", KAZ, 7),
        ("avr_applications", KGZ, 3),
        ("asylum_claims", Only(), 34),
        ("asylum_claims", Only(countries=("KAZ",), period=WEEK_0), 8),
        ("asylum_claims", Only(communities=("kyrgyz-workers",)), 0),
        ("returns", Only(), 11),
        ("present", Only(countries=("KAZ",), period=TWO_DAYS), 120.0),
        ("present", Only(period=TWO_DAYS), 123.5),
        ("backlog", Only(period=TWO_DAYS), 30.5),  # 30 people, then 31
        ("backlog", Only(period=TWO_DAYS, communities=("pakistani",)), 28.0),
        ("backlog", Only(period=WEEK_0, channels=("legal",)), 61 / 7),
        ("backlog", Only(crossings=("river",), period=(date(2004, 1, 2), date(2004, 1, 2))), 31.0),
        ("backlog", Only(period=(date(2004, 1, 10), date(2004, 1, 10)), kinds=("airport",)), 8.0),
        ("present", Only(period=WEEK_0), 247 / 7),  # nobody is there on the other days
        ("apprehension_rate", Only(channels=("guided",)), 3 / 15),
        ("detection_rate", Only(channels=("guided",)), 4 / 15),
        ("failures_a_success", Only(channels=("forged",)), 1.0),
        ("deaths_per_1000_attempts", Only(communities=("pakistani",), kinds=("green",)), 1000 / 14),
        ("stranded_per_1000_departures", Only(communities=("pakistani",)), 40.0),
        ("stranded_per_1000_departures", Only(communities=("nobody",)), None),
        ("assisted_share", KGZ, 2 / 3),
        ("assisted_share", KAZ, None),
        # Three apply in a week, in which Kyrgyzstan has half a place a month, and Kazakhstan one and a half.
        ("applications_a_place", Only(countries=("KGZ",), period=WEEK_0), 3 / (0.5 * 7 / (365.25 / 12))),
        ("applications_a_place", Only(countries=("KGZ", "KAZ"), period=WEEK_0), 3 / (2.0 * 7 / (365.25 / 12))),
        ("applications_a_place", Only(countries=("PAK",)), None),  # no programme
        ("guide_fee", Only(), 2500 / 15),
        ("guide_fee", Only(kinds=("green",)), 150.0),
        ("guide_fee", Only(borders=("KAZ-RUS",)), None),
        # Airport, forged: one of three detections was at Alpha, so a third of three apprehensions; half is written down.
        ("registered_at_crossings", PAK, 0.5 * 1),
        ("registered_at_crossings", Only(crossings=("alpha-air",)), 0.5 * 1),
        ("registered_at_crossings", Only(crossings=("beta-air",)), 0.5 * (1 + 2)),
        # River banks: half of three by each side, and two workers by Kazakhstan; steppe: two by Russia.
        ("registered_at_crossings", KAZ, 0.8 * (1.5 + 2)),
        ("registered_at_crossings", Only(countries=("KAZ",), communities=("pakistani",)), 0.8 * 1.5),
        ("registered_at_crossings", Only(), 0.5 * (1 + 3 + 1.5 + 2) + 0.8 * 3.5),
        ("registered_inland", KGZ, 3.0),
        ("registered_inland", Only(places=("gamma",)), 4.0),
        ("registered_held", Only(places=("gamma",)), 0.4 * (10 - 4)),
        ("registered_held", KGZ, 3.0),
        ("registered", KAZ, 0.8 * 3.5 + 4.0),
        # Into Beta with a paper 9 + 4 + 1, out with one 0, home from there 3.
        ("net_registered_arrivals", KGZ, 11),
        ("journey_days", KGZ, 3.0),  # 2, 4, 10 and 2 days
        ("onward_share", Only(places=("beta",)), None),  # nobody is followed for half a year
        ("hurt_share", KGZ, 0.0),  # Person 0 was hurt a day later
        ("hurt_share", KAZ, 1.0),
        ("group_size", Only(), 4 / 3),  # three on one day go in two groups of at most two, one on the next
        ("group_size", Only(communities=("pakistani",)), 2.0),
        ("group_size", Only(borders=("KAZ-KGZ",)), None),
    ],
)
def test_numbers_are_those_worked_out_by_hand(results: Results, world: World, name: str, only: Only, expected: float | None) -> None:
    assert getattr(outcomes, name)(results, world, only) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("country", "nationality", "expected"),
    [
        ("KAZ", "KGZ", 0.8 * (2 + 1 - 2)),  # two workers, who both showed Russian passports, and a Pakistani with a Kyrgyz one
        ("KAZ", "RUS", 0.8 * 2),
        ("PAK", "KGZ", 0.5 * 4),
        ("PAK", "RUS", 0.0),
    ],
)
def test_registers_go_by_the_passport_shown(results: Results, world: World, country: str, nationality: str, expected: float) -> None:
    assert outcomes.registered_showing(results, world, Only(countries=(country,)), nationality) == pytest.approx(expected)


def test_returns_can_be_counted_by_kind(results: Results, world: World) -> None:
    assert {kind: outcomes.returns(results, world, kind=kind) for kind in outcomes.GOING_HOME} == {"settled": 1, "gave_up": 5, "assisted": 2, "deported": 3}


def test_places_for_assisted_return_are_scaled_as_people_are(results: Results, world: World) -> None:
    tenth = replace(world, scale=0.1)
    assert outcomes.applications_a_place(results, tenth, KGZ) == pytest.approx(10 * (outcomes.applications_a_place(results, world, KGZ) or 0))


FEBRUARY = Only(period=(date(2004, 2, 1), date(2004, 2, 29)), countries=("KAZ",))


def test_growth_is_a_count_over_the_same_count_in_as_many_earlier_days(results: Results, world: World) -> None:
    # 20 claims in the 29 days of February; in 29 days from 1 January 8, since the 5 of the 30th come a day too late.
    assert outcomes.growth(results, world, FEBRUARY, outcomes.asylum_claims, months=1) == 2.5
    half = replace(FEBRUARY, period=(date(2004, 2, 1), date(2004, 2, 5)))
    assert outcomes.growth(results, world, half, outcomes.asylum_claims, months=1) is None  # none from 1 to 5 January
    assert outcomes.growth(results, world, replace(half, period=(date(2004, 2, 1), date(2004, 2, 6))), outcomes.asylum_claims, months=1) == 0.0


def test_growth_asks_for_a_period_whose_earlier_days_are_simulated(results: Results, world: World) -> None:
    assert outcomes.growth(results, world, KAZ, outcomes.asylum_claims, months=1) is None
    assert outcomes.growth(results, world, FEBRUARY, None, months=1) is None
    assert outcomes.growth(results, world, FEBRUARY, outcomes.asylum_claims, months=2) is None  # December 2003
    assert outcomes.growth(results, world, FEBRUARY, outcomes.asylum_claims, months=12 * 3000) is None  # before the calendar
    part = replace(FEBRUARY, period=(date(2004, 1, 30), date(2004, 2, 29)))  # from 30 December 2003: the 8 claims of January are not all that there were
    assert outcomes.growth(results, world, part, outcomes.asylum_claims, months=1) is None
    # A month before 31 March is 29 February: 20 claims of 9 February lie before it, and none from it to the end of March.
    march = replace(FEBRUARY, period=(date(2004, 3, 31), date(2004, 3, 31)))
    assert outcomes.growth(results, world, march, outcomes.asylum_claims, months=1) is None


def test_people_in_a_state_are_averaged_over_days(results: Results, world: World) -> None:
    assert outcomes.present(results, world, Only(countries=("KAZ",), period=TWO_DAYS), state="hub") == 4.5
    assert outcomes.present(results, world, Only(period=(date(2005, 1, 1), date(2005, 2, 1)))) is None


def test_outlays_are_what_each_journey_has_cost_when_it_first_gets_there(results: Results, world: World) -> None:
    assert sorted(outcomes.outlays(results, world, KGZ)) == [100.0, 300.0, 500.0, 1500.0]
    assert outcomes.outlays(results, world, Only(countries=("KGZ",), period=WEEK_0)).tolist() == [500.0, 1500.0]
    assert outcomes.outlays(results, world, Only(countries=("KGZ",), period=(date(2004, 1, 3), date(2004, 1, 3)))).tolist() == [500.0]
    assert outcomes.outlays(results, world, KGZ, settled=True).tolist() == [300.0]
    assert outcomes.outlays(results, world, KAZ, via="KGZ").tolist() == [700.0]
    assert outcomes.outlays(results, world, KGZ, via="KAZ").tolist() == []
    assert outcomes.outlays(results, world, Only(communities=("hill",))).tolist() == []
    assert outcomes.outlays(results, world, KGZ, led=True).tolist() == [500.0]  # Person 0 alone
    assert outcomes.median_outlay(results, world, KGZ) == 400.0
    assert outcomes.median_outlay(results, world, KGZ, led=True) == 500.0
    assert outcomes.median_outlay(results, world, PAK) is None


def test_outlays_of_those_held_or_stranded_are_of_journeys_that_end_up_so_in_the_same_country_afterwards(results: Results, world: World) -> None:
    stops = [
        (5 * DAY, 0, "detained", "beta", "", 0),  # after 500 dollars; goes on later
        (12 * DAY, 1, "stranded", "gamma", "", 0),  # in another country: not the 1,500 of the first journey
        (41 * DAY, 1, "stranded", "beta", "", 0),  # after the 100 of the second
        (7 * DAY, 3, "detained", "beta", "", 0),  # the day before it gets there
    ]
    columns = ("hour", "person", "event", "place", "move", "cents")
    stopped = replace(results, tables={**results.tables, "events": _table(columns, [*EVENTS, *stops])})
    assert sorted(outcomes.outlays(stopped, world, Only(places=("beta",)), stopped=True)) == [100.0, 500.0]
    assert outcomes.median_outlay(stopped, world, KGZ, stopped=True) == 300.0
    assert outcomes.outlay_share(stopped, world, KGZ, high=300, stopped=True) == 0.5
    assert outcomes.outlay_share(stopped, world, KGZ, high=300, mix=("pakistani",), stopped=True) == 0.5
    assert outcomes.outlays(results, world, KGZ, stopped=True).tolist() == []


def test_shares_of_outlays_leave_out_the_upper_end(results: Results, world: World) -> None:
    assert outcomes.outlay_share(results, world, KGZ, low=300, high=1500) == 0.5
    assert outcomes.outlay_share(results, world, KGZ, high=300) == 0.25
    assert outcomes.outlay_share(results, world, PAK) is None


def test_a_mix_weighs_communities_and_passes_over_those_without_journeys(results: Results, world: World) -> None:
    assert outcomes.outlay_share(results, world, KGZ, high=300, mix=("pakistani", "pakistani", "hill")) == 0.25
    assert outcomes.outlay_share(results, world, KGZ, high=300, mix=("hill",)) is None


def test_routes_count_journeys_and_not_people(results: Results, world: World) -> None:
    assert outcomes.route_share(results, world, Only(places=("epsilon",)), via="KAZ") == 1.0
    assert outcomes.route_share(results, world, KGZ, via="KAZ") == 0.0
    assert outcomes.route_share(results, world, PAK, via="KAZ") is None


def test_who_goes_on_must_do_so_in_time(results: Results, world: World) -> None:
    # Three are at Beta on the way elsewhere; for the fourth it is the destination.
    assert outcomes.onward_share(results, world, Only(places=("beta",)), days=10) == 1 / 3
    assert outcomes.onward_share(results, world, Only(places=("beta",)), days=9) == 0.0
    # With 80 days to go on, of 112 in all, the arrival of day 40 has not been followed for long enough.
    assert outcomes.onward_share(results, world, Only(places=("beta",)), days=80) == 0.5
    assert outcomes.onward_share(results, world, Only(places=("epsilon",)), days=10) is None


def test_a_later_journey_and_a_later_person_do_not_answer_for_an_earlier_one(results: Results, world: World) -> None:
    events = [
        (0, 0, "departed", "alpha", "", 0),
        (2 * DAY, 0, "reached", "beta", AIR, 0),
        (3 * DAY, 0, "applied_avr", "beta", "", 0),
        (30 * DAY, 0, "departed", "alpha", "", 0),
        (35 * DAY, 0, "reached", "gamma", BANKS, 0),
        (40 * DAY, 1, "disappeared", "gamma", "", 0),
    ]
    other = replace(results, tables={**results.tables, "events": _table(("hour", "person", "event", "place", "move", "cents"), events)})
    assert outcomes.onward_share(other, world, Only(places=("beta",)), days=60) == 0.0
    assert outcomes.applicant_share(other, world) is None


def test_traits_are_those_of_people_who_got_there(results: Results, world: World) -> None:
    assert outcomes.share_with(results, world, KGZ, trait="guided", word="yes") == pytest.approx(1 / 3)
    assert outcomes.share_with(results, world, KGZ, trait="sex", word="man") == 1.0
    assert outcomes.share_with(results, world, PAK) is None


def test_applications_are_shared_out_over_their_ends(results: Results, world: World) -> None:
    assert outcomes.applicant_share(results, world, end="assisted") == 0.5
    assert outcomes.applicant_share(results, world, end="disappeared") == 0.5
    assert outcomes.applicant_share(results, world, KGZ, end="assisted") == 1.0
    assert outcomes.applicant_share(results, world, Only(places=("delta",))) is None


def test_shares_of_entries_by_community_and_by_channel(results: Results, world: World) -> None:
    over = Only(borders=("KGZ-KAZ",))
    assert outcomes.share_of_entries(results, world, over, of=("kyrgyz-workers",)) == pytest.approx(18 / 29)
    assert outcomes.share_by_channel(results, world, over, by=("guided",)) == pytest.approx(11 / 29)
    assert outcomes.share_by_channel(results, world, Only(borders=("KGZ-KAZ",), channels=("alone",)), by=("guided",)) == 0.0


def test_moves_over_borders_are_those_that_meet_a_crossing(results: Results, world: World) -> None:
    flows = results.tables["flows"]
    assert outcomes.over_borders(flows, world).tolist() == [row[1] != INLAND for row in FLOWS]
    assert set(outcomes.moves_by_name(world)) >= {row[1] for row in FLOWS}


def test_a_run_in_which_nothing_happened_has_counts_of_zero_and_no_rates(results: Results, world: World) -> None:
    def none_of(column: Column) -> Column:
        return replace(column, codes=column.codes[:0]) if isinstance(column, Labelled) else column[:0]

    tables = {name: {column: none_of(values) for column, values in table.items()} for name, table in results.tables.items()}
    empty = replace(results, tables=tables)
    for name in outcomes.__all__:
        function = getattr(outcomes, name)
        if isinstance(function, FunctionType) and function.__code__.co_varnames[:3] == ("results", "world", "only"):
            found = function(empty, world, KGZ)
            assert found is None or np.sum(found) == 0, name


@pytest.mark.parametrize("name", outcomes.__all__)
def test_every_function_says_its_unit(name: str) -> None:
    function = getattr(outcomes, name)
    if isinstance(function, FunctionType) and function.__code__.co_varnames[:1] == ("results",):
        said = str(function.__doc__).split("\n\n")
        assert any(re.search(r"\b(people|share|ratio|USD/person|days|dollars)\b|[Ss]hare", part) for part in said), function.__doc__

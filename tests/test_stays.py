"""Places where people stay: how long, in beds or without, and what becomes of them when there is none or when a place closes.

In these worlds all come to ``hub`` in hour 10 and would go on in hour 16; from there it is 20 hours to ``goal``.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings

from arena import numbers
from hand import INLAND_FARE, START, both_ways, parameters, stage, step, tell, world
from sim import World, run
from sim.basis.words import Event, State, StayKind
from sim.outcomes import Only, people_staying
from sim.world.network import Place
from sim.world.stay import Stay
from sim.world.stays import expected_beyond, heard_share, hours_of_stay
from sim.world.world import Community
from worlds import small_worlds

FLOWS = ("came", "left", "turned_away", "sent_out", "gone", "in_beds", "without_bed")
REST = {"choice.transfer_hours_share": 0.25}


def stay(kind=StayKind.REGISTRATION, place="hub", days=0.0, **more):
    return Stay(place, kind, ("people",), days, max(days, more.pop("days_most", 0.0)), **more)


def camp(place="goal", **more):
    return stay(StayKind.CAMP, place, **more)


def staying(people, *stays, days=10, scale=1.0, **more):
    return replace(world(hub=True, numbers={**REST, "community.*.people": people, **more}, days=days), stays=stays, scale=scale)


def by_day(story, place="hub"):
    """What happened at a place by day: came, left, turned away, sent out, gone, and in the evening in beds and without one."""
    table = story.tables["stays"]
    here = table["place"].words() == place
    columns = [table[name][here].tolist() for name in ("day", *FLOWS)]
    return {row[0]: tuple(row[1:]) for row in zip(*columns, strict=True)}


# How long


def test_a_stay_of_two_days_is_counted_from_coming():
    story = tell(staying(8, stay(days=2)))
    assert set(story.hours(Event.REACHED)) == {10}
    assert set(story.hours(Event.TRAVELLED)) == {10 + 48}
    assert by_day(story) == {0: (8, 0, 0, 0, 0, 8, 0), 1: (0, 0, 0, 0, 0, 8, 0), 2: (0, 8, 0, 0, 0, 0, 0)}


def test_a_stay_shorter_than_the_usual_rest_changes_nothing_but_what_is_counted():
    story = tell(staying(8, stay(days=0.125)))
    assert set(story.hours(Event.TRAVELLED)) == {16}
    assert by_day(story) == {0: (8, 8, 0, 0, 0, 0, 0)}


def test_a_drawn_stay_lasts_any_of_its_hours():
    story = tell(staying(400, stay(days=1, days_most=1.125)))
    hours = np.array(story.hours(Event.TRAVELLED)) - 10
    assert set(hours.tolist()) == {24, 25, 26, 27}
    assert 25.3 < hours.mean() < 25.7  # 25.5, give or take 1.12 / 20 by chance
    assert [hours_of_stay(24, 27, u) for u in (0.001, 0.26, 0.51, 0.76, 0.999)] == [24, 25, 26, 27, 27]


def test_who_stays_depends_on_the_community():
    ground = staying(8, stay(days=2))
    others = Community("others", "Others", "AAA", ("home",), ("goal",))
    story = tell(replace(ground, communities=(*ground.communities, others)))
    assert sorted(story.hours(Event.TRAVELLED)) == [16] * 8 + [58] * 8


def test_nobody_stays_where_the_way_ends_but_in_a_camp():
    story = tell(staying(8, stay(place="goal", days=2), camp()))
    assert set(story.hours(Event.ARRIVED)) == {36}
    table = story.tables["stays"]
    assert set(table["kind"].words()) == {"camp"}


# Beds


def test_three_of_eight_without_a_bed_pay_for_each_night():
    story = tell(staying(8, stay(days=2, beds=5, no_bed_usd=3)))
    assert by_day(story) == {0: (8, 0, 0, 0, 0, 5, 3), 1: (0, 0, 0, 0, 0, 5, 3), 2: (0, 8, 0, 0, 0, 0, 0)}
    assert story.books["lodging"] == 2 * 3 * 300
    purses = sorted(story.model.people.funds.tolist())
    assert purses == [100_000 - 1500 - INLAND_FARE - 600] * 3 + [100_000 - 1500 - INLAND_FARE] * 5


def test_without_beds_in_a_row_there_is_one_for_everybody_and_rows_add_theirs():
    assert by_day(tell(staying(8, stay(days=1))))[0] == (8, 0, 0, 0, 0, 8, 0)
    other = replace(stay(days=1, beds=4), communities=())
    assert by_day(tell(staying(8, stay(days=1, beds=3), other)))[0] == (8, 0, 0, 0, 0, 7, 1)
    assert by_day(tell(staying(8, stay(days=1), other)))[0] == (8, 0, 0, 0, 0, 4, 4)


def test_a_party_has_beds_for_all_or_none_and_a_smaller_one_takes_what_is_left():
    assert by_day(tell(staying(9, stay(days=1, beds=5), **{"community.*.weight": 3})))[0] == (9, 0, 0, 0, 0, 3, 6)
    assert by_day(tell(staying(7, stay(days=1, beds=5), **{"community.*.weight": 3})))[0][5] in {3, 4}  # parties of 3, 3 and 1


def test_beds_go_with_the_scale():
    assert by_day(tell(staying(8, stay(days=1, beds=5), scale=2.0)))[0] == (16, 0, 0, 0, 0, 10, 6)


def test_who_is_turned_away_goes_on_the_next_day():
    story = tell(staying(8, stay(StayKind.RECEPTION, days=3, beds=5, turns_away=True)))
    assert by_day(story) == {
        0: (8, 0, 3, 0, 0, 5, 0), 1: (0, 0, 0, 0, 0, 5, 0), 2: (0, 0, 0, 0, 0, 5, 0), 3: (0, 5, 0, 0, 0, 0, 0),
    }  # fmt: skip
    assert sorted(story.hours(Event.TRAVELLED)) == [24] * 3 + [82] * 5


def test_a_night_without_a_bed_has_the_hazard_of_the_stranded():
    story = tell(staying(8, stay(days=2, beds=5), **{"country.*.disappearance": 1}))
    assert by_day(story) == {0: (8, 0, 0, 0, 3, 5, 0), 1: (0, 0, 0, 0, 0, 5, 0), 2: (0, 5, 0, 0, 0, 0, 0)}
    assert story.hours(Event.DISAPPEARED) == [23] * 3
    assert len(story.hours(Event.ARRIVED)) == 5


# Opening and closing


def test_nobody_is_taken_in_before_the_first_day_and_all_go_on_the_last():
    late = stay(days=4, first=START + timedelta(1))
    assert set(tell(staying(8, late)).hours(Event.TRAVELLED)) == {16}
    closing = stay(days=4, end=START + timedelta(2))
    story = tell(staying(8, closing))
    assert set(story.hours(Event.TRAVELLED)) == {48}
    assert by_day(story) == {0: (8, 0, 0, 0, 0, 8, 0), 1: (0, 0, 0, 0, 0, 8, 0), 2: (0, 0, 0, 8, 0, 0, 0)}


def test_a_row_that_takes_over_keeps_who_is_there():
    rows = stay(days=3, beds=2, end=START + timedelta(1)), stay(days=9, beds=6, first=START + timedelta(1))
    story = tell(staying(8, *rows))
    assert by_day(story) == {
        0: (8, 0, 0, 0, 0, 2, 6), 1: (0, 0, 0, 0, 0, 6, 2), 2: (0, 0, 0, 0, 0, 6, 2), 3: (0, 8, 0, 0, 0, 0, 0),
    }  # fmt: skip


# Camps


def two_camps(people, *stays, days=12, **more):
    """From ``hub`` it is 20 hours to ``goal``, and 30 to ``other``, which pulls so much less that nobody goes there who can get to ``goal``."""
    ground = world(
        hub=True, days=days, numbers={**REST, "community.*.people": people, "community.*.pull.goal": 40, **more},
    )  # fmt: skip
    return replace(
        ground,
        places=(*ground.places, Place("other", "Other", "BBB", 0, 3)),
        legs=(*ground.legs, *both_ways("hub", "other", 300, 30), *both_ways("goal", "other", 100, 10)),
        communities=(Community("people", "People", "AAA", ("home",), ("goal", "other")),),
        stays=stays,
    )


def test_a_camp_holds_people_for_good_and_sends_on_who_finds_no_bed():
    story = tell(two_camps(8, camp(beds=5, turns_away=True), camp("other")))
    # all come to goal in hour 36 and five have a bed in the evening, hour 47; the others leave in hour 48, and are at the other camp 10 hours later
    assert sorted(story.hours(Event.ARRIVED)) == [47] * 5 + [58] * 3
    assert story.hours(Event.REDIRECTED) == [48] * 3
    assert by_day(story, "goal")[1] == (8, 0, 3, 0, 0, 5, 0)
    assert {row[5:] for day, row in by_day(story, "goal").items() if day > 1} == {(5, 0)}
    assert by_day(story, "other")[2] == (3, 0, 0, 0, 0, 3, 0)


def test_a_camp_that_takes_in_everybody_counts_those_without_a_bed():
    story = tell(two_camps(8, camp(beds=5)))
    assert story.hours(Event.ARRIVED) == [36] * 8
    assert by_day(story, "goal")[1] == (8, 0, 0, 0, 0, 5, 3)


def test_before_it_opens_a_camp_is_no_destination_and_afterwards_it_is():
    closed = two_camps(8, camp(first=START + timedelta(30)), camp("other"))
    assert set(tell(closed).hours(Event.ARRIVED)) == {10 + 6 + 30}
    only = replace(closed, communities=(Community("people", "People", "AAA", ("home",), ("goal",)),), stays=(camp(first=START + timedelta(4)),))
    patient = replace(only, parameters=parameters({**REST, "community.*.people": 8, "community.*.consider_days": 1}, {"ridge": "official"}))
    story = tell(patient)
    assert min(story.hours(Event.DEPARTED)) >= 4 * 24
    assert len(story.hours(Event.ARRIVED)) == 8


def test_who_lives_in_a_camp_that_closes_looks_for_another():
    story = tell(two_camps(8, camp(end=START + timedelta(5)), camp("other")))
    assert story.hours(Event.ARRIVED)[:8] == [36] * 8
    assert story.hours(Event.REDIRECTED) == [120] * 8
    assert story.hours(Event.ARRIVED)[8:] == [130] * 8
    assert by_day(story, "goal")[5] == (0, 0, 0, 8, 0, 0, 0)
    assert by_day(story, "other")[5] == (8, 0, 0, 0, 0, 8, 0)


def test_who_has_nowhere_else_to_go_stands_before_a_full_camp():
    story = tell(staying(8, camp(beds=5, turns_away=True), **{"community.*.stay_days": 10_000}))
    assert by_day(story, "goal")[1] == (8, 0, 3, 0, 0, 5, 0)
    states = story.model.people.state.tolist()
    assert (states.count(State.SETTLED), states.count(State.STRANDED)) == (5, 3)


def test_who_has_settled_before_the_run_lives_in_the_camp():
    story = tell(staying(8, camp(beds=5), **{"community.*.abroad_share": 1}))
    assert by_day(story, "goal")[0] == (8, 0, 0, 0, 0, 5, 3)


# What people expect


def two_ways(days):
    """Home to goal by ``long``, 15 hours more than by ``hub``, at the same fare; at the hub people are registered for so many days."""
    ground = world(hub=True, numbers={**REST, "community.*.people": 8, "choice.time_share": 1, "country.*.wage_usd": 300, "choice.perception_error": 0})
    legs = (*both_ways("home", "long", 100, 15, "ridge"), *both_ways("long", "goal", 200, 30))
    return replace(ground, places=(*ground.places, Place("long", "Long", "BBB", 0, 1)), legs=(*ground.legs, *legs), stays=(stay(days=days),))


def test_a_stay_is_time_that_costs():
    """6 hours of it would be spent at any place: 20 hours of registration are 14 more, and 22 are 16."""
    assert set(tell(two_ways(20 / 24)).hours(Event.ARRIVED)) == {10 + 20 + 20}
    assert set(tell(two_ways(22 / 24)).hours(Event.ARRIVED)) == {15 + 6 + 30}


def test_the_tables_hold_what_a_stay_is_expected_to_take():
    model = stage(two_ways(2))
    plain = stage(replace(two_ways(2), stays=()))
    hour_cents = 30_000 / 720
    hub, goal = model.atlas.places.index("hub"), model.atlas.places.index("goal")
    for m, move in enumerate(model.atlas.geography.moves):
        more = round((48 - 6) * hour_cents) if move.target == hub else 0
        for k in np.flatnonzero(model.routes.classes.used):
            if plain.routes.cost[k, m] >= 0 and model.routes.classes.destination[k] == goal:
                assert model.routes.cost[k, m] - plain.routes.cost[k, m] == more
    assert expected_beyond(4, 8, 6) == (0 + 0 + 0 + 1 + 2) / 5


def test_what_share_is_taken_in_is_news():
    assert heard_share(1.0, 0, 0, 0.5) == 1.0
    assert heard_share(1.0, 8, 2, 0.5) == 0.875  # half of 1, half of .75
    model = stage(staying(8, stay(days=2, beds=2, turns_away=True), **{"belief.half_life_weeks": 1}))
    hub = model.atlas.places.index("hub")
    assert model.sites.stay_hours[0, hub] == 42
    step(model, 7)
    assert model.sites.stay_hours[0, hub] == 42 * (0.25 + 0.5 * (1 - 0.25))


# Balances


def balances(story_world: World, tables, sites: Sequence[str]) -> int:
    """Whether at every site, in every community, who was there in the evening follows from the evening before; how many came."""
    table = tables["stays"]
    there: dict[tuple[str, str, str], int] = {}
    rows = zip(table["place"].words(), table["kind"].words(), table["community"].words(), *(table[name].tolist() for name in ("day", *FLOWS)), strict=True)
    came_in_all = 0
    for place, kind, community, _day, came, left, away, out, gone, in_beds, without in sorted(rows, key=lambda row: row[3]):
        before = there.get((place, kind, community), 0)
        assert before + came == left + away + out + gone + in_beds + without
        there[place, kind, community] = in_beds + without
        came_in_all += came
    return came_in_all


def test_who_came_went_on_stays_or_is_gone_every_day():
    ground = staying(40, stay(days=1, days_most=6, beds=7), camp(beds=9, turns_away=True), days=20, **{"country.*.disappearance": 0.2})
    story = tell(ground)
    assert balances(ground, story.tables, ("hub", "goal")) > 40
    # arrivals at the hub = passed on + staying + missing, every day
    events = story.tables["events"]
    at_hub = events["place"].words() == "hub"
    kinds, days, people = events["event"].words(), numbers(events, "hour") // 24, numbers(events, "people")
    table = story.tables["stays"]
    for day in range(20):
        until = at_hub & (days <= day)
        reached, passed, missing = (int(people[until & (kinds == event)].sum()) for event in ("reached", "travelled", "disappeared"))
        here = (table["place"].words() == "hub") & (table["day"] == day)
        assert reached == passed + missing + int(table["in_beds"][here].sum() + table["without_bed"][here].sum())


@settings(max_examples=15, deadline=None)
@given(drawn=small_worlds())
def test_balances_hold_in_any_world(drawn: World):
    tables = run(drawn, 1).tables
    assert ("stays" in tables) == bool(drawn.stays)
    if drawn.stays:
        balances(drawn, tables, ())


# Outcomes


def test_people_at_a_time_and_without_a_bed():
    story = tell(staying(8, stay(days=2, beds=5), days=10))
    results, ground = story.model.results(), story.model.world
    assert people_staying(results, ground) == (8 + 8) / 10
    assert people_staying(results, ground, kind="registration", without_bed=True) == (3 + 3) / 10
    assert people_staying(results, ground, kind="camp") == 0
    assert people_staying(results, ground, Only(countries=("AAA",))) == 0
    assert people_staying(tell(world()).model.results(), world()) == 0
    assert pytest.approx(1.6) == people_staying(results, ground, Only(countries=("BBB",)))
    assert pytest.approx(1.6) == people_staying(results, ground, Only(places=("hub",)))
    assert people_staying(results, ground, Only(places=("goal",))) == 0

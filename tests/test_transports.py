"""Transports of governments: seats by a timetable, from a date to a date, and who waits for one.

People come to ``hub`` in hour 10 and want to go on to ``goal``, by a free train of a government or by road for 25 dollars; nobody's time is worth anything
unless a story says so. Trains take two and a half hours.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest

from hand import FUNDS, START, both_ways, stage, step, tell, world
from sim.basis.clock import DAY, FOR_EVER
from sim.basis.words import Entry, Event, Kind, Mode, State
from sim.guards.gates import NO_DEPARTURE
from sim.guards.transports import open_departures, take_seats
from sim.world.network import Leg, Transport
from sim.world.world import DatedLever, World

PATIENT = {"choice.stranded_days": 40, "belief.half_life_weeks": 1}
TRAIN = "hub>goal by rail with special, inland"
NO_GATE = {"part": 0.0, "come": 0.0, "wait": 0.0, "places": 0, "wanted": 0, "turned_away": 0}


def special(seats: int, every: int = 24, first_hour: int = 6, **more: object) -> Leg:
    """A train from the hub to the goal."""
    return Leg("hub", "goal", Mode.RAIL, 200, 2, minutes=30, transport=Transport("special", every, seats, first_hour, **more))


def by_train(people: int, train: Leg, *, days: int = 10, kind: Kind = Kind.OFFICIAL, entry: Entry = Entry.FREE, **more: float) -> World:
    """So many people, who all come to the hub in hour 10, from where a train goes."""
    tiny = world(hub=True, numbers={**PATIENT, "community.*.people": people, **more}, days=days, kind=kind, entry=entry)
    return replace(tiny, legs=(*tiny.legs, train))


def on_the_train(story, move=TRAIN):
    """People who boarded, by day."""
    flows, found = story.tables["flows"], Counter()
    for day, name, people in zip(flows["day"].tolist(), flows["move"].words(), flows["attempts"].tolist(), strict=True):
        found[day] += people if name == move else 0
    return {day: people for day, people in found.items() if people}


def waiting(story):
    """People in the queue at the end of each day."""
    queues = story.tables["queues"]
    return dict(zip(queues["day"].tolist(), queues["people"].tolist(), strict=True))


def at(story, place, event):
    """People to whom something happened at a place, by day."""
    counts, found = story.tables["counts"], Counter()
    for day, where, what, people in zip(counts["day"].tolist(), counts["place"].words(), counts["event"].words(), counts["people"].tolist(), strict=True):
        found[day] += people if (where, what) == (place, event.word) else 0
    return found


def moved_on_train(story):
    return sorted(hour for hour, _, name, cents in story.log if name == Event.TRAVELLED.word and cents == 0)


# Seats by a timetable


@pytest.mark.parametrize("tick_hours", [24, 6, 1])
def test_eight_people_and_three_seats_a_day(tick_hours):
    # They come four hours after the first train: three leave at six on each of the next two days, and the last two on the third.
    story = tell(replace(by_train(8, special(3)), tick_hours=tick_hours))
    assert moved_on_train(story) == [30] * 3 + [54] * 3 + [78] * 2
    assert sorted(story.hours(Event.ARRIVED)) == [32] * 3 + [56] * 3 + [80] * 2
    assert waiting(story) == {0: 8, 1: 5, 2: 2}
    assert story.flow("attempts") == 16, "over the border and on the train"
    assert story.books["fare"] == 8 * 1500, "the train is free"


@pytest.mark.parametrize("tick_hours", [24, 6])
def test_four_departures_a_day(tick_hours):
    story = tell(replace(by_train(8, special(2, 6, 0)), tick_hours=tick_hours))
    assert moved_on_train(story) == [12, 12, 18, 18, 24, 24, 30, 30]
    assert waiting(story) == {0: 4}


def test_departures_follow_from_the_first_day_also_before_the_run():
    # Every 36 hours from six o'clock of the day before the first: at 6 - 24 = -18, 18, 54 and 90.
    assert moved_on_train(tell(by_train(3, special(1, 36, 6, since=START - timedelta(1))))) == [18, 54, 90]


def test_who_rides_pays_what_a_seat_costs():
    story = tell(by_train(8, special(3, fare_usd=4.25)))
    assert on_the_train(story) == {1: 3, 2: 3, 3: 2}
    assert story.books["fare"] == 8 * (1500 + 425)


def test_who_stays_for_the_train_lives_there_until_it_departs():
    # Twenty hours at three dollars a day are 2.50, in pieces of 14 and 6 hours, or of 2, 12 and 6.
    for tick_hours in (24, 12):
        story = tell(replace(by_train(1, special(1), days=2, **{"country.BBB.living_usd": 3}), tick_hours=tick_hours))
        assert (story.purse, story.books["lodging"]) == (FUNDS - 1500 - 250, 250)


def test_a_hidden_traveller_may_be_found_while_waiting_for_the_train():
    story = tell(by_train(1, special(1), kind=Kind.GREEN, entry=Entry.CLOSED, **{"country.BBB.inland_detection": 1}))
    assert story.hours(Event.DETECTED_INLAND)[0] == 24, "the day is looked at as it ends"
    assert on_the_train(story) == {}


# Dates


def test_a_train_that_ends_leaves_the_others_to_the_road():
    story = tell(by_train(8, special(3, until=START + timedelta(2))))
    assert on_the_train(story) == {1: 3}
    assert on_the_train(story, "hub>goal by road, inland") == {2: 5}
    assert waiting(story) == {0: 8, 1: 5}


def test_nobody_waits_for_a_train_that_does_not_run_yet():
    story = tell(by_train(8, special(3, since=START + timedelta(2))))
    assert on_the_train(story) == {}
    assert on_the_train(story, "hub>goal by road, inland") == {0: 8}


def test_it_runs_from_its_first_day_to_the_day_before_its_end():
    model = stage(by_train(1, special(3, since=START + timedelta(2), until=START + timedelta(4))))
    train, seats = model.atlas.move_names.index(TRAIN), []
    for _ in range(6):
        step(model, 1)
        seats.append((bool(model.conditions.moves.open[train]), float(model.conditions.seats[0])))
    assert seats == [(False, 0.0)] * 2 + [(True, 3.0)] * 2 + [(False, 0.0)] * 2


def test_a_lever_gives_it_seats_and_takes_them():
    def told(seats: int, first: int, end: int, train: Leg):
        event = DatedLever("transport", START + timedelta(first), START + timedelta(end), {"transport": "special", "seats": float(seats)})
        return on_the_train(tell(replace(by_train(12, train), events=(event,))))

    assert told(1, 2, 4, special(3)) == {1: 3, 2: 1, 3: 1, 4: 3, 5: 3, 6: 1}
    assert told(5, 0, 2, special(0)) == {1: 5}, "without it no seats, and without them no train"
    assert told(4, 0, 9, special(3, since=START + timedelta(30))) == {1: 4, 2: 4, 3: 4}
    assert told(0, 1, 9, special(3)) == {}, "they take the road"


# Papers


@pytest.mark.parametrize(("checks", "first"), [(False, Event.ARRIVED), (True, Event.DETECTED_INLAND)])
def test_nobody_is_asked_for_papers_on_board_unless_it_is_said(checks, first):
    # A train every hour: nobody waits, and whoever is hidden somewhere for an hour is found.
    story = tell(by_train(1, special(1, 1, 0, checks=checks), kind=Kind.GREEN, entry=Entry.CLOSED, **{"country.BBB.inland_detection": 1}))
    found = [(hour, event) for hour, event, _ in story.of() if event in (Event.ARRIVED.word, Event.DETECTED_INLAND.word)]
    assert found[0] == (12, first.word)


@pytest.mark.parametrize(("admits", "people"), [(True, 3), (False, 0)])
def test_over_a_border_it_takes_those_without_papers_where_it_admits_them(admits, people):
    ride = Leg("home", "goal", Mode.RAIL, 100, 2, "ridge", "ridge", transport=Transport("special", 24, 5, 6, admits=admits))
    tiny = world(entry=Entry.CLOSED, numbers={**PATIENT, "community.*.people": 3, "community.*.passport": 0, "country.BBB.stay_days": 40})
    story = tell(replace(tiny, legs=(*tiny.legs, ride)))
    assert sum(on_the_train(story, "home>goal by rail with special over ridge, legal").values()) == people
    assert story.hours(Event.ARRIVED) == [8] * people
    if admits:
        assert story.model.people.lawful_until.tolist() == [8 + 40 * 24] * 3


# Large parties, and those behind them


def test_of_a_party_too_large_for_one_train_some_ride_ahead():
    story = tell(by_train(5, special(2), **{"community.*.weight": 5}))
    assert moved_on_train(story) == [78], "two seats at 30, two at 54, one at 78"
    assert on_the_train(story) == {3: 5}


def test_seats_are_given_in_turn_and_never_twice():
    gate, free = SimpleNamespace(**NO_GATE), [NO_DEPARTURE] * DAY
    open_departures(gate, free, 4.0, 8, 2, 0, 24, 1.0)
    assert {hour: seats for hour, seats in enumerate(free) if seats != NO_DEPARTURE} == {2: 4, 10: 4, 18: 4}
    assert [take_seats(gate, free, since, people) for since, people in ((0, 3), (0, 3), (3, 4), (11, 3))] == [2, 10, 18, NO_DEPARTURE]
    # 3 of 4 at 2; the fourth there and 2 at 10; 2 at 10 and 2 at 18; for three there are 2 at 18: they are kept
    assert (gate.places, gate.wanted, gate.turned_away) == (2, 3, 3)
    assert take_seats(gate, free, 18, 1) == NO_DEPARTURE, "nobody overtakes"
    open_departures(gate, free, 4.0, 8, 2, 24, 24, 1.0)
    assert (free[2], gate.places, gate.come) == (6, 14, 24.0)
    assert take_seats(gate, free, 23, 1) == NO_DEPARTURE
    assert (gate.wanted, gate.turned_away) == (0, 4), "who comes too late for a train lacks no seat"


def test_below_scale_one_as_many_seats_are_kept_as_a_train_of_the_full_world_has():
    gate, free = SimpleNamespace(**NO_GATE), [NO_DEPARTURE] * DAY
    for day in range(30):
        open_departures(gate, free, 40.0, 24, 6, 24 * day, 24, 0.125)
    assert free[6] == 35 + 5


# What is said of it


def test_the_wait_is_news_and_the_timetable_is_known():
    model = stage(by_train(20, special(2), days=14))
    train = model.atlas.move_names.index(TRAIN)
    step(model, 1)
    assert model.gates.posted_wait[train] == 12, "hours from 0 to 23, all alike: 11.5"
    assert model._prospects.hours[0, train] == 2.5 + 12
    step(model, 6)
    # 18 + 16 + ... + 8 = 78 without a seat in seven days, for 14 seats: 133.7 hours, of which half is believed
    assert model.gates.posted_wait[train] == int(133.714 / 2 + 11.5 + 0.5)


@pytest.mark.parametrize(("wage", "train"), [(840, 8), (855, 0)])
def test_who_thinks_the_wait_too_dear_takes_the_road(wage, train):
    # The road takes 20 hours and 25.00. A train every five days takes 2.5 and 60 of waiting as far as anybody knows, 42.5 hours more, each worth half of the
    # wage by 720: 24.79, or 25.23.
    more = {"choice.time_share": 0.5, "country.BBB.wage_usd": wage, "choice.perception_error": 0}
    story = tell(by_train(8, special(8, 120, 0), **more))
    assert sum(on_the_train(story).values()) == train


# Ten thousand a day


def corridor(people: int) -> World:
    """Twenty minutes over the border, and then trains of 45 minutes every two hours with 800 seats; an agent stands for a hundred people."""
    tiny = world(hub=True, numbers={**PATIENT, "community.*.people": people, "community.*.weight": 100}, days=7)
    border = tuple(replace(leg, hours=0, minutes=20) for leg in both_ways("home", "hub", 15, 1, "ridge"))
    ride = Leg("hub", "goal", Mode.RAIL, 60, 0, minutes=45, transport=Transport("special", 2, 800))
    return replace(tiny, legs=(*border, *tiny.legs[2:], ride))


def test_fifty_thousand_people_and_nearly_ten_thousand_seats_a_day():
    story = tell(corridor(50_000))
    assert on_the_train(story) == {0: 9600, 1: 9600, 2: 9600, 3: 9600, 4: 9600, 5: 2000}
    assert waiting(story) == {0: 40_400, 1: 30_800, 2: 21_200, 3: 11_600, 4: 2000}
    assert +at(story, "goal", Event.ARRIVED) == Counter({0: 9600, 1: 9600, 2: 9600, 3: 9600, 4: 9600, 5: 2000})
    # every day and place: who came is gone, waits, left or died
    came, gone, gave_up, died = (at(story, "hub", event) for event in (Event.REACHED, Event.TRAVELLED, Event.GAVE_UP, Event.DIED))
    there = 0
    for day in range(7):
        there += came[day] - gone[day] - gave_up[day] - died[day]
        assert there == waiting(story).get(day, 0)
    stocks = story.tables["stocks"]
    last = stocks["day"] == 6
    assert dict(zip(stocks["state"].codes[last].tolist(), stocks["people"][last].tolist(), strict=True)) == {int(State.SETTLED): 50_000}


# Legs of less than an hour


def chain(minutes: int, legs: int, **more: float) -> World:
    """So many legs of so many minutes each, the first of them over the border."""
    names = ["home", *(f"stop-{n}" for n in range(1, legs)), "goal"]
    tiny = world(numbers=more)
    places = {place.name: place for place in tiny.places}
    stops = tuple(replace(places["goal"], name=name, title=name) for name in names[1:-1])
    joined = tuple(
        replace(leg, hours=minutes // 60, minutes=minutes % 60)
        for n, (a, b) in enumerate(pairwise(names))
        for leg in both_ways(a, b, 10, 1, None if n else "ridge")
    )
    return replace(tiny, places=(places["home"], *stops, places["goal"]), legs=joined)


@pytest.mark.parametrize(
    ("minutes", "legs", "hours"),
    [(20, 6, [0, 0, 1, 1, 1, 2]), (30, 4, [0, 1, 1, 2]), (90, 2, [1, 3]), (60, 3, [1, 2, 3]), (1, 7, [0] * 7)],
)
def test_minutes_add_up_over_legs(minutes, legs, hours):
    story = tell(chain(minutes, legs))
    assert [hour for hour, event, _ in story.of() if event in (Event.REACHED.word, Event.ARRIVED.word)] == hours
    assert story.model.people.minutes.tolist() == [minutes * legs % 60]


def test_a_day_holds_as_many_moves_as_a_trip():
    # Thirty legs of twenty minutes are ten hours, and sixty events and more: the log of a day has room for them.
    story = tell(chain(20, 30))
    assert story.hours(Event.ARRIVED) == [10]
    assert len(story.hours(Event.TRAVELLED)) == 29


def test_several_moves_a_day_with_rest_between_them():
    # Two hours of rest at every stop, and three quarters of an hour under way: 0.75, 2 + 1.5 = 3.5, 6.25, 9
    story = tell(chain(45, 4, **{"choice.transfer_hours_share": 2 / 24}))
    assert [hour for hour, event, _ in story.of() if event in (Event.REACHED.word, Event.ARRIVED.word)] == [0, 3, 6, 9]


def test_hours_of_a_leg_are_expected_to_the_minute():
    model = stage(chain(20, 3))
    assert model._prospects.hours[0].tolist() == pytest.approx([1 / 3] * len(model.atlas.moves))
    assert model.atlas.geography.home_hours[0, model.atlas.places.index("goal")] == 1, "three times twenty minutes"
    assert model.atlas.geography.home_hours[0].max() < FOR_EVER


def test_police_look_for_as_long_as_a_leg_takes():
    # Hidden: half an hour inland is none of the whole hours yet, a second one makes one, in which nobody remains unseen.
    tiny = chain(30, 3)
    hidden = world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={"country.BBB.inland_detection": 1})
    story = tell(replace(hidden, places=tiny.places, legs=tiny.legs))
    assert story.hours(Event.DETECTED_INLAND)[0] == 1



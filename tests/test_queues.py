"""Queues before checkpoints that let in only so many a day: who comes first is let in first, and how long that takes is news.

Where a story needs more than one way, forged papers are the other one: nobody notices them in these worlds.
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import mesa
import numpy as np
import pytest
from hypothesis import given, settings

from arena import numbers, words
from hand import START, move, stage, step, tell, world
from sim import RouteModel
from sim.basis.words import Channel, Event, State
from sim.guards.gates import CHANNELS, gate_row, lets_in, open_gate, outlast, post_wait
from sim.migrants.life.planning import worth_of_turn
from sim.outcomes import Only, backlog
from sim.world.world import DatedLever, World
from worlds import small_worlds

PATIENT = {"choice.stranded_days": 40, "belief.half_life_weeks": 1}
QUOTA = "post.ridge.BBB.throughput.legal"


def queue(people, quota, *, days=10, scale=1.0, events=(), **more):
    """So many people, who all come on the first day, before a checkpoint that lets in so many a day."""
    numbers = {**PATIENT, "community.*.people": people, QUOTA: quota, **more}
    return replace(world(numbers=numbers, days=days), scale=scale, events=tuple(events))


def shut(lever, first, end, **settings):
    return DatedLever(lever, START + timedelta(first), None if end is None else START + timedelta(end), {"crossing": "ridge", **settings})


def passed(story):
    """People let in by day."""
    flows = story.tables["flows"]
    found = Counter()
    for day, people in zip(flows["day"].tolist(), flows["attempts"].tolist(), strict=True):
        found[day] += people
    return dict(found)


def waiting(story):
    """People in the queue at the end of each day."""
    queues = story.tables["queues"]
    return dict(zip(queues["day"].tolist(), queues["people"].tolist(), strict=True))


# First come, first served


def test_eight_people_at_three_a_day():
    story = tell(queue(8, 3))
    assert passed(story) == {0: 3, 1: 3, 2: 2}
    assert waiting(story) == {0: 5, 1: 2}
    # a tick of six hours has three quarters of a place: none, one, one and one in a day
    by_tick = tell(replace(queue(8, 3), tick_hours=6))
    assert Counter(by_tick.hours(Event.ATTEMPTED)) == dict.fromkeys((6, 12, 18, 30, 36, 42, 54, 60), 1)
    assert waiting(by_tick) == {0: 5, 1: 2}


def test_without_a_number_as_many_pass_as_come():
    story = tell(queue(8, 3, **{"post.ridge.AAA.throughput.legal": 1, "post.ridge.BBB.throughput.visa": 1, QUOTA: 1e6}))
    assert passed(story) == {0: 8}
    story = tell(world(numbers={"community.*.people": 8, "post.*.AAA.throughput.*": 0}))
    assert (passed(story), waiting(story)) == ({0: 8}, {}), "who leaves a country does not wait for it"


def test_a_fraction_of_a_place_is_kept_and_whole_ones_are_not():
    assert passed(tell(queue(3, 0.4, days=12))) == {2: 1, 4: 1, 7: 1}  # 0.4, 0.8, 1.2; 0.6, 1.0; 0.4, 0.8, 1.2
    gate = SimpleNamespace(part=0.0, come=0.0, wait=0.0, places=0, wanted=0, turned_away=0)
    for _ in range(4):
        open_gate(gate, 2.25, 1.0, 1.0, True)
    assert (gate.places, gate.part, gate.come) == (3, 0.0, 9.0), "two of the day and the whole that four quarters make"


@pytest.mark.parametrize(("quota", "hour"), [(5, 0), (3, 24), (2, 48), (1, 96)])
def test_places_are_kept_for_a_party_until_all_of_it_can_pass(quota, hour):
    assert tell(queue(5, quota, **{"community.*.weight": 5})).hours(Event.ATTEMPTED) == [hour]


def test_nobody_overtakes_a_party_that_places_are_kept_for():
    gate = SimpleNamespace(part=0.0, come=0.0, wait=0.0, places=0, wanted=0, turned_away=0)
    open_gate(gate, 3.0, 1.0, 1.0, True)
    assert [lets_in(gate, people) for people in (1, 5, 1)] == [True, False, False]
    assert (gate.places, gate.wanted, gate.turned_away) == (2, 5, 6)
    open_gate(gate, 3.0, 1.0, 1.0, True)
    assert [lets_in(gate, people) for people in (5, 1, 1)] == [True, False, False]
    open_gate(gate, 3.0, 1.0, 1.0, True)
    assert gate.places == 3, "a place that somebody waited for in vain was none"
    assert [outlast(3.0, wanted, scale) for wanted, scale in ((0, 1.0), (5, 1.0), (0, 4.0), (0, 0.5), (5, 0.5))] == [0, 4, 0, 1, 4]
    assert outlast(0.0, 5, 1.0) == 0, "who lets nobody in keeps no places"


def test_who_came_first_is_let_in_first():
    model = stage(queue(40, 3, days=9, **{"community.*.stay": 1, "community.*.consider_days": 1, "choice.departure_share": 1e9}))
    came, days = set(), 0
    while model.day < 9:
        before = {row: int(model.people.queued[row]) for row in np.flatnonzero(model.people.queued >= 0).tolist()}
        step(model, 1)
        let_in = [before[row] for row in before if model.people.queued[row] < 0]
        left = [before[row] for row in before if model.people.queued[row] >= 0]
        assert max(let_in, default=0) <= min(left, default=model.hour)
        days += bool(let_in and left)
        came |= set(before.values())
    assert days > 3
    assert len(came) > 3, "they come at several hours"


# What is said of it


def test_the_wait_is_news():
    model = stage(queue(20, 2, days=21))
    legal, waits = move(model, "legal"), []
    for _ in range(3):
        step(model, 7)
        waits.append(int(model.gates.posted_wait[legal]))
    # a week of 18 + 16 + ... + 6 = 84 in the queue for 14 places is 144 hours, one of 4 + 2 is 10.29: 144 / 2, (72 + 10.29) / 2 = 41.14, half of that
    assert waits == [72, 41, 21]
    assert model.gates.posted_wait.sum() == 21  # and nothing is said of other moves
    assert model._prospects.hours[0, [legal, move(model, "visa")]].tolist() == [10 + 21, 10]


def test_where_nobody_is_let_in_the_wait_grows_by_the_week():
    gate = SimpleNamespace(part=0.0, come=0.0, wait=100.0, places=0, wanted=0, turned_away=7)
    post_wait(gate, 7, 0.75)
    assert (gate.wait, gate.turned_away, gate.come) == (142.0, 0, 0.0)  # a quarter of the way to 268
    post_wait(gate, 7, 0.75)
    assert gate.wait == 106.5, "nobody waits any more"


@pytest.mark.parametrize(("price", "forged"), [(4.99, 26), (5.01, 0)])
def test_who_has_long_to_wait_takes_the_dear_way(price, forged):
    more = {"country.*.forged_usd": price, "choice.time_share": 0.5, "country.BBB.wage_usd": 300, "choice.perception_error": 0}
    story = tell(queue(40, 2, days=12, **more))
    # After a week of 38 + 36 + ... + 26 = 224 in the queue for 14 places, 384 hours, half of it is believed. Of these 192 all have waited 168. An hour is worth
    # half of 300.00 by 720: the rest is worth 5.00, and forged papers cost a little less, or a little more.
    by_channel = Counter()
    flows = story.tables["flows"]
    for day, name, people in zip(flows["day"].tolist(), flows["move"].words(), flows["attempts"].tolist(), strict=True):
        by_channel[name.rpartition(", ")[2], "first week" if day < 7 else "then"] += people
    assert by_channel["legal", "first week"] == 14
    assert by_channel["forged", "then"] == forged
    assert by_channel["legal", "then"] == (0 if forged else 10)


def test_time_stood_counts_as_far_as_it_was_said_to_take():
    model = stage(queue(40, 2, **{"choice.time_share": 0.5, "country.BBB.wage_usd": 300}))
    step(model, 7)
    last = model.people[int(np.flatnonzero(model.people.queued >= 0)[-1])]
    assert [worth_of_turn(model.stage(), last, hour) for hour in (0, 24, 192, 300)] == [0, 500, 4000, 4000]  # 192 hours are said
    last.queued = -1
    assert worth_of_turn(model.stage(), last, 192) == 0


def test_a_turn_at_a_crossing_is_none_with_a_guide():
    more = {"choice.time_share": 0.5, "country.BBB.wage_usd": 12_000, "choice.perception_error": 0, "smuggler.AAA-BBB.number": 1}
    model = stage(queue(40, 2, **more))
    step(model, 8)
    # Two a day are let in for a week. What is left of the wait is worth 200.00, and a guide asks 150.00: he takes one of the 26 who all come to him then.
    assert Counter(model.people.queued.tolist()) == {-1: 15, 7 * 24: 25}


def test_who_cannot_pay_for_the_rest_any_more_keeps_the_turn():
    # The way takes 15.00 and then 25.00, and a day of waiting 3.00: of 50.00 less than the whole is left on the fourth day, and enough for the border.
    numbers = {**PATIENT, "community.*.people": 6, QUOTA: 1, "community.*.funds_usd": 50, "country.*.living_usd": 3}
    flows = tell(world(numbers=numbers, hub=True)).tables["flows"]
    over = [name.endswith("ridge, legal") for name in flows["move"].words()]
    assert flows["day"][over].tolist() == list(range(6))


def test_who_is_led_waits_where_their_organiser_sends_them():
    more = {"country.*.forged_usd": 3, "choice.time_share": 0.5, "country.BBB.wage_usd": 300, "choice.perception_error": 0, "community.*.guided": 1}
    assert passed(tell(queue(40, 2, days=12, **more))) == dict.fromkeys(range(12), 2)


# Shut


def test_seven_days_on_which_the_gate_is_shut():
    story = tell(queue(20, 4, days=13, events=[shut("throughput", 2, 9, channel="legal", people_per_day=0)]))
    assert passed(story) == {0: 4, 1: 4, 9: 4, 10: 4, 11: 4}
    assert waiting(story) == {0: 16, **dict.fromkeys(range(1, 9), 12), 9: 8, 10: 4}
    results = story.model.results()
    assert backlog(results, story.model.world, Only(period=(START + timedelta(2), START + timedelta(8)))) == 12
    assert backlog(results, story.model.world) == (16 + 8 * 12 + 8 + 4) / 13
    assert backlog(results, story.model.world, Only(channels=("visa",))) == 0


def test_a_closure_is_known_and_nobody_stands_in_a_queue():
    story = tell(queue(20, 4, days=13, events=[shut("closure", 2, 9)]))
    assert waiting(story) == {0: 16, 1: 12, 9: 8, 10: 4}
    assert passed(story) == {0: 4, 1: 4, 9: 4, 10: 4, 11: 4}, "they look again every day"


def test_opening_hours_multiply_and_a_bound_can_end():
    half = shut("opening_hours", 1, 3, factor=0.5)
    assert passed(tell(queue(20, 4, events=[half]))) == {0: 4, 1: 2, 2: 2, 3: 4, 4: 4, 5: 4}
    story = tell(queue(20, 1e6, events=[shut("opening_hours", 0, 2, factor=0)]))
    assert (passed(story), waiting(story)) == ({2: 20}, {0: 20, 1: 20})
    free = {"community.*.people": 20}
    assert passed(tell(replace(world(numbers=free), events=(shut("opening_hours", 0, 2, factor=0.5),)))) == {0: 20}, "half of no bound is none"
    shut_first = shut("throughput", 0, 2, channel="legal", people_per_day=0)
    story = tell(replace(world(numbers=free), events=(shut_first,)))
    assert (passed(story), waiting(story)) == ({2: 20}, {0: 20, 1: 20})


def test_a_bound_that_ends_is_known_at_once_to_be_none():
    model = stage(replace(world(numbers={**PATIENT, "community.*.people": 20}), events=(shut("throughput", 0, 8, channel="legal", people_per_day=0),)))
    step(model, 8)
    assert model.gates.posted_wait.sum() == 84  # half of a week
    step(model, 1)
    assert (model.gates.posted_wait.sum(), (model.people.queued >= 0).sum()) == (0, 0)


def test_where_nobody_checks_nobody_waits():
    story = tell(queue(20, 4, events=[shut("open_border", 1, None)]))
    assert passed(story) == {0: 4, 1: 16}
    model = stage(queue(20, 0, events=[shut("open_border", 8, None)]))
    step(model, 8)
    assert model.gates.posted_wait.sum() == 84
    step(model, 1)
    assert (model.gates.posted_wait.sum(), (model.people.queued >= 0).sum()) == (0, 0)


# Having had enough


ENOUGH = {"choice.stranded_days": 2, "choice.giving_up_share": 0.1, "choice.time_share": 0.5, "country.AAA.wage_usd": 300}
"""Giving up costs a tenth of 1,000 dollars, and a day of waiting half of 300 by thirty: twenty days are borne after two."""


def test_who_has_waited_as_long_as_they_bear_leaves_the_queue():
    story = tell(queue(3, 0, days=25, **ENOUGH))
    assert story.hours(Event.STRANDED) == [48] * 3
    assert story.hours(Event.GAVE_UP) == [22 * 24] * 3
    assert waiting(story) == dict.fromkeys(range(22), 3)
    assert story.model.people.queued.tolist() == [-1] * 3


def test_the_stranded_keep_their_turn():
    model = stage(queue(6, 1, **ENOUGH))
    step(model, 5)
    assert sorted(model.people.queued.tolist()) == [-1] * 5 + [0]
    story = tell(queue(6, 1, **ENOUGH))
    assert passed(story) == dict.fromkeys(range(6), 1)
    assert story.hours(Event.STRANDED) == [48] * 4, "one each has gone on two days"


def test_hazards_are_of_the_time_that_has_passed():
    # Stranded after two days; three looks of a day each follow, at a tenth a day, though who finds no way looks round once a week.
    story = tell(queue(2000, 0, days=6, **{**ENOUGH, "choice.wait_days": 7, "country.*.disappearance": 0.1}))
    missing = 2000 * (1 - 0.9**3)
    assert abs((story.model.people.state == State.DISAPPEARED).sum() - missing) < 4 * (missing * 0.9**3) ** 0.5


# What holds in every world


@pytest.mark.parametrize("scale", [0.5, 1.0, 4.0])
@pytest.mark.parametrize("tick_hours", [24, 6])
def test_no_day_lets_in_more_than_its_number(scale, tick_hours):
    story = tell(replace(queue(100, 3, days=70, scale=scale), tick_hours=tick_hours))
    by_day = passed(story)
    assert max(by_day.values()) <= max(3, 3 * scale)
    assert sum(by_day.values()) == 100 * scale
    assert abs(max(by_day) - 33) <= 1, "the queue takes as long at any scale"


def test_below_scale_one_a_day_of_the_full_world_is_kept():
    # At an eighth of ten a day one passes, and now and then two; nearly nine of the ten are kept where nobody comes.
    gate = SimpleNamespace(part=0.0, come=0.0, wait=0.0, places=0, wanted=0, turned_away=0)
    for _ in range(21):
        open_gate(gate, 10.0, 1.0, 0.125, True)
    assert gate.places == 9, "eight that are kept, and the one and a quarter of the day"
    assert [lets_in(gate, 3) for _ in range(4)] == [True, True, True, False]


def gates_of(model: RouteModel) -> np.ndarray:
    """The gate of every move, -1 for those that need neither one on papers nor that of a transport."""
    moves = model.atlas.geography.moves
    on_papers = np.isin(moves.channel, (Channel.LEGAL, Channel.VISA, Channel.FORGED)) & (moves.entry >= 0) | (moves.transport >= 0)
    return np.array([gate_row(model.atlas.geography, m) if ok else -1 for m, ok in enumerate(on_papers)])


@settings(max_examples=60, deadline=None)
@given(small=small_worlds())
def test_who_is_in_a_queue_is_let_in_or_leaves_and_never_too_many(small: World) -> None:
    with np.errstate(over="ignore"):
        model = RouteModel(small, 1)
        gate_of, people = gates_of(model), model.people
        bounds, before = [], np.zeros(0, np.int64)
        largest = int(people.people.max(initial=1))
        while model.day < small.days:
            logged = model.tally.logged[0]
            begins = model.hour % 24 == 0
            model.step()
            if begins:
                unbounded = np.full(len(model.atlas.transports), np.inf)  # seats are held in their own stories
                bounds.append(np.concatenate((model.conditions.throughput.reshape(-1), unbounded)))
            stand = np.flatnonzero((people.queued >= 0) & (people.move >= 0) & (gate_of[people.move] >= 0))
            assert np.isin(people.state[stand], (State.HUB, State.STRANDED)).all()
            assert people.people[stand].sum() == model.tally.waiting.sum() or model.hour % 24 == 0
            told = set(model.tally.log[logged : model.tally.logged[0], 1].tolist()) if model.hour % 24 else set(model.record._log[-1][:, 1].tolist())
            for row in set(before.tolist()) - set(stand.tolist()):
                assert row in told or people.queued[row] >= 0, "nobody leaves a queue without a word"
            before = stand
        tables = model.results().tables
    mesa.Agent._ids.pop(model, None)
    rates = np.array(bounds) * small.scale
    through = np.zeros_like(rates)
    rows = gate_of[[model.atlas.move_names.index(name) for name in words(tables["flows"], "move")]] if len(numbers(tables["flows"], "day")) else []
    for day, row, people_tried in zip(numbers(tables["flows"], "day").tolist(), rows, numbers(tables["flows"], "attempts").tolist(), strict=True):
        if row >= 0:
            through[day, row] += people_tried
    unchecked = {gate_row(model.atlas.geography, m) for m in np.flatnonzero(~model.baseline.moves.checked) if gate_of[m] >= 0}
    opened = any(event.lever == "open_border" for event in small.events)
    for row in range(rates.shape[1]):
        bounded = np.isfinite(rates[:, row])
        if row in unchecked or opened or not bounded.all():
            continue
        spare = max(largest - 1, np.floor(rates[:, row].max() / small.scale * max(0.0, 1.0 - small.scale))) + 1
        allowed = np.concatenate(([0.0], np.cumsum(rates[:, row])))
        done = np.concatenate(([0.0], np.cumsum(through[:, row])))
        for first in range(len(bounded)):
            assert (done[first + 1 :] - done[first] <= allowed[first + 1 :] - allowed[first] + spare + 1e-9).all()
    assert len(gate_of) == len(model.atlas.moves)
    assert len(model.gates.rows) == len(model.atlas.posts) * CHANNELS + len(model.atlas.transports)

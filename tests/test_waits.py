"""Waiting for a seat is news: what one week's queue is said to cost counts for all who think of a guide."""

from dataclasses import replace

import pytest

from hand import LED, move, stage, step, world
from sim.basis.waits import heard_wait, wait_of_week
from sim.basis.words import Entry, Kind

QUEUE = {
    **LED, "community.*.people": 20, "smuggler.*.group_size": 2, "choice.stranded_days": 9, "belief.half_life_weeks": 1, "choice.time_share": 0.5,
    "country.*.wage_usd": 300, "market.fee_adjustment": 0, "market.fee_response": 0,
}  # fmt: skip
"""Twenty people who all come on the first day, and a guide who takes two a day: nine days until the last of them goes."""


def queued(**numbers):
    return stage(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**QUEUE, **numbers}))


def test_a_wait_is_the_people_who_wait_over_the_seats_that_come():
    # 84 turned away in days of 24 hours, 14 seats: 84 / 7 = 12 wait at a time, two seats a day, six days
    assert wait_of_week(84 / 7, 14.0, 336) == 144
    assert wait_of_week(84 / 7, 14.0, 100) == 100  # nobody waits longer
    assert (wait_of_week(0.0, 0.0, 100), wait_of_week(0.4, 0.0, 100)) == (0, 100)
    assert heard_wait(40.0, 144.0, 0.75) == 66


def test_nobody_is_said_to_wait_before_the_first_week():
    model = queued()
    step(model, 6)
    assert model.market.posted_wait.max() == 0
    assert model.market.turned_away[move(model, "guided")] == 18 + 16 + 14 + 12 + 10 + 8


def test_a_queue_is_heard_of_by_halves():
    model = queued()
    guided = move(model, "guided")
    waits = []
    for _ in range(3):
        step(model, 7)
        waits.append(int(model.market.posted_wait[guided]))
    # a week of 18 + 16 + ... + 6 = 84 in the queue is 144 hours, one of 4 + 2 is 10.29: 144 / 2, (72 + 10.29) / 2 = 41.14, half of that
    assert waits == [72, 41, 21]
    assert model.market.posted_wait.sum() == 21  # and nothing is said of other moves


def test_the_wait_is_time_that_everybody_counts_with():
    model = queued()
    guided, alone = move(model, "guided"), move(model, "alone")
    led = [k for k in range(len(model.routes.classes)) if model.routes.classes.used[k]]
    before = model.routes.cost[led, guided].copy()
    step(model, 7)
    assert model._prospects.hours[0, [guided, alone]].tolist() == [10 + 72, 10]
    # an hour is worth half of 300.00 by 720: 72 of them 15.00
    assert (model.routes.cost[led, guided] - before).tolist() == [1500] * len(led)


@pytest.mark.parametrize(("weight", "tick_hours", "hours"), [(1, 24, 72), (5, 24, 72), (1, 12, 75)])
def test_a_wait_is_of_people_whatever_an_agent_stands_for(weight, tick_hours, hours):
    crowd = {"community.*.people": 200, "community.*.weight": weight, "smuggler.*.group_size": 10, "smuggler.*.groups_per_day": 2}
    model = stage(replace(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**QUEUE, **crowd}), tick_hours=tick_hours))
    step(model, 7)
    # 180 + 160 + ... + 60 = 840 waited for 140 seats, 144 hours; in half-days, ten seats each, 190 + 180 + ... + 60 = 1750, 150 hours
    assert model.market.posted_wait[move(model, "guided")] == hours

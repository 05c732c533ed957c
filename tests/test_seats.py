"""Seats and groups at any weight and scale: an agent of twenty people, guides of five seats, parts of a group."""

import math
from dataclasses import replace

import pytest

from hand import CAUGHT, LED, move, stage, step, tell, world
from sim.basis.words import Entry, Event, Kind
from sim.smugglers.seats import group_fill, held_back, may_outlast

TWENTY = {"community.*.people": 20, "community.*.weight": 20, "smuggler.*.group_size": 5, "choice.stranded_days": 9}
ALL_CAUGHT = {**CAUGHT, "country.*.detention_days": 30}


def led(scale=1.0, **numbers):
    return replace(world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**LED, **numbers}), scale=scale)


def test_an_agent_of_twenty_waits_until_a_guide_of_five_has_kept_seats_for_all():
    story = tell(led(**TWENTY))
    assert story.hours(Event.ATTEMPTED) == [72]  # the fourth day
    week = story.tables["smugglers"]
    assert week["sold"][0] == 20 <= week["seats"][0]


def test_an_agent_of_twenty_is_four_groups_of_five():
    model = stage(led(**TWENTY, **ALL_CAUGHT, **{"smuggler.*.loss_usd": 40}))
    step(model, 4)
    guided = move(model, "guided")
    assert (model.beliefs.news_tries[-1, guided], model.beliefs.news_caught[-1, guided]) == (4, 4)
    # the fee is 1.5 x (100 + 40 / 5) = 162, of which 62 are left of each of twenty; four groups are lost
    assert model.smugglers.purse[0] == 20 * 6_200 - 4 * 4_000


def test_who_was_never_asked_for_more_keeps_no_seat():
    story = tell(led(**{"community.*.people": 0, "smuggler.*.group_size": 5}))
    assert (story.model.smugglers.kept[0], story.tables["smugglers"]["seats"][0]) == (0, 35)
    assert (held_back(0), held_back(1), held_back(20)) == (0, 0, 19)
    assert (may_outlast(5, 1, 1.0), may_outlast(5, 20, 1.0), may_outlast(5, 1, 0.25), may_outlast(5, 1, 4.0)) == (0, 19, 5, 0)


@pytest.mark.parametrize("scale", [0.1, 0.25, 1.0, 2.5, 4.0])
@pytest.mark.parametrize("weight", [1, 7, 20])
def test_no_more_seats_are_sold_than_offered(scale, weight):
    crowd = {**TWENTY, "community.*.people": 200 / scale, "community.*.weight": weight}
    week = tell(replace(led(scale, **crowd), days=63)).tables["smugglers"]
    assert (week["sold"] <= week["seats"]).all()
    assert 0 < week["sold"].sum() <= 63 * 5 * scale + 5  # and no more than come together, but for what was there at the start


def test_below_scale_one_two_departures_are_of_one_group_with_one_luck():
    half = {"community.*.people": 14, "smuggler.*.group_size": 4, "choice.stranded_days": 9}
    model = stage(led(0.5, **half))
    model.smugglers.part[0] = 0.5
    model.smugglers.kept[0] = 0
    tries = []
    for _ in range(4):
        step(model, 1)
        tries.append((int(model.smugglers.sold[0]), int(model.smugglers.offered[0]), int(model.beliefs.news_tries[-1, move(model, "guided")])))
    # a group begins on the first day and on the third: four seats, and three that are taken of four
    assert tries == [(4, 4, 1), (4, 4, 1), (7, 7, 2), (7, 7, 2)]
    step(model, 1)
    assert (model.smugglers.sold[0], model.smugglers.offered[0]) == (7, 8), "the seat that nobody took is lost as the next group begins"


def test_guides_are_as_many_at_any_scale():
    for scale in (0.1, 1.0, 4.0):
        model = stage(led(scale, **{"smuggler.AAA-BBB.number": 5}))
        assert len(model.smugglers) == 5
        assert model.smugglers.groups_per_day.tolist() == [1.0] * 5


def test_above_scale_one_those_who_wait_share_the_groups_out():
    assert [group_fill(5, waiting, 4.0) for waiting in (1, 4, 8, 40)] == [1, 1, 2, 5]
    assert [group_fill(5, waiting, scale) for waiting in (1, 40) for scale in (0.1, 1.0)] == [5] * 4


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.5])
def test_arrests_are_of_the_groups_of_the_full_world_and_shared_by_all_of_a_border(scale):
    crowd = {**TWENTY, **ALL_CAUGHT, "community.*.people": 20 / scale, "community.*.weight": 1}
    numbers = {**crowd, "smuggler.AAA-BBB.number": 6, "smuggler.*.arrest": 0.3, "smuggler.*.prison_days": 100}
    model = stage(led(scale, **numbers))
    step(model, 6)
    groups = int(model.market.lost[0])
    assert groups > 0
    step(model, 1)
    # each stands for 1 / scale groups; below scale 1 part of the week is told now
    arrested = min(1.0, scale) * 0.3 * groups / scale
    assert model.smugglers.jailed == pytest.approx([1 - math.exp(-arrested / 6)] * 6)


def test_an_agent_of_twenty_loses_the_guides_of_four_groups():
    model = stage(led(**TWENTY, **ALL_CAUGHT, **{"smuggler.AAA-BBB.number": 6, "smuggler.*.arrest": 0.5, "smuggler.*.prison_days": 10}))
    step(model, 7)
    jailed = 6 - 6 * math.exp(-2 / 6)  # half of four groups
    assert model.smugglers.jailed.sum() == pytest.approx(jailed)
    step(model, 7)
    assert model.smugglers.jailed.sum() == pytest.approx(0.3 * jailed)  # seven days of ten

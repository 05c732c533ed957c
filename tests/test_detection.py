"""From patrols to chances, from traffic to congestion, from apprehensions to where patrols go."""

import math
from datetime import date

import pytest

from hand import CAUGHT, both_ways, move, stage, step, tell, world
from sim.basis.words import Channel, Event, Kind, Mode
from sim.guards import crowding, deployment, detection
from sim.guards.agent import BorderGuard
from sim.world.network import Crossing, Leg
from sim.world.world import DatedLever

PATROLS = {"base": 0.2, "exposure": 0.5, "effort": 2.0, "exposure_ratio": 3.0}
OBSERVED = {**PATROLS, "document_base": 0.1, "document_equipment": 0.7, "forged_pass": 1.0, "pretence": 0.3}
"""Two patrols or inspectors."""


def seen(channel, *, leaving=False, **changes):
    return detection.chance_at_post(channel, *{**OBSERVED, **changes}.values(), leaving)


def test_chance_grows_with_effort_from_the_base_toward_one():
    assert detection.chance(0.2, 0.5, 0.0) == pytest.approx(0.2)
    assert detection.chance(0.2, 0.5, 2.0) == pytest.approx(1 - 0.8 * math.exp(-1))
    assert detection.chance(1.0, 0.0, 1.0) == 1.0
    assert detection.chance(0.0, 100.0, 10.0) == pytest.approx(1.0)


def test_what_a_post_notices_depends_on_how_one_comes():
    assert seen(Channel.ALONE) == pytest.approx(1 - 0.8 * math.exp(-0.5 * 2))
    assert seen(Channel.GUIDED) == pytest.approx(1 - 0.8 * math.exp(-0.5 * 3 * 2))
    assert seen(Channel.FORGED) == pytest.approx(1 - 0.9 * math.exp(-0.7 * 2))
    assert seen(Channel.VISA) == pytest.approx(1 - math.exp(-0.3 * 2))
    assert seen(Channel.LEGAL) == 0.0
    assert seen(Channel.LEGAL, leaving=True) == seen(Channel.VISA, leaving=True) == seen(Channel.FORGED)


def test_documents_that_are_harder_to_forge_say_nothing_of_lapsed_stays():
    assert seen(Channel.FORGED, forged_pass=0.5) == pytest.approx(1 - 0.5 * 0.9 * math.exp(-0.7 * 2))
    assert seen(Channel.LEGAL, leaving=True, forged_pass=0.5) == seen(Channel.LEGAL, leaving=True)
    assert seen(Channel.FORGED, forged_pass=9.0) == 0.0


def test_an_empty_post_notices_nothing():
    assert {seen(channel, effort=0.0) for channel in Channel} == {0.0}


def test_crowding_is_the_share_that_can_be_processed():
    assert [crowding.crowding(10.0, expected) for expected in (0.0, 10.0, 20.0, 40.0)] == [1.0, 1.0, 0.5, 0.25]


def test_in_a_run_twice_the_capacity_halves_detection():
    # 1,000 are caught on the first day and put back after one; the guards can take in 500 a day and remember only yesterday
    numbers = {**CAUGHT, "community.*.people": 1000, "country.*.detention_days": 1, "crossing.*.capacity_per_day": 500, "guard.crowding_half_life_days": 0.01}
    story = tell(world(kind=Kind.GREEN, numbers=numbers, days=2))
    post = story.model.atlas.posts.index(("ridge", "BBB"))
    assert story.model.checks.crowding[post] == pytest.approx(0.5)
    apprehended = story.hours(Event.APPREHENDED)
    assert apprehended.count(0) == 1000
    assert 440 < apprehended.count(24) < 560  # four standard deviations of a binomial


def test_capacity_scales_with_the_people():
    model = stage(world(scale=0.5, numbers={"crossing.*.capacity_per_day": 500, "community.*.people": 2}))
    assert (len(model.people), model.conditions.posts.capacity_per_day.tolist()) == (1, [250, 250])


def test_redeployment_goes_part_of_the_way():
    assert deployment.redeployed(1.0, 1.27, 0.25) == pytest.approx(1.0675)


PASSES = tuple(Crossing(name, name, Kind.GREEN, ("AAA", "BBB"), 0, 1) for name in ("ridge", "valley"))
"""Of equal effort; nobody passes by the second, over which a road leads back alone."""
ROADS = (*both_ways("home", "goal", 100, 10, "ridge"), Leg("goal", "home", Mode.ROAD, 100, 10, "valley", "valley"))


def two_passes(stopped, efforts=(1, 1)):
    """Effort at BBB's two passes, in thousandths, after a month in which so many were stopped at the first; AAA has nobody there."""
    given = {**CAUGHT, "post.ridge.BBB.effort": efforts[0], "post.valley.BBB.effort": efforts[1], "community.*.people": stopped, "country.*.push_back_share": 0}
    guards = tell(world(kind=Kind.GREEN, crossings=PASSES, legs=ROADS, numbers=given, days=31)).tables["guards"]
    return {post: effort for post, effort in zip(guards["post"].words(), guards["effort_milli"].tolist(), strict=True) if post.endswith("BBB")}


def test_after_a_month_effort_has_moved_toward_the_traffic():
    # nine people inferred at the ridge (9 / 1): share (9 + 1/2) / (9 + 1) = 0.95; wanted 0.7 x 1 + 0.3 x 2 x 0.95 = 1.27; a quarter of the way from 1
    assert two_passes(9) == {"ridge/BBB": 1068, "valley/BBB": 932}


def test_a_month_without_anybody_moves_nothing():
    assert two_passes(0, (3, 1)) == {"ridge/BBB": 3000, "valley/BBB": 1000}


def test_what_was_stopped_is_divided_by_the_chance_of_stopping_it():
    # one patrol sees half of those who come, 1 - exp(-ln 2): nine stopped were eighteen
    numbers = {"crossing.*.exposure": math.log(2), "community.*.people": 0}
    model = stage(world(kind=Kind.GREEN, crossings=PASSES, legs=ROADS, numbers=numbers))
    step(model, 30)
    model.tally.stopped[model.atlas.posts.index(("ridge", "BBB"))] = 9
    step(model, 1)
    # share (18 + 1/2) / (18 + 1) = 37/38; wanted 0.7 + 0.6 x 37/38
    assert model.deployment.on_duty[model.atlas.posts.index(("ridge", "BBB"))] == pytest.approx(1 + 0.25 * (0.7 + 0.6 * 37 / 38 - 1))


def test_a_service_learns_from_its_neighbour_after_the_delay():
    numbers = {"crossing.*.base_detection": 1, "community.*.people": 0, "guard.own_news_share": 0.5, "guard.news_delay_days": 30}
    model = stage(world(kind=Kind.GREEN, crossings=PASSES, legs=ROADS, numbers=numbers))
    own = model.atlas.posts.index(("ridge", "BBB"))
    step(model, 30)
    model.tally.stopped[model.atlas.posts.index(("ridge", "AAA"))] = 18
    step(model, 1)
    assert model.deployment.on_duty[own] == 1.0
    step(model, 30)  # half of 18: as if nine had been stopped by the service itself
    assert model.deployment.on_duty[own] == pytest.approx(1.0675)


def test_new_effort_is_in_the_checks_and_on_the_agent():
    model = stage(world(kind=Kind.GREEN, numbers={"post.*.*.effort": 3, "crossing.*.exposure": 0.5}))
    guard = next(guard for guard in model.agents_by_type[BorderGuard] if guard.post == ("ridge", "BBB"))
    alone = move(model, "alone")
    assert model.checks.entering[alone] == pytest.approx(1 - math.exp(-1.5))
    assert guard.effort == pytest.approx(3.0)


def test_the_enforcement_lever_multiplies_what_is_posted():
    lever = DatedLever("enforcement", date(2004, 3, 3), date(2004, 3, 5), {"crossing": "ridge", "factor": 2})
    model = stage(world(kind=Kind.GREEN, numbers={"crossing.*.exposure": 0.5, "community.*.people": 0}, events=(lever,)))
    alone = move(model, "alone")
    chances = []
    for _ in range(5):
        step(model, 1)
        chances.append(round(float(model.checks.entering[alone]), 6))
    one, two = round(1 - math.exp(-0.5), 6), round(1 - math.exp(-1.0), 6)
    assert chances == [one, one, two, two, one]

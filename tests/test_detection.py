"""From patrols to chances, from traffic to congestion, from apprehensions to where patrols go."""

import math
from datetime import date

import pytest

from hand import CAUGHT, START, both_ways, move, stage, step, tell, world
from sim.basis.words import Channel, Entry, Event, Kind, Mode
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
    ridge, valley = after_nine_at_the_ridge(world(kind=Kind.GREEN, crossings=PASSES, legs=ROADS, numbers=HALF_SEEN))
    # share (18 + 1/2) / (18 + 1) = 37/38; wanted 0.7 + 0.6 x 37/38
    assert ridge == pytest.approx(1 + 0.25 * (0.7 + 0.6 * 37 / 38 - 1))
    assert valley == pytest.approx(2 - ridge)


def after_nine_at_the_ridge(tiny):
    """On duty at BBB's posts at the ridge and in the valley, a month after the start, when nine have been stopped at the ridge."""
    model = stage(tiny)
    ridge, valley = (model.atlas.posts.index((name, "BBB")) for name in ("ridge", "valley"))
    step(model, 30)
    model.tally.stopped[ridge] = 9
    step(model, 1)
    return model.deployment.on_duty[[ridge, valley]].tolist()


HALF_SEEN = {"crossing.*.exposure": math.log(2), "community.*.people": 0}
"""One patrol sees half of those who go hidden."""


def test_a_checkpoint_infers_from_its_chance_on_papers():
    # one inspector finds half of the forged papers; of those hidden he sees none, which says nothing of how many come
    numbers = {"country.*.document_equipment": math.log(2), "community.*.people": 0}
    gates = tuple(Crossing(name, name, Kind.OFFICIAL, ("AAA", "BBB"), 0, 1) for name in ("ridge", "valley"))
    ridge, _ = after_nine_at_the_ridge(world(crossings=gates, legs=ROADS, numbers=numbers))
    assert ridge == pytest.approx(1 + 0.25 * (0.7 + 0.6 * 37 / 38 - 1))


def test_effort_as_a_parameter_and_as_a_policy_is_moved_alike():
    ground = {"kind": Kind.GREEN, "crossings": PASSES, "legs": ROADS}
    doubled = DatedLever("enforcement", START, None, {"crossing": "ridge", "factor": 2})
    as_policy = after_nine_at_the_ridge(world(**ground, numbers=HALF_SEEN, events=(doubled,)))
    as_parameter = after_nine_at_the_ridge(world(**ground, numbers={**HALF_SEEN, "post.ridge.*.effort": 2}))
    # two patrols see three in four: nine stopped were twelve; share (12 + 2/3) / (12 + 1) = 38/39; wanted 0.7 x 2 + 0.3 x 3 x 38/39, and 0.7 + 0.9 x 1/39
    assert as_policy == pytest.approx([2 + 0.25 * (1.4 + 0.9 * 38 / 39 - 2), 1 + 0.25 * (0.7 + 0.9 / 39 - 1)])
    assert as_parameter == as_policy


def test_a_lever_multiplies_what_has_gone_to_a_post_and_gives_it_back():
    lever = DatedLever("enforcement", date(2004, 4, 2), date(2004, 4, 4), {"crossing": "ridge", "factor": 2})
    model = stage(world(kind=Kind.GREEN, crossings=PASSES, legs=ROADS, numbers=HALF_SEEN, events=(lever,)))
    ridge = model.atlas.posts.index(("ridge", "BBB"))
    step(model, 30)
    model.tally.stopped[ridge] = 9
    on_duty = []
    for _ in range(5):
        step(model, 1)
        on_duty.append(float(model.deployment.on_duty[ridge]))
    gone = 1 + 0.25 * (0.7 + 0.6 * 37 / 38 - 1)
    assert on_duty == pytest.approx([gone, gone, 2 * gone, 2 * gone, gone])


def test_nobody_is_sent_where_nobody_is_planned():
    numbers = {**HALF_SEEN, "post.ridge.BBB.effort": 0, "guard.own_news_share": 1, "guard.news_delay_days": 0}
    assert after_nine_at_the_ridge(world(kind=Kind.GREEN, crossings=PASSES, legs=ROADS, numbers=numbers)) == [0, 1]


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


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize(
    ("entry", "papers", "channel"),
    [
        (Entry.CLOSED, {"country.*.document_equipment": math.log(2), "country.*.forged_usd": 100}, Channel.FORGED),
        (Entry.VISA, {"country.*.pretence_detection": math.log(2)}, Channel.VISA),
    ],
)
def test_in_a_run_twice_the_inspectors_stop_more_on_papers(entry, papers, channel, dated):
    # one inspector finds half of them out, two three quarters: of 400 who try on the first day, within four standard deviations
    numbers = {**papers, "community.*.people": 400, "post.*.AAA.effort": 0}
    doubled = (DatedLever("enforcement", START, None, {"crossing": "ridge", "factor": 2}),)
    more = {"events": doubled, "numbers": numbers} if dated else {"numbers": {**numbers, "post.*.BBB.effort": 2}}
    for (low, high), changes in (((160, 240), {"numbers": numbers}), ((265, 335), more)):
        story = tell(world(entry=entry, days=1, **changes))
        moves = story.tables["flows"]["move"].words().tolist()
        assert {name.rpartition(", ")[2] for name in moves} == {channel.word}
        assert low < len(story.hours(Event.APPREHENDED)) < high

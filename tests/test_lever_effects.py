"""What levers do to people, where a condition is read in a place of its own: papers, risk as it is seen, pulls, and news between services."""

from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from arena import FAR, GATE, GREENS, HERE, NEAR, START, arena, by_week, numbers, since, with_events, words
from sim import RouteModel, run
from sim.basis.words import Channel, Entry
from sim.books.results import Results
from sim.routes.prospects import all_news, empty_prospects, expect
from sim.world.conditions import copy
from sim.world.world import DatedLever, World

DAYS, FROM, TO = 140, 28, 84
CALM = 4
"""Weeks after a lever's end in which those who departed before have arrived."""


def walkers(entry: Entry = Entry.CLOSED, **parameters: float) -> World:
    return arena(people=600, days=DAYS, entry=entry, parameters={"community.*.abroad_share": 0, "community.*.home_days": 7, **parameters})


def meanwhile(lever: str, **settings: str | float) -> DatedLever:
    return DatedLever(lever, START + timedelta(FROM), START + timedelta(TO), settings)


def with_lever(world: World, lever: str, **settings: str | float) -> Results:
    return run(with_events(world, meanwhile(lever, **settings)), 1)


def passed(results: Results, channel: str) -> tuple[int, int, int]:
    """Crossings by a channel before, during and after the weeks of the lever; the weeks that follow its end closely are left out."""
    weekly = by_week(results, "crossed", channel=channel)
    return int(weekly[: FROM // 7].sum()), int(weekly[FROM // 7 : TO // 7].sum()), int(weekly[TO // 7 + CALM :].sum())


def departures(results: Results) -> NDArray[np.int64]:
    """Departures by week."""
    counts = results.tables["counts"]
    chosen = words(counts, "event") == "departed"
    weekly = np.bincount(numbers(counts, "day")[chosen] // 7, numbers(counts, "people")[chosen], DAYS // 7)
    return weekly.astype(np.int64)


def test_a_quota_opens_the_legal_channel_to_those_who_set_out_while_it_lasts() -> None:
    world = walkers()
    assert passed(run(world, 1), "legal") == (0, 0, 0)
    before, during, after = passed(with_lever(world, "legal_quota", community="*", permits=600.0), "legal")
    assert before == 0
    assert during > 50
    assert after == 0, "a permit that ended opens nothing to those who depart later"


def test_who_has_no_passport_gets_no_visa_while_the_rule_lasts() -> None:
    world = walkers(Entry.VISA, **{"visa.*.*.price_usd": 20, "visa.*.*.refusal": 0, "visa.*.*.elsewhere_share": 0, "visa.*.*.days": 30})
    before, during, after = passed(with_lever(world, "passport_rule", community="*", factor=0.0), "visa")
    assert before > 0
    assert during < before, "only those who were under way"
    assert after > 0, "people get back what they had"


def test_those_who_may_not_leave_do_not_pass_the_checkpoint() -> None:
    world = walkers(Entry.FREE)
    before, during, after = passed(with_lever(world, "exit_rules", country=NEAR, factor=0.0), "legal")
    assert before > 0
    assert during < before
    assert after > 0


@pytest.mark.parametrize("factor", [0.0, 6.0])
def test_who_reckons_with_more_risk_sets_out_less_often(factor: float) -> None:
    world = walkers()
    calm, told = run(world, 1), with_lever(world, "risk_information", community="*", factor=factor)
    weeks = slice(FROM // 7, TO // 7)
    assert (departures(calm)[: FROM // 7] == departures(told)[: FROM // 7]).all()
    less, more = sorted((departures(calm)[weeks].sum(), departures(told)[weeks].sum()))
    assert (departures(told)[weeks].sum() == less) == (factor > 1)
    assert less < 0.9 * more


def test_risk_told_of_doubles_the_chance_to_be_caught_and_to_die_that_people_reckon_with() -> None:
    world = walkers()
    with np.errstate(over="ignore"):
        model = RouteModel(world, 1)
    m = next(i for i, move in enumerate(model.atlas.moves) if move.leg.entry == GREENS[0] and move.channel is Channel.ALONE and move.leg.origin == HERE)
    p = model.beliefs.standing[0, m]
    told = copy(model.conditions)
    told.communities.risk_ratio[:] = 2.0
    posted, found = (model.market.posted_fee, model.market.posted_wait, model.sites.stay_hours[0]), []
    for conditions in (model.conditions, told):
        prospects, g = empty_prospects(len(model.atlas.moves)), model.atlas.geography
        room = np.zeros(len(g.moves), np.int64), np.zeros(len(g.moves)), np.zeros((len(g.first_of_hop) - 1, 2, 2), np.int64), prospects, all_news(g)
        expect(0, model.traits.communities.nationality[0], g, conditions, model.beliefs, *posted, *room, announced=True)
        found.append((prospects.failures[m], prospects.death[m]))
    # Three tries: p + p^2 + p^3 failures are expected; a death in 2000 attempts is the arena's.
    assert found[0] == pytest.approx((p + p * p + p * p * p, 0.0005))
    assert found[1] == pytest.approx((2 * p + 4 * p * p + 8 * p * p * p, 0.001))


def test_nobody_sets_out_for_a_country_without_work() -> None:
    weekly = departures(with_lever(walkers(), "employer_sanctions", country=FAR, factor=0.0, wage_factor=1.0))
    assert weekly[: FROM // 7].sum() > 0
    assert weekly[FROM // 7 : TO // 7].sum() == 0
    assert weekly[TO // 7 :].sum() > 0


def guards(results: Results, country: str) -> NDArray[np.float64]:
    """Thousandths of effort at a country's posts, month by month."""
    table = results.tables["guards"]
    theirs = np.array([post.endswith(f"/{country}") for post in words(table, "post")], np.bool_)
    return numbers(table, "effort_milli")[theirs].astype(np.float64)


@pytest.mark.parametrize(
    ("lever", "settings"),
    [
        ("information_exchange", {"factor": 0.0, "delay_factor": 1.0}),
        ("information_exchange", {"factor": 1.0, "delay_factor": 0.0}),
        ("flexible_posting", {"factor": 0.0}),
    ],
)
def test_news_and_mobility_are_those_of_one_service(lever: str, settings: dict[str, float]) -> None:
    world = walkers()
    same, other = run(world, 1), with_lever(world, lever, country=NEAR, **settings)
    assert not np.array_equal(guards(same, NEAR), guards(other, NEAR))


def test_a_service_that_moves_nothing_keeps_its_posts_as_they_were() -> None:
    world = with_events(walkers(), since(0, "flexible_posting", country=NEAR, factor=0.0))
    assert set(guards(run(world, 1), NEAR).tolist()) == {1500}
    assert len(set(guards(run(world, 1), FAR).tolist())) > 1


@pytest.mark.parametrize("where", [{"crossing": GATE}, {"crossing": GREENS[0]}])
def test_a_closure_ends_with_its_last_day(where: dict[str, str]) -> None:
    closed = with_lever(walkers(Entry.FREE), "closure", **where)
    attempts = by_week(closed, "attempts", where["crossing"])
    assert attempts[: FROM // 7].sum() > 0
    assert attempts[FROM // 7 : TO // 7].sum() == 0
    assert attempts[TO // 7 :].sum() > 0

"""Organisers: what they ask, whom they send off and when, by which way they lead, and when they give it up for another."""

import math
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from hand import FARE, FEE, FUNDS, LED, START, Story, both_ways, stage, tell, world
from sim.basis import draws
from sim.basis.words import Entry, Event, Kind, Mode
from sim.migrants.rules.choose_organiser import NOBODY, choose_organiser, sum_by
from sim.routes.values import UNREACHABLE
from sim.smugglers.organisers import NO_WAY, best_way, close_week, days_to_wait, know_ones_way, look_round, open_for_the_day, seems_to_cost, sends_off
from sim.world.network import Crossing, Leg, Place
from sim.world.world import Community, DatedLever, Regime

SEED = draws.name_key("seed 1")


@pytest.fixture(autouse=True)
def _products_wrap_round():
    with np.errstate(over="ignore"):
        yield


# Prices.

TRADE = SimpleNamespace(sold_target=2 / 3, fee_adjustment=0.25, fee_response=0.18, review_share=1.0, noise_share=0.2)


def asked_after(came: int, waiting: int, price: float) -> float:
    """What an organiser who can send off 14 people a week asks after a week in which he asked ``price``; 1.25 is usual."""
    me = SimpleNamespace(per_day=2.0, came=came, waiting=waiting, sent=5, earned=700, log_price=math.log(price), sold_lately=0.6, queue_lately=0.3)
    close_week(me, TRADE, math.log(1.25), 1.0)
    assert (me.came, me.sent, me.earned, me.waiting) == (0, 0, 0, waiting)
    return math.exp(me.log_price)


def test_a_queue_raises_the_price_and_idleness_lowers_it():
    # 21 came for 14 places, and 7 wait: all is sold, and half a place more is wanted for each: (1 + 1/2 - 2/3) / (1 + 1/2) = 5/9, times .18 is .1
    assert asked_after(21, 7, 1.25) == pytest.approx(1.25 * math.exp(0.1))
    # 7 came and nobody waits: 1/2 - 2/3 = -1/6, times .18 is -.03
    assert asked_after(7, 0, 1.25) == pytest.approx(1.25 * math.exp(-0.03))
    # a quarter of the way back to what is usual, besides
    assert asked_after(21, 7, 2.0) == pytest.approx(2.0 * (1.25 / 2.0) ** 0.25 * math.exp(0.1))


def test_nobody_works_for_less_than_services_cost():
    # 1.02 x (1.25 / 1.02) ^ .25 x exp(-.12) would be .95
    assert asked_after(0, 0, 1.02) == 1.0


# A hub: who is sent off, and when.


def test_places_are_kept_for_a_month_and_taken_by_whole_parties():
    me = SimpleNamespace(per_day=2.0, credit=59.0, waiting=5, posted=0, sent=0)
    open_for_the_day(me, 1.0)
    assert (me.credit, me.posted) == (60.0, 5)  # a month of thirty days at two a day, and no more
    me.waiting = 70
    open_for_the_day(me, 0.25)
    assert (me.credit, me.posted) == (60.5, 70)  # unless so many wait
    assert days_to_wait(me, 2) == 35
    assert days_to_wait(me, 0) == 0  # the direct way has no queue
    assert not sends_off(me, 61)
    assert (me.credit, me.waiting, me.sent) == (60.5, 70, 0)
    assert sends_off(me, 40)
    assert (me.credit, me.waiting, me.sent) == (20.5, 30, 40)


HUB = {"community.*.guided": 1, "community.*.organisers.direct": 0, "community.people.organisers.hub": 1, "organiser.clients_per_month": 60}
"""One organiser, who sends off two people a day from the hub."""


def column(tables, name):
    return tables["organisers"][name].tolist()


def test_twenty_clients_and_two_a_day():
    story = tell(world(hub=True, numbers={**HUB, "community.*.people": 20, "market.fee_response": 0.08}, days=21))
    # the hub is reached within the first day, so that two go on each of the days 0 to 9
    assert sorted(hour // 24 for hour in story.hours(Event.TRAVELLED)) == [day for day in range(10) for _ in range(2)]
    assert (column(story.tables, "came"), column(story.tables, "sent"), column(story.tables, "waiting")) == ([20, 0, 0], [14, 6, 0], [6, 0, 0])
    # a quarter of 25.00 for the fare from the hub, from all who went on in the week; of 15.00 for that to the hub, from all 20 in the first
    assert column(story.tables, "earned_cents") == [20 * 375 + 14 * 625, 6 * 625, 0]
    # what is kept of a week is what was asked in it: 20 of 14 came, and 6 wait: (1 + 3/7 - 2/3) / (1 + 3/7) = 8/15, times .08; then -2/3, times .08
    logs = [math.log(1.25), math.log(1.25) + 0.08 * 8 / 15, math.log(1.25) + 0.85 * 0.08 * 8 / 15 - 0.08 * 2 / 3]
    assert column(story.tables, "price_milli") == [round(1000 * math.exp(log)) for log in logs] == [1250, 1304, 1229]
    assert set(story.tables["organisers"]["organiser"].words()) == {"people by hub 1"}
    assert set(story.tables["organisers"]["way"].words()) == {"hub"}


def test_without_a_hub_all_are_sent_off_at_once():
    story = tell(world(hub=True, numbers={**LED, "community.*.people": 20, "organiser.clients_per_month": 60}, days=7))
    assert (column(story.tables, "came"), column(story.tables, "sent"), column(story.tables, "waiting")) == ([20], [20], [0])
    assert {hour // 24 for hour in story.hours(Event.TRAVELLED)} == {0}
    assert story.tables["organisers"]["way"].words().tolist() == ["direct"]


def test_who_came_first_is_sent_off_first():
    places = (Place("home", "Home", "AAA", 0, 0), Place("mill", "Mill", "AAA", 1, 0), Place("hub", "Hub", "BBB", 0, 1), Place("goal", "Goal", "BBB", 0, 2))
    gates = tuple(Crossing(name, name, Kind.OFFICIAL, ("AAA", "BBB"), 0, 1) for name in ("ridge", "valley"))
    legs = (*both_ways("home", "hub", 100, 10, "ridge"), *both_ways("mill", "hub", 100, 26, "valley"), *both_ways("hub", "goal", 200, 20))
    people = (Community("people", "People", "AAA", ("home", "mill"), ("goal",)),)
    numbers = {**HUB, "community.*.people": 9, "organiser.clients_per_month": 30, "community.people.origin.home": 0.6, "community.people.origin.mill": 0.4}
    story = tell(world(places=places, crossings=gates, legs=legs, communities=people, numbers=numbers, days=14))
    sent = [(hour, person) for hour, person, event, _ in sorted(story.log) if event == Event.TRAVELLED.word]
    assert [hour // 24 for hour, _ in sent] == list(range(9))  # one a day
    homes = [story.model.atlas.homes[story.model.people.home[person]] for _, person in sent]
    assert homes == sorted(homes)  # all from home, who reach the hub at ten, before all from the mill, who do at two on the day after
    assert 3 <= homes.count("home") <= 6


# Ways: through which places clients are led.

PLACES = (Place("home", "Home", "AAA", 0, 0), Place("west", "West", "BBB", -1, 1), Place("east", "East", "CCC", 1, 1), Place("goal", "Goal", "BBB", 0, 2))
GATES = tuple(
    Crossing(name, name, Kind.OFFICIAL, countries, 0, 1)
    for name, countries in {"gate": ("AAA", "BBB"), "ridge": ("AAA", "BBB"), "col": ("AAA", "CCC"), "gap": ("BBB", "CCC"), "pass": ("BBB", "CCC")}.items()
)
LEGS = (
    Leg("home", "goal", Mode.ROAD, 100, 10, "gate", "gate"), Leg("home", "west", Mode.ROAD, 110, 30, "ridge", "ridge"),
    Leg("home", "east", Mode.ROAD, 105, 28, "col", "col"), *both_ways("west", "east", 50, 5, "gap"), *both_ways("east", "goal", 70, 7, "pass"),
    *both_ways("west", "goal", 60, 6),
)  # fmt: skip
"""Nobody comes back to home, so that who is cut off in the west cannot go round by it."""
REGIMES = (Regime("AAA", "BBB", Entry.FREE), Regime("AAA", "CCC", Entry.FREE), Regime("AAA", "AAA", Entry.OWN))


def by_way(way: str, *, closed: str = "", day: int = 0, **changes: object):
    """A world of four places, with one organiser who leads by a way; a crossing is closed from a day on."""
    numbers = {"community.*.guided": 1, "community.*.organisers.direct": 0, f"community.people.organisers.{way}": 1, **changes.pop("numbers", {})}  # type: ignore[dict-item]
    events = (DatedLever("closure", START + timedelta(day), None, {"crossing": closed}),) if closed else ()
    return world(places=PLACES, crossings=GATES, legs=LEGS, regimes=REGIMES, numbers=numbers, events=events, **changes)


def places_of(story) -> list[str]:
    """Where the first person came, in order."""
    events = story.tables["events"]
    rows = zip(events["event"].words(), events["place"].words(), strict=True)
    return [place for event, place in rows if event in (Event.REACHED.word, Event.ARRIVED.word)]


def test_a_client_passes_the_places_of_the_way_in_their_order():
    for way, places in (("direct", []), ("west", ["west"]), ("east", ["east"]), ("west+east", ["west", "east"]), ("east+west", ["east", "west"])):
        assert places_of(tell(by_way(way))) == [*places, "goal"]


def test_a_way_is_given_up_for_the_direct_one_when_a_place_of_it_is_cut_off():
    # the client is in the west after 30 hours, when the gap is closed: nobody gets to the east but by the goal
    cut_off, before = (tell(by_way("west+east", closed="gap", day=day)) for day in (1, 2))
    assert (places_of(cut_off), cut_off.hours(Event.ARRIVED)) == (["west", "goal"], [30 + 6])
    assert (places_of(before), before.hours(Event.ARRIVED)) == (["west", "east", "goal"], [30 + 5 + 7])


# Ways: which one an organiser knows, and when he gives it up.

WAYS = SimpleNamespace(first_way=[0, 3], key=[draws.name_key(f"way {n}") for n in range(3)])


def one_who_knows(way: int = 0, worse: int = 0, key: str = "organiser") -> SimpleNamespace:
    return SimpleNamespace(key=draws.name_key(key), community=0, way=way, worse=worse)


def after_a_look(costs, worse, trade=TRADE, week=0, key="organiser") -> int:
    """The way of an organiser who knew way 0, when it was worse than the best by so much; his memory of ways is exact."""
    me = one_who_knows(worse=worse, key=key)
    look_round(me, costs, WAYS, SEED, week, trade, 0.0)
    assert me.worse == (worse if me.way == 0 else 0)
    return me.way


def test_a_way_is_given_up_when_it_has_become_worse_by_more_than_the_habit():
    me = one_who_knows()
    know_ones_way(me, [1300, 1150, 1000], WAYS, SEED, 0.0)
    assert me.worse == 300  # known, and no reason to give it up
    assert after_a_look([1300, 1150, 1000], 300) == 0
    # a fifth of 1,000 is 200: up to 500 worse than the best he stays
    assert after_a_look([1500, 1150, 1000], 300) == 0
    assert after_a_look([1501, 1150, 1000], 300) == 2
    # and the same when the other way has become better: 1,300 - 800 is 500, more than 300 and a fifth of 800
    assert after_a_look([1300, 1150, 840], 300) == 0
    assert after_a_look([1300, 800, 1000], 300) == 1


def test_a_closed_way_is_given_up_and_none_is_taken_up():
    assert after_a_look([NO_WAY, 5000, NO_WAY], 300) == 1
    assert after_a_look([NO_WAY, NO_WAY, NO_WAY], 300) == 0
    assert seems_to_cost(one_who_knows(), 0, [NO_WAY, 1, 1], WAYS, SEED, 0.5) == NO_WAY


def test_only_a_share_looks_round_in_a_week():
    quarter = SimpleNamespace(**{**vars(TRADE), "review_share": 0.25})
    moved = [after_a_look([NO_WAY, 5000, 9000], 0, quarter, week, f"organiser {n}") for n in range(200) for week in range(4)]
    assert np.mean(np.array(moved) == 1) == pytest.approx(0.25, abs=0.05)


def test_everybody_knows_ways_with_an_error_of_their_own():
    costs = [1000, 1100, 5000]
    known = [best_way(one_who_knows(key=f"organiser {n}"), costs, WAYS, SEED, 0.5) for n in range(2000)]
    # 1,000 seems 500 to 1,500 and 1,100 seems 550 to 1,650: the first seems less to all but (950 x 950 / 2) / (1,000 x 1,100) of all
    assert np.mean(np.array(known) == 0) == pytest.approx(1 - 451_250 / 1_100_000, abs=0.03)
    assert 2 not in known


def test_the_trade_switches_when_a_crossing_closes():
    story = tell(by_way("west", closed="ridge", day=14, numbers={"market.review_share": 1, "market.noise_share": 0.1}, days=28))
    # 16.00 and 11.00 for the fares by the ridge, 15.00 directly; then 15.50, 10.00 and 11.00 by the east: worse by 9.50 more, where habit counts 1.50.
    # What is kept of the week of the closure is what was sold in it
    assert story.tables["organisers"]["way"].words().tolist() == ["west", "west", "west", "direct"]
    steady = tell(by_way("west", numbers={"market.review_share": 1, "market.noise_share": 0.1}, days=28))
    assert steady.tables["organisers"]["way"].words().tolist() == ["west"] * 4  # more expensive than the direct way it was from the start


# Clients: whom they follow.

HOME, STOP = 0, 1
CHEAPEST = np.array([[400, 340], [120, 0]])
"""By class and place: to the destination, and to the stop. So by the stop it takes 120 and 340, directly 400."""
DIRECT_WAY, BY_STOP = 0, 1


def chosen(*, queue: int = 0, patience: int = 10**6, funds: int = 10**6, living: int = 0, prices: tuple[float, float] = (1.25, 1.25),
           cheapest: np.ndarray = CHEAPEST, known: int = 2, person: int = 0) -> str:  # fmt: skip
    """Whom somebody follows who perceives all as it is: the organiser without a hub, the one with a hub, or nobody. A way takes the money that it costs."""
    ways = SimpleNamespace(stops=[0, 1], klass=np.array([[-1], [1]]), places=np.array([[-1], [STOP]]), first=[0, 2])
    organisers = [
        SimpleNamespace(key=draws.name_key(f"organiser {way}"), way=way, posted=queue if way else 99, per_day=2.0, log_price=math.log(prices[way]))
        for way in (DIRECT_WAY, BY_STOP)
    ]
    habits = SimpleNamespace(organiser_margin=0.25, perception_error=0.0, organisers_known=known)
    conditions = SimpleNamespace(habits=habits, communities=SimpleNamespace(optimism=[0.5]))
    routes = SimpleNamespace(cheapest=cheapest, least=cheapest)
    p = SimpleNamespace(key=draws.name_key(f"person {person}"), community=0, place=HOME)
    found = choose_organiser(SEED, p, 0, 1, funds, patience, conditions, routes, ways, organisers, living)
    return {DIRECT_WAY: "direct", BY_STOP: "by stop", NOBODY: "nobody"}[found]


def test_a_way_costs_what_its_parts_do():
    ways = SimpleNamespace(stops=[0, 1], klass=np.array([[-1], [1]]), places=np.array([[-1], [STOP]]))
    assert [sum_by(way, 0, HOME, CHEAPEST, ways) for way in (DIRECT_WAY, BY_STOP)] == [400, 460]
    closed = np.array([[400, 340], [UNREACHABLE, 0]])
    assert sum_by(BY_STOP, 0, HOME, closed, ways) == UNREACHABLE


NO_DIRECT = np.array([[UNREACHABLE, 340], [120, 0]])


def test_people_follow_whoever_asks_least():
    assert chosen() == "direct"
    # 400 x 1.5 / 1.25 = 480 against 460
    assert chosen(prices=(1.5, 1.25)) == "by stop"
    # 400 x 1.4 / 1.25 = 448
    assert chosen(prices=(1.4, 1.25)) == "direct"
    assert chosen(cheapest=NO_DIRECT) == "by stop"


def test_people_choose_among_those_whom_they_have_heard_of():
    heard = [chosen(known=1, person=n) for n in range(400)]
    assert heard.count("by stop") == pytest.approx(200, abs=40)  # the more expensive one too
    assert {chosen(known=known, person=n) for n in range(50) for known in (2, 3)} == {"direct"}
    # whom somebody knows they know for life
    assert heard == [chosen(known=1, person=n) for n in range(400)]


def test_a_wait_costs_the_living_meanwhile():
    # ten wait and two go a day: five days; 460 + 5 x 4 is as much as 480
    assert [chosen(queue=10, living=living, prices=(1.5, 1.25)) for living in (3, 5)] == ["by stop", "direct"]


def test_nobody_joins_a_queue_longer_than_their_patience():
    # five days are 120 hours; where nobody waits there is no queue, however many are posted for the direct way
    assert [chosen(queue=10, patience=hours, cheapest=NO_DIRECT) for hours in (120, 119)] == ["by stop", "nobody"]
    assert chosen(queue=10, patience=119, prices=(1.5, 1.25)) == "direct"


def test_nobody_follows_whom_they_cannot_pay():
    # half of 460 x 1.5 / 1.25 = 552, as people hope to come by the other half
    assert [chosen(funds=funds, cheapest=NO_DIRECT, prices=(1.25, 1.5)) for funds in (276, 275)] == ["by stop", "nobody"]


FIFTEEN_DAYS = {"choice.giving_up_share": 0.015, "choice.time_share": 0.5, "country.*.wage_usd": 60}
"""Giving up would cost 15.00 of the 1,000 that everybody has, and a day of waiting half a day's wage at home, 1.00."""


@pytest.mark.parametrize(("waiting", "came"), [(30, 40), (31, 0)])
def test_a_queue_keeps_people_at_home(waiting, came):
    # thirty at two a day are the fifteen days that everybody bears
    model = stage(world(hub=True, numbers={**HUB, "community.*.people": 40, **FIFTEEN_DAYS}))
    model.organisers["waiting"] = waiting
    model.step()
    assert model.organisers["came"].tolist() == [came]


# The price of a package.


def test_a_package_is_as_much_more_as_the_organiser_asks_more():
    tiny = world(kind=Kind.GREEN, entry=Entry.CLOSED, numbers={**LED, "community.*.advance": 1})
    for price, package in ((1.25, 20_625), (1.6, 26_400)):  # times 15.00 for the fare and 150.00 for the guide
        assert price * (FARE + FEE) == package
        model = stage(tiny)
        model.organisers["log_price"] = math.log(price)
        model.step()
        books = Story(model).books
        assert (books["package_advance"], books.get("package_stage", 0), model.people.funds[0]) == (package, 0, FUNDS - package)
        assert model.organisers["earned"].tolist() == [package - FARE - FEE]

"""Plans: which whole way somebody means to take, on a map of three places, with the numbers worked out beside them."""

import math
from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace

import numpy as np
import pytest

from sim.basis import draws
from sim.basis.clock import FOR_EVER
from sim.basis.words import Channel, Entry, Mode, State
from sim.migrants.itinerary import ITINERARY_LENGTH
from sim.migrants.rules.plan import bound, make_plan, perceived, stands, visa_granted
from sim.migrants.rules.search import empty_search
from sim.routes.classes import CLOSED
from sim.routes.values import UNREACHABLE, value_of
from sim.world.geography import MOVE
from sim.world.papers import visa_refused
from sim.world.rules_of_entry import RulesOfEntry

SEED = draws.name_key("seed 1")
PEOPLE = [draws.name_key(f"person {n}") for n in range(2000)]


@pytest.fixture(autouse=True)
def _products_wrap_round():
    with np.errstate(over="ignore"):
        yield


class Table(SimpleNamespace):
    """Records by column, of which the first says how many there are."""

    def __len__(self) -> int:
        return len(self.country)


GOAL, HERE, MID = 0, 1, 2
ROADS = (("north", HERE, GOAL), ("middle", HERE, GOAL), ("south", HERE, GOAL), ("to mid", HERE, MID), ("on", MID, GOAL), ("back", MID, HERE))
NORTH, MIDDLE, SOUTH, TO_MID, ON, BACK = range(6)
NOW = 100
PAPERS = {"passport": 1, "permit": 0, "exit_permit": 1, "employer": 0, "guided": 0, "papers": 0}
NO_RULES = RulesOfEntry(
    np.zeros((1, 6), np.int32), np.zeros(2, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int8), np.zeros(9, np.int64), np.zeros(1, np.int64), 0
)


def planned(
    costs: Mapping[int, int], person: np.uint64 = PEOPLE[0], *, purse: int = 1000, channels: Mapping[int, Channel] = {}, error: float = 0.5,
    tried: Sequence[int] = (), least: Mapping[int, int] = {}, entry: Entry = Entry.FREE, refusal: float = 0.0, elsewhere: float = 1.0,
    own: int = 7, margin: float = 0.0, document_worth: int = 0, ask: Callable[..., bool] = make_plan, optimism: float = 1.0,
    modes: Mapping[int, Mode] = {}, lawful_until: int = FOR_EVER, state: State = State.HUB, **papers: int,
) -> tuple[str, ...]:  # fmt: skip
    """The roads that somebody at HERE means to take to GOAL; a road without a cost is closed. Each takes its cost in money, a guided one 500 of fee besides.

    MID lies in country 8, all else in country 7, or in the person's own if ``own`` is 7. The roads meet a border but those of channel ``INLAND``.
    """
    moves = np.zeros(len(ROADS), MOVE).view(np.recarray)
    for m, (name, origin, target) in enumerate(ROADS):
        moves[m].key, moves[m].origin, moves[m].target, moves[m].channel = draws.name_key(name), origin, target, channels.get(m, Channel.ALONE)
        moves[m].transport = -1
        moves[m].mode, moves[m].entry = modes.get(m, Mode.ROAD), -1 if moves[m].channel == Channel.INLAND else 0
    cost = np.array([[costs.get(m, CLOSED) for m in range(len(ROADS))]])
    on = min(costs.get(ON, int(UNREACHABLE)), int(UNREACHABLE))
    direct = min((costs[m] for m in (NORTH, MIDDLE, SOUTH) if m in costs), default=int(UNREACHABLE))
    cheapest = np.array([[0, min(direct, costs.get(TO_MID, int(UNREACHABLE)) + on), min(on, costs.get(BACK, int(UNREACHABLE)) + direct)]])
    countries = np.zeros(9, [("forged_cents", "i8")]).view(np.recarray)
    countries.forged_cents = 400
    visas = np.zeros((1, 9), [("entry", "i1"), ("refusal", "f8"), ("elsewhere_share", "f8")]).view(np.recarray)
    visas.entry, visas.refusal, visas.elsewhere_share = entry, refusal, elsewhere
    geography = SimpleNamespace(
        moves=moves, first_move=[0, 0, 4, 6], country_key=[draws.name_key(f"country {c}") for c in range(9)],
        places=Table(country=[7, 7, 8], key=[draws.name_key(name) for name in ("goal", "here", "mid")]),
    )  # fmt: skip
    conditions = SimpleNamespace(
        habits=SimpleNamespace(perception_error=error), communities=SimpleNamespace(optimism=[optimism]), visas=visas,
        countries=countries, moves=SimpleNamespace(checked=[True] * 6, fare_cents=[max(0, c) for c in cost[0]]), rules=NO_RULES,
    )  # fmt: skip
    ways = SimpleNamespace(stops=[], klass=np.zeros((0, 1), np.int64))
    routes = SimpleNamespace(
        cost=cost, cheapest=cheapest, least=np.array([[0, 0, least.get(MID, 0)]]), classes=SimpleNamespace(destination=[GOAL]),
        outlay=np.array([[max(0, cost[0][m]) + 500 * (moves[m].channel == Channel.GUIDED) for m in range(6)]]),
    )  # fmt: skip
    p = SimpleNamespace(
        key=person, trip=1, klass=0, community=0, place=HERE, funds=purse, prepaid=0, itinerary=[*tried, *[-1] * (ITINERARY_LENGTH - len(tried))],
        steps=len(tried), planned=len(tried), organiser=-1, way=-1, stop=0, margin=margin, tries_left=0, paid_border=-1, state=state,
        document_worth=document_worth, valid_until=FOR_EVER, lawful_until=lawful_until, move=-1, **{**PAPERS, **papers},
    )  # fmt: skip
    if not ask(SEED, p, own, geography, conditions, routes, ways, NOW, empty_search(3)):
        return ()
    return tuple(ROADS[m][0] for m in p.itinerary[p.steps : p.planned])


DIRECT = {NORTH: 100, MIDDLE: 100, SOUTH: 100}


def test_a_cost_is_perceived_with_an_error_in_proportion_to_it():
    assert [perceived(800, 0.25, u) for u in (0.0, 0.5, 0.8, 1.0)] == [600, 800, 920, 1000]
    assert [bound(cost, 0.25) for cost in (800, 801, 803)] == [600, 600, 602]


def test_the_way_that_seems_cheapest_is_taken():
    # uniform errors of a half: 100 seems 50 to 150 and 120 seems 60 to 180, so that the cheaper road seems so to 1 - (90 x 90 / 2) / (100 x 120) of all
    found = [planned({NORTH: 100, SOUTH: 120}, person) for person in PEOPLE]
    assert found.count(("north",)) / len(found) == pytest.approx(1 - 4050 / 12000, abs=0.03)
    assert {planned({NORTH: 100, SOUTH: 301}, person) for person in PEOPLE[:500]} == {("north",)}  # at best 150.5, and 150 at worst
    assert {planned({NORTH: 100, SOUTH: 101}, person, error=0.0) for person in PEOPLE[:20]} == {("north",)}


def test_a_way_of_two_legs_varies_less_than_one_leg_of_the_same_cost():
    # two errors average out: 400 in one leg seems less than 300 to a quarter of all, 200 + 200 to an eighth
    legs = {TO_MID: 200, ON: 200}
    assert np.mean([planned({NORTH: 400, SOUTH: 300}, person) == ("north",) for person in PEOPLE]) > np.mean(
        [planned({**legs, SOUTH: 300}, person) == ("to mid", "on") for person in PEOPLE]
    )


def test_closing_a_road_moves_only_those_who_were_on_it():
    for person in PEOPLE[:500]:
        before, after = planned(DIRECT, person), planned({NORTH: 100, SOUTH: 100}, person)
        assert after == before if before != ("middle",) else after in (("north",), ("south",))


def test_a_road_that_failed_is_seen_with_other_eyes_and_no_other_is():
    for person in PEOPLE[:200]:
        before = planned(DIRECT, person)
        again = planned(DIRECT, person, tried=(NORTH,))
        assert again == before or ("north",) in (before, again)
    assert len({planned(DIRECT, PEOPLE[0], tried=(NORTH,) * n) for n in range(12)}) > 1


def test_nobody_means_to_come_back_unless_they_are_stranded_and_there_is_no_other_way():
    # at HERE, having come by the road back from MID: the way by MID is cheaper, and has been passed
    by_mid = {TO_MID: 30, ON: 30, NORTH: 100}
    assert planned(by_mid) == ("to mid", "on")
    assert planned(by_mid, tried=(BACK,)) == ("north",)
    assert planned(by_mid, tried=(BACK,), state=State.STRANDED) == ("north",)
    assert [planned({TO_MID: 30, ON: 30}, tried=(BACK,), state=state) for state in (State.HUB, State.STRANDED)] == [(), ("to mid", "on")]


def test_who_cannot_pay_for_the_best_way_takes_one_within_their_means():
    assert planned({NORTH: 100}, purse=99) == ()
    assert planned({NORTH: 100, TO_MID: 30, ON: 200}, purse=100, least={MID: 200}) == ("north",)  # 30 now, and 200 still to pay
    # guided costs 40 and takes 540: who has 100 goes by MID, whatever it costs
    dear = {NORTH: 40, TO_MID: 45, ON: 45}
    assert [planned(dear, purse=purse, channels={NORTH: Channel.GUIDED}, error=0.0) for purse in (540, 539)] == [("north",), ("to mid", "on")]


def test_the_least_money_is_looked_for_where_the_cheapest_way_to_a_place_takes_too_much():
    # by TO_MID nothing is left for ON, unless one keeps to what takes the least money: guided to MID costs less and takes 500 more
    cost = {TO_MID: 10, ON: 450, NORTH: 2000}
    assert planned(cost, purse=1100, channels={TO_MID: Channel.GUIDED}, error=0.0, least={MID: 450}) == ("to mid", "on")
    assert planned(cost, purse=900, channels={TO_MID: Channel.GUIDED}, error=0.0, least={MID: 450}) == ()


def test_people_hope_to_come_by_part_of_the_money_but_plan_no_road_that_costs_more_than_they_hold():
    # 60 and 90 are 150: who holds 75 hopes for the other half, but not for the 15 more that the second road takes
    legs = {"costs": {TO_MID: 60, ON: 90}, "optimism": 0.5, "error": 0.0, "least": {MID: 90}}
    assert [planned(purse=purse, **legs) for purse in (89, 90)] == [(), ("to mid", "on")]
    # where neither road costs so much it is the sum that counts
    assert [planned({TO_MID: 60, ON: 70}, purse=purse, optimism=0.6, error=0.0, least={MID: 70}) for purse in (77, 78)] == [(), ("to mid", "on")]


def test_who_came_hidden_does_not_fly_on():
    # to MID over a border, and on by air inside the country
    fly = {"costs": {TO_MID: 10, ON: 10, NORTH: 50}, "modes": {ON: Mode.AIR}, "error": 0.0}
    hidden, shown = ({TO_MID: channel, ON: Channel.INLAND} for channel in (Channel.GUIDED, Channel.LEGAL))
    assert planned(**fly, channels=hidden, purse=10_000) == ("north",)
    assert planned(**fly, channels=shown) == ("to mid", "on")
    assert planned(**fly, channels=hidden, purse=10_000, own=8) == ("to mid", "on")  # in one's own country nobody came hidden
    on_foot = {**fly, "modes": {}}
    assert planned(**on_foot, channels=hidden, purse=10_000) == ("to mid", "on")
    # whose stay has lapsed takes no plane either
    by_air = {"costs": {MIDDLE: 10, NORTH: 50}, "modes": {MIDDLE: Mode.AIR}, "channels": {MIDDLE: Channel.INLAND}, "error": 0.0, "own": 9}
    assert [planned(**by_air, lawful_until=hour) for hour in (99, 100)] == [("north",), ("middle",)]


def test_papers_close_roads():
    legal = {"costs": {NORTH: 100}, "channels": {NORTH: Channel.LEGAL}}
    assert planned(**legal) == ("north",)
    assert planned(**legal, passport=0) == planned(**legal, entry=Entry.VISA) == planned(**legal, own=7, exit_permit=0) == ()
    assert planned(**legal, own=8, exit_permit=0) == ("north",)  # abroad nobody asks for it
    assert planned(**legal, entry=Entry.CLOSED, permit=1) == ("north",)
    by_mid = {"costs": {TO_MID: 10, ON: 10}, "channels": {TO_MID: Channel.LEGAL}}
    assert planned(**by_mid, entry=Entry.CLOSED, permit=1) == ()  # a permit counts in the country of the destination alone


def test_an_employer_pays_the_fee():
    led = {"costs": {MIDDLE: 100}, "channels": {MIDDLE: Channel.GUIDED}}
    assert [planned(**led, purse=599), planned(**led, purse=600), planned(**led, purse=100, employer=1)] == [(), ("middle",), ("middle",)]


def test_an_organiser_takes_a_margin_on_all_that_is_paid():
    assert [planned(DIRECT, purse=purse, guided=1, margin=0.5) for purse in (149, 150)] == [(), planned(DIRECT)]
    assert planned(DIRECT, purse=100, guided=0, margin=0.5) == planned(DIRECT)
    forged = {"costs": {NORTH: 900}, "channels": {NORTH: Channel.FORGED}, "document_worth": 300, "guided": 1, "margin": 0.5}
    assert [planned(**forged, purse=purse) for purse in (899, 900)] == [(), ("north",)]  # 1.5 x (900 - 300)


def test_a_document_that_is_held_need_not_be_paid_again():
    # forged papers cost 400 of the 900; with 300 paid for those in hand, 600 are enough
    forged = {"costs": {NORTH: 900}, "channels": {NORTH: Channel.FORGED}}
    assert [planned(**forged, purse=purse, document_worth=300) for purse in (599, 600)] == [(), ("north",)]
    assert [planned(**forged, purse=purse, document_worth=1000) for purse in (499, 500)] == [(), ("north",)]


def test_away_from_home_only_a_share_of_visas_is_given():
    assert [visa_refused(0.4, 0.25, at_home) for at_home in (True, False)] == [0.4, pytest.approx(0.85)]  # 1 - 0.6 x 0.25
    visa = {"costs": {NORTH: 10}, "channels": {NORTH: Channel.VISA}, "entry": Entry.VISA, "refusal": 0.4, "elsewhere": 0.25}
    at_home, abroad = ({person for person in PEOPLE[:400] if planned(person=person, own=own, **visa)} for own in (7, 8))
    assert abroad < at_home  # who is granted one abroad is granted one at home
    assert (len(at_home) / 400, len(abroad) / 400) == (pytest.approx(0.6, abs=0.06), pytest.approx(0.15, abs=0.05))


def test_a_plan_stands_until_a_road_of_it_closes_or_money_or_papers_are_wanting():
    def holds(costs, **rest):
        return planned(costs, tried=(), ask=keep_by_mid, **rest) != ()

    def keep_by_mid(seed, p, own, geography, conditions, routes, _ways, now, _search):
        p.itinerary[:2], p.planned = [TO_MID, ON], 2
        return stands(seed, p, own, geography, conditions, routes, now)

    open_roads = {TO_MID: 30, ON: 30, NORTH: 1}
    assert holds(open_roads)  # though the road north has become the cheaper by far
    assert not holds({TO_MID: 30, NORTH: 1})  # closed ahead
    assert [holds(open_roads, purse=purse, least={MID: 40}) for purse in (29, 30)] == [False, True]  # what comes after it they may come by
    fly = {"channels": {TO_MID: Channel.INLAND}, "modes": {TO_MID: Mode.AIR}}
    assert [holds(open_roads, lawful_until=hour, **fly) for hour in (99, 100)] == [False, True]
    assert not holds(open_roads, channels={TO_MID: Channel.LEGAL}, passport=0)


def test_a_value_is_what_the_way_costs():
    assert [value_of(cost) for cost in (0, 730, int(UNREACHABLE))] == [-0.0, -730.0, -math.inf]


def test_a_visa_is_refused_to_the_same_people_all_trip_long():
    country, other = draws.name_key("BBB"), draws.name_key("CCC")
    granted = [visa_granted(SEED, person, 1, country, 0.3) for person in PEOPLE]
    assert np.mean(granted) == pytest.approx(0.7, abs=0.04)
    assert granted == [visa_granted(SEED, person, 1, country, 0.3) for person in PEOPLE]
    assert granted != [visa_granted(SEED, person, 2, country, 0.3) for person in PEOPLE] != [visa_granted(SEED, person, 1, other, 0.3) for person in PEOPLE]
    assert {visa_granted(SEED, person, 1, country, 1.0) for person in PEOPLE} == {False}
    for person in PEOPLE[:50]:
        by_visa = planned({NORTH: 10}, person, channels={NORTH: Channel.VISA}, entry=Entry.VISA, refusal=0.3)
        assert (by_visa != ()) is bool(visa_granted(SEED, person, 1, draws.name_key("country 7"), 0.3))

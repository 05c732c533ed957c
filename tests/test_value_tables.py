"""Value tables against every path there is, on small networks drawn at random."""

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hand import LED, START, both_ways, stage, step, world
from sim.basis.words import Channel, Kind, Mode
from sim.routes.classes import CLOSED, UNKNOWN, empty_hops
from sim.routes.costs import is_of_weight, join_side_by_side
from sim.routes.eagerness import value_at
from sim.routes.prospects import all_news, empty_prospects, expect, find_sure
from sim.routes.value_tables import Plan, empty_room, solve, table_of
from sim.routes.values import UNREACHABLE, value_of
from sim.world.geography import passes_of
from sim.world.network import Crossing
from sim.world.traits import come_from
from sim.world.world import DatedLever

FAR = int(UNREACHABLE)


class Road(NamedTuple):
    """A move: from, to, what it costs (:data:`CLOSED`: shut), and the money that is surely enough for it."""

    origin: int
    target: int
    cost: int
    sure: int


def solved(places, roads, levels, mu, turning=0):
    """Values and least money toward place 0, by place and turns left; places are numbered by their rank, those that cannot reach it have none."""
    roads = sorted(roads)
    hops = sorted({(road.origin, road.target) for road in roads})
    reach = {0}
    for _ in range(places):
        reach |= {road.origin for road in roads if road.target in reach}
    rank = np.array([sorted(reach).index(p) if p in reach else places for p in range(places)], np.int16)
    first_of_hop = np.array([[road[:2] for road in roads].index(hop) for hop in hops] + [len(roads)], np.int32)
    cost, sure = (np.array([road[column] for road in roads], np.int64) for column in (2, 3))
    cheapest, least, ways = (np.full((levels, places), empty) for empty in (UNREACHABLE, UNREACHABLE, 0.0))
    joined = empty_hops(len(hops))
    for h, hop in enumerate(joined):
        beside = slice(first_of_hop[h], first_of_hop[h + 1])
        join_side_by_side(beside.start, beside.stop, cost, mu, hop)
        hop.sure = min(sure[beside][cost[beside] >= 0], default=FAR)
    solve(0, places, levels - 1, Plan(*passes_of(rank.tolist(), hops)), joined, mu, turning, empty_room(len(hops)), table_of(cheapest, ways, least))
    value = np.array([[value_of(cheapest, ways, mu, place, left) for left in range(levels)] for place in range(places)])
    return value, least.T, rank


def paths(roads, rank, place, turns, turning=0):
    """Cost and money of every way from a place to place 0 with at most so many turns of direction, going away if they are odd; a way ends when it first
    gets there, and nobody goes away to a place whence all roads lead to one other."""
    if place == 0:
        yield 0, 0
        return
    for road in roads:
        away = rank[road.target] >= rank[place]
        left = turns - (away != turns % 2)
        is_end = left % 2 and road.target != 0 and len({other.target for other in roads if other.origin == road.target}) < 2
        if road.origin == place and road.cost != CLOSED and left >= 0 and not is_end and rank[road.target] < len(rank):  # else it leads nowhere
            for cost, money in paths(roads, rank, road.target, left, turning):
                yield road.cost + cost + turning * (away and turns % 2 == 0), road.sure + money


networks = st.integers(2, 6).flatmap(
    lambda places: st.tuples(
        st.just(places),
        st.lists(
            st.builds(
                Road, st.integers(0, places - 1), st.integers(0, places - 1), st.just(CLOSED) | st.integers(0, 900), st.just(FAR) | st.integers(0, 900)
            ).filter(lambda road: road.origin != road.target),
            min_size=1,
            max_size=9,
        ),
    )
)


@given(networks, st.integers(0, 4), st.floats(20, 2000), st.integers(0, 300))
def test_values_are_the_log_sum_over_all_paths_and_least_the_cheapest_of_them(network, turns, mu, turning):
    places, roads = network
    value, least, rank = solved(places, roads, turns + 1, mu, turning)
    for place in range(places):
        for k in range(0, turns + 1, 2):
            every = list(paths(roads, rank, place, k, turning))
            if not every:
                assert (value[place, k], least[place, k]) == (-math.inf, FAR)
                continue
            assert value[place, k] == pytest.approx(mu * math.log(math.fsum(math.exp(-cost / mu) for cost, _ in every)), rel=1e-9, abs=1e-6)
            assert least[place, k] == min(FAR, *(money for _, money in every))


def two_passes(**changes):
    """A model in which the valley is twice as far as the ridge."""
    passes = tuple(Crossing(name, name, Kind.OFFICIAL, ("AAA", "BBB"), 0, 1) for name in ("ridge", "valley"))
    return stage(world(crossings=passes, legs=(*both_ways("home", "goal", 100, 10, "ridge"), *both_ways("home", "goal", 200, 20, "valley")), **changes))


def test_the_reference_is_the_cheapest_way_from_home():
    # by the ridge for 5 + 10 dollars, by the valley for 5 + 20, a quarter more for who is led; mu is a tenth of the cheaper
    classes = two_passes().routes.classes
    found = zip(classes.guided.tolist(), classes.reference.tolist(), classes.mu.tolist(), strict=True)
    assert set(found) == {(0, 1500, 150.0), (1, 1875, 187.5)}


def test_a_policy_in_force_from_the_first_day_changes_nobodys_taste():
    before, after = two_passes(), two_passes(events=(DatedLever("closure", START, None, {"crossing": "ridge"}),))
    assert after.routes.classes.reference.tolist() == before.routes.classes.reference.tolist()
    assert after.routes.start.tolist() == before.routes.start.tolist()
    used = before.routes.classes.used != 0
    assert (after.routes.now[used] < before.routes.now[used]).all()


def test_two_roads_side_by_side():
    # mu ln (2 exp(-100 / 50)) = -100 + 50 ln 2
    value, least, _ = solved(2, [Road(1, 0, 100, 70), Road(1, 0, 100, 60)], 1, 50.0)
    assert value[1, 0] == pytest.approx(-100 + 50 * math.log(2))
    assert least[1, 0] == 60


def test_a_train_beside_a_bus_is_no_second_way_but_a_second_crossing_is():
    """From home 15 dollars over the ridge to the hub, 25 on to the goal: mu is 4 dollars. A second way is worth mu ln 2; the train of the same fare is none."""
    road = both_ways("home", "hub", 100, 10, "ridge"), both_ways("hub", "goal", 200, 20)
    train = tuple(replace(leg, mode=Mode.RAIL) for leg in road[1])
    passes = tuple(Crossing(name, name, Kind.OFFICIAL, ("AAA", "BBB"), 0, 1) for name in ("ridge", "valley"))
    values = {}
    for name, more in {"bus": (), "bus and train": train, "two passes": both_ways("home", "hub", 100, 10, "valley")}.items():
        routes = stage(world(hub=True, crossings=passes, legs=(*road[0], *road[1], *more))).routes
        unguided = int(np.flatnonzero((routes.classes.guided == 0) & (routes.classes.used != 0))[0])
        assert routes.classes.mu[unguided] == 400
        values[name] = [value_at(routes, unguided, place, 0) for place in (1, 2)]
    assert values["bus"] == [-4000, -2500]
    assert values["bus and train"] == pytest.approx([-4000, -2500], abs=0.5)  # costs are whole cents
    assert values["two passes"] == pytest.approx([-4000 + 400 * math.log(2), -2500])


def test_a_detour_needs_two_turns():
    # the only way on from 1 is back by 2 and 3 and over the pass: one turn away, for 7 cents of reluctance, and one back
    roads = [Road(1, 2, 10, 10), Road(2, 3, 20, 20), Road(2, 1, 10, 10), Road(3, 0, 50, 50), Road(3, 2, 20, 20), Road(1, 0, CLOSED, 5), Road(0, 1, 0, 0)]
    value, least, _ = solved(4, roads, 3, 1.0, 7)
    assert value[1].tolist() == [-math.inf, -80.0, -87.0]  # who is going away already has turned
    assert value[2].tolist() == [-math.inf, -70.0, -77.0]
    assert value[3].tolist() == [-50.0, -50.0, -50.0]
    assert least[1].tolist() == [FAR, 80, 80]


def test_nobody_goes_away_to_the_end_of_a_road():
    # from 1 the road leads on to 0, and away to 2, whence it leads nowhere else
    roads = [Road(1, 0, 100, 0), Road(1, 2, 0, 0), Road(2, 1, 0, 0)]
    value, _, _ = solved(3, roads, 3, 100.0)
    assert value[1].tolist() == [-100.0] * 3
    assert value[2].tolist() == [-100.0, -math.inf, -100.0]


def test_nobody_walks_through_the_destination():
    value, _, _ = solved(2, [Road(0, 1, 0, 0), Road(1, 0, 30, 0)], 3, 100.0)
    assert (value[1, ::2] == -30.0).all()  # of those who are coming nearer


def test_a_move_far_behind_the_best_adds_nothing():
    value, _, _ = solved(2, [Road(1, 0, 10, 0), Road(1, 0, 10_000, 0)], 1, 1.0)
    assert value[1, 0] == -10.0


def test_costs_brought_up_to_date_week_by_week_are_those_computed_from_nothing():
    led = {**LED, "smuggler.AAA-BBB.number": 3, "post.*.AAA.effort": 0, "crossing.*.base_detection": 0.4, "community.*.stay_days": 3}
    model = stage(world(kind=Kind.GREEN, hub=True, numbers={**led, "community.*.people": 40, "community.*.permit": 0.5}))
    first = model.routes.cost.copy()
    step(model, 28)
    routes = model.routes
    kept = [table.copy() for table in (routes.cost, routes.hops, routes.outlay, routes.sure)]
    assert (kept[0] != first).any()
    model._prospects.tries = UNKNOWN
    routes.classes.wage = UNKNOWN
    routes.cost[:], routes.hops[:], routes.outlay[:], routes.sure[:] = CLOSED, empty_hops(1), 0, 0
    model.compute_routes()
    used = routes.classes.used != 0
    for before, now in zip(kept[:2], (routes.cost, routes.hops), strict=True):
        assert np.array_equal(before[used], now[used])
    assert np.array_equal(kept[2], routes.outlay)
    assert np.array_equal(kept[3], routes.sure)


def test_a_move_far_dearer_than_the_cheapest_of_its_hop_leaves_the_hop_as_it_is():
    hop = empty_hops(1)[0]
    assert is_of_weight(10**9, hop, 5.0)  # no move is open yet
    cost = np.array([CLOSED, 140, 100])
    join_side_by_side(0, 3, cost, 5.0, hop)
    assert (hop.cost, hop.ways) == (100, pytest.approx(1 + math.exp(-8)))
    # twenty times mu is 100 cents: beyond 200 a move adds nothing
    assert [is_of_weight(cents, hop, 5.0) for cents in (CLOSED, 99, 100, 200, 201)] == [False, True, True, True, False]


def test_most_people_count_on_the_cheapest_move_that_is_open_to_them():
    # alone for nothing, by a guide for 40, with a visa that one in three is given for 20, lawfully for 10 by one in five or with a permit
    moves = empty_prospects(4)
    moves.alone = [1, 0, 0, 0]
    moves.scarcity = moves.with_permit = [0.0, 0.0, math.log(3), math.log(5)]
    moves.with_permit[3] = 0.0
    sure = np.zeros((2, 2), np.int64)
    find_sure(0, 4, 0.25, np.array([0, 40, 20, 10]), moves, sure)
    assert sure.tolist() == [[0, 0], [50, 12]]  # who is led goes not alone and pays a quarter more, in whole cents
    find_sure(2, 3, 0.25, np.array([0, 40, 20, 10]), moves, sure)
    assert (sure == UNREACHABLE).all()


@pytest.mark.parametrize("announced", [False, True])
def test_the_news_of_a_week_is_what_has_changed(announced):
    model = stage(world(hub=True, numbers=LED))
    g, fees, waits = model.atlas.geography, model.market.posted_fee.copy(), model.market.posted_wait.copy()
    room = model.routes.outlay[0], model.routes.caught[0], model.routes.sure[0], model._prospects[0], all_news(g), announced

    def news():
        found = expect(0, model.traits.communities.nationality[0], g, model.conditions, model.beliefs, fees, waits, *room)
        return found.hops.tolist(), found.moves[: found.first[-1]].tolist()

    assert news() == ([], [])
    (guided,), (forged, _) = np.flatnonzero(fees), np.flatnonzero(g.moves.channel == Channel.FORGED)
    fees[guided] += 1
    hop = np.searchsorted(g.first_of_hop, guided, "right") - 1
    assert news() == ([hop], [guided])
    waits[guided] += 1
    assert news() == ([hop], [guided])
    model.beliefs.caught[0, forged] += 1
    assert news() == ([np.searchsorted(g.first_of_hop, forged, "right") - 1], [forged])
    assert news() == ([], [])


def test_eagerness_is_gauged_from_the_homes_that_anybody_comes_from():
    # shares 0, 0.4, 0, 0.6, 0 summed up: the last home takes who is left over by rounding
    assert [come_from(np.array([0.0, 0.4, 0.4, 1.0, 1.0]), home) for home in range(5)] == [False, True, False, True, True]

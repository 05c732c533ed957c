"""Least costs against networkx and by hand, and how moves side by side become a hop."""

import math
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hand import LED, START, both_ways, stage, step, world
from sim.basis.words import Channel, Kind
from sim.routes.classes import CLOSED, UNKNOWN, empty_hops
from sim.routes.costs import join_side_by_side
from sim.routes.least_costs import solve
from sim.routes.prospects import all_news, empty_prospects, expect, find_sure
from sim.routes.values import UNREACHABLE
from sim.world.network import Crossing
from sim.world.traits import come_from
from sim.world.world import DatedLever

FAR = int(UNREACHABLE)


def solved(places, hops, order=None):
    """Least cost from every place to place 0, by hops (from, to) and their cost, and the order in which places then stand."""
    ends = sorted(hops)
    origins = [a for a, _ in ends]
    geography = SimpleNamespace(
        moves=SimpleNamespace(target=[b for _, b in ends]),
        first_of_hop=list(range(len(ends) + 1)),
        first_hop=np.searchsorted(origins, range(places + 1)).tolist(),
    )
    far, order = np.zeros(places, np.int64), np.array(order or range(places), np.int16)
    solve(0, geography, np.array([hops[hop] for hop in ends], np.int64), far, order)
    return far.tolist(), order.tolist()


networks = st.integers(2, 7).flatmap(
    lambda places: st.tuples(
        st.just(places),
        st.dictionaries(
            st.tuples(st.integers(0, places - 1), st.integers(0, places - 1)).filter(lambda hop: hop[0] != hop[1]),
            st.just(FAR) | st.integers(0, 900),
            min_size=1,
        ),
        st.permutations(range(places)),
    )
)


@given(networks)
def test_least_costs_are_those_of_dijkstra_in_whatever_order_places_are_looked_at(network):
    places, hops, order = network
    graph = nx.DiGraph()
    graph.add_nodes_from(range(places))
    graph.add_weighted_edges_from((b, a, cost) for (a, b), cost in hops.items() if cost < FAR)
    found = nx.single_source_dijkstra_path_length(graph, 0)
    far, after = solved(places, hops, order)
    assert far == [found.get(place, FAR) for place in range(places)]
    assert [far[place] for place in after] == sorted(far)


def test_the_way_round_is_taken_where_it_costs_less():
    # straight on for 90, or by place 2 for 50 + 30; from 3 there is a road that is closed
    hops = {(1, 0): 90, (1, 2): 50, (2, 0): 30, (3, 1): FAR}
    assert solved(4, hops) == ([0, 80, 30, FAR], [0, 2, 1, 3])
    assert solved(4, {**hops, (1, 2): 61}) == ([0, 90, 30, FAR], [0, 2, 1, 3])


def two_passes(**changes):
    """A model in which the valley is twice as far as the ridge."""
    passes = tuple(Crossing(name, name, Kind.OFFICIAL, ("AAA", "BBB"), 0, 1) for name in ("ridge", "valley"))
    return stage(world(crossings=passes, legs=(*both_ways("home", "goal", 100, 10, "ridge"), *both_ways("home", "goal", 200, 20, "valley")), **changes))


def test_worth_is_measured_in_money_of_ones_own():
    # whatever the way costs: everybody brings 1,000 dollars, and the scale of the choice to leave is 0.4 of them
    for legs in ({}, {"mode.*.fare_base_usd": 300}):
        classes = two_passes(numbers={"choice.departure_share": 0.4, **legs}).routes.classes
        assert (set(classes.reference.tolist()), set(classes.scale.tolist())) == ({100_000}, {40_000.0})


def test_a_policy_in_force_from_the_first_day_changes_nobodys_taste():
    before, after = two_passes(), two_passes(events=(DatedLever("closure", START, None, {"crossing": "ridge"}),))
    assert after.routes.classes.reference.tolist() == before.routes.classes.reference.tolist()
    assert after.routes.start.tolist() == before.routes.start.tolist()
    used = before.routes.classes.used != 0
    assert (after.routes.now[used] < before.routes.now[used]).all()


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


def test_a_hop_counts_how_many_can_use_its_moves():
    # 100 open to half of all with a scale of 1,000: counted as 100 + 1,000 ln 2; 140 open to one in ten with a permit as 140 + 1,000 ln 10, 800 to all
    moves = empty_prospects(4)
    moves.alone = [0, 0, 1, 0]
    moves.scarcity, moves.with_permit = [math.log(2), math.log(10), 0.0, math.inf], [math.log(2), math.log(10), 0.0, 0.0]
    hop, cost = empty_hops(1)[0], np.array([100, 140, 900, CLOSED])

    def joined(cost, scale=1000.0, *, guided=False, sure=70):
        return join_side_by_side(0, 4, np.array(cost), moves, False, guided, scale, sure, hop), hop.cost, hop.counted, hop.sure

    assert joined(cost) == (True, 100, 793, 70)
    assert joined(cost) == (False, 100, 793, 70)
    assert joined(cost, sure=71) == (True, 100, 793, 71)
    assert joined([CLOSED, 140, 900, CLOSED]) == (True, 140, 900, 70)  # 140 + 2,303 is more than going alone for 900
    assert joined([CLOSED, 140, CLOSED, CLOSED], 100.0) == (True, 140, 370, 70)
    assert joined([CLOSED] * 4) == (True, FAR, FAR, 70)


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
    stays = model.sites.stay_hours[0]
    room = model.routes.outlay[0], model.routes.caught[0], model.routes.sure[0], model._prospects[0], all_news(g), announced

    def news():
        found = expect(0, model.traits.communities.nationality[0], g, model.conditions, model.beliefs, fees, waits, stays, *room)
        return found.hops.tolist(), found.moves[: found.first[-1]].tolist()

    assert news() == ([], [])
    (guided,), (forged, _) = np.flatnonzero(fees), np.flatnonzero(g.moves.channel == Channel.FORGED)
    fees[guided] += 1
    hop = np.searchsorted(g.first_of_hop, guided, "right") - 1
    assert news() == ([hop], [guided])
    waits[guided] += 1
    assert news() == ([hop], [guided])
    stays[g.moves.target[guided]] += 1
    assert set(news()[1]) == set(np.flatnonzero(g.moves.target == g.moves.target[guided]).tolist())
    model.beliefs.caught[0, forged] += 1
    assert news() == ([np.searchsorted(g.first_of_hop, forged, "right") - 1], [forged])
    assert news() == ([], [])


def test_eagerness_is_gauged_from_the_homes_that_anybody_comes_from():
    # shares 0, 0.4, 0, 0.6, 0 summed up: the last home takes who is left over by rounding
    assert [come_from(np.array([0.0, 0.4, 0.4, 1.0, 1.0]), home) for home in range(5)] == [False, True, False, True, True]

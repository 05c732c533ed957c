"""The network in numbers: what never changes in a run, as arrays.

Places, crossings, countries, posts, borders and moves are numbered in the sorted order of their names; moves
are sorted by the place they leave, then by the place ahead. Nothing that a person draws depends on these numbers.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import FOR_EVER
from sim.basis.draws import name_key
from sim.basis.rows import Rows
from sim.basis.words import Channel
from sim.world.network import Crossing, Leg, Move, Place, moves_of
from sim.world.world import Community, World

PLACE = np.dtype([("key", "u8"), ("country", "i2"), ("home", "i2")], align=True)
"""A place: its key, its country, and its row among the homes (-1: nobody starts there)."""

MOVE = np.dtype(
    [
        ("key", "u8"),
        ("beside", "f8"),
        ("hours", "i4"),
        ("origin", "i2"),
        ("target", "i2"),
        ("exit", "i2"),
        ("entry", "i2"),
        ("crossing", "i2"),
        ("border", "i2"),
        ("channel", "i1"),
        ("mode", "i1"),
    ],
    align=True,
)
"""A move: its key, ``beside`` (``ln`` of how many moves inside a country its hop has, 0 for a crossing of a border), hours under way, places, posts at
which the country left and the country entered may check, crossing and directed border
(-1: none; a border only where a guide can lead)."""

STEP = np.dtype([("hop", "u4"), ("leaves", "u4"), ("ahead", "u4")], align=True)
"""A hop in a backward pass: which of a class's hops it is, the place that it leaves, and the state that it has ahead. Numbers that index in the innermost
loops are unsigned: the compiler then need not ask of each whether it counts from the end, which is a fifth of the time of solving."""


class Geography(NamedTuple):
    """Arrays of the network, for the compiled loops.

    ``places`` are records :data:`PLACE`, ``moves`` records :data:`MOVE`, ``country_key`` has shape (countries,). ``first_move`` has shape
    (places + 1,): the moves that leave place ``p`` are those from ``first_move[p]`` up to ``first_move[p + 1]``. Moves side by side, from one
    place to one other, are a hop: hop ``h`` is made by the moves from ``first_of_hop[h]`` up to ``first_of_hop[h + 1]``. ``home_hours`` has
    shape (homes, places): time of the plain way home. ``rank`` has shape (destinations, places): order of places by distance to a destination,
    the number of places for those that cannot reach it. ``passes``, records :data:`STEP` of shape (destinations, 3, hops), are the
    backward passes (:func:`passes_of`), of which the first ``pass_length``, shape (destinations, 3), are of use.
    """

    places: Rows
    moves: Rows
    country_key: NDArray[np.uint64]
    first_move: NDArray[np.int32]
    first_of_hop: NDArray[np.uint32]
    home_hours: NDArray[np.int32]
    rank: NDArray[np.int16]
    passes: Rows
    pass_length: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the numbers of a :class:`Geography`.

    ``posts`` are (crossing, country); ``borders`` directed country pairs such as ``KGZ-KAZ``; ``homes`` are the places where communities
    start, ``destinations`` those they want to reach.
    """

    places: tuple[str, ...]
    countries: tuple[str, ...]
    crossings: tuple[str, ...]
    posts: tuple[tuple[str, str], ...]
    borders: tuple[str, ...]
    moves: tuple[Move, ...]
    move_names: tuple[str, ...]
    homes: tuple[str, ...]
    destinations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Atlas(Names):
    """The names and the numbers."""

    geography: Geography


class Ground(NamedTuple):
    """What a network is made of: the parts of a world that its numbering depends on."""

    places: tuple[Place, ...]
    crossings: tuple[Crossing, ...]
    legs: tuple[Leg, ...]
    communities: tuple[Community, ...]


def ways(ground: Ground, *, flights_km: float) -> "nx.DiGraph[str]":
    """The shortest direct hop between each two places, in kilometres and hours; a flight counts ``flights_km`` more."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(place.name for place in ground.places)
    for leg in ground.legs:
        km = leg.km + (flights_km if leg.exit != leg.entry else 0.0)
        known = graph.get_edge_data(leg.origin, leg.target)
        if known is None or km < known["km"]:
            graph.add_edge(leg.origin, leg.target, km=km, hours=leg.hours)
    return graph


def name_parts(world: World | Ground) -> Names:
    """Name everything that a world's network holds, in the order in which it is numbered."""
    places = tuple(sorted(place.name for place in world.places))
    country_of = {place.name: place.country for place in world.places}
    countries = tuple(sorted(set(country_of.values()) | {c.nationality for c in world.communities}))
    kinds = {crossing.name: crossing.kind for crossing in world.crossings}
    legs = world.legs if isinstance(world, Ground) else world.legs_in_use
    # A crossing that no leg passes is left out, and so are its posts: else its patrols would be lent to those in use.
    passed = {name for leg in legs for name in (leg.exit, leg.entry) if name is not None}
    crossings = tuple(sorted(kinds.keys() & passed))
    posts = tuple(sorted((crossing.name, country) for crossing in world.crossings if crossing.name in passed for country in crossing.countries))
    moves = tuple(
        sorted(
            (move for leg in legs for move in moves_of(leg, None if leg.entry is None else kinds[leg.entry])),
            key=lambda move: (move.leg.origin, move.leg.target, move.name),
        )
    )
    borders = tuple(sorted({border_of(move.leg, country_of) for move in moves if move.channel is Channel.GUIDED}))
    homes = tuple(sorted({place for community in world.communities for place in community.origins}))
    destinations = tuple(sorted({place for community in world.communities for place in community.destinations}))
    return Names(places, countries, crossings, posts, borders, moves, tuple(move.name for move in moves), homes, destinations)


def draw_atlas(world: World) -> Atlas:
    """Number everything that a world's network holds. Worlds on the same ground share one atlas, which nobody changes."""
    return _draw(Ground(world.places, world.crossings, world.legs_in_use, world.communities), world.parameters.number("choice.flight_km"))


@lru_cache(maxsize=4)
def _draw(ground: Ground, flight_km: float) -> Atlas:
    names = name_parts(ground)
    parts = {field.name: getattr(names, field.name) for field in fields(names)}
    return Atlas(**parts, geography=_number(ground, flight_km, **parts, country_of={place.name: place.country for place in ground.places}))


def border_of(leg: Leg, country_of: dict[str, str]) -> str:
    """The directed border that a leg passes, such as ``KGZ-KAZ``."""
    return f"{country_of[leg.origin]}-{country_of[leg.target]}"


def _number(
    ground: Ground,
    flight_km: float,
    places: tuple[str, ...],
    countries: tuple[str, ...],
    crossings: tuple[str, ...],
    posts: tuple[tuple[str, str], ...],
    borders: tuple[str, ...],
    moves: tuple[Move, ...],
    move_names: tuple[str, ...],
    homes: tuple[str, ...],
    destinations: tuple[str, ...],
    country_of: dict[str, str],
) -> Geography:
    number = {name: i for i, name in enumerate(places)}
    country = {name: i for i, name in enumerate(countries)}
    crossing = {name: i for i, name in enumerate(crossings)}
    post = {name: i for i, name in enumerate(posts)}
    border = {name: i for i, name in enumerate(borders)}
    home = {name: i for i, name in enumerate(homes)}

    def post_of(name: str | None, place: str) -> int:
        return -1 if name is None else post[name, country_of[place]]

    place_rows = np.zeros(len(places), PLACE).view(np.recarray)
    for p, name in enumerate(places):
        place_rows[p] = (name_key(name), country[country_of[name]], home.get(name, -1))
    move_rows = np.zeros(len(moves), MOVE).view(np.recarray)
    for m, (move, name) in enumerate(zip(moves, move_names, strict=True)):
        leg = move.leg
        move_rows[m] = (
            name_key(name),
            0.0,
            leg.hours,
            number[leg.origin],
            number[leg.target],
            post_of(leg.exit, leg.origin),
            post_of(leg.entry, leg.target),
            -1 if leg.entry is None else crossing[leg.entry],
            border[border_of(leg, country_of)] if move.channel is Channel.GUIDED else -1,
            move.channel,
            leg.mode,
        )
    ends = list(zip(move_rows.origin.tolist(), move_rows.target.tolist(), strict=True))
    hops = sorted(set(ends))
    first_of_hop = np.array([bisect_left(ends, hop) for hop in hops] + [len(ends)], np.uint32)
    move_rows.beside = _side_by_side(move_rows.entry < 0, first_of_hop)
    towards = ways(ground, flights_km=flight_km).reverse()
    rank = np.array([_rank(towards, places, d) for d in destinations], np.int16).reshape(len(destinations), len(places))
    passes = np.zeros((len(destinations), 3, len(hops)), STEP).view(np.recarray)
    pass_length = np.zeros((len(destinations), 3), np.int64)
    for d, row in enumerate(rank):
        for kind, steps in enumerate(passes_of(row.tolist(), hops)):
            pass_length[d, kind] = len(steps)
            passes[d, kind, : len(steps)] = steps
    return Geography(
        places=place_rows,
        moves=move_rows,
        country_key=np.array([name_key(c) for c in countries], np.uint64),
        first_move=np.searchsorted(move_rows.origin, np.arange(len(places) + 1)).astype(np.int32),
        first_of_hop=first_of_hop,
        home_hours=_hours_home(ground, places, homes),
        rank=rank,
        passes=passes,
        pass_length=pass_length,
    )


class Step(NamedTuple):
    """A hop in a backward pass, as in :data:`STEP`."""

    hop: int
    leaves: int
    ahead: int


class Passes(NamedTuple):
    """The backward passes to one destination.

    ``nearer`` is for somebody who may not turn any more: hops that come nearer alone. ``towards`` is for those who are coming nearer and may turn away,
    ``away`` for those who are going away. What is ``ahead`` is a place without turns; else it is counted from the states with one turn less: the place where
    the hop is a turn of direction, and the place plus the number of places where it is none.
    """

    nearer: list[Step]
    towards: list[Step]
    away: list[Step]


def passes_of(rank: Sequence[int], hops: Sequence[tuple[int, int]]) -> Passes:
    """The backward passes: what leaves each place, hops as they stand; the destination has none.

    Places come in such an order that what is ahead is known: the nearest first, for those who are going away the farthest. Who goes away to the end of a road
    could only turn back there: that is no way on.

    Parameters
    ----------
    rank
        Order of places by distance to the destination, the number of places for those that cannot reach it.
    hops
        Places that each hop joins.
    """
    places = len(rank)
    taken = sorted((rank[a], h, a, b, rank[b] < rank[a]) for h, (a, b) in enumerate(hops) if 0 < rank[a] < places > rank[b])
    beyond: dict[int, set[int]] = {}
    for a, b in hops:
        beyond.setdefault(a, set()).add(b)
    leaving = sorted((-r, h, a, b, is_nearer) for r, h, a, b, is_nearer in taken if len(beyond[a]) > 1)
    return Passes(
        nearer=[Step(h, a, b) for _, h, a, b, is_nearer in taken if is_nearer],
        towards=[Step(h, a, b + (places if is_nearer else 0)) for _, h, a, b, is_nearer in taken],
        away=[Step(h, a, b + (0 if is_nearer else places)) for _, h, a, b, is_nearer in leaving],
    )


def _side_by_side(is_inland: NDArray[np.bool_], first_of_hop: NDArray[np.uint32]) -> NDArray[np.float64]:
    """``ln`` of the number of moves inside a country that a hop has, for these moves; 0 for all others.

    A bus beside a train is no second way: whoever has both is not better off by the choice, as a sum over ways would have it.
    """
    number = np.add.reduceat(is_inland.astype(np.int64), first_of_hop[:-1].astype(np.int64)) if len(is_inland) else np.zeros(0, np.int64)
    return np.where(is_inland, np.log(np.maximum(1, np.repeat(number, np.diff(first_of_hop)))), 0.0)


def _hours_home(ground: Ground, places: tuple[str, ...], homes: tuple[str, ...]) -> NDArray[np.int32]:
    back = ways(ground, flights_km=0.0).reverse()
    table = np.full((len(homes), len(places)), FOR_EVER, np.int32)
    for h, home in enumerate(homes):
        hours = nx.single_source_dijkstra_path_length(back, home, weight="hours")
        for p, place in enumerate(places):
            if place in hours:
                table[h, p] = hours[place]
    return table


def _rank(towards: "nx.DiGraph[str]", places: tuple[str, ...], destination: str) -> list[int]:
    """Order of places by distance to a destination: kilometres over the ground, a flight counting its length and ``choice.flight_km``.

    Frozen, and free of prices: a dollar more or less must never turn a move round or delete it.
    """
    far = nx.single_source_dijkstra_path_length(towards, destination, weight="km")
    order = {place: i for i, place in enumerate(sorted(far, key=lambda place: (round(far[place]), name_key(place))))}
    return [order.get(place, len(places)) for place in places]

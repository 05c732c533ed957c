"""The network in numbers: what never changes in a run, as arrays.

Places, crossings, countries, posts, borders and moves are numbered in the sorted order of their names; moves
are sorted by the place they leave, then by the place ahead. Nothing that a person draws depends on these numbers.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY, FOR_EVER, day_of
from sim.basis.draws import name_key
from sim.basis.rows import Rows
from sim.basis.words import Channel
from sim.world.network import MINUTES, Crossing, Leg, Move, Place, moves_of
from sim.world.world import Community, World

PLACE = np.dtype([("key", "u8"), ("country", "i2"), ("home", "i2")], align=True)
"""A place: its key, its country, and its row among the homes (-1: nobody starts there)."""

MOVE = np.dtype(
    [
        ("key", "u8"),
        ("hours", "i4"),
        ("minutes", "i4"),
        ("origin", "i2"),
        ("target", "i2"),
        ("exit", "i2"),
        ("entry", "i2"),
        ("crossing", "i2"),
        ("border", "i2"),
        ("channel", "i1"),
        ("mode", "i1"),
        ("transport", "i2"),
    ],
    align=True,
)
"""A move: its key, hours under way and minutes beyond them, places, posts at
which the country left and the country entered may check, crossing and directed border
(-1: none; a border only where a guide can lead), and the transport of a government that makes it (-1: none)."""

TRANSPORT = np.dtype([("every", "i4"), ("first", "i4"), ("gate", "i4"), ("move", "i4"), ("admits", "i1"), ("checks", "i1")], align=True)
"""A transport of a government: it departs ``every`` so many hours, in hour ``first`` of the run if it runs then and every so many before and after; its number
among the gates (:func:`sim.guards.gates.gate_row`), its move, whether it ``admits`` people over a border whatever their papers, and whether police look for
papers on board (``checks``)."""


class Geography(NamedTuple):
    """Arrays of the network, for the compiled loops.

    ``places`` are records :data:`PLACE`, ``moves`` records :data:`MOVE`, ``country_key`` has shape (countries,). ``first_move`` has shape (places + 1,): the
    moves that leave place ``p`` are those from ``first_move[p]`` up to ``first_move[p + 1]``. Moves side by side, from one place to one other, are a hop: hop
    ``h`` is made by the moves from ``first_of_hop[h]`` up to ``first_of_hop[h + 1]``, and the hops that leave place ``p`` are those from ``first_hop[p]`` up to
    ``first_hop[p + 1]``. ``home_hours`` has shape (homes, places): time of the plain way home. ``transports`` are records :data:`TRANSPORT`.
    """

    places: Rows
    moves: Rows
    country_key: NDArray[np.uint64]
    first_move: NDArray[np.int32]
    first_of_hop: NDArray[np.uint32]
    first_hop: NDArray[np.int32]
    home_hours: NDArray[np.int32]
    transports: Rows


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the numbers of a :class:`Geography`.

    ``posts`` are (crossing, country); ``borders`` directed country pairs such as ``KGZ-KAZ``; ``homes`` are the places where communities
    start, ``destinations`` those they want to reach; ``transports`` are those of governments.
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
    transports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Atlas(Names):
    """The names and the numbers."""

    geography: Geography


class Ground(NamedTuple):
    """What a network is made of: the parts of a world that its numbering depends on; timetables count from ``start``."""

    places: tuple[Place, ...]
    crossings: tuple[Crossing, ...]
    legs: tuple[Leg, ...]
    communities: tuple[Community, ...]
    start: date


def ways(ground: Ground) -> "nx.DiGraph[str]":
    """The shortest direct hop between each two places, with its minutes; nobody counts on a transport that a government runs."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(place.name for place in ground.places)
    shortest: dict[tuple[str, str], float] = {}
    for leg in ground.legs:
        ends = leg.origin, leg.target
        if leg.transport is None and leg.km < shortest.get(ends, math.inf):
            shortest[ends] = leg.km
            graph.add_edge(*ends, minutes=MINUTES * leg.hours + leg.minutes)
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
    transports = tuple(sorted(leg.transport.name for leg in legs if leg.transport is not None))
    return Names(places, countries, crossings, posts, borders, moves, tuple(move.name for move in moves), homes, destinations, transports)


def draw_atlas(world: World) -> Atlas:
    """Number everything that a world's network holds. Worlds on the same ground share one atlas, which nobody changes."""
    return _draw(Ground(world.places, world.crossings, world.legs_in_use, world.communities, world.start))


@lru_cache(maxsize=4)
def _draw(ground: Ground) -> Atlas:
    names = name_parts(ground)
    parts = {field.name: getattr(names, field.name) for field in fields(names)}
    return Atlas(**parts, geography=_number(ground, **parts, country_of={place.name: place.country for place in ground.places}))


def border_of(leg: Leg, country_of: dict[str, str]) -> str:
    """The directed border that a leg passes, such as ``KGZ-KAZ``."""
    return f"{country_of[leg.origin]}-{country_of[leg.target]}"


def _number(
    ground: Ground,
    places: tuple[str, ...],
    countries: tuple[str, ...],
    crossings: tuple[str, ...],
    posts: tuple[tuple[str, str], ...],
    borders: tuple[str, ...],
    moves: tuple[Move, ...],
    move_names: tuple[str, ...],
    homes: tuple[str, ...],
    destinations: tuple[str, ...],
    transports: tuple[str, ...],
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
            leg.hours,
            leg.minutes,
            number[leg.origin],
            number[leg.target],
            post_of(leg.exit, leg.origin),
            post_of(leg.entry, leg.target),
            -1 if leg.entry is None else crossing[leg.entry],
            border[border_of(leg, country_of)] if move.channel is Channel.GUIDED else -1,
            move.channel,
            leg.mode,
            -1 if leg.transport is None else transports.index(leg.transport.name),
        )
    ends = list(zip(move_rows.origin.tolist(), move_rows.target.tolist(), strict=True))
    hops = sorted(set(ends))
    first_of_hop = np.array([bisect_left(ends, hop) for hop in hops] + [len(ends)], np.uint32)
    return Geography(
        places=place_rows,
        moves=move_rows,
        country_key=np.array([name_key(c) for c in countries], np.uint64),
        first_move=np.searchsorted(move_rows.origin, np.arange(len(places) + 1)).astype(np.int32),
        first_of_hop=first_of_hop,
        first_hop=np.searchsorted([origin for origin, _ in hops], np.arange(len(places) + 1)).astype(np.int32),
        home_hours=_hours_home(ground, places, homes),
        transports=_transports(ground.start, moves, transports, len(posts) * len(Channel)),
    )


def _transports(start: date, moves: tuple[Move, ...], names: tuple[str, ...], gates: int) -> Rows:
    """The timetables of transports; ``gates`` are the gates before theirs."""
    rows = np.zeros(len(names), TRANSPORT).view(np.recarray)
    for m, move in enumerate(moves):
        ride = move.leg.transport
        if ride is not None:
            row = names.index(ride.name)
            first = (0 if ride.since is None else day_of(start, ride.since)) * DAY + ride.first_hour
            rows[row] = (ride.every_hours, first % ride.every_hours, gates + row, m, ride.admits, ride.checks)
    return rows


def _hours_home(ground: Ground, places: tuple[str, ...], homes: tuple[str, ...]) -> NDArray[np.int32]:
    back = ways(ground).reverse()
    table = np.full((len(homes), len(places)), FOR_EVER, np.int32)
    for h, home in enumerate(homes):
        minutes = nx.single_source_dijkstra_path_length(back, home, weight="minutes")
        for p, place in enumerate(places):
            if place in minutes:
                table[h, p] = math.ceil(minutes[place] / MINUTES)
    return table

"""Organisers: who sells whole journeys, by which way, at what price, and how they review both every week.

An organiser serves one people and leads them by a *way*: places that are passed in their order, the last of which is his hub. There he sends off so many
clients a month. He asks a margin on whatever services cost, more of it where more people come than he can send off. He knows his way better than others, and
gives it up for one of theirs when it has become worse, beside them, than it was when he took it up: so the trade switches routes.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.clock import DAY, HOURS_A_MONTH, WEEK
from sim.basis.money import BEYOND_ALL_MEANS
from sim.basis.rows import Row, Rows
from sim.basis.rule import rule
from sim.smugglers.fee import next_log_fee, pressure
from sim.smugglers.market import Trade
from sim.world.geography import Atlas
from sim.world.world import Community, World

DIRECT = "direct"
"""The way of an organiser who has no hub: whichever costs his clients least."""
JOINT = "+"
"""What stands between the places of a way."""
NOBODY = -1
"""No organiser, no place."""
NO_WAY = BEYOND_ALL_MEANS
"""Cost of a way that is closed."""

ORGANISER = np.dtype(
    [
        ("key", "u8"),
        ("log_price", "f8"),
        ("credit", "f8"),
        ("per_day", "f8"),
        ("sold_lately", "f8"),
        ("queue_lately", "f8"),
        ("worse", "i8"),
        ("earned", "i8"),
        ("waiting", "i8"),
        ("posted", "i8"),
        ("came", "i8"),
        ("sent", "i8"),
        ("community", "i4"),
        ("way", "i4"),
    ],
    align=True,
)
"""An organiser. ``log_price`` is the log of what he asks relative to what services cost; ``per_day`` how many people he can send off from his hub in a day, and
``credit`` how many of them now; ``waiting`` are clients who have not been sent off, ``posted`` those at the start of the tick, as people know. Of this week are
``earned`` (cents, beyond what services cost), ``came`` (people who became clients) and ``sent`` (people sent off). ``worse`` is by how much his way seemed to
cost more than the best he knew of when he took it up (cents). Of what his clients need, ``sold_lately`` is what they took of a week's places, and
``queue_lately`` how many waited for each, as he looks back on them."""


class Ways(NamedTuple):
    """The ways of the trade.

    ``places``, shape (ways, most stops of any), holds the places of each in their order and :data:`NOBODY` behind them; ``stops``, shape (ways,), how many
    there are. ``klass``, of the same shape, is the row of the route tables by which the way to each place is found; ``key``, shape (ways,), keys
    what is drawn of each. The organisers of community ``c`` stand from ``first[c]`` up to ``first[c + 1]``, its ways from ``first_way[c]`` up to
    ``first_way[c + 1]``, and most of its people come from the place ``home[c]``.
    """

    places: NDArray[np.int16]
    stops: NDArray[np.int16]
    klass: NDArray[np.int16]
    key: NDArray[np.uint64]
    first: NDArray[np.int64]
    first_way: NDArray[np.int64]
    home: NDArray[np.int16]


def ways_of(world: World, community: str) -> tuple[str, ...]:
    """The ways on which organisers of a community are reported, the direct one first, the others in the order of their names."""
    named = set(world.parameters.names(f"community.{community}.organisers.?"))
    return (DIRECT, *sorted(named - {DIRECT}))


def stops_of(way: str) -> tuple[str, ...]:
    """The places of a way."""
    return () if way == DIRECT else tuple(way.split(JOINT))


def names_of_ways(ways: Ways, places: tuple[str, ...]) -> tuple[str, ...]:
    """The name of every way of the trade, as parameters spell it."""
    return tuple(JOINT.join(places[q] for q in row[:stops]) or DIRECT for row, stops in zip(ways.places.tolist(), ways.stops.tolist(), strict=True))


def first_organisers(world: World, atlas: Atlas, row_of: dict[tuple[int, str], int]) -> tuple[Rows, Ways, tuple[str, ...]]:
    """The organisers at the start, the ways of the trade, and the name of each organiser.

    ``row_of`` gives the row of the route tables by community and place.
    """
    parameters = world.parameters
    places = {name: i for i, name in enumerate(atlas.places)}
    ways: list[tuple[int, tuple[str, ...]]] = []
    rows: list[tuple[int, int]] = []
    first, first_way, home = [0], [0], []
    names: list[str] = []
    for c, community in enumerate(world.communities):
        for way in ways_of(world, community.name):
            stops = stops_of(way)
            number = round(parameters.number(f"community.{community.name}.organisers.{way}"))
            names += [f"{community.name} by {way} {n + 1}" for n in range(number)]
            rows += [(c, len(ways))] * number
            ways.append((c, stops))
        first.append(len(rows))
        first_way.append(len(ways))
        home.append(places[main_origin(world, community)])
    organisers = np.zeros(len(rows), ORGANISER).view(np.recarray)
    for row, (c, w), name in zip(organisers, rows, names, strict=True):
        row["key"], row["community"], row["way"] = draws.name_key(f"organiser {name}"), c, w
        row["log_price"] = math.log1p(parameters.number("organiser.margin"))
        row["sold_lately"] = parameters.number("market.sold_target")
        row["per_day"] = parameters.number("organiser.clients_per_month") * DAY / HOURS_A_MONTH * max(1.0, world.scale)
    most = max((len(stops) for _, stops in ways), default=0)
    table, klass = (np.full((max(1, len(ways)), max(1, most)), NOBODY, np.int16) for _ in range(2))
    for w, (c, stops) in enumerate(ways):
        for n, stop in enumerate(stops):
            table[w, n], klass[w, n] = places[stop], row_of[c, stop]
    stops_each = np.array([len(stops) for _, stops in ways] or [0], np.int16)
    keys = np.array([draws.name_key(f"way {JOINT.join(stops)}") for _, stops in ways] or [np.uint64(0)], np.uint64)
    bounds = np.array(first, np.int64), np.array(first_way, np.int64)
    return organisers, Ways(table, stops_each, klass, keys, *bounds, np.array(home, np.int16)), tuple(names)


def main_origin(world: World, community: Community) -> str:
    """The place that most of a community come from; of several, the first by name."""
    return max(sorted(community.origins), key=lambda name: world.parameters.number(f"community.{community.name}.origin.{name}"))


@rule
def open_for_the_day(me: Row, days: float) -> None:
    """A tick of so many days begins: more clients can be sent off, at most a month's worth at once, and the queue is posted as it stands."""
    me.credit = min(me.credit + me.per_day * days, max(me.per_day * HOURS_A_MONTH / DAY, float(me.waiting)))
    me.posted = me.waiting


@rule
def days_to_wait(me: Row, stops: int) -> float:
    """Days that a new client expects to wait at the hub; none without a hub."""
    return me.posted / me.per_day if stops > 0 else 0.0


@rule
def take_on(me: Row, people: int) -> None:
    """Take on so many clients."""
    me.came += people
    me.waiting += people


@rule
def sends_off(me: Row, people: int) -> bool:
    """Send off so many clients from the hub, if they can be."""
    if me.credit < people:
        return False
    me.credit -= people
    me.waiting -= people
    me.sent += people
    return True


@rule
def wish_to_be_sent(organiser: int) -> int:
    """What stands in place of a move for somebody who waits to be sent off."""
    return -2 - organiser


@rule
def margin_of(me: Row) -> float:
    """What is asked above what services cost, relative to that."""
    return math.exp(me.log_price) - 1.0


@rule
def close_week(me: Row, trade: Trade, anchor: float, scale: float) -> None:
    """A week ends: ask more where more people came than can be sent off, and begin to count again.

    The price follows the rule of guides' fees: toward what is usual (``anchor``, the log of the usual price), and on with the
    pressure of demand; nobody works for less than services cost. Below scale 1 the few who come are seen beside so much of what can be sent off, over
    as much longer a time; they wait no longer for that, for one party would fill the weeks of several.
    """
    told = min(1.0, scale)
    a_week = me.per_day * (WEEK / DAY) * told
    me.sold_lately += told * (me.came / a_week - me.sold_lately)
    me.queue_lately += told * (me.waiting / a_week - me.queue_lately)
    pressed = pressure(min(1.0, me.sold_lately), me.queue_lately, trade.sold_target)
    me.log_price = next_log_fee(me.log_price, math.exp(anchor), 1.0, pressed, trade.fee_adjustment, trade.fee_response)
    me.earned = 0
    me.came = 0
    me.sent = 0


@rule
def seems_to_cost(me: Row, way: int, costs: NDArray[np.int64], ways: Ways, seed: np.uint64, error: float) -> int:
    """What a way seems to cost clients (cents), by what the organiser knows of it: one draw for ever.

    ``costs``, shape (ways,), is what it does cost, :data:`NO_WAY` where it is closed.
    """
    if costs[way] >= NO_WAY:
        return NO_WAY
    u = draws.uniform(seed, draws.ORGANISER, me.key, ways.key[way])
    cost: int = costs[way]
    return math.floor(cost * (1.0 + error * (2.0 * u - 1.0)) + 0.5)


@rule
def best_way(me: Row, costs: NDArray[np.int64], ways: Ways, seed: np.uint64, error: float) -> int:
    """The way that seems to cost clients least, of those on which anybody leads his people; his own if none is open."""
    best: int = me.way
    least = NO_WAY
    for way in range(ways.first_way[me.community], ways.first_way[me.community + 1]):
        cost = seems_to_cost(me, way, costs, ways, seed, error)
        if cost < least:
            least = cost
            best = way
    return best


@rule
def know_ones_way(me: Row, costs: NDArray[np.int64], ways: Ways, seed: np.uint64, error: float) -> None:
    """At the start, or with a way just taken up: note by how much it seems to cost more than the best."""
    best = best_way(me, costs, ways, seed, error)
    me.worse = seems_to_cost(me, me.way, costs, ways, seed, error) - seems_to_cost(me, best, costs, ways, seed, error)


@rule
def look_round(me: Row, costs: NDArray[np.int64], ways: Ways, seed: np.uint64, week: int, trade: Trade, error: float) -> None:
    """Give up one's way for the best, if beside it one's own has become worse than it was; only a share of organisers looks round in a week.

    Habit counts: by how much (``trade.noise_share`` of what the best way costs) it must have become worse.
    """
    if draws.uniform(seed, draws.REVIEW, me.key, np.uint64(week)) >= trade.review_share:
        return
    best = best_way(me, costs, ways, seed, error)
    if best == me.way:
        return
    worse = seems_to_cost(me, me.way, costs, ways, seed, error) - seems_to_cost(me, best, costs, ways, seed, error)
    if worse > me.worse + trade.noise_share * costs[best]:
        me.way = best
        me.worse = 0

"""Organisers: who sells whole journeys, by which way, at what price, and how they review both every week.

An organiser serves one people and leads them by a *way*: places that are passed in their order, the last of which is his hub. There he sends off so many
clients a month. He asks a margin on whatever services cost, more of it where more people come than he can send off, and takes over the way of a colleague
who earns more: so the trade switches routes.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.basis import draws
from sim.basis.clock import DAY, HOURS_A_MONTH, WEEK
from sim.basis.rows import Row, Rows
from sim.basis.rule import rule
from sim.smugglers.fee import next_log_fee
from sim.smugglers.market import Trade
from sim.world.geography import Atlas
from sim.world.world import World

DIRECT = "direct"
"""The way of an organiser who has no hub: whichever costs his clients least."""
JOINT = "+"
"""What stands between the places of a way."""
MOST_STOPS = 4
"""Places that a way can name."""
NOBODY = -1
"""No organiser, no place."""

ORGANISER = np.dtype(
    [
        ("key", "u8"),
        ("log_price", "f8"),
        ("credit", "f8"),
        ("per_day", "f8"),
        ("income", "f8"),
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
``earned`` (cents, beyond what services cost), ``came`` (people who became clients) and ``sent`` (people sent off); ``income`` is the mean of weeks (cents)."""


class Ways(NamedTuple):
    """The ways of the trade.

    ``places``, shape (ways, :data:`MOST_STOPS`), holds the places of each in their order and :data:`NOBODY` behind them; ``stops``, shape (ways,), how many
    there are. ``klass``, shape (ways, :data:`MOST_STOPS`), is the row of the route tables by which the way to each place is found. The organisers of
    community ``c`` stand from ``first[c]`` up to ``first[c + 1]``.
    """

    places: NDArray[np.int16]
    stops: NDArray[np.int16]
    klass: NDArray[np.int16]
    first: NDArray[np.int64]


def ways_of(world: World, community: str) -> tuple[str, ...]:
    """The ways on which organisers of a community are reported, the direct one first, the others in the order of their names."""
    named = set(world.parameters.names(f"community.{community}.organisers.?"))
    return (DIRECT, *sorted(named - {DIRECT}))


def stops_of(way: str) -> tuple[str, ...]:
    """The places of a way."""
    return () if way == DIRECT else tuple(way.split(JOINT))


def first_organisers(world: World, atlas: Atlas, row_of: dict[tuple[int, str], int]) -> tuple[Rows, Ways, tuple[str, ...]]:
    """The organisers at the start, the ways of the trade, and the name of each organiser.

    ``row_of`` gives the row of the route tables by community and place.
    """
    parameters = world.parameters
    places = {name: i for i, name in enumerate(atlas.places)}
    ways, rows, first = [], [], [0]
    names: list[str] = []
    for c, community in enumerate(world.communities):
        for way in ways_of(world, community.name):
            stops = stops_of(way)
            number = round(parameters.number(f"community.{community.name}.organisers.{way}"))
            names += [f"{community.name} by {way} {n + 1}" for n in range(number)]
            rows += [(c, len(ways))] * number
            ways.append((c, stops))
        first.append(len(rows))
    organisers = np.zeros(len(rows), ORGANISER).view(np.recarray)
    for row, (c, way), name in zip(organisers, rows, names, strict=True):
        row["key"], row["community"], row["way"] = draws.name_key(f"organiser {name}"), c, way
        row["log_price"] = math.log1p(parameters.number("organiser.margin"))
        row["per_day"] = parameters.number("organiser.clients_per_month") * DAY / HOURS_A_MONTH * world.scale
    table, klass = (np.full((max(1, len(ways)), MOST_STOPS), NOBODY, np.int16) for _ in range(2))
    for w, (c, stops) in enumerate(ways):
        for n, stop in enumerate(stops):
            table[w, n], klass[w, n] = places[stop], row_of[c, stop]
    stops_each = np.array([len(stops) for _, stops in ways] or [0], np.int16)
    return organisers, Ways(table, stops_each, klass, np.array(first, np.int64)), tuple(names)


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
def close_week(me: Row, trade: Trade, anchor: float) -> None:
    """A week ends: take its income in, and ask more where more people came than can be sent off.

    The price follows the rule of guides' fees: toward what is usual (``anchor``, the log of the usual price), and up when demand is above the target.
    """
    demand = (me.came + me.waiting) / (me.per_day * (WEEK / DAY))
    me.log_price = max(0.0, next_log_fee(me.log_price, math.exp(anchor), min(demand, 2.0), trade.fee_adjustment, trade.fee_response, trade.sold_target))
    me.income += trade.review_share * (me.earned - me.income)
    me.earned = 0
    me.came = 0
    me.sent = 0


@rule
def colleague(row: int, organisers: Rows, first: int, last: int, seed: np.uint64, week: int, review_share: float, error: float) -> int:
    """Whose way an organiser takes over this week: of a colleague who seems to earn most, with an error of perception; his own row if nobody seems to earn more.

    The colleagues are those from ``first`` up to ``last``; only a share of organisers looks round in a week.
    """
    me = organisers[row]
    best = row
    if draws.uniform(seed, draws.REVIEW, me.key, np.uint64(week)) >= review_share:
        return best
    most = me.income
    for other in range(first, last):
        if organisers[other].way != me.way:
            u = draws.uniform(seed, draws.IMITATION, me.key, draws.join_number(organisers[other].key, week))
            seems = organisers[other].income * (1.0 + error * (2.0 * u - 1.0))
            if seems > most:
                most = seems
                best = other
    return best

"""What to count, and the reading of result tables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY, WEEK
from sim.basis.words import Event, Kind
from sim.books.results import Labelled, Results, Table
from sim.world.network import Move, moves_of
from sim.world.world import World

CENTS = 100
"""Cents in a dollar."""
Rows = NDArray[np.bool_]
Numbers = NDArray[np.int64]
WORLDS = 4
"""Worlds whose moves are kept."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Only:
    """What to count; an empty field lets everything through.

    ``period`` is the first and last day: exactly these days count, and so periods that adjoin add up. ``places`` and ``countries`` are where something
    happens; of a move, where it leads. ``borders`` have a direction: ``KGZ-KAZ`` leads from KGZ to KAZ. ``crossings`` are names, ``kinds`` words of
    :class:`~sim.basis.words.Kind`, ``channels`` words of :class:`~sim.basis.words.Channel`.
    """

    period: tuple[date, date] | None = None
    communities: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    borders: tuple[str, ...] = ()
    crossings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()


ALL = Only()
"""Everything in all simulated days."""


class Passage(NamedTuple):
    """A move over a border with what stands at its two ends."""

    move: Move
    origin_country: str
    target_country: str
    exit_kind: Kind
    entry_kind: Kind
    border: str


def _kept(compute: Callable[[World], Found]) -> Callable[[World], Found]:
    """A function of the network of a world that keeps what it found for the latest :data:`WORLDS`."""
    kept: dict[tuple[int, int, int], tuple[Any, Found]] = {}

    @wraps(compute)
    def found(world: World) -> Found:
        network = (world.places, world.crossings, world.legs)
        key = (id(world.places), id(world.crossings), id(world.legs))  # what is kept is not collected, so that no other network gets its number
        if key not in kept:
            while len(kept) >= WORLDS:
                del kept[next(iter(kept))]
            kept[key] = network, compute(world)
        return kept[key][1]

    return found


@_kept
def moves_by_name(world: World) -> Mapping[str, Move]:
    """Every move of a world by the name it has in result tables."""
    kinds = {crossing.name: crossing.kind for crossing in world.crossings}
    return {move.name: move for leg in world.legs for move in moves_of(leg, None if leg.entry is None else kinds[leg.entry])}


@_kept
def passages(world: World) -> Mapping[str, Passage]:
    """The moves of a world that meet a border, by name."""
    country, kind = {place.name: place.country for place in world.places}, {crossing.name: crossing.kind for crossing in world.crossings}
    return {
        move.name: Passage(move, here, there, kind[leg.exit], kind[leg.entry], f"{here}-{there}")
        for leg in world.legs
        if leg.exit is not None and leg.entry is not None
        for here, there in [(country[leg.origin], country[leg.target])]
        for move in moves_of(leg, kind[leg.entry])
    }


def over_borders(flows: Table, world: World) -> Rows:
    """Which rows of ``flows`` are moves that meet a crossing, shape (rows,)."""
    return is_word(flows, "move", *passages(world))


def in_period(table: Table, start: date, period: tuple[date, date] | None) -> Rows:
    """Which rows of a table by day belong to a period, shape (rows,)."""
    return _within(numbers(table, "day"), start, period)


def _within(day: Numbers, start: date, period: tuple[date, date] | None) -> Rows:
    return np.ones(len(day), bool) if period is None else (day >= (period[0] - start).days) & (day <= (period[1] - start).days)


def days_of(results: Results, period: tuple[date, date] | None) -> int:
    """How many of the simulated days a period holds, all of them without one."""
    if period is None:
        return results.days
    first, last = ((day - results.start).days for day in period)
    return max(0, min(last, results.days - 1) - max(first, 0) + 1)


def weeks_of(table: Table) -> Numbers:
    """The week of every row of a table by day or by week, 0 for the seven days that begin with the first simulated one; shape (rows,)."""
    return numbers(table, "day") // (WEEK // DAY) if "day" in table else numbers(table, "week")


def is_word(table: Table, column: str, *allowed: str) -> Rows:
    """Which rows hold one of the words, shape (rows,)."""
    values = words(table, column)
    return _labels_in(values, allowed)[values.codes] if values.labels else np.zeros(len(values), bool)


def among(rows: Numbers, table: Table, column: str, allowed: Iterable[str]) -> Numbers:
    """Those of some rows that hold one of the words."""
    return rows[holds(rows, table, column, allowed)]


def holds(rows: Numbers, table: Table, column: str, allowed: Iterable[str]) -> Rows:
    """Which of some rows hold one of the words, shape (rows,)."""
    values = words(table, column)
    return _labels_in(values, allowed)[values.codes[rows]] if values.labels else np.zeros(len(rows), bool)


def _labels_in(values: Labelled, allowed: Iterable[str]) -> Rows:
    known = set(allowed)
    return np.array([label in known for label in values.labels], bool)


def flows_sum(results: Results, world: World, only: Only, column: str) -> int:
    """Sum of a column of the flows over the moves that fit."""
    return moves_sum(results.tables["flows"], results, world, only, column)


def moves_sum(table: Table, results: Results, world: World, only: Only, column: str) -> int:
    """Sum of a column of a table by day, move and community over the moves that fit."""
    fitting = passages(world)
    for field, word in _WORDS.items():
        if some := getattr(only, field):
            fitting = {name: passage for name, passage in fitting.items() if word(passage) in some}
    return int(numbers(table, column)[of_days(words(table, "move").rows(fitting), table, results, only)].sum())


_WORDS: Mapping[str, Callable[[Passage], str | None]] = {
    "borders": lambda passage: passage.border,
    "crossings": lambda passage: passage.move.leg.entry,
    "countries": lambda passage: passage.target_country,
    "places": lambda passage: passage.move.leg.target,
    "kinds": lambda passage: passage.entry_kind.word,
    "channels": lambda passage: passage.move.channel.word,
}
"""What of a passage the fields of :class:`Only` let through."""


def counts_sum(results: Results, world: World, only: Only, *events: Event) -> int:
    """Sum of some events at the places that fit."""
    table = results.tables["counts"]
    rows = words(table, "event").rows(event.word for event in events)
    return int(numbers(table, "people")[of_days(among(rows, table, "place", places_of(world, only)), table, results, only)].sum())


LOSSES = (Event.DIED, Event.DISAPPEARED)
"""Events by which a party loses members."""


def goes_on(events: Table) -> Rows:
    """Which events take some of a party while the others go on: deaths and disappearances of fewer than it then had; shape (rows,)."""
    found = np.zeros(len(events["hour"]), bool)
    lost = words(events, "event").rows(event.word for event in LOSSES)
    person, people = numbers(events, "person"), numbers(events, "people")
    rows = np.flatnonzero(np.isin(person, person[lost]))
    if len(rows) == 0:
        return found
    rows = rows[np.lexsort((rows, person[rows]))]
    loses = holds(rows, events, "event", [event.word for event in LOSSES])
    whole = ~loses & ~holds(rows, events, "event", [Event.INJURED.word])  # what happens to all of them says how many they are
    last = np.maximum.accumulate(np.where(whole, np.arange(len(rows)), 0))
    gone = np.cumsum(np.where(loses, people[rows], 0))
    same = person[rows][last] == person[rows]
    found[rows[loses & same & (people[rows][last] > gone - gone[last])]] = True
    return found


def places_of(world: World, only: Only) -> list[str]:
    """Names of the places that fit."""
    return [place.name for place in world.places if allows(only.places, place.name) and allows(only.countries, place.country)]


def fits_way(passage: Passage, only: Only) -> bool:
    """Whether a passage goes over a border and by a channel that fit."""
    return allows(only.borders, passage.border) and (not only.channels or passage.move.channel.word in only.channels)


def of_days(rows: Numbers, table: Table, results: Results, only: Only) -> Numbers:
    """Those of some rows of a table by day that fit in time and community."""
    rows = rows[_within(numbers(table, "day")[rows], results.start, only.period)]
    return among(rows, table, "community", only.communities) if only.communities else rows


def all_of_days(table: Table, results: Results, only: Only) -> Numbers:
    """All rows of a table by day that fit in time and community, ascending."""
    rows = words(table, "community").rows(only.communities) if only.communities else np.arange(len(table["community"]))
    return rows[_within(numbers(table, "day")[rows], results.start, only.period)]


def allows(some: tuple[str, ...], word: str) -> bool:
    """Whether a field of :class:`Only` lets a word through."""
    return not some or word in some


def ratio(part: float, whole: float) -> float | None:
    """A ratio, or nothing where there is nothing to divide by."""
    return part / whole if whole else None


def numbers(table: Table, column: str) -> NDArray[np.int64]:
    """A column of whole numbers, shape (rows,)."""
    values = table[column]
    if isinstance(values, Labelled):
        msg = f"column {column} holds words"
        raise TypeError(msg)
    return values.astype(np.int64, copy=False)


def words(table: Table, column: str) -> Labelled:
    """A column of words."""
    values = table[column]
    if not isinstance(values, Labelled):
        msg = f"column {column} holds numbers"
        raise TypeError(msg)
    return values

"""What to count, and the reading of result tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import DAY, WEEK
from sim.network import Crossing, Leg, Move, Place, moves_of
from sim.results import Labelled, Results, Table
from sim.words import Event, Kind
from sim.world import World

CENTS = 100
"""Cents in a dollar."""
Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Only:
    """What to count; an empty field lets everything through.

    ``period`` is the first and last day: weeks that begin in it, events that fall in it. ``places`` and ``countries`` are where something happens; of a
    move, where it leads. ``borders`` have a direction: ``KGZ-KAZ`` leads from KGZ to KAZ. ``crossings`` are names, ``kinds`` words of
    :class:`~sim.words.Kind`, ``channels`` words of :class:`~sim.words.Channel`.
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


def moves_by_name(world: World) -> Mapping[str, Move]:
    """Every move of a world by the name it has in result tables."""
    kinds = {crossing.name: crossing.kind for crossing in world.crossings}
    return {move.name: move for leg in world.legs for move in moves_of(leg, None if leg.entry is None else kinds[leg.entry])}


def passages(world: World) -> Mapping[str, Passage]:
    """The moves of a world that meet a border, by name."""
    return _passages(world.places, world.crossings, world.legs)


@lru_cache(maxsize=4)
def _passages(places: tuple[Place, ...], crossings: tuple[Crossing, ...], legs: tuple[Leg, ...]) -> Mapping[str, Passage]:
    country, kind = {place.name: place.country for place in places}, {crossing.name: crossing.kind for crossing in crossings}
    return {
        move.name: Passage(move, country[leg.origin], country[leg.target], kind[leg.exit], kind[leg.entry])
        for leg in legs
        if leg.exit is not None and leg.entry is not None
        for move in moves_of(leg, kind[leg.entry])
    }


def over_borders(flows: Table, world: World) -> Rows:
    """Which rows of ``flows`` are moves that meet a crossing, shape (rows,)."""
    return is_word(flows, "move", *passages(world))


def in_period(table: Table, start: date, period: tuple[date, date] | None) -> Rows:
    """Which rows of a weekly table belong to a period: those whose week begins in it, shape (rows,)."""
    offset = numbers(table, "week") * (WEEK // DAY)
    return np.ones(len(offset), bool) if period is None else (offset >= (period[0] - start).days) & (offset <= (period[1] - start).days)


def is_word(table: Table, column: str, *allowed: str) -> Rows:
    """Which rows hold one of the words, shape (rows,)."""
    values, known = words(table, column), set(allowed)
    return np.array([label in known for label in values.labels], bool)[values.codes] if values.labels else np.zeros(len(values), bool)


def flows_sum(results: Results, world: World, only: Only, column: str) -> int:
    """Sum of a column of the flows over the moves that fit."""
    flows = results.tables["flows"]
    names = (
        name
        for name, p in passages(world).items()
        if fits_way(p, only)
        and allows(only.places, p.move.leg.target)
        and allows(only.countries, p.target_country)
        and allows(only.crossings, p.move.leg.entry or "")
        and allows(only.kinds, p.entry_kind.word)
    )
    return int(numbers(flows, column)[of_weeks(flows, results, only) & is_word(flows, "move", *names)].sum())


def counts_sum(results: Results, world: World, only: Only, *events: Event) -> int:
    """Sum of some events at the places that fit."""
    table = results.tables["counts"]
    here = (place.name for place in world.places if allows(only.places, place.name) and allows(only.countries, place.country))
    rows = of_weeks(table, results, only) & is_word(table, "event", *(event.word for event in events)) & is_word(table, "place", *here)
    return int(numbers(table, "people")[rows].sum())


def fits_way(passage: Passage, only: Only) -> bool:
    """Whether a passage goes over a border and by a channel that fit."""
    return allows(only.borders, f"{passage.origin_country}-{passage.target_country}") and allows(only.channels, passage.move.channel.word)


def of_weeks(table: Table, results: Results, only: Only) -> Rows:
    """Which rows of a weekly table fit in time and community, shape (rows,)."""
    return in_period(table, results.start, only.period) & of_communities(table, only)


def of_communities(table: Table, only: Only) -> Rows:
    """Which rows of a table fit in community, shape (rows,)."""
    return is_word(table, "community", *only.communities) if only.communities else np.ones(len(table["community"]), bool)


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

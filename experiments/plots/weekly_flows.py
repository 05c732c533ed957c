"""Flows of people by day, move and community, from the tables of a run or from the journeys that a run of a sweep kept: the data of maps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.basis.clock import DAY, WEEK
from sim.basis.words import Event
from sim.books.results import Table
from sim.outcomes.reading import moves_by_name, numbers, words
from sim.world.world import World

Values = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class WeeklyFlows:
    """One row a day, move and community; ``move`` and ``community`` are codes of ``moves`` and ``communities``, shape (rows,).

    ``people`` passed: over a border, or along a leg that meets none, where every attempt succeeds; ``attempts`` and ``apprehended`` are people too. Means
    over runs are fractions.
    """

    moves: tuple[str, ...]
    communities: tuple[str, ...]
    day: Codes
    move: Codes
    community: Codes
    people: Values
    attempts: Values
    apprehended: Values

    @property
    def week(self) -> Codes:
        """Week of the run of every row, 0 for the first, shape (rows,)."""
        return self.day // (WEEK // DAY)


@dataclass(frozen=True, slots=True)
class View:
    """A selection; empty fields select everything. ``countries`` are those of the map's extent."""

    communities: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    countries: tuple[str, ...] = ()


def weekly_flows_of_run(flows: Table, world: World) -> WeeklyFlows:
    """From the table ``flows`` of a run."""
    move, community = words(flows, "move"), words(flows, "community")
    known = moves_by_name(world)
    inland = np.array([known[name].leg.entry is None for name in move.labels], bool)[move.codes] if move.labels else np.zeros(0, bool)
    attempts, crossed, apprehended = (numbers(flows, column).astype(float) for column in ("attempts", "crossed", "apprehended"))
    through = np.where(inland, np.maximum(attempts, crossed), crossed)
    day = numbers(flows, "day")
    return WeeklyFlows(move.labels, community.labels, day, _whole(move.codes), _whole(community.codes), through, attempts, apprehended)


def weekly_flows_of_journeys(events: Table, people: Table) -> WeeklyFlows:
    """From the log of the followed people."""
    who, event, move = words(people, "community"), words(events, "event"), words(events, "move")
    community = np.zeros(int(numbers(people, "person").max(initial=-1)) + 1, np.int64)
    community[numbers(people, "person")] = who.codes
    kinds = {Event.CROSSED: (1, 0, 0), Event.TRAVELLED: (1, 1, 0), Event.ATTEMPTED: (0, 1, 0), Event.APPREHENDED: (0, 0, 1)}
    by_word = {kind.word: counts for kind, counts in kinds.items()}
    counts = np.array([by_word.get(label, (0, 0, 0)) for label in event.labels], float)[event.codes] if len(event) else np.zeros((0, 3))
    empty = np.array([name == "" for name in move.labels], bool)[move.codes] if len(move) else np.zeros(0, bool)
    rows = counts.any(axis=1) & ~empty
    whose = community[numbers(events, "person")[rows]]
    day = numbers(events, "hour")[rows] // DAY
    made = counts[rows] * numbers(events, "people")[rows][:, None]
    return summed([WeeklyFlows(move.labels, who.labels, day, _whole(move.codes[rows]), whose, made[:, 0], made[:, 1], made[:, 2])])


def summed(parts: Sequence[WeeklyFlows], share: float = 1.0) -> WeeklyFlows:
    """The sum of several, one row a day, move and community, times ``share``: the mean of runs if ``share`` is one over their number."""
    moves, communities = (tuple(sorted({name for part in parts for name in getattr(part, field)})) for field in ("moves", "communities"))
    place, rank = {name: k for k, name in enumerate(moves)}, {name: k for k, name in enumerate(communities)}
    keys = []
    for part in parts:
        move = np.array([place[name] for name in part.moves], np.int64)[part.move] if len(part.move) else part.move
        community = np.array([rank[name] for name in part.communities], np.int64)[part.community] if len(part.community) else part.community
        keys.append((part.day * max(1, len(moves)) + move) * max(1, len(communities)) + community)
    found, inverse = np.unique(np.concatenate([*keys, np.zeros(0, np.int64)]), return_inverse=True)

    def together(name: str) -> Values:
        sums: Values = np.bincount(inverse, np.concatenate([np.zeros(0), *(getattr(part, name) for part in parts)]), len(found)).astype(float)
        return sums * share

    rest, community = np.divmod(found, max(1, len(communities)))
    day, move = np.divmod(rest, max(1, len(moves)))
    return WeeklyFlows(moves, communities, day, move, community, together("people"), together("attempts"), together("apprehended"))


def rows_in_view(weekly: WeeklyFlows, world: World, view: View, *, followed: bool | None = None) -> NDArray[np.bool_]:
    """Which rows a view and a stratum select (followed communities, the others, or both), shape (rows,)."""
    ours = {c.name for c in world.communities if (followed is None or c.followed is followed) and (not view.communities or c.name in view.communities)}
    allowed = np.array([name in ours for name in weekly.communities], bool)
    rows = allowed[weekly.community] if len(allowed) else np.zeros(len(weekly.day), bool)
    if view.period is not None:
        rows = rows & (weekly.day >= (view.period[0] - world.start).days) & (weekly.day <= (view.period[1] - world.start).days)
    return np.asarray(rows)


def _whole(codes: NDArray[np.integer]) -> Codes:
    return codes.astype(np.int64)

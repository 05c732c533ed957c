"""Which share of simulated journeys follows documented itineraries.

A journey lasts from one departure to the next, and counts once it has passed a border. It *follows* an itinerary that is reported of its community if it passes
the points of one reading of it in their order (the same points, with the same modes, as :mod:`calibration.evidence.itineraries_open` asks for). What lies
between them, before and after is free, and it need not have reached its destination. Where somebody is caught, and where they stand again after it, is a stop.
Itineraries of kind ``wish`` hold no way and are followed by nobody. Only communities whose journeys are recorded event by event are spoken of. Returns home are
no part of a journey.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from calibration.evidence.itineraries import GENERAL, OUTSIDE, OWN, Itinerary
from calibration.evidence.itinerary_words import ABROAD, HOME, KINDS, MODES, RETURN, Point
from sim.basis.words import Event
from sim.books.results import Results
from sim.outcomes.reading import Rows, is_word, moves_by_name, numbers, words
from sim.world.network import Move
from sim.world.world import World

Numbers = NDArray[np.int64]
STANDING = (Event.ATTEMPTED, Event.TRAVELLED, Event.WAITED, Event.STRANDED, Event.APPLIED_AVR)
"""Events that say where somebody stands, also after being put back there: a stop to which no leg has led."""
STOPS = (Event.DEPARTED, Event.REACHED, Event.ARRIVED, Event.APPREHENDED, *STANDING)
"""Events that are stops of a journey."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Journeys of some communities: how many passed a border, and how many of them follow an itinerary."""

    journeys: int
    following: int

    @property
    def share(self) -> float | None:
        """Share that follows; ``None`` where nobody passed a border."""
        return self.following / self.journeys if self.journeys else None


@dataclass(frozen=True, slots=True)
class ByCommunity:
    """Journeys of one community that passed a border, how many follow a way reported of somebody, and how many follow any documented way.

    ``None`` where no such way in this world is reported of them.
    """

    community: str
    journeys: int
    own: int | None
    any: int | None


class Journeys:
    """The journeys of a run: where each was, one row a stop, in order of person and time."""

    def __init__(self, results: Results, world: World) -> None:
        """Sort the event log into journeys."""
        events = results.tables["events"]
        row = np.flatnonzero(is_word(events, "event", *(event.word for event in STOPS)))
        person, hour = numbers(events, "person")[row], numbers(events, "hour")[row]
        order = np.lexsort((row, hour, person))
        row, person = row[order], person[order]
        starts = is_word(events, "event", Event.DEPARTED.word)[row]
        first = np.maximum.accumulate(np.where(starts, np.arange(len(row)), -1)) if len(row) else np.zeros(0, np.int64)
        known = (first >= 0) & (person[first] == person)  # who was abroad when the run began has no start
        row, starts = row[known], starts[known]
        self.start: Numbers = np.flatnonzero(starts)
        self.end: Numbers = np.append(self.start[1:], len(row)).astype(np.int64)
        self.starts: Rows = starts
        self._stands: Rows = is_word(events, "event", *(event.word for event in STANDING))[row]
        self._caught: Rows = is_word(events, "event", Event.APPREHENDED.word)[row]
        place, move = words(events, "place"), words(events, "move")
        self._place, self._places = place.codes[row], place.labels
        known_moves = moves_by_name(world)
        self._move, self._moves = move.codes[row], tuple(known_moves.get(name) for name in move.labels)
        self._country = {p.name: p.country for p in world.places}
        self._kind = {crossing.name: crossing.kind for crossing in world.crossings}
        people = results.tables["people"]
        community = words(people, "community")
        at = np.searchsorted(numbers(people, "person"), person[known][self.start])
        self.community = np.array([community.labels[code] for code in community.codes[at]], object)
        self._known = set(self._country) | set(self._country.values()) | set(self._kind) | {HOME, ABROAD}
        self._met: dict[Point, Numbers] = {}
        self.abroad: Rows = np.add.reduceat(self._borders(), self.start) > 0 if len(self.start) else np.zeros(0, bool)

    def of(self, communities: Sequence[str]) -> Rows:
        """Which journeys passed a border and are made by some communities, shape (journeys,)."""
        made: Rows = np.array([name in communities for name in self.community], bool)
        made[~self.abroad] = False
        return made

    def can_be_followed(self, itinerary: Itinerary) -> bool:
        """Whether an itinerary has a reading that lies in the world and leads on, not home."""
        return all(
            any(a.points and all(p.how != RETURN and self._known & set(p.names) for p in a.points) for a in part)
            for part in itinerary.parts
        )  # fmt: skip

    def follow(self, itinerary: Itinerary) -> Rows:
        """Which journeys, of whomever, pass the points of an itinerary, shape (journeys,)."""
        found = np.zeros(len(self.start), bool)
        for way in product(*itinerary.parts):
            if all(alternative.points for alternative in way):
                found |= self._pass([point for alternative in way for point in alternative.points])
        return found

    def _pass(self, points: Sequence[Point]) -> Rows:
        """Which journeys pass points in order: the earliest stop that meets each, not before the one that met the point before."""
        at, still = self.start.copy(), np.ones(len(self.start), bool)
        for point in points:
            # A point that asks for a leg is met by a later leg; a mere place or country may be where one already is.
            if point not in self._met:
                self._met[point] = np.flatnonzero(self._meets(point))
            stops = self._met[point]
            following = np.searchsorted(stops, at, side="left" if self._may_stay(point) or point is points[0] else "right")
            still &= following < len(stops)
            at = np.where(still, stops[np.minimum(following, max(0, len(stops) - 1))] if len(stops) else at, at)
            still &= at < self.end
        return still

    def _may_stay(self, point: Point) -> bool:
        return point.how == "" and point.names != (ABROAD,) and not set(point.names) & set(self._kind)

    def _meets(self, point: Point) -> Rows:
        """Which stops meet a point, shape (stops,)."""
        if point.how == RETURN:
            return np.zeros(len(self.starts), bool)
        if point.names == (HOME,):
            return self.starts
        names = set(point.names)
        there = np.array([name in names or self._country.get(name) in names for name in self._places], bool)[self._place]
        met: Rows = there | self._legs(lambda move: bool({move.leg.exit, move.leg.entry} & names & set(self._kind)))
        if point.names == (ABROAD,):
            met = self._borders()
        if point.how:
            met &= self._legs(lambda move: self._suits(move, point.how))
        return met

    def _legs(self, fits: Callable[[Move], bool]) -> Rows:
        """Which stops are the end of a leg that fits, shape (stops,)."""
        known = np.array([move is not None and fits(move) for move in self._moves], bool)
        found: Rows = known[self._move]
        found[self.starts | self._stands] = False
        return found

    def _borders(self) -> Rows:
        """Which stops lie behind a border that was passed, shape (stops,): who is caught at one has not."""
        return self._legs(_over_border) & ~self._caught

    def _suits(self, move: Move, how: str) -> bool:
        leg = move.leg
        return (how in MODES and leg.mode is MODES[how]) or (how in KINDS and leg.entry is not None and self._kind[leg.entry] is KINDS[how])


def _over_border(move: Move) -> bool:
    return move.leg.entry is not None


def followed(results: Results, world: World, itineraries: Mapping[str, Itinerary]) -> tuple[Mapping[str, Followed], list[ByCommunity]]:
    """Journeys that follow each itinerary, among those of its communities; and by community those that follow any.

    Parameters
    ----------
    results, world
        A run and what it was given.
    itineraries
        From :func:`calibration.evidence.itineraries.read_itineraries`.

    Returns
    -------
    dict, list
        By id, only itineraries that lie in this world and are reported of a followed community; by community, in alphabetical order.
    """
    journeys = Journeys(results, world)
    recorded = sorted(c.name for c in world.communities if c.followed)
    each: dict[str, Followed] = {}
    ways: dict[str, Rows] = {kind: np.zeros(len(journeys.start), bool) for kind in (OWN, GENERAL)}
    told: dict[str, set[str]] = {kind: set() for kind in ways}
    for itinerary in itineraries.values():
        reported_of = [name for name in itinerary.communities if name in recorded]
        if itinerary.within == OUTSIDE or itinerary.kind not in ways or not reported_of or not journeys.can_be_followed(itinerary):
            continue
        among = journeys.of(reported_of)
        hits = journeys.follow(itinerary) & among
        each[itinerary.id] = Followed(int(among.sum()), int(hits.sum()))
        ways[itinerary.kind] |= hits
        told[itinerary.kind] |= set(reported_of)
    table = []
    for name in recorded:
        among = journeys.of([name])
        own, general = ways[OWN] & among, (ways[OWN] | ways[GENERAL]) & among
        ways_of = name in told[OWN], name in told[OWN] | told[GENERAL]
        counts = (int(hits.sum()) if reported else None for hits, reported in zip((own, general), ways_of, strict=True))
        table.append(ByCommunity(name, int(among.sum()), *counts))
    return each, table

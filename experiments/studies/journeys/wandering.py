"""Whether people wander: completed journeys that hold a voluntary there-and-back.

A journey lasts from a departure to the first arrival after it, and is completed by that. It holds a *there-and-back* where a leg from A to B is followed by
the leg from B to A, both travelled to their end, and none of :data:`STOPS` happened between. It holds a *round* where somebody comes to a place once more with
none of them between, by however many legs: every there-and-back is one. Only communities whose journeys are recorded event by event are spoken of, and a
journey counts once, for however many people it stands.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.basis.words import Event
from sim.books.results import Results, Table
from sim.outcomes.reading import Numbers, Rows, holds, moves_by_name, numbers, words
from sim.world.world import World

STOPS = (
    Event.REFUSED_BOARDING, Event.APPREHENDED, Event.DETAINED, Event.RELEASED, Event.PUSHED_BACK, Event.DENOUNCED, Event.ABANDONED, Event.WAITED,
    Event.STRANDED, Event.REDIRECTED,
)  # fmt: skip
"""What stops somebody at a place, so that turning back is no whim. To wait says that no way was open, or no seat came; who is robbed and stuck waits too."""
LEGS = (Event.ATTEMPTED, Event.TRAVELLED)
ENDS = (Event.REACHED, Event.ARRIVED)


@dataclass(frozen=True, slots=True)
class Wandering:
    """Completed journeys of a community, and how many of them hold a voluntary there-and-back or a voluntary round."""

    community: str
    completed: int
    back: int
    round: int

    @property
    def share(self) -> float | None:
        """Share with a voluntary there-and-back; ``None`` where no journey was completed."""
        return self.back / self.completed if self.completed else None


def wandering(results: Results, world: World) -> tuple[Wandering, ...]:
    """How many completed journeys wander, by followed community in the order of the world."""
    events, people = results.tables["events"], results.tables["people"]
    row, journey = _steps(events)
    completed = np.unique(journey[holds(row, events, "event", [Event.ARRIVED.word])])
    back, again = _wanders(events, world, row, journey)
    community = words(people, "community")
    of = community.codes[np.searchsorted(numbers(people, "person"), numbers(events, "person")[completed])]
    found = []
    for name in (one.name for one in world.communities if one.followed):
        mine = completed[np.isin(of, [code for code, label in enumerate(community.labels) if label == name])]
        found.append(Wandering(name, len(mine), int(np.isin(mine, back).sum()), int(np.isin(mine, again).sum())))
    return tuple(found)


def together(parts: tuple[Wandering, ...], name: str = "all") -> Wandering:
    """Several communities, or several seeds, as one."""
    return Wandering(name, *(sum(getattr(part, field) for part in parts) for field in ("completed", "back", "round")))


def _steps(events: Table) -> tuple[Numbers, Numbers]:
    """The rows that tell of journeys up to their first arrival, by person and time, and the row of the departure with which the journey of each began."""
    row = words(events, "event").rows(event.word for event in (Event.DEPARTED, *LEGS, *ENDS, *STOPS))
    hour, person = numbers(events, "hour")[row], numbers(events, "person")[row]
    order = np.lexsort((row, hour, person))
    row, person = row[order], person[order]
    first = _latest(holds(row, events, "event", [Event.DEPARTED.word]))
    known = first >= 0
    known[known] = person[first[known]] == person[known]  # who was abroad when the run began has no start
    arrived = holds(row, events, "event", [Event.ARRIVED.word])
    before = np.cumsum(arrived) - arrived  # arrivals before a row
    known[known] = before[known] == before[first[known]]
    return row[known], row[first[known]]


def _latest(marked: Rows) -> Numbers:
    """The latest marked row up to every row, -1 before the first."""
    found: Numbers = np.maximum.accumulate(np.where(marked, np.arange(len(marked)), -1)) if len(marked) else np.zeros(0, np.int64)
    return found


def _wanders(events: Table, world: World, row: Numbers, journey: Numbers) -> tuple[Numbers, Numbers]:
    """The journeys that hold a voluntary there-and-back, and those that hold a voluntary round."""
    place = words(events, "place")
    code = {name: number for number, name in enumerate(place.labels)}
    move, moves = words(events, "move"), moves_by_name(world)
    goal = np.array([code.get(moves[name].leg.target, -1) if name in moves else -1 for name in move.labels], np.int64)
    leg = np.flatnonzero(holds(row, events, "event", [event.word for event in LEGS]))
    origin, target = place.codes[row[leg]].astype(np.int64), goal[move.codes[row[leg]]]
    stops = np.cumsum(holds(row, events, "event", [event.word for event in STOPS]))
    ended = _ended(holds(row, events, "event", [event.word for event in ENDS]), place.codes[row], leg, target)
    follows = (journey[leg][1:] == journey[leg][:-1]) & (stops[leg][1:] == stops[leg][:-1])
    back = follows & ended[1:] & ended[:-1] & (origin[1:] == target[:-1]) & (target[1:] == origin[:-1])
    stretch = np.concatenate(([0], np.cumsum(~follows))) if len(leg) else np.zeros(0, np.int64)
    last = np.append(~follows, True)[: len(leg)] & ended
    been = np.column_stack((np.append(stretch, stretch[last]), np.append(origin, target[last])))
    stays, times = np.unique(been, axis=0, return_counts=True)
    rounds: NDArray[np.int64] = np.unique(journey[leg][np.isin(stretch, stays[times > 1, 0])])
    return np.unique(journey[leg][1:][back]), rounds


def _ended(ends: Rows, place: NDArray[np.integer], leg: Numbers, target: Numbers) -> Rows:
    """Which legs were travelled to their end: the next end after them is there, and no other leg begins before it."""
    rows = np.flatnonzero(ends)
    following = np.searchsorted(rows, leg)
    found = following < len(rows)
    end = rows[np.minimum(following, len(rows) - 1)] if len(rows) else leg
    next_leg = np.append(leg[1:], len(ends))
    ended: Rows = found & (end < next_leg[: len(leg)]) & (place[end] == target)
    return ended

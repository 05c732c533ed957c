"""Whether people wander: completed journeys that hold a voluntary there-and-back.

A journey lasts from a departure to the first arrival after it, and is completed by that. It holds a *there-and-back* where a leg from A to B is followed by
the leg from B to A, both travelled to their end, and none of :data:`STOPS` happened between. It holds a *round* where somebody comes to a place once more with
none of them between, by however many legs: every there-and-back is one. Only communities whose journeys are recorded event by event are spoken of, and a
journey counts once, for however many people it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.studies.journeys.finding import Finding, percent, spread
from experiments.studies.journeys.runs import Ask, Runs
from experiments.studies.journeys.steps import LEGS, Steps, communities_of, steps_of
from sim.basis.words import Event
from sim.books.results import Results, Table
from sim.outcomes.reading import Numbers, Rows, holds, moves_by_name, words
from sim.world.world import World

STOPS = (
    Event.REFUSED_BOARDING, Event.APPREHENDED, Event.DETAINED, Event.RELEASED, Event.PUSHED_BACK, Event.DENOUNCED, Event.ABANDONED, Event.WAITED,
    Event.STRANDED, Event.REDIRECTED,
)  # fmt: skip
"""What stops somebody at a place, so that turning back is no whim. To wait says that no way was open, or no seat came; who is robbed and stuck waits too."""
ENDS = (Event.REACHED, Event.ARRIVED)
AT_MOST = 0.02
"""Share of completed journeys that may hold a voluntary there-and-back: no report describes one, and a short trip to buy a paper or to see relatives may be."""
MUST = f"a voluntary there-and-back in at most {AT_MOST:.0%} of completed journeys"


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
    events = results.tables["events"]
    steps = steps_of(events, *LEGS, *ENDS, *STOPS)
    completed = np.unique(steps.journey[holds(steps.row, events, "event", [Event.ARRIVED.word])])
    back, again = _wanders(events, world, steps)
    community = np.array(communities_of(results, completed), object)
    found = []
    for name in (one.name for one in world.communities if one.followed):
        mine = completed[community == name]
        found.append(Wandering(name, len(mine), int(np.isin(mine, back).sum()), int(np.isin(mine, again).sum())))
    return tuple(found)


def together(parts: Sequence[Wandering], name: str = "all") -> Wandering:
    """Several communities, or several seeds, as one."""
    return Wandering(name, *(sum(getattr(part, field) for part in parts) for field in ("completed", "back", "round")))


def _wanders(events: Table, world: World, steps: Steps) -> tuple[Numbers, Numbers]:
    """The journeys that hold a voluntary there-and-back, and those that hold a voluntary round."""
    row, journey = steps
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
    next_leg = np.append(leg[1:], len(ends))[: len(leg)]
    ended: Rows = found & (end < next_leg) & (place[end] == target)
    return ended


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Share of completed journeys that wander, by community and in all."""
    world = ask.world(scenario)
    by_seed = [wandering(runs.of(world, seed), world) for seed in ask.seeds]
    seeds = [together(found) for found in by_seed]
    whole = together(seeds)
    rows = [_row(together(parts, parts[0].community)) for parts in zip(*by_seed, strict=True)]
    shares = [one.share for one in seeds]
    measured = f"{percent(whole.share)} of {whole.completed:,} ({spread(shares, percent)}); with a round {percent(_share(whole.round, whole.completed))}"
    holds_here = None if whole.share is None else whole.share <= AT_MOST
    head = ("community", "completed journeys", "there and back", "round", "share there and back")
    return [Finding("wandering", scenario, MUST, measured, holds_here, head, (*rows, _row(whole)), {"share": shares})]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _row(one: Wandering) -> tuple[str, ...]:
    return one.community, f"{one.completed:,}", f"{one.back:,}", f"{one.round:,}", percent(one.share)

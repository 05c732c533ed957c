"""Whether people turn round as one: by how much the shares of channels at a hub move from one day to the next.

A hub's departures of a day are the moves that people begin there, over a border or inland, by channel. They are counted in people over the parties that an
agent of their community stands for: what ten parties do that are simulated as one says nothing of turning as one. Two days that follow each other are compared
where at least :data:`AT_LEAST` left the hub on each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.studies.journeys.changes import GREEN, effort_at, peopled, unchanged, used_crossings
from experiments.studies.journeys.finding import Finding, mean, percent, with_spread
from experiments.studies.journeys.lasting import busiest_green_crossing
from experiments.studies.journeys.runs import Ask, Runs, parties
from sim.basis.words import Channel
from sim.books.results import Results
from sim.outcomes.reading import moves_by_name, numbers, words
from sim.world.world import World

AT_LEAST = 200
"""Departures from a hub on each of two days that are compared."""
POINTS = 0.2
"""Change of a share between two days from which people turn as one."""
CROWD = 150_000
"""Agents of a world whose hubs have enough departures a day."""
FACTOR = 5.0
"""Effort at the busiest green crossing relative to before, from the middle of the run: enough to turn many away."""
MONTH = 28
"""Days over which shares are averaged before an event, and from a month after it."""
SLOW = 1
"""Days that half of a change must take at least, as means of a week see it."""
MUST = f"no hub's daily share of a channel moves by more than {POINTS:.0%} of departures between two days (of at least {AT_LEAST} each)"
SLOWLY = f"{MUST}, on the days of a reinforcement neither; what it moves takes days to weeks"


@dataclass(frozen=True, slots=True)
class Departures:
    """Departures by hub, day and channel: ``count`` has shape (hubs, days, channels)."""

    hubs: tuple[str, ...]
    count: NDArray[np.float64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """Shares of channels, shape (hubs, days, channels); zero where nobody left."""
        whole = self.count.sum(axis=2, keepdims=True)
        shares: NDArray[np.float64] = np.divide(self.count, whole, out=np.zeros_like(self.count), where=whole > 0)
        return shares


@dataclass(frozen=True, slots=True)
class Turn:
    """The largest change of a share between two days: how large, at which hub, of which channel, on which day (the second); and how many pairs were compared.

    ``beyond`` is how many pairs of days changed by more than :data:`POINTS`.
    """

    size: float
    hub: str
    channel: str
    day: int
    pairs: int
    beyond: int


def departures(results: Results, world: World) -> Departures:
    """Departures from every hub of a run by day and channel, in people over the parties that an agent stands for."""
    flows, moves = results.tables["flows"], moves_by_name(world)
    move, community = words(flows, "move"), words(flows, "community")
    hubs = tuple(place.name for place in world.places)
    place = {name: number for number, name in enumerate(hubs)}
    hub = np.array([place[moves[name].leg.origin] for name in move.labels], np.int64)[move.codes]
    channel = np.array([moves[name].channel for name in move.labels], np.int64)[move.codes]
    alike = parties(world, community.labels)[community.codes]
    shape = len(hubs), results.days, len(Channel)
    cell = np.ravel_multi_index((hub, numbers(flows, "day"), channel), shape)
    return Departures(hubs, np.bincount(cell, numbers(flows, "attempts") / alike, int(np.prod(shape))).astype(np.float64).reshape(shape))


def largest_turn(found: Departures, days: slice = slice(None)) -> Turn | None:
    """The largest change between two days, of the days chosen; ``None`` where no two days that follow each other had enough departures."""
    count = found.count[:, days]
    enough = count.sum(axis=2) >= AT_LEAST
    pairs = enough[:, 1:] & enough[:, :-1]
    if not pairs.any():
        return None
    moved = np.abs(np.diff(found.shares[:, days], axis=1)) * pairs[:, :, None]
    hub, day, channel = np.unravel_index(int(moved.argmax()), moved.shape)
    beyond = int((moved.max(axis=2) > POINTS).sum())
    first = days.start or 0
    return Turn(float(moved.max()), found.hubs[hub], Channel(int(channel)).word, int(day) + 1 + first, int(pairs.sum()), beyond)


def days_to_half(found: Departures, hub: str, channel: str, event: int) -> int | None:
    """Days from an event until the share of a channel at a hub has gone half of its way: from the mean of the month before to that of the second month after.

    Weekly means are compared, so that one day of chance is no change. ``None`` where it never goes so far.
    """
    shares = found.shares[found.hubs.index(hub), :, Channel[channel.upper()]]
    before, after = shares[event - MONTH : event].mean(), shares[event + MONTH : event + 2 * MONTH].mean()
    for day in range(event, event + 2 * MONTH):
        if abs(shares[day : day + 7].mean() - before) >= abs(after - before) / 2:
            return day - event
    return None


def most_moved(found: Departures, event: int) -> tuple[str, str, float, float] | None:
    """Hub and channel whose share changes most from the month before an event to the second month after, and both shares, of hubs with enough departures."""
    before, after = found.count[:, event - MONTH : event], found.count[:, event + MONTH : event + 2 * MONTH]
    enough = (before.sum(axis=2).mean(axis=1) >= AT_LEAST) & (after.sum(axis=2).mean(axis=1) >= AT_LEAST)
    if not enough.any():
        return None
    a, b = (count.sum(axis=1) / np.maximum(count.sum(axis=(1, 2)), 1.0)[:, None] for count in (before, after))
    hub, channel = np.unravel_index(int((np.abs(b - a) * enough[:, None]).argmax()), a.shape)
    return found.hubs[hub], Channel(int(channel)).word, float(a[hub, channel]), float(b[hub, channel])


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """The largest daily change of a share in a world in which nothing changes, and after a reinforcement of the busiest green crossing."""
    world, times = unchanged(ask.world(scenario)), 1.0
    if largest_turn(departures(runs.of(world, ask.seeds[0]), world)) is None:
        times = ask.crowded(scenario, CROWD) / ask.scale
        world = peopled(world, times)
    event = world.days // 2
    crossing = ask.crossing or busiest_green_crossing(runs.of(world, ask.seeds[0]), world)
    watched = effort_at(world, [crossing] if crossing else used_crossings(world, GREEN), FACTOR, event)
    found = []
    for one, must, what in ((world, MUST, "turning"), (watched, SLOWLY, "turning-after")):
        left = [departures(runs.of(one, seed), one) for seed in ask.seeds]
        turns = [largest_turn(days) for days in left]
        there = [turn for turn in turns if turn is not None]
        if not there:
            found.append(
                Finding(what, scenario, must, f"no hub has {AT_LEAST} departures on two days running among {times:g} times as many people", holds=None)
            )
            continue
        worst = max(there, key=lambda turn: turn.size)
        sizes = [None if turn is None else turn.size for turn in turns]
        measured = f"{times:g} times as many people: at most {percent(worst.size)} of departures ({worst.hub}, {worst.channel}, day {worst.day}); "
        measured += f"{sum(turn.beyond for turn in there):,} of {sum(turn.pairs for turn in there):,} pairs of days beyond {POINTS:.0%}"
        rows = [_row(seed, turn) for seed, turn in zip(ask.seeds, turns, strict=True)]
        slow = True
        if one is watched:
            said, slow = _after(left, event, crossing)
            measured += f"; {said}"
        head = ("seed", "largest change", "hub", "channel", "day", "pairs of days", f"beyond {POINTS:.0%}")
        found.append(Finding(what, scenario, must, measured, slow and worst.size <= POINTS, head, tuple(rows), {"largest": sizes}))
    return found


def _row(seed: int, turn: Turn | None) -> tuple[str, ...]:
    if turn is None:
        return str(seed), *("–",) * 6
    return str(seed), percent(turn.size), turn.hub, turn.channel, str(turn.day), f"{turn.pairs:,}", f"{turn.beyond:,}"


def _after(left: Sequence[Departures], event: int, crossing: str) -> tuple[str, bool]:
    """What the reinforcement moved most and how long half of that took, in words; and whether it took long enough."""
    moved = most_moved(left[0], event)
    if moved is None:
        return f"after day {event} no hub has enough departures", True
    hub, channel, before, after = moved
    took = [days_to_half(days, hub, channel, event) for days in left]
    moved_to = f"{channel} at {hub} {percent(before)} to {percent(after)}, half of it in {with_spread(took)} days"
    return f"effort at {crossing} times {FACTOR:g} on day {event}: {moved_to}", (mean(took) or 0.0) >= SLOW

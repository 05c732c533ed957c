"""Whether a lasting reinforcement of one crossing moves choices for as long as it lasts.

Attempts at the crossing are counted in months of thirty days from the day of the change, over all seeds, and set beside those of the same months, seeds and
people without it. What the change takes away at first it must take away later. They are of the transit communities, by which the crossing is chosen: workers
who walk over a border between neighbours for a season hardly see what they risk there.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from experiments.runs.community_groups import TRANSIT, members
from experiments.studies.journeys.changes import GREEN, effort_at, lengthened, used_crossings
from experiments.studies.journeys.finding import Finding, Number, percent, plain, spread
from experiments.studies.journeys.runs import Ask, Runs
from sim.books.results import Results
from sim.outcomes import Only, attempts
from sim.outcomes.reading import among, numbers, passages, ratio, words
from sim.world.world import World

FACTOR = 3.0
"""Effort relative to before."""
MONTH = 30
HALF_YEAR = 6
LEAST_DAYS = 3 * 365
"""Days that are simulated at least: one third before the change, and more than twelve months after it."""
KEPT = 0.5
"""Part of the first effect that must be there at the end: news fades within weeks, so that an effect which hangs on it is gone."""
SWING = 2.0
"""Ratio between two months, seasons left out, that is taken for turning round: forgetting and learning again made threefold to twelvefold swings."""
FEWEST = 200
"""Attempts without the change, over all seeds, of a month that is set beside the next: half a hundred parties, of which chance moves a seventh."""
MOVES = 0.05
"""Part of the attempts that must be gone in the first months: less is no effect that could last."""
MUST = (
    f"a lasting reinforcement takes away at least {MOVES:.0%} of the attempts at the crossing in the first six months, in the last six at least half of that, "
    f"and no month of at least {FEWEST} attempts differs from the next by more than {SWING:g} times but for the season"
)


def monthly_attempts(results: Results, world: World, crossing: str, change: int) -> tuple[list[int], list[int]]:
    """Attempts of transit communities at a crossing by months of thirty days before and after a day of the run, the oldest first, whole months only."""
    flows = results.tables["flows"]
    there = words(flows, "move").rows(name for name, passage in passages(world).items() if crossing in (passage.move.leg.exit, passage.move.leg.entry))
    there = among(there, flows, "community", members(world, TRANSIT))
    day, people = numbers(flows, "day")[there] - change, numbers(flows, "attempts")[there]
    month = np.floor_divide(day, MONTH)
    before, after = change // MONTH, (results.days - change) // MONTH
    kept = (month >= -before) & (month < after)
    counts = [round(count) for count in np.bincount(month[kept] + before, people[kept], before + after).tolist()]
    return counts[:before], counts[before:]


def largest_swing(months: Sequence[Number]) -> float:
    """The largest ratio between a month and the next, either way, where both have a number; less than a hundredth counts as a hundredth."""
    least = [None if month is None else max(month, 0.01) for month in months]
    return max((max(a / b, b / a) for a, b in pairwise(least) if a is not None and b is not None), default=1.0)


def busiest_green_crossing(results: Results, world: World) -> str:
    """The green crossing that recorded communities try most in a run, the first by name among equals; empty where there is none."""
    tried = dict.fromkeys(sorted(used_crossings(world, GREEN)), 0)
    whom = members(world, TRANSIT)
    for name in tried:
        tried[name] = attempts(results, world, Only(crossings=(name,), communities=whom))
    return max(tried, key=lambda crossing: tried[crossing], default="")


def part_left(with_it: Sequence[int], without: Sequence[int]) -> float | None:
    """Attempts with the change relative to those without it, over some months."""
    return ratio(sum(with_it), sum(without))


def stays(first: Number, last: Number, swing: float) -> bool | None:
    """Whether an effect lasts: attempts are down at first, at the end by at least :data:`KEPT` of that, and never swing."""
    if first is None or last is None:
        return None
    return 1.0 - first >= MOVES and 1.0 - last >= KEPT * (1.0 - first) and swing <= SWING


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Monthly attempts at a crossing with and without a lasting reinforcement."""
    world = lengthened(ask.world(scenario, ask.crowded(scenario)), LEAST_DAYS)
    crossing = ask.crossing or busiest_green_crossing(runs.of(world, ask.seeds[0]), world)
    if not crossing:
        return [Finding("lasting", scenario, MUST, "there is no green crossing", holds=None)]
    change = world.days // 3
    watched = effort_at(world, [crossing], FACTOR, change)
    found = [[monthly_attempts(runs.of(one, seed), one, crossing, change) for seed in ask.seeds] for one in (world, watched)]
    earlier, without = ([sum(months) for months in zip(*(seed[part] for seed in found[0]), strict=True)] for part in (0, 1))
    with_it = [sum(months) for months in zip(*(seed[1] for seed in found[1]), strict=True)]
    span = min(HALF_YEAR, len(with_it) // 2)
    first = [part_left(b[1][:span], a[1][:span]) for a, b in zip(*found, strict=True)]
    last = [part_left(b[1][-span:], a[1][-span:]) for a, b in zip(*found, strict=True)]
    relative = [part_left([b], [a]) for a, b in zip(without, with_it, strict=True)]
    swing = largest_swing([one if tries >= FEWEST else None for one, tries in zip(relative, without, strict=True)])
    ends = part_left(with_it[:span], without[:span]), part_left(with_it[-span:], without[-span:])
    measured = f"{crossing}, effort times {FACTOR:g}: {percent(ends[0])} of the attempts without it in the first {span} months ({spread(first, percent)}), "
    measured += f"{percent(ends[1])} in the last {span} ({spread(last, percent)}); from month to month {plain(swing)} times at most"
    seeds = len(ask.seeds)
    rows = [(f"month {k + 1}", plain(a / seeds), plain(b / seeds), percent(relative[k])) for k, (a, b) in enumerate(zip(without, with_it, strict=True))]
    rows.insert(0, ("a month before", *(plain(sum(earlier) / max(1, len(earlier)) / seeds),) * 2, ""))
    head = ("after the change", "attempts without it", "attempts with it", "with it, of without")
    values = {"first months": first, "last months": last, "month": relative}
    return [Finding("lasting", scenario, MUST, measured, stays(*ends, swing), head, tuple(rows), values)]

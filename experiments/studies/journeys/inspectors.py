"""Whether inspectors act on papers: passages with a forged paper or with a visa when there are twice as many inspectors at checkpoints."""

from experiments.studies.journeys.changes import CHECKPOINTS, day_of, effort_at, used_crossings
from experiments.studies.journeys.effort import ERRORS, FACTOR, last_third
from experiments.studies.journeys.finding import Finding, mean, plain, signed_percent, standard_error, with_spread
from experiments.studies.journeys.runs import Ask, Runs
from sim.basis.words import Channel
from sim.books.results import Results
from sim.outcomes import Only, crossings
from sim.world.world import World

MUST = f"{FACTOR:g} times as many inspectors at checkpoints lower the passages with a forged paper"


def passed(results: Results, world: World, channel: Channel) -> int:
    """Passages by a channel in the last third of a run, people."""
    first, last = last_third(world)
    return crossings(results, world, Only(period=(day_of(world, first), day_of(world, last)), channels=(channel.word,)))


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Passages on papers without and with twice the inspectors at all checkpoints."""
    world = ask.world(scenario, ask.crowded(scenario))
    watched = effort_at(world, used_crossings(world, CHECKPOINTS), FACTOR)
    rows, change = [], {}
    for channel in (Channel.FORGED, Channel.VISA):
        before, after = ([passed(runs.of(one, seed), world, channel) for seed in ask.seeds] for one in (world, watched))
        change[channel] = [b / a - 1.0 for a, b in zip(before, after, strict=True) if a]
        rows.append((channel.word, with_spread(before), plain(mean(after)), with_spread(change[channel], signed_percent)))
    forged = change[Channel.FORGED]
    measured = "; ".join(f"{channel.word} {signed_percent(mean(series))}" for channel, series in change.items())
    holds = (mean(forged) or 0.0) < -ERRORS * standard_error(forged) if forged else None
    head = ("papers", "passages before", "after", "change")
    return [Finding("inspectors", scenario, MUST, measured, holds, head, tuple(rows), {channel.word: series for channel, series in change.items()})]

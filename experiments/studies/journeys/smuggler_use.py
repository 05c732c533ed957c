"""Whether people use smugglers less where enforcement on lone travellers and on guides rises alike.

Effort is doubled at every green crossing by a policy from day 0. Of hidden attempts over borders (alone or with a guide) the share with a guide is taken, and
of recorded journeys with a hidden attempt the share that holds one with a guide, both in the last third of the run.
"""

import numpy as np

from experiments.studies.journeys.changes import GREEN, day_of, effort_at, used_crossings
from experiments.studies.journeys.effort import ERRORS, FACTOR, last_third
from experiments.studies.journeys.finding import Finding, Number, known, mean, percent, standard_error, with_spread
from experiments.studies.journeys.runs import Ask, Runs
from experiments.studies.journeys.steps import steps_of
from sim.basis.clock import DAY
from sim.basis.words import Channel, Event
from sim.books.results import Results
from sim.outcomes import Only
from sim.outcomes.reading import flows_sum, holds, numbers, passages, ratio
from sim.world.world import World

HIDDEN = (Channel.GUIDED, Channel.ALONE)
MUST = f"the share with a guide does not fall where effort at all green crossings is {FACTOR:g} times as high"


def guided_attempts(results: Results, world: World) -> float | None:
    """Share of hidden attempts over borders that are made with a guide, in the last third of the run."""
    first, last = last_third(world)
    led, alone = (
        flows_sum(results, world, Only(period=(day_of(world, first), day_of(world, last)), channels=(channel.word,)), "attempts") for channel in HIDDEN
    )
    return ratio(led, led + alone)


def guided_journeys(results: Results, world: World) -> float | None:
    """Share of the recorded journeys with a hidden attempt in the last third of the run that hold one with a guide."""
    events = results.tables["events"]
    steps = steps_of(events, Event.ATTEMPTED)
    late = numbers(events, "hour")[steps.row] >= last_third(world)[0] * DAY
    hidden, led = (
        np.unique(steps.journey[late & holds(steps.row, events, "move", [name for name, p in passages(world).items() if p.move.channel in channels])])
        for channels in (HIDDEN, HIDDEN[:1])
    )
    return ratio(len(led), len(hidden))


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """The share with a guide without and with twice the effort at green crossings."""
    world = ask.world(scenario, ask.crowded(scenario))
    watched = effort_at(world, used_crossings(world, GREEN), FACTOR)
    rows: list[tuple[str, ...]] = []
    falls: list[bool] = []
    values: dict[str, list[Number]] = {}
    for name, share in (("of hidden attempts", guided_attempts), ("of journeys with a hidden attempt", guided_journeys)):
        before, after = ([share(runs.of(one, seed), world) for seed in ask.seeds] for one in (world, watched))
        change = [b - a for a, b in zip(before, after, strict=True) if a is not None and b is not None]
        rows.append((name, with_spread(before, percent), with_spread(after, percent), with_spread([100 * x for x in change])))
        values |= {f"{name}, before": before, f"{name}, after": after}
        if change:
            falls.append((mean(change) or 0.0) < -ERRORS * standard_error(change))
    measured = "; ".join(f"{name} {before.partition(' ')[0]} before and {after.partition(' ')[0]} after" for name, before, after, _ in rows)
    head = ("share with a guide", "before", "after", "difference, points")
    there = bool(known(values["of hidden attempts, before"]))
    return [Finding("smuggler-use", scenario, MUST, measured, (not any(falls)) if there else None, head, tuple(rows), values)]

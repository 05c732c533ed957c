"""Groups: how many of one origin stand behind a guide, and whether detections are as overdispersed as groups make them.

Sizes are :func:`sim.outcomes.group_size`, the least that the log allows; documented ones are those that the study of the scenario compares with it. Detections
of a day vary more than those of people who are noticed each on their own, because a group is noticed as one. The dispersion is taken given how many tried, so
that traffic and seasons do not count, and over the parties that an agent stands for, so that weights do not.
"""

from collections.abc import Mapping

import numpy as np

from calibration.evidence.compare import compare
from calibration.evidence.comparisons import read_specs
from experiments.studies.journeys.finding import Finding, Number, known, mean, plain, with_spread
from experiments.studies.journeys.runs import Ask, Runs, parties
from scenarios.load import study_of
from sim.basis.words import Channel
from sim.books.results import Results
from sim.outcomes import Only, group_size
from sim.outcomes.reading import numbers, passages, ratio, words
from sim.world.world import World

INDICATOR = "group_size"
BLOCK = 28
"""Days over which the chance of being noticed on a move is taken as one."""
NEAR = 0.8
"""Part of the mean size of a group that the dispersion must have: sizes that differ make more of it, and few detections less."""
SIZES = "groups behind a guide as large as documented"
SPREAD = "daily detections with a guide as overdispersed as groups make them: dispersion about the mean size of a group or more"


def overdispersion(results: Results, world: World, channel: Channel) -> float | None:
    """Dispersion of daily detections by one channel given the attempts of the day; ``None`` where nobody was detected.

    Pearson's statistic over its degrees of freedom: of every move and block of :data:`BLOCK` days ``(D - p N)^2 / (p (1 - p) N)`` over the days, with ``D``
    detected of ``N`` who tried and ``p`` their ratio in the block. It is 1 where each is noticed or not on their own, and ``E[k^2] / E[k]`` where groups
    of ``k`` are noticed as one.
    """
    flows = results.tables["flows"]
    move, community = words(flows, "move"), words(flows, "community")
    rows = move.rows(name for name, passage in passages(world).items() if passage.move.channel is channel)
    alike = parties(world, community.labels)[community.codes[rows]]
    days = -(-results.days // BLOCK) * BLOCK
    cell = move.codes[rows].astype(np.int64) * days + numbers(flows, "day")[rows]
    cells, at = np.unique(cell, return_inverse=True)
    tried, noticed = (
        np.bincount(at, sum(numbers(flows, name)[rows] for name in names) / alike, len(cells))
        for names in (("attempts",), ("detected_leaving", "detected_entering"))
    )
    blocks, of = np.unique(cells // BLOCK, return_inverse=True)
    tries, found = (np.bincount(of, series, len(blocks)) for series in (tried, noticed))
    chance = np.divide(found, tries, out=np.zeros(len(blocks)), where=tries > 0)[of]
    counts = (chance > 0) & (chance < 1)
    freedom = int(counts.sum()) - len(np.unique(of[counts]))
    if freedom <= 0:
        return None
    expected = (chance * tried)[counts]
    return float(((noticed[counts] - expected) ** 2 / (expected * (1.0 - chance[counts]))).sum()) / freedom


def documented(ask: Ask, scenario: str, runs: Runs) -> Mapping[str, tuple[str, str, str, list[Number], bool | None]]:
    """Documented sizes of groups by id: what they are of, where, as documented, as simulated by seed, and whether the simulated mean lies inside."""
    world, study = ask.world(scenario), study_of(scenario)
    ids = {spec.id: spec for spec in read_specs(study) if spec.indicator == INDICATOR}
    found: dict[str, tuple[str, str, str, list[Number], bool | None]] = {}
    by_seed = [{row.id: row for row in compare(runs.of(world, seed), world, study) if row.id in ids} for seed in ask.seeds] if ids else []
    for name in by_seed[0] if by_seed else ():
        low, high = by_seed[0][name].documented_low, by_seed[0][name].documented_high
        sizes: list[Number] = [each[name].simulated for each in by_seed if name in each]
        middle = mean(sizes)
        inside = None if middle is None else (low is None or middle >= low) and (high is None or middle <= high)
        found[name] = by_seed[0][name].community, by_seed[0][name].place, f"{plain(low)} to {plain(high)}", sizes, inside
    return found


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Sizes of groups by origin beside documented ones, and the overdispersion of detections."""
    world = ask.world(scenario)
    sizes = {c.name: [group_size(runs.of(world, seed), world, Only(communities=(c.name,))) for seed in ask.seeds] for c in world.communities if c.followed}
    told = documented(ask, scenario, runs)
    whole = [group_size(runs.of(world, seed), world) for seed in ask.seeds]
    rows = [("documented", f"{name}: {whom}, {place}", text, with_spread(found)) for name, (whom, place, text, found, _) in told.items()]
    rows += [("simulated", name, "–", with_spread(found)) for name, found in sizes.items() if known(found)]
    judged = [inside for *_, inside in told.values() if inside is not None]
    met = ", ".join(name for name, row in told.items() if row[-1]) or "none"
    inside_of = f"{sum(judged)} of {len(judged)} documented sizes met ({met})" if judged else "none documented"
    means = [mean(found) for found in sizes.values() if known(found)]
    by_origin = f"means by origin {plain(min(known(means)))} to {plain(max(known(means)))}" if known(means) else "nobody is led"
    head = ("", "of whom", "documented", "people behind a guide")
    index = {channel: [overdispersion(runs.of(world, seed), world, channel) for seed in ask.seeds] for channel in (Channel.GUIDED, Channel.ALONE)}
    spread_rows = tuple((channel.word, with_spread(series)) for channel, series in index.items())
    measured = f"with a guide {with_spread(index[Channel.GUIDED])}, alone {with_spread(index[Channel.ALONE])}; mean group {with_spread(whole)}"
    led, size = mean(index[Channel.GUIDED]), mean(whole)
    enough = None if led is None or size is None else ratio(led, size)
    values = {f"size: {name}": found for name, found in sizes.items()}
    return [
        Finding("groups", scenario, SIZES, f"{by_origin}; {inside_of}", all(judged) if judged else None, head, tuple(rows), values),
        Finding(
            "detections", scenario, SPREAD, measured, None if enough is None else enough >= NEAR, ("channel", "dispersion"), spread_rows,
            {channel.word: series for channel, series in index.items()},
        ),
    ]  # fmt: skip

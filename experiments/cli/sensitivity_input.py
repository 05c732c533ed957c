"""The options of ``routesim sensitivity``, checked as a whole: one message lists every error."""

from collections.abc import Sequence

from calibration.fit.emulator import FEWEST
from calibration.fit.free import RUN, Free, read_free
from experiments.cli.run_input import check_numbers
from experiments.cli.vary_input import range_of
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.sensitivity_runs import DISPLACEMENT, Study
from scenarios import load
from scenarios.posteriors import BEST, NONE, chosen, in_words
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.studies import read_study
from sim.world.world import World

USUAL = ("apprehensions", "deaths", "fees to guides")
"""Outcomes by default."""


def checked(
    scenario: str,
    policy: str,
    outcomes: Sequence[str],
    vary: Sequence[str],
    sizes: tuple[int, int, int],
    replicates: int,
    seed: int,
    days: int | None,
    scale: float,
    posterior: str = BEST,
) -> Study:
    """The study that these options make.

    Raises
    ------
    scenarios.BadInput
        With every finding about the options.
    """
    problems = Problems()
    for option, size in (("--points", sizes[0]), ("--check", sizes[1])):
        if size & (size - 1) and not (option == "--points" and size < FEWEST):
            problems.add(option, str(size), f"a power of 2, such as {1 << size.bit_length()}")
    least = 1 << (FEWEST - 1).bit_length()
    if 0 < sizes[0] < FEWEST:
        problems.add("--points", str(sizes[0]), f"0, or a power of 2 from {least} up: an emulator needs {FEWEST} points with a value")
    if sizes[2] == 1:
        problems.add("--trajectories", "1", "0, or at least 2: the spread of effects needs several")
    if not any(sizes):
        problems.add("--points", "0, with neither --check nor --trajectories", "at least one of the three")
    check_numbers(seed, replicates, days, scale, problems)
    allowed = [name for name, outcome in OUTCOMES.items() if not outcome.own_cost] + [DISPLACEMENT]
    names = list(dict.fromkeys(outcomes)) or [*USUAL, *([DISPLACEMENT] if policy else [])]
    for name in names:
        if name not in allowed:
            problems.add("--outcome", f'"{name}"', listed(allowed, len(allowed)), nearest(name, allowed))
        elif name == DISPLACEMENT and not policy:
            problems.add("--outcome", DISPLACEMENT, "together with --policy: displacement is the effect of a policy")
    problems.stop()
    # What a parameter may be worth a priori is what the files say, and not what a fit has left of it.
    world = load(scenario, days=days, scale=scale, posterior=NONE)
    load(scenario, days=days, scale=scale, policy=policy or None, posterior=posterior)
    frees = _named(vary, world, problems) if vary else tuple(free for free in _calibrated(world, problems) if free.acts == RUN)
    if not problems.findings and len(frees) < 2:
        problems.add("--vary", f"{len(frees)} parameter", "at least two: a share of the variance compares parameters")
    problems.stop()
    seeds = tuple(range(seed, seed + replicates))
    ends = [dict(zip(free.keys, bounds, strict=True)) for free in frees for bounds in (free.low, free.high)]
    calibration = in_words(chosen(scenario, posterior), ends)
    return Study(scenario, frees, tuple(names), policy, seeds, days, scale, posterior=posterior, calibration=calibration)


def _calibrated(world: World, problems: Problems) -> tuple[Free, ...]:
    study = read_study(world.study)
    found = read_free(world.parameters, study)
    if not found:
        problems.add("--vary", f"nothing, and {study.name} names no free parameters in free.csv", "--vary KEY, twice or more")
    return found


def _named(keys: Sequence[str], world: World, problems: Problems) -> tuple[Free, ...]:
    found = []
    for key in dict.fromkeys(keys):
        bounds = range_of(key, world.parameters, problems)
        if bounds is not None:
            parameter = world.parameters.get(key)
            low, high = float(bounds.low), float(bounds.high)  # type: ignore[arg-type]  # those of a parameter are numbers
            found.append(Free(key, (key,), (low,), (high,), (parameter.value,), log=False, acts=RUN, reason="", unit=parameter.unit))
    return tuple(found)

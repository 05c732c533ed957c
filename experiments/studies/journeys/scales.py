"""Whether rates depend on the scale of a world: apprehensions per attempt and fees per person led, over scales.

Each scale has several times as many seeds as other measures, as a standard error needs. A rate holds where it is within two standard errors of that at scale 1.
"""

import math
from collections.abc import Mapping, Sequence

from experiments.studies.journeys.boom import oversold
from experiments.studies.journeys.finding import Finding, Number, mean, plain, standard_error
from experiments.studies.journeys.runs import CROWD, Ask, Runs, agents
from sim.basis.words import Channel
from sim.books.results import Results
from sim.outcomes import Only, apprehension_rate
from sim.outcomes.reading import flows_sum, ratio
from sim.world.world import World

SCALES, LARGE_SCALES = (0.1, 0.25, 1.0, 4.0), (0.1, 1.0)
"""Scales that are compared, and those of a scenario with more than :data:`~experiments.studies.journeys.runs.CROWD` agents, which takes minutes at scale 4."""
TIMES = 4
"""Seeds relative to other measures."""
ERRORS = 2.0
"""Standard errors of the difference that are allowed."""
MUST = f"apprehensions per attempt and fees at scales {SCALES[0]:g} to {SCALES[-1]:g} within two standard errors of scale 1, no more seats sold than offered"


def fee_usd(results: Results, world: World) -> float | None:
    """Fees per attempt with a guide over a border in the reported days, USD."""
    only = Only(period=world.report, channels=(Channel.GUIDED.word,))
    return ratio(flows_sum(results, world, only, "fee_cents") / 100, flows_sum(results, world, only, "attempts"))


def rate(results: Results, world: World) -> float | None:
    """Apprehensions per attempt at borders in the reported days."""
    return apprehension_rate(results, world, Only(period=world.report))


def errors_apart(one: Sequence[Number], other: Sequence[Number]) -> float:
    """Difference of two means over their common standard error; infinite where both differ and neither has one."""
    difference = abs((mean(one) or 0.0) - (mean(other) or 0.0))
    error = math.hypot(standard_error(one), standard_error(other))
    return difference / error if error > 0 else math.inf if difference > 0 else 0.0


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Rates by scale, with their standard errors and how far they lie from scale 1."""
    scales = LARGE_SCALES if agents(ask.world(scenario, 1.0)) > CROWD else SCALES
    seeds = ask.more(TIMES)
    found: dict[float, Mapping[str, list[Number]]] = {}
    beyond = 0
    for scale in scales:
        world = ask.world(scenario, scale)
        results = ((one, world) for one in (runs.of(world, seed) for seed in seeds))
        numbers = [(rate(*one), fee_usd(*one), oversold(one[0])) for one in results]
        found[scale] = {"rate": [each[0] for each in numbers], "fee": [each[1] for each in numbers]}
        beyond += sum(each[2] for each in numbers)
    apart = {(scale, what): errors_apart(series, found[1.0][what]) for scale, by in found.items() for what, series in by.items() if scale != 1.0}
    rows = tuple(
        (f"{scale:g}", *(_cell(by[what], apart.get((scale, what)), digits) for what, digits in (("rate", 4), ("fee", 1)))) for scale, by in found.items()
    )
    (scale, what), most = max(apart.items(), key=lambda item: item[1])
    rates = ", ".join(f"{mean(by['rate']) or 0:.3f}" for by in found.values())
    fees = ", ".join(plain(mean(by["fee"])) for by in found.values())
    measured = f"scales {', '.join(f'{one:g}' for one in scales)}: rate {rates}; fee {fees} USD; farthest {most:.1f} standard errors ({what} at {scale:g}); "
    measured += f"{beyond:,} guide-weeks with more sold than offered"
    head = ("scale", "apprehensions per attempt", "fee, USD")
    holds = most <= ERRORS and beyond == 0
    return [Finding("scales", scenario, MUST, measured, holds, head, rows, {f"{what} at {scale:g}": by[what] for scale, by in found.items() for what in by})]


def _cell(series: Sequence[Number], apart: float | None, digits: int) -> str:
    said = "" if apart is None else f", {apart:.1f} errors apart"
    return f"{mean(series) or 0:.{digits}f} (standard error {standard_error(series):.{digits}f}{said})"

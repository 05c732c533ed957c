"""Whether the trade meets a boom: demand times ten for eight weeks at one border.

People who are led over the border come from a pool that is large enough not to be emptied: ten times as many people, of whom as many leave as before. Fees,
seats offered and seats sold are set beside those of the same weeks and seeds without the boom.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.studies.elasticity import busiest_border, guided_moves, led_borders
from experiments.studies.journeys.changes import day_of, lengthened, roomier, with_levers
from experiments.studies.journeys.finding import Finding, mean, plain, there
from experiments.studies.journeys.runs import Ask, Runs
from sim.basis.clock import DAY, WEEK
from sim.books.results import Results
from sim.outcomes.reading import numbers, words
from sim.world.world import DatedLever, World

Weekly = NDArray[np.float64]
FEES, OFFERED, SOLD = "fee, USD", "seats offered", "seats sold"
TIMES = 10.0
"""Readiness to leave relative to before."""
WEEKS = 8
FROM = 26
"""The week in which the boom begins: half a year for the market to settle."""
WITHIN = 6
"""Weeks from the beginning within which fee and seats must have risen: guides review at the end of a week, so that the week after the sixth shows it."""
BACK = 26
"""Weeks after the end in which both must be back."""
SEEN = 4
"""Weeks over which it is asked whether they are."""
STEP = 2
"""Weeks from one row of the table to the next."""
FEE, SEATS = 1.2, 3.0
"""What both must reach, relative to no boom."""
NEAR = 0.1
"""Relative difference to no boom within which they are back."""
CLIENTS = 0.05
"""Share of the attempts with a guide at the border from which a community takes part in the boom."""
MUST = (
    f"demand times {TIMES:g} for {WEEKS} weeks: fee up by at least a fifth and seats threefold within {WITHIN} weeks, both back within half a year, "
    "and never more seats sold than offered"
)


@dataclass(frozen=True, slots=True)
class Trade:
    """The trade at a border by week: guides who work, the sum of the fees they ask (USD), seats offered and seats sold; each shape (weeks,)."""

    guides: Weekly
    fees_usd: Weekly
    seats: Weekly
    sold: Weekly


def trade(results: Results, border: str) -> Trade:
    """What the guides of a directed border ask, offer and sell, by week."""
    table = results.tables["smugglers"]
    rows = words(table, "border").rows([border])
    week = numbers(table, "week")[rows]
    weeks = int(numbers(table, "week").max(initial=-1)) + 1
    works = numbers(table, "guides_milli")[rows] / 1000
    columns = (works, works * numbers(table, "fee_cents")[rows] / 100, numbers(table, "seats")[rows], numbers(table, "sold")[rows])
    return Trade(*(np.bincount(week, column, weeks).astype(np.float64) for column in columns))


def together(trades: Sequence[Trade]) -> Mapping[str, Weekly]:
    """Several seeds as one: mean fee of those who work (USD, not a number where nobody does), seats offered and sold a seed, by week."""
    guides, fees, seats, sold = (np.sum([getattr(one, name) for one in trades], axis=0) for name in ("guides", "fees_usd", "seats", "sold"))
    return {FEES: over(fees, guides), OFFERED: seats / len(trades), SOLD: sold / len(trades)}


def over(one: Weekly, other: Weekly) -> Weekly:
    """One series over another, not a number where that is zero."""
    ratio: Weekly = np.divide(one, other, out=np.full(len(one), np.nan), where=other > 0)
    return ratio


def oversold(results: Results) -> int:
    """Weeks of a guide in which more seats were sold than offered."""
    table = results.tables["smugglers"]
    return int((numbers(table, "sold") > numbers(table, "seats")).sum())


def clients(results: Results, world: World, border: str) -> tuple[str, ...]:
    """The communities that make at least :data:`CLIENTS` of the attempts with a guide over a border."""
    flows = results.tables["flows"]
    rows = words(flows, "move").rows(guided_moves(world, border))
    community = words(flows, "community")
    tried = np.bincount(community.codes[rows], numbers(flows, "attempts")[rows], len(community.labels))
    return tuple(name for name, tries in zip(community.labels, tried.tolist(), strict=True) if tries > 0 and tries >= CLIENTS * tried.sum())


def highest(series: Weekly, first: int, weeks: int) -> float | None:
    """The highest of some weeks that have a number; ``None`` where none has."""
    there = [number for number in series[first : first + weeks].tolist() if math.isfinite(number)]
    return max(there, default=None)


def average(series: Weekly, first: int, weeks: int) -> float | None:
    """The mean of some weeks that have a number; ``None`` where none has."""
    return mean([number for number in series[first : first + weeks].tolist() if math.isfinite(number)])


def meets(fee: Weekly, seats: Weekly) -> bool:
    """Whether fee and seats, relative to no boom, rise far enough in time and are back in time."""
    later = [average(series, FROM + WEEKS + BACK, SEEN) for series in (fee, seats)]
    back = all(one is not None and abs(one - 1.0) <= NEAR for one in later)
    return (highest(fee, FROM, WITHIN + 1) or 0.0) >= FEE and (highest(seats, FROM, WITHIN + 1) or 0.0) >= SEATS and back


def measure(ask: Ask, scenario: str, runs: Runs) -> list[Finding]:
    """Fee, seats offered and seats sold by week with the boom, relative to without it."""
    base = ask.world(scenario, ask.crowded(scenario))
    borders = led_borders(base)
    if not borders:
        return [Finding("boom", scenario, MUST, "nobody is led over a border", holds=None)]
    border = ask.border or busiest_border(base)
    weeks = FROM + WEEKS + BACK + SEEN
    calm = roomier(lengthened(base, (weeks + 1) * WEEK // DAY), TIMES)
    whom = clients(runs.of(base, ask.seeds[0]), base, border)
    start, end = (day_of(calm, week * WEEK // DAY) for week in (FROM, FROM + WEEKS))
    boom = with_levers(calm, [DatedLever("origin_shock", start, end, {"community": name, "factor": TIMES}) for name in whom])
    trades, beyond = [], 0
    for world in (calm, boom):
        results = [runs.of(world, seed) for seed in ask.seeds]
        beyond += sum(oversold(one) for one in results)
        trades.append(together([trade(one, border) for one in results]))
    series = {name: over(trades[1][name], trades[0][name]) for name in trades[0]}
    after = FROM + WEEKS + BACK
    ends = {name: (plain(highest(one, FROM, WITHIN + 1)), plain(average(one, after, SEEN))) for name, one in series.items()}
    told = [f"{name} times {most} at most, {later} half a year after" for name, (most, later) in ends.items()]
    measured = f"{border}, {' and '.join(whom)}: {'; '.join(told)}; {beyond:,} guide-weeks with more sold than offered"
    shown = range(FROM - SEEN, weeks, STEP)
    rows = tuple((str(week - FROM), *(plain(float(part[name][week])) for name in series for part in (trades[1], series))) for week in shown)
    head = ("week of the boom", *(text for name in series for text in (name, f"{name}, of without")))
    holds = meets(series[FEES], series[OFFERED]) and beyond == 0
    return [Finding("boom", scenario, MUST, measured, holds, head, rows, {name: list(map(there, one.tolist())) for name, one in series.items()})]

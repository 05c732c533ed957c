"""A comparison as it is printed: harm beside interceptions first, then by community; displacement_tables prints who moved where."""

import numpy as np
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from experiments.cli.displacement_tables import print_account
from experiments.cli.table_style import TABLE_STYLE, add_columns, output_console, short, signed
from experiments.runs.comparison import Comparison
from experiments.runs.comparison_files import intervals
from experiments.runs.differences import Cost, Difference
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.policy_costs import Outlay
from experiments.runs.policy_outcomes import TOGETHER
from experiments.runs.ranking import Ranking
from experiments.store.tables import reported
from experiments.store.versions import provenance, seeds_in_words

BY_COMMUNITY = ("attempts", "crossings", "apprehensions", "deaths", "extortions", "stranded", "days detained", "arrivals")
"""Outcomes shown by community, harm beside interceptions."""
SIGNIFICANT = ("more", "less")
"""Verdicts on a statistically significant difference; they are printed bold, others dim."""


def print_comparison(found: Comparison, console: Console | None = None) -> None:
    """Print everything that a comparison says."""
    shown = console or output_console()
    shown.print(provenance(found.world.calibration, seeds_in_words(found.request.seeds)), highlight=False)
    for policy in found.request.names[1:]:
        shown.print(_outcomes(found, policy))
        print_costs(found, policy, shown)
        shown.print()
        shown.print(_by_community(found, policy))
        if policy in found.accounts:
            print_account(found.accounts[policy], found, shown)
    if not found.accounts:
        shown.print("No community is followed person by person, so that displacement is not known; --follow COMMUNITY follows one.")
    if found.ranking is not None:
        print_ranking(found.ranking, shown)
    for missing in found.by_policy.missing:
        shown.print(f"not compared, because a run failed: {missing}")


def print_costs(found: Comparison, policy: str, console: Console) -> None:
    """Print what a policy and the baseline cost beyond custody and deportation, and the cost of one more apprehension and of one avoided death."""
    for name in (found.request.names[0], policy):
        own = found.own_costs[name]
        if own.outlays:
            parts = "; ".join(f"{part.what} {_of_what(part)}{short(part.usd)}" for part in own.outlays)
            console.print(f"  {name} itself costs {short(own.usd)} USD ({short(own.low)} to {short(own.high)} by the ranges of prices): {parts}")
        if own.unpriced:
            console.print(f"  {name}: {', '.join(own.unpriced)} has no price")
    for cost in found.costs:
        if cost.policy == policy:
            console.print(f"  cost to the state {cost.name}: {_ratio(cost)}")


def _of_what(part: Outlay) -> str:
    return f"({short(round(part.amount, 1))} x {part.unit}) " if part.unit else ""


def _ratio(cost: Cost) -> str:
    if cost.value is None:
        return cost.why
    bounds = "" if cost.low is None or cost.high is None else f" ({short(cost.low)} to {short(cost.high)})"
    wider = cost.lowest is not None and cost.highest is not None and (cost.lowest, cost.highest) != (cost.low, cost.high)
    prices = f", {short(cost.lowest)} to {short(cost.highest)} with the ranges of prices" if wider else ""
    return f"{short(cost.value)} USD{bounds}{prices} {cost.why}".rstrip()


def _outcomes(found: Comparison, policy: str) -> Grid:
    first, last = reported(found.world)
    base = found.request.names[0]
    grid = Grid(title=f"{found.world.title}: {policy} against {base}, {first} to {last}; {intervals(found)}", **TABLE_STYLE)
    numbers = (base, policy, "difference", "from", "to")
    add_columns(grid, ("", "left"), (TOGETHER, "left"), *((name, "right") for name in numbers), overflow="fold")
    grid.add_column("unit")
    grid.add_column("", no_wrap=True)
    rows = {row.outcome: row for row in found.differences if row.policy == policy and row.community == TOGETHER}
    shown = [name for name in OUTCOMES if name in rows]
    for here, after in zip(shown, [*shown[1:], ""], strict=True):
        row, group = rows[here], OUTCOMES[here].group
        last_of = not after or OUTCOMES[after].group != group
        first_of = here == next(name for name in shown if OUTCOMES[name].group == group)
        cells = (signed(row.difference), "–" if row.low is None else signed(row.low), "–" if row.high is None else signed(row.high))
        verdict = Text(row.significance, _emphasis(row))
        grid.add_row(group if first_of else "", here, short(row.baseline), short(row.value), *cells, row.unit, verdict, end_section=last_of)
    labour = [c.name for c in found.world.communities if not c.followed]
    tries = {c: float(np.nanmean(found.by_policy.of(base, c, "attempts"))) for c in found.by_policy.communities}
    share = sum(tries[name] for name in labour) / tries[TOGETHER] if tries[TOGETHER] else 0.0
    pooled = f"Sum of all {len(found.world.communities)} communities; labour communities make {share:.1%} of the attempts."
    grid.caption = f"{pooled} See the table by community before drawing conclusions."
    grid.caption_justify = "left"
    return grid


def _by_community(found: Comparison, policy: str) -> Grid:
    grid = Grid(title=f"{policy} minus {found.request.names[0]}, by community: difference (interval)", **TABLE_STYLE)
    grid.add_column("community", overflow="fold")
    for name in BY_COMMUNITY:
        grid.add_column(name, justify="right", overflow="fold")
    rows = {(row.community, row.outcome): row for row in found.differences if row.policy == policy}
    titles = {c.name: c.title for c in found.world.communities}
    for name in found.by_policy.communities[:-1]:
        grid.add_row(titles[name], *(_brief(rows[name, outcome]) for outcome in BY_COMMUNITY))
    return grid


def _emphasis(row: Difference) -> str:
    return "bold" if row.significance in SIGNIFICANT else "dim"


def _brief(row: Difference) -> Text:
    if row.significance == "same":
        return Text("0", "dim")
    text = signed(row.difference) + ("" if row.low is None or row.high is None else f" ({signed(row.low)}, {signed(row.high)})")
    return Text(text, _emphasis(row))


def print_ranking(found: Ranking, console: Console) -> None:
    """Print a ranking and, where the draws do not support it, why."""
    grid = Grid(title=f"Policies by {found.outcome} ({found.better} is better), {TOGETHER}, over {found.draws} draws", **TABLE_STYLE)
    add_columns(grid, ("policy", "left"), ("mean", "right"), ("best in", "right"), ("regret, mean", "right"), ("regret, 95th percentile", "right"))
    for row in found.ranks:
        grid.add_row(row.policy, short(row.mean), f"{row.best:.0%} of draws", short(row.regret), short(row.high_regret))
    console.print(grid)
    for warning in found.warnings:
        console.print(Text.assemble(("The ranking is not supported:", "bold red"), f" {warning}."))
    if not found.warnings:
        console.print("The first place is supported by the draws.")

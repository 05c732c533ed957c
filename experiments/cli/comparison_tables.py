"""A comparison as it is printed: harm beside interceptions first, then by community, then who moved where."""


import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from experiments.cli.look import LOOK, paper, short, signed
from experiments.runs.accounts import Account
from experiments.runs.comparison import Comparison
from experiments.runs.comparison_files import intervals
from experiments.runs.differences import TOGETHER, Cost, Difference
from experiments.runs.displacement import waterfall
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.policy_costs import Outlay
from experiments.runs.ranking import Ranking
from experiments.store.tables import reported

BY_COMMUNITY = ("attempts", "crossings", "apprehensions", "deaths", "extortions", "stranded", "days detained", "arrivals")
"""Outcomes shown by community, harm beside interceptions."""
CELLS = 14
"""Movements between outcomes that are shown."""
COLOURS = {"more": "bold", "less": "bold", "not told apart": "dim", "same": "dim", "one pair only": "dim"}


def print_comparison(found: Comparison, console: Console | None = None) -> None:
    """Print everything that a comparison says."""
    shown = console or paper()
    for policy in found.request.names[1:]:
        shown.print(_outcomes(found, policy))
        print_costs(found, policy, shown)
        shown.print()
        shown.print(_by_community(found, policy))
        if policy in found.accounts:
            print_account(found.accounts[policy], found, shown)
    if not found.accounts:
        shown.print("No community is followed person by person, so that who moved where is not known; --follow COMMUNITY follows one.")
    if found.ranking is not None:
        print_ranking(found.ranking, shown)
    for missing in found.arms.missing:
        shown.print(f"not compared, because a run failed: {missing}")


def print_costs(found: Comparison, policy: str, console: Console) -> None:
    """Print what a policy and the baseline cost beside custody and deportation, and what one more apprehension and one avoided death cost."""
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
    wider = cost.cheapest is not None and cost.dearest is not None and (cost.cheapest, cost.dearest) != (cost.low, cost.high)
    prices = f", {short(cost.cheapest)} to {short(cost.dearest)} with the ranges of prices" if wider else ""
    return f"{short(cost.value)} USD{bounds}{prices} {cost.why}".rstrip()


def _outcomes(found: Comparison, policy: str) -> Grid:
    first, last = reported(found.world)
    base = found.request.names[0]
    grid = Grid(title=f"{found.world.title}: {policy} against {base}, {first} to {last}; {intervals(found)}", **LOOK)
    for name, side in (("", "left"), (TOGETHER, "left"), (base, "right"), (policy, "right"), ("difference", "right"), ("from", "right"), ("to", "right")):
        grid.add_column(name, justify=side, overflow="fold")  # type: ignore[arg-type]  # one of rich's words
    grid.add_column("unit")
    grid.add_column("", no_wrap=True)
    rows = {row.outcome: row for row in found.differences if row.policy == policy and row.community == TOGETHER}
    shown = [name for name in OUTCOMES if name in rows]
    for here, after in zip(shown, [*shown[1:], ""], strict=True):
        row, group = rows[here], OUTCOMES[here].group
        last_of = not after or OUTCOMES[after].group != group
        first_of = here == next(name for name in shown if OUTCOMES[name].group == group)
        cells = (signed(row.difference), "–" if row.low is None else signed(row.low), "–" if row.high is None else signed(row.high))
        told = f"[{COLOURS[row.told]}]{row.told}[/]"
        grid.add_row(group if first_of else "", here, short(row.baseline), short(row.value), *cells, row.unit, told, end_section=last_of)
    labour = [c.name for c in found.world.communities if not c.followed]
    tries = {c: float(np.nanmean(found.arms.of(base, c, "attempts"))) for c in found.arms.communities}
    share = sum(tries[name] for name in labour) / tries[TOGETHER] if tries[TOGETHER] else 0.0
    pooled = f"All {len(found.world.communities)} communities added up: {share:.1%} of the attempts are those of labour communities."
    grid.caption = f"{pooled} Look below before you conclude."
    grid.caption_justify = "left"
    return grid


def _by_community(found: Comparison, policy: str) -> Grid:
    grid = Grid(title=f"{policy} less {found.request.names[0]}, by community: difference (interval)", **LOOK)
    grid.add_column("community", overflow="fold")
    for name in BY_COMMUNITY:
        grid.add_column(name, justify="right", overflow="fold")
    rows = {(row.community, row.outcome): row for row in found.differences if row.policy == policy}
    titles = {c.name: c.title for c in found.world.communities}
    for name in found.arms.communities[:-1]:
        grid.add_row(titles[name], *(_brief(rows[name, outcome]) for outcome in BY_COMMUNITY))
    return grid


def _brief(row: Difference) -> str:
    if row.told == "same":
        return "[dim]0[/]"
    text = signed(row.difference) + ("" if row.low is None or row.high is None else f" ({signed(row.low)}, {signed(row.high)})")
    return f"[{COLOURS[row.told]}]{text}[/]"


def print_account(found: Account, comparison: Comparison, console: Console) -> None:
    """Print who moved where: the steps from one policy to the other, the largest movements, and how many moved directly."""
    base, asked = comparison.request.names[0], found.question
    first, last = asked.days(comparison.world)
    head = f"{asked.policy} against {base}: what became of {found.people:,} followed people at the border {asked.border}, {first} to {last}"
    grid = Grid(title=head, **LOOK)
    grid.add_column("first success by, or else")
    for name in (base, "leave it", "join it", asked.policy):
        grid.add_column(name, justify="right")
    steps = found.waterfall()
    for k, name in enumerate(found.outcomes):
        if steps.begins[k] or steps.ends[k]:
            grid.add_row(name, *(short(float(round(column[k], 1))) for column in steps))
    grid.add_row("together", *(short(float(round(column.sum(), 1))) for column in steps))
    console.print(grid)
    movers = found.movers()
    told = ", ".join(f"{name} {short(round(m['mean'], 1))} ({short(m['low'])} to {short(m['high'])})" for name, m in movers.items())
    console.print(f"  people whose outcome differs: {told}\n")
    _print_cells(found, console)
    _print_corridors(found, base, console)


def _print_cells(found: Account, console: Console) -> None:
    mean, (low, high), limits, shares = found.mean(), found.spread(), found.coupling_bounds(), found.diversion()
    cells = [(mean[j, k], j, k) for j, k in np.argwhere((mean > 0) & ~np.eye(len(mean), dtype=bool)).tolist()]
    if not cells:
        console.print("  nobody's outcome differs: the matrix is diagonal\n")
        return
    grid = Grid(title="Largest movements, people: mean over pairs", **LOOK)
    for name, side in (("from", "left"), ("to", "left"), ("people", "right"), ("nine pairs in ten", "right"), ("diversion ratio", "right")):
        grid.add_column(name, justify=side)  # type: ignore[arg-type]  # one of rich's words
    grid.add_column("margins allow", justify="right")
    for people, j, k in sorted(cells, key=lambda cell: (-cell[0], cell[1], cell[2]))[:CELLS]:
        between = f"{short(float(low[j, k]))} – {short(float(high[j, k]))}"
        allowed = f"{short(float(round(limits.low[j, k], 1)))} – {short(float(round(limits.high[j, k], 1)))}"
        grid.add_row(found.outcomes[j], found.outcomes[k], short(round(people, 1)), between, f"{shares[j, k]:.0%}", allowed)
    rest = len(cells) - CELLS
    grid.caption = "The same people with the same luck under both. Data could show only the margins; the cells are the model's." + (
        f" {rest} smaller movements are not shown." if rest > 0 else ""
    )
    grid.caption_justify = "left"
    console.print(grid)


def _print_corridors(found: Account, base: str, console: Console) -> None:
    steps = [waterfall(pair) for pair in found.corridor[:, 0]]
    begins, leaves, joins, ends = (np.mean([getattr(one, name) for one in steps], axis=0) for name in ("begins", "leaves", "joins", "ends"))
    if not (leaves.any() or joins.any()):
        return
    grid = Grid(title="First journeys completed meanwhile, by the countries that they pass", **LOOK)
    grid.add_column("corridor")
    for name in (base, "leave it", "join it", found.question.policy):
        grid.add_column(name, justify="right")
    for k, name in enumerate(found.corridors):
        if leaves[k] or joins[k]:
            grid.add_row(name, *(short(float(round(column[k], 1))) for column in (begins, leaves, joins, ends)))
    console.print(grid)


def print_ranking(found: Ranking, console: Console) -> None:
    """Print a ranking and why it is not supported, if it is not."""
    grid = Grid(title=f"Policies by {found.outcome} ({found.better} is better), {TOGETHER}, over {found.draws} draws", **LOOK)
    for name, side in (("policy", "left"), ("mean", "right"), ("best in", "right"), ("regret, mean", "right"), ("regret, 95th percentile", "right")):
        grid.add_column(name, justify=side)  # type: ignore[arg-type]  # one of rich's words
    for row in found.ranks:
        grid.add_row(row.policy, short(row.mean), f"{row.best:.0%} of draws", short(row.regret), short(row.high_regret))
    console.print(grid)
    for warning in found.warnings:
        console.print(f"[bold red]The ranking is not supported:[/] {escape(warning)}.")
    if not found.warnings:
        console.print("The first place is supported by the draws.")

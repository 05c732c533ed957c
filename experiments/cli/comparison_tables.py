"""A comparison as it is printed: harm beside interceptions first, then by community; displacement_tables prints who moved where."""

import numpy as np
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from experiments.cli.displacement_tables import print_account
from experiments.cli.ranking_table import print_ranking
from experiments.cli.reach_lines import warning
from experiments.cli.table_style import TABLE_STYLE, add_columns, output_console, short, signed
from experiments.runs.comparison import Comparison
from experiments.runs.comparison_files import intervals, verdicts
from experiments.runs.differences import Cost, Difference
from experiments.runs.intervals import NONE_SEEN, SIGNIFICANT, rarer_than
from experiments.runs.outcomes import OUTCOMES
from experiments.runs.policy_costs import Outlay
from experiments.runs.policy_outcomes import TOGETHER
from experiments.store.tables import reported
from experiments.store.versions import provenance, seeds_in_words

BY_COMMUNITY = ("attempts", "crossings", "apprehensions", "deaths", "extortions", "stranded", "days detained", "arrivals")
"""Outcomes shown by community and of policies among each other, harm beside interceptions."""


def print_comparison(found: Comparison, console: Console | None = None) -> None:
    """Print everything that a comparison says."""
    shown = console or output_console()
    shown.print(provenance(found.world.calibration, seeds_in_words(found.request.seeds)), highlight=False)
    for policy in found.request.names[1:]:
        if found.reaches[policy].is_almost_none:
            shown.print(warning(policy, found.reaches[policy]), style="bold red", markup=False, soft_wrap=True)
        elif found.reaches[policy].attempts is not None:
            shown.print(f"{policy} {found.reaches[policy].in_words()}.", markup=False, soft_wrap=True)
        shown.print(_outcomes(found, policy))
        print_costs(found, policy, shown)
        shown.print()
        shown.print(_by_community(found, policy))
        if policy in found.accounts:
            print_account(found.accounts[policy], found, shown)
        elif policy in found.no_accounts:
            shown.print(f"No account of displacement for {policy}: {found.no_accounts[policy]}.", markup=False)
    if found.between:
        shown.print(_among(found))
    if not found.accounts and not found.no_accounts:
        shown.print("No community is followed person by person, so that displacement is not known; --follow COMMUNITY follows one.")
    if found.ranking is not None:
        print_ranking(found.ranking, found.request.weights, shown)
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
    unseen = [row for row in rows.values() if row.significance == NONE_SEEN]
    notes = [verdicts(found, policy), *([rarer_than(unseen[0].pairs)] if unseen else []), f"{pooled} See the table by community before drawing conclusions."]
    grid.caption = "\n".join(map(_sentence, notes))
    grid.caption_justify = "left"
    return grid


def _sentence(note: str) -> str:
    return f"{note[0].upper()}{note[1:].rstrip('.')}."


def _by_community(found: Comparison, policy: str) -> Grid:
    head = f"{policy} minus {found.request.names[0]}, by community: difference (interval); bold where statistically significant"
    grid = Grid(title=head, **TABLE_STYLE)
    grid.add_column("community", overflow="fold")
    for name in BY_COMMUNITY:
        grid.add_column(name, justify="right", overflow="fold")
    rows = {(row.community, row.outcome): row for row in found.differences if row.policy == policy}
    titles = {c.name: c.title for c in found.world.communities}
    grid.caption = _sentence(verdicts(found, policy, together=False))
    grid.caption_justify = "left"
    for name in found.by_policy.communities[:-1]:
        grid.add_row(titles[name], *(_brief(rows[name, outcome]) for outcome in BY_COMMUNITY))
    return grid


def _among(found: Comparison) -> Grid:
    """Every policy against every other one that is not the baseline."""
    grid = Grid(title=f"Policies against each other, {TOGETHER}: difference (interval); bold where statistically significant", **TABLE_STYLE)
    grid.add_column("", overflow="fold")
    for outcome in BY_COMMUNITY:
        grid.add_column(outcome, justify="right", overflow="fold")
    rows = {(row.policy, row.against, row.outcome): row for row in found.between if row.community == TOGETHER}
    for policy, against in dict.fromkeys((row.policy, row.against) for row in found.between):
        grid.add_row(f"{policy} minus {against}", *(_brief(rows[policy, against, outcome]) for outcome in BY_COMMUNITY))
    return grid


def _emphasis(row: Difference) -> str:
    return "bold" if row.significance in SIGNIFICANT else "dim"


def _brief(row: Difference) -> Text:
    if row.is_unchanged:
        return Text("none seen" if row.significance == NONE_SEEN else "0", "dim")
    text = signed(row.difference) + ("" if row.low is None or row.high is None else f" ({signed(row.low)}, {signed(row.high)})")
    return Text(text, _emphasis(row))

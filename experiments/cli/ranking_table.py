"""The ranking of a comparison as it is printed, with rank probabilities, and why it is not supported where it is not."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from experiments.cli.table_style import TABLE_STYLE, add_columns, short
from experiments.runs.harm import HARM, Weight, in_words
from experiments.runs.policy_outcomes import TOGETHER
from experiments.runs.ranking import Ranking

MOST_RANKS = 5
"""Ranks whose probabilities are shown."""


def print_ranking(found: Ranking, weights: Mapping[str, Weight], console: Console) -> None:
    """Print a ranking and, where it is not supported, why."""
    over = f"{found.draws} draws" if found.over == "draws" else f"{found.seeds} seeds"
    grid = Grid(title=f"Policies by {found.outcome} ({found.unit}; {found.better} is better), {TOGETHER}, over {over}", **TABLE_STYLE)
    ranks = range(1, min(len(found.ranks), MOST_RANKS) + 1)
    add_columns(grid, ("policy", "left"), ("mean", "right"), ("best in", "right"), ("regret, mean", "right"), ("regret, 95th percentile", "right"))
    add_columns(grid, *((f"rank {rank}", "right") for rank in ranks))
    for row in found.ranks:
        chances = (f"{row.probabilities[rank - 1]:.0%}" for rank in ranks)
        grid.add_row(row.policy, short(row.mean), f"{row.best:.0%} of {found.over}", short(row.regret), short(row.high_regret), *chances)
    grid.caption = "Rank probabilities: shares of draws." if found.over == "draws" else "Rank probabilities: those of the means of resampled seeds (bootstrap)."
    if found.outcome == HARM:
        grid.caption += f"\nDays lost: {in_words(weights)}. Weights are judgements (docs/comparing.md)."
    grid.caption_justify = "left"
    console.print(grid)
    for warning in found.warnings:
        console.print(Text.assemble(("The ranking is not supported:", "bold red"), f" {warning}."))
    if not found.warnings:
        console.print(f"The first place is supported by the {found.over}.")

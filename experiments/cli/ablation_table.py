"""The table of what each mechanism is worth."""

from rich.console import Console
from rich.table import Table as Grid

from experiments.cli.score_table import NO_SCORE, in_words, with_ends
from experiments.cli.table_style import TABLE_STYLE, output_console
from experiments.runs.ablation import Ablation, WithoutOne


def print_ablation(found: Ablation, console: Console | None = None) -> None:
    """Print the mechanisms, the one that is worth most first."""
    shown = console or output_console()
    grid = Grid(title=f"{found.whole.name}: what each mechanism is worth", **TABLE_STYLE)
    grid.add_column("without", overflow="fold")
    for name in ("score", "whole", "worth", "90% interval"):
        grid.add_column(name, justify="right", no_wrap=True)
    for one in ordered(found):
        worth = one.worth
        if worth is not None:
            grid.add_row(
                one.mechanism.name, f"{worth.reference:.2f}", f"{worth.score:.2f}", in_words(worth.skill), with_ends(worth).strip(" ()") or NO_SCORE
            )
    shown.print(grid)
    shown.print(f"Forecast: {found.whole.forecast}. Worth: 1 - score of the whole model / score without the mechanism, all quantities with one vote each.")
    shown.print("Above 0 the mechanism makes forecasts of documents better; an interval that includes 0 shows no such effect.")
    if found.absent:
        shown.print(f"Without a parameter in this scenario: {', '.join(found.absent)}.")


def ordered(found: Ablation) -> list[WithoutOne]:
    """The mechanisms, the one that is worth most first."""
    return sorted(found.without, key=lambda one: -(one.worth.skill if one.worth is not None else -1e9))

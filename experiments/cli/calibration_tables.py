"""The tables of a fit: prior and posterior of each free parameter, convergence of the chains, and the results of the checks."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table as Grid

from experiments.cli.table_style import TABLE_STYLE, add_columns, output_console

GOOD_R_HAT = 1.01
"""Below it chains agree (Vehtari and others 2021)."""


def print_fit(about: Mapping[str, Any]) -> None:
    """Print what a manifest says."""
    console = output_console()
    grid = Grid(title=f"Free parameters of {about['scenario']}", **TABLE_STYLE)
    add_columns(
        grid, ("parameter", "left"), ("prior", "right"), ("default", "right"), ("90% interval", "right"), ("median", "right"), ("MAP", "right"),
        ("unit", "left"), ("contraction", "right"), ("r-hat", "right"), ("effective", "right"),
    )  # fmt: skip
    for row in about["parameters"]:
        grid.add_row(
            row["name"], f"{row['prior_low']:,.3g} – {row['prior_high']:,.3g}", f"{row['assumed']:,.3g}", f"{row['low']:,.3g} – {row['high']:,.3g}",
            f"{row['median']:,.3g}", f"{row['best']:,.3g}", row["unit"], f"{row['contraction']:.0%}", f"{row['r_hat']:.3f}", f"{row['effective']:,}",
        )  # fmt: skip
    console.print(grid)
    worst = max(row["r_hat"] for row in about["parameters"])
    verdict = "converged" if worst < GOOD_R_HAT else "NOT converged: longer chains are needed"
    console.print(f"Largest r-hat {worst:.4f}: {verdict}. MAP: maximum a posteriori draw. Contraction: 1 - posterior variance / prior variance.")
    for key, what in (("simulation_based", "simulated data sets"), ("recovered_from_runs", "runs with known parameters")):
        found = about[key]
        covered = f"90 per cent intervals contained {found['covered']:.0%} of the parameters"
        console.print(f"{found['truths']} {what}: {covered}; distance {found['distance']:.2f} sd.")
    predicted = ", ".join(f"{row['family']} {row['inside']:.0%}" for row in about["family_left_out"])
    console.print(f"Clusters predicted out of sample, by the family left out: {predicted}.")
    if about.get("not_learned"):
        console.print(f"Emulators say no more than the mean of all runs of {', '.join(about['not_learned'])}: these inform little.")
    if about.get("left_out"):
        _print_left_out(console, about["left_out"])


def _print_left_out(console: Console, rows: Sequence[Mapping[str, Any]]) -> None:
    """What fits that know a quantity not predict of it, beside the posterior and the prior."""
    grid = Grid(title="Quantities left out and simulated again", **TABLE_STYLE)
    add_columns(grid, ("quantity", "left"), ("rows", "right"), ("inside", "right"), ("score", "right"), ("fitted", "right"), ("prior", "right"))
    for row in rows:
        scores = (_number(row[name]["score"]) for name in ("left_out", "fitted", "prior"))
        inside = row["left_out"]["inside"]
        grid.add_row(row["quantity"], f"{row['rows']:,}", "" if inside is None else f"{inside:.0%}", *scores)
    console.print(grid)
    console.print("Score: interval score of runs at draws of a posterior without the quantity, of the posterior, and of the prior; smaller is better.")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.1f}"

"""A fit on the screen: what is believed of each free parameter before and after, whether the chains agree, and how the checks came out."""

from collections.abc import Mapping
from typing import Any

from rich.table import Table as Grid

from experiments.cli.look import LOOK, add_columns, paper

GOOD_R_HAT = 1.01
"""Below it chains agree (Vehtari and others 2021)."""


def print_fit(about: Mapping[str, Any]) -> None:
    """Print what a manifest says."""
    console = paper()
    grid = Grid(title=f"Free parameters of {about['scenario']}", **LOOK)
    add_columns(
        grid, ("parameter", "left"), ("prior", "right"), ("assumed", "right"), ("nine in ten", "right"), ("median", "right"), ("best", "right"), ("unit", "left"),
        ("learned", "right"), ("r-hat", "right"), ("effective", "right"),
    )  # fmt: skip
    for row in about["parameters"]:
        grid.add_row(
            row["name"], f"{row['prior_low']:,.3g} – {row['prior_high']:,.3g}", f"{row['assumed']:,.3g}", f"{row['low']:,.3g} – {row['high']:,.3g}",
            f"{row['median']:,.3g}", f"{row['best']:,.3g}", row["unit"], f"{row['contraction']:.0%}", f"{row['r_hat']:.3f}", f"{row['effective']:,}",
        )  # fmt: skip
    console.print(grid)
    worst = max(row["r_hat"] for row in about["parameters"])
    verdict = "converged" if worst < GOOD_R_HAT else "NOT converged, longer chains are needed"
    console.print(f"Largest r-hat {worst:.4f}: {verdict}. Learned: one less the variance left, relative to the prior's.")
    for key, what in (("simulation_based", "made-up truths"), ("recovered_from_runs", "runs whose parameters are known")):
        found = about[key]
        console.print(f"{found['truths']} {what}: 90 per cent intervals held {found['covered']:.0%} of the parameters; distance {found['distance']:.2f} sd.")
    foretold = ", ".join(f"{row['family']} {row['inside']:.0%}" for row in about["family_left_out"])
    console.print(f"Of the clusters of a family that is left out, the others foretell: {foretold}.")

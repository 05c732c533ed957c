"""How far replications lie apart: the mean of every count of people over runs, and between which bounds nine runs in ten lie."""

from pathlib import Path
from typing import Any

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from experiments.store.compact import load
from experiments.store.indicators import EVERYWHERE

SHOWN = ("departed", "attempts", "crossed", "bribed", "apprehended", "extorted", "stranded", "injured", "died", "arrived", "deported", "assisted")
"""Indicators of a whole territory that are shown, harm beside interceptions."""
BOUNDS = (0.05, 0.95)
"""Shares of runs below the two bounds."""
WIDTH = 150


def spread(folder: Path) -> list[dict[str, Any]]:
    """One row a community and indicator: mean, bounds and standard error of the mean over the runs of a sweep; a run without the row counts as nought."""
    table = load(folder, "indicators", place_or_crossing=EVERYWHERE, indicator=SHOWN)
    runs = sum(error == "" for error in load(folder, "runs")["error"].to_pylist())
    values: dict[tuple[str, str], list[float]] = {}
    for community, name, value in zip(*(table[column].to_pylist() for column in ("community", "indicator", "value")), strict=True):
        values.setdefault((community, name), []).append(value)
    rows = []
    for community in sorted({community for community, _ in values}):
        for name in SHOWN:
            found = values.get((community, name), [])
            counts = np.array([*found, *[0.0] * (runs - len(found))])
            if found:
                low, high = np.quantile(counts, BOUNDS)
                error = float(counts.std(ddof=1) / np.sqrt(runs)) if runs > 1 else None
                rows.append({"community": community, "indicator": name, "mean": float(counts.mean()), "low": float(low), "high": float(high), "error": error})
    return rows


def print_spread(rows: list[dict[str, Any]], runs: int) -> None:
    """Print the rows of :func:`spread`."""
    console = Console(highlight=False)
    console = console if console.is_terminal else Console(highlight=False, width=WIDTH)
    grid = Grid(title=f"People in the reported days, over {runs} runs", title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for name, side in (("community", "left"), ("what", "left"), ("mean", "right"), ("nine runs in ten", "right"), ("error of the mean", "right")):
        grid.add_column(name, justify=side)  # type: ignore[arg-type]  # one of rich's words
    before = ""
    for row in rows:
        error = "–" if row["error"] is None else f"{row['error']:,.1f}"
        shown = "" if row["community"] == before else row["community"]
        grid.add_row(shown, row["indicator"], f"{row['mean']:,.1f}", f"{row['low']:,.0f} – {row['high']:,.0f}", error)
        before = row["community"]
    console.print(grid)

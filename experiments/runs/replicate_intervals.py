"""Variation between replications: the mean of every count of people over runs, and its 90 per cent range."""

from pathlib import Path
from typing import Any

import numpy as np

from experiments.store.compact import load
from experiments.store.indicators import EVERYWHERE

SHOWN = ("departed", "attempts", "crossed", "bribed", "apprehended", "extorted", "stranded", "injured", "died", "arrived", "deported", "assisted")
"""Indicators of a whole territory that are shown, harm beside interceptions."""
BOUNDS = (0.05, 0.95)
"""Shares of runs below the two bounds."""


def replicate_intervals(folder: Path) -> list[dict[str, Any]]:
    """One row a community and indicator: mean, bounds and standard error of the mean over the runs of a sweep; a run without the row counts as zero."""
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

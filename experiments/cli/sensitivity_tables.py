"""The tables of ``routesim sensitivity``: printed, as CSV and as JSON."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table as Grid

from experiments.cli.table_style import TABLE_STYLE, output_console, short
from experiments.runs.sensitivity import SAID, WEAK, Index, Sensitivity
from experiments.store.sweep_folder import write_text

TITLES = {
    "emulator": "Sobol's indices by the emulator",
    "model": "Sobol's indices by the model itself",
    "morris": "Morris's screening, effect of moving a parameter over its range",
}
INDICES = {"emulator": "indices by the emulator", "model": "indices by the model itself", "morris": "screening"}
VAGUE = 0.3
"""Half-width of an interval beyond which an index is imprecise."""


def print_sensitivity(found: Sensitivity, folder: Path, picture: Path | None) -> None:
    """Print what drives each outcome, the strongest first, and why an outcome that was asked for has no indices; ``picture`` if it was written."""
    out = output_console()
    asked = found.study
    about = f"what {asked.policy} changes" if asked.policy else "the results"
    size = f"{len(asked.frees)} parameters over their ranges, {found.runs} points, {len(asked.seeds)} seed{'s' if len(asked.seeds) > 1 else ''} at each"
    out.print(f"\n[bold]What drives {about} in {asked.scenario}[/bold]: {size}")
    for source, title in TITLES.items():
        for outcome in asked.outcomes:
            rows = found.of(outcome, source)
            if rows:
                out.print(f"\n[bold]{outcome.capitalize()}[/bold]: {title}{_quality(found, outcome, source)}")
                out.print(_table(rows, source))
    if found.missing:
        out.print()
    for one in found.missing:
        out.print(f"[bold]{one.outcome.capitalize()}[/bold], no {INDICES[one.source]}: {one.reason}", soft_wrap=True)
    out.print(f"\nIntervals are {SAID:.0%}. Table{', picture' if picture else ''} and runs: {folder}", soft_wrap=True)


def _quality(found: Sensitivity, outcome: str, source: str) -> str:
    if source == "model" and max(row.total_half for row in found.of(outcome, source)) > VAGUE:
        return " (intervals are wide: increase --check)"
    if source != "emulator":
        return ""
    share = found.explained[outcome]
    weak = "; unreliable: increase --points, or use --check" if share < WEAK else ""
    return f" (cross-validated R² {max(0.0, share):.2f}{weak})"


def _table(rows: list[Index], source: str) -> Grid:
    grid = Grid(**TABLE_STYLE)
    grid.add_column("parameter")
    for name in ("effect", "±", "spread") if source == "morris" else ("first-order", "±", "total-order", "±"):
        grid.add_column(name, justify="right")
    for row in rows:
        if source == "morris":
            grid.add_row(row.parameter, short(row.total), short(row.total_half), short(row.spread))
        else:
            grid.add_row(row.parameter, *(f"{value:.2f}" for value in (row.first, row.first_half, row.total, row.total_half)))
    return grid


def plain(found: Sensitivity) -> dict[str, Any]:
    """The result as JSON values."""
    return {
        "scenario": found.study.scenario,
        "policy": found.study.policy or None,
        "parameters": [{"name": free.name, "keys": free.keys, "low": free.low, "high": free.high} for free in found.study.frees],
        "runs": found.runs * len(found.study.seeds) * (2 if found.study.policy else 1),
        "explained": {name: None if math.isnan(share) else share for name, share in found.explained.items()},
        "mute": found.mute,
        "missing": [asdict(one) for one in found.missing],
        "indices": [one.plain() for one in found.indices],
    }


def write_csv(found: Sensitivity, path: Path) -> None:
    """Write one row an index, and one for every outcome without indices by a source, with the reason; completely or not at all."""

    def lines() -> Iterator[list[Any]]:
        names = ["outcome", "parameter", "source", "first", "first_half", "total", "total_half", "spread"]
        yield [*names, "reason"]
        for one in found.indices:
            plain = one.plain()
            yield [*("" if plain[name] is None else plain[name] for name in names), ""]
        for missing in found.missing:
            yield [missing.outcome, "", missing.source, *[""] * (len(names) - 3), missing.reason]

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines())
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text.getvalue())

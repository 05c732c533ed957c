"""The tables of ``routesim sensitivity``: printed, as CSV and as JSON."""

import math
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table as Grid
from rich.text import Text

from experiments.cli.table_style import TABLE_STYLE, output_console, short
from experiments.runs.sensitivity import SAID, WEAK, Index, Sensitivity
from experiments.store.csv_text import csv_text
from experiments.store.digest_list import note
from experiments.store.versions import provenance, provenance_json, seeds_in_words
from experiments.store.writing import make_folder, write_whole

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
    out.print(Text.assemble("\n", (f"What drives {about} in {asked.scenario}", "bold"), f": {size}"))
    out.print(provenance(asked.calibration, seeds_in_words(asked.seeds)), highlight=False, markup=False)
    for source, title in TITLES.items():
        for outcome in asked.outcomes:
            rows = found.of(outcome, source)
            if rows:
                out.print(Text.assemble("\n", (outcome.capitalize(), "bold"), f": {title}{_quality(found, outcome, source)}"))
                out.print(_table(rows, source))
    if found.missing:
        out.print()
    for one in found.missing:
        out.print(Text.assemble((one.outcome.capitalize(), "bold"), f", no {INDICES[one.source]}: {one.reason}"), soft_wrap=True)
    out.print(f"\nIntervals are {SAID:.0%}. Table{', picture' if picture else ''} and runs: {folder}", soft_wrap=True, markup=False)


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
        **provenance_json(found.study.calibration),
        "seeds": list(found.study.seeds),
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
    names = ["outcome", "parameter", "source", "first", "first_half", "total", "total_half", "spread"]
    rows = [[*("" if (plain := one.plain())[name] is None else plain[name] for name in names), ""] for one in found.indices]
    rows += [[missing.outcome, "", missing.source, *[""] * (len(names) - 3), missing.reason] for missing in found.missing]
    make_folder(path.parent)
    write_whole(path, csv_text([*names, "reason"], rows))
    note(path.parent, [path])

"""Sensitivity of each outcome: first-order and total-order indices of every parameter, with intervals."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.plots.picture import Picture, save
from experiments.plots.style import GREY, INK, PALE, RULE, SERIES, style
from experiments.runs.sensitivity import WEAK

if TYPE_CHECKING:
    from experiments.runs.sensitivity import Index, Sensitivity

FIRST, TOTAL = SERIES[0], SERIES[1]
ACROSS = 2
NAMES, BARS = 2.9, 4.2
"""Inches for the names of parameters and for their bars."""
HEAD, FOOT = 1.4, 0.5
"""Inches above and below the panels."""


def draw_sensitivity(found: "Sensitivity", folder: Path) -> Path | None:
    """Write ``sensitivity.png``, completely or not at all; nothing where no outcome has indices. Its data are ``sensitivity.csv`` of the study."""
    source = "emulator" if any(one.source == "emulator" for one in found.indices) else "model"
    outcomes = [name for name in found.study.outcomes if found.of(name, source)]
    if not outcomes:
        return None
    path = folder / "sensitivity.png"
    with style():
        picture = _draw(found, outcomes, source)
    save(picture, path)
    return path


def _draw(found: "Sensitivity", outcomes: list[str], source: str) -> Picture:
    study = found.study
    rows = -(-len(outcomes) // ACROSS)
    across = min(ACROSS, len(outcomes))
    tall = 0.95 + 0.3 * len(study.frees)
    width, height = max(8.0, across * (NAMES + BARS) + 0.2), HEAD + rows * tall + FOOT
    figure = Figure(figsize=(width, height))
    left = 0.45 / width
    about = f"what {study.policy} changes" if study.policy else "the results"
    figure.suptitle(f"What drives {about}", x=left, y=1 - 0.30 / height, ha="left", va="top", fontsize=16, fontweight="bold")
    figure.text(
        left, 1 - 0.68 / height, "Share of the variance of each outcome that a parameter explains, over the prior ranges",
        va="top", fontsize=10, color=GREY,
    )  # fmt: skip
    key = figure.text(left, 1 - 1.0 / height, "■ first-order", va="top", fontsize=9.5, color=FIRST)
    figure.text(left + 1.1 / width, key.get_position()[1], "●  total-order; lines are 90 % intervals", va="top", fontsize=9.5, color=TOTAL)
    from_what = f"an emulator trained on {found.runs} points" if source == "emulator" else "the model itself"
    seeds = f"{len(study.seeds)} seed{'s' if len(study.seeds) > 1 else ''} a point"
    figure.text(
        left, 0.2 / height, f"Source: routesim simulation of “{study.scenario}”, {seeds}, scale {study.scale:g}. "
        f"Sobol's indices by {from_what}. Simulated people, not observations.",
        fontsize=7.5, color=PALE,
    )  # fmt: skip
    for number, outcome in enumerate(outcomes):
        column, row = number % ACROSS, number // ACROSS
        bottom = FOOT + (rows - 1 - row) * tall + 0.35
        axes = figure.add_axes(((NAMES + column * (NAMES + BARS)) / width, bottom / height, (BARS - 0.35) / width, (tall - 0.85) / height))
        share = found.explained.get(outcome)
        weak = share is not None and share < WEAK
        quality = "" if share is None else f": emulator, cross-validated R² {max(0.0, share):.2f}" + (" (unreliable)" if weak else "")
        title = outcome.capitalize() + quality
        _panel(axes, found.of(outcome, source), title, weak=weak)
    return Picture(figure, f"What drives {about}. {'; '.join(_strongest(outcome, found.of(outcome, source)) for outcome in outcomes)}.")


def _strongest(outcome: str, rows: list["Index"]) -> str:
    most = max(rows, key=lambda row: row.total)
    return f"{outcome}: largest {most.parameter}, total-order {most.total:.0%}, first-order {max(0.0, most.first):.0%}"


def _panel(axes: Axes, rows: list["Index"], title: str, *, weak: bool) -> None:
    """One outcome; pale where the emulator predicts too little."""
    places = np.arange(len(rows))[::-1]
    axes.barh(places, [max(0.0, row.first) for row in rows], height=0.55, color=FIRST, alpha=0.25 if weak else 0.85)
    axes.errorbar(
        [row.total for row in rows], places, xerr=[row.total_half for row in rows], fmt="o", color=TOTAL, alpha=0.35 if weak else 1.0, markersize=5,
        elinewidth=1.3, capsize=0,
    )  # fmt: skip
    axes.set_yticks(places, [row.parameter for row in rows])
    axes.tick_params(axis="y", length=0, labelcolor=INK)
    axes.set_xlim(0, 1)
    axes.set_title(title, fontsize=10)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=RULE)
    axes.spines["left"].set_visible(False)

"""Sensitivity of each outcome: first-order and total-order indices of every parameter, with intervals."""

from collections.abc import Mapping
from pathlib import Path
from textwrap import fill, shorten, wrap
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from experiments.plots.picture import Picture, save
from experiments.plots.style import GREY, INK, PALE, RULE, SERIES, page, style
from experiments.plots.ticks import exact_axis
from experiments.plots.titles import parameter_title, policy_title, scenario_title, world_of
from experiments.runs.sensitivity import WEAK
from experiments.store.versions import program_version, seeds_in_words

if TYPE_CHECKING:
    from calibration.fit.free import Free
    from experiments.runs.sensitivity import Index, Sensitivity

FIRST, TOTAL = SERIES[0], SERIES[1]
ACROSS = 2
NAMES, BARS = 3.3, 4.0
"""Inches for the names of parameters and for their bars."""
HEAD, FOOT, LINE = 1.95, 0.95, 0.42
"""Inches above and below the panels, and of one parameter."""
NAME, MOST_LINES = 44, 2
"""Characters of a line of a parameter's name, and lines."""
CUT = 0.005
"""Share of variance beyond the axis from which an interval is marked as cut."""
ADD = "these values are not parts of a whole."
LEGEND = (
    "first-order index: the share of the variance that a parameter explains alone, all others averaged over",
    "its 90 per cent interval",
    "total-order index: the same with all its interactions with other parameters, with its 90 per cent interval",
)
NOTES = (
    "Do not add total-order indices up: an interaction counts in that of every parameter in it, so that they may sum to more than 100 per cent.",
    "First-order indices sum to at most 100 per cent; the rest is interaction.",
    "An arrow: the interval continues beyond the axis. Estimates below zero, which are sampling error, are drawn as zero.",
)


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
    titles = {free.name: _titles(free, study.scenario) for free in study.frees}
    rows = -(-len(outcomes) // ACROSS)
    across = min(ACROSS, len(outcomes))
    tall = 1.15 + LINE * (len(study.frees) + sum(title.count("\n") for title, _ in titles.values()) * 0.5)
    width, height = max(10.4, across * (NAMES + BARS) + 0.2), HEAD + rows * tall + FOOT
    policy = policy_title(study.policy) if study.policy else ""
    about = f"what “{policy}” changes" if policy else "the results"
    title = "What drives the change" if policy else "What drives the results"
    from_what = f"an emulator trained on {found.runs} points" if source == "emulator" else "the model itself"
    made = f"{seeds_in_words(study.seeds)} at each point, scale {study.scale:g}; {study.calibration}"
    credit = f"Source: routesim {program_version()} simulation of “{scenario_title(study.scenario)}”, {made}. Sobol's indices by {from_what}."
    of_what = f"the change of each outcome under “{policy}”" if policy else "each outcome"
    subtitle = f"Share of the variance of {of_what} that a parameter explains, over the prior ranges."
    figure = page(width, height, title, fill(subtitle, int(width * 12)), f"{credit} Simulated people, not observations.", "\n".join(NOTES))
    marks = [
        Patch(facecolor=FIRST, alpha=0.85),
        Line2D([], [], color=INK, lw=1.3),
        Line2D([], [], color=TOTAL, marker="o", ms=5, lw=1.3),
    ]
    figure.legend(marks, LEGEND, loc="upper left", bbox_to_anchor=(0.30 / width, 1 - 1.05 / height), ncols=1, handlelength=1.8, borderaxespad=0.0)
    for number, outcome in enumerate(outcomes):
        column, row = number % ACROSS, number // ACROSS
        bottom = FOOT + (rows - 1 - row) * tall + 0.55
        axes = figure.add_axes(((NAMES + column * (NAMES + BARS)) / width, bottom / height, (BARS - 0.35) / width, (tall - 1.05) / height))
        share = found.explained.get(outcome)
        weak = share is not None and share < WEAK
        quality = "" if share is None else f": emulator, cross-validated R² {max(0.0, share):.2f}" + (" (unreliable)" if weak else "")
        _panel(axes, found.of(outcome, source), titles, outcome.capitalize() + quality, weak=weak)
    said = "; ".join(_strongest(outcome, found.of(outcome, source), titles) for outcome in outcomes)
    return Picture(figure, f"What drives {about}: first-order and total-order Sobol indices with 90 per cent intervals; {ADD} {said}.")


def _titles(free: "Free", scenario: str) -> tuple[str, str]:
    """A parameter as the label of its row: its meaning on at most two lines, and its key in small print."""
    key = free.keys[0] if len(free.keys) == 1 else f"{free.keys[0]} and {len(free.keys) - 1} more"
    title = parameter_title(free.name, world_of(scenario))
    lines = wrap(title, NAME)
    return "\n".join([*lines[: MOST_LINES - 1], shorten(" ".join(lines[MOST_LINES - 1 :]), NAME, placeholder=" …")] if len(lines) > MOST_LINES else lines), key


def _strongest(outcome: str, rows: list["Index"], titles: Mapping[str, tuple[str, str]]) -> str:
    most = max(rows, key=lambda row: row.total)
    title = " ".join(titles[most.parameter][0].split())
    return f"{outcome}: largest {title}, total-order {most.total:.0%}, first-order {max(0.0, most.first):.0%}"


def _panel(axes: Axes, rows: list["Index"], titles: Mapping[str, tuple[str, str]], title: str, *, weak: bool) -> None:
    """One outcome; pale where the emulator predicts too little. What lies beyond the axis is cut, with an arrow."""
    places = np.arange(len(rows))[::-1]
    axes.barh(places, [max(0.0, row.first) for row in rows], height=0.5, color=FIRST, alpha=0.25 if weak else 0.85)
    for place, row in zip(places.tolist(), rows, strict=True):
        for middle, half, y, colour in ((row.first, row.first_half, place + 0.14, INK), (row.total, row.total_half, place - 0.14, TOTAL)):
            low, high = max(0.0, middle - half), min(1.0, middle + half)
            axes.plot([min(low, high), high], [y, y], color=colour, lw=1.3, alpha=0.35 if weak else 1.0, solid_capstyle="butt", zorder=3)
            for edge, beyond, arrow in ((0.0, middle - half < -CUT, "<"), (1.0, middle + half > 1 + CUT, ">")):
                if beyond:
                    axes.plot([edge], [y], arrow, ms=4, color=colour, alpha=0.35 if weak else 1.0, clip_on=False, zorder=4)
        axes.plot([min(1.0, max(0.0, row.total))], [place - 0.14], "o", ms=5, color=TOTAL, alpha=0.35 if weak else 1.0, clip_on=False, zorder=5)
        text, key = titles[row.parameter]
        lines = text.count("\n") + 1
        axes.annotate(text, (0, place), (-6, 4), xycoords=("axes fraction", "data"), textcoords="offset points", ha="right", va="center", fontsize=8,
                      linespacing=1.0)  # fmt: skip
        axes.annotate(key, (0, place), (-6, -2 - 5 * lines), xycoords=("axes fraction", "data"), textcoords="offset points", ha="right", va="center",
                      fontsize=6, color=PALE)  # fmt: skip
    axes.set_yticks([])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.set_xlim(0, 1)
    exact_axis(axes.xaxis, 5, scale=100, unit="%")
    axes.set_xlabel("share of variance", fontsize=8, color=GREY, labelpad=1)
    axes.set_title(title, fontsize=10)
    axes.grid(axis="y", visible=False)
    axes.grid(visible=True, axis="x", color=RULE)
    axes.spines["left"].set_visible(False)

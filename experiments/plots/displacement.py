"""Displacement between two policies: the matrix of people by outcome, the change of each outcome, and its course by week."""

from pathlib import Path
from textwrap import fill, shorten
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from experiments.plots.picture import Picture, save
from experiments.plots.style import GREEN, GREY, HARM, INK, ORANGE, PALE, RULE, SERIES, VERMILION, count, days, source_of, style
from experiments.plots.ticks import exact_axis
from experiments.plots.titles import border_title, outcome_title, policy_titles
from experiments.store.versions import seeds_in_words
from sim.outcomes.destiny import STANDINGS
from sim.world.world import World

if TYPE_CHECKING:
    from experiments.runs.comparison import Comparison
    from experiments.runs.displacement_accounts import Account

STAY, JOIN, LEAVE = "#eceeef", GREEN, VERMILION
DIRECT, SPILLOVER = SERIES[0], ORANGE
MOST_LABELS = 26
TITLE, LINE = 90, 175
"""Characters of the title and of a line of the summary and the notes."""
WITHIN = (0.05, 0.95)


def draw_displacement(found: "Comparison", folder: Path) -> list[Path]:
    """Write ``displacement-POLICY.png`` for every policy that has an account, each completely or not at all; returns their paths.

    Their data are ``displacement-POLICY.csv``.
    """
    paths = []
    for name, account in found.accounts.items():
        path = folder / f"displacement-{name}.png"
        with style():
            picture = draw(found, account)
        paths += save(picture, path)
    return paths


def draw(found: "Comparison", account: "Account") -> Picture:
    """Draw one account."""
    asked = account.question
    titles = policy_titles([str(policy) or "none" for policy in found.request.policies])
    base, policy = (titles.get(name, name) for name in (found.request.names[0], asked.policy))
    mean = account.mean()
    shown = np.flatnonzero((mean.sum(axis=0) > 0) | (mean.sum(axis=1) > 0))
    names = [outcome_title(account.outcomes[k], found.world) for k in shown]
    width, height = 14.5, max(8.2, 3.6 + 0.42 * len(shown))
    figure = Figure(figsize=(width, height))
    left = 0.45 / width
    named = shorten(policy, TITLE, placeholder=" …")
    figure.suptitle(f"Displacement: {named}", x=left, y=1 - 0.30 / height, ha="left", va="top", fontsize=16, fontweight="bold")
    first, last = asked.days(found.world)
    movers = account.movers()
    summary = f"Outcomes of the same {account.people:,} people at the border {border_title(asked.border, found.world)}, {days(first, last)}, against {base}. "
    several = account.moved.shape[0] > 1
    bounds = f" ({movers['moved']['low']:,.0f} to {movers['moved']['high']:,.0f}; 90 per cent range over pairs)" if several else ""
    summary += f"{count(movers['moved']['mean'])} change outcome{bounds}; mean of {account.moved.shape[0]} pairs of runs."
    figure.text(left, 1 - 0.70 / height, fill(summary, LINE), ha="left", va="top", fontsize=10, color=GREY)
    names_of = {community.name: community.title for community in found.world.communities}
    notes = (
        f"{source_of(found.world, seeds_in_words(found.request.seeds))} Communities: "
        + ", ".join(names_of.get(name, name) for name in account.communities[1:]) + ".\n"
        "Every person counts once in a row and once in a column, so that rows, columns and changes add up. Data could show only row and column sums: "
        "the cells come from giving the same people the same random draws."
    )
    figure.text(left, 0.20 / height, notes, ha="left", va="bottom", fontsize=7.5, color=PALE, linespacing=1.4)
    top, bottom = 1 - 2.30 / height, 1.45 / height
    matrix = figure.add_axes((0.16, bottom, 0.36, top - bottom))
    _matrix(matrix, mean[np.ix_(shown, shown)], names, base, _ways(account, shown))
    middle = bottom + 0.36 * (top - bottom)
    steps = figure.add_axes((0.70, middle + 0.75 / height, 0.27, top - middle - 0.75 / height))
    _steps(steps, account, found.world)
    _speed(figure.add_axes((0.58, bottom, 0.39, middle - bottom - 0.35 / height)), account)
    return Picture(figure, f"{figure.get_suptitle()}. {summary}")


def _ways(account: "Account", shown: NDArray[np.int64]) -> int:
    """How many of the outcomes shown are moves over the border."""
    return int((shown < len(account.outcomes) - len(STANDINGS) - 1).sum())


def _matrix(axes: Axes, people: NDArray[np.float64], names: list[str], base: str, ways: int) -> None:
    size = len(names)
    off = people.copy()
    np.fill_diagonal(off, 0.0)
    axes.grid(visible=False)
    axes.imshow(np.where(np.eye(size, dtype=bool), 1.0, np.nan), cmap=LinearSegmentedColormap.from_list("stay", [STAY, STAY]), aspect="auto")
    top = max(1.0, off.max(initial=0.0))
    if off.any():
        low = min(float(off[off > 0].min()), top / 2)
        axes.imshow(np.where(off > 0, off, np.nan), cmap=HARM, norm=LogNorm(low, top), aspect="auto")
    font = 8 if size <= 12 else 6.8 if size <= 18 else 5.8
    for j, k in np.argwhere(people > 0).tolist() if size <= MOST_LABELS else []:
        dark = j != k and off[j, k] > top * 0.35
        axes.text(k, j, count(people[j, k]), ha="center", va="center", fontsize=font, color="white" if dark else GREY if j == k else INK)
    axes.set_xticks(range(size), names, rotation=45, ha="left", rotation_mode="anchor")
    axes.set_yticks(range(size), names)
    axes.tick_params(length=0, labelsize=8 if size <= 18 else 6.5, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.set_xticks(np.arange(size + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(size + 1) - 0.5, minor=True)
    axes.grid(visible=True, which="minor", axis="both", color=RULE, lw=0.5)
    axes.tick_params(which="minor", length=0)
    for line in (axes.axhline, axes.axvline):
        if 0 < ways < size:
            line(ways - 0.5, color=INK, lw=0.9)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_xlabel(f"rows: under {base}; columns: under the policy\npeople, mean over pairs; grey: same outcome under both", fontsize=8.5, loc="left")


def _steps(axes: Axes, account: "Account", world: World) -> None:
    steps = account.waterfall()
    rows = np.flatnonzero((steps.leaves > 0) | (steps.joins > 0))
    axes.set_title("Change by outcome: people who leave it, people who join it", fontsize=9.5, x=-0.42, pad=22)
    axes.barh(np.arange(len(rows)), -steps.leaves[rows], color=LEAVE, height=0.62, label="leave")
    axes.barh(np.arange(len(rows)), steps.joins[rows], color=JOIN, height=0.62, label="join")
    change = (steps.ends - steps.begins)[rows]
    axes.plot(change, np.arange(len(rows)), "D", color=INK, ms=4, label="change")
    axes.axvline(0, color=INK, lw=0.8)
    axes.set_yticks(range(len(rows)), [f"{outcome_title(account.outcomes[k], world)}   {count(steps.begins[k])} → {count(steps.ends[k])}" for k in rows])
    axes.tick_params(axis="y", length=0, labelsize=8 if len(rows) <= 14 else 6.5)
    axes.invert_yaxis()
    axes.grid(visible=True, axis="x")
    axes.grid(visible=False, axis="y")
    axes.set_xlabel("people; changes sum to zero", fontsize=8.5)
    if len(rows):
        axes.legend(loc="lower left", ncols=3, bbox_to_anchor=(-0.02, 1.0), borderaxespad=0.2, handlelength=1.2, columnspacing=1.0)
        reach = max(float(steps.leaves.max()), float(steps.joins.max())) * 1.12
        axes.set_xlim(-reach, reach)
        exact_axis(axes.xaxis, 6, signed=True)
    else:
        _nobody(axes)


def _speed(axes: Axes, account: "Account") -> None:
    weekly = account.weekly[:, 0]
    axes.set_title("Course: people whose outcome differs, by the end of each week", fontsize=9.5)
    weeks = np.arange(1, weekly.shape[1] + 1)
    direct, spill = weekly[:, :, 0].mean(axis=0), weekly[:, :, 1].mean(axis=0)
    axes.fill_between(weeks, 0, direct, color=DIRECT, alpha=0.85, lw=0, label="direct: used what the policy affects")
    axes.fill_between(weeks, direct, direct + spill, color=SPILLOVER, alpha=0.85, lw=0, label="spillover: did not use it")
    if len(weekly) > 1:
        low, high = np.quantile(weekly.sum(axis=2), WITHIN, axis=0)
        for bound, name in ((low, "90 per cent range over pairs, total"), (high, None)):
            axes.plot(weeks, bound, color=INK, lw=0.9, ls=(0, (3, 2)), label=name)
    axes.set_xlim(1, max(2, int(weeks[-1])))
    axes.set_ylim(0, None)
    exact_axis(axes.xaxis, 8, whole=True)
    exact_axis(axes.yaxis, 5)
    axes.set_xlabel("weeks since the first day", fontsize=8.5)
    axes.set_ylabel("people", fontsize=8.5)
    if weekly.any():
        axes.legend(loc="upper left")
    else:
        _nobody(axes)


def _nobody(axes: Axes) -> None:
    axes.annotate("no outcome changes", (0.5, 0.5), xycoords="axes fraction", ha="center", color=PALE)

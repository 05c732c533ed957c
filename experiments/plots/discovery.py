"""Where a policy fails: the simulated points over the two parameters that explain most, and the box with most failures."""

from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from experiments.plots.picture import Picture, save
from experiments.plots.style import GREY, INK, PALE, SERIES, UNSURE, style
from experiments.plots.ticks import exact_axis
from experiments.plots.titles import parameter_title, policy_title
from experiments.store.versions import program_version, seeds_in_words
from sim.world.meanings import MEANINGS, pattern_of

if TYPE_CHECKING:
    from experiments.runs.discovery import Box, Discovery, Varied

FAILS, HOLDS = SERIES[1], SERIES[0]


def draw_discovery(found: "Discovery", runs: "Varied", failed: NDArray[np.bool_], words: tuple[str, str], folder: Path) -> Path | None:
    """Write ``discovery.png`` with its data, each completely or not at all; nothing where there are no boxes or only one parameter.

    ``words`` are the policy, and what failing means.
    """
    keys = _two(found, runs)
    if len(keys) < 2:
        return None
    path = folder / "discovery.png"
    with style():
        picture = _draw(found, runs, failed, words, keys)
    save(picture, path)
    return path


def _two(found: "Discovery", runs: "Varied") -> list[str]:
    """The parameters of the most failing boxes first, then the others."""
    if not found.boxes:
        return []
    named = [key for box in found.boxes for key in box.bounds]
    return list(dict.fromkeys([*named, *runs.columns]))[:2]


def _draw(found: "Discovery", runs: "Varied", failed: NDArray[np.bool_], words: tuple[str, str], keys: list[str]) -> Picture:
    width, height = 9.6, 6.6
    figure = Figure(figsize=(width, height))
    left = 0.45 / width
    policy, asked = words
    worst = found.boxes[0]
    figure.suptitle("Where the policy fails", x=left, y=1 - 0.30 / height, ha="left", va="top", fontsize=16, fontweight="bold")
    finding = f"A run fails where {asked}: {found.failures} of {found.runs} runs. In the box drawn, {worst.failures} of {worst.runs} fail ({worst.share:.0%})."
    named = policy_title(policy)
    figure.text(left, 1 - 0.70 / height, fill(f"“{named}”. {finding}", 105), va="top", fontsize=10, color=GREY)
    axes = figure.add_axes((1.25 / width, 1.35 / height, (width - 1.7) / width, (height - 2.9) / height))
    _, first, of = np.unique(runs.point, return_index=True, return_inverse=True)
    x, y = (runs.columns[key][first] for key in keys)
    share = np.bincount(of, failed) / np.bincount(of)
    for chosen, label, look in (
        (share == 0, "does not fail", {"facecolors": "none", "edgecolors": HOLDS, "marker": "o"}),
        ((share > 0) & (share < 1), "fails with some seeds", {"facecolors": UNSURE[0], "edgecolors": FAILS, "marker": "D"}),
        (share == 1, "fails with every seed", {"facecolors": FAILS, "edgecolors": FAILS, "marker": "D"}),
    ):
        if chosen.any():
            axes.scatter(x[chosen], y[chosen], s=24, linewidths=1.0, label=label, **look)  # type: ignore[arg-type]
    axes.set_xlabel(_named(keys[0]))
    axes.set_ylabel(_named(keys[1]))
    axes.grid(visible=True, axis="both")
    axes.margins(0.03)
    exact_axis(axes.xaxis, 7)
    exact_axis(axes.yaxis, 7)
    axes.add_patch(_frame(worst, keys, (axes.get_xlim(), axes.get_ylim())))
    axes.legend(loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3)
    others = [key for key in worst.bounds if key not in keys]
    beside = f" The box also restricts: {'; '.join(map(parameter_title, others))}." if others else ""
    source = (
        f"Source: routesim {program_version()} simulation, {seeds_in_words(runs.seeds)}; {runs.calibration}. A mark is one point of the varied parameters."
        f"{beside} Simulated people, not observations."
    )
    figure.text(left, 0.2 / height, fill(source, 140), fontsize=7.5, color=PALE)
    rows = [{keys[0]: a, keys[1]: b, "share_of_runs_that_fail": bad} for a, b, bad in zip(x.tolist(), y.tolist(), share.tolist(), strict=True)]
    both = "; ".join(map(parameter_title, keys))
    return Picture(figure, f"Runs under “{named}” over two parameters: {both}. {finding} The box: {worst.words()}.", rows)


def _named(key: str) -> str:
    """What a parameter means, with its unit where it has one, and its key."""
    pattern = pattern_of(key)
    return fill(parameter_title(key) if pattern is None else f"{parameter_title(key)} ({MEANINGS[pattern].unit})", 80) + f"\n{key}"


def _frame(box: "Box", keys: list[str], limits: tuple[tuple[float, float], tuple[float, float]]) -> Rectangle:
    ends = []
    for key, (least, most) in zip(keys, limits, strict=True):
        low, high = box.bounds.get(key, (-np.inf, np.inf))
        ends.append((max(low, least), min(high, most)))
    (x0, x1), (y0, y1) = ends
    return Rectangle((x0, y0), x1 - x0, y1 - y0, facecolor=FAILS, alpha=0.10, edgecolor=INK, linewidth=1.2)

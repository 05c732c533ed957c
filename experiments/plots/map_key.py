"""The panel beside the map: colours, widths, and the borders with most apprehensions."""

from collections.abc import Sequence
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.plots.curves import labour_width, width
from experiments.plots.flows import Border, Flow
from experiments.plots.style import GREY, INK, LABOUR, MODES, PALE, RULE

SIZE = (2.72, 7.3)
"""Inches."""
LINE = 0.034
"""Height of a line of text, as a share of the panel."""
WORDS = {"land": "by land", "air": "by air", "sea": "by sea"}


def draw(figure: Figure, left: float, top: float, transit: Sequence[Flow], labour: Sequence[Flow], marked: Sequence[Border]) -> None:
    """Draw the panel; ``left`` is a share of the page, ``top`` inches from its upper edge."""
    width_inches, height_inches = figure.get_size_inches()
    axes = figure.add_axes((left, 1 - (top + SIZE[1]) / height_inches, SIZE[0] / width_inches, SIZE[1] / height_inches))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.axis("off")
    y = _head(axes, 0.985, "Transit communities")
    used = {flow.mode for flow in transit}
    for mode in (mode for mode in MODES if mode in used):
        axes.plot([0.0, 0.13], [y, y], color=MODES[mode], lw=4, solid_capstyle="butt")
        people = sum(flow.people for flow in transit if flow.mode == mode)
        _text(axes, 0.18, y, WORDS[mode])
        _text(axes, 1, y, f"{people:,}", ha="right", color=GREY)
        y -= LINE
    if transit:
        _text(axes, 0, y, "Sum over moves between places.", size=7, color=PALE)
        y = _widths(axes, y - 1.5 * LINE, transit, "People a move (line width)", next(iter(MODES.values())))
    if labour:
        y = _head(axes, y - 0.6 * LINE, "Labour communities")
        y = _widths(axes, y, labour, "People a move, other scale", LABOUR)
    if marked:
        y = _head(axes, y - 0.6 * LINE, "Most apprehensions, by border")
        _text(axes, 0.80, y, "transit", ha="right", size=7, color=PALE)
        _text(axes, 1, y, "labour", ha="right", size=7, color=PALE)
        y -= 0.9 * LINE
        for rank, border in enumerate(marked, 1):
            axes.plot([0.03], [y], "o", ms=11, mfc="white", mec=INK, mew=1.3)
            axes.annotate(str(rank), (0.03, y), ha="center", va="center_baseline", fontsize=7, fontweight="bold")
            _text(axes, 0.09, y, fill(border.title, 28), size=7.2 if len(border.title) <= 28 else 6.6)
            _text(axes, 0.80, y, f"{border.followed:,}", ha="right", size=7.6)
            _text(axes, 1, y, f"{border.others:,}", ha="right", size=7.6)
            y -= 1.08 * LINE
        _text(axes, 0, y, "Marked at the crossing with most of them.", size=7, color=PALE)


def round_numbers(most: float) -> list[int]:
    """Up to three round numbers below a largest one, for a key, largest first."""
    steps = sorted({int(lead * 10**power) for power in range(7) for lead in (1, 2, 5)}, reverse=True)
    top = next((step for step in steps if step <= most), 1)
    return [top, *(step for step in (top // 5, top // 25) if step >= 1)]


def _head(axes: Axes, y: float, text: str) -> float:
    axes.plot([0, 1], [y + 0.008, y + 0.008], color=RULE, lw=0.8)
    axes.text(0, y - 0.006, text, va="top", fontsize=9.5, fontweight="bold")
    return y - 1.5 * LINE


def _widths(axes: Axes, y: float, found: Sequence[Flow], title: str, colour: str) -> float:
    _text(axes, 0, y, title, size=7.5, color=GREY)
    y -= LINE
    most = found[0].people
    labour = colour == LABOUR
    wide = labour_width if labour else width
    for number, x in zip(round_numbers(most), np.arange(3) * 0.35, strict=False):
        axes.plot([x, x + 0.11], [y, y], color=colour, lw=wide(number, most), alpha=0.35 if labour else 0.88, solid_capstyle="butt")
        _text(axes, x + 0.135, y, f"{number:,}", size=7.5)
    return y - 1.2 * LINE


def _text(axes: Axes, x: float, y: float, text: str, size: float = 8.5, ha: str = "left", color: str = INK) -> None:
    axes.text(x, y, text, fontsize=size, ha=ha, va="center", color=color)

"""The panel beside the map: colours, widths, symbols, and the borders with most apprehensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.plots.curves import DASHED, DOTTED, SOLID, labour_width, width
from experiments.plots.flows import Border, Flow
from experiments.plots.map_symbols import WORDS, draw_in_key
from experiments.plots.style import AIR, GAIN, GREY, INK, LABOUR, LAND, LOSS, OTHER_LAND, PALE, RULE, SEA, UNSURE, count
from experiments.runs.intervals import FALSE_DISCOVERY_RATE, LEAST_PAIRS

SIZE = (2.72, 7.75)
"""Inches."""
LINE = 0.0305
"""Height of a line of text, as a share of the panel."""


@dataclass(frozen=True)
class Key:
    """What a panel explains: all flows and those that are drawn, the main routes, borders, roles of the places seen.

    ``changes`` names both sides of a difference; ``sure`` are the significant changes over ``pairs`` of runs.
    """

    transit: Sequence[Flow]
    labour: Sequence[Flow]
    drawn: Sequence[Flow]
    main: frozenset[Flow]
    marked: Sequence[Border]
    roles: frozenset[str]
    changes: str = ""
    sure: frozenset[Flow] = frozenset()
    pairs: int = 0


def draw(figure: Figure, left: float, top: float, key: Key) -> None:
    """Draw the panel; ``left`` is a share of the page, ``top`` inches from its upper edge."""
    width_inches, height_inches = figure.get_size_inches()
    axes = figure.add_axes((left, 1 - (top + SIZE[1]) / height_inches, SIZE[0] / width_inches, SIZE[1] / height_inches))
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.axis("off")
    y = 0.985
    if key.transit:
        y = _changes(axes, y, key) if key.changes else _kinds(axes, y, key)
    if key.labour and not key.changes:
        y = _head(axes, y - 0.35 * LINE, "Labour communities")
        y = _widths(axes, y, key.labour, "People a move, other scale", LABOUR)
    used = [role for role in WORDS if role in key.roles]
    if used:
        y = _symbols(axes, _head(axes, y - 0.35 * LINE, "Places"), used)
    if key.marked:
        _borders(axes, y - 0.35 * LINE, key)


def round_numbers(most: float) -> list[int]:
    """Up to three round numbers below a largest one, for a key, largest first."""
    steps = sorted({int(lead * 10**power) for power in range(7) for lead in (1, 2, 5)}, reverse=True)
    top = next((step for step in steps if step <= most), 1)
    return [top, *(step for step in (top // 5, top // 25) if step >= 1)]


def _kinds(axes: Axes, y: float, key: Key) -> float:
    y = _head(axes, y, "Transit communities")
    sums = dict.fromkeys(("main land routes", "other land routes", "maritime routes", "air routes"), 0.0)
    for flow in key.transit:
        name = {"sea": "maritime routes", "air": "air routes"}.get(flow.mode) or ("main land routes" if flow in key.main else "other land routes")
        sums[name] += flow.people
    looks = {"main land routes": (LAND, SOLID), "other land routes": (OTHER_LAND, SOLID), "maritime routes": (SEA, DOTTED), "air routes": (AIR, DASHED)}
    for name, people in sums.items():
        if people:
            colour, dashes = looks[name]
            axes.plot([0.0, 0.13], [y, y], color=colour, lw=2.6, ls=dashes, solid_capstyle="butt", dash_capstyle="butt")
            _text(axes, 0.18, y, name)
            _text(axes, 1, y, count(people), ha="right", color=GREY)
            y -= LINE
    _text(axes, 0, y, "Sum over moves. Main: the largest, which carry half.", size=7, color=PALE)
    left_out = key.transit[len(key.drawn)] if len(key.drawn) < len(key.transit) else None
    if left_out is not None:
        y -= 0.8 * LINE
        _text(axes, 0, y, f"Flows of up to {count(max(1.0, left_out.people))} people are not drawn.", size=7, color=PALE)
    return _widths(axes, y - 1.3 * LINE, key.transit, "People a move (line width)", LAND)


def _changes(axes: Axes, y: float, key: Key) -> float:
    y = _head(axes, y, "Change in transit flows")
    for colour, name, sign in ((GAIN, "more pass", 1), (LOSS, "fewer pass", -1)):
        axes.plot([0.0, 0.13], [y, y], color=colour, lw=4, solid_capstyle="butt")
        _text(axes, 0.18, y, name)
        total = sum(flow.people for flow in key.transit if flow.people * sign > 0)
        _text(axes, 1, y, f"{'+' if sign > 0 else '−'}{count(abs(total))}", ha="right", color=GREY)
        y -= LINE
    if key.pairs > 1:
        for colour, x in zip(UNSURE, (0.07, 0.0), strict=True):
            axes.plot([x, x + 0.06], [y, y], color=colour, lw=4, solid_capstyle="butt")
        _text(axes, 0.18, y, "not significant", color=GREY)
        _text(axes, 1, y, f"{len(key.transit) - len(key.sure):,} of {len(key.transit):,} moves", ha="right", size=7, color=GREY)
        y -= LINE
    few = f"{key.pairs} pair{'s' * (key.pairs > 1)} of runs: no test; at least {LEAST_PAIRS} are needed."
    note = f"{key.pairs} pairs of runs; false discovery rate {FALSE_DISCOVERY_RATE:.0%}." if key.pairs >= LEAST_PAIRS else few
    for line in ("Sums over moves. Solid: land; dashed: air; dotted: sea.", note):
        _text(axes, 0, y, line, size=7, color=PALE)
        y -= 0.8 * LINE
    return _widths(axes, y - 0.6 * LINE, key.transit, "People a move (line width)", INK)


def _symbols(axes: Axes, y: float, used: Sequence[str]) -> float:
    for number, role in enumerate(used):
        x = 0.5 * (number % 2)
        draw_in_key(axes, x + 0.03, y, role)
        _text(axes, x + 0.10, y, WORDS[role], size=8)
        y -= LINE * (number % 2)
    if len(used) % 2:
        y -= LINE
    _text(axes, 0, y, "Letters: ISO 3166-1 codes of countries.", size=7, color=PALE)
    return y - LINE


def _borders(axes: Axes, y: float, key: Key) -> None:
    y = _head(axes, y, "Change in apprehensions" if key.changes else "Most apprehensions, by border")
    labour = any(border.others for border in key.marked)
    _text(axes, 0.80 if labour else 1, y, "transit", ha="right", size=7, color=PALE)
    if labour:
        _text(axes, 1, y, "labour", ha="right", size=7, color=PALE)
    y -= 0.9 * LINE
    for rank, border in enumerate(key.marked, 1):
        axes.plot([0.03], [y], "o", ms=11, mfc="white", mec=INK, mew=1.3)
        axes.annotate(str(rank), (0.03, y), ha="center", va="center_baseline", fontsize=7, fontweight="bold")
        _text(axes, 0.09, y, fill(border.title, 28), size=7.2 if len(border.title) <= 28 else 6.6)
        for x, people in ((0.80 if labour else 1.0, border.followed), *([(1.0, border.others)] if labour else [])):
            sign = "" if not key.changes else "+" if people > 0 else "−" if people < 0 else ""
            _text(axes, x, y, f"{sign}{count(abs(people))}", ha="right", size=7.6)
        y -= 1.1 * LINE
    _text(axes, 0, y, "Marked at the crossing with most of them.", size=7, color=PALE)


def _head(axes: Axes, y: float, text: str) -> float:
    axes.plot([0, 1], [y + 0.008, y + 0.008], color=RULE, lw=0.8)
    axes.text(0, y - 0.006, text, va="top", fontsize=9.5, fontweight="bold")
    return y - 1.5 * LINE


def _widths(axes: Axes, y: float, found: Sequence[Flow], title: str, colour: str) -> float:
    _text(axes, 0, y, title, size=7.5, color=GREY)
    y -= LINE
    most = abs(found[0].people)
    labour = colour == LABOUR
    wide = labour_width if labour else width
    for number, x in zip(round_numbers(most), np.arange(3) * 0.35, strict=False):
        axes.plot([x, x + 0.11], [y, y], color=colour, lw=wide(number, most), alpha=0.35 if labour else 0.88, solid_capstyle="butt")
        _text(axes, x + 0.135, y, f"{number:,}", size=7.5)
    return y - 1.15 * LINE


def _text(axes: Axes, x: float, y: float, text: str, size: float = 8.5, ha: str = "left", color: str = INK) -> None:
    axes.text(x, y, text, fontsize=size, ha=ha, va="center", color=color)

"""Curved lines between places, bent to the right of travel so that both directions can be seen."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import NDArray

WIDEST, THINNEST, SHAPE = 10.0, 0.45, 0.65
LABOUR_WIDEST, LABOUR_SHAPE = 20.0, 0.5
"""Widths of lines in typographic points, and the power of people that they follow: below 1, small flows stay visible."""


def labour_width(people: float, most: float) -> float:
    """Width of a labour flow's line: a broad pale band, to be seen beneath the lines of transit."""
    return max(2 * THINNEST, LABOUR_WIDEST * math.pow(people / most, LABOUR_SHAPE))


def width(people: float, most: float) -> float:
    """Width of a flow's line in typographic points: close to its share of the largest."""
    return max(THINNEST, WIDEST * math.pow(people / most, SHAPE))


def curve(start: Sequence[float], end: Sequence[float], bend: float, points: int = 40) -> NDArray[np.float64]:
    """A quadratic curve from start to end, shape (points, 2); ``bend`` is its height relative to the distance."""
    a, b = np.asarray(start, float), np.asarray(end, float)
    across = np.array([(b - a)[1], -(b - a)[0]])
    middle = (a + b) / 2 + 2 * bend * across / 2
    t = np.linspace(0, 1, points)[:, None]
    return np.asarray((1 - t) ** 2 * a + 2 * t * (1 - t) * middle + t**2 * b)


def draw_curve(axes: Axes, points: NDArray[np.float64], wide: float, colour: str, *, alpha: float, order: float, arrow: bool) -> None:
    """Draw a curve with a white edge, and an arrow head past its middle if asked for."""
    if arrow:
        axes.plot(*points.T, color="white", lw=wide + 1.0, alpha=0.55, zorder=order, solid_capstyle="butt")
    axes.plot(*points.T, color=colour, lw=wide, alpha=alpha, zorder=order, solid_capstyle="butt")
    if arrow:
        _arrow(axes, points, wide, colour, order)


def _arrow(axes: Axes, points: NDArray[np.float64], wide: float, colour: str, order: float) -> None:
    to_pixels = axes.transData
    pixels = to_pixels.transform(points)
    size = (3.2 + 0.95 * wide) * axes.figure.dpi / 72
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))])
    if along[-1] < 3 * size:
        return
    here = 0.6 * along[-1]
    tip, tail = (np.array([np.interp(here + step, along, pixels[:, i]) for i in (0, 1)]) for step in (size / 2, -size / 2))
    side = np.array([-(tip - tail)[1], (tip - tail)[0]]) * 0.55
    corners = to_pixels.inverted().transform([tip, tail + side, tail - side])
    axes.add_patch(Polygon(corners, closed=True, facecolor=colour, edgecolor="white", linewidth=0.6, zorder=order))

"""Curved lines between places, bent to the right of travel so that both directions are visible, and kept apart from each other."""

import math
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba
from numpy.typing import NDArray

Points = NDArray[np.float64]
WIDEST, THINNEST, SHAPE = 10.0, 0.45, 0.65
LABOUR_WIDEST, LABOUR_SHAPE = 20.0, 0.5
"""Widths of lines in typographic points, and the power of people that they follow: below 1, small flows stay visible."""
HALO = 0.55
BENDS_TRIED = (1.0, 1.7, 0.45, 2.4, -0.8)
"""Bends that are tried, as shares of the usual one; the first is preferred."""
CELL, WAYS = 7.0, 6
"""Pixels of a cell, and directions distinguished, when lines are kept apart: lines may cross but not run on top of each other."""
Dashes = str | tuple[float, tuple[float, ...]]
SOLID: Dashes = "solid"
DASHED: Dashes = (0.0, (5.0, 1.6))
DOTTED: Dashes = (0.0, (1.2, 1.1))


Drawn = tuple[LineCollection, list[tuple[int, float, int]]]
"""A collection, and of each path in it: its place, what is added to the width of its line, and the number of the line."""


class Line(NamedTuple):
    """One curve to draw: ``points`` (n, 2), width in typographic points, colour, dashes, and whether it has an arrow head."""

    points: Points
    wide: float
    colour: str
    dashes: Dashes = SOLID
    arrow: bool = False


def labour_width(people: float, most: float) -> float:
    """Width of a labour flow's line: a broad pale band, to be seen beneath the lines of transit."""
    return max(2 * THINNEST, LABOUR_WIDEST * math.pow(people / most, LABOUR_SHAPE))


def width(people: float, most: float) -> float:
    """Width of a flow's line in typographic points: close to its share of the largest."""
    return max(THINNEST, WIDEST * math.pow(people / most, SHAPE))


def curve(start: Sequence[float], end: Sequence[float], bend: float, points: int = 40) -> Points:
    """A quadratic curve from start to end, shape (points, 2); ``bend`` is its height relative to the distance."""
    (ax, ay), (bx, by) = start, end
    # The middle of the curve lies half as far from the straight line as its controlling point.
    controls = np.array([(ax, ay), ((ax + bx) / 2 + bend * (by - ay), (ay + by) / 2 - bend * (bx - ax)), (bx, by)])
    return np.asarray(_weights(points) @ controls)


@cache
def _weights(points: int) -> Points:
    t = np.linspace(0, 1, points)
    return np.column_stack([(1 - t) ** 2, 2 * t * (1 - t), t**2])


class CurveSpacer:
    """Bends curves so that they do not run on top of those drawn before, nor over places."""

    def __init__(self, axes: Axes, places: Points) -> None:
        """Take the axes, whose limits are fixed, and the places (n, 2) that lines should not hide."""
        self.to_pixels = axes.transData.frozen().transform  # type: ignore[attr-defined]
        x, y, right, top = axes.get_window_extent().extents
        self.corner = np.array([x, y])
        self.size = (max(2, int((right - x) / CELL) + 1), max(2, int((top - y) / CELL) + 1))
        self.used = np.zeros((WAYS, *self.size))
        self.held = np.zeros(self.size)
        if len(places):
            cells, inside = self._cells(self.to_pixels(places))
            self.held[cells[inside, 0], cells[inside, 1]] = 0.5

    def bend(self, start: Sequence[float], end: Sequence[float], usual: float, wide: float) -> Points:
        """The curve that meets least; it is remembered."""
        best: tuple[float, Points, tuple[NDArray[np.int64], ...]] | None = None
        for rank, share in enumerate(BENDS_TRIED):
            points = curve(start, end, usual * share)
            at = self._marks(points)
            cost = float(self.used[at].sum() + self.held[at[1:]].sum()) + 0.6 * rank
            if best is None or cost < best[0]:
                best = cost, points, at
        assert best is not None  # noqa: S101 - there is at least one bend
        np.add.at(self.used, best[2], min(3.0, 0.3 + wide / 3))
        return best[1]

    def _marks(self, points: Points) -> tuple[NDArray[np.int64], ...]:
        pixels = self.to_pixels(points)
        cells, inside = self._cells(pixels[1:])
        angle = np.arctan2(*(np.diff(pixels, axis=0).T[::-1])) % np.pi
        way = np.minimum((angle / np.pi * WAYS).astype(np.int64), WAYS - 1)
        # The ends are shared by all lines of a place.
        inside[: len(inside) // 8] = inside[-(len(inside) // 8) :] = False
        return way[inside], cells[inside, 0], cells[inside, 1]

    def _cells(self, pixels: Points) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        cells = ((pixels - self.corner) / CELL).astype(np.int64)
        return cells, np.asarray(((cells >= 0) & (cells < self.size)).all(axis=1))


def draw_lines(axes: Axes, lines: Sequence[Line], *, alpha: float, order: float, halo: bool = True) -> "Drawn | None":
    """Draw curves, the last on top, each with a white edge: one collection of lines and one of arrow heads, however many there are."""
    if not lines:
        return None
    places: list[tuple[int, float, int]] = []
    paths: list[Points] = []
    widths, colours = [], []
    dashes: list[Dashes] = []
    for number, line in enumerate(lines):
        if halo and line.wide > THINNEST:
            places.append((len(paths), 1.0, number))
            paths.append(line.points)
            widths.append(line.wide + 1.0)
            colours.append((1.0, 1.0, 1.0, HALO))
            dashes.append(SOLID)
        places.append((len(paths), 0.0, number))
        paths.append(line.points)
        widths.append(line.wide)
        colours.append(to_rgba(line.colour, alpha))
        dashes.append(line.dashes)
    found = LineCollection(paths, linewidths=widths, colors=colours, linestyles=dashes, zorder=order, capstyle="butt")
    axes.add_collection(found, autolim=False)
    heads = [(corners, line.colour) for line in lines if line.arrow and (corners := _head(axes, line)) is not None]
    if heads:
        shapes, fills = zip(*heads, strict=True)
        drawn = PolyCollection(shapes, facecolors=fills, edgecolors="white", linewidths=0.5, zorder=order + 0.4)
        axes.add_collection(drawn, autolim=False)
    return found, places


def _head(axes: Axes, line: Line) -> Points | None:
    """Corners of an arrow head past the middle of a curve; ``None`` where there is no room."""
    to_pixels = axes.transData
    pixels = to_pixels.transform(line.points)
    size = (3.2 + 0.95 * line.wide) * axes.figure.dpi / 72
    along = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))])
    if along[-1] < 3 * size:
        return None
    here = 0.6 * along[-1]
    tip, tail = (np.array([np.interp(here + step, along, pixels[:, i]) for i in (0, 1)]) for step in (size / 2, -size / 2))
    side = np.array([-(tip - tail)[1], (tip - tail)[0]]) * 0.55
    return np.asarray(to_pixels.inverted().transform([tip, tail + side, tail - side]))

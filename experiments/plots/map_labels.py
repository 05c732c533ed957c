"""Labels on a map without overlap: each takes the first free position around its point, or is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.transforms import Transform
from numpy.typing import NDArray

from experiments.plots.style import INK

SPOTS = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (0.8, -0.8), (-0.8, 0.8), (-0.8, -0.8))
"""Directions from a point of a label, the best first."""
GAPS = (4.5, 11.0)
"""Distances of a label from its point in typographic points; the second clears a marker on it."""
FAR = (20.0, 32.0)
LEADER = {"arrowstyle": "-", "lw": 0.6, "color": INK, "shrinkA": 0, "shrinkB": 2}
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Labeller:
    """Places labels on axes, whose limits are fixed; remembers the boxes (in pixels) that are taken."""

    figure: Figure
    axes: Axes
    _to_pixels: Transform = field(init=False)
    avoid: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    """Points (pixels) that no label may cover, shape (points, 2)."""
    _taken: NDArray[np.float64] = field(default_factory=lambda: np.empty((64, 4)))
    _count: int = 0
    _named: list[tuple[float, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Store the transformation of the axes."""
        self._to_pixels = self.axes.transData.frozen()  # type: ignore[assignment]

    def reserve(self, x: float, y: float, radius: float, *, named: bool = False) -> None:
        """Keep a square free around a point, which is to be ``named`` or not; ``radius`` in typographic points."""
        px, py = self._to_pixels.transform((x, y))
        r = radius * self.figure.dpi / 72
        if named:
            self._named.append((px, py))
        self._take((px - r, py - r, px + r, py + r))

    def place(self, text: str, x: float, y: float, *, far: bool = False, **how: object) -> bool:
        """Put a label beside a point, or a little further away, or ``far`` away with a line to it; ``False`` if no spot was free.

        A position nearer to another named point than to its own is used only if there is no other.
        """
        tries = [*product((True,), GAPS, SPOTS), *product((False,), GAPS + FAR if far else GAPS, SPOTS)]
        for apart, gap, (right, up) in tries:
            line = {"arrowprops": LEADER} if gap in FAR else {}
            if self._try(text, x, y, (right * gap, up * gap), (np.sign(right), np.sign(up)), {**line, **how}, apart=apart):
                return True
        return False

    def place_within(self, text: str, spots: Iterable[tuple[float, float]], **how: object) -> bool:
        """Put a label centred on the first free one of some points."""
        return any(self._try(text, x, y, (0, 0), (0, 0), how) for x, y in spots)

    def _try(
        self, text: str, at_x: float, at_y: float, shift: tuple[float, float], side: tuple[float, float], how: dict[str, object], *, apart: bool = False
    ) -> bool:
        dpi = self.figure.dpi
        wide, tall = _measure(text, float(str(how.get("fontsize", 9))), str(how.get("fontweight", "normal")), dpi)
        px, py = self._to_pixels.transform((at_x, at_y)) + np.array(shift) * dpi / 72
        x0 = px - (0 if side[0] > 0 else wide if side[0] < 0 else wide / 2)
        y0 = py - (0 if side[1] > 0 else tall if side[1] < 0 else tall / 2)
        box = (x0 - 1, y0 - 1, x0 + wide + 1, y0 + tall + 1)
        if not self._free(box) or (apart and self._nearer_to_another(box, self._to_pixels.transform((at_x, at_y)))):
            return False
        self._take(box)
        align = {"ha": "left" if side[0] > 0 else "right" if side[0] < 0 else "center", "va": "bottom" if side[1] > 0 else "top" if side[1] < 0 else "center"}
        # What is named lies within the axes, so that nothing need be looked for beyond them.
        label = self.axes.annotate(text, (at_x, at_y), shift, textcoords="offset points", annotation_clip=False, **align, **how)  # type: ignore[arg-type]
        label.set_path_effects([withStroke(linewidth=2.2, foreground="white", alpha=0.85)])
        return True

    def _nearer_to_another(self, box: Box, own: NDArray[np.float64]) -> bool:
        points = np.array([own, *self._named])
        beside = np.maximum(np.maximum(np.array(box[:2]) - points, points - np.array(box[2:])), 0)
        far = np.hypot(*beside.T)
        others = np.abs(points - own).max(axis=1) > 1
        return bool((far[others] < far[0]).any())

    def _free(self, box: Box) -> bool:
        frame = self.axes.get_window_extent()
        if not (frame.x0 < box[0] and box[2] < frame.x1 and frame.y0 < box[1] and box[3] < frame.y1):
            return False
        x, y = self.avoid.T
        if ((box[0] < x) & (x < box[2]) & (box[1] < y) & (y < box[3])).any():
            return False
        t = self._taken[: self._count]
        return not bool(((t[:, 0] < box[2]) & (box[0] < t[:, 2]) & (t[:, 1] < box[3]) & (box[1] < t[:, 3])).any())

    def _take(self, box: Box) -> None:
        if self._count == len(self._taken):
            self._taken = np.concatenate([self._taken, np.empty_like(self._taken)])
        self._taken[self._count] = box
        self._count += 1


@lru_cache(maxsize=4096)
def _measure(text: str, size: float, weight: str, dpi: float) -> tuple[float, float]:
    """Width and height of a text in pixels."""
    font = FontProperties(size=size, weight=weight)
    wide, tall, _ = _renderer(dpi).get_text_width_height_descent(text, font, ismath=False)  # type: ignore[no-untyped-call]
    return float(wide), float(tall)


@cache
def _renderer(dpi: float) -> RendererAgg:
    return RendererAgg(8, 8, dpi)  # type: ignore[no-untyped-call]

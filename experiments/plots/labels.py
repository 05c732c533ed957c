"""Text on a map without collisions: each label takes the first free spot around its point, or is left out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox
from numpy.typing import NDArray

SPOTS = ((1, 0), (-1, 0), (0, 1), (0, -1), (0.8, 0.8), (0.8, -0.8), (-0.8, 0.8), (-0.8, -0.8))
"""Directions from a point in which its label may stand, the best first."""
GAPS = (4.0, 11.0)
"""Distances of a label from its point in typographic points; the second clears a marker on it."""
FAR = (20.0,)
LEADER = {"arrowstyle": "-", "lw": 0.6, "color": "#1d2329", "shrinkA": 0, "shrinkB": 2}


@dataclass(slots=True)
class Labeller:
    """Places labels on axes; remembers the boxes (in pixels) that are taken."""

    figure: Figure
    axes: Axes
    taken: list[Bbox] = field(default_factory=list)
    avoid: NDArray[np.float64] = field(default_factory=lambda: np.empty((0, 2)))
    """Points (pixels) that no label may cover, shape (points, 2)."""

    def reserve(self, x: float, y: float, radius: float) -> None:
        """Keep a square free around a point; ``radius`` in typographic points."""
        px, py = self.axes.transData.transform((x, y))
        r = radius * self.figure.dpi / 72
        self.taken.append(Bbox.from_extents(px - r, py - r, px + r, py + r))

    def place(self, text: str, x: float, y: float, *, far: bool = False, **how: object) -> bool:
        """Put a label beside a point, or a little further away, or ``far`` away with a line to it; ``False`` if no spot was free."""
        for gap, (right, up) in product(GAPS + FAR if far else GAPS, SPOTS):
            align = {"ha": "left" if right > 0 else "right" if right < 0 else "center", "va": "bottom" if up > 0 else "top" if up < 0 else "center"}
            line = {"arrowprops": LEADER} if gap in FAR else {}
            if self._try(text, x, y, (right * gap, up * gap), {**align, **line, **how}):
                return True
        return False

    def place_within(self, text: str, spots: Iterable[tuple[float, float]], **how: object) -> bool:
        """Put a label centred on the first free one of some points."""
        return any(self._try(text, x, y, (0, 0), {"ha": "center", "va": "center", **how}) for x, y in spots)

    def _try(self, text: str, at_x: float, at_y: float, shift: tuple[float, float], how: dict[str, object]) -> bool:
        label = self.axes.annotate(text, (at_x, at_y), shift, textcoords="offset points", **how)  # type: ignore[arg-type]
        label.set_path_effects([withStroke(linewidth=2.2, foreground="white", alpha=0.85)])
        box = _box(self.figure, label)
        frame = self.axes.get_window_extent()
        inside = frame.x0 < box.x0 and box.x1 < frame.x1 and frame.y0 < box.y0 and box.y1 < frame.y1
        x, y = self.avoid.T
        covers = bool(((box.x0 < x) & (x < box.x1) & (box.y0 < y) & (y < box.y1)).any())
        free = inside and not covers and not any(box.overlaps(other) for other in self.taken)
        if free:
            self.taken.append(box)
        else:
            label.remove()
        return free


def _box(figure: Figure, label: Annotation) -> Bbox:
    canvas = figure.canvas if isinstance(figure.canvas, FigureCanvasAgg) else FigureCanvasAgg(figure)
    renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]
    label.update_positions(renderer)
    # The words alone: a leading line may pass under others.
    return Text.get_window_extent(label, renderer).padded(1.0)

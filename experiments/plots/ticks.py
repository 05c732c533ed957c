"""Ticks of axes: at round values, and labels that say exactly where they stand."""

import math
from collections.abc import Sequence
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.ticker import Formatter, MaxNLocator

STEPS = (1, 2, 5, 10)
"""Leading digits of the distance between ticks."""
MOST_DECIMALS = 6
NEAR = 1e-6
"""Share of the distance between ticks within which a label equals its tick."""


class ExactFormatter(Formatter):
    """Labels with as many decimal places as all ticks of an axis need, so that none repeats or misstates another."""

    def __init__(self, *, scale: float = 1.0, unit: str = "", signed: bool = False) -> None:
        """Label values times ``scale``, each followed by ``unit``, with a sign where ``signed``."""
        self.scale, self.unit, self.signed = scale, unit, signed
        self.places = 0

    def set_locs(self, locs: Sequence[float]) -> None:
        """Find the decimal places that these ticks need."""
        self.places = decimals([float(value) * self.scale for value in locs])

    def __call__(self, x: float, pos: int | None = None) -> str:  # noqa: ARG002 - as matplotlib calls it
        """The label of one tick."""
        return in_words(float(x) * self.scale, self.places, signed=self.signed) + self.unit


def decimals(values: Sequence[float]) -> int:
    """Decimal places that all these ticks need to be stated exactly."""
    apart = [abs(b - a) for a, b in pairwise(values) if b != a]
    within = NEAR * min(apart, default=max((abs(value) for value in values), default=1.0) or 1.0)
    return next((places for places in range(MOST_DECIMALS) if all(abs(round(value, places) - value) <= within for value in values)), MOST_DECIMALS)


def in_words(value: float, places: int, *, signed: bool = False) -> str:
    """A number as a label: a true minus sign, and zero without decimal places."""
    if round(value, places) == 0:
        return "0"
    sign = "−" if value < 0 else "+" if signed else ""
    return f"{sign}{abs(value):,.{places}f}"


def exact_axis(axis: Axis, most: int = 5, *, whole: bool = False, scale: float = 1.0, unit: str = "", signed: bool = False) -> None:
    """Give an axis at most ``most`` intervals between round ticks; ``whole`` for counts, whose ticks are integers. The rest as :class:`ExactFormatter`."""
    axis.set_major_locator(MaxNLocator(nbins=most, integer=whole, steps=list(STEPS), min_n_ticks=1))
    axis.set_major_formatter(ExactFormatter(scale=scale, unit=unit, signed=signed))


def from_zero(axes: Axes, highest: float, *, whole: bool = False, room: float = 1.08, across: bool = False) -> None:
    """Let the axis of bars begin at zero and end a little above the highest value; of counts, not below one."""
    top = max(highest * room, 1.0 if whole else 0.0)
    (axes.set_xlim if across else axes.set_ylim)(0, top if top > 0 and math.isfinite(top) else 1.0)

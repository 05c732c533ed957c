"""Points of a design: what is varied, and by which rule values are chosen.

Every function gives :class:`Points`; a dimension is a list of values or a :class:`Range`. Chance comes from the seed of the design
alone, so the same design gives the same points.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from experiments.runs.ceilings import MOST
from scenarios.policies.lever_keys import Setting

Values = NDArray[np.generic]


@dataclass(frozen=True, slots=True)
class Range:
    """All values from ``low`` to ``high``: evenly, or evenly in their logarithm; ``whole`` numbers only; ``steps`` are the values that a grid takes."""

    low: float | date
    high: float | date
    log: bool = False
    whole: bool = False
    steps: int = 0

    def at(self, share: NDArray[np.float64]) -> list[Setting]:
        """The values at shares of the way from low to high, shape (points,), each from 0 to 1."""
        if isinstance(self.low, date) and isinstance(self.high, date):
            first, days = self.low.toordinal(), (self.high - self.low).days
            return [date.fromordinal(first + min(days, math.floor(part * (days + 1)))) for part in share]
        low, high = float(self.low), float(self.high)  # type: ignore[arg-type]  # both are numbers
        if self.whole:
            return [float(low + min(high - low, math.floor(part * (high - low + 1)))) for part in share]
        if self.log:
            return [low * (high / low) ** float(part) for part in share]
        return [low + float(part) * (high - low) for part in share]

    def grid(self) -> list[Setting]:
        """The values that a grid takes."""
        return self.at(np.linspace(0.0, 1.0, self.steps))


Dimension = Range | Sequence[Setting]


@dataclass(frozen=True, slots=True)
class Points:
    """Rows of values: ``columns`` by key, all of the same length; without keys there is one point, at which nothing is changed."""

    columns: Mapping[str, Sequence[Setting]]
    method: str = "list"

    def __len__(self) -> int:
        """How many points."""
        return len(next(iter(self.columns.values()))) if self.columns else 1

    def row(self, number: int) -> dict[str, Setting]:
        """The values of a point by key."""
        return {key: column[number] for key, column in self.columns.items()}

    def __iter__(self) -> Iterator[dict[str, Setting]]:
        """Every point in turn."""
        return (self.row(number) for number in range(len(self)))


NOTHING = Points({})
"""One point, at which nothing is changed."""


def grid(dimensions: Mapping[str, Dimension]) -> Points:
    """Every combination of the values of all dimensions, the last changing fastest; a :class:`Range` gives ``steps`` values.

    Raises
    ------
    ValueError
        If there are more than :data:`~experiments.runs.ceilings.MOST`.
    """
    values = [dimension.grid() if isinstance(dimension, Range) else list(dimension) for dimension in dimensions.values()]
    if (number := math.prod(map(len, values))) > MOST:
        msg = f"{number:,} points, where at most {MOST:,} are made"
        raise ValueError(msg)
    rows = list(itertools.product(*values))
    return Points({key: [row[k] for row in rows] for k, key in enumerate(dimensions)}, "grid")


def rows(points: Sequence[Mapping[str, Setting]]) -> Points:
    """The points of a list, each with the same keys.

    Raises
    ------
    KeyError
        If a point lacks a key of the first.
    """
    return Points({key: [point[key] for point in points] for key in (points[0] if points else ())}, "list")


def latin_hypercube(dimensions: Mapping[str, Dimension], points: int, seed: int = 1) -> Points:
    """A Latin hypercube: of each dimension, one value from every one of ``points`` equal parts."""
    from scipy.stats import qmc

    return _stretched(dimensions, qmc.LatinHypercube(len(dimensions), rng=np.random.default_rng(seed)).random(points), "lhs")


def sobol(dimensions: Mapping[str, Dimension], points: int, seed: int = 1) -> Points:
    """The first ``points`` (a power of 2) of a scrambled Sobol sequence.

    Raises
    ------
    ValueError
        If ``points`` is no power of 2.
    """
    from scipy.stats import qmc

    if points < 1 or points & (points - 1):
        msg = f"a Sobol sequence is even over {1 << max(points, 1).bit_length() - 1} or {1 << max(points, 1).bit_length()} points, not {points}"
        raise ValueError(msg)
    engine = qmc.Sobol(len(dimensions), scramble=True, rng=np.random.default_rng(seed))
    return _stretched(dimensions, engine.random_base2(points.bit_length() - 1), "sobol")


def morris(dimensions: Mapping[str, Dimension], trajectories: int, levels: int = 4, seed: int = 1) -> Points:
    """Morris's trajectories (Technometrics 33, 1991): each changes every dimension once, by ``levels / 2 / (levels - 1)`` of its range.

    Rows are grouped by trajectory, ``len(dimensions) + 1`` each, as SALib's ``analyze.morris`` reads them. A list of values is taken as ordered.

    Raises
    ------
    ValueError
        If ``levels`` is not even.
    """
    if levels < 2 or levels % 2:
        msg = f"levels must be even and at least 2, not {levels}"
        raise ValueError(msg)
    chance = np.random.default_rng(seed)
    count = len(dimensions)
    lower = np.arange(levels // 2) / (levels - 1)
    step = levels / 2 / (levels - 1)
    paths = []
    for _ in range(trajectories):
        start = chance.choice(lower, count)
        upward = chance.integers(0, 2, count).astype(bool)
        point = np.where(upward, start, start + step)
        paths.append(point.copy())
        for k in chance.permutation(count):
            point[k] = start[k] + step if upward[k] else start[k]
            paths.append(point.copy())
    return _stretched(dimensions, np.clip(np.array(paths).reshape(-1, count), 0.0, 1.0), "morris")


def thinned(points: Points, number: int) -> Points:
    """So many of the points, evenly spread from the first to the last; all of them if there are no more."""
    if number >= len(points):
        return points
    rows_kept = np.linspace(0, len(points) - 1, number).round().astype(int).tolist()
    return Points({key: [column[row] for row in rows_kept] for key, column in points.columns.items()}, points.method)


def _stretched(dimensions: Mapping[str, Dimension], unit: NDArray[np.float64], method: str) -> Points:
    """Points of the unit cube, shape (points, dimensions), as values of the dimensions."""
    columns: dict[str, Sequence[Setting]] = {}
    for k, (key, dimension) in enumerate(dimensions.items()):
        share = unit[:, k]
        if isinstance(dimension, Range):
            columns[key] = dimension.at(share)
        else:
            columns[key] = [dimension[min(len(dimension) - 1, math.floor(part * len(dimension)))] for part in share]
    return Points(columns, method)

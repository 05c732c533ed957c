"""The likelihood of a surrogate, quickly: the log-likelihood of each document is tabulated once over the model's mean outcome and its spread.

A sampler asks for it hundreds of thousands of times. The spread is that between seeds, which changes over the space, and the emulator's own, which is taken to
be the same everywhere: the mean of what it is with each point left out. The likelihood of a target is then a function of two numbers, read from a table.
"""

import numpy as np
from numpy.typing import NDArray

from calibration.fit.emulator import Emulator, Numbers, squares_between
from calibration.fit.free import Shares
from calibration.fit.observation import SCALES
from calibration.fit.surrogate import Surrogate, factor_of, joined, register_factors
from calibration.fit.targets import Target

CELLS = 600
SPREADS = 8
"""Spreads at which a likelihood is tabulated, evenly in the logarithm from the least to the largest at any parameters."""
BEYOND = 1.5
"""How far a table reaches beyond the outcomes of runs, in units of their range."""


class LikelihoodTables:
    """The log-likelihood of a surrogate's targets; those without an emulator play no part."""

    def __init__(self, surrogate: Surrogate) -> None:
        """Tabulate."""
        pairs = [(t, e) for t, e in zip(surrogate.targets, surrogate.emulators, strict=True) if e is not None]
        self.frees, self.targets = surrogate.frees, tuple(target for target, _ in pairs)
        self.emulators = tuple(emulator for _, emulator in pairs)
        self.running = surrogate.running
        self._own = np.array([emulator.own_variance for emulator in self.emulators])
        self._places = np.arange(len(pairs))
        tables = [_table(target, emulator, own) for (target, emulator), own in zip(pairs, self._own, strict=True)]
        self._logs = np.array([logs for _, logs in tables])
        # where the axes begin and how long a cell is: outcome, logarithm of the spread
        self._axes = np.array([axes for axes, _ in tables]).reshape(len(pairs), 4)

    def predict(self, shares: Shares) -> tuple[Numbers, Numbers]:
        """Mean outcomes at points of the unit cube on each target's scale, and their spread, each of shape (points, targets)."""
        points = np.ascontiguousarray(shares[:, self.running])
        factors = register_factors(self.frees, shares)
        squares: dict[int, Numbers] = {}
        found, spread = np.empty((len(shares), len(self.targets))), np.empty((len(shares), len(self.targets)))
        for number, (target, emulator) in enumerate(zip(self.targets, self.emulators, strict=True)):
            own = emulator.points
            if id(own) not in squares:
                squares[id(own)] = squares_between(points, own)
            found[:, number] = emulator.mean(points, squares[id(own)])
            spread[:, number] = emulator.seed_variance(points, found[:, number])
            if (factor := factor_of(target, factors)) is not None:
                there, back = SCALES[target.scale]
                found[:, number] = there(back(found[:, number]) * factor)
        return found, np.sqrt(spread + self._own)

    def by_target(self, shares: Shares) -> Numbers:
        """Log-likelihood of each target with an emulator, shape (points, targets)."""
        mean, spread = self.predict(shares)
        column, across = _cell((mean - self._axes[:, 0]) / self._axes[:, 1], CELLS)
        row, up = _cell((np.log(spread) - self._axes[:, 2]) / self._axes[:, 3], SPREADS)
        logs, places = self._logs, self._places
        below = logs[places, row, column] * (1 - across) + logs[places, row, column + 1] * across
        above = logs[places, row + 1, column] * (1 - across) + logs[places, row + 1, column + 1] * across
        found: Numbers = below * (1 - up) + above * up
        return found

    def log_likelihood(self, shares: Shares) -> Numbers:
        """Of all targets together, shape (points,): clusters count alike."""
        return joined(self.by_target(shares), self.targets)


def _table(target: Target, emulator: Emulator, own: float) -> tuple[tuple[float, float, float, float], Numbers]:
    """Where the axes of a target begin and how long their cells are, and its log-likelihoods, shape (spreads, cells)."""
    low, high = float(emulator.values.min()), float(emulator.values.max())
    reach = BEYOND * max(high - low, 4 * emulator.left_out_sd)
    outcomes = np.linspace(low - reach, high + reach, CELLS)
    ends = np.log(emulator.unit**2 * np.exp([emulator.spread.low, emulator.spread.high]) + own) / 2
    spreads = np.linspace(ends[0], max(ends[1], ends[0] + 1e-6), SPREADS)
    logs = np.array([target.log_likelihood(outcomes, np.full(CELLS, spread)) for spread in np.exp(spreads)])
    return (float(outcomes[0]), float(outcomes[1] - outcomes[0]), float(spreads[0]), float(spreads[1] - spreads[0])), logs


def _cell(place: Numbers, count: int) -> tuple[NDArray[np.int64], Numbers]:
    """The cell of an axis in which a place lies, and how far along it; beyond the ends, the ends."""
    inside = np.clip(place, 0.0, count - 1.0)
    cell = np.minimum(inside.astype(np.int64), count - 2)
    return cell, inside - cell

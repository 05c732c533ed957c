"""The likelihood of a surrogate, quickly: the log-likelihood of each document is tabulated once over the model's outcome.

A sampler asks for it hundreds of thousands of times. The uncertainty of each emulator is taken to be the same everywhere: the root mean square of what it is
with each point left out. The likelihood of a target is then a function of one number, its mean, and read from a table.
"""

import numpy as np

from calibration.fit.emulator import Numbers, squares_between
from calibration.fit.free import Shares
from calibration.fit.observation import SCALES
from calibration.fit.surrogate import Surrogate, factor_of, joined, register_factors

CELLS = 600
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
        self.grids, self.logs = [], []
        for target, emulator in pairs:
            low, high = float(emulator.values.min()), float(emulator.values.max())
            reach = BEYOND * max(high - low, 4 * emulator.left_out_sd)
            grid = np.linspace(low - reach, high + reach, CELLS)
            self.grids.append(grid)
            self.logs.append(target.log_likelihood(grid, np.full(CELLS, emulator.left_out_sd)))

    def means(self, shares: Shares) -> Numbers:
        """Mean outcomes at points of the unit cube on each target's scale, shape (points, targets)."""
        points = np.ascontiguousarray(shares[:, self.running])
        factors = register_factors(self.frees, shares)
        squares: dict[int, Numbers] = {}
        found = np.empty((len(shares), len(self.targets)))
        for number, (target, emulator) in enumerate(zip(self.targets, self.emulators, strict=True)):
            own = emulator.points
            if id(own) not in squares:
                squares[id(own)] = squares_between(points, own)
            found[:, number] = emulator.mean(points, squares[id(own)])
            if (factor := factor_of(target, factors)) is not None:
                there, back = SCALES[target.scale]
                found[:, number] = there(back(found[:, number]) * factor)
        return found

    def by_target(self, shares: Shares) -> Numbers:
        """Log-likelihood of each target with an emulator, shape (points, targets)."""
        means = self.means(shares)
        return np.column_stack([np.interp(means[:, number], grid, logs) for number, (grid, logs) in enumerate(zip(self.grids, self.logs, strict=True))])

    def log_likelihood(self, shares: Shares) -> Numbers:
        """Of all targets together, shape (points,): clusters count alike."""
        return joined(self.by_target(shares), self.targets)

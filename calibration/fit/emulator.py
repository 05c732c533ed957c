"""An emulator: the outcome of the model at parameters at which it was not run, with its uncertainty.

One Gaussian process a target, over shares of the free parameters: a straight line in every parameter (ridge regression), and what the line leaves by a process
with one length for all parameters and a noise of its own, which is the variance between seeds. One length only: with a length a parameter the fits take minutes
and follow noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

FEWEST = 12
"""Runs that must have a value before a target is emulated."""
RIDGE = 1e-3
LENGTHS = (0.8, 20.0)
NOISES = (1e-4, 2.0)


@dataclass(frozen=True, slots=True)
class Emulator:
    """One target: ``points`` (n, parameters) that it was made from, the line, and the process in units of ``unit``.

    ``left_out`` are predictions at its own points by the others (mean and standard deviation, noise included), shape (n, 2); ``values`` the outputs there.
    """

    points: Numbers
    values: Numbers
    centre: float
    unit: float
    slopes: NDArray[np.floating]
    length: float
    height: float
    noise: float
    weights: Numbers
    inverse: NDArray[np.floating]
    left_out: Numbers

    def predict(self, shares: Numbers, squares: Numbers | None = None) -> tuple[Numbers, Numbers]:
        """Mean, and standard deviation without that between seeds, at points of the unit cube, each of shape (points,).

        ``squares`` are the :func:`squares_between` the points and the emulator's own, where they are known already.
        """
        near = self._near(shares, squares)
        mean = self.centre + self.unit * ((shares - 0.5) @ self.slopes + near @ self.weights)
        variance = np.maximum(self.height - ((near @ self.inverse) * near).sum(axis=1), 1e-8)
        return mean, self.unit * np.sqrt(variance)

    def mean(self, shares: Numbers, squares: Numbers | None = None) -> Numbers:
        """The mean of :meth:`predict` alone."""
        found: Numbers = self.centre + self.unit * ((shares - 0.5) @ self.slopes + self._near(shares, squares) @ self.weights)
        return found

    def _near(self, shares: Numbers, squares: Numbers | None) -> Numbers:
        known = squares_between(shares, self.points) if squares is None else squares
        found: Numbers = self.height * np.exp(known * (-0.5 / self.length**2))
        return found

    @property
    def left_out_sd(self) -> float:
        """Root mean square of the standard deviations where each point is left out: of the emulator and between seeds together."""
        return float(np.sqrt((self.left_out[:, 1] ** 2).mean()))

    @property
    def seed_sd(self) -> float:
        """Standard deviation between runs that differ in the random seed alone."""
        return self.unit * float(np.sqrt(self.noise))

    @property
    def explained(self) -> float:
        """Share of the variance of the outputs that is predicted when each point is left out (1 is all, 0 or less is nothing)."""
        spread = float(self.values.var())
        return 1.0 - float(((self.values - self.left_out[:, 0]) ** 2).mean()) / spread if spread > 0 else 1.0

    @property
    def outside(self) -> float:
        """Share of points outside the 90 per cent interval that the others give: a tenth if the uncertainty is right."""
        return float((np.abs(self.values - self.left_out[:, 0]) > 1.6449 * self.left_out[:, 1]).mean())


def emulate(points: Numbers, values: Numbers) -> Emulator | None:
    """The emulator of one target, or nothing where fewer than :data:`FEWEST` runs have a value.

    Parameters
    ----------
    points
        Shares of the free parameters, shape (n, parameters).
    values
        What the runs give on the target's scale, shape (n,); not a number where a run gives nothing.
    """
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    known = np.isfinite(values)
    if known.sum() < FEWEST:
        return None
    if not known.all():
        points, values = points[known], values[known]
    centre, unit = float(values.mean()), float(values.std())
    if unit <= 1e-9:  # every run gives the same
        return _constant(points, values, centre)
    scaled = (values - centre) / unit
    line = points - 0.5
    slopes = np.linalg.solve(line.T @ line + RIDGE * len(line) * np.eye(line.shape[1]), line.T @ scaled)
    kernel = ConstantKernel(0.5, (1e-3, 10.0)) * RBF(1.5, LENGTHS) + WhiteKernel(0.1, NOISES)
    process = GaussianProcessRegressor(kernel, alpha=1e-8, n_restarts_optimizer=0)
    _fit_quietly(process, points, scaled - line @ slopes)
    height = float(process.kernel_.k1.k1.constant_value)
    length = float(process.kernel_.k1.k2.length_scale)
    noise = float(process.kernel_.k2.noise_level)
    near = height * np.exp(-0.5 * squares_between(points, points) / length**2)
    return _assemble(points, values, (centre, unit), slopes, (length, height, noise), near)


def _assemble(
    points: Numbers, values: Numbers, scale: tuple[float, float], slopes: NDArray[np.floating], sizes: tuple[float, float, float], near: Numbers
) -> Emulator:
    """Put an emulator together; leaving one out by the hat matrix of line and process together (Rasmussen and Williams 2006, section 5.4.2)."""
    (centre, unit), (length, height, noise) = scale, sizes
    line = points - 0.5
    rest = (values - centre) / unit - line @ slopes
    own = near + (noise + 1e-8) * np.eye(len(points))
    inverse = np.linalg.inv(own)
    # The line was drawn through the same points: left out, it would lie elsewhere. A line with wide prior slopes beside the process allows for that.
    whole = np.linalg.inv(own + line @ line.T * _SLOPE_VARIANCE + _SLOPE_VARIANCE)
    errors = (whole @ ((values - centre) / unit)) / np.diag(whole)
    left_out = np.column_stack((values - unit * errors, unit * np.sqrt(1.0 / np.diag(whole))))
    return Emulator(points, values, centre, unit, slopes, length, height, noise, inverse @ rest, inverse, left_out)


_SLOPE_VARIANCE = 25.0
"""Prior variance of intercept and slopes where a point is left out: far wider than any slope of a standardised target."""


def _constant(points: Numbers, values: Numbers, centre: float) -> Emulator:
    count = len(points)
    flat = np.zeros(points.shape[1])
    left_out = np.column_stack((values, np.full(count, 1e-9)))
    return Emulator(points, values, centre, 1e-9, flat, 1.0, 1e-6, 1e-6, np.zeros(count), np.zeros((count, count)), left_out)


def _fit_quietly(process: object, points: Numbers, values: Numbers) -> None:
    """Fit; a hyperparameter that ends at its bound does not matter here: the leave-one-out check shows whether the emulator is good."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    with warnings.catch_warnings(), threadpool_limits(1):  # small matrices: more threads only wait for one another
        warnings.simplefilter("ignore", ConvergenceWarning)
        process.fit(points, values)  # type: ignore[attr-defined]


def squares_between(one: Numbers, other: Numbers) -> Numbers:
    """Squared distances, shape (points of one, points of the other)."""
    found: Numbers = np.maximum((one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2.0 * one @ other.T, 0.0)
    return found


def emulate_all(points: Numbers, values: Numbers) -> Sequence[Emulator | None]:
    """Emulators of all targets; ``values`` has shape (n, targets)."""
    return [emulate(points, values[:, number]) for number in range(values.shape[1])]

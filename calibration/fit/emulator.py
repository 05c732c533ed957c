"""An emulator: the outcome of the model at parameters at which it was not run, with its uncertainty, and how much runs there differ by the seed.

One Gaussian process a target, over shares of the free parameters: a straight line in every parameter whose slopes are shrunk as far as the runs ask for, a
process with one length for all parameters, and the variance between seeds, which changes over the space (:mod:`calibration.fit.seed_spread`). Two passes: with
one variance everywhere first, then with each run weighed by the variance that its place has. One length only: with a length a parameter the fits take minutes
and follow noise. Where runs show nothing but noise, slopes and process shrink to nothing, and the emulator says the mean everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.fit.seed_spread import SeedSpread, spread_between_seeds, steady

Numbers = NDArray[np.float64]

FEWEST = 12
"""Runs that must have a value before a target is emulated."""
LEARNED = 0.1
"""Share of the variance of left-out runs below which an emulator has learned nothing: what it says is the mean of all runs, give or take their spread."""
LENGTHS = (0.8, 20.0)
NOISES = (1e-4, 2.0)
HEIGHTS = (1e-3, 10.0)
SLOPES = (1e-4, 25.0)
"""Variance of the slopes, in units of the variance of the outputs: at most far wider than any slope, at least none."""
JITTER = 1e-8


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the first pass finds: variance of intercept and slopes, length and height of the process, variance between seeds; in units of the outputs'."""

    line: float
    length: float
    height: float
    noise: float


@dataclass(frozen=True, slots=True)
class Emulator:
    """One target: ``points`` (n, parameters) that it was made from, its line and its process in units of ``unit``, and the spread between seeds.

    ``left_out`` are predictions at its own points by the others (mean and standard deviation, that between seeds included), shape (n, 2); ``values`` the
    outputs there.
    """

    points: Numbers
    values: Numbers
    centre: float
    unit: float
    sizes: Sizes
    slopes: NDArray[np.floating]
    weights: Numbers
    inverse: NDArray[np.floating]
    spread: SeedSpread
    left_out: Numbers

    def predict(self, shares: Numbers, squares: Numbers | None = None) -> tuple[Numbers, Numbers]:
        """Mean, and standard deviation without that between seeds, at points of the unit cube, each of shape (points,).

        ``squares`` are the :func:`squares_between` the points and the emulator's own, where they are known already.
        """
        line, own, sizes = shares - 0.5, self.points - 0.5, self.sizes
        near = self._near(shares, squares)
        with_line = near + sizes.line * (1.0 + line @ own.T)
        prior = sizes.height + sizes.line * (1.0 + (line**2).sum(axis=1))
        variance = np.maximum(prior - ((with_line @ self.inverse) * with_line).sum(axis=1), JITTER)
        return self._mean(line, near), self.unit * np.sqrt(variance)

    def mean(self, shares: Numbers, squares: Numbers | None = None) -> Numbers:
        """The mean of :meth:`predict` alone."""
        return self._mean(shares - 0.5, self._near(shares, squares) if self.sizes.height else None)

    def seed_variance(self, shares: Numbers, mean: Numbers) -> Numbers:
        """Variance between runs that differ in the random seed alone, at points where the mean is known, shape (points,)."""
        return self.unit**2 * self.spread.variance(shares, (mean - self.centre) / self.unit)

    def _mean(self, line: Numbers, near: Numbers | None) -> Numbers:
        scaled = self.sizes.line * self.weights.sum() + line @ self.slopes
        found: Numbers = self.centre + self.unit * (scaled if near is None else scaled + near @ self.weights)
        return found

    def _near(self, shares: Numbers, squares: Numbers | None) -> Numbers:
        known = squares_between(shares, self.points) if squares is None else squares
        found: Numbers = self.sizes.height * np.exp(known * (-0.5 / self.sizes.length**2))
        return found

    @property
    def left_out_sd(self) -> float:
        """Root mean square of the standard deviations where each point is left out: of the emulator and between seeds together."""
        return float(np.sqrt((self.left_out[:, 1] ** 2).mean()))

    @property
    def own_variance(self) -> float:
        """The part of the left-out variance that is the emulator's own, in the mean over its points."""
        return float(np.maximum(self.left_out[:, 1] ** 2 - self._seed_variances, 0.0).mean())

    @property
    def seed_sd(self) -> float:
        """Root mean square over the runs of the standard deviation between runs that differ in the random seed alone."""
        return float(np.sqrt(self._seed_variances.mean()))

    @property
    def seed_sds(self) -> tuple[float, float]:
        """The standard deviation between seeds where it is small and where it is large: a twentieth of the runs lies beyond either."""
        low, high = np.sqrt(np.quantile(self._seed_variances, (0.05, 0.95)))
        return float(low), float(high)

    @property
    def _seed_variances(self) -> Numbers:
        return self.seed_variance(self.points, self.left_out[:, 0])

    @property
    def explained(self) -> float:
        """Share of the variance of the outputs that is predicted when each point is left out (1 is all, 0 or less is nothing)."""
        spread = float(self.values.var())
        return 1.0 - float(((self.values - self.left_out[:, 0]) ** 2).mean()) / spread if spread > 0 else 1.0

    @property
    def learned(self) -> bool:
        """Whether it says more than the mean of all runs: see :data:`LEARNED`."""
        return self.explained >= LEARNED

    @property
    def outside(self) -> float:
        """Share of points outside the 90 per cent interval that the others give: a tenth if the uncertainty is right."""
        return float((np.abs(self.values - self.left_out[:, 0]) > 1.6449 * self.left_out[:, 1]).mean())


def emulate(points: Numbers, values: Numbers, sizes: Sizes | None = None) -> Emulator | None:
    """The emulator of one target, or nothing where fewer than :data:`FEWEST` runs have a value.

    Parameters
    ----------
    points
        Shares of the free parameters, shape (n, parameters).
    values
        What the runs give on the target's scale, shape (n,); not a number where a run gives nothing.
    sizes
        Those of an emulator of nearly the same runs, which are taken as they are: to leave a run out takes no search.
    """
    known = np.isfinite(values)
    if known.sum() < FEWEST:
        return None
    if not known.all():
        points, values = points[known], values[known]
    centre, unit = float(values.mean()), float(values.std())
    if unit <= 1e-9:  # every run gives the same
        return _constant(points, values, centre)
    scaled = (values - centre) / unit
    found = sizes or _sizes(points, scaled)
    prior = _prior(points, found)
    variances = np.full(len(points), max(found.noise, NOISES[0]))
    spread, level = steady(found.noise, points.shape[1]), scaled
    for _ in range(2):  # the second time with the runs weighed by the first
        left_out = _left_out(prior, scaled, variances)
        level = left_out[:, 0]
        spread = spread_between_seeds(points, level, (scaled - level) ** 2, np.maximum(left_out[:, 1] ** 2 - variances, JITTER))
        variances = spread.variance(points, level)
    inverse = np.linalg.inv(prior + np.diag(variances + JITTER))
    weights = inverse @ scaled
    left_out = _left_out(prior, scaled, variances) * unit + [centre, 0.0]
    return Emulator(points, values, centre, unit, found, found.line * ((points - 0.5).T @ weights), weights, inverse, spread, left_out)


def _sizes(points: Numbers, scaled: Numbers) -> Sizes:
    """The sizes that make the outputs most probable with one variance between seeds (Rasmussen and Williams 2006, section 5.4.1)."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, DotProduct, WhiteKernel

    line = ConstantKernel(0.5, SLOPES) * DotProduct(1.0, "fixed")
    kernel = line + ConstantKernel(0.3, HEIGHTS) * RBF(1.5, LENGTHS) + WhiteKernel(0.3, NOISES)
    process = GaussianProcessRegressor(kernel, alpha=JITTER, n_restarts_optimizer=0)
    _fit_quietly(process, points - 0.5, scaled)
    found = process.kernel_
    sizes = Sizes(float(found.k1.k1.k1.constant_value), float(found.k1.k2.k2.length_scale), float(found.k1.k2.k1.constant_value), float(found.k2.noise_level))
    return Sizes(sizes.line, sizes.length, 0.0 if sizes.height < 2 * HEIGHTS[0] else sizes.height, sizes.noise)  # at its least it is none


def _prior(points: Numbers, sizes: Sizes) -> Numbers:
    """Covariance of line and process together, shape (n, n)."""
    line = points - 0.5
    found: Numbers = sizes.line * (1.0 + line @ line.T) + sizes.height * np.exp(-0.5 * squares_between(points, points) / sizes.length**2)
    return found


def _left_out(prior: Numbers, scaled: Numbers, seeds: Numbers) -> Numbers:
    """Mean and standard deviation at each point by the others, from the inverse of all (Rasmussen and Williams 2006, section 5.4.2), shape (n, 2)."""
    whole = np.linalg.inv(prior + np.diag(seeds + JITTER))
    kept = np.diag(whole)
    return np.column_stack((scaled - (whole @ scaled) / kept, np.sqrt(1.0 / kept)))


def _constant(points: Numbers, values: Numbers, centre: float) -> Emulator:
    count, parameters = points.shape
    left_out = np.column_stack((values, np.full(count, 1e-9)))
    sizes = Sizes(0.0, 1.0, 0.0, NOISES[0])
    inverse = np.zeros((count, count))
    return Emulator(points, values, centre, 1e-9, sizes, np.zeros(parameters), np.zeros(count), inverse, steady(NOISES[0], parameters), left_out)


def _fit_quietly(process: object, points: Numbers, values: Numbers) -> None:
    """Fit; a hyperparameter that ends at its bound does not matter here: the leave-one-out check shows whether the emulator is good."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        process.fit(points, values)  # type: ignore[attr-defined]


def squares_between(one: Numbers, other: Numbers) -> Numbers:
    """Squared distances, shape (points of one, points of the other)."""
    found: Numbers = np.maximum((one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1)[None, :] - 2.0 * one @ other.T, 0.0)
    return found


def emulate_all(points: Numbers, values: Numbers, like: Sequence[Emulator | None] | None = None) -> Sequence[Emulator | None]:
    """Emulators of all targets; ``values`` has shape (n, targets), ``like`` are emulators whose sizes are taken."""
    from threadpoolctl import threadpool_limits

    sizes = [None] * values.shape[1] if like is None else [None if one is None else one.sizes for one in like]
    with threadpool_limits(1):  # small matrices: more threads only wait for one another
        return [emulate(points, values[:, number], sizes[number]) for number in range(values.shape[1])]

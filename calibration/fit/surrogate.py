"""The surrogate: predicted outcomes of all targets at any free parameters, and how likely the documents are then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.emulator import Emulator, Numbers, emulate_all, squares_between
from calibration.fit.free import REGISTER, Free, Shares
from calibration.fit.observation import SCALES
from calibration.fit.targets import BIN, Target, by_cluster


@dataclass(frozen=True)
class Surrogate:
    """Emulators of ``targets`` over ``frees``; a target without one plays no part.

    Parameters that act on a register only are not emulated: they multiply the counts of their service, from what it was in the runs.
    """

    frees: tuple[Free, ...]
    targets: tuple[Target, ...]
    emulators: tuple[Emulator | None, ...]

    @property
    def running(self) -> tuple[int, ...]:
        """Places of the parameters with which runs change."""
        return running(self.frees)

    def predict(self, shares: Shares) -> tuple[Numbers, Numbers]:
        """Mean and standard deviation (emulator and seed together) on each target's scale, shape (points, targets); not a number without emulator."""
        mean, own, seeds = self._parts(shares)
        return mean, np.sqrt(own**2 + seeds**2)

    def uncertainty(self, shares: Shares) -> tuple[Numbers, Numbers]:
        """Standard deviations of the emulators' own and between seeds, each of shape (points, targets); not a number without emulator."""
        return self._parts(shares)[1:]

    def _parts(self, shares: Shares) -> tuple[Numbers, Numbers, Numbers]:
        mean, own, seeds = (np.full((len(shares), len(self.targets)), np.nan) for _ in range(3))
        points = shares[:, self.running]
        factors = register_factors(self.frees, shares)
        squares: dict[int, Numbers] = {}  # targets on which every run has a value share their points
        for number, (target, emulator) in enumerate(zip(self.targets, self.emulators, strict=True)):
            if emulator is None:
                continue
            made_at = emulator.points
            if id(made_at) not in squares:
                squares[id(made_at)] = squares_between(points, made_at)
            mean[:, number], own[:, number] = emulator.predict(points, squares[id(made_at)])
            seeds[:, number] = np.sqrt(emulator.seed_variance(points, mean[:, number]))
            if (factor := factor_of(target, factors)) is not None:
                there, back = SCALES[target.scale]
                mean[:, number] = there(back(mean[:, number]) * factor)
        return mean, own, seeds

    def by_target(self, shares: Shares) -> Numbers:
        """Log-likelihood of each target, shape (points, targets); not a number without emulator."""
        mean, spread = self.predict(shares)
        found = np.full_like(mean, np.nan)
        for number, target in enumerate(self.targets):
            if self.emulators[number] is not None:
                found[:, number] = target.log_likelihood(mean[:, number], spread[:, number])
        return found

    def log_likelihood(self, shares: Shares) -> Numbers:
        """Of all targets together, shape (points,): clusters count alike."""
        return joined(self.by_target(shares), self.targets)

    def among(self, targets: Sequence[Target]) -> "Surrogate":
        """The surrogate of some of the targets, or of the same targets with other documents."""
        place = {target.name: number for number, target in enumerate(self.targets)}
        return Surrogate(self.frees, tuple(targets), tuple(self.emulators[place[target.name]] for target in targets))


def running(frees: Sequence[Free]) -> tuple[int, ...]:
    """Places of the parameters with which runs change."""
    return tuple(place for place, free in enumerate(frees) if free.acts != REGISTER)


def register_factors(frees: Sequence[Free], shares: Shares) -> Mapping[str, Numbers]:
    """By register: how many times more is written down than in runs with the default parameters, shape (points,)."""
    found = {}
    for place, free in enumerate(frees):
        if free.acts == REGISTER:
            for key, assumed in zip(free.keys, free.assumed, strict=True):
                found[key] = free.at(shares[:, place])[key] / assumed
    return found


def factor_of(target: Target, factors: Mapping[str, Numbers]) -> Numbers | None:
    """How many times more of a target is written down, shape (points,); nothing where no free parameter acts on its registers.

    Raises
    ------
    ValueError
        If a target adds up registers of which a free parameter multiplies one: its sum is no multiple of anything.
    """
    found = [factors[key] for key in target.registers if key in factors]
    if not found:
        return None
    if len(target.registers) > 1:
        msg = f"{target.name} adds up {' and '.join(target.registers)}: a free share of one of them has to act on the run"
        raise ValueError(msg)
    return found[0]


def joined(logs: Numbers, targets: Sequence[Target]) -> Numbers:
    """Log-likelihoods of targets, shape (points, targets), put together: the mean of each cluster, summed.

    A table of bins is one observation: its binomials together weigh as much as the multinomial does, (k - 1) / k of their sum for k bins. Targets that
    are not a number (nobody of whom they speak was there) are passed over.
    """
    total = np.zeros(len(logs))
    for places in by_cluster(tuple(targets)).values():
        bins = [place for place in places if targets[place].kind == BIN]
        others = [place for place in places if targets[place].kind != BIN]
        if bins:
            total += np.nansum(logs[:, bins], axis=1) * (len(bins) - 1) / len(bins)
        if others:
            there = np.isfinite(logs[:, others])
            total += np.where(there, logs[:, others], 0.0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    return total


def train(frees: tuple[Free, ...], targets: tuple[Target, ...], shares: Shares, values: Numbers, like: Surrogate | None = None) -> Surrogate:
    """A surrogate from runs, each with a random seed of its own.

    Parameters
    ----------
    shares
        Where was simulated, shape (n, parameters), parameters of registers included (they are passed over).
    values
        What the runs give, in the targets' own units, shape (n, targets), at the default shares of registers; not a number where a run gives nothing.
    like
        A surrogate of the same targets from nearly the same runs, whose lengths and heights are taken.
    """
    scaled = np.column_stack([SCALES[target.scale][0](values[:, number]) for number, target in enumerate(targets)])
    scaled[~np.isfinite(values)] = np.nan
    return Surrogate(frees, targets, tuple(emulate_all(shares[:, running(frees)], scaled, None if like is None else like.emulators)))

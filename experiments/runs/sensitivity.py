"""What drives the results: shares of the variance of outcomes that each free parameter explains, over the prior ranges of all.

Sobol's first-order and total-order indices (Saltelli 2010; Jansen 1999) need thousands of points. They are taken from an emulator made of a few hundred runs
and, for a check, from the model itself with fewer. Morris's screening (Technometrics 33, 1991) needs the fewest runs and shows which parameters matter at all.
Sampling and indices are SALib's.
"""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from calibration.fit.emulator import FEWEST, Emulator, emulate
from experiments.runs.sensitivity_runs import Numbers, Simulate, Study

SAID = 0.9
"""How sure intervals are."""
QUANTILE = 1.6449
"""Of the normal distribution, for :data:`SAID`."""
WEAK = 0.5
"""Share of variance below which an emulator is no good guide."""
RESAMPLES = 200
SALTELLI = 1024
"""Points of the base sample on an emulator: errors of a few hundredths."""
FOLDS = 10
"""Parts of the design that are left out in turn, to see how far an index hangs on the runs that happened to be made."""


@dataclass(frozen=True, slots=True)
class Index:
    """One parameter and one outcome: shares of variance with the half-widths of their 90 per cent intervals.

    ``first`` is the first-order index of the parameter, ``total`` its total-order index, interactions included. ``source`` is ``emulator`` or ``model``. With
    Morris, ``first`` is not known; ``total`` is the mean absolute effect of moving the parameter over its range, in the unit of the outcome, and ``spread`` the
    standard deviation of the effects: large beside ``total`` where the effect depends on the other parameters.
    """

    outcome: str
    parameter: str
    source: str
    first: float
    first_half: float
    total: float
    total_half: float
    spread: float = math.nan

    def plain(self) -> dict[str, Any]:
        """For programs; what is not known is null."""
        return {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in asdict(self).items()}


SAME = "the same at every point, so that no parameter has an effect"
"""Why an outcome that never changes has no index."""


@dataclass(frozen=True, slots=True)
class NoIndex:
    """An outcome that was asked for and has no indices by a source, with the reason."""

    outcome: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """All indices; by outcome, ``explained`` is the share of variance that the emulator predicts of runs left out; ``missing`` says why there are no others."""

    study: Study
    indices: tuple[Index, ...]
    explained: Mapping[str, float]
    missing: tuple[NoIndex, ...]
    runs: int

    @property
    def mute(self) -> tuple[str, ...]:
        """The outcomes that never change."""
        there = {one.outcome for one in self.indices}
        return tuple(name for name in self.study.outcomes if name not in there and {one.reason for one in self.missing if one.outcome == name} == {SAME})

    @property
    def without(self) -> tuple[str, ...]:
        """The outcomes that have no index by any source."""
        there = {one.outcome for one in self.indices}
        return tuple(name for name in self.study.outcomes if name not in there)

    def of(self, outcome: str, source: str) -> list[Index]:
        """The indices of an outcome by one source, the largest total first."""
        return sorted((one for one in self.indices if (one.outcome, one.source) == (outcome, source)), key=lambda one: (-one.total, one.parameter))


def sensitivity(study: Study, simulate: Simulate, *, points: int, check: int = 0, trajectories: int = 0, seed: int = 1) -> Sensitivity:
    """Find what drives outcomes.

    Parameters
    ----------
    study, simulate
        What is asked, and who answers: :func:`experiments.runs.sensitivity_runs.simulate_with`.
    points
        Runs that the emulator is made of, by a Sobol sequence (a power of 2); 0 for none.
    check
        Base sample of the indices by the model itself, a power of 2: it takes ``check x (parameters + 2)`` runs; 0 for none.
    trajectories
        Of Morris's screening: ``trajectories x (parameters + 1)`` runs; 0 for none.
    seed
        Of the samples: the same seed gives the same runs.
    """
    indices: list[Index] = []
    explained: dict[str, float] = {}
    missing: list[NoIndex] = []
    runs = 0
    if points:
        shares = _sobol(len(study.frees), points, seed)
        answers = simulate(shares)
        runs += len(shares)
        for name, values in answers.items():
            if why := _why_none(values, FEWEST):
                missing.append(NoIndex(name, "emulator", why))
            else:
                found, explained[name] = _by_emulator(study, name, shares, values, seed)
                indices += found
    if check:
        from SALib.sample import sobol as saltelli

        shares = saltelli.sample(_problem(study), check, calc_second_order=False, seed=seed)
        runs += len(shares)
        for name, values in simulate(shares).items():
            if why := _why_none(values, len(values)):
                missing.append(NoIndex(name, "model", why))
            else:
                indices += [Index(name, parameter, "model", *sizes) for parameter, sizes in _indices(study, values, seed).items()]
    if trajectories:
        from SALib.sample import morris

        shares = morris.sample(_problem(study), trajectories, num_levels=4, seed=seed)
        runs += len(shares)
        for name, values in simulate(shares).items():
            if why := _why_none(values, len(values)):
                missing.append(NoIndex(name, "morris", why))
            else:
                indices += _by_morris(study, name, shares, values, seed)
    unknown = [one for one in indices if math.isnan(one.total)]
    missing += [NoIndex(*pair, "indices that are not numbers: take more points") for pair in dict.fromkeys((one.outcome, one.source) for one in unknown)]
    return Sensitivity(study, tuple(one for one in indices if not math.isnan(one.total)), explained, tuple(missing), runs)


def _sobol(parameters: int, points: int, seed: int) -> Numbers:
    from scipy.stats import qmc

    found: Numbers = qmc.Sobol(parameters, scramble=True, rng=np.random.default_rng(seed)).random_base2(points.bit_length() - 1)
    return found


def _why_none(values: Numbers, least: int) -> str:
    """Why an outcome with these values, shape (points,), has no indices; empty where it has. ``least`` of them must be numbers."""
    known = values[np.isfinite(values)]
    if len(known) < least:
        return f"{len(known)} of {len(values)} points have a value, and at least {least} must"
    return "" if float(known.max() - known.min()) > 0 else SAME


def _problem(study: Study) -> dict[str, Any]:
    return {"num_vars": len(study.frees), "names": [free.name for free in study.frees], "bounds": [[0.0, 1.0]] * len(study.frees)}


def _indices(study: Study, values: Numbers, seed: int) -> dict[str, tuple[float, float, float, float]]:
    """First and total indices with half-widths by parameter, from values on Saltelli's scheme."""
    from SALib.analyze import sobol

    found = sobol.analyze(_problem(study), values, calc_second_order=False, num_resamples=RESAMPLES, conf_level=SAID, seed=seed)
    columns = [found[name] for name in ("S1", "S1_conf", "ST", "ST_conf")]
    return {free.name: tuple(float(column[k]) for column in columns) for k, free in enumerate(study.frees)}  # type: ignore[misc]  # four columns


def _by_emulator(study: Study, name: str, shares: Numbers, values: Numbers, seed: int) -> tuple[list[Index], float]:
    """Indices by the emulator of all runs; their error is that of the sample and, by leaving out a tenth of the runs in turn, that of the runs."""
    from SALib.sample import sobol as saltelli

    whole = emulate(shares, values)
    assert whole is not None  # noqa: S101 - so many runs have a value
    sample = saltelli.sample(_problem(study), SALTELLI, calc_second_order=False, seed=seed)

    def by(emulator: Emulator) -> dict[str, tuple[float, float, float, float]]:
        return _indices(study, emulator.predict(sample)[0], seed)

    found = by(whole)
    parts = (emulate(np.delete(shares, np.s_[fold::FOLDS], axis=0), np.delete(values, np.s_[fold::FOLDS])) for fold in range(FOLDS))
    others = [by(part) for part in parts if part is not None]

    def half(parameter: str, column: int) -> float:
        """Half-width of both errors together; the jackknife's variance is (K - 1) / K times the sum of squares."""
        left_out = np.array([other[parameter][column] for other in others])
        jackknife = (len(left_out) - 1) * float(left_out.var()) if len(left_out) > 1 else 0.0
        return math.hypot(found[parameter][column + 1], QUANTILE * math.sqrt(jackknife))

    return (
        [Index(name, parameter, "emulator", sizes[0], half(parameter, 0), sizes[2], half(parameter, 2)) for parameter, sizes in found.items()],
        whole.explained,
    )


def _by_morris(study: Study, name: str, shares: Numbers, values: Numbers, seed: int) -> list[Index]:
    from SALib.analyze import morris

    found = morris.analyze(_problem(study), shares, values, num_levels=4, num_resamples=RESAMPLES, conf_level=SAID, seed=seed)
    return [
        Index(name, free.name, "morris", math.nan, math.nan, float(found["mu_star"][k]), float(found["mu_star_conf"][k]), float(found["sigma"][k]))
        for k, free in enumerate(study.frees)
    ]

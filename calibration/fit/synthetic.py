"""Documents of a synthetic truth: what would be written down if the model at known parameters were the world.

With them the whole procedure is tested where the right answer is known: ranks of the truth among posterior draws must be uniform (Talts and others 2018), and
intervals must hold it as often as they say. One-sided documents and rankings say less than a likelihood that sums to one, so they are left out there.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from calibration.fit.emulator import Numbers
from calibration.fit.observation import GROUP, SCALES, SHOULDER
from calibration.fit.targets import BIN, MORE, MOST, ORDER, REGISTER, SHARE, SIGNED, Target

PROPER = frozenset({"span", REGISTER, SIGNED, SHARE, BIN})
"""Kinds whose likelihood is that of a document."""


def proper(targets: Sequence[Target]) -> tuple[Target, ...]:
    """The targets whose documents can be made up."""
    return tuple(target for target in targets if target.kind in PROPER)


def documents(targets: Sequence[Target], mean: Numbers, spread: Numbers, seed: int) -> tuple[Target, ...]:
    """The targets with documents drawn from the model: ``mean`` and ``spread`` (of the emulator and between seeds) on each target's scale, shape (targets,)."""
    chance = np.random.default_rng(seed)
    return tuple(_document(target, float(m), float(s), chance) for target, m, s in zip(targets, mean, spread, strict=True))


def planted(targets: Sequence[Target], values: Numbers) -> tuple[Target, ...]:
    """The targets with documents equal to the ``values`` of one run, in their own units and without error; targets without a value are left out."""
    return tuple(_centred(target, float(value)) for target, value in zip(targets, values, strict=True) if math.isfinite(value))


def _document(target: Target, mean: float, spread: float, chance: np.random.Generator) -> Target:
    back = SCALES[target.scale][1]
    y = float(back(np.asarray(mean + math.hypot(spread, target.spread) * chance.standard_normal())))
    if target.kind == REGISTER:
        count = float(chance.negative_binomial(max(y, 1e-6) / (GROUP - 1.0), 1.0 / GROUP))
        return replace(target, low=count, high=count)
    if target.kind in (SHARE, BIN):
        part = float(chance.binomial(target.sample or 1, min(max(y, 0.0), 1.0))) / (target.sample or 1)
        return replace(target, low=part, high=part)
    if target.kind == SIGNED:  # the error of a document stays what it is, or its likelihood would not sum to one
        return replace(target, shift=target.noise * float(chance.standard_normal()) + y - (target.low or 0.0))
    return _moved(target, y, _within(target, chance))


def _centred(target: Target, y: float) -> Target:
    if target.kind in (REGISTER, SHARE, BIN):
        value = round(max(y, 0.0)) if target.kind == REGISTER else round(min(max(y, 0.0), 1.0) * (target.sample or 1)) / (target.sample or 1)
        return replace(target, low=float(value), high=float(value))
    if target.kind == SIGNED:
        return replace(target, shift=y - (target.low or 0.0))
    if target.kind == ORDER:
        return replace(target, high=float(round(y)))
    if target.kind in (MORE, MOST):
        return replace(target, low=None if target.low is None else max(y, 1e-6), high=None if target.high is None else max(y, 1e-6))
    return _moved(target, y, 0.0)


def _within(target: Target, chance: np.random.Generator) -> float:
    """How far the middle of a range lies from the truth, in logarithms: as likely as the likelihood of the range says."""
    half = math.log((target.high or 1.0) / (target.low or 1.0)) / 2
    shoulder = max(SHOULDER, math.log(target.slack))
    inside = 2 * half
    outside = shoulder * math.sqrt(2 * math.pi)
    if chance.random() * (inside + outside) < inside:
        return float(chance.uniform(-half, half))
    beyond = half + shoulder * abs(float(chance.standard_normal()))
    return beyond if chance.random() < 0.5 else -beyond


def _moved(target: Target, y: float, distance: float) -> Target:
    """A range of the same width about ``y``, its middle moved by a distance in logarithms."""
    half = math.log((target.high or 1.0) / (target.low or 1.0)) / 2
    middle = math.log(max(y, 1e-6)) + distance
    return replace(target, low=math.exp(middle - half), high=math.exp(middle + half))

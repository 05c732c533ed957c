"""What would be written down if the model were right: predictive draws of each documented value, and how the documents stand among them.

A predictive draw is the outcome of a run at a draw of the posterior, moved by the discrepancy of its family, and then written down with the error of its kind:
groups caught together, the few people of a sample, a number rounded by whoever reported it. All chance is keyed by target and seed.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.fit.emulator import Numbers
from calibration.fit.observation import GROUP, SCALES, SHOULDER
from calibration.fit.targets import BIN, MORE, MOST, ORDER, REGISTER, SHARE, SIGNED, Target

ENDS = (0.05, 0.95)
"""Ends of a 90 per cent interval."""
REPEATS = 200
"""Predictive draws for each run."""


@dataclass(frozen=True, slots=True)
class Check:
    """A documented value beside its predictive interval; ``inside`` is ``None`` where runs give nothing.

    ``simulated`` counts the runs that give a value. ``pit`` is where the document stands among predictive draws, from 0 to 1; a range counts with its middle,
    one-sided documents have none. ``score`` is the interval score (Gneiting and Raftery 2007) on the target's scale: width of the interval and twenty times
    what lies outside; smaller is better. ``width`` is the interval's width on that scale, ``distance`` how far the document lies outside.
    """

    target: Target
    simulated: int
    median: float | None
    low: float | None
    high: float | None
    inside: bool | None
    pit: float | None
    score: float | None
    width: float | None
    distance: float | None


def check(target: Target, values: Numbers, seed: int = 1) -> Check:
    """Compare a document with the ``values`` that runs give for it (in its own units, not a number where a run gives nothing)."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return Check(target, 0, None, None, None, None, None, None, None, None)
    drawn = written_down(target, np.repeat(known, REPEATS), chance_of(target.name, seed))
    low, high = (float(end) for end in np.quantile(drawn, ENDS))
    least = -math.inf if target.low is None or target.kind in (MOST, ORDER) else target.low
    most = math.inf if target.high is None or target.kind == MORE else target.high
    there = SCALES[target.scale][0]
    on_scale = there(np.array([low, high, max(least, -1e9), min(most, 1e9)]))
    distance = float(max(on_scale[2] - on_scale[1], on_scale[0] - on_scale[3], 0.0))
    width = float(on_scale[1] - on_scale[0])
    both = math.isfinite(least) and math.isfinite(most)
    middle = (least + most) / 2
    pit = float(((drawn < middle).mean() + (drawn <= middle).mean()) / 2) if both else None
    score = width + distance * 2 / (1 - (ENDS[1] - ENDS[0])) if both else None
    return Check(target, len(known), float(np.median(known)), low, high, distance <= 1e-12, pit, score, width, distance)


def written_down(target: Target, values: Numbers, chance: np.random.Generator) -> Numbers:
    """What would be written down where the model gives ``values``, one draw each."""
    there, back = SCALES[target.scale]
    y = back(there(values) + target.spread * chance.standard_normal(len(values)))
    if target.kind == REGISTER:
        size = np.maximum(y, 1e-6) / (GROUP - 1.0)
        return chance.negative_binomial(size, 1.0 / GROUP).astype(float)
    if target.kind in (SHARE, BIN):
        return chance.binomial(target.sample or 1, np.clip(y, 0.0, 1.0)) / (target.sample or 1)
    if target.kind == SIGNED:
        return y + target.noise * chance.standard_normal(len(y))
    if target.kind == ORDER:
        return np.maximum(np.round(y), 1.0)
    rounded = y * np.exp(max(SHOULDER, math.log(target.slack)) * chance.standard_normal(len(y)))
    return np.minimum(rounded, 1.0) if target.scale == "share" else rounded


def chance_of(name: str, seed: int) -> np.random.Generator:
    """A generator for one name."""
    return np.random.default_rng((seed, int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)))


def covered(checks: Sequence[Check]) -> tuple[Mapping[str, float], float]:
    """Share of the judged rows of each cluster that lie inside, by cluster, and its mean over clusters: clusters count alike."""
    rows: dict[str, list[bool]] = {}
    for one in checks:
        if one.inside is not None:
            rows.setdefault(one.target.cluster, []).append(one.inside)
    shares = {cluster: sum(inside) / len(inside) for cluster, inside in rows.items()}
    return shares, sum(shares.values()) / len(shares) if shares else math.nan

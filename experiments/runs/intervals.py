"""What paired differences show: mean, interval, paired t test, and a verdict that controls the false discovery rate.

A pair is one draw and one seed under two alternatives. With one draw the interval is that of the mean over seeds (Student's t); with several it is the 90 per
cent range over draws, each draw being the mean over its seeds: uncertainty about parameters does not shrink with the number of draws. The paired t test is over
pairs, or over the means of draws.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Values = NDArray[np.float64]

CONFIDENCE = 0.95
DRAWS_WITHIN = (0.05, 0.95)
LEAST_PAIRS = 6
"""Pairs, or draws where there are several, below which there is no verdict.

Without an effect n differences all have the same sign with probability 2 x 0.5 ** n: 0.0625 for five, 0.031 for six. Fewer than six pairs that all agree are
thus no evidence at 5 per cent unless differences are known to be normal, which small counts are not.
"""
FALSE_DISCOVERY_RATE = 0.05
"""Expected share of false verdicts among all verdicts of a family of tests, by the procedure of Benjamini and Hochberg (1995)."""
RULE_OF_THREE = 3.0
"""Over the number of runs: the upper 95 per cent bound of the mean number of events a run when none was seen, -ln(0.05) = 3.0 (Poisson)."""
SAME_WITHIN = 1e-9
"""Relative difference below which numbers are equal but for rounding."""

MORE, LESS, INSIGNIFICANT = "more", "less", "not statistically significant"
TOO_FEW_PAIRS, TOO_FEW_DRAWS = "too few pairs", "too few draws"
ALIKE = "pairs all alike"
"""The difference is the same in every pair: an interval without width is no evidence."""
NONE_SEEN = "none seen"
"""No event under either alternative in any pair."""
SIGNIFICANT = (MORE, LESS)
"""Verdicts on a statistically significant difference."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Mean of paired differences with its interval and the p-value of the paired t test, two-sided.

    Bounds are ``None`` for a single pair and where all pairs are alike. ``p`` is ``None`` where there is nothing to test; ``reason`` then says why.
    """

    difference: float
    low: float | None
    high: float | None
    pairs: int
    p: float | None
    reason: str = ""


def estimate(paired: Values, *, seen: bool = True) -> Estimate:
    """What paired differences show, shape (draws, seeds), pairs that are not numbers left out; ``seen`` is false where no event happened in any run."""
    middle, low, high = interval(paired)
    draws, pairs = by_draw(paired), paired[np.isfinite(paired)]
    units = draws if len(draws) > 1 else pairs
    if not seen:
        return Estimate(middle, None, None, len(pairs), None, NONE_SEEN)
    if len(units) < LEAST_PAIRS:
        return Estimate(middle, low, high, len(pairs), None, TOO_FEW_DRAWS if len(draws) > 1 else TOO_FEW_PAIRS)
    p = paired_t(units)
    return Estimate(middle, low, high, len(pairs), p, ALIKE if p is None else "")


def interval(paired: Values) -> tuple[float, float | None, float | None]:
    """Mean and interval of paired differences, shape (draws, seeds), pairs that are not numbers left out.

    Bounds are ``None`` for a single pair and where every pair is alike.
    """
    draws = by_draw(paired)
    units = draws if len(draws) > 1 else paired[np.isfinite(paired)]
    middle = float(units.mean())
    if len(units) < 2 or alike(units):
        return middle, None, None
    if len(draws) > 1:
        low, high = np.quantile(draws, DRAWS_WITHIN)
        return middle, float(low), float(high)
    reach = student(len(units)) * float(units.std(ddof=1)) / math.sqrt(len(units))
    return middle, middle - reach, middle + reach


def paired_t(units: Values) -> float | None:
    """Two-sided p-value of Student's t test that the mean of differences, shape (units,), is zero; ``None`` for one, and where all are alike."""
    if len(units) < 2 or alike(units):
        return None
    t = abs(float(units.mean())) / (float(units.std(ddof=1)) / math.sqrt(len(units)))
    return float(2 * stdtr(len(units) - 1, -t))


def judged(estimates: Sequence[Estimate]) -> list[tuple[str, float | None]]:
    """The verdict on every estimate of a family of tests, with its p-value adjusted by Benjamini and Hochberg (``None`` where there was no test).

    A difference is ``more`` or ``less`` where its interval excludes zero and the adjusted p-value is at most :data:`FALSE_DISCOVERY_RATE`.
    """
    adjusted = adjust([one.p for one in estimates])
    return [(_verdict(one, p), p) for one, p in zip(estimates, adjusted, strict=True)]


def adjust(ps: Sequence[float | None]) -> list[float | None]:
    """P-values adjusted for the false discovery rate over all that are there; ``None`` stays."""
    from scipy.stats import false_discovery_control

    known = [p for p in ps if p is not None]
    found = iter(false_discovery_control(known, method="bh").tolist() if known else [])
    return [None if p is None else float(next(found)) for p in ps]


def _verdict(found: Estimate, adjusted: float | None) -> str:
    if found.reason:
        return found.reason
    if adjusted is None or adjusted > FALSE_DISCOVERY_RATE or found.low is None or found.high is None:
        return INSIGNIFICANT
    return MORE if found.low > 0 else LESS if found.high < 0 else INSIGNIFICANT


def rarer_than(pairs: int) -> str:
    """What is known of events never seen in so many pairs of runs."""
    return f"none seen in {pairs} pairs: rarer than about {RULE_OF_THREE / pairs:.2g} a run"


def no_verdicts(sizes: tuple[int, int]) -> str:
    """Why a comparison over so many (draws, seeds) gives no verdict at all; empty where it may."""
    draws, seeds = sizes
    number, noun = (draws, "draws") if draws > 1 else (seeds, "pairs")
    return f"too few {noun} for verdicts: {number}, at least {LEAST_PAIRS} are needed" if number < LEAST_PAIRS else ""


def student(pairs: int) -> float:
    """Student's t for :data:`CONFIDENCE` and so many pairs."""
    return float(stdtrit(pairs - 1, (1 + CONFIDENCE) / 2))


def by_draw(paired: Values) -> Values:
    """Means over the seeds of each draw that has any, shape (draws,)."""
    found: Values = np.array([row[np.isfinite(row)].mean() for row in paired if np.isfinite(row).any()])
    return found


def alike(units: Values) -> bool:
    """Whether numbers, shape (units,), are all the same but for rounding."""
    return float(units.max() - units.min()) <= SAME_WITHIN * max(1.0, float(np.abs(units).max()))

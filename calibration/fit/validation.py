"""How well a fit did, on what it was fitted to and on what was held out: coverage by clusters, calibration and sharpness."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import binom

from calibration.evidence.uses import FITTED, HELD_OUT
from calibration.fit.emulator import Numbers
from calibration.fit.predictive import Check, check, covered
from calibration.fit.targets import ORDER, Target

NOMINAL = 0.9
"""What the intervals promise."""
GOALS = {FITTED: 0.85, HELD_OUT: 0.75}
"""Least share of clusters inside that was asked for."""
BINS = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """The documented values of one use together.

    ``covered`` is the mean over clusters of the share of their rows inside; ``whole`` counts clusters of which at least half of the rows are inside. ``band``
    is the lower end of what so many clusters would show nineteen times in twenty if 90 per cent were right. ``score`` is the mean interval score and ``width``
    the mean width of the numbers that have one, in units of the discrepancy of their family, so that prices and shares can be put together; ``pit`` counts
    where documents stand.
    """

    use: str
    rows: int
    judged: int
    inside: int
    clusters: int
    whole: int
    covered: float
    band: float
    goal: float
    score: float
    width: float
    pit: tuple[int, ...]

    @property
    def met(self) -> bool:
        """Whether the goal was met."""
        return self.covered >= max(self.goal, self.band if self.use == FITTED else 0.0)


def checks(targets: Sequence[Target], values: Numbers, seed: int = 1) -> tuple[Check, ...]:
    """Every target compared with the ``values`` of runs at draws, shape (draws, targets)."""
    return tuple(check(target, values[:, number], seed) for number, target in enumerate(targets))


def verdict(use: str, found: Sequence[Check]) -> Verdict:
    """The documented values of one use together."""
    mine = [one for one in found if one.target.use == use]
    judged = [one for one in mine if one.inside is not None]
    shares, together = covered(judged)
    scored = [(one.score / one.target.spread, one.width / one.target.spread) for one in judged if one.score is not None and one.width is not None]
    pit = np.histogram([one.pit for one in judged if one.pit is not None], BINS, (0.0, 1.0))[0]
    return Verdict(
        use, len(mine), len(judged), sum(bool(one.inside) for one in judged), len(shares), sum(share >= 0.5 for share in shares.values()), together,
        float(binom.ppf(0.025, len(shares), NOMINAL)) / len(shares) if shares else math.nan, GOALS[use],
        float(np.mean([score for score, _ in scored])) if scored else math.nan, float(np.mean([width for _, width in scored])) if scored else math.nan,
        tuple(int(count) for count in pit),
    )  # fmt: skip


def plain(one: Check) -> dict[str, Any]:
    """A check for programs."""
    target = one.target
    return {
        "id": ";".join(target.ids),
        "what": target.what,
        "cluster": target.cluster,
        "unit": target.unit,
        "documented_low": target.low if target.kind != ORDER else None,
        "documented_high": target.high,
        "simulated_median": one.median,
        "simulated_low": one.low,
        "simulated_high": one.high,
        "inside": one.inside,
        "use": target.use,
        "pit": one.pit,
    }

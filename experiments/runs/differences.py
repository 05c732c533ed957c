"""Paired differences between policies: the same people, random seeds and parameter draws under each.

A pair is one draw and one seed under two policies. With one draw the interval is that of the mean over seeds (Student's t); with several it is the 90 per
cent range over draws, each draw being the mean over its seeds: uncertainty about parameters does not shrink with the number of draws.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.special import stdtrit

from experiments.runs.outcomes import COST_OF, OUTCOMES, PRICES
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes, Values

CONFIDENCE = 0.95
DRAWS_WITHIN = (0.05, 0.95)
INSIGNIFICANT = "not statistically significant"
"""What is said of a difference whose interval includes zero."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One outcome of one community under a policy and under the baseline: means, and mean difference with its interval (``None`` for a single pair)."""

    policy: str
    community: str
    outcome: str
    unit: str
    baseline: float
    value: float
    difference: float
    low: float | None
    high: float | None
    pairs: int

    @property
    def significance(self) -> str:
        """What its interval says: see :func:`significance`."""
        return significance(self.low, self.high)


def significance(low: float | None, high: float | None) -> str:
    """``more`` or ``less`` where the interval of a difference excludes zero, ``same`` where every pair is equal, else :data:`INSIGNIFICANT`."""
    if low is None or high is None:
        return "one pair only"
    if low == high == 0:
        return "same"
    return "more" if low > 0 else "less" if high < 0 else INSIGNIFICANT


@dataclass(frozen=True, slots=True)
class Cost:
    """A ratio of two differences, USD for one: ``None`` with the reason in ``why`` where it is not defined.

    ``low`` and ``high`` bound it over seeds or draws; ``lowest`` and ``highest`` are these bounds with every price of the policies anywhere in its range.
    """

    policy: str
    name: str
    value: float | None
    low: float | None
    high: float | None
    why: str
    lowest: float | None = None
    highest: float | None = None


def differences(by_policy: PolicyOutcomes) -> list[Difference]:
    """Every outcome of every community under every policy against the first one."""
    found = []
    for policy in by_policy.policies[1:]:
        for community in by_policy.communities:
            for outcome in by_policy.outcomes:
                base, value = by_policy.of(by_policy.policies[0], community, outcome), by_policy.of(policy, community, outcome)
                whole = np.isfinite(base) & np.isfinite(value)
                if whole.any():
                    middle, low, high = interval(value - base)
                    means = float(base[whole].mean()), float(value[whole].mean())
                    found.append(Difference(policy, community, outcome, OUTCOMES[outcome].unit, *means, middle, low, high, int(whole.sum())))
    return found


def interval(paired: Values) -> tuple[float, float | None, float | None]:
    """Mean and interval of paired differences, shape (draws, seeds), pairs that are not numbers left out; bounds are ``None`` for a single pair."""
    draws = _by_draw(paired)
    if len(draws) > 1:
        low, high = np.quantile(draws, DRAWS_WITHIN)
        return float(draws.mean()), float(low), float(high)
    pairs = paired[np.isfinite(paired)]
    if len(pairs) < 2:
        return float(pairs.mean()), None, None
    reach = _student(len(pairs)) * float(pairs.std(ddof=1)) / math.sqrt(len(pairs))
    return float(pairs.mean()), float(pairs.mean()) - reach, float(pairs.mean()) + reach


def costs(by_policy: PolicyOutcomes, ranges: Mapping[str, tuple[float, float]] | None = None) -> list[Cost]:
    """What one more apprehension and one avoided death cost, under every policy against the first one.

    ``ranges`` says how far the own cost of each policy may lie below and above what it is taken for, USD.
    """
    found, nothing = [], (0.0, 0.0)
    below, above = (ranges or {}).get(by_policy.policies[0], nothing)
    for policy in by_policy.policies[1:]:
        cost = by_policy.of(policy, TOGETHER, COST_OF) - by_policy.of(by_policy.policies[0], TOGETHER, COST_OF)
        for name, price in PRICES.items():
            gained = price.sign * (by_policy.of(policy, TOGETHER, price.outcome) - by_policy.of(by_policy.policies[0], TOGETHER, price.outcome))
            less, more = (ranges or {}).get(policy, nothing)
            at_low, at_high = (ratio(cost + shift, gained, price.outcome) for shift in (less - above, more - below))
            found.append(Cost(policy, name, *ratio(cost, gained, price.outcome), at_low[1], at_high[2]))
    return found


def ratio(cost: Values, gained: Values, noun: str) -> tuple[float | None, float | None, float | None, str]:
    """Mean cost over mean gain with its interval, both of shape (draws, seeds); undefined unless the whole interval of the gain lies above zero.

    With one draw the interval is Fieller's (1954), which is bounded exactly when Student's interval of the gain excludes zero.
    """
    middle, low, high = interval(gained)
    if low is None or high is None:
        return None, None, None, "undefined: one pair only"
    if low <= 0 <= high:
        return None, None, None, f"undefined: the interval of the difference in {noun} includes zero"
    if high < 0:
        return None, None, None, f"undefined: {noun} changed the other way"
    draws = _by_draw(gained)
    if len(draws) > 1:
        each = _by_draw(cost) / np.where(draws > 0, draws, np.nan)
        if not np.isfinite(each).all():
            return _mean(cost) / middle, None, None, "no interval: some draws gain nothing"
        low, high = np.quantile(each, DRAWS_WITHIN)
        return _mean(cost) / middle, float(low), float(high), ""
    whole = np.isfinite(cost) & np.isfinite(gained)
    x, y, pairs = cost[whole], gained[whole], int(whole.sum())
    t = _student(pairs)
    xx, yy, xy = (float(np.cov(x, y, ddof=1)[cell]) / pairs for cell in ((0, 0), (1, 1), (0, 1)))
    a, b, c = y.mean() ** 2 - t * t * yy, x.mean() * y.mean() - t * t * xy, x.mean() ** 2 - t * t * xx
    root = math.sqrt(max(0.0, b * b - a * c))
    return float(x.mean() / y.mean()), float((b - root) / a), float((b + root) / a), ""


def _student(pairs: int) -> float:
    return float(stdtrit(pairs - 1, (1 + CONFIDENCE) / 2))


def _by_draw(paired: Values) -> Values:
    """Means over the seeds of each draw that has any, shape (draws,)."""
    found: Values = np.array([row[np.isfinite(row)].mean() for row in paired if np.isfinite(row).any()])
    return found


def _mean(values: Values) -> float:
    return float(values[np.isfinite(values)].mean())


def plain(rows: Sequence[Difference]) -> list[dict[str, Any]]:
    """Differences for programs."""
    return [asdict(row) | {"significance": row.significance} for row in rows]

"""Paired differences between alternatives: the same people, random seeds and parameter draws under each; and what a difference costs the state."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from experiments.runs.intervals import DRAWS_WITHIN, LEAST_PAIRS, Estimate, alike, by_draw, estimate, interval, judged, student
from experiments.runs.outcomes import COST_OF, OUTCOMES, PRICES
from experiments.runs.policy_outcomes import TOGETHER, PolicyOutcomes, Values


@dataclass(frozen=True, slots=True)
class Difference:
    """One outcome of one community under a policy (or another alternative) and under the one that it is compared with, ``against``.

    Means, and mean difference with its interval (``None`` for a single pair, where all pairs are alike, and for what was never seen); ``p`` of the paired t
    test, and adjusted for the false discovery rate over its family: all outcomes of the same two alternatives, of all communities together or of the
    communities one by one. ``significance`` is the verdict, or why there is none (:mod:`experiments.runs.intervals`).
    """

    policy: str
    against: str
    community: str
    outcome: str
    unit: str
    baseline: float
    value: float
    difference: float
    low: float | None
    high: float | None
    pairs: int
    p: float | None
    adjusted_p: float | None
    significance: str

    @property
    def is_unchanged(self) -> bool:
        """Whether no pair differs at all."""
        return self.difference == 0 and self.low is None


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
    return [row for policy in by_policy.policies[1:] for row in difference(by_policy, policy, by_policy.policies[0])]


def between(by_policy: PolicyOutcomes) -> list[Difference]:
    """The same of every policy against each other one that is not the first, each two once: a later one against an earlier one."""
    others = by_policy.policies[1:]
    return [row for k, against in enumerate(others) for policy in others[k + 1 :] for row in difference(by_policy, policy, against)]


def difference(by_policy: PolicyOutcomes, policy: str, against: str) -> list[Difference]:
    """Every outcome of every community under one policy against another. An outcome without a number in any pair has no row.

    Outcomes of all communities together are one family of tests, those of the communities another: hundreds of cells do not weaken the first table.
    """
    found: list[tuple[str, str, float, float, Estimate]] = []
    for community in by_policy.communities:
        for outcome in by_policy.outcomes:
            base, value = by_policy.of(against, community, outcome), by_policy.of(policy, community, outcome)
            whole = np.isfinite(base) & np.isfinite(value)
            if whole.any():
                seen = bool(base[whole].any() or value[whole].any())
                found.append((community, outcome, float(base[whole].mean()), float(value[whole].mean()), estimate(value - base, seen=seen)))
    verdicts: dict[int, tuple[str, float | None]] = {}
    for together in (True, False):
        family = [number for number, (community, *_) in enumerate(found) if (community == TOGETHER) == together]
        verdicts |= dict(zip(family, judged([found[number][-1] for number in family]), strict=True))
    return [
        Difference(policy, against, community, outcome, OUTCOMES[outcome].unit, base, value,
                   one.difference, one.low, one.high, one.pairs, one.p, adjusted, verdict)
        for number, (community, outcome, base, value, one) in enumerate(found)
        for verdict, adjusted in [verdicts[number]]
    ]  # fmt: skip


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

    It is undefined, too, where there are too few pairs for a verdict on the gain.

    With one draw the interval is Fieller's (1954), which is bounded exactly when Student's interval of the gain excludes zero.
    """
    middle, low, high = interval(gained)
    draws = by_draw(gained)
    units = draws if len(draws) > 1 else gained[np.isfinite(gained)]
    if len(units) < LEAST_PAIRS:
        noun_of_units = "draws" if len(draws) > 1 else "pairs"
        return None, None, None, f"undefined: too few {noun_of_units} ({len(units)} of {LEAST_PAIRS})"
    if low is None or high is None or alike(units):
        return None, None, None, f"undefined: the difference in {noun} is the same in every pair, which gives no interval"
    if low <= 0 <= high:
        return None, None, None, f"undefined: the interval of the difference in {noun} includes zero"
    if high < 0:
        return None, None, None, f"undefined: {noun} changed the other way"
    if len(draws) > 1:
        each = by_draw(cost) / np.where(draws > 0, draws, np.nan)
        if not np.isfinite(each).all():
            return _mean(cost) / middle, None, None, "no interval: some draws gain nothing"
        low, high = np.quantile(each, DRAWS_WITHIN)
        return _mean(cost) / middle, float(low), float(high), ""
    whole = np.isfinite(cost) & np.isfinite(gained)
    x, y, pairs = cost[whole], gained[whole], int(whole.sum())
    t = student(pairs)
    xx, yy, xy = (float(np.cov(x, y, ddof=1)[cell]) / pairs for cell in ((0, 0), (1, 1), (0, 1)))
    a, b, c = y.mean() ** 2 - t * t * yy, x.mean() * y.mean() - t * t * xy, x.mean() ** 2 - t * t * xx
    root = math.sqrt(max(0.0, b * b - a * c))
    return float(x.mean() / y.mean()), float((b - root) / a), float((b + root) / a), ""


def _mean(values: Values) -> float:
    return float(values[np.isfinite(values)].mean())


def plain(rows: Sequence[Difference]) -> list[dict[str, Any]]:
    """Differences for programs."""
    return [asdict(row) for row in rows]

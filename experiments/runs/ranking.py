"""Policies ranked over parameter uncertainty: how often each is best, what choosing it would be regretted by, and whether a ranking is supported at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.runs.outcomes import MORE
from experiments.runs.policy_outcomes import PolicyOutcomes, Values

ENOUGH = 20
"""Draws below which nothing can be said about one in twenty."""
SURE = 0.95
"""Share of draws in which the first must not be behind the second for the ranking to be supported."""


@dataclass(frozen=True, slots=True)
class Rank:
    """One policy: share of draws in which it is best (ties shared out), mean and 95th percentile of its regret, in the unit of the outcome."""

    policy: str
    mean: float
    best: float
    regret: float
    high_regret: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """Policies by one outcome, the best mean first; ``warnings`` say why the ranking is not supported, if it is not."""

    outcome: str
    better: str
    draws: int
    ranks: tuple[Rank, ...]
    warnings: tuple[str, ...]


def ranking(by_policy: PolicyOutcomes, community: str, outcome: str, better: str) -> Ranking:
    """Rank all policies, the baseline among them, by the mean over seeds of an outcome in each draw.

    The regret of a policy in a draw is how far it lies behind the best one there.
    """
    sign = -1.0 if better == MORE else 1.0
    loss: Values = sign * np.array([by_policy.of(policy, community, outcome) for policy in by_policy.policies])
    whole: NDArray[np.bool_] = np.asarray(np.isfinite(loss).all(axis=0))
    kept: NDArray[np.bool_] = np.asarray(whole.any(axis=1))
    means = np.where(whole, loss, 0.0).sum(axis=2)[:, kept] / whole.sum(axis=1)[kept]
    best = means.min(axis=0)
    ties = means == best
    regret = means - best
    order = np.lexsort((np.arange(len(means)), means.mean(axis=1)))
    ranks = tuple(
        Rank(by_policy.policies[k], float(sign * means[k].mean()), float((ties[k] / ties.sum(axis=0)).mean()), float(regret[k].mean()),
             float(np.quantile(regret[k], SURE)))
        for k in order
    )  # fmt: skip
    return Ranking(outcome, better, int(kept.sum()), ranks, tuple(_reservations(loss[order][:, kept], whole[kept], means[order], ranks)))


def _reservations(loss: Values, whole: NDArray[np.bool_], means: Values, ranks: tuple[Rank, ...]) -> list[str]:
    """Why the first place is not supported."""
    draws = means.shape[1]
    found = []
    if draws < ENOUGH:
        found.append(f"{draws} draws are too few to support a ranking: at least {ENOUGH} are needed")
    lead = means[1] - means[0]
    share = float((lead > 0).mean())
    if share < SURE:
        found.append(f"{ranks[0].policy} is ahead of {ranks[1].policy} in {share:.0%} of the draws only, not in {SURE:.0%}")
    seeds = int(whole.sum(axis=1).min())
    if seeds < 2:
        found.append("one seed a draw: variance between seeds and between parameters cannot be separated; take more with --replicates")
    elif share >= SURE:
        apart = np.where(whole, loss[1] - loss[0], np.nan)
        noise = float(np.sqrt(np.nanmean(np.nanvar(apart, axis=1, ddof=1)) / seeds))
        if noise > float(lead.mean()):
            found.append(f"the lead of {ranks[0].policy} ({lead.mean():,.3g}) is smaller than the error that {seeds} seeds leave in a draw ({noise:,.3g})")
    return found

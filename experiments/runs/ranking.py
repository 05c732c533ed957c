"""Policies ranked by an outcome or by the composite of harm: how often each is best, its rank probabilities, its regret, and whether the first is supported.

Over several draws of parameters a rank is counted draw by draw, each draw being the mean over its seeds. With one draw the ranks of the means are those of
resampled seeds (bootstrap), the same seeds for every policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from experiments.runs.harm import HARM, UNIT, WEIGHTS, Weight, harm
from experiments.runs.intervals import FALSE_DISCOVERY_RATE, LEAST_PAIRS, adjust, paired_t
from experiments.runs.outcomes import MORE, OUTCOMES
from experiments.runs.policy_outcomes import PolicyOutcomes, Values

ENOUGH = 20
"""Draws below which nothing can be said about one in twenty."""
SURE = 0.95
"""Share of draws in which the first must not be behind the second for the ranking to be supported."""
RESAMPLES = 2000
"""Bootstrap samples of the seeds: the standard error of a probability is at most 1.1 per cent."""


@dataclass(frozen=True, slots=True)
class Rank:
    """One policy: share of draws (or seeds) in which it is best, ties shared out; mean and 95th percentile of its regret, in the unit of the outcome.

    ``probabilities`` are those of the first rank, the second, and so on.
    """

    policy: str
    mean: float
    best: float
    regret: float
    high_regret: float
    probabilities: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Policies by one outcome, the best mean first; ``over`` says whether draws or seeds were counted; ``warnings`` say why the first is not supported."""

    outcome: str
    unit: str
    better: str
    over: str
    draws: int
    seeds: int
    ranks: tuple[Rank, ...]
    warnings: tuple[str, ...]


def ranking(by_policy: PolicyOutcomes, community: str, outcome: str, better: str, weights: Mapping[str, Weight] = WEIGHTS) -> Ranking | None:
    """Rank all policies, the baseline among them, by an outcome, or by :data:`experiments.runs.harm.HARM` with ``weights``; ``None`` without a whole pair.

    The regret of a policy in a draw (or seed) is how far it lies behind the best one there.
    """
    sign = -1.0 if better == MORE else 1.0
    loss = sign * _values(by_policy, community, outcome, {name: weight.days for name, weight in weights.items()})
    whole: NDArray[np.bool_] = np.asarray(np.isfinite(loss).all(axis=0))
    kept: NDArray[np.bool_] = np.asarray(whole.any(axis=1))
    if not kept.any():
        return None
    several = int(kept.sum()) > 1
    units = np.where(whole, loss, 0.0).sum(axis=2)[:, kept] / whole.sum(axis=1)[kept] if several else loss[:, whole]
    best = units.min(axis=0)
    ties = units == best
    regret = units - best
    order = np.lexsort((np.arange(len(units)), units.mean(axis=1)))
    chances = rank_probabilities(units if several else _resampled(units))
    ranks = tuple(
        Rank(by_policy.policies[k], float(sign * units[k].mean()), float((ties[k] / ties.sum(axis=0)).mean()), float(regret[k].mean()),
             float(np.quantile(regret[k], SURE)), tuple(chances[k].tolist()))
        for k in order
    )  # fmt: skip
    warnings = _over_draws(loss[order][:, kept], whole[kept], units[order], ranks) if several else _over_seeds(units[order], ranks)
    if outcome == HARM:
        warnings += _by_weight(by_policy, community, weights, whole, ranks[0].policy)
    unit = UNIT if outcome == HARM else OUTCOMES[outcome].unit
    seeds = int(whole.sum(axis=1)[kept].min())
    return Ranking(outcome, unit, better, "draws" if several else "seeds", int(kept.sum()), seeds, ranks, tuple(warnings))


def _values(by_policy: PolicyOutcomes, community: str, outcome: str, days: Mapping[str, float]) -> Values:
    """Of every policy, shape (policies, draws, seeds)."""
    return np.array([harm(by_policy, name, community, days) if outcome == HARM else by_policy.of(name, community, outcome) for name in by_policy.policies])


def rank_probabilities(units: Values) -> Values:
    """Probability of each policy (rows) to have each rank, the lowest loss first (columns), from losses of shape (policies, units); ties are shared out."""
    ahead = (units[None] < units[:, None]).sum(axis=1)[:, None]
    level = (units[None] == units[:, None]).sum(axis=1)[:, None]
    place = np.arange(len(units))[None, :, None]
    found: Values = np.where((place >= ahead) & (place < ahead + level), 1.0 / level, 0.0).mean(axis=2)
    return found


def _resampled(units: Values) -> Values:
    """Means of resampled seeds, shape (policies, resamples)."""
    chosen = np.random.default_rng(1).integers(0, units.shape[1], (RESAMPLES, units.shape[1]))
    found: Values = units[:, chosen].mean(axis=2)
    return found


def _over_draws(loss: Values, whole: NDArray[np.bool_], means: Values, ranks: tuple[Rank, ...]) -> list[str]:
    """Why the first place is not supported by draws."""
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


def _over_seeds(units: Values, ranks: tuple[Rank, ...]) -> list[str]:
    """Why the first place is not supported by seeds: paired t tests of the first against each other, adjusted by Benjamini and Hochberg."""
    if units.shape[1] < LEAST_PAIRS:
        return [f"{units.shape[1]} seeds are too few to support a ranking: at least {LEAST_PAIRS} are needed"]
    adjusted = adjust([paired_t(other - units[0]) for other in units[1:]])
    behind = [rank.policy for rank, p in zip(ranks[1:], adjusted, strict=True) if p is None or p > FALSE_DISCOVERY_RATE]
    return [f"{ranks[0].policy} is not significantly ahead of {', '.join(behind)}"] if behind else []


def _by_weight(by_policy: PolicyOutcomes, community: str, weights: Mapping[str, Weight], whole: NDArray[np.bool_], first: str) -> list[str]:
    """Weights within whose range the first place changes."""
    found = []
    for name, weight in weights.items():
        for bound in dict.fromkeys((weight.low, weight.high)):
            days = {other: bound if other == name else one.days for other, one in weights.items()}
            values = _values(by_policy, community, HARM, days)
            mean = np.array([np.where(whole, each, 0.0).sum() / whole.sum() for each in values])
            other = by_policy.policies[int(mean.argmin())]
            if other != first:
                found.append(f"{other} is first if one of {name} counts for {bound:g} days")
    return found

"""The outcomes of every alternative of a comparison, read from a finished sweep: policies, or settings of levers, under the same draws and seeds."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.runs.outcomes import OUTCOMES
from experiments.store.compact import load
from experiments.store.indicators import EVERYWHERE

TOGETHER = "all communities"
Values = NDArray[np.float64]


def _parts() -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for k, outcome in enumerate(OUTCOMES.values()):
        for part, sign in outcome.parts.items():
            found.setdefault(part, []).append((k, sign))
    return found


PARTS: Mapping[str, list[tuple[int, int]]] = _parts()
"""By indicator of a run, the numbers of the outcomes that it is a part of, each with its sign."""


@dataclass(frozen=True)
class PolicyOutcomes:
    """Outcomes of every policy: ``values`` has shape (policies, communities and all together, outcomes, draws, seeds); the baseline comes first."""

    policies: tuple[str, ...]
    communities: tuple[str, ...]
    outcomes: tuple[str, ...]
    values: Values
    missing: tuple[str, ...] = ()

    def of(self, policy: str, community: str, outcome: str) -> Values:
        """One outcome, shape (draws, seeds)."""
        found: Values = self.values[self.policies.index(policy), self.communities.index(community), self.outcomes.index(outcome)]
        return found


def read_policy_outcomes(
    folder: Path, policies: Sequence[str], own_costs: Mapping[str, Sequence[float]], communities: Sequence[str], column: str = "policy"
) -> PolicyOutcomes:
    """The outcomes of a finished sweep over policies, draws and seeds.

    Parameters
    ----------
    folder
        The sweep: one scenario, ``policies`` by name, common seeds.
    own_costs
        What each policy costs beside what the model counts in the reported days, USD, by number of the draw; nothing for a policy that is not there.
    communities
        All there are, in the order in which they are shown.
    column
        The column of the table of runs that says which alternative a run belongs to: ``policy``; or ``lever_point``, numbered in the order of ``policies``,
        which then are names for them.

    Raises
    ------
    ValueError
        If no draw and seed is there under all policies.
    """
    runs = load(folder, "runs")
    points, seeds = sorted(set(runs["point"].to_pylist())), sorted(set(runs["seed"].to_pylist()))
    shape = (len(policies), len(communities) + 1, len(OUTCOMES), len(points), len(seeds))
    values = np.zeros(shape)
    failed = np.zeros((len(points), len(seeds)), bool)
    where = {}
    for run, policy, point, seed, error in zip(*(runs[name].to_pylist() for name in ("run", column, "point", "seed", "error")), strict=True):
        p, s = points.index(point), seeds.index(seed)
        where[run] = (policies.index(policy) if column == "policy" else policy, p, s)
        failed[p, s] |= bool(error)
    table = load(folder, "indicators", place_or_crossing=EVERYWHERE, indicator=list(PARTS))
    for run, community, name, value in zip(*(table[column].to_pylist() for column in ("run", "community", "indicator", "value")), strict=True):
        add(values, where[run], communities.index(community), name, value)
    add_costs(values, [[own_costs[policy][p] if policy in own_costs else 0.0 for p in points] for policy in policies])
    values[:, :, :, failed] = math.nan
    if failed.all():
        msg = "no draw and seed was simulated under every policy"
        raise ValueError(msg)
    missing = tuple(f"point {points[p]}, seed {seeds[s]}" for p, s in np.argwhere(failed))
    return PolicyOutcomes(tuple(policies), (*communities, TOGETHER), tuple(OUTCOMES), values, missing)


def add(values: Values, place: tuple[int, int, int], community: int, indicator: str, value: float) -> None:
    """Add one indicator of a run to the outcomes that it is a part of; ``place`` is its policy, draw and seed in ``values``, as in :class:`PolicyOutcomes`."""
    policy, draw, seed = place
    for outcome, sign in PARTS[indicator]:
        values[policy, community, outcome, draw, seed] += sign * value


def add_costs(values: Values, own_costs: Sequence[Sequence[float]]) -> None:
    """Fill all communities together, the last of ``values``, from the others, and add what every policy itself costs at every draw, USD."""
    values[:, -1] = values[:, :-1].sum(axis=1)
    for k, outcome in enumerate(OUTCOMES.values()):
        if outcome.own_cost:
            values[:, -1, k] += np.array(own_costs)[..., None]
            values[:, :-1, k] = math.nan

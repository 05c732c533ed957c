"""The outcomes of a comparison whose runs are still coming in, read from the files of those that are there."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from experiments.runs.outcomes import OUTCOMES
from experiments.runs.policy_outcomes import PARTS, TOGETHER, PolicyOutcomes, add, add_costs
from experiments.store.indicators import EVERYWHERE
from experiments.store.run_file import read_run_file

_COLUMNS = ("community", "indicator", "value")


class EarlyOutcomes:
    """Takes in one run after another; seeds that are not there under all policies are left out of what it says."""

    def __init__(self, policies: Sequence[str], communities: Sequence[str], seeds: Sequence[int], own_costs: Sequence[float]) -> None:
        """Begin without a run; ``own_costs`` is what every policy costs beside what the model counts, USD, in the order of ``policies``."""
        self.policies, self.communities, self.seeds, self.own_costs = tuple(policies), tuple(communities), tuple(seeds), tuple(own_costs)
        self._row = {name: k for k, name in enumerate(communities)}
        self._sums = np.zeros((len(policies), len(communities) + 1, len(OUTCOMES), 1, len(seeds)))
        self.files: dict[tuple[str, int], Path] = {}

    @property
    def whole(self) -> tuple[int, ...]:
        """The seeds that are there under all policies, in order."""
        return tuple(seed for seed in self.seeds if all((policy, seed) in self.files for policy in self.policies))

    def take(self, policy: str, seed: int, file: Path) -> None:
        """Take in a run; one that is there already is not counted twice.

        Raises
        ------
        experiments.store.damage.DamagedFile
            If its file cannot be read.
        """
        if (policy, seed) in self.files:
            return
        table = read_run_file(file, ["indicators"])[1]["indicators"]
        table = table.filter(pc.equal(table["place_or_crossing"].cast("string"), EVERYWHERE))
        place = self.policies.index(policy), 0, self.seeds.index(seed)
        for community, name, value in zip(*(table[column].to_pylist() for column in _COLUMNS), strict=True):
            if name in PARTS:
                add(self._sums, place, self._row[community], name, value)
        self.files[policy, seed] = file

    def so_far(self) -> PolicyOutcomes | None:
        """The outcomes of all whole pairs, as :func:`~experiments.runs.policy_outcomes.read_policy_outcomes` gives them; ``None`` before the first."""
        whole = self.whole
        if not whole:
            return None
        values = self._sums.copy()
        add_costs(values, [[cost] for cost in self.own_costs])
        values[..., [seed not in whole for seed in self.seeds]] = math.nan
        return PolicyOutcomes(self.policies, (*self.communities, TOGETHER), tuple(OUTCOMES), values)

"""The map of an answer as a page: of the first pair of runs while the others are on their way, and of all when they are there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from experiments.plots.result_folder import COMPARED, ResultFolder
from experiments.report.map_page import map_page
from experiments.runs.comparison import Request
from experiments.runs.early_outcomes import EarlyOutcomes
from experiments.store.versions import version_of
from sim.world.world import World


@dataclass(frozen=True)
class EarlyFolder(ResultFolder):
    """The folder of a comparison some of whose runs are there: those of the seeds that are whole under all policies."""

    early_files: Mapping[tuple[str, int], Path] = field(default_factory=dict)

    @cached_property
    def files(self) -> Mapping[str, tuple[Path, ...]]:
        """The files of the pairs that are whole, by policy."""
        return {name: tuple(self.early_files[name, seed] for seed in self.seeds) for name in self.policies}

    @cached_property
    def places_in_design(self) -> Mapping[str, tuple[tuple[int, int, int], ...]]:
        """Lever point, parameter draw and seed of each of :attr:`files`, by policy."""
        return {name: tuple((0, 0, seed) for seed in self.seeds) for name in self.policies}


def early_map(folder: Path, request: Request, world: World, early: EarlyOutcomes, about: Mapping[str, Any]) -> str:
    """The map of the pairs that are whole."""
    seeds = early.whole
    runs = len(seeds) * len(request.names)
    of = folder, COMPARED, world, request.names, seeds, runs
    return map_page(EarlyFolder(*of, design=about["design"], version=version_of(about), early_files=dict(early.files)))


def whole_map(results: ResultFolder) -> str:
    """The map of a finished comparison."""
    return map_page(results)

"""A question of the explorer: the options of ``routesim compare`` that it stands for, and that command."""

import math
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from experiments.runs.ceilings import MOST
from experiments.runs.intervals import LEAST_PAIRS
from experiments.store.compact import NO_POLICY
from scenarios.policies.lever_keys import Setting
from scenarios.reading.problems import Problems

LARGEST_SEED = 2**63 - 1 - MOST
"""So that the seeds that follow it are whole numbers of 64 bits, too."""


@dataclass(frozen=True, slots=True)
class Question:
    """A scenario and policies, by name or path, against no policy; ``settings`` are sizes and dates of levers by key, in the order of their keys."""

    scenario: str
    policies: tuple[str, ...]
    settings: tuple[tuple[str, Setting], ...] = ()
    replicates: int = LEAST_PAIRS
    seed: int = 1
    days: int | None = None
    scale: float = 1.0

    @property
    def seeds(self) -> tuple[int, ...]:
        """The seeds under every policy."""
        return tuple(range(self.seed, self.seed + self.replicates))

    @property
    def command(self) -> str:
        """The command that makes the same comparison, from the same folder and into the same one."""
        words = ["routesim", "compare", self.scenario, *self.policies, "--replicates", str(self.replicates)]
        words += ["--seed", str(self.seed)] if self.seed != 1 else []
        words += ["--days", str(self.days)] if self.days is not None else []
        words += ["--scale", number(self.scale)] if self.scale != 1 else []
        for key, value in self.settings:
            words += ["--set", f"{key}={number(value) if isinstance(value, float) else value}"]
        return shlex.join(words)

    def check(self, problems: Problems) -> None:
        """Add a finding for each number out of range, and where nothing is compared."""
        if not self.policies:
            problems.add("Policies", "none", "at least one to compare with no policy")
        if NO_POLICY in self.policies:
            problems.add("Policies", f'"{NO_POLICY}"', "policies other than the one that all are compared with")
        if not 1 <= self.replicates <= MOST:
            problems.add("Pairs of runs", str(self.replicates), f"a whole number from 1 to {MOST:,}")
        if not 0 <= self.seed <= LARGEST_SEED:
            problems.add("First seed", str(self.seed), f"a whole number from 0 to {LARGEST_SEED}")
        if self.days is not None and self.days < 1:
            problems.add("Days", str(self.days), "a whole number from 1 up, or nothing for all days of the scenario")
        if not (math.isfinite(self.scale) and self.scale > 0):
            problems.add("Scale", f"{self.scale:g}", "a finite number above 0; 1 is everybody")

    def in_words(self, titles: Mapping[str, str]) -> str:
        """The question in a line: policies by their titles, what was moved, and the number of pairs."""
        named = " or ".join(titles.get(policy, policy) for policy in self.policies)
        moved = [f"{' '.join(key.split('.')[-2:])} {in_words(value)}" for key, value in self.settings]
        runs = [f"{self.replicates} pair{'s' * (self.replicates != 1)}"]
        runs += [f"scale {self.scale:g}"] if self.scale != 1 else []
        runs += [f"{self.days} days"] if self.days is not None else []
        runs += [f"from seed {self.seed}"] if self.seed != 1 else []
        return "; ".join([named, *moved, ", ".join(runs)])


def number(value: float) -> str:
    """A number as it is typed: as few digits as say it exactly."""
    return f"{value:g}" if float(f"{value:g}") == value else repr(value)


def in_words(value: Setting) -> str:
    """A value as a reader reads it."""
    return f"{value.day} {value:%B %Y}" if isinstance(value, date) else f"{value:,.10g}" if isinstance(value, float) else str(value)

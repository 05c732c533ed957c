"""Execution of a run: the world of its recipe, from scenarios that are read once a process, and the file of what is kept of it."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa

import sim
from calibration.evidence.observations import read_observations
from calibration.evidence.world_names import check_names
from experiments.runs.design import Design, Recipe
from experiments.store.indicators import indicators
from experiments.store.run_file import JOURNEYS, WEEKLY, comparison_table, indicator_table, result_table, write_run_file
from experiments.store.scenario_text import scenario_text
from experiments.store.versions import provenance_json
from experiments.store.weekly_fees import FEES, weekly_fees
from scenarios import Variants, variants
from scenarios.policies.lever_keys import Setting
from scenarios.posteriors import BEST, Posterior, chosen, in_words
from scenarios.studies import read_study
from sim.books.results import Results
from sim.world.world import World

FORMAT = "routesim sweep 1"
"""Name and version of the format of a sweep's files."""
MOST_READ = 6
"""Scenarios with a policy that are kept in memory: a baseline, no policy and four that are compared; runs come scenario by scenario."""


class RunExecutor:
    """Makes the world of each run of a design, simulates it and writes its file; one of them serves a process."""

    def __init__(self, days: int | None, scale: float, keep: Sequence[str], follow: Sequence[str] = (), posterior: str = BEST) -> None:
        """Remember what all runs of a design share."""
        self.days, self.scale, self.keep, self.follow, self.posterior = days, scale, tuple(keep), tuple(follow), posterior
        self._read: dict[tuple[str, str], Variants] = {}
        self._fits: dict[str, Posterior | None] = {}
        self._texts: dict[tuple[str, str], bytes] = {}

    @classmethod
    def of(cls, design: Design) -> "RunExecutor":
        """The executor of the runs of a design."""
        return cls(design.days, design.scale, design.keep, design.follow, design.posterior)

    def variants(self, scenario: str, policy: str) -> Variants:
        """A scenario under a policy, read once."""
        if (scenario, policy) not in self._read:
            while len(self._read) >= MOST_READ:
                forgotten = next(iter(self._read))
                self._read.pop(forgotten)
                self._texts.pop(forgotten, None)
            self._read[scenario, policy] = variants(
                scenario, days=self.days, scale=self.scale, policy=policy or None, follow=self.follow, posterior=self.posterior
            )
        return self._read[scenario, policy]

    def world(self, recipe: Recipe) -> World:
        """The world of a recipe.

        Raises
        ------
        scenarios.BadInput
            If a value does not fit.
        """
        return self.variants(recipe.scenario, recipe.policy).world(recipe.settings)

    def calibration(self, scenario: str, points: Iterable[Mapping[str, Setting]]) -> str:
        """From which fit, and which draw of it, calibrated parameters come at some points, each given by what is set at it."""
        if scenario not in self._fits:
            self._fits[scenario] = chosen(scenario, self.posterior)
        return in_words(self._fits[scenario], points)

    def stamp(self, scenario: str, policy: str) -> str:
        """A number for all that stands in the files of a scenario and a policy, and in what its runs are compared with if comparisons are kept.

        Raises
        ------
        scenarios.BadInput
            If its own observations cannot be read, or speak of what the world lacks.
        """
        world = self.variants(scenario, policy).world({})
        if (scenario, policy) not in self._texts:
            self._texts[scenario, policy] = scenario_text(world).encode()
        digest = hashlib.sha256(self._texts[scenario, policy])
        if "comparisons" in self.keep:
            study = read_study(world.study)
            check_names(read_observations(study), world)
            for path in (path for name in COMPARED_WITH for path in study.files(name)):
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def run(self, recipe: Recipe, progress: Callable[[int, int], None] | None = None) -> tuple[World, Results]:
        """Simulate a recipe."""
        world = self.world(recipe)
        return world, sim.run(world, recipe.seed, progress=progress)

    def tables(self, world: World, results: Results) -> dict[str, pa.Table]:
        """What is kept of a run."""
        found = {"indicators": indicator_table(indicators(results, world))}
        if "comparisons" in self.keep:
            from calibration.evidence.compare import compare

            found["comparisons"] = comparison_table(compare(results, world))
        if "tables" in self.keep:
            found |= {name: result_table(name, table) for name, table in results.tables.items()}
        for word, kept in (("journeys", JOURNEYS), ("weeks", WEEKLY)):
            if word in self.keep:
                found |= {name: result_table(source, results.tables[source]) for name, source in kept.items()}
        if FEES in self.keep:
            found[FEES] = result_table(FEES, weekly_fees(results.tables, world))
        return found

    def store(self, recipe: Recipe, key: str, folder: Path, progress: Callable[[int, int], None] | None = None) -> int:
        """Simulate a recipe and write its file; returns the size in bytes."""
        world, results = self.run(recipe, progress)
        about = {"format": FORMAT, "key": key, "scenario": world.name, "policy": recipe.policy, "seed": recipe.seed, "settings": json.loads(recipe.plain())[1]}
        about |= provenance_json(world.calibration)
        return write_run_file(folder / f"{key}.zip", about, self.tables(world, results))

    def warm(self, recipe: Recipe) -> None:
        """Compile what is not compiled yet, by a short run of few people."""
        world = self.world(recipe)
        sim.run(replace(world, days=min(world.days, DAYS_TO_WARM), scale=world.scale * SHARE_TO_WARM), recipe.seed)


DAYS_TO_WARM = 40
"""Contain a week's end and a month's end, so that every loop is compiled."""
SHARE_TO_WARM = 0.01


COMPARING = ("compare.py", "comparisons.py", "day_cuts.py", "indicators.py", "observations.py", "specs.py", "world_names.py")
"""The files of the program that compare a run with documents."""
COMPARED_WITH = ("comparisons.csv", "evidence.csv", "observations.csv")
"""The tables of a study that decide what a run is compared with."""


def key_of(recipe: Recipe, stamp: str, program: str, keep: Sequence[str]) -> str:
    """The name of a run's file: a number for everything that decides its content."""
    return hashlib.sha256(json.dumps([FORMAT, program, stamp, recipe.plain(), list(keep)]).encode()).hexdigest()[:32]


def program_digest(keep: Sequence[str]) -> str:
    """A number for the code that decides results: the model, its indicators and, where they are kept, the comparisons."""
    from experiments import store

    folders = [Path(sim.__file__).parent]
    chosen = [Path(store.__file__).with_name(name) for name in ("indicators.py", "tables.py", "digest.py", *(["weekly_fees.py"] if FEES in keep else []))]
    if "comparisons" in keep:
        import scenarios
        from calibration import evidence

        # Only what compares: a change of the fit leaves runs as they are.
        chosen += [Path(evidence.__file__).with_name(name) for name in COMPARING]
        folders.append(Path(scenarios.__file__).parent / "evidence")
    files = [*chosen, *(path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".py", ".csv", ".toml"))]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()

"""A folder of results: a run, or a comparison or sweep with its policies side by side. Figures and reports read their data from it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from experiments.plots.journeys import Journey, journeys
from experiments.plots.style import source, source_of
from experiments.plots.titles import policy_titles
from experiments.plots.weekly_flows import WeeklyFlows, summed, weekly_flows_of_journeys, weekly_flows_of_run
from experiments.runs.design import REPLICATES, policy_name, read_setting
from experiments.store import Run, is_run, looks_like_run, read_run
from experiments.store.arrow import table_of
from experiments.store.compact import NO_POLICY, load
from experiments.store.digest_list import what_is_wrong
from experiments.store.indicators import EVERYWHERE, indicators
from experiments.store.json_forms import ComparisonAbout, SweepAbout, read_json
from experiments.store.run_file import IN_FILES, SUFFIX, read_run_file
from experiments.store.sweep_folder import MARK, RESULTS, RUNS
from experiments.store.tables import reported
from experiments.store.versions import seeds_in_words, version_of
from experiments.store.weekly_fees import FEES, weekly_fees
from scenarios import load as load_world
from scenarios.policies.lever_keys import policy_of
from scenarios.posteriors import NONE
from scenarios.reading.paths import absence, is_file, is_folder, there
from scenarios.reading.problems import Problems
from sim.basis.clock import DAY
from sim.books.results import Table
from sim.world.world import World

COMPARISON = "compare.json"
RUN, SWEEP, COMPARED = "run", "sweep", "comparison"
Tell = Callable[[str], None]
WEEKS, JOURNEYS, KEEP_FEES = ("weeks", "journeys", "tables"), ("journeys", "tables"), (FEES, "tables")
"""Words of ``keep`` in a design that keep what happened by week, journeys, and fees."""


@dataclass(frozen=True)
class ResultFolder:
    """A folder of results: its ``kind``, the world of the baseline, the policies (the baseline first), the seeds, and the number of runs.

    ``run`` is set for a single run, ``compared`` (``compare.json``) for a comparison, ``design`` (of ``sweep.json``) for both of the others; ``version`` of
    the program made the runs.
    """

    path: Path
    kind: str
    world: World
    policies: tuple[str, ...]
    seeds: tuple[int, ...]
    runs: int
    run: Run | None = None
    compared: Mapping[str, Any] = field(default_factory=dict)
    design: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    _weekly_flows: dict[str, list[WeeklyFlows]] = field(default_factory=dict)
    _journeys: dict[str, tuple[list[Journey], int]] = field(default_factory=dict)

    @cached_property
    def files(self) -> Mapping[str, tuple[Path, ...]]:
        """The files of the complete runs, by policy."""
        table = load(self.path, "runs")
        found: dict[str, list[Path]] = {name: [] for name in self.policies}
        for policy, key, error in zip(*(table[name].to_pylist() for name in ("policy", "key", "error")), strict=True):
            if not error:
                found[policy or NO_POLICY].append(self.path / RUNS / f"{key}{SUFFIX}")
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def places_in_design(self) -> Mapping[str, tuple[tuple[int, int, int], ...]]:
        """Lever point, parameter draw and seed of each of :attr:`files`, by policy."""
        table = load(self.path, "runs")
        found: dict[str, list[tuple[int, int, int]]] = {name: [] for name in self.policies}
        columns = ("policy", "error", "lever_point", "point", "seed")
        for policy, error, lever, point, seed in zip(*(table[name].to_pylist() for name in columns), strict=True):
            if not error:
                found[policy or NO_POLICY].append((lever, point, seed))
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of each policy by its name."""
        given = self.design.get("policies", ()) if self.run is None else (self.run.about.get("policy") or "",)
        return {name: name for name in self.policies} | policy_titles([str(one or NO_POLICY) for one in given])

    @property
    def has_weeks(self) -> bool:
        """Whether what happened week by week was kept."""
        return self._has(*WEEKS)

    @property
    def has_journeys(self) -> bool:
        """Whether what happened to each followed person was kept."""
        return self._has(*JOURNEYS)

    @property
    def has_fees(self) -> bool:
        """Whether what guides ask week by week was kept."""
        return self._has(*KEEP_FEES)

    @property
    def has_all(self) -> bool:
        """Whether flows of all communities are known, not only of those who are followed person by person."""
        return self._has("weeks", "tables")

    def _has(self, *words: str) -> bool:
        return self.run is not None or bool(set(words) & set(self.design.get("keep", ())))

    def spread(self, runs: int) -> str:
        """What an interval over runs covers, as words."""
        varied = len({*self.design.get("levers", {}).get("keys", ()), *self.design.get("uncertainties", {}).get("keys", ())})
        return f"90 per cent range over {runs} runs, which differ in seed and in {varied} parameters" if varied else f"90 per cent range over {runs} seeds"

    @property
    def is_replicates(self) -> bool:
        """Whether the folder holds one scenario under several seeds, as ``routesim run --replicates`` makes."""
        return self.kind == SWEEP and str(self.design.get("name", "")).endswith(REPLICATES)

    @property
    def kind_in_words(self) -> str:
        """What the folder holds, as words."""
        return f"{self.runs} runs" if self.is_replicates else f"a {self.kind}"

    @property
    def description(self) -> str:
        """What the folder holds, with the number of its runs where it holds several."""
        return self.kind_in_words if self.run is not None or self.is_replicates else f"{self.kind_in_words} of {self.runs} run{'s' * (self.runs != 1)}"

    @property
    def source(self) -> str:
        """The source line of a picture."""
        return source(self.run) if self.run is not None else source_of(self.world, seeds_in_words(self.seeds), version=self.version)

    def tables(self, path: Path) -> tuple[Mapping[str, Table], World]:
        """The tables that the file of a run keeps, in the form of results."""
        _, found = read_run_file(path)
        return {IN_FILES.get(name, name): table_of(table) for name, table in found.items() if name not in ("indicators", "comparisons")}, self.world

    def weekly_flows(self, policy: str = "", tell: Tell | None = None) -> WeeklyFlows:
        """Flows by week under a policy, mean over its runs; raises as :meth:`weekly_flows_of_runs`."""
        found = self.weekly_flows_of_runs(policy, tell)
        return found[0] if len(found) == 1 else summed(found, 1 / max(1, len(found)))

    def weekly_flows_of_runs(self, policy: str = "", tell: Tell | None = None) -> list[WeeklyFlows]:
        """Flows by week in every run under a policy, in the order of draws and seeds.

        Raises
        ------
        scenarios.BadInput
            If the runs did not keep that.
        """
        if self.run is not None:
            return [weekly_flows_of_run(self.run.results.tables["flows"], self.world)]
        self.need("weeks", *WEEKS)
        name = policy or self.policies[0]
        if name not in self._weekly_flows:
            parts, paths = [], self.files[name]
            for number, path in enumerate(paths, 1):
                if tell is not None:
                    tell(f"reading {name}, run {number} of {len(paths)}")
                tables, world = self.tables(path)
                full = "flows" in tables
                parts.append(weekly_flows_of_run(tables["flows"], world) if full else weekly_flows_of_journeys(tables["events"], tables["people"]))
            self._weekly_flows[name] = parts
        return self._weekly_flows[name]

    def paired_flows(self, policy: str, tell: Tell | None = None) -> tuple[list[WeeklyFlows], list[WeeklyFlows], list[int]]:
        """Flows by week under the baseline and under a policy, of the runs that are there under both, and the parameter draw of each pair."""
        base = self.policies[0]
        before, after = (dict(zip(self.places_in_design[name], self.weekly_flows_of_runs(name, tell), strict=True)) for name in (base, policy))
        both = [place for place in before if place in after]
        return [before[place] for place in both], [after[place] for place in both], [place[1] for place in both]

    def journeys(self, policy: str = "", tell: Tell | None = None) -> tuple[list[Journey], int]:
        """Every journey of followed people in every run under a policy, and the number of runs; raises as :meth:`weekly_flows_of_runs`."""
        name = policy or self.policies[0]
        if name not in self._journeys:
            last = self.world.days * DAY - 1
            if self.run is not None:
                tables = self.run.results.tables
                self._journeys[name] = list(journeys(tables["events"], tables["people"], self.world, last)), 1
            else:
                self.need("journeys", *JOURNEYS)
                found: list[Journey] = []
                for number, path in enumerate(self.files[name], 1):
                    if tell is not None:
                        tell(f"journeys of {name}, run {number} of {len(self.files[name])}")
                    kept, world = self.tables(path)
                    found += journeys(kept["events"], kept["people"], world, last)
                self._journeys[name] = found, len(self.files[name])
        return self._journeys[name]

    def fees(self, policy: str = "") -> list[Table]:
        """What guides ask and are paid, week by week and border, in every run under a policy; see :func:`weekly_fees`."""
        if self.run is not None:
            return [weekly_fees(self.run.results.tables, self.world)]
        self.need("fees", *KEEP_FEES)
        paths = self.files[policy or self.policies[0]]
        if FEES in self.design["keep"]:
            return [table_of(read_run_file(path, [FEES])[1][FEES]) for path in paths]
        return [weekly_fees(*self.tables(path)) for path in paths]

    def indicators(self, policy: str, names: Sequence[str]) -> tuple[defaultdict[tuple[str, str], float], int]:
        """Indicators of the whole territory by community and name, mean over the runs of a policy, and the number of runs."""
        found: defaultdict[tuple[str, str], float] = defaultdict(float)
        if self.run is not None:
            for row in indicators(self.run.results, self.world):
                if row.place_or_crossing == EVERYWHERE and row.indicator in names:
                    found[row.community, row.indicator] += row.value
            return found, 1
        name = policy or self.policies[0]
        table = load(self.path, "indicators", place_or_crossing=EVERYWHERE, indicator=tuple(names), policy=name)
        runs = max(1, len(self.files[name]))
        for community, what, value in zip(*(table[column].to_pylist() for column in ("community", "indicator", "value")), strict=True):
            found[community, what] += value / runs
        return found, runs

    def in_reported_days(self, hour: int) -> bool:
        """Whether an hour of the run lies in the reported days."""
        first, last = reported(self.world)
        return 0 <= hour // DAY - (first - self.world.start).days <= (last - first).days

    def under_policy(self, policy: str = "") -> str:
        """A policy as the end of a subtitle; empty for the run that has none."""
        name = policy or self.policies[0]
        return "" if name == NO_POLICY and len(self.policies) == 1 else f", under “{self.titles[name]}”" if name != NO_POLICY else ", under no policy"

    def need_run(self) -> Run:
        """The run, where the folder holds one.

        Raises
        ------
        scenarios.BadInput
            If it holds several.
        """
        if self.run is None:
            problems = Problems()
            problems.add(str(self.path), f"a {self.kind}", "the folder of a single run")
            problems.stop()
        assert self.run is not None  # noqa: S101 - the line above stops
        return self.run

    def need(self, what: str, *words: str) -> None:
        """Require that runs kept ``what``, which any of ``words`` in the design keeps.

        Raises
        ------
        scenarios.BadInput
            If they did not.
        """
        if not self._has(*words):
            problems = Problems()
            kept = ", ".join(self.design.get("keep", ()))
            problems.add(str(self.path), f"runs that kept only {kept}", f'runs that kept {what}: keep = ["indicators", "{words[0]}"] in the design')
            problems.stop()


def open_folder(path: Path) -> ResultFolder:
    """Open a folder of a run, a comparison or a sweep.

    Raises
    ------
    scenarios.BadInput
        If it is none of them, or what it holds is incomplete.
    """
    if is_run(path) or (looks_like_run(path) and not there(path / MARK)):
        run = read_run(path)
        return ResultFolder(path, RUN, run.world, (str(run.about.get("policy")) or NO_POLICY,), (run.results.seed,), 1, run, version=version_of(run.about))
    problems = Problems()
    if not is_file(path / MARK):
        found = absence(path) if not there(path) else "neither a run nor a comparison nor a sweep"
        problems.add(str(path), found, "a folder that routesim run, compare or sweep wrote")
        problems.stop()
    if not is_folder(path / RESULTS):
        problems.add(str(path), "a sweep that is not finished", "a finished one: give the command that made it again")
        problems.stop()
    again = "the file as it was written; give the command that made the folder again"
    about = read_json(path / MARK, SweepAbout, again, problems)
    compared = (read_json(path / COMPARISON, ComparisonAbout, again, problems) or {}) if there(path / COMPARISON) else {}
    if not problems.findings:
        for name, found in what_is_wrong(path, (MARK, COMPARISON)).items():
            problems.add(str(path / name), found, again)
    problems.stop()
    assert about is not None  # noqa: S101 - it is there, or a finding is
    design = about["design"]
    policies = tuple(policy_name(policy) or NO_POLICY for policy in design["policies"])
    runs = load(path, "runs")
    whole = [seed for seed, error in zip(runs["seed"].to_pylist(), runs["error"].to_pylist(), strict=True) if not error]
    kind, seeds = COMPARED if compared else SWEEP, tuple(sorted(set(whole)))
    return ResultFolder(path, kind, _world(about), policies, seeds, len(whole), None, compared, design, version_of(about))


def _world(about: Mapping[str, Any]) -> World:
    """The world of the baseline; its ``calibration`` speaks of all runs."""
    design = about["design"]
    settings = {key: read_setting(key, value) for key, value in design["settings"].items() if policy_of(key) == ""}
    days = None if design["days"] is None else int(design["days"])
    scale, follow, scenario = float(np.float64(design["scale"])), tuple(design["follow"]), design["scenarios"][0]
    world = load_world(scenario, scale=scale, days=days, settings=settings, follow=follow, posterior=design.get("posterior", NONE))
    return replace(world, calibration=about.get("calibration", {}).get(world.name, world.calibration))

"""What a sweep will do and take, before it does: how many runs are missing, how long they will take, how much they will fill."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.runs.design import Alternative, Design, Recipe, policy_name, scenario_name
from experiments.runs.design_file import at_their_lines
from experiments.runs.run_executor import RunExecutor, key_of
from experiments.runs.tasks import Answer, Task, attempt
from experiments.store.sweep_folder import SweepFolder
from scenarios.policies.lever_keys import Setting, is_lever_key, plain_key, policy_of
from scenarios.reading.problems import BadInput, Problems, listed, nearest

LOOK_SECONDS = 3.0
"""How long the first run is watched at least, to know how long one takes."""
SPARE = 0.03
"""Share of all work for which other workers may wait while the first run is watched to its end."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Runs in all and those that are there; seconds a run and for what is missing, bytes for all; ``None`` where it is not known yet."""

    runs: int
    there: int
    workers: int
    run_seconds: float | None = None
    run_bytes: float | None = None

    @property
    def missing(self) -> int:
        """Runs to do."""
        return self.runs - self.there

    @property
    def seconds(self) -> float | None:
        """Time for what is missing."""
        return None if self.run_seconds is None else self.run_seconds * self.missing / max(1, min(self.workers, self.missing))

    @property
    def disk_bytes(self) -> float | None:
        """Disk for all runs and for the tables made of them."""
        return None if self.run_bytes is None else 2 * self.run_bytes * self.runs


def check(design: Design, executor: RunExecutor) -> dict[tuple[str, str], str]:
    """Check every scenario under every policy, and every value at the ends of what is varied; the stamp of each pair.

    Raises
    ------
    scenarios.BadInput
        If anything is wrong; findings name the line of the design.
    """
    problems = Problems()
    _check_names(design, problems)
    stamps: dict[tuple[str, str], str] = {}
    for scenario, policy in design.pairs():
        try:
            stamps[scenario, policy] = executor.stamp(scenario, policy)
            for keys in ((*design.settings, *design.levers.columns, *design.uncertainties.columns), *(_keys(one, policy) for one in design.alternatives)):
                _check_spelling(keys, design, executor, scenario, policy, problems)
            for settings in (*_ends(design, policy), *_of_alternatives(design, policy)):
                executor.variants(scenario, policy).world(settings)
        except BadInput as error:
            for finding in at_their_lines(error.findings, design.lines):
                problems.add(finding.where, finding.found, finding.allowed, finding.nearest)
    problems.stop()
    return stamps


def missing(design: Design, stamps: dict[tuple[str, str], str], program: str, folder: SweepFolder) -> Iterator[Task]:
    """The runs of a design that are not there, in its order."""
    for recipe in design:
        key = key_of(recipe, stamps[recipe.scenario, recipe.policy], program, design.keep)
        if not folder.has(key):
            yield Task(recipe, key)


def first_look(
    task: Task, missing_runs: int, workers: int, executor: RunExecutor, runs: Path | None, listener: Callable[[int, int], None]
) -> tuple[float, Answer | None]:
    """Begin the first missing run here, to know how long one takes: seconds a run, and its answer if it was brought to its end.

    It is left unfinished where other workers would wait too long for it, and where ``runs``, the folder of the runs, is not given.
    """
    begun = time.perf_counter()
    worth_it = runs is not None and workers - 1 <= SPARE * missing_runs

    def look(day: int, days: int) -> None:
        listener(day, days)
        elapsed = time.perf_counter() - begun
        if not worth_it and elapsed > LOOK_SECONDS and day < days:
            raise _SeenEnoughError(elapsed * days / day)

    try:
        if runs is not None:
            answer = attempt(task, lambda task: executor.store(task.recipe, task.key, runs, look))
            return answer.seconds, answer
        executor.run(task.recipe, look)
    except _SeenEnoughError as seen:
        return seen.seconds, None
    return time.perf_counter() - begun, None


class _SeenEnoughError(BaseException):
    """How long a run takes is known; no :class:`Exception`, so that it is not taken for a run that failed."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def _check_names(design: Design, problems: Problems) -> None:
    where = design.lines.get("", "design")
    names = [*map(policy_name, design.policies), *(one.name for one in design.alternatives)]
    for kind, given in (("scenario", [scenario_name(scenario) for scenario in design.scenarios]), ("policy", names)):
        for name in sorted({name for name in given if given.count(name) > 1}):
            problems.add(where, f'{kind} "{name}" more than once', "each name once, also in other folders")
    both = set(design.levers.columns) & set(design.uncertainties.columns)
    for key in sorted(both):
        problems.add(design.lines.get(key, where), f"{key}, which is both a lever and an uncertainty", "each name as one of them")
    names = list(dict.fromkeys([*map(policy_name, design.policies), *(policy_name(one.policy) for one in design.alternatives if one.policy)]))
    for key in (*design.settings, *design.keys):
        if policy_of(key) and policy_of(key) not in names:
            found = f'{key}, of a policy "{policy_of(key)}"'
            problems.add(design.lines.get(key, where), found, f"the policies of the design: {listed(names)}", nearest(policy_of(key), names))


def _keys(one: Alternative, policy: str) -> tuple[str, ...]:
    return tuple(one.settings) if one.policy == policy else ()


def _of_alternatives(design: Design, policy: str) -> Iterator[dict[str, Setting]]:
    """The first settings of every alternative under a policy."""
    for one in design.alternatives:
        if one.policy == policy:
            yield dict(next(recipe for recipe in design if recipe.alternative == one.name).settings)


def _check_spelling(keys: Sequence[str], design: Design, executor: RunExecutor, scenario: str, policy: str, problems: Problems) -> None:
    """Note one thing under two spellings: an event by its label and by its number."""
    reading = executor.variants(scenario, policy).reading
    seen: dict[str, str] = {}
    for key in keys:
        if not is_lever_key(key) or policy_of(key) not in ("", policy_name(policy)):
            continue
        if policy_of(key) and reading.policy is not None:
            plain = plain_key(key, f"policy.{reading.policy.name}", [dict(event) for event in reading.policy.events])
        else:
            plain = plain_key(key, "event", reading.form.event)
        if plain in seen:
            problems.add(design.lines.get(key, "design"), f"{key}, the same as {seen[plain]}", "each size or date once, as a lever or as an uncertainty")
        seen[plain] = key


def _ends(design: Design, policy: str) -> Iterator[dict[str, Setting]]:
    """The first point, and that point with one value at its lowest and at its highest."""
    first: Recipe | None = next((recipe for recipe in design if recipe.policy == policy and not recipe.alternative), None)
    if first is None:
        return
    yield dict(first.settings)
    for points in (design.levers, design.uncertainties):
        for key, column in points.columns.items():
            for value in dict.fromkeys((min(column), max(column))) if key in first.settings else ():
                yield {**first.settings, key: value}

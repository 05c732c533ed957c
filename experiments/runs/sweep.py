"""Many runs that cannot be lost: plan, do what is missing, compact."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from experiments.runs.cluster import Cluster
from experiments.runs.design import Design, policy_name, scenario_name
from experiments.runs.lending import borrow
from experiments.runs.progress import SilentListener, SweepListener, tell_of_compiling
from experiments.runs.run_executor import FORMAT, RunExecutor, key_of, program_digest
from experiments.runs.sweep_plan import Plan, check, first_look, missing
from experiments.runs.tasks import Answer, Task
from experiments.runs.worker_pool import WorkerPool
from experiments.store.compact import compact, is_compacted, tables_are_whole
from experiments.store.run_file import is_whole
from experiments.store.sweep_folder import MARK, SweepFolder
from experiments.store.versions import program_version, versions
from experiments.store.weekly_fees import FEES
from scenarios.policies.lever_keys import Setting, is_date_key
from scenarios.posteriors import BEST
from scenarios.reading.paths import there
from scenarios.reading.problems import BadInput, Finding
from sim.engine.cache import is_compiled

Stamps = dict[tuple[str, str], str]


class Workers(Protocol):
    """Who makes the runs: a :class:`~experiments.runs.worker_pool.WorkerPool` of this machine or a :class:`~experiments.runs.cluster.Cluster`."""

    @property
    def number(self) -> int:
        """How many there are, or may be."""
        ...

    def work(self, tasks: Iterator[Task]) -> Iterator[Answer | None]:
        """The answers as they come, in any order, and ``None`` now and then."""
        ...


@dataclass(frozen=True, slots=True)
class Standby:
    """What a program that sweeps again and again keeps between sweeps, so that nothing is loaded twice and pairs are whole early.

    ``executor`` has read the scenarios; ``pool`` lends workers that are warm for what the runs of a design share; ``lenders`` are folders of other sweeps,
    whose runs are taken where they are those of the design. Runs are then done seed by seed, and the first is not watched for how long it takes.
    """

    executor: RunExecutor
    pool: Callable[[tuple[Any, ...]], AbstractContextManager[Workers]]
    lenders: Sequence[Path] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """What a sweep did: runs in all, done now and failed; ``busy_seconds`` is the time inside runs, ``seconds`` that of doing them.

    ``calibration`` says by scenario from which fit, and which draws of it, calibrated parameters come.
    """

    folder: Path
    runs: int
    done: int
    failed: int
    workers: int
    seconds: float
    busy_seconds: float
    calibration: Mapping[str, str]

    def plain(self) -> dict[str, Any]:
        """The summary for programs."""
        return {**asdict(self), "folder": str(self.folder), "version": program_version()}


def sweep(
    design: Design,
    folder: Path,
    *,
    workers: int = 1,
    cluster: str = "",
    listener: SweepListener | None = None,
    redo: bool = False,
    plan_only: bool = False,
    standby: Standby | None = None,
) -> Summary:
    """Do the runs of a design that are not in a folder yet, and write the tables of all.

    It may be killed at any moment: a run is there whole or not at all, and what is missing is done the next time. The number of workers and the order in
    which they finish change nothing in the results.

    Parameters
    ----------
    design
        What to simulate.
    folder
        Where to: new, empty, or that of a sweep.
    workers
        Processes that simulate on this machine.
    cluster
        A Dask cluster that simulates instead (:class:`~experiments.runs.cluster.Cluster`): ``local``, or where its scheduler is found.
    listener
        Who hears how far it is.
    redo
        Whether to remove runs that another version of the scenarios or of the program made; without it they are bad input.
    plan_only
        Whether to stop once the plan is reported; nothing is stored then.
    standby
        What a program that asks again and again has ready; without it everything is read and started for this sweep alone.

    Raises
    ------
    scenarios.BadInput
        If the design does not fit, or the folder belongs to somebody else, to another version, or to a program at work, or no
        scheduler answers.
    """
    heard = listener or SilentListener()
    executor = RunExecutor.of(design) if standby is None else standby.executor
    place = SweepFolder(folder)
    if place.is_foreign():
        raise BadInput([Finding("--out", f"{folder}, which holds something that is no sweep", "a new folder, an empty one, or that of a sweep")])
    stamps = check(design, executor)
    program = program_digest(design.keep)
    if plan_only:
        _look(design, stamps, program, executor, place, workers, heard, store=False)
        return Summary(place.folder, len(design), 0, 0, workers, 0.0, 0.0, calibrations(design, executor))
    setup = (design.days, design.scale, design.keep, design.follow, design.posterior, str(place.runs))
    with place.locked():
        _compare(place, design, stamps, program, heard, redo=redo)
        with _workers(setup, program, workers, cluster, standby) as pool:
            place.note(_about(design, stamps, program, place.about(), executor))
            if standby is not None:
                borrow((task.key for task in missing(design, stamps, program, place)), place, standby.lenders)
            return _do(design, stamps, program, executor, place, pool, heard, by_seed=standby is not None)


def _workers(setup: tuple[Any, ...], program: str, number: int, cluster: str, standby: Standby | None) -> AbstractContextManager[Workers]:
    if standby is not None:
        return standby.pool(setup)
    return Cluster(cluster, number, (*setup, program)) if cluster else WorkerPool(number, setup)


def _do(
    design: Design, stamps: Stamps, program: str, executor: RunExecutor, place: SweepFolder, pool: Workers, listener: SweepListener, *, by_seed: bool = False
) -> Summary:
    begun = time.perf_counter()
    busy, done, failed = 0.0, 0, 0
    _remove_damaged(design, stamps, program, place, listener)
    tasks = missing(design, stamps, program, place)
    if by_seed:
        first, tasks = None, _by_seed(tasks, design, executor, pool.number, listener)
    else:
        first = _look(design, stamps, program, executor, place, pool.number, listener, store=True)
    for answer in _answers(first, tasks, pool):
        listener.run(answer)
        if answer is None:
            continue
        busy += answer.seconds
        if answer.error:
            failed += 1
            recipe = answer.task.recipe
            place.fail(
                answer.task.key,
                {"error": answer.error, "trace": answer.trace, "scenario": recipe.scenario, "policy": recipe.under, "run": recipe.plain()},
            )
        else:
            done += 1
            place.forgive(answer.task.key)
    seconds = time.perf_counter() - begun
    current = not (done or failed) and is_compacted(place, _rows(design, stamps, program, place, executor))
    if not (current or done or failed) and there(place.results) and not tables_are_whole(place):
        listener.say("The tables of the sweep were damaged: they are made again.")
    damaged = [] if current else compact(place, _rows(design, stamps, program, place, executor), _kinds(design))
    if damaged:
        listener.say(f"{len(damaged)} run files were damaged and are removed; these runs are done again.")
        again = _do(design, stamps, program, executor, place, pool, listener, by_seed=by_seed)
        return replace(again, done=done + again.done, seconds=seconds + again.seconds, busy_seconds=busy + again.busy_seconds)
    return Summary(place.folder, len(design), done, failed, pool.number, seconds, busy, place.calibrations())


def _by_seed(tasks: Iterator[Task], design: Design, executor: RunExecutor, workers: int, listener: SweepListener) -> Iterator[Task]:
    """The missing runs seed by seed, so that pairs are whole as early as can be; reports the plan, and compiles what is not compiled yet."""
    found = sorted(tasks, key=lambda task: (task.recipe.seed, task.recipe.number))
    listener.plan(Plan(len(design), len(design) - len(found), workers))
    if found and not is_compiled():
        tell_of_compiling(listener.say)
        executor.warm(found[0].recipe)
    return iter(found)


def _remove_damaged(design: Design, stamps: Stamps, program: str, place: SweepFolder, listener: SweepListener) -> None:
    """Remove files of runs that are damaged, where pictures and comparisons read them later; where the tables do, they are found when these are made."""
    if not {"journeys", "weeks", FEES} & set(design.keep):
        return
    number = 0
    for key in dict.fromkeys(key_of(recipe, stamps[recipe.scenario, recipe.policy], program, design.keep) for recipe in design):
        if place.has(key) and not is_whole(place.path(key)):
            place.path(key).unlink()
            number += 1
    if number:
        listener.say(f"{number} run files were damaged and are removed; these runs are done again.")


def _answers(first: Answer | None, tasks: Iterator[Task], pool: Workers) -> Iterator[Answer | None]:
    """The answers to all tasks, each task given out once: points of a design may be equal, also with other seeds between them."""
    given = set() if first is None else {first.task.key}

    def new() -> Iterator[Task]:
        for task in tasks:
            if task.key not in given:
                given.add(task.key)
                yield task

    if first is not None:
        yield first
    for answer in pool.work(new()):
        if answer is not None and not answer.error:
            given.discard(answer.task.key)  # it is there, so that it is not missing any more
        yield answer


def _look(
    design: Design, stamps: Stamps, program: str, executor: RunExecutor, place: SweepFolder, workers: int, listener: SweepListener, *, store: bool
) -> Answer | None:
    """Count, compile, time the first run, and report the plan."""
    count, task = 0, None
    for found in missing(design, stamps, program, place):
        task = task or found
        count += 1
    plan = Plan(len(design), len(design) - count, workers)
    if task is None:
        listener.plan(plan)
        return None
    tell_of_compiling(listener.say)
    try:
        executor.warm(task.recipe)
        seconds, answer = first_look(task, count, workers, executor, place.runs if store else None, listener.day)
    except Exception as error:  # noqa: BLE001 - a run that fails is recorded by the worker that does it
        listener.say(f"The first run failed ({type(error).__name__}), so that how long the runs will take is not known.")
        listener.plan(plan)
        return None
    size = answer.size if answer is not None and answer.size else _mean_size(place)
    listener.plan(Plan(len(design), len(design) - count, workers, seconds, size))
    return answer


def _mean_size(place: SweepFolder) -> float | None:
    """Mean size of some of the runs that are there."""
    sizes = [path.stat().st_size for path, _ in zip(place.runs.glob("*.zip"), range(20), strict=False)]
    return sum(sizes) / len(sizes) if sizes else None


def _compare(place: SweepFolder, design: Design, stamps: Stamps, program: str, listener: SweepListener, *, redo: bool) -> None:
    """Note what has changed since the runs in the folder were made."""
    before = place.about()
    if not before and there(place.folder / MARK):
        listener.say(f"{place.folder / MARK} was damaged: it is written again.")
    changed = []
    if before and before.get("program") != program:
        changed.append("the program has changed since these runs were made")
    for (scenario, policy), stamp in stamps.items():
        if before.get("stamps", {}).get(_pair(design, scenario, policy), stamp) != stamp:
            under = f" or of the policy {policy_name(policy)}" if policy else ""
            changed.append(f"the files of the scenario {scenario_name(scenario)}{under} have changed since these runs were made")
    if changed and not any(place.runs.iterdir()):
        changed = []
    if changed and not redo:
        allowed = "another folder, or --redo to remove the runs that are there and do all again"
        raise BadInput([Finding(f"--out {place.folder}", what, allowed) for what in changed])
    if changed:
        for what in changed:
            listener.say(f"{what[0].upper()}{what[1:]}: they are removed and done again.")
        place.empty()


def _about(design: Design, stamps: Stamps, program: str, before: Mapping[str, Any], executor: RunExecutor) -> dict[str, Any]:
    kept = before.get("stamps", {}) if before.get("program") == program else {}
    named = {_pair(design, scenario, policy): stamp for (scenario, policy), stamp in stamps.items()}
    return {
        "format": FORMAT,
        "program": program,
        "packages": versions(),
        "stamps": {**kept, **named},
        "runs": len(design),
        "calibration": calibrations(design, executor),
        "design": design.about(),
    }


def calibrations(design: Design, executor: RunExecutor) -> dict[str, str]:
    """By scenario, from which fit, and which draws of it, calibrated parameters come in the runs of a design."""
    points = [{**design.settings, **lever, **row} for lever in design.levers for row in design.uncertainties]
    return {scenario_name(scenario): executor.calibration(scenario, points) for scenario in design.scenarios}


def _pair(design: Design, scenario: str, policy: str) -> str:
    """A scenario under a policy, with what it is loaded with."""
    named = f"{scenario_name(scenario)} / {policy_name(policy) or 'no policy'} / {design.days or 'all'} days / scale {design.scale:g}"
    named += "" if design.posterior == BEST else f" / posterior {design.posterior}"
    return f"{named} / following {', '.join(design.follow)}" if design.follow else named


def _rows(design: Design, stamps: Stamps, program: str, place: SweepFolder, executor: RunExecutor) -> Iterator[dict[str, Any]]:
    """Every run of a design for the table of runs."""
    varied = set(design.keys) - set(design.settings)
    for recipe in design:
        key = key_of(recipe, stamps[recipe.scenario, recipe.policy], program, design.keep)
        error = "" if place.has(key) else place.failure(key) or "not there"
        yield {
            "run": recipe.number,
            "key": key,
            "scenario": scenario_name(recipe.scenario),
            "policy": recipe.under,
            "lever_point": recipe.lever_point,
            "point": recipe.point,
            "seed": recipe.seed,
            "error": error,
            "calibration": executor.calibration(recipe.scenario, (recipe.settings,)),
            **{name: value for name, value in recipe.settings.items() if name in varied},
        }


def _kinds(design: Design) -> dict[str, str]:
    """The columns of what is varied, and what stands in each: ``date``, ``text`` or ``number``."""
    columns: dict[str, Sequence[Setting]] = {**design.levers.columns, **design.uncertainties.columns}
    for one in design.alternatives:
        columns |= {key: [value] for key, value in one.settings.items() if key not in columns and key not in design.settings}
    return {key: "date" if is_date_key(key) else "text" if any(isinstance(value, str) for value in column) else "number" for key, column in columns.items()}

"""How a question is answered: its runs on the engine of sweeps, what they say as they come in, then the files of a comparison and the map."""

import json
import time
from dataclasses import replace
from pathlib import Path

from experiments.explore.job import Job, State, Stopped, first_of, rows_of
from experiments.explore.map_pages import early_map, whole_map
from experiments.explore.question import Question
from experiments.explore.reader import Reader, ReadRequest
from experiments.plots.result_folder import COMPARED, ResultFolder
from experiments.report.answer import sentences
from experiments.runs.comparison import read_comparison
from experiments.runs.comparison_files import comparison_json, write_comparison
from experiments.runs.default_folder import comparison_folder
from experiments.runs.early_outcomes import EarlyOutcomes
from experiments.runs.lending import lenders
from experiments.runs.points import NOTHING
from experiments.runs.policy_costs import own_costs_by_draw
from experiments.runs.run_executor import key_of, program_digest
from experiments.runs.sweep import Standby, sweep
from experiments.runs.sweep_plan import Plan
from experiments.runs.tasks import Answer
from experiments.runs.warm_pool import WarmPool
from experiments.store.sweep_folder import SweepFolder
from experiments.store.versions import version_of

LONG = 8.0
"""Seconds that the runs after the first pair will still take, from which a first map is drawn of that pair: with less, the map of all is soon there."""


def answer(job: Job, reader: Reader, pool: WarmPool, above: Path) -> None:
    """Answer a question: when it returns, the job has ended.

    Raises
    ------
    scenarios.BadInput
        If the question does not fit, or the folder belongs to somebody else or to another version.
    Stopped
        If it was stopped before a pair of runs was there.
    """
    job.change(state=State.WORKING, phase="reading scenario and policies", begun=time.monotonic())
    request = reader.request(job.question)
    folder = above / comparison_folder(request).name
    job.change(request=request, world=request.world(request.policies[0]), folder=folder, runs=len(request.design()))
    listener = _Listener(job, request, pool, folder)
    standby = Standby(reader.executor(request.design()), pool.lend, lenders(above))
    try:
        sweep(request.design(), folder, listener=listener, redo=job.redo, standby=standby)
    except Stopped:
        seeds = first_of(request.seeds, listener.early.whole)
        if not seeds:
            raise
        job.question = replace(job.question, replicates=len(seeds))
        request = replace(request, seeds=seeds)
        job.change(phase="writing what is there", request=request)
        sweep(request.design(), folder, listener=listener.only_says(), standby=standby)
    job.change(phase="writing the comparison", days=())
    found = read_comparison(request, folder)
    write_comparison(found, folder)
    results = _results(request, folder, found.by_policy.missing, comparison_json(found))
    job.change(comparison=found, sentences=tuple(sentences(results)), found=rows_of(found.by_policy, found.world, len(request.seeds)))
    job.change(phase="drawing the map")
    job.change(map_page=whole_map(results))
    job.end(State.STOPPED if job.stop.is_set() else State.DONE)


def _results(request: ReadRequest, folder: Path, missing: tuple[str, ...], compared: dict[str, object]) -> ResultFolder:
    """The folder as pictures and reports read it, without reading the scenario again."""
    about = SweepFolder(folder).about()
    world = replace(request.world(request.policies[0]), calibration=SweepFolder(folder).calibrations().get(request.scenario, ""))
    plain, runs = json.loads(json.dumps(compared)), len(request.design()) - len(missing)
    return ResultFolder(folder, COMPARED, world, request.names, request.seeds, runs, None, plain, about["design"], version_of(about))


def again(question: Question, reader: Reader, above: Path) -> Path:
    """The folder of a question with its files as they were when it was answered: other questions may share its runs and have written over its tables."""
    request = reader.request(question)
    folder = above / comparison_folder(request).name
    if SweepFolder(folder).about().get("design") != json.loads(json.dumps(request.design().about())):
        sweep(request.design(), folder)
        write_comparison(read_comparison(request, folder), folder)
    return folder


class _Listener:
    """Hears of runs and tells the job; between two of them it gives way to whoever pressed stop."""

    def __init__(self, job: Job, request: ReadRequest, pool: WarmPool, folder: Path) -> None:
        self.job, self.request, self.pool, self.place = job, request, pool, SweepFolder(folder)
        worlds = {policy: request.world(policy) for policy in request.policies}
        costs = [own_costs_by_draw(policy, request.world(None), world, NOTHING)[0] for policy, world in worlds.items()]
        self.base = worlds[request.policies[0]]
        order = sorted(self.base.communities, key=lambda c: (not c.followed, c.name))
        self.early = EarlyOutcomes(request.names, [c.name for c in order], request.seeds, costs)
        self._silent = False

    def only_says(self) -> "_Listener":
        """The same, but nobody can stop it any more."""
        self._silent = True
        return self

    def say(self, text: str) -> None:
        """Tell one line."""
        self.job.change(said=text)

    def day(self, day: int, days: int) -> None:
        """Days are told by the workers."""

    def plan(self, plan: Plan) -> None:
        """Take in the runs that are there."""
        if self._silent:
            return
        self.job.change(phase="reading the runs that are there" if plan.there else "simulating", runs=plan.runs, done=plan.there)
        if plan.there:
            design, executor = self.request.design(), self.request.executor
            assert executor is not None  # noqa: S101 - the reader gives it
            stamps = {pair: executor.stamp(*pair) for pair in design.pairs()}
            program = program_digest(design.keep)
            for recipe in design:
                key = key_of(recipe, stamps[recipe.scenario, recipe.policy], program, design.keep)
                if self.place.has(key):
                    self.early.take(recipe.under, recipe.seed, self.place.path(key))
            self._tell()
        if plan.missing:
            self.job.change(phase="simulating")

    def run(self, answered: Answer | None) -> None:
        """Take in a run, or look at how far the others are."""
        if self._silent:
            return
        if answered is not None:
            self.job.change(done=self.job.done + 1)
            if answered.error:
                self.job.change(said=f"a run failed: {answered.error}")
            else:
                recipe = answered.task.recipe
                self.early.take(recipe.under, recipe.seed, self.place.path(answered.task.key))
                self._tell()
                self._draw_early(answered.seconds)
        self.job.change(days=tuple((task.recipe.under, task.recipe.seed, reached) for task, reached in self.pool.reached))
        self.job.check_stop()

    def _tell(self) -> None:
        """Show the differences of the pairs that are whole."""
        pairs = len(self.early.whole)
        if pairs and (self.job.found is None or pairs > self.job.found.pairs):
            so_far = self.early.so_far()
            assert so_far is not None  # noqa: S101 - there is a pair
            self.job.change(found=rows_of(so_far, self.base, pairs))

    def _draw_early(self, seconds: float) -> None:
        """Draw a first map where the answer will take a while: it is of the first pair that is whole."""
        left = seconds * (self.job.runs - self.job.done) / self.pool.number
        if self.job.map_page or not self.early.whole or left < LONG:
            return
        about = SweepFolder(self.place.folder).about()
        self.job.change(map_page=early_map(self.place.folder, self.request, self.base, self.early, about))

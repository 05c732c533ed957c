"""A fit on the engine of sweeps: every wave is a sweep in one folder, so that a fit that was killed goes on where it was."""

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from calibration.evidence.observations import read_observations
from calibration.evidence.uses import FITTED, HELD_OUT
from calibration.evidence.world_names import check_names
from calibration.fit.free import Free, read_free
from calibration.fit.left_out import RUNS, leave_out
from calibration.fit.procedure import BUDGET, LEAST_BUDGET, SEED, Fit, Plan, Simulate, fit
from calibration.fit.summary import SHORT, summary, without_quantities
from calibration.fit.targets import Target, read_targets
from experiments.runs.progress import SweepListener
from experiments.runs.run_executor import program_digest
from experiments.runs.simulator import simulator
from experiments.store.digest_list import note
from experiments.store.fit_files import write_fit
from experiments.store.json_forms import CalibrationAsked, read_json
from experiments.store.ownership import owned
from experiments.store.scenario_text import scenario_text
from experiments.store.versions import versions
from experiments.store.writing import make_folder, write_whole
from scenarios import load
from scenarios.posteriors import FORMAT, NONE
from scenarios.reading.paths import is_file
from scenarios.reading.problems import BadInput, Finding, Problems
from scenarios.studies import Study, read_study

REQUEST = "calibration.json"
"""What was asked of the fit in a folder."""
LEAST_LEFT_OUT_RUNS = 4


@dataclass(frozen=True, slots=True)
class Request:
    """What is fitted, with how many runs and which chance; then how many quantities are left out one at a time, with how many runs each."""

    scenario: str
    budget: int = BUDGET
    seed: int = SEED
    scale: float = 1.0
    leave_out: int = 0
    leave_out_runs: int = RUNS

    def plain(self) -> dict[str, Any]:
        """For a file."""
        return {**self.fitted, "leave_out": self.leave_out, "leave_out_runs": self.leave_out_runs}

    @property
    def runs(self) -> int:
        """Runs in all."""
        return self.budget + self.leave_out * self.leave_out_runs

    @property
    def fitted(self) -> dict[str, Any]:
        """What decides the fit."""
        return {"scenario": self.scenario, "budget": self.budget, "seed": self.seed, "scale": self.scale}


def asked_before(folder: Path) -> Request | None:
    """What was asked of the fit in a folder; nothing where there is none.

    Raises
    ------
    scenarios.BadInput
        If the file that says so is damaged.
    """
    path = folder / REQUEST
    if not is_file(path):
        return None
    problems = Problems()
    found = read_json(path, CalibrationAsked, "the file that calibrate wrote; or another folder", problems)
    problems.stop()
    if found is None:
        return None
    return Request(found["scenario"], found["budget"], found["seed"], float(found["scale"]), found.get("leave_out", 0), found.get("leave_out_runs", RUNS))


def calibrate(
    request: Request, folder: Path, *, workers: int, listener: SweepListener, cluster: str = "", redo: bool = False
) -> tuple[Fit, tuple[Path, ...], Mapping[str, Any]]:
    """Fit, check, and write the files of the fit: its draws, its manifest, and what runs at the draws say.

    Raises
    ------
    scenarios.BadInput
        If the scenario, the free parameters or the folder cannot be used, or the numbers asked for; nothing is left behind then.
    """
    problems = Problems()
    if request.budget < LEAST_BUDGET:
        problems.add("--budget", str(request.budget), f"{LEAST_BUDGET} runs or more: an emulator of a dozen parameters needs them")
    if request.seed < 0:
        problems.add("--seed", str(request.seed), "a whole number from 0 up")
    if request.leave_out < 0:
        problems.add("--leave-out", str(request.leave_out), "how many quantities are left out in turn, from 0 up")
    if request.leave_out_runs < LEAST_LEFT_OUT_RUNS:
        problems.add("--leave-out-runs", str(request.leave_out_runs), f"{LEAST_LEFT_OUT_RUNS} runs or more, so that they have a spread")
    if not (math.isfinite(request.scale) and request.scale > 0):
        problems.add("--scale", f"{request.scale:g}", "a finite number above 0")
    problems.stop()
    before = asked_before(folder)
    if before is not None and before.fitted != request.fitted:
        there = f"{folder}, which holds a fit of {before.scenario} with budget {before.budget}, seed {before.seed} and scale {before.scale:g}"
        raise BadInput([Finding("--out", there, "the same options, or another folder")])
    world = load(request.scenario, posterior=NONE)  # a fit rests on what the files say, and never on another fit
    study = read_study(world.study, world.title)
    check_names(read_observations(study), world)
    frees, targets = read_free(world.parameters, study), read_targets(study)
    _check(request.scenario, study, frees, targets)
    with owned(folder):
        make_folder(folder)
        write_whole(folder / REQUEST, json.dumps(request.plain(), indent=1) + "\n")
        note(folder, [folder / REQUEST])
        plan = Plan(request.budget, request.seed)
        simulate = _simulate(request, folder, (workers, cluster), listener, redo=redo)
        found = fit(simulate, frees, targets, plan, listener.say)
        left_out = leave_out(simulate, found, request.leave_out, request.leave_out_runs, SHORT, listener.say) if request.leave_out else ()
        about = {**_about(request, found, scenario_text(world)), **summary(found, listener.say), "left_out": without_quantities(left_out)}
        return found, write_fit(folder, found, about, left_out), about


def _check(scenario: str, study: Study, frees: Sequence[Free], targets: Sequence[Target]) -> None:
    """Refuse a scenario that lacks what a fit needs."""
    problems = Problems()
    if not frees:
        problems.add(scenario, f"no free parameter ({study.name})", "a free.csv beside the scenario file: which parameters to estimate")
    if not any(target.use == FITTED for target in targets):
        found = f"nothing to fit to: {study.name} has neither comparisons nor observations of use fitted"
        problems.add(scenario, found, "an observations.csv or a comparisons.csv beside the scenario file, with rows of use fitted")
    problems.stop()


def _simulate(request: Request, folder: Path, hands: tuple[int, str], listener: SweepListener, *, redo: bool) -> Simulate:
    def simulate(draws: Mapping[str, np.ndarray[Any, Any]], first: int) -> tuple[Sequence[str], np.ndarray[Any, Any]]:
        run: Callable[..., Any] = simulator(
            request.scenario, seeds=(request.seed,), scale=request.scale, posterior=NONE, workers=hands[0], cluster=hands[1], folder=folder, listener=listener,
            common_seeds=False, first=first, redo=redo,
        )  # fmt: skip
        outcomes = run(draws)
        return outcomes.names, outcomes.values[:, 0, :]

    return simulate


def _about(request: Request, found: Fit, text: str) -> dict[str, Any]:
    clusters = {use: sorted({target.cluster for target in found.targets if target.use == use}) for use in (FITTED, HELD_OUT)}
    return {
        "format": FORMAT,
        **request.fitted,
        "runs": {"waves": [wave.runs for wave in found.waves], "posterior": len(found.draws), "failed": found.failed},
        "chains": {
            "steps": found.plan.steps,
            "before": found.plan.burn,
            "stored every": found.plan.thin,
            "ensembles": len(found.chains.shares),
            "walkers": found.chains.shares.shape[2],
        },
        "plausible_share": found.waves[-1].plausible,
        "waves": [{"runs": wave.runs, "plausible_share": wave.plausible, "emulator_sd": wave.doubt} for wave in found.waves],
        "fitted": clusters[FITTED],
        "held_out": clusters[HELD_OUT],
        "program": program_digest(("comparisons",)),
        "scenario_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "versions": versions(),
    }

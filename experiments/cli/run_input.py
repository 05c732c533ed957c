"""The options of ``routesim run``, checked as a whole: one message lists every error."""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from calibration.evidence.observations import read_observations
from calibration.evidence.world_names import check_names, outside
from experiments.cli.out_input import check_folder
from experiments.runs.default_folder import MadeWith, default_folder
from experiments.runs.design import policy_name
from experiments.runs.progress import RunListener
from experiments.store import may_hold_run
from experiments.store.by_period import BY
from experiments.store.digest_list import check_file
from scenarios import load
from scenarios.policies.lever_keys import Setting, is_date_key
from scenarios.posteriors import BEST, NONE
from scenarios.reading.paths import is_folder
from scenarios.reading.problems import BadInput, InputWarning, Problems, listed, nearest
from scenarios.studies import read_study
from sim.world.world import World

LARGEST_SEED = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Request:
    """The world to simulate, the folder to write, the name of the policy, empty without one, and what is unlikely in the input."""

    world: World
    folder: Path
    policy: str = ""
    warnings: tuple[InputWarning, ...] = ()


def checked(
    scenario: str,
    seed: int,
    days: int | None,
    scale: float,
    settings: Sequence[str],
    out: Path | None,
    listener: RunListener,
    policy: str | None = None,
    posterior: str = BEST,
    by: str = "",
) -> Request:
    """The request that these options make.

    Raises
    ------
    scenarios.BadInput
        With every finding about the options and about the scenario's files.
    """
    problems = Problems()
    days, scale = check_numbers(seed, 0, days, scale, problems)
    check_by(by, problems)
    changes = read_changes(settings, problems)
    world, warnings = None, list[InputWarning]()
    try:
        check_draws(posterior)
        with listener.phase("load"):
            world = load(scenario, scale=scale, days=days, settings=changes, policy=policy, posterior=posterior, warnings=warnings)
            observed = read_observations(read_study(world.study))
            check_names(observed, world)
            warnings += outside(observed, world)
    except BadInput as error:
        problems.findings.extend(error.findings)
    if world is not None:
        made = MadeWith(scenario, seed, policy or "", days, float(scale), tuple(settings), posterior)
        folder = out if out is not None else default_folder(made)
        check_folder(folder, problems)
        if not problems.findings and is_folder(folder.resolve().parent) and not os.access(folder.resolve().parent, os.W_OK):
            problems.add("--out", f"{folder}, beside which nothing may be written", "a folder in a folder in which you may write")
        elif not problems.findings and not may_hold_run(folder):
            problems.add("--out", f"{folder}, which holds other files than a run", "a new folder, an empty one, or a run to replace")
    problems.stop()
    assert world is not None  # noqa: S101 - load gave a world or a finding
    return Request(world, folder, policy_name(policy or ""), tuple(warnings))


def check_by(by: str, problems: Problems, *, several: bool = False) -> None:
    """Add a finding for periods that no table has, and for any where several runs are made."""
    if by and by not in BY:
        problems.add("--by", f'"{by}"', listed(BY), nearest(by, BY))
    elif by and several:
        problems.add("--by", f"{by}, with --replicates", "one run at a time; replicates keep their weeks in a table of their own")


def check_draws(posterior: str) -> None:
    """Compare a file of draws with the digest in the folder of its fit, where there is one.

    Raises
    ------
    scenarios.BadInput
        If it is another than the one that was written.
    """
    if posterior not in (BEST, NONE):
        check_file(Path(posterior), "the draws as routesim calibrate wrote them, a copy in another folder, or that command again")


def check_numbers(seed: int, replicates: int, days: int | None, scale: float, problems: Problems) -> tuple[int | None, float]:
    """Add a finding for each number out of range, where ``replicates`` seeds follow the first; returns days and scale to continue with."""
    if not 0 <= seed <= LARGEST_SEED - replicates:
        problems.add("--seed", str(seed), f"a whole number from 0 to {LARGEST_SEED - replicates}")
    if days is not None and days < 1:
        problems.add("--days", str(days), "a whole number from 1 up")
        days = None
    if not (math.isfinite(scale) and scale > 0):
        problems.add("--scale", f"{scale:g}", "a finite number above 0")
        scale = 1.0
    return days, scale


def read_changes(texts: Sequence[str], problems: Problems) -> dict[str, Setting]:
    """The parameters, sizes and dates that options such as ``--set choice.perception_error=0.2`` set."""
    changes: dict[str, Setting] = {}
    for text in texts:
        key, equals, value = (part.strip() for part in text.partition("="))
        if not (equals and key):
            problems.add("--set", f'"{text}"', "KEY=VALUE, such as choice.perception_error=0.2")
            continue
        if key in changes:
            problems.add(f"--set {key}", "the key given twice", "each key once")
        try:
            changes[key] = date.fromisoformat(value) if is_date_key(key) else float(value)
        except ValueError:
            problems.add(f"--set {key}", f'"{value}"', "a date such as 2004-05-31" if is_date_key(key) else "a finite number")
            continue
        if not is_date_key(key) and not math.isfinite(float(value)):
            problems.add(f"--set {key}", f'"{value}"', "a finite number")
            del changes[key]
    return changes

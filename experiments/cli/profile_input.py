"""The options of ``routesim profile``, checked as a whole, and the run that they ask for."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from experiments.cli.out_input import check_folder
from experiments.cli.run_folder_input import check_run
from experiments.cli.run_input import checked
from experiments.profile import CountryProfile, country_profile
from experiments.runs.country_names import find_country
from experiments.runs.progress import RunListener
from experiments.runs.single_run import simulate
from experiments.store import Run, is_run, read_run
from experiments.store.scenario_text import scenario_text
from scenarios import FIRST
from scenarios.posteriors import BEST
from scenarios.reading.problems import BadInput, Problems
from sim.world.world import World

SEED = 1
"""The seed of a run that is made, the default of ``routesim run``."""


@dataclass(frozen=True, slots=True)
class ProfileOptions:
    """The options of ``routesim profile`` as they were given."""

    country: str
    folder: Path | None
    scenario: str | None
    out: Path | None


def profiled(options: ProfileOptions, listener: RunListener) -> tuple[CountryProfile, Path]:
    """The profile that the options ask for, and the folder of its files.

    Raises
    ------
    scenarios.BadInput
        With every finding.
    """
    problems = Problems()
    if options.out is not None:
        check_folder(options.out, problems)
    if options.folder is not None:
        check_run(options.folder, "RUN", problems)
        if options.scenario is not None:
            problems.add("--scenario", f'"{options.scenario}" beside a run', "either: a run has its own scenario")
    run: Run | None = None
    if options.folder is not None and is_run(options.folder):
        run = read_run(options.folder)
        code = _country(options.country, run.world, problems)
        problems.stop()
    else:
        run, code = _made(options, listener, problems)
    with listener.phase("profile"):
        return country_profile(run, code), options.out or run.folder


def _made(options: ProfileOptions, listener: RunListener, problems: Problems) -> tuple[Run, str]:
    """The run of a scenario: the one in its default folder if it is of the scenario as it stands, or a new one there; checked before anything is simulated."""
    try:
        request = None if options.folder is not None else checked(options.scenario or FIRST, SEED, None, 1.0, [], None, listener, None, BEST)
    except BadInput as error:
        problems.findings.extend(error.findings)
        request = None
    code = "" if request is None else _country(options.country, request.world, problems)
    problems.stop()
    assert request is not None  # noqa: S101 - a request or a finding
    if is_run(request.folder):
        found = read_run(request.folder)
        if found.about["scenario_sha256"] == sha256(scenario_text(request.world).encode()).hexdigest() and found.results.seed == SEED:
            listener.say(f"finished run: {request.folder}")
            return found, code
    run = simulate(request.world, SEED, request.folder, listener)
    listener.say(f"run: {request.folder}")
    return run, code


def _country(text: str, world: World, problems: Problems) -> str:
    return find_country(text, world, "COUNTRY", problems)

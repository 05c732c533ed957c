"""The options of ``routesim vectors``, checked as a whole."""

from pathlib import Path

from experiments.cli.run_folder_input import check_run
from experiments.runs.vectors import Vectors, vectors
from scenarios.load import FIRST
from scenarios.reading.problems import Problems


def checked(country: str, scenario: str | None, run: Path | None) -> Vectors:
    """The vectors that the options ask for.

    Raises
    ------
    scenarios.BadInput
        With every finding.
    """
    problems = Problems()
    if run is not None:
        check_run(run, "--run", problems)
        if scenario is not None:
            problems.add("--scenario", f'"{scenario}" beside --run', "either: a run has its own scenario")
    problems.stop()
    return vectors(country, scenario or FIRST, run)

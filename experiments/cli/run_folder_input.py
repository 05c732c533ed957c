"""The folder of a finished run as an option names it."""

from pathlib import Path

from experiments.store import is_run
from scenarios.reading.paths import is_folder
from scenarios.reading.problems import Problems, listed, nearest


def check_run(folder: Path, option: str, problems: Problems) -> None:
    """Add a finding where a folder holds no finished run, with the runs beside it."""
    if is_run(folder):
        return
    there = [str(other) for other in sorted(folder.parent.glob("*")) if is_run(other)] if is_folder(folder.parent) else []
    runs = f" ({listed(there)})" if there else ""
    problems.add(option, f"{folder}, which holds no finished run", f"the folder of a run{runs}; routesim run makes one", nearest(str(folder), there))

"""Posteriors that ship: draws of the parameters that were fitted to a scenario, with a manifest of how they came about.

The maximum a posteriori draw (MAP draw) stands first; the others are shuffled, so that the first few stand for all.

A posterior is data: ``posteriors/SCENARIO.csv`` has one row a draw and one column a parameter (columns that begin with ``_`` and ``draw`` are no parameters);
``posteriors/SCENARIO.json`` beside it is its manifest. They are made by ``routesim calibrate``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.reading.files import check_once, read_table
from scenarios.reading.folders import POSTERIORS
from scenarios.reading.net import netted
from scenarios.reading.paths import NOT_READ, is_file, shown
from scenarios.reading.problems import Problems, nearest
from sim.world.meanings import pattern_of

FORMAT = "routesim posterior 1"
BEST, NONE = "best", "none"
"""Words that stand for the posterior that ships, and for the uncalibrated defaults."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws by key, the MAP draw first, then the others shuffled."""

    path: Path
    draws: tuple[Mapping[str, float], ...]

    @property
    def best(self) -> Mapping[str, float]:
        """The MAP draw."""
        return self.draws[0]

    @property
    def ranges(self) -> Mapping[str, tuple[float, float, float]]:
        """The MAP draw of each parameter, then the least and the greatest of all draws."""
        columns = {key: [draw[key] for draw in self.draws] for key in self.best}
        return {key: (value, min(columns[key]), max(columns[key])) for key, value in self.best.items()}

    @property
    def name(self) -> str:
        """How a parameter that was taken from it names its fit."""
        return f"posterior {self.path.stem}"


def shipped(scenario: str | Path) -> Path | None:
    """The posterior that ships for a scenario that ships, given by its name."""
    path = POSTERIORS / f"{scenario}.csv"
    return path if path.parent == POSTERIORS and is_file(path) else None


def chosen(scenario: str | Path, word: str) -> Posterior | None:
    """The posterior that a word asks for: ``best`` is the one that ships, if there is one; ``none`` is none; anything else is a path.

    Raises
    ------
    BadInput
        If a file is asked for that cannot be used.
    """
    problems = Problems()
    posterior = netted(word, lambda: read_chosen(scenario, word, problems), problems)
    problems.stop()
    return posterior


def read_chosen(scenario: str | Path, word: str, problems: Problems) -> Posterior | None:
    """As :func:`chosen`; ``None`` also after a finding."""
    if word == NONE:
        return None
    if word == BEST:
        path = shipped(scenario)
        return None if path is None else _read(path, problems)
    path = Path(word)
    if not is_file(path) and path.suffix != ".csv":
        problems.add("--posterior", f'"{word}"', f"{BEST}, {NONE}, or the path of a .csv file of draws", nearest(word, (BEST, NONE)))
        return None
    return _read(path, problems)


def read_posterior(path: Path) -> Posterior:
    """The draws of a file.

    Raises
    ------
    BadInput
        If it holds no draws, a column that is no parameter, or a cell that is no number.
    """
    problems = Problems()
    posterior = netted(shown(path), lambda: _read(path, problems), problems)
    problems.stop()
    assert posterior is not None  # noqa: S101 - a posterior or a finding
    return posterior


def _read(path: Path, problems: Problems) -> Posterior | None:
    before = len(problems.findings)
    table = read_table(path, "a header: draw, then keys of parameters", problems)
    if table is None:
        return None
    keys = list(dict.fromkeys(name for name in table.header if name and not name.startswith("_") and name != "draw"))
    check_once(table, problems)
    for key in keys:
        if pattern_of(key) is None:
            problems.add(table.where, f'column "{key}"', "keys of parameters, draw, or names that begin with _")
    draws = [{key: row.number(key) for key in keys} for row in table.rows(problems)]
    if not (draws and keys):
        problems.add(shown(path), f"no {'draws' if keys else 'parameters'}", "one row a draw, one column a parameter")
    if len(problems.findings) > before:
        return None
    return Posterior(path, tuple({key: value for key, value in draw.items() if value is not None} for draw in draws))


def manifest(path: Path) -> Mapping[str, Any]:
    """The manifest beside a file of draws; empty where there is none."""
    try:
        found = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except NOT_READ:
        return {}
    return found if isinstance(found, dict) else {}

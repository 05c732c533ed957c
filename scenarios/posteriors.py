"""Posteriors that ship: draws of the parameters that were fitted to a scenario, with a manifest of how they came about.

The likeliest draw stands first; the others are mixed, so that the first few stand for all.

A posterior is data: ``posteriors/SCENARIO.csv`` has one row a draw and one column a parameter (columns that begin with ``_`` and ``draw`` are no parameters);
``posteriors/SCENARIO.json`` beside it is its manifest. They are made by ``routesim calibrate``.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.files import read_table, shown
from scenarios.folders import POSTERIORS
from scenarios.problems import BadInput, Finding, Problems, nearest
from sim.world.meanings import pattern_of

FORMAT = "routesim posterior 1"
BEST, NONE = "best", "none"
"""Words that stand for the posterior that ships, and for the parameters as the files have them."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws by key, the likeliest first, then the others mixed."""

    path: Path
    draws: tuple[Mapping[str, float], ...]

    @property
    def best(self) -> Mapping[str, float]:
        """The likeliest draw."""
        return self.draws[0]

    @property
    def name(self) -> str:
        """How a parameter that was taken from it names its fit."""
        return f"posterior {self.path.stem}"


def shipped(scenario: str | Path) -> Path | None:
    """The posterior that ships for a scenario that ships, given by its name."""
    path = POSTERIORS / f"{scenario}.csv"
    return path if path.parent == POSTERIORS and path.is_file() else None


def chosen(scenario: str | Path, word: str) -> Posterior | None:
    """The posterior that a word asks for: ``best`` is the one that ships, if there is one; ``none`` is none; anything else is a path.

    Raises
    ------
    BadInput
        If a file is asked for that cannot be used.
    """
    if word == NONE:
        return None
    if word == BEST:
        path = shipped(scenario)
        return None if path is None else read_posterior(path)
    path = Path(word)
    if not path.is_file() and path.suffix != ".csv":
        raise BadInput([Finding("--posterior", f'"{word}"', f"{BEST}, {NONE}, or the path of a .csv file of draws", nearest(word, (BEST, NONE)))])
    return read_posterior(path)


def read_posterior(path: Path) -> Posterior:
    """The draws of a file.

    Raises
    ------
    BadInput
        If it holds no draws, a column that is no parameter, or a cell that is no number.
    """
    problems = Problems()
    keys: list[str] = []

    def take(where: str, header: Sequence[str]) -> bool:
        keys.extend(name for name in header if name and not name.startswith("_") and name != "draw")
        for key in dict.fromkeys(keys):
            if pattern_of(key) is None:
                problems.add(where, f'column "{key}"', "keys of parameters, draw, or names that begin with _")
            if keys.count(key) > 1:
                problems.add(where, f'column "{key}" more than once', "each column once")
        return True

    rows = read_table(path, "a header: draw, then keys of parameters", take, problems)
    draws = [{key: row.number(key) for key in keys} for row in rows or ()]
    if rows is not None and not (draws and keys):
        problems.add(shown(path), f"no {'draws' if keys else 'parameters'}", "one row a draw, one column a parameter")
    problems.stop()
    return Posterior(path, tuple({key: value for key, value in draw.items() if value is not None} for draw in draws))


def manifest(path: Path) -> Mapping[str, Any]:
    """The manifest beside a file of draws; empty where there is none."""
    try:
        found = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

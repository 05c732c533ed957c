"""Posteriors that ship: draws of the figures that were fitted to a scenario, with a manifest of how they came about.

The likeliest draw stands first; the others are mixed, so that the first few stand for all.

A posterior is data: ``posteriors/SCENARIO.csv`` has one row a draw and one column a figure (columns that begin with ``_`` and ``draw`` are no figures);
``posteriors/SCENARIO.json`` beside it is its manifest. They are made by ``routesim calibrate``.
"""

import csv
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenarios.files import read_text, shown
from scenarios.problems import BadInput, Finding, Problems, nearest
from sim.figures import pattern_of

FOLDER = Path(__file__).parent / "posteriors"
FORMAT = "routesim posterior 1"
BEST, NONE = "best", "none"
"""Words that stand for the posterior that ships, and for the figures as the files have them."""


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
        """How a figure that was taken from it names its fit."""
        return f"posterior {self.path.stem}"


def shipped(scenario: str | Path) -> Path | None:
    """The posterior that ships for a scenario that ships, given by its name."""
    path = FOLDER / f"{scenario}.csv"
    return path if path.suffix == ".csv" and "/" not in str(scenario) and path.is_file() else None


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
        If it holds no draws, a column that is no figure, or a cell that is no number.
    """
    problems = Problems()
    text = read_text(path, problems)
    problems.stop()
    reader = csv.DictReader(line for line in (text or "").splitlines() if not line.startswith("#"))
    keys = [name for name in reader.fieldnames or () if name and not name.startswith("_") and name != "draw"]
    for key in keys:
        if pattern_of(key) is None:
            problems.add(shown(path), f'column "{key}"', "keys of figures, draw, or names that begin with _")
    draws = []
    for number, row in enumerate(reader, 1):
        values = {}
        for key in keys:
            try:
                values[key] = float(row[key])
            except (TypeError, ValueError):
                values[key] = math.nan
            if not math.isfinite(values[key]):
                problems.add(f"{shown(path)}, draw {number}", f"{key} = {row[key]}", "a finite number")
        draws.append(values)
    if not draws or not keys:
        problems.add(shown(path), f"no {'draws' if keys else 'figures'}", "one row a draw, one column a figure")
    problems.stop()
    return Posterior(path, tuple(draws))


def manifest(path: Path) -> Mapping[str, Any]:
    """The manifest beside a file of draws; empty where there is none."""
    try:
        found = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

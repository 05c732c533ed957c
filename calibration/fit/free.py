"""Free parameters: what is fitted, with its prior range.

A free parameter moves one key of the model, or several in step: at a share ``x`` from 0 to 1 each of its keys stands so far between its own low and high,
evenly or evenly in the logarithm. All shares are equally likely a priori, so that the prior of each key is flat between its bounds, in value or in logarithm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.reading.files import Row, split
from scenarios.reading.problems import Problems, nearest
from scenarios.studies import Study
from sim.world.parameters import Parameters, Status

FREE = "free.csv"
COLUMNS: Mapping[str, str] = {
    "name": "in words, unique",
    "keys": "keys of parameters, joined by `;`",
    "low": "lower bound of all its keys: a number, `x0.5` for half of what each parameter is worth in the files, or empty for the range of each parameter",
    "high": "upper bound, likewise",
    "scale": "`even` or `log`: how a share of the way from low to high is measured",
    "acts": "`run` if the run changes with it; `register` if it is the share that a service writes down, which only multiplies its counts",
    "reason": "what it stands for, and where bounds of its own come from",
}
"""The columns of ``free.csv``."""
EVEN, LOG = SCALES = ("even", "log")
RUN, REGISTER = ACTS = ("run", "register")

Shares = NDArray[np.float64]
"""Points of the unit cube, shape (points, free parameters)."""


@dataclass(frozen=True, slots=True)
class Free:
    """One free parameter: ``low`` and ``high`` stand beside ``keys``; ``assumed`` are the values of the scenario's files."""

    name: str
    keys: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    assumed: tuple[float, ...]
    log: bool
    acts: str
    reason: str
    unit: str

    def at(self, share: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """Values by key at shares of the way from low to high, each of the shape of ``share``."""
        ends = zip(self.keys, self.low, self.high, strict=True)
        return {key: low * (high / low) ** share if self.log else low + share * (high - low) for key, low, high in ends}

    def share_of(self, value: float) -> float:
        """The share at which the first key has a value."""
        low, high = self.low[0], self.high[0]
        return float(np.log(value / low) / np.log(high / low)) if self.log else (value - low) / (high - low)


def read_free(parameters: Parameters, study: Study) -> tuple[Free, ...]:
    """The free parameters of a study, in the order of its files, with bounds from the parameters of a scenario.

    Raises
    ------
    scenarios.BadInput
        If the file cannot be used: a key without a parameter, a documented value, a key that stands twice, bounds that are none.
    """
    problems = Problems()
    seen: dict[str, str] = {}
    found = [_free(row, parameters, seen) for row in study.rows(FREE, tuple(COLUMNS), problems)]
    problems.stop()
    return tuple(free for free in found if free is not None)


def settings(frees: Sequence[Free], shares: Shares) -> Mapping[str, NDArray[np.float64]]:
    """Values by key at points of the unit cube: what ``simulate`` is handed."""
    return {key: values for number, free in enumerate(frees) for key, values in free.at(shares[:, number]).items()}


def _bound(row: Row, column: str, value: float) -> float | None:
    """A bound of a parameter: a number, or a multiple of its value."""
    text = row[column]
    try:
        return float(text[1:]) * value if text.startswith("x") else float(text)
    except ValueError:
        row.bad(column, "a number, or x and a multiple such as x0.5")
        return None


def _free(row: Row, parameters: Parameters, seen: dict[str, str]) -> Free | None:
    keys = split(row["keys"])
    own = not row["low"] and not row["high"]
    if not row["name"] or not row["reason"]:
        row.bad("name" if not row["name"] else "reason", "a few words")
    if not keys:
        row.bad("keys", "keys of parameters joined by ;")
    row.known("scale", SCALES)
    row.known("acts", ACTS)
    bounds: list[tuple[float, float, float]] = []
    unit = ""
    for key in keys:
        parameter = parameters.find(key)
        if parameter is None:
            row.reject(f'key "{key}"', "keys that a parameter serves", nearest(key, parameters.table))
            continue
        if parameter.status is Status.DOCUMENTED:
            row.reject(f"{key}, a documented value", "parameters that are not known")
        if key in seen:
            row.reject(f"{key} again", f"each key once; it stands at {seen[key]}")
        seen[key] = row.where
        unit = parameter.unit
        least, most = (parameter.low, parameter.high) if own else (_bound(row, "low", parameter.value), _bound(row, "high", parameter.value))
        if least is None or most is None or not least < most or (row["scale"] == LOG and least <= 0):
            row.reject(f"bounds {least} to {most} of {key}", "low < high, and above 0 where the scale is log")
        else:
            bounds.append((least, most, parameter.value))
    if not row.valid:
        return None
    lows, highs, values = zip(*bounds, strict=True)
    return Free(row["name"], keys, lows, highs, values, row["scale"] == LOG, row["acts"], row["reason"], unit)

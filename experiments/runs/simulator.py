"""``simulate(draws) -> outcomes``, as calibration is handed it: draws of parameters in, numbers of the model out."""

import hashlib
import json
import math
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.runs.design import Design, read_setting
from experiments.runs.points import Points
from experiments.runs.progress import SilentListener, SweepListener
from experiments.runs.sweep import sweep
from experiments.store.compact import load
from experiments.store.indicators import RATIOS
from scenarios.policies.lever_keys import Setting
from scenarios.posteriors import BEST

Draws = Mapping[str, Sequence[float] | NDArray[np.float64]]
"""Values by key, all of the same length: one place a draw."""
JOINED = "|"
"""Stands between the parts of an outcome's name."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the model gives at each draw: ``values`` has shape (draws, seeds, outcomes), not a number where a run gives nothing or failed."""

    names: tuple[str, ...]
    seeds: tuple[int, ...]
    values: NDArray[np.float64]
    units: Mapping[str, str]

    def of(self, name: str) -> NDArray[np.float64]:
        """One outcome, shape (draws, seeds).

        Raises
        ------
        ValueError
            If there is no such outcome.
        """
        found: NDArray[np.float64] = self.values[:, :, self.names.index(name)]
        return found

    def means(self) -> NDArray[np.float64]:
        """Means over the seeds with a value, shape (draws, outcomes); not a number where none does."""
        counts = np.isfinite(self.values).sum(axis=1)
        sums = np.where(np.isfinite(self.values), self.values, 0.0).sum(axis=1)
        found: NDArray[np.float64] = np.divide(sums, counts, out=np.full(sums.shape, math.nan), where=counts > 0)
        return found


def simulator(
    scenario: str,
    *,
    policy: str = "",
    outcomes: str = "comparisons",
    only: Mapping[str, str | Sequence[str]] | None = None,
    settings: Mapping[str, Setting] | None = None,
    seeds: Sequence[int] = (1,),
    days: int | None = None,
    scale: float = 1.0,
    posterior: str = BEST,
    workers: int = 1,
    cluster: str = "",
    folder: Path | None = None,
    listener: SweepListener | None = None,
    common_seeds: bool = True,
    first: int = 0,
    redo: bool = False,
) -> Callable[[Draws], Outcomes]:
    """A function from draws to outcomes, which does its runs as a sweep.

    Parameters
    ----------
    scenario, policy, settings, seeds, days, scale, posterior
        What is simulated at every draw, with the same seeds at each; values that are drawn or set come before those of the posterior.
    outcomes
        ``comparisons``: what the model gives for each documented value, by ``id|community|place|period`` of :mod:`calibration.evidence.compare`; or
        ``indicators``, by ``place or crossing|community|indicator``.
    only
        The rows to read, by column: see :func:`experiments.store.compact.load`.
    workers, cluster
        Who simulates: see :func:`experiments.runs.sweep.sweep`.
    folder
        Where runs are kept, so that the same draws are not simulated twice and an interrupted call is resumed; without it they are not kept.
    listener
        Hears how far it is.
    common_seeds
        Whether all draws see the same people with the same random draws; without it every draw has seeds of its own.
    first
        How many draws of the same study were simulated before: those with seeds of their own have others than these had.
    redo
        Whether to remove runs of another version that lie in the folder; without it they are bad input.

    Raises
    ------
    ValueError
        If ``outcomes`` is something else.
    """
    if outcomes not in ("comparisons", "indicators"):
        msg = f"outcomes are comparisons or indicators, not {outcomes}"
        raise ValueError(msg)

    def simulate(draws: Draws) -> Outcomes:
        points = Points({key: [read_setting(key, value) for value in values] for key, values in draws.items()}, "draws")
        design = Design(
            name="draws",
            scenarios=(scenario,),
            policies=(policy,),
            uncertainties=points,
            settings=settings or {},
            seeds=tuple(seeds),
            common_seeds=common_seeds,
            first=first,
            days=days,
            scale=scale,
            posterior=posterior,
            keep=("indicators", "comparisons") if outcomes == "comparisons" else ("indicators",),
        )
        with tempfile.TemporaryDirectory() as passing:
            place = Path(passing) if folder is None else folder / _name(points, first)
            sweep(design, place, workers=workers, cluster=cluster, listener=listener or SilentListener(), redo=redo)
            return _outcomes(place, design, outcomes, only or {})

    return simulate


def _outcomes(folder: Path, design: Design, table: str, only: Mapping[str, str | Sequence[str]]) -> Outcomes:
    named, number = (
        (("id", "community", "place", "period"), "simulated") if table == "comparisons" else (("place_or_crossing", "community", "indicator"), "value")
    )
    try:
        rows = load(folder, table, **only)
    except FileNotFoundError:  # every run failed
        return Outcomes((), design.seeds, np.full((len(design.uncertainties), len(design.seeds), 0), math.nan), {})
    columns = [[str(word or "") for word in rows[name].to_pylist()] for name in named]
    words = [JOINED.join(parts) for parts in zip(*columns, strict=True)]
    names = tuple(sorted(set(words)))
    place = {name: k for k, name in enumerate(names)}
    values = np.full((len(design) // len(design.seeds), len(design.seeds), len(names)), math.nan)
    if table == "indicators":
        counts = [name.rpartition(JOINED)[2] not in RATIOS for name in names]
        for run, error in enumerate(load(folder, "runs")["error"].to_pylist()):
            if not error:
                values[run // len(design.seeds), run % len(design.seeds), counts] = 0.0
    for run, word, value in zip(rows["run"].to_pylist(), words, rows[number].to_pylist(), strict=True):
        if value is not None:
            values[run // len(design.seeds), run % len(design.seeds), place[word]] = value
    return Outcomes(names, design.seeds, values, dict(zip(words, rows["unit"].to_pylist(), strict=True)))


def _name(points: Points, first: int) -> str:
    """A folder's name for draws: the same draws after as many others, the same folder."""
    columns = [[key, [str(value) for value in column]] for key, column in sorted(points.columns.items())]
    text = json.dumps([first, columns] if first else columns)
    return f"draws-{hashlib.sha256(text.encode()).hexdigest()[:12]}"

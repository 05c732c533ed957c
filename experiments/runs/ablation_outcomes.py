"""What a mechanism moves: outcomes of people in transit without it, beside those of the whole model, seed by seed.

Scores say whether documents notice a mechanism. Outcomes say what it does, harm to migrants among them, of which no document speaks.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from experiments.runs.community_groups import TRANSIT, members
from experiments.runs.intervals import Estimate, estimate, judged
from experiments.store.compact import load
from experiments.store.indicators import EVERYWHERE
from sim.world.world import World

MOVED: Mapping[str, tuple[str, ...]] = {
    "arrivals": ("arrived",),
    "tries": ("attempts",),
    "paid to smugglers": ("paid by migrant to facilitator", "paid by migrant to organiser"),
    "apprehensions": ("apprehended",),
    "deaths": ("died",),
    "stranded": ("stranded",),
    "missing": ("disappeared",),
}
"""Outcomes that are shown, by name, and the indicators of a run that add up to each."""

Sums = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Change:
    """One outcome without a mechanism, relative to the whole model: 100 times the difference of logarithms, paired by seed, and the verdict on it.

    ``estimate`` is ``None`` where the outcome is zero in some run, so that there is no relative change.
    """

    outcome: str
    estimate: Estimate | None
    verdict: str = ""


def sums_of(folder: Path, world: World) -> Mapping[str, Sums]:
    """Outcomes of the transit communities in the runs of a sweep, each of shape (runs,), in the order of the runs; empty where there are none.

    ``folder`` holds the sweep in a folder of its own, as :func:`experiments.runs.simulator.simulator` leaves it.
    """
    places = sorted(path.parent for path in folder.glob("*/sweep.json"))
    if not places:
        return {}
    wanted = sorted({indicator for indicators in MOVED.values() for indicator in indicators})
    rows = load(places[0], "indicators", place_or_crossing=EVERYWHERE, indicator=wanted, community=list(members(world, TRANSIT)))
    runs = load(places[0], "runs").num_rows
    number, indicator, value = rows["run"].to_numpy(), np.array(rows["indicator"].to_pylist(), dtype=str), rows["value"].to_numpy()
    return {name: _sum(number, value, np.isin(indicator, indicators), runs) for name, indicators in MOVED.items()}


def _sum(number: NDArray[np.int64], value: Sums, rows: NDArray[np.bool_], runs: int) -> Sums:
    return np.bincount(number[rows], weights=value[rows], minlength=runs).astype(np.float64)


def changes(whole: Mapping[str, Sums], without: Mapping[str, Sums]) -> list[Change]:
    """How far each outcome is from the whole model's, without verdicts; an outcome that no run of either model holds is left out."""
    found = []
    for name in whole.keys() & without.keys():
        pair = np.stack([whole[name], without[name]])
        if pair.any():
            found.append(Change(name, estimate(100 * (np.log(pair[1]) - np.log(pair[0])).reshape(1, -1)) if pair.all() else None))
    return sorted(found, key=lambda one: list(MOVED).index(one.outcome))


def with_verdicts(found: Mapping[str, list[Change]]) -> dict[str, tuple[Change, ...]]:
    """The changes of every mechanism, by its name, with verdicts that control the false discovery rate over all of them."""
    flat = [(name, one) for name, ones in found.items() for one in ones]
    known = [one.estimate for _, one in flat if one.estimate is not None]
    verdicts = iter(verdict for verdict, _ in judged(known))
    told: dict[str, list[Change]] = {name: [] for name in found}
    for name, one in flat:
        told[name].append(one if one.estimate is None else Change(one.outcome, one.estimate, next(verdicts)))
    return {name: tuple(ones) for name, ones in told.items()}


def percent(one: Estimate) -> tuple[float, float | None]:
    """A change in per cent, and half the width of its interval in points of the logarithm, ``None`` without an interval."""
    half = None if one.low is None or one.high is None else (one.high - one.low) / 2
    return 100 * math.expm1(one.difference / 100), half


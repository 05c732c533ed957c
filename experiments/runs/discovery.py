"""Where a policy fails: the part of what was varied in which an outcome is worse than a bound, as a few plain conditions.

Scenario discovery in the sense of Bryant and Lempert (2010), by a small classification tree (CART, scikit-train): its leaves are boxes that do not overlap,
each with the share of its runs that fail and the share of all failures that it holds. Whether the tree predicts better than chance is measured by
cross-validation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.runs.outcomes import MORE, OUTCOMES
from experiments.store.compact import load
from experiments.store.indicators import EVERYWHERE
from experiments.store.sweep_folder import SweepFolder

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]

DEPTH = 3
"""Conditions of a box at most: more are not read."""
SMALLEST = 0.05
"""Share of all points that a box holds at least."""
FEWEST_POINTS = 20
"""Points below which nothing is sought."""
FOLDS = 5
"""Parts of the points that are left out in turn."""
CHANCE = 0.6
"""Share of pairs put in order that is hardly more than chance, which is a half."""
SURE = 0.9
"""How sure the interval of a share is."""


@dataclass(frozen=True, slots=True)
class Varied:
    """Runs of one policy in a sweep: ``columns`` by key, shape (runs,); ``value`` of the outcome; ``point``, equal for runs that differ in the seed alone.

    ``calibration`` says from which fit, and which draws of it, calibrated parameters come.
    """

    columns: Mapping[str, Numbers]
    value: Numbers
    point: NDArray[np.int64]
    seeds: tuple[int, ...] = ()
    calibration: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """Runs for which every key lies above ``low`` and not above ``high`` (by key, infinite where it is free); ``least`` and ``most`` bound the share."""

    bounds: Mapping[str, tuple[float, float]]
    runs: int
    failures: int
    all_failures: int
    least: float
    most: float

    @property
    def share(self) -> float:
        """Of its runs, those that fail."""
        return self.failures / self.runs

    @property
    def holds(self) -> float:
        """Of all failures, those in it."""
        return self.failures / self.all_failures if self.all_failures else 0.0

    def words(self) -> str:
        """Its conditions as a reader says them."""
        parts = []
        for key, (low, high) in self.bounds.items():
            if np.isfinite(low) and np.isfinite(high):
                parts.append(f"{key} between {low:.4g} and {high:.4g}")
            else:
                parts.append(f"{key} above {low:.4g}" if np.isfinite(low) else f"{key} at most {high:.4g}")
        return " and ".join(parts) or "everywhere"


@dataclass(frozen=True, slots=True)
class Discovery:
    """Boxes, the most failing first; ``reason`` says why there are none.

    ``cross_validated_auc`` is the share of pairs of a failing and another run that the tree orders right out of sample (0.5 is chance).
    """

    boxes: tuple[Box, ...]
    runs: int
    failures: int
    cross_validated_auc: float | None
    warnings: tuple[str, ...]
    reason: str = ""

    @property
    def answered(self) -> bool:
        """Whether the question has an answer: boxes, or that there is nothing to separate because no run fails, or every one."""
        return bool(self.boxes) or self.failures in {0, self.runs}


def varied(folder: Path, policy: str, against: str, outcome: str) -> Varied:
    """Read the runs of a policy from a sweep; with ``against``, what the policy changes at the same point under the same seed.

    Raises
    ------
    KeyError
        If a policy is not in the sweep.
    """
    runs = [row for row in load(folder, "runs").to_pylist() if not row["error"]]
    there = sorted({row["policy"] for row in runs})
    for name in (policy, against) if against else (policy,):
        if name not in there:
            raise KeyError(name)
    sums = _sums(folder, outcome)
    fixed = {"run", "key", "scenario", "policy", "lever_point", "point", "seed", "error", "calibration"}
    keys = [
        name for name in runs[0]
        if name not in fixed and all(isinstance(row[name], int | float) for row in runs if row["policy"] == policy)
        and len({row[name] for row in runs if row["policy"] == policy}) > 1
    ]  # fmt: skip
    base = {(row["scenario"], row["point"], row["seed"]): sums.get(row["run"], 0.0) for row in runs if row["policy"] == against}
    kept = [row for row in runs if row["policy"] == policy and (not against or (row["scenario"], row["point"], row["seed"]) in base)]
    value = [sums.get(row["run"], 0.0) - (base[row["scenario"], row["point"], row["seed"]] if against else 0.0) for row in kept]
    places = {pair: number for number, pair in enumerate(dict.fromkeys((row["lever_point"], row["point"]) for row in kept))}
    return Varied(
        {key: np.array([float(row[key]) for row in kept]) for key in keys},
        np.array(value),
        np.array([places[row["lever_point"], row["point"]] for row in kept], np.int64),
        tuple(sorted({row["seed"] for row in kept})),
        "; ".join(dict.fromkeys(SweepFolder(folder).calibrations().values())),
    )


def _sums(folder: Path, outcome: str) -> dict[int, float]:
    """An outcome of the whole territory, all communities together, by run."""
    parts = OUTCOMES[outcome].parts
    table = load(folder, "indicators", place_or_crossing=EVERYWHERE, indicator=list(parts))
    found: dict[int, float] = {}
    for run, indicator, value in zip(*(table[name].to_pylist() for name in ("run", "indicator", "value")), strict=True):
        found[run] = found.get(run, 0.0) + parts[indicator] * value
    return found


def fails(value: Numbers, bound: float, better: str) -> Truths:
    """Which runs are worse than a bound."""
    return value < bound if better == MORE else value > bound


def discover(columns: Mapping[str, Numbers], failed: Truths, point: NDArray[np.int64]) -> Discovery:
    """Find the boxes.

    Parameters
    ----------
    columns
        What was varied, by key; shape (runs,).
    failed
        Which runs fail; shape (runs,).
    point
        Equal for runs that differ in the random seed alone: they are never on both sides of a check.
    """
    runs, failures, points = len(failed), int(failed.sum()), len(np.unique(point))
    if not columns or failures in (0, runs) or points < FEWEST_POINTS:
        why = (
            "nothing was varied" if not columns else
            f"{'no' if failures == 0 else 'every'} run fails" if failures in (0, runs) else
            f"{points} points are too few: take {FEWEST_POINTS} or more"
        )  # fmt: skip
        reason = f"{why}, so that there is nothing to separate"
        return Discovery((), runs, failures, None, (reason,), reason)
    keys = list(columns)
    inputs = np.column_stack([columns[key] for key in keys])
    tree = _tree(runs).fit(inputs, failed)
    leaf = tree.apply(inputs)
    boxes = [_box(keys, bounds, failed[leaf == node], failures) for node, bounds in _leaves(tree.tree_, keys)]
    auc = _cross_validated(inputs, failed, point)
    warnings = []
    if auc is not None and auc <= CHANCE:
        than_chance = "hardly more than" if auc > 0.5 else "no better than"
        warnings.append(f"out of sample the tree orders {auc:.0%} of pairs right, {than_chance} chance (50%)")
    if auc is None:
        warnings.append("too few failing points to cross-validate the tree")
    return Discovery(tuple(sorted(boxes, key=lambda box: (-box.share, box.words()))), runs, failures, auc, tuple(warnings))


def _tree(runs: int) -> Any:
    from sklearn.tree import DecisionTreeClassifier

    # Pruned where a branch does not pay for itself; no chance in it, so the same runs give the same tree.
    return DecisionTreeClassifier(max_depth=DEPTH, min_samples_leaf=max(5, round(SMALLEST * runs)), ccp_alpha=0.01, random_state=0)


def _leaves(tree: Any, keys: Sequence[str]) -> list[tuple[int, dict[str, tuple[float, float]]]]:
    """Every leaf of a tree with its bounds."""
    found: list[tuple[int, dict[str, tuple[float, float]]]] = []
    todo: list[tuple[int, dict[str, tuple[float, float]]]] = [(0, {})]
    while todo:
        node, bounds = todo.pop()
        if tree.children_left[node] == tree.children_right[node]:
            found.append((node, bounds))
            continue
        key, cut = keys[tree.feature[node]], float(tree.threshold[node])
        low, high = bounds.get(key, (-np.inf, np.inf))
        todo.append((int(tree.children_left[node]), bounds | {key: (low, min(high, cut))}))
        todo.append((int(tree.children_right[node]), bounds | {key: (max(low, cut), high)}))
    return found


def _box(keys: Sequence[str], bounds: Mapping[str, tuple[float, float]], failed: Truths, failures: int) -> Box:
    """A box with the interval of its share (Jeffreys: the beta distribution of successes and failures, each with a half more)."""
    from scipy.stats import beta

    runs, own = len(failed), int(failed.sum())
    least, most = beta.ppf([(1 - SURE) / 2, (1 + SURE) / 2], own + 0.5, runs - own + 0.5)
    return Box({key: bounds[key] for key in keys if key in bounds}, runs, own, failures, float(least) if own else 0.0, float(most) if own < runs else 1.0)


def _cross_validated(inputs: Numbers, failed: Truths, point: NDArray[np.int64]) -> float | None:
    """Area under the curve of the tree's shares on points left out in turn; nothing where the folds cannot hold both kinds."""
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold

    predicted = np.zeros(len(failed))
    for train, test in GroupKFold(FOLDS).split(inputs, failed, point):
        if failed[train].all() or not failed[train].any():
            return None
        predicted[test] = _tree(len(train)).fit(inputs[train], failed[train]).predict_proba(inputs[test])[:, 1]
    return float(roc_auc_score(failed, predicted))

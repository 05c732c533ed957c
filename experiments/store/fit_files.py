"""The files of a fit: draws, manifest, and what runs at the draws say; each written whole or not at all."""

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from calibration.fit import Fit
from calibration.free import settings
from calibration.targets import Target
from experiments.store.sweep_folder import write_text

POSTERIOR, MANIFEST, PREDICTIVE, PRIOR = NAMES = ("posterior.csv", "posterior.json", "predictive.csv", "prior.csv")

FILES: Mapping[str, str] = {
    POSTERIOR: "draws of the free parameters, the likeliest first, the others mixed so that the first few stand for all",
    MANIFEST: "how the draws came about, whether the chains converged, what was learned, and how the checks came out",
    PREDICTIVE: "what a run at each draw says of every documented value that is no input, in the parameter's own unit",
    PRIOR: "the same of the first wave of runs, spread over the priors; the fitted parameters alone",
}
"""The files of a fit."""
DRAWS: Mapping[str, str] = {
    "draw": "number of the draw",
    "_log_likelihood": "of the documents at the draw, on the emulators; columns that begin with `_` are no parameters",
    "<key>": "value of a parameter, in the unit of its key; one column a key",
}
"""The columns of ``posterior.csv``."""
KEYS: Mapping[str, str] = {
    "format": "name and version of this format",
    "scenario": "what was fitted",
    "budget": "runs in all",
    "seed": "number that fixes all chance",
    "scale": "what people, seats and guards' capacity were multiplied by",
    "runs": "runs of the two waves and at draws of the posterior, and how many failed",
    "chains": "steps kept and before, how many of them are stored, ensembles and walkers",
    "plausible_share": "share of the priors that the first wave leaves possible",
    "fitted": "clusters of documents that were fitted",
    "held_out": "clusters that were kept away by the rule",
    "program": "SHA-256 of the code and the evidence that decide what a run says",
    "scenario_sha256": "SHA-256 of the resolved scenario",
    "versions": "versions of the packages that results depend on",
    "parameters": "by free parameter: its keys, prior, posterior, r-hat, effective draws, `contraction` (1 less the variance left), histogram",
    "emulators": "by fitted document: runs that speak of it, share of their variance foretold when left out, share outside the intervals, luck of a run",
    "acceptance": "share of the steps of the chains that were taken",
    "simulation_based": "made-up truths: how many 90 per cent intervals held them, and distances in standard deviations",
    "recovered_from_runs": "the same of runs whose parameters are known",
    "family_left_out": "by family of the evidence: share of its clusters that the others foretell",
    "information": "squared slope of each cluster's log-likelihood along each parameter, relative to what the prior tells",
    "draws": "how many draws",
    "sha256": "SHA-256 of the table of draws",
}
"""The keys of ``posterior.json``."""


def write_fit(folder: Path, fit: Fit, about: Mapping[str, Any]) -> tuple[Path, ...]:
    """Write the four files of a fit into a folder; ``about`` becomes its manifest, with the digest of the draws.

    ``posterior.csv`` has one row a draw, in the order of :class:`calibration.fit.Fit`, and one column a key; ``predictive.csv`` one row a draw, and one
    column for each documented value that results are held against, empty where a run says nothing of it; ``prior.csv`` the same of the first wave, the
    fitted parameters alone.
    """
    values = settings(fit.frees, fit.draws)
    logs = fit.reachable.log_likelihood(fit.draws)
    rows = [[str(number), f"{logs[number]:.4f}", *(repr(float(column[number])) for column in values.values())] for number in range(len(fit.draws))]
    draws = _table(("draw", "_log_likelihood", *values), rows)
    told = [[str(number), *map(_cell, row)] for number, row in enumerate(fit.values)]
    full = {**about, "draws": len(fit.draws), "sha256": hashlib.sha256(draws.encode()).hexdigest()}
    first = fit.told[: fit.plan.waves[0]]
    before = _table(("draw", *(target.name for target in fit.surrogate.targets)), [[str(number), *map(_cell, row)] for number, row in enumerate(first)])
    texts = (draws, json.dumps(full, indent=1, ensure_ascii=False) + "\n", _table(("draw", *fit.names), told), before)
    paths = tuple(folder / name for name in NAMES)
    for path, text in zip(paths, texts, strict=True):
        write_text(path, text)
    return paths


def read_predictive(path: Path, targets: Sequence[Target]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What runs say of targets, shape (draws, targets); not a number where nothing.

    Raises
    ------
    OSError
        If there is no such file.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return np.array([[float(row.get(target.name) or "nan") for target in targets] for row in rows])


def _cell(value: float) -> str:
    return f"{value:.6g}" if np.isfinite(value) else ""


def _table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()

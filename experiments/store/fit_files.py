"""The files of a fit: draws, manifest, and what runs at the draws say; each written whole or not at all."""

import csv
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from calibration.fit.free import settings
from calibration.fit.left_out import LeftOut
from calibration.fit.procedure import Fit
from calibration.fit.targets import Target
from experiments.store.csv_text import csv_text
from experiments.store.damage import UNREADABLE, damaged_file, reason
from experiments.store.digest_list import check_file, note
from experiments.store.writing import write_whole

AGAIN = "the file that routesim calibrate wrote; give that command again with --resume"
POSTERIOR, MANIFEST, PREDICTIVE, PRIOR = NAMES = ("posterior.csv", "posterior.json", "predictive.csv", "prior.csv")
LEFT_OUT = "left_out.csv"

FILES: Mapping[str, str] = {
    POSTERIOR: "draws of the free parameters, the maximum a posteriori draw first, the others mixed so that the first few stand for all",
    MANIFEST: "how the draws came about, whether the chains converged, how far the posterior contracted, and how the checks came out",
    PREDICTIVE: "what a run at each draw gives for every documented value that is no input, in its own unit",
    PRIOR: "the same of the first wave of runs, spread over the priors; the fitted parameters alone",
    LEFT_OUT: "with `--leave-out`: what runs give for a quantity at draws of the posterior that was fitted without it",
}
"""The files of a fit."""
DRAWS: Mapping[str, str] = {
    "draw": "number of the draw",
    "_log_likelihood": "of the documents at the draw, on the emulators; columns that begin with `_` are no parameters",
    "<key>": "value of a parameter, in the unit of its key; one column a key",
}
"""The columns of ``posterior.csv``."""
LEFT_OUT_COLUMNS: Mapping[str, str] = {
    "quantity": "what was left out: a passage or a table of the evidence",
    "document": "the documented value, as the columns of `predictive.csv` name it",
    "unit": "of the numbers in this row",
    "documented_low": "lower end of what is documented; empty if there is none",
    "documented_high": "upper end, likewise",
    "draw": "number of the draw of the posterior without the quantity: one run, with a random seed of its own",
    "simulated": "what the run gives; empty where it gives nothing",
}
"""The columns of ``left_out.csv``."""
KEYS: Mapping[str, str] = {
    "format": "name and version of this format",
    "scenario": "what was fitted",
    "budget": "runs in all",
    "seed": "number that fixes all chance",
    "scale": "what people, seats and guards' capacity were multiplied by",
    "runs": "runs of the waves and at draws of the posterior, and how many failed",
    "chains": "steps kept and before, how many of them are stored, ensembles and walkers",
    "plausible_share": "share of the prior space that the last wave leaves possible",
    "waves": "by wave: runs, share of the prior space left possible, and emulators' standard deviation there, relative to that of seed and discrepancy",
    "fitted": "clusters of documents that were fitted",
    "held_out": "clusters that were kept away by the rule",
    "program": "SHA-256 of the code and the evidence that decide what a run says",
    "scenario_sha256": "SHA-256 of the resolved scenario",
    "versions": "versions of the packages that results depend on",
    "parameters": "by free parameter: keys, prior, posterior, r-hat, effective draws, `contraction` (1 less posterior over prior variance), histogram",
    "emulators": "by fitted document: runs that give one, share of variance predicted when left out, share outside intervals, `seed_sd` between seeds, range",
    "not_learned": "ids of fitted documents of which emulators say no more than the mean of all runs",
    "acceptance": "share of the steps of the chains that were taken",
    "simulation_based": "synthetic truths: how many 90 per cent intervals held them, and distances in standard deviations",
    "recovered_from_runs": "the same of runs whose parameters are known",
    "family_left_out": "by family of the evidence: share of its clusters that the others predict",
    "information": "squared slope of each cluster's log-likelihood along each parameter, relative to that of the prior",
    "left_out": "by quantity left out and simulated again: `weight` in parameters, share of its rows inside and interval score without it, fitted, and before",
    "draws": "how many draws",
    "sha256": "SHA-256 of the table of draws",
}
"""The keys of ``posterior.json``."""


def write_fit(folder: Path, fit: Fit, about: Mapping[str, Any], left_out: Sequence[LeftOut] = ()) -> tuple[Path, ...]:
    """Write the four files of a fit into a folder, and a fifth where quantities were left out; ``about`` becomes its manifest, with the digest of the draws.

    ``posterior.csv`` has one row a draw, in the order of :class:`calibration.fit.procedure.Fit`, and one column a key; ``predictive.csv`` one row a draw and
    one column for each documented value that results are compared with, empty where a run gives nothing for it; ``prior.csv`` the same of the first wave, the
    fitted parameters alone.
    """
    values = settings(fit.frees, fit.draws)
    logs = fit.reachable.log_likelihood(fit.draws)
    rows = [[str(number), f"{logs[number]:.4f}", *(repr(float(column[number])) for column in values.values())] for number in range(len(fit.draws))]
    draws = csv_text(("draw", "_log_likelihood", *values), rows)
    values_at_draws = [[str(number), *map(_cell, row)] for number, row in enumerate(fit.values)]
    full = {**about, "draws": len(fit.draws), "sha256": hashlib.sha256(draws.encode()).hexdigest()}
    first = fit.wave_values[: fit.plan.first]
    before = csv_text(("draw", *(target.name for target in fit.surrogate.targets)), [[str(number), *map(_cell, row)] for number, row in enumerate(first)])
    texts = (draws, json.dumps(full, indent=1, ensure_ascii=False) + "\n", csv_text(("draw", *fit.names), values_at_draws), before)
    named = dict(zip(NAMES, texts, strict=True)) | ({LEFT_OUT: _left_out(left_out)} if left_out else {})
    paths = tuple(folder / name for name in named)
    for path, text in zip(paths, named.values(), strict=True):
        write_whole(path, text)
    note(folder, paths)
    return paths


def _left_out(found: Sequence[LeftOut]) -> str:
    rows = [
        [one.quantity, target.name, target.unit, _end(target.low), _end(target.high), str(draw), _cell(value)]
        for one in found
        for target, column in zip(one.targets, one.values.T, strict=True)
        for draw, value in enumerate(column)
    ]
    return csv_text(tuple(LEFT_OUT_COLUMNS), rows)


def read_predictive(path: Path, targets: Sequence[Target]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """What runs give for targets, shape (draws, targets); not a number where nothing.

    Raises
    ------
    experiments.store.damage.DamagedFile
        If there is no such file, or it is another than the one that was written.
    """
    check_file(path, AGAIN)
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        return np.array([[float(row.get(target.name) or "nan") for target in targets] for row in rows]).reshape(len(rows), len(targets))
    except UNREADABLE as error:
        raise damaged_file(path, f"a table that cannot be read ({reason(error)})", AGAIN) from None


def _end(value: float | None) -> str:
    return "" if value is None else _cell(value)


def _cell(value: float) -> str:
    return f"{value:.6g}" if np.isfinite(value) else ""

"""The files of a fit: draws, manifest, and what runs at the draws say; each written under another name and renamed when it is whole."""

import csv
import hashlib
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from calibration.fit import Fit
from calibration.free import settings
from calibration.targets import Target

POSTERIOR, MANIFEST, PREDICTIVE, PRIOR = NAMES = ("posterior.csv", "posterior.json", "predictive.csv", "prior.csv")


def write_fit(folder: Path, fit: Fit, about: Mapping[str, Any]) -> tuple[Path, ...]:
    """Write the four files of a fit into a folder; ``about`` becomes its manifest, with the digest of the draws.

    ``posterior.csv`` has one row a draw, in the order of :class:`calibration.fit.Fit`, and one column a key; ``predictive.csv`` one row a draw, and one
    column for each documented figure that results are held against, empty where a run says nothing of it; ``prior.csv`` the same of the first wave, the
    fitted figures alone.
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
    return tuple(_write(folder / name, text) for name, text in zip(NAMES, texts, strict=True))


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


def _write(path: Path, text: str) -> Path:
    half = path.with_name(f".{path.name}.half")
    half.write_text(text, encoding="utf-8")
    os.replace(half, path)  # noqa: PTH105 - over what is there, in one step
    return path

"""A fit that is there, beside the documents: one that ships, or one in a folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calibration import fit
from calibration.evidence.uses import FITTED, HELD_OUT
from calibration.fit.predictive import Check
from calibration.fit.targets import read_targets
from calibration.fit.validation import Verdict, checks, verdict
from experiments.runs.scoring import Scoring, score
from experiments.store.digest_list import check_file
from experiments.store.fit_files import AGAIN, POSTERIOR, PREDICTIVE, PRIOR, read_predictive
from scenarios import load
from scenarios.load import study_of
from scenarios.posteriors import NONE, Posterior, manifest, read_posterior, shipped
from scenarios.reading.folders import POSTERIORS
from scenarios.reading.paths import is_file
from scenarios.reading.problems import BadInput, Finding

PREDICTIONS = Path(fit.__file__).with_name("predictions")
"""What runs at the draws of the fits that ship say of every documented value."""


@dataclass(frozen=True)
class Validation:
    """Checks in the order of the comparisons, ``before`` the same with the first wave of runs in place of the posterior, scores, and what the manifest says."""

    name: str
    checks: tuple[Check, ...]
    before: tuple[Check, ...]
    verdicts: tuple[Verdict, ...]
    verdicts_before: tuple[Verdict, ...]
    posterior: Posterior
    about: dict[str, Any]
    scoring: Scoring


def has_fit(scenario: str) -> bool:
    """Whether a fit ships for a scenario, with what its runs say."""
    path = shipped(scenario)
    return path is not None and is_file(PREDICTIONS / path.name)


def validate(scenario: str, folder: Path | None) -> Validation:
    """Validate a fit against all documented values that are no input: the one in a folder, or the one that ships for a scenario.

    Raises
    ------
    scenarios.BadInput
        If there is none.
    """
    draws, predictive, prior = (
        (POSTERIORS / f"{scenario}.csv", PREDICTIONS / f"{scenario}.csv", PREDICTIONS / f"{scenario}-prior.csv")
        if folder is None
        else (folder / POSTERIOR, folder / PREDICTIVE, folder / PRIOR)
    )
    missing = [path.name for path in (draws, draws.with_suffix(".json"), predictive, prior) if not is_file(path)]
    if missing:
        found = f'"{scenario}", for which no fit ships' if folder is None else f"{folder}, without {' and '.join(missing)}"
        raise BadInput([Finding("scenario" if folder is None else "--fit", found, "what routesim calibrate made: give its folder as --fit")])
    for path in (draws, draws.with_suffix(".json")):
        check_file(path, AGAIN)
    about = dict(manifest(draws))
    study = study_of(scenario if folder is None else str(about.get("scenario", scenario)))
    targets = read_targets(study)
    seed = int(about.get("seed", 1))
    values, values_before = read_predictive(predictive, targets), read_predictive(prior, targets)
    after, before = checks(targets, values, seed), checks(targets, values_before, seed)
    uses = (FITTED, HELD_OUT)
    name = scenario if folder is None else str(about.get("scenario", folder.name))
    communities = len(load(name, posterior=NONE).communities)
    scoring = score(study, name, f"posterior of {name}, {len(values)} draws with a seed each", targets, values, values_before, communities, seed, fitted=True)
    return Validation(
        name, after, before, tuple(verdict(use, after) for use in uses),
        tuple(verdict(use, before) for use in uses), read_posterior(draws), about, scoring,
    )  # fmt: skip

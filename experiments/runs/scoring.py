"""What a scenario's forecasts of documents score, by quantity: from the runs of a fit, or from runs made for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from calibration.evidence.compare import can_judge, is_there
from calibration.evidence.comparisons import read_specs
from calibration.evidence.quantities import quantities
from calibration.evidence.uses import FITTED, HELD_OUT, INPUT
from calibration.fit.emulator import Numbers
from calibration.fit.free import Free, read_free, settings
from calibration.fit.references import climatology, empty
from calibration.fit.score import RowScore, score_rows, scored, silent
from calibration.fit.skill import CLIMATOLOGY, EMPTY, PRIOR, REPRODUCED, QuantityScore, Total, by_quantity, total
from calibration.fit.targets import Target, name_of, read_targets
from calibration.fit.waves import first_points
from experiments.runs.design import scenario_name
from experiments.runs.progress import SweepListener
from experiments.runs.simulator import Draws, simulator
from scenarios import load
from scenarios.policies.lever_keys import Setting
from scenarios.posteriors import BEST, NONE, chosen
from scenarios.studies import Study, read_study
from sim.world.world import World

SEEDS, DRAWS = 8, 24
"""Seeds where no parameter is free, and draws where some are, unless told otherwise: enough for the middle and the width of a forecast."""


@dataclass(frozen=True)
class Scoring:
    """Scores of one forecaster.

    ``forecast`` says in words what the forecast is, ``quantities`` are in the order of the comparisons, ``totals`` by use; ``fitted`` says whether parameters
    were fitted to the documents that may be fitted.
    """

    name: str
    forecast: str
    quantities: tuple[QuantityScore, ...]
    totals: tuple[Total, ...]
    fitted: bool = False

    @property
    def rows(self) -> tuple[RowScore, ...]:
        """The rows of all quantities."""
        return tuple(row for one in self.quantities for row in one.rows)


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """What is simulated to be scored: ``draws`` of parameters with ``seeds`` each, from ``seed`` on (``None``: as many as usual), with ``settings``."""

    scenario: str
    seeds: int | None = None
    draws: int | None = None
    seed: int = 1
    scale: float = 1.0
    settings: Mapping[str, Setting] | None = None


class NothingToScore(Exception):
    """No document can be compared with a scenario; the message says what is lacking."""


def score(
    study: Study, name: str, forecast: str, targets: Sequence[Target], values: Numbers, prior: Numbers | None, communities: int, seed: int = 1, *,
    fitted: bool = False,
) -> Scoring:
    """Score what runs give for targets.

    Parameters
    ----------
    study
        Whose documents they are: whoever knows no model knows all of them.
    name, forecast
        The scenario, and what the forecast is, in words.
    values, prior
        What runs give, and what runs at draws of the prior give (``None``: no such runs); shapes (runs, targets), not a number where a run says nothing.
    communities
        How many communities a ranking of all of them is made among.
    fitted
        Whether the runs are those of a fit.
    """
    known = {name_of(spec): spec for spec in read_specs(study)}
    specs = [known[target.name] for target in targets]
    documents = read_targets(study, wanted=(FITTED, HELD_OUT, INPUT))
    by_name = dict(zip(known, quantities(list(known.values())), strict=True))
    names = [by_name[target.name] for target in targets]
    others = climatology(documents, [by_name[one.name] for one in documents], [known[one.name] for one in documents], communities, seed)
    references: dict[str, Sequence[RowScore]] = {
        CLIMATOLOGY: [scored(target, others[target.name]) if target.name in others else silent(target) for target in targets],
        EMPTY: score_rows(targets, empty(specs), others, seed),
    }
    if prior is not None:
        rows = score_rows(targets, prior, others, seed)
        references[PRIOR] = [row if row.says else silent(row.target) for row in rows]  # what no run of the prior was asked for
    found = by_quantity(score_rows(targets, values, others, seed), names, references)
    uses = [use for use in (FITTED, HELD_OUT, REPRODUCED) if any(one.use == use for one in found)]
    return Scoring(name, forecast, found, tuple(total(use, found, seed) for use in uses), fitted)


def documents_of(world: World) -> tuple[Target, ...]:
    """The documents that a run of a world can be compared with, inputs among them.

    Raises
    ------
    NothingToScore
        If there is none; the message says why.
    """
    study = read_study(world.study, world.title)
    specs = read_specs(study)
    wanted = {name_of(spec) for spec in specs if can_judge(spec, world)}
    found = tuple(target for target in read_targets(study, wanted=(FITTED, HELD_OUT, INPUT)) if target.name in wanted)
    if not found:
        there = sum(is_there(spec, world) for spec in specs)
        first, last = world.report
        why = (
            f"{there} of the {len(specs)} comparisons are about places and communities that it has, "
            f"but none about the days that it simulates ({first} to {last})"
            if there
            else f"none of the {len(specs)} comparisons of {study.name} is about places and communities that it has"
            if specs
            else f"{study.name} has neither comparisons nor observations"
        )
        msg = f"{world.name}: no document to validate against: {why}. It stands in comparisons.csv and observations.csv of a study."
        raise NothingToScore(msg)
    return found


def free_parameters(world: World) -> tuple[Free, ...]:
    """The free parameters of a scenario, those of its study."""
    return read_free(world.parameters, read_study(world.study))


def simulate_and_score(request: ScoreRequest, folder: Path, *, workers: int, listener: SweepListener, redo: bool = False) -> Scoring:
    """Make the runs that are asked for, or find them in the folder, and score them.

    They are at draws of the posterior where one ships, at draws of the prior where parameters are free, and at the uncalibrated defaults otherwise.

    Raises
    ------
    NothingToScore
        If no document can be compared with the scenario; no run is made then.
    scenarios.BadInput
        If the scenario or the folder cannot be used.
    """
    world = load(request.scenario, posterior=NONE)
    draws, origin = forecast_draws(request, world)
    return score_runs(request, world, (draws, NONE, origin), folder, workers=workers, listener=listener, redo=redo)


def score_runs(
    request: ScoreRequest, world: World, forecast: tuple[Draws, str, str], folder: Path, *, workers: int, listener: SweepListener, redo: bool = False
) -> Scoring:
    """Score runs of a world: ``forecast`` is the draws, the posterior of whatever is not drawn, and what they are in words.

    Raises
    ------
    NothingToScore
        If no document can be compared with the scenario; no run is made then.
    scenarios.BadInput
        If the folder cannot be used.
    """
    targets = documents_of(world)
    draws, posterior, origin = forecast
    count = len(next(iter(draws.values()))) if draws else 1
    seeds = request.seeds or (1 if draws else SEEDS)
    runs = simulator(
        request.scenario, settings=request.settings, seeds=tuple(range(request.seed, request.seed + seeds)), scale=request.scale, posterior=posterior,
        workers=workers, folder=folder, listener=listener, common_seeds=count == 1, redo=redo,
    )(draws)  # fmt: skip
    place = {name: number for number, name in enumerate(runs.names)}
    values = np.full((count * seeds, len(targets)), np.nan)
    for number, target in enumerate(targets):
        if target.name in place:
            values[:, number] = runs.values[:, :, place[target.name]].ravel()
    words = f"{origin}, {count * seeds} run{'s' if count * seeds > 1 else ''}" + (f" at scale {request.scale:g}" if request.scale != 1 else "")
    fitted = chosen(request.scenario, BEST) is not None
    return score(read_study(world.study), scenario_name(request.scenario), words, targets, values, None, len(world.communities), request.seed, fitted=fitted)


def forecast_draws(request: ScoreRequest, world: World) -> tuple[Draws, str]:
    """Values by key at which a scenario is simulated, and what they are, in words."""
    posterior = chosen(request.scenario, BEST)
    if posterior is not None:
        some = posterior.draws[: request.draws or DRAWS]
        return {key: [draw[key] for draw in some] for key in posterior.best}, f"{posterior.name}, {len(some)} of {len(posterior.draws)} draws"
    frees = free_parameters(world)
    if frees:
        count = request.draws or DRAWS
        return settings(frees, first_points(count, len(frees), request.seed)), f"{count} draws of the prior of {len(frees)} free parameters"
    return {}, "uncalibrated defaults"


def plain(found: Scoring) -> dict[str, Any]:
    """Scores for programs."""
    return {
        "scenario": found.name,
        "forecast": found.forecast,
        "fitted": found.fitted,
        "quantities": [_quantity(one) for one in found.quantities],
        "totals": [_total(one) for one in found.totals],
    }


def _quantity(one: QuantityScore) -> dict[str, Any]:
    return {
        "quantity": one.name,
        "use": one.use,
        "score": one.score,
        "skill": {reference: one.skill(reference) for reference in one.references},
        "reference_score": {reference: pair[1] for reference, pair in one.references.items()},
        "rows": [_row(row) for row in one.rows],
    }


def _row(row: RowScore) -> dict[str, Any]:
    target = row.target
    return {
        "id": ";".join(target.ids),
        "what": target.what,
        "use": target.use,
        "period": target.name.rpartition("|")[2],
        "unit": target.unit,
        "kind": target.kind,
        "documented_low": target.low,
        "documented_high": target.high,
        "number": row.number,
        "simulated_median": row.median,
        "written_low": row.low,
        "written_high": row.high,
        "runs_with_a_value": row.says,
        "score": row.score,
        "pit": row.pit,
        "probability": row.probability,
        "agrees": row.agrees,
    }


def _total(one: Total) -> dict[str, Any]:
    skills = [
        {
            "against": skill.against,
            "quantities": skill.quantities,
            "score": skill.score,
            "reference_score": skill.reference,
            "skill": skill.skill,
            "low": skill.low,
            "high": skill.high,
        }
        for skill in one.skills
    ]
    return {
        "use": one.use,
        "quantities": one.quantities,
        "votes": one.votes,
        "agree": one.agree,
        "score": one.score,
        "skills": skills,
        "pit": list(one.pit),
        "pit_uniform": one.uniform,
    }

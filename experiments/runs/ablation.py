"""What each mechanism is worth: the model scored without it, relative to the whole model."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from calibration.fit.mechanisms import Mechanism, read_mechanisms
from calibration.fit.skill import REPRODUCED, QuantityScore, Skill, skill
from experiments.runs.ablation_outcomes import Change, changes, percent, sums_of, with_verdicts
from experiments.runs.progress import SweepListener
from experiments.runs.scoring import ScoreRequest, Scoring, score_runs
from scenarios import load
from scenarios.posteriors import BEST, NONE, chosen
from scenarios.reading.problems import Problems

ALL = "all"
SEEDS = 3
"""Seeds of each model unless told otherwise: the least that shows how far seeds differ."""


@dataclass(frozen=True)
class WithoutOne:
    """The model without a mechanism.

    ``worth`` is the skill of the whole model over the model without it, ``None`` where they share no vote: above 0 the mechanism makes forecasts better.
    ``most`` are the quantities whose score changes most, as (id of its first document, whole, without). Inputs that come out again have no vote here.
    ``changes`` are outcomes of people in transit, relative to the whole model.
    """

    mechanism: Mechanism
    settings: int
    scoring: Scoring
    worth: Skill | None
    most: tuple[tuple[str, float, float], ...]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Ablation:
    """The whole model, and it without each mechanism in turn; ``absent`` are mechanisms of which the scenario has no parameter."""

    whole: Scoring
    without: tuple[WithoutOne, ...]
    absent: tuple[str, ...]


def mechanisms_asked(name: str, problems: Problems) -> tuple[Mechanism, ...]:
    """The mechanisms that a word asks for: one by name, ``all``, or none; a finding for a name that nothing bears."""
    if not name:
        return ()
    known = read_mechanisms()
    if name == ALL:
        return known
    found = tuple(one for one in known if one.name == name)
    if not found:
        problems.unknown("--without", "mechanism", name, [ALL, *(one.name for one in known)])
    return found


def ablate(request: ScoreRequest, mechanisms: tuple[Mechanism, ...], folder: Path, *, workers: int, listener: SweepListener, redo: bool = False) -> Ablation:
    """Run and score the model at the MAP draw (or the uncalibrated defaults, where no fit ships), whole and without each mechanism, with the same seeds.

    Raises
    ------
    NothingToScore
        If no document can be compared with the scenario.
    scenarios.BadInput
        If the scenario or the folder cannot be used.
    """
    world = load(request.scenario, posterior=NONE)
    posterior = chosen(request.scenario, BEST)
    origin = "uncalibrated defaults" if posterior is None else f"{posterior.name}, MAP draw"
    whole_request = replace(request, seeds=request.seeds or SEEDS, settings=None)

    def scored(words: str, what: ScoreRequest) -> Scoring:
        return score_runs(what, world, ({}, BEST, words), folder / _folder(words), workers=workers, listener=listener, redo=redo)

    whole = scored(origin, whole_request)
    sums = sums_of(folder / _folder(origin), world)
    moved: dict[str, list[Change]] = {}
    found, absent = [], []
    for one in mechanisms:
        off = one.off(world.parameters)
        if not off:
            absent.append(one.name)
            continue
        listener.say(f"without {one.name}: {one.reason}")
        without = scored(f"without {one.name}", replace(whole_request, settings=off))
        found.append(_beside(one, len(off), whole, without))
        moved[one.name] = changes(sums, sums_of(folder / _folder(f"without {one.name}"), world))
    judged = with_verdicts(moved)
    return Ablation(whole, tuple(replace(one, changes=judged[one.mechanism.name]) for one in found), tuple(absent))


def _folder(words: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in words.lower())


def _beside(mechanism: Mechanism, settings: int, whole: Scoring, without: Scoring) -> WithoutOne:
    others = {one.name: one.score for one in without.quantities}
    voting = [one for one in whole.quantities if one.score is not None and one.use != REPRODUCED]
    pairs = [(one, other) for one in voting if (other := others.get(one.name)) is not None]
    together = [QuantityScore(one.name, one.use, one.rows, one.score, {mechanism.name: (one.score or 0.0, other)}) for one, other in pairs]
    changes = sorted(((one.rows[0].target.ids[0], one.score or 0.0, other) for one, other in pairs), key=lambda row: -abs(row[2] - row[1]))
    return WithoutOne(mechanism, settings, without, skill(mechanism.name, together), tuple(changes[:3]))


def plain(found: Ablation) -> dict[str, Any]:
    """An ablation for programs."""
    rows = []
    for one in found.without:
        worth = one.worth
        rows.append({
            "mechanism": one.mechanism.name,
            "reason": one.mechanism.reason,
            "settings": one.settings,
            "quantities": None if worth is None else worth.quantities,
            "score_whole": None if worth is None else worth.score,
            "score_without": None if worth is None else worth.reference,
            "worth": None if worth is None else worth.skill,
            "low": None if worth is None else worth.low,
            "high": None if worth is None else worth.high,
            "needed": one.mechanism.needed,
            "outcomes": [{"outcome": each.outcome, "change": percent(each.estimate), "verdict": each.verdict} for each in one.changes if each.estimate],
            "most": [{"document": name, "whole": whole, "without": without} for name, whole, without in one.most],
        })  # fmt: skip
    return {"scenario": found.whole.name, "forecast": found.whole.forecast, "without": rows, "absent": list(found.absent)}

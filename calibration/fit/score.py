"""How good a forecast of documents is: the continuous ranked probability score (CRPS) of every document, in one way for all kinds.

A forecast says what the model gives (runs at draws of parameters, with seeds of their own), moved by what it may miss (the discrepancy) and written down as the
observation model of the document's kind says. It is scored by the number that *was* written down. For a forecast ``F`` and a number ``d``, on the scale of the
target,

    CRPS(F, d) = E|X - d| - E|X - X'| / 2,    X and X' independent, both from F

(Gneiting and Raftery 2007, Journal of the American Statistical Association 102, equation 21). It is proper: nobody expects a better score from saying anything
but what he believes. It stays proper for beliefs about what lies behind a document, because writing it down is the same known step for every forecast (Ferro
2017, Quarterly Journal of the Royal Meteorological Society 143). So each kind of document needs one number and one law of how it is written down:

``span``      the geometric middle of the range, off from the truth by at most half its width (each factor within it as likely), and by a shoulder beyond
``more``      the number named: the truth divided by anything from 1 to :data:`~calibration.fit.observation.SOFT_TOP`, and rarely by more or less
``register``, ``share``, ``bin``, ``signed``    the count, share or difference, with the error of its kind
``order``     the rank, moved by the discrepancy
``most``      no vote: see below

"At most" is known from one side only. Every proper score of such an event is best for whoever says that nothing happens, so that an empty world would win by
it. Such rows are ceilings: what is said of them is the probability that the ceiling is kept, and they have no vote.

Scores are in units of the discrepancy of their family, so that prices, shares and ranks can be put together; a fixed unit leaves a score proper.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from calibration.fit.emulator import Numbers
from calibration.fit.observation import LEAST, SCALES, SHOULDER, SOFT_TOP
from calibration.fit.predictive import ENDS, chance_of, written_down
from calibration.fit.targets import MORE, MOST, ORDER, SPAN, Target

DRAWS = 4_000
"""Draws of a forecast, spread evenly over its runs: the score's error by chance is then below a hundredth of the discrepancy."""

UNLIKELY = 1 - (ENDS[1] - ENDS[0])
"""Probability of a document below which a forecast contradicts it: it lies outside a 90 per cent interval then."""


@dataclass(frozen=True, slots=True)
class RowScore:
    """A forecast beside one document.

    ``number`` is what was written down (``None``: a ceiling, or nothing that can be scored), ``says`` the share of runs that give a value, ``median`` the
    median of these runs, ``low`` and ``high`` the 90 per cent interval of the forecast of what is written down. ``score`` is the CRPS in units of the
    discrepancy (0 is perfect), ``pit`` the share of the forecast below the document, ``probability`` how likely something at least as far out as the document
    is if the forecast is right, or that a ceiling is kept. Those that cannot be known are ``None``.
    """

    target: Target
    number: float | None
    says: float
    median: float | None
    low: float | None
    high: float | None
    score: float | None
    pit: float | None
    probability: float | None

    @property
    def agrees(self) -> bool | None:
        """Whether the document is not contradicted: within the 90 per cent interval, or a ceiling kept with a probability of a tenth; ``None``: not known."""
        return None if self.probability is None else self.probability >= UNLIKELY


def crps(draws: Numbers, number: float) -> float:
    """The CRPS of a forecast given by equally likely draws, of a number: smaller is better, and 0 for a forecast that is sure of it."""
    ordered = np.sort(draws)
    count = len(ordered)
    apart = float((ordered * (2.0 * np.arange(1, count + 1) - count - 1)).sum()) * 2.0 / count**2  # the mean of |X - X'|
    return float(np.abs(ordered - number).mean()) - apart / 2.0


def number_of(target: Target) -> float | None:
    """The number that was written down: the middle of a range, the number after "more than", the rank; ``None`` for a ceiling.

    A range of sizes from zero up says no more than a ceiling, and "more than zero" nothing that could be scored.
    """
    low, high = target.low, target.high
    if target.kind == MOST:
        return None
    if target.kind == ORDER:
        return high
    if target.kind == SPAN and low is not None and high is not None:
        return math.sqrt(low * high) if low > 0 else None
    return None if target.kind == MORE and low is not None and low <= 0 else low


def as_written(target: Target, values: Numbers, chance: np.random.Generator) -> Numbers:
    """The number that would be written down where the model gives ``values``, one draw each; of a ceiling, what it is compared with."""
    if target.kind not in (SPAN, MORE):
        return written_down(target, values, chance)
    there, back = SCALES[target.scale]
    logs = np.log(np.maximum(back(there(values) + target.spread * chance.standard_normal(len(values))), LEAST))
    shoulder = max(SHOULDER, math.log(target.slack))
    if target.kind == MORE:
        drawn = logs - _flat(0.0, math.log(SOFT_TOP), shoulder, math.log(SOFT_TOP), len(values), chance)
    else:
        half = math.log((target.high or 1.0) / (target.low or 1.0)) / 2 if number_of(target) is not None else 0.0
        drawn = logs + _flat(-half, half, shoulder, shoulder, len(values), chance)
    numbers: Numbers = np.exp(drawn)
    return np.minimum(numbers, 1.0) if target.scale == "share" else numbers


def _flat(low: float, high: float, under: float, over: float, count: int, chance: np.random.Generator) -> Numbers:
    """Draws of a density that is flat from ``low`` to ``high`` and falls off normally on both sides, with standard deviations ``under`` and ``over``."""
    areas = np.array([under * math.sqrt(math.pi / 2), high - low, over * math.sqrt(math.pi / 2)])
    part = chance.choice(3, count, p=areas / areas.sum())
    tail = np.abs(chance.standard_normal(count))
    inside = low + (high - low) * chance.random(count)
    found: Numbers = np.where(part == 0, low - under * tail, np.where(part == 1, inside, high + over * tail))
    return found


def score_row(target: Target, values: Numbers, elsewhere: Numbers | None = None, seed: int = 1) -> RowScore:
    """Score the forecast of one document.

    Parameters
    ----------
    target
        The document.
    values
        What runs give for it, in its own unit; not a number where a run says nothing.
    elsewhere
        Draws of what is written down, from a forecaster that knows no model. They stand in for runs that say nothing: silence earns what anybody could say, no
        more and no less. Without them a forecast that is silent in part is scored by what it says, and a silent one not at all.
    seed
        Of the draws, which are keyed by the name of the target.
    """
    known = values[np.isfinite(values)]
    says = len(known) / len(values) if len(values) else 0.0
    chance = chance_of(target.name, seed)
    spoken = round(DRAWS * (says if elsewhere is not None else float(len(known) > 0)))
    drawn = as_written(target, np.resize(known, spoken), chance) if spoken else np.empty(0)
    if elsewhere is not None and spoken < DRAWS:
        drawn = np.concatenate((drawn, np.resize(elsewhere, DRAWS - spoken)))
    return replace(scored(target, drawn, says), median=float(np.median(known)) if len(known) else None)


def scored(target: Target, drawn: Numbers, says: float = 1.0) -> RowScore:
    """Score a forecast given by draws of what is written down."""
    number = number_of(target)
    if len(drawn) == 0 or (number is None and target.high is None):
        return silent(target)
    low, median, high = (float(end) for end in np.quantile(drawn, (ENDS[0], 0.5, ENDS[1])))
    if number is None:
        kept = float((drawn <= (target.high or 0.0)).mean()) if target.high is not None else None
        return RowScore(target, None, says, median, low, high, None, None, kept)
    there = SCALES[target.scale][0]
    unit = target.spread or SHOULDER  # what must be met exactly is met within a tenth
    score = crps(there(drawn), float(there(np.array([number]))[0])) / unit
    below, up_to = float((drawn < number).mean()), float((drawn <= number).mean())
    return RowScore(target, number, says, median, low, high, score, (below + up_to) / 2, min(1.0, 2.0 * min(up_to, 1.0 - below)))


def silent(target: Target) -> RowScore:
    """No forecast at all."""
    return RowScore(target, number_of(target), 0.0, None, None, None, None, None, None)


def score_rows(targets: Sequence[Target], values: Numbers, elsewhere: Mapping[str, Numbers] | None = None, seed: int = 1) -> tuple[RowScore, ...]:
    """Score what runs give for every target, ``values`` of shape (runs, targets); ``elsewhere`` by name of the target."""
    others = elsewhere or {}
    return tuple(score_row(target, values[:, place], others.get(target.name), seed) for place, target in enumerate(targets))

"""Skill: scores of quantities relative to those of forecasters that know no model, each quantity with one vote, and what may be said of them together.

Skill is ``1 - score / score of the reference``: 1 is perfect, 0 no better than the reference, below 0 worse. Of several quantities together it is one minus the
ratio of mean scores, with a 90 per cent interval by a bootstrap over quantities.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from calibration.evidence.uses import INPUT
from calibration.fit.emulator import Numbers
from calibration.fit.predictive import ENDS
from calibration.fit.score import RowScore

PRIOR, CLIMATOLOGY, EMPTY = REFERENCES = ("prior", "climatology", "empty")
REPRODUCED = "reproduced"
"""Use of quantities of which a row is an input of the model: agreement is no success."""
BOOTSTRAP = 2_000
FEWEST = 5
"""Quantities below which a bootstrap says little, and a histogram of five bins nothing."""
BINS = 5
LIKELY = 0.05
"""Probability below which ranks so uneven are called so."""


@dataclass(frozen=True, slots=True)
class QuantityScore:
    """One quantity: the mean score of its rows, and beside each reference the mean score on the rows that both score, its own and the reference's.

    ``use`` is that of its rows; a quantity of which any row is an input is reproduced. ``score`` is ``None`` where its rows are ceilings or nothing was said.
    """

    name: str
    use: str
    rows: tuple[RowScore, ...]
    score: float | None
    references: Mapping[str, tuple[float, float]]

    @property
    def pits(self) -> tuple[float, ...]:
        """Where its documents stand in the forecast."""
        return tuple(row.pit for row in self.rows if row.pit is not None)

    def skill(self, against: str) -> float | None:
        """Over a reference; ``None`` where either has no score."""
        mine, reference = self.references.get(against, (0.0, 0.0))
        return 1.0 - mine / reference if reference > 0 else None


@dataclass(frozen=True, slots=True)
class Skill:
    """Skill over a reference, of several quantities together, with the ends of its interval (``None``: fewer than :data:`FEWEST` quantities)."""

    against: str
    quantities: int
    score: float
    reference: float
    skill: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Total:
    """The quantities of one use together.

    ``pit`` are shares of votes by fifths of the forecast, ``uniform`` the probability of shares so uneven if the forecast is right. ``agree`` counts quantities
    with a vote of which at least half of the rows agree.
    """

    use: str
    quantities: int
    votes: int
    agree: int
    score: float | None
    skills: tuple[Skill, ...]
    pit: tuple[float, ...]
    uniform: float | None


def by_quantity(rows: Sequence[RowScore], names: Sequence[str], references: Mapping[str, Sequence[RowScore]]) -> tuple[QuantityScore, ...]:
    """Scores by quantity, in the order in which they first come; ``names`` of quantities and the rows of each reference stand beside ``rows``.

    Periods of a series that are held out are a quantity of their own, apart from those that were fitted: predicting what comes later is another task.
    """
    known = {name for row, name in zip(rows, names, strict=True) if row.target.use == INPUT}
    places: dict[tuple[str, str], list[int]] = {}
    for place, (row, name) in enumerate(zip(rows, names, strict=True)):
        places.setdefault((name, REPRODUCED if name in known else row.target.use), []).append(place)
    found = []
    for (name, use), some in places.items():
        mine = tuple(rows[place] for place in some)
        others = {}
        for reference, theirs in references.items():
            pairs = [(score, other) for place in some if (score := rows[place].score) is not None and (other := theirs[place].score) is not None]
            if pairs:
                others[reference] = (float(np.mean([score for score, _ in pairs])), float(np.mean([other for _, other in pairs])))
        scores = [row.score for row in mine if row.score is not None]
        found.append(QuantityScore(name, use, mine, float(np.mean(scores)) if scores else None, others))
    return tuple(found)


def total(use: str, quantities: Sequence[QuantityScore], seed: int = 1) -> Total:
    """The quantities of one use together."""
    mine = [one for one in quantities if one.use == use]
    votes = [one for one in mine if one.score is not None]
    agree = sum(sum(bool(row.agrees) for row in one.rows if row.score is not None) * 2 >= len(one.pits) for one in votes)
    score = float(np.mean([one.score for one in votes if one.score is not None])) if votes else None
    skills = tuple(found for reference in REFERENCES if (found := skill(reference, votes, seed)) is not None)
    shares, uniform = pit_histogram([one.pits for one in votes], seed)
    return Total(use, len(mine), len(votes), agree, score, skills, shares, uniform)


def skill(against: str, quantities: Sequence[QuantityScore], seed: int = 1) -> Skill | None:
    """Skill of several quantities together over one reference; nothing where none has both scores."""
    pairs = np.array([one.references[against] for one in quantities if against in one.references]).reshape(-1, 2)
    if len(pairs) == 0 or pairs[:, 1].sum() == 0:
        return None
    chance = np.random.default_rng((seed, len(pairs)))
    again = pairs[chance.integers(len(pairs), size=(BOOTSTRAP, len(pairs)))].sum(axis=1)
    ends = [float(end) for end in np.quantile(1.0 - again[:, 0] / np.maximum(again[:, 1], 1e-12), ENDS)] if len(pairs) >= FEWEST else [None, None]
    score, reference = (float(mean) for mean in pairs.mean(axis=0))
    return Skill(against, len(pairs), score, reference, 1.0 - score / reference, ends[0], ends[1])


def pit_histogram(pits: Sequence[Sequence[float]], seed: int = 1) -> tuple[tuple[float, ...], float | None]:
    """Shares of votes by fifths, each quantity with one vote split over its rows, and the probability of shares so uneven from a forecast that is right.

    The rows of a quantity are taken to stand at one place of the forecast together, which makes chance as large as it can be: the probability is cautious.
    """
    if not pits:
        return (), None
    shares = np.mean([np.histogram(rows, BINS, (0.0, 1.0))[0] / len(rows) for rows in pits], axis=0)
    uneven = _unevenness(shares[None, :])[0]
    drawn = np.random.default_rng((seed, len(pits))).multinomial(len(pits), [1 / BINS] * BINS, size=BOOTSTRAP) / len(pits)
    return tuple(float(share) for share in shares), float((_unevenness(drawn) >= uneven - 1e-12).mean())


def _unevenness(shares: Numbers) -> Numbers:
    found: Numbers = ((shares - 1 / BINS) ** 2).sum(axis=1)
    return found


def says_of_pit(found: Total) -> str:
    """The statement on the PIT histogram, in words."""
    if found.uniform is None or not found.pit:
        return "No document has a place in the forecast"
    if found.votes < FEWEST:
        return "Too few quantities for a histogram of places in the forecast"
    shares = "-".join(f"{share:.0%}".removesuffix("%") for share in found.pit)
    if found.uniform >= LIKELY:
        return f"PIT by fifths {shares} per cent: consistent with uniform (p = {found.uniform:.2f})"
    low, high = found.pit[0], found.pit[-1]
    lean = "documents lie above the forecasts" if high > 2 * low else "documents lie below the forecasts" if low > 2 * high else "forecasts are too narrow"
    lean = "forecasts are too wide" if low + high < 2 / BINS and lean == "forecasts are too narrow" else lean
    return f"PIT by fifths {shares} per cent: not uniform (p {'< 0.001' if found.uniform < 0.001 else f'= {found.uniform:.3f}'}); {lean}"

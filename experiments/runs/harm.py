"""A composite of harm to migrants: days lost per 1000 departures, by weights that anybody can change.

Adding deaths to detention is a judgement and no measurement. So the weights are few, each has a range and a reason, they are printed wherever the composite is,
and a ranking says when it changes with a weight anywhere in its range.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from experiments.runs.policy_outcomes import PolicyOutcomes, Values

HARM = "harm"
"""The name by which a ranking asks for the composite."""
UNIT = "days lost per 1000 departures"
PER = 1000.0
DEPARTURES = "departures"


@dataclass(frozen=True, slots=True)
class Weight:
    """Days that one of an outcome counts for, the range in which it may lie, and the reason."""

    days: float
    low: float
    high: float
    reason: str


WEIGHTS: Mapping[str, Weight] = {
    "deaths": Weight(15_000, 10_000, 20_000, "assumed: about 40 years of life, 27 to 55 for somebody of 20 to 40"),
    "missing": Weight(5_000, 0, 15_000, "assumed: a third of a death, for some of the missing have died and others have lost contact"),
    "injuries": Weight(60, 20, 180, "assumed: two months until fit again, three weeks to half a year"),
    "extortions": Weight(15, 5, 45, "assumed: the wages of about two weeks, five days to six weeks"),
    "stranded": Weight(30, 10, 90, "assumed: a month without a way on or home; days stranded are not counted beside it"),
    "days detained": Weight(1, 0.5, 2, "a day is a day; half or twice that, as conditions are"),
}
"""Every weight is assumed: no source in the evidence weighs one harm against another. Bounds are those of the reason."""


def weights_with(changes: Mapping[str, float]) -> dict[str, Weight]:
    """The weights with some of them set, which have no range then."""
    return {name: Weight(changes[name], changes[name], changes[name], "as set") if name in changes else weight for name, weight in WEIGHTS.items()}


def harm(by_policy: PolicyOutcomes, policy: str, community: str, days: Mapping[str, float]) -> Values:
    """The composite under a policy, shape (draws, seeds); not a number where nobody departs. ``days`` are weights by outcome."""
    lost: Values = np.sum([weight * by_policy.of(policy, community, name) for name, weight in days.items()], axis=0)
    departed = by_policy.of(policy, community, DEPARTURES)
    found: Values = np.divide(PER * lost, departed, out=np.full(lost.shape, np.nan), where=departed > 0)
    return found


def in_words(weights: Mapping[str, Weight]) -> str:
    """The composite as a formula."""
    return " + ".join(f"{weight.days:,g} x {name}" for name, weight in weights.items())


def plain(weights: Mapping[str, Weight]) -> dict[str, Any]:
    """The weights for programs."""
    return {name: asdict(weight) for name, weight in weights.items()}

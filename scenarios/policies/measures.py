"""What became of the measures that reports name and of what they recommend: levers, policies, or why there is nothing."""

from dataclasses import dataclass

from scenarios.evidence.tables import evidence_table

FORMS = ("lever", "levers", "event", "policy", "not modelled")
"""How a measure of the reports can be modelled."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of ``measures.csv``: how a measure that a report names is modelled; ``names`` are those of levers, or of policies."""

    id: str
    modelled_as: str
    names: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A row of ``recommendations.csv``: what a report recommends to a country or the region, and the policy that tries it, or why there is none."""

    country: str
    section: str
    recommendation: str
    policy: str
    reason: str


def measures() -> tuple[Measure, ...]:
    """How every measure that the reports name is modelled, in the order of their ids."""
    return tuple(Measure(row["id"], row["modelled_as"], tuple(row["names"].split()), row["reason"]) for row in evidence_table("measures"))


def recommendations() -> tuple[Recommendation, ...]:
    """What the report on Central Asia recommends, and the policy that tries it."""
    return tuple(Recommendation(**row) for row in evidence_table("recommendations"))

"""Documented values about a country, by the question that they answer, beside what a run says."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calibration.evidence.agreement import bounds_of
from calibration.evidence.uses import read_links
from calibration.evidence.vectors import CONTEXT, read_vectors
from experiments.runs.run_summary import comparisons
from experiments.store import Run
from scenarios.studies import read_study


@dataclass(frozen=True, slots=True)
class Documented:
    """One documented value; ``simulated`` and ``verdict`` are what the run says, ``None`` and empty where it is not compared with it.

    Where it is compared, range and unit are those of the comparison, such as the share that a count makes.
    """

    id: str
    what: str
    whom: str
    period: str
    low: float | None
    high: float | None
    unit: str
    simulated: float | None
    verdict: str


def documented(run: Run, country: str) -> Mapping[str, list[Documented]]:
    """The values with a number about a country that its study holds, by question; those compared with the run first."""
    study = read_study(run.world.study)
    evidence = read_links(study).evidence
    rows = {name: row for name, row in read_vectors().items() if name in evidence}
    compared: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for comparison in comparisons(run, study):
        for name in str(comparison["id"]).split(";"):
            compared[name.strip()].append(comparison)
    found: dict[str, list[Documented]] = defaultdict(list)
    for name, row in rows.items():
        e = evidence[name]
        if country not in row.countries or row.question == CONTEXT or not (e.low or e.high):
            continue
        whom = "" if e.whom == "any" else e.whom
        same = [
            Documented(name, e.what, whom, e.period, one["documented_low"], one["documented_high"], one["unit"], one["simulated"], one["verdict"])
            for one in compared[name]
        ]
        found[row.question] += same or [Documented(name, e.what, whom, e.period, *bounds_of(e), e.unit, None, "")]
    return {question: sorted(some, key=lambda one: not one.verdict) for question, some in found.items()}

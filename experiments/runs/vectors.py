"""The vector approach: every documented value as an indicator, beside what posterior and run say, and what each moved."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calibration.evidence.agreement import Disagreement, disagreements, trends
from calibration.evidence.rows import Evidence, read_evidence
from calibration.evidence.uses import FITTED, Use, read_uses
from calibration.evidence.vectors import CONTEXT, QUESTIONS, VectorRow, read_vectors
from calibration.fit.predictive import Check
from experiments.runs.country_names import countries_of, find_country
from experiments.runs.run_summary import comparisons
from experiments.runs.validation import validate
from experiments.store import Run, read_run
from scenarios import load
from scenarios.load import FIRST, study_of
from scenarios.posteriors import NONE, shipped
from scenarios.reading.problems import Problems
from scenarios.studies import read_study

NEGLIGIBLE = 0.1
"""Information about a parameter, relative to the prior, below which a document did not move it; 1 halves its variance (see the picture of ``validate``)."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A parameter that the passage of an indicator informs, and how strongly relative to the prior."""

    parameter: str
    information: float


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """One indicator.

    Attributes
    ----------
    evidence, row, use
        What it says, how it is classified, and what it is used for, ``None`` where nothing says that.
    trend
        Its direction and the id of the earlier value of its series; empty texts without one.
    posterior, prior
        Predictive checks of the fit, and of the runs before it.
    run
        Comparisons of a run with it.
    moved
        What it moved, most first.
    disagrees
        Ids of the indicators that it disagrees with.
    """

    evidence: Evidence
    row: VectorRow
    use: Use | None
    trend: tuple[str, str] = ("", "")
    posterior: tuple[Check, ...] = ()
    prior: tuple[Check, ...] = ()
    run: tuple[Mapping[str, Any], ...] = ()
    moved: tuple[Moved, ...] = ()
    disagrees: tuple[str, ...] = ()

    @property
    def used(self) -> str:
        """What it is used for, as a word; empty where nothing says that."""
        return "" if self.use is None else self.use.use

    @property
    def reproduced(self) -> bool:
        """Whether agreement of a run with it shows no more than that an input comes out again."""
        return self.use is not None and self.use.reproduced

    @property
    def agrees(self) -> bool | None:
        """Whether all predictive intervals of the posterior hold it; ``None`` where none is judged."""
        judged = [one.inside for one in self.posterior if one.inside is not None]
        return all(judged) if judged else None

    @property
    def run_agrees(self) -> bool | None:
        """Whether all values of the run lie in its range; ``None`` where none is judged."""
        judged = [row["inside"] for row in self.run if row["inside"] is not None]
        return all(judged) if judged else None


@dataclass(frozen=True, slots=True)
class CountryVectors:
    """The indicators of one country by question, in the order of the questions; questions without one are left out."""

    country: str
    lines: Mapping[str, tuple[IndicatorLine, ...]]
    disagreements: tuple[Disagreement, ...]


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vectors of some countries of a scenario; ``fitted`` says whether a fit ships for it, ``run`` is the run that they are compared with."""

    scenario: str
    fitted: bool
    run: Run | None
    countries: tuple[CountryVectors, ...]


def vectors(country: str = "", scenario: str = FIRST, folder: Path | None = None) -> Vectors:
    """The vectors of one country, given by code or title, or of all countries of a scenario that have an indicator.

    Parameters
    ----------
    country
        Empty for all.
    scenario
        A name or path; with a run, that of the run counts.
    folder
        A finished run, or none.

    Raises
    ------
    scenarios.BadInput
        If country, scenario or run cannot be used, or a file of the evidence.
    """
    run = None if folder is None else read_run(folder)
    name = scenario if run is None else str(run.about["scenario"])
    world, problems = load(name, posterior=NONE) if run is None else run.world, Problems()
    asked = [find_country(country, world, "COUNTRY", problems)] if country else countries_of(world)
    problems.stop()
    lines = _lines(name, run)
    apart = disagreements({line.row.id: line.row for line in lines}, {line.row.id: line.evidence for line in lines})
    found = [_of_country(code, lines, apart) for code in asked]
    return Vectors(name, shipped(name) is not None, run, tuple(one for one in found if country or set(one.lines) - {CONTEXT}))


def _of_country(code: str, lines: Sequence[IndicatorLine], apart: Sequence[Disagreement]) -> CountryVectors:
    mine = [line for line in lines if code in line.row.countries]
    ids = {line.row.id for line in mine}
    by_question = {question: tuple(line for line in mine if line.row.question == question) for question in QUESTIONS}
    return CountryVectors(code, {name: some for name, some in by_question.items() if some}, tuple(one for one in apart if {one.first, one.second} & ids))


def _lines(scenario: str, run: Run | None) -> list[IndicatorLine]:
    study = study_of(scenario) if run is None else read_study(run.world.study)
    evidence, uses = read_evidence(), read_uses(study)
    rows = {name: row for name, row in read_vectors().items() if name in uses}
    after, before, informed = _fit(scenario)
    of_run: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for comparison in () if run is None else comparisons(run, study):
        for name in str(comparison["id"]).split(";"):
            of_run[name.strip()].append(comparison)
    apart: dict[str, list[str]] = defaultdict(list)
    for pair in disagreements(rows, evidence):
        apart[pair.first].append(pair.second)
        apart[pair.second].append(pair.first)
    series = trends(evidence)
    found = []
    for name, row in rows.items():
        use = uses.get(name)
        moved = tuple(informed.get(use.cluster, ())) if use is not None and use.use == FITTED else ()
        said = tuple(after[name]), tuple(before[name]), tuple(of_run[name])
        found.append(IndicatorLine(evidence[name], row, use, series.get(name, ("", "")), *said, moved, tuple(sorted(apart[name]))))
    return found


def _fit(scenario: str) -> tuple[Mapping[str, list[Check]], Mapping[str, list[Check]], Mapping[str, list[Moved]]]:
    """Predictive checks of the posterior and of the prior by id, and what each cluster moved; empty where no fit ships."""
    after: dict[str, list[Check]] = defaultdict(list)
    before: dict[str, list[Check]] = defaultdict(list)
    path = shipped(scenario)
    if path is None:
        return after, before, {}
    found = validate(path.stem, None)  # a scenario that ships may be given by its path
    for checks, by_id in ((found.checks, after), (found.before, before)):
        for one in checks:
            for name in one.target.ids:
                by_id[name].append(one)
    return after, before, moved_by(found.about.get("information", {}))


def moved_by(information: Mapping[str, Any]) -> Mapping[str, list[Moved]]:
    """What each cluster moved, most first, as a manifest's table of information says it."""
    table = zip(information.get("clusters", ()), information.get("relative_to_prior", ()), strict=True)
    return {
        cluster: sorted(
            (Moved(name, float(value)) for name, value in zip(information["parameters"], values, strict=True) if value >= NEGLIGIBLE),
            key=lambda one: -one.information,
        )
        for cluster, values in table
    }

"""The study of a scenario, checked as a whole: what it holds, what it lacks, and what is unlikely in it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from calibration.evidence.comparisons import read_specs
from calibration.evidence.observations import Observation, read_observations
from calibration.evidence.uses import read_uses
from calibration.evidence.world_names import check_names, outside
from calibration.fit.free import read_free
from calibration.fit.targets import read_targets
from scenarios.reading.problems import BadInput, Finding, InputWarning
from scenarios.studies import Study, read_study
from sim.world.world import World

Read = TypeVar("Read")
NO_DOCUMENTS = "documents (comparisons.csv or observations.csv): run compares with nothing, and calibrate has nothing to fit"
NO_FREE = "free parameters (free.csv): calibrate and sensitivity do not know what to vary"
"""What a study can lack, and which commands miss it."""


@dataclass(frozen=True, slots=True)
class StudyContents:
    """What a study holds, in counts by name; what it lacks; and warnings about its observations."""

    counts: Mapping[str, int]
    lacks: tuple[str, ...]
    warnings: tuple[InputWarning, ...]


def check_study(world: World) -> StudyContents:
    """Read every table of the study of a world whose parameters are those of its files.

    Raises
    ------
    scenarios.BadInput
        With every finding about any of them.
    """
    study = read_study(world.study, world.title)
    findings: list[Finding] = []
    observed = _tried(lambda: read_observations(study), findings)
    specs = _tried(lambda: read_specs(study), findings)
    frees = _tried(lambda: read_free(world.parameters, study), findings)
    _tried(lambda: tuple(read_uses(study)), findings)
    _tried(lambda: read_targets(study), findings)
    try:
        check_names(observed, world)
    except BadInput as error:
        findings.extend(error.findings)
    if findings:
        raise BadInput(list(dict.fromkeys(findings)))
    series = {one.series for one in observed}
    counts = {"comparisons": len(specs) - len(observed), "observations": len(observed), "series": len(series), "free parameters": len(frees)}
    return StudyContents(counts, lacks(study, world), (*outside(observed, world), *_days_for_months(observed)))


def lacks(study: Study, world: World) -> tuple[str, ...]:
    """What a study lacks, in words: nothing to compare with, nothing to estimate."""
    return (*(() if read_specs(study) else (NO_DOCUMENTS,)), *(() if read_free(world.parameters, study) else (NO_FREE,)))


def _tried(read: Callable[[], Sequence[Read]], findings: list[Finding]) -> Sequence[Read]:
    try:
        return read()
    except BadInput as error:
        findings.extend(error.findings)
        return ()


def _days_for_months(observations: Sequence[Observation]) -> list[InputWarning]:
    """A warning for every series of single days that are all the first of a month: a spreadsheet has made days of months."""
    series: dict[str, list[Observation]] = defaultdict(list)
    for one in observations:
        series[one.series].append(one)
    return [
        InputWarning(rows[0].where, f'every period of "{name}" is the first day of a month: only that day is compared', "a month as 2010-05")
        for name, rows in series.items()
        if len(rows) > 1 and all(one.spec.days[0] == one.spec.days[1] and one.spec.days[0].day == 1 for one in rows)
    ]

"""The rows that ``routesim evidence`` shows: the evidence, its uses, and how a run compares with it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from calibration.evidence.itineraries_followed import ByCommunity, Followed, followed
from calibration.evidence.rows import FAMILIES, Evidence
from calibration.evidence.uses import WORDS, Use, read_links, read_uses
from experiments.runs.run_summary import comparisons
from experiments.store import Run, is_run, read_run
from scenarios.load import FIRST, study_of
from scenarios.reading.paths import is_folder
from scenarios.reading.problems import Problems, listed, nearest
from scenarios.studies import Study, read_study


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Which rows of which study are shown, and compared with which run (``None``: of none)."""

    text: str
    study: Study
    run: Run | None
    use: str
    source: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the ledger: the evidence, its use, the comparisons of a run with it, and how many journeys follow it."""

    evidence: Evidence
    use: Use
    compared: tuple[Mapping[str, Any], ...] = ()
    followed: Followed | None = None

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The result of each comparison; an input that agrees is reproduced."""
        words = (row["verdict"] for row in self.compared)
        return tuple("reproduced" if word == "inside" and self.use.reproduced else word for word in words)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The lines that were asked for, of so many ``rows`` of the study, and journeys by community if there is a run and an itinerary among the lines."""

    lines: tuple[Line, ...]
    study: str
    run: Run | None
    rows: int = 0
    by_community: tuple[ByCommunity, ...] = ()
    totals: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def query_of(text: str, scenario: str, run: Path | None, use: str, source: str) -> LedgerQuery:
    """What the options ask for: the study of the scenario, or of the run if no scenario is named.

    Raises
    ------
    scenarios.BadInput
        If the folder holds no finished run, a run that is damaged, the scenario cannot be read, or the source is none of its study.
    """
    problems = Problems()
    found = None
    if run is not None and not is_run(run):
        there = [str(folder) for folder in sorted(run.parent.glob("*")) if is_run(folder)] if is_folder(run.parent) else []
        runs = f" ({listed(there)})" if there else ""
        problems.add("--run", f"{run}, which holds no finished run", f"the folder of a run{runs}; routesim run makes one", nearest(str(run), there))
    elif run is not None:
        try:
            found = read_run(run)
        except ValueError as error:
            problems.add("--run", str(error), "the folder of a run as it was written: make it again with routesim run")
    problems.stop()
    study = read_study(found.world.study, found.world.title) if found is not None and not scenario else study_of(scenario or FIRST)
    codes = list(dict.fromkeys(row.source for row in _rows(study).values()))
    if source and source not in codes:
        problems.unknown("--source", "source", source, codes)
    problems.stop()
    return LedgerQuery(text, study, found, use, source)


def _rows(study: Study) -> Mapping[str, Evidence]:
    """The rows that a study answers for or compares with."""
    return read_links(study).evidence


def ledger(query: LedgerQuery) -> Ledger:
    """The ledger of the rows that a query selects.

    Raises
    ------
    scenarios.BadInput
        If the evidence, its uses, the itineraries or the comparisons hold what cannot be used.
    """
    links = read_links(query.study)
    uses = read_uses(query.study, links)
    rows = [row for row in links.evidence.values() if _fits(row, uses[row.id], query)]
    by_id: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    each: Mapping[str, Followed] = {}
    by_community: list[ByCommunity] = []
    if query.run is not None:
        for row in comparisons(query.run, query.study):
            for name in row["id"].split(";"):
                by_id[name.strip()].append(row)
        if any(row.table == "itineraries" for row in rows):
            each, by_community = followed(query.run.results, query.run.world, links.itineraries)
    lines = tuple(Line(row, uses[row.id], tuple(by_id[row.id]), each.get(row.id)) for row in rows)
    return Ledger(lines, query.study.title or query.study.name, query.run, len(links.evidence), tuple(by_community), _totals(lines))


def _fits(row: Evidence, use: Use, query: LedgerQuery) -> bool:
    texts = (row.id, row.table, FAMILIES[row.family], row.source, row.section, row.what, row.whom, row.place, row.period, row.unit, row.note, use.reason)
    return (not query.use or use.use == query.use) and query.source in ("", row.source) and query.text.lower() in " ".join(texts).lower()


def _totals(lines: tuple[Line, ...]) -> Mapping[str, Mapping[str, int]]:
    """How many rows of each table are used for what."""
    counted = Counter((line.evidence.table, line.use.use) for line in lines)
    tables = dict.fromkeys(line.evidence.table for line in lines)
    return {table: {use: counted[table, use] for use in WORDS} for table in tables}

"""The tables of the page: a title, columns with units, rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from experiments.plots.flows import borders_of, flows_of
from experiments.plots.result_folder import COMPARED, ResultFolder
from experiments.plots.titles import country
from experiments.plots.weekly_flows import View
from experiments.report.answer import STATUSES, statuses
from experiments.runs.policy_outcomes import TOGETHER
from experiments.store.tables import reported

FLOWS, BORDERS = 60, 25
CHANGE = ("baseline", "value", "difference", "low", "high", "significance")
BY_COMMUNITY = ("departures", "arrivals", "apprehensions", "extortions", "stranded", "injuries", "missing", "deaths")
OUTCOMES = {
    "departed": "departed", "attempts": "attempts", "crossed": "crossed", "arrived": "arrived", "apprehended": "apprehended", "detained": "detained",
    "deported": "deported", "extorted": "extorted", "stranded": "stranded", "injured": "injured", "missing": "disappeared", "died": "died",
}  # fmt: skip


@dataclass(frozen=True)
class ReportTable:
    """One table: ``rows`` are cells in the order of ``columns``; ``note`` gives units and cautions."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    note: str


def report_tables(results: ResultFolder) -> list[ReportTable]:
    """All tables of a folder."""
    found = []
    if results.kind == COMPARED:
        found += [_differences(results), _by_community(results)]
    found += [_outcomes(results, name) for name in results.policies]
    if results.has_weeks:
        found += [_borders(results, name) for name in results.policies]
        found.append(_flows(results))
    found.append(_statuses(results))
    return found


def _differences(results: ResultFolder) -> ReportTable:
    policy, title = _of_policies(results)
    rows = [
        (*policy(r), r["outcome"], r["unit"], *(r[name] for name in CHANGE))
        for r in results.compared["differences"]
        if r["community"] == TOGETHER
    ]
    columns = (*title, "outcome", "unit", results.titles[results.policies[0]], "with the policy", "difference", "from", "to", "")
    note = f"All communities together; {results.compared['interval']}. Not significant: the interval includes zero."
    return ReportTable("differences", "Changes", columns, rows, note)


def _of_policies(results: ResultFolder) -> tuple[Callable[[Mapping[str, Any]], tuple[str, ...]], tuple[str, ...]]:
    """The column of policies, where there are several: how to read it from a row, and its head."""
    several = len(results.policies) > 2
    return (lambda row: (results.titles[str(row["policy"])],) if several else ()), (("policy",) if several else ())


def _by_community(results: ResultFolder) -> ReportTable:
    titles = {c.name: c.title for c in results.world.communities}
    policy, title = _of_policies(results)
    rows = [
        (*policy(r), titles.get(r["community"], r["community"]), r["outcome"], *(r[name] for name in CHANGE))
        for r in results.compared["differences"]
        if r["community"] != TOGETHER and r["outcome"] in BY_COMMUNITY
    ]
    columns = (*title, "community", "outcome", results.titles[results.policies[0]], "with the policy", "difference", "from", "to", "")
    return ReportTable("by-community", "Changes by community", columns, rows, "People; harm beside interceptions.")


def _outcomes(results: ResultFolder, name: str) -> ReportTable:
    values, runs = results.indicators(name, tuple(OUTCOMES.values()))
    order = sorted(results.world.communities, key=lambda c: (not c.followed, c.title))
    rows = [(c.title, *(round(values[c.name, what], 2) for what in OUTCOMES.values())) for c in order]
    first, last = reported(results.world)
    mean = f"mean of {runs} runs" if runs > 1 else "one run"
    title = "Outcomes by community" + (f": {results.titles[name]}" if len(results.policies) > 1 else "")
    note = f"Events, in people: a person counts each time; {first} to {last}; {mean}."
    return ReportTable(f"outcomes-{name}", title, ("community", *OUTCOMES), rows, note)


def _borders(results: ResultFolder, name: str) -> ReportTable:
    found = borders_of(results.weekly_flows(name), results.world, View(period=reported(results.world)))[:BORDERS]
    rows = [(b.title, round(b.followed, 2), *([round(b.others, 2)] if results.has_all else [])) for b in found]
    columns = ("border", "transit communities", *(["labour communities"] if results.has_all else []))
    title = "Borders with most apprehensions" + (f": {results.titles[name]}" if len(results.policies) > 1 else "")
    return ReportTable(f"borders-{name}", title, columns, rows, "Apprehensions in the reported days.")


def _flows(results: ResultFolder) -> ReportTable:
    titles = {place.name: (place.title, country(place.country, results.world)) for place in results.world.places}
    sides: dict[tuple[str, str, str], dict[str, float]] = {}
    some = True if any(c.followed for c in results.world.communities) else None
    for name in results.policies:
        for flow in flows_of(results.weekly_flows(name), results.world, View(period=reported(results.world)), followed=some):
            sides.setdefault((flow.origin, flow.target, flow.mode), {})[name] = flow.people
    order = sorted(sides, key=lambda key: -max(sides[key].values()))[:FLOWS]
    rows = [(*titles[a], *titles[b], mode, *(round(sides[a, b, mode].get(name, 0.0), 2) for name in results.policies)) for a, b, mode in order]
    people = tuple(results.titles[name] for name in results.policies) if len(results.policies) > 1 else ("people",)
    columns = ("from", "country", "to", "country of arrival", "by", *people)
    return ReportTable("flows", "Largest flows", columns, rows, "People passing in the reported days.")


def _statuses(results: ResultFolder) -> ReportTable:
    parameters: Mapping[str, Any] = {key: {"status": parameter.status.value} for key, parameter in results.world.parameters.table.items()}
    rows = statuses(parameters)
    columns = ("kind of parameter", *STATUSES)
    note = (
        "Parameters by status: documented by a row of the evidence, transferred from a row about others, calibrated, or assumed."
        " A conclusion that depends on a parameter that is transferred or assumed is a hypothesis, not a finding."
    )
    return ReportTable("parameters", "Status of parameters", columns, [tuple(row[c] for c in columns) for row in rows], note)
